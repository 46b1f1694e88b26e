//! Common nouns by which a report goes on speaking of a body that it has named.

use super::ActorTable;

/// What lets a common noun stand for a body that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalledBy {
    /// A word of its name.
    Word,
    /// No word of its name says what it is, so that the noun may.
    Nothing,
}

impl ActorTable {
    /// Why a report may go on speaking of the body with this name by a common noun, if it may: "the movement" of the Kesh Liberation Army.
    pub fn body_called(&self, noun: &str, name: &[String]) -> Option<CalledBy> {
        let words = self.bodies.get(noun)?;
        if name.iter().any(|word| words.iter().any(|known| known == word.trim_end_matches('.'))) {
            return Some(CalledBy::Word);
        }
        let untold = words.iter().any(|word| word == "-") && !name.iter().any(|word| self.organisation_word(word).is_some());
        untold.then_some(CalledBy::Nothing)
    }
}
