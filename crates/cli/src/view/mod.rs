//! What is printed: a record as a page, trees as lines, an analysis as JSON. Colours are always
//! written; the output takes them away where they do not belong.

mod analysis;
mod record;
mod tree;
mod why;

pub use analysis::analysis;
pub use record::record;
pub use tree::trees;
pub use why::why;
