//! What is left out while training.

use super::random::Random;

/// What is left out while training, so that the network does not learn by heart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dropout {
    /// Share of the embeddings' numbers.
    pub input: f32,
    /// Share of the lanes between layers, the same for all words of a sentence.
    pub layer: f32,
    /// Share of the lanes below the heads.
    pub head: f32,
    /// A word that occurred *n* times is taken as unknown at the rate `word / (word + n)`.
    pub word: f32,
    /// Share of the words whose clusters are left out.
    pub cluster: f32,
    /// Share of the words whose vectors are left out.
    pub vector: f32,
}

impl Dropout {
    /// Nothing is left out.
    pub const NONE: Self = Self { input: 0.0, layer: 0.0, head: 0.0, word: 0.0, cluster: 0.0, vector: 0.0 };
}

/// Masks of a batch: a row of factors for each sentence.
pub struct Mask {
    width: usize,
    rows: Vec<f32>,
}

impl Mask {
    /// Draws a mask; a lane is left out at `rate`, the others make up for it.
    pub fn new(sentences: usize, width: usize, rate: f32, random: &mut Random) -> Self {
        let kept = 1.0 / (1.0 - rate);
        let rows =
            if rate > 0.0 { (0..sentences * width).map(|_| if random.below(rate) { 0.0 } else { kept }).collect() } else { Vec::new() };
        Self { width, rows }
    }

    /// Multiplies the rows of each sentence (from, to) by its factors.
    pub fn apply(&self, spans: &[(usize, usize)], numbers: &mut [f32]) {
        if self.rows.is_empty() {
            return;
        }
        for (&(from, to), mask) in spans.iter().zip(self.rows.chunks_exact(self.width)) {
            for row in numbers[from * self.width..to * self.width].chunks_exact_mut(self.width) {
                for (number, mask) in row.iter_mut().zip(mask) {
                    *number *= mask;
                }
            }
        }
    }
}
