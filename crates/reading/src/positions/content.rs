//! What a stand is about: the words that it governs, through those that leave it as it is or turn it round.

use super::complements::{complements, is_infinitive};
use super::idioms::figure;
use super::issue::{class_at, follows, topic as topic_of};
use super::negation::{is_denied, is_otherwise};
use super::pronouns::{is_beside, is_bound, is_definite, pronoun};
use super::refer::Reference;
use super::scene::Scene;
use super::stands::Finder;
use super::{At, Topic};
use crate::events::clause::{self, lemma};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::{Attitude, Effect, Idiom, Part, Refers};
use rapporteur_lexicon::{Cue, Frame, Polarity};
use rapporteur_record::Act;

/// The place of what an idiom is about.
pub(super) const IDIOM: &str = "~";

/// How deep words are followed that govern one another.
const DEEP: usize = 6;

/// What a word does to what it governs, and in which places that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Governs<'l> {
    pub effect: Effect,
    row: Option<&'l Attitude>,
    cue: Option<&'l Cue>,
    /// The idiom that says it, and whether it leaves out what it is about.
    figure: Option<(&'l Idiom, bool)>,
}

impl Governs<'_> {
    /// Whether what is governed may stand in `place`.
    pub fn takes(&self, place: &str) -> bool {
        if self.figure.is_some() {
            return place == IDIOM;
        }
        // "to+" is the infinitive; a verb that wants or urges has no use for a phrase with "to".
        let (infinitive, place) = (place == "to+", if place == "to+" { "to" } else { place });
        let urges = matches!(self.effect, Effect::Want | Effect::Demand | Effect::Promise | Effect::Propose | Effect::Claim);
        match (self.row, self.cue) {
            (Some(row), _) if row.part == Part::Verb && place == "to" && !infinitive && (urges || row.is_open()) => false,
            // Who is urged is urged to do something, whatever the row says of phrases.
            (Some(row), _) if row.part == Part::Verb && self.effect == Effect::Demand && place == "to" => true,
            (Some(row), _) if row.part == Part::Verb && row.is_open() => {
                matches!(place, "obj" | "to" | "that" | "ing") || place == "subj" && row.takes(place)
            }
            (Some(row), _) => row.takes(place),
            (None, Some(cue)) => match place {
                "obj" => cue.takes(&Frame::Thing) || cue.takes(&Frame::As),
                "that" => cue.takes(&Frame::That),
                "to" if infinitive => cue.takes(&Frame::To) || cue.takes(&Frame::WhomTo) || cue.takes_preposition("to"),
                "ing" => cue.takes(&Frame::Ing),
                "subj" | "pred" => false,
                other => cue.takes_preposition(other),
            },
            (None, None) => false,
        }
    }
}

impl Governs<'_> {
    /// Whether what it governs may be left out, because it was spoken of: "has refused", but not "swallowed hard", "was hostile".
    pub fn may_be_silent(&self, part: Upos) -> bool {
        if let Some((_, silent)) = self.figure {
            return silent;
        }
        let Some(row) = self.row else { return true };
        match part {
            Upos::Adj => self.effect == Effect::Neutral || row.takes("to"),
            _ => row.is_open() || row.places.iter().any(|place| &**place != "obj"),
        }
    }
}

