//! What the model sees of a mention alone and of a mention with a candidate: hashed features.
//!
//! *Source*: features after Durrett and Klein, Easy victories and uphill battles in coreference
//! resolution, EMNLP 2013, with what syntax and the chain so far add; hashing: Weinberger et al.,
//! ICML 2009.

use super::facts::{Class, FEMININE, Facts, HUMAN, MASCULINE, NEUTER, PLURAL, Part, SINGULAR, THING};
use super::groups::Groups;
use crate::analysis::{Sentence, TokenId};
use crate::labels::Deprel;
use crate::mentions::EntityType;

/// Bits of an index.
pub(super) const BITS: u32 = 18;
/// Number of weights.
pub(super) const SIZE: usize = 1 << BITS;

/// What takes features: a sum of weights, or a list.
pub(super) trait Sink {
    /// Takes the feature with this index below [`SIZE`].
    fn take(&mut self, index: u32);
}

impl Sink for Vec<u32> {
    fn take(&mut self, index: u32) {
        self.push(index);
    }
}

#[inline]
fn add<S: Sink>(sink: &mut S, template: u64, value: u64) {
    let mut state = (value ^ template.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    state ^= state >> 32;
    sink.take((state.wrapping_mul(0xC4CE_B9FE_1A85_EC53) >> (64 - BITS)) as u32);
}

/// A distance in few steps: 0, 1, 2, 3, 4, 6, 9, 14, 22, 40, more.
fn steps(distance: u32) -> u64 {
    match distance {
        0..=4 => u64::from(distance),
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=22 => 8,
        23..=40 => 9,
        41..=100 => 10,
        _ => 11,
    }
}

/// How two sets of possible values agree: 0 surely, 1 maybe, 2 not.
fn fit(a: u8, b: u8) -> u64 {
    match a & b {
        0 => 2,
        _ if a == b && a.count_ones() == 1 => 0,
        _ => 1,
    }
}

/// A report as the features need it.
pub(super) struct View<'a> {
    pub sentences: &'a [Sentence],
    pub facts: &'a [Facts],
    /// How much of it is spoken: the share of "I", "we" and "you" among mentions in steps.
    pub spoken: u64,
}

/// An earlier mention that may mean the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub mention: u32,
    /// What its words, and those of any of its chain, have in common with the mention's.
    pub words: u8,
    pub chain_words: u8,
    /// How many candidates that agree lie between.
    pub rank: u8,
}

impl<'a> View<'a> {
    pub fn new(sentences: &'a [Sentence], facts: &'a [Facts]) -> Self {
        let speaking = facts.iter().filter(|facts| matches!(facts.class, Class::I | Class::We | Class::You)).count();
        let spoken = match speaking * 100 / facts.len().max(1) {
            0..2 => 0,
            2..8 => 1,
            8..20 => 2,
            _ => 3,
        };
        Self { sentences, facts, spoken }
    }

    /// How well a candidate's chain agrees with the mention in number, gender and being human.
    pub fn agreement(&self, at: usize, groups: &Groups, group: usize) -> u64 {
        let (facts, group) = (&self.facts[at], &groups.all[group]);
        fit(facts.number, group.number) * 9 + fit(facts.gender, group.gender) * 3 + fit(facts.animacy, group.animacy)
    }

    /// Features for a mention that means nothing mentioned before.
    pub fn alone<S: Sink>(&self, at: usize, best: u8, sink: &mut S) {
        let facts = &self.facts[at];
        let class = facts.class as u64;
        let kind = facts.kind as u64;
        let best = u64::from(best);
        let part = facts.part as u64;
        let lemma = u64::from(facts.lemma) << 24;
        let pronoun = facts.class.is_pronoun();
        add(sink, 1, class);
        add(sink, 2, class | kind << 8);
        add(sink, 3, class | part << 8 | kind << 16);
        add(sink, 4, class | u64::from(facts.governor) << 24);
        add(sink, 5, lemma);
        add(sink, 6, class | best << 8);
        add(sink, 7, class | best << 8 | kind << 16);
        add(sink, 8, class | steps(facts.sentence) << 8 | u64::from(best > 0) << 16);
        add(sink, 9, class | u64::from(facts.dependents) << 8);
        add(sink, 10, class | u64::from(facts.dependents) << 8 | best << 16);
        add(sink, 11, class | (facts.names.len().min(4) as u64) << 8 | best << 16);
        add(sink, 12, class | u64::from(facts.score) << 8);
        add(sink, 13, class | self.spoken << 8 | best << 16);
        add(sink, 14, class | u64::from(facts.next) << 24);
        add(sink, 15, class | u64::from(facts.previous) << 24);
        add(sink, 16, class | lemma);
        add(sink, 17, class | steps(at as u32) << 8 | best << 16);
        add(sink, 18, class | (facts.deprel as u64) << 8);
        let around = facts.around.map_or(0, |around| self.facts[around as usize].class as u64);
        add(sink, 19, class | around << 8 | part << 16);
        add(sink, 20, class | u64::from(facts.quote > 0) << 8 | self.spoken << 16);
        add(sink, 21, class | u64::from(facts.last - facts.first).min(12) << 8 | best << 16);
        if pronoun {
            add(sink, 22, part | u64::from(facts.form) << 24);
            add(sink, 23, u64::from(facts.form ^ facts.governor.rotate_left(9)) << 24);
            add(sink, 24, u64::from(facts.form) << 24 | self.spoken);
        } else {
            add(sink, 25, lemma | best);
            add(sink, 26, lemma | u64::from(facts.number));
            add(sink, 27, class | u64::from(facts.listed) << 8 | best << 16);
        }
        for &word in facts.modifiers.iter().take(3) {
            add(sink, 28, u64::from(word) << 24);
        }
    }

