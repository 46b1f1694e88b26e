//! What people say of the machine's findings: confirmed, changed, rejected, with who and when.
//!
//! A correction stands beside the finding, never over it: the record keeps what was read, `corrections` what was said
//! of it, and the tables of findings hold what counts. They are made of the two whenever either changes, so that
//! undoing a correction gives the machine's reading back. A correction is about words in a text: it holds for every
//! report with that text, and is found again after rereading ([`found`]).

mod apply;
mod exchange;
mod fields;
pub(crate) mod found;

pub use exchange::Imported;

pub(crate) use apply::apply;

use crate::{Error, Store, rows};
use found::Found;
use rapporteur_record::{Record, Span};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// What sort of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Who said what.
    Statement,
    /// Who did what to whom.
    Event,
    /// Who stands where.
    Position,
    /// Who is mentioned.
    Actor,
    /// A time expression.
    Timex,
    /// A place.
    Place,
    /// How much or how many.
    Quantity,
}

impl FindingKind {
    /// Every kind there is.
    pub const ALL: [Self; 7] = [Self::Statement, Self::Event, Self::Position, Self::Actor, Self::Timex, Self::Place, Self::Quantity];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Event => "event",
            Self::Position => "position",
            Self::Actor => "actor",
            Self::Timex => "timex",
            Self::Place => "place",
            Self::Quantity => "quantity",
        }
    }

    /// The kind that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The table that holds such findings, a row each.
    pub fn table(self) -> &'static str {
        match self {
            Self::Statement => "statements",
            Self::Event => "events",
            Self::Position => "positions",
            Self::Actor => "report_actors",
            Self::Timex => "timexes",
            Self::Place => "places",
            Self::Quantity => "quantities",
        }
    }

    /// The fields of it that a person may change.
    pub fn fields(self) -> impl Iterator<Item = &'static str> {
        fields::of(self).iter().map(|(name, _)| *name)
    }
}

/// A finding of a stored report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What sort.
    pub kind: FindingKind,
    /// `reports.id`.
    pub report: i64,
    /// Its name in the record: `s4`, `e2`, `pos1`, `a3`, `p2`, and by their place `t120-126`, `q130-142`.
    pub local: String,
}

/// What a person says of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right as it stands.
    Confirm,
    /// It is no finding at all.
    Reject,
    /// A field of it should be this; `None` empties the field.
    Change {
        /// The field: a column of its table, or `speaker`, `addressee`, `who`, ….
        field: String,
        /// Its value. Actors by name, apart by "; "; words by their place ("120-126, 130-142") or as they stand in the text.
        value: Option<String>,
    },
}

impl Verdict {
    /// The word for it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reject => "reject",
            Self::Change { .. } => "change",
        }
    }
}

/// Who said it, when, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct By {
    /// A name or initials.
    pub who: String,
    /// ISO date and time.
    pub at: String,
    /// What else there is to say.
    pub note: Option<String>,
}

/// A stored correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its number.
    pub id: i64,
    /// The id of the text that it is about.
    pub doc: String,
    /// What sort of finding.
    pub kind: FindingKind,
    /// The finding's name in the record that was corrected.
    pub local: String,
    /// Where the finding stood.
    pub spans: Vec<Span>,
    /// What tells it from others in the same words.
    pub label: String,
    /// What was said.
    pub verdict: Verdict,
    /// What the machine had read in the field.
    pub was: Option<String>,
    /// Who said it and when.
    pub by: By,
    /// What had read it: engine, models, lexicon.
    pub made_by: Option<String>,
    /// The finding's name in the record of today; `None` where nothing fits any more.
    pub finding: Option<String>,
    /// Who took it back and when.
    pub undone: Option<(String, String)>,
}

const COLUMNS: &str =
    "id, doc, kind, local, spans, label, verdict, field, value, was, who, at, note, made_by, finding, undone_by, undone_at";

fn correction(row: &rusqlite::Row<'_>) -> Result<Correction, rusqlite::Error> {
    let unknown = |at: usize, word: String| rusqlite::Error::InvalidColumnType(at, word, rusqlite::types::Type::Text);
    let (kind, verdict, spans): (String, String, String) = (row.get(2)?, row.get(6)?, row.get(4)?);
    let pairs: Vec<(usize, usize)> = serde_json::from_str(&spans).map_err(|_| unknown(4, spans))?;
    let undone: Option<String> = row.get(15)?;
    Ok(Correction {
        id: row.get(0)?,
        doc: row.get(1)?,
        kind: FindingKind::from_word(&kind).ok_or_else(|| unknown(2, kind))?,
        local: row.get(3)?,
        spans: pairs.into_iter().map(|(start, end)| Span { start, end }).collect(),
        label: row.get(5)?,
        verdict: match verdict.as_str() {
            "confirm" => Verdict::Confirm,
            "reject" => Verdict::Reject,
            _ => Verdict::Change { field: row.get(7)?, value: row.get(8)? },
        },
        was: row.get(9)?,
        by: By { who: row.get(10)?, at: row.get(11)?, note: row.get(12)? },
        made_by: row.get(13)?,
        finding: row.get(14)?,
        undone: undone.zip(row.get(16)?),
    })
}

/// The corrections of one text that hold, in the order in which they were made.
fn active(connection: &Connection, doc: &str) -> Result<Vec<Correction>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM corrections WHERE doc = ?1 AND undone_at IS NULL ORDER BY id");
    Ok(connection.prepare_cached(&sql)?.query_map([doc], correction)?.collect::<Result<_, _>>()?)
}

