//! Issues: which words raise one, where those stand who speak of it, and what hangs it on a condition.
//! The files lie in `lexicon/issues/`.

mod asked;
mod rows;

pub use rows::{Attitude, Beside, BodySort, Effect, Hangs, Idiom, IdiomWord, IssueClass, IssueWord, Kin, Part, Refers, Slot, What};

use crate::concepts::{Concepts, Kind};
use crate::hashed::{Hashed, HashedSet};
use crate::{Error, Row, Table};
use std::collections::BTreeSet;

/// The files of the subject: path and text.
pub const FILES: &[(&str, &str)] = &[
    ("issues/answers.tsv", include_str!("../../../lexicon/issues/answers.tsv")),
    ("issues/attitudes.tsv", include_str!("../../../lexicon/issues/attitudes.tsv")),
    ("issues/classes.tsv", include_str!("../../../lexicon/issues/classes.tsv")),
    ("issues/composed.tsv", include_str!("../../../lexicon/issues/composed.tsv")),
    ("issues/concepts.tsv", include_str!("../../../lexicon/issues/concepts.tsv")),
    ("issues/conditions.tsv", include_str!("../../../lexicon/issues/conditions.tsv")),
    ("issues/endings.tsv", include_str!("../../../lexicon/issues/endings.tsv")),
    ("issues/idioms.tsv", include_str!("../../../lexicon/issues/idioms.tsv")),
    ("issues/kin.tsv", include_str!("../../../lexicon/issues/kin.tsv")),
    ("issues/nominal.tsv", include_str!("../../../lexicon/issues/nominal.tsv")),
    ("issues/referring.tsv", include_str!("../../../lexicon/issues/referring.tsv")),
    ("issues/sets.tsv", include_str!("../../../lexicon/issues/sets.tsv")),
    ("issues/words.tsv", include_str!("../../../lexicon/issues/words.tsv")),
];

/// The knowledge of issues.
#[derive(Clone, Debug, Default)]
pub struct Issues {
    classes: Vec<IssueClass>,
    words: Hashed<Box<str>, Vec<IssueWord>>,
    composed: Hashed<Box<str>, Vec<IssueWord>>,
    /// The rows of composed.tsv that ask for no doing, by the words that they ask for.
    open: Hashed<Box<str>, Vec<IssueWord>>,
    attitudes: Hashed<Box<str>, Vec<Attitude>>,
    answers: Hashed<Box<str>, Effect>,
    /// By the dictionary form of the verb.
    idioms: Hashed<Box<str>, Vec<Idiom>>,
    nominal: Hashed<Box<str>, Box<str>>,
    kin: Hashed<Box<str>, Kin>,
    referring: Hashed<Box<str>, Refers>,
    conditions: Hashed<Box<str>, Hangs>,
    /// The words that the words of a condition begin with.
    begin_conditions: HashedSet<Box<str>>,
    /// The sets of sets.tsv by name.
    sets: Sets,
    /// Which words mean the same.
    pub concepts: Concepts,
}

/// Words of an idiom that negate.
const NO: [&str; 6] = ["no", "not", "none", "nothing", "never", "neither"];

impl Issues {
    /// The tables that ship with the program.
    ///
    /// # Panics
    /// Never: a test parses the embedded files.
    pub fn embedded() -> Self {
        Self::parse(FILES).expect("the embedded tables of issues are sound")
    }

