use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// What is read in a text of Wednesday 2013-04-17: words and values.
fn values(text: &str) -> Vec<(String, String)> {
    read(text, &Analysis::default(), Some(date(2013, 4, 17)), &Calendar::embedded())
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
        let found = read(&example, &Analysis::default(), Some(date(2013, 4, 17)), &calendar);
        assert!(found.iter().any(|timex| timex.modifier.as_deref() == Some(&*modifier)), "{example}: {found:?}");
    }
    for (_, example) in rows("calendar/neighbours.tsv", &["list", "side", "words", "example"], "words") {
        assert!(!values(&example).is_empty(), "{example}");
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
        let found = read(text, &Analysis::default(), Some(date(2012, 12, 30)), &calendar);
        let days = found.first().map(|timex| (timex.from, timex.to));
        assert_eq!(days, Some((Some(from), Some(to))), "{text}: {found:?}");
        assert_eq!(day_in(&found, ByteSpan::new(0, text.len())).is_some(), from == to, "{text}");
    }
}

#[test]
fn without_a_day_of_publication_values_keep_their_gaps() {
    let read = |text: &str| {
        read(text, &Analysis::default(), None, &Calendar::embedded()).into_iter().map(|timex| (timex.value, timex.from)).next()
    };
    assert_eq!(read("on Saturday"), Some(("XXXX-WXX-6".into(), None)));
    assert_eq!(read("on May 5"), Some(("XXXX-05-05".into(), None)));
    assert_eq!(read("last month"), Some(("XXXX-XX".into(), None)));
    assert_eq!(read("on 8 March 2012"), Some(("2012-03-08".into(), Some(date(2012, 3, 8)))));
}

#[test]
fn long_rows_of_numbers_take_no_longer_than_their_length() {
    let calendar = Calendar::embedded();
    for word in ["zero ", "hundred ", "thousand ", "1,", "the year ", "a ", "last ", "two to ", "9"] {
        let text = word.repeat(60_000);
        let start = read(&text, &Analysis::default(), Some(date(2013, 4, 17)), &calendar).len();
        assert!(start <= text.len());
    }
}

proptest! {
    #[test]
    fn spans_lie_in_order_on_character_borders(text in "\\PC{0,80}") {
        let found = read(&text, &Analysis::default(), Some(date(2013, 4, 17)), &Calendar::embedded());
        let mut end = 0;
        for timex in found {
            prop_assert!(timex.span.start >= end && text.get(timex.span.start..timex.span.end).is_some());
            end = timex.span.end;
        }
    }
}
