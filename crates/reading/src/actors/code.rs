//! CAMEO codes: the code of the state or organisation, and of what one is there, as of the report's day.

use super::chain::Entity;
use super::describe::{Description, Determiner};
use super::held::is_office;
use super::mentions::What;
use super::names::NameKind;
use super::resolve::{Resolver, is_former};
use rapporteur_lexicon::actors::{BodyKind, RoleClass};
use rapporteur_record::ActorKind;
use std::collections::BTreeMap;

/// Agents that a conflict has one of: without a state they are the report's.
const PARTIES: [&str; 9] = ["GOV", "GOVMIL", "GOVCOP", "MIL", "OPP", "REB", "COP", "LEG", "SPY"];

/// CAMEO's agent code for those who were in office, and for others who are heard.
const ELITE: &str = "ELI";

impl Resolver<'_, '_> {
    /// The code of an actor: "RUSGOV" for a Russian minister; `None` where no state is known.
    ///
    /// The roles that the report states come first, then the table of offices; where neither says
    /// whose rebels or ministers they are, the state that the report is about.
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
        let mut best = self.by_name(&known);
        let mut former: Option<String> = None;
        for (line, told) in &known.told {
            let owner = self.owner(*line, told.of, 9).filter(|&owner| owner != entity);
            let mut base = owner.and_then(|owner| self.code(owner, depth + 1));
            // "Assad's army": a person's body is of his state.
            if owner.is_some_and(|owner| self.entities[owner].is_person()) && told.group.is_some() {
                base = base.map(|base| base.chars().take(3).collect());
            }
            if is_former(told) {
                let state = base.filter(|base| !base.starts_with("IGO")).and_then(|base| base.get(..3).map(str::to_owned));
                former = former.or_else(|| state.map(|state| state + ELITE));
                continue;
            }
            // The table knows the post itself: the chief executive of a territory governs, that of a firm does business.
            let post = known
                .held
                .iter()
                .find(|holding| is_office(holding, told) && base.as_deref().is_some_and(|base| holding.code.starts_with(base)));
            if let Some(post) = post {
                return Some(post.code.to_owned());
            }
            let code = composed(base, told);
            let longest = best.as_ref().map_or(0, String::len);
            best = code.filter(|code| code.len() > longest).or(best);
        }
        let held = known.held.first().map(|holding| holding.code.to_owned());
        best = match (best, held) {
            (Some(best), Some(held)) if held.starts_with(&best) => Some(held),
            (None, held) => held,
            (best, _) => best,
        };
        best.or(former).or_else(|| self.by_context(&known, depth))
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

    /// "the rebels", "the opposition", "the foreign minister" without a state: those of the state
    /// that the report is about, where it is about one.
    fn by_context(&self, entity: &Entity<'_>, depth: usize) -> Option<String> {
        if depth > 0 || !entity.parts.is_empty() {
            return None;
        }
        let (_, told) = entity.told.first().filter(|(_, told)| told.of.is_none() && told.modifiers.is_empty())?;
        let agent = agent(told).filter(|agent| PARTIES.contains(&agent.as_str()))?;
        let own = match (told.role, told.group) {
            (Some(role), _) => matches!(role.class, RoleClass::Office | RoleClass::Officer) || agent == "REB",
            (None, Some(group)) => group.code.is_some(),
            _ => false,
        };
        let definite = told.determiner == Determiner::Definite || told.determiner == Determiner::Bare || told.plural;
        let state = self.main_state().filter(|_| own && definite)?;
        Some(self.table.country(state).code.clone()? + &agent)
    }

    /// The state that is named at least twice, and twice as often as any other.
    fn main_state(&self) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for mention in &self.mentions.all {
            if let What::Name(NameKind::State(at) | NameKind::Capital(at) | NameKind::Metonym(at) | NameKind::Demonym(at), _) = mention.what
            {
                *counts.entry(at).or_default() += 1;
            }
        }
        let (&state, &most) = counts.iter().max_by_key(|&(&state, &count)| (count, std::cmp::Reverse(state)))?;
        let next = counts.iter().filter(|&(&other, _)| other != state).map(|(_, &count)| count).max().unwrap_or(0);
        (most >= 2 && most >= 2 * next).then_some(state)
    }
}

/// The agent code of a role or body.
fn agent(told: &Description<'_>) -> Option<String> {
    told.role.and_then(|role| role.code.clone()).or_else(|| told.group.and_then(|group| group.code.clone()))
}

/// The code of one who has a role at, or is a body of, what has the code `base`.
fn composed(base: Option<String>, told: &Description<'_>) -> Option<String> {
    let speaks = told.role.is_none_or(|role| role.class.speaks_for());
    let agent = agent(told);
    let partner = told.group.is_some_and(|group| group.kind == BodyKind::State && group.code.is_none());
    let apart = agent.is_none() && told.role.is_some() && !speaks;
    base.filter(|_| !partner && !apart).map(|base| match agent {
        // A minister of a state, not of what has an agent code of its own.
        Some(agent) if base.len() == 3 => base + &agent,
        _ if !speaks && base.len() > 3 => base.chars().take(3).collect(),
        _ => base,
    })
}
