//! The search for evidence: beginnings and ages, days named with weekdays, years told in words.

use super::evidence::{Anchor, Evidence, Says, Span};
use super::printed::new_year;
use super::words::{Word, words};
use jiff::civil::Date;
use rapporteur_lexicon::{Calendar, calendar::Reckoning};
use rapporteur_record::{BlockKind, ByteSpan, Document};

/// Everything that the words of `document` say of its date, apart from the clues themselves.
pub(super) fn gather(document: &Document, calendar: &Calendar) -> Vec<Evidence> {
    let text = &document.text;
    let clues: Vec<ByteSpan> = document.date_clues.iter().filter_map(|clue| clue.span).collect();
    let report =
        document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Body | BlockKind::Heading | BlockKind::Title)).map(|block| {
            match &document.dateline {
                Some(dateline) if dateline.span.is_some_and(|span| block.span.contains(span)) => {
                    let end = dateline.span.map_or(block.span.start, |span| span.end);
                    ByteSpan::new(end, block.span.end)
                }
                _ => block.span,
            }
        });
    let found = words(text, report);
    let mut reader = Reader { text, calendar, words: found, evidence: Vec::new(), beginnings: Vec::new(), ages: Vec::new() };
    reader.read();
    let mut evidence = reader.evidence;
    copyright(document, &clues, &mut evidence);
    evidence
}

/// "© 2012 The Kelm Courier" outside the report.
fn copyright(document: &Document, clues: &[ByteSpan], evidence: &mut Vec<Evidence>) {
    let lines = document.blocks.iter().filter(|block| block.kind == BlockKind::Furniture && block.span.len() < 400);
    for block in lines.take(200) {
        let line = block.span.of(&document.text);
        let small = line.to_lowercase();
        if !(line.contains('©') || small.contains("copyright") || small.contains("(c)")) {
            continue;
        }
        let last = words(&document.text, [block.span].into_iter())
            .into_iter()
            .filter(|word| !clues.iter().any(|clue| clue.overlaps(word.span)))
            .filter_map(|word| Some((year_of(word.text.rsplit('-').next()?)?, word.span)))
            .next_back();
        if let Some((year, span)) = last {
            evidence.push(Evidence { spans: vec![span], says: Says::Copyright(year) });
            return;
        }
    }
}

/// A year in four digits.
fn year_of(word: &str) -> Option<i16> {
    let shaped = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|year| shaped && (1900..=2099).contains(year))
}

struct Reader<'t, 'c> {
    text: &'t str,
    calendar: &'c Calendar,
    words: Vec<Word<'t>>,
    evidence: Vec<Evidence>,
    /// Beginnings of things that last: when, where said, what groups of things.
    beginnings: Vec<(Anchor, ByteSpan, Vec<String>)>,
    /// Ages of things that last.
    ages: Vec<(Span, ByteSpan, Vec<String>)>,
}

