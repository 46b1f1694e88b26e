//! What a mention of a place is used for: where something is, who acts, or whose it is.

use super::spot::Candidate;
use rapporteur_language::{Deprel, Sentence, TokenId, Upos};
use rapporteur_record::{PlaceKind, PlaceUse};

/// Prepositions behind which a place is where something is.
const LOCATIVE: [&str; 22] = [
    "in",
    "at",
    "near",
    "from",
    "to",
    "outside",
    "inside",
    "around",
    "across",
    "throughout",
    "toward",
    "towards",
    "into",
    "through",
    "within",
    "over",
    "along",
    "on",
    "off",
    "via",
    "beyond",
    "above",
];

/// What the mention is used for. `acts` says that the words name an actor of the report.
///
/// The tree decides: behind a preposition of place it is a place, in front of a noun or as a possessor it tells
/// whose or which, else it is the actor if it is one.
pub(super) fn usage(sentence: &Sentence, candidate: &Candidate, kind: PlaceKind, acts: bool) -> PlaceUse {
    if candidate.demonym {
        return PlaceUse::Modifier;
    }
    let range = &candidate.tokens;
    let tokens = &sentence.tokens;
    let top = range.clone().find(|&at| tokens[at].head.is_none_or(|head| !range.contains(&head.index()))).unwrap_or(range.start);
    // "in Kelm and Dask": both stand behind the preposition.
    let mut head = TokenId(top as u32);
    let mut seen = 0;
    while matches!(sentence[head].deprel, Deprel::Conj | Deprel::Appos) && seen < 8 {
        let Some(up) = sentence[head].head else { break };
        (head, seen) = (up, seen + 1);
    }
    let marker = [TokenId(top as u32), head].into_iter().find_map(|at| {
        let case = sentence.children(at).find(|&child| sentence[child].upos == Upos::Adp && child.index() < at.index());
        case.map(|case| &*sentence[case].lemma)
    });
    let place = !matches!(kind, PlaceKind::Country | PlaceKind::City | PlaceKind::Region | PlaceKind::Area | PlaceKind::Continent);
    match sentence[head].deprel {
        _ if marker.is_some_and(|marker| LOCATIVE.contains(&marker)) => PlaceUse::Literal,
        Deprel::Compound | Deprel::Amod | Deprel::NmodPoss => PlaceUse::Modifier,
        _ if place => PlaceUse::Literal,
        _ if acts && marker.is_none_or(|marker| marker != "of") => PlaceUse::Actor,
        Deprel::Nsubj if agent(sentence, head) => PlaceUse::Actor,
        _ if acts => PlaceUse::Modifier,
        _ => PlaceUse::Literal,
    }
}

/// Whether the subject's verb is one that people do: it has an object or a clause, or says something.
fn agent(sentence: &Sentence, subject: TokenId) -> bool {
    let Some(verb) = sentence[subject].head else { return false };
    sentence[verb].upos == Upos::Verb
        && sentence.children(verb).any(|child| matches!(sentence[child].deprel, Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp))
}
