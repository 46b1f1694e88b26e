//! The verb dictionaries, of PETRARCH 1 (flat words) and of PETRARCH2 and UniversalPetrarch (phrases).

use super::pattern::{self, Pattern, Style};
use super::synsets::Synsets;
use super::transformations::{self, Transformation};
use super::{broken, lines, words};
use crate::Error;

/// Verbs that share patterns and a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// As in the head.
    pub name: String,
    /// The code where no pattern fits; `---` is none.
    pub code: String,
    /// Its patterns, the most demanding first, else in order of the file.
    pub patterns: Vec<Pattern>,
    /// The line of the head, from 1.
    pub line: usize,
}

/// A form of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbForm {
    /// Words that must stand before the verb itself: WIRE of WIRE_+TAP.
    pub before: Vec<String>,
    /// The verb itself in upper case.
    pub verb: String,
    /// Words that must stand behind it: DOWN of +BREAK_DOWN.
    pub after: Vec<String>,
    /// Whether it is the form that the file's line begins with, which stands for the lemma.
    pub base: bool,
    /// The verb's own code, where it has one.
    pub code: Option<String>,
    /// Its block, as an index.
    pub block: usize,
}

/// What a verb file holds.
#[derive(Clone, Debug, Default)]
pub struct VerbFile {
    /// Of the patterns.
    pub style: Style,
    /// In order of the file.
    pub blocks: Vec<Block>,
    /// All forms, in order of the file.
    pub forms: Vec<VerbForm>,
    /// The synonym sets.
    pub synsets: Synsets,
    /// The `~` lines.
    pub transformations: Vec<Transformation>,
    /// The broken lines.
    pub broken: Vec<Error>,
}

const VERB_HELP: &str = "a verb is VERB, VERB {FORMS}, VERB {FORMS} [CODE] or +VERB_PARTICLE";
const PATTERN_HELP: &str = "a pattern is `- PRE * POST [CODE]`";

/// Where the reader of a file is.
enum Inside {
    Nothing,
    Synset(String),
    Block,
}

/// Reads a verb file; `file` names it in messages.
pub fn read_verbs(file: &str, text: &str) -> VerbFile {
    let mut found = VerbFile { style: style(text), ..VerbFile::default() };
    // Sets may be used before they are defined, so all are read first.
    let mut inside = Inside::Nothing;
    for (at, line) in lines(text) {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('&') {
            let name = name.split_whitespace().next().unwrap_or_default().to_owned();
            found.synsets.define(&name);
            inside = Inside::Synset(name);
        } else if line.starts_with("---") {
            inside = Inside::Block;
        } else if let (Inside::Synset(name), Some(member)) = (&inside, line.strip_prefix('+')) {
            if words(member).is_empty() {
                found.broken.push(broken(file, at, "a member without words".into(), "write +MEMBER"));
            } else {
                found.synsets.add(name, member, at);
            }
        }
    }
    let mut troubles = found.synsets.check(file);
    found.broken.append(&mut troubles);
    let mut inside = Inside::Nothing;
    for (at, line) in lines(text) {
        let line = line.trim();
        if line.starts_with("---") {
            match head(line) {
                Ok((name, code)) => found.blocks.push(Block { name, code, patterns: Vec::new(), line: at }),
                Err(message) => found.broken.push(broken(file, at, message, "the head of a block is `--- NAME [CODE] ---`")),
            }
            inside = Inside::Block;
        } else if line.starts_with('&') {
            inside = Inside::Synset(String::new());
        } else if let Some(rule) = line.strip_prefix('~') {
            match transformations::parse(rule, at) {
                Ok(rule) => found.transformations.push(rule),
                Err(message) => found.broken.push(broken(file, at, message, "a transformation is `~ a (b c VERB) VERB = a b CODE`")),
            }
        } else if let Some(text) = line.strip_prefix('-') {
            found.pattern(file, at, text);
        } else if matches!(inside, Inside::Synset(_)) && line.starts_with('+') {
            // Read above.
        } else if let Err(message) = found.verb(line) {
            found.broken.push(broken(file, at, message, VERB_HELP));
        }
    }
    for block in &mut found.blocks {
        block.patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.weight()));
    }
    found.broken.sort_by_key(|error| error.line);
    found
}

/// Braces and brackets in patterns are of PETRARCH2, and so are transformations. A stray bracket among flat patterns is a slip.
fn style(text: &str) -> Style {
    let (mut patterns, mut phrases) = (0, 0);
    for (_, line) in lines(text) {
        if line.starts_with('~') {
            return Style::Phrases;
        }
        if line.starts_with('-') && !line.starts_with("---") {
            patterns += 1;
            phrases += usize::from(line.contains(['{', '(']));
        }
    }
    if phrases * 20 > patterns { Style::Phrases } else { Style::Words }
}

