//! Makes archives, whole ones and such as no program should make.

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};
use std::io::Write;

/// One member of a zip archive, and what is odd about it.
pub struct Member<'m> {
    pub name: &'m [u8],
    pub bytes: &'m [u8],
    /// 0 (stored), 8 (deflate), or a method that is not read.
    pub method: u16,
    /// Bits of the header: 1 encrypted, 8 sizes behind the member.
    pub flags: u16,
    pub wrong_checksum: bool,
}

pub fn member<'m>(name: &'m str, bytes: &'m [u8]) -> Member<'m> {
    Member { name: name.as_bytes(), bytes, method: 8, flags: 0, wrong_checksum: false }
}

pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive with its table of contents.
pub fn zip(members: &[Member<'_>]) -> Vec<u8> {
    let (mut out, mut table) = (Vec::new(), Vec::new());
    for member in members {
        let mut crc = Crc::new();
        crc.update(member.bytes);
        let crc = crc.sum() ^ u32::from(member.wrong_checksum);
        let packed = if member.method == 8 { deflate(member.bytes) } else { member.bytes.to_vec() };
        let sizes = [crc, packed.len() as u32, member.bytes.len() as u32];
        let start = out.len() as u32;
        let later = member.flags & 8 != 0;
        let fixed = |sizes: [u32; 3]| {
            let mut fixed = Vec::new();
            fixed.extend(20u16.to_le_bytes());
            fixed.extend(member.flags.to_le_bytes());
            fixed.extend(member.method.to_le_bytes());
            fixed.extend([0; 4]);
            fixed.extend(sizes.iter().flat_map(|size| size.to_le_bytes()));
            fixed.extend((member.name.len() as u16).to_le_bytes());
            fixed.extend([0; 2]);
            fixed
        };
        out.extend(b"PK\x03\x04");
        out.extend(fixed(if later { [0; 3] } else { sizes }));
        out.extend(member.name);
        out.extend(&packed);
        if later {
            out.extend(b"PK\x07\x08");
            out.extend(sizes.iter().flat_map(|size| size.to_le_bytes()));
        }
        table.extend(b"PK\x01\x02\x14\0");
        table.extend(fixed(sizes));
        table.extend([0; 10]);
        table.extend(start.to_le_bytes());
        table.extend(member.name);
    }
    let (start, length) = (out.len() as u32, table.len() as u32);
    out.extend(table);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([(members.len() as u16).to_le_bytes(), (members.len() as u16).to_le_bytes()].concat());
    out.extend([length.to_le_bytes(), start.to_le_bytes()].concat());
    out.extend([0; 2]);
    out
}

/// One member of a tar archive with its header, by kind (`0` a file, `5` a folder, `L` a long name, `x` more about the next one).
pub fn tar_member(name: &[u8], kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut block = [0u8; 512];
    block[..name.len().min(100)].copy_from_slice(&name[..name.len().min(100)]);
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
    block[136..148].copy_from_slice(b"00000000000\0");
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let padding = vec![0; bytes.len().wrapping_neg() % 512];
    [&block[..], bytes, &padding].concat()
}

/// A tar archive of files.
pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out: Vec<u8> = files.iter().flat_map(|(name, bytes)| tar_member(name.as_bytes(), b'0', bytes)).collect();
    out.extend([0; 1024]);
    out
}

/// A record of a web archive.
pub fn record(kind: &str, target: &str, media: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2031-05-07T08:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// A page as a server gave it.
pub fn response(target: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let answer = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", target, "application/http; msgtype=response", &answer)
}
