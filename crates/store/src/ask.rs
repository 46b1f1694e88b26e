//! Questions that need no SQL: filters that read like speech.

use crate::{Error, Store, Table};
use rusqlite::ToSql;
use std::time::Duration;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Who said what.
    Statements,
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
    /// Part of the name of the speaker, source or holder, or of the party.
    pub by: Option<String>,
    /// Part of the name of the addressee or target.
    pub to: Option<String>,
    /// Words that the content or evidence holds, or the issue.
    pub about: Option<String>,
    /// The act of a statement, the type or CAMEO code of an event (a prefix), the stance of a position.
    pub act: Option<String>,
    /// The status of an event, the certainty of a statement.
    pub status: Option<String>,
    /// First day, as YYYY, YYYY-MM or YYYY-MM-DD.
    pub since: Option<String>,
    /// Last day, the same.
    pub until: Option<String>,
    /// Part of the name of the place of an event.
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
}

/// What can be counted by: name, expression for statements, for events, for positions.
const GROUPS: [(&str, &str, &str, &str); 12] = [
    (
        "year",
        "substr(coalesce(said_on, published), 1, 4)",
        "substr(coalesce(date, published), 1, 4)",
        "substr(coalesce(as_of, published), 1, 4)",
    ),
    (
        "month",
        "substr(coalesce(said_on, published), 1, 7)",
        "substr(coalesce(date, published), 1, 7)",
        "substr(coalesce(as_of, published), 1, 7)",
    ),
    (
        "day",
        "substr(coalesce(said_on, published), 1, 10)",
        "substr(coalesce(date, published), 1, 10)",
        "substr(coalesce(as_of, published), 1, 10)",
    ),
    ("speaker", "speaker", "source", "holder"),
    ("source", "speaker", "source", "holder"),
    ("target", "addressee", "target", "issue"),
    ("party", "coalesce(party, speaker)", "source", "holder"),
    ("act", "act", "type", "stance"),
    ("type", "kind", "type", "stance"),
    ("status", "certainty", "status", "stance"),
    ("outlet", "outlet", "outlet", "holder"),
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
        let mut question = Question::default();
        let (view, columns, order) = match subject {
            Subject::Statements => {
                question.like(&filter.by, &["speaker", "party", "source"]);
                question.like(&filter.to, &["addressee"]);
                question.like(&filter.about, &["content"]);
                question.equal(&filter.act, "act");
                question.equal(&filter.status, "certainty");
                question.days(filter, "coalesce(said_on, published)");
                question.text(&filter.text, "id IN (SELECT rowid FROM statements_text WHERE statements_text MATCH ?)");
                (
                    "statements_flat",
                    "id, said_on, speaker, party, act, addressee, content, published, outlet, story, report, verdict",
                    "coalesce(said_on, published), id",
                )
            }
            Subject::Events => {
                question.like(&filter.by, &["source", "source_code"]);
                question.like(&filter.to, &["target", "target_code"]);
                question.like(&filter.about, &["evidence"]);
                question.like(&filter.place, &["place", "country"]);
                question.begins(&filter.act, &["type", "cameo", "mode"]);
                question.equal(&filter.status, "status");
                question.days(filter, "coalesce(date, published)");
                question.text(&filter.text, "report IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?)");
                let columns = "id, date, source, source_code, type, mode, cameo, target, target_code, status, place, evidence, published, outlet, story, report, verdict";
                ("events_flat", columns, "coalesce(date, published), id")
            }
            Subject::Positions => {
                question.like(&filter.by, &["holder", "party"]);
                question.like(&filter.about, &["issue", "label"]);
                question.equal(&filter.act, "stance");
                question.days(filter, "coalesce(as_of, published)");
                question.text(&filter.text, "report IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?)");
                (
                    "positions_flat",
                    "id, as_of, holder, party, issue, label, stance, condition, condition_kind, basis, words, published, outlet, story, report, verdict",
                    "coalesce(as_of, published), id",
                )
            }
            Subject::Actors => {
                question.like(&filter.by, &["name"]);
                let view =
                    "(SELECT a.name, a.kind, max(x.code) AS code, count(DISTINCT x.report) AS reports, count(DISTINCT r.story) AS stories,
                    sum(x.mentions) AS mentions,
                    (SELECT count(*) FROM statement_actors y WHERE y.actor = a.id AND y.role = 'speaker') AS statements
                    FROM actors a JOIN report_actors x ON x.actor = a.id JOIN reports r ON r.id = x.report GROUP BY a.id)";
                (view, "*", "statements DESC, mentions DESC, name")
            }
            Subject::Stories => {
                question.like(&filter.about, &["title"]);
                question.days(filter, "first_published");
                question.text(
                    &filter.text,
                    "id IN (SELECT story FROM reports WHERE id IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?))",
                );
                ("stories", "id, first_published, title, reports, outlets, earliest, fullest", "reports DESC, first_published, id")
            }
        };
        if matches!(subject, Subject::Statements | Subject::Events | Subject::Positions) {
            question.like(&filter.outlet, &["outlet"]);
        }
        let view = if filter.as_read { view.replace("_flat", "_as_read") } else { view.to_owned() };
        let sql = if filter.count_by.is_empty() {
            format!("SELECT {columns} FROM {view} {} ORDER BY {order}", question.conditions())
        } else {
            let groups = groups(subject, &filter.count_by)?;
            let list: Vec<String> = groups.iter().map(|(name, expression)| format!("{expression} AS \"{name}\"")).collect();
            let places: Vec<String> = (1..=groups.len()).map(|at| at.to_string()).collect();
            let own = "story || ' ' || same";
            let (list, by) = (list.join(", "), places.join(", "));
            format!(
                "SELECT {list}, count(*) AS rows, count(DISTINCT {own}) AS independent FROM {view} {} GROUP BY {by} ORDER BY {by}",
                question.conditions()
            )
        };
        let sql = filter.limit.map_or_else(|| sql.clone(), |most| format!("{sql} LIMIT {most}"));
        let values: Vec<&dyn ToSql> = question.values.iter().map(|value| value as &dyn ToSql).collect();
        self.query_with(&sql, &values, limit)
    }
}

