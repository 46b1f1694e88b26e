//! `rapporteur statements`, `events`, `quotes`: filters that read like speech.

use crate::args::{AskArgs, TableArgs};
use crate::{ExitStatus, table};
use anyhow::bail;
use rapporteur_store::{Filter, Store, Subject};
use std::path::PathBuf;
use std::time::Duration;

/// Prints the rows that are asked for, or their counts.
pub fn run(subject: Subject, args: AskArgs) -> anyhow::Result<ExitStatus> {
    let (store, filter, table) = taken_apart(args)?;
    let answer = Store::open_to_read(&store)?.ask(subject, &filter, Duration::from_secs(table.timeout))?;
    table::print(&answer, &table)?;
    Ok(ExitStatus::Done)
}

/// The store, what is asked of it, and how to print the answer.
///
/// # Errors
/// When a day is none.
pub fn taken_apart(args: AskArgs) -> anyhow::Result<(PathBuf, Filter, TableArgs)> {
    let AskArgs { store, choose, count_by, evidence, table } = args;
    check_days([&choose.since, &choose.until])?;
    Ok((store, Filter { count_by, evidence, ..choose.filter() }, table))
}

/// Refuses what is no day, month or year.
pub fn check_days(days: [&Option<String>; 2]) -> anyhow::Result<()> {
    for day in days.into_iter().flatten() {
        if !is_day(day) {
            bail!("`{day}` is no day, month or year\n  help: give it as YYYY-MM-DD, YYYY-MM or YYYY");
        }
    }
    Ok(())
}

/// Whether words are a day, a month or a year.
fn is_day(day: &str) -> bool {
    let whole = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    rapporteur_reading::is_iso_date(&whole)
}
