//! The averaged structured perceptron that learns labels of words.

use rapporteur_reading::statements::training::{LABELS, MOVE_SLOTS, MOVES, OWN, OWN_SLOTS, Sequence, best};

/// How much better than a wrong label the right one must score.
const MARGIN: f32 = 1.0;

/// Weights with their sums over time: the average is the sum of each change times the steps it lasted.
pub(super) struct Perceptron {
    own: Vec<f32>,
    own_late: Vec<f32>,
    moves: Vec<f32>,
    moves_late: Vec<f32>,
    steps: f32,
}

impl Default for Perceptron {
    fn default() -> Self {
        let blank = |slots: usize, weights: usize| vec![0.0; slots * weights];
        Self {
            own: blank(OWN_SLOTS, LABELS),
            own_late: blank(OWN_SLOTS, LABELS),
            moves: blank(MOVE_SLOTS, LABELS * LABELS),
            moves_late: blank(MOVE_SLOTS, LABELS * LABELS),
            steps: 0.0,
        }
    }
}

impl Perceptron {
    /// Learns from one sentence; gives how many labels were right.
    pub fn learn(&mut self, sequence: &Sequence, gold: &[u8]) -> usize {
        let mut own = vec![[MARGIN; LABELS]; sequence.len()];
        let mut moves = vec![[0.0_f32; LABELS * LABELS]; sequence.len()];
        for ((scores, slots), &gold) in own.iter_mut().zip(sequence.own.chunks_exact(OWN)).zip(gold) {
            scores[usize::from(gold)] = 0.0;
            for &slot in slots {
                let weights = &self.own[slot as usize * LABELS..][..LABELS];
                scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
            }
        }
        for (scores, slots) in moves.iter_mut().zip(sequence.moves.chunks_exact(MOVES)) {
            for &slot in slots {
                let weights = &self.moves[slot as usize * LABELS * LABELS..][..LABELS * LABELS];
                scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
            }
        }
        let found = best(&own, &moves, sequence.head);
        self.steps += 1.0;
        for (at, (slots, (&a, &b))) in sequence.own.chunks_exact(OWN).zip(gold.iter().zip(&found)).enumerate() {
            if a != b {
                for &slot in slots {
                    self.change_own(slot as usize * LABELS + usize::from(a), 1.0);
                    self.change_own(slot as usize * LABELS + usize::from(b), -1.0);
                }
            }
            let pair = |labels: &[u8]| (at > 0).then(|| usize::from(labels[at - 1]) * LABELS + usize::from(labels[at]));
            if let (Some(right), Some(wrong)) = (pair(gold), pair(&found))
                && right != wrong
            {
                for &slot in &sequence.moves[at * MOVES..(at + 1) * MOVES] {
                    let base = slot as usize * LABELS * LABELS;
                    self.change_move(base + right, 1.0);
                    self.change_move(base + wrong, -1.0);
                }
            }
        }
        gold.iter().zip(&found).filter(|(a, b)| a == b).count()
    }

    fn change_own(&mut self, at: usize, by: f32) {
        self.own[at] += by;
        self.own_late[at] += by * self.steps;
    }

    fn change_move(&mut self, at: usize, by: f32) {
        self.moves[at] += by;
        self.moves_late[at] += by * self.steps;
    }

    /// The weights averaged over all steps.
    pub fn averaged(self) -> (Vec<f32>, Vec<f32>) {
        let steps = self.steps.max(1.0);
        let mean = |now: Vec<f32>, late: Vec<f32>| now.iter().zip(late).map(|(now, late)| now - late / steps).collect();
        (mean(self.own, self.own_late), mean(self.moves, self.moves_late))
    }
}
