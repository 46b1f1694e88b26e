//! `/actors` and `/actors/{id}`: who somebody is said to be, what he said, what was said to him, what he did.

use super::edit::{Editor, with_cookie};
use super::{Frame, Marker, html};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{self, Pairs, link, value};
use crate::problem::Problem;
use crate::words::encoded;
use askama::Template;
use axum::extract::{Path, Query as Parameters, State};
use axum::http::HeaderMap;
use rapporteur_store::browse::{Actor, ActorRow, Browser, Catalogue, Count, Page, PositionRow, Query, Rows, Sort, Tally};
use std::sync::Arc;
use std::time::Duration;

#[derive(Template)]
#[template(path = "actors.html")]
struct ActorsPage {
    frame: Frame,
    text: String,
    kind: String,
    rows: Vec<ActorRow>,
    all: usize,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage {
    frame: Frame,
    actor: Actor,
    months: Vec<Count>,
    most: u32,
    acts: Vec<(String, u32, String)>,
    parts: Vec<Part>,
    positions: Vec<PositionRow>,
    marker: Marker,
    editor: Option<Editor>,
}

/// Findings of one sort that have to do with the actor.
struct Part {
    title: &'static str,
    total: Tally,
    rows: Rows,
    href: String,
}

const ROWS: usize = 60;
const KINDS: [&str; 5] = ["person", "state", "organisation", "group", "place"];

/// `GET /actors`.
pub async fn list(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let (text, kind) = (value(&pairs, "q").unwrap_or_default().to_owned(), value(&pairs, "kind"));
    let after: usize = value(&pairs, "after").unwrap_or("0").parse().map_err(|_| Problem::bad("that is no place in a list"))?;
    let (rows, all) = app.catalogue().list_actors(&text, kind, after, ROWS);
    let question = format!("q={}&kind={}", encoded(&text), encoded(kind.unwrap_or_default()));
    let next = (after + ROWS < all).then(|| format!("/actors?{question}&after={}", after + ROWS));
    let twin = kind.map_or(format!("q={}", encoded(&text)), |_| question.clone());
    let frame = Frame::new(&app, "Actors", "/actors", Some(format!("/api/v1/actors?{twin}&after={after}&limit={ROWS}")));
    Ok(html(&ActorsPage { frame, text, kind: kind.unwrap_or_default().to_owned(), rows, all, next }))
}

/// `GET /actors/{id}`.
pub async fn page(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let id = asked::id("actor", &id)?;
    let limit = app.options.limits.question;
    let frame = Frame::new(&app, String::new(), "/actors", Some(format!("/api/v1/actors/{id}")));
    let page = app.ask(move |browser, catalogue| view(browser, catalogue, id, limit, frame)).await?;
    let (editor, cookie) = Editor::new(&app, &headers)?;
    Ok(with_cookie(html(&ActorPage { editor, ..page }), cookie))
}

fn view(browser: &mut Browser, catalogue: &Catalogue, id: i64, limit: Duration, frame: Frame) -> Result<ActorPage, Problem> {
    let mut actor = browser
        .actor(id)?
        .ok_or_else(|| Problem::none(format!("there is no actor {id}")).help("search for the name: ids belong to one store"))?;
    actor.members = catalogue.members(id);
    let name = Some(actor.name.clone());
    let of = |sort, by: bool| Query { sort, speaker: name.clone().filter(|_| by), to: name.clone().filter(|_| !by), ..Query::default() };
    let said = of(Sort::Statements, true);
    let taken = browser.matching(catalogue, &said, limit)?.found;
    let months = catalogue.by_month(Sort::Statements, &taken);
    let mut acts: Vec<(String, u32, String)> = Vec::new();
    for &at in &taken {
        let act = &catalogue.statements.kinds[usize::from(catalogue.statements.findings[at as usize].kind)];
        match acts.iter_mut().find(|(known, ..)| known == act) {
            Some((_, times, _)) => *times += 1,
            None => acts.push((act.clone(), 1, link("/", &Query { act: Some(act.clone()), ..said.clone() }))),
        }
    }
    acts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let about = Query { of: name.clone(), ..Query::default() };
    let mut parts = Vec::new();
    for (title, query) in [
        ("What they said", said),
        ("What was said to them", of(Sort::Statements, false)),
        ("What was said of them", about),
        ("What they did", of(Sort::Events, true)),
        ("What was done to them", of(Sort::Events, false)),
    ] {
        let found = browser.search(catalogue, &query, &Page { after: None, size: 5 }, false, limit)?;
        if found.total.rows > 0 {
            parts.push(Part { title, total: found.total, rows: browser.rows(catalogue, query.sort, &found.ids)?, href: link("/", &query) });
        }
    }
    let positions = browser.positions(catalogue, Some(&actor.name), None, 0, 50)?;
    let most = months.iter().map(|count| count.rows).max().unwrap_or(1);
    let frame = Frame { title: actor.name.clone(), ..frame };
    Ok(ActorPage { frame, actor, months, most, acts, parts, positions, marker: Marker::new(None), editor: None })
}
