//! What follows from positions: views that hold nothing themselves.
//!
//! Which outcomes of a conflict are stable ([`gmcr`]); what blocks a settlement and what would unblock it ([`settlement`]).

pub mod gmcr;
pub mod settlement;
