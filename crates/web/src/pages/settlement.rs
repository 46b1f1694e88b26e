//! `/settlement`: what follows from positions, as `rapporteur settle` works it out.

use super::{Frame, html};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{Pairs, value};
use crate::problem::Problem;
use crate::words::encoded;
use askama::Template;
use axum::extract::{Query as Parameters, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use rapporteur_lexicon::{ActorTable, Rules};
use rapporteur_views::settlement::{Deadlock, Names, Question, Settlement, from_store_on, report, settle};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "settlement.html")]
struct SettlementPage {
    frame: Frame,
    issue: String,
    on: String,
    rule: String,
    blocked: Vec<Blocked>,
    /// Why nothing could be worked out; empty where it could.
    why_not: String,
    is_drawn: bool,
    question: String,
    text: String,
}

/// An issue that cannot come about while nobody moves.
struct Blocked {
    label: String,
    href: String,
    because: Vec<String>,
    /// Who refuses it, with the address of his words.
    refused_by: Vec<(String, String)>,
}

/// A set of changes has so many at most.
const MOST_CHANGES: usize = 3;
/// The positions of more reports would take too long for a page.
const MOST_STANDS: usize = 4_000;

/// `GET /settlement`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let of = |name: &str| value(&pairs, name).unwrap_or_default().to_owned();
    let (issue, on, rule) = (of("issue"), of("on"), of("rule"));
    let fields = [("issue", &issue), ("on", &on), ("rule", &rule)];
    let fields: Vec<String> =
        fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let question = if fields.is_empty() { String::new() } else { format!("?{}", fields.join("&")) };
    // That there is no position, or no such issue, is said on the page: its form mends it.
    let (found, why_not) = match settled(&app, &pairs).await {
        Ok(found) => (Some(found), String::new()),
        Err(problem) if problem.status == 422 => {
            (None, problem.help.map_or(problem.detail.clone(), |help| format!("{}: {help}", problem.detail)))
        }
        Err(problem) => return Err(problem),
    };
    let is_drawn = found.as_ref().is_some_and(|found| report::map(found).is_some());
    let text = found.as_ref().map(report::text).unwrap_or_default();
    let twin = found.is_some().then(|| format!("/api/v1/settlement{question}"));
    let frame = Frame::new(&app, "What blocks a settlement", "/positions", twin);
    let blocked = found.iter().flat_map(|found| &found.deadlocks).map(blocked).collect();
    Ok(html(&SettlementPage { frame, issue, on, rule, blocked, why_not, is_drawn, question, text }))
}

fn blocked(one: &Deadlock) -> Blocked {
    let href = format!("/positions?issue={}", encoded(&one.issue));
    let words = |party: &String| (party.clone(), format!("/positions?holder={}&issue={}", encoded(party), encoded(&one.issue)));
    Blocked { label: one.label.clone(), href, because: one.because.clone(), refused_by: one.refused_by.iter().map(words).collect() }
}

/// `GET /settlement.svg`: what blocks what.
pub async fn drawing(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let found = settled(&app, &pairs).await?;
    let svg = report::map(&found).ok_or_else(|| Problem::none("nothing is blocked and no precondition set"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"))], svg).into_response())
}

/// Works out what follows from the positions of the store.
///
/// # Errors
/// 400 for a parameter that is not known; 422 where there is no position, no such issue or no such rule.
pub async fn settled(app: &Arc<App>, pairs: &Pairs) -> Result<Settlement, Problem> {
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !matches!(name.as_str(), "issue" | "on" | "rule")) {
        return Err(Problem::bad(format!("`{name}` is not asked for here")).help("known are issue, on and rule"));
    }
    let of = |name: &str| value(pairs, name).map(str::to_owned);
    let (issue, on, rule) = (of("issue"), of("on"), of("rule"));
    let limit = app.options.limits.question;
    app.ask(move |browser, catalogue| {
        let unsaid = |error: String| {
            let (detail, help) =
                error.split_once("\n  help: ").map_or((error.as_str(), None), |(detail, help)| (detail, Some(help.to_owned())));
            Problem { help, ..Problem::new(axum::http::StatusCode::UNPROCESSABLE_ENTITY, detail) }
        };
        if catalogue.positions.len() > MOST_STANDS && issue.is_none() {
            return Err(unsaid(format!("there are {} positions, too many for a page\n  help: name an issue", catalogue.positions.len())));
        }
        let stands = from_store_on(browser.store(), issue.as_deref(), limit).map_err(|error| unsaid(error.to_string()))?.stands;
        let actors = ActorTable::embedded();
        let question = Question {
            issue: issue.as_deref(),
            on: on.as_deref(),
            most_changes: MOST_CHANGES,
            rule: rule.as_deref(),
            members: &[],
            sensitivity: stands.len() <= MOST_STANDS / 10,
        };
        settle(stands, &question, Names { actors: &actors }, &Rules::embedded()).map_err(|error| unsaid(error.to_string()))
    })
    .await
}
