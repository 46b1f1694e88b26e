//! `rapporteur import`: documents and coders' statements of a Discourse Network Analyzer database.

use crate::ExitStatus;
use crate::args::ImportArgs;
use crate::message::Messages;
use crate::output::{Output, refuse_to_overwrite};
use crate::sources;
use anyhow::bail;
use rapporteur::{Options, Reader, Source};
use rapporteur_record::{Record, Span, Stance, Statement};
use rapporteur_store::{By, Cell, Finding, FindingKind, Store, Verdict};
use rapporteur_views::export::dna::{self, DnaDocument, DnaStatement};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::time::Duration;

/// How long the store may look for a report.
const PATIENCE: Duration = Duration::from_secs(60);

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

/// Reads the documents into the store; what coders marked becomes corrections of what was read there, and is written where that is asked for.
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
    let (mut coded, mut said) = (0, 0);
    let mut lines = Vec::new();
    for document in &documents {
        coded += document.statements.len();
        let Some((address, read)) = records.get(&document.id) else { continue };
        // What is in the store counts: it may have been read before, by other models.
        let report = number(&mut store, address, &read.doc.id)?;
        let record = store.record(report)?;
        for one in &document.statements {
            let statement = read_there(&record, Span { start: one.start, end: one.end });
            let coded = Coded { address, document: document.id, statement: statement.map(|statement| statement.id.as_str()), coded: one };
            serde_json::to_writer(&mut lines, &coded)?;
            lines.push(b'\n');
            if let Some(statement) = statement {
                said += say(&mut store, report, &record, statement, one, args)?;
            }
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
        anstream::eprintln!("{said} corrections of what was read; `rapporteur correct list --store {}` shows them", args.store.display());
        if args.statements.is_none() && coded > 0 {
            anstream::eprintln!("  help: --statements FILE writes what coders marked, also where nothing was read");
        }
    }
    Ok(if records.len() < documents.len() { ExitStatus::Faults } else { ExitStatus::Done })
}

/// The number of a report.
fn number(store: &mut Store, address: &str, doc: &str) -> anyhow::Result<i64> {
    let sql = "SELECT id FROM reports WHERE address = ?1 AND doc = ?2";
    let answer = store.query_with(sql, &[&address, &doc], PATIENCE)?;
    match answer.rows.first().and_then(|row| row.first()) {
        Some(Cell::Integer(id)) => Ok(*id),
        _ => bail!("{address} is not in the store"),
    }
}

/// Stores what a coder says of the statement read at his mark: who speaks, and whether a position on his concept that
/// rests on it is agreement. Gives the number of corrections; what he said before is not said again.
fn say(
    store: &mut Store,
    report: i64,
    record: &Record,
    statement: &Statement,
    coded: &DnaStatement,
    args: &ImportArgs,
) -> anyhow::Result<usize> {
    let text = |name: &str| coded.variables.get(name).and_then(Value::as_str).filter(|value| !value.trim().is_empty());
    let note = format!("statement {} of {}", coded.id, args.dna.file_name().unwrap_or_default().to_string_lossy());
    if coded.coder.trim().is_empty() || store.corrections(Some(report))?.iter().any(|known| known.by.note.as_deref() == Some(&note)) {
        return Ok(0);
    }
    let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let by = By { who: coded.coder.clone(), at, note: Some(note) };
    let mut count = 0;
    // An organisation speaks where no person does; somebody whom the report does not name is said to be one or the other.
    if let Some(bare) = text("person").or(text("organization")) {
        let known = record.actors.iter().any(|actor| actor.name.eq_ignore_ascii_case(bare));
        let kind = if text("person").is_some() { "person" } else { "organisation" };
        let speaker = if known { bare.to_owned() } else { format!("{bare} [{kind}]") };
        let named = |id: &String| record.actors.iter().any(|actor| actor.id == *id && actor.name.eq_ignore_ascii_case(bare));
        let verdict = if statement.speakers.len() == 1 && statement.speakers.iter().all(named) {
            Verdict::Confirm
        } else {
            Verdict::Change { field: "speaker".to_owned(), value: Some(speaker) }
        };
        store.correct(&Finding { kind: FindingKind::Statement, report, local: statement.id.clone() }, &verdict, &by)?;
        count += 1;
    }
    let (Some(concept), Some(agreement)) = (text("concept"), coded.variables.get("agreement").and_then(Value::as_bool)) else {
        return Ok(count);
    };
    for (at, position) in record.positions.iter().enumerate() {
        if !position.evidence.contains(&statement.id) || !position.issue.label.eq_ignore_ascii_case(concept) {
            continue;
        }
        let (agrees, rejects) = (
            matches!(position.stance, Stance::Support | Stance::Demand | Stance::AcceptIf | Stance::Assert),
            matches!(position.stance, Stance::Reject | Stance::Deny),
        );
        let verdict = match (agreement, agrees, rejects) {
            (true, true, _) | (false, _, true) => Verdict::Confirm,
            (true, ..) => Verdict::Change { field: "stance".to_owned(), value: Some("support".to_owned()) },
            (false, ..) => Verdict::Change { field: "stance".to_owned(), value: Some("reject".to_owned()) },
        };
        store.correct(&Finding { kind: FindingKind::Position, report, local: format!("pos{}", at + 1) }, &verdict, &by)?;
        count += 1;
    }
    Ok(count)
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
    reader.read_many([Source::bytes(&uri, rows)], &options, threads, &mut |outcome| {
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
