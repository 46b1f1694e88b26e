//! `rapporteur import`: documents and coders' statements of a Discourse Network Analyzer database.

use crate::ExitStatus;
use crate::args::ImportArgs;
use crate::message::Messages;
use crate::output::{Output, refuse_to_overwrite};
use crate::sources;
use rapporteur::{Options, Reader, Source};
use rapporteur_record::{Record, Span, Statement};
use rapporteur_store::Store;
use rapporteur_views::export::dna::{self, DnaDocument, DnaStatement};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;

/// What a coder marked, with the report in the store and what was read at its place.
#[derive(Serialize)]
struct Coded<'d> {
    address: &'d str,
    document: i64,
    /// The statement of the record whose words it shares most of, if half of either are shared.
    statement: Option<&'d str>,
    #[serde(flatten)]
    coded: &'d DnaStatement,
}

/// Reads the documents into the store and writes the coders' statements where that is asked for.
pub fn run(args: &ImportArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    if let Some(path) = &args.statements {
        refuse_to_overwrite(path, args.force)?;
    }
    let (documents, lost) = dna::read(&args.dna)?;
    let records = read(&documents, args, quiet)?;
    let mut store = Store::open(&args.store)?;
    let batch = store.batch()?;
    let mut added = BTreeMap::new();
    for (address, record) in records.values() {
        *added.entry(format!("{:?}", batch.add(address, record)?)).or_insert(0_usize) += 1;
    }
    batch.commit()?;
    let mut coded = 0;
    let mut lines = Vec::new();
    for document in &documents {
        coded += document.statements.len();
        let Some((address, record)) = records.get(&document.id) else { continue };
        for one in &document.statements {
            let statement = read_there(record, Span { start: one.start, end: one.end }).map(|statement| statement.id.as_str());
            serde_json::to_writer(&mut lines, &Coded { address, document: document.id, statement, coded: one })?;
            lines.push(b'\n');
        }
    }
    if let Some(path) = &args.statements {
        let mut out = Output::open(Some(path))?;
        out.write_all(&lines)?;
        out.finish()?;
    }
    if !quiet {
        let counts: Vec<String> = added.iter().map(|(what, count)| format!("{count} {}", what.to_lowercase())).collect();
        anstream::eprintln!("{} documents ({}), {coded} statements of coders", documents.len(), counts.join(", "));
        if lost > 0 {
            anstream::eprintln!("warning: {lost} statements lie outside their document and were left out");
        }
        if args.statements.is_none() && coded > 0 {
            anstream::eprintln!("  help: --statements FILE writes what coders marked");
        }
    }
    Ok(if records.len() < documents.len() { ExitStatus::Faults } else { ExitStatus::Done })
}

/// The record of each document by its number, with its address.
fn read(documents: &[DnaDocument], args: &ImportArgs, quiet: bool) -> anyhow::Result<BTreeMap<i64, (String, Record)>> {
    let mut rows = Vec::new();
    for document in documents {
        let DnaDocument { id, title, text, author: _, source, date, statements: _ } = document;
        let row = json!({"id": id.to_string(), "title": title, "text": text, "publisher": source, "date": date});
        serde_json::to_writer(&mut rows, &row)?;
        rows.push(b'\n');
    }
    let field = |name: &str| Some(name.to_owned());
    let options = Options {
        text_field: field("text"),
        date_field: field("date"),
        id_field: field("id"),
        title_field: field("title"),
        publisher_field: field("publisher"),
        ..Options::default()
    };
    let reader = Reader::embedded()?;
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let mut messages = Messages::new(quiet);
    let mut found = BTreeMap::new();
    let uri = args.dna.display().to_string();
    reader.read_many([Source::bytes(&uri, rows)].into_iter(), &options, threads, &mut |outcome| {
        match outcome.result {
            Ok(read) => {
                messages.print(&read.diagnostics, &outcome.uri, Some(&read.value.text));
                let record = read.value;
                let id = record.doc.key.as_deref().and_then(|key| key.parse().ok());
                if let Some(id) = id {
                    found.insert(id, (sources::address(&uri, record.doc.key.as_deref(), &record.doc.id), record));
                }
            }
            Err(diagnostic) => messages.print(&[diagnostic], &outcome.uri, None),
        }
        ControlFlow::Continue(())
    });
    messages.summary();
    Ok(found)
}

/// The statement that shares most words with a place: at least half of the place or half of the statement.
fn read_there(record: &Record, place: Span) -> Option<&Statement> {
    let length = |span: Span| span.end.saturating_sub(span.start);
    let shared = |statement: &Statement| -> (usize, usize) {
        let inside = |span: &Span| length(Span { start: span.start.max(place.start), end: span.end.min(place.end) });
        (statement.content.iter().map(inside).sum(), statement.content.iter().map(|span| length(*span)).sum())
    };
    let near = record.statements.iter().filter(|statement| {
        let (shared, whole) = shared(statement);
        shared > 0 && (shared * 2 >= whole || shared * 2 >= length(place))
    });
    near.max_by_key(|statement| (shared(statement).0, std::cmp::Reverse(shared(statement).1)))
}
