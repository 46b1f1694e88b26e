//! Over the files of `crates/input/tests/pdf`, whose text is known: `make.py` there makes both.

use super::extract;
use proptest::prelude::*;
use rapporteur_record::{Block, Code};
use std::fs;
use std::path::PathBuf;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pdf").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The blocks of a file as its text file writes them.
fn printed(name: &str) -> String {
    let (text, blocks, _) = extract(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {}", error.message));
    well_formed(&text, &blocks);
    blocks.iter().map(|block| format!("[{:?}] {}\n", block.kind, block.span.of(&text))).collect::<Vec<_>>().join("\n")
}

fn well_formed(text: &str, blocks: &[Block]) {
    let mut end = 0;
    for block in blocks {
        assert!(block.span.start >= end && !block.span.is_empty() && block.span.trim(text) == block.span);
        assert!(text[end..block.span.start].trim().is_empty());
        end = block.span.end;
    }
    assert_eq!(end, text.len());
}

#[test]
fn every_page_of_the_set_is_read_as_it_was_written() {
    let mut names: Vec<PathBuf> = fs::read_dir(file("")).unwrap().filter_map(|entry| Some(entry.ok()?.path())).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    names.sort();
    assert!(names.len() >= 11, "the set has {} files", names.len());
    for path in names {
        let wanted = fs::read_to_string(path.with_extension("txt")).unwrap();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        let got = printed(name);
        for (got, wanted) in got.lines().zip(wanted.lines()) {
            assert_eq!(got, wanted, "{name}");
        }
        assert_eq!(got.lines().count(), wanted.lines().count(), "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let cases = [
        ("bad/truncated.pdf", Code::PdfBroken),
        ("bad/encrypted.pdf", Code::PdfEncrypted),
        ("bad/scanned.pdf", Code::PdfNoText),
        ("bad/no-unicode.pdf", Code::PdfNoText),
    ];
    for (name, code) in cases {
        let error = extract(&bytes(name)).expect_err(name);
        assert_eq!(error.code, code, "{name}: {}", error.message);
        assert!(error.help.is_some());
    }
}

#[test]
fn forms_that_draw_each_other_come_to_an_end() {
    let mut pdf = String::from(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj\n",
    );
    for form in 5..45 {
        let next = form + 1;
        let twice = "/X Do /X Do";
        pdf.push_str(&format!(
            "{form} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>/Length {}>>stream\n{twice}\nendstream endobj\n",
            twice.len()
        ));
    }
    pdf.push_str("trailer<</Root 1 0 R>>\n");
    let error = extract(pdf.as_bytes()).expect_err("two to the fortieth drawings of nothing");
    assert_eq!(error.code, Code::PdfNoText);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_file_is_read_or_refused_but_never_breaks_the_program(at in 0usize..3400, byte in any::<u8>(), length in 100usize..3500) {
        let mut bytes = bytes("shuffled.pdf");
        bytes[at] = byte;
        bytes.truncate(length.max(at + 1));
        if let Ok((text, blocks, _)) = extract(&bytes) {
            well_formed(&text, &blocks);
        }
    }
}
