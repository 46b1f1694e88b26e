//! How outcomes are reached from the status quo: the moves along the way, of single parties and of coalitions.
//!
//! A move of a party is better if the party likes where it leads better than where it is; one of a coalition, if all do whose
//! options change. *Source*: Kilgour, Hipel, Fang and Peng 2001, "Coalition analysis in group decision support", Group Decision
//! and Negotiation 10.

use super::model::{Error, Model, NOWHERE};
use super::stability::Solution;
use serde::Serialize;
use std::collections::VecDeque;

/// States that a conflict has at most for moves of coalitions: each state is compared with each.
const MOST_STATES: usize = 1 << 14;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Who moves; several where a coalition does.
    pub movers: Vec<String>,
    /// Options that are taken up.
    pub takes: Vec<String>,
    /// Options that are dropped.
    pub drops: Vec<String>,
    /// The state that it leads to.
    pub to: String,
}

/// How an equilibrium is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Route {
    /// The equilibrium.
    pub to: String,
    /// In which senses it lasts.
    pub lasts: Vec<&'static str>,
    /// The fewest moves there, each better for who makes it; none where there is no such way.
    pub improving: Option<Vec<Step>>,
    /// The fewest moves there of any kind; none where there is no way.
    pub any: Option<Vec<Step>>,
    /// The fewest moves there of parties and coalitions, each better for all who make it; only where coalitions are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<Vec<Step>>,
}

/// The ways to all equilibria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Routes {
    /// Where they begin.
    pub from: String,
    /// The ways, in order of the states.
    pub routes: Vec<Route>,
    /// States from which no coalition has a move that is better for all its members; only where coalitions are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coalition_proof: Option<Vec<String>>,
}

/// The ways from a state to all states that last in some sense. `from` is a state in print; the model's status quo where none is
/// given, and all options dropped where the model names none.
///
/// # Errors
/// When `from` is no state that can be, or coalitions are asked for in a conflict of more than 16,384 states.
pub fn routes(model: &Model, solution: &Solution, from: Option<&str>, coalitions: bool) -> Result<Routes, Error> {
    let nothing = "N".repeat(model.options.len());
    let from = from.or(model.status_quo.as_deref()).unwrap_or(&nothing);
    let start = model.place(from).ok_or_else(|| {
        Error::Wrong(format!("`{from}` is no state that can be\n  help: name one with --from, such as {}", model.name(model.states[0])))
    })?;
    if coalitions && model.states.len() > MOST_STATES {
        return Err(Error::Wrong(format!(
            "moves of coalitions are worked out for {MOST_STATES} states at most, and the model has {}\n  help: leave --coalitions out, or exclude what cannot be under infeasible",
            model.states.len()
        )));
    }
    let own = |better: bool| {
        search(model, start, &mut |place, reach| {
            for party in 0..model.parties.len() {
                let worth = &model.parties[party].payoffs;
                model.moves(party, place).filter(|&to| !better || worth[to as usize] > worth[place as usize]).for_each(&mut *reach);
            }
        })
    };
    let (improving, any) = (own(true), own(false));
    let together = coalitions.then(|| search(model, start, &mut |place, reach| better_together(model, place).for_each(reach)));
    let senses = [("Nash", &solution.nash), ("GMR", &solution.gmr), ("SEQ", &solution.seq), ("SIM", &solution.sim), ("SMR", &solution.smr)];
    let mut found = Vec::new();
    for place in 0..model.states.len() as u32 {
        let name = model.name(model.states[place as usize]);
        // Equilibria are in order of the states.
        let lasts: Vec<&'static str> = senses.iter().filter(|(_, stable)| stable.contains(&name)).map(|(sense, _)| *sense).collect();
        if !lasts.is_empty() {
            let way = |before: &[u32]| way(model, before, start, place);
            found.push(Route { to: name, lasts, improving: way(&improving), any: way(&any), together: together.as_deref().and_then(way) });
        }
    }
    let proof = |place: &u32| better_together(model, *place).next().is_none();
    let coalition_proof =
        coalitions.then(|| (0..model.states.len() as u32).filter(proof).map(|place| model.name(model.states[place as usize])).collect());
    Ok(Routes { from: from.to_owned(), routes: found, coalition_proof })
}

/// Tells, for a state, each state to which a move leads.
type Moves<'m> = &'m mut dyn FnMut(u32, &mut dyn FnMut(u32));

/// For each state the one before it on a shortest way; [`NOWHERE`] for what is not reached, the start itself at the start.
fn search(model: &Model, start: u32, moves: Moves<'_>) -> Vec<u32> {
    let mut before = vec![NOWHERE; model.states.len()];
    before[start as usize] = start;
    let mut open = VecDeque::from([start]);
    while let Some(place) = open.pop_front() {
        moves(place, &mut |to| {
            if before[to as usize] == NOWHERE {
                before[to as usize] = place;
                open.push_back(to);
            }
        });
    }
    before
}

/// Where parties can go whose options alone change, all of whom like it better there.
fn better_together(model: &Model, place: u32) -> impl Iterator<Item = u32> + '_ {
    let from = model.states[place as usize];
    (0..model.states.len() as u32).filter(move |&other| {
        let to = model.states[other as usize];
        let mut changed = from ^ to;
        other != place && model.may(from, to) && {
            let movers = model.parties.iter().filter(|party| party.mask & (from ^ to) != 0);
            let all = movers.fold(true, |all, party| {
                changed &= !party.mask;
                all && party.payoffs[other as usize] > party.payoffs[place as usize]
            });
            all && changed == 0
        }
    })
}

/// The steps of a way that a search found.
fn way(model: &Model, before: &[u32], start: u32, goal: u32) -> Option<Vec<Step>> {
    if before[goal as usize] == NOWHERE {
        return None;
    }
    let mut steps = Vec::new();
    let mut place = goal;
    while place != start {
        let (from, to) = (model.states[before[place as usize] as usize], model.states[place as usize]);
        let options = |bits: u32| (0..model.options.len()).filter(|at| bits >> at & 1 == 1).map(|at| model.options[at].clone()).collect();
        steps.push(Step {
            movers: model.parties.iter().filter(|party| party.mask & (from ^ to) != 0).map(|party| party.name.clone()).collect(),
            takes: options(to & !from),
            drops: options(from & !to),
            to: model.name(to),
        });
        place = before[place as usize];
    }
    steps.reverse();
    Some(steps)
}
