//! The layers with everything that their gradient needs: forward and backward by hand.

use super::batch::Example;
use super::dropout::{Dropout, Mask};
use super::heads::{Loss, Shares, tag, tree};
use super::network::{Layout, Network, add};
use super::random::Random;
use super::vectors::Vectors;
use rapporteur_language::net::features::Rows;
use rapporteur_language::net::layers::{Gates, Sizes, step};
use std::ops::Range;

/// A batch, and how it is learned from.
pub struct Batch<'a> {
    /// The network.
    pub network: &'a Network<'a>,
    /// The sentences.
    pub examples: &'a [&'a Example],
    /// What is left out.
    pub dropout: Dropout,
    /// How often the word of each row of the table of words occurs.
    pub counts: &'a [u32],
    /// What stands under the embeddings of words.
    pub vectors: &'a Vectors,
    /// Whether embeddings stay as they are.
    pub fixed: bool,
    /// Weights of the parts of the loss.
    pub shares: Shares,
    /// The loss is divided by this: the words of all parts of the batch together.
    pub scale: f32,
    /// Rows of each sentence, from and to.
    pub spans: Vec<(usize, usize)>,
}

/// What grows while a batch is learned from.
pub struct Run<'a> {
    /// Where draws come from.
    pub random: &'a mut Random,
    /// The gradient of all parameters.
    pub gradient: &'a mut [f32],
    /// The loss so far.
    pub loss: Loss,
}

/// What a layer leaves behind for the way back.
struct Trace {
    input: Vec<f32>,
    dropped: Vec<f32>,
    mask: Mask,
    /// What was drawn together; nothing where the layer sees all.
    narrow: Vec<f32>,
    product: Vec<f32>,
    kept: Vec<f32>,
}

impl<'a> Batch<'a> {
    /// The rows of some sentences that lie one after the other.
    pub fn spans(examples: &[&Example]) -> Vec<(usize, usize)> {
        let ends = examples.iter().scan(0, |end, example| {
            let from = *end;
            *end += example.rows.len();
            Some((from, *end))
        });
        ends.collect()
    }
}

/// Adds the gradient of the batch's loss to `gradient` and gives the loss.
pub fn learn(batch: &Batch<'_>, random: &mut Random, gradient: &mut [f32]) -> Loss {
    let network = batch.network;
    let sizes = network.layout.sizes;
    let (rows, vectors) = draw(batch, random);
    let mut run = Run { random, gradient, loss: Loss { words: rows.len(), ..Loss::default() } };
    let mut state = embed(network, &rows);
    let width = sizes.width();
    for (state, &row) in state.chunks_exact_mut(width).zip(&vectors) {
        add(batch.vectors.vector(row), &mut state[..sizes.word]);
    }
    let kept = 1.0 / (1.0 - batch.dropout.input);
    let input_mask: Vec<f32> = (0..state.len()).map(|_| if run.random.below(batch.dropout.input) { 0.0 } else { kept }).collect();
    multiply_by(&input_mask, &mut state);
    let mut tag_back = None;
    let mut traces = Vec::new();
    for layer in 0..sizes.layers {
        if layer == sizes.tag_layers {
            tag_back = Some(tag(batch, &state, &mut run));
        }
        let (trace, output) = recur(batch, layer, state, run.random);
        traces.push(trace);
        state = output;
    }
    let tag_back = tag_back.unwrap_or_else(|| tag(batch, &state, &mut run));
    let mut back = tree(batch, &state, &mut run);
    for (layer, trace) in traces.iter().enumerate().rev() {
        if layer + 1 == sizes.tag_layers {
            add(&tag_back, &mut back);
        }
        back = recur_back(batch, layer, trace, &back, run.gradient);
    }
    multiply_by(&input_mask, &mut back);
    if !batch.fixed {
        embed_back(network, &rows, &back, run.gradient);
    }
    run.loss
}

fn multiply_by(factors: &[f32], numbers: &mut [f32]) {
    for (number, factor) in numbers.iter_mut().zip(factors) {
        *number *= factor;
    }
}

