//! Reading stored texts anew, when models or knowledge are newer.

use crate::add::packed_record;
use crate::{Batch, Error, Store, check, corrections, rows, stories};
use rapporteur_record::{Block, BlockKind, ByteSpan, DateClue, DateSource, Document, MadeBy, Offsets, PublishedBasis, Record, Span, Words};
use rusqlite::{Connection, OptionalExtension, params};

impl Store {
    /// The reports that something else has read than `made_by` (of [`Record`]), in order of number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stale(&self, made_by: &MadeBy) -> Result<Vec<i64>, Error> {
        let mut look = self.connection.prepare(
            "SELECT id FROM reports WHERE reader IS NOT (SELECT id FROM readers WHERE engine = ?1 AND models = ?2 AND lexicon = ?3)
             UNION SELECT report FROM stale_reports ORDER BY 1",
        )?;
        let values = [&made_by.engine, &made_by.models, &made_by.lexicon];
        Ok(look.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Makes all reports [stale](Store::stale), whatever has read them.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn make_all_stale(&mut self) -> Result<(), Error> {
        self.connection.execute("INSERT OR IGNORE INTO stale_reports (report) SELECT id FROM reports", [])?;
        Ok(())
    }

    /// What a stored report was read from. Where that was not kept, it is worked out from the record: its body, title,
    /// names and date are those of the record, and headings count as paragraphs.
    ///
    /// # Errors
    /// When there is no such report, or it is damaged.
    pub fn document(&self, report: i64) -> Result<Document, Error> {
        let mut look = self.connection.prepare_cached("SELECT document, text FROM reports WHERE id = ?1")?;
        let found: Option<(Option<Vec<u8>>, String)> = look.query_row([report], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (packed, text) = found.ok_or_else(|| Error::Query(format!("there is no report {report}")))?;
        match packed {
            Some(packed) => {
                let mut document: Document = crate::pack::unpacked(crate::pack::Kind::Document, &packed, &text, report)?;
                document.text = text;
                Ok(document)
            }
            None => Ok(worked_out(&self.record(report)?)),
        }
    }

    /// Corrections that hold and no longer fit anything that is read in their report.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unfit_corrections(&self) -> Result<Vec<crate::Correction>, Error> {
        Ok(self.corrections(None)?.into_iter().filter(|one| one.undone.is_none() && one.finding.is_none()).collect())
    }
}

impl Batch<'_> {
    /// Puts a new reading of a stored report in place of the old one. What people said of its findings stays, and holds
    /// where something fits it.
    ///
    /// # Errors
    /// When there is no such report, the record is of another text, or the store cannot be written.
    pub fn replace(&self, report: i64, record: &Record) -> Result<(), Error> {
        let old = check::record(&self.change, report)?;
        if old.doc.id != record.doc.id {
            return Err(Error::Damaged { report, reason: format!("the new record is of the text {}", record.doc.id) });
        }
        let doc = &record.doc;
        let title = |action: &str| -> Result<(), Error> {
            let sql = format!(
                "INSERT INTO reports_text ({action} rowid, title, text) SELECT {} id, title, text FROM reports WHERE id = ?1",
                if action.is_empty() { "" } else { "'delete'," }
            );
            self.change.prepare_cached(&sql)?.execute([report])?;
            Ok(())
        };
        let other_title = old.doc.title != doc.title;
        if other_title {
            title("reports_text,")?;
        }
        self.change
            .prepare_cached(
                "UPDATE reports SET title = ?2, outlet = ?3, agency = ?4, byline = ?5, dateline = ?6, language = ?7, published = ?8,
                   published_basis = ?9, body = ?10, record = ?11, reader = ?12 WHERE id = ?1",
            )?
            .execute(params![
                report,
                doc.title,
                doc.publisher,
                doc.agency,
                doc.byline,
                doc.dateline,
                doc.language,
                doc.published,
                doc.published_basis.as_str(),
                stories::body_column(&doc.body),
                packed_record(record, report)?,
                reader(&self.change, &record.made_by)?,
            ])?;
        self.change.prepare_cached("DELETE FROM stale_reports WHERE report = ?1")?.execute([report])?;
        if other_title {
            title("")?;
        }
        let story: i64 = self.change.prepare_cached("SELECT story FROM reports WHERE id = ?1")?.query_row([report], |row| row.get(0))?;
        stories::count(&self.change, story)?;
        rows::rewrite(&self.change, report, &old, record)?;
        corrections::apply(&self.change, report, record)
    }
}

impl Batch<'_> {
    /// Forgets how reports presented actors before they were read anew, so that who is who follows from what is
    /// read today.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_idle_forms(&self) -> Result<(), Error> {
        crate::who::forget_idle(&self.change)
    }
}