impl Store {
    /// The finding with a number in its table (statements, events and positions have one), or with the name `12/s4`:
    /// the report's number and its own.
    ///
    /// # Errors
    /// When there is none.
    pub fn finding(&self, kind: FindingKind, name: &str) -> Result<Finding, Error> {
        let none =
            || Error::Query(format!("there is no {} `{name}`\n  help: name it by its number, or by report and name: 12/s4", kind.as_str()));
        let (report, local) = match name.split_once('/') {
            Some((report, local)) => (report.parse::<i64>().map_err(|_| none())?, local.to_owned()),
            None => {
                let numbered = matches!(kind, FindingKind::Statement | FindingKind::Event | FindingKind::Position);
                let id: i64 = name.parse().ok().filter(|_| numbered).ok_or_else(none)?;
                let sql = format!("SELECT report, local FROM {} WHERE id = ?1", kind.table());
                let found = self.connection.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
                found.ok_or_else(none)?
            }
        };
        let sql = format!("SELECT 1 FROM {} WHERE report = ?1 AND local = ?2", kind.table());
        let there = self.connection.prepare_cached(&sql)?.exists(params![report, local])?;
        if there { Ok(Finding { kind, report, local }) } else { Err(none()) }
    }

    /// Keeps what a person says of a finding, and gives the correction's number. Said twice, the later holds.
    ///
    /// # Errors
    /// When there is no such finding or field, the value has no sense there, or the store cannot be written.
    pub fn correct(&mut self, finding: &Finding, verdict: &Verdict, by: &By) -> Result<i64, Error> {
        let record = self.record(finding.report)?;
        let found = found::all(&record)
            .into_iter()
            .find(|found| found.kind == finding.kind && found.local == finding.local)
            .ok_or_else(|| Error::Query(format!("report {} has no {} `{}`", finding.report, finding.kind.as_str(), finding.local)))?;
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (verdict, was) = match verdict {
            Verdict::Change { field, value } => {
                let value = fields::checked(&change, &record, &found, field, value.as_deref())?;
                let was = apply::as_read(&change, finding, field)?;
                (Verdict::Change { field: field.clone(), value }, was)
            }
            other => (other.clone(), None),
        };
        let id = insert(&change, &record.doc.id, &found, &verdict, was.as_deref(), by, Some(&made_by(&record)))?;
        renew(&change, &record)?;
        crate::who::settle(&change)?;
        change.commit()?;
        Ok(id)
    }

    /// Takes a correction back: what it was about is as if it had not been said. It stays in the list.
    ///
    /// # Errors
    /// When there is no such correction that holds.
    pub fn undo(&mut self, correction: i64, by: &By) -> Result<(), Error> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let doc: Option<String> = change
            .query_row(
                "UPDATE corrections SET undone_by = ?2, undone_at = ?3 WHERE id = ?1 AND undone_at IS NULL RETURNING doc",
                params![correction, by.who, by.at],
                |row| row.get(0),
            )
            .optional()?;
        let doc = doc.ok_or_else(|| {
            Error::Query(format!("there is no correction {correction} to undo\n  help: `rapporteur correct list` shows those that hold"))
        })?;
        let report: Option<i64> =
            change.query_row("SELECT id FROM reports WHERE doc = ?1 ORDER BY id LIMIT 1", [&doc], |row| row.get(0)).optional()?;
        if let Some(report) = report {
            renew(&change, &crate::check::record(&change, report)?)?;
        }
        crate::who::settle(&change)?;
        change.commit()?;
        Ok(())
    }

    /// All corrections in the order in which they were made; of one report, or of all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn corrections(&self, report: Option<i64>) -> Result<Vec<Correction>, Error> {
        let only = if report.is_some() { "WHERE doc = (SELECT doc FROM reports WHERE id = ?1)" } else { "WHERE ?1 IS NULL" };
        let sql = format!("SELECT {COLUMNS} FROM corrections {only} ORDER BY id");
        Ok(self.connection.prepare_cached(&sql)?.query_map([report], correction)?.collect::<Result<_, _>>()?)
    }
}

/// Stores a correction.
fn insert(
    change: &Connection,
    doc: &str,
    found: &Found,
    verdict: &Verdict,
    was: Option<&str>,
    by: &By,
    made_by: Option<&str>,
) -> Result<i64, Error> {
    let (field, value) = match verdict {
        Verdict::Change { field, value } => (Some(field), value.as_ref()),
        _ => (None, None),
    };
    let pairs: Vec<(usize, usize)> = found.spans.iter().map(|span| (span.start, span.end)).collect();
    let spans = serde_json::to_string(&pairs).unwrap_or_default();
    let mut insert = change.prepare_cached(
        "INSERT INTO corrections (doc, kind, local, spans, label, verdict, field, value, was, who, at, note, made_by, finding)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?3)",
    )?;
    Ok(insert.insert(params![
        doc,
        found.kind.as_str(),
        found.local,
        spans,
        found.label,
        verdict.as_str(),
        field,
        value,
        was,
        by.who,
        by.at,
        by.note,
        made_by
    ])?)
}

/// Makes the rows of every report with a text anew, of its record and the corrections that hold.
fn renew(change: &Connection, record: &Record) -> Result<(), Error> {
    let mut look = change.prepare_cached("SELECT id FROM reports WHERE doc = ?1 ORDER BY id")?;
    let reports: Vec<i64> = look.query_map([&record.doc.id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for report in reports {
        let own = crate::check::record(change, report)?;
        rows::rewrite(change, report, &own, &own)?;
        apply(change, report, &own)?;
    }
    Ok(())
}

/// What read a record, in one line: engine, models, lexicon.
pub(crate) fn made_by(record: &Record) -> String {
    crate::reread::made_by_line(&record.made_by)
}
