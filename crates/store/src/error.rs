//! What can go wrong with a store.

use std::path::PathBuf;

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("there is no store at {}\n  help: `rapporteur ingest --store {} FOLDER` makes one", .0.display(), .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{} is no store of reports: {reason}\n  help: name a file that `rapporteur ingest` made", .path.display())]
    NoStore {
        /// The file.
        path: PathBuf,
        /// What was seen.
        reason: String,
    },
    /// A later program wrote it.
    #[error("{} has schema {found}, and this program knows up to {known}\n  help: open it with the program that wrote it, or a newer one", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The last that is known.
        known: i64,
    },
    /// A question that may not be asked or took too long.
    #[error("{0}")]
    Query(String),
    /// What was asked for could not be handed over.
    #[error("the answer cannot be written")]
    Written(#[source] std::io::Error),
    /// SQLite failed: a full disk, a locked or damaged file.
    #[error("the store cannot be used: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A row that does not hold what it should.
    #[error("report {report} of the store is damaged: {reason}")]
    Damaged {
        /// `reports.id`.
        report: i64,
        /// What was seen.
        reason: String,
    },
}
