//! A document and its analysis → the record: our own science, pure.

pub mod actors;
mod assemble;
mod calendars;
pub mod events;
pub mod places;
pub mod positions;
pub mod published;
pub mod quantities;
mod read;
mod said_on;
pub mod statements;
mod surroundings;
pub mod timex;
mod told;
mod why;

pub use read::{Resources, explain, is_iso_date, issue, read, spots};
pub use why::{SpeakerWhy, Step, Why};

#[cfg(test)]
mod testing;
