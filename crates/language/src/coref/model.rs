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
    /// Added to the score of a new chain: a wrong link costs more than a missing one.
    caution: f32,
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
        let &[scale, caution] = numbers.as_slice() else {
            return Err(ModelError::bad_section("numbers", "scale and caution"));
        };
        Ok(Self { weights, scale, caution })
    }

    /// Makes a model of trained weights.
    pub fn from_weights(numbers: &[f32], caution: f32) -> Self {
        let most = numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let weights = Cow::Owned(numbers.iter().map(|number| (number / scale).round() as i8 as u8).collect::<Vec<u8>>());
        Self { weights, scale, caution }
    }

    /// The model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ContainerWriter::new(KIND, VERSION);
        writer.bytes("weights", self.weights.to_vec());
        writer.f32s("numbers", &[self.scale, self.caution]);
        writer.finish()
    }

    /// The same model with another caution.
    #[must_use]
    pub fn with_caution(mut self, caution: f32) -> Self {
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
        let new = sum.total as f32 * self.model.scale + self.model.caution;
        self.scores.clear();
        for candidate in candidates {
            let mut sum = Sum { weights, total: 0 };
            view.pair(mention, candidate, groups, &mut sum);
            self.scores.push(sum.total as f32 * self.model.scale);
        }
        choose(&mut self.scores, new, candidates, groups)
    }
}

/// The best candidate if it is better than a new chain. Its score is the probability of its chain:
/// what the softmax gives to all candidates of that chain.
fn choose(scores: &mut [f32], new: f32, candidates: &[Candidate], groups: &Groups) -> Option<(usize, f32)> {
    let mut best: Option<usize> = None;
    for (at, &score) in scores.iter().enumerate() {
        if score > best.map_or(new, |best| scores[best]) {
            best = Some(at);
        }
    }
    let best = best?;
    let most = scores[best];
    let chain = |at: usize| groups.of[candidates[at].mention as usize];
    let (mut all, mut same) = (libm::expf(new - most), 0.0);
    for (at, score) in scores.iter().enumerate() {
        let share = libm::expf(score - most);
        all += share;
        if chain(at) == chain(best) {
            same += share;
        }
    }
    Some((best, same / all))
}
