//! The rows of a table, a few thousand at a time: an export of any length stays in bounded memory.

use super::columns::{Column, TableName, Type};
use super::error::Error;
use rapporteur_store::{Cell, Filter, Store, Subject};
use rusqlite::ToSql;
use std::collections::VecDeque;
use std::time::Duration;

/// Rows that are read from the store at once; fewer where each holds a whole text.
const AT_ONCE: usize = 4096;
const TEXTS_AT_ONCE: usize = 128;

/// Which rows, and how long a single question to the store may take.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Which rows.
    pub filter: Filter,
    /// How long the store may think about one question.
    pub patience: Duration,
}

impl Selection {
    /// Everything.
    pub fn all(patience: Duration) -> Self {
        Self { filter: Filter::default(), patience }
    }

    /// The numbers of the rows that are taken, ascending; none where all are.
    ///
    /// # Errors
    /// When an option of the filter says nothing about the table, or the store cannot be asked.
    pub(crate) fn ids(&self, store: &mut Store, table: TableName) -> Result<Option<Vec<i64>>, Error> {
        if self.filter == Filter::default() {
            return Ok(None);
        }
        self.check(table)?;
        let subject = match table {
            TableName::Reports => return Ok(Some(store.reports_of(&self.filter, self.patience)?)),
            TableName::Statements => Subject::Statements,
            TableName::Events => Subject::Events,
            TableName::Positions => Subject::Positions,
            TableName::Stories => Subject::Stories,
            TableName::Actors => Subject::Actors,
        };
        let answer = store.ask(subject, &self.filter, self.patience)?;
        let mut ids: Vec<i64> = answer.rows.iter().filter_map(|row| integer(&row[0])).collect();
        ids.sort_unstable();
        Ok(Some(ids))
    }

    /// Refuses to show what was read before people said something of it, in a form that cannot tell.
    pub(crate) fn only_as_corrected(&self, what: &'static str) -> Result<(), Error> {
        let help = "tables of statements, events and positions have it: csv, parquet, …";
        if self.filter.as_read { Err(Error::Filter { option: "as-read", what, help }) } else { Ok(()) }
    }

    pub(crate) fn check(&self, table: TableName) -> Result<(), Error> {
        let Filter { by, to, about, act, status, since, until, place, outlet, text, count_by, limit: _, as_read, evidence: _ } =
            &self.filter;
        let given: [(&'static str, bool); 12] = [
            ("by", by.is_some()),
            ("to", to.is_some()),
            ("about", about.is_some()),
            ("act", act.is_some()),
            ("status", status.is_some()),
            ("since", since.is_some()),
            ("until", until.is_some()),
            ("place", place.is_some()),
            ("outlet", outlet.is_some()),
            ("text", text.is_some()),
            ("count-by", !count_by.is_empty()),
            ("as-read", *as_read),
        ];
        let (known, what, help): (&[&str], _, _) = match table {
            TableName::Reports => (
                &["about", "since", "until", "outlet", "text"],
                "reports",
                "reports are chosen with --about (the title), --since, --until, --outlet, --text",
            ),
            TableName::Stories => {
                (&["about", "since", "until", "text"], "stories", "stories are chosen with --about (the title), --since, --until, --text")
            }
            TableName::Actors => (&["by"], "actors", "actors are chosen with --by"),
            TableName::Statements => (
                &["by", "to", "about", "act", "status", "since", "until", "outlet", "text", "as-read"],
                "statements",
                "statements are chosen with --by, --to, --about, --act, --status, --since, --until, --outlet, --text, --as-read",
            ),
            TableName::Events => (
                &["by", "to", "about", "act", "status", "since", "until", "place", "outlet", "text", "as-read"],
                "events",
                "events are chosen with --by, --to, --about, --act, --status, --since, --until, --place, --outlet, --text, --as-read",
            ),
            TableName::Positions => (
                &["by", "about", "act", "since", "until", "outlet", "text", "as-read"],
                "positions",
                "positions are chosen with --by, --about (the issue), --act (the stance), --since, --until, --outlet, --text, --as-read",
            ),
        };
        match given.iter().find(|(option, given)| *given && !known.contains(option)) {
            Some((option, _)) => Err(Error::Filter { option, what, help }),
            None => Ok(()),
        }
    }
}

/// The rows of one table in order of their numbers.
pub struct Rows<'s> {
    store: &'s mut Store,
    /// The question for all rows from a number on, and for the rows with given numbers.
    onward: String,
    picked: String,
    kinds: Vec<Type>,
    patience: Duration,
    at_once: usize,
    ids: Option<VecDeque<i64>>,
    last: i64,
    ready: VecDeque<Vec<Cell>>,
    done: bool,
}

