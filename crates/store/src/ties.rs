//! The ties of a network, counted in memory from [`crate::findings`].

use crate::browse::{day, iso};
use crate::findings::{Findings, Hashed, Names, numbered};
use crate::network::Network;
use crate::{Cell, Error, Store, Subject};

/// What all ties of a pair in one relation have together.
#[derive(Default)]
struct Tie {
    rows: i64,
    /// Story and `same` of each row.
    told: Vec<u64>,
    /// As YYYYMMDD, 0 where none has a day.
    first: u32,
    last: u32,
    /// The row that was read first, which names an issue.
    label: String,
}

/// Source, target and relation, as numbers.
type Key = (u32, u32, u32);

impl Network {
    /// What its ties are made of.
    pub(crate) fn subject(self) -> Subject {
        match self {
            Self::Speech => Subject::Statements,
            Self::Deeds => Subject::Events,
            Self::Issues => Subject::Positions,
        }
    }
}

impl Store {
    /// Rows of a network: source, its kind, target, its kind, relation, counts, days, and what tells source and target from
    /// others of the same name. Of the findings in `taken`, or of all; `any_status` takes in what did not happen. Where `most` ties are
    /// asked for, those weaker than all of these are left out.
    pub(crate) fn ties(
        &self,
        network: Network,
        taken: Option<&[i64]>,
        all: bool,
        any_status: bool,
        most: Option<usize>,
    ) -> Result<Vec<Vec<Cell>>, Error> {
        let named = numbered(&self.connection, "SELECT id, named FROM actors")?;
        let shown = |actor: u32| all || named.get(actor as usize) == Some(&1);
        let mut real = self.connection.prepare("SELECT id FROM words WHERE word IN ('happened', 'ongoing')")?;
        let real: Vec<u32> = real.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let (mut ties, mut issues): (Hashed<Key, Tie>, Names) = Default::default();
        let mut findings = Findings::new(&self.connection, network.subject())?;
        let (mut told, mut days): (Vec<(Key, u64)>, Vec<u32>) = Default::default();
        findings.each(taken, true, &mut |finding| {
            days.extend(finding.days[days.len()..].iter().map(|name| day(name)));
            let on = days.get(finding.day as usize).copied().unwrap_or(0);
            let sources = || finding.actors.iter().filter(|(role, actor)| *role == 0 && shown(*actor)).map(|(_, actor)| *actor);
            let others = finding.actors.iter().filter(|(role, actor)| *role > 0 && shown(*actor));
            told.clear();
            match network {
                Network::Issues => told.extend(sources().map(|holder| {
                    let key = (holder, issues.number(finding.issue.0), finding.sort.unwrap_or(0));
                    (key, finding.told)
                })),
                Network::Deeds if !any_status && !finding.state.is_some_and(|state| real.contains(&state)) => {}
                _ => {
                    for &(role, other) in others {
                        let relation = match network {
                            Network::Deeds => finding.sort.or(finding.kind).unwrap_or(0),
                            _ => u32::from(role),
                        };
                        let apart = |source: &u32| network == Network::Deeds || *source != other;
                        told.extend(sources().filter(apart).map(|source| ((source, other, relation), finding.told)));
                    }
                }
            }
            for &(key, told) in &told {
                let tie = ties.entry(key).or_default();
                if tie.rows == 0 {
                    finding.issue.1.clone_into(&mut tie.label);
                }
                tie.add(told, on);
            }
            Ok(())
        })?;
        // In order of number, so that the same store gives the same rows.
        let mut ties: Vec<(Key, Tie)> = ties.into_iter().collect();
        ties.sort_unstable_by_key(|(key, _)| *key);
        ties.iter_mut().for_each(|(_, tie)| tie.settle());
        if let Some(most) = most.filter(|&most| most < ties.len()) {
            // Names are looked up for those alone that may be shown.
            let mut strength: Vec<(usize, i64)> = ties.iter().map(|(_, tie)| tie.strength()).collect();
            strength.sort_unstable_by(|one, other| other.cmp(one));
            let least = most.checked_sub(1).map_or((usize::MAX, 0), |last| strength[last]);
            ties.retain(|(_, tie)| tie.strength() >= least);
        }
        self.tie_rows(network, ties, &issues.names)
    }

    /// Ties as rows, with names.
    fn tie_rows(&self, network: Network, ties: Vec<(Key, Tie)>, issues: &[String]) -> Result<Vec<Vec<Cell>>, Error> {
        let mut actor = self.connection.prepare_cached("SELECT name, kind FROM actors WHERE id = ?1")?;
        let mut actor = |id: u32| actor.query_row([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let mut word = self.connection.prepare_cached("SELECT word FROM words WHERE id = ?1")?;
        let mut found = Vec::with_capacity(ties.len());
        for ((source, target, relation), mut tie) in ties {
            let (name, kind) = actor(source)?;
            let issue = issues.get(target as usize).filter(|_| network == Network::Issues);
            let (other, other_kind) = match issue {
                Some(_) => (std::mem::take(&mut tie.label), "issue".to_owned()),
                None => actor(target)?,
            };
            let relation = match network {
                Network::Speech => ["to", "about"][usize::from(relation == 2)].to_owned(),
                _ => word.query_row([relation], |row| row.get(0))?,
            };
            let day = |day: u32| iso(day).map_or(Cell::Null, Cell::Text);
            let own = issue.map_or(Cell::Integer(i64::from(target)), |issue| Cell::Text(issue.clone()));
            found.push(vec![
                Cell::Text(name),
                Cell::Text(kind),
                Cell::Text(other),
                Cell::Text(other_kind),
                Cell::Text(relation),
                Cell::Integer(tie.rows),
                Cell::Integer(tie.told.len() as i64),
                day(tie.first),
                day(tie.last),
                Cell::Integer(i64::from(source)),
                own,
            ]);
        }
        Ok(found)
    }
}

impl Tie {
    /// Counts copies once.
    fn settle(&mut self) {
        self.told.sort_unstable();
        self.told.dedup();
    }

    /// Independent rows, and rows: the strongest are shown first.
    fn strength(&self) -> (usize, i64) {
        (self.told.len(), self.rows)
    }

    fn add(&mut self, told: u64, day: u32) {
        self.rows += 1;
        self.told.push(told);
        if day > 0 {
            self.first = if self.first == 0 { day } else { self.first.min(day) };
            self.last = self.last.max(day);
        }
    }
}
