//! What excludes what, which precondition waits for which, and on what all agree.

use super::board::{Board, Link};
use super::doubt::{Doubt, doubts};
use super::stand::Pole;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Cycles and chains that are listed at most.
const MOST_PATHS: usize = 200;
/// Steps that a search for them takes at most.
const MOST_STEPS: usize = 200_000;

/// Positions of a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The party.
    pub party: String,
    /// The positions, by their place among all.
    pub stands: Vec<usize>,
}

/// Two parties whose positions on an issue cannot both be met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// The issue of which it is to be a precondition, where that is what they quarrel about.
    pub precondition_for: Option<String>,
    /// Whether it is about what is so (assert against deny).
    pub of_fact: bool,
    /// Who is for it.
    pub one: Side,
    /// Who is against it.
    pub other: Side,
    /// What makes it doubtful.
    pub doubts: Vec<Doubt>,
}

/// A precondition and who stands in its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Precondition {
    /// Who sets it.
    pub party: String,
    /// What has to be first.
    pub first: String,
    /// What may be then.
    pub then: String,
    /// The positions that say so.
    pub stands: Vec<usize>,
    /// Who refuses what has to be first.
    pub refused_by: Vec<String>,
    /// Who rejects that it be a precondition.
    pub contested_by: Vec<String>,
    /// What makes it doubtful.
    pub doubts: Vec<Doubt>,
}

/// Preconditions one behind the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Path {
    /// The issues, what has to be first in front; in a cycle the first is not repeated.
    pub issues: Vec<String>,
    /// For each step, who says that the one has to be before the next.
    pub parties: Vec<Vec<String>>,
}

/// An issue on which all who spoke take one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// Which side.
    pub side: Pole,
    /// The parties, two at least.
    pub parties: Vec<Side>,
    /// Whether somebody sets a precondition of it.
    pub conditional: bool,
    /// What makes it doubtful.
    pub doubts: Vec<Doubt>,
}

/// All pairs of parties whose positions exclude each other.
pub fn pairs(board: &Board<'_>) -> Vec<Pair> {
    let mut found = Vec::new();
    for issue in &board.issues {
        for of_fact in [false, true] {
            let side = |pole: Pole| -> Vec<Side> {
                let stands = |cell: &super::board::Cell<'_>| -> Vec<usize> {
                    cell.on(board.stands, pole).into_iter().filter(|&at| board.stands[at].is_of_fact() == of_fact).collect()
                };
                let sides = issue.cells.iter().map(|cell| Side { party: cell.party.to_owned(), stands: stands(cell) });
                sides.filter(|side| !side.stands.is_empty()).collect()
            };
            let against = side(Pole::Against);
            for one in side(Pole::For) {
                for other in against.iter().filter(|other| other.party != one.party) {
                    found.push(pair(board, issue.key, None, of_fact, one.clone(), other.clone()));
                }
            }
        }
    }
    found.extend(link_pairs(board));
    found
}

fn pair(board: &Board<'_>, issue: &str, precondition_for: Option<&str>, of_fact: bool, one: Side, other: Side) -> Pair {
    let all: Vec<usize> = one.stands.iter().chain(&other.stands).copied().collect();
    Pair {
        issue: issue.to_owned(),
        label: board.label(issue).to_owned(),
        precondition_for: precondition_for.map(str::to_owned),
        of_fact,
        doubts: doubts(board, &all),
        one,
        other,
    }
}

/// Who rejects that an issue be a precondition of another, by issue and other.
fn contested<'s>(board: &Board<'s>) -> BTreeMap<(&'s str, &'s str), BTreeMap<&'s str, Vec<usize>>> {
    let mut found: BTreeMap<(&str, &str), BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    for at in board.issues.iter().flat_map(|issue| &issue.cells).flat_map(|cell| cell.now()) {
        let stand = &board.stands[at];
        if stand.refuses_link()
            && let Some(link) = stand.link()
        {
            found.entry(link).or_default().entry(stand.unit()).or_default().push(at);
        }
    }
    found
}

fn link_pairs(board: &Board<'_>) -> Vec<Pair> {
    let contested = contested(board);
    let mut found = Vec::new();
    for (link, stands) in board.links() {
        for (&party, against) in contested.get(&(link.first, link.then)).into_iter().flatten().filter(|(party, _)| **party != link.party) {
            let one = Side { party: link.party.to_owned(), stands: stands.clone() };
            let other = Side { party: party.to_owned(), stands: against.clone() };
            found.push(pair(board, link.first, Some(link.then), false, one, other));
        }
    }
    found
}

