//! Sentences as names need them: words as a reader sees them ("al-Amin" is one), the tree's
//! spans, the quotation marks.

use rapporteur_language::{Deprel, Sentence, TokenId, Upos};
use rapporteur_record::ByteSpan;
use std::ops::Range;

/// A word between blanks and punctuation, of one token or several ("al-Amin", "U.N.").
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    /// Its tokens, as indices into the sentence.
    pub tokens: Range<usize>,
    /// Its letters.
    pub text: &'t str,
    /// The tag of its last token.
    pub upos: Upos,
    /// Whether its first letter is a capital, after a particle such as "al-".
    pub capital: bool,
    /// Whether a capital says nothing here: the first word of the sentence or of a quotation.
    pub opens: bool,
}

/// One sentence with what is asked of it again and again.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub sentence: &'a Sentence,
    pub words: Vec<Word<'a>>,
    /// Token → the word that it belongs to.
    pub word_of: Vec<usize>,
    /// Token → first and last token of its subtree's extent.
    low: Vec<usize>,
    high: Vec<usize>,
    /// Dependants of token `t`: `children[starts[t]..starts[t + 1]]`, in order.
    starts: Vec<usize>,
    children: Vec<usize>,
    /// Whether capitals say nothing in the whole sentence: a headline in title case, a line in capitals.
    pub titled: bool,
}

impl<'a> Line<'a> {
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Self {
        let count = sentence.tokens.len();
        let mut starts = vec![0; count + 2];
        for token in &sentence.tokens {
            if let Some(head) = token.head {
                starts[head.index() + 2] += 1;
            }
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut children = vec![0; count];
        for (at, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[starts[head.index() + 1]] = at;
                starts[head.index() + 1] += 1;
            }
        }
        let (low, high) = extents(sentence, &starts);
        let (words, word_of) = words(text, sentence);
        let titled = titled(&words);
        Self { text, sentence, words, word_of, low, high, starts, children, titled }
    }

    /// The tokens that depend on `token`, in order.
    pub fn children(&self, token: usize) -> &[usize] {
        &self.children[self.starts[token]..self.starts[token + 1]]
    }

    /// Whether `token` lies in the extent of the subtree of `top`.
    pub fn within(&self, token: usize, top: usize) -> bool {
        self.low[top] <= token && token <= self.high[top]
    }

    /// The last token of the subtree of `top`.
    pub fn high(&self, top: usize) -> usize {
        self.high[top]
    }

    /// The token that all others of `range` hang from: the first whose head lies outside.
    pub fn top(&self, range: Range<usize>) -> usize {
        let outside = |&at: &usize| self.sentence.tokens[at].head.is_none_or(|head| !range.contains(&head.index()));
        range.clone().find(outside).unwrap_or(range.start)
    }

    /// The tokens of a range of words.
    pub fn tokens(&self, words: &Range<usize>) -> Range<usize> {
        self.words[words.start].tokens.start..self.words[words.end - 1].tokens.end
    }

    /// The span of a range of tokens.
    pub fn span(&self, tokens: &Range<usize>) -> ByteSpan {
        self.sentence.tokens[tokens.start].span.join(self.sentence.tokens[tokens.end - 1].span)
    }

    /// The letters of a token.
    pub fn form(&self, token: usize) -> &'a str {
        self.sentence.form(TokenId(token as u32), self.text)
    }

    /// The head of a token.
    pub fn head(&self, token: usize) -> Option<usize> {
        self.sentence.tokens[token].head.map(TokenId::index)
    }

    /// The first adposition that marks `token`, in small letters.
    pub fn case(&self, token: usize) -> Option<String> {
        let marks = |&&child: &&usize| {
            child < token && self.sentence.tokens[child].deprel.base() == "case" && self.sentence.tokens[child].upos == Upos::Adp
        };
        self.children(token).iter().find(marks).map(|&child| self.form(child).to_lowercase())
    }

    /// Whether a verb is that of a relative clause, or coordinated with one that is.
    pub fn ancestors_relative(&self, verb: usize) -> bool {
        let mut at = verb;
        for _ in 0..3 {
            match self.sentence.tokens[at].deprel {
                Deprel::AclRelcl => return true,
                Deprel::Conj | Deprel::Xcomp => {}
                _ => return false,
            }
            let Some(head) = self.head(at) else {
                return false;
            };
            at = head;
        }
        false
    }

    /// The letters of a word; none past the end.
    pub fn word_text(&self, word: usize) -> &'a str {
        self.words.get(word).map_or("", |word| word.text)
    }

    /// The letters of a range of words, each apart.
    pub fn texts(&self, words: Range<usize>) -> Vec<&'a str> {
        self.words[words].iter().map(|word| word.text).collect()
    }
}

