//! What comes in and is no good: one clear diagnostic each, bounded time and memory, no panic,
//! and what follows is still read.

use rapporteur_input::{Options, documents};
use rapporteur_lexicon::News;
use rapporteur_record::{Code, Diagnostic, Document};
use std::io::{self, Read};
use std::time::{Duration, Instant};

fn read(bytes: &[u8], options: &Options) -> Vec<Result<Document, Diagnostic>> {
    documents("in", Box::new(bytes), options, &News::embedded()).collect()
}

/// The codes that an input gives: of the error, or of the warnings of the one report.
fn codes(bytes: &[u8]) -> Vec<&'static str> {
    let found = read(bytes, &Options::default());
    found
        .iter()
        .flat_map(|report| match report {
            Ok(document) => document.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect(),
            Err(diagnostic) => vec![diagnostic.code.as_str()],
        })
        .collect()
}

#[test]
fn each_bad_input_gives_its_diagnostic() {
    let text = "Rebels of the Northern Front left the town on Monday.\n";
    let latin = b"The caf\xe9 in Kelm \x96 it opened on Monday \x96 was closed again, the owner\x92s brother said.\n";
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        ("a report", text.into(), &[]),
        ("an empty file", Vec::new(), &["input/empty"]),
        ("white space only", b" \r\n\t\n".to_vec(), &["input/empty"]),
        ("a byte order mark alone", b"\xef\xbb\xbf".to_vec(), &["input/empty"]),
        ("a UTF-16 mark alone", b"\xff\xfe".to_vec(), &["input/empty"]),
        ("NUL bytes only", vec![0; 5000], &["input/not-text"]),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), &["input/not-text"]),
        ("a JPEG picture", b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), &["input/not-text"]),
        ("a gzip archive cut off", b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), &["input/truncated-archive"]),
        ("a ZIP archive cut off", b"PK\x03\x04\x14\0".to_vec(), &["input/truncated-archive"]),
        ("a Zstandard archive cut off", b"\x28\xb5\x2f\xfd\x04".to_vec(), &["input/truncated-archive"]),
        ("a 7z archive", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), &["input/not-text"]),
        ("a Parquet table cut off", b"PAR1\x15\x04\x15\x10".to_vec(), &["input/parquet-broken"]),
        ("a feed in JSON that is cut off", b"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [".to_vec(), &["input/bad-row"]),
        ("a web archive without a record", b"WARC/1.0\r\n\r\n".to_vec(), &["input/bad-member"]),
        ("a program", b"\x7fELF\x02\x01\x01\0".to_vec(), &["input/not-text"]),
        ("random bytes", (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 & 0x1f).collect(), &["input/not-text"]),
        ("NUL bytes in a report", text.replace("town", "to\0wn").into(), &["input/control-characters"]),
        ("another encoding", latin.to_vec(), &["input/guessed-encoding"]),
        ("invalid UTF-8", [text.repeat(3).replace('o', "ö").as_bytes(), b"\xff\n"].concat(), &["input/bad-encoding"]),
        (
            "a page without an article",
            b"<html><body><a href=x>Home</a> <a href=y>World</a></body></html>".to_vec(),
            &["input/html-no-article"],
        ),
        ("a page without text", b"<!DOCTYPE html><html><body><img src=x><script>x</script></body></html>".to_vec(), &["input/empty"]),
        ("a row that is no JSON", b"{\"text\": \"Rebels left.\"\n".to_vec(), &["input/bad-row"]),
        ("JSON without a text", b"{\"colour\": \"red\", \"size\": 3}\n{\"colour\": \"blue\"}\n".to_vec(), &["input/no-text-field"]),
        ("a table without rows", b"id,text,date\n".to_vec(), &["input/empty"]),
    ];
    for (name, bytes, wanted) in cases {
        assert_eq!(codes(&bytes), wanted, "{name}");
    }
}

