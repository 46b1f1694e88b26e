//! `rapporteur positions`: who stands where on what, on what condition, since when, and how it moved.

use crate::args::{PositionsArgs, PositionsFormat};
use crate::message::Messages;
use crate::output::Output;
use crate::{ExitStatus, sources};
use anyhow::bail;
use rapporteur::Reader;
use rapporteur::codebook::{Coder, turned};
use rapporteur_record::{Record, Span, Stance};
use rapporteur_store::{Cell, Store};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::ControlFlow;
use std::time::Duration;

/// How long a store may take to name its reports.
const PATIENCE: Duration = Duration::from_secs(600);

/// A position over all reports that show it.
#[derive(Clone, Debug, Serialize)]
struct Row {
    holder: String,
    party: Option<String>,
    issue: String,
    label: String,
    stance: Stance,
    condition: Option<String>,
    condition_kind: Option<String>,
    basis: String,
    told_by: Option<String>,
    /// Ids in one report, `report/id` where there are several.
    evidence: Vec<String>,
    /// The exact words of the statements and events.
    words: Vec<String>,
    as_of: Option<String>,
    since: Option<String>,
    score: f64,
    /// Reports that show it, and independent stories among them.
    reports: usize,
    stories: usize,
    /// Other stances of the holder on the issue, in order of days.
    earlier: Vec<Earlier>,
    #[serde(skip)]
    all_stories: BTreeSet<i64>,
    #[serde(skip)]
    all_reports: BTreeSet<usize>,
}

/// Another stance of the same holder on the same issue.
#[derive(Clone, Debug, Serialize)]
struct Earlier {
    stance: Stance,
    as_of: Option<String>,
}

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
    let (records, failed) = match &args.store {
        Some(path) => (stored(&mut Store::open_to_read(path)?)?, false),
        None => from_files(args, quiet)?,
    };
    if args.store.is_some() && records.iter().all(|(_, record)| record.positions.is_empty()) {
        bail!(
            "the store has no positions\n  help: ingest the reports into a new store: those that were read by an older version have none"
        );
    }
    let codebook = args.codebook.as_deref().map(super::codebook::load).transpose()?;
    let reader = if codebook.is_some() { Some(Reader::embedded()?) } else { None };
    let coder = codebook.as_ref().zip(reader.as_ref()).map(|(codebook, reader)| Coder::new(reader, codebook));
    let mut rows = rows(&records, coder.as_ref(), args.min_score);
    let holds =
        |value: &str, wanted: &Option<String>| wanted.as_ref().is_none_or(|wanted| value.to_lowercase().contains(&wanted.to_lowercase()));
    rows.retain(|row| {
        let day = row.as_of.as_deref().unwrap_or_default();
        (holds(&row.holder, &args.by) || row.party.as_ref().is_some_and(|party| args.by.is_some() && holds(party, &args.by)))
            && (holds(&row.issue, &args.issue) || holds(&row.label, &args.issue))
            && stance.is_none_or(|stance| row.stance == stance)
            && args.since.as_ref().is_none_or(|since| day >= since.as_str())
            && args.until.as_ref().is_none_or(|until| !day.is_empty() && day.get(..until.len()).unwrap_or(day) <= until.as_str())
    });
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        PositionsFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
        PositionsFormat::Csv => csv(&rows, &mut out)?,
        PositionsFormat::Matrix => matrix(&rows, &mut out)?,
        PositionsFormat::Table => table(&rows, &mut out)?,
    }
    out.finish()?;
    Ok(if failed { ExitStatus::Faults } else { ExitStatus::Done })
}

/// The newest version of each report of a store, with its story.
///
/// # Errors
/// When the store cannot be read.
pub fn stored(store: &mut Store) -> anyhow::Result<Vec<(i64, Record)>> {
    let list = store.query("SELECT id, story FROM reports WHERE current = 1 ORDER BY published, id", PATIENCE)?;
    let mut found = Vec::new();
    for row in &list.rows {
        if let [Cell::Integer(id), story] = row.as_slice() {
            let story = if let Cell::Integer(story) = story { *story } else { -id };
            found.push((story, store.record(*id)?));
        }
    }
    Ok(found)
}

