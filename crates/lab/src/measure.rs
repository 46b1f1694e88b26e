//! Runs the tasks of `rapporteur eval`: each measures on its corpus, or says what is missing.

use crate::conll_eval;
use crate::disagreements::Disagreements;
use crate::figures::Figure;
use crate::statements::{self, GoldReport};
use crate::time;
use crate::treebank::{self, Treebank};
use anyhow::Context;
use rapporteur::{Options, Reader, Source};
use rapporteur_language::conllu;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

/// A task's figures, or the corpus that is missing.
pub enum Measured {
    /// What was measured.
    Figures(Vec<Figure>),
    /// The file or folder that is not there.
    Skipped(String),
}

fn missing(path: &Path) -> Option<Measured> {
    (!path.exists()).then(|| Measured::Skipped(path.display().to_string()))
}

/// Sentences, words, tags, lemmas and trees on the dev parts of the treebanks, from running text.
///
/// # Errors
/// When a corpus is there but cannot be read.
pub fn language(reader: &Reader, data: &Path) -> anyhow::Result<Measured> {
    let mut figures = Vec::new();
    for (name, file) in [("EWT", "en_ewt-dev.conllu.gz"), ("GUM", "en_gum-dev.conllu.gz")] {
        let path = data.join("ud").join(file);
        if let Some(skipped) = missing(&path) {
            return Ok(skipped);
        }
        let text = Treebank::load(&path)?.running_text().text;
        let start = Instant::now();
        let analysis = reader.parse(&text);
        let seconds = start.elapsed().as_secs_f64();
        let words: usize = analysis.sentences.iter().map(|sentence| sentence.tokens.len()).sum();
        let scores = conll_eval::evaluate(&treebank::read_text(&path)?, &conllu(&text, &analysis))?;
        for (measure, score) in scores.rows() {
            figures.push(Figure::new("language", format!("{name} {measure}"), score.f1()));
        }
        figures.push(Figure::new("language", format!("{name} words a second, 1 thread"), words as f64 / seconds));
    }
    Ok(Measured::Figures(figures))
}

/// Bodies of HTML pages, on the dev part of the article extraction benchmark.
///
/// # Errors
/// When the pages are there but cannot be read.
pub fn pages(_reader: &Reader, data: &Path) -> anyhow::Result<Measured> {
    let path = data.join("pages");
    if let Some(skipped) = missing(&path.join("ground-truth.json")) {
        return Ok(skipped);
    }
    let figures = crate::pages::evaluate(&path)?;
    let share = |measure: &str, value: f64| Figure::new("pages", measure, value * 100.0);
    Ok(Measured::Figures(vec![
        share("F1", figures.f1),
        share("precision", figures.precision),
        share("recall", figures.recall),
        share("identical", figures.identical),
        Figure::new("pages", "median ms a page", figures.median_ms),
        Figure::new("pages", "slowest page, ms", figures.slowest_ms),
    ]))
}

/// Who said what, on the dev part of the attribution corpus; what differs is put into `detail`.
///
/// # Errors
/// When the corpus is there but cannot be read.
pub fn statements(reader: &Reader, data: &Path, detail: &mut Disagreements) -> anyhow::Result<Measured> {
    let path = data.join("attribution/dev.jsonl");
    if let Some(skipped) = missing(&path) {
        return Ok(skipped);
    }
    let reports = statements::load(&path)?;
    let gold: BTreeMap<&str, &GoldReport> = reports.iter().map(|report| (report.id.as_str(), report)).collect();
    let options =
        Options { text_field: Some("text".into()), date_field: Some("date".into()), id_field: Some("id".into()), ..Options::default() };
    let mut scores = statements::Scores::default();
    let source = Source::bytes("dev.jsonl", fs::read(&path)?);
    reader.read_many([source], &options, 2, &mut |outcome| {
        if let Ok(read) = outcome.result
            && let Some(report) = read.value.doc.key.as_deref().and_then(|key| gold.get(key))
        {
            let found = statements::of_record(&read.value);
            let one = statements::score(report, &found);
            detail.add(report, &found, &one);
            scores.add(&one);
        }
        ControlFlow::Continue(())
    });
    Ok(Measured::Figures(scores.figures()))
}

/// Reports a second and memory over the articles of the attribution corpus.
///
/// # Errors
/// When the corpus is there but cannot be read.
pub fn speed(reader: &Reader, data: &Path) -> anyhow::Result<Measured> {
    let path = data.join("attribution/dev.jsonl");
    if let Some(skipped) = missing(&path) {
        return Ok(skipped);
    }
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let options = Options { text_field: Some("text".into()), date_field: Some("date".into()), ..Options::default() };
    let mut figures = Vec::new();
    for threads in [1, 2] {
        let mut reports = 0_usize;
        let start = Instant::now();
        // Several passes, so that the time is long enough to mean something.
        while reports == 0 || start.elapsed().as_secs_f64() < 3.0 {
            let source = Source::bytes("dev.jsonl", bytes.clone());
            reader.read_many([source], &options, threads, &mut |outcome| {
                reports += usize::from(outcome.result.is_ok());
                ControlFlow::Continue(())
            });
        }
        let rate = reports as f64 / start.elapsed().as_secs_f64();
        let plural = if threads == 1 { "" } else { "s" };
        figures.push(Figure::new("speed", format!("reports a second, {threads} thread{plural}"), rate));
    }
    if let Some(megabytes) = peak_memory() {
        figures.push(Figure::new("speed", "peak memory, MB", megabytes));
    }
    Ok(Measured::Figures(figures))
}

/// The largest memory that this process had, in MB; Linux only.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Time expressions, on the dev part of the time corpus.
///
/// # Errors
/// When the corpus is there but cannot be read.
pub fn time(reader: &Reader, data: &Path) -> anyhow::Result<Measured> {
    let path = data.join("time/dev.jsonl");
    match missing(&path) {
        Some(skipped) => Ok(skipped),
        None => time::evaluate(reader, &path).map(Measured::Figures),
    }
}
