//! Many reports on several threads, results in order of input.

use crate::Reader;
use rapporteur_input::{Options, Part, ReadSeek};
use rapporteur_record::{Code, Diagnostic, Document, Record, Warned};
use rayon::prelude::*;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;

type Open = Box<dyn FnOnce() -> io::Result<Input> + Send>;

/// The bytes of an input.
enum Input {
    Stream(Box<dyn Read + Send>),
    File(Box<dyn ReadSeek>),
}

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
        Self { uri: uri.into(), open: Ok(Box::new(|| open().map(Input::Stream))), length }
    }

    /// As [`Source::new`], of a file in which one can go back: of a Parquet table only what is needed is read.
    pub fn file(
        uri: impl Into<String>,
        length: Option<u64>,
        open: impl FnOnce() -> io::Result<Box<dyn ReadSeek>> + Send + 'static,
    ) -> Self {
        Self { uri: uri.into(), open: Ok(Box::new(|| open().map(Input::File))), length }
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

/// What takes each report in order: where it came from, what was made of it if it was read, whether it is the last of its source.
type Sink<'s, T> = &'s mut dyn FnMut(String, Option<Result<T, Diagnostic>>, bool) -> ControlFlow<()>;

/// Whether a report is to be read, by its document.
pub type Wanted<'w> = &'w (dyn Fn(&Document) -> bool + Sync);

/// What is made of a report on the thread that read it.
pub type Made<'m, T> = &'m (dyn Fn(Document, Warned<Record>) -> T + Sync);

/// What one thread reads at a time.
enum Unit {
    /// A small input, taken apart on the thread.
    Whole(Vec<u8>, String),
    /// Reports out of a large or packed input, which is taken apart as it streams by, and whether they are its last.
    Parts(Parts, String, bool),
}

type Parts = Vec<Result<Part, Diagnostic>>;

/// An input up to this size is taken apart on the reading thread.
const SMALL: u64 = 4 << 20;
/// Bytes of text that are read together, as a rule: enough to keep all threads busy. While they are read the sink takes
/// those that were read before.
const BUNDLE_BYTES: u64 = 2 << 20;
const BUNDLE_UNITS: usize = 256;
/// Reports of a large input that make one unit, and bytes after which no more are taken into it.
const ROWS: usize = 16;
const ROWS_BYTES: usize = 256 << 10;

impl Reader {
    /// Reads all reports of `sources` on `threads` threads and hands each outcome to `sink`, in
    /// order of input. Ends early when `sink` breaks.
    ///
    /// Memory is bounded by the largest single report and two bundles of about 2 MB of text with what was read in them.
    pub fn read_many(
        &self,
        sources: impl IntoIterator<Item = Source>,
        options: &Options,
        threads: usize,
        sink: &mut dyn FnMut(Outcome) -> ControlFlow<()>,
    ) {
        let mut all = |uri, result, last| match result {
            Some(result) => sink(Outcome { uri, result, last }),
            None => ControlFlow::Continue(()),
        };
        self.read_wanted(sources, options, threads, &|_| true, &|_, read| read, &mut all);
    }

    /// As [`Reader::read_many`], but reads only the `wanted` reports: of the others `sink` gets their `uri`,
    /// nothing, and whether it was the last of its source. So a batch goes on where it was stopped without
    /// reading again what is done. What is to be `made` of a record, with the document that it was read from, is made on the
    /// threads that read.
    pub fn read_wanted<T: Send>(
        &self,
        sources: impl IntoIterator<Item = Source>,
        options: &Options,
        threads: usize,
        wanted: Wanted<'_>,
        made: Made<'_, T>,
        sink: Sink<'_, T>,
    ) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        let mut bundle =
            Bundle { reader: self, options, pool: pool.ok(), units: Vec::new(), bytes: 0, done: Vec::new(), wanted, made, sink };
        for source in sources {
            let length = source.length;
            let uri = source.uri;
            let opened = source.open.and_then(|open| open().map_err(|error| unreadable(&error)));
            let flow = match opened {
                Err(diagnostic) => bundle.add(Unit::Parts(vec![Err(diagnostic)], uri, true), 0),
                Ok(input) if length.is_some_and(|length| length <= SMALL) => bundle.small(input, uri),
                Ok(input) => bundle.stream(input, uri),
            };
            if flow.is_break() {
                return;
            }
        }
        let _ = bundle.finish();
    }
}

struct Bundle<'a, T> {
    reader: &'a Reader,
    options: &'a Options,
    /// `None` where no thread could be started: all is read on this one.
    pool: Option<rayon::ThreadPool>,
    units: Vec<Unit>,
    bytes: u64,
    /// What was read and not yet handed to the sink.
    done: Vec<Vec<Done<T>>>,
    wanted: Wanted<'a>,
    made: Made<'a, T>,
    sink: Sink<'a, T>,
}

