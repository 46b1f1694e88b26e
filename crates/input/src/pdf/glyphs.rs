//! The letters of a page with their places, upright, as the library draws them.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use std::collections::HashSet;
use std::panic;

/// A letter, or the few that one drawn form stands for ("ffi").
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// What it stands for: empty for a blank; U+FFFD where the file does not say.
    pub text: String,
    /// Left end, in points from the left of the upright page.
    pub x0: f32,
    /// Right end: where the next letter would begin.
    pub x1: f32,
    /// The base line, in points from the top.
    pub y: f32,
    /// The size of the type, in points.
    pub size: f32,
    /// The file marks it as no content of its own: a running head, a page number.
    pub artifact: bool,
}

/// What was drawn on one page.
#[derive(Debug, Default)]
pub(super) struct PageGlyphs {
    /// Letters by the direction they run in: right, down, left, up. Each list is turned upright.
    pub turned: [Vec<Glyph>; 4],
    /// Letters that are kept in the file but not shown, as under a scanned picture.
    pub hidden: Vec<Glyph>,
    /// Letters without a Unicode value.
    pub unknown: usize,
    /// Letters with one, blanks apart.
    pub known: usize,
    /// Whether a picture was drawn.
    pub picture: bool,
}

/// How much of a file is looked at, so that a hostile one cannot take all time and memory.
#[derive(Debug)]
pub(super) struct Budget {
    /// Letters left.
    pub letters: usize,
    /// Drawing operations left.
    pub operations: usize,
}

/// The marker with which drawing is stopped when the budget is spent.
pub(super) struct Spent;

/// A stretch of marked content that is open.
enum Marked {
    Plain,
    Artifact,
    /// Words that stand for all letters drawn inside, with the number of upright letters before it.
    Actual(String, usize),
}

/// Takes the letters while the library draws a page.
pub(super) struct Collector<'b> {
    /// What was taken so far.
    pub page: PageGlyphs,
    width: f64,
    height: f64,
    marked: Vec<Marked>,
    drawn: HashSet<(u32, i32, i32, i32)>,
    budget: &'b mut Budget,
}

/// More open marks than any real page has: deeper ones are not told apart.
const MAX_MARKS: usize = 256;

impl<'b> Collector<'b> {
    /// A collector for a page of this size in points.
    pub(super) fn new((width, height): (f32, f32), budget: &'b mut Budget) -> Self {
        Self {
            page: PageGlyphs::default(),
            width: f64::from(width),
            height: f64::from(height),
            marked: Vec::new(),
            drawn: HashSet::new(),
            budget,
        }
    }

    /// Counts one operation and stops all drawing when there are too many: the library has no
    /// other way to be stopped, and forms that draw each other can take for ever.
    fn step(&mut self) {
        match self.budget.operations.checked_sub(1) {
            Some(left) => self.budget.operations = left,
            None => panic::resume_unwind(Box::new(Spent)),
        }
    }

    fn letter(&mut self, drawn: &Drawn<'_>, place: Affine, next: Option<Point>, hidden: bool) {
        match self.budget.letters.checked_sub(1) {
            Some(left) => self.budget.letters = left,
            None => panic::resume_unwind(Box::new(Spent)),
        }
        let advance = match drawn {
            Drawn::Outline(glyph) => glyph.advance_width(),
            Drawn::Type3(glyph) => glyph.advance_width(),
        };
        let origin = place * Point::ZERO;
        let up = place * Point::new(0.0, 1000.0) - origin;
        let along = place * Point::new(1000.0, 0.0) - origin;
        let size = up.hypot();
        let step = along.hypot();
        let sane = size > 1.0 && size < 2000.0 && step > 0.0 && step.is_finite();
        if !sane || !origin.x.is_finite() || !origin.y.is_finite() {
            return;
        }
        let margin = 2.0;
        if origin.x < -margin || origin.y < -margin || origin.x > self.width + margin || origin.y > self.height + margin {
            return;
        }
        let (dx, dy) = (along.x / step, along.y / step);
        // Within about eight degrees of the four directions; stamps across a page are left out.
        let direction = match (dx, dy) {
            (x, _) if x > 0.99 => 0,
            (_, y) if y > 0.99 => 1,
            (x, _) if x < -0.99 => 2,
            (_, y) if y < -0.99 => 3,
            _ => return,
        };
        let mut length = f64::from(advance.unwrap_or(500.0)) / 1000.0 * step;
        if !(0.0..=size * 20.0).contains(&length) {
            length = size / 2.0;
        }
        // The library stretches a substitute font to the stated width, and so counts the stretch
        // twice; the next letter of the run shows the true advance.
        if let Some(next) = next {
            let pitch = (next.x - origin.x) * dx + (next.y - origin.y) * dy;
            if pitch > 0.4 * length && pitch < length {
                length = pitch;
            }
        }
        let (x, y) = match direction {
            0 => (origin.x, origin.y),
            1 => (origin.y, self.width - origin.x),
            2 => (self.width - origin.x, self.height - origin.y),
            _ => (self.height - origin.y, origin.x),
        };
        let artifact = self.marked.iter().any(|mark| matches!(mark, Marked::Artifact));
        let text = match drawn.as_unicode() {
            Some(BfString::Char(c)) => clean(c.encode_utf8(&mut [0; 4])),
            Some(BfString::String(words)) => clean(&words),
            None => Some("\u{fffd}".to_owned()),
        };
        let Some(text) = text else { return };
        // Bold type is sometimes faked by drawing each letter twice.
        let first = text.chars().next().map_or(0, u32::from);
        let grid = (size * 0.1).max(0.01);
        let key = |i: i32, j: i32| (first, size as i32, ((x / grid) as i32).saturating_add(i), ((y / grid) as i32).saturating_add(j));
        let twice = (-1..=1).any(|i| (-1..=1).any(|j| self.drawn.contains(&key(i, j))));
        if twice && !text.is_empty() {
            return;
        }
        self.drawn.insert(key(0, 0));
        if text == "\u{fffd}" {
            self.page.unknown += 1;
        } else if !text.is_empty() {
            self.page.known += 1;
        }
        let glyph = Glyph { text, x0: x as f32, x1: (x + length) as f32, y: y as f32, size: size as f32, artifact };
        if hidden {
            self.page.hidden.push(glyph);
        } else {
            self.page.turned[direction].push(glyph);
        }
    }
}

