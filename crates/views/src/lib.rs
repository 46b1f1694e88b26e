//! What many reports say together, in the forms that people and programs want: functions from a store or a model that
//! keep nothing themselves.
//!
//! Which outcomes of a conflict are stable ([`gmcr`]); what blocks a settlement and what would unblock it
//! ([`settlement`]); tables, networks and annotations for other programs ([`export`]).

pub mod export;
pub mod gmcr;
pub mod graphml;
pub mod settlement;
mod xml;
