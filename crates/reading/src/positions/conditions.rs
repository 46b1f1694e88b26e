//! What a clause hangs on: "only if", "unless", "until", "in exchange for", "were the flights to end".

use super::complements::listed;
use super::scene::Scene;
use crate::events::clause::{lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::Hangs;
use rapporteur_lexicon::lower;

/// A condition of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    /// How the clause hangs on it.
    pub hangs: Hangs,
    /// The head of what is the condition.
    pub head: TokenId,
    /// Whether "only" stands with it.
    pub only: bool,
    /// Whether it says by itself that something is not to be: "unless", "until".
    pub until: bool,
}

/// How a clause or phrase opens, where it opens as a condition; whether "only" stands there, and whether it is "unless" or "until".
pub(super) fn opens(scene: &Scene<'_>, tree: &Tree<'_>, top: TokenId) -> Option<(Hangs, bool, bool)> {
    const LONGEST: usize = 4;
    let ids = tree.subtree(top, &[]);
    // "…, but not that of bread, if the Fund pays": words of the clause before may be hung on this one.
    let own = |kid: &TokenId| {
        tree.deprel(top) == Deprel::Advcl
            && tree.deprel(*kid) == Deprel::Mark
            && ["if", "unless", "until", "once"].iter().any(|word| tree.is(*kid, word))
            // Not "who until then had insisted".
            && kid.0 > 0
            && tree.is(TokenId(kid.0 - 1), ",")
    };
    let from = tree.children(top).find(own).unwrap_or(TokenId(0));
    let from = if from.0 > 0 && tree.is(TokenId(from.0 - 1), "even") { TokenId(0) } else { from };
    let mut words = ids.iter().copied().filter(|&id| id >= from && !tree.is_mark(id)).peekable();
    let mut only = ids.first().is_some_and(|first| first.0 > 0 && tree.is(TokenId(first.0 - 1), "only"));
    let mut not = false;
    while let Some(&id) = words.peek() {
        // "even if" hangs nothing on it.
        if tree.is(id, "even") {
            return None;
        }
        if ["only", "but", "and", "except", "not", "just", "though", "however"].iter().any(|word| tree.is(id, word)) {
            only |= tree.is(id, "only");
            not |= tree.is(id, "not");
            words.next();
        } else {
            break;
        }
    }
    let first: Vec<TokenId> = words.take(LONGEST + 1).collect();
    let begins = first.first().is_some_and(|&id| scene.lexicon.issues.begins_condition(&lower(tree.form(id))));
    for length in (1..=LONGEST.min(first.len())).rev().filter(|_| begins) {
        let phrase = first[..length].iter().map(|&id| tree.form(id).to_lowercase()).collect::<Vec<_>>().join(" ");
        if let Some(hangs) = scene.lexicon.issues.condition(&phrase) {
            // "but not before they leave", "not until they leave": only then.
            if not && hangs == Hangs::Before {
                return Some((Hangs::Before, true, false));
            }
            let until = matches!(phrase.as_str(), "unless" | "until" | "till" | "unless and until");
            return (hangs != Hangs::Only || only).then_some((hangs, only, until));
        }
    }
    if is_moment(tree, top) {
        return Some((Hangs::If, only, false));
    }
    let clausal = matches!(tree.deprel(top), Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis);
    (clausal && is_inverted(tree, top)).then_some((Hangs::If, only, false))
}

/// "will disarm the moment they leave", "back to work the day it is signed": the clause stands beside the noun.
fn is_moment(tree: &Tree<'_>, top: TokenId) -> bool {
    let first = tree.subtree(top, &[]).into_iter().find(|&id| !tree.is_mark(id)).filter(|first| first.0 > 1);
    matches!(tree.deprel(top), Deprel::Ccomp | Deprel::Advcl)
        && first.is_some_and(|first| {
            ["moment", "day", "minute", "instant"].iter().any(|word| tree.is(TokenId(first.0 - 1), word))
                && tree.is(TokenId(first.0 - 2), "the")
        })
}

