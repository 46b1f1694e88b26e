//! The gazetteer: names of cities, provinces and districts with where they lie, read where they
//! stand in the file.
//!
//! *Shape*: keys ([`rapporteur_lexicon::place_key`]) in ascending order, in blocks of [`BLOCK`];
//! the first of a block stands whole, the others without what they share with the one before.
//! Behind each stands how many places have it as their first name and how many as another. Places
//! are numbered in the order of their first names, so that only other names name theirs by number.
//! A place has twelve bytes: its number in GeoNames, degrees in thousandths and kind, the binary
//! logarithm of its people in eighths, and its region. Made by `rapporteur lexicon build-gazetteer`.

use rapporteur_language::{Container, ContainerWriter, ModelError};
use rapporteur_record::PlaceKind;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Kind of the file.
pub const KIND: &str = "gazetteer";
/// Version of its sections.
pub const VERSION: u32 = 1;

/// Keys in a block.
const BLOCK: usize = 16;
/// Bytes of a place.
const RECORD: usize = 12;
/// Kinds of places in the order of their numbers in the file.
const KINDS: [PlaceKind; 3] = [PlaceKind::City, PlaceKind::Region, PlaceKind::District];

/// A gazetteer in the bytes of its file.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    keys: Cow<'static, [u8]>,
    /// For each block its offset in `keys` and how many places have first names before it.
    blocks: Cow<'static, [u8]>,
    /// How the first key of each block begins: most are told apart by that, without a look at the keys.
    begins: Vec<u64>,
    places: Cow<'static, [u8]>,
    /// Regions, a line each: code, tab, name.
    regions: Vec<u32>,
    lines: Cow<'static, [u8]>,
}

/// What is known of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceFacts {
    /// Its number in GeoNames.
    pub geonameid: u32,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// City, region or district.
    pub kind: PlaceKind,
    /// Binary logarithm of its people (one more), in eighths.
    pub people: u8,
    /// Its region, as a number for [`Gazetteer::region`].
    pub region: u16,
}

/// The places that a key names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Those that have it as their first name.
    pub first: Range<u32>,
    /// Those that have it as another name.
    pub other: Vec<u32>,
    /// Whether longer keys begin with its words.
    pub goes_on: bool,
}

