//! Days and months by name, in any calendar: of the year beside them, or of the nearest that fits.

use super::moment::{self, Moment};
use super::parts::Part;
use super::resolve::Place;
use super::story::{Direction, days_between};
use crate::calendars::{islamic, solar};
use jiff::civil::Date;
use rapporteur_lexicon::calendar::Reckoning;

/// A day of a month, of any calendar.
pub(super) fn day(place: &Place<'_>) -> Option<Date> {
    let (month, day) = (place.month()?, place.day_number()?);
    let year = place.year().or_else(|| if place.has("year") { place.shifted_year() } else { None });
    let of = |year: i16| day_of(month.reckoning, year, month.number, day);
    match (year, month.reckoning) {
        (Some(year), _) => of(year),
        (None, Reckoning::Gregorian) => place.story.day_of(month.number, day, place.direction),
        (None, other) => nearest(place, other, |year| of(year).map(|day| (day, day))).map(|(day, _)| day),
    }
}

/// A month, of any calendar.
pub(super) fn month(place: &Place<'_>) -> Option<Moment> {
    let month = place.month()?;
    let stretch = |year: i16| days_of_month(month.reckoning, year, month.number);
    match (place.year(), month.reckoning) {
        (Some(year), Reckoning::Gregorian) => return Some(Moment::Month(year, month.number)),
        (Some(year), _) => return stretch(year).map(|(from, to)| Moment::Stretch(from, to)),
        (None, Reckoning::Gregorian) => {}
        (None, other) => return nearest(place, other, stretch).map(|(from, to)| Moment::Stretch(from, to)),
    }
    let published = place.story.published?;
    if place.has("year") {
        return Some(Moment::Month(place.shifted_year()?, month.number));
    }
    let Some((_, steps)) = place.shift() else {
        return place.story.month_of(month.number, place.direction);
    };
    let ahead = month.number - published.month();
    let by = match steps {
        // "last February" in March is not the month just over.
        -1 if ahead >= -1 => -1,
        1 if ahead <= 0 => 1,
        _ => 0,
    };
    Some(Moment::Month(published.year().checked_add(by)?, month.number))
}

/// A date in figures. Where the order of day and month is open, the one is taken that lies next to
/// publication, if the other is far off.
pub(super) fn written(place: &Place<'_>) -> Option<Date> {
    let (one, other) = place.found.get(|part| if let Part::Written(one, other) = part { Some((one?, other)) } else { None })?;
    let Some(other) = other else {
        return Some(one);
    };
    let now = place.story.published?;
    let distance = |day: Date| days_between(day, now).abs();
    let (near, far) = if distance(one) <= distance(other) { (one, other) } else { (other, one) };
    (distance(near) <= 15 && distance(far) > 27).then_some(near)
}

/// Whether figures in the form of a date are none.
pub(super) fn is_misprinted(place: &Place<'_>) -> bool {
    place.found.get(|part| if let Part::Written(day, _) = part { Some(day.is_none()) } else { None }) == Some(true)
}

/// Whether no year of the calendar has the day, or the year beside it has not.
pub(super) fn is_impossible(place: &Place<'_>) -> bool {
    let (Some(month), Some(day)) = (place.month(), place.day_number()) else {
        return false;
    };
    match (place.year(), month.reckoning) {
        (Some(year), reckoning) => day_of(reckoning, year, month.number, day).is_none(),
        // 2000 had every day that a month can have.
        (None, Reckoning::Gregorian) => Date::new(2000, month.number, day).is_err(),
        (None, _) => day > 31,
    }
}

fn day_of(reckoning: Reckoning, year: i16, month: i8, day: i8) -> Option<Date> {
    match reckoning {
        Reckoning::Gregorian => Date::new(year, month, day).ok(),
        Reckoning::Islamic => islamic(year, month, day),
        Reckoning::Solar => solar(year, month, day),
    }
}

fn days_of_month(reckoning: Reckoning, year: i16, month: i8) -> Option<(Date, Date)> {
    let (next_year, next) = if month == 12 { (year.checked_add(1)?, 1) } else { (year, month + 1) };
    Some((day_of(reckoning, year, month, 1)?, moment::later(day_of(reckoning, next_year, next, 1)?, -1)?))
}

/// The stretch of the year of another calendar that lies nearest to publication: around it, else
/// behind it, or ahead where the words look ahead.
fn nearest(place: &Place<'_>, reckoning: Reckoning, stretch: impl Fn(i16) -> Option<(Date, Date)>) -> Option<(Date, Date)> {
    let now = place.story.published?;
    let year = match reckoning {
        // Thirty Islamic years have 10,631 days.
        Reckoning::Islamic => i16::try_from(days_between(Date::constant(622, 7, 19), now) * 30 / 10_631 + 1).ok()?,
        Reckoning::Solar => now.year().checked_sub(621)?,
        Reckoning::Gregorian => now.year(),
    };
    let ahead = matches!(place.direction, Direction::Future | Direction::Ahead | Direction::Scheduled);
    let shift = place.shift().map_or(0, |(_, steps)| steps);
    [-1, 0, 1]
        .into_iter()
        .filter_map(|by| stretch(year.checked_add(by)?))
        .filter(|&(from, to)| match shift {
            ..0 => to < now,
            0 => true,
            1.. => from > now,
        })
        .min_by_key(|&(from, to)| {
            let distance = if to < now { days_between(to, now) } else { days_between(now, from).max(0) };
            // What lies on the other side of publication must be much nearer.
            let against = if ahead { to < now } else { from > now };
            distance * if against { 3 } else { 1 }
        })
}
