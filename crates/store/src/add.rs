//! A report into the store.

use crate::shingles::{Shingles, key};
use crate::{Error, Store, stories};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rapporteur_record::{Record, Span};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

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
    change: Transaction<'s>,
}

impl Store {
    /// Begins to store reports. What is not [committed](Batch::commit) is not stored.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn batch(&mut self) -> Result<Batch<'_>, Error> {
        Ok(Batch { change: self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)? })
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
    /// Stores one report. `address` tells it from all others: where it came from, as unambiguously as can be.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add(&self, address: &str, record: &Record) -> Result<Added, Error> {
        let known =
            self.change.prepare_cached("SELECT 1 FROM reports WHERE address = ?1 AND doc = ?2")?.exists([address, &record.doc.id])?;
        if known {
            // An old text that comes back is the current one again.
            self.make_current(address, &record.doc.id)?;
            return Ok(Added::Known);
        }
        let shingles = Shingles::of(&record.text, &record.doc.body);
        let mut joined: BTreeSet<i64> = stories::find(&self.change, &shingles)?;
        joined.extend(stories::of_same_text(&self.change, &record.doc.id)?);
        let report: i64 = self.change.query_row("SELECT coalesce(max(id), 0) + 1 FROM reports", [], |row| row.get(0))?;
        let story = match stories::join(&self.change, &joined)? {
            Some(story) => story,
            None => {
                self.change.prepare_cached("INSERT INTO stories (id, reports, outlets) VALUES (?1, 0, 0)")?.execute([report])?;
                report
            }
        };
        let version = self.insert(report, story, address, record, &shingles)?;
        self.make_current(address, &record.doc.id)?;
        stories::count(&self.change, story)?;
        Rows { change: &self.change, report, record, actors: BTreeMap::new(), statements: BTreeMap::new() }.insert()?;
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
        Ok(self.change.commit()?)
    }

    fn make_current(&self, address: &str, doc: &str) -> Result<(), Error> {
        self.change.prepare_cached("UPDATE reports SET current = (doc = ?2) WHERE address = ?1")?.execute([address, doc])?;
        Ok(())
    }

    /// The report's own row and its sample; gives its version.
    fn insert(&self, report: i64, story: i64, address: &str, record: &Record, shingles: &Shingles) -> Result<i64, Error> {
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
               published, published_basis, words, body, marks, text, record)
             VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
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
            packed(record, report)?,
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

/// The record without its text, deflated.
fn packed(record: &Record, report: i64) -> Result<Vec<u8>, Error> {
    let damaged = |reason: String| Error::Damaged { report, reason };
    let mut bare = record.clone();
    bare.text.clear();
    let json = serde_json::to_vec(&bare).map_err(|error| damaged(error.to_string()))?;
    let mut packer = DeflateEncoder::new(Vec::with_capacity(json.len() / 4), Compression::fast());
    packer.write_all(&json).and_then(|()| packer.finish()).map_err(|error| damaged(error.to_string()))
}

/// The rows of one report's findings.
struct Rows<'a> {
    change: &'a Transaction<'a>,
    report: i64,
    record: &'a Record,
    /// The actor of the whole store for each of the record.
    actors: BTreeMap<&'a str, i64>,
    statements: BTreeMap<&'a str, i64>,
}

impl<'a> Rows<'a> {
    fn insert(mut self) -> Result<(), Error> {
        self.actors()?;
        self.statements()?;
        self.events()?;
        self.positions()?;
        self.words()
    }

    /// The words of some spans, with dots between pieces.
    fn of(&self, spans: &[Span]) -> String {
        spans.iter().filter_map(|span| span.of(&self.record.text)).collect::<Vec<&str>>().join(" … ")
    }

