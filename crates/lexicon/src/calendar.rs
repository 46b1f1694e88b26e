//! The words of time, and how time expressions are written.
//!
//! Words and values ([`Words`]), patterns ([`Patterns`]) and the words beside an expression
//! ([`Modifier`]) lie apart in `lexicon/calendar/`; what an expression means in a report is worked
//! out by `rapporteur-reading`.

mod pattern;
mod rule;
mod words;

pub use pattern::{Node, Pattern, Patterns};
pub use rule::{Rule, Slot};
pub use words::{Base, Feast, Meaning, NumberWord, Unit, WordId, Words};

use crate::{Error, Row, Table};
use std::collections::BTreeMap;

const HOLIDAYS: &str = include_str!("../../../lexicon/calendar/holidays.tsv");
const MODIFIERS: &str = include_str!("../../../lexicon/calendar/modifiers.tsv");
const MONTHS: &str = include_str!("../../../lexicon/calendar/months.tsv");
const NEIGHBOURS: &str = include_str!("../../../lexicon/calendar/neighbours.tsv");
const NUMBERS: &str = include_str!("../../../lexicon/calendar/numbers.tsv");
const PATTERNS: &str = include_str!("../../../lexicon/calendar/patterns.tsv");
const WEEKDAYS: &str = include_str!("../../../lexicon/calendar/weekdays.tsv");
const WORDS: &str = include_str!("../../../lexicon/calendar/words.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[
    ("calendar/holidays.tsv", HOLIDAYS),
    ("calendar/modifiers.tsv", MODIFIERS),
    ("calendar/months.tsv", MONTHS),
    ("calendar/neighbours.tsv", NEIGHBOURS),
    ("calendar/numbers.tsv", NUMBERS),
    ("calendar/patterns.tsv", PATTERNS),
    ("calendar/weekdays.tsv", WEEKDAYS),
    ("calendar/words.tsv", WORDS),
];

/// Which calendar a month belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reckoning {
    /// The civil calendar of nearly all countries.
    Gregorian,
    /// The lunar calendar of Islam, reckoned by the civil (arithmetic) rule.
    Islamic,
    /// The solar calendar of Iran and Afghanistan.
    Solar,
}

/// A month by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Its calendar.
    pub reckoning: Reckoning,
    /// Its number, 1 to 12.
    pub number: i8,
    /// Whether the name alone is the month.
    pub alone: Alone,
}

/// What the name of a month is where no day and no year stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alone {
    /// The month.
    Sure,
    /// Often something else ("may", "march"): a word beside it decides.
    Doubtful,
    /// Something else ("Jan", "Mar").
    Never,
}

/// Words beside an expression that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modifier {
    /// The words, in the order of the text.
    pub words: Vec<WordId>,
    /// TIMEX3 mod.
    pub modifier: String,
    /// Whether they go with a place on the calendar.
    pub with_moment: bool,
    /// Whether they go with any length of time.
    pub with_length: bool,
    /// Whether they go with a length of time that begins with its number.
    pub with_number: bool,
}

/// A list of words of which one must stand beside an expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Right before it.
    pub before: Vec<WordId>,
    /// Right behind it.
    pub after: Vec<WordId>,
}

impl Neighbours {
    /// Whether one of the words stands on its side.
    pub fn fit(&self, before: Option<WordId>, after: Option<WordId>) -> bool {
        before.is_some_and(|word| self.before.contains(&word)) || after.is_some_and(|word| self.after.contains(&word))
    }
}

/// Knowledge of time.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    months: BTreeMap<String, Month>,
    weekdays: BTreeMap<String, i8>,
    /// Every word, numbered, with its meanings.
    pub words: Words,
    /// How expressions are written.
    pub patterns: Patterns,
    /// Lists of words that decide whether a pattern counts, by name.
    pub neighbours: BTreeMap<String, Neighbours>,
    /// Words that stand before an expression and belong to it, the longest first.
    pub before: Vec<Modifier>,
    /// Words that stand behind one, the longest first.
    pub after: Vec<Modifier>,
    /// The words of printed dates, in more languages and with what stands beside them.
    pub printed: crate::PrintedDates,
}

