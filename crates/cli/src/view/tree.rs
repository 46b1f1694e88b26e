//! Dependency trees as indented lines.

use rapporteur_language::{Analysis, Sentence, TokenId};
use std::fmt::Write;

/// The trees of all sentences: a line a word, indented under its head, in order of the text.
pub fn trees(text: &str, analysis: &Analysis) -> String {
    let mut out = String::new();
    for sentence in &analysis.sentences {
        let _ = writeln!(out, "\x1b[2m{}\x1b[0m", sentence.span.of(text).replace('\n', " "));
        // Depth-first without recursion: a chain of heads can be as long as the sentence.
        let mut stack = vec![(sentence.root(), Vec::new(), true)];
        while let Some((id, bars, last)) = stack.pop() {
            line(&mut out, sentence, id, text, &bars, last);
            let children: Vec<TokenId> = sentence.children(id).collect();
            let mut below = bars;
            below.push(last);
            for (place, &child) in children.iter().enumerate().rev() {
                stack.push((child, below.clone(), place + 1 == children.len()));
            }
        }
        out.push('\n');
    }
    out
}

/// Columns of indentation that are drawn; deeper words stand below each other.
const DEEPEST: usize = 40;

fn line(out: &mut String, sentence: &Sentence, id: TokenId, text: &str, bars: &[bool], last: bool) {
    let token = &sentence[id];
    for &ended in bars.iter().skip(1).take(DEEPEST) {
        out.push_str(if ended { "   " } else { "│  " });
    }
    if !bars.is_empty() {
        out.push_str(if last { "└─ " } else { "├─ " });
    }
    let _ = writeln!(
        out,
        "\x1b[1m{}\x1b[0m \x1b[2m{}\x1b[0m \x1b[36m{}\x1b[0m \x1b[33m{}\x1b[0m",
        sentence.form(id, text),
        token.lemma,
        token.upos,
        token.deprel
    );
}
