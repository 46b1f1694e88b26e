//! Stands that reporters tell by the way: "it is up to Karim to sign", "the request is under consideration",
//! "is without foundation", "a draft by Dask would ban it", "did not believe that they had lied".

use super::complements::{is_infinitive, is_question};
use super::content::{Matter, governs};
use super::moods::{Mood, is_told, mood_of};
use super::negation::is_negated;
use super::stands::Finder;
use super::who::{Who, is_first};
use crate::events::clause::{self, lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_record::Stance;

impl<'a> Finder<'_, 'a> {
    /// "it is up to Karim to sign", "it is time for talks": what the speaker wants done.
    pub(super) fn up_to(&mut self, tree: &Tree<'a>, token: TokenId) {
        let it = |kid: TokenId| tree.deprel(kid) == Deprel::Expl || tree.deprel(kid).is_nominal_subject() && tree.is(kid, "it");
        let time = lemma(tree, token) == "time" && preposition(tree, token).is_empty();
        if !(tree.is(token, "up") || time) || tree.child(token, Deprel::Cop).is_none() || !tree.children(token).any(it) {
            return;
        }
        if is_negated(tree, token) {
            return;
        }
        let towards = |kid: TokenId| matches!(preposition(tree, kid), "to" | "for");
        let whom = tree.children(token).find(|&kid| kid > token && towards(kid));
        if tree.is(token, "up") && whom.is_none() {
            return;
        }
        let within = whom.into_iter().flat_map(|kid| tree.children(kid)).chain(tree.children(token));
        let to_do = within.filter(|&kid| tree.upos(kid) == Upos::Verb).find(|&kid| is_infinitive(tree, kid));
        let Some(what) = to_do.or(whom.filter(|_| time)) else { return };
        let Some(who) = self.speaker(tree, token) else { return };
        let ours = whom.is_some_and(|whom| is_first(tree, whom) || self.belongs(tree, whom, &who.holders));
        let stance = if ours { Stance::Support } else { Stance::Demand };
        for matter in self.interpret(tree, what) {
            self.emit(tree, token, &who, stance, &matter, &[], Mood::Must);
        }
    }

    /// "the request was under consideration" leaves it open, "the charge is without foundation" denies it.
    pub(super) fn under(&mut self, tree: &Tree<'a>, token: TokenId) {
        let issues = &self.scene.lexicon.issues;
        let stance = match preposition(tree, token) {
            "under" if issues.is_review(lemma(tree, token)) => Stance::Neutral,
            "without" if issues.naught(lemma(tree, token)) == Some(true) => Stance::Deny,
            _ => return,
        };
        let subject = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject());
        let (Some(subject), Some(who)) = (subject, self.speaker(tree, token)) else { return };
        if is_negated(tree, token) || self.scene.is_actor(tree, subject) {
            return;
        }
        let matters = if stance == Stance::Deny { self.interpret_claim(tree, subject) } else { self.interpret(tree, subject) };
        for matter in matters {
            self.emit(tree, token, &who, stance, &matter, &[], Mood::Plain);
        }
    }

    /// "did not believe that they had lied" contradicts it, "do not think that they should go" is against it.
    pub(super) fn disbelieved(&mut self, tree: &Tree<'a>, token: TokenId) {
        if !self.is_disbelief(tree, token) {
            return;
        }
        let Some(what) = tree.child(token, Deprel::Ccomp).filter(|&kid| !is_question(tree, kid)) else { return };
        let Some(who) = self.who(tree, token) else { return };
        match mood_of(tree, what) {
            Mood::Must => {
                for matter in self.interpret(tree, what) {
                    self.emit(tree, token, &who, Stance::Reject, &matter, &[], Mood::Must);
                }
            }
            Mood::Plain if is_told(tree, what) => {
                let (topic, pole) = self.topic_at(tree, what, true);
                let sign = if is_negated(tree, what) { -pole } else { pole };
                let matter = Matter { topic, sign, pole, claim: true, way: vec![what], future: false };
                self.emit(tree, token, &who, Stance::Deny, &matter, &[], Mood::Plain);
            }
            _ => {}
        }
    }

    /// Whether a verb says that somebody does not think something.
    pub(super) fn is_disbelief(&self, tree: &Tree<'a>, token: TokenId) -> bool {
        tree.upos(token) == Upos::Verb && self.scene.lexicon.issues.is_thought(tree.lemma(token)) && is_negated(tree, token)
    }

    /// "a draft circulated by Dask would ban the trade": who brought it in is for what it would do. Says whether a text is the subject.
    pub(super) fn sponsored(&mut self, tree: &Tree<'a>, token: TokenId, mood: Mood, subjects: &[TokenId]) -> bool {
        let scene = self.scene;
        let text = |&id: &TokenId| tree.upos(id) == Upos::Noun && scene.lexicon.issues.is_instrument(lemma(tree, id));
        if subjects.is_empty() || !subjects.iter().all(text) || !matches!(mood, Mood::Will | Mood::Would) {
            return false;
        }
        let by = |id: TokenId| matches!(preposition(tree, id), "by" | "from");
        let mut heads = Vec::new();
        for &subject in subjects {
            for kid in tree.children(subject) {
                match tree.deprel(kid) {
                    Deprel::NmodPoss => heads.push(kid),
                    Deprel::Nmod if by(kid) => heads.push(kid),
                    Deprel::Acl if tree.upos(kid) == Upos::Verb => heads.extend(tree.children(kid).filter(|&agent| by(agent))),
                    _ => {}
                }
            }
        }
        let mut holders: Vec<usize> =
            heads.into_iter().flat_map(|id| clause::conjuncts(tree, id)).flat_map(|id| scene.named(tree, id)).collect();
        holders.sort_unstable();
        holders.dedup();
        if holders.is_empty() || is_negated(tree, token) {
            return true;
        }
        let (statement, event) = self.shown(tree, token, None, &holders);
        let who = Who { holders, statement, event, told_by: None, score: 55, bare: false };
        for matter in self.interpret(tree, token) {
            self.emit(tree, token, &who, Stance::Support, &matter, &[], mood);
        }
        true
    }

    /// "said that Karim was cheating": an accusation, whether or not anybody answers.
    pub(super) fn is_accusing(&self, tree: &Tree<'a>, token: TokenId, doers: &[TokenId], speakers: &[usize]) -> bool {
        let issues = &self.scene.lexicon.issues;
        let broken = || {
            tree.lemma(token) == "break"
                && tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Obj && issues.is_instrument(lemma(tree, kid)))
        };
        if is_negated(tree, token) || !(issues.is_wrong(tree.lemma(token)) || broken()) {
            return false;
        }
        // Those without a name or post are whom the police speak of.
        let side =
            |id: TokenId| self.scene.is_party_word(tree, id) || self.scene.named(tree, id).iter().any(|&one| self.scene.has_name(one));
        let own =
            |id: TokenId| self.scene.named(tree, id).iter().any(|&one| speakers.iter().any(|&speaker| self.scene.same_side(speaker, one)));
        !doers.is_empty() && doers.iter().all(|&id| side(id) && !own(id) && !self.belongs(tree, id, speakers))
    }

    /// Whether what is wanted is done by its holder, with others, or by nobody in particular: "wants to go", "wants talks", "wants the meeting to go ahead".
    pub(super) fn is_own_doing(&self, tree: &Tree<'a>, id: TokenId, site: TokenId, place: &str, matter: &Matter) -> bool {
        let clausal = matches!(place, "to+" | "ing" | "that");
        let itself = clausal
            && tree.upos(id) == Upos::Verb
            && !tree.children(id).any(|kid| tree.deprel(kid).is_nominal_subject())
            && !tree.children(site).any(|kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::Iobj));
        // "wants it to accept the list": who accepts is somebody.
        let acts = governs(self.scene, tree, id).iter().any(|one| one.effect.is_stand());
        let nobody = clausal
            && tree.child(id, Deprel::AuxPass).is_none()
            && clause::clause(tree, &self.scene.lexicon.ontology, id).subjects.iter().all(|&one| {
                // "want the mission to continue".
                let goes_on = matches!(tree.lemma(id), "continue" | "last" | "proceed" | "succeed" | "survive");
                let thing = goes_on && tree.upos(one) == Upos::Noun && self.scene.named(tree, one).is_empty();
                thing || !(self.scene.is_actor(tree, one) || acts && tree.upos(one) == Upos::Pron)
            });
        itself || nobody || self.is_together(matter)
    }

    /// Whether a matter is what several do with one another: talks.
    pub(super) fn is_together(&self, matter: &Matter) -> bool {
        self.topics[matter.topic].class.is_some_and(|class| {
            let class = self.scene.lexicon.issues.class(class);
            class.several && class.label.contains('{')
        })
    }
}
