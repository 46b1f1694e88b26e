//! Texts that no report is: without spaces, without stops, of one sign only, nested without end. Reading them ends, takes time
//! in proportion to their length, and says what was cut.
#![allow(clippy::unwrap_used)]

use rapporteur::{Options, Reader};
use rapporteur_record::Code;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::embedded().unwrap());

/// Nanoseconds of processor time that this thread has had; `None` where the system does not tell.
fn processor_time() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}

/// Reads `text` as the program does; whether something was cut.
fn read(text: &str) -> bool {
    let options = Options::default();
    let mut cut = false;
    for document in READER.documents("hostile", Box::new(text.as_bytes()), &options) {
        let document = document.unwrap();
        let read = READER.read(&document).unwrap_or_else(|fault| panic!("{}: {}…", fault.message, &text[..text.len().min(40)]));
        cut |= read.diagnostics.iter().any(|diagnostic| matches!(diagnostic.code, Code::LanguageCut | Code::InputCut));
    }
    cut
}

/// Enough English for the text to be read as English.
const PROSE: &str = "The envoy of Varosia said on Monday that talks with the Northern Front had failed, and that both would meet again. ";

/// Texts in which some English stands before the thing that is repeated `count` times.
fn repeated(before: &str, unit: &str, after: &str, count: usize) -> String {
    format!("{}{before}{}{after}\n", PROSE.repeat(8), unit.repeat(count))
}

type Shape = (&'static str, &'static str, &'static str, usize);

/// What is repeated, with what stands before and after it, and how often at first.
const SHAPES: &[Shape] = &[
    ("", "a", "", 40_000),
    ("", "kelmholm7", "", 8_000),
    ("", "don't", "", 8_000),
    ("", "U.N.", "", 8_000),
    ("", ",", "", 40_000),
    ("", "\"", "", 40_000),
    ("", "'", "", 40_000),
    ("", "\u{301}", "", 20_000),
    ("", "\n", "The envoy left.", 40_000),
    ("", "a\n", "", 2_000),
    ("", "a\n\n", "", 2_000),
    ("", "and so on ", "", 600),
    ("", "don't ", "", 1_200),
    ("", "(", "a", 40_000),
    ("", "( ", "a", 1_500),
    ("", "\u{201c} He said ", "yes", 500),
    ("", "He said that ", "it rained.", 500),
    ("", "Irina Dask and ", "Jonas Wehl left.", 500),
    ("", "\"Yes,\" said Irina Dask. ", "", 250),
    ("", "on Monday May 6 2031 ", "", 300),
    ("", "Dask: yes\n", "", 600),
    ("", "1,", "", 1_500),
    ("", "http://a.example/b?c=1&", "", 1_500),
];

#[test]
fn time_grows_no_faster_than_the_text() {
    if processor_time().is_none() {
        eprintln!("skipped: the system does not tell the processor time of a thread");
        return;
    }
    read("Warm up.");
    let time = |text: &str| {
        let start = processor_time().unwrap();
        read(text);
        (processor_time().unwrap() - start) as f64
    };
    for &(before, unit, after, count) in SHAPES {
        let small = time(&repeated(before, unit, after, count));
        let large = time(&repeated(before, unit, after, 3 * count));
        // Three times the text: time that grows with the square would be nine times as long. What is fast anyway may vary.
        assert!(large < 6.0 * small + 3e8, "{unit:?}: {count} take {:.1} ms, three times as many {:.1} ms", small / 1e6, large / 1e6);
    }
}

#[test]
fn what_was_cut_is_said() {
    assert!(read(&repeated("", "a", "", 100_000)), "a word of 100,000 letters");
    assert!(read(&repeated("", "and then ", "", 2_500)), "a sentence of 5,000 words");
    assert!(!read(PROSE));
}

#[test]
fn a_megabyte_of_one_sign_or_of_nothing_but_lines_is_read_at_once() {
    for (unit, count) in [(",", 1 << 20), ("\"", 1 << 20), (".", 1 << 20), ("x", 1 << 20), ("\n", 100_000), ("\u{201c}", 1 << 18)] {
        let text = repeated("", unit, "", count);
        let start = processor_time();
        read(&text);
        if let (Some(start), Some(end)) = (start, processor_time()) {
            // A tenth of this in a release build; far more is a table with the square of the text in it.
            assert!(end - start < 20_000_000_000, "{unit:?} takes {} ms", (end - start) / 1_000_000);
        }
    }
}
