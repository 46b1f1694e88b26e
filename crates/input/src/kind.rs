//! What an input is, seen from its first bytes and never from its name.

use crate::archive::{tar, zip};
use crate::encoding::{self, Wide};
use crate::mail::{self, mbox};
use crate::rows::csv::Dialect;
use crate::rows::jsonfeed::is_json_feed;
use crate::{Options, rows};
use rapporteur_lexicon::Furniture;

/// How many bytes are looked at: enough for a magic number, a header row and a share of letters.
pub(crate) const HEAD: usize = 64 << 10;

/// What an input is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No byte at all, or white space only.
    Empty,
    /// One report in plain text.
    Text,
    /// One page.
    Html,
    /// One PDF file.
    Pdf,
    /// One mail.
    Mail,
    /// A feed (RSS or Atom): one report an item.
    Feed,
    /// A feed in JSON.
    JsonFeed,
    /// One JSON object a line.
    JsonLines,
    /// JSON objects one after another, over any number of lines, or in one array.
    JsonValues,
    /// A table with a header row.
    Table(Dialect),
    /// A Parquet table.
    Parquet,
    /// Something packed by gzip, alone.
    Gzip,
    /// Something packed by Zstandard, alone.
    Zstd,
    /// A tar archive.
    Tar,
    /// A zip archive.
    Zip,
    /// A mailbox: mails one after another.
    Mbox,
    /// A web archive.
    Warc,
    /// No report in any form known here; the words say what it seems to be.
    NotText(&'static str),
}

/// First bytes of files that hold no text, and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x7fELF", "a program"),
    (b"\xfe\xed\xfa\xce", "a program"),
    (b"\xfe\xed\xfa\xcf", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"OggS", "a sound or film"),
    (b"fLaC", "a sound"),
    (b"ID3", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
];

fn magic(head: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = MAGIC.iter().find(|(bytes, _)| head.starts_with(bytes)) {
        // Three letters alone could begin a report; the other two have a number after them.
        let letters_only = head.starts_with(b"BZh") || head.starts_with(b"ID3");
        if !letters_only || head.iter().take(64).any(|byte| !(9..0x80).contains(byte)) {
            return Some(what);
        }
    }
    match head {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("a WebP picture"),
        [b'R', b'I', b'F', b'F', _, _, _, _, rest @ ..] if rest.starts_with(b"WAVE") || rest.starts_with(b"AVI ") => {
            Some("a sound or film")
        }
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("a film or picture"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("a BMP picture"),
        [b'M', b'Z', rest @ ..] if rest.iter().take(256).filter(|&&byte| byte == 0).count() > 16 => Some("a program"),
        _ => None,
    }
}

/// What holds other inputs, or is a table of bytes.
fn packed(head: &[u8]) -> Option<Kind> {
    Some(match head {
        [b'P', b'K', 3, 4, ..] if zip::is_document(head) => Kind::NotText("an office document, an electronic book or a Java archive"),
        // The second is the mark of an archive that was to be cut into pieces.
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 7, 8, b'P', b'K', 3, 4, ..] => Kind::Zip,
        [0x1f, 0x8b, 8, ..] => Kind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Kind::Zstd,
        _ if head.starts_with(rows::parquet::MAGIC) && head.get(4).is_some_and(|byte| *byte < 0x20) => Kind::Parquet,
        _ if tar::is_header(head) => Kind::Tar,
        _ if head.starts_with(b"WARC/1.") => Kind::Warc,
        _ => return None,
    })
}

impl Kind {
    /// This kind, or the one that is known from around the input where the bytes allow it.
    pub(crate) fn given(self, known: Option<Kind>) -> Self {
        let words = matches!(self, Kind::Text | Kind::Html | Kind::Mail | Kind::Mbox | Kind::JsonLines | Kind::JsonValues | Kind::Table(_));
        match known {
            Some(Kind::Mail) if self != Kind::Empty => Kind::Mail,
            Some(known) if words => known,
            _ => self,
        }
    }

