//! Archives, mailboxes and web archives: what is whole in them is read, what is not gives one
//! diagnostic that names it, and no archive can take more memory or time than its size is worth.
#![allow(clippy::unwrap_used)]

mod pack;

use pack::{Member, gzip, member, record, response, tar, tar_member, zip};
use rapporteur_input::{Limits, Options, documents};
use rapporteur_lexicon::News;
use rapporteur_record::{Code, DateSource, Diagnostic, Document};
use std::io::{self, Read};
use std::sync::LazyLock;

const KELM: &[u8] = b"Rebels of the Northern Front left the town of Kelm on Monday.\n";
const SUND: &[u8] = b"A ferry sank off Sund on Tuesday, the harbour master said.\n";

static NEWS: LazyLock<News> = LazyLock::new(News::embedded);

fn read(bytes: &[u8], options: &Options) -> Vec<Result<Document, Diagnostic>> {
    documents("a", Box::new(bytes), options, &NEWS).collect()
}

/// Address and first word of each report, or the code of a fault and the member it names.
fn seen(found: &[Result<Document, Diagnostic>]) -> Vec<String> {
    let line = |report: &Result<Document, Diagnostic>| match report {
        Ok(document) => format!("{} {}", document.uri, document.text.split_whitespace().next().unwrap_or("")),
        Err(diagnostic) => {
            let member = diagnostic.message.strip_prefix('`').and_then(|rest| rest.split_once("`:")).map_or("-", |(name, _)| name);
            format!("{} {member}", diagnostic.code)
        }
    };
    found.iter().map(line).collect()
}

fn check(name: &str, bytes: &[u8], wanted: &[&str]) {
    assert_eq!(seen(&read(bytes, &Options::default())), wanted, "{name}");
}

#[test]
fn what_is_whole_is_read() {
    let two = [("kelm.txt", KELM), ("2031/sund.txt", SUND)];
    let rows = b"{\"text\": \"Rebels left.\", \"id\": \"x\"}\n{\"text\": \"A ferry sank.\"}\n";
    let stored = Member { method: 0, ..member("sund.txt", SUND) };
    let later = Member { flags: 8, ..member("kelm.txt", KELM) };
    check("tar", &tar(&two), &["a!kelm.txt Rebels", "a!2031/sund.txt A"]);
    check("tar.gz", &gzip(&tar(&two)), &["a!kelm.txt Rebels", "a!2031/sund.txt A"]);
    check("tar.zst", &zstd::encode_all(tar(&two).as_slice(), 3).unwrap(), &["a!kelm.txt Rebels", "a!2031/sund.txt A"]);
    check("gz of one report", &gzip(KELM), &["a Rebels"]);
    check("gz of rows", &gzip(rows), &["a#1 Rebels", "a#2 A"]);
    check("gz in parts", &[gzip(&rows[..40]), gzip(&rows[40..])].concat(), &["a#1 Rebels", "a#2 A"]);
    check("zip", &zip(&[later, stored, member("folder/", b"")]), &["a!kelm.txt Rebels", "a!sund.txt A"]);
    check(
        "rows in a zip",
        &zip(&[member("r.jsonl", rows), member("kelm.txt", KELM)]),
        &["a!r.jsonl#1 Rebels", "a!r.jsonl#2 A", "a!kelm.txt Rebels"],
    );
    let inner = zip(&[member("kelm.txt", KELM)]);
    check("a zip in a tar.gz", &gzip(&tar(&[("in.zip", &inner), ("sund.txt", SUND)])), &["a!in.zip!kelm.txt Rebels", "a!sund.txt A"]);
    check("hidden files are left out", &tar(&[(".DS_Store", b"\0\0\0\x01Bud1"), ("__MACOSX/x", KELM), ("k", KELM)]), &["a!k Rebels"]);
    check("the same name twice", &tar(&[("k", KELM), ("k", SUND)]), &["a!k Rebels", "a!k (2) A"]);
}

