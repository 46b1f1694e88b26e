//! States in no table: what has a prime minister or an army is one, and its people are called after it.

use super::chain::{Entity, Named};
use super::mentions::{Mention, Mentions, What};
use super::names::NameKind;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::Statehood;
use rapporteur_record::ActorKind;

/// How many states in no table a report is taken to have: a bound on the work of hostile text.
const MOST: usize = 40;

/// Makes states of the names whose offices only a state has, and puts their adjectives to them.
pub(super) fn find(named: &mut Named<'_>, mentions: &mut Mentions<'_>, order: &[usize], table: &ActorTable) {
    // What each name has: the surest sign, and how many likely ones.
    let mut signs: Vec<(usize, bool, String)> = Vec::new();
    for &id in order {
        let mention = &mentions.all[id];
        for told in &mention.described {
            let word = match (told.role, told.group) {
                (Some(role), _) => role.word.as_str(),
                (None, Some(_)) => told.noun.as_str(),
                _ => continue,
            };
            let Some(proof) = table.statehood(word) else {
                continue;
            };
            let owner = told
                .of
                .and_then(|of| mentions.of(mention.line, of))
                .and_then(|owner| named.of[owner])
                .filter(|&owner| may_be_state(&named.entities[owner], table));
            signs.extend(owner.map(|owner| (owner, proof == Statehood::Sure, word.to_owned())));
        }
    }
    signs.sort_unstable();
    signs.dedup();
    let adjectives: Vec<usize> = order.iter().copied().filter(|&id| adjective(&mentions.all[id]).is_some()).collect();
    for group in signs.chunk_by(|a, b| a.0 == b.0).take(MOST) {
        let state = group[0].0;
        let name = named.entities[state].name.clone();
        let people: Vec<usize> = adjectives
            .iter()
            .copied()
            .filter(|&id| adjective(&mentions.all[id]).is_some_and(|word| table.adjective_of(word, &name)))
            .collect();
        let sure = group.iter().any(|sign| sign.1);
        if !sure && group.len() + usize::from(!people.is_empty()) < 2 {
            continue;
        }
        let entity = &mut named.entities[state];
        entity.kind = ActorKind::State;
        entity.doubtful = false;
        named.unlisted.push(state);
        for id in people {
            named.of[id] = Some(state);
            // An adjective says whose something is; it does not act.
            mentions.all[id].active = false;
        }
    }
}

/// A name of one word that may be an adjective of a state.
fn adjective<'m>(mention: &'m Mention<'_>) -> Option<&'m str> {
    match &mention.what {
        What::Name(NameKind::Unknown | NameKind::Organisation(None), parts) => {
            parts.first().filter(|_| parts.len() == 1).map(String::as_str)
        }
        _ => None,
    }
}

/// Whether nothing in a name says that it is a firm's or a body's.
fn may_be_state(entity: &Entity<'_>, table: &ActorTable) -> bool {
    entity.kind == ActorKind::Organisation
        && entity.organisation.is_none()
        && !entity.parts.is_empty()
        && entity.parts.len() < 4
        && entity.told.is_empty()
        && entity.parts.iter().all(|part| table.organisation_word(part).is_none() && part.chars().any(char::is_lowercase))
}
