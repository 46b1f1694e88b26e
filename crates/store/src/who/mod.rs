//! Who is who across reports.
//!
//! A report presents somebody in a *form*: name, kind, code, party, roles. A form belongs to one actor. Reading gives
//! the name of the tables of actors where they know who it is, so these come first; what they do not know is joined by
//! name and role ([`group`]), and a person decides the rest ([`decisions`]). Which forms are one actor follows from
//! the set of forms and the decisions alone; only the numbers of actors depend on the order of input.

pub(crate) mod decisions;
mod group;

use crate::Error;
pub(crate) use group::{Shape, folded};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// The number of the form that a report gives, made where it is new. A new one is an actor of its own until [`settle`] says whose it
/// is, for all new ones together: of common names there are very many forms.
pub(crate) fn form(change: &Connection, shape: &Shape) -> Result<i64, Error> {
    let Shape { name, kind, named, code, party, roles } = shape;
    let key = shape.key();
    let mut look = change.prepare_cached("SELECT id FROM actor_forms WHERE key = ?1")?;
    if let Some(known) = look.query_row([key], |row| row.get(0)).optional()? {
        return Ok(known);
    }
    let block = shape.block();
    let form: i64 = change.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM actor_forms")?.query_row([], |row| row.get(0))?;
    // Nothing may lead nowhere even for a moment: SQLite would look through all rows that might be meant.
    change
        .prepare_cached("INSERT INTO actors (id, name, kind, named) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![form, name, kind, named])?;
    change
        .prepare_cached(
            "INSERT INTO actor_forms (id, name, kind, named, code, party, roles, block, key, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?1)",
        )?
        .execute(params![form, name, kind, named, code, party, roles, block, key])?;
    change.prepare_cached("INSERT OR IGNORE INTO unsettled (block) VALUES (?1)")?.execute([block])?;
    change
        .prepare_cached("INSERT INTO actor_forms_text (rowid, name, roles, party) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![form, name, roles, party])?;
    Ok(form)
}

/// Says whose the forms are that are new, before a change is kept.
pub(crate) fn settle(change: &Connection) -> Result<(), Error> {
    let mut look = change.prepare_cached("SELECT block FROM unsettled")?;
    let blocks: Vec<String> = look.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if !blocks.is_empty() {
        change.prepare_cached("DELETE FROM unsettled")?.execute([])?;
    }
    blocks.into_iter().try_for_each(|block| regroup(change, BTreeSet::from([block])))
}

/// A stored form.
struct Form {
    id: i64,
    actor: i64,
    shape: Shape,
}

/// Works out anew which forms of some blocks are one actor, and which actor each belongs to.
pub(crate) fn regroup(change: &Connection, blocks: BTreeSet<String>) -> Result<(), Error> {
    let forms = closure(change, blocks)?;
    let place: BTreeMap<i64, usize> = forms.iter().enumerate().map(|(at, form)| (form.id, at)).collect();
    let mut groups = group::groups(&forms.iter().map(|form| &form.shape).collect::<Vec<&Shape>>());
    for decided in decisions::active(change, Some(&place))? {
        decided.apply(&place, &mut groups);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, &group) in groups.iter().enumerate() {
        members.entry(group).or_default().push(at);
    }
    let mut before: BTreeMap<i64, usize> = BTreeMap::new();
    forms.iter().for_each(|form| *before.entry(form.actor).or_default() += 1);
    let mut keep = change
        .prepare_cached("INSERT INTO actors (id, name, kind, named) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET name = ?2, kind = ?3, named = ?4")?;
    let mut belong = change.prepare_cached("UPDATE actor_forms SET actor = ?2 WHERE id = ?1")?;
    let mut taken: BTreeSet<i64> = BTreeSet::new();
    for list in members.into_values() {
        // Forms are in order of number: that of the first is the actor's, whatever came when.
        let Some(actor) = list.first().map(|&at| forms[at].id) else { continue };
        taken.insert(actor);
        if list.iter().all(|&at| forms[at].actor == actor) && before.get(&actor) == Some(&list.len()) {
            continue;
        }
        let shown = group::shown(&list.iter().map(|&at| &forms[at].shape).collect::<Vec<&Shape>>());
        keep.execute(params![actor, shown.name, shown.kind, shown.named])?;
        for &at in list.iter().filter(|&&at| forms[at].actor != actor) {
            belong.execute([forms[at].id, actor])?;
        }
    }
    let mut drop = change.prepare_cached("DELETE FROM actors WHERE id = ?1")?;
    for actor in before.into_keys().filter(|actor| !taken.contains(actor)) {
        drop.execute([actor])?;
    }
    Ok(())
}

/// Takes out forms that no report, finding or decision has any more.
pub(crate) fn forget_idle(change: &Connection) -> Result<(), Error> {
    let idle = "SELECT id FROM actor_forms EXCEPT SELECT form FROM report_actor_rows EXCEPT SELECT party_form FROM report_actor_rows
      EXCEPT SELECT form FROM statement_actor_rows EXCEPT SELECT form FROM event_actor_rows EXCEPT SELECT holder_form FROM position_rows
      EXCEPT SELECT told_by_form FROM position_rows EXCEPT SELECT form FROM actor_decisions EXCEPT SELECT other FROM actor_decisions";
    let sql = format!("SELECT id, block, actor FROM actor_forms WHERE id IN ({idle})");
    let found: Vec<(i64, String, i64)> =
        change.prepare(&sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    for (form, ..) in &found {
        change
            .prepare_cached(
                "INSERT INTO actor_forms_text (actor_forms_text, rowid, name, roles, party)
                 SELECT 'delete', id, name, roles, party FROM actor_forms WHERE id = ?1",
            )?
            .execute([form])?;
        change.prepare_cached("DELETE FROM actor_forms WHERE id = ?1")?.execute([form])?;
    }
    for (_, block, _) in &found {
        regroup(change, BTreeSet::from([block.clone()]))?;
    }
    for (.., actor) in &found {
        change
            .prepare_cached("DELETE FROM actors WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM actor_forms WHERE actor = ?1)")?
            .execute([actor])?;
    }
    Ok(())
}

/// All forms of these blocks and of those that decisions tie to them, in order of number.
fn closure(change: &Connection, mut blocks: BTreeSet<String>) -> Result<Vec<Form>, Error> {
    let decided: i64 = change.prepare_cached("SELECT count(*) FROM actor_decisions")?.query_row([], |row| row.get(0))?;
    if decided > 0 {
        // A group that a decision made may hold forms of any block.
        let mut near = change.prepare_cached(
            "SELECT DISTINCT g.block FROM actor_forms f
               JOIN actor_decisions d ON f.id IN (d.form, d.other) JOIN actor_decisions e ON e.decision = d.decision
               JOIN actor_forms g ON g.id IN (e.form, e.other) WHERE f.block = ?1",
        )?;
        let mut open: Vec<String> = blocks.iter().cloned().collect();
        while let Some(block) = open.pop() {
            let found: Vec<String> = near.query_map([&block], |row| row.get(0))?.collect::<Result<_, _>>()?;
            open.extend(found.into_iter().filter(|block| blocks.insert(block.clone())));
        }
    }
    let mut look =
        change.prepare_cached("SELECT id, actor, name, kind, named, code, party, roles FROM actor_forms WHERE block = ?1 ORDER BY id")?;
    let mut forms = Vec::new();
    for block in &blocks {
        let mut rows = look.query([block])?;
        while let Some(row) = rows.next()? {
            let shape = Shape {
                name: row.get(2)?,
                kind: row.get(3)?,
                named: row.get(4)?,
                code: row.get(5)?,
                party: row.get(6)?,
                roles: row.get(7)?,
            };
            forms.push(Form { id: row.get(0)?, actor: row.get(1)?, shape });
        }
    }
    forms.sort_by_key(|form| form.id);
    Ok(forms)
}
