//! What a match means: type, value, first and last day.

use super::clock::{clock, part};
use super::dated::{self, day, month};
use super::interval::Opening;
use super::length::{each, length, length_of, stepped};
use super::matches::Match;
use super::moment::{self, Moment};
use super::named::{holiday, season, weekday};
use super::parts::{Number, Part};
use super::story::{Direction, Story};
use jiff::civil::Date;
use rapporteur_lexicon::calendar::{Base, Meaning, Month, Reckoning, Rule, Unit};
use rapporteur_record::TimexType;

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub kind: TimexType,
    pub value: String,
    pub moment: Option<Moment>,
    pub days: Option<(Option<Date>, Option<Date>)>,
    /// A length of time as a unit and how many of it, where it is known.
    pub length: Option<(Unit, i64)>,
    /// Whether it is a part of the business year by its length ("the first nine months").
    pub is_part_of_year: bool,
}

impl Reading {
    fn of(moment: Moment) -> Self {
        let kind = match moment {
            Moment::Part(..) | Moment::Clock(..) => TimexType::Time,
            _ => TimexType::Date,
        };
        let days = moment.days().map(|(from, to)| (Some(from), Some(to)));
        Self { kind, value: moment.value(), moment: Some(moment), days, length: None, is_part_of_year: false }
    }

    /// What a rule found; nothing where the calendar ends (the years 1 to 9999).
    fn of_rule(rule: Rule, moment: Moment, place: &Place<'_>) -> Option<Self> {
        moment.days()?;
        let mut reading = Self::of(moment);
        reading.length = match moment {
            Moment::Quarter(..) if rule == Rule::Quarter => Some((Unit::Quarter, 1)),
            Moment::Year(_) => Some((Unit::Year, 1)),
            _ => None,
        };
        if place.has("fiscal") || place.has("financial") {
            // Whose year it is decides where it begins.
            reading.days = None;
        }
        Some(reading)
    }

    pub(super) fn plain(kind: TimexType, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), moment: None, days: None, length: None, is_part_of_year: false }
    }
}

/// Where an expression stands.
pub(super) struct Place<'a> {
    pub found: &'a Match,
    /// Its words in small letters.
    pub words: &'a [&'a str],
    pub story: &'a Story,
    pub direction: Direction,
    /// Whether words beside it say which part of it is meant.
    pub modified: bool,
    /// Whether "ended" or "ending" follows.
    pub ends: bool,
    /// Whether it is the second end of a stretch: "from Monday to Friday".
    pub runs_on: bool,
    /// "since" or "until" before it.
    pub opening: Option<Opening>,
}

/// Works out a match; `None` where it is no time expression after all.
pub(super) fn resolve(rule: Rule, place: &Place<'_>) -> Option<Reading> {
    match rule {
        Rule::Present => Some(reference(place, "PRESENT_REF")),
        Rule::Past => Some(reference(place, "PAST_REF")),
        Rule::Future => Some(reference(place, "FUTURE_REF")),
        Rule::Length | Rule::Old => length(rule, place),
        Rule::Each => each(place),
        Rule::EachDay => place.weekday().map(|day| Reading::plain(TimexType::Set, format!("XXXX-WXX-{day}"))),
        Rule::EachMonth => place.month().map(|month| Reading::plain(TimexType::Set, format!("XXXX-{:02}", month.number))),
        Rule::EachSeason => place.season().map(|season| Reading::plain(TimexType::Set, format!("XXXX-{season}"))),
        Rule::EachPart => place.daypart().map(|part| Reading::plain(TimexType::Set, format!("XXXX-XX-XXT{part}"))),
        Rule::Relative if place.long_past() => {
            length_of(place.unit()?, Number::Tenths(10)).map(|value| Reading::plain(TimexType::Duration, value))
        }
        Rule::OneDay => {
            let ahead = !matches!(place.direction, Direction::Past | Direction::Unknown);
            Some(if ahead { reference(place, "FUTURE_REF") } else { Reading::plain(TimexType::Duration, "P1D") })
        }
        Rule::EachDayPart => {
            let (day, part) = (place.weekday()?, place.daypart()?);
            Some(Reading::plain(TimexType::Set, format!("XXXX-WXX-{day}T{part}")))
        }
        Rule::TheUnit => the_unit(place),
        Rule::Ago | Rule::FromNow => counted(rule, place),
        _ => match moment(rule, place) {
            Some(moment) => Reading::of_rule(rule, moment, place),
            None if place.story.published.is_none() => undated(rule, place),
            None => None,
        },
    }
}

