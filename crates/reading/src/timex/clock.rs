//! Times of day, with the day that stands beside them.

use super::dated::day;
use super::moment::{self, Moment};
use super::named::weekday;
use super::parts::Part;
use super::resolve::Place;
use jiff::civil::Date;
use rapporteur_lexicon::calendar::{Base, Meaning};

/// The day that stands beside a time of day.
fn day_beside(place: &Place<'_>) -> Option<Date> {
    let story = place.story;
    if place.weekday().is_some() {
        return weekday(place);
    }
    if place.month().is_some() {
        return day(place);
    }
    if place.has("yesterday") {
        return moment::later(story.published?, -1);
    }
    if place.has("tomorrow") {
        return moment::later(story.published?, 1);
    }
    if place.has("today") {
        return story.published;
    }
    None
}

/// A time on a clock, with the day beside it or the last of the story.
pub(super) fn clock(place: &Place<'_>) -> Option<Moment> {
    let day = day_beside(place);
    if let Some(hour) = place.found.word(|meaning| if let Meaning::Noon(hour) = meaning { Some(hour) } else { None }) {
        return Some(Moment::Clock(day.or(place.story.day())?, hour, 0));
    }
    let (hour, minute) = place.found.get(|part| if let Part::Time(hour, minute) = part { Some((hour, minute)) } else { None })?;
    let after_noon = place.found.word(|meaning| if let Meaning::Meridiem(after) = meaning { Some(after) } else { None });
    let after_noon = after_noon.or_else(|| place.daypart().map(|part| part != "MO"));
    let hour = match after_noon {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        // "15:30 p.m." says twice what "15:30 a.m." cannot be.
        Some(false) if hour > 12 => return None,
        _ => hour,
    };
    if hour == 24 && minute > 0 {
        return None;
    }
    let day = match day {
        Some(day) => day,
        None => place.story.day()?,
    };
    Some(Moment::Clock(day, hour, minute))
}

/// A part of a day.
pub(super) fn part(place: &Place<'_>) -> Option<Moment> {
    let story = place.story;
    if place.has("tonight") {
        return story.published.map(|day| Moment::Part(day, "NI"));
    }
    let early = if place.has("early") { Some("MO") } else { None };
    let part = place.daypart().or(early)?;
    if let Some(day) = day_beside(place) {
        return Some(Moment::Part(day, part));
    }
    let Some((base, steps)) = place.shift() else {
        return story.day().map(|day| Moment::Part(day, part));
    };
    let from = match base {
        Base::Now if place.has("the") => story.day()?,
        Base::Now => story.published?,
        Base::Story => story.day()?,
    };
    moment::later(from, i64::from(steps)).map(|day| Moment::Part(day, part))
}

/// Whether the clock has no such time: 24:30, 15:00 a.m.
pub(super) fn is_impossible(place: &Place<'_>) -> bool {
    let time = place.found.get(|part| if let Part::Time(hour, minute) = part { Some((hour, minute)) } else { None });
    let before_noon = place.found.word(|meaning| if let Meaning::Meridiem(after) = meaning { Some(!after) } else { None });
    time.is_some_and(|(hour, minute)| hour == 24 && minute > 0 || hour > 12 && before_noon == Some(true))
}
