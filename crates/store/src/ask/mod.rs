//! Questions that need no SQL: filters that read like speech.

mod actors;
mod context;
mod first;
mod question;

use crate::tally::{By, Group};
use crate::{Cell, Error, Store, Table};
pub(crate) use first::{Effort, findings_table};
pub(crate) use question::Question;
use std::time::Duration;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Who said what.
    Statements,
    /// Direct speech, with its context.
    Quotes,
    /// Who did what to whom.
    Events,
    /// Who stands where.
    Positions,
    /// Who acts or speaks.
    Actors,
    /// Reports with their copies.
    Stories,
}

/// Which rows; an empty filter takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of the name of the speaker, source or holder, of its office or party, or the beginning of its CAMEO code.
    pub by: Option<String>,
    /// Part of the name of the addressee or target.
    pub to: Option<String>,
    /// A word that the content or evidence holds, or its beginning; part of the name of who is named there; the issue.
    pub about: Option<String>,
    /// The act of a statement, the type or CAMEO code of an event (a prefix), the stance of a position.
    pub act: Option<String>,
    /// The status of an event, the certainty of a statement.
    pub status: Option<String>,
    /// First day, as YYYY, YYYY-MM or YYYY-MM-DD.
    pub since: Option<String>,
    /// Last day, the same.
    pub until: Option<String>,
    /// Part of the name of the place of an event, or its country; of a statement, a place in its report.
    pub place: Option<String>,
    /// Part of the name of the outlet.
    pub outlet: Option<String>,
    /// A question to the full text of statements and reports (SQLite FTS5: `weapons NEAR supplies`).
    pub text: Option<String>,
    /// Count rows instead, by these: month, year, party, speaker, act, outlet, type, status, ….
    pub count_by: Vec<String>,
    /// So many rows at most.
    pub limit: Option<usize>,
    /// What the machine read, whatever people said of it.
    pub as_read: bool,
    /// Show the words with their paragraph.
    pub evidence: bool,
}

/// How many of the rows are no copies of each other: numbers are told apart sooner than words.
const INDEPENDENT: &str = "count(DISTINCT (story << 32) | (same & 4294967295))";

impl Store {
    /// The rows that a filter takes, or their counts: rows, and independent ones, of which the copies in one
    /// story count once.
    ///
    /// # Errors
    /// When the filter has no meaning for the subject, the full-text question is none, or the answer takes
    /// longer than `limit`.
    pub fn ask(&mut self, subject: Subject, filter: &Filter, limit: Duration) -> Result<Table, Error> {
        if !filter.count_by.is_empty() {
            return self.counted(subject, filter, limit);
        }
        if subject == Subject::Actors {
            return self.actors(filter, limit);
        }
        let question = Question::about(subject, filter);
        let (columns, order) = shown(subject);
        let view = view(subject, filter);
        let conditions = question.conditions();
        let first = match filter.limit {
            Some(most) => self.first(subject, filter, most, Effort::USUAL, limit)?,
            None => None,
        };
        let sql = match (first, filter.limit) {
            // Names are joined for the rows that are shown, not for all that are put in order.
            (Some(first), _) => {
                let sql = format!("SELECT {columns} FROM {view} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {order}");
                let answer = self.query_with(&sql, &[&first::listed(&first)], limit)?;
                return self.evident(subject, filter, answer, limit);
            }
            (None, Some(most)) => {
                let first = format!("SELECT id FROM {view} {conditions} ORDER BY {order} LIMIT {most}");
                format!("SELECT {columns} FROM {view} WHERE id IN ({first}) ORDER BY {order}")
            }
            (None, None) => format!("SELECT {columns} FROM {view} {conditions} ORDER BY {order}"),
        };
        let answer = self.query_with(&sql, &question.values(), limit)?;
        self.evident(subject, filter, answer, limit)
    }

    /// The same rows with their paragraphs, where these are asked for.
    fn evident(&mut self, subject: Subject, filter: &Filter, answer: Table, limit: Duration) -> Result<Table, Error> {
        if filter.evidence || subject == Subject::Quotes { self.with_context(subject, answer, limit) } else { Ok(answer) }
    }

