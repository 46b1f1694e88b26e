//! Letters → words: letters that touch on one base line, wherever in the file they stand.

use super::glyphs::Glyph;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A word as printed, with its place.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Its letters in the order of reading.
    pub text: String,
    /// Left end in points.
    pub x0: f32,
    /// Right end in points.
    pub x1: f32,
    /// The base line of its largest letter, in points from the top.
    pub y: f32,
    /// The size of its largest letter, in points.
    pub size: f32,
    /// The file marks it as no content of its own.
    pub artifact: bool,
    /// It is written from right to left.
    pub leftward: bool,
}

impl Word {
    /// The upper edge of the small letters: lines set tightly don't overlap by it.
    pub(super) fn top(&self) -> f32 {
        self.y - self.size * 0.62
    }

    /// A little under the base line.
    pub(super) fn bottom(&self) -> f32 {
        self.y + self.size * 0.12
    }
}

/// A gap of this share of the type size, or more, is a blank. Letters of a word are rarely set
/// more than a twentieth apart; the narrowest blank of justified text is about a fifth.
const BLANK: f32 = 0.16;
/// Words of one height band that may be open at once: more only where print is piled on print.
const MAX_OPEN: usize = 48;

/// A word in the making.
struct Open {
    glyphs: Vec<usize>,
    x1: f32,
    y: f32,
    size: f32,
    closed: bool,
}

/// The words that the letters make, in no certain order.
pub(super) fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut order: Vec<usize> = (0..glyphs.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&glyphs[a], &glyphs[b]);
        // A blank that begins where a letter does comes after it.
        a.x0.total_cmp(&b.x0).then(a.text.is_empty().cmp(&b.text.is_empty())).then(a.y.total_cmp(&b.y))
    });
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    let Some(&band) = sizes.get(sizes.len() / 2) else {
        return Vec::new();
    };
    let mut open: Vec<Open> = Vec::new();
    let mut bands: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for &at in &order {
        let glyph = &glyphs[at];
        let home = (glyph.y / band) as i32;
        let reach = (glyph.size / band).ceil().clamp(1.0, 4.0) as i32;
        let mut best: Option<(f32, usize)> = None;
        for near in home.saturating_sub(reach)..=home.saturating_add(reach) {
            let Some(list) = bands.get_mut(&near) else {
                continue;
            };
            list.retain(|&word| open[word].x1 + open[word].size > glyph.x0);
            for &word in list.iter() {
                if let Some(cost) = fits(&open[word], glyph)
                    && best.is_none_or(|(least, _)| cost < least)
                {
                    best = Some((cost, word));
                }
            }
        }
        if glyph.text.is_empty() {
            if let Some((_, word)) = best {
                open[word].closed = true;
            }
            continue;
        }
        if let Some((_, word)) = best
            && !open[word].closed
            && glyph.x0 - open[word].x1 < BLANK * open[word].size.min(glyph.size.max(open[word].size * 0.7))
        {
            let word = &mut open[word];
            word.glyphs.push(at);
            word.x1 = word.x1.max(glyph.x1);
            if glyph.size > word.size {
                word.size = glyph.size;
                word.y = glyph.y;
            }
            continue;
        }
        let list = bands.entry(home).or_default();
        if list.len() >= MAX_OPEN {
            list.remove(0);
        }
        list.push(open.len());
        open.push(Open { glyphs: vec![at], x1: glyph.x1, y: glyph.y, size: glyph.size, closed: false });
    }
    open.iter().map(|word| finish(word, glyphs)).collect()
}

/// How ill a letter fits the end of a word: `None` when it stands on another line or apart.
fn fits(word: &Open, glyph: &Glyph) -> Option<f32> {
    let large = word.size.max(glyph.size);
    let gap = glyph.x0 - word.x1;
    // Signs above and below the line (footnote marks, "21st") overlap the word's height.
    let top = (word.y - word.size * 0.7).max(glyph.y - glyph.size * 0.7);
    let bottom = (word.y + word.size * 0.2).min(glyph.y + glyph.size * 0.2);
    let shared = bottom - top;
    let least = word.size.min(glyph.size) * 0.9;
    let sits = (word.y - glyph.y).abs() < 0.1 * large || shared > 0.55 * least;
    // A large initial is put before its word later, when lines are known.
    let initial = large > 1.9 * word.size.min(glyph.size);
    // A letter that stands far inside the word belongs to another layer of print.
    (sits && !initial && gap < large * 0.4 && gap > -large * 1.2).then(|| gap.abs() + 2.0 * (word.y - glyph.y).abs())
}

fn finish(word: &Open, glyphs: &[Glyph]) -> Word {
    let mut parts: Vec<Cow<'_, str>> = Vec::with_capacity(word.glyphs.len());
    for (place, &at) in word.glyphs.iter().enumerate() {
        let glyph = &glyphs[at];
        let before = place.checked_sub(1).map(|before| &glyphs[word.glyphs[before]]);
        match (parts.last_mut(), before) {
            (Some(part), Some(before)) if let Some(one) = stacked(before, glyph) => {
                *part = Cow::Owned(one.to_string());
            }
            _ => parts.push(Cow::Borrowed(&glyph.text)),
        }
    }
    let leftward = parts.iter().any(|part| part.chars().any(is_leftward));
    if leftward {
        // Letters stand from left to right on the page; numbers in between keep their order.
        parts.reverse();
        reverse_runs(&mut parts, |part| part.chars().all(|c| c.is_ascii_alphanumeric() || c.is_numeric() || ".,:/".contains(c)));
    }
    let first = &glyphs[word.glyphs[0]];
    Word {
        text: parts.concat(),
        x0: first.x0,
        x1: word.x1,
        y: word.y,
        size: word.size,
        artifact: word.glyphs.iter().all(|&at| glyphs[at].artifact),
        leftward,
    }
}

