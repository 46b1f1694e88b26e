//! Stands told in few words, which take up what was said before: "and so did Hesper", "Hesper could not", "Not so Hesper", "'Never,' said Dask", "the answer
//! was no", "as Hesper had asked", "would rather close it than sell it", "that goes too far".

use super::complements::complements;
use super::content::{Matter, governs};
use super::moods::{Mood, mood_of};
use super::negation::is_negated;
use super::refer::Reference;
use super::stands::Finder;
use super::who::Who;
use super::{At, Raw, conditions};
use crate::events::clause::{lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::{Effect, Hangs, Refers};
use rapporteur_record::{Stance, StatementKind};

/// How many words an answer may have.
const SHORT: usize = 7;

impl<'a> Finder<'_, 'a> {
    /// The last firm stand of this sentence or the one before it, if nothing hangs on it.
    fn just_before(&self, tree: &Tree<'a>) -> Option<Raw> {
        self.raws.iter().rev().find(|raw| !raw.bare && tree.at - raw.at.sentence <= 1).filter(|raw| raw.condition.is_none()).cloned()
    }

    /// Takes up a stand for others: as it was, or as its contrary.
    fn take_up(&mut self, tree: &Tree<'a>, token: TokenId, holders: Vec<usize>, before: Raw, stance: Stance) {
        let at = At { sentence: tree.at, token };
        let (statement, event) = match self.shown(tree, token, self.scene.statement(at), &holders) {
            (None, None) => (before.statement, before.event),
            shown => shown,
        };
        // The word for it is shown, which no statement or event holds.
        let words = Some((tree.token(token).span, before.words.is_some_and(|(_, opposite)| opposite)));
        self.raws.push(Raw { holders, stance, statement, event, told_by: None, words, at, score: 60, ..before });
    }

    fn somebody(&mut self, tree: &Tree<'a>, id: TokenId) -> Vec<usize> {
        let named = self.scene.named(tree, id);
        if named.is_empty() { self.unnamed(tree, &[id], false) } else { named }
    }

    /// "and so did the representative of Lurgia", "Not so Hesper": the stand before it, or its contrary, by another.
    pub(super) fn likewise(&mut self, tree: &Tree<'a>, token: TokenId) {
        let next = TokenId(token.0 + 1);
        if next.index() >= tree.len() {
            return;
        }
        let not = token.0 > 0 && tree.is(TokenId(token.0 - 1), "not");
        let like = matches!(tree.lemma(next), "have" | "do" | "be" | "will" | "would");
        if not == like || not && tree.ids().any(|id| tree.upos(id) == Upos::Verb) {
            return;
        }
        // Who it is stands behind the auxiliary.
        let nominal = |&id: &TokenId| matches!(tree.upos(id), Upos::Noun | Upos::Propn);
        let named = tree.ids().find(|&id| id > token && (!like || id > next) && !self.scene.named(tree, id).is_empty());
        let Some(subject) = named.or_else(|| tree.ids().filter(|&id| id > token).find(nominal)) else { return };
        let Some(before) = self.just_before(tree) else { return };
        let holders = self.somebody(tree, subject);
        let stance = match before.stance {
            stance if like => stance,
            Stance::Support | Stance::Demand => Stance::Reject,
            Stance::Reject => Stance::Support,
            _ => return,
        };
        if !holders.is_empty() && holders != before.holders {
            self.take_up(tree, token, holders, before, stance);
        }
    }

    /// "Hesper supported it; Vantir did not", "Lang opposes it, as does Novy", "Vantir would, if it were paid for": the stand before it, its contrary, or
    /// what hangs on a condition, by another.
    pub(super) fn elliptic(&mut self, tree: &Tree<'a>, token: TokenId) {
        let scene = self.scene;
        let conditions = conditions::of(scene, tree, token);
        let bare = tree.children(token).all(|kid| match tree.deprel(kid) {
            Deprel::Nsubj | Deprel::Obj | Deprel::Cc | Deprel::Mark | Deprel::Punct => true,
            Deprel::Advmod => is_negated(tree, token) && tree.children(kid).next().is_none(),
            Deprel::Advcl | Deprel::Conj => !conditions.is_empty(),
            _ => false,
        });
        let negated = is_negated(tree, token);
        let like = tree.child(token, Deprel::Mark).is_some_and(|mark| tree.is(mark, "as"));
        let subject = tree.children(token).find(|&kid| matches!(tree.deprel(kid), Deprel::Nsubj | Deprel::Obj) && (kid < token || like));
        // "Not all of them did" says nothing of who did not.
        let some = |&id: &TokenId| matches!(tree.upos(id), Upos::Noun | Upos::Propn | Upos::Pron) && !is_negated(tree, id);
        // "as did Mirval" with Mirval hung on the verb before.
        let next = TokenId(token.0 + 1);
        let subject = subject.or(Some(next).filter(|&next| like && next.index() < tree.len()));
        let Some(subject) = subject.filter(|id| bare && (negated != like || !conditions.is_empty()) && some(id)) else { return };
        // "had no plans" has an object: it takes up nothing.
        let whole = tree.child(token, Deprel::Obj).is_none();
        let claim =
            || self.raws.last().filter(|raw| negated && whole && raw.stance == Stance::Assert && tree.at - raw.at.sentence <= 1).cloned();
        let Some(before) = claim().or_else(|| self.just_before(tree)) else { return };
        let holders = self.somebody(tree, subject);
        if holders.is_empty() || before.holders == holders {
            return;
        }
        if !conditions.is_empty() {
            let (statement, event) = self.shown(tree, token, scene.statement(At { sentence: tree.at, token }), &holders);
            let who = Who { holders, statement, event, told_by: None, score: 60, bare: false };
            let hangs = Matter { topic: before.topic, sign: before.sign, pole: 1, claim: false, way: Vec::new(), future: false };
            for condition in conditions {
                let met = matches!((condition.hangs, negated), (Hangs::If | Hangs::When, false) | (Hangs::Before, true)) || condition.only;
                if met {
                    let required = self.interpret(tree, condition.head);
                    self.link_all(tree, token, &who, std::slice::from_ref(&hangs), &required, false);
                }
            }
            return;
        }
        let stance = match before.stance {
            stance if like => stance,
            Stance::Support | Stance::Demand => Stance::Reject,
            // "Kesh says it did not": a claim that is contested counts.
            Stance::Assert => Stance::Deny,
            _ => return,
        };
        self.take_up(tree, token, holders, Raw { bare: false, ..before }, stance);
    }

    /// A whole quotation that answers: "Never," said Dask; "By all means." The words are in `lexicon/issues/answers.tsv`.
    pub(super) fn answers(&mut self, tree: &Tree<'a>) {
        let scene = self.scene;
        let mut at = 0_u32;
        while (at as usize) < tree.len() {
            let first = TokenId(at);
            let statement = scene.statement(At { sentence: tree.at, token: first });
            let direct = statement.filter(|&at| scene.told.attributions[at].kind != StatementKind::Indirect);
            let same = |at: u32| (at as usize) < tree.len() && scene.statement(At { sentence: tree.at, token: TokenId(at) }) == statement;
            let mut end = at + 1;
            while same(end) {
                end += 1;
            }
            let run: Vec<TokenId> = (at..end).map(TokenId).collect();
            let begins = at == 0 || (0..at).all(|before| tree.is_mark(TokenId(before)));
            if direct.is_some() && begins {
                // What stands behind a comma says more of it.
                let parts = run.split(|&id| [",", ";", "-", "–", "—", ":", "."].iter().any(|mark| tree.is(id, mark)));
                let words = |part: &[TokenId]| {
                    let forms: Vec<String> = part.iter().filter(|&&id| !tree.is_mark(id)).map(|&id| tree.form(id).to_lowercase()).collect();
                    if forms.len() > SHORT { String::new() } else { forms.join(" ").replace(" n't", "n't").replace('’', "'") }
                };
                let part = parts.map(words).find(|part| !part.is_empty());
                let effect = part.and_then(|part| scene.lexicon.issues.answer(&part));
                if let (Some(effect), Some(who)) = (effect, self.speaker(tree, first)) {
                    let stance = match effect {
                        Effect::Accept | Effect::Support => Stance::Support,
                        Effect::Neutral => Stance::Neutral,
                        Effect::Deny => Stance::Deny,
                        _ => Stance::Reject,
                    };
                    let mut matter = self.unsaid(tree, first);
                    if effect == Effect::Deny {
                        matter.topic = self.refer(tree, first, Reference::Noun(Refers::Claim));
                        matter.claim = true;
                    }
                    self.emit(tree, first, &who, stance, &matter, &[], Mood::Plain);
                }
            }
            at = end;
        }
    }

    /// "Kesh's answer was no", "the answer from Kesh was a curt no".
    pub(super) fn answered(&mut self, tree: &Tree<'a>, word: TokenId) {
        // "was a curt no" with the word hung on the adjective.
        let word = tree.head(word).filter(|_| tree.deprel(word) == Deprel::Discourse).unwrap_or(word);
        let subject = tree.children(word).find(|&kid| tree.deprel(kid).is_nominal_subject());
        let answer = subject.filter(|&subject| matches!(lemma(tree, subject), "answer" | "reply" | "response" | "verdict"));
        let Some(answer) = answer.filter(|_| tree.child(word, Deprel::Cop).is_some()) else { return };
        let Some(who) = self.who(tree, answer) else { return };
        let yes = tree.is(word, "yes") || tree.children(word).any(|kid| tree.is(kid, "yes"));
        let stance = if yes { Stance::Support } else { Stance::Reject };
        let matter = self.unsaid(tree, word);
        self.emit(tree, word, &who, stance, &matter, &[], Mood::Plain);
    }

    /// "declined to pay, as Kesh had asked", "will sell it, as Kesh proposed": the clause tells what.
    pub(super) fn as_asked(&mut self, tree: &Tree<'a>, token: TokenId, all: &[super::content::Governs<'_>]) {
        let marked = tree.deprel(token) == Deprel::Advcl && tree.children(token).any(|kid| kid < token && tree.is(kid, "as"));
        let open = !tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::Xcomp | Deprel::Ccomp | Deprel::Obl));
        let stance = all.iter().find_map(|one| match one.effect {
            Effect::Demand | Effect::Want => Some(Stance::Demand),
            Effect::Propose | Effect::Support | Effect::Promise => Some(Stance::Support),
            _ => None,
        });
        let (Some(head), Some(stance)) = (tree.head(token).filter(|_| marked && open), stance) else { return };
        if is_negated(tree, token) || is_negated(tree, head) {
            return;
        }
        let Some(who) = self.who(tree, token) else { return };
        let stands = governs(self.scene, tree, head);
        let told: Vec<TokenId> = complements(self.scene, tree, head)
            .into_iter()
            .filter(|&(id, place)| id != token && stands.iter().any(|one| one.effect.is_stand() && one.takes(place)))
            .map(|(id, _)| id)
            .collect();
        let told = if told.is_empty() { vec![head] } else { told };
        for id in told {
            for matter in self.interpret(tree, id).into_iter().filter(|matter| !matter.way.contains(&token)) {
                self.emit(tree, token, &who, stance, &matter, &[], Mood::Plain);
            }
        }
    }

    /// "would rather close the mine than pay", "would sooner sell": what is put first is wanted, what stands behind "than" is not.
    pub(super) fn rather(&mut self, tree: &Tree<'a>, word: TokenId) {
        let Some(verb) = tree.head(word).filter(|&verb| tree.deprel(word) == Deprel::Advmod && tree.upos(verb) == Upos::Verb) else {
            return;
        };
        if mood_of(tree, verb) != Mood::Would {
            return;
        }
        let Some(who) = self.who(tree, verb).or_else(|| self.speaker(tree, verb)) else { return };
        let than = tree.ids().find(|&id| id > verb && tree.is(id, "than"));
        let other = than.and_then(|than| tree.head(than)).filter(|&other| other > verb);
        for (id, stance) in [(Some(verb), Stance::Support), (other, Stance::Reject)] {
            let Some(id) = id else { continue };
            for matter in self.interpret(tree, id) {
                // "would sooner resign than sign it" wants no resignation.
                let figure = stance == Stance::Support && other.is_some();
                if !(figure || id == verb && matter.way.iter().any(|&at| Some(at) == other)) {
                    self.emit(tree, id, &who, stance, &matter, &[], Mood::Would);
                }
            }
        }
    }

    /// "Kesh's position is simple. The pilots must go", "the message from Kesh was clear: free them": whose position is told in a clause of its own.
    pub(super) fn standpoint(&mut self, tree: &Tree<'a>, token: TokenId) -> Option<Who> {
        let colon = tree.ids().take(token.index()).any(|id| tree.is(id, ":"));
        let scene = self.scene;
        let last = tree.at.checked_sub(1).map(|at| &scene.trees[at]);
        let of = if colon { Some(tree) } else { last.filter(|last| last.sentence.paragraph == tree.sentence.paragraph) }?;
        let root = of.sentence.root();
        of.child(root, Deprel::Cop).filter(|_| root < token || !colon)?;
        let told = of.children(root).find(|&kid| {
            of.deprel(kid).is_nominal_subject() && scene.lexicon.issues.is_standpoint(lemma(of, kid)) && of.upos(kid) == Upos::Noun
        })?;
        // Where it is told what the position is, the sentence has said it.
        let plain = of.upos(root) == Upos::Adj;
        let owner = of.children(told).find(|&kid| {
            of.deprel(kid) == Deprel::NmodPoss || of.deprel(kid) == Deprel::Nmod && matches!(preposition(of, kid), "from" | "of")
        });
        let holders = self.somebody(of, owner.filter(|_| plain)?);
        let statement = scene.statement(At { sentence: tree.at, token });
        (!holders.is_empty()).then_some(Who { holders, statement, event: None, told_by: None, score: 60, bare: false })
    }

    /// "That goes too far for Kesh".
    pub(super) fn too_far(&mut self, tree: &Tree<'a>, far: TokenId) {
        let too = tree.children(far).any(|kid| tree.is(kid, "too"));
        let Some(verb) = tree.head(far).filter(|&verb| too && tree.lemma(verb) == "go") else { return };
        let Some(subject) = tree.children(verb).find(|&kid| tree.deprel(kid).is_nominal_subject()) else { return };
        let around = tree.children(verb).chain(tree.children(far));
        let whose = around.into_iter().find(|&kid| preposition(tree, kid).eq_ignore_ascii_case("for") && self.scene.is_actor(tree, kid));
        let who = match whose {
            Some(whose) => self.who_of(tree, verb, whose),
            None => self.speaker(tree, verb),
        };
        let Some(who) = who.filter(|_| !is_negated(tree, verb)) else { return };
        for matter in self.interpret(tree, subject) {
            self.emit(tree, verb, &who, Stance::Reject, &matter, &[], Mood::Plain);
        }
    }
}
