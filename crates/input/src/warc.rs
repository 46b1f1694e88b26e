//! Web archives (ISO 28500, WARC 1.0 and 1.1): pages as a crawler fetched them.
//!
//! A report is a page that a server gave with success (`response`), or what was stored or converted without
//! one (`resource`, `conversion`), if its type is one of text. All else, pictures, requests and notes, is passed
//! over without a word. The address of a report is that of the page; the day of the crawl is the weakest clue to its
//! date. A `.warc.gz` is one gzip stream a record, which unpacks like any other.
//!
//! *Limits*: revisits and records in pieces are passed over. Where a record is not as long as it says, the next
//! one is looked for, and the place in the unpacked stream is named.

use crate::archive::limits::Fault;
use crate::archive::{Archive, Entry, Label, Name};
use crate::documents::Carried;
use crate::kind::Kind;
use encoding_rs::Encoding;
use rapporteur_record::{Code, DateClue, DateSource};
use std::io::{self, BufRead, BufReader, Read};

/// The longest line of a header.
const LONGEST_LINE: u64 = 16 << 10;
/// The most lines of a header.
const MOST_LINES: usize = 1000;
/// The longest address that is taken.
const LONGEST_ADDRESS: usize = 4000;

pub(crate) struct Warc<R> {
    inner: BufReader<R>,
    /// Where in the stream the next byte stands.
    at: u64,
    /// Bytes of the record that were not read.
    left: u64,
    /// Bytes of the chunk that were not read, where the body comes in chunks.
    chunk: Option<u64>,
    /// Bytes of the body that were read to look at them.
    pending: Vec<u8>,
    /// Whether the first line of the next record was read.
    begun: bool,
    ended: bool,
    dead: bool,
}

/// Names (in small letters) and values.
type Fields = Vec<(String, String)>;

fn value<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

impl<R: Read> Warc<R> {
    pub(crate) fn new(inner: R) -> Self {
        let inner = BufReader::with_capacity(64 << 10, inner);
        Self { inner, at: 0, left: 0, chunk: None, pending: Vec::new(), begun: false, ended: true, dead: false }
    }

    /// The next line with its end, of which no more is kept than a header needs; empty at the end.
    fn line(&mut self, most: u64) -> Result<Vec<u8>, Fault> {
        let mut line = Vec::new();
        let got = (&mut self.inner).take(most.min(LONGEST_LINE)).read_until(b'\n', &mut line).map_err(Fault::of)?;
        self.at += got as u64;
        Ok(line)
    }

    /// A line of the record's content.
    fn inner_line(&mut self) -> Result<Vec<u8>, Fault> {
        let line = self.line(self.left)?;
        if line.is_empty() && self.left > 0 {
            return Err(Fault::cut());
        }
        self.left -= line.len() as u64;
        Ok(line)
    }

