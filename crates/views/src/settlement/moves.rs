//! How positions changed: concessions, hardenings, contradictions; and parties that do not speak with one voice.

use super::board::{Board, Link};
use super::deadlock::Side;
use super::stand::{Pole, Stand, pole};
use rapporteur_record::Stance;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a change of position was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MoveKind {
    /// Towards those on the other side: from reject to accept-if, from a demand to less.
    Concession,
    /// Away from them.
    Hardening,
    /// To the other pole of what is so, or from refusing something to demanding it, or back.
    Reversal,
}

/// A holder's change of position from one day to a later one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The party.
    pub party: String,
    /// Who speaks for it.
    pub holder: String,
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// What it was.
    pub kind: MoveKind,
    /// The position before, by its place among all.
    pub from: usize,
    /// The position after.
    pub to: usize,
}

/// A holder who takes both sides on one day, or on unknown days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// The party.
    pub party: String,
    /// Who contradicts himself.
    pub holder: String,
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// The positions for it.
    pub one: Vec<usize>,
    /// The positions against it.
    pub other: Vec<usize>,
}

/// A party in which some take the one side and some the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Division {
    /// The party.
    pub party: String,
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// What some want before it and others do not, where that is what they disagree on.
    pub precondition: Option<String>,
    /// Who is for it, or for the precondition; `party` names the holder.
    pub one: Vec<Side>,
    /// Who is against it, or for it without the precondition.
    pub other: Vec<Side>,
}

/// What a change from one stance to another is; none where it is no change of substance.
///
/// Stances lie in a row from what gives the other side least: reject, neutral, accept-if, support. A demand asks more than
/// support does, so that giving it up is a concession.
fn kind(from: &Stand, to: &Stand) -> Option<MoveKind> {
    use Stance::{AcceptIf, Assert, Demand, Deny, Neutral, Reject, Support};
    let row = |stance: Stance| match stance {
        Reject => Some(0),
        Neutral => Some(1),
        AcceptIf => Some(2),
        Support => Some(3),
        Demand | Assert | Deny => None,
    };
    let conditions = (from.condition.is_some(), to.condition.is_some());
    match (from.stance, to.stance) {
        (a, b) if a == b && conditions == (true, false) => Some(MoveKind::Concession),
        (a, b) if a == b && conditions == (false, true) => Some(MoveKind::Hardening),
        (a, b) if a == b => None,
        (Assert | Deny, Neutral) => Some(MoveKind::Concession),
        (Neutral, Assert | Deny) => Some(MoveKind::Hardening),
        (Assert, Deny) | (Deny, Assert) | (Reject, Demand) | (Demand, Reject) => Some(MoveKind::Reversal),
        (Demand, Support | AcceptIf | Neutral) => Some(MoveKind::Concession),
        (Support | AcceptIf | Neutral, Demand) => Some(MoveKind::Hardening),
        (a, b) => match (row(a)?, row(b)?) {
            (before, after) if after > before => Some(MoveKind::Concession),
            _ => Some(MoveKind::Hardening),
        },
    }
}

/// All changes, by issue, party, holder and day. What others tell of a holder is left out where the holder's own words or
/// deeds are known.
pub fn moves(board: &Board<'_>) -> Vec<Move> {
    let mut found = Vec::new();
    for (issue, cell, voice) in voices(board) {
        let own = voice.said.iter().any(|&at| board.stands[at].is_first_hand());
        let dated: Vec<usize> = voice
            .said
            .iter()
            .copied()
            .filter(|&at| {
                board.stands[at].as_of.is_some() && (board.stands[at].is_first_hand() || !own) && !board.stands[at].refuses_link()
            })
            .collect();
        for two in dated.windows(2) {
            let (from, to) = (&board.stands[two[0]], &board.stands[two[1]]);
            if from.as_of == to.as_of {
                continue;
            }
            if let Some(kind) = kind(from, to) {
                found.push(Move {
                    party: cell.party.to_owned(),
                    holder: voice.holder.to_owned(),
                    issue: issue.key.to_owned(),
                    label: issue.label.to_owned(),
                    kind,
                    from: two[0],
                    to: two[1],
                });
            }
        }
    }
    found
}

