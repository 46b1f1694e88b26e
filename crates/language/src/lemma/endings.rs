//! A table from word endings to decisions: the longest ending that is known decides.

use crate::ascending::Ascending;
use crate::container::{Container, ContainerWriter, ModelError};

/// Longest ending that is looked up, apart from whole words.
pub const LONGEST_ENDING: usize = 8;
/// Longest whole word that is looked up.
const LONGEST_WORD: usize = 40;

/// Endings by class, each with a decision.
///
/// *Shape*: hashes of class and ending, ascending, with a number each. With 64 bits two of some ten
/// thousand endings collide once in 10¹¹ tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endings {
    hashes: Ascending<u64>,
    decisions: Vec<u16>,
}

/// The class `base`, narrowed by `word`.
pub fn class(base: u64, word: &str) -> u64 {
    word.bytes().fold(step(base, 0xff), |hash, byte| step(hash, u32::from(byte)))
}

/// FNV-1a with 64 bits, four bytes at once.
fn step(hash: u64, value: u32) -> u64 {
    let mixed = (hash ^ 0xcbf2_9ce4_8422_2325 ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3);
    mixed ^ (mixed >> 29)
}

impl Endings {
    /// A table of hashes (see [`Endings::ending`]) with their decisions.
    pub fn new(mut entries: Vec<(u64, u16)>) -> Self {
        entries.sort_unstable();
        entries.dedup_by_key(|entry| entry.0);
        let (hashes, decisions) = entries.into_iter().unzip();
        Self { hashes: Ascending::new(hashes), decisions }
    }

    /// The hash of an ending in a class; `whole` for a word that is nothing but this ending.
    pub fn ending(class: u64, ending: &str, whole: bool) -> u64 {
        let hash = ending.chars().rev().fold(class, |hash, c| step(hash, c as u32));
        if whole { step(hash, u32::from('^')) } else { hash }
    }

    /// Entries.
    pub fn len(&self) -> usize {
        self.decisions.len()
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }

    /// The decision of the longest known ending of `word` in `class`, `None` when the class has
    /// not even the empty one.
    pub fn find(&self, class: u64, word: &str) -> Option<usize> {
        let mut found = self.get(class);
        let mut hash = class;
        for (at, c) in word.chars().rev().enumerate() {
            if at >= LONGEST_WORD {
                return found;
            }
            hash = step(hash, c as u32);
            if at < LONGEST_ENDING {
                found = self.get(hash).or(found);
            }
        }
        self.get(step(hash, u32::from('^'))).or(found)
    }

    fn get(&self, hash: u64) -> Option<usize> {
        self.hashes.place(hash).map(|at| usize::from(self.decisions[at]))
    }

    /// Adds the table to a model file, under names that begin with `name`.
    pub fn write(&self, writer: &mut ContainerWriter, name: &str) {
        let hashes: Vec<u8> = self.hashes.numbers().iter().flat_map(|hash| hash.to_le_bytes()).collect();
        let decisions: Vec<u8> = self.decisions.iter().flat_map(|decision| decision.to_le_bytes()).collect();
        writer.bytes(&format!("{name}-hashes"), hashes).bytes(&format!("{name}-decisions"), decisions);
    }

    /// Reads the table from a model file; every decision must be below `limit`.
    ///
    /// # Errors
    /// When the sections are not there or do not fit each other.
    pub fn from_container(container: &Container, name: &str, limit: usize) -> Result<Self, ModelError> {
        let (of_hashes, of_decisions) = (format!("{name}-hashes"), format!("{name}-decisions"));
        let (hashes, rest) = container.bytes(&of_hashes)?.as_chunks::<8>();
        let (decisions, odd) = container.bytes(&of_decisions)?.as_chunks::<2>();
        if !rest.is_empty() || !odd.is_empty() || hashes.len() != decisions.len() {
            return Err(ModelError::bad_section(&of_hashes, "hashes and decisions are not equally many"));
        }
        let hashes: Vec<u64> = hashes.iter().map(|&bytes| u64::from_le_bytes(bytes)).collect();
        let decisions: Vec<u16> = decisions.iter().map(|&bytes| u16::from_le_bytes(bytes)).collect();
        if !hashes.is_sorted() {
            return Err(ModelError::bad_section(&of_hashes, "they are not in order"));
        }
        if decisions.iter().any(|&decision| usize::from(decision) >= limit) {
            return Err(ModelError::bad_section(&of_decisions, "one is out of range"));
        }
        Ok(Self { hashes: Ascending::new(hashes), decisions })
    }
}
