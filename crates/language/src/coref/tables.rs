//! The tables of the lexicon that chains look into.

use super::facts::hash;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::nouns::senses;

/// Actors, and what common nouns stand for.
#[derive(Clone, Debug)]
pub struct Tables {
    pub(super) actors: ActorTable,
    /// Hash of a noun and class of its commonest sense from 1; ascending.
    nouns: Vec<(u32, u8)>,
}

impl Tables {
    /// The tables that are part of the program.
    pub fn embedded() -> Self {
        let mut nouns: Vec<(u32, u8)> = senses().iter().map(|noun| (hash(noun.lemma), noun.first.index() as u8 + 1)).collect();
        nouns.sort_unstable();
        Self { actors: ActorTable::embedded(), nouns }
    }

    /// The class of the commonest sense of a noun with this hash, from 1; 0 where it is in no table.
    pub(super) fn sense(&self, lemma: u32) -> u8 {
        self.nouns.binary_search_by_key(&lemma, |noun| noun.0).map_or(0, |at| self.nouns[at].1)
    }
}
