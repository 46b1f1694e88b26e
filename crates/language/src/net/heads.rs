//! What stands on the layers: the tagger and the graph parser.

use super::integer::{ByteMatrix, ByteRows};
use super::kernels::{Panels, Start, multiply};
use super::layers::{DISTANCES, Sizes, distance, rectify};
use super::room::claim;
use super::tree::best_tree;
use crate::analysis::TokenId;
use crate::labels::{Deprel, Feats, Upos};

/// The matrices above the recurrent layers.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    pub(super) sizes: Sizes,
    pub(super) tag_in: ByteMatrix,
    pub(super) upos: ByteMatrix,
    /// For each part of speech, in the order of [`Upos::ALL`], the features that words of it may have.
    pub(super) feats: Vec<Option<(ByteMatrix, Vec<Feats>)>>,
    pub(super) tree_in: ByteMatrix,
    pub(super) root: Vec<f32>,
    /// What a dependent wants of its head, and then of the distance to it.
    pub(super) arc: ByteMatrix,
    pub(super) relation_distance: Vec<f32>,
    pub(super) relation: ByteMatrix,
    /// The relations, the root apart.
    pub(super) deprels: Vec<Deprel>,
}

/// Memory for the words of a batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    hidden: Vec<f32>,
    scores: Vec<f32>,
    ends: Vec<f32>,
    wanted: Vec<f32>,
    arcs: Arcs,
    bytes: ByteRows,
    some: ByteRows,
}

/// Memory for the arcs of a sentence.
#[derive(Clone, Debug, Default)]
struct Arcs {
    heads: Panels,
    wanted: Vec<f32>,
}

impl Heads {
    /// Part of speech and features of every word.
    pub(super) fn tags(&self, state: &ByteRows, room: &mut Room) -> Vec<(Upos, Feats)> {
        let hidden = apply(&self.tag_in, state, &mut room.hidden);
        rectify(hidden);
        room.bytes.fill(hidden, self.sizes.tag);
        let scores = apply(&self.upos, &room.bytes, &mut room.scores);
        let mut words: Vec<Vec<usize>> = vec![Vec::new(); Upos::ALL.len()];
        let mut tags = Vec::with_capacity(state.len());
        for (word, scores) in scores.chunks_exact(Upos::ALL.len()).enumerate() {
            let upos = highest(scores);
            words[upos].push(word);
            tags.push((Upos::ALL[upos], Feats::default()));
        }
        for (words, feats) in words.iter().zip(&self.feats) {
            let Some((matrix, labels)) = feats else { continue };
            room.some.gather(&room.bytes, words);
            let scores = apply(matrix, &room.some, &mut room.scores);
            for (&word, scores) in words.iter().zip(scores.chunks_exact(labels.len())) {
                tags[word].1 = labels[highest(scores)];
            }
        }
        tags
    }

    /// Head and relation of every word.
    pub(super) fn trees(&self, state: &ByteRows, spans: &[(usize, usize)], room: &mut Room) -> Vec<(Option<TokenId>, Deprel)> {
        let Sizes { arc, relation, .. } = self.sizes;
        let (wide, wants) = (2 * arc + 2 * relation, arc + DISTANCES);
        let ends = apply(&self.tree_in, state, &mut room.ends);
        room.bytes.clear(arc);
        for ends in ends.chunks_exact_mut(wide) {
            rectify(&mut ends[..2 * arc]);
            room.bytes.push(&ends[..arc]);
        }
        let wanted = apply(&self.arc, &room.bytes, &mut room.wanted);
        room.bytes.clear(relation);
        let hidden = claim(&mut room.hidden, relation);
        let mut trees = Vec::with_capacity(state.len());
        for &(from, to) in spans {
            let ends = &ends[from * wide..to * wide];
            let scores = claim(&mut room.scores, (to - from) * (to - from + 1));
            self.scores(ends, &wanted[from * wants..to * wants], &mut room.arcs, scores);
            for (word, head) in best_tree(scores, to - from).into_iter().enumerate() {
                let own = &ends[word * wide + 2 * arc..word * wide + 2 * arc + relation];
                let other = match head {
                    0 => &self.root[arc..],
                    _ => &ends[head * wide - relation..head * wide],
                };
                let far = distance(word, head) * relation;
                let bias = &self.relation_distance[far..far + relation];
                for (((to, own), other), bias) in hidden.iter_mut().zip(own).zip(other).zip(bias) {
                    *to = own + other + bias;
                }
                rectify(hidden);
                room.bytes.push(hidden);
                trees.push((head.checked_sub(1).map(|head| TokenId(head as u32)), Deprel::Root));
            }
        }
        let scores = apply(&self.relation, &room.bytes, &mut room.scores);
        for ((head, deprel), scores) in trees.iter_mut().zip(scores.chunks_exact(self.deprels.len())) {
            if head.is_some() {
                *deprel = self.deprels[highest(scores)];
            }
        }
        trees
    }

    /// The score of every word of a sentence (and of the root, first) as the head of every other.
    fn scores(&self, ends: &[f32], wanted: &[f32], room: &mut Arcs, scores: &mut [f32]) {
        let Sizes { arc, relation, .. } = self.sizes;
        let length = wanted.len() / (arc + DISTANCES);
        let others = ends.chunks_exact(2 * arc + 2 * relation).map(|ends| &ends[arc..2 * arc]);
        room.heads.set_columns(arc, length + 1, std::iter::once(&self.root[..arc]).chain(others));
        room.wanted.clear();
        wanted.chunks_exact(arc + DISTANCES).for_each(|wanted| room.wanted.extend_from_slice(&wanted[..arc]));
        multiply(&room.wanted, &room.heads, Start::Zero, scores);
        let words = scores.chunks_exact_mut(length + 1).zip(wanted.chunks_exact(arc + DISTANCES));
        for (word, (scores, wanted)) in words.enumerate() {
            for (head, score) in scores.iter_mut().enumerate() {
                *score += wanted[arc + distance(word, head)];
            }
        }
    }
}

/// Rows through a linear layer.
fn apply<'a>(matrix: &ByteMatrix, rows: &ByteRows, memory: &'a mut Vec<f32>) -> &'a mut [f32] {
    let output = claim(memory, rows.len() * matrix.outer());
    matrix.multiply(rows, output);
    output
}

/// The place of the highest of some scores; the first of equals.
fn highest(scores: &[f32]) -> usize {
    let (mut best, mut top) = (0, f32::NEG_INFINITY);
    for (at, &score) in scores.iter().enumerate() {
        if score > top {
            (best, top) = (at, score);
        }
    }
    best
}
