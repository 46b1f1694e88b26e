//! Zip: a header before each member, and a table of contents at the end that is not needed.
//!
//! *Source*: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4. Members are found by the headers before them, for a
//! stream has no end to begin with, and an archive that was cut off has lost its table.
//! *Limits*: methods 0 (stored) and 8 (deflate), which nearly all writers use; a member that is packed by another, or
//! encrypted, is named and passed over. A stored member whose length is told only after it cannot be found the end of.

use super::limits::{Budget, Fault};
use super::name::Name;
use super::{Archive, Entry, discard, fill};
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

const MEMBER: u32 = 0x0403_4b50;
const TABLE: u32 = 0x0201_4b50;
const TABLE_END: u32 = 0x0605_4b50;
const TABLE_END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;
const EXTRA: u32 = 0x0806_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const SIGNATURE: u32 = 0x0505_4b50;

/// First names in office documents, electronic books and Java archives: they are zip files, and no archives of reports.
const DOCUMENTS: &[&str] = &["[Content_Types].xml", "_rels/", "docProps/", "mimetype", "META-INF/"];

/// Whether `head` begins a document that only has the form of an archive.
pub(crate) fn is_document(head: &[u8]) -> bool {
    let length = head.get(26..28).map_or(0, |bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])));
    let name = head.get(30..30 + length).unwrap_or_default();
    DOCUMENTS.iter().any(|first| name.starts_with(first.as_bytes()))
}

/// Checksum and sizes of a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sizes {
    crc: u32,
    packed: u64,
    unpacked: u64,
}

struct Open {
    /// As its header says; `None` where that stands behind the member.
    sizes: Option<Sizes>,
    inflate: Option<Decompress>,
    /// Whether numbers behind the member have 64 bits.
    wide: bool,
    crc: Crc,
    packed: u64,
    unpacked: u64,
    ended: bool,
    /// Bytes that cannot be unpacked: only to be passed over.
    closed: bool,
}

pub(crate) struct Zip<R> {
    inner: BufReader<R>,
    budget: Rc<Budget>,
    open: Option<Open>,
    /// Whether sizes stand behind the member although its header tells them, and whether they have 64 bits.
    descriptor: Option<bool>,
    dead: bool,
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

impl<R: Read> Zip<R> {
    pub(crate) fn new(inner: R, budget: Rc<Budget>) -> Self {
        Self { inner: BufReader::with_capacity(64 << 10, inner), budget, open: None, descriptor: None, dead: false }
    }

