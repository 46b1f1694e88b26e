//! What the parts of Rapporteur tell each other: spans, diagnostics, the [`Document`] that
//! comes in and the [`Record`] that goes out.
//!
//! This crate is the contract. It knows no file, no model and no rule of reading; every other
//! crate uses it and it uses none of them. Offsets inside the program are [`ByteSpan`]s,
//! offsets in a record are [`Span`]s in Unicode code points; [`Offsets`] is the one bridge.

#[macro_use]
mod words;
mod diagnostic;
mod document;
mod position;
mod record;
mod span;
mod validate;

pub use diagnostic::{Code, Diagnostic, Severity, Warned};
pub use document::{Block, BlockKind, DateClue, DateSource, Document, Words, content_id};
pub use position::{ConditionKind, Issue, IssueWords, Position, PositionBasis, Stance};
pub use record::*;
pub use span::{ByteSpan, Offsets, Span};
pub use validate::validate;
