//! Trains the tagger and parser of `rapporteur_language::net`.
//!
//! Two threads learn half a batch each and their gradients are added in fixed order, so the same
//! command makes the same file on the same kind of machine.

mod adam;
mod base;
mod batch;
mod checkpoint;
mod dropout;
mod heads;
mod network;
pub(crate) mod random;
mod score;
mod tape;
mod vectors;

#[cfg(test)]
mod tests;

use crate::treebank::GoldSentence;
use adam::{Adam, Step};
use anyhow::Context;
pub use base::Base;
use batch::{Example, Inventory, count_words, example};
pub use dropout::Dropout;
use flate2::read::MultiGzDecoder;
use heads::Loss;
pub use heads::Shares;
use network::{Layout, Network};
use random::Random;
use rapporteur_language::net::features::{Vocabulary, normal};
use rapporteur_language::net::layers::Sizes;
use rapporteur_language::net::weights::{Kind, Labels, Tensor, write};
use rapporteur_language::net::{KIND, Parser, VERSION};
use rapporteur_language::{Container, ContainerWriter, Upos};
pub use score::{Scores, score};
use std::borrow::Cow;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tape::{Batch, learn};
use vectors::Vectors;
pub use vectors::load_vectors;

/// Words with a vector that a model file keeps: each costs about a hundred bytes, and past these
/// one word in three hundred of a report is still to be gained.
pub const MOST_VECTORS: usize = 50_000;

/// How to train.
#[derive(Clone, Debug)]
pub struct Options {
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// Times that the corpus is gone through.
    pub epochs: usize,
    /// Words of a batch, about.
    pub batch: usize,
    /// Highest learning rate.
    pub rate: f32,
    /// Steps until the rate is reached; then it falls to a fiftieth along a cosine.
    pub warm_up: usize,
    /// Longest gradient; longer ones are shortened.
    pub clip: f32,
    /// Share that the averaged parameters keep at each step.
    pub average: f32,
    /// Decay of the matrices at each step, times the learning rate.
    pub decay: f32,
    /// What is left out while training.
    pub dropout: Dropout,
    /// Share of the sentences that are learned as a headline, in capitals, without capitals or
    /// without the full stop.
    pub varied: f32,
    /// Weights of the parts of the loss.
    pub shares: Shares,
    /// Sizes of the network.
    pub sizes: Sizes,
    /// A word is in the vocabulary if it occurs this often.
    pub least: u32,
    /// A file that is written after each epoch and gone on from.
    pub checkpoint: Option<PathBuf>,
    /// Word forms with their paths in a cluster tree.
    pub clusters: Vec<(String, String)>,
    /// Words with vectors learned from raw text.
    pub vectors: Vec<(String, Vec<f32>)>,
    /// A trained network whose words, labels and embeddings stay; words, clusters and vectors of
    /// these options are not looked at then.
    pub base: Option<Base>,
}

impl Options {
    /// Learns from a trained network. Its embeddings were learned with words left out; while the
    /// rest is learned on them, fewer are.
    #[must_use]
    pub fn on(mut self, base: Base) -> Self {
        self.dropout.word = 0.2;
        self.dropout.vector = 0.0;
        self.sizes = base.sizes;
        self.base = Some(base);
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            epochs: 24,
            batch: 1_000,
            rate: 2e-3,
            warm_up: 400,
            clip: 2.0,
            average: 0.999,
            decay: 0.01,
            dropout: Dropout { input: 0.25, layer: 0.28, head: 0.33, word: 0.7, cluster: 0.05, vector: 0.05 },
            varied: 0.12,
            shares: Shares { relation: 1.0, upos: 1.0, feats: 0.5 },
            sizes: Sizes {
                word: 96,
                cluster: 80,
                affix: 96,
                shape: 48,
                hidden: 160,
                layers: 3,
                tag_layers: 2,
                arc: 128,
                relation: 128,
                tag: 128,
                narrow: 0,
            },
            least: 2,
            checkpoint: None,
            clusters: Vec::new(),
            vectors: Vec::new(),
            base: None,
        }
    }
}

