//! Halves of words that keep their hyphen, for the joining of words split at line ends.

use crate::{Error, Table};
use std::collections::BTreeSet;

const HALVES: &str = include_str!("../../../lexicon/hyphens/halves.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[("hyphens/halves.tsv", HALVES)];

/// Halves that mark a word as one with a hyphen ("self-", "-backed").
#[derive(Clone, Debug, Default)]
pub struct Hyphens {
    firsts: BTreeSet<String>,
    seconds: BTreeSet<String>,
    examples: Vec<(String, String)>,
}

impl Hyphens {
    /// The halves in the binary.
    pub fn embedded() -> Self {
        Self::parse(HALVES).expect("the embedded file is checked by a test")
    }

    /// Reads `halves.tsv`.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(halves: &str) -> Result<Self, Error> {
        let mut read = Self::default();
        for row in Table::parse("hyphens/halves.tsv", halves, &["half", "side", "example"])?.rows() {
            let half = row.get("half").to_owned();
            read.examples.push((half.clone(), row.get("example").to_owned()));
            match row.get("side") {
                "first" => read.firsts.insert(half),
                "second" => read.seconds.insert(half),
                other => return Err(row.error("side", format!("unknown side `{other}`: use first or second"))),
            };
        }
        Ok(read)
    }

    /// Whether a word split into these two, in small letters, has a hyphen of its own.
    ///
    /// A first half of up to three letters says nothing ("op-" | "era"), nor does a second one
    /// that only inflects ("seven-" | "teen").
    pub fn keep(&self, first: &str, second: &str) -> bool {
        let ending = ["teen", "ty", "s", "ed", "er", "ing", "ly", "some", "ness", "ish", "ance"].contains(&second);
        !ending && first.chars().count() > 3 && self.seconds.contains(second)
            || !ending && second.chars().count() > 2 && self.firsts.contains(first)
    }

    /// Each half with its example.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.examples.iter().map(|(half, example)| (half.as_str(), example.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_holds_its_half() {
        let hyphens = Hyphens::embedded();
        for (half, example) in hyphens.examples() {
            assert!(example.split('-').any(|part| part == half), "{half}: {example}");
        }
    }

    #[test]
    fn words_of_one_piece_are_not_kept_apart() {
        let hyphens = Hyphens::embedded();
        for (first, second) in [("seven", "teen"), ("two", "some"), ("op", "era"), ("self", "ish")] {
            assert!(!hyphens.keep(first, second), "{first}-{second}");
        }
        assert!(hyphens.keep("longer", "term") && hyphens.keep("anti", "aircraft"));
    }
}
