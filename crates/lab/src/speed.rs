//! How many tokens a second each stage of the language pipeline does, on one thread and on two.

use crate::figures::Figure;
use rapporteur_language::lemma::{self, Place};
use rapporteur_language::net::Vectors;
use rapporteur_language::{Analysis, Feats, Models, Segmentation, Upos, analyse, paragraphs, segmentation, trees, trees_with_vectors};
use std::time::{Duration, Instant};

/// A stage is repeated until it took this long.
const LEAST: Duration = if cfg!(test) { Duration::ZERO } else { Duration::from_millis(1500) };

/// One text with what the stages before hand on.
struct Work<'t> {
    text: &'t str,
    segmentation: Segmentation,
    forms: Vec<Vec<&'t str>>,
    /// Form, tag and features of each word, and its place in its sentence.
    tagged: Vec<(&'t str, Upos, Feats, Place)>,
    /// What the parser made of the words, for the finder of mentions.
    vectors: Vectors,
    analysis: Analysis,
}

impl<'t> Work<'t> {
    fn new(text: &'t str, models: &Models) -> Self {
        let segmentation = segmentation(text, &paragraphs(text), models, &mut Vec::new());
        let forms = segmentation.forms(text);
        let sentences: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
        let parsed = models.parser().parse_many(&sentences);
        let mut tagged = Vec::new();
        for (forms, parsed) in forms.iter().zip(&parsed) {
            let places = lemma::places(forms.iter().zip(parsed).map(|(&form, word)| (form, word.upos)));
            tagged.extend(forms.iter().zip(parsed).zip(places).map(|((&form, word), place)| (form, word.upos, word.feats, place)));
        }
        let (_, vectors) = trees_with_vectors(text, &segmentation, models);
        Self { text, segmentation, forms, tagged, vectors, analysis: analyse(text, &paragraphs(text), models) }
    }
}

type Stage = (&'static str, fn(&Work<'_>, &Models));

/// The stages in order; a new step of the pipeline gets a row. The last is all of them at once.
const STAGES: &[Stage] = &[
    ("tokens and sentences", |work, models| {
        let found = segmentation(work.text, &paragraphs(work.text), models, &mut Vec::new());
        assert_eq!(found.pieces.len(), work.segmentation.pieces.len(), "the same text has the same words");
    }),
    ("tags and trees", |work, models| {
        let sentences: Vec<&[&str]> = work.forms.iter().map(Vec::as_slice).collect();
        assert_eq!(models.parser().parse_many(&sentences).len(), sentences.len(), "every sentence gets a tree");
    }),
    ("lemmas", |work, models| {
        let letters: usize =
            work.tagged.iter().map(|&(form, upos, feats, place)| models.lemmatizer().lemma(form, upos, feats, place).len()).sum();
        assert!(letters > 0 || work.tagged.is_empty(), "words have lemmas");
    }),
    ("mentions", |work, models| {
        let found = models.mentions(work.text, &work.analysis.sentences, &work.vectors);
        assert_eq!(found.len(), work.analysis.mentions.len(), "the same trees have the same mentions");
    }),
    ("coreference", |work, models| {
        let found = models.chains(work.text, &work.analysis, &[]);
        assert_eq!(found.of.len(), work.analysis.mentions.len(), "every mention has a chain");
    }),
    ("text to trees", |work, models| {
        let found = segmentation(work.text, &paragraphs(work.text), models, &mut Vec::new());
        assert_eq!(trees(work.text, &found, models).len(), work.analysis.sentences.len(), "the same text has the same sentences");
    }),
    ("text to chains", |work, models| {
        analyse(work.text, &paragraphs(work.text), models);
    }),
];

/// Tokens a second of each stage over `texts`, wall-clock, a text at a time on each thread.
pub fn stages(models: &Models, texts: &[String]) -> Vec<Figure> {
    let work: Vec<Work<'_>> = texts.iter().map(|text| Work::new(text, models)).collect();
    let tokens: usize = work.iter().map(|work| work.segmentation.pieces.len()).sum();
    let mut figures = Vec::new();
    for threads in [1, 2] {
        let plural = if threads == 1 { "" } else { "s" };
        for (name, stage) in STAGES {
            let start = Instant::now();
            let mut done = 0;
            while done == 0 || start.elapsed() < LEAST {
                std::thread::scope(|scope| {
                    for first in 0..threads {
                        let share = work.iter().skip(first).step_by(threads);
                        scope.spawn(move || share.for_each(|work| stage(work, models)));
                    }
                });
                done += tokens;
            }
            let rate = done as f64 / start.elapsed().as_secs_f64();
            figures.push(Figure::new("speed", format!("tokens a second, {name}, {threads} thread{plural}"), rate));
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_measured_on_one_thread_and_on_two() {
        let reader = rapporteur::Reader::embedded().unwrap();
        let figures = stages(reader.models(), &["The envoy left Kelm. Talks go on.".to_owned(), "Rain.".to_owned()]);
        assert_eq!(figures.len(), 2 * STAGES.len());
        assert!(figures.iter().all(|figure| figure.value > 0.0));
    }
}
