//! How right a parser is on gold tokens.

use crate::treebank::GoldSentence;
use rapporteur_language::net::Parser;
use std::time::Instant;

/// Shares of the words that are right, in percent, from gold sentences and tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Words.
    pub words: usize,
    /// Part of speech.
    pub upos: f64,
    /// All features.
    pub feats: f64,
    /// Head.
    pub uas: f64,
    /// Head and relation, subtypes apart (as `udeval` counts).
    pub las: f64,
    /// Words a second on one thread.
    pub rate: f64,
}

/// Scores a parser.
pub fn score(parser: &Parser, gold: &[GoldSentence]) -> Scores {
    let forms: Vec<Vec<&str>> = gold.iter().map(GoldSentence::forms).collect();
    let sentences: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
    let begun = Instant::now();
    let parsed = parser.parse_many(&sentences);
    let seconds = begun.elapsed().as_secs_f64();
    let (mut words, mut upos, mut feats, mut uas, mut las) = (0, 0, 0, 0, 0);
    for (gold, parsed) in gold.iter().zip(&parsed) {
        for (gold, parsed) in gold.words.iter().zip(parsed) {
            words += 1;
            upos += usize::from(gold.upos == parsed.upos);
            feats += usize::from(gold.feats == parsed.feats.as_str());
            if gold.head == parsed.head.map_or(0, |head| head.index() + 1) {
                uas += 1;
                las += usize::from(gold.deprel.base() == parsed.deprel.base());
            }
        }
    }
    let share = |right: usize| 100.0 * right as f64 / words.max(1) as f64;
    Scores { words, upos: share(upos), feats: share(feats), uas: share(uas), las: share(las), rate: words as f64 / seconds.max(1e-9) }
}
