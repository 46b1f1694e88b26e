//! What marks a statement.

/// The cue lexicon.
#[derive(Clone, Debug, Default)]
pub struct Cues {}

impl Cues {
    /// The lexicon that ships with the program.
    pub fn embedded() -> Self {
        Self::default()
    }
}
