use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// What is read in a text of Wednesday 2013-04-17: words and values.
fn values(text: &str) -> Vec<(String, String)> {
    read(text, &Analysis::default(), Some(date(2013, 4, 17)), &Calendar::embedded())
        .value
        .into_iter()
        .map(|found| (found.span.of(text).to_owned(), found.value))
        .collect()
}

#[test]
fn every_pattern_reads_its_example() {
    let calendar = Calendar::embedded();
    let mut wrong = Vec::new();
    for pattern in calendar.patterns.all() {
        let (words, value) = pattern.read.split_once(" = ").expect("`words = value`");
        let found = values(&pattern.example);
        if !found.iter().any(|(w, v)| w == words && v == value) {
            wrong.push(format!("{}\n    {}\n    wanted {}, found {found:?}", pattern.form, pattern.example, pattern.read));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The cell of every row of a calendar table beside its example.
fn rows(path: &str, columns: &[&str], cell: &str) -> Vec<(String, String)> {
    let text = rapporteur_lexicon::calendar::FILES.iter().find(|file| file.0 == path).unwrap().1;
    let table = rapporteur_lexicon::Table::parse(path, text, columns).unwrap();
    table.rows().map(|row| (row.get(cell).to_owned(), row.get("example").to_owned())).collect()
}

#[test]
fn every_name_is_read_in_its_example() {
    for (path, columns) in [
        ("calendar/months.tsv", &["calendar", "number", "forms", "alone", "example"][..]),
        ("calendar/weekdays.tsv", &["number", "forms", "example"]),
        ("calendar/holidays.tsv", &["day", "forms", "example"]),
    ] {
        for (forms, example) in rows(path, columns, "forms") {
            let found = values(&example);
            let named = |(words, _): &(String, String)| forms.split('|').any(|form| words.to_lowercase().contains(form));
            assert!(found.iter().any(named), "{path}: {example}: {found:?}");
        }
    }
}

#[test]
fn words_beside_an_expression_are_read_with_it() {
    let calendar = Calendar::embedded();
    for (modifier, example) in rows("calendar/modifiers.tsv", &["side", "mod", "goes_with", "words", "example"], "mod") {
        let found = read(&example, &Analysis::default(), Some(date(2013, 4, 17)), &calendar).value;
        assert!(found.iter().any(|timex| timex.modifier.as_deref() == Some(&*modifier)), "{example}: {found:?}");
    }
    for (list, example) in rows("calendar/neighbours.tsv", &["list", "side", "words", "example"], "list") {
        let keeps_out = list == "child" || list == "counted" || list == "named-day";
        let figures = |words: &str| words.chars().all(|c| c.is_ascii_digit());
        let named = values(&example).into_iter().filter(|(words, _)| list == "counted" || !figures(words)).count();
        assert_eq!(named == 0, keeps_out, "{example}");
    }
}

#[test]
fn what_is_no_time_is_not_read() {
    for text in [
        "He may march on Kelm.",
        "The six-year-old boy fell.",
        "Prices fell by three-quarters.",
        "It costs $2012 and 1,990 others.",
        "The score was 3:75 and room 32/45/99 was free.",
        "On February 30 nothing happened, nor on 31 April 2012.",
        "General May Sun said so.",
    ] {
        assert_eq!(values(text), [], "{text}");
    }
}

#[test]
fn days_are_known_for_what_is_asked_in_days() {
    let calendar = Calendar::embedded();
    for (text, from, to) in [
        ("in June", date(2012, 6, 1), date(2012, 6, 30)),
        ("late last year", date(2011, 9, 2), date(2011, 12, 31)),
        ("this week", date(2012, 12, 24), date(2012, 12, 30)),
        ("on Saturday", date(2012, 12, 29), date(2012, 12, 29)),
        ("the past two weeks", date(2012, 12, 16), date(2012, 12, 30)),
        ("12 Ramadan 1433", date(2012, 7, 31), date(2012, 7, 31)),
        ("in winter 2011", date(2011, 12, 1), date(2012, 2, 29)),
    ] {
        let found = read(text, &Analysis::default(), Some(date(2012, 12, 30)), &calendar).value;
        let days = found.first().map(|timex| (timex.from, timex.to));
        assert_eq!(days, Some((Some(from), Some(to))), "{text}: {found:?}");
        assert_eq!(day_in(&found, ByteSpan::new(0, text.len())).is_some(), from == to, "{text}");
    }
}

#[test]
fn without_a_day_of_publication_values_keep_their_gaps() {
    let read = |text: &str| {
        read(text, &Analysis::default(), None, &Calendar::embedded()).value.into_iter().map(|timex| (timex.value, timex.from)).next()
    };
    assert_eq!(read("on Saturday"), Some(("XXXX-WXX-6".into(), None)));
    assert_eq!(read("on May 5"), Some(("XXXX-05-05".into(), None)));
    assert_eq!(read("last month"), Some(("XXXX-XX".into(), None)));
    assert_eq!(read("on 8 March 2012"), Some(("2012-03-08".into(), Some(date(2012, 3, 8)))));
}

#[test]
fn a_text_may_end_anywhere() {
    for text in ["the quarter ended", "since", "the year ended on", "5,", "12 March", "2012-", "'", "the 5th of", "at 24:", "until"] {
        let found = read(text, &Analysis::default(), Some(date(2013, 4, 17)), &Calendar::embedded()).value;
        assert!(found.len() <= 1, "{text}: {found:?}");
    }
}

#[test]
fn long_rows_of_numbers_take_no_longer_than_their_length() {
    let calendar = Calendar::embedded();
    for word in ["zero ", "hundred ", "thousand ", "1,", "the year ", "a ", "last ", "two to ", "9"] {
        let text = word.repeat(60_000);
        let start = read(&text, &Analysis::default(), Some(date(2013, 4, 17)), &calendar).value.len();
        assert!(start <= text.len());
    }
}

#[test]
fn a_date_that_no_calendar_has_is_diagnosed_and_has_no_value() {
    for (text, words) in [
        ("He left on 30 February.", "30 February"),
        ("He left on 32 December 2012.", "32 December 2012"),
        ("He left on December 32nd, 2012.", "December 32nd, 2012"),
        ("He left on 29 February 2013.", "29 February 2013"),
        ("The order of 2013-02-30 was withdrawn.", "2013-02-30"),
        ("The plane landed at 24:30 GMT.", "24:30 GMT"),
        ("The plane landed at 15:00 a.m. on its way.", "15:00 a.m."),
    ] {
        let read = read(text, &Analysis::default(), Some(date(2013, 4, 17)), &Calendar::embedded());
        let named: Vec<&str> = read.diagnostics.iter().filter_map(|doubt| Some(doubt.span?.of(text))).collect();
        assert_eq!((named, read.value), (vec![words], vec![]), "{text}");
    }
}

#[test]
fn years_reach_from_1_to_9999_and_no_further() {
    let first =
        |text: &str, day| read(text, &Analysis::default(), Some(day), &Calendar::embedded()).value.into_iter().map(|t| t.value).next();
    assert_eq!(first("next year", date(9999, 5, 1)), None);
    assert_eq!(first("last year", date(1, 5, 1)), None);
    assert_eq!(first("tomorrow", date(9999, 12, 31)), None);
    assert_eq!(first("on 12 March 9999", date(2013, 4, 17)), Some("9999-03-12".into()));
    assert_eq!(first("on 12 March 98", date(2013, 4, 17)), Some("1998-03-12".into()));
    assert_eq!(first("at 24:00 on Friday", date(2013, 4, 17)), Some("2013-04-12T24:00".into()));
}

/// Words of which dates are made, so that random texts are full of them.
fn date_words() -> impl Strategy<Value = String> {
    let words = "on 30 31 32 2012 9999 0001 98 '98 February March may May Ramadan Esfand Friday Mondays last next this that the \
                 week weeks month quarter year years century decade ago later earlier ended since until 24:00 24:30 12 a.m. p.m. GMT \
                 2012-02-30 9999-12-31 1/2/03 13/13/2013 , - ' . 's early late mid fiscal summer winter Easter half two several first \
                 last 20th Q3 1990s tomorrow yesterday today tonight noon midnight daily every day before after ";
    let words: Vec<&'static str> = words.split_whitespace().collect();
    prop::collection::vec(prop::sample::select(words), 1..14).prop_map(|picked| picked.join(" "))
}

/// Whether a value is one that TIMEX3 has, with days that exist.
fn is_value(value: &str) -> bool {
    let whole_day = |day: &str| day.parse::<Date>().is_ok();
    if value.ends_with("_REF") || value.starts_with('P') || value.contains('X') {
        return value.is_ascii();
    }
    let day = value.split('T').next().unwrap_or_default();
    match day.len() {
        2..=4 => day.bytes().all(|byte| byte.is_ascii_digit()),
        10 => whole_day(day),
        21 => day.split('/').all(whole_day),
        _ => day[..4].bytes().all(|byte| byte.is_ascii_digit()) && &day[4..5] == "-",
    }
}

/// Read once for thousands of random texts.
static CALENDAR: std::sync::OnceLock<Calendar> = std::sync::OnceLock::new();

proptest! {
    #[test]
    fn spans_lie_in_order_on_character_borders(text in "\\PC{0,80}") {
        let found = read(&text, &Analysis::default(), Some(date(2013, 4, 17)), CALENDAR.get_or_init(Calendar::embedded)).value;
        let mut end = 0;
        for timex in found {
            prop_assert!(timex.span.start >= end && text.get(timex.span.start..timex.span.end).is_some());
            end = timex.span.end;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn values_exist_and_stretches_do_not_run_backwards(text in date_words(), day in 0..3_652_058_i64) {
        let published = moment::later(date(1, 1, 1), day);
        for timex in read(&text, &Analysis::default(), published, CALENDAR.get_or_init(Calendar::embedded)).value {
            prop_assert!(is_value(&timex.value), "{text}: {timex:?}");
            if let (Some(from), Some(to)) = (timex.from, timex.to) {
                prop_assert!(from <= to, "{text}: {timex:?}");
            }
        }
    }
}
