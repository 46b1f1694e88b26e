//! Interviews as questions and answers: "Q: …" and "A: …", or paragraphs that ask and paragraphs that answer without a mark. What is
//! answered is said by the one interviewed, whose name stands before the first question.

use super::grove::{LONGEST, Tree};
use super::reader::Reader;
use super::speech::insert;
use super::{Attribution, WordAt};
use rapporteur_language::{TokenId, Upos};
use rapporteur_record::ByteSpan;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many questions without a mark make an interview.
const QUESTIONS: usize = 3;
/// How many bytes such a question has at most.
const LONGEST_QUESTION: usize = 600;

/// What a paragraph is in an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Question,
    Answer,
    /// An answer goes on, or the reporter tells something.
    Other,
}

/// A paragraph of the text.
struct Paragraph {
    sentences: Range<usize>,
    span: ByteSpan,
    /// What its label says, and where the label's mark stands.
    label: Option<(Part, ByteSpan)>,
}

impl Reader<'_> {
    /// Gives the answers of an interview to the one who is interviewed.
    pub(super) fn turns(&mut self) {
        let paragraphs = self.labelled();
        let marked = paragraphs.iter().any(|paragraph| paragraph.label.is_some_and(|(part, _)| part == Part::Answer));
        let parts: Vec<Part> = match marked {
            true => paragraphs.iter().map(|paragraph| paragraph.label.map_or(Part::Other, |(part, _)| part)).collect(),
            false => paragraphs.iter().map(|paragraph| if self.asks(paragraph) { Part::Question } else { Part::Other }).collect(),
        };
        if marked {
            let text = self.text;
            self.found.retain(|found| found.source.is_none_or(|source| label(source.of(text)).is_none()) || !is_colon(text, found));
        }
        let Some(first) = parts.iter().position(|&part| part != Part::Other) else { return };
        let asked = (first..parts.len()).filter(|&at| parts[at] == Part::Question && parts.get(at + 1) == Some(&Part::Other)).count();
        if !marked && asked < QUESTIONS {
            return;
        }
        let Some((source, head)) = self.interviewed(paragraphs[first].sentences.start) else { return };
        let last = parts.iter().rposition(|&part| part != Part::Other).unwrap_or(first);
        let mut at = first;
        while at < parts.len() {
            let begins = parts[at] == Part::Answer || !marked && parts[at] == Part::Other && parts[at - 1] == Part::Question;
            if !begins {
                at += 1;
                continue;
            }
            let next = (at + 1..parts.len()).find(|&next| parts[next] != Part::Other).unwrap_or(parts.len());
            // Behind the last answer the reporter may go on.
            let end = if at >= last { at + 1 } else { next };
            self.answer(&paragraphs[at..end], source, head);
            at = next;
        }
    }

    /// The paragraphs with their labels.
    fn labelled(&self) -> Vec<Paragraph> {
        let sentences = &self.analysis.sentences;
        let mut found = Vec::new();
        let mut from = 0;
        for chunk in sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
            let sentences = from..from + chunk.len();
            from += chunk.len();
            let Some((first, last)) = chunk.first().zip(chunk.last()) else { continue };
            let span = first.span.join(last.span);
            let words = span.of(self.text);
            let mark = words.find([':', '.']).filter(|&mark| mark <= 10);
            let label = mark.and_then(|mark| {
                let part = label(&words[..mark])?;
                Some((part, ByteSpan::new(span.start + mark, span.start + mark + 1)))
            });
            found.push(Paragraph { sentences, span, label });
        }
        found
    }

    /// Whether the paragraph only asks somebody: it ends with a question and speaks to "you", and nobody is quoted.
    fn asks(&self, paragraph: &Paragraph) -> bool {
        let words = paragraph.span.of(self.text).trim_end();
        let quoted = || self.quotations.iter().any(|quotation| paragraph.span.overlaps(quotation.span));
        let to_you =
            || words.split(|c: char| !c.is_alphabetic()).any(|word| word.eq_ignore_ascii_case("you") || word.eq_ignore_ascii_case("your"));
        let asked = || words.split_whitespace().count() <= 12;
        words.ends_with('?') && words.len() <= LONGEST_QUESTION && (to_you() || asked()) && !quoted()
    }

    /// The name, of two words or more, that comes back most before the interview.
    fn interviewed(&self, before: usize) -> Option<(ByteSpan, WordAt)> {
        let mut names: Vec<(ByteSpan, WordAt, &str)> = Vec::new();
        let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
        for at in (0..before).filter(|&at| self.analysis.sentences[at].tokens.len() <= LONGEST) {
            let tree = Tree::new(self.text, self.analysis, at);
            let is_name = |id: TokenId| tree.upos(id) == Upos::Propn;
            let mut id = 0;
            while id < tree.len() as u32 {
                let start = id;
                while id < tree.len() as u32 && is_name(TokenId(id)) {
                    *forms.entry(tree.form(TokenId(id))).or_default() += 1;
                    id += 1;
                }
                // "the Harbour Guild", "at Brava Point": no person's.
                let before = start.checked_sub(1).map(TokenId);
                let other = before.is_some_and(|before| ["the", "in", "at", "near", "from"].iter().any(|word| tree.is(before, word)));
                if id > start + 1 && !other {
                    let (first, last) = (TokenId(start), TokenId(id - 1));
                    let span = tree.token(first).span.join(tree.token(last).span);
                    let top = (start..id).map(TokenId).find(|&word| tree.head(word).is_none_or(|head| head < first || head > last));
                    names.push((span, WordAt { sentence: at, token: top.unwrap_or(last) }, tree.form(last)));
                }
                id += u32::from(id == start);
            }
        }
        let often = |name: &str| forms.get(name).copied().unwrap_or_default();
        let best = names.iter().enumerate().max_by_key(|(place, (.., last))| (often(last), std::cmp::Reverse(*place)))?.1;
        // Of two who come back alike nobody tells which one answers.
        let other = names.iter().filter(|(.., last)| *last != best.2).map(|(.., last)| often(last)).max();
        (other < Some(often(best.2))).then_some((best.0, best.1))
    }

    /// One answer of one paragraph or several.
    fn answer(&mut self, paragraphs: &[Paragraph], source: ByteSpan, head: WordAt) {
        let mut content = Vec::new();
        let quoted =
            |span: ByteSpan| self.quotations.iter().any(|quotation| quotation.span.overlaps(span) && 2 * quotation.span.len() > span.len());
        for paragraph in paragraphs.iter().filter(|paragraph| !quoted(paragraph.span)) {
            let start = paragraph.label.map_or(paragraph.span.start, |(_, mark)| mark.end);
            let piece = ByteSpan::new(start, paragraph.span.end).trim(self.text);
            if piece.of(self.text).chars().any(char::is_alphanumeric) {
                insert(&mut content, piece);
            }
        }
        let Some(first) = paragraphs.first().filter(|_| !content.is_empty()) else { return };
        let said = self.said(content);
        let cue = first.label.map(|(_, mark)| mark);
        let word = |mark: ByteSpan| {
            let sentence = first.sentences.clone().find(|&at| self.analysis.sentences[at].span.contains(mark))?;
            let token = self.analysis.sentences[sentence].tokens_in(mark).last()?;
            Some(WordAt { sentence, token })
        };
        self.found.push(Attribution { source: Some(source), source_head: Some(head), cue, cue_head: cue.and_then(word), ..said });
    }
}

/// What a word in front of a colon says of its paragraph.
fn label(words: &str) -> Option<Part> {
    match words.trim().to_ascii_lowercase().as_str() {
        "q" | "question" => Some(Part::Question),
        "a" | "answer" => Some(Part::Answer),
        _ => None,
    }
}

fn is_colon(text: &str, found: &Attribution) -> bool {
    found.cue.is_some_and(|cue| matches!(cue.of(text), ":" | "."))
}
