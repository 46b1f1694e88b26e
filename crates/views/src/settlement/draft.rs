//! A first draft of a conflict model for the Graph Model, from positions; the analyst edits it.
//!
//! *Options*: for each issue that somebody refuses or makes conditional, one option for each party whose
//! consent it lacks: "Karim leaves office (Varosia)"; for what is demanded and nobody answered, one for the party that the issue names
//! first. *Priorities* of a party, the most important first: its preconditions (not
//! the one without the other), what it refuses, what it demands, what it accepts on a condition, what it supports; among
//! equals what more statements show. *Status quo*: nothing is done.
//!
//! *Limits*: what a party can do besides giving or withholding consent (shelling, sanctions, defection) does not follow from
//! positions, nor does what excludes what; both are for the analyst to add.

use super::board::Board;
use super::stand::{Pole, Stand, pole};
use rapporteur_record::{ConditionKind, Stance};
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Options that a draft has at most: a million states are analysed in seconds.
const MOST_OPTIONS: usize = 20;

/// A drafted model and what to know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The model, in the shape that `gmcr::Model` reads, with fields beside it that explain.
    pub model: Value,
    /// What was left out.
    pub notes: Vec<String>,
}

/// Why there is nothing to draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// Nobody refuses, demands or makes conditional anything.
    #[error(
        "the positions hold no conflict: nobody refuses, demands or makes conditional anything\n  help: read more reports, or write a model by hand (docs/settle.md)"
    )]
    NoConflict,
}

/// An option: a party's consent to an issue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Consent<'s> {
    issue: &'s str,
    party: &'s str,
}

/// Drafts a model from the positions that hold now.
///
/// # Errors
/// When there is no conflict in them.
pub fn draft(board: &Board<'_>, name: &str) -> Result<Draft, DraftError> {
    let mut notes = Vec::new();
    let mut consents = consents(board);
    if consents.is_empty() {
        return Err(DraftError::NoConflict);
    }
    if consents.len() > MOST_OPTIONS {
        // What most positions are about stays.
        let weight =
            |consent: &Consent<'_>| board.issue(consent.issue).map_or(0, |issue| issue.cells.iter().map(|cell| cell.now().count()).sum());
        let mut order: Vec<(usize, Consent<'_>)> = consents.iter().map(|consent| (weight(consent), consent.clone())).collect();
        order.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        notes.push(format!(
            "{} of {} options are left out, those of which least is said: a draft has {MOST_OPTIONS} at most",
            consents.len() - MOST_OPTIONS,
            consents.len()
        ));
        consents = order.into_iter().take(MOST_OPTIONS).map(|(_, consent)| consent).collect();
    }
    let names: BTreeMap<&Consent<'_>, String> =
        consents.iter().map(|consent| (consent, format!("{} ({})", board.label(consent.issue), consent.party))).collect();
    let options: Vec<&Consent<'_>> = consents.iter().collect();
    let parties: BTreeSet<&str> = consents.iter().map(|consent| consent.party).chain(board.parties.iter().copied()).collect();
    let makers: Vec<Value> = parties
        .iter()
        .map(|party| {
            let own: Vec<&String> = options.iter().filter(|consent| consent.party == *party).map(|consent| &names[*consent]).collect();
            let (priorities, why) = priorities(board, party, &options, &names);
            json!({"name": party, "options": own, "priorities": priorities, "why": why})
        })
        .filter(|maker| {
            maker["options"].as_array().is_some_and(|own| !own.is_empty())
                || maker["priorities"].as_array().is_some_and(|all| !all.is_empty())
        })
        .collect();
    let about: Map<String, Value> = options.iter().map(|consent| (names[*consent].clone(), evidence(board, consent).into())).collect();
    let model = json!({
        "name": name,
        "about": "Drafted from positions. An option is a party's consent to an issue. Edit it: add what else a party can do, what excludes what (infeasible), what cannot be undone (irreversible), and put each party's priorities in order, the most important first. Fields named about, why and status_quo do not change the analysis.",
        "options": options.iter().map(|consent| names[*consent].clone()).collect::<Vec<_>>(),
        "about_options": about,
        "irreversible": {},
        "infeasible": [],
        "status_quo": "N".repeat(options.len()),
        "decision_makers": makers,
    });
    Ok(Draft { model, notes })
}

/// Whose consent is lacking to what.
fn consents<'s>(board: &Board<'s>) -> Vec<Consent<'s>> {
    let mut found: BTreeSet<Consent<'s>> = BTreeSet::new();
    let mut add = |issue: &'s str, party: &'s str| found.insert(Consent { issue, party });
    for issue in &board.issues {
        let (mut asked, mut lacking) = (false, false);
        for cell in &issue.cells {
            for at in cell.now() {
                let stand = &board.stands[at];
                asked |= stand.stance == Stance::Demand;
                if !stand.is_of_fact() && !stand.refuses_link() && (pole(stand.stance) == Pole::Against || stand.stance == Stance::AcceptIf)
                {
                    lacking = true;
                    add(issue.key, cell.party);
                }
            }
        }
        // What is demanded, and nobody answered, is for the party to give that it names first.
        if asked && !lacking {
            let owner = board.parties.iter().find(|party| is_argument(issue.key, party));
            owner.into_iter().for_each(|party| {
                add(issue.key, party);
            });
        }
    }
    for link in board.links().into_keys() {
        add(link.then, link.party);
    }
    found.into_iter().collect()
}

