//! Positions as a page shows them, and questions in SQL.

use super::Browser;
use super::catalogue::{Catalogue, Parties, WordsOf, day, iso};
use super::facets::Tally;
use super::tables::NONE;
use crate::findings::Names;
use crate::{Error, Table};
use rusqlite::Connection;
use rusqlite::limits::Limit;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

/// A position in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PositionRow {
    /// `positions.id`.
    pub id: i64,
    /// Who holds it.
    pub holder: Option<String>,
    /// For whom the holder speaks or acts.
    pub party: Option<String>,
    /// Key of the issue.
    pub issue: Option<String>,
    /// The issue in words.
    pub label: Option<String>,
    /// Where the holder stands.
    pub stance: Option<String>,
    /// The condition's key.
    pub condition: Option<String>,
    /// Whether the condition is asked for, or the issue is one of it.
    pub condition_kind: Option<String>,
    /// What it rests on: the holder's own words, a deed, or what another says.
    pub basis: Option<String>,
    /// Who tells it, where another does.
    pub told_by: Option<String>,
    /// What a person said of it.
    pub verdict: Option<String>,
    /// The day of the latest evidence.
    pub as_of: Option<String>,
    /// The report.
    pub report: i64,
    /// Its story.
    pub story: i64,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The statements and events that show it.
    pub evidence: Vec<Evidence>,
}

/// A statement or an event that shows a position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Its id in the record of the report.
    pub local: String,
    /// What is said, or the words that make it an event.
    pub words: String,
}

/// So many rows are the answer to a question in SQL at most.
const ROWS: usize = 10_000;

/// A position as numbers of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct PositionEntry {
    id: i64,
    report: u32,
    /// The day of its latest evidence as YYYYMMDD, else that of publication, and whether it is its own.
    day: u32,
    is_dated: bool,
    /// Who holds it and for whom he speaks, as the first actors of their names; [`NONE`] for none.
    holder: u32,
    party: u32,
    issue: u32,
    stance: u8,
}

/// All positions, in order of story and report.
#[derive(Debug, Default)]
pub struct Positions {
    entries: Vec<PositionEntry>,
    /// Keys of issues, and the label of each that was read first.
    issues: Names,
    labels: Vec<String>,
    stances: Names,
}

/// Who stands where on what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// The issues of most stories: key, label, stories.
    pub issues: Vec<(String, String, u32)>,
    /// The parties of most stories, or holders without one, with a cell for each issue.
    pub holders: Vec<(String, Vec<Option<MatrixCell>>)>,
}

/// Where a party stands on an issue, by the latest evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixCell {
    /// The stance.
    pub stance: String,
    /// Its day, where it is known.
    pub as_of: Option<String>,
    /// Independent stories with a position in this cell.
    pub stories: u32,
    /// The last stance before that differs.
    pub before: Option<String>,
}

impl Positions {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Catalogue {
    pub(super) fn load_positions(&mut self, from: &Connection, parties: &Parties) -> Result<(), Error> {
        let mut look = from.prepare(
            "SELECT id, report, holder_form, issue, label, stance, as_of FROM position_rows WHERE verdict IS NOT 'rejected' ORDER BY id",
        )?;
        let mut stances = WordsOf::new(from)?;
        let mut rows = look.query([])?;
        let mut found = Positions::default();
        while let Some(row) = rows.next()? {
            let Some(report) = self.report(row.get(1)?) else { continue };
            let holder = row.get::<_, Option<i64>>(2)?.and_then(|form| self.of_form(form));
            let party = holder.and_then(|holder| parties.get(&(report, holder)).copied());
            let name = |actor: Option<u32>| actor.map_or(NONE, |actor| self.actors[actor as usize].same_name);
            let word = |at: usize| row.get_ref(at).map(|cell| cell.as_str().unwrap_or_default());
            let issue = found.issues.number(word(3)?);
            if found.labels.len() <= issue as usize {
                found.labels.push(row.get(4)?);
            }
            let own = row.get_ref(6)?.as_str_or_null().unwrap_or_default().map(day);
            found.entries.push(PositionEntry {
                id: row.get(0)?,
                report,
                day: own.unwrap_or(self.reports[report as usize].day),
                is_dated: own.is_some(),
                holder: name(holder),
                party: name(party),
                issue,
                stance: stances.number(row.get(5)?, "", |word| found.stances.number(word) as u8)?,
            });
        }
        found.entries.sort_by_key(|entry| entry.report);
        self.positions = found;
        Ok(())
    }

