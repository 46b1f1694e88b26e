//! Which fields of a finding a person may change, and which values they take.

use super::FindingKind;
use super::found::Found;
use crate::who::{self, Shape, folded};
use crate::{Error, rows};
use rapporteur_record::{
    Act, ActorKind, Certainty, ConditionKind, EventStatus, Offsets, PlaceKind, PositionBasis, Record, Span, Stance, StatementKind,
    TimexType,
};
use rusqlite::{Connection, OptionalExtension};

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Field {
    /// One of the words of the record's contract.
    Word(fn() -> Vec<&'static str>),
    /// A day, month or year.
    Day,
    /// Words that cannot be missing.
    Text,
    /// Words that may be missing.
    Free,
    /// Letters and digits of a code.
    Code,
    /// A number.
    Number,
    /// True or false.
    Truth,
    /// Actors, in a table of their own.
    Actors,
    /// An actor or none.
    Actor,
    /// Who an actor of the report is.
    Who,
    /// A place of the report.
    Place,
    /// Words of the report that may be missing, by their place.
    Words,
    /// Words of the report that cannot be missing: what makes it this finding.
    Evidence,
}

macro_rules! words_of {
    ($type:ty) => {
        Field::Word(|| <$type>::ALL.iter().map(|word| word.as_str()).collect())
    };
}

const STATEMENT: &[(&str, Field)] = &[
    ("speaker", Field::Actors),
    ("addressee", Field::Actors),
    ("act", words_of!(Act)),
    ("certainty", words_of!(Certainty)),
    ("kind", words_of!(StatementKind)),
    ("said_on", Field::Day),
    ("source", Field::Words),
    ("cue", Field::Words),
    ("content", Field::Evidence),
    ("medium", Field::Words),
    ("occasion", Field::Words),
];
const EVENT: &[(&str, Field)] = &[
    ("source", Field::Actors),
    ("target", Field::Actors),
    ("type", Field::Code),
    ("mode", Field::Free),
    ("contexts", Field::Free),
    ("cameo", Field::Code),
    ("status", words_of!(EventStatus)),
    ("date", Field::Day),
    ("place", Field::Place),
    ("condition", Field::Words),
    ("evidence", Field::Evidence),
];
const POSITION: &[(&str, Field)] = &[
    ("holder", Field::Actor),
    ("issue", Field::Text),
    ("label", Field::Text),
    ("codebook", Field::Free),
    ("stance", words_of!(Stance)),
    ("condition", Field::Free),
    ("condition_kind", words_of!(ConditionKind)),
    ("basis", words_of!(PositionBasis)),
    ("told_by", Field::Actor),
    ("as_of", Field::Day),
];
const ACTOR: &[(&str, Field)] = &[("who", Field::Who), ("code", Field::Code), ("party", Field::Actor), ("roles", Field::Free)];
const TIMEX: &[(&str, Field)] = &[("type", words_of!(TimexType)), ("value", Field::Text), ("from", Field::Day), ("to", Field::Day)];
const PLACE: &[(&str, Field)] = &[
    ("name", Field::Text),
    ("kind", words_of!(PlaceKind)),
    ("country", Field::Code),
    ("lat", Field::Number),
    ("lon", Field::Number),
    ("geonameid", Field::Number),
];
const QUANTITY: &[(&str, Field)] =
    &[("low", Field::Number), ("high", Field::Number), ("unit", Field::Free), ("currency", Field::Code), ("conditional", Field::Truth)];

/// The fields of a kind of finding.
pub(super) fn of(kind: FindingKind) -> &'static [(&'static str, Field)] {
    match kind {
        FindingKind::Statement => STATEMENT,
        FindingKind::Event => EVENT,
        FindingKind::Position => POSITION,
        FindingKind::Actor => ACTOR,
        FindingKind::Timex => TIMEX,
        FindingKind::Place => PLACE,
        FindingKind::Quantity => QUANTITY,
    }
}

