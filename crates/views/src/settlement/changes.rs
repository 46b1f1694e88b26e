//! The smallest changes after which an issue is no longer blocked.
//!
//! An issue is blocked by who refuses it, by a precondition of it that is itself blocked, and by preconditions that wait for
//! each other. Every such obstruction is a set of things of which one has to give way, so that the smallest changes are the
//! minimal hitting sets of all obstructions. They are found with the tree of Reiter: take any obstruction that still stands,
//! try each of its members, go on until none stands. *Source*: Reiter 1987, "A theory of diagnosis from first principles",
//! Artificial Intelligence 32.

use super::board::Board;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Sets of changes that are tried at most before the search is given up as incomplete.
pub const MOST_TRIES: usize = 200_000;

/// One thing that gives way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// A party no longer refuses an issue.
    Accept {
        /// Who.
        party: String,
        /// What.
        issue: String,
    },
    /// A party no longer makes an issue a precondition of another.
    Drop {
        /// Who.
        party: String,
        /// What had to be first.
        first: String,
        /// What waited for it.
        then: String,
    },
    /// A member of a body votes for it.
    Vote {
        /// Who.
        party: String,
    },
}

impl Change {
    /// Who has to move.
    pub fn party(&self) -> &str {
        match self {
            Self::Accept { party, .. } | Self::Drop { party, .. } | Self::Vote { party } => party,
        }
    }
}

/// Changes that together unblock an issue, none of which can be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeSet {
    /// The changes, sorted.
    pub changes: Vec<Change>,
    /// How many parties have to move.
    pub parties: usize,
}

/// What unblocks an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// Whether anything blocks it.
    pub blocked: bool,
    /// One obstruction of it, in the order of its steps; empty where nothing blocks it.
    pub obstruction: Vec<Change>,
    /// All minimal sets up to `most` changes: fewest changes first, then fewest parties.
    pub sets: Vec<ChangeSet>,
    /// How many changes a set has at most.
    pub most: usize,
    /// Whether the search came to its end; where it did not, there may be more sets.
    pub complete: bool,
}

/// The smallest changes that unblock an issue, up to `most` of them.
pub fn smallest(board: &Board<'_>, issue: &str, most: usize) -> Changes {
    let blockage = Blockage::new(board);
    let nothing = BTreeSet::new();
    let obstruction = blockage.obstruction(issue, &nothing).unwrap_or_default();
    let (sets, complete) = hitting_sets(&|gone| blockage.obstruction(issue, gone), most, MOST_TRIES);
    Changes {
        issue: issue.to_owned(),
        label: board.label(issue).to_owned(),
        blocked: !obstruction.is_empty(),
        obstruction,
        sets,
        most,
        complete,
    }
}

/// Who refuses what, and what waits for what.
#[derive(Debug)]
pub struct Blockage<'s> {
    refusals: BTreeMap<&'s str, Vec<&'s str>>,
    /// For each issue what it waits for, and who says so.
    waits: BTreeMap<&'s str, Vec<(&'s str, &'s str)>>,
}

impl<'s> Blockage<'s> {
    /// Of the positions that hold now.
    pub fn new(board: &Board<'s>) -> Self {
        let refusals = board.issues.iter().map(|issue| (issue.key, board.refusals(issue.key).into_keys().collect::<Vec<&str>>()));
        let mut waits: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for link in board.links().into_keys() {
            waits.entry(link.then).or_default().push((link.first, link.party));
        }
        Self { refusals: refusals.filter(|(_, parties)| !parties.is_empty()).collect(), waits }
    }

    /// Something that blocks the issue though the changes in `gone` are made; none where nothing does.
    ///
    /// The nearest refusal is told before any cycle.
    pub fn obstruction(&self, issue: &str, gone: &BTreeSet<Change>) -> Option<Vec<Change>> {
        let reached = self.reach(issue, gone);
        for (at, (issue, _)) in reached.iter().enumerate() {
            let refuses = self.refusals.get(issue.as_str()).into_iter().flatten();
            let refused = refuses.map(|party| Change::Accept { party: (*party).to_owned(), issue: issue.clone() });
            if let Some(refusal) = refused.into_iter().find(|refusal| !gone.contains(refusal)) {
                let mut found = way(&reached, at);
                found.push(refusal);
                return Some(found);
            }
        }
        for (at, (issue, _)) in reached.iter().enumerate() {
            let round = self.reach(issue, gone);
            // The last step of a cycle leads from where it has come to back to where it began.
            let closing = round.iter().enumerate().find_map(|(place, (other, _))| {
                let back = self.links(other, gone).find(|(first, _)| *first == issue.as_str())?;
                Some((place, drop_of(back.1, back.0, other)))
            });
            if let Some((place, last)) = closing {
                let mut found = way(&reached, at);
                found.extend(way(&round, place));
                found.push(last);
                return Some(found);
            }
        }
        None
    }

