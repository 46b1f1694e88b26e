//! Findings as numbers, one after another in the order in which they lie.
//!
//! What is counted over most of a store is counted in memory, since SQL would join names for each row by itself: ties
//! ([`crate::ties`]) and counts ([`crate::tally`]) are made of what is read here, once.

use crate::ask::findings_table;
use crate::{Error, Subject};
use rusqlite::{Connection, Row, Statement};
use std::collections::HashMap;

/// Stands for none.
pub(crate) const NONE: u32 = u32::MAX;
/// One in so many findings are looked up one by one; of more, all are looked through.
const FEW: i64 = 16;

/// A table that is asked many times for each of millions of rows; nothing may depend on its order, and it has none.
pub(crate) type Hashed<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Words with numbers, in order of first sight.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub names: Vec<String>,
    numbers: Hashed<Box<str>, u32>,
}

impl Names {
    /// The number that a word has.
    pub fn known(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.into(), number);
        number
    }
}

/// What is known of a report that is current.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ReportOf {
    pub story: i64,
    /// Its number among the outlets.
    pub outlet: u32,
    /// Its number among the days.
    pub day: u32,
}

/// One finding.
#[derive(Debug)]
pub(crate) struct Finding<'f> {
    pub report: i64,
    pub of: ReportOf,
    /// Story and `same` in one: alike for what stands in copies of one story.
    pub told: u64,
    /// The number of its own day among `days`, else that of its report.
    pub day: u32,
    /// All days that were met so far.
    pub days: &'f [String],
    /// The number in `words` of its act, type or stance.
    pub sort: Option<u32>,
    /// That of its certainty or status, or of a position's stance.
    pub state: Option<u32>,
    /// That of a statement's kind, an event's CAMEO code, a position's stance.
    pub kind: Option<u32>,
    /// The place of an event in its report.
    pub place: Option<u32>,
    /// Key and label of a position's issue.
    pub issue: (&'f str, &'f str),
    /// Role and actor, in order; a position's holder has the role 0.
    pub actors: &'f [(u8, u32)],
}

/// Reads findings of one sort.
pub(crate) struct Findings<'c> {
    connection: &'c Connection,
    subject: Subject,
    reports: Vec<Option<ReportOf>>,
    /// The actor of each form.
    actor_of: Vec<u32>,
    pub outlets: Names,
    pub days: Names,
}