/// What the word does, by the tables of issues, else by those of cues; several rows where the place decides.
pub(super) fn governs<'l>(scene: &Scene<'l>, tree: &Tree<'_>, token: TokenId) -> Vec<Governs<'l>> {
    let lexicon = scene.lexicon;
    if let Some(figure) = figure(scene, tree, token) {
        let silent = figure.about.is_none();
        return vec![Governs { effect: figure.row.effect, row: None, cue: None, figure: Some((figure.row, silent)) }];
    }
    let (part, word) = match tree.upos(token) {
        Upos::Verb | Upos::Aux if is_adjectival(scene, tree, token) => (Part::Adj, tree.form(token)),
        Upos::Verb | Upos::Aux => (Part::Verb, tree.lemma(token)),
        Upos::Noun => (Part::Noun, lemma(tree, token)),
        Upos::Adj => (Part::Adj, tree.lemma(token)),
        // "would be enough".
        Upos::Adv if tree.child(token, Deprel::Cop).is_some() => (Part::Adj, tree.lemma(token)),
        _ => return Vec::new(),
    };
    let rows = lexicon.issues.attitudes(word);
    let fitting = |long: bool| {
        let fits = move |row: &&'l Attitude| row.part == part && row.rest.is_empty() != long && follows(tree, token, &row.rest, part);
        rows.iter().filter(fits).map(|row| Governs { effect: row.effect, row: Some(row), cue: None, figure: None }).collect::<Vec<_>>()
    };
    for long in [true, false] {
        let found = fitting(long);
        if !found.is_empty() {
            return found;
        }
    }
    let cue = match part {
        Part::Verb => lexicon.cues.verb(word),
        Part::Noun => lexicon.cues.noun(word),
        Part::Adj => lexicon.cues.adjective(word),
    };
    let Some(cue) = cue else { return Vec::new() };
    let effect = match (cue.act, cue.polarity) {
        (Act::Accept | Act::Praise, _) => Effect::Support,
        (Act::Reject, _) => Effect::Reject,
        (Act::Demand | Act::Urge, Polarity::Against) => Effect::Reject,
        (Act::Demand | Act::Urge, _) => Effect::Demand,
        (Act::Promise, _) => Effect::Promise,
        (Act::Hope, _) => Effect::Want,
        (Act::Ask, Polarity::For) => Effect::Demand,
        (Act::Accuse, _) => Effect::Reject,
        (Act::Deny, _) => Effect::Deny,
        (Act::Warn, _) => Effect::Warn,
        (Act::Threaten, _) => Effect::Threaten,
        _ => return Vec::new(),
    };
    vec![Governs { effect, row: None, cue: Some(cue), figure: None }]
}

/// Whether a participle stands as an adjective of attitude, so that its subject holds it: "are opposed to".
pub(super) fn is_adjectival(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> bool {
    // "is fiercely opposed": somebody of whom nobody is said to oppose him.
    let alone = || {
        tree.children(token).any(|kid| tree.deprel(kid) == Deprel::NsubjPass && scene.is_actor(tree, kid))
            && !tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Obl | Deprel::Xcomp | Deprel::Ccomp))
    };
    tree.upos(token) == Upos::Verb
        && tree.token(token).feats.is("VerbForm", "Part")
        && (tree.child(token, Deprel::AuxPass).is_some() || tree.deprel(token) == Deprel::Xcomp)
        && !tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::OblAgent | Deprel::Obj))
        && scene.lexicon.issues.attitudes(tree.form(token)).iter().any(|row| {
            // "was bound by a list" is none.
            let governed = |kid: TokenId| match tree.deprel(kid) {
                Deprel::Obl => row.takes(clause::preposition(tree, kid)),
                Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp => true,
                _ => false,
            };
            row.part == Part::Adj
                && row.effect.is_stand()
                && (tree.children(token).any(governed) || row.effect == Effect::Reject && alone())
        })
}

/// A topic that was found in what is governed.
#[derive(Clone, Debug)]
pub(super) struct Matter {
    /// Index of the topic.
    pub topic: usize,
    /// Whether it is meant as it stands or turned round.
    pub sign: i8,
    /// As `sign`, negations left aside.
    pub pole: i8,
    /// Whether it is told as a claim: "rejected claims that".
    pub claim: bool,
    /// The words passed on the way, conditions may hang on each.
    pub way: Vec<TokenId>,
    /// Whether it is told as still to come.
    pub future: bool,
}

impl Finder<'_, '_> {
    /// What the word and what it governs are about.
    pub(super) fn interpret(&mut self, tree: &Tree<'_>, token: TokenId) -> Vec<Matter> {
        let mut out = Vec::new();
        self.follow(tree, token, (1, 1), false, 0, &mut Vec::new(), &mut out);
        out
    }

    /// As [`Finder::interpret`], for what is claimed or denied: that somebody offered it is the matter, not what was offered.
    pub(super) fn interpret_claim(&mut self, tree: &Tree<'_>, token: TokenId) -> Vec<Matter> {
        let mut out = Vec::new();
        self.follow(tree, token, (1, 1), true, 0, &mut Vec::new(), &mut out);
        out
    }

