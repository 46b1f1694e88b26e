//! What was worked out for a word form, kept for the next time that it comes.

use std::sync::OnceLock;

/// Places where one word form may be kept.
const WAYS: usize = 4;
/// Longer words (in bytes) are worked out each time they occur.
const LONGEST: usize = 32;

/// The circumstances of a word form.
pub(crate) trait Circumstances: Copy + PartialEq {
    /// A number that tells most of them apart.
    fn mark(self) -> u64;

    /// Whether they are the same.
    fn same(self, other: Self) -> bool {
        self == other
    }
}

/// A word form in some circumstances `K`, and what was worked out for it.
#[derive(Clone, Debug)]
struct Entry<K, V> {
    /// A part of the hash, which is looked at first.
    mark: u32,
    form: Form,
    key: K,
    value: V,
}

/// A word form with what fills it up; beside the other numbers, where it is compared at once.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Form {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Form {
    fn new(form: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..form.len())?.copy_from_slice(form.as_bytes());
        Some(Self { bytes, length: form.len() as u8 })
    }

    /// A hash with a mark, eight bytes at once.
    fn hash(&self, mark: u64) -> u64 {
        let mut hash = u64::from(self.length) ^ mark << 8;
        for bytes in &self.bytes.as_chunks::<8>().0[..usize::from(self.length).div_ceil(8)] {
            hash = (hash ^ u64::from_le_bytes(*bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            hash ^= hash >> 32;
        }
        hash
    }
}

/// A table of a fixed number of places.
///
/// What was worked out is kept until all places are taken, for frequent words come first. What is
/// kept is what would be worked out again, so it changes no result, whoever kept it.
#[derive(Clone, Debug)]
pub(crate) struct Kept<K, V> {
    places: Vec<OnceLock<Entry<K, V>>>,
}

impl<K: Circumstances, V> Kept<K, V> {
    /// An empty table of `size` places, a multiple of four.
    pub fn new(size: usize) -> Self {
        Self { places: std::iter::repeat_with(OnceLock::new).take(size).collect() }
    }

    fn places(&self, hash: u64) -> &[OnceLock<Entry<K, V>>] {
        let at = hash as usize % (self.places.len() / WAYS);
        &self.places[at * WAYS..(at + 1) * WAYS]
    }

    /// What is kept for a form.
    pub fn find(&self, form: &str, key: K) -> Option<&V> {
        let form = Form::new(form)?;
        let hash = form.hash(key.mark());
        let mark = (hash >> 32) as u32;
        let mut kept = self.places(hash).iter().map_while(OnceLock::get);
        kept.find(|entry| entry.mark == mark && entry.form == form && entry.key.same(key)).map(|entry| &entry.value)
    }

    /// Keeps it if there is a place.
    pub fn keep(&self, form: &str, key: K, value: impl FnOnce() -> V) {
        let Some(form) = Form::new(form) else {
            return;
        };
        let hash = form.hash(key.mark());
        if let Some(place) = self.places(hash).iter().find(|place| place.get().is_none()) {
            // Another thread may have been faster; then its word stays.
            let _ = place.set(Entry { mark: (hash >> 32) as u32, form, key, value: value() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Circumstances for u8 {
        fn mark(self) -> u64 {
            0
        }
    }

    #[test]
    fn what_was_kept_is_found_in_its_circumstances_only() {
        let kept: Kept<u8, usize> = Kept::new(8);
        kept.keep("envoy", 1, || 7);
        assert_eq!((kept.find("envoy", 1), kept.find("envoy", 2), kept.find("truce", 1)), (Some(&7), None, None));
    }

    #[test]
    fn a_full_place_and_a_long_word_are_left_out() {
        let kept: Kept<u8, u8> = Kept::new(WAYS);
        for (at, form) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            kept.keep(form, 0, || at as u8);
        }
        assert_eq!(["a", "b", "c", "d", "e"].map(|form| kept.find(form, 0).copied()), [Some(0), Some(1), Some(2), Some(3), None]);
        let long = "x".repeat(33);
        kept.keep(&long, 0, || 0);
        assert_eq!(kept.find(&long, 0), None);
    }
}
