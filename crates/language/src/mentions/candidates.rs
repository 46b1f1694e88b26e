//! Which spans may be mentions: what hangs on a nominal word, more of it or less.

use super::network::Words;
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
    /// The core and the name that closely follows it: "Kelm, Varosia".
    Tail,
    /// Words written as names that stand together round the head, whatever the tree says.
    Run,
    /// The same with what "of" joins to it.
    LongRun,
    /// The phrase with its appositions, no conjuncts.
    Appositions,
    /// With the conjuncts: a group that is mentioned as one.
    Group,
    /// With conjuncts, appositions and afterthoughts.
    Everything,
}

const EXTENTS: [Extent; 11] = [
    Extent::Whole,
    Extent::WithoutClauses,
    Extent::Core,
    Extent::UntilMark,
    Extent::UntilConjunction,
    Extent::Tail,
    Extent::Run,
    Extent::LongRun,
    Extent::Appositions,
    Extent::Group,
    Extent::Everything,
];

/// Words to each side of its head that a name has at most.
const LONGEST_RUN: u32 = 8;

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

impl Candidate {
    /// Whether it takes in conjuncts: a group may be a mention beside its first member.
    pub fn is_group(&self) -> bool {
        self.extent >= Extent::Group
    }

    /// The words that a network looks at for it.
    pub fn words(&self, sentence: &Sentence) -> Words {
        let behind = TokenId(self.last.0 + 1);
        [
            Some(self.head),
            Some(self.first),
            Some(self.last),
            sentence[self.head].head,
            self.first.0.checked_sub(1).map(TokenId),
            (behind.index() < sentence.tokens.len()).then_some(behind),
        ]
    }

    /// The head alone: what it looks like when no mention is on it.
    pub fn alone(&self) -> Self {
        Self { first: self.head, last: self.head, ..*self }
    }
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
        if matches!(extent, Extent::Run | Extent::LongRun) {
            return self.run(text, head, extent == Extent::LongRun);
        }
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
        if extent == Extent::Tail {
            last = last.max(self.tail(text, head).map_or(0, |tail| tail.0));
        }
        // A phrase deeper inside may have drawn in what does not belong here.
        let cut = match extent {
            Extent::UntilMark => (head.0 + 1..=last).find(|&at| self.is_break(text, at)),
            Extent::UntilConjunction => (head.0 + 1..=last).find(|&at| sentence[TokenId(at)].upos == Upos::Cconj),
            _ => None,
        };
        self.trim(text, head, first, cut.map_or(last, |cut| cut - 1))
    }

    /// The last word of the name that follows the core of a name behind a comma.
    fn tail(&self, text: &str, head: TokenId) -> Option<TokenId> {
        let sentence = self.sentence;
        let joins = |deprel| {
            matches!(deprel, Deprel::Appos | Deprel::NmodUnmarked | Deprel::List | Deprel::Conj | Deprel::Nmod | Deprel::Parataxis)
        };
        let child =
            self.children(head).find(|&child| child > head && joins(sentence[child].deprel) && sentence[child].upos == Upos::Propn)?;
        let bare = self.children(child).all(|below| sentence[below].deprel != Deprel::Case);
        bare.then(|| self.span(text, child, Extent::Core).1)
    }

    /// The words written as names round the head.
    fn run(&self, text: &str, head: TokenId, long: bool) -> (TokenId, TokenId) {
        let sentence = self.sentence;
        let named = |at: u32| {
            let id = TokenId(at);
            let upos = sentence[id].upos;
            upos == Upos::Propn
                || matches!(upos, Upos::Noun | Upos::Adj | Upos::Num | Upos::X | Upos::Verb)
                    && at > 0
                    && sentence.form(id, text).starts_with(char::is_uppercase)
        };
        let (mut first, mut last) = (head.0, head.0);
        if !named(head.0) {
            return (head, head);
        }
        let end = sentence.tokens.len() as u32;
        while first > head.0.saturating_sub(LONGEST_RUN) && named(first - 1) {
            first -= 1;
        }
        while last + 1 < end.min(head.0 + LONGEST_RUN) && named(last + 1) {
            last += 1;
        }
        if long {
            let article = |at: u32| at < end && sentence[TokenId(at)].upos == Upos::Det;
            let of = |at: u32| at < end && sentence.form(TokenId(at), text) == "of";
            if of(last + 1) {
                let from = last + 2 + u32::from(article(last + 2));
                if from < end && named(from) {
                    last = from;
                    while last + 1 < end.min(from + LONGEST_RUN) && named(last + 1) {
                        last += 1;
                    }
                }
            }
            if first > 0 && article(first - 1) {
                first -= 1;
            }
        }
        (TokenId(first), TokenId(last))
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
    use Deprel::{Acl, AclRelcl, Advmod, Appos, Conj, Nmod, NmodUnmarked, Obl, OblUnmarked, Punct};
    if is_outside(deprel) {
        return false;
    }
    match extent {
        Extent::Whole | Extent::UntilMark | Extent::UntilConjunction => !is_loose(deprel),
        Extent::Appositions => deprel == Appos || !is_loose(deprel),
        Extent::Run | Extent::LongRun => false,
        Extent::WithoutClauses => !is_loose(deprel) && !matches!(deprel, Acl | AclRelcl | Obl | OblUnmarked | Advmod),
        Extent::Core | Extent::Tail => {
            !is_loose(deprel) && !matches!(deprel, Acl | AclRelcl | Obl | OblUnmarked | Advmod | Nmod | NmodUnmarked)
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Token;
    use crate::labels::Feats;
    use rapporteur_record::ByteSpan;

    /// The spans that may be mentions of words with their part of speech, head (from 1, 0 for the root) and relation.
    fn spans(words: &[(&str, Upos, usize, Deprel)]) -> Vec<String> {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for &(form, upos, head, deprel) in words {
            let start = text.len();
            text.push_str(form);
            let span = ByteSpan::new(start, text.len());
            text.push(' ');
            let head = head.checked_sub(1).map(|head| TokenId(head as u32));
            tokens.push(Token { span, lemma: form.into(), upos, feats: Feats::default(), head, deprel, joined: false });
        }
        let sentence = Sentence { span: ByteSpan::new(0, text.len() - 1), paragraph: 0, tokens };
        let form = |id: u32| sentence.form(TokenId(id), &text);
        let found = candidates(&Phrases::new(&sentence), &text);
        found.iter().map(|found| (found.first.0..=found.last.0).map(form).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_town_is_offered_with_its_state() {
        use Deprel::{Case, NmodUnmarked, Obl, Punct, Root};
        let found = spans(&[
            ("fled", Upos::Verb, 0, Root),
            ("from", Upos::Adp, 3, Case),
            ("Kelm", Upos::Propn, 1, Obl),
            (",", Upos::Punct, 5, Punct),
            ("Varosia", Upos::Propn, 3, NmodUnmarked),
        ]);
        assert!(found.contains(&"Kelm".to_owned()) && found.contains(&"Kelm , Varosia".to_owned()), "{found:?}");
    }

    #[test]
    fn words_written_as_names_are_offered_together_whatever_the_tree_says() {
        use Deprel::{Conj, Nsubj, Obj, Root};
        let found = spans(&[
            ("Troops", Upos::Noun, 2, Nsubj),
            ("met", Upos::Verb, 0, Root),
            ("Cyclone", Upos::Propn, 2, Obj),
            ("Maro", Upos::Propn, 2, Conj),
        ]);
        assert!(found.contains(&"Cyclone Maro".to_owned()), "{found:?}");
        assert!(!found.iter().any(|span| span.contains("met")), "{found:?}");
    }
}