/// First and last token of each subtree: leaves are done before what they hang from.
fn extents(sentence: &Sentence, starts: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let count = sentence.tokens.len();
    let (mut low, mut high): (Vec<usize>, Vec<usize>) = ((0..count).collect(), (0..count).collect());
    let mut waiting: Vec<usize> = (0..count).map(|at| starts[at + 1] - starts[at]).collect();
    let mut ready: Vec<usize> = (0..count).filter(|&at| waiting[at] == 0).collect();
    while let Some(at) = ready.pop() {
        if let Some(head) = sentence.tokens[at].head.map(TokenId::index) {
            low[head] = low[head].min(low[at]);
            high[head] = high[head].max(high[at]);
            waiting[head] -= 1;
            if waiting[head] == 0 {
                ready.push(head);
            }
        }
    }
    (low, high)
}

fn words<'a>(text: &'a str, sentence: &'a Sentence) -> (Vec<Word<'a>>, Vec<usize>) {
    let mut words: Vec<Word<'a>> = Vec::with_capacity(sentence.tokens.len());
    let mut word_of = Vec::with_capacity(sentence.tokens.len());
    let mut opens = true;
    for (at, token) in sentence.tokens.iter().enumerate() {
        let form = token.span.of(text);
        if let Some(last) = words.last_mut() {
            let before = sentence.tokens[at - 1].span;
            if before.end == token.span.start && joins(before.of(text), form, &text[token.span.end..]) {
                last.tokens.end = at + 1;
                let start = sentence.tokens[last.tokens.start].span.start;
                last.text = &text[start..token.span.end];
                last.upos = token.upos;
                last.capital = capital(last.text);
                word_of.push(words.len() - 1);
                continue;
            }
        }
        let bare = form.chars().all(|c| !c.is_alphanumeric());
        words.push(Word { tokens: at..at + 1, text: form, upos: token.upos, capital: capital(form), opens: opens && !bare });
        word_of.push(words.len() - 1);
        opens = if bare { opens || matches!(form, "\"" | "“" | "``" | "‘" | ":" | "—" | "–" | "--" | "(") } else { false };
    }
    (words, word_of)
}

/// Whether two tokens without a blank between them are one word.
fn joins(before: &str, form: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().last(), form.chars().next()) else {
        return false;
    };
    if form == "-" || form == "‑" {
        return last.is_alphanumeric() && after.starts_with(char::is_alphanumeric);
    }
    if before == "-" || before == "‑" {
        return first.is_alphanumeric();
    }
    // "U.N" and ".", "J" and ".": an abbreviation's point. The full stop after a word is none.
    form == "."
        && before.chars().count() <= 4
        && (before.contains('.') || before.chars().count() == 1)
        && last.is_uppercase()
        && after.starts_with(char::is_whitespace)
        && after.trim_start().starts_with(char::is_alphanumeric)
}

/// Whether a word begins with a capital, a particle such as "al-" or "d'" apart.
fn capital(word: &str) -> bool {
    let mut letters = word.chars();
    match letters.next() {
        Some(c) if c.is_uppercase() => true,
        Some(c) if c.is_lowercase() => {
            let rest = word.split_once(['-', '\'', '’']);
            rest.is_some_and(|(particle, rest)| particle.chars().count() <= 3 && rest.starts_with(char::is_uppercase))
        }
        _ => false,
    }
}

/// Whether nearly every longer word has a capital.
fn titled(words: &[Word<'_>]) -> bool {
    let longer = words.iter().filter(|word| word.text.chars().count() > 3 && word.text.starts_with(char::is_alphabetic));
    let letters = || words.iter().filter(|word| word.text.contains(char::is_alphabetic));
    if letters().count() > 1 && letters().all(|word| !word.text.contains(char::is_lowercase)) {
        return true;
    }
    let (mut all, mut capitals) = (0, 0);
    for word in longer {
        all += 1;
        capitals += usize::from(word.capital);
    }
    all >= 4 && capitals * 10 >= all * 9
}
