//! What can go wrong with an export.

use std::path::PathBuf;

/// Why an export could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store could not be asked.
    #[error(transparent)]
    Store(#[from] rapporteur_store::Error),
    /// What was to be written could not be.
    #[error("the export cannot be written")]
    Io(#[from] std::io::Error),
    /// The store holds nothing.
    #[error("the store holds no report\n  help: `rapporteur ingest --store FILE FOLDER` reads some into it")]
    Empty,
    /// A filter that says nothing about what is exported.
    #[error("--{option} has no meaning for {what}\n  help: {help}")]
    Filter {
        /// The option.
        option: &'static str,
        /// What is exported.
        what: &'static str,
        /// Which options have.
        help: &'static str,
    },
    /// A table or archive that the format cannot hold.
    #[error("{what} is longer than {format} can hold\n  help: {help}")]
    TooLong {
        /// What is too long.
        what: String,
        /// The format.
        format: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// A database that Discourse Network Analyzer did not write.
    #[error("{} is no database of Discourse Network Analyzer 3: {reason}\n  help: open it once in DNA 3, which converts older ones", .path.display())]
    NoDna {
        /// The file.
        path: PathBuf,
        /// What was seen.
        reason: String,
    },
    /// SQLite failed.
    #[error("the database cannot be used")]
    Sqlite(#[from] rusqlite::Error),
    /// A Parquet writer failed.
    #[error("the Parquet file cannot be written")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A CSV writer failed.
    #[error("the export cannot be written")]
    Csv(#[from] csv::Error),
    /// A JSON writer failed.
    #[error("the export cannot be written")]
    Json(#[from] serde_json::Error),
}
