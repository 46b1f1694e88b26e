//! What common nouns stand for: persons, groups, places, times, events, things.

use crate::{Error, Table};

const SENSES: &str = include_str!("../../../lexicon/nouns/senses.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[("nouns/senses.tsv", SENSES)];

/// What a noun stands for in one sense, by WordNet's lexicographer files; buildings and
/// organizations are parted from other artifacts and groups.
///
/// *Source*: Miller, WordNet: a lexical database for English, CACM 38(11), 1995.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NounClass(u8);

impl NounClass {
    /// The names of the classes, in alphabetical order.
    pub const NAMES: [&'static str; 28] = [
        "act",
        "animal",
        "artifact",
        "attribute",
        "body",
        "building",
        "cognition",
        "communication",
        "event",
        "feeling",
        "food",
        "group",
        "location",
        "motive",
        "object",
        "organization",
        "person",
        "phenomenon",
        "plant",
        "possession",
        "process",
        "quantity",
        "relation",
        "shape",
        "state",
        "substance",
        "time",
        "top",
    ];

    /// The class of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::NAMES.iter().position(|&name| name == word).map(|at| Self(at as u8))
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::NAMES[usize::from(self.0)]
    }

    /// Its place in [`NounClass::NAMES`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A noun and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounSenses {
    /// Dictionary form, in small letters.
    pub lemma: &'static str,
    /// The class of its commonest sense.
    pub first: NounClass,
    /// The classes of further senses.
    pub others: Vec<NounClass>,
}

/// The nouns of `lexicon/nouns/senses.tsv` in order.
///
/// # Panics
/// Never in a program that was tested: a test reads the embedded file.
pub fn senses() -> Vec<NounSenses> {
    parse(SENSES).expect("the embedded files are tested")
}

fn parse(text: &'static str) -> Result<Vec<NounSenses>, Error> {
    let table = Table::parse(FILES[0].0, text, &["lemma", "first", "others"])?;
    let mut nouns = Vec::new();
    for row in table.rows() {
        let class =
            |column: &str, word: &str| NounClass::from_word(word).ok_or_else(|| row.error(column, format!("unknown class `{word}`")));
        nouns.push(NounSenses {
            lemma: row.get("lemma"),
            first: class("first", row.get("first"))?,
            others: row.list("others").map(|word| class("others", word)).collect::<Result<_, _>>()?,
        });
    }
    Ok(nouns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nouns_that_ship_are_sorted_and_have_known_classes() {
        let nouns = senses();
        assert!(nouns.len() > 10_000);
        assert!(nouns.is_sorted_by(|a, b| a.lemma < b.lemma));
        let rebel = nouns.iter().find(|noun| noun.lemma == "rebel").unwrap();
        assert_eq!(rebel.first.as_str(), "person");
    }

    #[test]
    fn a_class_that_wordnet_lacks_is_an_error_with_its_place() {
        let error = parse("lemma\tfirst\tothers\nenvoy\tperson\tdiplomat\n").unwrap_err();
        assert_eq!((error.line, error.column), (2, 3));
    }
}
