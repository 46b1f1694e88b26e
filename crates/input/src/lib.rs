//! Bytes → [`rapporteur_record::Document`]: decoding, unpacking, HTML, PDF, rows of JSONL and
//! CSV, and what of a text is the report itself. The trust boundary: hostile bytes stop here.
//!
//! [`documents`] is the one entrance. The kind of an input is seen from its bytes, never from its
//! name; files with many reports are read as a stream, so that memory is bounded by one report.

mod documents;
mod encoding;
mod frame;
mod html;
mod kind;
mod language;
mod options;
mod pdf;
mod rows;
mod source;
mod text;

pub use documents::documents;
pub use options::Options;
pub use rows::Row;
