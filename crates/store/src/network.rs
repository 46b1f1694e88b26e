//! Networks of actors: who speaks about or to whom, who does what to whom, who stands where on which issue.

use crate::{Cell, Error, Filter, Store, Table};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

/// Which network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Who speaks to whom and about whom.
    Speech,
    /// Who does what to whom; what happened or is going on, unless the filter names a status.
    Deeds,
    /// Who stands where on which issue.
    Issues,
}

/// One of those between whom there are ties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// `n1`, `n2`, … in order of name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The kind of actor, or `issue`.
    pub kind: String,
}

/// A tie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// From whom: the id of a node.
    pub source: String,
    /// To whom or what.
    pub target: String,
    /// How: `to` or `about`, the type of the event, the stance.
    pub relation: String,
    /// In how many statements, events or positions.
    pub rows: i64,
    /// The same, where what stands in copies of one story counts once.
    pub independent: i64,
    /// The first day.
    pub first: Option<String>,
    /// The last day.
    pub last: Option<String>,
}

/// A network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// Whether its edges have a direction: all have.
    pub directed: bool,
    /// Those who have ties, in order of name.
    pub nodes: Vec<Node>,
    /// Their ties, the strongest first.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// The edges as rows, with names.
    pub fn table(&self) -> Table {
        let name: BTreeMap<&str, &str> = self.nodes.iter().map(|node| (node.id.as_str(), node.name.as_str())).collect();
        let text = |word: &str| Cell::Text(word.to_owned());
        let day = |day: &Option<String>| day.as_deref().map_or(Cell::Null, text);
        let rows = self.edges.iter().map(|edge| {
            vec![
                text(name[edge.source.as_str()]),
                text(&edge.relation),
                text(name[edge.target.as_str()]),
                Cell::Integer(edge.rows),
                Cell::Integer(edge.independent),
                day(&edge.first),
                day(&edge.last),
            ]
        });
        let columns = ["source", "relation", "target", "rows", "independent", "first", "last"];
        Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
    }
}

impl Store {
    /// A network of the rows that a filter takes. `all` takes in those who are known by a description only ("rebels");
    /// a limit of the filter counts edges.
    ///
    /// # Errors
    /// When the filter has no meaning, or the answer takes longer than `limit`.
    pub fn network(&mut self, network: Network, filter: &Filter, all: bool, limit: Duration) -> Result<Graph, Error> {
        let taken = self.taken(network.subject(), filter, limit)?;
        let mut rows = self.within(limit, |store| store.ties(network, taken.as_deref(), all, filter.status.is_some(), filter.limit))?;
        rows.sort_by_cached_key(|row| {
            let (count, word) = (|at: usize| Reverse(number(&row[at])), |at: usize| row[at].to_string());
            (count(6), count(5), word(0), word(2), word(4))
        });
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(graph(&rows))
    }
}

fn number(cell: &Cell) -> i64 {
    if let Cell::Integer(number) = cell { *number } else { 0 }
}

/// The graph of rows: source, its kind, target, its kind, relation, counts, days, and what tells source and target from
/// others of the same name.
fn graph(rows: &[Vec<Cell>]) -> Graph {
    let word = |cell: &Cell| cell.to_string();
    let day = |cell: &Cell| if let Cell::Text(day) = cell { Some(day.clone()) } else { None };
    let key = |row: &[Cell], at: usize, own: usize| (word(&row[at]), word(&row[at + 1]), word(&row[own]));
    let mut ids: BTreeMap<(String, String, String), String> = BTreeMap::new();
    for row in rows {
        ids.insert(key(row, 0, 9), String::new());
        ids.insert(key(row, 2, 10), String::new());
    }
    for (at, id) in ids.values_mut().enumerate() {
        *id = format!("n{}", at + 1);
    }
    let edges = rows.iter().map(|row| Edge {
        source: ids[&key(row, 0, 9)].clone(),
        target: ids[&key(row, 2, 10)].clone(),
        relation: word(&row[4]),
        rows: number(&row[5]),
        independent: number(&row[6]),
        first: day(&row[7]),
        last: day(&row[8]),
    });
    let nodes = ids.iter().map(|((name, kind, _), id)| Node { id: id.clone(), name: name.clone(), kind: kind.clone() });
    Graph { directed: true, nodes: nodes.collect(), edges: edges.collect() }
}
