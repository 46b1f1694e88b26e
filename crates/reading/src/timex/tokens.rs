//! Text → the words that the calendar knows, figures and punctuation, in one pass over the bytes.

use rapporteur_lexicon::calendar::{Meaning, WordId, Words};
use rapporteur_record::ByteSpan;

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks, at most one line end among them.
    Blank,
    /// A hyphen between letters or figures, not between two figures.
    Hyphen,
    /// An empty line, or the beginning of the text.
    Break,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Letters, the first one small.
    Small,
    /// Letters, the first one a capital.
    Capital,
    /// Figures: their value, how many, and the tenths behind a decimal point.
    Figures {
        /// Before the decimal point; `u32::MAX` for a number too large.
        value: u32,
        /// How many figures before the point, separators apart.
        count: u8,
        /// The first figure behind the point, if there is one.
        tenths: Option<u8>,
        /// Whether separators stand between thousands.
        grouped: bool,
    },
    /// One sign, by its byte; 0 for one beyond ASCII.
    Sign(u8),
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub span: ByteSpan,
    pub gap: Gap,
    pub form: Form,
    pub word: Option<WordId>,
}

impl Token {
    /// Whether the token is this sign.
    pub fn is_sign(&self, sign: u8) -> bool {
        self.form == Form::Sign(sign)
    }

    /// Whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.form == Form::Capital
    }

    /// Whether it is the `'s` of a genitive.
    pub fn is_possessive(&self) -> bool {
        self.is_sign(b'\'') && self.span.len() > 1
    }

    /// The value of figures without decimals or separators, and how many they are.
    pub fn figures(&self) -> Option<(u32, u8)> {
        match self.form {
            Form::Figures { value, count, tenths: None, grouped: false } => Some((value, count)),
            _ => None,
        }
    }
}

/// No word of the tables is longer; longer ones are cut off when they are looked up.
const LONGEST: usize = 32;

/// Cuts the text. Linear in its length.
pub(super) fn tokens(text: &str, words: &Words) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens: Vec<Token> = Vec::with_capacity(bytes.len() / 5);
    let mut at = 0;
    let mut gap = Gap::Break;
    let mut lines = 0;
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        if byte.is_ascii_whitespace() || bytes[at..].starts_with("\u{a0}".as_bytes()) {
            at += if byte.is_ascii_whitespace() { 1 } else { 2 };
            lines += usize::from(byte == b'\n');
            gap = if gap == Gap::Break || lines > 1 { Gap::Break } else { Gap::Blank };
            continue;
        }
        lines = 0;
        let (form, word);
        if is_letter(bytes, at) {
            (at, word) = letters(bytes, at, words);
            form = if starts_capital(text, start) { Form::Capital } else { Form::Small };
        } else if byte.is_ascii_digit() {
            (at, form) = figures(bytes, at);
            word = None;
        } else if let Some(length) = apostrophe(bytes, at) {
            at += length;
            let s = gap == Gap::None && bytes.get(at) == Some(&b's') && !(at + 1 < bytes.len() && is_letter(bytes, at + 1));
            at += usize::from(s);
            word = words.id(if s { b"'s" } else { b"'" });
            form = Form::Sign(b'\'');
        } else {
            let hyphen = byte == b'-' && gap == Gap::None && at + 1 < bytes.len();
            let beside = |at: usize| bytes[at].is_ascii_digit() || is_letter(bytes, at);
            if hyphen && start > 0 && beside_before(bytes, start) && beside(at + 1) {
                let both_figures = bytes[start - 1].is_ascii_digit() && bytes[at + 1].is_ascii_digit();
                if !both_figures {
                    at += 1;
                    gap = Gap::Hyphen;
                    continue;
                }
            }
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            word = if at - start == 1 { words.id(&bytes[start..at]) } else { None };
            form = Form::Sign(if byte.is_ascii() { byte } else { 0 });
        }
        tokens.push(Token { span: ByteSpan::new(start, at), gap, form, word });
        gap = Gap::None;
    }
    tokens
}

/// Whether a letter begins at `at`. Everything beyond ASCII counts but typographic signs.
fn is_letter(bytes: &[u8], at: usize) -> bool {
    let byte = bytes[at];
    byte.is_ascii_alphabetic() || byte >= 0x80 && !matches!(byte, 0xe2 | 0xc2)
}