impl<T: Send> Bundle<'_, T> {
    fn add(&mut self, unit: Unit, bytes: u64) -> ControlFlow<()> {
        self.units.push(unit);
        self.bytes += bytes;
        if self.units.len() >= BUNDLE_UNITS || self.bytes >= BUNDLE_BYTES {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    /// An input that is small: one unit, unless it is packed, since what comes out may be large.
    fn small(&mut self, mut input: Input, uri: String) -> ControlFlow<()> {
        let mut bytes = Vec::new();
        let reader: &mut dyn Read = match &mut input {
            Input::Stream(stream) => stream,
            Input::File(file) => file,
        };
        match reader.take(SMALL + 1).read_to_end(&mut bytes) {
            Err(error) => self.add(Unit::Parts(vec![Err(unreadable(&error))], uri, true), 0),
            Ok(_) if bytes.len() as u64 > SMALL => {
                // It grew since its length was asked for.
                let start = Cursor::new(bytes);
                let whole: Box<dyn Read + Send> = match input {
                    Input::Stream(stream) => Box::new(start.chain(stream)),
                    Input::File(file) => Box::new(start.chain(file)),
                };
                self.stream(Input::Stream(whole), uri)
            }
            Ok(_) if rapporteur_input::is_packed(&bytes) => self.stream(Input::File(Box::new(Cursor::new(bytes))), uri),
            Ok(length) => self.add(Unit::Whole(bytes, uri), length as u64),
        }
    }

    fn stream(&mut self, input: Input, uri: String) -> ControlFlow<()> {
        let (options, news) = (self.options, &self.reader.lexicon().news);
        let parts: Box<dyn Iterator<Item = Result<Part, Diagnostic>>> = match input {
            Input::Stream(stream) => Box::new(rapporteur_input::parts(&uri, stream, options, news)),
            Input::File(file) => Box::new(rapporteur_input::file_parts(&uri, file, options, news)),
        };
        let mut parts = parts.peekable();
        while parts.peek().is_some() {
            let (mut unit, mut bytes) = (Vec::new(), 0);
            while unit.len() < ROWS && bytes < ROWS_BYTES {
                let Some(part) = parts.next() else { break };
                bytes += part.as_ref().map_or(0, Part::size);
                unit.push(part);
            }
            let last = parts.peek().is_none();
            self.add(Unit::Parts(unit, uri.clone(), last), bytes as u64)?;
        }
        ControlFlow::Continue(())
    }

    /// Reads what is gathered, while the sink takes what was read before.
    fn flush(&mut self) -> ControlFlow<()> {
        self.bytes = 0;
        let units = std::mem::take(&mut self.units);
        let before = std::mem::take(&mut self.done);
        let (reader, options, wanted, made) = (self.reader, self.options, self.wanted, self.made);
        let Some(pool) = &self.pool else {
            let read = |unit| {
                let (parts, uri, last) = take_apart(reader, options, unit);
                let count = parts.len();
                let parts = parts.into_iter().enumerate();
                parts.map(|(at, part)| read_one(reader, options, wanted, made, part, &uri, last && at + 1 == count)).collect()
            };
            self.done = units.into_iter().map(read).collect();
            return deliver(before, self.sink);
        };
        // The reports of one unit are spread over the threads too: a file may hold many.
        let read = |unit| {
            let (parts, uri, last) = take_apart(reader, options, unit);
            let count = parts.len();
            let parts = parts.into_par_iter().enumerate();
            parts.map(|(at, part)| read_one(reader, options, wanted, made, part, &uri, last && at + 1 == count)).collect()
        };
        let (done, sink) = (&mut self.done, &mut *self.sink);
        pool.in_place_scope(|scope| {
            scope.spawn(|_| *done = units.into_par_iter().map(read).collect());
            deliver(before, sink)
        })
    }

    /// Reads what is left, and hands over all that is read.
    fn finish(mut self) -> ControlFlow<()> {
        self.flush()?;
        deliver(self.done, self.sink)
    }
}

fn deliver<T>(done: Vec<Vec<Done<T>>>, sink: Sink<'_, T>) -> ControlFlow<()> {
    done.into_iter().flatten().try_for_each(|(uri, result, last)| sink(uri, result, last))
}

/// The reports of a unit, where they come from, and whether they are the last of their source.
fn take_apart(reader: &Reader, options: &Options, unit: Unit) -> (Parts, String, bool) {
    match unit {
        Unit::Parts(parts, uri, last) => (parts, uri, last),
        Unit::Whole(bytes, uri) => {
            let parts = rapporteur_input::parts(&uri, Box::new(Cursor::new(bytes)), options, &reader.lexicon().news).collect();
            (parts, uri, true)
        }
    }
}

type Done<T> = (String, Option<Result<T, Diagnostic>>, bool);

fn read_one<T>(
    reader: &Reader,
    options: &Options,
    wanted: Wanted<'_>,
    made: Made<'_, T>,
    part: Result<Part, Diagnostic>,
    uri: &str,
    last: bool,
) -> Done<T> {
    match part.and_then(|part| part.document(options, &reader.lexicon().news)) {
        Ok(document) => {
            let uri = document.uri.clone();
            let read = wanted(&document).then(|| reader.read(&document));
            (uri, read.map(|read| read.map(|read| made(document, read))), last)
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