impl<'c> Findings<'c> {
    /// Reads what is known of reports and actors. A subject that is no finding has no rows.
    pub fn new(connection: &'c Connection, subject: Subject) -> Result<Self, Error> {
        let (mut outlets, mut days, mut reports) = (Names::default(), Names::default(), Vec::new());
        let mut look = connection
            .prepare("SELECT id, story, outlet, substr(published, 1, 10) FROM reports INDEXED BY reports_head WHERE current = 1")?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let outlet = row.get_ref(2)?.as_str_or_null().unwrap_or_default().map_or(NONE, |name| outlets.number(name));
            let day = row.get_ref(3)?.as_str_or_null().unwrap_or_default().map_or(NONE, |day| days.number(day));
            put(&mut reports, row.get(0)?, Some(ReportOf { story: row.get(1)?, outlet, day }), None);
        }
        let actor_of = numbered(connection, "SELECT id, actor FROM actor_forms")?;
        Ok(Self { connection, subject, reports, actor_of, outlets, days })
    }

    /// The actor of a form.
    pub fn actor(&self, form: i64) -> Option<u32> {
        usize::try_from(form).ok().and_then(|form| self.actor_of.get(form)).copied()
    }

    /// Shows each finding that counts, of those in `taken` or of all, in order of number. Without `people` none has actors.
    pub fn each(
        &mut self,
        taken: Option<&[i64]>,
        people: bool,
        visit: &mut dyn FnMut(&Finding<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (findings, actors) = match self.subject {
            Subject::Statements | Subject::Quotes => (
                "SELECT id, report, same, said_on, act, certainty, kind, NULL, NULL, '', '' FROM statement_rows WHERE verdict IS NOT 'rejected'",
                Some(("statement", "statement_actor_rows")),
            ),
            Subject::Events => (
                "SELECT id, report, same, date, type, status, cameo, place, NULL, '', '' FROM event_rows WHERE same_as IS NULL AND verdict IS NOT 'rejected'",
                Some(("event", "event_actor_rows")),
            ),
            Subject::Positions => (
                "SELECT id, report, same, as_of, stance, stance, stance, NULL, holder_form, issue, label FROM position_rows WHERE verdict IS NOT 'rejected'",
                None,
            ),
            Subject::Actors | Subject::Stories => return Ok(()),
        };
        let actors = actors.filter(|_| people);
        let mut around: Vec<(u8, u32)> = Vec::new();
        let Some((table, _)) = findings_table(self.subject) else { return Ok(()) };
        let last: i64 = self.connection.query_row(&format!("SELECT coalesce(max(id), 0) FROM {table}"), [], |row| row.get(0))?;
        if let Some(taken) = taken.filter(|taken| taken.len() as i64 <= last / FEW) {
            // Many small questions are asked of the store as it is now: else each would begin and end by itself.
            let connection = self.connection;
            let _now = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
            let mut ids = taken.to_vec();
            ids.sort_unstable();
            let mut look = self.connection.prepare(&format!("{findings} AND id = ?1"))?;
            let sql = |(key, table): (&str, &str)| format!("SELECT {key}, role, form FROM {table} WHERE {key} = ?1 ORDER BY role, place");
            let mut who = actors.map(|of| self.connection.prepare(&sql(of))).transpose()?;
            for id in ids {
                around.clear();
                if let Some(who) = &mut who {
                    let mut rows = who.query([id])?;
                    while let Some(row) = rows.next()? {
                        around.extend(self.actor(row.get(2)?).map(|actor| (row.get::<_, u8>(1).unwrap_or(0), actor)));
                    }
                }
                let mut rows = look.query([id])?;
                if let Some(row) = rows.next()? {
                    self.show(row, &mut around, visit)?;
                }
            }
            return Ok(());
        }
        let taken = taken.map(|taken| {
            let mut ids = taken.to_vec();
            ids.sort_unstable();
            ids
        });
        let mut next = taken.as_deref().unwrap_or_default().iter().copied().peekable();
        let mut look = self.connection.prepare(&format!("{findings} ORDER BY id"))?;
        let sql = |(key, table): (&str, &str)| format!("SELECT {key}, role, form FROM {table} ORDER BY {key}, role, place");
        let mut who = actors.map(|of| self.connection.prepare(&sql(of))).transpose()?;
        let mut who = Ahead::new(who.as_mut())?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if taken.is_some() {
                while next.next_if(|&other| other < id).is_some() {}
                if next.peek() != Some(&id) {
                    continue;
                }
            }
            around.clear();
            while let Some((role, form)) = who.of(id)? {
                around.extend(self.actor(form).map(|actor| (role, actor)));
            }
            self.show(row, &mut around, visit)?;
        }
        Ok(())
    }

    fn show(
        &mut self,
        row: &Row<'_>,
        actors: &mut Vec<(u8, u32)>,
        visit: &mut dyn FnMut(&Finding<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let report: i64 = row.get(1)?;
        let Some(of) = usize::try_from(report).ok().and_then(|at| self.reports.get(at)).copied().flatten() else { return Ok(()) };
        let same: i64 = row.get(2)?;
        let own = row.get_ref(3)?.as_str_or_null().unwrap_or_default().map(|day| self.days.number(day));
        // Millions of rows: what a subject has not is not looked at.
        let (mut place, mut issue) = (None, ("", ""));
        match self.subject {
            Subject::Positions => {
                if let Some(holder) = row.get::<_, Option<i64>>(8)?.and_then(|form| self.actor(form)) {
                    actors.push((0, holder));
                }
                let word = |at: usize| row.get_ref(at).map(|cell| cell.as_str().unwrap_or_default());
                issue = (word(9)?, word(10)?);
            }
            Subject::Events => place = row.get(7)?,
            _ => {}
        }
        visit(&Finding {
            report,
            of,
            told: (of.story as u64) << 32 | (same as u64 & 0xFFFF_FFFF),
            day: own.unwrap_or(of.day),
            days: &self.days.names,
            sort: row.get(4)?,
            state: row.get(5)?,
            kind: row.get(6)?,
            place,
            issue,
            actors,
        })
    }
}

/// Rows of finding, role and form, of which the next is known.
struct Ahead<'s> {
    rows: Option<rusqlite::Rows<'s>>,
    next: Option<(i64, u8, i64)>,
}

impl<'s> Ahead<'s> {
    fn new(look: Option<&'s mut Statement<'_>>) -> Result<Self, Error> {
        let mut ahead = Self { rows: look.map(|look| look.query([])).transpose()?, next: None };
        ahead.step()?;
        Ok(ahead)
    }

    fn step(&mut self) -> Result<(), Error> {
        let Some(rows) = &mut self.rows else { return Ok(()) };
        self.next = match rows.next()? {
            Some(row) => Some((row.get(0)?, row.get(1)?, row.get(2)?)),
            None => None,
        };
        Ok(())
    }

    /// The next row of this finding; rows of those before it are passed over.
    fn of(&mut self, id: i64) -> Result<Option<(u8, i64)>, Error> {
        while let Some((finding, role, form)) = self.next {
            if finding > id {
                break;
            }
            self.step()?;
            if finding == id {
                return Ok(Some((role, form)));
            }
        }
        Ok(None)
    }
}

/// Puts a value at a number of a row, and what stands for none at those before that have no row: they are dense.
pub(crate) fn put<T: Copy>(list: &mut Vec<T>, at: i64, value: T, none: T) {
    let at = usize::try_from(at).unwrap_or(0);
    if list.len() <= at {
        list.resize(at + 1, none);
    }
    list[at] = value;
}

/// A number for each row, by its number.
pub(crate) fn numbered(connection: &Connection, sql: &str) -> Result<Vec<u32>, Error> {
    let mut look = connection.prepare(sql)?;
    let mut rows = look.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        put(&mut found, row.get(0)?, row.get(1)?, 0);
    }
    Ok(found)
}
