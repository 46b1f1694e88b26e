//! Trains the weights that find mentions, `models/mentions.rpt`: softmax regression on hashed features and on
//! a hidden layer over the parser's vectors, both by AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011),
//! weights averaged over the later passes.

mod checkpoint;
#[cfg(test)]
mod tests;

use super::mention_network::{BATCH, Trainer};
use super::regression::{Mean, next, shuffle, step};
use crate::mentions::{GoldEntity, Scores, gold};
use crate::treebank::{Treebank, running_text};
use rapporteur_language::mentions::training::{Choice, FEATURES, Span, choices};
use rapporteur_language::mentions::{CLASSES, LEARNED, MentionFinder, MentionModel, ROLES, Spans, choose};
use rapporteur_language::net::Vectors;
use rapporteur_language::{Models, Sentence, segmentation, trees_with_vectors};
use rapporteur_record::ByteSpan;
use std::collections::BTreeMap;
use std::path::Path;

/// How long and how fast to learn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the corpus.
    pub epochs: usize,
    /// Step size of the weights of features.
    pub rate: f32,
    /// Step size of the network.
    pub network_rate: f32,
    /// Pull of every used weight towards zero.
    pub decay: f32,
    /// The share of features that is left out at each step.
    pub dropout: f32,
    /// The share of hidden numbers that is left out at each step.
    pub network_dropout: f32,
    /// The first pass whose weights are averaged, from 1.
    pub average_from: usize,
    /// The chance from which on a candidate is a mention.
    pub threshold: f32,
    /// Seed of the order of candidates.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 8,
            rate: 0.03,
            network_rate: 0.03,
            decay: 1e-6,
            dropout: 0.3,
            network_dropout: 0.3,
            average_from: 4,
            threshold: 0.5,
            seed: 1,
        }
    }
}

/// What is known after a pass.
#[derive(Clone, Debug)]
pub struct Epoch {
    /// Which pass, from 1.
    pub epoch: usize,
    /// Mean loss of a candidate.
    pub loss: f64,
    /// Scores on the development text.
    pub dev: Scores,
}

/// A document with its trees, as the pipeline finds them, and its gold mentions.
pub struct Lesson {
    /// The running text.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// What the parser's network made of their words.
    pub vectors: Vectors,
    /// Its gold mentions.
    pub gold: Vec<GoldEntity>,
}

/// The documents of treebanks, read by the pipeline.
pub fn lessons(banks: &[Treebank], models: &Models) -> Vec<Lesson> {
    let documents = banks.iter().flat_map(Treebank::documents);
    let lesson = |document| {
        let running = running_text(document);
        let segmentation = segmentation(&running.text, &running.paragraphs, models, &mut Vec::new());
        let (sentences, vectors) = trees_with_vectors(&running.text, &segmentation, models);
        Lesson { text: running.text, sentences, vectors, gold: gold(document) }
    };
    documents.map(lesson).collect()
}

/// A choice with its answer.
struct Example {
    choice: Choice,
    /// Which document it stands in.
    lesson: usize,
    /// The class of each span: 0 for those that are no mentions.
    classes: Vec<usize>,
}

/// The weights of features while they learn.
struct Weights {
    rows: Vec<[f32; CLASSES]>,
    squares: Vec<[f32; CLASSES]>,
    settings: Settings,
}

impl Weights {
    fn add(&self, features: &[u32], gain: f32, scores: &mut [f32; CLASSES]) {
        for &feature in features {
            scores.iter_mut().zip(&self.rows[feature as usize]).for_each(|(score, weight)| *score += gain * weight);
        }
    }

    fn learn(&mut self, features: &[u32], slopes: &[f32; CLASSES], gain: f32) {
        let Settings { rate, decay, .. } = self.settings;
        for &feature in features {
            let (row, squares) = (&mut self.rows[feature as usize], &mut self.squares[feature as usize]);
            for at in 0..CLASSES {
                if slopes[at] != 0.0 {
                    let slope = gain * slopes[at] + decay * row[at];
                    step(&mut row[at], &mut squares[at], slope, rate, 0.0);
                }
            }
        }
    }
}

