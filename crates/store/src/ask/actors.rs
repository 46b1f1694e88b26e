//! Actors with what there is of them, counted in memory: reports and stories without a look at any of their texts.

use super::{Filter, Question, Subject};
use crate::findings::numbered;
use crate::{Cell, Error, Store, Table};
use std::cmp::Reverse;
use std::time::Duration;

const COLUMNS: [&str; 9] = ["id", "name", "kind", "code", "reports", "stories", "mentions", "statements", "also"];

/// One actor while it is counted.
#[derive(Default)]
struct Counted {
    name: String,
    kind: String,
    code: Option<String>,
    reports: i64,
    stories: i64,
    mentions: i64,
    statements: i64,
}

impl Store {
    /// Actors that a filter takes, those who make most statements first.
    pub(super) fn actors(&mut self, filter: &Filter, limit: Duration) -> Result<Table, Error> {
        let question = Question::about(Subject::Actors, filter);
        let conditions = question.conditions();
        let chosen = match (filter.limit, conditions.is_empty()) {
            (Some(most), true) => self.within(limit, |store| store.spoken(most))?,
            _ => {
                let answer = self.query_with(&format!("SELECT id FROM actors {conditions} ORDER BY id"), &question.values(), limit)?;
                answer.numbers().collect()
            }
        };
        self.within(limit, |store| {
            let mut found = store.count(&chosen)?;
            found.sort_by(|(id, one), (other_id, other)| {
                let key = |one: &Counted| (Reverse(one.statements), Reverse(one.mentions));
                key(one).cmp(&key(other)).then_with(|| one.name.cmp(&other.name)).then(id.cmp(other_id))
            });
            found.truncate(filter.limit.unwrap_or(usize::MAX));
            let rows = found.into_iter().map(|(id, one)| store.row(id, one)).collect::<Result<_, _>>()?;
            Ok(Table { columns: COLUMNS.map(str::to_owned).to_vec(), rows })
        })
    }

    /// So many actors who make most statements, and all others who make as many as the last of them, in order of number.
    fn spoken(&self, most: usize) -> Result<Vec<i64>, Error> {
        let actor_of = numbered(&self.connection, "SELECT id, actor FROM actor_forms")?;
        let mut counts: Vec<(u32, i64)> = numbered(&self.connection, "SELECT id, 1 FROM actors")?.iter().map(|_| 0).zip(0..).collect();
        let mut look = self.connection.prepare("SELECT form, count(*) FROM statement_actor_rows WHERE role = 0 GROUP BY form")?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let actor = actor_of.get(usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX)).map(|&actor| actor as usize);
            if let Some((count, _)) = actor.and_then(|actor| counts.get_mut(actor)) {
                *count += row.get::<_, u32>(1)?;
            }
        }
        counts.sort_unstable_by_key(|&(count, actor)| (Reverse(count), actor));
        let least = most.checked_sub(1).and_then(|last| counts.get(last)).map_or(0, |(count, _)| *count);
        let mut all: Vec<i64> = counts.iter().filter(|(count, _)| *count >= least).map(|&(_, actor)| actor).collect();
        all.sort_unstable();
        Ok(all)
    }

    /// What there is of actors, given in order of number; those are left out that no report has.
    fn count(&self, chosen: &[i64]) -> Result<Vec<(i64, Counted)>, Error> {
        let story_of = numbered(&self.connection, "SELECT id, story FROM reports INDEXED BY reports_head")?;
        let stories = story_of.iter().max().map_or(0, |&last| last as usize + 1);
        // By which actor, counted from 1, a report or a story was met last.
        let (mut report_met, mut story_met): (Vec<u32>, Vec<u32>) = (vec![0; story_of.len()], vec![0; stories]);
        let mut who = self.connection.prepare("SELECT name, kind FROM actors WHERE id = ?1")?;
        let mut forms = self.connection.prepare("SELECT id, code FROM actor_forms WHERE actor = ?1")?;
        let mut named = self.connection.prepare("SELECT report, mentions, code FROM report_actor_rows WHERE form = ?1")?;
        let mut said = self.connection.prepare("SELECT count(*) FROM statement_actor_rows WHERE role = 0 AND form = ?1")?;
        let mut found = Vec::new();
        for (turn, &actor) in (1..).zip(chosen) {
            let mut one = Counted::default();
            let mut own = forms.query([actor])?;
            while let Some(form) = own.next()? {
                let (form, code): (i64, String) = (form.get(0)?, form.get(1)?);
                one.statements += said.query_row([form], |row| row.get::<_, i64>(0))?;
                let mut rows = named.query([form])?;
                while let Some(row) = rows.next()? {
                    let report = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
                    let Some(&story) = story_of.get(report) else { continue };
                    one.mentions += row.get::<_, i64>(1)?;
                    // What a person said of it goes before what the form says.
                    let told = row.get_ref(2)?.as_str_or_null().unwrap_or_default().unwrap_or(&code);
                    if !told.is_empty() && one.code.as_deref().is_none_or(|known| known < told) {
                        one.code = Some(told.to_owned());
                    }
                    one.reports += i64::from(std::mem::replace(&mut report_met[report], turn) != turn);
                    one.stories += i64::from(std::mem::replace(&mut story_met[story as usize], turn) != turn);
                }
            }
            if one.reports > 0 {
                (one.name, one.kind) = who.query_row([actor], |row| Ok((row.get(0)?, row.get(1)?)))?;
                found.push((actor, one));
            }
        }
        Ok(found)
    }

    /// A row of the table, with the other names of the actor.
    fn row(&self, id: i64, one: Counted) -> Result<Vec<Cell>, Error> {
        let mut look =
            self.connection.prepare_cached("SELECT DISTINCT name FROM actor_forms WHERE actor = ?1 AND name <> ?2 ORDER BY name")?;
        let also: Vec<String> = look.query_map((id, &one.name), |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(vec![
            Cell::Integer(id),
            Cell::Text(one.name),
            Cell::Text(one.kind),
            one.code.map_or(Cell::Null, Cell::Text),
            Cell::Integer(one.reports),
            Cell::Integer(one.stories),
            Cell::Integer(one.mentions),
            Cell::Integer(one.statements),
            if also.is_empty() { Cell::Null } else { Cell::Text(also.join("; ")) },
        ])
    }
}
