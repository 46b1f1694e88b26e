//! What people said of findings, put into the record of a report: forms of whole reports show what the tables show.
//!
//! Rejected findings are left out, with what hung on them; changed fields have the changed values. An actor whom only a
//! person named has no mention. *Limits*: of time expressions and places only value and name are changed.

use crate::export::error::Error;
use crate::export::rows::{Selection, integer, words};
use rapporteur_record::{Act, Actor, ActorKind, Certainty, EventStatus, Offsets, Plover, Record, Span, Stance, StatementKind, TimexType};
use rapporteur_store::{Cell, Store};
use std::collections::{BTreeMap, BTreeSet};

/// Puts what people said of a report's findings into its record.
pub(super) fn apply(store: &mut Store, report: i64, record: &mut Record, selection: &Selection) -> Result<(), Error> {
    let said = "SELECT 1 FROM corrections c JOIN reports r ON r.doc = c.doc WHERE r.id = ?1 AND c.undone_by IS NULL LIMIT 1";
    if store.query_with(said, &[&report], selection.patience)?.rows.is_empty() {
        return Ok(());
    }
    let mut ask = |sql: &str| Ok::<_, Error>(store.query_with(sql, &[&report], selection.patience)?.rows);
    let mut actors = Actors::default();
    let named =
        "SELECT a.id, a.name, a.kind, y.local, y.verdict FROM actors a LEFT JOIN report_actors y ON y.actor = a.id AND y.report = ?1
       WHERE a.id IN (SELECT actor FROM report_actors WHERE report = ?1
         UNION SELECT x.actor FROM statement_actors x JOIN statements s ON s.id = x.statement WHERE s.report = ?1
         UNION SELECT x.actor FROM event_actors x JOIN events e ON e.id = x.event WHERE e.report = ?1
         UNION SELECT holder FROM positions WHERE report = ?1) ORDER BY a.id, y.local";
    for row in ask(named)? {
        actors.know(record, &row);
    }
    let list = |table: &str, key: &str, role: &str| {
        format!(
            "(SELECT group_concat(actor, ' ') FROM (SELECT x.actor FROM {table} x WHERE x.{key} = f.id AND x.role = '{role}' ORDER BY x.place))"
        )
    };
    let (speakers, addressees) = (list("statement_actors", "statement", "speaker"), list("statement_actors", "statement", "addressee"));
    let (sources, targets) = (list("event_actors", "event", "source"), list("event_actors", "event", "target"));
    let statements = format!(
        "SELECT f.local, f.verdict, f.act, f.certainty, f.kind, f.said_on, f.content, f.\"start\", f.\"end\", {speakers}, {addressees}
         FROM statements f WHERE f.report = ?1 AND f.verdict IN ('changed', 'rejected')"
    );
    let events = format!(
        "SELECT f.local, f.verdict, f.cameo, f.status, f.type, f.mode, f.date, f.evidence, f.\"start\", f.\"end\", {sources}, {targets}
         FROM events f WHERE f.report = ?1 AND f.verdict IN ('changed', 'rejected')"
    );
    let positions = "SELECT f.local, f.verdict, f.holder, f.issue, f.label, f.stance, f.condition, f.as_of FROM positions f
         WHERE f.report = ?1 AND f.verdict IN ('changed', 'rejected')";
    let timexes = "SELECT f.local, f.verdict, f.type, f.value FROM timexes f WHERE f.report = ?1 AND f.verdict IN ('changed', 'rejected')";
    let places = "SELECT f.local, f.verdict, f.name, f.country FROM places f WHERE f.report = ?1 AND f.verdict IN ('changed', 'rejected')";
    let quantities = "SELECT f.local, f.verdict FROM quantities f WHERE f.report = ?1 AND f.verdict = 'rejected'";
    let gone = Gone {
        positions: change_positions(record, &actors, &ask(positions)?),
        statements: change_statements(record, &actors, &ask(&statements)?),
        events: change_events(record, &actors, &ask(&events)?),
        timexes: change_timexes(record, &ask(timexes)?),
        places: change_places(record, &ask(places)?),
        quantities: rejected(&ask(quantities)?),
    };
    gone.leave_out(record);
    Ok(())
}

