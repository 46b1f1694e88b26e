//! Runs the tasks of `rapporteur eval`: each measures on its corpus, or says what is missing.

use crate::coref::{self, Document};
use crate::disagreements::Disagreements;
use crate::figures::Figure;
use crate::mentions;
use crate::statements::{self, GoldReport};
use crate::time;
use crate::treebank::{self, Treebank};
use crate::{confusion, conll_eval, speed, stages};
use anyhow::Context;
use rapporteur::{Options, Reader, Source};
use rapporteur_language::{Analysis, conllu};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

/// Sentences of news, written and annotated for this project.
const NEWS: &str = include_str!("../../../eval/news.conllu");

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

/// Sentences, words, tags, lemmas, trees, stage by stage, and (GUM) mentions, on the dev parts of the treebanks.
///
/// # Errors
/// When a corpus is there but cannot be read.
pub fn language(reader: &Reader, data: &Path) -> anyhow::Result<Measured> {
    let mut figures = Vec::new();
    for (name, file) in TREEBANKS {
        let path = data.join("ud").join(file);
        if let Some(skipped) = missing(&path) {
            return Ok(skipped);
        }
        figures.extend(stages::figures(reader, name, &path)?);
        let bank = Treebank::load(&path)?;
        if name == "GUM" {
            figures.extend(mentions::evaluate(&bank, reader.models()).figures());
            figures.extend(coreference(reader, &bank));
        }
    }
    figures.extend(news(reader)?);
    Ok(Measured::Figures(figures))
}

/// Chains and pronouns by document: from running text and on gold mentions.
fn coreference(reader: &Reader, bank: &Treebank) -> Vec<Figure> {
    let (mut predicted, mut on_gold) = (coref::Figures::default(), coref::Figures::default());
    let read = |text: &str| reader.parse(text);
    for document in bank.documents() {
        let found = Document::predicted(document, read);
        predicted += found.score(&found.analysis.chains);
        let given = Document::on_gold(document, read);
        let analysis = Analysis { mentions: given.mentions.clone(), ..given.analysis.clone() };
        on_gold += given.score(&reader.models().chains(&given.text, &analysis, &[]));
    }
    let mut figures = predicted.rows("GUM coreference,");
    figures.extend(on_gold.rows("GUM coreference on gold mentions,").into_iter().filter(|row| !row.measure.ends_with("mentions F1")));
    figures
}

/// Third-person pronouns that mean actors, on the dev part of GUM: linked to the right name or description.
///
/// # Errors
/// When the treebank is there but cannot be read.
pub fn actors(reader: &Reader, data: &Path) -> anyhow::Result<Measured> {
    let path = data.join("ud").join("en_gum-dev.conllu.gz");
    if let Some(skipped) = missing(&path) {
        return Ok(skipped);
    }
    let mut found = coref::pronouns::Pronouns::default();
    for document in Treebank::load(&path)?.documents() {
        found += coref::actors(&Document::predicted(document, |text| reader.parse(text)), reader.lexicon());
    }
    let share = |measure: &str, value: f64| Figure::new("actors", format!("GUM pronouns, {measure}"), value * 100.0);
    Ok(Measured::Figures(vec![share("recall", found.recall()), share("precision", found.precision())]))
}

/// The treebanks that the language is measured on: name, file of the dev part.
const TREEBANKS: [(&str, &str); 2] = [("EWT", "en_ewt-dev.conllu.gz"), ("GUM", "en_gum-dev.conllu.gz")];

/// What is taken for what on the treebanks that are there, as tables for the terminal.
///
/// # Errors
/// When a corpus is there but cannot be read.
pub fn confusion(reader: &Reader, data: &Path) -> anyhow::Result<String> {
    let mut tables = String::new();
    for (name, file) in TREEBANKS {
        let path = data.join("ud").join(file);
        if path.exists() {
            let text = Treebank::load(&path)?.running_text().text;
            let pairs = conll_eval::label_pairs(&treebank::read_text(&path)?, &conllu(&text, &reader.parse(&text)))?;
            tables.push_str(&confusion::tables(name, &pairs));
        }
    }
    Ok(tables)
}

/// Headlines, datelines, quotations and long attributions of news: our own small treebank. Its
/// lemmas and features are open.
fn news(reader: &Reader) -> anyhow::Result<impl Iterator<Item = Figure>> {
    let text = Treebank::parse(NEWS)?.running_text().text;
    let scores = conll_eval::evaluate(NEWS, &conllu(&text, &reader.parse(&text)))?;
    let measured = |name: &str| !matches!(name, "UFeats" | "Lemmas");
    let rows = scores.rows().into_iter().filter(move |(name, _)| measured(name));
    Ok(rows.map(|(measure, score)| Figure::new("language", format!("News {measure}"), score.f1())))
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

/// Reports a second, memory and tokens a second of each stage over the articles of the attribution
/// corpus.
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
    let texts: Vec<String> = statements::load(&path)?.into_iter().map(|report| report.text).collect();
    figures.extend(speed::stages(reader.models(), &texts));
    Ok(Measured::Figures(figures))
}

