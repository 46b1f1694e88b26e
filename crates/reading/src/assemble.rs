//! Findings → the record: ids are given here, once, in order of first span, and bytes become
//! code points.

use crate::actors::{ActorDraft, Actors};
use crate::events::EventDraft;
use crate::places::{PlaceDraft, Places};
use crate::positions::PositionDraft;
use crate::published::Published;
use crate::quantities;
use crate::said_on::SaidOn;
use crate::statements::Attribution;
use crate::timex::TimeExpression;
use rapporteur_language::Analysis;
use rapporteur_lexicon::Ontology;
use rapporteur_record::{
    Actor, Amount, ByteSpan, Diagnostic, Doc, Document, Event, Issue, IssueWords, MadeBy, Mention, Note, Offsets, Place, PlaceMention,
    Plover, Position, Quantity, Record, Role, SCHEMA, Span, Statement, Timex, content_id,
};
use std::collections::BTreeMap;

/// Everything that was found in one report.
pub(crate) struct Findings<'a> {
    pub document: &'a Document,
    pub published: Published,
    pub analysis: Analysis,
    pub timexes: Vec<TimeExpression>,
    pub quantities: Vec<quantities::Quantity>,
    pub attributions: Vec<Attribution>,
    /// For each attribution the day it was made.
    pub said_on: Vec<SaidOn>,
    pub actors: Actors,
    /// What happened, in order of first words.
    pub events: Vec<EventDraft>,
    /// Who stands where, in order of first words.
    pub positions: Vec<PositionDraft>,
    pub places: Places,
}

/// Writes the findings down. `diagnostics` are those of every step, in order.
pub(crate) fn assemble(findings: &Findings<'_>, diagnostics: &[Diagnostic], ontology: &Ontology, made_by: &MadeBy) -> Record {
    let text = &findings.document.text;
    let offsets = Offsets::new(text);
    let names = Names::new(findings);
    Record {
        schema: SCHEMA.to_owned(),
        doc: doc(findings.document, &findings.published, &offsets),
        sentences: findings.analysis.sentences.iter().map(|sentence| offsets.span(sentence.span)).collect(),
        actors: names.actors_in_order.iter().map(|&at| actor(&findings.actors.actors[at], &names, at, &offsets)).collect(),
        statements: names.statements_in_order.iter().map(|&at| statement(findings, at, &names, &offsets)).collect(),
        events: (0..findings.events.len()).map(|at| event(findings, at, ontology, &names, &offsets)).collect(),
        positions: findings.positions.iter().map(|found| position(found, &names, &offsets)).collect(),
        timexes: timexes(&findings.timexes, &offsets),
        places: findings.places.places.iter().enumerate().map(|(at, found)| place(at, found, &offsets)).collect(),
        quantities: findings.quantities.iter().map(|found| quantity(findings, found, &names, &offsets)).collect(),
        diagnostics: diagnostics.iter().map(|diagnostic| note(diagnostic, &offsets)).collect(),
        made_by: made_by.clone(),
        text: text.clone(),
    }
}

/// Which id each finding gets, and in which order they come.
pub(crate) struct Names {
    pub actors_in_order: Vec<usize>,
    pub actor_ids: BTreeMap<usize, String>,
    pub statements_in_order: Vec<usize>,
    pub statement_ids: BTreeMap<usize, String>,
}

impl Names {
    pub fn new(findings: &Findings<'_>) -> Self {
        let first_mention = |at: &usize| findings.actors.actors[*at].mentions.iter().map(|mention| mention.0).min();
        let mut actors_in_order: Vec<usize> = (0..findings.actors.actors.len()).collect();
        actors_in_order.sort_by_key(|at| (first_mention(at), *at));
        let first_words = |at: &usize| {
            let found = &findings.attributions[*at];
            let said = found.content.iter().copied().chain(found.cue);
            let start = said.clone().map(|span| span.start).min();
            // Of two with one speaker that which is said first, of two that begin together the outer one, which reports the other.
            (start.min(found.source.map(|source| source.start).or(start)), start, std::cmp::Reverse(said.map(|span| span.end).max()))
        };
        let mut statements_in_order: Vec<usize> = (0..findings.attributions.len()).collect();
        statements_in_order.sort_by_key(|at| (first_words(at), *at));
        let ids =
            |letter: &str, order: &[usize]| order.iter().enumerate().map(|(place, &at)| (at, format!("{letter}{}", place + 1))).collect();
        Self { actor_ids: ids("a", &actors_in_order), statement_ids: ids("s", &statements_in_order), actors_in_order, statements_in_order }
    }

    fn actors(&self, actors: impl IntoIterator<Item = usize>) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for id in actors.into_iter().filter_map(|at| self.actor_ids.get(&at)) {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }
}

