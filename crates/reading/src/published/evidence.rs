//! What a report's own words say of the day it was published.
//!
//! Each piece of evidence weighs a candidate date, in decibans: 0 fits, −10 speaks ten to one
//! against it, [`AGAINST`] and less rules it out. Weights of a habit of news copy (which weekday
//! the lead names, how recent the latest year mentioned is) were counted on dated reports;
//! the others say how often such words mean something else.

use jiff::civil::Date;
use rapporteur_lexicon::DateOrder;
use rapporteur_record::ByteSpan;

/// From here on evidence rules a date out.
pub(super) const AGAINST: i32 = -40;

/// Weight of a lag between the weekday that the lead names and publication, in days. Counted on
/// 700 dated reports: 28 % the same day, 29 % the next, 17, 19, 3, 2 and 3 % later.
const LEAD: [i32; 7] = [0, 0, -2, -2, -9, -10, -9];

/// Weight of the years between the latest year mentioned and publication. Counted on 900 dated
/// reports: 20 % the same year, then 9, 8, 5 and 7 %; 6 % mention the coming year.
fn recency(gap: i32) -> i32 {
    match gap {
        0 => 0,
        1 => -3,
        -1 => -5,
        2..=4 => -5,
        5..=8 => -8,
        _ => -13,
    }
}

/// One thing said that bears on the date.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    /// The words.
    pub spans: Vec<ByteSpan>,
    pub(super) says: Says,
}

#[derive(Clone, Debug)]
pub(super) enum Says {
    /// Something had begun by then.
    NotBefore(Date),
    /// A thing with that age began at one of these times.
    Age { age: Span, anchors: Vec<Anchor> },
    /// A month and day, and the weekday it is.
    Weekday { month: i8, day: i8, weekday: i8 },
    /// The report's year is this one, or, with less weight, one beside it.
    Year(i16),
    /// The report's month is this one.
    Month(i8),
    /// The page was made in this year or later.
    Copyright(i16),
    /// A day and month near to the report. Of 330 dated reports that name a day without a year, 88 %
    /// name first one from 100 days before publication to 60 after it; most of these lie close.
    Near { month: i8, day: i8, weight: i32 },
    /// The weekday of the lead.
    Lead(i8),
    /// The latest year mentioned.
    Latest(i16),
    /// Something is still to come.
    NotAfter(Date),
    /// Numeric dates are written in this order, by so many decibans.
    Order(DateOrder, i32),
    /// Another clue: these dates, and what a date that is none of them loses.
    Clue { dates: Vec<Date>, loss: i32, updated: bool },
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Span {
    Days(i32),
    Weeks(i32),
    Months(i32),
    Years(i32),
}

/// When a thing began, as exactly as it is said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub year: i16,
    pub month: Option<i8>,
    pub day: Option<i8>,
}

impl Evidence {
    /// Another clue to the date; `loss` is what a date far from all of `dates` loses.
    pub(super) fn clue(span: Option<ByteSpan>, dates: Vec<Date>, loss: i32, updated: bool) -> Self {
        Self { spans: span.into_iter().collect(), says: Says::Clue { dates, loss, updated } }
    }

    /// The order of numeric dates that `span` makes likely.
    pub(super) fn order(span: Option<ByteSpan>, order: DateOrder, weight: i32) -> Self {
        Self { spans: span.into_iter().collect(), says: Says::Order(order, weight) }
    }