fn reference(place: &Place<'_>, value: &str) -> Reading {
    let mut reading = Reading::plain(TimexType::Date, value);
    if value == "PRESENT_REF" {
        reading.days = place.story.published.map(|day| (Some(day), Some(day)));
    }
    reading
}

impl Place<'_> {
    pub(super) fn month(&self) -> Option<Month> {
        self.found.word(|meaning| if let Meaning::Month(month) = meaning { Some(month) } else { None })
    }

    pub(super) fn weekday(&self) -> Option<i8> {
        self.found.word(|meaning| match meaning {
            Meaning::Weekday(day) | Meaning::Weekdays(day) => Some(day),
            _ => None,
        })
    }

    pub(super) fn season(&self) -> Option<&'static str> {
        self.found.word(|meaning| if let Meaning::Season(season) = meaning { Some(season) } else { None })
    }

    pub(super) fn daypart(&self) -> Option<&'static str> {
        self.found.word(|meaning| match meaning {
            Meaning::Daypart(part) | Meaning::Dayparts(part) => Some(part),
            _ => None,
        })
    }

    pub(super) fn shift(&self) -> Option<(Base, i8)> {
        self.found.word(|meaning| if let Meaning::Shift(base, steps) = meaning { Some((base, steps)) } else { None })
    }

    pub(super) fn ordinal(&self) -> Option<i8> {
        self.found.word(|meaning| if let Meaning::Ordinal(number) = meaning { Some(number) } else { None })
    }

    pub(super) fn unit(&self) -> Option<Unit> {
        self.found.word(|meaning| match meaning {
            Meaning::Unit(unit) | Meaning::Units(unit) | Meaning::Frequency(unit) => Some(unit),
            _ => None,
        })
    }

    pub(super) fn day_number(&self) -> Option<i8> {
        self.found.get(|part| if let Part::Day(day) = part { Some(day) } else { None })
    }

    pub(super) fn year(&self) -> Option<i16> {
        self.found.get(|part| if let Part::Year(year) = part { Some(year) } else { None })
    }

    pub(super) fn number(&self) -> Option<Number> {
        self.found.get(|part| if let Part::Number(number) = part { Some(number) } else { None })
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// The year that a shift beside "year" means.
    pub(super) fn shifted_year(&self) -> Option<i16> {
        let (base, steps) = self.shift()?;
        let from = match base {
            Base::Now => self.story.published?.year(),
            Base::Story => year_of(self.story)?,
        };
        from.checked_add(i16::from(steps)).filter(|year| (1..=9999).contains(year))
    }

    /// "the past decade" is ten years up to now, not the decade before this.
    fn long_past(&self) -> bool {
        self.unit() == Some(Unit::Decade) && self.has("past")
    }
}

/// The year that the story is in.
fn year_of(story: &Story) -> Option<i16> {
    story.year.or(story.published.map(Date::year))
}

