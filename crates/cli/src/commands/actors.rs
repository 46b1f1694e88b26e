//! `rapporteur actors`: who is who.

use crate::args::{ActorsArgs, ActorsCommand, TableArgs};
use crate::commands::correct;
use crate::{ExitStatus, table};
use anyhow::bail;
use rapporteur_store::{Cell, Filter, Store, Subject, Table};
use std::path::Path;
use std::time::Duration;

/// Lists actors, or does what is asked with them.
pub fn run(args: ActorsArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let Some(command) = args.command else {
        let Some(store) = args.store else { bail!("no store is named\n  help: give it with --store FILE") };
        let filter = Filter { by: args.by, limit: args.limit, ..Filter::default() };
        let limit = Duration::from_secs(args.table.timeout);
        table::print(&Store::open_to_read(&store)?.ask(Subject::Actors, &filter, limit)?, &args.table)?;
        return Ok(ExitStatus::Done);
    };
    match command {
        ActorsCommand::Show { store, actor, table } => show(&store, &actor, &table)?,
        ActorsCommand::Decisions { store, table } => decisions(&store, &table)?,
        ActorsCommand::Merge { store, one, other, by } => {
            let by = correct::said_by(&by)?;
            let mut opened = Store::open(&store)?;
            let (one, other) = (opened.actor(&one)?, opened.actor(&other)?);
            said(&store, opened.merge_actors(one, other, &by)?, quiet);
        }
        ActorsCommand::Split { store, actor, forms, by } => {
            let by = correct::said_by(&by)?;
            let mut opened = Store::open(&store)?;
            let actor = opened.actor(&actor)?;
            said(&store, opened.split_actor(actor, &forms, &by)?, quiet);
        }
        ActorsCommand::Undo { store, decision, by } => Store::open(&store)?.undo_decision(decision, &correct::said_by(&by)?)?,
    }
    Ok(ExitStatus::Done)
}

fn said(store: &Path, decision: i64, quiet: bool) {
    if !quiet {
        anstream::eprintln!("decision {decision}; `rapporteur actors undo --store {} {decision}` takes it back", store.display());
    }
}

fn text(words: &str) -> Cell {
    if words.is_empty() { Cell::Null } else { Cell::Text(words.to_owned()) }
}

fn show(store: &Path, actor: &str, args: &TableArgs) -> anyhow::Result<()> {
    let store = Store::open_to_read(store)?;
    let forms = store.actor_forms(store.actor(actor)?)?;
    let columns = ["form", "name", "kind", "roles", "party", "code", "reports", "first", "last"];
    let rows = forms.iter().map(|form| {
        vec![
            Cell::Integer(form.id),
            text(&form.name),
            text(&form.kind),
            text(&form.roles),
            text(&form.party),
            text(&form.code),
            Cell::Integer(form.reports),
            text(form.first.as_deref().unwrap_or("")),
            text(form.last.as_deref().unwrap_or("")),
        ]
    });
    table::print(&Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }, args)
}

fn decisions(store: &Path, args: &TableArgs) -> anyhow::Result<()> {
    let columns = ["id", "verdict", "names", "who", "at", "note", "undone_by", "undone_at"];
    let rows = Store::open_to_read(store)?.decisions()?.into_iter().map(|one| {
        let (undone_by, undone_at) = one.undone.unwrap_or_default();
        vec![
            Cell::Integer(one.id),
            text(if one.merge { "merge" } else { "split" }),
            text(&one.names.join("; ")),
            text(&one.by.who),
            text(&one.by.at),
            text(one.by.note.as_deref().unwrap_or("")),
            text(&undone_by),
            text(&undone_at),
        ]
    });
    table::print(&Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }, args)
}
