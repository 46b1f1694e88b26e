//! What was worked out for a word form, kept for the next time that it comes.

use crate::net::features::hash;
use std::sync::OnceLock;

/// Places where one word form may be kept.
const WAYS: usize = 2;
/// Longer words (in bytes) are worked out each time they occur.
const LONGEST: usize = 32;

/// A word form in some circumstances `K`, and what was worked out for it.
#[derive(Clone, Debug)]
struct Entry<K, V> {
    form: Box<str>,
    key: K,
    value: V,
}

/// A table of a fixed number of places.
///
/// What was worked out is kept until all places are taken, for frequent words come first. What is
/// kept is what would be worked out again, so it changes no result, whoever kept it.
#[derive(Clone, Debug)]
pub(crate) struct Kept<K, V> {
    places: Vec<OnceLock<Box<Entry<K, V>>>>,
}

impl<K: Copy + PartialEq, V> Kept<K, V> {
    /// An empty table of `size` places, an even number.
    pub fn new(size: usize) -> Self {
        Self { places: std::iter::repeat_with(OnceLock::new).take(size).collect() }
    }

    fn places(&self, form: &str) -> &[OnceLock<Box<Entry<K, V>>>] {
        let at = hash(1, form.as_bytes()) as usize % (self.places.len() / WAYS);
        &self.places[at * WAYS..(at + 1) * WAYS]
    }

    /// What is kept for a form.
    pub fn find(&self, form: &str, key: K) -> Option<&V> {
        if form.len() > LONGEST {
            return None;
        }
        let same = |entry: &&Entry<K, V>| entry.key == key && *entry.form == *form;
        self.places(form).iter().map_while(OnceLock::get).map(Box::as_ref).find(same).map(|entry| &entry.value)
    }

    /// Keeps it if there is a place.
    pub fn keep(&self, form: &str, key: K, value: impl FnOnce() -> V) {
        if form.len() > LONGEST {
            return;
        }
        if let Some(place) = self.places(form).iter().find(|place| place.get().is_none()) {
            // Another thread may have been faster; then its word stays.
            let _ = place.set(Box::new(Entry { form: form.into(), key, value: value() }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_found_in_its_circumstances_only() {
        let kept: Kept<u8, usize> = Kept::new(8);
        kept.keep("envoy", 1, || 7);
        assert_eq!((kept.find("envoy", 1), kept.find("envoy", 2), kept.find("truce", 1)), (Some(&7), None, None));
    }

    #[test]
    fn a_full_place_and_a_long_word_are_left_out() {
        let kept: Kept<u8, u8> = Kept::new(2);
        for (key, form) in [(0, "a"), (0, "b"), (0, "c")] {
            kept.keep(form, key, || 0);
        }
        assert_eq!(["a", "b", "c"].map(|form| kept.find(form, 0).is_some()), [true, true, false]);
        let long = "x".repeat(33);
        kept.keep(&long, 0, || 0);
        assert_eq!(kept.find(&long, 0), None);
    }
}
