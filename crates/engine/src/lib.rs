//! The engine: load the models once, read one report or many, in order.
//!
//! ```no_run
//! let reader = rapporteur::Reader::embedded()?;
//! let source = rapporteur::Source::bytes("report.txt", b"The minister said talks had failed.".to_vec());
//! reader.read_many([source], &rapporteur::Options::default(), 2, &mut |outcome| {
//!     println!("{}: {:?}", outcome.uri, outcome.result.map(|read| read.value.statements.len()));
//!     std::ops::ControlFlow::Continue(())
//! });
//! # Ok::<(), rapporteur::Error>(())
//! ```
//!
//! This crate alone starts threads for reading. A report is read on one thread, so the number of
//! threads cannot change what is read.

mod again;
mod batch;
pub mod codebook;
mod models;
mod reader;

pub use batch::{Made, Outcome, Source, Wanted};
pub use rapporteur_input::{Options, Row};
pub use reader::{Error, Reader};
