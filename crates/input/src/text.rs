//! Plain text → [`Document`]: the text as given, in paragraphs.

use rapporteur_record::{Block, BlockKind, ByteSpan, Code, Diagnostic, Document};

/// The longest line that a report has, in bytes: beyond it the input is no report but data.
pub(crate) const LONGEST_LINE: usize = 4 << 20;

/// A document of running text whose paragraphs are all body, so far.
pub(crate) fn document(uri: String, text: String, diagnostics: Vec<Diagnostic>) -> Document {
    let blocks = paragraphs(&text).into_iter().map(|span| Block { span, kind: BlockKind::Body }).collect();
    Document { uri, text, blocks, diagnostics, ..Document::default() }
}

/// What is to say when `text` has a line that no report has, or nothing at all.
pub(crate) fn refuse(text: &str) -> Option<Diagnostic> {
    if is_blank(text) {
        return Some(Diagnostic::new(Code::InputEmpty, "there is no text").help("check that the right file was given"));
    }
    // `lines` would look at the whole text even where the first line is too long.
    let (at, line) = text.split('\n').enumerate().find(|(_, line)| line.len() > LONGEST_LINE)?;
    let (line, limit) = (line.len() >> 20, LONGEST_LINE >> 20);
    Some(
        Diagnostic::new(Code::InputTooLarge, format!("line {} is {line} MiB long; a report's lines are shorter than {limit} MiB", at + 1))
            .help("put each paragraph on a line of its own"),
    )
}

/// Whether there is nothing to read: white space and control characters only.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

/// The paragraphs of a text: what stands between empty lines; where there are no empty lines,
/// its lines, unless they are one paragraph broken to a width.
pub(crate) fn paragraphs(text: &str) -> Vec<ByteSpan> {
    let mut found: Vec<ByteSpan> = Vec::new();
    let mut open: Option<ByteSpan> = None;
    let mut lines: Vec<ByteSpan> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = trimmed(text, ByteSpan::new(at, at + line.len()));
        at += line.len();
        if span.is_empty() {
            found.extend(open.take());
        } else {
            lines.push(span);
            open = Some(open.map_or(span, |before| before.join(span)));
        }
    }
    found.extend(open);
    if found.len() == 1 && lines.len() > 1 && !is_broken_to_width(text, &lines) { lines } else { found }
}

fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let words = span.of(text);
    let white = |c: char| c.is_whitespace() || c == '\0';
    let start = span.start + (words.len() - words.trim_start_matches(white).len());
    let end = start + words.trim_matches(white).len();
    ByteSpan::new(start, end)
}

/// Whether lines were broken at a width, not ended by a writer: most of those before the last
/// are nearly as long as the longest, and sentences run on across their ends.
fn is_broken_to_width(text: &str, lines: &[ByteSpan]) -> bool {
    let widest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    if !(40..=120).contains(&widest) {
        return false;
    }
    let before_last = &lines[..lines.len() - 1];
    let run_on = before_last
        .iter()
        .filter(|line| !line.of(text).trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':', '…', '。', '؟']))
        .count();
    let full = before_last.iter().filter(|line| line.len() * 10 >= widest * 7).count();
    run_on * 2 >= before_last.len() && full * 3 >= before_last.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, wanted: &[&str]) {
        assert_eq!(paragraphs(text).into_iter().map(|span| span.of(text)).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn paragraphs_are_apart_by_empty_lines_else_by_line_ends() {
        check("One.\nStill one.\n\n \t\nTwo.\n", &["One.\nStill one.", "Two."]);
        check("One.\r\n\r\nTwo.\r\n", &["One.", "Two."]);
        check(
            "Rebels leave Kelm\nThey left on Monday.\nNobody knows why.",
            &["Rebels leave Kelm", "They left on Monday.", "Nobody knows why."],
        );
        check("", &[]);
    }

    #[test]
    fn a_paragraph_broken_to_a_width_stays_one() {
        let text = "KELM, Varosia (CPA) - Rebels of the Northern Front left the\n\
            town of Harn on Monday after three days of talks with envoys of\n\
            the League of Coastal States, the foreign ministry said in a\nstatement.";
        check(text, &[text]);
    }

    #[test]
    fn a_line_that_no_report_has_is_refused() {
        assert!(refuse(&"word ".repeat(1_200_000)).is_some());
        assert_eq!(refuse(" \n\0\t").unwrap().code, Code::InputEmpty);
        assert_eq!(refuse("a"), None);
    }

    proptest! {
        #[test]
        fn paragraphs_are_in_order_disjoint_and_cover_what_is_not_white(text in "[a-z .\r\n\u{a0}é\u{0}]{0,80}") {
            let found = paragraphs(&text);
            let mut at = 0;
            for span in &found {
                prop_assert!(span.start >= at && !span.is_empty());
                prop_assert!(text[at..span.start].chars().all(|c| c.is_whitespace() || c == '\0'));
                at = span.end;
            }
            prop_assert!(text[at..].chars().all(|c| c.is_whitespace() || c == '\0'));
        }
    }
}
