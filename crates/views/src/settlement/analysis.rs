//! All that follows from positions, in one value that serialises.

use super::board::Board;
use super::changes::{Blockage, Changes, smallest};
use super::deadlock::{Agreement, Pair, Path, Precondition, agreements, pairs, paths, preconditions};
use super::doubt::{Doubt, doubts};
use super::moves::{Contradiction, Division, Move, contradictions, divisions, moves};
use super::rule::{Motion, Names, RuleError, Verdict, verdict};
use super::sensitivity::{Sensitivity, sensitivity};
use super::stand::{Pole, Stand};
use super::words;
use rapporteur_lexicon::Rules;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Blocked issues whose smallest changes are worked out where none is named.
const MOST_BLOCKED: usize = 20;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The key of an issue; all where none is named.
    pub issue: Option<&'q str>,
    /// The last day whose positions count.
    pub on: Option<&'q str>,
    /// The changes that a set has at most.
    pub most_changes: usize,
    /// The rule by which the issue is decided.
    pub rule: Option<&'q str>,
    /// Who decides, instead of the members of the rule's body.
    pub members: &'q [String],
    /// Whether to work out what hangs on a single piece of evidence.
    pub sensitivity: bool,
}

/// An issue that cannot come about while nobody moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadlock {
    /// The issue.
    pub issue: String,
    /// In words.
    pub label: String,
    /// Who refuses it.
    pub refused_by: Vec<String>,
    /// Who else is for it, or ties something to it. Where nobody does, it is refused but no quarrel.
    pub wanted_by: Vec<String>,
    /// The preconditions of it that are blocked themselves, by their place in `preconditions`.
    pub preconditions: Vec<usize>,
    /// Why, in words: a sentence for each reason.
    pub because: Vec<String>,
    /// What makes it doubtful.
    pub doubts: Vec<Doubt>,
}

/// A party's positions on an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// The party.
    pub party: String,
    /// The issue.
    pub issue: String,
    /// The positions that hold now, by their place in `stands`.
    pub now: Vec<usize>,
    /// All that came before them.
    pub before: Vec<usize>,
    /// Whether those who speak for the party disagree.
    pub divided: bool,
}

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssueName {
    /// Its key.
    pub key: String,
    /// Its positive pole in words.
    pub label: String,
}

/// What follows from positions. Positions are named by their place in `stands` throughout.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settlement {
    /// The issue that was asked for.
    pub asked: Option<IssueName>,
    /// The parties, in order of name.
    pub parties: Vec<String>,
    /// The issues, in order of key.
    pub issues: Vec<IssueName>,
    /// Who stands where.
    pub matrix: Vec<MatrixCell>,
    /// Positions that exclude each other.
    pub incompatible: Vec<Pair>,
    /// What is to be first.
    pub preconditions: Vec<Precondition>,
    /// Preconditions one behind the other.
    pub chains: Vec<Path>,
    /// Preconditions that wait for each other.
    pub cycles: Vec<Path>,
    /// What is blocked, and why.
    pub deadlocks: Vec<Deadlock>,
    /// On what all agree.
    pub agreed: Vec<Agreement>,
    /// Who conceded, hardened or turned round, and when.
    pub moves: Vec<Move>,
    /// Who says both.
    pub contradictions: Vec<Contradiction>,
    /// Which parties do not speak with one voice.
    pub divided: Vec<Division>,
    /// The smallest changes that unblock what was asked for, or each of the first twenty blocked issues that somebody wants.
    pub changes: Vec<Changes>,
    /// What the rule makes of the issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What hangs on single pieces of evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// The positions with their evidence.
    pub stands: Vec<Stand>,
}

impl Settlement {
    /// The cells of the matrix by party and issue.
    pub fn cells(&self) -> BTreeMap<(&str, &str), &MatrixCell> {
        self.matrix.iter().map(|cell| ((cell.party.as_str(), cell.issue.as_str()), cell)).collect()
    }

    /// The words of an issue by its key.
    pub fn labels(&self) -> BTreeMap<&str, &str> {
        self.issues.iter().map(|issue| (issue.key.as_str(), issue.label.as_str())).collect()
    }
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettleError {
    /// There is no position.
    #[error(
        "there are no positions\n  help: read reports in which parties demand, accept or reject something (`rapporteur ingest`), or give a list with --positions FILE; docs/settle.md shows its shape"
    )]
    Empty,
    /// There are some, but only of later days.
    #[error("all positions are of later days than {0}\n  help: give a later day with --on, or leave it out")]
    Later(String),
    /// No position is about the issue.
    #[error("no position is about `{asked}`\n  help: {known}")]
    Issue {
        /// As asked for.
        asked: String,
        /// Issues like it, or some there are.
        known: String,
    },
    /// A rule needs an issue.
    #[error("which issue is to be decided?\n  help: name it with --issue; {0}")]
    NoIssue(String),
    /// The rule cannot be applied.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

