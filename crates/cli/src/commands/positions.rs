//! `rapporteur positions`: who stands where on what, on what condition, since when, and how it moved.

mod holdings;
mod print;

use crate::args::{PositionsArgs, PositionsFormat, TableArgs, TableFormat};
use crate::message::Messages;
use crate::output::Output;
use crate::{ExitStatus, sources, table};
use anyhow::bail;
use holdings::{Holding, Holdings, Piece};
use rapporteur::Reader;
use rapporteur::codebook::{Coder, turned};
use rapporteur_record::{Position, Record, Span, Stance};
use rapporteur_store::{Filter, Held, Store, Subject};
use std::ops::ControlFlow;
use std::time::Duration;

/// Prints the positions of files or of a store.
pub fn run(args: &PositionsArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    super::ask::check_days([&args.since, &args.until])?;
    let stance = match &args.stance {
        Some(word) => match Stance::from_word(word) {
            Some(stance) => Some(stance),
            None => bail!(
                "`{word}` is no stance\n  help: stances are {}",
                Stance::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ")
            ),
        },
        None => None,
    };
    let codebook = args.codebook.as_deref().map(super::codebook::load).transpose()?;
    let reader = if codebook.is_some() { Some(Reader::embedded()?) } else { None };
    let coder = codebook.as_ref().zip(reader.as_ref()).map(|(codebook, reader)| Coder::new(reader, codebook));
    let Some(path) = &args.store else {
        let (holdings, failed) = from_files(args, coder.as_ref(), quiet)?;
        let holds = |value: &str, wanted: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| value.to_lowercase().contains(&wanted.to_lowercase()))
        };
        let named = |one: &Holding| {
            (holds(&one.holder, &args.by) || one.party.as_ref().is_some_and(|party| args.by.is_some() && holds(party, &args.by)))
                && (holds(&one.issue, &args.issue) || holds(&one.label, &args.issue))
        };
        let rows = asked(holdings, args, stance, &named);
        print(&rows, args, &mut |piece| Ok(piece.words.clone()))?;
        return Ok(if failed { ExitStatus::Faults } else { ExitStatus::Done });
    };
    let mut store = Store::open_to_read(path)?;
    if !args.count_by.is_empty() || args.evidence {
        return each(&mut store, args);
    }
    let filter = filter(args, coder.is_some());
    let holdings = from_store(&mut store, args, coder.as_ref(), &filter)?;
    if holdings.is_empty() && filter == Filter::default() {
        bail!(
            "the store has no positions\n  help: ingest the reports into a new store: those that were read by an older version have none"
        );
    }
    let rows = asked(holdings, args, stance, &|one| coder.is_none() || args.issue.as_ref().is_none_or(|issue| one.is_on(issue)));
    print(&rows, args, &mut |piece| stored_words(&store, piece))?;
    Ok(ExitStatus::Done)
}

/// What the store is asked for: not a stance or a time, since others of the holder say whether it moved; and not an issue where a
/// codebook names these.
fn filter(args: &PositionsArgs, coded: bool) -> Filter {
    Filter {
        by: args.by.clone(),
        about: args.issue.clone().filter(|_| !coded),
        place: args.place.clone(),
        outlet: args.outlet.clone(),
        text: args.text.clone(),
        ..Filter::default()
    }
}

/// Counts, or a row for each position of a report with its words in their paragraph.
fn each(store: &mut Store, args: &PositionsArgs) -> anyhow::Result<ExitStatus> {
    let filter = Filter {
        act: args.stance.clone(),
        since: args.since.clone(),
        until: args.until.clone(),
        count_by: args.count_by.clone(),
        evidence: args.evidence,
        limit: args.limit,
        ..filter(args, false)
    };
    if args.codebook.is_some() || args.min_score > 0.0 || args.format == PositionsFormat::Matrix {
        bail!("--count-by and --evidence print rows of the store\n  help: leave --codebook, --min-score and --format matrix out");
    }
    let answer = store.ask(Subject::Positions, &filter, Duration::from_secs(args.timeout))?;
    table::print(&answer, &table_args(args))?;
    Ok(ExitStatus::Done)
}

fn table_args(args: &PositionsArgs) -> TableArgs {
    let format = match args.format {
        PositionsFormat::Table | PositionsFormat::Matrix => TableFormat::Table,
        PositionsFormat::Json => TableFormat::Json,
        PositionsFormat::Csv => TableFormat::Csv,
        PositionsFormat::Tsv => TableFormat::Tsv,
        PositionsFormat::Jsonl => TableFormat::Jsonl,
        PositionsFormat::Markdown => TableFormat::Markdown,
        PositionsFormat::Parquet => TableFormat::Parquet,
        PositionsFormat::Arrow => TableFormat::Arrow,
    };
    TableArgs { format, output: args.output.clone(), timeout: args.timeout }
}

/// Those holdings that are asked for.
fn asked(holdings: Holdings, args: &PositionsArgs, stance: Option<Stance>, named: &dyn Fn(&Holding) -> bool) -> Vec<Holding> {
    let mut rows = holdings.finish();
    rows.retain(|row| {
        let day = row.as_of.as_deref().unwrap_or_default();
        named(row)
            && stance.is_none_or(|stance| row.stance == stance)
            && args.since.as_ref().is_none_or(|since| day >= since.as_str())
            && args.until.as_ref().is_none_or(|until| !day.is_empty() && day.get(..until.len()).unwrap_or(day) <= until.as_str())
    });
    rows.truncate(args.limit.unwrap_or(usize::MAX));
    rows
}

