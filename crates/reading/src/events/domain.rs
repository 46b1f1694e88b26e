//! What is no politics: matches, markets, weather, accidents, private crime.

use super::EventDraft;
use super::clause::lemma;
use super::triggers::Hit;
use super::who::Who;
use crate::statements::grove::Tree;
use rapporteur_language::TokenId;
use rapporteur_lexicon::Ontology;
use rapporteur_lexicon::ontology::Scope;
use std::collections::{BTreeMap, BTreeSet};

/// Different words of one domain in a sentence that decide for it.
const IN_SENTENCE: usize = 2;
/// Different words of one domain in a report that decide for it.
const IN_REPORT: usize = 6;
/// How many sentences say what a report is about.
const LEAD: usize = 3;
/// Different words of one domain in a report, and in its first sentences, that make it a story of that domain.
const IN_STORY: (usize, usize) = (3, 2);

/// Which sentences are about something else than politics.
pub(super) struct Domains {
    sentences: Vec<bool>,
    report: bool,
    /// Whether the first sentences are about a mishap, an illness or research, and tell of no violence.
    story: bool,
}

impl Domains {
    pub fn new(trees: &[Tree<'_>], ontology: &Ontology) -> Self {
        let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut sentences = Vec::with_capacity(trees.len());
        let mut anywhere: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut lead: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut violent = false;
        for (at, tree) in trees.iter().enumerate() {
            let mut here: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            let mut decided = false;
            for id in tree.ids() {
                let lemma = tree.lemma(id);
                let next = (id.index() + 1 < tree.len()).then(|| tree.lemma(TokenId(id.0 + 1)));
                let known = ontology.discard(lemma).or_else(|| ontology.discard_pair(lemma, next?));
                violent |= at < LEAD && ontology.is(lemma, "violence");
                if let Some(discard) = known {
                    anywhere.entry(&discard.domain).or_default().insert(lemma);
                    if at < LEAD {
                        lead.entry(&discard.domain).or_default().insert(lemma);
                    }
                    if discard.scope == Scope::Lead {
                        continue;
                    }
                    decided |= discard.scope == Scope::Sentence;
                    here.entry(&discard.domain).or_default().insert(lemma);
                    all.entry(&discard.domain).or_default().insert(lemma);
                }
            }
            sentences.push(decided || here.values().any(|words| words.len() >= IN_SENTENCE));
        }
        let told = |domain: &str| anywhere.get(domain).is_some_and(|words| words.len() >= IN_STORY.0);
        let story = !violent && lead.iter().any(|(domain, words)| words.len() >= IN_STORY.1 && told(domain));
        Self { sentences, report: all.values().any(|words| words.len() >= IN_REPORT), story }
    }

    /// Whether a sentence is about something else than politics.
    pub fn is_other(&self, sentence: usize) -> bool {
        self.sentences[sentence]
    }

    /// Whether an event of force is none, for the sentence or report is about a match, a market or an accident.
    pub fn excludes(&self, sentence: usize, event: &EventDraft, coded: bool) -> bool {
        let force = event.cameo.as_str() >= "13";
        let cameo = event.cameo.as_str();
        // Who is arrested after a crash is arrested; who is killed in it is not assaulted.
        let harm = cameo >= "18" || event.sources.is_empty() && (cameo.starts_with("171") || cameo.starts_with("172"));
        self.sentences[sentence] && (force || !coded) || self.report && force && !coded || self.story && harm && !coded
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
    // "the bus struck a bridge" and "killed ten pigs" are no acts of politics.
    let vehicle = hit.sources.iter().any(|&source| ontology.is(lemma(tree, who.core(tree, source)), "vehicle"));
    let beast = |token: TokenId| ontology.is(lemma(tree, who.core(tree, token)), "animal");
    let of = hit.clause.phrases.iter().filter(|phrase| hit.nominal && phrase.preposition == "of").map(|phrase| phrase.head);
    let mut harmed = hit.clause.objects.iter().copied().chain(of).peekable();
    let beasts = harmed.peek().is_some() && harmed.all(beast);
    if force && (beasts || vehicle && !coded) {
        return true;
    }
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
