//! Trains the weights that link mentions: a softmax over the candidates of each mention and "new",
//! in which all right candidates share the probability; wrong choices cost by their sort; AdaGrad.
//!
//! Chains grow by the model's own choices while it learns, so that it meets the chains that it will
//! meet when it reads. *Source*: loss after Durrett and Klein, EMNLP 2013; Duchi, Hazan and Singer,
//! JMLR 12, 2011.

mod calibration;
mod checkpoint;
#[cfg(test)]
mod tests;

pub use calibration::{Reliability, calibrate};

use crate::coref::{Document, Figures};
use crate::train::parser::random::Random;
use crate::train::regression;
use rapporteur_language::Tables;
use rapporteur_language::coref::training::{Choice, FEATURES, Lesson};
use rapporteur_language::coref::{Caution, CorefModel, resolve};
use std::path::Path;

/// After so many documents weights are taken into the mean.
const AVERAGED: usize = 10;

/// How long and how fast to learn, and what errors cost.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the corpus.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull of every used weight towards zero.
    pub decay: f32,
    /// Cost of a link where there is nothing to link to.
    pub false_link: f32,
    /// Cost of a new chain where there is something.
    pub missed: f32,
    /// The same for "he", "she", "it" and "they".
    pub missed_third: f32,
    /// Cost of a link to the wrong one.
    pub wrong: f32,
    /// Added to "new" when reading.
    pub caution: Caution,
    /// Trainings that differ in the order of the documents; their mean ships.
    pub runs: usize,
    /// What the orders are drawn from.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 4,
            rate: 0.03,
            decay: 3e-3,
            false_link: 0.5,
            missed: 1.5,
            missed_third: 2.0,
            wrong: 1.0,
            caution: Caution { most: 0.0, third_person: -0.5 },
            runs: 6,
            seed: 1,
        }
    }
}

/// What is said after each epoch.
pub struct Progress {
    /// The run, from 1.
    pub run: usize,
    /// The epoch of it, from 1.
    pub epoch: usize,
    /// Mean loss of a choice.
    pub loss: f64,
    /// Choices that were right, in per cent.
    pub right: f64,
    /// Figures of the mean of all runs so far on the development documents.
    pub dev: Figures,
}

/// Weights with their AdaGrad state while a document is learned from.
struct Weights {
    values: Vec<f32>,
    squares: Vec<f32>,
    settings: Settings,
}

impl Weights {
    fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|&at| self.values[at as usize]).sum()
    }

    fn step(&mut self, features: &[u32], slope: f32) {
        if slope.abs() < 1e-4 {
            return;
        }
        for &at in features {
            let at = at as usize;
            let slope = slope + self.settings.decay * self.values[at];
            regression::step(&mut self.values[at], &mut self.squares[at], slope, self.settings.rate, 1e-3);
        }
    }

    /// Learns from one choice; gives what the model itself chooses, the loss, and whether it is right.
    fn learn(&mut self, choice: &Choice, third: bool, gold: &[Option<usize>]) -> (Option<usize>, f32, bool) {
        let own = gold[choice.mention];
        let right = |before: usize| own.is_some() && gold[before] == own;
        let linked = choice.candidates.iter().any(|(before, _)| right(*before));
        let scores: Vec<f32> = choice.candidates.iter().map(|(_, features)| self.score(features)).collect();
        let new = self.score(&choice.alone);
        let mut chosen = None;
        for (at, &score) in scores.iter().enumerate() {
            if score > chosen.map_or(new, |best: usize| scores[best]) {
                chosen = Some(at);
            }
        }
        let settings = self.settings;
        let cost = |at: usize| match (right(choice.candidates[at].0), linked) {
            (true, _) => 0.0,
            (false, true) => settings.wrong,
            (false, false) => settings.false_link,
        };
        let raised: Vec<f32> = scores.iter().enumerate().map(|(at, score)| score + cost(at)).collect();
        let missed = if third { settings.missed_third } else { settings.missed };
        let raised_new = new + if linked { missed } else { 0.0 };
        let most = raised.iter().copied().fold(raised_new, f32::max);
        let shares: Vec<f32> = raised.iter().map(|score| libm::expf(score - most)).collect();
        let share_new = libm::expf(raised_new - most);
        let all: f32 = shares.iter().sum::<f32>() + share_new;
        let good: f32 = (0..shares.len()).filter(|&at| right(choice.candidates[at].0)).map(|at| shares[at]).sum();
        let good = if linked { good } else { share_new };
        for (at, share) in shares.iter().enumerate() {
            let wanted = if right(choice.candidates[at].0) { share / good.max(1e-20) } else { 0.0 };
            self.step(&choice.candidates[at].1, share / all - wanted);
        }
        self.step(&choice.alone, share_new / all - if linked { 0.0 } else { 1.0 });
        let correct = chosen.map_or(!linked, |at| right(choice.candidates[at].0));
        (chosen, libm::logf(all / good.max(1e-20)), correct)
    }
}

/// A training under way: what is learned in a run, and the sum of what earlier runs learned.
#[derive(Clone, Debug, PartialEq)]
struct State {
    run: usize,
    /// Whole epochs of this run.
    epoch: usize,
    /// How often weights were taken into the mean.
    taken: u32,
    /// What tells these data and settings from others.
    data: u32,
    values: Vec<f32>,
    squares: Vec<f32>,
    sum: Vec<f32>,
    finished: Vec<f32>,
}

