//! Lengths of time: their TIMEX3 duration, and steps of them over the calendar.

use super::interval;
use super::moment;
use super::parts::Number;
use super::resolve::{Place, Reading};
use jiff::Span;
use jiff::civil::Date;
use rapporteur_lexicon::calendar::{Base, Meaning, Rule, Unit};
use rapporteur_record::TimexType;

/// The letter of a unit in a TIMEX3 duration, whether it stands behind `T`, and how many of it
/// one unit is.
fn letter(unit: Unit) -> (&'static str, bool, u32) {
    match unit {
        Unit::Second => ("S", true, 1),
        Unit::Minute => ("M", true, 1),
        Unit::Hour => ("H", true, 1),
        Unit::Day | Unit::Night => ("D", false, 1),
        Unit::Week => ("W", false, 1),
        Unit::Weekend => ("WE", false, 1),
        Unit::Fortnight => ("W", false, 2),
        Unit::Month => ("M", false, 1),
        Unit::Quarter => ("Q", false, 1),
        Unit::Year => ("Y", false, 1),
        Unit::Decade => ("Y", false, 10),
        Unit::Century => ("Y", false, 100),
    }
}

/// The TIMEX3 duration of so many units.
pub(super) fn length_of(unit: Unit, number: Number) -> Option<String> {
    let (letter, time, times) = letter(unit);
    let t = if time { "T" } else { "" };
    let Number::Tenths(tenths) = number else {
        return Some(match unit {
            Unit::Decade => "PXDE".to_owned(),
            Unit::Century => "PXCE".to_owned(),
            _ => format!("P{t}X{letter}"),
        });
    };
    let tenths = tenths.checked_mul(times)?;
    let (whole, rest) = (tenths / 10, tenths % 10);
    // Halves of units that have a smaller one are told in it.
    let smaller = match unit {
        Unit::Year => Some((12, "M")),
        Unit::Day => Some((24, "H")),
        Unit::Hour => Some((60, "M")),
        Unit::Minute => Some((60, "S")),
        _ => None,
    };
    Some(match (rest, smaller) {
        (0, _) => format!("P{t}{whole}{letter}"),
        (5, Some((count, small))) => {
            let part = format!("{}{small}", count / 2);
            let between = if unit == Unit::Day { "T" } else { "" };
            match whole {
                0 => format!("P{t}{between}{part}"),
                _ => format!("P{t}{whole}{letter}{between}{part}"),
            }
        }
        _ => format!("P{t}{whole}.{rest}{letter}"),
    })
}

/// A length of time, with its days where it ends or begins now.
pub(super) fn length(rule: Rule, place: &Place<'_>) -> Option<Reading> {
    let Some(unit) = place.unit() else {
        // "a while".
        return Some(Reading::plain(TimexType::Duration, "PXX"));
    };
    let plural = place.found.word(|meaning| if let Meaning::Units(_) = meaning { Some(()) } else { None }).is_some();
    let number = match place.number() {
        Some(Number::Tenths(0)) => return None,
        Some(number) if !place.has("half") || place.has("and") => number,
        _ if place.has("half") && !place.has("and") => Number::Tenths(5),
        _ if place.has("half") => Number::Tenths(15),
        Some(number) => number,
        None if plural => Number::Vague,
        None => Number::Tenths(10),
    };
    let mut reading = Reading::plain(TimexType::Duration, length_of(unit, number)?);
    reading.is_part_of_year = unit == Unit::Month && number != Number::Vague && place.has("the");
    let Number::Tenths(tenths) = number else {
        return Some(reading);
    };
    let count = i64::from(tenths / 10);
    reading.length = Some((unit, count));
    // "the past three months" and a conflict that is 21 months old end now, "the next three months"
    // begin now.
    let steps = match place.shift() {
        Some((Base::Now, steps)) => i64::from(steps),
        // "the last three months": last is an ordinal there.
        None if place.ordinal() == Some(-1) && place.has("last") => -1,
        None if rule == Rule::Old => -1,
        _ => 0,
    };
    if steps != 0 {
        reading.days = place.story.published.and_then(|now| interval::beside(now, unit, count * steps));
    }
    Some(reading)
}

/// The day so many units later, at the day's precision.
pub(super) fn stepped(day: Date, unit: Unit, steps: i64) -> Option<Date> {
    let months = |count: i64| Span::new().try_months(count).ok().and_then(|span| moment::added(day, span));
    match unit {
        Unit::Day | Unit::Night => moment::later(day, steps),
        Unit::Week | Unit::Weekend => moment::later(day, steps.checked_mul(7)?),
        Unit::Fortnight => moment::later(day, steps.checked_mul(14)?),
        Unit::Month => months(steps),
        Unit::Quarter => months(steps.checked_mul(3)?),
        Unit::Year => months(steps.checked_mul(12)?),
        Unit::Decade => months(steps.checked_mul(120)?),
        Unit::Century => months(steps.checked_mul(1200)?),
        Unit::Hour | Unit::Minute | Unit::Second => None,
    }
}

/// A time that comes back.
pub(super) fn each(place: &Place<'_>) -> Option<Reading> {
    let unit = place.unit()?;
    let number = if place.has("times") {
        Number::Tenths(10)
    } else if place.has("other") {
        Number::Tenths(20)
    } else {
        place.number().unwrap_or(Number::Tenths(10))
    };
    length_of(unit, number).map(|value| Reading::plain(TimexType::Set, value))
}
