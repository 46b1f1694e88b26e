//! Words of the dictionaries as numbers, so that patterns are compared fast.

use std::collections::BTreeMap;

/// A word's number; words that no dictionary has are [`UNKNOWN`].
pub type WordId = u32;

/// The number of every word that is in no dictionary.
pub const UNKNOWN: WordId = 0;

/// All words of the dictionaries.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    ids: BTreeMap<Box<str>, WordId>,
}

impl Vocabulary {
    /// The number of a word, given now if it has none yet.
    pub fn add(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = self.ids.len() as WordId + 1;
        self.ids.insert(word.into(), id);
        id
    }

    /// The numbers of several words.
    pub fn add_all(&mut self, words: &[String]) -> Vec<WordId> {
        words.iter().map(|word| self.add(word)).collect()
    }

    /// The number of a word in upper case.
    pub fn get(&self, word: &str) -> WordId {
        self.ids.get(word).copied().unwrap_or(UNKNOWN)
    }
}

/// Phrases by their first word: the longest that stands at a place.
#[derive(Clone, Debug)]
pub struct PhraseTable<T> {
    /// By first word; longer phrases first.
    phrases: BTreeMap<WordId, Vec<(Vec<WordId>, T)>>,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        Self { phrases: BTreeMap::new() }
    }
}

impl<T> PhraseTable<T> {
    /// Adds a phrase that is not empty.
    pub fn add(&mut self, words: Vec<WordId>, value: T) {
        if let Some(&first) = words.first() {
            self.phrases.entry(first).or_default().push((words, value));
        }
    }

    /// Puts longer phrases first; call it when all were added.
    pub fn sort(&mut self) {
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
    }

    /// The phrases that begin with a word, the longest first.
    pub fn beginning(&self, first: WordId) -> &[(Vec<WordId>, T)] {
        if first == UNKNOWN { &[] } else { self.phrases.get(&first).map_or(&[], Vec::as_slice) }
    }
}
