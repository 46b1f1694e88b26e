//! When the report was published.
//!
//! The date that the user gives wins. Else the best clue that can be read in one way only is
//! taken: metadata, a printed line, an address. Where no clue is plain, every reading of the best
//! one ([`printed`]) is weighed against what the other clues and the report's own words say
//! ([`evidence`]), and the best is taken only if it is far ahead of every other; if not, the date
//! stays open and the candidates are named. Day first or month first is never assumed.

mod evidence;
mod gather;
mod machine;
mod printed;
mod slips;
mod words;

#[cfg(test)]
mod tests;

use evidence::{AGAINST, Evidence};
use jiff::civil::Date;
use printed::{Printed, Reading};
use rapporteur_lexicon::Calendar;
use rapporteur_record::{ByteSpan, Code, DateClue, DateSource, Diagnostic, Document, PublishedBasis};
use std::collections::BTreeMap;

/// How far, in decibans, the best date must be ahead of every other: about 50 to 1.
const MARGIN: i32 = 17;

/// How far below the best a date may be and still be named as a candidate.
const NAMED: i32 = 25;

/// When a report was published, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// ISO 8601 date, or date and time where metadata give one; `None` where it is not known.
    pub date: Option<String>,
    /// How it is known.
    pub basis: PublishedBasis,
    /// The words that it was read or worked out from.
    pub evidence: Vec<ByteSpan>,
    /// Where nothing decides: what it could be, as ISO dates, `X` for any digit.
    pub candidates: Vec<String>,
    /// What was noticed: a repair, an ambiguity, a date that is none.
    pub diagnostics: Vec<Diagnostic>,
}

impl Default for Published {
    fn default() -> Self {
        Self { date: None, basis: PublishedBasis::Unknown, evidence: Vec::new(), candidates: Vec::new(), diagnostics: Vec::new() }
    }
}

/// Works out when `document` was published.
pub fn published(document: &Document, calendar: &Calendar) -> Published {
    let mut diagnostics = Vec::new();
    let mut clues: Vec<(&DateClue, Printed)> = Vec::new();
    for clue in &document.date_clues {
        let read = printed::read(&clue.raw, &calendar.printed);
        if read.readings.is_empty() {
            if clue.source == DateSource::User {
                let message = format!("`{}` is not a date", shown(&clue.raw));
                diagnostics.push(located(Diagnostic::new(Code::DateInvalid, message), clue).help("write it as YYYY-MM-DD"));
            }
            continue;
        }
        clues.push((clue, read));
    }
    clues.sort_by_key(|(clue, read)| (clue.source, read.updated));
    let mut found = match plain(&clues) {
        Some(found) => found,
        None => worked_out(document, calendar, &clues),
    };
    diagnostics.append(&mut found.diagnostics);
    if found.date.is_none() && found.candidates.is_empty() {
        let unread = document.date_clues.iter().find(|clue| clue.source != DateSource::User);
        let mut unknown = Diagnostic::new(Code::DateUnknown, "no date of publication was found");
        if let Some(clue) = unread {
            unknown = located(Diagnostic::new(Code::DateUnknown, format!("`{}` gives no date", shown(&clue.raw))), clue);
        }
        diagnostics.push(unknown.help("give it with --date"));
    }
    found.diagnostics = diagnostics;
    found
}

/// The best clue with one plain reading. A line that says "updated" counts only after the others.
fn plain(clues: &[(&DateClue, Printed)]) -> Option<Published> {
    let user = clues.iter().find(|(clue, _)| clue.source == DateSource::User);
    if let Some((_, read)) = user
        && read.plain().is_none()
    {
        // The user's date wins even where it is short: it is read with the others as evidence.
        return None;
    }
    let (clue, read) = clues.iter().find(|(_, read)| read.plain().is_some() && !read.updated)?;
    let reading = read.plain()?;
    let basis = match clue.source {
        DateSource::User => PublishedBasis::Given,
        DateSource::Address | DateSource::Fetched => PublishedBasis::Inferred,
        _ => PublishedBasis::Stated,
    };
    let date = format!("{}{}", reading.date, reading.time.as_deref().unwrap_or(""));
    Some(Published { date: Some(date), basis, evidence: clue.span.into_iter().collect(), ..Published::default() })
}