fn doc(document: &Document, published: &Published, offsets: &Offsets<'_>) -> Doc {
    let span = |words: &Option<rapporteur_record::Words>| words.as_ref()?.span.map(|span| offsets.span(span));
    let text = |words: &Option<rapporteur_record::Words>| words.as_ref().map(|words| words.text.clone());
    Doc {
        id: content_id(&document.text),
        key: document.key.clone(),
        uri: document.uri.clone(),
        title: text(&document.title),
        title_span: span(&document.title),
        agency: text(&document.agency),
        agency_span: span(&document.agency),
        byline: text(&document.byline),
        dateline: text(&document.dateline),
        publisher: text(&document.publisher),
        language: document.language.clone(),
        languages: document.languages.clone(),
        published: published.date.clone(),
        published_basis: published.basis,
        published_evidence: published.evidence.iter().map(|&span| offsets.span(span)).collect(),
        published_candidates: published.candidates.clone(),
        body: body(document).into_iter().map(|span| offsets.span(span)).collect(),
    }
}

/// The body: neighbouring paragraphs make one span.
fn body(document: &Document) -> Vec<ByteSpan> {
    let mut spans: Vec<ByteSpan> = Vec::new();
    for paragraph in document.body() {
        match spans.last_mut() {
            Some(last) if document.text[last.end..paragraph.start].trim().is_empty() => *last = last.join(paragraph),
            _ => spans.push(paragraph),
        }
    }
    spans
}

fn actor(draft: &ActorDraft, names: &Names, at: usize, offsets: &Offsets<'_>) -> Actor {
    let mut mentions: Vec<Mention> = draft
        .mentions
        .iter()
        .map(|&(span, kind)| {
            let Span { start, end } = offsets.span(span);
            Mention { start, end, kind }
        })
        .collect();
    mentions.sort_by_key(|mention| (mention.start, mention.end));
    let id = |actor: Option<usize>| actor.and_then(|actor| names.actor_ids.get(&actor).cloned());
    Actor {
        id: names.actor_ids[&at].clone(),
        name: draft.name.clone(),
        kind: draft.kind,
        code: draft.code.clone(),
        roles: draft.roles.iter().map(|(title, of)| Role { title: title.clone(), of: id(*of) }).collect(),
        party: id(draft.party),
        mentions,
    }
}

fn statement(findings: &Findings<'_>, at: usize, names: &Names, offsets: &Offsets<'_>) -> Statement {
    let found = &findings.attributions[at];
    let span = |span: Option<ByteSpan>| span.map(|span| offsets.span(span));
    Statement {
        id: names.statement_ids[&at].clone(),
        speakers: names.actors(found.source.into_iter().flat_map(|source| findings.actors.at(source))),
        addressees: names.actors(found.addressees.iter().flat_map(|&words| findings.actors.at(words))),
        source: span(found.source),
        cue: span(found.cue),
        content: found.content.iter().map(|&content| offsets.span(content)).collect(),
        kind: found.kind,
        within: found.within.and_then(|within| names.statement_ids.get(&within).cloned()),
        act: found.act,
        certainty: found.certainty,
        medium: span(found.medium),
        occasion: span(found.occasion),
        said_on: findings.said_on[at].as_ref().map(|said| said.day.clone()),
        said_on_basis: findings.said_on[at].as_ref().map(|said| said.basis),
        said_at: findings.said_on[at].as_ref().and_then(|said| said.hour.clone()),
    }
}

fn event(findings: &Findings<'_>, at: usize, ontology: &Ontology, names: &Names, offsets: &Offsets<'_>) -> Event {
    let found = &findings.events[at];
    let code = ontology.cameo(&found.cameo);
    let mode = code.filter(|_| found.kind.is_none()).and_then(|code| code.mode.clone());
    let kind = found.kind.clone().or_else(|| code.and_then(|code| code.kind.clone()));
    Event {
        id: format!("e{}", at + 1),
        source: names.actors(found.sources.iter().copied()),
        target: names.actors(found.targets.iter().copied()),
        plover: kind.map(|kind| Plover { kind, mode, contexts: found.contexts.clone() }),
        cameo: found.cameo.clone(),
        date: found.date.as_ref().map(|(day, _)| day.clone()),
        date_basis: found.date.as_ref().map(|(_, basis)| *basis),
        time: found.hour.clone(),
        place: scene(found, &findings.places),
        evidence: found.evidence.iter().map(|&words| offsets.span(words)).collect(),
        status: found.status,
        condition: found.condition.map(|words| offsets.span(words)),
        score: f64::from(found.score) / 100.0,
        reported_by: found.reported_by.and_then(|statement| names.statement_ids.get(&statement).cloned()),
        same_as: found.same_as.map(|same| format!("e{}", same + 1)),
    }
}

