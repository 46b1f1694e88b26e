//! Stands by the mood of a clause: "Karim must go", "we will not talk", "there can be no talks", "open the gates".

use super::At;
use super::complements::is_infinitive;
use super::conditions;
use super::content::{Matter, governs};
use super::judged::against_nothing;
use super::negation::is_negated;
use super::refer::Reference;
use super::scene::Scene;
use super::stands::{Finder, HIGH};
use super::who::{Who, is_first};
use crate::events::clause::{self, lemma};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Frame;
use rapporteur_lexicon::issues::{Effect, Refers};
use rapporteur_record::{Act, Stance, StatementKind};

/// What a clause's auxiliaries make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    Plain,
    Must,
    Will,
    Would,
    Can,
    May,
}

impl<'a> Finder<'_, 'a> {
    /// A clause whose mood takes a stand: "Karim must go", "we will not talk", "there can be no talks", "open the gates".
    pub(super) fn mood(&mut self, tree: &Tree<'a>, token: TokenId, attitude: bool) {
        let scene = self.scene;
        if !self.is_top(tree, token) || scene.lexicon.issues.condition(tree.form(token)).is_some() {
            return;
        }
        // "what we cannot do is go": the mood stands with what is said before it.
        let cleft = cleft_do(tree, token);
        if cleft.is_none() && tree.lemma(token) == "do" && tree.head(token).is_some_and(|head| tree.is(head, "what")) {
            return;
        }
        let mood = mood_of(tree, cleft.unwrap_or(token));
        // "remains opposed to it": the adjective takes the stand.
        let attitude = attitude && !self.is_needed(tree, token)
            || tree
                .child(token, Deprel::Xcomp)
                .is_some_and(|kid| !is_infinitive(tree, kid) && governs(scene, tree, kid).iter().any(|one| one.effect.is_stand()));
        // "sanctions would be illegal if …" is judged.
        let copula = tree.child(token, Deprel::Cop).is_some();
        if copula && mood != Mood::Must && governs(scene, tree, token).iter().any(|one| matches!(one.effect, Effect::Good | Effect::Bad)) {
            return;
        }
        let clause = clause::clause(tree, &scene.lexicon.ontology, token);
        let speaker = self.speaker(tree, token).or_else(|| self.standpoint(tree, token));
        if speaker.is_none() && !clause.passive && self.sponsored(tree, token, mood, &clause.subjects) {
            return;
        }
        let speaker = speaker.or_else(|| self.goes_on(tree, token, mood));
        let subjects = if clause.passive { clause.objects.clone() } else { clause.subjects.clone() };
        let expletive = tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Expl);
        let speakers = speaker.as_ref().map(|who| who.holders.clone()).unwrap_or_default();
        let named: Vec<usize> = clause.subjects.iter().flat_map(|&id| scene.meant(tree, id, &speakers)).collect();
        let conditions = self.hanging(tree, token);
        let Some(who) = speaker else {
            // The reporter tells what somebody will or will not do.
            if matches!(mood, Mood::Will | Mood::Would) && !attitude && !named.is_empty() && !clause.passive && !self.is_talk(tree, token) {
                let (statement, event) = self.shown(tree, token, None, &named);
                // What is only foreseen by the reporter shows no stand, unlike a refusal or a condition.
                // "Hesper will put up a fence" is announced.
                let announced = mood == Mood::Will
                    && !clause.objects.is_empty()
                    && !scene.lexicon.issues.is_foreseen(tree.lemma(token))
                    && named.iter().all(|&one| scene.has_name(one) && !scene.is_person(one));
                if statement.is_none() && event.is_none() && conditions.is_empty() && !is_negated(tree, token) && !announced {
                    return;
                }
                let who = Who { holders: named, statement, event, told_by: None, score: 55, bare: false };
                let firm = is_negated(tree, token) || !conditions.is_empty();
                for matter in self.interpret(tree, token) {
                    // "The board will meet on Monday" takes no side.
                    if firm || !self.is_together(&matter) {
                        self.emit(tree, token, &who, Stance::Support, &matter, &conditions, mood);
                    }
                }
            }
            return;
        };
        let told = who.statement.map(|at| &scene.told.attributions[at]);
        let act = told.map_or(Act::Say, |told| told.act);
        // "thinks that Kesh should pay": of whom it is not known that he is of Kesh, asks it of Kesh.
        let with =
            |holder: usize, one: usize| if mood == Mood::Must { scene.same_side(holder, one) } else { scene.speaks_for(holder, one) };
        let own = named.iter().any(|&one| who.holders.iter().any(|&holder| with(holder, one)))
            || subjects.iter().chain(&clause.subjects).any(|&id| self.belongs(tree, id, &who.holders));
        // Where the words name the party, it is the party's stand, whoever says so for it.
        let parties: Vec<usize> = named.iter().copied().filter(|&one| !scene.is_person(one) && scene.has_name(one)).collect();
        let who =
            if own && !parties.is_empty() && parties.iter().all(|&one| who.holders.iter().any(|&holder| scene.speaks_for(holder, one))) {
                Who { holders: parties, ..who }
            } else {
                who
            };
        // "he would go into exile if they were freed, according to an aide": he would, who tells it has no name.
        let unnamed = who.holders.iter().all(|&holder| !scene.has_name(holder) && scene.is_person(holder));
        let third = matches!(mood, Mood::Will | Mood::Would)
            && !own
            && unnamed
            && !named.is_empty()
            && named.iter().all(|&one| scene.has_name(one))
            && !clause.passive
            && matches!(act, Act::Say | Act::Promise)
            && !conditions.is_empty();
        let who = if third { Who { holders: named.clone(), told_by: who.holders.first().copied(), score: 50, ..who } } else { who };
        let own = own || third;
        let thing = |id: TokenId| named.is_empty() && ["it", "they", "this", "that"].iter().any(|word| tree.is(id, word));
        let nobody = expletive || clause.subjects.iter().all(|&id| !scene.is_actor(tree, id) && tree.upos(id) != Upos::Pron || thing(id));
        // "would lose face, look like a loser": the second shares the first one's auxiliary.
        let shares = tree.deprel(token) == Deprel::Conj && tree.head(token).is_some_and(|head| tree.child(head, Deprel::Aux).is_some());
        let imperative = subjects.is_empty()
            && !expletive
            && !shares
            && tree.upos(token) == Upos::Verb
            && told.is_none_or(|told| told.kind != StatementKind::Indirect)
            && (tree.token(token).feats.is("Mood", "Imp") || tree.token(token).feats.is("VerbForm", "Inf") && tree.head(token).is_none());
        if matches!(act, Act::Warn | Act::Threaten) && mood != Mood::Must || self.is_talk(tree, token) {
            return;
        }
        // "there was no question of it" refuses, where it is read.
        let naught = |kid: TokenId| scene.lexicon.issues.naught(lemma(tree, kid)).is_some() && is_negated(tree, token);
        if mood == Mood::Plain && tree.children(token).any(|kid| expletive && naught(kid) || against_nothing(tree, kid).is_some()) {
            return;
        }
        // "no such thing happened".
        let such = |id: TokenId| lemma(tree, id) == "thing" && tree.children(id).any(|kid| tree.is(kid, "such"));
        if clause.subjects.iter().any(|&id| such(id)) {
            let topic = self.refer(tree, token, Reference::Noun(Refers::Claim));
            let matter = Matter { topic, sign: 1, pole: 1, claim: true, way: vec![token], future: false };
            self.emit(tree, token, &who, Stance::Deny, &matter, &[], mood);
            return;
        }
        // "nothing short of his resignation would end the protests": it is what must be.
        if let Some(must) = clause.subjects.iter().find_map(|&id| super::complements::nothing_less(tree, id)) {
            for matter in self.interpret(tree, must) {
                self.emit(tree, token, &who, Stance::Demand, &matter, &[], mood);
            }
            return;
        }
        // "a plan that would split the country" says which one, "a town that we will never leave" what we do.
        let text = tree.head(token).is_some_and(|head| scene.lexicon.issues.is_instrument(lemma(tree, head)));
        if is_restrictive(tree, token) && (text || !own) {
            return;
        }
        // "…, which would split the country": what comes of it.
        let which = |kid: TokenId| tree.deprel(kid) == Deprel::Nsubj && ["that", "which"].iter().any(|word| tree.is(kid, word));
        if tree.deprel(token) == Deprel::AclRelcl && mood == Mood::Would && tree.children(token).any(which) && conditions.is_empty() {
            return;
        }
        // "will be careful", "would be okay": a quality is nothing to do.
        let quality = copula
            && matches!(tree.upos(token), Upos::Adj | Upos::Noun | Upos::Propn)
            && super::issue::class_at(scene, tree, token).is_none()
            && !clause.subjects.iter().any(|&id| super::issue::class_at(scene, tree, id).is_some());
        // "it would interest me more if …".
        let moves = clause.subjects.iter().any(|&id| thing(id)) && clause.objects.iter().any(|&id| is_first(tree, id));
        // "would be free to go home once the fine was paid": that they may.
        if quality
            && matches!(mood, Mood::Will | Mood::Would)
            && matches!(tree.lemma(token), "free" | "able" | "welcome" | "entitled")
            && let Some(inner) = tree.children(token).find(|&kid| kid > token && is_infinitive(tree, kid))
        {
            for matter in self.interpret(tree, inner) {
                let mut hanging = conditions.clone();
                hanging.extend(conditions::of(scene, tree, inner));
                self.emit(tree, token, &who, Stance::Support, &matter, &hanging, mood);
            }
            return;
        }
        if (quality || moves) && mood != Mood::Must {
            return;
        }
        // "we will win", "an analyst said that they would go": foreseen.
        let foreseen =
            matches!(mood, Mood::Will | Mood::Would) && scene.lexicon.issues.is_undergone(tree.lemma(token)) && !is_negated(tree, token)
                || !matches!(mood, Mood::Must) && who.holders.iter().all(|&holder| scene.is_expert(holder));
        if foreseen && conditions.is_empty() {
            return;
        }
        let stance = match mood {
            // "does not have to go" leaves it open.
            Mood::Must if is_negated(tree, token) && matches!(tree.lemma(token), "have" | "need") => return,
            // "we must find a way" is for it, "they must" asks it of them.
            Mood::Must if own && clause.subjects.iter().any(|&id| is_first(tree, id)) => Stance::Support,
            Mood::Must => Stance::Demand,
            _ if imperative => Stance::Demand,
            _ if attitude => return,
            // "maintains that the station will be used" claims it.
            Mood::Will | Mood::Would
                if !own && matches!(act, Act::Claim | Act::Accuse | Act::Deny) && conditions.is_empty() && !is_negated(tree, token) =>
            {
                return;
            }
            // What will come of it by itself is foreseen, not wanted: "the result will be empty shelves", "it would look like a trick".
            Mood::Will | Mood::Would if !own && nobody && !self.is_planned(tree, token, &clause, expletive) && conditions.is_empty() => {
                return;
            }
            Mood::Will | Mood::Would if own || nobody => Stance::Support,
            Mood::Can | Mood::Will if cleft.is_some() => Stance::Support,
            // "there can be no talks", "the line cannot be moved", but not "judges cannot teach".
            Mood::Can if is_negated(tree, token) && (own || nobody && !is_idle(scene, tree, token, &clause, expletive)) => Stance::Support,
            Mood::Can | Mood::May if (own || nobody) && !conditions.is_empty() => Stance::Support,
            // "we do not sell to them" refuses; "we are not sitting on stocks" says what is so.
            Mood::Plain
                if own
                    && is_negated(tree, token)
                    && is_present(tree, token)
                    && !is_state(scene, tree, token)
                    && !is_going_on(tree, token) =>
            {
                Stance::Support
            }
            Mood::Plain if is_present(tree, token) && own && !conditions.is_empty() => Stance::Support,
            // "Until it is paid, the valves stay shut", "Unless he is on board, not one of them goes home".
            Mood::Plain if is_present(tree, token) && conditions.iter().any(|one| one.until) && tree.upos(token) == Upos::Verb => {
                Stance::Support
            }
            // "The licence stays", "the bridge remains closed" is announced.
            Mood::Plain if is_present(tree, token) && is_staying(tree, token) && nobody => Stance::Support,
            // "was a door painted on a wall" is nothing to contest.
            // Nor is "…, from which they were shut out", told by the way.
            Mood::Plain if is_told(tree, token) && tree.upos(token) == Upos::Verb && tree.deprel(token) != Deprel::AclRelcl => {
                let wrong = self.is_accusing(tree, token, &clause.subjects, &speakers);
                let accusing = matches!(act, Act::Accuse | Act::Claim);
                let (topic, pole) = self.topic_at(tree, token, true);
                let sign = if is_negated(tree, token) { -pole } else { pole };
                let matter = Matter { topic, sign, pole, claim: true, way: vec![token], future: false };
                let who = Who { bare: !wrong && (!accusing || act == Act::Claim), score: 45, ..who };
                self.emit(tree, token, &who, Stance::Assert, &matter, &[], mood);
                return;
            }
            _ => return,
        };
        for mut matter in self.interpret(tree, token) {
            if cleft.is_some_and(|before| is_negated(tree, before)) {
                matter.sign = -matter.sign;
            }
            let mut conditions = conditions.clone();
            // "would pay for a recount on the condition that": hung on what is paid for.
            let around = matter
                .way
                .iter()
                .copied()
                .filter(|&id| id != token)
                .chain(tree.children(token).filter(|&kid| tree.deprel(kid) == Deprel::Obl));
            for id in around {
                conditions.extend(conditions::of(scene, tree, id));
            }
            self.emit(tree, token, &who, stance, &matter, &conditions, mood);
        }
    }

    /// Who is still heard where the reporter goes on in his words: the one who said another part of this sentence, or the one
    /// before it ("The levy was “an own goal”, the Federation said, and should be dropped"; "… on terms. The company must take no water").
    /// "would" of what is to come is nobody's but a speaker's, where a sentence of its own has it in the same paragraph.
    fn goes_on(&self, tree: &Tree<'a>, token: TokenId, mood: Mood) -> Option<Who> {
        let scene = self.scene;
        let last = tree.at.checked_sub(1).map(|at| &scene.trees[at]);
        let would = mood == Mood::Would;
        let free = || {
            matches!(tree.deprel(token), Deprel::Root | Deprel::Conj | Deprel::Parataxis)
                && last.is_some_and(|last| last.sentence.paragraph == tree.sentence.paragraph)
        };
        if !(mood == Mood::Must || would && free()) {
            return None;
        }
        let told = |tree: &Tree<'a>| {
            let cues = tree.ids().filter_map(|id| scene.cue(At { sentence: tree.at, token: id }));
            cues.rev().find(|&at| scene.told.attributions[at].within.is_none() && !scene.speakers(at).is_empty())
        };
        let statement = told(tree).or_else(|| told(last?))?;
        // Told by the reporter of another: "Karim must pay a fine, said the court" has its statement; a subject of its own does not speak.
        let clause = clause::clause(tree, &scene.lexicon.ontology, token);
        let holders = scene.speakers(statement).to_vec();
        let itself = clause.subjects.iter().flat_map(|&id| scene.named(tree, id)).any(|one| holders.contains(&one));
        (would || !itself).then_some(Who { holders, statement: Some(statement), event: None, told_by: None, score: 45, bare: false })
    }

    /// Whether what nobody in particular does is somebody's doing all the same: "the basins will be filled", "there will be no talks", "the
    /// talks will go on".
    fn is_planned(&self, tree: &Tree<'a>, token: TokenId, clause: &clause::Clause<'_>, expletive: bool) -> bool {
        let matter = |&id: &TokenId| super::issue::class_at(self.scene, tree, id).is_some();
        // "filling the lake will begin", but not "closing the school would make them look poor".
        let goes_on = governs(self.scene, tree, token).iter().any(|one| matches!(one.effect, Effect::Keep | Effect::End | Effect::Cut));
        // "the ferry will sail on Monday" is announced, "prices will rise" foreseen.
        let runs = mood_of(tree, token) == Mood::Will
            && tree.upos(token) == Upos::Verb
            && clause.objects.is_empty()
            && !self.scene.lexicon.issues.is_foreseen(tree.lemma(token));
        runs || is_staying(tree, token)
            || clause.passive
            || expletive
            || matter(&token)
            || clause.subjects.iter().any(|id| matter(id) || tree.upos(*id) == Upos::Verb && goes_on)
            || is_negated(tree, token)
    }

    /// Whether a verb only tells of speech or thought: what is said counts, not that it is said.
    pub(super) fn is_talk(&self, tree: &Tree<'a>, token: TokenId) -> bool {
        tree.upos(token) == Upos::Verb
            && governs(self.scene, tree, token).iter().all(|one| !one.takes("that"))
            && self.scene.lexicon.cues.verb(tree.lemma(token)).is_some_and(|cue| {
                // "released the money" is none: only what can be said with "that", or is here.
                // Nor is "find the money", "observe a truce".
                // "admit her", but not "understand them".
                let whom = |kid: TokenId| ["him", "her", "them", "us", "me"].iter().any(|whom| tree.is(kid, whom));
                let person = tree.child(token, Deprel::Obj).is_some_and(whom);
                let thing = person && cue.act != Act::Believe
                    || tree.child(token, Deprel::Obj).is_some_and(|kid| matches!(tree.upos(kid), Upos::Noun | Upos::Propn))
                    || tree.child(token, Deprel::AuxPass).is_some();
                let said = cue.takes(&Frame::That) && !thing || tree.child(token, Deprel::Ccomp).is_some();
                said && matches!(cue.act, Act::Say | Act::Believe | Act::Claim)
            })
    }

    /// "the road needs to be cleared": what a thing needs is asked of others, and no want of its own.
    fn is_needed(&self, tree: &Tree<'a>, token: TokenId) -> bool {
        tree.lemma(token) == "need"
            && tree.child(token, Deprel::Xcomp).is_some()
            && tree
                .children(token)
                .any(|kid| tree.deprel(kid).is_nominal_subject() && !self.scene.is_actor(tree, kid) && tree.upos(kid) != Upos::Pron)
    }

    /// Whether a clause is one of its own: the whole of what is said, or coordinated with it.
    fn is_top(&self, tree: &Tree<'a>, token: TokenId) -> bool {
        let mut at = token;
        for _ in 0..HIGH {
            let Some(head) = tree.head(at) else { return true };
            match tree.deprel(at) {
                Deprel::AclRelcl if super::complements::is_report(self.scene, tree, at) => return false,
                Deprel::Root | Deprel::Parataxis | Deprel::AclRelcl => return true,
                Deprel::Conj => at = head,
                Deprel::Advcl => return conditions::opens(self.scene, tree, at).is_none() && tree.token(at).feats.is("VerbForm", "Fin"),
                // What stands behind a colon is told by itself.
                Deprel::Ccomp if super::complements::has_colon(tree, head, at) => return true,
                // "has yet to say whether she will go": what is open is no stand.
                Deprel::Ccomp if super::complements::is_open(tree, at) => return false,
                // "provided they come without guns".
                Deprel::Ccomp if self.scene.lexicon.issues.condition(&tree.form(head).to_lowercase()).is_some() => return false,
                // "did not believe that they had lied" has its own reading.
                Deprel::Ccomp if self.is_disbelief(tree, head) => return false,
                Deprel::Ccomp => {
                    let all = governs(self.scene, tree, head);
                    return !all.iter().any(|one| !matches!(one.effect, Effect::Claim | Effect::Keep | Effect::Light) && one.takes("that"));
                }
                // "told reporters that they had gone" with the clause hung on those who were told.
                Deprel::Acl if tree.children(at).any(|mark| tree.deprel(mark) == Deprel::Mark && tree.is(mark, "that")) => {
                    let told = tree.deprel(head) == Deprel::Iobj || tree.deprel(head) == Deprel::Obj;
                    let verb = tree.head(head).filter(|&verb| told && matches!(tree.lemma(verb), "tell" | "assure" | "inform"));
                    return verb.is_some();
                }
                _ => return false,
            }
        }
        false
    }
}

