//! A document and its analysis → the record: our own science, pure.

pub mod actors;
pub mod published;
pub mod statements;
pub mod timex;

#[cfg(test)]
mod testing;
