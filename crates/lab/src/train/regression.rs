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

/// One step of AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011) against `slope`. `square` is the sum of the squares of all
/// slopes so far, `floor` is added to its root.
pub(super) fn step(weight: &mut f32, square: &mut f32, slope: f32, rate: f32, floor: f32) {
    *square += slope * slope;
    *weight -= rate * slope / (libm::sqrtf(*square) + floor);
}

/// The mean of weights over passes: those of a late lesson do not weigh more.
#[derive(Default)]
pub(super) struct Mean {
    /// Sums of all that were taken in, empty before the first.
    pub sums: Vec<f64>,
    /// How many were taken in.
    pub taken: usize,
}

impl Mean {
    /// Takes the weights of a pass in.
    pub fn take(&mut self, weights: &[f32]) {
        self.sums.resize(weights.len(), 0.0);
        self.sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += f64::from(weight));
        self.taken += 1;
    }

    /// The mean of all that were taken in.
    pub fn weights(&self) -> Vec<f32> {
        self.sums.iter().map(|sum| (sum / self.taken as f64) as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_against_the_slope_and_become_smaller() {
        let (mut weight, mut square) = (0.0, 0.0);
        step(&mut weight, &mut square, 3.0, 0.5, 0.0);
        assert_eq!((weight, square), (-0.5, 9.0));
        step(&mut weight, &mut square, 4.0, 0.5, 0.0);
        assert_eq!((weight, square), (-0.9, 25.0));
    }

    #[test]
    fn the_mean_is_that_of_all_passes() {
        let mut mean = Mean::default();
        mean.take(&[1.0, -2.0]);
        mean.take(&[3.0, -2.0]);
        assert_eq!(mean.weights(), [2.0, -2.0]);
    }
}
