//! What a printed date may mean: every reading of it, plain, short or damaged.
//!
//! A date is cut into numbers, a month's name and a weekday. Each number gives values for a day,
//! a month or a year, with a cost for what must have gone wrong in print: a letter for a digit, a
//! digit too few or too many, two digits swapped. The readings are all combinations that are
//! dates of the calendar. Which one is meant is for the evidence to say, not decided here.
//!
//! *Units*: costs are in tenths of a factor of ten (decibans): 10 means ten times less likely.
//! *Limits*: years without four digits are looked for from 1950 to 2059.

use super::machine::machine;
use super::slips::{Value, slips_within, small_values, years};
use crate::calendars::solar;
use jiff::civil::{Date, date};
use rapporteur_lexicon::{DateLabel, DateName, DateOrder, PrintedDates};

/// One date that the printed words may mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reading {
    /// The day.
    pub date: Date,
    /// What must have gone wrong in print, in decibans.
    pub cost: i32,
    /// Whether nothing was completed or mended.
    pub plain: bool,
    /// The order of the numbers, where all three are numbers.
    pub order: Option<DateOrder>,
    /// Time and zone as ISO 8601 ("T14:05:00+03:00"), of machine-readable dates only.
    pub time: Option<String>,
}

/// Everything that printed words may mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    /// The readings, sorted by date, each date once with its lowest cost.
    pub readings: Vec<Reading>,
    /// The weekday printed with it.
    pub weekday: Option<i8>,
    /// Whether the words say that the date is later than publication ("Last updated").
    pub updated: bool,
}

impl Printed {
    /// The one plain reading, if there is exactly one and the weekday agrees.
    pub(super) fn plain(&self) -> Option<&Reading> {
        match &self.readings[..] {
            [one] if one.plain && self.agrees(one.date) => Some(one),
            _ => None,
        }
    }

    /// Whether the printed weekday, if any, is that of `date`.
    pub(super) fn agrees(&self, date: Date) -> bool {
        self.weekday.is_none_or(|weekday| date.weekday().to_monday_one_offset() == weekday)
    }
}

/// Reads `raw`, the words of a date as printed or as metadata give them.
pub(super) fn read(raw: &str, dates: &PrintedDates) -> Printed {
    let raw = raw.trim();
    if raw.len() > 200 {
        return Printed::default();
    }
    let ascii: String = raw.chars().map(ascii_digit).collect();
    if let Some(reading) = machine(&ascii) {
        return Printed { readings: vec![reading], ..Printed::default() };
    }
    let pieces = pieces(&ascii, dates);
    let mut printed = Printed { updated: pieces.updated, weekday: pieces.weekday, ..Printed::default() };
    let mut found = match pieces.month {
        Some(month) => named(&pieces, month),
        None => numeric(&pieces),
    };
    if pieces.damaged {
        for reading in &mut found {
            reading.plain = false;
        }
    }
    found.sort_by_key(|reading| (reading.date, reading.cost, !reading.plain));
    found.dedup_by(|next, first| next.date == first.date);
    printed.readings = found;
    printed
}

