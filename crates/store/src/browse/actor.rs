//! One actor in all reports: who he is said to be, for whom, when.

use super::Browser;
use super::catalogue::{Catalogue, iso};
use super::search::Sort;
use crate::Error;
use rusqlite::OptionalExtension;
use serde::Serialize;
use std::collections::BTreeMap;

/// A role or code with the time in which reports give it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spell {
    /// The role, the code, the party.
    pub name: String,
    /// First and last day of publication of a report that has it.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// How many reports.
    pub reports: i64,
}

/// An actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Actor {
    /// `actors.id`.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What sort.
    pub kind: String,
    /// Reports that name it.
    pub reports: i64,
    /// Stories that do.
    pub stories: i64,
    /// Mentions in them.
    pub mentions: i64,
    /// Names under which reports know it.
    pub names: Vec<Spell>,
    /// Roles in time.
    pub roles: Vec<Spell>,
    /// CAMEO codes in time.
    pub codes: Vec<Spell>,
    /// Parties in time.
    pub parties: Vec<Spell>,
    /// Those who speak or act for it.
    pub members: Vec<ActorRow>,
}

/// An actor in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorRow {
    /// `actors.id`.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What sort.
    pub kind: String,
    /// Statements it makes.
    pub statements: u32,
    /// Events it has part in.
    pub events: u32,
}

/// A number of statements or events in a stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Count {
    /// Day, month or year.
    pub when: String,
    /// How many.
    pub rows: u32,
}

impl Browser {
    /// The actor with this id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn actor(&self, id: i64) -> Result<Option<Actor>, Error> {
        let found: Option<(String, String)> = self
            .store
            .connection
            .prepare_cached("SELECT name, kind FROM actors WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((name, kind)) = found else { return Ok(None) };
        let mut look = self.store.connection.prepare_cached(
            "SELECT x.roles, x.code, p.name, substr(r.published, 1, 10), x.mentions, r.story, x.report, f.name
             FROM report_actors x JOIN reports r ON r.id = x.report AND r.current = 1 JOIN actor_forms f ON f.id = x.form LEFT JOIN actors p ON p.id = x.party WHERE x.actor = ?1",
        )?;
        let (mut roles, mut codes, mut parties, mut names) = (Spells::default(), Spells::default(), Spells::default(), Spells::default());
        let (mut mentions, mut stories, mut reports) = (0, std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        let mut rows = look.query([id])?;
        while let Some(row) = rows.next()? {
            let day: Option<String> = row.get(3)?;
            let text = |at: usize| row.get::<_, Option<String>>(at);
            for role in text(0)?.unwrap_or_default().split("; ").filter(|role| !role.is_empty()) {
                roles.add(role, day.as_deref());
            }
            for (spells, name) in [(&mut codes, text(1)?), (&mut parties, text(2)?), (&mut names, text(7)?)] {
                if let Some(name) = name {
                    spells.add(&name, day.as_deref());
                }
            }
            mentions += row.get::<_, i64>(4)?;
            stories.insert(row.get::<_, i64>(5)?);
            reports.insert(row.get::<_, i64>(6)?);
        }
        let (reports, stories) = (reports.len() as i64, stories.len() as i64);
        let (roles, codes, parties, names) = (roles.sorted(), codes.sorted(), parties.sorted(), names.sorted());
        Ok(Some(Actor { id, name, kind, reports, stories, mentions, names, roles, codes, parties, members: Vec::new() }))
    }
}

/// Names with their times, the commonest first once sorted.
#[derive(Default)]
struct Spells(BTreeMap<String, Spell>);

impl Spells {
    fn add(&mut self, name: &str, day: Option<&str>) {
        let spell = self.0.entry(name.to_owned()).or_insert_with(|| Spell { name: name.to_owned(), first: None, last: None, reports: 0 });
        spell.reports += 1;
        if let Some(day) = day {
            if spell.first.as_deref().is_none_or(|first| day < first) {
                spell.first = Some(day.to_owned());
            }
            if spell.last.as_deref().is_none_or(|last| day > last) {
                spell.last = Some(day.to_owned());
            }
        }
    }

    fn sorted(self) -> Vec<Spell> {
        let mut all: Vec<Spell> = self.0.into_values().collect();
        all.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.name.cmp(&b.name)));
        all
    }
}

impl Catalogue {
    /// Those who speak or act for this actor, the most reports first.
    pub fn members(&self, id: i64) -> Vec<ActorRow> {
        let Some(party) = self.actor(id) else { return Vec::new() };
        let mut found = std::collections::BTreeSet::new();
        for table in [&self.statements, &self.events] {
            for &at in table.parties.of(party) {
                let fits = table.by(&table.findings[at as usize]).iter().filter(|who| who.party == party && who.actor != party);
                found.extend(fits.map(|who| who.actor));
            }
        }
        let mut rows: Vec<ActorRow> = found.into_iter().map(|at| self.actor_row(at)).collect();
        rows.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.name.cmp(&b.name)));
        rows
    }

    /// Actors whose names hold all words of `text` (all where there are none), those with most findings first:
    /// one page after an offset, and how many there are.
    pub fn list_actors(&self, text: &str, kind: Option<&str>, after: usize, size: usize) -> (Vec<ActorRow>, usize) {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let is_kind = |at: &u32| kind.is_none_or(|kind| kind == self.actors[*at as usize].kind);
        let found: Vec<u32> = if words.is_empty() {
            self.names.by_findings.iter().copied().filter(is_kind).collect()
        } else {
            let mut found: Vec<u32> = self.names.containing(&words).into_iter().filter(is_kind).collect();
            found.sort_by_key(|&at| std::cmp::Reverse(self.actors[at as usize].statements + self.actors[at as usize].events));
            found
        };
        let all = found.len();
        (found.into_iter().skip(after).take(size).map(|at| self.actor_row(at)).collect(), all)
    }

    fn actor_row(&self, at: u32) -> ActorRow {
        let actor = &self.actors[at as usize];
        let (id, name, kind) = (actor.id, actor.name.clone(), actor.kind.clone());
        ActorRow { id, name, kind, statements: actor.statements, events: actor.events }
    }

    /// Findings by month, gaps left out.
    pub fn by_month(&self, sort: Sort, found: &[u32]) -> Vec<Count> {
        let table = self.table(sort);
        let mut months: BTreeMap<u32, u32> = BTreeMap::new();
        for &at in found {
            let day = table.findings[at as usize].day;
            if day % 10_000 >= 100 {
                *months.entry(day / 100 * 100).or_default() += 1;
            }
        }
        months.into_iter().filter_map(|(month, rows)| iso(month).map(|when| Count { when, rows })).collect()
    }
}