/// The actor of the record for each of the store.
#[derive(Default)]
struct Actors(BTreeMap<i64, String>);

impl Actors {
    /// An actor with number, name and kind, and the id and verdict where the report has it.
    fn know(&mut self, record: &mut Record, row: &[Cell]) {
        let (Some(id), Some(name)) = (integer(&row[0]), words(&row[1])) else { return };
        let local = words(&row[3]).unwrap_or_else(|| {
            let local = format!("c{id}");
            let kind = words(&row[2]).and_then(|kind| ActorKind::from_word(&kind)).unwrap_or(ActorKind::Person);
            record.actors.push(Actor {
                id: local.clone(),
                name: name.clone(),
                kind,
                code: None,
                roles: Vec::new(),
                party: None,
                mentions: Vec::new(),
            });
            local
        });
        if words(&row[4]).as_deref() == Some("changed")
            && let Some(actor) = record.actors.iter_mut().find(|actor| actor.id == local)
        {
            actor.name = name;
        }
        self.0.entry(id).or_insert(local);
    }

    /// Those whose numbers stand in a cell.
    fn of(&self, cell: &Cell) -> Vec<String> {
        let numbers = words(cell).unwrap_or_default();
        numbers.split(' ').filter_map(|number| self.0.get(&number.parse().ok()?)).cloned().collect()
    }
}

/// Findings that are none, by their ids.
struct Gone {
    statements: BTreeSet<String>,
    events: BTreeSet<String>,
    positions: BTreeSet<String>,
    timexes: BTreeSet<String>,
    places: BTreeSet<String>,
    quantities: BTreeSet<String>,
}

impl Gone {
    fn leave_out(&self, record: &mut Record) {
        let hung = |id: &Option<String>| id.as_ref().is_some_and(|id| self.statements.contains(id) || self.events.contains(id));
        let mut number = 0;
        record.positions.retain(|_| {
            number += 1;
            !self.positions.contains(&format!("pos{number}"))
        });
        record.statements.retain(|statement| !self.statements.contains(&statement.id));
        record.events.retain(|event| !self.events.contains(&event.id));
        record.places.retain(|place| !self.places.contains(&place.id));
        record.timexes.retain(|timex| !self.timexes.contains(&format!("t{}-{}", timex.start, timex.end)));
        record.quantities.retain(|quantity| !self.quantities.contains(&format!("q{}-{}", quantity.start, quantity.end)));
        for statement in record.statements.iter_mut().filter(|statement| hung(&statement.within)) {
            statement.within = None;
        }
        for event in &mut record.events {
            event.reported_by.take_if(|id| self.statements.contains(id));
            event.same_as.take_if(|id| self.events.contains(id));
            event.place.take_if(|id| self.places.contains(id));
        }
        for quantity in record.quantities.iter_mut().filter(|quantity| hung(&quantity.of)) {
            quantity.of = None;
        }
        // A position goes with the last of what showed it; one that nothing but its words shows stays.
        record.positions.retain_mut(|position| {
            let untold = position.evidence.is_empty();
            position.evidence.retain(|id| !self.statements.contains(id) && !self.events.contains(id));
            untold || !position.evidence.is_empty()
        });
    }
}

fn rejected(rows: &[Vec<Cell>]) -> BTreeSet<String> {
    rows.iter().filter(|row| row[1] == Cell::Text("rejected".to_owned())).filter_map(|row| words(&row[0])).collect()
}

/// Where words of several pieces stand between two places.
fn spans(text: &str, cell: &Cell, start: &Cell, end: &Cell) -> Option<Vec<Span>> {
    let offsets = Offsets::new(text);
    let all = offsets.bytes(Span { start: usize::try_from(integer(start)?).ok()?, end: usize::try_from(integer(end)?).ok()? })?;
    let mut at = all.start;
    let mut found = Vec::new();
    for piece in words(cell)?.split(" … ") {
        let begin = at + text.get(at..all.end)?.find(piece)?;
        at = begin + piece.len();
        found.push(offsets.span(rapporteur_record::ByteSpan::new(begin, at)));
    }
    Some(found)
}

