//! A database of DNA read: its documents, and what coders marked in them.

use super::Units;
use crate::export::error::Error;
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A document of a DNA database.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DnaDocument {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Who wrote it, as the database has it.
    pub author: String,
    /// The outlet.
    pub source: String,
    /// The day (UTC), YYYY-MM-DD; none for the beginning of 1970, where DNA puts what has no date.
    pub date: Option<String>,
    /// What coders marked in it, in order of their place.
    pub statements: Vec<DnaStatement>,
}

/// What a coder marked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DnaStatement {
    /// Its number.
    pub id: i64,
    /// The type of the statement, "DNA Statement" with most.
    #[serde(rename = "type")]
    pub kind: String,
    /// Who marked it.
    pub coder: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub words: String,
    /// The variables with their values: person, organization, concept, agreement, …; text, a number, or true and false.
    pub variables: BTreeMap<String, Value>,
}

/// Reads all documents of a database, in order of their numbers.
///
/// A statement that reaches past its text is left out; the second value counts those.
///
/// # Errors
/// When the file is no database of DNA 3.
pub fn read(path: &Path) -> Result<(Vec<DnaDocument>, usize), Error> {
    let none = |reason: String| Error::NoDna { path: path.to_owned(), reason };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| none(error.to_string()))?;
    let mut list = connection
        .prepare("SELECT ID, Title, Text, Author, Source, Date FROM DOCUMENTS ORDER BY ID")
        .map_err(|error| none(error.to_string()))?;
    let documents = list.query_map([], |row| {
        Ok(DnaDocument {
            id: row.get(0)?,
            title: row.get(1)?,
            text: row.get(2)?,
            author: row.get(3)?,
            source: row.get(4)?,
            date: date(row.get(5)?),
            statements: Vec::new(),
        })
    })?;
    let (mut found, mut lost) = (Vec::new(), 0);
    for document in documents {
        let mut document = document?;
        lost += statements(&connection, &mut document)?;
        found.push(document);
    }
    Ok((found, lost))
}

fn date(seconds: i64) -> Option<String> {
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    (seconds != 0).then(|| moment.strftime("%Y-%m-%d").to_string())
}

/// Reads what was marked in a document; gives the number of marks that lie outside its text.
fn statements(connection: &Connection, document: &mut DnaDocument) -> Result<usize, Error> {
    let mut list = connection.prepare_cached(
        "SELECT s.ID, t.Label, c.Name, s.Start, s.Stop FROM STATEMENTS s JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId
         LEFT JOIN CODERS c ON c.ID = s.Coder WHERE s.DocumentId = ?1 ORDER BY s.Start, s.Stop, s.ID",
    )?;
    type Row = (i64, String, Option<String>, i64, i64);
    let rows: Vec<Row> = list
        .query_map([document.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?
        .collect::<Result<_, _>>()?;
    let units = Units::of(&document.text);
    let mut lost = 0;
    for (id, kind, coder, start, stop) in rows {
        let (Some(start), Some(end)) = (units.code_point(start), units.code_point(stop)) else {
            lost += 1;
            continue;
        };
        let words: String = document.text.chars().skip(start).take(end.saturating_sub(start)).collect();
        let variables = variables(connection, id)?;
        document.statements.push(DnaStatement { id, kind, coder: coder.unwrap_or_default(), start, end, words, variables });
    }
    Ok(lost)
}

fn variables(connection: &Connection, statement: i64) -> Result<BTreeMap<String, Value>, Error> {
    let mut found = BTreeMap::new();
    let mut short = connection.prepare_cached(
        "SELECT v.Variable, e.Value FROM DATASHORTTEXT d JOIN VARIABLES v ON v.ID = d.VariableId JOIN ENTITIES e ON e.ID = d.Entity
         WHERE d.StatementId = ?1",
    )?;
    let mut long = connection.prepare_cached(
        "SELECT v.Variable, d.Value FROM DATALONGTEXT d JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?1",
    )?;
    for list in [&mut short, &mut long] {
        for pair in list.query_map([statement], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))? {
            let (name, value) = pair?;
            found.insert(name, value.map_or(Value::Null, Value::String));
        }
    }
    for (table, truth) in [("DATABOOLEAN", true), ("DATAINTEGER", false)] {
        let sql = format!("SELECT v.Variable, d.Value FROM {table} d JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?1");
        let mut list = connection.prepare_cached(&sql)?;
        for pair in list.query_map([statement], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))? {
            let (name, value) = pair?;
            found.insert(name, if truth { Value::Bool(value != 0) } else { Value::from(value) });
        }
    }
    Ok(found)
}
