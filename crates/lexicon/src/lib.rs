//! Knowledge files: what a user who is no programmer can read and extend.
//!
//! Flat knowledge is TSV, read by [`Table`]; each subject has a module that turns its tables
//! into typed rows. The files lie in the folder `lexicon/` and are embedded in the binary. A row
//! that cannot be used is an error with file, line and column; it is never dropped.

pub mod actors;
pub mod calendar;
pub mod codebook;
pub mod codes;
pub mod concepts;
pub mod cues;
pub mod furniture;
mod hashed;
pub mod hyphens;
pub mod issues;
pub mod language;
mod lexicon;
mod lower;
pub mod news;
pub mod nouns;
pub mod offices;
pub mod ontology;
mod overlay;
pub mod petrarch;
pub mod places;
pub mod printed;
pub mod quantities;
pub mod rules;
mod table;

pub use actors::ActorTable;
pub use calendar::Calendar;
pub use codes::{EventCodes, Scales, SectorClass};
pub use cues::{Circumstance, Cue, CueClass, Cues, Frame, Polarity, Setting};
pub use furniture::{ElementKind, Field, Furniture, MetaField};
pub use hyphens::Hyphens;
pub use issues::Issues;
pub use language::Language;
pub use lexicon::{Lexicon, files};
pub use lower::lower;
pub use news::News;
pub use offices::{Holding, Offices};
pub use ontology::Ontology;
pub use overlay::Overlay;
pub use places::{Places, place_key};
pub use printed::{DateLabel, DateName, DateOrder, PrintedDates};
pub use quantities::Quantities;
pub use rules::{Rule, Rules, Seat, Share, Veto, Whole};
pub use table::{Error, Row, Table};
