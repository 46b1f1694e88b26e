//! The entrance: one input → its reports, in order, as a stream.

use crate::archive::limits::{Budget, Counted, Fault, Unpacked};
use crate::archive::{Members, tar::Tar, zip::Zip};
use crate::kind::{self, Kind};
use crate::mail::mbox::Mbox;
use crate::warc::Warc;
use crate::{Options, encoding, frame, html, language, mail, pdf, rows, source, text};
use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;
use rapporteur_lexicon::News;
use rapporteur_record::{Code, DateClue, DateSource, Diagnostic, Document};
use std::io::{BufReader, Cursor, Read, Seek};
use std::iter;
use std::rc::Rc;

pub(crate) type Reports<'a> = Box<dyn Iterator<Item = Result<Part, Diagnostic>> + 'a>;

/// A file in which one can go back.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// One input → its reports, in order.
///
/// The kind is seen from the bytes: plain text, HTML, PDF and mail hold one report; JSONL, JSON arrays,
/// CSV, TSV, feeds and Parquet hold one a row; archives, mailboxes and web archives hold inputs of any
/// kind. All but Parquet are read as a stream. What cannot be read is an `Err` in its place, and the
/// iteration goes on with the next.
///
/// *Limits*: one report is at most `options.max_bytes` long, so that memory is bounded whatever
/// comes in; a line of a report is at most 4 MiB; archives are bounded by `options.limits`. Of a stream, a
/// Parquet table is read up to `options.max_bytes`; give it as a file to [`file_parts`] instead.
pub fn documents<'a>(
    uri: &str,
    reader: Box<dyn Read + 'a>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
    parts(uri, reader, options, news).map(|part| part.and_then(|part| part.document(options, news)))
}

/// As [`documents`], with the last step left to do: [`Part::document`], which takes most of the time and may be done
/// on another thread.
pub fn parts<'a>(
    uri: &str,
    reader: Box<dyn Read + 'a>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Part, Diagnostic>> + 'a {
    let place = Place::new(uri, options);
    let reader = Counted::new(reader, Rc::clone(&place.budget));
    open(place, Box::new(reader), options, news)
}

/// As [`parts`], of a file: what must be read from its end, as Parquet tables are, is not held in memory.
pub fn file_parts<'a>(
    uri: &str,
    mut file: Box<dyn ReadSeek>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Part, Diagnostic>> + 'a {
    let parts: Reports<'a> = match source::head(&mut *file, 4) {
        Ok(head) if head == rows::parquet::MAGIC => rows::parquet::read_file(uri, file, options, news),
        // Pipes and terminals are opened as files too; one cannot go back in them.
        Ok(head) => Box::new(parts(uri, Box::new(Cursor::new(head).chain(file)), options, news)),
        Err(error) => one(Err(source::unreadable(&error))),
    };
    parts
}

/// Whether an input that begins with `head` (512 bytes are enough) may hold much more than its size says, so that it must
/// be taken apart as a stream.
pub fn is_packed(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"\x1f\x8b") || head.starts_with(b"\x28\xb5\x2f\xfd") || head.starts_with(rows::parquet::MAGIC)
        // What is packed may lie in a plain archive.
        || crate::archive::tar::is_header(head)
        || head.starts_with(b"WARC/")
}

/// A report before its last step: made of a row, or as the bytes of a page, a PDF, a mail, a text.
pub struct Part(Inside);

enum Inside {
    Made(Box<Document>),
    Bytes(Box<Single>),
}

/// The bytes of one report and what is known of them.
struct Single {
    uri: String,
    member: Option<String>,
    carried: Carried,
    kind: Kind,
    bytes: Vec<u8>,
}

impl Part {
    /// Bytes that it holds, about.
    pub fn size(&self) -> usize {
        match &self.0 {
            Inside::Made(document) => document.text.len(),
            Inside::Bytes(single) => single.bytes.len(),
        }
    }

    /// The report.
    ///
    /// # Errors
    /// When the bytes hold none.
    pub fn document(self, options: &Options, news: &News) -> Result<Document, Diagnostic> {
        match self.0 {
            Inside::Made(mut document) => {
                language::detect(&mut document);
                Ok(*document)
            }
            Inside::Bytes(single) => single.document(options, news).map_err(|diagnostic| complaint(single.member.as_deref(), diagnostic)),
        }
    }
}

impl From<Document> for Part {
    fn from(document: Document) -> Self {
        Self(Inside::Made(Box::new(document)))
    }
}

/// What a mail, a web archive or an archive says of a report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    /// Clues to its date.
    pub dates: Vec<DateClue>,
    /// The encoding that a server gave with it.
    pub encoding: Option<&'static Encoding>,
    /// What was noticed on the way to it.
    pub notices: Vec<Diagnostic>,
}