impl State {
    fn new(data: u32) -> Self {
        let none = vec![0.0_f32; FEATURES];
        Self { run: 1, epoch: 0, taken: 0, data, values: none.clone(), squares: none.clone(), sum: none.clone(), finished: none }
    }

    /// One more pass; gives the mean loss and the share of right choices.
    fn pass(&mut self, lessons: &[(Lesson<'_>, &Document)], settings: Settings) -> (f64, f64) {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        // Each pass draws its order anew from run and epoch, so that a checkpoint need not know the generator.
        Random::new(settings.seed + (self.run * 1000 + self.epoch) as u64, 7).shuffle(&mut order);
        let mut weights = Weights { values: std::mem::take(&mut self.values), squares: std::mem::take(&mut self.squares), settings };
        let (mut loss, mut right, mut all) = (0.0_f64, 0_usize, 0_usize);
        for (turn, &at) in order.iter().enumerate() {
            let (lesson, document) = &lessons[at];
            lesson.walk(&mut |choice| {
                let (chosen, lost, correct) = weights.learn(choice, lesson.is_third_person(choice.mention), &document.chains);
                loss += f64::from(lost);
                right += usize::from(correct);
                all += 1;
                chosen
            });
            // From the second epoch on weights are averaged: a late document does not weigh more.
            if self.epoch > 0 && turn % AVERAGED == AVERAGED - 1 {
                self.taken += 1;
                for (sum, value) in self.sum.iter_mut().zip(&weights.values) {
                    *sum += value;
                }
            }
        }
        (self.values, self.squares) = (weights.values, weights.squares);
        self.epoch += 1;
        (loss / all.max(1) as f64, right as f64 / all.max(1) as f64)
    }

    /// What was learned in this run so far.
    fn mean(&self) -> Vec<f32> {
        if self.taken == 0 { self.values.clone() } else { self.sum.iter().map(|sum| sum / self.taken as f32).collect() }
    }

    /// The mean of all runs so far, this one included.
    fn model(&self, settings: Settings) -> CorefModel {
        let runs: Vec<f32> = self.finished.iter().zip(self.mean()).map(|(finished, own)| (finished + own) / self.run as f32).collect();
        CorefModel::from_weights(&runs, settings.caution)
    }

    /// Puts what was learned aside and begins anew.
    fn next_run(&mut self) {
        let own = self.mean();
        for (finished, own) in self.finished.iter_mut().zip(own) {
            *finished += own;
        }
        for list in [&mut self.values, &mut self.squares, &mut self.sum] {
            list.fill(0.0);
        }
        (self.run, self.epoch, self.taken) = (self.run + 1, 0, 0);
    }
}

/// Trains a model on documents; after each epoch `say` hears how it does on `dev`. With a path for a checkpoint the state is
/// kept there after each epoch, and a training that was stopped goes on from it.
///
/// # Errors
/// When a checkpoint cannot be read, written, or belongs to other data or settings.
pub fn train(
    documents: &[&Document],
    dev: &[&Document],
    tables: &Tables,
    settings: Settings,
    checkpoint: Option<&Path>,
    say: &mut dyn FnMut(&Progress),
) -> anyhow::Result<CorefModel> {
    let lessons = lessons(documents, tables);
    let data = fingerprint(documents, settings);
    let mut state = match checkpoint {
        Some(path) if path.exists() => checkpoint::load(path, data)?,
        _ => State::new(data),
    };
    while state.run < settings.runs || state.epoch < settings.epochs {
        if state.epoch >= settings.epochs {
            state.next_run();
        }
        let (loss, right) = state.pass(&lessons, settings);
        if let Some(path) = checkpoint {
            checkpoint::save(path, &state)?;
        }
        let dev = if dev.is_empty() { Figures::default() } else { evaluate(dev, &state.model(settings), tables) };
        say(&Progress { run: state.run, epoch: state.epoch, loss, right: 100.0 * right, dev });
    }
    Ok(state.model(settings))
}

fn lessons<'d>(documents: &[&'d Document], tables: &Tables) -> Vec<(Lesson<'d>, &'d Document)> {
    documents.iter().map(|&one| (Lesson::new(&one.text, &one.analysis, &one.mentions, tables), one)).collect()
}

/// A number that other texts, mentions or settings change.
fn fingerprint(documents: &[&Document], settings: Settings) -> u32 {
    let mut state = 0x811C_9DC5_u32;
    let mut take = |bytes: &[u8]| bytes.iter().for_each(|&byte| state = (state ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    take(format!("{settings:?}").as_bytes());
    for document in documents {
        take(document.text.as_bytes());
        document.spans.iter().for_each(|span| take(&(span.start as u32 ^ (span.end as u32).rotate_left(16)).to_le_bytes()));
    }
    state
}

/// Scores a model on documents.
pub fn evaluate(documents: &[&Document], model: &CorefModel, tables: &Tables) -> Figures {
    let mut figures = Figures::default();
    for document in documents {
        figures += document.score(&resolve(&document.text, &document.analysis, &document.mentions, model, tables, &[]));
    }
    figures
}
