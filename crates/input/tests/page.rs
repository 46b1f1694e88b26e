//! The example page: what is the report on it, and what the page says of itself.

use rapporteur_input::{Options, documents};
use rapporteur_lexicon::News;
use rapporteur_record::{BlockKind, DateSource, Document};

const PAGE: &[u8] = include_bytes!("../../../examples/ferry-page.html");

fn read() -> Document {
    let (options, news) = (Options::default(), News::embedded());
    let mut found: Vec<_> = documents("ferry-page.html", Box::new(PAGE), &options, &news).collect();
    assert_eq!(found.len(), 1);
    found.remove(0).expect("the page is read")
}

#[test]
fn the_body_is_the_report_and_nothing_else() {
    let document = read();
    let body: Vec<&str> = document.body().map(|span| span.of(&document.text)).collect();
    let begins: Vec<String> = body.iter().map(|words| words.split_whitespace().take(3).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        begins,
        [
            "SUND, Telmark (CPA)",
            "“We have agreed",
            "The League of",
            "Rebels feel left",
            "The Northern Front,",
            "The lighthouse is",
            "— Northern Front",
            "Prime Minister Greta",
            "From Leaves Arrives",
            "Kelm 07:30 11:15",
            "Sund 13:00 16:45",
            "The timetable above",
        ]
    );
    assert!(body[7].contains("She said the line had carried"), "{}", body[7]);
    assert!(body.last().is_some_and(|words| words.ends_with("said.\nTickets go on sale on 1 June.")));
}

#[test]
fn the_metadata_come_with_their_places() {
    let document = read();
    let text = &document.text;
    let title = document.title.as_ref().expect("a title");
    assert_eq!(title.text, "Varosia and Telmark agree to reopen ferry line");
    assert_eq!(title.span.map(|span| span.of(text)), Some(title.text.as_str()));
    assert_eq!(document.byline.as_ref().map(|words| words.text.as_str()), Some("Mira Osten"));
    assert_eq!(document.byline.as_ref().and_then(|words| words.span).map(|span| span.of(text)), Some("Mira Osten"));
    assert_eq!(document.publisher.as_ref().map(|words| words.text.as_str()), Some("The Kelm Courier"));
    assert_eq!(document.language.as_deref(), Some("en"));
    assert!(document.dateline.is_some(), "{:?}", document.dateline);
    let sources: Vec<DateSource> = document.date_clues.iter().map(|clue| clue.source).collect();
    assert_eq!(&sources[..3], [DateSource::JsonLd, DateSource::OpenGraph, DateSource::TimeElement]);
    assert_eq!(document.date_clues[0].raw, "2031-05-06T17:42:00+02:00");
    assert!(document.diagnostics.is_empty(), "{:?}", document.diagnostics);
}

#[test]
fn blocks_are_in_order_and_cover_the_text() {
    let document = read();
    let mut at = 0;
    for block in &document.blocks {
        assert!(block.span.start >= at && !block.span.is_empty());
        assert!(document.text[at..block.span.start].trim().is_empty());
        at = block.span.end;
    }
    assert_eq!(at, document.text.len());
    let count = |kind| document.blocks.iter().filter(|block| block.kind == kind).count();
    assert_eq!(count(BlockKind::Title), 1);
    assert_eq!(count(BlockKind::Byline), 1);
    assert_eq!(count(BlockKind::DateLine), 1);
}
