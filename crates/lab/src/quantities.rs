//! Quantities against sentences of our own, read by hand: `eval/quantities.tsv`.

use crate::figures::Figure;
use anyhow::Context;
use rapporteur::Reader;
use rapporteur_record::{Block, BlockKind, ByteSpan, Document, Record};
use std::path::Path;

/// A quantity by hand: its words, bounds and unit.
#[derive(Clone, Debug, PartialEq)]
struct Expected {
    words: String,
    low: Option<f64>,
    high: Option<f64>,
    unit: Option<String>,
}

/// Counts over sentences.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    expected: usize,
    read: usize,
    /// Words, bounds and unit are right.
    right: usize,
    /// Words overlap and the bounds are right.
    bounds: usize,
    /// Of these, those whose unit is right too.
    values: usize,
}

/// The figures of the parts of the file, and what differs, a line each: part, line, sentence, expected, read.
///
/// Right is a quantity whose words, bounds and unit are as by hand.
///
/// # Errors
/// When the file cannot be read or a row has another shape.
pub fn evaluate(reader: &Reader, path: &Path) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut figures, mut disagreements) = (Vec::new(), Vec::new());
    for part in ["dev", "held", "new", "all"] {
        let mut counts = Counts::default();
        for (line, row) in rows(&text).filter(|(_, row)| part == "all" || row[0] == part) {
            let expected = parse(row[2]).with_context(|| format!("{}:{line}", path.display()))?;
            let record =
                reader.read(&document(row[1])).map_err(|error| anyhow::anyhow!("{}:{line}: {}", path.display(), error.message))?.value;
            let read = found(&record);
            add(&mut counts, &expected, &read);
            if expected != read && part != "all" {
                disagreements.push(format!("{part}\t{line}\t{}\t{}\t{}", row[1], print(&expected), print(&read)));
            }
        }
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let f1 = 200.0 * counts.right as f64 / (counts.expected + counts.read).max(1) as f64;
        for (measure, value) in [
            ("words, bounds and unit right", share(counts.right, counts.expected)),
            ("bounds and unit right", share(counts.values, counts.expected)),
            ("bounds right", share(counts.bounds, counts.expected)),
            ("precision", share(counts.right, counts.read)),
            ("F1", f1),
        ] {
            figures.push(Figure::new("quantities", format!("{part}: {measure}"), value));
        }
    }
    Ok((figures, disagreements))
}

fn document(sentence: &str) -> Document {
    let body = Block { kind: BlockKind::Body, span: ByteSpan::new(0, sentence.len()) };
    Document { text: sentence.to_owned(), blocks: vec![body], language: Some("en".into()), ..Document::default() }
}

fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()).skip(1);
    lines.map(|(at, line)| (at + 1, line.split('\t').collect::<Vec<_>>())).filter(|(_, row)| row.len() == 3)
}

/// "At least 12 people = 12.. dead | 30 wounded = 30 wounded".
fn parse(cell: &str) -> anyhow::Result<Vec<Expected>> {
    let parts = cell.split('|').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (words, value) = part.rsplit_once('=').with_context(|| format!("no `=` in `{part}`"))?;
            let (bounds, unit) = value.trim().split_once(' ').map_or((value.trim(), None), |(bounds, unit)| (bounds, Some(unit)));
            let number = |digits: &str| (!digits.is_empty()).then(|| digits.parse::<f64>()).transpose();
            let (low, high) = bounds.split_once("..").unwrap_or((bounds, bounds));
            Ok(Expected {
                words: words.trim().to_owned(),
                low: number(low)?,
                high: number(high)?,
                unit: unit.map(|unit| unit.trim().to_owned()),
            })
        })
        .collect()
}

fn found(record: &Record) -> Vec<Expected> {
    let words = |start: usize, end: usize| record.text.chars().skip(start).take(end - start).collect();
    let quantities = record.quantities.iter().map(|quantity| Expected {
        words: words(quantity.start, quantity.end),
        low: quantity.low.map(|amount| amount.0),
        high: quantity.high.map(|amount| amount.0),
        unit: quantity.unit.clone(),
    });
    quantities.collect()
}

fn add(counts: &mut Counts, expected: &[Expected], read: &[Expected]) {
    counts.expected += expected.len();
    counts.read += read.len();
    counts.right += expected.iter().filter(|one| read.contains(one)).count();
    let overlap = |one: &Expected, other: &Expected| one.words.contains(&other.words) || other.words.contains(&one.words);
    let alike = |one: &Expected, other: &Expected| overlap(one, other) && (one.low, one.high) == (other.low, other.high);
    let count = |right: &dyn Fn(&Expected, &Expected) -> bool| {
        expected.iter().filter(|one| read.iter().any(|other| alike(one, other) && right(one, other))).count()
    };
    counts.bounds += count(&|_, _| true);
    counts.values += count(&|one, other| one.unit == other.unit);
}

fn print(quantities: &[Expected]) -> String {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let one = |quantity: &Expected| {
        let bounds = if quantity.low == quantity.high {
            number(quantity.low)
        } else {
            format!("{}..{}", number(quantity.low), number(quantity.high))
        };
        format!("{} = {bounds} {}", quantity.words, quantity.unit.as_deref().unwrap_or_default())
    };
    quantities.iter().map(one).collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_and_printed_alike() {
        let cell = "At least 12 people = 12.. dead | 30 wounded = 30 wounded";
        assert_eq!(print(&parse(cell).unwrap()), cell);
        assert!(parse("twelve").is_err());
    }

    #[test]
    fn a_wrong_unit_is_not_right_and_its_bounds_are() {
        let mut counts = Counts::default();
        add(&mut counts, &parse("12 people = 12 dead").unwrap(), &parse("12 people = 12 people").unwrap());
        assert_eq!((counts.right, counts.bounds, counts.values), (0, 1, 0));
    }
}