fn from_files(args: &PositionsArgs, quiet: bool) -> anyhow::Result<(Vec<(i64, Record)>, bool)> {
    let input = args.input();
    let options = sources::options(&input)?;
    let reader = Reader::embedded()?;
    let mut messages = Messages::new(quiet);
    let (mut records, mut failed) = (Vec::new(), false);
    reader.read_many(sources::expand(&input.paths), &options, sources::threads(&input), &mut |outcome| {
        match outcome.result {
            Ok(read) => {
                messages.print(&read.diagnostics, &outcome.uri, Some(&read.value.text));
                records.push((records.len() as i64, read.value));
            }
            Err(diagnostic) => {
                failed = true;
                messages.print(&[diagnostic], &outcome.uri, None);
            }
        }
        ControlFlow::Continue(())
    });
    messages.summary();
    Ok((records, failed))
}

/// One row for each holder, issue, stance and condition, in order of first appearance.
fn rows(records: &[(i64, Record)], coder: Option<&Coder<'_>>, least: f64) -> Vec<Row> {
    let mut order: Vec<(String, String, Stance, Option<String>)> = Vec::new();
    let mut found: BTreeMap<(String, String, Stance, Option<String>), Row> = BTreeMap::new();
    let several = records.len() > 1;
    for (at, (story, record)) in records.iter().enumerate() {
        let actor = |id: &str| record.actors.iter().find(|actor| actor.id == id);
        let name = |id: &str| actor(id).map_or_else(|| id.to_owned(), |actor| actor.name.clone());
        for position in record.positions.iter().filter(|position| position.score >= least) {
            let (issue, label, stance) = match coder {
                None => (position.issue.key.clone(), position.issue.label.clone(), position.stance),
                Some(coder) => match coder.position(record, position) {
                    Some(coded) if coded.positive => (coded.issue.key.clone(), coded.issue.label.clone(), position.stance),
                    Some(coded) => (coded.issue.key.clone(), coded.issue.label.clone(), turned(position.stance)),
                    None => continue,
                },
            };
            let key = (name(&position.holder), issue.clone(), stance, position.condition.clone());
            let row = found.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                Row {
                    holder: name(&position.holder),
                    party: actor(&position.holder).and_then(|actor| actor.party.as_deref()).map(&name),
                    issue,
                    label,
                    stance,
                    condition: position.condition.clone(),
                    condition_kind: position.condition_kind.map(|kind| kind.as_str().to_owned()),
                    basis: position.basis.as_str().to_owned(),
                    told_by: position.told_by.as_deref().map(&name),
                    evidence: Vec::new(),
                    words: Vec::new(),
                    as_of: None,
                    since: None,
                    score: 0.0,
                    reports: 0,
                    stories: 0,
                    earlier: Vec::new(),
                    all_stories: BTreeSet::new(),
                    all_reports: BTreeSet::new(),
                }
            });
            row.evidence.extend(position.evidence.iter().map(|id| if several { format!("{}/{id}", at + 1) } else { id.clone() }));
            row.words.extend(quotes(record, &position.evidence));
            row.as_of = row.as_of.take().max(position.as_of.clone());
            row.since = match (row.since.take(), position.as_of.clone()) {
                (Some(known), Some(day)) => Some(known.min(day)),
                (known, day) => known.or(day),
            };
            row.score = row.score.max(position.score);
            row.all_reports.insert(at);
            row.reports = row.all_reports.len();
            row.all_stories.insert(*story);
            row.stories = row.all_stories.len();
        }
    }
    let mut rows: Vec<Row> = order.iter().filter_map(|key| found.remove(key)).collect();
    let all = rows.clone();
    for (at, row) in rows.iter_mut().enumerate() {
        let before = |(place, one): &(usize, &Row)| {
            one.holder == row.holder && one.issue == row.issue && one.stance != row.stance && (&one.as_of, *place) < (&row.as_of, at)
        };
        let mut other: Vec<(usize, &Row)> = all.iter().enumerate().filter(before).collect();
        other.sort_by(|one, two| (&one.1.as_of, one.0).cmp(&(&two.1.as_of, two.0)));
        row.earlier = other.iter().map(|(_, one)| Earlier { stance: one.stance, as_of: one.as_of.clone() }).collect();
    }
    rows
}

