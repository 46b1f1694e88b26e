//! Tables for Python: the Arrow PyCapsule interface
//! (<https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>), by which pandas, polars,
//! pyarrow and duckdb take columns without copying them.

use crate::raised;
use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rapporteur_store::Cell;
use std::sync::Arc;

/// A table of columns: text, whole numbers or fractions.
#[pyclass(frozen, module = "rapporteur._rapporteur")]
pub struct Table {
    batch: RecordBatch,
}

/// Rows that a notebook shows.
const SHOWN: usize = 20;

/// Words of reports are text and never markup.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The type that holds all cells of a column.
fn type_of(rows: &[Vec<Cell>], column: usize) -> DataType {
    let mut found = None;
    for row in rows {
        found = match (&row[column], found) {
            (Cell::Null, found) => found,
            (Cell::Integer(_), None | Some(DataType::Int64)) => Some(DataType::Int64),
            (Cell::Integer(_) | Cell::Real(_), None | Some(DataType::Int64 | DataType::Float64)) => Some(DataType::Float64),
            _ => return DataType::Utf8,
        };
    }
    found.unwrap_or(DataType::Utf8)
}

fn column(rows: &[Vec<Cell>], at: usize, kind: &DataType) -> ArrayRef {
    match kind {
        DataType::Int64 => {
            let mut builder = Int64Builder::with_capacity(rows.len());
            for row in rows {
                builder.append_option(if let Cell::Integer(number) = row[at] { Some(number) } else { None });
            }
            Arc::new(builder.finish())
        }
        DataType::Float64 => {
            let mut builder = Float64Builder::with_capacity(rows.len());
            for row in rows {
                builder.append_option(match row[at] {
                    Cell::Integer(number) => Some(number as f64),
                    Cell::Real(number) => Some(number),
                    _ => None,
                });
            }
            Arc::new(builder.finish())
        }
        _ => {
            let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 16);
            for row in rows {
                match &row[at] {
                    Cell::Null => builder.append_null(),
                    Cell::Text(text) => builder.append_value(text),
                    other => builder.append_value(other.to_string()),
                }
            }
            Arc::new(builder.finish())
        }
    }
}

impl Table {
    /// The rows of a question's answer; a column's type is the narrowest that holds its cells, unless it is given.
    pub fn of(py: Python<'_>, table: &rapporteur_store::Table, types: Option<&[DataType]>) -> PyResult<Self> {
        let kinds: Vec<DataType> = match types {
            Some(types) => types.to_vec(),
            None => (0..table.columns.len()).map(|at| type_of(&table.rows, at)).collect(),
        };
        let fields: Vec<Field> = table.columns.iter().zip(&kinds).map(|(name, kind)| Field::new(name, kind.clone(), true)).collect();
        let columns: Vec<ArrayRef> = kinds.iter().enumerate().map(|(at, kind)| column(&table.rows, at, kind)).collect();
        let schema: SchemaRef = Arc::new(Schema::new(fields));
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(table.rows.len()));
        let batch = RecordBatch::try_new_with_options(schema, columns, &options).map_err(|error| raised(py, None, &error.to_string()))?;
        Ok(Self { batch })
    }
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<Table {} rows: {}>", self.batch.num_rows(), self.columns().join(", "))
    }

    /// The first rows, for a notebook.
    fn _repr_html_(&self) -> String {
        let row = |kind: &str, cells: &[String]| {
            let cells: String = cells.iter().map(|cell| format!("<{kind} style=\"text-align:left\">{}</{kind}>", escaped(cell))).collect();
            format!("<tr>{cells}</tr>")
        };
        let body: String = self
            .head(SHOWN)
            .into_iter()
            .map(|cells| row("td", &cells.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>()))
            .collect();
        let more =
            if self.batch.num_rows() > SHOWN { format!("the first {SHOWN} of {} rows", self.batch.num_rows()) } else { String::new() };
        format!("<table><thead>{}</thead><tbody>{body}</tbody></table><p>{more}</p>", row("th", &self.columns()))
    }

    /// The first rows as text, a list each; what is missing is `None`.
    fn head(&self, rows: usize) -> Vec<Vec<Option<String>>> {
        let cell = |column: &ArrayRef, row: usize| {
            let any = column.as_any();
            if column.is_null(row) {
                None
            } else if let Some(words) = any.downcast_ref::<StringArray>() {
                Some(words.value(row).to_owned())
            } else if let Some(numbers) = any.downcast_ref::<Int64Array>() {
                Some(numbers.value(row).to_string())
            } else {
                any.downcast_ref::<Float64Array>().map(|numbers| numbers.value(row).to_string())
            }
        };
        let count = rows.min(self.batch.num_rows());
        (0..count).map(|row| self.batch.columns().iter().map(|column| cell(column, row)).collect()).collect()
    }

    /// The table as an Arrow stream, which any library with the PyCapsule interface takes.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyCapsule>> {
        // The protocol lets the producer answer with its own types, and ours have one form.
        let _ = requested_schema;
        let schema = self.batch.schema();
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(self.batch.clone())], schema)));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}
