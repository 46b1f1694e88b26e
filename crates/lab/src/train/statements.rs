//! Trains the weights that read statements: logistic regression by AdaGrad for what is an attribution,
//! an averaged structured perceptron for the words of source, cue and content, both on hashed features.
//!
//! *Source*: Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 12, 2011; Collins,
//! Discriminative training methods for hidden Markov models, EMNLP 2002. The second weighing learns from
//! labels that models gave which had not seen the report (stacking: Wolpert, Neural Networks 5, 1992).

use super::labels::Perceptron;
use super::regression::{self, shuffle};
use crate::statements::{GoldReport, Relation, Scores, score};
use rapporteur_language::Analysis;
use rapporteur_lexicon::Cues;
use rapporteur_reading::statements::training::{CONTENT, CUE, Example, FEATURES, NONE, SOURCE, Sequence, examples};
use rapporteur_reading::statements::{Attribution, Clusters, StatementModel, Weights, read_with};
use rapporteur_record::{ByteSpan, Offsets, Span};

/// Of so many word forms, the commonest, the clusters go into the model.
pub const CLUSTERED: usize = 40_000;

/// How long and how fast to learn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the corpus, for what is an attribution.
    pub epochs: usize,
    /// Passes over the corpus, for the words of its roles.
    pub label_epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull of every used weight towards zero.
    pub decay: f32,
    /// Share of content and labels that must be right for a candidate to be worth finding.
    pub overlap: f32,
    /// Share of the features that are left out at random at each step.
    pub dropout: f32,
    /// Every so many-th report is kept to find the threshold.
    pub held_out: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 8, label_epochs: 6, rate: 0.03, decay: 1e-6, overlap: 0.4, dropout: 0.5, held_out: 10 }
    }
}

/// A report with gold attributions and its analysis.
pub struct Lesson {
    /// Text and gold.
    pub gold: GoldReport,
    /// Sentences and trees as the pipeline finds them.
    pub analysis: Analysis,
}

/// Gold in bytes.
struct GoldSpans {
    source: Vec<ByteSpan>,
    cue: Vec<ByteSpan>,
    content: Vec<ByteSpan>,
}

fn in_bytes(gold: &GoldReport) -> Vec<GoldSpans> {
    let places: Vec<usize> = gold.text.char_indices().map(|(at, _)| at).chain([gold.text.len()]).collect();
    let span = |span: &Span| ByteSpan::new(places[span.start], places[span.end]);
    gold.relations
        .iter()
        .map(|one| GoldSpans {
            source: one.source.iter().map(span).collect(),
            cue: one.cue.iter().map(span).collect(),
            content: one.content.iter().map(span).collect(),
        })
        .collect()
}

fn holds(spans: &[ByteSpan], word: ByteSpan) -> bool {
    spans.iter().any(|span| span.contains(word))
}

/// Which gold attribution each candidate carries: the one in whose cue it stands, if no other
/// candidate in that cue stands higher in its tree.
fn matched(examples: &[Example], gold: &[GoldSpans]) -> Vec<Option<usize>> {
    let mut found = vec![None; examples.len()];
    for (at, one) in gold.iter().enumerate() {
        let best = (0..examples.len())
            .filter(|&example| holds(&one.cue, examples[example].head))
            .min_by_key(|&example| (examples[example].depth, example));
        if let Some(best) = best {
            found[best] = Some(at);
        }
    }
    found
}

/// The labels that gold gives the words of a sentence.
fn labels(words: &[ByteSpan], head: usize, gold: &GoldSpans) -> Vec<u8> {
    words
        .iter()
        .enumerate()
        .map(|(at, &word)| match () {
            () if at == head || holds(&gold.cue, word) => CUE,
            () if holds(&gold.source, word) => SOURCE,
            () if holds(&gold.content, word) => CONTENT,
            () => NONE,
        })
        .collect()
}