#[test]
fn places_of_diagnostics_are_places_in_the_text() {
    let long = "<i>".repeat(200);
    let page = [b"<html><p>".as_slice(), long.as_bytes(), b"Rebels left Kelm.\xff\xfe\xff</p>"].concat();
    let rows = [
        br#"{"a": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "text": "Kelm \xff\xff"}"#.as_slice(),
        b"\n{\"text\": \"Kelm \xff\xfe\xff\"}\n",
    ]
    .concat();
    for bytes in [page, rows] {
        for document in read(&bytes, &Options::default()).into_iter().flatten() {
            for diagnostic in &document.diagnostics {
                assert!(diagnostic.span.is_none_or(|span| document.text.get(span.start..span.end).is_some()), "{diagnostic:?}");
            }
        }
    }
}

#[test]
fn blocks_of_a_page_have_no_white_space_of_any_kind_at_their_edges() {
    for document in read(b"<html><p>Rebels left.<div>\x0b Kelm</div><div>\xc2\xa0\x0c</div><p>&#8195;Sund", &Options::default()) {
        let document = document.unwrap();
        for block in &document.blocks {
            assert_eq!(block.span.trim(&document.text), block.span, "{:?}", document.text);
        }
    }
}

#[test]
fn an_unknown_encoding_is_named() {
    let options = Options { encoding: Some("klingon".into()), ..Options::default() };
    let found = read(b"Kelm", &options);
    let diagnostic = found[0].as_ref().unwrap_err();
    assert!(diagnostic.message.contains("klingon") && diagnostic.help.is_some());
}

#[test]
fn a_bad_row_does_not_stop_the_next() {
    let rows = "{\"text\": \"One.\", \"id\": \"a\", \"date\": null}\nnonsense\n\n{\"text\": 3, \"id\": \"b\"}\n{\"text\": \"\"}\n{\"text\": \"Two.\", \"id\": \"c\", \"date\": \"2031-05-06\"}\n";
    let options =
        Options { text_field: Some("text".into()), date_field: Some("date".into()), id_field: Some("id".into()), ..Options::default() };
    let found = read(rows.as_bytes(), &options);
    let seen: Vec<String> = found
        .iter()
        .map(|report| match report {
            Ok(document) => format!("{} {}", document.uri, document.key.as_deref().unwrap_or("-")),
            Err(diagnostic) => diagnostic.message.split(':').next().unwrap_or("").to_owned(),
        })
        .collect();
    assert_eq!(seen, ["in#1 a", "row 2", "in#3 b", "row 4 (line 5)", "in#5 c"]);
}

#[test]
fn a_million_bad_rows_are_one_fault() {
    let rows = "nonsense {\n".repeat(100_000);
    let rows = format!("{{\"text\": oops}}\n{rows}");
    assert!(read(rows.as_bytes(), &Options::default()).len() <= 100);
}

/// So many bytes of one kind, without holding them.
fn long(count: u64, byte: u8) -> impl Read {
    io::repeat(byte).take(count)
}

#[test]
fn what_is_too_large_is_refused_and_not_held() {
    let options = Options { max_bytes: 8 << 20, ..Options::default() };
    let news = News::embedded();
    let started = Instant::now();
    let cases: Vec<(&str, Box<dyn Read>)> = vec![
        ("a 50 MB line of words", Box::new(b"Kelm ".chain(long(50 << 20, b'a')))),
        ("a JSON row of 50 MB", Box::new(b"{\"text\": \"".chain(long(50 << 20, b'a')))),
        ("a JSON object of 50 MB", Box::new(b"[{\"text\": \"".chain(long(50 << 20, b'a')))),
        ("a CSV cell of 50 MB", Box::new(b"id,text\n1,\"".chain(long(50 << 20, b'a')))),
        ("a page of 50 MB", Box::new(b"<html><body><p>".chain(long(50 << 20, b'a')))),
    ];
    for (name, reader) in cases {
        let found: Vec<_> = documents("in", reader, &options, &news).collect();
        assert!(!found.is_empty() && found.iter().all(Result::is_err), "{name}");
        let code = found[0].as_ref().unwrap_err().code;
        let wanted = if name.contains("object") { vec![Code::InputTooLarge, Code::InputBadRow] } else { vec![Code::InputTooLarge] };
        assert!(wanted.contains(&code), "{name}: {code}");
    }
    let line = documents("in", Box::new(b"Kelm ".chain(long(50 << 20, b'a'))), &Options::default(), &news).next();
    assert_eq!(line.unwrap().unwrap_err().code, Code::InputTooLarge, "a 50 MB line under the limit for a report");
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}

