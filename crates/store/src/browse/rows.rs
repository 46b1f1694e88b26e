//! Findings as a page shows them: with names, words, and the passage they stand in.

use super::Browser;
use super::catalogue::Catalogue;
use super::search::Sort;
use super::tables::{Table, Who};
use crate::{Error, Store};
use rusqlite::Row;
use serde::Serialize;

/// So many code points of the text are shown before and after a finding.
const AROUND: i64 = 180;

/// Somebody, as a page names him.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Named {
    /// `actors.id`.
    pub id: i64,
    /// The name.
    pub name: String,
    /// For whom he speaks or acts, if for another.
    pub party: Option<String>,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportLine {
    /// `reports.id`.
    pub id: i64,
    /// The story that it belongs to.
    pub story: i64,
    /// The title.
    pub title: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The agency.
    pub agency: Option<String>,
    /// ISO date of publication.
    pub published: Option<String>,
    /// How that is known.
    pub published_basis: String,
    /// Language of the body.
    pub language: Option<String>,
    /// Words of the body.
    pub words: i64,
    /// Where it came from.
    pub address: String,
}

/// A report in a list of reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportRow {
    /// The report.
    #[serde(flatten)]
    pub report: ReportLine,
    /// How many statements it has.
    pub statements: i64,
    /// How many events.
    pub events: i64,
    /// How many reports its story has.
    pub copies: i64,
    /// The first words of its body.
    pub opening: String,
}

/// Words of a report with those around them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// What stands before.
    pub before: String,
    /// The words themselves.
    pub words: String,
    /// What comes after.
    pub after: String,
}

/// A statement in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementRow {
    /// `statements.id`.
    pub id: i64,
    /// Its id in the record of its report.
    pub local: String,
    /// The report.
    pub report: ReportLine,
    /// Who says it.
    pub speakers: Vec<Named>,
    /// To whom.
    pub addressees: Vec<Named>,
    /// What he does in saying it.
    pub act: String,
    /// How far he commits to it.
    pub certainty: String,
    /// Whose words it is in.
    pub kind: String,
    /// The day it was said, where known.
    pub said_on: Option<String>,
    /// The words that name the speaker.
    pub source: Option<String>,
    /// The words that mark the saying.
    pub cue: Option<String>,
    /// What is said.
    pub content: String,
    /// `local` of the statement that reports it.
    pub within: Option<String>,
    /// First code point of it in the report's text.
    pub start: i64,
    /// One past the last.
    pub end: i64,
    /// The words in their place.
    pub passage: Passage,
    /// How many printings of it the story has.
    pub printings: u32,
    /// What a person said of it: confirmed or changed.
    pub verdict: Option<String>,
}

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRow {
    /// `events.id`.
    pub id: i64,
    /// Its id in the record of its report.
    pub local: String,
    /// The report.
    pub report: ReportLine,
    /// Who does it.
    pub sources: Vec<Named>,
    /// To whom it is done.
    pub targets: Vec<Named>,
    /// PLOVER type; none for a mere statement.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Whether it happened.
    pub status: Option<String>,
    /// When.
    pub date: Option<String>,
    /// How that is known.
    pub date_basis: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The condition it hangs on.
    pub condition: Option<String>,
    /// How sure the reading is.
    pub score: Option<f64>,
    /// `local` of the statement that tells it.
    pub reported_by: Option<String>,
    /// The words that make it this event.
    pub evidence: String,
    /// First code point.
    pub start: i64,
    /// One past the last.
    pub end: i64,
    /// The words in their place.
    pub passage: Passage,
    /// How many printings of it the story has.
    pub printings: u32,
    /// What a person said of it: confirmed or changed.
    pub verdict: Option<String>,
}

/// A page of one sort.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Rows {
    /// Statements.
    Statements(Vec<StatementRow>),
    /// Events.
    Events(Vec<EventRow>),
    /// Reports.
    Reports(Vec<ReportRow>),
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Statements(rows) => rows.len(),
            Self::Events(rows) => rows.len(),
            Self::Reports(rows) => rows.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

