//! The trained part: linear functions over hashed features that say which candidates are
//! attributions, and which words are source, cue and content.

use super::clusters::Clusters;
use super::features::SIZE;
use super::tagger::{self, LABELS, MOVE_SLOTS, OWN_SLOTS, Sequence};
use rapporteur_language::sums::{fetch, sums_of_four, sums_of_sixteen};
use rapporteur_language::{Container, ContainerWriter, ModelError};
use std::borrow::Cow;

/// Kind of the model file.
pub const KIND: &str = "statements";
/// Version of its sections.
pub const VERSION: u32 = 2;

/// Below this score of the rough weighing a candidate is not looked at again.
pub(super) const ROUGH: f32 = -3.0;

/// The linear functions in the order of their sections, and their sizes.
const FUNCTIONS: [(&str, usize); 4] =
    [("rough", SIZE), ("attribution", SIZE), ("own", OWN_SLOTS * LABELS), ("moves", MOVE_SLOTS * LABELS * LABELS)];

/// Weights for reading statements. Made by `rapporteur train statements`.
///
/// *Shape*: one byte a weight, with a scale for each function; "own" and "moves" share theirs.
#[derive(Clone, Debug)]
pub struct StatementModel {
    weights: [Cow<'static, [u8]>; 4],
    scales: [f32; 3],
    clusters: Clusters,
    /// From this score on a candidate is an attribution.
    threshold: f32,
}

/// Trained weights before they are rounded to bytes.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Whether a candidate is worth a second look.
    pub rough: Vec<f32>,
    /// Whether it is an attribution.
    pub attribution: Vec<f32>,
    /// A word's own label.
    pub own: Vec<f32>,
    /// Two labels in turn.
    pub moves: Vec<f32>,
}

impl StatementModel {
    /// Takes a model out of its file.
    ///
    /// # Errors
    /// When the file is no model of this kind and version, or a section has another size.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let section = |(name, size): (&str, usize)| -> Result<Cow<'static, [u8]>, ModelError> {
            let bytes = container.keep(name)?;
            if bytes.len() != size {
                return Err(ModelError::bad_section(name, format!("{} weights, not {size}", bytes.len())));
            }
            Ok(bytes)
        };
        let [a, b, c, d] = FUNCTIONS;
        let &[rough, attribution, tagger, threshold] = &container.f32s("scales")?[..] else {
            return Err(ModelError::bad_section("scales", "one for each function and the threshold"));
        };
        Ok(Self {
            weights: [section(a)?, section(b)?, section(c)?, section(d)?],
            scales: [rough, attribution, tagger],
            clusters: Clusters::from_container(container)?,
            threshold,
        })
    }

    /// Takes a model out of the bytes of its file.
    ///
    /// # Errors
    /// As [`StatementModel::from_container`].
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Self::from_container(&Container::parse_as(KIND, VERSION, bytes)?)
    }

    /// Rounds trained weights. An empty function weighs nothing.
    pub fn from_weights(weights: &Weights, clusters: Clusters, threshold: f32) -> Self {
        let scale = |parts: &[&[f32]]| {
            let most = parts.iter().flat_map(|part| part.iter()).fold(0.0_f32, |most, number| most.max(number.abs()));
            if most > 0.0 { most / 127.0 } else { 1.0 }
        };
        let round = |numbers: &[f32], scale: f32, size: usize| -> Cow<'static, [u8]> {
            let mut bytes: Vec<u8> = numbers.iter().map(|number| (number / scale).round() as i8 as u8).collect();
            bytes.resize(size, 0);
            Cow::Owned(bytes)
        };
        let scales = [scale(&[&weights.rough]), scale(&[&weights.attribution]), scale(&[&weights.own, &weights.moves])];
        let [a, b, c, d] = FUNCTIONS.map(|(_, size)| size);
        Self {
            weights: [
                round(&weights.rough, scales[0], a),
                round(&weights.attribution, scales[1], b),
                round(&weights.own, scales[2], c),
                round(&weights.moves, scales[2], d),
            ],
            scales,
            clusters,
            threshold,
        }
    }

    /// The model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ContainerWriter::new(KIND, VERSION);
        for ((name, _), weights) in FUNCTIONS.iter().zip(&self.weights) {
            writer.bytes(name, weights.to_vec());
        }
        let [rough, attribution, tagger] = self.scales;
        self.clusters.write(&mut writer);
        writer.f32s("scales", &[rough, attribution, tagger, self.threshold]);
        writer.finish()
    }

    /// The same model with another threshold.
    #[must_use]
    pub fn with_threshold(mut self, threshold: f32) -> Self {
        self.threshold = threshold;
        self
    }

    pub(super) fn clusters(&self) -> &Clusters {
        &self.clusters
    }

    fn score(&self, function: usize, features: &[u32]) -> f32 {
        let sum: i32 = features.iter().map(|&at| i32::from(self.weights[function][at as usize] as i8)).sum();
        sum as f32 * self.scales[function]
    }

    /// How much the candidate looks like an attribution before its words are labelled.
    pub(super) fn rough(&self, features: &[u32]) -> f32 {
        self.score(0, features)
    }

    /// How far the candidate is above the threshold.
    pub(super) fn margin(&self, features: &[u32]) -> f32 {
        self.score(1, features) - self.threshold
    }

    /// Asks memory for the weights of a word, which [`StatementModel::labels`] will sum.
    pub(super) fn fetch(&self, own: &[u32], moves: &[u32]) {
        fetch::<LABELS>(self.weights[2].as_chunks().0, own);
        fetch::<{ LABELS * LABELS }>(self.weights[3].as_chunks().0, moves);
    }

    /// The best labels of a sentence's words.
    pub(super) fn labels(&self, sequence: &Sequence) -> Vec<u8> {
        let (own_weights, move_weights) = (self.weights[2].as_chunks().0, self.weights[3].as_chunks().0);
        let mut own = vec![[0; LABELS]; sequence.len()];
        let mut moves = vec![[0; LABELS * LABELS]; sequence.len()];
        sums_of_four(own_weights, &sequence.own, tagger::OWN, &mut own);
        sums_of_sixteen(move_weights, &sequence.moves, tagger::MOVES, &mut moves);
        tagger::best(&own, &moves, sequence.head)
    }
}