/// The place on the calendar that a match means.
fn moment(rule: Rule, place: &Place<'_>) -> Option<Moment> {
    let story = place.story;
    let published = story.published;
    let days_from_now = |days: i64| moment::later(published?, days).map(Moment::Day);
    match rule {
        Rule::Day => day(place).map(Moment::Day),
        Rule::Written => dated::written(place).map(Moment::Day),
        Rule::Month => month(place),
        Rule::Year => place.year().map(Moment::Year),
        Rule::Decade => place.found.get(|part| if let Part::Decade(decade) = part { Some(Moment::Decade(decade)) } else { None }),
        Rule::Century => place.ordinal().filter(|&number| number > 0).map(|number| Moment::Century(i16::from(number) - 1)),
        Rule::Quarter => quarter(place),
        Rule::Half => {
            let half = match place.ordinal()? {
                1 => 1,
                2 | -1 => 2,
                _ => return None,
            };
            let year = place.year().or_else(|| place.shifted_year()).or(published.map(Date::year))?;
            Some(Moment::Half(year, half))
        }
        Rule::YearBefore => year_before(place),
        Rule::Season => season(place),
        Rule::Weekday => weekday(place).map(Moment::Day),
        Rule::TheDay => story.day().map(Moment::Day),
        Rule::Today => days_from_now(0),
        Rule::Yesterday => days_from_now(-1),
        Rule::Tomorrow => days_from_now(1),
        Rule::BeforeYesterday => days_from_now(-2),
        Rule::AfterTomorrow => days_from_now(2),
        Rule::BesideDay => {
            let day = weekday(place)?;
            moment::later(day, if place.has("before") { -1 } else { 1 }).map(Moment::Day)
        }
        Rule::Holiday => holiday(place).map(Moment::Day),
        Rule::HolidayWeek => holiday(place).map(|day| Moment::Week(moment::monday(day))),
        Rule::Relative => relative(place),
        Rule::YearEnd => {
            let published = published?;
            // "since year-end" looks back, all else ahead.
            let year = published.year() - i16::from(place.opening == Some(Opening::Since));
            Date::new(year, 12, 31).ok().map(Moment::Day)
        }
        Rule::WeekOf => day(place).map(|day| Moment::Week(moment::monday(day))),
        Rule::WeekendOf => day(place).map(|day| Moment::Weekend(moment::monday(day))),
        Rule::NthUnit => nth_unit(place),
        Rule::Clock => clock(place),
        Rule::Part => part(place),
        Rule::Overnight => moment::later(published?, -1).map(|day| Moment::Part(day, "NI")),
        _ => None,
    }
}

fn quarter(place: &Place<'_>) -> Option<Moment> {
    let story = place.story;
    let number = place.found.get(|part| if let Part::Quarter(quarter) = part { Some(quarter) } else { None });
    let ordinal = match number.or(place.ordinal()) {
        Some(-1) => Some(4),
        Some(number) if (1..=4).contains(&number) => Some(number),
        Some(_) => return None,
        None => None,
    };
    match (ordinal, place.year()) {
        (Some(quarter), Some(year)) => Some(Moment::Quarter(year, quarter)),
        (None, Some(year)) => match story.period.filter(|_| !place.has("quarter")).or_else(|| story.current_quarter()) {
            Some(Moment::Quarter(_, quarter)) => Some(Moment::Quarter(year, quarter)),
            _ => Some(Moment::Year(year)),
        },
        (Some(quarter), None) => match place.shift() {
            Some(_) if place.has("year") => Some(Moment::Quarter(place.shifted_year()?, quarter)),
            // "the last quarter" is the one before this, not the fourth.
            _ if place.ordinal() == Some(-1) && place.has("last") => story.current_quarter(),
            _ => story.quarter(quarter),
        },
        // "the latest quarter" is over.
        (None, None) if place.has("latest") => {
            let over = |quarter: &Moment| quarter.days().zip(story.published).is_none_or(|((_, to), now)| to < now);
            story.current_quarter().filter(over).or_else(|| story.last_quarter())
        }
        (None, None) => story.current_quarter(),
    }
}

/// The same stretch a year before. Figures of last year that were named just now are themselves
/// what is compared with.
fn year_before(place: &Place<'_>) -> Option<Moment> {
    let story = place.story;
    let now = || story.published.map(|day| Moment::Year(day.year()));
    let before = match place.ordinal() {
        Some(quarter) => story.quarter(quarter)?,
        None if place.has("quarter") => story.current_quarter()?,
        None => story.period.or_else(now)?,
    };
    let is_last_year = |moment: Moment| moment.days().zip(story.published).is_some_and(|((from, _), now)| from.year() == now.year() - 1);
    match before {
        _ if place.has("before") || place.has("previous") => before.step_years(-1),
        // The fourth quarter is news in the first.
        Moment::Quarter(..) if story.published.is_some_and(|day| day.month() <= 3) => before.step_years(-1),
        Moment::Year(_) | Moment::Quarter(..) | Moment::Half(..) if is_last_year(before) => Some(before),
        _ => before.step_years(-1),
    }
}

