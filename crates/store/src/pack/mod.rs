//! Records and documents as they are stored: without the text, every value by what is usual in its place.
//!
//! A record is mostly places and words of few kinds. [`value`] turns it into numbers, each in the context of its place, and
//! [`coder`] these into bits; what is usual is learned from a sample of records before the first, so that a record alone is
//! small too. Strings are deflated behind the report's text, in which most of them stand. That takes half of what deflated
//! columns took in schema 2, which is still read.
//!
//! *Source*: RFC 1951. The dictionary goes before the data as if it had been sent: on the way in it is deflated up to a
//! flush and cut off again, on the way out it stands there as stored blocks, whatever library deflated it.

mod coder;
mod shape;
mod value;

use crate::Error;
use coder::{Hearer, Teller};
use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::Read;
use std::sync::LazyLock;
use value::{Memory, Strings, Walk};

/// What schema 2 deflated behind: it never changes, or its stores could not be read again.
const DICTIONARY: &[u8] = include_bytes!("dictionary-1.txt");
/// The first byte of what that packed. What the first schema packed begins with another.
const WITH_DICTIONARY: u8 = 0xD1;
/// Packed records and documents of reports of ours, from which it is learned what is usual
/// (`cargo run --release -p rapporteur-store --example sample`). It never changes either: a better one gets a number of its own.
const SAMPLE: &[u8] = include_bytes!("sample-2.bin");
/// The first byte of what is packed after it.
const AFTER_SAMPLE: u8 = 0xD2;
/// A string is usual in its place if so many values of the sample have it there.
const USUAL: usize = 3;
/// So much of the text and of the sample's strings is laid before the strings: what deflate looks back on.
const TEXT_BEFORE: usize = 20_000;
const SAMPLE_BEFORE: usize = 6_000;
/// What is packed is no longer than this: what is longer was not written by us.
const LONGEST: u64 = 2 << 30;

/// What is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What was read.
    Record = 1,
    /// What it was read from.
    Document = 2,
}

/// What is known before the first value.
struct Start {
    memory: Memory,
    strings: Vec<u8>,
}

static START: LazyLock<Start> = LazyLock::new(|| {
    let values = sample(SAMPLE).expect("the sample was packed by `packed_sample`");
    start(&values)
});

/// Packs a value that no longer holds the report's `text`.
pub(crate) fn packed<T: Serialize>(kind: Kind, bare: &T, text: &str, report: i64) -> Result<Vec<u8>, Error> {
    let damaged = |reason: String| Error::Damaged { report, reason };
    let value = serde_json::to_value(bare).map_err(|error| damaged(error.to_string()))?;
    let mut memory = START.memory.clone();
    let mut walk = Walk::new(Teller::new(), &mut memory, Strings::Told(Vec::new()));
    walk.value(kind as u32, Some(&value)).map_err(|_| damaged("it has too many values".to_owned()))?;
    let (teller, strings) = walk.told();
    let strings = deflated(&strings, &before(&START.strings, text)).ok_or_else(|| damaged("it cannot be deflated".to_owned()))?;
    let mut found = vec![AFTER_SAMPLE];
    put_length(&mut found, strings.len());
    found.extend(strings);
    found.extend(teller.done());
    Ok(found)
}

/// What was packed, by this schema or one before.
pub(crate) fn unpacked<T: DeserializeOwned>(kind: Kind, packed: &[u8], text: &str, report: i64) -> Result<T, Error> {
    let damaged = |reason: String| Error::Damaged { report, reason };
    let value = match packed.split_first() {
        Some((&AFTER_SAMPLE, rest)) => {
            let (strings, numbers) = taken_length(rest).ok_or_else(|| damaged("it was cut off".to_owned()))?;
            let strings = inflated(strings, &before(&START.strings, text)).map_err(|error| damaged(error.to_string()))?;
            let mut memory = START.memory.clone();
            let mut walk = Walk::new(Hearer::new(numbers), &mut memory, Strings::Heard(&strings));
            let value = walk.value(kind as u32, None).ok().filter(|_| !walk.coder.is_beyond());
            value.ok_or_else(|| damaged("its record or document cannot be unpacked".to_owned()))?
        }
        Some((&WITH_DICTIONARY, rest)) => {
            let json = inflated(rest, DICTIONARY).map_err(|error| damaged(error.to_string()))?;
            shape::unpacked(serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?)
        }
        _ => {
            let json = inflated(packed, b"").map_err(|error| damaged(error.to_string()))?;
            serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?
        }
    };
    serde_json::from_value(value).map_err(|error| damaged(error.to_string()))
}

