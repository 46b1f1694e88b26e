//! Texts of our own that tell of a happening twice, or of two: which are linked by `same_as`.

use super::{Counts, own};
use crate::figures::Figure;
use anyhow::{Context, ensure};
use rapporteur::Reader;
use rapporteur_record::{Event, Record, Span};
use std::path::Path;

/// Precision, recall and F1 of links between the two tellings of each text, and the rows that differ. Where an event was not read at all
/// nothing is linked.
///
/// # Errors
/// When the file cannot be read or a row has another shape.
pub(super) fn evaluate(reader: &Reader, path: &Path) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut counts, mut differ) = (Counts::default(), Vec::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()).skip(1) {
        let place = || format!("{}:{}", path.display(), at + 1);
        let cells: Vec<&str> = line.split('\t').collect();
        let [same, text, first, second] = cells[..] else {
            anyhow::bail!("{}: a row has four cells", place());
        };
        ensure!(matches!(same, "yes" | "no"), "{}: `{same}` is neither yes nor no", place());
        let record = reader.read(&own::document(text)).map_err(|error| anyhow::anyhow!("{}: {}", place(), error.message))?.value;
        let (one, other) = (events(&record, first).with_context(place)?, events(&record, second).with_context(place)?);
        let linked = one.iter().any(|one| other.iter().any(|other| are_linked(one, other)));
        counts.add(usize::from(linked && same == "yes"), usize::from(linked && same == "no"), usize::from(!linked && same == "yes"));
        if linked != (same == "yes") {
            differ.push(format!("same\t{}\t{same}\t{}\t{text}", at + 1, super::shown(&record)));
        }
    }
    Ok((counts.figures("same happening").to_vec(), differ))
}

fn are_linked(one: &Event, other: &Event) -> bool {
    let first = |event: &Event| event.same_as.clone().unwrap_or_else(|| event.id.clone());
    one.id != other.id && first(one) == first(other)
}

/// The events with evidence in the first place where these words stand.
fn events<'r>(record: &'r Record, words: &str) -> anyhow::Result<Vec<&'r Event>> {
    let at = record.text.find(words).with_context(|| format!("`{words}` does not stand in the text"))?;
    let start = record.text[..at].chars().count();
    let end = start + words.chars().count();
    let inside = |span: &Span| start <= span.start && span.end <= end;
    Ok(record.events.iter().filter(|event| event.evidence.iter().any(inside)).collect())
}
