//! Words of printed dates: names of months and weekdays, labels beside a date, and what tells
//! the order or the year of a date that is printed in numbers.
//!
//! Two parts use it: `input` finds the lines that hold a date, `reading` says what they mean.

use crate::{Error, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[
    ("printed/beginning.tsv", include_str!("../../../lexicon/printed/beginning.tsv")),
    ("printed/conventions.tsv", include_str!("../../../lexicon/printed/conventions.tsv")),
    ("printed/counts.tsv", include_str!("../../../lexicon/printed/counts.tsv")),
    ("printed/labels.tsv", include_str!("../../../lexicon/printed/labels.tsv")),
    ("printed/lasting.tsv", include_str!("../../../lexicon/printed/lasting.tsv")),
    ("printed/names.tsv", include_str!("../../../lexicon/printed/names.tsv")),
];

/// What a name in a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateName {
    /// A month of the Gregorian calendar, 1 to 12.
    Month(i8),
    /// A weekday, Monday is 1 and Sunday 7.
    Weekday(i8),
    /// A month of the Iranian and Afghan solar calendar, 1 to 12.
    SolarMonth(i8),
}

/// What the words beside a date say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateLabel {
    /// The date is that of publication.
    Published,
    /// The date is later than publication.
    Updated,
    /// Nothing; the words may stand in a date line.
    Plain,
    /// A time zone.
    Zone,
    /// The ending of an ordinal, behind a day.
    Ordinal,
}

/// In what order the numbers of a date stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Year, month, day.
    YearFirst,
}

impl DateOrder {
    /// The order that `dmy`, `mdy` or `ymd` names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "dmy" => Some(Self::DayFirst),
            "mdy" => Some(Self::MonthFirst),
            "ymd" => Some(Self::YearFirst),
            _ => None,
        }
    }
}

/// The words of printed dates.
#[derive(Clone, Debug, Default)]
pub struct PrintedDates {
    names: BTreeMap<String, DateName>,
    labels: BTreeMap<String, DateLabel>,
    conventions: Vec<(String, DateOrder)>,
    lasting: BTreeMap<String, String>,
    beginning: BTreeSet<String>,
    counts: BTreeMap<String, u16>,
    agencies: BTreeMap<String, DateOrder>,
}

/// `word` as the keys of the tables are written: small letters, no full stop at the end.
fn key(word: &str) -> String {
    word.trim().trim_end_matches('.').to_lowercase()
}

