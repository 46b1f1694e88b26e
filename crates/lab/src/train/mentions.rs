//! Trains the weights that find mentions, `models/mentions.rpt`: softmax regression by AdaGrad on
//! hashed features (Duchi, Hazan and Singer, JMLR 12, 2011), weights averaged over the passes.

use super::regression::shuffle;
use crate::mentions::{GoldEntity, Scores, gold};
use crate::treebank::{Treebank, running_text};
use rapporteur_language::mentions::training::{Examiner, FEATURES, row_of};
use rapporteur_language::mentions::{CLASSES, LEARNED, MentionFinder, MentionModel};
use rapporteur_language::{Analysis, Models, analyse};
use rapporteur_record::ByteSpan;
use std::collections::BTreeMap;

/// How long and how fast to learn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the corpus.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull of every used weight towards zero.
    pub decay: f32,
    /// The chance from which on a candidate is a mention.
    pub threshold: f32,
    /// Seed of the order of candidates.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 6, rate: 0.03, decay: 1e-6, threshold: 0.45, seed: 1 }
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
    pub(crate) text: String,
    pub(crate) analysis: Analysis,
    pub(crate) gold: Vec<GoldEntity>,
}

/// The documents of treebanks, read by the pipeline.
pub fn lessons(banks: &[Treebank], models: &Models) -> Vec<Lesson> {
    let documents = banks.iter().flat_map(Treebank::documents);
    let lesson = |document| {
        let running = running_text(document);
        let analysis = analyse(&running.text, &running.paragraphs, models);
        Lesson { text: running.text, analysis, gold: gold(document) }
    };
    documents.map(lesson).collect()
}

/// A candidate's features and its class.
struct Example {
    /// The rows of its features.
    features: Vec<u32>,
    class: usize,
}

/// Trains a model, and shows what it reaches on `dev` after each pass.
pub fn train(train: &[&Lesson], dev: &[&Lesson], models: &Models, settings: Settings, progress: &mut dyn FnMut(&Epoch)) -> MentionModel {
    let mut examples = examples(train, models);
    let mut weights = vec![[0.0_f32; CLASSES]; FEATURES];
    let mut squares = vec![[1e-6_f32; CLASSES]; FEATURES];
    let mut sums = vec![[0.0_f64; CLASSES]; FEATURES];
    let mut seed = settings.seed;
    let mut model = MentionModel::from_weights(&weights, settings.threshold);
    for epoch in 1..=settings.epochs {
        shuffle(&mut examples, &mut seed);
        let mut loss = 0.0;
        for example in &examples {
            let chances = chances(&weights, &example.features);
            loss -= f64::from(libm::logf(chances[example.class].max(1e-9)));
            let slopes: [f32; CLASSES] = std::array::from_fn(|at| chances[at] - if at == example.class { 1.0 } else { 0.0 });
            for &feature in &example.features {
                let (row, squares) = (&mut weights[feature as usize], &mut squares[feature as usize]);
                for at in 0..CLASSES {
                    let slope = slopes[at] + settings.decay * row[at];
                    squares[at] += slope * slope;
                    row[at] -= settings.rate * slope / libm::sqrtf(squares[at]);
                }
            }
        }
        for (sums, row) in sums.iter_mut().zip(&weights) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += f64::from(weight);
            }
        }
        let mean: Vec<[f32; CLASSES]> = sums.iter().map(|row| row.map(|sum| (sum / epoch as f64) as f32)).collect();
        model = MentionModel::from_weights(&mean, settings.threshold);
        progress(&Epoch { epoch, loss: loss / examples.len().max(1) as f64, dev: evaluate(dev, models, &model) });
    }
    model
}

/// Scores of a model over documents.
pub fn evaluate(lessons: &[&Lesson], models: &Models, model: &MentionModel) -> Scores {
    let finder = MentionFinder::new(model.clone());
    let mut scores = Scores::default();
    for lesson in lessons {
        let sentences = &lesson.analysis.sentences;
        scores.add(sentences, &finder.find(&lesson.text, sentences, models.parser()), &lesson.gold);
    }
    scores
}

fn examples(lessons: &[&Lesson], models: &Models) -> Vec<Example> {
    let examiner = Examiner::default();
    let mut found = Vec::new();
    for lesson in lessons {
        let gold: BTreeMap<ByteSpan, usize> = lesson.gold.iter().map(|entity| (entity.span, class(entity))).collect();
        for example in examiner.examples(&lesson.text, &lesson.analysis, models) {
            let sentence = &lesson.analysis.sentences[example.sentence];
            let span = sentence[example.first].span.join(sentence[example.last].span);
            found.push(Example {
                features: example.features.iter().map(|&feature| row_of(feature) as u32).collect(),
                class: gold.get(&span).copied().unwrap_or(0),
            });
        }
    }
    found
}

fn class(entity: &GoldEntity) -> usize {
    LEARNED.iter().position(|&kind| kind == entity.kind).map_or(0, |at| at + 1)
}

fn chances(weights: &[[f32; CLASSES]], features: &[u32]) -> [f32; CLASSES] {
    let mut scores = [0.0_f32; CLASSES];
    for &feature in features {
        for (score, weight) in scores.iter_mut().zip(&weights[feature as usize]) {
            *score += weight;
        }
    }
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let shares = scores.map(|score| libm::expf(score - most));
    let total: f32 = shares.iter().sum();
    shares.map(|share| share / total)
}
