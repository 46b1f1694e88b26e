//! Time expressions against gold: the measures of TempEval-3 (UzZaman et al., SemEval-2013 task 1)
//! as ../shared/data/time/score.py defines them, counted anew.
//!
//! Gold and found are paired one to one inside a document: equal spans first, then those that
//! share the most. Strict counts equal spans, relaxed every pair, type and value those pairs that
//! agree in them.

use crate::figures::Figure;
use crate::statements::Tally;
use anyhow::Context;
use jiff::civil::Date;
use rapporteur::Reader;
use rapporteur_reading::timex;
use rapporteur_record::{Offsets, Record};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// One expression: gold, or found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Expression {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
}

/// A document with its gold expressions.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldDocument {
    /// Its name in the corpus.
    pub id: String,
    /// Day or moment of publication.
    pub dct: String,
    /// Its text.
    pub text: String,
    /// Its expressions.
    pub timexes: Vec<Expression>,
}

/// Reads a JSONL file of the corpus of time expressions.
///
/// # Errors
/// When the file cannot be read or a line is of another shape.
pub fn load(path: &Path) -> anyhow::Result<Vec<GoldDocument>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .enumerate()
        .map(|(at, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1)))
        .collect()
}

/// The expressions of a record.
pub fn of_record(record: &Record) -> Vec<Expression> {
    record
        .timexes
        .iter()
        .map(|timex| Expression { start: timex.start, end: timex.end, kind: timex.kind.as_str().to_owned(), value: timex.value.clone() })
        .collect()
}

/// The measures of one document or the sum of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Equal spans.
    pub strict: Tally,
    /// Spans that share something.
    pub relaxed: Tally,
    /// Of these, the same type.
    pub kind: Tally,
    /// Of these, the same value: the headline of TempEval-3.
    pub value: Tally,
}

impl Scores {
    /// Adds the counts of another document.
    pub fn add(&mut self, other: &Scores) {
        for (mine, others) in [
            (&mut self.strict, other.strict),
            (&mut self.relaxed, other.relaxed),
            (&mut self.kind, other.kind),
            (&mut self.value, other.value),
        ] {
            mine.hits += others.hits;
            mine.found += others.found;
            mine.gold += others.gold;
        }
    }

    /// The figures in per cent; `name` stands before the measures ("train ").
    pub fn figures(&self, name: &str) -> Vec<Figure> {
        [
            ("strict F1", self.strict.f1()),
            ("relaxed F1", self.relaxed.f1()),
            ("type F1", self.kind.f1()),
            ("value F1", self.value.f1()),
            ("relaxed precision", self.relaxed.precision()),
            ("relaxed recall", self.relaxed.recall()),
        ]
        .into_iter()
        .map(|(measure, value)| Figure::new("time", format!("{name}{measure}"), 100.0 * value))
        .collect()
    }
}

/// Gold and found expressions, each once and in order, with the pairs of them that match.
struct Pairs {
    gold: Vec<Expression>,
    found: Vec<Expression>,
    /// Places in `gold` and in `found`.
    pairs: Vec<(usize, usize)>,
}

/// Pairs gold and found one to one: equal spans first, then the largest shares. Expressions that are
/// given twice count once; spans are taken as they are, without white space at their ends.
fn pair(gold: &[Expression], found: &[Expression]) -> Pairs {
    let set = |all: &[Expression]| all.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
    let (gold, found) = (set(gold), set(found));
    let mut candidates = Vec::new();
    for (g, one) in gold.iter().enumerate() {
        for (f, other) in found.iter().enumerate() {
            let shared = one.end.min(other.end).saturating_sub(one.start.max(other.start));
            if shared > 0 {
                let same = (one.start, one.end) == (other.start, other.end);
                candidates.push((!same, std::cmp::Reverse(shared), g, f));
            }
        }
    }
    candidates.sort_unstable();
    let (mut gold_taken, mut found_taken) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, _, g, f) in candidates {
        if !gold_taken[g] && !found_taken[f] {
            (gold_taken[g], found_taken[f]) = (true, true);
            pairs.push((g, f));
        }
    }
    Pairs { gold, found, pairs }
}

impl Pairs {
    /// The measures; of one type only, if it is given: then a pair counts where both have it.
    fn score(&self, kind: Option<&str>) -> Scores {
        let has = |one: &&Expression| kind.is_none_or(|kind| one.kind == kind);
        let tally = Tally { hits: 0, found: self.found.iter().filter(has).count(), gold: self.gold.iter().filter(has).count() };
        let mut scores = Scores { strict: tally, relaxed: tally, kind: tally, value: tally };
        for (gold, found) in self.pairs.iter().map(|&(g, f)| (&self.gold[g], &self.found[f])).filter(|(g, f)| has(g) && has(f)) {
            scores.relaxed.hits += 1;
            scores.strict.hits += usize::from((gold.start, gold.end) == (found.start, found.end));
            scores.kind.hits += usize::from(gold.kind == found.kind);
            scores.value.hits += usize::from(gold.value == found.value);
        }
        scores
    }

