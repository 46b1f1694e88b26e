//! Forward and backward through the network that reads the parser's vectors for mentions.

use super::mentions::Settings;
use super::regression::{self, next};
use rapporteur_language::mentions::{CLASSES, HIDDEN, Network, PROJECTED, ROLES};
use rapporteur_language::net::Vectors;
use rapporteur_language::net::math::leaky;

/// Candidates between two steps.
pub(super) const BATCH: usize = 32;

/// The network while it learns.
pub(super) struct Trainer {
    settings: Settings,
    weights: Network,
    slopes: Network,
    squares: Network,
    sums: Network,
    /// How often weights were added to those that are averaged.
    pub kept: usize,
    /// The words that were last read, each once a role.
    words: Vec<Word>,
    /// The spans that were last read.
    read: Vec<Read>,
    /// What dropout multiplies hidden numbers by: the same for all spans of a choice.
    gains: [f32; HIDDEN],
    width: usize,
}

/// A word as it was read in a role: its numbers, what they bring to the hidden layer, and what the layer says against that.
struct Word {
    role: usize,
    row: u32,
    numbers: Vec<f32>,
    brings: [f32; HIDDEN],
    slopes: [f32; HIDDEN],
}

/// A span as it was read: where its words stand among those that were read, the hidden numbers before the rectifier.
struct Read {
    words: [Option<usize>; ROLES],
    hidden: [f32; HIDDEN],
}

impl Trainer {
    /// A network with random weights.
    pub fn new(width: usize, settings: Settings) -> Self {
        let mut seed = settings.seed;
        let fill = |number: f32| Network {
            input: vec![number; width * PROJECTED],
            bias: [number; HIDDEN],
            output: vec![[number; CLASSES]; HIDDEN],
        };
        let mut weights = fill(0.0);
        weights.input.iter_mut().for_each(|weight| *weight = (next(&mut seed) - 0.5) * 0.1);
        weights.output.iter_mut().flatten().for_each(|weight| *weight = (next(&mut seed) - 0.5) * 0.2);
        let (slopes, squares, sums) = (fill(0.0), fill(1e-6), fill(0.0));
        Self { settings, weights, slopes, squares, sums, kept: 0, words: Vec::new(), read: Vec::new(), gains: [1.0; HIDDEN], width }
    }

    /// What the network says of spans with these words, some hidden numbers left out.
    pub fn forward(&mut self, vectors: &Vectors, spans: &[[Option<u32>; ROLES]], seed: &mut u64) -> Vec<[f32; CLASSES]> {
        let dropout = self.settings.network_dropout;
        self.gains = std::array::from_fn(|_| if next(seed) < dropout { 0.0 } else { 1.0 / (1.0 - dropout) });
        self.words.clear();
        self.read.clear();
        for rows in spans {
            let words = std::array::from_fn(|role| rows[role].map(|row| self.word(vectors, role, row)));
            let mut hidden = self.weights.bias;
            for word in words.into_iter().flatten() {
                add(&self.words[word].brings, &mut hidden);
            }
            self.read.push(Read { words, hidden });
        }
        let says = |read: &Read| {
            let mut scores = [0.0; CLASSES];
            for ((&hidden, gain), row) in read.hidden.iter().zip(&self.gains).zip(&self.weights.output) {
                let number = leaky(hidden) * gain;
                scores.iter_mut().zip(row).for_each(|(score, weight)| *score += number * weight);
            }
            scores
        };
        self.read.iter().map(says).collect()
    }

    /// Adds up what the spans that were last read say against the weights.
    pub fn backward(&mut self, slopes: &[[f32; CLASSES]]) {
        for (read, slopes) in self.read.iter().zip(slopes) {
            let mut of_hidden = [0.0_f32; HIDDEN];
            let rows = self.weights.output.iter().zip(&mut self.slopes.output);
            for (((of_hidden, &hidden), &gain), (row, sums)) in of_hidden.iter_mut().zip(&read.hidden).zip(&self.gains).zip(rows) {
                let number = leaky(hidden) * gain;
                let mut back = 0.0;
                for ((sum, weight), slope) in sums.iter_mut().zip(row).zip(slopes) {
                    *sum += number * slope;
                    back += weight * slope;
                }
                *of_hidden = back * gain * if hidden > 0.0 { 1.0 } else { -leaky(-1.0) };
            }
            add(&of_hidden, &mut self.slopes.bias);
            for word in read.words.into_iter().flatten() {
                add(&of_hidden, &mut self.words[word].slopes);
            }
        }
        for word in &self.words {
            for (&number, row) in word.numbers.iter().zip(self.slopes.input.chunks_exact_mut(PROJECTED)) {
                let row = &mut row[word.role * HIDDEN..(word.role + 1) * HIDDEN];
                row.iter_mut().zip(&word.slopes).for_each(|(sum, slope)| *sum += number * slope);
            }
        }
    }

