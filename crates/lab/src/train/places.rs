//! Trains what weighs places: logistic regression on words that may name one, and two softmax
//! functions on the places that a name may stand for.

use super::regression::{Mean, shuffle, step};
use crate::places::{Found, GoldDocument, NEAR, Scores, kilometres};
use rapporteur_reading::places::training::{Senses, Spots};
use rapporteur_reading::places::{MENTION_SIZE, PlaceModel, SENSE_SIZE};
use rapporteur_record::{ByteSpan, Offsets, PlaceUse};

/// A document with the words that may name a place.
pub struct Lesson {
    /// Name of its corpus.
    pub corpus: String,
    /// Gold.
    pub gold: GoldDocument,
    /// What reading sees of it.
    pub spots: Spots,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the mentions.
    pub epochs: usize,
    /// Learning rate of AdaGrad.
    pub rate: f32,
    /// How far weights are drawn to nothing.
    pub decay: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 8, rate: 0.08, decay: 1e-5 }
    }
}

/// What gold says of a candidate.
struct Label {
    /// Whether it names a place; `None` where the corpora do not say.
    place: Option<bool>,
    point: Option<(f64, f64)>,
}

impl Lesson {
    fn labels(&self) -> Vec<Label> {
        let offsets = Offsets::new(&self.gold.text);
        let label = |span: ByteSpan| {
            let span = offsets.span(span);
            let meeting: Vec<_> =
                self.gold.toponyms.iter().filter(|one| one.is_name() && one.start < span.end && span.start < one.end).collect();
            let exact = meeting.iter().find(|one| (one.start, one.end) == (span.start, span.end));
            let point = exact.or(meeting.first()).and_then(|one| one.point());
            let odd = meeting.iter().any(|one| matches!(one.kind.as_deref(), Some("Homonym" | "Language")));
            Label { place: (!odd).then_some(!meeting.is_empty()), point }
        };
        self.spots.spotted.iter().map(|spotted| label(spotted.span)).collect()
    }
}

/// Learns from the lessons.
pub fn train(lessons: &[&Lesson], settings: Settings) -> PlaceModel {
    let labels: Vec<Vec<Label>> = lessons.iter().map(|lesson| lesson.labels()).collect();
    let mentions = mentions(lessons, &labels, settings);
    let plain = PlaceModel::from_weights(&mentions, 0.0, [Vec::new(), Vec::new()]);
    let senses: Vec<Senses> = lessons.iter().map(|lesson| lesson.spots.senses(|at| kept(lesson, &plain, at))).collect();
    let mut picks: Vec<Vec<Option<usize>>> = senses.iter().map(Senses::first_guess).collect();
    let mut weights = [Vec::new(), Vec::new()];
    for again in [false, true] {
        weights[usize::from(again)] = choices(&senses, &labels, &picks);
        let model = PlaceModel::from_weights(&mentions, 0.0, weights.clone());
        picks = senses.iter().zip(&picks).map(|(one, picks)| one.refine(picks, &model, again)).collect();
    }
    PlaceModel::from_weights(&mentions, 0.0, weights)
}

fn kept(lesson: &Lesson, model: &PlaceModel, at: usize) -> bool {
    let spotted = &lesson.spots.spotted[at];
    spotted.features.is_empty() || model.margin(&spotted.features) >= 0.0
}

fn mentions(lessons: &[&Lesson], labels: &[Vec<Label>], settings: Settings) -> Vec<f32> {
    let mut items: Vec<(&[u32], bool)> = Vec::new();
    for (lesson, labels) in lessons.iter().zip(labels) {
        for (spotted, label) in lesson.spots.spotted.iter().zip(labels) {
            if let Some(place) = label.place.filter(|_| !spotted.features.is_empty()) {
                items.push((&spotted.features, place));
            }
        }
    }
    let (mut weights, mut squares, mut mean) = (vec![0.0_f32; MENTION_SIZE], vec![1e-6_f32; MENTION_SIZE], Mean::default());
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    for _ in 0..settings.epochs {
        shuffle(&mut items, &mut seed);
        for &(features, place) in &items {
            let score: f32 = features.iter().map(|&at| weights[at as usize]).sum();
            let error = 1.0 / (1.0 + libm::expf(-score)) - f32::from(u8::from(place));
            for &at in features {
                let at = at as usize;
                let slope = error + settings.decay * weights[at] * 100.0;
                step(&mut weights[at], &mut squares[at], slope, settings.rate, 0.0);
            }
        }
        mean.take(&weights);
    }
    mean.weights()
}

