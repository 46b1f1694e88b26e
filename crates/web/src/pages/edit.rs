//! Correcting: what a person says of a finding is kept beside it, with who and when, and can be taken back.
//!
//! Off unless the server was started for it. A form carries a token that belongs to a cookie of this browser: a page
//! of another site has neither.

use super::{Frame, cards, html};
use crate::access::random;
use crate::api::Answer;
use crate::app::App;
use crate::asked::{self, Pairs, value};
use crate::guard::{self, Payload};
use crate::problem::Problem;
use crate::words::{date, encoded};
use askama::Template;
use axum::extract::{Path, Query as Parameters, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use rapporteur_store::{By, Correction, Decision, Finding, FindingKind, Verdict};
use std::sync::Arc;

/// The cookie to which a form's token belongs, and the one that remembers the name.
const COOKIE: &str = "rapporteur-edit";
const WHO: &str = "rapporteur-who";

/// One who may correct.
pub struct Editor {
    /// The token of his forms.
    pub csrf: String,
    /// The name that he gave last.
    pub who: String,
}

impl Editor {
    /// The editor of a request, where editing is on, with a cookie to be set where he had none.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn new(app: &App, headers: &HeaderMap) -> Result<(Option<Self>, Option<String>), Problem> {
        if !app.options.edit {
            return Ok((None, None));
        }
        let who = guard::cookie(headers, WHO).map(super::door::decoded).unwrap_or_default();
        if let Some(secret) = guard::cookie(headers, COOKIE) {
            return Ok((Some(Self { csrf: token(app, secret), who }), None));
        }
        let secret = random().map_err(|_| Problem::fault())?;
        let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict");
        Ok((Some(Self { csrf: token(app, &secret), who }), Some(cookie)))
    }
}

fn token(app: &App, secret: &str) -> String {
    blake3::keyed_hash(&app.secret, secret.as_bytes()).to_hex().to_string()
}

/// An answer that sets a cookie.
pub fn with_cookie(mut response: Response, cookie: Option<String>) -> Response {
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The fields of a form that this browser got from us, and who says it.
fn allowed(app: &App, headers: &HeaderMap, payload: &Payload) -> Result<(Pairs, By), Problem> {
    if !app.options.edit {
        return Err(Problem::new(StatusCode::FORBIDDEN, "this reader corrects nothing").help("start the server with --edit"));
    }
    let form = super::door::form(payload)?;
    let given = value(&form, "csrf").unwrap_or_default();
    let expected = guard::cookie(headers, COOKIE).map(|secret| token(app, secret));
    // Hashes are compared, which takes the same time wherever they differ.
    if !expected.is_some_and(|expected| blake3::hash(expected.as_bytes()) == blake3::hash(given.as_bytes())) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "the form does not come from a page of this reader")
            .help("open the report again and send its form"));
    }
    let who = value(&form, "who").filter(|who| who.chars().count() <= 80).map(str::to_owned);
    let who = who.ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "nobody says it").help("give your name or initials"))?;
    let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let note = value(&form, "note").map(|note| note.chars().take(400).collect());
    Ok((form, By { who, at, note }))
}

/// `POST /reports/{id}/correct`.
pub async fn correct(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap, payload: Payload) -> Answer {
    let report = asked::id("report", &id)?;
    let (form, by) = allowed(&app, &headers, &payload)?;
    let of = |name: &str| value(&form, name).unwrap_or_default();
    let kind = FindingKind::from_word(of("kind")).ok_or_else(|| Problem::bad(format!("`{}` is no kind of finding", of("kind"))))?;
    let verdict = match of("verdict") {
        "confirm" => Verdict::Confirm,
        "reject" => Verdict::Reject,
        "change" => Verdict::Change { field: of("field").to_owned(), value: value(&form, "value").map(str::to_owned) },
        other => return Err(Problem::bad(format!("`{other}` is nothing that can be said of a finding"))),
    };
    let finding = Finding { kind, report, local: of("local").to_owned() };
    let who = remembered(&by);
    let card: String = of("card").chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    app.change(move |store| Ok(store.correct(&finding, &verdict, &by)?)).await?;
    Ok(with_cookie(guard::to(&format!("/reports/{report}#{card}-card")), Some(who)))
}

fn remembered(by: &By) -> String {
    format!("{WHO}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000", encoded(&by.who))
}

/// `POST /corrections/{id}/undo`.
pub async fn undo(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap, payload: Payload) -> Answer {
    let id = asked::id("correction", &id)?;
    let (form, by) = allowed(&app, &headers, &payload)?;
    app.change(move |store| Ok(store.undo(id, &by)?)).await?;
    Ok(guard::to(value(&form, "back").unwrap_or("/corrections")))
}

/// `POST /actors/{id}/merge`: two actors are one.
pub async fn merge(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap, payload: Payload) -> Answer {
    let id = asked::id("actor", &id)?;
    let (form, by) = allowed(&app, &headers, &payload)?;
    let other = asked::id("actor", value(&form, "other").unwrap_or_default())?;
    let who = remembered(&by);
    app.change(move |store| Ok(store.merge_actors(id, other, &by)?)).await?;
    // The merged actor may have either number: the list of its name shows it.
    let name = app.catalogue().actor(id).or(app.catalogue().actor(other)).map(|at| app.catalogue().actors[at as usize].id);
    let target = name.map_or("/corrections".to_owned(), |id| format!("/actors/{id}"));
    Ok(with_cookie(guard::to(&target), Some(who)))
}

/// `POST /decisions/{id}/undo`: they are two again.
pub async fn separate(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap, payload: Payload) -> Answer {
    let id = asked::id("decision", &id)?;
    let (_, by) = allowed(&app, &headers, &payload)?;
    app.change(move |store| Ok(store.undo_decision(id, &by)?)).await?;
    Ok(guard::to("/corrections"))
}

#[derive(Template)]
#[template(path = "corrections.html")]
struct CorrectionsPage {
    frame: Frame,
    report: Option<i64>,
    rows: Vec<Row>,
    decisions: Vec<Decision>,
    editor: Option<Editor>,
}

struct Row {
    one: Correction,
    said: String,
    /// The report that the text is stored as, if it is.
    report: Option<i64>,
}

/// `GET /corrections`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>, headers: HeaderMap) -> Answer {
    let report = value(&pairs, "report").map(|report| asked::id("report", report)).transpose()?;
    let (rows, decisions) = app
        .ask(move |browser, _| {
            let all = browser.store().corrections(report)?;
            let mut rows = Vec::with_capacity(all.len());
            for one in all.into_iter().rev() {
                let report = browser.report_of_text(&one.doc)?;
                rows.push(Row { said: cards::said(&one), report, one });
            }
            let decisions = if report.is_none() { browser.store().decisions()? } else { Vec::new() };
            Ok((rows, decisions))
        })
        .await?;
    let (editor, cookie) = Editor::new(&app, &headers)?;
    let twin = report.map_or(String::new(), |report| format!("?report={report}"));
    let frame = Frame::new(&app, "Corrections", "", Some(format!("/api/v1/corrections{twin}")));
    Ok(with_cookie(html(&CorrectionsPage { frame, report, rows, decisions, editor }), cookie))
}

/// When something was said or taken back, for people.
pub fn when(at: &str) -> String {
    date(at.get(..16).unwrap_or(at))
}
