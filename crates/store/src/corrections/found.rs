//! Findings by their place in the text: by it a correction finds its finding again after rereading.

use crate::FindingKind;
use crate::rows::event_label;
use rapporteur_record::{Position, Record, Span};

/// The least share of code points that a finding after rereading has in common with the one that was corrected.
const SHARE: f64 = 0.5;
/// What the same label is worth beside that.
const LABEL: f64 = 0.2;
/// And the same name in the record: it tells apart what stands in the same words under the same label.
const LOCAL: f64 = 0.05;

/// A finding of a record: what kind, its name in the record, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub kind: FindingKind,
    pub local: String,
    /// In order, disjoint.
    pub spans: Vec<Span>,
    /// Tells findings in the same words apart: the type of an event, the issue and holder of a position.
    pub label: String,
}

/// All findings of a record, kind by kind, each in the order of the record.
pub(crate) fn all(record: &Record) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |kind, local: String, spans: Vec<Span>, label: String| {
        found.push(Found { kind, local, spans: joined(spans), label });
    };
    for statement in &record.statements {
        let spans = statement.content.iter().chain(&statement.cue).copied().collect();
        add(FindingKind::Statement, statement.id.clone(), spans, String::new());
    }
    for event in &record.events {
        add(FindingKind::Event, event.id.clone(), event.evidence.clone(), event_label(event));
    }
    for (at, position) in record.positions.iter().enumerate() {
        let holder = record.actors.iter().find(|actor| actor.id == position.holder).map_or("", |actor| actor.name.as_str());
        let label = format!("{} {holder}", position.issue.key);
        add(FindingKind::Position, position_local(at), position_spans(record, position), label);
    }
    for actor in &record.actors {
        let spans = actor.mentions.iter().map(|mention| Span { start: mention.start, end: mention.end }).collect();
        add(FindingKind::Actor, actor.id.clone(), spans, actor.name.clone());
    }
    for timex in &record.timexes {
        let span = Span { start: timex.start, end: timex.end };
        add(FindingKind::Timex, local_by_place('t', span), vec![span], String::new());
    }
    for place in &record.places {
        let spans = place.mentions.iter().map(|mention| Span { start: mention.start, end: mention.end }).collect();
        add(FindingKind::Place, place.id.clone(), spans, place.name.clone());
    }
    for quantity in &record.quantities {
        let span = Span { start: quantity.start, end: quantity.end };
        add(FindingKind::Quantity, local_by_place('q', span), vec![span], String::new());
    }
    found
}

/// The name of a position, which the record does not number.
pub(crate) fn position_local(at: usize) -> String {
    format!("pos{}", at + 1)
}

/// The name of a finding that the record does not number, by its place: `t120-126`.
pub(crate) fn local_by_place(letter: char, span: Span) -> String {
    format!("{letter}{}-{}", span.start, span.end)
}

/// The words that show a position: those of its statements and events; where no statement and no event tells it, the words
/// that name the issue.
pub(crate) fn position_spans(record: &Record, position: &Position) -> Vec<Span> {
    joined(position.evidence.iter().flat_map(|local| spans_of(record, local)).chain(position.untold()).collect())
}

/// Where a statement (content and cue) or event of the record stands.
pub(crate) fn spans_of(record: &Record, local: &str) -> Vec<Span> {
    if let Some(statement) = record.statements.iter().find(|statement| statement.id == local) {
        return joined(statement.content.iter().chain(&statement.cue).copied().collect());
    }
    record.events.iter().find(|event| event.id == local).map(|event| event.evidence.clone()).unwrap_or_default()
}

/// Spans in order; those that meet or overlap are one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut found: Vec<Span> = Vec::new();
    for span in spans {
        match found.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => found.push(span),
        }
    }
    found
}

/// The finding that is the one of a correction: the same words and label, else the one with the most code points in
/// common, half of those of both at least.
pub(crate) fn fitting<'f>(findings: &'f [Found], sought: &Found) -> Option<&'f Found> {
    let mut best: Option<(f64, &Found)> = None;
    for found in findings.iter().filter(|found| found.kind == sought.kind) {
        let share = common(&found.spans, &sought.spans);
        let worth = share + if found.label == sought.label { LABEL } else { 0.0 } + if found.local == sought.local { LOCAL } else { 0.0 };
        if share >= SHARE && best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, found));
        }
    }
    best.map(|(_, found)| found)
}

/// Code points that two lists of disjoint spans have in common, as a share of those of either.
fn common(one: &[Span], other: &[Span]) -> f64 {
    let length = |spans: &[Span]| spans.iter().map(|span| span.end - span.start).sum::<usize>();
    let both: usize = one.iter().flat_map(|a| other.iter().map(move |b| a.end.min(b.end).saturating_sub(a.start.max(b.start)))).sum();
    let either = length(one) + length(other) - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(local: &str, start: usize, end: usize, label: &str) -> Found {
        Found { kind: FindingKind::Event, local: local.to_owned(), spans: vec![Span { start, end }], label: label.to_owned() }
    }

    #[test]
    fn a_correction_finds_its_finding_by_place_then_by_label() {
        let all = [found("e1", 0, 10, "CONSULT"), found("e2", 0, 10, "ASSAULT"), found("e3", 40, 60, "CONSULT")];
        let fit = |sought: Found| fitting(&all, &sought).map(|found| found.local.as_str());
        assert_eq!(fit(found("e9", 0, 10, "ASSAULT")), Some("e2"));
        assert_eq!(fit(found("e9", 0, 10, "PROTEST")), Some("e1"));
        assert_eq!(fit(found("e2", 0, 10, "PROTEST")), Some("e2"));
        assert_eq!(fit(found("e9", 42, 60, "ASSAULT")), Some("e3"));
        assert_eq!(fit(found("e9", 50, 90, "CONSULT")), None);
    }

    #[test]
    fn spans_that_meet_are_one() {
        let span = |start, end| Span { start, end };
        assert_eq!(joined(vec![span(8, 12), span(0, 4), span(3, 8)]), [span(0, 12)]);
        assert!((common(&[span(0, 10)], &[span(5, 15)]) - 1.0 / 3.0).abs() < 1e-9);
    }
}
