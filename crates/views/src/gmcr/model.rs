//! A conflict as a file: options, parties, priorities.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Options that a conflict has at most: their combinations are the states.
const MOST_OPTIONS: usize = 24;
/// Statements that a party's priorities have at most.
const MOST_PRIORITIES: usize = 128;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is no JSON of this shape.
    #[error("the model cannot be read: {0}\n  help: it is a JSON object with options, decision_makers and infeasible")]
    Shape(#[from] serde_json::Error),
    /// A name that is not among the options.
    #[error("{place} names the option `{name}`, which the model has not\n  help: its options are {known}")]
    Option {
        /// Where.
        place: String,
        /// The name.
        name: String,
        /// All names.
        known: String,
    },
    /// Something else that no model can have.
    #[error("{0}")]
    Wrong(String),
}

/// Whether an option is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Taken {
    Y,
    N,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum Direction {
    #[serde(rename = "fwd")]
    Forward,
    #[serde(rename = "back")]
    Back,
    #[serde(rename = "both")]
    Both,
}

#[derive(Deserialize)]
struct File {
    options: Vec<String>,
    #[serde(default)]
    irreversible: BTreeMap<String, Direction>,
    #[serde(default)]
    infeasible: Vec<BTreeMap<String, Taken>>,
    decision_makers: Vec<FileParty>,
    /// The state from which ways lead; what is no text is not for us.
    #[serde(default)]
    status_quo: serde_json::Value,
}

#[derive(Deserialize)]
struct FileParty {
    name: String,
    options: Vec<String>,
    #[serde(default)]
    priorities: Vec<FileStatement>,
    /// Written by programs in which a user may rank states by hand.
    #[serde(default)]
    payoffs: BTreeMap<String, i64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FileStatement {
    Any { members: Vec<Vec<(usize, Taken)>> },
    All(BTreeMap<String, Taken>),
}

/// Options that must be taken and those that must not: bits of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    mask: u32,
    value: u32,
}

impl Pattern {
    pub fn holds(self, state: u32) -> bool {
        state & self.mask == self.value
    }
}

/// One who decides.
#[derive(Clone, Debug)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// The bits of its options.
    pub(super) mask: u32,
    /// For each feasible state its rank: more is better.
    pub(super) payoffs: Vec<u32>,
    /// Whether the file ranks the states otherwise than its priorities do, which are then not followed.
    pub by_hand: bool,
}

/// A conflict. A state is a number whose bit *i* tells whether option *i* is taken.
#[derive(Clone, Debug)]
pub struct Model {
    /// The names of the options.
    pub options: Vec<String>,
    /// Those who decide.
    pub parties: Vec<Party>,
    /// The states that can be, ascending.
    pub(super) states: Vec<u32>,
    /// The place of each state among them; [`NOWHERE`] for those that cannot be.
    pub(super) places: Vec<u32>,
    /// The state that the file calls the status quo.
    pub(super) status_quo: Option<String>,
    /// Options that, once taken, stay so; and those that, once dropped, do.
    forward: u32,
    back: u32,
}

/// The place of a state that cannot be.
pub(super) const NOWHERE: u32 = u32::MAX;

impl Party {
    /// Whether it decides on the option at a place.
    pub fn decides(&self, option: usize) -> bool {
        self.mask >> option & 1 == 1
    }
}

impl Model {
    /// Reads a model.
    ///
    /// The payoffs of a party follow from its priorities: of two states the better is the one in which the first
    /// statement that tells them apart holds. A file may rank states by hand (`payoffs`); where that says something
    /// else than the priorities it is followed, and [`Party::by_hand`] says so.
    ///
    /// # Errors
    /// When it is no model: unknown or double names, an option of two parties, no state that can be, more than 24
    /// options or 128 priorities.
    pub fn parse(json: &str) -> Result<Self, Error> {
        let file: File = serde_json::from_str(json)?;
        let count = file.options.len();
        if count == 0 || count > MOST_OPTIONS {
            return Err(Error::Wrong(format!("the model has {count} options\n  help: between 1 and {MOST_OPTIONS} can be analysed")));
        }
        let names = Names { options: &file.options };
        names.check(&file)?;
        let infeasible: Vec<Pattern> =
            file.infeasible.iter().map(|pattern| names.pattern(pattern, "infeasible")).collect::<Result<_, _>>()?;
        let states: Vec<u32> = (0..1_u32 << count).filter(|&state| !infeasible.iter().any(|pattern| pattern.holds(state))).collect();
        if states.is_empty() {
            return Err(Error::Wrong("the model has no feasible state\n  help: its infeasible patterns exclude all; drop one".to_owned()));
        }
        let mut places = vec![NOWHERE; 1 << count];
        for (place, &state) in states.iter().enumerate() {
            places[state as usize] = place as u32;
        }
        let (mut forward, mut back) = (0, 0);
        for (name, direction) in &file.irreversible {
            let bit = 1 << names.find(name, "irreversible")?;
            match direction {
                Direction::Forward => forward |= bit,
                Direction::Back => back |= bit,
                Direction::Both => {}
            }
        }
        let status_quo = file.status_quo.as_str().map(str::to_owned);
        let mut model = Self { options: file.options.clone(), parties: Vec::new(), states, places, status_quo, forward, back };
        for party in &file.decision_makers {
            let party = model.party(party, names)?;
            model.parties.push(party);
        }
        Ok(model)
    }