/// Arabic, Persian, Indian and full-width digits as ASCII.
fn ascii_digit(c: char) -> char {
    let zero = match u32::from(c) {
        0x660..=0x669 => 0x660,
        0x6F0..=0x6F9 => 0x6F0,
        0x966..=0x96F => 0x966,
        0xFF10..=0xFF19 => 0xFF10,
        _ => return c,
    };
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

/// A number as printed, with letters that stand for digits put right.
#[derive(Clone, Debug)]
struct Number {
    digits: String,
    /// What stands before it: `/`, `-`, `.` or a blank.
    before: char,
    /// Whether it carries the ending of an ordinal or stands before 日: a day and nothing else.
    day: bool,
    /// An apostrophe before it or 年 behind it: a year and nothing else.
    year: bool,
    /// 月 stands behind it.
    month: bool,
}

#[derive(Debug, Default)]
struct Pieces {
    numbers: Vec<Number>,
    /// The month's name, and how many numbers stood before it.
    month: Option<(DateName, usize)>,
    weekday: Option<i8>,
    updated: bool,
    /// Whether letters stood for digits or a name was misspelt.
    damaged: bool,
}

fn pieces(raw: &str, dates: &PrintedDates) -> Pieces {
    let mut pieces = Pieces::default();
    let lower = raw.to_lowercase();
    pieces.updated = dates.labels().any(|(words, label)| label == DateLabel::Updated && starts_with_word(&lower, words));
    let mut last = ' ';
    let tokens: Vec<(char, &str)> = tokens(raw, &mut last);
    let mut at = 0;
    while at < tokens.len() {
        let (before, word) = tokens[at];
        // Names of two words ("كانون الأول").
        let two = tokens.get(at + 1).map(|(_, next)| format!("{word} {next}"));
        let (name, used) = match two.as_deref().and_then(|two| dates.name(two)) {
            Some(name) => (Some(name), 2),
            None => (dates.name(word), 1),
        };
        match name {
            Some(DateName::Weekday(day)) => pieces.weekday = pieces.weekday.or(Some(day)),
            Some(month) => pieces.month = pieces.month.or(Some((month, pieces.numbers.len()))),
            None => {
                // A time of day stands behind the date and ends it.
                if word.contains(':') && pieces.numbers.len() + usize::from(pieces.month.is_some()) >= 2 {
                    break;
                }
                if let Some((number, mended)) = number(word, before) {
                    pieces.damaged |= mended;
                    pieces.numbers.push(number);
                } else if pieces.month.is_none()
                    && let Some(month @ (DateName::Month(_) | DateName::SolarMonth(_))) = dates.near(word)
                {
                    pieces.month = Some((month, pieces.numbers.len()));
                    pieces.damaged = true;
                } else if pieces.weekday.is_none()
                    && let Some(DateName::Weekday(day)) = dates.near(word)
                {
                    pieces.weekday = Some(day);
                }
            }
        }
        at += used;
    }
    pieces
}

fn starts_with_word(line: &str, words: &str) -> bool {
    line.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The words and numbers of a date, each with the mark before it.
fn tokens<'r>(raw: &'r str, last: &mut char) -> Vec<(char, &'r str)> {
    let mut tokens = Vec::new();
    let mut start = None;
    let mut before = ' ';
    for (at, c) in raw.char_indices().chain([(raw.len(), ' ')]) {
        let unit = "年月日".contains(c);
        let inner = c.is_alphanumeric() && !unit || c == '|' || c == '\u{200c}' || c == ':' && start.is_some();
        match (inner, start) {
            (true, None) => {
                start = Some(at);
                before = *last;
            }
            (false, Some(from)) => {
                let end = if unit { at + c.len_utf8() } else { at };
                tokens.push((before, raw[from..end].trim_end_matches(':')));
                start = None;
            }
            _ => {}
        }
        if !inner && !unit {
            *last = if c.is_whitespace() && "/-.'’".contains(*last) && start.is_none() && c != ' ' { *last } else { c };
        }
        if unit {
            *last = ' ';
        }
    }
    tokens
}

/// A number of up to eight digits; letters that look like digits are put right.
fn number(word: &str, before: char) -> Option<(Number, bool)> {
    let unit = word.chars().next_back().filter(|c| "年月日".contains(*c));
    let stem = word.trim_end_matches(['年', '月', '日']);
    let lower = stem.to_lowercase();
    let ordinal = ["st", "nd", "rd", "th"]
        .iter()
        .any(|end| lower.strip_suffix(end).is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit())));
    let stem = if ordinal { &stem[..stem.len() - 2] } else { stem };
    let mut mended = false;
    let mut digits = String::new();
    for c in stem.chars() {
        let digit = match c {
            '0'..='9' => c,
            'O' | 'o' => '0',
            'I' | 'l' | '|' => '1',
            'Z' => '2',
            'S' => '5',
            'B' => '8',
            _ => return None,
        };
        mended |= digit != c;
        digits.push(digit);
    }
    // Letters alone are a word, not a number.
    let any_digit = stem.chars().any(|c| c.is_ascii_digit());
    (any_digit && digits.len() <= 8).then_some((
        Number {
            digits,
            before,
            day: ordinal || unit == Some('日'),
            year: matches!(before, '\'' | '’') || unit == Some('年'),
            month: unit == Some('月'),
        },
        mended,
    ))
}

