//! Whether a store is sound.

use crate::{Error, Store, stories};
use flate2::read::DeflateDecoder;
use rapporteur_record::{Record, content_id, validate};
use std::io::Read;

/// A record is no longer than this when it is unpacked: what is longer was not written by us.
const LONGEST: u64 = 2 << 30;

impl Store {
    /// Reads a report back as it was stored.
    ///
    /// # Errors
    /// When there is no such report, or it is damaged.
    pub fn record(&self, report: i64) -> Result<Record, Error> {
        let damaged = |reason: String| Error::Damaged { report, reason };
        let mut look = self.connection.prepare_cached("SELECT text, record FROM reports WHERE id = ?1")?;
        let (text, packed) = look.query_row([report], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        let mut json = Vec::new();
        DeflateDecoder::new(packed.as_slice()).take(LONGEST).read_to_end(&mut json).map_err(|error| damaged(error.to_string()))?;
        let mut record: Record = serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?;
        record.text = text;
        Ok(record)
    }

    /// What is wrong with the store, a line each; nothing if it is sound.
    ///
    /// The file itself, its references, then every report: its id is that of its text, its record keeps the
    /// contract, its findings stand in the tables, its story counts it. `progress` gets the number of reports
    /// done and of all.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn check(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<Vec<String>, Error> {
        let mut faults = Vec::new();
        let mut lines = self.connection.prepare("PRAGMA integrity_check")?;
        for line in lines.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                faults.push(format!("the file is damaged: {line}"));
            }
        }
        let mut lines = self.connection.prepare("PRAGMA foreign_key_check")?;
        for line in lines.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)))? {
            let (table, row) = line?;
            faults.push(format!("a row of {table} leads nowhere: {}", row.map_or_else(|| "no number".to_owned(), |row| row.to_string())));
        }
        self.stories(&mut faults)?;
        let reports: Vec<i64> =
            self.connection.prepare("SELECT id FROM reports ORDER BY id")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for (at, &report) in reports.iter().enumerate() {
            progress(at, reports.len());
            match self.record(report) {
                Ok(record) => self.report(report, &record, &mut faults)?,
                Err(error) => faults.push(error.to_string()),
            }
        }
        progress(reports.len(), reports.len());
        Ok(faults)
    }

    fn stories(&self, faults: &mut Vec<String>) -> Result<(), Error> {
        let mut wrong = self.connection.prepare(
            "SELECT s.id, s.reports, count(r.id) FROM stories s LEFT JOIN reports r ON r.story = s.id GROUP BY s.id HAVING s.reports <> count(r.id)",
        )?;
        for line in wrong.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))? {
            let (story, said, found) = line?;
            faults.push(format!("story {story} counts {said} reports and has {found}"));
        }
        let mut wrong = self.connection.prepare("SELECT address FROM reports GROUP BY address HAVING sum(current) <> 1")?;
        for address in wrong.query_map([], |row| row.get::<_, String>(0))? {
            faults.push(format!("{} has not one current version", address?));
        }
        Ok(())
    }

    fn report(&self, report: i64, record: &Record, faults: &mut Vec<String>) -> Result<(), Error> {
        let mut say = |fault: String| faults.push(format!("report {report}: {fault}"));
        let mut look = self.connection.prepare_cached("SELECT doc, body FROM reports WHERE id = ?1")?;
        let (doc, body): (String, String) = look.query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if doc != content_id(&record.text) || doc != record.doc.id {
            say("its id is not that of its text".to_owned());
        }
        if stories::body(report, &body)? != record.doc.body {
            say("its body is not that of its record".to_owned());
        }
        validate(record).into_iter().for_each(&mut say);
        for (table, count) in [
            ("statements", record.statements.len()),
            ("events", record.events.len()),
            ("report_actors", record.actors.len()),
            ("positions", record.positions.len()),
        ] {
            let found: i64 = self
                .connection
                .prepare_cached(&format!("SELECT count(*) FROM {table} WHERE report = ?1"))?
                .query_row([report], |row| row.get(0))?;
            if found != count as i64 {
                say(format!("{table} has {found} rows for it, its record {count}"));
            }
        }
        let mut empty =
            self.connection.prepare_cached("SELECT count(*) FROM statements WHERE report = ?1 AND content = '' AND cue IS NULL")?;
        if empty.query_row([report], |row| row.get::<_, i64>(0))? > 0 {
            say("a statement has no evidence".to_owned());
        }
        Ok(())
    }
}
