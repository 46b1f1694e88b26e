//! The tables of the lexicon that mentions and chains look into.

use crate::net::features::fingerprint;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::nouns::{NounClass, senses};

/// Actors, and what common nouns stand for.
#[derive(Clone, Debug)]
pub struct Tables {
    pub(crate) actors: ActorTable,
    /// By the fingerprints of their dictionary forms, ascending.
    nouns: Vec<(u32, Senses)>,
}

/// What a noun stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Senses {
    /// Class of its commonest sense, from 1; 0 where it is in no table.
    pub first: u8,
    /// Classes of its further senses, as bits.
    pub others: u32,
}

impl Tables {
    /// The tables that are part of the program.
    pub fn embedded() -> Self {
        let bits = |classes: &[NounClass]| classes.iter().fold(0, |bits, class| bits | 1 << class.index());
        let senses = senses();
        let noun =
            senses.iter().map(|noun| (fingerprint(noun.lemma), Senses { first: noun.first.index() as u8 + 1, others: bits(&noun.others) }));
        let mut nouns: Vec<(u32, Senses)> = noun.collect();
        nouns.sort_unstable();
        Self { actors: ActorTable::embedded(), nouns }
    }

    /// What a noun stands for, by its dictionary form in small letters.
    pub(crate) fn senses(&self, lemma: &str) -> Senses {
        let key = fingerprint(lemma);
        self.nouns.binary_search_by_key(&key, |noun| noun.0).map_or_else(|_| Senses::default(), |at| self.nouns[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_is_found_and_a_word_of_no_table_is_not() {
        let tables = Tables::embedded();
        for noun in senses() {
            assert_eq!(tables.senses(noun.lemma).first, noun.first.index() as u8 + 1, "{}", noun.lemma);
        }
        assert_eq!(tables.senses("blorvish"), Senses::default());
    }
}
