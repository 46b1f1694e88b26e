//! Which spans may be mentions: what hangs on a nominal word, more of it or less.

use crate::analysis::{Sentence, TokenId};
use crate::labels::{Deprel, Upos};

/// How much of what hangs on the head is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// The phrase with all its modifiers; no conjuncts, appositions, afterthoughts.
    Whole,
    /// Without clauses behind the head.
    WithoutClauses,
    /// Nothing behind the head but what is part of a name.
    Core,
    /// The phrase up to the first comma, bracket or dash behind the head.
    UntilMark,
    /// The phrase up to the first conjunction behind the head.
    UntilConjunction,
    /// With the conjuncts: a group that is mentioned as one.
    Group,
    /// With conjuncts, appositions and afterthoughts.
    Everything,
}

const EXTENTS: [Extent; 7] =
    [Extent::Whole, Extent::WithoutClauses, Extent::Core, Extent::UntilMark, Extent::UntilConjunction, Extent::Group, Extent::Everything];

/// A span that may be a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The word on which the span hangs.
    pub head: TokenId,
    /// Its first word.
    pub first: TokenId,
    /// Its last word.
    pub last: TokenId,
    /// How much it takes in: the first extent that gives this span.
    pub extent: Extent,
}

/// A sentence with the reach of each word and the words below it.
pub(crate) struct Phrases<'s> {
    pub sentence: &'s Sentence,
    /// First and last word that is the word itself or depends on it.
    reach: Vec<(u32, u32)>,
    /// The words by head; those of word `at` are at `starts[at]..starts[at + 1]`.
    below: Vec<u32>,
    starts: Vec<u32>,
}

impl<'s> Phrases<'s> {
    /// Lays out a sentence. Its cost grows with its length times the depth of its tree.
    pub fn new(sentence: &'s Sentence) -> Self {
        let count = sentence.tokens.len();
        let mut reach: Vec<(u32, u32)> = (0..count as u32).map(|at| (at, at)).collect();
        let mut starts = vec![0_u32; count + 1];
        for (at, token) in sentence.tokens.iter().enumerate() {
            let mut up = token.head;
            if let Some(head) = up {
                starts[head.index() + 1] += 1;
            }
            while let Some(head) = up {
                let (low, high) = &mut reach[head.index()];
                (*low, *high) = ((*low).min(at as u32), (*high).max(at as u32));
                up = sentence[head].head;
            }
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut below = vec![0; starts[count] as usize];
        for (at, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                below[next[head.index()] as usize] = at as u32;
                next[head.index()] += 1;
            }
        }
        Self { sentence, reach, below, starts }
    }

    /// The words that depend on `head`, in order.
    pub fn children(&self, head: TokenId) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        let (from, to) = (self.starts[head.index()] as usize, self.starts[head.index() + 1] as usize);
        self.below[from..to].iter().map(|&at| TokenId(at))
    }

    /// First and last word of the phrase on `head`, as far as `extent` goes.
    fn span(&self, text: &str, head: TokenId, extent: Extent) -> (TokenId, TokenId) {
        let sentence = self.sentence;
        let (mut first, mut last) = (head.0, head.0);
        let predicate = self.children(head).any(|child| is_clausal(sentence[child].deprel));
        // An adverb in front of the article is the sentence's ("only the envoy").
        let opens = self.children(head).find(|&child| child < head && is_opening(sentence[child].deprel));
        for child in self.children(head) {
            let deprel = sentence[child].deprel;
            let taken = if child < head {
                takes_before(deprel, extent, predicate) && (deprel != Deprel::Advmod || opens.is_none_or(|opens| opens < child))
            } else {
                takes_behind(deprel, extent) || deprel == Deprel::Case && is_possessive(sentence.form(child, text))
            };
            if taken {
                let (low, high) = self.reach[child.index()];
                (first, last) = (first.min(low), last.max(high));
            }
        }
        // A phrase deeper inside may have drawn in what does not belong here.
        let cut = match extent {
            Extent::UntilMark => (head.0 + 1..=last).find(|&at| self.is_break(text, at)),
            Extent::UntilConjunction => (head.0 + 1..=last).find(|&at| sentence[TokenId(at)].upos == Upos::Cconj),
            _ => None,
        };
        self.trim(text, head, first, cut.map_or(last, |cut| cut - 1))
    }

    fn is_break(&self, text: &str, at: u32) -> bool {
        let id = TokenId(at);
        self.sentence[id].upos == Upos::Punct && !matches!(self.sentence.form(id, text), "-" | "\"" | "“" | "”" | "'" | "’" | "‘" | ".")
    }

    /// Leaves out marks at the edges; a closing bracket or quotation mark stays if its fellow is inside.
    fn trim(&self, text: &str, head: TokenId, mut first: u32, mut last: u32) -> (TokenId, TokenId) {
        let mark = |at: u32| self.sentence[TokenId(at)].upos == Upos::Punct;
        let closes = |at: u32| matches!(self.sentence.form(TokenId(at), text), ")" | "]" | "\"" | "”");
        let opens = |at: u32| matches!(self.sentence.form(TokenId(at), text), "(" | "[" | "\"" | "“");
        let balanced = |first: u32, last: u32| closes(last) && (first..last).any(opens);
        while last > head.0 && mark(last) && !balanced(first, last) {
            last -= 1;
        }
        while first < head.0 && mark(first) && !(opens(first) && (first + 1..=last).any(closes)) {
            first += 1;
        }
        (TokenId(first), TokenId(last))
    }
}

