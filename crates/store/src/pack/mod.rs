//! Records and documents as they are stored: JSON without the text, as columns, deflated against a dictionary.
//!
//! A record is mostly places. `{"start": 3120, "end": 3126}` becomes `{"s": 12, "e": 6}`: how far after the beginning of
//! the one before it, and how long ([`shape`]). A list of objects becomes a list for each member, and what all records have
//! in common stands in a dictionary. So a record is half as long as deflated alone.
//!
//! *Source*: RFC 1951. The dictionary goes before the data as if it had been sent: on the way in it is deflated up to a
//! flush and cut off again, on the way out it stands there as stored blocks, whatever library deflated it.

mod shape;

use crate::Error;
use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::Read;

/// What all records have in common: packed shapes of reports of ours, the commonest last. It never changes: what it packed
/// could not be read again. A better one gets a number of its own.
const DICTIONARY: &[u8] = include_bytes!("dictionary-1.txt");
/// The first byte of what it packed. What the first schema packed begins with another.
const WITH_DICTIONARY: u8 = 0xD1;
/// What is packed is no longer than this: what is longer was not written by us.
const LONGEST: u64 = 2 << 30;

/// Packs a value that no longer holds the report's text.
pub(crate) fn packed<T: Serialize>(bare: &T, report: i64) -> Result<Vec<u8>, Error> {
    let damaged = |reason: String| Error::Damaged { report, reason };
    let value = serde_json::to_value(bare).map_err(|error| damaged(error.to_string()))?;
    let json = serde_json::to_vec(&shape::packed(value)).map_err(|error| damaged(error.to_string()))?;
    deflated(&json).ok_or_else(|| damaged("it cannot be deflated".to_owned()))
}

/// What was packed, by this schema or the first, which deflated JSON as it was.
pub(crate) fn unpacked<T: DeserializeOwned>(packed: &[u8], report: i64) -> Result<T, Error> {
    let damaged = |reason: String| Error::Damaged { report, reason };
    let mut json = Vec::new();
    let value: Value = match packed.split_first() {
        Some((&WITH_DICTIONARY, rest)) => {
            let before = stored(DICTIONARY);
            let mut whole = DeflateDecoder::new(before.as_slice().chain(rest)).take(LONGEST);
            whole.read_to_end(&mut json).map_err(|error| damaged(error.to_string()))?;
            let json = json.get(DICTIONARY.len()..).unwrap_or_default();
            shape::unpacked(serde_json::from_slice(json).map_err(|error| damaged(error.to_string()))?)
        }
        _ => {
            DeflateDecoder::new(packed).take(LONGEST).read_to_end(&mut json).map_err(|error| damaged(error.to_string()))?;
            serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?
        }
    };
    serde_json::from_value(value).map_err(|error| damaged(error.to_string()))
}

/// Deflates data behind the dictionary, and leaves the dictionary out.
fn deflated(data: &[u8]) -> Option<Vec<u8>> {
    let mut packer = Compress::new(Compression::default(), false);
    let mut before: Vec<u8> = Vec::with_capacity(DICTIONARY.len());
    feed(&mut packer, DICTIONARY, &mut before, FlushCompress::Sync)?;
    let mut found: Vec<u8> = Vec::with_capacity(data.len() / 6 + 64);
    found.push(WITH_DICTIONARY);
    feed(&mut packer, data, &mut found, FlushCompress::Finish)?;
    found.shrink_to_fit();
    Some(found)
}

/// Hands all of `data` to the packer, and takes all that comes out.
fn feed(packer: &mut Compress, data: &[u8], out: &mut Vec<u8>, flush: FlushCompress) -> Option<()> {
    let begin = packer.total_in();
    loop {
        out.reserve(data.len() / 4 + 256);
        let done = usize::try_from(packer.total_in() - begin).ok()?;
        let room = out.capacity() - out.len();
        let length = out.len();
        let status = packer.compress_vec(data.get(done..)?, out, flush).ok()?;
        let fed = usize::try_from(packer.total_in() - begin).ok()? == data.len();
        let full = out.len() - length == room;
        match (flush, status) {
            (FlushCompress::Finish, Status::StreamEnd) => return Some(()),
            (FlushCompress::Sync, _) if fed && !full => return Some(()),
            _ => {}
        }
    }
}

/// Bytes as stored blocks, none of which is the last of a stream.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut found = Vec::with_capacity(bytes.len() + 16);
    for part in bytes.chunks(usize::from(u16::MAX)) {
        let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
        found.push(0);
        found.extend(length.to_le_bytes());
        found.extend((!length).to_le_bytes());
        found.extend(part);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::write::DeflateEncoder;
    use proptest::prelude::*;
    use serde_json::json;
    use std::io::Write;

    #[test]
    fn what_is_packed_comes_back_and_is_smaller() {
        let mentions: Vec<Value> = (0..200).map(|at| json!({"kind": "name", "start": at * 17 + 3000, "end": at * 17 + 3006})).collect();
        let value = json!({"a": {"start": 9, "end": 12, "spans": mentions}, "b": [{"start": 1, "end": 2}, {"start": null, "end": null}], "c": 0.25});
        let small = packed(&value, 1).unwrap();
        assert_eq!(unpacked::<Value>(&small, 1).unwrap(), value);
        assert!(small.len() < 200, "{}", small.len());
    }

    #[test]
    fn what_the_first_version_packed_is_read() {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(br#"{"spans":[{"start":30,"end":40},{"start":5,"end":9}]}"#).unwrap();
        let value: Value = unpacked(&packer.finish().unwrap(), 1).unwrap();
        assert_eq!(value, json!({"spans": [{"start": 30, "end": 40}, {"start": 5, "end": 9}]}));
    }

    #[test]
    fn damage_is_an_error() {
        for bytes in [b"no deflate".as_slice(), b"", &[WITH_DICTIONARY], &[WITH_DICTIONARY, 7, 7, 7]] {
            assert!(unpacked::<Value>(bytes, 7).is_err(), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(data in proptest::collection::vec(any::<u8>(), 0..100_000)) {
            let text: String = data.iter().map(|&byte| char::from(byte)).collect();
            let small = packed(&text, 1).unwrap();
            prop_assert_eq!(unpacked::<String>(&small, 1).unwrap(), text);
        }
    }
}
