//! What the trainer in the lab sees: the candidates of a text with their features.

use super::features::{BUCKETS, Rows, row};
use super::finder::scan;
use super::words::Knowledge;
use crate::analysis::{Analysis, TokenId};
use crate::pipeline::Models;

/// Number of rows of weights.
pub const FEATURES: usize = BUCKETS;

/// One candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Place of its sentence.
    pub sentence: usize,
    /// Its first word.
    pub first: TokenId,
    /// Its last word, inclusive.
    pub last: TokenId,
    /// The hashes of its features.
    pub features: Vec<u32>,
}

/// The row of weights for the hash of a feature.
pub fn row_of(feature: u32) -> usize {
    row(feature)
}

/// Makes examples; holds the tables, so that they are read once.
#[derive(Clone, Debug)]
pub struct Examiner {
    knowledge: Knowledge,
}

impl Default for Examiner {
    fn default() -> Self {
        Self { knowledge: Knowledge::embedded() }
    }
}

impl Examiner {
    /// Every candidate of a text.
    pub fn examples(&self, text: &str, analysis: &Analysis, models: &Models) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut rows = Rows { rows: Vec::new() };
        scan(text, &analysis.sentences, &self.knowledge, models.parser().vocabulary(), &mut |sentence, view, spans| {
            rows.rows.clear();
            view.head(spans[0].head, &mut rows);
            let shared = rows.rows.len();
            for span in spans {
                rows.rows.truncate(shared);
                view.span(span, &mut rows);
                examples.push(Example { sentence, first: span.first, last: span.last, features: rows.rows.clone() });
            }
        });
        examples
    }
}