/// The key of the issue that a user means: its key, its label, or the only one that holds the words.
///
/// # Errors
/// When there is none, or several hold the words.
pub fn find_issue(stands: &[Stand], asked: &str) -> Result<String, SettleError> {
    let board = Board::new(stands, None);
    only_issue(board.issues.iter().map(|issue| (issue.key, issue.label)), asked).map_err(|several| {
        let known = if several.is_empty() { some_issues(&board) } else { format!("several are like it: {}", listed(&several)) };
        SettleError::Issue { asked: asked.to_owned(), known }
    })
}

/// The key of the issue that is meant, of those with these keys and labels.
///
/// # Errors
/// Those that hold the words, where they are several or none.
pub(super) fn only_issue<'k>(issues: impl Iterator<Item = (&'k str, &'k str)>, asked: &str) -> Result<String, Vec<String>> {
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = plain(asked);
    let mut like = Vec::new();
    for (key, label) in issues {
        let names = [plain(key), plain(label)];
        if names.contains(&wanted) {
            return Ok(key.to_owned());
        }
        if !wanted.is_empty() && names.iter().any(|name| name.contains(&wanted)) {
            like.push(key.to_owned());
        }
    }
    if like.len() == 1 { Ok(like.remove(0)) } else { Err(like) }
}

/// The positions on an issue and on all that hangs together with it by conditions, near or far.
fn around(stands: Vec<Stand>, issue: &str) -> Vec<Stand> {
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (first, then) in stands.iter().filter_map(Stand::link) {
        beside.entry(first).or_default().insert(then);
        beside.entry(then).or_default().insert(first);
    }
    let (mut known, mut open) = (BTreeSet::from([issue.to_owned()]), vec![issue]);
    while let Some(issue) = open.pop() {
        open.extend(beside.get(issue).into_iter().flatten().copied().filter(|other| known.insert((*other).to_owned())));
    }
    stands.into_iter().filter(|stand| known.contains(&stand.issue)).collect()
}

fn some_issues(board: &Board<'_>) -> String {
    let mut issues: Vec<(usize, &str)> =
        board.issues.iter().map(|issue| (issue.cells.iter().map(|cell| cell.voices.len()).sum(), issue.key)).collect();
    issues.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    format!("those most spoken of are {}", listed(&issues.into_iter().map(|(_, key)| key).collect::<Vec<_>>()))
}

/// Some keys in a sentence.
pub(super) fn listed(keys: &[impl AsRef<str>]) -> String {
    let shown: Vec<String> = keys.iter().take(8).map(|key| format!("`{}`", key.as_ref())).collect();
    format!("{}{}", shown.join(", "), if keys.len() > 8 { ", …" } else { "" })
}

/// Works out all that follows from positions; where an issue is named, from those on it and on what hangs together with it by conditions.
///
/// # Errors
/// When there is no position, or the question names an unknown issue or rule.
pub fn settle(stands: Vec<Stand>, question: &Question<'_>, names: Names<'_>, rules: &Rules) -> Result<Settlement, SettleError> {
    let issue = question.issue.map(|asked| find_issue(&stands, asked)).transpose()?;
    let stands = match &issue {
        Some(issue) => around(stands, issue),
        None => stands,
    };
    let conclude = |stands: &[Stand]| conclusions(stands, question, issue.as_deref(), names, rules);
    let hangs = question.sensitivity.then(|| sensitivity(&stands, &conclude));
    let board = Board::new(&stands, question.on);
    if board.parties.is_empty() {
        return Err(question.on.filter(|_| !stands.is_empty()).map_or(SettleError::Empty, |on| SettleError::Later(on.to_owned())));
    }
    let verdict = judged(&board, question, issue.as_deref(), names, rules)?;
    let preconditions = preconditions(&board);
    let (chains, cycles) = paths(&board);
    let deadlocks = deadlocks(&board, &preconditions);
    let changes = match &issue {
        Some(issue) => vec![smallest(&board, issue, question.most_changes)],
        None => deadlocks
            .iter()
            .filter(|deadlock| !deadlock.wanted_by.is_empty())
            .take(MOST_BLOCKED)
            .map(|deadlock| smallest(&board, &deadlock.issue, question.most_changes))
            .collect(),
    };
    let name = |key: &str| IssueName { key: key.to_owned(), label: board.label(key).to_owned() };
    Ok(Settlement {
        asked: issue.as_deref().map(name),
        parties: board.parties.iter().map(|&party| party.to_owned()).collect(),
        issues: board.issues.iter().map(|issue| name(issue.key)).collect(),
        matrix: matrix(&board),
        incompatible: pairs(&board),
        preconditions,
        chains,
        cycles,
        deadlocks,
        agreed: agreements(&board),
        moves: moves(&board),
        contradictions: contradictions(&board),
        divided: divisions(&board),
        changes,
        verdict,
        sensitivity: hangs,
        stands: stands.clone(),
    })
}

