//! Questions that need no SQL: filters that read like speech.

mod context;
mod question;

use crate::findings::numbered;
use crate::tally::{By, Group};
use crate::{Cell, Error, Store, Table};
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
        let question = Question::about(subject, filter);
        let (columns, order) = shown(subject);
        let view = view(subject, filter);
        let conditions = question.conditions();
        let sql = match (subject, filter.limit) {
            // Actors are counted in all their reports: only those that are asked for are to be.
            (Subject::Actors, most) => {
                self.keep_pages()?;
                let only = match most {
                    Some(most) if conditions.is_empty() => format!("WHERE id IN (SELECT value FROM json_each('{}'))", self.spoken(most)?),
                    _ => conditions,
                };
                let view = view.replace("FROM actors a", &format!("FROM (SELECT * FROM actors {only}) a"));
                let most = most.map_or_else(String::new, |most| format!("LIMIT {most}"));
                format!("SELECT {columns} FROM {view} ORDER BY {order} {most}")
            }
            // Names are joined for the rows that are shown, not for all that are put in order.
            (_, Some(most)) => {
                let first = format!("SELECT id FROM {view} {conditions} ORDER BY {order} LIMIT {most}");
                format!("SELECT {columns} FROM {view} WHERE id IN ({first}) ORDER BY {order}")
            }
            (_, None) => format!("SELECT {columns} FROM {view} {conditions} ORDER BY {order}"),
        };
        let answer = self.query_with(&sql, &question.values(), limit)?;
        if filter.evidence || subject == Subject::Quotes { self.with_context(subject, answer, limit) } else { Ok(answer) }
    }

    /// The numbers, as a list in JSON, of so many actors who make most statements, and of all others who make as many as the last of them.
    fn spoken(&self, most: usize) -> Result<String, Error> {
        let actor_of = numbered(&self.connection, "SELECT id, actor FROM actor_forms")?;
        let mut counts: Vec<(u32, i64)> = numbered(&self.connection, "SELECT id, 1 FROM actors")?.iter().map(|_| 0).zip(0..).collect();
        let mut look = self.connection.prepare("SELECT form, count(*) FROM statement_actor_rows WHERE role = 0 GROUP BY form")?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let actor = actor_of.get(usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX)).map(|&actor| actor as usize);
            if let Some((count, _)) = actor.and_then(|actor| counts.get_mut(actor)) {
                *count += row.get::<_, u32>(1)?;
            }
        }
        counts.sort_unstable_by_key(|&(count, actor)| (std::cmp::Reverse(count), actor));
        let least = most.checked_sub(1).and_then(|last| counts.get(last)).map_or(0, |(count, _)| *count);
        let all: Vec<String> = counts.iter().filter(|(count, _)| *count >= least).map(|(_, actor)| actor.to_string()).collect();
        Ok(format!("[{}]", all.join(",")))
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
        Ok(Some(answer.rows.iter().filter_map(|row| if let Cell::Integer(id) = row[0] { Some(id) } else { None }).collect()))
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
        (Subject::Actors, _) => {
            "(SELECT a.id, a.name, a.kind, max(x.code) AS code, count(DISTINCT x.report) AS reports, count(DISTINCT r.story) AS stories,
              sum(x.mentions) AS mentions,
              (SELECT count(*) FROM statement_actors y WHERE y.actor = a.id AND y.role = 'speaker') AS statements,
              (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT f.name FROM actor_forms f WHERE f.actor = a.id AND f.name <> a.name ORDER BY f.name))
                AS also
              FROM actors a JOIN report_actors x ON x.actor = a.id JOIN reports r ON r.id = x.report GROUP BY a.id)"
        }
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
        Subject::Actors => ("*", "statements DESC, mentions DESC, name, id"),
        Subject::Stories => ("id, first_published, title, reports, outlets, earliest, fullest", "reports DESC, first_published, id"),
    }
}