    fn actors(&mut self) -> Result<(), Error> {
        let mut find = self.change.prepare_cached("SELECT id FROM actors WHERE name = ?1 AND kind = ?2")?;
        let mut make = self.change.prepare_cached("INSERT INTO actors (name, kind) VALUES (?1, ?2)")?;
        for actor in &self.record.actors {
            let kind = actor.kind.as_str();
            let id = match find.query_row([&actor.name, kind], |row| row.get(0)).optional()? {
                Some(id) => id,
                None => make.insert([&actor.name, kind])?,
            };
            self.actors.insert(&actor.id, id);
        }
        let mut insert = self.change.prepare_cached(
            "INSERT INTO report_actors (report, local, actor, code, party, roles, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for actor in &self.record.actors {
            let roles: Vec<&str> = actor.roles.iter().map(|role| role.title.as_str()).collect();
            let roles = (!roles.is_empty()).then(|| roles.join("; "));
            let party = actor.party.as_deref().and_then(|party| self.actors.get(party));
            insert.execute(params![
                self.report,
                actor.id,
                self.actors[actor.id.as_str()],
                actor.code,
                party,
                roles,
                actor.mentions.len() as i64
            ])?;
        }
        Ok(())
    }

    fn statements(&mut self) -> Result<(), Error> {
        let first: i64 = self.change.query_row("SELECT coalesce(max(id), 0) + 1 FROM statements", [], |row| row.get(0))?;
        let record = self.record;
        self.statements = record.statements.iter().zip(first..).map(|(statement, id)| (statement.id.as_str(), id)).collect();
        let mut insert = self.change.prepare_cached(
            "INSERT INTO statements (id, report, local, within, source, cue, content, kind, act, certainty, medium, occasion, said_on,
               \"start\", \"end\", same)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        let mut who = self.change.prepare_cached("INSERT INTO statement_actors (statement, role, place, actor) VALUES (?1, ?2, ?3, ?4)")?;
        let mut index = self.change.prepare_cached("INSERT INTO statements_text (rowid, content) VALUES (?1, ?2)")?;
        for statement in &record.statements {
            let id = self.statements[statement.id.as_str()];
            let one = |span: &Option<Span>| span.as_ref().map(|span| self.of(&[*span]));
            let (source, cue, content) = (one(&statement.source), one(&statement.cue), self.of(&statement.content));
            let spans: Vec<Span> = statement.content.iter().chain(&statement.source).chain(&statement.cue).copied().collect();
            let (start, end) = extent(&spans);
            insert.execute(params![
                id,
                self.report,
                statement.id,
                statement.within.as_deref().and_then(|within| self.statements.get(within)),
                source,
                cue,
                content,
                statement.kind.as_str(),
                statement.act.as_str(),
                statement.certainty.as_str(),
                one(&statement.medium),
                one(&statement.occasion),
                statement.said_on,
                start as i64,
                end as i64,
                key(&[source.as_deref().unwrap_or(""), cue.as_deref().unwrap_or(""), &content]),
            ])?;
            index.execute(params![id, content])?;
            for (role, ids) in [("speaker", &statement.speakers), ("addressee", &statement.addressees)] {
                for (place, actor) in ids.iter().filter_map(|actor| self.actors.get(actor.as_str())).enumerate() {
                    who.execute(params![id, role, place as i64, actor])?;
                }
            }
        }
        Ok(())
    }

    fn events(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT INTO events (report, local, type, mode, contexts, cameo, status, date, date_basis, place, condition, score, reported_by,
               same_as, evidence, \"start\", \"end\", same)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?;
        let mut who =
            self.change.prepare_cached("INSERT OR IGNORE INTO event_actors (event, role, place, actor) VALUES (?1, ?2, ?3, ?4)")?;
        for event in self.values(&self.record.events)? {
            let word = |name: &str| event.get(name).and_then(Value::as_str);
            let plover = |name: &str| event.get("plover").and_then(|plover| plover.get(name));
            let contexts: Option<Vec<&str>> =
                plover("contexts").and_then(Value::as_array).map(|all| all.iter().filter_map(Value::as_str).collect());
            let spans = spans(event.get("evidence"));
            let (start, end) = extent(&spans);
            let evidence = self.of(&spans);
            let condition = event.get("condition").map(|span| self.of(&spans_of_one(span))).filter(|words| !words.is_empty());
            let kind = plover("type").and_then(Value::as_str);
            let id = insert.insert(params![
                self.report,
                word("id"),
                kind,
                plover("mode").and_then(Value::as_str),
                contexts.filter(|all| !all.is_empty()).map(|all| all.join("; ")),
                word("cameo"),
                word("status"),
                word("date"),
                word("date_basis"),
                word("place"),
                condition,
                event.get("score").and_then(Value::as_f64),
                word("reported_by"),
                word("same_as"),
                evidence,
                start as i64,
                end as i64,
                key(&[kind.unwrap_or(""), word("status").unwrap_or(""), &evidence]),
            ])?;
            for role in ["source", "target"] {
                let ids = event.get(role).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
                for (place, actor) in ids.filter_map(|actor| self.actors.get(actor)).enumerate() {
                    who.execute(params![id, role, place as i64, actor])?;
                }
            }
        }
        Ok(())
    }

    fn positions(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT INTO positions (report, holder, issue, label, stance, condition, evidence, as_of) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for position in self.values(&self.record.positions)? {
            let word = |name: &str| position.get(name).and_then(Value::as_str);
            let issue = |name: &str| position.get("issue").and_then(|issue| issue.get(name)).and_then(Value::as_str);
            let evidence: Vec<&str> =
                position.get("evidence").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
            let holder = word("holder").and_then(|holder| self.actors.get(holder));
            insert.execute(params![
                self.report,
                holder,
                issue("key"),
                issue("label"),
                word("stance"),
                word("condition"),
                evidence.join("; "),
                word("as_of")
            ])?;
        }
        Ok(())
    }

    /// Time expressions, places and quantities.
    fn words(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT OR IGNORE INTO timexes (report, words, type, value, \"from\", \"to\", \"start\", \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for timex in &self.record.timexes {
            let words = self.of(&[Span { start: timex.start, end: timex.end }]);
            let (start, end) = (timex.start as i64, timex.end as i64);
            insert.execute(params![self.report, words, timex.kind.as_str(), timex.value, timex.from, timex.to, start, end])?;
        }
        let mut insert = self.change.prepare_cached(
            "INSERT OR IGNORE INTO places (report, local, name, kind, country, lat, lon, geonameid, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for place in self.values(&self.record.places)? {
            let word = |name: &str| place.get(name).and_then(Value::as_str);
            let number = |name: &str| place.get(name).and_then(Value::as_f64);
            let mentions = place.get("mentions").and_then(Value::as_array).map_or(0, Vec::len);
            let id = place.get("geonameid").and_then(Value::as_i64);
            insert.execute(params![
                self.report,
                word("id"),
                word("name"),
                word("kind"),
                word("country"),
                number("lat"),
                number("lon"),
                id,
                mentions as i64
            ])?;
        }
        let mut insert = self.change.prepare_cached(
            "INSERT OR IGNORE INTO quantities (report, words, low, high, unit, currency, about, conditional, told_by, \"start\", \"end\")
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        for quantity in &self.record.quantities {
            let words = self.of(&[Span { start: quantity.start, end: quantity.end }]);
            let about = quantity.about.map(|span| self.of(&[span]));
            insert.execute(params![
                self.report,
                words,
                quantity.low.map(|amount| amount.0),
                quantity.high.map(|amount| amount.0),
                quantity.unit,
                quantity.currency,
                about,
                quantity.conditional,
                quantity.of,
                quantity.start as i64,
                quantity.end as i64
            ])?;
        }
        Ok(())
    }

    /// Findings as they are printed: the store needs their words only.
    fn values<T: serde::Serialize>(&self, findings: &[T]) -> Result<Vec<Value>, Error> {
        let damaged = |error: serde_json::Error| Error::Damaged { report: self.report, reason: error.to_string() };
        findings.iter().map(|finding| serde_json::to_value(finding).map_err(damaged)).collect()
    }
}

/// The first and last code point of some spans.
fn extent(spans: &[Span]) -> (usize, usize) {
    (spans.iter().map(|span| span.start).min().unwrap_or(0), spans.iter().map(|span| span.end).max().unwrap_or(0))
}

fn spans(value: Option<&Value>) -> Vec<Span> {
    value.and_then(Value::as_array).into_iter().flatten().flat_map(spans_of_one).collect()
}

fn spans_of_one(value: &Value) -> Vec<Span> {
    let at = |name: &str| value.get(name).and_then(Value::as_u64).map(|at| at as usize);
    at("start").zip(at("end")).map(|(start, end)| Span { start, end }).into_iter().collect()
}