/// Where in an input something stands.
#[derive(Clone)]
pub(crate) struct Place {
    /// The input, `!` and the member in it, `#` and the number of a row.
    pub uri: String,
    /// How deep it is packed.
    depth: usize,
    /// The member, in words.
    member: Option<String>,
    /// What it is, where that is known from around it.
    pub kind: Option<Kind>,
    /// What is said of it from around it.
    pub carried: Carried,
    budget: Rc<Budget>,
}

impl Place {
    fn new(uri: &str, options: &Options) -> Self {
        Self { uri: uri.to_owned(), depth: 0, member: None, kind: None, carried: Carried::default(), budget: Budget::new(options) }
    }

    /// What is unpacked from this.
    fn unpacked(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn within(&self, uri: String, member: &str) -> Self {
        let member = match &self.member {
            Some(outer) => format!("{outer}!{member}"),
            None => member.to_owned(),
        };
        Self { uri, depth: self.depth + 1, member: Some(member), kind: None, carried: Carried::default(), budget: Rc::clone(&self.budget) }
    }

    /// A member of this archive.
    pub(crate) fn member(&self, name: String) -> Self {
        self.within(format!("{}!{name}", self.uri), &name)
    }

    /// The member with this number from 1.
    pub(crate) fn numbered(&self, number: usize) -> Self {
        self.within(format!("{}#{number}", self.uri), &format!("#{number}"))
    }

    /// A member that has an address of its own.
    pub(crate) fn at(&self, address: String) -> Self {
        let name = address.clone();
        self.within(address, &name)
    }

    /// Whether the input gave more than it may, which was said then.
    pub(crate) fn is_spent(&self) -> bool {
        self.budget.is_spent()
    }

    /// A diagnostic about this place, which its message names.
    pub(crate) fn complaint(&self, diagnostic: Diagnostic) -> Diagnostic {
        complaint(self.member.as_deref(), diagnostic)
    }
}

fn complaint(member: Option<&str>, mut diagnostic: Diagnostic) -> Diagnostic {
    if let Some(member) = member {
        diagnostic.message = format!("`{member}`: {}", diagnostic.message);
    }
    diagnostic
}

fn one<'a>(report: Result<Part, Diagnostic>) -> Reports<'a> {
    Box::new(iter::once(report))
}

/// The reports of what is at `place`.
pub(crate) fn open<'a>(place: Place, mut reader: Box<dyn Read + 'a>, options: &'a Options, news: &'a News) -> Reports<'a> {
    if let Some(diagnostic) = encoding::unknown(options) {
        return one(Err(diagnostic));
    }
    let (head, failed) = source::begin(&mut *reader, kind::HEAD);
    if let Some(error) = &failed
        && head.is_empty()
    {
        return one(Err(place.complaint(source::unreadable(error))));
    }
    let whole = failed.is_none() && head.len() < kind::HEAD;
    let kind = Kind::of(&head, whole, options, &news.furniture).given(place.kind.clone());
    let wide = encoding::wide_encoding(&head, options);
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut start = Cursor::new(head);
    let rest = source::Rest::new(reader, failed);
    match kind {
        Kind::Empty => {
            let what = if start.get_ref().is_empty() { "the input is empty" } else { "the input holds only white space" };
            one(Err(place.complaint(Diagnostic::new(Code::InputEmpty, what).help("check that the right file was given"))))
        }
        Kind::NotText(what) => {
            let diagnostic = Diagnostic::new(Code::InputNotText, format!("this is {what}"));
            one(Err(place.complaint(diagnostic.help("give text, HTML, PDF, mail, a table, a feed or an archive of them"))))
        }
        Kind::Text | Kind::Html | Kind::Pdf | Kind::Mail => match source::whole(&mut start.chain(rest), options) {
            Ok(bytes) => {
                let Place { uri, member, carried, .. } = place;
                one(Ok(Part(Inside::Bytes(Box::new(Single { uri, member, carried, kind, bytes })))))
            }
            Err(diagnostic) => one(Err(place.complaint(diagnostic))),
        },
        Kind::Feed | Kind::JsonFeed | Kind::Parquet => match source::whole(&mut start.chain(rest), options) {
            Ok(bytes) if kind == Kind::Feed => rows_of(place.clone(), rows::feed::read(&place.uri, &bytes, options, news)),
            Ok(bytes) if kind == Kind::JsonFeed => rows_of(place.clone(), rows::jsonfeed::read(&place.uri, &bytes, options, news)),
            Ok(bytes) => rows_of(place.clone(), rows::parquet::read_bytes(&place.uri, bytes, options, news)),
            Err(diagnostic) => one(Err(place.complaint(diagnostic))),
        },
        Kind::JsonLines | Kind::JsonValues | Kind::Table(_) => {
            start.set_position(mark);
            let stream = start.chain(rest);
            let stream: Box<dyn Read + 'a> = match wide {
                Some(encoding) => Box::new(source::Transcoded::new(stream, encoding)),
                None => Box::new(stream),
            };
            let uri = place.uri.clone();
            match kind {
                Kind::JsonLines => rows_of(place, rows::json::lines(&uri, stream, options, news)),
                Kind::Table(dialect) => rows_of(place, rows::csv::read(&uri, stream, dialect, options, news)),
                _ => rows_of(place, rows::json::values(&uri, stream, options, news)),
            }
        }
        Kind::Gzip | Kind::Zstd | Kind::Tar | Kind::Zip | Kind::Mbox | Kind::Warc => {
            if place.depth >= options.limits.depth {
                let what = format!("archives lie in archives more than {} deep; this one was left out", options.limits.depth);
                return one(Err(place.complaint(Fault::limit(what).0)));
            }
            unpack(place, &kind, Box::new(start.chain(rest)), options, news)
        }
    }
}

