//! Positions as a page shows them, and questions in SQL.

use super::Browser;
use crate::{Error, Table};
use rusqlite::limits::Limit;
use serde::Serialize;
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

impl Browser {
    /// Positions of a holder, of those who speak for one, or on an issue, the latest first: one page after an offset.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn positions(&self, holder: Option<&str>, issue: Option<&str>, after: usize, size: usize) -> Result<Vec<PositionRow>, Error> {
        let connection = &self.store.connection;
        let mut look = connection.prepare_cached(
            "SELECT id, holder, issue, label, stance, condition, as_of, report, story, outlet, evidence, party, condition_kind, basis, told_by,
               verdict FROM positions_flat
             WHERE (?1 IS NULL OR holder = ?1 OR party = ?1) AND (?2 IS NULL OR issue = ?2)
             ORDER BY coalesce(as_of, published) DESC, id LIMIT ?3 OFFSET ?4",
        )?;
        let bare = |local: &str| Evidence { local: local.to_owned(), words: String::new() };
        let rows = look.query_map((holder, issue, size as i64, after as i64), |row| {
            let evidence: Option<String> = row.get(10)?;
            Ok(PositionRow {
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
                report: row.get(7)?,
                story: row.get(8)?,
                outlet: row.get(9)?,
                evidence: evidence.unwrap_or_default().split("; ").filter(|id| !id.is_empty()).map(bare).collect(),
            })
        })?;
        let mut found = rows.collect::<Result<Vec<PositionRow>, _>>()?;
        let mut words = connection.prepare_cached(
            "SELECT content FROM statements WHERE report = ?1 AND local = ?2
             UNION ALL SELECT evidence FROM events WHERE report = ?1 AND local = ?2",
        )?;
        for position in &mut found {
            for shown in &mut position.evidence {
                let mut rows = words.query((position.report, &shown.local))?;
                if let Some(row) = rows.next()? {
                    shown.words = row.get(0)?;
                }
            }
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
