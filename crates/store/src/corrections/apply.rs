//! Corrections into the rows of a report, after these were written as the machine read them.

use super::fields::{self, Field};
use super::found::{self, Found};
use super::{Correction, Finding, FindingKind, Verdict, active};
use crate::{Error, rows, who};
use rapporteur_record::{Offsets, Record, Span};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// What people said of one finding: the last word on it, and the last value of each field.
#[derive(Default)]
struct Said {
    rejected: bool,
    changes: BTreeMap<String, Option<String>>,
}

/// Puts what people said of a report's findings into its rows, and notes which corrections fit nothing.
pub(crate) fn apply(change: &Connection, report: i64, record: &Record) -> Result<(), Error> {
    let corrections = active(change, &record.doc.id)?;
    if corrections.is_empty() {
        return Ok(());
    }
    // What was read is kept with the names of today.
    who::settle(change)?;
    let findings = found::all(record);
    let mut note = change.prepare_cached("UPDATE corrections SET finding = ?2 WHERE id = ?1")?;
    let mut said: BTreeMap<(FindingKind, &str), Said> = BTreeMap::new();
    for correction in &corrections {
        let fit = found::fitting(&findings, &sought(correction));
        if fit.map(|found| found.local.as_str()) != correction.finding.as_deref() {
            note.execute(params![correction.id, fit.map(|found| &found.local)])?;
        }
        let Some(found) = fit else { continue };
        let said = said.entry((found.kind, &found.local)).or_default();
        match &correction.verdict {
            Verdict::Confirm => said.rejected = false,
            Verdict::Reject => said.rejected = true,
            Verdict::Change { field, value } => {
                said.changes.insert(field.clone(), value.clone());
            }
        }
    }
    let applied = Applied { change, report, record, offsets: Offsets::new(&record.text), findings: &findings };
    // Who an actor of the report is comes first: what is said of a single statement holds against that.
    let actors_first = |(kind, _): &(FindingKind, &str)| *kind != FindingKind::Actor;
    let mut order: Vec<_> = said.into_iter().collect();
    order.sort_by_key(|(key, _)| actors_first(key));
    for ((kind, local), said) in order {
        for (field, value) in &said.changes {
            applied.set(kind, local, field, value.as_deref())?;
        }
        let verdict = match (said.rejected, said.changes.is_empty()) {
            (true, _) => "rejected",
            (false, false) => "changed",
            (false, true) => "confirmed",
        };
        applied.mark(kind, local, verdict)?;
    }
    Ok(())
}

fn sought(correction: &Correction) -> Found {
    Found { kind: correction.kind, local: correction.local.clone(), spans: correction.spans.clone(), label: correction.label.clone() }
}

/// What the machine had read in a field, as words.
pub(super) fn as_read(change: &Connection, finding: &Finding, field: &str) -> Result<Option<String>, Error> {
    let mut look = change.prepare_cached("SELECT row FROM as_read WHERE report = ?1 AND kind = ?2 AND local = ?3")?;
    let kept: Option<String> =
        look.query_row(params![finding.report, finding.kind.as_str(), finding.local], |row| row.get(0)).optional()?;
    let row = match kept {
        Some(row) => Some(row),
        None => row(change, finding)?,
    };
    let columns: serde_json::Value = row.and_then(|row| serde_json::from_str(&row).ok()).unwrap_or_default();
    Ok(match columns.get(field) {
        None | Some(serde_json::Value::Null) => None,
        Some(serde_json::Value::String(words)) => Some(words.clone()),
        Some(other) => Some(other.to_string()),
    })
}

