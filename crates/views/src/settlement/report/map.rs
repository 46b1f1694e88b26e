//! The map of what blocks what: issues as boxes, preconditions as arrows, drawn in layers.
//!
//! *Method*: Sugiyama's layers in its simplest form. Arrows that close a cycle are set aside by a search in depth; the layer of
//! an issue is the longest way to it; an arrow over several layers bends round the boxes of those between; inside a layer, issues are put in order by the mean place of what leads to them, in a
//! fixed number of rounds; ties by key. All places are whole numbers, so that the same findings draw the same bytes.

use super::escape;
use crate::settlement::{Pole, Settlement, pole};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Issues that are drawn at most.
const MOST: usize = 40;
const WIDTH: i64 = 250;
const GAP_X: i64 = 150;
const GAP_Y: i64 = 34;
const LINE: i64 = 18;
const PAD: i64 = 10;
/// Characters of a line in a box: at 13 px a sans-serif letter is 7 px wide at most on average.
const LETTERS: usize = 32;
/// Characters of a line beside an arrow.
const GAP_LETTERS: usize = 19;

/// A box; or, without lines, a place where an arrow passes a layer.
struct Node<'f> {
    key: &'f str,
    lines: Vec<(String, &'static str)>,
    blocked: bool,
    layer: usize,
    x: i64,
    y: i64,
}

impl Node<'_> {
    fn height(&self) -> i64 {
        self.lines.len() as i64 * LINE + 2 * PAD
    }
}

/// An arrow between boxes, by their places: what has to be first, what then, who says so.
struct Arrow {
    from: usize,
    to: usize,
    parties: Vec<String>,
    /// Whether it closes a cycle.
    back: bool,
    /// The places where it passes the layers between.
    bends: Vec<usize>,
}

impl Arrow {
    /// From place to place, by all bends.
    fn steps(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let next = self.bends.iter().chain([&self.to]).copied();
        [self.from].into_iter().chain(self.bends.iter().copied()).zip(next)
    }
}

/// The map as SVG; none where nothing is blocked and no precondition set.
pub fn map(found: &Settlement) -> Option<String> {
    let keys = keys(found);
    if keys.is_empty() {
        return None;
    }
    let mut nodes: Vec<Node<'_>> = keys.iter().map(|key| node(found, key)).collect();
    let mut arrows = arrows(found, &keys);
    set_aside_cycles(&mut arrows, nodes.len());
    give_layers(&mut nodes, &arrows);
    bend(&mut nodes, &mut arrows);
    let layers = in_order(&nodes, &arrows);
    place(&mut nodes, &layers);
    Some(draw(&nodes, &arrows, found))
}

/// The issues that are drawn, in order of key: those with preconditions first, then those that are refused.
fn keys(found: &Settlement) -> Vec<&str> {
    let linked: BTreeSet<&str> = found.preconditions.iter().flat_map(|one| [one.first.as_str(), one.then.as_str()]).collect();
    let blocked = found
        .deadlocks
        .iter()
        .filter(|deadlock| !deadlock.wanted_by.is_empty())
        .map(|deadlock| deadlock.issue.as_str())
        .filter(|key| !linked.contains(key));
    let mut keys: Vec<&str> = linked.iter().copied().chain(blocked).take(MOST).collect();
    keys.sort_unstable();
    keys
}

fn node<'f>(found: &'f Settlement, key: &'f str) -> Node<'f> {
    let label = found.issues.iter().find(|issue| issue.key == key).map_or(key, |issue| &issue.label);
    let mut lines: Vec<(String, &'static str)> = wrapped(label, LETTERS).into_iter().map(|line| (line, "label")).collect();
    let cells = || found.matrix.iter().filter(|cell| cell.issue == key);
    let who = |test: &dyn Fn(usize) -> bool| -> Vec<&str> {
        cells().filter(|cell| cell.now.iter().any(|&at| test(at))).map(|cell| cell.party.as_str()).collect()
    };
    let refused = who(&|at| found.stands[at].refuses());
    let wanted = who(&|at| pole(found.stands[at].stance) == Pole::For && found.stands[at].link().is_none_or(|(_, then)| then != key));
    for (names, sign, class) in [(&wanted, "✓", "for"), (&refused, "✗", "against")] {
        if !names.is_empty() {
            lines.extend(wrapped(&format!("{sign} {}", names.join(", ")), LETTERS).into_iter().map(|line| (line, class)));
        }
    }
    Node { key, lines, blocked: found.deadlocks.iter().any(|deadlock| deadlock.issue == key), layer: 0, x: 0, y: 0 }
}

/// A text in lines, four at most.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word: String =
            if word.chars().count() > letters { word.chars().take(letters - 1).chain(['…']).collect() } else { word.to_owned() };
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > 4 {
        lines.truncate(4);
        if let Some(last) = lines.last_mut() {
            *last = last.chars().take(letters - 2).chain([' ', '…']).collect();
        }
    }
    lines
}