/// The rows of the words and of their vectors, some taken as unknown, some without clusters and
/// some without their vector.
fn draw(batch: &Batch<'_>, random: &mut Random) -> (Vec<Rows>, Vec<u32>) {
    let mut all: Vec<Rows> = Vec::new();
    let mut vectors: Vec<u32> = Vec::new();
    for (rows, vector) in batch.examples.iter().flat_map(|example| example.rows.iter().zip(&example.vectors)) {
        let mut rows = *rows;
        let seen = batch.counts[rows.word as usize] as f32;
        if random.below(batch.dropout.word / (batch.dropout.word + seen).max(1e-6)) {
            rows.word = 0;
        }
        if random.below(batch.dropout.cluster) {
            rows.clusters = [0; 5];
        }
        vectors.push(if random.below(batch.dropout.vector) { 0 } else { *vector });
        all.push(rows);
    }
    (all, vectors)
}

/// Through a recurrent layer: what the way back needs, and the output.
fn recur(batch: &Batch<'_>, layer: usize, state: Vec<f32>, random: &mut Random) -> (Trace, Vec<f32>) {
    let network = batch.network;
    let (hidden, width) = (network.layout.sizes.hidden, network.layout.sizes.width());
    let count = state.len() / width;
    let mask = Mask::new(batch.spans.len(), width, batch.dropout.layer, random);
    let mut dropped = state.clone();
    mask.apply(&batch.spans, &mut dropped);
    let narrow = match network.layout.sizes.narrow_before(layer) {
        Some(_) => network.apply(&format!("layer{layer}.narrow"), None, &dropped, count),
        None => Vec::new(),
    };
    let seen = if narrow.is_empty() { &dropped } else { &narrow };
    let product = network.apply(&format!("layer{layer}.product"), None, seen, count);
    let bias = network.plain(&format!("layer{layer}.bias"));
    let peep = network.plain(&format!("layer{layer}.peep"));
    let mut output = vec![0.0; count * width];
    let mut kept = vec![0.0; count * 6 * hidden];
    for (&(from, to), side) in batch.spans.iter().flat_map(|span| [(span, 0), (span, 1)]) {
        let gates = Gates { bias: &bias[side * width..(side + 1) * width], peep: &peep[side * width..(side + 1) * width] };
        let mut memory = vec![0.0; hidden];
        for at in 0..to - from {
            let word = if side == 0 { from + at } else { to - 1 - at };
            let lanes = word * width + side * hidden..word * width + (side + 1) * hidden;
            let part = word * 6 * hidden + side * 3 * hidden;
            let part = part..part + 3 * hidden;
            step(&product[part.clone()], &state[lanes.clone()], gates, &mut memory, &mut output[lanes], &mut kept[part]);
        }
    }
    (Trace { input: state, dropped, mask, narrow, product, kept }, output)
}

