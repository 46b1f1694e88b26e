//! Exports: what a store holds, in the forms that other programs open.
//!
//! [`columns`] has what each column of a table means, once. [`Rows`] reads a table a few thousand rows at a time,
//! [`table`] writes it; [`graph`] makes networks. Libraries of formats stay in this module.

mod codebook;
pub mod columns;
pub mod dna;
mod error;
pub mod event_data;
pub mod graph;
pub mod package;
pub mod reports;
mod rows;
pub mod table;
#[cfg(test)]
mod tests;
mod zip;

pub use error::Error;
pub use rows::{Rows, Selection};
pub use zip::Zip;
