//! The words of time: months and weekdays by name, in the calendars that English news writes.

use crate::{Error, PrintedDates, Table};
use std::collections::BTreeMap;

const MONTHS: &str = include_str!("../../../lexicon/calendar/months.tsv");
const WEEKDAYS: &str = include_str!("../../../lexicon/calendar/weekdays.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[("calendar/months.tsv", MONTHS), ("calendar/weekdays.tsv", WEEKDAYS)];

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
}

/// The words of time.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    months: BTreeMap<String, Month>,
    weekdays: BTreeMap<String, i8>,
    /// The words of printed dates, in more languages and with what stands beside them.
    pub printed: PrintedDates,
}

impl Calendar {
    /// The tables in the binary.
    pub fn embedded() -> Self {
        Self::parse(MONTHS, WEEKDAYS).expect("a test reads the embedded tables")
    }

    /// Reads the tables of months and weekdays.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(months: &str, weekdays: &str) -> Result<Self, Error> {
        let mut calendar = Self { printed: PrintedDates::embedded(), ..Self::default() };
        for row in Table::parse("calendar/months.tsv", months, &["calendar", "number", "forms", "example"])?.rows() {
            let reckoning = match row.get("calendar") {
                "gregorian" => Reckoning::Gregorian,
                "islamic" => Reckoning::Islamic,
                "solar" => Reckoning::Solar,
                _ => return Err(row.error("calendar", "not gregorian, islamic or solar")),
            };
            let number = row.get("number").parse().ok().filter(|number| (1..=12).contains(number));
            let number = number.ok_or_else(|| row.error("number", "not 1 to 12"))?;
            for form in row.list("forms") {
                calendar.months.insert(form.to_owned(), Month { reckoning, number });
            }
        }
        for row in Table::parse("calendar/weekdays.tsv", weekdays, &["number", "forms", "example"])?.rows() {
            let number = row.get("number").parse().ok().filter(|number| (1..=7).contains(number));
            let number = number.ok_or_else(|| row.error("number", "not 1 to 7"))?;
            for form in row.list("forms") {
                calendar.weekdays.insert(form.to_owned(), number);
            }
        }
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
        assert_eq!(calendar.month("Sept."), Some(Month { reckoning: Reckoning::Gregorian, number: 9 }));
        assert_eq!(calendar.month("SEPT"), calendar.month("September"));
        assert_eq!(calendar.month("Ramadan").map(|month| month.reckoning), Some(Reckoning::Islamic));
        assert_eq!(calendar.weekday("Sunday"), Some(7));
        assert_eq!(calendar.month("monday"), None);
    }
}