    #[allow(clippy::too_many_arguments)]
    fn follow(
        &mut self,
        tree: &Tree<'_>,
        token: TokenId,
        signs: (i8, i8),
        claim: bool,
        depth: usize,
        way: &mut Vec<TokenId>,
        out: &mut Vec<Matter>,
    ) {
        if depth > DEEP || out.len() > 8 {
            return;
        }
        // A verb with tense of its own stands for itself.
        let own =
            |kid: TokenId| tree.token(kid).feats.is("VerbForm", "Fin") || tree.children(kid).any(|aux| tree.deprel(aux) == Deprel::Aux);
        let alike = |kid: TokenId| tree.upos(kid) == tree.upos(token) || clause::is_nominal(tree, kid) && clause::is_nominal(tree, token);
        let more: Vec<TokenId> = tree
            .children(token)
            .filter(|&kid| tree.deprel(kid) == Deprel::Conj && alike(kid) && !is_otherwise(tree, kid))
            .filter(|&kid| !(tree.upos(kid) == Upos::Verb && own(kid) && own(token)))
            .collect();
        way.push(token);
        self.follow_one(tree, token, signs, claim, depth, way, out);
        for kid in more {
            // Coordinated nouns under a noun's own complement are found there already.
            if !out.iter().any(|part| self.topics[part.topic].at == (At { sentence: tree.at, token: kid })) {
                self.follow(tree, kid, signs, claim, depth + 1, way, out);
            }
        }
        way.pop();
    }