#[test]
fn names_of_any_length_and_kind_are_shown_without_their_tricks() {
    let long = format!("{}/{}.txt", "d".repeat(120), "n".repeat(100));
    let gnu =
        [tar_member(b"././@LongLink", b'L', format!("{long}\0").as_bytes()), tar_member(b"short", b'0', KELM), vec![0; 1024]].concat();
    let value = format!(" path={long}\n");
    let line = format!("{}{value}", value.len() + 3);
    let pax = [tar_member(b"PaxHeader", b'x', line.as_bytes()), tar_member(b"short", b'0', KELM), vec![0; 1024]].concat();
    for (name, archive) in [("gnu", gnu), ("pax", pax)] {
        check(name, &archive, &[&format!("a!{long} Rebels")]);
    }
    for (given, shown) in
        [("../../etc/passwd", "etc/passwd"), ("/etc/passwd", "etc/passwd"), ("C:\\a\\b.txt", "a/b.txt"), ("x\u{1b}[2J", "x\u{fffd}[2J")]
    {
        for archive in [zip(&[member(given, KELM)]), tar(&[(given, KELM)])] {
            let found = read(&archive, &Options::default());
            let document = found[0].as_ref().unwrap();
            assert_eq!(document.uri, format!("a!{shown}"));
            assert_eq!(document.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::InputUnsafeName], "{given:?}");
        }
    }
}

#[test]
fn a_truncated_archive_gives_what_was_whole_and_one_diagnostic() {
    let words: String = (0..3000).map(|at| format!("word{} ", at * 7919 % 4001)).collect();
    let long = [KELM, b"\n", words.as_bytes()].concat();
    let members = [("kelm.txt", KELM), ("long.txt", long.as_slice()), ("sund.txt", SUND)];
    let packed: Vec<_> = members.iter().map(|(name, bytes)| member(name, bytes)).collect();
    let whole = zip(&packed);
    let later: Vec<_> = members.iter().map(|(name, bytes)| Member { flags: 8, ..member(name, bytes) }).collect();
    let cut = |bytes: &[u8], part: f64| bytes[..(bytes.len() as f64 * part) as usize].to_vec();
    check("zip, in a member", &cut(&whole, 0.5), &["a!kelm.txt Rebels", "input/truncated-archive long.txt"]);
    check("zip, sizes behind", &cut(&zip(&later), 0.5), &["a!kelm.txt Rebels", "input/truncated-archive long.txt"]);
    let all = ["a!kelm.txt Rebels", "a!long.txt Rebels", "a!sund.txt A", "input/truncated-archive -"];
    check("zip, in its table", &whole[..whole.len() - 30], &all);
    check("tar, in a member", &tar(&members)[..5000], &["a!kelm.txt Rebels", "input/truncated-archive long.txt"]);
    check("tar, between members", &tar(&members)[..1024], &["a!kelm.txt Rebels", "input/truncated-archive -"]);
    let pack = |bytes: &[u8]| [gzip(bytes), zstd::encode_all(bytes, 1).unwrap()];
    for archive in pack(&tar(&members)) {
        let found = seen(&read(&archive[..archive.len() - 40], &Options::default()));
        assert!(found.len() <= 4 && found.iter().filter(|line| line.starts_with("input/")).count() == 1, "{found:?}");
        assert!(found.last().is_some_and(|line| line.starts_with("input/truncated-archive")), "{found:?}");
    }
    for packed in pack(&long) {
        check("one report cut off is no report", &packed[..packed.len() - 20], &["input/truncated-archive -"]);
    }
    let rows: String = (0..40_000u32).map(|at| format!("{{\"text\": \"Ferry {} sank.\"}}\n", at.wrapping_mul(2_654_435_761))).collect();
    for packed in pack(rows.as_bytes()) {
        let found = read(&packed[..packed.len() * 3 / 4], &Options::default());
        assert!(found.len() > 2 && found[..found.len() - 1].iter().all(Result::is_ok), "{}", found.len());
        assert_eq!(found.last().unwrap().as_ref().unwrap_err().code, Code::InputTruncatedArchive);
    }
}

#[test]
fn every_cut_of_an_archive_ends_in_one_diagnostic_at_most() {
    let inner = zip(&[member("kelm.txt", KELM), Member { flags: 8, ..member("sund.txt", SUND) }]);
    let archives = [
        inner.clone(),
        tar(&[("k", KELM), ("in.zip", &inner), ("s", SUND)]),
        gzip(&tar(&[("k", KELM), ("s", SUND)])),
        [
            response("https://c.example/1", "200 OK\r\nContent-Type: text/html", b"<p>Rebels left.</p>"),
            record("resource", "https://c.example/2", "text/plain", SUND),
        ]
        .concat(),
    ];
    for archive in archives {
        for end in (1..archive.len()).step_by(3) {
            let found = seen(&read(&archive[..end], &Options::default()));
            let faults = found.iter().filter(|line| line.starts_with("input/")).count();
            assert!(faults <= 1, "cut at {end} of {}: {found:?}", archive.len());
        }
    }
}

