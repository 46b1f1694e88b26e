//! Who did what to whom: events in PLOVER and CAMEO, with the words that prove them.
//!
//! The steps, a file each: arguments of a verb ([`clause`]), words that tell of events ([`triggers`], [`light`]),
//! acts that are only promised, demanded or refused ([`compose`]), whether it happened ([`status`]),
//! who they are ([`who`]), when ([`when`]), what is no politics ([`domain`]), what is told twice
//! ([`same`]). Knowledge is in `lexicon/ontology/`.
//!
//! *Limits*: English; a sentence is read by its tree. An event needs an actor, or force. A future act
//! of one's own is AGREE or THREATEN, as both codebooks have it, with the status `planned`.

pub(crate) mod clause;
mod compose;
mod domain;
mod light;
mod same;
mod status;
#[cfg(test)]
mod tests;
mod triggers;
mod when;
pub(crate) mod who;

use crate::actors::{ActorDraft, Actors};
use crate::places::Places;
use crate::said_on::SaidOn;
use crate::statements::Attribution;
use crate::statements::grove::Tree;
use crate::timex::TimeExpression;
use domain::Domains;
use rapporteur_language::{Analysis, Deprel, TokenId, Upos};
use rapporteur_lexicon::ontology::{Does, Link};
use rapporteur_lexicon::{Lexicon, Ontology};
use rapporteur_record::{Act, ActorKind, ByteSpan, DateBasis, EventStatus, MentionKind};
use status::standing;
use std::collections::BTreeSet;
use triggers::Hit;
use when::When;
use who::Who;

/// A longer sentence is not read: no sentence of prose is, and time stays linear.
const LONGEST: usize = 500;

/// An event as it was found; actors and statements are indices into their lists.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDraft {
    /// The words that make it this event, in order.
    pub evidence: Vec<ByteSpan>,
    /// All words of its clause, in order: where it took place is read from them.
    pub clause: Vec<ByteSpan>,
    /// Who does it.
    pub sources: Vec<usize>,
    /// To whom.
    pub targets: Vec<usize>,
    /// CAMEO code.
    pub cameo: String,
    /// The PLOVER type, where it is not that of the code.
    pub kind: Option<String>,
    /// What it is about.
    pub contexts: Vec<String>,
    /// The date and how it is known.
    pub date: Option<(String, DateBasis)>,
    /// The hour of that day, "15:00", where its own clause tells it.
    pub hour: Option<String>,
    /// Whether it happened.
    pub status: EventStatus,
    /// The condition that it hangs on.
    pub condition: Option<ByteSpan>,
    /// How sure the reading is, in hundredths.
    pub score: u8,
    /// The statement that tells it.
    pub reported_by: Option<usize>,
    /// An earlier event that is the same.
    pub same_as: Option<usize>,
}

/// The events of a report, in order of their first words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// The events.
    pub events: Vec<EventDraft>,
    /// Actors that nothing but an event knows; they come after those of [`Actors`].
    pub added: Vec<ActorDraft>,
}

/// What events are read from, beside the trees.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// Who said what.
    pub attributions: &'a [Attribution],
    /// On which day, for each of them.
    pub(crate) said_on: &'a [SaidOn],
    /// Time expressions, in order.
    pub timexes: &'a [TimeExpression],
    /// Who acts.
    pub actors: &'a Actors,
    /// Which words name places.
    pub places: &'a Places,
    /// The dateline's words.
    pub dateline: Option<ByteSpan>,
    /// The day of publication.
    pub published: Option<&'a str>,
}

