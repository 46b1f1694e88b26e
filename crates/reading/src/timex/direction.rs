//! Which way time runs around an expression: the words of time before it, the verbs beside it.

use super::story::Direction;
use super::tokens::{Form, Gap, Token, meaning};
use rapporteur_language::{Analysis, Sentence};
use rapporteur_lexicon::Calendar;
use rapporteur_lexicon::calendar::Meaning;

/// How far verbs are looked for, in tokens.
const REACH: usize = 30;

/// The verbs around expressions.
pub(super) struct Sentences<'a> {
    text: &'a str,
    tokens: &'a [Token],
    calendar: &'a Calendar,
    #[allow(dead_code)]
    sentences: &'a [Sentence],
}

impl<'a> Sentences<'a> {
    /// Looks at tokens and, where there is one, the analysis.
    pub fn new(text: &'a str, tokens: &'a [Token], analysis: &'a Analysis, calendar: &'a Calendar) -> Self {
        Self { text, tokens, calendar, sentences: &analysis.sentences }
    }

    /// The direction at the tokens from `first` up to `end`.
    pub fn direction(&self, first: usize, end: usize) -> Direction {
        let left = (first.saturating_sub(REACH)..first).rev().take_while(|&at| !self.ends_sentence(at)).find_map(|at| self.tense(at));
        let right = || (end..self.tokens.len().min(end + REACH)).take_while(|&at| !self.ends_sentence(at)).find_map(|at| self.tense(at));
        match left.or_else(right) {
            Some(true) => Direction::Future,
            Some(false) => Direction::Past,
            None => Direction::Unknown,
        }
    }

    /// Whether the token speaks of the future (true) or the past.
    fn tense(&self, at: usize) -> Option<bool> {
        let token = &self.tokens[at];
        let known = meaning(token, &self.calendar.words, |meaning| if let Meaning::Tense(future) = meaning { Some(future) } else { None });
        known.or_else(|| {
            let word = token.span.of(self.text);
            (token.form == Form::Small && word.len() > 4 && word.ends_with("ed")).then_some(false)
        })
    }

    /// Whether a sentence ends at the token.
    fn ends_sentence(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.gap == Gap::Break && at > 0 || token.is_sign(b'.') || token.is_sign(b'?') || token.is_sign(b'!')
    }
}
