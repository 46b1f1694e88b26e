//! From sentences to mentions.

use super::agreement::agree;
use super::candidates::{Candidate, Phrases, candidates};
use super::features::{Rows, View};
use super::kinds::refine;
use super::model::{CLASSES, LEARNED, MentionModel, Sums, choose};
use super::network::Projected;
use super::spans::{Span, Spans};
use super::words::{Word, shows};
use super::{EntityType, Mention, MentionForm, form};
use crate::analysis::Sentence;
use crate::labels::Upos;
use crate::net::features::{Style, Vocabulary};
use crate::net::{Parser, Vectors};
use crate::tables::Tables;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Finds the mentions of a text.
#[derive(Clone, Debug)]
pub struct MentionFinder {
    model: MentionModel,
}

/// A candidate that was taken, with the chance of each class.
pub(super) struct Taken {
    pub sentence: usize,
    pub candidate: Candidate,
    pub chances: [f32; CLASSES],
    /// The chance that its head has a mention at all.
    pub any: f32,
}

impl MentionFinder {
    /// A finder with a trained model.
    pub fn new(model: MentionModel) -> Self {
        Self { model }
    }

    /// Adds the spans of further `sentences` of a text, with what the network makes of the `vectors` that the parser
    /// gave with their trees. The vectors are of no use afterwards.
    pub fn look(&self, text: &str, sentences: &[Sentence], vectors: &Vectors, spans: &mut Spans) {
        let network = self.model.network();
        let mut projected = Projected::default();
        for (at, sentence) in sentences.iter().enumerate() {
            let found = candidates(&Phrases::new(sentence), text);
            if !found.is_empty() {
                network.project(vectors, at, &mut projected);
            }
            spans.push(
                found
                    .chunk_by(|a, b| a.head == b.head)
                    .flat_map(|found| {
                        let none = network.scores(&projected, found[0].alone().words(sentence))[0];
                        found.iter().map(move |&candidate| (none, candidate))
                    })
                    .map(|(none, candidate)| {
                        let mut scores = network.scores(&projected, candidate.words(sentence));
                        scores[0] = none;
                        Span { candidate, scores }
                    }),
            );
        }
    }

    /// The mentions of a text in order: by sentence, then first word, then the longer one first. `spans` are those of
    /// all its sentences.
    pub fn choose(&self, text: &str, sentences: &[Sentence], spans: &Spans, parser: &Parser, tables: &Tables) -> Vec<Mention> {
        let mut taken = Vec::new();
        let mut rows = Rows { rows: Vec::new() };
        scan(text, sentences, tables, parser.vocabulary(), &mut |at, view| {
            for spans in spans.of(at).chunk_by(|a, b| a.candidate.head == b.candidate.head) {
                self.judge(at, view, spans, &mut rows, &mut taken);
            }
        });
        let mut taken = without_crossing(taken);
        agree(text, sentences, &mut taken);
        let mut mentions: Vec<Mention> = taken.iter().map(|taken| mention(text, sentences, taken, tables)).collect();
        mentions.sort_by_key(|mention| (mention.sentence, mention.first, Reverse(mention.last)));
        // Runs of names are the same from every word of theirs.
        mentions.dedup_by_key(|mention| (mention.sentence, mention.first, mention.last));
        mentions
    }

    /// Weighs the spans of one head against each other and against none: at most one of phrase, shorter phrase
    /// and core is a mention, and beside it a group.
    fn judge(&self, sentence: usize, view: &View<'_>, spans: &[Span], rows: &mut Rows, taken: &mut Vec<Taken>) {
        let Some(head) = spans.first().map(|span| span.candidate.head) else { return };
        let mut of_head = Sums::default();
        rows.rows.clear();
        view.head(head, rows);
        self.model.sum(&rows.rows, &mut of_head);
        for spans in spans.chunk_by(|a, b| a.candidate.is_group() == b.candidate.is_group()) {
            rows.rows.clear();
            view.none(head, spans[0].candidate.is_group(), rows);
            let mut sums = of_head;
            self.model.sum(&rows.rows, &mut sums);
            let none = self.model.scores(&sums, &spans[0].scores)[0];
            let scores: Vec<[f32; CLASSES]> = spans
                .iter()
                .map(|span| {
                    rows.rows.clear();
                    view.span(&span.candidate, rows);
                    let mut sums = of_head;
                    self.model.sum(&rows.rows, &mut sums);
                    self.model.scores(&sums, &span.scores)
                })
                .collect();
            let chances = choose(none, &scores);
            let any: f32 = chances.iter().map(|chances| 1.0 - chances[0]).sum();
            if any < self.model.threshold() {
                continue;
            }
            let best = chances.iter().zip(spans).min_by(|(a, _), (b, _)| a[0].total_cmp(&b[0]));
            taken.extend(best.map(|(&chances, span)| Taken { sentence, candidate: span.candidate, chances, any }));
        }
    }
}