/// The tables with the rows that a word has in them, and the lanes they fill.
fn lookups(layout: &Layout, rows: &Rows) -> [(&'static str, Vec<u32>, Range<usize>); 4] {
    let Sizes { word, cluster, affix, shape, .. } = layout.sizes;
    [
        ("embed.word", vec![rows.word], 0..word),
        ("embed.cluster", rows.clusters.to_vec(), word..word + cluster),
        ("embed.affix", rows.affixes.to_vec(), word + cluster..word + cluster + affix),
        ("embed.shape", rows.shapes.to_vec(), word + cluster + affix..word + cluster + affix + shape),
    ]
}

fn embed(network: &Network<'_>, rows: &[Rows]) -> Vec<f32> {
    let width = network.layout.sizes.width();
    let mut state = vec![0.0; rows.len() * width];
    for (rows, state) in rows.iter().zip(state.chunks_exact_mut(width)) {
        for (table, rows, lanes) in lookups(network.layout, rows) {
            let table = network.plain(table);
            for row in rows {
                let at = row as usize * lanes.len();
                add(&table[at..at + lanes.len()], &mut state[lanes.clone()]);
            }
        }
    }
    state
}

fn embed_back(network: &Network<'_>, rows: &[Rows], back: &[f32], gradient: &mut [f32]) {
    let width = network.layout.sizes.width();
    for (rows, back) in rows.iter().zip(back.chunks_exact(width)) {
        for (table, rows, lanes) in lookups(network.layout, rows) {
            let table = &mut gradient[network.layout.named(table)];
            for row in rows {
                let at = row as usize * lanes.len();
                add(&back[lanes.clone()], &mut table[at..at + lanes.len()]);
            }
        }
    }
}

/// Through a recurrent layer backwards: from the gradient of its output to that of its input.
fn recur_back(batch: &Batch<'_>, layer: usize, trace: &Trace, back: &[f32], gradient: &mut [f32]) -> Vec<f32> {
    let network = batch.network;
    let spans = &batch.spans;
    let layout = network.layout;
    let (hidden, width) = (layout.sizes.hidden, layout.sizes.width());
    let peep = network.plain(&format!("layer{layer}.peep"));
    let mut bias_gradient = vec![0.0; 2 * width];
    let mut peep_gradient = vec![0.0; 2 * width];
    let mut product_back = vec![0.0; trace.product.len()];
    let mut input_back = vec![0.0; back.len()];
    let zero = vec![0.0; hidden];
    for &(from, to) in spans {
        for side in 0..2 {
            let sided = side * width..(side + 1) * width;
            let (forget_peep, highway_peep) = peep[sided.clone()].split_at(hidden);
            let (forget_bias, highway_bias) = bias_gradient[sided.clone()].split_at_mut(hidden);
            let (forget_seen, highway_seen) = peep_gradient[sided].split_at_mut(hidden);
            let mut memory_back = vec![0.0; hidden];
            for at in (0..to - from).rev() {
                let word = if side == 0 { from + at } else { to - 1 - at };
                let part = word * 6 * hidden + side * 3 * hidden;
                let before: &[f32] = if at == 0 {
                    &zero
                } else {
                    let word = if side == 0 { word - 1 } else { word + 1 };
                    let part = word * 6 * hidden + side * 3 * hidden;
                    &trace.kept[part + 2 * hidden..part + 3 * hidden]
                };
                let lanes = word * width + side * hidden..word * width + (side + 1) * hidden;
                let input = &trace.input[lanes.clone()];
                let out = &back[lanes.clone()];
                let input_back = &mut input_back[lanes];
                let candidate = &trace.product[part..part + hidden];
                let kept = &trace.kept[part..part + 3 * hidden];
                let (forget, kept) = kept.split_at(hidden);
                let (highway, state) = kept.split_at(hidden);
                let (to_candidate, rest) = product_back[part..part + 3 * hidden].split_at_mut(hidden);
                let (to_forget, to_highway) = rest.split_at_mut(hidden);
                for lane in 0..hidden {
                    let (f, r, d) = (forget[lane], highway[lane], out[lane]);
                    let to_r = d * (state[lane] - input[lane]) * r * (1.0 - r);
                    let to_state = memory_back[lane] + d * r;
                    input_back[lane] = d * (1.0 - r);
                    let to_f = to_state * (before[lane] - candidate[lane]) * f * (1.0 - f);
                    to_candidate[lane] = to_state * (1.0 - f);
                    to_forget[lane] = to_f;
                    to_highway[lane] = to_r;
                    memory_back[lane] = to_state * f + to_f * forget_peep[lane] + to_r * highway_peep[lane];
                    forget_bias[lane] += to_f;
                    highway_bias[lane] += to_r;
                    forget_seen[lane] += to_f * before[lane];
                    highway_seen[lane] += to_r * before[lane];
                }
            }
        }
    }
    add(&bias_gradient, &mut gradient[layout.named(&format!("layer{layer}.bias"))]);
    add(&peep_gradient, &mut gradient[layout.named(&format!("layer{layer}.peep"))]);
    let mut dropped_back = vec![0.0; back.len()];
    let product = format!("layer{layer}.product");
    if trace.narrow.is_empty() {
        network.undo(&product, None, &trace.dropped, &product_back, gradient, &mut dropped_back);
    } else {
        let mut narrow_back = vec![0.0; trace.narrow.len()];
        network.undo(&product, None, &trace.narrow, &product_back, gradient, &mut narrow_back);
        network.undo(&format!("layer{layer}.narrow"), None, &trace.dropped, &narrow_back, gradient, &mut dropped_back);
    }
    trace.mask.apply(spans, &mut dropped_back);
    add(&dropped_back, &mut input_back);
    input_back
}
