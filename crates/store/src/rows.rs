//! The rows of a report's findings, as the machine read them.

use crate::corrections::found::{self, Found};
use crate::shingles::key;
use crate::who::{self, Shape, Who};
use crate::{Error, FindingKind};
use rapporteur_record::{Event, MentionKind, Offsets, Position, Record, Span, Statement};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Numbers that findings had before, by kind and `local`: who knows a row by its number finds it again.
pub(crate) type Numbers = BTreeMap<(FindingKind, String), i64>;

/// Writes the findings of a report.
pub(crate) fn write(change: &Connection, report: i64, record: &Record, numbers: &Numbers) -> Result<(), Error> {
    let mut rows = Rows {
        change,
        report,
        record,
        offsets: Offsets::new(&record.text),
        numbers,
        actors: BTreeMap::new(),
        statements: BTreeMap::new(),
        events: BTreeMap::new(),
    };
    rows.actors()?;
    rows.statements()?;
    rows.events()?;
    rows.positions()?;
    rows.timexes()?;
    rows.places()?;
    rows.quantities()
}

/// Takes the findings of a report out and writes those of `new`. Findings in the same words keep their number.
pub(crate) fn rewrite(change: &Connection, report: i64, old: &Record, new: &Record) -> Result<(), Error> {
    let numbers = kept(change, report, old, new)?;
    for sql in [
        "INSERT INTO statements_text (statements_text, rowid, content) SELECT 'delete', id, content FROM statements WHERE report = ?1",
        "INSERT INTO events_text (events_text, rowid, evidence) SELECT 'delete', id, evidence FROM events WHERE report = ?1",
        "DELETE FROM statement_actors WHERE statement IN (SELECT id FROM statements WHERE report = ?1)",
        "DELETE FROM event_actors WHERE event IN (SELECT id FROM events WHERE report = ?1)",
        "DELETE FROM position_evidence WHERE position IN (SELECT id FROM positions WHERE report = ?1)",
        "DELETE FROM positions WHERE report = ?1",
        "DELETE FROM events WHERE report = ?1",
        "DELETE FROM statements WHERE report = ?1",
        "DELETE FROM report_actors WHERE report = ?1",
        "DELETE FROM timexes WHERE report = ?1",
        "DELETE FROM places WHERE report = ?1",
        "DELETE FROM quantities WHERE report = ?1",
        "DELETE FROM as_read WHERE report = ?1",
    ] {
        change.prepare_cached(sql)?.execute([report])?;
    }
    write(change, report, new, &numbers)
}

/// The numbers of those findings of `new` that stand in the same words in `old`.
fn kept(change: &Connection, report: i64, old: &Record, new: &Record) -> Result<Numbers, Error> {
    let mut before: BTreeMap<(FindingKind, String), i64> = BTreeMap::new();
    for kind in [FindingKind::Statement, FindingKind::Event, FindingKind::Position] {
        let mut look = change.prepare_cached(&format!("SELECT local, id FROM {} WHERE report = ?1", kind.table()))?;
        let mut rows = look.query([report])?;
        while let Some(row) = rows.next()? {
            before.insert((kind, row.get(0)?), row.get(1)?);
        }
    }
    let numbered = |found: &Found| matches!(found.kind, FindingKind::Statement | FindingKind::Event | FindingKind::Position);
    let mut by_words: BTreeMap<(FindingKind, Vec<Span>, String), Vec<i64>> = BTreeMap::new();
    for found in found::all(old).into_iter().filter(numbered).rev() {
        if let Some(&id) = before.get(&(found.kind, found.local)) {
            by_words.entry((found.kind, found.spans, found.label)).or_default().push(id);
        }
    }
    let mut numbers = Numbers::new();
    for found in found::all(new).into_iter().filter(numbered) {
        if let Some(id) = by_words.get_mut(&(found.kind, found.spans, found.label)).and_then(Vec::pop) {
            numbers.insert((found.kind, found.local), id);
        }
    }
    Ok(numbers)
}

/// The words of some spans, with dots between pieces.
pub(crate) fn words(offsets: &Offsets<'_>, text: &str, spans: &[Span]) -> String {
    let pieces: Vec<&str> = spans.iter().filter_map(|&span| offsets.bytes(span)).map(|span| span.of(text)).collect();
    pieces.join(" … ")
}

