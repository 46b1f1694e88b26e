//! What pages of a store ask: search with counts, one report, one actor, one story; to read only.
//!
//! [`Catalogue`] keeps in memory by what findings are filtered and counted; words come from SQLite, a page at a time.

mod actor;
mod catalogue;
mod drawn;
mod facets;
mod people;
mod position;
mod report;
mod rows;
mod search;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use actor::{Actor, ActorRow, Count, Spell};
pub use catalogue::{ActorEntry, Catalogue, PlaceEntry, ReportEntry, clock, day, iso};
pub use drawn::{Bar, Edge, Graph, Lane, Node, Spot, Step};
pub use facets::{Facet, Tally, Value};
pub use position::{Evidence, Matrix, MatrixCell, PositionEntry, PositionRow, Positions};
pub use report::{Copy, StoredReport, Story, StoryRow};
pub use rows::{EventRow, Named, Passage, ReportLine, ReportRow, Rows, StatementRow};
pub use search::{Found, MOST_BY_WORDS, Page, Query, Sort, Taken, is_cursor};
pub use tables::{Finding, NONE, Table as Columns, Who};
pub use words::{plain, question, terms};

use crate::{Error, Store};
use std::path::Path;

/// A connection for pages, to read only. Each thread has its own.
#[derive(Debug)]
pub struct Browser {
    store: Store,
}

impl Browser {
    /// Opens a store that is there.
    ///
    /// # Errors
    /// As [`Store::open_to_read`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self { store: Store::open_to_serve(path)? })
    }

    /// The store itself, for questions in SQL.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }
}
