//! Sentences and stories that are not to be coded.

use crate::clause::Word;
use crate::vocabulary::{PhraseTable, Vocabulary};
use rapporteur_lexicon::petrarch::Discard;

/// All phrases that discard.
#[derive(Clone, Debug, Default)]
pub struct Discards(PhraseTable<bool>);

/// What is not to be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// All may be coded.
    Keep,
    /// The sentence is left out.
    Sentence,
    /// The whole story is left out.
    Story,
}

impl Discards {
    /// Makes the table.
    pub fn new(discards: &[Discard], vocabulary: &mut Vocabulary) -> Self {
        let mut table = PhraseTable::default();
        for discard in discards {
            table.add(vocabulary.add_all(&discard.words), discard.story);
        }
        table.sort();
        Self(table)
    }

    /// The strongest that a sentence's words ask for.
    pub fn verdict(&self, words: &[Word]) -> Verdict {
        let mut found = Verdict::Keep;
        for at in 0..words.len() {
            for (phrase, story) in self.0.beginning(words[at].form) {
                let fits = words.len() - at >= phrase.len() && phrase.iter().zip(&words[at..]).all(|(&id, word)| id == word.form);
                if fits {
                    found = found.max(if *story { Verdict::Story } else { Verdict::Sentence });
                }
            }
        }
        found
    }
}
