//! States, organisations and groups that a description means: "the government", "the opposition".

use super::chain::{Entity, REACH};
use super::describe::{Description, Determiner};
use super::mentions::{Mention, vague};
use super::resolve::Resolver;
use rapporteur_language::Deprel;
use rapporteur_lexicon::actors::{BodyKind, CalledBy};
use rapporteur_record::ActorKind;

impl<'a> Resolver<'_, 'a> {
    /// The state that "the Varosian government", "Belmar's regime" or "the government" is.
    pub fn government(&mut self, told: &Description<'a>, owner: Option<usize>, governs: bool, mention: &Mention<'_>) -> Option<usize> {
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
        let whole = |word: &String| matches!(word.as_str(), "central" | "federal" | "national");
        if !matches!(told.determiner, Determiner::Definite) || !told.modifiers.iter().all(whole) {
            return None;
        }
        // "the government" after one was named; else the only state there is.
        if governs {
            let governed = self.governed;
            if governed.is_some() {
                return governed;
            }
        }
        let mut states = self.named.states.values().chain(&self.named.unlisted).copied().filter(|&state| self.recent.contains(&state));
        let only = states.next().filter(|_| states.next().is_none());
        only.filter(|_| governs || mention.source)
    }

    /// The body that a description means, among those known.
    pub fn body(&mut self, told: &Description<'a>, owner: Option<usize>, mention: &Mention<'_>) -> Option<usize> {
        if vague(told) {
            return None;
        }
        for at in (0..self.recent.len()).rev().take(REACH) {
            let entity = self.recent[at];
            if self.same_body(told, owner, entity) {
                return Some(entity);
            }
        }
        // "the alliance" after "NATO".
        if told.determiner == Determiner::Definite && !told.plural && owner.is_none() && told.modifiers.is_empty() {
            let called = |entity: &Entity<'_>| {
                let body = entity.organisation.map(|at| self.table.organisation(at));
                body.is_some_and(|body| body.called.contains(&told.noun))
            };
            if let Some(known) = self.latest(called) {
                return Some(known);
            }
        }
        // "the coalition" is the organisation with "Coalition" in its name, be it named later.
        if told.group.is_some_and(|group| group.kind == BodyKind::Organisation) && !told.plural && told.determiner != Determiner::Possessive
        {
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
            let found =
                before.or_else(|| (0..self.entities.len()).rev().take(REACH).find(|&at| fits(&self.entities[at]))).filter(|_| definite);
            return found.or_else(|| self.only_body(told, owner));
        }
        self.only_body(told, owner)
    }

    /// "the movement" after "Kesh Liberation Army": the only named body of the report that may be called so.
    fn only_body(&self, told: &Description<'a>, owner: Option<usize>) -> Option<usize> {
        if told.determiner != Determiner::Definite || told.plural || owner.is_some() || !told.modifiers.is_empty() || told.of.is_some() {
            return None;
        }
        // By a word of the name; else a name of which a description is told ("port operator Norsk-Halden"); else any name that tells nothing.
        let rank = |entity: &Entity<'_>| {
            let named = matches!(entity.kind, ActorKind::Organisation | ActorKind::Group) && !entity.parts.is_empty();
            match self.table.body_called(&told.noun, &entity.parts).filter(|_| named)? {
                CalledBy::Word => Some(0),
                CalledBy::Nothing if !entity.told.is_empty() => Some(1),
                CalledBy::Nothing => Some(2),
            }
        };
        let mut found: Vec<(u8, usize)> = Vec::new();
        for &at in self.recent.iter().rev().take(REACH) {
            if let Some(rank) = rank(&self.entities[at]).filter(|_| found.iter().all(|&(_, known)| known != at)) {
                found.push((rank, at));
            }
        }
        let best = found.iter().map(|&(rank, _)| rank).min()?;
        let mut fit = found.iter().filter(|&&(rank, _)| rank == best);
        fit.next().filter(|_| fit.next().is_none()).map(|&(_, at)| at)
    }

    /// Whether a description of a body may mean an actor already mentioned.
    fn same_body(&mut self, told: &Description<'a>, owner: Option<usize>, entity: usize) -> bool {
        let known = &self.entities[entity];
        if known.is_person() || known.told.is_empty() {
            return false;
        }
        let several = known.told.clone();
        several.iter().any(|(line, before)| {
            if before.noun != told.noun
                || before.plural != told.plural
                || before.group.is_none() && before.role.is_none() && told.words != before.words
            {
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
}
