//! Patterns as a tree of words and parts, so that all are matched in one walk.

use super::words::pieces;
use super::{Rule, Slot, WordId, Words};
use crate::{Error, Row};

/// A node of the tree.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Where a word leads.
    pub words: Vec<(WordId, usize)>,
    /// Where a part leads.
    pub slots: Vec<(Slot, usize)>,
    /// The patterns that end here, by their places in the file; of several the first counts whose
    /// neighbours stand there.
    pub patterns: Vec<usize>,
}

/// What a pattern stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// TIMEX3 type as written.
    pub kind: String,
    /// How its value is worked out.
    pub rule: Rule,
    /// Its line in words: `{month} {day}`.
    pub form: String,
    /// The list of words of which one must stand beside it; empty for none.
    pub when: String,
    /// A sentence in which it is read.
    pub example: String,
    /// `words = value`.
    pub read: String,
}

/// All patterns.
#[derive(Clone, Debug)]
pub struct Patterns {
    nodes: Vec<Node>,
    patterns: Vec<Pattern>,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], patterns: Vec::new() }
    }
}

/// One place of a pattern: what may stand there, and whether it may be missing.
struct Item {
    choices: Vec<Choice>,
    optional: bool,
}

#[derive(Clone)]
enum Choice {
    Words(Vec<WordId>),
    Slot(Slot),
}

impl Patterns {
    /// The root of the tree.
    pub fn root(&self) -> &Node {
        &self.nodes[0]
    }

    /// A node by its place.
    pub fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    /// A pattern by its place in the file.
    pub fn pattern(&self, at: usize) -> &Pattern {
        &self.patterns[at]
    }

    /// Every pattern, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter()
    }

    /// Adds the pattern of a row.
    pub(super) fn add(&mut self, row: &Row<'_, '_>, words: &mut Words) -> Result<(), Error> {
        let rule = Rule::named(row.get("rule")).ok_or_else(|| row.error("rule", "no such rule"))?;
        if !matches!(row.get("type"), "DATE" | "TIME" | "DURATION" | "SET") {
            return Err(row.error("type", "not DATE, TIME, DURATION or SET"));
        }
        let mut items = Vec::new();
        for part in row.get("pattern").split(' ').filter(|part| !part.is_empty()) {
            items.push(item(part, words).ok_or_else(|| row.error("pattern", format!("no such part: `{part}`")))?);
        }
        let place = self.patterns.len();
        self.patterns.push(Pattern {
            kind: row.get("type").to_owned(),
            rule,
            form: row.get("pattern").to_owned(),
            when: row.get("when").to_owned(),
            example: row.get("example").to_owned(),
            read: row.get("read").to_owned(),
        });
        let comma = words.number(",");
        self.grow(0, &items, place, comma, false);
        Ok(())
    }

    /// Lets the rest of a pattern grow from a node. `open`: the last word was a comma, after
    /// which something must follow.
    fn grow(&mut self, from: usize, items: &[Item], place: usize, comma: WordId, open: bool) {
        let Some((item, rest)) = items.split_first() else {
            if !open && !self.nodes[from].patterns.contains(&place) {
                self.nodes[from].patterns.push(place);
            }
            return;
        };
        if item.optional {
            self.grow(from, rest, place, comma, open);
        }
        for choice in &item.choices {
            let mut at = from;
            let mut open = false;
            match choice {
                Choice::Slot(slot) => at = self.slot(at, *slot),
                Choice::Words(words) => {
                    for &word in words {
                        at = self.word(at, word);
                        open = word == comma;
                    }
                }
            }
            self.grow(at, rest, place, comma, open);
        }
    }

    fn slot(&mut self, from: usize, slot: Slot) -> usize {
        if let Some(&(_, to)) = self.nodes[from].slots.iter().find(|(other, _)| *other == slot) {
            return to;
        }
        self.nodes.push(Node::default());
        let to = self.nodes.len() - 1;
        self.nodes[from].slots.push((slot, to));
        to
    }

    fn word(&mut self, from: usize, word: WordId) -> usize {
        if let Some(&(_, to)) = self.nodes[from].words.iter().find(|(other, _)| *other == word) {
            return to;
        }
        self.nodes.push(Node::default());
        let to = self.nodes.len() - 1;
        self.nodes[from].words.push((word, to));
        to
    }
}

/// `{month}`, `a|an`, `,?`, `{clock|oclock}`.
fn item(part: &str, words: &mut Words) -> Option<Item> {
    let (part, optional) = part.strip_suffix('?').map_or((part, false), |part| (part, true));
    let choices = match part.strip_prefix('{') {
        Some(rest) => rest.strip_suffix('}')?.split('|').map(|name| Slot::named(name).map(Choice::Slot)).collect::<Option<_>>()?,
        None => part.split('|').map(|word| Choice::Words(pieces(word).iter().map(|piece| words.number(piece)).collect())).collect(),
    };
    Some(Item { choices, optional })
}
