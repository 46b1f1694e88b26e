//! Corrections as JSON lines: to train with, to carry into another store.

use super::found::{self, Found};
use super::{By, Correction, Finding, FindingKind, Verdict, active, apply, fields, insert, renew};
use crate::{Error, Store};
use rapporteur_record::{Offsets, Record, Span};
use rusqlite::{OptionalExtension, TransactionBehavior};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One correction in a line. What stands below `made_by` is for training and is not read back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    /// The id of the text.
    doc: String,
    /// Where one such report came from.
    address: Option<String>,
    /// What sort of finding.
    kind: String,
    /// Its name in the record.
    finding: String,
    /// Where it stands, in code points of the text.
    spans: Vec<Span>,
    /// Tells findings in the same words apart.
    label: String,
    verdict: String,
    field: Option<String>,
    value: Option<String>,
    /// What the machine had read.
    was: Option<String>,
    who: String,
    at: String,
    note: Option<String>,
    made_by: Option<String>,
    /// The sentences in which the finding stands.
    #[serde(default, skip_deserializing)]
    context: Option<Context>,
    /// The whole finding as the record has it.
    #[serde(default, skip_deserializing)]
    as_read: Value,
    /// Its row with all corrections.
    #[serde(default, skip_deserializing)]
    corrected: Value,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Context {
    start: usize,
    end: usize,
    text: String,
}

/// What became of corrections that were read from lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New ones.
    pub added: usize,
    /// Those that are there.
    pub known: usize,
    /// Lines that could not be taken, by number from 1, with the reason.
    pub refused: Vec<(usize, String)>,
}

impl Store {
    /// The corrections that hold, a JSON object a line.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn export_corrections(&self, each: &mut dyn FnMut(&str) -> std::io::Result<()>) -> Result<(), Error> {
        let mut look = self.connection.prepare("SELECT doc FROM corrections WHERE undone_at IS NULL GROUP BY doc ORDER BY min(id)")?;
        let docs: Vec<String> = look.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for doc in docs {
            let report: Option<(i64, String)> = self
                .connection
                .query_row("SELECT id, address FROM reports WHERE doc = ?1 ORDER BY id LIMIT 1", [&doc], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            let record = report.as_ref().map(|(report, _)| self.record(*report)).transpose()?;
            for correction in active(&self.connection, &doc)? {
                let line = self.line(correction, report.as_ref(), record.as_ref())?;
                let json = serde_json::to_string(&line).map_err(|error| Error::Query(error.to_string()))?;
                each(&json).map_err(Error::Written)?;
            }
        }
        Ok(())
    }

    fn line(&self, correction: Correction, report: Option<&(i64, String)>, record: Option<&Record>) -> Result<Line, Error> {
        let (field, value) = match &correction.verdict {
            Verdict::Change { field, value } => (Some(field.clone()), value.clone()),
            _ => (None, None),
        };
        let (mut as_read, mut corrected) = (Value::Null, Value::Null);
        if let (Some((report, _)), Some(record), Some(local)) = (report, record, &correction.finding) {
            as_read = finding(record, correction.kind, local);
            let place = Finding { kind: correction.kind, report: *report, local: local.clone() };
            corrected = apply::row(&self.connection, &place)?.and_then(|row| serde_json::from_str(&row).ok()).unwrap_or_default();
        }
        Ok(Line {
            context: record.map(|record| context(record, &correction.spans)),
            doc: correction.doc,
            address: report.map(|(_, address)| address.clone()),
            kind: correction.kind.as_str().to_owned(),
            finding: correction.local,
            spans: correction.spans,
            label: correction.label,
            verdict: correction.verdict.as_str().to_owned(),
            field,
            value,
            was: correction.was,
            who: correction.by.who,
            at: correction.by.at,
            note: correction.by.note,
            made_by: correction.made_by,
            as_read,
            corrected,
        })
    }