    /// Features of a mention with a candidate.
    pub fn pair<S: Sink>(&self, at: usize, candidate: &Candidate, groups: &Groups, sink: &mut S) {
        let before = candidate.mention as usize;
        let (facts, other) = (&self.facts[at], &self.facts[before]);
        let chain = &groups.all[groups.of[before] as usize];
        let (class, earlier) = (facts.class as u64, other.class as u64);
        let both = class | earlier << 5;
        let kinds = facts.kind as u64 | (other.kind as u64) << 3;
        let apart = facts.sentence - other.sentence;
        let sentences = steps(apart);
        let mentions = steps((at - before) as u32);
        let rank = u64::from(candidate.rank.min(7));
        let parts = facts.part as u64 | (other.part as u64) << 4;
        let words = u64::from(candidate.words);
        let chained = u64::from(candidate.chain_words);
        let agreement = self.agreement(at, groups, groups.of[before] as usize);
        let own = fit(facts.number, other.number) * 9 + fit(facts.gender, other.gender) * 3 + fit(facts.animacy, other.animacy);
        let syntax = self.syntax(facts, other);
        let last = u64::from(chain.last == candidate.mention);
        let size = u64::from(chain.size.min(6));
        let state = u64::from(chain.named) | last << 1 | size << 2;
        let quoted = if facts.quote == other.quote {
            u64::from(facts.quote > 0)
        } else {
            2 + u64::from(facts.quote > 0) + 2 * u64::from(other.quote > 0)
        };
        let paragraph = u64::from((facts.paragraph - other.paragraph).min(3));
        let near = sentences.min(3);
        let pronoun = facts.class.is_pronoun();
        let acted = chain.subject.map_or(5, |sentence| (facts.sentence - sentence).min(4));
        let acted = u64::from(acted);
        let busy = chain.recent.iter().filter(|&&sentence| sentence != u32::MAX && facts.sentence - sentence < 4).count() as u64;
        add(sink, 100, class | acted << 5 | (other.part as u64) << 8 | near << 12);
        add(sink, 101, class | busy << 5 | state << 8);
        add(sink, 40, both);
        add(sink, 41, both | sentences << 10);
        add(sink, 42, both | mentions << 10);
        add(sink, 43, class | mentions << 5 | rank << 9);
        add(sink, 44, class | rank << 5 | (other.part as u64) << 9 | near << 14);
        add(sink, 45, both | parts << 10 | near << 20);
        add(sink, 46, both | agreement << 10);
        add(sink, 47, class | agreement << 5 | own << 12);
        add(sink, 48, class | kinds << 5);
        add(sink, 49, both | kinds << 10);
        add(sink, 50, both | syntax << 10);
        add(sink, 51, syntax | parts << 5 | class << 14);
        add(sink, 52, class | state << 5 | (other.part as u64) << 12);
        add(sink, 53, class | state << 5 | sentences << 12);
        add(sink, 54, both | quoted << 10);
        add(sink, 55, both | paragraph << 10 | sentences << 14);
        add(sink, 56, both | self.spoken << 10 | sentences << 14);
        add(sink, 57, class | u64::from(other.score) << 5);
        add(sink, 58, class | steps(at as u32 - chain.last) << 5 | size << 10);
        add(sink, 59, class | (chain.kind as u64) << 5 | agreement << 10);
        let met = u64::from(chain.classes >> facts.class as u32 & 1);
        add(sink, 60, both | met << 10 | last << 11);
        add(sink, 61, class | met << 5 | sentences << 6 | last << 11);
        let nested = u64::from(other.around.is_some());
        add(sink, 62, both | nested << 10 | near << 11);
        let same_governor = u64::from(facts.governor == other.governor && facts.governor != 0);
        add(sink, 63, both | same_governor << 10 | u64::from(facts.part == other.part) << 11 | near << 12);
        add(sink, 64, class | u64::from(chain.start < 3) << 5 | state << 6);
        if apart == 0 {
            let path = self.path(facts, other);
            add(sink, 65, path << 24 | both);
            add(sink, 66, path << 24 | class | agreement << 5);
        }
        if pronoun {
            add(sink, 70, class | u64::from(other.lemma) << 24);
            add(sink, 71, class | u64::from(facts.governor) << 24 | (other.kind as u64) << 8);
            add(sink, 72, class | (u64::from(facts.governor ^ other.lemma.rotate_left(7)) << 24));
            add(sink, 73, class | parts << 5 | rank << 14);
            add(sink, 74, class | parts << 5 | sentences << 14 | state << 18);
            add(sink, 75, u64::from(facts.form) << 24 | earlier | sentences << 6);
            add(sink, 76, class | syntax << 5 | agreement << 10 | rank << 16);
            let form = u64::from(facts.form) << 24;
            let sense = u64::from(chain.sense);
            let full = steps(facts.sentence - chain.full);
            let count = steps(u32::from(chain.count));
            add(sink, 110, form | sense);
            add(sink, 111, class | sense << 5 | (chain.kind as u64) << 10 | u64::from(chain.class) << 14);
            add(sink, 112, u64::from(facts.governor) << 24 | sense << 3 | parts << 9);
            add(sink, 113, class | u64::from(chain.lemma) << 24);
            add(sink, 114, class | u64::from(chain.class) << 5 | full << 10);
            add(sink, 115, class | count << 5 | sentences << 9);
            add(sink, 116, class | count << 5 | size << 9 | rank << 12);
            add(sink, 117, class | count << 5 | u64::from(chain.class) << 9 | (other.part as u64) << 14);
            for bit in 1..=7_u64 {
                add(sink, 118, class | bit << 5 | u64::from(chain.classes >> bit & 1) << 9 | quoted << 10);
            }
            add(sink, 119, class | sense << 5 | agreement << 10 | rank << 16);
            add(sink, 120, syntax << 5 | class | (facts.part as u64) << 11 | agreement << 15);
            add(sink, 77, both | self.spoken << 10 | paragraph << 12 | last << 15 | rank << 16);
        } else {
            add(sink, 80, class | words << 5);
            add(sink, 81, both | words << 10);
            add(sink, 82, words | sentences << 8 | class << 12);
            add(sink, 83, words | chained << 8);
            add(sink, 84, class | chained << 5 | sentences << 13);
            add(sink, 85, both | chained << 10 | state << 18);
            add(sink, 86, kinds | words << 6 | class << 14);
            add(sink, 87, words | agreement << 8 | class << 14);
            add(sink, 88, words | syntax << 8 | class << 13);
            add(sink, 89, u64::from(facts.lemma ^ other.lemma.rotate_left(7)) << 24);
            add(sink, 90, u64::from(facts.lemma) << 24 | words);
            add(sink, 91, u64::from(facts.lemma) << 24 | class | chained << 8);
            add(sink, 92, words | mentions << 8 | both << 12);
            add(sink, 93, words | u64::from(facts.dependents) << 8 | u64::from(other.dependents) << 16 | class << 24);
            let length = (facts.last - facts.first).min(7) as u64 | (other.last - other.first).min(7) as u64;
            add(sink, 94, words | length << 8 | class << 12);
            add(sink, 95, words | self.spoken << 8 | class << 10);
            let roles =
                u64::from(facts.entry.map_or(9, |entry| entry.indirect)) | u64::from(other.entry.map_or(9, |entry| entry.indirect)) << 4;
            add(sink, 96, words | roles << 8 | parts << 16);
        }
    }