/// Finds the events of a text. `skip` are its headlines, which repeat what the report tells.
pub fn read(text: &str, analysis: &Analysis, told: Told<'_>, lexicon: &Lexicon, skip: &dyn Fn(ByteSpan) -> bool) -> Events {
    let trees: Vec<Tree<'_>> = (0..analysis.sentences.len()).map(|at| Tree::new(text, analysis, at)).collect();
    let ontology = &lexicon.ontology;
    let domains = Domains::new(&trees, ontology);
    let who = Who::new(text, lexicon, told.actors, told.places);
    let when = When {
        timexes: told.timexes,
        said_on: told.said_on,
        dateline: told.dateline.and_then(|words| when::day_in(told.timexes, words)),
        published: told.published.map(|day| day.get(..10).unwrap_or(day).to_owned()),
    };
    let mut reader = Reader {
        text,
        told,
        lexicon,
        who,
        when,
        domains,
        events: Vec::new(),
        said_in: vec![Vec::new(); trees.len()],
        codes: told.actors.actors.iter().map(|actor| actor.code.is_some()).collect(),
    };
    for (at, attribution) in told.attributions.iter().enumerate() {
        if let Some(list) = attribution.cue_head.and_then(|head| reader.said_in.get_mut(head.sentence)) {
            list.push(at);
        }
    }
    let mut day: Option<(usize, String)> = None;
    for tree in &trees {
        if tree.len() <= LONGEST && !skip(tree.sentence.span) {
            reader.sentence(tree, &trees, &mut day);
        }
    }
    let mut events = reader.events;
    events.sort_by_key(|event| event.evidence.first().copied());
    same::link(&mut events);
    Events { events, added: reader.who.added }
}

struct Reader<'a> {
    text: &'a str,
    told: Told<'a>,
    lexicon: &'a Lexicon,
    who: Who<'a>,
    when: When<'a>,
    domains: Domains,
    events: Vec<EventDraft>,
    /// Which of the known actors have a code.
    codes: Vec<bool>,
    /// For each sentence the attributions whose cue stands in it.
    said_in: Vec<Vec<usize>>,
}