/// One date with all that speaks for and against it.
struct Candidate {
    date: Date,
    score: i32,
    /// What must have gone wrong in print.
    cost: i32,
    /// Whether anything rules it out.
    out: bool,
    weights: Vec<i32>,
}

/// Weighs the readings of the best clue.
fn worked_out(document: &Document, calendar: &Calendar, clues: &[(&DateClue, Printed)]) -> Published {
    let Some((clue, read)) = clues.iter().find(|(_, read)| !read.updated).or(clues.first()) else {
        return Published::default();
    };
    if read.updated
        && let Some(reading) = read.plain()
    {
        // Only the day of an update is known; the report is from that day or before.
        let evidence = clue.span.into_iter().collect();
        let date = Some(reading.date.to_string());
        return Published { date, basis: PublishedBasis::Inferred, evidence, ..Published::default() };
    }
    let mut evidence = gather::gather(document, calendar);
    // The day of a crawl says nothing against an earlier one.
    let speaks = |other: &DateClue| other.source != DateSource::Fetched && !std::ptr::eq(other, *clue);
    for (other, others) in clues.iter().filter(|(other, _)| speaks(other)) {
        let dates: Vec<Date> = others.readings.iter().map(|reading| reading.date).collect();
        let loss = match other.source {
            DateSource::Address => 20,
            DateSource::Printed => 20,
            _ => 30,
        };
        evidence.push(Evidence::clue(other.span, dates, loss, others.updated));
    }
    conventions(document, calendar, clue, &mut evidence);
    let mut candidates: Vec<Candidate> =
        read.readings.iter().filter(|reading| read.agrees(reading.date)).map(|reading| weigh(reading, &evidence)).collect();
    if candidates.is_empty() {
        // The weekday is printed wrong, or the number beside it: neither decides.
        candidates = read.readings.iter().map(|reading| weigh(reading, &evidence)).collect();
        if candidates.len() == 1 {
            return open(clue, &candidates);
        }
    }
    candidates.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score), candidate.date));
    let Some(best) = candidates.first() else {
        return Published::default();
    };
    let second = candidates.get(1).map(|second| second.score);
    let ahead = second.is_none_or(|second| best.score - second >= MARGIN);
    if best.out || !ahead {
        return open(clue, &candidates);
    }
    decided(document, clue, &candidates, &evidence)
}

fn weigh(reading: &Reading, evidence: &[Evidence]) -> Candidate {
    let weights: Vec<i32> = evidence.iter().map(|item| item.weigh(reading.date, reading.order)).collect();
    let out = weights.iter().any(|weight| *weight <= AGAINST);
    let score = weights.iter().sum::<i32>() - reading.cost;
    Candidate { date: reading.date, score, cost: reading.cost, out, weights }
}

/// The order of numbers that the agency's or the outlet's country makes likely.
fn conventions(document: &Document, calendar: &Calendar, clue: &DateClue, evidence: &mut Vec<Evidence>) {
    if let Some(agency) = &document.agency
        && let Some(order) = calendar.printed.order_of_agency(&agency.text)
    {
        // A site that republishes prints its own date: the agency's habit says less of it.
        let weight = if document.publisher.is_some() { 3 } else { 6 };
        evidence.push(Evidence::order(agency.span, order, weight));
    }
    let host = document.publisher.as_ref().filter(|publisher| publisher.text.contains('.') && !publisher.text.contains(' '));
    if let Some(publisher) = host
        && let Some(order) = calendar.printed.order_of_host(&publisher.text)
    {
        evidence.push(Evidence::order(publisher.span, order, 8));
    }
    // Another numeric date on the page that can be read in one order only.
    for other in &document.date_clues {
        if !std::ptr::eq(other, clue)
            && let [only] = &printed::read(&other.raw, &calendar.printed).readings[..]
            && let Some(order) = only.order
        {
            evidence.push(Evidence::order(other.span, order, 20));
        }
    }
}

