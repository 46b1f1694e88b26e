//! The optimiser: Adam with clipped gradients, decoupled decay and averaged parameters.

/// Moments of the gradients.
#[derive(Clone, Debug)]
pub struct Adam {
    /// Running mean of the gradients.
    pub first: Vec<f32>,
    /// Running mean of their squares.
    pub second: Vec<f32>,
}

/// What a step needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Its number, from 1.
    pub number: usize,
    /// Learning rate.
    pub rate: f32,
    /// Longest gradient.
    pub clip: f32,
    /// Decay, times the rate.
    pub decay: f32,
    /// Share that the averages keep.
    pub average: f32,
}

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;

impl Adam {
    /// For so many parameters.
    pub fn new(count: usize) -> Self {
        Self { first: vec![0.0; count], second: vec![0.0; count] }
    }

    /// One step with the sum of two gradients, on two threads; `values` and their `averaged`
    /// follow.
    ///
    /// *Source*: Kingma and Ba 2015; Loshchilov and Hutter 2019 (decay).
    pub fn step(&mut self, step: Step, gradient: &mut [f32], other: &[f32], values: &mut [f32], averaged: &mut [f32]) {
        let half = values.len() / 2;
        let mut norms = [0.0f64; 2];
        {
            let (left, right) = gradient.split_at_mut(half);
            let (other_left, other_right) = other.split_at(half);
            let (norm_left, norm_right) = norms.split_at_mut(1);
            std::thread::scope(|scope| {
                scope.spawn(|| norm_right[0] = join(right, other_right));
                norm_left[0] = join(left, other_left);
            });
        }
        let norm = libm::sqrt(norms[0] + norms[1]) as f32;
        let factor = if norm > step.clip { step.clip / norm } else { 1.0 };
        let (first_left, first_right) = self.first.split_at_mut(half);
        let (second_left, second_right) = self.second.split_at_mut(half);
        let (gradient_left, gradient_right) = gradient.split_at(half);
        let (values_left, values_right) = values.split_at_mut(half);
        let (averaged_left, averaged_right) = averaged.split_at_mut(half);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                part(step, factor, gradient_right, first_right, second_right, values_right, averaged_right);
            });
            part(step, factor, gradient_left, first_left, second_left, values_left, averaged_left);
        });
    }
}

/// Adds `other` to `gradient`; gives the sum of squares.
fn join(gradient: &mut [f32], other: &[f32]) -> f64 {
    let mut sum = 0.0;
    for (gradient, other) in gradient.chunks_mut(1024).zip(other.chunks(1024)) {
        let mut lanes = [0.0f32; 16];
        for (gradient, other) in gradient.chunks_mut(16).zip(other.chunks(16)) {
            for ((gradient, other), lane) in gradient.iter_mut().zip(other).zip(&mut lanes) {
                *gradient += other;
                *lane += *gradient * *gradient;
            }
        }
        sum += lanes.iter().map(|&lane| f64::from(lane)).sum::<f64>();
    }
    sum
}

fn part(step: Step, factor: f32, gradient: &[f32], first: &mut [f32], second: &mut [f32], values: &mut [f32], averaged: &mut [f32]) {
    let count = step.number as f32;
    let first_scale = 1.0 / (1.0 - libm::powf(FIRST, count));
    let second_scale = 1.0 / (1.0 - libm::powf(SECOND, count));
    let shrink = step.rate * step.decay;
    let length = values.len();
    let (gradient, first, second) = (&gradient[..length], &mut first[..length], &mut second[..length]);
    let averaged = &mut averaged[..length];
    for at in 0..length {
        let slope = gradient[at] * factor;
        first[at] = FIRST * first[at] + (1.0 - FIRST) * slope;
        second[at] = SECOND * second[at] + (1.0 - SECOND) * slope * slope;
        let root = (second[at] * second_scale).sqrt() + 1e-8;
        values[at] -= step.rate * first[at] * first_scale / root + shrink * values[at];
        averaged[at] = values[at] + step.average * (averaged[at] - values[at]);
    }
}
