//! The network's matrices in a model file: bytes with a scale a row or a column.

use super::features::{AFFIX_ROWS, SHAPE_ROWS, Vocabulary};
use super::layers::{DISTANCES, Sizes};
use crate::container::{Container, ContainerWriter, ModelError};
use std::borrow::Cow;

/// How a tensor is kept in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Rows that are looked up: bytes, one scale a row.
    Table,
    /// A right-hand matrix: bytes, one scale a column.
    Matrix,
    /// Few numbers: as they are.
    Plain,
}

/// Name, kind, rows and columns of a tensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// Name of its section.
    pub name: String,
    /// How it is kept.
    pub kind: Kind,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
}

/// Numbers of labels that the heads tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Parts of speech.
    pub upos: usize,
    /// Pairs of part of speech and features.
    pub feats: usize,
    /// Relations.
    pub deprels: usize,
}

/// The tensors of a network in the order in which the trainer keeps them.
pub fn tensors(sizes: Sizes, vocabulary: &Vocabulary, labels: Labels) -> Vec<Tensor> {
    let mut tensors = Vec::new();
    let mut add = |name: &str, kind: Kind, rows: usize, columns: usize| {
        tensors.push(Tensor { name: name.to_owned(), kind, rows, columns });
    };
    add("embed.word", Kind::Table, vocabulary.word_rows(), sizes.word);
    add("embed.cluster", Kind::Table, vocabulary.cluster_rows(), sizes.cluster);
    add("embed.affix", Kind::Table, AFFIX_ROWS, sizes.affix);
    add("embed.shape", Kind::Table, SHAPE_ROWS, sizes.shape);
    for layer in 0..sizes.layers {
        let narrow = sizes.narrow_before(layer);
        if let Some(narrow) = narrow {
            add(&format!("layer{layer}.narrow"), Kind::Matrix, sizes.width(), narrow);
        }
        add(&format!("layer{layer}.product"), Kind::Matrix, narrow.unwrap_or(sizes.width()), 6 * sizes.hidden);
        add(&format!("layer{layer}.bias"), Kind::Plain, 2, 2 * sizes.hidden);
        add(&format!("layer{layer}.peep"), Kind::Plain, 2, 2 * sizes.hidden);
    }
    add("tag.in", Kind::Matrix, sizes.width(), sizes.tag);
    add("tag.in.bias", Kind::Plain, 1, sizes.tag);
    add("tag.upos", Kind::Matrix, sizes.tag, labels.upos);
    add("tag.upos.bias", Kind::Plain, 1, labels.upos);
    add("tag.feats", Kind::Matrix, sizes.tag, labels.feats);
    add("tag.feats.bias", Kind::Plain, 1, labels.feats);
    add("tree.in", Kind::Matrix, sizes.width(), 2 * sizes.arc + 2 * sizes.relation);
    add("tree.in.bias", Kind::Plain, 1, 2 * sizes.arc + 2 * sizes.relation);
    add("tree.root", Kind::Plain, 1, sizes.arc + sizes.relation);
    add("arc.product", Kind::Matrix, sizes.arc, sizes.arc);
    add("arc.bias", Kind::Plain, 1, sizes.arc);
    add("arc.distance", Kind::Matrix, sizes.arc, DISTANCES);
    add("relation.distance", Kind::Plain, DISTANCES, sizes.relation);
    add("relation.out", Kind::Matrix, sizes.relation, labels.deprels);
    add("relation.out.bias", Kind::Plain, 1, labels.deprels);
    tensors
}

/// A table of embeddings as it lies in the file.
#[derive(Clone, Debug)]
pub struct Table {
    bytes: Cow<'static, [u8]>,
    scales: Vec<f32>,
    width: usize,
}

impl Table {
    /// Bytes of one row, and what each is worth.
    pub fn row(&self, row: u32) -> (&[u8], f32) {
        let at = row as usize * self.width;
        (&self.bytes[at..at + self.width], self.scales[row as usize])
    }
}

fn scale(largest: f32) -> f32 {
    if largest > 0.0 { largest / 127.0 } else { 1.0 }
}

