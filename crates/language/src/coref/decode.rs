//! From the first mention to the last: candidates are found, one is chosen, chains grow.

use super::facts::{Class, Facts, Part};
use super::features::{Candidate, View};
use super::groups::Groups;
use super::names;
use crate::mentions::EntityType;

/// Mentions back that a pronoun and a description reach without a word in common.
const WINDOW: usize = 36;
/// Sentences back that they reach.
const SENTENCES: u32 = 8;
/// Mentions back that are compared by their words: a bound on time in long texts.
const REACH: usize = 1500;
/// Candidates at most.
const MOST: usize = 48;

/// Scores of the links that rules make where the trained function makes none.
const ABBREVIATION: f32 = 0.8;
const METONYM: f32 = 0.6;
const CATAPHOR: f32 = 0.6;

/// Chooses among candidates.
pub(super) trait Chooser {
    /// The place of the chosen candidate with how sure the choice is, or `None` for a new chain.
    /// `best` is the strongest agreement in words with any earlier mention.
    fn choose(&mut self, view: &View<'_>, mention: usize, best: u8, candidates: &[Candidate], groups: &Groups) -> Option<(usize, f32)>;
}

/// A mention with the one it was linked to and the score of the link.
pub(super) type Linked = (usize, usize, f32);

/// Walks through the mentions; gives the chains and the links that made them, by mention.
pub(super) fn walk(view: &View<'_>, chooser: &mut dyn Chooser) -> (Groups, Vec<Linked>) {
    let mut groups = Groups::default();
    let mut links = Vec::new();
    let mut finder = Finder::default();
    // Who says "I" before the speaker is named: speaker, first such mention.
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    for (at, facts) in view.facts.iter().enumerate() {
        let link = match speaker(facts) {
            Some(speaker) if speaker < at => Some((speaker, 1.0)),
            Some(speaker) => {
                let known = waiting.iter().find(|&&(who, _)| who == speaker).map(|&(_, first)| (first, 1.0));
                if known.is_none() {
                    waiting.push((speaker, at));
                }
                known
            }
            None => {
                finder.find(view, at, &groups);
                let chosen = chooser.choose(view, at, finder.best, &finder.candidates, &groups);
                let chosen = chosen.or_else(|| finder.abbreviation()).or_else(|| finder.metonym(view, at));
                chosen.map(|(place, score)| (finder.candidates[place].mention as usize, score))
            }
        };
        groups.add(facts, link.map(|(antecedent, _)| antecedent));
        links.extend(link.map(|(antecedent, score)| (at, antecedent, score)));
        if let Some(pronoun) = cataphor(view, at, &groups) {
            groups.join(at, pronoun);
            links.push((pronoun, at, CATAPHOR));
        }
        if let Some(found) = waiting.iter().position(|&(who, _)| who == at) {
            let (_, first) = waiting.swap_remove(found);
            groups.join(at, first);
            links.push((first, at, 1.0));
        }
    }
    links.sort_unstable_by_key(|&(mention, antecedent, _)| (mention, antecedent));
    (groups, links)
}

/// Who says the "I" or "we" that this mention is, where that is known.
fn speaker(facts: &Facts) -> Option<usize> {
    facts.speaker.filter(|_| matches!(facts.class, Class::I | Class::We)).map(|speaker| speaker as usize)
}

/// The pronoun without antecedent that a subject's name explains: "In his speech, Belmar said …".
/// It stands before the subject in what depends on the same predicate.
fn cataphor(view: &View<'_>, at: usize, groups: &Groups) -> Option<usize> {
    let facts = &view.facts[at];
    if !facts.class.is_name() || !matches!(facts.part, Part::Subject | Part::PassiveSubject) {
        return None;
    }
    let here = (0..at).rev().take_while(|&before| view.facts[before].sentence == facts.sentence).take(12);
    let group = &groups.all[groups.of[at] as usize];
    here.filter(|&before| {
        let (other, alone) = (&view.facts[before], &groups.all[groups.of[before] as usize]);
        let agrees = other.number & group.number != 0 && other.gender & group.gender != 0 && other.animacy & group.animacy != 0;
        let human = matches!(other.class, Class::He | Class::She) == (facts.kind == EntityType::Person);
        alone.size == 1
            && other.class.is_third_person()
            && other.part == Part::Possessor
            && other.quote == facts.quote
            && agrees
            && human
            && view.over(facts, other)
    })
    .last()
}

/// Finds candidates; keeps its lists between mentions.
#[derive(Default)]
struct Finder {
    candidates: Vec<Candidate>,
    best: u8,
    /// Chains whose words agree with the mention's, and how.
    chains: Vec<(u32, u8)>,
    /// Chains that agree, met on the way back.
    passed: Vec<u32>,
}

/// Which of two agreements in words says more: names over nouns, whole over parts.
fn strength(words: u8) -> u8 {
    let name = match words >> 4 {
        0 => 0,
        4 | 1 => 15,
        3 | 5 => 14,
        2 | 6..=10 => 12,
        11 => 8,
        _ => 3,
    };
    let noun = match words & 15 {
        0 => 0,
        1 => 13,
        2 | 5 => 11,
        3 | 4 | 6 | 7 => 9,
        8 => 7,
        9 => 6,
        10 | 11 => 4,
        _ => 2,
    };
    name.max(noun)
}

impl Finder {
    fn find(&mut self, view: &View<'_>, at: usize, groups: &Groups) {
        self.candidates.clear();
        self.chains.clear();
        self.best = 0;
        let facts = &view.facts[at];
        if !facts.class.is_pronoun() {
            self.by_words(view, at, groups);
        }
        let (window, sentences) = match facts.class {
            Class::I | Class::We | Class::You => (WINDOW / 2, 40),
            class if class.is_pronoun() => (WINDOW, SENTENCES),
            class if class.is_name() => (8, 2),
            _ => (14, 2),
        };
        let mut rank = 0;
        self.passed.clear();
        for before in (at.saturating_sub(window)..at).rev() {
            let other = &view.facts[before];
            if facts.sentence - other.sentence > sentences || self.candidates.len() >= MOST {
                break;
            }
            self.offer(view, at, before, 0, &mut rank, groups);
        }
        if matches!(facts.class, Class::I | Class::We | Class::You) {
            let far = (0..at.saturating_sub(window)).rev().take(REACH).filter(|&before| view.facts[before].class == facts.class);
            for before in far.take(2) {
                self.offer(view, at, before, 0, &mut rank, groups);
            }
        }
        self.candidates.sort_unstable_by_key(|candidate| std::cmp::Reverse(candidate.mention));
        for candidate in &mut self.candidates {
            let chain = groups.of[candidate.mention as usize];
            candidate.chain_words = self.chains.iter().find(|(known, _)| *known == chain).map_or(0, |&(_, words)| words);
        }
    }

