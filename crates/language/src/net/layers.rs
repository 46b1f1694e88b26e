//! The layers of the network, forward: what the trainer runs too.

use super::kernels::{for_every_width, fused_by};
use super::math::sigmoids;

/// Sizes of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Width of the embedding of a word.
    pub word: usize,
    /// Width of the embedding of its clusters.
    pub cluster: usize,
    /// Width of the embedding of its affixes.
    pub affix: usize,
    /// Width of the embedding of its shape.
    pub shape: usize,
    /// Width of each direction of a layer; both together are as wide as the embeddings.
    pub hidden: usize,
    /// Recurrent layers; without any, every word is read for itself.
    pub layers: usize,
    /// Layers below the tags.
    pub tag_layers: usize,
    /// What the second and every higher layer sees of the layer below is first drawn together to
    /// so many numbers a word, which saves most of its products; 0 for a layer that sees all.
    ///
    /// *Source*: Lei et al. 2018, appendix A (projected inputs).
    pub narrow: usize,
    /// Width of a word as dependent or head of an arc.
    pub arc: usize,
    /// Width of the layer below the relations.
    pub relation: usize,
    /// Width of the layer below the tags.
    pub tag: usize,
}

impl Sizes {
    /// How the sizes are written in a model file.
    pub fn to_numbers(self) -> [u32; 11] {
        let Self { word, cluster, affix, shape, hidden, layers, tag_layers, arc, relation, tag, narrow } = self;
        [word, cluster, affix, shape, hidden, layers, tag_layers, arc, relation, tag, narrow].map(|size| size as u32)
    }

    /// The sizes in a model file, if they are such that a network can have them. Older files have no eleventh number.
    pub fn from_numbers(numbers: &[u32]) -> Option<Self> {
        let numbers: [u32; 11] = match numbers.len() {
            10 => [numbers, &[0]].concat().try_into().ok()?,
            _ => numbers.try_into().ok()?,
        };
        let may_be_none = |at: usize| matches!(at, 5 | 6 | 10);
        if numbers.iter().enumerate().any(|(at, &size)| size == 0 && !may_be_none(at) || size > 4096) {
            return None;
        }
        let [word, cluster, affix, shape, hidden, layers, tag_layers, arc, relation, tag, narrow] = numbers.map(|size| size as usize);
        let sizes = Self { word, cluster, affix, shape, hidden, layers, tag_layers, arc, relation, tag, narrow };
        (sizes.input() == 2 * hidden && tag_layers <= layers && layers <= 16).then_some(sizes)
    }

    /// Width of a word's embeddings together.
    pub fn input(self) -> usize {
        self.word + self.cluster + self.affix + self.shape
    }

    /// Width between layers.
    pub fn width(self) -> usize {
        2 * self.hidden
    }

    /// To how many numbers a word is drawn together before a layer, if it is. The first layer sees
    /// words alone, whose products are kept, so that nothing is saved there.
    pub fn narrow_before(self, layer: usize) -> Option<usize> {
        (layer > 0 && self.narrow > 0).then_some(self.narrow)
    }
}

/// Kinds of distance from a dependent to its head: the root, then 12 to the left and 12 to the
/// right, single steps first, then ever wider.
pub const DISTANCES: usize = 25;

/// The kind of distance from the word at `from` to a head, 0 for the root, words from 1.
#[inline(always)]
pub fn distance(from: usize, head: usize) -> usize {
    if head == 0 {
        return 0;
    }
    let (head, from) = (head as i64 - 1, from as i64);
    let far = (head - from).unsigned_abs();
    let step = match far {
        0..=6 => far.max(1) - 1,
        7..=8 => 6,
        9..=11 => 7,
        12..=15 => 8,
        16..=22 => 9,
        23..=35 => 10,
        _ => 11,
    };
    1 + step as usize + if head > from { 12 } else { 0 }
}

/// What one direction of a layer needs beside the products.
#[derive(Clone, Copy, Debug)]
pub struct Gates<'a> {
    /// Bias of the forget gate, then of the highway gate.
    pub bias: &'a [f32],
    /// How much each gate sees of the state before, in the same order.
    pub peep: &'a [f32],
}

