//! Which story a report belongs to: copies are joined whatever their order.

use crate::Error;
use crate::shingles::Shingles;
use rapporteur_record::Span;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// The least of the smaller [sample](Shingles::sample) that candidates share: less is chance or a common closing line.
pub const SAMPLE_SHARE: f64 = 0.12;

/// The stories of which a stored report is a copy of this one, in order of number.
///
/// Two reports are one story if [`Shingles::same_story`] says so, or a chain of such pairs joins them.
/// Neither depends on which came first.
pub(crate) fn find(connection: &Connection, shingles: &Shingles) -> Result<BTreeSet<i64>, Error> {
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    let mut marks = 0_i64;
    let mut holders = connection.prepare_cached("SELECT report FROM shingles WHERE hash = ?1")?;
    for hash in shingles.sample() {
        marks += 1;
        let mut rows = holders.query([hash as i64])?;
        while let Some(row) = rows.next()? {
            *shared.entry(row.get(0)?).or_default() += 1;
        }
    }
    let mut candidates: Vec<(usize, i64)> = shared.into_iter().map(|(report, count)| (count, report)).collect();
    candidates.sort_unstable_by_key(|&(count, report)| (std::cmp::Reverse(count), report));
    let mut found = BTreeSet::new();
    let mut look = connection.prepare_cached("SELECT story, marks, text, body FROM reports WHERE id = ?1")?;
    for (count, report) in candidates {
        let mut rows = look.query([report])?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let (story, other_marks): (i64, i64) = (row.get(0)?, row.get(1)?);
        if found.contains(&story) || (count as f64) < SAMPLE_SHARE * marks.min(other_marks) as f64 {
            continue;
        }
        // Most candidates end above: the text is taken out of the row only where it is compared.
        let (text, spans): (String, String) = (row.get(2)?, row.get(3)?);
        if shingles.same_story(&Shingles::of(&text, &body(report, &spans)?)) {
            found.insert(story);
        }
    }
    Ok(found)
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