/// A date in the text, as far as it is said.
#[derive(Clone, Copy, Debug)]
struct Mention {
    month: Option<i8>,
    day: Option<i8>,
    year: Option<i16>,
    span: ByteSpan,
    /// Words that it takes.
    used: usize,
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        let mut latest: Option<(i16, ByteSpan)> = None;
        let mut near = 0;
        let mut lead = None;
        let start = self.words.first().map_or(0, |word| word.span.start);
        let mut at = 0;
        while at < self.words.len() {
            self.age(at);
            self.distance(at);
            if let Some(weekday) = self.weekday(at)
                && lead.is_none()
                && self.words[at].span.start < start + 800
            {
                lead = Some((weekday, self.words[at].span));
            }
            let Some(mention) = self.mention(at) else {
                at += 1;
                continue;
            };
            if let Some(year) = mention.year
                && latest.is_none_or(|(other, _)| year > other)
            {
                latest = Some((year, mention.span));
            }
            self.about(at, mention);
            if let (Some(month), Some(day), None) = (mention.month, mention.day, mention.year) {
                // The second says less, as it goes with the first; more of them say nothing new.
                if let Some(&weight) = [10, 4].get(near) {
                    near += 1;
                    self.push(vec![mention.span], Says::Near { month, day, weight });
                }
            }
            at += mention.used;
        }
        if let Some((weekday, span)) = lead {
            self.push(vec![span], Says::Lead(weekday));
        }
        if let Some((year, span)) = latest {
            self.push(vec![span], Says::Latest(year));
        }
        self.pair();
    }

    fn push(&mut self, spans: Vec<ByteSpan>, says: Says) {
        self.evidence.push(Evidence { spans, says });
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        self.words.get(at).is_some_and(|word| words.iter().any(|other| word.text.eq_ignore_ascii_case(other)))
    }

    /// Whether word `at` begins with a capital and only a blank, a comma or a full stop stands
    /// between it and the word before.
    fn joined(&self, at: usize) -> bool {
        let (Some(before), Some(word)) = (at.checked_sub(1).and_then(|at| self.words.get(at)), self.words.get(at)) else {
            return false;
        };
        let gap = &self.text[before.span.end..word.span.start];
        gap.len() <= 3 && gap.chars().all(|c| " ,.\n(".contains(c))
    }

    fn month(&self, at: usize) -> Option<i8> {
        let word = self.words.get(at)?.text;
        let month = self.calendar.month(word).filter(|month| month.reckoning == Reckoning::Gregorian)?;
        word.starts_with(char::is_uppercase).then_some(month.number)
    }

    fn weekday(&self, at: usize) -> Option<i8> {
        let word = self.words.get(at)?.text;
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        // "Sun", "Sat" and "Mon" are other words too.
        (word.len() >= 4 && word.starts_with(char::is_uppercase)).then(|| self.calendar.weekday(word)).flatten()
    }

    fn day(&self, at: usize) -> Option<i8> {
        let word = self.words.get(at)?.text;
        let figure = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        figure.parse().ok().filter(|day| figure.len() <= 2 && (1..=31).contains(day))
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.words.get(at).and_then(|word| year_of(word.text))
    }

    /// A date that begins at word `at`: "March 2011", "March 15, 2011", "15 March", "2011".
    fn mention(&self, at: usize) -> Option<Mention> {
        let span = |last: usize| self.words[at].span.join(self.words[last].span);
        let year_after = |next: usize| self.year(next).filter(|_| self.joined(next));
        let with = |month, day: Option<i8>, last: usize| {
            let next = last + 1;
            match year_after(next) {
                Some(year) => Mention { month, day, year: Some(year), span: span(next), used: next - at + 1 },
                None => Mention { month, day, year: None, span: span(last), used: last - at + 1 },
            }
        };
        if let Some(month) = self.month(at) {
            let day = self.day(at + 1).filter(|_| self.joined(at + 1));
            let found = with(Some(month), day, at + usize::from(day.is_some()));
            return (found.day.is_some() || found.year.is_some()).then_some(found);
        }
        if let Some(day) = self.day(at)
            && let Some(month) = self.month(at + 1).filter(|_| self.joined(at + 1))
        {
            return Some(with(Some(month), Some(day), at + 1));
        }
        let year = self.year(at)?;
        // "2000 refugees" is a number of refugees: a year follows a preposition or ends a phrase.
        let led = at > 0
            && self.is(
                at - 1,
                &[
                    "in", "since", "of", "from", "until", "till", "by", "before", "after", "during", "early", "late", "mid", "the", "and",
                    "to", "between",
                ],
            );
        let next_small = self
            .words
            .get(at + 1)
            .is_some_and(|next| self.text[self.words[at].span.end..next.span.start] == *" " && next.text.starts_with(char::is_lowercase));
        let prose = [
            "and",
            "to",
            "when",
            "after",
            "before",
            "as",
            "in",
            "that",
            "but",
            "or",
            "the",
            "by",
            "for",
            "with",
            "on",
            "until",
            "has",
            "had",
            "have",
            "was",
            "were",
            "is",
            "election",
            "elections",
        ];
        (led && (!next_small || self.is(at + 1, &prose))).then_some(Mention {
            month: None,
            day: None,
            year: Some(year),
            span: self.words[at].span,
            used: 1,
        })
    }

    /// What stands around a date and makes more of it.
    fn about(&mut self, at: usize, mention: Mention) {
        let sentence = self.words[at].sentence;
        let after = at + mention.used;
        let weekday =
            at.checked_sub(1).filter(|_| self.joined(at)).and_then(|before| Some((self.weekday(before)?, self.words[before].span)));
        if let (Some((weekday, span)), Some(month), Some(day), None) = (weekday, mention.month, mention.day, mention.year) {
            self.push(vec![span.join(mention.span)], Says::Weekday { month, day, weekday });
        }
        if let (Some(year), true) = (mention.year, self.close(after)) {
            self.beside(after, year, mention);
        }
        if mention.year.is_none() && mention.month.is_some() && self.is(after, &["this", "last", "next"]) && self.is(after + 1, &["year"]) {
            // "6 November this year": known only together with another date; nothing to add here.
            return;
        }
        let Some(year) = mention.year else { return };
        if at >= 2 && self.is(at - 1, &["year", "in"]) {
            self.before(at, year, mention);
        }
        let anchor = Anchor { year, month: mention.month, day: mention.day };
        let first = Date::new(year, mention.month.unwrap_or(1), mention.day.unwrap_or(1)).unwrap_or_else(|_| new_year(year));
        match self.beginning(at, sentence) {
            Some(groups) => {
                self.push(vec![mention.span], Says::NotBefore(first));
                self.beginnings.push((anchor, mention.span, groups));
            }
            None if at > 0 && self.is(at - 1, &["by", "until", "till"]) => {
                let last = new_year(year + 1);
                self.push(vec![self.words[at - 1].span.join(mention.span)], Says::NotAfter(last));
            }
            None => {}
        }
    }

    fn close(&self, at: usize) -> bool {
        at > 0
            && self
                .words
                .get(at)
                .is_some_and(|word| word.span.start - self.words[at - 1].span.end <= 3 && word.sentence == self.words[at - 1].sentence)
    }

    /// "in 2011, last year", "in 2010, two years ago".
    fn beside(&mut self, after: usize, year: i16, mention: Mention) {
        let word = |at: usize| self.words.get(at).map_or("", |word| word.text);
        let shift = if self.is(after + 1, &["year"]) && !self.is(after + 2, &["before", "after", "earlier", "later"]) {
            match word(after) {
                "last" => Some(1),
                "this" => Some(0),
                "next" => Some(-1),
                _ => None,
            }
        } else if self.is(after + 1, &["years", "year"]) && self.is(after + 2, &["ago"]) {
            self.calendar.printed.count(word(after)).and_then(|count| i16::try_from(count).ok())
        } else {
            None
        };
        if let Some(shift) = shift {
            let span = mention.span.join(self.words[after + 1].span);
            self.push(vec![span], Says::Year(year.saturating_add(shift)));
        }
    }

    /// "last year, in 2011"; "last year, 2011".
    fn before(&mut self, at: usize, year: i16, mention: Mention) {
        let end = if self.is(at - 1, &["in"]) { at - 1 } else { at };
        if end < 2 || !self.is(end - 1, &["year"]) || !self.close(at) && end == at {
            return;
        }
        let gap = &self.text[self.words[end - 1].span.end..self.words[end].span.start];
        let shift = match self.words[end - 2].text {
            "last" => 1,
            "this" => 0,
            "next" => -1,
            _ => return,
        };
        if gap.starts_with(',') || gap.contains('(') {
            let span = self.words[end - 2].span.join(mention.span);
            self.push(vec![span], Says::Year(year + shift));
        }
    }

    /// Whether the date at `at` tells when something began, and the groups of what began: after
    /// "since", or after a verb of beginning in the past.
    fn beginning(&self, at: usize, sentence: usize) -> Option<Vec<String>> {
        let from = at.saturating_sub(14);
        let inside = |i: &usize| self.words[*i].sentence == sentence;
        let since = (from..at).rev().filter(inside).find(|&i| self.is(i, &["since"]));
        let direct = since.is_some_and(|since| {
            since + 1 == at || (since + 1..at).all(|i| !self.is(i, &["until", "before", "will"])) && self.verb_of_beginning(since, at)
        });
        let verb = self.verb_of_beginning(at.saturating_sub(4), at);
        if !direct && !verb {
            return None;
        }
        let start = (at.saturating_sub(20)..at).find(inside).unwrap_or(at);
        let groups: Vec<String> = (start..at).filter_map(|i| self.group(i)).collect();
        Some(groups)
    }

    /// A verb of beginning between two words that is no future and has the date behind it.
    fn verb_of_beginning(&self, from: usize, at: usize) -> bool {
        (from..at).any(|i| {
            let future = (i.saturating_sub(3)..i).any(|j| self.is(j, &["will", "would", "to", "may", "could", "should", "might", "be"]));
            self.calendar.printed.begins(self.words[i].text) && !future && self.words[i].sentence == self.words[at].sentence
        })
    }

    fn group(&self, at: usize) -> Option<String> {
        let word = self.words.get(at)?.text;
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        self.calendar.printed.lasting(word).map(str::to_owned)
    }

    /// "21-month-old conflict", "21 months of fighting", "its ninth month" at word `at`.
    fn age(&mut self, at: usize) {
        let word = self.words[at];
        let sentence = word.sentence;
        let lower = word.text.to_lowercase();
        let mut parts = lower.rsplitn(3, '-');
        let (age, end) = match (parts.next(), parts.next(), parts.next()) {
            (Some("old"), Some(unit), Some(count)) => (self.span(count, unit), at),
            _ if self.is(at + 1, &["months", "years", "weeks", "days"]) => {
                let unit = self.words[at + 1].text.to_lowercase();
                if self.is(at + 2, &["of", "old"]) || self.is(at + 2, &["after", "since", "into"]) && self.is(at + 3, &["the", "its", "a"])
                {
                    (self.span(&lower, &unit), at + 2)
                } else {
                    return;
                }
            }
            _ => return,
        };
        let Some(age) = age else { return };
        // What is so old follows within the same sentence: "the 21-month-old Varosian conflict".
        let groups: Vec<String> = (end + 1..(end + 6).min(self.words.len()))
            .filter(|&i| self.words[i].sentence == sentence)
            .filter_map(|i| self.group(i))
            .collect();
        if !groups.is_empty() {
            self.ages.push((age, word.span.join(self.words[end.min(at + 1)].span), groups));
        }
    }

    fn span(&self, count: &str, unit: &str) -> Option<Span> {
        let count = i32::from(self.calendar.printed.count(count)?);
        match unit.trim_end_matches('s') {
            "day" => Some(Span::Days(count)),
            "week" => Some(Span::Weeks(count)),
            "month" => Some(Span::Months(count)),
            "year" => Some(Span::Years(count)),
            _ => None,
        }
    }

    /// "earlier this month, on Dec. 5", "last month, in November".
    fn distance(&mut self, at: usize) {
        if !self.is(at + 1, &["month"]) || !self.is(at, &["last", "this"]) {
            return;
        }
        let on = at + 2 + usize::from(self.is(at + 2, &["on", "in"]));
        let gap_is_comma =
            self.words.get(at + 2).is_some_and(|next| self.text[self.words[at + 1].span.end..next.span.start].starts_with(','));
        let Some(month) = self.month(on).or_else(|| self.mention(on).and_then(|mention| mention.month)) else {
            return;
        };
        if !gap_is_comma || self.words[on].sentence != self.words[at].sentence {
            return;
        }
        let month = if self.is(at, &["last"]) { month % 12 + 1 } else { month };
        let span = self.words[at].span.join(self.words[on].span);
        self.push(vec![span], Says::Month(month));
    }

    /// Puts each age beside the beginnings of things of the same kind.
    fn pair(&mut self) {
        for (age, span, groups) in std::mem::take(&mut self.ages) {
            let of: Vec<&(Anchor, ByteSpan, Vec<String>)> =
                self.beginnings.iter().filter(|(_, _, others)| others.iter().any(|other| groups.contains(other))).collect();
            if of.is_empty() {
                continue;
            }
            let anchors: Vec<Anchor> = of.iter().map(|(anchor, _, _)| *anchor).collect();
            let mut spans: Vec<ByteSpan> = of.iter().take(2).map(|(_, span, _)| *span).collect();
            spans.push(span);
            self.evidence.push(Evidence { spans, says: Says::Age { age, anchors } });
        }
    }
}
