//! Each mention to its actors, in order of the text: names as grouped, descriptions by role and
//! owner, pronouns by what is salient.

use super::chain::{Entity, Named, REACH};
use super::describe::{Description, Determiner};
use super::mentions::{Mention, Mentions, What, conjunct_of};
use super::names::NameKind;
use super::rules::LinkRule;
use super::words::Line;
use crate::statements::Attribution;
use rapporteur_language::Deprel;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::{BodyKind, Ending, Known, RoleClass};
use rapporteur_record::{ActorKind, ByteSpan};

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
    /// Why each mention was linked, with the mention it was linked to.
    pub rules: Vec<Option<(LinkRule, Option<usize>)>>,
    pub attributions: &'r [Attribution],
    /// Sentence and token → the innermost attribution whose content holds it.
    pub inside: &'r super::speech::Inside,
    pub table: &'a ActorTable,
    /// The actors mentioned so far, latest last, for descriptions.
    pub recent: Vec<usize>,
    /// The state whose government was last spoken of.
    pub governed: Option<usize>,
    /// For each sentence how many up to it have a subject: headings and bylines are no distance.
    pub rank: Vec<usize>,
}

/// For each sentence the number of sentences up to it that have a subject.
fn ranks(lines: &[Line<'_>]) -> Vec<usize> {
    let has_subject = |line: &Line<'_>| line.sentence.tokens.iter().any(|token| token.deprel.is_nominal_subject());
    let mut count = 0;
    lines
        .iter()
        .map(|line| {
            count += usize::from(has_subject(line));
            count
        })
        .collect()
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
        let rules = vec![None; mentions.all.len()];
        let entities = std::mem::take(&mut named.entities);
        Self {
            lines,
            mentions,
            order,
            place,
            entities,
            named,
            links,
            rules,
            attributions,
            inside,
            table,
            recent: Vec::new(),
            governed: None,
            rank: ranks(lines),
        }
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
            (_, Some(other)) => {
                self.note(id, LinkRule::Grammar, Some(other));
                self.resolve(other, depth + 1)
            }
            (What::Described, None) => self.description(id, depth),
            (What::Pronoun(pronoun, _), None) => self.pronoun(id, *pronoun, depth),
        };
        self.links[id] = Link::Done(found.clone());
        found
    }

    /// Remembers why a mention is linked; the first reason stays.
    pub fn note(&mut self, id: usize, rule: LinkRule, by: Option<usize>) {
        self.rules[id].get_or_insert((rule, by));
    }

    /// Why a mention means an actor, and by which words.
    pub fn rule(&self, id: usize, entity: usize) -> (LinkRule, Option<ByteSpan>) {
        let mention = &self.mentions.all[id];
        let span = |other: usize| {
            let other = &self.mentions.all[other];
            self.lines[other.line].span(&other.tokens)
        };
        if let Some((rule, by)) = self.rules[id] {
            return (rule, by.filter(|&by| by != id).map(span));
        }
        match &mention.what {
            What::Name(NameKind::State(_) | NameKind::Capital(_) | NameKind::Metonym(_) | NameKind::Demonym(_), _) => {
                (LinkRule::State, None)
            }
            What::Name(_, parts) => {
                let full = &self.entities[entity].parts;
                if full == parts || full.is_empty() {
                    return (LinkRule::Name, None);
                }
                let whole = self.order.iter().copied().find(|&other| {
                    self.named.of[other] == Some(entity) && matches!(&self.mentions.all[other].what, What::Name(_, parts) if parts == full)
                });
                (LinkRule::ShortName, whole.map(span))
            }
            _ => (LinkRule::Alone, None),
        }
    }

    /// Whom a name names; a state only where it acts or somebody is its minister.
    fn name(&mut self, id: usize, active: bool) -> Option<usize> {
        if let Some(entity) = self.named.of[id] {
            // A word nobody knows is an actor only where it acts.
            let place = self.entities[entity].doubtful || self.entities[entity].kind == ActorKind::State;
            let known = active || !place;
            return known.then_some(entity);
        }
        let What::Name(kind, parts) = &self.mentions.all[id].what else {
            return None;
        };
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
    pub fn latest(&self, fits: impl Fn(&Entity<'a>) -> bool) -> Option<usize> {
        self.recent.iter().rev().take(REACH).copied().find(|&at| fits(&self.entities[at]))
    }

    /// Whose minister, army or claim: the actor that a description's "of" names.
    pub fn owner(&mut self, line: usize, of: Option<usize>, depth: usize) -> Option<usize> {
        let id = self.mentions.of(line, of?)?;
        let mention = &self.mentions.all[id];
        if let What::Name(NameKind::State(state) | NameKind::Capital(state) | NameKind::Metonym(state) | NameKind::Demonym(state), _) =
            mention.what
        {
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
        // "the nominee for president" has no president.
        let bare = told.determiner == Determiner::Bare && told.modifiers.is_empty() && told.of.is_none();
        if told.is_person() && bare {
            return None;
        }
        let entity = self.described(mention, told);
        self.links[id] = Link::Done(vec![entity]);
        Some(entity)
    }

    /// Whom a description means.
    fn description(&mut self, id: usize, depth: usize) -> Vec<usize> {
        let mentions = self.mentions;
        let mention = &mentions.all[id];
        let Some(told) = mention.described.first() else {
            return Vec::new();
        };
        // "No group claimed it": nobody did.
        if self.line(mention).form(told.tokens.start).eq_ignore_ascii_case("no") {
            return Vec::new();
        }
        if matches!(told.determiner, Determiner::Both | Determiner::Either)
            && !matches!(told.group, Some(group) if group.kind == BodyKind::State)
        {
            let pair = self.pair(id, told.role.is_some());
            if !pair.is_empty() {
                self.note(id, LinkRule::Pair, None);
                return pair;
            }
        }
        let states = matches!(told.group, Some(group) if group.kind == BodyKind::State) && told.plural;
        if states && matches!(told.determiner, Determiner::Both) {
            let pair = self.pair_of_states(id);
            if !pair.is_empty() {
                self.note(id, LinkRule::Pair, None);
                return pair;
            }
        }
        if mention.source && told.role.is_none() && told.group.is_none() && told.of.is_none() {
            let some = self.some_of(id, told, depth);
            if !some.is_empty() {
                return some;
            }
        }
        if matches!(&*told.noun, "former" | "latter") && told.role.is_none() && told.of.is_none() {
            let pair = self.two_before(id, &|_| true);
            let one = if told.noun == "former" { pair.first() } else { pair.last() };
            return one.copied().into_iter().collect();
        }
        let owner = self.owner(mention.line, told.of, depth);
        if let Some(group) = told.group
            && group.kind == BodyKind::State
            && !told.plural
            && let Some(state) = self.government(told, owner, group.code.is_some(), mention)
        {
            self.note(id, LinkRule::Government, None);
            return vec![state];
        }
        let known = if told.is_person() { self.person(id, told, owner) } else { self.body(told, owner, mention) };
        if let Some(known) = known {
            if !told.is_person() {
                let before = self.mention_before(id, known);
                self.note(id, LinkRule::Body, before);
            }
            // "the envoy of the League" after "the envoy": now his party is known.
            let definite = matches!(told.determiner, Determiner::Definite | Determiner::Possessive);
            if definite && owner.is_some() && owner != Some(known) && told.is_person() {
                let entity = &mut self.entities[known];
                let alone = entity.told.iter().any(|(_, before)| before.of.is_none() && before.noun == told.noun);
                if alone {
                    entity.told.push((mention.line, told.clone()));
                }
            }
            return vec![known];
        }
        let again = self.called_again(id, told, depth);
        if !again.is_empty() {
            return again;
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
        // A word of no table must look like one for human beings: "bystander", not "neutrality".
        if told.role.is_none() && told.group.is_none() {
            let being = mention.gender.is_some() || self.table.ending(&told.noun) == Some(Ending::Person);
            return being || mention.source && self.table.is_being(&told.noun);
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
            (None, None) => false,
        }
    }

    /// An actor known by its description alone.
    pub fn described(&mut self, mention: &Mention<'a>, told: &Description<'a>) -> usize {
        let unknown = told.role.is_none() && told.group.is_none();
        let being = mention.gender.is_some() || !told.plural && self.table.ending(&told.noun) == Some(Ending::Person);
        let kind = if told.is_person() || unknown && being {
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

    /// The last mention of an actor before this one.
    pub fn mention_before(&self, id: usize, entity: usize) -> Option<usize> {
        let means = |other: usize| {
            matches!(&self.links[other], Link::Done(found) if found.contains(&entity)) || self.named.of[other] == Some(entity)
        };
        self.order[..self.place[id]].iter().rev().take(REACH).copied().find(|&other| means(other))
    }

    /// For whom a person speaks, by the roles stated of him; else by the table of offices.
    pub fn party(&mut self, person: usize) -> Option<usize> {
        let told = self.entities[person].told.clone();
        told.iter()
            .filter(|(_, told)| told.role.is_some_and(|role| role.class.speaks_for()))
            .filter(|(_, told)| !is_former(told))
            .find_map(|(line, told)| self.owner(*line, told.of, 8))
            .or_else(|| {
                let body = self.entities[person].held.first()?.of;
                self.recent.iter().rev().take(REACH).copied().find(|&other| self.entities[other].name == body)
            })
    }

    /// The actors of a list whose first member a mention is: "Belmar and Holm".
    pub fn listed(&mut self, id: usize) -> Vec<usize> {
        let mention = &self.mentions.all[id];
        let line = self.line(mention);
        let heads: Vec<usize> = line
            .children(mention.head)
            .iter()
            .copied()
            .filter(|&child| line.sentence.tokens[child].deprel == Deprel::Conj && child > mention.head)
            .collect();
        if heads.is_empty() || conjunct_of(line, mention.head).is_some() {
            return Vec::new();
        }
        let mention_line = mention.line;
        let mut found = self.resolve(id, 6);
        for &head in &heads {
            let Some(next) = self.named_there(mention_line, head, &heads) else { continue };
            if next.is_empty() {
                return Vec::new();
            }
            found.extend(next);
        }
        let mut seen = Vec::new();
        found.retain(|entity| {
            !seen.contains(entity) && {
                seen.push(*entity);
                true
            }
        });
        found
    }

    /// Whom a member of a list means. "Holm and his Telmarkian and Orlanian counterparts, Dask and Moreau": those who are named behind it, `None`
    /// where they are members of the list themselves.
    fn named_there(&mut self, at: usize, head: usize, heads: &[usize]) -> Option<Vec<usize>> {
        let (mentions, lines) = (self.mentions, self.lines);
        let line = &lines[at];
        let id = mentions.of(at, head);
        let is_person = |id: &usize| matches!(mentions.all[*id].what, What::Name(NameKind::Person, _));
        let tokens = &line.sentence.tokens;
        let described = id.is_none_or(|id| matches!(mentions.all[id].what, What::Described)) && tokens[head].feats.is("Number", "Plur");
        let joined = line.children(head).iter().any(|&child| tokens[child].deprel == Deprel::Cc);
        let mut behind = heads.iter().filter(|&&other| other > head).filter_map(|&other| mentions.of(at, other));
        let next = behind.next().filter(is_person).is_some_and(|next| mentions.all[next].tokens.start == head + 2);
        if described && joined && next && line.form(head + 1) == "," {
            return None;
        }
        let apposed = line.children(head).iter().find(|&&child| tokens[child].deprel == Deprel::Appos).filter(|_| described);
        let mut named: Vec<usize> = apposed.map_or_else(Vec::new, |&first| {
            let inside = (first..tokens.len()).filter(|&token| line.within(token, first));
            inside.filter_map(|token| mentions.of(at, token)).filter(is_person).collect()
        });
        named.dedup();
        Some(match (named.len(), id) {
            (0 | 1, Some(id)) => self.resolve(id, 6),
            (0 | 1, None) => Vec::new(),
            _ => named.into_iter().flat_map(|id| self.resolve(id, 6)).collect(),
        })
    }

    /// The state of an adjective or name, for codes.
    pub fn known_state(&self, words: &[&str]) -> Option<usize> {
        match self.table.known(words)?.1 {
            Known::Country(state) | Known::Demonym(state) => Some(state),
            _ => None,
        }
    }
}

/// Whether a description is of an office that was given up: "the former minister".
pub(super) fn is_former(told: &Description<'_>) -> bool {
    told.modifiers.iter().any(|word| matches!(word.as_str(), "former" | "ex" | "onetime" | "one-time" | "ousted" | "deposed" | "toppled"))
        || told.title.to_lowercase().starts_with("ex-")
}
