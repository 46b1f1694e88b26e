//! Other reckonings of days: the solar calendar of Iran, the Islamic calendar, Easter. Used by dates
//! of publication and by dates in the text.

use jiff::ToSpan;
use jiff::civil::Date;

/// The day of the Iranian and Afghan solar calendar as a Gregorian date.
///
/// *Source*: the 33-year arithmetic rule (eight leap years in 33), which agrees with the calendar
/// as observed for the years 1244 to 1500 (1865 to 2121).
pub(crate) fn solar(year: i16, month: i8, day: i8) -> Option<Date> {
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

/// The day of the Islamic calendar by the civil rule.
///
/// *Limits*: days as observed differ from the rule by a day or two. *Source*: the 30-year cycle with
/// eleven leap years, epoch 16 July 622 of the Julian calendar (19 July of the Gregorian).
pub(crate) fn islamic(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1..=9665).contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let (y, m, d) = (i64::from(year), i64::from(month), i64::from(day));
    let days = (y - 1) * 354 + (3 + 11 * y).div_euclid(30) + (59 * (m - 1) + 1).div_euclid(2) + d - 1;
    Date::new(622, 7, 19).ok()?.checked_add(days.days()).ok()
}

/// Easter Sunday of the western churches.
///
/// *Source*: the Gregorian computus of Meeus, Jones and Butcher.
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let count = h + l - 7 * m + 114;
    Date::new(year, (count / 31) as i8, (count % 31 + 1) as i8).ok()
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
        assert_eq!(islamic(1433, 9, 1), Some(date(2012, 7, 20)));
        assert_eq!(islamic(1433, 9, 31), None);
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        assert_eq!(easter(2013), Some(date(2013, 3, 31)));
        assert_eq!(easter(2000), Some(date(2000, 4, 23)));
    }
}
