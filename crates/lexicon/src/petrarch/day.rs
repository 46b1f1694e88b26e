//! Days as the dictionaries write them.

use std::fmt;

/// A day, as the number YYYYMMDD; ordered as days are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

/// Up to this two-digit year the century is the twenty-first.
const LAST_OF_2000: u32 = 30;

impl Day {
    /// The day, if year, month and day can be one.
    pub fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        ((1000..3000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
            .then_some(Self(year * 10_000 + month * 100 + day))
    }

    /// Reads YYMMDD (00 to 30 is 2000 to 2030) or YYYYMMDD.
    ///
    /// The second part says whether the digits had to be mended: there were 7, 9 or more of them.
    /// Then a leading 19 or 20 makes a year of four digits, and digits too many are cut.
    pub fn parse(digits: &str) -> Option<(Self, bool)> {
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
        let short = || {
            let year = number(0, 2)?;
            Self::new(if year <= LAST_OF_2000 { 2000 + year } else { 1900 + year }, number(2, 4)?, number(4, 6)?)
        };
        let long = |at: usize, end: usize| Self::new(number(at, at + 4)?, number(at + 4, at + 6)?, number(at + 6, end)?);
        match digits.len() {
            6 => short().map(|day| (day, false)),
            8 => long(0, 8).map(|day| (day, false)),
            7 if digits.starts_with("19") || digits.starts_with("20") => long(0, 7).or_else(short).map(|day| (day, true)),
            7 => short().map(|day| (day, true)),
            // "1920030320": a century too many in front.
            9.. => {
                let behind = if digits.len() == 10 { long(2, 10).filter(|day| day.year() >= 1930) } else { None };
                behind.or_else(|| long(0, 8)).map(|day| (day, true))
            }
            _ => None,
        }
    }

    /// Its year.
    pub fn year(self) -> u32 {
        self.0 / 10_000
    }

    /// The same day so many years earlier.
    pub fn years_before(self, years: u32) -> Self {
        Self(self.0.saturating_sub(years * 10_000))
    }
}

impl fmt::Display for Day {
    /// As YYYY-MM-DD.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}
