//! `*.agents.txt`: nouns for offices and groups, whose code is put to that of an actor.

use super::{Readout, broken, lines, phrase};
use std::collections::BTreeMap;

/// On which side of the actor's code an agent's stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgentPlace {
    /// `[~GOV]`: USA and GOV make USAGOV.
    After,
    /// `[NGO~]`: NGO and USA make NGOUSA.
    Before,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Its words in upper case, apart by single blanks.
    pub words: String,
    /// The words in the plural, where there is one.
    pub plural: Option<String>,
    /// The code without `~`.
    pub code: String,
    /// Where the code stands.
    pub place: AgentPlace,
    /// The line, from 1.
    pub line: usize,
}

const HELP: &str = "a line is PHRASE [~CODE], PHRASE {PLURAL} [~CODE] or PHRASE {} [~CODE]";

/// Reads a file of agents; `file` names it in messages. Sets such as `!PERSON!` are replaced by
/// each of their members.
pub fn read_agents(file: &str, text: &str) -> Readout<Agent> {
    let mut found = Readout { entries: Vec::new(), broken: Vec::new() };
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (at, line) in lines(text) {
        let line = line.trim();
        if let Some((name, members)) = line.split_once('=').filter(|(name, _)| name.starts_with('!')) {
            let members = members.split(',').map(phrase).filter(|member| !member.is_empty()).collect();
            sets.insert(name.trim().trim_matches('!').to_uppercase(), members);
            continue;
        }
        match agent(line, at, &sets) {
            Ok(mut agents) => found.entries.append(&mut agents),
            Err(message) => found.broken.push(broken(file, at, message, HELP)),
        }
    }
    found
}

fn agent(line: &str, at: usize, sets: &BTreeMap<String, Vec<String>>) -> Result<Vec<Agent>, String> {
    let (words, code) = line.split_once('[').ok_or_else(|| format!("`{line}` has no code"))?;
    let code: String = code.split_once(']').ok_or_else(|| format!("`[{code}` is not closed"))?.0.split_whitespace().collect();
    let (place, code) = match (code.strip_prefix('~'), code.strip_suffix('~')) {
        (Some(code), _) if !code.is_empty() => (AgentPlace::After, code.to_owned()),
        (_, Some(code)) if !code.is_empty() => (AgentPlace::Before, code.to_owned()),
        _ => return Err(format!("`[{code}]` has no `~` for the actor")),
    };
    let (words, plural) = match words.split_once('{') {
        Some((words, plural)) => {
            let (plural, _) = plural.split_once('}').ok_or_else(|| format!("`{{{plural}` is not closed"))?;
            (words, Some(phrase(plural)).filter(|plural| !plural.is_empty()))
        }
        None => (words, regular_plural(&phrase(words))),
    };
    let mut found = Vec::new();
    for words in expand(words, sets)? {
        if words.is_empty() {
            return Err(format!("`{line}` has no words"));
        }
        // The members of a set are written out in both numbers.
        let plural = if line.contains('!') { None } else { plural.clone() };
        found.push(Agent { words, plural, code: code.clone(), place, line: at });
    }
    Ok(found)
}

/// The phrase with the set in it replaced by each of its members.
fn expand(words: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let mut parts = words.splitn(3, '!');
    let (Some(before), Some(name), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(vec![phrase(words)]);
    };
    let members = sets.get(&name.trim().to_uppercase()).ok_or_else(|| format!("the set `!{name}!` is not defined"))?;
    // CONGRESS!PERSON! is one word, POLICE_!PERSON! two.
    Ok(members.iter().map(|member| phrase(&format!("{before}{member}{after}"))).collect())
}

/// Final Y becomes IES, final S becomes SES, else an S is put to it.
fn regular_plural(words: &str) -> Option<String> {
    if words.is_empty() {
        return None;
    }
    Some(match words.strip_suffix('Y') {
        Some(stem) => format!("{stem}IES"),
        None if words.ends_with('S') => format!("{words}ES"),
        None => format!("{words}S"),
    })
}