fn voices<'b, 's>(
    board: &'b Board<'s>,
) -> impl Iterator<Item = (&'b super::board::IssueRow<'s>, &'b super::board::Cell<'s>, &'b super::board::Voice<'s>)> {
    let cells = board.issues.iter().flat_map(|issue| issue.cells.iter().map(move |cell| (issue, cell)));
    cells.flat_map(|(issue, cell)| cell.voices.iter().map(move |voice| (issue, cell, voice)))
}

/// Holders who take both sides of an issue on one day.
pub fn contradictions(board: &Board<'_>) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (issue, cell, voice) in voices(board) {
        let heard = |at: &usize| board.stands[*at].is_first_hand() && !board.stands[*at].refuses_link();
        let said: Vec<usize> = voice.said.iter().copied().filter(heard).collect();
        // They are in order of day.
        for that_day in said.chunk_by(|&one, &other| board.stands[one].as_of == board.stands[other].as_of) {
            let on = |side: Pole| -> Vec<usize> {
                that_day.iter().copied().filter(|&at| pole(board.stands[at].stance) == side && !waits(&board.stands[at])).collect()
            };
            let (one, other) = (on(Pole::For), on(Pole::Against));
            if !one.is_empty() && !other.is_empty() {
                found.push(Contradiction {
                    party: cell.party.to_owned(),
                    holder: voice.holder.to_owned(),
                    issue: issue.key.to_owned(),
                    label: issue.label.to_owned(),
                    one,
                    other,
                });
            }
        }
    }
    found
}

/// "Not unless" is what "only if" says, and contradicts nothing that is for it.
fn waits(stand: &Stand) -> bool {
    stand.stance == Stance::Reject && stand.condition.is_some()
}

/// Parties of which some who speak for them are now for an issue and others against it.
pub fn divisions(board: &Board<'_>) -> Vec<Division> {
    let mut found = Vec::new();
    for issue in &board.issues {
        for cell in issue.cells.iter().filter(|cell| cell.voices.len() > 1 && cell.is_divided(board.stands)) {
            let on = |side: Pole| -> Vec<Side> {
                let voices = cell.voices.iter().map(|voice| Side {
                    party: voice.holder.to_owned(),
                    stands: cell.on(board.stands, side).into_iter().filter(|at| voice.now.contains(at)).collect(),
                });
                voices.filter(|side| !side.stands.is_empty()).collect()
            };
            found.push(Division {
                party: cell.party.to_owned(),
                issue: issue.key.to_owned(),
                label: issue.label.to_owned(),
                precondition: None,
                one: on(Pole::For),
                other: on(Pole::Against),
            });
        }
    }
    found.extend(board.links().into_iter().filter_map(|(link, stands)| on_precondition(board, link, &stands)));
    found
}

/// Some who speak for a party set a precondition, and others want without it what waits for it.
fn on_precondition(board: &Board<'_>, link: Link<'_>, stands: &[usize]) -> Option<Division> {
    let cell = board.issue(link.then)?.cells.iter().find(|cell| cell.party == link.party)?;
    let setting: BTreeSet<&str> = stands.iter().map(|&at| board.stands[at].holder.as_str()).collect();
    let freely = |at: &usize| pole(board.stands[*at].stance) == Pole::For && board.stands[*at].condition.is_none();
    let others = cell.voices.iter().filter(|voice| !setting.contains(voice.holder));
    let other: Vec<Side> = others
        .map(|voice| Side { party: voice.holder.to_owned(), stands: voice.now.iter().copied().filter(freely).collect() })
        .filter(|side| !side.stands.is_empty())
        .collect();
    let of = |holder: &&str| stands.iter().copied().filter(|&at| board.stands[at].holder == *holder).collect();
    (!other.is_empty()).then(|| Division {
        party: link.party.to_owned(),
        issue: link.then.to_owned(),
        label: board.label(link.then).to_owned(),
        precondition: Some(link.first.to_owned()),
        one: setting.iter().map(|holder| Side { party: (*holder).to_owned(), stands: of(holder) }).collect(),
        other,
    })
}
