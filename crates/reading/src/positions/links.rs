//! Links told by words that tie one thing to another, by their order, or by a sentence of its own: "depends on", "tied the loan to reforms", "a truce must
//! precede talks", "Free them and we talk", "they must go, or there will be no talks", "No amnesty, no truce", "Not before they leave."

use super::conditions;
use super::content::{Matter, is_doing};
use super::moods::{Mood, mood_of};
use super::negation::is_negated;
use super::stands::Finder;
use super::who::{Who, is_first};
use super::{At, Raw, complements, issue};
use crate::events::clause::{self, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::Hangs;
use rapporteur_record::{Stance, StatementKind};

/// How many sentences back the stand may be taken that a sentence of its own hangs on a condition.
const BACK: usize = 2;

impl<'a> Finder<'_, 'a> {
    /// Links every matter of what is required with every matter of what hangs on it; of what hangs, the sign is turned where `turned`.
    pub(super) fn link_all(&mut self, tree: &Tree<'a>, token: TokenId, who: &Who, hangs: &[Matter], required: &[Matter], turned: bool) {
        for on in required {
            for hangs in hangs {
                let sign = if turned { -hangs.sign } else { hangs.sign };
                self.link(tree, token, who, (hangs, sign), (on, on.sign));
            }
        }
    }

    /// "talks depend on a truce", "made aid conditional on reforms".
    pub(super) fn hinges(&mut self, tree: &Tree<'a>, token: TokenId) {
        let scene = self.scene;
        if !scene.lexicon.issues.is_hinge(tree.lemma(token)) {
            return;
        }
        let on = tree.children(token).find(|&kid| {
            matches!(tree.deprel(kid), Deprel::Obl | Deprel::Advcl | Deprel::Nmod)
                && tree.marker(kid).is_some_and(|mark| ["on", "upon"].iter().any(|word| tree.is(mark, word)))
        });
        let Some(on) = on else { return };
        let own = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject());
        let maker = tree.head(token).filter(|&head| tree.deprel(token) == Deprel::Xcomp && tree.lemma(head) == "make");
        // "made talks conditional on a truce" with the adjective hung on the noun.
        let noun = tree.head(token).filter(|_| matches!(tree.deprel(token), Deprel::Amod | Deprel::Acl));
        let made = noun.filter(|&noun| tree.deprel(noun) == Deprel::Obj).and_then(|noun| tree.head(noun));
        let maker = maker.or(made.filter(|&verb| tree.lemma(verb) == "make"));
        let (what, who) = match (own, maker) {
            (Some(subject), _) => (Some(subject), self.speaker(tree, token)),
            (None, Some(verb)) => {
                (clause::clause(tree, &scene.lexicon.ontology, verb).objects.into_iter().find(|&id| id != token), self.who(tree, verb))
            }
            // "Talks depend on a truce, he said" with the subject hung on the speech.
            (None, None) => {
                let beside = |&kid: &TokenId| kid < token && clause::is_nominal(tree, kid) && tree.deprel(kid) != Deprel::Punct;
                let subject = tree.head(token).and_then(|head| tree.children(head).rfind(beside));
                (subject, self.speaker(tree, token))
            }
        };
        let (Some(what), Some(who)) = (what, who) else { return };
        // "the refugees depend on aid" tells of people.
        if scene.is_actor(tree, what) && issue::class_at(scene, tree, what).is_none() {
            return;
        }
        let negated = super::negation::is_negated(tree, token) || complements::is_infinitive(tree, token);
        if negated {
            return;
        }
        let (first, second) = (self.interpret(tree, on), self.interpret(tree, what));
        for required in &first {
            for hangs in &second {
                self.link(tree, token, &who, (hangs, hangs.sign), (required, required.sign));
            }
        }
    }

    /// "tied its signature to the release of the pilots".
    pub(super) fn tied(&mut self, tree: &Tree<'a>, token: TokenId) {
        if !self.scene.lexicon.issues.is_tie(tree.lemma(token)) || is_negated(tree, token) {
            return;
        }
        let to = tree.children(token).find(|&kid| tree.deprel(kid) == Deprel::Obl && kid > token && preposition(tree, kid) == "to");
        let what = tree.child(token, Deprel::Obj);
        let (Some(to), Some(what)) = (to, what) else { return };
        if !is_doing(self.scene, tree, to) || !is_doing(self.scene, tree, what) {
            return;
        }
        let Some(who) = self.who(tree, token) else { return };
        let (required, hangs) = (self.interpret(tree, to), self.interpret(tree, what));
        self.link_all(tree, token, &who, &hangs, &required, false);
    }

    /// "a truce must precede any talks", "talks must follow a truce".
    pub(super) fn precedes(&mut self, tree: &Tree<'a>, token: TokenId) {
        let clause = clause::clause(tree, &self.scene.lexicon.ontology, token);
        let (Some(&subject), Some(&object)) = (clause.subjects.first(), clause.objects.first()) else { return };
        if mood_of(tree, token) != Mood::Must || is_negated(tree, token) || !is_doing(self.scene, tree, subject) {
            return;
        }
        let Some(who) = self.speaker(tree, token) else { return };
        let (first, second) = if tree.lemma(token) == "precede" { (subject, object) } else { (object, subject) };
        let (required, hangs) = (self.interpret(tree, first), self.interpret(tree, second));
        self.link_all(tree, token, &who, &hangs, &required, false);
    }

    /// "Free them and we talk", "they must go, or there will be no talks": what is asked, and what comes of it.
    pub(super) fn and_then(&mut self, tree: &Tree<'a>, token: TokenId) {
        let Some(who) = self.speaker(tree, token) else { return };
        let direct = who.statement.is_some_and(|at| self.scene.told.attributions[at].kind != StatementKind::Indirect);
        let subject = |verb: TokenId| tree.children(verb).find(|&kid| tree.deprel(kid).is_nominal_subject());
        let imperative = direct
            && subject(token).is_none()
            && tree.form(token).eq_ignore_ascii_case(tree.lemma(token))
            && !complements::is_infinitive(tree, token)
            && tree.child(token, Deprel::Aux).is_none();
        let must = mood_of(tree, token) == Mood::Must;
        let then =
            tree.children(token).filter(|&kid| kid > token && matches!(tree.deprel(kid), Deprel::Conj | Deprel::Parataxis)).find(|&kid| {
                let led = |word: &str| tree.children(kid).any(|inner| inner < kid && tree.is(inner, word));
                // "Open the prisons and we are on the next bus" names nothing that is done.
                let done = tree.upos(kid) == Upos::Verb || issue::class_at(self.scene, tree, kid).is_some();
                let and = imperative
                    && done
                    && led("and")
                    && subject(kid).is_some_and(|subject| is_first(tree, subject))
                    && !is_negated(tree, kid);
                and || (imperative || must) && (led("or") || led("otherwise")) && is_negated(tree, kid)
            });
        let Some(then) = then else { return };
        let turned = is_negated(tree, then);
        // What comes of it is no part of what is asked.
        let required: Vec<Matter> = self.interpret(tree, token).into_iter().filter(|matter| !matter.way.contains(&then)).collect();
        let hangs = self.interpret(tree, then);
        self.link_all(tree, token, &who, &hangs, &required, turned);
    }

    /// "No amnesty, no truce".
    pub(super) fn no_no(&mut self, tree: &Tree<'a>, no: TokenId) {
        let noun = |no: TokenId| {
            tree.head(no)
                .filter(|&noun| tree.deprel(no) == Deprel::Det && tree.is(no, "no") && matches!(tree.upos(noun), Upos::Noun | Upos::Propn))
        };
        let begins = (0..no.0).all(|before| tree.is_mark(TokenId(before)));
        let Some(first) = noun(no).filter(|&first| begins && first.index() + 2 < tree.len() && tree.is(TokenId(first.0 + 1), ",")) else {
            return;
        };
        let Some(second) = noun(TokenId(first.0 + 2)) else { return };
        let Some(who) = self.speaker(tree, no) else { return };
        // Either "no" is the link's.
        let bare = |mut found: Vec<Matter>| {
            found.iter_mut().for_each(|matter| matter.sign = matter.pole);
            found
        };
        let (required, hangs) = (bare(self.interpret(tree, first)), bare(self.interpret(tree, second)));
        self.link_all(tree, no, &who, &hangs, &required, false);
    }

    /// "might reconsider if the flights end", "will not relent until they go": the contrary of where the holder stands hangs on it.
    pub(super) fn rethinks(&mut self, tree: &Tree<'a>, token: TokenId) {
        let issues = &self.scene.lexicon.issues;
        let next = TokenId(token.0 + 1);
        let two =
            || next.index() < tree.len() && issues.is_rethinking(&format!("{}-{}", tree.lemma(token), tree.form(next).to_lowercase()));
        if !issues.is_rethinking(tree.lemma(token)) && !two() {
            return;
        }
        let conditions = self.hanging(tree, token);
        let negated = is_negated(tree, token);
        let Some(who) = self.who(tree, token).or_else(|| self.speaker(tree, token)).filter(|_| !conditions.is_empty()) else { return };
        let own = |raw: &&Raw| raw.holders.iter().any(|&one| who.holders.iter().any(|&holder| self.scene.same_side(one, holder)));
        let firm = |raw: &&Raw| {
            !raw.bare
                && raw.condition.is_none()
                && raw.at.sentence < tree.at
                && matches!(raw.stance, Stance::Support | Stance::Demand | Stance::Reject)
        };
        let before = self.raws.iter().rev().filter(firm).find(own).cloned();
        // In one breath with a refusal it only says that nothing is for ever.
        let Some(before) = before.filter(|raw| raw.stance != Stance::Reject || raw.statement != who.statement) else { return };
        let sign = if before.stance == Stance::Reject { before.sign } else { -before.sign };
        let hangs = Matter { topic: before.topic, sign, pole: 1, claim: false, way: Vec::new(), future: false };
        for condition in conditions {
            let met = match condition.hangs {
                Hangs::If | Hangs::When if !negated => false,
                Hangs::Before if negated => false,
                Hangs::While if negated => true,
                _ => continue,
            };
            let mut required = self.interpret(tree, condition.head);
            if met {
                required.iter_mut().for_each(|matter| matter.sign = -matter.sign);
            }
            self.link_all(tree, token, &who, std::slice::from_ref(&hangs), &required, false);
        }
    }

    /// A sentence that is nothing but a condition of what was said before: "Only if they leave.", "Not before the wage is raised, she added."
    pub(super) fn proviso(&mut self, tree: &Tree<'a>) {
        let Some(first) = tree.ids().find(|&id| !tree.is_mark(id) && !tree.is(id, "but") && !tree.is(id, "and")) else { return };
        let opened = |top: TokenId| {
            let begins = tree.subtree(top, &[]).into_iter().find(|&id| !tree.is_mark(id)) == Some(first);
            conditions::opens(self.scene, tree, top)
                .filter(|&(hangs, only, until)| begins && (only || until || hangs == Hangs::If && self.alone(tree, top)))
        };
        let clausal = |id: &TokenId| matches!(tree.deprel(*id), Deprel::Root | Deprel::Advcl | Deprel::Ccomp | Deprel::Obl);
        let Some((top, opened)) = tree.ids().filter(clausal).find_map(|top| Some((top, opened(top)?))) else { return };
        // Beside it stands only who says it.
        let alone = tree.deprel(top) == Deprel::Root
            || tree.head(top).is_some_and(|head| {
                self.scene.cue(At { sentence: tree.at, token: head }).is_some()
                    && tree.head(head).is_none()
                    && !tree.children(head).any(|kid| kid != top && matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Xcomp | Deprel::Obj))
            });
        let Some(who) = self.speaker(tree, top).filter(|_| alone) else { return };
        let Some(before) = self.said_before(tree, &who) else { return };
        let (hangs, _, until) = opened;
        let required = self.interpret(tree, top);
        let negative = before.sign * if before.words.is_some_and(|(_, opposite)| opposite) { -1 } else { 1 } < 0;
        let turned = match before.stance {
            Stance::Support | Stance::Demand => negative && (until || hangs == Hangs::Before),
            _ => false,
        };
        let matter = Matter { topic: before.topic, sign: before.sign, pole: 1, claim: false, way: Vec::new(), future: false };
        self.link_all(tree, top, &who, &[matter], &required, turned);
    }

    /// Whether a clause is the whole sentence.
    fn alone(&self, tree: &Tree<'a>, top: TokenId) -> bool {
        tree.deprel(top) == Deprel::Root && tree.children(top).any(|kid| tree.deprel(kid) == Deprel::Mark)
    }

    /// The last stand that is not yet hung on anything: the holder's own, else what another asked or offered.
    pub(super) fn said_before(&self, tree: &Tree<'a>, who: &Who) -> Option<Raw> {
        let near = || {
            self.raws.iter().rev().take_while(|raw| tree.at - raw.at.sentence <= BACK).filter(|raw| {
                let claim = matches!(raw.stance, Stance::Assert | Stance::Deny);
                !claim && !raw.bare && raw.condition.is_none() && raw.at.sentence < tree.at
            })
        };
        let own = |raw: &&Raw| raw.holders.iter().any(|&one| who.holders.iter().any(|&holder| self.scene.same_side(one, holder)));
        let asked = |raw: &&Raw| matches!(raw.stance, Stance::Demand | Stance::Support);
        near().find(own).or_else(|| near().find(asked)).cloned()
    }
}