/// The share of the bytes of both contents that they share; 0 where the sources don't meet.
fn overlap(source: Option<ByteSpan>, content: &[ByteSpan], gold: &GoldSpans) -> f32 {
    let met = match source {
        Some(source) => gold.source.iter().any(|span| span.overlaps(source)),
        None => gold.source.is_empty(),
    };
    let size = |spans: &[ByteSpan]| spans.iter().map(|span| span.len()).sum::<usize>();
    let shared: usize =
        content.iter().flat_map(|a| gold.content.iter().map(move |b| a.end.min(b.end).saturating_sub(a.start.max(b.start)))).sum();
    let all = size(content) + size(&gold.content) - shared;
    if met { shared as f32 / all.max(1) as f32 } else { 0.0 }
}

/// A linear function with its AdaGrad state.
#[derive(Clone)]
struct Linear {
    weights: Vec<f32>,
    squares: Vec<f32>,
    settings: Settings,
}

impl Linear {
    fn new(settings: Settings) -> Self {
        Self { weights: vec![0.0; FEATURES], squares: vec![0.0; FEATURES], settings }
    }

    fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|&at| self.weights[at as usize]).sum()
    }

    fn step(&mut self, features: &[u32], slope: f32) {
        for &at in features {
            let at = at as usize;
            let slope = slope + self.settings.decay * self.weights[at];
            regression::step(&mut self.weights[at], &mut self.squares[at], slope, self.settings.rate, 1e-4);
        }
    }
}

/// Trains a model: its threshold is found on reports held out, then every report is learned from.
pub fn train(lessons: &[Lesson], cues: &Cues, clusters: &Clusters, settings: Settings, say: &mut dyn FnMut(&str)) -> StatementModel {
    with_threshold(&lessons.iter().collect::<Vec<_>>(), cues, clusters, settings, say)
}

fn with_threshold(lessons: &[&Lesson], cues: &Cues, clusters: &Clusters, settings: Settings, say: &mut dyn FnMut(&str)) -> StatementModel {
    let held = |at: usize| settings.held_out > 0 && at % settings.held_out == settings.held_out - 1;
    let pick =
        |kept: bool| -> Vec<&Lesson> { lessons.iter().enumerate().filter(|&(at, _)| held(at) == kept).map(|(_, one)| *one).collect() };
    let (learned, kept) = (pick(false), pick(true));
    let model = fit(&learned, cues, clusters, settings, &mut |_| {});
    let mut best = (f64::MIN, 0.0);
    for step in -8..=4 {
        let threshold = step as f32 * 0.25;
        let tried = model.clone().with_threshold(threshold);
        let scores = evaluate(kept.iter().copied(), cues, Some(&tried));
        // Attributions and the words of their contents are worth the same.
        let worth = (scores.lenient.f1() + scores.tokens[2].f1()) / 2.0;
        if worth > best.0 {
            best = (worth, threshold);
        }
    }
    say(&format!("threshold {} gives {:.4}, the mean of AR_lenient F1 and content tokens F1, on {} held out", best.1, best.0, kept.len()));
    fit(lessons, cues, clusters, settings, say).with_threshold(best.1)
}

/// What one report teaches.
struct Page {
    gold: Vec<GoldSpans>,
    /// For each candidate: features, and the gold attribution it carries.
    candidates: Vec<(Vec<u32>, Option<usize>)>,
    /// Which candidates stand inside gold contents: gold marks nothing there, so they teach nothing.
    inside: Vec<bool>,
    sequences: Vec<(Sequence, Vec<u8>)>,
}

fn page(lesson: &Lesson, cues: &Cues, clusters: &Clusters) -> Page {
    let gold = in_bytes(&lesson.gold);
    let in_cue = |head: ByteSpan| gold.iter().any(|one| holds(&one.cue, head));
    let found = examples(&lesson.gold.text, &lesson.analysis, cues, clusters, None, &in_cue);
    let carried = matched(&found, &gold);
    let mut sequences = Vec::new();
    for (example, carried) in found.iter().zip(&carried) {
        if let (Some((words, sequence)), &Some(carried)) = (&example.sequence, carried) {
            sequences.push((sequence.clone(), labels(words, sequence.head, &gold[carried])));
        }
    }
    let inside =
        found.iter().zip(&carried).map(|(example, carried)| carried.is_none() && gold.iter().any(|one| holds(&one.content, example.head)));
    Page {
        inside: inside.collect(),
        candidates: found.into_iter().zip(carried).map(|(example, carried)| (example.rough, carried)).collect(),
        sequences,
        gold,
    }
}

