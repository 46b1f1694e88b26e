//! Time expressions: where they stand, what they mean, and on which days they fall.
//!
//! One pass cuts the text into tokens ([`tokens`]); from each token the tree of patterns is walked
//! ([`matches`]); what is found is widened by the words beside it and worked out from the day of
//! publication and the story so far ([`resolve`]). Nothing here needs a right parse: tags only
//! help to tell the direction of time ([`direction`]).

mod clock;
mod direction;
mod length;
mod matches;
mod moment;
mod named;
mod parts;
mod resolve;
mod story;
mod tokens;

#[cfg(test)]
mod tests;

use crate::timex::direction::Sentences;
use jiff::civil::Date;
use matches::{Match, Starts};
use parts::{Number, Part};
use rapporteur_language::Analysis;
use rapporteur_lexicon::Calendar;
use rapporteur_lexicon::calendar::{Alone, Meaning, Modifier, Pattern, Rule, Unit};
use rapporteur_record::{ByteSpan, TimexType};
use resolve::{Place, Reading, resolve};
use story::Story;
use tokens::{Form, Gap, Token};

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Its words.
    pub span: ByteSpan,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value; what is not known is X ("XXXX-WXX-6").
    pub value: String,
    /// TIMEX3 mod: START, MID, END, APPROX, …
    pub modifier: Option<String>,
    /// First day that is meant, if it is known.
    pub from: Option<Date>,
    /// Last day that is meant, if it is known.
    pub to: Option<Date>,
    /// The rule of `lexicon/calendar/patterns.tsv` that read it.
    pub rule: Rule,
}

/// Finds the time expressions of a text, in order, without overlaps.
///
/// `published` is the day that "today" means; without it, what is relative keeps a value with X
/// and no days.
///
/// *Limits*: English. What an expression without a year means is decided by the words around it
/// and by nearness, never by knowledge of events. *Source*: TimeML 1.2.1, TempEval-3.
pub fn read(text: &str, analysis: &Analysis, published: Option<Date>, calendar: &Calendar) -> Vec<TimeExpression> {
    let tokens = tokens::tokens(text, &calendar.words);
    let starts = Starts::new(calendar);
    let mut reader = Reader {
        text,
        tokens: &tokens,
        calendar,
        sentences: Sentences::new(text, &tokens, analysis, calendar),
        story: Story { published, ..Story::default() },
        found: Vec::new(),
        end: 0,
    };
    let mut at = 0;
    while at < tokens.len() {
        at = matches::longest(&tokens, at, &starts, calendar).and_then(|found| reader.take(&found)).unwrap_or(at + 1);
    }
    reader.found
}

/// The day that the words of `span` name: that of the first expression inside that is one day.
pub fn day_in(expressions: &[TimeExpression], span: ByteSpan) -> Option<Date> {
    expressions
        .iter()
        .filter(|found| span.contains(found.span) && matches!(found.kind, TimexType::Date | TimexType::Time))
        .find_map(|found| found.from.filter(|_| found.from == found.to))
}

/// Reads on from match to match.
struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    calendar: &'a Calendar,
    sentences: Sentences<'a>,
    story: Story,
    found: Vec<TimeExpression>,
    /// The token after the last expression.
    end: usize,
}

impl<'a> Reader<'a> {
    /// Writes a match down, if it is an expression; gives the token to go on from.
    fn take(&mut self, found: &Match) -> Option<usize> {
        let calendar = self.calendar;
        let pattern = calendar.patterns.pattern(found.pattern);
        // "a year-earlier loss": the article belongs to the loss.
        if pattern.rule == Rule::YearBefore && found.end == found.first + 3 && self.tokens[found.end - 1].gap == Gap::Hyphen {
            return None;
        }
        let is_length = matches!(pattern.rule, Rule::Length | Rule::Old);
        // "the third-quarter loss": so does this one.
        if pattern.rule == Rule::Quarter && self.tokens[found.end - 1].gap == Gap::Hyphen && self.is(found.first, b"the") {
            return None;
        }
        let (mut first, mut modifier) = self.before(found, is_length, pattern);
        if !self.counts(found, pattern, modifier.is_some()) {
            return None;
        }
        let mut end = found.end;
        if let Some((after, modified)) = self.after(end, is_length) {
            end = after;
            modifier = modifier.or(Some(modified));
        }
        let lower: Vec<String> = self.tokens[found.first..found.end].iter().map(|token| token.span.of(self.text).to_lowercase()).collect();
        let words: Vec<&str> = lower.iter().map(String::as_str).collect();
        let direction = self.sentences.direction(found.first, found.end);
        let place = Place { found, words: &words, story: &self.story, direction, modified: modifier.is_some(), ends: self.ends(found.end), since: self.since(first) };
        let Some(reading) = resolve(pattern.rule, &place) else {
            // "31 April 2012" is no day, and its parts mean nothing alone.
            return (pattern.rule == Rule::Day).then_some(found.end);
        };
        if matches!(reading.kind, TimexType::Set) || reading.value.ends_with("_REF") {
            (first, end, modifier) = (found.first, found.end, None);
        }
        let span = ByteSpan::new(self.tokens[first].span.start, self.tokens[end - 1].span.end);
        self.write(span, reading, modifier, pattern.rule);
        self.end = end;
        Some(end)
    }

