//! The trained part: which of its spans a head has as a mention, if any, and of what type.

use super::EntityType;
use super::features::{BUCKETS, row};
use super::network::{Dense, Network};
use crate::container::{Container, ContainerWriter, ModelError};

/// Kind of the model file.
pub const KIND: &str = "mentions";
/// Version of its sections.
pub const VERSION: u32 = 3;
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
/// *Shape*: a row of one byte a class for each of 2^17 hashed features, one scale for all; and a network that reads
/// the parser's vectors.
#[derive(Clone, Debug)]
pub struct MentionModel {
    rows: Vec<[i8; COLUMNS]>,
    scale: f32,
    network: Dense,
    /// From this chance on a candidate is a mention.
    threshold: f32,
}

impl MentionModel {
    /// Takes a model out of its file. `width` is that of the parser's vectors.
    ///
    /// # Errors
    /// When a section is missing or has another size, or the model was trained on vectors of another width.
    pub fn from_container(container: &Container, width: usize) -> Result<Self, ModelError> {
        let weights = container.i8s("weights")?;
        if weights.len() != BUCKETS * CLASSES {
            return Err(ModelError::bad_section("weights", format!("{} weights, not {}", weights.len(), BUCKETS * CLASSES)));
        }
        let &[scale, threshold] = container.f32s("numbers")?.as_slice() else {
            return Err(ModelError::bad_section("numbers", "they are not scale and threshold"));
        };
        let widen = |row: &[i8]| std::array::from_fn(|at| row.get(at).copied().unwrap_or(0));
        Ok(Self {
            rows: weights.chunks_exact(CLASSES).map(widen).collect(),
            scale,
            network: Dense::from_container(container, width)?,
            threshold,
        })
    }

    /// Makes a model of trained weights: for each feature one a class.
    pub fn from_weights(weights: &[[f32; CLASSES]], network: &Network, threshold: f32) -> Self {
        let most = weights.iter().flatten().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let narrow = |row: &[f32; CLASSES]| std::array::from_fn(|at| row.get(at).map_or(0, |number| (number / scale).round() as i8));
        Self { rows: weights.iter().map(narrow).collect(), scale, network: Dense::new(network), threshold }
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
        let mut writer = ContainerWriter::new(KIND, VERSION);
        writer.i8s("weights", &weights).f32s("numbers", &[self.scale, self.threshold]);
        self.network.write(&mut writer);
        writer.finish()
    }

    /// The chance that a candidate must have to be a mention.
    pub(crate) fn threshold(&self) -> f32 {
        self.threshold
    }

    /// The part that reads vectors.
    pub(crate) fn network(&self) -> &Dense {
        &self.network
    }

    /// Adds the weights of features to `sums`.
    pub(crate) fn sum(&self, features: &[u32], sums: &mut Sums) {
        for &feature in features {
            for (sum, &weight) in sums.iter_mut().zip(&self.rows[row(feature)]) {
                *sum += i32::from(weight);
            }
        }
    }

    /// What weights and network say together, for each class.
    pub(crate) fn scores(&self, sums: &Sums, network: &[f32; CLASSES]) -> [f32; CLASSES] {
        std::array::from_fn(|at| sums[at] as f32 * self.scale + network[at])
    }
}

/// The chances of the spans that a head may have, from their scores: of each span for every type, and of none.
///
/// *Shape*: what `none` scores as class 0 stands for no mention at all; class 0 of the spans is not looked at.
/// Class 0 of what comes back is the chance that the span is not the mention.
pub fn choose(none: f32, spans: &[[f32; CLASSES]]) -> Vec<[f32; CLASSES]> {
    let most = spans.iter().flat_map(|scores| &scores[1..]).copied().fold(none, f32::max);
    let shares = spans.iter().map(|scores| std::array::from_fn(|at| if at == 0 { 0.0 } else { libm::expf(scores[at] - most) }));
    let mut shares: Vec<[f32; CLASSES]> = shares.collect();
    let total = shares.iter().flatten().fold(libm::expf(none - most), |sum, share| sum + share);
    for shares in &mut shares {
        shares.iter_mut().for_each(|share| *share /= total);
        shares[0] = 1.0 - shares[1..].iter().sum::<f32>();
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spans_of_a_head_share_one_chance() {
        let spans = [[9.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0], [9.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]];
        let chances = choose(1.0, &spans);
        let any: f32 = chances.iter().flat_map(|chances| &chances[1..]).sum();
        assert!((0.5..1.0).contains(&any), "{any}");
        assert!(chances[0][1] > chances[1][2] && chances[0][0] < chances[1][0]);
        let unlikely = choose(20.0, &spans);
        assert!(unlikely.iter().all(|chances| chances[0] > 0.99));
        assert_eq!(choose(0.0, &[]), Vec::<[f32; CLASSES]>::new());
    }
}
