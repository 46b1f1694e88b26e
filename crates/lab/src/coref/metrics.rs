//! The measures of coreference: MUC, B³, CEAFφ4 and their mean, the CoNLL average.
//!
//! A mention is right when its words are exactly those of a gold mention. Numerators and
//! denominators are summed over documents, as the reference scorer does. *Source*: Pradhan and
//! others, Scoring coreference partitions of predicted mentions: a reference implementation, ACL
//! 2014; MUC: Vilain and others, 1995; B³: Bagga and Baldwin, 1998; CEAF: Luo, 2005.

use super::assignment::assign;
use std::collections::{BTreeMap, BTreeSet};

/// What was right out of what there is, on both sides; B³ and CEAF count in parts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Right, out of gold.
    pub found: f64,
    /// All of gold.
    pub gold: f64,
    /// Right, out of ours.
    pub right: f64,
    /// All of ours.
    pub ours: f64,
}

impl Tally {
    /// Share of gold that was found.
    pub fn recall(self) -> f64 {
        if self.gold > 0.0 { self.found / self.gold } else { 0.0 }
    }

    /// Share of ours that is right.
    pub fn precision(self) -> f64 {
        if self.ours > 0.0 { self.right / self.ours } else { 0.0 }
    }

    /// Harmonic mean of the two.
    pub fn f1(self) -> f64 {
        let sum = self.recall() + self.precision();
        if sum > 0.0 { 2.0 * self.recall() * self.precision() / sum } else { 0.0 }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.found += other.found;
        self.gold += other.gold;
        self.right += other.right;
        self.ours += other.ours;
    }
}

/// All measures of some documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// The mentions, chains apart.
    pub mentions: Tally,
    /// Links.
    pub muc: Tally,
    /// Mentions, by how much of their chain is right.
    pub b_cubed: Tally,
    /// Chains, each matched with at most one.
    pub ceaf: Tally,
}

