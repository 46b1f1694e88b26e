//! The rules that work out what a time expression means, and the parts that patterns name.

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// How the value of an expression is worked out from its parts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in patterns.tsv.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it does, in words.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+)),+ }
            }

            /// The rule that patterns.tsv calls `name`.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|rule| rule.as_str() == name).copied()
            }
        }
    };
}

rules! {
    /// A day of a month, of a stated year or of the nearest that fits.
    Day = "day";
    /// A date in figures: 2012-03-08.
    Written = "written";
    /// A month, of a stated year or of the nearest that fits.
    Month = "month";
    /// A year in figures or words.
    Year = "year";
    /// A decade: "the 1990s".
    Decade = "decade";
    /// A century by its number.
    Century = "century";
    /// A quarter of a year, by number or the one that the story is about.
    Quarter = "quarter";
    /// A half of a year.
    Half = "half";
    /// The same stretch a year before the one that the story is about.
    YearBefore = "year-before";
    /// A season.
    Season = "season";
    /// A weekday near publication.
    Weekday = "weekday";
    /// The day of publication.
    Today = "today";
    /// The day before publication.
    Yesterday = "yesterday";
    /// The day after publication.
    Tomorrow = "tomorrow";
    /// Two days before publication.
    BeforeYesterday = "before-yesterday";
    /// Two days after publication.
    AfterTomorrow = "after-tomorrow";
    /// The day before or after a weekday.
    BesideDay = "beside-day";
    /// A day that goes by a name.
    Holiday = "holiday";
    /// The week of a day that goes by a name.
    HolidayWeek = "holiday-week";
    /// A unit so many steps from now or from the story's last day.
    Relative = "relative";
    /// "the day": the last of the story.
    TheDay = "the-day";
    /// "the week": the one that the story is about.
    TheUnit = "the-unit";
    /// The end of the year.
    YearEnd = "year-end";
    /// The week of a day.
    WeekOf = "week-of";
    /// The weekend of a day.
    WeekendOf = "weekend-of";
    /// A week or weekend of a month, by number.
    NthUnit = "nth-unit";
    /// So many units before publication.
    Ago = "ago";
    /// So many units after publication.
    FromNow = "from-now";
    /// Now, without a day (`PRESENT_REF`).
    Present = "present";
    /// Some time before publication (`PAST_REF`).
    Past = "past";
    /// Some time after publication (`FUTURE_REF`).
    Future = "future";
    /// A time of day on a clock.
    Clock = "clock";
    /// The night before publication.
    Overnight = "overnight";
    /// A part of a day.
    Part = "part";
    /// A day to come, whichever: "will one day".
    OneDay = "one-day";
    /// A length of time.
    Length = "length";
    /// An age.
    Old = "old";
    /// A time that comes back after a length of time.
    Each = "each";
    /// A weekday that comes back.
    EachDay = "each-day";
    /// A month that comes back.
    EachMonth = "each-month";
    /// A season that comes back.
    EachSeason = "each-season";
    /// A part of the day that comes back.
    EachPart = "each-part";
    /// A part of a weekday that comes back.
    EachDayPart = "each-day-part";
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
