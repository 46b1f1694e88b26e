//! What blocks a settlement, and which outcomes of a conflict last.

use crate::raised;
use crate::store::{Store, limit};
use pyo3::prelude::*;
use rapporteur_lexicon::{ActorTable, Rules};
use rapporteur_views::gmcr::{self, Model};
use rapporteur_views::settlement::{self, LoadError, Names, Question, Stand, report};

/// What follows from positions; the same value that `rapporteur settle` prints.
#[pyclass(frozen, module = "rapporteur._rapporteur")]
pub struct Settlement {
    found: settlement::Settlement,
}

/// What is asked of positions, as `rapporteur settle` has it: what `_asked` of `_settle.py` gives.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Asked {
    issue: Option<String>,
    on: Option<String>,
    changes: usize,
    rule: Option<String>,
    members: Vec<String>,
    sensitivity: bool,
}

impl Asked {
    fn answer(&self, py: Python<'_>, stands: Result<Vec<Stand>, LoadError>) -> PyResult<Settlement> {
        let stands = stands.map_err(|error| raised(py, None, &error.to_string()))?;
        if !(1..=8).contains(&self.changes) {
            return Err(raised(py, None, "changes is from 1 to 8"));
        }
        let question = Question {
            issue: self.issue.as_deref(),
            on: self.on.as_deref(),
            most_changes: self.changes,
            rule: self.rule.as_deref(),
            members: &self.members,
            sensitivity: self.sensitivity,
        };
        let found = py.detach(|| {
            let actors = ActorTable::embedded();
            settlement::settle(stands, &question, Names { actors: &actors }, &Rules::embedded())
        });
        Ok(Settlement { found: found.map_err(|error| raised(py, None, &error.to_string()))? })
    }
}

#[pymethods]
impl Settlement {
    /// Of the positions in a store.
    #[staticmethod]
    fn of_store(py: Python<'_>, store: &Store, timeout: f64, asked: Asked) -> PyResult<Self> {
        let stands = store.with(py, |store| settlement::from_store(store, limit(timeout)));
        asked.answer(py, stands)
    }

    /// Of a list in JSON, in the shape of `rapporteur positions --format json`.
    #[staticmethod]
    fn of_json(py: Python<'_>, json: &str, asked: Asked) -> PyResult<Self> {
        asked.answer(py, settlement::from_json(json))
    }

    /// The analysis as JSON: what `rapporteur settle --format json` prints.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        serde_json::to_string_pretty(&self.found).map_err(|error| raised(py, None, &error.to_string()))
    }

    /// For people: `text`, `markdown`, `html` (one page without scripts), `csv` (a line a finding), `matrix` (parties by issues),
    /// `svg` (the map of what blocks what; `None` where nothing is blocked and no precondition set).
    fn shown(&self, py: Python<'_>, form: &str) -> PyResult<Option<String>> {
        Ok(Some(match form {
            "text" => report::text(&self.found),
            "markdown" => report::markdown(&self.found),
            "html" => report::html(&self.found),
            "csv" => report::findings(&self.found),
            "matrix" => report::matrix(&self.found),
            "svg" => return Ok(report::map(&self.found)),
            other => return Err(raised(py, None, &format!("`{other}` is none of text, markdown, html, csv, matrix, svg"))),
        }))
    }
}

/// Which outcomes of a conflict last, by the Graph Model for Conflict Resolution: what `rapporteur settle --model --format json` prints.
#[pyfunction]
pub fn solve<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    let solved = py.detach(|| Model::parse(json).map(|model| gmcr::solve(&model)));
    let solution = solved.map_err(|error| raised(py, None, &error.to_string()))?;
    Ok(pythonize::pythonize(py, &solution)?)
}
