//! Who takes a stand, and by what: a word of attitude, a judgement, or the mood of a clause that somebody says.

use super::conditions::{self, Condition};
use super::content::{Governs, Matter, complements, governs, is_negated};
use super::refer::Reference;
use super::scene::Scene;
use super::{At, NamedIssue, Raw, Topic, issue};
use crate::events::clause::{self, lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Frame;
use rapporteur_lexicon::issues::{Effect, Hangs};
use rapporteur_record::{Act, ByteSpan, ConditionKind, EventStatus, PositionBasis, Stance, StatementKind};
use std::collections::BTreeMap;

/// How far up the tree it is looked whether a word is governed.
const HIGH: usize = 8;

/// What a clause's auxiliaries make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Plain,
    Must,
    Will,
    Would,
    Can,
    May,
}

/// Who stands there, and what shows it.
#[derive(Clone, Debug)]
struct Who {
    holders: Vec<usize>,
    statement: Option<usize>,
    event: Option<usize>,
    told_by: Option<usize>,
    score: u8,
    bare: bool,
}

/// Gathers stands sentence by sentence.
pub(super) struct Finder<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub topics: Vec<Topic>,
    pub known: BTreeMap<At, (usize, i8)>,
    raws: Vec<Raw>,
}

impl<'s, 'a> Finder<'s, 'a> {
    pub fn new(scene: &'s Scene<'a>) -> Self {
        Self { scene, topics: Vec::new(), known: BTreeMap::new(), raws: Vec::new() }
    }

    /// What was found, in order of the text.
    pub fn finish(mut self) -> (Vec<Raw>, Vec<Topic>) {
        self.raws.sort_by_key(|raw| raw.at);
        (self.raws, self.topics)
    }

