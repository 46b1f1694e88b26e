//! Zip archives, written as a stream.
//!
//! *Source*: PKWARE's APPNOTE 6.3: deflated entries with sizes behind them (bit 3), names in UTF-8 (bit 11), no date.
//! *Limits*: no Zip64: a file or the archive ends below 4 GiB.

use super::error::Error;
use super::package::Folder;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::{self, Write};

const VERSION: u16 = 20;
const FLAGS: u16 = 1 << 3 | 1 << 11;
const DEFLATED: u16 = 8;
/// Midnight of 1 January 1980, the first that the format has: an archive holds no clock.
const NO_DATE: [u8; 4] = [0, 0, 0x21, 0];

/// An archive in the making.
pub struct Zip<'w> {
    out: Counted<'w>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    at: u64,
    crc: u32,
    packed: u64,
    size: u64,
}

/// A writer that knows how far it is.
struct Counted<'w> {
    out: &'w mut dyn Write,
    at: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Deflates what is written, and sums it up.
struct Packer<'p, 'w> {
    encoder: DeflateEncoder<&'p mut Counted<'w>>,
    crc: Crc,
    size: u64,
}

impl Write for Packer<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.encoder.write(bytes)?;
        self.crc.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> Zip<'w> {
    /// An archive without files.
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self { out: Counted { out, at: 0 }, entries: Vec::new() }
    }

    /// Writes the list of files, with which an archive ends.
    ///
    /// # Errors
    /// When it cannot be written or is too long.
    pub fn finish(mut self) -> Result<(), Error> {
        let begin = self.out.at;
        for entry in &self.entries {
            let mut head = Vec::new();
            head.extend(0x0201_4b50_u32.to_le_bytes());
            for value in [VERSION, VERSION, FLAGS, DEFLATED] {
                head.extend(value.to_le_bytes());
            }
            head.extend(NO_DATE);
            head.extend(entry.crc.to_le_bytes());
            head.extend(small(entry.packed, &entry.name)?.to_le_bytes());
            head.extend(small(entry.size, &entry.name)?.to_le_bytes());
            head.extend((entry.name.len() as u16).to_le_bytes());
            // No extra field, no remark, one disk, no attributes.
            head.extend([0; 12]);
            head.extend(small(entry.at, &entry.name)?.to_le_bytes());
            head.extend(entry.name.as_bytes());
            self.out.write_all(&head)?;
        }
        let length = self.out.at - begin;
        let files = u16::try_from(self.entries.len()).map_err(|_| too_long("the list of files"))?;
        let mut end = Vec::new();
        end.extend(0x0605_4b50_u32.to_le_bytes());
        end.extend([0; 4]);
        end.extend(files.to_le_bytes());
        end.extend(files.to_le_bytes());
        end.extend(small(length, "the list of files")?.to_le_bytes());
        end.extend(small(begin, "the archive")?.to_le_bytes());
        end.extend([0; 2]);
        self.out.write_all(&end)?;
        Ok(())
    }
}

impl Folder for Zip<'_> {
    fn file(&mut self, name: &str, content: &mut dyn FnMut(&mut dyn Write) -> Result<(), Error>) -> Result<(), Error> {
        let at = self.out.at;
        let mut head = Vec::new();
        head.extend(0x0403_4b50_u32.to_le_bytes());
        for value in [VERSION, FLAGS, DEFLATED] {
            head.extend(value.to_le_bytes());
        }
        head.extend(NO_DATE);
        // Sum and sizes stand behind the file.
        head.extend([0; 12]);
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0; 2]);
        head.extend(name.as_bytes());
        self.out.write_all(&head)?;
        let before = self.out.at;
        let mut packer = Packer { encoder: DeflateEncoder::new(&mut self.out, Compression::default()), crc: Crc::new(), size: 0 };
        content(&mut packer)?;
        let (crc, size) = (packer.crc.sum(), packer.size);
        let out = packer.encoder.finish()?;
        let entry = Entry { name: name.to_owned(), at, crc, packed: out.at - before, size };
        let mut tail = Vec::new();
        tail.extend(0x0807_4b50_u32.to_le_bytes());
        tail.extend(crc.to_le_bytes());
        tail.extend(small(entry.packed, name)?.to_le_bytes());
        tail.extend(small(size, name)?.to_le_bytes());
        out.write_all(&tail)?;
        self.entries.push(entry);
        Ok(())
    }
}

fn small(value: u64, what: &str) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| too_long(what))
}

fn too_long(what: &str) -> Error {
    Error::TooLong { what: what.to_owned(), format: "a zip archive", help: "write a folder: give --out a name that does not end in .zip" }
}
