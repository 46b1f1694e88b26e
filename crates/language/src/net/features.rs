//! What the network sees of a word: rows of four tables of embeddings.

use crate::ascending::Ascending;
use crate::container::{Container, ContainerWriter, ModelError};
use std::borrow::Cow;

/// Rows of a word in the table of words (0: not known).
pub const UNKNOWN: u32 = 0;
/// Rows of the table of affixes; affixes are hashed into it.
pub const AFFIX_ROWS: usize = 16_384;
/// Rows of the table of shapes.
pub const SHAPE_ROWS: usize = 512;
/// Affixes of a word: four prefixes and four suffixes.
pub const AFFIXES: usize = 8;
/// Cluster features of a word.
pub const CLUSTERS: usize = 5;
/// Shape features of a word.
pub const SHAPES: usize = 4;
/// Lengths of the prefixes of a cluster's path that are features; the last is the whole path.
const PREFIXES: [usize; 4] = [4, 6, 10, usize::MAX];
/// Characters that are looked at from either end of a word.
const LOOK: usize = 24;

/// The rows of one word in the tables of embeddings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Row in the table of words.
    pub word: u32,
    /// Rows in the table of clusters.
    pub clusters: [u32; CLUSTERS],
    /// Rows in the table of affixes; 0 where the word is too short.
    pub affixes: [u32; AFFIXES],
    /// Rows in the table of shapes.
    pub shapes: [u32; SHAPES],
}

/// The known words and the clusters of word forms.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Fingerprints of the known words, ascending; the place, from 1, is the row.
    words: Ascending<u32>,
    /// Fingerprints of the forms that have a cluster, ascending.
    forms: Ascending<u32>,
    /// For each such form, the place of its path.
    paths_of: Vec<u16>,
    /// The paths, ascending.
    paths: Vec<String>,
    /// For each path, its rows.
    path_rows: Vec<[u32; 4]>,
    /// Rows of the table of clusters.
    cluster_rows: usize,
}

/// 32 bits that stand for a word: FNV-1a over 64 bits, folded. Two words of a language rarely
/// share them, and if they do they share an embedding, no more.
pub fn fingerprint(word: &str) -> u32 {
    let hash = hash(0, word.as_bytes());
    (hash ^ (hash >> 32)) as u32
}

/// A hash of 64 bits, one for every seed.
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    // A last mixing, for the low bits of FNV depend on few bits of the input.
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ (hash >> 32)
}

/// A word as the table of words knows it: lower case, every digit a zero.
pub fn normal(form: &str) -> Cow<'_, str> {
    if form.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase() && !byte.is_ascii_digit()) {
        return Cow::Borrowed(form);
    }
    let mut normal = String::with_capacity(form.len());
    for letter in form.chars() {
        if letter.is_ascii() {
            normal.push(match letter {
                '0'..='9' => '0',
                _ => letter.to_ascii_lowercase(),
            });
        } else if letter == '’' {
            normal.push('\'');
        } else if letter == '“' || letter == '”' {
            normal.push('"');
        } else {
            normal.extend(letter.to_lowercase());
        }
    }
    Cow::Owned(normal)
}

