//! What is known where an expression stands: the day of publication, the last day and the last
//! period that the story named, and which way time runs in the sentence.

use super::moment::{self, Moment};
use jiff::civil::Date;

/// Which way time runs from publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// Up to a time to come: "until Friday", "through January".
    Ahead,
    /// What is set down for a time ("meets Monday", "would travel Thursday").
    Scheduled,
    /// What somebody wants or may do: ahead for months, back for weekdays.
    Intended,
    Unknown,
}

/// What the report said so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Story {
    /// The day of publication.
    pub published: Option<Date>,
    /// The last day that was named.
    pub day: Option<Date>,
    /// The last quarter, year, month or half year that was named.
    pub period: Option<Moment>,
    /// The year of the last day or period that was named.
    pub year: Option<i16>,
}

impl Story {
    /// Remembers what was read.
    pub fn note(&mut self, moment: Moment) {
        if let Some((from, _)) = moment.days()
            && !matches!(moment, Moment::Decade(_) | Moment::Century(_))
        {
            self.year = Some(from.year());
        }
        match moment {
            Moment::Day(day) | Moment::Part(day, _) | Moment::Clock(day, ..) => self.day = Some(day),
            // What has not begun is not what figures are compared with.
            Moment::Year(_) | Moment::Half(..) | Moment::Quarter(..) | Moment::Month(..)
                if self.published.is_none_or(|now| moment.days().is_some_and(|(from, _)| from <= now)) =>
            {
                // A report on a quarter compares it with those before: it stays the one.
                let before = matches!((self.period, moment), (Some(Moment::Quarter(year, quarter)), Moment::Quarter(other_year, other))
                    if (other_year, other) < (year, quarter) && self.period.and_then(Moment::days).zip(self.published).is_some_and(|((_, to), now)| to < now));
                if !before {
                    self.period = Some(moment);
                }
            }
            _ => {}
        }
    }

    /// Turns to the year of publication: "the first nine months" are compared with a year ago.
    pub fn about_year(&mut self) {
        if let Some(published) = self.published {
            self.period = Some(Moment::Year(published.year()));
        }
    }

    /// The day that "that day" and "the following day" count from.
    pub fn day(&self) -> Option<Date> {
        self.day.or(self.published)
    }

    /// A day of a month in the year that fits best: the one of publication unless the direction
    /// says otherwise or another year's is much nearer.
    pub fn day_of(&self, month: i8, day: i8, direction: Direction) -> Option<Date> {
        let published = self.published?;
        let of = |by: i16| Date::new(published.year().checked_add(by)?, month, day).ok();
        // 29 February may be eight years away.
        let same = of(0).or_else(|| (1..=8).find_map(|by| of(-by))).or_else(|| (1..=8).find_map(of))?;
        let distance = days_between(published, same);
        let other = match direction {
            Direction::Future | Direction::Ahead | Direction::Scheduled | Direction::Intended if distance < -60 => of(1),
            Direction::Past | Direction::Unknown if distance > 120 => of(-1),
            Direction::Unknown if distance < -300 => of(1),
            _ => None,
        };
        Some(other.unwrap_or(same))
    }

    /// A month in the year that fits best.
    pub fn month_of(&self, month: i8, direction: Direction) -> Option<Moment> {
        let published = self.published?;
        let year = published.year();
        let ahead = month - published.month();
        let by = match direction {
            Direction::Future | Direction::Scheduled | Direction::Intended if ahead < 0 => 1,
            // "this year through August" looks back on it.
            Direction::Ahead if ahead < -3 => 1,
            Direction::Past if ahead > 1 => -1,
            Direction::Unknown if ahead > 3 => -1,
            _ => 0,
        };
        Some(Moment::Month(year.checked_add(by)?, month))
    }

    /// A weekday near publication: the day itself, else the nearest in the direction; back where
    /// nothing is known, as news looks back.
    pub fn weekday(&self, number: i8, direction: Direction) -> Option<Date> {
        let published = self.published?;
        if published.weekday() == moment::weekday(number)? {
            return Some(published);
        }
        match direction {
            Direction::Future | Direction::Ahead | Direction::Scheduled => moment::weekday_after(published, number),
            _ => moment::weekday_before(published, number),
        }
    }

    /// A quarter by number: the nearest to publication that is not far ahead.
    pub fn quarter(&self, quarter: i8) -> Option<Moment> {
        let published = self.published?;
        let current = (published.month() - 1) / 3 + 1;
        let by = if quarter - current >= 2 { -1 } else { 0 };
        Some(Moment::Quarter(published.year().checked_add(by)?, quarter))
    }

    /// The quarter that the story is about: the last one named, else the last one that was over.
    pub fn current_quarter(&self) -> Option<Moment> {
        match self.period {
            Some(quarter @ Moment::Quarter(..)) => Some(quarter),
            _ => self.last_quarter(),
        }
    }

    /// The last quarter that was over.
    pub fn last_quarter(&self) -> Option<Moment> {
        Moment::around(self.published?, rapporteur_lexicon::calendar::Unit::Quarter)?.step(-1)
    }
}

/// Days from the first to the second day; below zero where the second lies before.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
