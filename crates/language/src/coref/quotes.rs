//! Where words are quoted, as far as quotation marks tell, and by whom where that is known.

use super::Quoted;
use crate::analysis::{Analysis, TokenId};

/// For each token, the quotation it stands in.
pub(super) struct Quotes {
    /// By sentence and token: 0 outside of quotations.
    of: Vec<Vec<u32>>,
    /// The mention that speaks, by quotation from 1; of those found by their marks none is known.
    speakers: Vec<Option<usize>>,
}

impl Quotes {
    /// Finds quotations. Those in `known` win over marks; a mark that is never closed opens one
    /// up to the end of its paragraph.
    pub fn find(text: &str, analysis: &Analysis, known: &[Quoted]) -> Self {
        let mut speakers = Vec::new();
        let mut of: Vec<Vec<u32>> = Vec::with_capacity(analysis.sentences.len());
        let mut inside = 0;
        let mut paragraph = usize::MAX;
        for sentence in &analysis.sentences {
            if sentence.paragraph != paragraph {
                paragraph = sentence.paragraph;
                inside = 0;
            }
            let mut row = Vec::with_capacity(sentence.tokens.len());
            for token in &sentence.tokens {
                let opens = match token.span.of(text) {
                    "“" | "``" | "«" => Some(true),
                    "”" | "''" | "»" => Some(false),
                    "\"" => Some(inside == 0),
                    _ => None,
                };
                match opens {
                    Some(true) => {
                        speakers.push(None);
                        inside = speakers.len() as u32;
                    }
                    Some(false) => inside = 0,
                    None => {}
                }
                row.push(inside);
            }
            of.push(row);
        }
        for quoted in known {
            speakers.push(Some(quoted.speaker));
            let from = analysis.sentences.partition_point(|sentence| sentence.span.end <= quoted.span.start);
            for (sentence, row) in analysis.sentences.iter().zip(&mut of).skip(from) {
                if sentence.span.start >= quoted.span.end {
                    break;
                }
                for id in sentence.tokens_in(quoted.span) {
                    row[id.index()] = speakers.len() as u32;
                }
            }
        }
        Self { of, speakers }
    }

    /// The quotation in which a word stands, from 1; 0 for none.
    pub fn of(&self, sentence: usize, token: TokenId) -> u32 {
        self.of[sentence][token.index()]
    }

    /// The mention that speaks in a quotation.
    pub fn speaker(&self, quotation: u32) -> Option<usize> {
        self.speakers.get((quotation as usize).checked_sub(1)?).copied().flatten()
    }
}
