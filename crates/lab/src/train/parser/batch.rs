//! Gold sentences as the network sees them.

use super::random::Random;
use super::vectors::Vectors;
use crate::treebank::GoldSentence;
use rapporteur_language::net::features::{Rows, Vocabulary, normal};
use rapporteur_language::{Deprel, Upos};
use std::collections::BTreeMap;

/// A sentence as numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// The words.
    pub forms: Vec<String>,
    /// What the network sees.
    pub rows: Vec<Rows>,
    /// Rows of the words' vectors.
    pub vectors: Vec<u32>,
    /// Places of the parts of speech in [`Upos::ALL`].
    pub upos: Vec<usize>,
    /// Places of the pairs of part of speech and features.
    pub feats: Vec<usize>,
    /// Heads, 0 for the root.
    pub heads: Vec<usize>,
    /// Places of the relations.
    pub deprels: Vec<usize>,
}

/// The labels that occur in training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    /// Pairs of part of speech and features, sorted.
    pub pairs: Vec<(Upos, String)>,
    /// Relations, sorted.
    pub deprels: Vec<Deprel>,
}

impl Inventory {
    /// The labels of some sentences.
    pub fn new(sentences: &[&GoldSentence]) -> Self {
        let mut inventory = Self::default();
        for word in sentences.iter().flat_map(|sentence| &sentence.words) {
            inventory.pairs.push((word.upos, word.feats.clone()));
            inventory.deprels.push(word.deprel);
        }
        inventory.pairs.sort();
        inventory.pairs.dedup();
        inventory.deprels.sort();
        inventory.deprels.dedup();
        inventory
    }
}

/// How often each word (as [`normal`] gives it) occurs.
pub fn count_words(sentences: &[&GoldSentence]) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        *counts.entry(normal(&word.form).into_owned()).or_insert(0) += 1;
    }
    counts
}

/// A sentence of the training corpus as numbers.
pub fn example(sentence: &GoldSentence, vocabulary: &Vocabulary, vectors: &Vectors, inventory: &Inventory) -> Example {
    let words = &sentence.words;
    let place = |found: Result<usize, usize>| found.expect("the inventory was made from training");
    Example {
        forms: words.iter().map(|word| word.form.clone()).collect(),
        rows: vocabulary.rows(&sentence.forms()),
        vectors: words.iter().map(|word| vectors.row(&normal(&word.form))).collect(),
        upos: words.iter().map(|word| place(Upos::ALL.binary_search(&word.upos))).collect(),
        feats: words
            .iter()
            .map(|word| {
                place(inventory.pairs.binary_search_by(|(upos, feats)| (*upos, feats.as_str()).cmp(&(word.upos, word.feats.as_str()))))
            })
            .collect(),
        heads: words.iter().map(|word| word.head).collect(),
        deprels: words.iter().map(|word| place(inventory.deprels.binary_search(&word.deprel))).collect(),
    }
}

impl Example {
    /// The sentence as it might stand elsewhere: as a headline, in capitals, without capitals, or
    /// without the full stop. News has more of these than treebanks do.
    pub fn varied(&self, vocabulary: &Vocabulary, random: &mut Random) -> Self {
        let mut example = self.clone();
        let kind = random.next() % 6;
        if matches!(kind, 0 | 1 | 5) {
            example.without_end();
        }
        for (at, form) in example.forms.iter_mut().enumerate() {
            match kind {
                0..=2 if at == 0 || form.chars().count() > 3 => {
                    let mut letters = form.chars();
                    *form = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
                }
                3 => *form = form.to_uppercase(),
                4 => *form = form.to_lowercase(),
                _ => {}
            }
        }
        let forms: Vec<&str> = example.forms.iter().map(String::as_str).collect();
        example.rows = vocabulary.rows(&forms);
        example
    }

    /// Leaves the last word out if it is punctuation and nothing depends on it.
    fn without_end(&mut self) {
        let length = self.forms.len();
        let mark = self.upos.last().is_some_and(|&upos| Upos::ALL[upos] == Upos::Punct);
        if length > 1 && mark && self.heads[length - 1] != 0 && !self.heads.contains(&length) {
            self.forms.pop();
            self.rows.pop();
            self.vectors.pop();
            self.upos.pop();
            self.feats.pop();
            self.heads.pop();
            self.deprels.pop();
        }
    }
}