fn position(found: &PositionDraft, names: &Names, offsets: &Offsets<'_>) -> Position {
    let (condition, condition_kind) = found.condition.clone().unzip();
    let mut statements: Vec<usize> = found.statements.clone();
    statements.sort_by_key(|at| names.statements_in_order.iter().position(|known| known == at));
    let said = statements.iter().filter_map(|at| names.statement_ids.get(at).cloned());
    Position {
        holder: names.actor_ids[&found.holder].clone(),
        issue: Issue { key: found.key.clone(), label: found.label.clone(), codebook: None },
        stance: found.stance,
        condition,
        condition_kind,
        basis: found.basis,
        told_by: found.told_by.map(|actor| names.actor_ids[&actor].clone()),
        evidence: said.chain(found.events.iter().map(|at| format!("e{}", at + 1))).collect(),
        as_of: found.as_of.clone(),
        score: f64::from(found.score) / 100.0,
        words: found
            .words
            .iter()
            .map(|&(words, opposite)| {
                let Span { start, end } = offsets.span(words);
                IssueWords { start, end, opposite }
            })
            .collect(),
    }
}

/// The place of an event: the narrowest where something is in its clause. A place that only another
/// sentence names is not guessed: none is better than a wrong one.
fn scene(found: &EventDraft, places: &Places) -> Option<String> {
    places.literal_in(&found.clause).map(|at| format!("p{}", at + 1))
}

fn timexes(found: &[TimeExpression], offsets: &Offsets<'_>) -> Vec<Timex> {
    let mut timexes: Vec<Timex> = found
        .iter()
        .map(|timex| {
            let Span { start, end } = offsets.span(timex.span);
            Timex {
                start,
                end,
                kind: timex.kind,
                value: timex.value.clone(),
                modifier: timex.modifier.clone(),
                from: timex.from.map(|day| day.to_string()),
                to: timex.to.map(|day| day.to_string()),
            }
        })
        .collect();
    timexes.sort_by_key(|timex| (timex.start, timex.end));
    timexes
}

fn place(at: usize, found: &PlaceDraft, offsets: &Offsets<'_>) -> Place {
    let mention = |&(span, usage): &(ByteSpan, _)| {
        let Span { start, end } = offsets.span(span);
        PlaceMention { start, end, usage }
    };
    Place {
        id: format!("p{}", at + 1),
        name: found.name.clone(),
        kind: found.kind,
        country: found.country.clone(),
        region: found.region.clone(),
        lat: found.point.map(|point| point.0),
        lon: found.point.map(|point| point.1),
        geonameid: found.geonameid,
        mentions: found.mentions.iter().map(mention).collect(),
    }
}

fn quantity(findings: &Findings<'_>, found: &quantities::Quantity, names: &Names, offsets: &Offsets<'_>) -> Quantity {
    let Span { start, end } = offsets.span(found.span);
    // The innermost statement that holds the words is the one that gives them.
    let length = |at: &usize| findings.attributions[*at].content.iter().map(|content| content.len()).sum::<usize>();
    let holds = |at: &usize| findings.attributions[*at].content.iter().any(|content| content.contains(found.span));
    let of = (0..findings.attributions.len()).filter(holds).min_by_key(|at| (length(at), *at));
    // Where the reporter gives it: the event whose clause it stands in, of several the one told in fewest words.
    let told = || {
        let clause = |at: usize| &findings.events[at].clause;
        let events = (0..findings.events.len()).filter(|&at| clause(at).iter().any(|words| words.contains(found.span)));
        let narrowest = events.min_by_key(|&at| (clause(at).iter().map(|words| words.len()).sum::<usize>(), at));
        narrowest.map(|at| format!("e{}", at + 1))
    };
    Quantity {
        start,
        end,
        low: found.low.map(Amount),
        high: found.high.map(Amount),
        approximate: found.approximate,
        unit: found.unit.clone(),
        currency: found.code.clone(),
        about: found.about.map(|about| offsets.span(about)),
        each: found.each.clone(),
        baseline: found.baseline.map(Amount),
        of: of.and_then(|at| names.statement_ids.get(&at).cloned()).or_else(told),
        conditional: found.conditional,
    }
}

fn note(diagnostic: &Diagnostic, offsets: &Offsets<'_>) -> Note {
    let span = diagnostic.span.map(|span| offsets.span(span));
    Note {
        code: diagnostic.code.to_string(),
        start: span.map(|span| span.start),
        end: span.map(|span| span.end),
        message: diagnostic.message.clone(),
    }
}
