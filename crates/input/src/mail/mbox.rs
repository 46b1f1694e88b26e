//! A mailbox: messages one after another, a line `From sender date` before each (RFC 4155).
//!
//! A message ends where a line begins with `From ` behind an empty one; `>From ` inside is a `From ` that was
//! protected. *Limits*: a message is at most as long as one report may be; of a longer one nothing is kept.

use crate::archive::limits::Fault;
use crate::archive::{Archive, Entry, Label, Name};
use crate::kind::Kind;
use crate::{Options, source};
use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is looked at for a boundary; the rest of a longer one is no boundary.
const LONGEST_LINE: u64 = 64 << 10;

/// Whether `text` begins with the line before a message.
pub(crate) fn is_mbox(text: &str) -> bool {
    let mut lines = text.lines();
    let Some(first) = lines.next() else { return false };
    let field =
        |line: &str| line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()));
    is_boundary(first.as_bytes()) && lines.next().is_some_and(field)
}

/// `From kelm@courier.example Tue May  6 10:00:00 2031`
fn is_boundary(line: &[u8]) -> bool {
    const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip(1);
    words.next().is_some_and(|day| DAYS.contains(&day)) && rest.iter().filter(|byte| **byte == b':').count() >= 1
}

pub(crate) struct Mbox<'a, R> {
    inner: BufReader<R>,
    options: &'a Options,
    number: usize,
    message: Vec<u8>,
    at: usize,
    done: bool,
}

impl<'a, R: Read> Mbox<'a, R> {
    pub(crate) fn new(inner: R, options: &'a Options) -> Self {
        Self { inner: BufReader::with_capacity(64 << 10, inner), options, number: 0, message: Vec::new(), at: 0, done: false }
    }

    /// A piece of a line, its end with it where it is whole.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        line.clear();
        (&mut self.inner).take(LONGEST_LINE).read_until(b'\n', line)
    }

    /// Gathers lines up to the next boundary or the end; whether all of them were kept.
    fn gather(&mut self) -> Result<bool, Fault> {
        self.message.clear();
        let (mut whole, mut line, mut blank, mut begun) = (true, Vec::new(), false, true);
        loop {
            if self.line(&mut line).map_err(Fault::of)? == 0 {
                self.done = true;
                return Ok(whole);
            }
            if begun && blank && is_boundary(&line) {
                return Ok(whole);
            }
            blank = begun && matches!(line.as_slice(), b"\n" | b"\r\n");
            let protected = begun && line.starts_with(b">") && line.iter().find(|byte| **byte != b'>') == Some(&b'F') && {
                let bare = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
                line[bare..].starts_with(b"From ")
            };
            begun = line.ends_with(b"\n");
            if self.message.len() + line.len() > self.options.max_bytes {
                whole = false;
                self.message = Vec::new();
            } else if whole {
                self.message.extend_from_slice(if protected { &line[1..] } else { &line });
            }
        }
    }
}

impl<R: Read> Archive for Mbox<'_, R> {
    fn next(&mut self) -> Result<Option<Entry>, Fault> {
        if self.number == 0 && !self.done {
            // The first boundary.
            let mut line = Vec::new();
            self.line(&mut line).map_err(Fault::of)?;
        }
        if self.done {
            return Ok(None);
        }
        self.number += 1;
        self.at = 0;
        let gathered = self.gather();
        let mut entry = Entry { name: Label::Number(self.number), kind: Some(Kind::Mail), ..Entry::new(Name::of(b"")) };
        match gathered {
            Ok(true) => {}
            Ok(false) => entry.fault = Some(Fault(source::too_large("the message", self.options))),
            Err(fault) => {
                // The message is not whole: its fault stands in its place.
                self.done = true;
                entry.fault = Some(fault);
            }
        }
        Ok(Some(entry))
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = out.len().min(self.message.len() - self.at);
        out[..count].copy_from_slice(&self.message[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mailbox: &[u8], wanted: &[&str]) {
        let options = Options { max_bytes: 4000, ..Options::default() };
        let mut mbox = Mbox::new(mailbox, &options);
        let mut found = Vec::new();
        while let Some(entry) = mbox.next().unwrap() {
            let mut message = String::new();
            Read::read_to_string(&mut Bytes(&mut mbox), &mut message).unwrap();
            found.push(entry.fault.map_or(message, |fault| fault.0.code.to_string()));
        }
        assert_eq!(found, wanted);
    }

    struct Bytes<'m, 'a>(&'m mut Mbox<'a, &'a [u8]>);

    impl Read for Bytes<'_, '_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            Archive::read(self.0, out)
        }
    }

    #[test]
    fn messages_are_apart_by_their_boundary() {
        let from = "From kelm@courier.example Tue May  6 10:00:00 2031\n";
        let two = format!(
            "{from}Subject: a\n\n>From Kelm they came.\n>>From x\nFrom Sund we left.\n\nFrom there on: no.\n\n{from}Subject: b\n\nx\n"
        );
        assert!(is_mbox(&two) && !is_mbox("From Kelm to Sund the ferry sails at 10:00\nagain.\n"));
        check(
            two.as_bytes(),
            &["Subject: a\n\nFrom Kelm they came.\n>From x\nFrom Sund we left.\n\nFrom there on: no.\n\n", "Subject: b\n\nx\n"],
        );
        let long = format!("{from}Subject: a\n\n{}\n\n{from}Subject: b\n\nx\n", "word ".repeat(2000));
        check(long.as_bytes(), &["input/too-large", "Subject: b\n\nx\n"]);
    }
}