    pub fn sentence(&mut self, at: usize) {
        let scene = self.scene;
        let tree = &scene.trees[at];
        for token in tree.ids() {
            let all = governs(scene, tree, token);
            if all.iter().any(|one| one.effect.is_stand()) {
                self.attitude(tree, token, &all);
            }
            if all.iter().any(|one| matches!(one.effect, Effect::Good | Effect::Bad | Effect::Deny)) {
                self.judged(tree, token, &all);
            }
            if tree.upos(token) == Upos::Verb && scene.lexicon.cues.verb(tree.lemma(token)).is_some_and(|cue| cue.takes(&Frame::As)) {
                self.called(tree, token);
            }
            let copula = tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Cop);
            if copula {
                self.side(tree, token);
            }
            if matches!(tree.upos(token), Upos::Verb | Upos::Aux) && tree.deprel(token) != Deprel::Aux && tree.deprel(token) != Deprel::Cop
                || copula
            {
                self.mood(tree, token, all.iter().any(|one| one.effect.is_stand()));
            }
            self.deed(tree, token);
        }
    }

    /// A word by which somebody takes a stand: "rejects", "is ready to", "its opposition to".
    fn attitude(&mut self, tree: &Tree<'a>, token: TokenId, all: &[Governs<'_>]) {
        let scene = self.scene;
        let Some(mut who) = self.who(tree, token) else { return };
        if self.is_governed(tree, token) {
            return;
        }
        let mood = mood(tree, token);
        let speakers = scene.statement(At { sentence: tree.at, token }).map(|at| scene.speakers(at)).unwrap_or_default();
        let own = speakers.is_empty() || who.holders.iter().any(|&holder| speakers.iter().any(|&speaker| scene.same_side(holder, speaker)));
        // "Telmark should accept the plan" is what the speaker wants.
        if mood == Mood::Must && !own {
            return;
        }
        let (negated, ended) = self.turned(tree, token);
        let found = complements(scene, tree, token);
        let class = issue::class_at(scene, tree, token).is_some();
        let clausal = found.iter().any(|(_, place)| matches!(*place, "to" | "that" | "ing"));
        let mut any = false;
        let nominal = tree.upos(token) == Upos::Noun;
        for &(id, place) in &found {
            let Some(one) = all.iter().find(|one| one.takes(place) && (one.effect.is_stand())) else { continue };
            if matches!(place, "subj" | "pred") && tree.upos(token) != Upos::Verb {
                continue;
            }
            let actor = scene.is_actor(tree, id) && issue::class_at(scene, tree, id).is_none() && tree.upos(id) != Upos::Verb;
            if actor || place == "subj" || clausal && matches!(place, "obj" | "on" | "upon") && one.effect != Effect::Accuse {
                continue;
            }
            if one.effect == Effect::Accuse && place == "obj" {
                continue;
            }
            let hanging = self.hanging(tree, token, &[]);
            for matter in self.interpret(tree, id) {
                let self_agent = matches!(place, "to" | "ing") && self.is_own_doing(tree, id, token);
                let Some(stance) = stance(one.effect, negated, ended, mood, &matter, self_agent, nominal) else { continue };
                let mut hanging = hanging.clone();
                for &passed in &matter.way {
                    hanging.extend(conditions::of(scene, tree, passed));
                }
                self.emit(tree, token, &who, stance, &matter, &hanging, mood);
                any = true;
            }
        }
        // "accused Telmark of the raid" has found it; "blamed Telmark" is of a class itself.
        if !any && class && all.iter().any(|one| one.effect == Effect::Accuse) {
            let (topic, sign) = self.topic_at(tree, token);
            let matter = Matter { topic, sign, pole: sign, claim: true, way: vec![token], future: false };
            self.emit(tree, token, &who, if negated { Stance::Deny } else { Stance::Assert }, &matter, &[], mood);
            any = true;
        }
        // "has refused", "is against", "denied it": what was spoken of before.
        if !any && !nominal && found.iter().all(|(id, place)| *place == "subj" || self.is_aside(tree, *id)) {
            let bare = all.iter().find(|one| {
                matches!(one.effect, Effect::Reject | Effect::Deny | Effect::Accept | Effect::Neutral)
                    || one.effect == Effect::Support && tree.upos(token) == Upos::Verb
            });
            if let Some(one) = bare {
                let topic = self.refer(tree, token, Reference::Silent);
                let matter = Matter { topic, sign: 1, pole: 1, claim: false, way: vec![token], future: false };
                if let Some(stance) = stance(one.effect, negated, ended, mood, &matter, false, nominal) {
                    let hanging = self.hanging(tree, token, &[]);
                    who.score = who.score.saturating_sub(15);
                    self.emit(tree, token, &who, stance, &matter, &hanging, mood);
                }
            }
        }
    }

    /// A time or another phrase that says nothing of what.
    fn is_aside(&self, tree: &Tree<'a>, id: TokenId) -> bool {
        let span = tree.token(id).span;
        self.scene.told.timexes.iter().any(|timex| timex.span.overlaps(span))
            || matches!(preposition(tree, id), "in" | "at" | "during" | "by" | "after")
    }

    /// Whether a clause tells what its holder does himself: "promised to go", not "urged them to go".
    fn is_own_doing(&self, tree: &Tree<'a>, id: TokenId, site: TokenId) -> bool {
        tree.upos(id) == Upos::Verb
            && !tree.children(id).any(|kid| tree.deprel(kid).is_nominal_subject())
            && !tree.children(site).any(|kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::Iobj))
    }

    /// Negation of the word and of those that it hangs on by themselves ("continues not to"), and whether it is given up ("dropped its demand").
    fn turned(&self, tree: &Tree<'a>, token: TokenId) -> (bool, bool) {
        let (mut negated, mut ended) = (is_negated(tree, token), false);
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
            ended ^= effects.iter().any(|one| matches!(one.effect, Effect::End | Effect::Cut));
            at = head;
        }
        (negated, ended)
    }

    /// Whether a word stands in what another word of attitude governs, or in a condition.
    fn is_governed(&self, tree: &Tree<'a>, token: TokenId) -> bool {
        let scene = self.scene;
        let mut at = token;
        let nominal = tree.upos(token) == Upos::Noun;
        for _ in 0..HIGH {
            let Some(head) = tree.head(at) else { return false };
            match tree.deprel(at) {
                Deprel::Advcl => {
                    let purpose = tree.children(at).any(|mark| tree.deprel(mark) == Deprel::Mark && tree.is(mark, "to"));
                    if conditions::opens(scene, tree, at)
                        .is_some_and(|(hangs, ..)| hangs != Hangs::When && hangs != Hangs::While && hangs != Hangs::After)
                        || purpose
                    {
                        return true;
                    }
                    return false;
                }
                Deprel::AclRelcl | Deprel::Parataxis | Deprel::Root | Deprel::Appos => return false,
                Deprel::Conj => {}
                _ => {
                    let all = governs(scene, tree, head);
                    let stands = all.iter().any(|one| {
                        one.effect.is_stand() && !matches!(one.effect, Effect::Claim)
                            || matches!(one.effect, Effect::Warn | Effect::Threaten | Effect::Drop)
                    });
                    // "rejected the rebels' demand": the rebels' own stand is told all the same.
                    if stands
                        && !(nominal && at == token && self.has_owner(tree, token))
                        && !matches!(tree.deprel(at), Deprel::Nsubj | Deprel::Obl if !nominal)
                    {
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

    /// Whether a noun of attitude says whose it is.
    fn has_owner(&self, tree: &Tree<'a>, noun: TokenId) -> bool {
        tree.children(noun).any(|kid| match tree.deprel(kid) {
            Deprel::NmodPoss => true,
            Deprel::Nmod | Deprel::Obl | Deprel::OblAgent => preposition(tree, kid).eq_ignore_ascii_case("by"),
            Deprel::Amod | Deprel::Compound => self.scene.state(tree, kid).is_some(),
            _ => false,
        })
    }

    /// Who takes the stand, and the statement or event that shows it.
    fn who(&self, tree: &Tree<'a>, token: TokenId) -> Option<Who> {
        let scene = self.scene;
        let at = At { sentence: tree.at, token };
        let around = scene.statement(at);
        let cue = scene.cue(at).or_else(|| scene.cue_with(at));
        let mut heads: Vec<TokenId> = match tree.upos(token) {
            Upos::Verb | Upos::Aux => clause::clause(tree, token).subjects,
            Upos::Noun => self.owners(tree, token),
            _ => tree.children(token).filter(|&kid| tree.deprel(kid).is_nominal_subject()).collect(),
        };
        if heads.is_empty() && tree.upos(token) == Upos::Adj {
            heads = clause::clause(tree, token).subjects;
        }
        let mut holders: Vec<usize> = Vec::new();
        for &head in &heads {
            for id in clause::conjuncts(tree, head) {
                holders.extend(scene.named(tree, id));
            }
        }
        if let Some(cue) = cue.filter(|_| holders.is_empty() || scene.cue(at).is_some()) {
            let speakers = scene.speakers(cue);
            if !speakers.is_empty() {
                holders = speakers;
            }
        }
        let speakers = around.map(|at| scene.speakers(at)).unwrap_or_default();
        if holders.is_empty() {
            // "his men would", "my members want": those who belong to who speaks; "we" where the record has nobody for it.
            let own = heads.iter().any(|&head| is_first(tree, head) || tree.children(head).any(|kid| tree.deprel(kid) == Deprel::NmodPoss));
            if own {
                holders = speakers.clone();
            }
        }
        if holders.is_empty() {
            return None;
        }
        // Who speaks for the party that the words name is the one who says so.
        let told_by = speakers.iter().copied().find(|&speaker| !holders.iter().any(|&holder| scene.same_side(holder, speaker)));
        if told_by.is_none()
            && let Some(&speaker) = speakers.iter().find(|&&speaker| scene.is_person(speaker))
            && holders.len() == 1
            && scene.party(speaker) == Some(holders[0])
        {
            holders = vec![speaker];
        }
        let statement = cue.or(around);
        let event = if statement.is_none() { scene.event(at) } else { None };
        let score = match (cue.is_some(), told_by.is_some(), event.is_some()) {
            (true, false, _) => 85,
            (_, true, _) => 60,
            (false, false, true) => 70,
            _ => 75,
        };
        holders.sort_unstable();
        holders.dedup();
        Some(Who { holders, statement, event, told_by, score, bare: false })
    }

    /// Whose attitude a noun tells: "Telmark's opposition", "a call by the rebels", "Telmark voiced opposition".
    fn owners(&self, tree: &Tree<'a>, noun: TokenId) -> Vec<TokenId> {
        let mut found: Vec<TokenId> = Vec::new();
        for kid in tree.children(noun) {
            let own = match tree.deprel(kid) {
                Deprel::NmodPoss => true,
                Deprel::Nmod | Deprel::Obl | Deprel::OblAgent => {
                    preposition(tree, kid).eq_ignore_ascii_case("by") || preposition(tree, kid).eq_ignore_ascii_case("from")
                }
                Deprel::Amod | Deprel::Compound => self.scene.state(tree, kid).is_some(),
                _ => false,
            };
            if own {
                found.push(kid);
            }
        }
        if found.is_empty()
            && let Some(head) = tree.head(noun)
            && tree.upos(head) == Upos::Verb
            && matches!(tree.deprel(noun), Deprel::Obj | Deprel::Obl)
        {
            found = clause::clause(tree, head).subjects;
        }
        found
    }

    fn hanging(&self, tree: &Tree<'a>, token: TokenId, also: &[TokenId]) -> Vec<Condition> {
        let mut found = conditions::of(self.scene, tree, token);
        for &id in also {
            found.extend(conditions::of(self.scene, tree, id));
        }
        // "is ready to talk": the condition may hang on what governs it.
        let mut at = token;
        while let (Some(head), Deprel::Xcomp | Deprel::Ccomp) = (tree.head(at), tree.deprel(at)) {
            if tree.deprel(at) == Deprel::Ccomp && governs(self.scene, tree, head).is_empty() {
                found.extend(conditions::of(self.scene, tree, head));
                break;
            }
            found.extend(conditions::of(self.scene, tree, head));
            at = head;
        }
        found
    }

    /// A judgement: "sanctions are illegal", "the plan is a trap", "that was a lie".
    fn judged(&mut self, tree: &Tree<'a>, token: TokenId, all: &[Governs<'_>]) {
        let scene = self.scene;
        if !tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Cop) {
            return;
        }
        let Some(who) = self.speaker(tree, token) else { return };
        let negated = is_negated(tree, token);
        for (id, place) in complements(scene, tree, token) {
            let place = if place == "pred" || tree.upos(token) == Upos::Noun && place == "subj" { "pred" } else { place };
            let Some(one) = all.iter().find(|one| matches!(one.effect, Effect::Good | Effect::Bad | Effect::Deny) && one.takes(place))
            else {
                continue;
            };
            if scene.is_actor(tree, id) && issue::class_at(scene, tree, id).is_none() {
                continue;
            }
            let stance = match (one.effect, negated) {
                (Effect::Good, false) => Stance::Support,
                (Effect::Bad, false) | (Effect::Good, true) => Stance::Reject,
                (Effect::Bad, true) => Stance::Support,
                (_, false) => Stance::Deny,
                (_, true) => Stance::Assert,
            };
            let hanging = self.hanging(tree, token, &[]);
            for matter in self.interpret(tree, id) {
                self.emit(tree, token, &who, stance, &matter, &hanging, mood(tree, token));
            }
        }
    }

    /// "called the levy a mistake", "dismissed the pledge as a gimmick".
    fn called(&mut self, tree: &Tree<'a>, token: TokenId) {
        let scene = self.scene;
        if governs(scene, tree, token).iter().any(|one| matches!(one.effect, Effect::Support | Effect::Reject | Effect::Accept)) {
            return;
        }
        let Some(object) = clause::clause(tree, token).objects.first().copied() else { return };
        let judgement =
            tree.children(token).filter(|&kid| matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Obl | Deprel::Advcl | Deprel::Ccomp));
        let effect = judgement
            .flat_map(|kid| governs(scene, tree, kid).into_iter().map(move |one| (kid, one.effect)))
            .find(|(_, effect)| matches!(effect, Effect::Good | Effect::Bad));
        let Some((word, effect)) = effect else { return };
        let Some(who) = self.who(tree, token) else { return };
        let negated = is_negated(tree, token) ^ is_negated(tree, word);
        let stance = if (effect == Effect::Good) ^ negated { Stance::Support } else { Stance::Reject };
        for matter in self.interpret(tree, object) {
            self.emit(tree, token, &who, stance, &matter, &[], Mood::Plain);
        }
    }

    /// "is against the dam", "are behind the teachers".
    fn side(&mut self, tree: &Tree<'a>, token: TokenId) {
        let word =
            if matches!(tree.upos(token), Upos::Adp | Upos::Adv | Upos::Sconj) { tree.form(token) } else { preposition(tree, token) };
        let favour = matches!(lemma(tree, token), "favour" | "favor") && word.eq_ignore_ascii_case("in");
        let stance = match word.to_lowercase().as_str() {
            "against" => Stance::Reject,
            "for" | "behind" => Stance::Support,
            "in" if favour => Stance::Support,
            _ => return,
        };
        let Some(subject) = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject()) else { return };
        if !self.scene.is_actor(tree, subject) && tree.upos(subject) != Upos::Pron {
            return;
        }
        let Some(who) = self.who_of(tree, token, subject) else { return };
        let negated = tree
            .children(token)
            .any(|kid| tree.deprel(kid) == Deprel::Advmod && ["not", "n't", "never", "longer"].iter().any(|word| tree.is(kid, word)));
        let stance = match (stance, negated) {
            (Stance::Reject, true) => Stance::Support,
            (Stance::Support, true) => Stance::Reject,
            (stance, _) => stance,
        };
        let matters = if favour {
            let of = tree.children(token).find(|&kid| preposition(tree, kid) == "of");
            of.map(|of| self.interpret(tree, of)).unwrap_or_default()
        } else if matches!(tree.upos(token), Upos::Adp | Upos::Adv | Upos::Sconj) {
            let topic = self.refer(tree, token, Reference::Silent);
            vec![Matter { topic, sign: 1, pole: 1, claim: false, way: vec![token], future: false }]
        } else if tree.upos(token) == Upos::Pron || self.scene.is_actor(tree, token) && tree.upos(token) == Upos::Noun {
            return;
        } else {
            // The copula's negation is the stand's, not the issue's.
            let mut matters = self.interpret(tree, token);
            if negated {
                matters.iter_mut().for_each(|matter| matter.sign = -matter.sign);
            }
            matters
        };
        let hanging = self.hanging(tree, token, &[]);
        for matter in matters {
            self.emit(tree, token, &who, stance, &matter, &hanging, Mood::Plain);
        }
    }

    /// As [`Finder::who`], for a subject that is known.
    fn who_of(&self, tree: &Tree<'a>, token: TokenId, subject: TokenId) -> Option<Who> {
        let scene = self.scene;
        let at = At { sentence: tree.at, token };
        let around = scene.statement(at);
        let speakers = around.map(|at| scene.speakers(at)).unwrap_or_default();
        let mut holders: Vec<usize> = clause::conjuncts(tree, subject).into_iter().flat_map(|id| scene.named(tree, id)).collect();
        if holders.is_empty() && is_first(tree, subject) {
            holders = speakers.clone();
        }
        if holders.is_empty() {
            return None;
        }
        let told_by = speakers.iter().copied().find(|&speaker| !holders.iter().any(|&holder| scene.same_side(holder, speaker)));
        let statement = scene.cue(at).or_else(|| scene.cue_with(at)).or(around).or_else(|| self.statement_by(tree, &holders));
        let event = if statement.is_none() { scene.event(at) } else { None };
        Some(Who { holders, statement, event, told_by, score: 70, bare: false })
    }

    /// A statement of the holders in the same sentence.
    fn statement_by(&self, tree: &Tree<'a>, holders: &[usize]) -> Option<usize> {
        tree.ids()
            .filter_map(|token| self.scene.cue(At { sentence: tree.at, token }))
            .find(|&at| self.scene.speakers(at).iter().any(|speaker| holders.contains(speaker)))
    }

    /// Who says it, where it stands in a statement.
    fn speaker(&self, tree: &Tree<'a>, token: TokenId) -> Option<Who> {
        let scene = self.scene;
        let statement = scene.statement(At { sentence: tree.at, token })?;
        let holders = scene.speakers(statement);
        if holders.is_empty() {
            return None;
        }
        let outer = scene.told.attributions[statement].within.map(|at| scene.speakers(at)).unwrap_or_default();
        let told_by = outer.iter().copied().find(|&speaker| !holders.iter().any(|&holder| scene.same_side(holder, speaker)));
        let score = if told_by.is_some() { 55 } else { 70 };
        Some(Who { holders, statement: Some(statement), event: None, told_by, score, bare: false })
    }

    /// A clause whose mood takes a stand: "Karim must go", "we will not talk", "there can be no talks", "open the gates".
    fn mood(&mut self, tree: &Tree<'a>, token: TokenId, attitude: bool) {
        let scene = self.scene;
        if !self.is_top(tree, token) {
            return;
        }
        let speaker = self.speaker(tree, token);
        let mood = mood(tree, token);
        let clause = clause::clause(tree, token);
        let subjects = if clause.passive { clause.objects.clone() } else { clause.subjects.clone() };
        let expletive = tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Expl);
        let named: Vec<usize> = clause.subjects.iter().flat_map(|&id| scene.named(tree, id)).collect();
        let conditions = self.hanging(tree, token, &[]);
        let Some(who) = speaker else {
            // The reporter tells what somebody will or will not do.
            if matches!(mood, Mood::Will | Mood::Would) && !attitude && !named.is_empty() && !clause.passive {
                let at = At { sentence: tree.at, token };
                let statement = self.statement_by(tree, &named);
                let event = if statement.is_none() { scene.event(at) } else { None };
                let who = Who { holders: named, statement, event, told_by: None, score: 55, bare: false };
                for matter in self.interpret(tree, token) {
                    self.emit(tree, token, &who, Stance::Support, &matter, &conditions, mood);
                }
            }
            return;
        };
        let statement = who.statement.expect("a speaker has a statement");
        let act = scene.told.attributions[statement].act;
        let own = named.iter().any(|&one| who.holders.iter().any(|&holder| scene.same_side(one, holder)))
            || subjects.iter().any(|&id| is_first(tree, id))
            || named.is_empty()
                && clause.subjects.iter().any(|&id| {
                    tree.children(id).any(|kid| {
                        tree.deprel(kid) == Deprel::NmodPoss
                            && (is_first(tree, kid) || scene.named(tree, kid).iter().any(|one| who.holders.contains(one)))
                    })
                });
        let nobody = expletive || clause.subjects.iter().all(|&id| !scene.is_actor(tree, id) && tree.upos(id) != Upos::Pron);
        let imperative = subjects.is_empty()
            && !expletive
            && tree.upos(token) == Upos::Verb
            && scene.told.attributions[statement].kind != StatementKind::Indirect
            && (tree.token(token).feats.is("Mood", "Imp") || tree.token(token).feats.is("VerbForm", "Inf") && tree.head(token).is_none());
        if matches!(act, Act::Warn | Act::Threaten) && mood != Mood::Must {
            return;
        }
        let stance = match mood {
            Mood::Must => Stance::Demand,
            _ if imperative => Stance::Demand,
            _ if attitude => return,
            Mood::Will | Mood::Would if own || nobody => Stance::Support,
            Mood::Can if is_negated(tree, token) && (own || nobody) => Stance::Support,
            Mood::Can | Mood::May if (own || nobody) && !conditions.is_empty() => Stance::Support,
            Mood::Plain if own && is_negated(tree, token) && is_present(tree, token) => Stance::Support,
            Mood::Plain if is_present(tree, token) && own && !conditions.is_empty() => Stance::Support,
            Mood::Plain if is_told(tree, token) => {
                let accusing = matches!(act, Act::Accuse | Act::Claim) && mood == Mood::Plain;
                let (topic, pole) = self.topic_at(tree, token);
                let sign = if is_negated(tree, token) { -pole } else { pole };
                let matter = Matter { topic, sign, pole, claim: true, way: vec![token], future: false };
                let who = Who { bare: !accusing || act == Act::Claim, score: 45, ..who };
                self.emit(tree, token, &who, Stance::Assert, &matter, &[], mood);
                return;
            }
            _ => return,
        };
        for matter in self.interpret(tree, token) {
            self.emit(tree, token, &who, stance, &matter, &conditions, mood);
        }
    }

    /// Whether a clause is one of its own: the whole of what is said, or coordinated with it.
    fn is_top(&self, tree: &Tree<'a>, token: TokenId) -> bool {
        let mut at = token;
        for _ in 0..HIGH {
            let Some(head) = tree.head(at) else { return true };
            match tree.deprel(at) {
                Deprel::Root | Deprel::Parataxis | Deprel::AclRelcl => return true,
                Deprel::Conj => at = head,
                Deprel::Advcl => return conditions::opens(self.scene, tree, at).is_none() && tree.token(at).feats.is("VerbForm", "Fin"),
                Deprel::Ccomp => {
                    let all = governs(self.scene, tree, head);
                    return !all.iter().any(|one| !matches!(one.effect, Effect::Claim | Effect::Keep | Effect::Light) && one.takes("that"));
                }
                _ => return false,
            }
        }
        false
    }

    /// What somebody did that is a stand: a class of issues that says so, told as happened.
    fn deed(&mut self, tree: &Tree<'a>, token: TokenId) {
        let scene = self.scene;
        let at = At { sentence: tree.at, token };
        if scene.statement(at).is_some() {
            return;
        }
        let Some(found) = issue::class_at(scene, tree, token) else { return };
        if !scene.lexicon.issues.class(found.word.class).deed {
            return;
        }
        let Some(event) = scene.event(at) else { return };
        let draft = &scene.events[event];
        if !matches!(draft.status, EventStatus::Happened | EventStatus::Ongoing) || draft.sources.is_empty() {
            return;
        }
        let (topic, sign) = self.topic_at(tree, token);
        let holders = draft.sources.clone();
        for holder in holders {
            self.raws.push(Raw {
                holders: vec![holder],
                stance: Stance::Support,
                topic,
                sign,
                words: Some((self.topics[topic].span, sign < 0)),
                condition: None,
                basis: PositionBasis::Deed,
                told_by: None,
                statement: None,
                event: Some(event),
                at,
                score: 50,
                bare: true,
            });
        }
    }

    /// Writes a stand down, with what it hangs on.
    #[allow(clippy::too_many_arguments)]
    fn emit(&mut self, tree: &Tree<'a>, token: TokenId, who: &Who, stance: Stance, matter: &Matter, hanging: &[Condition], mood: Mood) {
        if who.statement.is_none() && who.event.is_none() {
            return;
        }
        let basis = if who.told_by.is_some() {
            PositionBasis::Reported
        } else if who.statement.is_some() {
            PositionBasis::Own
        } else {
            PositionBasis::Deed
        };
        let at = At { sentence: tree.at, token };
        let raw = Raw {
            holders: who.holders.clone(),
            stance,
            topic: matter.topic,
            sign: matter.sign,
            words: self.words(tree, matter),
            condition: None,
            basis,
            told_by: who.told_by,
            statement: who.statement,
            event: who.event,
            at,
            score: who.score,
            bare: who.bare,
        };
        let direction = match stance {
            Stance::Support => matter.sign,
            Stance::Reject => -matter.sign,
            Stance::Neutral if !hanging.is_empty() => matter.sign,
            _ => {
                self.raws.push(raw);
                return;
            }
        };
        // Whether the words say that something is not to be.
        let negative = direction * self.known_pole(matter) < 0;
        let mut hung = false;
        for condition in hanging {
            if matter.way.contains(&condition.head) {
                continue;
            }
            // What will be once the condition is met, and how it is met.
            let (outcome, met) = match condition.hangs {
                Hangs::If | Hangs::While if !negative => (direction, 1),
                Hangs::If | Hangs::While => (-direction, -1),
                Hangs::Before if negative || condition.until => (-direction, 1),
                Hangs::After if condition.only => (direction, 1),
                Hangs::When if matches!(mood, Mood::Will | Mood::Would) && !negative => (direction, 1),
                _ => continue,
            };
            for on in self.interpret(tree, condition.head) {
                if on.topic == matter.topic {
                    continue;
                }
                let requires = Some((on.topic, ConditionKind::Requires));
                self.raws.push(Raw { stance: Stance::AcceptIf, sign: outcome, condition: requires, ..raw.clone() });
                self.raws.push(Raw {
                    stance: Stance::Demand,
                    topic: on.topic,
                    sign: on.sign * met,
                    words: self.words(tree, &on),
                    condition: Some((matter.topic, ConditionKind::PreconditionFor)),
                    score: raw.score.saturating_sub(10),
                    ..raw.clone()
                });
                hung = true;
            }
        }
        if !hung {
            self.raws.push(raw);
        }
    }

    /// The words that name a topic where a stand is taken on it, from the first that was passed.
    fn words(&self, tree: &Tree<'a>, matter: &Matter) -> Option<(ByteSpan, bool)> {
        let topic = &self.topics[matter.topic];
        if topic.refers.is_some() {
            return None;
        }
        let passed = matter.way.iter().map(|&id| tree.token(id).span);
        Some((passed.fold(topic.span, ByteSpan::join), matter.pole < 0))
    }

    /// The pole that the topic's own words name.
    fn known_pole(&self, matter: &Matter) -> i8 {
        let at = self.topics[matter.topic].at;
        self.known.get(&at).map_or(1, |(_, pole)| *pole)
    }
}

