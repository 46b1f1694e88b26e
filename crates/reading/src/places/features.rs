//! What the trained model sees of words that may name a place: hashed features, no text.
//!
//! *Source*: feature hashing, Weinberger et al., ICML 2009.

use super::model::MENTION_SIZE;
use super::spot::{Candidate, Origin, Tables};
use crate::actors::Actors;
use rapporteur_language::{Analysis, Deprel, Sentence, TokenId, Upos};
use rapporteur_lexicon::places::TypeSide;
use rapporteur_record::{ActorKind, ByteSpan, MentionKind};
use std::collections::{BTreeMap, BTreeSet};

/// What the whole report tells of its names.
pub(super) struct Evidence<'t> {
    /// Names of actors with what they are, in order.
    names: Vec<(ByteSpan, ActorKind)>,
    /// Key of a name → how often it stands behind a preposition of place.
    located: BTreeMap<String, u32>,
    /// Words that stand somewhere in small letters.
    small: BTreeSet<&'t str>,
    /// Words of persons' names.
    persons: BTreeSet<String>,
}

impl<'t> Evidence<'t> {
    pub fn new(text: &'t str, analysis: &Analysis, actors: &Actors, candidates: &[Candidate]) -> Self {
        let mut names: Vec<(ByteSpan, ActorKind)> = Vec::new();
        for actor in &actors.actors {
            let named = actor.mentions.iter().filter(|(_, kind)| *kind == MentionKind::Name);
            names.extend(named.map(|&(span, _)| (span, actor.kind)));
        }
        names.sort_unstable();
        let mut persons = BTreeSet::new();
        for (span, _) in names.iter().filter(|(_, kind)| *kind == ActorKind::Person) {
            persons.extend(span.of(text).split_whitespace().map(str::to_lowercase));
        }
        let mut located: BTreeMap<String, u32> = BTreeMap::new();
        for candidate in candidates {
            let Some(sentence) = candidate.sentence.map(|at| &analysis.sentences[at]) else {
                *located.entry(candidate.key.clone()).or_default() += 1;
                continue;
            };
            let before = candidate.tokens.start.checked_sub(1).map(|at| &sentence.tokens[at]);
            if before.is_some_and(|before| {
                matches!(&*before.lemma, "in" | "near" | "outside" | "across" | "throughout" | "northern" | "southern")
            }) {
                *located.entry(candidate.key.clone()).or_default() += 1;
            }
        }
        let small = analysis
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.tokens)
            .map(|token| token.span.of(text))
            .filter(|form| form.starts_with(char::is_lowercase))
            .collect();
        Self { names, located, small, persons }
    }

    /// Whether a person's name goes on to these words: "Percy French", not "French President Moreau".
    pub fn ends_person(&self, span: ByteSpan) -> bool {
        let end = self.names.partition_point(|(name, _)| name.start < span.start);
        self.names[..end].iter().rev().take(8).any(|&(name, kind)| kind == ActorKind::Person && name.contains(span))
    }

    /// What the actor is whose name the words are, or lie in: kind, and whether they are the whole name.
    pub fn actor(&self, span: ByteSpan) -> Option<(ActorKind, bool)> {
        let end = self.names.partition_point(|(name, _)| name.start <= span.start);
        let holds = |(name, _): &&(ByteSpan, ActorKind)| name.contains(span);
        self.names[..end].iter().rev().take(8).find(holds).map(|&(name, kind)| (kind, name == span))
    }
}

/// Mixes the parts of a feature to an index below [`MENTION_SIZE`].
struct Hasher(Vec<u32>);

impl Hasher {
    fn add(&mut self, template: u64, parts: &[u64]) {
        let mut state = template.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
        for &part in parts {
            state = (state ^ part).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
            state ^= state >> 32;
        }
        self.0.push((state as usize & (MENTION_SIZE - 1)) as u32);
    }
}

