//! The network with everything that its gradient needs: forward and backward by hand.

use super::batch::Example;
use super::random::Random;
use rapporteur_language::net::features::{Rows, Vocabulary};
use rapporteur_language::net::kernels::{Panels, Start, multiply};
use rapporteur_language::net::layers::{DISTANCES, Gates, Sizes, distance, rectify, step};
use rapporteur_language::net::math::{LEAK, exp};
use rapporteur_language::net::weights::{Kind, Labels, Tensor, tensors};
use std::ops::Range;

/// Where each tensor stands in the one vector of parameters.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Sizes of the network.
    pub sizes: Sizes,
    /// Numbers of labels.
    pub labels: Labels,
    /// The tensors in order.
    pub tensors: Vec<Tensor>,
    starts: Vec<usize>,
}

impl Layout {
    /// The layout of a network.
    pub fn new(sizes: Sizes, vocabulary: &Vocabulary, labels: Labels) -> Self {
        let tensors = tensors(sizes, vocabulary, labels);
        let mut starts = vec![0];
        for tensor in &tensors {
            starts.push(starts[starts.len() - 1] + tensor.rows * tensor.columns);
        }
        Self {
            sizes,
            labels,
            tensors,
            starts,
        }
    }

    /// Parameters in all.
    pub fn total(&self) -> usize {
        self.starts[self.tensors.len()]
    }

    /// Place of a tensor among the tensors.
    pub fn index(&self, name: &str) -> usize {
        self.tensors
            .iter()
            .position(|tensor| tensor.name == name)
            .expect("tensors are named in code")
    }

    /// Place of a tensor's numbers.
    pub fn range(&self, index: usize) -> Range<usize> {
        self.starts[index]..self.starts[index + 1]
    }

    /// Place of a tensor's numbers, by name.
    pub fn named(&self, name: &str) -> Range<usize> {
        self.range(self.index(name))
    }
}

/// Parameters with their matrices laid out for multiplication, as they are and turned over.
pub struct Network<'a> {
    /// Where they stand.
    pub layout: &'a Layout,
    /// The parameters.
    pub values: &'a [f32],
    panels: Vec<Option<(Panels, Panels)>>,
}

impl<'a> Network<'a> {
    /// Lays the matrices out.
    pub fn new(layout: &'a Layout, values: &'a [f32]) -> Self {
        let panels = layout
            .tensors
            .iter()
            .enumerate()
            .map(|(index, tensor)| {
                (tensor.kind == Kind::Matrix).then(|| {
                    let (rows, columns) = (tensor.rows, tensor.columns);
                    let numbers = &values[layout.range(index)];
                    (
                        Panels::from_rows(rows, columns, numbers),
                        Panels::from_columns(columns, rows, numbers),
                    )
                })
            })
            .collect();
        Self {
            layout,
            values,
            panels,
        }
    }

    fn plain(&self, name: &str) -> &'a [f32] {
        &self.values[self.layout.named(name)]
    }

    fn panels(&self, name: &str) -> &(Panels, Panels) {
        self.panels[self.layout.index(name)]
            .as_ref()
            .expect("a matrix has panels")
    }

    /// `input` times the matrix, plus its bias if it has one.
    fn apply(&self, name: &str, bias: Option<&str>, input: &[f32], count: usize) -> Vec<f32> {
        let matrix = &self.panels(name).0;
        let mut output = vec![0.0; count * matrix.outer()];
        let bias = bias.map(|bias| self.plain(bias));
        multiply(
            input,
            matrix,
            bias.map_or(Start::Zero, Start::Row),
            &mut output,
        );
        output
    }

    /// From the gradient of [`Network::apply`]'s output to those of matrix, bias and input.
    fn undo(
        &self,
        name: &str,
        bias: Option<&str>,
        input: &[f32],
        output: &[f32],
        gradient: &mut [f32],
        back: &mut [f32],
    ) {
        let matrix = &self.panels(name).1;
        let (wide, narrow) = (matrix.inner(), matrix.outer());
        let count = output.len() / wide;
        multiply(output, matrix, Start::Output, back);
        let turned = turn(input, count, narrow);
        let right = Panels::from_rows(count, wide, output);
        multiply(
            &turned,
            &right,
            Start::Output,
            &mut gradient[self.layout.named(name)],
        );
        if let Some(bias) = bias {
            add_rows(output, &mut gradient[self.layout.named(bias)]);
        }
    }
}

/// A matrix of `rows` by `columns`, turned over.
fn turn(matrix: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut turned = vec![0.0; matrix.len()];
    for (row, line) in matrix.chunks_exact(columns).enumerate() {
        for (column, &number) in line.iter().enumerate() {
            turned[column * rows + row] = number;
        }
    }
    turned
}