    #[allow(clippy::too_many_arguments)]
    fn follow_one(
        &mut self,
        tree: &Tree<'_>,
        token: TokenId,
        signs: (i8, i8),
        claim: bool,
        depth: usize,
        way: &mut Vec<TokenId>,
        out: &mut Vec<Matter>,
    ) {
        let scene = self.scene;
        let (sign, lexical) = signs;
        let turned = if is_denied(scene, tree, token) { -sign } else { sign };
        let verbal = matches!(tree.upos(token), Upos::Verb | Upos::Aux);
        let future = verbal
            && tree
                .children(token)
                .any(|kid| tree.deprel(kid) == Deprel::Aux && matches!(tree.lemma(kid), "will" | "would" | "shall" | "'d" | "'ll"));
        let push = |finder: &mut Self, way: &[TokenId], out: &mut Vec<Matter>| {
            let (topic, pole) = finder.topic_at(tree, token, claim);
            out.push(Matter { topic, sign: turned * pole, pole: lexical * pole, claim, way: way.to_vec(), future });
        };
        match tree.upos(token) {
            Upos::Pron | Upos::Det => {
                if let Some(reference) = pronoun(scene, tree, token) {
                    let topic = self.refer(tree, token, reference);
                    self.topics[topic].instead = self.measure_before(tree, token);
                    out.push(Matter { topic, sign: turned, pole: lexical, claim, way: way.clone(), future: false });
                }
                return;
            }
            // "ruled that out" with the pronoun taken for a mark.
            Upos::Sconj if tree.is(token, "that") && depth == 0 => {
                let topic = self.refer(tree, token, Reference::Pronoun);
                out.push(Matter { topic, sign: turned, pole: lexical, claim, way: way.clone(), future: false });
                return;
            }
            Upos::Num | Upos::Propn | Upos::Noun | Upos::Verb | Upos::Aux | Upos::Adj | Upos::Sym => {}
            // "until the money is in", "once the war is over".
            Upos::Adp | Upos::Adv if tree.child(token, Deprel::Cop).is_some() && tree.child(token, Deprel::Nsubj).is_some() => {
                push(self, way, out);
                return;
            }
            _ => return,
        }
        // "is going to sell", "has to leave": what is to be done.
        if verbal
            && let Some(inner) = tree.child(token, Deprel::Xcomp).filter(|&kid| is_infinitive(tree, kid))
            && matches!(tree.lemma(token), "go" | "be")
        {
            return self.follow(tree, inner, (turned, lexical), claim, depth + 1, way, out);
        }
        // "had it in writing that they would go", "got guarantees that": what is assured.
        if verbal
            && matches!(tree.lemma(token), "have" | "get" | "receive" | "obtain")
            && let Some(assured) = assured(tree, token)
        {
            return self.follow(tree, assured, (turned, lexical), claim, depth + 1, way, out);
        }
        // "would not do so": what was spoken of.
        let next = TokenId(token.0 + 1);
        let so = |id: TokenId| tree.is(id, "so");
        // "will not do that".
        let thing = |kid: TokenId| tree.deprel(kid) == Deprel::Obj && ["it", "that", "this"].iter().any(|word| tree.is(kid, word));
        let done = super::moods::mood_of(tree, token) != super::moods::Mood::Can
            && tree.children(token).any(thing)
            && !tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Xcomp);
        if verbal && tree.lemma(token) == "do" && (done || tree.children(token).any(so) || next.index() < tree.len() && so(next)) {
            let topic = self.refer(tree, token, Reference::Pronoun);
            out.push(Matter { topic, sign: turned, pole: lexical, claim, way: way.clone(), future });
            return;
        }
        // "would turn up", "promised to comply", "would pay for it": what was spoken of.
        if verbal && !claim && self.is_of_what_was_said(tree, token) {
            let topic = self.refer(tree, token, Reference::Pronoun);
            out.push(Matter { topic, sign: turned, pole: lexical, claim, way: way.clone(), future });
            return;
        }
        if !claim && class_at(scene, tree, token).is_some() {
            return push(self, way, out);
        }
        if !claim && self.provided(tree, token, (turned, lexical), depth, way, out) {
            return;
        }
        let all = governs(scene, tree, token);
        // "let it be known that it would receive them": what is known.
        if verbal
            && self.is_talk(tree, token)
            && let Some(said) = tree.child(token, Deprel::Ccomp)
        {
            return self.follow(tree, said, (turned, lexical), claim, depth + 1, way, out);
        }
        // "denies that it intends to leave" is about leaving, "claims that they rejected it" about their rejection.
        let told = claim && verbal && all.iter().any(|one| one.effect.is_stand()) && !scene.lexicon.issues.is_meant(tree.lemma(token));
        if !all.is_empty() && !told && !is_described(tree, token) {
            let complements = complements(scene, tree, token);
            let inner = complements.iter().any(|(_, place)| matches!(*place, "to+" | "that" | "ing"));
            let mut through = Vec::new();
            for &(id, place) in &complements {
                let Some(found) = all.iter().find(|one| one.takes(place)) else { continue };
                if matches!(found.effect, Effect::Warn | Effect::Threaten | Effect::Drop | Effect::Neutral | Effect::Good | Effect::Bad) {
                    continue;
                }
                if scene.is_time(tree, id) {
                    continue;
                }
                // "will go to the court": who goes somewhere does not end.
                if place == "subj" && tree.lemma(token) == "go" && tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Obl) {
                    continue;
                }
                // Who is asked to do it is not what is asked.
                let asked = matches!(place, "obj" | "on" | "upon" | "subj") || is_asked(tree, &complements, id, place);
                let there = place == "subj" && tree.child(token, Deprel::Expl).is_some();
                if inner && asked && !matches!(found.effect, Effect::End | Effect::Cut)
                    || place == "subj"
                        && !there
                        && scene.is_actor(tree, id)
                        && !matches!(found.effect, Effect::Keep if class_at(scene, tree, id).is_some())
                {
                    continue;
                }
                // "suspend the parliament" ends nothing that is done; "end it", "drop the demand" take up what was spoken of.
                let thing = !is_doing(scene, tree, id)
                    && tree.upos(id) != Upos::Pron
                    && scene.lexicon.issues.refers(lemma(tree, id)).is_none()
                    && scene.lexicon.issues.attitudes(lemma(tree, id)).is_empty();
                if matches!(found.effect, Effect::Cut | Effect::Light) && !is_doing(scene, tree, id)
                    || found.effect == Effect::End && thing && place == "obj"
                {
                    continue;
                }
                if is_addressed(scene, tree, id, place) && !is_sided(tree, id, place, found.effect) {
                    continue;
                }
                // "if Nabira requested it": the request itself is meant.
                if tree.upos(id) == Upos::Pron && verbal && depth == 0 && place == "obj" && found.effect == Effect::Demand {
                    continue;
                }
                through.push((id, found.effect));
            }
            if !through.is_empty() {
                let before = out.len();
                for (id, effect) in through {
                    let claims = matches!(effect, Effect::Claim | Effect::Accuse);
                    let inner = if effect.turns() { (-turned, -lexical) } else { (turned, lexical) };
                    let first = out.len();
                    self.follow(tree, id, inner, claim || claims, depth + 1, way, out);
                    // What somebody plans is still to come.
                    if effect == Effect::Promise {
                        out[first..].iter_mut().for_each(|matter| matter.future = true);
                    }
                }
                // "accuses them of having begun in secret": what is governed is no issue, so the word itself is.
                if out.len() > before {
                    return;
                }
            }
        }
        // "urged them to reconsider" says nothing of what they should do.
        if verbal
            && !told
            && all.iter().any(|one| one.effect == Effect::Neutral)
            && !tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::Obl))
        {
            return;
        }
        if tree.upos(token) == Upos::Noun
            && let Some(what) = scene.lexicon.issues.refers(lemma(tree, token)).or_else(|| {
                // "…, an amendment that they turned down".
                scene.lexicon.issues.is_instrument(lemma(tree, token)).then_some(Refers::Want).filter(|_| is_beside(tree, token))
            })
            && (is_definite(tree, token) || is_beside(tree, token))
        {
            let topic = self.refer(tree, token, Reference::Noun(what));
            // "the two-state solution", "the motion" stand for themselves where nothing else is meant.
            let more = |kid: TokenId| matches!(tree.deprel(kid), Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::Acl);
            if tree.children(token).any(more) || scene.lexicon.issues.is_instrument(lemma(tree, token)) {
                let (named, pole) = topic_of(scene, tree, token, claim);
                if pole > 0 {
                    self.topics[topic] = Topic { refers: self.topics[topic].refers, ..named };
                }
            }
            out.push(Matter { topic, sign: turned, pole: lexical, claim: claim || what == Refers::Claim, way: way.clone(), future: false });
            return;
        }
        // What one has, knows or says is nothing to stand for.
        let idle = tree.child(token, Deprel::AuxPass).is_none()
            && matches!(tree.lemma(token), "be" | "have" | "know" | "see" | "think" | "understand" | "seem" | "remember");
        // A mere quality is none either: "difficult to follow".
        // Nor what "it" is: "it would be impossible to persuade him".
        let expletive = |kid: TokenId| tree.deprel(kid) == Deprel::Expl || tree.deprel(kid) == Deprel::Nsubj && tree.is(kid, "it");
        let quality = tree.upos(token) == Upos::Adj
            && (!tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Cop || tree.deprel(kid).is_nominal_subject())
                || tree.children(token).any(expletive));
        if !(verbal && (idle || self.is_talk(tree, token)) && !claim) && !quality {
            push(self, way, out);
        }
    }

    /// What a text or plan would bring about is what one is for or against with it: "any bill that would allow a dam". Says whether
    /// that names issues of a class; else the text itself is the issue.
    fn provided(
        &mut self,
        tree: &Tree<'_>,
        token: TokenId,
        signs: (i8, i8),
        depth: usize,
        way: &mut Vec<TokenId>,
        out: &mut Vec<Matter>,
    ) -> bool {
        if tree.upos(token) != Upos::Noun || !self.scene.lexicon.issues.is_instrument(lemma(tree, token)) {
            return false;
        }
        let first = out.len();
        let clauses: Vec<TokenId> = tree
            .children(token)
            .filter(|&kid| {
                let relative = tree.deprel(kid) == Deprel::AclRelcl
                    && tree.children(kid).any(|who| tree.deprel(who) == Deprel::Nsubj && (tree.is(who, "that") || tree.is(who, "which")))
                    && tree.children(kid).any(|aux| tree.deprel(aux) == Deprel::Aux && matches!(tree.lemma(aux), "would" | "will"));
                relative || tree.deprel(kid) == Deprel::Acl && is_infinitive(tree, kid)
            })
            .collect();
        for clause in clauses {
            self.follow(tree, clause, signs, false, depth + 1, way, out);
        }
        if out[first..].iter().any(|matter| self.topics[matter.topic].class.is_some()) {
            return true;
        }
        out.truncate(first);
        false
    }

    /// The topic of a word, made once, and the pole that the word names.
    pub(super) fn topic_at(&mut self, tree: &Tree<'_>, token: TokenId, fact: bool) -> (usize, i8) {
        let at = At { sentence: tree.at, token };
        if let Some(&known) = self.known.get(&(at, fact)) {
            return known;
        }
        let (topic, pole) = topic_of(self.scene, tree, token, fact);
        self.topics.push(topic);
        self.known.insert((at, fact), (self.topics.len() - 1, pole));
        (self.topics.len() - 1, pole)
    }

    /// A topic that stands for another.
    pub(super) fn refer(&mut self, tree: &Tree<'_>, token: TokenId, reference: Reference) -> usize {
        self.topics.push(Topic {
            at: At { sentence: tree.at, token },
            span: tree.token(token).span,
            class: None,
            key: String::new(),
            predicate: String::new(),
            args: Vec::new(),
            label: String::new(),
            stems: Vec::new(),
            refers: Some(reference),
            instead: None,
        });
        self.topics.len() - 1
    }
}