    /// Lines `Name: value` up to an empty one.
    fn fields(&mut self, inside: bool) -> Result<Fields, Fault> {
        let mut fields = Fields::new();
        for _ in 0..MOST_LINES {
            let line = if inside { self.inner_line()? } else { self.line(u64::MAX)? };
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\r', '\n']);
            if text.is_empty() {
                if !inside && line.is_empty() {
                    return Err(Fault::cut());
                }
                return Ok(fields);
            }
            if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Err(Fault::damaged("a header of the web archive does not end"))
    }

    /// Goes past the line `WARC/1.…` of the next record, and says where bytes lie that belong to none; `None` at the end.
    fn find(&mut self) -> Result<Option<Option<u64>>, Fault> {
        let rest = std::mem::take(&mut self.left);
        let skipped = io::copy(&mut (&mut self.inner).take(rest), &mut io::sink()).map_err(Fault::of)?;
        self.at += skipped;
        if skipped < rest {
            return Err(Fault::cut());
        }
        let mut lost: Option<u64> = None;
        loop {
            let start = self.at;
            let line = self.line(u64::MAX)?;
            if line.is_empty() {
                return lost.map_or(Ok(None), |at| Err(lost_at(at, "no other was found behind it")));
            }
            if line.starts_with(b"WARC/1.") {
                return Ok(Some(lost));
            }
            if line.iter().any(|byte| !byte.is_ascii_whitespace()) {
                lost.get_or_insert(start);
            }
        }
    }

    fn record(&mut self) -> Result<Option<Entry>, Fault> {
        let mut entry = Entry { name: Label::Archive, ..Entry::new(Name::of(b"")) };
        if !self.begun {
            match self.find()? {
                None => return Ok(None),
                Some(None) => {}
                Some(Some(at)) => {
                    // What was lost is said first; the record behind it is read next time.
                    self.begun = true;
                    entry.fault = Some(lost_at(at, "the next one was found behind it"));
                    return Ok(Some(entry));
                }
            }
        }
        self.begun = false;
        let fields = self.fields(false)?;
        let Some(length) = value(&fields, "content-length").and_then(|length| length.parse().ok()) else {
            entry.fault = Some(Fault::damaged(format!("the record before byte {} does not say how long it is", self.at)));
            return Ok(Some(entry));
        };
        self.left = length;
        self.pending.clear();
        (self.chunk, self.ended) = (None, false);
        let target = value(&fields, "warc-target-uri").unwrap_or_default().trim_matches(['<', '>']);
        let kind = value(&fields, "warc-type").unwrap_or_default().to_ascii_lowercase();
        let usable =
            target.contains("://") && target.len() <= LONGEST_ADDRESS && !target.contains(|c: char| c.is_control() || c.is_whitespace());
        if !usable || !matches!(kind.as_str(), "response" | "resource" | "conversion") {
            entry.skip = true;
            return Ok(Some(entry));
        }
        entry.name = Label::Address(target.to_owned());
        let mut kind_of = value(&fields, "content-type").unwrap_or_default().to_ascii_lowercase();
        if kind == "response" {
            if !kind_of.starts_with("application/http") {
                entry.skip = true;
                return Ok(Some(entry));
            }
            match self.answer() {
                Ok(Some(of)) => kind_of = of,
                Ok(None) => entry.skip = true,
                Err(fault) if fault.0.code == Code::InputBadMember => {
                    entry.fault = Some(fault);
                    return Ok(Some(entry));
                }
                Err(fault) => return Err(fault),
            }
        }
        match media(&kind_of) {
            Some(kind) => entry.kind = kind,
            None => entry.skip = true,
        }
        entry.carried = Carried { encoding: charset(&kind_of), ..Carried::default() };
        if let Some(date) = value(&fields, "warc-date").filter(|date| date.len() <= 40) {
            entry.carried.dates.push(DateClue { source: DateSource::Fetched, raw: date.to_owned(), span: None });
        }
        Ok(Some(entry))
    }

    /// Reads what the server says before its page, and gives the type of that; `None` where it gave none.
    fn answer(&mut self) -> Result<Option<String>, Fault> {
        let status = self.inner_line()?;
        let fields = self.fields(true)?;
        if !status.starts_with(b"HTTP/") || !status.split(|byte| *byte == b' ').nth(1).is_some_and(|code| code.starts_with(b"2")) {
            return Ok(None);
        }
        let kind = value(&fields, "content-type").unwrap_or_default().to_ascii_lowercase();
        let says = |name, word: &str| value(&fields, name).is_some_and(|value| value.to_ascii_lowercase().contains(word));
        if media(&kind).is_some() && (says("content-encoding", "br") || says("content-encoding", "compress")) {
            return Err(Fault::damaged("the page is packed in a way that is not read (gzip and zstd are)"));
        }
        if says("transfer-encoding", "chunked") && self.left > 0 {
            // Some crawlers join the chunks and leave the word: then this line is the page's.
            let line = self.inner_line()?;
            self.chunk = chunk_size(&line);
            if self.chunk.is_none() {
                self.pending = line;
            }
        }
        Ok(Some(kind))
    }

    /// Bytes of the body of the record.
    fn body(&mut self, out: &mut [u8]) -> Result<usize, Fault> {
        if self.ended || out.is_empty() {
            return Ok(0);
        }
        if !self.pending.is_empty() {
            let count = self.pending.len().min(out.len());
            out[..count].copy_from_slice(&self.pending[..count]);
            self.pending.drain(..count);
            return Ok(count);
        }
        if self.chunk == Some(0) && self.left > 0 {
            // The end of the chunk before, then the length of the next one.
            let mut line = self.inner_line()?;
            if line.iter().all(u8::is_ascii_whitespace) && self.left > 0 {
                line = self.inner_line()?;
            }
            self.chunk = Some(chunk_size(&line).unwrap_or(0));
        }
        let most = self.left.min(self.chunk.unwrap_or(u64::MAX)).min(out.len() as u64) as usize;
        if most == 0 {
            self.ended = true;
            return Ok(0);
        }
        let got = self.inner.read(&mut out[..most]).map_err(Fault::of)?;
        if got == 0 {
            return Err(Fault::cut());
        }
        self.at += got as u64;
        self.left -= got as u64;
        self.chunk = self.chunk.map(|chunk| chunk - got as u64);
        Ok(got)
    }
}

/// The length of a chunk, from the line before it.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let ends = matches!(line.get(digits), Some(b'\r' | b'\n' | b';' | b' '));
    let text = std::str::from_utf8(&line[..digits]).ok().filter(|text| ends && (1..=12).contains(&text.len()))?;
    u64::from_str_radix(text, 16).ok()
}

fn lost_at(at: u64, rest: &str) -> Fault {
    Fault::damaged(format!("there is no record at byte {at} of the unpacked web archive, where one should begin; {rest}"))
}

/// What a type of media holds: a report, and of which kind where the type says so; `None` for what is no text.
fn media(kind: &str) -> Option<Option<Kind>> {
    match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => Some(Some(Kind::Html)),
        "text/plain" => Some(Some(Kind::Text)),
        "application/pdf"
        | "application/rss+xml"
        | "application/atom+xml"
        | "application/xml"
        | "text/xml"
        | "application/feed+json"
        | "message/rfc822" => Some(None),
        _ => None,
    }
}

fn charset(kind: &str) -> Option<&'static Encoding> {
    let (_, rest) = kind.split_once("charset=")?;
    Encoding::for_label(rest.split(';').next()?.trim().trim_matches(['"', '\'']).as_bytes())
}

impl<R: Read> Archive for Warc<R> {
    fn next(&mut self) -> Result<Option<Entry>, Fault> {
        if self.dead {
            return Ok(None);
        }
        let entry = self.record();
        self.dead = !matches!(entry, Ok(Some(_)));
        entry
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.body(out).map_err(|fault| {
            (self.dead, self.ended) = (true, true);
            fault.into()
        })
    }
}
