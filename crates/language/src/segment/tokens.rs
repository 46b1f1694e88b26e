//! Text → tokens, by rules after the practice of the treebanks.
//!
//! The text is cut at white space; each such chunk is read once from left to right. *Source*: the
//! tokenization of UD English EWT and GUM: hyphens are tokens of their own but after a prefix,
//! contractions come apart, an abbreviation keeps its stop.

use super::address::{address_end, address_start, file_name};
use super::chunk::{Chunk, is_apostrophe, is_word, parts_words};
use rapporteur_lexicon::Language;
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

/// What goes on from chunk to chunk of a paragraph.
#[derive(Default)]
struct State {
    /// Whether a single quotation mark was opened and not closed.
    single_quote: bool,
    /// Where the paragraph ends.
    end: usize,
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
    /// *Limits*: a word of more than [`LONGEST_TOKEN`] characters is cut, with one diagnostic for all that is
    /// between two spaces.
    pub fn tokens(&self, text: &str, paragraph: ByteSpan, pieces: &mut Vec<Piece>, diagnostics: &mut Vec<Diagnostic>) {
        let mut state = State { end: paragraph.end, ..State::default() };
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
            self.push_word(text, span, state, pieces);
            return;
        }
        let mut scratch = std::mem::take(&mut state.scratch);
        let mut start = span.start;
        let mut was_cut = false;
        while start < span.end {
            scratch.clear();
            let window = text[start..span.end].char_indices().take(LONGEST_TOKEN + 1);
            scratch.extend(window.map(|(at, c)| (start + at, c)));
            let to = cut(&scratch);
            let (end, follows) = scratch.get(to).map_or((span.end, next), |&(at, c)| (at, Some(c)));
            was_cut |= to < scratch.len() && is_word(scratch[to - 1].1);
            let chunk = Chunk { chars: &scratch[..to], end, next: follows };
            self.scan(text, &chunk, state, pieces);
            start = end;
        }
        state.scratch = scratch;
        if was_cut {
            diagnostics.push(too_long(text, span));
        }
    }

    /// Reads one chunk from left to right.
    fn scan(&self, text: &str, chunk: &Chunk<'_>, state: &mut State, pieces: &mut Vec<Piece>) {
        let mut i = 0;
        let address = address_start(text, chunk).map(|start| (start, address_end(chunk, start)));
        let address = address.or_else(|| file_name(text, chunk, &self.language, &mut state.lower));
        while let Some(c) = chunk.at(i) {
            if let Some((start, end)) = address
                && start == i
            {
                pieces.push(Piece { span: chunk.span(i, end), joined: false });
                i = end;
            } else if self.word_starts(chunk, i, &mut state.lower) {
                let end = self.word_end(text, chunk, i, &mut state.lower);
                self.push_word(text, chunk.span(i, end), state, pieces);
                i = end;
                if self.possessive_follows(text, chunk, i, state, pieces) {
                    if let Some(owner) = pieces.last_mut() {
                        owner.joined = true;
                    }
                    pieces.push(Piece { span: chunk.span(i, i + 1), joined: false });
                    i += 1;
                }
            } else {
                let end = self.sign_end(text, chunk, i);
                if is_apostrophe(c) && end == i + 1 {
                    state.single_quote = c != '\u{2019}' && !state.single_quote && (i == 0 || !chunk.is_word_at(i - 1));
                }
                pieces.push(Piece { span: chunk.span(i, end), joined: false });
                i = end;
            }
        }
    }

    /// Whether an apostrophe at `i` makes the word before it a possessor: "the ministers' plan".
    fn possessive_follows(&self, text: &str, chunk: &Chunk<'_>, i: usize, state: &State, pieces: &[Piece]) -> bool {
        if !matches!(chunk.at(i), Some('\'' | '\u{2019}')) || chunk.is_word_at(i + 1) || state.single_quote {
            return false;
        }
        // Two of them are a quotation mark; a mark right after a stop closes a quotation.
        if chunk.at(i + 1).is_some_and(is_apostrophe) {
            return false;
        }
        let word = pieces.last().map_or("", |piece| piece.span.of(text));
        word.ends_with(['s', 'S', 'z', 'x', 'Z', 'X'])
    }

    /// Appends a word, apart where it is written together and counted apart.
    fn push_word(&self, text: &str, span: ByteSpan, state: &mut State, pieces: &mut Vec<Piece>) {
        let word = span.of(text);
        let lower = &mut state.lower;
        let first = word.as_bytes()[0];
        if first.is_ascii_digit()
            && let Some(digits) = self.number_before_unit(word, lower)
        {
            let middle = span.start + digits;
            pieces.push(Piece { span: ByteSpan::new(span.start, middle), joined: false });
            pieces.push(Piece { span: ByteSpan::new(middle, span.end), joined: false });
            return;
        }
        if word.len() <= 12 {
            lower.clear();
            if word.bytes().all(|b| b.is_ascii_alphabetic()) {
                lower.push_str(word);
                lower.make_ascii_lowercase();
            } else {
                lower.extend(word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).flat_map(char::to_lowercase));
            }
            let left_out = || self.language.left_out(word, lower, &text[span.end..state.end]);
            if let Some(lengths) = self.language.contraction(lower).or_else(left_out) {
                let mut chars = word.char_indices();
                let mut start = span.start;
                for (part, &length) in lengths.iter().enumerate() {
                    let last = part + 1 == lengths.len();
                    let taken: usize = chars.by_ref().take(length).map(|(_, c)| c.len_utf8()).sum();
                    let end = if last { span.end } else { start + taken };
                    pieces.push(Piece { span: ByteSpan::new(start, end), joined: !last });
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
            pieces.push(Piece { span: ByteSpan::new(start, cut), joined: true });
            start = cut;
        }
        pieces.push(Piece { span: ByteSpan::new(start, span.end), joined: false });
    }

    /// The length in bytes of the number in "5pm", "1,350kg".
    fn number_before_unit(&self, word: &str, lower: &mut String) -> Option<usize> {
        let digits = word.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':')).count();
        let unit = &word[digits..];
        if unit.is_empty() || unit.len() > 8 {
            return None;
        }
        lower.clear();
        lower.extend(unit.trim_end_matches('.').chars().filter(|&c| c != '.').flat_map(char::to_lowercase));
        self.language.is_unit(lower).then_some(digits)
    }
}