    fn write(&mut self, span: ByteSpan, reading: Reading, modifier: Option<&Modifier>, rule: Rule) {
        // What is compared with is not what the story is about.
        if let Some(moment) = reading.moment
            && !matches!(rule, Rule::YearBefore | Rule::Overnight)
        {
            self.story.note(moment);
        }
        if rule == Rule::Length && reading.is_part_of_year {
            self.story.about_year();
        }
        let (from, to) = reading.days.unwrap_or_default();
        let modifier = modifier.map(|modifier| modifier.modifier.clone()).filter(|modifier| !modifier.is_empty());
        let (from, to) = match (modifier.as_deref(), from, to) {
            (Some(part @ ("START" | "MID" | "END")), Some(from), Some(to)) => third(part, from, to),
            (Some("ON_OR_AFTER" | "AFTER"), ..) => (from, None),
            _ => (from, to),
        };
        self.found.push(TimeExpression { span, kind: reading.kind, value: reading.value, modifier, from, to, rule });
    }

    /// The words before a match that belong to it: where they begin and the last of them.
    fn before(&self, found: &Match, is_length: bool, pattern: &Pattern) -> (usize, Option<&'a Modifier>) {
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
                goes && at >= self.end + count
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
    fn after(&self, end: usize, is_length: bool) -> Option<(usize, &'a Modifier)> {
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
    fn counts(&self, found: &Match, pattern: &Pattern, modified: bool) -> bool {
        if !pattern.when.is_empty() {
            return modified || self.beside(found, &pattern.when);
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
            // "a quarter of the voters", "a second consecutive day": no lengths of time.
            Rule::Length if self.is_share_or_ordinal(found) => return false,
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
            Some(Alone::Doubtful) => modified || self.beside(found, "month"),
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
                !matches!(first.form, Form::Small) && self.tokens[found.end - 1].is_capital() && found.end == found.first + 2 && before.is_some_and(is_quote)
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

    /// Whether "since" stands before the token.
    fn since(&self, first: usize) -> bool {
        first > 0 && self.tokens[first].gap != Gap::Break && self.is(first - 1, b"since")
    }

    /// Whether a word follows that says when the stretch ends ("the year ended March 31").
    fn ends(&self, at: usize) -> bool {
        let list = self.calendar.neighbours.get("ended");
        let word = self.tokens.get(at).and_then(|token| token.word);
        list.zip(word).is_some_and(|(list, word)| list.after.contains(&word))
    }

    /// Whether the token is this word.
    fn is(&self, at: usize, word: &[u8]) -> bool {
        let token = &self.tokens[at];
        token.word.is_some() && token.word == self.calendar.words.id(word)
    }

    /// Whether a word of a list stands beside a match.
    fn beside(&self, found: &Match, list: &str) -> bool {
        let Some(list) = self.calendar.neighbours.get(list) else {
            return false;
        };
        let before = found.first.checked_sub(1).filter(|_| self.tokens[found.first].gap != Gap::Break);
        let before = before.and_then(|at| self.tokens[at].word);
        let after = self.tokens.get(found.end).filter(|token| token.gap != Gap::Break).and_then(|token| token.word);
        before.is_some_and(|word| list.before.contains(&word)) || after.is_some_and(|word| list.after.contains(&word))
    }
}

/// Whether the token opens or closes a quotation.
fn is_quote(token: &Token) -> bool {
    matches!(token.form, Form::Sign(b'"' | b'\'' | b'`' | 0))
}

/// The first, middle or last third of a stretch; at least a day.
fn third(part: &str, from: Date, to: Date) -> (Option<Date>, Option<Date>) {
    let days = story::days_between(from, to) + 1;
    if days < 3 {
        return (Some(from), Some(to));
    }
    let (first, last) = match part {
        "START" => (0, days / 3 - 1),
        "MID" => (days / 3, days - days / 3 - 1),
        _ => (days - days / 3, days - 1),
    };
    (moment::later(from, first), moment::later(from, last))
}
