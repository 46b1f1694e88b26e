//! The first rows in order of day, of very many that a filter takes.
//!
//! SQL would look at each row that a filter takes and put all in order, to show fifty. Here the numbers of rows come from indexes
//! alone, lists of them are cut with each other, and where many are left the days are gone through in order until there are enough.

use super::question::Part;
use super::{Filter, Question, Subject, view};
use crate::query::in_words;
use crate::{Error, Store};
use rusqlite::{Connection, Rows, Statement, ToSql, params_from_iter};
use std::time::Duration;

/// How far one goes before another way is taken; whichever is taken, the rows are the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// So many rows are looked at and put in order at once.
    pub few: usize,
    /// Of more than so many, those are taken out first that another index knows not to fit.
    pub many: usize,
    /// So many rows that come first are looked at, before all others are after all: what else is asked of them takes too few.
    pub tried: usize,
    /// So many entries of an index are passed over for each row that is taken.
    pub passed: usize,
    /// So many reports of one day are gone through.
    pub of_one_day: usize,
}

impl Effort {
    /// As it pays on a store of 100,000 reports.
    pub const USUAL: Self = Self { few: 4_000, many: 20_000, tried: 2_000, passed: 4, of_one_day: 2_000 };
}

/// The table of a subject's findings, and its column of the day that is their own.
pub(crate) fn findings_table(subject: Subject) -> Option<(&'static str, &'static str)> {
    match subject {
        Subject::Statements | Subject::Quotes => Some(("statement_rows", "said_on")),
        Subject::Events => Some(("event_rows", "date")),
        Subject::Positions => Some(("position_rows", "as_of")),
        Subject::Actors | Subject::Stories => None,
    }
}

impl Store {
    /// The numbers of the first rows that a filter takes, in order of day and number; nothing where SQL finds them as fast.
    pub(crate) fn first(
        &mut self,
        subject: Subject,
        filter: &Filter,
        most: usize,
        effort: Effort,
        limit: Duration,
    ) -> Result<Option<Vec<i64>>, Error> {
        let Some(table) = findings_table(subject).filter(|_| !filter.as_read) else { return Ok(None) };
        let question = Question::about(subject, filter);
        let (mut rest, mut cut): (Vec<&Part>, Option<Vec<i64>>) = (Vec::new(), None);
        for part in &question.parts {
            match &part.list {
                Some(list) if part.is_list && !part.is_days => cut = Some(self.cut(cut, list, limit)?),
                _ => rest.push(part),
            }
        }
        if cut.is_none() && !rest.iter().any(|part| part.is_days) {
            return Ok(None);
        }
        let mut found = Vec::new();
        let is_much = |cut: &Option<Vec<i64>>, most: usize| cut.as_ref().is_none_or(|cut| cut.len() > most);
        if is_much(&cut, effort.few) {
            // The days are gone through anyway.
            let parts: Vec<&Part> = rest.iter().copied().filter(|part| !part.is_days).collect();
            let goal = Goal { subject, table, most, effort };
            let tried = self.within(limit, |store| store.by_day(goal, filter, &parts, cut.as_deref())).map_err(in_words)?;
            found = tried.found;
            if tried.is_whole || found.len() >= most {
                found.truncate(most);
                return Ok(Some(found));
            }
            if let Some(cut) = &mut cut {
                cut.retain(|id| tried.seen.binary_search(id).is_err());
            }
        }
        if cut.is_none() {
            return Ok(None);
        }
        let mut others = Vec::new();
        for part in rest {
            match &part.list {
                Some(list) if part.is_days || is_much(&cut, effort.many) => cut = Some(self.cut(cut, list, limit)?),
                _ => others.push(part),
            }
        }
        // What is left comes after what was found.
        let conditions: String = others.iter().map(|part| format!(" AND {}", part.condition)).collect();
        let sql = format!(
            "SELECT id FROM {} WHERE id IN (SELECT value FROM json_each(?)){conditions} ORDER BY day, id LIMIT {}",
            view(subject, filter),
            most - found.len()
        );
        let ids = listed(&cut.unwrap_or_default());
        let mut values: Vec<&dyn ToSql> = vec![&ids];
        values.extend(others.iter().flat_map(|part| &part.values).map(|value| value as &dyn ToSql));
        let answer = self.query_with(&sql, &values, limit)?;
        found.extend(answer.numbers());
        Ok(Some(found))
    }

