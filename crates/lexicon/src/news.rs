//! News copy: agencies with the names they go by, and the lines of a page that are no report.

use crate::{Error, Furniture, PrintedDates, Table};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const AGENCIES: &str = include_str!("../../../lexicon/news/agencies.tsv");
const AGENCY_FORMS: &str = include_str!("../../../lexicon/news/agency-forms.tsv");
const BYLINES: &str = include_str!("../../../lexicon/news/bylines.tsv");
const LABELS: &str = include_str!("../../../lexicon/news/labels.tsv");
const LINES: &str = include_str!("../../../lexicon/news/lines.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[
    ("news/agencies.tsv", AGENCIES),
    ("news/agency-forms.tsv", AGENCY_FORMS),
    ("news/bylines.tsv", BYLINES),
    ("news/labels.tsv", LABELS),
    ("news/lines.tsv", LINES),
];

/// Where the words of a rule stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinePlace {
    /// The line is these words and nothing else but punctuation.
    Whole,
    /// The line begins with them.
    Start,
    /// They stand anywhere in it.
    Part,
}

/// What a line that is no report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Navigation, sharing, copyright, sign-offs.
    Furniture,
    /// The words of a picture.
    Caption,
    /// A heading after which only links follow.
    Related,
}

/// Words that make a line something else than report.
#[derive(Clone, Debug)]
struct LineRule {
    words: String,
    place: LinePlace,
    most: usize,
    kind: LineKind,
}

/// Knowledge of news copy.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// Key (small letters) of a full name or alias → full name.
    agencies: BTreeMap<String, String>,
    /// Short form as printed → full name.
    short: BTreeMap<String, String>,
    ends: Vec<String>,
    starts: Vec<String>,
    lines: Vec<LineRule>,
    byline_starts: Vec<String>,
    byline_ends: Vec<String>,
    labels: BTreeSet<String>,
    /// The words of printed dates.
    pub dates: PrintedDates,
    /// What surrounds a report on a page or in a file.
    pub furniture: Furniture,
}

/// `name` as the table's keys are written: small letters, one blank between words, no article.
fn key(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let words = match words.first().map(String::as_str) {
        Some("the") if words.len() > 1 => &words[1..],
        _ => &words[..],
    };
    words.join(" ").replace('’', "'")
}

impl News {
    /// The tables in the binary.
    pub fn embedded() -> Self {
        Self::parse(AGENCIES, AGENCY_FORMS, BYLINES, LABELS, LINES).expect("a test reads the embedded tables")
    }

    /// Reads the tables of agencies, their forms, bylines, labels and lines.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(agencies: &str, forms: &str, bylines: &str, labels: &str, lines: &str) -> Result<Self, Error> {
        let mut news = Self { dates: PrintedDates::embedded(), furniture: Furniture::embedded(), ..Self::default() };
        let columns = ["name", "short", "aliases", "country", "order"];
        for row in Table::parse("news/agencies.tsv", agencies, &columns)?.rows() {
            let name = row.get("name");
            for alias in [name].into_iter().chain(row.list("aliases")) {
                if let Some(other) = news.agencies.insert(key(alias), name.to_owned()).filter(|other| other != name) {
                    return Err(row.error("aliases", format!("`{alias}` is `{other}` in another row")));
                }
            }
            for short in row.list("short") {
                if let Some(other) = news.short.insert(short.to_owned(), name.to_owned()).filter(|other| other != name) {
                    return Err(row.error("short", format!("`{short}` is `{other}` in another row")));
                }
            }
        }
        for row in Table::parse("news/agency-forms.tsv", forms, &["words", "place", "example"])?.rows() {
            match row.get("place") {
                "end" => news.ends.push(row.get("words").to_owned()),
                "start" => news.starts.push(row.get("words").to_owned()),
                _ => return Err(row.error("place", "not start or end")),
            }
        }
        for row in Table::parse("news/bylines.tsv", bylines, &["words", "place", "example"])?.rows() {
            match row.get("place") {
                "start" => news.byline_starts.push(row.get("words").to_owned()),
                "end" => news.byline_ends.push(row.get("words").to_owned()),
                _ => return Err(row.error("place", "not start or end")),
            }
        }
        // The longest words first, so that "written by" is taken before "by" could be.
        news.byline_starts.sort_by_key(|words| std::cmp::Reverse(words.len()));
        for row in Table::parse("news/labels.tsv", labels, &["word", "example"])?.rows() {
            news.labels.insert(row.get("word").to_owned());
        }
        for row in Table::parse("news/lines.tsv", lines, &["words", "place", "most", "kind", "example"])?.rows() {
            let place = match row.get("place") {
                "whole" => LinePlace::Whole,
                "start" => LinePlace::Start,
                "part" => LinePlace::Part,
                _ => return Err(row.error("place", "not whole, start or part")),
            };
            let kind = match row.get("kind") {
                "furniture" => LineKind::Furniture,
                "caption" => LineKind::Caption,
                "related" => LineKind::Related,
                _ => return Err(row.error("kind", "not furniture, caption or related")),
            };
            let most = row.get("most").parse().map_err(|_| row.error("most", "not a number"))?;
            news.lines.push(LineRule { words: row.get("words").to_owned(), place, most, kind });
        }
        Ok(news)
    }

    /// The full name of the agency that goes by `name`: a full name in any case, or a short form
    /// as it is printed ("AP", "Xinhua").
    pub fn agency(&self, name: &str) -> Option<&str> {
        let name = name.trim();
        self.short.get(name).or_else(|| self.agencies.get(&key(name))).map(String::as_str)
    }

    /// Whether `name` has the form of an agency's ("Varosian News Agency"): two to seven words
    /// in capital letters.
    pub fn agency_by_form(&self, name: &str) -> bool {
        let name = name.trim();
        let words: Vec<&str> = name.split_whitespace().collect();
        let small = ["of", "the", "and", "de", "for", "di", "do", "da", "du"];
        (2..=7).contains(&words.len())
            && words.iter().all(|word| small.contains(word) || word.chars().next().is_some_and(char::is_uppercase))
            && (self.ends.iter().any(|end| ends_with_words(name, end)) || self.starts.iter().any(|start| begins_with_word(name, start)))
    }

    /// What a line is that these tables know: no report, but furniture, a caption or the heading
    /// of related links.
    pub fn line(&self, line: &str) -> Option<LineKind> {
        // No line of a page is longer; a paragraph of any length is told from one at once.
        if line.len() > 1500 {
            return None;
        }
        let words = line.split_whitespace().count();
        let small = line.to_lowercase().replace('’', "'");
        let bare = small
            .trim_matches(|c: char| !c.is_alphanumeric() && !"#()-".contains(c))
            .trim_end_matches(|c: char| c.is_ascii_digit() || "() ".contains(c));
        let whole = small.trim();
        self.lines
            .iter()
            .find(|rule| {
                words <= rule.most
                    && match rule.place {
                        LinePlace::Whole => bare == rule.words || whole == rule.words || whole.trim_end_matches(['.', ':']) == rule.words,
                        LinePlace::Start => starts_with_words(whole, &rule.words),
                        LinePlace::Part => has_words(whole, &rule.words),
                    }
            })
            .map(|rule| rule.kind)
    }

    /// The words before a name in a byline, longest first, small letters.
    pub fn byline_starts(&self) -> impl Iterator<Item = &str> {
        self.byline_starts.iter().map(String::as_str)
    }

    /// The words after a name in a byline, small letters.
    pub fn byline_ends(&self) -> impl Iterator<Item = &str> {
        self.byline_ends.iter().map(String::as_str)
    }

    /// Whether a word in capitals before a colon or dash is a label ("EXCLUSIVE:"), no place.
    pub fn label(&self, word: &str) -> bool {
        self.labels.contains(&word.to_lowercase())
    }
}