impl Gazetteer {
    /// Takes a gazetteer out of its file.
    ///
    /// # Errors
    /// When the file is no gazetteer of this version, or a section has another size.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let mut gazetteer = Self {
            begins: Vec::new(),
            keys: container.keep("keys")?,
            blocks: container.keep("blocks")?,
            places: container.keep("places")?,
            regions: container.u32s("region starts")?,
            lines: container.keep("regions")?,
        };
        if !gazetteer.places.len().is_multiple_of(RECORD) {
            return Err(ModelError::bad_section("places", format!("{} bytes are no multiple of {RECORD}", gazetteer.places.len())));
        }
        let sound = |at: usize| (gazetteer.u32(at) as usize) < gazetteer.keys.len();
        if !gazetteer.blocks.len().is_multiple_of(8) || !(0..gazetteer.blocks.len() / 8).all(|block| sound(2 * block)) {
            return Err(ModelError::bad_section("blocks", "an offset lies outside the keys"));
        }
        if gazetteer.regions.iter().any(|&start| start as usize > gazetteer.lines.len()) {
            return Err(ModelError::bad_section("region starts", "one lies outside the regions"));
        }
        gazetteer.begins = (0..gazetteer.blocks.len() / 8).map(|block| begin(gazetteer.opening(block))).collect();
        Ok(gazetteer)
    }

    /// Takes a gazetteer out of the bytes of its file.
    ///
    /// # Errors
    /// As [`Gazetteer::from_container`].
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        Self::from_container(&Container::parse_as(KIND, VERSION, bytes)?)
    }

    /// How many places it knows.
    pub fn len(&self) -> usize {
        self.places.len() / RECORD
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn u32(&self, at: usize) -> u32 {
        let bytes = &self.blocks[4 * at..4 * at + 4];
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    fn block(&self, at: usize) -> Block<'_> {
        Block { bytes: &self.keys[self.u32(2 * at) as usize..], key: Vec::new(), first: self.u32(2 * at + 1), left: BLOCK }
    }

    /// The first key of a block.
    fn opening(&self, at: usize) -> &[u8] {
        let start = self.u32(2 * at) as usize;
        let length = usize::from(*self.keys.get(start + 1).unwrap_or(&0));
        self.keys.get(start + 2..start + 2 + length).unwrap_or_default()
    }

    /// The places that `key`, made by [`rapporteur_lexicon::place_key`], names.
    pub fn find(&self, key: &str) -> Named {
        let key = key.as_bytes();
        let count = self.begins.len();
        let own = begin(key);
        let (mut low, mut high) = (self.begins.partition_point(|&begin| begin < own), self.begins.partition_point(|&begin| begin <= own));
        while low < high {
            let middle = low.midpoint(high);
            if self.opening(middle) <= key { low = middle + 1 } else { high = middle }
        }
        let mut named = Named::default();
        // The key that comes next may open the block behind.
        for at in low.saturating_sub(1)..count.min(low + 1) {
            let mut block = self.block(at);
            while block.next() {
                if block.key == key {
                    let (first, mut other) = block.postings();
                    other.retain(|&place| (place as usize) < self.len());
                    named.first = first.start.min(self.len() as u32)..first.end.min(self.len() as u32);
                    named.other = other;
                    continue;
                }
                if block.key.as_slice() > key {
                    named.goes_on = block.key.starts_with(key) && block.key.get(key.len()) == Some(&b' ');
                    return named;
                }
                block.pass();
            }
        }
        named
    }

    /// What is known of a place.
    pub fn facts(&self, place: u32) -> PlaceFacts {
        let bytes = &self.places[place as usize * RECORD..][..RECORD];
        let wide = |at: usize, count: usize| (0..count).fold(0_u64, |sum, byte| sum | u64::from(bytes[at + byte]) << (8 * byte));
        let packed = wide(4, 5);
        let degrees = |thousandths: u64, most: i64| (thousandths as i64 - most * 1000) as f64 / 1000.0;
        PlaceFacts {
            geonameid: wide(0, 4) as u32,
            point: (degrees(packed & 0x3_FFFF, 90), degrees(packed >> 18 & 0x7_FFFF, 180)),
            kind: KINDS[(packed >> 37) as usize % KINDS.len()],
            people: bytes[9],
            region: wide(10, 2) as u16,
        }
    }

    /// Code ("SY.11"; "SY." where none is known) and name of a region.
    pub fn region(&self, at: u16) -> (&str, &str) {
        let Some(&start) = self.regions.get(usize::from(at)) else { return ("", "") };
        let end = self.regions.get(usize::from(at) + 1).map_or(self.lines.len(), |&end| end as usize);
        let line = std::str::from_utf8(self.lines.get(start as usize..end).unwrap_or_default()).unwrap_or_default();
        line.trim_end().split_once('\t').unwrap_or((line, ""))
    }

    /// The first name of a place, spelt from its key: capitals, no accents.
    pub fn name(&self, place: u32) -> String {
        let count = self.blocks.len() / 8;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            if self.u32(2 * middle + 1) <= place { low = middle + 1 } else { high = middle }
        }
        // Blocks without first names share their number with the next one.
        for at in (0..low).rev() {
            let mut block = self.block(at);
            if block.first > place {
                continue;
            }
            while block.next() {
                if block.postings().0.contains(&place) {
                    return printed(&String::from_utf8_lossy(&block.key));
                }
            }
            if self.u32(2 * at + 1) < place {
                break;
            }
        }
        String::new()
    }
}

/// A key as a name is printed.
fn printed(key: &str) -> String {
    let word = |(at, word): (usize, &str)| {
        let small =
            at > 0 && matches!(word, "of" | "the" | "and" | "de" | "del" | "la" | "le" | "du" | "di" | "al" | "el" | "ez" | "upon" | "on");
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !small => first.to_uppercase().collect::<String>() + letters.as_str(),
            _ => word.to_owned(),
        }
    };
    key.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// The first eight bytes of a key as a number, so that numbers are in the order of keys.
fn begin(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = key.len().min(8);
    bytes[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(bytes)
}

/// Walks through the keys of a block. A damaged one ends early.
struct Block<'g> {
    bytes: &'g [u8],
    key: Vec<u8>,
    /// The number of the next place that a first name names.
    first: u32,
    left: usize,
}

impl Block<'_> {
    fn next(&mut self) -> bool {
        let &[shared, length, ref rest @ ..] = self.bytes else { return false };
        if self.left == 0 || rest.len() < usize::from(length) {
            return false;
        }
        self.left -= 1;
        self.key.truncate(usize::from(shared));
        let (own, rest) = rest.split_at(usize::from(length));
        self.key.extend_from_slice(own);
        self.bytes = rest;
        true
    }

    fn number(&mut self) -> u32 {
        let mut number = 0_u32;
        for shift in (0..32).step_by(7) {
            let Some((&byte, rest)) = self.bytes.split_first() else { return number };
            self.bytes = rest;
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        number
    }

    /// Passes the places of the key that [`Block::next`] went to, where nobody asks for them.
    fn pass(&mut self) {
        let mut firsts = self.number();
        let others = firsts >> 2;
        firsts &= 3;
        if firsts == 3 {
            firsts = firsts.saturating_add(self.number());
        }
        self.first = self.first.saturating_add(firsts);
        for _ in 0..others {
            if self.bytes.is_empty() {
                break;
            }
            self.number();
        }
    }

    /// The places of the key that [`Block::next`] went to.
    fn postings(&mut self) -> (Range<u32>, Vec<u32>) {
        let mut firsts = self.number();
        let mut others = firsts >> 2;
        firsts &= 3;
        if firsts == 3 {
            firsts = firsts.saturating_add(self.number());
        }
        let first = self.first..self.first.saturating_add(firsts);
        self.first = first.end;
        let (mut last, mut other) = (0, Vec::new());
        while others > 0 && !self.bytes.is_empty() {
            last = u32::saturating_add(last, self.number());
            other.push(last);
            others -= 1;
        }
        (first, other)
    }
}