    /// Reads the files of the subject, given as path and text; a path's last part tells which it is.
    ///
    /// # Errors
    /// When a file has other columns than it should or a row cannot be used.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let find = |name: &str| files.iter().find(|(path, _)| path.rsplit('/').next() == Some(name)).copied().unwrap_or((FILES[0].0, ""));
        let concepts = Concepts::parse(find("concepts.tsv"), find("endings.tsv"))?;
        let mut issues = Self { concepts, ..Self::default() };
        let (path, text) = find("sets.tsv");
        let mut sets = Sets::default();
        for row in Table::parse(path, text, &["set", "words"])?.rows() {
            sets.insert(row.get("set").into(), row.list("words").map(Into::into).collect());
        }
        issues.parse_classes(find("classes.tsv"))?;
        issues.parse_words(find("words.tsv"), &sets)?;
        issues.parse_composed(find("composed.tsv"), &sets)?;
        issues.sets = sets;
        issues.parse_attitudes(find("attitudes.tsv"))?;
        issues.parse_idioms(find("idioms.tsv"))?;
        let (path, text) = find("answers.tsv");
        for row in Table::parse(path, text, &["words", "effect", "example"])?.rows() {
            issues.answers.insert(row.get("words").into(), Effect::parse(&row)?);
        }
        let (path, text) = find("nominal.tsv");
        for row in Table::parse(path, text, &["noun", "verb"])?.rows() {
            issues.nominal.insert(row.get("noun").into(), row.get("verb").into());
        }
        issues.parse_kin(find("kin.tsv"))?;
        let (path, text) = find("referring.tsv");
        for row in Table::parse(path, text, &["noun", "what"])?.rows() {
            let what = match row.get("what") {
                "want" => Refers::Want,
                "claim" => Refers::Claim,
                "any" => Refers::Any,
                other => return Err(row.error("what", format!("`{other}` is none of want, claim, any"))),
            };
            issues.referring.insert(row.get("noun").into(), what);
        }
        let (path, text) = find("conditions.tsv");
        for row in Table::parse(path, text, &["words", "how", "example"])?.rows() {
            let how = match row.get("how") {
                "if" => Hangs::If,
                "before" => Hangs::Before,
                "return" => Hangs::Return,
                "while" => Hangs::While,
                "during" => Hangs::During,
                "after" => Hangs::After,
                "only" => Hangs::Only,
                "when" => Hangs::When,
                other => {
                    return Err(row.error("how", format!("`{other}` is none of if, before, return, while, during, after, only, when")));
                }
            };
            issues.begin_conditions.extend(row.get("words").split(' ').next().map(Into::into));
            issues.conditions.insert(row.get("words").into(), how);
        }
        Ok(issues)
    }

    fn parse_classes(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["key", "args", "label", "opposite", "deed", "keeps", "example"])?.rows() {
            if self.classes.iter().any(|class| &*class.key == row.get("key")) {
                return Err(row.error("key", format!("`{}` stands here twice", row.get("key"))));
            }
            let args = row.get("args");
            let names: Vec<Box<str>> = args.trim_start_matches('*').split(',').filter(|name| !name.is_empty()).map(Into::into).collect();
            for label in ["label", "opposite"] {
                let mut braces = row.get(label).split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
                if let Some(name) = braces.find(|name| !names.iter().any(|known| &**known == *name)) {
                    return Err(row.error(label, format!("`{{{name}}}` is no argument of the class")));
                }
            }
            let mut keeps = Vec::new();
            for kind in row.list("keeps") {
                keeps.push(match kind {
                    "people" => Kind::People,
                    "goods" => Kind::Goods,
                    "thing" => Kind::Thing,
                    "amount" => Kind::Amount,
                    other => return Err(row.error("keeps", format!("`{other}` is none of people, goods, thing, amount"))),
                });
            }
            self.classes.push(IssueClass {
                keeps,
                key: row.get("key").into(),
                several: args.starts_with('*'),
                args: names,
                label: row.get("label").into(),
                opposite: row.get("opposite").into(),
                deed: row.get("deed") == "yes",
            });
        }
        Ok(())
    }

    fn parse_words(&mut self, (path, text): (&str, &str), sets: &Sets) -> Result<(), Error> {
        for row in Table::parse(path, text, &["words", "part", "beside", "class", "pole", "args", "example"])?.rows() {
            let class = self.classes.iter().position(|class| &*class.key == row.get("class"));
            let class = class.ok_or_else(|| row.error("class", format!("`{}` is no class of classes.tsv", row.get("class"))))?;
            let mut beside = Vec::new();
            let mut alone = false;
            for cell in row.list("beside") {
                match cell.split_once(':') {
                    None if cell == "none" => alone = true,
                    None => return Err(row.error("beside", format!("`{cell}` has no place before a colon"))),
                    Some((_, "none")) => {}
                    Some((place, word)) => beside.push(standing(&row, "beside", place, word, sets)?),
                }
            }
            let (first, rest) = split(row.get("words"));
            self.words.entry(first).or_default().push(IssueWord {
                rest,
                part: Part::parse(&row)?,
                beside,
                also: Vec::new(),
                alone,
                class,
                positive: row.get("pole") == "+",
                slots: row.get("args").split(',').filter(|cell| !cell.is_empty()).map(slots).collect(),
            });
        }
        // A row that asks for more goes before one that asks for less.
        let asked = |word: &IssueWord| (std::cmp::Reverse(word.rest.len()), word.beside.is_empty() && !word.alone);
        for first in text.lines().filter_map(|line| line.split(['\t', ' ']).next()) {
            if let Some(rows) = self.words.get_mut(first) {
                rows.sort_by_key(asked);
            }
        }
        Ok(())
    }

    fn parse_composed(&mut self, (path, text): (&str, &str), sets: &Sets) -> Result<(), Error> {
        let columns = ["row", "class", "pole", "verbs", "nouns", "beside", "also", "args", "example"];
        let mut firsts: BTreeSet<Box<str>> = BTreeSet::new();
        for row in Table::parse(path, text, &columns)?.rows() {
            let class = self.classes.iter().position(|class| &*class.key == row.get("class"));
            let class = class.ok_or_else(|| row.error("class", format!("`{}` is no class of classes.tsv", row.get("class"))))?;
            let mut conditions = [Vec::new(), Vec::new()];
            for (column, found) in ["beside", "also"].into_iter().zip(&mut conditions) {
                for cell in row.list(column) {
                    let (place, word) = cell.split_once(':').unwrap_or(("", cell));
                    found.push(standing(&row, column, place, word, sets)?);
                }
            }
            let [beside, also] = conditions;
            for (column, part) in [("verbs", Part::Verb), ("nouns", Part::Noun)] {
                for words in row.list(column) {
                    let (first, rest) = split(words);
                    let word = IssueWord {
                        rest,
                        part,
                        beside: beside.clone(),
                        also: also.clone(),
                        alone: false,
                        class,
                        positive: row.get("pole") == "+",
                        slots: row.get("args").split(',').filter(|cell| !cell.is_empty()).map(slots).collect(),
                    };
                    if words != "*" {
                        firsts.insert(first.clone());
                        self.composed.entry(first).or_default().push(word);
                        continue;
                    }
                    if row.list("beside").any(|cell| cell.contains([':', '@'])) {
                        return Err(row.error("beside", "a row of any doing names the words that it asks for"));
                    }
                    for asked in row.list("beside") {
                        // What asks for more goes before what asks for less.
                        let known = self.open.entry(asked.into()).or_default();
                        let at = known.partition_point(|other| !other.also.is_empty() || word.also.is_empty());
                        known.insert(at, word.clone());
                    }
                }
            }
        }
        // A row that asks for more goes before one that asks for less.
        for first in firsts {
            if let Some(rows) = self.composed.get_mut(&first) {
                rows.sort_by_key(|row| std::cmp::Reverse((row.rest.len(), !row.also.is_empty(), !row.beside.is_empty())));
            }
        }
        Ok(())
    }

    fn parse_kin(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["predicate", "kin", "pole", "example"])?.rows() {
            let predicate = row.get("predicate");
            if self.concepts.kind(predicate.strip_prefix("more-").unwrap_or(predicate)).is_none() {
                return Err(row.error("predicate", format!("`{predicate}` is no concept of concepts.tsv")));
            }
            let kin = row.get("kin");
            let class = self.classes.iter().position(|class| &*class.key == kin);
            if class.is_none() && self.concepts.kind(kin).is_none() {
                return Err(row.error("kin", format!("`{kin}` is neither a class of classes.tsv nor a concept of concepts.tsv")));
            }
            self.kin.insert(predicate.into(), Kin { key: kin.into(), class, positive: row.get("pole") == "+" });
        }
        Ok(())
    }

    fn parse_attitudes(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["words", "part", "effect", "where", "example"])?.rows() {
            let (first, rest) = split(row.get("words"));
            let cell = row.get("where");
            let attitude = Attitude {
                rest,
                part: Part::parse(&row)?,
                effect: Effect::parse(&row)?,
                places: if cell == "subj|" { Vec::new() } else { row.list("where").map(Into::into).collect() },
                anywhere: cell == "subj|",
            };
            self.attitudes.entry(first).or_default().push(attitude);
        }
        Ok(())
    }

    fn parse_idioms(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["words", "effect", "alone", "example"])?.rows() {
            let words = row.get("words");
            let (negated, words) = words.strip_prefix("not ").map_or((false, words), |rest| (true, rest));
            let (verbs, rest) = words.split_once(' ').ok_or_else(|| row.error("words", "one word is no idiom".to_owned()))?;
            let rest: Vec<IdiomWord> = rest
                .split(' ')
                .map(|word| match word {
                    "~" => IdiomWord::About,
                    "its" => IdiomWord::Own,
                    word => IdiomWord::Word(word.split('/').map(Into::into).collect()),
                })
                .collect();
            if rest.iter().filter(|word| **word == IdiomWord::About).count() > 1 {
                return Err(row.error("words", "`~` stands there twice".to_owned()));
            }
            let no = |word: &IdiomWord| matches!(word, IdiomWord::Word(words) if words.iter().any(|word| NO.contains(&&**word)));
            let negates = rest.iter().any(no);
            let idiom = Idiom { rest, effect: Effect::parse(&row)?, negated, negates, alone: row.get("alone") == "yes" };
            for verb in verbs.split('/') {
                self.idioms.entry(verb.into()).or_default().push(idiom.clone());
            }
        }
        Ok(())
    }

    /// What a quotation that is nothing but an answer says: "out of the question"; in small letters.
    pub fn answer(&self, words: &str) -> Option<Effect> {
        self.answers.get(words).copied()
    }

    /// The idioms of a verb, by its dictionary form.
    pub fn idioms(&self, verb: &str) -> &[Idiom] {
        self.idioms.get(verb).map_or(&[], Vec::as_slice)
    }

    /// The rows whose first word has this dictionary form.
    pub fn words(&self, first: &str) -> &[IssueWord] {
        self.words.get(first).map_or(&[], Vec::as_slice)
    }

    /// The rows of `composed.tsv` whose first word has this dictionary form.
    pub fn composed(&self, first: &str) -> &[IssueWord] {
        self.composed.get(first).map_or(&[], Vec::as_slice)
    }

    /// The rows of `composed.tsv` that ask for this word or concept and for no doing.
    pub fn open(&self, asked: &str) -> &[IssueWord] {
        self.open.get(asked).map_or(&[], Vec::as_slice)
    }

    /// The attitudes whose first word has this dictionary form.
    pub fn attitudes(&self, first: &str) -> &[Attitude] {
        self.attitudes.get(first).map_or(&[], Vec::as_slice)
    }

    /// A class by its index.
    pub fn class(&self, at: usize) -> &IssueClass {
        &self.classes[at]
    }

    /// All classes.
    pub fn classes(&self) -> &[IssueClass] {
        &self.classes
    }

    /// The verb whose doing a noun names.
    pub fn verb_of(&self, noun: &str) -> Option<&str> {
        self.nominal.get(noun).map(|verb| &**verb)
    }

    /// The issue that a predicate of the normal form is also about.
    pub fn kin(&self, predicate: &str) -> Option<&Kin> {
        self.kin.get(predicate)
    }

    /// What a noun stands for that refers to an issue.
    pub fn refers(&self, noun: &str) -> Option<Refers> {
        self.referring.get(noun).copied()
    }

    fn is_in(&self, set: &str, word: &str) -> bool {
        self.sets.get(set).is_some_and(|words| words.contains(word))
    }

    /// Whether a condition may begin with this word.
    pub fn begins_condition(&self, word: &str) -> bool {
        self.begin_conditions.contains(word)
    }

    /// How words hang a stance on a condition.
    pub fn condition(&self, words: &str) -> Option<Hangs> {
        self.conditions.get(words).copied()
    }
}

