//! Numbers, what bounds them, units, and what befell those who are counted.

use crate::hashed::Hashed;
use crate::{Error, Table};
use std::collections::BTreeSet;

const NUMBERS: &str = include_str!("../../../lexicon/calendar/numbers.tsv");
const AMOUNTS: &str = include_str!("../../../lexicon/quantities/amounts.tsv");
const BOUNDS: &str = include_str!("../../../lexicon/quantities/bounds.tsv");
const FATES: &str = include_str!("../../../lexicon/quantities/fates.tsv");
const GROUPS: &str = include_str!("../../../lexicon/quantities/groups.tsv");
const PERSONS: &str = include_str!("../../../lexicon/quantities/persons.tsv");
const UNCOUNTED: &str = include_str!("../../../lexicon/quantities/uncounted.tsv");
const UNITS: &str = include_str!("../../../lexicon/quantities/units.tsv");

/// The files of this subject: path in `lexicon/`, text. Number words below a hundred are the calendar's.
pub const FILES: &[(&str, &str)] = &[
    ("quantities/amounts.tsv", AMOUNTS),
    ("quantities/bounds.tsv", BOUNDS),
    ("quantities/fates.tsv", FATES),
    ("quantities/groups.tsv", GROUPS),
    ("quantities/persons.tsv", PERSONS),
    ("quantities/uncounted.tsv", UNCOUNTED),
    ("quantities/units.tsv", UNITS),
];

/// What a word does in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberWord {
    /// Zero to ninety-nine: is added.
    Small(f64),
    /// Multiplies what stands before it: "hundred", "million".
    Scale(f64),
    /// Does so where it is joined to figures: "3bn".
    Behind(f64),
    /// An amount by itself, between two values: "dozens".
    Vague(f64, f64),
    /// Stands before a scale: "several hundred".
    Some(f64, f64),
    /// A fraction: "thirds".
    Part(f64),
}

/// What the words beside a number make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// That number.
    Exact,
    /// Roughly that.
    About,
    /// That or more.
    Least,
    /// That or less.
    Most,
}

/// On which side of the number words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// "more than 40".
    Before,
    /// "40 or more".
    After,
}

/// A unit of measure or money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As the record writes it.
    pub name: String,
    /// `money`, `share`, `length`, ….
    pub kind: String,
    /// ISO 4217, for money.
    pub code: Option<String>,
}

/// Which argument of a verb is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Whom it is done to.
    Object,
    /// Who does it.
    Subject,
    /// The word itself: an adjective or noun.
    Itself,
}

/// What a word says befell those who are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fate {
    counted: Counted,
    unit: String,
    /// A word that must hang on the verb.
    beside: Option<String>,
}

/// Numbers, bounds, units and fates, by their words in small letters.
#[derive(Clone, Debug, Default)]
pub struct Quantities {
    numbers: Hashed<String, NumberWord>,
    bounds: Hashed<String, Vec<(Side, Effect)>>,
    units: Hashed<String, usize>,
    unit_rows: Vec<Unit>,
    fates: Hashed<String, Vec<Fate>>,
    groups: BTreeSet<String>,
    persons: BTreeSet<String>,
    uncounted: BTreeSet<String>,
    times: BTreeSet<String>,
    examples: Vec<(String, Effect)>,
}

impl Quantities {
    /// The files in the binary.
    pub fn embedded() -> Self {
        Self::parse(FILES).expect("the embedded files are checked by a test")
    }

