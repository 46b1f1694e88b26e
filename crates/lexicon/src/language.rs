//! Words that spelling alone does not explain: abbreviations, contractions, affixes, units, signs.

use crate::hashed::{Hashed, HashedSet};
use crate::{Error, Table};
use std::borrow::Cow;

const ABBREVIATIONS: &str = include_str!("../../../lexicon/language/abbreviations.tsv");
const AFFIXES: &str = include_str!("../../../lexicon/language/affixes.tsv");
const APOSTROPHES: &str = include_str!("../../../lexicon/language/apostrophes.tsv");
const CONTRACTIONS: &str = include_str!("../../../lexicon/language/contractions.tsv");
const EMOTICONS: &str = include_str!("../../../lexicon/language/emoticons.tsv");
const FILE_ENDINGS: &str = include_str!("../../../lexicon/language/file-endings.tsv");
const TAILS: &str = include_str!("../../../lexicon/language/quotation-tails.tsv");
const INFLECTIONS: &str = include_str!("../../../lexicon/language/inflections.tsv");
const STAND_INS: &str = include_str!("../../../lexicon/language/stand-ins.tsv");
const SLASHES: &str = include_str!("../../../lexicon/language/slashes.tsv");
const UNITS: &str = include_str!("../../../lexicon/language/units.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[
    ("language/abbreviations.tsv", ABBREVIATIONS),
    ("language/affixes.tsv", AFFIXES),
    ("language/contractions.tsv", CONTRACTIONS),
    ("language/emoticons.tsv", EMOTICONS),
    ("language/slashes.tsv", SLASHES),
    ("language/units.tsv", UNITS),
    ("language/quotation-tails.tsv", TAILS),
    ("language/inflections.tsv", INFLECTIONS),
    ("language/apostrophes.tsv", APOSTROPHES),
    ("language/file-endings.tsv", FILE_ENDINGS),
    ("language/stand-ins.tsv", STAND_INS),
];

/// A form whose dictionary form its ending does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inflection {
    /// The inflected form, in small letters.
    pub form: &'static str,
    /// Its dictionary form.
    pub lemma: &'static str,
    /// Universal part of speech.
    pub upos: &'static str,
    /// The tag of the English treebanks for the form: `VBD`, `NNS`, ….
    pub xpos: &'static str,
}

/// The forms of `lexicon/language/inflections.tsv`. The lemmatizer learns them when it is trained;
/// reading does not look at them.
///
/// # Panics
/// Never in a program that was tested: a test reads the embedded file.
pub fn inflections() -> Vec<Inflection> {
    let table = Table::parse(FILES[7].0, INFLECTIONS, &["form", "lemma", "upos", "xpos"]);
    let table = table.expect("the embedded files are tested");
    let cell = |row: &crate::Row<'_, 'static>, name| row.get(name);
    let inflection =
        |row| Inflection { form: cell(&row, "form"), lemma: cell(&row, "lemma"), upos: cell(&row, "upos"), xpos: cell(&row, "xpos") };
    table.rows().map(inflection).collect()
}

/// What kind of word an abbreviation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AbbreviationKind {
    /// A title: a name follows.
    Title,
    /// What stands after a name: "Jr.".
    Suffix,
    /// A company or institution.
    Company,
    /// A state, road or other part of a place name.
    Place,
    /// A month.
    Month,
    /// A day of the week.
    Weekday,
    /// From Latin: "etc.", "vs.".
    Latin,
    /// "a.m.", "p.m.".
    Time,
    /// A number follows: "No.".
    Number,
    /// A measure.
    Measure,
    /// Any other.
    Other,
}

/// When the full stop belongs to an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Wherever it stands.
    Always,
    /// Only where the sentence plainly goes on.
    Inside,
    /// Only where a digit follows.
    Number,
    /// Only where a capital follows.
    Name,
}

/// One abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// What kind of word it is.
    pub kind: AbbreviationKind,
    /// When the stop belongs to it.
    pub period: Period,
}

/// Knowledge of spelling that a tokenizer needs.
#[derive(Clone, Debug, Default)]
pub struct Language {
    abbreviations: Hashed<Box<str>, Abbreviation>,
    contractions: Hashed<Box<str>, Vec<usize>>,
    prefixes: HashedSet<Box<str>>,
    suffixes: HashedSet<Box<str>>,
    units: HashedSet<Box<str>>,
    slashes: HashedSet<Box<str>>,
    tail_verbs: HashedSet<Box<str>>,
    tail_words: HashedSet<Box<str>>,
    emoticons: Vec<Box<str>>,
    apostrophes: Hashed<Box<str>, Vec<LeftOut>>,
    file_endings: HashedSet<Box<str>>,
    stand_ins: Vec<[Box<str>; 4]>,
}

/// How a word without its apostrophe comes apart before certain words.
#[derive(Clone, Debug)]
struct LeftOut {
    /// Lengths of its parts in characters.
    lengths: Vec<usize>,
    /// The one or two words that must follow; none for any.
    next: Vec<Box<str>>,
}