/// The last weighing learns from labels by models that have not seen the part of the reports which they label.
const PARTS: usize = 4;
/// The weights that ship are the mean of so many runs.
const RUNS: u64 = 3;

/// The mean of the weights of some runs, which differ in the order of their lessons only: one run is off by half
/// a point of F1 either way.
fn mean(runs: u64, mut run: impl FnMut(u64) -> Vec<f32>) -> Vec<f32> {
    let mut sum = run(1);
    for seed in 2..=runs {
        sum.iter_mut().zip(run(seed)).for_each(|(sum, weight)| *sum += weight);
    }
    sum.iter_mut().for_each(|weight| *weight /= runs as f32);
    sum
}

/// Learns whether features mean an attribution.
fn whether(lessons: Vec<(&[u32], bool)>, settings: Settings, runs: u64, say: &mut dyn FnMut(&str)) -> Vec<f32> {
    mean(runs, |seed| whether_once(lessons.clone(), settings, seed, say))
}

fn whether_once(mut lessons: Vec<(&[u32], bool)>, settings: Settings, seed: u64, say: &mut dyn FnMut(&str)) -> Vec<f32> {
    let mut linear = Linear::new(settings);
    let mut seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let (mut draw, mut kept) = (seed, Vec::new());
    for _ in 0..settings.epochs {
        shuffle(&mut lessons, &mut seed);
        let mut right = 0;
        for (features, gold) in &lessons {
            kept.clear();
            kept.extend(features.iter().filter(|_| {
                draw ^= draw << 13;
                draw ^= draw >> 7;
                draw ^= draw << 17;
                (draw >> 40) as f32 >= settings.dropout * (1 << 24) as f32
            }));
            let features = &kept;
            let score = linear.score(features);
            right += usize::from((score > 0.0) == *gold);
            let share = 1.0 / (1.0 + libm::expf(-score));
            linear.step(features, share - if *gold { 1.0 } else { 0.0 });
        }
        say(&format!("{} candidates: {:.4} right", lessons.len(), right as f64 / lessons.len().max(1) as f64));
    }
    // With every feature there the weights would weigh too much.
    linear.weights.iter_mut().for_each(|weight| *weight *= 1.0 - settings.dropout);
    linear.weights
}

/// One run of the perceptron: the weights of a word's own label and of two labels in turn.
fn labels_once(pages: &[&Page], settings: Settings, seed: u64, say: &mut dyn FnMut(&str)) -> (Vec<f32>, Vec<f32>) {
    let mut perceptron = Perceptron::default();
    let mut order: Vec<&(Sequence, Vec<u8>)> = pages.iter().flat_map(|page| &page.sequences).collect();
    let mut seed = seed.wrapping_mul(0x2545_F491_4F6C_DD1D);
    for _ in 0..settings.label_epochs {
        shuffle(&mut order, &mut seed);
        let (mut right, mut all) = (0, 0);
        for (sequence, gold) in &order {
            right += perceptron.learn(sequence, gold);
            all += gold.len();
        }
        say(&format!("{} sentences: {:.4} of labels right", order.len(), right as f64 / all.max(1) as f64));
    }
    perceptron.averaged()
}

/// The weights of the rough weighing and of the labels.
fn first_weights(pages: &[&Page], settings: Settings, runs: u64, say: &mut dyn FnMut(&str)) -> Weights {
    let lessons = pages
        .iter()
        .flat_map(|page| page.candidates.iter().zip(&page.inside))
        .filter(|(_, inside)| !**inside)
        .map(|((features, carried), _)| (features.as_slice(), carried.is_some()))
        .collect();
    let rough = whether(lessons, settings, runs, say);
    let mut moves = Vec::new();
    let own = mean(runs, |seed| {
        let (own, between) = labels_once(pages, settings, seed, say);
        moves.push(between);
        own
    });
    let moves = mean(runs, |seed| std::mem::take(&mut moves[seed as usize - 1]));
    Weights { rough, attribution: Vec::new(), own, moves }
}

