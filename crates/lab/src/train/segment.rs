//! Trains the sentence splitter: `models/segment.rpt`.

use super::regression::{Mean, step};
use crate::treebank::{RunningText, Treebank};
use rapporteur_language::segment::features::{Paragraph, Progress, candidate, features};
use rapporteur_language::segment::sentences::{BUCKETS, KIND, VERSION};
use rapporteur_language::segment::{Piece, Splitter, Tokenizer};
use rapporteur_language::{Container, ContainerWriter, ModelError};
use rapporteur_lexicon::Language;
use std::collections::BTreeSet;

/// How long and how hard to train.
#[derive(Clone, Debug)]
pub struct Options {
    /// Passes over the training text.
    pub epochs: usize,
    /// Step width of AdaGrad.
    pub rate: f32,
    /// Pull of the weights towards zero at each step.
    pub decay: f32,
    /// Seed of the order of paragraphs.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { epochs: 9, rate: 0.03, decay: 1e-3, seed: 1 }
    }
}

/// What is known after a pass.
#[derive(Clone, Debug)]
pub struct Epoch {
    /// Which pass, from 1.
    pub epoch: usize,
    /// Mean loss of a decision.
    pub loss: f64,
    /// Sentence F1 on each development text, in percent.
    pub dev: Vec<f64>,
}

/// A paragraph with the gold answer after each of our tokens.
struct Example {
    text: usize,
    pieces: Vec<Piece>,
    ends: Vec<bool>,
}

struct Corpus {
    texts: Vec<RunningText>,
    examples: Vec<Example>,
}

/// Trains on the running text of `train`; the threshold that is best on `dev` goes into the file.
///
/// # Errors
/// When there is no development text, or the model that was made cannot be read back.
pub fn train(train: &[Treebank], dev: &[Treebank], options: &Options, progress: &mut dyn FnMut(&Epoch)) -> anyhow::Result<Vec<u8>> {
    anyhow::ensure!(!dev.is_empty(), "no development text was given");
    let tokenizer = Tokenizer::new(Language::embedded());
    let corpus = corpus(train, &tokenizer);
    let mut weights = vec![0.0_f32; BUCKETS];
    let mut squares = vec![1e-6_f32; BUCKETS];
    let mut mean = Mean::default();
    let mut order: Vec<usize> = (0..corpus.examples.len()).collect();
    let mut random = options.seed;
    let mut best = (f64::MIN, Vec::new());
    let mut hashes = Vec::new();
    for epoch in 1..=options.epochs {
        shuffle(&mut order, &mut random);
        let (mut loss, mut decisions) = (0.0, 0_usize);
        for &at in &order {
            let example = &corpus.examples[at];
            let paragraph = Paragraph::new(&corpus.texts[example.text].text, &example.pieces, tokenizer.language());
            let mut seen = Progress::default();
            for token in 0..example.pieces.len().saturating_sub(1) {
                seen.pass(&paragraph, token);
                if candidate(&paragraph, token) {
                    features(&paragraph, token, &seen, &mut hashes);
                    let sum: f32 = hashes.iter().map(|&hash| weights[hash as usize % BUCKETS]).sum();
                    let chance = 1.0 / (1.0 + libm::expf(-sum));
                    let truth = f32::from(u8::from(example.ends[token]));
                    loss -= f64::from(libm::logf((1.0 - (chance - truth).abs()).max(1e-9)));
                    decisions += 1;
                    for &hash in &hashes {
                        let at = hash as usize % BUCKETS;
                        let slope = chance - truth + options.decay * weights[at];
                        step(&mut weights[at], &mut squares[at], slope, options.rate, 0.0);
                    }
                }
                if example.ends[token] {
                    seen.begin(&paragraph);
                }
            }
        }
        mean.take(&weights);
        let (file, scores) = fit_threshold(&mean.weights(), dev, &tokenizer)?;
        let figure = scores.iter().sum::<f64>();
        progress(&Epoch { epoch, loss: loss / decisions.max(1) as f64, dev: scores });
        if figure > best.0 {
            best = (figure, file);
        }
    }
    Ok(best.1)
}

/// Sentence F1 on the running text of a treebank, in percent: a sentence is right when it has the
/// first and the last character of a gold one.
pub fn sentence_f1(splitter: &Splitter, tokenizer: &Tokenizer, bank: &Treebank) -> f64 {
    let running = bank.running_text();
    let mut pieces = Vec::new();
    let mut found = BTreeSet::new();
    for &paragraph in &running.paragraphs {
        pieces.clear();
        tokenizer.tokens(&running.text, paragraph, &mut pieces, &mut Vec::new());
        for range in splitter.sentences(&running.text, &pieces, tokenizer.language(), &mut Vec::new()) {
            found.insert((pieces[range.start].span.start, pieces[range.end - 1].span.end));
        }
    }
    let gold: BTreeSet<(usize, usize)> =
        running.sentences.iter().filter_map(|words| Some((words.first()?.start, words.last()?.end))).collect();
    200.0 * gold.intersection(&found).count() as f64 / (gold.len() + found.len()).max(1) as f64
}

/// The model file with the threshold that is best on the development texts, and its figures.
fn fit_threshold(weights: &[f32], dev: &[Treebank], tokenizer: &Tokenizer) -> anyhow::Result<(Vec<u8>, Vec<f64>)> {
    let most = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let scale = if most > 0.0 { 127.0 / most } else { 1.0 };
    let bytes: Vec<i8> = weights.iter().map(|weight| (weight * scale).round() as i8).collect();
    let mut best = (f64::MIN, Vec::new(), Vec::new());
    for step in -4_i16..=4 {
        let threshold = (f32::from(step) * 0.25 * scale).round() as i32;
        let mut writer = ContainerWriter::new(KIND, VERSION);
        let file = writer.i8s("weights", &bytes).u32s("threshold", &[threshold as u32]).finish();
        let splitter = read(file.clone())?;
        let scores: Vec<f64> = dev.iter().map(|bank| sentence_f1(&splitter, tokenizer, bank)).collect();
        let sum: f64 = scores.iter().sum();
        if sum > best.0 {
            best = (sum, file, scores);
        }
    }
    Ok((best.1, best.2))
}

fn read(file: Vec<u8>) -> Result<Splitter, ModelError> {
    Splitter::from_container(&Container::parse_as(KIND, VERSION, file)?)
}

fn corpus(banks: &[Treebank], tokenizer: &Tokenizer) -> Corpus {
    let texts: Vec<RunningText> = banks.iter().map(Treebank::running_text).collect();
    let mut examples = Vec::new();
    for (at, running) in texts.iter().enumerate() {
        let gold: BTreeSet<usize> = running.sentences.iter().filter_map(|words| Some(words.last()?.end)).collect();
        for &paragraph in &running.paragraphs {
            let mut pieces = Vec::new();
            tokenizer.tokens(&running.text, paragraph, &mut pieces, &mut Vec::new());
            let ends = pieces.iter().map(|piece| gold.contains(&piece.span.end)).collect();
            examples.push(Example { text: at, pieces, ends });
        }
    }
    Corpus { texts, examples }
}

/// Fisher–Yates with xorshift64*.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random ^= *random >> 12;
        *random ^= *random << 25;
        *random ^= *random >> 27;
        let other = (random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % (at + 1);
        order.swap(at, other);
    }
}
