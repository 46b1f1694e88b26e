//! Coreference against gold: GUM's layer of entities (Zeldes, Language Resources and Evaluation 51(3), 2017).
//!
//! Gold mentions and chains, our mentions laid beside them, the measures of the field, and the
//! share of pronouns whose antecedent is right.

pub mod assignment;
mod documents;
mod gold;
pub mod metrics;
pub mod pronouns;

pub use documents::{Document, Figures};
pub use gold::{GoldMention, gold_analysis, gold_mentions};
