//! Tables in which a word is found by its hash: reading asks a dozen of them about every word.

use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// A table of which nothing may depend on the order: it has none.
pub(crate) type Hashed<K, V> = HashMap<K, V, FixedState>;

/// A set of which nothing may depend on the order.
pub(crate) type HashedSet<K> = HashSet<K, FixedState>;

/// The rows in the order of their keys.
pub(crate) fn rows<K: Ord, V>(table: &Hashed<K, V>) -> Vec<(&K, &V)> {
    let mut rows: Vec<(&K, &V)> = table.iter().collect();
    rows.sort_unstable_by_key(|(key, _)| *key);
    rows
}

/// The values in the order of their keys.
pub(crate) fn by_key<K: Ord, V>(table: &Hashed<K, V>) -> Vec<&V> {
    rows(table).into_iter().map(|(_, value)| value).collect()
}