for_every_width! {
    /// One step of a simple recurrent unit over the lanes of one direction.
    ///
    /// `product` holds candidate, forget and highway rows; `state` is read and then written;
    /// `output` gets the word's row. `kept` (empty, or three rows) gets forget gate, highway gate
    /// and new state, for training.
    ///
    /// *Source*: Lei et al. 2018, "Simple Recurrent Units for Highly Parallelizable Recurrence",
    /// equations 1–4.
    pub fn step(product: &[f32], input: &[f32], gates: Gates<'_>, state: &mut [f32], output: &mut [f32], kept: &mut [f32]) {
        let width = state.len();
        let (candidate, rest) = product.split_at(width);
        let (forget, highway) = rest.split_at(width);
        let (forget_bias, highway_bias) = gates.bias.split_at(width);
        let (forget_peep, highway_peep) = gates.peep.split_at(width);
        let (highway, input) = (&highway[..width], &input[..width]);
        let (highway_bias, highway_peep) = (&highway_bias[..width], &highway_peep[..width]);
        let output = &mut output[..width];
        if kept.is_empty() {
            for lane in 0..width {
                let before = state[lane];
                let f = fused_by::<HARD>(forget_peep[lane], before, forget[lane]) + forget_bias[lane];
                let r = fused_by::<HARD>(highway_peep[lane], before, highway[lane]) + highway_bias[lane];
                let (f, r) = sigmoids::<HARD>(f, r);
                let now = fused_by::<HARD>(f, before - candidate[lane], candidate[lane]);
                output[lane] = fused_by::<HARD>(r, now - input[lane], input[lane]);
                state[lane] = now;
            }
        } else {
            let (kept_f, kept) = kept.split_at_mut(width);
            let (kept_r, kept_c) = kept.split_at_mut(width);
            let kept_c = &mut kept_c[..width];
            for lane in 0..width {
                let before = state[lane];
                let f = fused_by::<HARD>(forget_peep[lane], before, forget[lane]) + forget_bias[lane];
                let r = fused_by::<HARD>(highway_peep[lane], before, highway[lane]) + highway_bias[lane];
                let (f, r) = sigmoids::<HARD>(f, r);
                let now = fused_by::<HARD>(f, before - candidate[lane], candidate[lane]);
                output[lane] = fused_by::<HARD>(r, now - input[lane], input[lane]);
                state[lane] = now;
                kept_f[lane] = f;
                kept_r[lane] = r;
                kept_c[lane] = now;
            }
        }
    }
}

for_every_width! {
    /// Lets only a tenth of negative numbers through.
    pub fn rectify(numbers: &mut [f32]) {
        for number in numbers {
            *number = super::math::leaky(*number);
        }
    }
}

for_every_width! {
    /// `to` gets the sum of three rows, of which only a tenth of negative numbers is let through.
    pub fn rectified_sum(own: &[f32], other: &[f32], bias: &[f32], to: &mut [f32]) {
        let (other, bias) = (&other[..own.len()], &bias[..own.len()]);
        for (((to, own), other), bias) in to.iter_mut().zip(own).zip(other).zip(bias) {
            *to = super::math::leaky(own + other + bias);
        }
    }
}

for_every_width! {
    /// Adds a row of bytes, each worth `scale`.
    pub fn add_bytes(row: &[u8], scale: f32, to: &mut [f32]) {
        for (to, &number) in to.iter_mut().zip(row) {
            *to += f32::from(number as i8) * scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_grow_and_tell_left_from_right() {
        assert_eq!(distance(5, 0), 0);
        assert_eq!((distance(5, 5), distance(5, 7)), (1, 13));
        assert_eq!((distance(0, 1000), distance(999, 1)), (24, 12));
        for from in 0..60 {
            for head in 0..=60 {
                assert!(distance(from, head) < DISTANCES);
            }
        }
    }

    #[test]
    fn a_step_has_the_same_bits_on_every_machine() {
        let numbers: Vec<f32> = (0..400).map(|at| ((at * 7919 % 1000) as f32 - 500.0) / 100.0).collect();
        let gates = Gates { bias: &numbers[..70], peep: &numbers[70..140] };
        let (mut state, mut output) = (numbers[140..175].to_vec(), vec![0.0; 35]);
        step(&numbers[175..280], &numbers[280..315], gates, &mut state, &mut output, &mut []);
        let bits = state.iter().chain(&output).fold(0u32, |sum, number| sum.wrapping_mul(31).wrapping_add(number.to_bits()));
        // Worked out apart from this program, by IEEE 754 single precision, one operation at a time.
        assert_eq!(bits, 3_367_149_861);
    }

    #[test]
    fn sizes_survive_writing_and_nonsense_is_refused() {
        let sizes =
            Sizes { word: 4, cluster: 2, affix: 1, shape: 1, hidden: 4, layers: 2, tag_layers: 1, arc: 3, relation: 5, tag: 6, narrow: 2 };
        assert_eq!(Sizes::from_numbers(&sizes.to_numbers()), Some(sizes));
        let plain = Sizes { layers: 0, tag_layers: 0, ..sizes };
        assert_eq!(Sizes::from_numbers(&plain.to_numbers()), Some(plain));
        assert_eq!(Sizes::from_numbers(&Sizes { arc: 0, ..sizes }.to_numbers()), None);
        assert_eq!(Sizes::from_numbers(&[1; 10]), None);
        assert_eq!(Sizes::from_numbers(&[]), None);
    }
}
