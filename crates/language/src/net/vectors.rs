//! What the network makes of each word, kept for what is learned on top of it.

use super::integer::ByteRows;
use crate::analysis::TokenId;
use std::ops::Range;

/// A row of numbers for every word of some sentences: its embedding, then its state above the last layer.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    rows: ByteRows,
    /// Where the words of each sentence begin, and the end of all.
    starts: Vec<usize>,
}

impl Vectors {
    /// Rows in the order of the words of `sentences`.
    pub fn new(rows: ByteRows, sentences: &[&[&str]]) -> Self {
        let starts = std::iter::once(0).chain(sentences.iter().scan(0, |end, words| {
            *end += words.len();
            Some(*end)
        }));
        let starts = starts.collect();
        Self { rows, starts }
    }

    /// All rows, sentence by sentence.
    pub fn rows(&self) -> &ByteRows {
        &self.rows
    }

    /// The rows of a sentence.
    pub fn of(&self, sentence: usize) -> Range<usize> {
        self.starts[sentence]..self.starts[sentence + 1]
    }

    /// The row of a word.
    pub fn row(&self, sentence: usize, id: TokenId) -> usize {
        self.starts[sentence] + id.index()
    }
}