/// A place on its way into a gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceEntry {
    /// Its first name as a key.
    pub key: String,
    /// Its other names as keys.
    pub others: Vec<String>,
    /// Its number in GeoNames.
    pub geonameid: u32,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// City, region or district.
    pub kind: PlaceKind,
    /// How many people live there.
    pub people: u64,
    /// Code of its region: "SY.11", "SY." where none is known.
    pub region: String,
}

/// The file of a gazetteer.
///
/// *Shape*: keys longer than 255 bytes are left out; a region that is not among `regions` gets no name.
///
/// # Panics
/// With more than 65,535 regions.
pub fn write_gazetteer(mut places: Vec<PlaceEntry>, regions: &BTreeMap<String, String>) -> Vec<u8> {
    places.retain(|place| !place.key.is_empty() && place.key.len() <= 255);
    places.sort_by(|a, b| (&a.key, std::cmp::Reverse(a.people), a.geonameid).cmp(&(&b.key, std::cmp::Reverse(b.people), b.geonameid)));
    let codes: BTreeMap<&str, &str> = places
        .iter()
        .map(|place| (place.region.as_str(), regions.get(&place.region).map_or("", String::as_str)))
        .chain(regions.iter().map(|(code, name)| (code.as_str(), name.as_str())))
        .collect();
    let numbers: BTreeMap<&str, u16> = codes
        .keys()
        .enumerate()
        .map(|(at, &code)| (code, u16::try_from(at).expect("there are fewer regions than two bytes count")))
        .collect();
    let mut keys: BTreeMap<&str, (u32, Vec<u32>)> = BTreeMap::new();
    for (at, place) in places.iter().enumerate() {
        keys.entry(&place.key).or_default().0 += 1;
        for other in place.others.iter().filter(|other| **other != place.key && !other.is_empty() && other.len() <= 255) {
            let known = &mut keys.entry(other).or_default().1;
            if known.last() != Some(&(at as u32)) {
                known.push(at as u32);
            }
        }
    }
    let (mut bytes, mut blocks): (Vec<u8>, Vec<u32>) = (Vec::new(), Vec::new());
    let (mut before, mut first): (&[u8], u32) = (&[], 0);
    for (at, (key, (firsts, others))) in keys.iter().enumerate() {
        let key = key.as_bytes();
        let shared = if at % BLOCK == 0 {
            blocks.extend([bytes.len() as u32, first]);
            0
        } else {
            before.iter().zip(key).take_while(|(a, b)| a == b).count()
        };
        bytes.extend([shared as u8, (key.len() - shared) as u8]);
        bytes.extend_from_slice(&key[shared..]);
        push_number(&mut bytes, (others.len() as u32) << 2 | (*firsts).min(3));
        if *firsts >= 3 {
            push_number(&mut bytes, firsts - 3);
        }
        let mut last = 0;
        for &other in others {
            push_number(&mut bytes, other - last);
            last = other;
        }
        (before, first) = (key, first + firsts);
    }
    let mut records = Vec::with_capacity(places.len() * RECORD);
    for place in &places {
        let thousandths = |degrees: f64, most: f64| ((degrees.clamp(-most, most) + most) * 1000.0).round() as u64;
        let kind = KINDS.iter().position(|&kind| kind == place.kind).unwrap_or(0) as u64;
        let packed = thousandths(place.point.0, 90.0) | thousandths(place.point.1, 180.0) << 18 | kind << 37;
        records.extend(place.geonameid.to_le_bytes());
        records.extend(&packed.to_le_bytes()[..5]);
        records.push(eighths(place.people));
        records.extend(numbers[place.region.as_str()].to_le_bytes());
    }
    let (mut lines, mut starts) = (String::new(), Vec::new());
    for (code, name) in &codes {
        starts.push(lines.len() as u32);
        lines += &format!("{code}\t{name}\n");
    }
    let mut writer = ContainerWriter::new(KIND, VERSION);
    writer.bytes("keys", bytes).u32s("blocks", &blocks).bytes("places", records).u32s("region starts", &starts).text("regions", &lines);
    writer.finish()
}

