//! Texts in, records out.

use crate::{raised, unread};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rapporteur::{Options, Reader, Row};
use rapporteur_lexicon::Overlay;
use rapporteur_record::{Diagnostic, Span, Warned};
use rapporteur_store::Shingles;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Lexicon and models, loaded once; sharing it between threads is safe.
#[pyclass(frozen, module = "rapporteur._rapporteur")]
pub struct Engine {
    reader: Reader,
}

/// One report read. What is taken from it becomes a Python value when it is asked for.
#[pyclass(frozen, module = "rapporteur._rapporteur")]
pub struct Record {
    pub(crate) record: Arc<rapporteur_record::Record>,
    warnings: Vec<Diagnostic>,
}

#[pymethods]
impl Engine {
    /// An engine with tables laid over its own: of each the path below `lexicon/` (`actors/roles.tsv`), where it lies (for messages), and
    /// what it holds.
    #[new]
    fn new(py: Python<'_>, overlays: Vec<(String, String, String)>) -> PyResult<Self> {
        let overlays: Vec<Overlay> = overlays.into_iter().map(|(name, path, text)| Overlay { name, path, text }).collect();
        let made = py.detach(|| if overlays.is_empty() { Reader::embedded() } else { Reader::with_overlays(overlays) });
        Ok(Self { reader: made.map_err(|error| raised(py, None, &error.to_string()))? })
    }

    /// Reads texts on `threads` threads, the interpreter unlocked. A row is a dict with the keys text, date, title, url,
    /// publisher and id, all but text optional; what comes out stands in their order, an exception in the place
    /// of a report that cannot be read. `name` and `first` make the address of a report: `name#first`, and so on.
    fn read(&self, py: Python<'_>, rows: Vec<Bound<'_, PyDict>>, name: &str, first: usize, threads: usize) -> PyResult<Vec<Py<PyAny>>> {
        let rows: Vec<Row> = rows.iter().map(row).collect::<PyResult<_>>()?;
        let read = py.detach(|| {
            let mut read = Vec::with_capacity(rows.len());
            let rows = rows.into_iter().enumerate().map(|(at, row)| (format!("{name}#{}", first + at), row));
            self.reader.read_rows(rows, &Options::default(), threads, &mut |result| {
                read.push(result);
                ControlFlow::Continue(())
            });
            read
        });
        read.into_iter()
            .map(|result| match result {
                Ok(Warned { value, diagnostics }) => {
                    Ok(Record { record: Arc::new(value), warnings: diagnostics }.into_pyobject(py)?.into_any().unbind())
                }
                Err(diagnostic) => Ok(unread(py, &diagnostic).into_value(py).into_any()),
            })
            .collect()
    }

    /// The versions and digests that a record names.
    #[getter]
    fn digests(&self) -> (String, String) {
        (self.reader.models().digest().to_owned(), self.reader.lexicon().digest())
    }
}

/// The strings of one row.
fn row(row: &Bound<'_, PyDict>) -> PyResult<Row> {
    let field = |name: &str| -> PyResult<Option<String>> {
        match row.get_item(name)? {
            Some(value) if !value.is_none() => Ok(Some(value.extract()?)),
            _ => Ok(None),
        }
    };
    Ok(Row {
        text: field("text")?,
        date: field("date")?,
        url: field("url")?,
        title: field("title")?,
        publisher: field("publisher")?,
        id: field("id")?,
    })
}

#[pymethods]
impl Record {
    /// The record that [`Record::json`] printed, without the warnings about its input.
    #[staticmethod]
    fn from_json(py: Python<'_>, json: &str) -> PyResult<Self> {
        let record = serde_json::from_str(json).map_err(|error| raised(py, None, &format!("this is no record: {error}")))?;
        Ok(Self { record: Arc::new(record), warnings: Vec::new() })
    }

    /// The sample of the report's five-word runs by which copies find each other.
    fn marks(&self) -> Vec<i64> {
        Shingles::of(&self.record.text, &self.record.doc.body).sample().map(|hash| hash as i64).collect()
    }

    /// What copies are decided by, as JSON: the text, and where its body lies. [`Runs`] takes it.
    fn body(&self, py: Python<'_>) -> PyResult<String> {
        serde_json::to_string(&(&self.record.text, &self.record.doc.body)).map_err(|error| raised(py, None, &error.to_string()))
    }

    /// The record as one line of JSON: the bytes that `rapporteur read --format jsonl` prints.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        serde_json::to_string(&*self.record).map_err(|error| raised(py, None, &error.to_string()))
    }

    /// The same with another `doc.uri`, for records whose place in a batch means nothing.
    fn json_at(&self, py: Python<'_>, uri: &str) -> PyResult<String> {
        let mut record = (*self.record).clone();
        uri.clone_into(&mut record.doc.uri);
        serde_json::to_string(&record).map_err(|error| raised(py, None, &error.to_string()))
    }

    /// `doc.id`: the same for the same text.
    #[getter]
    fn id(&self) -> &str {
        &self.record.doc.id
    }

    /// `doc.published`.
    #[getter]
    fn published(&self) -> Option<&str> {
        self.record.doc.published.as_deref()
    }

    /// The text of the report.
    #[getter]
    fn text(&self) -> &str {
        &self.record.text
    }

    /// A field of the record as Python lists, dicts and strings; `None` where there is no such field.
    fn field<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let record = &*self.record;
        let value = match name {
            "schema" => pythonize::pythonize(py, &record.schema),
            "doc" => pythonize::pythonize(py, &record.doc),
            "sentences" => pythonize::pythonize(py, &record.sentences),
            "actors" => pythonize::pythonize(py, &record.actors),
            "statements" => pythonize::pythonize(py, &record.statements),
            "events" => pythonize::pythonize(py, &record.events),
            "positions" => pythonize::pythonize(py, &record.positions),
            "timexes" => pythonize::pythonize(py, &record.timexes),
            "places" => pythonize::pythonize(py, &record.places),
            "quantities" => pythonize::pythonize(py, &record.quantities),
            "diagnostics" => pythonize::pythonize(py, &record.diagnostics),
            "made_by" => pythonize::pythonize(py, &record.made_by),
            _ => return Ok(None),
        };
        Ok(Some(value?))
    }

    /// What was noticed about the input, a line each.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.warnings.iter().map(|diagnostic| format!("{}: {}", diagnostic.code.as_str(), diagnostic.message)).collect()
    }
}

/// The five-word runs of a report, by which copies know each other.
#[pyclass(frozen, module = "rapporteur._rapporteur")]
pub struct Runs {
    shingles: Shingles,
}

#[pymethods]
impl Runs {
    /// Of what [`Record::body`] gives.
    #[new]
    fn new(py: Python<'_>, body: &str) -> PyResult<Self> {
        let (text, body): (String, Vec<Span>) =
            serde_json::from_str(body).map_err(|error| raised(py, None, &format!("this is no body: {error}")))?;
        Ok(Self { shingles: Shingles::of(&text, &body) })
    }

    /// Whether two reports are copies of one story, as a store decides it between candidates.
    fn same_story(&self, other: &Self) -> bool {
        self.shingles.same_story(&other.shingles)
    }
}

/// The least number of common runs with which a store takes two reports for candidates whose smaller sample has so many.
#[pyfunction]
pub fn least_shared(marks: usize) -> usize {
    rapporteur_store::least_shared(marks)
}