/// The lengths in characters of the parts of `row`'s word.
fn lengths(row: &crate::Row<'_, '_>) -> Result<Vec<usize>, Error> {
    let parts: Vec<&str> = row.list("parts").collect();
    if parts.concat() != row.get("word") {
        return Err(row.error("parts", format!("the parts do not give `{}`", row.get("word"))));
    }
    Ok(parts.iter().map(|part| part.chars().count()).collect())
}

impl Language {
    /// The knowledge that is part of the program.
    ///
    /// # Panics
    /// Never in a program that was tested: a test reads the embedded files.
    pub fn embedded() -> Self {
        let texts = [ABBREVIATIONS, AFFIXES, CONTRACTIONS, EMOTICONS, SLASHES, UNITS, TAILS, APOSTROPHES, FILE_ENDINGS, STAND_INS];
        Self::parse(texts).expect("the embedded files are tested")
    }

    /// Reads the texts of the files, in the order of [`FILES`] without the inflections.
    ///
    /// # Errors
    /// When a row cannot be used; the error names file, line and column.
    pub fn parse(texts: [&str; 10]) -> Result<Self, Error> {
        let [abbreviations, affixes, contractions, emoticons, slashes, units, tails, apostrophes, file_endings, stand_ins] = texts;
        let mut language = Self::default();
        for row in Table::parse(FILES[0].0, abbreviations, &["abbreviation", "kind", "period", "example"])?.rows() {
            let word = row.get("abbreviation");
            if !word.ends_with('.') {
                return Err(row.error("abbreviation", format!("`{word}` does not end with a full stop")));
            }
            let kind = match row.get("kind") {
                "title" => AbbreviationKind::Title,
                "suffix" => AbbreviationKind::Suffix,
                "company" => AbbreviationKind::Company,
                "place" => AbbreviationKind::Place,
                "month" => AbbreviationKind::Month,
                "weekday" => AbbreviationKind::Weekday,
                "latin" => AbbreviationKind::Latin,
                "time" => AbbreviationKind::Time,
                "number" => AbbreviationKind::Number,
                "measure" => AbbreviationKind::Measure,
                "other" => AbbreviationKind::Other,
                other => {
                    return Err(row.error("kind", format!("`{other}` is no kind of abbreviation")));
                }
            };
            let period = match row.get("period") {
                "always" => Period::Always,
                "inside" => Period::Inside,
                "number" => Period::Number,
                "name" => Period::Name,
                other => {
                    return Err(row.error("period", format!("`{other}` does not say when the stop belongs")));
                }
            };
            language.abbreviations.insert(word.into(), Abbreviation { kind, period });
        }
        for row in Table::parse(FILES[1].0, affixes, &["affix", "place", "example"])?.rows() {
            match row.get("place") {
                "before" => language.prefixes.insert(row.get("affix").into()),
                "after" => language.suffixes.insert(row.get("affix").into()),
                other => {
                    return Err(row.error("place", format!("`{other}` is neither `before` nor `after`")));
                }
            };
        }
        for row in Table::parse(FILES[2].0, contractions, &["word", "parts", "example"])?.rows() {
            language.contractions.insert(row.get("word").into(), lengths(&row)?);
        }
        for row in Table::parse(FILES[3].0, emoticons, &["sign"])?.rows() {
            language.emoticons.push(row.get("sign").into());
        }
        // The longest first, so that ":))" is not read as ":)".
        language.emoticons.sort_by_key(|sign| std::cmp::Reverse(sign.len()));
        for row in Table::parse(FILES[4].0, slashes, &["word"])?.rows() {
            language.slashes.insert(row.get("word").into());
        }
        for row in Table::parse(FILES[5].0, units, &["unit", "example"])?.rows() {
            language.units.insert(row.get("unit").into());
        }
        for row in Table::parse(FILES[6].0, tails, &["word", "role", "example"])?.rows() {
            match row.get("role") {
                "verb" => language.tail_verbs.insert(row.get("word").into()),
                "after" => language.tail_words.insert(row.get("word").into()),
                other => {
                    return Err(row.error("role", format!("`{other}` is neither `verb` nor `after`")));
                }
            };
        }
        for row in Table::parse(FILES[8].0, apostrophes, &["word", "parts", "next", "example"])?.rows() {
            let next = row.get("next").split(' ').filter(|&next| next != "*").map(Into::into).collect();
            language.apostrophes.entry(row.get("word").into()).or_default().push(LeftOut { lengths: lengths(&row)?, next });
        }
        for row in Table::parse(FILES[9].0, file_endings, &["ending", "example"])?.rows() {
            language.file_endings.insert(row.get("ending").into());
        }
        for row in Table::parse(FILES[10].0, stand_ins, &["words", "like", "example"])?.rows() {
            let two = |column: &str| {
                let pair = row.get(column).split_once(' ').filter(|(_, second)| !second.contains(' '));
                pair.ok_or_else(|| row.error(column, format!("`{}` is not two words", row.get(column))))
            };
            let ((first, second), (like, also)) = (two("words")?, two("like")?);
            language.stand_ins.push([first, second, like, also].map(Into::into));
        }
        Ok(language)
    }