/// The clause with "that" behind what somebody has or gets.
fn assured(tree: &Tree<'_>, verb: TokenId) -> Option<TokenId> {
    let that = |id: TokenId| {
        matches!(tree.deprel(id), Deprel::Ccomp | Deprel::Acl)
            && tree.children(id).any(|mark| tree.deprel(mark) == Deprel::Mark && tree.is(mark, "that"))
    };
    let inner = tree.children(verb).filter(|&kid| kid > verb && matches!(tree.deprel(kid), Deprel::Obj | Deprel::Advcl | Deprel::Obl));
    tree.children(verb).chain(inner.flat_map(|kid| tree.children(kid))).find(|&id| id > verb && that(id))
}

/// Whether somebody is spoken to or dealt with rather than at issue: a name, a pronoun, those behind "on" and "with".
pub(super) fn is_addressed(scene: &Scene<'_>, tree: &Tree<'_>, id: TokenId, place: &str) -> bool {
    if tree.upos(id) == Upos::Verb || class_at(scene, tree, id).is_some() {
        return false;
    }
    // "the Fisheries Convention".
    if scene.lexicon.issues.is_instrument(&tree.form(id).to_lowercase()) {
        return false;
    }
    let proper = matches!(tree.upos(id), Upos::Propn) && !scene.named(tree, id).is_empty()
        || tree.upos(id) == Upos::Pron && !scene.named(tree, id).is_empty() && !is_bound(scene, tree, id);
    proper
        || scene.is_actor(tree, id)
            && tree.upos(id) != Upos::Num
            && !matches!(tree.form(id), "percent")
            && matches!(place, "on" | "upon" | "to" | "with" | "from" | "subj" | "at")
}

