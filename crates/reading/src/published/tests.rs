//! Whole reports with damaged dates: decided rightly, or left open.

use super::*;
use proptest::prelude::*;
use rapporteur_record::{Block, BlockKind};

fn document(printed: &str, body: &str) -> Document {
    let text = format!("{printed}\n\n{body}");
    let clue = ByteSpan::new(0, printed.len());
    let report = ByteSpan::new(printed.len() + 2, text.len());
    Document {
        blocks: vec![Block { span: clue, kind: BlockKind::DateLine }, Block { span: report, kind: BlockKind::Body }],
        date_clues: vec![DateClue { source: DateSource::Printed, raw: printed.to_owned(), span: Some(clue) }],
        text,
        ..Document::default()
    }
}

fn read(printed: &str, body: &str) -> Published {
    published(&document(printed, body), &Calendar::embedded())
}

fn date(printed: &str, body: &str) -> Option<String> {
    read(printed, body).date
}

const WAR: &str = "Talks on the 14-month-old Varosian war opened in Sund on Friday. The League has stood by the rebels since the uprising began in May 2030, its envoy said.";

#[test]
fn an_age_beside_a_beginning_completes_the_year() {
    let found = read("7/19/203", WAR);
    assert_eq!(found.date.as_deref(), Some("2031-07-19"));
    assert_eq!(found.basis, PublishedBasis::Repaired);
    assert_eq!(found.diagnostics[0].code, Code::DateRepaired);
    let text = document("7/19/203", WAR).text;
    let words: Vec<&str> = found.evidence.iter().map(|span| span.of(&text)).collect();
    assert_eq!(words[0], "7/19/203");
    assert!(words.contains(&"14-month-old") && words.contains(&"May 2030"), "{words:?}");
    for printed in ["7/19", "I9 July", "19/07/31", "July 19, 20E1", "7/19/2O31"] {
        assert_eq!(date(printed, WAR).as_deref(), Some("2031-07-19"), "{printed}");
    }
}

#[test]
fn an_age_of_something_else_completes_nothing() {
    let body = "The 14-year-old boy was found on Friday. The war began in May 2030.";
    let found = read("7/19/203", body);
    assert_eq!(found.date, None);
    assert_eq!(found.diagnostics[0].code, Code::DateAmbiguous);
    assert!(!found.candidates.is_empty());
}

#[test]
fn day_first_or_month_first_is_decided_by_what_the_text_says() {
    // 4 March 2012 is a Sunday, 3 April a Tuesday.
    let found = read("03/04/2012", "The ferry sailed on Thursday, March 1, the harbour master said. It returned on Friday, March 2.");
    assert_eq!(found.date, None, "{found:?}");
    assert_eq!(found.candidates, ["2012-03-04", "2012-04-03"]);
    let decided = read("03/04/2012", "The harbour closed earlier this month, on March 1, the harbour master said on Sunday.");
    assert_eq!(decided.date.as_deref(), Some("2012-03-04"));
    assert_eq!(decided.basis, PublishedBasis::Repaired);
    assert_eq!(date("03/04/2012", "The ferry sailed."), None);
}

#[test]
fn a_weekday_named_with_a_date_and_a_year_said_in_words_complete_a_date() {
    // 29 December is a Saturday in 2012 and 2018 (and 2007).
    let body = "The envoys met on Saturday, Dec. 29, in Kelm. Voters had gone to the polls in 2011, last year, for the first time.";
    assert_eq!(date("12/30", body).as_deref(), Some("2012-12-30"));
    let body = "The envoys met on Saturday, Dec. 29, in Kelm.";
    assert_eq!(date("12/30", body), None);
    assert_eq!(
        date("12/30/201", "The envoys met on Saturday, Dec. 29, in Kelm. The truce has held since March 2013."),
        Some("2018-12-30".into())
    );
}

#[test]
fn an_agency_s_dateline_completes_the_printed_line() {
    let mut document = document("12/30/201", "KELM, Dec. 30, 2012 (CPA) - The ferry sailed.");
    let at = document.text.find("Dec. 30, 2012").expect("it stands there");
    let span = ByteSpan::new(at, at + "Dec. 30, 2012".len());
    document.date_clues.insert(0, DateClue { source: DateSource::Dateline, raw: "Dec. 30, 2012".into(), span: Some(span) });
    let found = published(&document, &Calendar::embedded());
    assert_eq!((found.date.as_deref(), found.basis), (Some("2012-12-30"), PublishedBasis::Stated));
    // A dateline without a year takes it from the printed line, and its day stands.
    document.date_clues[0].raw = "Dec. 29".into();
    let found = published(&document, &Calendar::embedded());
    assert_eq!(found.date, None);
}