fn judged(
    board: &Board<'_>,
    question: &Question<'_>,
    issue: Option<&str>,
    names: Names<'_>,
    rules: &Rules,
) -> Result<Option<Verdict>, SettleError> {
    let Some(rule) = question.rule else { return Ok(None) };
    let issue = issue.ok_or_else(|| SettleError::NoIssue(some_issues(board)))?;
    let motion = Motion { rule, on: question.on, issue, members: question.members, most_changes: question.most_changes };
    Ok(Some(verdict(board, names, rules, &motion)?))
}

fn matrix(board: &Board<'_>) -> Vec<MatrixCell> {
    let cells = board.issues.iter().flat_map(|issue| issue.cells.iter().map(move |cell| (issue, cell)));
    cells
        .map(|(issue, cell)| {
            let now: Vec<usize> = cell.now().collect();
            let all = cell.voices.iter().flat_map(|voice| &voice.said).copied();
            MatrixCell {
                party: cell.party.to_owned(),
                issue: issue.key.to_owned(),
                before: all.filter(|at| !now.contains(at)).collect(),
                now,
                divided: cell.is_divided(board.stands),
            }
        })
        .collect()
}

/// What cannot come about while nobody moves, and why.
fn deadlocks(board: &Board<'_>, preconditions: &[Precondition]) -> Vec<Deadlock> {
    let blockage = Blockage::new(board);
    let nothing = BTreeSet::new();
    let blocked: BTreeSet<&str> =
        board.issues.iter().map(|issue| issue.key).filter(|key| blockage.obstruction(key, &nothing).is_some()).collect();
    blocked
        .iter()
        .map(|&key| {
            let refusals = board.refusals(key);
            let refused_by: Vec<String> = refusals.keys().map(|&party| party.to_owned()).collect();
            let waits: Vec<usize> = (0..preconditions.len())
                .filter(|&at| preconditions[at].then == key && blocked.contains(preconditions[at].first.as_str()))
                .collect();
            let mut because: Vec<String> = Vec::new();
            if !refused_by.is_empty() {
                because.push(format!("{} {} it", words::list(&refused_by), if refused_by.len() > 1 { "refuse" } else { "refuses" }));
            }
            because.extend(waits.iter().map(|&at| {
                let precondition = &preconditions[at];
                words::waiting(board, precondition, blockage.waits_for(&precondition.first, key))
            }));
            let set = waits.iter().flat_map(|&at| preconditions[at].stands.iter().copied());
            let stands: Vec<usize> = refusals.into_values().flatten().chain(set).collect();
            let label = board.label(key).to_owned();
            let wanted_by = wanted_by(board, key, &refused_by);
            Deadlock { issue: key.to_owned(), label, refused_by, wanted_by, preconditions: waits, because, doubts: doubts(board, &stands) }
        })
        .collect()
}

/// Who but those who refuse it is for an issue or ties something to it.
fn wanted_by(board: &Board<'_>, key: &str, refused_by: &[String]) -> Vec<String> {
    let cells = board.issue(key).into_iter().flat_map(|issue| &issue.cells);
    let for_it = cells.filter(|cell| !cell.on(board.stands, Pole::For).is_empty()).map(|cell| cell.party);
    let tied = board.links().into_keys().filter(|link| link.first == key || link.then == key).map(|link| link.party);
    let all: BTreeSet<&str> = for_it.chain(tied).filter(|party| refused_by.iter().all(|refuser| refuser != party)).collect();
    all.into_iter().map(str::to_owned).collect()
}

/// The conclusions of positions in words, each telling itself from all others.
fn conclusions(stands: &[Stand], question: &Question<'_>, issue: Option<&str>, names: Names<'_>, rules: &Rules) -> BTreeSet<String> {
    let board = Board::new(stands, question.on);
    let mut found: BTreeSet<String> = BTreeSet::new();
    found.extend(pairs(&board).iter().map(words::pair));
    found.extend(agreements(&board).iter().map(words::agreement));
    found.extend(paths(&board).1.iter().map(|cycle| words::cycle(&board, cycle)));
    found.extend(
        deadlocks(&board, &preconditions(&board))
            .iter()
            .filter(|deadlock| !deadlock.wanted_by.is_empty())
            .map(|deadlock| format!("blocked: {}", deadlock.label)),
    );
    if let Ok(Some(verdict)) = judged(&board, question, issue, names, rules) {
        found.insert(words::verdict(&verdict));
    }
    found
}
