//! Each mention to its actors, in order of the text: names as grouped, descriptions by role and
//! owner, pronouns by what is salient.

use super::chain::{Entity, Named, REACH};
use super::describe::{Description, Determiner};
use super::mentions::{Mention, Mentions, What, conjunct_of, vague};
use super::names::NameKind;
use super::words::Line;
use crate::statements::Attribution;
use rapporteur_language::Deprel;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::{BodyKind, Known, RoleClass};
use rapporteur_record::ActorKind;

/// How a mention stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Not asked yet.
    Open,
    /// Being asked: a circle ends here.
    Asked,
    /// Whom it means; nobody known where empty.
    Done(Vec<usize>),
}

/// The state of resolving.
pub(super) struct Resolver<'r, 'a> {
    pub lines: &'r [Line<'a>],
    pub mentions: &'r Mentions<'a>,
    /// The mentions in order of the text, and the place of each in it.
    pub order: &'r [usize],
    pub place: Vec<usize>,
    pub entities: Vec<Entity<'a>>,
    pub named: Named<'a>,
    pub links: Vec<Link>,
    pub attributions: &'r [Attribution],
    /// Sentence and token → the innermost attribution whose content holds it.
    pub inside: &'r super::speech::Inside,
    pub table: &'a ActorTable,
    /// The actors mentioned so far, latest last, for descriptions.
    recent: Vec<usize>,
    /// The state whose government was last spoken of.
    governed: Option<usize>,
}