impl Vocabulary {
    /// A vocabulary of these words (as [`normal`] gives them) and of forms with their paths.
    pub fn new<'a>(words: impl Iterator<Item = &'a str>, clusters: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut fingerprints: Vec<u32> = words.map(fingerprint).collect();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        let mut forms: Vec<(u32, &str)> = clusters.map(|(form, path)| (fingerprint(form), path)).collect();
        forms.sort_by_key(|&(form, _)| form);
        forms.dedup_by_key(|&mut (form, _)| form);
        let mut paths: Vec<String> = forms.iter().map(|&(_, path)| path.to_owned()).collect();
        paths.sort_unstable();
        paths.dedup();
        let paths_of = forms.iter().map(|&(_, path)| paths.partition_point(|known| known.as_str() < path) as u16).collect();
        let forms = Ascending::new(forms.into_iter().map(|(form, _)| form).collect());
        Self { words: Ascending::new(fingerprints), forms, paths_of, ..Self::default() }.with_paths(paths)
    }

    /// Numbers the rows of the table of clusters: 0 for no cluster, then the prefixes of every
    /// length in order, then the whole paths once more for the lower-cased form.
    fn with_paths(mut self, paths: Vec<String>) -> Self {
        let mut next = 1;
        let mut rows = vec![[0; 4]; paths.len()];
        for (kind, &length) in PREFIXES.iter().enumerate() {
            let mut last: Option<&str> = None;
            for (path, rows) in paths.iter().zip(&mut rows) {
                let prefix = path.get(..length.min(path.len())).unwrap_or_default();
                if last.is_some_and(|last| last != prefix) {
                    next += 1;
                }
                rows[kind] = next;
                last = Some(prefix);
            }
            next += 1;
        }
        self.cluster_rows = next as usize + paths.len();
        self.paths = paths;
        self.path_rows = rows;
        self
    }

    /// Rows of the table of words.
    pub fn word_rows(&self) -> usize {
        self.words.numbers().len() + 1
    }

    /// The row of a word as [`normal`] gives it in the table of words.
    pub fn word_row(&self, normal: &str) -> u32 {
        self.words.place(fingerprint(normal)).map_or(UNKNOWN, |at| at as u32 + 1)
    }

    /// Rows of the table of clusters.
    pub fn cluster_rows(&self) -> usize {
        self.cluster_rows
    }

    /// Writes the vocabulary into a model file.
    pub fn write(&self, to: &mut ContainerWriter) {
        let paths_of: Vec<u8> = self.paths_of.iter().flat_map(|path| path.to_le_bytes()).collect();
        to.u32s("words", self.words.numbers())
            .u32s("cluster.forms", self.forms.numbers())
            .bytes("cluster.path", paths_of)
            .text("paths", &self.paths.join("\n"));
    }

    /// Reads it from a model file.
    ///
    /// # Errors
    /// When a section is missing or does not fit.
    pub fn read(from: &Container) -> Result<Self, ModelError> {
        let forms = from.u32s("cluster.forms")?;
        // An empty section is no path at all, not one that is empty: a parser may be trained without clusters.
        let paths: Vec<String> = from.text("paths")?.split('\n').filter(|path| !path.is_empty()).map(str::to_owned).collect();
        let paths_of: Vec<u16> = from.i16s("cluster.path")?.into_iter().map(|path| path as u16).collect();
        if forms.len() != paths_of.len() || paths_of.iter().any(|&path| usize::from(path) >= paths.len()) {
            return Err(ModelError::bad_section("cluster.path", "forms and paths do not fit"));
        }
        let words = from.u32s("words")?;
        if !words.is_sorted() || !forms.is_sorted() {
            return Err(ModelError::bad_section("words", "they are not in order"));
        }
        let (words, forms) = (Ascending::new(words), Ascending::new(forms));
        Ok(Self { words, forms, paths_of, ..Self::default() }.with_paths(paths))
    }

    /// The path of a form in the tree of clusters, or that of its lower-cased form.
    pub(crate) fn cluster(&self, form: &str) -> Option<&str> {
        let path = self.path(form).or_else(|| self.path(&normal(form)))?;
        Some(&self.paths[path])
    }

    /// The place of a form's path.
    fn path(&self, form: &str) -> Option<usize> {
        let at = self.forms.place(fingerprint(form))?;
        Some(usize::from(self.paths_of[at]))
    }

    /// The rows of the words of a sentence.
    pub fn rows(&self, words: &[&str]) -> Vec<Rows> {
        let style = Style::of(words);
        words.iter().enumerate().map(|(at, form)| self.row(form, Stand { first: at == 0, style })).collect()
    }

    /// The rows of one word.
    pub fn row(&self, form: &str, stand: Stand) -> Rows {
        let normal = normal(form);
        let mut rows = Rows { word: self.word_row(&normal), affixes: affixes(&normal), shapes: shapes(form, stand), ..Rows::default() };
        let lower = self.path(&normal);
        if let Some(path) = self.path(form).or(lower) {
            rows.clusters[..4].copy_from_slice(&self.path_rows[path]);
        }
        if let Some(path) = lower {
            rows.clusters[4] = (self.cluster_rows - self.paths.len() + path) as u32;
        }
        rows
    }
}

/// The rows of prefixes and suffixes of one to four letters.
fn affixes(normal: &str) -> [u32; AFFIXES] {
    let mut rows = [0; AFFIXES];
    let row = |kind: u64, affix: &str| 1 + (hash(kind, affix.as_bytes()) % (AFFIX_ROWS as u64 - 1)) as u32;
    let mut end = 0;
    for (length, letter) in normal.chars().take(4).enumerate() {
        end += letter.len_utf8();
        rows[length] = row(length as u64 + 1, &normal[..end]);
    }
    let mut start = normal.len();
    for (length, letter) in normal.chars().rev().take(4).enumerate() {
        start -= letter.len_utf8();
        rows[4 + length] = row(length as u64 + 11, &normal[start..]);
    }
    rows
}

/// How a sentence is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// In mixed case.
    Mixed,
    /// In capitals only.
    Capitals,
    /// Nearly every word has a capital: a headline.
    Headline,
    /// Without capitals.
    Lower,
}

impl Style {
    /// How a sentence of these words is written.
    pub fn of(words: &[&str]) -> Self {
        let (mut capital, mut all_capital, mut lettered) = (0, 0, 0);
        for word in words {
            let mut letters = word.chars().take(LOOK).filter(|letter| letter.is_alphabetic()).peekable();
            if let Some(&first) = letters.peek() {
                lettered += 1;
                if first.is_uppercase() {
                    capital += 1;
                    all_capital += usize::from(letters.all(char::is_uppercase));
                }
            }
        }
        match () {
            () if lettered == 0 => Self::Mixed,
            () if all_capital == lettered && lettered > 1 => Self::Capitals,
            () if lettered > 3 && capital * 10 >= lettered * 7 => Self::Headline,
            () if capital == 0 => Self::Lower,
            () => Self::Mixed,
        }
    }
}