impl Calendar {
    /// The tables in the binary.
    pub fn embedded() -> Self {
        Self::parse(FILES).expect("a test reads the embedded tables")
    }

    /// Reads the tables, each by its path as in [`FILES`]; one that is missing is empty.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut calendar = Self { printed: crate::PrintedDates::embedded(), ..Self::default() };
        for &(path, text) in files {
            match path {
                "calendar/holidays.tsv" => calendar.holidays(path, text)?,
                "calendar/months.tsv" => calendar.month_names(path, text)?,
                "calendar/numbers.tsv" => calendar.numbers(path, text)?,
                "calendar/weekdays.tsv" => calendar.weekday_names(path, text)?,
                "calendar/words.tsv" => calendar.plain_words(path, text)?,
                _ => {}
            }
        }
        for &(path, text) in files {
            match path {
                "calendar/modifiers.tsv" => calendar.modifiers(path, text)?,
                "calendar/neighbours.tsv" => calendar.neighbour_lists(path, text)?,
                "calendar/patterns.tsv" => {
                    for row in Table::parse(path, text, &["type", "rule", "pattern", "when", "example", "read"])?.rows() {
                        calendar.patterns.add(&row, &mut calendar.words)?;
                    }
                }
                _ => {}
            }
        }
        if let Some(pattern) =
            calendar.patterns.all().find(|pattern| !pattern.when.is_empty() && !calendar.neighbours.contains_key(&pattern.when))
        {
            let message = format!("no such list: `{}`", pattern.when);
            return Err(Error {
                message,
                file: "calendar/patterns.tsv".into(),
                line: 1,
                column: 4,
                help: Some(format!("it is named by `{}`", pattern.form)),
            });
        }
        calendar.before.sort_by_key(|modifier| std::cmp::Reverse(modifier.words.len()));
        calendar.after.sort_by_key(|modifier| std::cmp::Reverse(modifier.words.len()));
        Ok(calendar)
    }

    /// The month that `word` names, in any case, short forms with or without their full stop.
    pub fn month(&self, word: &str) -> Option<Month> {
        by_name(&self.months, word)
    }

    /// The weekday that `word` names (Monday is 1), in any case, short forms with or without
    /// their full stop.
    pub fn weekday(&self, word: &str) -> Option<i8> {
        by_name(&self.weekdays, word)
    }

    fn month_names(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["calendar", "number", "forms", "alone", "example"])?.rows() {
            let reckoning = match row.get("calendar") {
                "gregorian" => Reckoning::Gregorian,
                "islamic" => Reckoning::Islamic,
                "solar" => Reckoning::Solar,
                _ => return Err(row.error("calendar", "not gregorian, islamic or solar")),
            };
            let alone = match row.get("alone") {
                "" => Alone::Sure,
                "doubtful" => Alone::Doubtful,
                "never" => Alone::Never,
                _ => return Err(row.error("alone", "not empty, doubtful or never")),
            };
            let month = Month { reckoning, number: number(&row, "number", 1..=12)?, alone };
            for form in row.list("forms") {
                self.months.insert(form.to_owned(), month);
                self.words.add(form, Meaning::Month(month));
            }
        }
        Ok(())
    }

    fn weekday_names(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["number", "forms", "example"])?.rows() {
            let weekday = number(&row, "number", 1..=7)?;
            for form in row.list("forms") {
                self.weekdays.insert(form.to_owned(), weekday);
                self.words.add(form, Meaning::Weekday(weekday));
            }
        }
        Ok(())
    }

    fn numbers(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["kind", "value", "forms"])?.rows() {
            let value = || row.get("value").parse::<u32>().map_err(|_| row.error("value", "not a number"));
            let word = match row.get("kind") {
                "unit" => NumberWord::Unit(value()?),
                "ten" => NumberWord::Ten(value()?),
                "scale" => NumberWord::Scale(value()?),
                "exact" => NumberWord::Exact(value()?),
                "fraction" => NumberWord::Half,
                "vague" => NumberWord::Vague,
                _ => {
                    return Err(row.error("kind", "not unit, ten, scale, exact, fraction or vague"));
                }
            };
            for form in row.list("forms") {
                self.words.add(form, Meaning::Number(word));
            }
        }
        Ok(())
    }

    fn plain_words(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["class", "value", "forms"])?.rows() {
            let unit = || Unit::named(row.get("value")).ok_or_else(|| row.error("value", "no such unit"));
            let meaning = match row.get("class") {
                "unit" => Meaning::Unit(unit()?),
                "units" => Meaning::Units(unit()?),
                "frequency" => Meaning::Frequency(unit()?),
                "ordinal" => Meaning::Ordinal(number(&row, "value", -1..=31)?),
                "season" => Meaning::Season(one_of(&row, &["SP", "SU", "FA", "WI"])?),
                "daypart" => Meaning::Daypart(one_of(&row, &["MO", "MI", "AF", "EV", "NI"])?),
                "dayparts" => Meaning::Dayparts(one_of(&row, &["MO", "AF", "EV", "NI"])?),
                "hour" => Meaning::Noon(number(&row, "value", 0..=24)?),
                "shift" => shift(row.get("value")).ok_or_else(|| row.error("value", "not now or story with a number"))?,
                "zone" => Meaning::Zone(row.get("value").parse().map_err(|_| row.error("value", "not minutes"))?),
                "meridiem" => Meaning::Meridiem(one_of(&row, &["am", "pm"])? == "pm"),
                "decade" => Meaning::Decade(number(&row, "value", 20..=90)?.into()),
                "weekdays" => Meaning::Weekdays(number(&row, "value", 1..=7)?),
                "tense" => Meaning::Tense(one_of(&row, &["future", "past"])? == "future"),
                _ => return Err(row.error("class", "no such class")),
            };
            for form in row.list("forms") {
                self.words.add(form, meaning);
            }
        }
        Ok(())
    }

    fn holidays(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["day", "forms", "example"])?.rows() {
            let feast = feast(row.get("day")).ok_or_else(|| row.error("day", "not fixed, nth or easter with numbers"))?;
            for form in row.list("forms") {
                self.words.add(form, Meaning::Holiday(feast));
            }
        }
        Ok(())
    }

    fn neighbour_lists(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["list", "side", "words", "example"])?.rows() {
            let word = self.words.number(row.get("words"));
            let list = self.neighbours.entry(row.get("list").to_owned()).or_default();
            match row.get("side") {
                "before" => list.before.push(word),
                "after" => list.after.push(word),
                _ => return Err(row.error("side", "not before or after")),
            }
        }
        Ok(())
    }

    fn modifiers(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["side", "mod", "goes_with", "words", "example"])?.rows() {
            let goes_with = one_of(&row, &["any", "length", "moment", "number"]).map_err(|mut error| {
                error.column = 3;
                error
            })?;
            let modifier = Modifier {
                words: words::pieces(row.get("words")).iter().map(|word| self.words.number(word)).collect(),
                modifier: row.get("mod").to_owned(),
                with_moment: matches!(goes_with, "any" | "moment"),
                with_length: matches!(goes_with, "any" | "length"),
                with_number: goes_with != "moment",
            };
            match row.get("side") {
                "before" => self.before.push(modifier),
                "after" => self.after.push(modifier),
                _ => return Err(row.error("side", "not before or after")),
            }
        }
        Ok(())
    }
}

