//! The chains as they grow from mention to mention.

use super::facts::{Class, Facts, Part};
use crate::mentions::EntityType;

/// A chain so far, with what is known of all its mentions.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub size: u32,
    /// The last mention, and the sentence of the first.
    pub last: u32,
    pub start: u32,
    /// What it may be: see [`Facts`].
    pub number: u8,
    pub gender: u8,
    pub animacy: u8,
    /// Classes that occur, a bit each.
    pub classes: u32,
    pub named: bool,
    /// The type of its first mention that is no pronoun.
    pub kind: EntityType,
    /// The sentences of its last mention as a subject, and of its last four mentions.
    pub subject: Option<u32>,
    pub recent: [u32; 4],
    /// Dictionary form and sense of the head of its last mention that is no pronoun; 0 before there is one.
    pub lemma: u32,
    pub sense: u8,
    /// The class of that mention, and its sentence.
    pub class: u8,
    pub full: u32,
    /// How often the report names its head.
    pub count: u8,
}

/// All chains so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    pub all: Vec<Group>,
    /// Mention → chain.
    pub of: Vec<u32>,
}

impl Groups {
    /// Adds the next mention, in a chain of its own or in that of `antecedent`.
    pub fn add(&mut self, facts: &Facts, antecedent: Option<usize>) {
        let mention = self.of.len() as u32;
        let bit = 1 << facts.class as u32;
        let subject = matches!(facts.part, Part::Subject | Part::PassiveSubject).then_some(facts.sentence);
        let full = !facts.class.is_pronoun();
        let Some(antecedent) = antecedent else {
            self.of.push(self.all.len() as u32);
            self.all.push(Group {
                size: 1,
                last: mention,
                start: facts.sentence,
                number: facts.number,
                gender: facts.gender,
                animacy: facts.animacy,
                classes: bit,
                named: facts.class.is_name(),
                kind: facts.kind,
                subject,
                recent: [facts.sentence, u32::MAX, u32::MAX, u32::MAX],
                lemma: if full { facts.lemma } else { 0 },
                sense: if full { facts.sense } else { 0 },
                class: facts.class as u8,
                full: facts.sentence,
                count: facts.count,
            });
            return;
        };
        let at = self.of[antecedent];
        self.of.push(at);
        let group = &mut self.all[at as usize];
        let only_pronouns = group.classes >> (Class::OtherPronoun as u32 + 1) == 0;
        if only_pronouns && !facts.class.is_pronoun() {
            group.kind = facts.kind;
        }
        group.size += 1;
        group.last = mention;
        group.number = narrow(group.number, facts.number);
        group.gender = narrow(group.gender, facts.gender);
        group.animacy = narrow(group.animacy, facts.animacy);
        group.classes |= bit;
        group.named |= facts.class.is_name();
        group.subject = subject.or(group.subject);
        group.recent.rotate_right(1);
        group.recent[0] = facts.sentence;
        if full {
            (group.lemma, group.sense, group.class, group.full) = (facts.lemma, facts.sense, facts.class as u8, facts.sentence);
            group.count = group.count.max(facts.count);
        }
    }

    /// Joins the chains of two mentions: what the first knew stays where the two contradict.
    pub fn join(&mut self, mention: usize, other: usize) {
        let (to, from) = (self.of[mention], self.of[other]);
        if to == from {
            return;
        }
        for chain in &mut self.of {
            if *chain == from {
                *chain = to;
            }
        }
        let other = self.all[from as usize].clone();
        let group = &mut self.all[to as usize];
        group.size += other.size;
        group.last = group.last.max(other.last);
        group.start = group.start.min(other.start);
        group.number = narrow(group.number, other.number);
        group.gender = narrow(group.gender, other.gender);
        group.animacy = narrow(group.animacy, other.animacy);
        group.classes |= other.classes;
        group.named |= other.named;
        group.subject = group.subject.max(other.subject);
    }
}

/// What is known of two: what contradicts is not believed, the chain keeps what it knew.
fn narrow(known: u8, new: u8) -> u8 {
    if known & new == 0 { known } else { known & new }
}
