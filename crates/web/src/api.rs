//! The API: each answer is what a page shows, as JSON.

use crate::app::App;
use crate::asked::{self, Asked, Pairs, value};
use crate::guard::Payload;
use crate::openapi;
use crate::problem::Problem;
use axum::extract::{Path, Query as Parameters, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rapporteur::{Options, Row};
use rapporteur_record::{Code, Record};
use rapporteur_store::browse::{Facet, Rows, Sort, Tally};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// What an endpoint gives.
pub type Answer = Result<Response, Problem>;
type Shared = State<Arc<App>>;

/// An answer in JSON.
pub fn in_json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response(),
        Err(_) => Problem::fault().into_response(),
    }
}

/// `GET /api/v1/health`.
pub async fn health(State(app): Shared) -> Answer {
    let catalogue = app.catalogue();
    Ok(in_json(&json!({
        "status": "ready",
        "version": env!("CARGO_PKG_VERSION"),
        "reports": catalogue.reports.len(),
        "stories": catalogue.stories,
        "statements": catalogue.statements.findings.len(),
        "events": catalogue.events.findings.len(),
        "actors": catalogue.actors.len(),
    })))
}

/// What `POST /api/v1/read` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    text: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

/// `POST /api/v1/read`.
pub async fn read(State(app): Shared, headers: HeaderMap, payload: Payload) -> Answer {
    let given: Given = from_json(&headers, &payload)?;
    if given.text.trim().is_empty() {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "`text` holds no text").help("give the report's text"));
    }
    let body = app.read(move |reader| read_one(reader, given)).await??;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}

/// The text is the report as it is: no body is cut out of it, as for a row of JSONL.
fn read_one(reader: &rapporteur::Reader, given: Given) -> Result<Vec<u8>, Problem> {
    let unreadable = |said: String, help: Option<String>| Problem { help, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, said) };
    let Given { text, date, title } = given;
    let row = Row { text: Some(text), date, title, ..Row::default() };
    let document = reader.report(row, "request.jsonl#1", &Options::default()).map_err(|found| unreadable(found.message, found.help))?;
    let record: Record = reader.read(&document).map_err(|_| Problem::fault())?.value;
    serde_json::to_vec(&record).map_err(|_| Problem::fault())
}

fn from_json<T: for<'a> Deserialize<'a>>(headers: &HeaderMap, payload: &Payload) -> Result<T, Problem> {
    // A form of another site can send text, but not this type: so no page makes a reader's browser post here.
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body is not called application/json")
            .help("send content-type: application/json"));
    }
    serde_json::from_slice(&payload.0).map_err(|error| Problem::bad(format!("the body is not the JSON that is asked for: {error}")))
}

/// `GET /api/v1/search`.
pub async fn search(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let asked = Asked::parse(&pairs, 20, &[])?;
    Ok(in_json(&look(&app, asked, true).await?))
}

/// `GET /api/v1/statements`.
pub async fn statements(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    list(&app, pairs, Sort::Statements).await
}

/// `GET /api/v1/events`.
pub async fn events(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    list(&app, pairs, Sort::Events).await
}

/// `GET /api/v1/reports`.
pub async fn reports(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    list(&app, pairs, Sort::Reports).await
}

/// A list is a search without counts in which each printing stands, unless the address says otherwise.
async fn list(app: &Arc<App>, pairs: Pairs, sort: Sort) -> Answer {
    let mut asked = Asked::parse(&pairs, 100, &[])?;
    asked.query.sort = sort;
    asked.query.copies = value(&pairs, "copies") != Some("no");
    Ok(in_json(&look(app, asked, false).await?))
}

