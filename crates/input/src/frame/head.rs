//! What stands above the report: masthead, title, summary.

use super::{Frame, Script, lines};
use crate::text::{Mark, mark};
use rapporteur_record::{BlockKind, ByteSpan, Document};
use std::collections::BTreeSet;

/// Words of the report that are compared with a title, at most.
const COMPARED: usize = 400;

impl Frame<'_> {
    /// Names the units above the report and gives the title's place.
    ///
    /// Where the report's first unit is itself the title (nothing stands above it), it is taken
    /// out of the report.
    pub(super) fn head(&mut self, document: &Document) -> Option<ByteSpan> {
        let (first, last) = self.report?;
        if let Some(known) = &document.title
            && let Some(at) = (0..self.units.len().min(last + 1).min(60)).find(|&at| same_words(&known.text, self.words(at)))
        {
            self.settle(at, BlockKind::Title);
            if at >= first {
                self.report = self.next_report(at, last);
            }
            self.masthead(at, None);
            return Some(self.units[at].span);
        }
        if let Some(title) = self.units.iter().position(|unit| unit.kind == BlockKind::Title) {
            self.masthead(first, None);
            return Some(self.units[title].span);
        }
        let first = self.start_after_masthead(first, last);
        let open: Vec<usize> =
            (0..first).filter(|&at| !self.units[at].settled && self.units[at].script == self.script && self.units[at].words >= 1).collect();
        // A title stands below the last address, table or line of another script.
        let below = (0..first)
            .rev()
            .find(|&at| {
                let unit = &self.units[at];
                unit.kind == BlockKind::Masthead || unit.script.is_some() && unit.script != self.script && unit.letters > 3
            })
            .map_or(0, |at| at + 1);
        let report = self.report_words(first, last);
        let best = open
            .iter()
            .copied()
            .filter(|&at| document.title.is_none() && self.may_be_title(at))
            .map(|at| {
                let shared = shared(self.words(at), &report).min(6);
                let length = usize::from((3..=22).contains(&self.units[at].words)) * 3;
                let place = usize::from(at >= below) * 4;
                (shared * 2 + length + place, std::cmp::Reverse(at))
            })
            .max();
        let title = best.map(|(_, std::cmp::Reverse(at))| at);
        match title {
            Some(at) => {
                self.settle(at, BlockKind::Title);
                self.masthead(first, Some(at));
                Some(self.units[at].span)
            }
            None if document.title.is_none() && first == self.report?.0 => {
                let title = self.first_is_title(first, last);
                self.masthead(first, None);
                title
            }
            None => {
                self.masthead(first, None);
                None
            }
        }
    }

    fn settle(&mut self, at: usize, kind: BlockKind) {
        self.units[at].kind = kind;
        self.units[at].settled = true;
    }

    fn next_report(&self, after: usize, last: usize) -> Option<(usize, usize)> {
        let next = (after + 1..=last).find(|&at| self.is_report(at));
        let any = (after + 1..self.units.len()).find(|&at| self.units[at].kind == BlockKind::Body);
        next.or(any).map(|first| (first, last.max(first)))
    }

    /// The first paragraph below a masthead that has sentences of its own (a slogan, a verse, a
    /// notice): where an address, table, agency or date line follows within the first units and
    /// little of the text stands before it, the report begins after it.
    fn start_after_masthead(&mut self, first: usize, last: usize) -> usize {
        let horizon = (first + 8).min(last);
        let signal = (first..horizon).rev().find(|&at| {
            let line = self.words(at);
            lines::table_row(line) || lines::address_line(line) || lines_signal(line, self.news)
        });
        let Some(signal) = signal else { return first };
        let words = |from: usize, to: usize| self.units[from..to].iter().map(|unit| unit.words).sum::<usize>();
        let before = words(first, signal);
        let after = words(signal, last + 1);
        // A paragraph that shares its words with the report is its summary, not a motto.
        let report = self.report_words(signal, last);
        let summary = (first..signal).any(|at| shared(self.words(at), &report) >= 3);
        if before > 40 && before * 6 > after || summary {
            return first;
        }
        let Some(next) = (signal + 1..=last).find(|&at| self.is_report(at)) else {
            return first;
        };
        for at in first..next {
            if !self.units[at].settled {
                self.units[at].settled = self.units[at].prose;
                if self.units[at].prose {
                    self.units[at].kind = BlockKind::Masthead;
                }
            } else if self.units[at].kind == BlockKind::Furniture {
                self.units[at].kind = BlockKind::Masthead;
            }
        }
        self.report = Some((next, last));
        // Lines between may be agency, date or byline now that they stand above the report.
        self.lines();
        next
    }

    /// Content words of the first paragraphs, small letters.
    fn report_words(&self, first: usize, last: usize) -> BTreeSet<String> {
        (first..=last)
            .filter(|&at| self.is_report(at))
            .take(8)
            .flat_map(|at| self.words(at).split_whitespace().take(COMPARED))
            .filter_map(content_word)
            .take(COMPARED)
            .collect()
    }

    fn may_be_title(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let words = self.words(at);
        let least = if self.script.is_some_and(Script::cased) { 2 } else { 1 };
        unit.words >= least && unit.words <= 40 && words.len() <= 400 && !words.contains('@')
    }

    /// Everything above `first` that is still open: masthead above the title, a summary below it.
    fn masthead(&mut self, first: usize, title: Option<usize>) {
        for at in 0..first {
            let unit = self.units[at];
            if unit.settled || unit.kind != BlockKind::Body {
                continue;
            }
            let below_title = title.is_some_and(|title| at > title);
            // Items of a list are read whatever they end with.
            if below_title && matches!(mark(self.words(at)), Some(Mark::Bullet | Mark::Number)) {
                continue;
            }
            let kind = if below_title && unit.script == self.script && unit.words >= 4 { BlockKind::Heading } else { BlockKind::Masthead };
            self.settle(at, kind);
        }
    }

    /// Takes the first unit of a text without a head for its title where it looks like one: one
    /// short sentence, shorter than the next paragraph, most words in capital letters or several
    /// content words taken up again by what follows.
    fn first_is_title(&mut self, first: usize, last: usize) -> Option<ByteSpan> {
        let unit = self.units[first];
        let words = self.words(first).to_owned();
        let next = (first + 1..=last).find(|&at| self.is_report(at))?;
        if first == last || unit.words > 18 || words.len() > 200 || self.units[next].words * 10 < unit.words * 13 {
            return None;
        }
        let marks = words.trim_end_matches(|c: char| !c.is_alphanumeric()).matches(['.', '!', '?', '“', '"']).count();
        let inner = words.split(". ").count();
        if inner > 1 && marks > 3
            || words.starts_with(['"', '“', '(', '-'])
            || super::dateline::dateline(&words, 0, true, self.news).is_some()
        {
            return None;
        }
        let long: Vec<&str> = words.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 4).collect();
        let capitals = long.iter().filter(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)).count();
        let title_case = long.len() >= 3 && capitals * 10 >= long.len() * 8;
        let report = self.report_words(next, last);
        let shared = shared(&words, &report);
        let content = words.split_whitespace().filter_map(content_word).collect::<BTreeSet<_>>().len();
        let taken_up = !unit.ends && shared >= 1 || unit.words <= 16 && shared >= 3 && shared * 10 >= content * 6 && self.no_day(&words);
        if !(title_case || taken_up) {
            return None;
        }
        self.settle(first, BlockKind::Title);
        self.report = Some((next, last));
        for at in first + 1..next {
            if !self.units[at].settled && self.units[at].kind == BlockKind::Body {
                self.units[at].kind = BlockKind::Heading;
            }
        }
        Some(self.units[first].span)
    }

    /// Whether no weekday is named: first sentences of reports name the day, titles do not.
    fn no_day(&self, words: &str) -> bool {
        use rapporteur_lexicon::DateName;
        !words
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.len() > 3 && matches!(self.news.dates.name(word), Some(DateName::Weekday(_))))
            && ![" said", " told ", " says "].iter().any(|cue| words.contains(cue))
    }
}

