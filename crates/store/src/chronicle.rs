//! What was said, done and held over time, and which outlet carries what.

use crate::ask::{Question, view};
use crate::tally::By;
use crate::{Cell, Error, Filter, Store, Subject, Table};
use rusqlite::ToSql;
use std::collections::BTreeMap;
use std::time::Duration;

/// A stretch of time that is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A day.
    Day,
    /// A week of ISO 8601, `2031-W19`.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Period {
    /// The period of a day column in SQL. A date that is less exact than the period stays as it is.
    pub(crate) fn of(self, day: &str) -> String {
        match self {
            Self::Day => day.to_owned(),
            Self::Week => format!("coalesce(iif(length({day}) = 10, strftime('%G-W%V', {day}), NULL), {day})"),
            Self::Month => format!("substr({day}, 1, 7)"),
            Self::Year => format!("substr({day}, 1, 4)"),
        }
    }
}

/// What a row of a timeline is made of: subject, and the columns for who, what, whom and the words.
const TOLD: [(Subject, &str, [&str; 4]); 3] = [
    (Subject::Statements, "statement", ["speaker", "act", "addressee", "content"]),
    (Subject::Events, "event", ["source", "type", "target", "evidence"]),
    (Subject::Positions, "position", ["holder", "stance", "label", "words"]),
];

impl Store {
    /// What a filter takes of these subjects in order of day: each once, with the number of reports that carry it.
    ///
    /// # Errors
    /// When the filter has no meaning, or the answer takes longer than `limit`.
    pub fn timeline(&mut self, subjects: &[Subject], filter: &Filter, limit: Duration) -> Result<Table, Error> {
        let most = filter.limit.map_or_else(String::new, |most| format!("LIMIT {most}"));
        let mut parts = Vec::new();
        let mut questions = Vec::new();
        for (subject, kind, [who, what, whom, words]) in TOLD.iter().filter(|(subject, ..)| subjects.contains(subject)) {
            let question = Question::about(*subject, filter);
            // Names are joined for the rows that are shown, not for all that are put in order.
            let view = view(*subject, filter);
            parts.push(format!(
                "SELECT f.day AS day, '{kind}' AS kind, f.{who} AS who, f.{what} AS what, f.{whom} AS whom, f.{words} AS words, t.reports AS reports,
                   f.story AS story, f.report AS report, t.id AS id
                 FROM (SELECT day, count(DISTINCT report) AS reports, min(id) AS id FROM {view} {} GROUP BY story, same
                   ORDER BY day IS NULL, day, 3 {most}) t
                   JOIN {view} f ON f.id = t.id",
                question.conditions()
            ));
            questions.push(question);
        }
        let sql = format!("SELECT * FROM ({}) ORDER BY day IS NULL, day, kind, id {most}", parts.join(" UNION ALL "));
        let values: Vec<&dyn ToSql> = questions.iter().flat_map(Question::values).collect();
        self.query_with(&sql, &values, limit)
    }

    /// How much there is of each subject in each period, the empty ones between the first and the last too: rows, and
    /// independent ones.
    ///
    /// # Errors
    /// As [`Store::timeline`].
    pub fn counts(&mut self, period: Period, subjects: &[Subject], filter: &Filter, limit: Duration) -> Result<Table, Error> {
        let mut columns = vec!["period".to_owned()];
        let mut found: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
        let mut ends: Vec<String> = Vec::new();
        let asked: Vec<_> = TOLD.iter().filter(|(subject, ..)| subjects.contains(subject)).collect();
        for (at, (subject, kind, _)) in asked.iter().enumerate() {
            for group in self.groups(*subject, &[By::Time(period)], filter, limit)? {
                let [Cell::Text(name)] = group.values.as_slice() else { continue };
                let counts = found.entry(name.clone()).or_insert_with(|| vec![Cell::Integer(0); asked.len() * 2]);
                (counts[at * 2], counts[at * 2 + 1]) = (Cell::Integer(group.rows), Cell::Integer(group.independent));
                ends.extend(group.days.into_iter().flat_map(|(first, last)| [first, last]));
            }
            columns.extend([format!("{kind}s"), format!("{kind}s independent")]);
        }
        for name in self.periods(period, &ends, limit)? {
            found.entry(name).or_insert_with(|| vec![Cell::Integer(0); asked.len() * 2]);
        }
        let rows = found.into_iter().map(|(name, counts)| [vec![Cell::Text(name)], counts].concat());
        Ok(Table { columns, rows: rows.collect() })
    }

