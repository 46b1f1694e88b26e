//! Time expressions: where they stand, what they mean, and on which days they fall.
//!
//! One pass cuts the text into tokens ([`tokens`]); from each token the tree of patterns is walked
//! ([`matches`]); what is found is widened by the words beside it and worked out from the day of
//! publication and the story so far ([`resolve`]). Nothing here needs a right parse: tags only
//! help to tell the direction of time ([`direction`]).

mod beside;
mod clock;
mod dated;
mod direction;
mod interval;
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

use beside::Beside;
use direction::Sentences;
use interval::Opening;
use jiff::civil::Date;
use matches::{Match, Starts};
use rapporteur_language::Analysis;
use rapporteur_lexicon::Calendar;
use rapporteur_lexicon::calendar::{Modifier, Rule};
use rapporteur_record::{ByteSpan, Code, Diagnostic, TimexType, Warned};
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

impl TimeExpression {
    /// The hour of its day, "15:00"; none where it names a part of the day only, or no hour.
    pub fn hour(&self) -> Option<String> {
        let (_, clock) = self.value.split_once('T').filter(|(day, _)| !day.is_empty() && self.kind == TimexType::Time)?;
        let mut parts = clock.split(':');
        let mut number = |most: u32| parts.next().filter(|part| part.len() == 2)?.parse().ok().filter(|&number: &u32| number <= most);
        let (hours, minutes) = (number(23)?, number(59));
        // Minutes that cannot be read are no full hour.
        (minutes.is_some() || clock.len() == 2).then(|| format!("{hours:02}:{:02}", minutes.unwrap_or(0)))
    }
}

/// Finds the time expressions of a text, in order, without overlaps; a date that no calendar has
/// gives a diagnostic and no expression.
///
/// `published` is the day that "today" means; without it, what is relative keeps a value with X
/// and no days.
///
/// *Limits*: English. What an expression without a year means is decided by the words around it
/// and by nearness, never by knowledge of events. The fiscal year of nobody in particular has a
/// value and no days. *Source*: TimeML 1.2.1, TempEval-3.
pub fn read(text: &str, analysis: &Analysis, published: Option<Date>, calendar: &Calendar) -> Warned<Vec<TimeExpression>> {
    let tokens = tokens::tokens(text, &calendar.words);
    let mut reader = Reader {
        text,
        tokens: &tokens,
        calendar,
        starts: Starts::new(calendar),
        beside: Beside { text, tokens: &tokens, calendar },
        sentences: Sentences::new(text, &tokens, analysis, calendar),
        story: Story { published, ..Story::default() },
        found: Vec::new(),
        diagnostics: Vec::new(),
        end: 0,
    };
    let mut at = 0;
    while at < tokens.len() {
        let found = matches::longest(&tokens, at, &reader.starts, calendar);
        at = found.and_then(|found| reader.take(&found)).unwrap_or(at + 1);
    }
    Warned { value: reader.found, diagnostics: reader.diagnostics }
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
    starts: Starts,
    beside: Beside<'a>,
    sentences: Sentences<'a>,
    story: Story,
    found: Vec<TimeExpression>,
    diagnostics: Vec<Diagnostic>,
    /// The token after the last expression.
    end: usize,
}