    /// The nearest name whose initials this one is, or the reverse: the corpus has few that brackets introduce.
    fn abbreviation(&self) -> Option<(usize, f32)> {
        self.candidates.iter().position(|candidate| candidate.words >> 4 == names::INITIALS).map(|place| (place, ABBREVIATION))
    }

    /// The nearest mention of the state that this name stands for, by its own name or another of its
    /// government ("Moscow", "the Kremlin"): the corpus has too few of them to learn from.
    fn metonym(&self, view: &View<'_>, at: usize) -> Option<(usize, f32)> {
        let acts = |facts: &Facts| facts.kind == EntityType::State && facts.entry.is_some_and(|entry| entry.indirect != 1);
        let entry = view.facts[at].entry.filter(|_| acts(&view.facts[at]))?;
        let same = |candidate: &Candidate| {
            let other = &view.facts[candidate.mention as usize];
            acts(other) && other.entry.is_some_and(|known| known.id == entry.id)
        };
        self.candidates.iter().position(same).map(|place| (place, METONYM))
    }

    /// Earlier mentions that have a word in common, near ones first.
    fn by_words(&mut self, view: &View<'_>, at: usize, groups: &Groups) {
        let facts = &view.facts[at];
        let mut rank = 0;
        self.passed.clear();
        for before in (at.saturating_sub(REACH)..at).rev() {
            let other: &Facts = &view.facts[before];
            let words = names::agreement(facts, other);
            if words == 0 {
                continue;
            }
            if strength(words) > strength(self.best) {
                self.best = words;
            }
            let chain = groups.of[before];
            match self.chains.iter().position(|&(known, _)| known == chain) {
                Some(known) if strength(self.chains[known].1) >= strength(words) => {}
                Some(known) => self.chains[known].1 = words,
                None if self.chains.len() < MOST => self.chains.push((chain, words)),
                None => {}
            }
            let far = facts.sentence - other.sentence > 3;
            // A chain is represented by its latest mention that agrees so well.
            if self.candidates.len() < MOST / 2 && (strength(words) > 3 || !far) {
                self.offer(view, at, before, words, &mut rank, groups);
            }
        }
    }

    fn offer(&mut self, view: &View<'_>, at: usize, before: usize, words: u8, rank: &mut u8, groups: &Groups) {
        let group = groups.of[before] as usize;
        if view.excluded(at, groups, group) {
            return;
        }
        let mention = before as u32;
        let (facts, other) = (&view.facts[at], &view.facts[before]);
        // "I" and "he" in one mouth are two, unless words have linked them.
        let speaks = |class: Class| matches!(class, Class::I | Class::We | Class::You);
        let only_speakers = groups.all[group].classes & !(1 << Class::I as u32 | 1 << Class::We as u32 | 1 << Class::You as u32) == 0;
        if facts.class.is_third_person() && speaks(other.class) && other.quote == facts.quote && only_speakers {
            return;
        }
        // Who speaks and who is spoken of are two in one mouth.
        let apart = speaks(facts.class) && other.class.is_third_person() || facts.class.is_third_person() && speaks(other.class);
        if apart && other.quote == facts.quote {
            return;
        }
        if words == 0 && self.candidates.iter().any(|known| known.mention == mention) {
            return;
        }
        // The rank of a candidate is how many chains that agree were met before its own.
        let chain = group as u32;
        let place = self.passed.iter().position(|&known| known == chain);
        self.candidates.push(Candidate { mention, words, chain_words: 0, rank: place.map_or(*rank, |place| place as u8) });
        let agreement = view.agreement(at, groups, group);
        let agrees = agreement / 9 < 2 && agreement / 3 % 3 < 2 && agreement % 3 < 2;
        if agrees && place.is_none() {
            self.passed.push(chain);
            *rank = rank.saturating_add(1);
        }
    }
}
