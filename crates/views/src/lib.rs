//! What follows from positions: views that hold nothing themselves.
//!
//! So far: which outcomes of a conflict are stable ([`gmcr`]).

pub mod gmcr;