    /// How much it speaks against `date`, printed in `order`.
    pub(super) fn weigh(&self, date: Date, order: Option<DateOrder>) -> i32 {
        match &self.says {
            Says::NotBefore(first) => {
                if date < *first {
                    AGAINST - 20
                } else {
                    0
                }
            }
            Says::NotAfter(last) => {
                if date > *last {
                    -12
                } else {
                    0
                }
            }
            Says::Age { age, anchors } => anchors.iter().map(|anchor| aged(*anchor, *age, date)).max().unwrap_or(0),
            Says::Weekday { month, day, weekday } => match nearest(date, *month, *day) {
                Some(named) if named.weekday().to_monday_one_offset() == *weekday => 0,
                _ => -25,
            },
            Says::Year(year) => {
                if date.year() == *year {
                    0
                } else {
                    -25
                }
            }
            Says::Month(month) => {
                if date.month() == *month {
                    0
                } else {
                    -25
                }
            }
            Says::Copyright(year) => match date.year() - year {
                0 => 0,
                ..0 => -10,
                _ => -20,
            },
            Says::Near { month, day, weight } => match nearest(date, *month, *day).map(|named| days(named, date)) {
                Some(-60..=45) => 0,
                Some(46..=100) => -weight / 2,
                _ => -weight,
            },
            Says::Lead(weekday) => LEAD[usize::from((date.weekday().to_monday_one_offset() - weekday).rem_euclid(7).unsigned_abs())],
            Says::Latest(year) => recency(i32::from(date.year()) - i32::from(*year)),
            Says::Order(usual, weight) => {
                if order.is_some_and(|order| order != *usual) {
                    -weight
                } else {
                    0
                }
            }
            Says::Clue { dates, loss, updated: false } => {
                if dates.iter().any(|other| (-3..=2).contains(&days(date, *other))) {
                    0
                } else {
                    -loss
                }
            }
            Says::Clue { dates, updated: true, .. } => dates
                .iter()
                .map(|other| match days(date, *other) {
                    ..0 => AGAINST,
                    0..=31 => 0,
                    32..=400 => -6,
                    _ => -20,
                })
                .max()
                .unwrap_or(0),
        }
    }
}

/// Whole days from `from` to `to`.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The occurrence of a month and day that is nearest to `date`, in half a year either way.
fn nearest(date: Date, month: i8, day: i8) -> Option<Date> {
    (-1..=1).filter_map(|shift| Date::new(date.year() + shift, month, day).ok()).min_by_key(|named| days(*named, date).unsigned_abs())
}

/// How well a thing that began at `anchor` has the age `age` on `date`.
fn aged(anchor: Anchor, age: Span, date: Date) -> i32 {
    let months = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month) - 1;
    let here = months(date.year(), date.month());
    let near = |found: i32, wanted: i32, before: i32, after: i32| match found - wanted {
        0 => 0,
        apart if (-before..=after).contains(&apart) => -4,
        _ => AGAINST,
    };
    match (age, anchor.month, anchor.day) {
        (Span::Months(count), Some(month), _) => near(here - months(anchor.year, month), count, 1, 1),
        (Span::Months(count), None, _) => near(i32::from(date.year() - anchor.year), count / 12, 0, 1),
        (Span::Years(count), Some(month), _) => {
            let since = here - months(anchor.year, month) - 12 * count;
            if (0..12).contains(&since) { 0 } else { near(since, 0, 3, 14) }
        }
        (Span::Years(count), None, _) => near(i32::from(date.year() - anchor.year), count, 1, 1),
        (Span::Weeks(count), Some(month), Some(day)) => Date::new(anchor.year, month, day)
            .map_or(0, |first| if (-4..=11).contains(&(days(first, date) - 7 * count)) { 0 } else { AGAINST }),
        (Span::Weeks(count), Some(month), None) => near(here - months(anchor.year, month), count * 12 / 52, 1, 1),
        (Span::Days(count), Some(month), Some(day)) => {
            Date::new(anchor.year, month, day).map_or(0, |first| if (-2..=3).contains(&(days(first, date) - count)) { 0 } else { AGAINST })
        }
        (Span::Days(count), Some(month), None) => near(here - months(anchor.year, month), count / 30, 1, 1),
        (Span::Weeks(_) | Span::Days(_), None, _) => near(i32::from(date.year() - anchor.year), 0, 0, 1),
    }
}
