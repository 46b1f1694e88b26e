//! The store: many reports in one SQLite file, copies of a story counted once.
//!
//! A report is stored whole or not at all, in a transaction; the same report twice changes nothing; a
//! changed report is a new version beside the old one. The tables are for people: `schema/` says what each
//! column is, and the views `statements_flat`, `events_flat` and `positions_flat` join the names.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?; let path = folder.path().join("s.db");
//! let mut store = rapporteur_store::Store::open(&path)?;
//! let batch = store.batch()?;
//! batch.commit()?;
//! let table = store.query("SELECT count(*) AS reports FROM reports", std::time::Duration::from_secs(1))?;
//! assert_eq!(table.columns, ["reports"]);
//! # Ok(()) }
//! ```

mod add;
mod ask;
pub mod browse;
mod check;
mod chronicle;
mod corrections;
mod error;
mod findings;
mod held;
mod lineage;
mod network;
mod pack;
mod query;
mod reread;
mod rows;
mod schema;
mod select;
mod shingles;
mod stories;
mod tally;
mod ties;
mod who;

#[cfg(test)]
mod tests;

pub use add::{Added, Batch, Prepared};
pub use ask::{Filter, Subject};
pub use chronicle::Period;
pub use corrections::{By, Correction, Finding, FindingKind, Imported, Verdict};
pub use error::Error;
pub use held::{Held, IssueTie, Shown};
pub use lineage::{Copy, Fate, Paragraph};
pub use network::{Edge, Graph, Network, Node};
pub use pack::sample_of;
pub use query::{Cell, Table};
pub use shingles::Shingles;
pub use stories::{HOLDERS, least_shared};
pub use who::decisions::{ActorForm, Decision};

use rusqlite::{Connection, OpenFlags};
use schema::SCRIPTS;
use std::path::Path;
use std::time::Duration;

/// `PRAGMA application_id` of a store: "rapp".
const APPLICATION: i64 = 0x7261_7070;
/// Bytes of a page of a new store.
const PAGE: i64 = 2048;
/// Kilobytes of pages that are kept while a store is written.
const WRITER_CACHE: i64 = 256_000;
/// Pages of the log that are written before they are brought into the store: 64 MB.
const WAL_PAGES: i64 = 32_000;
/// Kilobytes of pages that are kept for one question. What a question looks at once need not be kept, and the system has it anyway: to map the
/// file or to keep more takes longer than to read a page again.
const ASKER_CACHE: i64 = 4_000;
/// The same where the same pages are looked at again and again, as for the web, and bytes of the store that are mapped for that.
const SERVER_CACHE: i64 = 64_000;
const MAPPED: i64 = 1 << 30;
/// How long a store that another program writes is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// Kept from report to report while many are stored.
    marks: stories::Marks,
}

