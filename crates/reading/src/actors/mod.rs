//! Who acts and speaks: the names, descriptions and pronouns of a report, chained into actors.
//!
//! The steps, a file each: words as a reader sees them, names, what noun phrases say of people and
//! bodies, all mentions in order, those that grammar makes one, names of one actor brought together,
//! descriptions and pronouns resolved, codes. Knowledge is in `lexicon/actors/`.
//!
//! *Limits*: English. Persons, states, organisations and groups; things and events are not chained.
//! A link that is doubtful is not made.

mod bodies;
mod chain;
mod code;
mod describe;
mod held;
mod mentions;
mod names;
mod persons;
mod pronouns;
mod resolve;
mod rules;
mod several;
mod speech;
mod spelling;
mod states;
#[cfg(test)]
mod tests;
mod ties;
mod words;

pub use rules::{LinkRule, MentionLink};

use crate::statements::Attribution;
use jiff::civil::Date;
use mentions::{Mentions, What};
use rapporteur_language::Analysis;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::RoleClass;
use rapporteur_record::{ActorKind, ByteSpan, MentionKind};
use resolve::{Link, Resolver};
use std::collections::BTreeMap;
use words::Line;

/// One who acts, speaks or is described, as the report shows him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorDraft {
    /// The fullest name without title; a state's short name; for what has no name the describing
    /// words without article.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// CAMEO actor and agent code.
    pub code: Option<String>,
    /// Roles as stated, each with the actor (an index into [`Actors::actors`]) whose minister,
    /// envoy or leader it is.
    pub roles: Vec<(String, Option<usize>)>,
    /// The actor (an index into [`Actors::actors`]) for whom this one speaks.
    pub party: Option<usize>,
    /// The words that mention it, in order.
    pub mentions: Vec<(ByteSpan, MentionKind)>,
}

/// The actors of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actors {
    /// In order of first mention.
    pub actors: Vec<ActorDraft>,
    /// Whom the words of a span name: for each source and addressee of a statement, in order.
    named: Vec<(ByteSpan, Vec<usize>)>,
    /// Why each mention was linked as it was, in order of the text.
    pub links: Vec<MentionLink>,
}

impl Actors {
    /// Who the words of `span` are, as indices into [`Actors::actors`]; two for "A and B".
    ///
    /// Sources and addressees of the attributions given to [`read`] are known as they were
    /// resolved; of other spans the mentions that begin in them first are.
    pub fn at(&self, span: ByteSpan) -> Vec<usize> {
        if let Ok(found) = self.named.binary_search_by(|(words, _)| words.cmp(&span)) {
            return self.named[found].1.clone();
        }
        let mentions =
            self.actors.iter().enumerate().flat_map(|(actor, draft)| draft.mentions.iter().map(move |&(words, _)| (words, actor)));
        let first = mentions
            .filter(|(words, _)| span.contains(*words))
            .min_by_key(|(words, actor)| (words.start, std::cmp::Reverse(words.end), *actor));
        first.map(|(_, actor)| actor).into_iter().collect()
    }
}

/// Who acts and speaks in `text`, which was published on `day`: offices and codes are those of that day.
///
/// Every source of an attribution gets its actor, one of its own where nobody named is meant;
/// pronouns without antecedent and sources that are things excepted.
pub fn read(text: &str, analysis: &Analysis, attributions: &[Attribution], table: &ActorTable, day: Option<Date>) -> Actors {
    let lines: Vec<Line<'_>> = analysis.sentences.iter().map(|sentence| Line::new(text, sentence)).collect();
    let (sources, addressees) = speech::heads(&lines, attributions);
    let mut mentions = mentions::gather(&lines, table, &sources, &addressees);
    let mut order: Vec<usize> = (0..mentions.all.len()).collect();
    order.sort_by_key(|&id| (mentions.all[id].line, mentions.all[id].head, id));
    let mut named = chain::group(&mut mentions, &order, table);
    let day = day.map(|day| {
        u32::from(day.year().unsigned_abs()) * 10_000 + u32::from(day.month().unsigned_abs()) * 100 + u32::from(day.day().unsigned_abs())
    });
    held::recognise(&mut named, &mentions, table, day);
    let inside = speech::Inside::new(text, analysis, attributions);
    let mut resolver = Resolver::new(&lines, &mentions, &order, named, attributions, &inside, table);
    resolver.run();
    let spans = spoken(&mut resolver, attributions);
    write(&mut resolver, &mentions, &order, spans)
}

