//! Concepts: which words mean the same doing or thing, whatever their part of speech, and which mean its contrary.
//! The files are `lexicon/issues/concepts.tsv` and `lexicon/issues/endings.tsv`.

use crate::hashed::Hashed;
use crate::{Error, Table};

/// What a concept is to the issue in whose wording it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A doing: the predicate of an issue.
    Act,
    /// A doing whose words say what it is done to as well: "exhume".
    Whole,
    /// It says that the thing beside it is or is to be, or that a doing takes place; its contrary, that it is not.
    Being,
    /// As `Being` of what is traded or carried, else a doing.
    Flow,
    /// More of the thing beside it; its contrary, less.
    Degree,
    /// A thing.
    Thing,
    /// What can only be more or less: more of it is one pole, less of it, a freeze or a ceiling the other.
    Amount,
    /// A group of people.
    People,
    /// What is traded or carried.
    Goods,
    /// A sort of place, known by a name beside it.
    Place,
    /// It tells no issue from another.
    Idle,
}

impl Kind {
    const ALL: [(&'static str, Self); 11] = [
        ("act", Self::Act),
        ("whole", Self::Whole),
        ("being", Self::Being),
        ("flow", Self::Flow),
        ("degree", Self::Degree),
        ("thing", Self::Thing),
        ("amount", Self::Amount),
        ("people", Self::People),
        ("goods", Self::Goods),
        ("place", Self::Place),
        ("idle", Self::Idle),
    ];
}

/// A row of `concepts.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its name in a normal form.
    pub key: Box<str>,
    /// What it is to an issue.
    pub kind: Kind,
}

/// A word that names a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The words behind the first.
    pub rest: Vec<Box<str>>,
    /// The concept, an index for [`Concepts::concept`].
    pub concept: usize,
    /// Whether it is the concept or its contrary.
    pub positive: bool,
    /// Whether it names it as a verb.
    pub verb: bool,
}

/// The concepts and the endings of nouns of doings.
#[derive(Clone, Debug, Default)]
pub struct Concepts {
    list: Vec<Concept>,
    kinds: Hashed<Box<str>, Kind>,
    words: Hashed<Box<str>, Vec<Naming>>,
    endings: Vec<(Box<str>, Vec<Box<str>>)>,
}

impl Concepts {
    /// Reads both files, given as path and text.
    ///
    /// # Errors
    /// When a file has other columns than it should, a kind is unknown or a concept stands twice.
    pub fn parse((path, text): (&str, &str), (endings_path, endings): (&str, &str)) -> Result<Self, Error> {
        let mut concepts = Self::default();
        let columns = ["concept", "kind", "verbs", "nouns", "verbs_against", "nouns_against", "example"];
        for row in Table::parse(path, text, &columns)?.rows() {
            let kind = Kind::ALL.iter().find(|(name, _)| *name == row.get("kind")).map(|(_, kind)| *kind);
            let kind = kind.ok_or_else(|| row.error("kind", format!("`{}` is no kind of concept", row.get("kind"))))?;
            let concept = concepts.list.len();
            if concepts.kinds.insert(row.get("concept").into(), kind).is_some() {
                return Err(row.error("concept", format!("`{}` stands here twice", row.get("concept"))));
            }
            concepts.list.push(Concept { key: row.get("concept").into(), kind });
            for (column, verb, positive) in
                [("verbs", true, true), ("nouns", false, true), ("verbs_against", true, false), ("nouns_against", false, false)]
            {
                for words in row.list(column) {
                    let mut parts = words.split(' ');
                    let first = parts.next().unwrap_or_default();
                    let naming = Naming { rest: parts.map(Into::into).collect(), concept, positive, verb };
                    // Who asks for more words goes first, else who stands first.
                    let known = concepts.words.entry(first.into()).or_default();
                    let at = known.partition_point(|other: &Naming| other.rest.len() >= naming.rest.len());
                    known.insert(at, naming);
                }
            }
        }
        for row in Table::parse(endings_path, endings, &["noun", "verb", "example"])?.rows() {
            concepts.endings.push((row.get("noun").into(), row.list("verb").map(|end| end.trim_matches('-').into()).collect()));
        }
        // The longer of two endings that fit says more.
        concepts.endings.sort_by_key(|(noun, _)| std::cmp::Reverse(noun.len()));
        Ok(concepts)
    }

    /// What the words mean that begin with this one.
    pub fn words(&self, first: &str) -> &[Naming] {
        self.words.get(first).map_or(&[], Vec::as_slice)
    }

    /// A concept by its index.
    pub fn concept(&self, at: usize) -> &Concept {
        &self.list[at]
    }

    /// The kind of the concept with this name.
    pub fn kind(&self, key: &str) -> Option<Kind> {
        self.kinds.get(key).copied()
    }

    /// Verbs from which a noun of a doing may be made by its ending, known or not, likelier ones first.
    pub fn verbs_of(&self, noun: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (ending, verbs) in &self.endings {
            if let Some(stem) = noun.strip_suffix(&**ending).filter(|stem| stem.len() > 1) {
                found.extend(verbs.iter().map(|verb| format!("{stem}{verb}")));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Issues;

    #[test]
    fn a_concept_is_known_by_its_words_and_by_those_of_its_contrary() {
        let issues = Issues::embedded();
        let concepts = &issues.concepts;
        let found = &concepts.words("publish")[0];
        assert!(found.positive && found.verb && &*concepts.concept(found.concept).key == "publish");
        let against = concepts.words("conceal").iter().find(|naming| naming.rest.is_empty()).unwrap();
        assert!(!against.positive && against.concept == found.concept);
    }

    #[test]
    fn a_noun_of_a_doing_leads_to_verbs_by_its_ending() {
        let issues = Issues::embedded();
        assert!(issues.concepts.verbs_of("demolition").contains(&"demolish".to_owned()));
        assert!(issues.concepts.verbs_of("privatisation").contains(&"privatise".to_owned()));
    }

    #[test]
    fn each_ending_makes_the_verb_of_its_example() {
        let issues = Issues::embedded();
        let (path, text) = crate::issues::FILES.iter().find(|(path, _)| path.ends_with("endings.tsv")).unwrap();
        for row in Table::parse(path, text, &["noun", "verb", "example"]).unwrap().rows() {
            let (noun, verb) = row.get("example").split_once(' ').unwrap();
            assert!(issues.concepts.verbs_of(noun).iter().any(|made| made == verb), "{noun}: {:?}", issues.concepts.verbs_of(noun));
        }
    }

    #[test]
    fn an_unknown_kind_is_an_error_with_its_place() {
        let text = "concept\tkind\tverbs\tnouns\tverbs_against\tnouns_against\texample\npublish\tdeed\tpublish\t\t\t\t\n";
        let error = Concepts::parse(("concepts.tsv", text), ("endings.tsv", "noun\tverb\texample\n")).unwrap_err();
        assert_eq!((error.line, error.column), (2, 2));
    }
}
