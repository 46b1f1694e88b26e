//! Which reports a filter takes: for what is made of whole reports.

use crate::ask::Question;
use crate::{Error, Filter, Store};
use std::time::Duration;

impl Store {
    /// The numbers of the current reports that a filter takes, ascending. `about` asks for words of the title,
    /// `since` and `until` for the day of publication; `by`, `to`, `act`, `status` and `place` say nothing of a
    /// report and are not looked at.
    ///
    /// # Errors
    /// When the full-text question is none, or the answer takes longer than `limit`.
    pub fn reports_of(&mut self, filter: &Filter, limit: Duration) -> Result<Vec<i64>, Error> {
        let mut question = Question::of_reports(filter);
        question.also("current = 1", []);
        let most = filter.limit.map_or_else(String::new, |most| format!("LIMIT {most}"));
        let sql = format!("SELECT id FROM reports {} ORDER BY id {most}", question.conditions());
        let values = question.values();
        let answer = self.query_with(&sql, &values, limit)?;
        Ok(answer.numbers().collect())
    }
}
