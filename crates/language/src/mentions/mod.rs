//! Mentions: which words name or describe a person, organisation, place, state, event, time,
//! quantity or something else.
//!
//! Spans follow the entity layer of GUM (Zeldes, Language Resources and Evaluation 51(3), 2017):
//! a mention is a noun phrase with all that modifies it, relative clauses too; mentions nest; an
//! apposition and each conjunct is a mention of its own; a possessor's mention ends with its "'s".

mod agreement;
mod candidates;
mod features;
mod finder;
mod kinds;
mod model;
mod network;
mod spans;
pub mod training;
mod words;

use crate::analysis::TokenId;
use crate::labels::Upos;
pub use finder::MentionFinder;
pub use model::{CLASSES, KIND, LEARNED, MentionModel, VERSION, choose};
pub use network::{HIDDEN, Network, PROJECTED, ROLES, Words};
pub use spans::Spans;
use std::fmt;

/// What a mention stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum EntityType {
    /// A human being, or several.
    Person,
    /// An organisation or a group that acts.
    Organisation,
    /// A place, natural or built.
    Place,
    /// A state or nation, its people, or what stands for its government ("the Kremlin").
    State,
    /// Something that happens.
    Event,
    /// A point or length of time.
    Time,
    /// A number, with what is counted or measured.
    Quantity,
    /// Things, animals, substances, abstractions.
    Other,
}

impl EntityType {
    /// Every type.
    pub const ALL: [EntityType; 8] = [
        EntityType::Person,
        EntityType::Organisation,
        EntityType::Place,
        EntityType::State,
        EntityType::Event,
        EntityType::Time,
        EntityType::Quantity,
        EntityType::Other,
    ];

    /// The type as printed.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "person",
            EntityType::Organisation => "organisation",
            EntityType::Place => "place",
            EntityType::State => "state",
            EntityType::Event => "event",
            EntityType::Time => "time",
            EntityType::Quantity => "quantity",
            EntityType::Other => "other",
        }
    }

    /// The type printed as `word`, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a mention is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionForm {
    /// By name: its head is a proper noun.
    Name,
    /// By description.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

impl MentionForm {
    /// The form as printed, in the plural: "names".
    pub fn as_str(self) -> &'static str {
        match self {
            MentionForm::Name => "names",
            MentionForm::Nominal => "nominals",
            MentionForm::Pronoun => "pronouns",
        }
    }
}

impl fmt::Display for MentionForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Words of one sentence that stand for something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// Place of its sentence in [`crate::Analysis::sentences`].
    pub sentence: usize,
    /// Its first word.
    pub first: TokenId,
    /// Its last word, inclusive.
    pub last: TokenId,
    /// The word of it on which all others depend.
    pub head: TokenId,
    /// How it is worded.
    pub form: MentionForm,
    /// What it stands for.
    pub kind: EntityType,
    /// How sure it is, from 0 to 1.
    pub score: f32,
}

/// How a mention with this head is worded.
pub fn form(upos: Upos) -> MentionForm {
    match upos {
        Upos::Propn => MentionForm::Name,
        Upos::Pron | Upos::Det => MentionForm::Pronoun,
        _ => MentionForm::Nominal,
    }
}