    fn party(&self, party: &FileParty, names: Names<'_>) -> Result<Party, Error> {
        let mut mask = 0;
        for option in &party.options {
            mask |= 1 << names.find(option, &party.name)?;
        }
        if party.priorities.len() > MOST_PRIORITIES {
            return Err(Error::Wrong(format!(
                "{} has {} priorities\n  help: {MOST_PRIORITIES} at most",
                party.name,
                party.priorities.len()
            )));
        }
        let priorities: Vec<Vec<Pattern>> = party
            .priorities
            .iter()
            .map(|statement| match statement {
                FileStatement::All(pattern) => Ok(vec![names.pattern(pattern, &party.name)?]),
                FileStatement::Any { members } => members.iter().map(|member| names.member(member, &party.name)).collect(),
            })
            .collect::<Result<_, Error>>()?;
        let weigh =
            |state: u32| priorities.iter().fold(0_u128, |sum, any| sum << 1 | u128::from(any.iter().any(|pattern| pattern.holds(state))));
        let payoffs = ranks(self.states.iter().map(|&state| weigh(state)).collect());
        let given: Option<Vec<i64>> = self.states.iter().map(|&state| party.payoffs.get(&self.name(state)).copied()).collect();
        let given = given.map(ranks).filter(|given| *given != payoffs);
        let by_hand = given.is_some();
        Ok(Party { name: party.name.clone(), mask, payoffs: given.unwrap_or(payoffs), by_hand })
    }

    /// A state in print: a Y or N for each option.
    pub fn name(&self, state: u32) -> String {
        (0..self.options.len()).map(|at| if state >> at & 1 == 1 { 'Y' } else { 'N' }).collect()
    }

    /// The place of a state in print among the feasible ones.
    pub(super) fn place(&self, name: &str) -> Option<u32> {
        let bit = |(at, letter): (usize, char)| match letter {
            'Y' => Some(1_u32 << at),
            'N' => Some(0),
            _ => None,
        };
        let whole = name.chars().count() == self.options.len();
        let state = whole.then(|| name.chars().enumerate().map(bit).sum::<Option<u32>>()).flatten()?;
        Some(self.places[state as usize]).filter(|&place| place != NOWHERE)
    }

    /// The states to which a party can move, as places among the feasible ones.
    pub(super) fn moves(&self, party: usize, place: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.states[place as usize];
        self.neighbours(party, from).filter(move |&to| self.may(from, to)).map(|to| self.places[to as usize])
    }

    /// The states from which a party can move here.
    pub(super) fn ways_here(&self, party: usize, place: u32) -> impl Iterator<Item = u32> + '_ {
        let to = self.states[place as usize];
        self.neighbours(party, to).filter(move |&from| self.may(from, to)).map(|from| self.places[from as usize])
    }

    /// All feasible states that differ in options of a party.
    fn neighbours(&self, party: usize, state: u32) -> impl Iterator<Item = u32> + '_ {
        let mask = self.parties[party].mask;
        // Counts through the bits of the mask alone.
        let mut next = Some(0_u32);
        std::iter::from_fn(move || {
            let bits = next?;
            next = (bits != mask).then(|| bits.wrapping_sub(mask) & mask);
            Some(state & !mask | bits)
        })
        .filter(move |&other| other != state && self.places[other as usize] != NOWHERE)
    }

    /// Whether nothing that cannot be undone is undone.
    pub(super) fn may(&self, from: u32, to: u32) -> bool {
        from & self.forward & !to == 0 && to & self.back & !from == 0
    }
}

/// Ranks from 0; equals have the same.
fn ranks<T: Ord + Copy>(worths: Vec<T>) -> Vec<u32> {
    let mut order = worths.clone();
    order.sort_unstable();
    order.dedup();
    worths.iter().map(|worth| order.partition_point(|other| other < worth) as u32).collect()
}

#[derive(Clone, Copy)]
struct Names<'f> {
    options: &'f [String],
}

impl Names<'_> {
    /// No name twice, and every option decided by one party at most.
    fn check(self, file: &File) -> Result<(), Error> {
        let twice = |what: &str, names: Vec<&String>| {
            let mut seen = BTreeSet::new();
            let double = names.into_iter().find(|name| !seen.insert(name.as_str()));
            double.map_or(Ok(()), |name| {
                Err(Error::Wrong(format!("{what} `{name}` stands there twice\n  help: give each a name of its own")))
            })
        };
        twice("the option", self.options.iter().collect())?;
        twice("the decision maker", file.decision_makers.iter().map(|party| &party.name).collect())?;
        twice("among the options of decision makers", file.decision_makers.iter().flat_map(|party| &party.options).collect())?;
        if file.decision_makers.is_empty() {
            return Err(Error::Wrong(
                "the model has no decision maker\n  help: list them under decision_makers, each with its options".to_owned(),
            ));
        }
        Ok(())
    }

    fn find(self, name: &str, place: &str) -> Result<usize, Error> {
        self.options.iter().position(|option| option == name).ok_or_else(|| Error::Option {
            place: place.to_owned(),
            name: name.to_owned(),
            known: self.options.join(", "),
        })
    }

    fn pattern(self, pattern: &BTreeMap<String, Taken>, place: &str) -> Result<Pattern, Error> {
        let member: Vec<(usize, Taken)> =
            pattern.iter().map(|(name, taken)| Ok((self.find(name, place)?, *taken))).collect::<Result<_, Error>>()?;
        self.member(&member, place)
    }

    fn member(self, member: &[(usize, Taken)], place: &str) -> Result<Pattern, Error> {
        let mut found = Pattern { mask: 0, value: 0 };
        for &(option, taken) in member {
            if option >= self.options.len() {
                let known = format!("numbered 0 to {}", self.options.len() - 1);
                return Err(Error::Option { place: place.to_owned(), name: option.to_string(), known });
            }
            found.mask |= 1 << option;
            found.value |= u32::from(taken == Taken::Y) << option;
        }
        Ok(found)
    }
}
