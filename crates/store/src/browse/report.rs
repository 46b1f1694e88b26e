//! One report whole, and its story: which copies add what and leave out what.

use super::Browser;
use super::rows::{ReportLine, report_columns, report_line};
use crate::{Correction, Error};
use rapporteur_record::{Document, Record, Span};
use rusqlite::OptionalExtension;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A report with its record.
#[derive(Clone, Debug)]
pub struct StoredReport {
    /// What lists say of it.
    pub line: ReportLine,
    /// Which version of its address it is.
    pub version: i64,
    /// Whether it is the last.
    pub current: bool,
    /// What was read in it, with its text.
    pub record: Record,
    /// Ids in the record with `actors.id`.
    pub actors: BTreeMap<String, i64>,
    /// What people said of its findings, and took back.
    pub corrections: Vec<Correction>,
}

/// A copy of a story beside the fullest one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Copy {
    /// The report.
    pub report: ReportLine,
    /// Whether it is the last version of its address.
    pub current: bool,
    /// Paragraphs that the one it is compared with does not have.
    pub adds: Vec<String>,
    /// Paragraphs of that one that it leaves out.
    pub drops: Vec<String>,
    /// Paragraphs that both have, word for word.
    pub shares: usize,
}

/// A story: reports that are copies of each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Story {
    /// `stories.id`.
    pub id: i64,
    /// Title of the earliest report.
    pub title: Option<String>,
    /// When that was published.
    pub first_published: Option<String>,
    /// The report that was published first.
    pub earliest: Option<i64>,
    /// The report with the most words.
    pub fullest: Option<i64>,
    /// How many reports there are.
    pub reports: i64,
    /// How many outlets.
    pub outlets: i64,
    /// The report with which the copies are compared.
    pub beside: i64,
    /// The copies, in order of publication.
    pub copies: Vec<Copy>,
    /// Whether there are more copies than are compared.
    pub more: bool,
}

impl Story {
    /// Whether this copy was published first.
    pub fn is_earliest(&self, copy: &Copy) -> bool {
        self.earliest == Some(copy.report.id)
    }

    /// Whether this copy has the most words.
    pub fn is_fullest(&self, copy: &Copy) -> bool {
        self.fullest == Some(copy.report.id)
    }
}

/// So many copies are compared.
const COPIES: usize = 60;

impl Browser {
    /// The report with this id, `None` where there is none.
    ///
    /// # Errors
    /// When the store cannot be read or the row is damaged.
    pub fn report(&self, id: i64) -> Result<Option<StoredReport>, Error> {
        let sql = format!("SELECT {}, r.version, r.current FROM reports r WHERE r.id = ?1", report_columns());
        let mut look = self.store.connection.prepare_cached(&sql)?;
        let found = look.query_row([id], |row| Ok((report_line(row)?, row.get(10)?, row.get(11)?))).optional()?;
        let Some((line, version, current)) = found else { return Ok(None) };
        let record = self.store.record(id)?;
        let mut look = self.store.connection.prepare_cached("SELECT local, actor FROM report_actors WHERE report = ?1")?;
        let actors = look.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        let corrections = self.store.corrections(Some(id))?;
        Ok(Some(StoredReport { line, version, current, record, actors, corrections }))
    }

    /// What a report was read from.
    ///
    /// # Errors
    /// When there is no such report, or it is damaged.
    pub fn document(&self, id: i64) -> Result<Document, Error> {
        self.store.document(id)
    }