    /// Whether an issue waits, through however many preconditions, for another.
    pub fn waits_for(&self, issue: &str, other: &str) -> bool {
        self.reach(issue, &BTreeSet::new()).iter().any(|(reached, _)| reached == other)
    }

    /// What an issue waits for, and who says so.
    fn links<'a>(&'a self, then: &'a str, gone: &'a BTreeSet<Change>) -> impl Iterator<Item = (&'s str, &'s str)> + 'a {
        let all = self.waits.get(then).into_iter().flatten().copied();
        all.filter(move |(first, party)| !gone.contains(&drop_of(party, first, then)))
    }

    /// All issues that one waits for, itself in front, nearest first; each with the place from which it was reached and the step.
    fn reach(&self, issue: &str, gone: &BTreeSet<Change>) -> Vec<(String, Option<(usize, Change)>)> {
        let mut found: Vec<(String, Option<(usize, Change)>)> = vec![(issue.to_owned(), None)];
        let mut open = VecDeque::from([0]);
        while let Some(at) = open.pop_front() {
            let then = found[at].0.clone();
            for (first, party) in self.links(&then, gone) {
                if found.iter().all(|(known, _)| known != first) {
                    found.push((first.to_owned(), Some((at, drop_of(party, first, &then)))));
                    open.push_back(found.len() - 1);
                }
            }
        }
        found
    }
}

fn drop_of(party: &str, first: &str, then: &str) -> Change {
    Change::Drop { party: party.to_owned(), first: first.to_owned(), then: then.to_owned() }
}

/// The steps from the front to a place.
fn way(reached: &[(String, Option<(usize, Change)>)], at: usize) -> Vec<Change> {
    let mut steps = Vec::new();
    let mut place = at;
    while let Some((before, step)) = &reached[place].1 {
        steps.push(step.clone());
        place = *before;
    }
    steps.reverse();
    steps
}

/// Gives, for changes that are made, a set of which at least one more has to be made; nothing where none has.
pub type Conflict<'c> = &'c dyn Fn(&BTreeSet<Change>) -> Option<Vec<Change>>;

/// All minimal sets of at most `most` changes after which `conflict` finds nothing, in order: fewest changes, fewest parties,
/// then by name; and whether the search came to its end, which it does not where more than `tries` sets were looked at.
pub fn hitting_sets(conflict: Conflict<'_>, most: usize, tries: usize) -> (Vec<ChangeSet>, bool) {
    let mut search = Hitting { conflict, most, tries, found: BTreeSet::new(), seen: BTreeSet::new() };
    let complete = search.walk(&mut BTreeSet::new());
    let all = search.found;
    let minimal = all.iter().filter(|set| !all.iter().any(|other| other.len() < set.len() && other.is_subset(set)));
    let mut sets: Vec<ChangeSet> = minimal
        .filter(|set| !set.is_empty())
        .map(|set| {
            let parties: BTreeSet<&str> = set.iter().map(Change::party).collect();
            ChangeSet { parties: parties.len(), changes: set.iter().cloned().collect() }
        })
        .collect();
    sets.sort_by(|a, b| (a.changes.len(), a.parties, &a.changes).cmp(&(b.changes.len(), b.parties, &b.changes)));
    (sets, complete)
}

struct Hitting<'c> {
    conflict: Conflict<'c>,
    most: usize,
    tries: usize,
    found: BTreeSet<BTreeSet<Change>>,
    seen: BTreeSet<BTreeSet<Change>>,
}

impl Hitting<'_> {
    /// Whether all was looked at below this set.
    fn walk(&mut self, made: &mut BTreeSet<Change>) -> bool {
        if self.seen.len() >= self.tries {
            return false;
        }
        if !self.seen.insert(made.clone()) {
            return true;
        }
        let Some(conflict) = (self.conflict)(made) else {
            self.found.insert(made.clone());
            return true;
        };
        if made.len() >= self.most {
            return true;
        }
        let mut complete = true;
        for change in conflict {
            if made.insert(change.clone()) {
                complete &= self.walk(made);
                made.remove(&change);
            }
        }
        complete
    }
}