/// What goes before the strings of a report.
fn before(sample: &[u8], text: &str) -> Vec<u8> {
    let text = text.as_bytes();
    [&sample[sample.len().saturating_sub(SAMPLE_BEFORE)..], &text[..text.len().min(TEXT_BEFORE)]].concat()
}

/// Learns what is usual: first which strings, then how often everything is.
fn start(values: &[(Kind, Value)]) -> Start {
    let mut memory = Memory::default();
    for (kind, value) in values {
        let mut walk = Walk::new(Teller::new(), &mut memory, Strings::Told(Vec::new()));
        walk.value(*kind as u32, Some(value)).expect("the sample is small");
        memory.end(true);
    }
    let mut memory = memory.usual(USUAL);
    let mut strings = Vec::new();
    for (kind, value) in values {
        let mut walk = Walk::new(Teller::new(), &mut memory, Strings::Told(Vec::new()));
        walk.value(*kind as u32, Some(value)).expect("the sample is small");
        strings.extend(walk.told().1);
        memory.end(false);
    }
    Start { memory, strings }
}

/// The reports of a store as the sample from which packing learns: `pack/sample-2.bin` is made so.
///
/// # Errors
/// When the store cannot be read.
pub fn sample_of(store: &crate::Store) -> Result<Vec<u8>, Error> {
    let mut values = Vec::new();
    let mut look = store.connection.prepare("SELECT id FROM reports ORDER BY id")?;
    for report in look.query_map([], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()? {
        let damaged = |error: serde_json::Error| Error::Damaged { report, reason: error.to_string() };
        let (mut record, mut document) = (store.record(report)?, store.document(report)?);
        record.text.clear();
        document.text.clear();
        values.push((Kind::Record, serde_json::to_value(crate::add::bare(record)).map_err(damaged)?));
        values.push((Kind::Document, serde_json::to_value(document).map_err(damaged)?));
    }
    packed_sample(&values).ok_or_else(|| Error::Damaged { report: 0, reason: "it has too many values".to_owned() })
}

fn packed_sample(values: &[(Kind, Value)]) -> Option<Vec<u8>> {
    let (mut memory, mut found) = (Memory::default(), Vec::new());
    for (kind, value) in values {
        let mut walk = Walk::new(Teller::new(), &mut memory, Strings::Told(Vec::new()));
        walk.value(*kind as u32, Some(value)).ok()?;
        let (teller, strings) = walk.told();
        memory.end(false);
        let (strings, numbers) = (deflated(&strings, b"")?, teller.done());
        found.push(*kind as u8);
        put_length(&mut found, strings.len());
        found.extend(strings);
        put_length(&mut found, numbers.len());
        found.extend(numbers);
    }
    Some(found)
}

/// The values of a sample; `None` where it was not packed so.
fn sample(mut packed: &[u8]) -> Option<Vec<(Kind, Value)>> {
    let (mut memory, mut found) = (Memory::default(), Vec::new());
    while let Some((&kind, rest)) = packed.split_first() {
        let kind = if kind == Kind::Record as u8 { Kind::Record } else { Kind::Document };
        let (strings, rest) = taken_length(rest)?;
        let (numbers, rest) = taken_length(rest)?;
        let strings = inflated(strings, b"").ok()?;
        let mut walk = Walk::new(Hearer::new(numbers), &mut memory, Strings::Heard(&strings));
        found.push((kind, walk.value(kind as u32, None).ok()?));
        memory.end(false);
        packed = rest;
    }
    Some(found)
}

/// A length in groups of seven bits, the lowest first.
fn put_length(out: &mut Vec<u8>, mut length: usize) {
    while length >= 128 {
        out.push(length as u8 | 128);
        length >>= 7;
    }
    out.push(length as u8);
}

/// As many bytes as the length before them says, and those after.
fn taken_length(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut length = 0_usize;
    for (at, &byte) in bytes.iter().enumerate().take(9) {
        length |= usize::from(byte & 127) << (7 * at);
        if byte < 128 {
            return bytes[at + 1..].split_at_checked(length);
        }
    }
    None
}

/// Deflates data behind a dictionary, and leaves the dictionary out.
fn deflated(data: &[u8], dictionary: &[u8]) -> Option<Vec<u8>> {
    let mut packer = Compress::new(Compression::default(), false);
    let mut before: Vec<u8> = Vec::with_capacity(dictionary.len());
    if !dictionary.is_empty() {
        feed(&mut packer, dictionary, &mut before, FlushCompress::Sync)?;
    }
    let mut found: Vec<u8> = Vec::with_capacity(data.len() / 2 + 64);
    feed(&mut packer, data, &mut found, FlushCompress::Finish)?;
    found.shrink_to_fit();
    Some(found)
}

/// Inflates what was deflated behind a dictionary.
fn inflated(packed: &[u8], dictionary: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut found = Vec::new();
    let before = stored(dictionary);
    DeflateDecoder::new(before.as_slice().chain(packed)).take(LONGEST).read_to_end(&mut found)?;
    found.drain(..dictionary.len().min(found.len()));
    Ok(found)
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
        let value = json!({"a": {"start": 9, "end": 12, "spans": mentions}, "b": [{"start": 1, "end": 2}, {"start": null, "end": null}],
            "c": [0.25, 48.85341, 1.0, -0.0, 1e300, -7, 9_007_199_254_740_993_i64], "d": ["s1", "s2", "s12", "s01", "s", "2031-05-06", "2031-13-06"],
            "e": {"start": "x", "end": 4}, "f": {"start": 5, "end": 2, "z": {"start": i64::MIN, "end": i64::MAX}}, "g": [[], {}, true, false, "ſ"]});
        let small = packed(Kind::Record, &value, "Some text.", 1).unwrap();
        assert_eq!(unpacked::<Value>(Kind::Record, &small, "Some text.", 1).unwrap(), value);
        assert!(small.len() < 500, "{}", small.len());
    }

    #[test]
    fn what_earlier_versions_packed_is_read() {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(br#"{"spans":[{"start":30,"end":40},{"start":5,"end":9}]}"#).unwrap();
        let read = json!({"spans": [{"start": 30, "end": 40}, {"start": 5, "end": 9}]});
        assert_eq!(unpacked::<Value>(Kind::Record, &packer.finish().unwrap(), "", 1).unwrap(), read);
        let shape = json!({"spans": {"|": ["e", "s"], "c": [[10, 4], [30, -25]]}});
        let second = [vec![WITH_DICTIONARY], deflated(&serde_json::to_vec(&shape).unwrap(), DICTIONARY).unwrap()].concat();
        assert_eq!(unpacked::<Value>(Kind::Record, &second, "", 1).unwrap(), read);
    }

    #[test]
    fn damage_is_an_error() {
        let cut = packed(Kind::Record, &json!({"a": [1, 2, 3], "b": "some words that are nowhere else"}), "", 7).unwrap();
        let cut = &cut[..cut.len() / 2];
        for bytes in
            [b"no deflate".as_slice(), b"", &[WITH_DICTIONARY], &[WITH_DICTIONARY, 7, 7, 7], &[AFTER_SAMPLE], &[AFTER_SAMPLE, 200], cut]
        {
            assert!(unpacked::<Value>(Kind::Record, bytes, "", 7).is_err(), "{bytes:?}");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-9_i64..2000).prop_map(Value::from),
            any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
            "[a-z]{0,2}[0-9]{0,3}".prop_map(Value::from),
            "[0-9]{4}-[0-9]{2}-[0-9]{2}".prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 200, 8, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                proptest::collection::btree_map("start|end|[a-c]", inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_values_come_back(value in any_value(), text in any::<String>()) {
            let small = packed(Kind::Document, &value, &text, 1).unwrap();
            prop_assert_eq!(unpacked::<Value>(Kind::Document, &small, &text, 1).unwrap(), value);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let bytes = [vec![AFTER_SAMPLE, 3, 1, 0, 0], bytes].concat();
            let _ = unpacked::<Value>(Kind::Record, &bytes, "", 1);
        }
    }
}