/// What a search found, with the rows of its page.
#[derive(Debug, Serialize)]
pub struct FoundRows {
    /// How many findings.
    pub total: u32,
    /// In how many reports.
    pub reports: u32,
    /// In how many independent stories.
    pub stories: u32,
    /// Whether only the newest findings with these words were looked at.
    pub capped: bool,
    /// Counts by value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<FacetRow>,
    /// The page.
    pub rows: Rows,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A facet in print.
#[derive(Debug, Serialize)]
pub struct FacetRow {
    /// Its name.
    pub name: &'static str,
    /// Its commonest values.
    pub values: Vec<ValueRow>,
    /// How many more there are.
    pub more: usize,
}

/// A value in print.
#[derive(Debug, Serialize)]
pub struct ValueRow {
    /// The value.
    pub value: String,
    /// Findings with it.
    pub rows: u32,
    /// Reports with one.
    pub reports: u32,
    /// Stories with one.
    pub stories: u32,
}

impl From<Facet> for FacetRow {
    fn from(facet: Facet) -> Self {
        let row = |(value, tally): (String, Tally)| ValueRow { value, rows: tally.rows, reports: tally.reports, stories: tally.stories };
        Self { name: facet.name, values: facet.values.into_iter().map(|value| row((value.name, value.tally))).collect(), more: facet.more }
    }
}

/// Searches and fetches the rows of one page.
pub async fn look(app: &Arc<App>, asked: Asked, facets: bool) -> Result<FoundRows, Problem> {
    let limit = app.options.limits.question;
    app.ask(move |browser, catalogue| {
        let found = browser.search(catalogue, &asked.query, &asked.page, facets, limit)?;
        let rows = browser.rows(catalogue, asked.query.sort, &found.ids)?;
        Ok(FoundRows {
            total: found.total.rows,
            reports: found.total.reports,
            stories: found.total.stories,
            capped: found.capped,
            facets: found.facets.into_iter().map(FacetRow::from).collect(),
            rows,
            next: found.next,
        })
    })
    .await
}

/// `GET /api/v1/reports/{id}`.
pub async fn report(State(app): Shared, Path(id): Path<String>) -> Answer {
    let id = asked::id("report", &id)?;
    let stored = app.ask(move |browser, _| browser.report(id)?.ok_or_else(|| no_report(id))).await?;
    Ok(in_json(&json!({ "report": stored.line, "version": stored.version, "current": stored.current, "record": stored.record })))
}

/// What is said where there is no report with an id.
pub fn no_report(id: i64) -> Problem {
    Problem::none(format!("there is no report {id}")).help("search for it: ids belong to one store")
}

/// `GET /api/v1/reports/{id}/why/{finding}`.
pub async fn why(State(app): Shared, Path((id, finding)): Path<(String, String)>) -> Answer {
    let id = asked::id("report", &id)?;
    let (stored, document) = crate::pages::why::whole(&app, id).await?;
    let why = crate::pages::why::explain(&app, stored, document, finding).await?;
    Ok(in_json(&why))
}

/// The place of a page in a list with an offset.
fn offset(pairs: &Pairs) -> Result<usize, Problem> {
    let after = value(pairs, "after").unwrap_or("0");
    after.parse().map_err(|_| Problem::bad(format!("`{after}` is no place in a list")).help("take `next` of the answer before"))
}

fn size(pairs: &Pairs) -> Result<usize, Problem> {
    value(pairs, "limit").map_or(Ok(100), asked::limit)
}

fn known(pairs: &Pairs, names: &[&str]) -> Result<(), Problem> {
    match pairs.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, _)) => Err(Problem::bad(format!("`{name}` is not asked for here")).help(format!("known are {}", names.join(", ")))),
        None => Ok(()),
    }
}

fn page(rows: Value, more: bool, next: usize) -> Response {
    in_json(&json!({ "rows": rows, "next": more.then(|| next.to_string()) }))
}

/// `GET /api/v1/actors`.
pub async fn actors(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    known(&pairs, &["q", "kind", "after", "limit"])?;
    let (after, size) = (offset(&pairs)?, size(&pairs)?);
    let (rows, all) = app.catalogue().list_actors(value(&pairs, "q").unwrap_or_default(), value(&pairs, "kind"), after, size);
    Ok(page(json!(rows), after + size < all, after + size))
}

/// `GET /api/v1/actors/{id}`.
pub async fn actor(State(app): Shared, Path(id): Path<String>) -> Answer {
    let id = asked::id("actor", &id)?;
    let actor = app
        .ask(move |browser, catalogue| {
            let mut actor = browser.actor(id)?.ok_or_else(|| Problem::none(format!("there is no actor {id}")))?;
            actor.members = catalogue.members(id);
            Ok(actor)
        })
        .await?;
    Ok(in_json(&actor))
}

/// `GET /api/v1/stories`.
pub async fn stories(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    known(&pairs, &["q", "after", "limit"])?;
    let (after, size) = (offset(&pairs)?, size(&pairs)?);
    let text = value(&pairs, "q").map(str::to_owned);
    let mut rows = app.ask(move |browser, _| Ok(browser.stories(text.as_deref(), after, size + 1)?)).await?;
    let more = rows.len() > size;
    rows.truncate(size);
    Ok(page(json!(rows), more, after + size))
}

