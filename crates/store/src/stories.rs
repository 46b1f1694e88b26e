//! Which story a report belongs to: copies are joined whatever their order.

use crate::Error;
use crate::shingles::Shingles;
use rapporteur_record::Span;
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The least of the smaller [sample](Shingles::sample) that candidates share: less is chance or a common closing line.
const SAMPLE_SHARE: f64 = 0.12;
/// The share of all runs that makes two texts one story, of which the sample is an estimate.
const SHARE: f64 = 0.4;
/// So many standard deviations may the sample of a pair with that share lie below it: one pair in a thousand is missed.
const DEVIATIONS: f64 = 3.0;
/// Reports with one run that are looked at: of a run that more have, the first. What so many have is a stock phrase, or
/// a story that all print: then they have the rest in common too.
pub const HOLDERS: usize = 48;
/// Candidates whose texts are compared at most, those first that share most. Of 20,000 generated reports none has more than 122;
/// with a bound that is met, which reports are one story would hang on their order.
const COMPARED: usize = 256;

/// How many runs the sample of each report has, by its number, as far as that was asked for. A stored report keeps its sample; of a
/// common phrase there are many reports to look at.
#[derive(Debug, Default)]
pub(crate) struct Marks(RefCell<Vec<u32>>);

impl Marks {
    fn of(&self, connection: &Connection, report: i64) -> Result<usize, Error> {
        let at = usize::try_from(report).unwrap_or(0);
        if let Some(&known) = self.0.borrow().get(at).filter(|known| **known != u32::MAX) {
            return Ok(known as usize);
        }
        let marks: u32 = connection.prepare_cached("SELECT marks FROM reports WHERE id = ?1")?.query_row([report], |row| row.get(0))?;
        let mut all = self.0.borrow_mut();
        let length = all.len().max(at + 1);
        all.resize(length, u32::MAX);
        all[at] = marks;
        Ok(marks as usize)
    }
}

/// What a stored report has in common with a new one.
#[derive(Clone, Copy, Default)]
struct Shared {
    /// Runs of the sample that at most [`HOLDERS`] reports have.
    rare: usize,
    /// All runs of the sample, as far as its holders were looked at.
    all: usize,
}

/// The least number of common runs with which reports are candidates whose smaller sample has so many.
#[must_use]
pub fn least_shared(marks: usize) -> usize {
    let marks = marks as f64;
    let least = (SHARE * marks - DEVIATIONS * (SHARE * (1.0 - SHARE) * marks).sqrt()).max(SAMPLE_SHARE * marks);
    (least.ceil() as usize).max(1)
}

/// The stories of which a stored report is a copy of this one, in order of number.
///
/// Two reports are one story if [`Shingles::same_story`] says so, or a chain of such pairs joins them.
/// Neither depends on which came first, unless they have nothing in common but phrases of more than [`HOLDERS`]
/// reports: then those count that were stored first, so that the work for a report does not grow with the store.
pub(crate) fn find(connection: &Connection, shingles: &Shingles, known: &Marks) -> Result<BTreeSet<i64>, Error> {
    let mut found = BTreeSet::new();
    let mut look = connection.prepare_cached("SELECT text, body FROM reports WHERE id = ?1")?;
    let mut compared = 0;
    for (report, story) in candidates(connection, shingles, known)? {
        if found.contains(&story) {
            continue;
        }
        compared += 1;
        if compared > COMPARED {
            break;
        }
        let (text, spans): (String, String) = look.query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if shingles.same_story(&Shingles::of(&text, &body(report, &spans)?)) {
            found.insert(story);
        }
    }
    Ok(found)
}

