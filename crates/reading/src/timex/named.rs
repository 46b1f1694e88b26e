//! Seasons, weekdays and feasts: what goes by a name and comes back.

use super::moment::{self, Moment};
use super::resolve::Place;
use super::story::Direction;
use crate::calendars::easter;
use jiff::civil::Date;
use rapporteur_lexicon::calendar::{Base, Feast, Meaning};

/// A season, the nearest that fits.
pub(super) fn season(place: &Place<'_>) -> Option<Moment> {
    let season = place.season()?;
    if let Some(year) = place.year() {
        return Some(Moment::Season(year, season));
    }
    let published = place.story.published?;
    let of = |by: i16| Moment::Season(published.year() + by, season);
    let ended = |by: i16| of(by).days().is_some_and(|(_, to)| to < published);
    let began = |by: i16| of(by).days().is_some_and(|(from, _)| from <= published);
    let past = place.has("past") || place.shift().is_some_and(|(_, steps)| steps < 0);
    let next = place.shift().is_some_and(|(_, steps)| steps > 0);
    Some(if past {
        [0, -1].into_iter().find(|&by| ended(by)).map_or(of(-2), of)
    } else if next {
        [0, 1].into_iter().find(|&by| !began(by)).map_or(of(1), of)
    } else if !began(0) && (began(-1) && !ended(-1) || place.direction == Direction::Past && place.shift().is_none()) {
        of(-1)
    } else if place.direction == Direction::Future && ended(0) && place.shift().is_none() {
        of(1)
    } else {
        of(0)
    })
}

/// A weekday, near publication or the last day of the story.
pub(super) fn weekday(place: &Place<'_>) -> Option<Date> {
    let (story, number) = (place.story, place.weekday()?);
    let published = story.published?;
    if place.runs_on
        && let Some(day) = story.day
    {
        return moment::weekday_after(day, number);
    }
    if place.has("week") {
        if let Some((_, steps)) = place.shift() {
            let monday = moment::later(moment::monday(published), i64::from(steps) * 7)?;
            return moment::later(monday, i64::from(number) - 1);
        }
        return moment::later(moment::weekday_after(published, number)?, 7);
    }
    if place.has("coming") {
        return moment::weekday_after(published, number);
    }
    match place.shift() {
        Some((Base::Story, steps)) if steps < 0 => moment::weekday_before(story.day()?, number),
        Some((Base::Story, steps)) if steps > 0 => moment::weekday_after(story.day()?, number),
        Some((_, steps)) if steps < 0 => moment::weekday_before(published, number),
        Some((_, steps)) if steps > 0 => moment::weekday_after(published, number),
        Some((Base::Story, _)) => {
            story.day().filter(|day| Some(day.weekday()) == moment::weekday(number)).or_else(|| story.weekday(number, place.direction))
        }
        // "this Sunday" is the coming one, but for what has happened.
        Some((Base::Now, _)) if place.direction == Direction::Unknown => story.weekday(number, Direction::Future),
        _ => story.weekday(number, place.direction),
    }
}

/// A day by name, the nearest that fits.
pub(super) fn holiday(place: &Place<'_>) -> Option<Date> {
    let feast = place.found.word(|meaning| if let Meaning::Holiday(feast) = meaning { Some(feast) } else { None })?;
    if let Some(year) = place.year() {
        return feast_in(feast, year);
    }
    let published = place.story.published?;
    let of = |by: i16| feast_in(feast, published.year() + by);
    let same = of(0)?;
    match place.shift() {
        Some((_, steps)) if steps < 0 => {
            if same < published {
                Some(same)
            } else {
                of(-1)
            }
        }
        Some((_, steps)) if steps > 0 => {
            if same > published {
                Some(same)
            } else {
                of(1)
            }
        }
        Some(_) => Some(same),
        None => match (place.direction, super::story::days_between(published, same)) {
            (Direction::Past | Direction::Unknown, 121..) => of(-1),
            (Direction::Future, ..-60) => of(1),
            _ => Some(same),
        },
    }
}

/// The day of a feast in a year.
fn feast_in(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::Fixed { month, day } => Date::new(year, month, day).ok(),
        Feast::Nth { nth, weekday, month, later } => {
            let first = Date::new(year, month, 1).ok()?;
            moment::later(first.nth_weekday_of_month(nth, moment::weekday(weekday)?).ok()?, i64::from(later))
        }
        Feast::Easter(days) => moment::later(easter(year)?, i64::from(days)),
    }
}
