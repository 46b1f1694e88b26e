//! What a person decides of who is who: two actors are one, or an actor is two. Remembered, and undone when asked.

use crate::who::regroup;
use crate::{By, Error, Store};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// A decision that holds, as what it does to groups of forms.
pub(super) enum Decided {
    /// Whoever has the one form has the other.
    Merge(i64, i64),
    /// These forms are somebody of his own.
    Split(BTreeSet<i64>),
}

impl Decided {
    /// Joins or parts groups; `place` is where each form stands.
    pub fn apply(&self, place: &BTreeMap<i64, usize>, groups: &mut [usize]) {
        match self {
            Self::Merge(one, other) => {
                if let (Some(&one), Some(&other)) = (place.get(one), place.get(other)) {
                    let (from, to) = (groups[other], groups[one]);
                    groups.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
                }
            }
            Self::Split(forms) => {
                let new = groups.iter().max().map_or(0, |most| most + 1);
                for &at in forms.iter().filter_map(|form| place.get(form)) {
                    groups[at] = new;
                }
            }
        }
    }
}

/// The decisions that hold, in order; with `among` only those that touch one of these forms.
pub(super) fn active(change: &Connection, among: Option<&BTreeMap<i64, usize>>) -> Result<Vec<Decided>, Error> {
    let mut look = change
        .prepare_cached("SELECT decision, verdict, form, other FROM actor_decisions WHERE undone_at IS NULL ORDER BY decision, id")?;
    let mut rows = look.query([])?;
    let mut found: BTreeMap<i64, Decided> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (decision, verdict, form): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if among.is_some_and(|among| !among.contains_key(&form)) {
            continue;
        }
        match (verdict.as_str(), row.get::<_, Option<i64>>(3)?) {
            ("merge", Some(other)) => {
                found.insert(decision, Decided::Merge(form, other));
            }
            _ => match found.entry(decision).or_insert_with(|| Decided::Split(BTreeSet::new())) {
                Decided::Split(forms) => {
                    forms.insert(form);
                }
                Decided::Merge(..) => {}
            },
        }
    }
    Ok(found.into_values().collect())
}

/// A decision on who is who, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number.
    pub id: i64,
    /// Whether two were made one; otherwise one was made two.
    pub merge: bool,
    /// The names that it is about.
    pub names: Vec<String>,
    /// Who decided and when.
    pub by: By,
    /// Who took it back and when.
    pub undone: Option<(String, String)>,
}

