//! Gold sentences as the network sees them.

use crate::treebank::GoldSentence;
use rapporteur_language::net::features::{Rows, Vocabulary, normal};
use rapporteur_language::{Deprel, Upos};
use std::collections::BTreeMap;

/// A sentence as numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// What the network sees.
    pub rows: Vec<Rows>,
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
pub fn example(sentence: &GoldSentence, vocabulary: &Vocabulary, inventory: &Inventory) -> Example {
    let words = &sentence.words;
    let place = |found: Result<usize, usize>| found.expect("the inventory was made from training");
    Example {
        rows: vocabulary.rows(&sentence.forms()),
        upos: words
            .iter()
            .map(|word| place(Upos::ALL.binary_search(&word.upos)))
            .collect(),
        feats: words
            .iter()
            .map(|word| {
                place(inventory.pairs.binary_search_by(|(upos, feats)| {
                    (*upos, feats.as_str()).cmp(&(word.upos, word.feats.as_str()))
                }))
            })
            .collect(),
        heads: words.iter().map(|word| word.head).collect(),
        deprels: words
            .iter()
            .map(|word| place(inventory.deprels.binary_search(&word.deprel)))
            .collect(),
    }
}