/// All preconditions that are set now.
pub fn preconditions(board: &Board<'_>) -> Vec<Precondition> {
    let contested = contested(board);
    board
        .links()
        .into_iter()
        .map(|(link, stands)| Precondition {
            party: link.party.to_owned(),
            first: link.first.to_owned(),
            then: link.then.to_owned(),
            refused_by: board.refusals(link.first).keys().map(|&party| party.to_owned()).collect(),
            contested_by: contested.get(&(link.first, link.then)).into_iter().flatten().map(|(&party, _)| party.to_owned()).collect(),
            doubts: doubts(board, &stands),
            stands,
        })
        .collect()
}

/// Chains of three issues or more, each a precondition of the next, that cannot be made longer; and cycles. Both are sorted,
/// and at most 200 of each are listed.
pub fn paths(board: &Board<'_>) -> (Vec<Path>, Vec<Path>) {
    let links = board.links();
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut waits: BTreeSet<&str> = BTreeSet::new();
    for link in links.keys() {
        next.entry(link.first).or_default().insert(link.then);
        waits.insert(link.then);
    }
    let mut search = Search { next: &next, chains: Vec::new(), cycles: BTreeSet::new(), steps: 0 };
    // What waits for nothing begins a chain; the rest lies in cycles or behind them.
    let starts =
        next.keys().copied().filter(|issue| !waits.contains(issue)).chain(next.keys().copied().filter(|issue| waits.contains(issue)));
    for start in starts {
        search.walk(&mut vec![start], !waits.contains(start));
    }
    let named = |issues: Vec<&str>, closed: bool| Path {
        parties: (0..issues.len() - usize::from(!closed))
            .map(|at| {
                let (first, then) = (issues[at], issues[(at + 1) % issues.len()]);
                let of = |link: &&Link<'_>| link.first == first && link.then == then;
                links.keys().filter(of).map(|link| link.party.to_owned()).collect()
            })
            .collect(),
        issues: issues.into_iter().map(str::to_owned).collect(),
    };
    let mut chains: Vec<Path> = search.chains.into_iter().map(|issues| named(issues, false)).collect();
    chains.sort();
    (chains, search.cycles.into_iter().map(|issues| named(issues, true)).collect())
}

struct Search<'a, 's> {
    next: &'a BTreeMap<&'s str, BTreeSet<&'s str>>,
    chains: Vec<Vec<&'s str>>,
    cycles: BTreeSet<Vec<&'s str>>,
    steps: usize,
}

impl<'s> Search<'_, 's> {
    fn walk(&mut self, path: &mut Vec<&'s str>, from_the_start: bool) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return;
        }
        let ways: Vec<&'s str> = path.last().and_then(|last| self.next.get(last)).into_iter().flatten().copied().collect();
        let mut longer = false;
        for issue in ways {
            if let Some(at) = path.iter().position(|known| *known == issue) {
                // A cycle is told from its least issue on, so that it is listed once.
                let mut cycle = path[at..].to_vec();
                let least = (0..cycle.len()).min_by_key(|&place| cycle[place]).unwrap_or(0);
                cycle.rotate_left(least);
                if self.cycles.len() < MOST_PATHS {
                    self.cycles.insert(cycle);
                }
                continue;
            }
            longer = true;
            path.push(issue);
            self.walk(path, from_the_start);
            path.pop();
        }
        if !longer && from_the_start && path.len() > 2 && self.chains.len() < MOST_PATHS {
            self.chains.push(path.clone());
        }
    }
}

/// Issues on which at least two parties spoke and all of them take one side, none being divided.
pub fn agreements(board: &Board<'_>) -> Vec<Agreement> {
    let waiting: BTreeSet<&str> = board.links().into_keys().map(|link| link.then).collect();
    let mut found = Vec::new();
    for issue in &board.issues {
        for side in [Pole::For, Pole::Against] {
            let spoke: Vec<_> = issue.cells.iter().filter(|cell| cell.now().any(|at| !board.stands[at].refuses_link())).collect();
            let whole = |cell: &&super::board::Cell<'_>| {
                let other = if side == Pole::For { Pole::Against } else { Pole::For };
                !cell.on(board.stands, side).is_empty() && cell.on(board.stands, other).is_empty()
            };
            if spoke.len() < 2 || !spoke.iter().all(whole) {
                continue;
            }
            let parties: Vec<Side> =
                spoke.iter().map(|cell| Side { party: cell.party.to_owned(), stands: cell.on(board.stands, side) }).collect();
            let all: Vec<usize> = parties.iter().flat_map(|side| side.stands.iter().copied()).collect();
            found.push(Agreement {
                issue: issue.key.to_owned(),
                label: issue.label.to_owned(),
                side,
                conditional: waiting.contains(issue.key),
                doubts: doubts(board, &all),
                parties,
            });
        }
    }
    found
}
