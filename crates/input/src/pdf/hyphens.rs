//! Words split at line ends: joined again, with the hyphen where it belongs to the word.
//!
//! A hyphen at a line end says two things: "the word goes on", or "the word has a hyphen, and the
//! line ends there". Which of the two is decided by the document itself, that is by how it writes
//! the word elsewhere, and only then by what the halves are.

use rapporteur_lexicon::Hyphens;
use std::collections::{BTreeMap, BTreeSet};

/// How a document writes its words where no line end interferes.
#[derive(Debug)]
pub(super) struct Vocabulary {
    halves: Hyphens,
    words: BTreeMap<String, usize>,
    hyphened: BTreeSet<String>,
}

impl Vocabulary {
    /// Knows no word yet.
    pub(super) fn new() -> Self {
        Self { halves: Hyphens::embedded(), words: BTreeMap::new(), hyphened: BTreeSet::new() }
    }

    /// Learns a word that stands inside a line.
    pub(super) fn add(&mut self, printed: &str) {
        let word = bare(printed).to_lowercase().replace(['\u{2010}', '\u{2011}'], "-").replace('\u{ad}', "");
        if word.contains('-') {
            for half in word.split('-').filter(|half| !half.is_empty()) {
                *self.words.entry(half.to_owned()).or_default() += 1;
            }
            self.hyphened.insert(word);
        } else if !word.is_empty() {
            *self.words.entry(word).or_default() += 1;
        }
    }

    fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !is_hyphen(c))
}

/// Hyphens that may end a line: the sign on the keyboard, the typographic one, the soft one.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{ad}')
}

/// How the end of one line and the beginning of the next are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// By a blank.
    Blank,
    /// Without a blank, the hyphen stays.
    Keep,
    /// Without a blank, the hyphen goes.
    Drop,
}

/// Halves of so few letters are mostly syllables, though print knows them as words.
const SHORT: usize = 2;

/// How `last`, the last word of a line, and `first`, the first of the next, are joined.
pub(super) fn join(last: &str, first: &str, vocabulary: &Vocabulary) -> Join {
    let Some(hyphen) = last.chars().next_back().filter(|&c| is_hyphen(c)) else {
        return Join::Blank;
    };
    let left = &last[..last.len() - hyphen.len_utf8()];
    let Some(before) = left.chars().next_back() else {
        return Join::Blank;
    };
    let Some(after) = first.chars().next() else {
        return Join::Blank;
    };
    if hyphen == '\u{ad}' {
        return Join::Drop;
    }
    if !before.is_alphanumeric() {
        // A dash written as two hyphens.
        return if is_hyphen(before) { Join::Blank } else { Join::Keep };
    }
    if !after.is_alphanumeric() {
        return if after.is_whitespace() { Join::Blank } else { Join::Keep };
    }
    if before.is_numeric() || after.is_numeric() || after.is_uppercase() {
        return Join::Keep;
    }
    let left = bare(left).to_lowercase();
    let right = bare(first).to_lowercase();
    // The first piece of the right word counts: "year-old" after "21-month-".
    let (right_word, rest) = right.split_once('-').map_or((right.as_str(), None), |(word, rest)| (word, Some(rest)));
    let joined = format!("{left}{right}");
    let split = format!("{left}-{right}");
    let last_piece = left.rsplit('-').next().unwrap_or(&left);
    if vocabulary.hyphened.contains(&split) {
        return Join::Keep;
    }
    if vocabulary.knows(&joined) || vocabulary.hyphened.contains(&joined) || vocabulary.knows(&format!("{last_piece}{right_word}")) {
        return Join::Drop;
    }
    // Inflected forms of the joined word tell as much: "spokesman" for "spokes-" "man's".
    let stem = joined.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches('s');
    if stem.len() > 4 && (vocabulary.knows(stem) || vocabulary.knows(&format!("{stem}s"))) {
        return Join::Drop;
    }
    if vocabulary.hyphened.iter().any(|word| word.starts_with(&format!("{left}-"))) && vocabulary.knows(right_word) {
        return Join::Keep;
    }
    if vocabulary.halves.keep(last_piece, right_word) {
        return Join::Keep;
    }
    if hyphen == '\u{2010}' && rest.is_none() && !left.contains('-') {
        // Typesetters that write U+2010 at a split keep U+002D for the hyphen of a word.
        return Join::Drop;
    }
    let both = last_piece.chars().count() > SHORT
        && right_word.chars().count() > SHORT
        && vocabulary.knows(last_piece)
        && vocabulary.knows(right_word);
    // A word with a hyphen already ("21-month-" "old") mostly has another.
    if both || left.contains('-') || rest.is_some() && vocabulary.knows(last_piece) { Join::Keep } else { Join::Drop }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(known: &str, last: &str, first: &str, wanted: Join) {
        let mut vocabulary = Vocabulary::new();
        for word in known.split(' ') {
            vocabulary.add(word);
        }
        assert_eq!(join(last, first, &vocabulary), wanted, "{last} {first} in {known:?}");
    }

    #[test]
    fn a_split_word_loses_its_hyphen() {
        check("", "nego-", "tiators", Join::Drop);
        check("", "nego\u{2010}", "tiators", Join::Drop);
        check("for the", "for-", "mer", Join::Drop);
        check("the spokesman", "spokes-", "man,", Join::Drop);
        check("", "cease\u{ad}", "fire", Join::Drop);
    }

    #[test]
    fn a_word_with_a_hyphen_keeps_it() {
        check("a cease-fire was", "cease-", "fire", Join::Keep);
        check("the long term", "long-", "term", Join::Keep);
        check("a", "21-", "month", Join::Keep);
        check("a", "Varosian-", "Telmarkian", Join::Keep);
        check("a", "21-month-", "old", Join::Keep);
        check("Soviet-era", "“Soviet-", "era", Join::Keep);
        check("", "longer-", "term,", Join::Keep);
        check("", "anti\u{2010}", "aircraft", Join::Keep);
    }

    #[test]
    fn how_the_document_writes_the_word_goes_before_what_its_halves_are() {
        check("ceasefire cease fire", "cease-", "fire", Join::Drop);
        check("cease-fire ceasefires", "cease-", "fire", Join::Keep);
    }

    #[test]
    fn dashes_are_no_hyphens() {
        check("", "left--", "and", Join::Blank);
        check("", "left", "and", Join::Blank);
        check("", "-", "and", Join::Blank);
    }
}
