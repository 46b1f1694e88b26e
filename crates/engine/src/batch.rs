//! Many reports on several threads, results in order of input.

use crate::Reader;
use rapporteur_input::Options;
use rapporteur_record::{Code, Diagnostic, Document, Record, Warned};
use rayon::prelude::*;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;

type Open = Box<dyn FnOnce() -> io::Result<Box<dyn Read + Send>> + Send>;

/// One input: a file, a stream, or a problem that stands in its place.
pub struct Source {
    uri: String,
    open: Result<Open, Diagnostic>,
    /// Its size in bytes where it is known, by which small inputs are bundled.
    length: Option<u64>,
}

impl Source {
    /// An input that `open` opens when its turn comes. `length` is its size in bytes, if known.
    pub fn new(
        uri: impl Into<String>,
        length: Option<u64>,
        open: impl FnOnce() -> io::Result<Box<dyn Read + Send>> + Send + 'static,
    ) -> Self {
        Self { uri: uri.into(), open: Ok(Box::new(open)), length }
    }

    /// An input that is at hand.
    pub fn bytes(uri: impl Into<String>, bytes: Vec<u8>) -> Self {
        let length = bytes.len() as u64;
        Self::new(uri, Some(length), move || Ok(Box::new(Cursor::new(bytes))))
    }

    /// An input that cannot be read: its diagnostic comes out in its place.
    pub fn failed(uri: impl Into<String>, diagnostic: Diagnostic) -> Self {
        Self { uri: uri.into(), open: Err(diagnostic), length: Some(0) }
    }

    /// Where it comes from.
    pub fn uri(&self) -> &str {
        &self.uri
    }
}

/// What became of one report.
pub struct Outcome {
    /// Where it came from.
    pub uri: String,
    /// The record with what was noticed, or why there is none.
    pub result: Result<Warned<Record>, Diagnostic>,
    /// Whether it is the last one of its source.
    pub last: bool,
}

/// What takes each report in order: where it came from, what was read if anything, whether it is the last of its source.
type Sink<'s> = &'s mut dyn FnMut(String, Option<Result<(Document, Warned<Record>), Diagnostic>>, bool) -> ControlFlow<()>;

/// Whether a report is to be read, by its document.
pub type Wanted<'w> = &'w (dyn Fn(&Document) -> bool + Sync);

/// What one thread reads at a time.
enum Unit {
    /// A small input, opened and taken apart on the thread.
    Source(Source),
    /// Reports out of a large input, which is taken apart as it streams by.
    Documents(Vec<Result<Document, Diagnostic>>, String, bool),
}

/// An input up to this size is taken apart on the reading thread.
const SMALL: u64 = 4 << 20;
/// Bytes of text that are in memory at once, as a rule: enough to keep all threads busy.
const BUNDLE_BYTES: u64 = 8 << 20;
const BUNDLE_UNITS: usize = 256;
/// Rows of a large input that make one unit.
const ROWS: usize = 16;

impl Reader {
    /// Reads all reports of `sources` on `threads` threads and hands each outcome to `sink`, in
    /// order of input. Ends early when `sink` breaks.
    ///
    /// Memory is bounded by the largest single report and a bundle of about 8 MB of text.
    pub fn read_many(
        &self,
        sources: impl IntoIterator<Item = Source>,
        options: &Options,
        threads: usize,
        sink: &mut dyn FnMut(Outcome) -> ControlFlow<()>,
    ) {
        let mut all = |uri, result: Option<Result<(Document, _), _>>, last| match result {
            Some(result) => sink(Outcome { uri, result: result.map(|(_, read)| read), last }),
            None => ControlFlow::Continue(()),
        };
        self.read_wanted(sources, options, threads, &|_| true, &mut all);
    }

    /// As [`Reader::read_many`], but reads only the `wanted` reports: of the others `sink` gets their `uri`,
    /// nothing, and whether it was the last of its source. So a batch goes on where it was stopped without
    /// reading again what is done. With a record comes the document that it was read from.
    pub fn read_wanted(
        &self,
        sources: impl IntoIterator<Item = Source>,
        options: &Options,
        threads: usize,
        wanted: Wanted<'_>,
        sink: Sink<'_>,
    ) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        let mut bundle = Bundle { reader: self, options, pool: pool.ok(), units: Vec::new(), bytes: 0, wanted, sink };
        for source in sources {
            let flow = match (&source.open, source.length) {
                (Err(_), _) => bundle.add(Unit::Source(source), 0),
                (Ok(_), Some(length)) if length <= SMALL => bundle.add(Unit::Source(source), length),
                _ => bundle.stream(source),
            };
            if flow.is_break() {
                return;
            }
        }
        let _ = bundle.flush();
    }
}