/// Readings of a date with the month's name.
fn named(pieces: &Pieces, (month, before): (DateName, usize)) -> Vec<Reading> {
    let numbers: Vec<&Number> = pieces.numbers.iter().take(3).collect();
    // Which number is the day and which the year; the second of three may be an hour.
    let mut shapes: Vec<(usize, Option<usize>, i32)> = Vec::new();
    let long = |at: usize| numbers[at].digits.len() >= 3 || numbers[at].year;
    match numbers.len() {
        0 => {}
        1 if long(0) => {}
        1 => shapes.push((0, None, 0)),
        _ if long(0) => shapes.push((1, Some(0), 0)),
        _ if long(1) => shapes.push((0, Some(1), 0)),
        _ => {
            shapes.push((0, Some(1), 0));
            // "12-Dec-30" with the year first is rare.
            if before == 1 && !numbers[0].day {
                shapes.push((1, Some(0), 20));
            }
        }
    }
    let mut found = Vec::new();
    for (day, year, cost) in shapes {
        for (year, year_cost, year_plain) in years_of(month, year.map(|at| numbers[at].digits.as_str())) {
            for (day, day_cost, day_plain) in small_values(&numbers[day].digits, 31) {
                let made = match month {
                    DateName::Month(month) => Date::new(year, month, day as i8).ok(),
                    DateName::SolarMonth(month) => solar(year, month, day as i8),
                    DateName::Weekday(_) => None,
                };
                found.extend(made.map(|date| Reading {
                    date,
                    cost: cost + year_cost + day_cost,
                    plain: cost == 0 && year_plain && day_plain,
                    order: None,
                    time: None,
                }));
            }
        }
    }
    found
}

fn years_of(month: DateName, digits: Option<&str>) -> Vec<Value> {
    match (month, digits) {
        (DateName::SolarMonth(_), Some(digits)) => {
            digits.parse().ok().filter(|year| (1300..=1450).contains(year)).map(|year| (year, 0, true)).into_iter().collect()
        }
        (DateName::SolarMonth(_), None) => (1330..=1437).map(|year| (year, 0, false)).collect(),
        _ => years(digits),
    }
}