    /// How two mentions of one sentence stand to each other; 0 for those of two.
    fn syntax(&self, facts: &Facts, other: &Facts) -> u64 {
        if facts.sentence != other.sentence {
            return 0;
        }
        if other.first <= facts.first && other.last >= facts.last {
            return self.inside(facts, other);
        }
        if facts.first <= other.first && facts.last >= other.last {
            return 3;
        }
        let same_governor = facts.governor_at.is_some() && facts.governor_at == other.governor_at;
        match () {
            () if facts.deprel == Deprel::Appos && facts.governor_at == Some(other.head) => 4,
            () if facts.deprel == Deprel::Appos && same_governor && other.deprel == Deprel::Appos => 5,
            () if other.governor_at == Some(facts.head) && matches!(other.part, Part::Subject) => 6,
            () if facts.deprel == Deprel::Conj && facts.governor_at == Some(other.head) => 7,
            () if facts.deprel == Deprel::Conj && same_governor => 8,
            () if same_governor && matches!(other.part, Part::Subject | Part::PassiveSubject) => 9 + u64::from(facts.reflexive),
            () if same_governor => 11 + u64::from(facts.reflexive),
            () if facts.clause.is_some() && facts.clause == other.clause => 13 + u64::from(facts.reflexive),
            () if self.over(other, facts) => 15,
            () if self.over(facts, other) => 16,
            () => 17 + u64::from(facts.reflexive),
        }
    }