/// Whether a clause about a thing tells what the thing does by itself: neither passive nor an issue of a class.
fn is_idle(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, clause: &clause::Clause<'_>, expletive: bool) -> bool {
    let matter = |id: TokenId| super::issue::class_at(scene, tree, id).is_some();
    !clause.passive && !expletive && !matter(token) && !clause.subjects.iter().any(|&id| matter(id))
}

/// The "do" of "what we cannot do is to go".
fn cleft_do(tree: &Tree<'_>, token: TokenId) -> Option<TokenId> {
    let what = tree.children(token).find(|&kid| kid < token && tree.is(kid, "what") && tree.children(kid).next().is_some())?;
    tree.child(token, Deprel::Cop)?;
    tree.children(what).find(|&kid| tree.deprel(kid) == Deprel::AclRelcl && tree.lemma(kid) == "do")
}

/// Whether a relative clause only says which ones are meant: no comma stands before it.
fn is_restrictive(tree: &Tree<'_>, token: TokenId) -> bool {
    tree.deprel(token) == Deprel::AclRelcl
        && tree.subtree(token, &[]).first().is_none_or(|first| first.0 == 0 || !tree.is(TokenId(first.0 - 1), ",") && !tree.is(*first, ","))
}

fn is_present(tree: &Tree<'_>, token: TokenId) -> bool {
    let present = |id: TokenId| tree.token(id).feats.is("Tense", "Pres") && tree.token(id).feats.is("VerbForm", "Fin");
    present(token) || tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::Cop) && present(kid))
}