/// What a letter's Unicode value stands for in a text: ligatures in full, blanks as nothing,
/// `None` where nothing is to be read.
fn clean(given: &str) -> Option<String> {
    let mut text = String::with_capacity(given.len());
    let mut blank = false;
    for c in given.chars() {
        match c {
            'ﬀ' => text.push_str("ff"),
            'ﬁ' => text.push_str("fi"),
            'ﬂ' => text.push_str("fl"),
            'ﬃ' => text.push_str("ffi"),
            'ﬄ' => text.push_str("ffl"),
            'ﬅ' | 'ﬆ' => text.push_str("st"),
            // The value of a private form is known to its font alone.
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fffd}' => text.push('\u{fffd}'),
            c if c.is_whitespace() => blank = true,
            '\0' => text.push('\u{fffd}'),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_control() => blank = true,
            c => text.push(c),
        }
    }
    (blank || !text.is_empty()).then_some(text)
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.step();
        let hidden = matches!(mode, DrawMode::Invisible);
        let glyphs = run.glyphs();
        for (i, glyph) in glyphs.iter().enumerate() {
            let place = props.transform * glyph.transform();
            let next = glyphs.get(i + 1).map(|next| props.transform * next.transform() * Point::ZERO);
            self.letter(glyph, place, next, hidden);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.step();
        self.page.picture = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.step();
        let mark = if tag == b"Artifact" {
            Marked::Artifact
        } else {
            let words = properties.and_then(|dict| dict.get::<PdfString<'_>>(b"ActualText".as_slice()));
            match words.map(|words| words_of(words.as_bytes())) {
                Some(words) if self.marked.len() < MAX_MARKS => Marked::Actual(words, self.page.turned[0].len()),
                _ => Marked::Plain,
            }
        };
        if self.marked.len() < MAX_MARKS {
            self.marked.push(mark);
        }
    }

    fn end_marked_content(&mut self) {
        let Some(Marked::Actual(words, from)) = self.marked.pop() else {
            return;
        };
        let inside = &mut self.page.turned[0][from..];
        let Some((first, rest)) = inside.split_first_mut() else {
            return;
        };
        // Words that stand for a whole paragraph have no places of their own: the letters stay.
        let one_line = rest.iter().all(|glyph| (glyph.y - first.y).abs() < first.size * 0.5);
        let letters = 1 + rest.iter().filter(|glyph| !glyph.text.is_empty()).count();
        if !one_line || letters > 16 || words.chars().count() > 4 * letters + 8 {
            return;
        }
        let end = rest.iter().fold(first.x1, |end, glyph| end.max(glyph.x1));
        first.text = clean(&words).unwrap_or_default();
        first.x1 = end;
        self.page.turned[0].truncate(from + 1);
    }
}

/// A text string of a PDF: UTF-16 or UTF-8 by its mark, else (nearly) Latin-1.
/// *Source*: ISO 32000-2, 7.9.2.2.
pub(super) fn words_of(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    } else if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        bytes.iter().map(|&byte| char::from(byte)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_written_out_and_private_forms_are_not_guessed() {
        assert_eq!(clean("ﬃ").as_deref(), Some("ffi"));
        assert_eq!(clean("\u{a0}").as_deref(), Some(""));
        assert_eq!(clean("\u{e123}").as_deref(), Some("\u{fffd}"));
        assert_eq!(clean("\u{200b}"), None);
    }

    #[test]
    fn strings_of_a_file_are_read_by_their_mark() {
        assert_eq!(words_of(b"\xfe\xff\0K\0e\0l\0m"), "Kelm");
        assert_eq!(words_of(b"caf\xe9"), "café");
    }
}