fn is_first(tree: &Tree<'_>, id: TokenId) -> bool {
    ["we", "i", "us", "our", "my"].iter().any(|word| tree.is(id, word))
}

fn is_negated_verb(tree: &Tree<'_>, verb: TokenId) -> bool {
    tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Advmod && matches!(tree.lemma(kid), "not" | "never" | "n't"))
}

fn is_present(tree: &Tree<'_>, token: TokenId) -> bool {
    let present = |id: TokenId| tree.token(id).feats.is("Tense", "Pres") && tree.token(id).feats.is("VerbForm", "Fin");
    present(token) || tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::Cop) && present(kid))
}

/// Whether a clause tells something as so.
fn is_told(tree: &Tree<'_>, token: TokenId) -> bool {
    let finite = |id: TokenId| tree.token(id).feats.is("VerbForm", "Fin");
    finite(token) || tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && finite(kid))
}

fn mood(tree: &Tree<'_>, token: TokenId) -> Mood {
    for kid in tree.children(token) {
        if !matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass) {
            continue;
        }
        match tree.form(kid).to_lowercase().as_str() {
            "must" | "should" | "ought" => return Mood::Must,
            "will" | "shall" | "'ll" | "’ll" | "wo" => return Mood::Will,
            "would" | "'d" | "’d" => return Mood::Would,
            "can" | "could" | "ca" => return Mood::Can,
            "may" | "might" => return Mood::May,
            _ => {}
        }
    }
    if tree.deprel(token) == Deprel::Xcomp
        && let Some(head) = tree.head(token)
    {
        if matches!(tree.lemma(head), "have" | "need") {
            return Mood::Must;
        }
        return mood(tree, head);
    }
    Mood::Plain
}

