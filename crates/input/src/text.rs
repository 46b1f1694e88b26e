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

/// The paragraphs of a text: what stands between empty lines, and there each line, item of a list and turn of an interview, unless lines
/// are broken to a width.
pub(crate) fn paragraphs(text: &str) -> Vec<ByteSpan> {
    let mut found: Vec<ByteSpan> = Vec::new();
    let mut lines: Vec<ByteSpan> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = trimmed(text, ByteSpan::new(at, at + line.len()));
        at += line.len();
        if span.is_empty() {
            found.extend(block(text, &lines));
            lines.clear();
        } else {
            lines.push(span);
        }
    }
    found.extend(block(text, &lines));
    found
}

/// The paragraphs of lines without an empty one between them: they are cut where an item of a list or a turn begins. A single mark may
/// stand there by chance: it counts where the line before has ended what it says.
fn block(text: &str, lines: &[ByteSpan]) -> Vec<ByteSpan> {
    let marks: Vec<Option<Mark>> = lines.iter().map(|line| mark(line.of(text))).collect();
    // Counted once for each: a list may have as many lines as a file.
    let often = [Mark::Bullet, Mark::Number, Mark::Speaker].map(|mark| marks.iter().filter(|&&other| other == Some(mark)).count() > 1);
    let several = |mark: Mark| often[mark as usize];
    let begins = |&at: &usize| marks[at].is_some_and(|mark| several(mark) || ends(lines[at - 1].of(text)));
    let mut found = Vec::new();
    let mut from = 0;
    for to in (1..lines.len()).filter(begins).chain([lines.len()]) {
        match lines[from..to] {
            // A turn goes on until the next.
            [first, .., last] if marks[from] == Some(Mark::Speaker) && several(Mark::Speaker) => found.push(first.join(last)),
            ref item => found.extend(parts(text, item)),
        }
        from = to;
    }
    found
}

/// Lines as one paragraph where they are broken to a width, else each as its own, with those that go on in the middle of its sentence.
fn parts(text: &str, lines: &[ByteSpan]) -> Vec<ByteSpan> {
    if let [first, .., last] = lines
        && is_broken_to_width(text, lines)
    {
        return vec![first.join(*last)];
    }
    let mut found: Vec<ByteSpan> = Vec::new();
    for &line in lines {
        let goes_on = line.of(text).starts_with(char::is_lowercase);
        match found.last_mut().filter(|before| goes_on && !ends(before.of(text))) {
            Some(before) => *before = before.join(line),
            None => found.push(line),
        }
    }
    found
}

/// What an item or a turn begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// "- ", "• ".
    Bullet,
    /// "2. ", "(b) ".
    Number,
    /// "Q: ", "ENVOY: ", "Ilan Moreau: ".
    Speaker,
}

/// The mark with which a line begins.
pub(crate) fn mark(line: &str) -> Option<Mark> {
    let (first, _) = line.split_once(char::is_whitespace)?;
    let number = || first.strip_suffix(['.', ')']).map(|inner| inner.strip_prefix('(').unwrap_or(inner));
    let counts = |number: &str| match number.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => true,
        digits => (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit),
    };
    match first {
        "-" | "–" | "—" | "*" | "•" | "·" | "‣" | "▪" | "●" | "○" | "◦" | "►" => Some(Mark::Bullet),
        _ if number().is_some_and(counts) => Some(Mark::Number),
        _ => begins_turn(line).then_some(Mark::Speaker),
    }
}

/// Whether one to four words with capitals and a colon stand at the beginning of a line.
fn begins_turn(line: &str) -> bool {
    let Some((name, _)) = line.split_once(": ") else { return false };
    let words = name.split(' ');
    words.clone().count() <= 4 && words.clone().all(|word| word.starts_with(char::is_uppercase))
}

/// Whether a line ends what it says.
fn ends(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':', '…', '。', '؟'])
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
    let run_on = before_last.iter().filter(|line| !ends(line.of(text))).count();
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
    fn paragraphs_are_apart_by_empty_lines_and_by_line_ends() {
        check("One.\nAnother.\n\n \t\nTwo.\n", &["One.", "Another.", "Two."]);
        check("One.\r\n\r\nTwo.\r\n", &["One.", "Two."]);
        check(
            "The envoy left\nafter a night of talks.\nNobody knows why.",
            &["The envoy left\nafter a night of talks.", "Nobody knows why."],
        );
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
    fn items_and_turns_are_paragraphs_however_long_their_lines() {
        let list = "- The government: withdrawal of all fighters from the pass\n- The Northern Front: release of its prisoners; says it will\n  not disarm\n- The League urged both";
        check(
            list,
            &[
                "- The government: withdrawal of all fighters from the pass",
                "- The Northern Front: release of its prisoners; says it will\n  not disarm",
                "- The League urged both",
            ],
        );
        let turns = "Q: Will the truce that was signed in Kelm on Monday hold?\nA: It has to. Both armies have told me.\nIt will.\nLENA BROCK: Why?";
        check(
            turns,
            &[
                "Q: Will the truce that was signed in Kelm on Monday hold?",
                "A: It has to. Both armies have told me.\nIt will.",
                "LENA BROCK: Why?",
            ],
        );
        // A dash or a number that a line happens to begin with.
        let broken = "The minister, whom nobody had seen since the end of April\n- he was said to be ill - came to the talks in Kelm on May\n12. He left at once.";
        check(broken, &[broken]);
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
