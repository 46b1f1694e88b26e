//! All that was read in a report as marked words: a kind, the spans, what is said of them.

use rapporteur_record::{Actor, Record, Span};
use std::collections::BTreeMap;

/// A finding as marked words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marked {
    /// Its id, unlike all others in the report: `s1`, `a2.3`.
    pub id: String,
    /// What it is: statement, event, actor, place, timex, quantity, position.
    pub kind: &'static str,
    /// The words.
    pub spans: Vec<Span>,
    /// What is said of them: name, value.
    pub tags: Vec<(&'static str, String)>,
}

/// Every finding of a report with the words that it was read from.
pub(super) fn marked(record: &Record) -> Vec<Marked> {
    let names: BTreeMap<&str, &Actor> = record.actors.iter().map(|actor| (actor.id.as_str(), actor)).collect();
    let name = |id: &String| names.get(id.as_str()).map_or_else(|| id.clone(), |actor| actor.name.clone());
    let mut found = Vec::new();
    for statement in &record.statements {
        let mut tags = Vec::new();
        tags.extend(statement.speakers.iter().map(|id| ("speaker", name(id))));
        tags.extend(statement.addressees.iter().map(|id| ("addressee", name(id))));
        tags.push(("act", statement.act.as_str().to_owned()));
        tags.push(("certainty", statement.certainty.as_str().to_owned()));
        tags.push(("words", statement.kind.as_str().to_owned()));
        tags.extend(statement.within.iter().map(|id| ("within", id.clone())));
        tags.extend(statement.said_on.iter().map(|day| ("said_on", day.clone())));
        found.push(Marked { id: statement.id.clone(), kind: "statement", spans: statement.content.clone(), tags });
    }
    for event in &record.events {
        let mut tags = vec![("cameo", event.cameo.clone()), ("status", event.status.as_str().to_owned())];
        tags.extend(event.plover.iter().map(|plover| ("plover", plover.kind.clone())));
        tags.extend(event.plover.iter().filter_map(|plover| plover.mode.clone()).map(|mode| ("mode", mode)));
        tags.extend(event.source.iter().map(|id| ("source", name(id))));
        tags.extend(event.target.iter().map(|id| ("target", name(id))));
        tags.extend(event.date.iter().map(|date| ("date", date.clone())));
        tags.extend(event.reported_by.iter().map(|id| ("reported_by", id.clone())));
        found.push(Marked { id: event.id.clone(), kind: "event", spans: event.evidence.clone(), tags });
    }
    found.extend(positions(record, &name));
    for actor in &record.actors {
        for (at, mention) in actor.mentions.iter().enumerate() {
            let mut tags = vec![("name", actor.name.clone()), ("kind", actor.kind.as_str().to_owned())];
            tags.extend(actor.code.iter().map(|code| ("code", code.clone())));
            let spans = vec![Span { start: mention.start, end: mention.end }];
            found.push(Marked { id: format!("{}.{}", actor.id, at + 1), kind: "actor", spans, tags });
        }
    }
    found.extend(words(record));
    found.retain(|finding| !finding.spans.is_empty());
    found
}

/// A position is marked where the statements and events stand that show it, else where its issue is named.
fn positions<'r>(record: &'r Record, name: &'r impl Fn(&String) -> String) -> impl Iterator<Item = Marked> + 'r {
    record.positions.iter().enumerate().map(move |(at, position)| {
        let statements = record.statements.iter().map(|statement| (&statement.id, &statement.content));
        let events = record.events.iter().map(|event| (&event.id, &event.evidence));
        let told = statements.chain(events).filter(|(id, _)| position.evidence.contains(id)).flat_map(|(_, spans)| spans.clone());
        let spans = told.chain(position.untold()).collect();
        let mut tags = vec![
            ("holder", name(&position.holder)),
            ("issue", position.issue.key.clone()),
            ("label", position.issue.label.clone()),
            ("stance", position.stance.as_str().to_owned()),
            ("basis", position.basis.as_str().to_owned()),
        ];
        tags.extend(position.condition.iter().map(|condition| ("condition", condition.clone())));
        tags.extend(position.as_of.iter().map(|day| ("as_of", day.clone())));
        Marked { id: format!("x{}", at + 1), kind: "position", spans, tags }
    })
}

/// Time expressions, places and quantities.
fn words(record: &Record) -> Vec<Marked> {
    let mut found = Vec::new();
    for (at, timex) in record.timexes.iter().enumerate() {
        let mut tags = vec![("type", timex.kind.as_str().to_owned()), ("value", timex.value.clone())];
        tags.extend(timex.modifier.iter().map(|modifier| ("mod", modifier.clone())));
        found.push(Marked { id: format!("t{}", at + 1), kind: "timex", spans: vec![Span { start: timex.start, end: timex.end }], tags });
    }
    for place in &record.places {
        for (at, mention) in place.mentions.iter().enumerate() {
            let mut tags =
                vec![("name", place.name.clone()), ("kind", place.kind.as_str().to_owned()), ("use", mention.usage.as_str().to_owned())];
            tags.extend(place.country.iter().map(|country| ("country", country.clone())));
            tags.extend(place.geonameid.iter().map(|id| ("geonameid", id.to_string())));
            let spans = vec![Span { start: mention.start, end: mention.end }];
            found.push(Marked { id: format!("{}.{}", place.id, at + 1), kind: "place", spans, tags });
        }
    }
    for (at, quantity) in record.quantities.iter().enumerate() {
        let mut tags = Vec::new();
        tags.extend(quantity.low.iter().map(|amount| ("low", amount.to_string())));
        tags.extend(quantity.high.iter().map(|amount| ("high", amount.to_string())));
        tags.extend(quantity.unit.iter().map(|unit| ("unit", unit.clone())));
        let spans = vec![Span { start: quantity.start, end: quantity.end }];
        found.push(Marked { id: format!("q{}", at + 1), kind: "quantity", spans, tags });
    }
    found
}
