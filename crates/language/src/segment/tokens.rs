//! Text → tokens, by rules after the practice of the treebanks.
//!
//! The text is cut at white space; each such chunk is read once from left to right. *Source*: the
//! tokenization of UD English EWT and GUM: hyphens are tokens of their own but after a prefix,
//! contractions come apart, an abbreviation keeps its stop.

use super::chunk::{is_apostrophe, is_hyphen, is_quote, is_stop, is_word, parts_words};
use rapporteur_lexicon::Language;
use rapporteur_lexicon::language::{AbbreviationKind, Period};
use rapporteur_record::{ByteSpan, Code, Diagnostic};

/// Characters that a token has at most; a longer one is cut.
pub const LONGEST_TOKEN: usize = 1000;

/// A token before it is tagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub span: ByteSpan,
    /// Whether it and the next one are one orthographic word.
    pub joined: bool,
}

/// Splits text into tokens.
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {
    language: Language,
}

/// What the scanner of one chunk knows.
struct Chunk<'t> {
    /// The characters with their places in the text.
    chars: &'t [(usize, char)],
    /// The place after the last one.
    end: usize,
    /// The first letter or digit of the next chunk of the paragraph, if any.
    next: Option<char>,
}

impl Chunk<'_> {
    fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|&(_, c)| c)
    }

    fn place(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.end, |&(at, _)| at)
    }

    fn span(&self, from: usize, to: usize) -> ByteSpan {
        ByteSpan::new(self.place(from), self.place(to))
    }

    fn is_word_at(&self, i: usize) -> bool {
        self.at(i).is_some_and(is_word)
    }

    fn is_digit_at(&self, i: usize) -> bool {
        self.at(i).is_some_and(|c| c.is_ascii_digit())
    }

    /// The place after the run of characters from `i` that `belongs` holds for.
    fn run(&self, i: usize, belongs: impl Fn(char) -> bool) -> usize {
        i + self.chars[i..]
            .iter()
            .take_while(|&&(_, c)| belongs(c))
            .count()
    }
}

/// What goes on from chunk to chunk of a paragraph.
#[derive(Default)]
struct State {
    /// Whether a single quotation mark was opened and not closed.
    single_quote: bool,
    scratch: Vec<(usize, char)>,
    lower: String,
}

impl Tokenizer {
    /// A tokenizer with this knowledge of spelling.
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    /// Its knowledge of spelling.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Appends the tokens of one paragraph of `text` to `pieces`.
    ///
    /// *Limits*: a word of more than [`LONGEST_TOKEN`] characters is cut, with a diagnostic.
    pub fn tokens(
        &self,
        text: &str,
        paragraph: ByteSpan,
        pieces: &mut Vec<Piece>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut state = State::default();
        let mut rest = chunk_from(text, paragraph.start, paragraph.end);
        while let Some(chunk) = rest {
            let next = chunk_from(text, chunk.end, paragraph.end);
            let follows = next.and_then(|next| next.of(text).chars().find(|&c| is_word(c)));
            self.chunk(text, chunk, follows, &mut state, pieces, diagnostics);
            rest = next;
        }
    }

    fn chunk(
        &self,
        text: &str,
        span: ByteSpan,
        next: Option<char>,
        state: &mut State,
        pieces: &mut Vec<Piece>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let words = span.of(text);
        // Most chunks are plain words.
        if words.len() <= LONGEST_TOKEN && words.bytes().all(|b| b.is_ascii_alphabetic()) {
            self.push_word(text, span, &mut state.lower, pieces);
            return;
        }
        let mut scratch = std::mem::take(&mut state.scratch);
        let mut start = span.start;
        while start < span.end {
            scratch.clear();
            let window = text[start..span.end].char_indices().take(LONGEST_TOKEN + 1);
            scratch.extend(window.map(|(at, c)| (start + at, c)));
            let to = cut(&scratch);
            let (end, follows) = scratch
                .get(to)
                .map_or((span.end, next), |&(at, c)| (at, Some(c)));
            if to < scratch.len() && is_word(scratch[to - 1].1) {
                diagnostics.push(too_long(ByteSpan::new(start, end), to));
            }
            let chunk = Chunk {
                chars: &scratch[..to],
                end,
                next: follows,
            };
            self.scan(text, &chunk, state, pieces);
            start = end;
        }
        state.scratch = scratch;
    }