    /// What gold and found do not agree in, a line each: what differs, gold, found, the words around.
    fn disagreements(&self, document: &GoldDocument) -> Vec<String> {
        let letters: Vec<char> = document.text.chars().collect();
        let text = |start: usize, end: usize| -> String {
            let part: String = letters[start.min(letters.len())..end.min(letters.len())].iter().collect();
            part.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let named = |one: Option<&Expression>| {
            one.map_or("-".to_owned(), |one| format!("{} {} [{}]", one.kind, one.value, text(one.start, one.end)))
        };
        let mut lines = Vec::new();
        let mut line = |what: &str, gold: Option<&Expression>, found: Option<&Expression>| {
            if let Some(place) = gold.or(found) {
                let around = format!(
                    "{} [{}] {}",
                    text(place.start.saturating_sub(60), place.start),
                    text(place.start, place.end),
                    text(place.end, place.end + 60)
                );
                let (gold, found) = (named(gold), named(found));
                lines.push((place.start, format!("{}\t{}\t{what}\t{gold}\t{found}\t{around}", document.id, document.dct)));
            }
        };
        for (_, gold) in self.gold.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|(g, _)| g != at)) {
            line("missed", Some(gold), None);
        }
        for (_, found) in self.found.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|(_, f)| f != at)) {
            line("extra", None, Some(found));
        }
        for (gold, found) in self.pairs.iter().map(|&(g, f)| (&self.gold[g], &self.found[f])) {
            let what = match () {
                () if gold.value != found.value => "value",
                () if gold.kind != found.kind => "type",
                () if (gold.start, gold.end) != (found.start, found.end) => "extent",
                () => continue,
            };
            line(what, Some(gold), Some(found));
        }
        lines.sort();
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// Scores what was found in a document.
pub fn score(gold: &[Expression], found: &[Expression]) -> Scores {
    pair(gold, found).score(None)
}

/// Reads the documents of a file, whose date is given as the task does, and scores them, in all and
/// by type; also megabytes a second of finding expressions alone and documents a second from running text (parsing
/// and finding expressions, by processor time; reading the file is not counted), on one thread. `name` stands
/// before the measures; what gold and found do not agree in is added to `disagreements`.
///
/// # Errors
/// When the file is not as it should be.
pub fn evaluate(reader: &Reader, path: &Path, name: &str, disagreements: &mut Vec<String>) -> anyhow::Result<Vec<Figure>> {
    let documents = load(path)?;
    let calendar = &reader.lexicon().calendar;
    let kinds = ["DATE", "DURATION", "TIME", "SET"];
    let mut scores = Scores::default();
    let mut by_kind = kinds.map(|_| Scores::default());
    let (mut bytes, mut seconds, mut whole) = (0, 0.0, 0.0);
    for document in &documents {
        let day: Option<Date> = document.dct.get(..10).and_then(|day| day.parse().ok());
        let first = processor_seconds();
        let analysis = reader.parse(&document.text);
        let start = Instant::now();
        let expressions = timex::read(&document.text, &analysis, day, calendar).value;
        seconds += start.elapsed().as_secs_f64();
        whole += processor_seconds().zip(first).map_or(0.0, |(last, first)| last - first);
        bytes += document.text.len();
        let offsets = Offsets::new(&document.text);
        let found: Vec<Expression> = expressions
            .iter()
            .map(|found| {
                let span = offsets.span(found.span);
                Expression { start: span.start, end: span.end, kind: found.kind.as_str().to_owned(), value: found.value.clone() }
            })
            .collect();
        let pairs = pair(&document.timexes, &found);
        scores.add(&pairs.score(None));
        for (kind, of_kind) in kinds.iter().zip(&mut by_kind) {
            of_kind.add(&pairs.score(Some(kind)));
        }
        disagreements.extend(pairs.disagreements(document));
    }
    let mut figures = scores.figures(name);
    for (kind, of_kind) in kinds.iter().zip(&by_kind) {
        for (measure, tally) in [("strict F1", of_kind.strict), ("relaxed F1", of_kind.relaxed), ("value F1", of_kind.value)] {
            figures.push(Figure::new("time", format!("{name}{kind} {measure}"), 100.0 * tally.f1()));
        }
    }
    if seconds > 0.0 {
        figures.push(Figure::new("time", format!("{name}MB a second, 1 thread"), bytes as f64 / 1e6 / seconds));
    }
    if whole > 0.0 {
        figures.push(Figure::new("time", format!("{name}documents a second, 1 thread"), documents.len() as f64 / whole));
    }
    Ok(figures)
}

/// Processor time of this thread so far, which does not grow while others have the processor; `None` where the system
/// does not tell it as Linux does.
fn processor_seconds() -> Option<f64> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(start: usize, end: usize, value: &str) -> Expression {
        Expression { start, end, kind: "DATE".into(), value: value.into() }
    }

    #[test]
    fn equal_spans_are_paired_before_larger_shares() {
        let gold = [expression(0, 10, "2012"), expression(12, 16, "2013")];
        let found = [expression(0, 16, "x"), expression(12, 16, "2013")];
        let scores = score(&gold, &found);
        assert_eq!((scores.strict.hits, scores.relaxed.hits, scores.value.hits), (1, 2, 1));
    }

    #[test]
    fn one_gold_expression_meets_only_one_found() {
        let scores = score(&[expression(0, 12, "a")], &[expression(0, 7, "a"), expression(8, 12, "b")]);
        assert_eq!((scores.relaxed.hits, scores.relaxed.found, scores.strict.hits), (1, 2, 0));
        assert!((scores.relaxed.f1() - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_pair_counts_for_a_type_where_both_have_it() {
        let time = Expression { kind: "TIME".into(), ..expression(0, 4, "a") };
        let pairs = pair(&[expression(0, 4, "a"), expression(6, 9, "b")], &[time, expression(6, 9, "b")]);
        assert_eq!(
            (pairs.score(Some("DATE")).relaxed.hits, pairs.score(Some("TIME")).relaxed.hits, pairs.score(None).relaxed.hits),
            (1, 0, 2)
        );
        let document = GoldDocument { id: "d".into(), dct: "2012-12-30".into(), text: "Soon, then".into(), timexes: vec![] };
        assert_eq!(pairs.disagreements(&document), ["d\t2012-12-30\ttype\tDATE a [Soon]\tTIME a [Soon]\t [Soon] , then"]);
    }
}
