//! Places in a text, in bytes inside the program and in code points in a record.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a report's text; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ByteSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl ByteSpan {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward: {start}..{end}");
        Self { start, end }
    }

    /// The words of `text` that this span covers.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside this span (equal spans contain each other).
    #[inline]
    pub fn contains(self, other: ByteSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two have at least one byte in common.
    #[inline]
    pub fn overlaps(self, other: ByteSpan) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: ByteSpan) -> ByteSpan {
        ByteSpan::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span without white space at its edges.
    pub fn trim(self, text: &str) -> ByteSpan {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        ByteSpan::new(start, start + words.trim().len())
    }
}

/// A half-open range of Unicode code points in a record's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl Span {
    /// The words of `text` that this span covers, or `None` when it reaches past the end.
    pub fn of(self, text: &str) -> Option<&str> {
        let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let start = places.nth(self.start)?;
        let end = match self.end.checked_sub(self.start)? {
            0 => start,
            length => places.nth(length - 1)?,
        };
        text.get(start..end)
    }
}

/// Turns byte offsets of one text into code points and back.
///
/// *Shape*: one entry per 64 bytes, so a conversion looks at most at 64 bytes.
pub struct Offsets<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`, counted by leading bytes.
    marks: Vec<usize>,
}

const STEP: usize = 64;

impl<'t> Offsets<'t> {
    /// Counts the code points of `text` once.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            marks.push(count);
            count += leading_bytes(chunk);
        }
        if text.len().is_multiple_of(STEP) {
            marks.push(count);
        }
        Self { text, marks }
    }

    /// Code points before the byte `at`, which lies on a character boundary.
    pub fn code_point(&self, at: usize) -> usize {
        debug_assert!(self.text.is_char_boundary(at), "{at} is inside a character");
        let mark = at / STEP;
        self.marks[mark] + leading_bytes(&self.text.as_bytes()[mark * STEP..at])
    }

    /// The span in code points.
    pub fn span(&self, bytes: ByteSpan) -> Span {
        Span { start: self.code_point(bytes.start), end: self.code_point(bytes.end) }
    }

    /// The span in bytes, or `None` when it reaches past the end of the text or runs backward.
    pub fn bytes(&self, span: Span) -> Option<ByteSpan> {
        (span.start <= span.end).then_some(())?;
        Some(ByteSpan { start: self.byte(span.start)?, end: self.byte(span.end)? })
    }

    fn byte(&self, code_point: usize) -> Option<usize> {
        let mark = self.marks.partition_point(|&before| before <= code_point).checked_sub(1)?;
        let mut left = code_point - self.marks[mark];
        let mut at = mark * STEP;
        // A mark may fall inside a character: its leading byte was counted before the mark.
        while at < self.text.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        for c in self.text[at..].chars() {
            if left == 0 {
                return Some(at);
            }
            left -= 1;
            at += c.len_utf8();
        }
        (left == 0).then_some(at)
    }
}

/// Characters that begin in `bytes`: every byte that does not continue one.
fn leading_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_span_of_a_persian_word_counts_letters_not_bytes() {
        let text = "خبر امروز: peace";
        let at = text.find("peace").unwrap();
        let offsets = Offsets::new(text);
        let span = offsets.span(ByteSpan::new(at, text.len()));
        assert_eq!(span, Span { start: 11, end: 16 });
        assert_eq!(span.of(text), Some("peace"));
        assert_eq!(Span { start: 11, end: 17 }.of(text), None);
    }

    proptest! {
        #[test]
        fn bytes_to_code_points_and_back_is_the_same_place(text in "\\PC{0,200}") {
            let offsets = Offsets::new(&text);
            let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            places.push(text.len());
            for (count, &at) in places.iter().enumerate() {
                prop_assert_eq!(offsets.code_point(at), count);
                let span = Span { start: count, end: places.len() - 1 };
                prop_assert_eq!(offsets.bytes(span), Some(ByteSpan::new(at, text.len())));
                prop_assert_eq!(span.of(&text), Some(&text[at..]));
            }
            prop_assert_eq!(offsets.bytes(Span { start: 0, end: places.len() }), None);
        }
    }
}
