//! Rapporteur for Python: the engine and the store behind a few classes, which
//! `python/rapporteur/` dresses for people. Tables leave through the Arrow PyCapsule interface, so that pandas,
//! polars, pyarrow and duckdb take them without copying.

mod arrow;
mod reading;
mod settle;
mod store;

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use rapporteur_record::Diagnostic;

/// As in the program: reading makes and drops some ten thousand small pieces of memory a report, and the system's allocator takes
/// twice the time of this one for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

create_exception!(
    _rapporteur,
    Error,
    PyException,
    "What was asked for could not be done; `code` names the diagnostic, where there is one."
);

/// The exception for a report that could not be read.
fn unread(py: Python<'_>, diagnostic: &Diagnostic) -> PyErr {
    let help = diagnostic.help.as_deref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
    raised(py, Some(diagnostic.code.as_str()), &format!("{}{help}", diagnostic.message))
}

/// An [`Error`] with a code, or none.
fn raised(py: Python<'_>, code: Option<&str>, message: &str) -> PyErr {
    let error = Error::new_err(message.to_owned());
    // An exception that cannot hold the attribute still says what went wrong.
    let _ = error.value(py).setattr("code", code);
    error
}

/// The compiled half of the package `rapporteur`.
#[pymodule]
fn _rapporteur(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("Error", module.py().get_type::<Error>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("HOLDERS", rapporteur_store::HOLDERS)?;
    module.add_class::<reading::Engine>()?;
    module.add_class::<reading::Record>()?;
    module.add_class::<reading::Runs>()?;
    module.add_class::<store::Store>()?;
    module.add_class::<arrow::Table>()?;
    module.add_class::<settle::Settlement>()?;
    module.add_function(wrap_pyfunction!(reading::least_shared, module)?)?;
    module.add_function(wrap_pyfunction!(settle::solve, module)?)?;
    Ok(())
}
