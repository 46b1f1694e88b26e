//! What stands on the layers: the tagger and the graph parser.

use super::integer::{ByteMatrix, ByteRows};
use super::kernels::{Panels, Start, multiply};
use super::layers::{DISTANCES, Sizes, distance, rectify};
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

impl Heads {
    /// Part of speech and features of every word.
    pub(super) fn tags(&self, state: &ByteRows) -> Vec<(Upos, Feats)> {
        let mut hidden = apply(&self.tag_in, state);
        rectify(&mut hidden);
        let hidden = ByteRows::from_numbers(&hidden, self.sizes.tag);
        let scores = apply(&self.upos, &hidden);
        let mut words: Vec<Vec<usize>> = vec![Vec::new(); Upos::ALL.len()];
        let mut tags = Vec::with_capacity(hidden.len());
        for (word, scores) in scores.chunks_exact(Upos::ALL.len()).enumerate() {
            let upos = highest(scores);
            words[upos].push(word);
            tags.push((Upos::ALL[upos], Feats::default()));
        }
        let mut rows = ByteRows::default();
        for (words, feats) in words.iter().zip(&self.feats) {
            let Some((matrix, labels)) = feats else { continue };
            rows.gather(&hidden, words);
            for (&word, scores) in words.iter().zip(apply(matrix, &rows).chunks_exact(labels.len())) {
                tags[word].1 = labels[highest(scores)];
            }
        }
        tags
    }

    /// Head and relation of every word.
    pub(super) fn trees(&self, state: &ByteRows, spans: &[(usize, usize)]) -> Vec<(Option<TokenId>, Deprel)> {
        let Sizes { arc, relation, .. } = self.sizes;
        let wide = 2 * arc + 2 * relation;
        let count = state.len();
        let mut ends = apply(&self.tree_in, state);
        let mut dependents = vec![0.0; count * arc];
        for (ends, dependent) in ends.chunks_exact_mut(wide).zip(dependents.chunks_exact_mut(arc)) {
            rectify(&mut ends[..2 * arc]);
            dependent.copy_from_slice(&ends[..arc]);
        }
        let wanted = apply(&self.arc, &ByteRows::from_numbers(&dependents, arc));
        let mut trees = Vec::with_capacity(count);
        let mut hidden = vec![0.0; count * relation];
        for &(from, to) in spans {
            let scores = self.scores(&ends[from * wide..to * wide], &wanted[from * (arc + DISTANCES)..to * (arc + DISTANCES)]);
            for (word, head) in best_tree(&scores, to - from).into_iter().enumerate() {
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
                trees.push((head.checked_sub(1).map(|head| TokenId(head as u32)), Deprel::Root));
            }
        }
        rectify(&mut hidden);
        let scores = apply(&self.relation, &ByteRows::from_numbers(&hidden, relation));
        for ((head, deprel), scores) in trees.iter_mut().zip(scores.chunks_exact(self.deprels.len())) {
            if head.is_some() {
                *deprel = self.deprels[highest(scores)];
            }
        }
        trees
    }

    /// The score of every word of a sentence (and of the root, first) as the head of every other.
    fn scores(&self, ends: &[f32], wanted: &[f32]) -> Vec<f32> {
        let Sizes { arc, relation, .. } = self.sizes;
        let length = wanted.len() / (arc + DISTANCES);
        let mut heads = self.root[..arc].to_vec();
        for ends in ends.chunks_exact(2 * arc + 2 * relation) {
            heads.extend_from_slice(&ends[arc..2 * arc]);
        }
        let heads = Panels::from_columns(arc, length + 1, &heads);
        let rows: Vec<f32> = wanted.chunks_exact(arc + DISTANCES).flat_map(|row| row[..arc].iter().copied()).collect();
        let mut scores = vec![0.0; length * (length + 1)];
        multiply(&rows, &heads, Start::Zero, &mut scores);
        let words = scores.chunks_exact_mut(length + 1).zip(wanted.chunks_exact(arc + DISTANCES));
        for (word, (scores, wanted)) in words.enumerate() {
            for (head, score) in scores.iter_mut().enumerate() {
                *score += wanted[arc + distance(word, head)];
            }
        }
        scores
    }
}

/// Rows through a linear layer.
fn apply(matrix: &ByteMatrix, rows: &ByteRows) -> Vec<f32> {
    let mut output = vec![0.0; rows.len() * matrix.outer()];
    matrix.multiply(rows, &mut output);
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