/// The weights of a softmax over the places of each name, so that those near gold are likely.
fn choices(senses: &[Senses], labels: &[Vec<Label>], picks: &[Vec<Option<usize>>]) -> Vec<f32> {
    // Features of each place, whether it is right, how often the name is mentioned.
    let mut items: Vec<(Vec<[f32; SENSE_SIZE]>, Vec<bool>, f32)> = Vec::new();
    for ((one, labels), picks) in senses.iter().zip(labels).zip(picks) {
        for (group, features) in one.features(picks).into_iter().enumerate() {
            let gold: Vec<(f64, f64)> = one.members[group].iter().filter_map(|&member| labels[member].point).collect();
            let Some(&point) = gold.first() else { continue };
            let right: Vec<bool> = one.points(group).map(|there| kilometres(point, there) <= NEAR).collect();
            if right.iter().any(|&right| right) && !right.iter().all(|&right| right) {
                items.push((features, right, (gold.len() as f32).min(4.0).sqrt()));
            }
        }
    }
    let (mut weights, mut squares) = (vec![0.0_f32; SENSE_SIZE], vec![1e-3_f32; SENSE_SIZE]);
    let mut mean = Mean::default();
    let mut seed = 0x2545_F491_4F6C_DD1D;
    let epochs = 30;
    for epoch in 0..epochs {
        shuffle(&mut items, &mut seed);
        for (features, right, often) in &items {
            let scores: Vec<f32> = features.iter().map(|features| features.iter().zip(&weights).map(|(a, b)| a * b).sum()).collect();
            let most = scores.iter().fold(f32::MIN, |most, &score| most.max(score));
            let likely: Vec<f32> = scores.iter().map(|score| libm::expf(score - most)).collect();
            let all: f32 = likely.iter().sum();
            let good: f32 = likely.iter().zip(right).filter(|(_, right)| **right).map(|(likely, _)| likely).sum();
            for at in 0..SENSE_SIZE {
                let mut slope = 1e-4 * weights[at];
                for ((features, likely), &right) in features.iter().zip(&likely).zip(right) {
                    let wanted = if right { likely / good.max(1e-12) } else { 0.0 };
                    slope += often * features[at] * (likely / all - wanted);
                }
                step(&mut weights[at], &mut squares[at], slope, 0.1, 0.0);
            }
        }
        if epoch >= epochs / 2 {
            mean.take(&weights);
        }
    }
    mean.weights()
}

/// What a model finds in a lesson.
fn found(lesson: &Lesson, model: &PlaceModel) -> Vec<Found> {
    let senses = lesson.spots.senses(|at| kept(lesson, model, at));
    let mut picks = senses.first_guess();
    for again in [false, true] {
        picks = senses.refine(&picks, model, again);
    }
    let offsets = Offsets::new(&lesson.gold.text);
    let mut all = Vec::new();
    for (group, pick) in picks.iter().enumerate() {
        let point = pick.and_then(|pick| senses.points(group).nth(pick));
        for &member in &senses.members[group] {
            let span = offsets.span(lesson.spots.spotted[member].span);
            all.push(Found { start: span.start, end: span.end, point, usage: PlaceUse::Literal });
        }
    }
    all
}

/// How models do on parts that they have not learned from: for each corpus its scores.
pub fn cross_validate(lessons: &[Lesson], settings: Settings, folds: usize) -> Vec<(String, Scores)> {
    let mut scores: Vec<(String, Scores)> = Vec::new();
    for fold in 0..folds {
        let train_on: Vec<&Lesson> = lessons.iter().enumerate().filter(|(at, _)| at % folds != fold).map(|(_, lesson)| lesson).collect();
        let model = train(&train_on, settings);
        for (_, lesson) in lessons.iter().enumerate().filter(|(at, _)| at % folds == fold) {
            add(&mut scores, lesson, &found(lesson, &model));
        }
    }
    scores
}

/// How a model does on the lessons of one corpus that it has not learned from, those of the others learned.
pub fn across_corpora(lessons: &[Lesson], settings: Settings) -> Vec<(String, Scores)> {
    let mut names: Vec<&str> = lessons.iter().map(|lesson| lesson.corpus.as_str()).collect();
    names.dedup();
    let mut scores = Vec::new();
    for name in names {
        let others: Vec<&Lesson> = lessons.iter().filter(|lesson| lesson.corpus != name).collect();
        if others.is_empty() {
            continue;
        }
        let model = train(&others, settings);
        lessons.iter().filter(|lesson| lesson.corpus == name).for_each(|lesson| add(&mut scores, lesson, &found(lesson, &model)));
    }
    scores
}

fn add(scores: &mut Vec<(String, Scores)>, lesson: &Lesson, found: &[Found]) {
    let at = scores.iter().position(|(name, _)| *name == lesson.corpus).unwrap_or_else(|| {
        scores.push((lesson.corpus.clone(), Scores::default()));
        scores.len() - 1
    });
    scores[at].1.add(&lesson.gold.toponyms, found);
}
