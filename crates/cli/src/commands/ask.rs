//! `rapporteur statements`, `events`, `actors`, `stories`: filters that read like speech.

use crate::args::AskArgs;
use crate::{ExitStatus, table};
use anyhow::bail;
use rapporteur_store::{Filter, Store, Subject};
use std::time::Duration;

/// Prints the rows that are asked for, or their counts.
pub fn run(subject: Subject, args: AskArgs) -> anyhow::Result<ExitStatus> {
    for day in [&args.since, &args.until].into_iter().flatten() {
        if !is_day(day) {
            bail!("`{day}` is no day, month or year\n  help: give it as YYYY-MM-DD, YYYY-MM or YYYY");
        }
    }
    let AskArgs { store, by, to, about, act, status, since, until, place, outlet, text, count_by, limit, table } = args;
    let filter = Filter { by, to, about, act, status, since, until, place, outlet, text, count_by, limit };
    let answer = Store::open_to_read(&store)?.ask(subject, &filter, Duration::from_secs(table.timeout))?;
    table::print(&answer, &table)?;
    Ok(ExitStatus::Done)
}

/// Whether words are a day, a month or a year.
pub fn is_day(day: &str) -> bool {
    let whole = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    rapporteur_reading::is_iso_date(&whole)
}