/// Writes a tensor of `tensor.rows` rows.
pub fn write(to: &mut ContainerWriter, tensor: &Tensor, values: &[f32]) {
    let (rows, columns) = (tensor.rows, tensor.columns);
    assert_eq!(values.len(), rows * columns, "a tensor has all its numbers");
    let row_of = |at: usize| at / columns;
    let (count, line): (usize, &dyn Fn(usize) -> usize) = match tensor.kind {
        Kind::Plain => {
            to.f32s(&tensor.name, values);
            return;
        }
        Kind::Table => (rows, &row_of),
        Kind::Matrix => (columns, &|at| at % columns),
    };
    let mut scales = vec![0.0f32; count];
    for (at, value) in values.iter().enumerate() {
        scales[line(at)] = scales[line(at)].max(value.abs());
    }
    scales.iter_mut().for_each(|largest| *largest = scale(*largest));
    let bytes: Vec<u8> = values.iter().enumerate().map(|(at, value)| (value / scales[line(at)]).round_ties_even() as i8 as u8).collect();
    to.bytes(&tensor.name, bytes).f32s(&format!("{}.scale", tensor.name), &scales);
}

fn sized<T>(tensor: &Tensor, numbers: Vec<T>, count: usize) -> Result<Vec<T>, ModelError> {
    if numbers.len() == count {
        Ok(numbers)
    } else {
        let reason = format!("it has {} numbers, not {count}", numbers.len());
        Err(ModelError::bad_section(&tensor.name, reason))
    }
}

/// Reads a tensor whole, as numbers.
///
/// # Errors
/// When it is missing, has another size or holds numbers that are not finite.
pub fn read(from: &Container, tensor: &Tensor) -> Result<Vec<f32>, ModelError> {
    let count = tensor.rows * tensor.columns;
    let values = match tensor.kind {
        Kind::Plain => sized(tensor, from.f32s(&tensor.name)?, count)?,
        Kind::Table | Kind::Matrix => {
            let bytes = sized(tensor, from.i8s(&tensor.name)?, count)?;
            let lines = if tensor.kind == Kind::Table { tensor.rows } else { tensor.columns };
            let scales = from.f32s(&format!("{}.scale", tensor.name))?;
            let scales = sized(tensor, scales, lines)?;
            let columns = tensor.columns.max(1);
            let mut values = Vec::with_capacity(count);
            for (row, line) in bytes.chunks_exact(columns).enumerate() {
                values.extend(line.iter().enumerate().map(|(column, &byte)| {
                    let scale = if tensor.kind == Kind::Table { scales[row] } else { scales[column] };
                    f32::from(byte) * scale
                }));
            }
            values
        }
    };
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(ModelError::bad_section(&tensor.name, "it holds numbers that are not finite"))
    }
}

/// Reads a right-hand matrix as it lies in the file: its bytes by rows, and what a byte of each
/// column is worth.
///
/// # Errors
/// As [`read`].
pub fn matrix(from: &Container, tensor: &Tensor) -> Result<(Vec<i8>, Vec<f32>), ModelError> {
    let bytes = sized(tensor, from.i8s(&tensor.name)?, tensor.rows * tensor.columns)?;
    let scales = sized(tensor, from.f32s(&format!("{}.scale", tensor.name))?, tensor.columns)?;
    if scales.iter().all(|scale| scale.is_finite()) {
        Ok((bytes, scales))
    } else {
        Err(ModelError::bad_section(&tensor.name, "it holds numbers that are not finite"))
    }
}

/// Reads a table, to look rows up in; an embedded file's bytes are not copied.
///
/// # Errors
/// As [`read`].
pub fn table(from: &Container, tensor: &Tensor) -> Result<Table, ModelError> {
    let bytes = from.keep(&tensor.name)?;
    if bytes.len() != tensor.rows * tensor.columns {
        return Err(ModelError::bad_section(&tensor.name, "it has another size"));
    }
    let scales = sized(tensor, from.f32s(&format!("{}.scale", tensor.name))?, tensor.rows)?;
    if scales.iter().all(|scale| scale.is_finite()) {
        Ok(Table { bytes, scales, width: tensor.columns })
    } else {
        Err(ModelError::bad_section(&tensor.name, "it holds numbers that are not finite"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tensor_comes_back_nearly_as_it_was() {
        for kind in [Kind::Plain, Kind::Table, Kind::Matrix] {
            let tensor = Tensor { name: "t".to_owned(), kind, rows: 2, columns: 3 };
            let values = [0.5, -1.0, 0.0, 0.25, 0.75, 0.0];
            let mut writer = ContainerWriter::new("parser", 1);
            write(&mut writer, &tensor, &values);
            let container = Container::parse(writer.finish()).unwrap();
            let back = read(&container, &tensor).unwrap();
            assert!(values.iter().zip(&back).all(|(a, b)| (a - b).abs() < 0.005), "{back:?}");
            let longer = Tensor { rows: 3, ..tensor };
            assert!(read(&container, &longer).is_err());
        }
    }
}
