//! Trains the weights that link mentions: a softmax over the candidates of each mention and "new",
//! in which all right candidates share the probability; wrong choices cost by their sort; AdaGrad.
//!
//! Chains grow by the model's own choices while it learns, so that it meets the chains that it will
//! meet when it reads. *Source*: loss after Durrett and Klein, EMNLP 2013; Duchi, Hazan and Singer,
//! JMLR 12, 2011.

use crate::coref::{Document, Figures};
use crate::train::parser::random::Random;
use rapporteur_language::coref::training::{Choice, FEATURES, Lesson};
use rapporteur_language::coref::{Caution, CorefModel, resolve};
use rapporteur_lexicon::ActorTable;

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
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 4,
            rate: 0.05,
            decay: 1e-3,
            false_link: 0.5,
            missed: 1.5,
            missed_third: 2.0,
            wrong: 1.0,
            caution: Caution { most: 0.0, third_person: -0.5 },
        }
    }
}

/// What is said after each epoch.
pub struct Progress {
    /// The epoch, from 1.
    pub epoch: usize,
    /// Mean loss of a choice.
    pub loss: f64,
    /// Choices that were right, in per cent.
    pub right: f64,
    /// Figures on the development documents.
    pub dev: Figures,
}

/// Weights with their AdaGrad state.
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
            self.squares[at] += slope * slope;
            self.values[at] -= self.settings.rate * slope / (self.squares[at].sqrt() + 1e-3);
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

/// Trains a model on documents; after each epoch `say` hears how it does on `dev`.
pub fn train(
    documents: &[&Document],
    dev: &[&Document],
    table: &ActorTable,
    settings: Settings,
    say: &mut dyn FnMut(&Progress),
) -> CorefModel {
    let lessons: Vec<(Lesson<'_>, &Document)> =
        documents.iter().map(|&one| (Lesson::new(&one.text, &one.analysis, &one.mentions, table), one)).collect();
    let mut weights = Weights { values: vec![0.0; FEATURES], squares: vec![0.0; FEATURES], settings };
    let mut random = Random::new(1, 7);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut sum = vec![0.0_f32; FEATURES];
    let mut taken = 0;
    let mut model = None;
    for epoch in 1..=settings.epochs {
        random.shuffle(&mut order);
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
            if epoch > 1 && turn % AVERAGED == AVERAGED - 1 {
                taken += 1;
                for (sum, value) in sum.iter_mut().zip(&weights.values) {
                    *sum += value;
                }
            }
        }
        let mean: Vec<f32> = sum.iter().map(|sum| sum / taken.max(1) as f32).collect();
        let found = CorefModel::from_weights(if taken > 0 { &mean } else { &weights.values }, settings.caution);
        let share = 100.0 * right as f64 / all.max(1) as f64;
        say(&Progress { epoch, loss: loss / all.max(1) as f64, right: share, dev: evaluate(dev, &found, table) });
        model = Some(found);
    }
    model.unwrap_or_else(|| CorefModel::from_weights(&weights.values, settings.caution))
}

/// Scores a model on documents.
pub fn evaluate(documents: &[&Document], model: &CorefModel, table: &ActorTable) -> Figures {
    let mut figures = Figures::default();
    for document in documents {
        figures += document.score(&resolve(&document.text, &document.analysis, &document.mentions, model, table, &[]));
    }
    figures
}
