//! Trees written by hand, for unit tests of the parts that read them.

use rapporteur_language::{Analysis, Deprel, Feats, Sentence, Token, TokenId, Upos};
use rapporteur_record::ByteSpan;

/// The text and analysis of sentences written one word a line as `form lemma upos head deprel
/// [feats]`, heads counted from 1 and 0 for the root. An empty line ends a sentence, a line `¶`
/// a paragraph.
///
/// Words are set apart by blanks but for closing marks, what follows an opening one, and what
/// begins with an apostrophe or is `n't`; `_` at the end of a form joins it to the next word.
pub(crate) fn analysis(trees: &str) -> (String, Analysis) {
    let (mut text, mut sentences, mut tokens) = (String::new(), Vec::new(), Vec::new());
    let (mut paragraph, mut glue, mut quoted) = (0, true, false);
    let mut close = |tokens: &mut Vec<Token>, paragraph: usize| {
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let span = ByteSpan::new(first.span.start, last.span.end);
            sentences.push(Sentence { span, paragraph, tokens: std::mem::take(tokens) });
        }
    };
    for line in trees.lines().map(str::trim) {
        if line.is_empty() {
            close(&mut tokens, paragraph);
            continue;
        }
        if line == "¶" {
            close(&mut tokens, paragraph);
            paragraph += 1;
            text.push_str("\n\n");
            glue = true;
            continue;
        }
        let cells: Vec<&str> = line.split_whitespace().collect();
        let form = cells[0].strip_suffix('_').unwrap_or(cells[0]);
        let closing = matches!(form, "," | "." | ";" | ":" | "?" | "!" | ")" | "”" | "n't")
            || form.starts_with(['\'', '’'])
            || form == "\"" && quoted;
        if !glue && !closing && !text.is_empty() {
            text.push(' ');
        }
        quoted ^= form == "\"";
        let start = text.len();
        text.push_str(form);
        glue = matches!(form, "(" | "“") || form == "\"" && quoted || cells[0].ends_with('_');
        let head: u32 = cells[3].parse().unwrap();
        tokens.push(Token {
            span: ByteSpan::new(start, text.len()),
            lemma: cells[1].into(),
            upos: Upos::from_word(cells[2]).unwrap_or_else(|| panic!("{line}")),
            feats: cells.get(5).map(|&feats| Feats::new(String::leak(feats.to_owned()))).unwrap_or_default(),
            head: head.checked_sub(1).map(TokenId),
            deprel: Deprel::from_word(cells[4]).unwrap_or_else(|| panic!("{line}")),
            joined: false,
        });
    }
    close(&mut tokens, paragraph);
    (text, Analysis { sentences, ..Analysis::default() })
}

/// The only place of `words` in `text`.
pub(crate) fn span(text: &str, words: &str) -> ByteSpan {
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
    assert_eq!(text.rfind(words), Some(start), "{words:?} is there twice");
    ByteSpan::new(start, start + words.len())
}
