//! `rapporteur sql`: a question in SQL.

use crate::args::SqlArgs;
use crate::{ExitStatus, table};
use rapporteur_store::Store;
use std::io::Read;
use std::time::Duration;

/// Prints the answer.
pub fn run(args: &SqlArgs) -> anyhow::Result<ExitStatus> {
    let mut sql = args.sql.clone();
    if sql == "-" {
        sql.clear();
        std::io::stdin().read_to_string(&mut sql)?;
    }
    let answer = Store::open_to_read(&args.store)?.query(&sql, Duration::from_secs(args.table.timeout))?;
    table::print(&answer, &args.table)?;
    Ok(ExitStatus::Done)
}
