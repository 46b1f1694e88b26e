//! The rows of a report's findings, as the machine read them.

use crate::corrections::found::{self, Found};
use crate::shingles::key;
use crate::who::{self, Shape};
use crate::{Error, FindingKind, schema};
use rapporteur_record::{Event, MentionKind, Offsets, Position, Record, Span, Statement};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::RefCell;
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
        words: RefCell::default(),
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
        "DELETE FROM statement_actor_rows WHERE statement IN (SELECT id FROM statement_rows WHERE report = ?1)",
        "DELETE FROM event_actor_rows WHERE event IN (SELECT id FROM event_rows WHERE report = ?1)",
        "DELETE FROM position_evidence WHERE position IN (SELECT id FROM position_rows WHERE report = ?1)",
        "DELETE FROM position_rows WHERE report = ?1",
        "DELETE FROM event_rows WHERE report = ?1",
        "DELETE FROM statement_rows WHERE report = ?1",
        "DELETE FROM report_actor_rows WHERE report = ?1",
        "DELETE FROM timex_rows WHERE report = ?1",
        "DELETE FROM place_rows WHERE report = ?1",
        "DELETE FROM quantity_rows WHERE report = ?1",
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
    /// The form of each actor of the record.
    actors: BTreeMap<&'a str, i64>,
    statements: BTreeMap<&'a str, i64>,
    events: BTreeMap<&'a str, i64>,
    /// Numbers of words that were met in this report.
    words: RefCell<BTreeMap<String, i64>>,
}

/// The number in the name of a finding: 12 of `s12`, and of `pos12`.
fn numeral(local: &str) -> Option<i64> {
    local.trim_start_matches(|c: char| c.is_ascii_lowercase()).parse().ok()
}

/// Minutes after midnight of an hour: 15:30.
fn minutes(clock: &str) -> Option<i64> {
    let (hours, minutes) = clock.split_once(':')?;
    Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
}

/// A score as it is stored: hundredths, where it is such.
fn hundredths(score: f64) -> Value {
    let parts = (score * 100.0).round();
    if parts.abs() < 1e9 && (parts / 100.0).to_bits() == score.to_bits() { Value::Integer(parts as i64) } else { Value::Real(score) }
}

impl<'a> Rows<'a> {
    fn of(&self, spans: &[Span]) -> String {
        words(&self.offsets, &self.record.text, spans)
    }

    /// Words as they are stored: by their place, counted from the row's `start`.
    fn placed(&self, spans: &[Span], start: i64) -> Value {
        if spans.iter().any(|&span| self.offsets.bytes(span).is_none()) {
            return Value::Text(self.of(spans));
        }
        let place = |span: &Span| (span.start as i64 - start, (span.end - span.start) as i64);
        match spans {
            [] => Value::Text(String::new()),
            [one] if place(one).1 <= schema::LONGEST => Value::Integer((place(one).0 << schema::SHIFT) + place(one).1),
            several => {
                let pairs: Vec<String> = several.iter().map(place).map(|(at, length)| format!("[{at},{length}]")).collect();
                Value::Blob(format!("[{}]", pairs.join(",")).into_bytes())
            }
        }
    }

    /// The same for one stretch that may be none.
    fn placed_one(&self, span: &Option<Span>, start: i64) -> Value {
        span.map_or(Value::Null, |span| self.placed(&[span], start))
    }

    /// The number of a word that returns in many rows.
    fn word(&self, word: &str) -> Result<i64, Error> {
        if let Some(&known) = self.words.borrow().get(word) {
            return Ok(known);
        }
        let mut look = self.change.prepare_cached("SELECT id FROM words WHERE word = ?1")?;
        let number = match look.query_row([word], |row| row.get(0)).optional()? {
            Some(number) => number,
            None => self.change.prepare_cached("INSERT INTO words (word) VALUES (?1)")?.insert([word])?,
        };
        self.words.borrow_mut().insert(word.to_owned(), number);
        Ok(number)
    }

    fn word_if(&self, word: Option<&str>) -> Result<Option<i64>, Error> {
        word.map(|word| self.word(word)).transpose()
    }