/// Where training stands after an epoch.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Epochs done.
    pub epoch: usize,
    /// Epochs in all.
    pub epochs: usize,
    /// Loss a word in this epoch.
    pub loss: f64,
    /// Time of this epoch, scoring apart.
    pub time: Duration,
    /// Scores of the model file as it would be written now, a row for each development corpus.
    pub dev: Vec<(String, Scores)>,
}

/// Reads a file of clusters: form, tab, path (empty for none), more columns; gzipped or not.
///
/// # Errors
/// When the file cannot be read.
pub fn load_clusters(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)
    } else {
        bytes.as_slice().read_to_string(&mut text)
    }
    .with_context(|| format!("cannot unpack {}", path.display()))?;
    Ok(text
        .lines()
        .filter_map(|line| {
            let (form, rest) = line.split_once('\t')?;
            let path = rest.split('\t').next().filter(|path| !path.is_empty())?;
            Some((form.to_owned(), path.to_owned()))
        })
        .collect())
}

/// All that is fixed before the first step.
struct Setting<'a> {
    options: &'a Options,
    /// The words that are often enough in training.
    words: Vec<String>,
    /// These words: what the network has rows for while it learns.
    vocabulary: Vocabulary,
    vectors: Vectors,
    inventory: Inventory,
    layout: Layout,
    counts: Vec<u32>,
    examples: Vec<Example>,
}

/// What changes from step to step.
#[derive(Clone, Debug)]
struct State {
    epoch: usize,
    step: usize,
    values: Vec<f32>,
    averaged: Vec<f32>,
    adam: Adam,
}

/// Trains on `train`; `dev` corpora have names and are scored after each epoch. Gives the bytes
/// of the model file.
///
/// # Errors
/// When a checkpoint cannot be read, written, or belongs to other data or options.
pub fn train(
    options: &Options,
    train: &[&GoldSentence],
    dev: &[(&str, &[GoldSentence])],
    progress: &mut dyn FnMut(Progress),
) -> anyhow::Result<Vec<u8>> {
    if let Some(base) = &options.base {
        base.check(train)?;
    }
    let setting = prepare(options, train);
    let mut state = match &options.checkpoint {
        Some(path) if path.exists() => checkpoint::load(path, setting.layout.total(), setting.fixed())?,
        _ => start(&setting)?,
    };
    let total = options.epochs * batches(&setting, 0).len();
    while state.epoch < options.epochs {
        let begun = Instant::now();
        let mut loss = Loss::default();
        for batch in batches(&setting, state.epoch) {
            loss.add(advance(&setting, &mut state, &batch, total));
        }
        state.epoch += 1;
        let time = begun.elapsed();
        let bytes = finish(&setting, &state.averaged)?;
        let parser = Parser::from_container(&Container::parse_as(KIND, VERSION, bytes)?)?;
        progress(Progress {
            epoch: state.epoch,
            epochs: options.epochs,
            loss: loss.mean(options.shares),
            time,
            dev: dev.iter().map(|&(name, gold)| (name.to_owned(), score(&parser, gold))).collect(),
        });
        if let Some(path) = &options.checkpoint {
            checkpoint::save(path, &state)?;
        }
    }
    finish(&setting, &state.averaged)
}

impl Setting<'_> {
    /// Parameters that stay as they are: the first ones.
    fn fixed(&self) -> usize {
        if self.options.base.is_some() { self.layout.embeddings() } else { 0 }
    }
}

fn prepare<'a>(options: &'a Options, train: &[&GoldSentence]) -> Setting<'a> {
    let seen = count_words(train);
    let frequent = || seen.iter().filter(|&(_, &count)| count >= options.least).map(|(word, _)| word.clone()).collect();
    let (words, vocabulary, vectors, inventory) = match &options.base {
        Some(base) => (Vec::new(), base.vocabulary.clone(), Vectors::new(&[], options.sizes.word), base.inventory.clone()),
        None => {
            let words: Vec<String> = frequent();
            let vocabulary = Vocabulary::new(words.iter().map(String::as_str), clusters(options));
            (words, vocabulary, Vectors::new(&options.vectors, options.sizes.word), Inventory::new(train))
        }
    };
    let labels = Labels { upos: Upos::ALL.len(), feats: inventory.pairs.len(), deprels: inventory.deprels.len() };
    let layout = Layout::new(options.sizes, &vocabulary, labels);
    let mut counts = vec![0; vocabulary.word_rows()];
    let mut examples = Vec::new();
    for sentence in train {
        let example = example(sentence, &vocabulary, &vectors, &inventory);
        for (row, word) in example.rows.iter().zip(&sentence.words) {
            counts[row.word as usize] = seen[normal(&word.form).as_ref()];
        }
        examples.push(example);
    }
    Setting { options, words, vocabulary, vectors, inventory, layout, counts, examples }
}

