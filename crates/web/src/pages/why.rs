//! `/reports/{id}/why/{finding}`: how a statement was read, step by step.

use super::{Frame, html};
use crate::api::{Answer, no_report};
use crate::app::App;
use crate::asked;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Path, State};
use rapporteur_record::{Document, SaidOnBasis, Span};
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
    let (stored, document) = whole(&app, id).await?;
    let title = stored.line.title.clone().unwrap_or_else(|| format!("Report {id}"));
    let why = explain(&app, stored, document, finding).await?;
    let frame = Frame::new(&app, format!("How {} was read", why.id), "/", Some(format!("/api/v1/reports/{id}/why/{}", why.id)));
    Ok(html(&WhyPage { frame, report: id, title, why }))
}

/// A report with what it was read from.
///
/// # Errors
/// 404 where there is none.
pub async fn whole(app: &Arc<App>, id: i64) -> Result<(StoredReport, Document), Problem> {
    app.ask(move |browser, _| {
        let stored = browser.report(id)?.ok_or_else(|| no_report(id))?;
        Ok((stored, browser.document(id)?))
    })
    .await
}

/// Reads the report again to say how a statement of it was read.
///
/// # Errors
/// 404 where there is no such statement; 409 where this program reads other statements than the store holds.
pub async fn explain(app: &Arc<App>, stored: StoredReport, document: Document, finding: String) -> Result<Why, Problem> {
    if !stored.record.statements.iter().any(|statement| statement.id == finding) {
        return Err(
            Problem::none(format!("report {} has no statement `{finding}`", stored.line.id)).help("statements are s1, s2, … of its record")
        );
    }
    app.read(move |reader| {
        // Of an old store only records are left, not all that came in: reading one may fail where reading the report did not.
        let again = catch_unwind(AssertUnwindSafe(|| reader.explain(&document, &finding))).unwrap_or_default();
        let text = &stored.record.text;
        let words = |span: Span| span.of(text).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let was = stored.record.statements.iter().find(|statement| statement.id == finding);
        let same = again.filter(|why| was.is_some_and(|was| was.content == why.content && was.cue == why.cue));
        let why = same.ok_or_else(|| {
            Problem::new(axum::http::StatusCode::CONFLICT, "this program reads the report otherwise than the store has it")
                .help("the store was made by another version, or with tables of one's own: `rapporteur reread` reads its reports anew")
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
