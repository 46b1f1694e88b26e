//! Words that stand for what was spoken of: pronouns, definite nouns, verbs that leave out what they are about.

use super::refer::Reference;
use super::scene::Scene;
use super::stands::Finder;
use crate::events::clause::lemma;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};

/// How deep words are followed that govern one another.
const DEEP: usize = 6;

impl Finder<'_, '_> {
    /// Whether a verb takes up what was spoken of without saying what that is: "turn up", "comply", "pay for it".
    pub(super) fn is_of_what_was_said(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        let issues = &self.scene.lexicon.issues;
        let next = TokenId(token.0 + 1);
        let two = || next.index() < tree.len() && issues.is_anaphoric(&format!("{}-{}", tree.lemma(token), tree.form(next).to_lowercase()));
        let governed = |kid: TokenId| {
            matches!(tree.deprel(kid), Deprel::Obj | Deprel::Xcomp | Deprel::Ccomp | Deprel::AuxPass)
                || tree.deprel(kid) == Deprel::Obl && !self.scene.is_in_time(tree.token(kid).span)
        };
        (issues.is_anaphoric(tree.lemma(token)) || two())
            && !tree.children(token).any(|kid| kid > next && governed(kid) || kid == next && !two() && governed(kid))
    }

    /// The text or measure that the sentence before tells of first, or this one in front of a word: what "it" is where nobody has taken a stand on anything yet.
    pub(super) fn measure_before(&mut self, tree: &Tree<'_>, token: TokenId) -> Option<(usize, i8)> {
        if !["it", "this", "that"].iter().any(|word| tree.is(token, word)) {
            return None;
        }
        let scene = self.scene;
        let issues = &scene.lexicon.issues;
        let measure = |tree: &Tree<'_>, id: TokenId| {
            let noun = lemma(tree, id);
            tree.upos(id) == Upos::Noun
                && (issues.is_instrument(noun) || issues.is_measure(noun))
                && matches!(tree.deprel(id), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Root)
                && !scene.is_actor(tree, id)
        };
        let last = tree.at.checked_sub(1).map(|at| &scene.trees[at]).filter(|last| last.sentence.paragraph == tree.sentence.paragraph);
        let found = last.and_then(|last| last.ids().find(|&id| measure(last, id)).map(|id| (last, id)));
        let (of, id) = found?;
        Some(self.topic_at(of, id, false))
    }
}

/// Whether a pronoun may stand for an issue.
pub(super) fn pronoun(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> Option<Reference> {
    let word = tree.form(token).to_lowercase();
    let known = matches!(word.as_str(), "it" | "this" | "that" | "these" | "those" | "them" | "one" | "so" | "neither" | "none" | "which");
    (known && (scene.actors_at(tree, token).is_empty() || is_bound(scene, tree, token))).then_some(Reference::Pronoun)
}

/// Whether a pronoun is taken for the subject of its own verb, which it cannot be: "Corvane cannot live with it".
pub(super) fn is_bound(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> bool {
    let actors = scene.actors_at(tree, token);
    let thing = ["it", "them"].iter().any(|word| tree.is(token, word)) && !actors.iter().any(|&actor| scene.is_person(actor));
    if !thing || actors.is_empty() || tree.deprel(token).is_nominal_subject() {
        return false;
    }
    // Nor is anybody agreed to.
    let to = tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Case && tree.is(kid, "to"));
    if to && tree.head(token).is_some_and(|head| matches!(tree.lemma(head), "agree" | "consent" | "accede" | "assent" | "object")) {
        return true;
    }
    let mut at = token;
    for _ in 0..DEEP {
        let Some(head) = tree.head(at) else { return false };
        // Another's doing is between them: "asked Belmar to leave it".
        if tree.upos(head) == Upos::Verb {
            if let Some(subject) = tree.children(head).find(|&kid| tree.deprel(kid) == Deprel::Nsubj) {
                return scene.actors_at(tree, subject) == actors;
            }
            if !matches!(tree.deprel(head), Deprel::Xcomp | Deprel::Conj)
                || tree.head(head).is_some_and(|up| tree.child(up, Deprel::Obj).is_some())
            {
                return false;
            }
        }
        at = head;
    }
    false
}

pub(super) fn is_definite(tree: &Tree<'_>, noun: TokenId) -> bool {
    tree.children(noun).any(|kid| {
        matches!(tree.deprel(kid), Deprel::Det | Deprel::NmodPoss)
            && !["a", "an", "any", "no", "some"].iter().any(|word| tree.is(kid, word))
    })
}

/// Whether a noun with an indefinite article takes up what stands before it: "…, an idea that they rejected".
pub(super) fn is_beside(tree: &Tree<'_>, noun: TokenId) -> bool {
    let article = tree.children(noun).find(|&kid| tree.deprel(kid) == Deprel::Det && ["a", "an"].iter().any(|word| tree.is(kid, word)));
    article.is_some_and(|article| article.0 > 0 && tree.is(TokenId(article.0 - 1), ","))
        && tree.children(noun).any(|kid| matches!(tree.deprel(kid), Deprel::AclRelcl | Deprel::Acl))
}
