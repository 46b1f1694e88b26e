//! Places of a network's nodes: the same picture for two readers, since it is worked out here and not in their browsers.
//!
//! Fruchterman and Reingold (1991), with repulsion only between near nodes, from a fixed beginning (a spiral).

/// A point, between 0 and 1 both ways.
pub type Point = (f64, f64);

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
            let force = (force.0 + (0.5 - point.0) * 0.6, force.1 + (0.5 - point.1) * 0.6);
            let length = (force.0 * force.0 + force.1 * force.1).sqrt().max(1e-9);
            let step = length.min(heat);
            *point = (point.0 + force.0 / length * step, point.1 + force.1 / length * step);
        }
    }
    framed(&mut at);
    at
}

/// Pushes apart nodes that are near: only cells of a grid that touch are looked at.
fn repel(at: &[Point], ideal: f64, forces: &mut [Point]) {
    let cell = ideal * 3.0;
    let key = |point: &Point| ((point.0 / cell).floor() as i64, (point.1 / cell).floor() as i64);
    let mut order: Vec<((i64, i64), usize)> = at.iter().enumerate().map(|(nth, point)| (key(point), nth)).collect();
    order.sort_unstable();
    for (nth, point) in at.iter().enumerate() {
        let (column, row) = key(point);
        for dx in -1..=1 {
            let first = order.partition_point(|(cell, _)| *cell < (column + dx, row - 1));
            let near = order[first..].iter().take_while(|(cell, _)| *cell <= (column + dx, row + 1));
            for &(_, other) in near.filter(|(_, other)| *other != nth) {
                let (dx, dy, far) = between(*point, at[other]);
                let push = ideal * ideal / far / far;
                forces[nth] = (forces[nth].0 + dx * push, forces[nth].1 + dy * push);
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
