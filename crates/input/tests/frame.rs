//! The example reports, framed: what is title, agency, date clue, body, and what is not.

use rapporteur_input::{Options, documents};
use rapporteur_lexicon::News;
use rapporteur_record::{BlockKind, DateSource, Document};
use std::fs;
use std::io::Cursor;
use std::path::Path;

fn read(name: &str) -> Vec<Document> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (options, news) = (Options::default(), News::embedded());
    documents(name, Box::new(Cursor::new(bytes)), &options, &news)
        .map(|document| document.unwrap_or_else(|error| panic!("{name}: {}", error.message)))
        .collect()
}

fn one(name: &str) -> Document {
    let mut all = read(name);
    assert_eq!(all.len(), 1, "{name} is one report");
    all.remove(0)
}

/// First and last words of the body.
fn ends(document: &Document) -> (&str, &str) {
    let body: Vec<&str> = document.body().map(|span| span.of(&document.text)).collect();
    let first = body.first().and_then(|words| words.split_whitespace().next()).unwrap_or("");
    let last = body.last().and_then(|words| words.split_whitespace().next_back()).unwrap_or("");
    (first, last)
}

fn words(words: &Option<rapporteur_record::Words>) -> Option<&str> {
    words.as_ref().map(|words| words.text.as_str())
}

#[test]
fn a_republished_agency_report_is_told_from_its_masthead() {
    let document = one("damaged-date.txt");
    assert_eq!(words(&document.agency), Some("The Coastal Press Agency"));
    assert_eq!(words(&document.publisher), Some("SA-SA"));
    assert_eq!(words(&document.title), Some("League ministers split over Kelm blockade"));
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(document.languages, ["fa", "en"]);
    assert_eq!(document.date_clues.len(), 1);
    assert_eq!((document.date_clues[0].source, document.date_clues[0].raw.as_str()), (DateSource::Printed, "4/18/203"));
    assert_eq!(ends(&document), ("Ministers", "envoy."));
    assert_eq!(document.body().count(), 10);
}

#[test]
fn byline_agency_and_dateline_of_a_long_report_are_found() {
    let document = one("talks.txt");
    assert_eq!(words(&document.byline), Some("Lena Brandt and Tomas Ferro"));
    assert_eq!(words(&document.agency), Some("Coastal Press Agency"));
    assert_eq!(words(&document.dateline), Some("SUND, Telmark, March 9, 2032 (CPA) —"));
    assert_eq!(document.date_clues[0].raw, "March 9, 2032");
    assert_eq!(ends(&document), ("SUND,", "did."));
    assert!(document.blocks.iter().rev().take(2).all(|block| block.kind == BlockKind::Furniture));
}

#[test]
fn a_feed_item_is_all_body() {
    let document = one("item.txt");
    assert!(document.title.is_none());
    assert_eq!(words(&document.agency), Some("CPA"));
    assert_eq!(ends(&document), ("KELM,", "sunk."));
}

#[test]
fn a_page_in_windows_1252_keeps_its_letters_and_its_dates_apart() {
    let document = one("windows-1252.txt");
    assert_eq!(words(&document.title), Some("Varosia’s “last offer” leaves rebels cold"));
    assert_eq!(words(&document.byline), Some("Élodie Marchand"));
    assert_eq!(words(&document.publisher), Some("Le Courrier de Kelm"));
    let raw: Vec<&str> = document.date_clues.iter().map(|clue| clue.raw.as_str()).collect();
    assert_eq!(raw, ["28 April 2032", "Last updated 5 May 2032"]);
    assert_eq!(ends(&document), ("KELM,", "it."));
}

#[test]
fn a_page_in_utf_16_loses_its_links() {
    let document = one("utf-16.txt");
    assert_eq!(words(&document.title), Some("Telmark closes the crossing at Brede"));
    assert_eq!(words(&document.publisher), Some("The Kelm Courier"));
    assert_eq!(document.date_clues[0].raw, "Friday 14 May 2032");
    assert_eq!(ends(&document), ("SUND", "Saturday."));
}

#[test]
fn rows_give_title_publisher_and_date() {
    for name in ["reports.jsonl", "reports.csv"] {
        for document in read(name) {
            assert!(document.title.is_some() && document.publisher.is_some(), "{}", document.uri);
            assert_eq!(document.date_clues[0].source, DateSource::User, "{}", document.uri);
            assert!(document.blocks.iter().all(|block| block.kind == BlockKind::Body), "{}", document.uri);
        }
    }
}
