//! The day of an event, and how it is known.

use super::EventDraft;
use super::triggers::Hit;
use crate::said_on::SaidOn;
use crate::statements::grove::Tree;
use crate::timex::TimeExpression;
use rapporteur_language::{TokenId, Upos};
use rapporteur_record::{ByteSpan, DateBasis, EventStatus, TimexType};

/// What is known of time in a report.
pub(super) struct When<'a> {
    pub timexes: &'a [TimeExpression],
    pub said_on: &'a [SaidOn],
    /// The day in the dateline.
    pub dateline: Option<String>,
    /// The day of publication.
    pub published: Option<String>,
}

impl When<'_> {
    /// The day that a time expression in the event's own clause names, and the hour of that day where one does.
    pub fn clause(&self, tree: &Tree<'_>, hit: &Hit<'_>) -> Option<(String, Option<String>)> {
        let from = self.timexes.partition_point(|timex| timex.span.end <= tree.sentence.span.start);
        let own = |timex: &&TimeExpression| {
            let inside = tree.sentence.tokens_in(timex.span).collect::<Vec<_>>();
            let top = inside.iter().copied().find(|&token| tree.head(token).is_none_or(|head| !inside.contains(&head)));
            let verb = top.and_then(|top| tree.ancestors_of(top).skip(1).find(|&at| tree.upos(at) == Upos::Verb || hit.token == at));
            verb.is_some_and(|verb| {
                verb == hit.token || Some(verb) == hit.verb || hit.words.contains(&verb) && tree.upos(verb) == Upos::Verb
            })
        };
        let here = self.timexes[from..].iter().take_while(|timex| timex.span.start < tree.sentence.span.end);
        let own: Vec<&TimeExpression> = here.filter(|timex| matches!(timex.kind, TimexType::Date | TimexType::Time)).filter(own).collect();
        let named = own.iter().find_map(|timex| day(timex))?;
        let hour = own.iter().filter(|timex| day(timex).as_ref() == Some(&named)).find_map(|timex| timex.hour());
        Some((named, hour))
    }

    /// The day where the clause has none: what happened, by the statement that tells it, the
    /// sentence before, the dateline, the publication; what is only to come has none.
    pub fn otherwise(&self, event: &EventDraft, before: Option<&str>) -> Option<(String, DateBasis)> {
        if !matches!(event.status, EventStatus::Happened | EventStatus::Ongoing) {
            return None;
        }
        let told = event.reported_by.and_then(|at| self.said_on[at].as_ref()).map(|said| said.day.clone());
        let narrative = told.or_else(|| before.map(str::to_owned)).map(|day| (day, DateBasis::Narrative));
        narrative
            .or_else(|| self.dateline.clone().map(|day| (day, DateBasis::Dateline)))
            .or_else(|| self.published.clone().map(|day| (day, DateBasis::Published)))
    }
}

/// The date that an expression names: a day, a month, a year or a week.
fn day(timex: &TimeExpression) -> Option<String> {
    match (timex.from, timex.to) {
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(_), Some(_)) if !timex.value.contains('X') && timex.value.starts_with(|c: char| c.is_ascii_digit()) => {
            Some(timex.value.clone())
        }
        _ => None,
    }
}

/// The day inside some words, such as the dateline.
pub(super) fn day_in(timexes: &[TimeExpression], words: ByteSpan) -> Option<String> {
    timexes.iter().filter(|timex| words.contains(timex.span)).find_map(day)
}

/// The words of tokens as spans, those that stand together made one.
pub(super) fn spans(tree: &Tree<'_>, tokens: &[TokenId], text: &str) -> Vec<ByteSpan> {
    let mut sorted = tokens.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut spans: Vec<ByteSpan> = Vec::new();
    for id in sorted {
        let span = tree.token(id).span;
        match spans.last_mut() {
            Some(last) if text[last.end..span.start].trim().is_empty() => *last = last.join(span),
            _ => spans.push(span),
        }
    }
    spans
}
