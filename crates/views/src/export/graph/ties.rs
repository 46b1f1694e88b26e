//! Findings gathered between two: the ties of a network.

use super::{Edge, Key, Network, Ties};
use crate::export::columns::{POSITION_END, POSITION_START, POSITION_WORDS, TableName};
use crate::export::error::Error;
use crate::export::rows::{Selection, day, integer, words};
use rapporteur_record::{Record, Statement};
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

const STATEMENT: &str =
    "s.id, r.story || ' ' || s.same, coalesce(s.said_on, r.published), s.act, s.content, s.\"start\", s.\"end\", r.address";

pub(super) fn speech(store: &mut Store, selection: &Selection) -> Result<Ties, Error> {
    let ids = selection.ids(store, TableName::Statements)?;
    let (condition, numbers) = among(&ids, "s.id")?;
    let mut ties = Ties::new();
    let sql = format!(
        "SELECT x.actor, y.actor, {STATEMENT} FROM statements s JOIN reports r ON r.id = s.report AND r.current = 1
         JOIN statement_actors x ON x.statement = s.id AND x.role = 'speaker'
         JOIN statement_actors y ON y.statement = s.id AND y.role = 'addressee'
         WHERE {condition} ORDER BY s.id, x.place, y.place"
    );
    for row in store.query_with(&sql, &[&numbers], selection.patience)?.rows {
        add(&mut ties, &row, "to");
    }
    // What a statement is about stands in the record: the mentions within its content.
    let sql = format!(
        "SELECT DISTINCT s.report FROM statements s JOIN reports r ON r.id = s.report AND r.current = 1 WHERE {condition} ORDER BY s.report"
    );
    let reports: Vec<i64> =
        store.query_with(&sql, &[&numbers], selection.patience)?.rows.iter().filter_map(|row| integer(&row[0])).collect();
    let chosen: Option<BTreeSet<i64>> = ids.map(|ids| ids.into_iter().collect());
    for report in reports {
        about(store, report, chosen.as_ref(), selection, &mut ties)?;
    }
    Ok(ties)
}

/// Ties from the speakers of a report's statements to those whom they name.
fn about(store: &mut Store, report: i64, chosen: Option<&BTreeSet<i64>>, selection: &Selection, ties: &mut Ties) -> Result<(), Error> {
    let record = store.record(report)?;
    let actors = store.query_with("SELECT local, actor FROM report_actors WHERE report = ?1", &[&report], selection.patience)?;
    let actors: BTreeMap<String, i64> = actors.rows.iter().filter_map(|row| Some((words(&row[0])?, integer(&row[1])?))).collect();
    let sql = format!("SELECT s.local, {STATEMENT} FROM statements s JOIN reports r ON r.id = s.report WHERE s.report = ?1 ORDER BY s.id");
    for row in store.query_with(&sql, &[&report], selection.patience)?.rows {
        let (Some(local), Some(finding)) = (words(&row[0]), Finding::of(&row[1..])) else { continue };
        if chosen.is_some_and(|chosen| !chosen.contains(&finding.id)) {
            continue;
        }
        let Some(statement) = record.statements.iter().find(|statement| statement.id == local) else { continue };
        let speakers: BTreeSet<i64> = statement.speakers.iter().filter_map(|speaker| actors.get(speaker)).copied().collect();
        for named in named_in(&record, statement).filter_map(|actor| actors.get(actor)).filter(|actor| !speakers.contains(actor)) {
            for speaker in &speakers {
                let ends = (Key::Actor(*speaker), Key::Actor(*named), "about".to_owned());
                ties.entry(ends).or_default().add(&finding);
            }
        }
    }
    Ok(())
}

/// The actors that the content of a statement mentions.
fn named_in<'r>(record: &'r Record, statement: &'r Statement) -> impl Iterator<Item = &'r str> {
    let inside = |start: usize, end: usize| statement.content.iter().any(|span| span.start <= start && end <= span.end);
    record
        .actors
        .iter()
        .filter(move |actor| actor.mentions.iter().any(|mention| inside(mention.start, mention.end)))
        .map(|actor| actor.id.as_str())
}

pub(super) fn events(store: &mut Store, selection: &Selection) -> Result<Ties, Error> {
    let (condition, numbers) = among(&selection.ids(store, TableName::Events)?, "e.id")?;
    let told = if selection.filter.status.is_some() { "" } else { "AND e.status IN ('happened', 'ongoing')" };
    let sql = format!(
        "SELECT x.actor, y.actor, e.id, r.story || ' ' || e.same, coalesce(e.date, r.published), e.cameo, e.evidence, e.\"start\", e.\"end\",
           r.address, coalesce(e.type, 'root ' || substr(e.cameo, 1, 2))
         FROM events e JOIN reports r ON r.id = e.report AND r.current = 1
         JOIN event_actors x ON x.event = e.id AND x.role = 'source'
         JOIN event_actors y ON y.event = e.id AND y.role = 'target'
         WHERE {condition} AND e.same_as IS NULL {told} ORDER BY e.id, x.place, y.place"
    );
    let mut ties = Ties::new();
    for row in store.query_with(&sql, &[&numbers], selection.patience)?.rows {
        let (ends, kind) = row.split_at(10);
        add(&mut ties, ends, &kind[0].to_string());
    }
    Ok(ties)
}

pub(super) fn issues(store: &mut Store, selection: &Selection) -> Result<Ties, Error> {
    let (condition, numbers) = among(&selection.ids(store, TableName::Positions)?, "v.id")?;
    let sql = format!(
        "SELECT p.holder, v.id, v.story || ' ' || coalesce(v.issue, ''), coalesce(v.as_of, v.published), v.condition, {POSITION_WORDS},
           {POSITION_START}, {POSITION_END}, v.address, v.stance, v.issue, v.label
         FROM positions_flat v JOIN positions p ON p.id = v.id WHERE {condition} AND p.holder IS NOT NULL AND v.issue IS NOT NULL ORDER BY v.id"
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

fn add(ties: &mut Ties, row: &[Cell], kind: &str) {
    if let (Some(source), Some(target), Some(finding)) = (integer(&row[0]), integer(&row[1]), Finding::of(&row[2..])) {
        ties.entry((Key::Actor(source), Key::Actor(target), kind.to_owned())).or_default().add(&finding);
    }
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
