//! Places on the calendar: their TIMEX3 value, their first and last day, steps between them.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use rapporteur_lexicon::calendar::Unit;

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Moment {
    /// A century by its first two figures.
    Century(i16),
    /// A decade by its first three figures.
    Decade(i16),
    Year(i16),
    /// A half year, 1 or 2.
    Half(i16, i8),
    /// A quarter, 1 to 4.
    Quarter(i16, i8),
    /// A season by the year in which it begins.
    Season(i16, &'static str),
    Month(i16, i8),
    /// The week that a Monday begins.
    Week(Date),
    /// The weekend of the week that a Monday begins.
    Weekend(Date),
    Day(Date),
    Part(Date, &'static str),
    /// Hour (0 to 24), minute.
    Clock(Date, i8, i8),
    /// Days of another calendar, first and last.
    Stretch(Date, Date),
}

/// The Monday of the week of a day; the day itself at the very beginning of time.
pub(super) fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(day)
}

/// `days` later, if the calendar reaches so far.
pub(super) fn later(day: Date, days: i64) -> Option<Date> {
    added(day, Span::new().try_days(days).ok()?)
}

/// The day so much later, if its year has four figures: none before year 1.
pub(super) fn added(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok().filter(|day| day.year() > 0)
}

/// The first month of a season.
fn season_month(season: &str) -> i8 {
    match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}

/// A month counted from January of year 0, as year and number.
fn month_of(count: i32) -> Option<(i16, i8)> {
    let year = i16::try_from(count.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
    Some((year, count.rem_euclid(12) as i8 + 1))
}

fn count_of(year: i16, month: i8) -> i32 {
    i32::from(year) * 12 + i32::from(month) - 1
}

impl Moment {
    /// The stretch of length `unit` in which the day lies.
    pub fn around(day: Date, unit: Unit) -> Option<Self> {
        Some(match unit {
            Unit::Day => Self::Day(day),
            Unit::Night => Self::Part(day, "NI"),
            Unit::Week | Unit::Fortnight => Self::Week(monday(day)),
            Unit::Weekend => Self::Weekend(monday(day)),
            Unit::Month => Self::Month(day.year(), day.month()),
            Unit::Quarter => Self::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            Unit::Year => Self::Year(day.year()),
            Unit::Decade => Self::Decade(day.year() / 10),
            Unit::Century => Self::Century(day.year() / 100),
            Unit::Hour | Unit::Minute | Unit::Second => return None,
        })
    }

    /// The stretch of the same length, `steps` of them later.
    pub fn step(self, steps: i64) -> Option<Self> {
        let narrow = i16::try_from(steps).ok()?;
        let year = |year: i16, by: i16| year.checked_add(by).filter(|year| (1..=9999).contains(year));
        Some(match self {
            Self::Century(c) => Self::Century(c.checked_add(narrow).filter(|c| (0..=99).contains(c))?),
            Self::Decade(d) => Self::Decade(d.checked_add(narrow).filter(|d| (0..=999).contains(d))?),
            Self::Year(y) => Self::Year(year(y, narrow)?),
            Self::Season(y, season) => Self::Season(year(y, narrow)?, season),
            Self::Half(y, half) => {
                let count = i32::from(y) * 2 + i32::from(half) - 1 + i32::from(narrow);
                Self::Half(year(0, i16::try_from(count.div_euclid(2)).ok()?)?, count.rem_euclid(2) as i8 + 1)
            }
            Self::Quarter(y, quarter) => {
                let count = i32::from(y) * 4 + i32::from(quarter) - 1 + i32::from(narrow);
                Self::Quarter(year(0, i16::try_from(count.div_euclid(4)).ok()?)?, count.rem_euclid(4) as i8 + 1)
            }
            Self::Month(y, month) => {
                let (y, month) = month_of(count_of(y, month) + i32::from(narrow))?;
                Self::Month(y, month)
            }
            Self::Week(day) => Self::Week(later(day, steps.checked_mul(7)?)?),
            Self::Weekend(day) => Self::Weekend(later(day, steps.checked_mul(7)?)?),
            Self::Day(day) => Self::Day(later(day, steps)?),
            Self::Part(day, part) => Self::Part(later(day, steps)?, part),
            Self::Clock(day, hour, minute) => Self::Clock(later(day, steps)?, hour, minute),
            Self::Stretch(..) => return None,
        })
    }

    /// The same stretch so many years later: a day of February 29 becomes the 28th.
    pub fn step_years(self, years: i16) -> Option<Self> {
        let day = |day: Date| added(day, Span::new().try_years(years).ok()?);
        Some(match self {
            Self::Century(_) | Self::Decade(_) | Self::Stretch(..) => return None,
            Self::Year(_) | Self::Season(..) => self.step(i64::from(years))?,
            Self::Half(..) => self.step(i64::from(years) * 2)?,
            Self::Quarter(..) => self.step(i64::from(years) * 4)?,
            Self::Month(..) => self.step(i64::from(years) * 12)?,
            Self::Week(monday_) => Self::Week(monday(day(monday_)?)),
            Self::Weekend(monday_) => Self::Weekend(monday(day(monday_)?)),
            Self::Day(at) | Self::Part(at, _) | Self::Clock(at, ..) => Self::Day(day(at)?),
        })
    }

    /// TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Self::Century(century) => format!("{century:02}"),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Year(year) => format!("{year:04}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Season(year, season) => format!("{year:04}-{season}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Week(day) => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Weekend(day) => format!("{}-WE", Self::Week(day).value()),
            Self::Day(day) => day.to_string(),
            Self::Part(day, part) => format!("{day}T{part}"),
            Self::Clock(day, hour, minute) => format!("{day}T{hour:02}:{minute:02}"),
            Self::Stretch(from, to) => format!("{from}/{to}"),
        }
    }

    /// Its first and last day.
    pub fn days(self) -> Option<(Date, Date)> {
        let span = |first: i32, months: i32| {
            let (year, month) = month_of(first)?;
            let (last_year, last_month) = month_of(first + months - 1)?;
            let from = Date::new(year, month, 1).ok()?;
            Some((from, Date::new(last_year, last_month, 1).ok()?.last_of_month()))
        };
        match self {
            Self::Century(century) => {
                let from = Date::new((century * 100).max(1), 1, 1).ok()?;
                Some((from, Date::new(century * 100 + 99, 12, 31).ok()?))
            }
            Self::Decade(decade) => {
                let from = Date::new((decade * 10).max(1), 1, 1).ok()?;
                Some((from, Date::new(decade * 10 + 9, 12, 31).ok()?))
            }
            Self::Year(year) => span(count_of(year, 1), 12),
            Self::Half(year, half) => span(count_of(year, half * 6 - 5), 6),
            Self::Quarter(year, quarter) => span(count_of(year, quarter * 3 - 2), 3),
            Self::Season(year, season) => span(count_of(year, season_month(season)), 3),
            Self::Month(year, month) => span(count_of(year, month), 1),
            Self::Week(day) => Some((day, later(day, 6)?)),
            Self::Weekend(day) => Some((later(day, 5)?, later(day, 6)?)),
            Self::Day(day) | Self::Part(day, _) => Some((day, day)),
            Self::Clock(day, 24, _) => {
                let next = later(day, 1)?;
                Some((next, next))
            }
            Self::Clock(day, ..) => Some((day, day)),
            Self::Stretch(from, to) => Some((from, to)),
        }
    }
}

/// The weekday of a number, Monday is 1.
pub(super) fn weekday(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

/// The last such weekday before `day`.
pub(super) fn weekday_before(day: Date, number: i8) -> Option<Date> {
    day.nth_weekday(-1, weekday(number)?).ok()
}

/// The first such weekday after `day`.
pub(super) fn weekday_after(day: Date, number: i8) -> Option<Date> {
    day.nth_weekday(1, weekday(number)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_follow_iso_8601_over_the_turn_of_the_year() {
        assert_eq!(Moment::Week(monday(date(2012, 12, 30))).value(), "2012-W52");
        assert_eq!(Moment::Week(monday(date(2012, 12, 31))).value(), "2013-W01");
    }

    #[test]
    fn steps_run_over_the_turn_of_the_year() {
        assert_eq!(Moment::Quarter(1989, 1).step(-1), Some(Moment::Quarter(1988, 4)));
        assert_eq!(Moment::Month(2012, 11).step(3), Some(Moment::Month(2013, 2)));
        assert_eq!(Moment::Year(9999).step(1), None);
        assert_eq!(Moment::Season(2012, "WI").days(), Some((date(2012, 12, 1), date(2013, 2, 28))));
    }
}
