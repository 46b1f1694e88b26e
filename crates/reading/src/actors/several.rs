//! Words that mean several of those before, or some of them: "both", "the two", "some said", "the former".

use super::chain::Entity;
use super::describe::{Description, Determiner};
use super::mentions::{Pronoun, What};
use super::resolve::Resolver;
use rapporteur_language::Upos;
use rapporteur_lexicon::actors::{Epithet, RoleClass};
use rapporteur_record::ActorKind;

impl<'a> Resolver<'_, 'a> {
    /// Whom a number or a word for a part of several means that stands alone: "the pair said", "some say", "all three deny it".
    pub fn some_of(&mut self, id: usize, told: &Description<'a>, depth: usize) -> Vec<usize> {
        let mention = &self.mentions.all[id];
        let definite = matches!(told.determiner, Determiner::Definite | Determiner::Both);
        if definite && matches!(&*told.noun, "two" | "pair" | "duo" | "couple") {
            return self.pair(id, false);
        }
        let number = self.line(mention).sentence.tokens[mention.head].upos == Upos::Num;
        if !(number || matches!(told.determiner, Determiner::Bare | Determiner::Indefinite) && self.table.is_partitive(&told.noun)) {
            return Vec::new();
        }
        let found = self.third_person(id, Pronoun::They, depth);
        // A party may be one body and many members: "Republicans met".
        let by = self.rules[id].and_then(|(_, by)| by).map(|by| &self.mentions.all[by]);
        let named_so = by.is_some_and(|by| self.line(by).sentence.tokens[by.head].feats.is("Number", "Plur"));
        let several = named_so || found.len() > 1 || found.iter().all(|&entity| self.entities[entity].plural);
        self.only(id, found, several)
    }

    /// Whom a description calls again though nobody said so of him: "the 60-year-old", "the billionaire", "the father of three", "the rights group",
    /// "the senators" of two who were named together.
    pub fn called_again(&mut self, id: usize, told: &Description<'a>, depth: usize) -> Vec<usize> {
        let mention = &self.mentions.all[id];
        if told.determiner != Determiner::Definite || !(mention.source || mention.subject) {
            return Vec::new();
        }
        let epithet = self.table.epithet(&told.noun);
        if told.plural {
            if !mention.source || told.role.is_none() {
                return Vec::new();
            }
            let found = self.third_person(id, Pronoun::They, depth);
            let called_so = |entity: &Entity<'_>| entity.told.iter().any(|(_, before)| before.noun == told.noun);
            let persons = found.len() > 1 && found.iter().all(|&entity| self.entities[entity].is_person());
            let right = persons && found.iter().any(|&entity| called_so(&self.entities[entity]));
            return self.only(id, found, right);
        }
        if epithet == Some(Epithet::Body) && told.of.is_none() && mention.source {
            let found = self.third_person(id, Pronoun::It, depth);
            let bodies = found.iter().all(|&entity| self.entities[entity].kind == ActorKind::Organisation);
            return self.only(id, found, bodies);
        }
        let aged = told.modifiers.iter().any(|word| word.ends_with("-year-old"));
        let children = told.role.is_some_and(|role| role.class == RoleClass::Kin)
            && told.of.is_some_and(|of| self.line(mention).sentence.tokens[of].upos == Upos::Num);
        if told.group.is_none() && (epithet == Some(Epithet::Person) || aged || children) {
            return self.third_person(id, Pronoun::He, depth);
        }
        Vec::new()
    }

    /// Those found, where they are right; else nobody, and no reason stays.
    fn only(&mut self, id: usize, found: Vec<usize>, right: bool) -> Vec<usize> {
        if right && !found.is_empty() {
            return found;
        }
        self.rules[id] = None;
        Vec::new()
    }

    /// The only two of a sort who are named in the last sentence before the mention that names any two of it: whom "the former" and "the latter" mean.
    pub fn two_before(&mut self, id: usize, sort: &dyn Fn(&Entity<'a>) -> bool) -> Vec<usize> {
        let (mentions, order) = (self.mentions, self.order);
        let here = mentions.all[id].line;
        for line in (here.saturating_sub(2)..=here).rev() {
            let mut named: Vec<usize> = Vec::new();
            for &other in order[..self.place[id]].iter().rev().take_while(|&&other| mentions.all[other].line >= line) {
                if mentions.all[other].line == line && matches!(mentions.all[other].what, What::Name(..)) {
                    for entity in self.resolve(other, 1) {
                        if sort(&self.entities[entity]) {
                            named.retain(|&known| known != entity);
                            named.push(entity);
                        }
                    }
                }
            }
            if named.len() == 2 {
                named.reverse();
                return named;
            }
        }
        Vec::new()
    }

    /// The two whom "both" or "neither official" means: those last named together, else the only
    /// two who have just spoken.
    pub fn pair(&mut self, id: usize, persons: bool) -> Vec<usize> {
        let mentions = self.mentions;
        // "both sides" are those who quarrel, not the two who were just spoken of.
        let bodies = mentions.all[id].described.first().is_some_and(|told| told.group.is_some());
        let here = mentions.all[id].line;
        let mut spoke: Vec<usize> = Vec::new();
        let order = self.order;
        for &before in order[..self.place[id]].iter().rev().take(120) {
            let mention = &mentions.all[before];
            if mention.line + 4 < here {
                break;
            }
            let listed = self.listed(before);
            if listed.len() == 2
                && listed.iter().all(|&entity| {
                    let person = self.entities[entity].is_person();
                    !(persons && !person || bodies && person)
                })
            {
                return listed;
            }
            if !bodies && mention.source && mention.line + 3 >= here {
                for entity in self.resolve(before, 6) {
                    if self.entities[entity].is_person() && !spoke.contains(&entity) {
                        spoke.push(entity);
                    }
                }
            }
        }
        if spoke.len() == 2 {
            return spoke;
        }
        // "Belmar met Holm in Kelm. Both said": no list names them.
        // "Both women" are no man and a woman.
        let gender = mentions.all[id].gender;
        let fits = |entity: &Entity<'_>| gender.is_none() || entity.gender.is_none() || entity.gender == gender;
        let pair = if bodies { Vec::new() } else { self.two_before(id, &|entity| (entity.is_person() || entity.doubtful) && fits(entity)) };
        if pair.len() == 2 || persons || bodies { pair } else { self.two_before(id, &|entity| !entity.is_person()) }
    }

    /// The two states whom "both countries" means: those last named together, or for whom two persons stand who were named together.
    pub fn pair_of_states(&mut self, id: usize) -> Vec<usize> {
        let (mentions, order) = (self.mentions, self.order);
        let here = mentions.all[id].line;
        for &before in order[..self.place[id]].iter().rev().take(120) {
            if mentions.all[before].line + 4 < here {
                break;
            }
            let mut states: Vec<usize> = Vec::new();
            for entity in self.listed(before) {
                let state = if self.entities[entity].is_person() { self.party(entity) } else { Some(entity) };
                states.extend(state.filter(|&state| self.entities[state].kind == ActorKind::State && !states.contains(&state)));
            }
            if states.len() == 2 {
                return states;
            }
        }
        Vec::new()
    }
}