impl Reader<'_> {
    fn sentence(&mut self, tree: &Tree<'_>, report: &[Tree<'_>], day: &mut Option<(usize, String)>) {
        let ontology = &self.lexicon.ontology;
        let mut hits = triggers::hits(tree, report, &self.who, ontology);
        compose::compose(tree, ontology, &mut hits);
        let contexts = self.contexts(tree);
        let paragraph = tree.sentence.paragraph;
        let mut here = day.clone().filter(|(of, _)| *of == paragraph).map(|(_, day)| day);
        let first = self.events.len();
        let own: Vec<Hit<'_>> = hits.iter().flatten().filter(|hit| !hit.taken && !hit.cameo.is_empty()).cloned().collect();
        for hit in &own {
            if own.len() > 1 && is_setting(tree, ontology, hit) {
                continue;
            }
            // What stands in the condition of an event is told with that event.
            if status::conditioned(tree, ontology, hit)
                .is_some_and(|main| own.iter().any(|other| other.token == main || other.verb == Some(main)))
            {
                continue;
            }
            let Some(mut event) = self.event(tree, &hits, hit) else {
                continue;
            };
            event.contexts = contexts.clone();
            if let Some((named, hour)) = self.when.clause(tree, hit) {
                if matches!(event.status, EventStatus::Happened | EventStatus::Ongoing) {
                    here = Some(named.clone());
                }
                event.date = Some((named, DateBasis::Clause));
                event.hour = hour;
            } else {
                event.date = self.when.otherwise(&event, here.as_deref());
            }
            self.events.push(event);
        }
        self.statements(tree, first, &hits);
        if let Some(named) = here {
            *day = Some((paragraph, named));
        }
    }

    /// The event that a hit makes, if it makes one.
    fn event(&mut self, tree: &Tree<'_>, hits: &[Option<Hit<'_>>], hit: &Hit<'_>) -> Option<EventDraft> {
        let ontology = &self.lexicon.ontology;
        let mut standing = standing(tree, ontology, hits, hit);
        let span = tree.token(hit.token).span;
        let reported_by = self.statement(span);
        let denied =
            reported_by.is_some_and(|at| self.told.attributions[at].act == Act::Deny && !is_cue(&self.told.attributions[at], span));
        if denied && standing.status == EventStatus::Happened {
            standing.status = EventStatus::Denied;
        }
        if status::is_general(tree, ontology, hit) {
            return None;
        }
        let (sources, mut targets) = self.parties(tree, hit);
        let mut cameo = hit.cameo.clone();
        let does = hit.does.is_some();
        // "Talks are planned": nobody says that he will hold them.
        let promised = !hit.nominal || !sources.is_empty() || root(&cameo) != "04";
        match standing.status {
            EventStatus::Planned | EventStatus::Possible
                if !does
                    && promised
                    && (standing.status == EventStatus::Planned || standing.condition.is_some() || standing.future)
                    && is_act(&cameo) =>
            {
                cameo = ontology.composed(Does::Plan, &cameo).unwrap_or(&cameo).to_owned();
            }
            // "would not consider the request".
            EventStatus::Negated if standing.refused && hit.does == Some(Does::Consider) && !cameo.is_empty() => {
                cameo = "120".to_owned();
                standing.status = EventStatus::Happened;
            }
            EventStatus::Negated if standing.refused && !does && ("03".."09").contains(&root(&cameo)) => {
                cameo = ontology.composed(Does::Refuse, &cameo).unwrap_or(&cameo).to_owned();
                standing.status = EventStatus::Happened;
            }
            _ => {}
        }
        if standing.tried && ("03".."09").contains(&root(&cameo)) && standing.status == EventStatus::Happened {
            standing.status = EventStatus::Possible;
        }
        if targets.is_empty() && !sources.is_empty() && !hit.nominal {
            targets = self.known_from_before(tree, hit, &sources);
        }
        let coded = sources.iter().chain(&targets).any(|&actor| self.is_coded(actor));
        // "the harvest supported the island": a thing may do harm, but neither agrees, asks nor refuses.
        let thing = |&one: &TokenId| tree.upos(one) == Upos::Noun && !self.is_text(tree, one);
        // "people leave for Telmark" and pay no visit.
        let visit = cameo == "042" && !hit.sources.is_empty();
        if visit && !hit.sources.iter().any(|&source| self.is_visitor(tree, source)) {
            return None;
        }
        let by_thing = sources.is_empty() && !hit.nominal && cameo.as_str() < "13" && hit.sources.iter().any(thing);
        if by_thing || domain::is_no_act(tree, &self.who, hit, coded) {
            return None;
        }
        // "rejected calls for her resignation": she has not resigned.
        if hit.nominal && hit.verb.is_none() && cameo == "0831" && standing.status != EventStatus::Happened {
            return None;
        }
        let owned = hit.owned && is_specific(tree, ontology, hit);
        let score = score(hit, &cameo, owned, !sources.is_empty(), !targets.is_empty()).or(is_crowd(tree, hit, &cameo).then_some(30))?;
        let condition = standing.condition.and_then(|clause| tree.span(&tree.subtree(clause, &[])));
        let event = EventDraft {
            evidence: when::spans(tree, &hit.words, self.text),
            clause: when::spans(tree, &clause::extent(tree, hit.token, hit.verb, &hit.words), self.text),
            sources,
            targets,
            kind: hit.kind.filter(|_| cameo == hit.cameo).map(str::to_owned),
            cameo,
            contexts: Vec::new(),
            date: None,
            hour: None,
            status: standing.status,
            condition,
            score,
            reported_by,
            same_as: None,
        };
        (!self.domains.excludes(tree.at, &event, coded)).then_some(event)
    }

    fn is_coded(&self, actor: usize) -> bool {
        match self.codes.get(actor) {
            Some(&coded) => coded,
            None => self.who.added.get(actor - self.codes.len()).is_some_and(|draft| draft.code.is_some()),
        }
    }

    /// Whether one speaks in public life: by name, or by a role with an agent code.
    fn is_public(&self, tree: &Tree<'_>, actor: usize, head: TokenId) -> bool {
        let draft = &self.told.actors.actors[actor];
        let named = draft.mentions.iter().any(|(_, kind)| *kind == MentionKind::Name) && draft.kind == ActorKind::Person;
        let table = &self.lexicon.actors;
        let last = tree.lemma(head);
        let role = table.role_word(last).is_some_and(|role| role.class.speaks_for());
        let official = role || table.group(&[last]).is_some_and(|group| group.1.code.is_some());
        named || official || matches!(draft.kind, ActorKind::Organisation | ActorKind::State)
    }

    /// Whether one who travels may do so for others: a crowd does not.
    fn is_visitor(&self, tree: &Tree<'_>, word: TokenId) -> bool {
        let core = self.who.core(tree, word);
        !(tree.token(core).feats.is("Number", "Plur") && self.lexicon.ontology.is(clause::lemma(tree, core), "crowd"))
    }

    /// Who does it and to whom, as actors.
    fn parties(&mut self, tree: &Tree<'_>, hit: &Hit<'_>) -> (Vec<usize>, Vec<usize>) {
        let mut sources: Vec<usize> = Vec::new();
        // A bulldozer or a bomb may do force, a war or an attack does nothing itself; what is said is by somebody.
        let things = !hit.nominal && hit.cameo.as_str() >= "14";
        for &source in &hit.sources {
            if self.who.is_actor(tree, source)
                || self.who.state(tree, source).is_some()
                || things && tree.upos(source) == Upos::Noun && self.lexicon.ontology.noun(clause::lemma(tree, source)).is_empty()
            {
                sources.extend(self.who.of(tree, source));
            }
        }
        // "said it would send troops": who speaks, where nobody nearer is meant.
        if sources.is_empty() && hit.sources.iter().any(|&source| tree.upos(source) == Upos::Pron) {
            let verb = hit.verb.unwrap_or(hit.token);
            let clause = tree.ancestors_of(verb).take(4).find(|&at| tree.deprel(at) == Deprel::Ccomp);
            if let Some(says) = clause.and_then(|clause| tree.head(clause)) {
                for subject in clause::clause(tree, &self.lexicon.ontology, says).subjects {
                    sources.extend(self.who.of(tree, subject));
                }
            }
        }
        // "The guild's statement urged the port to open": who speaks through it.
        if sources.is_empty() && !hit.sources.is_empty() {
            sources.extend(self.speakers_of(tree, hit.verb.unwrap_or(hit.token)));
        }
        // "wrote a letter asking for a pier".
        if sources.is_empty()
            && let Some(&document) = hit.sources.iter().find(|&&source| self.is_text(tree, source))
        {
            for issuer in clause::holder(tree, &self.lexicon.ontology, document, 0) {
                sources.extend(self.who.of(tree, issuer));
            }
        }
        let mut targets: Vec<usize> = Vec::new();
        // "the abuse must end": what is done is nobody.
        let deed = |word: TokenId| tree.upos(word) == Upos::Noun && !self.lexicon.ontology.noun(clause::lemma(tree, word)).is_empty();
        for &target in &hit.targets {
            if !deed(target) || self.who.is_actor(tree, target) {
                targets.extend(self.who.of(tree, target));
            }
        }
        targets.retain(|target| !sources.contains(target));
        // Who resigns does it to nobody.
        let resigns = hit.cameo == "0831" && !sources.is_empty();
        if targets.is_empty() && !resigns {
            targets = if !sources.is_empty() || hit.cameo.as_str() >= "14" {
                self.implied(tree, hit, &sources)
            } else {
                // Where nobody is said to do it, only who stands at the object itself makes it an event.
                let phrases = hit.clause.phrases.iter().map(|phrase| phrase.head);
                let beside: Vec<TokenId> = hit.clause.objects.iter().copied().chain(phrases).collect();
                beside.into_iter().map(|noun| self.who.beside(tree, noun)).find(|found| !found.is_empty()).unwrap_or_default()
            };
        }
        dedup(&mut sources);
        dedup(&mut targets);
        targets.retain(|target| !sources.contains(target));
        (sources, targets)
    }

    /// Whether a noun is a text in which somebody says or decides something.
    fn is_text(&self, tree: &Tree<'_>, noun: TokenId) -> bool {
        let lemma = clause::lemma(tree, noun);
        self.lexicon.actors.is_document(lemma) || self.lexicon.ontology.is(lemma, "proposal")
    }

    /// Who makes the statement whose cue a word is.
    fn speakers_of(&self, tree: &Tree<'_>, cue: TokenId) -> Vec<usize> {
        let here = self.said_in[tree.at].iter().map(|&at| &self.told.attributions[at]);
        let mut told = here.filter(|told| told.cue_head.is_some_and(|head| head.token == cue));
        told.find_map(|told| told.source).map(|source| self.told.actors.at(source)).unwrap_or_default()
    }

    /// Whom the words of an event name inside: "the offices of the opposition party", "shelled the capital of
    /// Telmark", "threatened to deliver blows to Telmark". Who does it is never meant.
    fn implied(&mut self, tree: &Tree<'_>, hit: &Hit<'_>, sources: &[usize]) -> Vec<usize> {
        let beside = |phrase: &&clause::Phrase<'_>| {
            let around = phrase.preposition.to_lowercase();
            !self.lexicon.ontology.is_link(&around, Link::Around)
                && (sources.is_empty() || !triggers::is_scene(tree, &self.who, &hit.cameo, phrase))
        };
        let phrases = hit.clause.phrases.iter().filter(beside).map(|phrase| phrase.head);
        // What the event itself has beside it was looked at before: only what stands inside is left.
        let own: Vec<TokenId> = hit.clause.objects.iter().copied().chain(phrases).collect();
        let governed = clause::governed(tree, &self.lexicon.ontology, hit.token, &hit.words, root(&hit.cameo) == "14");
        let seeds = own.iter().map(|&seed| (seed, false)).chain(governed.into_iter().map(|seed| (seed, !own.contains(&seed))));
        for (seed, itself) in seeds {
            // Where it is done is not to whom.
            if hit.sources.contains(&seed) || seed == hit.token || itself && self.who.is_literal_place(tree, seed) {
                continue;
            }
            let mut found = if itself && self.who.is_actor(tree, seed) { self.who.of(tree, seed) } else { Vec::new() };
            found.retain(|actor| !sources.contains(actor));
            if found.is_empty() {
                found = self.inside(tree, seed, sources, 0);
                // "pressed its offensive": one's own.
                let own = tree.child(seed, Deprel::NmodPoss).filter(|&owner| hit.words.contains(&seed) && tree.upos(owner) == Upos::Pron);
                let owner = own.map(|owner| self.who.of(tree, owner)).unwrap_or_default();
                found.retain(|actor| !owner.contains(actor));
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// "rejected the invitation": whose invitation it is, where the report has told of one before and the
    /// words name nobody.
    fn known_from_before(&self, tree: &Tree<'_>, hit: &Hit<'_>, sources: &[usize]) -> Vec<usize> {
        for &object in &hit.clause.objects {
            let frames = self.lexicon.ontology.noun(clause::lemma(tree, object));
            let Some(told) =
                frames.first().map(|frame| root(&frame.cameo)).filter(|root| !root.is_empty() && clause::is_definite(tree, object))
            else {
                continue;
            };
            let before = self.events.iter().rev().find(|event| root(&event.cameo) == told && !event.sources.is_empty());
            let whose = before.map(|event| event.sources.clone()).unwrap_or_default();
            if !whose.is_empty() && whose.iter().all(|one| !sources.contains(one)) {
                return whose;
            }
        }
        Vec::new()
    }

    /// Those whom a noun names beside it, or the nouns that hang on it.
    fn inside(&mut self, tree: &Tree<'_>, noun: TokenId, sources: &[usize], depth: usize) -> Vec<usize> {
        const DEEP: usize = 3;
        let mut found = self.who.beside(tree, noun);
        if found.is_empty() && self.who.is_named_place(tree, noun) {
            found = self.who.of(tree, noun);
        }
        found.retain(|actor| !sources.contains(actor));
        if depth == DEEP || !found.is_empty() {
            return found;
        }
        let mut deeper: Vec<TokenId> =
            tree.children(noun).filter(|&kid| matches!(tree.deprel(kid), Deprel::Nmod | Deprel::Appos)).collect();
        // "lines leading into Kelm", "an invitation to attend a meeting of Telmark's parties".
        for clause in tree.children(noun).filter(|&kid| tree.deprel(kid) == Deprel::Acl) {
            deeper.extend(tree.children(clause).filter(|&kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::Obl)));
        }
        deeper.into_iter().map(|kid| self.inside(tree, kid, sources, depth + 1)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The innermost statement in whose content the words stand.
    fn statement(&self, words: ByteSpan) -> Option<usize> {
        let holds = |at: &usize| self.told.attributions[*at].content.iter().any(|content| content.contains(words));
        let length = |at: &usize| self.told.attributions[*at].content.iter().map(|content| content.len()).sum::<usize>();
        (0..self.told.attributions.len()).filter(holds).min_by_key(|at| (length(at), *at))
    }

    /// What officials say without doing anything by it: CAMEO's root 01.
    fn statements(&mut self, tree: &Tree<'_>, first: usize, hits: &[Option<Hit<'_>>]) {
        for at in std::mem::take(&mut self.said_in[tree.at]) {
            let attribution = &self.told.attributions[at];
            let (Some(head), Some(cue), Some(source)) = (attribution.cue_head, attribution.cue, attribution.source) else {
                continue;
            };
            if attribution.within.is_some()
                || hits[head.token.index()].as_ref().is_some_and(|hit| hit.taken || !matches!(hit.does, Some(Does::Say | Does::Deny)))
            {
                continue;
            }
            let done =
                self.events[first..].iter().any(|event| event.evidence.iter().any(|words| words.overlaps(tree.token(head.token).span)));
            let speakers = self.told.actors.at(source);
            let word = attribution.source_head.filter(|word| word.sentence == tree.at).map(|word| word.token);
            let public =
                speakers.iter().any(|&speaker| self.is_coded(speaker) || word.is_some_and(|word| self.is_public(tree, speaker, word)));
            // A dateline's colon marks no statement.
            let public = public && cue.of(self.text).contains(char::is_alphabetic);
            if done || !public || self.domains.is_other(tree.at) {
                continue;
            }
            let code = match attribution.act {
                Act::Deny => "016",
                Act::Say | Act::Claim | Act::Hope | Act::Believe => "010",
                Act::Warn => "012",
                // What is demanded, promised or rejected is for the words of the ontology to tell.
                _ => continue,
            };
            let mut event = EventDraft {
                evidence: vec![cue],
                // Where it was said, not where what it tells of took place.
                clause: vec![cue],
                sources: speakers,
                targets: attribution.addressees.iter().flat_map(|&words| self.told.actors.at(words)).collect(),
                cameo: code.to_owned(),
                kind: None,
                contexts: Vec::new(),
                date: None,
                hour: None,
                status: EventStatus::Happened,
                condition: None,
                score: 60,
                reported_by: attribution.within,
                same_as: None,
            };
            dedup(&mut event.targets);
            event.targets.retain(|target| !event.sources.contains(target));
            let said = self.when.said_on[at].as_ref();
            event.date = said.map(|said| (said.day.clone(), DateBasis::Clause)).or_else(|| self.when.otherwise(&event, None));
            event.hour = said.and_then(|said| said.hour.clone());
            self.events.push(event);
        }
    }

    fn contexts(&self, tree: &Tree<'_>) -> Vec<String> {
        let words = tree.ids().flat_map(|id| self.lexicon.ontology.contexts(tree.lemma(id)));
        words.cloned().collect::<BTreeSet<String>>().into_iter().collect()
    }
}

/// The first two digits of a CAMEO code.
fn root(cameo: &str) -> &str {
    cameo.get(..2).unwrap_or_default()
}

/// Whether a noun only says where or amid what something else took place: "at a meeting of ministers".
fn is_setting(tree: &Tree<'_>, ontology: &Ontology, hit: &Hit<'_>) -> bool {
    let place = matches!(tree.deprel(hit.token), Deprel::Obl | Deprel::Nmod)
        && ontology.is_link(clause::preposition(tree, hit.token), Link::Setting);
    // "During her visit to Telmark": whose it is and where to makes it one to tell.
    let visit = hit.cameo == "042" && hit.owned && !hit.targets.is_empty();
    place && hit.nominal && hit.verb.is_none() && !visit
}

/// Whether a code is that of an act, which one may promise or threaten.
fn is_act(cameo: &str) -> bool {
    ("04".."09").contains(&root(cameo)) || cameo >= "14"
}

fn is_cue(attribution: &Attribution, words: ByteSpan) -> bool {
    attribution.cue.is_some_and(|cue| cue.contains(words))
}

fn dedup(list: &mut Vec<usize>) {
    let mut seen = BTreeSet::new();
    list.retain(|one| seen.insert(*one));
}

/// Whether a noun's words name the act that its event is about: "refusal to talk", "invitation for talks".
fn is_specific(tree: &Tree<'_>, ontology: &Ontology, hit: &Hit<'_>) -> bool {
    let governs = hit.words.iter().any(|&word| tree.upos(word) == Upos::Verb);
    let about = |phrase: &clause::Phrase<'_>| {
        phrase.preposition.eq_ignore_ascii_case("for") && !ontology.noun(clause::lemma(tree, phrase.head)).is_empty()
    };
    governs || hit.clause.phrases.iter().any(about)
}