impl Store {
    /// Opens a store to write, makes it where there is none, and brings an older one to this version.
    ///
    /// # Errors
    /// When the file is no store, a newer one, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let connection = Connection::open(path).map_err(|error| no_store(path, error))?;
        let mut store = Self { connection, marks: stories::Marks::default() };
        store.set_up(path)?;
        let version = store.version(path, true)?;
        // Small pages waste less of a text's last one; of a store that is there this changes nothing.
        store.connection.pragma_update(None, "page_size", PAGE)?;
        // A reader sees whole reports while one writes, and a crash loses at most the last ones written.
        store.connection.pragma_update(None, "journal_mode", "WAL")?;
        store.connection.pragma_update(None, "synchronous", "NORMAL")?;
        // Rows of a report go to places all over the indexes: pages are kept and written seldom.
        for (pragma, value) in [("cache_size", -WRITER_CACHE), ("wal_autocheckpoint", WAL_PAGES)] {
            store.connection.pragma_update(None, pragma, value)?;
        }
        if version < SCRIPTS.len() {
            let change = store.connection.transaction()?;
            for script in &SCRIPTS[version..] {
                change.execute_batch(&schema::plain(script))?;
            }
            if version < schema::FILLED {
                reread::fill(&change)?;
            }
            who::settle(&change)?;
            change.pragma_update(None, "application_id", APPLICATION)?;
            change.pragma_update(None, "user_version", SCRIPTS.len() as i64)?;
            change.commit()?;
        }
        Ok(store)
    }

    /// Brings what was written into the store's own file: as long as it stands in the log beside it, every question has to look there first.
    /// Where somebody reads at the moment it is left for later.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn bring_home(&self) -> Result<(), Error> {
        self.connection.busy_timeout(Duration::from_secs(2))?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(self.connection.busy_timeout(PATIENCE)?)
    }

    /// A store in memory, gone when it is dropped: many records, one table, nothing on the disk.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, Error> {
        Self::open(Path::new(":memory:"))
    }

    /// Opens a store that is there, to read only.
    ///
    /// # Errors
    /// When there is none, or the file is no store or a newer one.
    pub fn open_to_read(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| no_store(path, error))?;
        let mut store = Self { connection, marks: stories::Marks::default() };
        store.set_up(path)?;
        let version = store.version(path, false)?;
        if version < SCRIPTS.len() {
            let reason =
                format!("its schema {version} is an older one; `rapporteur ingest --store {0} {0}` brings it up to date", path.display());
            return Err(Error::NoStore { path: path.to_owned(), reason });
        }
        store.connection.pragma_update(None, "query_only", true)?;
        Ok(store)
    }

    /// The same for one who asks many questions.
    ///
    /// # Errors
    /// As [`Store::open_to_read`].
    pub(crate) fn open_to_serve(path: &Path) -> Result<Self, Error> {
        let store = Self::open_to_read(path)?;
        store.keep_pages()?;
        store.connection.pragma_update(None, "mmap_size", MAPPED)?;
        Ok(store)
    }

    /// Keeps more pages, for what looks at the same ones again and again.
    fn keep_pages(&self) -> Result<(), Error> {
        Ok(self.connection.pragma_update(None, "cache_size", -SERVER_CACHE)?)
    }

    fn set_up(&mut self, path: &Path) -> Result<(), Error> {
        self.connection.busy_timeout(PATIENCE)?;
        for (pragma, value) in [("foreign_keys", 1), ("cache_size", -ASKER_CACHE), ("mmap_size", 0)] {
            // The first look at the file: what is no database shows here.
            self.connection.pragma_update(None, pragma, value).map_err(|error| no_store(path, error))?;
        }
        self.connection.set_prepared_statement_cache_capacity(256);
        Ok(())
    }

    /// The version of the schema; 0 for an empty file, which only a writer may fill.
    fn version(&self, path: &Path, may_be_empty: bool) -> Result<usize, Error> {
        let number = |pragma: &str| -> Result<i64, Error> {
            self.connection.pragma_query_value(None, pragma, |row| row.get(0)).map_err(|error| no_store(path, error))
        };
        let (application, found) = (number("application_id")?, number("user_version")?);
        let tables: i64 = self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application != APPLICATION && !(may_be_empty && tables == 0) {
            let reason = if tables == 0 { "it is empty" } else { "it is another database" };
            return Err(Error::NoStore { path: path.to_owned(), reason: reason.to_owned() });
        }
        let known = SCRIPTS.len() as i64;
        if found > known {
            return Err(Error::Newer { path: path.to_owned(), found, known });
        }
        Ok(usize::try_from(found).unwrap_or(0))
    }
}

fn no_store(path: &Path, error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => Error::NoStore { path: path.to_owned(), reason: "it is no database".to_owned() },
        Some(rusqlite::ErrorCode::CannotOpen) => Error::NoStore { path: path.to_owned(), reason: "it cannot be opened".to_owned() },
        _ => Error::Sqlite(error),
    }
}
