//! Documents that are at hand, read on several threads, results in order.

use crate::Reader;
use rapporteur_record::{Diagnostic, Document, Record, Warned};
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Documents that are in memory at once.
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
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build().ok();
        let mut documents = documents.into_iter();
        loop {
            let bundle: Vec<(M, Document)> = documents.by_ref().take(TOGETHER).collect();
            if bundle.is_empty() {
                return;
            }
            let read: Vec<_> = match &pool {
                Some(pool) => pool.install(|| bundle.into_par_iter().map(|(mark, document)| (mark, self.read(&document))).collect()),
                None => bundle.into_iter().map(|(mark, document)| (mark, self.read(&document))).collect(),
            };
            for (mark, result) in read {
                if sink(mark, result).is_break() {
                    return;
                }
            }
        }
    }
}
