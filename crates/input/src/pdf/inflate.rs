//! How large the packed streams of a file become, found before they are unpacked for good.
//!
//! A few kilobytes can unpack to gigabytes, and the library unpacks a stream whole. So each
//! stream is unpacked once here into nothing, and counted.
//!
//! *Limits*: streams packed by deflate, once or twice, bare or written as ASCII-85 or hexadecimal
//! digits, are counted; LZW packs too little to matter at the lengths that are let in.

use flate2::read::ZlibDecoder;
use std::io::{self, Read};

/// The most that all streams of one file may unpack to, in bytes.
pub(super) const MOST: u64 = 512 << 20;

/// Whether the streams of a file unpack to no more than [`MOST`].
pub(super) fn is_bounded(file: &[u8]) -> bool {
    let mut left = MOST;
    let mut at = 0;
    while let Some(found) = find(&file[at..], b"stream") {
        at += found + b"stream".len();
        // "endstream" is the other end.
        if at >= 9 && file[..at].ends_with(b"endstream") {
            continue;
        }
        let data = &file[at..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).or_else(|| data.strip_prefix(b"\r")).unwrap_or(data);
        let size = unpacked(data, left);
        match left.checked_sub(size) {
            Some(rest) if rest > 0 => left = rest,
            _ => return false,
        }
    }
    true
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

/// Whether `bytes` begin as a zlib stream does (RFC 1950, 2.2).
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..] if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

fn unpacked(data: &[u8], most: u64) -> u64 {
    let mut start = [0; 2];
    if is_zlib(data) {
        return count(data, most);
    }
    if Ascii85::new(data).read_exact(&mut start).is_ok() && is_zlib(&start) {
        return count(Ascii85::new(data), most);
    }
    if Hexadecimal(data).read_exact(&mut start).is_ok() && is_zlib(&start) {
        return count(Hexadecimal(data), most);
    }
    0
}

fn count(data: impl Read, most: u64) -> u64 {
    let mut first = ZlibDecoder::new(data);
    let mut start = Vec::with_capacity(2);
    if first.by_ref().take(2).read_to_end(&mut start).is_err() {
        return 0;
    }
    if is_zlib(&start) {
        let inner = ZlibDecoder::new(start.as_slice().chain(first));
        return drain(inner, most);
    }
    start.len() as u64 + drain(first, most)
}

/// How many bytes come out before the end, a fault, or `most`.
fn drain(mut from: impl Read, most: u64) -> u64 {
    let mut buffer = [0; 16 << 10];
    let mut size = 0;
    while size <= most {
        match from.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => size += read as u64,
        }
    }
    size
}

/// Bytes written as ASCII-85. *Source*: ISO 32000-2, 7.4.3.
struct Ascii85<'a> {
    data: &'a [u8],
    out: [u8; 4],
    ready: usize,
    given: usize,
}

impl<'a> Ascii85<'a> {
    fn new(data: &'a [u8]) -> Self {
        Self { data, out: [0; 4], ready: 0, given: 0 }
    }

    /// Decodes the next group of up to five digits; `false` at the end.
    fn group(&mut self) -> bool {
        let (mut value, mut digits) = (0u32, 0);
        while digits < 5 {
            let Some((&byte, rest)) = self.data.split_first() else {
                break;
            };
            match byte {
                b'z' if digits == 0 => {
                    self.data = rest;
                    digits = 5;
                }
                b'!'..=b'u' => {
                    value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                    self.data = rest;
                    digits += 1;
                }
                byte if byte.is_ascii_whitespace() || byte == 0 => self.data = rest,
                _ => break,
            }
        }
        if digits < 2 {
            return false;
        }
        for _ in digits..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        self.out = value.to_be_bytes();
        self.ready = digits - 1;
        self.given = 0;
        true
    }
}

impl Read for Ascii85<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < buffer.len() {
            if self.given == self.ready && !self.group() {
                break;
            }
            buffer[written] = self.out[self.given];
            self.given += 1;
            written += 1;
        }
        Ok(written)
    }
}

/// Bytes written as hexadecimal digits.
struct Hexadecimal<'a>(&'a [u8]);

impl Read for Hexadecimal<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for (written, byte) in buffer.iter_mut().enumerate() {
            let (Some(high), Some(low)) = (self.digit(), self.digit()) else {
                return Ok(written);
            };
            *byte = high << 4 | low;
        }
        Ok(buffer.len())
    }
}

impl Hexadecimal<'_> {
    fn digit(&mut self) -> Option<u8> {
        loop {
            let (&byte, rest) = self.0.split_first()?;
            if !byte.is_ascii_whitespace() && !byte.is_ascii_hexdigit() {
                return None;
            }
            self.0 = rest;
            if let Some(digit) = char::from(byte).to_digit(16) {
                return u8::try_from(digit).ok();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_size_of_a_stream_is_counted_through_its_wrappings() {
        let once = packed(&[b'a'; 100_000]);
        assert_eq!(unpacked(&once, MOST), 100_000);
        assert_eq!(unpacked(&packed(&once), MOST), 100_000);
        let digits: String = once.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(unpacked(digits.as_bytes(), MOST), 100_000);
        let mut written = Vec::new();
        for group in once.chunks(4) {
            let mut four = [0; 4];
            four[..group.len()].copy_from_slice(group);
            let mut value = u32::from_be_bytes(four);
            let mut digits = [0; 5];
            for digit in digits.iter_mut().rev() {
                *digit = b'!' + u8::try_from(value % 85).unwrap();
                value /= 85;
            }
            written.extend_from_slice(&digits[..=group.len()]);
        }
        assert_eq!(unpacked(&written, MOST), 100_000);
    }

    #[test]
    fn a_file_that_unpacks_to_gigabytes_is_refused_and_counting_stops_early() {
        let bomb = packed(&packed(&vec![0; 64 << 20]));
        let mut file = b"%PDF-1.4\n".to_vec();
        for _ in 0..9 {
            file.extend_from_slice(b"1 0 obj <<>> stream\n");
            file.extend_from_slice(&bomb);
            file.extend_from_slice(b"\nendstream endobj\n");
        }
        assert!(!is_bounded(&file));
        assert!(is_bounded(&file[..2000.min(file.len())]) || file.len() < 2000);
    }
}
