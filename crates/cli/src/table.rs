//! Tables for people and for other programs.

use crate::args::{TableArgs, TableFormat};
use crate::output::Output;
use anyhow::bail;
use rapporteur_store::{Cell, Table};
use rapporteur_views::export::table::{TableFormat as Form, TableOptions, write_answer};
use std::io::{self, Write};
use std::path::Path;
use textwrap::core::display_width;

/// Columns that a cell has at most where people read.
const WIDEST: usize = 60;

/// Prints a table where and as the user wants it.
pub fn print(table: &Table, args: &TableArgs) -> anyhow::Result<()> {
    let format = match args.format {
        TableFormat::Table => {
            let mut out = Output::open(args.output.as_deref())?;
            aligned(table, &mut out)?;
            return out.finish();
        }
        TableFormat::Csv => Form::Csv,
        TableFormat::Tsv => Form::Tsv,
        TableFormat::Json => Form::Json,
        TableFormat::Jsonl => Form::Jsonl,
        TableFormat::Markdown => Form::Markdown,
        TableFormat::Parquet => Form::Parquet,
        TableFormat::Arrow => Form::Arrow,
        TableFormat::Graphml => bail!(
            "rows are no graph\n  help: `rapporteur network` prints graphs; here the format may be table, csv, tsv, json, jsonl, markdown, parquet or arrow"
        ),
    };
    let path = args.output.as_deref();
    let mut out = if format.is_text() { Output::open(path)? } else { Output::open_for_bytes(path.unwrap_or(Path::new("-")))? };
    write_answer(format, table, TableOptions::default(), &mut out)?;
    out.finish()
}

/// A cell in one line.
fn line(cell: &Cell) -> String {
    cell.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Columns of equal width: words to the left, numbers to the right, what is too long cut with dots.
fn aligned(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let cells: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(|cell| cut(&line(cell))).collect()).collect();
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|at| cells.iter().map(|row| display_width(&row[at])).chain([display_width(&table.columns[at])]).max().unwrap_or(0))
        .collect();
    let number = |row: usize, at: usize| matches!(table.rows[row][at], Cell::Integer(_) | Cell::Real(_));
    let print = |out: &mut dyn Write, texts: &[String], right: &dyn Fn(usize) -> bool| {
        let mut text = String::new();
        for (at, cell) in texts.iter().enumerate() {
            let blank = " ".repeat(widths[at] - display_width(cell));
            let (before, after) = if right(at) { (blank.as_str(), "") } else { ("", blank.as_str()) };
            text.push_str(&format!("{}{before}{cell}{after}", if at > 0 { "  " } else { "" }));
        }
        writeln!(out, "{}", text.trim_end())
    };
    print(out, &table.columns, &|_| false)?;
    print(out, &widths.iter().map(|&width| "─".repeat(width)).collect::<Vec<_>>(), &|_| false)?;
    for (at, row) in cells.iter().enumerate() {
        print(out, row, &|column| number(at, column))?;
    }
    Ok(())
}

fn cut(text: &str) -> String {
    if display_width(text) <= WIDEST {
        return text.to_owned();
    }
    let mut found = String::new();
    for c in text.chars() {
        if display_width(&found) + 2 > WIDEST {
            break;
        }
        found.push(c);
    }
    format!("{}…", found.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let text = |word: &str| Cell::Text(word.to_owned());
        Table {
            columns: vec!["speaker".to_owned(), "n".to_owned()],
            rows: vec![vec![text("Dask, \"Irina\""), Cell::Integer(12)], vec![text("a|b\nc"), Cell::Null]],
        }
    }

    fn printed(print: impl Fn(&mut Vec<u8>)) -> String {
        let mut bytes = Vec::new();
        print(&mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn people_read_what_is_aligned() {
        let text = printed(|out| aligned(&sample(), out).unwrap());
        assert_eq!(text, "speaker        n\n─────────────  ──\nDask, \"Irina\"  12\na|b c\n");
        let long = Table { columns: vec!["x".to_owned()], rows: vec![vec![Cell::Text("word ".repeat(40))]] };
        let text = printed(|out| aligned(&long, out).unwrap());
        assert!(text.lines().all(|line| display_width(line) <= WIDEST) && text.contains('…'), "{text}");
    }
}
