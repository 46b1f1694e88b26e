//! Bytes → [`rapporteur_record::Document`]: decoding, unpacking, HTML, PDF, mail, web archives, rows of JSONL,
//! CSV and Parquet, and what of a text is the report itself. The trust boundary: hostile bytes stop here.
//!
//! [`documents`] is the one entrance, in two steps as [`parts`] and [`Part::document`]. The kind of an input is seen from its bytes, never from its
//! name; files with many reports are read as a stream, so that memory is bounded by one report.

mod archive;
mod documents;
mod encoding;
mod frame;
mod html;
mod kind;
mod language;
mod mail;
mod options;
mod pdf;
mod rows;
mod source;
mod text;
mod warc;

pub use archive::limits::Limits;
pub use documents::{Part, ReadSeek, documents, file_parts, is_packed, parts};
pub use options::Options;
pub use rows::{Item, Row, items};
