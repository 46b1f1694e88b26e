//! What is taken up behind a comma by a noun with a clause that has no relative pronoun: "…, a request the government turned down", "…, an idea
//! Dask called premature", "…, whose release Karim demanded". Trees of such clauses are often wrong, the order of the words is not. And what is
//! said without a verb: "No talks before a truce".

use super::At;
use super::content::{Matter, governs};
use super::negation::is_negated;
use super::refer::Reference;
use super::scene::Scene;
use super::stance::{Manner, stance};
use super::stands::Finder;
use crate::events::clause::lemma;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Frame;
use rapporteur_lexicon::issues::{Effect, Refers};
use rapporteur_record::Stance;

/// A noun behind a comma with who does something about it, and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// The noun that takes up what was told, or has "whose" before it.
    noun: TokenId,
    /// Whether "whose" stands before it.
    whose: bool,
    /// Who does it.
    subject: TokenId,
    /// The verb that tells what.
    pub verb: TokenId,
    /// How it is judged by somebody who says so: "a charge he said was without foundation".
    judgement: Option<Effect>,
}

impl Taken {
    /// Whether a word is the noun or the verb of it.
    pub fn holds(&self, token: TokenId) -> bool {
        token == self.noun || token == self.verb
    }
}

/// How many words the noun's and the subject's phrases may have.
const LONG: u32 = 6;

/// Those of a sentence, in order.
pub(super) fn find(scene: &Scene<'_>, tree: &Tree<'_>) -> Vec<Taken> {
    tree.ids().filter(|&comma| tree.is(comma, ",")).filter_map(|comma| behind(scene, tree, comma)).collect()
}

fn behind(scene: &Scene<'_>, tree: &Tree<'_>, comma: TokenId) -> Option<Taken> {
    let word = |at: u32| (at < tree.len() as u32).then_some(TokenId(at));
    let lead = word(comma.0 + 1)?;
    let whose = tree.is(lead, "whose");
    // "…, something Karim has ruled out".
    let thing = is_thing(tree, lead);
    if !whose && !thing && !["a", "an", "the"].iter().any(|article| tree.is(lead, article)) {
        return None;
    }
    // The noun's own phrase: adjectives, then nouns.
    let mut at = if thing { lead.0 } else { lead.0 + 1 };
    while word(at).is_some_and(|id| matches!(tree.upos(id), Upos::Adj | Upos::Num) && at < lead.0 + LONG) {
        at += 1;
    }
    let noun = word(at).filter(|&id| tree.upos(id) == Upos::Noun || thing)?;
    let issues = &scene.lexicon.issues;
    if !whose && !thing && issues.refers(lemma(tree, noun)).is_none() && !issues.is_instrument(lemma(tree, noun)) {
        return None;
    }
    // Who does it: a noun phrase right behind.
    let pronoun = word(noun.0 + 1).filter(|&id| tree.is(id, "that") || tree.is(id, "which"));
    let from = if pronoun.is_some() { noun.0 + 2 } else { noun.0 + 1 };
    let nominal = |id: TokenId| matches!(tree.upos(id), Upos::Noun | Upos::Propn | Upos::Pron);
    let relative = |id: TokenId| ["that", "which", "who", "whom", "whose"].iter().any(|word| tree.is(id, word));
    let mut at = from;
    while word(at).is_some_and(|id| {
        let inside = nominal(id) || matches!(tree.upos(id), Upos::Det | Upos::Adj | Upos::Num) || tree.is(id, "'s") || tree.is(id, "’s");
        inside && !relative(id) && at < from + LONG
    }) {
        at += 1;
    }
    let subject = word(at.checked_sub(1)?).filter(|&id| id >= TokenId(from) && nominal(id))?;
    // What is done, behind auxiliaries and adverbs; an infinitive has none.
    while word(at).is_some_and(|id| matches!(tree.upos(id), Upos::Aux | Upos::Adv) || tree.is(id, "not")) {
        at += 1;
    }
    let verb = word(at).filter(|&id| tree.upos(id) == Upos::Verb)?;
    let object = tree.children(verb).any(|kid| kid > verb && tree.deprel(kid) == Deprel::Obj);
    let judgement = said_to_be(scene, tree, verb);
    // With a pronoun the tree is right, but for what somebody says of it.
    (!object && (pronoun.is_none() || judgement.is_some())).then_some(Taken { noun, whose, subject, verb, judgement })
}

/// "something", "anything".
fn is_thing(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.is(id, "something") || tree.is(id, "anything")
}

