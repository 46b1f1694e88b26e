//! What trainers of linear models share.

/// A number from 0 up to 1, the same on every machine (xorshift, Marsaglia 2003).
pub(super) fn next(seed: &mut u64) -> f32 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 40) as f32 / (1 << 24) as f32
}

/// The same order on every machine (xorshift, Marsaglia 2003).
pub(super) fn shuffle<T>(items: &mut [T], seed: &mut u64) {
    for at in (1..items.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        items.swap(at, (*seed % (at as u64 + 1)) as usize);
    }
}
