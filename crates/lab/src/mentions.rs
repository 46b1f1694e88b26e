//! Mentions against gold: GUM's layer of entities (Zeldes, Language Resources and Evaluation 51(3), 2017).
//!
//! A mention is right when a gold mention has the same first and last character and its type
//! agrees. GUM has neither states nor quantities: [`EntityType::State`] agrees with its person,
//! organisation and place; [`EntityType::Quantity`] with what is [`EntityType::Other`] here, its
//! abstract, object, substance, animal and plant.

use crate::coref::gold_mentions;
use crate::figures::Figure;
use crate::treebank::{GoldSentence, Treebank, running_text};
use rapporteur_language::mentions::{EntityType, Mention, MentionForm, form};
use rapporteur_language::{Models, Sentence, analyse};
use rapporteur_record::ByteSpan;
use std::collections::BTreeMap;

/// A gold mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoldEntity {
    /// Its words in the running text.
    pub span: ByteSpan,
    /// Its type in our terms; never a state or quantity.
    pub kind: EntityType,
    /// How it is worded: by the word of it whose head lies outside.
    pub form: MentionForm,
}

/// The gold mentions of a document over its running text, one a span.
pub fn gold(document: &[GoldSentence]) -> Vec<GoldEntity> {
    let places = running_text(document).sentences;
    let mut forms = BTreeMap::new();
    for (sentence, places) in document.iter().zip(&places) {
        for (word, place) in sentence.words.iter().zip(places) {
            let head = word.head.checked_sub(1).and_then(|head| places.get(head)).copied();
            forms.insert(place.start, (head, word.upos));
        }
    }
    let mut found: Vec<GoldEntity> = gold_mentions(document)
        .into_iter()
        .map(|mention| {
            let span = mention.span;
            let outside = |head: &Option<ByteSpan>| head.is_none_or(|head| !span.contains(head));
            let head = forms.range(span.start..span.end).find(|(_, (head, _))| outside(head));
            GoldEntity { span, kind: kind(&mention.kind), form: head.map_or(MentionForm::Nominal, |(_, (_, upos))| form(*upos)) }
        })
        .collect();
    found.dedup_by_key(|entity| entity.span);
    found
}

/// GUM's type in our terms.
fn kind(gum: &str) -> EntityType {
    match gum {
        "person" => EntityType::Person,
        "organization" => EntityType::Organisation,
        "place" => EntityType::Place,
        "event" => EntityType::Event,
        "time" => EntityType::Time,
        _ => EntityType::Other,
    }
}

/// Whether our type says what the gold one says.
pub fn agrees(ours: EntityType, gold: EntityType) -> bool {
    match ours {
        EntityType::State => matches!(gold, EntityType::Person | EntityType::Organisation | EntityType::Place),
        EntityType::Quantity => gold == EntityType::Other,
        _ => ours == gold,
    }
}

/// Counts of one sort of mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Gold mentions of the sort.
    pub gold: usize,
    /// Of these, found with the right type.
    pub found: usize,
    /// Our mentions of the sort.
    pub ours: usize,
    /// Of these, right.
    pub right: usize,
}

impl Tally {
    /// The share of gold mentions that were found, in percent.
    pub fn recall(self) -> f64 {
        100.0 * self.found as f64 / self.gold.max(1) as f64
    }

    /// The share of our mentions that are right, in percent.
    pub fn precision(self) -> f64 {
        100.0 * self.right as f64 / self.ours.max(1) as f64
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.ours += other.ours;
        self.right += other.right;
    }
}

/// Counts over documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// All mentions.
    pub all: Tally,
    /// All mentions, whatever their type.
    pub spans: Tally,
    /// By how they are worded; ours by our trees, gold by gold trees.
    pub forms: BTreeMap<MentionForm, Tally>,
    /// By type.
    pub kinds: BTreeMap<EntityType, Tally>,
}

impl Scores {
    /// Adds one document.
    pub fn add(&mut self, sentences: &[Sentence], mentions: &[Mention], gold: &[GoldEntity]) {
        let by_span: BTreeMap<ByteSpan, &GoldEntity> = gold.iter().map(|entity| (entity.span, entity)).collect();
        let mut found: BTreeMap<ByteSpan, bool> = BTreeMap::new();
        for mention in mentions {
            let sentence = &sentences[mention.sentence];
            let span = sentence[mention.first].span.join(sentence[mention.last].span);
            let entity = by_span.get(&span);
            let right = entity.is_some_and(|entity| agrees(mention.kind, entity.kind));
            found.insert(span, right);
            let tallies = [&mut self.all, self.forms.entry(mention.form).or_default(), self.kinds.entry(mention.kind).or_default()];
            for tally in tallies {
                tally.ours += 1;
                tally.right += usize::from(right);
            }
            self.spans.ours += 1;
            self.spans.right += usize::from(entity.is_some());
        }
        for entity in gold {
            let right = found.get(&entity.span).copied();
            let tallies = [&mut self.all, self.forms.entry(entity.form).or_default(), self.kinds.entry(entity.kind).or_default()];
            for tally in tallies {
                tally.gold += 1;
                tally.found += usize::from(right == Some(true));
            }
            self.spans.gold += 1;
            self.spans.found += usize::from(right.is_some());
        }
    }

    /// Adds the counts of other documents.
    pub fn merge(&mut self, other: &Self) {
        self.all += other.all;
        self.spans += other.spans;
        for (form, tally) in &other.forms {
            *self.forms.entry(*form).or_default() += *tally;
        }
        for (kind, tally) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += *tally;
        }
    }

    /// The figures of `rapporteur eval language`.
    pub fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        let mut push = |name: String, tally: Tally| {
            // GUM has no states and quantities: only their precision means something.
            let parts = [("precision", tally.precision()), ("recall", tally.recall()), ("F1", tally.f1())];
            for (measure, value) in parts.into_iter().take(if tally.gold > 0 { 3 } else { 1 }) {
                figures.push(Figure::new("language", format!("GUM {name} {measure}"), value));
            }
        };
        push("mentions".into(), self.all);
        push("mentions, types apart,".into(), self.spans);
        for (form, tally) in &self.forms {
            push(form.to_string(), *tally);
        }
        for (kind, tally) in &self.kinds {
            push(format!("{kind} mentions"), *tally);
        }
        figures
    }
}

/// Scores the mentions that `models` find in the running text of every document.
pub fn evaluate(bank: &Treebank, models: &Models) -> Scores {
    let mut scores = Scores::default();
    for document in bank.documents() {
        let running = running_text(document);
        let analysis = analyse(&running.text, &running.paragraphs, models);
        scores.add(&analysis.sentences, &analysis.mentions, &gold(document));
    }
    scores
}