/// Whom each source and addressee names.
fn spoken(resolver: &mut Resolver<'_, '_>, attributions: &[Attribution]) -> BTreeMap<ByteSpan, Vec<usize>> {
    let mut spans = BTreeMap::new();
    for (at, attribution) in attributions.iter().enumerate() {
        if let Some(source) = attribution.source {
            let found = resolver.speakers(at);
            spans.entry(source).or_insert(found);
        }
        for &addressee in &attribution.addressees {
            let found = resolver.who(addressee, None);
            spans.entry(addressee).or_insert(found);
        }
    }
    spans
}

/// Writes down those who are mentioned, in order of first mention.
fn write(resolver: &mut Resolver<'_, '_>, mentions: &Mentions<'_>, order: &[usize], spans: BTreeMap<ByteSpan, Vec<usize>>) -> Actors {
    let mut words: Vec<Vec<(ByteSpan, MentionKind)>> = vec![Vec::new(); resolver.entities.len()];
    let mut links: Vec<MentionLink> = Vec::new();
    for &id in order {
        let mention = &mentions.all[id];
        let kind = match mention.what {
            What::Name(..) => MentionKind::Name,
            What::Described => MentionKind::Nominal,
            What::Pronoun(..) => MentionKind::Pronoun,
        };
        if let Link::Done(found) = resolver.links[id].clone() {
            for entity in found {
                let span = resolver.lines[mention.line].span(&mention.tokens);
                words[entity].push((span, kind));
                let (rule, by) = resolver.rule(id, entity);
                links.push(MentionLink { words: span, actor: entity, rule, by });
            }
        }
    }
    for list in &mut words {
        list.sort_unstable();
        list.dedup();
    }
    let mut shown: Vec<usize> = (0..words.len()).filter(|&entity| !words[entity].is_empty()).collect();
    shown.sort_by_key(|&entity| (words[entity][0].0, entity));
    let place: BTreeMap<usize, usize> = shown.iter().enumerate().map(|(place, &entity)| (entity, place)).collect();
    let actors = shown.iter().map(|&entity| draft(resolver, entity, &place, std::mem::take(&mut words[entity]))).collect();
    let named =
        spans.into_iter().map(|(span, found)| (span, found.iter().filter_map(|entity| place.get(entity).copied()).collect())).collect();
    links.retain_mut(|link| {
        place.get(&link.actor).is_some_and(|&at| {
            link.actor = at;
            true
        })
    });
    links.sort_unstable();
    links.dedup();
    Actors { actors, named, links }
}

fn draft(
    resolver: &mut Resolver<'_, '_>,
    entity: usize,
    place: &BTreeMap<usize, usize>,
    mentions: Vec<(ByteSpan, MentionKind)>,
) -> ActorDraft {
    let told = resolver.entities[entity].told.clone();
    let mut roles: Vec<(String, Option<usize>)> = Vec::new();
    for (line, told) in &told {
        let stated = told.role.is_some_and(|role| !matches!(role.class, RoleClass::Kin | RoleClass::Counterpart | RoleClass::Honorific));
        if !stated || told.plural {
            continue;
        }
        let of = resolver.owner(*line, told.of, 9).filter(|&owner| owner != entity).and_then(|owner| place.get(&owner).copied());
        // The same role told twice is one; whose it is may be told only once.
        match roles.iter_mut().find(|(title, whose)| *title == told.title && (of.is_none() || whose.is_none() || *whose == of)) {
            Some((_, whose)) => *whose = whose.or(of),
            None => roles.push((told.title.clone(), of)),
        }
    }
    let party = if resolver.entities[entity].is_person() { resolver.party(entity) } else { resolver.sovereign(entity) };
    let code = resolver.code(entity, 0);
    let known = &resolver.entities[entity];
    ActorDraft {
        name: known.name.clone(),
        kind: known.kind,
        code,
        roles,
        party: party.filter(|&party| party != entity).and_then(|party| place.get(&party).copied()),
        mentions,
    }
}
