//! Whether a store is sound.

use crate::corrections::found;
use crate::{Error, Store, rows, stories};
use rapporteur_record::{MadeBy, Offsets, Record, content_id, validate};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// The record of a report.
pub(crate) fn record(connection: &Connection, report: i64) -> Result<Record, Error> {
    let mut look = connection.prepare_cached(
        "SELECT r.text, r.record, m.engine, m.models, m.lexicon FROM reports r LEFT JOIN readers m ON m.id = r.reader WHERE r.id = ?1",
    )?;
    let mut rows = look.query([report])?;
    let row = rows.next()?.ok_or_else(|| Error::Query(format!("there is no report {report}")))?;
    let text: String = row.get(0)?;
    let packed = row.get_ref(1)?.as_blob().unwrap_or_default();
    let mut record =
        Record { text, ..crate::pack::unpacked(crate::pack::Kind::Record, packed, row.get_ref(0)?.as_str().unwrap_or_default(), report)? };
    if let Some(engine) = row.get(2)? {
        record.made_by = MadeBy { engine, models: row.get(3)?, lexicon: row.get(4)? };
    }
    Ok(record)
}

impl Store {
    /// Reads a report back as it was stored: as the machine read it.
    ///
    /// # Errors
    /// When there is no such report, or it is damaged.
    pub fn record(&self, report: i64) -> Result<Record, Error> {
        record(&self.connection, report)
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
        self.links(&mut faults)?;
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

    /// What the rows of different tables say of each other.
    fn links(&self, faults: &mut Vec<String>) -> Result<(), Error> {
        for (sql, said) in [
            ("SELECT id FROM actors WHERE NOT EXISTS (SELECT 1 FROM actor_forms f WHERE f.actor = actors.id)", "actor {} has no form"),
            ("SELECT position FROM position_evidence WHERE (statement IS NULL) = (event IS NULL)", "the evidence of position {} is no statement and no event"),
            ("SELECT id FROM positions WHERE (evidence <> '' OR words = '') AND NOT EXISTS (SELECT 1 FROM position_evidence e WHERE e.position = positions.id)", "position {} has no evidence"),
            ("SELECT id FROM corrections c WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.doc = c.doc)", "correction {} is of a text that is not there"),
            ("SELECT c.id FROM corrections c JOIN reports r ON r.doc = c.doc WHERE c.undone_at IS NULL AND c.finding IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM statements WHERE report = r.id AND local = c.finding AND c.kind = 'statement' AND verdict IS NOT NULL
                UNION ALL SELECT 1 FROM events WHERE report = r.id AND local = c.finding AND c.kind = 'event' AND verdict IS NOT NULL
                UNION ALL SELECT 1 FROM positions WHERE report = r.id AND local = c.finding AND c.kind = 'position' AND verdict IS NOT NULL
                UNION ALL SELECT 1 FROM report_actors WHERE report = r.id AND local = c.finding AND c.kind = 'actor' AND verdict IS NOT NULL
                UNION ALL SELECT 1 FROM timexes WHERE report = r.id AND local = c.finding AND c.kind = 'timex' AND verdict IS NOT NULL
                UNION ALL SELECT 1 FROM places WHERE report = r.id AND local = c.finding AND c.kind = 'place' AND verdict IS NOT NULL
                UNION ALL SELECT 1 FROM quantities WHERE report = r.id AND local = c.finding AND c.kind = 'quantity' AND verdict IS NOT NULL)", "correction {} is of a finding that does not show it"),
            ("SELECT s.report FROM statements s WHERE s.verdict = 'changed' AND NOT EXISTS (SELECT 1 FROM as_read o WHERE o.report = s.report AND o.kind = 'statement' AND o.local = s.local)
              UNION SELECT s.report FROM events s WHERE s.verdict = 'changed' AND NOT EXISTS (SELECT 1 FROM as_read o WHERE o.report = s.report AND o.kind = 'event' AND o.local = s.local)
              UNION SELECT s.report FROM positions s WHERE s.verdict = 'changed' AND NOT EXISTS (SELECT 1 FROM as_read o WHERE o.report = s.report AND o.kind = 'position' AND o.local = s.local)", "a finding of report {} was changed and nothing says what was read"),
        ] {
            let mut wrong = self.connection.prepare(sql)?;
            for id in wrong.query_map([], |row| row.get::<_, i64>(0))? {
                faults.push(said.replace("{}", &id?.to_string()));
            }
        }
        Ok(())
    }

    /// Whether the rows that nobody changed say what the record says, and all lie inside the text.
    fn rows(&self, report: i64, record: &Record, say: &mut dyn FnMut(String)) -> Result<(), Error> {
        let offsets = Offsets::new(&record.text);
        let length = record.text.chars().count() as i64;
        for table in ["statements", "events", "positions", "timexes", "quantities"] {
            let sql =
                format!("SELECT local FROM {table} WHERE report = ?1 AND NOT (0 <= \"start\" AND \"start\" < \"end\" AND \"end\" <= ?2)");
            let mut outside = self.connection.prepare_cached(&sql)?;
            for local in outside.query_map(params![report, length], |row| row.get::<_, String>(0))? {
                say(format!("{} of {table} lies outside the text", local?));
            }
        }
        let read: BTreeMap<String, [String; 3]> = (record.statements.iter())
            .map(|one| {
                (
                    one.id.clone(),
                    [rows::words(&offsets, &record.text, &one.content), one.act.as_str().to_owned(), one.certainty.as_str().to_owned()],
                )
            })
            .chain(record.events.iter().map(|one| {
                (one.id.clone(), [rows::words(&offsets, &record.text, &one.evidence), one.status.as_str().to_owned(), one.cameo.clone()])
            }))
            .chain(record.positions.iter().enumerate().map(|(at, one)| {
                (found::position_local(at), [one.evidence.join("; "), one.stance.as_str().to_owned(), one.issue.key.clone()])
            }))
            .collect();
        let mut stored = self.connection.prepare_cached(
            "SELECT local, content, act, certainty FROM statements WHERE report = ?1 AND verdict IS NOT 'changed' AND NOT EXISTS
               (SELECT 1 FROM as_read o WHERE o.report = ?1 AND o.local = statements.local)
             UNION ALL SELECT local, evidence, status, cameo FROM events WHERE report = ?1 AND verdict IS NOT 'changed' AND NOT EXISTS
               (SELECT 1 FROM as_read o WHERE o.report = ?1 AND o.local = events.local)
             UNION ALL SELECT local, evidence, stance, issue FROM positions WHERE report = ?1 AND verdict IS NOT 'changed' AND NOT EXISTS
               (SELECT 1 FROM as_read o WHERE o.report = ?1 AND o.local = positions.local)",
        )?;
        let rows =
            stored.query_map([report], |row| Ok((row.get::<_, String>(0)?, [row.get::<_, String>(1)?, row.get(2)?, row.get(3)?])))?;
        for row in rows {
            let (local, values) = row?;
            if read.get(&local) != Some(&values) {
                say(format!("{local} is not what its record says"));
            }
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
            ("places", record.places.len()),
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
        self.rows(report, record, &mut say)
    }
}