/// A training under way.
struct State {
    /// Whole passes.
    epoch: usize,
    /// The order of the choices in the last pass; the next one shuffles it on.
    order: Vec<u32>,
    seed: u64,
    weights: Weights,
    network: Trainer,
    mean: Mean,
}

impl State {
    fn new(choices: usize, width: usize, settings: Settings) -> Self {
        Self {
            epoch: 0,
            order: (0..choices as u32).collect(),
            seed: settings.seed,
            weights: Weights { rows: vec![[0.0; CLASSES]; FEATURES], squares: vec![[1e-6; CLASSES]; FEATURES], settings },
            network: Trainer::new(width, settings),
            mean: Mean::default(),
        }
    }

    /// One more pass over all choices; gives the mean loss.
    fn pass(&mut self, lessons: &[&Lesson], examples: &[Example]) -> f64 {
        shuffle(&mut self.order, &mut self.seed);
        let mut loss = 0.0;
        for (at, &example) in self.order.iter().enumerate() {
            let example = &examples[example as usize];
            loss += f64::from(learn(example, lessons[example.lesson], &mut self.weights, &mut self.network, &mut self.seed));
            if (at + 1) % BATCH == 0 || at + 1 == examples.len() {
                self.network.step();
            }
        }
        self.epoch += 1;
        if self.epoch >= self.weights.settings.average_from {
            self.mean.take(self.weights.rows.as_flattened());
            self.network.keep();
        }
        loss / examples.len().max(1) as f64
    }

    /// What was learned so far: the mean of the passes that count, before them the last.
    fn model(&self) -> MentionModel {
        let threshold = self.weights.settings.threshold;
        match self.mean.taken {
            0 => MentionModel::from_weights(&self.weights.rows, &self.network.mean(), threshold),
            _ => MentionModel::from_weights(self.mean.weights().as_chunks().0, &self.network.mean(), threshold),
        }
    }
}

/// Trains a model, and shows what it reaches on `dev` after each pass. With a path for a checkpoint the state is kept there
/// after each pass, and a training that was stopped goes on from it to the same model.
///
/// # Errors
/// When a checkpoint cannot be read, written, or belongs to other data or settings.
pub fn train(
    train: &[&Lesson],
    dev: &[&Lesson],
    models: &Models,
    settings: Settings,
    checkpoint: Option<&Path>,
    progress: &mut dyn FnMut(&Epoch),
) -> anyhow::Result<MentionModel> {
    let examples = examples(train, models);
    let data = fingerprint(train, settings);
    let mut state = State::new(examples.len(), models.parser().vector_width(), settings);
    if let Some(path) = checkpoint.filter(|path| path.exists()) {
        checkpoint::load(path, &mut state, data)?;
    }
    while state.epoch < settings.epochs {
        let loss = state.pass(train, &examples);
        if let Some(path) = checkpoint {
            checkpoint::save(path, &mut state, data)?;
        }
        progress(&Epoch { epoch: state.epoch, loss, dev: evaluate(dev, models, &state.model()) });
    }
    Ok(state.model())
}

