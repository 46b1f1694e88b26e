//! A report into the store.

use crate::pack::{Kind, packed};
use crate::rows::Numbers;
use crate::shingles::Shingles;
use crate::stories::Marks;
use crate::{Error, Store, corrections, reread, rows, stories, who};
use rapporteur_record::{Document, MadeBy, Record};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeSet;

/// What became of a report that was to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is the only one of its story so far.
    New,
    /// It is a copy of what is there.
    Copy,
    /// It came from an address of which another text is there, and is the new version of that.
    Version,
    /// It is there.
    Known,
}

/// Reports that are stored together: all or none.
#[derive(Debug)]
pub struct Batch<'s> {
    pub(crate) change: Transaction<'s>,
    marks: &'s Marks,
}

/// What of a report is worked out without the store, on whatever thread has read it: its sample, and it and its document packed.
#[derive(Debug)]
pub struct Prepared {
    shingles: Shingles,
    record: Vec<u8>,
    document: Option<Vec<u8>>,
}

impl Prepared {
    /// Of a record, and of what it was read from where that is to be kept.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn new(record: &Record, document: Option<&Document>) -> Result<Self, Error> {
        Ok(Self {
            shingles: Shingles::of(&record.text, &record.doc.body),
            record: packed_record(record, 0)?,
            document: document.map(|document| reread::packed_document(document, 0)).transpose()?,
        })
    }
}

impl Store {
    /// Begins to store reports. What is not [committed](Batch::commit) is not stored.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn batch(&mut self) -> Result<Batch<'_>, Error> {
        let change = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        Ok(Batch { change, marks: &self.marks })
    }

    /// All that is there: address and [`rapporteur_record::content_id`] of each report.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn addresses(&self) -> Result<BTreeSet<(String, String)>, Error> {
        let mut look = self.connection.prepare("SELECT address, doc FROM reports WHERE current = 1")?;
        Ok(look.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }
}

impl Store {
    /// Addresses of which several versions are there. Where an input holds more than one of them, which is the current one
    /// is known only after all were met again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn versioned(&self) -> Result<BTreeSet<String>, Error> {
        let mut look = self.connection.prepare("SELECT address FROM reports WHERE version > 1")?;
        Ok(look.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}

impl Batch<'_> {
    /// Stores one report that was read elsewhere. `address` tells it from all others: where it came from, as
    /// unambiguously as can be. If it is ever read anew, what it was read from is worked out from the record.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add(&self, address: &str, record: &Record) -> Result<Added, Error> {
        self.add_prepared(address, record, &Prepared::new(record, None)?)
    }

    /// As [`Batch::add`], and keeps what the record was read from, so that it is read anew as it was read first.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add_read(&self, address: &str, document: &Document, record: &Record) -> Result<Added, Error> {
        self.add_prepared(address, record, &Prepared::new(record, Some(document))?)
    }

    /// As [`Batch::add`], of a record that was prepared elsewhere.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add_prepared(&self, address: &str, record: &Record, prepared: &Prepared) -> Result<Added, Error> {
        let known =
            self.change.prepare_cached("SELECT 1 FROM reports WHERE address = ?1 AND doc = ?2")?.exists([address, &record.doc.id])?;
        if known {
            // An old text that comes back is the current one again.
            self.make_current(address, &record.doc.id)?;
            return Ok(Added::Known);
        }
        let mut joined: BTreeSet<i64> = stories::find(&self.change, &prepared.shingles, self.marks)?;
        joined.extend(stories::of_same_text(&self.change, &record.doc.id)?);
        let report: i64 = self.change.query_row("SELECT coalesce(max(id), 0) + 1 FROM reports", [], |row| row.get(0))?;
        let story = match stories::join(&self.change, &joined)? {
            Some(story) => story,
            None => {
                self.change.prepare_cached("INSERT INTO stories (id, reports, outlets) VALUES (?1, 0, 0)")?.execute([report])?;
                report
            }
        };
        let version = self.insert(report, story, address, record, prepared)?;
        self.make_current(address, &record.doc.id)?;
        stories::count(&self.change, story)?;
        rows::write(&self.change, report, record, &Numbers::new())?;
        corrections::apply(&self.change, report, record)?;
        Ok(match (version, joined.is_empty()) {
            (2.., _) => Added::Version,
            (_, true) => Added::New,
            (_, false) => Added::Copy,
        })
    }

    /// Keeps what was added.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing of the batch is kept.
    pub fn commit(self) -> Result<(), Error> {
        who::settle(&self.change)?;
        Ok(self.change.commit()?)
    }

    /// Keeps what was added so far and goes on: what a power cut costs is what was added since. While `between` runs, others may
    /// write.
    ///
    /// # Errors
    /// As [`Batch::commit`].
    pub fn keep(&mut self, between: impl FnOnce()) -> Result<(), Error> {
        who::settle(&self.change)?;
        self.change.execute_batch("COMMIT")?;
        between();
        Ok(self.change.execute_batch("BEGIN IMMEDIATE")?)
    }

    fn make_current(&self, address: &str, doc: &str) -> Result<(), Error> {
        self.change.prepare_cached("UPDATE reports SET current = (doc = ?2) WHERE address = ?1")?.execute([address, doc])?;
        Ok(())
    }

    /// The report's own row and its sample; gives its version.
    fn insert(&self, report: i64, story: i64, address: &str, record: &Record, prepared: &Prepared) -> Result<i64, Error> {
        let shingles = &prepared.shingles;
        let before: Option<i64> = self
            .change
            .prepare_cached("SELECT max(version) FROM reports WHERE address = ?1")?
            .query_row([address], |row| row.get(0))
            .optional()?
            .flatten();
        let version = before.unwrap_or(0) + 1;
        let doc = &record.doc;
        let mut mark = self.change.prepare_cached("INSERT OR IGNORE INTO shingles (hash, report) VALUES (?1, ?2)")?;
        let mut insert = self.change.prepare_cached(
            "INSERT INTO reports (id, story, doc, address, version, current, title, outlet, agency, byline, dateline, language,
               published, published_basis, words, body, marks, text, record, document, reader)
             VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?;
        insert.execute(params![
            report,
            story,
            doc.id,
            address,
            version,
            doc.title,
            doc.publisher,
            doc.agency,
            doc.byline,
            doc.dateline,
            doc.language,
            doc.published,
            doc.published_basis.as_str(),
            shingles.words as i64,
            stories::body_column(&doc.body),
            shingles.sample().count() as i64,
            record.text,
            prepared.record,
            prepared.document,
            reread::reader(&self.change, &record.made_by)?,
        ])?;
        for hash in shingles.sample() {
            mark.execute(params![hash as i64, report])?;
        }
        let title = doc.title.as_deref();
        self.change.prepare_cached("INSERT INTO reports_text (rowid, title, text) VALUES (?1, ?2, ?3)")?.execute(params![
            report,
            title,
            record.text
        ])?;
        Ok(version)
    }
}

/// The record as it is packed.
pub(crate) fn packed_record(record: &Record, report: i64) -> Result<Vec<u8>, Error> {
    packed(Kind::Record, &bare(record.clone()), &record.text, report)
}

/// The record without its text and without what has read it, which stand in columns of their own.
pub(crate) fn bare(record: Record) -> Record {
    let made_by = MadeBy { engine: String::new(), models: String::new(), lexicon: String::new() };
    Record { text: String::new(), made_by, ..record }
}