/// "will go back the day it is signed": the clause describes the day.
fn day_on_which(tree: &Tree<'_>, kid: TokenId) -> Option<TokenId> {
    let the = |kid: TokenId| tree.deprel(kid) == Deprel::Det && tree.is(kid, "the");
    let day = matches!(tree.deprel(kid), Deprel::OblUnmarked | Deprel::Obl)
        && matches!(lemma(tree, kid), "moment" | "day" | "minute" | "instant");
    let next = TokenId(kid.0 + 1);
    // The clause may be taken for one beside the verb.
    let beside = tree.head(kid).and_then(|head| {
        tree.children(head).find(|&other| tree.deprel(other) == Deprel::Parataxis && tree.subtree(other, &[]).first() == Some(&next))
    });
    tree.child(kid, Deprel::AclRelcl)
        .or(beside)
        .filter(|_| day && ["", "on", "from"].contains(&preposition(tree, kid)) && tree.children(kid).any(the))
}

/// "would leave after the elections, not before".
fn is_not_before(tree: &Tree<'_>, after: TokenId) -> bool {
    let before = |other: TokenId| other > after && tree.is(other, "before") && tree.children(other).any(|no| tree.is(no, "not"));
    tree.head(after).is_some_and(|head| tree.children(head).any(before))
}

/// "were the flights to end", "should these pass off quietly", "had they asked".
fn is_inverted(tree: &Tree<'_>, top: TokenId) -> bool {
    let first = tree.subtree(top, &[]).into_iter().find(|&id| !tree.is_mark(id) && !tree.is(id, "though") && !tree.is(id, "however"));
    first.is_some_and(|first| {
        ["were", "should", "had"].iter().any(|word| tree.is(first, word))
            && first != top
            && tree.children(top).any(|kid| tree.deprel(kid).is_nominal_subject() && kid > first)
    })
}

