//! Synonym sets of the verb dictionaries: `&NAME` with `+MEMBER` lines, which may name other sets.

use super::broken;
use crate::Error;
use std::collections::BTreeMap;

/// Runs of words of which any may stand: each in upper case.
pub type Alternatives = Vec<Vec<String>>;

/// More alternatives than this are not written out; no dictionary needs so many.
pub(super) const MOST_ALTERNATIVES: usize = 20_000;

/// A member as written, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    words: Vec<String>,
    /// A member that ends in `_` has no plural.
    plural: bool,
    line: usize,
}

/// The sets of one file, as written.
#[derive(Clone, Debug, Default)]
pub struct Synsets {
    sets: BTreeMap<String, Vec<Member>>,
    /// What sets stand for, once it was asked for.
    expanded: BTreeMap<String, Result<Alternatives, Trouble>>,
}

/// Why a set cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No such set.
    Undefined(String),
    /// The set is a part of itself, by way of these.
    Cycle(Vec<String>),
    /// It stands for too many phrases.
    Endless(String),
    /// It has no member.
    Empty(String),
}

impl Trouble {
    /// In words.
    pub(super) fn message(&self) -> String {
        match self {
            Trouble::Undefined(name) => format!("the synonym set `&{name}` is not defined"),
            Trouble::Cycle(way) => {
                let first = way.first().map_or("", String::as_str);
                format!("the synonym set `&{first}` contains itself: &{}", way.join(" → &"))
            }
            Trouble::Endless(name) => format!("the synonym set `&{name}` stands for more than {MOST_ALTERNATIVES} phrases"),
            Trouble::Empty(name) => format!("the synonym set `&{name}` has no member"),
        }
    }
}

/// A set's name as it is compared: `&PREPOSIT1_` and `&PREPOSIT1` are one.
pub(super) fn name_of(word: &str) -> String {
    word.trim_start_matches('&').trim_matches('_').to_uppercase()
}

impl Synsets {
    /// Begins a set, or goes on with one.
    pub(super) fn define(&mut self, name: &str) {
        self.sets.entry(name_of(name)).or_default();
    }

    /// Adds a member to a set.
    pub(super) fn add(&mut self, name: &str, member: &str, line: usize) {
        let plural = !member.trim_end().ends_with('_');
        let words = super::words(member);
        self.sets.entry(name_of(name)).or_default().push(Member { words, plural, line });
    }

    /// How many sets there are.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// All that a set stands for, sets in it followed; single words also in the plural.
    pub(super) fn expand(&mut self, name: &str) -> Result<Alternatives, Trouble> {
        self.follow(&name_of(name), &mut Vec::new())
    }

    fn follow(&mut self, name: &str, way: &mut Vec<String>) -> Result<Alternatives, Trouble> {
        if let Some(known) = self.expanded.get(name) {
            return known.clone();
        }
        if way.iter().any(|one| one == name) {
            let mut round = way.clone();
            round.push(name.to_owned());
            return Err(Trouble::Cycle(round));
        }
        let Some(members) = self.sets.get(name).cloned() else { return Err(Trouble::Undefined(name.to_owned())) };
        way.push(name.to_owned());
        let mut found: Alternatives = Vec::new();
        for member in &members {
            let mut runs: Alternatives = vec![Vec::new()];
            for word in &member.words {
                let parts = if word.starts_with('&') { self.follow(&name_of(word), way)? } else { vec![vec![word.clone()]] };
                if runs.len() * parts.len() > MOST_ALTERNATIVES {
                    return Err(Trouble::Endless(name.to_owned()));
                }
                runs = runs.iter().flat_map(|run| parts.iter().map(move |part| [run.as_slice(), part].concat())).collect();
            }
            if member.plural && !member.words.iter().any(|word| word.starts_with('&')) {
                let plurals: Alternatives = runs.iter().filter_map(|run| plural_of(run)).collect();
                runs.extend(plurals);
            }
            found.extend(runs);
            if found.len() > MOST_ALTERNATIVES {
                return Err(Trouble::Endless(name.to_owned()));
            }
        }
        way.pop();
        found.sort();
        found.dedup();
        let found = if found.is_empty() { Err(Trouble::Empty(name.to_owned())) } else { Ok(found) };
        self.expanded.insert(name.to_owned(), found.clone());
        found
    }

    /// The sets that cannot be used, each by the line of the member that shows it.
    pub(super) fn check(&mut self, file: &str) -> Vec<Error> {
        let names: Vec<String> = self.sets.keys().cloned().collect();
        let mut found = Vec::new();
        for name in names {
            if let Err(trouble) = self.expand(&name) {
                let blamed = |member: &&Member| member.words.iter().any(|word| word.starts_with('&'));
                let line = self.sets[&name].iter().find(blamed).or(self.sets[&name].first()).map_or(1, |member| member.line);
                found.push(broken(file, line, trouble.message(), "a set is &NAME and lines +MEMBER; it may name sets that do not name it"));
            }
        }
        found
    }
}

/// The plural of the last word, by the dictionaries' rule.
fn plural_of(words: &[String]) -> Option<Vec<String>> {
    let last = words.last()?;
    let plural = match last.strip_suffix('Y') {
        Some(stem) if !stem.is_empty() => format!("{stem}IES"),
        _ if last.ends_with('S') => format!("{last}ES"),
        _ => format!("{last}S"),
    };
    let mut all = words.to_vec();
    *all.last_mut()? = plural;
    Some(all)
}