/// The first and last code point of some spans.
pub(crate) fn extent(spans: &[Span]) -> (i64, i64) {
    let (start, end) = (spans.iter().map(|span| span.start).min(), spans.iter().map(|span| span.end).max());
    (start.unwrap_or(0) as i64, end.unwrap_or(0) as i64)
}

/// How a report presents one of its actors.
pub(crate) fn shape(record: &Record, local: &str) -> Shape {
    let Some(actor) = record.actors.iter().find(|actor| actor.id == local) else { return Shape::default() };
    let party = actor.party.as_deref().and_then(|party| record.actors.iter().find(|other| other.id == party));
    Shape {
        name: actor.name.clone(),
        kind: actor.kind.as_str().to_owned(),
        named: actor.mentions.iter().any(|mention| mention.kind == MentionKind::Name),
        code: actor.code.clone().unwrap_or_default(),
        party: party.map(|party| party.name.clone()).unwrap_or_default(),
        roles: roles(actor).unwrap_or_default(),
    }
}

fn roles(actor: &rapporteur_record::Actor) -> Option<String> {
    let roles: Vec<&str> = actor.roles.iter().map(|role| role.title.as_str()).collect();
    (!roles.is_empty()).then(|| roles.join("; "))
}

/// The rows of one report's findings.
struct Rows<'a> {
    change: &'a Connection,
    report: i64,
    record: &'a Record,
    offsets: Offsets<'a>,
    numbers: &'a Numbers,
    /// Who each actor of the record is.
    actors: BTreeMap<&'a str, Who>,
    statements: BTreeMap<&'a str, i64>,
    events: BTreeMap<&'a str, i64>,
}

impl<'a> Rows<'a> {
    fn of(&self, spans: &[Span]) -> String {
        words(&self.offsets, &self.record.text, spans)
    }

    /// The day of a finding: its own, else that of publication.
    fn day<'d>(&'d self, own: Option<&'d str>) -> Option<&'d str> {
        own.or_else(|| self.record.doc.published.as_deref().map(|published| published.get(..10).unwrap_or(published)))
    }

    /// Numbers for the findings of a kind: those they had, else the next free ones.
    fn number(&self, kind: FindingKind, locals: &[&str]) -> Result<Vec<i64>, Error> {
        let sql = format!("SELECT coalesce(max(id), 0) + 1 FROM {}", kind.table());
        let mut next: i64 = self.change.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        // Those to be given back are no longer in the table.
        let highest = self.numbers.iter().filter(|((of, _), _)| *of == kind).map(|(_, &id)| id + 1).max();
        next = next.max(highest.unwrap_or(0));
        let known = |local: &&str| self.numbers.get(&(kind, (*local).to_owned())).copied();
        let give = |local| {
            known(local).unwrap_or_else(|| {
                next += 1;
                next - 1
            })
        };
        Ok(locals.iter().map(give).collect())
    }

    fn actors(&mut self) -> Result<(), Error> {
        let record = self.record;
        for actor in &record.actors {
            self.actors.insert(&actor.id, who::form(self.change, &shape(record, &actor.id))?);
        }
        // A form that came later may have shown who an earlier one is.
        let mut look = self.change.prepare_cached("SELECT actor FROM actor_forms WHERE id = ?1")?;
        for who in self.actors.values_mut() {
            who.actor = look.query_row([who.form], |row| row.get(0))?;
        }
        let mut insert = self.change.prepare_cached(
            "INSERT INTO report_actors (report, local, actor, form, code, party, party_form, roles, mentions)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for actor in &record.actors {
            let who = self.actors[actor.id.as_str()];
            let party = actor.party.as_deref().and_then(|party| self.actors.get(party));
            insert.execute(params![
                self.report,
                actor.id,
                who.actor,
                who.form,
                actor.code,
                party.map(|party| party.actor),
                party.map(|party| party.form),
                roles(actor),
                actor.mentions.len() as i64
            ])?;
        }
        Ok(())
    }

