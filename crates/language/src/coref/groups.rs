//! The chains as they grow from mention to mention.

use super::facts::{Class, Facts};
use crate::mentions::EntityType;

/// A chain so far, with what is known of all its mentions.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub size: u32,
    /// First and last mention, and the sentence of the first.
    pub first: u32,
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
        let Some(antecedent) = antecedent else {
            self.of.push(self.all.len() as u32);
            self.all.push(Group {
                size: 1,
                first: mention,
                last: mention,
                start: facts.sentence,
                number: facts.number,
                gender: facts.gender,
                animacy: facts.animacy,
                classes: bit,
                named: facts.class.is_name(),
                kind: facts.kind,
            });
            return;
        };
        let at = self.of[antecedent];
        self.of.push(at);
        let group = &mut self.all[at as usize];
        // What contradicts is not believed: the chain keeps what it knew.
        let narrow = |known: u8, new: u8| if known & new == 0 { known } else { known & new };
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
    }
}
