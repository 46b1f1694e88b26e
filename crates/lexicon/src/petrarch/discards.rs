//! `*.discards.txt` and `*.IssueCoding.txt`: what is not coded, and what a sentence is about.

use super::{Readout, broken, lines, words};

/// A phrase whose sentence, or whole story, is not coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discard {
    /// Its words in upper case.
    pub words: Vec<String>,
    /// Whether the whole story goes.
    pub story: bool,
    /// The line, from 1.
    pub line: usize,
}

/// Reads a file of discards; `file` names it in messages.
pub fn read_discards(file: &str, text: &str) -> Readout<Discard> {
    let mut found = Readout { entries: Vec::new(), broken: Vec::new() };
    for (at, line) in lines(text) {
        let line = line.trim();
        let (line, story) = line.strip_prefix('+').map_or((line, false), |rest| (rest, true));
        // TABARI's remarks begin with a semicolon.
        let words = words(line.split(';').next().unwrap_or_default());
        if words.is_empty() {
            found.broken.push(broken(file, at, "a discard without words would drop every sentence".into(), "write PHRASE or +PHRASE"));
        } else {
            found.entries.push(Discard { words, story, line: at });
        }
    }
    found
}

/// What a phrase of the issue file does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueEffect {
    /// It counts for the issue.
    Counts(String),
    /// `~`, `~~`: no issue of the sentence counts.
    Cancels,
}

/// A phrase of the issue file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Each way to write it, in upper case: number and tense were written out.
    pub phrases: Vec<Vec<String>>,
    /// What it does.
    pub effect: IssueEffect,
    /// The line, from 1.
    pub line: usize,
}

/// Reads a file of issues; `file` names it in messages.
pub fn read_issues(file: &str, text: &str) -> Readout<Issue> {
    let mut found = Readout { entries: Vec::new(), broken: Vec::new() };
    let mut open = false;
    for (at, line) in lines(text) {
        let line = line.trim();
        if line.starts_with("<ISSUE") {
            open = true;
        } else if line.starts_with("</ISSUE") {
            open = false;
        } else if line.starts_with('<') || !open {
            continue;
        } else {
            match issue(line, at) {
                Ok(issue) => found.entries.push(issue),
                Err(message) => found.broken.push(broken(file, at, message, "a line is `PHRASE [CODE]`, `~PHRASE` or `~~PHRASE`")),
            }
        }
    }
    found
}

fn issue(line: &str, at: usize) -> Result<Issue, String> {
    if let Some(phrase) = line.strip_prefix('~') {
        let phrases = ways(phrase.trim_start_matches('~').split('[').next().unwrap_or_default());
        return if phrases.is_empty() {
            Err("an exclusion without words".into())
        } else {
            Ok(Issue { phrases, effect: IssueEffect::Cancels, line: at })
        };
    }
    let (phrase, rest) = line.split_once('[').ok_or_else(|| format!("`{line}` has no code"))?;
    let (code, _) = rest.split_once(']').ok_or_else(|| format!("`[{rest}` is not closed"))?;
    let phrases = ways(phrase);
    if phrases.is_empty() || code.trim().is_empty() {
        return Err(format!("`{line}` lacks words or a code"));
    }
    Ok(Issue { phrases, effect: IssueEffect::Counts(code.trim().to_owned()), line: at })
}

/// Every way to write a phrase: `n:` singular and plural, `v:` the regular forms of a verb.
fn ways(phrase: &str) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = vec![Vec::new()];
    for part in phrase.split_whitespace() {
        for piece in part.split('+').filter(|piece| !piece.is_empty()) {
            let forms = forms(piece);
            found = found.iter().flat_map(|run| forms.iter().map(move |form| [run.as_slice(), form].concat())).collect();
            // `n:` and `v:` multiply by two and four; nothing is that long.
            found.truncate(256);
        }
    }
    found.retain(|run| !run.is_empty());
    found
}

fn forms(piece: &str) -> Vec<Vec<String>> {
    let all = if let Some(noun) = piece.strip_prefix("n:") {
        let plural = noun.strip_suffix('y').map_or_else(|| format!("{noun}s"), |stem| format!("{stem}ies"));
        vec![noun.to_owned(), plural]
    } else if let Some(verb) = piece.strip_prefix("v:") {
        let stem = verb.strip_suffix('e').unwrap_or(verb);
        vec![verb.to_owned(), format!("{verb}s"), format!("{stem}ed"), format!("{stem}ing")]
    } else {
        vec![piece.to_owned()]
    };
    all.iter().map(|word| words(word)).collect()
}