/// The conditions on a verb, noun or adjective.
pub(super) fn of(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> Vec<Condition> {
    tree.children(token).flat_map(|kid| at(scene, tree, kid)).collect()
}

/// The conditions that a clause or phrase states, where it is one.
fn at(scene: &Scene<'_>, tree: &Tree<'_>, kid: TokenId) -> Vec<Condition> {
    // "goes on with his efforts provided that …" is taken for a participle of the noun.
    let participle = tree.deprel(kid) == Deprel::Acl && scene.lexicon.issues.condition(tree.form(kid)).is_some();
    let clausal =
        participle || matches!(tree.deprel(kid), Deprel::Advcl | Deprel::AdvclRelcl | Deprel::Parataxis | Deprel::Ccomp | Deprel::Conj);
    let phrasal = matches!(tree.deprel(kid), Deprel::Obl | Deprel::Nmod | Deprel::Advmod | Deprel::OblUnmarked);
    if !clausal && !phrasal {
        return Vec::new();
    }
    if is_terms(tree, kid) {
        return listed(tree, kid).into_iter().map(|head| Condition { hangs: Hangs::If, head, only: false, until: false }).collect();
    }
    if let Some(clause) = day_on_which(tree, kid) {
        return vec![Condition { hangs: Hangs::If, head: clause, only: false, until: false }];
    }
    let Some((hangs, only, until)) = opens(scene, tree, kid) else { return Vec::new() };
    let only = only || hangs == Hangs::After && is_not_before(tree, kid);
    if matches!(tree.deprel(kid), Deprel::Parataxis | Deprel::Ccomp | Deprel::Conj) && !starts_with(scene, tree, kid) {
        return Vec::new();
    }
    let own = tree.form(kid).to_lowercase();
    let itself = clausal && scene.lexicon.issues.condition(&own).is_some();
    let head = if itself {
        // "provided that": the word of condition is parsed as a verb.
        match tree.children(kid).find(|&inner| matches!(tree.deprel(inner), Deprel::Ccomp | Deprel::Advcl | Deprel::Xcomp)) {
            Some(inner) => inner,
            None => return Vec::new(),
        }
    } else if tree.deprel(kid) == Deprel::Advmod {
        // "as soon as they leave" hangs on "soon".
        match tree.children(kid).find(|&inner| matches!(tree.deprel(inner), Deprel::Advcl | Deprel::Ccomp)) {
            Some(inner) => inner,
            None => return Vec::new(),
        }
    } else {
        content(tree, kid)
    };
    // "with spades if need be".
    if matches!(lemma(tree, head), "need" | "necessary" | "possible" | "anything" | "any" | "so")
        && clausal
        && tree.subtree(kid, &[]).len() <= 3
    {
        return Vec::new();
    }
    // "if Varosia did": what it is to do is not said.
    let auxiliary = |&head: &TokenId| {
        let idle = |kid| matches!(tree.deprel(kid), Deprel::Nsubj | Deprel::Mark | Deprel::Aux | Deprel::Punct | Deprel::Advmod);
        matches!(tree.lemma(head), "do" | "be" | "have") && tree.children(head).all(idle)
    };
    if clausal && (auxiliary(&head) || tree.upos(head) == Upos::Propn) {
        return Vec::new();
    }
    let span =
        matches!(lemma(tree, head), "end" | "year" | "month" | "week" | "day" | "notice" | "summer" | "winter" | "spring" | "autumn");
    if span && phrasal {
        return Vec::new();
    }
    // "a trial before a military court": where, not when.
    if phrasal
        && hangs == Hangs::Before
        && head == kid
        && tree.marker(kid).is_some_and(|mark| tree.is(mark, "before"))
        && scene.is_actor(tree, head)
    {
        return Vec::new();
    }
    // "two days prior to the count", "a week before they left": when it was.
    let first = tree.subtree(kid, &[]).into_iter().find(|&id| !tree.is_mark(id)).filter(|first| first.0 > 0);
    let measured = |id: TokenId| matches!(lemma(tree, id), "hour" | "day" | "week" | "month" | "year" | "minute" | "shortly" | "long");
    if hangs == Hangs::Before && !until && first.is_some_and(|first| measured(first) || measured(TokenId(first.0 - 1))) {
        return Vec::new();
    }
    let words = tree.span(&tree.subtree(kid, &[]));
    let time = phrasal && scene.told.timexes.iter().any(|timex| words.is_some_and(|words| words.overlaps(timex.span)) && head == kid);
    // "no exchange without the thirty".
    let counted = tree.upos(head) == Upos::Num && tree.children(head).any(|kid| tree.deprel(kid) == Deprel::Det && tree.is(kid, "the"));
    if time || phrasal && head == kid && !matches!(tree.upos(head), Upos::Noun | Upos::Verb | Upos::Propn) && !counted {
        return Vec::new();
    }
    // "once the army has left and the preachers have been flown out".
    let more = |other: &TokenId| tree.deprel(*other) == Deprel::Conj && (clausal && tree.upos(*other) == tree.upos(head) || phrasal);
    std::iter::once(head).chain(tree.children(head).filter(more)).map(|head| Condition { hangs, head, only, until }).collect()
}

/// "on two conditions: …", "on terms": what is told of them, not what they are, stands with them.
pub(super) fn is_terms(tree: &Tree<'_>, id: TokenId) -> bool {
    matches!(tree.deprel(id), Deprel::Obl | Deprel::Nmod)
        && matches!(lemma(tree, id), "condition" | "term")
        && ["on", "under"].contains(&preposition(tree, id))
        && (!listed(tree, id).is_empty()
            || tree.children(id).all(|kid| matches!(tree.deprel(kid), Deprel::Case | Deprel::Nummod | Deprel::Punct | Deprel::Amod)))
}

/// Conditions that stand behind a clause but hang elsewhere in the tree: within its objects ("may question the guards on condition that …"), or
/// on what governs it ("it was possible, provided that …, he said").
pub(super) fn stray(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> Vec<Condition> {
    let mut found = Vec::new();
    let mut open: Vec<TokenId> = vec![token];
    while let Some(id) = open.pop() {
        for kid in tree.children(id).filter(|&kid| kid > token) {
            if id != token && (is_terms(tree, kid) || is_firm(scene, tree, kid)) {
                found.extend(at(scene, tree, kid));
            } else if matches!(tree.deprel(kid), Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::Appos | Deprel::Xcomp) {
                open.push(kid);
            }
        }
    }
    // What stands next beside the clause, or beside the one that it is part of.
    let mut inner = token;
    while let Some(head) = tree.head(inner).filter(|_| matches!(tree.deprel(inner), Deprel::Parataxis | Deprel::Ccomp | Deprel::Conj)) {
        let end = tree.subtree(inner, &[]).last().copied().unwrap_or(inner);
        let clause = |kid: &TokenId| {
            matches!(tree.deprel(*kid), Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj | Deprel::Advcl) && *kid > end && *kid != inner
        };
        let next = tree.children(head).find(clause).filter(|&kid| is_firm(scene, tree, kid));
        found.extend(next.into_iter().flat_map(|kid| at(scene, tree, kid)));
        inner = head;
    }
    found
}

/// "It would take part, said Kesh, which has the chair, if the others paid": the clause is hung on what describes the speaker.
pub(super) fn behind_speaker(scene: &Scene<'_>, tree: &Tree<'_>, cue: TokenId) -> Vec<Condition> {
    let subject = tree.children(cue).find(|&kid| tree.deprel(kid) == Deprel::Nsubj && kid > cue);
    let inside = subject.map(|subject| tree.subtree(subject, &[])).unwrap_or_default();
    let clause = |id: &TokenId| {
        let set_off = super::complements::is_set_off(tree, *id, &[","]);
        tree.deprel(*id) == Deprel::Advcl
            && set_off
            && is_firm(scene, tree, *id)
            && tree.head(*id).is_some_and(|head| inside.contains(&head))
    };
    inside.iter().copied().filter(clause).flat_map(|id| at(scene, tree, id)).collect()
}

/// Whether words hang something on a condition wherever they stand: "unless", "on condition that", "in exchange for", but not "when" or "with".
fn is_firm(scene: &Scene<'_>, tree: &Tree<'_>, top: TokenId) -> bool {
    let opened = opens(scene, tree, top);
    let clausal = matches!(tree.deprel(top), Deprel::Advcl | Deprel::Acl | Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj)
        && starts_with(scene, tree, top);
    let noun = matches!(lemma(tree, top), "exchange" | "return" | "condition") && tree.children(top).any(|kid| content(tree, top) == kid);
    opened
        .is_some_and(|(hangs, _, until)| until && clausal || matches!(hangs, Hangs::If | Hangs::Return | Hangs::While) && (clausal || noun))
}

/// Whether the word of condition is the clause's own: not that of one inside it.
fn starts_with(scene: &Scene<'_>, tree: &Tree<'_>, top: TokenId) -> bool {
    scene.lexicon.issues.condition(&lower(tree.form(top))).is_some()
        || is_inverted(tree, top)
        || is_moment(tree, top)
        || tree.children(top).filter(|&kid| matches!(tree.deprel(kid), Deprel::Mark | Deprel::Advmod | Deprel::Case)).any(|kid| {
            scene.lexicon.issues.condition(&lower(tree.form(kid))).is_some_and(|hangs| !matches!(hangs, Hangs::When | Hangs::Only))
        })
}

/// What the condition is: what stands behind "exchange for", the clause of "on condition that".
fn content(tree: &Tree<'_>, top: TokenId) -> TokenId {
    if !matches!(lemma(tree, top), "exchange" | "return" | "condition") {
        return top;
    }
    // "in return for the release" with the release hung on the verb.
    let next = TokenId(top.0 + 1);
    if next.index() < tree.len() && tree.is(next, "for") && tree.head(next) != Some(top) {
        let noun = tree.head(next).filter(|&noun| tree.marker(noun) == Some(next));
        if let Some(noun) = noun.filter(|&noun| tree.head(noun) != Some(top)) {
            return noun;
        }
    }
    let inner = |kid: &TokenId| {
        matches!(tree.deprel(*kid), Deprel::Acl | Deprel::Ccomp | Deprel::AclRelcl)
            || matches!(tree.deprel(*kid), Deprel::Nmod | Deprel::Obl) && !tree.is(*kid, "anonymity")
    };
    tree.children(top).find(inner).unwrap_or(top)
}