/// The reports of what is packed.
fn unpack<'a>(place: Place, kind: &Kind, stream: Box<dyn Read + 'a>, options: &'a Options, news: &'a News) -> Reports<'a> {
    let budget = Rc::clone(&place.budget);
    match kind {
        Kind::Gzip => open(place.unpacked(), Box::new(Unpacked::new(MultiGzDecoder::new(stream), budget)), options, news),
        Kind::Zstd => match zstd_decoder(stream) {
            Ok(decoder) => open(place.unpacked(), Box::new(Unpacked::new(decoder, budget)), options, news),
            Err(error) => one(Err(place.complaint(source::unreadable(&error)))),
        },
        Kind::Tar => Box::new(Members::new(Tar::new(stream), place, options, news)),
        Kind::Zip => Box::new(Members::new(Zip::new(stream, budget), place, options, news)),
        Kind::Mbox => Box::new(Members::new(Mbox::new(stream, options), place, options, news)),
        _ => Box::new(Members::new(Warc::new(stream), place, options, news)),
    }
}

/// How many bytes back a Zstandard archive may refer: 128 MiB, the most that its program unpacks without being told to.
const ZSTD_WINDOW_LOG: u32 = 27;

fn zstd_decoder<R: Read>(stream: R) -> std::io::Result<zstd::Decoder<'static, BufReader<R>>> {
    let mut decoder = zstd::Decoder::new(stream)?;
    decoder.window_log_max(ZSTD_WINDOW_LOG)?;
    Ok(decoder)
}

/// The reports of rows; what is wrong with one names the member that it stands in.
fn rows_of<'a>(place: Place, rows: impl Iterator<Item = Result<Document, Diagnostic>> + 'a) -> Reports<'a> {
    Box::new(rows.map(move |row| row.map(Part::from).map_err(|diagnostic| place.complaint(diagnostic))))
}

impl Single {
    /// The one report of a file in plain text, HTML, PDF or mail.
    fn document(&self, options: &Options, news: &News) -> Result<Document, Diagnostic> {
        let Self { uri, carried, kind, bytes, .. } = self;
        let mut page = *kind == Kind::Html;
        let mut document = match kind {
            Kind::Pdf => {
                let (text, blocks, diagnostics) = pdf::extract(bytes)?;
                Document { uri: uri.clone(), text, blocks, diagnostics, ..Document::default() }
            }
            Kind::Html => {
                let decoded = encoding::decode(bytes, options, true, carried.encoding);
                let mut document = html::document(uri, &decoded.text, news)?;
                // Their places are places in the page's source, not in the text taken from it.
                let decoded = decoded.diagnostics.into_iter().map(|diagnostic| Diagnostic { span: None, ..diagnostic });
                document.diagnostics.splice(0..0, decoded);
                document
            }
            Kind::Mail => {
                let (document, is_page) = mail::document(uri, bytes, news)?;
                page = is_page;
                document
            }
            _ => {
                let decoded = encoding::decode(bytes, options, false, carried.encoding);
                text::document(uri.clone(), decoded.text, decoded.diagnostics)
            }
        };
        if let Some(diagnostic) = text::refuse(&document.text) {
            return Err(diagnostic);
        }
        document.diagnostics.splice(0..0, carried.notices.iter().cloned());
        document.diagnostics.extend(encoding::control_characters(&document.text));
        given_date(&mut document, options);
        let own = page.then(|| document.blocks.clone());
        frame::frame(&mut document, news);
        if let Some(own) = own {
            document.blocks = html::settle(own, &document.blocks);
            language::detect(&mut document);
        }
        document.date_clues.extend(carried.dates.iter().cloned());
        document.date_clues.sort_by_key(|clue| clue.source);
        Ok(document)
    }
}

/// The date that the user gives goes before all others.
pub(crate) fn given_date(document: &mut Document, options: &Options) {
    if let Some(date) = &options.date {
        document.date_clues.insert(0, DateClue { source: DateSource::User, raw: date.clone(), span: None });
    }
}
