//! `/positions`: who stands where on what; a cell opens its quotations.

use super::{Frame, html};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{Pairs, value};
use crate::problem::Problem;
use crate::words::encoded;
use askama::Template;
use axum::extract::{Query as Parameters, State};
use rapporteur_store::browse::{Matrix, MatrixCell, PositionRow};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "positions.html")]
struct PositionsPage {
    frame: Frame,
    is_empty: bool,
    is_cell: bool,
    holder: String,
    issue: String,
    label: String,
    issues: Vec<Issue>,
    holders: Vec<Holder>,
    rows: Vec<PositionRow>,
    more: bool,
}

struct Issue {
    key: String,
    label: String,
}

struct Holder {
    name: String,
    cells: Vec<Option<Cell>>,
}

/// Where a holder stands on an issue, by the latest evidence.
struct Cell {
    stance: String,
    as_of: Option<String>,
    stories: u32,
    /// An earlier stance that differs.
    before: Option<String>,
    href: String,
}

/// So many quotations a cell opens.
const QUOTATIONS: usize = 200;
const ISSUES: usize = 10;
const HOLDERS: usize = 25;

/// `GET /positions`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !matches!(name.as_str(), "holder" | "issue")) {
        return Err(Problem::bad(format!("`{name}` is not asked for here")).help("known are holder and issue"));
    }
    let of = |name: &str| value(&pairs, name).map(str::to_owned);
    let (holder, issue) = (of("holder"), of("issue"));
    let is_cell = holder.is_some() || issue.is_some();
    let asked = (holder.clone(), issue.clone());
    let rows = if is_cell {
        app.ask(move |browser, catalogue| Ok(browser.positions(catalogue, asked.0.as_deref(), asked.1.as_deref(), 0, QUOTATIONS)?)).await?
    } else {
        Vec::new()
    };
    let catalogue = app.catalogue();
    let drawn = if is_cell { Matrix::default() } else { catalogue.matrix(ISSUES, HOLDERS) };
    let question: Vec<String> = [("holder", &holder), ("issue", &issue)]
        .iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}={}", encoded(value))))
        .collect();
    let twin = if question.is_empty() { String::new() } else { format!("?{}", question.join("&")) };
    let frame = Frame::new(&app, "Positions", "/positions", Some(format!("/api/v1/positions{twin}")));
    let (is_empty, more) = (if is_cell { rows.is_empty() } else { catalogue.positions.is_empty() }, rows.len() == QUOTATIONS);
    let keys: Vec<String> = drawn.issues.iter().map(|(key, ..)| key.clone()).collect();
    let cell = |holder: &str, issue: &str, cell: MatrixCell| Cell {
        stance: cell.stance,
        as_of: cell.as_of,
        stories: cell.stories,
        before: cell.before,
        href: format!("/positions?holder={}&issue={}", encoded(holder), encoded(issue)),
    };
    let row = |(name, cells): (String, Vec<Option<MatrixCell>>)| Holder {
        cells: cells.into_iter().zip(&keys).map(|(one, issue)| one.map(|one| cell(&name, issue, one))).collect(),
        name,
    };
    let holders = drawn.holders.into_iter().map(row).collect();
    let issues = drawn.issues.into_iter().map(|(key, label, _)| Issue { key, label }).collect();
    let label = rows.first().and_then(|row| row.label.clone()).or(issue.clone()).unwrap_or_default();
    let (holder, issue) = (holder.unwrap_or_default(), issue.unwrap_or_default());
    Ok(html(&PositionsPage { frame, is_empty, is_cell, holder, issue, label, issues, holders, rows, more }))
}
