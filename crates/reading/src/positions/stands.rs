//! Who takes a stand, and by what: a word of attitude, a judgement, or the mood of a clause that somebody says.

use super::complements::{
    called_what, complements, is_failed, is_favour, is_let, is_negated_verb, is_open, is_question, is_report, nothing_less, quality_behind,
};
use super::conditions::{self, Condition};
use super::content::{Governs, IDIOM, Matter, governs, is_addressed, is_adjectival, is_asked, is_doing, is_sided};
use super::moods::{Mood, is_told, mood_of};
use super::negation::{is_denied, is_negated};
use super::pronouns::is_bound;
use super::scene::Scene;
use super::stance::{Manner, stance};
use super::who::Who;
use super::{At, Raw, Topic, idioms, issue, taken};
use crate::actors::ActorDraft;
use crate::events::clause::{self, lemma, preposition};
use crate::events::who::Who as Cast;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Frame;
use rapporteur_lexicon::issues::{Effect, Hangs};
use rapporteur_record::Stance;
use std::collections::BTreeMap;

/// How far up the tree it is looked whether a word is governed.
pub(super) const HIGH: usize = 8;

/// Gathers stands sentence by sentence.
pub(super) struct Finder<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub topics: Vec<Topic>,
    /// For each word, as something to do or as a fact, the topic and the pole that it names.
    pub known: BTreeMap<(At, bool), (usize, i8)>,
    pub raws: Vec<Raw>,
    /// Who the words are, with those that nothing but a position knows.
    pub cast: Cast<'a>,
}

impl<'s, 'a> Finder<'s, 'a> {
    pub fn new(scene: &'s Scene<'a>) -> Self {
        Self { scene, topics: Vec::new(), known: BTreeMap::new(), raws: Vec::new(), cast: scene.cast() }
    }

    /// What was found, in order of the text.
    pub fn finish(mut self) -> (Vec<Raw>, Vec<Topic>, Vec<ActorDraft>) {
        self.raws.sort_by_key(|raw| raw.at);
        (self.raws, self.topics, self.cast.added)
    }

