//! `rapporteur check`: whether a store is sound.

use crate::ExitStatus;
use crate::args::CheckArgs;
use crate::progress::Progress;
use rapporteur_store::Store;

/// Prints what is wrong, a line each.
pub fn run(args: &CheckArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let store = Store::open_to_read(&args.store)?;
    let mut progress: Option<Progress> = None;
    let faults = store.check(&mut |done, all| {
        progress.get_or_insert_with(|| Progress::new(all, quiet)).report(done, done > 0);
    })?;
    if let Some(progress) = progress {
        progress.finish();
    }
    for fault in &faults {
        anstream::println!("{fault}");
    }
    if faults.is_empty() {
        if !quiet {
            anstream::eprintln!("{} is sound", args.store.display());
        }
        return Ok(ExitStatus::Done);
    }
    Ok(ExitStatus::Faults)
}
