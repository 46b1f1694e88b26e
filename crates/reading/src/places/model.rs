//! The trained part: which words name a place, and which place they name.

use rapporteur_language::{Container, ContainerWriter, ModelError};
use std::borrow::Cow;

/// Kind of the model file.
pub const KIND: &str = "places";
/// Version of its sections.
pub const VERSION: u32 = 1;

/// Weights of the function that weighs mentions.
pub const MENTION_SIZE: usize = 1 << 15;
/// Weights of each function that weighs the places that a name may stand for.
pub const SENSE_SIZE: usize = super::sense::COUNT;

/// Weights for reading places. Made by `rapporteur train places`.
///
/// *Shape*: one byte and a common scale for mentions; two short functions for places, the second of
/// which sees what the first chose.
#[derive(Clone, Debug)]
pub struct PlaceModel {
    mentions: Cow<'static, [u8]>,
    scale: f32,
    threshold: f32,
    senses: [Vec<f32>; 2],
}

impl PlaceModel {
    /// Takes a model out of its file.
    ///
    /// # Errors
    /// When the file is no model of this kind and version, or a section has another size.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let mentions = container.keep("mentions")?;
        if mentions.len() != MENTION_SIZE {
            return Err(ModelError::bad_section("mentions", format!("{} weights, not {MENTION_SIZE}", mentions.len())));
        }
        let &[scale, threshold] = &container.f32s("scale")?[..] else {
            return Err(ModelError::bad_section("scale", "the scale and the threshold"));
        };
        let senses = [container.f32s("senses")?, container.f32s("senses again")?];
        if senses.iter().any(|weights| weights.len() != SENSE_SIZE) {
            return Err(ModelError::bad_section("senses", format!("not {SENSE_SIZE} weights")));
        }
        Ok(Self { mentions, scale, threshold, senses })
    }

    /// Takes a model out of the bytes of its file.
    ///
    /// # Errors
    /// As [`PlaceModel::from_container`].
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Self::from_container(&Container::parse_as(KIND, VERSION, bytes)?)
    }

    /// Rounds trained weights. Missing ones weigh nothing.
    pub fn from_weights(mentions: &[f32], threshold: f32, mut senses: [Vec<f32>; 2]) -> Self {
        let most = mentions.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let mut bytes: Vec<u8> = mentions.iter().map(|weight| (weight / scale).round() as i8 as u8).collect();
        bytes.resize(MENTION_SIZE, 0);
        senses.iter_mut().for_each(|weights| weights.resize(SENSE_SIZE, 0.0));
        Self { mentions: Cow::Owned(bytes), scale, threshold, senses }
    }

    /// The model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ContainerWriter::new(KIND, VERSION);
        writer.bytes("mentions", self.mentions.to_vec()).f32s("scale", &[self.scale, self.threshold]);
        writer.f32s("senses", &self.senses[0]).f32s("senses again", &self.senses[1]);
        writer.finish()
    }

    /// How far the words with these features are above the threshold for a place.
    pub fn margin(&self, features: &[u32]) -> f32 {
        let sum: i32 = features.iter().map(|&at| i32::from(self.mentions[at as usize % MENTION_SIZE] as i8)).sum();
        sum as f32 * self.scale - self.threshold
    }

    /// How well a place fits; `again` where the others were chosen once.
    pub fn fit(&self, again: bool, features: &[f32; SENSE_SIZE]) -> f32 {
        self.senses[usize::from(again)].iter().zip(features).map(|(weight, feature)| weight * feature).sum()
    }
}
