//! The neural tagger and parser: words of a sentence → parts of speech, features and one tree.
//!
//! Embeddings of the word, its Brown clusters, its affixes and its shape go through layers of
//! bidirectional simple recurrent units; on them stand a tagger and a graph parser that scores
//! every word as the head of every other (biaffine, Dozat and Manning 2017) and takes the best
//! tree with one root. The lab trains it; here it is only run.
//!
//! Sums of whole numbers are exact, all other operations have a fixed order and round the same
//! everywhere, so a sentence gets the same tree on every machine, alone or among others.

pub mod features;
mod first;
mod heads;
pub mod integer;
pub mod kernels;
pub mod layers;
mod load;
pub mod math;
mod room;
mod tree;
mod vectors;
pub mod weights;

#[cfg(test)]
mod tests;

use crate::analysis::TokenId;
use crate::labels::{Deprel, Feats, Upos};
use first::First;
use heads::Heads;
use integer::{ByteMatrix, ByteRows};
use kernels::fetch;
use layers::{Gates, Sizes, step};
use room::{Room, Spare, claim};
use std::ops::Range;
pub use tree::best_tree;
pub use vectors::Vectors;

/// Kind of the model file.
pub const KIND: &str = "parser";
/// Version of what the sections of the model file mean.
pub const VERSION: u32 = 1;
/// Words that go through the layers together: more would leave the cache.
const BATCH: usize = 64;
/// Words of which a tree is made at most; a longer sentence is parsed in pieces.
const LONGEST: usize = 1_000;

/// What the parser says of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Feats,
    /// The word it depends on, `None` for the root.
    pub head: Option<TokenId>,
    /// How it depends on it.
    pub deprel: Deprel,
}

/// A recurrent layer, ready to run.
#[derive(Clone, Debug)]
struct Layer {
    /// Draws a row of the input together first.
    narrow: Option<ByteMatrix>,
    product: ByteMatrix,
    bias: Vec<f32>,
    peep: Vec<f32>,
}

/// A trained tagger and parser.
#[derive(Clone, Debug)]
pub struct Parser {
    sizes: Sizes,
    first: First,
    layers: Vec<Layer>,
    heads: Heads,
    spare: Spare,
}

impl Parser {
    /// The words and clusters that it knows.
    pub(crate) fn vocabulary(&self) -> &features::Vocabulary {
        self.first.vocabulary()
    }

    /// Tags and parses one sentence.
    ///
    /// *Limits*: past 1,000 words a sentence is parsed in pieces, whose roots hang on the first.
    pub fn parse(&self, words: &[&str]) -> Vec<Parsed> {
        self.parse_many(&[words]).pop().unwrap_or_default()
    }

    /// Tags and parses sentences; faster than one by one, with the same result.
    pub fn parse_many(&self, sentences: &[&[&str]]) -> Vec<Vec<Parsed>> {
        self.parse_all(sentences, None)
    }

    /// As [`Parser::parse_many`], and what the network made of each word.
    pub fn parse_with_vectors(&self, sentences: &[&[&str]]) -> (Vec<Vec<Parsed>>, Vectors) {
        let mut rows = ByteRows::default();
        rows.clear(2 * self.sizes.width());
        let parsed = self.parse_all(sentences, Some(&mut rows));
        (parsed, Vectors::new(rows, sentences))
    }

    /// Width of a row of [`Vectors`].
    pub fn vector_width(&self) -> usize {
        2 * self.sizes.width()
    }

    fn parse_all(&self, sentences: &[&[&str]], mut vectors: Option<&mut ByteRows>) -> Vec<Vec<Parsed>> {
        let mut parsed: Vec<Vec<Parsed>> = Vec::with_capacity(sentences.len());
        let mut batch: Vec<&[&str]> = Vec::new();
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        let mut size = 0;
        let mut room = self.spare.take();
        let mut run = |batch: &mut Vec<&[&str]>, pieces: &mut Vec<(usize, usize)>| {
            for (result, (at, offset)) in self.run(batch, &mut room, vectors.as_deref_mut()).into_iter().zip(pieces.drain(..)) {
                if offset == 0 {
                    parsed.resize_with(at, Vec::new);
                    parsed.push(result);
                } else {
                    append(&mut parsed[at], result, offset);
                }
            }
            batch.clear();
        };
        for (at, words) in sentences.iter().enumerate() {
            for (piece, words) in words.chunks(LONGEST).enumerate() {
                if size > 0 && size + words.len() > BATCH {
                    run(&mut batch, &mut pieces);
                    size = 0;
                }
                size += words.len();
                batch.push(words);
                pieces.push((at, piece * LONGEST));
            }
        }
        run(&mut batch, &mut pieces);
        self.spare.give_back(room);
        parsed.resize_with(sentences.len(), Vec::new);
        parsed
    }