/// Whether something is to stay as it is: "stays closed", "will remain in force".
fn is_staying(tree: &Tree<'_>, token: TokenId) -> bool {
    let how = |kid: TokenId| matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Advcl) || tree.deprel(kid) == Deprel::Obl;
    let closed =
        |kid: TokenId| ["closed", "shut", "open", "banned", "locked", "suspended", "force", "place"].iter().any(|word| tree.is(kid, word));
    matches!(tree.lemma(token), "stay" | "remain") && tree.children(token).filter(|&kid| how(kid)).all(closed)
}

/// Whether a clause tells what goes on just now: "is not sitting".
fn is_going_on(tree: &Tree<'_>, token: TokenId) -> bool {
    tree.form(token).ends_with("ing") && tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Aux && tree.lemma(kid) == "be")
}

/// Whether a verb tells of a state: what one has or knows is no stand.
fn is_state(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> bool {
    tree.upos(token) != Upos::Verb || scene.lexicon.issues.is_state(tree.lemma(token))
}

/// Whether a clause tells something as so.
pub(super) fn is_told(tree: &Tree<'_>, token: TokenId) -> bool {
    let finite = |id: TokenId| tree.token(id).feats.is("VerbForm", "Fin");
    finite(token) || tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && finite(kid))
}

