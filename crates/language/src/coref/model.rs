//! The trained part: one linear function over hashed features that ranks candidates and "new".

use super::decode::Chooser;
use super::facts::Class;
use super::features::{Candidate, SIZE, Sink, View};
use super::groups::Groups;
use crate::container::{Container, ContainerWriter, ModelError};
use std::borrow::Cow;

/// Kind of the model file.
pub const KIND: &str = "coref";
/// Version of its sections and features.
pub const VERSION: u32 = 2;

/// Weights for coreference. Made by `rapporteur train coref`.
///
/// *Shape*: weights of one byte with one scale, how much a new chain is preferred, and how likely a
/// link with a certain share of the weight is right.
#[derive(Clone, Debug)]
pub struct CorefModel {
    weights: Cow<'static, [u8]>,
    scale: f32,
    caution: Caution,
    likelihood: Likelihood,
}

/// Sorts of mentions whose links are right unequally often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// "he", "she", "it", "they" and their cases.
    ThirdPerson,
    /// All other pronouns.
    OtherPronoun,
    /// Names.
    Name,
    /// Descriptions.
    Description,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Sort; 4] = [Sort::ThirdPerson, Sort::OtherPronoun, Sort::Name, Sort::Description];

    pub(super) fn of(class: Class) -> Self {
        match class {
            class if class.is_third_person() => Sort::ThirdPerson,
            class if class.is_pronoun() => Sort::OtherPronoun,
            class if class.is_name() => Sort::Name,
            _ => Sort::Description,
        }
    }
}

/// From the share of the model's weight that is on a chain to the probability that the link is right: for each sort
/// of mention a slope and a shift of its log odds.
///
/// *Source*: Platt, Probabilistic outputs for support vector machines, 1999.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likelihood(pub [[f32; 2]; Sort::ALL.len()]);

impl Default for Likelihood {
    /// Takes the share itself for the probability.
    fn default() -> Self {
        Self([[1.0, 0.0]; Sort::ALL.len()])
    }
}

impl Likelihood {
    /// The probability that a link is right.
    pub fn of(&self, sort: Sort, share: f32) -> f32 {
        let [slope, shift] = self.0[sort as usize];
        1.0 / (1.0 + libm::expf(-(slope * log_odds(share) + shift)))
    }
}

/// The logarithm of the odds of a share, within ±16.
pub fn log_odds(share: f32) -> f32 {
    let share = share.clamp(1e-7, 1.0 - 1e-7);
    libm::logf(share / (1.0 - share))
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
        let &[scale, most, third_person, ref rest @ ..] = numbers.as_slice() else {
            return Err(ModelError::bad_section("numbers", "they are not a scale, two cautions and lines"));
        };
        let mut likelihood = Likelihood::default();
        if rest.len() != 2 * likelihood.0.len() {
            return Err(ModelError::bad_section("numbers", "they have not two numbers a sort of mentions"));
        }
        for (line, numbers) in likelihood.0.iter_mut().zip(rest.chunks_exact(2)) {
            *line = [numbers[0], numbers[1]];
        }
        Ok(Self { weights, scale, caution: Caution { most, third_person }, likelihood })
    }

    /// Makes a model of trained weights.
    pub fn from_weights(numbers: &[f32], caution: Caution) -> Self {
        let most = numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let weights = Cow::Owned(numbers.iter().map(|number| (number / scale).round() as i8 as u8).collect::<Vec<u8>>());
        Self { weights, scale, caution, likelihood: Likelihood::default() }
    }

    /// The model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ContainerWriter::new(KIND, VERSION);
        writer.bytes("weights", self.weights.to_vec());
        let numbers = [self.scale, self.caution.most, self.caution.third_person];
        let numbers: Vec<f32> = numbers.into_iter().chain(self.likelihood.0.into_iter().flatten()).collect();
        writer.f32s("numbers", &numbers);
        writer.finish()
    }

    /// How likely its links are right.
    pub fn likelihood(&self) -> &Likelihood {
        &self.likelihood
    }

    /// The same model with what is known of how often its links are right.
    #[must_use]
    pub fn with_likelihood(mut self, likelihood: Likelihood) -> Self {
        self.likelihood = likelihood;
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
        let (place, share) = self.share(view, mention, best, candidates, groups)?;
        Some((place, self.model.likelihood.of(Sort::of(view.facts[mention].class), share)))
    }
}

impl Ranker<'_> {
    /// The chosen candidate with the share of the weight that is on its chain.
    pub fn share(&mut self, view: &View<'_>, mention: usize, best: u8, candidates: &[Candidate], groups: &Groups) -> Option<(usize, f32)> {
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
