//! Findings as sentences: said in one place, so that every output says the same.

use super::board::Board;
use super::changes::{Change, Changes};
use super::deadlock::{Agreement, Pair, Path, Precondition, Side};
use super::moves::{Move, MoveKind};
use super::rule::{Outcome, Verdict, Vote};
use super::stand::{Pole, Stand};
use rapporteur_record::Stance;

/// What a holder does who takes a stance.
pub fn verb(stance: Stance) -> &'static str {
    match stance {
        Stance::Support => "supports",
        Stance::Reject => "rejects",
        Stance::Demand => "demands",
        Stance::AcceptIf => "would accept",
        Stance::Assert => "asserts",
        Stance::Deny => "denies",
        Stance::Neutral => "takes no side on",
    }
}

/// "A", "A and B", "A, B and C".
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// Two parties that exclude each other.
pub fn pair(pair: &Pair) -> String {
    let (one, other) = (&pair.one.party, &pair.other.party);
    match &pair.precondition_for {
        Some(then) => format!("{one} makes it a precondition of `{then}`, {other} rejects that: {}", pair.label),
        None if pair.of_fact => format!("{one} asserts, {other} denies: {}", pair.label),
        None => format!("{one} is for it, {other} against: {}", pair.label),
    }
}

/// The same with the stances that they take.
pub fn opposed(pair: &Pair, stands: &[Stand], label: &dyn Fn(&str) -> String) -> String {
    let verbs = |side: &Side| {
        let mut all: Vec<String> = side.stands.iter().map(|&at| verb(stands[at].stance).to_owned()).collect();
        all.sort_unstable();
        all.dedup();
        format!("{} {}", side.party, list(&all))
    };
    match &pair.precondition_for {
        Some(then) => format!("{} wants “{}” before “{}”, {} rejects that", pair.one.party, pair.label, label(then), pair.other.party),
        None => format!("{}, {}: {}", verbs(&pair.one), verbs(&pair.other), pair.label),
    }
}

/// What all agree on.
pub fn agreement(agreement: &Agreement) -> String {
    let names: Vec<String> = agreement.parties.iter().map(|side| side.party.clone()).collect();
    let how = match (agreement.side, agreement.conditional) {
        (Pole::Against, _) => "all are against",
        (_, true) => "all are for, on conditions",
        (_, false) => "all are for",
    };
    format!("{how}: {} ({})", agreement.label, list(&names))
}

/// Preconditions that wait for each other.
pub fn cycle(board: &Board<'_>, path: &Path) -> String {
    let steps: Vec<String> = (0..path.issues.len())
        .map(|at| {
            let then = &path.issues[(at + 1) % path.issues.len()];
            format!("{} will not have “{}” before “{}”", list(&path.parties[at]), board.label(then), board.label(&path.issues[at]))
        })
        .collect();
    steps.join("; ")
}

/// A precondition that is blocked; `in_turn` where it waits itself for what waits for it.
pub fn waiting(board: &Board<'_>, precondition: &Precondition, in_turn: bool) -> String {
    let first = board.label(&precondition.first);
    let why = match precondition.refused_by.as_slice() {
        [] if in_turn => "which waits for this in turn".to_owned(),
        [] => "which is blocked itself".to_owned(),
        who => format!("which {} {}", list(who), if who.len() > 1 { "refuse" } else { "refuses" }),
    };
    let contested = match precondition.contested_by.as_slice() {
        [] => String::new(),
        who => format!("; {} {} it as a precondition", list(who), if who.len() > 1 { "reject" } else { "rejects" }),
    };
    format!("{} wants first: {first}, {why}{contested}", precondition.party)
}

/// One change.
pub fn change(change: &Change, label: &dyn Fn(&str) -> String) -> String {
    match change {
        Change::Accept { party, issue } => format!("{party} no longer refuses “{}”", label(issue)),
        Change::Drop { party, first, then } => format!("{party} no longer wants “{}” before “{}”", label(first), label(then)),
        Change::Vote { party } => format!("{party} votes for it"),
    }
}

/// How many sets there are, and up to which size.
pub fn changes_summary(changes: &Changes) -> String {
    let more = if changes.complete { "" } else { "; the search was given up, there may be more" };
    match changes.sets.len() {
        0 if !changes.blocked => "nothing blocks it".to_owned(),
        0 => format!("no {} changes or fewer unblock it{more}", changes.most),
        1 => format!("1 smallest set of changes, of up to {}{more}", changes.most),
        count => format!("{count} smallest sets of changes, of up to {}{more}", changes.most),
    }
}

/// A change of position.
pub fn moved(one: &Move) -> &'static str {
    match one.kind {
        MoveKind::Concession => "conceded",
        MoveKind::Hardening => "hardened",
        MoveKind::Reversal => "turned round",
    }
}

/// What comes out of a vote, with who blocks it.
pub fn verdict(verdict: &Verdict) -> String {
    let (least, most) = verdict.votes;
    let votes = if least == most { format!("{least}") } else { format!("{least} to {most}") };
    let out = match verdict.outcome {
        Outcome::Passes => "passes".to_owned(),
        Outcome::Fails => format!("fails, blocked by {}", list(&verdict.blocked_by)),
        Outcome::Undecided => "is undecided".to_owned(),
    };
    format!(
        "{} on {}: “{}” {out} ({votes} of {} votes for it; it needs {})",
        verdict.name, verdict.on, verdict.label, verdict.seats, verdict.needs
    )
}

/// A vote.
pub fn vote(vote: Vote) -> &'static str {
    match vote {
        Vote::For => "for",
        Vote::Against => "against",
        Vote::Abstains => "abstains",
        Vote::Conditional => "on a condition",
        Vote::Divided => "divided",
        Vote::Unknown => "unknown",
    }
}
