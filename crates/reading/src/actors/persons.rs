//! The person that a description means: "the envoy", "Russia's foreign minister".

use super::chain::REACH;
use super::describe::{Description, Determiner};
use super::held::is_office;
use super::mentions::{Mention, What, vague};
use super::resolve::{Resolver, is_former};
use super::rules::LinkRule;
use rapporteur_lexicon::actors::RoleClass;

/// How many actors further back one called by the very word is looked for.
const CALLED_SO: usize = 12;

impl<'a> Resolver<'_, 'a> {
    /// The person that a description means, among those named or described.
    pub fn person(&mut self, id: usize, told: &Description<'a>, owner: Option<usize>) -> Option<usize> {
        let mention = &self.mentions.all[id];
        let role = told.role?;
        if matches!(role.class, RoleClass::Kin | RoleClass::Counterpart) {
            return None;
        }
        if !(vague(told) || told.determiner == Determiner::Bare && self.general(mention)) {
            // "The official" is the one called so, though a minister, who is an official too, came since.
            let mut loosely: Option<(usize, usize)> = None;
            for at in (0..self.recent.len()).rev().take(REACH) {
                if loosely.is_some_and(|(_, found)| found > at + CALLED_SO) {
                    break;
                }
                let person = self.recent[at];
                if self.holds(told, owner, person) && self.gender_fits(mention, person) {
                    let called = &self.entities[person].told;
                    if called.iter().any(|(_, before)| before.noun == told.noun) {
                        let before = self.mention_before(id, person);
                        self.note(id, LinkRule::Role, before);
                        return Some(person);
                    }
                    loosely = loosely.or(Some((person, at)));
                }
            }
            if let Some((person, _)) = loosely {
                let before = self.mention_before(id, person);
                self.note(id, LinkRule::Role, before);
                return Some(person);
            }
        }
        if let Some(person) = self.later(id, told, owner) {
            self.note(id, LinkRule::NamedLater, None);
            return Some(person);
        }
        let person = self.office_holder(told, owner)?;
        let before = self.mention_before(id, person);
        self.note(id, LinkRule::Office, before);
        Some(person)
    }

    /// The person named before who holds the office on the day of the report, though the report
    /// does not say so: "the Russian president" after "Putin".
    fn office_holder(&mut self, told: &Description<'a>, owner: Option<usize>) -> Option<usize> {
        if vague(told) || told.determiner == Determiner::Bare && owner.is_none() {
            return None;
        }
        let whose = owner.map(|owner| self.entities[owner].name.clone());
        for at in (0..self.recent.len()).rev().take(REACH) {
            let person = self.recent[at];
            let fits =
                self.entities[person].held.iter().any(|held| is_office(held, told) && whose.as_deref().is_none_or(|body| body == held.of));
            if fits {
                return Some(person);
            }
        }
        None
    }

    /// Whether a bare singular is no title but part of something else ("as president").
    fn general(&self, mention: &Mention<'_>) -> bool {
        let line = self.line(mention);
        !line.sentence.tokens[mention.head].deprel.is_nominal_subject() && line.case(mention.head).is_some()
    }

    fn gender_fits(&self, mention: &Mention<'_>, person: usize) -> bool {
        mention.gender.is_none() || self.entities[person].gender.is_none() || mention.gender == self.entities[person].gender
    }

    /// Whether a role is stated of a person.
    fn holds(&mut self, told: &Description<'a>, owner: Option<usize>, person: usize) -> bool {
        if !self.entities[person].is_person() {
            return false;
        }
        let stated = self.entities[person].told.clone();
        stated.iter().any(|(line, before)| self.same_role(told, owner, *line, before))
    }

    /// Whether two descriptions may be one person's, the first said later.
    fn same_role(&mut self, told: &Description<'a>, owner: Option<usize>, line: usize, before: &Description<'a>) -> bool {
        let (Some(role), Some(stated)) = (told.role, before.role) else {
            return false;
        };
        if before.plural {
            return false;
        }
        let (word, known) = (role.word.to_lowercase(), stated.word.to_lowercase());
        let before_owner = self.owner(line, before.of, 9);
        let same_owner = owner.is_some() && owner == before_owner;
        let same = word == known || stated.is.contains(&word) || same_owner && role.is.contains(&known);
        if !same || owner.is_some() && before_owner.is_some() && !same_owner && !self.belongs(before_owner, owner) {
            return false;
        }
        if owner.is_some() && before_owner.is_none() && before.of.is_some() && word != known {
            return false;
        }
        told.modifiers.iter().all(|word| before.modifiers.contains(word) || before.title.contains(word.as_str()))
            || same_owner && word == known && told.modifiers.len() <= 1
            || !told.modifiers.is_empty() && same_owner && before.determiner == Determiner::Bare && told.determiner == Determiner::Definite
    }

    /// Whether the first is a ministry, army or party of the second.
    fn belongs(&mut self, part: Option<usize>, whole: Option<usize>) -> bool {
        let (Some(part), Some(whole)) = (part, whole) else {
            return false;
        };
        let told = self.entities[part].told.clone();
        told.iter().any(|(line, told)| self.owner(*line, told.of, 9) == Some(whole))
            || self.entities[whole].parts.last().is_some_and(|last| told.iter().any(|(_, told)| told.noun == last.to_lowercase()))
    }

    /// The person named only after the words that describe him: "Russia's foreign minister said …",
    /// and the name in the next sentence.
    fn later(&mut self, id: usize, told: &Description<'a>, owner: Option<usize>) -> Option<usize> {
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        let here = self.rank[mention.line];
        if here > 4 || !mention.source && !mention.subject {
            return None;
        }
        let (from, order) = (self.place[id] + 1, self.order);
        // One whose role is stated wins over one of whom nothing is: "Varosia's president" is
        // President Belmar, though another is named before.
        let mut unsaid = None;
        // Whom somebody tells of is not the one who speaks next.
        let told_of = self.inside.of(mention.line, mention.head).is_some();
        for &next in &order[from..] {
            let other = &mentions.all[next];
            if self.rank[other.line] > here + 3 {
                break;
            }
            let Some(person) = self.named.of[next].filter(|&person| self.entities[person].is_person()) else {
                continue;
            };
            if !matches!(other.what, What::Name(..)) || !self.gender_fits(mention, person) {
                continue;
            }
            // "The minister said Belmar would go": who is named beside a description is another.
            let beside =
                order.iter().any(|&near| near != id && mentions.all[near].line == mention.line && self.named.of[near] == Some(person));
            let before = order[..self.place[id]].iter().any(|&earlier| self.named.of[earlier] == Some(person));
            if beside || before && here > 2 {
                continue;
            }
            // "A League official" may be the League's spokesman named next, not another's minister.
            if self.holds(told, owner, person) && (!vague(told) || owner.is_some() && self.party(person) == owner) {
                return Some(person);
            }
            let roles = &self.entities[person].told;
            let untold = !roles.iter().any(|(_, told)| told.role.is_some() && !is_former(told));
            let precise = !vague(told) && (owner.is_some() || told.role.is_some_and(|role| role.class == RoleClass::Envoy));
            if unsaid.is_none() && untold && precise && !told_of && other.source && (mention.source || here < 2) {
                unsaid = Some(person);
            }
        }
        let person = unsaid?;
        self.entities[person].told.push((mention.line, told.clone()));
        Some(person)
    }
}