/// Where somebody stands by the word, towards what it governs; none where it tells of no stand.
fn stance(effect: Effect, negated: bool, ended: bool, mood: Mood, matter: &Matter, own: bool, nominal: bool) -> Option<Stance> {
    let base = match effect {
        Effect::Support | Effect::Accept | Effect::Promise => Stance::Support,
        Effect::Reject => Stance::Reject,
        Effect::Demand | Effect::Propose => Stance::Demand,
        Effect::Want if own => Stance::Support,
        Effect::Want => Stance::Demand,
        Effect::Neutral => Stance::Neutral,
        Effect::Claim | Effect::Accuse => Stance::Assert,
        Effect::Deny => Stance::Deny,
        _ => return None,
    };
    let stance = match (base, negated ^ ended) {
        (Stance::Demand, true) if ended => Stance::Neutral,
        (Stance::Demand, true) if effect == Effect::Want => Stance::Reject,
        (Stance::Support, true) if effect == Effect::Promise && !nominal => Stance::Reject,
        (Stance::Support, true) if effect == Effect::Promise => Stance::Neutral,
        (Stance::Demand | Stance::Assert | Stance::Neutral, true) => return None,
        (Stance::Support, true) => Stance::Reject,
        (Stance::Reject, true) => {
            if ended {
                Stance::Support
            } else {
                Stance::Neutral
            }
        }
        (Stance::Deny, true) => Stance::Neutral,
        (stance, _) => stance,
    };
    // What is denied of what is to come is refused; a claim that is rejected is denied.
    Some(match stance {
        Stance::Deny if matter.future => Stance::Reject,
        Stance::Reject if matter.claim => Stance::Deny,
        Stance::Support if matter.claim => Stance::Assert,
        Stance::Demand if matter.claim && effect != Effect::Demand => Stance::Assert,
        Stance::Support if mood == Mood::May && effect == Effect::Neutral => Stance::Neutral,
        stance => stance,
    })
}