fn clusters(options: &Options) -> impl Iterator<Item = (&str, &str)> {
    options.clusters.iter().map(|(form, path)| (form.as_str(), path.as_str()))
}

/// The parameters before the first step: uniform by the width of what flows in (Glorot), the
/// highway gates a little closed so that lower layers show through; or those of the base.
fn start(setting: &Setting<'_>) -> anyhow::Result<State> {
    let layout = &setting.layout;
    let mut values = vec![0.0; layout.total()];
    let mut random = Random::new(setting.options.seed, 1);
    for (index, tensor) in layout.tensors.iter().enumerate() {
        let range = layout.range(index);
        let limit = match tensor.kind {
            Kind::Table => 0.25,
            Kind::Matrix => libm::sqrtf(6.0 / (tensor.rows + tensor.columns.min(2 * tensor.rows)) as f32),
            Kind::Plain if tensor.name == "tree.root" => 0.2,
            Kind::Plain => 0.0,
        };
        for value in &mut values[range.clone()] {
            *value = limit * (2.0 * random.unit() - 1.0);
        }
        if tensor.name.starts_with("layer") && tensor.name.ends_with("bias") {
            for side in values[range].chunks_exact_mut(tensor.columns) {
                side[tensor.columns / 2..].fill(-0.5);
            }
        }
        if tensor.kind == Kind::Table && tensor.name != "embed.word" {
            let first = layout.range(index).start;
            values[first..first + tensor.columns].fill(0.0);
        }
    }
    if let Some(base) = &setting.options.base {
        base.put(layout, &mut values)?;
    }
    let averaged = values.clone();
    let adam = Adam::new(values.len() - setting.fixed());
    Ok(State { epoch: 0, step: 0, values, averaged, adam })
}

/// The batches of an epoch: sentences in random order, together at most as long as asked for.
fn batches(setting: &Setting<'_>, epoch: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..setting.examples.len()).collect();
    Random::new(setting.options.seed, 2 + 2 * epoch as u64).shuffle(&mut order);
    let mut batches = vec![Vec::new()];
    let mut size = 0;
    for at in order {
        let length = setting.examples[at].rows.len();
        if size > 0 && size + length > setting.options.batch {
            batches.push(Vec::new());
            size = 0;
        }
        size += length;
        batches.last_mut().expect("there is a first batch").push(at);
    }
    batches
}

