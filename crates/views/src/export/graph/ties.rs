//! Findings gathered between two: the ties of a network.

use super::{Edge, Key, Network, Ties};
use crate::export::columns::TableName;
use crate::export::error::Error;
use crate::export::rows::{Selection, day, integer, words};
use rapporteur_store::{Cell, Store};
use std::collections::{BTreeMap, BTreeSet};

/// All findings of one kind from one to another.
#[derive(Clone, Debug, Default)]
pub(super) struct Tie {
    findings: BTreeSet<i64>,
    independent: BTreeSet<String>,
    pub(super) days: BTreeSet<String>,
    parts: BTreeMap<String, u64>,
    /// Words, start, end and address of the first.
    shown: Option<[Cell; 4]>,
}

/// One finding, as it is added to a tie.
#[derive(Clone, Debug)]
struct Finding {
    id: i64,
    /// What copies have in common.
    same: String,
    day: Option<String>,
    part: Option<String>,
    shown: [Cell; 4],
}

impl Finding {
    /// The columns id, same, day, part, words, start, end, address, in this order.
    fn of(row: &[Cell]) -> Option<Self> {
        let [id, same, when, part, evidence, start, end, address] = row else { return None };
        let when = words(when);
        Some(Self {
            id: integer(id)?,
            same: same.to_string(),
            day: when.as_deref().and_then(day).map(str::to_owned),
            part: words(part),
            shown: [evidence.clone(), start.clone(), end.clone(), address.clone()],
        })
    }
}

impl Tie {
    fn add(&mut self, finding: &Finding) {
        // A statement that names one actor twice is about it once.
        if !self.findings.insert(finding.id) {
            return;
        }
        self.independent.insert(finding.same.clone());
        self.days.extend(finding.day.clone());
        if let Some(part) = &finding.part {
            *self.parts.entry(part.clone()).or_default() += 1;
        }
        self.shown.get_or_insert_with(|| finding.shown.clone());
    }

    pub(super) fn edge(&self, source: usize, target: usize, kind: &str) -> Edge {
        let day = |day: Option<&String>| day.map_or(Cell::Null, |day| Cell::Text(day.clone()));
        let list = |parts: Vec<String>| if parts.is_empty() { Cell::Null } else { Cell::Text(parts.join("; ")) };
        let mut values = vec![
            Cell::Text(kind.to_owned()),
            Cell::Integer(self.independent.len() as i64),
            day(self.days.first()),
            day(self.days.last()),
            list(self.parts.iter().map(|(part, count)| format!("{part} {count}")).collect()),
            list(self.findings.iter().map(i64::to_string).collect()),
        ];
        values.extend(self.shown.clone().unwrap_or([Cell::Null, Cell::Null, Cell::Null, Cell::Null]));
        Edge { source, target, weight: self.findings.len() as u64, values, days: self.days.clone() }
    }
}

/// A condition on numbers, with the numbers as JSON.
fn among(ids: &Option<Vec<i64>>, column: &str) -> Result<(String, String), Error> {
    Ok(match ids {
        Some(ids) => (format!("{column} IN (SELECT value FROM json_each(?1))"), serde_json::to_string(ids)?),
        None => ("?1 IS NOT NULL".to_owned(), String::new()),
    })
}

pub(super) fn speech(store: &mut Store, selection: &Selection) -> Result<Ties, Error> {
    let (condition, numbers) = among(&selection.ids(store, TableName::Statements)?, "v.id")?;
    let sql = format!(
        "SELECT x.actor, y.actor, v.id, v.story || ' ' || v.same, v.day, v.act, v.content, v.\"start\", v.\"end\", v.address,
           iif(y.role = 'about', 'about', 'to')
         FROM statements_flat v JOIN statement_actors x ON x.statement = v.id AND x.role = 'speaker'
         JOIN statement_actors y ON y.statement = v.id AND (y.role = 'addressee' OR y.role = 'about' AND y.actor <> x.actor)
         WHERE {condition} ORDER BY v.id, x.place, y.role, y.place"
    );
    gathered(store, &sql, &numbers, selection)
}

pub(super) fn events(store: &mut Store, selection: &Selection) -> Result<Ties, Error> {
    let (condition, numbers) = among(&selection.ids(store, TableName::Events)?, "v.id")?;
    let told = if selection.filter.status.is_some() { "" } else { "AND v.status IN ('happened', 'ongoing')" };
    let sql = format!(
        "SELECT x.actor, y.actor, v.id, v.story || ' ' || v.same, v.day, v.cameo, v.evidence, v.\"start\", v.\"end\", v.address,
           coalesce(v.type, 'root ' || substr(v.cameo, 1, 2))
         FROM events_flat v JOIN event_actors x ON x.event = v.id AND x.role = 'source'
         JOIN event_actors y ON y.event = v.id AND y.role = 'target'
         WHERE {condition} {told} ORDER BY v.id, x.place, y.place"
    );
    gathered(store, &sql, &numbers, selection)
}

/// Ties from rows with the numbers of both ends, a finding, and the kind of the tie.
fn gathered(store: &mut Store, sql: &str, numbers: &str, selection: &Selection) -> Result<Ties, Error> {
    let mut ties = Ties::new();
    for row in store.query_with(sql, &[&numbers], selection.patience)?.rows {
        let (ends, kind) = row.split_at(10);
        if let (Some(source), Some(target), Some(finding)) = (integer(&ends[0]), integer(&ends[1]), Finding::of(&ends[2..])) {
            ties.entry((Key::Actor(source), Key::Actor(target), kind[0].to_string())).or_default().add(&finding);
        }
    }
    Ok(ties)
}

pub(super) fn issues(store: &mut Store, selection: &Selection) -> Result<Ties, Error> {
    let (condition, numbers) = among(&selection.ids(store, TableName::Positions)?, "v.id")?;
    let sql = format!(
        "SELECT p.holder, v.id, v.story || ' ' || v.same, v.day, v.condition, v.words, v.\"start\", v.\"end\", v.address, v.stance, v.issue,
           v.label
         FROM positions_flat v JOIN positions p ON p.id = v.id WHERE {condition} AND p.holder IS NOT NULL ORDER BY v.id"
    );
    let mut ties = Ties::new();
    let answer = store.query_with(&sql, &[&numbers], selection.patience)?;
    // An issue has one label, the first that it was given.
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for row in &answer.rows {
        let (Some(holder), Some(mut finding), Some(issue)) = (integer(&row[0]), Finding::of(&row[1..9]), words(&row[10])) else { continue };
        finding.part = finding.part.map(|condition| format!("on condition of {condition}"));
        let label = labels.entry(issue.clone()).or_insert_with(|| words(&row[11]).unwrap_or_else(|| issue.clone())).clone();
        ties.entry((Key::Actor(holder), Key::Issue(issue, label), row[9].to_string())).or_default().add(&finding);
    }
    Ok(ties)
}

impl Network {
    /// The table whose rows are tied.
    pub fn table(self) -> TableName {
        match self {
            Self::Speech => TableName::Statements,
            Self::Events => TableName::Events,
            Self::Issues => TableName::Positions,
        }
    }
}