/// Accents as print of their own, with the letters that they stand on and what the two make.
const ACCENTS: &[(char, &str, &str)] = &[
    ('´', "aceinosuyzACEINOSUYZ", "áćéíńóśúýźÁĆÉÍŃÓŚÚÝŹ"),
    ('`', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
    ('ˆ', "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
    ('¨', "aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
    ('˜', "anoANO", "ãñõÃÑÕ"),
    ('ˇ', "cdenrstzCDENRSTZ", "čďěňřšťžČĎĚŇŘŠŤŽ"),
    ('¸', "csCSt", "çşÇŞţ"),
    ('˘', "agAG", "ăğĂĞ"),
    ('˚', "auAU", "åůÅŮ"),
    ('˝', "ouOU", "őűŐŰ"),
    ('˙', "zZgI", "żŻġİ"),
    ('¯', "aeiouAEIOU", "āēīōūĀĒĪŌŪ"),
];

/// The letter that two make which old fonts draw one over the other.
fn stacked(before: &Glyph, glyph: &Glyph) -> Option<char> {
    let shared = before.x1.min(glyph.x1) - glyph.x0;
    let least = (glyph.x1 - glyph.x0).min(before.x1 - before.x0);
    (shared > 0.4 * least).then(|| compose(&before.text, &glyph.text)).flatten()
}

/// An accent and a letter, in either order, as one letter.
fn compose(one: &str, other: &str) -> Option<char> {
    let single = |text: &str| text.chars().next().filter(|c| c.len_utf8() == text.len());
    let (one, other) = (single(one)?, single(other)?);
    let find = |accent: char, letter: char| {
        let (_, letters, made) = ACCENTS.iter().find(|(sign, ..)| *sign == accent)?;
        let letter = if letter == 'ı' { 'i' } else { letter };
        made.chars().nth(letters.chars().position(|c| c == letter)?)
    };
    find(one, other).or_else(|| find(other, one))
}

/// Letters of the scripts that run from right to left: Hebrew, Arabic and their neighbours.
fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}') && c.is_alphabetic()
}

/// Reverses each run of parts for which `keep` holds, so that after a reversal of the whole they
/// stand in their own order again.
pub(super) fn reverse_runs<T>(parts: &mut [T], keep: impl Fn(&T) -> bool) {
    let mut start = 0;
    while start < parts.len() {
        if !keep(&parts[start]) {
            start += 1;
            continue;
        }
        let end = start + parts[start..].iter().take_while(|part| keep(part)).count();
        parts[start..end].reverse();
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of 10 points from `x` on, half an em each.
    fn set(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(i, c)| {
                let x0 = x + i as f32 * 5.0;
                let text = if c == ' ' { String::new() } else { c.to_string() };
                Glyph { text, x0, x1: x0 + 5.0, y, size: 10.0, artifact: false }
            })
            .collect()
    }

    fn read(glyphs: &[Glyph]) -> Vec<String> {
        let mut words = words(glyphs);
        words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
        words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_end_at_blanks_and_at_gaps() {
        let mut glyphs = set("The envoy", 0.0, 20.0);
        glyphs.extend(set("left", 48.0, 20.0));
        glyphs.reverse();
        assert_eq!(read(&glyphs), ["The", "envoy", "left"]);
    }

    #[test]
    fn a_raised_ending_stays_with_its_number() {
        let mut glyphs = set("21", 0.0, 20.0);
        glyphs.extend(set("st", 10.0, 16.5).into_iter().map(|glyph| Glyph { size: 6.0, ..glyph }));
        assert_eq!(read(&glyphs), ["21st"]);
    }

    #[test]
    fn letters_of_leftward_scripts_are_read_from_the_right() {
        assert_eq!(read(&set("םולש", 0.0, 20.0)), ["שלום"]);
    }

    #[test]
    fn an_accent_over_its_letter_makes_one_letter_of_both() {
        let mut glyphs = set("caf", 0.0, 20.0);
        glyphs.extend(set("´", 15.2, 20.0));
        glyphs.extend(set("es", 15.0, 20.0));
        assert_eq!(read(&glyphs), ["cafés"]);
    }

    #[test]
    fn the_accents_and_what_they_make_agree_in_number() {
        for (accent, letters, made) in ACCENTS {
            assert_eq!(letters.chars().count(), made.chars().count(), "{accent}");
        }
    }

    #[test]
    fn lines_that_touch_do_not_mix() {
        let mut glyphs = set("upper", 0.0, 20.0);
        glyphs.extend(set("lower", 0.0, 29.0));
        assert_eq!(read(&glyphs), ["upper", "lower"]);
    }
}
