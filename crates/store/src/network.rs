//! Networks of actors: who speaks about or to whom, who does what to whom, who stands where on which issue.

use crate::ask::{Question, view};
use crate::{Cell, Error, Filter, Store, Subject, Table};
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
        let subject = match network {
            Network::Speech => Subject::Statements,
            Network::Deeds => Subject::Events,
            Network::Issues => Subject::Positions,
        };
        let question = Question::about(subject, filter);
        let conditions = question.conditions();
        if !question.is_narrow(filter) {
            // Most of the store may be taken: it is counted here.
            let taken = if conditions.is_empty() && !filter.as_read {
                None
            } else {
                let sql = format!("SELECT id FROM {} {conditions}", view(subject, filter));
                let answer = self.query_with(&sql, &question.values(), limit)?;
                Some(
                    answer.rows.iter().filter_map(|row| if let Cell::Integer(id) = row[0] { Some(id) } else { None }).collect::<Vec<i64>>(),
                )
            };
            let mut rows = self.within(limit, |store| store.ties(network, taken.as_deref(), all, filter.status.is_some()))?;
            rows.sort_by_cached_key(|row| {
                let (count, word) = (|at: usize| Reverse(number(&row[at])), |at: usize| row[at].to_string());
                (count(6), count(5), word(0), word(2), word(4))
            });
            rows.truncate(filter.limit.unwrap_or(usize::MAX));
            return Ok(graph(&Table { columns: Vec::new(), rows }));
        }
        // Without conditions no view has to be looked through.
        let only = if conditions.is_empty() && !filter.as_read {
            String::new()
        } else {
            format!("AND f.id IN (SELECT id FROM {} {conditions})", view(subject, filter))
        };
        let named = |who: &str| if all { String::new() } else { format!("AND {who}.named") };
        let most = filter.limit.map_or_else(String::new, |most| format!("LIMIT {most}"));
        let own = match network {
            Network::Speech => "f.said_on",
            Network::Deeds => "f.date",
            Network::Issues => "f.as_of",
        };
        let day = format!("coalesce({own}, substr(r.published, 1, 10))");
        let counts =
            format!("count(*) AS rows, count(DISTINCT (r.story << 32) | (f.same & 4294967295)) AS independent, min({day}), max({day})");
        let order = format!("ORDER BY independent DESC, rows DESC, 1, 3, 5 {most}");
        let sql = match network {
            Network::Speech => format!(
                "SELECT a.name, a.kind, b.name, b.kind, iif(y.role = 2, 'about', 'to'), {counts}, a.id, b.id
                 FROM statement_rows f JOIN reports r ON r.id = f.report
                   JOIN statement_actor_rows x ON x.statement = f.id AND x.role = 0 JOIN actor_forms p ON p.id = x.form JOIN actors a ON a.id = p.actor {}
                   JOIN statement_actor_rows y ON y.statement = f.id AND y.role > 0 JOIN actor_forms q ON q.id = y.form AND q.actor <> p.actor
                   JOIN actors b ON b.id = q.actor {}
                 WHERE r.current = 1 AND f.verdict IS NOT 'rejected' {only} GROUP BY a.id, b.id, 5 {order}",
                named("a"),
                named("b")
            ),
            Network::Deeds => format!(
                "SELECT a.name, a.kind, b.name, b.kind, (SELECT word FROM words WHERE id = coalesce(f.type, f.cameo)), {counts}, a.id, b.id
                 FROM event_rows f JOIN reports r ON r.id = f.report
                   JOIN event_actor_rows x ON x.event = f.id AND x.role = 0 JOIN actor_forms p ON p.id = x.form JOIN actors a ON a.id = p.actor {}
                   JOIN event_actor_rows y ON y.event = f.id AND y.role = 1 JOIN actor_forms q ON q.id = y.form JOIN actors b ON b.id = q.actor {}
                 WHERE r.current = 1 AND f.same_as IS NULL AND f.verdict IS NOT 'rejected' {} {only} GROUP BY a.id, b.id, 5 {order}",
                named("a"),
                named("b"),
                if filter.status.is_none() {
                    "AND f.status IN (SELECT id FROM words WHERE word IN ('happened', 'ongoing'))"
                } else {
                    ""
                }
            ),
            Network::Issues => format!(
                "SELECT a.name, a.kind, f.label, 'issue', (SELECT word FROM words WHERE id = f.stance), {counts}, a.id, f.issue
                 FROM position_rows f JOIN reports r ON r.id = f.report JOIN actor_forms p ON p.id = f.holder_form JOIN actors a ON a.id = p.actor {}
                 WHERE r.current = 1 AND f.verdict IS NOT 'rejected' {only} GROUP BY a.id, f.issue, f.stance {order}",
                named("a")
            ),
        };
        let answer = self.query_with(&sql, &question.values(), limit)?;
        Ok(graph(&answer))
    }
}

fn number(cell: &Cell) -> i64 {
    if let Cell::Integer(number) = cell { *number } else { 0 }
}

/// The graph of rows: source, its kind, target, its kind, relation, counts, days, and what tells source and target from
/// others of the same name.
fn graph(answer: &Table) -> Graph {
    let word = |cell: &Cell| cell.to_string();
    let day = |cell: &Cell| if let Cell::Text(day) = cell { Some(day.clone()) } else { None };
    let key = |row: &[Cell], at: usize, own: usize| (word(&row[at]), word(&row[at + 1]), word(&row[own]));
    let mut ids: BTreeMap<(String, String, String), String> = BTreeMap::new();
    for row in &answer.rows {
        ids.insert(key(row, 0, 9), String::new());
        ids.insert(key(row, 2, 10), String::new());
    }
    for (at, id) in ids.values_mut().enumerate() {
        *id = format!("n{}", at + 1);
    }
    let edges = answer.rows.iter().map(|row| Edge {
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