    /// Reads a word in a role, unless it was read; gives its place.
    fn word(&mut self, vectors: &Vectors, role: usize, row: u32) -> usize {
        if let Some(known) = self.words.iter().position(|word| (word.role, word.row) == (role, row)) {
            return known;
        }
        let numbers: Vec<f32> = vectors.rows().numbers(row as usize).take(self.width).collect();
        let mut brings = [0.0; HIDDEN];
        for (&number, row) in numbers.iter().zip(self.weights.input.chunks_exact(PROJECTED)) {
            let row = &row[role * HIDDEN..(role + 1) * HIDDEN];
            brings.iter_mut().zip(row).for_each(|(sum, weight)| *sum += number * weight);
        }
        self.words.push(Word { role, row, numbers, brings, slopes: [0.0; HIDDEN] });
        self.words.len() - 1
    }

    /// Moves the weights and forgets the slopes.
    pub fn step(&mut self) {
        let Settings { network_rate: rate, decay, .. } = self.settings;
        let pieces = pieces(&mut self.weights).into_iter().zip(pieces(&mut self.slopes)).zip(pieces(&mut self.squares));
        for ((weights, slopes), squares) in pieces {
            for ((weight, slope), square) in weights.iter_mut().zip(slopes).zip(squares) {
                regression::step(weight, square, *slope + decay * *weight, rate, 0.0);
                *slope = 0.0;
            }
        }
    }

    /// Adds the weights to those that are averaged.
    pub fn keep(&mut self) {
        self.kept += 1;
        for (sums, weights) in pieces(&mut self.sums).into_iter().zip(pieces(&mut self.weights)) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += *weight);
        }
    }

    /// All that changes from step to step.
    pub fn numbers(&mut self) -> Vec<&mut [f32]> {
        [&mut self.weights, &mut self.squares, &mut self.sums].into_iter().flat_map(pieces).collect()
    }

    /// The mean of the weights that were kept, before any was the weights as they stand.
    pub fn mean(&self) -> Network {
        if self.kept == 0 {
            return self.weights.clone();
        }
        let mut mean = self.sums.clone();
        let count = self.kept as f32;
        pieces(&mut mean).into_iter().flatten().for_each(|number| *number /= count);
        mean
    }
}

fn add(numbers: &[f32; HIDDEN], to: &mut [f32; HIDDEN]) {
    to.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
}

/// All numbers of a network.
fn pieces(network: &mut Network) -> [&mut [f32]; 3] {
    [&mut network.input, &mut network.bias, network.output.as_flattened_mut()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::net::integer::ByteRows;

    #[test]
    fn a_network_learns_to_tell_two_words_apart() {
        let rows = ByteRows::from_numbers(&[1.0, 0.0, 0.5, -0.5, 0.0, 1.0, 0.5, -0.5], 4);
        let vectors = Vectors::new(rows, &[&["Kelm", "Moreau"]]);
        let mut trainer = Trainer::new(4, Settings { network_dropout: 0.0, ..Settings::default() });
        let mut seed = 1;
        for _ in 0..200 {
            for (word, class) in [(0, 3), (1, 1)] {
                let says = trainer.forward(&vectors, &[[Some(word); ROLES]], &mut seed)[0];
                let slopes = std::array::from_fn(|at| says[at] - if at == class { 1.0 } else { 0.0 });
                trainer.backward(&[slopes]);
                trainer.step();
            }
        }
        for (word, class) in [(0, 3), (1, 1)] {
            let says = trainer.forward(&vectors, &[[Some(word); ROLES]], &mut seed)[0];
            assert!((0..CLASSES).all(|at| at == class || says[at] < says[class]), "{word}: {says:?}");
        }
    }
}
