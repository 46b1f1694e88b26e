//! Running text → paragraphs, tokens, sentences.
//!
//! Tokens come from rules and the tables of `lexicon/language`; where a sentence ends among the
//! places where it may is decided by a small trained model. All steps go through the text once.

mod address;
mod chunk;
pub mod features;
mod paragraphs;
pub mod sentences;
mod tokens;
mod word;

pub use paragraphs::paragraphs;
pub use sentences::Splitter;
pub use tokens::{Piece, Tokenizer};

#[cfg(test)]
mod tests;
