//! The tables of office-holders and organisations that are drawn from PETRARCH's dictionaries:
//! `lexicon/actors/offices-petrarch.tsv` and `lexicon/actors/organisations-petrarch.tsv`.
//!
//! What is taken: persons with a dated code of government, armed forces, opposition or
//! insurgency, or of an intergovernmental organisation, whose time reaches 1990; and named
//! intergovernmental, armed and human-rights organisations. What is mended: names are given their
//! capitals, dates of the early twentieth century that the two-digit years put into the
//! twenty-first are left out, rows of one person and code whose times touch are made one.

mod casing;
mod organisations;
mod persons;
#[cfg(test)]
mod tests;

use anyhow::Context;
use rapporteur_lexicon::actors::FILES;
use rapporteur_lexicon::petrarch::{ActorRecord, read_actors};
use rapporteur_lexicon::{ActorTable, Error};
use std::path::Path;

/// The dictionaries that are read, in this order.
const DICTIONARIES: [&str; 3] = ["Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt"];

/// Tables made from dictionaries.
#[derive(Clone, Debug)]
pub struct ActorTables {
    /// `offices-petrarch.tsv`.
    pub offices: String,
    /// `organisations-petrarch.tsv`.
    pub organisations: String,
    /// Lines of the dictionaries that could not be used, or only after mending.
    pub broken: Vec<Error>,
}

/// Makes the tables from the dictionaries in a folder.
///
/// # Errors
/// When a dictionary cannot be read.
pub fn build(folder: &Path) -> anyhow::Result<ActorTables> {
    let mut records: Vec<Vec<ActorRecord>> = Vec::new();
    let mut broken = Vec::new();
    for name in DICTIONARIES {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let found = read_actors(name, &String::from_utf8_lossy(&bytes));
        records.push(found.entries);
        broken.extend(found.broken);
    }
    // What was drawn before must not decide what is drawn now.
    let ours: Vec<(&str, &str)> = FILES.iter().copied().filter(|(name, _)| !name.contains("-petrarch")).collect();
    let known = ActorTable::parse(&ours)?;
    let all: Vec<&ActorRecord> = records.iter().flatten().collect();
    // The file of countries holds no organisations, only their persons.
    let bodies: Vec<&ActorRecord> = records[1..].iter().flatten().collect();
    Ok(ActorTables { offices: persons::table(&all, &known), organisations: organisations::table(&bodies, &known), broken })
}

/// The lines on top of both files.
fn top(what: &str, columns: &str) -> String {
    format!(
        "# {what}, drawn from the dictionaries of PETRARCH2.\n\
         # Origin: Phoenix.{{Countries,International,MilNonState}}.actors.txt of openeventdata/petrarch2, Copyright (c) 2014 Open Event Data Alliance;\n\
         # what is taken and mended: crates/lab/src/actor_tables. Licence: MIT.\n\
         # Made by `rapporteur lexicon build-actors --petrarch DIR`; not edited by hand: put additions into the file of the same name without\n\
         # -petrarch, which wins.\n{columns}\n"
    )
}
