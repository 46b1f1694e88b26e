//! What holds other inputs: the first byte chooses zip, tar (whose headers get the checksum that fits), gzip, Zstandard
//! or a web archive.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let (head, rest): (&[u8], Vec<u8>) = match kind % 5 {
        0 => (b"PK\x03\x04", rest.to_vec()),
        1 => (b"", with_checksums(rest)),
        2 => (b"\x1f\x8b\x08", rest.to_vec()),
        3 => (b"\x28\xb5\x2f\xfd", rest.to_vec()),
        _ => (b"WARC/1.0\r\n", rest.to_vec()),
    };
    rapporteur_fuzz::check(&[head, &rest].concat());
});

/// The bytes with the checksum of a tar header in each block where one could be, so that not only the check is fuzzed.
fn with_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for block in bytes.chunks_exact_mut(512).filter(|block| block[0] != 0) {
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    bytes
}