impl Store {
    /// Makes two actors one, for good: later reports that name either are about the one. Gives the decision's number.
    ///
    /// # Errors
    /// When there is no such actor, they are one already, or the store cannot be written.
    pub fn merge_actors(&mut self, one: i64, other: i64, by: &By) -> Result<i64, Error> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if one == other {
            return Err(Error::Query(format!("actor {one} is one already")));
        }
        let (into, from) = (first_form(&change, one)?, first_form(&change, other)?);
        let decision = next(&change)?;
        insert(&change, decision, "merge", into, Some(from), by)?;
        regroup(&change, blocks(&change, &[into, from])?)?;
        change.commit()?;
        Ok(decision)
    }

    /// Parts from an actor the forms under some of its names: they become an actor of their own.
    ///
    /// `names` are names as [`Store::actor_forms`] lists them, or numbers of forms.
    ///
    /// # Errors
    /// When the actor has no such form, or nothing else would be left of it.
    pub fn split_actor(&mut self, actor: i64, names: &[String], by: &By) -> Result<i64, Error> {
        let all = self.actor_forms(actor)?;
        let wanted = |form: &ActorForm| names.iter().any(|name| *name == form.name || name.parse() == Ok(form.id));
        let (go, stay): (Vec<&ActorForm>, Vec<&ActorForm>) = all.iter().partition(|form| wanted(form));
        if go.is_empty() || stay.is_empty() {
            let known: Vec<String> = all.iter().map(|form| format!("{} `{}`", form.id, form.name)).collect();
            let said = if go.is_empty() { "has none of these forms" } else { "has no other form" };
            return Err(Error::Query(format!("actor {actor} {said}\n  help: its forms are {}", known.join(", "))));
        }
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let decision = next(&change)?;
        for form in &go {
            insert(&change, decision, "split", form.id, Some(stay[0].id), by)?;
        }
        let forms: Vec<i64> = go.iter().chain(&stay).map(|form| form.id).collect();
        regroup(&change, blocks(&change, &forms)?)?;
        change.commit()?;
        Ok(decision)
    }

    /// Takes a decision on actors back.
    ///
    /// # Errors
    /// When there is no such decision, or it is taken back already.
    pub fn undo_decision(&mut self, decision: i64, by: &By) -> Result<(), Error> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT form FROM actor_decisions WHERE decision = ?1 AND undone_at IS NULL
                   UNION SELECT other FROM actor_decisions WHERE decision = ?1 AND undone_at IS NULL";
        let forms: Vec<i64> = change.prepare(sql)?.query_map([decision], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if forms.is_empty() {
            return Err(Error::Query(format!(
                "there is no decision {decision} to undo\n  help: `rapporteur actors --decisions` lists those that hold"
            )));
        }
        // The blocks are found while the decision still ties them together.
        let blocks = blocks(&change, &forms)?;
        change
            .execute("UPDATE actor_decisions SET undone_by = ?2, undone_at = ?3 WHERE decision = ?1", params![decision, by.who, by.at])?;
        regroup(&change, blocks)?;
        change.commit()?;
        Ok(())
    }

    /// All decisions on actors, those taken back too.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        let mut look = self.connection.prepare(
            "SELECT d.decision, d.verdict = 'merge', f.name, o.name, d.who, d.at, d.note, d.undone_by, d.undone_at
             FROM actor_decisions d JOIN actor_forms f ON f.id = d.form LEFT JOIN actor_forms o ON o.id = d.other ORDER BY d.decision, d.id",
        )?;
        let mut found: Vec<Decision> = Vec::new();
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let (id, name): (i64, String) = (row.get(0)?, row.get(2)?);
            if let Some(last) = found.last_mut().filter(|last| last.id == id) {
                last.names.push(name);
                continue;
            }
            let merge: bool = row.get(1)?;
            let other: Option<String> = row.get(3)?;
            let undone: Option<String> = row.get(7)?;
            found.push(Decision {
                id,
                merge,
                names: std::iter::once(name).chain(other.filter(|_| merge)).collect(),
                by: By { who: row.get(4)?, at: row.get(5)?, note: row.get(6)? },
                undone: undone.zip(row.get(8)?),
            });
        }
        Ok(found)
    }

    /// In which forms reports present an actor.
    ///
    /// # Errors
    /// When there is no such actor.
    pub fn actor_forms(&self, actor: i64) -> Result<Vec<ActorForm>, Error> {
        let mut look = self.connection.prepare_cached(
            "SELECT f.id, f.name, f.kind, f.code, f.party, f.roles, count(DISTINCT y.report), min(r.published), max(r.published)
             FROM actor_forms f LEFT JOIN report_actor_rows y ON y.form = f.id LEFT JOIN reports r ON r.id = y.report
             WHERE f.actor = ?1 GROUP BY f.id ORDER BY f.id",
        )?;
        let forms: Vec<ActorForm> = look
            .query_map([actor], |row| {
                Ok(ActorForm {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    kind: row.get(2)?,
                    code: row.get(3)?,
                    party: row.get(4)?,
                    roles: row.get(5)?,
                    reports: row.get(6)?,
                    first: row.get(7)?,
                    last: row.get(8)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        if forms.is_empty() {
            return Err(unknown(actor));
        }
        Ok(forms)
    }

    /// The actor that a number or a whole name means.
    ///
    /// # Errors
    /// When there is none, or several have the name.
    pub fn actor(&self, name_or_number: &str) -> Result<i64, Error> {
        if let Ok(actor) = name_or_number.parse::<i64>() {
            let there = self.connection.prepare_cached("SELECT 1 FROM actors WHERE id = ?1")?.exists([actor])?;
            return if there { Ok(actor) } else { Err(unknown(actor)) };
        }
        let mut look = self.connection.prepare_cached(
            "SELECT id, name, kind FROM actors WHERE name = ?1 COLLATE NOCASE
             UNION SELECT a.id, a.name, a.kind FROM actor_forms f JOIN actors a ON a.id = f.actor WHERE f.name = ?1 COLLATE NOCASE ORDER BY 1",
        )?;
        let found: Vec<(i64, String)> = look
            .query_map([name_or_number], |row| {
                Ok((row.get(0)?, format!("{} {} ({})", row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))
            })?
            .collect::<Result<_, _>>()?;
        match found.as_slice() {
            [(only, _)] => Ok(*only),
            [] => Err(Error::Query(format!(
                "there is no actor `{name_or_number}`\n  help: `rapporteur actors --by NAME` finds actors by a part of the name"
            ))),
            several => {
                let list: Vec<&str> = several.iter().map(|(_, shown)| shown.as_str()).collect();
                Err(Error::Query(format!(
                    "several actors are called `{name_or_number}`\n  help: name one by its number: {}",
                    list.join(", ")
                )))
            }
        }
    }
}

/// A form in which reports present an actor. What they do not give is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorForm {
    /// Its number.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What sort of actor.
    pub kind: String,
    /// CAMEO code.
    pub code: String,
    /// For whom it speaks or acts.
    pub party: String,
    /// Offices, apart by "; ".
    pub roles: String,
    /// How many reports have it.
    pub reports: i64,
    /// The day of the first of them.
    pub first: Option<String>,
    /// And of the last.
    pub last: Option<String>,
}

fn unknown(actor: i64) -> Error {
    Error::Query(format!("there is no actor {actor}\n  help: `rapporteur actors` lists them with their numbers"))
}

fn first_form(change: &Connection, actor: i64) -> Result<i64, Error> {
    let sql = "SELECT id FROM actor_forms WHERE actor = ?1 ORDER BY id LIMIT 1";
    change.prepare_cached(sql)?.query_row([actor], |row| row.get(0)).optional()?.ok_or_else(|| unknown(actor))
}

fn blocks(change: &Connection, forms: &[i64]) -> Result<BTreeSet<String>, Error> {
    let mut look = change.prepare_cached("SELECT block FROM actor_forms WHERE id = ?1")?;
    Ok(forms.iter().map(|form| look.query_row([form], |row| row.get(0))).collect::<Result<_, _>>()?)
}

fn next(change: &Connection) -> Result<i64, Error> {
    Ok(change.query_row("SELECT coalesce(max(decision), 0) + 1 FROM actor_decisions", [], |row| row.get(0))?)
}

fn insert(change: &Connection, decision: i64, verdict: &str, form: i64, other: Option<i64>, by: &By) -> Result<(), Error> {
    change
        .prepare_cached("INSERT INTO actor_decisions (verdict, decision, form, other, who, at, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![verdict, decision, form, other, by.who, by.at, by.note])?;
    Ok(())
}
