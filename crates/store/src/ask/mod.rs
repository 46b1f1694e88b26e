//! Questions that need no SQL: filters that read like speech.

mod context;
mod question;

use crate::{Error, Store, Table};
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
pub(crate) const INDEPENDENT: &str = "count(DISTINCT (story << 32) | (same & 4294967295))";

/// What can be counted by: name, expression for statements, for events, for positions.
const GROUPS: [(&str, &str, &str, &str); 16] = [
    ("year", "substr(day, 1, 4)", "substr(day, 1, 4)", "substr(day, 1, 4)"),
    ("month", "substr(day, 1, 7)", "substr(day, 1, 7)", "substr(day, 1, 7)"),
    ("day", "substr(day, 1, 10)", "substr(day, 1, 10)", "substr(day, 1, 10)"),
    ("speaker", "speaker", "source", "holder"),
    ("source", "speaker", "source", "holder"),
    ("target", "addressee", "target", "issue"),
    ("party", "coalesce(party, speaker)", "source", "coalesce(party, holder)"),
    ("holder", "speaker", "source", "holder"),
    ("issue", "NULL", "NULL", "issue"),
    ("stance", "act", "type", "stance"),
    ("story", "story", "story", "story"),
    ("act", "act", "type", "stance"),
    ("type", "kind", "type", "stance"),
    ("status", "certainty", "status", "stance"),
    ("outlet", "outlet", "outlet", "outlet"),
    ("place", "NULL", "place", "NULL"),
];

impl Store {
    /// The rows that a filter takes, or their counts: rows, and independent ones, of which the copies in one
    /// story count once.
    ///
    /// # Errors
    /// When the filter has no meaning for the subject, the full-text question is none, or the answer takes
    /// longer than `limit`.
    pub fn ask(&mut self, subject: Subject, filter: &Filter, limit: Duration) -> Result<Table, Error> {
        let mut question = Question::about(subject, filter);
        if subject == Subject::Quotes {
            question.also("kind IN ('direct', 'mixed')", []);
        }
        let (columns, order) = shown(subject);
        let view = view(subject, filter);
        let conditions = question.conditions();
        // Actors are counted in all their reports: only those that are asked for are to be.
        let (view, conditions) = match subject {
            Subject::Actors => (view.replace("FROM actors a", &format!("FROM (SELECT * FROM actors {conditions}) a")), String::new()),
            _ => (view.to_owned(), conditions),
        };
        let mut sql = if filter.count_by.is_empty() {
            format!("SELECT {columns} FROM {view} {conditions} ORDER BY {order}")
        } else {
            let groups = groups(subject, &filter.count_by)?;
            let list: Vec<String> = groups.iter().map(|(name, expression)| format!("{expression} AS \"{name}\"")).collect();
            let places: Vec<String> = (1..=groups.len()).map(|at| at.to_string()).collect();
            let (list, by) = (list.join(", "), places.join(", "));
            format!(
                "SELECT {list}, count(*) AS rows, {INDEPENDENT} AS independent FROM {view} {conditions}
                 GROUP BY {by} ORDER BY {by}"
            )
        };
        let answer = match filter.limit {
            // Names are joined for the rows that are shown, not for all that are put in order.
            Some(most) if filter.count_by.is_empty() && subject != Subject::Actors => {
                let first = format!("SELECT id FROM {view} {conditions} ORDER BY {order} LIMIT {most}");
                sql = format!("SELECT {columns} FROM {view} WHERE id IN ({first}) ORDER BY {order}");
                self.query_with(&sql, &question.values(), limit)?
            }
            Some(most) => self.query_with(&format!("{sql} LIMIT {most}"), &question.values(), limit)?,
            None => self.query_with(&sql, &question.values(), limit)?,
        };
        if (filter.evidence || subject == Subject::Quotes) && filter.count_by.is_empty() {
            self.with_context(subject, answer, limit)
        } else {
            Ok(answer)
        }
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

pub(crate) fn groups(subject: Subject, names: &[String]) -> Result<Vec<(&str, &'static str)>, Error> {
    names
        .iter()
        .map(|name| {
            let known = GROUPS.iter().find(|(known, ..)| known == name);
            let expression = known.and_then(|&(_, statements, events, positions)| match subject {
                Subject::Statements | Subject::Quotes => Some(statements),
                Subject::Events => Some(events),
                Subject::Positions => Some(positions),
                Subject::Actors | Subject::Stories => None,
            });
            let all: Vec<&str> = GROUPS.iter().map(|(name, ..)| *name).collect();
            let unknown = || {
                Error::Query(format!(
                    "cannot count by `{name}`\n  help: statements, events and positions are counted by {}",
                    all.join(", ")
                ))
            };
            expression.map(|expression| (name.as_str(), expression)).ok_or_else(unknown)
        })
        .collect()
}