    /// Reads one chunk from left to right.
    fn scan(&self, text: &str, chunk: &Chunk<'_>, state: &mut State, pieces: &mut Vec<Piece>) {
        let mut i = 0;
        let address = address_start(text, chunk);
        while let Some(c) = chunk.at(i) {
            if Some(i) == address {
                let end = address_end(chunk, i);
                pieces.push(Piece {
                    span: chunk.span(i, end),
                    joined: false,
                });
                i = end;
            } else if self.word_starts(chunk, i, &mut state.lower) {
                let end = self.word_end(text, chunk, i, &mut state.lower);
                self.push_word(text, chunk.span(i, end), &mut state.lower, pieces);
                i = end;
                if self.possessive_follows(text, chunk, i, state, pieces) {
                    if let Some(owner) = pieces.last_mut() {
                        owner.joined = true;
                    }
                    pieces.push(Piece {
                        span: chunk.span(i, i + 1),
                        joined: false,
                    });
                    i += 1;
                }
            } else {
                let end = self.sign_end(text, chunk, i);
                if is_apostrophe(c) && end == i + 1 {
                    state.single_quote = c != '\u{2019}'
                        && !state.single_quote
                        && (i == 0 || !chunk.is_word_at(i - 1));
                }
                pieces.push(Piece {
                    span: chunk.span(i, end),
                    joined: false,
                });
                i = end;
            }
        }
    }