impl Scores {
    /// The mean of the three F1.
    pub fn conll(self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

impl std::ops::AddAssign for Scores {
    fn add_assign(&mut self, other: Self) {
        self.mentions += other.mentions;
        self.muc += other.muc;
        self.b_cubed += other.b_cubed;
        self.ceaf += other.ceaf;
    }
}

/// Compares the chains of one document. A mention (any key, such as its span) that stands in two
/// chains or twice in one counts where it stands first.
pub fn score<M: Ord + Clone>(gold: &[Vec<M>], ours: &[Vec<M>]) -> Scores {
    let (gold, ours) = (unique(gold), unique(ours));
    let (in_gold, in_ours) = (places(&gold), places(&ours));
    let common = in_gold.keys().filter(|mention| in_ours.contains_key(mention)).count() as f64;
    let mentions = Tally { found: common, gold: in_gold.len() as f64, right: common, ours: in_ours.len() as f64 };
    let (found, all) = links(&gold, &in_ours);
    let (right, made) = links(&ours, &in_gold);
    let muc = Tally { found, gold: all, right, ours: made };
    let b_cubed =
        Tally { found: purity(&gold, &in_ours), gold: in_gold.len() as f64, right: purity(&ours, &in_gold), ours: in_ours.len() as f64 };
    let alike = similarity(&gold, &ours, &in_ours);
    let ceaf = Tally { found: alike, gold: gold.len() as f64, right: alike, ours: ours.len() as f64 };
    Scores { mentions, muc, b_cubed, ceaf }
}

/// The same chains without those of one mention.
pub fn without_singletons<M: Clone>(chains: &[Vec<M>]) -> Vec<Vec<M>> {
    chains.iter().filter(|chain| chain.len() > 1).cloned().collect()
}

fn unique<M: Ord + Clone>(chains: &[Vec<M>]) -> Vec<Vec<M>> {
    let mut seen = BTreeSet::new();
    let once = chains.iter().map(|chain| chain.iter().filter(|mention| seen.insert((*mention).clone())).cloned().collect::<Vec<M>>());
    once.filter(|chain| !chain.is_empty()).collect()
}

fn places<M: Ord + Clone>(chains: &[Vec<M>]) -> BTreeMap<M, usize> {
    chains.iter().enumerate().flat_map(|(at, chain)| chain.iter().map(move |mention| (mention.clone(), at))).collect()
}

/// How many of a chain's mentions stand in each chain of the other side.
fn shares<M: Ord>(chain: &[M], other: &BTreeMap<M, usize>) -> BTreeMap<usize, usize> {
    let mut shares = BTreeMap::new();
    for at in chain.iter().filter_map(|mention| other.get(mention)) {
        *shares.entry(*at).or_insert(0) += 1;
    }
    shares
}

/// MUC: the links of each chain that the other side keeps, and all of them.
fn links<M: Ord>(chains: &[Vec<M>], other: &BTreeMap<M, usize>) -> (f64, f64) {
    let (mut kept, mut all) = (0, 0);
    for chain in chains {
        let shares = shares(chain, other);
        let missing = chain.len() - shares.values().sum::<usize>();
        kept += chain.len() - shares.len() - missing;
        all += chain.len() - 1;
    }
    (kept as f64, all as f64)
}

/// B³: for each mention, the share of its chain that stands in its chain on the other side.
fn purity<M: Ord>(chains: &[Vec<M>], other: &BTreeMap<M, usize>) -> f64 {
    chains.iter().map(|chain| shares(chain, other).values().map(|&share| (share * share) as f64).sum::<f64>() / chain.len() as f64).sum()
}

/// CEAFφ4: the similarity of the best one-to-one alignment of chains.
fn similarity<M: Ord>(gold: &[Vec<M>], ours: &[Vec<M>], in_ours: &BTreeMap<M, usize>) -> f64 {
    let shares: Vec<BTreeMap<usize, usize>> = gold.iter().map(|chain| shares(chain, in_ours)).collect();
    let alike = |a: usize, b: usize| {
        let common = shares[a].get(&b).copied().unwrap_or(0);
        2.0 * common as f64 / (gold[a].len() + ours[b].len()) as f64
    };
    let found = assign(gold.len(), ours.len(), alike);
    found.iter().enumerate().filter_map(|(row, column)| Some(alike(row, (*column)?))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(words: &str) -> Vec<Vec<char>> {
        words.split(' ').filter(|chain| !chain.is_empty()).map(|chain| chain.chars().collect()).collect()
    }

    /// Recall and precision in per cent, rounded, of MUC, B³ and CEAFφ4.
    fn check(gold: &str, ours: &str, expected: [(i32, i32); 3]) {
        let scores = score(&chains(gold), &chains(ours));
        let rounded = |tally: Tally| ((tally.recall() * 100.0).round() as i32, (tally.precision() * 100.0).round() as i32);
        assert_eq!([scores.muc, scores.b_cubed, scores.ceaf].map(rounded), expected, "{gold} against {ours}");
    }

    #[test]
    fn the_examples_of_bagga_and_baldwin_and_of_luo_give_their_figures() {
        check("12345 67 89ABC", "12345 6789ABC", [(100, 90), (100, 76), (61, 92)]);
        check("12345 67 89ABC", "1234589ABC 67", [(100, 90), (100, 58), (56, 83)]);
        check("12345 67 89ABC", "123456789ABC", [(100, 82), (100, 38), (20, 59)]);
        check("12345 67 89ABC", "1 2 3 4 5 6 7 8 9 A B C", [(0, 0), (25, 100), (44, 11)]);
    }

    #[test]
    fn the_example_with_predicted_mentions_of_the_reference_scorer_gives_its_figures() {
        check("abc defg", "ab cd fghi", [(40, 40), (42, 50), (65, 43)]);
    }

    #[test]
    fn a_perfect_answer_is_perfect_and_an_empty_one_is_nothing() {
        check("ab c de", "ed c ba", [(100, 100), (100, 100), (100, 100)]);
        check("ab c de", "", [(0, 0), (0, 0), (0, 0)]);
    }

    #[test]
    fn single_mentions_count_in_all_but_links() {
        check("ab c", "ab d", [(100, 100), (67, 67), (50, 50)]);
        let scores = score(&without_singletons(&chains("ab c")), &without_singletons(&chains("ab d")));
        assert_eq!(scores.conll(), 1.0);
    }

    #[test]
    fn sums_over_documents_are_taken_before_the_mean() {
        let mut all = score(&chains("abcd"), &chains("abcd"));
        all += score(&chains("ab"), &chains("a b"));
        assert_eq!((all.muc.recall(), all.muc.precision()), (0.75, 1.0));
    }

    #[test]
    fn a_mention_twice_counts_once() {
        let scores = score(&chains("ab"), &chains("ab b"));
        assert_eq!((scores.mentions.ours, scores.conll()), (2.0, 1.0));
    }
}
