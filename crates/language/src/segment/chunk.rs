//! A run of characters without white space, and the kinds of characters the tokenizer tells apart.

use rapporteur_record::ByteSpan;

/// Whether `c` parts words: white space, control characters, marks without width.
pub(crate) fn parts_words(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Whether `c` is part of a word: letters, digits, marks on letters, joiners, low lines.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}') || is_mark(c)
}

/// Combining marks of the scripts that news in English quotes: they sit on the letter before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
        | '\u{981}'..='\u{983}' | '\u{9bc}'..='\u{9cd}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether `c` is an apostrophe, or a mark that stands for one.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{b4}' | '\u{2bc}' | '\u{2032}' | '\u{ff07}')
}

/// Whether `c` is a hyphen inside words.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether `c` ends a sentence when it stands alone.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\u{2026}' | '\u{203c}'..='\u{203d}' | '\u{2047}'..='\u{2049}' | '\u{61f}' | '\u{6d4}'
        | '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{964}')
}

/// Whether `c` opens brackets.
pub(crate) fn is_opening_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<')
}

/// Whether `c` closes brackets.
pub(crate) fn is_closing_bracket(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '>')
}

/// Whether `c` is a quotation mark that may open or close.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' | '\u{ff02}') || is_apostrophe(c)
}

/// What the scanner of one chunk knows.
pub(super) struct Chunk<'t> {
    /// The characters with their places in the text.
    pub(super) chars: &'t [(usize, char)],
    /// The place after the last one.
    pub(super) end: usize,
    /// The first letter or digit of the next chunk of the paragraph, if any.
    pub(super) next: Option<char>,
}

impl Chunk<'_> {
    pub(super) fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|&(_, c)| c)
    }

    pub(super) fn place(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.end, |&(at, _)| at)
    }

    pub(super) fn span(&self, from: usize, to: usize) -> ByteSpan {
        ByteSpan::new(self.place(from), self.place(to))
    }

    pub(super) fn is_word_at(&self, i: usize) -> bool {
        self.at(i).is_some_and(is_word)
    }

    pub(super) fn is_digit_at(&self, i: usize) -> bool {
        self.at(i).is_some_and(|c| c.is_ascii_digit())
    }

    /// The place after the run of characters from `i` that `belongs` holds for.
    pub(super) fn run(&self, i: usize, belongs: impl Fn(char) -> bool) -> usize {
        i + self.chars[i..].iter().take_while(|&&(_, c)| belongs(c)).count()
    }
}