/// The reports with enough in common to be copies and the stories they belong to, those first that share most.
fn candidates(connection: &Connection, shingles: &Shingles, known: &Marks) -> Result<Vec<(i64, i64)>, Error> {
    // Each report that holds a run, and whether few do.
    let mut held: Vec<(i64, bool)> = Vec::new();
    let mut marks = Shared::default();
    let mut holders = connection.prepare_cached(&format!("SELECT report FROM shingles WHERE hash = ?1 LIMIT {}", HOLDERS + 1))?;
    for hash in shingles.sample() {
        let first = held.len();
        let mut rows = holders.query([hash as i64])?;
        while let Some(row) = rows.next()? {
            held.push((row.get(0)?, true));
        }
        let rare = held.len() - first <= HOLDERS;
        held.truncate(first + HOLDERS);
        held[first..].iter_mut().for_each(|(_, is_rare)| *is_rare = rare);
        marks.all += 1;
        marks.rare += usize::from(rare);
    }
    held.sort_unstable();
    let mut story = connection.prepare_cached("SELECT story FROM reports WHERE id = ?1")?;
    let mut found: Vec<(f64, i64, i64)> = Vec::new();
    for with in held.chunk_by(|one, other| one.0 == other.0) {
        let report = with[0].0;
        let with = Shared { all: with.len(), rare: with.iter().filter(|(_, rare)| *rare).count() };
        let other_marks = known.of(connection, report)?;
        let fits = |shared: usize, marks: usize| shared >= least_shared(marks.min(other_marks));
        // One rare run alone may be chance where there are others that are not rare.
        let by_rare = fits(with.rare, marks.rare) && (with.rare > 1 || marks.rare == marks.all);
        if by_rare || fits(with.all, marks.all) {
            let share = |shared: usize, marks: usize| shared as f64 / marks.min(other_marks).max(1) as f64;
            let most = share(with.rare, marks.rare).max(share(with.all, marks.all));
            found.push((most, report, story.query_row([report], |row| row.get(0))?));
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    Ok(found.into_iter().map(|(_, report, story)| (report, story)).collect())
}

/// The stories of reports without enough words for a sample, by their text.
pub(crate) fn of_same_text(connection: &Connection, doc: &str) -> Result<Option<i64>, Error> {
    Ok(connection.query_row("SELECT story FROM reports WHERE doc = ?1 ORDER BY id LIMIT 1", [doc], |row| row.get(0)).optional()?)
}

/// Joins stories into the first of them and gives it.
pub(crate) fn join(connection: &Connection, stories: &BTreeSet<i64>) -> Result<Option<i64>, Error> {
    let Some(&into) = stories.first() else { return Ok(None) };
    for &story in stories.iter().skip(1) {
        connection.prepare_cached("UPDATE reports SET story = ?1 WHERE story = ?2")?.execute([into, story])?;
        connection.prepare_cached("DELETE FROM stories WHERE id = ?1")?.execute([story])?;
    }
    Ok(Some(into))
}

/// Counts the reports of a story anew.
pub(crate) fn count(connection: &Connection, story: i64) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE stories SET (reports, outlets, first_published) =
               (SELECT count(*), count(DISTINCT coalesce(outlet, '')), min(published) FROM reports WHERE story = ?1),
             (earliest, title) =
               (SELECT id, title FROM reports WHERE story = ?1 ORDER BY published IS NULL, published, doc, id LIMIT 1),
             fullest = (SELECT id FROM reports WHERE story = ?1 ORDER BY words DESC, doc, id LIMIT 1)
             WHERE id = ?1",
        )?
        .execute(params![story])?;
    Ok(())
}

/// The spans of a body as a column holds them.
pub(crate) fn body(report: i64, column: &str) -> Result<Vec<Span>, Error> {
    let pairs: Vec<(usize, usize)> =
        serde_json::from_str(column).map_err(|error| Error::Damaged { report, reason: format!("its body is `{column}`: {error}") })?;
    Ok(pairs.into_iter().map(|(start, end)| Span { start, end }).collect())
}

/// A column that [`body`] reads.
pub(crate) fn body_column(body: &[Span]) -> String {
    let pairs: Vec<String> = body.iter().map(|span| format!("[{},{}]", span.start, span.end)).collect();
    format!("[{}]", pairs.join(","))
}
