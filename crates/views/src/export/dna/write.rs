//! A database for DNA.

use super::Units;
use crate::export::columns::TableName;
use crate::export::error::Error;
use crate::export::reports::Addressed;
use crate::export::rows::{Selection, day};
use crate::export::table::days_since_1970;
use rapporteur_record::{Actor, ActorKind, Record, Span, Stance};
use rapporteur_store::Store;
use rusqlite::{Connection, Transaction, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The coder to whom everything belongs; DNA wants one with the number 1.
pub const CODER: &str = "Admin";
/// With this password DNA and rDNA open the database as [`CODER`].
pub const PASSWORD: &str = "rapporteur";
/// As DNA keeps it: Jasypt's strong form, 16 bytes of salt and SHA-256 in 100,000 rounds, in base 64. `tests/interop/dna.py`
/// makes it again.
const PASSWORD_KEPT: &str = "cmFwcG9ydGV1ci1zYWx0Lrl/ohBK15dHjxmJtpRPEDyHzlguvTH49D7AaTOf3BD5";

/// Types of statements: number, label, colour, variables (number, name, type).
type Kind = (i64, &'static str, [u8; 3], &'static [(i64, &'static str, &'static str)]);

const POSITION: i64 = 1;
const STATEMENT: i64 = 2;
const KINDS: [Kind; 2] = [
    (
        POSITION,
        "DNA Statement",
        [239, 208, 51],
        &[(1, "person", SHORT), (2, "organization", SHORT), (3, "concept", SHORT), (4, "agreement", "boolean")],
    ),
    (
        STATEMENT,
        "Reported Statement",
        [100, 149, 237],
        &[
            (5, "person", SHORT),
            (6, "organization", SHORT),
            (7, "act", SHORT),
            (8, "certainty", SHORT),
            (9, "addressee", SHORT),
            (10, "words", "long text"),
        ],
    ),
];
const SHORT: &str = "short text";
/// What DNA holds in a short text, in characters.
const LONGEST: usize = 190;

/// Writes reports with their positions (as "DNA Statement", an agreement or disagreement with the issue) and statements
/// (as "Reported Statement") to a new file; gives the numbers of documents and statements of both types together.
///
/// A position is marked where each statement or event stands that shows it. Demands and acceptance under a condition are
/// agreement, the neutral are left out: DNA knows yes and no. By, to, about, act and status of the filter choose
/// statements; the other options choose reports.
///
/// # Errors
/// When the store cannot be asked or the file cannot be written.
pub fn write(store: &mut Store, selection: &Selection, path: &Path) -> Result<(u64, u64), Error> {
    let mut reports_only = selection.clone();
    for field in [
        &mut reports_only.filter.by,
        &mut reports_only.filter.to,
        &mut reports_only.filter.act,
        &mut reports_only.filter.status,
        &mut reports_only.filter.about,
    ] {
        *field = None;
    }
    let picked = reports_only.filter != selection.filter;
    let chosen = if picked { local_ids(store, selection)? } else { None };
    let reports = super::super::reports::chosen(store, &reports_only)?;
    let mut connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let change = connection.transaction()?;
    change.execute_batch(include_str!("schema.sql"))?;
    let mut database = Database { change: &change, statements: 0, values: 0, entities: BTreeMap::new() };
    database.head()?;
    let mut documents = 0;
    for id in reports {
        let report = Addressed::load(store, id, selection)?;
        database.document(&report)?;
        database.report(&report, chosen.as_ref())?;
        documents += 1;
    }
    let statements = database.statements as u64;
    change.commit()?;
    Ok((documents, statements))
}

/// The statements that the filter takes: report and id in it.
fn local_ids(store: &mut Store, selection: &Selection) -> Result<Option<BTreeSet<(i64, String)>>, Error> {
    let Some(ids) = selection.ids(store, TableName::Statements)? else { return Ok(None) };
    let sql = "SELECT report, local FROM statements WHERE id IN (SELECT value FROM json_each(?1))";
    let answer = store.query_with(sql, &[&serde_json::to_string(&ids)?], selection.patience)?;
    Ok(Some(answer.rows.iter().filter_map(|row| Some((crate::export::rows::integer(&row[0])?, row[1].to_string()))).collect()))
}

struct Database<'c> {
    change: &'c Transaction<'c>,
    statements: i64,
    values: i64,
    /// Variable and value → number.
    entities: BTreeMap<(i64, String), i64>,
}