    /// How a mention stands inside another: beside its head, in a clause about it, in a list that it is, or in a phrase.
    fn inside(&self, facts: &Facts, around: &Facts) -> u64 {
        if facts.governor_at == Some(around.head) {
            return 1;
        }
        let sentence = &self.sentences[facts.sentence as usize];
        let way = || sentence.ancestors(TokenId(facts.head)).take(20).take_while(|id| id.0 != around.head);
        let top = way().last().map_or(Deprel::Dep, |id| sentence[id].deprel);
        match () {
            () if top == Deprel::Conj => 20,
            () if top == Deprel::AclRelcl => 21,
            () if way().any(|id| matches!(sentence[id].deprel, Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl | Deprel::Ccomp)) => 22,
            () => 2,
        }
    }

    /// Whether the clause of `high` holds that of `low`.
    pub fn over(&self, high: &Facts, low: &Facts) -> bool {
        let sentence = &self.sentences[low.sentence as usize];
        high.governor_at.is_some_and(|governor| sentence.ancestors(TokenId(low.head)).take(16).any(|id| id.0 == governor))
    }

    /// The relations on the way from one head to the other; 0 where it is long.
    fn path(&self, facts: &Facts, other: &Facts) -> u64 {
        let sentence = &self.sentences[facts.sentence as usize];
        let mut up = [0_u32; 6];
        let mut height = 0;
        for id in sentence.ancestors(TokenId(facts.head)).take(6) {
            up[height] = id.0;
            height += 1;
        }
        let mut state = 7_u64;
        for id in sentence.ancestors(TokenId(other.head)).take(6) {
            if let Some(top) = up[..height].iter().position(|&at| at == id.0) {
                for &at in &up[..top] {
                    state = state.wrapping_mul(59) ^ sentence.tokens[at as usize].deprel as u64;
                }
                return state & 0xFF_FFFF_FFFF;
            }
            state = state.wrapping_mul(61) ^ (64 + sentence[id].deprel as u64);
        }
        0
    }

    /// Whether a pronoun cannot mean a chain: another sex, or a thing.
    pub fn excluded(&self, at: usize, groups: &Groups, group: usize) -> bool {
        let facts = &self.facts[at];
        // Who is quoted does not call himself "he" or "you".
        let speaker = facts.speaker.filter(|&speaker| (speaker as usize) < at && facts.class.is_pronoun());
        if speaker.is_some_and(|speaker| groups.of[speaker as usize] as usize == group) {
            return true;
        }
        let group = &groups.all[group];
        match facts.class {
            Class::He | Class::She => {
                group.gender & facts.gender == 0
                    || group.animacy == THING
                    || group.number == PLURAL
                    || group.classes & (1 << Class::It as u32 | 1 << Class::They as u32) != 0 && group.animacy & HUMAN == 0
            }
            Class::It => {
                group.gender & NEUTER == 0
                    && group.gender & (MASCULINE | FEMININE) != 0
                    && group.animacy == HUMAN
                    && group.number == SINGULAR
                    && group.classes & (1 << Class::He as u32 | 1 << Class::She as u32 | 1 << Class::I as u32) != 0
            }
            // Who is "he" or "she" elsewhere is not "they".
            Class::They => group.classes & (1 << Class::He as u32 | 1 << Class::She as u32) != 0,
            Class::I | Class::We | Class::You => group.animacy == THING && group.kind != EntityType::Other,
            _ => false,
        }
    }
}