/// One step.
fn advance(setting: &Setting<'_>, state: &mut State, batch: &[usize], total: usize) -> Loss {
    let options = setting.options;
    let seed = options.seed ^ ((state.step as u64) << 20);
    let mut random = Random::new(seed, 10);
    let examples: Vec<Cow<'_, Example>> = batch
        .iter()
        .map(|&at| match &setting.examples[at] {
            example if random.below(options.varied) => Cow::Owned(example.varied(&setting.vocabulary, &mut random)),
            example => Cow::Borrowed(example),
        })
        .collect();
    let words: usize = examples.iter().map(|example| example.rows.len()).sum();
    let mut halves: [Vec<&Example>; 2] = [Vec::new(), Vec::new()];
    let mut left = 0;
    for example in &examples {
        halves[usize::from(2 * left >= words)].push(example);
        left += example.rows.len();
    }
    let network = Network::new(&setting.layout, &state.values);
    let work = |half: usize| {
        let mut gradient = vec![0.0f32; setting.layout.total()];
        let mut random = Random::new(seed, 11 + half as u64);
        let batch = Batch {
            network: &network,
            examples: &halves[half],
            dropout: options.dropout,
            counts: &setting.counts,
            vectors: &setting.vectors,
            fixed: setting.fixed() > 0,
            shares: options.shares,
            scale: words as f32,
            spans: Batch::spans(&halves[half]),
        };
        let loss = learn(&batch, &mut random, &mut gradient);
        (gradient, loss)
    };
    let ((mut gradient, mut loss), (other, rest)) = std::thread::scope(|scope| {
        let other = scope.spawn(|| work(1));
        let own = work(0);
        (own, other.join().expect("a training thread does not panic"))
    });
    loss.add(rest);
    state.step += 1;
    let step = Step {
        number: state.step,
        rate: rate(options, state.step, total),
        clip: options.clip,
        decay: options.decay,
        average: options.average.min((1.0 + state.step as f32) / (10.0 + state.step as f32)),
    };
    let learned = setting.fixed()..;
    state.adam.step(
        step,
        &mut gradient[learned.clone()],
        &other[learned.clone()],
        &mut state.values[learned.clone()],
        &mut state.averaged[learned],
    );
    loss
}

/// The learning rate at a step: a line up, then a cosine down to a fiftieth.
fn rate(options: &Options, step: usize, total: usize) -> f32 {
    if step < options.warm_up {
        return options.rate * step as f32 / options.warm_up as f32;
    }
    let done = (step - options.warm_up) as f32 / total.saturating_sub(options.warm_up).max(1) as f32;
    let cosine = libm::cosf(std::f32::consts::PI * done.min(1.0));
    options.rate * (0.02 + 0.98 * 0.5 * (1.0 + cosine))
}

/// The model file with these parameters.
fn finish(setting: &Setting<'_>, values: &[f32]) -> anyhow::Result<Vec<u8>> {
    let mut writer = ContainerWriter::new(KIND, VERSION);
    let lines = |lines: Vec<String>| lines.join("\n");
    let pairs = setting.inventory.pairs.iter().map(|(upos, feats)| format!("{upos}\t{feats}"));
    let deprels = setting.inventory.deprels.iter().map(ToString::to_string);
    writer
        .u32s("sizes", &setting.options.sizes.to_numbers())
        .text("feats", &lines(pairs.collect()))
        .text("deprels", &lines(deprels.collect()));
    let (vocabulary, embeddings) = match &setting.options.base {
        Some(base) => (base.vocabulary.clone(), Vec::new()),
        None => words_with_vectors(setting, &values[setting.layout.named("embed.word")]),
    };
    vocabulary.write(&mut writer);
    for (index, tensor) in setting.layout.tensors.iter().enumerate() {
        let base = setting.options.base.as_ref().filter(|_| tensor.kind == Kind::Table);
        if let Some(base) = base {
            base.copy(&mut writer, tensor)?;
        } else if tensor.name == "embed.word" {
            write(&mut writer, &Tensor { rows: vocabulary.word_rows(), ..tensor.clone() }, &embeddings);
        } else {
            write(&mut writer, tensor, &values[setting.layout.range(index)]);
        }
    }
    Ok(writer.finish())
}

/// The vocabulary of the model file and its embeddings: words of training and words with a vector.
/// An embedding is the sum of what was learned, of the unknown word where nothing was, and of the
/// vector.
fn words_with_vectors(setting: &Setting<'_>, learned: &[f32]) -> (Vocabulary, Vec<f32>) {
    let words = || setting.words.iter().map(String::as_str).chain(setting.vectors.words());
    let vocabulary = Vocabulary::new(words(), clusters(setting.options));
    let width = setting.options.sizes.word;
    let mut embeddings = vec![0.0; vocabulary.word_rows() * width];
    embeddings[..width].copy_from_slice(&learned[..width]);
    for word in words() {
        let (own, at) = (setting.vocabulary.word_row(word) as usize * width, vocabulary.word_row(word) as usize * width);
        let vector = setting.vectors.vector(setting.vectors.row(word));
        for lane in 0..width {
            embeddings[at + lane] = learned[own + lane] + vector[lane];
        }
    }
    (vocabulary, embeddings)
}
