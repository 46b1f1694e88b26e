//! The pages. Each is made on the server from a template of `web/templates/`, and works without scripts.

pub mod actor;
mod cards;
mod door;
pub mod edit;
mod help;
mod layout;
pub mod map;
pub mod network;
mod positions;
mod report;
mod search;
pub mod settlement;
mod story;
pub mod timeline;
pub mod why;

use crate::access::Access;
use crate::app::App;
use crate::assets;
use crate::problem::Problem;
use crate::words::escape;
use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;

/// The pages that each page leads to.
pub const SECTIONS: &[(&str, &str)] = &[
    ("/", "Search"),
    ("/stories", "Stories"),
    ("/actors", "Actors"),
    ("/timeline", "Timeline"),
    ("/network", "Network"),
    ("/positions", "Positions"),
    ("/map", "Map"),
    ("/help", "Help"),
];

/// The routes of all pages.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(search::page))
        .route("/reports/{id}", get(report::page))
        .route("/reports/{id}/why/{finding}", get(why::page))
        .route("/actors", get(actor::list))
        .route("/actors/{id}", get(actor::page))
        .route("/stories", get(story::list))
        .route("/stories/{id}", get(story::page))
        .route("/timeline", get(timeline::page))
        .route("/network", get(network::page))
        .route("/positions", get(positions::page))
        .route("/settlement", get(settlement::page))
        .route("/settlement.svg", get(settlement::drawing))
        .route("/map", get(map::page))
        .route("/reports/{id}/correct", post(edit::correct))
        .route("/actors/{id}/merge", post(edit::merge))
        .route("/corrections", get(edit::page))
        .route("/corrections/{id}/undo", post(edit::undo))
        .route("/decisions/{id}/undo", post(edit::separate))
        .route("/help", get(help::page))
        .route("/login", get(door::page).post(door::enter))
        .route("/logout", post(door::leave))
        .route("/assets/{name}", get(assets::get))
}

/// What stands around the content of each page.
pub struct Frame {
    /// The title.
    pub title: String,
    /// The section's path, `""` for none.
    pub section: &'static str,
    /// The same in JSON.
    pub twin: Option<String>,
    /// Whether one can leave: the server is closed.
    pub closed: bool,
}

impl Frame {
    /// A frame with the twin's address.
    pub fn new(app: &App, title: impl Into<String>, section: &'static str, twin: Option<String>) -> Self {
        Self { title: title.into(), section, twin, closed: matches!(app.options.access, Access::Closed(_)) }
    }
}

/// A page as an answer.
pub fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(body) => ([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], body).into_response(),
        Err(_) => Problem::fault().into_response(),
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'p> {
    frame: Frame,
    problem: &'p Problem,
}

/// A problem as a page.
pub fn error_page(app: &App, problem: &Problem) -> Response {
    let frame = Frame { closed: false, ..Frame::new(app, problem.title, "", None) };
    let mut response = html(&ErrorPage { frame, problem });
    *response.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// Marks the words of a question where they stand.
pub struct Marker(Vec<String>);

impl Marker {
    /// For the words that are typed.
    pub fn new(typed: Option<&str>) -> Self {
        Self(typed.map(rapporteur_store::browse::terms).unwrap_or_default())
    }

    /// Text as HTML with the words in marks.
    pub fn mark(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if self.takes(word) {
                out.push_str("<mark class=\"hit\">");
                escape(word, &mut out);
                out.push_str("</mark>");
            } else {
                escape(word, &mut out);
            }
            let gap = after.find(char::is_alphanumeric).unwrap_or(after.len());
            escape(&after[..gap], &mut out);
            rest = &after[gap..];
        }
        out
    }

    fn takes(&self, word: &str) -> bool {
        if word.is_empty() || self.0.is_empty() {
            return false;
        }
        let word = word.to_lowercase();
        self.0.iter().any(|term| term.strip_suffix('*').map_or(*term == word, |beginning| word.starts_with(beginning)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_and_everything_is_escaped() {
        let marker = Marker::new(Some("talks cease* \"a<b\""));
        assert_eq!(
            marker.mark("No <i>talks</i>, Ceasefire & “talk” a<b"),
            "No &lt;i&gt;<mark class=\"hit\">talks</mark>&lt;/i&gt;, <mark class=\"hit\">Ceasefire</mark> &amp; “talk” <mark class=\"hit\">a</mark>&lt;<mark class=\"hit\">b</mark>"
        );
        assert_eq!(Marker::new(None).mark("سلام talks"), "سلام talks");
    }
}
