//! What a person sees: a record as a page, trees as indented lines. Colours are always written;
//! the output takes them away where they do not belong.

mod record;
mod tree;
mod why;

pub use record::record;
pub use tree::trees;
pub use why::why;
