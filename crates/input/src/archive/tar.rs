//! Tar: a header of 512 bytes before each member.
//!
//! *Source*: POSIX.1-2001 (ustar and pax headers) and the GNU manual's "Basic Tar Format". Only names and
//! bytes of plain files are taken: nothing is written, so owners, modes, links and devices do not matter.
//! *Limits*: sparse files are named and left out.

use super::limits::Fault;
use super::name::Name;
use super::{Archive, Entry, discard, fill};
use std::io::{self, Read};

const BLOCK: usize = 512;
/// The longest block of extended headers: names, sizes and whatever else a writer notes.
const LONGEST_EXTRA: u64 = 1 << 20;

/// Whether `head` begins with a header whose checksum is right, which chance does not bring about.
pub(crate) fn is_header(head: &[u8]) -> bool {
    head.get(..BLOCK).is_some_and(|block| block[0] != 0 && checksum(block))
}

fn checksum(block: &[u8]) -> bool {
    let sum: u64 = block.iter().enumerate().map(|(at, &byte)| u64::from(if (148..156).contains(&at) { b' ' } else { byte })).sum();
    number(&block[148..156]) == Some(sum)
}

/// An octal number, or one of 63 bits where the first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first().is_some_and(|byte| byte & 0x80 != 0) {
        let bytes = &field[field.len().saturating_sub(8)..];
        let value = bytes.iter().fold(0u64, |value, &byte| value << 8 | u64::from(byte));
        return Some(value).filter(|_| field.len() > 8 || field[0] == 0x80).filter(|value| *value < 1 << 62);
    }
    let digits = field.iter().skip_while(|byte| **byte == b' ').take_while(|byte| !matches!(byte, 0 | b' '));
    digits.into_iter().try_fold(0u64, |value, &byte| {
        let digit = u64::from(byte.checked_sub(b'0').filter(|digit| *digit < 8)?);
        value.checked_mul(8)?.checked_add(digit)
    })
}

pub(crate) struct Tar<R> {
    inner: R,
    /// Bytes of the member that were not read, and those that fill its last block.
    left: u64,
    padding: u64,
    dead: bool,
}

impl<R: Read> Tar<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, left: 0, padding: 0, dead: false }
    }

    fn extra(&mut self, size: u64) -> Result<Vec<u8>, Fault> {
        if size > LONGEST_EXTRA {
            return Err(Fault::damaged("a header in the archive is larger than any name"));
        }
        let mut bytes = vec![0; size as usize];
        fill(&mut self.inner, &mut bytes)?;
        discard(&mut self.inner, padding(size))?;
        Ok(bytes)
    }

    fn header(&mut self) -> Result<Option<Entry>, Fault> {
        let (mut long_name, mut long_size): (Option<Vec<u8>>, Option<u64>) = (None, None);
        loop {
            let mut block = [0; BLOCK];
            fill(&mut self.inner, &mut block)?;
            if block.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            if !checksum(&block) {
                return Err(Fault::damaged("the archive is damaged: what should be a header is none; the rest was left out"));
            }
            let size = number(&block[124..136]).ok_or_else(|| Fault::damaged("the archive is damaged: a size is no number"))?;
            match block[156] {
                b'L' => long_name = Some(until_nul(&self.extra(size)?).to_vec()),
                b'x' => {
                    let extra = self.extra(size)?;
                    long_name = pax(&extra, b"path").map(<[u8]>::to_vec).or(long_name);
                    long_size = pax(&extra, b"size").and_then(|size| std::str::from_utf8(size).ok()?.parse().ok()).or(long_size);
                }
                b'K' | b'g' => {
                    self.extra(size)?;
                }
                kind => {
                    let size = long_size.take().unwrap_or(size);
                    let name = long_name.take().unwrap_or_else(|| short_name(&block));
                    let file = matches!(kind, b'0' | 0 | b'7' | b'S') && !name.ends_with(b"/");
                    // Links and folders have no bytes whatever their size says.
                    self.left = if matches!(kind, b'1'..=b'6') { 0 } else { size };
                    self.padding = padding(self.left);
                    let mut entry = Entry::new(Name::of(&name));
                    entry.skip = !file;
                    if kind == b'S' {
                        entry.fault = Some(Fault::damaged("a file with holes (GNU sparse) is not unpacked"));
                    }
                    return Ok(Some(entry));
                }
            }
        }
    }
}

/// The short name with the folder that ustar keeps apart.
fn short_name(block: &[u8]) -> Vec<u8> {
    let name = until_nul(&block[..100]);
    let prefix = if block[257..263] == *b"ustar\0" { until_nul(&block[345..500]) } else { &[] };
    if prefix.is_empty() { name.to_vec() } else { [prefix, b"/", name].concat() }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len())]
}

fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}

/// The value of a key in an extended header: lines such as `30 path=…`, counted in bytes.
fn pax<'b>(mut bytes: &'b [u8], key: &[u8]) -> Option<&'b [u8]> {
    let mut found = None;
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ')?;
        let length: usize = std::str::from_utf8(&bytes[..space]).ok()?.parse().ok()?;
        let line = bytes.get(space + 1..length)?;
        bytes = &bytes[length..];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if let Some(value) = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(b"=")) {
            found = Some(value);
        }
    }
    found
}

impl<R: Read> Archive for Tar<R> {
    fn next(&mut self) -> Result<Option<Entry>, Fault> {
        if self.dead {
            return Ok(None);
        }
        let rest = self.left + self.padding;
        (self.left, self.padding) = (0, 0);
        let entry = discard(&mut self.inner, rest).and_then(|()| self.header());
        self.dead = !matches!(entry, Ok(Some(_)));
        entry
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        match self.inner.read(&mut out[..most]) {
            Ok(0) => {
                self.dead = true;
                Err(Fault::cut().into())
            }
            Ok(got) => {
                self.left -= got as u64;
                Ok(got)
            }
            Err(error) => {
                self.dead = error.kind() != io::ErrorKind::Interrupted;
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_octal_or_large() {
        assert_eq!(number(b"0000644\0"), Some(0o644));
        assert_eq!(number(b"   17 \0"), Some(0o17));
        assert_eq!(number(b"\x80\0\0\0\0\0\0\0\0\0\x01\0"), Some(256));
        assert_eq!(number(b"9"), None);
        assert_eq!(number(&[0xff; 12]), None);
    }

    #[test]
    fn the_last_value_of_a_key_stands() {
        assert_eq!(pax(b"9 path=a\n12 path=bcd\n", b"path"), Some(&b"bcd"[..]));
        assert_eq!(pax(b"999 path=a\n", b"path"), None);
        assert_eq!(pax(b"0 \n", b"path"), None);
    }
}