/// `GET /api/v1/stories/{id}`.
pub async fn story(State(app): Shared, Path(id): Path<String>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    known(&pairs, &["beside"])?;
    let id = asked::id("story", &id)?;
    let beside = value(&pairs, "beside").map(|beside| asked::id("report", beside)).transpose()?;
    let story =
        app.ask(move |browser, _| browser.story(id, beside)?.ok_or_else(|| Problem::none(format!("there is no story {id}")))).await?;
    Ok(in_json(&story))
}

/// `GET /api/v1/positions`.
pub async fn positions(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    known(&pairs, &["holder", "issue", "after", "limit"])?;
    let (after, size) = (offset(&pairs)?, size(&pairs)?);
    let of = |name: &str| value(&pairs, name).map(str::to_owned);
    let (holder, issue) = (of("holder"), of("issue"));
    let mut rows =
        app.ask(move |browser, catalogue| Ok(browser.positions(catalogue, holder.as_deref(), issue.as_deref(), after, size + 1)?)).await?;
    let more = rows.len() > size;
    rows.truncate(size);
    Ok(page(json!(rows), more, after + size))
}

/// `GET /api/v1/corrections`.
pub async fn corrections(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    known(&pairs, &["report"])?;
    let report = value(&pairs, "report").map(|report| asked::id("report", report)).transpose()?;
    let all = app.ask(move |browser, _| Ok(browser.store().corrections(report)?)).await?;
    let row = |one: &rapporteur_store::Correction| {
        let (field, value) = match &one.verdict {
            rapporteur_store::Verdict::Change { field, value } => (Some(field), value.as_ref()),
            _ => (None, None),
        };
        let undone = one.undone.as_ref().map(|(who, at)| json!({ "who": who, "at": at }));
        json!({
            "id": one.id, "doc": one.doc, "kind": one.kind.as_str(), "local": one.local, "verdict": one.verdict.as_str(), "field": field,
            "value": value, "was": one.was, "who": one.by.who, "at": one.by.at, "note": one.by.note, "finding": one.finding, "undone": undone,
        })
    };
    Ok(page(Value::Array(all.iter().map(row).collect()), false, 0))
}

/// `GET /api/v1/settlement`.
pub async fn settlement(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    Ok(in_json(&crate::pages::settlement::settled(&app, &pairs).await?))
}

/// `GET /api/v1/timeline`.
pub async fn timeline(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let asked = Asked::parse(&pairs, 0, &[])?;
    Ok(in_json(&crate::pages::timeline::drawn(&app, asked.query).await?))
}

/// `GET /api/v1/network`.
pub async fn network(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let asked = Asked::parse(&pairs, 0, &["kind", "limit"])?;
    let kind = crate::pages::network::kind(&pairs)?;
    let most = value(&pairs, "limit").map_or(Ok(500), |limit| limit.parse().map_err(|_| Problem::bad("`limit` is no number of actors")))?;
    Ok(in_json(&crate::pages::network::drawn(&app, asked.query, kind, most).await?))
}

/// `GET /api/v1/map`.
pub async fn map(State(app): Shared, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let asked = Asked::parse(&pairs, 0, &[])?;
    Ok(in_json(&crate::pages::map::points(&app, asked.query).await?))
}

/// What `POST /api/v1/sql` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    sql: String,
}

/// `POST /api/v1/sql`.
pub async fn sql(State(app): Shared, headers: HeaderMap, payload: Payload) -> Answer {
    if !app.options.sql {
        return Err(Problem::new(StatusCode::FORBIDDEN, "questions in SQL are off").help("start the server with --sql"));
    }
    let question: Question = from_json(&headers, &payload)?;
    let limit = app.options.limits.question;
    let table = app.ask(move |browser, _| Ok(browser.sql(&question.sql, limit)?)).await?;
    Ok(in_json(&json!({ "columns": table.columns, "rows": table.rows })))
}

/// `GET /api/v1/openapi.json`.
pub async fn document() -> Answer {
    Ok(in_json(&openapi::document()))
}

/// What a code of a diagnostic means.
pub fn meaning(code: &str) -> Option<&'static str> {
    Code::ALL.iter().find(|known| known.as_str() == code).map(|known| known.explanation())
}
