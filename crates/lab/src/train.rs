//! Trainers: each makes one file of `models/` from corpora, with a fixed seed.

mod labels;
pub mod lemma;
pub mod parser;
pub mod segment;
pub mod statements;
