//! `/stories` and `/stories/{id}`: copies of one story, and what each adds or drops.

use super::{Frame, html};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{self, Pairs, value};
use crate::problem::Problem;
use crate::words::encoded;
use askama::Template;
use axum::extract::{Path, Query as Parameters, State};
use rapporteur_store::browse::{Story, StoryRow};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage {
    frame: Frame,
    text: String,
    rows: Vec<StoryRow>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    frame: Frame,
    story: Story,
    beside: String,
}

const ROWS: usize = 50;

/// `GET /stories`.
pub async fn list(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let text = value(&pairs, "q").map(str::to_owned);
    let after: usize = value(&pairs, "after").unwrap_or("0").parse().map_err(|_| Problem::bad("that is no place in a list"))?;
    let asked = text.clone();
    let mut rows = app.ask(move |browser, _| Ok(browser.stories(asked.as_deref(), after, ROWS + 1)?)).await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let question = text.as_deref().map(|text| format!("q={}&", encoded(text))).unwrap_or_default();
    let next = more.then(|| format!("/stories?{question}after={}", after + ROWS));
    let frame = Frame::new(&app, "Stories", "/stories", Some(format!("/api/v1/stories?{question}after={after}&limit={ROWS}")));
    Ok(html(&StoriesPage { frame, text: text.unwrap_or_default(), rows, next }))
}

/// `GET /stories/{id}`.
pub async fn page(State(app): State<Arc<App>>, Path(id): Path<String>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let id = asked::id("story", &id)?;
    let beside = value(&pairs, "beside").map(|beside| asked::id("report", beside)).transpose()?;
    let story =
        app.ask(move |browser, _| browser.story(id, beside)?.ok_or_else(|| Problem::none(format!("there is no story {id}")))).await?;
    let title = story.title.clone().unwrap_or_else(|| format!("Story {id}"));
    let name = |copy: &rapporteur_store::browse::Copy| {
        copy.report.outlet.clone().or(copy.report.title.clone()).unwrap_or_else(|| format!("report {}", copy.report.id))
    };
    let with = story.copies.iter().find(|copy| copy.report.id == story.beside).map(name).unwrap_or_default();
    let frame = Frame::new(&app, title, "/stories", Some(format!("/api/v1/stories/{id}?beside={}", story.beside)));
    Ok(html(&StoryPage { frame, story, beside: with }))
}
