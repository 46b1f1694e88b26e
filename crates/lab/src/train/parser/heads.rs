//! The heads on top of the layers: tagger and parser, their losses and gradients.

use super::dropout::Mask;
use super::network::{add, turn};
use super::tape::{Batch, Run};
use rapporteur_language::net::kernels::{Panels, Start, multiply};
use rapporteur_language::net::layers::{DISTANCES, Sizes, distance, rectify};
use rapporteur_language::net::math::{LEAK, exp};

/// Weights of the parts of the loss, the arcs' being one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Relations.
    pub relation: f32,
    /// Parts of speech.
    pub upos: f32,
    /// Features.
    pub feats: f32,
}

/// Loss of a batch, each part summed over its words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Loss {
    /// Words.
    pub words: usize,
    /// Of the arcs.
    pub arc: f64,
    /// Of the relations.
    pub relation: f64,
    /// Of the parts of speech.
    pub upos: f64,
    /// Of the features.
    pub feats: f64,
}

impl Loss {
    /// Adds another batch.
    pub fn add(&mut self, other: Self) {
        self.words += other.words;
        self.arc += other.arc;
        self.relation += other.relation;
        self.upos += other.upos;
        self.feats += other.feats;
    }

    /// All parts by their shares, a word.
    pub fn mean(&self, shares: Shares) -> f64 {
        let sum = self.arc
            + self.relation * f64::from(shares.relation)
            + self.upos * f64::from(shares.upos)
            + self.feats * f64::from(shares.feats);
        sum / self.words.max(1) as f64
    }
}

/// Softmax cross-entropy of rows of scores, which become their gradients times `share`.
fn cross_entropy(scores: &mut [f32], width: usize, gold: impl Iterator<Item = usize>, share: f32) -> f64 {
    let mut loss = 0.0;
    for (row, gold) in scores.chunks_exact_mut(width).zip(gold) {
        let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0;
        let right = row[gold] - top;
        for score in row.iter_mut() {
            *score = exp(*score - top);
            sum += *score;
        }
        loss += f64::from(libm::logf(sum) - right);
        let factor = share / sum;
        for score in row.iter_mut() {
            *score *= factor;
        }
        row[gold] -= share;
    }
    loss
}

/// Gradients of a rectified layer's output become those of its input.
fn unrectify(output: &[f32], gradient: &mut [f32]) {
    for (gradient, &output) in gradient.iter_mut().zip(output) {
        if output <= 0.0 {
            *gradient *= LEAK;
        }
    }
}

/// The tagger's loss; gives the gradient of its input.
pub fn tag(batch: &Batch<'_>, state: &[f32], run: &mut Run<'_>) -> Vec<f32> {
    let Batch { network, examples, spans, dropout, shares, scale, .. } = batch;
    let Run { random, gradient, loss } = run;
    let sizes = network.layout.sizes;
    let labels = network.layout.labels;
    let count = state.len() / sizes.width();
    let input_mask = Mask::new(spans.len(), sizes.width(), dropout.layer, random);
    let mut input = state.to_vec();
    input_mask.apply(spans, &mut input);
    let mut hidden = network.apply("tag.in", Some("tag.in.bias"), &input, count);
    rectify(&mut hidden);
    let mask = Mask::new(spans.len(), sizes.tag, dropout.head, random);
    let mut dropped = hidden.clone();
    mask.apply(spans, &mut dropped);
    let mut back = vec![0.0; dropped.len()];
    let mut upos = network.apply("tag.upos", Some("tag.upos.bias"), &dropped, count);
    let gold = examples.iter().flat_map(|example| example.upos.iter().copied());
    loss.upos += cross_entropy(&mut upos, labels.upos, gold, shares.upos / scale);
    network.undo("tag.upos", Some("tag.upos.bias"), &dropped, &upos, gradient, &mut back);
    let mut feats = network.apply("tag.feats", Some("tag.feats.bias"), &dropped, count);
    let gold = examples.iter().flat_map(|example| example.feats.iter().copied());
    loss.feats += cross_entropy(&mut feats, labels.feats, gold, shares.feats / scale);
    network.undo("tag.feats", Some("tag.feats.bias"), &dropped, &feats, gradient, &mut back);
    mask.apply(spans, &mut back);
    unrectify(&hidden, &mut back);
    let mut input_back = vec![0.0; state.len()];
    network.undo("tag.in", Some("tag.in.bias"), &input, &back, gradient, &mut input_back);
    input_mask.apply(spans, &mut input_back);
    input_back
}

