//! What the table of offices knows of the persons that a report names, as of its day.
//!
//! The table gives codes and tells who "the Russian president" is where the report only names him;
//! it never gives a name or a role that the report does not state.

use super::chain::Named;
use super::describe::Description;
use super::mentions::{Mentions, What};
use super::names::NameKind;
use super::spelling::{given_agree, key};
use rapporteur_lexicon::actors::RoleClass;
use rapporteur_lexicon::{ActorTable, Holding};
use std::collections::BTreeSet;

/// The states and organisations that a report names, by their names in the tables.
fn named_bodies<'a>(mentions: &Mentions<'_>, table: &'a ActorTable) -> BTreeSet<&'a str> {
    let mut bodies = BTreeSet::new();
    for mention in &mentions.all {
        match mention.what {
            What::Name(NameKind::State(at) | NameKind::Capital(at) | NameKind::Metonym(at) | NameKind::Demonym(at), _) => {
                bodies.insert(table.country(at).name.as_str());
            }
            What::Name(NameKind::Organisation(Some(at)), _) => {
                bodies.insert(table.organisation(at).name.as_str());
            }
            _ => {}
        }
    }
    bodies
}

/// Puts to each person by name the offices that he holds on `day` (YYYYMMDD). Without a day only
/// one who served one state or organisation alone is recognised.
///
/// A person is recognised by his name together with his state or organisation, which the report
/// must name; by a full name also where the report states an office of his.
pub(super) fn recognise<'a>(named: &mut Named<'a>, mentions: &Mentions<'_>, table: &'a ActorTable, day: Option<u32>) {
    let bodies = named_bodies(mentions, table);
    for entity in named.entities.iter_mut().filter(|entity| entity.is_person() && !entity.parts.is_empty()) {
        let Some(last) = entity.parts.last() else { continue };
        let mut found: Vec<Holding<'a>> = table.offices().of_surname(last);
        let last = key(last);
        found.retain(|holding| holding.names().any(|name| is_name_of(&entity.parts, &last, name)));
        if let Some(day) = day {
            found.retain(|holding| holding.on(day));
        }
        let stated =
            entity.told.iter().any(|(_, told)| told.role.is_some_and(|role| role.class.speaks_for() && role.class != RoleClass::Member));
        let near: Vec<Holding<'a>> = found.iter().filter(|holding| bodies.contains(holding.of)).copied().collect();
        let chosen = if near.is_empty() && stated && entity.parts.len() > 1 { found } else { near };
        // Two states' officials of one name: nobody knows which.
        let state =
            |holding: &Holding<'a>| if holding.code.starts_with("IGO") { holding.of } else { holding.code.get(..3).unwrap_or_default() };
        if chosen.windows(2).all(|pair| state(&pair[0]) == state(&pair[1])) {
            entity.held = chosen;
        }
    }
}

/// Whether a person's names in the report, the last of which has the key `last`, may be this name of the table.
fn is_name_of(parts: &[String], last: &str, name: &str) -> bool {
    let (Some((first, _)), Some((_, known))) = (name.split_once(' '), name.rsplit_once(' ')) else {
        return false;
    };
    last == key(known) && (parts.len() == 1 || given_agree(&parts[0], first))
}

/// Whether an office of the table is the role that a description names.
pub(super) fn is_office(holding: &Holding<'_>, told: &Description<'_>) -> bool {
    let Some(role) = told.role else { return false };
    let title = told.title.to_lowercase();
    let word = role.word.to_lowercase();
    !holding.office.is_empty()
        && (title == holding.office
            || (word == holding.office || role.is.iter().any(|other| other == holding.office && role.class == RoleClass::Office))
                && told.modifiers.is_empty())
}