    /// Counts in place of rows.
    fn counted(&mut self, subject: Subject, filter: &Filter, limit: Duration) -> Result<Table, Error> {
        let named = By::named(subject, &filter.count_by)?;
        let by: Vec<By> = named.iter().map(|(_, by)| *by).collect();
        let mut columns: Vec<String> = named.iter().map(|(name, _)| (*name).to_owned()).collect();
        columns.extend(["rows", "independent"].map(str::to_owned));
        let groups = self.groups(subject, &by, filter, limit)?.into_iter().take(filter.limit.unwrap_or(usize::MAX));
        let row = |group: Group| {
            let mut row = group.values;
            row.extend([Cell::Integer(group.rows), Cell::Integer(group.independent)]);
            row
        };
        Ok(Table { columns, rows: groups.map(row).collect() })
    }

    /// How many findings of a filter there are by what.
    pub(crate) fn groups(&mut self, subject: Subject, by: &[By], filter: &Filter, limit: Duration) -> Result<Vec<Group>, Error> {
        let question = Question::about(subject, filter);
        if !filter.as_read && !question.is_narrow(filter) {
            // Most of the store may be taken.
            let taken = self.taken(subject, filter, limit)?;
            return self.within(limit, |store| store.tally(subject, by, taken.as_deref()));
        }
        let list: String = by.iter().map(|by| format!("{}, ", by.sql(subject))).collect();
        let places = (1..=by.len()).map(|at| at.to_string()).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT {list} count(*), {INDEPENDENT}, min(iif(length(day) = 10, day, NULL)), max(iif(length(day) = 10, day, NULL))
             FROM {} {} GROUP BY {places} ORDER BY {places}",
            view(subject, filter),
            question.conditions()
        );
        let answer = self.query_with(&sql, &question.values(), limit)?;
        let group = |row: Vec<Cell>| {
            let (values, counts) = row.split_at(by.len());
            let number = |cell: &Cell| if let Cell::Integer(number) = cell { *number } else { 0 };
            let days = match &counts[2..] {
                [Cell::Text(first), Cell::Text(last)] => Some((first.clone(), last.clone())),
                _ => None,
            };
            Group { values: values.to_vec(), rows: number(&counts[0]), independent: number(&counts[1]), days }
        };
        Ok(answer.rows.into_iter().map(group).collect())
    }

    /// The numbers of the findings that a filter takes; nothing where it takes all.
    pub(crate) fn taken(&mut self, subject: Subject, filter: &Filter, limit: Duration) -> Result<Option<Vec<i64>>, Error> {
        let question = Question::about(subject, filter);
        let conditions = question.conditions();
        if conditions.is_empty() {
            return Ok(None);
        }
        let answer = self.query_with(&format!("SELECT id FROM {} {conditions}", view(subject, filter)), &question.values(), limit)?;
        Ok(Some(answer.numbers().collect()))
    }
}

/// The view that holds the rows of a subject.
pub(crate) fn view(subject: Subject, filter: &Filter) -> &'static str {
    match (subject, filter.as_read) {
        (Subject::Statements | Subject::Quotes, false) => "statements_flat",
        (Subject::Statements | Subject::Quotes, true) => "statements_as_read",
        (Subject::Events, false) => "events_flat",
        (Subject::Events, true) => "events_as_read",
        (Subject::Positions, false) => "positions_flat",
        (Subject::Positions, true) => "positions_as_read",
        (Subject::Actors, _) => "actors",
        (Subject::Stories, _) => "stories",
    }
}

/// The columns that are shown of a subject, and their order.
fn shown(subject: Subject) -> (&'static str, &'static str) {
    match subject {
        Subject::Statements => (
            "id, said_on, speaker, party, act, addressee, content, published, outlet, story, report, verdict",
            "day, id",
        ),
        Subject::Quotes => ("id, said_on, speaker, party, act, addressee, content, published, outlet, title, report, verdict", "day, id"),
        Subject::Events => (
            "id, date, source, source_code, type, mode, cameo, target, target_code, status, place, evidence, published, outlet, story, report,
             verdict",
            "day, id",
        ),
        Subject::Positions => (
            "id, as_of, holder, party, issue, label, stance, condition, condition_kind, basis, words, published, outlet, story, report, verdict",
            "day, id",
        ),
        Subject::Actors => ("id, name, kind", "name, id"),
        Subject::Stories => ("id, first_published, title, reports, outlets, earliest, fullest", "reports DESC, first_published, id"),
    }
}