/// The binary logarithm of one more than `people`, in eighths, in whole numbers: the eighths are found by squaring.
fn eighths(people: u64) -> u8 {
    let number = people + 1;
    let whole = number.ilog2();
    // The mantissa in 32 bits behind the point.
    let mut mantissa = ((u128::from(number) << 32) >> whole) as u64;
    let mut result = u64::from(whole);
    for _ in 0..3 {
        mantissa = ((u128::from(mantissa) * u128::from(mantissa)) >> 32) as u64;
        let bit = mantissa >> 33;
        mantissa >>= bit;
        result = result << 1 | bit;
    }
    result.min(255) as u8
}

fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, others: &[&str], geonameid: u32, people: u64) -> PlaceEntry {
        PlaceEntry {
            key: key.into(),
            others: others.iter().map(|&other| other.into()).collect(),
            geonameid,
            point: (33.5, -36.25),
            kind: PlaceKind::City,
            people,
            region: "VA.01".into(),
        }
    }

    fn sample() -> Gazetteer {
        let mut places =
            vec![entry("kelm", &["kalm", "al qalm"], 7, 1000), entry("kelm", &[], 8, 900_000), entry("kelm ford", &["dask"], 9, 0)];
        // Enough to fill several blocks.
        places.extend((0..100).map(|at| entry(&format!("place {at:03}"), &[&format!("other {at:03}")], 100 + at, 10)));
        let regions = BTreeMap::from([("VA.01".to_owned(), "North Varosia".to_owned())]);
        Gazetteer::from_bytes(write_gazetteer(places, &regions)).unwrap()
    }

    #[test]
    fn a_place_is_found_under_each_of_its_names_the_largest_first() {
        let gazetteer = sample();
        let ids = |key: &str| {
            let named = gazetteer.find(key);
            let all = named.first.clone().chain(named.other);
            (all.map(|place| gazetteer.facts(place).geonameid).collect::<Vec<_>>(), named.goes_on)
        };
        assert_eq!(ids("kelm"), (vec![8, 7], true));
        assert_eq!(ids("kalm"), (vec![7], false));
        assert_eq!(ids("al"), (vec![], true));
        assert_eq!(ids("zzz"), (vec![], false));
        assert_eq!(ids(""), (vec![], false));
        for at in 0..100 {
            assert_eq!(ids(&format!("place {at:03}")), (vec![100 + at], false));
            assert_eq!(ids(&format!("other {at:03}")), (vec![100 + at], false));
        }
    }

    #[test]
    fn facts_and_names_come_back_as_they_were_written() {
        let gazetteer = sample();
        let facts = gazetteer.facts(gazetteer.find("kalm").other[0]);
        assert_eq!((facts.point, facts.kind, facts.people), ((33.5, -36.25), PlaceKind::City, 79));
        assert_eq!(gazetteer.region(facts.region), ("VA.01", "North Varosia"));
        for at in 0..gazetteer.len() as u32 {
            let name = gazetteer.name(at);
            let named = gazetteer.find(&rapporteur_lexicon::place_key(&name));
            assert!(named.first.contains(&at), "{name}");
        }
    }

    #[test]
    fn the_logarithm_of_people_is_that_of_the_library() {
        for people in [0, 1, 2, 3, 10, 499, 12_345, 1_000_000, 24_000_000, 1_400_000_000_u64] {
            let expected = (8.0 * ((people + 1) as f64).log2()).floor() as u8;
            assert!(eighths(people).abs_diff(expected) <= 1, "{people}: {} and {expected}", eighths(people));
        }
    }

    #[test]
    fn any_bytes_are_walked_without_a_panic() {
        let regions = BTreeMap::new();
        let sound = write_gazetteer(vec![entry("kelm", &["kalm"], 7, 1), entry("dask", &[], 8, 1)], &regions);
        let container = Container::parse(sound).unwrap();
        for damage in 0..container.bytes("keys").unwrap().len() {
            let mut keys = container.bytes("keys").unwrap().to_vec();
            keys[damage] ^= 0xFF;
            let mut writer = ContainerWriter::new(KIND, VERSION);
            writer
                .bytes("keys", keys)
                .bytes("blocks", container.bytes("blocks").unwrap())
                .bytes("places", container.bytes("places").unwrap());
            writer.bytes("region starts", container.bytes("region starts").unwrap()).bytes("regions", container.bytes("regions").unwrap());
            let Ok(gazetteer) = Gazetteer::from_bytes(writer.finish()) else { continue };
            for key in ["kelm", "kalm", "dask", "z", ""] {
                let _ = gazetteer.find(key);
            }
            let _ = gazetteer.name(0);
        }
    }
}
