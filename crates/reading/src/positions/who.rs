//! Who takes a stand, and which statement or event shows it.

use super::At;
use super::complements::is_possessor;
use super::content::{governs, is_adjectival, is_doing};
use super::idioms::figure;
use super::scene::{is_dateline, subjects};
use super::stands::Finder;
use crate::events::clause::{self, lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::Effect;
use rapporteur_record::{Act, StatementKind};

/// Who stands there, and what shows it.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub holders: Vec<usize>,
    pub statement: Option<usize>,
    pub event: Option<usize>,
    pub told_by: Option<usize>,
    pub score: u8,
    pub bare: bool,
}

impl<'a> Finder<'_, 'a> {
    /// Who takes the stand, and the statement or event that shows it.
    pub(super) fn who(&mut self, tree: &Tree<'a>, token: TokenId) -> Option<Who> {
        let scene = self.scene;
        let at = At { sentence: tree.at, token };
        let around = scene.statement(at);
        let cue = scene.cue(at).or_else(|| scene.cue_with(at));
        let mut heads: Vec<TokenId> = match tree.upos(token) {
            Upos::Verb | Upos::Aux if !is_adjectival(scene, tree, token) => clause::clause(tree, &scene.lexicon.ontology, token).subjects,
            Upos::Noun if figure(scene, tree, token).is_none() => self.owners(tree, token),
            _ => tree.children(token).filter(|&kid| tree.deprel(kid).is_nominal_subject()).collect(),
        };
        if heads.is_empty() && (tree.upos(token) == Upos::Adj || is_adjectival(scene, tree, token)) {
            heads = clause::clause(tree, &scene.lexicon.ontology, token).subjects;
        }
        // The town of a dateline is taken for a subject beside the sentence's own.
        if heads.iter().any(|&head| is_dateline(tree, head)) {
            heads = subjects(tree, token);
        }
        if let Some(found) = astray(tree, token) {
            heads = found;
        }
        // "Several members oppose it, arguing that …" with the subject hung on the participle.
        if heads.is_empty() && tree.upos(token) == Upos::Verb {
            let participle = |&kid: &TokenId| kid > token && tree.deprel(kid) == Deprel::Advcl && tree.form(kid).ends_with("ing");
            let before = |kid: TokenId| tree.children(kid).find(|&id| id < token && tree.deprel(id) == Deprel::Nsubj);
            heads = tree.children(token).filter(participle).find_map(before).into_iter().collect();
        }
        // "the agreement does not comply with the treaty": a text takes no side.
        let unnamed = |head: TokenId| !scene.named(tree, head).iter().any(|&actor| scene.has_name(actor));
        let text = |&head: &TokenId| {
            tree.upos(head) == Upos::Noun
                && unnamed(head)
                && (self.is_text(tree, head) || scene.lexicon.issues.is_measure(lemma(tree, head)))
        };
        if tree.upos(token) == Upos::Verb && !heads.is_empty() && heads.iter().all(text) {
            return None;
        }
        let speakers = around.map(|at| scene.speakers(at)).unwrap_or_default();
        let mut holders: Vec<usize> = Vec::new();
        for &head in heads.iter().filter(|&&head| !is_none(tree, head)) {
            for id in together(tree, head) {
                holders.extend(scene.meant(tree, id, speakers));
            }
        }
        if holders.is_empty() && scene.cue(at).is_none_or(|cue| scene.speakers(cue).is_empty()) {
            // "the chamber of commerce appealed": a verb that only somebody can be the subject of.
            let speaks = tree.upos(token) == Upos::Verb
                && !matches!(tree.lemma(token), "require" | "need")
                && scene.lexicon.cues.verb(tree.lemma(token)).is_some_and(|cue| {
                    matches!(
                        cue.act,
                        Act::Demand | Act::Urge | Act::Reject | Act::Promise | Act::Threaten | Act::Accuse | Act::Praise | Act::Ask
                    )
                });
            let some: Vec<TokenId> = heads.iter().copied().filter(|&head| !is_none(tree, head)).collect();
            holders = self.unnamed(tree, &some, speaks);
        }
        // "backed the soldiers' claim": whose it is stands with the noun, whoever speaks.
        let owned = tree.child(token, Deprel::NmodPoss).is_some() && !holders.is_empty() && tree.upos(token) == Upos::Noun;
        if let Some(cue) = cue.filter(|_| !owned && (holders.is_empty() || scene.cue(at).is_some())) {
            let speakers = scene.speakers(cue);
            if !speakers.is_empty() {
                holders = speakers.to_vec();
            }
        }
        // "Several members, among them Dask and Orel, oppose it".
        if holders.iter().all(|&holder| !scene.has_name(holder)) {
            let listed: Vec<TokenId> = heads.iter().flat_map(|&head| self.exemplified(tree, head)).collect();
            let named = |id: TokenId| scene.named(tree, id).iter().any(|&actor| scene.has_name(actor));
            if !listed.is_empty() {
                holders = listed.iter().flat_map(|&id| scene.named(tree, id)).collect();
                let new: Vec<TokenId> = listed.into_iter().filter(|&id| !named(id)).collect();
                holders.extend(self.unnamed(tree, &new, false));
                holders.retain(|&holder| !scene.is_known(holder) || scene.has_name(holder));
            }
        }
        // "said the Front had failed and asked it to leave": who asks it is another.
        let whom = |kid: TokenId| {
            matches!(tree.deprel(kid), Deprel::Obj | Deprel::Iobj) && ["it", "him", "her", "them"].iter().any(|one| tree.is(kid, one))
        };
        if tree.deprel(token) == Deprel::Conj
            && !holders.is_empty()
            && tree.children(token).any(|kid| whom(kid) && scene.named(tree, kid).iter().any(|one| holders.contains(one)))
        {
            let asked = std::mem::take(&mut holders);
            holders = speakers.iter().copied().filter(|speaker| !asked.contains(speaker)).collect();
            if holders.is_empty() {
                holders = self.coordinated(tree, token).into_iter().filter(|one| !asked.contains(one)).collect();
            }
        }
        // "his men would", "my members want": those who belong to who speaks.
        if holders.is_empty() && heads.iter().any(|&head| self.belongs(tree, head, speakers)) {
            holders = speakers.to_vec();
        }
        // "nobody could doubt that": the speaker does not.
        let nobody = |&head: &TokenId| matches!(tree.form(head).to_lowercase().as_str(), "nobody" | "none" | "one");
        if holders.is_empty() && heads.iter().any(nobody) {
            holders = speakers.to_vec();
        }
        // "believes that no side can win and has again proposed talks": a subject that holds nothing is another verb's.
        let nothing = |&head: &TokenId| tree.upos(head) == Upos::Noun && (is_none(tree, head) || !scene.is_actor(tree, head));
        if holders.is_empty() && tree.deprel(token) == Deprel::Conj && heads.iter().all(nothing) {
            holders = self.coordinated(tree, token);
        }
        // "They offered us crumbs": in somebody's own words they are others, whoever they are.
        let direct = || around.is_some_and(|at| scene.told.attributions[at].kind != StatementKind::Indirect);
        if holders.is_empty() && cue.is_none() && heads.iter().any(|&head| tree.is(head, "they")) && direct() {
            return None;
        }
        let it = |&head: &TokenId| tree.is(head, "it") || tree.is(head, "they");
        // The parser takes it for the "it" of "it rains" at times.
        let carrier = tree.head(token).filter(|_| tree.deprel(token) == Deprel::Xcomp).unwrap_or(token);
        let empty = heads.is_empty() && tree.children(carrier).any(|kid| tree.deprel(kid) == Deprel::Expl && it(&kid));
        if holders.is_empty() && (empty || heads.iter().any(it)) {
            holders = self.above(tree, token);
        }
        if holders.is_empty() && (empty || heads.iter().any(it)) {
            holders = if around.is_none() { self.before(tree) } else { self.spoken_of(tree, token) };
        }
        // "The Council and the Government … They call on": both of them.
        if let [head] = heads[..]
            && tree.is(head, "they")
            && let all = self.several_before(tree)
            && holders.iter().all(|holder| all.contains(holder))
        {
            holders.extend(all);
        }
        self.made(tree, token, holders, cue.or(around), cue.is_some())
    }

    /// Those whom a noun without a name lists behind a comma: "two of the others, Dask and Orel,", "several members, among them Dask and Orel,".
    fn exemplified(&self, tree: &Tree<'a>, head: TokenId) -> Vec<TokenId> {
        if !matches!(tree.upos(head), Upos::Noun | Upos::Num | Upos::Det | Upos::Pron | Upos::Adj)
            || tree.token(head).feats.is("Number", "Sing")
        {
            return Vec::new();
        }
        let inside = tree.subtree(head, &[]);
        let mut behind = inside.iter().copied().skip_while(|&id| id <= head || !tree.is(id, ",")).skip(1).peekable();
        let lead = |id: TokenId| {
            ["among", "them", "including", "notably", "namely", "such", "as", "like", "the"].iter().any(|word| tree.is(id, word))
        };
        while behind.next_if(|&id| lead(id)).is_some() {}
        let listed = |id: TokenId| tree.upos(id) == Upos::Propn || tree.is(id, ",") || tree.is(id, "and") || tree.is(id, "the");
        let inner = |id: TokenId| matches!(tree.deprel(id), Deprel::Flat | Deprel::Compound | Deprel::NmodDesc);
        behind.take_while(|&id| listed(id)).filter(|&id| tree.upos(id) == Upos::Propn && !inner(id)).collect()
    }

    /// Who is the subject of a clause above that a verb was coordinated with in place of one inside it.
    fn coordinated(&self, tree: &Tree<'a>, token: TokenId) -> Vec<usize> {
        let mut at = token;
        for _ in 0..super::stands::HIGH {
            let Some(head) = tree.head(at) else { break };
            at = head;
            let subject = tree.children(at).find(|&kid| tree.deprel(kid) == Deprel::Nsubj && !is_none(tree, kid));
            let found = subject.map(|subject| self.scene.named(tree, subject)).unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The several of whom the sentence before tells in its subject.
    fn several_before(&self, tree: &Tree<'a>) -> Vec<usize> {
        let Some(last) = tree.at.checked_sub(1).map(|at| &self.scene.trees[at]) else { return Vec::new() };
        if last.sentence.paragraph != tree.sentence.paragraph {
            return Vec::new();
        }
        let subject = last.children(last.sentence.root()).find(|&kid| last.deprel(kid).is_nominal_subject());
        let all: Vec<Vec<usize>> =
            subject.map(|subject| together(last, subject)).unwrap_or_default().into_iter().map(|id| self.scene.named(last, id)).collect();
        if all.len() > 1 && all.iter().all(|one| !one.is_empty()) { all.concat() } else { Vec::new() }
    }

    /// Of whom the clause speaks on which an adverbial clause hangs: "the guild loses members if it goes on".
    fn above(&self, tree: &Tree<'a>, token: TokenId) -> Vec<usize> {
        let (mut at, mut left) = (token, false);
        for _ in 0..super::stands::HIGH {
            let Some(head) = tree.head(at) else { break };
            left |= matches!(tree.deprel(at), Deprel::Advcl);
            at = head;
            if !left {
                continue;
            }
            let subject = tree.children(at).find(|&kid| tree.deprel(kid).is_nominal_subject());
            let found = subject.map(|subject| self.scene.named(tree, subject)).unwrap_or_default();
            let body: Vec<usize> = found.into_iter().filter(|&actor| !self.scene.is_person(actor)).collect();
            if !body.is_empty() {
                return body;
            }
        }
        Vec::new()
    }

    /// The body of whom the sentence tells first, or the one before it: what "it" is in the words of a person who speaks for nobody that is named.
    fn spoken_of(&self, tree: &Tree<'a>, token: TokenId) -> Vec<usize> {
        let root = tree.sentence.root();
        let subject = tree.children(root).find(|&kid| tree.deprel(kid) == Deprel::Nsubj && kid < token);
        let mut found = subject.map(|subject| self.scene.named(tree, subject)).unwrap_or_default();
        if found.iter().all(|&actor| self.scene.is_person(actor)) {
            found = self.before(tree);
        }
        found.retain(|&actor| !self.scene.is_person(actor) && self.scene.has_name(actor));
        found
    }

    /// Whom the sentence before is about, where it tells of a body or group: "it" and "they" of a sentence without a chain.
    fn before(&self, tree: &Tree<'a>) -> Vec<usize> {
        let scene = self.scene;
        let Some(last) = tree.at.checked_sub(1).map(|at| &scene.trees[at]) else { return Vec::new() };
        if last.sentence.paragraph != tree.sentence.paragraph {
            return Vec::new();
        }
        let root = last.sentence.root();
        let subject = last.children(root).find(|&kid| last.deprel(kid).is_nominal_subject());
        let mut found = subject.map(|subject| scene.named(last, subject)).unwrap_or_default();
        // Who spoke for it, where no body is named.
        if found.iter().any(|&actor| !scene.is_person(actor)) {
            found.retain(|&actor| !scene.is_person(actor));
        }
        found
    }

    /// As [`Finder::who`], for a subject that is known.
    pub(super) fn who_of(&mut self, tree: &Tree<'a>, token: TokenId, subject: TokenId) -> Option<Who> {
        let scene = self.scene;
        let at = At { sentence: tree.at, token };
        let around = scene.statement(at);
        let speakers = around.map(|at| scene.speakers(at)).unwrap_or_default();
        let holders: Vec<usize> = together(tree, subject).into_iter().flat_map(|id| scene.meant(tree, id, speakers)).collect();
        let cue = scene.cue(at).or_else(|| scene.cue_with(at));
        let holders = if holders.is_empty() { self.unnamed(tree, &[subject], false) } else { holders };
        self.made(tree, token, holders, cue.or(around), cue.is_some())
    }

    /// Those whom no statement or event has named so far: "Hesper and Ouranda abstained", "the guild is against it".
    pub(super) fn unnamed(&mut self, tree: &Tree<'a>, heads: &[TokenId], speaks: bool) -> Vec<usize> {
        let mut found = Vec::new();
        for &head in heads {
            for id in together(tree, head) {
                let proper = tree.upos(id) == Upos::Propn && !self.scene.is_time(tree, id) && !is_dateline(tree, id);
                // Who appeals or refuses is somebody, whatever the noun; a text that "calls for" something is not.
                let noun = tree.upos(id) == Upos::Noun && (self.scene.is_actor(tree, id) || speaks && self.may_speak(tree, id));
                if proper || noun {
                    found.extend(self.cast.of(tree, id));
                }
            }
        }
        found
    }

    /// Whether a noun that is the subject of a verb of speech may be somebody, not a doing, text, time or thing: "this change would require its approval".
    fn may_speak(&self, tree: &Tree<'a>, id: TokenId) -> bool {
        let noun = lemma(tree, id);
        let pointed = tree
            .children(id)
            .any(|kid| tree.deprel(kid) == Deprel::Det && ["this", "that", "these", "any"].iter().any(|word| tree.is(kid, word)));
        !pointed
            && noun.len() > 2
            && !is_doing(self.scene, tree, id)
            && !self.is_text(tree, id)
            && !self.scene.is_time(tree, id)
            && tree
                .children(id)
                .all(|kid| tree.deprel(kid) != Deprel::NmodPoss || self.scene.is_actor(tree, kid) || tree.upos(kid) == Upos::Pron)
    }

    /// A text, or a thing that one speaks of as if it spoke.
    fn is_text(&self, tree: &Tree<'a>, id: TokenId) -> bool {
        let noun = lemma(tree, id);
        self.scene.lexicon.issues.is_instrument(noun)
            || self.scene.lexicon.issues.refers(noun).is_some()
            || self.scene.lexicon.issues.is_text(noun)
    }

    /// Holders with what shows their stand, and who tells it where another does.
    pub(super) fn made(
        &self,
        tree: &Tree<'a>,
        token: TokenId,
        mut holders: Vec<usize>,
        statement: Option<usize>,
        own: bool,
    ) -> Option<Who> {
        let scene = self.scene;
        if holders.is_empty() {
            return None;
        }
        let around = scene.statement(At { sentence: tree.at, token });
        let speakers = around.map(|at| scene.speakers(at)).unwrap_or_default();
        let told_by = speakers.iter().copied().find(|&speaker| !holders.iter().any(|&holder| scene.speaks_for(speaker, holder)));
        // "his men would": where the words name no party, it is the one who speaks for them.
        if told_by.is_none()
            && let Some(&speaker) = speakers.iter().find(|&&speaker| scene.is_person(speaker))
            && let [holder] = holders[..]
            && !scene.has_name(holder)
        {
            holders = vec![speaker];
        }
        let (statement, event) = self.shown(tree, token, statement, &holders);
        let score = match (own, told_by.is_some(), event.is_some()) {
            (true, false, _) => 85,
            (_, true, _) => 60,
            (false, false, true) => 70,
            _ => 75,
        };
        holders.sort_unstable();
        holders.dedup();
        Some(Who { holders, statement, event, told_by, score, bare: false })
    }

    /// Whether those meant are first persons, or belong to one of some actors: "our members", "his men".
    pub(super) fn belongs(&self, tree: &Tree<'a>, id: TokenId, to: &[usize]) -> bool {
        let owner = |kid: TokenId| {
            tree.deprel(kid) == Deprel::NmodPoss
                && (is_first(tree, kid)
                    || self.scene.meant(tree, kid, to).iter().any(|one| to.contains(one))
                    || tree.upos(kid) == Upos::Pron && self.scene.named(tree, kid).is_empty())
        };
        is_first(tree, id) || tree.children(id).any(owner)
    }

    /// What shows a stand: its statement, else an event of its own, else a statement of the holders in the same sentence, else an
    /// event or any statement there.
    pub(super) fn shown(
        &self,
        tree: &Tree<'a>,
        token: TokenId,
        statement: Option<usize>,
        holders: &[usize],
    ) -> (Option<usize>, Option<usize>) {
        let scene = self.scene;
        if statement.is_some() {
            return (statement, None);
        }
        if let Some(event) = scene.event(At { sentence: tree.at, token }) {
            return (None, Some(event));
        }
        let all: Vec<usize> = tree.ids().filter_map(|token| scene.cue(At { sentence: tree.at, token })).collect();
        if let Some(&own) = all.iter().find(|&&at| scene.speakers(at).iter().any(|speaker| holders.contains(speaker))) {
            return (Some(own), None);
        }
        let event = tree.ids().find_map(|token| scene.event(At { sentence: tree.at, token }));
        (if event.is_none() { all.first().copied() } else { None }, event)
    }

    /// Whose attitude a noun tells: "Telmark's opposition", "a call by the rebels", "Telmark voiced opposition".
    fn owners(&self, tree: &Tree<'a>, noun: TokenId) -> Vec<TokenId> {
        let mut found: Vec<TokenId> = Vec::new();
        for kid in tree.children(noun) {
            let own = match tree.deprel(kid) {
                // "spoke in its favour" is no favour of its own.
                Deprel::NmodPoss => !super::complements::is_favour(tree, noun),
                Deprel::Nmod if is_possessor(self.scene, tree, noun, kid) => true,
                Deprel::Nmod | Deprel::Obl | Deprel::OblAgent => {
                    preposition(tree, kid).eq_ignore_ascii_case("by") || preposition(tree, kid).eq_ignore_ascii_case("from")
                }
                Deprel::Amod | Deprel::Compound => self.is_owner(tree, kid),
                _ => false,
            };
            if own {
                found.push(kid);
            }
        }
        // "voiced opposition", but not "turned down a request".
        if found.is_empty()
            && let Some(head) = tree.head(noun)
            && tree.upos(head) == Upos::Verb
            // "voted in favour of", but not "replied to a request for".
            && (tree.deprel(noun) == Deprel::Obj
                || tree.deprel(noun) == Deprel::Obl && !governs(self.scene, tree, noun).iter().any(|one| one.effect == Effect::Demand))
            && !governs(self.scene, tree, head).iter().any(|one| one.effect.is_stand())
            // "investigated allegations", "won support": another's.
            && !self.scene.lexicon.issues.is_dealt(tree.lemma(head))
        {
            found = clause::clause(tree, &self.scene.lexicon.ontology, head).subjects;
        }
        found
    }

    /// Whether a noun of attitude says whose it is.
    pub(super) fn has_owner(&self, tree: &Tree<'a>, noun: TokenId) -> bool {
        tree.children(noun).any(|kid| match tree.deprel(kid) {
            Deprel::NmodPoss => true,
            Deprel::Nmod if is_possessor(self.scene, tree, noun, kid) => true,
            Deprel::Nmod | Deprel::Obl | Deprel::OblAgent => preposition(tree, kid).eq_ignore_ascii_case("by"),
            Deprel::Amod | Deprel::Compound => self.is_owner(tree, kid),
            _ => false,
        })
    }

    /// Whether what describes a noun says whose it is: "the Norwegian bid", "the guild demand", "a government pledge".
    fn is_owner(&self, tree: &Tree<'a>, kid: TokenId) -> bool {
        self.scene.state(tree, kid).is_some() || tree.upos(kid) != Upos::Adj && self.scene.is_actor(tree, kid)
    }

    /// Who says it, where it stands in a statement.
    pub(super) fn speaker(&self, tree: &Tree<'a>, token: TokenId) -> Option<Who> {
        let scene = self.scene;
        let statement = scene.statement(At { sentence: tree.at, token })?;
        let holders = scene.speakers(statement).to_vec();
        if holders.is_empty() {
            return None;
        }
        let outer = scene.told.attributions[statement].within.map(|at| scene.speakers(at)).unwrap_or_default();
        let told_by = outer.iter().copied().find(|&speaker| !holders.iter().any(|&holder| scene.speaks_for(speaker, holder)));
        let score = if told_by.is_some() { 55 } else { 70 };
        Some(Who { holders, statement: Some(statement), event: None, told_by, score, bare: false })
    }
}

/// Where a verb was coordinated with one in a relative clause that it has nothing to do with: the subjects that it has. "Karim, whose role is small,
/// appealed", "accused the house, in which his brother holds a seat, and called on it to meet".
fn astray(tree: &Tree<'_>, token: TokenId) -> Option<Vec<TokenId>> {
    let subject = |verb: TokenId| tree.children(verb).find(|&kid| tree.deprel(kid).is_nominal_subject());
    let inner =
        tree.head(token).filter(|_| tree.deprel(token) == Deprel::Conj && tree.upos(token) == Upos::Verb && subject(token).is_none())?;
    let noun = tree.head(inner).filter(|_| tree.deprel(inner) == Deprel::AclRelcl)?;
    let joined = tree.children(token).find(|&kid| tree.deprel(kid) == Deprel::Cc && kid < token);
    let set_off = |id: TokenId| id.0 > 0 && tree.is(TokenId(id.0 - 1), ",");
    let Some(joined) = joined else { return (tree.deprel(noun) == Deprel::Root && set_off(token)).then(|| vec![noun]) };
    let tense = |verb: TokenId| {
        let finite = |id: &TokenId| tree.token(*id).feats.is("VerbForm", "Fin");
        let auxiliary =
            || tree.children(verb).find(|&kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::Cop | Deprel::AuxPass) && finite(&kid));
        Some(verb).filter(finite).or_else(auxiliary).and_then(|id| tree.token(id).feats.get("Tense"))
    };
    let own = tense(token)?;
    let main = tree.ancestors_of(noun).find(|&id| tree.upos(id) == Upos::Verb && subject(id).is_some() && tense(id) == Some(own))?;
    (set_off(joined) && tense(inner).is_some_and(|other| other != own)).then(|| subject(main).into_iter().collect())
}

/// A word and all that stand beside it: "two, Sule and Kostria, abstained" hangs each on the one before at times.
fn together(tree: &Tree<'_>, head: TokenId) -> Vec<TokenId> {
    let mut all = vec![head];
    let mut at = 0;
    while let Some(&id) = all.get(at) {
        all.extend(clause::conjuncts(tree, id).into_iter().skip(1));
        at += 1;
    }
    all
}

/// Whether a noun says that nobody is meant: "no other country".
fn is_none(tree: &Tree<'_>, noun: TokenId) -> bool {
    tree.upos(noun) == Upos::Noun && tree.children(noun).any(|kid| tree.deprel(kid) == Deprel::Det && tree.is(kid, "no"))
}

pub(super) fn is_first(tree: &Tree<'_>, id: TokenId) -> bool {
    ["we", "i", "us", "our", "my", "ours", "mine"].iter().any(|word| tree.is(id, word))
}
