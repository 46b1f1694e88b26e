//! Which signs belong to a word: stops, hyphens, slashes, apostrophes.

use super::chunk::{Chunk, is_apostrophe, is_hyphen, is_quote, is_stop, is_word};
use super::tokens::Tokenizer;
use rapporteur_lexicon::language::{AbbreviationKind, Period};

/// A sign that stands more often than this in a row is a rule across the page, not words: one token.
const LONGEST_RUN: usize = 32;

impl Tokenizer {
    /// Whether a word begins at `i`: a letter or digit, or a sign that belongs to what follows.
    pub(super) fn word_starts(&self, chunk: &Chunk<'_>, i: usize, lower: &mut String) -> bool {
        let Some(c) = chunk.at(i) else { return false };
        if is_word(c) {
            // A line of low lines is a rule, not a word; "8-)" is a face.
            return c != '_' || chunk.run(i, |c| c == '_') < chunk.run(i, is_word);
        }
        let first = i == 0 || !chunk.is_word_at(i - 1);
        if !first || !chunk.is_word_at(i + 1) {
            return false;
        }
        if c == '.' {
            // ".5", ".doc"
            return (i == 0 || chunk.at(i - 1) != Some('.')) && chunk.at(i + 1).is_some_and(|c| c.is_ascii_digit() || c.is_lowercase());
        }
        if c == '+' {
            return chunk.is_digit_at(i + 1);
        }
        if is_apostrophe(c) && c != '`' {
            let end = chunk.run(i + 1, is_word);
            // "'90s"
            if c != '\u{2018}' && chunk.is_digit_at(i + 1) && chunk.is_digit_at(i + 2) && !chunk.is_digit_at(i + 3) {
                return !chunk.at(end).is_some_and(is_apostrophe);
            }
            // "'em", "'tis"
            lower.clear();
            lower.push('\'');
            lower.extend(chunk.chars[i + 1..end].iter().flat_map(|&(_, c)| c.to_lowercase()));
            return self.language().contraction(lower).is_some();
        }
        false
    }

    /// The end of the word that begins at `i`.
    pub(super) fn word_end(&self, text: &str, chunk: &Chunk<'_>, start: usize, lower: &mut String) -> usize {
        let mut i = start + 1;
        while let Some(c) = chunk.at(i) {
            let before = chunk.chars[i - 1].1;
            let goes_on = chunk.is_word_at(i + 1);
            let digits = before.is_ascii_digit() && chunk.is_digit_at(i + 1);
            let keeps = match c {
                _ if is_word(c) => true,
                '.' if goes_on => !sentence_glued(chunk, start, i),
                '.' => chunk.at(i + 1) != Some('.') && self.stop_belongs(text, chunk, start, i),
                ',' | ':' => digits && (c == ':' || chunk.run(i + 1, |c| c.is_ascii_digit()) - i - 1 == 3),
                '/' => digits || self.slash_belongs(chunk, start, i, lower),
                '&' => goes_on && is_word(before) && chunk.run(i + 1, is_word) - i <= 3 && i - start <= 2,
                '@' => goes_on && is_word(before),
                '*' => goes_on && before.is_alphabetic(),
                // "US$"
                '$' => i - start <= 3 && chunk.chars[start..i].iter().all(|&(_, c)| c.is_ascii_uppercase()),
                _ if is_hyphen(c) => self.hyphen_belongs(chunk, start, i, lower),
                _ if is_apostrophe(c) => goes_on && (is_word(before) || before == '.'),
                _ => false,
            };
            if !keeps {
                break;
            }
            i += 1;
        }
        i
    }

