//! Parties by issues: who stands where now, and how each came there.

use super::stand::{Pole, Stand, pole};
use std::collections::{BTreeMap, BTreeSet};

/// All positions up to a day, by issue, party and holder.
#[derive(Debug)]
pub struct Board<'s> {
    /// The positions; all other parts name them by their place here.
    pub stands: &'s [Stand],
    /// The parties, in order of name.
    pub parties: Vec<&'s str>,
    /// The issues, in order of key; those that are only conditions of others too.
    pub issues: Vec<IssueRow<'s>>,
    /// The latest day of any position.
    pub latest: Option<&'s str>,
}

/// An issue with those who hold a position on it.
#[derive(Debug)]
pub struct IssueRow<'s> {
    /// Its key.
    pub key: &'s str,
    /// Its positive pole in words.
    pub label: &'s str,
    /// The parties that hold a position on it, in order of name.
    pub cells: Vec<Cell<'s>>,
}

/// Where a party stands on an issue, by each of those who speak for it.
#[derive(Debug)]
pub struct Cell<'s> {
    /// The party.
    pub party: &'s str,
    /// Those who spoke for it, in order of name.
    pub voices: Vec<Voice<'s>>,
}

/// What one holder said on an issue.
#[derive(Debug)]
pub struct Voice<'s> {
    /// The holder.
    pub holder: &'s str,
    /// All of it, in order of day; what has no day stands first.
    pub said: Vec<usize>,
    /// What holds now: of the latest day, and of the holder's own words or deeds where there are any.
    pub now: Vec<usize>,
}

impl<'s> Board<'s> {
    /// Lays positions out; those after the day `on` are left out.
    pub fn new(stands: &'s [Stand], on: Option<&str>) -> Self {
        let counts = |stand: &Stand| on.is_none_or(|on| stand.as_of.as_deref().is_none_or(|day| day <= on));
        let mut table: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, Vec<usize>>>> = BTreeMap::new();
        let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
        let mut latest = None;
        for (at, stand) in stands.iter().enumerate().filter(|(_, stand)| counts(stand)) {
            table.entry(&stand.issue).or_default().entry(stand.unit()).or_default().entry(&stand.holder).or_default().push(at);
            labels.entry(&stand.issue).or_insert(&stand.label);
            latest = latest.max(stand.as_of.as_deref());
            if let Some(condition) = &stand.condition {
                table.entry(&condition.issue).or_default();
            }
        }
        let issues: Vec<IssueRow<'s>> = table
            .into_iter()
            .map(|(key, parties)| IssueRow {
                key,
                label: labels.get(key).copied().unwrap_or(key),
                cells: parties
                    .into_iter()
                    .map(|(party, voices)| Cell {
                        party,
                        voices: voices.into_iter().map(|(holder, said)| Voice::new(stands, holder, said)).collect(),
                    })
                    .collect(),
            })
            .collect();
        let parties: BTreeSet<&str> = issues.iter().flat_map(|issue| &issue.cells).map(|cell| cell.party).collect();
        Self { stands, parties: parties.into_iter().collect(), issues, latest }
    }

