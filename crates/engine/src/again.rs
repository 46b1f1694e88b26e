//! Documents and rows that are at hand, read on several threads, results in order.

use crate::{Options, Reader, Row};
use rapporteur_record::{Diagnostic, Document, Record, Warned};
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Reports of one thread that are in memory at once.
const TOGETHER: usize = 64;

impl Reader {
    /// Reads documents that were made before, each with a mark of the caller's, and hands `sink` the mark and what was
    /// read, in order. Ends early when `sink` breaks.
    pub fn read_documents<M: Send + Sync>(
        &self,
        documents: impl IntoIterator<Item = (M, Document)>,
        threads: usize,
        sink: &mut dyn FnMut(M, Result<Warned<Record>, Diagnostic>) -> ControlFlow<()>,
    ) {
        self.read_made(documents, &Ok, threads, sink);
    }

    /// Reads the reports that some strings make ([`Reader::report`]), each with the address that it goes by, and hands `sink`
    /// what was read, in order. Ends early when `sink` breaks.
    pub fn read_rows(
        &self,
        rows: impl IntoIterator<Item = (String, Row)>,
        options: &Options,
        threads: usize,
        sink: &mut dyn FnMut(Result<Warned<Record>, Diagnostic>) -> ControlFlow<()>,
    ) {
        let rows = rows.into_iter().map(|row| ((), row));
        self.read_made(rows, &|(uri, row)| self.report(row, uri, options), threads, &mut |(), result| sink(result));
    }

    /// What `make` makes a document of is turned into one on the thread that reads it: that takes time too.
    fn read_made<M: Send + Sync, T: Send>(
        &self,
        items: impl IntoIterator<Item = (M, T)>,
        make: &(impl Fn(T) -> Result<Document, Diagnostic> + Sync),
        threads: usize,
        sink: &mut dyn FnMut(M, Result<Warned<Record>, Diagnostic>) -> ControlFlow<()>,
    ) {
        let threads = threads.max(1);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
        let read = |(mark, item)| (mark, make(item).and_then(|document| self.read(&document)));
        let mut items = items.into_iter();
        loop {
            let bundle: Vec<(M, T)> = items.by_ref().take(TOGETHER * threads).collect();
            if bundle.is_empty() {
                return;
            }
            let read: Vec<_> = match &pool {
                Some(pool) => pool.install(|| bundle.into_par_iter().map(read).collect()),
                None => bundle.into_iter().map(read).collect(),
            };
            for (mark, result) in read {
                if sink(mark, result).is_break() {
                    return;
                }
            }
        }
    }
}
