//! What is kept of a sentence until the whole text is read: its candidates, and what the network says of each.
//! The vectors that the network reads are far larger.

use super::candidates::Candidate;
use super::model::CLASSES;

/// A candidate as the network sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub candidate: Candidate,
    /// What the network says for each type; for class 0, of no mention on this head.
    pub scores: [f32; CLASSES],
}

/// The candidates of the sentences of a text, in order.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    spans: Vec<Span>,
    /// Where those of each sentence end.
    ends: Vec<usize>,
}

impl Spans {
    /// Adds those of the next sentence, those of one head side by side.
    pub(super) fn push(&mut self, spans: impl Iterator<Item = Span>) {
        self.spans.extend(spans);
        self.ends.push(self.spans.len());
    }

    /// Those of a sentence.
    pub(super) fn of(&self, sentence: usize) -> &[Span] {
        let start = sentence.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.spans[start..self.ends[sentence]]
    }
}