/// A number that other texts, mentions, vectors or settings change.
fn fingerprint(lessons: &[&Lesson], settings: Settings) -> u32 {
    let mut state = 0x811C_9DC5_u32;
    let mut take = |bytes: &[u8]| bytes.iter().for_each(|&byte| state = (state ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // How long one trains changes nothing of the passes before.
    take(format!("{:?}", Settings { epochs: 0, ..settings }).as_bytes());
    for lesson in lessons {
        take(lesson.text.as_bytes());
        lesson.gold.iter().for_each(|entity| take(&(entity.span.start as u32 ^ (entity.span.end as u32).rotate_left(16)).to_le_bytes()));
        if !lesson.vectors.rows().is_empty() {
            lesson.vectors.rows().numbers(0).for_each(|number| take(&number.to_bits().to_le_bytes()));
        }
    }
    state
}

/// Learns from one choice; returns its loss.
fn learn(example: &Example, lesson: &Lesson, weights: &mut Weights, network: &mut Trainer, seed: &mut u64) -> f32 {
    let Example { choice, classes, .. } = example;
    let dropout = weights.settings.dropout;
    let gain = 1.0 / (1.0 - dropout);
    let mut keep = |features: &[u32]| -> Vec<u32> { features.iter().copied().filter(|_| next(seed) >= dropout).collect() };
    let shared = keep(&choice.shared);
    let none = keep(&choice.none);
    let spans: Vec<Vec<u32>> = choice.spans.iter().map(|span| keep(&span.features)).collect();
    let row = |id| lesson.vectors.row(choice.sentence, id) as u32;
    let words = std::iter::once(choice.words).chain(choice.spans.iter().map(|span| span.words));
    let words: Vec<[Option<u32>; ROLES]> = words.map(|ids| ids.map(|id| id.map(row))).collect();
    let mut scores = network.forward(&lesson.vectors, &words, seed);
    for (scores, features) in scores.iter_mut().zip(std::iter::once(&none).chain(&spans)) {
        weights.add(&shared, gain, scores);
        weights.add(features, gain, scores);
    }
    let chances = choose(scores[0][0], &scores[1..]);
    let no_mention = 1.0 - chances.iter().map(|chances| 1.0 - chances[0]).sum::<f32>();
    let right = |at: usize, class: usize| class > 0 && classes[at] == class;
    let of_right: f32 = (0..classes.len()).map(|at| if classes[at] > 0 { chances[at][classes[at]] } else { 0.0 }).sum();
    let is_mention = classes.iter().any(|&class| class > 0);
    let loss = if is_mention { of_right } else { no_mention };
    // Where several spans of a head are mentions, it is enough to choose one of them.
    let share = |chance: f32, right: bool| if right { chance / of_right.max(1e-6) } else { 0.0 };
    let mut slopes = vec![[0.0_f32; CLASSES]; scores.len()];
    slopes[0][0] = no_mention - if is_mention { 0.0 } else { 1.0 };
    for (at, slopes) in slopes[1..].iter_mut().enumerate() {
        for class in 1..CLASSES {
            slopes[class] = chances[at][class] - share(chances[at][class], right(at, class));
        }
    }
    let mut total = [0.0_f32; CLASSES];
    for (slopes, features) in slopes.iter().zip(std::iter::once(&none).chain(&spans)) {
        total.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope);
        weights.learn(features, slopes, gain);
    }
    weights.learn(&shared, &total, gain);
    network.backward(&slopes);
    -libm::logf(loss.max(1e-9))
}

/// Scores of a model over documents.
pub fn evaluate(lessons: &[&Lesson], models: &Models, model: &MentionModel) -> Scores {
    let finder = MentionFinder::new(model.clone());
    let mut scores = Scores::default();
    for lesson in lessons {
        let mut spans = Spans::default();
        finder.look(&lesson.text, &lesson.sentences, &lesson.vectors, &mut spans);
        scores.add(
            &lesson.sentences,
            &finder.choose(&lesson.text, &lesson.sentences, &spans, models.parser(), models.tables()),
            &lesson.gold,
        );
    }
    scores
}

fn examples(lessons: &[&Lesson], models: &Models) -> Vec<Example> {
    let mut found = Vec::new();
    for (place, lesson) in lessons.iter().enumerate() {
        let gold: BTreeMap<ByteSpan, usize> = lesson.gold.iter().map(|entity| (entity.span, class(entity))).collect();
        for choice in choices(&lesson.text, &lesson.sentences, models) {
            let sentence = &lesson.sentences[choice.sentence];
            let class = |span: &Span| gold.get(&sentence[span.first].span.join(sentence[span.last].span)).copied().unwrap_or(0);
            let classes = choice.spans.iter().map(class).collect();
            found.push(Example { choice, lesson: place, classes });
        }
    }
    found
}

fn class(entity: &GoldEntity) -> usize {
    LEARNED.iter().position(|&kind| kind == entity.kind).map_or(0, |at| at + 1)
}
