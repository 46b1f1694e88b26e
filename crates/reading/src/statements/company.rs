//! What keeps a statement company: act, certainty, kind, addressees, medium, occasion, and the
//! other circumstances of the cue.

use super::candidates::{Candidate, Link};
use super::grove::Tree;
use super::judge::Roles;
use super::marks::{self, Quotation};
use super::spans;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Cues, Frame, Setting};
use rapporteur_record::{Act, ByteSpan, Certainty, StatementKind};

/// What stands around the cue besides source and content.
#[derive(Debug, Default)]
pub(super) struct Company {
    pub addressees: Vec<ByteSpan>,
    pub medium: Option<ByteSpan>,
    pub occasion: Option<ByteSpan>,
    pub circumstances: Vec<ByteSpan>,
}

impl Company {
    /// Ends each phrase where the content begins: "in a statement" that the tree carries on into what is stated.
    pub fn end_before(&mut self, text: &str, content: &[ByteSpan]) {
        let cut = |span: &mut ByteSpan| {
            if let Some(piece) = content.iter().find(|piece| span.start < piece.start && piece.start < span.end) {
                *span = ByteSpan::new(span.start, piece.start).trim(text);
            }
        };
        self.medium.iter_mut().chain(&mut self.occasion).chain(&mut self.circumstances).for_each(cut);
    }
}

/// Sorts what hangs on the cue and is neither source nor content.
pub(super) fn company(text: &str, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, cues: &Cues) -> Company {
    let mut found = Company::default();
    let urged = candidate.row.is_some_and(|row| row.takes(&Frame::WhomTo));
    let told = candidate.row.is_some_and(|row| row.takes(&Frame::WhomThat));
    for (at, argument) in candidate.arguments.iter().enumerate() {
        let Link::Below(deprel) = argument.link else {
            continue;
        };
        let Some(span) = phrase(text, tree, argument.head, argument.without) else {
            continue;
        };
        let is_content = roles.content.contains(&at);
        if is_content {
            // "said Saturday that …": the day may hang on the clause.
            if let Some(that) = spans::foreword(tree, argument) {
                let ahead: Vec<TokenId> = argument.tokens(tree).into_iter().filter(|&id| id < that && !tree.is_mark(id)).collect();
                found.circumstances.extend(tree.span(&ahead));
            }
            // "urged Moscow to go": Moscow is spoken to as well.
            let object = matches!(deprel, Deprel::Obj | Deprel::Iobj) && roles.content.len() > 1;
            if object && urged && tree.upos(argument.head) != Upos::X {
                found.addressees.push(span);
            }
            continue;
        }
        if roles.source == Some(at) {
            continue;
        }
        let preposition = argument.marker.map(|marker| tree.form(marker).to_lowercase());
        match deprel {
            Deprel::Iobj => found.addressees.push(span),
            Deprel::Obj if told || urged && is_who(tree, argument.head) => found.addressees.push(span),
            Deprel::Obj if candidate.row.is_some_and(|row| row.takes(&Frame::That)) => found.circumstances.push(span),
            Deprel::NsubjPass if told => found.addressees.push(span),
            Deprel::Obl | Deprel::Nmod if preposition.as_deref() == Some("to") && is_who(tree, argument.head) => {
                found.addressees.extend(bare(text, tree, argument.head));
            }
            Deprel::Obl | Deprel::OblUnmarked | Deprel::Nmod | Deprel::Advcl => {
                let setting = preposition.as_deref().and_then(|word| cues.setting(word, tree.lemma(argument.head)));
                match setting {
                    Some(Setting::Medium) if found.medium.is_none() => found.medium = Some(span),
                    Some(Setting::Occasion) if found.occasion.is_none() => found.occasion = Some(span),
                    _ if deprel != Deprel::Advcl => found.circumstances.push(span),
                    _ => {}
                }
            }
            Deprel::Advmod => found.circumstances.push(span),
            _ => {}
        }
    }
    found
}

/// Whether the word can name somebody: a name, a personal pronoun, or a noun without a clause.
fn is_who(tree: &Tree<'_>, id: TokenId) -> bool {
    matches!(tree.upos(id), Upos::Propn | Upos::Noun | Upos::Pron) && !tree.children(id).any(|kid| tree.deprel(kid) == Deprel::Cop)
}

/// The phrase below a word, with its preposition, without marks at its ends.
fn phrase(text: &str, tree: &Tree<'_>, head: TokenId, without: Option<TokenId>) -> Option<ByteSpan> {
    let ids = tree.subtree(head, without.as_slice());
    let start = ids.iter().position(|&id| !tree.is_mark(id))?;
    let stop = ids.iter().rposition(|&id| !tree.is_mark(id))?;
    tree.span(&ids[start..=stop]).map(|span| span.trim(text))
}

/// The phrase without its preposition.
fn bare(text: &str, tree: &Tree<'_>, head: TokenId) -> Option<ByteSpan> {
    let mut ids = tree.subtree(head, &[]);
    ids.retain(|&id| !(tree.deprel(id) == Deprel::Case && tree.head(id) == Some(head)));
    let start = ids.iter().position(|&id| !tree.is_mark(id))?;
    let stop = ids.iter().rposition(|&id| !tree.is_mark(id))?;
    tree.span(&ids[start..=stop]).map(|span| span.trim(text))
}

