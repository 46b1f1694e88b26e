//! Networks: who speaks about or to whom, who does what to whom, who stands where on which issue.
//!
//! A tie stands for all findings between two of one kind; it says how many, on which days, and shows the first with
//! its words and its place.

mod gexf;
mod graphml;
mod ties;

pub use gexf::write as write_gexf;
pub use graphml::write as write_graphml;

use super::columns::{Column, Type};
use super::error::Error;
use super::rows::{Selection, integer, words};
use rapporteur_store::{Cell, Store};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use ties::Tie;

/// A network that can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Network {
    /// Who speaks to whom, and about whom.
    Speech,
    /// Who does what to whom.
    Events,
    /// Who stands where on which issue.
    Issues,
}

impl Network {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Speech, Self::Events, Self::Issues];

    /// What a tie of it means.
    pub fn about(self) -> &'static str {
        match self {
            Self::Speech => {
                "Who speaks to whom, and about whom: a tie runs from the speaker to the addressee or to an actor named in the content."
            }
            Self::Events => "Who does what to whom: a tie runs from the source to the target of events of one type.",
            Self::Issues => "Who stands where on which issue: a tie runs from the holder to the issue, one for each stance.",
        }
    }
}

/// A network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// What it shows.
    pub about: &'static str,
    /// Those who are tied, in order of their ids.
    pub nodes: Vec<Node>,
    /// The ties, in order of their ends and kind.
    pub edges: Vec<Edge>,
}

/// One who is tied.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// `a7` for the actor with the number 7, else the key of the issue.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Values for [`node_columns`].
    pub values: Vec<Cell>,
    /// The days of its ties.
    pub days: BTreeSet<String>,
}

/// A tie.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Place of its beginning in [`Graph::nodes`].
    pub source: usize,
    /// Place of its end.
    pub target: usize,
    /// The number of findings.
    pub weight: u64,
    /// Values for [`edge_columns`].
    pub values: Vec<Cell>,
    /// The days of the findings.
    pub days: BTreeSet<String>,
}

const fn column(name: &'static str, kind: Type, about: &'static str) -> Column {
    Column { name: Cow::Borrowed(name), kind, about: Cow::Borrowed(about) }
}

/// What a node says besides its name.
pub fn node_columns() -> Vec<Column> {
    vec![
        column("side", Type::Text, "actor or issue."),
        column("kind", Type::Text, "What sort of actor: person, state, organisation, group, place."),
        column("code", Type::Text, "CAMEO code of the actor; of several over time the last in the alphabet."),
    ]
}

/// What an edge says besides its ends and its weight.
pub fn edge_columns() -> Vec<Column> {
    vec![
        column("kind", Type::Text, "to, about; the PLOVER type or CAMEO root; the stance."),
        column("independent", Type::Integer, "The number of findings, those in copies of one story counted once."),
        column("first", Type::Text, "The first day."),
        column("last", Type::Text, "The last day."),
        column("parts", Type::Text, "How many of which sort: acts of statements, CAMEO codes of events, bases of positions."),
        column("findings", Type::Text, "Numbers of the statements, events or positions in the store."),
        column("evidence", Type::Text, "The words of the first."),
        column("start", Type::Integer, "Where these begin: Unicode code points before them in the report's text."),
        column("end", Type::Integer, "Where these end: one past the last code point."),
        column("address", Type::Text, "Where the report of these came from."),
    ]
}

/// Builds a network of what a selection takes: statements, events (happened or ongoing ones, where no status is asked
/// for), or positions.
///
/// # Errors
/// When the filter has no meaning for these, or the store cannot be asked.
pub fn build(store: &mut Store, network: Network, selection: &Selection) -> Result<Graph, Error> {
    selection.only_as_corrected("networks")?;
    let ties = match network {
        Network::Speech => ties::speech(store, selection)?,
        Network::Events => ties::events(store, selection)?,
        Network::Issues => ties::issues(store, selection)?,
    };
    let mut days: BTreeMap<&Key, BTreeSet<String>> = BTreeMap::new();
    for ((source, target, _), tie) in &ties {
        for end in [source, target] {
            days.entry(end).or_default().extend(tie.days.iter().cloned());
        }
    }
    let actors: Vec<i64> = days.keys().filter_map(|key| if let Key::Actor(id) = key { Some(*id) } else { None }).collect();
    let named = named(store, &actors, selection)?;
    let place: BTreeMap<&Key, usize> = days.keys().enumerate().map(|(at, key)| (*key, at)).collect();
    let nodes = days.iter().map(|(key, days)| node(key, days.clone(), &named)).collect();
    let edges = ties.iter().map(|((source, target, kind), tie)| tie.edge(place[source], place[target], kind)).collect();
    Ok(Graph { about: network.about(), nodes, edges })
}

/// One who is tied: an actor by number, or an issue by key with its label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Actor(i64),
    Issue(String, String),
}

type Ties = BTreeMap<(Key, Key, String), Tie>;

/// Name, kind and code of actors.
fn named(store: &mut Store, actors: &[i64], selection: &Selection) -> Result<BTreeMap<i64, [Cell; 3]>, Error> {
    let sql = "SELECT a.id, a.name, a.kind, (SELECT max(x.code) FROM report_actors x WHERE x.actor = a.id) FROM actors a
               WHERE a.id IN (SELECT value FROM json_each(?1))";
    let answer = store.query_with(sql, &[&serde_json::to_string(actors)?], selection.patience)?;
    let row = |row: Vec<Cell>| {
        let [id, name, kind, code] = <[Cell; 4]>::try_from(row).ok()?;
        Some((integer(&id)?, [name, kind, code]))
    };
    Ok(answer.rows.into_iter().filter_map(row).collect())
}

fn node(key: &Key, days: BTreeSet<String>, named: &BTreeMap<i64, [Cell; 3]>) -> Node {
    let text = |words: &str| Cell::Text(words.to_owned());
    match key {
        Key::Actor(id) => {
            let [name, kind, code] = named.get(id).cloned().unwrap_or([Cell::Null, Cell::Null, Cell::Null]);
            Node { id: format!("a{id}"), label: words(&name).unwrap_or_default(), values: vec![text("actor"), kind, code], days }
        }
        Key::Issue(issue, label) => {
            Node { id: issue.clone(), label: label.clone(), values: vec![text("issue"), Cell::Null, Cell::Null], days }
        }
    }
}