fn decided(document: &Document, clue: &DateClue, candidates: &[Candidate], evidence: &[Evidence]) -> Published {
    let best = &candidates[0];
    // What decided: evidence that the best date fits better than some rival still in the race
    // without it.
    let mut deciding: Vec<(i32, usize)> = (0..evidence.len())
        .filter_map(|at| {
            let gain = candidates[1..].iter().map(|other| best.weights[at] - other.weights[at]).max().unwrap_or(0);
            (gain >= 3).then_some((gain, at))
        })
        .collect();
    deciding.sort_by_key(|(gain, at)| (std::cmp::Reverse(*gain), evidence[*at].spans.first().copied()));
    // As few as are enough to put the best date ahead of every other.
    let mut enough = Vec::new();
    let mut ahead: Vec<i32> = candidates[1..].iter().map(|other| other.cost - best.cost).collect();
    for (_, at) in deciding {
        if enough.len() == 4 || ahead.iter().all(|ahead| *ahead >= MARGIN) {
            break;
        }
        for (ahead, other) in ahead.iter_mut().zip(&candidates[1..]) {
            *ahead += best.weights[at] - other.weights[at];
        }
        enough.push(&evidence[at]);
    }
    let mut spans: Vec<ByteSpan> = enough.iter().flat_map(|item| item.spans.iter().copied()).collect();
    spans.sort_unstable();
    spans.dedup();
    let words: Vec<String> = spans.iter().map(|span| format!("`{}`", shown(span.of(&document.text)))).collect();
    let why = if words.is_empty() { "no other date fits".to_owned() } else { format!("decided by {}", words.join(", ")) };
    let message = format!("`{}` is read as {}: {why}", shown(&clue.raw), best.date);
    spans.extend(clue.span);
    spans.sort_unstable();
    spans.dedup();
    let repaired = located(Diagnostic::new(Code::DateRepaired, message), clue).help("give another date with --date if this is wrong");
    Published {
        date: Some(best.date.to_string()),
        basis: PublishedBasis::Repaired,
        evidence: spans,
        candidates: Vec::new(),
        diagnostics: vec![repaired],
    }
}

fn open(clue: &DateClue, candidates: &[Candidate]) -> Published {
    let top = candidates.iter().map(|candidate| candidate.score).max().unwrap_or(0);
    let mut dates: Vec<Date> =
        candidates.iter().filter(|candidate| candidate.score + NAMED >= top).map(|candidate| candidate.date).collect();
    dates.sort_unstable();
    dates.dedup();
    let named = masked(&dates);
    let message = format!("`{}` may be {}", shown(&clue.raw), named.join(" or "));
    Published {
        evidence: clue.span.into_iter().collect(),
        candidates: named,
        diagnostics: vec![located(Diagnostic::new(Code::DateAmbiguous, message), clue).help("give it with --date")],
        ..Published::default()
    }
}

/// Dates as they are named to a person: many years of one day are one, with `X` for the digits
/// that differ.
fn masked(dates: &[Date]) -> Vec<String> {
    if dates.len() <= 6 {
        return dates.iter().map(Date::to_string).collect();
    }
    let mut days: BTreeMap<(i8, i8), Vec<String>> = BTreeMap::new();
    for date in dates {
        days.entry((date.month(), date.day())).or_default().push(format!("{:04}", date.year()));
    }
    let mut named: Vec<String> = days
        .into_iter()
        .map(|((month, day), years)| {
            let year: String = (0..4)
                .map(|at| {
                    let first = &years[0][at..=at];
                    if years.iter().all(|year| &year[at..=at] == first) { first.to_owned() } else { "X".to_owned() }
                })
                .collect();
            format!("{year}-{month:02}-{day:02}")
        })
        .collect();
    named.truncate(12);
    named
}

fn located(diagnostic: Diagnostic, clue: &DateClue) -> Diagnostic {
    match clue.span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

/// Words as a message shows them: one line, not too long.
fn shown(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
