//! What the fuzz targets share: bytes go through the one entrance of `rapporteur-input`, and what
//! comes out must keep the promises of `Document`. Model files have a module of their own.

pub mod model;

use rapporteur_input::{Options, documents};
use rapporteur_lexicon::News;
use rapporteur_record::{ByteSpan, DateSource, Document, Words};
use std::panic;
use std::sync::LazyLock;

static NEWS: LazyLock<News> = LazyLock::new(|| {
    // libFuzzer aborts in the panic hook, before `catch_unwind` in the PDF reader has its say.
    // Panics that nothing catches still end the run: libfuzzer-sys aborts on them.
    panic::set_hook(Box::new(|info| eprintln!("panic: {info}")));
    News::embedded()
});

/// Reads `bytes` as one input and checks every report that comes out.
///
/// # Panics
/// When a report breaks a promise.
pub fn check(bytes: &[u8]) {
    let news = &*NEWS;
    let options = Options { max_bytes: 4 << 20, ..Options::default() };
    for report in documents("fuzz", Box::new(bytes), &options, news).take(1000) {
        match report {
            Ok(document) => check_document(&document),
            Err(diagnostic) => {
                assert!(!diagnostic.message.is_empty(), "a diagnostic says what it is about");
                assert!(!diagnostic.message.contains('\n'), "a message is one line: {:?}", diagnostic.message);
            }
        }
    }
}

fn check_document(document: &Document) {
    let text = &document.text;
    let inside = |span: ByteSpan, what: &str| {
        assert!(span.start <= span.end && span.end <= text.len(), "{what}: {span:?} lies outside the text");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{what}: {span:?} cuts a letter");
    };
    let mut end = 0;
    for block in &document.blocks {
        inside(block.span, "block");
        assert!(block.span.start >= end, "blocks are in order and disjoint: {:?}", block.span);
        assert!(!block.span.is_empty(), "a block holds something");
        assert_eq!(block.span.trim(text), block.span, "a block has no white space at its edges");
        assert!(is_blank(&text[end..block.span.start]), "blocks cover all that is not white space");
        end = block.span.end;
    }
    assert!(is_blank(&text[end..]), "blocks cover all that is not white space");
    let words = |words: &Option<Words>, what: &str| {
        if let Some(span) = words.as_ref().and_then(|words| words.span) {
            inside(span, what);
        }
    };
    words(&document.title, "title");
    words(&document.agency, "agency");
    words(&document.byline, "byline");
    words(&document.dateline, "dateline");
    words(&document.publisher, "publisher");
    for clue in &document.date_clues {
        if let Some(span) = clue.span {
            inside(span, "date clue");
            // A `<time>` element may say in an attribute what it means.
            let quotes = matches!(clue.source, DateSource::Dateline | DateSource::Printed);
            assert!(!quotes || span.of(text) == clue.raw, "{:?} is not what stands at {span:?}", clue.raw);
        }
    }
    for diagnostic in &document.diagnostics {
        if let Some(span) = diagnostic.span {
            inside(span, "diagnostic");
        }
    }
}

/// White space, and the control characters that are read as such.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control())
}