fn hash(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

/// A token beside a name, as a class: what its capital and its meaning say.
fn neighbour(text: &str, sentence: &Sentence, at: Option<usize>, tables: Tables<'_>) -> u64 {
    let Some(token) = at.and_then(|at| sentence.tokens.get(at)) else { return 0 };
    let form = token.span.of(text);
    let lower = form.to_lowercase();
    let kind = match () {
        () if tables.places.type_word(&lower, TypeSide::After).is_some() => 1,
        () if tables.actors.organisation_word(form).is_some_and(|word| word.head) => 2,
        () if tables.actors.organisation_word(form).is_some() => 3,
        () if tables.actors.role_word(&lower).is_some() => 4,
        () if tables.actors.given_name(form).is_some() => 5,
        () if tables.actors.group(&[&token.lemma]).is_some() => 6,
        () => 7,
    };
    let shape = match form.chars().next() {
        Some(c) if c.is_uppercase() => 1,
        Some(c) if c.is_lowercase() => 2,
        Some(c) if c.is_ascii_digit() => 3,
        _ => 4,
    };
    let upos = match token.upos {
        Upos::Propn => 1,
        Upos::Noun => 2,
        Upos::Adj => 3,
        Upos::Adp => 4,
        Upos::Punct => 5,
        Upos::Verb | Upos::Aux => 6,
        Upos::Num => 7,
        _ => 8,
    };
    kind * 64 + shape * 16 + upos
}

/// Features of a candidate in a sentence.
pub(super) fn features(
    text: &str,
    sentence: &Sentence,
    candidate: &Candidate,
    beside: (u64, u64),
    evidence: &Evidence<'_>,
    tables: Tables<'_>,
) -> Vec<u32> {
    let tokens = &sentence.tokens;
    let range = candidate.tokens.clone();
    let inside = |at: TokenId| range.contains(&at.index());
    let top = range.clone().find(|&at| tokens[at].head.is_none_or(|head| !inside(head))).unwrap_or(range.start);
    let deprel = tokens[top].deprel as u64;
    let governor = tokens[top].head.map(|head| &tokens[head.index()]);
    let case = sentence.children(TokenId(top as u32)).find(|&child| sentence[child].upos == Upos::Adp && !inside(child));
    let case = case.map_or(0, |case| hash(&sentence[case].lemma));
    let lemma = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or(0, |token| hash(&token.lemma));
    let (before, after) = (range.start.checked_sub(1), Some(range.end));
    let (previous, next) = (neighbour(text, sentence, before, tables), neighbour(text, sentence, after, tables));
    let best = candidate.readings.first();
    let firsts = candidate.readings.iter().filter(|reading| !reading.alias).count();
    let table = match best.map(|best| best.origin) {
        None => 0,
        Some(Origin::Row(_)) => 1,
        Some(Origin::Place(_)) => 2,
    };
    let kind = best.map_or(99, |best| best.kind as u64);
    let source =
        table | (kind + 1) << 2 | u64::from(candidate.demonym) << 8 | u64::from(candidate.short) << 9 | u64::from(firsts == 0) << 10;
    let people = best.map_or(0, |best| u64::from(best.weight) / 12);
    let first = tokens[range.start].span.of(text);
    let printed = candidate.span.of(text);
    let large = printed.chars().all(|c| !c.is_lowercase());
    let opens = range.start == 0 || matches!(tokens[range.start - 1].span.of(text), "\"" | "“" | ":" | "•");
    let single = range.len() == 1;
    let upos = tokens[top].upos as u64;
    let shape = u64::from(large) | u64::from(opens) << 1 | u64::from(single) << 2 | u64::from(printed.len() < 4) << 3;
    let actor = evidence.actor(candidate.span).map_or(0, |(kind, whole)| (kind as u64 + 1) * 2 + u64::from(whole));
    let located = u64::from(evidence.located.get(&candidate.key).copied().unwrap_or(0).min(2));
    let lower = first.to_lowercase();
    let common = u64::from(single && evidence.small.contains(lower.as_str()));
    let person = u64::from(evidence.persons.contains(&lower)) | u64::from(tables.actors.given_name(first).is_some()) << 1;
    let hint = candidate.hint.map_or(0, |hint| hint as u64 + 1);
    let pair = beside.0 | beside.1 << 2;
    // "Jordan Dask": parts of one name hang together.
    let flat = |at: usize| tokens[at].deprel == Deprel::Flat;
    let flat_in = range.end < tokens.len() && flat(range.end) && tokens[range.end].head.is_some_and(inside);
    let flat_out = flat(range.start) && tokens[range.start].head.is_some_and(|head| !inside(head));
    let flat = u64::from(flat_in) | u64::from(flat_out) << 1;
    let mut out = Hasher(Vec::with_capacity(48));
    out.add(1, &[source]);
    out.add(2, &[source, people]);
    out.add(3, &[people, upos, u64::from(single), common]);
    out.add(4, &[lemma(before)]);
    out.add(5, &[lemma(after)]);
    out.add(6, &[lemma(before.and_then(|at| at.checked_sub(1))), lemma(before)]);
    out.add(7, &[previous]);
    out.add(8, &[next]);
    out.add(9, &[previous, next]);
    out.add(10, &[source, previous]);
    out.add(11, &[source, next]);
    out.add(12, &[case, table]);
    out.add(13, &[case, source]);
    out.add(14, &[deprel, table]);
    out.add(15, &[deprel, governor.map_or(0, |governor| hash(&governor.lemma))]);
    out.add(16, &[governor.map_or(0, |governor| hash(&governor.lemma)), table]);
    out.add(17, &[upos, shape]);
    out.add(18, &[shape, source]);
    out.add(19, &[actor]);
    out.add(20, &[actor, source]);
    out.add(21, &[actor, next]);
    out.add(22, &[located, table]);
    out.add(23, &[located, person]);
    out.add(24, &[person, source]);
    out.add(25, &[common, source, upos]);
    out.add(26, &[hint, table]);
    out.add(27, &[pair, table]);
    out.add(28, &[pair, source, next]);
    out.add(29, &[hash(&candidate.key)]);
    out.add(30, &[range.len().min(4) as u64, table, upos]);
    out.add(31, &[deprel, source, next >> 4]);
    out.add(32, &[actor, person, previous >> 4, next >> 4]);
    out.add(33, &[candidate.readings.len().min(8) as u64, people, upos]);
    out.add(35, &[flat, table]);
    out.add(36, &[flat, source, next]);
    out.add(37, &[flat, person]);
    out.add(38, &[pair, source, located]);
    out.add(34, &[case, deprel, located, table]);
    out.0
}
