//! Numbers as they may have been before print damaged them: a digit lost, doubled, wrong or swapped.

/// Years that a damaged or missing year may stand for.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1950..=2059;

/// Years that are taken as they are printed.
pub(super) const PLAIN_YEARS: std::ops::RangeInclusive<i16> = 1800..=2099;

/// A value that a number may stand for, what it costs, and whether it stands there as it is.
pub(super) type Value = (i16, i32, bool);

/// Days or months up to `most`: as printed, or, where that is impossible, one slip away.
pub(super) fn small_values(digits: &str, most: i16) -> Vec<Value> {
    if let Some(value) = digits.parse().ok().filter(|value| digits.len() <= 2 && (1..=most).contains(value)) {
        return vec![(value, 0, true)];
    }
    slips_within(digits, most).into_iter().map(|(value, cost)| (value, cost, false)).collect()
}

/// Years: four digits as printed, two completed, others mended; none at all is any year.
pub(super) fn years(digits: Option<&str>) -> Vec<Value> {
    let Some(digits) = digits else {
        return YEARS.map(|year| (year, 0, false)).collect();
    };
    let value: Option<i16> = digits.parse().ok();
    match (digits.len(), value) {
        (4, Some(year)) if PLAIN_YEARS.contains(&year) => vec![(year, 0, true)],
        // The rule of POSIX: 69 to 99 are of the last century.
        (2, Some(year)) => vec![(if year >= 69 { 1900 + year } else { 2000 + year }, 0, false)],
        (1, Some(_)) => YEARS.filter(|year| year.to_string().starts_with(digits)).map(|year| (year, 4, false)).collect(),
        (3..=5, Some(_)) => {
            let mut values: Vec<Value> = slips(digits)
                .into_iter()
                .filter(|(slip, _)| slip.len() == 4)
                .filter_map(|(slip, cost)| Some((slip.parse().ok().filter(|year| YEARS.contains(year))?, cost, false)))
                .collect();
            values.sort_unstable();
            values.dedup_by_key(|value| value.0);
            values
        }
        _ => Vec::new(),
    }
}

/// Every string of digits one slip away from `digits`, with what the slip costs: the last digit
/// lost (paper torn, field cut) is the most likely one.
fn slips(digits: &str) -> Vec<(String, i32)> {
    let mut found = Vec::new();
    let bytes = digits.as_bytes();
    for at in 0..=bytes.len() {
        for digit in '0'..='9' {
            let lost = format!("{}{digit}{}", &digits[..at], &digits[at..]);
            found.push((lost, if at == bytes.len() { 4 } else { 12 }));
            if at < bytes.len() && !digits[at..].starts_with(digit) {
                found.push((format!("{}{digit}{}", &digits[..at], &digits[at + 1..]), 14));
            }
        }
        if at < bytes.len() {
            found.push((format!("{}{}", &digits[..at], &digits[at + 1..]), 10));
        }
        if at + 1 < bytes.len() && bytes[at] != bytes[at + 1] {
            let (a, b) = (char::from(bytes[at]), char::from(bytes[at + 1]));
            found.push((format!("{}{b}{a}{}", &digits[..at], &digits[at + 2..]), 10));
        }
    }
    found
}

/// Values from 1 to `most` one slip away from `digits`, each with its lowest cost.
pub(super) fn slips_within(digits: &str, most: i16) -> Vec<(i16, i32)> {
    let mut values: Vec<(i16, i32)> = slips(digits)
        .into_iter()
        .filter(|(slip, _)| (1..=2).contains(&slip.len()))
        .filter_map(|(slip, cost)| Some((slip.parse().ok().filter(|value| (1..=most).contains(value))?, cost)))
        .collect();
    values.sort_unstable();
    values.dedup_by_key(|value| value.0);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_that_lost_its_last_digit_is_most_likely_one_of_ten() {
        let found = years(Some("201"));
        let cheapest: Vec<i16> = found.iter().filter(|(_, cost, _)| *cost <= 4).map(|(year, _, _)| *year).collect();
        assert_eq!(cheapest, (2010..=2019).collect::<Vec<_>>());
        assert!(found.iter().any(|(year, cost, _)| *year == 2021 && *cost > 4));
    }

    #[test]
    fn a_day_that_can_be_is_left_as_it_is() {
        assert_eq!(small_values("30", 31), [(30, 0, true)]);
        assert!(small_values("300", 31).iter().any(|(day, _, whole)| *day == 30 && !whole));
    }
}
