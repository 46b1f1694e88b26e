//! The part of the judgement that reads the parser's vectors: one hidden layer over the words in and around a span
//! that tell most of it.

use super::model::CLASSES;
use crate::analysis::TokenId;
use crate::container::{Container, ContainerWriter, ModelError};
use crate::net::Vectors;
use crate::net::integer::{ByteMatrix, ByteRows};
use crate::net::math::leaky;

/// Words of a span that are looked at: its head, first and last word, the word above the head, those before and behind it.
pub const ROLES: usize = 6;
/// The word in each role; none past the ends of a sentence and above its root.
pub type Words = [Option<TokenId>; ROLES];
/// Numbers of the hidden layer.
pub const HIDDEN: usize = 128;
/// Numbers that a word brings: one piece for each role.
pub const PROJECTED: usize = ROLES * HIDDEN;

/// Weights as they are trained.
///
/// *Shape*: `input` has [`PROJECTED`] columns and a row for each number of a vector, `output` a row for each
/// hidden number.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// From vectors to the hidden layer.
    pub input: Vec<f32>,
    /// Added to the hidden layer.
    pub bias: [f32; HIDDEN],
    /// From the hidden layer to the classes.
    pub output: Vec<[f32; CLASSES]>,
}

/// The same, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    columns: Columns,
    input: ByteMatrix,
    bias: [f32; HIDDEN],
    output: Vec<[f32; CLASSES]>,
}

/// The input matrix as bytes with a scale a column.
#[derive(Clone, Debug)]
struct Columns {
    bytes: Vec<i8>,
    scales: Vec<f32>,
}

/// What the words of one sentence bring.
#[derive(Clone, Debug, Default)]
pub(crate) struct Projected {
    rows: ByteRows,
    numbers: Vec<f32>,
}

impl Dense {
    /// Rounds trained weights to bytes.
    pub fn new(network: &Network) -> Self {
        let mut scales = vec![0.0_f32; PROJECTED];
        for row in network.input.chunks_exact(PROJECTED) {
            scales.iter_mut().zip(row).for_each(|(scale, number)| *scale = scale.max(number.abs() / 127.0));
        }
        let byte = |(&number, &scale): (&f32, &f32)| if scale > 0.0 { (number / scale).round() as i8 } else { 0 };
        let bytes = network.input.chunks_exact(PROJECTED).flat_map(|row| row.iter().zip(&scales).map(byte)).collect();
        Self::from_columns(Columns { bytes, scales }, network.bias, network.output.clone())
    }

    fn from_columns(columns: Columns, bias: [f32; HIDDEN], output: Vec<[f32; CLASSES]>) -> Self {
        let inner = columns.bytes.len() / PROJECTED;
        let input = ByteMatrix::new(inner, PROJECTED, &columns.bytes, &columns.scales, &[0.0; PROJECTED]);
        Self { columns, input, bias, output }
    }

    /// Reads the sections of a model file, which must fit vectors of `width` numbers.
    pub fn from_container(container: &Container, width: usize) -> Result<Self, ModelError> {
        let bytes = container.i8s("network-input")?;
        let scales = container.f32s("network-scales")?;
        let numbers = container.f32s("network-output")?;
        let bias = container.f32s("network-bias")?;
        let fits = scales.len() == PROJECTED && !bytes.is_empty() && bytes.len().is_multiple_of(PROJECTED);
        let bias = <[f32; HIDDEN]>::try_from(bias).ok().filter(|_| fits && numbers.len() == HIDDEN * CLASSES);
        let bias = bias.ok_or_else(|| ModelError::bad_section("network-input", "the sections of the network do not fit each other"))?;
        if bytes.len() != width * PROJECTED {
            let reason = format!("it reads {} numbers of a word, the parser gives {width}: train it anew", bytes.len() / PROJECTED);
            return Err(ModelError::bad_section("network-input", reason));
        }
        let output = numbers.as_chunks::<CLASSES>().0.to_vec();
        Ok(Self::from_columns(Columns { bytes, scales }, bias, output))
    }

    /// Writes the sections of a model file.
    pub fn write(&self, writer: &mut ContainerWriter) {
        writer
            .i8s("network-input", &self.columns.bytes)
            .f32s("network-scales", &self.columns.scales)
            .f32s("network-bias", &self.bias)
            .f32s("network-output", self.output.as_flattened());
    }

    /// Works out what the words of a sentence bring.
    pub fn project(&self, vectors: &Vectors, sentence: usize, projected: &mut Projected) {
        let places: Vec<usize> = vectors.of(sentence).collect();
        projected.rows.gather(vectors.rows(), &places);
        projected.numbers.resize(places.len() * PROJECTED, 0.0);
        self.input.multiply(&projected.rows, &mut projected.numbers);
    }

    /// What the network says for each class of a span with these words.
    pub fn scores(&self, projected: &Projected, words: Words) -> [f32; CLASSES] {
        let mut hidden = self.bias;
        for (role, word) in words.into_iter().enumerate() {
            let Some(word) = word else { continue };
            let from = word.index() * PROJECTED + role * HIDDEN;
            hidden.iter_mut().zip(&projected.numbers[from..from + HIDDEN]).for_each(|(sum, number)| *sum += number);
        }
        let mut scores = [0.0; CLASSES];
        for (number, row) in hidden.into_iter().zip(&self.output) {
            let number = leaky(number);
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += number * weight);
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(width: usize) -> Network {
        let number = |at: usize| (at * 7919 % 1000) as f32 / 1000.0 - 0.5;
        Network {
            input: (0..width * PROJECTED).map(number).collect(),
            bias: std::array::from_fn(number),
            output: (0..HIDDEN).map(|row| std::array::from_fn(|at| number(row * CLASSES + at))).collect(),
        }
    }

    #[test]
    fn bytes_say_nearly_what_the_trained_numbers_say() {
        let network = sample(8);
        let numbers: Vec<f32> = (0..16).map(|at| at as f32 / 8.0 - 1.0).collect();
        let vectors = Vectors::new(ByteRows::from_numbers(&numbers, 8), &[&["Northern", "Front"]]);
        let mut projected = Projected::default();
        let dense = Dense::new(&network);
        dense.project(&vectors, 0, &mut projected);
        let words = [Some(1), Some(0), Some(1), None, Some(0), None];
        let scores = dense.scores(&projected, words.map(|word| word.map(TokenId)));
        let mut hidden = network.bias;
        for (role, word) in words.into_iter().enumerate() {
            let Some(word) = word.map(|word| word as usize) else { continue };
            for at in 0..8 {
                let row = &network.input[at * PROJECTED + role * HIDDEN..][..HIDDEN];
                hidden.iter_mut().zip(row).for_each(|(sum, weight)| *sum += numbers[word * 8 + at] * weight);
            }
        }
        for (class, score) in scores.into_iter().enumerate() {
            let exact: f32 = hidden.iter().zip(&network.output).map(|(&number, row)| leaky(number) * row[class]).sum();
            assert!((score - exact).abs() < 0.2, "{class}: {score} {exact}");
        }
    }

    #[test]
    fn a_network_for_other_vectors_is_refused() {
        let mut writer = ContainerWriter::new("sample", 1);
        Dense::new(&sample(8)).write(&mut writer);
        let container = Container::parse(writer.finish()).unwrap();
        assert!(Dense::from_container(&container, 8).is_ok());
        let error = Dense::from_container(&container, 12).unwrap_err().to_string();
        assert!(error.contains("train it anew"), "{error}");
    }
}
