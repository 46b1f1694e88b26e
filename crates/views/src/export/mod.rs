//! Exports: what a store holds, in the forms that other programs open.
//!
//! [`columns`] has what each column of a table means, once. [`Rows`] reads a table a few thousand rows at a time,
//! [`table`] writes it; [`graph`] makes networks. Libraries of formats stay in this module.

pub mod columns;
mod error;
pub mod graph;
pub mod reports;
mod rows;
pub mod table;
mod xml;

pub use error::Error;
pub use rows::{Rows, Selection};