/// A field by its name.
pub(super) fn field(kind: FindingKind, name: &str) -> Result<Field, Error> {
    of(kind).iter().find(|(known, _)| *known == name).map(|&(_, field)| field).ok_or_else(|| {
        let known: Vec<&str> = of(kind).iter().map(|(name, _)| *name).collect();
        Error::Query(format!("a {} has no field `{name}` to correct\n  help: it has {}", kind.as_str(), known.join(", ")))
    })
}

/// A value in the form in which it is kept: actors with their kind, words by their place. `None` empties the field.
pub(super) fn checked(
    change: &Connection,
    record: &Record,
    found: &Found,
    name: &str,
    value: Option<&str>,
) -> Result<Option<String>, Error> {
    let field = field(found.kind, name)?;
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let wrong = |help: String| Err(Error::Query(format!("`{}` is no value of {name}\n  help: {help}", value.unwrap_or(""))));
    // What the table cannot leave open.
    let needed = match field {
        Field::Word(_) => name != "condition_kind",
        Field::Text | Field::Evidence | Field::Who | Field::Truth => true,
        Field::Day | Field::Free | Field::Code | Field::Number | Field::Actors | Field::Actor | Field::Place | Field::Words => false,
    };
    let Some(value) = value else {
        return if needed { wrong(format!("{name} cannot be empty; reject the finding if there is none")) } else { Ok(None) };
    };
    let kept = match field {
        Field::Word(words) => match words().into_iter().find(|word| word.eq_ignore_ascii_case(value)) {
            Some(word) => word.to_owned(),
            None => return wrong(format!("it is one of {}", words().join(", "))),
        },
        Field::Day if !is_day(value) => return wrong("give it as YYYY-MM-DD, YYYY-MM or YYYY".to_owned()),
        Field::Code if !value.chars().all(|c| c.is_ascii_alphanumeric()) => return wrong("a code is of letters and digits".to_owned()),
        Field::Number if value.parse::<f64>().map_or(true, |number| !number.is_finite()) => return wrong("give a number".to_owned()),
        Field::Truth => match value {
            "true" | "1" | "yes" => "1".to_owned(),
            "false" | "0" | "no" => "0".to_owned(),
            _ => return wrong("it is true or false".to_owned()),
        },
        Field::Actors | Field::Actor | Field::Who => {
            let names: Vec<&str> = value.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
            if names.len() != 1 && !matches!(field, Field::Actors) {
                return wrong("it is one actor".to_owned());
            }
            let named: Vec<String> = names.iter().map(|name| named(change, record, name)).collect::<Result<_, _>>()?;
            named.join("; ")
        }
        Field::Place => match record.places.iter().find(|place| place.id == value || folded(&place.name) == folded(value)) {
            Some(place) => place.name.clone(),
            None => {
                let known: Vec<&str> = record.places.iter().map(|place| place.name.as_str()).collect();
                return wrong(format!("the report names {}", if known.is_empty() { "no place".to_owned() } else { known.join(", ") }));
            }
        },
        Field::Words | Field::Evidence => match spans(record, found, value) {
            Some(spans) => shown(&spans),
            None => return wrong("give words as they stand in the report, or their place: 120-126, 130-142".to_owned()),
        },
        _ => value.to_owned(),
    };
    Ok(Some(kept))
}

/// Whether it is a day, month or year of the calendar.
fn is_day(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let number = |at: usize, digits: usize, most: u32| {
        parts.get(at).is_none_or(|part| part.len() == digits && part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number)))
    };
    let in_month = match (parts.get(1).copied(), parts.get(2).and_then(|day| day.parse::<u32>().ok())) {
        (Some("02"), Some(day)) => day <= 29,
        (Some("04" | "06" | "09" | "11"), Some(day)) => day <= 30,
        _ => true,
    };
    parts.len() <= 3 && number(0, 4, 9999) && number(1, 2, 12) && number(2, 2, 31) && in_month
}

