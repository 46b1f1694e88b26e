//! `/reports/{id}/why/{finding}`: how a statement was read, step by step.

use super::{Frame, html};
use crate::api::{Answer, no_report};
use crate::app::App;
use crate::asked;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Path, State};
use rapporteur_record::{Block, BlockKind, ByteSpan, DateClue, DateSource, Document, Offsets, Record, SaidOnBasis, Span, Words};
use rapporteur_store::browse::StoredReport;
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// How a statement was read.
#[derive(Debug, Serialize)]
pub struct Why {
    /// Its id in the record.
    pub id: String,
    /// What is said.
    pub content: String,
    /// The words that mark the saying.
    pub cue: Option<String>,
    /// The dictionary form of the cue.
    pub lemma: Option<String>,
    /// The act that the lexicon gives to the cue; `None` where a model found it.
    pub listed: Option<String>,
    /// The words that name the speaker.
    pub source: Option<String>,
    /// The statement whose speaker this one goes on with.
    pub continues: Option<String>,
    /// The statements that report it, the innermost first.
    pub within: Vec<String>,
    /// Each speaker with the chain that led to him.
    pub speakers: Vec<Speaker>,
    /// The day, with the words by which it is known.
    pub said_on: Option<Day>,
}

/// How a speaker was found.
#[derive(Debug, Serialize)]
pub struct Speaker {
    /// The name.
    pub name: String,
    /// CAMEO code.
    pub code: Option<String>,
    /// From the words of the source to those that name him.
    pub steps: Vec<Step>,
}

/// One link of the chain.
#[derive(Debug, Serialize)]
pub struct Step {
    /// The words.
    pub words: String,
    /// Why they mean him.
    pub rule: String,
}

/// How the day is known.
#[derive(Debug, Serialize)]
pub struct Day {
    /// The day.
    pub day: String,
    /// Whether it is stated, or that of what is told here.
    pub stated: bool,
    /// By which words.
    pub words: String,
}

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    frame: Frame,
    report: i64,
    title: String,
    why: Why,
}

/// `GET /reports/{id}/why/{finding}`.
pub async fn page(State(app): State<Arc<App>>, Path((id, finding)): Path<(String, String)>) -> Answer {
    let id = asked::id("report", &id)?;
    let stored = app.ask(move |browser, _| browser.report(id)?.ok_or_else(|| no_report(id))).await?;
    let title = stored.line.title.clone().unwrap_or_else(|| format!("Report {id}"));
    let why = explain(&app, stored, finding).await?;
    let frame = Frame::new(&app, format!("How {} was read", why.id), "/", Some(format!("/api/v1/reports/{id}/why/{}", why.id)));
    Ok(html(&WhyPage { frame, report: id, title, why }))
}

/// Reads the report again to say how a statement of it was read.
///
/// # Errors
/// 404 where there is no such statement; 409 where this program reads other statements than the store holds.
pub async fn explain(app: &Arc<App>, stored: StoredReport, finding: String) -> Result<Why, Problem> {
    if !stored.record.statements.iter().any(|statement| statement.id == finding) {
        return Err(
            Problem::none(format!("report {} has no statement `{finding}`", stored.line.id)).help("statements are s1, s2, … of its record")
        );
    }
    app.read(move |reader| {
        let document = document(&stored.record);
        // What is made from a record is not all that came in: reading it may fail where reading the report did not.
        let again = catch_unwind(AssertUnwindSafe(|| reader.explain(&document, &finding))).unwrap_or_default();
        let text = &stored.record.text;
        let words = |span: Span| span.of(text).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let was = stored.record.statements.iter().find(|statement| statement.id == finding);
        let same = again.filter(|why| was.is_some_and(|was| was.content == why.content && was.cue == why.cue));
        let why = same.ok_or_else(|| {
            Problem::new(axum::http::StatusCode::CONFLICT, "this program reads the report otherwise than the store has it")
                .help("the store was made by another version, or with tables of one's own; read the report into a new store")
        })?;
        Ok(Why {
            content: why.content.iter().map(|&span| words(span)).collect::<Vec<_>>().join(" … "),
            cue: why.cue.map(words),
            source: why.source.map(words),
            speakers: why
                .speakers
                .iter()
                .map(|speaker| Speaker {
                    name: speaker.name.clone(),
                    code: speaker.code.clone(),
                    steps: speaker.steps.iter().map(|step| Step { words: words(step.words), rule: step.rule.meaning() }).collect(),
                })
                .collect(),
            said_on: why.said_on.map(|(day, basis, span)| Day { day, stated: basis == SaidOnBasis::Stated, words: words(span) }),
            id: why.id,
            lemma: why.lemma,
            listed: why.listed,
            continues: why.continues,
            within: why.within,
        })
    })
    .await?
}

/// The report as it came in, as far as its record tells.
fn document(record: &Record) -> Document {
    let offsets = Offsets::new(&record.text);
    let bytes = |span: Span| offsets.bytes(span);
    let doc = &record.doc;
    let body: Vec<ByteSpan> = doc.body.iter().filter_map(|&span| bytes(span)).collect();
    let words =
        |text: &Option<String>, span: Option<Span>| text.as_ref().map(|text| Words { text: text.clone(), span: span.and_then(bytes) });
    let dateline = doc.dateline.as_ref().map(|text| {
        let found = body.first().and_then(|first| record.text[first.start..].starts_with(text.as_str()).then_some(first.start));
        Words { text: text.clone(), span: found.map(|start| ByteSpan::new(start, start + text.len())) }
    });
    Document {
        uri: doc.uri.clone(),
        key: doc.key.clone(),
        blocks: body.iter().flat_map(|&span| paragraphs(&record.text, span)).collect(),
        title: words(&doc.title, doc.title_span),
        agency: words(&doc.agency, doc.agency_span),
        byline: words(&doc.byline, None),
        dateline,
        publisher: words(&doc.publisher, None),
        date_clues: doc.published.iter().map(|day| DateClue { source: DateSource::User, raw: day.clone(), span: None }).collect(),
        language: doc.language.clone(),
        languages: doc.languages.clone(),
        text: record.text.clone(),
        diagnostics: Vec::new(),
    }
}

/// The paragraphs of a stretch of the body: an empty line lies between them.
fn paragraphs(text: &str, span: ByteSpan) -> Vec<Block> {
    let (mut found, mut start) = (Vec::new(), span.start);
    let mut add = |start: usize, end: usize| {
        let block = ByteSpan::new(start, end).trim(text);
        if !block.is_empty() {
            found.push(Block { span: block, kind: BlockKind::Body });
        }
    };
    let mut at = span.start;
    for line in span.of(text).split_inclusive('\n') {
        if line.trim().is_empty() {
            add(start, at);
            start = at + line.len();
        }
        at += line.len();
    }
    add(start.min(span.end), span.end);
    found
}
