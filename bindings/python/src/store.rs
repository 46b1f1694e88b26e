//! A store from Python: questions in, tables out.

use crate::arrow::Table;
use crate::raised;
use crate::reading::Record;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rapporteur_store::{Error, Filter, Network, Period, Subject};
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

/// Seconds as a time; what is no time is no limit.
pub(crate) fn limit(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// The filter that named arguments make: the options of the query commands, by their names.
fn filter(named: Option<&Bound<'_, PyDict>>) -> PyResult<Filter> {
    let mut filter = Filter::default();
    let Some(named) = named else { return Ok(filter) };
    for (name, value) in named.iter().filter(|(_, value)| !value.is_none()) {
        let name: String = name.extract()?;
        let field = match name.as_str() {
            "by" => &mut filter.by,
            "to" => &mut filter.to,
            "about" => &mut filter.about,
            "act" => &mut filter.act,
            "status" => &mut filter.status,
            "since" => &mut filter.since,
            "until" => &mut filter.until,
            "place" => &mut filter.place,
            "outlet" => &mut filter.outlet,
            "text" => &mut filter.text,
            "count_by" => {
                filter.count_by = value.extract()?;
                continue;
            }
            "limit" => {
                filter.limit = Some(value.extract()?);
                continue;
            }
            "as_read" => {
                filter.as_read = value.extract()?;
                continue;
            }
            "evidence" => {
                filter.evidence = value.extract()?;
                continue;
            }
            _ => {
                let known = "by, to, about, act, status, since, until, place, outlet, text, count_by, limit, as_read, evidence";
                return Err(PyTypeError::new_err(format!("there is no filter `{name}`; filters are {known}")));
            }
        };
        *field = Some(value.extract()?);
    }
    Ok(filter)
}

fn subject(py: Python<'_>, name: &str) -> PyResult<Subject> {
    Ok(match name {
        "statements" => Subject::Statements,
        "quotes" => Subject::Quotes,
        "events" => Subject::Events,
        "positions" => Subject::Positions,
        "actors" => Subject::Actors,
        "stories" => Subject::Stories,
        other => return Err(raised(py, None, &format!("`{other}` is none of statements, quotes, events, positions, actors, stories"))),
    })
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

    /// Works with the store, the interpreter unlocked: a question may take seconds.
    pub(crate) fn with<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut rapporteur_store::Store) -> T + Send) -> T {
        py.detach(|| {
            // A thread that failed in a question has changed nothing: questions only read.
            let mut store = self.store.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            work(&mut store)
        })
    }

    fn ask<T: Send>(&self, py: Python<'_>, ask: impl FnOnce(&mut rapporteur_store::Store) -> Result<T, Error> + Send) -> PyResult<T> {
        self.with(py, ask).map_err(|error| failed(py, &error))
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
        let table = self.ask(py, |store| store.query(question, limit(timeout)))?;
        Table::of(py, &table, None)
    }

    /// Rows of one subject that a filter takes, or their counts.
    #[pyo3(signature = (subject, timeout, filters=None))]
    fn rows(&self, py: Python<'_>, subject: &str, timeout: f64, filters: Option<&Bound<'_, PyDict>>) -> PyResult<Table> {
        let (subject, filter) = (self::subject(py, subject)?, filter(filters)?);
        let table = self.ask(py, |store| store.ask(subject, &filter, limit(timeout)))?;
        Table::of(py, &table, None)
    }

    /// What a filter takes of some subjects in order of day, or how much of it in each day, week, month or year.
    #[pyo3(signature = (of, per, timeout, filters=None))]
    fn timeline(
        &self,
        py: Python<'_>,
        of: Vec<String>,
        per: Option<&str>,
        timeout: f64,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Table> {
        let subjects: Vec<Subject> = of.iter().map(|name| subject(py, name)).collect::<PyResult<_>>()?;
        if let Some(wrong) =
            subjects.iter().zip(&of).find(|(subject, _)| !matches!(subject, Subject::Statements | Subject::Events | Subject::Positions))
        {
            return Err(raised(py, None, &format!("a timeline has no `{}`: it is of statements, events, positions", wrong.1)));
        }
        let filter = filter(filters)?;
        let period = match per {
            None => None,
            Some("day") => Some(Period::Day),
            Some("week") => Some(Period::Week),
            Some("month") => Some(Period::Month),
            Some("year") => Some(Period::Year),
            Some(other) => return Err(raised(py, None, &format!("`{other}` is none of day, week, month, year"))),
        };
        let table = self.ask(py, |store| match period {
            None => store.timeline(&subjects, &filter, limit(timeout)),
            Some(period) => store.counts(period, &subjects, &filter, limit(timeout)),
        })?;
        Table::of(py, &table, None)
    }

    /// The ties of a network, a row each, the strongest first.
    #[pyo3(signature = (kind, all, timeout, filters=None))]
    fn network(&self, py: Python<'_>, kind: &str, all: bool, timeout: f64, filters: Option<&Bound<'_, PyDict>>) -> PyResult<Table> {
        let network = match kind {
            "speech" => Network::Speech,
            "deeds" => Network::Deeds,
            "issues" => Network::Issues,
            other => return Err(raised(py, None, &format!("`{other}` is none of speech, deeds, issues"))),
        };
        let filter = filter(filters)?;
        let graph = self.ask(py, |store| store.network(network, &filter, all, limit(timeout)))?;
        Table::of(py, &graph.table(), None)
    }
}
