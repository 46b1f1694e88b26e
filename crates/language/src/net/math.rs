//! The few functions of the network, from basic operations alone: the same bits on every machine.

use super::kernels::fused_by;

/// *e* to the power `x`, to about one part in 10⁷; `x` is held within ±87.
///
/// Range reduction by ln 2 in two parts and a polynomial of degree 6 (the classical scheme of
/// Cephes' `expf`). Only additions, multiplications and shifts, so that a compiler may do
/// many at once without changing a bit.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    power(x.clamp(-87.0, 87.0))
}

/// The same for numbers that are within those bounds.
#[inline(always)]
fn power(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0;
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let whole = shifted - SHIFT;
    let rest = x - whole * 0.693_359_4;
    let rest = rest - whole * -2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4;
    sum = sum * rest + 1.398_199_9e-3;
    sum = sum * rest + 8.333_452e-3;
    sum = sum * rest + 4.166_579_6e-2;
    sum = sum * rest + 1.666_666_5e-1;
    sum = sum * rest + 0.5;
    let value = sum * rest * rest + rest + 1.0;
    let exponent = shifted.to_bits().wrapping_sub(SHIFT.to_bits());
    let power = exponent.wrapping_add(127) << 23;
    value * f32::from_bits(power)
}

/// As [`power`], with multiply-adds that are rounded once (IEEE 754 fusedMultiplyAdd): half the operations.
/// `HARD` says whether the processor has them.
#[inline(always)]
fn fused_power<const HARD: bool>(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0;
    let shifted = fused_by::<HARD>(x, std::f32::consts::LOG2_E, SHIFT);
    let whole = shifted - SHIFT;
    let rest = fused_by::<HARD>(whole, -0.693_359_4, x);
    let rest = fused_by::<HARD>(whole, 2.121_944_4e-4, rest);
    let mut sum = 1.987_569_1e-4;
    for factor in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = fused_by::<HARD>(sum, rest, factor);
    }
    let value = fused_by::<HARD>(sum * rest, rest, rest) + 1.0;
    let exponent = shifted.to_bits().wrapping_sub(SHIFT.to_bits());
    value * f32::from_bits(exponent.wrapping_add(127) << 23)
}

/// The logistic function of two numbers, with one division for both: divisions are most of what it costs.
///
/// The numbers are held within ±43, so that the product of the denominators is a number too.
#[inline(always)]
pub(super) fn sigmoids<const HARD: bool>(x: f32, y: f32) -> (f32, f32) {
    let (a, b) = (1.0 + fused_power::<HARD>((-x).clamp(-43.0, 43.0)), 1.0 + fused_power::<HARD>((-y).clamp(-43.0, 43.0)));
    let both = 1.0 / (a * b);
    (b * both, a * both)
}

/// The share of negative input that [`leaky`] lets through.
pub const LEAK: f32 = 0.1;

/// A rectifier that lets a tenth of negative input through.
#[inline(always)]
pub fn leaky(x: f32) -> f32 {
    if x > 0.0 { x } else { LEAK * x }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sigmoid(x: f32) -> f32 {
        1.0 / (1.0 + exp(-x))
    }

    #[test]
    fn the_exponential_agrees_with_libm() {
        for step in -8700..8700 {
            let x = step as f32 / 100.0;
            let (ours, theirs) = (exp(x), libm::expf(x));
            assert!((ours - theirs).abs() <= 3e-7 * theirs, "{x}: {ours} {theirs}");
        }
        assert!(exp(f32::INFINITY) > 1e37 && exp(-1e9) < 1e-37);
        assert_eq!(sigmoid(0.0), 0.5);
    }

    #[test]
    fn two_at_once_are_as_good_as_one_by_one() {
        let odd = [0.0, -0.0, 1e-9, 3.5, -3.5, 40.0, -40.0, 87.0, -87.0, 1e9, -1e9, f32::INFINITY, f32::NEG_INFINITY];
        for x in odd {
            for y in odd {
                let (first, second) = sigmoids::<false>(x, y);
                assert_eq!((first, second), sigmoids::<true>(x, y), "the same bits with the instruction and without");
                assert!((first - sigmoid(x)).abs() < 3e-7 && (second - sigmoid(y)).abs() < 3e-7, "{x} {y}: {first} {second}");
            }
        }
    }
}
