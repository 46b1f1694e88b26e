//! The ties of a network where most rows of a store are taken: counted here, since SQL would join each row by itself.
//!
//! What ties are made of is read once in the order in which it lies, and counted in memory: some 60 bytes for each finding.

use crate::browse::{day, iso};
use crate::network::Network;
use crate::{Cell, Error, Store};
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, HashMap};

/// What all ties of a pair in one relation have together.
#[derive(Default)]
struct Tie {
    rows: i64,
    /// Story and `same` of each row.
    told: Vec<u64>,
    first: u32,
    last: u32,
    /// The row that was read first, which names an issue.
    label: String,
}

/// What is known of a finding: its story and `same`, its day; nothing where it does not count.
#[derive(Clone, Copy, Default)]
struct Finding {
    counts: bool,
    told: u64,
    day: u32,
    /// The number of the word that tells what sort it is.
    sort: u32,
}

struct ReportOf {
    story: u64,
    day: u32,
}

/// Source, target and relation, as numbers.
type Key = (u32, u32, u32);

impl Store {
    /// As the rows of [`Store::network`]: of the findings in `taken`, or of all.
    pub(crate) fn ties(&self, network: Network, taken: Option<&[i64]>, all: bool, any_status: bool) -> Result<Vec<Vec<Cell>>, Error> {
        let reports = self.reports_of_ties()?;
        let actor_of = numbered(&self.connection, "SELECT id, actor FROM actor_forms")?;
        let named = numbered(&self.connection, "SELECT id, named FROM actors")?;
        let shown = |actor: u32| all || named.get(actor as usize) == Some(&1);
        let mut ties: HashMap<Key, Tie> = HashMap::new();
        let words = match network {
            Network::Issues => self.issues(taken, &reports, &actor_of, &shown, &mut ties)?,
            _ => {
                let findings = self.findings(network, taken, &reports, any_status)?;
                self.pairs(network, &findings, &actor_of, &shown, &mut ties)?;
                Vec::new()
            }
        };
        self.tie_rows(network, ties, &words)
    }