fn relative(place: &Place<'_>) -> Option<Moment> {
    let story = place.story;
    let unit = place.unit().unwrap_or(Unit::Year);
    let (mut base, steps) = match place.shift() {
        Some(shift) => shift,
        None if place.has("next") => (Base::Now, 2),
        None if place.has("latest") => (Base::Now, -1),
        None => (Base::Now, -2),
    };
    if place.has("before") {
        return Moment::around(story.published?, unit)?.step(-2);
    }
    if place.has("after") {
        return Moment::around(story.published?, unit)?.step(2);
    }
    // "the next day" counts from the story, "next week" from publication.
    if matches!(unit, Unit::Day | Unit::Night) && (place.has("the") || place.has("same")) || place.has("same") {
        base = Base::Story;
    }
    if unit == Unit::Day && base == Base::Now {
        return None;
    }
    let from = match base {
        Base::Now => Moment::around(story.published?, unit)?,
        Base::Story if unit == Unit::Year => Moment::Year(year_of(story)?),
        Base::Story => match (story.period, unit) {
            (Some(period @ Moment::Month(..)), Unit::Month) | (Some(period @ Moment::Quarter(..)), Unit::Quarter) => period,
            _ => Moment::around(story.day()?, unit)?,
        },
    };
    // "this weekend" on a Monday is the coming one, "last weekend" the one before.
    from.step(i64::from(steps))
}

fn nth_unit(place: &Place<'_>) -> Option<Moment> {
    let month = place.month()?;
    let month = match place.year() {
        Some(year) => Moment::Month(year, month.number),
        None => place.story.month_of(month.number, place.direction)?,
    };
    let (from, to) = month.days()?;
    let week = match place.ordinal()? {
        -1 => moment::monday(to),
        nth @ 1..=5 => moment::later(moment::monday(from), i64::from(nth - 1) * 7)?,
        _ => return None,
    };
    Some(if place.has("weekend") { Moment::Weekend(week) } else { Moment::Week(week) })
}

/// "two weeks ago", "three years from now": as fine as the unit.
fn counted(rule: Rule, place: &Place<'_>) -> Option<Reading> {
    let unit = place.unit()?;
    let half = place.has("half");
    let number = match place.number() {
        Some(number) => number,
        None if half => Number::Tenths(5),
        None => Number::Tenths(10),
    };
    let reference = if rule == Rule::Ago { "PAST_REF" } else { "FUTURE_REF" };
    let Number::Tenths(tenths) = number else {
        return Some(Reading::plain(TimexType::Date, reference));
    };
    let sign = if rule == Rule::Ago { -1 } else { 1 };
    let Some(now) = place.story.published else {
        return Some(Reading::plain(TimexType::Date, reference));
    };
    let (unit, steps) = match unit {
        Unit::Century => (Unit::Year, i64::from(tenths) * 10),
        Unit::Decade => (Unit::Year, i64::from(tenths)),
        Unit::Year if tenths % 10 != 0 => (Unit::Month, i64::from(tenths) * 12 / 10),
        Unit::Fortnight => (Unit::Week, i64::from(tenths) * 2 / 10),
        Unit::Weekend => (Unit::Week, i64::from(tenths) / 10),
        _ => (unit, i64::from(tenths) / 10),
    };
    let Some(day) = stepped(now, unit, steps * sign) else {
        return Some(match unit {
            Unit::Hour | Unit::Minute | Unit::Second => Reading { days: Some((Some(now), Some(now))), ..Reading::of(Moment::Day(now)) },
            _ => Reading::plain(TimexType::Date, reference),
        });
    };
    if let Some(number) = place.weekday() {
        return moment::later(moment::monday(day), i64::from(number) - 1).map(|day| Reading::of(Moment::Day(day)));
    }
    let moment = match unit {
        // "two weeks ago" means the day, "six weeks ago" the week.
        Unit::Week if steps > 2 => Moment::around(day, unit)?,
        Unit::Day | Unit::Night | Unit::Week => Moment::Day(day),
        _ => Moment::around(day, unit)?,
    };
    Some(Reading::of(moment))
}

