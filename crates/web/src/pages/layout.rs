//! Places of a network's nodes: the same picture for two readers, since it is worked out here and not in their browsers.
//!
//! Fruchterman and Reingold (1991), from a fixed beginning (a spiral); nodes that are far push as groups.

/// A point, between 0 and 1 both ways.
pub type Point = (f64, f64);

/// How strongly all are drawn to the middle.
const GRAVITY: f64 = 2.0;

/// Lays out so many nodes; `edges` are pairs of them with their weights.
pub fn places(nodes: usize, edges: &[(u32, u32, u32)]) -> Vec<Point> {
    if nodes == 0 {
        return Vec::new();
    }
    let mut at: Vec<Point> = (0..nodes).map(|nth| spiral(nth, nodes)).collect();
    let ideal = 1.1 / (nodes as f64).sqrt();
    let rounds = if nodes > 800 { 60 } else { 160 };
    for round in 0..rounds {
        let heat = 0.12 * (1.0 - f64::from(round) / f64::from(rounds)) + 0.002;
        let mut forces = vec![(0.0, 0.0); nodes];
        repel(&at, ideal, &mut forces);
        for &(from, to, weight) in edges {
            let (from, to) = (from as usize, to as usize);
            let (dx, dy, far) = between(at[from], at[to]);
            let pull = far * far / ideal * (1.0 + f64::from(weight.min(30)) / 15.0) / far * 0.5;
            forces[from] = (forces[from].0 - dx * pull, forces[from].1 - dy * pull);
            forces[to] = (forces[to].0 + dx * pull, forces[to].1 + dy * pull);
        }
        for (point, force) in at.iter_mut().zip(&forces) {
            // A little gravity keeps apart what nothing joins from flying off.
            let force = (force.0 + (0.5 - point.0) * GRAVITY, force.1 + (0.5 - point.1) * GRAVITY);
            let length = (force.0 * force.0 + force.1 * force.1).sqrt().max(1e-9);
            let step = length.min(heat);
            *point = (point.0 + force.0 / length * step, point.1 + force.1 / length * step);
        }
    }
    framed(&mut at);
    at
}

/// How finely the picture is parted while nodes push each other, in cells each way.
const CELLS: usize = 16;

/// Pushes all nodes apart: each by those in its cell and the cells that touch it, and by the others as if they stood in the middle of theirs
/// (Barnes and Hut 1986, with one level). Were far ones left out, nodes would gather along the lines where the push ends.
fn repel(at: &[Point], ideal: f64, forces: &mut [Point]) {
    let low = at.iter().fold((f64::INFINITY, f64::INFINITY), |low, point| (low.0.min(point.0), low.1.min(point.1)));
    let high = at.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |high, point| (high.0.max(point.0), high.1.max(point.1)));
    let wide = (high.0 - low.0).max(high.1 - low.1).max(1e-9) / CELLS as f64;
    let cell = |point: &Point| {
        let place = |far: f64| ((far / wide) as usize).min(CELLS - 1);
        (place(point.0 - low.0), place(point.1 - low.1))
    };
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); CELLS * CELLS];
    let mut sums = vec![(0.0, 0.0); CELLS * CELLS];
    for (nth, point) in at.iter().enumerate() {
        let (column, row) = cell(point);
        members[column * CELLS + row].push(nth);
        let sum = &mut sums[column * CELLS + row];
        *sum = (sum.0 + point.0, sum.1 + point.1);
    }
    let filled: Vec<usize> = (0..members.len()).filter(|&nth| !members[nth].is_empty()).collect();
    for (nth, point) in at.iter().enumerate() {
        let (column, row) = cell(point);
        let mut push = |other: Point, weight: f64| {
            let (dx, dy, far) = between(*point, other);
            let push = weight * ideal * ideal / far / far;
            forces[nth] = (forces[nth].0 + dx * push, forces[nth].1 + dy * push);
        };
        for &there in &filled {
            if column.abs_diff(there / CELLS) <= 1 && row.abs_diff(there % CELLS) <= 1 {
                members[there].iter().filter(|&&other| other != nth).for_each(|&other| push(at[other], 1.0));
            } else {
                let count = members[there].len() as f64;
                push((sums[there].0 / count, sums[there].1 / count), count);
            }
        }
    }
}

fn between(a: Point, b: Point) -> (f64, f64, f64) {
    let (dx, dy) = (a.0 - b.0, a.1 - b.1);
    (dx, dy, (dx * dx + dy * dy).sqrt().max(1e-4))
}

fn spiral(nth: usize, of: usize) -> Point {
    let (angle, far) = (nth as f64 * 2.399_963_229_728_653, (nth as f64 + 0.5).sqrt() / (of as f64).sqrt() / 2.0);
    (0.5 + far * libm::cos(angle), 0.5 + far * libm::sin(angle))
}

/// Stretches the picture to its frame.
fn framed(at: &mut [Point]) {
    let bounds = |of: &dyn Fn(&Point) -> f64, at: &[Point]| {
        let low = at.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = at.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1e-9))
    };
    let (left, wide) = bounds(&|point| point.0, at);
    let (top, high) = bounds(&|point| point.1, at);
    for point in at {
        *point = ((point.0 - left) / wide, (point.1 - top) / high);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_the_same_each_time_and_lies_in_its_frame() {
        let edges: Vec<(u32, u32, u32)> = (1..300).map(|nth| (nth, nth / 3, 1 + nth % 4)).collect();
        let at = places(300, &edges);
        assert_eq!(at, places(300, &edges));
        assert!(at.iter().all(|(x, y)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y)));
        assert_eq!(places(0, &[]), []);
        assert_eq!(places(1, &[]).len(), 1);
    }

    #[test]
    fn nodes_do_not_gather_on_lines() {
        // A star of chains, as networks of speakers are: no narrow column may hold a tenth of the nodes.
        let edges: Vec<(u32, u32, u32)> = (1..400).map(|nth| (nth, if nth < 60 { 0 } else { nth - 59 }, 1)).collect();
        let at = places(400, &edges);
        for of in [|point: &Point| point.0, |point: &Point| point.1] {
            let mut along: Vec<f64> = at.iter().map(of).collect();
            along.sort_by(f64::total_cmp);
            assert!(along.windows(40).all(|run| run[39] - run[0] > 0.02), "forty of 400 nodes on one line");
        }
    }

    #[test]
    fn what_is_joined_lies_nearer() {
        let edges: Vec<(u32, u32, u32)> =
            (0..10).flat_map(|a| (0..a).map(move |b| (a, b, 3))).chain((10..20).flat_map(|a| (10..a).map(move |b| (a, b, 3)))).collect();
        let at = places(20, &edges);
        let far = |a: usize, b: usize| between(at[a], at[b]).2;
        let inside: f64 = (1..10).map(|b| far(0, b)).sum::<f64>() / 9.0;
        let across: f64 = (10..20).map(|b| far(0, b)).sum::<f64>() / 10.0;
        assert!(inside < across, "{inside} {across}");
    }
}