fn add_rows(rows: &[f32], to: &mut [f32]) {
    for row in rows.chunks_exact(to.len()) {
        add(row, to);
    }
}

fn add(from: &[f32], to: &mut [f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}

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
}

impl Dropout {
    /// Nothing is left out.
    pub const NONE: Self = Self {
        input: 0.0,
        layer: 0.0,
        head: 0.0,
        word: 0.0,
        cluster: 0.0,
    };
}

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

/// Masks of a batch: a row of factors for each sentence.
struct Mask {
    width: usize,
    rows: Vec<f32>,
}

impl Mask {
    fn new(sentences: usize, width: usize, rate: f32, random: &mut Random) -> Self {
        let kept = 1.0 / (1.0 - rate);
        let rows = if rate > 0.0 {
            (0..sentences * width)
                .map(|_| if random.below(rate) { 0.0 } else { kept })
                .collect()
        } else {
            Vec::new()
        };
        Self { width, rows }
    }

    fn apply(&self, spans: &[(usize, usize)], numbers: &mut [f32]) {
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

/// Softmax cross-entropy of rows of scores, which become their gradients times `share`.
fn cross_entropy(
    scores: &mut [f32],
    width: usize,
    gold: impl Iterator<Item = usize>,
    share: f32,
) -> f64 {
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

/// What a layer leaves behind for the way back.
struct Trace {
    input: Vec<f32>,
    dropped: Vec<f32>,
    mask: Mask,
    product: Vec<f32>,
    kept: Vec<f32>,
}

/// Adds the gradient of the batch's loss, divided by `scale`, to `gradient`.
pub fn learn(
    network: &Network<'_>,
    examples: &[&Example],
    dropout: Dropout,
    counts: &[u32],
    shares: Shares,
    scale: f32,
    random: &mut Random,
    gradient: &mut [f32],
) -> Loss {
    let layout = network.layout;
    let sizes = layout.sizes;
    let (hidden, width) = (sizes.hidden, sizes.width());
    let spans: Vec<(usize, usize)> = examples
        .iter()
        .scan(0, |start, example| {
            let from = *start;
            *start += example.rows.len();
            Some((from, *start))
        })
        .collect();
    let rows: Vec<Rows> = examples
        .iter()
        .flat_map(|example| example.rows.iter().copied())
        .map(|mut rows| {
            let seen = counts[rows.word as usize] as f32;
            if dropout.word > 0.0 && random.below(dropout.word / (dropout.word + seen)) {
                rows.word = 0;
            }
            if random.below(dropout.cluster) {
                rows.clusters = [0; 5];
            }
            rows
        })
        .collect();
    let count = rows.len();
    let mut loss = Loss {
        words: count,
        ..Loss::default()
    };
    // Forward.
    let mut state = embed(network, &rows);
    let input_mask: Vec<f32> = if dropout.input > 0.0 {
        let kept = 1.0 / (1.0 - dropout.input);
        (0..state.len())
            .map(|_| {
                if random.below(dropout.input) {
                    0.0
                } else {
                    kept
                }
            })
            .collect()
    } else {
        Vec::new()
    };
    for (number, mask) in state.iter_mut().zip(&input_mask) {
        *number *= mask;
    }
    let mut tags = None;
    let mut traces = Vec::new();
    for layer in 0..sizes.layers {
        if layer == sizes.tag_layers {
            tags = Some(tag(
                network, examples, &spans, &state, dropout, shares, scale, random, gradient,
                &mut loss,
            ));
        }
        let mask = Mask::new(spans.len(), width, dropout.layer, random);
        let mut dropped = state.clone();
        mask.apply(&spans, &mut dropped);
        let product = network.apply(&format!("layer{layer}.product"), None, &dropped, count);
        let bias = network.plain(&format!("layer{layer}.bias"));
        let peep = network.plain(&format!("layer{layer}.peep"));
        let mut output = vec![0.0; count * width];
        let mut kept = vec![0.0; count * 6 * hidden];
        for &(from, to) in &spans {
            for side in 0..2 {
                let gates = Gates {
                    bias: &bias[side * width..(side + 1) * width],
                    peep: &peep[side * width..(side + 1) * width],
                };
                let mut memory = vec![0.0; hidden];
                for at in 0..to - from {
                    let word = if side == 0 { from + at } else { to - 1 - at };
                    let lanes = word * width + side * hidden..word * width + (side + 1) * hidden;
                    let part = word * 6 * hidden + side * 3 * hidden;
                    let part = part..part + 3 * hidden;
                    step(
                        &product[part.clone()],
                        &state[lanes.clone()],
                        gates,
                        &mut memory,
                        &mut output[lanes],
                        &mut kept[part],
                    );
                }
            }
        }
        traces.push(Trace {
            input: std::mem::replace(&mut state, output),
            dropped,
            mask,
            product,
            kept,
        });
    }
    if sizes.tag_layers == sizes.layers {
        tags = Some(tag(
            network, examples, &spans, &state, dropout, shares, scale, random, gradient, &mut loss,
        ));
    }
    let tags = tags.expect("tags are read above some layer");
    let mut back = tree(
        network, examples, &spans, &state, dropout, shares, scale, random, gradient, &mut loss,
    );
    // Backward.
    for (layer, trace) in traces.iter().enumerate().rev() {
        if layer + 1 == sizes.tag_layers {
            add(&tags, &mut back);
        }
        back = recur_back(network, layer, trace, &spans, &back, gradient);
    }
    for (number, mask) in back.iter_mut().zip(&input_mask) {
        *number *= mask;
    }
    embed_back(network, &rows, &back, gradient);
    loss
}

/// The tables with the rows that a word has in them, and the lanes they fill.
fn lookups(layout: &Layout, rows: &Rows) -> [(&'static str, Vec<u32>, Range<usize>); 4] {
    let Sizes {
        word,
        cluster,
        affix,
        shape,
        ..
    } = layout.sizes;
    [
        ("embed.word", vec![rows.word], 0..word),
        (
            "embed.cluster",
            rows.clusters.to_vec(),
            word..word + cluster,
        ),
        (
            "embed.affix",
            rows.affixes.to_vec(),
            word + cluster..word + cluster + affix,
        ),
        (
            "embed.shape",
            rows.shapes.to_vec(),
            word + cluster + affix..word + cluster + affix + shape,
        ),
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
fn recur_back(
    network: &Network<'_>,
    layer: usize,
    trace: &Trace,
    spans: &[(usize, usize)],
    back: &[f32],
    gradient: &mut [f32],
) -> Vec<f32> {
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
                let (to_candidate, rest) =
                    product_back[part..part + 3 * hidden].split_at_mut(hidden);
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
                    memory_back[lane] =
                        to_state * f + to_f * forget_peep[lane] + to_r * highway_peep[lane];
                    forget_bias[lane] += to_f;
                    highway_bias[lane] += to_r;
                    forget_seen[lane] += to_f * before[lane];
                    highway_seen[lane] += to_r * before[lane];
                }
            }
        }
    }
    add(
        &bias_gradient,
        &mut gradient[layout.named(&format!("layer{layer}.bias"))],
    );
    add(
        &peep_gradient,
        &mut gradient[layout.named(&format!("layer{layer}.peep"))],
    );
    let mut dropped_back = vec![0.0; back.len()];
    network.undo(
        &format!("layer{layer}.product"),
        None,
        &trace.dropped,
        &product_back,
        gradient,
        &mut dropped_back,
    );
    trace.mask.apply(spans, &mut dropped_back);
    add(&dropped_back, &mut input_back);
    input_back
}

/// The tagger's loss; gives the gradient of its input.
fn tag(
    network: &Network<'_>,
    examples: &[&Example],
    spans: &[(usize, usize)],
    state: &[f32],
    dropout: Dropout,
    shares: Shares,
    scale: f32,
    random: &mut Random,
    gradient: &mut [f32],
    loss: &mut Loss,
) -> Vec<f32> {
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
    let gold = examples
        .iter()
        .flat_map(|example| example.upos.iter().copied());
    loss.upos += cross_entropy(&mut upos, labels.upos, gold, shares.upos / scale);
    network.undo(
        "tag.upos",
        Some("tag.upos.bias"),
        &dropped,
        &upos,
        gradient,
        &mut back,
    );
    let mut feats = network.apply("tag.feats", Some("tag.feats.bias"), &dropped, count);
    let gold = examples
        .iter()
        .flat_map(|example| example.feats.iter().copied());
    loss.feats += cross_entropy(&mut feats, labels.feats, gold, shares.feats / scale);
    network.undo(
        "tag.feats",
        Some("tag.feats.bias"),
        &dropped,
        &feats,
        gradient,
        &mut back,
    );
    mask.apply(spans, &mut back);
    unrectify(&hidden, &mut back);
    let mut input_back = vec![0.0; state.len()];
    network.undo(
        "tag.in",
        Some("tag.in.bias"),
        &input,
        &back,
        gradient,
        &mut input_back,
    );
    input_mask.apply(spans, &mut input_back);
    input_back
}

/// The parser's loss; gives the gradient of its input.
fn tree(
    network: &Network<'_>,
    examples: &[&Example],
    spans: &[(usize, usize)],
    state: &[f32],
    dropout: Dropout,
    shares: Shares,
    scale: f32,
    random: &mut Random,
    gradient: &mut [f32],
    loss: &mut Loss,
) -> Vec<f32> {
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
    for (&(from, to), example) in spans.iter().zip(examples) {
        let length = to - from;
        let mut all = root[..arc].to_vec();
        all.extend_from_slice(&heads[from * arc..to * arc]);
        let wanted = &wanted[from * arc..to * arc];
        let mut scores = vec![0.0; length * (length + 1)];
        multiply(
            wanted,
            &Panels::from_columns(arc, length + 1, &all),
            Start::Zero,
            &mut scores,
        );
        for (word, scores) in scores.chunks_exact_mut(length + 1).enumerate() {
            let distances = &distances[(from + word) * DISTANCES..(from + word + 1) * DISTANCES];
            for (head, score) in scores.iter_mut().enumerate() {
                *score += distances[distance(word, head)];
            }
            scores[word + 1] = -1e9;
        }
        loss.arc += cross_entropy(
            &mut scores,
            length + 1,
            example.heads.iter().copied(),
            1.0 / scale,
        );
        for (word, scores) in scores.chunks_exact_mut(length + 1).enumerate() {
            scores[word + 1] = 0.0;
            let distances =
                &mut distances_back[(from + word) * DISTANCES..(from + word + 1) * DISTANCES];
            for (head, score) in scores.iter().enumerate() {
                distances[distance(word, head)] += score;
            }
        }
        multiply(
            &scores,
            &Panels::from_rows(length + 1, arc, &all),
            Start::Zero,
            &mut wanted_back[from * arc..to * arc],
        );
        let mut all_back = vec![0.0; all.len()];
        let turned = turn(&scores, length, length + 1);
        multiply(
            &turned,
            &Panels::from_rows(length, arc, wanted),
            Start::Zero,
            &mut all_back,
        );
        add(
            &all_back[..arc],
            &mut gradient[root_range.start..root_range.start + arc],
        );
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
            for (lane, to) in hidden[at * relation..(at + 1) * relation]
                .iter_mut()
                .enumerate()
            {
                *to = own[lane] + other[lane] + bias[lane];
            }
        }
    }
    rectify(&mut hidden);
    let mut dropped = hidden.clone();
    relation_mask.apply(spans, &mut dropped);
    let mut scores = network.apply("relation.out", Some("relation.out.bias"), &dropped, count);
    let gold = examples
        .iter()
        .flat_map(|example| example.deprels.iter().copied());
    loss.relation += cross_entropy(
        &mut scores,
        layout.labels.deprels,
        gold,
        shares.relation / scale,
    );
    let mut hidden_back = vec![0.0; hidden.len()];
    network.undo(
        "relation.out",
        Some("relation.out.bias"),
        &dropped,
        &scores,
        gradient,
        &mut hidden_back,
    );
    relation_mask.apply(spans, &mut hidden_back);
    unrectify(&hidden, &mut hidden_back);

    let mut dependents_back = vec![0.0; count * arc];
    network.undo(
        "arc.product",
        Some("arc.bias"),
        &dependents,
        &wanted_back,
        gradient,
        &mut dependents_back,
    );
    network.undo(
        "arc.distance",
        None,
        &dependents,
        &distances_back,
        gradient,
        &mut dependents_back,
    );
    dependent_mask.apply(spans, &mut dependents_back);
    head_mask.apply(spans, &mut heads_back);
    let mut ends_back = vec![0.0; count * wide];
    for at in 0..count {
        let target = &mut ends_back[at * wide..(at + 1) * wide];
        target[..arc].copy_from_slice(&dependents_back[at * arc..(at + 1) * arc]);
        target[arc..2 * arc].copy_from_slice(&heads_back[at * arc..(at + 1) * arc]);
        unrectify(
            &ends[at * wide..at * wide + 2 * arc],
            &mut target[..2 * arc],
        );
    }
    let distance_range = layout.named("relation.distance");
    for (&(from, _), example) in spans.iter().zip(examples) {
        for (word, &head) in example.heads.iter().enumerate() {
            let at = from + word;
            let back = &hidden_back[at * relation..(at + 1) * relation];
            add(
                back,
                &mut ends_back[at * wide + 2 * arc..at * wide + 2 * arc + relation],
            );
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
    network.undo(
        "tree.in",
        Some("tree.in.bias"),
        &input,
        &ends_back,
        gradient,
        &mut input_back,
    );
    input_mask.apply(spans, &mut input_back);
    input_back
}
