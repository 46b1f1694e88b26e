//! Places: which words name one, which one they name, and whether something is or happens there.
//!
//! The steps, a file each: words that may name a place ([`spot`]), what is known of them
//! ([`gazetteer`]), whether they do ([`features`], [`model`]), which place of that name is meant
//! ([`sense`]), what it is used for ([`usage`]). Knowledge is in `lexicon/places/`, `lexicon/actors/`
//! and the gazetteer.
//!
//! *Limits*: English. Streets and buildings are none; places that neither the tables nor the gazetteer know
//! are found where a word says what they are ("the village of Kelm"), and have no point on the map.

mod features;
pub mod gazetteer;
mod model;
mod sense;
mod spot;
#[cfg(test)]
mod tests;
pub mod training;
mod usage;

pub use gazetteer::Gazetteer;
pub use model::{KIND, MENTION_SIZE, PlaceModel, SENSE_SIZE, VERSION};

use crate::actors::Actors;
use features::{Evidence, features};
use rapporteur_language::Analysis;
use rapporteur_lexicon::{Lexicon, place_key};
use rapporteur_record::{ActorKind, ByteSpan, Document, MentionKind, PlaceKind, PlaceUse};
use sense::Group;
use spot::{Candidate, Origin, Reading, Tables};
use std::collections::{BTreeMap, BTreeSet};

/// What places are read with.
#[derive(Clone, Debug)]
pub struct PlaceKnowledge {
    /// Names and points.
    pub gazetteer: Gazetteer,
    /// The trained part.
    pub model: PlaceModel,
}

/// A place of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceDraft {
    /// The gazetteer's name; the report's own words where it has the same letters or none is known.
    pub name: String,
    /// What sort.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Its first-level division.
    pub region: Option<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Its number in GeoNames.
    pub geonameid: Option<u32>,
    /// The words that mention it, in order.
    pub mentions: Vec<(ByteSpan, PlaceUse)>,
}

/// The places of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// In order of first mention.
    pub places: Vec<PlaceDraft>,
}

impl Places {
    /// The place, as an index into [`Places::places`], where what the words of `span` tell is or happens:
    /// of the literal mentions in them the most exact one, and of equals the first.
    pub fn literal_in(&self, spans: &[ByteSpan]) -> Option<usize> {
        let all =
            self.places.iter().enumerate().flat_map(|(at, place)| place.mentions.iter().map(move |&(words, usage)| (at, words, usage)));
        let inside = all.filter(|&(_, words, usage)| usage == PlaceUse::Literal && spans.iter().any(|span| span.contains(words)));
        inside.min_by_key(|&(at, words, _)| (width(self.places[at].kind), words)).map(|(at, ..)| at)
    }
}

/// How wide a sort of place is: a city is more exact than its region.
fn width(kind: PlaceKind) -> u8 {
    use PlaceKind::{Area, Camp, City, Continent, Country, District, Region, Site};
    match kind {
        Site | Camp => 0,
        City => 1,
        District => 2,
        Region => 4,
        Area => 5,
        Country => 6,
        Continent => 7,
        _ => 3,
    }
}

/// The places that `document` names. Persons and organisations are told apart by what was read of `actors`.
pub fn read(document: &Document, analysis: &Analysis, actors: &Actors, lexicon: &Lexicon, knowledge: &PlaceKnowledge) -> Places {
    let text = document.text.as_str();
    let tables = Tables { places: &lexicon.places, actors: &lexicon.actors, gazetteer: &knowledge.gazetteer };
    let mut candidates = candidates(document, analysis, tables);
    let evidence = Evidence::new(text, analysis, actors, &candidates);
    let kept: Vec<bool> = (0..candidates.len())
        .map(|at| {
            let candidate = &candidates[at];
            let Some(sentence) = candidate.sentence.map(|at| &analysis.sentences[at]) else { return true };
            if candidate.demonym {
                return !evidence.ends_person(candidate.span);
            }
            let features = features(text, sentence, candidate, beside(text, &candidates, at), &evidence, tables);
            knowledge.model.margin(&features) >= 0.0
        })
        .collect();
    let mut kept = kept.iter();
    candidates.retain(|_| *kept.next().expect("there is one for each"));
    let groups = groups(text, &candidates);
    let picks = sense::choose(&groups, &knowledge.model);
    write(document, analysis, actors, tables, &candidates, &groups, &picks)
}

/// The words that may name a place: in the dateline, then sentence by sentence.
fn candidates(document: &Document, analysis: &Analysis, tables: Tables<'_>) -> Vec<Candidate> {
    let text = document.text.as_str();
    let dateline = document.dateline.as_ref().and_then(|dateline| dateline.span);
    let mut all: Vec<Candidate> = dateline.map(|span| spot::in_dateline(text, span, tables)).unwrap_or_default();
    for (at, sentence) in analysis.sentences.iter().enumerate() {
        all.extend(spot::in_sentence(text, at, sentence, tables));
    }
    all.sort_by_key(|candidate| candidate.span);
    // A dateline that is parsed as text too is not told twice.
    let mut end = 0;
    all.retain(|candidate| {
        let apart = candidate.span.start >= end;
        end = if apart { candidate.span.end } else { end };
        apart
    });
    all
}

