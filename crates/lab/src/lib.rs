//! Gold corpora, scorers and trainers: the only code that sees gold data. Nothing that reads a
//! report may reach it.

pub mod actor_tables;
pub mod confusion;
pub mod conll_eval;
pub mod coref;
pub mod disagreements;
pub mod events;
pub mod figures;
pub mod gazetteer;
pub mod measure;
pub mod mentions;
pub mod pages;
pub mod petrarch;
pub mod places;
pub mod positions;
pub mod quantities;
pub mod speed;
pub mod stages;
pub mod statements;
pub mod time;
pub mod train;
pub mod treebank;