/// Where a word stands, as far as its embedding depends on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stand {
    /// Whether it is the first of its sentence.
    pub first: bool,
    /// How the sentence is written.
    pub style: Style,
}

/// The rows of a word's shape: its kinds of characters with runs drawn together, the kinds of its
/// ends, its length, and how it is capitalised where it stands.
fn shapes(form: &str, stand: Stand) -> [u32; SHAPES] {
    let kind = |letter: char| match letter {
        'a'..='z' => b'x',
        'A'..='Z' => b'X',
        '0'..='9' => b'd',
        _ if letter.is_ascii() => letter as u8,
        _ if letter.is_uppercase() => b'X',
        _ if letter.is_alphabetic() => b'y',
        _ if letter.is_numeric() => b'd',
        _ => b'~',
    };
    let mut runs: Vec<u8> = Vec::with_capacity(LOOK);
    let mut full: Vec<u8> = Vec::with_capacity(8);
    let mut length = 0;
    for letter in form.chars().take(LOOK).map(kind) {
        length += 1;
        if runs.last() != Some(&letter) {
            runs.push(letter);
        }
        if full.len() < 6 {
            full.push(letter);
        }
    }
    let row = |base: u64, size: u64, hash: u64| (base + hash % size) as u32;
    let capital = match runs.first() {
        Some(b'X') if runs.len() == 1 && length > 1 => 2,
        Some(b'X') => 1,
        Some(b'x' | b'y') => 0,
        _ => 3,
    };
    [
        row(1, 191, hash(31, &runs)),
        row(192, 160, hash(32, &full)),
        352 + (length as u32).min(20),
        384 + (capital * 2 + u32::from(stand.first)) * 4 + stand.style as u32,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let clusters = [("said", "0010"), ("told", "001011"), ("Kelm", "1101"), ("kelm", "1111")];
        Vocabulary::new(["said", "the", "0000"].into_iter(), clusters.into_iter())
    }

    #[test]
    fn words_are_known_by_their_lower_case_and_with_digits_alike() {
        let vocabulary = vocabulary();
        let rows = vocabulary.rows(&["The", "1999", "2012", "envoy"]);
        assert!(rows[0].word != UNKNOWN && rows[1].word == rows[2].word);
        assert_eq!(rows[3].word, UNKNOWN);
    }

    #[test]
    fn clusters_that_share_the_beginning_of_their_path_share_a_row() {
        let vocabulary = vocabulary();
        let rows = vocabulary.rows(&["said", "told", "Kelm", "KELM", "envoy"]);
        assert_eq!(rows[0].clusters[0], rows[1].clusters[0]);
        assert_ne!(rows[0].clusters[1], rows[1].clusters[1]);
        assert_ne!(rows[2].clusters[0], rows[3].clusters[0]);
        assert_eq!(rows[4].clusters, [0; CLUSTERS]);
        for row in rows {
            assert!(row.clusters.iter().all(|&row| (row as usize) < vocabulary.cluster_rows()));
        }
    }

    #[test]
    fn a_vocabulary_is_the_same_after_writing_and_reading() {
        let vocabulary = vocabulary();
        let mut writer = ContainerWriter::new("parser", 1);
        vocabulary.write(&mut writer);
        let read = Vocabulary::read(&Container::parse(writer.finish()).unwrap()).unwrap();
        let words = ["The", "Kelm", "told", "1999", "ünder", "", "…", "🙂"];
        assert_eq!(read.rows(&words), vocabulary.rows(&words));
        assert_eq!(read.cluster_rows(), vocabulary.cluster_rows());
        let bare = Vocabulary::new(["said"].into_iter(), std::iter::empty());
        let mut writer = ContainerWriter::new("parser", 1);
        bare.write(&mut writer);
        let read = Vocabulary::read(&Container::parse(writer.finish()).unwrap()).unwrap();
        assert_eq!(read.cluster_rows(), bare.cluster_rows(), "without clusters");
    }

    #[test]
    fn rows_stay_within_their_tables() {
        for form in ["", "x", "Ab-12", "’", "é", "\u{0}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "漢字", "1,000.50"] {
            for first in [false, true] {
                for style in [Style::Mixed, Style::Capitals, Style::Headline, Style::Lower] {
                    assert!(shapes(form, Stand { first, style }).iter().all(|&row| (row as usize) < SHAPE_ROWS));
                }
            }
            assert!(affixes(&normal(form)).iter().all(|&row| (row as usize) < AFFIX_ROWS));
        }
    }

    #[test]
    fn headlines_are_told_from_sentences() {
        assert_eq!(Style::of(&["Rebels", "Leave", "Kelm", "at", "Dawn"]), Style::Headline);
        assert_eq!(Style::of(&["REBELS", "LEAVE"]), Style::Capitals);
        assert_eq!(Style::of(&["Rebels", "left", "the", "town"]), Style::Mixed);
        assert_eq!(Style::of(&["rebels", "left"]), Style::Lower);
    }
}
