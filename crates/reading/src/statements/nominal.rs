//! "The guild's claim that the dam leaks was wrong": where the clause of a noun ends, before what is said of the noun itself.

use super::candidates::Candidate;
use super::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_record::ByteSpan;

/// Cuts off what is said of the cue. Trees hang it beside the clause, as if the noun had two: "that the dam leaks", "was wrong".
pub(super) fn without_predicate(text: &str, tree: &Tree<'_>, candidate: &Candidate<'_>, content: &mut Vec<ByteSpan>) {
    let Some(start) = predicate(tree, candidate.head).map(|id| tree.token(id).span.start) else { return };
    for piece in content.iter_mut().filter(|piece| piece.start < start && start < piece.end) {
        *piece = ByteSpan::new(piece.start, start).trim(text);
    }
    content.retain(|piece| piece.start < start);
}

/// The first word of what is said of the noun, behind its clause with "that".
fn predicate(tree: &Tree<'_>, noun: TokenId) -> Option<TokenId> {
    // "the rebels' claim that …": trees take such a noun for a verb.
    let held = tree.upos(noun) == Upos::Noun || noun.0 > 0 && tree.deprel(TokenId(noun.0 - 1)) == Deprel::Case;
    let that = TokenId(noun.0 + 1);
    if !held || that.index() >= tree.len() || !tree.is(that, "that") {
        return None;
    }
    let clause = |&kid: &TokenId| kid > that && matches!(tree.deprel(kid), Deprel::Acl | Deprel::AclRelcl | Deprel::Ccomp);
    let mut clauses = tree.children(noun).filter(clause);
    let (told, said) = (clauses.next()?, clauses.next()?);
    // "the claim that the flights to Kelm bring arms": a noun alone is no clause.
    let finite = |id: TokenId| tree.token(id).feats.is("VerbForm", "Fin");
    if !finite(told) && !tree.children(told).any(|kid| kid < said && finite(kid)) {
        return None;
    }
    let joined = tree.children(said).any(|kid| kid > told && matches!(tree.deprel(kid), Deprel::Cc | Deprel::Mark));
    let helps = |&kid: &TokenId| kid > told && matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    let first = tree.children(said).filter(helps).min().unwrap_or(said);
    // "the claim that they lied, she said": who does it stands before the verb; "helps farmers is false" has no room for one.
    let subject = tree.children(said).any(|kid| kid > told && kid < first && tree.deprel(kid).is_nominal_subject() && kid.0 > told.0 + 1);
    let marked = (told.0..first.0).any(|at| tree.is_mark(TokenId(at)));
    (!joined && !subject && !marked).then_some(first)
}
