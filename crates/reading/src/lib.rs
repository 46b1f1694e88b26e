//! A document and its analysis → the record: our own science, pure.

pub mod actors;
mod assemble;
mod calendars;
pub mod published;
pub mod quantities;
mod read;
mod said_on;
pub mod statements;
pub mod timex;

pub use read::{Resources, is_iso_date, read};

#[cfg(test)]
mod testing;
