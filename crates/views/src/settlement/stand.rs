//! A position with its evidence, wherever it was read from.

use rapporteur_record::{ConditionKind, PositionBasis, Stance};
use serde::Serialize;

/// Somebody's position on an issue at a time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stand {
    /// Who holds it.
    pub holder: String,
    /// For whom the holder speaks or acts; none where the holder is a party of its own.
    pub party: Option<String>,
    /// What is at issue: the key of the user's codebook where one was used, else the normal form "leave(karim)".
    pub issue: String,
    /// The positive pole in words.
    pub label: String,
    /// Where the holder stands.
    pub stance: Stance,
    /// The issue that it hangs on or is a precondition of.
    pub condition: Option<Condition>,
    /// What it rests on.
    pub basis: PositionBasis,
    /// Who tells it, where it is only reported.
    pub told_by: Option<String>,
    /// The day of its latest evidence: ISO date.
    pub as_of: Option<String>,
    /// How sure the reading is, from 0 to 1.
    pub score: f64,
    /// What shows it, at least one piece.
    pub evidence: Vec<Evidence>,
}

/// The other issue of a position, and which way the two hang together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Condition {
    /// The key of the other issue.
    pub issue: String,
    /// The way.
    pub kind: ConditionKind,
}

/// Words of a report that show a position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The statement or event in the record: "s4".
    pub id: String,
    /// The report, by whatever tells it from others.
    pub report: String,
    /// Copies of one story have the same; the report itself where nothing is known of copies.
    pub story: String,
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When: ISO date.
    pub published: Option<String>,
    /// The words; empty where they are not known.
    pub words: String,
    /// Where they stand in the report, in code points, the end exclusive.
    pub span: Option<(usize, usize)>,
}

/// The side that a stance takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pole {
    /// For it, or says that it is so.
    For,
    /// Against it, or says that it is not so.
    Against,
    /// Neither.
    Open,
}

/// The side that a stance takes: what is accepted on a condition is taken for accepted.
pub fn pole(stance: Stance) -> Pole {
    match stance {
        Stance::Support | Stance::Demand | Stance::AcceptIf | Stance::Assert => Pole::For,
        Stance::Reject | Stance::Deny => Pole::Against,
        Stance::Neutral => Pole::Open,
    }
}

impl Stand {
    /// Who answers for it: the party, or the holder where that is none.
    pub fn unit(&self) -> &str {
        self.party.as_deref().unwrap_or(&self.holder)
    }

    /// Whether it is about what is so rather than about what shall be.
    pub fn is_of_fact(&self) -> bool {
        matches!(self.stance, Stance::Assert | Stance::Deny)
    }

    /// Whether it refuses not the issue but that it be a precondition of another: "no such conditions".
    pub fn refuses_link(&self) -> bool {
        self.stance == Stance::Reject && self.condition.as_ref().is_some_and(|condition| condition.kind == ConditionKind::PreconditionFor)
    }

    /// Whether it refuses the issue and names nothing that would change that.
    pub fn refuses(&self) -> bool {
        self.stance == Stance::Reject && self.condition.is_none()
    }

    /// The precondition that it sets: which issue first, which then.
    pub fn link(&self) -> Option<(&str, &str)> {
        let condition = self.condition.as_ref()?;
        match condition.kind {
            ConditionKind::Requires => Some((&condition.issue, &self.issue)),
            ConditionKind::PreconditionFor => Some((&self.issue, &condition.issue)),
        }
    }

    /// Whether it rests on the holder's own words or deeds.
    pub fn is_first_hand(&self) -> bool {
        self.basis != PositionBasis::Reported
    }
}