/// "after three weeks of protests", "during a protest": a crowd, whoever it is; "in protest", "a ban on protests",
/// "a protest is no crime" tell of none.
fn is_crowd(tree: &Tree<'_>, hit: &Hit<'_>, cameo: &str) -> bool {
    let noun = hit.token;
    let general = ["for", "on"].iter().any(|word| clause::preposition(tree, noun).eq_ignore_ascii_case(word));
    let beside = tree.deprel(noun) == Deprel::Obl && tree.child(noun, Deprel::Det).is_some();
    let told = beside || tree.token(noun).feats.is("Number", "Plur");
    hit.nominal && root(cameo) == "14" && (clause::is_definite(tree, noun) || told && !general)
}

/// How sure an event is, in hundredths; `None` where it is none. `owned`: a noun that names its doer and the act that it is about.
fn score(hit: &Hit<'_>, cameo: &str, owned: bool, source: bool, target: bool) -> Option<u8> {
    let force = cameo >= "14";
    let alone = hit.nominal && hit.verb.is_none();
    let soft = alone && !force && !cameo.starts_with("04");
    match (source, target) {
        (false, false) if alone || !force => return None,
        (true, true) => {}
        // "weapons supplies to the rebels", "the departure of the president": the noun's own row asks for what is there.
        // "Telmark's refusal to talk": whose it is and what it is about; "Dask's resignation": it is about nothing else.
        _ if soft && !(hit.asked && matches!(root(cameo), "07" | "08") || source && (owned || cameo == "0831")) => return None,
        _ if soft => return Some(40),
        _ => {}
    }
    let base: u8 = match (hit.nominal, hit.verb) {
        (false, _) => 80,
        (true, Some(_)) => 75,
        (true, None) => 50,
    };
    let parties = 10 * u8::from(source) + 5 * u8::from(target);
    let less = if source || target { 0 } else { 30 };
    Some((base + parties).saturating_sub(less))
}