    /// Whether the full stop at `i` belongs to the word that begins at `start`.
    fn stop_belongs(&self, text: &str, chunk: &Chunk<'_>, start: usize, i: usize) -> bool {
        let follows = chunk.at(i + 1);
        let next = if follows.is_none() { chunk.next } else { None };
        let number_follows = next.is_some_and(|c| c.is_ascii_digit());
        let known = self.language().abbreviation(chunk.span(start, i + 1).of(text));
        // The sentence plainly goes on.
        let inside = match follows {
            Some(')') => known.is_some_and(|known| known.kind == AbbreviationKind::Latin),
            Some(c) => matches!(c, ',' | ';' | ':' | '-' | '/') || (is_apostrophe(c) && chunk.is_word_at(i + 2)),
            None => next.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()),
        };
        let capital = next.is_some_and(char::is_uppercase);
        let word = &chunk.chars[start..i];
        if let Some(known) = known {
            return match known.period {
                Period::Always => known.kind != AbbreviationKind::Title || next.is_some() || follows.is_some(),
                Period::Inside => inside,
                Period::Number => number_follows,
                Period::Name => capital,
            };
        }
        if is_acronym(word) {
            return true;
        }
        match word {
            // An initial: "J. Holm". The pronoun "I" is rather the end of a sentence.
            [(_, letter)] if letter.is_uppercase() => capital && *letter != 'I' || inside && follows.is_some(),
            [(_, letter)] if letter.is_alphabetic() => number_follows,
            _ => false,
        }
    }

    /// Whether the hyphen at `i` is part of the word that begins at `start`.
    fn hyphen_belongs(&self, chunk: &Chunk<'_>, start: usize, i: usize, lower: &mut String) -> bool {
        let right_end = chunk.run(i + 1, is_word);
        let left = &chunk.chars[start..i];
        if right_end == i + 1 {
            // A word broken off: "th-".
            let small = left.last().is_some_and(|(_, c)| c.is_lowercase()) && left.len() <= 2;
            return small && start == 0 && !chunk.at(i + 1).is_some_and(is_hyphen);
        }
        let right = &chunk.chars[i + 1..right_end];
        if left.iter().all(|&(_, c)| c.is_ascii_digit() || is_hyphen(c)) {
            return digits_belong(chunk, start);
        }
        if !right[0].1.is_alphabetic() {
            return false;
        }
        lower.clear();
        lower.extend(left.iter().flat_map(|&(_, c)| c.to_lowercase()));
        // "UN-backed" is not "un-".
        let name = left.len() > 1 && left.iter().all(|&(_, c)| c.is_uppercase()) && right.iter().any(|&(_, c)| c.is_lowercase());
        if !name && self.language().is_prefix(lower) {
            return true;
        }
        lower.clear();
        lower.extend(right.iter().flat_map(|&(_, c)| c.to_lowercase()));
        self.language().is_suffix(lower)
    }

    /// Whether the slash at `i` is part of a known word with a slash.
    fn slash_belongs(&self, chunk: &Chunk<'_>, start: usize, i: usize, lower: &mut String) -> bool {
        let end = chunk.run(i + 1, is_word);
        if end - start > 8 {
            return false;
        }
        lower.clear();
        lower.extend(chunk.chars[start..end].iter().flat_map(|&(_, c)| c.to_lowercase()));
        self.language().is_slash_word(lower)
    }

    /// The end of the sign that begins at `i` and is no word.
    pub(super) fn sign_end(&self, text: &str, chunk: &Chunk<'_>, i: usize) -> usize {
        let repeated = chunk.chars[i..].iter().take_while(|&&(_, next)| next == chunk.chars[i].1).count();
        if repeated > LONGEST_RUN {
            return i + repeated;
        }
        let rest = &text[chunk.place(i)..chunk.end];
        if let Some(sign) = self.language().emoticon(rest) {
            let end = i + sign.chars().count();
            // "(:" in "(:-" and the like are no faces; nor is a sign that goes on in a word.
            if !chunk.is_word_at(end) && (i == 0 || !chunk.is_digit_at(i - 1)) {
                return end;
            }
        }
        let c = chunk.chars[i].1;
        if is_stop(c) {
            return stops_end(chunk, i);
        }
        if is_quote(c) && c != '"' && chunk.at(i + 1).is_some_and(|next| is_apostrophe(c) && doubles(c, next)) {
            return i + 2;
        }
        if c == '#' && i == 0 && chunk.at(1).is_some_and(char::is_alphabetic) && chunk.is_word_at(2) {
            return chunk.run(1, is_word);
        }
        // A line that parts texts: "--==--".
        let line = chunk.run(i, |next| matches!(next, '-' | '=' | '~' | '*' | '+'));
        if line >= i + 4 {
            return line;
        }
        match c {
            '-' | '\u{2010}'..='\u{2015}' | '$' | '*' | '=' | '_' | '~' | '#' | '+' | '<' | '>' | '|' | '^' => {
                chunk.run(i, |next| next == c)
            }
            _ => i + 1,
        }
    }
}

/// The end of the run of stops that begins at `i`: dots that stand for something left out are a
/// token without the stops that follow them, and so is a question's mark before a full stop.
fn stops_end(chunk: &Chunk<'_>, i: usize) -> usize {
    let end = chunk.run(i, is_stop);
    let dots = chunk.run(i, |c| matches!(c, '.' | '\u{2026}'));
    if dots >= i + 2 {
        return dots;
    }
    let marks = chunk.run(i, |c| matches!(c, '!' | '?'));
    if marks > i && marks < end && (chunk.at(marks - 1) == Some('?') || end > marks + 1) { marks } else { end }
}

/// Whether the stop at `i` ends a sentence though no space follows: "the end.The start".
fn sentence_glued(chunk: &Chunk<'_>, start: usize, i: usize) -> bool {
    let small = |at: usize| chunk.at(at).is_some_and(char::is_lowercase);
    i >= start + 3
        && small(i - 1)
        && small(i - 2)
        && chunk.at(i + 1).is_some_and(char::is_uppercase)
        && (small(i + 2) || chunk.at(i + 2).is_none())
}

/// Whether the word is letters with stops between: "U.S", "a.m", "Ph.D".
fn is_acronym(word: &[(usize, char)]) -> bool {
    word.len() >= 3
        && word.len() <= 15
        && word.iter().enumerate().all(|(at, &(_, c))| if at % 2 == 0 { c.is_alphabetic() } else { c == '.' })
}

/// Whether the hyphens in the digits that begin at `start` belong to them: telephone numbers and
/// dates, not ranges such as "5-10".
fn digits_belong(chunk: &Chunk<'_>, start: usize) -> bool {
    // No number is longer; looking no further keeps hostile input linear.
    let digits = chunk.chars[start..].iter().take(40);
    let end = start + digits.take_while(|&&(_, c)| c.is_ascii_digit() || is_hyphen(c)).count();
    if chunk.is_word_at(end) {
        return false;
    }
    let mut groups = [0_usize; 3];
    let mut count = 0;
    for group in chunk.chars[start..end].split(|&(_, c)| is_hyphen(c)) {
        if count == groups.len() {
            return true;
        }
        groups[count] = group.len();
        count += 1;
    }
    match groups[..count] {
        // The last is an extension in a house: "3-0142".
        [3 | 1, 4] => true,
        [first, _, last] => first >= 3 || last >= 4,
        _ => false,
    }
}

/// Whether two apostrophes in a row are one quotation mark.
fn doubles(first: char, second: char) -> bool {
    first == second || (first == '\u{2018}' && second == '\u{2019}')
}
