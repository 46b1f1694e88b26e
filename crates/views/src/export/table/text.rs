//! Tables that are text: CSV, TSV, JSON, JSONL, Markdown.

use super::{Column, RowSource, TableOptions, Type};
use crate::export::error::Error;
use rapporteur_store::Cell;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::io::Write;

/// What a spreadsheet may take for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell as words.
fn shown(cell: &Cell, kind: Type) -> Cow<'_, str> {
    match (kind, cell) {
        (_, Cell::Null) => Cow::Borrowed(""),
        (_, Cell::Text(text)) => Cow::Borrowed(text),
        (Type::Boolean, Cell::Integer(number)) => Cow::Borrowed(if *number == 0 { "false" } else { "true" }),
        (_, other) => Cow::Owned(other.to_string()),
    }
}

pub fn separated(mark: u8, columns: &[Column], rows: &mut RowSource<'_>, options: TableOptions, out: &mut dyn Write) -> Result<u64, Error> {
    if options.mark {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::WriterBuilder::new().delimiter(mark).from_writer(out);
    writer.write_record(columns.iter().map(|column| column.name.as_bytes()))?;
    let mut count = 0;
    for row in rows {
        for (cell, column) in row?.iter().zip(columns) {
            let words = shown(cell, column.kind);
            let formula = options.escape_formulas && matches!(cell, Cell::Text(_)) && words.starts_with(FORMULA);
            if formula { writer.write_field(format!("'{words}"))? } else { writer.write_field(words.as_ref())? }
        }
        writer.write_record(None::<&[u8]>)?;
        count += 1;
    }
    writer.flush()?;
    Ok(count)
}

/// A row as an object, its columns in order.
struct Object<'r>(&'r [Column], &'r [Cell]);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (column, cell) in self.0.iter().zip(self.1) {
            match (column.kind, cell) {
                (Type::Boolean, Cell::Integer(number)) => map.serialize_entry(&column.name, &(*number != 0))?,
                _ => map.serialize_entry(&column.name, cell)?,
            }
        }
        map.end()
    }
}

pub fn json(columns: &[Column], rows: &mut RowSource<'_>, out: &mut dyn Write) -> Result<u64, Error> {
    let mut count = 0;
    out.write_all(b"[")?;
    for row in rows {
        let object = serde_json::to_string_pretty(&Object(columns, &row?))?;
        // No string holds a line feed: JSON writes it as two letters.
        write!(out, "{}\n  {}", if count > 0 { "," } else { "" }, object.replace('\n', "\n  "))?;
        count += 1;
    }
    out.write_all(if count > 0 { b"\n]\n" } else { b"]\n" })?;
    Ok(count)
}

pub fn jsonl(columns: &[Column], rows: &mut RowSource<'_>, out: &mut dyn Write) -> Result<u64, Error> {
    let mut count = 0;
    for row in rows {
        serde_json::to_writer(&mut *out, &Object(columns, &row?))?;
        out.write_all(b"\n")?;
        count += 1;
    }
    Ok(count)
}

pub fn markdown(columns: &[Column], rows: &mut RowSource<'_>, out: &mut dyn Write) -> Result<u64, Error> {
    // A bar would end the cell, a backslash before it would save it from that.
    let line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "\\\\").replace('|', "\\|");
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.write_all(row(columns.iter().map(|column| line(&column.name)).collect()).as_bytes())?;
    out.write_all(row(vec!["---".to_owned(); columns.len()]).as_bytes())?;
    let mut count = 0;
    for cells in rows {
        let cells = cells?;
        out.write_all(row(cells.iter().zip(columns).map(|(cell, column)| line(&shown(cell, column.kind))).collect()).as_bytes())?;
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use crate::export::table::tests::written;
    use crate::export::table::{TableFormat, TableOptions};

    fn text(format: TableFormat, options: TableOptions) -> String {
        String::from_utf8(written(format, options)).unwrap()
    }

    #[test]
    fn a_spreadsheet_reads_what_is_separated() {
        assert_eq!(
            text(TableFormat::Csv, TableOptions::default()),
            "id,score,speaker,said_on,published_at,current\n\
             1,0.5,\"Dask, \"\"Irina\"\"\",2031-05-06,2031-05-06T07:15:00Z,true\n\
             2,,\"=1+1|\n𝟡 خبر\",,,false\n\
             -3,-2.25,,1969-12-31,1969-12-31T23:59:59Z,\n"
        );
        let tabs = text(TableFormat::Tsv, TableOptions::default());
        assert!(tabs.starts_with("id\tscore\tspeaker\tsaid_on\t"), "{tabs}");
    }

    #[test]
    fn a_formula_is_escaped_where_that_is_asked_for_and_a_number_never() {
        let options = TableOptions { escape_formulas: true, mark: true };
        let csv = text(TableFormat::Csv, options);
        assert!(csv.starts_with("\u{feff}id,") && csv.contains("\"'=1+1|\n") && csv.contains("\n-3,-2.25,"), "{csv}");
    }

    #[test]
    fn json_keeps_the_order_of_columns_and_their_types() {
        let array: Vec<serde_json::Value> = serde_json::from_str(&text(TableFormat::Json, TableOptions::default())).unwrap();
        let lines = text(TableFormat::Jsonl, TableOptions::default());
        let rows: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(array, rows);
        assert!(lines.starts_with("{\"id\":1,\"score\":0.5,\"speaker\":\"Dask, \\\"Irina\\\"\""), "{lines}");
        assert_eq!((&rows[0]["current"], &rows[1]["score"]), (&serde_json::json!(true), &serde_json::Value::Null));
    }

    #[test]
    fn a_bar_in_markdown_is_no_column() {
        let markdown = text(TableFormat::Markdown, TableOptions::default());
        assert_eq!(markdown.lines().nth(3), Some("| 2 |  | =1+1\\| 𝟡 خبر |  |  | false |"));
    }
}
