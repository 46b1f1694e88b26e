//! Which conclusions hang on a single statement, report or story: each is left out in turn.

use super::stand::{Evidence, Stand};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Positions looked at in all, over all that is left out in turn, at most.
const MOST_WORK: usize = 4_000_000;

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Piece {
    /// One statement or event.
    Statement,
    /// One report.
    Report,
    /// One story: a report with its copies.
    Story,
}

/// What hangs on one piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hang {
    /// What was left out.
    pub piece: Piece,
    /// The report, or the story.
    pub report: String,
    /// The statement or event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The title, or the address where there is none.
    pub title: Option<String>,
    /// The words of a statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Conclusions that are no longer drawn without it.
    pub lost: Vec<String>,
    /// Conclusions that are drawn only without it.
    pub gained: Vec<String>,
}

/// What hangs on single pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sensitivity {
    /// The pieces on which something hangs: statements, reports, then stories of more than one report.
    pub hangs: Vec<Hang>,
    /// Conclusions that hang on no single piece.
    pub firm: Vec<String>,
    /// Whether there were too many positions to try it.
    pub skipped: bool,
}

/// Leaves out each story, report and statement in turn; `conclude` draws the conclusions, in words.
pub fn sensitivity(stands: &[Stand], conclude: &dyn Fn(&[Stand]) -> BTreeSet<String>) -> Sensitivity {
    let all = conclude(stands);
    let pieces = pieces(stands);
    if pieces.len().saturating_mul(stands.len()) > MOST_WORK {
        return Sensitivity { hangs: Vec::new(), firm: all.into_iter().collect(), skipped: true };
    }
    let mut hangs = Vec::new();
    let mut lost_once: BTreeSet<String> = BTreeSet::new();
    for ((piece, report, id), one) in pieces {
        let is_it = |evidence: &Evidence| match piece {
            Piece::Statement => evidence.report == report && evidence.id == id,
            Piece::Report => evidence.report == report,
            Piece::Story => evidence.story == report,
        };
        // What has other evidence stays, so that nothing changes.
        if !stands.iter().any(|stand| stand.evidence.iter().all(is_it)) {
            continue;
        }
        let rest: Vec<Stand> = stands.iter().filter(|stand| !stand.evidence.iter().all(is_it)).cloned().collect();
        let left = conclude(&rest);
        let (lost, gained): (Vec<String>, Vec<String>) =
            (all.difference(&left).cloned().collect(), left.difference(&all).cloned().collect());
        if lost.is_empty() && gained.is_empty() {
            continue;
        }
        lost_once.extend(lost.iter().cloned());
        let is_statement = piece == Piece::Statement;
        hangs.push(Hang {
            piece,
            report: report.to_owned(),
            id: is_statement.then(|| id.to_owned()),
            title: one.title.clone().or_else(|| one.address.clone()),
            words: is_statement.then(|| one.words.clone()).filter(|words| !words.is_empty()),
            lost,
            gained,
        });
    }
    let firm = all.into_iter().filter(|conclusion| !lost_once.contains(conclusion)).collect();
    Sensitivity { hangs, firm, skipped: false }
}

/// All pieces with one evidence of each.
fn pieces(stands: &[Stand]) -> BTreeMap<(Piece, &str, &str), &Evidence> {
    let mut found: BTreeMap<(Piece, &str, &str), &Evidence> = BTreeMap::new();
    let mut reports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for evidence in stands.iter().flat_map(|stand| &stand.evidence) {
        reports.entry(&evidence.story).or_default().insert(&evidence.report);
        found.entry((Piece::Statement, &evidence.report, &evidence.id)).or_insert(evidence);
        found.entry((Piece::Report, &evidence.report, "")).or_insert(evidence);
        found.entry((Piece::Story, &evidence.story, "")).or_insert(evidence);
    }
    let alone = |evidence: &Evidence| reports.get(evidence.story.as_str()).is_some_and(|all| all.len() == 1);
    found.retain(|(piece, ..), evidence| *piece != Piece::Story || !alone(evidence));
    found
}