    /// All periods from the first of some days to the last.
    fn periods(&mut self, period: Period, days: &[String], limit: Duration) -> Result<Vec<String>, Error> {
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(Vec::new()) };
        // From the first day of a period to that of the next.
        let (begin, step) = match period {
            Period::Day => ("date(?1)", "+1 day"),
            Period::Week => ("date(?1, 'weekday 0', '-6 days')", "+7 days"),
            Period::Month => ("date(?1, 'start of month')", "+1 month"),
            Period::Year => ("date(?1, 'start of year')", "+1 year"),
        };
        let sql = format!(
            "WITH RECURSIVE days (day) AS (SELECT {begin} UNION ALL SELECT date(day, '{step}') FROM days WHERE date(day, '{step}') <= date(?2))
             SELECT DISTINCT {} FROM days WHERE day IS NOT NULL",
            period.of("day")
        );
        let answer = self.query_with(&sql, &[first, last], limit)?;
        Ok(answer.rows.iter().map(|row| row[0].to_string()).collect())
    }

    /// Which statements of the stories that two outlets both carry stand in the one, in the other, in both. With
    /// `count_by` in the filter it counts them.
    ///
    /// # Errors
    /// When an outlet is not there or its name is not plain, or as [`Store::ask`].
    pub fn compare(&mut self, one: &str, other: &str, filter: &Filter, limit: Duration) -> Result<Table, Error> {
        let (one, other) = (self.outlet(one)?, self.outlet(other)?);
        let mut question = Question::about(Subject::Statements, filter);
        question.also(
            "story IN (SELECT story FROM reports WHERE outlet = ? AND current = 1 INTERSECT SELECT story FROM reports WHERE outlet = ? AND current = 1)",
            [one.clone(), other.clone()],
        );
        question.also("outlet IN (?, ?)", [one.clone(), other.clone()]);
        let view = view(Subject::Statements, filter);
        // The two outlets' own names are the first values.
        let inner = format!(
            "SELECT story, (SELECT title FROM stories WHERE id = story) AS title, speaker, party, act, content, day, said_on, published, kind, certainty,
               addressee, max(outlet = ?) AS in_one, max(outlet = ?) AS in_other, min(id) AS id
             FROM {view} {} GROUP BY story, same",
            question.conditions()
        );
        let most = filter.limit.map_or_else(String::new, |most| format!("LIMIT {most}"));
        let sql = if filter.count_by.is_empty() {
            let carried = "CASE WHEN in_one AND in_other THEN 'both' WHEN in_one THEN ? ELSE ? END";
            format!(
                "SELECT {carried} AS carried_by, f.story, (SELECT title FROM stories WHERE id = f.story) AS title, f.speaker, f.act, f.content, f.id
                 FROM (SELECT story, max(outlet = ?) AS in_one, max(outlet = ?) AS in_other, min(id) AS id FROM {view} {} GROUP BY story, same
                   ORDER BY story, 4 {most}) t
                   JOIN {view} f ON f.id = t.id ORDER BY f.story, f.id",
                question.conditions()
            )
        } else {
            let groups = By::named(Subject::Statements, &filter.count_by)?;
            let list: Vec<String> = groups.iter().map(|(name, by)| format!("{} AS \"{name}\"", by.sql(Subject::Statements))).collect();
            let by: Vec<String> = (1..=groups.len()).map(|at| at.to_string()).collect();
            format!(
                "SELECT {}, sum(in_one AND in_other) AS both, sum(in_one AND NOT in_other) AS only_the_first,
                   sum(in_other AND NOT in_one) AS only_the_second FROM ({inner}) GROUP BY {} ORDER BY {1} {most}",
                list.join(", "),
                by.join(", ")
            )
        };
        let mut values: Vec<&dyn ToSql> = Vec::new();
        if filter.count_by.is_empty() {
            values.extend([&one as &dyn ToSql, &other]);
        }
        values.extend([&one as &dyn ToSql, &other]);
        values.extend(question.values());
        self.query_with(&sql, &values, limit)
    }

    /// The outlet that a part of a name means.
    fn outlet(&self, part: &str) -> Result<String, Error> {
        let mut look = self.connection.prepare_cached(
            "SELECT DISTINCT outlet FROM reports WHERE outlet IS NOT NULL AND instr(lower(outlet), lower(?1)) ORDER BY outlet",
        )?;
        let found: Vec<String> = look.query_map([part], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let whole = found.iter().find(|name| name.to_lowercase() == part.to_lowercase());
        match (whole, found.as_slice()) {
            (Some(whole), _) => Ok(whole.clone()),
            (None, [only]) => Ok(only.clone()),
            (None, []) => {
                Err(Error::Query(format!("no report is of an outlet `{part}`\n  help: `select distinct outlet from reports` lists them")))
            }
            (None, several) => Err(Error::Query(format!("`{part}` may be {}\n  help: give the whole name", several.join(", ")))),
        }
    }
}