    fn number(&mut self) -> Result<u32, Fault> {
        let mut bytes = [0; 4];
        fill(&mut self.inner, &mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>, Fault> {
        let mut bytes = vec![0; count];
        fill(&mut self.inner, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads on to the end of the open member.
    fn close(&mut self) -> Result<(), Fault> {
        let Some(open) = &self.open else { return Ok(()) };
        match open.sizes {
            Some(sizes) => {
                let rest = sizes.packed - open.packed;
                self.open = None;
                discard(&mut self.inner, rest)
            }
            None => {
                // Only unpacking finds the end; what is left unread is checked all the same.
                let mut piece = [0; 16 << 10];
                while self.unpack(&mut piece)? > 0 {}
                self.open = None;
                Ok(())
            }
        }
    }

    /// What comes next, past the sizes behind the member before.
    fn next_kind(&mut self) -> Result<u32, Fault> {
        let kind = self.number()?;
        match self.descriptor.take() {
            _ if matches!(kind, MEMBER | TABLE) => Ok(kind),
            Some(wide) => {
                let sizes = if wide { 16 } else { 8 };
                discard(&mut self.inner, if kind == DESCRIPTOR { sizes + 4 } else { sizes })?;
                self.number()
            }
            // The mark of an archive in pieces, all of which are here.
            None if kind == DESCRIPTOR => self.number(),
            None => Ok(kind),
        }
    }

    fn header(&mut self) -> Result<Option<Entry>, Fault> {
        match self.next_kind()? {
            MEMBER => {}
            kind @ (TABLE | TABLE_END | TABLE_END_64 | EXTRA) => return self.table(kind).map(|()| None),
            _ => return Err(Fault::damaged("the archive is damaged: what should be a member is none; the rest was left out")),
        }
        let fixed = self.bytes(26)?;
        let (flags, method) = (u16_at(&fixed, 2), u16_at(&fixed, 4));
        let (crc, packed, unpacked) = (u32_at(&fixed, 10), u32_at(&fixed, 14), u32_at(&fixed, 18));
        let name = self.bytes(usize::from(u16_at(&fixed, 22)))?;
        let extra = self.bytes(usize::from(u16_at(&fixed, 24)))?;
        let (later, encrypted) = (flags & 8 != 0, flags & 1 != 0);
        let wide = field(&extra, 1);
        let mut sizes = Sizes { crc, packed: packed.into(), unpacked: unpacked.into() };
        if let Some(wide) = wide {
            let mut at = 0;
            for (given, value) in [(unpacked, &mut sizes.unpacked), (packed, &mut sizes.packed)] {
                if given == u32::MAX {
                    *value = u64_at(wide, at);
                    at += 8;
                }
            }
        }
        let mut entry = Entry::new(Name::of(&name));
        entry.skip = name.ends_with(b"/") || name.ends_with(b"\\");
        let readable = !encrypted && matches!(method, 0 | 8);
        if !readable {
            let what = if encrypted { "it is encrypted".to_owned() } else { format!("it is packed by method {method}, which is not read") };
            entry.fault = Some(Fault::damaged(what));
        }
        // Where the sizes stand behind the member, unpacking finds its end; else they must be told here too.
        let found = later && method == 8 && !encrypted;
        if later && !found && packed == 0 && !entry.skip {
            return Err(Fault::damaged(format!("the end of `{}` cannot be found; the rest was left out", Name::of(&name).shown)));
        }
        self.descriptor = (later && !found).then_some(wide.is_some());
        self.open = Some(Open {
            sizes: (!found).then_some(sizes),
            inflate: (method == 8).then(|| Decompress::new(false)),
            wide: wide.is_some(),
            crc: Crc::new(),
            packed: 0,
            unpacked: 0,
            ended: false,
            closed: !readable,
        });
        Ok(Some(entry))
    }

    /// Reads the table of contents, which tells that the archive is whole.
    fn table(&mut self, mut kind: u32) -> Result<(), Fault> {
        loop {
            let (fixed, lengths): (usize, &[usize]) = match kind {
                TABLE => (42, &[24, 26, 28]),
                TABLE_END => {
                    let fixed = self.bytes(18)?;
                    return discard(&mut self.inner, u16_at(&fixed, 16).into());
                }
                TABLE_END_64 => {
                    let length = self.bytes(8)?;
                    discard(&mut self.inner, u64_at(&length, 0))?;
                    (0, &[])
                }
                LOCATOR_64 => (16, &[]),
                EXTRA => {
                    let length = self.number()?;
                    discard(&mut self.inner, length.into())?;
                    (0, &[])
                }
                SIGNATURE => (2, &[0]),
                _ => return Err(Fault::damaged("the archive's table of contents is damaged; its members were read")),
            };
            let fixed = self.bytes(fixed)?;
            for &at in lengths {
                discard(&mut self.inner, u16_at(&fixed, at).into())?;
            }
            kind = self.number()?;
        }
    }

    /// Unpacked bytes of the open member.
    fn unpack(&mut self, out: &mut [u8]) -> Result<usize, Fault> {
        let Some(open) = &mut self.open else { return Ok(0) };
        if open.ended || open.closed || out.is_empty() {
            return Ok(0);
        }
        loop {
            let most = open.sizes.map_or(u64::MAX, |sizes| sizes.packed - open.packed);
            let input = self.inner.fill_buf().map_err(Fault::of)?;
            let cut = input.is_empty() && most > 0;
            let input = &input[..input.len().min(usize::try_from(most).unwrap_or(usize::MAX))];
            let (used, got, end) = match &mut open.inflate {
                None => {
                    let count = input.len().min(out.len());
                    out[..count].copy_from_slice(&input[..count]);
                    (count, count, open.packed + count as u64 == open.sizes.map_or(0, |sizes| sizes.packed))
                }
                Some(inflate) => {
                    let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
                    let status = inflate
                        .decompress(input, out, FlushDecompress::None)
                        .map_err(|_| Fault::damaged("its packed bytes are damaged"))?;
                    let used = (inflate.total_in() - before_in) as usize;
                    (used, (inflate.total_out() - before_out) as usize, status == Status::StreamEnd)
                }
            };
            self.inner.consume(used);
            open.packed += used as u64;
            open.unpacked += got as u64;
            open.crc.update(&out[..got]);
            if open.inflate.is_some() {
                self.budget.spend(got)?;
            }
            if end {
                open.ended = true;
                self.verify()?;
                return Ok(got);
            }
            if got > 0 {
                return Ok(got);
            }
            if cut {
                return Err(Fault::cut());
            }
            if used == 0 {
                return Err(Fault::damaged("its packed bytes end too soon"));
            }
        }
    }

    /// Compares what came out with what the archive says.
    fn verify(&mut self) -> Result<(), Fault> {
        let Some(open) = &self.open else { return Ok(()) };
        let found = Sizes { crc: open.crc.sum(), packed: open.packed, unpacked: open.unpacked };
        let (known, wide) = (open.sizes, open.wide);
        let said = match known {
            Some(sizes) => sizes,
            None => self.descriptor(found, wide)?,
        };
        if said.crc != found.crc || said.unpacked != found.unpacked {
            return Err(Fault::damaged("its checksum is not that of its bytes"));
        }
        Ok(())
    }

    /// Checksum and sizes behind a member.
    fn descriptor(&mut self, found: Sizes, wide: bool) -> Result<Sizes, Fault> {
        let mut crc = self.number()?;
        if crc == DESCRIPTOR {
            crc = self.number()?;
        }
        let (first, second) = (self.number()?, self.number()?);
        let narrow = Sizes { crc, packed: first.into(), unpacked: second.into() };
        if !wide && narrow.packed == found.packed && narrow.unpacked == found.unpacked {
            return Ok(narrow);
        }
        let packed = u64::from(first) | u64::from(second) << 32;
        if packed == found.packed {
            let (low, high) = (self.number()?, self.number()?);
            return Ok(Sizes { crc, packed, unpacked: u64::from(low) | u64::from(high) << 32 });
        }
        Ok(narrow)
    }
}

/// The extra field with this id.
fn field(mut extra: &[u8], id: u16) -> Option<&[u8]> {
    while extra.len() >= 4 {
        let length = usize::from(u16_at(extra, 2));
        let value = extra.get(4..4 + length)?;
        if u16_at(extra, 0) == id {
            return Some(value);
        }
        extra = &extra[4 + length..];
    }
    None
}

impl<R: Read> Archive for Zip<R> {
    fn next(&mut self) -> Result<Option<Entry>, Fault> {
        if self.dead {
            return Ok(None);
        }
        let entry = self.close().and_then(|()| self.header());
        self.dead = !matches!(entry, Ok(Some(_)));
        entry
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.unpack(out).map_err(|fault| {
            // Where the member's length is known the next one can be found, unless the bytes ran out.
            let bounded = self.open.as_ref().is_some_and(|open| open.sizes.is_some() || open.ended);
            self.dead = !(bounded && fault.0.code == rapporteur_record::Code::InputBadMember);
            if let Some(open) = &mut self.open {
                open.closed = true;
            }
            fault.into()
        })
    }
}
