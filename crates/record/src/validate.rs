//! Checks that a record keeps the contract: what a type cannot say.

use crate::{Record, SCHEMA, Span};
use std::collections::BTreeSet;

/// What breaks the contract in `record`, a line each; none for a sound record.
///
/// Spans lie in the text and run forward, lists are in order of first span, ids are given once
/// and every reference leads to one, statements are not inside themselves, a date that is known
/// says how.
pub fn validate(record: &Record) -> Vec<String> {
    let mut check = Check { length: record.text.chars().count(), faults: Vec::new() };
    check.that(record.schema == SCHEMA, || format!("schema is `{}`", record.schema));
    check.doc(record);
    check.disjoint("sentences", &record.sentences);
    check.actors(record);
    check.statements(record);
    let timexes: Vec<Span> = record.timexes.iter().map(|timex| Span { start: timex.start, end: timex.end }).collect();
    check.spans("timexes", &timexes);
    check.that(timexes.is_sorted(), || "timexes are out of order".into());
    check.places(record);
    check.quantities(record);
    check.events(record);
    check.positions(record);
    check.faults
}

struct Check {
    length: usize,
    faults: Vec<String>,
}

impl Check {
    fn that(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }

    fn spans<'a>(&mut self, what: &str, spans: impl IntoIterator<Item = &'a Span>) {
        for span in spans {
            let inside = span.start < span.end && span.end <= self.length;
            self.that(inside, || format!("{what}: span {}..{} is empty or outside the text", span.start, span.end));
        }
    }

    fn disjoint(&mut self, what: &str, spans: &[Span]) {
        self.spans(what, spans);
        for pair in spans.windows(2) {
            self.that(pair[0].end <= pair[1].start, || format!("{what}: {}..{} meets the next", pair[0].start, pair[0].end));
        }
    }

    fn doc(&mut self, record: &Record) {
        let doc = &record.doc;
        self.disjoint("doc.body", &doc.body);
        self.spans("doc", doc.title_span.iter().chain(&doc.agency_span).chain(&doc.published_evidence));
        let known = doc.published.is_some() == (doc.published_basis != crate::PublishedBasis::Unknown);
        self.that(known, || "doc.published and doc.published_basis disagree".into());
    }

    fn actors(&mut self, record: &Record) {
        let ids: BTreeSet<&str> = record.actors.iter().map(|actor| actor.id.as_str()).collect();
        self.that(ids.len() == record.actors.len(), || "actor ids repeat".into());
        let mut firsts = Vec::new();
        for actor in &record.actors {
            let mentions: Vec<Span> = actor.mentions.iter().map(|m| Span { start: m.start, end: m.end }).collect();
            self.spans(&actor.id, &mentions);
            self.that(mentions.is_sorted(), || format!("mentions of {} are out of order", actor.id));
            self.that(!mentions.is_empty(), || format!("{} is never mentioned", actor.id));
            self.that(!actor.name.trim().is_empty(), || format!("{} has no name", actor.id));
            firsts.extend(mentions.first().map(|mention| mention.start));
            for id in actor.party.iter().chain(actor.roles.iter().filter_map(|role| role.of.as_ref())) {
                self.that(ids.contains(id.as_str()), || format!("{} names the unknown actor {id}", actor.id));
            }
        }
        self.that(firsts.is_sorted(), || "actors are out of order".into());
    }

    fn events(&mut self, record: &Record) {
        let actors: BTreeSet<&str> = record.actors.iter().map(|actor| actor.id.as_str()).collect();
        let ids: Vec<&str> = record.events.iter().map(|event| event.id.as_str()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        self.that(unique.len() == ids.len(), || "event ids repeat".into());
        let firsts: Vec<Option<usize>> = record.events.iter().map(|event| event.evidence.first().map(|span| span.start)).collect();
        self.that(firsts.is_sorted(), || "events are out of order".into());
        for (at, event) in record.events.iter().enumerate() {
            let id = &event.id;
            self.that(!event.evidence.is_empty(), || format!("{id} has no evidence"));
            self.disjoint(id, &event.evidence);
            self.spans(id, event.condition.iter());
            for actor in event.source.iter().chain(&event.target) {
                self.that(actors.contains(actor.as_str()), || format!("{id} names the unknown actor {actor}"));
            }
            self.that((0.0..=1.0).contains(&event.score), || format!("{id} has the score {}", event.score));
            self.that(event.date.is_some() == event.date_basis.is_some(), || format!("{id}: date and date_basis disagree"));
            self.that(event.time.is_none() || event.date.is_some(), || format!("{id} has an hour of no day"));
            for statement in event.reported_by.iter() {
                let known = record.statements.iter().any(|one| one.id == *statement);
                self.that(known, || format!("{id} is reported by the unknown statement {statement}"));
            }
            for same in event.same_as.iter() {
                self.that(ids[..at].contains(&same.as_str()), || format!("{id} is the same as {same}, which is no event before it"));
            }
        }
    }

    fn positions(&mut self, record: &Record) {
        let actors: BTreeSet<&str> = record.actors.iter().map(|actor| actor.id.as_str()).collect();
        let said = record.statements.iter().map(|statement| statement.id.as_str());
        let shown: BTreeSet<&str> = said.chain(record.events.iter().map(|event| event.id.as_str())).collect();
        for (at, position) in record.positions.iter().enumerate() {
            let name = || format!("position {at} on {}", position.issue.key);
            for actor in std::iter::once(&position.holder).chain(&position.told_by) {
                self.that(actors.contains(actor.as_str()), || format!("{} names the unknown actor {actor}", name()));
            }
            self.that(!position.evidence.is_empty() || !position.words.is_empty(), || format!("{} has no evidence", name()));
            for id in &position.evidence {
                self.that(shown.contains(id.as_str()), || format!("{} rests on {id}, which is no statement and no event", name()));
            }
            self.that(!position.issue.key.is_empty() && !position.issue.label.is_empty(), || format!("{} has no issue", name()));
            self.that(position.condition.is_some() == position.condition_kind.is_some(), || {
                format!("{}: condition and its kind disagree", name())
            });
            self.that((0.0..=1.0).contains(&position.score), || format!("{} has the score {}", name(), position.score));
            let words: Vec<Span> = position.words.iter().map(|words| Span { start: words.start, end: words.end }).collect();
            self.spans("words of a position", words.iter());
        }
    }

    fn places(&mut self, record: &Record) {
        let ids: BTreeSet<&str> = record.places.iter().map(|place| place.id.as_str()).collect();
        self.that(ids.len() == record.places.len(), || "place ids repeat".into());
        let mut all = Vec::new();
        for place in &record.places {
            let mentions: Vec<Span> = place.mentions.iter().map(|m| Span { start: m.start, end: m.end }).collect();
            self.disjoint(&place.id, &mentions);
            self.that(!mentions.is_empty(), || format!("{} is never mentioned", place.id));
            self.that(!place.name.trim().is_empty(), || format!("{} has no name", place.id));
            let known = place.lat.is_some() == place.lon.is_some();
            let on_earth = place.lat.is_none_or(|lat| lat.abs() <= 90.0) && place.lon.is_none_or(|lon| lon.abs() <= 180.0);
            self.that(known && on_earth, || format!("{} lies nowhere on earth", place.id));
            all.extend(mentions);
        }
        self.that(record.places.is_sorted_by_key(|place| place.mentions.first().map(|m| m.start)), || "places are out of order".into());
        all.sort_unstable();
        self.disjoint("places", &all);
    }

    fn quantities(&mut self, record: &Record) {
        let spans: Vec<Span> = record.quantities.iter().map(|quantity| Span { start: quantity.start, end: quantity.end }).collect();
        self.disjoint("quantities", &spans);
        self.spans("quantities", record.quantities.iter().filter_map(|quantity| quantity.about.as_ref()));
        for quantity in &record.quantities {
            let ordered = quantity.low.zip(quantity.high).is_none_or(|(low, high)| low <= high);
            let bounded = quantity.low.is_some() || quantity.high.is_some();
            self.that(ordered && bounded, || format!("the quantity at {} has no bounds or crossed ones", quantity.start));
            for id in quantity.of.iter() {
                let said = record.statements.iter().any(|statement| statement.id == *id);
                let told = record.events.iter().any(|event| event.id == *id);
                self.that(said || told, || format!("the quantity at {} is of {id}, which is no statement and no event", quantity.start));
            }
        }
    }

    fn statements(&mut self, record: &Record) {
        let actors: BTreeSet<&str> = record.actors.iter().map(|actor| actor.id.as_str()).collect();
        let ids: Vec<&str> = record.statements.iter().map(|statement| statement.id.as_str()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        self.that(unique.len() == ids.len(), || "statement ids repeat".into());
        let parent = |id: &str| record.statements.iter().find(|s| s.id == id).and_then(|s| s.within.as_deref());
        for statement in &record.statements {
            let id = &statement.id;
            self.that(!statement.content.is_empty(), || format!("{id} has no content"));
            self.that(statement.said_at.is_none() || statement.said_on.is_some(), || format!("{id} has an hour of no day"));
            self.disjoint(id, &statement.content);
            let spans = [statement.source, statement.cue, statement.medium, statement.occasion];
            self.spans(id, spans.iter().flatten());
            for actor in statement.speakers.iter().chain(&statement.addressees) {
                self.that(actors.contains(actor.as_str()), || format!("{id} names the unknown actor {actor}"));
            }
            let chain = std::iter::successors(statement.within.as_deref(), |&id| parent(id)).take(ids.len() + 1);
            let chain: Vec<&str> = chain.collect();
            self.that(chain.len() <= ids.len(), || format!("{id} is inside itself"));
            for outer in chain {
                self.that(unique.contains(outer), || format!("{id} is within the unknown statement {outer}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Act, Certainty, Doc, MadeBy, PublishedBasis, Statement, StatementKind};

    fn record() -> Record {
        let statement = Statement {
            id: "s1".into(),
            speakers: vec![],
            addressees: vec![],
            source: Some(Span { start: 0, end: 3 }),
            cue: Some(Span { start: 4, end: 8 }),
            content: vec![Span { start: 9, end: 14 }],
            kind: StatementKind::Indirect,
            within: None,
            act: Act::Say,
            certainty: Certainty::Asserted,
            medium: None,
            occasion: None,
            said_on: None,
            said_on_basis: None,
            said_at: None,
        };
        let doc = Doc {
            id: "x".into(),
            key: None,
            uri: "-".into(),
            title: None,
            title_span: None,
            agency: None,
            agency_span: None,
            byline: None,
            dateline: None,
            publisher: None,
            language: None,
            languages: vec![],
            published: None,
            published_basis: PublishedBasis::Unknown,
            published_evidence: vec![],
            published_candidates: vec![],
            body: vec![Span { start: 0, end: 14 }],
        };
        let made_by = MadeBy { engine: "0".into(), models: "0".into(), lexicon: "0".into() };
        Record {
            schema: SCHEMA.into(),
            doc,
            text: "Ann said peace".into(),
            sentences: vec![Span { start: 0, end: 14 }],
            actors: vec![],
            statements: vec![statement],
            events: vec![],
            positions: vec![],
            timexes: vec![],
            places: vec![],
            quantities: vec![],
            diagnostics: vec![],
            made_by,
        }
    }

    #[test]
    fn a_sound_record_has_no_faults() {
        assert_eq!(validate(&record()), Vec::<String>::new());
    }

    #[test]
    fn each_broken_promise_is_named() {
        let mut broken = record();
        broken.statements[0].content[0].end = 15;
        broken.statements[0].speakers.push("a1".into());
        broken.statements[0].within = Some("s1".into());
        broken.doc.published = Some("2031-01-01".into());
        let faults = validate(&broken).join("\n");
        for part in ["outside the text", "unknown actor a1", "inside itself", "disagree"] {
            assert!(faults.contains(part), "{part} is not in:\n{faults}");
        }
    }
}
