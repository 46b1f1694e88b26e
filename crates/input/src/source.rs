//! Reading with limits: the first bytes, the whole up to a size, UTF-16 as UTF-8.

use crate::Options;
use crate::archive::limits::Fault;
use encoding_rs::{Decoder, Encoding};
use rapporteur_record::{Code, Diagnostic};
use std::io::{self, Read};

/// What is to say when an input cannot be read.
pub(crate) fn unreadable(error: &io::Error) -> Diagnostic {
    if let Some(Fault(diagnostic)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return diagnostic.clone();
    }
    Diagnostic::new(Code::InputUnreadable, format!("cannot read on: {}", error.to_string().to_lowercase()))
}

/// Up to `limit` bytes.
pub(crate) fn head(reader: &mut dyn Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Up to `limit` bytes, and why there are no more where reading failed: what came before is still of use.
pub(crate) fn begin(reader: &mut dyn Read, limit: usize) -> (Vec<u8>, Option<io::Error>) {
    let mut bytes = Vec::new();
    let failed = reader.take(limit as u64).read_to_end(&mut bytes).err();
    (bytes, failed)
}

/// What follows the first bytes: the reader, or the error that it ended with.
pub(crate) struct Rest<R> {
    inner: R,
    failed: Option<io::Error>,
}

impl<R> Rest<R> {
    pub(crate) fn new(inner: R, failed: Option<io::Error>) -> Self {
        Self { inner, failed }
    }
}

impl<R: Read> Read for Rest<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.inner.read(out),
        }
    }
}

/// All bytes of one report.
///
/// # Errors
/// When there are more than the limit, or reading fails.
pub(crate) fn whole(reader: &mut dyn Read, options: &Options) -> Result<Vec<u8>, Diagnostic> {
    let bytes = head(reader, options.max_bytes.saturating_add(1)).map_err(|error| unreadable(&error))?;
    if bytes.len() > options.max_bytes {
        return Err(too_large("the input", options));
    }
    Ok(bytes)
}

/// What is to say of something larger than one report may be.
pub(crate) fn too_large(what: &str, options: &Options) -> Diagnostic {
    Diagnostic::new(Code::InputTooLarge, format!("{what} is larger than {}, the limit for one report", size(options.max_bytes)))
        .help("split it, or raise --max-bytes")
}

fn size(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

/// A stream in another encoding, read as UTF-8.
pub(crate) struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    done: bool,
}

const PIECE: usize = 16 << 10;

impl<R: Read> Transcoded<R> {
    /// `inner` decoded from `encoding`; a byte order mark is taken off.
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self { inner, decoder: encoding.new_decoder_with_bom_removal(), raw: vec![0; PIECE], ready: Vec::new(), at: 0, done: false }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.done {
            let got = self.inner.read(&mut self.raw)?;
            self.done = got == 0;
            let room = self.decoder.max_utf8_buffer_length(got).unwrap_or(PIECE * 4);
            self.ready.resize(room, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..got], &mut self.ready, self.done);
            self.ready.truncate(written);
            self.at = 0;
        }
        let count = out.len().min(self.ready.len() - self.at);
        out[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_in_utf_16_is_read_as_utf_8() {
        let text = "Łódź 𝄞 ".repeat(20_000);
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let mut read = String::new();
        Transcoded::new(bytes.as_slice(), encoding_rs::UTF_16LE).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
    }

    #[test]
    fn more_than_the_limit_is_refused() {
        let options = Options { max_bytes: 4, ..Options::default() };
        assert_eq!(whole(&mut [1u8; 4].as_slice(), &options).unwrap().len(), 4);
        assert_eq!(whole(&mut [1u8; 5].as_slice(), &options).unwrap_err().code, Code::InputTooLarge);
    }
}
