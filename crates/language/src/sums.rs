//! Sums of rows of bytes: what a linear function over hashed features is made of.

use crate::net::kernels::{fetch_from, for_every_width};

/// Rows that are added up at most: so many bytes surely fit into 16 bits.
pub const MOST_ROWS: usize = 255;

/// Asks memory for the rows at `places`, which will be summed soon; it changes nothing but the time.
///
/// *Limits*: every place must be that of a row.
#[inline]
pub fn fetch<const WIDTH: usize>(rows: &[[u8; WIDTH]], places: &[u32]) {
    for &place in places {
        fetch_from(&rows[place as usize]);
    }
}

for_every_width! {
    /// For each of `sums`, the sum of the next `each` of the rows at `places`, column by column. The bytes of `rows` have a sign.
    ///
    /// *Limits*: at most [`MOST_ROWS`] rows a sum; every place must be that of a row.
    pub fn sums_of_four(rows: &[[u8; 4]], places: &[u32], each: usize, sums: &mut [[i32; 4]]) {
        sums_of(rows, places, each, sums);
    }
}

for_every_width! {
    /// As [`sums_of_four`], of sixteen columns.
    pub fn sums_of_sixteen(rows: &[[u8; 16]], places: &[u32], each: usize, sums: &mut [[i32; 16]]) {
        sums_of(rows, places, each, sums);
    }
}

#[inline(always)]
fn sums_of<const WIDTH: usize>(rows: &[[u8; WIDTH]], places: &[u32], each: usize, sums: &mut [[i32; WIDTH]]) {
    assert!((1..=MOST_ROWS).contains(&each) && places.len() == each * sums.len(), "every sum has its rows");
    for (places, sum) in places.chunks_exact(each).zip(sums) {
        let mut lanes = [0_i16; WIDTH];
        for &place in places {
            for (lane, &byte) in lanes.iter_mut().zip(&rows[place as usize]) {
                *lane += i16::from(byte as i8);
            }
        }
        *sum = lanes.map(i32::from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow<const WIDTH: usize>(rows: &[[u8; WIDTH]], places: &[u32]) -> [i32; WIDTH] {
        std::array::from_fn(|column| places.iter().map(|&place| i32::from(rows[place as usize][column] as i8)).sum())
    }

    proptest! {
        #[test]
        fn sums_in_lanes_are_the_sums_of_the_bytes(
            four in prop::collection::vec(any::<[u8; 4]>(), 1..9),
            sixteen in prop::collection::vec(any::<[u8; 16]>(), 1..9),
            each in 1..=MOST_ROWS,
            places in prop::collection::vec(any::<u32>(), 0..600),
        ) {
            let count = places.len() / each;
            let within = |rows: usize| places[..count * each].iter().map(|place| place % rows as u32).collect::<Vec<u32>>();
            let (mut of_four, mut of_sixteen) = (vec![[0; 4]; count], vec![[0; 16]; count]);
            let (at_four, at_sixteen) = (within(four.len()), within(sixteen.len()));
            sums_of_four(&four, &at_four, each, &mut of_four);
            sums_of_sixteen(&sixteen, &at_sixteen, each, &mut of_sixteen);
            for (sum, places) in of_four.iter().zip(at_four.chunks_exact(each)) {
                prop_assert_eq!(*sum, slow(&four, places));
            }
            for (sum, places) in of_sixteen.iter().zip(at_sixteen.chunks_exact(each)) {
                prop_assert_eq!(*sum, slow(&sixteen, places));
            }
        }

        #[test]
        fn the_largest_sums_fit(byte in any::<u8>()) {
            let mut sums = [[0; 4]];
            sums_of_four(&[[byte; 4]], &[0; MOST_ROWS], MOST_ROWS, &mut sums);
            prop_assert_eq!(sums, [[i32::from(byte as i8) * MOST_ROWS as i32; 4]]);
        }
    }
}
