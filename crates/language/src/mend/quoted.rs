//! Trees of sentences with a quotation: who tells it, and what tells of the telling.

use super::{children, extent, has_subject, head_of, make_subject, within};
use crate::analysis::{Token, TokenId};
use crate::labels::{Deprel, Upos};

/// Whether a word is a mark that may close a quotation.
fn closes_quotation(token: &Token) -> bool {
    token.upos == Upos::Punct && matches!(&*token.lemma, "\"" | "”" | "’" | "'" | "''")
}

/// Mends what stands around a verb right behind a quotation.
pub(super) fn telling(tokens: &mut [Token], verb: usize) {
    if tokens[verb].upos == Upos::Verb && verb > 0 && closes_quotation(&tokens[verb - 1]) {
        teller_between(tokens, verb);
        behind_quotation(tokens, verb);
    }
}

/// "“The boats wait” tweeted Dask “to bring them home”": the name right behind a verb without a subject, which follows a quotation, is whose it is.
fn teller_between(tokens: &mut [Token], verb: usize) {
    if !tokens[verb].feats.is("VerbForm", "Fin") || has_subject(tokens, verb) {
        return;
    }
    let named = |&kid: &usize| kid > verb && tokens[kid].deprel == Deprel::Obj && tokens[kid].upos == Upos::Propn;
    let Some(who) = children(tokens, verb).find(named).filter(|&who| extent(tokens, who).0 == verb + 1) else { return };
    make_subject(tokens, who, verb);
    let above = head_of(tokens, verb).filter(|&above| above < verb && tokens[above].head.is_none());
    if let Some(said) = above.filter(|_| matches!(tokens[verb].deprel.base(), "ccomp" | "parataxis")) {
        (tokens[verb].head, tokens[verb].deprel) = (None, Deprel::Root);
        (tokens[said].head, tokens[said].deprel) = (Some(TokenId(verb as u32)), Deprel::Ccomp);
    }
}

/// "“We will not sign,” said Dask, the minister, on Tuesday": what stands behind the one who says it tells of the saying, not of what is said.
fn behind_quotation(tokens: &mut [Token], saying: usize) {
    let Some(said) = children(tokens, saying).find(|&kid| kid < saying && tokens[kid].deprel == Deprel::Ccomp) else { return };
    // A second half of what is said may follow.
    let end = (saying + 1..tokens.len()).find(|&at| closes_quotation(&tokens[at]) || &*tokens[at].lemma == "“").unwrap_or(tokens.len());
    for at in saying + 1..end {
        let strays = matches!(tokens[at].deprel.base(), "obl" | "nmod" | "advmod" | "advcl");
        if strays && head_of(tokens, at).is_some_and(|above| above < saying && within(tokens, above, said)) {
            tokens[at].head = Some(TokenId(saying as u32));
            if tokens[at].deprel.base() == "nmod" {
                tokens[at].deprel = Deprel::Obl;
            }
        }
    }
}
