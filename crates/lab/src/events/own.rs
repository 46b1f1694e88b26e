//! Sentences of our own: the type and status of the event that a word tells, and what is no politics.

use super::shown;
use crate::figures::Figure;
use anyhow::Context;
use rapporteur::Reader;
use rapporteur_record::{Block, BlockKind, ByteSpan, Document, Event, EventStatus, Record};
use std::collections::BTreeMap;
use std::path::Path;

/// What a row expects.
#[derive(Debug, PartialEq, Eq)]
enum Expected<'t> {
    /// A word tells an event of a type and status.
    Event { word: &'t str, kind: &'t str, status: EventStatus },
    /// Nobody uses force.
    Nothing,
}

/// How many rows of a class there are, and how many have type and status right.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    rows: usize,
    kind: usize,
    status: usize,
    /// An event that did not happen is counted as happened.
    worst: usize,
}

/// Types that are force.
const FORCE: [&str; 6] = ["ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION", "THREATEN"];

/// The figures of both halves, by class, and what differs in the dev half, a line each.
///
/// # Errors
/// When the file cannot be read or a row has another shape.
pub(super) fn evaluate(reader: &Reader, path: &Path) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut counts: BTreeMap<(&str, &str), Counts> = BTreeMap::new();
    let mut differ = Vec::new();
    let rows = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()).skip(1);
    for (at, line) in rows {
        let place = || format!("{}:{}", path.display(), at + 1);
        let cells: Vec<&str> = line.split('\t').collect();
        let [part, class, sentence, expected] = cells[..] else {
            anyhow::bail!("{}: a row has four cells", place());
        };
        let expected = parse(expected).with_context(place)?;
        let record = reader.read(&document(sentence)).map_err(|error| anyhow::anyhow!("{}: {}", place(), error.message))?.value;
        let (kind, status, worst) = check(&record, &expected);
        for class in [class, "all"] {
            if class != "all" || expected != Expected::Nothing {
                let one = counts.entry((part, class)).or_default();
                one.rows += 1;
                one.kind += usize::from(kind);
                one.status += usize::from(status);
                one.worst += usize::from(worst);
            }
        }
        // The held half is only counted.
        if part == "dev" && !(kind && status) {
            differ.push(format!("own\t{}\t{}\t{}\t{sentence}", at + 1, cells[3], shown(&record)));
        }
    }
    let mut figures = Vec::new();
    for ((part, class), one) in counts {
        let share = |count: usize| 100.0 * count as f64 / one.rows.max(1) as f64;
        if class == "other" {
            figures.push(Figure::new("events", format!("own, {part}: no politics left out"), share(one.kind)));
            continue;
        }
        figures.push(Figure::new("events", format!("own, {part}, {class}: type right"), share(one.kind)));
        figures.push(Figure::new("events", format!("own, {part}, {class}: status right"), share(one.status)));
        if class == "all" {
            figures.push(Figure::new("events", format!("own, {part}: told as happened and was not"), share(one.worst)));
        }
    }
    Ok((figures, differ))
}

/// A report of nothing but these words.
pub(super) fn document(sentence: &str) -> Document {
    let body = Block { kind: BlockKind::Body, span: ByteSpan::new(0, sentence.len()) };
    Document { text: sentence.to_owned(), blocks: vec![body], language: Some("en".into()), ..Document::default() }
}

/// "shelled=ASSAULT denied", or "none".
fn parse(cell: &str) -> anyhow::Result<Expected<'_>> {
    if cell == "none" {
        return Ok(Expected::Nothing);
    }
    let (word, rest) = cell.split_once('=').context("no `=`")?;
    let (kind, status) = rest.split_once(' ').context("type and status are apart by a blank")?;
    let status = EventStatus::from_word(status).with_context(|| format!("`{status}` is no status"))?;
    Ok(Expected::Event { word, kind, status })
}

/// Whether type and status are right, and whether what did not happen is told as happened.
fn check(record: &Record, expected: &Expected<'_>) -> (bool, bool, bool) {
    let kind = |event: &Event| event.plover.as_ref().map(|plover| plover.kind.clone()).unwrap_or_default();
    match expected {
        Expected::Nothing => {
            let none = !record.events.iter().any(|event| FORCE.contains(&kind(event).as_str()));
            (none, none, !none)
        }
        Expected::Event { word, kind: wanted, status } => {
            let told = |event: &&Event| event.evidence.iter().any(|span| span.of(&record.text).is_some_and(|words| words.contains(word)));
            let here: Vec<&Event> = record.events.iter().filter(told).collect();
            let right: Vec<&&Event> = here.iter().filter(|event| kind(event) == *wanted).collect();
            let stands = |events: &[&&Event]| events.iter().any(|event| event.status == *status);
            let status_right = if right.is_empty() { stands(&here.iter().collect::<Vec<_>>()) } else { stands(&right) };
            let happened = |event: &&Event| matches!(event.status, EventStatus::Happened | EventStatus::Ongoing);
            let worst = !matches!(status, EventStatus::Happened | EventStatus::Ongoing) && here.iter().any(happened);
            (!right.is_empty(), status_right, worst)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_word_type_and_status() {
        let expected = Expected::Event { word: "shelled", kind: "ASSAULT", status: EventStatus::Denied };
        assert_eq!(parse("shelled=ASSAULT denied").unwrap(), expected);
        assert_eq!(parse("none").unwrap(), Expected::Nothing);
        assert!(parse("shelled=ASSAULT wrong").is_err() && parse("shelled").is_err());
    }
}
