//! `/help`: how to read the pages, the API, licences.

use super::{Frame, html};
use crate::api::Answer;
use crate::app::App;
use crate::endpoints::ENDPOINTS;
use askama::Template;
use axum::extract::State;
use rapporteur_record::{Act, EventStatus};
use rapporteur_store::browse::MOST_BY_WORDS;
use std::sync::Arc;

const NOTICE: &str = include_str!("../../../../NOTICE");

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    acts: Vec<(&'static str, String)>,
    statuses: Vec<(&'static str, String)>,
    types: Vec<(String, String)>,
    version: &'static str,
}

/// `GET /help`.
pub async fn page(State(app): State<Arc<App>>) -> Answer {
    let types = app.ontology.plover_types().map(|(name, kind)| (name.to_owned(), kind.meaning.clone())).collect();
    let acts = Act::ALL.iter().map(|act| (act.as_str(), super::cards::plain(act.meaning()))).collect();
    let statuses = EventStatus::ALL.iter().map(|status| (status.as_str(), super::cards::plain(status.meaning()))).collect();
    let frame = Frame::new(&app, "Help and licences", "/help", Some("/api/v1/openapi.json".to_owned()));
    Ok(html(&HelpPage { frame, acts, statuses, types, version: env!("CARGO_PKG_VERSION") }))
}
