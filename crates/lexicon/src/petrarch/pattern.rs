//! Patterns of the verb dictionaries: what stands before and after a verb.

use super::synsets::{Alternatives, MOST_ALTERNATIVES, Synsets};

/// How the patterns of a file are to be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// PETRARCH 1 and TABARI: words in text order round the verb.
    #[default]
    Words,
    /// PETRARCH2 and UniversalPetrarch: noun phrases `{MOD HEAD}` and prepositional phrases `(PREP NOUN)`.
    Phrases,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Any of these runs of words. In [`Style::Phrases`] the last word is the head of a phrase.
    Words(Alternatives),
    /// `{MOD HEAD}`: a noun phrase that ends with the last and has the others before it.
    Phrase(Vec<Alternatives>),
    /// `(PREP …)`: a preposition, then what its phrase must hold.
    Prep(Alternatives, Vec<Part>),
    /// `$`: the source stands here.
    Source,
    /// `+`: the target stands here.
    Target,
    /// `%`: several actors joined stand here, and are both.
    Both,
    /// `^`: the noun phrase that stands here is passed over.
    Skip,
}

/// A part, and whether the next one must follow at once (`_`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What must stand there.
    pub part: Part,
    /// Whether nothing may stand between it and the next part in text order (or the verb).
    pub glued: bool,
}

/// A pattern of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What stands before the verb, in text order.
    pub before: Vec<Place>,
    /// What stands after it; the first place may have to follow at once.
    pub after: Vec<Place>,
    /// Whether the first place behind the verb must follow it at once.
    pub glued_after: bool,
    /// The code as in the file; `---` means no event.
    pub code: String,
    /// The line, from 1.
    pub line: usize,
}

impl Pattern {
    /// How much it demands: the more, the sooner it is tried.
    pub fn weight(&self) -> usize {
        self.before.iter().chain(&self.after).map(|place| weight(&place.part) * 2 + usize::from(place.glued)).sum::<usize>()
            + usize::from(self.glued_after)
    }
}

fn weight(part: &Part) -> usize {
    match part {
        Part::Words(runs) => 2 * runs.iter().map(Vec::len).min().unwrap_or(1),
        Part::Phrase(words) => 2 * words.len(),
        Part::Prep(_, inside) => 2 + inside.iter().map(weight).sum::<usize>(),
        Part::Source | Part::Target | Part::Both | Part::Skip => 1,
    }
}

/// Reads `PRE * POST`, without the dash and the code.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn parse(text: &str, synsets: &mut Synsets) -> Result<(Vec<Place>, Vec<Place>, bool), String> {
    let text = text.replace("**", "*");
    let Some((before, after)) = text.split_once('*') else { return Err(format!("`{}` has no `*` for the verb", text.trim())) };
    if after.contains('*') {
        return Err(format!("`{}` has more than one verb", text.trim()));
    }
    let glued_after = after.starts_with('_');
    let (before, after) = (places(before, synsets)?, places(after.trim_start_matches('_'), synsets)?);
    if before.is_empty() && after.is_empty() {
        return Err("the pattern would match every sentence with the verb".into());
    }
    let anything = |place: &Place| matches!(place.part, Part::Skip);
    if before.iter().chain(&after).all(anything) {
        return Err("the pattern holds nothing but `^` and would match every sentence with the verb".into());
    }
    Ok((before, after, glued_after))
}

/// The parts of one side in text order.
fn places(text: &str, synsets: &mut Synsets) -> Result<Vec<Place>, String> {
    let mut found: Vec<Place> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '_' {
            if let Some(last) = found.last_mut() {
                last.glued = true;
            }
            rest = rest[1..].trim_start();
            continue;
        }
        let (part, length) = match first {
            '{' => {
                let inside = enclosed(rest, '{', '}')?;
                (Part::Phrase(phrase(inside, synsets)?), inside.len() + 2)
            }
            '(' => {
                let inside = enclosed(rest, '(', ')')?;
                (prepositional(inside, synsets)?, inside.len() + 2)
            }
            '}' | ')' => return Err(format!("a `{first}` closes nothing")),
            '$' => (Part::Source, 1),
            '+' => (Part::Target, 1),
            '%' => (Part::Both, 1),
            '^' => (Part::Skip, 1),
            _ => {
                let end =
                    rest.find(|c: char| c.is_whitespace() || matches!(c, '_' | '{' | '(' | '$' | '+' | '%' | '^')).unwrap_or(rest.len());
                (Part::Words(alternatives(&rest[..end], synsets)?), end)
            }
        };
        found.push(Place { part, glued: false });
        rest = &rest[length..];
        // A blank lets words come between, an underscore does not.
        if rest.starts_with('_') {
            continue;
        }
        rest = rest.trim_start();
    }
    Ok(found)
}

fn enclosed(text: &str, open: char, close: char) -> Result<&str, String> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Ok(&text[1..at]);
            }
        }
    }
    Err(format!("`{open}` is not closed"))
}

/// The words inside braces, each with its alternatives.
fn phrase(text: &str, synsets: &mut Synsets) -> Result<Vec<Alternatives>, String> {
    let words: Result<Vec<Alternatives>, String> = text
        .split(|c: char| c == '_' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(|word| alternatives(word, synsets))
        .collect();
    let words = words?;
    if words.is_empty() { Err("`{}` holds no word".into()) } else { Ok(words) }
}

fn prepositional(text: &str, synsets: &mut Synsets) -> Result<Part, String> {
    // A member of a set may itself be written in brackets.
    let text = text.trim().trim_start_matches('(').trim_end_matches(')');
    let mut inside = places(text, synsets)?.into_iter().map(|place| place.part);
    match inside.next() {
        Some(Part::Words(preposition)) => Ok(Part::Prep(preposition, inside.collect())),
        Some(_) => Err(format!("`({text})` does not begin with a preposition")),
        None => Err("`()` holds no preposition".into()),
    }
}

/// A word, or what a set stands for.
fn alternatives(word: &str, synsets: &mut Synsets) -> Result<Alternatives, String> {
    if word.starts_with('&') {
        let found = synsets.expand(word).map_err(|trouble| trouble.message())?;
        return if found.len() > MOST_ALTERNATIVES { Err(format!("`{word}` stands for too many phrases")) } else { Ok(found) };
    }
    let words = super::words(word);
    if words.is_empty() { Err(format!("`{word}` is no word")) } else { Ok(vec![words]) }
}
