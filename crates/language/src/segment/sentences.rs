//! Tokens of a paragraph → sentences.
//!
//! Between most tokens no sentence can end; rules leave a few candidates, and a linear model that
//! was trained on the treebanks decides each from left to right. *Source*: logistic regression over
//! hashed features, as in Gillick, "Sentence Boundary Detection and the Problem with the U.S."
//! (NAACL 2009), with the sentence so far and the quotation it stands in as further features.

use super::features::{Paragraph, Progress, candidate, features};
use super::tokens::Piece;
use crate::container::{Container, ModelError};
use rapporteur_lexicon::Language;
use rapporteur_record::{ByteSpan, Code, Diagnostic};

/// Kind and version of the model file.
pub const KIND: &str = "segment";
/// Version of its sections.
pub const VERSION: u32 = 1;
/// Weights are kept for this many feature hashes.
pub const BUCKETS: usize = 1 << 17;
/// Tokens that a sentence has at most; a longer one is cut.
pub const LONGEST_SENTENCE: usize = 1000;

/// Decides where sentences end.
#[derive(Clone, Debug)]
pub struct Splitter {
    weights: Vec<i8>,
    /// A boundary's weights must sum up to more than this.
    threshold: i32,
}

impl Splitter {
    /// Reads the model from its file.
    ///
    /// # Errors
    /// When the file is no model of this kind and version.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let weights = container.i8s("weights")?;
        if weights.len() != BUCKETS {
            return Err(ModelError::bad_section("weights", format!("{} weights, not {BUCKETS}", weights.len())));
        }
        let threshold = match container.u32s("threshold")?.as_slice() {
            &[threshold] => threshold as i32,
            _ => return Err(ModelError::bad_section("threshold", "it is not one number")),
        };
        Ok(Self { weights, threshold })
    }

    /// The sentences of a paragraph as ranges of its `pieces`, in order and without gaps.
    ///
    /// *Limits*: a sentence of more than [`LONGEST_SENTENCE`] tokens is cut, with a diagnostic.
    pub fn sentences(
        &self,
        text: &str,
        pieces: &[Piece],
        language: &Language,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<std::ops::Range<usize>> {
        let paragraph = Paragraph::new(text, pieces, language);
        let mut progress = Progress::default();
        let mut found = Vec::new();
        let mut hashes = Vec::new();
        let mut start = 0;
        // Where the sentence began before any cut.
        let mut uncut = 0;
        for at in 0..pieces.len() {
            progress.pass(&paragraph, at);
            let end = at + 1;
            let ends = end == pieces.len()
                || paragraph.line_ends(at)
                || candidate(&paragraph, at) && {
                    features(&paragraph, at, &progress, &mut hashes);
                    let sum: i32 = hashes.iter().map(|&hash| i32::from(self.weights[hash as usize % BUCKETS])).sum();
                    sum > self.threshold
                };
            if ends || end - start >= LONGEST_SENTENCE && !pieces[at].joined {
                found.push(start..end);
                if ends {
                    if uncut < start {
                        let span = ByteSpan::new(pieces[uncut].span.start, pieces[at].span.end);
                        diagnostics.push(too_long(span, end - uncut));
                    }
                    uncut = end;
                }
                start = end;
                progress.begin(&paragraph);
            }
        }
        found
    }
}

fn too_long(span: ByteSpan, words: usize) -> Diagnostic {
    Diagnostic::new(Code::LanguageCut, format!("a sentence of {words} words was cut into pieces of about {LONGEST_SENTENCE}"))
        .at(span)
        .help("check whether full stops or line breaks were lost when the text was made")
}