    /// The issue of a key.
    pub fn issue(&self, key: &str) -> Option<&IssueRow<'s>> {
        self.issues.binary_search_by(|issue| issue.key.cmp(key)).ok().map(|at| &self.issues[at])
    }

    /// The positive pole of an issue in words; the key where no position on it is known.
    pub fn label<'k>(&self, key: &'k str) -> &'k str
    where
        's: 'k,
    {
        self.issue(key).map_or(key, |issue| issue.label)
    }

    /// The preconditions that are set now: what first, what then, by whom, in which positions.
    ///
    /// One is given up when its holder later supports what hung on it without a condition, or rejects what it asked for.
    pub fn links(&self) -> BTreeMap<Link<'s>, Vec<usize>> {
        let mut found: BTreeMap<Link<'s>, Vec<usize>> = BTreeMap::new();
        for voice in self.issues.iter().flat_map(|issue| &issue.cells).flat_map(|cell| &cell.voices) {
            for &at in &voice.said {
                let stand = &self.stands[at];
                let Some((first, then)) = stand.link().filter(|_| !stand.refuses_link()) else { continue };
                if !self.is_given_up(stand, first, then) && (voice.now.contains(&at) || self.is_last_link(voice, at)) {
                    found.entry(Link { first, then, party: stand.unit() }).or_default().push(at);
                }
            }
        }
        found
    }

    /// Whether a holder's condition, though no longer the last word on its issue, was followed by nothing against it: what came
    /// later on the issue takes the same side.
    fn is_last_link(&self, voice: &Voice<'_>, at: usize) -> bool {
        let side = pole(self.stands[at].stance);
        let first_hand = self.stands[at].is_first_hand() || voice.now.iter().all(|&now| !self.stands[now].is_first_hand());
        first_hand && voice.now.iter().all(|&now| pole(self.stands[now].stance) == side)
    }

    fn is_given_up(&self, set: &Stand, first: &str, then: &str) -> bool {
        let later = |key: &str| {
            let cell = self.issue(key).and_then(|issue| issue.cells.iter().find(|cell| cell.party == set.unit()));
            let voice = cell.and_then(|cell| cell.voices.iter().find(|voice| voice.holder == set.holder));
            voice
                .into_iter()
                .flat_map(|voice| &voice.now)
                .map(|&at| &self.stands[at])
                .filter(|now| now.as_of > set.as_of && now.is_first_hand())
        };
        later(then).any(|now| pole(now.stance) == Pole::For && now.condition.is_none()) || later(first).any(|now| now.refuses())
    }

    /// Who refuses an issue now without a condition, and in which positions.
    pub fn refusals(&self, key: &str) -> BTreeMap<&'s str, Vec<usize>> {
        let cells = self.issue(key).into_iter().flat_map(|issue| &issue.cells);
        let refused = cells.map(|cell| (cell.party, cell.now().filter(|&at| self.stands[at].refuses()).collect::<Vec<usize>>()));
        refused.filter(|(_, stands)| !stands.is_empty()).collect()
    }
}

/// A party's precondition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link<'s> {
    /// What has to be first.
    pub first: &'s str,
    /// What may be then.
    pub then: &'s str,
    /// Who says so.
    pub party: &'s str,
}

impl Cell<'_> {
    /// The positions that hold now, of all who speak for the party.
    pub fn now(&self) -> impl Iterator<Item = usize> + '_ {
        self.voices.iter().flat_map(|voice| voice.now.iter().copied())
    }

    /// Those of them that take a side. A refusal of a link is no stance on the issue.
    pub fn on(&self, stands: &[Stand], side: Pole) -> Vec<usize> {
        self.now().filter(|&at| takes(&stands[at], side)).collect()
    }

    /// Whether those who speak for the party now take both sides.
    pub fn is_divided(&self, stands: &[Stand]) -> bool {
        [Pole::For, Pole::Against].into_iter().all(|side| self.now().any(|at| takes(&stands[at], side)))
    }
}

fn takes(stand: &Stand, side: Pole) -> bool {
    pole(stand.stance) == side && !stand.refuses_link()
}

impl<'s> Voice<'s> {
    fn new(stands: &'s [Stand], holder: &'s str, mut said: Vec<usize>) -> Self {
        said.sort_by(|&a, &b| stands[a].as_of.cmp(&stands[b].as_of).then(a.cmp(&b)));
        let own: Vec<usize> = said.iter().copied().filter(|&at| stands[at].is_first_hand()).collect();
        let heard = if own.is_empty() { &said } else { &own };
        let last = heard.last().and_then(|&at| stands[at].as_of.as_deref());
        let now = heard.iter().copied().filter(|&at| stands[at].as_of.as_deref() == last).collect();
        Self { holder, said, now }
    }
}