/// Whether the cue is negated: "did not say", "never promised", "neither side hinted".
pub(super) fn is_negated(tree: &Tree<'_>, candidate: &Candidate<'_>) -> bool {
    let negates = |id: TokenId| {
        matches!(tree.lemma(id), "not" | "never" | "neither" | "nor" | "no" | "nobody" | "none")
            || matches!(tree.form(id), "n't" | "n’t" | "nobody" | "Nobody")
    };
    // "“They are not,” she said" negates something else.
    let apart =
        |top: TokenId, kid: TokenId| (top.min(kid).0..top.max(kid).0).any(|at| tree.is_mark(TokenId(at)) && tree.form(TokenId(at)) != "-");
    // "neither confirmed nor denied": the second verb too.
    let nor = tree.deprel(candidate.head) == Deprel::Conj && tree.children(candidate.head).any(|kid| tree.is(kid, "nor"));
    nor || [Some(candidate.head), candidate.word].into_iter().flatten().any(|top| {
        tree.children(top).any(|kid| {
            let deprel = tree.deprel(kid);
            (matches!(deprel, Deprel::Advmod | Deprel::Det | Deprel::CcPreconj) && negates(kid) && !(kid < top && apart(top, kid)))
                || (deprel.is_nominal_subject()
                    && (negates(kid) || tree.children(kid).any(|det| tree.deprel(det) == Deprel::Det && negates(det))))
        })
    })
}

/// How far the source commits to the content: negated where it was not said, else by the modal
/// words of the content's main clause.
pub(super) fn certainty(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, cues: &Cues) -> Certainty {
    if candidate.class != CueClass::Noun && is_negated(tree, candidate) {
        return Certainty::Negated;
    }
    let mut found = Certainty::Asserted;
    for &at in &roles.content {
        let top = candidate.arguments[at].head;
        let clauses =
            std::iter::once(top).chain(tree.children(top).filter(|&kid| matches!(tree.deprel(kid), Deprel::Conj | Deprel::Xcomp)));
        for clause in clauses {
            for kid in std::iter::once(clause).chain(tree.children(clause)) {
                let lemma = match tree.deprel(kid) {
                    Deprel::Advcl => tree.marker(kid).map(|mark| tree.lemma(mark)),
                    Deprel::Aux | Deprel::Advmod => Some(tree.lemma(kid)),
                    _ if kid == clause => Some(tree.lemma(kid)),
                    _ => None,
                };
                match lemma.and_then(|lemma| cues.modal(lemma)) {
                    // A condition outweighs the modal of its main clause.
                    Some(Certainty::Conditional) => return Certainty::Conditional,
                    Some(certainty) if found == Certainty::Asserted => found = certainty,
                    _ => {}
                }
            }
        }
    }
    found
}

/// Whether a preposition of asking stands right behind the verb, whatever the tree hangs it on.
fn calls_for(tree: &Tree<'_>, verb: TokenId) -> bool {
    let next = TokenId(verb.0 + 1);
    next.index() < tree.len() && (tree.is(next, "for") || tree.is(next, "on") || tree.is(next, "upon"))
}

/// What the source does: the row's act; without a row, by the shape of the content.
pub(super) fn act(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> Act {
    let Some(row) = candidate.row else {
        return Act::Say;
    };
    if candidate.class == CueClass::Preposition {
        return row.act;
    }
    let content = roles.content.iter().map(|&at| &candidate.arguments[at]);
    let infinitive = content.clone().any(|argument| argument.marker.is_some_and(|mark| tree.is(mark, "to")));
    let preposition = content.clone().find_map(|argument| argument.marker).map(|mark| tree.lemma(mark));
    match (row.act, &*row.lemma) {
        // "told him to go", "said to leave".
        (Act::Say, _) if infinitive && roles.content.len() > 1 && row.takes(&Frame::WhomTo) => Act::Demand,
        // "called for a truce", "called on them to stop" urge; "called him a liar" claims.
        (_, "call") if matches!(preposition, Some("for" | "on" | "to")) || calls_for(tree, candidate.head) => Act::Urge,
        (_, "appeal" | "vote" | "speak" | "campaign" | "lobby") if preposition == Some("against") => Act::Reject,
        (Act::Ask, "ask") if infinitive || preposition == Some("for") => Act::Urge,
        (Act::Claim, "insist" | "push") if preposition == Some("on") => Act::Demand,
        _ => row.act,
    }
}

/// Whose words the content is in: quoted from end to end, in part, or not.
pub(super) fn kind(text: &str, content: &[ByteSpan], quotations: &[Quotation]) -> StatementKind {
    let mut quoted = false;
    let mut plain = false;
    for &piece in content {
        let from = quotations.partition_point(|quotation| quotation.span.end <= piece.start);
        let mut at = piece.start;
        for quotation in quotations[from..].iter().take_while(|quotation| quotation.span.start < piece.end) {
            if !piece.contains(quotation.span) && !quotation.span.contains(piece) {
                continue;
            }
            if quotation.span.contains(piece) && quotation.span != piece {
                // The piece lies inside a quotation of somebody else's, and may be one itself.
                if marks::is_marked(piece.of(text)) {
                    quoted = true;
                    at = piece.end;
                }
                continue;
            }
            quoted = true;
            plain |= text[at..quotation.span.start.max(at)].chars().any(char::is_alphanumeric);
            at = quotation.span.end;
        }
        plain |= text[at.min(piece.end)..piece.end].chars().any(char::is_alphanumeric);
    }
    match (quoted, plain) {
        (true, false) => StatementKind::Direct,
        (true, true) => StatementKind::Mixed,
        _ => StatementKind::Indirect,
    }
}