fn arrows(found: &Settlement, keys: &[&str]) -> Vec<Arrow> {
    let mut all: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for one in &found.preconditions {
        if let (Ok(from), Ok(to)) = (keys.binary_search(&one.first.as_str()), keys.binary_search(&one.then.as_str())) {
            all.entry((from, to)).or_default().push(one.party.clone());
        }
    }
    all.into_iter().map(|((from, to), parties)| Arrow { from, to, parties, back: from == to, bends: Vec::new() }).collect()
}

/// Marks the arrows that lead back to where a search in depth came from.
fn set_aside_cycles(arrows: &mut [Arrow], count: usize) {
    // 0: not seen, 1: on the way, 2: done.
    let mut state = vec![0_u8; count];
    for start in 0..count {
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.pop() {
            let Some(at) = (next..arrows.len()).find(|&at| arrows[at].from == node) else {
                state[node] = 2;
                continue;
            };
            way.push((node, at + 1));
            let to = arrows[at].to;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => arrows[at].back = true,
                _ => {}
            }
        }
    }
}

/// Gives each box its layer.
fn give_layers(nodes: &mut [Node<'_>], arrows: &[Arrow]) {
    for _ in 0..nodes.len() {
        for arrow in arrows.iter().filter(|arrow| !arrow.back) {
            nodes[arrow.to].layer = nodes[arrow.to].layer.max(nodes[arrow.from].layer + 1);
        }
    }
}

/// Gives each arrow a place in each layer that it passes.
fn bend(nodes: &mut Vec<Node<'_>>, arrows: &mut [Arrow]) {
    for arrow in arrows.iter_mut().filter(|arrow| !arrow.back) {
        for layer in nodes[arrow.from].layer + 1..nodes[arrow.to].layer {
            arrow.bends.push(nodes.len());
            nodes.push(Node { key: "", lines: Vec::new(), blocked: false, layer, x: 0, y: 0 });
        }
    }
}

/// The boxes and bends of each layer, in order.
fn in_order(nodes: &[Node<'_>], arrows: &[Arrow]) -> Vec<Vec<usize>> {
    let steps: Vec<(usize, usize)> = arrows.iter().filter(|arrow| !arrow.back).flat_map(Arrow::steps).collect();
    let count = nodes.iter().map(|node| node.layer).max().map_or(0, |last| last + 1);
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, node) in nodes.iter().enumerate() {
        layers[node.layer].push(at);
    }
    let mut rank: Vec<i64> = vec![0; nodes.len()];
    for round in 0..8 {
        let order: Vec<usize> = if round % 2 == 0 { (0..count).collect() } else { (0..count).rev().collect() };
        for layer in &layers {
            layer.iter().enumerate().for_each(|(place, &at)| rank[at] = place as i64);
        }
        for layer in order {
            // The mean place of neighbours, a thousand times, so that it is a whole number.
            let mean = |at: usize| {
                let other = |&(from, to): &(usize, usize)| match (from == at, to == at) {
                    (true, false) => Some(rank[to]),
                    (false, true) => Some(rank[from]),
                    _ => None,
                };
                let beside: Vec<i64> = steps.iter().filter_map(other).collect();
                if beside.is_empty() { rank[at] * 1000 } else { beside.iter().sum::<i64>() * 1000 / beside.len() as i64 }
            };
            let mut keyed: Vec<(i64, usize)> = layers[layer].iter().map(|&at| (mean(at), at)).collect();
            keyed.sort_unstable();
            layers[layer] = keyed.into_iter().map(|(_, at)| at).collect();
            layers[layer].iter().enumerate().for_each(|(place, &at)| rank[at] = place as i64);
        }
    }
    layers
}

fn place(nodes: &mut [Node<'_>], layers: &[Vec<usize>]) {
    let height = |layer: &Vec<usize>, nodes: &[Node<'_>]| layer.iter().map(|&at| nodes[at].height() + GAP_Y).sum::<i64>() - GAP_Y;
    let tallest = layers.iter().map(|layer| height(layer, nodes)).max().unwrap_or(0);
    for (column, layer) in layers.iter().enumerate() {
        let mut y = PAD + (tallest - height(layer, nodes)) / 2;
        for &at in layer {
            nodes[at].x = PAD + column as i64 * (WIDTH + GAP_X);
            nodes[at].y = y;
            y += nodes[at].height() + GAP_Y;
        }
    }
}

const STYLE: &str = "text{font:13px system-ui,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1a1a1a}.label{font-weight:600}.for{fill:#00507f}.against{fill:#9c3d00}\
.box{fill:#fff;stroke:#555;stroke-width:1.5}.blocked{fill:#fdf0e8;stroke:#b34700;stroke-width:2.5}.arrow{fill:none;stroke:#444;stroke-width:1.6}\
.back{stroke:#b34700;stroke-dasharray:6 4}.who{font-size:12px;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}";

fn draw(nodes: &[Node<'_>], arrows: &[Arrow], found: &Settlement) -> String {
    let right = nodes.iter().map(|node| node.x + WIDTH).max().unwrap_or(0) + PAD;
    let bottom = nodes.iter().map(|node| node.y + node.height()).max().unwrap_or(0) + PAD;
    // Arrows that close a cycle run below all boxes, each on a line of its own.
    let backs = arrows.iter().filter(|arrow| arrow.back).count() as i64;
    let height = bottom + backs * 30 + if backs > 0 { PAD } else { 0 };
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {right} {height}\" width=\"{right}\" height=\"{height}\" role=\"img\" aria-labelledby=\"map-title map-desc\">\n\
         <title id=\"map-title\">What blocks what</title>\n<desc id=\"map-desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0 10 5 0 10z\" fill=\"#444\"/></marker></defs>",
        escape(&description(found))
    );
    for node in nodes.iter().filter(|node| !node.lines.is_empty()) {
        let class = if node.blocked { "blocked" } else { "box" };
        let _ = writeln!(
            out,
            "<g><rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{WIDTH}\" height=\"{}\" rx=\"6\"/>",
            node.x,
            node.y,
            node.height()
        );
        for (at, (line, class)) in node.lines.iter().enumerate() {
            let y = node.y + PAD + at as i64 * LINE + 13;
            let _ = writeln!(out, "<text class=\"{class}\" x=\"{}\" y=\"{y}\">{}</text>", node.x + PAD, escape(line));
        }
        let _ = writeln!(out, "<title>{}</title></g>", escape(node.key));
    }
    let mut lane = bottom;
    for arrow in arrows {
        if arrow.back {
            lane += 30;
        }
        arrow_path(&mut out, arrow, nodes, lane);
    }
    out.push_str("</svg>\n");
    out
}

fn arrow_path(out: &mut String, arrow: &Arrow, nodes: &[Node<'_>], lane: i64) {
    let (from, to) = (&nodes[arrow.from], &nodes[arrow.to]);
    let middle = |node: &Node<'_>| node.y + node.height() / 2;
    let names = crate::settlement::words::list(&arrow.parties);
    let lines = wrapped(&names, if arrow.back { 2 * LETTERS } else { GAP_LETTERS });
    let (path, x, y) = if arrow.back {
        let (x1, x2) = (from.x + WIDTH * 2 / 3, to.x + WIDTH / 3);
        let (y1, y2) = (from.y + from.height(), to.y + to.height());
        let low = lane - 12;
        (
            format!(
                "M{x1} {y1}C{x1} {low} {x1} {low} {} {low}L{} {low}C{x2} {low} {x2} {low} {x2} {y2}",
                (x1 * 3 + x2) / 4,
                (x1 + x2 * 3) / 4
            ),
            (x1 + x2) / 2,
            low - 5,
        )
    } else {
        let mut path = format!("M{} {}", from.x + WIDTH, middle(from));
        for (from, to) in arrow.steps().map(|(from, to)| (&nodes[from], &nodes[to])) {
            let (x1, y1, x2, y2) = (from.x + WIDTH, middle(from), to.x, middle(to));
            let half = (x2 - x1) / 2;
            path.push_str(&format!("C{} {y1} {} {y2} {x2} {y2}", x1 + half, x2 - half));
            if to.lines.is_empty() {
                path.push_str(&format!("H{}", to.x + WIDTH));
            }
        }
        let first = arrow.bends.first().map_or(to, |&bend| &nodes[bend]);
        (path, (from.x + WIDTH + first.x) / 2, (middle(from) + middle(first)) / 2 - 6)
    };
    let class = if arrow.back { "arrow back" } else { "arrow" };
    let _ = writeln!(out, "<path class=\"{class}\" d=\"{path}\" marker-end=\"url(#head)\"/>");
    // The last line stands on the arrow, the others above it.
    for (line, above) in lines.iter().zip((0..lines.len() as i64).rev()) {
        let _ =
            writeln!(out, "<text class=\"who\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>", y - above * (LINE - 3), escape(line));
    }
}

/// The map in words, for those who cannot see it.
fn description(found: &Settlement) -> String {
    let reasons = found.deadlocks.iter().map(|deadlock| format!("{}: {}.", deadlock.label, deadlock.because.join("; ")));
    let all: Vec<String> =
        std::iter::once("An arrow leads from what a party wants first to what it wants then.".to_owned()).chain(reasons).collect();
    all.join(" ")
}