    /// The lengths, in characters, of the parts of a word that lost its apostrophe, if what
    /// follows it in the text tells so. `lower` is `word` in small letters.
    pub fn left_out(&self, word: &str, lower: &str, follows: &str) -> Option<&[usize]> {
        let rows = self.apostrophes.get(word).or_else(|| self.apostrophes.get(lower))?;
        // A sign right after the word parts it from what follows.
        let follows = follows.strip_prefix(char::is_whitespace)?;
        let plain = |word: &str| word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let words: Vec<String> = follows.split_whitespace().take(2).map(plain).collect();
        let told = |row: &&LeftOut| row.next.len() <= words.len() && row.next.iter().zip(&words).all(|(next, word)| **next == **word);
        rows.iter().find(told).map(|row| row.lengths.as_slice())
    }

    /// The words as a parser should see them: in the place of two that it reads wrongly side by side, two that are used alike.
    pub fn stand_ins<'w, 'a: 'w>(&'a self, words: &'w [&'a str]) -> Cow<'w, [&'a str]> {
        let mut seen = Cow::Borrowed(words);
        for (at, pair) in words.windows(2).enumerate() {
            let same = |[first, second, ..]: &&[Box<str>; 4]| pair[0].eq_ignore_ascii_case(first) && pair[1].eq_ignore_ascii_case(second);
            if let Some([.., like, also]) = self.stand_ins.iter().find(same) {
                seen.to_mut()[at..at + 2].copy_from_slice(&[like, also]);
            }
        }
        seen
    }

    /// Whether files have names that end so (small letters, without the stop).
    pub fn is_file_ending(&self, ending: &str) -> bool {
        self.file_endings.contains(ending)
    }

    /// Whether this verb form (small letters), after a name, ends a sentence that began with a
    /// quotation.
    pub fn is_tail_verb(&self, word: &str) -> bool {
        self.tail_verbs.contains(word)
    }

    /// Whether this word (small letters) may follow such a verb.
    pub fn follows_tail_verb(&self, word: &str) -> bool {
        self.tail_words.contains(word) || word.ends_with("ly")
    }

    /// The abbreviation that `word` (with its stop) is, if it is one. "GEN." is found as "Gen.".
    pub fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        if let Some(&known) = self.abbreviations.get(word) {
            return Some(known);
        }
        let mut letters = word.chars();
        let first = letters.next().filter(|first| first.is_uppercase())?;
        let rest = letters.as_str();
        if !rest.starts_with(char::is_uppercase) || rest.chars().any(char::is_lowercase) {
            return None;
        }
        let ordinary: String = std::iter::once(first).chain(rest.chars().flat_map(char::to_lowercase)).collect();
        // In capitals "NO." is rather a word than a number.
        let short = rest.chars().filter(|c| c.is_alphabetic()).count() < 2;
        self.abbreviations.get(ordinary.as_str()).copied().filter(|known| !short || known.kind == AbbreviationKind::Title)
    }

    /// The lengths, in characters, of the parts of a word that is written together and counted
    /// apart; one length for a word with an apostrophe that stays whole. `word` comes in small
    /// letters with straight apostrophes.
    pub fn contraction(&self, word: &str) -> Option<&[usize]> {
        self.contractions.get(word).map(Vec::as_slice)
    }

    /// Whether a hyphen does not cut off this beginning (small letters).
    pub fn is_prefix(&self, affix: &str) -> bool {
        self.prefixes.contains(affix)
    }

    /// Whether a hyphen does not cut off this end (small letters).
    pub fn is_suffix(&self, affix: &str) -> bool {
        self.suffixes.contains(affix)
    }

    /// Whether these small letters after a number are a unit.
    pub fn is_unit(&self, letters: &str) -> bool {
        self.units.contains(letters)
    }

    /// Whether this word with a slash (small letters) stays whole.
    pub fn is_slash_word(&self, word: &str) -> bool {
        self.slashes.contains(word)
    }

    /// The face or sign that `text` begins with.
    pub fn emoticon(&self, text: &str) -> Option<&str> {
        self.emoticons.iter().map(|sign| &**sign).find(|sign| text.starts_with(sign))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_are_usable_and_sorted() {
        let language = Language::embedded();
        assert_eq!(language.abbreviation("GEN.").map(|a| a.kind), Some(AbbreviationKind::Title));
        assert_eq!(language.abbreviation("gen."), None);
        assert_eq!(language.contraction("cannot"), Some([3, 3].as_slice()));
        for (path, text) in FILES {
            let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
            assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{path} is not sorted");
        }
    }

    #[test]
    fn a_contraction_whose_parts_differ_is_an_error() {
        let error = Language::parse([
            "abbreviation\tkind\tperiod\texample\n",
            "affix\tplace\texample\n",
            "word\tparts\texample\ncannot\tcan|no\tx\n",
            "sign\n",
            "word\n",
            "unit\texample\n",
            "word\trole\texample\n",
            "word\tparts\tnext\texample\n",
            "ending\texample\n",
            "words\tlike\texample\n",
        ]);
        assert_eq!(error.unwrap_err().column, 2);
    }
}