impl<'s> Rows<'s> {
    /// The rows of `table` that `selection` takes, with the columns named.
    ///
    /// # Errors
    /// When the filter has no meaning for the table, or the store cannot be asked.
    pub fn of(store: &'s mut Store, table: TableName, columns: &[Column], selection: &Selection) -> Result<Self, Error> {
        let ids = selection.ids(store, table)?;
        let wanted = table.documented().iter().filter(|known| columns.iter().any(|column| column.name == known.name));
        let (mut list, mut kinds) = (Vec::new(), Vec::new());
        for column in wanted {
            list.push(format!("{} AS \"{}\"", column.sql, column.name));
            kinds.push(column.kind);
        }
        let source = if selection.filter.as_read { table.source().replace("_flat", "_as_read") } else { table.source().to_owned() };
        let list = list.join(", ");
        let whole = columns.iter().any(|column| column.name == "text");
        Ok(Self {
            store,
            onward: format!("SELECT v.id, {list} FROM {source} WHERE v.id > ?1 ORDER BY v.id LIMIT ?2"),
            picked: format!("SELECT v.id, {list} FROM {source} WHERE v.id IN (SELECT value FROM json_each(?1)) ORDER BY v.id LIMIT ?2"),
            kinds,
            patience: selection.patience,
            at_once: if whole { TEXTS_AT_ONCE } else { AT_ONCE },
            ids: ids.map(VecDeque::from),
            last: i64::MIN,
            ready: VecDeque::new(),
            done: false,
        })
    }

    fn fill(&mut self) -> Result<(), Error> {
        let most = self.at_once as i64;
        let answer = match &mut self.ids {
            Some(ids) => {
                let next: Vec<i64> = ids.drain(..ids.len().min(self.at_once)).collect();
                self.done = ids.is_empty();
                let next = serde_json::to_string(&next)?;
                self.store.query_with(&self.picked, &[&next as &dyn ToSql, &most], self.patience)?
            }
            None => {
                let answer = self.store.query_with(&self.onward, &[&self.last as &dyn ToSql, &most], self.patience)?;
                self.done = answer.rows.len() < self.at_once;
                answer
            }
        };
        for row in answer.rows {
            let mut cells = row.into_iter();
            self.last = cells.next().and_then(|cell| integer(&cell)).unwrap_or(self.last);
            self.ready.push_back(cells.zip(&self.kinds).map(|(cell, kind)| typed(cell, *kind)).collect());
        }
        Ok(())
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Vec<Cell>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.done {
            if let Err(error) = self.fill() {
                self.done = true;
                return Some(Err(error));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

pub(crate) fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        _ => None,
    }
}

/// The words of a cell; none for an empty one.
pub(crate) fn words(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Null => None,
        other => Some(other.to_string()),
    }
}

/// A value of the column's type, or nothing: "2031-05" is no day.
pub(crate) fn typed(cell: Cell, kind: Type) -> Cell {
    match (kind, cell) {
        (Type::Date, Cell::Text(text)) => day(&text).map_or(Cell::Null, |day| Cell::Text(day.to_owned())),
        (Type::Timestamp, Cell::Text(text)) => {
            text.parse::<jiff::Timestamp>().map_or(Cell::Null, |moment| Cell::Text(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
        }
        (Type::Number, Cell::Integer(number)) => Cell::Real(number as f64),
        (_, cell) => cell,
    }
}

/// The day that a date or date-time begins with, if it is one of the calendar.
pub(crate) fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let whole = matches!(text.as_bytes().get(10), None | Some(b'T' | b' ')) && day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
    (whole && day.parse::<jiff::civil::Date>().is_ok()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_day_is_none() {
        for (text, meant) in [
            ("2031-05-06", Some("2031-05-06")),
            ("2031-05-06T10:15:00Z", Some("2031-05-06")),
            ("2031-05", None),
            ("2031-W05-1", None),
            ("2031-02-30", None),
            ("2031-05-060", None),
            ("mañana el 6", None),
        ] {
            assert_eq!(day(text), meant, "{text}");
        }
    }

    #[test]
    fn a_moment_is_given_in_utc_or_not_at_all() {
        let moment = |text: &str| typed(Cell::Text(text.to_owned()), Type::Timestamp).to_string();
        assert_eq!(moment("2031-05-06T10:15:00+03:00"), "2031-05-06T07:15:00Z");
        assert_eq!(moment("2031-05-06T10:15:00"), "");
        assert_eq!(moment("2031-05-06"), "");
    }
}
