//! Discourse networks of positions, as DNA and rDNA define them: actors by issues, and who agrees with whom.
//!
//! A position is a statement of DNA with the variables actor, concept (the issue) and the boolean qualifier agreement. With
//! `x(a, j, k)` the number of statements of actor *a* on concept *j* with agreement *k*:
//!
//! | network | weight of the edge between *a* and *b* |
//! | --- | --- |
//! | two-mode, ignore | `Σk x(a,j,k)` for actor *a* and concept *j* |
//! | two-mode, subtract | `x(a,j,yes) − x(a,j,no)` |
//! | congruence | `Σj Σk x(a,j,k) · x(b,j,k)` |
//! | conflict | `Σj (x(a,j,yes) · x(b,j,no) + x(a,j,no) · x(b,j,yes))` |
//! | subtract | congruence − conflict |
//!
//! One-mode weights are divided by: average activity `(n(a) + n(b)) / 2` where `n` counts an actor's statements; Jaccard
//! `m10 + m01 + m11`, where `m10` sums `x(a,j,k)` over the pairs (j, k) that *b* never has, `m01` the reverse, and `m11` sums
//! `x(a,j,k) · x(b,j,k)`; cosine `n(a) · n(b)`. Two-mode weights are divided by: activity, the statements of the actor;
//! prominence, those on the concept. What would be divided by nothing is 0, and the diagonal is 0.
//!
//! *Source*: leifeld/dna, `dna/src/main/java/export/Exporter.java`, `computeOneModeMatrix` and `computeTwoModeMatrix` for a
//! boolean qualifier; Leifeld 2017, "Discourse Network Analysis", Oxford Handbook of Political Networks. That program's cosine
//! divides by the product of the numbers of statements, not of the lengths of vectors; we do the same.
//!
//! *Limits*: neutral positions have no agreement and are left out; no time windows.

use super::stand::{Pole, Stand, pole};
use crate::graphml::{GraphMl, Key, Of};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Which network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkKind {
    /// Actors by issues; how often an actor spoke on it.
    TwoMode,
    /// Actors by issues; agreement less disagreement.
    TwoModeSubtract,
    /// Who says the same.
    Congruence,
    /// Who says the contrary.
    Conflict,
    /// The one less the other.
    Subtract,
}

/// By what weights are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalization {
    /// Nothing.
    None,
    /// One-mode: the mean number of statements of the two.
    Average,
    /// One-mode: the statements of both together.
    Jaccard,
    /// One-mode: the product of their numbers.
    Cosine,
    /// Two-mode: the statements of the actor.
    Activity,
    /// Two-mode: the statements on the issue.
    Prominence,
}

/// How often a position is counted that an actor takes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// Each time (rDNA's `include`).
    Include,
    /// Once a report (rDNA's `document`).
    Report,
    /// Once a story, so that copies count once.
    Story,
}

/// Who the actors are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actors {
    /// Those who hold positions.
    Holders,
    /// Their parties.
    Parties,
}

/// A network as a matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Network {
    /// Names of the rows: actors, or issues where they are the nodes of a one-mode network.
    pub rows: Vec<String>,
    /// Names of the columns: issues, or in a one-mode network those of the rows.
    pub columns: Vec<String>,
    /// Whether rows and columns are different things.
    pub two_mode: bool,
    /// Weights, by row.
    pub weights: Vec<Vec<f64>>,
}

/// Why there is no such network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// The normalisation is one of the other mode.
    #[error("this normalisation is none of a two-mode network\n  help: two-mode networks take none, activity or prominence")]
    OneModeOnly,
    /// The normalisation is one of the other mode.
    #[error("this normalisation is none of a one-mode network\n  help: one-mode networks take none, average, jaccard or cosine")]
    TwoModeOnly,
}

/// The number of statements by row, column and agreement (no, yes).
type Counts = Vec<Vec<[f64; 2]>>;

/// The network of positions. With `of_issues` the nodes of a one-mode network are issues, tied by who speaks on both.
///
/// # Errors
/// When the normalisation does not go with the mode.
pub fn network(
    stands: &[Stand],
    kind: NetworkKind,
    normalization: Normalization,
    repeats: Repeats,
    actors: Actors,
    of_issues: bool,
) -> Result<Network, NetworkError> {
    let two_mode = matches!(kind, NetworkKind::TwoMode | NetworkKind::TwoModeSubtract);
    match normalization {
        Normalization::Average | Normalization::Jaccard | Normalization::Cosine if two_mode => return Err(NetworkError::OneModeOnly),
        Normalization::Activity | Normalization::Prominence if !two_mode => return Err(NetworkError::TwoModeOnly),
        _ => {}
    }
    let (rows, columns, counts) = count(stands, repeats, actors);
    if two_mode {
        let weights = by_issue(&counts, columns.len(), kind == NetworkKind::TwoModeSubtract, normalization);
        return Ok(Network { rows, columns, two_mode, weights });
    }
    let (nodes, counts) = if of_issues {
        let turned = (0..columns.len()).map(|column| counts.iter().map(|row| row[column]).collect()).collect();
        (columns, turned)
    } else {
        (rows, counts)
    };
    let weights = (0..nodes.len())
        .map(|a| (0..nodes.len()).map(|b| if a == b { 0.0 } else { tie(&counts[a], &counts[b], kind, normalization) }).collect())
        .collect();
    Ok(Network { columns: nodes.clone(), rows: nodes, two_mode, weights })
}

