//! What is no politics: matches, markets, weather, accidents, private crime.

use super::EventDraft;
use super::triggers::Hit;
use super::who::Who;
use crate::statements::grove::Tree;
use rapporteur_language::TokenId;
use rapporteur_lexicon::Ontology;
use std::collections::{BTreeMap, BTreeSet};

/// Different words of one domain in a sentence that decide for it.
const IN_SENTENCE: usize = 2;
/// Different words of one domain in a report that decide for it.
const IN_REPORT: usize = 6;

/// Which sentences are about something else than politics.
pub(super) struct Domains {
    sentences: Vec<bool>,
    report: bool,
}

impl Domains {
    pub fn new(trees: &[Tree<'_>], ontology: &Ontology) -> Self {
        let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut sentences = Vec::with_capacity(trees.len());
        for tree in trees {
            let mut here: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            let mut decided = false;
            for id in tree.ids() {
                let lemma = tree.lemma(id);
                let pair = (id.index() + 1 < tree.len()).then(|| format!("{lemma} {}", tree.lemma(TokenId(id.0 + 1))));
                let known = ontology.discard(lemma).or_else(|| ontology.discard(&pair?));
                if let Some(discard) = known {
                    decided |= discard.sentence;
                    here.entry(&discard.domain).or_default().insert(lemma);
                    all.entry(&discard.domain).or_default().insert(lemma);
                }
            }
            sentences.push(decided || here.values().any(|words| words.len() >= IN_SENTENCE));
        }
        Self { sentences, report: all.values().any(|words| words.len() >= IN_REPORT) }
    }

    /// Whether a sentence is about something else than politics.
    pub fn is_other(&self, sentence: usize) -> bool {
        self.sentences[sentence]
    }

    /// Whether an event of force is none, for the sentence or report is about a match, a market or an accident.
    pub fn excludes(&self, sentence: usize, event: &EventDraft, coded: bool) -> bool {
        let force = event.cameo.as_str() >= "13";
        self.sentences[sentence] && (force || !coded) || self.report && force && !coded
    }
}

/// Whether forces of nature, illness, beasts or mishaps do it, or a quarrel is a private one.
pub(super) fn is_no_act(tree: &Tree<'_>, who: &Who<'_>, hit: &Hit<'_>, coded: bool) -> bool {
    let ontology = who.ontology;
    let blind = |token| ["nature", "accident", "disease", "animal"].iter().any(|class| ontology.is(tree.lemma(token), class));
    if hit.sources.iter().any(|&source| blind(who.core(tree, source))) {
        return true;
    }
    let force = hit.cameo.starts_with("18") || hit.cameo.starts_with("19") || hit.cameo.starts_with("17");
    let mishap = hit
        .clause
        .phrases
        .iter()
        .any(|phrase| matches!(phrase.preposition, "in" | "by" | "from" | "during" | "after") && blind(phrase.head));
    if force && mishap && hit.sources.is_empty() {
        return true;
    }
    let private = |token: TokenId| {
        let core = who.core(tree, token);
        ontology.is(tree.lemma(core), "private") && tree.token(core).feats.is("Number", "Sing")
    };
    let nobody = hit.sources.iter().all(|&source| !who.is_actor(tree, source));
    let by_private = hit.sources.iter().any(|&source| private(source));
    let quarrel = by_private || nobody && hit.targets.iter().any(|&target| private(target));
    force && !coded && quarrel
}
