//! `rapporteur ingest`: reports into a store.

use super::records;
use crate::args::IngestArgs;
use crate::message::Messages;
use crate::progress::Progress;
use crate::{ExitStatus, sources};
use rapporteur_record::{Document, Record, Warned};
use rapporteur_store::{Added, Prepared, Store};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

/// Reports that are stored together at most: what a power cut costs is read again, and so is what is stored when the program is killed. The more
/// are stored together, the fewer pages of the file are written again and again.
const TOGETHER: usize = 1_000;
/// And the longest time between two commits.
const AT_MOST: Duration = Duration::from_secs(10);

/// So long others may write to the store between two: they try every tenth of a second.
const LEFT_FREE: Duration = Duration::from_millis(120);

/// What became of the reports.
#[derive(Default)]
struct Tally {
    new: usize,
    copies: usize,
    versions: usize,
    known: usize,
    failed: usize,
}

impl Tally {
    fn count(&mut self, added: Added) {
        match added {
            Added::New => self.new += 1,
            Added::Copy => self.copies += 1,
            Added::Version => self.versions += 1,
            Added::Known => self.known += 1,
        }
    }

    fn all(&self) -> usize {
        self.new + self.copies + self.versions + self.known + self.failed
    }

    /// Says how the run ended.
    fn tell(&self, args: &IngestArgs, quiet: bool) -> ExitStatus {
        if !quiet {
            let Self { new, copies, versions, known, failed } = self;
            anstream::eprintln!(
                "{}: {new} new, {copies} copies, {versions} new versions, {known} there before, {failed} failed",
                args.store.display()
            );
        }
        if self.failed > 0 { ExitStatus::Faults } else { ExitStatus::Done }
    }
}

/// Reads all that the command line names and stores it.
pub fn run(args: &IngestArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let options = sources::options(&args.input)?;
    let reader = sources::reader(&args.input)?;
    let mut store = Store::open(&args.store)?;
    if args.records {
        let (added, failed) = records::store(args, &reader, &mut store, quiet)?;
        let mut tally = Tally { failed, ..Tally::default() };
        added.into_iter().for_each(|added| tally.count(added));
        return Ok(tally.tell(args, quiet));
    }
    let known: BTreeSet<(String, String)> = store.addresses()?;
    // A crawl may hold a page as it was on several days: met again in order, the last is the current one again.
    let versioned: BTreeSet<String> = store.versioned()?;
    let mut inputs = sources::expand(&args.input.paths);
    // The store may lie in the folder that is read.
    inputs.retain(|input| !is_part_of(Path::new(input.uri()), &args.store));
    let progress = Progress::new(inputs.len(), quiet);
    let mut messages = Messages::new(quiet);
    let mut tally = Tally::default();
    let mut batch = store.batch()?;
    let (mut open, mut since, mut stored) = (0, Instant::now(), Ok(()));
    let wanted = |document: &Document| {
        let doc = rapporteur_record::content_id(&document.text);
        let address = sources::address(&document.uri, document.key.as_deref(), &doc);
        versioned.contains(&address) || !known.contains(&(address, doc))
    };
    let made = |document: Document, read: Warned<Record>| {
        let prepared = Prepared::new(&read.value, Some(&document));
        (read, prepared)
    };
    reader.read_wanted(inputs, &options, sources::threads(&args.input), &wanted, &made, &mut |uri, result, last| {
        match result {
            None => tally.known += 1,
            Some(Ok((Warned { value: record, diagnostics }, prepared))) => {
                progress.suspend(|| messages.print(&diagnostics, &uri, Some(&record.text)));
                let address = sources::address(&uri, record.doc.key.as_deref(), &record.doc.id);
                match prepared.and_then(|prepared| batch.add_prepared(&address, &record, &prepared)) {
                    Ok(added) => tally.count(added),
                    Err(error) => stored = Err(error),
                }
                open += 1;
            }
            Some(Err(diagnostic)) => {
                tally.failed += 1;
                progress.suspend(|| messages.print(&[diagnostic], &uri, None));
            }
        }
        if stored.is_ok() && (open >= TOGETHER || since.elapsed() > AT_MOST) {
            stored = batch.keep(|| std::thread::sleep(LEFT_FREE));
            (open, since) = (0, Instant::now());
        }
        progress.report(tally.all(), last);
        if stored.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    stored.and_then(|()| batch.commit())?;
    store.bring_home()?;
    progress.finish();
    messages.summary();
    Ok(tally.tell(args, quiet))
}

/// Whether a file is the store or one that SQLite or `follow` keeps beside it.
fn is_part_of(file: &Path, store: &Path) -> bool {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = |path: &Path| std::path::absolute(path).ok().and_then(|path| path.parent().map(Path::to_owned));
    let rest = name(file).strip_prefix(&name(store)).map(str::to_owned);
    rest.is_some_and(|rest| matches!(rest.as_str(), "" | "-wal" | "-shm" | "-journal" | ".feeds.json")) && folder(file) == folder(store)
}