fn the_unit(place: &Place<'_>) -> Option<Reading> {
    let story = place.story;
    let unit = place.unit().unwrap_or(Unit::Year);
    let whole = place.has("full") || place.has("entire") || place.has("whole");
    let moment = match unit {
        Unit::Year if !place.modified && !whole && place.ends => {
            return Some(Reading { length: Some((Unit::Year, 1)), ..Reading::plain(TimexType::Duration, "P1Y") });
        }
        Unit::Year => Moment::Year(story.published?.year()),
        // "later in the day".
        Unit::Day if place.modified => Moment::Day(story.day()?),
        Unit::Week | Unit::Month => Moment::around(story.published?, unit)?,
        Unit::Weekend => {
            let now = story.published?;
            let this = Moment::around(now, unit)?;
            let over = now.weekday().to_monday_one_offset() >= 6;
            if over || place.direction == Direction::Future { this } else { this.step(-1)? }
        }
        Unit::Decade | Unit::Century if place.modified => Moment::around(story.published?, unit)?,
        _ => return None,
    };
    Reading::of_rule(Rule::TheUnit, moment, place)
}

/// What can be said without a day of publication: unknown figures are X.
fn undated(rule: Rule, place: &Place<'_>) -> Option<Reading> {
    let date = |value: String| Some(Reading::plain(TimexType::Date, value));
    match rule {
        Rule::Day if place.month()?.reckoning == Reckoning::Gregorian => {
            let (month, day) = (place.month()?.number, place.day_number()?);
            // 2000 had every day that a month can have.
            Date::new(2000, month, day).ok()?;
            date(format!("XXXX-{month:02}-{day:02}"))
        }
        Rule::Month if place.month()?.reckoning == Reckoning::Gregorian => date(format!("XXXX-{:02}", place.month()?.number)),
        Rule::Quarter => date(place.ordinal().filter(|number| *number > 0).map_or("XXXX-QX".into(), |number| format!("XXXX-Q{number}"))),
        Rule::Season => date(format!("XXXX-{}", place.season()?)),
        Rule::Weekday | Rule::BesideDay => date(format!("XXXX-WXX-{}", place.weekday()?)),
        Rule::Today | Rule::Yesterday | Rule::Tomorrow | Rule::BeforeYesterday | Rule::AfterTomorrow => date("XXXX-XX-XX".into()),
        Rule::Holiday => date("XXXX-XX-XX".into()),
        Rule::Relative | Rule::YearBefore => date(match place.unit().unwrap_or(Unit::Year) {
            Unit::Day | Unit::Night => "XXXX-XX-XX".into(),
            Unit::Week | Unit::Fortnight => "XXXX-WXX".into(),
            Unit::Weekend => "XXXX-WXX-WE".into(),
            Unit::Month => "XXXX-XX".into(),
            Unit::Quarter => "XXXX-QX".into(),
            Unit::Year => "XXXX".into(),
            Unit::Decade => "XXX".into(),
            Unit::Century => "XX".into(),
            Unit::Hour | Unit::Minute | Unit::Second => return None,
        }),
        Rule::Clock => {
            let dated = Story { published: Some(Date::constant(2000, 1, 3)), ..Story::default() };
            let placed = Place {
                story: &dated,
                found: place.found,
                words: place.words,
                direction: place.direction,
                modified: false,
                ends: false,
                runs_on: false,
                opening: None,
            };
            let value = clock(&placed)?.value();
            let time = value.split_once('T')?.1;
            Some(Reading::plain(TimexType::Time, format!("XXXX-XX-XXT{time}")))
        }
        Rule::Part | Rule::Overnight => {
            let part = place.daypart().unwrap_or("NI");
            Some(Reading::plain(TimexType::Time, format!("XXXX-XX-XXT{part}")))
        }
        _ => None,
    }
}
