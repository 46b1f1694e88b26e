//! `rapporteur explain`: what a label or code means, in words.

use crate::ExitStatus;
use crate::args::ExplainArgs;
use crate::output::Output;
use anyhow::bail;
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::calendar::Rule;
use rapporteur_lexicon::{Calendar, Ontology};
use rapporteur_record::{Act, Code, PlaceKind, PlaceUse};
use std::io::Write;

/// Prints the meaning of one key, or a list of keys.
pub fn run(args: &ExplainArgs) -> anyhow::Result<ExitStatus> {
    let key = args.key.as_str();
    let text = match key {
        "diagnostics" => list(Code::ALL.iter().map(|code| (code.as_str(), code.explanation()))),
        "deprels" => list(Deprel::ALL.iter().map(|label| (label.as_str(), label.meaning()))),
        "upos" => list(Upos::ALL.iter().map(|label| (label.as_str(), label.meaning()))),
        "acts" => list(Act::ALL.iter().map(|act| (act.as_str(), act.meaning()))),
        "places" => list(
            PlaceKind::ALL
                .iter()
                .map(|kind| (kind.as_str(), kind.meaning()))
                .chain(PlaceUse::ALL.iter().map(|usage| (usage.as_str(), usage.meaning()))),
        ),
        "calendar" => list(Rule::ALL.iter().map(|rule| (rule.as_str(), rule.meaning()))),
        "events" => types(&Ontology::embedded()),
        _ => match key.strip_prefix("calendar/").and_then(Rule::named) {
            Some(rule) => calendar(rule),
            None => match event(&Ontology::embedded(), key) {
                Some(text) => text,
                None => meaning(key)?,
            },
        },
    };
    let mut out = Output::open(None)?;
    writeln!(out, "{}", text.trim_end())?;
    out.finish()?;
    Ok(ExitStatus::Done)
}

fn meaning(key: &str) -> anyhow::Result<String> {
    let labels = [
        Code::ALL.iter().find(|code| code.as_str() == key).map(|code| code.explanation()),
        Deprel::from_word(key).map(|label| label.meaning()),
        Upos::from_word(key).map(|label| label.meaning()),
        Act::from_word(key).map(|act| act.meaning()),
        PlaceKind::from_word(key).map(|kind| kind.meaning()),
        PlaceUse::from_word(key).map(|usage| usage.meaning()),
    ];
    match labels.into_iter().flatten().next() {
        Some(meaning) => Ok(format!("{key}: {}", plain(meaning))),
        None => bail!("nothing is known under `{key}`\n  help: lists: diagnostics, deprels, upos, acts, places, events, calendar"),
    }
}

/// A rule of the calendar with its patterns, each with a sentence that it reads.
fn calendar(rule: Rule) -> String {
    let calendar = Calendar::embedded();
    let mut text = format!("calendar/{}: {}\n", rule.as_str(), plain(rule.meaning()));
    for pattern in calendar.patterns.all().filter(|pattern| pattern.rule == rule) {
        let beside = if pattern.when.is_empty() { String::new() } else { format!("  (beside a word of the list `{}`)", pattern.when) };
        text += &format!("\n{} {}{beside}\n    {}  {}\n", pattern.kind, pattern.form, pattern.example, pattern.read);
    }
    text
}

/// PLOVER's types, each with its modes.
fn types(ontology: &Ontology) -> String {
    ontology.plover_types().map(|(name, _)| event(ontology, name).unwrap_or_default() + "\n").collect()
}

/// A type of PLOVER with its modes, or a code of CAMEO with the type that it becomes.
fn event(ontology: &Ontology, key: &str) -> Option<String> {
    if let Some(kind) = ontology.plover(key) {
        let modes: String = kind.modes.iter().map(|(mode, meaning)| format!("    {mode:<16}{meaning}\n")).collect();
        return Some(format!("{key}: {}\n{modes}", kind.meaning));
    }
    let code = ontology.cameo(key)?;
    let mode = code.mode.as_ref().map(|mode| format!("/{mode}")).unwrap_or_default();
    let plover = code.kind.as_ref().map_or("none".to_owned(), |kind| format!("{kind}{mode}"));
    Some(format!("CAMEO {key}: {} (PLOVER: {plover})", code.name))
}

fn list<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    rows.map(|(key, meaning)| format!("{key:<28}{}\n", plain(meaning))).collect()
}

/// A doc comment as one line.
fn plain(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
