//! Positions in print.

use super::holdings::{Earlier, Holding, Piece};
use anyhow::bail;
use rapporteur_record::Stance;
use rapporteur_store::{Cell, Table};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// A matrix of more cells nobody reads.
const MOST_CELLS: usize = 4_000_000;

/// Gives the words of a piece: they are asked for when they are printed.
pub type Words<'w> = &'w mut dyn FnMut(&Piece) -> anyhow::Result<Vec<String>>;

/// What stands in JSON.
#[derive(Serialize)]
struct Row<'h> {
    holder: &'h str,
    party: Option<&'h str>,
    issue: &'h str,
    label: &'h str,
    stance: Stance,
    condition: Option<&'h str>,
    condition_kind: Option<&'h str>,
    basis: &'h str,
    told_by: Option<&'h str>,
    /// Ids in one report, `report/id` where there are several.
    evidence: Vec<String>,
    /// The exact words of the statements and events.
    words: Vec<String>,
    as_of: Option<&'h str>,
    since: Option<&'h str>,
    score: f64,
    reports: usize,
    stories: usize,
    earlier: &'h [Earlier],
}

/// An array of objects.
pub fn json(rows: &[Holding], words: Words<'_>, out: &mut impl Write) -> anyhow::Result<()> {
    let mut printer = serde_json::Serializer::pretty(&mut *out);
    let mut list = printer.serialize_seq(Some(rows.len()))?;
    for row in rows {
        list.serialize_element(&Row {
            holder: &row.holder,
            party: row.party.as_deref(),
            issue: &row.issue,
            label: &row.label,
            stance: row.stance,
            condition: row.condition.as_deref(),
            condition_kind: row.condition_kind.as_deref(),
            basis: &row.basis,
            told_by: row.told_by.as_deref(),
            evidence: row.pieces.iter().map(Piece::name).collect(),
            words: all_words(row, words)?,
            as_of: row.as_of.as_deref(),
            since: row.since.as_deref(),
            score: row.score,
            reports: row.reports.len(),
            stories: row.stories.len(),
            earlier: &row.earlier,
        })?;
    }
    list.end()?;
    Ok(writeln!(out)?)
}

fn all_words(row: &Holding, words: Words<'_>) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for piece in &row.pieces {
        found.extend(words(piece)?);
    }
    Ok(found)
}

/// Columns of a table of positions.
const COLUMNS: [&str; 16] = [
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
];

fn cells(row: &Holding, words: Words<'_>) -> anyhow::Result<[Cell; 16]> {
    let text = |value: &str| Cell::Text(value.to_owned());
    let or_none = |value: &Option<String>| value.as_deref().map_or(Cell::Null, text);
    let count = |set: &BTreeSet<i64>| Cell::Integer(set.len() as i64);
    Ok([
        text(&row.holder),
        or_none(&row.party),
        text(&row.issue),
        text(&row.label),
        text(row.stance.as_str()),
        or_none(&row.condition),
        or_none(&row.condition_kind),
        text(&row.basis),
        or_none(&row.told_by),
        or_none(&row.as_of),
        or_none(&row.since),
        Cell::Real(row.score),
        count(&row.reports),
        count(&row.stories),
        Cell::Text(row.pieces.iter().map(Piece::name).collect::<Vec<_>>().join(" ")),
        Cell::Text(all_words(row, words)?.join(" … ")),
    ])
}

/// Rows for any form of table.
pub fn rows(rows: &[Holding], words: Words<'_>) -> anyhow::Result<Table> {
    let found = rows.iter().map(|row| Ok(cells(row, words)?.to_vec())).collect::<anyhow::Result<_>>()?;
    Ok(Table { columns: COLUMNS.map(str::to_owned).to_vec(), rows: found })
}

/// Comma-separated, a row a position, written as it is made.
pub fn csv(rows: &[Holding], words: Words<'_>, out: &mut impl Write) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for row in rows {
        writer.write_record(cells(row, words)?.map(|cell| cell.to_string()))?;
    }
    Ok(writer.flush()?)
}

/// Each name once, in order of first appearance.
fn in_order<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}

fn condition(row: &Holding) -> String {
    match (&row.condition, row.condition_kind.as_deref()) {
        (Some(condition), Some("requires")) => format!("if {condition}"),
        (Some(condition), _) => format!("for {condition}"),
        _ => String::new(),
    }
}

/// Holders by issues; a cell has the stances in order of days, each with its condition.
pub fn matrix(rows: &[Holding], out: &mut impl Write) -> anyhow::Result<()> {
    let (holders, issues) = (in_order(rows.iter().map(|row| row.holder.as_str())), in_order(rows.iter().map(|row| row.issue.as_str())));
    if holders.len().saturating_mul(issues.len()) > MOST_CELLS {
        bail!(
            "the matrix would have {} holders by {} issues\n  help: narrow it with --by, --issue, --since or --outlet",
            holders.len(),
            issues.len()
        );
    }
    let mut cells: BTreeMap<(&str, &str), Vec<&Holding>> = BTreeMap::new();
    for row in rows {
        cells.entry((&row.holder, &row.issue)).or_default().push(row);
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(std::iter::once("holder").chain(issues.iter().copied()))?;
    for holder in holders {
        let mut line = vec![holder.to_owned()];
        for issue in &issues {
            let mut here = cells.remove(&(holder, *issue)).unwrap_or_default();
            here.sort_by(|one, two| one.as_of.cmp(&two.as_of));
            let shown: Vec<String> =
                here.iter().map(|row| format!("{} {}", row.stance.as_str(), condition(row)).trim().to_owned()).collect();
            line.push(shown.join("; "));
        }
        writer.write_record(line)?;
    }
    Ok(writer.flush()?)
}

pub fn table(rows: &[Holding], out: &mut impl Write) -> anyhow::Result<()> {
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
                if row.stories.len() == row.reports.len() {
                    row.reports.len().to_string()
                } else {
                    format!("{} ({})", row.reports.len(), row.stories.len())
                },
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
    let moved: Vec<&Holding> = rows.iter().filter(|row| !row.earlier.is_empty()).collect();
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
