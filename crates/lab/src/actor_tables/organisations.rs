//! Intergovernmental, armed and human-rights organisations.

use super::casing;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::petrarch::ActorRecord;
use std::collections::{BTreeMap, BTreeSet};

/// The beginnings of codes that are taken.
const KINDS: [&str; 6] = ["IGO", "IMG", "NGOHRI", "NGOREF", "NGOHLH", "NGODEV"];
/// Regions that stand for a state in codes of armed groups.
const REGIONS: [&str; 9] = ["AFR", "CFR", "EAF", "EUR", "LAM", "MEA", "SAS", "SEA", "WAF"];
/// In how many names a word occurs before it says nothing of its own.
const COMMON: usize = 6;

/// The table's text.
pub(super) fn table(records: &[&ActorRecord], known: &ActorTable) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        for word in record.names[0].split('_') {
            *counts.entry(word.to_uppercase()).or_default() += 1;
        }
    }
    let mut rows: BTreeMap<String, (BTreeSet<String>, String)> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for record in records {
        // A code for a time is a person's, as a rule.
        let Some(code) = record.codes.first().filter(|code| !code.is_dated()).and_then(|code| kept(&code.code, known)) else {
            continue;
        };
        let mut names: Vec<String> = record
            .names
            .iter()
            .filter(|name| is_name(name, &counts, known))
            .map(|name| casing::organisation(name.trim_start_matches("THE_")))
            .filter(|name| known.known(&name.split(' ').collect::<Vec<_>>()).is_none_or(|(count, _)| count < name.split(' ').count()))
            .filter(|name| taken.insert(name.clone()))
            .collect();
        // Another name of one that we have would make two of it.
        if code.len() > 6 && known.organisation_of(&code).is_some() {
            continue;
        }
        if names.is_empty() || !names.iter().any(|name| names_body(name, known)) {
            continue;
        }
        let first = names.remove(0);
        rows.entry(first).or_insert_with(|| (BTreeSet::new(), code)).0.extend(names);
    }
    let mut text = super::top("Organisations known by name", "name\talias\tcode\tcalled");
    for (name, (aliases, code)) in rows {
        text += &format!("{name}\t{}\t{code}\t\n", aliases.into_iter().collect::<Vec<_>>().join("|"));
    }
    text
}

/// The code as it is kept; none for what is not taken.
fn kept(code: &str, known: &ActorTable) -> Option<String> {
    if !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    if KINDS.iter().any(|kind| code.starts_with(kind)) {
        return Some(code.to_owned());
    }
    let armed = code.get(3..6) == Some("REB");
    let state = code.get(..3).filter(|state| known.country_of(state).is_some() || REGIONS.contains(state));
    (armed && state.is_some()).then(|| code.to_owned())
}

/// Whether a name is one by itself: two to eight words, and not only such as many names have
/// ("Liberation Front").
fn is_name(name: &str, counts: &BTreeMap<String, usize>, known: &ActorTable) -> bool {
    let words: Vec<&str> = name.trim_start_matches("THE_").split('_').filter(|word| !word.is_empty()).collect();
    let own = words.iter().filter(|word| counts.get(&word.to_uppercase()).copied().unwrap_or(0) < COMMON).count();
    let state = (0..words.len()).any(|at| {
        let written: Vec<String> = words[at..].iter().map(|word| casing::organisation(word)).collect();
        known.known(&written.iter().map(String::as_str).collect::<Vec<_>>()).is_some()
    });
    (2..=8).contains(&words.len())
        && words.iter().all(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'')))
        && (own > 0 || state || words.len() > 3)
}

/// Whether something in a name says that it is a body's and no person's.
fn names_body(name: &str, known: &ActorTable) -> bool {
    let singular = |word: &str| word.strip_suffix('s').map(str::to_owned);
    name.split([' ', '-']).any(|word| {
        known.organisation_word(word).is_some()
            || singular(word).is_some_and(|word| known.organisation_word(&word).is_some())
            || known.group(&[&word.to_lowercase()]).is_some()
            || singular(&word.to_lowercase()).is_some_and(|word| known.group(&[&word]).is_some())
    })
}
