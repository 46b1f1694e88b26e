//! A Frictionless data package: all tables as CSV, `datapackage.json` with the type and meaning of every column,
//! a codebook, and what made the data.
//!
//! *Source*: Data Package 1.0 and Table Schema 1.0 (specs.frictionlessdata.io), which version 2 reads too.

use super::codebook;
use super::columns::{Column, TableName, Type};
use super::error::Error;
use super::rows::{Rows, Selection, words};
use super::table::{TableFormat, TableOptions, write as write_table};
use rapporteur_store::{Cell, Filter, Store};
use serde_json::{Value, json};
use std::io::Write;

/// Where the files of an export go: a folder, an archive.
pub trait Folder {
    /// Makes one file.
    ///
    /// # Errors
    /// When it cannot be written.
    fn file(&mut self, name: &str, content: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error>;
}

/// What the publisher says of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its title.
    pub title: Option<String>,
    /// The licence under which the findings are published: an SPDX name.
    pub licence: Option<String>,
    /// Whether the texts of the reports go along: they belong to who wrote them.
    pub texts: bool,
}

/// Writes a package; gives the number of rows of each table.
///
/// # Errors
/// When the store cannot be asked or the files cannot be written.
pub fn write(store: &mut Store, selection: &Selection, about: &About, folder: &mut dyn Folder) -> Result<Vec<(TableName, u64)>, Error> {
    let (mut resources, mut counts) = (Vec::new(), Vec::new());
    for table in TableName::ALL {
        let columns = columns(table, about.texts);
        let selection = narrowed(selection, table);
        let mut count = 0;
        folder.file(&format!("{}.csv", table.as_str()), &mut |out| {
            let mut rows = Rows::of(store, table, &columns, &selection)?;
            count = write_table(TableFormat::Csv, &columns, &mut rows, TableOptions::default(), out)?;
            Ok(())
        })?;
        resources.push(resource(table, &columns, selection.filter == Filter::default()));
        counts.push((table, count));
    }
    folder.file("codebook.md", &mut |out| Ok(out.write_all(codebook::page().as_bytes())?))?;
    let sources = made_by(store, selection)?;
    let package = json!({
        "profile": "tabular-data-package",
        "name": "rapporteur-export",
        "title": about.title.as_deref().unwrap_or("Who said what to whom: findings from news reports"),
        "description": "Read in news reports by Rapporteur; codebook.md says what every column and word means. Offsets count Unicode code points.",
        "licenses": about.licence.as_ref().map(|licence| json!([{"name": licence}])),
        "contributors": [{"title": concat!("Rapporteur ", env!("CARGO_PKG_VERSION")), "role": "wrangler"}],
        "provenance": {"made_by": sources, "selection": described(&selection.filter)},
        "resources": resources,
    });
    let Value::Object(mut package) = package else { return Ok(counts) };
    package.retain(|_, value| !value.is_null());
    folder.file("datapackage.json", &mut |out| {
        serde_json::to_writer_pretty(&mut *out, &package)?;
        Ok(out.write_all(b"\n")?)
    })?;
    Ok(counts)
}

/// The columns of a table, without the texts of reports where these stay.
pub fn columns(table: TableName, texts: bool) -> Vec<Column> {
    table.columns().into_iter().filter(|column| texts || column.name != "text").collect()
}

/// The part of a selection that a table understands: days and outlets choose findings and reports alike.
fn narrowed(selection: &Selection, table: TableName) -> Selection {
    let mut narrowed = selection.clone();
    let filter = &mut narrowed.filter;
    if table == TableName::Actors {
        *filter = Filter::default();
    }
    if table == TableName::Stories {
        filter.outlet = None;
    }
    // Only findings have a reading that differs from what people said.
    filter.as_read &= matches!(table, TableName::Statements | TableName::Events | TableName::Positions);
    narrowed
}

fn resource(table: TableName, columns: &[Column], whole: bool) -> Value {
    let field = |column: &Column| {
        let mut field = json!({"name": column.name, "type": column.kind.as_str(), "description": column.about});
        if column.kind == Type::Boolean {
            field["trueValues"] = json!(["true"]);
            field["falseValues"] = json!(["false"]);
        }
        if column.name == "id" {
            field["constraints"] = json!({"required": true, "unique": true});
        }
        field
    };
    let mut schema = json!({
        "fields": columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
        "primaryKey": "id",
    });
    // A selection by days can leave a finding whose report was published before or after them.
    if whole {
        let keys: Vec<Value> = table
            .references()
            .iter()
            .map(|(column, other)| json!({"fields": column, "reference": {"resource": other.as_str(), "fields": "id"}}))
            .collect();
        if !keys.is_empty() {
            schema["foreignKeys"] = json!(keys);
        }
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.as_str(),
        "path": format!("{}.csv", table.as_str()),
        "description": table.about(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    })
}

/// Every version of program, models and lexicon that read a report of the store, as the store has it.
fn made_by(store: &mut Store, selection: &Selection) -> Result<Vec<Value>, Error> {
    let sql = "SELECT engine, models, lexicon FROM readers WHERE id IN (SELECT reader FROM reports WHERE current = 1) ORDER BY 1, 2, 3";
    let answer = store.query_with(sql, &[], selection.patience)?;
    let part = |row: &[Cell], at: usize| words(&row[at]);
    Ok(answer.rows.iter().map(|row| json!({"engine": part(row, 0), "models": part(row, 1), "lexicon": part(row, 2)})).collect())
}

/// The filter as the command line has it.
fn described(filter: &Filter) -> Value {
    let Filter { by, to, about, act, status, since, until, place, outlet, text, count_by: _, limit, as_read, evidence: _ } = filter;
    let given = [
        ("by", by),
        ("to", to),
        ("about", about),
        ("act", act),
        ("status", status),
        ("since", since),
        ("until", until),
        ("place", place),
        ("outlet", outlet),
        ("text", text),
    ];
    let mut found = serde_json::Map::new();
    for (name, value) in given {
        if let Some(value) = value {
            found.insert(name.to_owned(), json!(value));
        }
    }
    if let Some(limit) = limit {
        found.insert("limit".to_owned(), json!(limit));
    }
    if *as_read {
        found.insert("as-read".to_owned(), json!(true));
    }
    Value::Object(found)
}

/// Whether the store holds any report.
///
/// # Errors
/// [`Error::Empty`] where it does not.
pub fn not_empty(store: &mut Store, selection: &Selection) -> Result<(), Error> {
    let answer = store.query_with("SELECT 1 FROM reports LIMIT 1", &[], selection.patience)?;
    if answer.rows.first().and_then(|row| words(&row[0])).is_none() { Err(Error::Empty) } else { Ok(()) }
}
