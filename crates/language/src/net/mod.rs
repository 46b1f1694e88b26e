//! The neural tagger and parser: words of a sentence → parts of speech, features and one tree.
//!
//! Embeddings of the word, its Brown clusters, its affixes and its shape go through layers of
//! bidirectional simple recurrent units; on them stand a tagger and a graph parser that scores
//! every word as the head of every other (biaffine, Dozat and Manning 2017) and takes the best
//! tree with one root. The lab trains it; here it is only run.
//!
//! Every operation has a fixed order and rounds the same everywhere, so a sentence gets
//! the same tree on every machine, alone or among others.

pub mod features;
pub mod kernels;
pub mod layers;
pub mod math;
mod tree;
pub mod weights;

#[cfg(test)]
mod tests;

use crate::analysis::TokenId;
use crate::container::{Container, ModelError};
use crate::labels::{Deprel, Feats, Upos};
use features::{Rows, Vocabulary};
use kernels::{Panels, Start, multiply};
use layers::{DISTANCES, Gates, Sizes, add_bytes, distance, rectify, step};
pub use tree::best_tree;
use weights::{Labels, Table, Tensor};

/// Kind of the model file.
pub const KIND: &str = "parser";
/// Version of what the sections of the model file mean.
pub const VERSION: u32 = 1;
/// Words that go through the layers together: more would leave the cache.
const BATCH: usize = 192;
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
    product: Panels,
    bias: Vec<f32>,
    peep: Vec<f32>,
}

/// A matrix and its bias.
#[derive(Clone, Debug)]
struct Linear {
    matrix: Panels,
    bias: Vec<f32>,
}

/// A trained tagger and parser.
#[derive(Clone, Debug)]
pub struct Parser {
    sizes: Sizes,
    vocabulary: Vocabulary,
    tables: [Table; 4],
    layers: Vec<Layer>,
    tag_in: Linear,
    upos: Linear,
    feats: Linear,
    tree_in: Linear,
    root: Vec<f32>,
    arc: Linear,
    arc_distance: Panels,
    relation_distance: Vec<f32>,
    relation: Linear,
    pairs: Vec<(Upos, Feats)>,
    deprels: Vec<Deprel>,
}

/// Takes tensors out of a model file one after the other.
struct Source<'a> {
    container: &'a Container,
    tensors: Vec<Tensor>,
}

impl Source<'_> {
    fn tensor(&self, name: &str) -> Result<&Tensor, ModelError> {
        self.tensors.iter().find(|tensor| tensor.name == name).ok_or_else(|| ModelError::MissingSection(name.to_owned()))
    }

    fn plain(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        weights::read(self.container, self.tensor(name)?)
    }

    fn matrix(&self, name: &str) -> Result<Panels, ModelError> {
        let tensor = self.tensor(name)?;
        let values = weights::read(self.container, tensor)?;
        Ok(Panels::from_rows(tensor.rows, tensor.columns, &values))
    }

    fn linear(&self, name: &str) -> Result<Linear, ModelError> {
        Ok(Linear { matrix: self.matrix(name)?, bias: self.plain(&format!("{name}.bias"))? })
    }

    fn table(&self, name: &str) -> Result<Table, ModelError> {
        weights::table(self.container, self.tensor(name)?)
    }
}

impl Parser {
    /// The words and clusters that it knows.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Takes a parser out of a checked model file.
    ///
    /// # Errors
    /// When a section is missing or does not fit the others.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let sizes =
            Sizes::from_numbers(&container.u32s("sizes")?).ok_or_else(|| ModelError::bad_section("sizes", "no network has these"))?;
        let vocabulary = Vocabulary::read(container)?;
        let unknown = |section: &str, line: &str| ModelError::bad_section(section, format!("`{line}` is no label"));
        let mut pairs = Vec::new();
        for line in container.text("feats")?.lines() {
            let pair = line.split_once('\t').and_then(|(upos, feats)| Some((Upos::from_word(upos)?, Feats::from_print(feats)?)));
            pairs.push(pair.ok_or_else(|| unknown("feats", line))?);
        }
        let mut deprels = Vec::new();
        for line in container.text("deprels")?.lines() {
            deprels.push(Deprel::from_word(line).ok_or_else(|| unknown("deprels", line))?);
        }
        if pairs.is_empty() {
            return Err(ModelError::bad_section("feats", "there are none"));
        }
        if deprels.iter().all(|&deprel| deprel == Deprel::Root) {
            return Err(ModelError::bad_section("deprels", "there are none"));
        }
        let labels = Labels { upos: Upos::ALL.len(), feats: pairs.len(), deprels: deprels.len() };
        let tensors = weights::tensors(sizes, &vocabulary, labels);
        let source = Source { container, tensors };
        let layers = (0..sizes.layers)
            .map(|layer| {
                Ok(Layer {
                    product: source.matrix(&format!("layer{layer}.product"))?,
                    bias: source.plain(&format!("layer{layer}.bias"))?,
                    peep: source.plain(&format!("layer{layer}.peep"))?,
                })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Self {
            tables: [
                source.table("embed.word")?,
                source.table("embed.cluster")?,
                source.table("embed.affix")?,
                source.table("embed.shape")?,
            ],
            layers,
            tag_in: source.linear("tag.in")?,
            upos: source.linear("tag.upos")?,
            feats: source.linear("tag.feats")?,
            tree_in: source.linear("tree.in")?,
            root: source.plain("tree.root")?,
            arc: Linear { matrix: source.matrix("arc.product")?, bias: source.plain("arc.bias")? },
            arc_distance: source.matrix("arc.distance")?,
            relation_distance: source.plain("relation.distance")?,
            relation: source.linear("relation.out")?,
            sizes,
            vocabulary,
            pairs,
            deprels,
        })
    }