#[test]
fn the_user_s_date_wins_and_a_word_that_is_no_date_is_said_to_be_none() {
    let mut document = document("12/30/2012", WAR);
    let user = |raw: &str| DateClue { source: DateSource::User, raw: raw.into(), span: None };
    document.date_clues.insert(0, user("2013-01-02"));
    let found = published(&document, &Calendar::embedded());
    assert_eq!((found.date.as_deref(), found.basis), (Some("2013-01-02"), PublishedBasis::Given));
    document.date_clues[0] = user("yesterday");
    let found = published(&document, &Calendar::embedded());
    assert_eq!((found.date.as_deref(), found.basis), (Some("2012-12-30"), PublishedBasis::Stated));
    assert_eq!(found.diagnostics[0].code, Code::DateInvalid);
}

#[test]
fn without_any_clue_the_date_is_unknown_and_said_to_be() {
    let found = published(&Document::default(), &Calendar::embedded());
    assert_eq!(found.date, None);
    assert_eq!(found.diagnostics[0].code, Code::DateUnknown);
}

#[test]
fn an_update_is_no_publication_where_another_date_is_printed() {
    let mut document = document("30 November 2031", "The ferry sailed.");
    let updated = DateClue { source: DateSource::Printed, raw: "Last updated 1 December 2031".into(), span: None };
    document.date_clues.insert(0, updated);
    assert_eq!(published(&document, &Calendar::embedded()).date.as_deref(), Some("2031-11-30"));
}

/// Ways to print a date badly.
fn damage(date: Date, way: usize) -> String {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let (year, month, day) = (date.year(), date.month(), date.day());
    let name = MONTHS[usize::from(month.unsigned_abs()) - 1];
    match way {
        0 => format!("{month}/{day}/{}", year / 10),
        1 => format!("{day:02}/{month:02}/{:02}", year % 100),
        2 => format!("{month:02}/{day:02}/{:02}", year % 100),
        3 => format!("{month}/{day}"),
        4 => format!("{day} {name}"),
        5 => format!("{day:02} {name}").replace('0', "O"),
        6 => format!("{day}/{month}/{year}"),
        7 => format!("{month}/{day}/{year}"),
        8 => format!("{name} {day}"),
        9 => format!("{day:02}.{month:02}.{}", year / 10),
        10 => format!("{:02}-{month:02}-{day:02}", year % 100),
        11 => format!("{}, {name} {day}", date.strftime("%A")),
        12 => format!("{day} {} {year}", &name[..name.len().min(3)]),
        _ => format!("{day}{month:02}{year}"),
    }
}

/// Sentences that such a report could hold, true of a report published on `date`.
fn support(date: Date, age: i32, lag: i32, which: u32) -> String {
    use jiff::ToSpan;
    let began = date.checked_sub(age.months()).expect("years are bounded");
    let event = date.checked_sub(lag.days()).expect("years are bounded");
    let mut said = vec!["The ministers met in Kelm.".to_owned()];
    let say = [
        format!("The envoy said {} that the talks would go on.", event.strftime("%A")),
        format!("The {age}-month-old conflict has cost many lives."),
        format!("The League has helped the rebels since the uprising began in {}.", began.strftime("%B %Y")),
        format!("The ferry sank on {}.", event.strftime("%A, %B %-d")),
        format!("Voters went to the polls in {}, last year.", date.year() - 1),
        format!("The treaty was signed in {}.", date.year() - 7),
        format!("A vote is due by {}.", date.year() + 1),
        format!("The harbour opened on {}.", event.strftime("%B %-d")),
        format!("The 16-year-old ferry has been in service since {}.", date.year() - 16),
    ];
    for (at, sentence) in say.iter().enumerate() {
        if which & (1 << at) != 0 {
            said.push(sentence.clone());
        }
    }
    said.join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_damaged_date_is_never_repaired_wrongly(
        days in 0i64..20_000,
        way in 0usize..14,
        age in 2i32..60,
        lag in 0i32..3,
        which in 0u32..512,
    ) {
        use jiff::ToSpan;
        let date = jiff::civil::date(1990, 1, 1).checked_add(days.days()).expect("years are bounded");
        prop_assume!(date.year() <= 2040);
        let printed = damage(date, way);
        let body = support(date, age, lag, which);
        let found = read(&printed, &body);
        if let Some(found_date) = &found.date {
            prop_assert_eq!(found_date, &date.to_string(), "{} | {}", printed, body);
        } else {
            prop_assert!(found.diagnostics.iter().any(|d| matches!(d.code, Code::DateAmbiguous | Code::DateUnknown)));
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(printed in "\\PC{0,40}", body in "\\PC{0,200}") {
        let found = read(&printed, &body);
        prop_assert!(found.date.is_none() == (found.basis == PublishedBasis::Unknown));
    }
}