/// Readings of a date in numbers alone.
fn numeric(pieces: &Pieces) -> Vec<Reading> {
    let numbers = &pieces.numbers;
    let digits: Vec<&str> = numbers.iter().take(3).map(|number| number.digits.as_str()).collect();
    match digits[..] {
        [one] if one.len() == 8 => {
            let year_first = triple([&one[..4], &one[4..6], &one[6..]], &[(DateOrder::YearFirst, 0)]);
            if !year_first.is_empty() && year_first.iter().any(|reading| reading.plain) {
                return year_first;
            }
            triple([&one[..2], &one[2..4], &one[4..]], &[(DateOrder::DayFirst, 0), (DateOrder::MonthFirst, 0)])
        }
        [a, b] if a.len() <= 2 && b.len() <= 2 && matches!(numbers[1].before, '/' | '-' | '.') => {
            let orders = [(DateOrder::DayFirst, a, b), (DateOrder::MonthFirst, b, a)];
            let read = |slips| -> Vec<Reading> {
                orders.iter().flat_map(|&(order, day, month)| combine([day, month], None, order, 0, slips)).collect()
            };
            let whole = read(false);
            if whole.is_empty() { read(true) } else { whole }
        }
        [a, b, c] if numbers[0].year || numbers[1].month || a.len() >= 3 => {
            if let Ok(year @ 1300..=1399) = a.parse::<i16>()
                && let (Ok(month), Ok(day)) = (b.parse::<i8>(), c.parse::<i8>())
            {
                return solar(year, month, day)
                    .map(|date| Reading { date, cost: 0, plain: true, order: None, time: None })
                    .into_iter()
                    .collect();
            }
            triple([a, b, c], &[(DateOrder::YearFirst, 0)])
        }
        [a, b, c] if c.len() >= 3 || numbers[2].year => triple([a, b, c], &[(DateOrder::DayFirst, 0), (DateOrder::MonthFirst, 0)]),
        [a, b, c] => {
            // Two digits for the year in front are written with hyphens or full stops.
            let year_first = if numbers[1].before == '/' { 20 } else { 6 };
            let orders = [(DateOrder::DayFirst, 0), (DateOrder::MonthFirst, 0), (DateOrder::YearFirst, year_first)];
            triple([a, b, c], &orders)
        }
        _ => Vec::new(),
    }
}

/// Readings of three numbers in each of `orders`. Slips in day and month are looked for only
/// where no order gives a date without one.
fn triple(digits: [&str; 3], orders: &[(DateOrder, i32)]) -> Vec<Reading> {
    let read = |slips: bool| -> Vec<Reading> {
        orders
            .iter()
            .flat_map(|&(order, cost)| {
                let [a, b, c] = digits;
                let (day, month, year) = match order {
                    DateOrder::DayFirst => (a, b, c),
                    DateOrder::MonthFirst => (b, a, c),
                    DateOrder::YearFirst => (c, b, a),
                };
                combine([day, month], Some(year), order, cost, slips)
            })
            .collect()
    };
    let whole = read(false);
    if whole.is_empty() { read(true) } else { whole }
}

/// Readings of a day, a month and perhaps a year, with one slip in day or month where `slips`.
fn combine([day, month]: [&str; 2], year: Option<&str>, order: DateOrder, cost: i32, slips: bool) -> Vec<Reading> {
    let values = |digits, most| {
        let mut values = small_values(digits, most);
        values.retain(|(_, _, whole)| slips || *whole);
        values
    };
    let (days, months, years) = (values(day, 31), values(month, 12), years(year));
    let mut found = Vec::new();
    for &(month, month_cost, month_plain) in &months {
        for &(day, day_cost, day_plain) in &days {
            for &(year, year_cost, year_plain) in &years {
                // Two slips in one date are too many to mend.
                let mended = [month_cost, day_cost, year_cost].iter().filter(|&&cost| cost > 0).count();
                if mended > 1 {
                    continue;
                }
                found.extend(Date::new(year, month as i8, day as i8).ok().map(|date| Reading {
                    date,
                    cost: cost + month_cost + day_cost + year_cost,
                    plain: month_plain && day_plain && year_plain && cost == 0,
                    order: Some(order),
                    time: None,
                }));
            }
        }
    }
    // "2/30/2012": the digits fit the calendar's bounds, but not together.
    if found.is_empty() && slips {
        let near = |digits: &str, most: i16| -> Vec<Value> {
            slips_within(digits, most).into_iter().map(|(value, cost)| (value, cost, false)).collect()
        };
        for (months, days) in [(near(month, 12), days.clone()), (months.clone(), near(day, 31))] {
            for &(month, month_cost, _) in &months {
                for &(day, day_cost, _) in &days {
                    for &(year, year_cost, _) in years.iter().filter(|year| year.1 == 0) {
                        found.extend(Date::new(year, month as i8, day as i8).ok().map(|date| Reading {
                            date,
                            cost: cost + month_cost.max(day_cost) + year_cost,
                            plain: false,
                            order: Some(order),
                            time: None,
                        }));
                    }
                }
            }
        }
    }
    found
}

