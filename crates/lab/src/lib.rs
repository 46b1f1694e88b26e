//! Gold corpora, scorers and trainers: the only code that sees gold data. Nothing that reads a
//! report may reach it.

pub mod conll_eval;
pub mod coref;
pub mod disagreements;
pub mod figures;
pub mod measure;
pub mod pages;
pub mod statements;
pub mod time;
pub mod train;
pub mod treebank;
