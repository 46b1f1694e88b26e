//! Links that no subordinate clause makes: a demand that something happen before something else, "in return", "first", "only then", and threats.

use super::conditions::Condition;
use super::content::{Matter, governs, is_doing};
use super::moods::{Mood, mood_of};
use super::stands::Finder;
use super::who::Who;
use super::{Raw, complements, issue};
use crate::events::clause::{self, lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::{Effect, Hangs};
use rapporteur_record::{ConditionKind, Stance};

/// How many sentences back that may stand on which a stand follows.
const BACK: usize = 1;

/// How a stand follows on one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sequel {
    /// "In return, it wants …".
    Return,
    /// "must first leave".
    First,
    /// "only then", "would then".
    Then,
    /// "Until then, the gates stay open".
    Until,
    /// What was granted just before "on terms".
    Terms,
}

impl<'a> Finder<'_, 'a> {
    /// "insists that the rebels pull back before a truce", "wants guarantees in return for the villages": what is demanded is a condition of
    /// what stands behind "before" or "for". Says whether it is.
    pub(super) fn required(&mut self, tree: &Tree<'a>, token: TokenId, who: &Who, matter: &Matter, hanging: &[Condition]) -> bool {
        let mut linked = false;
        for condition in hanging {
            // "should be sent only with their consent", "no troops must be sent before they agree".
            let only = condition.only && matches!(condition.hangs, Hangs::Only | Hangs::If | Hangs::After | Hangs::When);
            let refused = condition.hangs == Hangs::Before && matter.sign * matter.pole < 0;
            if only || refused {
                for on in self.interpret(tree, condition.head) {
                    if on.topic != matter.topic {
                        self.link(tree, token, who, (matter, if refused { -matter.sign } else { matter.sign }), (&on, on.sign));
                        linked = true;
                    }
                }
                continue;
            }
            // "if talks are to be held, the army must leave": the demand is what they need.
            if condition.hangs == Hangs::If
                && let Some(outcome) = self.meant_to_be(tree, condition.head)
            {
                for hangs in self.interpret(tree, outcome) {
                    if hangs.topic != matter.topic {
                        self.link(tree, token, who, (&hangs, hangs.sign), (matter, matter.sign));
                        linked = true;
                    }
                }
                continue;
            }
            let before = condition.hangs == Hangs::Before && tree.children(condition.head).any(|kid| tree.is(kid, "before"));
            if !(before || condition.hangs == Hangs::Return) || matter.way.contains(&condition.head) {
                continue;
            }
            for hangs in self.interpret(tree, condition.head) {
                // What comes of itself is none: "before it does harm".
                if hangs.topic != matter.topic && self.is_done(tree, condition.head) {
                    self.link(tree, token, who, (&hangs, hangs.sign), (matter, matter.sign));
                    linked = true;
                }
            }
        }
        linked
    }

    /// What is to come of something: "if talks are to succeed", "if there is to be a truce".
    fn meant_to_be(&self, tree: &Tree<'a>, head: TokenId) -> Option<TokenId> {
        let be = |kid: TokenId| matches!(tree.deprel(kid), Deprel::Cop | Deprel::Aux) && tree.lemma(kid) == "be";
        let inner = if tree.lemma(head) == "be" {
            tree.children(head)
                .find(|&kid| matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Advcl) && complements::is_infinitive(tree, kid))?
        } else if complements::is_infinitive(tree, head) && tree.children(head).any(be) {
            head
        } else {
            return None;
        };
        let subject = |&kid: &TokenId| tree.deprel(kid).is_nominal_subject() && issue::class_at(self.scene, tree, kid).is_some();
        Some(tree.children(inner).chain(tree.children(head)).find(subject).unwrap_or(inner))
    }

    /// What a threat is to bring about is demanded: "threatened to strike unless the wage was raised".
    pub(super) fn threatened(&mut self, tree: &Tree<'a>, token: TokenId, warns: bool) {
        let Some(who) = self.who(tree, token) else { return };
        // "hinted at a veto unless", "threatened a boycott unless".
        let noun = |&kid: &TokenId| {
            tree.deprel(kid) == Deprel::Obj && !self.scene.is_actor(tree, kid)
                || tree.deprel(kid) == Deprel::Obl && matches!(preposition(tree, kid), "at" | "with")
        };
        let inner = tree.children(token).find(|&kid| matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Ccomp));
        let inner = inner.or_else(|| tree.children(token).find(noun));
        let Some(inner) = inner else { return };
        // Who warns of what others will do, or of what will come of itself, threatens nobody.
        let subjects = clause::clause(tree, &self.scene.lexicon.ontology, inner).subjects;
        let own = |&id: &TokenId| {
            self.belongs(tree, id, &who.holders)
                || self
                    .scene
                    .meant(tree, id, &who.holders)
                    .iter()
                    .any(|&one| who.holders.iter().any(|&holder| self.scene.speaks_for(holder, one)))
        };
        if warns && !subjects.iter().any(own) {
            return;
        }
        let mut conditions = self.hanging(tree, inner);
        for condition in self.hanging(tree, token) {
            if !conditions.iter().any(|known| known.head == condition.head) {
                conditions.push(condition);
            }
        }
        for condition in conditions {
            let turned = match condition.hangs {
                Hangs::Before if condition.until => 1,
                Hangs::If => -1,
                _ => continue,
            };
            if !self.is_done(tree, condition.head) {
                continue;
            }
            for on in self.interpret(tree, condition.head) {
                let wanted = Matter { sign: on.sign * turned, ..on };
                let raw = self.raw(tree, token, &who, Stance::Demand, &wanted);
                self.raws.push(raw);
            }
        }
    }

    /// Links a stand with one before it, where an adverb says that it follows on it.
    pub(super) fn sequel(&mut self, tree: &Tree<'a>, token: TokenId, who: &Who, stance: Stance, matter: &Matter) {
        let terms = || (stance == Stance::Demand && self.has_terms(tree)).then_some(Sequel::Terms);
        let Some(sequel) = self.follows_on(tree, token, matter).or_else(terms) else { return };
        let Some(earlier) = self.earlier(tree, who, matter, sequel) else { return };
        let pole = earlier.words.map_or(1, |(_, opposite)| if opposite { -1 } else { 1 });
        let before = Matter { topic: earlier.topic, sign: earlier.sign, pole, claim: false, way: Vec::new(), future: false };
        let demanded = earlier.stance == Stance::Demand;
        match (sequel, stance) {
            (Sequel::First | Sequel::Terms, Stance::Demand) | (Sequel::First, Stance::Support | Stance::Reject) => {
                self.link(tree, token, who, (&before, before.sign), (matter, matter.sign))
            }
            (Sequel::Return, Stance::Demand | Stance::Support) if !demanded => {
                self.link(tree, token, who, (&before, before.sign), (matter, matter.sign));
            }
            (Sequel::Return | Sequel::Then, Stance::Support) if demanded => {
                self.link(tree, token, who, (matter, matter.sign), (&before, before.sign));
            }
            (Sequel::Until, Stance::Support | Stance::Demand) if earlier.stance != Stance::Reject => {
                self.link(tree, token, who, (matter, -matter.sign), (&before, before.sign));
            }
            _ => {}
        }
    }

    /// "First our people come back, then the cranes move": what is to be first is required for the other.
    pub(super) fn in_order(&mut self, tree: &Tree<'a>, token: TokenId) {
        let led = |verb: TokenId, word: &str| {
            tree.children(verb).any(|kid| kid < verb && tree.deprel(kid) == Deprel::Advmod && tree.is(kid, word))
        };
        let clausal = |id: TokenId| tree.upos(id) == Upos::Verb || tree.child(id, Deprel::Cop).is_some();
        if !led(token, "first") || !clausal(token) {
            return;
        }
        let then = tree.children(token).chain(tree.head(token).into_iter().flat_map(|head| tree.children(head))).find(|&kid| {
            kid > token && matches!(tree.deprel(kid), Deprel::Parataxis | Deprel::Conj | Deprel::Ccomp) && led(kid, "then") && clausal(kid)
        });
        let (Some(then), Some(who)) = (then, self.speaker(tree, token)) else { return };
        let (first, second) = (self.interpret(tree, token), self.interpret(tree, then));
        for required in &first {
            for hangs in &second {
                self.link(tree, token, &who, (hangs, hangs.sign), (required, required.sign));
            }
        }
    }

    /// Whether words beside a stand, or on the way to what it is about, say that it follows on another.
    fn follows_on(&self, tree: &Tree<'a>, token: TokenId, matter: &Matter) -> Option<Sequel> {
        let mut heads = vec![token];
        heads.extend(matter.way.iter().copied());
        heads.extend(tree.head(token).filter(|_| tree.deprel(token) == Deprel::Xcomp));
        // "would then reopen the border".
        let behind_modal = |then: TokenId| {
            then.0 > 0 && tree.deprel(TokenId(then.0 - 1)) == Deprel::Aux && matches!(mood_of(tree, token), Mood::Will | Mood::Would)
        };
        // "Until then, he said, the gates stay open".
        heads.extend(tree.head(token).filter(|_| tree.deprel(token) == Deprel::Ccomp));
        let mut found = None;
        for kid in heads.into_iter().flat_map(|head| tree.children(head)) {
            let bare = || !tree.children(kid).any(|inner| matches!(tree.deprel(inner), Deprel::Nmod | Deprel::Acl));
            let led = |word: &str| kid.0 > 0 && tree.is(TokenId(kid.0 - 1), word) || tree.children(kid).any(|inner| tree.is(inner, word));
            found = found.or(match tree.deprel(kid) {
                Deprel::Obl if matches!(lemma(tree, kid), "return" | "exchange") && preposition(tree, kid).eq_ignore_ascii_case("in") => {
                    bare().then_some(Sequel::Return)
                }
                Deprel::Advmod if ["first", "beforehand"].iter().any(|word| tree.is(kid, word)) && tree.upos(kid) == Upos::Adv => {
                    Some(Sequel::First)
                }
                Deprel::Advmod if tree.is(kid, "then") && (led("only") || behind_modal(kid)) => Some(Sequel::Then),
                // "They would only have to sign it."
                Deprel::Advmod if tree.is(kid, "only") && matches!(tree.lemma(token), "have" | "need") && kid < token => {
                    Some(Sequel::Terms)
                }
                Deprel::Obl if tree.is(kid, "then") && matches!(preposition(tree, kid).to_lowercase().as_str(), "until" | "till") => {
                    Some(Sequel::Until)
                }
                _ => None,
            });
        }
        found
    }

    /// Whether what was told just before holds "on terms" or "on two conditions" that are told now.
    fn has_terms(&self, tree: &Tree<'a>) -> bool {
        let Some(last) = tree.at.checked_sub(1).map(|at| &self.scene.trees[at]) else { return false };
        last.ids().any(|id| {
            matches!(lemma(last, id), "term" | "condition")
                && ["on", "under", "with"].contains(&preposition(last, id))
                && !last
                    .children(id)
                    .any(|kid| matches!(last.deprel(kid), Deprel::Nmod | Deprel::Acl | Deprel::AclRelcl | Deprel::NmodPoss))
        })
    }

    /// The holder's stand before this on another issue; what another asked for, where that is to wait.
    fn earlier(&self, tree: &Tree<'a>, who: &Who, matter: &Matter, sequel: Sequel) -> Option<Raw> {
        let own = |raw: &Raw| raw.holders.iter().any(|&one| who.holders.iter().any(|&holder| self.scene.same_side(one, holder)));
        let near = || {
            let near = self.raws.iter().rev().take_while(|raw| tree.at - raw.at.sentence <= BACK);
            near.filter(|raw| {
                let here = sequel == Sequel::Terms && raw.at.sentence == tree.at;
                let claim = matches!(raw.stance, Stance::Assert | Stance::Deny);
                let hung = match raw.condition {
                    Some((_, ConditionKind::PreconditionFor)) => !matches!(sequel, Sequel::Until | Sequel::Then),
                    condition => condition.is_some(),
                };
                !(here || claim || raw.bare || raw.topic == matter.topic || hung)
            })
        };
        let asked = |raw: &&Raw| sequel == Sequel::First && raw.stance == Stance::Demand;
        near().find(|raw| own(raw)).or_else(|| near().find(asked)).cloned()
    }

    /// Whether somebody does it rather than that it comes about: an issue of a class, a doing, a clause about somebody.
    pub(super) fn is_done(&self, tree: &Tree<'a>, head: TokenId) -> bool {
        if tree.upos(head) != Upos::Verb {
            // "if they free our men" with the verb taken for an adjective.
            let somebody =
                |kid: TokenId| tree.deprel(kid).is_nominal_subject() && (self.scene.is_actor(tree, kid) || is_somebody(tree, kid));
            return (is_doing(self.scene, tree, head) || tree.children(head).any(somebody)) && tree.child(head, Deprel::Cop).is_none();
        }
        let clause = clause::clause(tree, &self.scene.lexicon.ontology, head);
        // "before it signs the treaty".
        let taken = |effect: Effect| effect.is_stand() && !clause.objects.is_empty();
        issue::class_at(self.scene, tree, head).is_some()
            || clause.passive
            || governs(self.scene, tree, head).iter().any(|one| matches!(one.effect, Effect::Keep | Effect::End) || taken(one.effect))
            || clause
                .subjects
                .iter()
                .any(|&id| self.scene.is_actor(tree, id) || is_somebody(tree, id) || issue::class_at(self.scene, tree, id).is_some())
    }

    /// Whether what is announced is done against others: to strike, to leave the government.
    pub(super) fn is_threat(&self, tree: &Tree<'a>, matter: &Matter) -> bool {
        let issues = &self.scene.lexicon.issues;
        // "would stop fighting" is none.
        let ends = |id: &TokenId| {
            !issues.is_hostile(lemma(tree, *id))
                // "will not hesitate to strike" threatens.
                && !super::negation::is_negated(tree, *id)
                && governs(self.scene, tree, *id).iter().any(|one| matches!(one.effect, Effect::End | Effect::Cut))
        };
        if matter.way.iter().any(ends) {
            return false;
        }
        let at = self.topics[matter.topic].at;
        let itself = (at.sentence == tree.at).then_some(at.token);
        matter.way.iter().copied().chain(itself).any(|id| {
            issues.is_hostile(lemma(tree, id))
                || matches!(tree.lemma(id), "leave" | "bring" | "walk" | "pull")
                    && clause::clause(tree, &self.scene.lexicon.ontology, id)
                        .objects
                        .iter()
                        .chain(&tree.children(id).filter(|&kid| tree.deprel(kid) == Deprel::Obl).collect::<Vec<_>>())
                        .any(|&what| issues.is_common(lemma(tree, what)))
        })
    }
}

/// A pronoun that can only mean somebody.
fn is_somebody(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.upos(id) == Upos::Pron && ["i", "we", "you", "he", "she", "they", "who"].iter().any(|word| tree.is(id, word))
}