/// `--- NAME [CODE] ---`: name and the first code.
fn head(line: &str) -> Result<(String, String), String> {
    let line = line.trim_matches('-').trim();
    let (name, rest) = line.split_once('[').unwrap_or((line, "---]"));
    let name = name.trim().trim_end_matches('_').to_owned();
    if name.is_empty() {
        return Err("a block without a name".into());
    }
    let (code, _) = rest.split_once(']').ok_or_else(|| format!("`[{rest}` is not closed"))?;
    Ok((name, self::code(code)?))
}

/// A code: `---`, `+++`, `A`, `A:B` or `:B`.
fn code(text: &str) -> Result<String, String> {
    let code = text.trim().trim_end_matches('?');
    let single = |code: &str| matches!(code, "---" | "+++") || (!code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric()));
    let good = match code.split_once(':') {
        Some((forth, back)) => (forth.is_empty() || single(forth)) && single(back),
        None => single(code),
    };
    if good { Ok(code.to_owned()) } else { Err(format!("`[{text}]` is no code")) }
}

impl VerbFile {
    fn pattern(&mut self, file: &str, at: usize, text: &str) {
        let mut read = || {
            let (pattern, rest) = text.rsplit_once('[').ok_or_else(|| format!("`{}` has no code", text.trim()))?;
            let (inside, _) = rest.split_once(']').ok_or_else(|| format!("`[{}` is not closed", rest.trim()))?;
            let code = code(inside)?;
            let (before, after, glued_after) = pattern::parse(pattern, &mut self.synsets)?;
            Ok::<_, String>(Pattern { before, after, glued_after, code, line: at })
        };
        match (read(), self.blocks.last_mut()) {
            (Ok(pattern), Some(block)) => block.patterns.push(pattern),
            (Ok(_), None) => self.broken.push(broken(file, at, "a pattern stands before any block".into(), PATTERN_HELP)),
            (Err(message), _) => self.broken.push(broken(file, at, message, PATTERN_HELP)),
        }
    }

    fn verb(&mut self, line: &str) -> Result<(), String> {
        if self.blocks.is_empty() {
            return Err(format!("`{line}` stands before any block"));
        }
        let block = self.blocks.len() - 1;
        let (line, own) = match line.split_once('[') {
            Some((before, rest)) => {
                let (inside, _) = rest.split_once(']').ok_or_else(|| format!("`[{}` is not closed", rest.trim()))?;
                (before, Some(code(inside)?))
            }
            None => (line, None),
        };
        let (base, given) = match line.split_once('{') {
            Some((base, rest)) => {
                let (inside, _) = rest.split_once('}').ok_or_else(|| format!("`{{{}` is not closed", rest.trim()))?;
                (base, Some(inside))
            }
            None => (line, None),
        };
        if base.trim().contains('*') {
            return Err(format!("`{}` is a pattern without a dash", line.trim()));
        }
        let first = form(base).ok_or_else(|| format!("`{}` is no verb", line.trim()))?;
        let mut forms = vec![VerbForm { base: true, code: own.clone(), block, ..first.clone() }];
        match given {
            Some(given) => {
                for other in given.split_whitespace() {
                    let other = form(other).ok_or_else(|| format!("`{other}` is no verb"))?;
                    forms.push(VerbForm { base: false, code: own.clone(), block, ..other });
                }
            }
            None => {
                for verb in regular_forms(&first.verb) {
                    forms.push(VerbForm { verb, base: false, code: own.clone(), block, ..first.clone() });
                }
            }
        }
        self.forms.append(&mut forms);
        Ok(())
    }
}

/// `WIRE_+TAP`, `+BREAK_DOWN`, `RUSH`: the `+` marks the verb; without it the first word is.
fn form(text: &str) -> Option<VerbForm> {
    let parts: Vec<&str> = text.split(|c: char| c == '_' || c.is_whitespace()).filter(|word| !word.is_empty()).collect();
    let at = parts.iter().position(|word| word.starts_with('+')).unwrap_or(0);
    let upper = |word: &&str| word.trim_start_matches('+').to_uppercase();
    let verb =
        parts.get(at).map(upper).filter(|verb| !verb.is_empty() && verb.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'')))?;
    Some(VerbForm {
        before: parts[..at].iter().map(upper).collect(),
        verb,
        after: parts[at + 1..].iter().map(upper).collect(),
        base: false,
        code: None,
        block: 0,
    })
}

/// The forms by the dictionaries' rule; consonants are not doubled.
fn regular_forms(verb: &str) -> [String; 3] {
    let third = match verb.strip_suffix('Y') {
        Some(stem) if !stem.is_empty() => format!("{stem}IES"),
        _ if verb.ends_with(['S', 'X', 'Z']) => format!("{verb}ES"),
        _ => format!("{verb}S"),
    };
    let past = if verb.ends_with('E') { format!("{verb}D") } else { format!("{verb}ED") };
    let stem = match verb.strip_suffix('E') {
        Some(stem) if !stem.ends_with(['A', 'E', 'I', 'O', 'U']) => stem,
        _ => verb,
    };
    [third, past, format!("{stem}ING")]
}