    /// Whether a word begins at `i`: a letter or digit, or a sign that belongs to what follows.
    fn word_starts(&self, chunk: &Chunk<'_>, i: usize, lower: &mut String) -> bool {
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
            return (i == 0 || chunk.at(i - 1) != Some('.'))
                && chunk
                    .at(i + 1)
                    .is_some_and(|c| c.is_ascii_digit() || c.is_lowercase());
        }
        if c == '+' {
            return chunk.is_digit_at(i + 1);
        }
        if is_apostrophe(c) && c != '`' {
            let end = chunk.run(i + 1, is_word);
            // "'90s"
            if c != '\u{2018}'
                && chunk.is_digit_at(i + 1)
                && chunk.is_digit_at(i + 2)
                && !chunk.is_digit_at(i + 3)
            {
                return !chunk.at(end).is_some_and(is_apostrophe);
            }
            // "'em", "'tis"
            lower.clear();
            lower.push('\'');
            lower.extend(
                chunk.chars[i + 1..end]
                    .iter()
                    .flat_map(|&(_, c)| c.to_lowercase()),
            );
            return self.language.contraction(lower).is_some();
        }
        false
    }

    /// The end of the word that begins at `i`.
    fn word_end(&self, text: &str, chunk: &Chunk<'_>, start: usize, lower: &mut String) -> usize {
        let mut i = start + 1;
        while let Some(c) = chunk.at(i) {
            let before = chunk.chars[i - 1].1;
            let goes_on = chunk.is_word_at(i + 1);
            let digits = before.is_ascii_digit() && chunk.is_digit_at(i + 1);
            let keeps = match c {
                _ if is_word(c) => true,
                '.' if goes_on => !sentence_glued(chunk, start, i),
                '.' => chunk.at(i + 1) != Some('.') && self.stop_belongs(text, chunk, start, i),
                ',' | ':' => {
                    digits && (c == ':' || chunk.run(i + 1, |c| c.is_ascii_digit()) - i - 1 == 3)
                }
                '/' => digits || self.slash_belongs(chunk, start, i, lower),
                '&' => {
                    goes_on
                        && is_word(before)
                        && chunk.run(i + 1, is_word) - i <= 3
                        && i - start <= 2
                }
                '@' => goes_on && is_word(before),
                '*' => goes_on && before.is_alphabetic(),
                // "US$"
                '$' => {
                    i - start <= 3
                        && chunk.chars[start..i]
                            .iter()
                            .all(|&(_, c)| c.is_ascii_uppercase())
                }
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
        let known = self
            .language
            .abbreviation(chunk.span(start, i + 1).of(text));
        // The sentence plainly goes on.
        let inside = match follows {
            Some(')') => known.is_some_and(|known| known.kind == AbbreviationKind::Latin),
            Some(c) => {
                matches!(c, ',' | ';' | ':' | '-' | '/')
                    || (is_apostrophe(c) && chunk.is_word_at(i + 2))
            }
            None => next.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()),
        };
        let capital = next.is_some_and(char::is_uppercase);
        let word = &chunk.chars[start..i];
        if let Some(known) = known {
            return match known.period {
                Period::Always => {
                    known.kind != AbbreviationKind::Title || next.is_some() || follows.is_some()
                }
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
            [(_, letter)] if letter.is_uppercase() => {
                capital && *letter != 'I' || inside && follows.is_some()
            }
            [(_, letter)] if letter.is_alphabetic() => number_follows,
            _ => false,
        }
    }

    /// Whether the hyphen at `i` is part of the word that begins at `start`.
    fn hyphen_belongs(
        &self,
        chunk: &Chunk<'_>,
        start: usize,
        i: usize,
        lower: &mut String,
    ) -> bool {
        let right_end = chunk.run(i + 1, is_word);
        let left = &chunk.chars[start..i];
        if right_end == i + 1 {
            // A word broken off: "th-".
            let small = left.last().is_some_and(|(_, c)| c.is_lowercase()) && left.len() <= 2;
            return small && start == 0 && !chunk.at(i + 1).is_some_and(is_hyphen);
        }
        let right = &chunk.chars[i + 1..right_end];
        if left
            .iter()
            .all(|&(_, c)| c.is_ascii_digit() || is_hyphen(c))
        {
            return digits_belong(chunk, start);
        }
        if !right[0].1.is_alphabetic() {
            return false;
        }
        lower.clear();
        lower.extend(left.iter().flat_map(|&(_, c)| c.to_lowercase()));
        // "UN-backed" is not "un-".
        let name = left.len() > 1
            && left.iter().all(|&(_, c)| c.is_uppercase())
            && right.iter().any(|&(_, c)| c.is_lowercase());
        if !name && self.language.is_prefix(lower) {
            return true;
        }
        lower.clear();
        lower.extend(right.iter().flat_map(|&(_, c)| c.to_lowercase()));
        self.language.is_suffix(lower)
    }

    /// Whether the slash at `i` is part of a known word with a slash.
    fn slash_belongs(&self, chunk: &Chunk<'_>, start: usize, i: usize, lower: &mut String) -> bool {
        let end = chunk.run(i + 1, is_word);
        if end - start > 8 {
            return false;
        }
        lower.clear();
        lower.extend(
            chunk.chars[start..end]
                .iter()
                .flat_map(|&(_, c)| c.to_lowercase()),
        );
        self.language.is_slash_word(lower)
    }

    /// Whether an apostrophe at `i` makes the word before it a possessor: "the ministers' plan".
    fn possessive_follows(
        &self,
        text: &str,
        chunk: &Chunk<'_>,
        i: usize,
        state: &State,
        pieces: &[Piece],
    ) -> bool {
        if !matches!(chunk.at(i), Some('\'' | '\u{2019}'))
            || chunk.is_word_at(i + 1)
            || state.single_quote
        {
            return false;
        }
        // Two of them are a quotation mark; a mark right after a stop closes a quotation.
        if chunk.at(i + 1).is_some_and(is_apostrophe) {
            return false;
        }
        let word = pieces.last().map_or("", |piece| piece.span.of(text));
        word.ends_with(['s', 'S', 'z', 'x', 'Z', 'X'])
    }

    /// The end of the sign that begins at `i` and is no word.
    fn sign_end(&self, text: &str, chunk: &Chunk<'_>, i: usize) -> usize {
        let rest = &text[chunk.place(i)..chunk.end];
        if let Some(sign) = self.language.emoticon(rest) {
            let end = i + sign.chars().count();
            // "(:" in "(:-" and the like are no faces; nor is a sign that goes on in a word.
            if !chunk.is_word_at(end) && (i == 0 || !chunk.is_digit_at(i - 1)) {
                return end;
            }
        }
        if rest.starts_with("[...]") {
            return i + 5;
        }
        if rest.starts_with("[\u{2026}]") {
            return i + 3;
        }
        let c = chunk.chars[i].1;
        if is_stop(c) {
            return chunk.run(i, is_stop);
        }
        if is_quote(c)
            && c != '"'
            && chunk
                .at(i + 1)
                .is_some_and(|next| is_apostrophe(c) && doubles(c, next))
        {
            return i + 2;
        }
        match c {
            '-'
            | '\u{2010}'..='\u{2015}'
            | '$'
            | '*'
            | '='
            | '_'
            | '~'
            | '#'
            | '+'
            | '<'
            | '>'
            | '|'
            | '^' => chunk.run(i, |next| next == c),
            _ => i + 1,
        }
    }

    /// Appends a word, apart where it is written together and counted apart.
    fn push_word(&self, text: &str, span: ByteSpan, lower: &mut String, pieces: &mut Vec<Piece>) {
        let word = span.of(text);
        let first = word.as_bytes()[0];
        if first.is_ascii_digit()
            && let Some(digits) = self.number_before_unit(word, lower)
        {
            let middle = span.start + digits;
            pieces.push(Piece {
                span: ByteSpan::new(span.start, middle),
                joined: false,
            });
            pieces.push(Piece {
                span: ByteSpan::new(middle, span.end),
                joined: false,
            });
            return;
        }
        if word.len() <= 12 {
            lower.clear();
            lower.extend(
                word.chars()
                    .map(|c| if is_apostrophe(c) { '\'' } else { c })
                    .flat_map(char::to_lowercase),
            );
            if let Some(lengths) = self.language.contraction(lower) {
                let mut chars = word.char_indices();
                let mut start = span.start;
                for (part, &length) in lengths.iter().enumerate() {
                    let last = part + 1 == lengths.len();
                    let taken: usize = chars.by_ref().take(length).map(|(_, c)| c.len_utf8()).sum();
                    let end = if last { span.end } else { start + taken };
                    pieces.push(Piece {
                        span: ByteSpan::new(start, end),
                        joined: !last,
                    });
                    start = end;
                }
                return;
            }
        }
        let mut end = span.end;
        let mut cuts = [0; 3];
        let mut count = 0;
        while count < cuts.len()
            && let Some(at) = clitic_start(&text[span.start..end])
        {
            end = span.start + at;
            cuts[count] = end;
            count += 1;
        }
        let mut start = span.start;
        for &cut in cuts[..count].iter().rev() {
            pieces.push(Piece {
                span: ByteSpan::new(start, cut),
                joined: true,
            });
            start = cut;
        }
        pieces.push(Piece {
            span: ByteSpan::new(start, span.end),
            joined: false,
        });
    }

    /// The length in bytes of the number in "5pm", "1,350kg".
    fn number_before_unit(&self, word: &str, lower: &mut String) -> Option<usize> {
        let digits = word
            .bytes()
            .take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':'))
            .count();
        let unit = &word[digits..];
        if unit.is_empty() || unit.len() > 8 {
            return None;
        }
        lower.clear();
        lower.extend(
            unit.trim_end_matches('.')
                .chars()
                .filter(|&c| c != '.')
                .flat_map(char::to_lowercase),
        );
        self.language.is_unit(lower).then_some(digits)
    }
}

