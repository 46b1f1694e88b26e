//! The rules that work out what a time expression means, and the parts that patterns name.

/// How the value of an expression is worked out from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A day of a month, of a stated year or of the nearest that fits.
    Day,
    /// A date in figures: 2012-03-08.
    Written,
    /// A month, of a stated year or of the nearest that fits.
    Month,
    /// A year in figures or words.
    Year,
    /// A decade: "the 1990s".
    Decade,
    /// A century by its number.
    Century,
    /// A quarter of a year, by number or the one that the story is about.
    Quarter,
    /// A half of a year.
    Half,
    /// The same stretch a year before the one that the story is about.
    YearBefore,
    /// A season.
    Season,
    /// A weekday near publication.
    Weekday,
    /// The day of publication.
    Today,
    /// The day before it.
    Yesterday,
    /// The day after it.
    Tomorrow,
    /// Two days before it.
    BeforeYesterday,
    /// Two days after it.
    AfterTomorrow,
    /// The day before or after a weekday.
    BesideDay,
    /// A day that goes by a name.
    Holiday,
    /// The week of such a day.
    HolidayWeek,
    /// A unit so many steps from now or from the story's last day.
    Relative,
    /// "the day": the last of the story.
    TheDay,
    /// "the week": the one that the story is about.
    TheUnit,
    /// The end of the year.
    YearEnd,
    /// The week of a day.
    WeekOf,
    /// The weekend of a day.
    WeekendOf,
    /// A week or weekend of a month, by number.
    NthUnit,
    /// So many units before publication.
    Ago,
    /// So many units after publication.
    FromNow,
    /// `PRESENT_REF`.
    Present,
    /// `PAST_REF`.
    Past,
    /// `FUTURE_REF`.
    Future,
    /// A time of day on a clock.
    Clock,
    /// The night before publication.
    Overnight,
    /// A part of a day.
    Part,
    /// A day to come, whichever: "will one day".
    OneDay,
    /// A length of time.
    Length,
    /// An age.
    Old,
    /// A time that comes back after a length of time.
    Each,
    /// A weekday that comes back.
    EachDay,
    /// A month that comes back.
    EachMonth,
    /// A season that comes back.
    EachSeason,
    /// A part of the day that comes back.
    EachPart,
    /// A part of a weekday that comes back.
    EachDayPart,
}

const RULES: &[(&str, Rule)] = &[
    ("after-tomorrow", Rule::AfterTomorrow),
    ("ago", Rule::Ago),
    ("before-yesterday", Rule::BeforeYesterday),
    ("beside-day", Rule::BesideDay),
    ("century", Rule::Century),
    ("clock", Rule::Clock),
    ("day", Rule::Day),
    ("decade", Rule::Decade),
    ("each", Rule::Each),
    ("each-day", Rule::EachDay),
    ("each-day-part", Rule::EachDayPart),
    ("each-month", Rule::EachMonth),
    ("each-part", Rule::EachPart),
    ("each-season", Rule::EachSeason),
    ("from-now", Rule::FromNow),
    ("future", Rule::Future),
    ("half", Rule::Half),
    ("holiday", Rule::Holiday),
    ("holiday-week", Rule::HolidayWeek),
    ("length", Rule::Length),
    ("month", Rule::Month),
    ("nth-unit", Rule::NthUnit),
    ("old", Rule::Old),
    ("one-day", Rule::OneDay),
    ("overnight", Rule::Overnight),
    ("part", Rule::Part),
    ("past", Rule::Past),
    ("present", Rule::Present),
    ("quarter", Rule::Quarter),
    ("relative", Rule::Relative),
    ("season", Rule::Season),
    ("the-day", Rule::TheDay),
    ("the-unit", Rule::TheUnit),
    ("today", Rule::Today),
    ("tomorrow", Rule::Tomorrow),
    ("week-of", Rule::WeekOf),
    ("weekday", Rule::Weekday),
    ("weekend-of", Rule::WeekendOf),
    ("written", Rule::Written),
    ("year", Rule::Year),
    ("year-before", Rule::YearBefore),
    ("year-end", Rule::YearEnd),
    ("yesterday", Rule::Yesterday),
];

impl Rule {
    /// The rule that patterns.tsv calls `name`.
    pub fn named(name: &str) -> Option<Self> {
        RULES.iter().find(|(rule, _)| *rule == name).map(|(_, rule)| *rule)
    }
}

/// A part of a pattern: a class of words, or figures in a certain form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A month by name.
    Month,
    /// A weekday by name.
    Weekday,
    /// A weekday in the plural.
    Weekdays,
    /// A length of time in the singular.
    Unit,
    /// A length of time in the plural.
    Units,
    /// First, 2nd, last.
    Ordinal,
    /// A season.
    Season,
    /// A part of the day.
    Daypart,
    /// A part of the day in the plural.
    Dayparts,
    /// Noon or midnight.
    Noon,
    /// Last, this, next.
    Shift,
    /// A time zone.
    Zone,
    /// Before or after noon.
    Meridiem,
    /// Daily, weekly.
    Frequency,
    /// Nineties, 1990s.
    Decade,
    /// A day by name.
    Holiday,
    /// The number of a day: 8, 8th, eighth.
    Day,
    /// A year: 2011, '98, nineteen ninety-six.
    Year,
    /// A number in figures or words.
    Number,
    /// A full hour: 10, ten.
    Oclock,
    /// Hours and minutes: 7:15.
    Clock,
    /// Hours and minutes in four figures: 0800.
    WrittenHour,
    /// A whole date in figures: 2012-03-08.
    Written,
    /// Q3.
    Quarter,
}

const SLOTS: &[(&str, Slot)] = &[
    ("clock", Slot::Clock),
    ("day", Slot::Day),
    ("daypart", Slot::Daypart),
    ("dayparts", Slot::Dayparts),
    ("decade", Slot::Decade),
    ("frequency", Slot::Frequency),
    ("holiday", Slot::Holiday),
    ("meridiem", Slot::Meridiem),
    ("month", Slot::Month),
    ("noon", Slot::Noon),
    ("number", Slot::Number),
    ("oclock", Slot::Oclock),
    ("ordinal", Slot::Ordinal),
    ("quarter", Slot::Quarter),
    ("season", Slot::Season),
    ("shift", Slot::Shift),
    ("unit", Slot::Unit),
    ("units", Slot::Units),
    ("weekday", Slot::Weekday),
    ("weekdays", Slot::Weekdays),
    ("written", Slot::Written),
    ("written-hour", Slot::WrittenHour),
    ("year", Slot::Year),
    ("zone", Slot::Zone),
];

impl Slot {
    /// The part that patterns call `name`.
    pub fn named(name: &str) -> Option<Self> {
        SLOTS.iter().find(|(slot, _)| *slot == name).map(|(_, slot)| *slot)
    }
}