fn mention(text: &str, sentences: &[Sentence], taken: &Taken, tables: &Tables) -> Mention {
    let Candidate { head, first, last, .. } = taken.candidate;
    let sentence = &sentences[taken.sentence];
    let kind = refine(best(&taken.chances), text, sentence, &taken.candidate, &tables.actors);
    let score = taken.any;
    Mention { sentence: taken.sentence, first, last, head, form: form(sentence[head].upos), kind, score }
}

/// Mentions nest and never cross: of two that do, the less likely goes.
fn without_crossing(taken: Vec<Taken>) -> Vec<Taken> {
    let mut kept: Vec<Taken> = Vec::with_capacity(taken.len());
    for taken in taken {
        let (first, last) = (taken.candidate.first, taken.candidate.last);
        let crosses = |other: &Taken| {
            let (from, to) = (other.candidate.first, other.candidate.last);
            from < first && first <= to && to < last || first < from && from <= last && last < to || (from, to) == (first, last)
        };
        let of_sentence = kept.iter().rposition(|other| other.sentence != taken.sentence).map_or(0, |at| at + 1);
        if kept[of_sentence..].iter().all(|other| !crosses(other) || other.chances[0] > taken.chances[0]) {
            let mut at = of_sentence;
            while at < kept.len() {
                if crosses(&kept[at]) {
                    kept.remove(at);
                } else {
                    at += 1;
                }
            }
            kept.push(taken);
        }
    }
    kept
}

/// The likeliest type.
fn best(chances: &[f32; CLASSES]) -> EntityType {
    let mut best = 1;
    for class in 2..CLASSES {
        if chances[class] > chances[best] {
            best = class;
        }
    }
    LEARNED[best - 1]
}

/// Shows `visit` what features need, sentence by sentence.
pub(super) fn scan(text: &str, sentences: &[Sentence], tables: &Tables, vocabulary: &Vocabulary, visit: &mut dyn FnMut(usize, &View<'_>)) {
    let words: Vec<Vec<Word>> = sentences.iter().map(|sentence| tables.words(text, sentence, vocabulary)).collect();
    let mut shown: BTreeMap<u64, u8> = BTreeMap::new();
    for (sentence, words) in sentences.iter().zip(&words) {
        for id in sentence.ids().filter(|&id| form(sentence[id].upos) == MentionForm::Name) {
            *shown.entry(words[id.index()].form).or_default() |= shows(text, sentence, words, id);
        }
    }
    for (at, (sentence, words)) in sentences.iter().zip(&words).enumerate() {
        let evidence: Vec<u8> = sentence
            .ids()
            .map(|id| if sentence[id].upos == Upos::Propn { shown.get(&words[id.index()].form).copied().unwrap_or(0) } else { 0 })
            .collect();
        let forms: Vec<&str> = sentence.ids().map(|id| sentence.form(id, text)).collect();
        let phrases = Phrases::new(sentence);
        visit(at, &View { phrases: &phrases, words, evidence: &evidence, style: Style::of(&forms) as u32 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::TokenId;
    use crate::mentions::candidates::Extent;

    fn taken(first: u32, last: u32, none: f32) -> Taken {
        let candidate = Candidate { head: TokenId(last), first: TokenId(first), last: TokenId(last), extent: Extent::Whole };
        let mut chances = [0.0; CLASSES];
        (chances[0], chances[1]) = (none, 1.0 - none);
        Taken { sentence: 0, candidate, chances, any: 1.0 - none }
    }

    #[test]
    fn of_two_mentions_that_cross_the_likelier_stays() {
        let spans = |all: Vec<Taken>| -> Vec<(u32, u32)> {
            without_crossing(all).iter().map(|taken| (taken.candidate.first.0, taken.candidate.last.0)).collect()
        };
        assert_eq!(spans(vec![taken(0, 2, 0.2), taken(2, 4, 0.1), taken(3, 4, 0.3)]), [(2, 4), (3, 4)]);
        assert_eq!(spans(vec![taken(0, 4, 0.2), taken(2, 4, 0.1)]), [(0, 4), (2, 4)]);
        assert_eq!(spans(vec![taken(1, 2, 0.3), taken(1, 2, 0.2)]), [(1, 2)]);
    }
}
