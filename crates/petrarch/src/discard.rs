//! Sentences and stories that are not to be coded, and what sentences are about.

use crate::clause::Word;
use crate::vocabulary::{PhraseTable, Vocabulary};
use rapporteur_lexicon::petrarch::{Discard, Issue, IssueEffect};

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
                if stands(phrase, &words[at..]) {
                    found = found.max(if *story { Verdict::Story } else { Verdict::Sentence });
                }
            }
        }
        found
    }
}

/// All issue phrases; `None` is one that cancels.
#[derive(Clone, Debug, Default)]
pub struct Issues(PhraseTable<Option<String>>);

impl Issues {
    /// Makes the table.
    pub fn new(issues: &[Issue], vocabulary: &mut Vocabulary) -> Self {
        let mut table = PhraseTable::default();
        for issue in issues {
            let code = match &issue.effect {
                IssueEffect::Counts(code) => Some(code.clone()),
                IssueEffect::Cancels => None,
            };
            for phrase in &issue.phrases {
                table.add(vocabulary.add_all(phrase), code.clone());
            }
        }
        table.sort();
        Self(table)
    }

    /// The issues of a sentence in order, with how often each is touched; none where an exclusion stands in it.
    pub fn of(&self, words: &[Word]) -> Vec<(String, usize)> {
        let mut found: Vec<(String, usize)> = Vec::new();
        for at in 0..words.len() {
            for (phrase, code) in self.0.beginning(words[at].form) {
                if !stands(phrase, &words[at..]) {
                    continue;
                }
                let Some(code) = code else { return Vec::new() };
                match found.iter_mut().find(|(other, _)| other == code) {
                    Some((_, count)) => *count += 1,
                    None => found.push((code.clone(), 1)),
                }
            }
        }
        found
    }
}

fn stands(phrase: &[crate::vocabulary::WordId], words: &[Word]) -> bool {
    words.len() >= phrase.len() && phrase.iter().zip(words).all(|(&id, word)| id == word.form)
}
