//! What follows from positions: what blocks a settlement, and which smallest change would unblock it.
//!
//! Positions come in as [`Stand`]s, from a store ([`from_store`]) or a list in JSON ([`from_json`]); [`settle`] works out all
//! that follows, and `report` prints it. A party's positions are those of all who speak for it; where they disagree both
//! sides are kept. What holds now is of the latest day; a holder's own words and deeds outweigh what others tell.
//!
//! *Limits*: who is silent is taken not to object; an issue has two poles, and issues that mean nearly the same are two.

mod analysis;
mod board;
mod changes;
mod deadlock;
mod doubt;
mod draft;
mod load;
mod moves;
mod network;
pub mod report;
mod rule;
mod sensitivity;
mod stand;
#[cfg(test)]
mod tests;
mod words;

pub use analysis::{Deadlock, IssueName, MatrixCell, Question, SettleError, Settlement, find_issue, settle};
pub use board::Board;
pub use changes::{Change, ChangeSet, Changes};
pub use deadlock::{Agreement, Pair, Path, Precondition, Side};
pub use doubt::Doubt;
pub use draft::{Draft, DraftError, draft};
pub use load::{LoadError, Loaded, from_json, from_store, from_store_on};
pub use moves::{Contradiction, Division, Move, MoveKind};
pub use network::{Actors, Network, NetworkError, NetworkKind, Normalization, Repeats, network};
pub use rule::{Ballot, Motion, Names, Outcome, RuleError, Verdict, Vote, verdict};
pub use sensitivity::{Hang, Piece, Sensitivity};
pub use stand::{Condition, Evidence, Pole, Stand, pole};
