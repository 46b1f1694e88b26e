//! How likely a link is right, learned from links in documents that the model has not seen.

use super::{Settings, lessons, train};
use crate::coref::Document;
use rapporteur_language::Tables;
use rapporteur_language::coref::{CorefModel, Likelihood, Sort, log_odds};
use std::fmt;

/// Parts of the corpus, each linked by a model that learned from the others.
const FOLDS: usize = 5;

/// A link that a model made: sort of mention, share of the weight, whether it is right.
type Outcome = (Sort, f32, bool);

/// Learns, by cross-validation over documents, from what share of its weight a model's links are right how often.
///
/// # Errors
/// Those of [`train`].
pub fn calibrate(documents: &[&Document], tables: &Tables, settings: Settings) -> anyhow::Result<Likelihood> {
    let mut outcomes = Vec::new();
    for fold in 0..FOLDS {
        let part = |held: bool| documents.iter().enumerate().filter(move |(at, _)| (at % FOLDS == fold) == held).map(|(_, &one)| one);
        let (others, held): (Vec<&Document>, Vec<&Document>) = (part(false).collect(), part(true).collect());
        let model = train(&others, &[], tables, settings, None, &mut |_| {})?;
        outcomes.extend(links(&held, &model, tables));
    }
    Ok(Likelihood(Sort::ALL.map(|sort| fit(&outcomes, sort))))
}

/// The links of a model, with whether gold has both mentions in one chain.
fn links(documents: &[&Document], model: &CorefModel, tables: &Tables) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (lesson, document) in lessons(documents, tables) {
        for (mention, antecedent, sort, share) in lesson.links(model) {
            let right = document.chains[mention].is_some() && document.chains[mention] == document.chains[antecedent];
            outcomes.push((sort, share, right));
        }
    }
    outcomes
}

/// Slope and shift by Newton's method, with a light pull towards the share itself.
fn fit(outcomes: &[Outcome], sort: Sort) -> [f32; 2] {
    let (mut slope, mut shift) = (1.0_f64, 0.0_f64);
    for _ in 0..30 {
        // Gradient and curvature.
        let (mut by_slope, mut by_shift) = (slope - 1.0, shift);
        let (mut aa, mut ab, mut bb) = (1.0, 0.0, 1.0);
        for &(_, share, right) in outcomes.iter().filter(|outcome| outcome.0 == sort) {
            let odds = f64::from(log_odds(share));
            let likely = 1.0 / (1.0 + libm::exp(-(slope * odds + shift)));
            let miss = likely - f64::from(u8::from(right));
            let weight = likely * (1.0 - likely);
            by_slope += miss * odds;
            by_shift += miss;
            aa += weight * odds * odds;
            ab += weight * odds;
            bb += weight;
        }
        let determinant = aa * bb - ab * ab;
        slope -= (bb * by_slope - ab * by_shift) / determinant;
        shift -= (aa * by_shift - ab * by_slope) / determinant;
    }
    [slope as f32, shift as f32]
}

/// Links by their score: how many there are in each tenth, what their scores say, how many are right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// For each tenth: links, sum of the scores, right ones.
    pub tenths: [(usize, f64, usize); 10],
}

impl Reliability {
    /// The links of a calibrated model in documents that it has not seen.
    pub fn measure(documents: &[&Document], model: &CorefModel, tables: &Tables) -> Self {
        let mut found = Self::default();
        for (sort, share, right) in links(documents, model, tables) {
            let score = model.likelihood().of(sort, share);
            let (count, sum, good) = &mut found.tenths[((score * 10.0) as usize).min(9)];
            *count += 1;
            *sum += f64::from(score);
            *good += usize::from(right);
        }
        found
    }

    /// By how much a score and the share of right links differ in the mean, in per cent.
    pub fn error(&self) -> f64 {
        let all: usize = self.tenths.iter().map(|tenth| tenth.0).sum();
        let apart: f64 = self.tenths.iter().map(|&(_, sum, right)| (sum - right as f64).abs()).sum();
        100.0 * apart / all.max(1) as f64
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "score      links  mean score  right")?;
        for (tenth, &(count, sum, right)) in self.tenths.iter().enumerate().filter(|(_, tenth)| tenth.0 > 0) {
            let mean = |part: f64| 100.0 * part / count as f64;
            writeln!(f, "0.{tenth}–{:.1}  {count:>6}  {:>9.1}%  {:>4.1}%", (tenth + 1) as f64 / 10.0, mean(sum), mean(right as f64))?;
        }
        write!(f, "mean difference {:.1} points", self.error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_learn_how_often_links_with_such_a_share_are_right() {
        // The model says 0.9 and is right in three of four, it says 0.6 and is right in one of four.
        let outcomes: Vec<Outcome> = (0..4000)
            .map(|at| {
                let (share, limit) = if at % 2 == 0 { (0.9, 3) } else { (0.6, 1) };
                (Sort::Name, share, at / 2 % 4 < limit)
            })
            .collect();
        let line = fit(&outcomes, Sort::Name);
        let likelihood = Likelihood([line; 4]);
        assert!((likelihood.of(Sort::Name, 0.9) - 0.75).abs() < 0.01);
        assert!((likelihood.of(Sort::Name, 0.6) - 0.25).abs() < 0.01);
        assert_eq!(fit(&outcomes, Sort::ThirdPerson), [1.0, 0.0]);
    }

    #[test]
    fn the_difference_is_that_of_scores_and_shares() {
        let mut found = Reliability::default();
        found.tenths[7] = (10, 7.5, 9);
        found.tenths[2] = (10, 2.5, 2);
        assert!((found.error() - 10.0).abs() < 1e-9);
    }
}
