//! A store from Python: questions in, tables out.

use crate::arrow::Table;
use crate::raised;
use crate::reading::Record;
use pyo3::prelude::*;
use rapporteur_store::{Error, Filter, Subject};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

/// A store of reports: a file, to read only, or one in memory for records that were read just now.
#[pyclass(frozen, module = "rapporteur._rapporteur")]
pub struct Store {
    store: Mutex<rapporteur_store::Store>,
}

fn failed(py: Python<'_>, error: &Error) -> PyErr {
    raised(py, None, &error.to_string())
}

impl Store {
    fn in_memory(
        py: Python<'_>,
        records: &[Py<Record>],
        address: impl Fn(usize, &rapporteur_record::Record) -> String + Send + Sync,
    ) -> PyResult<Self> {
        let records: Vec<_> = records.iter().map(|record| record.get().record.clone()).collect();
        let made = py.detach(|| -> Result<rapporteur_store::Store, Error> {
            let mut store = rapporteur_store::Store::in_memory()?;
            let batch = store.batch()?;
            for (at, record) in records.iter().enumerate() {
                batch.add(&address(at, record), record)?;
            }
            batch.commit()?;
            Ok(store)
        });
        Ok(Self { store: Mutex::new(made.map_err(|error| failed(py, &error))?) })
    }

    /// Asks with the interpreter unlocked: a question may take seconds.
    fn ask<T: Send>(&self, py: Python<'_>, ask: impl FnOnce(&mut rapporteur_store::Store) -> Result<T, Error> + Send) -> PyResult<T> {
        let answer = py.detach(|| {
            // A thread that failed in a question has changed nothing: questions only read.
            let mut store = self.store.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            ask(&mut store)
        });
        answer.map_err(|error| failed(py, &error))
    }
}

#[pymethods]
impl Store {
    /// Opens the store at `path` to read it.
    #[new]
    fn new(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let store = rapporteur_store::Store::open_to_read(&path).map_err(|error| failed(py, &error))?;
        Ok(Self { store: Mutex::new(store) })
    }

    /// A store in memory that holds `records`, each at the address that it names.
    #[staticmethod]
    fn of(py: Python<'_>, records: Vec<Py<Record>>) -> PyResult<Self> {
        Self::in_memory(py, &records, |_, record| record.doc.uri.clone())
    }

    /// The same with an address for each, so that report 1, 2, … is the first, the second, ….
    #[staticmethod]
    fn apart(py: Python<'_>, records: Vec<Py<Record>>) -> PyResult<Self> {
        Self::in_memory(py, &records, |at, _| at.to_string())
    }

    /// The answer to one question in SQL, within `timeout` seconds.
    fn sql(&self, py: Python<'_>, question: &str, timeout: f64) -> PyResult<Table> {
        let limit = Duration::try_from_secs_f64(timeout).unwrap_or(Duration::MAX);
        let table = self.ask(py, |store| store.query(question, limit))?;
        Table::of(py, &table, None)
    }

    /// Rows of one subject that a filter takes, or their counts.
    #[pyo3(signature = (subject, *, by=None, to=None, about=None, act=None, status=None, since=None, until=None, place=None, outlet=None,
        text=None, count_by=Vec::new(), limit=None, timeout=60.0))]
    #[allow(clippy::too_many_arguments, reason = "they are the named arguments of a Python function")]
    fn rows(
        &self,
        py: Python<'_>,
        subject: &str,
        by: Option<String>,
        to: Option<String>,
        about: Option<String>,
        act: Option<String>,
        status: Option<String>,
        since: Option<String>,
        until: Option<String>,
        place: Option<String>,
        outlet: Option<String>,
        text: Option<String>,
        count_by: Vec<String>,
        limit: Option<usize>,
        timeout: f64,
    ) -> PyResult<Table> {
        let subject = match subject {
            "statements" => Subject::Statements,
            "quotes" => Subject::Quotes,
            "events" => Subject::Events,
            "positions" => Subject::Positions,
            "actors" => Subject::Actors,
            "stories" => Subject::Stories,
            other => return Err(raised(py, None, &format!("`{other}` is none of statements, quotes, events, positions, actors, stories"))),
        };
        let filter = Filter { by, to, about, act, status, since, until, place, outlet, text, count_by, limit, ..Filter::default() };
        let limit = Duration::try_from_secs_f64(timeout).unwrap_or(Duration::MAX);
        let table = self.ask(py, |store| store.ask(subject, &filter, limit))?;
        Table::of(py, &table, None)
    }
}
