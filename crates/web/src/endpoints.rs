//! All endpoints in one table, from which both the routes and the OpenAPI document are made.

use crate::app::App;
use crate::{api, export, guard, pages};
use axum::Router;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// One endpoint.
pub struct Endpoint {
    /// `get` or `post`.
    pub method: &'static str,
    /// The path, with names of its parts in braces.
    pub path: &'static str,
    /// What it gives.
    pub summary: &'static str,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// The name of the schema of its answer.
    pub answer: &'static str,
    handler: fn() -> MethodRouter<Arc<App>>,
}

/// A parameter in the address.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
}

const fn parameter(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about }
}

const SEARCH: &[Parameter] = &[
    parameter("q", "words; \"a phrase\", begin*, one OR other, -without, one NEAR other"),
    parameter("in", "statements, events or reports"),
    parameter("speaker", "exact name of who speaks or acts"),
    parameter("to", "exact name of whom it is said or done to"),
    parameter("of", "exact name of whom a statement names"),
    parameter("party", "exact name of the party for whom he speaks or acts"),
    parameter("act", "act of a statement"),
    parameter("certainty", "certainty of a statement"),
    parameter("type", "PLOVER type of an event"),
    parameter("status", "status of an event"),
    parameter("place", "exact name of a place"),
    parameter("outlet", "exact name of an outlet"),
    parameter("since", "first day: YYYY, YYYY-MM or YYYY-MM-DD, or hour: YYYY-MM-DDTHH:00"),
    parameter("until", "last day or hour"),
    parameter("story", "id of a story"),
    parameter("report", "id of a report"),
    parameter("copies", "yes: each printing of what stands in copies of a story; no: the first only"),
    parameter("order", "newest or oldest first"),
    parameter("after", "`next` of the page before"),
    parameter("limit", "findings a page, 1 to 500"),
];
const LIST: &[Parameter] =
    &[parameter("q", "words"), parameter("after", "`next` of the page before"), parameter("limit", "rows a page, 1 to 500")];
const ID: &[Parameter] = &[parameter("id", "its id")];

macro_rules! endpoints {
    ($($method:ident $path:literal $handler:path, $summary:literal, $parameters:expr, $answer:literal;)+) => {
        /// The endpoints of the API, in order of the document.
        pub const ENDPOINTS: &[Endpoint] = &[$(Endpoint {
            method: stringify!($method), path: $path, summary: $summary, parameters: $parameters, answer: $answer,
            handler: || $method($handler),
        },)+];
    };
}

endpoints! {
    get "/api/v1/health" api::health, "Whether the server is ready, and how much it holds", &[], "Health";
    post "/api/v1/read" api::read, "Read one report: a text in, a record out. Nothing is stored", &[], "Record";
    get "/api/v1/search" api::search, "Search statements, events or reports, with counts", SEARCH, "Found";
    get "/api/v1/statements" api::statements, "Statements", SEARCH, "Page";
    get "/api/v1/events" api::events, "Events", SEARCH, "Page";
    get "/api/v1/reports" api::reports, "Reports", SEARCH, "Page";
    get "/api/v1/reports/{id}" api::report, "One report: its record and where it stands in the store", ID, "Report";
    get "/api/v1/reports/{id}/why/{finding}" api::why, "How a statement was read: cue, chain of reference, day",
        &[parameter("id", "id of the report"), parameter("finding", "id of the statement in the record, such as s4")], "Why";
    get "/api/v1/actors" api::actors, "Actors, those with most findings first",
        &[parameter("q", "words of the name"), parameter("kind", "person, state, organisation, group or place"), parameter("after", "`next` of the page before"), parameter("limit", "rows a page, 1 to 500")], "Page";
    get "/api/v1/actors/{id}" api::actor, "One actor: roles, codes and parties in time, members", ID, "Actor";
    get "/api/v1/stories" api::stories, "Stories, the most copied first", LIST, "Page";
    get "/api/v1/stories/{id}" api::story, "One story: its copies and what they add or drop",
        &[parameter("id", "its id"), parameter("beside", "id of the report with which copies are compared")], "Story";
    get "/api/v1/positions" api::positions, "Positions: who stands where on what",
        &[parameter("holder", "exact name of the holder"), parameter("issue", "key of the issue"), parameter("after", "`next` of the page before"), parameter("limit", "rows a page, 1 to 500")], "Page";
    get "/api/v1/settlement" api::settlement, "What follows from positions: what blocks a settlement, and what would unblock it",
        &[parameter("issue", "the issue's key or words"), parameter("on", "the last day whose positions count"), parameter("rule", "the rule by which the issue is decided")], "Settlement";
    get "/api/v1/timeline" api::timeline, "Statements and events by year, month, day or hour", SEARCH, "Timeline";
    get "/api/v1/network" api::network, "Who speaks to whom, who acts on whom, with places in a drawing", SEARCH, "Network";
    get "/api/v1/map" api::map, "Where events happened", SEARCH, "Map";
    get "/api/v1/corrections" api::corrections, "What people said of findings",
        &[parameter("report", "id of a report")], "Page";
    get "/api/v1/export/{file}" export::file, "All that a search takes, as statements.csv, statements.jsonl, events.csv and so on; corrections.jsonl", SEARCH, "File";
    post "/api/v1/sql" api::sql, "One question in SQL, to read only; off unless the server was started with it", &[], "Table";
    get "/api/v1/openapi.json" api::document, "This document", &[], "OpenApi";
}

/// All routes with their guards.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for endpoint in ENDPOINTS {
        router = router.route(endpoint.path, (endpoint.handler)());
    }
    let router = router.merge(pages::routes());
    guard::around(router, &app).with_state(app)
}
