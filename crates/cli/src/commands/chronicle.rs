//! `rapporteur timeline` and `compare`.

use crate::args::{CompareArgs, Of, PerPeriod, TimelineArgs};
use crate::commands::ask;
use crate::{ExitStatus, table};
use rapporteur_store::{Period, Store, Subject};
use std::time::Duration;

/// Prints what was said, done and held in order of day, or how much in each period.
pub fn timeline(args: TimelineArgs) -> anyhow::Result<ExitStatus> {
    let (store, filter, table) = ask::taken_apart(args.ask)?;
    let subjects: Vec<Subject> = args
        .of
        .iter()
        .map(|of| match of {
            Of::Statements => Subject::Statements,
            Of::Events => Subject::Events,
            Of::Positions => Subject::Positions,
        })
        .collect();
    let limit = Duration::from_secs(table.timeout);
    let mut store = Store::open_to_read(&store)?;
    let answer = match args.per {
        None => store.timeline(&subjects, &filter, limit)?,
        Some(per) => {
            let period = match per {
                PerPeriod::Day => Period::Day,
                PerPeriod::Week => Period::Week,
                PerPeriod::Month => Period::Month,
                PerPeriod::Year => Period::Year,
            };
            store.counts(period, &subjects, &filter, limit)?
        }
    };
    table::print(&answer, &table)?;
    Ok(ExitStatus::Done)
}

/// Prints which statements two outlets carry.
pub fn compare(args: CompareArgs) -> anyhow::Result<ExitStatus> {
    let (store, filter, table) = ask::taken_apart(args.ask)?;
    let answer = Store::open_to_read(&store)?.compare(&args.one, &args.other, &filter, Duration::from_secs(table.timeout))?;
    table::print(&answer, &table)?;
    Ok(ExitStatus::Done)
}
