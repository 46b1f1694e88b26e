//! Bytes → text: which encoding they are in, and what could not be decoded.
//!
//! The order is that of browsers: a byte order mark, what the user says, what the page says of
//! itself, and only then a guess. One thing differs: bytes that are valid UTF-8 beyond ASCII are
//! UTF-8 whatever a page says, for no other encoding looks like it by chance.

use crate::Options;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use rapporteur_record::{ByteSpan, Code, Diagnostic};

/// A text of two bytes a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wide {
    /// A byte order mark says so; the mark itself is no part of the text.
    Marked,
    /// UTF-16, low byte first, seen from the bytes.
    Little,
    /// UTF-16, high byte first, seen from the bytes.
    Big,
}

/// A decoded text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// The encoding that the user named, if it has a name known on the web.
pub(crate) fn stated(options: &Options) -> Option<&'static Encoding> {
    Encoding::for_label(options.encoding.as_ref()?.trim().as_bytes())
}

/// A complaint when the user named an encoding that nobody knows.
pub(crate) fn unknown(options: &Options) -> Option<Diagnostic> {
    let name = options.encoding.as_ref()?;
    stated(options).is_none().then(|| {
        Diagnostic::new(Code::InputBadEncoding, format!("unknown encoding `{name}`"))
            .help("use a name from the web, such as utf-8, windows-1252, windows-1256, utf-16le or gb18030")
    })
}

/// Whether `bytes` are UTF-16.
pub(crate) fn wide(bytes: &[u8]) -> Option<Wide> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some(Wide::Marked);
    }
    // Without a mark the blanks betray it: they alone are half NUL.
    let bytes = &bytes[..bytes.len().min(4096) & !1];
    if bytes.len() < 4 || !bytes.contains(&0) {
        return None;
    }
    let share = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(bytes).0;
        let (mut all, mut usual, mut blank) = (0usize, 0usize, 0usize);
        for c in text.chars() {
            all += 1;
            usual += usize::from(is_usual(c));
            blank += usize::from(matches!(c, ' ' | '\n' | '\r'));
        }
        (usual * 100 / all.max(1), blank)
    };
    let (little, big) = (share(UTF_16LE), share(UTF_16BE));
    let good = |(usual, blank): (usize, usize)| usual >= 95 && (blank > 0 || bytes.len() < 64);
    match (good(little), good(big)) {
        (true, false) => Some(Wide::Little),
        (false, true) => Some(Wide::Big),
        _ => None,
    }
}

/// Letters, digits and marks of the alphabets that a report is written in. Characters of the
/// far east are left out: any pair of ASCII bytes is one of them.
fn is_usual(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{5ff}' | '\u{600}'..='\u{77f}' | '\u{900}'..='\u{dff}'
        | '\u{10a0}'..='\u{10ff}' | '\u{1e00}'..='\u{1fff}' | '\u{2010}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}')
}

/// The beginning of a text, for looking at: decoded so that ASCII can be read, whatever the encoding.
pub(crate) fn sample(head: &[u8], wide: Option<Wide>) -> String {
    match wide {
        None => String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)).into_owned(),
        Some(Wide::Marked) => {
            let (encoding, mark) = Encoding::for_bom(head).unwrap_or((UTF_8, 0));
            encoding.decode_without_bom_handling(&head[mark..]).0.into_owned()
        }
        Some(Wide::Little) => UTF_16LE.decode_without_bom_handling(head).0.into_owned(),
        Some(Wide::Big) => UTF_16BE.decode_without_bom_handling(head).0.into_owned(),
    }
}

/// The encoding that the bytes of a whole stream are in when that is UTF-16, so that it must be
/// decoded before it can be cut into rows.
pub(crate) fn wide_encoding(head: &[u8], options: &Options) -> Option<&'static Encoding> {
    match wide(head) {
        Some(Wide::Marked) => Encoding::for_bom(head).map(|(encoding, _)| encoding),
        Some(Wide::Little) => Some(UTF_16LE),
        Some(Wide::Big) => Some(UTF_16BE),
        None => stated(options).filter(|&encoding| encoding == UTF_16LE || encoding == UTF_16BE),
    }
}

/// The text of a whole file. `page` says that it is HTML, which may name its encoding itself; `carrier` is what a server
/// said before it, which goes before that.
pub(crate) fn decode(bytes: &[u8], options: &Options, page: bool, carrier: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..], false);
    }
    if let Some(encoding) = stated(options) {
        return decode_as(encoding, bytes, false);
    }
    if let Some(encoding) = wide_encoding(bytes, options) {
        return decode_as(encoding, bytes, false);
    }
    let declared = carrier.or_else(|| if page { declared(bytes) } else { None });
    if let Some(encoding) = declared
        && bytes.is_ascii()
    {
        return decode_as(encoding, bytes, false);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return decode_as(UTF_8, bytes, false);
    }
    if is_mostly_utf_8(bytes) {
        return decode_as(UTF_8, bytes, false);
    }
    match declared.filter(|&encoding| encoding != UTF_8) {
        Some(encoding) => decode_as(encoding, bytes, false),
        None => decode_as(guess(bytes), bytes, true),
    }
}

/// The text of one row. Rows are decoded one by one, for files are glued together from others.
pub(crate) fn decode_row(bytes: &[u8], options: &Options) -> Decoded {
    if std::str::from_utf8(bytes).is_ok() {
        // An encoding that the user names is meant for what is no UTF-8.
        return decode_as(UTF_8, bytes, false);
    }
    match stated(options) {
        Some(encoding) if encoding != UTF_16LE && encoding != UTF_16BE => decode_as(encoding, bytes, false),
        _ if is_mostly_utf_8(bytes) => decode_as(UTF_8, bytes, false),
        _ => decode_as(guess(bytes), bytes, true),
    }
}

