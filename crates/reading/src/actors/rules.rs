//! By which rule a mention was linked: what `--why` shows.

use rapporteur_record::ByteSpan;

/// Why words mean the actor that they were linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkRule {
    /// The actor's fullest name.
    Name,
    /// A part of the name, or another spelling.
    ShortName,
    /// A state, its capital or the seat of its government.
    State,
    /// Grammar: an apposition, a predicate, a relative pronoun.
    Grammar,
    /// A role that the report states of the actor.
    Role,
    /// An office that the table says he held on the day of the report.
    Office,
    /// The one named or described in what follows.
    NamedLater,
    /// A body that has been described so before, or whose name has this noun.
    Body,
    /// A government that stands for its state.
    Government,
    /// Two who were named together.
    Pair,
    /// A pronoun: the most salient of those who fit, with its score.
    Pronoun(i32),
    /// "I" and "we": who says the words.
    Speaker,
    /// Nobody known is meant: an actor of its own.
    Alone,
}

impl LinkRule {
    /// The rule in words.
    pub fn meaning(self) -> String {
        let words = match self {
            Self::Name => "the actor's name",
            Self::ShortName => "a short form or another spelling of the name",
            Self::State => "a state, its capital or the seat of its government",
            Self::Grammar => "grammar joins the two: an apposition, a predicate or a relative pronoun",
            Self::Role => "a role that the report states of the actor",
            Self::Office => "an office that he held on the day of the report, by lexicon/actors/offices",
            Self::NamedLater => "the one who is named in what follows",
            Self::Body => "the body that was described so before, or has the word in its name",
            Self::Government => "a government stands for its state",
            Self::Pair => "the two who were named together",
            Self::Pronoun(score) => return format!("a pronoun: the most salient of those who fit (score {score})"),
            Self::Speaker => "the one who says the words that it stands in",
            Self::Alone => "nobody known is meant: an actor of its own",
        };
        words.to_owned()
    }
}

/// One mention's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MentionLink {
    /// The words.
    pub words: ByteSpan,
    /// Their actor, an index into [`super::Actors::actors`].
    pub actor: usize,
    /// Why.
    pub rule: LinkRule,
    /// The words that they were linked to, where there are such.
    pub by: Option<ByteSpan>,
}
