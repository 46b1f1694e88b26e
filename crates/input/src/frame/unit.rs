//! The pieces of a text that are classified: paragraphs, and lines where a break was meant.

use rapporteur_record::{Block, BlockKind, ByteSpan};

/// The writing system of most letters of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Han,
    Kana,
    Hangul,
    Other,
}

impl Script {
    fn of(c: char) -> Option<Self> {
        if !c.is_alphabetic() {
            return None;
        }
        Some(match u32::from(c) {
            0x41..=0x24F | 0x1E00..=0x1EFF => Self::Latin,
            0x370..=0x3FF | 0x1F00..=0x1FFF => Self::Greek,
            0x400..=0x52F => Self::Cyrillic,
            0x590..=0x5FF => Self::Hebrew,
            0x600..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Self::Arabic,
            0x3040..=0x30FF => Self::Kana,
            0x3400..=0x9FFF | 0x20000..=0x2FFFF => Self::Han,
            0x1100..=0x11FF | 0xAC00..=0xD7AF => Self::Hangul,
            _ => Self::Other,
        })
    }

    /// Whether its letters are large and small.
    pub(super) fn cased(self) -> bool {
        matches!(self, Self::Latin | Self::Cyrillic | Self::Greek)
    }

    const COUNT: usize = Self::Other as usize + 1;
}

/// A paragraph, or a line that was meant to be one, and what can be seen of it without reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Where it stands, without white space at its edges.
    pub span: ByteSpan,
    /// What it is; `Body` until something else is found.
    pub kind: BlockKind,
    /// Whether the kind came from outside or was decided: later steps leave it alone.
    pub settled: bool,
    /// Words, counted up to a bound.
    pub words: usize,
    /// Letters.
    pub letters: usize,
    /// The script of most letters.
    pub script: Option<Script>,
    /// Whether it ends as a sentence does.
    pub ends: bool,
    /// Whether it has the form of sentences: enough words, enough of them in small letters.
    pub prose: bool,
}

impl Unit {
    /// Looks at one stretch of `text`.
    pub(super) fn at(text: &str, span: ByteSpan, kind: BlockKind) -> Self {
        let words_text = span.of(text);
        let mut counts = [0usize; Script::COUNT];
        for script in words_text.chars().filter_map(Script::of) {
            counts[script as usize] += 1;
        }
        let letters = counts.iter().sum();
        let scripts = [
            Script::Latin,
            Script::Cyrillic,
            Script::Greek,
            Script::Arabic,
            Script::Hebrew,
            Script::Han,
            Script::Kana,
            Script::Hangul,
            Script::Other,
        ];
        let script = scripts.into_iter().filter(|&s| counts[s as usize] > 0).max_by_key(|&s| (counts[s as usize], std::cmp::Reverse(s)));
        let mut words = 0;
        let mut small = 0;
        for word in words_text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)) {
            words += 1;
            small += usize::from(word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase));
        }
        if matches!(script, Some(Script::Han | Script::Kana)) {
            words = words.max(letters / 2);
        }
        let ends = ends_sentence(words_text);
        let cased = script.is_some_and(Script::cased);
        let prose = words >= 6
            && letters * 2 > words_text.chars().filter(|c| !c.is_whitespace()).count()
            && (!cased || small * 5 >= words * 2 || ends && words >= 18 && small * 4 >= words)
            && (ends && words >= 7 || words >= 22);
        Self { span, kind, settled: kind != BlockKind::Body, words, letters, script, ends, prose }
    }
}

/// Whether the last mark of `words` ends a sentence, quotation marks and brackets left aside.
pub(super) fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]*".contains(c))
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।', ';'])
        || words.trim_end().ends_with(['”', '"', '»'])
}

/// Cuts the blocks into units: a block of several lines falls apart where a break was meant.
///
/// A break was meant where the next line's first word would still have fitted into the width of
/// the block (lines wrapped by a program are filled), and where a line is of a kind that stands
/// alone, as `alone` says.
pub(super) fn units(text: &str, blocks: &[Block], alone: impl Fn(&str) -> bool) -> Vec<Unit> {
    let mut units = Vec::new();
    for block in blocks {
        if block.kind != BlockKind::Body || !block.span.of(text).contains('\n') {
            units.push(Unit::at(text, block.span, block.kind));
            continue;
        }
        let lines = lines(text, block.span);
        let width = lines.iter().map(|line| line.of(text).chars().count()).max().unwrap_or(0);
        let mut open: Option<ByteSpan> = None;
        for (at, &line) in lines.iter().enumerate() {
            let stands_alone = alone(line.of(text));
            if stands_alone {
                units.extend(open.take().map(|span| Unit::at(text, span, BlockKind::Body)));
                units.push(Unit::at(text, line, BlockKind::Body));
                continue;
            }
            let span = open.map_or(line, |open| open.join(line));
            let meant = lines.get(at + 1).is_none_or(|next| break_was_meant(line.of(text), next.of(text), width));
            if meant {
                units.push(Unit::at(text, span, BlockKind::Body));
                open = None;
            } else {
                open = Some(span);
            }
        }
        units.extend(open.map(|span| Unit::at(text, span, BlockKind::Body)));
    }
    units
}

fn lines(text: &str, span: ByteSpan) -> Vec<ByteSpan> {
    let mut at = span.start;
    let mut lines = Vec::new();
    for line in span.of(text).split_inclusive('\n') {
        let whole = ByteSpan::new(at, at + line.len()).trim(text);
        at += line.len();
        if !whole.is_empty() {
            lines.push(whole);
        }
    }
    lines
}

fn break_was_meant(line: &str, next: &str, width: usize) -> bool {
    let next_word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    let slack = (width / 5).max(8);
    let room = line.chars().count() + 1 + next_word + slack <= width;
    // Two long lines are two paragraphs of a text that has no wrapping at all.
    let unwrapped = width > 160 && ends_sentence(line);
    // A line that goes on in the middle of a sentence was wrapped, however ragged the edge.
    let goes_on = next.chars().next().is_some_and(char::is_lowercase) && !ends_sentence(line);
    (room || unwrapped) && !goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let blocks = [Block { span: ByteSpan::new(0, text.len()), kind: BlockKind::Body }];
        units(text, &blocks, |line| line.starts_with('|')).iter().map(|unit| unit.span.of(text)).collect()
    }

    #[test]
    fn a_wrapped_paragraph_stays_whole() {
        let text =
            "The foreign minister of Varosia said on Monday\nthat the talks in the harbour of Sund would go on\nuntil the end of the week.";
        assert_eq!(cut(text).len(), 1);
    }

    #[test]
    fn a_title_above_a_wrapped_paragraph_is_cut_off() {
        let text = "Harbour talks go on\nThe foreign minister of Varosia said on Monday\nthat the talks in the harbour of Sund would go on\nuntil the end of the week.";
        assert_eq!(cut(text)[0], "Harbour talks go on");
        assert_eq!(cut(text).len(), 2);
    }

    #[test]
    fn rows_of_a_table_stand_alone() {
        assert_eq!(cut("| a | b |\n|---|---|\n| c | d |").len(), 3);
    }

    #[test]
    fn prose_is_told_from_names_and_titles() {
        let prose = |text: &str| Unit::at(text, ByteSpan::new(0, text.len()), BlockKind::Body).prose;
        assert!(prose("The minister said on Monday that the talks would go on."));
        assert!(!prose("The Kelm Courier and Harbour Gazette Of Varosia Today."));
        assert!(!prose("Varosian minister says the talks will go on"));
    }
}