    fn statements(&mut self) -> Result<(), Error> {
        let record = self.record;
        let locals: Vec<&str> = record.statements.iter().map(|statement| statement.id.as_str()).collect();
        self.statements = locals.iter().copied().zip(self.number(FindingKind::Statement, &locals)?).collect();
        let mut insert = self.change.prepare_cached(
            "INSERT INTO statements (id, report, local, within, source, cue, content, kind, act, certainty, medium, occasion, said_on,
               \"start\", \"end\", same, day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        let mut who =
            self.change.prepare_cached("INSERT INTO statement_actors (statement, role, place, actor, form) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let mut index = self.change.prepare_cached("INSERT INTO statements_text (rowid, content) VALUES (?1, ?2)")?;
        for statement in &record.statements {
            let id = self.statements[statement.id.as_str()];
            let one = |span: &Option<Span>| span.map(|span| self.of(&[span]));
            let (source, cue, content) = (one(&statement.source), one(&statement.cue), self.of(&statement.content));
            let spans: Vec<Span> = statement.content.iter().chain(&statement.source).chain(&statement.cue).copied().collect();
            let (start, end) = extent(&spans);
            insert.execute(params![
                id,
                self.report,
                statement.id,
                statement.within.as_deref().and_then(|within| self.statements.get(within)),
                source,
                cue,
                content,
                statement.kind.as_str(),
                statement.act.as_str(),
                statement.certainty.as_str(),
                one(&statement.medium),
                one(&statement.occasion),
                statement.said_on,
                start,
                end,
                key(&[source.as_deref().unwrap_or(""), cue.as_deref().unwrap_or(""), &content]),
                self.day(statement.said_on.as_deref()),
            ])?;
            index.execute(params![id, content])?;
            let about = about(record, statement);
            for (role, ids) in [("speaker", &statement.speakers), ("addressee", &statement.addressees), ("about", &about)] {
                for (place, one) in ids.iter().filter_map(|actor| self.actors.get(actor.as_str())).enumerate() {
                    who.execute(params![id, role, place as i64, one.actor, one.form])?;
                }
            }
        }
        Ok(())
    }

    fn events(&mut self) -> Result<(), Error> {
        let record = self.record;
        let locals: Vec<&str> = record.events.iter().map(|event| event.id.as_str()).collect();
        self.events = locals.iter().copied().zip(self.number(FindingKind::Event, &locals)?).collect();
        let mut insert = self.change.prepare_cached(
            "INSERT INTO events (id, report, local, type, mode, contexts, cameo, status, date, date_basis, place, condition, score,
               reported_by, same_as, evidence, \"start\", \"end\", same, day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?;
        let mut index = self.change.prepare_cached("INSERT INTO events_text (rowid, evidence) VALUES (?1, ?2)")?;
        let mut who =
            self.change.prepare_cached("INSERT INTO event_actors (event, role, place, actor, form) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for event in &record.events {
            let id = self.events[event.id.as_str()];
            let (start, end) = extent(&event.evidence);
            let evidence = self.of(&event.evidence);
            let plover = event.plover.as_ref();
            let kind = plover.map(|plover| plover.kind.as_str());
            let contexts = plover.map(|plover| plover.contexts.join("; ")).filter(|all| !all.is_empty());
            insert.execute(params![
                id,
                self.report,
                event.id,
                kind,
                plover.and_then(|plover| plover.mode.as_deref()),
                contexts,
                event.cameo,
                event.status.as_str(),
                event.date,
                event.date_basis.map(|basis| basis.as_str()),
                event.place,
                event.condition.map(|span| self.of(&[span])),
                event.score,
                event.reported_by,
                event.same_as,
                evidence,
                start,
                end,
                key(&[kind.unwrap_or(""), event.status.as_str(), &evidence]),
                self.day(event.date.as_deref()),
            ])?;
            index.execute(params![id, evidence])?;
            for (role, ids) in [("source", &event.source), ("target", &event.target)] {
                for (place, one) in ids.iter().filter_map(|actor| self.actors.get(actor.as_str())).enumerate() {
                    who.execute(params![id, role, place as i64, one.actor, one.form])?;
                }
            }
        }
        Ok(())
    }

    fn positions(&self) -> Result<(), Error> {
        let locals: Vec<String> = (0..self.record.positions.len()).map(found::position_local).collect();
        let numbers = self.number(FindingKind::Position, &locals.iter().map(String::as_str).collect::<Vec<&str>>())?;
        let mut insert = self.change.prepare_cached(
            "INSERT INTO positions (id, report, local, holder, holder_form, issue, label, codebook, stance, condition, condition_kind, basis,
               told_by, told_by_form, as_of, score, evidence, words, \"start\", \"end\", same, day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
        )?;
        for ((position, local), &id) in self.record.positions.iter().zip(&locals).zip(&numbers) {
            let holder = self.actors.get(position.holder.as_str());
            let told_by = position.told_by.as_deref().and_then(|teller| self.actors.get(teller));
            let spans = found::position_spans(self.record, position);
            let (start, end) = extent(&spans);
            let words = self.of(&spans);
            insert.execute(params![
                id,
                self.report,
                local,
                holder.map(|who| who.actor),
                holder.map(|who| who.form),
                position.issue.key,
                position.issue.label,
                position.issue.codebook,
                position.stance.as_str(),
                position.condition,
                position.condition_kind.map(|kind| kind.as_str()),
                position.basis.as_str(),
                told_by.map(|who| who.actor),
                told_by.map(|who| who.form),
                position.as_of,
                position.score,
                position.evidence.join("; "),
                words,
                start,
                end,
                key(&[&position.issue.key, position.stance.as_str(), &words]),
                self.day(position.as_of.as_deref()),
            ])?;
            self.evidence(id, position)?;
        }
        Ok(())
    }

    fn evidence(&self, id: i64, position: &Position) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT INTO position_evidence (position, place, statement, event, \"start\", \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (place, local) in position.evidence.iter().enumerate() {
            let (start, end) = extent(&found::spans_of(self.record, local));
            let (statement, event) = (self.statements.get(local.as_str()), self.events.get(local.as_str()));
            insert.execute(params![id, place as i64, statement, event, start, end])?;
        }
        Ok(())
    }

    fn timexes(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT OR IGNORE INTO timexes (report, local, words, type, value, \"from\", \"to\", \"start\", \"end\")
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for timex in &self.record.timexes {
            let span = Span { start: timex.start, end: timex.end };
            let (words, local) = (self.of(&[span]), found::local_by_place('t', span));
            let (start, end) = (timex.start as i64, timex.end as i64);
            insert.execute(params![self.report, local, words, timex.kind.as_str(), timex.value, timex.from, timex.to, start, end])?;
        }
        Ok(())
    }

    fn places(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT INTO places (report, local, name, kind, country, lat, lon, geonameid, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let mut name = self.change.prepare_cached("INSERT OR IGNORE INTO place_names (name) VALUES (?1)")?;
        for place in &self.record.places {
            name.execute([&place.name])?;
            let mentions = place.mentions.len() as i64;
            let kind = place.kind.as_str();
            insert.execute(params![
                self.report,
                place.id,
                place.name,
                kind,
                place.country,
                place.lat,
                place.lon,
                place.geonameid,
                mentions
            ])?;
        }
        Ok(())
    }

    fn quantities(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT OR IGNORE INTO quantities (report, local, words, low, high, unit, currency, about, conditional, told_by, \"start\", \"end\")
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?;
        for quantity in &self.record.quantities {
            let span = Span { start: quantity.start, end: quantity.end };
            insert.execute(params![
                self.report,
                found::local_by_place('q', span),
                self.of(&[span]),
                quantity.low.map(|amount| amount.0),
                quantity.high.map(|amount| amount.0),
                quantity.unit,
                quantity.currency,
                quantity.about.map(|span| self.of(&[span])),
                quantity.conditional,
                quantity.of,
                quantity.start as i64,
                quantity.end as i64
            ])?;
        }
        Ok(())
    }
}

/// Who else is named in what a statement says, by name or otherwise, in order of the first mention.
fn about(record: &Record, statement: &Statement) -> Vec<String> {
    let inside = |start: usize, end: usize| statement.content.iter().any(|span| span.start <= start && end <= span.end);
    let mut found: Vec<(usize, &String)> = Vec::new();
    for actor in record.actors.iter().filter(|actor| !statement.speakers.contains(&actor.id)) {
        let first = actor.mentions.iter().find(|mention| inside(mention.start, mention.end));
        found.extend(first.map(|mention| (mention.start, &actor.id)));
    }
    found.sort();
    found.into_iter().map(|(_, id)| id.clone()).collect()
}

/// What an event is, to tell events in the same words apart.
pub(crate) fn event_label(event: &Event) -> String {
    event.plover.as_ref().map_or_else(|| event.cameo.clone(), |plover| plover.kind.clone())
}