    /// The first report with a text, if one is stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn report_of_text(&self, doc: &str) -> Result<Option<i64>, Error> {
        let sql = "SELECT id FROM reports WHERE doc = ?1 ORDER BY current DESC, id LIMIT 1";
        Ok(self.store.connection.prepare_cached(sql)?.query_row([doc], |row| row.get(0)).optional()?)
    }

    /// The story with this id, its copies compared with the report `beside`, or with its fullest.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn story(&self, id: i64, beside: Option<i64>) -> Result<Option<Story>, Error> {
        let head = self
            .store
            .connection
            .prepare_cached("SELECT title, first_published, earliest, fullest, reports, outlets FROM stories WHERE id = ?1")?
            .query_row([id], |row| {
                let (earliest, fullest): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
                Ok((row.get(0)?, row.get(1)?, earliest, fullest, row.get(4)?, row.get(5)?))
            })
            .optional()?;
        let Some((title, first_published, earliest, fullest, reports, outlets)) = head else { return Ok(None) };
        let sql = format!(
            "SELECT {}, r.current, r.text, r.body FROM reports r WHERE r.story = ?1 ORDER BY r.published IS NULL, r.published, r.id LIMIT {}",
            report_columns(),
            COPIES + 1
        );
        let mut look = self.store.connection.prepare_cached(&sql)?;
        let rows = look.query_map([id], |row| {
            let (text, body): (String, String) = (row.get(11)?, row.get(12)?);
            Ok((report_line(row)?, row.get(10)?, text, body))
        })?;
        let mut all: Vec<(ReportLine, bool, Vec<String>)> = Vec::new();
        for row in rows {
            let (line, current, text, body) = row?;
            all.push((line, current, paragraphs(&text, &body)));
        }
        let more = all.len() > COPIES;
        all.truncate(COPIES);
        let wanted = beside.or(fullest).unwrap_or(id);
        let with = all.iter().position(|(line, ..)| line.id == wanted).unwrap_or(0);
        let Some((beside, base)) = all.get(with).map(|(line, _, paragraphs)| (line.id, paragraphs.clone())) else { return Ok(None) };
        let known: BTreeSet<String> = base.iter().map(|paragraph| spaced(paragraph)).collect();
        let copies = all.into_iter().map(|(report, current, paragraphs)| {
            let own: BTreeSet<String> = paragraphs.iter().map(|paragraph| spaced(paragraph)).collect();
            let shares = paragraphs.iter().filter(|paragraph| known.contains(&spaced(paragraph))).count();
            let adds = paragraphs.into_iter().filter(|paragraph| !known.contains(&spaced(paragraph))).collect();
            let drops = base.iter().filter(|paragraph| !own.contains(&spaced(paragraph))).cloned().collect();
            Copy { report, current, adds, drops, shares }
        });
        let copies = copies.collect();
        Ok(Some(Story { id, title, first_published, earliest, fullest, reports, outlets, beside, copies, more }))
    }

    /// Stories, the most copied first; with `text`, those of whose reports one holds its words. One page after an offset.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stories(&self, text: Option<&str>, after: usize, size: usize) -> Result<Vec<StoryRow>, Error> {
        let question = match text.map(super::words::question) {
            Some(None) => return Ok(Vec::new()),
            Some(question) => question,
            None => None,
        };
        let mut look = self.store.connection.prepare_cached(
            "SELECT id, title, first_published, reports, outlets, earliest, fullest FROM stories
             WHERE ?3 IS NULL OR id IN (SELECT story FROM reports WHERE id IN (SELECT rowid FROM reports_text WHERE reports_text MATCH ?3))
             ORDER BY reports DESC, first_published, id LIMIT ?1 OFFSET ?2",
        )?;
        let rows = look.query_map((size as i64, after as i64, question), |row| {
            Ok(StoryRow {
                id: row.get(0)?,
                title: row.get(1)?,
                first_published: row.get(2)?,
                reports: row.get(3)?,
                outlets: row.get(4)?,
                earliest: row.get(5)?,
                fullest: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryRow {
    /// `stories.id`.
    pub id: i64,
    /// Title of the earliest report.
    pub title: Option<String>,
    /// When that was published.
    pub first_published: Option<String>,
    /// How many reports.
    pub reports: i64,
    /// How many outlets.
    pub outlets: i64,
    /// The first report.
    pub earliest: Option<i64>,
    /// The longest.
    pub fullest: Option<i64>,
}

/// Paragraphs of a body, `body` being JSON pairs of code points.
fn paragraphs(text: &str, body: &str) -> Vec<String> {
    let pairs: Vec<(usize, usize)> = serde_json::from_str(body).unwrap_or_default();
    let words = pairs.into_iter().filter_map(|(start, end)| Span { start, end }.of(text));
    words.flat_map(|block| block.split("\n\n")).map(str::trim).filter(|block| !block.is_empty()).map(str::to_owned).collect()
}

/// Words that differ in spaces only are the same.
fn spaced(paragraph: &str) -> String {
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}
