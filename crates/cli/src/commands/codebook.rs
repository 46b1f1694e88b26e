//! `rapporteur codebook`: drafts and checks codebooks of issues.

use crate::ExitStatus;
use crate::args::{CodebookArgs, CodebookCommand};
use crate::output::Output;
use anyhow::{Context, bail};
use rapporteur::Reader;
use rapporteur::codebook::{Coder, suggest};
use rapporteur_lexicon::codebook::{Codebook, print};
use rapporteur_store::{Cell, Store};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// How long a store may take to name its reports.
const PATIENCE: Duration = Duration::from_secs(600);

/// Does one thing with a codebook.
pub fn run(args: &CodebookArgs) -> anyhow::Result<ExitStatus> {
    match &args.command {
        CodebookCommand::Suggest { store, at_least, output } => draft(store, *at_least, output.as_deref()),
        CodebookCommand::Check { codebook } => check(codebook),
    }
}

/// The codebook of a file.
///
/// # Errors
/// When it cannot be read or is not sound.
pub fn load(path: &Path) -> anyhow::Result<Codebook> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Codebook::parse(&path.display().to_string(), &text)?)
}

fn draft(store: &Path, at_least: usize, output: Option<&Path>) -> anyhow::Result<ExitStatus> {
    let mut store = Store::open_to_read(store)?;
    let sql = "SELECT id FROM reports WHERE current = 1 AND id IN (SELECT report FROM positions) ORDER BY published, id";
    let reports = store.query(sql, PATIENCE)?.rows;
    let mut failed = Ok(());
    // One record at a time: a store may hold a hundred thousand.
    let records = reports.iter().filter_map(|row| if let [Cell::Integer(id)] = row.as_slice() { Some(*id) } else { None });
    let found = suggest(records.map_while(|id| store.record(id).map_err(|error| failed = Err(error)).ok()));
    failed?;
    if found.is_empty() {
        bail!(
            "the store has no positions\n  help: reports that were ingested before positions were read are read again by `rapporteur ingest` into a new store"
        );
    }
    let mut out = Output::open(output)?;
    writeln!(out, "# Drafted from a store: issues that were found, the most frequent first. Edit keys, labels and patterns, then run")?;
    writeln!(out, "# `rapporteur codebook check FILE`.")?;
    for (count, issue) in found.iter().filter(|(count, _)| *count >= at_least) {
        writeln!(out, "\n# {count} positions")?;
        out.write_all(print(issue).as_bytes())?;
    }
    out.finish()?;
    Ok(ExitStatus::Done)
}

fn check(path: &Path) -> anyhow::Result<ExitStatus> {
    let codebook = load(path)?;
    let reader = Reader::embedded()?;
    let coder = Coder::new(&reader, &codebook);
    let failed = coder.failures();
    let mut out = Output::open(None)?;
    for (issue, text, coded) in &failed {
        let came = coded.map_or("under no issue".to_owned(), |coded| {
            format!("under `{}`, pole {}", coded.issue.key, if coded.positive { "+" } else { "-" })
        });
        writeln!(out, "{}:{}: an example of `{}` falls {came}\n  {text}", path.display(), issue.line, issue.key)?;
    }
    let examples: usize = codebook.issues.iter().map(|issue| issue.examples.len()).sum();
    writeln!(out, "{} issues, {examples} examples, {} of them fall elsewhere", codebook.issues.len(), failed.len())?;
    out.finish()?;
    Ok(if failed.is_empty() { ExitStatus::Done } else { ExitStatus::Faults })
}