#[test]
fn a_member_that_cannot_be_unpacked_does_not_stop_the_next() {
    let good = || member("kelm.txt", KELM);
    let bad = [
        ("a wrong checksum", Member { wrong_checksum: true, ..member("bad.txt", SUND) }),
        ("a wrong checksum behind it", Member { wrong_checksum: true, flags: 8, ..member("bad.txt", SUND) }),
        ("a wrong checksum of what is stored", Member { wrong_checksum: true, method: 0, ..member("bad.txt", SUND) }),
        ("another method", Member { method: 14, ..member("bad.txt", SUND) }),
        ("a password", Member { flags: 1, ..member("bad.txt", SUND) }),
    ];
    for (name, bad) in bad {
        check(name, &zip(&[bad, good()]), &["input/bad-member bad.txt", "a!kelm.txt Rebels"]);
    }
    let mut damaged = zip(&[member("bad.txt", &SUND.repeat(20)), good()]);
    damaged[40..60].fill(0xff);
    check("damaged bytes", &damaged, &["input/bad-member bad.txt", "a!kelm.txt Rebels"]);
    check("a picture", &zip(&[member("x.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), good()]), &["input/not-text x.png", "a!kelm.txt Rebels"]);
    check("an empty file", &zip(&[member("x", b""), good()]), &["input/empty x", "a!kelm.txt Rebels"]);
    check(
        "an office document",
        &zip(&[member("[Content_Types].xml", b"<Types/>"), member("word/document.xml", b"<w/>")]),
        &["input/not-text -"],
    );
    check("an archive of nothing", &tar(&[]), &["input/not-text -"]);
    check("folders only", &zip(&[member("d/", b"")]), &["input/empty -"]);
    let mut broken = tar(&[("k", KELM), ("s", SUND), ("t", SUND)]);
    broken[1024 + 10] ^= 1;
    check("a damaged header of a tar archive", &broken, &["a!k Rebels", "input/bad-member -"]);
}

#[test]
fn what_is_made_to_do_harm_is_stopped() {
    let zeros = |count: u64| io::repeat(b'a').take(count);
    let packed = |count: u64| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        io::copy(&mut zeros(count), &mut encoder).unwrap();
        encoder.finish().unwrap()
    };
    let bomb = packed(100 << 20);
    check("a gzip bomb", &bomb, &["input/too-large -"]);
    // Lines, so that it could be rows: the limit for one report does not stop it, that for archives does.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let row = format!("{{\"text\": \"{}\"}}\n", "a ".repeat(1 << 19));
    (0..100).for_each(|_| io::copy(&mut row.as_bytes(), &mut encoder).map(drop).unwrap());
    let rows = encoder.finish().unwrap();
    let found = read(&rows, &Options::default());
    assert!(found.len() < 100 && found.last().unwrap().as_ref().unwrap_err().code == Code::InputArchiveLimit, "{}", found.len());
    let nested = zip(&[member("in.zip", &zip(&[member("a.jsonl", row.repeat(80).as_bytes())])), member("kelm.txt", KELM)]);
    let found = read(&nested, &Options::default());
    assert_eq!(found.last().unwrap().as_ref().unwrap_err().code, Code::InputArchiveLimit);
    assert_eq!(found.iter().filter(|report| report.is_err()).count(), 1);

    let mut deep = KELM.to_vec();
    (0..40).for_each(|_| deep = gzip(&deep));
    check("forty archives inside each other", &deep, &["input/archive-limit -"]);
    let options = Options { limits: Limits { members: 3, ..Limits::default() }, ..Options::default() };
    let names: Vec<String> = (0..9).map(|at| format!("{at}.txt")).collect();
    let many: Vec<Member<'_>> = names.iter().map(|name| member(name, KELM)).collect();
    let found = seen(&read(&zip(&many), &options));
    assert_eq!(found, ["a!0.txt Rebels", "a!1.txt Rebels", "a!2.txt Rebels", "input/archive-limit -"]);
    let names: Vec<String> = (0..500).map(|at| format!("{at}.png")).collect();
    let pictures: Vec<Member<'_>> = names.iter().map(|name| member(name, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")).collect();
    assert_eq!(read(&zip(&pictures), &Options::default()).len(), 100, "an archive of pictures is one fault, not one for each");
}

#[test]
fn a_long_member_is_refused_and_the_next_is_read() {
    let options = Options { max_bytes: 1 << 16, ..Options::default() };
    let words: String = (0..30_000).map(|at| format!("word{} ", at * 7919 % 30_011)).collect();
    for flags in [0, 8] {
        let archive = zip(&[Member { flags, ..member("long.txt", words.as_bytes()) }, member("kelm.txt", KELM)]);
        assert_eq!(seen(&read(&archive, &options)), ["input/too-large long.txt", "a!kelm.txt Rebels"]);
    }
}

#[test]
fn mails_of_a_mailbox_are_reports() {
    let mail = |id: u32, text: &str| {
        format!(
            "From a@kelm.example Tue May  6 10:00:00 2031\nFrom: The Kelm Courier <a@kelm.example>\nMIME-Version: 1.0\nMessage-ID: <{id}@kelm.example>\n\
             Date: Tue, 6 May 2031 10:00:00 +0000\nSubject: Rebels leave Kelm\n\n{text}\n\n"
        )
    };
    let mailbox = mail(1, "Rebels of the Northern Front left the town of Kelm.") + &mail(2, "A ferry sank off Sund.") + &mail(3, "");
    let found = read(mailbox.as_bytes(), &Options::default());
    assert_eq!(seen(&found), ["a#1 Rebels", "a#2 A", "input/empty #3"]);
    let first = found[0].as_ref().unwrap();
    assert_eq!(first.key.as_deref(), Some("1@kelm.example"));
    assert_eq!(first.title.as_ref().map(|title| title.text.as_str()), Some("Rebels leave Kelm"));
    assert_eq!(first.publisher.as_ref().map(|name| name.text.as_str()), Some("The Kelm Courier"));
    check(
        "a mail by itself, in an archive",
        &zip(&[member("a.eml", mail(1, "Rebels left.").split_once('\n').unwrap().1.as_bytes())]),
        &["a!a.eml Rebels"],
    );
}

#[test]
fn pages_of_a_web_archive_are_reports_with_their_address() {
    let page = "<html><body><article><h1>Rebels leave</h1><p>Rebels of the Northern Front left K\u{f6}lm on Monday, the ministry said.</p></article></body></html>";
    let latin: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let chunked = format!("10\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", &page[..16], page.len() - 16, &page[16..]);
    let html = "200 OK\r\nContent-Type: text/html";
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: none\r\n"),
        record("request", "https://c.example/1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("https://c.example/1", &format!("{html}; charset=iso-8859-1"), &latin),
        response("https://c.example/2", &format!("{html}; charset=utf-8\r\nTransfer-Encoding: chunked"), chunked.as_bytes()),
        response("https://c.example/3", &format!("{html}\r\nTransfer-Encoding: chunked"), page.as_bytes()),
        response("https://c.example/4", &format!("{html}\r\nContent-Encoding: gzip"), &gzip(page.as_bytes())),
        response("https://c.example/5", "404 Not Found\r\nContent-Type: text/html", page.as_bytes()),
        response("https://c.example/6.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG\r\n\x1a\n"),
        response("https://c.example/7", &format!("{html}\r\nContent-Encoding: br"), b"\x0b\x02\x80"),
        record("conversion", "https://c.example/8", "text/plain", SUND),
    ];
    let wanted = ["https://c.example/1 Rebels", "https://c.example/2 Rebels", "https://c.example/3 Rebels", "https://c.example/4 Rebels"];
    let wanted = [&wanted[..], &["input/bad-member https://c.example/7", "https://c.example/8 A"]].concat();
    let plain = records.concat();
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    for archive in [&plain, &packed, &gzip(&plain)] {
        let found = read(archive, &Options::default());
        assert_eq!(seen(&found), wanted);
        for document in found.iter().take(4).flatten() {
            assert!(document.text.contains("left Kölm on Monday"), "{:?}", document.text);
            assert_eq!(
                document.date_clues.last().map(|clue| (clue.source, clue.raw.as_str())),
                Some((DateSource::Fetched, "2031-05-07T08:00:00Z"))
            );
        }
    }
    let cut = &plain[..plain.len() - 30];
    assert!(seen(&read(cut, &Options::default())).ends_with(&["input/truncated-archive https://c.example/8".to_owned()]));
    // A record that is longer than it says, and one that does not say.
    let short = String::from_utf8(record("resource", "https://c.example/1", "text/plain", KELM)).unwrap();
    let lost = [short.replace(&format!("Content-Length: {}", KELM.len()), "Content-Length: 20").into_bytes(), records[9].clone()].concat();
    check("a wrong length", &lost, &["https://c.example/1 Rebels", "input/bad-member -", "https://c.example/8 A"]);
    let silent = [short.replace("Content-Length", "Content-Longth").into_bytes(), records[9].clone()].concat();
    let found = seen(&read(&silent, &Options::default()));
    assert_eq!(found.last().map(String::as_str), Some("https://c.example/8 A"), "{found:?}");
}