    /// The rows of a list, or those of them that are among some.
    fn cut(&mut self, known: Option<Vec<i64>>, list: &(String, Vec<String>), limit: Duration) -> Result<Vec<i64>, Error> {
        let values: Vec<&dyn ToSql> = list.1.iter().map(|value| value as &dyn ToSql).collect();
        let found = self.within(limit, |store| numbers(&store.connection, &list.0, &values)).map_err(in_words)?;
        Ok(match known {
            Some(known) => both(&known, &found),
            None => found,
        })
    }

    /// Goes through the days in order, and through those rows of each that are among `ids`, until `most` of them fulfil all conditions or it
    /// does not pay any more.
    fn by_day(&self, goal: Goal, filter: &Filter, parts: &[&Part], ids: Option<&[i64]>) -> Result<Tried, Error> {
        let Goal { subject, table, most, effort } = goal;
        let conditions: String = parts.iter().map(|part| format!(" AND {}", part.condition)).collect();
        let sql = format!("SELECT id FROM {} WHERE id IN (SELECT value FROM json_each(?)){conditions}", view(subject, filter));
        let mut look = self.connection.prepare(&sql)?;
        let asked = Asked::new(table, filter);
        let (mut dated, mut reports) = (self.connection.prepare(&asked.dated)?, self.connection.prepare(&asked.reports)?);
        let mut days = Days {
            ids: ids.map(Bits::of),
            patience: ids.map_or(effort.many, <[i64]>::len).saturating_mul(effort.passed),
            of_one_day: effort.of_one_day,
            dated: dated.query(params_from_iter(&asked.ends))?,
            next: None,
            reports: reports.query(params_from_iter(&asked.ends))?,
            report: None,
            of_report: self.connection.prepare(&asked.of_report)?,
            undated: self.connection.prepare(&asked.undated)?,
        };
        days.step()?;
        days.step_report()?;
        let (mut tried, mut enough) = (Tried::default(), most.max(20));
        while tried.found.len() < most && tried.seen.len() < effort.tried {
            let mut next: Vec<i64> = Vec::new();
            let mut goes_on = true;
            while next.len() < enough && goes_on {
                goes_on = match days.day()? {
                    Day::Of(mut ids) => {
                        next.append(&mut ids);
                        true
                    }
                    Day::None => {
                        tried.is_whole = true;
                        false
                    }
                    Day::Far => false,
                };
            }
            let list = listed(&next);
            let mut values: Vec<&dyn ToSql> = vec![&list];
            values.extend(parts.iter().flat_map(|part| &part.values).map(|value| value as &dyn ToSql));
            let mut fit: Vec<i64> = look.query_map(values.as_slice(), |row| row.get(0))?.collect::<Result<_, _>>()?;
            fit.sort_unstable();
            tried.found.extend(next.iter().filter(|id| fit.binary_search(id).is_ok()));
            tried.seen.extend(&next);
            if !goes_on {
                break;
            }
            enough *= 2;
        }
        tried.seen.sort_unstable();
        Ok(tried)
    }
}

/// What is looked for: so many rows of a subject, which stand in a table with a day of their own.
#[derive(Clone, Copy)]
struct Goal {
    subject: Subject,
    table: (&'static str, &'static str),
    most: usize,
    effort: Effort,
}

/// Rows that came first.
#[derive(Default)]
struct Tried {
    /// Those that fulfil all conditions, in order of day and number.
    found: Vec<i64>,
    /// All, in order of number: they come before all others.
    seen: Vec<i64>,
    /// Whether there are no others.
    is_whole: bool,
}

/// What is asked to go through the days, each question answered by an index alone but the last.
struct Asked {
    dated: String,
    reports: String,
    of_report: String,
    undated: String,
    /// The first day and the last that a filter takes.
    ends: Vec<String>,
}

impl Asked {
    fn new((table, own): (&str, &str), filter: &Filter) -> Self {
        let ends = [(&filter.since, ">=", ""), (&filter.until, "<", "~")];
        let ends: Vec<(&str, String)> =
            ends.into_iter().filter_map(|(day, test, end)| Some((test, format!("{}{end}", day.as_ref()?)))).collect();
        let within = |column: &str| ends.iter().map(|(test, _)| format!(" AND {column} {test} ?")).collect::<String>();
        Self {
            dated: format!("SELECT id, {own} FROM {table} WHERE {own} IS NOT NULL{} ORDER BY {own}, id", within(own)),
            reports: format!("SELECT id, substr(published, 1, 10) FROM reports WHERE 1{} ORDER BY published, id", within("published")),
            of_report: format!("SELECT id FROM {table} WHERE report = ?1"),
            undated: format!("SELECT 1 FROM {table} WHERE id = ?1 AND {own} IS NULL"),
            ends: ends.into_iter().map(|(_, end)| end).collect(),
        }
    }
}

