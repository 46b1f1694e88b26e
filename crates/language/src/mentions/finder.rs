//! From sentences to mentions.

use super::agreement::agree;
use super::candidates::{Candidate, Extent, Phrases, candidates};
use super::features::{Rows, View};
use super::kinds::refine;
use super::model::{CLASSES, LEARNED, MentionModel, Sums};
use super::words::{Knowledge, Word, shows};
use super::{EntityType, Mention, MentionForm, form};
use crate::analysis::Sentence;
use crate::labels::Upos;
use crate::net::Parser;
use crate::net::features::{Style, Vocabulary};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Finds the mentions of a text.
#[derive(Clone, Debug)]
pub struct MentionFinder {
    /// The tables are read when mentions are first asked for: reading a report does without.
    knowledge: OnceLock<Knowledge>,
    model: MentionModel,
}

/// A candidate that was taken, with the chance of each class.
pub(super) struct Taken {
    pub sentence: usize,
    pub candidate: Candidate,
    pub chances: [f32; CLASSES],
}

impl MentionFinder {
    /// A finder with a trained model and the tables that are part of the program.
    pub fn new(model: MentionModel) -> Self {
        Self { knowledge: OnceLock::new(), model }
    }

    fn knowledge(&self) -> &Knowledge {
        self.knowledge.get_or_init(Knowledge::embedded)
    }

    /// The mentions in order: by sentence, then first word, then the longer one first.
    pub fn find(&self, text: &str, sentences: &[Sentence], parser: &Parser) -> Vec<Mention> {
        let mut taken = Vec::new();
        let mut rows = Rows { rows: Vec::new() };
        scan(text, sentences, self.knowledge(), parser.vocabulary(), &mut |at, view, spans| {
            self.judge(at, view, spans, &mut rows, &mut taken);
        });
        agree(text, sentences, &mut taken);
        let mut mentions: Vec<Mention> = taken.iter().map(|taken| self.mention(text, sentences, taken)).collect();
        mentions.sort_by_key(|mention| (mention.sentence, mention.first, Reverse(mention.last)));
        mentions.dedup_by_key(|mention| (mention.sentence, mention.first, mention.last));
        mentions
    }

    /// Weighs the spans of one head: at most one of phrase, shorter phrase and core is a mention,
    /// and beside it the group.
    fn judge(&self, sentence: usize, view: &View<'_>, spans: &[Candidate], rows: &mut Rows, taken: &mut Vec<Taken>) {
        let Some(first) = spans.first() else { return };
        let mut of_head = Sums::default();
        rows.rows.clear();
        view.head(first.head, rows);
        self.model.sum(&rows.rows, &mut of_head);
        let start = taken.len();
        for &candidate in spans {
            rows.rows.clear();
            view.span(&candidate, rows);
            let mut sums = of_head;
            self.model.sum(&rows.rows, &mut sums);
            let chances = self.model.chances(&sums);
            if 1.0 - chances[0] < self.model.threshold() {
                continue;
            }
            let group = candidate.extent >= Extent::Group;
            let rival = taken[start..].iter().position(|other| (other.candidate.extent >= Extent::Group) == group);
            match rival.map(|rival| start + rival) {
                Some(rival) if taken[rival].chances[0] <= chances[0] => {}
                Some(rival) => taken[rival] = Taken { sentence, candidate, chances },
                None => taken.push(Taken { sentence, candidate, chances }),
            }
        }
    }

    fn mention(&self, text: &str, sentences: &[Sentence], taken: &Taken) -> Mention {
        let Candidate { head, first, last, .. } = taken.candidate;
        let sentence = &sentences[taken.sentence];
        let kind = refine(best(&taken.chances), text, sentence, &taken.candidate, &self.knowledge().actors);
        let score = 1.0 - taken.chances[0];
        Mention { sentence: taken.sentence, first, last, head, form: form(sentence[head].upos), kind, score }
    }
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

/// Shows `visit` the candidates of each head with what features need, sentence by sentence.
pub(super) fn scan(
    text: &str,
    sentences: &[Sentence],
    knowledge: &Knowledge,
    vocabulary: &Vocabulary,
    visit: &mut dyn FnMut(usize, &View<'_>, &[Candidate]),
) {
    let words: Vec<Vec<Word>> = sentences.iter().map(|sentence| knowledge.words(text, sentence, vocabulary)).collect();
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
        let view = View { phrases: &phrases, words, evidence: &evidence, style: Style::of(&forms) as u32 };
        let found = candidates(&phrases, text);
        for spans in found.chunk_by(|a, b| a.head == b.head) {
            visit(at, &view, spans);
        }
    }
}
