use super::super::changes::{Blockage, hitting_sets, smallest};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn told(found: &Changes) -> Vec<Vec<String>> {
    let set = |set: &ChangeSet| set.changes.iter().map(|change| crate::settlement::words::change(change, &str::to_owned)).collect();
    found.sets.iter().map(set).collect()
}

#[test]
fn talks_open_when_the_precondition_is_dropped_or_met() {
    let stands = stands(&["Front demand leave before talks", "Karim reject leave", "Varosia support talks"]);
    let found = smallest(&Board::new(&stands, None), "talks", 3);
    assert!(found.blocked && found.complete);
    assert_eq!(told(&found), [["Karim no longer refuses “leave”"], ["Front no longer wants “leave” before “talks”"]]);
}

#[test]
fn a_cycle_is_cut_at_any_step_and_nothing_is_said_where_nothing_blocks() {
    let stands = stands(&["A accept-if talks if leave", "B reject leave if talks", "C support peace"]);
    let board = Board::new(&stands, None);
    let found = smallest(&board, "talks", 3);
    assert_eq!(found.sets.iter().map(|set| (set.changes.len(), set.parties)).collect::<Vec<_>>(), [(1, 1), (1, 1)]);
    let free = smallest(&board, "peace", 3);
    assert!(!free.blocked && free.sets.is_empty() && free.complete);
}

#[test]
fn sets_too_large_are_not_listed_and_the_rest_is_in_order() {
    let stands = stands(&["A reject x", "B reject x", "C reject x", "D reject x"]);
    let board = Board::new(&stands, None);
    assert!(smallest(&board, "x", 3).sets.is_empty());
    let found = smallest(&board, "x", 4);
    assert_eq!((found.sets.len(), found.sets[0].parties), (1, 4));
}

#[test]
fn a_search_without_end_is_given_up_and_says_so() {
    let all: Vec<Change> = (0..60).map(|at| Change::Vote { party: format!("m{at:02}") }).collect();
    let (_, complete) = hitting_sets(&|gone| (gone.len() < 8).then(|| all.clone()), 8, 1000);
    assert!(!complete);
}

/// Whether an issue can come about, word for word: a thing can if nobody refuses it and all it waits for can.
fn can_come_about(stands: &[Stand], issue: &str, gone: &BTreeSet<Change>) -> bool {
    let mut can: BTreeSet<&str> = BTreeSet::new();
    let issues: BTreeSet<&str> = stands
        .iter()
        .flat_map(|stand| [Some(stand.issue.as_str()), stand.condition.as_ref().map(|c| c.issue.as_str())])
        .flatten()
        .collect();
    loop {
        let before = can.len();
        for key in &issues {
            let refused = stands.iter().any(|stand| {
                stand.issue == *key
                    && stand.refuses()
                    && !gone.contains(&Change::Accept { party: stand.holder.clone(), issue: (*key).to_owned() })
            });
            let waits = stands.iter().filter(|stand| !stand.refuses_link()).filter_map(|stand| Some((stand, stand.link()?))).any(
                |(stand, (first, then))| {
                    let drop = Change::Drop { party: stand.holder.clone(), first: first.to_owned(), then: then.to_owned() };
                    then == *key && !gone.contains(&drop) && !can.contains(first)
                },
            );
            if !refused && !waits {
                can.insert(key);
            }
        }
        if can.len() == before {
            return can.contains(issue);
        }
    }
}

fn brute_force(stands: &[Stand], issue: &str, most: usize) -> BTreeSet<BTreeSet<Change>> {
    let mut all: BTreeSet<Change> = BTreeSet::new();
    for stand in stands {
        if stand.refuses() {
            all.insert(Change::Accept { party: stand.holder.clone(), issue: stand.issue.clone() });
        }
        if let Some((first, then)) = stand.link().filter(|_| !stand.refuses_link()) {
            all.insert(Change::Drop { party: stand.holder.clone(), first: first.to_owned(), then: then.to_owned() });
        }
    }
    let all: Vec<Change> = all.into_iter().collect();
    let chosen = |mask: u32| -> BTreeSet<Change> { (0..all.len()).filter(|at| mask >> at & 1 == 1).map(|at| all[at].clone()).collect() };
    let works: Vec<BTreeSet<Change>> = (0..1_u32 << all.len())
        .filter(|mask| mask.count_ones() as usize <= most)
        .map(chosen)
        .filter(|set| can_come_about(stands, issue, set))
        .collect();
    let minimal = works.iter().filter(|set| !works.iter().any(|other| other.len() < set.len() && other.is_subset(set)));
    minimal.filter(|set| !set.is_empty()).cloned().collect()
}

proptest! {
    #[test]
    fn the_smallest_changes_are_those_of_brute_force(
        rows in prop::collection::vec((0..4_usize, 0..5_usize, 0..6_usize, 0..5_usize), 0..9),
        most in 1..4_usize,
    ) {
        // One position of a party on an issue, so that what holds now is what was said.
        let mut seen = BTreeSet::new();
        let stands: Vec<Stand> = rows.iter().filter(|(who, what, ..)| seen.insert((*who, *what))).map(|(who, what, how, other)| {
            let (who, what, other) = (format!("p{who}"), format!("i{what}"), format!("i{other}"));
            stand(&match how {
                0 | 1 => format!("{who} reject {what}"),
                2 => format!("{who} accept-if {what} if {other}"),
                3 => format!("{who} demand {what} before {other}"),
                4 => format!("{who} reject {what} if {other}"),
                _ => format!("{who} support {what}"),
            })
        }).collect();
        let board = Board::new(&stands, None);
        let found = smallest(&board, "i0", most);
        prop_assert!(found.complete);
        let sets: BTreeSet<BTreeSet<Change>> = found.sets.iter().map(|set| set.changes.iter().cloned().collect()).collect();
        prop_assert_eq!(sets.len(), found.sets.len());
        prop_assert_eq!(&sets, &brute_force(&stands, "i0", most));
        let nothing = BTreeSet::new();
        prop_assert_eq!(found.blocked, board.issue("i0").is_some() && !can_come_about(&stands, "i0", &nothing));
        // What is told as an obstruction is one: none of its members may stay.
        let obstruction: BTreeSet<Change> = found.obstruction.iter().cloned().collect();
        prop_assert_eq!(Blockage::new(&board).obstruction("i0", &nothing).is_some(), !obstruction.is_empty());
    }
}
