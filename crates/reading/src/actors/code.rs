//! CAMEO codes: the code of the state or organisation, and of what one is there.

use super::chain::Entity;
use super::resolve::Resolver;
use rapporteur_lexicon::actors::BodyKind;
use rapporteur_record::ActorKind;

impl Resolver<'_, '_> {
    /// The code of an actor: "RUSGOV" for a Russian minister; `None` where no state is known.
    pub fn code(&mut self, entity: usize, depth: usize) -> Option<String> {
        let known = self.entities[entity].clone();
        if let Some(state) = known.state {
            return self.table.country(state).code.clone();
        }
        if let Some(code) = known.organisation.and_then(|at| self.table.organisation(at).code.clone()) {
            return Some(code);
        }
        if depth > 4 {
            return None;
        }
        let named = self.by_name(&known);
        let mut best: Option<String> = named;
        for (line, told) in &known.told {
            let owner = self.owner(*line, told.of, 9).filter(|&owner| owner != entity);
            let base = owner.and_then(|owner| self.code(owner, depth + 1));
            let speaks = told.role.is_none_or(|role| role.class.speaks_for());
            let agent = told.role.and_then(|role| role.code.clone()).or_else(|| told.group.and_then(|group| group.code.clone()));
            let partner = told.group.is_some_and(|group| group.kind == BodyKind::State && group.code.is_none());
            let apart = agent.is_none() && told.role.is_some() && !speaks;
            let code = base.filter(|_| !partner && !apart).map(|base| match agent {
                // A minister of a state, not of what has an agent code of its own.
                Some(agent) if base.len() == 3 => base + &agent,
                _ if !speaks && base.len() > 3 => base.chars().take(3).collect(),
                _ => base,
            });
            let longest = best.as_ref().map_or(0, String::len);
            best = code.filter(|code| code.len() > longest).or(best);
        }
        best
    }

    /// The state whose army, ministry or parliament a body is.
    pub fn sovereign(&mut self, entity: usize) -> Option<usize> {
        let told = self.entities[entity].told.clone();
        told.iter().find_map(|(line, told)| {
            let code = told.group.and_then(|group| group.code.as_deref()).or_else(|| told.role.and_then(|role| role.code.as_deref()))?;
            let serves = matches!(code, "GOV" | "MIL" | "COP" | "LEG" | "JUD" | "SPY");
            let owner = self.owner(*line, told.of, 9).filter(|_| serves)?;
            (self.entities[owner].kind == ActorKind::State).then_some(owner)
        })
    }

    /// "Varosian Foreign Ministry": the state in the name and the body's own code.
    fn by_name(&self, entity: &Entity<'_>) -> Option<String> {
        if entity.kind != ActorKind::Organisation && entity.kind != ActorKind::Group || entity.parts.is_empty() && !entity.plural {
            return None;
        }
        let parts: Vec<&str> =
            if entity.parts.is_empty() { entity.name.split(' ').collect() } else { entity.parts.iter().map(String::as_str).collect() };
        let state = (0..parts.len()).find_map(|at| self.known_state(&parts[at..]))?;
        // The body stands before "for" or "of": a Council for Security is no security service.
        let body = parts.iter().take_while(|part| !matches!(**part, "for" | "of" | "on" | "against")).last();
        let body = body.and_then(|part| self.table.organisation_word(part)?.code.clone());
        let state = self.table.country(state).code.clone()?;
        Some(state + body.as_deref().unwrap_or_default())
    }
}
