//! The trained part: softmax regression that says of each candidate whether it is a mention, and of what.

use super::EntityType;
use super::features::{BUCKETS, row};
use crate::container::{Container, ContainerWriter, ModelError};

/// Kind of the model file.
pub const KIND: &str = "mentions";
/// Version of its sections.
pub const VERSION: u32 = 1;
/// What a candidate may be: nothing, or one of [`LEARNED`].
pub const CLASSES: usize = LEARNED.len() + 1;
/// The types that are learned, in the order of the classes from 1. State and quantity are told from
/// place and other by tables.
pub const LEARNED: [EntityType; 6] =
    [EntityType::Person, EntityType::Organisation, EntityType::Place, EntityType::Event, EntityType::Time, EntityType::Other];

/// Columns of a row in memory: sums of eight numbers are one instruction.
const COLUMNS: usize = 8;

/// Sums of weights, one a class.
pub(crate) type Sums = [i32; COLUMNS];

/// Weights of candidates. Made by `rapporteur train mentions`.
///
/// *Shape*: a row of one byte a class for each of 2^17 hashed features, one scale for all.
#[derive(Clone, Debug)]
pub struct MentionModel {
    rows: Vec<[i8; COLUMNS]>,
    scale: f32,
    /// From this chance on a candidate is a mention.
    threshold: f32,
}

impl MentionModel {
    /// Takes a model out of its file.
    ///
    /// # Errors
    /// When a section is missing or has another size.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let weights = container.i8s("weights")?;
        if weights.len() != BUCKETS * CLASSES {
            return Err(ModelError::bad_section("weights", format!("{} weights, not {}", weights.len(), BUCKETS * CLASSES)));
        }
        let &[scale, threshold] = container.f32s("numbers")?.as_slice() else {
            return Err(ModelError::bad_section("numbers", "they are not scale and threshold"));
        };
        let widen = |row: &[i8]| std::array::from_fn(|at| row.get(at).copied().unwrap_or(0));
        Ok(Self { rows: weights.chunks_exact(CLASSES).map(widen).collect(), scale, threshold })
    }

    /// Makes a model of trained weights: for each feature one a class.
    pub fn from_weights(weights: &[[f32; CLASSES]], threshold: f32) -> Self {
        let most = weights.iter().flatten().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let narrow = |row: &[f32; CLASSES]| std::array::from_fn(|at| row.get(at).map_or(0, |number| (number / scale).round() as i8));
        Self { rows: weights.iter().map(narrow).collect(), scale, threshold }
    }

    /// The same model with another threshold.
    #[must_use]
    pub fn with_threshold(mut self, threshold: f32) -> Self {
        self.threshold = threshold;
        self
    }

    /// The model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let weights: Vec<i8> = self.rows.iter().flat_map(|row| row[..CLASSES].iter().copied()).collect();
        ContainerWriter::new(KIND, VERSION).i8s("weights", &weights).f32s("numbers", &[self.scale, self.threshold]).finish()
    }

    /// The chance that a candidate must have to be a mention.
    pub(crate) fn threshold(&self) -> f32 {
        self.threshold
    }

    /// Adds the weights of features to `sums`.
    pub(crate) fn sum(&self, features: &[u32], sums: &mut Sums) {
        for &feature in features {
            for (sum, &weight) in sums.iter_mut().zip(&self.rows[row(feature)]) {
                *sum += i32::from(weight);
            }
        }
    }

    /// The chance of each class.
    pub(crate) fn chances(&self, sums: &Sums) -> [f32; CLASSES] {
        let most = sums[..CLASSES].iter().copied().max().unwrap_or(0);
        let shares: [f32; CLASSES] = std::array::from_fn(|at| libm::expf((sums[at] - most) as f32 * self.scale));
        let total: f32 = shares.iter().sum();
        shares.map(|share| share / total)
    }
}
