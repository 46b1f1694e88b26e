//! Archives and other files that hold inputs: zip, tar, mailboxes, web archives.
//!
//! Each is read once, from its beginning to its end, as a stream: so an archive may come through a pipe,
//! one that was cut off still gives what was whole, members that overlap cannot multiply, and memory is
//! bounded by one report. A format is an [`Archive`]: it finds the next member and gives its bytes;
//! [`Members`] does the rest.

pub(crate) mod limits;
mod name;
pub(crate) mod tar;
pub(crate) mod zip;

use crate::Options;
use crate::documents::{Carried, Place, Reports, open};
use crate::kind::Kind;
use limits::Fault;
pub(crate) use name::{Name, Names};
use rapporteur_lexicon::News;
use rapporteur_record::{Code, Diagnostic};
use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

/// Members that fail one after another, with none that can be read, before the rest is given up.
const HOPELESS: usize = 100;

/// One format of files that hold others.
pub(crate) trait Archive {
    /// Goes to the next member, past what was not read of the one before; `None` at the end.
    ///
    /// # Errors
    /// When nothing more can be found. A fault that a read of the member gave is not given again.
    fn next(&mut self) -> Result<Option<Entry>, Fault>;

    /// Bytes of the member; none at its end.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize>;
}

/// What an archive says of a member.
pub(crate) struct Entry {
    /// What it is called.
    pub name: Label,
    /// Whether it holds no report by what the archive says of it: a folder, a picture, a request.
    pub skip: bool,
    /// Why it cannot be read, where that is known beforehand.
    pub fault: Option<Fault>,
    /// What it is, where the archive knows better than its bytes.
    pub kind: Option<Kind>,
    /// What the archive says of the report.
    pub carried: Carried,
}

/// What a member is called in its archive.
pub(crate) enum Label {
    /// By a name.
    Name(Name),
    /// By its number from 1.
    Number(usize),
    /// By its address on the web.
    Address(String),
    /// It is the archive itself that something is wrong with.
    Archive,
}

impl Entry {
    pub(crate) fn new(name: Name) -> Self {
        Self { name: Label::Name(name), skip: false, fault: None, kind: None, carried: Carried::default() }
    }
}

/// All bytes of a buffer from `reader`.
fn fill(reader: &mut impl Read, out: &mut [u8]) -> Result<(), Fault> {
    reader.read_exact(out).map_err(Fault::of)
}

/// Reads on past `count` bytes.
fn discard(reader: &mut impl Read, count: u64) -> Result<(), Fault> {
    match io::copy(&mut reader.take(count), &mut io::sink()) {
        Ok(got) if got == count => Ok(()),
        Ok(_) => Err(Fault::cut()),
        Err(error) => Err(Fault::of(error)),
    }
}

/// The reports in an archive's members, in order.
pub(crate) struct Members<'a> {
    archive: Rc<RefCell<dyn Archive + 'a>>,
    /// The archive itself.
    place: Place,
    options: &'a Options,
    news: &'a News,
    names: Names,
    inner: Option<Reports<'a>>,
    count: usize,
    /// Reports and faults that came out, and whether one was a report.
    failed: usize,
    read: bool,
    done: bool,
}

impl<'a> Members<'a> {
    pub(crate) fn new(archive: impl Archive + 'a, place: Place, options: &'a Options, news: &'a News) -> Self {
        let archive = Rc::new(RefCell::new(archive));
        let names = Names::default();
        Self { archive, place, options, news, names, inner: None, count: 0, failed: 0, read: false, done: false }
    }

    /// What the next member is, or why there is none.
    fn advance(&mut self) -> Result<Option<Entry>, Diagnostic> {
        let entry = self.archive.borrow_mut().next().map_err(|fault| self.place.complaint(fault.0))?;
        if entry.is_none() && self.failed == 0 && !self.read {
            let nothing = Diagnostic::new(Code::InputEmpty, "it holds no report").help("check that the right file was given");
            return Err(self.place.complaint(nothing));
        }
        self.count += 1;
        if self.count > self.options.limits.members {
            let what = format!("it holds more than {} members; the rest was left out", self.options.limits.members);
            return Err(self.place.complaint(Fault::limit(what).0));
        }
        Ok(entry)
    }

    fn enter(&mut self, entry: Entry) -> Option<Diagnostic> {
        let mut notice = None;
        let mut place = match entry.name {
            Label::Name(name) => {
                notice = name.notice;
                self.place.member(self.names.unique(name.shown))
            }
            Label::Number(number) => self.place.numbered(number),
            Label::Address(address) => self.place.at(address),
            Label::Archive => self.place.clone(),
        };
        place.carried = entry.carried;
        place.carried.notices.extend(notice);
        place.kind = entry.kind;
        if let Some(fault) = entry.fault {
            return Some(place.complaint(fault.0));
        }
        let member = Member(Rc::clone(&self.archive));
        self.inner = Some(open(place, Box::new(member), self.options, self.news));
        None
    }
}

impl Iterator for Members<'_> {
    type Item = <Reports<'static> as Iterator>::Item;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(inner) = &mut self.inner {
                match inner.next() {
                    Some(Ok(part)) => {
                        self.read = true;
                        return Some(Ok(part));
                    }
                    Some(Err(mut diagnostic)) => {
                        self.failed += 1;
                        if !self.read && self.failed == HOPELESS {
                            (self.done, self.inner) = (true, None);
                            diagnostic.message.push_str("; no member before it could be read, so the rest was left out");
                        }
                        return Some(Err(diagnostic));
                    }
                    None => self.inner = None,
                }
            }
            if self.done || self.place.is_spent() {
                return None;
            }
            match self.advance() {
                Ok(Some(Entry { name: Label::Name(name), .. })) if name.hidden => {}
                Ok(Some(entry)) if entry.skip => {}
                Ok(Some(entry)) => {
                    if let Some(diagnostic) = self.enter(entry) {
                        self.failed += 1;
                        return Some(Err(diagnostic));
                    }
                }
                Ok(None) => self.done = true,
                Err(diagnostic) => {
                    self.done = true;
                    return Some(Err(diagnostic));
                }
            }
        }
    }
}

/// The bytes of the member that an archive is at.
struct Member<'a>(Rc<RefCell<dyn Archive + 'a>>);

impl Read for Member<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(out)
    }
}
