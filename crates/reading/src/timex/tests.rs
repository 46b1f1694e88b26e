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