/// Whether a text is UTF-8 with a few damaged places rather than another encoding.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // A few bytes decide nothing: then it is what most such files are in.
    let strange = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if strange < 3 && encoding.decode_without_bom_handling(bytes).0.chars().any(|c| c as u32 > 0x24f && !is_usual(c)) {
        WINDOWS_1252
    } else {
        encoding
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let mut diagnostics = Vec::new();
    if guessed {
        let name = encoding.name();
        diagnostics.push(
            Diagnostic::new(Code::InputGuessedEncoding, format!("the encoding is not stated; taken for {name}"))
                .help("give it with --encoding if letters look wrong"),
        );
    }
    if bad {
        let places = text.matches('\u{fffd}').count();
        let at = text.find('\u{fffd}').unwrap_or(0);
        diagnostics.push(
            Diagnostic::new(Code::InputBadEncoding, format!("not valid {}: {places} places stand as U+FFFD", encoding.name()))
                .at(ByteSpan::new(at, at + '\u{fffd}'.len_utf8().min(text.len() - at)))
                .help("give the right encoding with --encoding, or save the file as UTF-8"),
        );
    }
    Decoded { text, diagnostics }
}

/// The encoding that a page names in its first bytes: `<meta charset>`, `<meta http-equiv>` or
/// the XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(8192)];
    let head: String = head.iter().map(|&byte| (byte as char).to_ascii_lowercase()).collect();
    if head.starts_with("<?xml")
        && let Some(end) = head.find("?>")
        && let Some(at) = head[..end].find("encoding")
    {
        return label(&head[at + "encoding".len()..end]);
    }
    head.match_indices("<meta").find_map(|(at, _)| {
        let tag = &head[at..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        label(&tag[tag.find("charset")? + "charset".len()..])
    })
}

/// The encoding named in `="utf-8"` or `=utf-8;`.
fn label(rest: &str) -> Option<&'static Encoding> {
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
    let encoding = Encoding::for_label(&rest.as_bytes()[..end])?;
    // A page that could be read so far cannot be UTF-16: the standard takes it for UTF-8.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// What is to say of control characters in `text`, once.
pub(crate) fn control_characters(text: &str) -> Option<Diagnostic> {
    let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}');
    let at = text.find(strange)?;
    let first = text[at..].chars().next()?;
    let count = text[at..].chars().filter(|&c| strange(c)).count();
    let what = if first == '\0' { "NUL bytes".to_owned() } else { format!("control characters (U+{:04X})", first as u32) };
    Some(
        Diagnostic::new(Code::InputControlCharacters, format!("{count} {what} stand in the text; they are kept and read as white space"))
            .at(ByteSpan::new(at, at + first.len_utf8())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], page: bool, wanted: &str, codes: &[Code]) {
        let decoded = decode(bytes, &Options::default(), page, None);
        assert_eq!(decoded.text, wanted);
        assert_eq!(decoded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), codes, "{wanted}");
    }

    #[test]
    fn marks_declarations_and_bytes_tell_the_encoding() {
        check("Straße\r\n".as_bytes(), false, "Straße\r\n", &[]);
        check(b"\xef\xbb\xbfStra\xc3\x9fe", false, "Straße", &[]);
        check(b"\xff\xfeK\0e\0l\0m\0", false, "Kelm", &[]);
        check(b"\xfe\xff\0K\0e\0l\0m", false, "Kelm", &[]);
        let arabic = "قال الوزير يوم الاحد";
        let wide: Vec<u8> = arabic.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, false, arabic, &[]);
        check(b"<meta charset='windows-1251'><p>\xca\xe5\xeb\xec", true, "<meta charset='windows-1251'><p>Келм", &[]);
        check(b"<meta charset=iso-8859-1><p>\xc3\x9f", true, "<meta charset=iso-8859-1><p>ß", &[]);
        check(b"<?xml version='1.0' encoding='iso-8859-2'?>\xb1", true, "<?xml version='1.0' encoding='iso-8859-2'?>ą", &[]);
    }

    #[test]
    fn what_is_not_stated_is_guessed_and_said() {
        let text = "“We want peace,” the minister said – not war. It’s time, the café’s owner added.";
        let (bytes, _, _) = WINDOWS_1252.encode(text);
        check(&bytes, false, text, &[Code::InputGuessedEncoding]);
        let text = "قال وزير الخارجية يوم الاثنين إن بلاده تريد السلام مع جيرانها في المنطقة";
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(text);
        check(&bytes, false, text, &[Code::InputGuessedEncoding]);
    }

    #[test]
    fn damaged_utf_8_is_still_utf_8() {
        check(
            "Łódź, Kraków, Gdańsk und Köln wären schön\u{1}"
                .replace('\u{1}', "")
                .as_bytes()
                .to_vec()
                .iter()
                .copied()
                .chain([b' ', 0xff])
                .collect::<Vec<_>>()
                .as_slice(),
            false,
            "Łódź, Kraków, Gdańsk und Köln wären schön \u{fffd}",
            &[Code::InputBadEncoding],
        );
    }

    #[test]
    fn the_users_word_wins_over_the_page() {
        let options = Options { encoding: Some("windows-1250".into()), ..Options::default() };
        assert_eq!(decode(b"<meta charset=utf-8>\x9c", &options, true, None).text, "<meta charset=utf-8>ś");
        assert!(unknown(&Options { encoding: Some("klingon".into()), ..Options::default() }).is_some());
    }
}