fn number(row: &Row<'_, '_>, column: &str, range: std::ops::RangeInclusive<i8>) -> Result<i8, Error> {
    let number = row.get(column).parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| row.error(column, format!("not {} to {}", range.start(), range.end())))
}

/// The cell of `value` or `goes_with`, as one of the words allowed.
fn one_of(row: &Row<'_, '_>, allowed: &[&'static str]) -> Result<&'static str, Error> {
    let column = if allowed.contains(&"moment") { "goes_with" } else { "value" };
    let cell = row.get(column);
    allowed.iter().find(|word| **word == cell).copied().ok_or_else(|| row.error(column, format!("not one of {}", allowed.join(", "))))
}

/// `now-1`, `story+1`.
fn shift(value: &str) -> Option<Meaning> {
    let (base, steps) = match value.strip_prefix("now") {
        Some(steps) => (Base::Now, steps),
        None => (Base::Story, value.strip_prefix("story")?),
    };
    Some(Meaning::Shift(base, steps.parse().ok()?))
}

/// `fixed 12-25`, `nth 4 4 11 0`, `easter -2`.
fn feast(value: &str) -> Option<Feast> {
    let mut parts = value.split(' ');
    let kind = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    Some(match (kind, rest.as_slice()) {
        ("fixed", [day]) => {
            let (month, day) = day.split_once('-')?;
            Feast::Fixed { month: month.parse().ok()?, day: day.parse().ok()? }
        }
        ("nth", [nth, weekday, month, later]) => {
            Feast::Nth { nth: nth.parse().ok()?, weekday: weekday.parse().ok()?, month: month.parse().ok()?, later: later.parse().ok()? }
        }
        ("easter", [days]) => Feast::Easter(days.parse().ok()?),
        _ => return None,
    })
}

fn by_name<T: Copy>(names: &BTreeMap<String, T>, word: &str) -> Option<T> {
    let word = word.to_lowercase();
    names.get(&word).or_else(|| names.get(&format!("{word}."))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_weekdays_are_known_by_name() {
        let calendar = Calendar::embedded();
        assert_eq!(calendar.month("Sept."), Some(Month { reckoning: Reckoning::Gregorian, number: 9, alone: Alone::Sure }));
        let number = |word| calendar.month(word).map(|month| month.number);
        assert_eq!(number("SEPT"), number("September"));
        assert_eq!(calendar.month("Ramadan").map(|month| month.reckoning), Some(Reckoning::Islamic));
        assert_eq!(calendar.weekday("Sunday"), Some(7));
        assert_eq!(calendar.month("monday"), None);
    }

    #[test]
    fn every_name_stands_in_its_example() {
        for (path, columns) in [
            ("calendar/months.tsv", &["calendar", "number", "forms", "alone", "example"][..]),
            ("calendar/weekdays.tsv", &["number", "forms", "example"]),
            ("calendar/holidays.tsv", &["day", "forms", "example"]),
        ] {
            let text = FILES.iter().find(|file| file.0 == path).unwrap().1;
            for row in Table::parse(path, text, columns).unwrap().rows() {
                let example = row.get("example").to_lowercase();
                assert!(row.list("forms").any(|form| example.contains(form)), "{}", row.error("example", "no such form"));
            }
        }
    }

    #[test]
    fn a_pattern_with_an_unknown_part_is_an_error_with_its_place() {
        let text = "type\trule\tpattern\twhen\texample\tread\nDATE\tday\t{moon} {day}\t\tx\tx\n";
        let error = Calendar::parse(&[("calendar/patterns.tsv", text)]).unwrap_err();
        assert_eq!((error.line, error.column), (2, 3));
    }

    #[test]
    fn every_rule_has_a_pattern_with_a_sentence_and_what_is_read_in_it() {
        let calendar = Calendar::embedded();
        for rule in Rule::ALL {
            assert!(calendar.patterns.all().any(|pattern| pattern.rule == *rule), "{}", rule.as_str());
            assert_eq!(Rule::named(rule.as_str()), Some(*rule));
        }
        for pattern in calendar.patterns.all() {
            let (words, value) = pattern.read.split_once(" = ").unwrap_or_default();
            assert!(pattern.example.contains(words) && !words.is_empty() && !value.is_empty(), "{}", pattern.form);
        }
    }

    #[test]
    fn a_phrase_is_found_by_its_first_word() {
        let calendar = Calendar::embedded();
        let new = calendar.words.id(b"new").unwrap();
        assert!(calendar.words.phrases(new).iter().any(|(_, meaning)| matches!(meaning, Meaning::Holiday(_))));
    }
}
