//! How the words of two mentions agree: the same name, a part of it, its initials, the same noun.

use super::facts::Facts;
use crate::spelling;

/// A word of a name as it is compared; see [`spelling::key`].
pub(super) fn key(word: &str) -> String {
    spelling::key(word)
}

/// What the words of two mentions have in common; two small numbers in one, 0 for nothing.
///
/// *Shape*: names in the upper four bits, nouns in the lower four.
pub(super) fn agreement(later: &Facts, earlier: &Facts) -> u8 {
    if later.signature & earlier.signature == 0 {
        return 0;
    }
    by_name(later, earlier) << 4 | by_noun(later, earlier)
}

/// The agreement of a name with one that has its initials, as [`agreement`] has it in the upper four bits.
pub(super) const INITIALS: u8 = 3;

fn by_name(later: &Facts, earlier: &Facts) -> u8 {
    if let (Some(a), Some(b)) = (later.entry, earlier.entry)
        && a.id == b.id
    {
        return if a.indirect == b.indirect { 1 } else { 2 };
    }
    if later.acronym != 0 && later.acronym == earlier.initials || earlier.acronym != 0 && earlier.acronym == later.initials {
        return INITIALS;
    }
    if later.names.is_empty() || earlier.names.is_empty() {
        return 0;
    }
    let (a, b) = (&later.names, &earlier.names);
    if a == b {
        return 4;
    }
    if a.len() < b.len() {
        return match () {
            () if b.ends_with(a) => 5,
            () if b.starts_with(a) => 6,
            () if a.iter().all(|word| b.contains(word)) => 7,
            () => other(a, b),
        };
    }
    match () {
        () if a.ends_with(b) => 8,
        () if a.starts_with(b) => 9,
        () if b.iter().all(|word| a.contains(word)) => 10,
        () => other(a, b),
    }
}

/// Names that have a word in common and differ in others.
fn other(a: &[u32], b: &[u32]) -> u8 {
    match () {
        () if a.last() == b.last() && a.first() == b.first() => 11,
        () if a.last() == b.last() => 12,
        () if a.iter().any(|word| b.contains(word)) => 13,
        () => 0,
    }
}

fn by_noun(later: &Facts, earlier: &Facts) -> u8 {
    if later.whole == earlier.whole {
        return 1;
    }
    if later.lemma == earlier.lemma {
        let (a, b) = (&later.modifiers, &earlier.modifiers);
        return match (a.is_empty(), b.is_empty()) {
            (true, true) => 2,
            (true, false) => 3,
            (false, true) => 4,
            _ if a == b => 5,
            _ if within(a, b) => 6,
            _ if within(b, a) => 7,
            _ if common(a, b) => 8,
            _ => 9,
        };
    }
    match () {
        () if earlier.content.binary_search(&later.lemma).is_ok() => 10,
        () if later.content.binary_search(&earlier.lemma).is_ok() => 11,
        () if common(&later.content, &earlier.content) => 12,
        () => 0,
    }
}

/// Whether all of `few` are among `many`; both ascending.
fn within(few: &[u32], many: &[u32]) -> bool {
    few.iter().all(|word| many.binary_search(word).is_ok())
}

fn common(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|word| b.binary_search(word).is_ok())
}
