//! The entrance: one input → its reports, in order, as a stream.

use crate::kind::{self, Kind};
use crate::{Options, encoding, frame, html, language, pdf, rows, source, text};
use rapporteur_lexicon::News;
use rapporteur_record::{Code, DateClue, DateSource, Diagnostic, Document};
use std::io::{Cursor, Read};
use std::iter;

type Reports<'a> = Box<dyn Iterator<Item = Result<Document, Diagnostic>> + 'a>;

/// One input → its reports, in order.
///
/// The kind is seen from the bytes: plain text, HTML and PDF hold one report; JSONL, JSON arrays,
/// CSV, TSV and feeds hold one a row, and are read as a stream. What cannot be read is an `Err` in
/// its place, and the iteration goes on with the next row.
///
/// *Limits*: one report is at most `options.max_bytes` long, so that memory is bounded whatever
/// comes in; a line of a report is at most 4 MiB.
pub fn documents<'a>(
    uri: &str,
    mut reader: Box<dyn Read + 'a>,
    options: &'a Options,
    news: &'a News,
) -> impl Iterator<Item = Result<Document, Diagnostic>> + 'a {
    let reports: Reports<'a> = match source::head(&mut *reader, kind::HEAD) {
        Ok(head) => open(uri, head, reader, options, news),
        Err(error) => one(Err(source::unreadable(&error))),
    };
    reports
}

fn one<'a>(report: Result<Document, Diagnostic>) -> Reports<'a> {
    Box::new(iter::once(report))
}

fn open<'a>(uri: &str, head: Vec<u8>, reader: Box<dyn Read + 'a>, options: &'a Options, news: &'a News) -> Reports<'a> {
    if let Some(diagnostic) = encoding::unknown(options) {
        return one(Err(diagnostic));
    }
    let whole = head.len() < kind::HEAD;
    let kind = Kind::of(&head, whole, options, &news.furniture);
    let wide = encoding::wide_encoding(&head, options);
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut start = Cursor::new(head);
    match kind {
        Kind::Empty => {
            let what = if start.get_ref().is_empty() { "the input is empty" } else { "the input holds only white space" };
            one(Err(Diagnostic::new(Code::InputEmpty, what).help("check that the right file was given")))
        }
        Kind::NotText(what) => {
            one(Err(Diagnostic::new(Code::InputNotText, format!("this is {what}")).help("give plain text, HTML, PDF, JSONL or CSV")))
        }
        Kind::Text | Kind::Html | Kind::Pdf => {
            let bytes = source::whole(&mut start.chain(reader), options);
            one(bytes.and_then(|bytes| single(uri, kind, &bytes, options, news)))
        }
        Kind::Feed => match source::whole(&mut start.chain(reader), options) {
            Ok(bytes) => rows::feed::read(uri, &bytes, options, news),
            Err(diagnostic) => one(Err(diagnostic)),
        },
        Kind::JsonLines | Kind::JsonValues | Kind::Table(_) => {
            start.set_position(mark);
            let stream = start.chain(reader);
            let stream: Box<dyn Read + 'a> = match wide {
                Some(encoding) => Box::new(source::Transcoded::new(stream, encoding)),
                None => Box::new(stream),
            };
            match kind {
                Kind::JsonLines => Box::new(rows::json::lines(uri, stream, options, news)),
                Kind::Table(dialect) => Box::new(rows::csv::read(uri, stream, dialect, options, news)),
                _ => Box::new(rows::json::values(uri, stream, options, news)),
            }
        }
    }
}

/// The one report of a file in plain text, HTML or PDF.
fn single(uri: &str, kind: Kind, bytes: &[u8], options: &Options, news: &News) -> Result<Document, Diagnostic> {
    let mut document = match &kind {
        Kind::Pdf => {
            let (text, blocks, diagnostics) = pdf::extract(bytes)?;
            Document { uri: uri.to_owned(), text, blocks, diagnostics, ..Document::default() }
        }
        Kind::Html => {
            let decoded = encoding::decode(bytes, options, true);
            let mut document = html::document(uri, &decoded.text, news)?;
            // Their places are places in the page's source, not in the text taken from it.
            let decoded = decoded.diagnostics.into_iter().map(|diagnostic| Diagnostic { span: None, ..diagnostic });
            document.diagnostics.splice(0..0, decoded);
            document
        }
        _ => {
            let decoded = encoding::decode(bytes, options, false);
            text::document(uri.to_owned(), decoded.text, decoded.diagnostics)
        }
    };
    if let Some(diagnostic) = text::refuse(&document.text) {
        return Err(diagnostic);
    }
    document.diagnostics.extend(encoding::control_characters(&document.text));
    given_date(&mut document, options);
    let own = (kind == Kind::Html).then(|| document.blocks.clone());
    frame::frame(&mut document, news);
    if let Some(own) = own {
        document.blocks = html::settle(own, &document.blocks);
        language::detect(&mut document);
    }
    document.date_clues.sort_by_key(|clue| clue.source);
    Ok(document)
}

/// The date that the user gives goes before all others.
pub(crate) fn given_date(document: &mut Document, options: &Options) {
    if let Some(date) = &options.date {
        document.date_clues.insert(0, DateClue { source: DateSource::User, raw: date.clone(), span: None });
    }
}
