//! Trains the weights that read statements: softmax regression for the roles of arguments,
//! logistic regression for what is an attribution, both by AdaGrad on hashed features.
//!
//! *Source*: Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 12, 2011.

use super::regression::shuffle;
use crate::statements::{GoldReport, Relation, Scores, score};
use rapporteur_language::Analysis;
use rapporteur_lexicon::Cues;
use rapporteur_reading::statements::training::{Example, FEATURES, Labels, examples};
use rapporteur_reading::statements::{Attribution, StatementModel, read_with};
use rapporteur_record::{ByteSpan, Offsets, Span};

/// How long and how fast to learn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the corpus.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull of every used weight towards zero.
    pub decay: f32,
    /// Weight of an attribution over a word that is none.
    pub positive: f32,
    /// Every so many-th report is kept to find the threshold.
    pub held_out: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 4, rate: 0.03, decay: 1e-6, positive: 1.0, held_out: 10 }
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

/// The role that gold gives an argument: 0 none, 1 source, 2 content.
fn role(words: &[ByteSpan], head: ByteSpan, gold: &GoldSpans) -> usize {
    let share = |spans: &[ByteSpan]| {
        let inside = words.iter().filter(|&&word| holds(spans, word)).count();
        inside as f32 / words.len().max(1) as f32
    };
    let source = share(&gold.source);
    let content = share(&gold.content);
    if content >= 0.5 && content >= source {
        2
    } else if source >= 0.5 || holds(&gold.source, head) && source > content {
        1
    } else {
        0
    }
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
            self.squares[at] += slope * slope;
            self.weights[at] -= self.settings.rate * slope / (self.squares[at].sqrt() + 1e-4);
        }
    }
}

/// Trains a model: its threshold is found on reports held out, then every report is learned from.
pub fn train(lessons: &[Lesson], cues: &Cues, settings: Settings, say: &mut dyn FnMut(&str)) -> StatementModel {
    let held = |at: usize| settings.held_out > 0 && at % settings.held_out == settings.held_out - 1;
    let all: Vec<&Lesson> = lessons.iter().collect();
    let pick =
        |kept: bool| -> Vec<&Lesson> { lessons.iter().enumerate().filter(|&(at, _)| held(at) == kept).map(|(_, one)| one).collect() };
    let (learned, kept) = (pick(false), pick(true));
    let model = fit(&learned, cues, settings, say);
    let mut best = (f64::MIN, 0.0);
    for step in -8..=8 {
        let threshold = step as f32 * 0.25;
        let tried = model.clone().with_threshold(threshold);
        let scores = evaluate(kept.iter().copied(), cues, Some(&tried));
        if scores.lenient.f1() > best.0 {
            best = (scores.lenient.f1(), threshold);
        }
    }
    say(&format!("threshold {} gives AR_lenient {:.4} on {} held out", best.1, best.0, kept.len()));
    fit(&all, cues, settings, say).with_threshold(best.1)
}

/// Learns the weights from the lessons.
fn fit(learned: &[&Lesson], cues: &Cues, settings: Settings, say: &mut dyn FnMut(&str)) -> StatementModel {
    let none = |_: &Example| -> Option<Labels> { None };
    let mut seed = 0x9E37_79B9_7F4A_7C15;

    let mut arguments: Vec<(Vec<u32>, usize)> = Vec::new();
    let (mut golds, mut hits) = (0, 0);
    for lesson in learned {
        let gold = in_bytes(&lesson.gold);
        let found = examples(&lesson.gold.text, &lesson.analysis, cues, None, &none);
        golds += gold.len();
        for (example, carried) in found.iter().zip(matched(&found, &gold)) {
            let Some(carried) = carried else { continue };
            hits += 1;
            for argument in &example.arguments {
                arguments.push((argument.features.clone(), role(&argument.words, argument.head, &gold[carried])));
            }
        }
    }
    say(&format!("{hits} of {golds} attributions stand on a candidate; {} arguments", arguments.len()));
    let mut roles: [Linear; 3] = std::array::from_fn(|_| Linear::new(settings));
    for _ in 0..settings.epochs {
        shuffle(&mut arguments, &mut seed);
        let mut right = 0;
        for (features, gold) in &arguments {
            let scores = [0, 1, 2].map(|at: usize| roles[at].score(features));
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let shares = scores.map(|score| libm::expf(score - most));
            let sum: f32 = shares.iter().sum();
            right += usize::from(scores.iter().enumerate().all(|(at, &score)| at == *gold || score < scores[*gold]));
            for (at, share) in shares.iter().enumerate() {
                roles[at].step(features, share / sum - if at == *gold { 1.0 } else { 0.0 });
            }
        }
        say(&format!("roles: {:.4} right", right as f64 / arguments.len().max(1) as f64));
    }
    drop(arguments);
    let blank = vec![0.0; FEATURES];
    let first = StatementModel::from_weights([&blank, &roles[0].weights, &roles[1].weights, &roles[2].weights], 0.0);

    let mut candidates: Vec<(Vec<u32>, bool)> = Vec::new();
    for lesson in learned {
        let gold = in_bytes(&lesson.gold);
        let found = examples(&lesson.gold.text, &lesson.analysis, cues, Some(&first), &none);
        for (example, carried) in found.iter().zip(matched(&found, &gold)) {
            // Gold marks nothing inside a content, so a word there teaches nothing.
            let inside = carried.is_none() && gold.iter().any(|one| holds(&one.content, example.head));
            if !inside && example.roles.is_some() {
                candidates.push((example.features.clone(), carried.is_some()));
            }
        }
    }
    say(&format!("{} candidates, {} attributions", candidates.len(), candidates.iter().filter(|one| one.1).count()));
    let mut whether = Linear::new(settings);
    for _ in 0..settings.epochs {
        shuffle(&mut candidates, &mut seed);
        let mut right = 0;
        for (features, gold) in &candidates {
            let score = whether.score(features);
            right += usize::from((score > 0.0) == *gold);
            let share = 1.0 / (1.0 + libm::expf(-score));
            let slope = if *gold { settings.positive * (share - 1.0) } else { share };
            whether.step(features, slope);
        }
        say(&format!("attributions: {:.4} right", right as f64 / candidates.len().max(1) as f64));
    }
    StatementModel::from_weights([&whether.weights, &roles[0].weights, &roles[1].weights, &roles[2].weights], 0.0)
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
