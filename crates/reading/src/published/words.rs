//! The words of a text as the search for evidence sees them.

use rapporteur_record::ByteSpan;

/// Bytes of a text that are searched, at most.
const SEARCHED: usize = 400_000;

/// One word or figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    /// The word, as printed.
    pub text: &'t str,
    /// Where it stands.
    pub span: ByteSpan,
    /// Number of its sentence, counted roughly: a full stop after a short word in capitals or
    /// after a month's short form does not end one.
    pub sentence: usize,
}

/// The words of `spans` of a text, in order.
pub(super) fn words<'t>(text: &'t str, spans: impl Iterator<Item = ByteSpan>) -> Vec<Word<'t>> {
    let mut words: Vec<Word<'t>> = Vec::new();
    let mut sentence = 0;
    let mut searched = 0;
    for span in spans {
        searched += span.len();
        if searched > SEARCHED {
            break;
        }
        sentence += 1;
        let mut start = None;
        let piece = span.of(text);
        for (at, c) in piece.char_indices().chain([(piece.len(), ' ')]) {
            let inner = c.is_alphanumeric()
                || start.is_some() && "-'’".contains(c) && piece[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
            match (inner, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    let word = &piece[from..at];
                    words.push(Word { text: word, span: ByteSpan::new(span.start + from, span.start + at), sentence });
                    start = None;
                    if ends_sentence(word, &piece[at..]) {
                        sentence += 1;
                    }
                }
                _ => {}
            }
        }
    }
    words
}

/// Whether a sentence ends between `word` and `rest`.
fn ends_sentence(word: &str, rest: &str) -> bool {
    let mut marks = rest.chars();
    let Some(mark @ ('.' | '!' | '?')) = marks.next() else {
        return false;
    };
    let after = marks.as_str().trim_start_matches(['"', '”', '’', '\'', ')']);
    let next = after.trim_start().chars().next();
    let opens = after.starts_with(char::is_whitespace) && next.is_none_or(|c| !c.is_lowercase());
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let abbreviation = mark == '.' && capital && word.chars().count() <= 4 && next.is_some_and(|c| c.is_alphanumeric());
    (opens || after.is_empty()) && !abbreviation
}
