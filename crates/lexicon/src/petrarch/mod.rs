//! Dictionaries of the PETRARCH family of event coders, taken as they are: actors with dated codes,
//! agents, verbs with their patterns, discards and issues.
//!
//! The formats are those of PETRARCH, PETRARCH2 and UniversalPetrarch (and TABARI before them). A
//! line that cannot be used is named by file and line and left out; the rest of the file is read.
//!
//! *Limits*: of two codes that fit a day the dated one
//! wins over the undated, as in PETRARCH 1 and in the dictionaries' own test cases (PETRARCH2 takes
//! the first in the file, which hides dated codes behind a default).

mod actors;
mod acts;
mod agents;
mod cameo;
mod day;
mod dictionary;
mod discards;
mod pattern;
mod synsets;
#[cfg(test)]
mod tests;
mod transformations;
mod verbs;
#[cfg(test)]
mod verbs_tests;

pub use actors::{ActorDictionary, ActorRecord, DatedCode, Entry, read_actors};
pub use acts::{Acts, Mood};
pub use agents::{Agent, AgentPlace, read_agents};
pub use cameo::Cameo;
pub use day::Day;
pub use dictionary::{Dictionary, File, Kind};
pub use discards::{Discard, Issue, IssueEffect, read_discards, read_issues};
pub use pattern::{Part, Pattern, Place, Style};
pub use synsets::{Alternatives, Synsets};
pub use transformations::{Act, Role, Transformation};
pub use verbs::{Block, VerbFile, VerbForm, read_verbs};

use crate::Error;

/// The files of this subject.
pub(crate) const FILES: &[(&str, &str)] = &[("petrarch/acts.tsv", acts::ACTS)];

/// What was read of a dictionary, with what could not be used in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readout<T> {
    /// The entries, in order of the file.
    pub entries: Vec<T>,
    /// The broken lines, each with its file and line.
    pub broken: Vec<Error>,
}

/// The lines of a dictionary that hold something, with their numbers from 1: comments cut off,
/// `<!-- … -->` left out over several lines.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut hidden = false;
    text.trim_start_matches('\u{feff}').lines().enumerate().filter_map(move |(at, line)| {
        if hidden {
            hidden = !line.contains("-->");
            return None;
        }
        if let Some(start) = line.find("<!--").or_else(|| line.find("<! --")) {
            hidden = !line[start..].contains("-->");
            let before = line[..start].trim_end();
            return (!before.is_empty()).then_some((at + 1, before));
        }
        let line = line.split('#').next().unwrap_or_default().trim_end();
        (!line.trim().is_empty() && !line.starts_with("<!")).then_some((at + 1, line))
    })
}

/// A phrase as it is compared: upper case, words apart by single blanks.
fn phrase(words: &str) -> String {
    words
        .split(|c: char| c == '_' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of a phrase in upper case; a hyphen parts words as it does in our tokens.
pub fn words(text: &str) -> Vec<String> {
    let apart = |c: char| matches!(c, '_' | '-') || c.is_whitespace();
    text.split(apart).filter(|word| !word.is_empty()).map(str::to_uppercase).collect()
}

fn broken(file: &str, line: usize, message: String, help: &str) -> Error {
    Error { message, file: file.to_owned(), line, column: 1, help: Some(help.to_owned()) }
}
