//! The words of one sentence as numbers, worked out once for all its candidates.

use super::clusters::Clusters;
use super::grove::Tree;
use super::marks::Quotation;
use rapporteur_language::TokenId;

/// Where a word stands towards the quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoted {
    /// Outside all.
    No,
    /// Inside what somebody says.
    Speech,
    /// Inside a title, a name or a scare quote.
    Other,
    /// The mark that opens one.
    Opens,
    /// The mark that closes one.
    Closes,
}

/// One sentence in numbers; every list has an entry a token.
pub(super) struct Words {
    /// Hashes of the forms in lower case.
    pub forms: Vec<u64>,
    /// Hashes of the dictionary forms.
    pub lemmas: Vec<u64>,
    /// Paths of the forms in the tree of clusters.
    pub paths: Vec<u32>,
    pub quoted: Vec<Quoted>,
    /// Which quotation the word stands in, from 1; 0 for none.
    pub quotation: Vec<u32>,
    /// The first word of what hangs on each word, itself included.
    pub first: Vec<u32>,
    /// Whether each word is a mark.
    pub marks: Vec<bool>,
}

/// FNV-1a of a word in lower case.
pub(super) fn hash(word: &str) -> u64 {
    let mut state = 0xCBF2_9CE4_8422_2325_u64;
    for byte in word.bytes() {
        state = (state ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3);
    }
    state
}

impl Words {
    /// `spoken` says of each quotation whether somebody says it.
    pub fn new(tree: &Tree<'_>, quotations: &[Quotation], spoken: &[bool], clusters: &Clusters) -> Self {
        let size = tree.len();
        let forms: Vec<u64> = tree.ids().map(|id| hash(tree.form(id))).collect();
        let mut words = Self {
            paths: forms.iter().map(|&form| clusters.path(form)).collect(),
            forms,
            lemmas: tree.ids().map(|id| hash(tree.lemma(id))).collect(),
            quoted: Vec::with_capacity(size),
            quotation: Vec::with_capacity(size),
            first: (0..size as u32).collect(),
            marks: tree.ids().map(|id| tree.is_mark(id)).collect(),
        };
        let mut at = quotations.partition_point(|quotation| quotation.span.end <= tree.sentence.span.start);
        for id in tree.ids() {
            let span = tree.token(id).span;
            while quotations.get(at).is_some_and(|quotation| quotation.span.end <= span.start) {
                at += 1;
            }
            let inside = quotations.get(at).filter(|quotation| quotation.span.overlaps(span));
            words.quotation.push(inside.map_or(0, |_| at as u32 + 1));
            words.quoted.push(match inside {
                None => Quoted::No,
                Some(quotation) if span.start < quotation.inner.start => Quoted::Opens,
                Some(quotation) if span.end > quotation.inner.end => Quoted::Closes,
                Some(_) if spoken[at] => Quoted::Speech,
                Some(_) => Quoted::Other,
            });
        }
        // From each word up: what stands first below it stands first below those above it.
        for id in tree.ids() {
            let mut above = tree.head(id);
            while let Some(head) = above.filter(|head| words.first[head.index()] > id.0) {
                words.first[head.index()] = id.0;
                above = tree.head(head);
            }
        }
        words
    }

    /// The form at some distance from a word, 0 past an end of the sentence.
    pub fn form_beside(&self, id: TokenId, distance: i64) -> u64 {
        let at = i64::from(id.0) + distance;
        usize::try_from(at).ok().and_then(|at| self.forms.get(at)).copied().unwrap_or(0)
    }
}