/// The parser's loss; gives the gradient of its input.
pub fn tree(batch: &Batch<'_>, state: &[f32], run: &mut Run<'_>) -> Vec<f32> {
    let Batch { network, examples, spans, dropout, shares, scale, .. } = batch;
    let Run { random, gradient, loss } = run;
    let layout = network.layout;
    let Sizes { arc, relation, .. } = layout.sizes;
    let wide = 2 * arc + 2 * relation;
    let count = state.len() / layout.sizes.width();
    let input_mask = Mask::new(spans.len(), layout.sizes.width(), dropout.layer, random);
    let mut input = state.to_vec();
    input_mask.apply(spans, &mut input);
    let mut ends = network.apply("tree.in", Some("tree.in.bias"), &input, count);
    let dependent_mask = Mask::new(spans.len(), arc, dropout.head, random);
    let head_mask = Mask::new(spans.len(), arc, dropout.head, random);
    let relation_mask = Mask::new(spans.len(), relation, dropout.head, random);
    let (mut dependents, mut heads) = (vec![0.0; count * arc], vec![0.0; count * arc]);
    for (at, ends) in ends.chunks_exact_mut(wide).enumerate() {
        rectify(&mut ends[..2 * arc]);
        dependents[at * arc..(at + 1) * arc].copy_from_slice(&ends[..arc]);
        heads[at * arc..(at + 1) * arc].copy_from_slice(&ends[arc..2 * arc]);
    }
    dependent_mask.apply(spans, &mut dependents);
    head_mask.apply(spans, &mut heads);
    let wanted = network.apply("arc.product", Some("arc.bias"), &dependents, count);
    let distances = network.apply("arc.distance", None, &dependents, count);
    let root = network.plain("tree.root");
    let relation_distance = network.plain("relation.distance");

    let mut hidden = vec![0.0; count * relation];
    let mut wanted_back = vec![0.0; count * arc];
    let mut heads_back = vec![0.0; count * arc];
    let mut distances_back = vec![0.0; count * DISTANCES];
    let root_range = layout.named("tree.root");
    for (&(from, to), example) in spans.iter().zip(*examples) {
        let length = to - from;
        let mut all = root[..arc].to_vec();
        all.extend_from_slice(&heads[from * arc..to * arc]);
        let wanted = &wanted[from * arc..to * arc];
        let mut scores = vec![0.0; length * (length + 1)];
        multiply(wanted, &Panels::from_columns(arc, length + 1, &all), Start::Zero, &mut scores);
        for (word, scores) in scores.chunks_exact_mut(length + 1).enumerate() {
            let distances = &distances[(from + word) * DISTANCES..(from + word + 1) * DISTANCES];
            for (head, score) in scores.iter_mut().enumerate() {
                *score += distances[distance(word, head)];
            }
            scores[word + 1] = -1e9;
        }
        loss.arc += cross_entropy(&mut scores, length + 1, example.heads.iter().copied(), 1.0 / scale);
        for (word, scores) in scores.chunks_exact_mut(length + 1).enumerate() {
            scores[word + 1] = 0.0;
            let distances = &mut distances_back[(from + word) * DISTANCES..(from + word + 1) * DISTANCES];
            for (head, score) in scores.iter().enumerate() {
                distances[distance(word, head)] += score;
            }
        }
        multiply(&scores, &Panels::from_rows(length + 1, arc, &all), Start::Zero, &mut wanted_back[from * arc..to * arc]);
        let mut all_back = vec![0.0; all.len()];
        let turned = turn(&scores, length, length + 1);
        multiply(&turned, &Panels::from_rows(length, arc, wanted), Start::Zero, &mut all_back);
        add(&all_back[..arc], &mut gradient[root_range.start..root_range.start + arc]);
        heads_back[from * arc..to * arc].copy_from_slice(&all_back[arc..]);

        for (word, &head) in example.heads.iter().enumerate() {
            let at = from + word;
            let own = &ends[at * wide + 2 * arc..at * wide + 2 * arc + relation];
            let other = match head {
                0 => &root[arc..],
                _ => &ends[(from + head) * wide - relation..(from + head) * wide],
            };
            let far = distance(word, head) * relation;
            let bias = &relation_distance[far..far + relation];
            for (lane, to) in hidden[at * relation..(at + 1) * relation].iter_mut().enumerate() {
                *to = own[lane] + other[lane] + bias[lane];
            }
        }
    }
    rectify(&mut hidden);
    let mut dropped = hidden.clone();
    relation_mask.apply(spans, &mut dropped);
    let mut scores = network.apply("relation.out", Some("relation.out.bias"), &dropped, count);
    let gold = examples.iter().flat_map(|example| example.deprels.iter().copied());
    loss.relation += cross_entropy(&mut scores, layout.labels.deprels, gold, shares.relation / scale);
    let mut hidden_back = vec![0.0; hidden.len()];
    network.undo("relation.out", Some("relation.out.bias"), &dropped, &scores, gradient, &mut hidden_back);
    relation_mask.apply(spans, &mut hidden_back);
    unrectify(&hidden, &mut hidden_back);

    let mut dependents_back = vec![0.0; count * arc];
    network.undo("arc.product", Some("arc.bias"), &dependents, &wanted_back, gradient, &mut dependents_back);
    network.undo("arc.distance", None, &dependents, &distances_back, gradient, &mut dependents_back);
    dependent_mask.apply(spans, &mut dependents_back);
    head_mask.apply(spans, &mut heads_back);
    let mut ends_back = vec![0.0; count * wide];
    for at in 0..count {
        let target = &mut ends_back[at * wide..(at + 1) * wide];
        target[..arc].copy_from_slice(&dependents_back[at * arc..(at + 1) * arc]);
        target[arc..2 * arc].copy_from_slice(&heads_back[at * arc..(at + 1) * arc]);
        unrectify(&ends[at * wide..at * wide + 2 * arc], &mut target[..2 * arc]);
    }
    let distance_range = layout.named("relation.distance");
    for (&(from, _), example) in spans.iter().zip(*examples) {
        for (word, &head) in example.heads.iter().enumerate() {
            let at = from + word;
            let back = &hidden_back[at * relation..(at + 1) * relation];
            add(back, &mut ends_back[at * wide + 2 * arc..at * wide + 2 * arc + relation]);
            match head {
                0 => add(back, &mut gradient[root_range.start + arc..root_range.end]),
                _ => {
                    let end = (from + head) * wide;
                    add(back, &mut ends_back[end - relation..end]);
                }
            }
            let far = distance_range.start + distance(word, head) * relation;
            add(back, &mut gradient[far..far + relation]);
        }
    }
    let mut input_back = vec![0.0; state.len()];
    network.undo("tree.in", Some("tree.in.bias"), &input, &ends_back, gradient, &mut input_back);
    input_mask.apply(spans, &mut input_back);
    input_back
}