/// The columns of a finding's row as a JSON object, actors and places by name.
pub(super) fn row(change: &Connection, finding: &Finding) -> Result<Option<String>, Error> {
    let names = |table: &str, key: &str, role: &str| {
        format!(
            "'{role}', (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM {table} x JOIN actors a ON a.id = x.actor
               WHERE x.{key} = f.id AND x.role = '{role}' ORDER BY x.place))"
        )
    };
    let plain = |columns: &[&str]| columns.iter().map(|column| format!("'{column}', f.\"{column}\"")).collect::<Vec<_>>().join(", ");
    let columns = match finding.kind {
        FindingKind::Statement => format!(
            "{}, {}, 'party', (SELECT p.name FROM statement_actors x JOIN report_actors y ON y.report = f.report AND y.actor = x.actor
               JOIN actors p ON p.id = y.party WHERE x.statement = f.id AND x.role = 'speaker' ORDER BY x.place LIMIT 1), {}",
            names("statement_actors", "statement", "speaker"),
            names("statement_actors", "statement", "addressee"),
            plain(&["act", "certainty", "kind", "said_on", "said_at", "source", "cue", "content", "medium", "occasion", "start", "end"])
        ),
        FindingKind::Event => {
            let code = |role: &str| {
                format!(
                    "'{role}_code', (SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = f.report AND y.actor = x.actor
                       WHERE x.event = f.id AND x.role = '{role}' ORDER BY x.place LIMIT 1)"
                )
            };
            format!(
                "{}, {}, {}, {}, 'place', (SELECT name FROM places p WHERE p.report = f.report AND p.local = f.place),
                 'country', (SELECT country FROM places p WHERE p.report = f.report AND p.local = f.place), {}",
                names("event_actors", "event", "source"),
                names("event_actors", "event", "target"),
                code("source"),
                code("target"),
                plain(&["type", "mode", "contexts", "cameo", "status", "date", "time", "condition", "evidence", "start", "end"])
            )
        }
        FindingKind::Position => format!(
            "'holder', (SELECT name FROM actors WHERE id = f.holder), 'told_by', (SELECT name FROM actors WHERE id = f.told_by),
             'party', (SELECT b.name FROM report_actors y JOIN actors b ON b.id = y.party WHERE y.report = f.report AND y.actor = f.holder
               ORDER BY y.local LIMIT 1), {}",
            plain(&["issue", "label", "codebook", "stance", "condition", "condition_kind", "basis", "as_of"])
        ),
        FindingKind::Actor => format!(
            "'who', (SELECT name FROM actors WHERE id = f.actor), 'party', (SELECT name FROM actors WHERE id = f.party), {}",
            plain(&["code", "roles"])
        ),
        FindingKind::Timex => plain(&["words", "type", "value", "from", "to"]),
        FindingKind::Place => plain(&["name", "kind", "country", "lat", "lon", "geonameid"]),
        FindingKind::Quantity => plain(&["words", "low", "high", "unit", "currency", "about", "conditional"]),
    };
    let sql = format!("SELECT json_object({columns}) FROM {} f WHERE f.report = ?1 AND f.local = ?2", finding.kind.table());
    Ok(change.prepare_cached(&sql)?.query_row(params![finding.report, finding.local], |row| row.get(0)).optional()?)
}

struct Applied<'a> {
    change: &'a Connection,
    report: i64,
    record: &'a Record,
    offsets: Offsets<'a>,
    findings: &'a [Found],
}

