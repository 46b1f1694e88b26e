//! Figures of speech by which somebody takes a stand, told by the order of their words: "gave the plan short shrift", "would have none of it",
//! "kept its options open". The table is `lexicon/issues/idioms.tsv`.

use super::content::is_doing;
use super::scene::Scene;
use crate::events::clause::lemma;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::{Idiom, IdiomWord};

/// How many adverbs and adjectives may stand between its words.
const BETWEEN: u32 = 2;
/// How many words what it is about may have inside it.
const LONG: u32 = 9;

/// An idiom of so few words behind its verb may be meant as it stands.
const SHORT: usize = 2;

/// An idiom as it stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure<'l> {
    pub row: &'l Idiom,
    /// The head of what it is about; none where that is left out.
    pub about: Option<TokenId>,
    /// Its last word.
    pub last: TokenId,
}

/// The idiom of which a word is the verb, or the predicate behind "be": the longest.
pub(super) fn figure<'l>(scene: &Scene<'l>, tree: &Tree<'_>, token: TokenId) -> Option<Figure<'l>> {
    if matches!(tree.deprel(token), Deprel::Cop | Deprel::Aux | Deprel::AuxPass) {
        return None;
    }
    let verb = match tree.upos(token) {
        // "would not be drawn on it".
        Upos::Verb | Upos::Aux => be(tree, token).unwrap_or(token),
        _ => be(tree, token)?,
    };
    let rows = scene.lexicon.issues.idioms(tree.lemma(verb));
    if rows.is_empty() {
        return None;
    }
    let from = TokenId(verb.0 + 1);
    let clausal = |last: TokenId| tree.children(token).any(|kid| kid > last && matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Xcomp));
    let read = |row: &'l Idiom| {
        let (about, last) = behind(tree, &row.rest, from).or_else(|| {
            // "reserved judgement", with nothing behind it.
            let short = row.rest.len().checked_sub(2).filter(|_| row.alone)?;
            behind(tree, &row.rest[..short], from).map(|(_, last)| (None, last)).filter(|&(_, last)| !clausal(last))
        })?;
        // "lives with his wife", "slept on the floor" are no figures of speech.
        if row.rest.len() <= SHORT && about.is_some_and(|about| !may_be_judged(scene, tree, about)) {
            return None;
        }
        (!row.negated || is_denied(tree, token, from, last)).then_some(Figure { row, about, last })
    };
    rows.iter().filter_map(read).max_by_key(|figure| (figure.about.is_some(), figure.row.rest.len()))
}

/// Whether one may be for or against what words name: a doing, a text, what was spoken of.
fn may_be_judged(scene: &Scene<'_>, tree: &Tree<'_>, about: TokenId) -> bool {
    matches!(tree.upos(about), Upos::Pron | Upos::Det | Upos::Verb)
        || scene.lexicon.issues.refers(lemma(tree, about)).is_some()
        || is_doing(scene, tree, about) && !scene.is_actor(tree, about)
}

/// Whether an idiom is negated from without: not by words of its own.
pub(super) fn is_negated(tree: &Tree<'_>, token: TokenId, figure: &Figure<'_>) -> bool {
    let verb = be(tree, token).unwrap_or(token);
    !figure.row.negated && is_denied(tree, token, TokenId(verb.0 + 1), figure.last)
}

/// The "be" in front of a predicate or participle.
fn be(tree: &Tree<'_>, token: TokenId) -> Option<TokenId> {
    tree.child(token, Deprel::Cop).or_else(|| tree.child(token, Deprel::AuxPass)).filter(|&be| tree.lemma(be) == "be")
}

fn is_denied(tree: &Tree<'_>, token: TokenId, from: TokenId, last: TokenId) -> bool {
    tree.children(token).any(|kid| {
        (kid < from || kid > last)
            && tree.deprel(kid) == Deprel::Advmod
            && ["not", "n't", "n’t", "never"].iter().any(|word| tree.is(kid, word))
    })
}

/// What an idiom's words are about where they stand from a place on, and the last of them.
fn behind(tree: &Tree<'_>, rest: &[IdiomWord], from: TokenId) -> Option<(Option<TokenId>, TokenId)> {
    let Some((first, more)) = rest.split_first() else { return Some((None, TokenId(from.0.checked_sub(1)?))) };
    let inside = |at: u32| at < tree.len() as u32;
    if *first != IdiomWord::About {
        for at in from.0..=from.0 + BETWEEN {
            if !inside(at) {
                return None;
            }
            if stands(tree, first, TokenId(at)) {
                return behind(tree, more, TokenId(at + 1));
            }
            if !matches!(tree.upos(TokenId(at)), Upos::Adv | Upos::Adj) {
                return None;
            }
        }
        return None;
    }
    if more.is_empty() {
        return Some((Some(head(tree, from, tree.len() as u32)?), from));
    }
    (from.0 + 1..from.0 + LONG).filter(|&at| inside(at) && more.first().is_some_and(|word| stands(tree, word, TokenId(at)))).find_map(
        |at| {
            let (_, last) = behind(tree, more, TokenId(at))?;
            Some((Some(head(tree, from, at)?), last))
        },
    )
}

fn stands(tree: &Tree<'_>, word: &IdiomWord, at: TokenId) -> bool {
    match word {
        IdiomWord::Word(words) => words.iter().any(|word| tree.is(at, word) || tree.lemma(at) == &**word),
        IdiomWord::Own => ["its", "their", "his", "her", "our", "my"].iter().any(|word| tree.is(at, word)),
        IdiomWord::About => false,
    }
}

/// The head of what stands from a place on: the first word that hangs on one outside.
fn head(tree: &Tree<'_>, from: TokenId, to: u32) -> Option<TokenId> {
    let top = (from.0..to.min(from.0 + 2 * LONG))
        .map(TokenId)
        .take_while(|&id| !tree.is_mark(id) || tree.deprel(id) != Deprel::Punct)
        .find(|&id| {
            let outside = tree.head(id).is_none_or(|head| head < from || head.0 >= to);
            outside && !matches!(tree.deprel(id), Deprel::Case | Deprel::Mark | Deprel::Advmod | Deprel::Punct)
        })?;
    matches!(tree.upos(top), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Verb | Upos::Det | Upos::Num | Upos::Adj).then_some(top)
}
