//! A user's codebook at work: which of its issues a position falls under, and at which pole.

use crate::Reader;
use rapporteur_language::Upos;
use rapporteur_lexicon::codebook::{Codebook, CodebookIssue};
use rapporteur_reading::positions::NamedIssue;
use rapporteur_record::{Block, BlockKind, ByteSpan, Document, Position, Record, Span, Stance};
use std::borrow::Borrow;
use std::collections::BTreeSet;

/// A wording with what is compared of it.
struct Wording {
    issue: usize,
    /// Whether it stands for the positive pole of its issue.
    positive: bool,
    named: Option<NamedIssue>,
    stems: BTreeSet<String>,
}

/// A codebook whose patterns are read.
pub struct Coder<'r> {
    reader: &'r Reader,
    codebook: &'r Codebook,
    wordings: Vec<Wording>,
}

/// An issue of the codebook, and whether what was coded names its positive pole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded<'r> {
    /// The issue.
    pub issue: &'r CodebookIssue,
    /// Whether the words, or the issue's normal form, name its positive pole.
    pub positive: bool,
}

impl<'r> Coder<'r> {
    /// Reads the patterns of a codebook.
    pub fn new(reader: &'r Reader, codebook: &'r Codebook) -> Self {
        let mut wordings = Vec::new();
        for (issue, entry) in codebook.issues.iter().enumerate() {
            let both = entry.patterns.iter().map(|pattern| (pattern, true)).chain(std::iter::once((&entry.opposite, false)));
            for (words, positive) in both.filter(|(words, _)| !words.is_empty()) {
                let words = words.replace("{actor}", "they");
                let stems = stems(reader, &words);
                wordings.push(Wording { issue, positive, named: reader.issue(&words), stems });
            }
        }
        Self { reader, codebook, wordings }
    }

    /// The issue that words fall under: the one whose pattern has the most words in common with them, all of its own among them, or
    /// the same normal form.
    pub fn code(&self, words: &str) -> Option<Coded<'r>> {
        let named = self.reader.issue(words);
        let own = stems(self.reader, words);
        let mut best: Option<(usize, Coded<'r>)> = None;
        for wording in &self.wordings {
            let whole = !wording.stems.is_empty() && wording.stems.is_subset(&own);
            let same = named.is_some() && wording.named.as_ref().map(|one| &one.key) == named.as_ref().map(|one| &one.key);
            if !whole && !same {
                continue;
            }
            let turned = match (&wording.named, &named) {
                // Poles of two normal forms say nothing of each other.
                (Some(one), Some(other)) => same && one.positive != other.positive,
                _ => false,
            };
            let weight = 2 * wording.stems.intersection(&own).count() + usize::from(same);
            if best.as_ref().is_none_or(|(most, _)| weight > *most) {
                let coded = Coded { issue: &self.codebook.issues[wording.issue], positive: wording.positive != turned };
                best = Some((weight, coded));
            }
        }
        best.map(|(_, coded)| coded)
    }

    /// The issue that a position falls under, and whether the positive pole of its normal form is the codebook's.
    pub fn position(&self, record: &Record, position: &Position) -> Option<Coded<'r>> {
        for words in &position.words {
            let span = Span { start: words.start, end: words.end };
            let text = span.of(&record.text).unwrap_or_default();
            if let Some(coded) = self.code(text) {
                return Some(Coded { positive: coded.positive != words.opposite, ..coded });
            }
        }
        self.code(&position.issue.label)
    }

    /// Writes the codebook's keys into a record.
    pub fn apply(&self, record: &mut Record) {
        let found: Vec<Option<String>> =
            record.positions.iter().map(|position| self.position(record, position).map(|coded| coded.issue.key.clone())).collect();
        for (position, key) in record.positions.iter_mut().zip(found) {
            position.issue.codebook = key;
        }
    }

    /// The examples that do not fall where they should: issue, text, what came out.
    pub fn failures(&self) -> Vec<(&'r CodebookIssue, &'r str, Option<Coded<'r>>)> {
        let mut failed = Vec::new();
        for issue in &self.codebook.issues {
            for (text, pole) in &issue.examples {
                let coded = self.example(text);
                if coded.is_none_or(|coded| coded.issue.key != issue.key || coded.positive != *pole) {
                    failed.push((issue, text.as_str(), coded));
                }
            }
        }
        failed
    }

    /// Where a sentence falls: by what is at issue in it, else by its words.
    fn example(&self, text: &str) -> Option<Coded<'r>> {
        let body = Block { kind: BlockKind::Body, span: ByteSpan::new(0, text.len()) };
        let document = Document { text: text.to_owned(), blocks: vec![body], language: Some("en".into()), ..Document::default() };
        let record = self.reader.read(&document).ok()?.value;
        let by_position = record.positions.iter().find_map(|position| {
            position.words.iter().find_map(|words| self.code(Span { start: words.start, end: words.end }.of(&record.text)?))
        });
        by_position.or_else(|| self.code(text.trim_end_matches('.')))
    }
}