impl Database<'_> {
    /// Settings, coder, types of statements.
    fn head(&mut self) -> Result<(), Error> {
        for (property, value) in [("version", "3.0.7"), ("date", "2022-06-10")] {
            self.change.execute("INSERT INTO SETTINGS (Property, Value) VALUES (?1, ?2)", [property, value])?;
        }
        let coder = "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (1, ?1, 255, 255, 0, ?2)";
        self.change.execute(coder, [CODER, PASSWORD_KEPT])?;
        for (id, label, [red, green, blue], variables) in KINDS {
            let kind = "INSERT INTO STATEMENTTYPES (ID, Label, Red, Green, Blue) VALUES (?1, ?2, ?3, ?4, ?5)";
            self.change.execute(kind, params![id, label, red, green, blue])?;
            for (number, name, data) in variables {
                let variable = "INSERT INTO VARIABLES (ID, Variable, DataType, StatementTypeId) VALUES (?1, ?2, ?3, ?4)";
                self.change.execute(variable, params![number, name, data, id])?;
                if *data == SHORT {
                    // What is not known is the empty value, which DNA has for every variable.
                    self.entity(*number, "")?;
                    for attribute in ["Type", "Alias", "Notes"] {
                        let sql = "INSERT INTO ATTRIBUTEVARIABLES (VariableId, AttributeVariable) VALUES (?1, ?2)";
                        self.change.execute(sql, params![number, attribute])?;
                    }
                }
            }
        }
        Ok(())
    }

    fn document(&self, report: &Addressed) -> Result<(), Error> {
        let doc = &report.record.doc;
        let sql = "INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date)
                   VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9)";
        let short = |words: &Option<String>| cut(words.as_deref().unwrap_or_default());
        // A document must have a date: what has none stands at the beginning of 1970, and its notes say so.
        let known = doc.published.as_deref().and_then(seconds);
        let notes = format!("{}\nid: {}{}", report.address, doc.id, if known.is_some() { "" } else { "\ndate unknown" });
        let title = doc.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&report.address);
        self.change.execute(
            sql,
            params![
                report.id,
                cut(title),
                report.record.text,
                short(&doc.byline),
                short(&doc.publisher),
                short(&doc.agency),
                notes,
                "news report",
                known.unwrap_or(0)
            ],
        )?;
        Ok(())
    }

    fn report(&mut self, report: &Addressed, chosen: Option<&BTreeSet<(i64, String)>>) -> Result<(), Error> {
        let record = &report.record;
        let units = Units::of(&record.text);
        let taken = |id: &String| chosen.is_none_or(|chosen| chosen.contains(&(report.id, id.clone())));
        let shown = shown(record);
        for position in &record.positions {
            let Some(agreement) = agreement(position.stance) else { continue };
            let (person, organization) = who(record, &position.holder);
            let told = position.evidence.iter().filter(|id| taken(id)).filter_map(|id| shown.get(id.as_str()).copied());
            // What nothing tells belongs to no statement or event that a filter could choose.
            let untold = if chosen.is_none() { extent(&position.untold()) } else { None };
            for span in told.chain(untold) {
                let Some(id) = self.statement(POSITION, report.id, &units, span)? else { continue };
                self.short(id, &[(1, &person), (2, &organization), (3, &position.issue.label)])?;
                self.values += 1;
                let sql = "INSERT INTO DATABOOLEAN (ID, StatementId, VariableId, Value) VALUES (?1, ?2, 4, ?3)";
                self.change.execute(sql, params![self.values, id, agreement])?;
            }
        }
        for statement in record.statements.iter().filter(|statement| taken(&statement.id)) {
            let Some(span) = shown.get(statement.id.as_str()) else { continue };
            let Some(id) = self.statement(STATEMENT, report.id, &units, *span)? else { continue };
            let (person, organization) = statement.speakers.first().map(|speaker| who(record, speaker)).unwrap_or_default();
            let addressee = statement.addressees.first().and_then(|id| actor(record, id)).map_or("", |actor| &actor.name);
            let (act, certainty) = (statement.act.as_str(), statement.certainty.as_str());
            self.short(id, &[(5, &person), (6, &organization), (7, act), (8, certainty), (9, addressee)])?;
            let words: Vec<&str> = statement.content.iter().filter_map(|span| span.of(&record.text)).collect();
            self.values += 1;
            let sql = "INSERT INTO DATALONGTEXT (ID, StatementId, VariableId, Value) VALUES (?1, ?2, 10, ?3)";
            self.change.execute(sql, params![self.values, id, words.join(" … ")])?;
        }
        Ok(())
    }

    /// A statement of a type at some words; none where there are none.
    fn statement(&mut self, kind: i64, document: i64, units: &Units, span: Span) -> Result<Option<i64>, Error> {
        let (Some(start), Some(stop)) = (units.unit(span.start), units.unit(span.end)) else { return Ok(None) };
        if start >= stop {
            return Ok(None);
        }
        self.statements += 1;
        let sql = "INSERT INTO STATEMENTS (ID, StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (?1, ?2, ?3, ?4, ?5, 1)";
        self.change.execute(sql, params![self.statements, kind, document, start, stop])?;
        Ok(Some(self.statements))
    }

    fn short(&mut self, statement: i64, values: &[(i64, &str)]) -> Result<(), Error> {
        for (variable, value) in values {
            let entity = self.entity(*variable, value)?;
            self.values += 1;
            let sql = "INSERT INTO DATASHORTTEXT (ID, StatementId, VariableId, Entity) VALUES (?1, ?2, ?3, ?4)";
            self.change.execute(sql, params![self.values, statement, variable, entity])?;
        }
        Ok(())
    }

    fn entity(&mut self, variable: i64, value: &str) -> Result<i64, Error> {
        let key = (variable, cut(value));
        if let Some(known) = self.entities.get(&key) {
            return Ok(*known);
        }
        let id = self.entities.len() as i64 + 1;
        let sql = "INSERT INTO ENTITIES (ID, VariableId, Value, Red, Green, Blue) VALUES (?1, ?2, ?3, 0, 0, 0)";
        self.change.execute(sql, params![id, variable, key.1])?;
        self.entities.insert(key, id);
        Ok(id)
    }
}

