//! What the pipeline finds: sentences of tokens with tags and heads.

use crate::coref::Chains;
use crate::labels::{Deprel, Feats, Upos};
use crate::mentions::Mention;
use rapporteur_record::{ByteSpan, Diagnostic};
use std::ops::Index;

/// The place of a token in its sentence, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u32);

impl TokenId {
    /// The place as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One word as Universal Dependencies count words: "don't" is two.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its letters in the text; a form is always what stands there.
    pub span: ByteSpan,
    /// Dictionary form.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Feats,
    /// The token it depends on, `None` for the root.
    pub head: Option<TokenId>,
    /// How it depends on its head.
    pub deprel: Deprel,
    /// Whether it and the next token were one orthographic word ("do" in "don't"): a CoNLL-U
    /// multiword token runs from the first such token to the first one without.
    pub joined: bool,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// From the first token to the last.
    pub span: ByteSpan,
    /// The place, in the list given to the pipeline, of the paragraph it stands in.
    pub paragraph: usize,
    /// Its words in order; never empty, and their heads form one tree.
    pub tokens: Vec<Token>,
}

/// What the pipeline found in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The sentences in order.
    pub sentences: Vec<Sentence>,
    /// What its words stand for, in order: by sentence, first word, then the longer one first.
    pub mentions: Vec<Mention>,
    /// Which of them mean the same; none where no model of coreference was loaded.
    pub chains: Chains,
    /// What was cut.
    pub diagnostics: Vec<Diagnostic>,
}

impl Index<TokenId> for Sentence {
    type Output = Token;

    fn index(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }
}

impl Sentence {
    /// The places of its tokens in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = TokenId> + use<> {
        (0..self.tokens.len() as u32).map(TokenId)
    }

    /// The token without a head.
    pub fn root(&self) -> TokenId {
        self.ids().find(|&id| self[id].head.is_none()).expect("a sentence has a root")
    }

    /// The tokens that depend on `head`, in order.
    pub fn children(&self, head: TokenId) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        self.ids().filter(move |&id| self[id].head == Some(head))
    }

    /// The first token that depends on `head` by `deprel` (subtypes apart).
    pub fn child(&self, head: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.children(head).find(|&id| self[id].deprel == deprel)
    }

    /// The tokens from `id` up to the root, `id` first.
    pub fn ancestors(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        std::iter::successors(Some(id), |&at| self[at].head)
    }

    /// Whether `id` is `top` or depends on it, directly or not.
    pub fn is_under(&self, id: TokenId, top: TokenId) -> bool {
        self.ancestors(id).any(|at| at == top)
    }

    /// `top` and all that depends on it, in order.
    pub fn subtree(&self, top: TokenId) -> Vec<TokenId> {
        self.ids().filter(|&id| self.is_under(id, top)).collect()
    }

    /// The words of the token as they stand in `text`.
    pub fn form<'t>(&self, id: TokenId, text: &'t str) -> &'t str {
        self[id].span.of(text)
    }

    /// The tokens that lie wholly inside `span`.
    pub fn tokens_in(&self, span: ByteSpan) -> impl Iterator<Item = TokenId> + '_ {
        self.ids().filter(move |&id| span.contains(self[id].span))
    }
}
