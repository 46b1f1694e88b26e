//! What stands beside a match: words that belong to it, words that let it count, words that make it
//! the name of something else.

use super::interval::{self, Days, Opening};
use super::length::stepped;
use super::matches::{self, Match};
use super::parts::{Number, Part};
use super::story::{Direction, Story};
use super::tokens::{Form, Gap, Token};
use rapporteur_lexicon::Calendar;
use rapporteur_lexicon::calendar::{Alone, Meaning, Modifier, Pattern, Rule, Unit};

/// The tokens around matches.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub calendar: &'a Calendar,
}

impl<'a> Beside<'a> {
    /// The words before a match that belong to it: where they begin and the last of them.
    pub fn before(&self, found: &Match, is_length: bool, pattern: &Pattern, floor: usize) -> (usize, Option<&'a Modifier>) {
        let first = found.first;
        let mut at = first;
        let mut modifier = None;
        // At most two: "at least about two weeks".
        for _ in 0..2 {
            let fits = |modifier: &&Modifier| {
                let count = modifier.words.len();
                let goes = if is_length && at == first && self.begins_with_number(found) {
                    modifier.with_number
                } else if is_length || pattern.rule == Rule::Ago {
                    modifier.with_length
                } else {
                    modifier.with_moment
                };
                // "get around Wednesday's ruling" is about the ruling.
                let goes = goes && !(pattern.rule == Rule::Weekday && modifier.with_length);
                goes && at >= floor + count
                    && (0..count).all(|step| {
                        self.tokens[at - count + step].word == Some(modifier.words[step])
                            && self.tokens[at - count + step + 1].gap != Gap::Break
                    })
            };
            let Some(next) = self.calendar.before.iter().find(fits) else {
                break;
            };
            at -= next.words.len();
            modifier = modifier.or(Some(next));
        }
        (at, modifier)
    }

    /// Whether a match begins with a number that can be more or less ("two weeks", "an hour").
    fn begins_with_number(&self, found: &Match) -> bool {
        let number = match found.parts.first() {
            Some((_, Part::Number(number))) => *number != Number::Vague,
            Some((_, Part::Word(Meaning::Unit(_)))) => true,
            _ => false,
        };
        number && !self.is(found.first, b"the")
    }

    /// The words behind a match that belong to it.
    pub fn after(&self, end: usize, is_length: bool) -> Option<(usize, &'a Modifier)> {
        let next =
            self.calendar.after.iter().find(|modifier| {
                let goes = if is_length { modifier.with_length } else { modifier.with_moment };
                goes && modifier.words.iter().enumerate().all(|(step, word)| {
                    self.tokens.get(end + step).is_some_and(|token| token.word == Some(*word) && token.gap != Gap::Break)
                })
            })?;
        Some((end + next.words.len(), next))
    }

    /// Whether what stands beside a match lets it count.
    pub fn counts(&self, found: &Match, pattern: &Pattern, modified: bool) -> bool {
        let hyphen_inside = self.tokens[found.end - 1].gap == Gap::Hyphen;
        match pattern.rule {
            // "a year-earlier loss", "the third-quarter loss": the article belongs to the loss.
            Rule::YearBefore if hyphen_inside && found.end == found.first + 3 => return false,
            Rule::Quarter if hyphen_inside && self.is(found.first, b"the") => return false,
            // "a quarter of the voters", "a second consecutive day": no lengths of time.
            Rule::Length if self.is_share_or_ordinal(found) => return false,
            _ => {}
        }
        if !pattern.when.is_empty() {
            return modified || self.has(found, &pattern.when);
        }
        if self.is_part_of_name(found, pattern.rule) {
            return false;
        }
        let hyphen_after = self.tokens.get(found.end).is_some_and(|token| token.gap == Gap::Hyphen);
        let last = &self.tokens[found.end - 1];
        match pattern.rule {
            // "the year-earlier loss" is another expression.
            Rule::TheUnit if hyphen_after => return false,
            Rule::Quarter if hyphen_after && self.is(found.first, b"the") => return false,
            // "1200 people": the figures of a year that count somebody; "in 1998 people left" has a year.
            Rule::Year if found.end == found.first + 1 && self.has(found, "counted") && !self.has(found, "dated") => return false,
            // The age of a person is no time expression, that of a war is.
            Rule::Old if self.is_age_of_a_person(found) => return false,
            // "three-quarters" is a part of a whole.
            Rule::Length
                if last.gap == Gap::Hyphen
                    && found.word(|meaning| matches!(meaning, Meaning::Units(Unit::Quarter)).then_some(())).is_some() =>
            {
                return false;
            }
            _ => {}
        }
        let alone = found.word(|meaning| if let Meaning::Month(month) = meaning { Some(month.alone) } else { None });
        match alone.filter(|_| pattern.rule == Rule::Month && found.end == found.first + 1) {
            Some(Alone::Never) => modified,
            Some(Alone::Doubtful) => modified || self.has(found, "month"),
            Some(Alone::Sure) | None => true,
        }
    }