/// The largest memory that this process had, in MB; Linux only.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Time expressions, on each part of the time corpus that is there; dev must be. What gold and found
/// do not agree in is added to `disagreements`.
///
/// # Errors
/// When a corpus is there but cannot be read.
pub fn time(reader: &Reader, data: &Path, disagreements: &mut Vec<String>) -> anyhow::Result<Measured> {
    if let Some(skipped) = missing(&data.join("time/dev.jsonl")) {
        return Ok(skipped);
    }
    let mut figures = Vec::new();
    for (name, file) in [("", "dev.jsonl"), ("train ", "train.jsonl"), ("meantime ", "meantime.jsonl")] {
        let path = data.join("time").join(file);
        if path.exists() {
            figures.extend(time::evaluate(reader, &path, name, disagreements)?);
        }
    }
    Ok(Measured::Figures(figures))
}

/// Events, on sentences with types, on newswire that people coded, and on sentences of our own; with the confusion of types.
///
/// # Errors
/// When a corpus is there but cannot be read.
pub fn events(reader: &Reader, data: &Path, disagreements: &mut Vec<String>, confusion: &mut String) -> anyhow::Result<Measured> {
    let cases = Path::new("eval/events.tsv");
    match crate::events::evaluate(reader, data, cases, Path::new("eval/happenings.tsv"))? {
        None => Ok(Measured::Skipped(cases.display().to_string())),
        Some(measure) => {
            *confusion = measure.confusion();
            disagreements.extend(measure.disagreements);
            let mut figures = measure.figures;
            figures.extend(crate::petrarch::figures(reader, data, disagreements)?.into_iter().flatten());
            Ok(Measured::Figures(figures))
        }
    }
}

/// Places, on each corpus of toponyms that is there. What gold and found do not agree in is added to `disagreements`.
///
/// # Errors
/// When a corpus is there but cannot be read.
pub fn places(reader: &Reader, data: &Path, disagreements: &mut Vec<String>) -> anyhow::Result<Measured> {
    if let Some(skipped) = missing(&data.join("geo")) {
        return Ok(skipped);
    }
    let mut figures = Vec::new();
    for (name, file) in crate::places::CORPORA {
        let path = data.join(file);
        if path.exists() {
            figures.extend(crate::places::evaluate(reader, &path, name, disagreements)?);
        }
    }
    Ok(Measured::Figures(figures))
}

/// Quantities, on sentences of our own that are part of the repository. What differs is added to `disagreements`.
///
/// # Errors
/// When the file is there but cannot be read.
pub fn quantities(reader: &Reader, disagreements: &mut Vec<String>) -> anyhow::Result<Measured> {
    let path = Path::new("eval/quantities.tsv");
    match missing(path) {
        Some(skipped) => Ok(skipped),
        None => {
            let (figures, differences) = crate::quantities::evaluate(reader, path)?;
            disagreements.extend(differences);
            Ok(Measured::Figures(figures))
        }
    }
}

/// Positions, on reports of our own that are part of the repository, and on those beside the corpora. What differs in the part
/// to develop with is added to `disagreements`.
///
/// # Errors
/// When a file is there but cannot be read.
pub fn positions(reader: &Reader, data: &Path, disagreements: &mut Vec<String>) -> anyhow::Result<Measured> {
    let folder = Path::new("eval/positions");
    if let Some(skipped) = missing(folder) {
        return Ok(skipped);
    }
    let measure = crate::positions::evaluate(reader, folder)?;
    disagreements.extend(measure.disagreements);
    let mut figures = measure.figures;
    if let Some(beside) = data.parent() {
        figures.extend(crate::positions::score_report(reader, &beside.join("gold"))?);
    }
    Ok(Measured::Figures(figures))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_treebank_of_news_has_one_tree_a_sentence() {
        let bank = Treebank::parse(NEWS).unwrap();
        assert!(bank.sentences.len() >= 40);
        for sentence in &bank.sentences {
            let up = |&at: &usize| Some(sentence.words[at].head).filter(|&head| head > 0).map(|head| head - 1);
            for start in 0..sentence.words.len() {
                let steps = std::iter::successors(Some(start), up).take(sentence.words.len() + 1).count();
                assert!(steps <= sentence.words.len(), "{}: word {} hangs in a circle", sentence.id, start + 1);
            }
            for word in &sentence.words {
                assert_eq!(word.head == 0, word.deprel == rapporteur_language::Deprel::Root, "{}: {}", sentence.id, word.form);
            }
            assert_eq!(sentence.words.iter().filter(|word| word.head == 0).count(), 1, "{}", sentence.id);
        }
    }
}
