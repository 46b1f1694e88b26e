//! Walks the tree of patterns from each token: the longest match wins.

use super::parts::{Filling, Part, fillings};
use super::tokens::{Form, Gap, Token};
use rapporteur_lexicon::Calendar;
use rapporteur_lexicon::calendar::{Meaning, Neighbours, Node, Slot};

/// A pattern found in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// The pattern, by its place in the file.
    pub pattern: usize,
    /// Its filled parts in order.
    pub parts: Vec<(Slot, Part)>,
}

impl Match {
    /// The first filling of a part, by what it must be.
    pub fn get<T>(&self, wanted: impl Fn(Part) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(|&(_, part)| wanted(part))
    }

    /// What the first word means that `wanted` picks.
    pub fn word<T>(&self, wanted: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        self.get(|part| match part {
            Part::Word(meaning) => wanted(meaning),
            _ => None,
        })
    }
}

/// Which tokens may begin a pattern, worked out once for a calendar.
pub(super) struct Starts {
    words: Vec<bool>,
}

impl Starts {
    /// The words that lead on from the root.
    pub fn new(calendar: &Calendar) -> Self {
        let mut words = vec![false; calendar.words.count()];
        let root = calendar.patterns.root();
        for &(word, _) in &root.words {
            words[usize::from(word.0)] = true;
        }
        for (at, starts) in words.iter_mut().enumerate() {
            let id = rapporteur_lexicon::calendar::WordId(at as u16);
            let own = calendar.words.meanings(id).iter().any(|meaning| !matches!(meaning, Meaning::Tense(_)));
            *starts |= own || !calendar.words.phrases(id).is_empty();
        }
        Self { words }
    }

    fn has(&self, token: &Token) -> bool {
        match token.word {
            Some(word) => self.words.get(usize::from(word.0)).copied().unwrap_or(false) || token.is_sign(b'\''),
            None => match token.form {
                Form::Figures { .. } => true,
                Form::Capital => token.span.len() == 1,
                Form::Sign(sign) => sign == b'\'',
                Form::Small => false,
            },
        }
    }
}

/// Whether a word of a list stands on its side of the tokens from `first` up to `end`.
pub(super) fn beside(tokens: &[Token], first: usize, end: usize, list: &Neighbours) -> bool {
    let before = first.checked_sub(1).filter(|_| tokens[first].gap != Gap::Break).and_then(|at| tokens[at].word);
    let after = tokens.get(end).filter(|token| token.gap != Gap::Break).and_then(|token| token.word);
    list.fit(before, after)
}

/// Walks from one token.
struct Walk<'a> {
    tokens: &'a [Token],
    calendar: &'a Calendar,
    first: usize,
    parts: Vec<(Slot, Part)>,
    /// The best match so far, with whether it lacks its neighbours and its place in the file.
    best: Option<(Match, (bool, usize))>,
}

/// The longest pattern that begins at a token; of two as long the one whose neighbours stand there, then
/// the one higher up in the file.
pub(super) fn longest(tokens: &[Token], first: usize, starts: &Starts, calendar: &Calendar) -> Option<Match> {
    if !starts.has(&tokens[first]) || inside_number_or_word(tokens, first) {
        return None;
    }
    let mut walk = Walk { tokens, calendar, first, parts: Vec::new(), best: None };
    walk.node(calendar.patterns.root(), first);
    walk.best.map(|(found, _)| found)
}

/// Whether the token is the second part of something written together ("x1990", "$1990").
fn inside_number_or_word(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    tokens[at].gap == Gap::None
        && before.is_some_and(|before| match before.form {
            Form::Small | Form::Capital | Form::Figures { .. } => true,
            Form::Sign(sign) => matches!(sign, b'$' | b'#' | b'@' | b'&' | b'_' | b'.' | b'+') && tokens[at].figures().is_some(),
        })
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, at: usize) {
        if !node.patterns.is_empty() && self.ends_well(at) && !self.counts_something() {
            for &pattern in &node.patterns {
                let rank = (!self.fits(pattern, at), pattern);
                let better = match &self.best {
                    None => true,
                    Some((best, other)) => at > best.end || at == best.end && rank < *other,
                };
                if better {
                    self.best = Some((Match { first: self.first, end: at, pattern, parts: self.parts.clone() }, rank));
                }
            }
        }
        let Some(token) = self.tokens.get(at) else {
            return;
        };
        if at > self.first && token.gap == Gap::Break {
            return;
        }
        if let Some(word) = token.word {
            for &(wanted, to) in &node.words {
                if wanted == word {
                    self.node(self.calendar.patterns.node(to), at + 1);
                }
            }
        }
        let mut found: Vec<Filling> = Vec::new();
        for &(slot, to) in &node.slots {
            fillings(slot, self.tokens, at, &self.calendar.words, &mut found);
            for &(length, part) in &found {
                self.parts.push((slot, part));
                self.node(self.calendar.patterns.node(to), at + length);
                self.parts.pop();
            }
        }
    }

    /// Whether the words stand beside a match that its pattern asks for.
    fn fits(&self, pattern: usize, end: usize) -> bool {
        let when = &self.calendar.patterns.pattern(pattern).when;
        when.is_empty() || self.calendar.neighbours.get(when).is_some_and(|list| beside(self.tokens, self.first, end, list))
    }

    /// Whether a number behind a month is too large for a day, as in "in December 32 people died":
    /// without a year the month stands alone.
    fn counts_something(&self) -> bool {
        matches!(self.parts.as_slice(), [.., (Slot::Month, _), (Slot::Day, Part::Day(32..))])
    }

    /// Whether a match may end before the token at `end`: not inside something written together,
    /// and not before a percent sign.
    fn ends_well(&self, end: usize) -> bool {
        self.tokens.get(end).is_none_or(|next| {
            next.gap != Gap::None
                || match next.form {
                    Form::Small | Form::Capital | Form::Figures { .. } => false,
                    Form::Sign(b'%') => false,
                    Form::Sign(_) => true,
                }
        })
    }
}