    /// Whether an age in years stands beside nothing that lasts ("the six-year-old boy"), or a
    /// shorter one beside a child.
    fn is_age_of_a_person(&self, found: &Match) -> bool {
        let years = found.word(|meaning| matches!(meaning, Meaning::Unit(Unit::Year) | Meaning::Units(Unit::Year)).then_some(())).is_some();
        let mut next = found.end..self.tokens.len().min(found.end + 3);
        if years {
            return !next.any(|at| self.calendar.printed.lasting(self.tokens[at].span.of(self.text)).is_some());
        }
        let children = self.calendar.neighbours.get("child");
        children.is_some_and(|list| next.any(|at| self.tokens[at].word.is_some_and(|word| list.after.contains(&word))))
    }

    /// Whether the words are the name of something else: "Black Monday", ABC's "This Week", "60 Minutes".
    fn is_part_of_name(&self, found: &Match, rule: Rule) -> bool {
        let first = &self.tokens[found.first];
        let before = found.first.checked_sub(1).map(|at| &self.tokens[at]).filter(|_| first.gap != Gap::Break);
        match rule {
            Rule::Weekday => {
                let named = self.calendar.neighbours.get("named-day");
                let word = before.filter(|token| token.is_capital()).and_then(|token| token.word);
                named.zip(word).is_some_and(|(list, word)| list.before.contains(&word))
            }
            Rule::Relative | Rule::Length => {
                !matches!(first.form, Form::Small)
                    && self.tokens[found.end - 1].is_capital()
                    && found.end == found.first + 2
                    && before.is_some_and(is_quote)
            }
            _ => false,
        }
    }

    /// "a quarter of" something, "a second" thing.
    fn is_share_or_ordinal(&self, found: &Match) -> bool {
        let unit = found.word(|meaning| match meaning {
            Meaning::Unit(unit) => Some(unit),
            // "three-quarters of" the voters.
            Meaning::Units(Unit::Quarter) if self.tokens[found.first].gap == Gap::Hyphen => Some(Unit::Quarter),
            _ => None,
        });
        let next = self.tokens.get(found.end).filter(|token| token.gap == Gap::Blank);
        match unit {
            Some(Unit::Quarter) => next.is_some() && self.is(found.end, b"of"),
            Some(Unit::Second) => next.is_some_and(|token| matches!(token.form, Form::Small | Form::Capital)),
            _ => false,
        }
    }

    /// What before the token opens the stretch on one side: "since", "until". What only says which
    /// noun is meant ("since Saturday's attack") opens nothing.
    pub fn opening(&self, first: usize, end: usize) -> Option<Opening> {
        if first == 0 || self.tokens[first].gap == Gap::Break || self.tokens.get(end).is_some_and(Token::is_possessive) {
            return None;
        }
        let word = self.tokens[first - 1].word?;
        let in_list = |list: &str| self.calendar.neighbours.get(list).is_some_and(|list| list.before.contains(&word));
        match () {
            () if in_list("since") => Some(Opening::Since),
            () if in_list("until") => Some(Opening::Until),
            () => None,
        }
    }

    /// The days of a length of time that begins or ends at a known one: "within a week" and "21
    /// months old" at publication, "two days later" in the story.
    pub fn length_days(&self, found: &Match, story: &Story, direction: Direction, unit: Unit, count: i64) -> Option<Days> {
        if self.has(found, "later") {
            let day = stepped(story.day?, unit, count)?;
            return Some((Some(day), Some(day)));
        }
        if self.has(found, "earlier") {
            let day = stepped(story.day?, unit, -count)?;
            return Some((Some(day), Some(day)));
        }
        if self.has(found, "within") && direction != Direction::Past {
            return interval::beside(story.published?, unit, count);
        }
        None
    }

    /// Whether a word follows that says when the stretch ends ("the year ended March 31").
    pub fn ends(&self, at: usize) -> bool {
        let list = self.calendar.neighbours.get("ended");
        let word = self.tokens.get(at).and_then(|token| token.word);
        list.zip(word).is_some_and(|(list, word)| list.after.contains(&word))
    }

    /// Whether the token is this word.
    pub fn is(&self, at: usize, word: &[u8]) -> bool {
        let token = &self.tokens[at];
        token.word.is_some() && token.word == self.calendar.words.id(word)
    }

    /// Whether a word of a list stands beside a match.
    pub fn has(&self, found: &Match, list: &str) -> bool {
        self.calendar.neighbours.get(list).is_some_and(|list| matches::beside(self.tokens, found.first, found.end, list))
    }
}

/// Whether the token opens or closes a quotation.
fn is_quote(token: &Token) -> bool {
    matches!(token.form, Form::Sign(b'"' | b'\'' | b'`' | 0))
}
