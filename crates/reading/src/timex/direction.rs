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
    /// "would meet".
    Would,
    /// "could meet".
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
        let verb = self.verb(first, end);
        if self.before_is(first, "ahead") {
            // "Until Thursday, they had not called": what ended has its verb before it or none.
            return if verb == Verb::Past && self.starts_sentence(first - 1) { Direction::Past } else { Direction::Ahead };
        }
        if !matches!(verb, Verb::Will | Verb::Past) && self.is_attribute(first, end) {
            // "to get around Wednesday's ruling", "to sell under a June agreement": the verb does
            // not say when the noun was.
            return Direction::Unknown;
        }
        match verb {
            Verb::Will => Direction::Future,
            Verb::Past => Direction::Past,
            Verb::Infinitive if beside() == Direction::Future => Direction::Future,
            Verb::Present if beside() == Direction::Past => Direction::Unknown,
            // Headlines tell what has happened in the present tense.
            Verb::Present if self.is_headline(first) => Direction::Unknown,
            Verb::Would | Verb::Present => Direction::Scheduled,
            Verb::Modal | Verb::Infinitive => Direction::Intended,
            Verb::Unknown => beside(),
        }
    }

    /// Whether a word of the list stands right before the tokens.
    fn before_is(&self, first: usize, list: &str) -> bool {
        let Some(list) = self.calendar.neighbours.get(list) else {
            return false;
        };
        first > 0 && self.tokens[first].gap != Gap::Break && self.tokens[first - 1].word.is_some_and(|word| list.before.contains(&word))
    }

    /// Whether the tokens only say which noun is meant: "Wednesday's ruling", "a June agreement".
    fn is_attribute(&self, first: usize, end: usize) -> bool {
        if self.tokens.get(end).is_some_and(Token::is_possessive) {
            return true;
        }
        let Some((sentence, id)) = self.place(first) else {
            return false;
        };
        let to = self.tokens[end - 1].span.end;
        let top = sentence.ancestors(id).take_while(|&id| sentence[id].span.end <= to).last().unwrap_or(id);
        let token = &sentence[top];
        token.deprel == Deprel::Compound && token.head.is_some_and(|head| head > top)
    }

    /// Whether the sentence of the token has no full stop.
    fn is_headline(&self, first: usize) -> bool {
        let Some((sentence, _)) = self.place(first) else {
            return false;
        };
        sentence.tokens.iter().all(|token| token.upos != Upos::Punct || !token.span.of(self.text).starts_with(['.', '?', '!', ':', ';']))
    }

    /// Whether the token is the first of its sentence.
    fn starts_sentence(&self, at: usize) -> bool {
        at == 0 || self.ends_sentence(at - 1) || self.tokens[at].gap == Gap::Break
    }

    /// The sentence and the first of its words that the tokens from `first` on stand in.
    fn place(&self, first: usize) -> Option<(&'a Sentence, TokenId)> {
        let from = self.tokens[first].span.start;
        let at = self.sentences.partition_point(|sentence| sentence.span.end <= from);
        let sentence = self.sentences.get(at).filter(|sentence| sentence.span.start <= from && sentence.tokens.len() <= LONGEST)?;
        let start = sentence.tokens.partition_point(|token| token.span.end <= from);
        sentence.tokens.get(start).map(|_| (sentence, TokenId(start as u32)))
    }

    /// What the verb that governs the tokens says.
    fn verb(&self, first: usize, end: usize) -> Verb {
        let (from, to) = (self.tokens[first].span.start, self.tokens[end - 1].span.end);
        let Some((sentence, token)) = self.place(first) else {
            return Verb::Unknown;
        };
        let inside = |id: TokenId| sentence[id].span.start < to && sentence[id].span.end > from;
        for id in sentence.ancestors(token).filter(|&id| !inside(id)).take(8) {
            let tag = sentence[id].upos;
            // "according to a letter on Monday": what one quotes has been written.
            if sentence.children(id).any(|kid| sentence[kid].deprel == Deprel::Case && &*sentence[kid].lemma == "accord") {
                return Verb::Past;
            }
            let helped =
                || sentence.children(id).any(|child| matches!(sentence[child].deprel, Deprel::Cop | Deprel::Aux | Deprel::AuxPass));
            if matches!(tag, Upos::Verb | Upos::Aux) || helped() {
                match self.form(sentence, id, from) {
                    // "is to resume trading": the verb above says when.
                    Verb::Unknown => {}
                    form => return form,
                }
            }
        }
        Verb::Unknown
    }

    /// The form of a predicate with its auxiliaries, for a time that begins at `from`.
    fn form(&self, sentence: &Sentence, verb: TokenId, from: usize) -> Verb {
        // "planned a rally for Saturday", "is expected Saturday"; but "On Saturday the union planned a rally" tells when it did.
        let feats = sentence[verb].feats;
        let told = from < sentence[verb].span.start && feats.is("Tense", "Past") && feats.is("VerbForm", "Fin");
        let word = sentence.form(verb, self.text).to_ascii_lowercase();
        let plans =
            self.calendar.words.id(word.as_bytes()).is_some_and(|id| self.calendar.words.meanings(id).contains(&Meaning::Tense(true)));
        if plans && !told {
            return Verb::Will;
        }
        let mut form = Verb::Unknown;
        for id in sentence.children(verb).filter(|&id| id < verb) {
            let token = &sentence[id];
            if token.upos == Upos::Part && &*token.lemma == "to" {
                let above = sentence[verb].head.filter(|_| sentence[verb].deprel == Deprel::Xcomp);
                // "is to resume".
                let is = above.into_iter().chain(sentence.children(verb).take_while(|&child| child < id));
                return if is.into_iter().any(|id| &*sentence[id].lemma == "be") { Verb::Will } else { Verb::Infinitive };
            }
            if !matches!(token.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop) {
                continue;
            }
            match sentence.form(id, self.text).to_ascii_lowercase().as_str() {
                "will" | "'ll" | "’ll" | "wo" | "shall" => return Verb::Will,
                "would" => return Verb::Would,
                "could" | "should" | "may" | "might" | "must" | "can" | "ca" => {
                    return Verb::Modal;
                }
                _ if token.feats.is("Tense", "Past") || &*token.lemma == "have" => form = Verb::Past,
                _ if form == Verb::Unknown => form = Verb::Present,
                _ => {}
            }
        }
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