fn print(rows: &[Holding], args: &PositionsArgs, words: print::Words<'_>) -> anyhow::Result<()> {
    match args.format {
        PositionsFormat::Tsv | PositionsFormat::Jsonl | PositionsFormat::Markdown | PositionsFormat::Parquet | PositionsFormat::Arrow => {
            return table::print(&print::rows(rows, words)?, &table_args(args));
        }
        _ => {}
    }
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        PositionsFormat::Json => print::json(rows, words, &mut out)?,
        PositionsFormat::Csv => print::csv(rows, words, &mut out)?,
        PositionsFormat::Matrix => print::matrix(rows, &mut out)?,
        _ => print::table(rows, &mut out)?,
    }
    out.finish()
}

/// The positions that a store has, as people corrected them.
fn from_store(store: &mut Store, args: &PositionsArgs, coder: Option<&Coder<'_>>, filter: &Filter) -> anyhow::Result<Holdings> {
    let mut holdings = Holdings::default();
    let mut last: Option<(i64, Record)> = None;
    store.positions(filter, None, Duration::from_secs(args.timeout), &mut |store, held| {
        if held.score < args.min_score {
            return Ok(());
        }
        let Some(coder) = coder else {
            holdings.add(Holding::of_store(held));
            return Ok(());
        };
        if last.as_ref().is_none_or(|(report, _)| *report != held.report) {
            last = Some((held.report, store.record(held.report)?));
        }
        let read = last.as_ref().and_then(|(_, record)| Some((record, record.positions.get(held.place)?)));
        if let Some(coded) = read.and_then(|(record, position)| Coded::of(coder, record, position)) {
            let label = coded.label.clone();
            let mut holding = Holding::of_store(Held { issue: coded.key, label, ..held });
            holding.stance = if coded.positive { holding.stance } else { turned(holding.stance) };
            holdings.add(holding);
        }
        Ok(())
    })?;
    Ok(holdings)
}

/// An issue of a codebook, and whether a position is on its positive pole.
struct Coded {
    key: String,
    label: String,
    positive: bool,
}

impl Coded {
    fn of(coder: &Coder<'_>, record: &Record, position: &Position) -> Option<Self> {
        let coded = coder.position(record, position)?;
        Some(Self { key: coded.issue.key.clone(), label: coded.issue.label.clone(), positive: coded.positive })
    }
}

fn from_files(args: &PositionsArgs, coder: Option<&Coder<'_>>, quiet: bool) -> anyhow::Result<(Holdings, bool)> {
    let input = args.input();
    let options = sources::options(&input)?;
    let reader = Reader::embedded()?;
    let mut messages = Messages::new(quiet);
    let (mut holdings, mut reports, mut failed) = (Holdings::default(), 0, false);
    reader.read_many(sources::expand(&input.paths), &options, sources::threads(&input), &mut |outcome| {
        match outcome.result {
            Ok(read) => {
                messages.print(&read.diagnostics, &outcome.uri, Some(&read.value.text));
                reports += 1;
                for position in read.value.positions.iter().filter(|position| position.score >= args.min_score) {
                    let coded = coder.map(|coder| Coded::of(coder, &read.value, position));
                    if let Some(holding) = of_record(&read.value, position, reports, coded) {
                        holdings.add(holding);
                    }
                }
            }
            Err(diagnostic) => {
                failed = true;
                messages.print(&[diagnostic], &outcome.uri, None);
            }
        }
        ControlFlow::Continue(())
    });
    messages.summary();
    // Of a single report the ids say enough.
    holdings.one_report(reports == 1);
    Ok((holdings, failed))
}

/// A position as a file's record has it; nothing where a codebook has no issue for it.
fn of_record(record: &Record, position: &Position, report: i64, coded: Option<Option<Coded>>) -> Option<Holding> {
    let actor = |id: &str| record.actors.iter().find(|actor| actor.id == id);
    let name = |id: &str| actor(id).map_or_else(|| id.to_owned(), |actor| actor.name.clone());
    let (issue, label, positive) = match coded {
        None => (position.issue.key.clone(), position.issue.label.clone(), true),
        Some(coded) => coded.map(|coded| (coded.key, coded.label, coded.positive))?,
    };
    let piece = |id: &String| Piece { report, id: id.clone(), words: quotes(record, id) };
    Some(Holding {
        party: actor(&position.holder).and_then(|actor| actor.party.as_deref()).map(name),
        holder: name(&position.holder),
        issue,
        label,
        stance: if positive { position.stance } else { turned(position.stance) },
        condition: position.condition.clone(),
        condition_kind: position.condition_kind.map(|kind| kind.as_str().to_owned()),
        basis: position.basis.as_str().to_owned(),
        told_by: position.told_by.as_deref().map(name),
        as_of: position.as_of.clone(),
        since: position.as_of.clone(),
        score: position.score,
        reports: [report].into(),
        stories: [report].into(),
        pieces: position.evidence.iter().map(piece).collect(),
        earlier: Vec::new(),
    })
}

/// The exact words of a statement or event of a store, piece by piece.
fn stored_words(store: &Store, piece: &Piece) -> anyhow::Result<Vec<String>> {
    let shown = store.shown(piece.report, &piece.id)?;
    let pieces = shown.iter().flat_map(|shown| shown.words.split(" … "));
    Ok(pieces.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}

/// The exact words of a statement or event of a record.
fn quotes(record: &Record, id: &str) -> Vec<String> {
    let spans: &[Span] = match record.statements.iter().find(|one| one.id == id) {
        Some(statement) => &statement.content,
        None => record.events.iter().find(|one| one.id == id).map_or(&[], |event| &event.evidence),
    };
    spans.iter().filter_map(|span| span.of(&record.text).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}
