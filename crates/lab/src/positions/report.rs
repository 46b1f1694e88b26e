//! One report read by hand outside the project, in the shape of its scorer: holder right, stance of the right sign, a piece of evidence in common.

use super::{Counts, norm};
use crate::figures::Figure;
use anyhow::Context;
use rapporteur::Reader;
use rapporteur_record::{ActorKind, Record, Span};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Positions of each report of a folder that has a reading by hand (`NAME.gold.json` beside `NAME.txt`).
///
/// # Errors
/// When a file is there but cannot be read.
pub fn score_report(reader: &Reader, folder: &Path) -> anyhow::Result<Vec<Figure>> {
    let mut counts = Counts::default();
    let mut readings: Vec<_> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(Result::ok).map(|entry| entry.path()).collect(),
        Err(_) => return Ok(Vec::new()),
    };
    readings.sort();
    for path in readings.iter().filter(|path| path.to_string_lossy().ends_with(".gold.json")) {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let gold: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        let name = path.to_string_lossy().replace(".gold.json", ".txt");
        let record = super::read(reader, Path::new(&name))?;
        let one = score(&gold, &record);
        counts.right += one.right;
        counts.expected += one.expected;
        counts.read += one.read;
    }
    if counts.expected == 0 {
        return Ok(Vec::new());
    }
    Ok(vec![
        Figure::new("positions", "report read by hand: right", counts.right as f64),
        Figure::new("positions", "report read by hand: expected", counts.expected as f64),
        Figure::new("positions", "report read by hand: read", counts.read as f64),
    ])
}

fn sign(stance: &str) -> i8 {
    match stance {
        "support" | "demand" | "assert" | "accept-if" | "accept" => 1,
        "reject" | "deny" => -1,
        _ => 0,
    }
}

/// Characters that are no white space, counted: a text with other line breaks has the same.
fn letters(text: &str, span: Span) -> BTreeSet<usize> {
    let mut count = 0;
    let mut found = BTreeSet::new();
    for (at, letter) in text.chars().enumerate() {
        if letter.is_whitespace() {
            continue;
        }
        if (span.start..span.end).contains(&at) {
            found.insert(count);
        }
        count += 1;
    }
    found
}

fn spans(value: &Value) -> Vec<Span> {
    match value {
        Value::Array(items) => match (items.first().and_then(Value::as_u64), items.get(1).and_then(Value::as_u64)) {
            (Some(start), Some(end)) if items.len() == 2 => vec![Span { start: start as usize, end: end as usize }],
            _ => items.iter().flat_map(spans).collect(),
        },
        Value::Object(span) => {
            let at = |name: &str| span.get(name).and_then(Value::as_u64).unwrap_or_default() as usize;
            vec![Span { start: at("start"), end: at("end") }]
        }
        _ => Vec::new(),
    }
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn score(gold: &Value, record: &Record) -> Counts {
    let empty = Vec::new();
    let list = |name: &str| gold[name].as_array().unwrap_or(&empty);
    let is_actor = |wanted: &str, id: &str| {
        let actor = record.actors.iter().find(|actor| actor.id == id);
        let Some(read) = actor.map(|actor| norm(&actor.name)) else { return false };
        let known = list("actors").iter().find(|actor| actor["id"].as_str() == Some(wanted));
        let Some(known) = known else { return norm(wanted) == read };
        let mut names = strings(&known["aka"]);
        names.extend(strings(&known["mentions"]));
        names.extend(known["name"].as_str().map(str::to_owned));
        let person = known["kind"].as_str().map_or(!known["roles"].is_null(), |kind| kind == "person");
        let last = known["name"].as_str().map(norm).and_then(|name| name.split(' ').next_back().map(str::to_owned));
        names.iter().any(|name| norm(name) == read)
            || person
                && last.is_some()
                && actor.is_some_and(|actor| actor.kind == ActorKind::Person)
                && read.split(' ').next_back() == last.as_deref()
    };
    let content = |id: &str| {
        let statement = list("statements").iter().find(|statement| statement["id"].as_str() == Some(id));
        let spans = statement.map(|statement| spans(&statement["content"])).unwrap_or_default();
        spans.into_iter().flat_map(|span| letters(&record.text, span)).collect::<BTreeSet<_>>()
    };
    let read_content = |id: &str| {
        let statement = record.statements.iter().find(|statement| statement.id == id);
        statement
            .map(|statement| statement.content.iter().flat_map(|&span| letters(&record.text, span)).collect::<BTreeSet<_>>())
            .unwrap_or_default()
    };
    let shares = |one: &BTreeSet<usize>, other: &BTreeSet<usize>| {
        !one.is_empty() && !other.is_empty() && 2 * one.intersection(other).count() >= one.len().min(other.len())
    };
    let expected = list("positions");
    let fits = |position: &Value, read: &rapporteur_record::Position| {
        let mut signs: Vec<i8> = strings(&position["stance"]).iter().map(|stance| sign(stance)).collect();
        signs.extend(strings(&position["stance_alt"]).iter().map(|stance| sign(stance)));
        let mut holders = strings(&position["holder"]);
        holders.extend(strings(&position["holder_alt"]));
        holders.iter().any(|holder| is_actor(holder, &read.holder))
            && signs.contains(&sign(read.stance.as_str()))
            && strings(&position["evidence"]).iter().any(|gold| {
                let gold = content(gold);
                read.evidence.iter().any(|id| shares(&gold, &read_content(id)))
            })
    };
    let table: Vec<Vec<bool>> = expected.iter().map(|gold| record.positions.iter().map(|read| fits(gold, read)).collect()).collect();
    let mut used: Vec<Option<usize>> = vec![None; record.positions.len()];
    let right = (0..expected.len()).filter(|&gold| seek(gold, &table, &mut vec![false; used.len()], &mut used)).count();
    Counts { right, expected: expected.len(), read: record.positions.len() }
}

fn seek(gold: usize, table: &[Vec<bool>], seen: &mut [bool], used: &mut [Option<usize>]) -> bool {
    for read in 0..used.len() {
        if !table[gold][read] || seen[read] {
            continue;
        }
        seen[read] = true;
        if used[read].is_none_or(|other| seek(other, table, seen, used)) {
            used[read] = Some(gold);
            return true;
        }
    }
    false
}