fn groups(subject: Subject, names: &[String]) -> Result<Vec<(&str, &'static str)>, Error> {
    names
        .iter()
        .map(|name| {
            let known = GROUPS.iter().find(|(known, ..)| known == name);
            let expression = known.and_then(|&(_, statements, events, positions)| match subject {
                Subject::Statements => Some(statements),
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

/// Conditions with the values of their question marks, in order.
#[derive(Default)]
struct Question {
    parts: Vec<String>,
    values: Vec<String>,
}

impl Question {
    fn any(&mut self, value: &Option<String>, columns: &[&str], test: &str, shape: impl Fn(&str) -> String) {
        if let Some(value) = value {
            let parts: Vec<String> = columns.iter().map(|column| format!("{column} {test}")).collect();
            self.parts.push(format!("({})", parts.join(" OR ")));
            self.values.extend(columns.iter().map(|_| shape(value)));
        }
    }

    fn like(&mut self, value: &Option<String>, columns: &[&str]) {
        self.any(value, columns, "LIKE ? ESCAPE '\\'", |value| format!("%{}%", plain(value)));
    }

    fn begins(&mut self, value: &Option<String>, columns: &[&str]) {
        self.any(value, columns, "LIKE ? ESCAPE '\\'", |value| format!("{}%", plain(value)));
    }

    fn equal(&mut self, value: &Option<String>, column: &str) {
        self.any(value, &[column], "= ? COLLATE NOCASE", str::to_owned);
    }

    fn text(&mut self, value: &Option<String>, condition: &str) {
        if let Some(value) = value {
            self.parts.push(condition.to_owned());
            self.values.push(full_text(value));
        }
    }

    /// Days by their beginning: "2031-05" takes in the whole month at both ends.
    fn days(&mut self, filter: &Filter, day: &str) {
        if let Some(since) = &filter.since {
            self.parts.push(format!("{day} >= ?"));
            self.values.push(since.clone());
        }
        if let Some(until) = &filter.until {
            self.parts.push(format!("substr({day}, 1, {}) <= ?", until.chars().count()));
            self.values.push(until.clone());
        }
    }

    fn conditions(&self) -> String {
        if self.parts.is_empty() { String::new() } else { format!("WHERE {}", self.parts.join(" AND ")) }
    }
}

/// A full-text question as FTS5 takes it: "weapons NEAR supplies" means within ten words of each other, and a
/// word with marks in it ("U.N.", "al-Dask") stands in quotes, which such words need there.
pub(crate) fn full_text(question: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for (at, piece) in question.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(format!("\"{piece}\""));
            continue;
        }
        words.extend(piece.split_whitespace().map(|word| {
            let bare = word.trim_matches(|c| matches!(c, '(' | ')' | '*' | '^'));
            let simple = bare.chars().all(|c| c.is_alphanumeric() || c == '_');
            if simple || bare.is_empty() { word.to_owned() } else { word.replace(bare, &format!("\"{bare}\"")) }
        }));
    }
    let mut found: Vec<String> = Vec::new();
    let mut rest = words.into_iter().peekable();
    while let Some(word) = rest.next() {
        let mut near = vec![word];
        while rest.peek().is_some_and(|word| word == "NEAR") && near[0] != "NEAR" {
            rest.next();
            near.extend(rest.next());
        }
        found.push(if near.len() > 1 { format!("NEAR({}, 10)", near.join(" ")) } else { near.remove(0) });
    }
    found.join(" ")
}

/// A value in which nothing is a wildcard.
fn plain(value: &str) -> String {
    value.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_text_question_reads_like_speech() {
        for (asked, meant) in [
            ("talks", "talks"),
            ("weapons NEAR supplies", "NEAR(weapons supplies, 10)"),
            ("a NEAR b NEAR c AND d", "NEAR(a b c, 10) AND d"),
            ("U.N. envoy", "\"U.N.\" envoy"),
            ("\"no talks\" cease*", "\"no talks\" cease*"),
            ("(al-Dask OR rebels)", "(\"al-Dask\" OR rebels)"),
            ("", ""),
        ] {
            assert_eq!(full_text(asked), meant);
        }
    }
}
