//! From sentences to mentions.

use super::candidates::{Candidate, Extent, Phrases, candidates};
use super::features::{Rows, View};
use super::kinds::refine;
use super::model::{CLASSES, LEARNED, MentionModel, Sums};
use super::words::{Knowledge, Word, shows};
use super::{EntityType, Mention, MentionForm, form};
use crate::analysis::{Sentence, TokenId};
use crate::labels::Upos;
use crate::net::Parser;
use crate::net::features::{Vocabulary, hash, style};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Finds the mentions of a text.
#[derive(Clone, Debug)]
pub struct MentionFinder {
    knowledge: Knowledge,
    model: MentionModel,
}

/// A candidate that was taken, with the chance of each class.
struct Taken {
    sentence: usize,
    candidate: Candidate,
    chances: [f32; CLASSES],
}

impl MentionFinder {
    /// A finder with a trained model and the tables that are part of the program.
    pub fn new(model: MentionModel) -> Self {
        Self { knowledge: Knowledge::embedded(), model }
    }

    /// The mentions in order: by sentence, then first word, then the longer one first.
    pub fn find(&self, text: &str, sentences: &[Sentence], parser: &Parser) -> Vec<Mention> {
        let mut taken = Vec::new();
        let mut rows = Rows { rows: Vec::new() };
        scan(text, sentences, &self.knowledge, parser.vocabulary(), &mut |at, view, spans| {
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
        let kind = refine(best(&taken.chances), text, sentence, &taken.candidate, &self.knowledge.actors);
        let score = 1.0 - taken.chances[0];
        Mention { sentence: taken.sentence, first, last, head, form: form(sentence[head].upos), kind, score }
    }
}

/// How much the same name elsewhere in the document says against the place itself.
const AGREEMENT: f32 = 2.0;

/// Names that are written alike stand for one thing, and a single word for whoever bears it as the
/// last of several ("Holm" for "Anna Holm"): each is weighed with the mean of all.
fn agree(text: &str, sentences: &[Sentence], taken: &mut [Taken]) {
    let names: Vec<Option<NameKeys>> = taken.iter().map(|taken| name_keys(text, &sentences[taken.sentence], &taken.candidate)).collect();
    let mut sums: BTreeMap<u64, ([f32; CLASSES], f32)> = BTreeMap::new();
    for (taken, name) in taken.iter().zip(&names) {
        let Some(name) = name else { continue };
        // A full name speaks for its last word too.
        for key in std::iter::once(name.whole).chain((name.whole != name.last).then_some(name.last)) {
            let (sum, count) = sums.entry(key).or_default();
            for (sum, chance) in sum.iter_mut().zip(&taken.chances).skip(1) {
                *sum += chance / (1.0 - taken.chances[0]);
            }
            *count += 1.0;
        }
    }
    for (taken, name) in taken.iter_mut().zip(&names) {
        let Some((sum, count)) = name.as_ref().and_then(|name| sums.get(&name.whole)) else { continue };
        let mention = 1.0 - taken.chances[0];
        for (chance, sum) in taken.chances.iter_mut().zip(sum).skip(1) {
            *chance = (*chance + AGREEMENT * mention * sum / count) / (1.0 + AGREEMENT);
        }
    }
}

/// Hashes of a name.
struct NameKeys {
    /// Of all its words without article and possessive mark.
    whole: u64,
    /// Of its last word alone.
    last: u64,
}

/// The hashes of a name; none for what is no name.
fn name_keys(text: &str, sentence: &Sentence, candidate: &Candidate) -> Option<NameKeys> {
    if sentence[candidate.head].upos != Upos::Propn || candidate.last.0 - candidate.first.0 > 8 {
        return None;
    }
    let (mut whole, mut last) = (0, 0);
    for at in candidate.first.0..=candidate.last.0 {
        let id = TokenId(at);
        if !matches!(sentence[id].upos, Upos::Det | Upos::Part | Upos::Punct) {
            let form = sentence.form(id, text).to_lowercase();
            (whole, last) = (hash(whole, form.as_bytes()), hash(0, form.as_bytes()));
        }
    }
    Some(NameKeys { whole, last })
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
        let view = View { phrases: &phrases, words, evidence: &evidence, style: style(&forms) };
        let found = candidates(&phrases, text);
        for spans in found.chunk_by(|a, b| a.head == b.head) {
            visit(at, &view, spans);
        }
    }
}
