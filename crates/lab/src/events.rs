//! Events against sentences with a PLOVER type, newswire that four people coded in CAMEO, and
//! sentences of our own in `eval/events.tsv`, and texts of our own that tell of one happening twice or of two.

mod own;
mod same;

use crate::figures::Figure;
use anyhow::Context;
use rapporteur::{Options, Reader, Source};
use rapporteur_record::{Diagnostic, Record, Warned};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::Path;

/// What was measured, and what differs.
#[derive(Default)]
pub struct Measure {
    /// The figures.
    pub figures: Vec<Figure>,
    /// What differs, a line each.
    pub disagreements: Vec<String>,
    /// Gold type and what was read instead → how often.
    confusion: BTreeMap<(String, String), usize>,
}

/// Hits, false finds and misses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn add(&mut self, right: usize, wrong: usize, missed: usize) {
        self.right += right;
        self.wrong += wrong;
        self.missed += missed;
    }

    fn figures(self, name: &str) -> [Figure; 3] {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        let (p, r) = (share(self.right, self.right + self.wrong), share(self.right, self.right + self.missed));
        [("precision", p), ("recall", r), ("F1", share(2 * self.right, 2 * self.right + self.wrong + self.missed))]
            .map(|(measure, value)| Figure::new("events", format!("{name} {measure}"), value))
    }
}

/// Measures on whatever of the four is there; `None` where nothing is.
///
/// # Errors
/// When a corpus is there but cannot be read.
pub fn evaluate(reader: &Reader, data: &Path, cases: &Path, twice: &Path) -> anyhow::Result<Option<Measure>> {
    let mut measure = Measure::default();
    let plover = data.join("events/plover-dev.jsonl");
    if plover.exists() {
        measure.plover(reader, &plover)?;
    }
    let cameo = data.join("events/cameo-dev.jsonl");
    if cameo.exists() {
        measure.cameo(reader, &cameo)?;
    }
    if cases.exists() {
        let (figures, differ) = own::evaluate(reader, cases)?;
        measure.figures.extend(figures);
        measure.disagreements.extend(differ);
    }
    if twice.exists() {
        let (figures, differ) = same::evaluate(reader, twice)?;
        measure.figures.extend(figures);
        measure.disagreements.extend(differ);
    }
    Ok((!measure.figures.is_empty()).then_some(measure))
}

/// The rows of a file with the record of each.
fn read(reader: &Reader, path: &Path) -> anyhow::Result<Vec<(Value, Record)>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut rows = Vec::new();
    for (at, line) in String::from_utf8_lossy(&bytes).lines().filter(|line| !line.trim().is_empty()).enumerate() {
        rows.push(serde_json::from_str::<Value>(line).with_context(|| format!("{}:{}", path.display(), at + 1))?);
    }
    let field = |name: &str| Some(name.to_owned());
    let options = Options { text_field: field("text"), date_field: field("date"), id_field: field("id"), ..Options::default() };
    let mut records = Vec::new();
    reader.read_many([Source::bytes("events.jsonl", bytes)], &options, 2, &mut |outcome| {
        records.push(outcome.result);
        ControlFlow::Continue(())
    });
    anyhow::ensure!(rows.len() == records.len(), "{} rows gave {} records", rows.len(), records.len());
    let pair = |(row, record): (Value, Result<Warned<Record>, Diagnostic>)| match record {
        Ok(record) => Ok((row, record.value)),
        Err(diagnostic) => Err(anyhow::anyhow!("{}: {}", path.display(), diagnostic.message)),
    };
    rows.into_iter().zip(records).map(pair).collect()
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

impl Measure {
    /// Sentences with one PLOVER event each: the set of types that is read against the type. A type that
    /// gold gives to another record of the same sentence is not held against it.
    fn plover(&mut self, reader: &Reader, path: &Path) -> anyhow::Result<()> {
        let rows = read(reader, path)?;
        let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (row, _) in &rows {
            types.entry(words(&row["text"]).trim().to_owned()).or_default().insert(words(&row["type"]).to_owned());
        }
        let mut counts = Counts::default();
        for (row, record) in &rows {
            let gold = words(&row["type"]);
            let found: BTreeSet<&str> =
                record.events.iter().filter_map(|event| event.plover.as_ref()).map(|plover| plover.kind.as_str()).collect();
            let others = &types[words(&row["text"]).trim()];
            let spare: Vec<&str> = found.iter().copied().filter(|kind| *kind != gold && !others.contains(*kind)).collect();
            let hit = found.contains(gold);
            counts.add(usize::from(hit), spare.len(), usize::from(!hit));
            let read = if hit { gold.to_owned() } else { spare.first().map_or("nothing".to_owned(), |kind| (*kind).to_owned()) };
            *self.confusion.entry((gold.to_owned(), read)).or_default() += 1;
            if !hit || !spare.is_empty() {
                self.disagreements.push(format!("plover\t{}\t{gold}\t{}\t{}", words(&row["id"]), shown(record), words(&row["text"])));
            }
        }
        self.figures.extend(counts.figures("PLOVER type"));
        Ok(())
    }

