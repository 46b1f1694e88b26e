//! Which way time runs around an expression: the verb that governs it, the words before it.

use super::story::Direction;
use super::tokens::{Form, Gap, Token, meaning};
use rapporteur_language::{Analysis, Deprel, Sentence, TokenId, Upos};
use rapporteur_lexicon::Calendar;
use rapporteur_lexicon::calendar::Meaning;

/// How far verbs are looked for where there are no trees, in tokens.
const REACH: usize = 30;

/// In longer sentences, in words, trees are not looked at: no news sentence is so long, and the
/// time that a reading takes stays in proportion to its length.
const LONGEST: usize = 300;

/// What the verb above an expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// "will meet".
    Will,
    /// "could meet", "would meet".
    Modal,
    /// "to meet".
    Infinitive,
    /// "met", "was met", "had met".
    Past,
    /// "meets", "is meeting".
    Present,
    /// There is none, or no tree.
    Unknown,
}

/// The verbs around expressions.
pub(super) struct Sentences<'a> {
    text: &'a str,
    tokens: &'a [Token],
    calendar: &'a Calendar,
    sentences: &'a [Sentence],
}

impl<'a> Sentences<'a> {
    /// Looks at tokens and, where there is one, the analysis.
    pub fn new(text: &'a str, tokens: &'a [Token], analysis: &'a Analysis, calendar: &'a Calendar) -> Self {
        Self { text, tokens, calendar, sentences: &analysis.sentences }
    }

    /// The direction at the tokens from `first` up to `end`.
    pub fn direction(&self, first: usize, end: usize) -> Direction {
        // "as early as Tuesday".
        if first > 0 && self.tokens[first - 1].span.of(self.text).eq_ignore_ascii_case("as") {
            return Direction::Future;
        }
        let beside = || self.beside(first, end);
        match self.verb(first, end) {
            Verb::Will => Direction::Future,
            Verb::Past => Direction::Past,
            Verb::Infinitive if beside() == Direction::Future => Direction::Future,
            Verb::Present if beside() == Direction::Past => Direction::Unknown,
            Verb::Modal | Verb::Infinitive | Verb::Present => Direction::Intended,
            Verb::Unknown => beside(),
        }
    }

    /// What the verb that governs the tokens says.
    fn verb(&self, first: usize, end: usize) -> Verb {
        let (from, to) = (self.tokens[first].span.start, self.tokens[end - 1].span.end);
        let at = self.sentences.partition_point(|sentence| sentence.span.end <= from);
        let Some(sentence) = self.sentences.get(at).filter(|sentence| sentence.span.start <= from && sentence.tokens.len() <= LONGEST)
        else {
            return Verb::Unknown;
        };
        let start = sentence.tokens.partition_point(|token| token.span.end <= from);
        let inside = |id: TokenId| sentence[id].span.start < to && sentence[id].span.end > from;
        let Some(token) = sentence.tokens.get(start).map(|_| TokenId(start as u32)) else {
            return Verb::Unknown;
        };
        for id in sentence.ancestors(token).filter(|&id| !inside(id)).take(8) {
            let tag = sentence[id].upos;
            let helped =
                || sentence.children(id).any(|child| matches!(sentence[child].deprel, Deprel::Cop | Deprel::Aux | Deprel::AuxPass));
            if matches!(tag, Upos::Verb | Upos::Aux) || helped() {
                return self.form(sentence, id);
            }
        }
        Verb::Unknown
    }

    /// The form of a predicate with its auxiliaries.
    fn form(&self, sentence: &Sentence, verb: TokenId) -> Verb {
        // "planned a rally for Saturday", "is expected Saturday".
        let word = sentence.form(verb, self.text).to_ascii_lowercase();
        let plans =
            self.calendar.words.id(word.as_bytes()).is_some_and(|id| self.calendar.words.meanings(id).contains(&Meaning::Tense(true)));
        if plans {
            return Verb::Will;
        }
        let mut form = Verb::Unknown;
        for id in sentence.children(verb).filter(|&id| id < verb) {
            let token = &sentence[id];
            if token.upos == Upos::Part && &*token.lemma == "to" {
                return Verb::Infinitive;
            }
            if !matches!(token.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop) {
                continue;
            }
            match sentence.form(id, self.text).to_ascii_lowercase().as_str() {
                "will" | "'ll" | "’ll" | "wo" | "shall" => return Verb::Will,
                "would" | "could" | "should" | "may" | "might" | "must" | "can" | "ca" => {
                    return Verb::Modal;
                }
                _ if token.feats.is("Tense", "Past") || &*token.lemma == "have" => form = Verb::Past,
                _ if form == Verb::Unknown => form = Verb::Present,
                _ => {}
            }
        }
        let feats = sentence[verb].feats;
        match form {
            Verb::Unknown if feats.is("Tense", "Past") => Verb::Past,
            Verb::Unknown if feats.is("Tense", "Pres") && !feats.is("VerbForm", "Part") => Verb::Present,
            form => form,
        }
    }

    /// The direction by the words on both sides, the nearest before first.
    fn beside(&self, first: usize, end: usize) -> Direction {
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