impl Reader<'_> {
    /// Writes a match down, if it is an expression; gives the token to go on from.
    fn take(&mut self, found: &Match) -> Option<usize> {
        let pattern = self.calendar.patterns.pattern(found.pattern);
        let beside = self.beside;
        let is_length = matches!(pattern.rule, Rule::Length | Rule::Old);
        let (mut first, mut modifier) = beside.before(found, is_length, pattern, self.end);
        if !beside.counts(found, pattern, modifier.is_some()) {
            return None;
        }
        let mut end = found.end;
        if let Some((after, modified)) = beside.after(end, is_length) {
            end = after;
            modifier = modifier.or(Some(modified));
        }
        let lower: Vec<String> = self.tokens[found.first..found.end].iter().map(|token| token.span.of(self.text).to_lowercase()).collect();
        let words: Vec<&str> = lower.iter().map(String::as_str).collect();
        let direction = self.sentences.direction(found.first, found.end);
        let ends = beside.ends(found.end);
        let opening = beside.opening(first, end);
        let after_weekday = self.found.last().is_some_and(|last| last.rule == Rule::Weekday) && self.end + 1 == first;
        let runs_on = after_weekday && beside.has(found, "to");
        let story = self.story;
        let place = Place { found, words: &words, story: &story, direction, modified: modifier.is_some(), ends, runs_on, opening };
        let Some(mut reading) = resolve(pattern.rule, &place) else {
            return self.impossible(found, pattern.rule, &place);
        };
        if let Some((unit, count)) = reading.length.filter(|_| ends) {
            reading.days = self.day_after(found.end + 1).and_then(|day| interval::ending(day, unit, count)).or(reading.days);
        } else if let Some((unit, count)) = reading.length {
            reading.days = beside.length_days(found, &story, direction, unit, count).or(reading.days);
        }
        if matches!(reading.kind, TimexType::Set) || reading.value.ends_with("_REF") {
            (first, end, modifier) = (found.first, found.end, None);
        }
        let span = ByteSpan::new(self.tokens[first].span.start, self.tokens[end - 1].span.end);
        self.write(span, reading, modifier, pattern.rule, opening);
        self.end = end;
        Some(end)
    }

    /// The day that the expression at a token names: "ended Sept. 30".
    fn day_after(&self, at: usize) -> Option<Date> {
        self.tokens.get(at)?;
        let found = matches::longest(self.tokens, at, &self.starts, self.calendar)?;
        if self.calendar.patterns.pattern(found.pattern).rule != Rule::Day {
            return None;
        }
        let place = Place {
            found: &found,
            words: &[],
            story: &self.story,
            direction: self.sentences.direction(found.first, found.end),
            modified: false,
            ends: false,
            runs_on: false,
            opening: None,
        };
        dated::day(&place)
    }

    /// Goes on behind a date that no calendar has: its parts mean nothing alone.
    fn impossible(&mut self, found: &Match, rule: Rule, place: &Place<'_>) -> Option<usize> {
        let is_impossible = match rule {
            Rule::Day => dated::is_impossible(place),
            Rule::Written => dated::is_misprinted(place),
            Rule::Clock => clock::is_impossible(place) && (found.end > found.first + 3 || self.beside.has(found, "clock")),
            _ => false,
        };
        if is_impossible {
            let span = ByteSpan::new(self.tokens[found.first].span.start, self.tokens[found.end - 1].span.end);
            let message = format!("`{}` is no date that a calendar has", span.of(self.text));
            let help = "it has no value; look at the report, a number may be misprinted";
            self.diagnostics.push(Diagnostic::new(Code::DateImpossible, message).at(span).help(help));
        }
        (is_impossible || matches!(rule, Rule::Day | Rule::Written)).then_some(found.end)
    }

    /// "the May 3 ferry timetable": a date that only says which one is meant, on which nothing is told to take place.
    fn says_which(&self, span: ByteSpan) -> bool {
        let first = self.tokens.partition_point(|token| token.span.start < span.start);
        let next = self.tokens.partition_point(|token| token.span.start < span.end);
        let the = self.calendar.words.id(b"the");
        let article = first.checked_sub(1).is_some_and(|at| self.tokens[at].word.is_some() && self.tokens[at].word == the);
        let noun = self.tokens.get(next).is_some_and(|token| matches!(token.form, Form::Small) && token.gap == Gap::Blank);
        article && self.tokens[first].gap == Gap::Blank && noun
    }

    fn write(&mut self, span: ByteSpan, reading: Reading, modifier: Option<&Modifier>, rule: Rule, opening: Option<Opening>) {
        // What is compared with is not what the story is about.
        if let Some(moment) = reading.moment
            && !matches!(rule, Rule::YearBefore | Rule::Overnight)
            && !(rule == Rule::Day && self.says_which(span))
        {
            self.story.note(moment);
        }
        if rule == Rule::Length && reading.is_part_of_year {
            self.story.about_year();
        }
        let modifier = modifier.map(|modifier| modifier.modifier.clone()).filter(|modifier| !modifier.is_empty());
        let (from, to) = interval::narrowed(reading.days.unwrap_or_default(), modifier.as_deref(), opening);
        self.found.push(TimeExpression { span, kind: reading.kind, value: reading.value, modifier, from, to, rule });
    }
}
