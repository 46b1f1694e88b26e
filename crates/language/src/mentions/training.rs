//! What the trainer in the lab sees: the candidates of a text with their features.

use super::candidates::{Candidate, candidates};
use super::features::{BUCKETS, Rows, View, row};
use super::finder::scan;
use super::network::Words;
use crate::analysis::{Sentence, TokenId};
use crate::pipeline::Models;

/// Number of rows of weights.
pub const FEATURES: usize = BUCKETS;

/// The spans that a head may have, of which at most one is a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Place of its sentence.
    pub sentence: usize,
    /// The word on which all hang.
    pub head: TokenId,
    /// Rows of the features that all share.
    pub shared: Vec<u32>,
    /// Rows of the features of no mention.
    pub none: Vec<u32>,
    /// The words that the network looks at for no mention.
    pub words: Words,
    /// The spans.
    pub spans: Vec<Span>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first word.
    pub first: TokenId,
    /// Its last word, inclusive.
    pub last: TokenId,
    /// Rows of its own features.
    pub features: Vec<u32>,
    /// The words that the network looks at for it.
    pub words: Words,
}

/// Every choice in a text.
pub fn choices(text: &str, sentences: &[Sentence], models: &Models) -> Vec<Choice> {
    let mut choices = Vec::new();
    scan(text, sentences, models.tables(), models.parser().vocabulary(), &mut |sentence, view| {
        for spans in candidates(view.phrases, text).chunk_by(|a, b| a.head == b.head) {
            of_head(sentence, view, spans, &mut choices);
        }
    });
    choices
}

/// Adds the choices between the spans of one head.
fn of_head(sentence: usize, view: &View<'_>, spans: &[Candidate], choices: &mut Vec<Choice>) {
    let rows = |add: &dyn Fn(&mut Rows)| {
        let mut rows = Rows { rows: Vec::new() };
        add(&mut rows);
        rows.rows.iter().map(|&feature| row(feature) as u32).collect::<Vec<u32>>()
    };
    let head = spans[0].head;
    let shared = rows(&|rows| view.head(head, rows));
    for spans in spans.chunk_by(|a, b| a.is_group() == b.is_group()) {
        let none = rows(&|rows| view.none(head, spans[0].is_group(), rows));
        let span = |span: &Candidate| Span {
            first: span.first,
            last: span.last,
            features: rows(&|rows| view.span(span, rows)),
            words: span.words(view.phrases.sentence),
        };
        let words = spans[0].alone().words(view.phrases.sentence);
        choices.push(Choice { sentence, head, shared: shared.clone(), none, words, spans: spans.iter().map(span).collect() });
    }
}