    /// Tags and parses one sentence.
    ///
    /// *Limits*: past 1,000 words a sentence is parsed in pieces, whose roots hang on the first.
    pub fn parse(&self, words: &[&str]) -> Vec<Parsed> {
        self.parse_many(&[words]).pop().unwrap_or_default()
    }

    /// Tags and parses sentences; faster than one by one, with the same result.
    pub fn parse_many(&self, sentences: &[&[&str]]) -> Vec<Vec<Parsed>> {
        let mut parsed: Vec<Vec<Parsed>> = Vec::with_capacity(sentences.len());
        let mut batch: Vec<&[&str]> = Vec::new();
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        let mut size = 0;
        let mut run = |batch: &mut Vec<&[&str]>, pieces: &mut Vec<(usize, usize)>| {
            for (result, (at, offset)) in self.run(batch).into_iter().zip(pieces.drain(..)) {
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
        parsed.resize_with(sentences.len(), Vec::new);
        parsed
    }

    /// All steps for sentences of at least one word each.
    fn run(&self, sentences: &[&[&str]]) -> Vec<Vec<Parsed>> {
        let rows: Vec<Rows> = sentences.iter().flat_map(|words| self.vocabulary.rows(words)).collect();
        let spans: Vec<(usize, usize)> = sentences
            .iter()
            .scan(0, |start, words| {
                let from = *start;
                *start += words.len();
                Some((from, *start))
            })
            .collect();
        let count = rows.len();
        let mut state = self.embed(&rows);
        let mut product = vec![0.0; count * 6 * self.sizes.hidden];
        let mut next = vec![0.0; state.len()];
        let mut tags = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            if at == self.sizes.tag_layers {
                tags = self.tags(&state);
            }
            multiply(&state, &layer.product, Start::Zero, &mut product);
            for &(from, to) in &spans {
                self.recur(layer, &product, &state, &mut next, from, to);
            }
            std::mem::swap(&mut state, &mut next);
        }
        if tags.is_empty() {
            tags = self.tags(&state);
        }
        let trees = self.trees(&state, &spans);
        let mut trees = trees.into_iter().zip(tags);
        spans
            .iter()
            .map(|&(from, to)| {
                trees.by_ref().take(to - from).map(|((head, deprel), (upos, feats))| Parsed { upos, feats, head, deprel }).collect()
            })
            .collect()
    }

    /// The embeddings of words, side by side.
    fn embed(&self, rows: &[Rows]) -> Vec<f32> {
        let width = self.sizes.width();
        let mut state = vec![0.0; rows.len() * width];
        let [words, clusters, affixes, shapes] = &self.tables;
        for (rows, state) in rows.iter().zip(state.chunks_exact_mut(width)) {
            let (word, state) = state.split_at_mut(self.sizes.word);
            let (cluster, state) = state.split_at_mut(self.sizes.cluster);
            let (affix, shape) = state.split_at_mut(self.sizes.affix);
            let add = |table: &Table, rows: &[u32], to: &mut [f32]| {
                for &row in rows {
                    let (bytes, scale) = table.row(row);
                    add_bytes(bytes, scale, to);
                }
            };
            add(words, &[rows.word], word);
            add(clusters, &rows.clusters, cluster);
            add(affixes, &rows.affixes, affix);
            add(shapes, &rows.shapes, shape);
        }
        state
    }

    /// Both directions of a layer over the sentence in rows `from..to`.
    fn recur(&self, layer: &Layer, product: &[f32], input: &[f32], output: &mut [f32], from: usize, to: usize) {
        let (hidden, width) = (self.sizes.hidden, self.sizes.width());
        for side in 0..2 {
            let gates = Gates { bias: &layer.bias[side * width..(side + 1) * width], peep: &layer.peep[side * width..(side + 1) * width] };
            let mut state = vec![0.0; hidden];
            for at in 0..to - from {
                let word = if side == 0 { from + at } else { to - 1 - at };
                let lanes = word * width + side * hidden..word * width + (side + 1) * hidden;
                let part = word * 6 * hidden + side * 3 * hidden;
                step(&product[part..part + 3 * hidden], &input[lanes.clone()], gates, &mut state, &mut output[lanes], &mut []);
            }
        }
    }

    /// Part of speech and features of every word.
    fn tags(&self, state: &[f32]) -> Vec<(Upos, Feats)> {
        let count = state.len() / self.sizes.width();
        let hidden = apply(&self.tag_in, state, count, true);
        let upos = apply(&self.upos, &hidden, count, false);
        let feats = apply(&self.feats, &hidden, count, false);
        upos.chunks_exact(Upos::ALL.len())
            .zip(feats.chunks_exact(self.pairs.len().max(1)))
            .map(|(upos, feats)| {
                let upos = Upos::ALL[highest(upos.iter().copied().enumerate())];
                let of_upos = feats.iter().copied().enumerate().filter(|&(pair, _)| self.pairs[pair].0 == upos);
                let pair = self.pairs.get(highest(of_upos));
                let feats = pair.filter(|pair| pair.0 == upos).map(|pair| pair.1);
                (upos, feats.unwrap_or_default())
            })
            .collect()
    }

    /// Head and relation of every word.
    fn trees(&self, state: &[f32], spans: &[(usize, usize)]) -> Vec<(Option<TokenId>, Deprel)> {
        let Sizes { arc, relation, .. } = self.sizes;
        let wide = 2 * arc + 2 * relation;
        let count = state.len() / self.sizes.width();
        let mut ends = apply(&self.tree_in, state, count, false);
        let mut dependents = vec![0.0; count * arc];
        for (ends, dependent) in ends.chunks_exact_mut(wide).zip(dependents.chunks_exact_mut(arc)) {
            rectify(&mut ends[..2 * arc]);
            dependent.copy_from_slice(&ends[..arc]);
        }
        let wanted = apply(&self.arc, &dependents, count, false);
        let mut distances = vec![0.0; count * DISTANCES];
        multiply(&dependents, &self.arc_distance, Start::Zero, &mut distances);
        let mut trees = Vec::with_capacity(count);
        let mut hidden = vec![0.0; count * relation];
        for &(from, to) in spans {
            let length = to - from;
            let mut heads = self.root[..arc].to_vec();
            for ends in ends[from * wide..to * wide].chunks_exact(wide) {
                heads.extend_from_slice(&ends[arc..2 * arc]);
            }
            let heads = Panels::from_columns(arc, length + 1, &heads);
            let mut scores = vec![0.0; length * (length + 1)];
            multiply(&wanted[from * arc..to * arc], &heads, Start::Zero, &mut scores);
            for (word, scores) in scores.chunks_exact_mut(length + 1).enumerate() {
                let distances = &distances[(from + word) * DISTANCES..(from + word + 1) * DISTANCES];
                for (head, score) in scores.iter_mut().enumerate() {
                    *score += distances[distance(word, head)];
                }
            }
            for (word, head) in best_tree(&scores, length).into_iter().enumerate() {
                let at = from + word;
                let own = &ends[at * wide + 2 * arc..at * wide + 2 * arc + relation];
                let other = match head {
                    0 => &self.root[arc..],
                    _ => {
                        let end = (from + head) * wide;
                        &ends[end - relation..end]
                    }
                };
                let far = distance(word, head) * relation;
                let bias = &self.relation_distance[far..far + relation];
                let sums = hidden[at * relation..(at + 1) * relation].iter_mut();
                for (((to, own), other), bias) in sums.zip(own).zip(other).zip(bias) {
                    *to = own + other + bias;
                }
                let head = head.checked_sub(1).map(|head| TokenId(head as u32));
                trees.push((head, Deprel::Root));
            }
        }
        rectify(&mut hidden);
        let scores = apply(&self.relation, &hidden, count, false);
        for ((head, deprel), scores) in trees.iter_mut().zip(scores.chunks_exact(self.deprels.len())) {
            if head.is_some() {
                let others = scores.iter().copied().enumerate().filter(|&(at, _)| self.deprels[at] != Deprel::Root);
                *deprel = self.deprels[highest(others)];
            }
        }
        trees
    }
}

/// `input` through a linear layer, rectified if asked for.
fn apply(linear: &Linear, input: &[f32], count: usize, rectified: bool) -> Vec<f32> {
    let mut output = vec![0.0; count * linear.matrix.outer()];
    multiply(input, &linear.matrix, Start::Row(&linear.bias), &mut output);
    if rectified {
        rectify(&mut output);
    }
    output
}

/// The place of the highest of some scores; the first of equals.
fn highest(scores: impl Iterator<Item = (usize, f32)>) -> usize {
    let mut best = None;
    for (at, score) in scores {
        if best.is_none_or(|(_, top)| score > top) {
            best = Some((at, score));
        }
    }
    best.map_or(0, |(at, _)| at)
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