fn ends_with_words(name: &str, end: &str) -> bool {
    name.strip_suffix(end).is_some_and(|rest| rest.ends_with(' '))
}

fn begins_with_word(name: &str, start: &str) -> bool {
    name.strip_prefix(start).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether `line` begins with `words` and the last of them ends there.
fn starts_with_words(line: &str, words: &str) -> bool {
    line.strip_prefix(words).is_some_and(|rest| {
        let joined = words.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
        !joined
    })
}

/// Whether `words` stand in `line` with no letter beside them.
fn has_words(line: &str, words: &str) -> bool {
    line.match_indices(words).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let first = words.chars().next().is_some_and(char::is_alphanumeric);
        !(before && first) && starts_with_words(&line[at..], words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_rule_holds_for_its_example() {
        let news = News::embedded();
        let columns = ["words", "place", "most", "kind", "example"];
        for row in Table::parse("lines", LINES, &columns).unwrap().rows() {
            let kind = news.line(row.get("example"));
            let wanted = match row.get("kind") {
                "caption" => LineKind::Caption,
                "related" => LineKind::Related,
                _ => LineKind::Furniture,
            };
            assert_eq!(kind, Some(wanted), "{}", row.error("example", row.get("example")));
        }
    }

    #[test]
    fn every_agency_form_holds_for_its_example() {
        let news = News::embedded();
        for row in Table::parse("forms", AGENCY_FORMS, &["words", "place", "example"]).unwrap().rows() {
            assert!(news.agency_by_form(row.get("example")), "{}", row.error("example", "not an agency"));
        }
    }

    #[test]
    fn an_agency_is_known_by_its_full_name_and_its_short_form() {
        let news = News::embedded();
        assert_eq!(news.agency("AP"), Some("The Associated Press"));
        assert_eq!(news.agency("ap"), None, "a short form is not looked for in small letters");
        assert_eq!(news.agency("the associated press"), Some("The Associated Press"));
        assert_eq!(news.agency("Xinhua"), Some("Xinhua"));
        assert!(!news.agency_by_form("The agency said"));
    }

    #[test]
    fn sentences_are_not_lines_of_a_page() {
        let news = News::embedded();
        for sentence in [
            "Share prices fell in Sund on Monday after the talks broke down.",
            "The photo shows the minister.",
            "Home Secretary Ana Ruiz resigned.",
            "Follow the money, the minister said, and you will find the rebels.",
            "Top officials said the talks would go on.",
            "Sources in the ministry confirmed the account.",
        ] {
            assert_eq!(news.line(sentence), None, "{sentence}");
        }
    }
}
