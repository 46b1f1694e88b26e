//! What stands on the layers: the tagger and the graph parser.

use super::integer::{ByteMatrix, ByteRows};
use super::kernels::{Panels, Start, multiply};
use super::layers::{DISTANCES, Sizes, distance, rectified_sum, rectify};
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
    /// A word as dependent and as head of an arc, and as dependent of a relation.
    pub(super) tree_in: ByteMatrix,
    /// A word as head of a relation.
    pub(super) relation_head: ByteMatrix,
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
    governors: Vec<f32>,
    wanted: Vec<f32>,
    arcs: Arcs,
    bytes: ByteRows,
    some: ByteRows,
    /// The words of each part of speech.
    of_upos: Vec<Vec<usize>>,
}

/// Memory for the arcs of a sentence.
#[derive(Clone, Debug, Default)]
struct Arcs {
    heads: Panels,
    wanted: Vec<f32>,
    /// Kinds of distance from a word to all words, from as far before as behind it.
    kinds: Vec<usize>,
}

impl Heads {
    /// Part of speech and features of every word.
    pub(super) fn tags(&self, state: &ByteRows, room: &mut Room) -> Vec<(Upos, Feats)> {
        let hidden = apply(&self.tag_in, state, &mut room.hidden);
        rectify(hidden);
        room.bytes.fill(hidden, self.sizes.tag);
        let scores = apply(&self.upos, &room.bytes, &mut room.scores);
        room.of_upos.resize_with(Upos::ALL.len(), Vec::new);
        room.of_upos.iter_mut().for_each(Vec::clear);
        let mut tags = Vec::with_capacity(state.len());
        for (word, scores) in scores.chunks_exact(Upos::ALL.len()).enumerate() {
            let upos = highest(scores);
            room.of_upos[upos].push(word);
            tags.push((Upos::ALL[upos], Feats::default()));
        }
        for (words, feats) in room.of_upos.iter().zip(&self.feats) {
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
        let (wide, wants) = (2 * arc + relation, arc + DISTANCES);
        let ends = apply(&self.tree_in, state, &mut room.ends);
        room.bytes.clear(arc);
        for ends in ends.chunks_exact_mut(wide) {
            rectify(&mut ends[..2 * arc]);
            room.bytes.push(&ends[..arc]);
        }
        let wanted = apply(&self.arc, &room.bytes, &mut room.wanted);
        let mut heads = Vec::with_capacity(state.len());
        for &(from, to) in spans {
            let scores = claim(&mut room.scores, (to - from) * (to - from + 1));
            self.scores(&ends[from * wide..to * wide], &wanted[from * wants..to * wants], &mut room.arcs, scores);
            heads.extend(best_tree(scores, to - from));
        }
        // Most words are the head of none: what they would be as one is not worked out.
        let mut place = vec![usize::MAX; state.len()];
        for &(from, to) in spans {
            heads[from..to].iter().filter(|&&head| head > 0).for_each(|head| place[from + head - 1] = 0);
        }
        let governors: Vec<usize> = (0..place.len()).filter(|&word| place[word] == 0).collect();
        governors.iter().enumerate().for_each(|(at, &word)| place[word] = at);
        room.some.gather(state, &governors);
        let governors = apply(&self.relation_head, &room.some, &mut room.governors);
        room.bytes.clear(relation);
        let hidden = claim(&mut room.hidden, relation);
        let mut trees = Vec::with_capacity(state.len());
        for &(from, to) in spans {
            for (word, &head) in heads[from..to].iter().enumerate() {
                let own = &ends[(from + word) * wide + 2 * arc..(from + word + 1) * wide];
                let other = match head {
                    0 => &self.root[arc..],
                    _ => &governors[place[from + head - 1] * relation..][..relation],
                };
                let far = distance(word, head) * relation;
                let bias = &self.relation_distance[far..far + relation];
                rectified_sum(own, other, bias, hidden);
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
        let others = ends.chunks_exact(2 * arc + relation).map(|ends| &ends[arc..2 * arc]);
        room.heads.set_columns(arc, length + 1, std::iter::once(&self.root[..arc]).chain(others));
        room.wanted.clear();
        wanted.chunks_exact(arc + DISTANCES).for_each(|wanted| room.wanted.extend_from_slice(&wanted[..arc]));
        multiply(&room.wanted, &room.heads, Start::Zero, scores);
        let words = scores.chunks_exact_mut(length + 1).zip(wanted.chunks_exact(arc + DISTANCES));
        // How far the words of the sentence lie from its last one: of every other word a part of that.
        room.kinds.clear();
        room.kinds.extend((0..length).map(|head| distance(length.saturating_sub(1), head + 1)));
        room.kinds.extend((1..length).map(|head| distance(0, head + 1)));
        for (word, (scores, wanted)) in words.enumerate() {
            let (root, heads) = scores.split_at_mut(1);
            let wanted: &[f32] = &wanted[arc..];
            root[0] += wanted[0];
            for (score, &kind) in heads.iter_mut().zip(&room.kinds[length - 1 - word..]) {
                *score += wanted[kind];
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
