//! Positions one after another, without their words: who asks for many asks for the words of those alone that are shown.

use crate::ask::{Question, view};
use crate::schema::plain;
use crate::{Error, Filter, Store, Subject};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

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
        question.also("holder IS NOT NULL", []);
        if let Some(issues) = issues {
            question.also("issue IN (SELECT value FROM json_each(?))", [serde_json::json!(issues).to_string()]);
        }
        let sql = format!(
            "SELECT id, local, report, story, holder, party, issue, label, codebook, stance, condition, condition_kind, basis, told_by, as_of, score, evidence
             FROM {} {} ORDER BY published, report, id",
            view(Subject::Positions, filter),
            question.conditions()
        );
        self.within(limit, |store| {
            let mut look = store.connection.prepare(&sql)?;
            let values = question.values();
            let mut rows = look.query(values.as_slice())?;
            while let Some(row) = rows.next()? {
                let local: String = row.get(1)?;
                let evidence: String = row.get(16)?;
                let number: usize = local.trim_start_matches("pos").parse().unwrap_or(1);
                let held = Held {
                    id: row.get(0)?,
                    place: number.saturating_sub(1),
                    report: row.get(2)?,
                    story: row.get(3)?,
                    holder: row.get(4)?,
                    party: row.get(5)?,
                    issue: row.get(6)?,
                    label: row.get(7)?,
                    codebook: row.get(8)?,
                    stance: row.get(9)?,
                    condition: row.get(10)?,
                    condition_kind: row.get(11)?,
                    basis: row.get(12)?,
                    told_by: row.get(13)?,
                    as_of: row.get(14)?,
                    score: row.get(15)?,
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
        let (table, column) = if local.starts_with('s') { ("statement_rows", "content") } else { ("event_rows", "evidence") };
        let sql =
            plain(&format!("SELECT words_of(f.{column}), f.\"start\", f.\"end\" FROM {table} f WHERE f.report = ?1 AND f.local = ?2"));
        let mut look = self.connection.prepare_cached(&sql)?;
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
