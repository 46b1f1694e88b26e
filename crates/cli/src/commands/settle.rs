//! `rapporteur settle`: what blocks a settlement, by positions; which outcomes of a conflict are stable, by a model.

mod model;

use crate::args::{InputArgs, NetworkName, NodesName, NormalName, RepeatsName, SettleArgs, SettleFormat};
use crate::message::Messages;
use crate::output::Output;
use crate::progress::Progress;
use crate::{ExitStatus, sources};
use anyhow::{Context, bail};
use rapporteur_lexicon::{ActorTable, Rules};
use rapporteur_record::{Record, Warned};
use rapporteur_store::Store;
use rapporteur_views::settlement::{self, Actors, Board, Names, NetworkKind, Normalization, Question, Repeats, Stand, report};
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

/// How long a store is asked at most for its positions.
const PATIENCE: Duration = Duration::from_secs(600);

/// Analyses positions or a model.
pub fn run(args: &SettleArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    if let Some(day) = &args.on
        && !rapporteur_reading::is_iso_date(day)
    {
        bail!("`{day}` is not a date\n  help: give it as YYYY-MM-DD");
    }
    if let Some(file) = &args.model {
        return model::run(file, args, quiet);
    }
    let (stands, status) = stands(args, quiet)?;
    if stands.is_empty() {
        return Err(settlement::SettleError::Empty.into());
    }
    if let Some(file) = &args.draft_model {
        draft(&stands, args, file, quiet)?;
    } else if let Some(kind) = args.network {
        network(&stands, args, kind)?;
    } else {
        analysis(stands, args)?;
    }
    Ok(status)
}

/// The text of a file, or of standard input for `-`.
fn text_of(path: &Path) -> anyhow::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The positions that the command line names, and whether all could be read.
fn stands(args: &SettleArgs, quiet: bool) -> anyhow::Result<(Vec<Stand>, ExitStatus)> {
    if let Some(path) = &args.positions {
        let found = settlement::from_json(&text_of(path)?).with_context(|| format!("cannot use {}", path.display()))?;
        return Ok((found, ExitStatus::Done));
    }
    if let Some(path) = &args.store {
        let found = settlement::from_store_on(&mut Store::open_to_read(path)?, args.issue.as_deref(), PATIENCE)?;
        if found.left_out > 0 && !quiet {
            anstream::eprintln!(
                "warning: {} issues that hang together with it by way of others are left out: with them there would be too many positions",
                found.left_out
            );
        }
        return Ok((found.stands, ExitStatus::Done));
    }
    let (mut store, failed) = read(args, quiet)?;
    let status = if failed > 0 { ExitStatus::Faults } else { ExitStatus::Done };
    Ok((settlement::from_store(&mut store, PATIENCE)?, status))
}

/// Reads reports into a store in memory, so that copies count once as they do in any store; and says how many failed.
fn read(args: &SettleArgs, quiet: bool) -> anyhow::Result<(Store, usize)> {
    let input = InputArgs { paths: args.paths.clone(), ..InputArgs::default() };
    let options = sources::options(&input)?;
    let reader = sources::reader(&input)?;
    let inputs = sources::expand(&input.paths);
    let progress = Progress::new(inputs.len(), quiet);
    let mut messages = Messages::new(quiet);
    let mut records: Vec<(String, Record)> = Vec::new();
    let mut failed = 0;
    reader.read_many(inputs, &options, sources::threads(&input), &mut |outcome| {
        match outcome.result {
            Ok(Warned { value: record, diagnostics }) => {
                progress.suspend(|| messages.print(&diagnostics, &outcome.uri, Some(&record.text)));
                records.push((sources::address(&outcome.uri, record.doc.key.as_deref(), &record.doc.id), record));
            }
            Err(diagnostic) => {
                failed += 1;
                progress.suspend(|| messages.print(&[diagnostic], &outcome.uri, None));
            }
        }
        progress.report(records.len() + failed, outcome.last);
        ControlFlow::Continue(())
    });
    progress.finish();
    messages.summary();
    let mut store = Store::open(Path::new(":memory:"))?;
    let batch = store.batch()?;
    for (address, record) in &records {
        batch.add(address, record)?;
    }
    batch.commit()?;
    Ok((store, failed))
}