/// Whether a line, seen alone, belongs to a head: an agency, a date or a byline.
fn lines_signal(line: &str, news: &rapporteur_lexicon::News) -> bool {
    line.len() <= 200
        && (super::lines::agency_line(line, news).is_some()
            || super::lines::byline(line, 0, news).is_some()
            || super::dates::date_line(line, 0, &news.dates).is_some_and(|date| date.sure))
}

/// The key under which a content word is compared: its first six letters, small. Words of fewer
/// than four letters carry no content here.
fn content_word(word: &str) -> Option<String> {
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).take(6).flat_map(char::to_lowercase).collect();
    let function =
        ["that", "with", "from", "have", "this", "will", "were", "been", "they", "their", "about", "after", "says", "said", "over", "into"];
    (letters.chars().count() >= 4 && !function.contains(&letters.as_str())).then_some(letters)
}

/// How many content words of `line` stand in `report`.
fn shared(line: &str, report: &BTreeSet<String>) -> usize {
    line.split_whitespace().take(60).filter_map(content_word).collect::<BTreeSet<_>>().intersection(report).count()
}

/// Whether two lines have the same letters and digits.
fn same_words(a: &str, b: &str) -> bool {
    let plain = |words: &str| words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(400).collect::<String>();
    b.len() <= 4 * a.len() + 40 && !a.is_empty() && plain(a) == plain(b)
}