/// The first of January of `year`, for comparing years; years outside the calendar are cut.
pub(super) fn new_year(year: i16) -> Date {
    date(year.clamp(-9999, 9999), 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(raw: &str) -> Option<String> {
        read(raw, &PrintedDates::embedded()).plain().map(|reading| format!("{}{}", reading.date, reading.time.as_deref().unwrap_or("")))
    }

    #[test]
    fn whole_dates_are_read_in_every_form() {
        for (raw, wanted) in [
            ("2012-12-30", "2012-12-30"),
            ("2012-12-30T14:05:00Z", "2012-12-30T14:05:00Z"),
            ("2012-12-30 14:05:00.000+0300", "2012-12-30T14:05:00+03:00"),
            ("2012-12-30T14:05", "2012-12-30T14:05:00"),
            ("Sun, 30 Dec 2012 14:05:00 +0300", "2012-12-30T14:05:00+03:00"),
            ("1356876300", "2012-12-30T14:05:00Z"),
            ("12/30/2012", "2012-12-30"),
            ("30/12/2012", "2012-12-30"),
            ("30.12.2012", "2012-12-30"),
            ("2012/12/30", "2012-12-30"),
            ("20121230", "2012-12-30"),
            ("30-Dec-2012", "2012-12-30"),
            ("Sunday 30 December 2012", "2012-12-30"),
            ("Sun., Dec. 30, 2012 9:05 a.m. EST", "2012-12-30"),
            ("December 30th, 2012", "2012-12-30"),
            ("Sept. 3, 2012", "2012-09-03"),
            ("2012年12月30日", "2012-12-30"),
            ("۳۰ دسامبر ۲۰۱۲", "2012-12-30"),
            ("٣٠ ديسمبر ٢٠١٢", "2012-12-30"),
            ("30 كانون الأول 2012", "2012-12-30"),
            ("30 декабря 2012 года", "2012-12-30"),
            ("یکشنبه ۱۰ دی ۱۳۹۱", "2012-12-30"),
            ("۱۳۹۱/۱۰/۱۰", "2012-12-30"),
            ("4/4/2012", "2012-04-04"),
        ] {
            assert_eq!(plain(raw).as_deref(), Some(wanted), "{raw}");
        }
    }

    #[test]
    fn short_and_damaged_dates_have_no_plain_reading_but_the_right_one_among_others() {
        let dates = PrintedDates::embedded();
        for raw in [
            "12/30/201",
            "3O December",
            "30/12/12",
            "12/30",
            "30 Decmber 2012",
            "l2/30/2012",
            "12/30/2102",
            "12/30/20112",
            "2/30/2012",
            "12/300/2012",
            "30 Dec '12",
        ] {
            let printed = read(raw, &dates);
            assert_eq!(printed.plain(), None, "{raw}");
            assert!(printed.readings.iter().any(|reading| reading.date == date(2012, 12, 30)), "{raw}: {:?}", printed.readings);
        }
    }

    #[test]
    fn day_first_and_month_first_are_both_kept() {
        let printed = read("03/04/2012", &PrintedDates::embedded());
        let found: Vec<Date> = printed.readings.iter().map(|reading| reading.date).collect();
        assert_eq!(found, [date(2012, 3, 4), date(2012, 4, 3)]);
    }

    #[test]
    fn a_weekday_that_disagrees_is_no_plain_reading() {
        assert_eq!(plain("Monday 30 December 2012"), None);
    }

    #[test]
    fn words_that_are_no_date_have_no_reading() {
        for raw in ["yesterday", "", "14:05", "December 2012", "99/99/9999", "n/a"] {
            assert!(read(raw, &PrintedDates::embedded()).readings.is_empty(), "{raw}");
        }
    }
}