/// A stance towards the other pole of an issue.
pub fn turned(stance: Stance) -> Stance {
    match stance {
        Stance::Support | Stance::Demand => Stance::Reject,
        Stance::Reject => Stance::Support,
        Stance::AcceptIf => Stance::AcceptIf,
        Stance::Assert => Stance::Deny,
        Stance::Deny => Stance::Assert,
        Stance::Neutral => Stance::Neutral,
    }
}

/// The dictionary forms of the words that mean something.
fn stems(reader: &Reader, words: &str) -> BTreeSet<String> {
    let analysis = reader.parse(words);
    let tokens = analysis.sentences.iter().flat_map(|sentence| &sentence.tokens);
    let meaning = tokens.filter(|token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj));
    meaning.map(|token| token.lemma.to_lowercase()).filter(|lemma| !matches!(lemma.as_str(), "be" | "have" | "do")).collect()
}

/// Drafts issues from positions: those found most often first, each with some of the sentences that show it.
pub fn suggest(records: impl IntoIterator<Item = impl Borrow<Record>>) -> Vec<(usize, CodebookIssue)> {
    let mut order: Vec<String> = Vec::new();
    let mut drafts: std::collections::BTreeMap<String, (usize, CodebookIssue)> = std::collections::BTreeMap::new();
    for record in records {
        let record = record.borrow();
        for position in &record.positions {
            let key = &position.issue.key;
            let entry = drafts.entry(key.clone()).or_insert_with(|| {
                order.push(key.clone());
                (0, CodebookIssue { key: slug(key), label: position.issue.label.clone(), ..CodebookIssue::default() })
            });
            entry.0 += 1;
            for words in &position.words {
                let Some(text) = (Span { start: words.start, end: words.end }).of(&record.text) else { continue };
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let issue = &mut entry.1;
                if words.opposite && issue.opposite.is_empty() {
                    issue.opposite = text.clone();
                } else if !words.opposite && issue.patterns.len() < 6 && !issue.patterns.contains(&text) {
                    issue.patterns.push(text.clone());
                }
                let sentence = record.sentences.iter().find(|sentence| sentence.start <= words.start && words.end <= sentence.end);
                let sentence = sentence
                    .and_then(|sentence| sentence.of(&record.text))
                    .map(|sentence| sentence.split_whitespace().collect::<Vec<_>>().join(" "));
                if let Some(sentence) =
                    sentence.filter(|sentence| issue.examples.len() < 3 && !issue.examples.iter().any(|(known, _)| known == sentence))
                {
                    issue.examples.push((sentence, !words.opposite));
                }
            }
            if entry.1.patterns.is_empty() {
                entry.1.patterns.push(position.issue.label.clone());
            }
        }
    }
    let mut found: Vec<(usize, CodebookIssue)> = order.iter().filter_map(|key| drafts.remove(key)).collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    // Two issues never share a pattern.
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (_, issue) in &mut found {
        issue.patterns.retain(|pattern| used.insert(pattern.clone()));
    }
    found.retain(|(_, issue)| !issue.patterns.is_empty());
    found
}

fn slug(key: &str) -> String {
    let mut out: String = key.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    while out.contains("--") {
        out = out.replace("--", "-");
    }
    out.trim_matches('-').to_owned()
}