/// Learns the weights from the lessons.
fn fit(learned: &[&Lesson], cues: &Cues, clusters: &Clusters, settings: Settings, say: &mut dyn FnMut(&str)) -> StatementModel {
    let pages: Vec<Page> = learned.iter().map(|lesson| page(lesson, cues, clusters)).collect();
    let gold: usize = pages.iter().map(|page| page.gold.len()).sum();
    let hits: usize = pages.iter().map(|page| page.sequences.len()).sum();
    say(&format!("{hits} of {gold} attributions stand on a candidate"));
    let mut quiet = |_: &str| {};
    let mut second: Vec<(Vec<u32>, bool)> = Vec::new();
    for part in 0..PARTS {
        let others: Vec<&Page> = pages.iter().enumerate().filter(|(at, _)| at % PARTS != part).map(|(_, page)| page).collect();
        let model = StatementModel::from_weights(&first_weights(&others, settings, 1, &mut quiet), clusters.clone(), 0.0);
        for (lesson, page) in learned.iter().zip(&pages).skip(part).step_by(PARTS) {
            let found = examples(&lesson.gold.text, &lesson.analysis, cues, clusters, Some(&model), &|_| false);
            for ((example, (_, carried)), inside) in found.into_iter().zip(&page.candidates).zip(&page.inside) {
                if let Some(labelled) = example.labelled.filter(|_| !inside) {
                    let worth = |at: usize| overlap(labelled.source, &labelled.content, &page.gold[at]) >= settings.overlap;
                    second.push((labelled.features, carried.is_some_and(worth)));
                }
            }
        }
    }
    say(&format!("{} candidates pass, {} of them attributions", second.len(), second.iter().filter(|one| one.1).count()));
    let mut weights = first_weights(&pages.iter().collect::<Vec<_>>(), settings, RUNS, say);
    weights.attribution = whether(second.iter().map(|(features, gold)| (features.as_slice(), *gold)).collect(), settings, RUNS, say);
    StatementModel::from_weights(&weights, clusters.clone(), 0.0)
}

/// Reads each report by a model that has learned from the others only, `folds` models in all: what was
/// found in each report, in order.
pub fn cross_validate(
    lessons: &[Lesson],
    cues: &Cues,
    clusters: &Clusters,
    settings: Settings,
    folds: usize,
    say: &mut dyn FnMut(&str),
) -> Vec<Vec<Relation>> {
    let mut found: Vec<Vec<Relation>> = vec![Vec::new(); lessons.len()];
    for fold in 0..folds {
        let learned: Vec<&Lesson> = lessons.iter().enumerate().filter(|(at, _)| at % folds != fold).map(|(_, one)| one).collect();
        let model = with_threshold(&learned, cues, clusters, settings, say);
        for (lesson, found) in lessons.iter().zip(&mut found).skip(fold).step_by(folds) {
            *found = relations(&lesson.gold.text, &read_with(&lesson.gold.text, &lesson.analysis, cues, Some(&model)));
        }
    }
    found
}

/// Scores of a model (or of the lexicon alone) over analysed reports.
pub fn evaluate<'a>(lessons: impl IntoIterator<Item = &'a Lesson>, cues: &Cues, model: Option<&StatementModel>) -> Scores {
    let mut scores = Scores::default();
    for lesson in lessons {
        let found = read_with(&lesson.gold.text, &lesson.analysis, cues, model);
        scores.add(&score(&lesson.gold, &relations(&lesson.gold.text, &found)));
    }
    scores
}

/// Attributions in code points, as the scorer takes them.
pub fn relations(text: &str, found: &[Attribution]) -> Vec<Relation> {
    let offsets = Offsets::new(text);
    found
        .iter()
        .map(|one| Relation {
            source: one.source.iter().map(|&span| offsets.span(span)).collect(),
            cue: one.cue.iter().map(|&span| offsets.span(span)).collect(),
            content: one.content.iter().map(|&span| offsets.span(span)).collect(),
            nested: one.within.is_some(),
        })
        .collect()
}
