//! Tables in the forms that spreadsheets, statistics programs and databases open: one path for what the query
//! commands print and for what is exported.

mod arrow;
mod flatbuffer;
mod parquet;
mod text;

use super::columns::{Column, Type, type_of};
use super::error::Error;
use super::rows::day;
use rapporteur_store::{Cell, Table};
use std::borrow::Cow;
use std::io::Write;

/// Forms of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFormat {
    /// Comma-separated, with a header (RFC 4180, but lines end with a line feed alone).
    Csv,
    /// The same, separated by tabs.
    Tsv,
    /// An array of objects.
    Json,
    /// An object a line.
    Jsonl,
    /// A Markdown table; line breaks within cells become blanks.
    Markdown,
    /// Apache Parquet, compressed with zstd.
    Parquet,
    /// Apache Arrow's IPC file (Feather 2), not compressed.
    Arrow,
}

impl TableFormat {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Csv, Self::Tsv, Self::Json, Self::Jsonl, Self::Markdown, Self::Parquet, Self::Arrow];

    /// How files of it end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Markdown => "md",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }

    /// Whether it is for people too: what it writes may be shown on a terminal.
    pub fn is_text(self) -> bool {
        !matches!(self, Self::Parquet | Self::Arrow)
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// An apostrophe before words that a spreadsheet would take for a formula: those that begin with `=`, `+`,
    /// `-`, `@`, a tab or a carriage return (CSV and TSV). The words then differ from the report's by that mark.
    pub escape_formulas: bool,
    /// A byte-order mark at the beginning, without which some spreadsheets take UTF-8 for another encoding (CSV
    /// and TSV).
    pub mark: bool,
}

/// Rows, made or read one at a time.
pub type RowSource<'r> = dyn Iterator<Item = Result<Vec<Cell>, Error>> + 'r;

/// Writes a table; gives the number of its rows.
///
/// # Errors
/// When a row cannot be had or written.
pub fn write(
    format: TableFormat,
    columns: &[Column],
    rows: &mut RowSource<'_>,
    options: TableOptions,
    out: &mut dyn Write,
) -> Result<u64, Error> {
    match format {
        TableFormat::Csv => text::separated(b',', columns, rows, options, out),
        TableFormat::Tsv => text::separated(b'\t', columns, rows, options, out),
        TableFormat::Json => text::json(columns, rows, out),
        TableFormat::Jsonl => text::jsonl(columns, rows, out),
        TableFormat::Markdown => text::markdown(columns, rows, out),
        TableFormat::Parquet => parquet::write(columns, rows, out),
        TableFormat::Arrow => arrow::write(columns, rows, out),
    }
}

/// Writes the answer to a question. A column is of the type that the tables document where its cells are of it, and
/// otherwise of that of its cells.
///
/// # Errors
/// When it cannot be written.
pub fn write_answer(format: TableFormat, answer: &Table, options: TableOptions, out: &mut dyn Write) -> Result<u64, Error> {
    let columns: Vec<Column> = (0..answer.columns.len())
        .map(|at| Column {
            name: Cow::Owned(answer.columns[at].clone()),
            kind: seen(&answer.columns[at], answer.rows.iter().map(|row| &row[at])),
            about: Cow::Borrowed(""),
        })
        .collect();
    let mut rows = answer.rows.iter().map(|row| Ok(row.iter().zip(&columns).map(|(cell, column)| lossless(cell, column.kind)).collect()));
    write(format, &columns, &mut rows, options, out)
}

fn lossless(cell: &Cell, kind: Type) -> Cell {
    match (kind, cell) {
        (Type::Number, Cell::Integer(number)) => Cell::Real(*number as f64),
        (Type::Text, Cell::Integer(_) | Cell::Real(_) | Cell::Bytes(_)) => Cell::Text(cell.to_string()),
        (_, cell) => cell.clone(),
    }
}

/// The type that fits all cells of a column.
fn seen<'c>(name: &str, cells: impl Iterator<Item = &'c Cell>) -> Type {
    let documented = type_of(name);
    let (mut integers, mut reals, mut days, mut others, mut flags) = (0, 0, 0, 0, true);
    for cell in cells {
        match cell {
            Cell::Null => {}
            Cell::Integer(number) => {
                integers += 1;
                flags &= matches!(number, 0 | 1);
            }
            Cell::Real(_) => reals += 1,
            Cell::Text(text) if text.len() == 10 && day(text).is_some() => days += 1,
            Cell::Text(_) | Cell::Bytes(_) => others += 1,
        }
    }
    match (integers > 0, reals > 0, days > 0, others > 0) {
        (false, false, false, false) => documented.unwrap_or(Type::Text),
        (true, false, false, false) if documented == Some(Type::Boolean) && flags => Type::Boolean,
        (true, false, false, false) if documented == Some(Type::Number) => Type::Number,
        (true, false, false, false) => Type::Integer,
        (_, true, false, false) => Type::Number,
        (false, false, true, false) if documented == Some(Type::Date) => Type::Date,
        _ => Type::Text,
    }
}