    pub fn sentence(&mut self, at: usize) {
        let scene = self.scene;
        let tree = &scene.trees[at];
        let taken = taken::find(scene, tree);
        let mut figure = TokenId(0);
        for token in tree.ids() {
            // Words of an idiom take no stand of their own.
            if token < figure {
                continue;
            }
            if let Some(found) = idioms::figure(scene, tree, token) {
                figure = found.last;
            }
            if let Some(one) = taken.iter().find(|one| one.holds(token)) {
                if one.verb == token {
                    self.taken(tree, *one);
                }
                continue;
            }
            let all = governs(scene, tree, token);
            if all.iter().any(|one| one.effect.is_stand()) {
                self.attitude(tree, token, &all);
            }
            if let Some(one) = all.iter().find(|one| matches!(one.effect, Effect::Threaten | Effect::Warn)) {
                self.threatened(tree, token, one.effect == Effect::Warn);
            }
            if tree.child(token, Deprel::Cop).is_some() {
                self.judged(tree, token, &all);
            }
            let judges = || {
                let lemma = tree.lemma(token);
                scene.lexicon.issues.is_judging(lemma) || scene.lexicon.cues.verb(lemma).is_some_and(|cue| cue.takes(&Frame::As))
            };
            if tree.upos(token) == Upos::Verb && judges() {
                self.called(tree, token);
            }
            let copula = tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Cop);
            // "is for selling".
            let gerund = tree.upos(token) == Upos::Verb
                && tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Aux && tree.lemma(kid) == "be");
            if copula || gerund {
                self.side(tree, token);
                self.under(tree, token);
                self.up_to(tree, token);
            }
            self.disbelieved(tree, token);
            if matches!(tree.upos(token), Upos::Verb | Upos::Aux) && tree.deprel(token) != Deprel::Aux && tree.deprel(token) != Deprel::Cop
                || copula
            {
                self.mood(tree, token, all.iter().any(|one| one.effect.is_stand()));
            }
            if scene.lexicon.issues.is_precondition(lemma(tree, token)) {
                self.precondition(tree, token);
            }
            if matches!(tree.upos(token), Upos::Verb | Upos::Adj) {
                self.hinges(tree, token);
                self.and_then(tree, token);
            }
            if tree.upos(token) == Upos::Verb {
                self.tied(tree, token);
                self.rethinks(tree, token);
            }
            if matches!(tree.lemma(token), "precede" | "follow") {
                self.precedes(tree, token);
            }
            if scene.lexicon.issues.is_answer(tree.lemma(token)) {
                self.silent(tree, token);
            }
            if let Some(denies) = scene.lexicon.issues.naught(lemma(tree, token)) {
                self.naught(tree, token, denies);
            }
            if tree.is(token, "first")
                && let Some(verb) = tree.head(token)
            {
                self.in_order(tree, verb);
            }
            if tree.is(token, "nothing") {
                self.nothing_against(tree, token);
            }
            if tree.lemma(token) == "give" {
                self.term(tree, token);
            }
            if matches!(tree.lemma(token), "do" | "have" | "will" | "would" | "can" | "could") && tree.deprel(token) != Deprel::Aux {
                self.elliptic(tree, token);
            }
            if tree.is(token, "no") || tree.is(token, "yes") {
                self.slogan(tree, token);
                self.no_no(tree, token);
                self.answered(tree, token);
            }
            if tree.is(token, "rather") || tree.is(token, "sooner") {
                self.rather(tree, token);
            }
            if tree.is(token, "far") {
                self.too_far(tree, token);
            }
            self.as_asked(tree, token, &all);
            if tree.is(token, "so") {
                self.likewise(tree, token);
            }
            self.deed(tree, token);
            if all.iter().any(|one| matches!(one.effect, Effect::End | Effect::Cut)) {
                self.undone(tree, token);
            }
        }
        self.proviso(tree);
        self.answers(tree);
    }

    /// A word by which somebody takes a stand: "rejects", "is ready to", "its opposition to".
    fn attitude(&mut self, tree: &Tree<'a>, token: TokenId, all: &[Governs<'_>]) {
        let scene = self.scene;
        let Some(mut who) = self.who(tree, token) else { return };
        if self.is_governed(tree, token) || is_failed(tree, token) {
            return;
        }
        let mood = mood_of(tree, token);
        let speakers = scene.statement(At { sentence: tree.at, token }).map(|at| scene.speakers(at)).unwrap_or_default();
        let own = speakers.is_empty() || who.holders.iter().any(|&holder| speakers.iter().any(|&speaker| scene.same_side(holder, speaker)));
        // "Telmark should accept the plan", "the loser should concede" is what the speaker wants.
        let another = |&id: &TokenId| {
            tree.upos(id) == Upos::Noun
                && !self.belongs(tree, id, speakers)
                && !scene.named(tree, id).iter().any(|&one| speakers.iter().any(|&speaker| scene.speaks_for(speaker, one)))
        };
        let subjects = || clause::clause(tree, &scene.lexicon.ontology, token).subjects;
        if mood == Mood::Must && (!own || !speakers.is_empty() && subjects().iter().any(another)) {
            return;
        }
        let (negated, ended) = self.turned(tree, token);
        let found = complements(scene, tree, token);
        let class = issue::class_at(scene, tree, token).is_some();
        // "welcomes the promise to hold a vote" welcomes no clause of its own.
        let clausal = found.iter().any(|(_, place)| matches!(*place, "to+" | "that" | "ing") && all.iter().any(|one| one.takes(place)));
        let mut any = false;
        // "shook its head": the idiom's own words.
        let figure = idioms::figure(scene, tree, token);
        let figured = |id: TokenId| figure.is_some_and(|figure| id > token && id <= figure.last);
        // "turned him down": what he asked for.
        let rebuffed = |id: TokenId, place: &str| {
            place == "obj"
                && matches!(tree.lemma(token), "turn" | "rebuff" | "refuse" | "overrule")
                && (tree.upos(id) == Upos::Pron || tree.upos(id) == Upos::Propn)
                && scene.is_person_word(tree, id)
        };
        let nominal = tree.upos(token) == Upos::Noun && idioms::figure(scene, tree, token).is_none();
        // "made no promise" leaves it open, "has no plan" does not.
        let invites = matches!(tree.lemma(token), "invite" | "invitation");
        // "sees no need for talks": a need that is seen is nobody's stand, one that is not is against.
        let unseen = nominal && matches!(lemma(tree, token), "need" | "reason" | "point" | "cause" | "case");
        if unseen
            && (!negated
                || tree.deprel(token) != Deprel::Obj
                || !tree.head(token).is_some_and(|head| matches!(tree.lemma(head), "see" | "find" | "have")))
        {
            return;
        }
        let given = nominal
            && !matches!(lemma(tree, token), "intention" | "intent" | "plan" | "wish" | "desire" | "will" | "readiness" | "willingness");
        for &(id, place) in &found {
            // "criticised Telmark for closing the port", whatever the row says of phrases.
            let deed = |one: &&Governs<'_>| one.effect == Effect::Reject && place == "for" && tree.upos(id) == Upos::Verb;
            // "drafted the resolution", but not "drafted the report"; "called a strike", but not "called the strike a mistake".
            let sort = |one: &&Governs<'_>| {
                place == "obj"
                    && (one.takes("text") && scene.lexicon.issues.is_instrument(lemma(tree, id))
                        || one.takes("said") && scene.lexicon.issues.refers(lemma(tree, id)).is_some()
                        || one.takes("doing")
                            && issue::class_at(scene, tree, id).is_some()
                            && called_what(tree, id).is_none()
                            && !found.iter().any(|(_, place)| matches!(*place, "as" | "to+")))
            };
            let Some(one) = all.iter().find(|one| one.effect.is_stand() && (one.takes(place) || deed(one) || sort(one))) else { continue };
            // "the house cannot pass laws now": it is not able to.
            if mood == Mood::Can && sort(&one) && !one.takes(place) {
                continue;
            }
            if matches!(place, "subj" | "pred") && tree.upos(token) != Upos::Verb {
                continue;
            }
            // "has been ready since the first winter" says when.
            if matches!(place, "since" | "during" | "until" | "till" | "within") {
                continue;
            }
            // "analysts expect a compromise" foresee it.
            if matches!(one.effect, Effect::Want | Effect::Promise) && who.holders.iter().all(|&holder| scene.is_expert(holder)) {
                continue;
            }
            // "voted in Sunday's election", "examined data": nothing that one is for or against.
            let idle = place == "in" && tree.lemma(token) == "vote" && !is_favour(tree, id)
                || one.effect == Effect::Neutral
                    && place == "obj"
                    && tree.upos(id) == Upos::Noun
                    && !is_doing(scene, tree, id)
                    && scene.lexicon.issues.refers(lemma(tree, id)).is_none();
            if idle {
                continue;
            }
            // "could not agree on a budget": that nothing came of it is told.
            if (negated || ended) && tree.lemma(token) == "agree" && matches!(place, "on" | "obj" | "that") && tree.upos(id) != Upos::Verb {
                any = true;
                continue;
            }
            // "Karim, who is backed by Dask, to resign": who is backed is not backed to do anything.
            if place == "to+"
                && tree.child(token, Deprel::AuxPass).is_some()
                && !is_adjectival(scene, tree, token)
                && matches!(one.effect, Effect::Support | Effect::Accept | Effect::Reject | Effect::Want)
            {
                continue;
            }
            // "refused to answer": no side is taken.
            if place == "to+" && scene.lexicon.issues.is_answer(tree.lemma(id)) && one.effect == Effect::Reject {
                any = true;
                continue;
            }
            // "would accept nothing less than an amnesty" insists on one.
            let insisted = nothing_less(tree, id).filter(|_| place == "obj" && matches!(one.effect, Effect::Accept | Effect::Want));
            let id = insisted.unwrap_or(id);
            let (negated, demanded) = (negated && insisted.is_none(), insisted.map(|_| Effect::Demand));
            if one.effect != Effect::Neutral && is_question(tree, id) {
                // "has not decided whether to go".
                if negated && tree.lemma(token) == "decide" && is_open(tree, id) {
                    for matter in self.interpret(tree, id) {
                        self.emit(tree, token, &who, Stance::Neutral, &matter, &[], Mood::Plain);
                    }
                    any = true;
                }
                continue;
            }
            let agent = place == "obj" && clausal || matches!(place, "by" | "with") && one.effect != Effect::Accept;
            if place == "subj"
                || is_addressed(scene, tree, id, place) && !is_sided(tree, id, place, one.effect)
                || agent && scene.is_actor(tree, id)
                || scene.is_time(tree, id)
            {
                continue;
            }
            // "criticised Telmark and others for closing the port": who is criticised is not the matter.
            let blamed = place == "obj"
                && one.effect == Effect::Reject
                && found.iter().any(|&(other, place)| place == "for" && tree.upos(other) == Upos::Verb);
            if blamed {
                continue;
            }
            let phrase = matches!(place, "obj" | "on" | "upon") && (place == "obj" || tree.upos(id) != Upos::Verb);
            if clausal && (phrase || is_asked(tree, &found, id, place)) && one.effect != Effect::Accuse
                || one.effect == Effect::Accuse && place == "obj"
            {
                continue;
            }
            // To back or thank somebody is to take a side, not a stand on an issue.
            let of = |kid: TokenId| preposition(tree, kid) == "of" && scene.is_actor(tree, kid);
            let several = scene.lexicon.issues.is_portion(lemma(tree, id)) && tree.children(id).any(of);
            let somebody = (several || scene.is_actor(tree, id))
                && !is_bound(scene, tree, id)
                && (place == IDIOM && !scene.named(tree, id).is_empty()
                    || matches!(place, "obj" | "of" | "for") && one.effect == Effect::Support
                    || matches!(place, "obj" | "against" | "at")
                        && one.effect == Effect::Reject
                        && !scene.lexicon.issues.is_instrument(lemma(tree, id))
                        && scene.lexicon.issues.refers(lemma(tree, id)).is_none());
            if somebody
                && issue::class_at(scene, tree, id).is_none()
                && (several || !tree.children(id).any(|kid| matches!(tree.deprel(kid), Deprel::Nmod | Deprel::Acl)))
            {
                continue;
            }
            // "does not plan to sell, that the yard will stay": the second is told beside it, not planned.
            let beside = place == "that"
                && (matches!(one.effect, Effect::Promise | Effect::Want) && found.iter().any(|(_, place)| *place == "to+")
                    || one.effect == Effect::Accept && found.iter().any(|(_, place)| matches!(*place, "on" | "to" | "to+")));
            if beside {
                continue;
            }
            if tree.lemma(token) == "consider" && (tree.child(token, Deprel::Xcomp).is_some() || quality_behind(tree, id).is_some()) {
                continue;
            }
            // "who needs the royalties": what one needs is a want where it is something to be done.
            // "did not need one" takes up what was offered.
            let taken_up = negated && tree.upos(id) == Upos::Pron;
            if tree.lemma(token) == "need" && place == "obj" && !is_doing(scene, tree, id) && !taken_up {
                continue;
            }
            let hanging = self.hanging(tree, token);
            // "insists that it was so" claims, "insists that they go" demands.
            let tensed = !tree.form(id).eq_ignore_ascii_case(tree.lemma(id))
                || tree
                    .children(id)
                    .any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && !tree.is(kid, "be"));
            let told = place == "that"
                && matches!(tree.lemma(token), "insist" | "argue")
                && is_told(tree, id)
                && (tensed || tree.lemma(token) == "argue")
                && mood_of(tree, id) == Mood::Plain;
            let facts = matches!(one.effect, Effect::Claim | Effect::Deny | Effect::Accuse);
            let matters = match facts {
                true => self.interpret_claim(tree, id),
                // "came out in favour of it".
                false if place == "in" && is_favour(tree, id) => self.favoured(tree, id),
                false => self.interpret(tree, id),
            };
            if matters.is_empty() && one.effect == Effect::Demand && place == "to+" {
                any |= self.reconsidered(tree, token, id, &found, &who);
            }
            for mut matter in matters {
                matter.claim |= told;
                let own = self.is_own_doing(tree, id, token, place, &matter);
                // "insisted that it would be respected" promises, "let the people decide" asks for it.
                let promised = place == "that" && tree.lemma(token) == "insist" && matches!(mood_of(tree, id), Mood::Will | Mood::Would);
                let effect = if promised {
                    Effect::Promise
                } else if one.effect == Effect::Accept && is_let(tree, token) {
                    Effect::Demand
                } else {
                    demanded.unwrap_or(one.effect)
                };
                let Some(stance) =
                    stance(effect, Manner { negated, ended, mood, own, given, invites: invites && self.is_meeting(&matter) }, &matter)
                else {
                    continue;
                };
                let mut hanging = hanging.clone();
                for &passed in &matter.way {
                    hanging.extend(conditions::of(scene, tree, passed));
                }
                // What somebody argues counts where another contests it.
                let who = Who { bare: who.bare || told && tree.lemma(token) == "argue", ..who.clone() };
                self.emit(tree, token, &who, stance, &matter, &hanging, mood);
                any = true;
                if one.effect == Effect::Reject && place == "for" && tree.upos(id) == Upos::Verb {
                    self.criticised(tree, token, &who, &found, &matter);
                }
            }
        }
        // "accused Telmark of the raid" has found it; "blamed Telmark" is of a class itself.
        if !any && class && all.iter().any(|one| one.effect == Effect::Accuse) {
            let (topic, sign) = self.topic_at(tree, token, false);
            let matter = Matter { topic, sign, pole: sign, claim: true, way: vec![token], future: false };
            self.emit(tree, token, &who, if negated { Stance::Deny } else { Stance::Assert }, &matter, &[], mood);
            any = true;
        }
        // "has refused", "denied it", "recorded its opposition": what was spoken of before.
        let such = nominal && tree.children(token).any(|kid| tree.is(kid, "such"));
        let favour = nominal && is_favour(tree, token);
        // "overrode his veto": what he is against was said elsewhere, and the verb tells of another's stand.
        let light = || tree.head(token).is_none_or(|head| !governs(scene, tree, head).iter().any(|one| one.effect.turns()));
        let voiced = nominal && self.has_owner(tree, token) && tree.deprel(token) == Deprel::Obj && light() || such || favour;
        let clausal =
            tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj) && !figured(kid));
        if !any
            && !clausal
            && (!nominal || voiced)
            && found.iter().all(|&(id, place)| place == "subj" || rebuffed(id, place) || self.is_aside(tree, id) || figured(id))
        {
            let bare = all.iter().filter(|one| one.may_be_silent(tree.upos(token))).find(|one| {
                matches!(one.effect, Effect::Reject | Effect::Deny | Effect::Accept | Effect::Neutral)
                    || such && one.effect == Effect::Promise
                    || favour
                    || one.effect == Effect::Support && tree.upos(token) == Upos::Verb
            });
            if let Some(one) = bare {
                let matter = self.unsaid(tree, token);
                if let Some(stance) = stance(one.effect, Manner { negated, ended, mood, own: false, given, invites: false }, &matter) {
                    let hanging = self.hanging(tree, token);
                    who.score = who.score.saturating_sub(15);
                    self.emit(tree, token, &who, stance, &matter, &hanging, mood);
                }
            }
        }
    }

    /// Whether a matter is one for several who come together: talks.
    fn is_meeting(&self, matter: &Matter) -> bool {
        self.topics[matter.topic].class.is_some_and(|class| self.scene.lexicon.issues.class(class).several)
    }

    /// "criticised Telmark for closing the port": that Telmark did it counts where somebody contests it, and the critic does.
    fn criticised(&mut self, tree: &Tree<'a>, token: TokenId, critic: &Who, found: &[(TokenId, &str)], matter: &Matter) {
        let objects = found.iter().filter(|(_, place)| *place == "obj").flat_map(|&(id, _)| clause::conjuncts(tree, id));
        let mut holders: Vec<usize> = objects.flat_map(|id| self.scene.named(tree, id)).collect();
        holders.sort_unstable();
        holders.dedup();
        for holder in holders {
            let told_by = critic.told_by.or(critic.holders.first().copied()).filter(|&teller| teller != holder);
            let who = Who { holders: vec![holder], told_by, score: 50, bare: true, ..critic.clone() };
            let raw = self.raw(tree, token, &who, Stance::Support, matter);
            self.raws.push(raw);
        }
    }

    /// A time or another phrase that says nothing of what.
    fn is_aside(&self, tree: &Tree<'a>, id: TokenId) -> bool {
        let span = tree.token(id).span;
        self.scene.is_in_time(span) || matches!(preposition(tree, id), "in" | "at" | "during" | "by" | "after")
    }

    /// Negation of the word and of those that it hangs on by themselves ("continues not to"), and whether it is given up ("dropped its demand").
    fn turned(&self, tree: &Tree<'a>, token: TokenId) -> (bool, bool) {
        // "has no plan to sell", "showed no wish for a recount": no verb of attitude counts that "no".
        let none = tree.upos(token) == Upos::Noun
            && tree.deprel(token) == Deprel::Obj
            && tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Det && (tree.is(kid, "no") || tree.is(kid, "neither")));
        let (mut negated, mut ended) = (is_denied(self.scene, tree, token) ^ none, false);
        let mut at = token;
        for _ in 0..HIGH {
            let Some(head) = tree.head(at) else { break };
            let through = match tree.deprel(at) {
                Deprel::Xcomp => true,
                Deprel::Obj | Deprel::NsubjPass => tree.upos(at) == Upos::Noun && tree.upos(head) == Upos::Verb,
                Deprel::Nsubj => tree.upos(at) == Upos::Noun && tree.is(head, "be"),
                _ => false,
            };
            if !through {
                break;
            }
            negated ^=
                is_negated(tree, head) && tree.deprel(at) != Deprel::Obj || tree.deprel(at) == Deprel::Obj && is_negated_verb(tree, head);
            let effects = governs(self.scene, tree, head);
            let turns = effects.iter().any(|one| matches!(one.effect, Effect::End | Effect::Cut));
            // "is unable to support it" does not, "stopped supporting it" did.
            let adjective = tree.upos(head) == Upos::Adj;
            negated ^= turns && adjective;
            ended ^= turns && !adjective;
            at = head;
        }
        (negated, ended)
    }

    /// Whether a word stands in what another word of attitude governs, or in a condition.
    fn is_governed(&self, tree: &Tree<'a>, token: TokenId) -> bool {
        let scene = self.scene;
        let mut at = token;
        let nominal = tree.upos(token) == Upos::Noun;
        // "rejected the rebels' demand", "if the guild's request is heard": that they have it is told all the same.
        if nominal && self.has_owner(tree, token) {
            return false;
        }
        let mut lasting = false;
        for _ in 0..HIGH {
            let Some(head) = tree.head(at) else { return false };
            lasting |= tree.deprel(at) == Deprel::Xcomp && matches!(tree.lemma(head), "continue" | "persist" | "keep" | "go" | "insist");
            match tree.deprel(at) {
                // "if the guild keeps asking": that it asks is taken for granted.
                Deprel::Advcl if lasting && conditions::opens(scene, tree, at).is_some() => return false,
                // "insisted on looking into it", "accused them of seeking a pretext": that they seek one is told by another.
                Deprel::Advcl
                    if tree.form(at).ends_with("ing")
                        && governs(scene, tree, head)
                            .iter()
                            .any(|one| one.effect.is_stand() && one.takes(tree.marker(at).map_or("", |mark| tree.form(mark)))) =>
                {
                    return true;
                }
                Deprel::Csubj | Deprel::CsubjPass | Deprel::Advcl if is_open(tree, at) => return true,
                Deprel::Advcl => {
                    let purpose = tree.children(at).any(|mark| tree.deprel(mark) == Deprel::Mark && tree.is(mark, "to"));
                    let opened = conditions::opens(scene, tree, at);
                    if opened.is_some_and(|(hangs, only, _)| only || !matches!(hangs, Hangs::When | Hangs::After | Hangs::During)) {
                        return true;
                    }
                    // "marched to protest against the bill" tells of a stand, "to support the economy" of none.
                    let protest = at == token && governs(scene, tree, token).iter().any(|one| one.effect == Effect::Reject);
                    return purpose && !protest;
                }
                Deprel::AclRelcl if is_report(scene, tree, at) => {}
                Deprel::AclRelcl | Deprel::Parataxis | Deprel::Root | Deprel::Appos => return false,
                Deprel::Conj => {}
                // "would not answer whether they support it", "did not say that they ordered it": nobody's stand.
                Deprel::Ccomp if is_open(tree, at) || self.is_talk(tree, head) && is_negated(tree, head) => return true,
                _ => {
                    // "told them to go" urges, "told them that he would" says.
                    let mut all = governs(scene, tree, head);
                    if tree.deprel(at) == Deprel::Ccomp {
                        all.retain(|one| one.takes("that") || one.takes("ing"));
                    }
                    let stands = all.iter().any(|one| {
                        one.effect.is_stand() && !matches!(one.effect, Effect::Claim)
                            || matches!(one.effect, Effect::Warn | Effect::Threaten | Effect::Drop)
                    });
                    if stands && !matches!(tree.deprel(at), Deprel::Nsubj | Deprel::Obl if !nominal) {
                        let ccomp_of_claim = tree.deprel(at) == Deprel::Ccomp && all.iter().all(|one| one.effect == Effect::Claim);
                        if !ccomp_of_claim {
                            return true;
                        }
                    }
                    if matches!(tree.deprel(at), Deprel::Ccomp) && !stands {
                        return false;
                    }
                }
            }
            at = head;
        }
        false
    }

    pub(super) fn hanging(&self, tree: &Tree<'a>, token: TokenId) -> Vec<Condition> {
        let mut found = conditions::of(self.scene, tree, token);
        // "will not come, he said, unless they go".
        for kid in tree.children(token).filter(|&kid| tree.deprel(kid) == Deprel::Parataxis && self.is_talk(tree, kid)) {
            found.extend(conditions::of(self.scene, tree, kid));
        }
        // "is ready to talk": the condition may hang on what governs it.
        let mut at = token;
        let nominal = tree.upos(token) == Upos::Noun;
        while let Some(head) =
            tree.head(at).filter(|_| matches!(tree.deprel(at), Deprel::Xcomp | Deprel::Ccomp) || nominal && tree.deprel(at) == Deprel::Obj)
        {
            if tree.deprel(at) == Deprel::Ccomp && governs(self.scene, tree, head).is_empty() {
                found.extend(conditions::of(self.scene, tree, head));
                found.extend(conditions::behind_speaker(self.scene, tree, head));
                break;
            }
            found.extend(conditions::of(self.scene, tree, head));
            at = head;
        }
        for condition in conditions::stray(self.scene, tree, token) {
            if !found.iter().any(|known| known.head == condition.head) {
                found.push(condition);
            }
        }
        found
    }
}