fn count(stands: &[Stand], repeats: Repeats, actors: Actors) -> (Vec<String>, Vec<String>, Counts) {
    let mut seen: BTreeSet<(&str, &str, usize, &str)> = BTreeSet::new();
    let mut counts: BTreeMap<(&str, &str), [f64; 2]> = BTreeMap::new();
    for stand in stands {
        let agreement = match pole(stand.stance) {
            Pole::Against => 0,
            Pole::For => 1,
            Pole::Open => continue,
        };
        let actor = if actors == Actors::Parties { stand.unit() } else { &stand.holder };
        let first = stand.evidence.first();
        let once = match repeats {
            Repeats::Include => None,
            Repeats::Report => first.map(|evidence| evidence.report.as_str()),
            Repeats::Story => first.map(|evidence| evidence.story.as_str()),
        };
        if once.is_none_or(|place| seen.insert((actor, &stand.issue, agreement, place))) {
            counts.entry((actor, &stand.issue)).or_default()[agreement] += 1.0;
        }
    }
    let rows: Vec<&str> = counts.keys().map(|(actor, _)| *actor).collect::<BTreeSet<_>>().into_iter().collect();
    let columns: Vec<&str> = counts.keys().map(|(_, issue)| *issue).collect::<BTreeSet<_>>().into_iter().collect();
    let table =
        rows.iter().map(|row| columns.iter().map(|column| counts.get(&(*row, *column)).copied().unwrap_or_default()).collect()).collect();
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    (owned(rows), owned(columns), table)
}

fn by_issue(counts: &Counts, columns: usize, subtract: bool, normalization: Normalization) -> Vec<Vec<f64>> {
    let sum = |cells: &mut dyn Iterator<Item = &[f64; 2]>| cells.map(|[no, yes]| no + yes).sum::<f64>();
    let of_issue: Vec<f64> = (0..columns).map(|column| sum(&mut counts.iter().map(|row| &row[column]))).collect();
    counts
        .iter()
        .map(|row| {
            let activity = sum(&mut row.iter());
            row.iter()
                .zip(&of_issue)
                .map(|([no, yes], prominence)| {
                    let weight = if subtract { yes - no } else { yes + no };
                    match normalization {
                        Normalization::Activity => divide(weight, activity),
                        Normalization::Prominence => divide(weight, *prominence),
                        _ => weight,
                    }
                })
                .collect()
        })
        .collect()
}

fn tie(a: &[[f64; 2]], b: &[[f64; 2]], kind: NetworkKind, normalization: Normalization) -> f64 {
    let sum = |weigh: &dyn Fn(&[f64; 2], &[f64; 2]) -> f64| a.iter().zip(b).map(|(a, b)| weigh(a, b)).sum::<f64>();
    let congruence = sum(&|a, b| a[0] * b[0] + a[1] * b[1]);
    let conflict = sum(&|a, b| a[0] * b[1] + a[1] * b[0]);
    let weight = match kind {
        NetworkKind::Conflict => conflict,
        NetworkKind::Subtract => congruence - conflict,
        _ => congruence,
    };
    let (of_a, of_b) = (sum(&|a, _| a[0] + a[1]), sum(&|_, b| b[0] + b[1]));
    match normalization {
        Normalization::Average => divide(weight, (of_a + of_b) / 2.0),
        Normalization::Cosine => divide(weight, of_a * of_b),
        Normalization::Jaccard => {
            let alone = |one: f64, other: f64| if other == 0.0 { one } else { 0.0 };
            let m10 = sum(&|a, b| alone(a[0], b[0]) + alone(a[1], b[1]));
            let m01 = sum(&|a, b| alone(b[0], a[0]) + alone(b[1], a[1]));
            divide(weight, m01 + m10 + congruence)
        }
        _ => weight,
    }
}

fn divide(weight: f64, by: f64) -> f64 {
    if by == 0.0 { 0.0 } else { weight / by }
}

impl Network {
    /// The matrix as CSV: a header of columns, then a row each.
    pub fn csv(&self) -> String {
        use super::report::line;
        let mut text = line(&std::iter::once("").chain(self.columns.iter().map(String::as_str)).collect::<Vec<_>>());
        for (row, weights) in self.rows.iter().zip(&self.weights) {
            text.push_str(&line(&std::iter::once(row.clone()).chain(weights.iter().map(f64::to_string)).collect::<Vec<_>>()));
        }
        text
    }

    /// Writes the network as GraphML: undirected, edges of weight 0 left out. Nodes have `name` and, in a two-mode network, `mode` (actor or
    /// issue).
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn graphml(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let key = |id, of, kind| Key { id, of, name: id, kind, about: "" };
        let keys = [key("name", Of::Node, "string"), key("mode", Of::Node, "string"), key("weight", Of::Edge, "double")];
        let mut written = GraphMl::begin(out, false, "", &keys)?;
        let mode = |mode: &str| self.two_mode.then(|| ("mode", mode.to_owned()));
        for (at, name) in self.rows.iter().enumerate() {
            written.node(&format!("n{at}"), std::iter::once(("name", name.clone())).chain(mode("actor")))?;
        }
        let column = |at: usize| if self.two_mode { format!("i{at}") } else { format!("n{at}") };
        if self.two_mode {
            for (at, name) in self.columns.iter().enumerate() {
                written.node(&column(at), std::iter::once(("name", name.clone())).chain(mode("issue")))?;
            }
        }
        for (from, weights) in self.weights.iter().enumerate() {
            for (to, weight) in weights.iter().enumerate().filter(|(to, weight)| **weight != 0.0 && (self.two_mode || *to > from)) {
                written.edge(&format!("n{from}"), &column(to), [("weight", weight.to_string())])?;
            }
        }
        written.end()
    }
}
