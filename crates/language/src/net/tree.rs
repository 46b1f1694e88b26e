//! From scores of arcs to one tree with one root.

/// The heads of the best tree: `scores` has, for each of `count` words, the score of the root (0)
/// and of each word (from 1) as its head; so has the result. Exactly one word has head 0.
///
/// *Source*: Chu and Liu 1965, Edmonds 1967; where the best tree has several roots, arcs from the root are
/// lowered by more than all scores together (Stanojević and Cohen 2021), which is
/// exact. *Limits*: of the order of `count`² steps and numbers.
pub fn best_tree(scores: &[f32], count: usize) -> Vec<usize> {
    assert_eq!(scores.len(), count * (count + 1), "every arc has a score");
    if count == 0 {
        return Vec::new();
    }
    let best: Vec<usize> = scores.chunks_exact(count + 1).enumerate().map(|(word, scores)| highest(scores, word + 1)).collect();
    let one_root = |heads: &[usize]| heads.iter().filter(|&&head| head == 0).count() == 1;
    let best = if find_cycle(&best).is_some() { spanning(scores, count, false) } else { best };
    // Lowered arcs take a round a word to come up again, and few trees need that.
    if one_root(&best) { best } else { spanning(scores, count, true) }
}

/// The place of the highest score, leaving `except` out; the first of equals.
fn highest(scores: &[f32], except: usize) -> usize {
    let mut best = 0;
    let mut top = f32::NEG_INFINITY;
    for (at, &score) in scores.iter().enumerate() {
        if at != except && score > top {
            (best, top) = (at, score);
        }
    }
    best
}

/// Words that stand on a cycle of `heads` (0 the root, words from 1), if there is one.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at - 1];
            while next != at {
                cycle.push(next);
                next = heads[next - 1];
            }
            return Some(cycle);
        }
    }
    None
}

/// The heads of the best tree; with arcs from the root lowered it has a single one.
fn spanning(scores: &[f32], count: usize, lower: bool) -> Vec<usize> {
    let width = count + 1;
    let span = scores.iter().filter(|score| score.is_finite()).fold(1.0f64, |span, &score| span.max(f64::from(score).abs()));
    let fine = 2.0 * span * (count as f64 + 1.0);
    let finite = |score: f32| {
        let score = f64::from(score);
        if score.is_nan() { -span } else { score.clamp(-span, span) }
    };
    // `weight[to * width + from]`: nodes are the root and the words; contracted nodes take the
    // place of one member, the others are no longer alive.
    let mut weight = vec![f64::NEG_INFINITY; width * width];
    for word in 0..count {
        for from in 0..width {
            if from != word + 1 {
                let lowered = if lower && from == 0 { fine } else { 0.0 };
                weight[(word + 1) * width + from] = finite(scores[word * width + from]) - lowered;
            }
        }
    }
    // The words that an arc between nodes really joins.
    let mut ends: Vec<(u32, u32)> = Vec::with_capacity(width * width);
    for to in 0..width as u32 {
        ends.extend((0..width as u32).map(|from| (to, from)));
    }
    let mut alive: Vec<usize> = (1..width).collect();
    // The node that each word is part of, and what each contraction joined.
    let mut node_of: Vec<usize> = (0..width).collect();
    let mut rounds: Vec<Contraction> = Vec::new();
    let best_head = |node: usize, weight: &[f64], alive: &[usize]| {
        let (mut best, mut top) = (0, f64::NEG_INFINITY);
        for from in std::iter::once(0).chain(alive.iter().copied()) {
            if from != node && weight[node * width + from] > top {
                (best, top) = (from, weight[node * width + from]);
            }
        }
        best
    };
    let mut heads: Vec<usize> = (1..width).map(|node| best_head(node, &weight, &alive)).collect();
    while let Some(mut cycle) = find_cycle(&heads) {
        cycle.sort_unstable();
        let into = cycle[0];
        let chosen: Vec<(usize, (u32, u32))> = cycle.iter().map(|&member| (member, ends[member * width + heads[member - 1]])).collect();
        let lost: Vec<f64> = cycle.iter().map(|&member| weight[member * width + heads[member - 1]]).collect();
        let outside: Vec<usize> =
            std::iter::once(0).chain(alive.iter().copied()).filter(|node| cycle.binary_search(node).is_err()).collect();
        for &node in &outside {
            let mut entering = (f64::NEG_INFINITY, (0, 0));
            let mut leaving = (f64::NEG_INFINITY, (0, 0));
            for (&member, lost) in cycle.iter().zip(&lost) {
                let gain = weight[member * width + node] - lost;
                if gain > entering.0 {
                    entering = (gain, ends[member * width + node]);
                }
                let out = weight[node * width + member];
                if out > leaving.0 {
                    leaving = (out, ends[node * width + member]);
                }
            }
            (weight[into * width + node], ends[into * width + node]) = entering;
            (weight[node * width + into], ends[node * width + into]) = leaving;
        }
        alive.retain(|node| *node == into || cycle.binary_search(node).is_err());
        // Only the new node looks for a head; whose head was in the cycle now hangs on that node,
        // which is as good as its best member.
        for head in &mut heads {
            if cycle.binary_search(head).is_ok() {
                *head = into;
            }
        }
        for &member in &cycle {
            heads[member - 1] = 0;
        }
        heads[into - 1] = best_head(into, &weight, &alive);
        let mut joined = Vec::with_capacity(cycle.len());
        for (word, node) in node_of.iter_mut().enumerate() {
            if cycle.binary_search(node).is_ok() {
                joined.push((word as u32, std::mem::replace(node, into)));
            }
        }
        rounds.push(Contraction { into, chosen, joined });
    }
    // Arcs of the last round, then each contraction undone: the member that holds the word where
    // the cycle is entered keeps the entering arc, the others those of the cycle.
    let mut arcs = vec![(0, 0); width];
    for &node in &alive {
        arcs[node] = ends[node * width + heads[node - 1]];
    }
    for round in rounds.iter().rev() {
        let entering = arcs[round.into];
        let entered = round.joined.iter().find(|&&(word, _)| word == entering.0);
        for &(member, arc) in &round.chosen {
            arcs[member] = arc;
        }
        if let Some(&(_, member)) = entered {
            arcs[member] = entering;
        }
    }
    arcs[1..].iter().map(|&(_, from)| from as usize).collect()
}