/// The next run of characters without white space in `text[from..to]`.
fn chunk_from(text: &str, from: usize, to: usize) -> Option<ByteSpan> {
    let rest = &text[from..to];
    let start = from + rest.find(|c| !parts_words(c))?;
    let end = text[start..to].find(parts_words).map_or(to, |length| start + length);
    Some(ByteSpan::new(start, end))
}

/// Where a window of a chunk is cut: at its end, or, when it is too long, after the last sign
/// before the limit, or at the limit.
fn cut(chars: &[(usize, char)]) -> usize {
    if chars.len() <= LONGEST_TOKEN {
        return chars.len();
    }
    let sign = chars[..LONGEST_TOKEN].iter().rposition(|&(_, c)| !is_word(c));
    sign.map_or(LONGEST_TOKEN, |sign| sign + 1)
}

fn too_long(text: &str, span: ByteSpan) -> Diagnostic {
    let length = span.of(text).chars().count();
    Diagnostic::new(Code::LanguageCut, format!("{length} characters without a space were cut into words of {LONGEST_TOKEN} at most"))
        .at(span)
        .help("check whether spaces were lost when the text was made")
}

/// Where the contracted word at the end of `word` begins: "n't", "'s", "'ll".
fn clitic_start(word: &str) -> Option<usize> {
    let at = word.char_indices().rev().take(4).find(|&(_, c)| is_apostrophe(c)).map(|(at, _)| at)?;
    if at == 0 {
        return None;
    }
    let mut letters = word[at..].chars();
    let mark = letters.next()?;
    let ending = letters.as_str();
    let is = |other: &str| ending.eq_ignore_ascii_case(other);
    // A decade: "1990's".
    if is("s") && word[..at].ends_with('0') && matches!(at, 2 | 4) && word[..at].bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if is("t") && mark != '`' {
        let before = word[..at].chars().next_back()?;
        let cut = at - before.len_utf8();
        return (before.eq_ignore_ascii_case(&'n') && cut > 0).then_some(cut);
    }
    ["s", "m", "re", "ve", "ll", "d"].iter().any(|other| is(other)).then_some(at)
}