fn analysis(stands: Vec<Stand>, args: &SettleArgs) -> anyhow::Result<()> {
    if args.format == SettleFormat::Graphml {
        bail!("GraphML is a form of networks\n  help: say which with --network, such as --network congruence");
    }
    let actors = ActorTable::embedded();
    let question = Question {
        issue: args.issue.as_deref(),
        on: args.on.as_deref(),
        most_changes: args.changes.into(),
        rule: args.rule.as_deref(),
        members: &args.members,
        sensitivity: args.sensitivity,
    };
    let found = settlement::settle(stands, &question, Names { actors: &actors }, &Rules::embedded())?;
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        SettleFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &found)?;
            writeln!(out)?;
        }
        SettleFormat::Csv => out.write_all(report::findings(&found).as_bytes())?,
        SettleFormat::Matrix => out.write_all(report::matrix(&found).as_bytes())?,
        SettleFormat::Html => out.write_all(report::html(&found).as_bytes())?,
        SettleFormat::Markdown => out.write_all(report::markdown(&found).as_bytes())?,
        SettleFormat::Svg => match report::map(&found) {
            Some(svg) => out.write_all(svg.as_bytes())?,
            None => {
                bail!("there is nothing to draw: nothing is blocked and no precondition set\n  help: --format text shows what was found")
            }
        },
        SettleFormat::Text | SettleFormat::Graphml => out.write_all(report::text(&found).as_bytes())?,
    }
    out.finish()
}

fn network(stands: &[Stand], args: &SettleArgs, kind: NetworkName) -> anyhow::Result<()> {
    let kind = match kind {
        NetworkName::TwoMode => NetworkKind::TwoMode,
        NetworkName::TwoModeSubtract => NetworkKind::TwoModeSubtract,
        NetworkName::Congruence => NetworkKind::Congruence,
        NetworkName::Conflict => NetworkKind::Conflict,
        NetworkName::Subtract => NetworkKind::Subtract,
    };
    let normalization = match args.normalize {
        NormalName::None => Normalization::None,
        NormalName::Average => Normalization::Average,
        NormalName::Jaccard => Normalization::Jaccard,
        NormalName::Cosine => Normalization::Cosine,
        NormalName::Activity => Normalization::Activity,
        NormalName::Prominence => Normalization::Prominence,
    };
    let repeats = match args.repeats {
        RepeatsName::Include => Repeats::Include,
        RepeatsName::Report => Repeats::Report,
        RepeatsName::Story => Repeats::Story,
    };
    let actors = if args.nodes == NodesName::Holders { Actors::Holders } else { Actors::Parties };
    let until = |stand: &&Stand| args.on.is_none() || stand.as_of.is_none() || stand.as_of <= args.on;
    let stands: Vec<Stand> = stands.iter().filter(until).cloned().collect();
    let found = settlement::network(&stands, kind, normalization, repeats, actors, args.nodes == NodesName::Issues)?;
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        SettleFormat::Text | SettleFormat::Csv | SettleFormat::Matrix => out.write_all(found.csv().as_bytes())?,
        SettleFormat::Graphml => found.graphml(&mut out)?,
        SettleFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &found)?;
            writeln!(out)?;
        }
        SettleFormat::Html | SettleFormat::Markdown | SettleFormat::Svg => {
            bail!("a network is printed as csv, graphml or json\n  help: leave --network out for the report")
        }
    }
    out.finish()
}

/// Writes a drafted model where there is no file yet: an analyst's edits are not to be lost.
fn draft(stands: &[Stand], args: &SettleArgs, path: &Path, quiet: bool) -> anyhow::Result<()> {
    if path != Path::new("-") && path.exists() {
        bail!("{0} is there already, perhaps with somebody's edits\n  help: name another file, or move {0} away", path.display());
    }
    let drafted = settlement::draft(&Board::new(stands, args.on.as_deref()), "Drafted from positions")?;
    for note in drafted.notes.iter().filter(|_| !quiet) {
        anstream::eprintln!("warning: {note}");
    }
    let mut out = Output::open(Some(path))?;
    serde_json::to_writer_pretty(&mut out, &drafted.model)?;
    writeln!(out)?;
    out.finish()?;
    if path != Path::new("-") && !quiet {
        anstream::eprintln!("{0}: edit it, then `rapporteur settle --model {0}`", path.display());
    }
    Ok(())
}