fn change_statements(record: &mut Record, actors: &Actors, rows: &[Vec<Cell>]) -> BTreeSet<String> {
    for row in rows {
        let local = words(&row[0]);
        let Some(statement) = record.statements.iter_mut().find(|statement| Some(&statement.id) == local.as_ref()) else { continue };
        statement.act = words(&row[2]).and_then(|word| Act::from_word(&word)).unwrap_or(statement.act);
        statement.certainty = words(&row[3]).and_then(|word| Certainty::from_word(&word)).unwrap_or(statement.certainty);
        statement.kind = words(&row[4]).and_then(|word| StatementKind::from_word(&word)).unwrap_or(statement.kind);
        statement.said_on = words(&row[5]);
        statement.content = spans(&record.text, &row[6], &row[7], &row[8]).unwrap_or_else(|| statement.content.clone());
        (statement.speakers, statement.addressees) = (actors.of(&row[9]), actors.of(&row[10]));
    }
    rejected(rows)
}

fn change_events(record: &mut Record, actors: &Actors, rows: &[Vec<Cell>]) -> BTreeSet<String> {
    for row in rows {
        let local = words(&row[0]);
        let Some(event) = record.events.iter_mut().find(|event| Some(&event.id) == local.as_ref()) else { continue };
        event.cameo = words(&row[2]).unwrap_or_else(|| event.cameo.clone());
        event.status = words(&row[3]).and_then(|word| EventStatus::from_word(&word)).unwrap_or(event.status);
        let contexts = event.plover.take().map_or_else(Vec::new, |plover| plover.contexts);
        event.plover = words(&row[4]).map(|kind| Plover { kind, mode: words(&row[5]), contexts });
        event.date = words(&row[6]);
        event.evidence = spans(&record.text, &row[7], &row[8], &row[9]).unwrap_or_else(|| event.evidence.clone());
        (event.source, event.target) = (actors.of(&row[10]), actors.of(&row[11]));
    }
    rejected(rows)
}

fn change_positions(record: &mut Record, actors: &Actors, rows: &[Vec<Cell>]) -> BTreeSet<String> {
    for row in rows {
        // They are numbered in the order of the record.
        let number = words(&row[0]).and_then(|local| local.strip_prefix("pos")?.parse::<usize>().ok());
        let Some(position) = number.and_then(|number| record.positions.get_mut(number.checked_sub(1)?)) else { continue };
        position.holder = actors.of(&row[2]).into_iter().next().unwrap_or_else(|| position.holder.clone());
        position.issue.key = words(&row[3]).unwrap_or_default();
        position.issue.label = words(&row[4]).unwrap_or_default();
        position.stance = words(&row[5]).and_then(|word| Stance::from_word(&word)).unwrap_or(position.stance);
        (position.condition, position.as_of) = (words(&row[6]), words(&row[7]));
    }
    rejected(rows)
}

fn change_timexes(record: &mut Record, rows: &[Vec<Cell>]) -> BTreeSet<String> {
    for row in rows {
        let local = words(&row[0]).unwrap_or_default();
        let Some(timex) = record.timexes.iter_mut().find(|timex| format!("t{}-{}", timex.start, timex.end) == local) else { continue };
        timex.kind = words(&row[2]).and_then(|word| TimexType::from_word(&word)).unwrap_or(timex.kind);
        timex.value = words(&row[3]).unwrap_or_default();
    }
    rejected(rows)
}

fn change_places(record: &mut Record, rows: &[Vec<Cell>]) -> BTreeSet<String> {
    for row in rows {
        let local = words(&row[0]);
        let Some(place) = record.places.iter_mut().find(|place| Some(&place.id) == local.as_ref()) else { continue };
        place.name = words(&row[2]).unwrap_or_default();
        place.country = words(&row[3]);
    }
    rejected(rows)
}