    /// All steps for sentences of at least one word each.
    fn run(&self, sentences: &[&[&str]], room: &mut Room, vectors: Option<&mut ByteRows>) -> Vec<Vec<Parsed>> {
        let spans: Vec<(usize, usize)> = sentences
            .iter()
            .scan(0, |start, words| {
                let from = *start;
                *start += words.len();
                Some((from, *start))
            })
            .collect();
        let width = self.sizes.width();
        let (first, others) = self.layers.split_first().expect("a network has a layer");
        let words = self.first.words(sentences, &first.product, &mut room.first);
        let count = words.len();
        let mut state = claim(&mut room.state, count * width);
        let mut next = claim(&mut room.next, count * width);
        let product = claim(&mut room.product, count * 3 * width);
        let lanes = claim(&mut room.lanes, self.sizes.hidden);
        for &(from, to) in &spans {
            self.recur(first, (|at| words.numbers(at), true), state, lanes, from..to);
        }
        room.bytes.fill(state, width);
        let mut tags = Vec::new();
        for (at, layer) in others.iter().enumerate() {
            if at + 1 == self.sizes.tag_layers {
                tags = self.heads.tags(&room.bytes, &mut room.heads);
            }
            match &layer.narrow {
                Some(narrow) => {
                    let few = claim(&mut room.few, count * narrow.outer());
                    narrow.multiply(&room.bytes, few);
                    room.few_bytes.fill(few, narrow.outer());
                    layer.product.multiply(&room.few_bytes, product);
                }
                None => layer.product.multiply(&room.bytes, product),
            }
            let of_word = |at: usize| (&state[at * width..(at + 1) * width], &product[at * 3 * width..(at + 1) * 3 * width]);
            for &(from, to) in &spans {
                self.recur(layer, (of_word, false), next, lanes, from..to);
            }
            std::mem::swap(&mut state, &mut next);
            room.bytes.fill(state, width);
        }
        if tags.is_empty() {
            tags = self.heads.tags(&room.bytes, &mut room.heads);
        }
        if let Some(vectors) = vectors {
            let mut row = Vec::with_capacity(2 * width);
            for (at, state) in state[..count * width].chunks_exact(width).enumerate() {
                row.clear();
                row.extend_from_slice(words.numbers(at).0);
                row.extend_from_slice(state);
                vectors.push(&row);
            }
        }
        let trees = self.heads.trees(&room.bytes, &spans, &mut room.heads);
        let mut trees = trees.into_iter().zip(tags);
        spans
            .iter()
            .map(|&(from, to)| {
                trees.by_ref().take(to - from).map(|((head, deprel), (upos, feats))| Parsed { upos, feats, head, deprel }).collect()
            })
            .collect()
    }

    /// Both directions of a layer over the sentence in some rows; `of_word` gives a row of the input
    /// and its products, and with it stands whether they lie scattered in memory. `lanes` is memory for
    /// the state of one direction.
    fn recur<'a>(
        &self,
        layer: &Layer,
        (of_word, scattered): (impl Fn(usize) -> (&'a [f32], &'a [f32]), bool),
        output: &mut [f32],
        lanes: &mut [f32],
        rows: Range<usize>,
    ) {
        let (hidden, width) = (self.sizes.hidden, self.sizes.width());
        for side in 0..2 {
            let gates = Gates { bias: &layer.bias[side * width..(side + 1) * width], peep: &layer.peep[side * width..(side + 1) * width] };
            lanes.fill(0.0);
            for at in 0..rows.len() {
                let word = if side == 0 { rows.start + at } else { rows.end - 1 - at };
                let part = side * 3 * hidden;
                if scattered && at + 1 < rows.len() {
                    let (input, product) = of_word(if side == 0 { word + 1 } else { word - 1 });
                    fetch(&input[side * hidden..(side + 1) * hidden]);
                    fetch(&product[part..part + 3 * hidden]);
                }
                let (input, product) = of_word(word);
                let output = &mut output[word * width + side * hidden..word * width + (side + 1) * hidden];
                step(&product[part..part + 3 * hidden], &input[side * hidden..(side + 1) * hidden], gates, lanes, output, &mut []);
            }
        }
    }
}

/// Adds a further piece of a long sentence; its root hangs on the root of the first.
fn append(sentence: &mut Vec<Parsed>, piece: Vec<Parsed>, offset: usize) {
    let root = sentence.iter().position(|word| word.head.is_none());
    let root = root.map(|at| TokenId(at as u32));
    sentence.extend(piece.into_iter().map(|word| match word.head {
        Some(TokenId(head)) => Parsed { head: Some(TokenId(head + offset as u32)), ..word },
        None => Parsed { head: root, deprel: Deprel::Parataxis, ..word },
    }));
}