/// The next run of characters without white space in `text[from..to]`.
fn chunk_from(text: &str, from: usize, to: usize) -> Option<ByteSpan> {
    let rest = &text[from..to];
    let start = from + rest.find(|c| !parts_words(c))?;
    let end = text[start..to]
        .find(parts_words)
        .map_or(to, |length| start + length);
    Some(ByteSpan::new(start, end))
}

/// Where a window of a chunk is cut: at its end, or, when it is too long, after the last sign
/// before the limit, or at the limit.
fn cut(chars: &[(usize, char)]) -> usize {
    if chars.len() <= LONGEST_TOKEN {
        return chars.len();
    }
    let sign = chars[..LONGEST_TOKEN]
        .iter()
        .rposition(|&(_, c)| !is_word(c));
    sign.map_or(LONGEST_TOKEN, |sign| sign + 1)
}

fn too_long(span: ByteSpan, length: usize) -> Diagnostic {
    Diagnostic::new(
        Code::LanguageCut,
        format!("a word without a break was cut after {length} characters"),
    )
    .at(span)
    .help("check whether spaces were lost when the text was made")
}

/// Where a web or mail address begins in the chunk, if it has one.
fn address_start(text: &str, chunk: &Chunk<'_>) -> Option<usize> {
    let words = &text[chunk.place(0)..chunk.end];
    if !words.contains([':', '@', '.']) {
        return None;
    }
    let bytes = words.as_bytes();
    let place = |at: usize| {
        chunk
            .chars
            .partition_point(|&(place, _)| place < chunk.place(0) + at)
    };
    if let Some(at) = words.find("://") {
        let scheme = words[..at]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        return (scheme > 0).then(|| place(at - scheme));
    }
    for start in ["www.", "WWW.", "Www."] {
        if let Some(at) = words.find(start)
            && !words[..at].ends_with(|c: char| c.is_alphanumeric())
        {
            return Some(place(at));
        }
    }
    if let Some(at) = words.find('@') {
        let local = bytes[..at]
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_alphanumeric() || b"._%+-=&'".contains(b))
            .count();
        let host = words[at + 1..]
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b))
            .count();
        if local > 0 && host > 0 {
            let start = at - local
                + words[at - local..at]
                    .bytes()
                    .take_while(|b| !b.is_ascii_alphanumeric())
                    .count();
            return (start < at).then(|| place(start));
        }
    }
    // A site by its name with a path: "example.org/page". Without a path it is a word anyway.
    let slash = words.find('/')?;
    let host = words[..slash]
        .bytes()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b))
        .count();
    let name = &words[slash - host..slash];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_host =
        name.contains('.') && ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_lowercase());
    is_host.then(|| place(slash - host))
}

