//! Accuracy on one treebank stage by stage: from running text, from gold words and sentences, from
//! gold tags. The first is what a user gets; the others say which step loses what.

use crate::conll_eval;
use crate::figures::Figure;
use crate::train::lemma;
use crate::treebank::{self, Treebank};
use anyhow::Context;
use rapporteur::Reader;
use rapporteur_language::segment::Piece;
use rapporteur_language::{Analysis, Segmentation, conllu, trees};
use std::path::Path;

/// The figures of one treebank under `name`.
///
/// *Shape*: per cent, F1 of the CoNLL 2018 scorer. "gold tokens": words and sentences are the
/// treebank's. "gold tags": tags and features too, which only lemmas depend on, since tags and
/// trees come out of one network. Figures of mentions and chains belong here too.
///
/// # Errors
/// When the treebank cannot be read.
pub fn figures(reader: &Reader, name: &str, path: &Path) -> anyhow::Result<Vec<Figure>> {
    let bank = Treebank::load(path)?;
    let gold = treebank::read_text(path)?;
    let running = bank.running_text();
    let figure = |measure: String, value: f64| Figure::new("language", format!("{name} {measure}"), value);
    let mut figures = Vec::new();

    let analysis = reader.parse(&running.text);
    let scores = conll_eval::evaluate(&gold, &conllu(&running.text, &analysis)).context("from running text")?;
    figures.extend(scores.rows().map(|(measure, score)| figure(measure.to_owned(), score.f1())));

    let segmentation = gold_segmentation(&bank);
    let sentences = trees(&running.text, &segmentation, reader.models());
    let analysis = Analysis { sentences, ..Analysis::default() };
    let scores = conll_eval::evaluate(&gold, &conllu(&running.text, &analysis)).context("from gold tokens")?;
    let from_tags = |measure: &str| !matches!(measure, "Tokens" | "Sentences" | "Words");
    let rows = scores.rows().into_iter().filter(|(measure, _)| from_tags(measure));
    figures.extend(rows.map(|(measure, score)| figure(format!("{measure}, gold tokens"), score.f1())));

    let (lemmas, _) = lemma::accuracy_of(reader.models().lemmatizer(), &bank);
    figures.push(figure("Lemmas, gold tags".to_owned(), lemmas));
    Ok(figures)
}

/// The treebank's own words and sentences, as places in its running text.
fn gold_segmentation(bank: &Treebank) -> Segmentation {
    let running = bank.running_text();
    let mut segmentation = Segmentation::default();
    let mut paragraph = 0;
    for (at, (sentence, places)) in bank.sentences.iter().zip(&running.sentences).enumerate() {
        paragraph += usize::from(at > 0 && sentence.new_paragraph);
        let start = segmentation.pieces.len();
        let pieces = sentence.words.iter().zip(places);
        segmentation.pieces.extend(pieces.map(|(word, &span)| Piece { span, joined: word.joined }));
        if segmentation.pieces.len() > start {
            segmentation.sentences.push((paragraph, start..segmentation.pieces.len()));
        }
    }
    segmentation
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../../examples/treebank.conllu");

    #[test]
    fn gold_words_are_laid_over_the_text_and_keep_their_number() {
        let bank = Treebank::parse(SAMPLE).unwrap();
        let segmentation = gold_segmentation(&bank);
        let text = bank.running_text().text;
        assert_eq!(segmentation.sentences.len(), 2);
        assert_eq!(segmentation.forms(&text)[1][6..9], ["did", "n't", "want"]);
        let reader = Reader::embedded().unwrap();
        let analysis = Analysis { sentences: trees(&text, &segmentation, reader.models()), ..Analysis::default() };
        let scores = conll_eval::evaluate(SAMPLE, &conllu(&text, &analysis)).unwrap();
        assert_eq!((scores.words.right, scores.tokens.right, scores.sentences.right), (18, 17, 2));
    }
}
