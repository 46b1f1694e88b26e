//! The trained part: one linear function over hashed features that ranks candidates and "new".

use super::decode::Chooser;
use super::features::{Candidate, SIZE, Sink, View};
use super::groups::Groups;
use crate::container::{Container, ContainerWriter, ModelError};
use std::borrow::Cow;

/// Kind of the model file.
pub const KIND: &str = "coref";
/// Version of its sections and features.
pub const VERSION: u32 = 1;

/// Weights for coreference. Made by `rapporteur train coref`.
///
/// *Shape*: 2^18 weights of one byte with one scale, and how much a new chain is preferred.
#[derive(Clone, Debug)]
pub struct CorefModel {
    weights: Cow<'static, [u8]>,
    scale: f32,
    caution: Caution,
}

/// What is added to the score of a new chain: where it is positive, a wrong link is taken to cost
/// more than a missing one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Caution {
    /// For names, descriptions and most pronouns.
    pub most: f32,
    /// For "he", "she", "it", "they", which nearly always mean something mentioned.
    pub third_person: f32,
}

impl CorefModel {
    /// Takes a model out of its file.
    ///
    /// # Errors
    /// When the file is no model of this kind and version, or a section has another size.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let weights = container.keep("weights")?;
        if weights.len() != SIZE {
            return Err(ModelError::bad_section("weights", format!("{} weights, not {SIZE}", weights.len())));
        }
        let numbers = container.f32s("numbers")?;
        let &[scale, most, third_person] = numbers.as_slice() else {
            return Err(ModelError::bad_section("numbers", "they are not a scale and two cautions"));
        };
        Ok(Self { weights, scale, caution: Caution { most, third_person } })
    }

    /// Makes a model of trained weights.
    pub fn from_weights(numbers: &[f32], caution: Caution) -> Self {
        let most = numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let weights = Cow::Owned(numbers.iter().map(|number| (number / scale).round() as i8 as u8).collect::<Vec<u8>>());
        Self { weights, scale, caution }
    }

    /// The model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ContainerWriter::new(KIND, VERSION);
        writer.bytes("weights", self.weights.to_vec());
        writer.f32s("numbers", &[self.scale, self.caution.most, self.caution.third_person]);
        writer.finish()
    }

    /// The same model with another caution.
    #[must_use]
    pub fn with_caution(mut self, caution: Caution) -> Self {
        self.caution = caution;
        self
    }
}

/// Adds up weights.
struct Sum<'m> {
    weights: &'m [u8],
    total: i32,
}

impl Sink for Sum<'_> {
    #[inline]
    fn take(&mut self, index: u32) {
        self.total += i32::from(self.weights[index as usize] as i8);
    }
}

/// A model at work, with its list of scores.
pub(super) struct Ranker<'m> {
    model: &'m CorefModel,
    scores: Vec<f32>,
}

impl<'m> Ranker<'m> {
    pub fn new(model: &'m CorefModel) -> Self {
        Self { model, scores: Vec::new() }
    }
}

impl Chooser for Ranker<'_> {
    fn choose(&mut self, view: &View<'_>, mention: usize, best: u8, candidates: &[Candidate], groups: &Groups) -> Option<(usize, f32)> {
        let weights = &self.model.weights;
        let mut sum = Sum { weights, total: 0 };
        view.alone(mention, best, &mut sum);
        let Caution { most, third_person } = self.model.caution;
        let caution = if view.facts[mention].class.is_third_person() { third_person } else { most };
        let new = sum.total as f32 * self.model.scale + caution;
        self.scores.clear();
        for candidate in candidates {
            let mut sum = Sum { weights, total: 0 };
            view.pair(mention, candidate, groups, &mut sum);
            self.scores.push(sum.total as f32 * self.model.scale);
        }
        choose(&mut self.scores, new, candidates, groups)
    }
}

/// The best chain if it is better than a new one, by its best candidate. A chain's score is what the
/// softmax gives to all its candidates.
fn choose(scores: &mut [f32], new: f32, candidates: &[Candidate], groups: &Groups) -> Option<(usize, f32)> {
    let most = scores.iter().copied().fold(new, f32::max);
    let chain = |at: usize| groups.of[candidates[at].mention as usize];
    let share_new = libm::expf(new - most);
    let mut all = share_new;
    for score in scores.iter_mut() {
        *score = libm::expf(*score - most);
        all += *score;
    }
    let mut best: Option<(usize, f32)> = None;
    for at in 0..scores.len() {
        if (0..at).any(|earlier| chain(earlier) == chain(at)) {
            continue;
        }
        let (mut sum, mut top) = (0.0, at);
        for other in (at..scores.len()).filter(|&other| chain(other) == chain(at)) {
            sum += scores[other];
            if scores[other] > scores[top] {
                top = other;
            }
        }
        if sum > best.map_or(share_new, |(_, known)| known) {
            best = Some((top, sum));
        }
    }
    best.map(|(top, sum)| (top, sum / all))
}
