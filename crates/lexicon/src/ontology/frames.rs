//! A word that tells of an event, and what must stand beside it.

use crate::{Error, Row};

/// What a word does to the event that its clause or object tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Does {
    /// Accuses somebody of it.
    Accuse,
    /// Asks for it.
    Appeal,
    /// Begins, resumes or goes on with it.
    Aspect,
    /// Weighs or expects it.
    Consider,
    /// Demands or orders it.
    Demand,
    /// Says that it is not so.
    Deny,
    /// Does not manage it.
    Fail,
    /// Makes it not happen.
    Prevent,
    /// Intends or prepares it.
    Plan,
    /// Promises, offers or agrees to do it.
    Promise,
    /// Declines to do it, or rejects it.
    Refuse,
    /// Says that it is so.
    Say,
    /// Threatens to do it.
    Threaten,
    /// Tries it.
    Try,
}

impl Does {
    const WORDS: &'static [(&'static str, Does)] = &[
        ("accuse", Does::Accuse),
        ("appeal", Does::Appeal),
        ("aspect", Does::Aspect),
        ("consider", Does::Consider),
        ("demand", Does::Demand),
        ("deny", Does::Deny),
        ("fail", Does::Fail),
        ("plan", Does::Plan),
        ("prevent", Does::Prevent),
        ("promise", Does::Promise),
        ("refuse", Does::Refuse),
        ("say", Does::Say),
        ("threaten", Does::Threaten),
        ("try", Does::Try),
    ];

    /// The value written as `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, does)| *does)
    }
}

/// A word that may be asked for: itself, or a class of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A dictionary form.
    Lemma(String),
    /// Any word of a class.
    Class(String),
    /// Whoever can act.
    Actor,
    /// Anything that is no actor.
    Thing,
    /// A state or its capital.
    State,
}

impl Word {
    /// The class that is asked for.
    pub fn class(&self) -> Option<&str> {
        match self {
            Word::Class(class) => Some(class),
            _ => None,
        }
    }
}

/// What the object must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// Anything or nothing.
    Any,
    /// There must be none.
    None,
    /// There must be one.
    Some,
    /// One of these.
    OneOf(Vec<Word>),
}

impl Object {
    /// From a cell: empty, `none`, `some`, or words apart by `|`.
    fn parse(cell: &str) -> Self {
        match cell {
            "" => Object::Any,
            "none" => Object::None,
            "some" => Object::Some,
            words => Object::OneOf(words.split('|').map(str::trim).filter(|word| !word.is_empty()).map(word).collect()),
        }
    }

    /// The words that it may be.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        match self {
            Object::OneOf(words) => words.as_slice(),
            _ => &[],
        }
        .iter()
    }

    fn demands(&self) -> usize {
        match self {
            Object::Any => 0,
            Object::None | Object::Some => 2,
            Object::OneOf(words) if matches!(words.as_slice(), [Word::Actor | Word::Thing]) => 3,
            Object::OneOf(_) => 4,
        }
    }
}

fn word(cell: &str) -> Word {
    match cell {
        "actor" => Word::Actor,
        "thing" => Word::Thing,
        "country" => Word::State,
        _ => match cell.strip_prefix('@') {
            Some(class) => Word::Class(class.to_owned()),
            None => Word::Lemma(cell.to_owned()),
        },
    }
}

/// A phrase that must stand there: prepositions, and what stands after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Any of these; `to+` asks for an infinitive, `that` for a clause.
    pub prepositions: Vec<String>,
    /// What it must be.
    pub object: Object,
}

impl Phrase {
    fn parse(cell: &str) -> Option<Self> {
        let (prepositions, object) = cell.split_once(' ').unwrap_or((cell, ""));
        (!cell.is_empty())
            .then(|| Self { prepositions: prepositions.split('|').map(str::to_owned).collect(), object: Object::parse(object.trim()) })
    }

    /// Whether it asks for a word anywhere in the report, which tells what that is about.
    pub fn is_setting(&self) -> bool {
        self.prepositions.iter().any(|preposition| preposition == "amid")
    }
}

/// One row: a word, what stands beside it, and what that means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What the object is (of a noun: what it is of).
    pub object: Object,
    /// A phrase that must be there.
    pub phrase: Option<Phrase>,
    /// The CAMEO code; empty for what only governs.
    pub cameo: String,
    /// The PLOVER type, where it is not that of the code.
    pub kind: Option<String>,
    /// What it does to an event that it governs.
    pub does: Option<Does>,
    /// A sentence of our own in which it means that.
    pub example: String,
}

impl Frame {
    /// Reads a row of verbs.tsv or nouns.tsv.
    pub(super) fn parse(row: &Row<'_, '_>) -> Result<Self, Error> {
        let does = match row.get("does") {
            "" => None,
            word => Some(Does::from_word(word).ok_or_else(|| row.error("does", format!("`{word}` is unknown")))?),
        };
        if row.get("example").is_empty() {
            return Err(row.error("example", "a row that judges has an example"));
        }
        let (cameo, kind) = row.get("cameo").split_once(' ').unwrap_or((row.get("cameo"), ""));
        Ok(Self {
            object: Object::parse(row.get("object")),
            phrase: Phrase::parse(row.get("phrase")),
            cameo: cameo.to_owned(),
            kind: Some(kind.to_owned()).filter(|kind| !kind.is_empty()),
            does,
            example: row.get("example").to_owned(),
        })
    }

    /// How much it asks for: of two frames that fit, the one that asks for more is meant.
    pub fn demands(&self) -> usize {
        self.object.demands() + self.phrase.as_ref().map_or(0, |phrase| if phrase.is_setting() { 1 } else { 2 + phrase.object.demands() })
    }
}

/// What a verb with little meaning of its own does for a noun that tells an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    /// The preposition between verb and noun; none where the noun is the object.
    pub preposition: Option<String>,
    /// Whether the subject undergoes it ("suffered an attack").
    pub undergoes: bool,
    /// Whether the noun is the subject ("talks took place").
    pub subject: bool,
    /// What it does to the event.
    pub does: Option<Does>,
    /// A sentence of our own.
    pub example: String,
}

impl Light {
    /// Reads a row of light.tsv.
    pub(super) fn parse(row: &Row<'_, '_>) -> Result<Self, Error> {
        let (role, does) = row.get("role").split_once(' ').unwrap_or((row.get("role"), ""));
        let does = match does {
            "" => None,
            word => Some(Does::from_word(word).ok_or_else(|| row.error("role", format!("`{word}` is unknown")))?),
        };
        let (undergoes, subject) = match role {
            "does" => (false, false),
            "undergoes" => (true, false),
            "happens" => (false, true),
            other => return Err(row.error("role", format!("`{other}` is unknown: use does, undergoes or happens"))),
        };
        let preposition = Some(row.get("phrase").to_owned()).filter(|cell| !cell.is_empty());
        Ok(Self { preposition, undergoes, subject, does, example: row.get("example").to_owned() })
    }
}