/// Whether a relation makes the word above it a predicate.
fn is_clausal(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Cop | Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Csubj)
}

fn is_opening(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Det | Deprel::NmodPoss | Deprel::Nummod)
}

/// What never belongs to a phrase.
fn is_outside(deprel: Deprel) -> bool {
    use Deprel::{Aux, AuxPass, Case, Cop, Discourse, Expl, Mark, Reparandum, Vocative};
    matches!(deprel, Case | Cop | Mark | Aux | AuxPass | Discourse | Reparandum | Vocative | Expl) || is_clausal(deprel)
}

/// Looser material: afterthoughts, appositions, conjuncts.
fn is_loose(deprel: Deprel) -> bool {
    use Deprel::{Advcl, AdvclRelcl, Appos, Cc, CcPreconj, Conj, Dep, Dislocated, List, Orphan, Parataxis, Punct};
    matches!(deprel, Parataxis | Conj | Appos | Cc | CcPreconj | List | Dislocated | Orphan | Dep | Advcl | AdvclRelcl | Punct)
}

fn takes_before(deprel: Deprel, extent: Extent, predicate: bool) -> bool {
    use Deprel::{Advcl, Advmod, CcPreconj, NmodUnmarked, Obl, OblUnmarked, Punct};
    match deprel {
        Advmod | Obl | OblUnmarked | NmodUnmarked if predicate => false,
        CcPreconj => extent >= Extent::Group,
        Advcl | Punct => false,
        _ => !is_outside(deprel) && !is_loose(deprel),
    }
}

fn takes_behind(deprel: Deprel, extent: Extent) -> bool {
    use Deprel::{Acl, AclRelcl, Advmod, Conj, Nmod, NmodUnmarked, Obl, OblUnmarked, Punct};
    if is_outside(deprel) {
        return false;
    }
    match extent {
        Extent::Whole | Extent::UntilMark | Extent::UntilConjunction => !is_loose(deprel),
        Extent::WithoutClauses => !is_loose(deprel) && !matches!(deprel, Acl | AclRelcl | Obl | OblUnmarked | Advmod),
        Extent::Core => !is_loose(deprel) && !matches!(deprel, Acl | AclRelcl | Obl | OblUnmarked | Advmod | Nmod | NmodUnmarked),
        Extent::Group => deprel == Conj || !is_loose(deprel),
        Extent::Everything => deprel != Punct,
    }
}

fn is_possessive(form: &str) -> bool {
    matches!(form, "'s" | "’s" | "'" | "’" | "'S" | "’S")
}

/// Whether a word may be the head of a mention.
fn is_head(sentence: &Sentence, id: TokenId) -> bool {
    use Deprel::{Fixed, Flat, Goeswith};
    let token = &sentence[id];
    match token.upos {
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num => !matches!(token.deprel, Flat | Fixed | Goeswith),
        Upos::Adj | Upos::Adv | Upos::Det | Upos::Sym | Upos::X => is_nominal(token.deprel),
        _ => false,
    }
}

/// Whether only a nominal depends so.
fn is_nominal(deprel: Deprel) -> bool {
    use Deprel::{Iobj, Nmod, NmodPoss, NmodUnmarked, Obj, Obl, OblAgent, OblUnmarked};
    deprel.is_nominal_subject() || matches!(deprel, Iobj | Nmod | NmodPoss | NmodUnmarked | Obj | Obl | OblAgent | OblUnmarked)
}

/// The spans of a sentence that may be mentions, by head; each span of a head once.
pub(crate) fn candidates(phrases: &Phrases<'_>, text: &str) -> Vec<Candidate> {
    let sentence = phrases.sentence;
    let mut found: Vec<Candidate> = Vec::new();
    for head in sentence.ids().filter(|&id| is_head(sentence, id)) {
        let start = found.len();
        for extent in EXTENTS {
            let (first, last) = phrases.span(text, head, extent);
            if !found[start..].iter().any(|known| (known.first, known.last) == (first, last)) {
                found.push(Candidate { head, first, last, extent });
            }
        }
    }
    found
}
