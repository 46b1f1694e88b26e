//! Sorted hashes in which one is found at the first look.

/// Numbers in ascending order that are spread evenly, as hashes are, with a table from the
/// beginning of a number to where those that begin so stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ascending<T> {
    numbers: Vec<T>,
    /// For every beginning, as many bits as make about one number each, where its numbers start.
    starts: Vec<u32>,
    /// By how many bits a number is shifted to leave its beginning.
    shift: u32,
}

impl<T: Copy + Ord + Into<u64>> Ascending<T> {
    /// Of numbers that are sorted.
    ///
    /// *Limits*: numbers that begin alike are looked at one after the other.
    pub fn new(numbers: Vec<T>) -> Self {
        debug_assert!(numbers.is_sorted(), "the numbers are sorted");
        let bits = (numbers.len().max(2) as u64).ilog2();
        let shift = 8 * size_of::<T>() as u32 - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for &number in &numbers {
            starts[(number.into() >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { numbers, starts, shift }
    }

    /// The place of a number; the first where it stands several times.
    pub fn place(&self, number: T) -> Option<usize> {
        let begin = (number.into() >> self.shift) as usize;
        let (from, to) = (self.starts[begin] as usize, self.starts[begin + 1] as usize);
        self.numbers[from..to].iter().position(|&known| known == number).map(|at| from + at)
    }

    /// The numbers in order.
    pub fn numbers(&self) -> &[T] {
        &self.numbers
    }
}

impl<T: Copy + Ord + Into<u64>> Default for Ascending<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_found_among_none() {
        assert_eq!(Ascending::<u32>::default().place(0), None);
        assert_eq!(Ascending::<u64>::default().place(u64::MAX), None);
    }

    proptest! {
        #[test]
        fn a_number_is_found_where_it_stands(mut numbers in prop::collection::vec(any::<u32>(), 0..300), other in any::<u32>()) {
            numbers.sort_unstable();
            numbers.dedup();
            let ascending = Ascending::new(numbers.clone());
            for (at, &number) in numbers.iter().enumerate() {
                prop_assert_eq!(ascending.place(number), Some(at));
            }
            prop_assert_eq!(ascending.place(other), numbers.binary_search(&other).ok());
            let wide = Ascending::new(numbers.iter().map(|&number| u64::from(number) << 20).collect());
            prop_assert_eq!(wide.place(u64::from(other) << 20), numbers.binary_search(&other).ok());
            prop_assert_eq!(ascending.numbers(), &numbers);
        }
    }
}