    /// Newswire: a root that two of four people gave is gold, one that a single person gave counts
    /// neither way. The scorer of the data does the same.
    fn cameo(&mut self, reader: &Reader, path: &Path) -> anyhow::Result<()> {
        let (mut all, mut without) = (Counts::default(), Counts::default());
        for (row, record) in read(reader, path)? {
            let mut given: BTreeMap<String, usize> = BTreeMap::new();
            for version in row["versions"].as_array().into_iter().flatten() {
                let roots = version["events"].as_array().into_iter().flatten().filter_map(|event| event["cameo_root"].as_str());
                for root in roots.collect::<BTreeSet<_>>() {
                    *given.entry(root.to_owned()).or_default() += 1;
                }
            }
            let found: BTreeSet<String> = record.events.iter().map(|event| event.cameo[..2].to_owned()).collect();
            for (counts, skip) in [(&mut all, ""), (&mut without, "01")] {
                let wanted = given.iter().filter(|(root, people)| **people > 1 && root.as_str() != skip);
                let wanted: BTreeSet<&String> = wanted.map(|(root, _)| root).collect();
                let read: BTreeSet<&String> = found.iter().filter(|root| root.as_str() != skip).collect();
                let right = wanted.intersection(&read).count();
                let wrong = read.iter().filter(|root| !given.contains_key(**root)).count();
                counts.add(right, wrong, wanted.len() - right);
                if skip == "01" && (right < wanted.len() || wrong > 0) {
                    let gold = given.iter().map(|(root, people)| format!("{root}×{people}")).collect::<Vec<_>>().join(" ");
                    self.disagreements.push(format!("cameo\t{}\t{gold}\t{}\t{}", words(&row["id"]), shown(&record), words(&row["text"])));
                }
            }
        }
        self.figures.extend(all.figures("CAMEO roots"));
        self.figures.extend(without.figures("CAMEO roots without 01"));
        Ok(())
    }

    /// Which type is taken for which, as a table for the terminal.
    pub fn confusion(&self) -> String {
        let mut out = String::from("\nPLOVER types: gold, and what was read where it was missed\n");
        let types: BTreeSet<&str> = self.confusion.keys().map(|(gold, _)| gold.as_str()).collect();
        for gold in types {
            let rows = self.confusion.iter().filter(|((of, _), _)| of == gold);
            let total: usize = rows.clone().map(|(_, count)| count).sum();
            let right = self.confusion.get(&(gold.to_owned(), gold.to_owned())).copied().unwrap_or(0);
            let mut wrong: Vec<(usize, &str)> =
                rows.filter(|((_, read), _)| read != gold).map(|((_, read), count)| (*count, read.as_str())).collect();
            wrong.sort_by_key(|&(count, read)| (std::cmp::Reverse(count), read));
            let wrong: Vec<String> = wrong.iter().map(|(count, read)| format!("{read} {count}")).collect();
            let _ = writeln!(out, "  {gold:<10} {right:>3} of {total:<3} {}", wrong.join(", "));
        }
        out
    }
}

/// The events of a record in a cell: code, type, status, words.
fn shown(record: &Record) -> String {
    let one = |event: &rapporteur_record::Event| {
        let evidence: Vec<&str> = event.evidence.iter().filter_map(|span| span.of(&record.text)).collect();
        let kind = event.plover.as_ref().map_or("-", |plover| plover.kind.as_str());
        format!("{} {kind} {} “{}”", event.cameo, event.status.as_str(), evidence.join(" … "))
    };
    let events: Vec<String> = record.events.iter().map(one).collect();
    if events.is_empty() { "nothing".to_owned() } else { events.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_and_recall_are_shares_of_what_was_read_and_of_gold() {
        let mut counts = Counts::default();
        counts.add(3, 1, 2);
        let figures = counts.figures("x");
        assert_eq!([figures[0].value, figures[1].value], [75.0, 60.0]);
        assert!((figures[2].value - 66.666).abs() < 0.01);
    }
}
