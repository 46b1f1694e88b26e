//! The trees of a text with their children at hand.

use rapporteur_language::{Analysis, Deprel, Sentence, Token, TokenId, Upos};
use rapporteur_record::ByteSpan;

/// A sentence longer than this is not read by its tree: no sentence of prose is, and time stays
/// linear on hostile input.
pub(crate) const LONGEST: usize = 500;

/// One sentence's tree with an index of children.
pub(crate) struct Tree<'a> {
    pub sentence: &'a Sentence,
    pub at: usize,
    text: &'a str,
    /// Children of token `i`: `kids[starts[i]..starts[i + 1]]`, in order.
    starts: Vec<u32>,
    kids: Vec<u32>,
}

impl<'a> Tree<'a> {
    pub fn new(text: &'a str, analysis: &'a Analysis, at: usize) -> Self {
        let sentence = &analysis.sentences[at];
        let size = sentence.tokens.len();
        let mut starts = vec![0_u32; size + 2];
        for token in &sentence.tokens {
            if let Some(head) = token.head {
                starts[head.index() + 2] += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut kids = vec![0_u32; size];
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                kids[starts[head.index() + 1] as usize] = i as u32;
                starts[head.index() + 1] += 1;
            }
        }
        starts.pop();
        Self { sentence, at, text, starts, kids }
    }

    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub fn ids(&self) -> impl DoubleEndedIterator<Item = TokenId> + use<> {
        self.sentence.ids()
    }

    pub fn token(&self, id: TokenId) -> &'a Token {
        &self.sentence.tokens[id.index()]
    }

    pub fn lemma(&self, id: TokenId) -> &'a str {
        &self.token(id).lemma
    }

    pub fn deprel(&self, id: TokenId) -> Deprel {
        self.token(id).deprel
    }

    /// The part of speech; an adjective with an object of its own is a verb behind a modal or at the beginning: "would free the pilots", "Open the gates".
    pub fn upos(&self, id: TokenId) -> Upos {
        let upos = self.token(id).upos;
        if upos == Upos::Adj && self.is_misread_verb(id) { Upos::Verb } else { upos }
    }

    fn is_misread_verb(&self, id: TokenId) -> bool {
        let modal = |kid: TokenId| match self.deprel(kid) {
            Deprel::Aux => !matches!(self.lemma(kid), "be" | "have"),
            Deprel::Mark => self.is(kid, "to"),
            _ => false,
        };
        let first = || (0..id.0).all(|before| self.is_mark(TokenId(before)));
        self.child(id, Deprel::Obj).is_some() && self.child(id, Deprel::Cop).is_none() && (self.children(id).any(modal) || first())
    }

    pub fn head(&self, id: TokenId) -> Option<TokenId> {
        self.token(id).head
    }

    pub fn form(&self, id: TokenId) -> &'a str {
        self.token(id).span.of(self.text)
    }

    /// The form in lower case equals `word`.
    pub fn is(&self, id: TokenId, word: &str) -> bool {
        self.form(id).eq_ignore_ascii_case(word)
    }

    pub fn children(&self, id: TokenId) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        let (from, to) = (self.starts[id.index()] as usize, self.starts[id.index() + 1] as usize);
        self.kids[from..to].iter().map(|&kid| TokenId(kid))
    }

    pub fn child(&self, id: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.children(id).find(|&kid| self.deprel(kid) == deprel)
    }

    /// `top` and all below it except the branches at `without`, in order.
    pub fn subtree(&self, top: TokenId, without: &[TokenId]) -> Vec<TokenId> {
        let mut found: Vec<TokenId> = Vec::with_capacity(16);
        found.extend(Some(top).filter(|top| !without.contains(top)));
        let mut at = 0;
        while let Some(&id) = found.get(at) {
            at += 1;
            found.extend(self.children(id).filter(|kid| !without.contains(kid)));
        }
        found.sort_unstable();
        found
    }

    /// The token and those above it, up to the root.
    pub fn ancestors_of(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.sentence.ancestors(id)
    }

    /// Whether `id` is `top` or below it.
    pub fn is_under(&self, id: TokenId, top: TokenId) -> bool {
        self.sentence.is_under(id, top)
    }

    /// The preposition or subordinator of a phrase: the first case or mark child, fixed parts joined.
    pub fn marker(&self, id: TokenId) -> Option<TokenId> {
        self.children(id).find(|&kid| matches!(self.deprel(kid), Deprel::Case | Deprel::Mark))
    }

    /// From the first to the last of some tokens.
    pub fn span(&self, ids: &[TokenId]) -> Option<ByteSpan> {
        Some(self.token(*ids.first()?).span.join(self.token(*ids.last()?).span))
    }

    /// Whether the token is a punctuation mark.
    pub fn is_mark(&self, id: TokenId) -> bool {
        self.upos(id) == Upos::Punct || self.form(id).chars().all(|c| !c.is_alphanumeric())
    }
}

/// Paragraphs as the sentences lie in them.
pub(crate) fn paragraphs(analysis: &Analysis) -> Vec<ByteSpan> {
    let mut spans: Vec<ByteSpan> = Vec::new();
    for chunk in analysis.sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
        spans.extend(chunk.first().zip(chunk.last()).map(|(first, last)| first.span.join(last.span)));
    }
    spans
}
