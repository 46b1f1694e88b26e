//! The trained part: linear functions over hashed features that say which candidates are
//! attributions, and which of their arguments are source and content.

use super::candidates::{Candidate, Link};
use super::features::{SIZE, View};
use super::judge::Roles;
use rapporteur_language::{Container, ContainerWriter, Deprel, ModelError};
use rapporteur_lexicon::Frame;
use std::borrow::Cow;

/// Kind of the model file.
pub const KIND: &str = "statements";
/// Version of its sections.
pub const VERSION: u32 = 1;

/// The linear functions in the order of their sections.
const FUNCTIONS: [&str; 4] = ["attribution", "other", "source", "content"];

/// Weights for reading statements. Made by `rapporteur train statements`.
///
/// *Shape*: four functions of 2^18 weights of one byte, each with a scale.
#[derive(Clone, Debug)]
pub struct StatementModel {
    weights: [Cow<'static, [u8]>; 4],
    scales: Vec<f32>,
    /// From this score on a candidate is an attribution.
    threshold: f32,
}

impl StatementModel {
    /// Takes a model out of its file.
    ///
    /// # Errors
    /// When the file is no model of this kind and version, or a section has another size.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let section = |name: &str| -> Result<Cow<'static, [u8]>, ModelError> {
            let bytes = container.keep(name)?;
            if bytes.len() != SIZE {
                return Err(ModelError::bad_section(name, format!("{} weights, not {SIZE}", bytes.len())));
            }
            Ok(bytes)
        };
        let [a, b, c, d] = FUNCTIONS;
        let numbers = container.f32s("scales")?;
        if numbers.len() != FUNCTIONS.len() + 1 {
            return Err(ModelError::bad_section("scales", "one for each function and the threshold"));
        }
        Ok(Self { weights: [section(a)?, section(b)?, section(c)?, section(d)?], scales: numbers[..4].to_vec(), threshold: numbers[4] })
    }

    /// Takes a model out of the bytes of its file.
    ///
    /// # Errors
    /// As [`StatementModel::from_container`].
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Self::from_container(&Container::parse_as(KIND, VERSION, bytes)?)
    }

    /// Makes a model of trained weights: whether a candidate is an attribution, and whether an
    /// argument is nothing, source or content.
    pub fn from_weights(functions: [&[f32]; 4], threshold: f32) -> Self {
        let mut scales = Vec::new();
        let weights = functions.map(|numbers| {
            let most = numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
            let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
            scales.push(scale);
            Cow::Owned(numbers.iter().map(|number| (number / scale).round() as i8 as u8).collect::<Vec<u8>>())
        });
        Self { weights, scales, threshold }
    }

    /// The model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ContainerWriter::new(KIND, VERSION);
        for (name, weights) in FUNCTIONS.iter().zip(&self.weights) {
            writer.bytes(name, weights.to_vec());
        }
        let mut numbers = self.scales.clone();
        numbers.push(self.threshold);
        writer.f32s("scales", &numbers);
        writer.finish()
    }

    /// The same model with another threshold.
    #[must_use]
    pub fn with_threshold(mut self, threshold: f32) -> Self {
        self.threshold = threshold;
        self
    }

    fn score(&self, function: usize, features: &[u32]) -> f32 {
        let sum: i32 = features.iter().map(|&at| i32::from(self.weights[function][at as usize] as i8)).sum();
        sum as f32 * self.scales[function]
    }

    /// The roles that the model gives the arguments; the frames' where it finds no content.
    pub(super) fn roles(&self, view: &View<'_, '_>, candidate: &Candidate<'_>) -> Option<Roles> {
        let mut source: Option<(f32, usize)> = None;
        let mut content = Vec::new();
        for at in 0..candidate.arguments.len() {
            let features = view.role(at);
            let [other, as_source, as_content] = [1, 2, 3].map(|function| self.score(function, &features));
            if as_content > other && as_content > as_source {
                content.push(at);
            } else if as_source > other {
                let margin = as_source - other;
                if source.is_none_or(|(best, _)| margin > best) {
                    source = Some((margin, at));
                }
            }
        }
        // A clause of its own is what the cue governs, not the one it hangs on.
        let has_clause = content.iter().any(|&at| matches!(candidate.arguments[at].link, Link::Below(Deprel::Ccomp)));
        if has_clause {
            let whom = candidate.row.is_some_and(|row| row.takes(&Frame::WhomTo) || row.takes(&Frame::As));
            content.retain(|&at| match candidate.arguments[at].link {
                Link::Above(_) => false,
                Link::Below(Deprel::Obj | Deprel::Iobj | Deprel::OblUnmarked) => whom || candidate.row.is_none(),
                _ => true,
            });
        }
        if content.is_empty() {
            return view.by_shape.clone();
        }
        // An active verb's subject speaks unless it is content.
        let subject = || {
            let own = |at: &usize| match candidate.arguments[*at].link {
                Link::Below(deprel) => deprel.is_nominal_subject(),
                Link::Shared(_) => true,
                Link::Above(_) => false,
            };
            (0..candidate.arguments.len()).find(own).filter(|at| !candidate.passive && !content.contains(at))
        };
        Some(Roles { source: source.map(|(_, at)| at).or_else(subject), content })
    }

    /// How far the candidate is above the threshold.
    pub(super) fn margin(&self, view: &View<'_, '_>, roles: &Roles) -> f32 {
        self.score(0, &view.attribution(roles)) - self.threshold
    }
}