    fn reports_of_ties(&self) -> Result<Vec<Option<ReportOf>>, Error> {
        let mut look = self.connection.prepare("SELECT id, story, published FROM reports WHERE current = 1")?;
        let mut rows = look.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let day = row.get_ref(2)?.as_str_or_null().unwrap_or_default().map_or(0, day);
            put(&mut found, row.get(0)?, Some(ReportOf { story: row.get::<_, i64>(1)? as u64, day }));
        }
        Ok(found)
    }

    /// All statements or events, by their number.
    fn findings(
        &self,
        network: Network,
        taken: Option<&[i64]>,
        reports: &[Option<ReportOf>],
        any_status: bool,
    ) -> Result<Vec<Finding>, Error> {
        let sql = match (network, any_status) {
            (Network::Deeds, true) => {
                "SELECT id, report, same, date, coalesce(type, cameo) FROM event_rows WHERE same_as IS NULL AND verdict IS NOT 'rejected'"
            }
            (Network::Deeds, false) => {
                "SELECT id, report, same, date, coalesce(type, cameo) FROM event_rows WHERE same_as IS NULL AND verdict IS NOT 'rejected'
                   AND status IN (SELECT id FROM words WHERE word IN ('happened', 'ongoing'))"
            }
            _ => "SELECT id, report, same, said_on, 0 FROM statement_rows WHERE verdict IS NOT 'rejected'",
        };
        let mut look = self.connection.prepare(sql)?;
        let mut rows = look.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some((told, day)) = told(row, reports)? {
                put(
                    &mut found,
                    row.get(0)?,
                    Finding { counts: taken.is_none(), told, day, sort: row.get::<_, Option<u32>>(4)?.unwrap_or(0) },
                );
            }
        }
        for &id in taken.unwrap_or_default() {
            if let Some(finding) = usize::try_from(id).ok().and_then(|at| found.get_mut(at)) {
                finding.counts = finding.told > 0;
            }
        }
        Ok(found)
    }

    /// Who says or does something, with everybody to whom.
    fn pairs(
        &self,
        network: Network,
        findings: &[Finding],
        actor_of: &[u32],
        shown: &dyn Fn(u32) -> bool,
        ties: &mut HashMap<Key, Tie>,
    ) -> Result<(), Error> {
        let sql = match network {
            Network::Deeds => "SELECT event, role, form FROM event_actor_rows ORDER BY event, role, place",
            _ => "SELECT statement, role, form FROM statement_actor_rows ORDER BY statement, role, place",
        };
        let mut look = self.connection.prepare(sql)?;
        let mut rows = look.query([])?;
        let (mut last, mut sources) = (0_usize, Vec::new());
        while let Some(row) = rows.next()? {
            let (at, role, form) = (place(row, 0)?, row.get::<_, u32>(1)?, place(row, 2)?);
            let Some(finding) = findings.get(at).filter(|finding| finding.counts) else { continue };
            let Some(&actor) = actor_of.get(form) else { continue };
            if last != at {
                (last, sources) = (at, Vec::new());
            }
            if role == 0 {
                sources.push(actor);
                continue;
            }
            let relation = if network == Network::Deeds { finding.sort } else { role };
            for &source in sources.iter().filter(|&&source| (network == Network::Deeds || source != actor) && shown(source) && shown(actor))
            {
                ties.entry((source, actor, relation)).or_default().add(finding.told, finding.day);
            }
        }
        Ok(())
    }

    /// Holders of positions with their issues; gives the issues, of which a tie has the number.
    fn issues(
        &self,
        taken: Option<&[i64]>,
        reports: &[Option<ReportOf>],
        actor_of: &[u32],
        shown: &dyn Fn(u32) -> bool,
        ties: &mut HashMap<Key, Tie>,
    ) -> Result<Vec<String>, Error> {
        let taken: Option<std::collections::BTreeSet<i64>> = taken.map(|taken| taken.iter().copied().collect());
        let mut look = self.connection.prepare(
            "SELECT id, report, same, as_of, stance, holder_form, issue, label FROM position_rows WHERE verdict IS NOT 'rejected' AND holder_form IS NOT NULL",
        )?;
        let mut rows = look.query([])?;
        let (mut numbers, mut issues): (HashMap<String, u32>, Vec<String>) = (HashMap::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let Some((told, day)) = told(row, reports)? else { continue };
            if taken.as_ref().is_some_and(|taken| row.get(0).is_ok_and(|id: i64| !taken.contains(&id))) {
                continue;
            }
            let Some(&holder) = actor_of.get(place(row, 5)?).filter(|&&holder| shown(holder)) else { continue };
            let issue = row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?;
            let number = match numbers.get(issue) {
                Some(&known) => known,
                None => {
                    let number = issues.len() as u32;
                    issues.push(issue.to_owned());
                    numbers.insert(issue.to_owned(), number);
                    number
                }
            };
            let tie = ties.entry((holder, number, row.get(4)?)).or_default();
            if tie.rows == 0 {
                tie.label = row.get(7)?;
            }
            tie.add(told, day);
        }
        Ok(issues)
    }

    /// Ties as rows, with names, in no order.
    fn tie_rows(&self, network: Network, ties: HashMap<Key, Tie>, issues: &[String]) -> Result<Vec<Vec<Cell>>, Error> {
        // In order of number, so that the same store gives the same rows.
        let ties: BTreeMap<Key, Tie> = ties.into_iter().collect();
        let mut actor = self.connection.prepare_cached("SELECT name, kind FROM actors WHERE id = ?1")?;
        let mut actor = |id: u32| actor.query_row([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let mut word = self.connection.prepare_cached("SELECT word FROM words WHERE id = ?1")?;
        let mut found = Vec::with_capacity(ties.len());
        for ((source, target, relation), mut tie) in ties {
            tie.told.sort_unstable();
            tie.told.dedup();
            let (name, kind) = actor(source)?;
            let issue = issues.get(target as usize).filter(|_| network == Network::Issues);
            let (other, other_kind) = match issue {
                Some(_) => (std::mem::take(&mut tie.label), "issue".to_owned()),
                None => actor(target)?,
            };
            let relation = match network {
                Network::Speech => ["to", "about"][usize::from(relation == 2)].to_owned(),
                _ => word.query_row([relation], |row| row.get(0))?,
            };
            let day = |day: u32| iso(day).map_or(Cell::Null, Cell::Text);
            let own = issue.map_or(Cell::Integer(i64::from(target)), |issue| Cell::Text(issue.clone()));
            found.push(vec![
                Cell::Text(name),
                Cell::Text(kind),
                Cell::Text(other),
                Cell::Text(other_kind),
                Cell::Text(relation),
                Cell::Integer(tie.rows),
                Cell::Integer(tie.told.len() as i64),
                day(tie.first),
                day(tie.last),
                Cell::Integer(i64::from(source)),
                own,
            ]);
        }
        Ok(found)
    }
}

impl Tie {
    fn add(&mut self, told: u64, day: u32) {
        self.rows += 1;
        self.told.push(told);
        if day > 0 {
            self.first = if self.first == 0 { day } else { self.first.min(day) };
            self.last = self.last.max(day);
        }
    }
}

/// Of a row with report, `same` and its own day as second to fourth column: story and `same` in one number, and the day. Nothing
/// where the report is not the current version.
fn told(row: &Row<'_>, reports: &[Option<ReportOf>]) -> Result<Option<(u64, u32)>, Error> {
    let Some(report) = reports.get(place(row, 1)?).and_then(Option::as_ref) else { return Ok(None) };
    let same: i64 = row.get(2)?;
    let own = row.get_ref(3)?.as_str_or_null().unwrap_or_default().map_or(0, day);
    Ok(Some((report.story << 32 | (same as u64 & 0xFFFF_FFFF), if own > 0 { own } else { report.day })))
}

/// A number of a row as a place in a list.
fn place(row: &Row<'_>, at: usize) -> Result<usize, rusqlite::Error> {
    Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or(usize::MAX))
}

/// Puts a value at a number of a row: these are dense.
fn put<T: Default>(list: &mut Vec<T>, at: i64, value: T) {
    let at = usize::try_from(at).unwrap_or(0);
    if list.len() <= at {
        list.resize_with(at + 1, T::default);
    }
    list[at] = value;
}

/// A number for each row, by its number.
fn numbered(connection: &Connection, sql: &str) -> Result<Vec<u32>, Error> {
    let mut look = connection.prepare(sql)?;
    let mut rows = look.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        put(&mut found, row.get(0)?, row.get(1)?);
    }
    Ok(found)
}