/// What is said of it behind a verb of speech: "said was without any foundation", "say is an invention of the press".
fn said_to_be(scene: &Scene<'_>, tree: &Tree<'_>, verb: TokenId) -> Option<Effect> {
    scene.lexicon.cues.verb(tree.lemma(verb)).filter(|cue| cue.takes(&Frame::That))?;
    let behind: Vec<TokenId> = (verb.0 + 1..tree.len() as u32).take(LONG as usize).map(TokenId).collect();
    let (&copula, rest) = behind.split_first()?;
    if tree.lemma(copula) != "be" {
        return None;
    }
    let without = rest.iter().any(|&id| ["without", "no"].iter().any(|word| tree.is(id, word)));
    rest.iter().take_while(|&&id| !tree.is_mark(id)).find_map(|&id| {
        let groundless = without && scene.lexicon.issues.naught(lemma(tree, id)) == Some(true);
        let told = || {
            governs(scene, tree, id)
                .into_iter()
                .map(|one| one.effect)
                .find(|effect| matches!(effect, Effect::Good | Effect::Bad | Effect::Deny))
        };
        if groundless { Some(Effect::Deny) } else { told() }
    })
}

impl<'a> Finder<'_, 'a> {
    /// What is said without a verb: "No talks before a truce", "No to the dam", "Yes to peace".
    pub(super) fn slogan(&mut self, tree: &Tree<'a>, word: TokenId) {
        let begins = !tree.ids().take(word.index()).any(|id| !tree.is_mark(id));
        let Some(who) = self.speaker(tree, word).filter(|_| begins) else { return };
        let next = TokenId(word.0 + 1);
        let to = next.index() < tree.len() && tree.is(next, "to");
        let yes = tree.is(word, "yes");
        let noun = match tree.head(word) {
            // "No talks": the noun has no verb, but what tells that it was said.
            Some(noun) if !yes && !to && tree.deprel(word) == Deprel::Det => Some(noun).filter(|&noun| {
                tree.head(noun).is_none_or(|verb| self.scene.cue(At { sentence: tree.at, token: verb }).is_some())
                    && tree.child(noun, Deprel::Cop).is_none()
            }),
            _ if to => tree.ids().find(|&id| id > next && tree.marker(id) == Some(next)),
            _ => None,
        };
        let Some(noun) = noun.filter(|&noun| tree.upos(noun) == Upos::Noun || tree.upos(noun) == Upos::Propn) else { return };
        let hanging = self.hanging(tree, noun);
        let mut matters = self.interpret(tree, noun);
        // Its "no" is the stand's.
        if !yes && !to && is_negated(tree, noun) {
            matters.iter_mut().for_each(|matter| matter.sign = -matter.sign);
        }
        let stance = if yes { Stance::Support } else { Stance::Reject };
        for matter in matters {
            self.emit(tree, noun, &who, stance, &matter, &hanging, super::moods::Mood::Will);
        }
    }

    /// Where somebody stands who does something about what is taken up.
    pub(super) fn taken(&mut self, tree: &Tree<'a>, taken: Taken) {
        let scene = self.scene;
        let Taken { noun, whose, subject, verb, .. } = taken;
        let own = governs(scene, tree, verb);
        // "an idea Dask described as premature" is judged.
        let judged = tree.children(verb).filter(|&kid| kid > verb).flat_map(|kid| governs(scene, tree, kid)).map(|one| one.effect);
        let effect = taken.judgement.or_else(|| own.iter().map(|one| one.effect).find(|effect| effect.is_stand()));
        let effect = effect.or_else(|| judged.into_iter().find(|effect| matches!(effect, Effect::Good | Effect::Bad | Effect::Deny)));
        let effect = match effect {
            Some(Effect::Good) => Effect::Support,
            Some(Effect::Bad) => Effect::Reject,
            Some(effect) => effect,
            None => return,
        };
        let at = At { sentence: tree.at, token: verb };
        let around = scene.statement(at);
        let speakers = around.map(|at| scene.speakers(at)).unwrap_or_default();
        let mut holders = scene.meant(tree, subject, speakers);
        if holders.is_empty() {
            holders = self.unnamed(tree, &[subject], true);
        }
        let cue = scene.cue(at).or_else(|| scene.cue_with(at));
        let Some(who) = self.made(tree, verb, holders, cue.or(around), cue.is_some()) else { return };
        let matters = if whose {
            self.interpret(tree, noun)
        } else if is_thing(tree, noun) {
            let topic = self.refer(tree, noun, Reference::Pronoun);
            vec![Matter { topic, sign: 1, pole: 1, claim: false, way: vec![noun], future: false }]
        } else {
            let what = scene.lexicon.issues.refers(lemma(tree, noun)).unwrap_or(Refers::Want);
            let topic = self.refer(tree, noun, Reference::Noun(what));
            vec![Matter { topic, sign: 1, pole: 1, claim: what == Refers::Claim, way: vec![noun], future: false }]
        };
        let mood = super::moods::mood_of(tree, verb);
        let manner = Manner { negated: is_negated(tree, verb), ended: false, mood, own: false, given: false, invites: false };
        for matter in matters {
            if let Some(stance) = stance(effect, manner, &matter) {
                self.emit(tree, verb, &who, stance, &matter, &[], mood);
            }
        }
    }
}