    /// Takes corrections in that [`Store::export_corrections`] wrote, for reports that this store has. The same twice
    /// changes nothing.
    ///
    /// # Errors
    /// When the store cannot be written. A line that makes no sense is refused, the others are taken.
    pub fn import_corrections(&mut self, lines: &mut dyn Iterator<Item = String>) -> Result<Imported, Error> {
        let mut done = Imported::default();
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (at, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match take(&change, &line) {
                Ok(true) => done.added += 1,
                Ok(false) => done.known += 1,
                Err(Error::Query(reason)) => done.refused.push((at + 1, reason)),
                Err(other) => return Err(other),
            }
        }
        crate::who::settle(&change)?;
        change.commit()?;
        Ok(done)
    }
}

/// Takes one line in; false if it is there.
fn take(change: &rusqlite::Connection, line: &str) -> Result<bool, Error> {
    let line: Line = serde_json::from_str(line).map_err(|error| Error::Query(format!("it is no correction: {error}")))?;
    let kind = FindingKind::from_word(&line.kind).ok_or_else(|| Error::Query(format!("`{}` is no kind of finding", line.kind)))?;
    let report: Option<i64> =
        change.query_row("SELECT id FROM reports WHERE doc = ?1 ORDER BY id LIMIT 1", [&line.doc], |row| row.get(0)).optional()?;
    let report = report.ok_or_else(|| Error::Query(format!("no report has the text {}", line.doc)))?;
    let record = crate::check::record(change, report)?;
    let sought = Found { kind, local: line.finding, spans: line.spans, label: line.label };
    let findings = found::all(&record);
    let fit = found::fitting(&findings, &sought).ok_or_else(|| Error::Query(format!("the report has no such {}", kind.as_str())))?;
    let verdict = match (line.verdict.as_str(), line.field) {
        ("confirm", _) => Verdict::Confirm,
        ("reject", _) => Verdict::Reject,
        ("change", Some(field)) => {
            let value = fields::checked(change, &record, fit, &field, line.value.as_deref())?;
            Verdict::Change { field, value }
        }
        (other, _) => return Err(Error::Query(format!("`{other}` is no verdict"))),
    };
    let by = By { who: line.who, at: line.at, note: line.note };
    let known = active(change, &line.doc)?
        .into_iter()
        .any(|one| one.kind == kind && one.finding.as_ref() == Some(&fit.local) && one.verdict == verdict && one.by == by);
    if known {
        return Ok(false);
    }
    insert(change, &line.doc, &sought, &verdict, line.was.as_deref(), &by, line.made_by.as_deref())?;
    renew(change, &record)?;
    Ok(true)
}

/// A finding as the record has it.
fn finding(record: &Record, kind: FindingKind, local: &str) -> Value {
    let place = found::all(record).into_iter().filter(|found| found.kind == kind).position(|found| found.local == local);
    let Some(at) = place else { return Value::Null };
    let value = match kind {
        FindingKind::Statement => serde_json::to_value(&record.statements[at]),
        FindingKind::Event => serde_json::to_value(&record.events[at]),
        FindingKind::Position => serde_json::to_value(&record.positions[at]),
        FindingKind::Actor => serde_json::to_value(&record.actors[at]),
        FindingKind::Timex => serde_json::to_value(&record.timexes[at]),
        FindingKind::Place => serde_json::to_value(&record.places[at]),
        FindingKind::Quantity => serde_json::to_value(&record.quantities[at]),
    };
    value.unwrap_or_default()
}

/// The sentences that a finding touches, from the first to the last; an actor's only that of the first mention.
fn context(record: &Record, spans: &[Span]) -> Context {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Context::default() };
    let end_of_reach = if last.end - first.start > 2_000 { first.end } else { last.end };
    let touched = record.sentences.iter().filter(|sentence| sentence.start < end_of_reach && first.start < sentence.end);
    let start = touched.clone().map(|sentence| sentence.start).min().unwrap_or(first.start).min(first.start);
    let end = touched.map(|sentence| sentence.end).max().unwrap_or(end_of_reach).max(end_of_reach);
    let text = Offsets::new(&record.text).bytes(Span { start, end }).map(|span| span.of(&record.text).to_owned());
    Context { start, end, text: text.unwrap_or_default() }
}