/// Rows that make a group of a Parquet file or a batch of an Arrow one, at most.
const ROWS: usize = 65_536;
/// Bytes of words in one, beyond the row with which they are reached.
const BYTES: usize = 64 << 20;

/// The next rows, or none at the end.
fn batch(rows: &mut RowSource<'_>) -> Result<Option<Vec<Vec<Cell>>>, Error> {
    let (mut found, mut bytes) = (Vec::new(), 0);
    while found.len() < ROWS && bytes < BYTES {
        let Some(row) = rows.next() else { break };
        let row = row?;
        bytes += row.iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 8 }).sum::<usize>();
        found.push(row);
    }
    Ok((!found.is_empty()).then_some(found))
}

/// Days since 1 January 1970 of a day that was found to be one.
pub(crate) fn days_since_1970(text: &str) -> Option<i32> {
    let date: jiff::civil::Date = text.parse().ok()?;
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    Some(epoch.until(date).ok()?.get_days())
}

/// Microseconds since then.
fn microseconds_since_1970(text: &str) -> Option<i64> {
    Some(text.parse::<jiff::Timestamp>().ok()?.as_microsecond())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Every type, with and without values.
    pub(crate) fn sample() -> (Vec<Column>, Vec<Vec<Cell>>) {
        let column =
            |name: &'static str, kind: Type| Column { name: Cow::Borrowed(name), kind, about: Cow::Borrowed("What it is, in words.") };
        let columns = vec![
            column("id", Type::Integer),
            column("score", Type::Number),
            column("speaker", Type::Text),
            column("said_on", Type::Date),
            column("published_at", Type::Timestamp),
            column("current", Type::Boolean),
        ];
        let text = |words: &str| Cell::Text(words.to_owned());
        let rows = vec![
            vec![
                Cell::Integer(1),
                Cell::Real(0.5),
                text("Dask, \"Irina\""),
                text("2031-05-06"),
                text("2031-05-06T07:15:00Z"),
                Cell::Integer(1),
            ],
            vec![Cell::Integer(2), Cell::Null, text("=1+1|\n𝟡 خبر"), Cell::Null, Cell::Null, Cell::Integer(0)],
            vec![Cell::Integer(-3), Cell::Real(-2.25), Cell::Null, text("1969-12-31"), text("1969-12-31T23:59:59Z"), Cell::Null],
        ];
        (columns, rows)
    }

    pub(crate) fn written(format: TableFormat, options: TableOptions) -> Vec<u8> {
        let (columns, rows) = sample();
        let mut out = Vec::new();
        let count = write(format, &columns, &mut rows.into_iter().map(Ok), options, &mut out).unwrap();
        assert_eq!(count, 3);
        out
    }

    #[test]
    fn days_before_1970_count_backwards() {
        assert_eq!(days_since_1970("1969-12-31"), Some(-1));
        assert_eq!(days_since_1970("2031-05-06"), Some(22405));
        assert_eq!(microseconds_since_1970("1969-12-31T23:59:59Z"), Some(-1_000_000));
    }

    #[test]
    fn a_column_of_an_answer_has_the_type_of_its_cells() {
        let text = |words: &str| Cell::Text(words.to_owned());
        for (name, cells, kind) in [
            ("published", vec![text("2031-05-06"), Cell::Null], Type::Date),
            ("published", vec![text("2031-05-06T10:00:00Z")], Type::Text),
            ("month", vec![text("2031-05-06")], Type::Text),
            ("current", vec![Cell::Integer(1)], Type::Boolean),
            ("current", vec![Cell::Integer(7)], Type::Integer),
            ("n", vec![Cell::Integer(1), Cell::Real(0.5)], Type::Number),
            ("n", vec![Cell::Integer(1), text("x")], Type::Text),
            ("lat", vec![Cell::Integer(34)], Type::Number),
            ("score", vec![Cell::Null], Type::Number),
            ("n", vec![], Type::Text),
        ] {
            assert_eq!(seen(name, cells.iter()), kind, "{name}: {cells:?}");
        }
    }

    #[test]
    fn no_answer_is_too_strange_for_any_format() {
        let answer = Table {
            columns: vec!["x".to_owned(), "x".to_owned()],
            rows: vec![vec![Cell::Bytes(3), Cell::Integer(1)], vec![Cell::Null, Cell::Text(String::new())]],
        };
        for format in TableFormat::ALL {
            let mut out = Vec::new();
            assert_eq!(write_answer(format, &answer, TableOptions::default(), &mut out).unwrap(), 2, "{format:?}");
            let none = Table { columns: vec!["n".to_owned()], rows: Vec::new() };
            assert_eq!(write_answer(format, &none, TableOptions::default(), &mut out).unwrap(), 0, "{format:?}");
        }
    }
}
