//! Positions one after another, without their words: who asks for many asks for the words of those alone that are shown.

use crate::ask::{Question, view};
use crate::schema::plain;
use crate::{Error, Filter, Store, Subject};
use rusqlite::Statement;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;
use std::time::Duration;

/// The rows of `positions_flat` that somebody holds, with forms of actors in place of names.
const UNNAMED: &str =
    "(SELECT s.id, 'pos' || s.local AS local, s.report, r.story, r.published, r.outlet, s.holder_form, s.told_by_form, s.issue, s.label, s.codebook,
    word(s.stance) AS stance, s.condition, word(s.condition_kind) AS condition_kind, word(s.basis) AS basis, s.as_of,
    iif(typeof(s.score) = 'integer', s.score / 100.0, s.score) AS score, s.evidence, coalesce(s.as_of, substr(r.published, 1, 10)) AS day
  FROM position_rows s JOIN reports r INDEXED BY reports_head ON r.id = s.report
  WHERE r.current = 1 AND s.verdict IS NOT 'rejected' AND s.holder_form IS NOT NULL)";

/// The words of a statement and those of an event, by report and number there.
static SAID: LazyLock<String> = LazyLock::new(|| words_in("statement_rows", "content"));
static DONE: LazyLock<String> = LazyLock::new(|| words_in("event_rows", "evidence"));

fn words_in(table: &str, column: &str) -> String {
    plain(&format!("SELECT words_of(f.{column}), f.\"start\", f.\"end\" FROM {table} f WHERE f.report = ?1 AND f.local = ?2"))
}

/// Names of actors by their forms, each looked up once.
struct Who<'s> {
    actor: Statement<'s>,
    actors: HashMap<i64, i64>,
    name: Statement<'s>,
    names: HashMap<i64, String>,
    parties: Statement<'s>,
    /// The report that was asked for last, with actors and for whom they speak there.
    report: Option<i64>,
    here: Vec<(i64, i64)>,
}

impl<'s> Who<'s> {
    fn new(store: &'s Store) -> Result<Self, Error> {
        Ok(Self {
            actor: store.connection.prepare("SELECT actor FROM actor_forms WHERE id = ?1")?,
            actors: HashMap::new(),
            name: store.connection.prepare("SELECT name FROM actors WHERE id = ?1")?,
            names: HashMap::new(),
            parties: store.connection.prepare(
                "SELECT form, party_form FROM report_actor_rows INDEXED BY report_actor_rows_for
                 WHERE report = ?1 AND party_form IS NOT NULL ORDER BY 'a' || local",
            )?,
            report: None,
            here: Vec::new(),
        })
    }

    fn actor(&mut self, form: i64) -> Result<i64, Error> {
        if let Some(&actor) = self.actors.get(&form) {
            return Ok(actor);
        }
        let actor = self.actor.query_row([form], |row| row.get(0))?;
        self.actors.insert(form, actor);
        Ok(actor)
    }

    fn name(&mut self, form: i64) -> Result<String, Error> {
        let actor = self.actor(form)?;
        self.name_of(actor)
    }

    fn name_of(&mut self, actor: i64) -> Result<String, Error> {
        if let Some(name) = self.names.get(&actor) {
            return Ok(name.clone());
        }
        let name: String = self.name.query_row([actor], |row| row.get(0))?;
        self.names.insert(actor, name.clone());
        Ok(name)
    }

    /// For whom an actor speaks in a report: what the first row says that says it.
    fn party(&mut self, report: i64, form: i64) -> Result<Option<String>, Error> {
        if self.report != Some(report) {
            (self.report, self.here) = (Some(report), Vec::new());
            let mut rows = self.parties.query([report])?;
            let mut forms: Vec<(i64, i64)> = Vec::new();
            while let Some(row) = rows.next()? {
                forms.push((row.get(0)?, row.get(1)?));
            }
            drop(rows);
            for (form, party) in forms {
                let both = (self.actor(form)?, self.actor(party)?);
                self.here.push(both);
            }
        }
        let actor = self.actor(form)?;
        let party = self.here.iter().find(|(one, _)| *one == actor).map(|(_, party)| *party);
        party.map(|party| self.name_of(party)).transpose()
    }
}

/// An issue as some position names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IssueTie {
    /// Its key.
    pub issue: String,
    /// In words.
    pub label: String,
    /// The key of the user's codebook.
    pub codebook: Option<String>,
    /// The key of the issue that it is tied to.
    pub condition: Option<String>,
    /// How many positions say so.
    pub positions: usize,
}

/// Words of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The words; " … " stands between pieces that are apart.
    pub words: String,
    /// The first code point of the statement or event, and one past its last.
    pub span: (usize, usize),
}

/// A position in a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// `positions.id`.
    pub id: i64,
    /// Its place in the record, from 0.
    pub place: usize,
    /// Its report.
    pub report: i64,
    /// The story of that.
    pub story: i64,
    /// Who holds it.
    pub holder: String,
    /// For whom the holder speaks or acts.
    pub party: Option<String>,
    /// Key of the issue.
    pub issue: String,
    /// The issue in words.
    pub label: String,
    /// The key of the user's codebook under which it falls.
    pub codebook: Option<String>,
    /// Where the holder stands: a word of the record.
    pub stance: String,
    /// The key of the other issue.
    pub condition: Option<String>,
    /// How the two hang together.
    pub condition_kind: Option<String>,
    /// What it rests on.
    pub basis: String,
    /// Who tells it, where another does.
    pub told_by: Option<String>,
    /// The day of the latest evidence.
    pub as_of: Option<String>,
    /// How sure the reading is, from 0 to 1.
    pub score: f64,
    /// The statements and events that show it, as the record calls them.
    pub evidence: Vec<String>,
}