/// "objects to a foreign chair", "opposed to the nominee": somebody may be what one is for or against; nobody is spoken to.
pub(super) fn is_sided(tree: &Tree<'_>, id: TokenId, place: &str, effect: Effect) -> bool {
    place == "to" && tree.upos(id) == Upos::Noun && matches!(effect, Effect::Reject | Effect::Accept | Effect::Support)
}

/// Whether a noun behind "for" or "to" is only who is to do what an infinitive beside it says: "called for the army to leave", "appealed to the minister
/// to order a return".
pub(super) fn is_asked(tree: &Tree<'_>, complements: &[(TokenId, &str)], id: TokenId, place: &str) -> bool {
    matches!(place, "for" | "to") && clause::is_nominal(tree, id) && complements.iter().any(|&(other, place)| place == "to+" && other > id)
}

/// Whether a noun is only used to describe another: "the demand letter".
fn is_described(tree: &Tree<'_>, token: TokenId) -> bool {
    matches!(tree.deprel(token), Deprel::Compound | Deprel::Amod)
}

/// Whether a noun or verb names a doing rather than a thing.
pub(super) fn is_doing(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> bool {
    if tree.upos(token) == Upos::Verb || class_at(scene, tree, token).is_some() {
        return true;
    }
    let noun = lemma(tree, token);
    scene.lexicon.issues.is_measure(noun)
        || scene.lexicon.issues.is_instrument(noun)
        || scene.lexicon.issues.verb_of(noun).is_some()
        || !scene.lexicon.issues.attitudes(noun).is_empty()
        || ["tion", "sion", "ment", "ance", "ence", "ing", "ship"].iter().any(|end| noun.len() > end.len() + 3 && noun.ends_with(end))
            && !matches!(
                noun,
                "government" | "parliament" | "building" | "station" | "document" | "nation" | "evening" | "morning" | "monument"
            )
}
