//! What the rows of the tables of issues say.

use crate::concepts::Kind;
use crate::hashed::HashedSet;
use crate::{Error, Row};

/// What sort of word a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adj,
}

impl Part {
    pub(super) fn parse(row: &Row<'_, '_>) -> Result<Self, Error> {
        match row.get("part") {
            "verb" => Ok(Self::Verb),
            "noun" => Ok(Self::Noun),
            "adj" => Ok(Self::Adj),
            other => Err(row.error("part", format!("`{other}` is none of verb, noun, adj"))),
        }
    }
}

/// What a word does to what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Its holder is for it.
    Support,
    /// Its holder takes it.
    Accept,
    /// Its holder is against it.
    Reject,
    /// Its holder wants it of others.
    Demand,
    /// Its holder says that he will do it.
    Promise,
    /// Its holder wishes it.
    Want,
    /// Its holder puts it forward.
    Propose,
    /// Its holder leaves it open.
    Neutral,
    /// Its holder says that it is so.
    Claim,
    /// Its holder says that it is not so.
    Deny,
    /// Its holder says that the object did it.
    Accuse,
    /// It is turned round: "to end".
    End,
    /// As `End`, where it governs a doing: "to drop sanctions".
    Cut,
    /// It is left as it is: "to hold".
    Keep,
    /// As `Keep`, where it governs a doing: "to make peace".
    Light,
    /// It is judged good.
    Good,
    /// It is judged bad.
    Bad,
    /// It is told as a danger: no position.
    Warn,
    /// It is threatened: no position.
    Threaten,
    /// It makes no position.
    Drop,
}

impl Effect {
    const ALL: [(&'static str, Self); 20] = [
        ("support", Self::Support),
        ("accept", Self::Accept),
        ("reject", Self::Reject),
        ("demand", Self::Demand),
        ("promise", Self::Promise),
        ("want", Self::Want),
        ("propose", Self::Propose),
        ("neutral", Self::Neutral),
        ("claim", Self::Claim),
        ("deny", Self::Deny),
        ("accuse", Self::Accuse),
        ("end", Self::End),
        ("cut", Self::Cut),
        ("keep", Self::Keep),
        ("light", Self::Light),
        ("good", Self::Good),
        ("bad", Self::Bad),
        ("warn", Self::Warn),
        ("threaten", Self::Threaten),
        ("drop", Self::Drop),
    ];

    pub(super) fn parse(row: &Row<'_, '_>) -> Result<Self, Error> {
        let word = row.get("effect");
        let known = Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, effect)| *effect);
        known.ok_or_else(|| row.error("effect", format!("`{word}` is no effect")))
    }

    /// Whether somebody takes a stand by it.
    pub fn is_stand(self) -> bool {
        self <= Self::Accuse
    }

    /// Whether it turns round what it governs.
    pub fn turns(self) -> bool {
        matches!(self, Self::Reject | Self::Deny | Self::End | Self::Cut | Self::Bad)
    }
}

/// A row of `attitudes.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attitude {
    /// The words behind the first.
    pub rest: Vec<Box<str>>,
    /// What sort of word.
    pub part: Part,
    /// What it does.
    pub effect: Effect,
    /// In which places what it governs stands; empty for anything but the subject.
    pub places: Vec<Box<str>>,
    /// Whether anything goes, the subject too.
    pub anywhere: bool,
}

impl Attitude {
    /// Whether the row names no places.
    pub fn is_open(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether what is governed may stand in `place`.
    pub fn takes(&self, place: &str) -> bool {
        if self.places.is_empty() {
            return self.anywhere || place != "subj" && place != "pred";
        }
        self.places.iter().any(|known| &**known == place) || self.anywhere
    }
}

/// A row of `idioms.tsv`: a figure of speech by which somebody takes a stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idiom {
    /// What stands behind the verb, in order.
    pub rest: Vec<IdiomWord>,
    /// What it does.
    pub effect: Effect,
    /// Whether it says so only where it is negated: "not hear of it".
    pub negated: bool,
    /// Whether its own words negate: "have none of it".
    pub negates: bool,
    /// Whether what it is about may be left out.
    pub alone: bool,
}

/// A part of an idiom behind its verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdiomWord {
    /// One of some words, as printed or by its dictionary form.
    Word(Vec<Box<str>>),
    /// Whose it is: "its", "their".
    Own,
    /// What the stand is about.
    About,
}

/// A row of `kin.tsv`: the issue that a predicate is also about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// The key of a class or concept.
    pub key: Box<str>,
    /// The index of the class, if it is one.
    pub class: Option<usize>,
    /// Whether both name the same pole.
    pub positive: bool,
}

/// A class of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueClass {
    /// The predicate of the normal form.
    pub key: Box<str>,
    /// Names of its arguments.
    pub args: Vec<Box<str>>,
    /// Whether the first argument holds several parties in any order.
    pub several: bool,
    /// The positive pole in words.
    pub label: Box<str>,
    /// The negative pole in words.
    pub opposite: Box<str>,
    /// Whether who does it takes a stand by it.
    pub deed: bool,
    /// Nouns of which kinds tell its issues from one another where names do not.
    pub keeps: Vec<Kind>,
}

/// What must stand beside a word: a place and who or what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The place: `obj`, `subj`, `poss`, `amod`, `compound`, a preposition.
    pub place: Box<str>,
    /// A word, the words of a set, or a sort.
    pub what: What,
}

/// Who or what stands in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// One of these words.
    Words(HashedSet<Box<str>>),
    /// Who acts.
    Actor,
    /// A person.
    Person,
    /// A name that is no person.
    Place,
    /// A named organisation or state.
    Body,
    /// What is traded or carried: a concept of that kind.
    Goods,
}

/// Where an argument is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A place, and whether only a person fits.
    At(Box<str>, bool),
    /// A place inside another: whose rule it is, of "an end of his rule".
    Inside(Box<str>, Box<str>),
    /// The word itself.
    Itself,
    /// This word.
    Word(Box<str>),
}

/// A row of `words.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueWord {
    /// The words behind the first.
    pub rest: Vec<Box<str>>,
    /// What sort of word.
    pub part: Part,
    /// What must stand beside it, one of them; none: anything.
    pub beside: Vec<Beside>,
    /// What must stand there besides, one of them; none: nothing.
    pub also: Vec<Beside>,
    /// Whether it goes without an object.
    pub alone: bool,
    /// The class, an index for [`Issues::class`].
    pub class: usize,
    /// Whether it names the positive pole.
    pub positive: bool,
    /// For each argument the places, and whether all of them are asked.
    pub slots: Vec<(Vec<Slot>, bool)>,
}

/// How a word hangs a stance on a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hangs {
    /// It holds if it is met.
    If,
    /// It does not hold before it is met.
    Before,
    /// As `If`; behind a demand it is what is given for it: "in return for".
    Return,
    /// It does not hold while it lasts.
    While,
    /// As `While`, but only with a negation: else it tells of two things side by side.
    During,
    /// Only behind "only".
    After,
    /// As `After`; without "only" it is an ordinary phrase: "with".
    Only,
    /// Only where something else shows it.
    When,
}

/// A sort of body that reports describe without naming it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodySort {
    /// "the company", "the airline".
    Company,
    /// "the movement", "the rebels".
    Movement,
}

/// What a referring noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refers {
    /// What somebody wants.
    Want,
    /// What somebody claims.
    Claim,
    /// Either.
    Any,
}
