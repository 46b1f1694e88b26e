//! The first and the last day that an expression means, by the words beside it.

use super::length::stepped;
use super::moment;
use super::story::days_between;
use jiff::civil::Date;
use rapporteur_lexicon::calendar::Unit;

/// First and last day; `None` where the stretch is open or not known.
pub(super) type Days = (Option<Date>, Option<Date>);

/// What stands before an expression and opens its stretch on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// "since March": goes on.
    Since,
    /// "until March": went on before.
    Until,
}

/// The days that are left when words beside an expression take a part of it, or open it.
pub(super) fn narrowed((from, to): Days, modifier: Option<&str>, opening: Option<Opening>) -> Days {
    let (from, to) = match (modifier, from, to) {
        (Some(part @ ("START" | "MID" | "END")), Some(from), Some(to)) => third(part, from, to),
        (Some("ON_OR_AFTER" | "AFTER"), ..) => (from, None),
        (Some("ON_OR_BEFORE" | "BEFORE"), ..) => (None, to),
        _ => (from, to),
    };
    match opening {
        Some(Opening::Since) => (from, None),
        Some(Opening::Until) => (None, to),
        None => (from, to),
    }
}

/// So many units that end with a day: "the quarter ended Sept. 30".
pub(super) fn ending(day: Date, unit: Unit, count: i64) -> Option<Days> {
    let before = match unit {
        // A quarter that ends with a month begins with one.
        Unit::Month | Unit::Quarter | Unit::Year if day == day.last_of_month() => {
            moment::later(day, 1).and_then(|next| stepped(next, unit, -count))?
        }
        _ => moment::later(stepped(day, unit, -count)?, 1)?,
    };
    Some((Some(before), Some(day)))
}

/// So many units that end or begin with a day, which counts.
pub(super) fn beside(day: Date, unit: Unit, steps: i64) -> Option<Days> {
    let other = match unit {
        Unit::Hour => moment::later(day, steps.signum() * (steps.abs() / 24).max(1))?,
        Unit::Minute | Unit::Second => day,
        _ => stepped(day, unit, steps)?,
    };
    Some((Some(day.min(other)), Some(day.max(other))))
}

/// The first, middle or last third of a stretch; at least a day.
fn third(part: &str, from: Date, to: Date) -> Days {
    let days = days_between(from, to) + 1;
    if days < 3 {
        return (Some(from), Some(to));
    }
    let (first, last) = match part {
        "START" => (0, days / 3 - 1),
        "MID" => (days / 3, days - days / 3 - 1),
        _ => (days - days / 3, days - 1),
    };
    (moment::later(from, first), moment::later(from, last))
}