/// The issue that a text of its own names: of its first word that names a class, else of what its root governs.
pub(super) fn named(scene: &Scene<'_>) -> Option<NamedIssue> {
    let mut finder = Finder::new(scene);
    let mut generic = None;
    for tree in &scene.trees {
        // What stands behind the verb that the words were set behind.
        let root = tree.sentence.root();
        let governed: Vec<TokenId> =
            complements(scene, tree, root).into_iter().filter(|(id, place)| *place != "subj" && *id > root).map(|(id, _)| id).collect();
        let matters: Vec<Matter> = governed.into_iter().flat_map(|id| finder.interpret(tree, id)).collect();
        for matter in matters {
            let topic = &finder.topics[matter.topic];
            if topic.refers.is_some() {
                continue;
            }
            let found = NamedIssue { key: topic.key.clone(), label: topic.label.clone(), positive: matter.sign > 0 };
            if topic.class.is_some() {
                return Some(found);
            }
            generic = generic.or(Some(found));
        }
        // A class that is named elsewhere in the words: "a transition without him" hung on another word.
        for token in tree.ids() {
            if issue::class_at(scene, tree, token).is_some() {
                let (topic, pole) = finder.topic_at(tree, token);
                let topic = &finder.topics[topic];
                return Some(NamedIssue { key: topic.key.clone(), label: topic.label.clone(), positive: pole > 0 });
            }
        }
    }
    generic
}
