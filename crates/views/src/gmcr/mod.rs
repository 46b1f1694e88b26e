//! The Graph Model for Conflict Resolution: which outcomes of a conflict last.
//!
//! Parties have options that they take up or not; who moves changes his own options; each party ranks the
//! states. A state is stable for a party if it has no move to a better one that pays, where what pays depends
//! on how the others are expected to answer: not at all (Nash), by any move (GMR), by any move against which
//! there is no help (SMR), by moves that are good for themselves (SEQ), or at the same moment (SIM). A state
//! that is stable for all is an equilibrium.
//!
//! *Source*: Fang, Hipel and Kilgour 1993, "Interactive Decision Making: The Graph Model for Conflict
//! Resolution". Answers of several parties are chains of moves in which none moves twice in a row; in SIM
//! the others move one at a time, as in Petersons' gmcr-py.

mod model;
mod paths;
mod stability;
#[cfg(test)]
mod tests;

pub use model::{Error, Model, Party};
pub use paths::{Route, Routes, Step, routes};
pub use stability::{Concept, Solution, solve};
