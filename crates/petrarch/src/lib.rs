//! Codes events as PETRARCH does, with its own dictionaries, over our parse trees.
//!
//! A coder of its own beside our reading of events: who has dictionaries of PETRARCH, PETRARCH2 or
//! UniversalPetrarch (or of TABARI) gets from them what those programs would give, in triples of
//! source, code and target. It knows nothing of records, statements or our own lexicon of acts.
//!
//! What it keeps of PETRARCH 1: noun phrases in text order carry codes; a verb is looked for in the
//! dictionary; its patterns are matched against the words before and after it inside its phrase,
//! the most demanding first; source and target are the nearest coded phrases before and behind it,
//! unless the pattern says otherwise. Of PETRARCH2: patterns of phrases, codes that are combined
//! where one verb governs another, refusal in place of a negated act.
//!
//! *Limits*: English only. Text order serves better than trees where these dictionaries are
//! concerned, since they were written for it; trees bound phrases and clauses.

mod actors;
mod clause;
mod coder;
mod coding;
mod commas;
mod compile;
mod discard;
mod governed;
mod matching;
mod phrases;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use coder::{Coded, Coder, Event};