fn quotes(record: &Record, evidence: &[String]) -> Vec<String> {
    let spans = evidence.iter().flat_map(|id| -> Vec<Span> {
        if let Some(statement) = record.statements.iter().find(|one| one.id == *id) {
            return statement.content.clone();
        }
        record.events.iter().find(|one| one.id == *id).map(|event| event.evidence.clone()).unwrap_or_default()
    });
    spans.filter_map(|span| span.of(&record.text).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}

fn condition(row: &Row) -> String {
    match (&row.condition, row.condition_kind.as_deref()) {
        (Some(condition), Some("requires")) => format!("if {condition}"),
        (Some(condition), _) => format!("for {condition}"),
        _ => String::new(),
    }
}

fn csv(rows: &[Row], out: &mut impl Write) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "holder",
        "party",
        "issue",
        "label",
        "stance",
        "condition",
        "condition_kind",
        "basis",
        "told_by",
        "as_of",
        "since",
        "score",
        "reports",
        "stories",
        "evidence",
        "words",
    ])?;
    for row in rows {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        writer.write_record([
            row.holder.clone(),
            text(&row.party),
            row.issue.clone(),
            row.label.clone(),
            row.stance.as_str().to_owned(),
            text(&row.condition),
            text(&row.condition_kind),
            row.basis.clone(),
            text(&row.told_by),
            text(&row.as_of),
            text(&row.since),
            row.score.to_string(),
            row.reports.to_string(),
            row.stories.to_string(),
            row.evidence.join(" "),
            row.words.join(" … "),
        ])?;
    }
    Ok(writer.flush()?)
}

/// Holders by issues; a cell has the stances in order of days, each with its condition.
fn matrix(rows: &[Row], out: &mut impl Write) -> anyhow::Result<()> {
    let (mut holders, mut issues): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for row in rows {
        if !holders.contains(&row.holder.as_str()) {
            holders.push(&row.holder);
        }
        if !issues.contains(&row.issue.as_str()) {
            issues.push(&row.issue);
        }
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(std::iter::once("holder").chain(issues.iter().copied()))?;
    for holder in holders {
        let mut cells = vec![holder.to_owned()];
        for issue in &issues {
            let mut here: Vec<&Row> = rows.iter().filter(|row| row.holder == holder && row.issue == *issue).collect();
            here.sort_by(|one, two| one.as_of.cmp(&two.as_of));
            let shown: Vec<String> =
                here.iter().map(|row| format!("{} {}", row.stance.as_str(), condition(row)).trim().to_owned()).collect();
            cells.push(shown.join("; "));
        }
        writer.write_record(cells)?;
    }
    Ok(writer.flush()?)
}

fn table(rows: &[Row], out: &mut impl Write) -> anyhow::Result<()> {
    let head = ["holder", "stance", "issue", "condition", "as of", "reports", "label"];
    let cells: Vec<[String; 7]> = rows
        .iter()
        .map(|row| {
            let told = row.told_by.as_ref().map(|by| format!(" (says {by})")).unwrap_or_default();
            [
                format!("{}{told}", row.holder),
                row.stance.as_str().to_owned(),
                row.issue.clone(),
                condition(row),
                row.as_of.clone().unwrap_or_default(),
                if row.stories == row.reports { row.reports.to_string() } else { format!("{} ({})", row.reports, row.stories) },
                row.label.clone(),
            ]
        })
        .collect();
    let width = |at: usize| cells.iter().map(|row| row[at].chars().count()).chain([head[at].len()]).max().unwrap_or(0).min(40);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let line = |row: &[String]| {
        let mut text = String::new();
        for (at, cell) in row.iter().enumerate() {
            let cut: String =
                if cell.chars().count() > 40 && at < 6 { cell.chars().take(39).chain(['…']).collect() } else { cell.clone() };
            match widths.get(at) {
                Some(&wide) => text.push_str(&format!("{cut:wide$}  ")),
                None => text.push_str(&cut),
            }
        }
        text.trim_end().to_owned()
    };
    writeln!(out, "{}", line(&head.map(str::to_owned)))?;
    for row in &cells {
        writeln!(out, "{}", line(row))?;
    }
    let moved: Vec<&Row> = rows.iter().filter(|row| !row.earlier.is_empty()).collect();
    if !moved.is_empty() {
        writeln!(out, "\nchanges and contradictions")?;
    }
    for row in moved {
        let day = |day: &Option<String>| day.as_ref().map_or_else(|| "undated".to_owned(), |day| format!("on {day}"));
        let before: Vec<String> = row.earlier.iter().map(|one| format!("{} {}", day(&one.as_of), one.stance.as_str())).collect();
        writeln!(out, "{} on {}: {}, {} {}", row.holder, row.issue, before.join(", "), day(&row.as_of), row.stance.as_str())?;
    }
    Ok(())
}
