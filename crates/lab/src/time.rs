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

    /// The figures in per cent.
    pub fn figures(&self) -> Vec<Figure> {
        [
            ("strict F1", self.strict.f1()),
            ("relaxed F1", self.relaxed.f1()),
            ("type F1", self.kind.f1()),
            ("value F1", self.value.f1()),
            ("relaxed precision", self.relaxed.precision()),
            ("relaxed recall", self.relaxed.recall()),
        ]
        .into_iter()
        .map(|(measure, value)| Figure::new("time", measure, 100.0 * value))
        .collect()
    }
}

/// Scores what was found in a document. Expressions that are given twice count once; spans are
/// taken as they are, without white space at their ends.
pub fn score(gold: &[Expression], found: &[Expression]) -> Scores {
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
    let tally = Tally { hits: 0, found: found.len(), gold: gold.len() };
    let mut scores = Scores { strict: tally, relaxed: tally, kind: tally, value: tally };
    for (other_span, _, g, f) in candidates {
        if gold_taken[g] || found_taken[f] {
            continue;
        }
        (gold_taken[g], found_taken[f]) = (true, true);
        scores.relaxed.hits += 1;
        scores.strict.hits += usize::from(!other_span);
        scores.kind.hits += usize::from(gold[g].kind == found[f].kind);
        scores.value.hits += usize::from(gold[g].value == found[f].value);
    }
    scores
}

/// Reads the documents of a file, whose date is given as the task does, and scores them; also
/// megabytes a second of finding expressions alone, on one thread.
///
/// # Errors
/// When the file is not as it should be.
pub fn evaluate(reader: &Reader, path: &Path) -> anyhow::Result<Vec<Figure>> {
    let documents = load(path)?;
    let calendar = &reader.lexicon().calendar;
    let mut scores = Scores::default();
    let (mut bytes, mut seconds) = (0, 0.0);
    for document in &documents {
        let day: Option<Date> = document.dct.get(..10).and_then(|day| day.parse().ok());
        let analysis = reader.parse(&document.text);
        let start = Instant::now();
        let expressions = timex::read(&document.text, &analysis, day, calendar);
        seconds += start.elapsed().as_secs_f64();
        bytes += document.text.len();
        let offsets = Offsets::new(&document.text);
        let found: Vec<Expression> = expressions
            .iter()
            .map(|found| {
                let span = offsets.span(found.span);
                Expression { start: span.start, end: span.end, kind: found.kind.as_str().to_owned(), value: found.value.clone() }
            })
            .collect();
        scores.add(&score(&document.timexes, &found));
    }
    let mut figures = scores.figures();
    if seconds > 0.0 {
        figures.push(Figure::new("time", "MB a second, 1 thread", bytes as f64 / 1e6 / seconds));
    }
    Ok(figures)
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
}
