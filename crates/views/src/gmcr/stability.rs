//! Which states are stable, for whom and in which sense.

use super::model::Model;
use serde::Serialize;

/// What a party expects of the others when it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concept {
    /// They do nothing.
    Nash,
    /// They may answer with any chain of moves (general metarationality).
    Gmr,
    /// They may, and it may then move once more (symmetric metarationality).
    Smr,
    /// They answer with moves that are good for who makes them (sequential stability).
    Seq,
    /// One of them makes such a move at the same moment (simultaneous stability).
    Sim,
}

impl Concept {
    /// All of them, in order of print.
    pub const ALL: [Self; 5] = [Self::Nash, Self::Gmr, Self::Seq, Self::Sim, Self::Smr];
}

/// The states of a conflict and which last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Solution {
    /// The states that can be.
    pub feasible: Vec<String>,
    /// Stable for all in the sense of Nash.
    pub nash: Vec<String>,
    /// In that of general metarationality.
    pub gmr: Vec<String>,
    /// In that of sequential stability.
    pub seq: Vec<String>,
    /// In that of simultaneous stability.
    pub sim: Vec<String>,
    /// In that of symmetric metarationality.
    pub smr: Vec<String>,
}

/// Which states are equilibria.
///
/// Time grows with states × moves × parties: a million states of twenty options take seconds.
pub fn solve(model: &Model) -> Solution {
    let stable = |concept: Concept| {
        let mut all = vec![true; model.states.len()];
        for party in 0..model.parties.len() {
            for (all, own) in all.iter_mut().zip(stable_for(model, party, concept)) {
                *all &= own;
            }
        }
        model.states.iter().zip(all).filter(|(_, stable)| *stable).map(|(&state, _)| model.name(state)).collect()
    };
    Solution {
        feasible: model.states.iter().map(|&state| model.name(state)).collect(),
        nash: stable(Concept::Nash),
        gmr: stable(Concept::Gmr),
        seq: stable(Concept::Seq),
        sim: stable(Concept::Sim),
        smr: stable(Concept::Smr),
    }
}

/// For each state whether it is stable for a party.
pub(super) fn stable_for(model: &Model, party: usize, concept: Concept) -> Vec<bool> {
    let payoffs = &model.parties[party].payoffs;
    let answered: Vec<u32> = match concept {
        Concept::Nash => vec![NEVER; model.states.len()],
        Concept::Gmr => answers(model, party, payoffs, false),
        Concept::Seq => answers(model, party, payoffs, true),
        Concept::Smr => {
            // What is left of an answer after the party's own best reply.
            let helped: Vec<u32> = (0..model.states.len() as u32)
                .map(|place| model.moves(party, place).map(|to| payoffs[to as usize]).fold(payoffs[place as usize], u32::max))
                .collect();
            answers(model, party, &helped, false)
        }
        Concept::Sim => return simultaneous(model, party),
    };
    (0..model.states.len() as u32)
        .map(|place| {
            let now = payoffs[place as usize];
            model.moves(party, place).all(|to| payoffs[to as usize] <= now || answered[to as usize] <= now)
        })
        .collect()
}

/// No answer is this bad.
const NEVER: u32 = u32::MAX;

/// For each state the worst that the others can make of it for a party: the least of `worth` among the states
/// that chains of their moves lead to, none moving twice in a row; [`NEVER`] where they have no move. With
/// `selfish` each move must be better for who makes it.
///
/// From the worst states on, the ways that lead there are walked backwards, each once.
fn answers(model: &Model, party: usize, worth: &[u32], selfish: bool) -> Vec<u32> {
    let parties = model.parties.len();
    let mut found = vec![NEVER; model.states.len()];
    // Whether a state was come upon as one into which some party has just moved.
    let mut seen = vec![false; model.states.len() * parties];
    let mut order: Vec<u32> = (0..model.states.len() as u32).collect();
    order.sort_by_key(|&place| worth[place as usize]);
    let mut open: Vec<(u32, usize)> = Vec::new();
    for target in order {
        open.extend((0..parties).filter(|&mover| mover != party).map(|mover| (target, mover)));
        while let Some((place, mover)) = open.pop() {
            if std::mem::replace(&mut seen[place as usize * parties + mover], true) {
                continue;
            }
            let gain = &model.parties[mover].payoffs;
            for from in model.ways_here(mover, place) {
                if selfish && gain[place as usize] <= gain[from as usize] {
                    continue;
                }
                found[from as usize] = found[from as usize].min(worth[target as usize]);
                open.extend((0..parties).filter(|&before| before != party && before != mover).map(|before| (from, before)));
            }
        }
    }
    found
}

fn simultaneous(model: &Model, party: usize) -> Vec<bool> {
    let payoffs = &model.parties[party].payoffs;
    let mask = model.parties[party].mask;
    let mut others: Vec<u32> = Vec::new();
    (0..model.states.len() as u32)
        .map(|place| {
            let now = payoffs[place as usize];
            let mut gathered = false;
            model.moves(party, place).filter(|&to| payoffs[to as usize] > now).all(|to| {
                if !gathered {
                    gathered = true;
                    others.clear();
                    for other in (0..model.parties.len()).filter(|&other| other != party) {
                        let gain = &model.parties[other].payoffs;
                        others.extend(model.moves(other, place).filter(|&to| gain[to as usize] > gain[place as usize]));
                    }
                }
                let own = model.states[to as usize] & mask;
                others.iter().any(|&other| {
                    let both = model.places[(model.states[other as usize] & !mask | own) as usize];
                    payoffs.get(both as usize).is_some_and(|&payoff| payoff <= now)
                })
            })
        })
        .collect()
}