    /// The commonest issues across, the parties with most stories down.
    pub fn matrix(&self, issues: usize, holders: usize) -> Matrix {
        let all = &self.positions;
        let of_party = |entry: &PositionEntry| if entry.party == NONE { entry.holder } else { entry.party };
        let mut by_issue = vec![Tally::default(); all.issues.names.len()];
        let mut by_holder = vec![Tally::default(); self.actors.len()];
        for entry in &all.entries {
            let story = self.reports[entry.report as usize].story_at;
            by_issue[entry.issue as usize].add(entry.report, story);
            if let Some(tally) = by_holder.get_mut(of_party(entry) as usize) {
                tally.add(entry.report, story);
            }
        }
        let top = |tallies: &[Tally], name: &dyn Fn(u32) -> String, most: usize| {
            let mut met: Vec<u32> = (0..).zip(tallies).filter(|(_, tally)| tally.rows > 0).map(|(at, _)| at).collect();
            met.sort_by_cached_key(|&at| (Reverse(tallies[at as usize].stories), name(at)));
            met.truncate(most);
            met
        };
        let key = |at: u32| all.issues.names[at as usize].clone();
        let name = |at: u32| self.actors[at as usize].name.clone();
        let (issues, holders) = (top(&by_issue, &key, issues), top(&by_holder, &name, holders));
        let mut cells: BTreeMap<(u32, u32), Vec<&PositionEntry>> = BTreeMap::new();
        for entry in &all.entries {
            let at = (of_party(entry), entry.issue);
            if holders.contains(&at.0) && issues.contains(&at.1) {
                cells.entry(at).or_default().push(entry);
            }
        }
        let cell = |holder: u32, issue: u32| cells.get(&(holder, issue)).and_then(|entries| self.cell(entries));
        let row = |&holder: &u32| (name(holder), issues.iter().map(|&issue| cell(holder, issue)).collect());
        Matrix {
            holders: holders.iter().map(row).collect(),
            issues: issues.iter().map(|&at| (key(at), all.labels[at as usize].clone(), by_issue[at as usize].stories)).collect(),
        }
    }

    fn cell(&self, entries: &[&PositionEntry]) -> Option<MatrixCell> {
        let mut tally = Tally::default();
        entries.iter().for_each(|entry| tally.add(entry.report, self.reports[entry.report as usize].story_at));
        let order = |entry: &&&PositionEntry| (entry.day, Reverse(entry.id));
        let latest = entries.iter().max_by_key(order)?;
        let before = entries.iter().filter(|entry| entry.stance != latest.stance).max_by_key(order);
        let stance = |entry: &PositionEntry| self.positions.stances.names[usize::from(entry.stance)].clone();
        Some(MatrixCell {
            stance: stance(latest),
            as_of: iso(latest.day).filter(|_| latest.is_dated),
            stories: tally.stories,
            before: before.map(|entry| stance(entry)),
        })
    }

    /// Positions of a holder, of those who speak for one, or on an issue, the latest first: one page after an offset.
    fn positions_of(&self, holder: Option<&str>, issue: Option<&str>, after: usize, size: usize) -> Vec<i64> {
        let all = &self.positions;
        let named = holder.map(|name| self.actors_named(name).first().map_or(NONE, |&at| self.actors[at as usize].same_name));
        let on = issue.map(|key| all.issues.known(key).unwrap_or(NONE));
        let fits = |entry: &&PositionEntry| {
            named.is_none_or(|name| name != NONE && (entry.holder == name || entry.party == name)) && on.is_none_or(|on| on == entry.issue)
        };
        let mut found: Vec<(Reverse<u32>, i64)> = all.entries.iter().filter(fits).map(|entry| (Reverse(entry.day), entry.id)).collect();
        found.sort_unstable();
        found.into_iter().skip(after).take(size).map(|(_, id)| id).collect()
    }
}

impl Browser {
    /// Positions of a holder, of those who speak for one, or on an issue, the latest first: one page after an offset.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn positions(
        &self,
        catalogue: &Catalogue,
        holder: Option<&str>,
        issue: Option<&str>,
        after: usize,
        size: usize,
    ) -> Result<Vec<PositionRow>, Error> {
        let mut look = self.store.connection.prepare_cached(
            "SELECT id, holder, issue, label, stance, condition, as_of, report, story, outlet, evidence, party, condition_kind, basis, told_by,
               verdict FROM positions_flat WHERE id = ?1",
        )?;
        let mut found = Vec::new();
        for id in catalogue.positions_of(holder, issue, after, size) {
            let mut rows = look.query([id])?;
            let Some(row) = rows.next()? else { continue };
            let (report, listed): (i64, Option<String>) = (row.get(7)?, row.get(10)?);
            let mut evidence = Vec::new();
            for local in listed.unwrap_or_default().split("; ").filter(|id| !id.is_empty()) {
                let words = self.store.shown(report, local)?.map_or_else(String::new, |shown| shown.words);
                evidence.push(Evidence { local: local.to_owned(), words });
            }
            found.push(PositionRow {
                id: row.get(0)?,
                holder: row.get(1)?,
                party: row.get(11)?,
                condition_kind: row.get(12)?,
                basis: row.get(13)?,
                told_by: row.get(14)?,
                verdict: row.get(15)?,
                issue: row.get(2)?,
                label: row.get(3)?,
                stance: row.get(4)?,
                condition: row.get(5)?,
                as_of: row.get(6)?,
                report,
                story: row.get(8)?,
                outlet: row.get(9)?,
                evidence,
            });
        }
        Ok(found)
    }

