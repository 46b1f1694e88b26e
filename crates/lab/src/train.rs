//! Trainers: each makes one file of `models/` from corpora, with a fixed seed.

pub mod coref;
mod labels;
pub mod lemma;
mod mention_network;
pub mod mentions;
pub mod parser;
pub mod places;
mod regression;
pub mod segment;
pub mod statements;