const REPORT: &str = "r.id, r.story, r.title, r.outlet, r.agency, r.published, r.published_basis, r.language, r.words, r.address";

impl Store {
    /// What a list says of a report.
    ///
    /// # Errors
    /// When there is no such report.
    pub fn report_line(&self, report: i64) -> Result<ReportLine, Error> {
        let mut look = self.connection.prepare_cached(&format!("SELECT {REPORT} FROM reports r WHERE r.id = ?1"))?;
        Ok(look.query_row([report], report_line)?)
    }
}

impl Browser {
    /// The findings with these ids, in this order; what is not there is left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rows(&self, catalogue: &Catalogue, sort: Sort, ids: &[i64]) -> Result<Rows, Error> {
        Ok(match sort {
            Sort::Statements => Rows::Statements(self.statement_rows(catalogue, ids)?),
            Sort::Events => Rows::Events(self.event_rows(catalogue, ids)?),
            Sort::Reports => Rows::Reports(self.report_rows(ids)?),
        })
    }

    /// As [`Browser::rows`], for statements.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn statement_rows(&self, catalogue: &Catalogue, ids: &[i64]) -> Result<Vec<StatementRow>, Error> {
        let mut look = self.store.connection.prepare_cached(&format!(
            "SELECT {REPORT}, {}, s.id, s.local, s.act, s.certainty, s.kind, s.said_on, s.source, s.cue, s.content, o.local, s.\"start\", s.\"end\", s.verdict
             FROM statements s JOIN reports r ON r.id = s.report LEFT JOIN statements o ON o.id = s.within WHERE s.id = ?1",
            passage("s")
        ))?;
        let table = &catalogue.statements;
        let mut found = Vec::with_capacity(ids.len());
        for &id in ids {
            let mut rows = look.query([id])?;
            let Some(row) = rows.next()? else { continue };
            let (speakers, addressees, printings) = people(catalogue, table, id);
            found.push(StatementRow {
                report: report_line(row)?,
                passage: passage_of(row, 10)?,
                id: row.get(13)?,
                local: row.get(14)?,
                speakers,
                addressees,
                act: row.get(15)?,
                certainty: row.get(16)?,
                kind: row.get(17)?,
                said_on: row.get(18)?,
                source: row.get(19)?,
                cue: row.get(20)?,
                content: row.get(21)?,
                within: row.get(22)?,
                start: row.get(23)?,
                end: row.get(24)?,
                verdict: row.get(25)?,
                printings,
            });
        }
        Ok(found)
    }

    /// As [`Browser::rows`], for events.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event_rows(&self, catalogue: &Catalogue, ids: &[i64]) -> Result<Vec<EventRow>, Error> {
        let mut look = self.store.connection.prepare_cached(&format!(
            "SELECT {REPORT}, {}, e.id, e.local, e.type, e.mode, e.cameo, e.status, e.date, e.date_basis, p.name, e.condition, e.score,
               e.reported_by, e.evidence, e.\"start\", e.\"end\", e.verdict
             FROM events e JOIN reports r ON r.id = e.report LEFT JOIN places p ON p.report = e.report AND p.local = e.place WHERE e.id = ?1",
            passage("e")
        ))?;
        let mut found = Vec::with_capacity(ids.len());
        for &id in ids {
            let mut rows = look.query([id])?;
            let Some(row) = rows.next()? else { continue };
            let (sources, targets, printings) = people(catalogue, &catalogue.events, id);
            found.push(EventRow {
                report: report_line(row)?,
                passage: passage_of(row, 10)?,
                id: row.get(13)?,
                local: row.get(14)?,
                sources,
                targets,
                kind: row.get(15)?,
                mode: row.get(16)?,
                cameo: row.get(17)?,
                status: row.get(18)?,
                date: row.get(19)?,
                date_basis: row.get(20)?,
                place: row.get(21)?,
                condition: row.get(22)?,
                score: row.get(23)?,
                reported_by: row.get(24)?,
                evidence: row.get(25)?,
                start: row.get(26)?,
                end: row.get(27)?,
                verdict: row.get(28)?,
                printings,
            });
        }
        Ok(found)
    }

    /// As [`Browser::rows`], for reports.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn report_rows(&self, ids: &[i64]) -> Result<Vec<ReportRow>, Error> {
        let mut look = self.store.connection.prepare_cached(&format!(
            "SELECT {REPORT}, (SELECT count(*) FROM statements s WHERE s.report = r.id),
               (SELECT count(*) FROM events e WHERE e.report = r.id AND e.same_as IS NULL),
               (SELECT reports FROM stories t WHERE t.id = r.story),
               substr(r.text, 1 + coalesce(json_extract(r.body, '$[0][0]'), 0), 280)
             FROM reports r WHERE r.id = ?1"
        ))?;
        let mut found = Vec::with_capacity(ids.len());
        for &id in ids {
            let mut rows = look.query([id])?;
            let Some(row) = rows.next()? else { continue };
            let opening: String = row.get(13)?;
            found.push(ReportRow {
                report: report_line(row)?,
                statements: row.get(10)?,
                events: row.get(11)?,
                copies: row.get(12)?,
                opening: closed(&opening, 280, false),
            });
        }
        Ok(found)
    }
}