#[test]
fn a_row_that_is_too_long_does_not_stop_the_next() {
    let options = Options { max_bytes: 1 << 20, ..Options::default() };
    let news = News::embedded();
    let stream = b"{\"text\": \"One.\"}\n{\"text\": \"".chain(long(3 << 20, b'a')).chain(&b"\"}\n{\"text\": \"Two.\"}\n"[..]);
    let found: Vec<_> = documents("in", Box::new(stream), &options, &news).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[1].as_ref().unwrap_err().code, Code::InputTooLarge);
    assert_eq!(found[2].as_ref().map(|document| document.text.as_str()), Ok("Two."));
}

/// Pages made to hurt: each is read within a time that does not depend on how it is made.
#[test]
fn hostile_pages_are_read_in_bounded_time() {
    let report = "<p>Rebels of the Northern Front left the town of Harn on Monday, the foreign ministry in Kelm said.</p>";
    let cases: Vec<(&str, String)> = vec![
        ("100,000 nested <div>", format!("<html><body>{}{report}{}", "<div>".repeat(100_000), "</div>".repeat(100_000))),
        ("100,000 nested elements that are not closed", format!("<html><body>{}{report}", "<span><table><tr><td>".repeat(25_000))),
        (
            "unclosed <b> before many paragraphs",
            format!("<html><body>{}{}", (0..500).map(|n| format!("<b id={n}>")).collect::<String>(), report.repeat(2000)),
        ),
        ("100,000 attributes", format!("<html><body><p {}>x</p>{report}", (0..100_000).map(|n| format!("a{n}=1 ")).collect::<String>())),
        ("a table of 200,000 cells", format!("<html><body>{report}<table>{}</table>", "<tr><td>a<td>b<td>c<td>d".repeat(50_000))),
        ("300,000 empty elements", format!("<html><body>{report}{}", "<i></i>".repeat(300_000))),
        ("many end tags without a beginning", format!("<html><body>{report}{}", "</b></div></p>".repeat(60_000))),
        ("a comment that is not closed", format!("<html><body>{report}<!--{}", "-".repeat(1_000_000))),
        ("1,000,000 signs", format!("<html><body>{report}{}", "<".repeat(1_000_000))),
        ("entities", format!("<html><body>{report}<p>{}", "&amp;&nosuch;&#x41;".repeat(50_000))),
    ];
    for (name, page) in cases {
        let started = Instant::now();
        let found = read(page.as_bytes(), &Options::default());
        let took = started.elapsed();
        assert_eq!(found.len(), 1, "{name}");
        match &found[0] {
            Ok(document) => assert!(document.text.contains("Rebels of the Northern Front"), "{name}"),
            Err(diagnostic) => assert_eq!(diagnostic.code, Code::InputTooLarge, "{name}"),
        }
        // Generous: the machine may be busy and the build unoptimised.
        assert!(took < Duration::from_secs(60), "{name}: {took:?}");
        eprintln!("{name}: {took:?}");
    }
}

#[test]
fn a_reader_that_fails_is_said_to() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let (options, news) = (Options::default(), News::embedded());
    let found: Vec<_> = documents("in", Box::new(b"Rebels left.\n".chain(Broken)), &options, &news).collect();
    assert_eq!(found[0].as_ref().unwrap_err().code, Code::InputUnreadable);
}