/// Whether a stance is for the issue; none for those that take no side.
fn agreement(stance: Stance) -> Option<i64> {
    match stance {
        Stance::Support | Stance::Demand | Stance::AcceptIf | Stance::Assert => Some(1),
        Stance::Reject | Stance::Deny => Some(0),
        Stance::Neutral => None,
    }
}

fn actor<'r>(record: &'r Record, id: &str) -> Option<&'r Actor> {
    record.actors.iter().find(|actor| actor.id == id)
}

/// Person and organisation: one who speaks for a party, or a party itself.
fn who(record: &Record, id: &str) -> (String, String) {
    match actor(record, id) {
        Some(found) if found.kind == ActorKind::Person => {
            let party = found.party.as_deref().and_then(|party| actor(record, party)).map_or_else(String::new, |party| party.name.clone());
            (found.name.clone(), party)
        }
        Some(found) => (String::new(), found.name.clone()),
        None => (String::new(), String::new()),
    }
}

/// Where the words of each statement (speaker, cue and content) and event lie, by its id.
fn shown(record: &Record) -> BTreeMap<&str, Span> {
    let statements = record.statements.iter().map(|statement| {
        let spans: Vec<Span> = statement.content.iter().chain(&statement.source).chain(&statement.cue).copied().collect();
        (statement.id.as_str(), spans)
    });
    let events = record.events.iter().map(|event| (event.id.as_str(), event.evidence.clone()));
    statements.chain(events).filter_map(|(id, spans)| Some((id, extent(&spans)?))).collect()
}

/// From the first to the last of some words.
fn extent(spans: &[Span]) -> Option<Span> {
    Some(Span { start: spans.iter().map(|span| span.start).min()?, end: spans.iter().map(|span| span.end).max()? })
}

/// As much as a short text holds.
fn cut(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST { words } else { words.chars().take(LONGEST - 1).chain(['…']).collect() }
}

/// Seconds since 1970 of a moment, or of the beginning of a day in UTC.
fn seconds(published: &str) -> Option<i64> {
    let moment = published.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
    moment.or_else(|| days_since_1970(day(published)?).map(|days| i64::from(days) * 86_400))
}
