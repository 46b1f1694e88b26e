//! Analysis → CoNLL-U, the exchange format of Universal Dependencies.
//!
//! *Source*: <https://universaldependencies.org/format.html>.

use crate::analysis::{Analysis, Sentence, TokenId};
use rapporteur_record::ByteSpan;
use std::fmt::Write as _;

/// The analysis of `text` as CoNLL-U: sentences with `# sent_id`, `# text` and, where a paragraph
/// begins, `# newpar`; multiword tokens as ranges; `SpaceAfter=No` where no white space follows.
/// The columns for the treebank's own tag and for enhanced dependencies are empty.
pub fn conllu(text: &str, analysis: &Analysis) -> String {
    conllu_sentences(text, analysis).collect()
}

/// As [`conllu`], a sentence at a time: together they are many times the text.
pub fn conllu_sentences(text: &str, analysis: &Analysis) -> impl Iterator<Item = String> {
    analysis.sentences.iter().enumerate().map(move |(at, sentence)| {
        let mut out = String::new();
        let before = at.checked_sub(1).map(|before| analysis.sentences[before].paragraph);
        if before != Some(sentence.paragraph) {
            out.push_str("# newpar\n");
        }
        let next = analysis.sentences.get(at + 1).map(|next| next.span.start);
        write(&mut out, text, sentence, at + 1, next);
        out.push('\n');
        out
    })
}

fn write(out: &mut String, text: &str, sentence: &Sentence, number: usize, next: Option<usize>) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "# sent_id = {number}");
    let _ = writeln!(out, "# text = {}", one_line(sentence.span.of(text)));
    let tokens = &sentence.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let last = at + tokens[at..].iter().take_while(|token| token.joined).count();
        let last = last.min(tokens.len() - 1);
        let follows = tokens.get(last + 1).map(|token| token.span.start).or(next);
        let space = follows.is_none_or(|start| start > tokens[last].span.end);
        let space = if space { "_" } else { "SpaceAfter=No" };
        if last > at {
            let form = ByteSpan::new(tokens[at].span.start, tokens[last].span.end).of(text);
            let _ = writeln!(out, "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{space}", at + 1, last + 1, cell(form));
        }
        for (id, token) in (at..).zip(&tokens[at..=last]) {
            let head = token.head.map_or(0, |head| head.index() + 1);
            let misc = if last > at { "_" } else { space };
            let form = cell(sentence.form(TokenId(id as u32), text));
            let lemma = cell(&token.lemma);
            let (upos, feats, deprel) = (token.upos, token.feats.as_str(), token.deprel);
            let _ = writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{deprel}\t_\t{misc}", id + 1);
        }
        at = last + 1;
    }
}

/// Words of a cell: no white space of any kind may stand in it, and it may not be empty.
fn cell(words: &str) -> String {
    let clean: String = words.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    if clean.is_empty() { "_".to_owned() } else { clean }
}

/// Text in one line: a run of white space is one space, control characters are left out.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_whitespace() {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !c.is_control() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Token;
    use crate::labels::{Deprel, Feats, Upos};

    fn token(span: ByteSpan, head: Option<u32>, joined: bool) -> Token {
        Token {
            span,
            lemma: "x".into(),
            upos: Upos::X,
            feats: Feats::new("Number=Sing"),
            head: head.map(TokenId),
            deprel: if head.is_some() { Deprel::Dep } else { Deprel::Root },
            joined,
        }
    }

    #[test]
    fn multiword_tokens_and_missing_spaces_are_marked() {
        let text = "I don't.\nYes";
        let span = ByteSpan::new;
        let first = vec![
            token(span(0, 1), None, false),
            token(span(2, 4), Some(0), true),
            token(span(4, 7), Some(0), false),
            token(span(7, 8), Some(0), false),
        ];
        let analysis = Analysis {
            sentences: vec![
                Sentence { span: span(0, 8), paragraph: 0, tokens: first },
                Sentence { span: span(9, 12), paragraph: 1, tokens: vec![token(span(9, 12), None, false)] },
            ],
            ..Analysis::default()
        };
        let wanted = "# newpar\n# sent_id = 1\n# text = I don't.\n\
            1\tI\tx\tX\t_\tNumber=Sing\t0\troot\t_\t_\n\
            2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
            2\tdo\tx\tX\t_\tNumber=Sing\t1\tdep\t_\t_\n\
            3\tn't\tx\tX\t_\tNumber=Sing\t1\tdep\t_\t_\n\
            4\t.\tx\tX\t_\tNumber=Sing\t1\tdep\t_\t_\n\n\
            # newpar\n# sent_id = 2\n# text = Yes\n1\tYes\tx\tX\t_\tNumber=Sing\t0\troot\t_\t_\n\n";
        assert_eq!(conllu(text, &analysis), wanted);
    }

    #[test]
    fn a_cell_has_no_white_space() {
        assert_eq!(cell("a\u{a0}b\tc"), "abc");
        assert_eq!(cell("\u{3000}"), "_");
        assert_eq!(one_line(" a\n\u{0}b  c "), "a b c");
    }
}