/// "has yet to say": it was not done, nothing requires it.
pub(super) fn is_still_to(tree: &Tree<'_>, have: TokenId) -> bool {
    tree.lemma(have) == "have" && tree.children(have).any(|kid| tree.deprel(kid) == Deprel::Advmod && tree.is(kid, "yet"))
}

pub(super) fn mood_of(tree: &Tree<'_>, token: TokenId) -> Mood {
    // "would have to be broadcast": what is required, whenever.
    if tree.lemma(token) == "have" && tree.child(token, Deprel::Xcomp).is_some_and(|kid| is_infinitive(tree, kid)) {
        return if is_still_to(tree, token) { Mood::Plain } else { Mood::Must };
    }
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
    // "has to be lifted", "is going to sell", "is to send a bill".
    if let Some(modal) = tree.child(token, Deprel::Xcomp).filter(|&kid| is_infinitive(tree, kid)) {
        match tree.lemma(token) {
            "have" if is_still_to(tree, token) => return Mood::Plain,
            "have" | "need" => return Mood::Must,
            "go" if tree.form(token).eq_ignore_ascii_case("going") && modal.0 <= token.0 + 3 => return Mood::Will,
            "be" => return Mood::Will,
            _ => {}
        }
    }
    if tree.deprel(token) == Deprel::Xcomp
        && let Some(head) = tree.head(token)
    {
        if matches!(tree.lemma(head), "have" | "need") && !is_still_to(tree, head) {
            return Mood::Must;
        }
        return mood_of(tree, head);
    }
    // "must stop and leave".
    super::negation::shares_auxiliary(tree, token).map_or(Mood::Plain, |head| mood_of(tree, head))
}
