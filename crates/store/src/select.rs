//! Which reports a filter takes: for what is made of whole reports.

use crate::ask::full_text;
use crate::{Cell, Error, Filter, Store};
use rusqlite::ToSql;
use std::time::Duration;

impl Store {
    /// The numbers of the current reports that a filter takes, ascending. `about` asks for words of the title,
    /// `since` and `until` for the day of publication; `by`, `to`, `act`, `status` and `place` say nothing of a
    /// report and are not looked at.
    ///
    /// # Errors
    /// When the full-text question is none, or the answer takes longer than `limit`.
    pub fn reports_of(&mut self, filter: &Filter, limit: Duration) -> Result<Vec<i64>, Error> {
        let mut parts = vec!["current = 1".to_owned()];
        let mut values: Vec<String> = Vec::new();
        for (column, value) in [("title", &filter.about), ("outlet", &filter.outlet)] {
            if let Some(value) = value {
                parts.push(format!("{column} LIKE ? ESCAPE '\\'"));
                values.push(format!("%{}%", value.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
            }
        }
        if let Some(since) = &filter.since {
            parts.push("published >= ?".to_owned());
            values.push(since.clone());
        }
        if let Some(until) = &filter.until {
            parts.push(format!("substr(published, 1, {}) <= ?", until.chars().count()));
            values.push(until.clone());
        }
        if let Some(text) = &filter.text {
            parts.push("id IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?)".to_owned());
            values.push(full_text(text));
        }
        let most = filter.limit.map_or_else(String::new, |most| format!("LIMIT {most}"));
        let sql = format!("SELECT id FROM reports WHERE {} ORDER BY id {most}", parts.join(" AND "));
        let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        let answer = self.query_with(&sql, &values, limit)?;
        Ok(answer.rows.iter().filter_map(|row| if let Cell::Integer(id) = row[0] { Some(id) } else { None }).collect())
    }
}