pub(super) fn report_columns() -> &'static str {
    REPORT
}

pub(super) fn report_line(row: &Row<'_>) -> Result<ReportLine, rusqlite::Error> {
    Ok(ReportLine {
        id: row.get(0)?,
        story: row.get(1)?,
        title: row.get(2)?,
        outlet: row.get(3)?,
        agency: row.get(4)?,
        published: row.get(5)?,
        published_basis: row.get(6)?,
        language: row.get(7)?,
        words: row.get(8)?,
        address: row.get(9)?,
    })
}

/// Three columns: the text before, of and after a finding.
fn passage(of: &str) -> String {
    format!(
        "substr(r.text, max(1, {of}.\"start\" - {AROUND} + 1), min({of}.\"start\", {AROUND})),
         substr(r.text, {of}.\"start\" + 1, min({of}.\"end\" - {of}.\"start\", 1200)), substr(r.text, {of}.\"end\" + 1, {AROUND})"
    )
}

fn passage_of(row: &Row<'_>, at: usize) -> Result<Passage, rusqlite::Error> {
    let (before, words, after): (String, String, String) = (row.get(at)?, row.get(at + 1)?, row.get(at + 2)?);
    Ok(Passage { before: closed(&before, AROUND as usize, true), words, after: closed(&after, AROUND as usize, false) })
}

/// A cut text: no more than its paragraph, without half a word at the cut.
fn closed(text: &str, cut: usize, before: bool) -> String {
    let is_cut = text.chars().count() >= cut;
    if before {
        let paragraph = text.rsplit("\n\n").next().unwrap_or_default();
        if is_cut && paragraph.len() == text.len() {
            return paragraph.split_once(char::is_whitespace).map_or(String::new(), |(_, rest)| format!("… {rest}"));
        }
        return paragraph.to_owned();
    }
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    if is_cut && paragraph.len() == text.len() {
        return paragraph.rsplit_once(char::is_whitespace).map_or(String::new(), |(rest, _)| format!("{rest} …"));
    }
    paragraph.to_owned()
}

fn people(catalogue: &Catalogue, table: &Table, id: i64) -> (Vec<Named>, Vec<Named>, u32) {
    let Some(finding) = table.at(id).map(|at| &table.findings[at as usize]) else { return (Vec::new(), Vec::new(), 1) };
    let named = |all: &[Who]| {
        let one = |who: &Who| {
            let actor = &catalogue.actors[who.actor as usize];
            let party = (who.party != who.actor).then(|| catalogue.actors.get(who.party as usize)).flatten();
            Named { id: actor.id, name: actor.name.clone(), party: party.map(|party| party.name.clone()) }
        };
        all.iter().map(one).collect()
    };
    (named(table.by(finding)), named(table.to(finding)), table.copies[finding.group as usize])
}