    /// Numbers for the findings of a kind: those they had, else the next free ones.
    fn number(&self, kind: FindingKind, locals: &[&str]) -> Result<Vec<i64>, Error> {
        let sql = format!("SELECT coalesce(max(id), 0) + 1 FROM {}_rows", kind.as_str());
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
        let mut insert = self
            .change
            .prepare_cached("INSERT INTO report_actor_rows (report, local, form, party_form, mentions) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for actor in &record.actors {
            // Code and roles are those of the form, which has its key from them.
            let form = self.actors[actor.id.as_str()];
            let party = actor.party.as_deref().and_then(|party| self.actors.get(party));
            insert.execute(params![self.report, numeral(&actor.id), form, party, actor.mentions.len() as i64])?;
        }
        Ok(())
    }

    fn statements(&mut self) -> Result<(), Error> {
        let record = self.record;
        let locals: Vec<&str> = record.statements.iter().map(|statement| statement.id.as_str()).collect();
        self.statements = locals.iter().copied().zip(self.number(FindingKind::Statement, &locals)?).collect();
        let mut insert = self.change.prepare_cached(
            "INSERT INTO statement_rows (id, report, local, within, source, cue, content, kind, act, certainty, medium, occasion, said_on,
               \"start\", \"end\", same, said_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        let mut who =
            self.change.prepare_cached("INSERT INTO statement_actor_rows (statement, role, place, form) VALUES (?1, ?2, ?3, ?4)")?;
        let mut index = self.change.prepare_cached("INSERT INTO statements_text (rowid, content) VALUES (?1, ?2)")?;
        for statement in outer_first(record) {
            let id = self.statements[statement.id.as_str()];
            let one = |span: &Option<Span>| span.map(|span| self.of(&[span]));
            let (source, cue, content) = (one(&statement.source), one(&statement.cue), self.of(&statement.content));
            let spans: Vec<Span> = statement.content.iter().chain(&statement.source).chain(&statement.cue).copied().collect();
            let (start, end) = extent(&spans);
            insert.execute(params![
                id,
                self.report,
                numeral(&statement.id),
                statement.within.as_deref().and_then(|within| self.statements.get(within)),
                self.placed_one(&statement.source, start),
                self.placed_one(&statement.cue, start),
                self.placed(&statement.content, start),
                self.word(statement.kind.as_str())?,
                self.word(statement.act.as_str())?,
                self.word(statement.certainty.as_str())?,
                self.placed_one(&statement.medium, start),
                self.placed_one(&statement.occasion, start),
                statement.said_on,
                start,
                end,
                key(&[source.as_deref().unwrap_or(""), cue.as_deref().unwrap_or(""), &content]),
                statement.said_at.as_deref().and_then(minutes),
            ])?;
            index.execute(params![id, content])?;
            let about = about(record, statement);
            for (role, ids) in [(0, &statement.speakers), (1, &statement.addressees), (2, &about)] {
                for (place, one) in ids.iter().filter_map(|actor| self.actors.get(actor.as_str())).enumerate() {
                    who.execute(params![id, role, place as i64, one])?;
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
            "INSERT INTO event_rows (id, report, local, type, mode, contexts, cameo, status, date, date_basis, place, condition, score,
               reported_by, same_as, evidence, \"start\", \"end\", same, time)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?;
        let mut index = self.change.prepare_cached("INSERT INTO events_text (rowid, evidence) VALUES (?1, ?2)")?;
        let mut who = self.change.prepare_cached("INSERT INTO event_actor_rows (event, role, place, form) VALUES (?1, ?2, ?3, ?4)")?;
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
                numeral(&event.id),
                self.word_if(kind)?,
                self.word_if(plover.and_then(|plover| plover.mode.as_deref()))?,
                self.word_if(contexts.as_deref())?,
                self.word(&event.cameo)?,
                self.word(event.status.as_str())?,
                event.date,
                self.word_if(event.date_basis.map(|basis| basis.as_str()))?,
                event.place.as_deref().and_then(numeral),
                self.placed_one(&event.condition, start),
                hundredths(event.score),
                event.reported_by.as_deref().and_then(numeral),
                event.same_as.as_deref().and_then(numeral),
                self.placed(&event.evidence, start),
                start,
                end,
                key(&[kind.unwrap_or(""), event.status.as_str(), &evidence]),
                event.time.as_deref().and_then(minutes),
            ])?;
            index.execute(params![id, evidence])?;
            for (role, ids) in [(0, &event.source), (1, &event.target)] {
                for (place, one) in ids.iter().filter_map(|actor| self.actors.get(actor.as_str())).enumerate() {
                    who.execute(params![id, role, place as i64, one])?;
                }
            }
        }
        Ok(())
    }

    fn positions(&self) -> Result<(), Error> {
        let locals: Vec<String> = (0..self.record.positions.len()).map(found::position_local).collect();
        let numbers = self.number(FindingKind::Position, &locals.iter().map(String::as_str).collect::<Vec<&str>>())?;
        let mut insert = self.change.prepare_cached(
            "INSERT INTO position_rows (id, report, local, holder_form, issue, label, codebook, stance, condition, condition_kind, basis,
               told_by_form, as_of, score, evidence, words, \"start\", \"end\", same)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
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
                numeral(local),
                holder,
                position.issue.key,
                position.issue.label,
                position.issue.codebook,
                self.word(position.stance.as_str())?,
                position.condition,
                self.word_if(position.condition_kind.map(|kind| kind.as_str()))?,
                self.word(position.basis.as_str())?,
                told_by,
                position.as_of,
                hundredths(position.score),
                position.evidence.join("; "),
                self.placed(&spans, start),
                start,
                end,
                key(&[&position.issue.key, position.stance.as_str(), &words]),
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
            "INSERT OR IGNORE INTO timex_rows (report, type, value, \"from\", \"to\", \"start\", \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for timex in &self.record.timexes {
            let (from, to) = (self.word_if(timex.from.as_deref())?, self.word_if(timex.to.as_deref())?);
            let (kind, value) = (self.word(timex.kind.as_str())?, self.word(&timex.value)?);
            insert.execute(params![self.report, kind, value, from, to, timex.start as i64, timex.end as i64])?;
        }
        Ok(())
    }

    fn places(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached("INSERT INTO place_rows (report, local, entry, mentions) VALUES (?1, ?2, ?3, ?4)")?;
        let mut look = self.change.prepare_cached(
            "SELECT id FROM place_entries WHERE name IS ?1 AND kind IS ?2 AND country IS ?3 AND lat IS ?4 AND lon IS ?5 AND geonameid IS ?6",
        )?;
        let mut add = self
            .change
            .prepare_cached("INSERT INTO place_entries (name, kind, country, lat, lon, geonameid) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for place in &self.record.places {
            let entry = params![place.name, place.kind.as_str(), place.country, place.lat, place.lon, place.geonameid];
            let entry = match look.query_row(entry, |row| row.get::<_, i64>(0)).optional()? {
                Some(known) => known,
                None => add.insert(params![place.name, place.kind.as_str(), place.country, place.lat, place.lon, place.geonameid])?,
            };
            insert.execute(params![self.report, numeral(&place.id), entry, place.mentions.len() as i64])?;
        }
        Ok(())
    }

    fn quantities(&self) -> Result<(), Error> {
        let mut insert = self.change.prepare_cached(
            "INSERT OR IGNORE INTO quantity_rows (report, low, high, unit, currency, about, conditional, told_by, \"start\", \"end\")
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for quantity in &self.record.quantities {
            insert.execute(params![
                self.report,
                quantity.low.map(|amount| amount.0),
                quantity.high.map(|amount| amount.0),
                self.word_if(quantity.unit.as_deref())?,
                self.word_if(quantity.currency.as_deref())?,
                self.placed_one(&quantity.about, quantity.start as i64),
                quantity.conditional,
                quantity.of,
                quantity.start as i64,
                quantity.end as i64
            ])?;
        }
        Ok(())
    }
}

/// Statements, each after the one that reports it: what leads nowhere for a moment costs SQLite a look at all rows.
fn outer_first(record: &Record) -> Vec<&Statement> {
    let outer: BTreeMap<&str, Option<&str>> = record.statements.iter().map(|one| (one.id.as_str(), one.within.as_deref())).collect();
    let depth = |one: &&Statement| {
        let around = |id: &&str| outer.get(*id).copied().flatten();
        std::iter::successors(one.within.as_deref(), |id| around(id)).take(record.statements.len()).count()
    };
    let mut all: Vec<&Statement> = record.statements.iter().collect();
    all.sort_by_key(depth);
    all
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