/// Whether a letter or figure ends right before `at`.
fn beside_before(bytes: &[u8], at: usize) -> bool {
    bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] >= 0x80
}

fn starts_capital(text: &str, at: usize) -> bool {
    match text.as_bytes()[at] {
        byte if byte.is_ascii() => byte.is_ascii_uppercase(),
        _ => text[at..].chars().next().is_some_and(char::is_uppercase),
    }
}

/// The length of an apostrophe at `at`.
fn apostrophe(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        b'\'' => Some(1),
        0xe2 if bytes[at..].starts_with("’".as_bytes()) => Some(3),
        _ => None,
    }
}

/// The end of a word and its number. A full stop belongs to it where the tables say so
/// ("Sept."), and between single letters ("a.m.").
fn letters(bytes: &[u8], start: usize, words: &Words) -> (usize, Option<WordId>) {
    let mut at = start;
    let mut key = [0; LONGEST];
    let mut length = 0;
    let keep = |byte: u8, key: &mut [u8; LONGEST], length: &mut usize| {
        if *length < LONGEST {
            key[*length] = byte.to_ascii_lowercase();
        }
        *length += 1;
    };
    while at < bytes.len() {
        let inner_stop = bytes[at] == b'.' && at - start == 1 && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
        let oclock = bytes[at] == b'\'' && at - start == 1 && bytes[start] == b'o' && bytes[at..].starts_with(b"'clock");
        if !(is_letter(bytes, at) || inner_stop || oclock) {
            break;
        }
        keep(bytes[at], &mut key, &mut length);
        at += 1;
    }
    if length > words.longest() || length >= LONGEST {
        return (at, None);
    }
    if bytes.get(at) == Some(&b'.') {
        key[length] = b'.';
        if let Some(word) = words.id(&key[..=length]) {
            return (at + 1, Some(word));
        }
    }
    (at, words.id(&key[..length]))
}

/// The end of a number and what it is.
fn figures(bytes: &[u8], start: usize) -> (usize, Form) {
    let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| u32::from(byte - b'0'));
    let (mut at, mut value, mut count, mut grouped) = (start, 0_u32, 0_u8, false);
    loop {
        if let Some(figure) = digit(at) {
            value = value.saturating_mul(10).saturating_add(figure);
            count = count.saturating_add(1);
            at += 1;
        } else if bytes.get(at) == Some(&b',') && count <= 12 && (1..=3).all(|step| digit(at + step).is_some()) && digit(at + 4).is_none() {
            grouped = true;
            at += 1;
        } else {
            break;
        }
    }
    let mut tenths = None;
    if bytes.get(at) == Some(&b'.') && digit(at + 1).is_some() {
        tenths = digit(at + 1).map(|figure| figure as u8);
        at += 1;
        while digit(at).is_some() {
            at += 1;
        }
    }
    (at, Form::Figures { value, count, tenths, grouped })
}

/// Whether a word means something of the kind that `wanted` picks.
pub(super) fn meaning<T>(token: &Token, words: &Words, wanted: impl Fn(Meaning) -> Option<T>) -> Option<T> {
    words.meanings(token.word?).iter().find_map(|&meaning| wanted(meaning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_lexicon::Calendar;

    fn cut(text: &str) -> Vec<String> {
        tokens(text, &Calendar::embedded().words).iter().map(|token| token.span.of(text).to_owned()).collect()
    }

    #[test]
    fn short_forms_keep_their_full_stop_and_sentences_do_not() {
        assert_eq!(cut("On Sept. 3 at 10 a.m. it fell."), ["On", "Sept.", "3", "at", "10", "a.m.", "it", "fell", "."]);
    }

    #[test]
    fn hyphens_part_words_and_stand_alone_between_figures() {
        assert_eq!(cut("21-month-old mid-1990s 2009-2010"), ["21", "month", "old", "mid", "1990", "s", "2009", "-", "2010"]);
    }

    #[test]
    fn the_possessive_is_a_token_of_its_own() {
        assert_eq!(cut("this year's '98 ten o'clock"), ["this", "year", "'s", "'", "98", "ten", "o'clock"]);
        assert_eq!(cut("today’s"), ["today", "’s"]);
    }
}