impl PrintedDates {
    /// The tables in the binary.
    pub fn embedded() -> Self {
        let text = |path: &str| FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text).expect("FILES names every table");
        Self::parse(&text, crate::news::AGENCIES).expect("a test reads the embedded tables")
    }

    /// Reads the tables that `text` gives for the paths of [`FILES`], and the agencies' usual
    /// orders from their own table.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse<'t>(text: &dyn Fn(&str) -> &'t str, agencies: &str) -> Result<Self, Error> {
        let mut found = Self::default();
        for row in Table::parse("printed/names.tsv", text("printed/names.tsv"), &["kind", "number", "language", "forms"])?.rows() {
            let number: i8 = row.get("number").parse().map_err(|_| row.error("number", "not a number"))?;
            let name = match row.get("kind") {
                "month" if (1..=12).contains(&number) => DateName::Month(number),
                "weekday" if (1..=7).contains(&number) => DateName::Weekday(number),
                "solar-month" if (1..=12).contains(&number) => DateName::SolarMonth(number),
                _ => {
                    return Err(row.error("kind", "not a month, weekday or solar-month of that number"));
                }
            };
            for form in row.list("forms") {
                match found.names.insert(key(form), name) {
                    Some(other) if other != name => {
                        return Err(row.error("forms", format!("`{form}` is {other:?} in another row")));
                    }
                    _ => {}
                }
            }
        }
        for row in Table::parse("printed/labels.tsv", text("printed/labels.tsv"), &["words", "meaning", "example"])?.rows() {
            let label = match row.get("meaning") {
                "published" => DateLabel::Published,
                "updated" => DateLabel::Updated,
                "plain" => DateLabel::Plain,
                "zone" => DateLabel::Zone,
                "ordinal" => DateLabel::Ordinal,
                _ => {
                    return Err(row.error("meaning", "not published, updated, plain, zone or ordinal"));
                }
            };
            found.labels.insert(key(row.get("words")), label);
        }
        for row in Table::parse("printed/conventions.tsv", text("printed/conventions.tsv"), &["end", "order"])?.rows() {
            let order = DateOrder::named(row.get("order")).ok_or_else(|| row.error("order", "not dmy, mdy or ymd"))?;
            found.conventions.push((row.get("end").to_owned(), order));
        }
        for row in Table::parse("printed/lasting.tsv", text("printed/lasting.tsv"), &["word", "group"])?.rows() {
            found.lasting.insert(key(row.get("word")), row.get("group").to_owned());
        }
        for row in Table::parse("printed/beginning.tsv", text("printed/beginning.tsv"), &["form"])?.rows() {
            found.beginning.insert(key(row.get("form")));
        }
        for row in Table::parse("printed/counts.tsv", text("printed/counts.tsv"), &["word", "value"])?.rows() {
            let value = row.get("value").parse().map_err(|_| row.error("value", "not a number"))?;
            found.counts.insert(key(row.get("word")), value);
        }
        let columns = ["name", "short", "aliases", "country", "order"];
        for row in Table::parse("news/agencies.tsv", agencies, &columns)?.rows() {
            if row.get("order").is_empty() {
                continue;
            }
            let order = DateOrder::named(row.get("order")).ok_or_else(|| row.error("order", "not dmy, mdy or ymd"))?;
            found.agencies.insert(key(row.get("name")), order);
        }
        Ok(found)
    }

    /// What `word` names, in any case, with or without a full stop.
    pub fn name(&self, word: &str) -> Option<DateName> {
        self.names.get(&key(word)).copied()
    }

    /// The month or weekday that `word` nearly names: one letter wrong, missing, doubled or two
    /// letters swapped, in a name of five letters or more; `None` where two names are as near.
    pub fn near(&self, word: &str) -> Option<DateName> {
        let word: Vec<char> = key(word).chars().take(20).collect();
        if word.len() < 4 || word.len() > 14 {
            return None;
        }
        let mut found = None;
        for (form, name) in &self.names {
            let form: Vec<char> = form.chars().collect();
            if form.len() >= 5 && one_apart(&word, &form) {
                match found {
                    Some(other) if other != *name => return None,
                    _ => found = Some(*name),
                }
            }
        }
        found
    }

    /// Every name in small letters, sorted.
    pub fn names(&self) -> impl Iterator<Item = (&str, DateName)> {
        self.names.iter().map(|(form, name)| (form.as_str(), *name))
    }

    /// What the words beside a date say of it.
    pub fn label(&self, words: &str) -> Option<DateLabel> {
        self.labels.get(&key(words)).copied()
    }

    /// Every label in small letters, sorted.
    pub fn labels(&self) -> impl Iterator<Item = (&str, DateLabel)> {
        self.labels.iter().map(|(words, label)| (words.as_str(), *label))
    }

    /// The order of numeric dates in the country of an address's host.
    pub fn order_of_host(&self, host: &str) -> Option<DateOrder> {
        let host = host.to_lowercase();
        self.conventions.iter().find(|(end, _)| host.ends_with(end.as_str())).map(|(_, order)| *order)
    }

    /// The order of numeric dates usual in the copy of an agency, by its full name.
    pub fn order_of_agency(&self, name: &str) -> Option<DateOrder> {
        self.agencies.get(&key(name)).copied()
    }

    /// The group of a thing that has an age ("conflict", "siege"), singular or plural.
    pub fn lasting(&self, word: &str) -> Option<&str> {
        let word = key(word);
        let singular = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
        [Some(word.as_str()), word.strip_suffix('s'), singular.as_deref()]
            .into_iter()
            .flatten()
            .find_map(|form| self.lasting.get(form))
            .map(String::as_str)
    }

    /// The number that a word or figure counts: "nine", "21", "21st".
    pub fn count(&self, word: &str) -> Option<u16> {
        let word = key(word);
        let figure = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(&word);
        figure.parse().ok().or_else(|| self.counts.get(&word).copied())
    }

    /// Whether `word` is a verb of beginning ("began", "erupted").
    pub fn begins(&self, word: &str) -> bool {
        self.beginning.contains(&key(word))
    }
}

/// Whether one insertion, deletion, substitution or swap of neighbours makes `a` into `b`.
fn one_apart(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let rest = |a: &[char], b: &[char], i: usize, j: usize| a.get(i..).is_some_and(|a| b.get(j..) == Some(a));
    rest(a, b, 1, 1)
        || rest(a, b, 0, 1)
        || rest(a, b, 1, 0)
        || (a.len() >= 2 && b.len() >= 2 && a[0] == b[1] && a[1] == b[0] && rest(a, b, 2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_language() {
        let dates = PrintedDates::embedded();
        assert_eq!(dates.name("Sept."), Some(DateName::Month(9)));
        assert_eq!(dates.name("DECEMBER"), Some(DateName::Month(12)));
        assert_eq!(dates.name("دسامبر"), Some(DateName::Month(12)));
        assert_eq!(dates.name("یکشنبه"), Some(DateName::Weekday(7)));
        assert_eq!(dates.name("дек"), None);
        assert_eq!(dates.lasting("hostilities"), Some("strife"));
    }

    #[test]
    fn a_misspelt_month_is_found_unless_two_are_as_near() {
        let dates = PrintedDates::embedded();
        assert_eq!(dates.near("Decmber"), Some(DateName::Month(12)));
        assert_eq!(dates.near("Febuary"), Some(DateName::Month(2)));
        assert_eq!(dates.near("Spetember"), Some(DateName::Month(9)));
        assert_eq!(dates.near("remember"), None);
    }

    #[test]
    fn every_label_stands_in_its_example() {
        let table = Table::parse("labels", FILES[3].1, &["words", "meaning", "example"]).unwrap();
        for row in table.rows() {
            assert!(row.get("example").to_lowercase().contains(row.get("words")), "{}", row.get("words"));
        }
    }
}
