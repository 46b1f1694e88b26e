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

use rapporteur_lexicon::Lexicon;
use rapporteur_reading::{actors as people, statements};

/// How the record's actors do on the pronouns of a document.
pub fn actors(document: &Document, lexicon: &Lexicon) -> pronouns::Pronouns {
    let attributions = statements::read(&document.text, &document.analysis, &lexicon.cues);
    let found = people::read(&document.text, &document.analysis, &attributions, &lexicon.actors, None);
    pronouns::score(&document.text, &document.gold, pronouns::Which::Agents, &pronouns::of_actors(&found))
}
