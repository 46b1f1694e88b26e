//! Bodies of news pages: how much of the article is extracted, and how much else.
//!
//! The measure is that of the article extraction benchmark (Scrapinghub, 2020): words are runs of
//! letters, digits and underscores; a page is the multiset of its runs of four words (of all its
//! words where it has fewer). Precision is the share of the extracted runs that are in the true
//! body, mean over the pages from which something was extracted; recall the share of the true runs
//! that were extracted, mean over the pages that have a body; F1 is of these two means.

use anyhow::Context;
use flate2::read::MultiGzDecoder;
use rapporteur_input::{Options, documents};
use rapporteur_lexicon::News;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

const RUN: usize = 4;

/// How well the bodies of some pages were extracted. Shares are from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many pages there are.
    pub pages: usize,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Share of what was extracted that belongs to the body.
    pub precision: f64,
    /// Share of the body that was extracted.
    pub recall: f64,
    /// Share of pages whose words are exactly the true ones.
    pub identical: f64,
    /// Median time for a page, in milliseconds.
    pub median_ms: f64,
    /// Time for the slowest page, in milliseconds.
    pub slowest_ms: f64,
}

/// Extracts and scores the pages of `dir`: `html/ID.html.gz` and `ground-truth.json`
/// (`{ID: {"articleBody": TEXT}}`).
///
/// # Errors
/// When the ground truth or a page cannot be read from the disk. A page from which nothing can be
/// extracted counts as empty.
pub fn evaluate(dir: &Path) -> anyhow::Result<Figures> {
    let path = dir.join("ground-truth.json");
    let truth = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let truth: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_slice(&truth).with_context(|| format!("{} is not the ground truth of pages", path.display()))?;
    let (options, news) = (Options::default(), News::embedded());
    let mut score = Score::default();
    let mut times = Vec::new();
    for (id, page) in &truth {
        let path = dir.join("html").join(format!("{id}.html.gz"));
        let packed = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut html = Vec::new();
        MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut html).with_context(|| format!("cannot unpack {}", path.display()))?;
        let start = Instant::now();
        let document = documents(id, Box::new(html.as_slice()), &options, &news).next();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let body = match document {
            Some(Ok(document)) => document.body().map(|span| span.of(&document.text)).collect::<Vec<_>>().join("\n\n"),
            _ => String::new(),
        };
        score.add(page.get("articleBody").map_or("", String::as_str), &body);
    }
    times.sort_by(f64::total_cmp);
    let mut figures = score.figures();
    figures.median_ms = times.get(times.len() / 2).copied().unwrap_or(0.0);
    figures.slowest_ms = times.last().copied().unwrap_or(0.0);
    Ok(figures)
}

#[derive(Default)]
struct Score {
    precisions: Vec<f64>,
    recalls: Vec<f64>,
    identical: usize,
    pages: usize,
}

impl Score {
    fn add(&mut self, truth: &str, extracted: &str) {
        let (truth, extracted) = (words(truth), words(extracted));
        let (wanted, got) = (runs(&truth), runs(&extracted));
        let total =
            |runs: &HashMap<&[&str], usize>, words: &[&str]| if runs.is_empty() { 0 } else { words.len().saturating_sub(RUN - 1).max(1) };
        let (all_wanted, all_got) = (total(&wanted, &truth), total(&got, &extracted));
        // In order of the text, each run once: no iteration over the map.
        let mut left = wanted;
        let mut common = 0;
        for run in windows(&extracted) {
            if let Some(count) = left.get_mut(run).filter(|count| **count > 0) {
                *count -= 1;
                common += 1;
            }
        }
        if all_got > 0 {
            self.precisions.push(common as f64 / all_got as f64);
        }
        if all_wanted > 0 {
            self.recalls.push(common as f64 / all_wanted as f64);
        }
        self.identical += usize::from(truth == extracted);
        self.pages += 1;
    }

    fn figures(&self) -> Figures {
        let mean = |values: &[f64]| if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 };
        let (precision, recall) = (mean(&self.precisions), mean(&self.recalls));
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        let identical = self.identical as f64 / self.pages.max(1) as f64;
        Figures { pages: self.pages, f1, precision, recall, identical, ..Figures::default() }
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

fn windows<'a, 'w>(words: &'a [&'w str]) -> impl Iterator<Item = &'a [&'w str]> {
    let size = RUN.min(words.len()).max(1);
    words.windows(size)
}

fn runs<'a, 'w>(words: &'a [&'w str]) -> HashMap<&'a [&'w str], usize> {
    let mut runs = HashMap::new();
    for run in windows(words) {
        *runs.entry(run).or_default() += 1;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(truth: &str, extracted: &str, precision: f64, recall: f64) {
        let mut score = Score::default();
        score.add(truth, extracted);
        let figures = score.figures();
        assert_eq!((figures.precision, figures.recall), (precision, recall), "{truth} / {extracted}");
    }

    #[test]
    fn runs_of_four_words_are_compared() {
        check("one two three four five", "one, two; three four five", 1.0, 1.0);
        check("one two three four five six", "zero one two three four five six", 0.75, 1.0);
        check("one two", "one two", 1.0, 1.0);
        check("one two", "one", 0.0, 0.0);
        check("a b c d a b c d", "a b c d", 1.0, 0.2);
    }

    #[test]
    fn an_empty_extraction_counts_against_recall_only() {
        let mut score = Score::default();
        score.add("one two three four", "");
        score.add("one two three four", "one two three four");
        let figures = score.figures();
        assert_eq!((figures.precision, figures.recall, figures.identical), (1.0, 0.5, 0.5));
    }
}
