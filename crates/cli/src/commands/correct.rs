//! `rapporteur correct`: what people say of findings.

use crate::args::{ByArgs, CorrectArgs, CorrectCommand, FindingArgs, TableArgs};
use crate::output::Output;
use crate::{ExitStatus, table};
use anyhow::{Context, bail};
use rapporteur_store::{By, Cell, Correction, FindingKind, Store, Table, Verdict};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

/// Does what is asked for.
pub fn run(args: CorrectArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    match args.command {
        CorrectCommand::Confirm { finding, by } => say(&finding, &[Verdict::Confirm], &by, quiet),
        CorrectCommand::Reject { finding, by } => say(&finding, &[Verdict::Reject], &by, quiet),
        CorrectCommand::Change { finding, values, by } => {
            let changes: Vec<Verdict> = values.iter().map(|value| change(value)).collect::<anyhow::Result<_>>()?;
            say(&finding, &changes, &by, quiet)
        }
        CorrectCommand::Undo { correction, by, store } => {
            Store::open(&store)?.undo(correction, &said_by(&by)?)?;
            Ok(ExitStatus::Done)
        }
        CorrectCommand::List { store, report, unfit, table } => list(&store, report, unfit, &table),
        CorrectCommand::Export { store, output } => {
            let mut out = Output::open(output.as_deref())?;
            Store::open_to_read(&store)?.export_corrections(&mut |line| writeln!(out, "{line}"))?;
            out.finish()?;
            Ok(ExitStatus::Done)
        }
        CorrectCommand::Import { store, path } => import(&store, &path, quiet),
    }
}

/// A field and its value out of `field=value`.
fn change(pair: &str) -> anyhow::Result<Verdict> {
    let Some((field, value)) = pair.split_once('=') else {
        bail!("`{pair}` changes nothing\n  help: give a field and its value: act=deny");
    };
    Ok(Verdict::Change { field: field.trim().to_owned(), value: (!value.is_empty()).then(|| value.to_owned()) })
}

fn say(args: &FindingArgs, verdicts: &[Verdict], by: &ByArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let Some(kind) = FindingKind::from_word(&args.kind) else {
        let known: Vec<&str> = FindingKind::ALL.iter().map(|kind| kind.as_str()).collect();
        bail!("`{}` is no kind of finding\n  help: it is one of {}", args.kind, known.join(", "));
    };
    let by = said_by(by)?;
    let mut store = Store::open(&args.store)?;
    let finding = store.finding(kind, &args.name)?;
    for verdict in verdicts {
        let id = store.correct(&finding, verdict, &by)?;
        if !quiet {
            anstream::eprintln!("correction {id}; `rapporteur correct undo --store {} {id}` takes it back", args.store.display());
        }
    }
    Ok(ExitStatus::Done)
}

/// Who says it, and the time of day.
pub fn said_by(args: &ByArgs) -> anyhow::Result<By> {
    let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let Some(who) = args.who.clone().or_else(user).filter(|who| !who.trim().is_empty()) else {
        bail!("nobody says it\n  help: give your name or initials with --who");
    };
    let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Ok(By { who, at, note: args.note.clone() })
}

fn list(store: &Path, report: Option<i64>, unfit: bool, args: &TableArgs) -> anyhow::Result<ExitStatus> {
    let text = |words: &str| Cell::Text(words.to_owned());
    let maybe = |words: Option<&str>| words.map_or(Cell::Null, text);
    let columns = ["id", "kind", "finding", "verdict", "field", "value", "was", "who", "at", "note", "undone_by", "doc"];
    let rows = Store::open_to_read(store)?.corrections(report)?;
    let rows = rows.into_iter().filter(|one| !unfit || (one.finding.is_none() && one.undone.is_none())).map(|one| {
        let (field, value) = match &one.verdict {
            Verdict::Change { field, value } => (Some(field.as_str()), value.as_deref()),
            _ => (None, None),
        };
        vec![
            Cell::Integer(one.id),
            text(one.kind.as_str()),
            maybe(one.finding.as_deref()),
            text(one.verdict.as_str()),
            maybe(field),
            maybe(value),
            maybe(one.was.as_deref()),
            text(&one.by.who),
            text(&one.by.at),
            maybe(one.by.note.as_deref()),
            maybe(one.undone.as_ref().map(|(who, _)| who.as_str())),
            text(&one.doc),
        ]
    });
    table::print(&Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }, args)?;
    Ok(ExitStatus::Done)
}

fn import(store: &Path, path: &str, quiet: bool) -> anyhow::Result<ExitStatus> {
    let lines: Box<dyn BufRead> = match path {
        "-" => Box::new(BufReader::new(std::io::stdin())),
        path => Box::new(BufReader::new(File::open(path).with_context(|| format!("cannot read {path}"))?)),
    };
    let lines: Vec<String> = lines.lines().collect::<Result<_, _>>().with_context(|| format!("cannot read {path}"))?;
    let done = Store::open(store)?.import_corrections(&mut lines.into_iter())?;
    for (line, reason) in &done.refused {
        anstream::eprintln!("error: {reason}\n  --> {path}:{line}");
    }
    if !quiet {
        anstream::eprintln!("{} added, {} there before, {} refused", done.added, done.known, done.refused.len());
    }
    Ok(if done.refused.is_empty() { ExitStatus::Done } else { ExitStatus::Faults })
}

/// A correction in one line, for people.
pub fn line(one: &Correction) -> String {
    let said = match &one.verdict {
        Verdict::Confirm => "is right".to_owned(),
        Verdict::Reject => "is none".to_owned(),
        Verdict::Change { field, value } => format!("{field} should be `{}`", value.as_deref().unwrap_or("")),
    };
    format!("{}: {} {} of text {} {said} ({}, {})", one.id, one.kind.as_str(), one.local, one.doc, one.by.who, one.by.at)
}
