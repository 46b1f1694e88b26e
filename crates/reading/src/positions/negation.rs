//! Whether words say that something is not, and what coordinated verbs share of that.

use super::complements::is_negated_verb;
use super::idioms::{self, figure};
use super::scene::Scene;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};

/// Whether a word is negated where it stands, the negation of an idiom's own words left aside.
pub(super) fn is_denied(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> bool {
    figure(scene, tree, token).map_or_else(|| is_negated(tree, token), |figure| idioms::is_negated(tree, token, &figure))
}

/// Whether a word is negated where it stands.
pub(super) fn is_negated(tree: &Tree<'_>, token: TokenId) -> bool {
    let no = |id: TokenId| {
        matches!(tree.lemma(id), "not" | "no" | "never" | "neither" | "nor" | "n't" | "nothing" | "nobody" | "none" | "hardly")
            || ["not", "n't", "n’t", "never", "no", "nobody", "none"].iter().any(|word| tree.is(id, word))
    };
    let mut negated = false;
    let verbal = matches!(tree.upos(token), Upos::Verb | Upos::Aux) || tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Cop);
    // "accept no talks": the verb that governs the noun has counted it.
    let counted = matches!(tree.deprel(token), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl)
        && tree.head(token).is_some_and(|head| {
            matches!(tree.upos(head), Upos::Verb | Upos::Aux) || tree.children(head).any(|kid| tree.deprel(kid) == Deprel::Cop)
        });
    for kid in tree.children(token) {
        let hit = match tree.deprel(kid) {
            Deprel::Det | Deprel::DetPredet if counted => false,
            // "can no longer support it".
            Deprel::Advmod if tree.is(kid, "longer") => tree.children(kid).any(|inner| tree.is(inner, "no")),
            // "not before they leave", "not until": the word of condition is what is negated.
            Deprel::Advmod
                if kid.0 + 1 < token.0 && tree.deprel(TokenId(kid.0 + 1)) == Deprel::Mark && !tree.is(TokenId(kid.0 + 1), "to") =>
            {
                false
            }
            Deprel::Advmod | Deprel::CcPreconj | Deprel::Cc => no(kid),
            Deprel::Det | Deprel::DetPredet => !verbal && no(kid) || verbal && tree.upos(token) == Upos::Noun && no(kid),
            // "no machine may start", "none of them will", "nobody".
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl if verbal => {
                no(kid)
                    || tree.children(kid).any(|inner| {
                        matches!(tree.deprel(inner), Deprel::Det | Deprel::Advmod)
                            && (tree.is(inner, "no") || tree.is(inner, "not") || tree.is(inner, "neither"))
                    })
            }
            _ => false,
        };
        negated ^= hit;
    }
    negated ^ shares_auxiliary(tree, token).is_some_and(|head| is_negated_verb(tree, head))
}

/// "must register or be closed", "leave or face a siege": what comes otherwise is not asked for.
pub(super) fn is_otherwise(tree: &Tree<'_>, verb: TokenId) -> bool {
    tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Cc && tree.is(kid, "or"))
        && (tree.child(verb, Deprel::AuxPass).is_some() || matches!(tree.lemma(verb), "face" | "risk" | "lose" | "suffer"))
}

/// "must not come and ask", "will sign or quit": the verb before that has the auxiliary of both.
pub(super) fn shares_auxiliary(tree: &Tree<'_>, verb: TokenId) -> Option<TokenId> {
    let own = |kid: TokenId| {
        matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Mark) || tree.deprel(kid).is_nominal_subject()
    };
    let joined = |kid: TokenId| tree.deprel(kid) == Deprel::Cc && ["and", "or", "nor"].iter().any(|word| tree.is(kid, word));
    let plain = tree.deprel(verb) == Deprel::Conj && tree.upos(verb) == Upos::Verb && tree.token(verb).feats.is("VerbForm", "Inf");
    let head = tree.head(verb).filter(|&head| plain && tree.upos(head) == Upos::Verb)?;
    (tree.children(verb).any(joined) && !tree.children(verb).any(own) && tree.child(head, Deprel::Aux).is_some()).then_some(head)
}
