//! Mentions: which words name or describe a person, organisation, place, state, event, time,
//! quantity or something else.
//!
//! Spans follow the entity layer of GUM (Zeldes, Language Resources and Evaluation 51(3), 2017):
//! a mention is a noun phrase with all that modifies it, relative clauses too; mentions nest; an
//! apposition and each conjunct is a mention of its own; a possessor's mention ends with its "'s".

mod candidates;
mod knowledge;

use crate::analysis::{Sentence, TokenId};
use crate::labels::Upos;
use candidates::{Candidate, candidates};
use knowledge::kind_of;
use rapporteur_lexicon::ActorTable;
use std::cmp::Reverse;
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

/// Finds the mentions of a text.
#[derive(Clone, Debug)]
pub struct MentionFinder {
    actors: ActorTable,
}

impl MentionFinder {
    /// A finder with the tables of actors that are part of the program.
    pub fn embedded() -> Self {
        Self { actors: ActorTable::embedded() }
    }

    /// The mentions in order: by sentence, then first word, then the longer one first.
    pub fn find(&self, text: &str, sentences: &[Sentence]) -> Vec<Mention> {
        let mut mentions = Vec::new();
        for (at, sentence) in sentences.iter().enumerate() {
            let start = mentions.len();
            for candidate in candidates(sentence, text) {
                if candidate.is_whole() {
                    mentions.push(self.mention(text, at, sentence, &candidate));
                }
            }
            mentions[start..].sort_by_key(|mention| (mention.first, Reverse(mention.last)));
        }
        mentions
    }

    fn mention(&self, text: &str, at: usize, sentence: &Sentence, candidate: &Candidate) -> Mention {
        Mention {
            sentence: at,
            first: candidate.first,
            last: candidate.last,
            head: candidate.head,
            form: form(sentence, candidate.head),
            kind: kind_of(text, sentence, candidate, &self.actors),
            score: 0.5,
        }
    }
}

/// How a mention with this head is worded.
pub fn form(sentence: &Sentence, head: TokenId) -> MentionForm {
    match sentence[head].upos {
        Upos::Propn => MentionForm::Name,
        Upos::Pron | Upos::Det => MentionForm::Pronoun,
        _ => MentionForm::Nominal,
    }
}
