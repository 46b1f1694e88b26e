//! `*.actors.txt`: names with codes, which may hold for a time.

use super::{Day, Readout, broken, lines, phrase};
use std::collections::BTreeMap;

/// A code, and when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedCode {
    /// As in the file; `---` is an actor known without a code.
    pub code: String,
    /// The first day on which it holds.
    pub from: Option<Day>,
    /// The first day on which it no longer holds.
    pub to: Option<Day>,
    /// The line that says so, from 1.
    pub line: usize,
}

impl DatedCode {
    /// Whether a time is stated.
    pub fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Whether it holds on a day.
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

/// An actor with all names and codes of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorRecord {
    /// The primary name, then the synonyms, as written, without `_` at the ends.
    pub names: Vec<String>,
    /// In order of the file.
    pub codes: Vec<DatedCode>,
    /// The line of the primary name, from 1.
    pub line: usize,
}

const HELP: &str = "a code line is [CODE], [CODE <YYMMDD], [CODE >YYMMDD] or [CODE YYMMDD-YYMMDD]";

/// Reads a file of actors; `file` names it in messages.
pub fn read_actors(file: &str, text: &str) -> Readout<ActorRecord> {
    let mut found = Readout { entries: Vec::new(), broken: Vec::new() };
    for (at, line) in lines(text) {
        let trimmed = line.trim_start();
        if trimmed.starts_with('[') {
            match found.entries.last_mut() {
                Some(record) => read_codes(file, at, trimmed, record, &mut found.broken),
                None => found.broken.push(broken(file, at, "a code stands before any name".into(), HELP)),
            }
            continue;
        }
        let name = trimmed.split(['[', '\t']).next().unwrap_or_default();
        if let Some(synonym) = name.strip_prefix('+') {
            match found.entries.last_mut() {
                Some(record) if !phrase(synonym).is_empty() => record.names.push(written(synonym)),
                Some(_) => found.broken.push(broken(file, at, "a synonym without words".into(), "write +NAME")),
                None => found.broken.push(broken(file, at, "a synonym stands before any name".into(), "begin with a line NAME [CODE]")),
            }
        } else if phrase(name).is_empty() {
            found.broken.push(broken(file, at, format!("`{}` is no name", trimmed.trim_end()), "write NAME [CODE]"));
            continue;
        } else {
            found.entries.push(ActorRecord { names: vec![written(name)], codes: Vec::new(), line: at });
        }
        let codes = &trimmed[name.len()..];
        if codes.contains('[')
            && let Some(record) = found.entries.last_mut()
        {
            read_codes(file, at, codes, record, &mut found.broken);
        }
    }
    found
}

fn written(name: &str) -> String {
    name.trim().trim_matches('_').to_owned()
}

/// Reads every `[…]` of a line.
fn read_codes(file: &str, at: usize, text: &str, record: &mut ActorRecord, problems: &mut Vec<crate::Error>) {
    for part in text.split('[').skip(1) {
        let Some(inside) = part.split(']').next().filter(|_| part.contains(']')) else {
            problems.push(broken(file, at, format!("`[{}` is not closed", part.trim_end()), HELP));
            continue;
        };
        match code(inside, at) {
            Ok((code, mended)) => {
                if mended {
                    problems.push(broken(
                        file,
                        at,
                        format!("a date in `[{inside}]` has too many or too few digits; it is read as near as can be"),
                        HELP,
                    ));
                }
                record.codes.push(code);
            }
            Err(message) => problems.push(broken(file, at, message, HELP)),
        }
    }
}

fn code(inside: &str, line: usize) -> Result<(DatedCode, bool), String> {
    let inside = inside.trim();
    let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(inside.len());
    let (code, dates) = (&inside[..end], inside[end..].split_whitespace().collect::<String>());
    if code.is_empty() {
        return Err("a code is missing between `[` and `]`".into());
    }
    let day = |digits: &str| Day::parse(digits).ok_or_else(|| format!("`{digits}` in `[{inside}]` is no date"));
    let mut found = DatedCode { code: code.to_owned(), from: None, to: None, line };
    let mut mended = false;
    if let Some(date) = dates.strip_prefix('<') {
        let (day, odd) = day(date)?;
        (found.to, mended) = (Some(day), odd);
    } else if let Some((from, to)) = dates.split_once('-') {
        let ((from, one), (to, other)) = (day(from)?, day(to)?);
        (found.from, found.to, mended) = (Some(from), Some(to), one || other);
    } else if !dates.is_empty() {
        // A date without a sign is read as "from then on".
        let (day, odd) = day(dates.trim_start_matches('>'))?;
        (found.from, mended) = (Some(day), odd);
    }
    Ok((found, mended))
}

/// A name's codes from all records and files that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    codes: Vec<DatedCode>,
}

impl Entry {
    /// The code on a day: the first dated one that holds, else the undated one. Without a day only
    /// the undated one is sure.
    pub fn code(&self, day: Option<Day>) -> Option<&str> {
        let dated = day.and_then(|day| self.codes.iter().find(|code| code.is_dated() && code.holds(day)));
        let code = dated.or_else(|| self.codes.iter().find(|code| !code.is_dated()))?;
        (!matches!(code.code.as_str(), "---" | "+++")).then_some(code.code.as_str())
    }

    /// All its codes in order of reading.
    pub fn codes(&self) -> &[DatedCode] {
        &self.codes
    }
}

/// Actors by name, of one file or several.
#[derive(Clone, Debug, Default)]
pub struct ActorDictionary {
    names: BTreeMap<String, Entry>,
    /// First word → most words of a name that begins so.
    begins: BTreeMap<String, usize>,
}

impl ActorDictionary {
    /// Adds what [`read_actors`] read.
    pub fn extend(&mut self, records: &[ActorRecord]) {
        for record in records {
            for name in &record.names {
                let key = phrase(name);
                let words = key.split(' ').count();
                let most = self.begins.entry(key.split(' ').next().unwrap_or_default().to_owned()).or_default();
                *most = words.max(*most);
                self.names.entry(key).or_default().codes.extend(record.codes.iter().cloned());
            }
        }
    }

    /// The longest name that `words` begin with, in any case: how many words it has, and its codes.
    pub fn longest(&self, words: &[&str]) -> Option<(usize, &Entry)> {
        let upper: Vec<String> = words.iter().map(|word| word.to_uppercase()).collect();
        let most = (*self.begins.get(upper.first()?)?).min(upper.len());
        (1..=most).rev().find_map(|count| self.names.get(&upper[..count].join(" ")).map(|entry| (count, entry)))
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