/// The sets of sets.tsv by name.
type Sets = Hashed<Box<str>, HashedSet<Box<str>>>;

/// A condition of a row: a place and a word, a set or a sort.
fn standing(row: &Row<'_, '_>, column: &str, place: &str, word: &str, sets: &Sets) -> Result<Beside, Error> {
    let what = match word {
        "@actor" => What::Actor,
        "@person" => What::Person,
        "@place" => What::Place,
        "@body" => What::Body,
        "@goods" => What::Goods,
        set if set.starts_with('@') => What::Words(sets.get(set).cloned().ok_or_else(|| row.error(column, format!("`{set}` is no set")))?),
        word => What::Words(std::iter::once(word.into()).collect()),
    };
    Ok(Beside { place: place.into(), what })
}

fn split(words: &str) -> (Box<str>, Vec<Box<str>>) {
    let mut parts = words.split(' ');
    (parts.next().unwrap_or_default().into(), parts.map(Into::into).collect())
}

/// "*subj/with/between": the places, and whether all are asked.
fn slots(cell: &str) -> (Vec<Slot>, bool) {
    let all = cell.starts_with('*');
    let slot = |part: &str| match part.split_once('@') {
        Some((place, "person")) => Slot::At(place.into(), true),
        Some((place, _)) => Slot::At(place.into(), false),
        None if part == "self" => Slot::Itself,
        None => match (part.strip_prefix('='), part.split_once('.')) {
            (Some(word), _) => Slot::Word(word.into()),
            (None, Some((outer, inner))) => Slot::Inside(outer.into(), inner.into()),
            (None, None) => Slot::At(part.into(), false),
        },
    };
    (cell.trim_start_matches('*').split('/').map(slot).collect(), all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_can_be_used() {
        let issues = Issues::embedded();
        assert!(issues.classes().len() > 40);
        let down = issues.words("step").iter().find(|word| *word.rest == [Box::from("down")]).unwrap();
        assert_eq!(&*issues.class(down.class).key, "leave");
        assert!(issues.attitudes("lift").iter().any(|attitude| attitude.effect == Effect::End && attitude.takes("obj")));
        assert_eq!(issues.verb_of("payment"), Some("pay"));
        assert_eq!(issues.condition("unless"), Some(Hangs::Before));
    }

    #[test]
    fn a_row_of_an_unknown_class_is_an_error_with_its_place() {
        let words = "words\tpart\tbeside\tclass\tpole\targs\texample\ngo\tverb\t\tnowhere\t+\tsubj\tKarim must go.\n";
        let files: Vec<(&str, &str)> =
            FILES.iter().map(|&(path, text)| if path.ends_with("words.tsv") { (path, words) } else { (path, text) }).collect();
        let error = Issues::parse(&files).unwrap_err();
        assert_eq!((error.line, error.column), (2, 4));
    }
}