/// The end of the address that begins at `i`: signs that close a sentence or bracket stay out.
fn address_end(chunk: &Chunk<'_>, i: usize) -> usize {
    let mut end = chunk.run(i, |c| {
        !matches!(
            c,
            '<' | '>' | '"' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' | '|'
        )
    });
    while end > i + 1 {
        let last = chunk.chars[end - 1].1;
        let open = || chunk.chars[i..end].iter().any(|&(_, c)| c == '(');
        let closes = match last {
            ')' => !open(),
            '.' | ',' | ';' | ':' | '!' | '?' | ']' | '}' | '*' => true,
            _ => is_apostrophe(last),
        };
        if !closes {
            break;
        }
        end -= 1;
    }
    end
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
        && word.iter().enumerate().all(|(at, &(_, c))| {
            if at % 2 == 0 {
                c.is_alphabetic()
            } else {
                c == '.'
            }
        })
}

/// Whether the hyphens in the digits that begin at `start` belong to them: telephone numbers and
/// dates, not ranges such as "5-10".
fn digits_belong(chunk: &Chunk<'_>, start: usize) -> bool {
    let end = chunk.run(start, |c| c.is_ascii_digit() || is_hyphen(c));
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
        [3, 4] => true,
        [first, _, last] => first >= 3 || last >= 4,
        _ => false,
    }
}

/// Whether two apostrophes in a row are one quotation mark.
fn doubles(first: char, second: char) -> bool {
    first == second || (first == '\u{2018}' && second == '\u{2019}')
}

/// Where the contracted word at the end of `word` begins: "n't", "'s", "'ll".
fn clitic_start(word: &str) -> Option<usize> {
    let at = word
        .char_indices()
        .rev()
        .take(4)
        .find(|&(_, c)| is_apostrophe(c))
        .map(|(at, _)| at)?;
    if at == 0 {
        return None;
    }
    let mut letters = word[at..].chars();
    let mark = letters.next()?;
    let ending = letters.as_str();
    let is = |other: &str| ending.eq_ignore_ascii_case(other);
    // A decade: "1990's".
    if is("s")
        && word[..at].ends_with('0')
        && matches!(at, 2 | 4)
        && word[..at].bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    if is("t") && mark != '`' {
        let before = word[..at].chars().next_back()?;
        let cut = at - before.len_utf8();
        return (before.eq_ignore_ascii_case(&'n') && cut > 0).then_some(cut);
    }
    ["s", "m", "re", "ve", "ll", "d"]
        .iter()
        .any(|other| is(other))
        .then_some(at)
}