impl Reader {
    /// Reads reports that are at hand on `threads` threads; what is read stands in their order.
    pub fn read_all(&self, documents: Vec<Result<Document, Diagnostic>>, threads: usize) -> Vec<Result<Warned<Record>, Diagnostic>> {
        let read = |document: Result<Document, Diagnostic>| document.and_then(|document| self.read(&document));
        match rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build() {
            Ok(pool) => pool.install(|| documents.into_par_iter().map(read).collect()),
            // No thread could be started: all is read on this one.
            Err(_) => documents.into_iter().map(read).collect(),
        }
    }
}

struct Bundle<'a> {
    reader: &'a Reader,
    options: &'a Options,
    /// `None` where no thread could be started: all is read on this one.
    pool: Option<rayon::ThreadPool>,
    units: Vec<Unit>,
    bytes: u64,
    wanted: Wanted<'a>,
    sink: Sink<'a>,
}

impl Bundle<'_> {
    fn add(&mut self, unit: Unit, bytes: u64) -> ControlFlow<()> {
        self.units.push(unit);
        self.bytes += bytes;
        if self.units.len() >= BUNDLE_UNITS || self.bytes >= BUNDLE_BYTES {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn stream(&mut self, source: Source) -> ControlFlow<()> {
        let uri = source.uri.clone();
        let open = match source.open {
            Ok(open) => open,
            Err(diagnostic) => return self.add(Unit::Source(Source::failed(uri, diagnostic)), 0),
        };
        let input = match open() {
            Ok(input) => input,
            Err(error) => return self.add(Unit::Source(Source::failed(uri, unreadable(&error))), 0),
        };
        let (reader, options) = (self.reader, self.options);
        let mut documents = reader.documents(&uri, input, options).peekable();
        while documents.peek().is_some() {
            let rows: Vec<_> = documents.by_ref().take(ROWS).collect();
            let bytes = rows.iter().flatten().map(|document| document.text.len() as u64).sum();
            let last = documents.peek().is_none();
            self.add(Unit::Documents(rows, uri.clone(), last), bytes)?;
        }
        ControlFlow::Continue(())
    }

    fn flush(&mut self) -> ControlFlow<()> {
        self.bytes = 0;
        let units = std::mem::take(&mut self.units);
        let (reader, options, wanted) = (self.reader, self.options, self.wanted);
        let done: Vec<Vec<Done>> = match &self.pool {
            // The reports of one unit are spread over the threads too: a file may hold many.
            Some(pool) => pool.install(|| {
                let read = |unit| {
                    let (documents, uri, last) = take_apart(reader, options, unit);
                    let count = documents.len();
                    let documents = documents.into_par_iter().enumerate();
                    documents.map(|(at, document)| read_one(reader, wanted, document, &uri, last && at + 1 == count)).collect()
                };
                units.into_par_iter().map(read).collect()
            }),
            None => {
                let read = |unit| {
                    let (documents, uri, last) = take_apart(reader, options, unit);
                    let count = documents.len();
                    let documents = documents.into_iter().enumerate();
                    documents.map(|(at, document)| read_one(reader, wanted, document, &uri, last && at + 1 == count)).collect()
                };
                units.into_iter().map(read).collect()
            }
        };
        done.into_iter().flatten().try_for_each(|(uri, result, last)| (self.sink)(uri, result, last))
    }
}

type Documents = Vec<Result<Document, Diagnostic>>;

/// The reports of a unit, where they come from, and whether they are the last of their source.
fn take_apart(reader: &Reader, options: &Options, unit: Unit) -> (Documents, String, bool) {
    match unit {
        Unit::Documents(documents, uri, last) => (documents, uri, last),
        Unit::Source(source) => {
            let opened = source.open.and_then(|open| open().map_err(|error| unreadable(&error)));
            let documents = match opened {
                Ok(input) => reader.documents(&source.uri, input, options).collect(),
                Err(diagnostic) => vec![Err(diagnostic)],
            };
            (documents, source.uri, true)
        }
    }
}

type Done = (String, Option<Result<(Document, Warned<Record>), Diagnostic>>, bool);

fn read_one(reader: &Reader, wanted: Wanted<'_>, document: Result<Document, Diagnostic>, uri: &str, last: bool) -> Done {
    match document {
        Ok(document) => {
            let uri = document.uri.clone();
            let read = wanted(&document).then(|| reader.read(&document));
            (uri, read.map(|read| read.map(|read| (document, read))), last)
        }
        Err(diagnostic) => (uri.to_owned(), Some(Err(diagnostic)), last),
    }
}

fn unreadable(error: &io::Error) -> Diagnostic {
    let cause = match error.kind() {
        io::ErrorKind::NotFound => "the file does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        _ => error.to_string().to_lowercase(),
    };
    Diagnostic::new(Code::InputUnreadable, cause).help("check the path and the permissions")
}