/// Places in the text: as numbers, or by the words, of which those nearest to the finding are meant.
pub(super) fn spans(record: &Record, found: &Found, value: &str) -> Option<Vec<Span>> {
    let length = record.text.chars().count();
    let pair = |piece: &str| -> Option<Span> {
        let (start, end) = piece.trim().split_once('-')?;
        let span = Span { start: start.trim().parse().ok()?, end: end.trim().parse().ok()? };
        (span.start < span.end && span.end <= length).then_some(span)
    };
    if let Some(mut spans) = value.split(',').map(pair).collect::<Option<Vec<Span>>>() {
        spans.sort_unstable();
        return spans.windows(2).all(|two| two[0].end <= two[1].start).then_some(spans);
    }
    let offsets = Offsets::new(&record.text);
    let near = found.spans.first().map_or(0, |span| span.start);
    let places = record.text.match_indices(value).map(|(at, words)| offsets.code_point(at)..offsets.code_point(at + words.len()));
    places.min_by_key(|range| (range.start.abs_diff(near), range.start)).map(|range| vec![Span { start: range.start, end: range.end }])
}

fn shown(spans: &[Span]) -> String {
    spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect::<Vec<_>>().join(", ")
}

/// An actor as a correction keeps it, "Irina Dask [person]": one of the report, of the store, or a new one whose kind
/// is given in that form.
fn named(change: &Connection, record: &Record, name: &str) -> Result<String, Error> {
    if let Some(actor) = in_report(record, name) {
        return Ok(format!("{} [{}]", actor.name, actor.kind.as_str()));
    }
    let (bare, kind) = split(name);
    if let Some(kind) = kind {
        if ActorKind::from_word(kind).is_none() {
            let known: Vec<&str> = ActorKind::ALL.iter().map(|kind| kind.as_str()).collect();
            return Err(Error::Query(format!("`{kind}` is no kind of actor\n  help: it is one of {}", known.join(", "))));
        }
        return Ok(format!("{bare} [{kind}]"));
    }
    let mut look = change.prepare_cached(
        "SELECT a.name, a.kind FROM actors a WHERE a.name = ?1 COLLATE NOCASE
         UNION SELECT a.name, a.kind FROM actor_forms f JOIN actors a ON a.id = f.actor WHERE f.name = ?1 COLLATE NOCASE ORDER BY 1, 2 LIMIT 1",
    )?;
    let known: Option<(String, String)> = look.query_row([bare], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    known.map(|(name, kind)| format!("{name} [{kind}]")).ok_or_else(|| {
        Error::Query(format!("no report names an actor `{bare}`\n  help: if this is somebody new, say what: `{bare} [person]`"))
    })
}

fn in_report<'r>(record: &'r Record, name: &str) -> Option<&'r rapporteur_record::Actor> {
    let (bare, kind) = split(name);
    let same = |actor: &&rapporteur_record::Actor| kind.is_none_or(|kind| kind == actor.kind.as_str());
    let by_id = record.actors.iter().find(|actor| actor.id == bare);
    by_id
        .or_else(|| record.actors.iter().filter(same).find(|actor| actor.name == bare))
        .or_else(|| record.actors.iter().filter(same).find(|actor| folded(&actor.name) == folded(bare)))
}

fn split(name: &str) -> (&str, Option<&str>) {
    match name.strip_suffix(']').and_then(|name| name.rsplit_once('[')) {
        Some((name, kind)) => (name.trim(), Some(kind.trim())),
        None => (name.trim(), None),
    }
}

/// The form of who is meant by a kept actor: the report's own, else one that the store knows by that name, else a new one.
pub(super) fn resolved(change: &Connection, record: &Record, kept: &str) -> Result<i64, Error> {
    if let Some(actor) = in_report(record, kept) {
        return who::form(change, &rows::shape(record, &actor.id));
    }
    let (name, kind) = split(kept);
    let mut look = change.prepare_cached(
        "SELECT f.id FROM actors a JOIN actor_forms f ON f.actor = a.id WHERE a.name = ?1 AND a.kind = ?2
         ORDER BY f.name <> ?1, f.kind <> ?2, f.name, f.kind, f.code, f.party, f.roles LIMIT 1",
    )?;
    if let Some(known) = look.query_row([name, kind.unwrap_or("person")], |row| row.get(0)).optional()? {
        return Ok(known);
    }
    let form =
        who::form(change, &Shape { name: name.to_owned(), kind: kind.unwrap_or("person").to_owned(), named: true, ..Shape::default() })?;
    who::settle(change)?;
    Ok(form)
}