/// How the candidates before and after this one are joined to it: 0 not at all, 1 by a comma, 2 by "and" or "or".
fn beside(text: &str, candidates: &[Candidate], at: usize) -> (u64, u64) {
    let joined = |a: Option<&Candidate>, b: Option<&Candidate>| match a.zip(b).and_then(|(a, b)| text.get(a.span.end..b.span.start)) {
        Some(between) => match between.trim() {
            "," => 1,
            "and" | "or" | ", and" | ", or" | "&" => 2,
            _ => 0,
        },
        None => 0,
    };
    let this = Some(&candidates[at]);
    (joined(at.checked_sub(1).and_then(|before| candidates.get(before)), this), joined(this, candidates.get(at + 1)))
}

/// The mentions by name: one name is one place throughout.
fn groups(text: &str, candidates: &[Candidate]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    let mut of = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let place = *places.entry((&candidate.key, candidate.demonym)).or_insert_with(|| {
            groups.push(Group::new(candidate.readings.clone()));
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.members.push(at);
        group.hint = group.hint.or(candidate.hint);
        group.dateline |= candidate.sentence.is_none() && at == 0;
        of.push(place);
    }
    for at in 1..candidates.len() {
        let (this, next) = (&candidates[at - 1], &candidates[at]);
        if this.sentence != next.sentence || of[at - 1] == of[at] || next.demonym {
            continue;
        }
        let between = text.get(this.span.end..next.span.start).unwrap_or_default();
        if matches!(between.trim(), "," | "(") {
            groups[of[at - 1]].within.push(of[at]);
        } else if next.span.start - this.span.end < 40 && !between.contains(['.', ';', ',']) {
            groups[of[at - 1]].near.push(of[at]);
            groups[of[at]].near.push(of[at - 1]);
        } else if next.span.start - this.span.end < 40 {
            groups[of[at - 1]].near.push(of[at]);
        }
    }
    groups
}

/// Writes the places down: names that mean one place together, in order of first mention.
fn write(
    document: &Document,
    analysis: &Analysis,
    actors: &Actors,
    tables: Tables<'_>,
    candidates: &[Candidate],
    groups: &[Group],
    picks: &[Option<usize>],
) -> Places {
    let text = document.text.as_str();
    let bodies = actors.actors.iter().filter(|actor| matches!(actor.kind, ActorKind::State | ActorKind::Place | ActorKind::Organisation));
    let named = bodies.flat_map(|actor| actor.mentions.iter().filter(|(_, kind)| *kind == MentionKind::Name).map(|&(span, _)| span));
    let acting: BTreeSet<ByteSpan> = named.collect();
    let mut found: Vec<PlaceDraft> = Vec::new();
    let mut known: BTreeMap<Result<Origin, &str>, usize> = BTreeMap::new();
    let mut order: Vec<(usize, usize)> =
        groups.iter().enumerate().flat_map(|(at, group)| group.members.iter().map(move |&member| (member, at))).collect();
    order.sort_unstable();
    for (member, group) in order {
        let candidate = &candidates[member];
        let reading = picks[group].map(|pick| &groups[group].readings[pick]);
        let identity = reading.map(|reading| reading.origin).ok_or(candidate.key.as_str());
        let at = *known.entry(identity).or_insert_with(|| {
            found.push(draft(text, candidate, groups[group].hint, reading, tables));
            found.len() - 1
        });
        let usage = match candidate.sentence {
            Some(sentence) => usage::usage(&analysis.sentences[sentence], candidate, found[at].kind, acting.contains(&candidate.span)),
            None => PlaceUse::Literal,
        };
        found[at].mentions.push((candidate.span, usage));
    }
    Places { places: found }
}

fn draft(text: &str, candidate: &Candidate, hint: Option<PlaceKind>, reading: Option<&Reading>, tables: Tables<'_>) -> PlaceDraft {
    let printed = candidate.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(reading) = reading else {
        let kind = hint.unwrap_or(PlaceKind::Place);
        return PlaceDraft { name: printed, kind, country: None, region: None, point: None, geonameid: None, mentions: Vec::new() };
    };
    let listed = reading.country.map(|country| String::from_utf8_lossy(&country).into_owned());
    let disputed = reading.region.and_then(|region| tables.places.disputed(tables.gazetteer.region(region).0));
    let country = disputed.map_or(listed, |owner| owner.map(str::to_owned));
    let (name, region, geonameid) = match reading.origin {
        Origin::Row(row) => {
            let row = tables.places.row(row);
            (row.name.clone(), None, row.geonameid)
        }
        Origin::Place(place) => {
            let name = tables.gazetteer.name(place);
            let same = place_key(&printed) == place_key(&name) && printed.chars().any(char::is_lowercase);
            let region = reading.region.map(|region| tables.gazetteer.region(region).1.to_owned());
            let region = region.filter(|region| !region.is_empty() && reading.kind != PlaceKind::Region);
            (if same { printed } else { name }, region, Some(tables.gazetteer.facts(place).geonameid))
        }
    };
    PlaceDraft {
        name,
        kind: reading.kind,
        country,
        region,
        point: Some(reading.point),
        geonameid: geonameid.filter(|&id| id > 0),
        mentions: Vec::new(),
    }
}
