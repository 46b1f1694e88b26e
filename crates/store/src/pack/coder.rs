//! Numbers in as few bits as their frequency asks for: an adaptive binary range coder.
//!
//! *Source*: Martin 1979, "Range encoding"; binary decisions with adaptive probabilities as in Mahoney 2005, "Adaptive
//! weighing of context models" (whose arithmetic coder this is). Only whole numbers are used: the same bytes everywhere.

use std::sync::LazyLock;

/// Probabilities that are learned, a power of two. Contexts share one where their hashes meet, which costs bits and is no fault.
const SLOTS: usize = 1 << 16;
/// A probability moves by one part in so many at least.
const SLOWEST: usize = 96;
/// Bits after the leading one of a number that are learned; those below are told as they are, by their place.
const LEARNED: u32 = 4;

/// By how much a probability moves at the nth time, as parts of 65,536.
static PACE: LazyLock<Vec<u32>> = LazyLock::new(|| (0..SLOWEST as u32).map(|met| 131_072 / (2 * met + 3)).collect());

/// What was learned of decisions: for each slot the probability of a one in the upper 16 bits, how often it was met in the lower.
#[derive(Clone)]
pub(super) struct Model(Vec<u32>);

impl Default for Model {
    fn default() -> Self {
        Self(vec![1 << 31; SLOTS])
    }
}

/// The slot of a node in a context.
fn slot(context: u32, node: u32) -> usize {
    (context.wrapping_add(node.wrapping_mul(0x85EB_CA6B)).wrapping_mul(0x9E37_79B1) >> 16) as usize & (SLOTS - 1)
}

impl Model {
    /// Probability of a one in parts of 65,536, never none.
    fn chance(&self, slot: usize) -> u32 {
        (self.0[slot] >> 16).max(1)
    }

    fn learn(&mut self, slot: usize, bit: bool) {
        let (chance, met) = (self.0[slot] >> 16, self.0[slot] & 0xFFFF);
        let pace = PACE[met as usize];
        let chance = if bit { chance + (((65_535 - chance) * (pace >> 1)) >> 15) } else { chance - ((chance * (pace >> 1)) >> 15) };
        self.0[slot] = chance << 16 | (met + 1).min(SLOWEST as u32 - 1);
    }
}

/// Either direction: a decision that is told and comes back, or is heard and comes back.
pub(super) trait Coder {
    /// One decision with a probability of `chance` in 65,536 for a one. A teller is given the bit, a hearer finds it.
    fn decide(&mut self, bit: bool, chance: u32) -> bool;
}

/// Tells decisions.
pub(super) struct Teller {
    low: u32,
    high: u32,
    out: Vec<u8>,
}

impl Teller {
    pub fn new() -> Self {
        Self { low: 0, high: u32::MAX, out: Vec::new() }
    }

    pub fn done(mut self) -> Vec<u8> {
        // The bytes differ here, so the greater of the lower one's successors lies between; what is cut off is heard as zeros.
        self.out.push((self.low >> 24) as u8 + u8::from(self.low & 0x00FF_FFFF > 0));
        self.out
    }
}

fn middle(low: u32, high: u32, chance: u32) -> u32 {
    low + ((u64::from(high - low) * u64::from(chance)) >> 16) as u32
}

impl Coder for Teller {
    fn decide(&mut self, bit: bool, chance: u32) -> bool {
        let middle = middle(self.low, self.high, chance);
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.out.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
        bit
    }
}

/// Hears what was told.
pub(super) struct Hearer<'b> {
    low: u32,
    high: u32,
    at: u32,
    bytes: &'b [u8],
    /// Bytes that were asked for after the end.
    beyond: usize,
}

impl<'b> Hearer<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        let mut hearer = Self { low: 0, high: u32::MAX, at: 0, bytes, beyond: 0 };
        for _ in 0..4 {
            hearer.shift();
        }
        hearer
    }

    fn shift(&mut self) {
        let (byte, rest) = self.bytes.split_first().map_or((0, self.bytes), |(&byte, rest)| (byte, rest));
        self.beyond += usize::from(self.bytes.is_empty());
        self.bytes = rest;
        self.at = self.at << 8 | u32::from(byte);
    }

    /// Whether more was heard than was told.
    pub fn is_beyond(&self) -> bool {
        self.beyond > 4
    }
}

impl Coder for Hearer<'_> {
    fn decide(&mut self, _: bool, chance: u32) -> bool {
        let middle = middle(self.low, self.high, chance);
        let bit = self.at <= middle;
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 255;
            self.shift();
        }
        bit
    }
}

impl Model {
    /// A decision that is learned.
    fn bit(&mut self, coder: &mut impl Coder, slot: usize, bit: bool) -> bool {
        let bit = coder.decide(bit, self.chance(slot));
        self.learn(slot, bit);
        bit
    }

    /// One of `1 << bits` choices.
    pub fn choice(&mut self, coder: &mut impl Coder, context: u32, bits: u32, choice: u32) -> u32 {
        let mut node = 1;
        for at in (0..bits).rev() {
            node = node << 1 | u32::from(self.bit(coder, slot(context, node), choice >> at & 1 == 1));
        }
        node - (1 << bits)
    }

    /// Any number: how many bits it has, the leading ones, then the rest.
    pub fn number(&mut self, coder: &mut impl Coder, context: u32, number: u64) -> u64 {
        let length = self.choice(coder, context, 7, u64::BITS - number.leading_zeros()).min(64);
        if length < 2 {
            return u64::from(length);
        }
        let (mut found, mut node) = (1_u64, length << 8 | 1);
        for at in (0..length - 1).rev() {
            let bit = number >> at & 1 == 1;
            let slot = if length - 2 - at < LEARNED { slot(context, node + 0x100) } else { slot(context, length << 8 | at | 0x8000) };
            let bit = self.bit(coder, slot, bit);
            node = node << 1 | u32::from(bit);
            found = found << 1 | u64::from(bit);
            if length - 2 - at >= LEARNED {
                node = 0;
            }
        }
        found
    }

    /// Any number with its sign.
    pub fn signed(&mut self, coder: &mut impl Coder, context: u32, number: i64) -> i64 {
        let told = (number << 1 ^ number >> 63) as u64;
        let heard = self.number(coder, context, told);
        (heard >> 1) as i64 ^ -((heard & 1) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_frequent_takes_few_bits() {
        let (mut model, mut teller) = (Model::default(), Teller::new());
        for at in 0..4000_u64 {
            model.number(&mut teller, 7, if at % 50 == 0 { at } else { 3 });
        }
        assert!(teller.done().len() < 450);
    }

    proptest! {
        #[test]
        fn any_numbers_come_back(numbers in proptest::collection::vec((0_u32..3, any::<i64>(), 0_u32..64), 0..600)) {
            let numbers: Vec<(u32, i64)> = numbers.into_iter().map(|(context, number, shift)| (context, number >> shift)).collect();
            let (mut model, mut teller) = (Model::default(), Teller::new());
            for &(context, number) in &numbers {
                model.signed(&mut teller, context, number);
                model.choice(&mut teller, context + 9, 4, (number & 15) as u32);
            }
            let bytes = teller.done();
            let (mut model, mut hearer) = (Model::default(), Hearer::new(&bytes));
            for &(context, number) in &numbers {
                prop_assert_eq!(model.signed(&mut hearer, context, 0), number);
                prop_assert_eq!(model.choice(&mut hearer, context + 9, 4, 0), (number & 15) as u32);
            }
            prop_assert!(!hearer.is_beyond());
        }
    }
}