/// Whether a party is the first that the issue names: "leave(karim)" for Karim.
fn is_argument(key: &str, party: &str) -> bool {
    let first = key.split_once('(').and_then(|(_, rest)| rest.split([',', ')']).next()).unwrap_or_default().trim();
    let alike = |name: &str| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = alike(&first.replace(['-', '_'], " "));
    !plain.is_empty() && (plain == alike(party) || alike(party).split(' ').next_back() == Some(plain.as_str()))
}

/// What a party wants.
struct Wish {
    /// How much: the kind of wish, then how many positions show it, then by name.
    rank: (u8, Reverse<usize>, String),
    /// As the model has it.
    priority: Value,
    /// In words.
    why: String,
}

/// A party's priorities, and for each why.
fn priorities(
    board: &Board<'_>,
    party: &str,
    options: &[&Consent<'_>],
    names: &BTreeMap<&Consent<'_>, String>,
) -> (Vec<Value>, Vec<String>) {
    let of = |issue: &str| -> Vec<usize> { (0..options.len()).filter(|&at| options[at].issue == issue).collect() };
    let mut found: Vec<Wish> = Vec::new();
    for (link, stands) in board.links().into_iter().filter(|(link, _)| link.party == party) {
        let own = options.iter().position(|consent| consent.issue == link.then && consent.party == party);
        let first = of(link.first);
        if let (Some(own), false) = (own, first.is_empty()) {
            let done: Vec<Value> = first.iter().map(|&at| json!([at, "Y"])).collect();
            let why = format!("not {} before {}", board.label(link.then), board.label(link.first));
            let priority = json!({"compound": true, "members": [[[own, "N"]], done]});
            found.push(Wish { rank: (0, Reverse(stands.len()), why.clone()), priority, why });
        }
    }
    for issue in &board.issues {
        let Some(cell) = issue.cells.iter().find(|cell| cell.party == party) else { continue };
        let now: Vec<&Stand> =
            cell.now().map(|at| &board.stands[at]).filter(|stand| !stand.is_of_fact() && !stand.refuses_link()).collect();
        let rank = now.iter().filter_map(|stand| rank(stand)).min();
        let (Some(rank), all) = (rank, of(issue.key)) else { continue };
        if all.is_empty() {
            continue;
        }
        let wanted = if rank == 1 { "N" } else { "Y" };
        let what: Map<String, Value> = all.iter().map(|&at| (names[options[at]].clone(), wanted.into())).collect();
        // Against an issue is who has any one of its consents fail.
        let priority = if rank == 1 && all.len() > 1 {
            json!({"compound": true, "members": all.iter().map(|at| json!([[at, "N"]])).collect::<Vec<_>>()})
        } else {
            Value::Object(what)
        };
        let why = format!(
            "{} {}",
            now.iter().map(|stand| stand.stance.as_str()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("/"),
            issue.label
        );
        found.push(Wish { rank: (rank, Reverse(now.len()), issue.key.to_owned()), priority, why });
    }
    found.sort_by(|a, b| a.rank.cmp(&b.rank));
    found.into_iter().map(|wish| (wish.priority, wish.why)).unzip()
}

/// Refusals before demands before what is accepted on a condition before what is supported.
fn rank(stand: &Stand) -> Option<u8> {
    match stand.stance {
        Stance::Reject => Some(1),
        Stance::Demand => Some(2),
        Stance::AcceptIf => Some(3),
        Stance::Support if stand.condition.as_ref().is_some_and(|condition| condition.kind == ConditionKind::Requires) => Some(3),
        Stance::Support => Some(4),
        Stance::Assert | Stance::Deny | Stance::Neutral => None,
    }
}

/// What the party whose consent it is said of the issue.
fn evidence(board: &Board<'_>, consent: &Consent<'_>) -> Vec<String> {
    let cells = board.issue(consent.issue).into_iter().flat_map(|issue| &issue.cells).filter(|cell| cell.party == consent.party);
    let stands = cells.flat_map(|cell| cell.now()).map(|at| &board.stands[at]);
    stands
        .map(|stand| {
            let day = stand.as_of.as_deref().unwrap_or("undated");
            let words = stand.evidence.iter().map(|piece| piece.words.as_str()).find(|words| !words.is_empty()).unwrap_or_default();
            format!("{}, {day}: {} “{words}”", stand.holder, stand.stance.as_str()).replace(" “”", "")
        })
        .collect()
}