    /// The answer to a question in SQL from outside: one SELECT, of bounded length and time.
    ///
    /// # Errors
    /// When it is something else, or takes longer than `limit`.
    pub fn sql(&mut self, sql: &str, limit: Duration) -> Result<Table, Error> {
        // Inside a bracket only a question can stand: no PRAGMA, no ATTACH. The line end closes a comment.
        let bare = sql.trim().trim_end_matches(';');
        let inside = format!("SELECT * FROM (\n{bare}\n) LIMIT {}", ROWS + 1);
        // One cell is no longer than this: `zeroblob` could ask for a gigabyte.
        let before = self.store.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, 16 << 20)?;
        let answer = self.store.query(&inside, limit);
        self.store.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, before)?;
        let table = answer?;
        if table.rows.len() > ROWS {
            return Err(Error::Query(format!("the answer has more than {ROWS} rows\n  help: count, group, or add LIMIT {ROWS}")));
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browse::{ActorEntry, ReportEntry};

    #[test]
    fn a_cell_has_the_latest_stance_and_says_that_it_shifted() {
        let report = |at: u32| ReportEntry {
            id: i64::from(at),
            story: i64::from(at),
            story_at: at,
            outlet: NONE,
            day: 20_310_501,
            minute: 0,
            words: 9,
            places: 0,
        };
        let actor = |(at, name): (u32, &str)| ActorEntry {
            id: i64::from(at),
            name: name.to_owned(),
            kind: "person".to_owned(),
            statements: 0,
            events: 0,
            same_name: at,
        };
        let mut all = Positions::default();
        for (id, holder, issue, stance, day, report) in [
            (1, 0, "leave(karim)", "reject", 20_310_501, 0),
            (2, 0, "leave(karim)", "reject", 20_310_501, 0),
            (3, 1, "talk(front)", "support", 20_310_502, 1),
            (4, 0, "leave(karim)", "accept-if", 20_310_601, 2),
        ] {
            let (issue, stance) = (all.issues.number(issue), all.stances.number(stance) as u8);
            all.entries.push(PositionEntry { id, report, day, is_dated: true, holder, party: NONE, issue, stance });
        }
        all.labels = vec!["Karim leaves".to_owned(), "Talks with the Front".to_owned()];
        let catalogue = Catalogue {
            reports: (0..3).map(report).collect(),
            actors: (0..).zip(["Dask", "Karim"]).map(actor).collect(),
            positions: all,
            ..Catalogue::default()
        };
        let matrix = catalogue.matrix(5, 5);
        let issues: Vec<(&str, u32)> = matrix.issues.iter().map(|(key, _, stories)| (key.as_str(), *stories)).collect();
        assert_eq!(issues, [("leave(karim)", 2), ("talk(front)", 1)]);
        let (name, cells) = &matrix.holders[0];
        let shifted = MatrixCell {
            stance: "accept-if".to_owned(),
            as_of: Some("2031-06-01".to_owned()),
            stories: 2,
            before: Some("reject".to_owned()),
        };
        assert_eq!((name.as_str(), cells), ("Dask", &vec![Some(shifted), None]));
        assert_eq!(catalogue.positions_of(Some("Dask"), None, 0, 9), [4, 1, 2]);
        assert_eq!(catalogue.positions_of(None, Some("talk(front)"), 0, 9), [3]);
        assert_eq!(catalogue.positions_of(Some("nobody"), None, 0, 9), [0; 0]);
    }
}