    /// The kind of an input that begins with `head` (up to [`HEAD`] bytes of it); `whole` when
    /// that is all of it.
    pub(crate) fn of(head: &[u8], whole: bool, options: &Options, furniture: &Furniture) -> Self {
        let stated = encoding::stated(options).is_some();
        let wide = encoding::wide(head);
        if head.is_empty() {
            return Kind::Empty;
        }
        if let Some(kind) = packed(head) {
            return kind;
        }
        if wide.is_none()
            && let Some(what) = magic(head)
        {
            return Kind::NotText(what);
        }
        let sample = encoding::sample(head, wide);
        let text = sample.trim_start();
        if head.starts_with(b"%PDF-") {
            return Kind::Pdf;
        }
        if text.is_empty() && whole {
            return Kind::Empty;
        }
        if is_feed(text) {
            return Kind::Feed;
        }
        if mbox::is_mbox(text) {
            return Kind::Mbox;
        }
        if mail::is_mail(text) {
            return Kind::Mail;
        }
        if is_html(text) {
            return Kind::Html;
        }
        // Some mailers and servers put a few lines before the PDF itself.
        if find(&head[..head.len().min(1024)], b"%PDF-1.").is_some() {
            return Kind::Pdf;
        }
        if wide != Some(Wide::Marked) && !stated && is_binary(&sample) {
            return Kind::NotText("no text: it is mostly control characters");
        }
        if is_json_feed(text) {
            return Kind::JsonFeed;
        }
        if let Some(kind) = json(text, whole) {
            return kind;
        }
        if let Some(dialect) = Dialect::of(text, whole, options, furniture) {
            return Kind::Table(dialect);
        }
        Kind::Text
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Whether more than one character in ten controls a machine that no report is written for.
fn is_binary(sample: &str) -> bool {
    let (mut all, mut strange) = (0usize, 0usize);
    for c in sample.chars() {
        all += 1;
        strange +=
            usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a' | '\x1b' | '\u{80}'..='\u{9f}'));
    }
    strange * 10 > all
}

/// Tags that only a page has; a report in plain text may hold a stray `<b>`.
const BLOCK_TAGS: &[&str] = &[
    "p", "div", "br", "h1", "h2", "h3", "ul", "li", "table", "tr", "td", "article", "section", "span", "body", "head", "title", "meta",
    "img",
];

/// Whether `text` is the beginning of an HTML page or of a piece of one.
fn is_html(text: &str) -> bool {
    let start = past_prolog(text);
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| begins(start, tag)) {
        return true;
    }
    let tags = text
        .match_indices('<')
        .filter(|(at, _)| {
            let rest = text[at + 1..].trim_start_matches('/');
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            BLOCK_TAGS.iter().any(|tag| rest[..end].eq_ignore_ascii_case(tag)) && rest[end..].starts_with([' ', '>', '/', '\n', '\t', '\r'])
        })
        .take(6)
        .count();
    tags >= 6 || (start.starts_with('<') && tags >= 1)
}

/// Whether `text` is the beginning of an RSS or Atom feed.
fn is_feed(text: &str) -> bool {
    let start = past_prolog(text);
    ["<rss", "<feed", "<rdf:rdf"].iter().any(|tag| begins(start, tag))
}

/// `text` past white space, comments, an XML declaration and processing instructions.
fn past_prolog(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            return rest;
        };
        match rest.find(end) {
            Some(at) => rest = rest[at + end.len()..].trim_start(),
            None => return rest,
        }
    }
}

fn begins(text: &str, tag: &str) -> bool {
    text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
        && !text[tag.len()..].starts_with(|c: char| c.is_alphanumeric())
}

fn json(text: &str, whole: bool) -> Option<Kind> {
    if let Some(rest) = text.strip_prefix('[') {
        let rest = rest.trim_start();
        let object = rest.strip_prefix('{').map(str::trim_start);
        return object.is_some_and(|rest| rest.starts_with(['"', '}'])).then_some(Kind::JsonValues);
    }
    let inside = text.strip_prefix('{')?.trim_start();
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let line = text.lines().next().unwrap_or("");
    let cut = line.len() == text.len() && !whole;
    let object = cut || serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    // A first line that is broken but looks like an object by itself is a bad row, not a form.
    let alone = line.trim_end().ends_with('}');
    Some(if object || alone { Kind::JsonLines } else { Kind::JsonValues })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Kind {
        Kind::of(bytes, true, &Options::default(), &Furniture::embedded())
    }

    #[test]
    fn the_kind_is_seen_from_the_bytes() {
        let cases: &[(&[u8], &str)] = &[
            (b"", "Empty"),
            (b" \n\r\n", "Empty"),
            (b"\xef\xbb\xbf\n", "Empty"),
            (b"KELM, Varosia (CPA) - Rebels left the town.\n", "Text"),
            (b"The sign < means less, and <b>this</b> is stray.\n", "Text"),
            (b"\n<!DOCTYPE html><p>x", "Html"),
            (b"<!-- saved --><HTML lang=en>", "Html"),
            (b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">", "Html"),
            (b"<div>Rebels left.</div>", "Html"),
            (b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>", "Feed"),
            (b"%PDF-1.7\n%\xe2\xe3", "Pdf"),
            (b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n", "JsonLines"),
            (b"{\n \"text\": \"a\"\n}\n", "JsonValues"),
            (b"[\n {\"text\": \"a\"}]", "JsonValues"),
            (b"[1] A note on the talks.\n", "Text"),
            (b"{Kelm} a curly beginning\n", "Text"),
            (b"id,date,text\n1,2031-05-06,Rebels left.\n", "Table"),
            (b"id\ttext\n1\tRebels left.\n", "Table"),
            (b"Kelm, Sund, text and tables\nare not, always, a table\n", "Text"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NotText"),
            (b"\x1f\x8b\x08\0", "Gzip"),
            (b"PK\x03\x04\x14\0", "Zip"),
            (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "Warc"),
            (b"WARC/2 was the ship's name.\n", "Text"),
            (b"PAR1\x15\x04", "Parquet"),
            (b"PAR1 is where the convoy stopped.\n", "Text"),
            (b"From a@kelm.example Tue May  6 10:00:00 2031\nFrom: a@kelm.example\n\nRebels left.\n", "Mbox"),
            (b"From: a@kelm.example\nMIME-Version: 1.0\nSubject: Kelm\n\nRebels left.\n", "Mail"),
            (b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", "JsonFeed"),
            (b"MZ is how the letter began.\n", "Text"),
            (b"BZh was the mark on the crate.\n", "Text"),
            (b"\x01\x02\x03\x04\x05\x06\x07\x00\x01\x02text", "NotText"),
        ];
        for (bytes, wanted) in cases {
            let got = format!("{:?}", kind(bytes));
            assert!(got.starts_with(wanted), "{:?}: {got}, not {wanted}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn utf_16_is_text_with_and_without_a_mark() {
        let wide: Vec<u8> = "Rebels left the town.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind(&wide), Kind::Text);
        let marked: Vec<u8> = [0xfe, 0xff].into_iter().chain("<html>".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(kind(&marked), Kind::Html);
    }
}