impl Applied<'_> {
    fn mark(&self, kind: FindingKind, local: &str, verdict: &str) -> Result<(), Error> {
        let sql = format!("UPDATE {} SET verdict = ?3 WHERE report = ?1 AND local = ?2", kind.table());
        self.change.prepare_cached(&sql)?.execute(params![self.report, local, verdict])?;
        Ok(())
    }

    /// Keeps the row as the machine read it, before it is changed first.
    fn keep(&self, kind: FindingKind, local: &str) -> Result<(), Error> {
        let finding = Finding { kind, report: self.report, local: local.to_owned() };
        if let Some(row) = row(self.change, &finding)? {
            self.change
                .prepare_cached("INSERT OR IGNORE INTO as_read (report, kind, local, row) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![self.report, kind.as_str(), local, row])?;
        }
        Ok(())
    }

    fn set(&self, kind: FindingKind, local: &str, name: &str, value: Option<&str>) -> Result<(), Error> {
        self.keep(kind, local)?;
        match fields::field(kind, name)? {
            Field::Actors => self.actors(kind, local, name, value),
            Field::Actor => self.actor(kind, local, name, value),
            Field::Who => self.who(local, value),
            Field::Place => {
                let place = value.and_then(|name| self.record.places.iter().find(|place| place.name == name));
                self.column(kind, local, name, place.map(|place| place.id.clone()).into())
            }
            Field::Words => {
                let words = self.spans(kind, local, value).map(|spans| rows::words(&self.offsets, &self.record.text, &spans));
                self.column(kind, local, name, words.into())
            }
            Field::Evidence => match self.spans(kind, local, value) {
                Some(spans) => self.evidence(kind, local, name, &spans),
                None => Ok(()),
            },
            Field::Number => {
                let number = value.and_then(|value| value.parse::<f64>().ok());
                let whole = number.filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i64);
                self.column(kind, local, name, whole.map_or(number.into(), Value::Integer))
            }
            Field::Truth => self.column(kind, local, name, Value::Integer(i64::from(value == Some("1")))),
            Field::Word(_) | Field::Day | Field::Text | Field::Free | Field::Code => {
                self.column(kind, local, name, value.map(str::to_owned).into())
            }
        }
    }

    fn column(&self, kind: FindingKind, local: &str, column: &str, value: Value) -> Result<(), Error> {
        let sql = format!("UPDATE {} SET \"{column}\" = ?3 WHERE report = ?1 AND local = ?2", kind.table());
        self.change.prepare_cached(&sql)?.execute(params![self.report, local, value])?;
        Ok(())
    }

    fn spans(&self, kind: FindingKind, local: &str, value: Option<&str>) -> Option<Vec<Span>> {
        let found = self.findings.iter().find(|found| found.kind == kind && found.local == local)?;
        fields::spans(self.record, found, value?)
    }

    /// Another stretch of text for a statement's content or an event's evidence, in the full text too.
    fn evidence(&self, kind: FindingKind, local: &str, column: &str, spans: &[Span]) -> Result<(), Error> {
        let words = rows::words(&self.offsets, &self.record.text, spans);
        let mut all = spans.to_vec();
        if let Some(statement) = self.record.statements.iter().find(|statement| statement.id == local) {
            all.extend(statement.source.iter().chain(&statement.cue));
        }
        let (start, end) = rows::extent(&all);
        let (table, index) = if kind == FindingKind::Statement { ("statements", "statements_text") } else { ("events", "events_text") };
        let texts = |first: &str, then: &str| -> Result<(), Error> {
            let sql = format!(
                "INSERT INTO {index} ({first}rowid, {column}) SELECT {then}id, {column} FROM {table} WHERE report = ?1 AND local = ?2"
            );
            self.change.prepare_cached(&sql)?.execute(params![self.report, local])?;
            Ok(())
        };
        texts(&format!("{index}, "), "'delete', ")?;
        self.column(kind, local, column, words.into())?;
        self.column(kind, local, "start", start.into())?;
        self.column(kind, local, "end", end.into())?;
        texts("", "")
    }

    /// The speakers or addressees of a statement, the sources or targets of an event.
    fn actors(&self, kind: FindingKind, local: &str, role: &str, value: Option<&str>) -> Result<(), Error> {
        let (table, key) = if kind == FindingKind::Statement { ("statement_actors", "statement") } else { ("event_actors", "event") };
        let id = self.number(kind, local)?;
        self.change.prepare_cached(&format!("DELETE FROM {table} WHERE {key} = ?1 AND role = ?2"))?.execute(params![id, role])?;
        let names = value.unwrap_or_default().split("; ").filter(|name| !name.is_empty());
        let sql = format!("INSERT INTO {table} ({key}, role, place, form) VALUES (?1, ?2, ?3, ?4)");
        for (place, name) in names.enumerate() {
            let form = fields::resolved(self.change, self.record, name)?;
            self.change.prepare_cached(&sql)?.execute(params![id, role, place as i64, form])?;
        }
        Ok(())
    }

    fn actor(&self, kind: FindingKind, local: &str, column: &str, value: Option<&str>) -> Result<(), Error> {
        let form = value.map(|name| fields::resolved(self.change, self.record, name)).transpose()?;
        self.column(kind, local, &format!("{column}_form"), form.into())
    }

    /// Somebody else for an actor of the report, wherever the record names that one.
    fn who(&self, local: &str, value: Option<&str>) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        // The one of the report under its own name is no somebody else.
        let form = fields::resolved(self.change, self.record, value)?;
        let place_in = |list: &[String]| list.iter().position(|actor| actor == local).map(|at| at as i64);
        let set = |kind: FindingKind, finding: &str, table: &str, key: &str, role: &str, place: i64| -> Result<(), Error> {
            self.keep(kind, finding)?;
            let id = self.number(kind, finding)?;
            let sql = format!("UPDATE {table} SET form = ?4 WHERE {key} = ?1 AND role = ?2 AND place = ?3");
            self.change.prepare_cached(&sql)?.execute(params![id, role, place, form])?;
            self.mark(kind, finding, "changed")
        };
        for statement in &self.record.statements {
            for (role, list) in [("speaker", &statement.speakers), ("addressee", &statement.addressees)] {
                if let Some(place) = place_in(list) {
                    set(FindingKind::Statement, &statement.id, "statement_actors", "statement", role, place)?;
                }
            }
        }
        for event in &self.record.events {
            for (role, list) in [("source", &event.source), ("target", &event.target)] {
                if let Some(place) = place_in(list) {
                    set(FindingKind::Event, &event.id, "event_actors", "event", role, place)?;
                }
            }
        }
        for (at, position) in self.record.positions.iter().enumerate() {
            let name = found::position_local(at);
            for (column, _) in [("holder", Some(&position.holder)), ("told_by", position.told_by.as_ref())]
                .into_iter()
                .filter(|(_, actor)| actor.is_some_and(|actor| actor == local))
            {
                self.keep(FindingKind::Position, &name)?;
                self.column(FindingKind::Position, &name, &format!("{column}_form"), form.into())?;
                self.mark(FindingKind::Position, &name, "changed")?;
            }
        }
        for other in self.record.actors.iter().filter(|other| other.party.as_deref() == Some(local)) {
            self.column(FindingKind::Actor, &other.id, "party_form", form.into())?;
        }
        self.column(FindingKind::Actor, local, "form", form.into())
    }

    fn number(&self, kind: FindingKind, local: &str) -> Result<i64, Error> {
        let sql = format!("SELECT id FROM {} WHERE report = ?1 AND local = ?2", kind.table());
        Ok(self.change.prepare_cached(&sql)?.query_row(params![self.report, local], |row| row.get(0))?)
    }
}
