//! The parameters of the network, and products with its matrices forward and backward.

use rapporteur_language::net::features::Vocabulary;
use rapporteur_language::net::kernels::{Panels, Start, multiply};
use rapporteur_language::net::layers::Sizes;
use rapporteur_language::net::weights::{Kind, Labels, Tensor, tensors};
use std::ops::Range;

/// Where each tensor stands in the one vector of parameters.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Sizes of the network.
    pub sizes: Sizes,
    /// Numbers of labels.
    pub labels: Labels,
    /// The tensors in order.
    pub tensors: Vec<Tensor>,
    starts: Vec<usize>,
}

impl Layout {
    /// The layout of a network.
    pub fn new(sizes: Sizes, vocabulary: &Vocabulary, labels: Labels) -> Self {
        let tensors = tensors(sizes, vocabulary, labels);
        let mut starts = vec![0];
        for tensor in &tensors {
            starts.push(starts[starts.len() - 1] + tensor.rows * tensor.columns);
        }
        Self { sizes, labels, tensors, starts }
    }

    /// Parameters in all.
    pub fn total(&self) -> usize {
        self.starts[self.tensors.len()]
    }

    /// Parameters of the tables of embeddings: they come first.
    pub fn embeddings(&self) -> usize {
        self.starts[self.tensors.iter().take_while(|tensor| tensor.kind == Kind::Table).count()]
    }

    /// Place of a tensor among the tensors.
    pub fn index(&self, name: &str) -> usize {
        self.tensors.iter().position(|tensor| tensor.name == name).expect("tensors are named in code")
    }

    /// Place of a tensor's numbers.
    pub fn range(&self, index: usize) -> Range<usize> {
        self.starts[index]..self.starts[index + 1]
    }

    /// Place of a tensor's numbers, by name.
    pub fn named(&self, name: &str) -> Range<usize> {
        self.range(self.index(name))
    }
}

/// Parameters with their matrices laid out for multiplication, as they are and turned over.
pub struct Network<'a> {
    /// Where they stand.
    pub layout: &'a Layout,
    /// The parameters.
    pub values: &'a [f32],
    panels: Vec<Option<(Panels, Panels)>>,
}

impl<'a> Network<'a> {
    /// Lays the matrices out.
    pub fn new(layout: &'a Layout, values: &'a [f32]) -> Self {
        let panels = layout
            .tensors
            .iter()
            .enumerate()
            .map(|(index, tensor)| {
                (tensor.kind == Kind::Matrix).then(|| {
                    let (rows, columns) = (tensor.rows, tensor.columns);
                    let numbers = &values[layout.range(index)];
                    (Panels::from_rows(rows, columns, numbers), Panels::from_columns(columns, rows, numbers))
                })
            })
            .collect();
        Self { layout, values, panels }
    }

    /// The numbers of a tensor.
    pub fn plain(&self, name: &str) -> &'a [f32] {
        &self.values[self.layout.named(name)]
    }

    fn panels(&self, name: &str) -> &(Panels, Panels) {
        self.panels[self.layout.index(name)].as_ref().expect("a matrix has panels")
    }

    /// `input` times the matrix, plus its bias if it has one.
    pub fn apply(&self, name: &str, bias: Option<&str>, input: &[f32], count: usize) -> Vec<f32> {
        let matrix = &self.panels(name).0;
        let mut output = vec![0.0; count * matrix.outer()];
        let bias = bias.map(|bias| self.plain(bias));
        multiply(input, matrix, bias.map_or(Start::Zero, Start::Row), &mut output);
        output
    }

    /// From the gradient of [`Network::apply`]'s output to those of matrix, bias and input.
    pub fn undo(&self, name: &str, bias: Option<&str>, input: &[f32], output: &[f32], gradient: &mut [f32], back: &mut [f32]) {
        let matrix = &self.panels(name).1;
        let (wide, narrow) = (matrix.inner(), matrix.outer());
        let count = output.len() / wide;
        multiply(output, matrix, Start::Output, back);
        let turned = turn(input, count, narrow);
        let right = Panels::from_rows(count, wide, output);
        multiply(&turned, &right, Start::Output, &mut gradient[self.layout.named(name)]);
        if let Some(bias) = bias {
            add_rows(output, &mut gradient[self.layout.named(bias)]);
        }
    }
}

/// A matrix of `rows` by `columns`, turned over.
pub fn turn(matrix: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut turned = vec![0.0; matrix.len()];
    for (row, line) in matrix.chunks_exact(columns).enumerate() {
        for (column, &number) in line.iter().enumerate() {
            turned[column * rows + row] = number;
        }
    }
    turned
}

fn add_rows(rows: &[f32], to: &mut [f32]) {
    for row in rows.chunks_exact(to.len()) {
        add(row, to);
    }
}

/// Adds numbers to numbers.
pub fn add(from: &[f32], to: &mut [f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}