impl<'r, 'a> Resolver<'r, 'a> {
    pub fn new(
        lines: &'r [Line<'a>],
        mentions: &'r Mentions<'a>,
        order: &'r [usize],
        mut named: Named<'a>,
        attributions: &'r [Attribution],
        inside: &'r super::speech::Inside,
        table: &'a ActorTable,
    ) -> Self {
        let mut place = vec![0; mentions.all.len()];
        for (at, &id) in order.iter().enumerate() {
            place[id] = at;
        }
        let links = vec![Link::Open; mentions.all.len()];
        let entities = std::mem::take(&mut named.entities);
        Self { lines, mentions, order, place, entities, named, links, attributions, inside, table, recent: Vec::new(), governed: None }
    }

    /// Resolves every mention.
    pub fn run(&mut self) {
        for at in 0..self.order.len() {
            let id = self.order[at];
            let found = self.resolve(id, 0);
            // "coalition leader Karim" makes the coalition known, to be spoken of later.
            let mentions = self.mentions;
            for told in &mentions.all[id].described {
                if let Some(owner) = self.owner(mentions.all[id].line, told.of, 0) {
                    self.touch(owner);
                }
            }
            for entity in found {
                self.touch(entity);
            }
        }
    }

    fn touch(&mut self, entity: usize) {
        if self.recent.last() != Some(&entity) {
            self.recent.push(entity);
        }
    }

    pub fn line(&self, mention: &Mention<'_>) -> &'r Line<'a> {
        &self.lines[mention.line]
    }

    /// Whom a mention means. `depth` bounds a chain of owners of owners.
    pub fn resolve(&mut self, id: usize, depth: usize) -> Vec<usize> {
        match &self.links[id] {
            Link::Done(found) => return found.clone(),
            Link::Asked => return Vec::new(),
            Link::Open if depth > 12 => return Vec::new(),
            Link::Open => {}
        }
        self.links[id] = Link::Asked;
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        let found = match (&mention.what, mention.tied) {
            (What::Name(..), _) => self.name(id, mention.active).into_iter().collect(),
            (_, Some(other)) => self.resolve(other, depth + 1),
            (What::Described, None) => self.description(id, depth),
            (What::Pronoun(pronoun, _), None) => self.pronoun(id, *pronoun, depth),
        };
        self.links[id] = Link::Done(found.clone());
        found
    }

    /// Whom a name names; a state only where it acts or somebody is its minister.
    fn name(&mut self, id: usize, active: bool) -> Option<usize> {
        if let Some(entity) = self.named.of[id] {
            // A word nobody knows is an actor only where it acts.
            let known = active || !self.entities[entity].doubtful;
            return known.then_some(entity);
        }
        let What::Name(kind, parts) = &self.mentions.all[id].what else { return None };
        match *kind {
            NameKind::Demonym(_) if active => {
                let people = parts.join(" ");
                let same = self.latest(|entity| entity.plural && entity.name == people);
                Some(same.unwrap_or_else(|| {
                    let mut entity = Entity::new(ActorKind::Group, people);
                    entity.plural = true;
                    self.add(entity)
                }))
            }
            NameKind::State(state) | NameKind::Capital(state) | NameKind::Metonym(state) if active => Some(self.state(state)),
            _ => None,
        }
    }

    fn add(&mut self, entity: Entity<'a>) -> usize {
        self.entities.push(entity);
        self.entities.len() - 1
    }

    /// The actor that is a state.
    pub fn state(&mut self, state: usize) -> usize {
        if let Some(&known) = self.named.states.get(&state) {
            return known;
        }
        let mut entity = Entity::new(ActorKind::State, self.table.country(state).name.clone());
        entity.state = Some(state);
        let at = self.add(entity);
        self.named.states.insert(state, at);
        at
    }

    /// The latest actor that fits.
    fn latest(&self, fits: impl Fn(&Entity<'a>) -> bool) -> Option<usize> {
        self.recent.iter().rev().take(REACH).copied().find(|&at| fits(&self.entities[at]))
    }

    /// Whose minister, army or claim: the actor that a description's "of" names.
    pub fn owner(&mut self, line: usize, of: Option<usize>, depth: usize) -> Option<usize> {
        let id = self.mentions.of(line, of?)?;
        let mention = &self.mentions.all[id];
        if let What::Name(NameKind::State(state) | NameKind::Capital(state) | NameKind::Metonym(state) | NameKind::Demonym(state), _) = mention.what {
            let owner = self.state(state);
            if self.links[id] == Link::Open || self.links[id] == Link::Done(Vec::new()) {
                self.links[id] = Link::Done(vec![owner]);
            }
            return Some(owner);
        }
        if let Some(entity) = self.named.of[id] {
            self.links[id] = Link::Done(vec![entity]);
            return Some(entity);
        }
        let known = self.resolve(id, depth + 1).first().copied();
        if known.is_some() || self.links[id] == Link::Asked {
            return known;
        }
        // Who has a minister or a leader is an actor, though it does nothing itself.
        let told = mention.described.first().filter(|told| told.role.is_some() || told.group.is_some())?;
        let entity = self.described(mention, told);
        self.links[id] = Link::Done(vec![entity]);
        Some(entity)
    }

    /// Whom a description means.
    fn description(&mut self, id: usize, depth: usize) -> Vec<usize> {
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        let Some(told) = mention.described.first() else { return Vec::new() };
        if matches!(told.determiner, Determiner::Both | Determiner::Either) && !matches!(told.group, Some(group) if group.kind == BodyKind::State) {
            let pair = self.pair(id, told.role.is_some());
            if !pair.is_empty() {
                return pair;
            }
        }
        let owner = self.owner(mention.line, told.of, depth);
        if let Some(group) = told.group.filter(|group| group.kind == BodyKind::State && !told.plural) {
            if let Some(state) = self.government(told, owner, group.code.is_some(), mention) {
                return vec![state];
            }
        }
        let known = if told.is_person() { self.person(id, told, owner) } else { self.body(told, owner, mention) };
        if let Some(known) = known {
            return vec![known];
        }
        // What neither acts nor stands anywhere else is no actor of the report.
        if !self.matters(mention, told) {
            return Vec::new();
        }
        vec![self.described(mention, told)]
    }

    /// Whether a description that means nobody known makes an actor of its own: it speaks or acts,
    /// or is one of those who can and is more than a bare noun ("leaving office").
    fn matters(&self, mention: &Mention<'_>, told: &Description<'_>) -> bool {
        let timed = self.table.capital(self.line(mention).form(mention.head)).is_some();
        if timed || !mention.active {
            return false;
        }
        if mention.source {
            return true;
        }
        let bare = told.determiner == Determiner::Bare && !told.plural && told.modifiers.is_empty() && told.of.is_none();
        match (told.role, told.group) {
            (Some(role), _) => role.class != RoleClass::Informant && (mention.subject || !bare),
            // A land as such is a place until it speaks.
            (None, Some(group)) if group.kind == BodyKind::State && group.code.is_none() => false,
            (None, Some(_)) => mention.subject || !bare,
            (None, None) => true,
        }
    }

    /// An actor known by its description alone.
    fn described(&mut self, mention: &Mention<'a>, told: &Description<'a>) -> usize {
        let kind = if told.is_person() || told.role.is_none() && told.group.is_none() && mention.gender.is_some() {
            ActorKind::Person
        } else {
            match told.group.map(|group| group.kind) {
                Some(BodyKind::Organisation) if !told.plural => ActorKind::Organisation,
                Some(BodyKind::State) if !told.plural => ActorKind::State,
                None if told.role.is_none() && !told.plural => ActorKind::Organisation,
                _ => ActorKind::Group,
            }
        };
        let mut entity = Entity::new(kind, told.words.clone());
        entity.plural = told.plural;
        entity.gender = mention.gender;
        entity.told.push((mention.line, told.clone()));
        self.add(entity)
    }

    /// The state that "the Varosian government", "Belmar's regime" or "the government" is.
    fn government(&mut self, told: &Description<'a>, owner: Option<usize>, governs: bool, mention: &Mention<'_>) -> Option<usize> {
        if let Some(owner) = owner {
            return match self.entities[owner].kind {
                ActorKind::State => {
                    if governs {
                        self.governed = Some(owner);
                    }
                    governs.then_some(owner)
                }
                // A ruler's government is that of the state he rules.
                ActorKind::Person => self.party(owner).filter(|&party| governs && self.entities[party].kind == ActorKind::State),
                _ => None,
            };
        }
        if !matches!(told.determiner, Determiner::Definite) || !told.modifiers.is_empty() {
            return None;
        }
        // "the government" after one was named; else the only state there is.
        if governs {
            let governed = self.governed;
            if governed.is_some() {
                return governed;
            }
        }
        let mut states = self.named.states.values().copied().filter(|&state| self.recent.contains(&state));
        let only = states.next().filter(|_| states.next().is_none());
        only.filter(|_| governs || mention.source)
    }

    /// For whom a person speaks, by the roles stated of him.
    pub fn party(&mut self, person: usize) -> Option<usize> {
        let told = self.entities[person].told.clone();
        told.iter().filter(|(_, told)| told.role.is_some_and(|role| role.class.speaks_for())).find_map(|(line, told)| self.owner(*line, told.of, 8))
    }

    /// The body that a description means, among those known.
    fn body(&mut self, told: &Description<'a>, owner: Option<usize>, mention: &Mention<'_>) -> Option<usize> {
        if vague(told) {
            return None;
        }
        for at in (0..self.recent.len()).rev().take(REACH) {
            let entity = self.recent[at];
            if self.same_body(told, owner, entity) {
                return Some(entity);
            }
        }
        // "the coalition" is the organisation with "Coalition" in its name, be it named later.
        if told.group.is_some_and(|group| group.kind == BodyKind::Organisation) && !told.plural && told.determiner != Determiner::Possessive {
            let noun = told.noun.clone();
            let fits = |entity: &Entity<'_>| {
                entity.kind == ActorKind::Organisation
                    && !entity.parts.is_empty()
                    && entity.parts.iter().any(|part| part.starts_with(char::is_uppercase) && part.to_lowercase() == noun)
                    && told.modifiers.iter().all(|word| entity.name.to_lowercase().contains(word.as_str()))
            };
            let before = self.latest(fits);
            let compound = self.lines[mention.line].sentence.tokens[mention.head].deprel == Deprel::Compound;
            let definite = told.determiner == Determiner::Definite || compound;
            return before.or_else(|| (0..self.entities.len()).rev().take(REACH).find(|&at| fits(&self.entities[at]))).filter(|_| definite);
        }
        None
    }

    /// Whether a description of a body may mean an actor already mentioned.
    fn same_body(&mut self, told: &Description<'a>, owner: Option<usize>, entity: usize) -> bool {
        let known = &self.entities[entity];
        if known.is_person() || known.told.is_empty() {
            return false;
        }
        let several = known.told.clone();
        several.iter().any(|(line, before)| {
            if before.noun != told.noun || before.plural != told.plural || before.group.is_none() && before.role.is_none() && told.words != before.words {
                return false;
            }
            let before_owner = self.owner(*line, before.of, 9);
            let owners = owner.is_none() || before_owner.is_none() && told.words == before.words || owner == before_owner;
            let words = told.modifiers.iter().all(|word| before.modifiers.contains(word));
            // "rebels" after "Varosian rebels" are they; "more rebels" are not.
            let open = owner.is_some() || before.modifiers.len() <= told.modifiers.len() || told.determiner == Determiner::Definite;
            owners && words && open && !matches!(before.determiner, Determiner::Indefinite if told.determiner == Determiner::Bare)
        })
    }

    /// The person that a description means, among those named or described.
    fn person(&mut self, id: usize, told: &Description<'a>, owner: Option<usize>) -> Option<usize> {
        let mention = &self.mentions.all[id];
        let role = told.role?;
        if matches!(role.class, RoleClass::Kin | RoleClass::Counterpart) {
            return None;
        }
        if !vague(told) && !(told.determiner == Determiner::Bare && self.general(mention)) {
            for at in (0..self.recent.len()).rev().take(REACH) {
                let person = self.recent[at];
                if self.holds(told, owner, person) && self.gender_fits(mention, person) {
                    return Some(person);
                }
            }
        }
        self.later(id, told, owner)
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
        let (Some(role), Some(stated)) = (told.role, before.role) else { return false };
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
        let (Some(part), Some(whole)) = (part, whole) else { return false };
        let told = self.entities[part].told.clone();
        told.iter().any(|(line, told)| self.owner(*line, told.of, 9) == Some(whole))
            || self.entities[whole].parts.last().is_some_and(|last| {
                told.iter().any(|(_, told)| told.noun == last.to_lowercase())
            })
    }

    /// The person named only after the words that describe him: "Russia's foreign minister said …",
    /// and the name in the next sentence.
    fn later(&mut self, id: usize, told: &Description<'a>, owner: Option<usize>) -> Option<usize> {
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        if mention.line > 3 || !mention.source && !mention.subject {
            return None;
        }
        let (from, order) = (self.place[id] + 1, self.order);
        for &next in &order[from..] {
            let other = &mentions.all[next];
            if other.line > mention.line + 3 {
                return None;
            }
            let Some(person) = self.named.of[next].filter(|&person| self.entities[person].is_person()) else { continue };
            if !matches!(other.what, What::Name(..)) || !self.gender_fits(mention, person) {
                continue;
            }
            // Named in the same sentence as somebody else: "the minister said Belmar would go".
            let before = self.order[..self.place[id]].iter().any(|&earlier| self.named.of[earlier] == Some(person));
            if other.line == mention.line || before && mention.line > 1 {
                if self.holds(told, owner, person) && other.line == mention.line {
                    continue;
                }
                continue;
            }
            if self.holds(told, owner, person) && (!vague(told) || owner.is_some()) {
                return Some(person);
            }
            let untold = !self.entities[person].told.iter().any(|(_, told)| told.role.is_some());
            let same_sentence = order[..self.place[id]].iter().rev().chain(&order[from..]).any(|&near| {
                near != id && mentions.all[near].line == mention.line && self.named.of[near] == Some(person)
            });
            let precise = matches!(told.determiner, Determiner::Definite | Determiner::Possessive | Determiner::Bare) && (owner.is_some() || told.role.is_some_and(|role| role.class == RoleClass::Envoy));
            if untold && precise && other.source && mention.source && !same_sentence {
                let told = (mention.line, told.clone());
                self.entities[person].told.push(told);
                return Some(person);
            }
        }
        None
    }

    /// The two whom "both" or "neither official" means: those last named together, else the only
    /// two who have just spoken.
    pub fn pair(&mut self, id: usize, persons: bool) -> Vec<usize> {
        let mentions = self.mentions;
        let here = mentions.all[id].line;
        let mut spoke: Vec<usize> = Vec::new();
        let order = self.order;
        for &before in order[..self.place[id]].iter().rev().take(120) {
            let mention = &mentions.all[before];
            if mention.line + 4 < here {
                break;
            }
            let listed = self.listed(before);
            if listed.len() == 2 && (!persons || listed.iter().all(|&entity| self.entities[entity].is_person())) {
                return listed;
            }
            if mention.source && mention.line + 3 >= here {
                for entity in self.resolve(before, 6) {
                    if self.entities[entity].is_person() && !spoke.contains(&entity) {
                        spoke.push(entity);
                    }
                }
            }
        }
        if spoke.len() == 2 { spoke } else { Vec::new() }
    }

    /// The actors of a list whose first member a mention is: "Belmar and Holm".
    pub fn listed(&mut self, id: usize) -> Vec<usize> {
        let mention = &self.mentions.all[id];
        let line = self.line(mention);
        let heads: Vec<usize> = line.children(mention.head).iter().copied().filter(|&child| line.sentence.tokens[child].deprel == Deprel::Conj && child > mention.head).collect();
        if heads.is_empty() || conjunct_of(line, mention.head).is_some() {
            return Vec::new();
        }
        let mut found = self.resolve(id, 6);
        for head in heads {
            let Some(other) = self.mentions.of(mention.line, head) else { return Vec::new() };
            let next = self.resolve(other, 6);
            if next.is_empty() {
                return Vec::new();
            }
            found.extend(next);
        }
        let mut seen = Vec::new();
        found.retain(|entity| !seen.contains(entity) && { seen.push(*entity); true });
        found
    }

    /// The state of an adjective or name, for codes.
    pub fn known_state(&self, words: &[&str]) -> Option<usize> {
        match self.table.known(words)?.1 {
            Known::Country(state) | Known::Demonym(state) => Some(state),
            _ => None,
        }
    }
}
