//! Dates of other calendars.

use jiff::ToSpan;
use jiff::civil::Date;

/// The day of the Iranian and Afghan solar calendar as a Gregorian date.
///
/// *Source*: the 33-year arithmetic rule (eight leap years in 33), which agrees with the calendar
/// as observed for the years 1244 to 1500 (1865 to 2121).
pub(super) fn solar(year: i16, month: i8, day: i8) -> Option<Date> {
    let longest = if month <= 6 { 31 } else { 30 };
    if !(1244..=1500).contains(&year) || !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
    // Days from 1 Farvardin 1244 (21 March 1865).
    let leap_days = |year: i64| (year / 33) * 8 + ((year % 33) + 3) / 4;
    let since = |year: i64| 365 * year + leap_days(year);
    let month = i64::from(month);
    let before = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 };
    let days = since(i64::from(year) + 1595) - since(1244 + 1595) + before + i64::from(day) - 1;
    Date::new(1865, 3, 21).ok()?.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn new_years_days_fall_where_the_almanac_has_them() {
        assert_eq!(solar(1357, 11, 22), Some(date(1979, 2, 11)));
        assert_eq!(solar(1391, 1, 1), Some(date(2012, 3, 20)));
        assert_eq!(solar(1391, 10, 10), Some(date(2012, 12, 30)));
        assert_eq!(solar(1399, 12, 30), Some(date(2021, 3, 20)));
        assert_eq!(solar(1400, 1, 1), Some(date(2021, 3, 21)));
        assert_eq!(solar(1403, 1, 1), Some(date(2024, 3, 20)));
        assert_eq!(solar(1403, 13, 1), None);
    }
}