/// Fills the tables of findings from the records of all reports.
pub(crate) fn fill(change: &Connection) -> Result<(), Error> {
    let reports: Vec<i64> =
        change.prepare("SELECT id FROM reports ORDER BY id")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for report in reports {
        let record = check::record(change, report)?;
        rows::write(change, report, &record, &rows::Numbers::new())?;
        change.prepare_cached("UPDATE reports SET reader = ?2, record = ?3 WHERE id = ?1")?.execute(params![
            report,
            reader(change, &record.made_by)?,
            packed_record(&record, report)?
        ])?;
    }
    Ok(())
}

/// The number of what has read a report.
pub(crate) fn reader(change: &Connection, made_by: &MadeBy) -> Result<i64, Error> {
    let values = [&made_by.engine, &made_by.models, &made_by.lexicon];
    let mut look = change.prepare_cached("SELECT id FROM readers WHERE engine = ?1 AND models = ?2 AND lexicon = ?3")?;
    match look.query_row(values, |row| row.get(0)).optional()? {
        Some(known) => Ok(known),
        None => {
            let mut insert = change.prepare_cached("INSERT INTO readers (engine, models, lexicon) VALUES (?1, ?2, ?3)")?;
            Ok(insert.insert(values)?)
        }
    }
}

/// What was read, without its text, which stands in a column of its own.
pub(crate) fn packed_document(document: &Document, report: i64) -> Result<Vec<u8>, Error> {
    let mut bare = document.clone();
    bare.text.clear();
    crate::pack::packed(crate::pack::Kind::Document, &bare, &document.text, report)
}

/// Engine, models and lexicon in one line.
pub(crate) fn made_by_line(made_by: &MadeBy) -> String {
    format!("{} | {} | {}", made_by.engine, made_by.models, made_by.lexicon)
}

/// A document of which reading would make the head of `record`.
fn worked_out(record: &Record) -> Document {
    let (doc, text) = (&record.doc, &record.text);
    let offsets = Offsets::new(text);
    let bytes = |span: Span| offsets.bytes(span);
    let words = |words: &Option<String>, span: Option<ByteSpan>| words.as_ref().map(|text| Words { text: text.clone(), span });
    let title = doc.title_span.and_then(bytes);
    let body = doc.body.iter().copied().filter_map(bytes).flat_map(|span| paragraphs(text, span));
    let mut blocks: Vec<Block> = body.map(|span| Block { span, kind: BlockKind::Body }).collect();
    blocks.extend(title.map(|span| Block { span, kind: BlockKind::Title }));
    blocks.sort_by_key(|block| block.span);
    // A dateline stands at the head of the first paragraph.
    let first = doc.body.first().copied().and_then(bytes);
    let dateline = doc.dateline.as_ref().zip(first).and_then(|(dateline, first)| {
        let start = first.start;
        first.of(text).starts_with(dateline.as_str()).then(|| ByteSpan::new(start, start + dateline.len()))
    });
    // What stands in print is read from there again, since it may be damaged or short.
    let printed =
        |span: &Span| bytes(*span).map(|span| DateClue { source: DateSource::Printed, raw: span.of(text).to_owned(), span: Some(span) });
    let given = |source| doc.published.as_ref().map(|raw| DateClue { source, raw: raw.clone(), span: None });
    let date_clues = match doc.published_basis {
        PublishedBasis::Given => given(DateSource::User).into_iter().collect(),
        _ if !doc.published_evidence.is_empty() => doc.published_evidence.iter().filter_map(printed).collect(),
        _ => given(DateSource::JsonLd).into_iter().collect(),
    };
    Document {
        uri: doc.uri.clone(),
        key: doc.key.clone(),
        text: text.clone(),
        blocks,
        title: words(&doc.title, title),
        agency: words(&doc.agency, doc.agency_span.and_then(bytes)),
        byline: words(&doc.byline, None),
        dateline: words(&doc.dateline, dateline),
        publisher: words(&doc.publisher, None),
        date_clues,
        language: doc.language.clone(),
        languages: doc.languages.clone(),
        diagnostics: Vec::new(),
    }
}

/// The paragraphs of a stretch of text: the record joins those that only white space parts.
pub(crate) fn paragraphs(text: &str, body: ByteSpan) -> Vec<ByteSpan> {
    let mut found: Vec<ByteSpan> = Vec::new();
    let mut at = body.start;
    let mut empty = true;
    for line in body.of(text).split_inclusive('\n') {
        let span = ByteSpan::new(at, at + line.len()).trim(text);
        at += line.len();
        match found.last_mut() {
            _ if span.is_empty() => empty = true,
            Some(last) if !empty => *last = last.join(span),
            _ => {
                found.push(span);
                empty = false;
            }
        }
    }
    found
}
