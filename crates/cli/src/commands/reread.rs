//! `rapporteur reread`: stored texts read anew.

use crate::args::RereadArgs;
use crate::commands::correct;
use crate::message::Messages;
use crate::progress::Progress;
use crate::{ExitStatus, sources};
use anyhow::Result;
use rapporteur::Reader;
use rapporteur_record::{Diagnostic, Document, Record, Warned};
use rapporteur_store::Store;
use std::ops::ControlFlow;

/// Reports that are read and stored together: what a stop costs is read again.
const TOGETHER: usize = 128;

/// Reads anew what something else than today's models and knowledge has read.
pub fn run(args: &RereadArgs, quiet: bool) -> Result<ExitStatus> {
    let reader = match &args.lexicon {
        Some(folder) => Reader::with_overlays(sources::overlays(folder)?)?,
        None => Reader::embedded()?,
    };
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let mut store = Store::open(&args.store)?;
    if args.all {
        store.make_all_stale()?;
    }
    let unfit_before = store.unfit_corrections()?.len();
    let stale = store.stale(reader.made_by())?;
    let progress = Progress::new(stale.len(), quiet);
    let mut messages = Messages::new(quiet);
    let (mut done, mut failed) = (0, 0);
    for part in stale.chunks(TOGETHER) {
        let documents: Vec<(i64, Document)> =
            part.iter().map(|&report| Ok((report, store.document(report)?))).collect::<Result<_, rapporteur_store::Error>>()?;
        let mut read: Vec<(i64, Result<Warned<Record>, Diagnostic>)> = Vec::with_capacity(part.len());
        reader.read_documents(documents, threads, &mut |report, result| {
            read.push((report, result));
            ControlFlow::Continue(())
        });
        let batch = store.batch()?;
        for (report, result) in read {
            match result {
                Ok(Warned { value, .. }) => {
                    batch.replace(report, &value)?;
                    done += 1;
                }
                Err(diagnostic) => {
                    failed += 1;
                    progress.suspend(|| messages.print(&[diagnostic], &format!("report {report}"), None));
                }
            }
            progress.report(done, true);
        }
        batch.commit()?;
    }
    let batch = store.batch()?;
    batch.forget_idle_forms()?;
    batch.commit()?;
    progress.finish();
    let unfit = store.unfit_corrections()?;
    if !quiet {
        let all = store.addresses()?.len();
        anstream::eprintln!("{}: {done} of {all} reports read anew, {failed} failed", args.store.display());
    }
    if unfit.len() > unfit_before || (!quiet && !unfit.is_empty()) {
        anstream::eprintln!("{} corrections fit nothing that is read today; they are kept:", unfit.len());
        for one in &unfit {
            anstream::eprintln!("  {}", correct::line(one));
        }
    }
    Ok(if failed > 0 { ExitStatus::Faults } else { ExitStatus::Done })
}