/// A cycle that became one node.
struct Contraction {
    /// The member that stands for all.
    into: usize,
    /// The members with the arc that made them part of the cycle, as (to, from).
    chosen: Vec<(usize, (u32, u32))>,
    /// Every word in the cycle with the member that it was part of.
    joined: Vec<(u32, usize)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All assignments of heads, the slow way.
    fn exhaustive(scores: &[f32], count: usize) -> f64 {
        let mut heads = vec![0; count];
        let mut best = f64::NEG_INFINITY;
        loop {
            let single = heads.iter().filter(|&&head| head == 0).count() == 1;
            let proper = heads.iter().enumerate().all(|(word, &head)| head != word + 1);
            if single && proper && find_cycle(&heads).is_none() {
                best = best.max(total(scores, &heads));
            }
            let mut at = 0;
            while at < count && heads[at] == count {
                heads[at] = 0;
                at += 1;
            }
            if at == count {
                return best;
            }
            heads[at] += 1;
        }
    }

    fn total(scores: &[f32], heads: &[usize]) -> f64 {
        let width = heads.len() + 1;
        heads.iter().enumerate().map(|(word, &head)| f64::from(scores[word * width + head])).sum()
    }

    #[test]
    fn no_other_tree_with_one_root_scores_higher() {
        let mut state = 7u32;
        for round in 0..600 {
            let count = 1 + round % 5;
            let scores: Vec<f32> = (0..count * (count + 1))
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    // Few distinct values, so that ties and cycles are common.
                    (state >> 24) as f32 / 16.0 - if round % 2 == 0 { 8.0 } else { 0.0 }
                })
                .collect();
            let heads = best_tree(&scores, count);
            assert_eq!(heads.iter().filter(|&&head| head == 0).count(), 1);
            assert!(find_cycle(&heads).is_none(), "{heads:?}");
            assert!((total(&scores, &heads) - exhaustive(&scores, count)).abs() < 1e-3);
        }
    }

    #[test]
    fn odd_scores_still_give_a_tree() {
        for odd in [f32::NAN, f32::NEG_INFINITY, f32::INFINITY, 0.0] {
            let heads = best_tree(&[odd; 12 * 13], 12);
            assert_eq!(heads.iter().filter(|&&head| head == 0).count(), 1);
            assert!(find_cycle(&heads).is_none());
        }
        assert_eq!(best_tree(&[], 0), Vec::<usize>::new());
        assert_eq!(best_tree(&[1.0, 2.0], 1), [0]);
    }
}
