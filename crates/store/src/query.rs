//! Questions in SQL: to read only, with a limit of time.

use crate::{Error, Store};
use rusqlite::types::ValueRef;
use serde::{Serialize, Serializer};
use std::time::{Duration, Instant};

/// Rows that a question has for an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, as many cells each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The whole numbers of the first column.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = i64> + '_ {
        self.rows.iter().filter_map(|row| if let Some(&Cell::Integer(number)) = row.first() { Some(number) } else { None })
    }
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Null,
    /// A whole number.
    Integer(i64),
    /// Another number.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes; shown by their number.
    Bytes(usize),
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Real(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(_) => serializer.serialize_str(&self.to_string()),
        }
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Bytes(length) => write!(f, "({length} bytes)"),
        }
    }
}

impl Store {
    /// The answer to one question in SQL.
    ///
    /// # Errors
    /// When it is no SQL, more than one statement, would change the store, or takes longer than `limit`.
    pub fn query(&mut self, sql: &str, limit: Duration) -> Result<Table, Error> {
        self.query_with(sql, &[], limit)
    }

    /// The same with values for `?1`, `?2`, ….
    ///
    /// # Errors
    /// As [`Store::query`].
    pub fn query_with(&mut self, sql: &str, values: &[&dyn rusqlite::ToSql], limit: Duration) -> Result<Table, Error> {
        self.within(limit, |store| store.answer(sql, values)).map_err(in_words)
    }

    /// Interrupts what takes longer than `limit`.
    pub(crate) fn within<T>(&mut self, limit: Duration, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        let end = Instant::now() + limit;
        self.connection.progress_handler(10_000, Some(move || Instant::now() > end))?;
        let result = work(self);
        self.connection.progress_handler(0, None::<fn() -> bool>)?;
        result.map_err(|error| match error {
            Error::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => Error::Query(format!(
                "the question took longer than {} s\n  help: narrow it, or allow more with --timeout",
                limit.as_secs()
            )),
            other => other,
        })
    }

    fn answer(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Table, Error> {
        let mut statement = self.connection.prepare(sql)?;
        if !statement.readonly() {
            return Err(Error::Query(
                "the question would change the store\n  help: only SELECT, WITH, VALUES and EXPLAIN are answered".to_owned(),
            ));
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..columns.len()).map(|at| {
                Ok(match row.get_ref(at)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(number) => Cell::Integer(number),
                    ValueRef::Real(number) => Cell::Real(number),
                    ValueRef::Text(bytes) => Cell::Text(String::from_utf8_lossy(bytes).into_owned()),
                    ValueRef::Blob(bytes) => Cell::Bytes(bytes.len()),
                })
            });
            found.push(cells.collect::<Result<Vec<Cell>, rusqlite::Error>>()?);
        }
        Ok(Table { columns, rows: found })
    }
}

/// What SQLite says of a question, for who asked it.
pub(crate) fn in_words(error: Error) -> Error {
    match error {
        Error::Sqlite(error) => Error::Query(explained(&error)),
        other => other,
    }
}

fn explained(error: &rusqlite::Error) -> String {
    let said = match error {
        rusqlite::Error::SqlInputError { msg, sql, offset, .. } => {
            let near: String = sql.chars().skip(usize::try_from(*offset).unwrap_or(0)).take(30).collect();
            if near.is_empty() { msg.clone() } else { format!("{msg}, at `{near}`") }
        }
        rusqlite::Error::MultipleStatement => "it is more than one statement".to_owned(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    };
    format!("the question cannot be answered: {said}\n  help: `select name, sql from sqlite_schema` lists the tables and their columns")
}