/// Rows in order of day: those that have one of their own, and those that have that of their report.
struct Days<'s, 'c> {
    /// Those that count, or all.
    ids: Option<Bits>,
    dated: Rows<'s>,
    next: Option<(String, i64)>,
    reports: Rows<'s>,
    report: Option<(Option<String>, i64)>,
    of_report: Statement<'c>,
    undated: Statement<'c>,
    /// Entries that may still be passed over.
    patience: usize,
    of_one_day: usize,
}

/// What comes next.
enum Day {
    /// All rows of a day, in order of number.
    Of(Vec<i64>),
    /// There is none.
    None,
    /// It is too far to go there.
    Far,
}

impl Days<'_, '_> {
    /// To the next row with a day of its own; where it is too far, the one before stays.
    fn step(&mut self) -> Result<(), Error> {
        while self.patience > 0 {
            let Some(row) = self.dated.next()? else {
                self.next = None;
                return Ok(());
            };
            let id = row.get(0)?;
            if self.ids.as_ref().is_none_or(|ids| ids.has(id)) {
                self.next = Some((row.get(1)?, id));
                return Ok(());
            }
            self.patience -= 1;
        }
        Ok(())
    }

    fn step_report(&mut self) -> Result<(), Error> {
        self.report = match self.reports.next()? {
            Some(row) => Some((row.get(1)?, row.get(0)?)),
            None => None,
        };
        Ok(())
    }

    fn day(&mut self) -> Result<Day, Error> {
        if self.patience == 0 {
            return Ok(Day::Far);
        }
        let own = self.next.as_ref().map(|(day, _)| Some(day.clone()));
        let published = self.report.as_ref().map(|(day, _)| day.clone());
        let Some(day) = [own, published].into_iter().flatten().min() else { return Ok(Day::None) };
        let mut found = Vec::new();
        let mut reports = 0;
        while let Some((_, report)) = self.report.as_ref().filter(|(on, _)| *on == day) {
            reports += 1;
            let mut rows = self.of_report.query([report])?;
            let mut here: Vec<i64> = Vec::new();
            while let Some(row) = rows.next()? {
                self.patience = self.patience.saturating_sub(1);
                here.extend(Some(row.get(0)?).filter(|&id| self.ids.as_ref().is_none_or(|ids| ids.has(id))));
            }
            drop(rows);
            for id in here {
                if self.undated.exists([id])? {
                    found.push(id);
                }
            }
            self.step_report()?;
            if reports > self.of_one_day || self.patience == 0 {
                return Ok(Day::Far);
            }
        }
        while let Some((_, id)) = self.next.as_ref().filter(|(own, _)| day.as_ref() == Some(own)) {
            found.push(*id);
            self.step()?;
            if self.patience == 0 {
                return Ok(Day::Far);
            }
        }
        found.sort_unstable();
        Ok(Day::Of(found))
    }
}

/// A set of numbers of rows.
struct Bits(Vec<u64>);

impl Bits {
    /// Of numbers in order.
    fn of(ids: &[i64]) -> Self {
        let last = ids.last().and_then(|&last| usize::try_from(last).ok()).unwrap_or(0);
        let mut bits = vec![0_u64; last / 64 + 1];
        for at in ids.iter().filter_map(|&id| usize::try_from(id).ok()) {
            bits[at / 64] |= 1 << (at % 64);
        }
        Self(bits)
    }

    fn has(&self, id: i64) -> bool {
        usize::try_from(id).is_ok_and(|at| self.0.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1))
    }
}

/// The numbers that a question gives, in order, each once.
fn numbers(connection: &Connection, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<i64>, Error> {
    let mut look = connection.prepare(sql)?;
    let mut rows = look.query(values)?;
    let mut found: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(row.get(0)?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The numbers that are in two lists in order.
fn both(one: &[i64], other: &[i64]) -> Vec<i64> {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut next = many.iter().copied().peekable();
    let is_in = |id: &&i64| {
        while next.next_if(|other| other < *id).is_some() {}
        next.peek() == Some(*id)
    };
    few.iter().filter(is_in).copied().collect()
}

/// Numbers as a list in JSON.
pub(super) fn listed(ids: &[i64]) -> String {
    let all: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", all.join(","))
}
