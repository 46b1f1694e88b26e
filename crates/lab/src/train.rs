//! Trainers: each makes one file of `models/` from corpora, with a fixed seed.

pub mod coref;
pub mod lemma;
pub mod parser;
pub mod segment;
pub mod statements;