    /// Reads the files of [`FILES`], and the calendar's number words.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let text = |name: &str| files.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
        let [amounts, bounds, fates] = ["quantities/amounts.tsv", "quantities/bounds.tsv", "quantities/fates.tsv"].map(text);
        let [persons, uncounted, units] = ["quantities/persons.tsv", "quantities/uncounted.tsv", "quantities/units.tsv"].map(text);
        let groups = text("quantities/groups.tsv");
        let mut read = Self::default();
        read.read_numbers(NUMBERS)?;
        read.read_amounts(amounts)?;
        read.read_bounds(bounds)?;
        read.read_fates(fates)?;
        read.read_units(units)?;
        for row in Table::parse("quantities/persons.tsv", persons, &["lemma"])?.rows() {
            read.persons.insert(row.get("lemma").to_owned());
        }
        for row in Table::parse("quantities/groups.tsv", groups, &["lemma", "example"])?.rows() {
            read.groups.insert(row.get("lemma").to_owned());
        }
        for row in Table::parse("quantities/uncounted.tsv", uncounted, &["lemma", "when"])?.rows() {
            let set = match row.get("when") {
                "small" => &mut read.uncounted,
                "always" => &mut read.times,
                other => return Err(row.error("when", format!("`{other}` is unknown: use small or always"))),
            };
            set.insert(row.get("lemma").to_owned());
        }
        Ok(read)
    }

    /// What the word `form` does in a number.
    pub fn number(&self, form: &str) -> Option<NumberWord> {
        self.numbers.get(form).copied()
    }

    /// What `words`, apart by blanks, make of the number on that side of them.
    pub fn bound(&self, words: &str, side: Side) -> Option<Effect> {
        self.bounds.get(words)?.iter().find(|(known, _)| *known == side).map(|(_, effect)| *effect)
    }

    /// The unit that `words` name.
    pub fn unit(&self, words: &str) -> Option<&Unit> {
        self.units.get(words).map(|&at| &self.unit_rows[at])
    }

    /// What befell those who are counted by the argument `counted` of the word `lemma`.
    pub fn fate(&self, lemma: &str, counted: Counted) -> Option<&str> {
        let alone = |fate: &&Fate| fate.counted == counted && fate.beside.is_none();
        self.fates.get(lemma)?.iter().find(alone).map(|fate| fate.unit.as_str())
    }

    /// The same, where the word `beside` hangs on the verb: "lost their lives".
    pub fn fate_beside(&self, lemma: &str, counted: Counted, beside: &str) -> Option<&str> {
        let with = |fate: &&Fate| fate.counted == counted && fate.beside.as_deref() == Some(beside);
        self.fates.get(lemma)?.iter().find(with).map(|fate| fate.unit.as_str())
    }

    /// Whether the noun `lemma` is a group of people, whose size a bare number behind "of" is: "a crowd of 5,000".
    pub fn is_group(&self, lemma: &str) -> bool {
        self.groups.contains(lemma)
    }

    /// Whether the noun `lemma` is a person.
    pub fn is_person(&self, lemma: &str) -> bool {
        self.persons.contains(lemma)
    }

    /// Whether a small number of `lemma` is a manner of speaking.
    pub fn is_uncounted(&self, lemma: &str) -> bool {
        self.uncounted.contains(lemma)
    }

    /// Whether the noun `lemma` is a length of time, which time expressions are about.
    pub fn is_time(&self, lemma: &str) -> bool {
        self.times.contains(lemma)
    }

    /// Whether `unit` says what befell those who are counted.
    pub fn is_fate(&self, unit: &str) -> bool {
        self.fates.values().flatten().any(|fate| fate.unit == unit)
    }

    /// The examples of bounds: each holds the number 40, which is meant as the effect says.
    pub fn examples(&self) -> impl Iterator<Item = (&str, Effect)> {
        self.examples.iter().map(|(example, effect)| (example.as_str(), *effect))
    }

    fn read_numbers(&mut self, text: &str) -> Result<(), Error> {
        for row in Table::parse("calendar/numbers.tsv", text, &["kind", "value", "forms"])?.rows() {
            let word: fn(f64) -> NumberWord = match row.get("kind") {
                "unit" | "ten" => NumberWord::Small,
                "scale" => NumberWord::Scale,
                // The others say nothing definite, or are in amounts.tsv with what they say.
                _ => continue,
            };
            let value = row.get("value").parse().map_err(|_| row.error("value", "this is no number"))?;
            self.numbers.extend(row.list("forms").map(|form| (form.to_owned(), word(value))));
        }
        Ok(())
    }

    fn read_amounts(&mut self, text: &str) -> Result<(), Error> {
        for row in Table::parse("quantities/amounts.tsv", text, &["kind", "low", "high", "forms", "example"])?.rows() {
            let value = |column: &str| row.get(column).parse::<f64>().map_err(|_| row.error(column, "this is no number"));
            let (low, high) = (value("low")?, value("high")?);
            let word = match row.get("kind") {
                "scale" => NumberWord::Scale(low),
                "behind" => NumberWord::Behind(low),
                "vague" => NumberWord::Vague(low, high),
                "some" => NumberWord::Some(low, high),
                "part" => NumberWord::Part(low),
                other => return Err(row.error("kind", format!("unknown kind `{other}`: use scale, behind, vague, some or part"))),
            };
            self.numbers.extend(row.list("forms").map(|form| (form.to_owned(), word)));
        }
        Ok(())
    }

    fn read_bounds(&mut self, text: &str) -> Result<(), Error> {
        for row in Table::parse("quantities/bounds.tsv", text, &["words", "side", "effect", "example"])?.rows() {
            let side = match row.get("side") {
                "before" => Side::Before,
                "after" => Side::After,
                other => return Err(row.error("side", format!("unknown side `{other}`: use before or after"))),
            };
            let effect = match row.get("effect") {
                "exact" => Effect::Exact,
                "about" => Effect::About,
                "least" => Effect::Least,
                "most" => Effect::Most,
                other => return Err(row.error("effect", format!("unknown effect `{other}`: use exact, about, least or most"))),
            };
            self.bounds.entry(row.get("words").to_owned()).or_default().push((side, effect));
            self.examples.push((row.get("example").to_owned(), effect));
        }
        Ok(())
    }

    fn read_fates(&mut self, text: &str) -> Result<(), Error> {
        for row in Table::parse("quantities/fates.tsv", text, &["lemma", "part", "counted", "unit", "beside", "example"])?.rows() {
            let counted = match (row.get("part"), row.get("counted")) {
                ("verb", "object") => Counted::Object,
                ("verb", "subject") => Counted::Subject,
                ("adjective" | "noun", "") => Counted::Itself,
                ("verb", _) => return Err(row.error("counted", "a verb counts its object or its subject")),
                _ => return Err(row.error("part", "use verb, adjective or noun; only a verb has something counted")),
            };
            let beside = Some(row.get("beside").to_owned()).filter(|beside| !beside.is_empty());
            if beside.is_some() && counted == Counted::Itself {
                return Err(row.error("beside", "only on a verb does another word hang"));
            }
            self.fates.entry(row.get("lemma").to_owned()).or_default().push(Fate { counted, unit: row.get("unit").to_owned(), beside });
        }
        Ok(())
    }

    fn read_units(&mut self, text: &str) -> Result<(), Error> {
        for row in Table::parse("quantities/units.tsv", text, &["unit", "kind", "code", "forms"])?.rows() {
            let code = Some(row.get("code").to_owned()).filter(|code| !code.is_empty());
            if (row.get("kind") == "money") != code.is_some() {
                return Err(row.error("code", "money has an ISO 4217 code, and nothing else has one"));
            }
            self.units.extend(row.list("forms").map(|form| (form.to_owned(), self.unit_rows.len())));
            self.unit_rows.push(Unit { name: row.get("unit").to_owned(), kind: row.get("kind").to_owned(), code });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_can_be_used() {
        let known = Quantities::embedded();
        assert_eq!(known.number("billion"), Some(NumberWord::Scale(1e9)));
        assert_eq!(known.number("seventeen"), Some(NumberWord::Small(17.0)));
        assert_eq!(known.bound("or more", Side::After), Some(Effect::Least));
        assert_eq!(known.unit("us$").and_then(|unit| unit.code.as_deref()), Some("USD"));
        assert_eq!(known.fate("die", Counted::Subject), Some("dead"));
        assert_eq!(known.fate("die", Counted::Object), None);
        assert_eq!((known.fate("lose", Counted::Subject), known.fate_beside("lose", Counted::Subject, "life")), (None, Some("dead")));
    }

    #[test]
    fn a_row_that_cannot_be_used_is_named() {
        let amounts = "kind\tlow\thigh\tforms\texample\nscale\tmany\t1\tlots\t\n";
        let mut files = FILES.to_vec();
        files[0].1 = amounts;
        let error = Quantities::parse(&files).unwrap_err();
        assert_eq!((error.file.as_str(), error.line, error.column), ("quantities/amounts.tsv", 2, 2));
    }
}
