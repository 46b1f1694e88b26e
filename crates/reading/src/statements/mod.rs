//! The words of statements: who is the source, what marks the saying, what is said, what stands
//! inside what. Who the source *is* is left to [`crate::actors`], on which day it was said to the
//! assembly, which has the time expressions.
//!
//! Attribution is meant widely, as in PolNeAR (Newell, Margolin and Ruths, LREC 2018): speech and
//! writing, belief and knowledge, intention and wish, support and opposition. Plain feelings
//! and plain actions are none.

mod beside;
mod candidates;
mod citing;
mod clusters;
mod company;
mod dangling;
mod deeds;
mod ends;
mod features;
pub(crate) mod grove;
mod inner;
mod introduced;
mod joined;
mod judge;
mod marks;
mod mend;
mod model;
mod nesting;
mod nominal;
mod reader;
mod spans;
mod speech;
mod tagger;
#[cfg(test)]
mod tests;
pub mod training;
mod turns;
mod weigh;
mod words;

pub use clusters::Clusters;
pub use model::{KIND, StatementModel, VERSION, Weights};

use rapporteur_language::{Analysis, TokenId};
use rapporteur_lexicon::Cues;
use rapporteur_record::{Act, ByteSpan, Certainty, StatementKind};
use reader::Reader;

/// The place of a word in an [`Analysis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordAt {
    /// The sentence, as an index into [`Analysis::sentences`].
    pub sentence: usize,
    /// The token in that sentence.
    pub token: TokenId,
}

/// One attribution: a source says a content, and a cue marks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The words that name the source; `None` in a passive without agent and where nothing is named.
    pub source: Option<ByteSpan>,
    /// The head word of the source (the first conjunct's, where several speak).
    pub source_head: Option<WordAt>,
    /// The words that mark the saying, with auxiliaries and negation; `None` where a quotation
    /// goes on with the last speaker.
    pub cue: Option<ByteSpan>,
    /// The word that carries the cue: "said" in "has also said".
    pub cue_head: Option<WordAt>,
    /// What is said, in order; quotation marks, "that" and the infinitive's "to" belong to it.
    pub content: Vec<ByteSpan>,
    /// Whose words the content is in.
    pub kind: StatementKind,
    /// What the source does in saying it.
    pub act: Act,
    /// How far the source commits to it, and whether it was said at all.
    pub certainty: Certainty,
    /// Whether it only takes a stand ("rejected the plan"): no clause tells it, and it is not said aloud by what it is.
    pub stance: bool,
    /// The attribution that reports this one, as an index into the same list.
    pub within: Option<usize>,
    /// The words that name those to whom it is said.
    pub addressees: Vec<ByteSpan>,
    /// "in his blog", "in a statement".
    pub medium: Option<ByteSpan>,
    /// "after a meeting with …".
    pub occasion: Option<ByteSpan>,
    /// The words hung on the cue that are no source, content, addressee, medium or occasion
    /// ("Saturday", "on Friday"): a time expression among them dates the statement.
    pub circumstances: Vec<ByteSpan>,
    /// The attribution whose speaker this one goes on with, where it names no source of its own;
    /// an index into the same list. `source` repeats that one's words.
    pub continues: Option<usize>,
}

/// Every attribution of the text, in order of first span (an outer one before its inner ones).
///
/// *Limits*: English only; a sentence is read by its tree, a quotation by its marks.
pub fn read(text: &str, analysis: &Analysis, cues: &Cues) -> Vec<Attribution> {
    read_with(text, analysis, cues, None)
}

/// As [`read`], with a trained model that weighs what the lexicon's frames propose and finds what
/// they do not know.
pub fn read_with(text: &str, analysis: &Analysis, cues: &Cues, model: Option<&StatementModel>) -> Vec<Attribution> {
    let paragraphs = grove::paragraphs(analysis);
    let quotations = marks::quotations(text, &paragraphs);
    let mut reader = Reader::new(text, analysis, cues, &quotations, model);
    reader.signatures();
    let signed = reader.found.len();
    reader.sentences();
    reader.beside(signed);
    reader.inner_quotations();
    reader.outside();
    reader.quotations();
    reader.turns();
    reader.dangling();
    reader.sticking_out();
    nesting::order(text, reader.found, &quotations, &reader.clausal, &reader.inward, &reader.unknown, &reader.cited)
}