impl Store {
    /// Shows each position that a filter takes, on some issues if they are named by their keys, in order of publication. Those are left
    /// out that nobody holds any more.
    ///
    /// # Errors
    /// When the filter has no meaning, `visit` fails, or the whole takes longer than `limit`.
    pub fn positions(
        &mut self,
        filter: &Filter,
        issues: Option<&[String]>,
        limit: Duration,
        visit: &mut dyn FnMut(&Self, Held) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut question = Question::about(Subject::Positions, filter);
        if let Some(issues) = issues {
            question.also("issue IN (SELECT value FROM json_each(?))", [serde_json::json!(issues).to_string()]);
        }
        // The view joins names for each row by itself. Without names the rows are the same, unless words are looked for in names.
        let by_name = Question::looks_into_names(filter);
        let from = if by_name { view(Subject::Positions, filter).to_owned() } else { plain(UNNAMED) };
        if by_name {
            question.also("holder IS NOT NULL", []);
        }
        let names = if by_name { "holder, party, told_by" } else { "holder_form, NULL, told_by_form" };
        let sql = format!(
            "SELECT id, local, report, story, issue, label, codebook, stance, condition, condition_kind, basis, as_of, score, evidence, {names}
             FROM {from} {} ORDER BY published, report, id",
            question.conditions()
        );
        self.within(limit, |store| {
            let mut who = Who::new(store)?;
            let mut look = store.connection.prepare(&sql)?;
            let values = question.values();
            let mut rows = look.query(values.as_slice())?;
            while let Some(row) = rows.next()? {
                let local: String = row.get(1)?;
                let evidence: String = row.get(13)?;
                let number: usize = local.trim_start_matches("pos").parse().unwrap_or(1);
                let report = row.get(2)?;
                let (holder, party, told_by) = if by_name {
                    (row.get(14)?, row.get(15)?, row.get(16)?)
                } else {
                    let holder = row.get(14)?;
                    (who.name(holder)?, who.party(report, holder)?, row.get::<_, Option<i64>>(16)?.map(|form| who.name(form)).transpose()?)
                };
                let held = Held {
                    id: row.get(0)?,
                    place: number.saturating_sub(1),
                    report,
                    story: row.get(3)?,
                    holder,
                    party,
                    issue: row.get(4)?,
                    label: row.get(5)?,
                    codebook: row.get(6)?,
                    stance: row.get(7)?,
                    condition: row.get(8)?,
                    condition_kind: row.get(9)?,
                    basis: row.get(10)?,
                    told_by,
                    as_of: row.get(11)?,
                    score: row.get(12)?,
                    evidence: evidence.split("; ").filter(|id| !id.is_empty()).map(str::to_owned).collect(),
                };
                visit(store, held)?;
            }
            Ok(())
        })
    }

    /// What is said in a statement of a report ("s4"), or the words that make an event ("e2").
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn shown(&self, report: i64, local: &str) -> Result<Option<Shown>, Error> {
        let sql = if local.starts_with('s') { &*SAID } else { &*DONE };
        let mut look = self.connection.prepare_cached(sql)?;
        let mut rows = look.query((report, local.trim_start_matches(['s', 'e'])))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let place = |at: usize| Ok::<_, Error>(usize::try_from(row.get::<_, i64>(at)?).unwrap_or(0));
        Ok(Some(Shown { words: row.get(0)?, span: (place(1)?, place(2)?) }))
    }

    /// All issues with what they are tied to, each pair once, in order of the first position that has it.
    ///
    /// # Errors
    /// When it takes longer than `limit`.
    pub fn issue_ties(&mut self, limit: Duration) -> Result<Vec<IssueTie>, Error> {
        self.within(limit, |store| {
            let mut old = store.connection.prepare("SELECT id FROM reports WHERE current = 0")?;
            let old: BTreeSet<i64> = old.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut look = store.connection.prepare(
                "SELECT report, issue, label, codebook, condition FROM position_rows
                 WHERE verdict IS NOT 'rejected' AND holder_form IS NOT NULL ORDER BY id",
            )?;
            let mut rows = look.query([])?;
            let (mut known, mut found): (HashMap<String, usize>, Vec<IssueTie>) = Default::default();
            let mut key = String::new();
            while let Some(row) = rows.next()? {
                if old.contains(&row.get(0)?) {
                    continue;
                }
                key.clear();
                for at in 1..5 {
                    key.push_str(row.get_ref(at)?.as_str_or_null().unwrap_or_default().unwrap_or_default());
                    key.push('\0');
                }
                match known.get(&key) {
                    Some(&at) => found[at].positions += 1,
                    None => {
                        known.insert(key.clone(), found.len());
                        let (issue, label, codebook, condition) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                        found.push(IssueTie { issue, label, codebook, condition, positions: 1 });
                    }
                }
            }
            Ok(found)
        })
    }
}
