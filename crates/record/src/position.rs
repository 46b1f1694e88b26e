//! Positions: where an actor stands on an issue, on what condition, and by which words.

use crate::Span;
use serde::{Deserialize, Serialize};

words! {
    /// Where the holder stands on the issue.
    Stance {
        /// Is for it, accepts it, calls it good.
        Support = "support",
        /// Is against it, refuses it, rules it out.
        Reject = "reject",
        /// Wants it from others.
        Demand = "demand",
        /// Would accept it if something else is done.
        AcceptIf = "accept-if",
        /// Says that it is so.
        Assert = "assert",
        /// Says that it is not so.
        Deny = "deny",
        /// Takes no side, or leaves it open.
        Neutral = "neutral",
    }
}

words! {
    /// What a position rests on.
    PositionBasis {
        /// The holder's own words, or those of one who speaks for the holder.
        Own = "own",
        /// What the holder did: a veto, an offensive, a delivery of weapons.
        Deed = "deed",
        /// What another says of the holder.
        Reported = "reported",
    }
}

words! {
    /// How an issue and its condition hang together.
    ConditionKind {
        /// The stance holds only if the condition is met: "ready to talk if the shelling stops".
        Requires = "requires",
        /// The holder makes the issue a precondition of the condition: "no talks before he leaves".
        PreconditionFor = "precondition-for",
    }
}

/// What is at issue, in a form that different wordings reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// The normal form: a predicate and its arguments in small letters, "leave(karim)".
    pub key: String,
    /// The positive pole in words: "Karim leaves office".
    pub label: String,
    /// The key of the user's codebook under which it falls.
    pub codebook: Option<String>,
}

/// Where an actor stands on an issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// The actor.
    pub holder: String,
    /// What is at issue.
    pub issue: Issue,
    /// Where the holder stands on it.
    pub stance: Stance,
    /// The key of the issue that it is a precondition of, or is conditional on.
    pub condition: Option<String>,
    /// Which of the two.
    pub condition_kind: Option<ConditionKind>,
    /// What the position rests on.
    pub basis: PositionBasis,
    /// The actor who tells it, where it is only reported.
    pub told_by: Option<String>,
    /// The statements and events that show it.
    pub evidence: Vec<String>,
    /// The day of the latest of them: ISO date.
    pub as_of: Option<String>,
    /// How sure the reading is, from 0 to 1.
    pub score: f64,
    /// The words that name the issue, in order; empty where it is only taken up ("ruled that out").
    #[serde(default)]
    pub words: Vec<IssueWords>,
}

impl Position {
    /// The words that name the issue, where no statement and no event tells the position: they are all there is to show.
    pub fn untold(&self) -> Vec<Span> {
        let words = self.words.iter().filter(|_| self.evidence.is_empty());
        words.map(|words| Span { start: words.start, end: words.end }).collect()
    }
}

/// Words that name an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueWords {
    /// Where they begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// Whether they name the opposite pole: "stay in his post" of leaving it. A negation outside the words does not count.
    pub opposite: bool,
}
