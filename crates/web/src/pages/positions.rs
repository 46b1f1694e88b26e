//! `/positions`: who stands where on what; a cell opens its quotations.

use super::{Frame, html};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{Pairs, value};
use crate::problem::Problem;
use crate::words::encoded;
use askama::Template;
use axum::extract::{Query as Parameters, State};
use rapporteur_store::browse::PositionRow;
use std::collections::BTreeSet;
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
    stories: usize,
}

struct Holder {
    name: String,
    cells: Vec<Option<Cell>>,
}

/// Where a holder stands on an issue, by the latest evidence.
struct Cell {
    stance: String,
    as_of: Option<String>,
    stories: usize,
    /// An earlier stance that differs.
    before: Option<String>,
    href: String,
}

/// So many positions are looked at for the matrix: the latest.
const LOOKED_AT: usize = 20_000;
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
    let most = if is_cell { 200 } else { LOOKED_AT };
    let rows = app.ask(move |browser, _| Ok(browser.positions(asked.0.as_deref(), asked.1.as_deref(), 0, most)?)).await?;
    let question: Vec<String> = [("holder", &holder), ("issue", &issue)]
        .iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}={}", encoded(value))))
        .collect();
    let twin = if question.is_empty() { String::new() } else { format!("?{}", question.join("&")) };
    let frame = Frame::new(&app, "Positions", "/positions", Some(format!("/api/v1/positions{twin}")));
    let (issues, holders) = if is_cell { (Vec::new(), Vec::new()) } else { matrix(&rows) };
    let (is_empty, more) = (rows.is_empty(), rows.len() == most);
    let label = rows.first().and_then(|row| row.label.clone()).or(issue.clone()).unwrap_or_default();
    let (holder, issue) = (holder.unwrap_or_default(), issue.unwrap_or_default());
    Ok(html(&PositionsPage {
        frame,
        is_empty,
        is_cell,
        holder,
        issue,
        label,
        issues,
        holders,
        rows: if is_cell { rows } else { Vec::new() },
        more,
    }))
}

/// The commonest issues across, the holders with most positions down.
fn matrix(rows: &[PositionRow]) -> (Vec<Issue>, Vec<Holder>) {
    let stories =
        |takes: &dyn Fn(&PositionRow) -> bool| rows.iter().filter(|row| takes(row)).map(|row| row.story).collect::<BTreeSet<i64>>().len();
    let keys: BTreeSet<&str> = rows.iter().filter_map(|row| row.issue.as_deref()).collect();
    let mut issues: Vec<Issue> = keys
        .into_iter()
        .map(|key| {
            let label = rows.iter().find(|row| row.issue.as_deref() == Some(key)).and_then(|row| row.label.clone());
            Issue {
                key: key.to_owned(),
                label: label.unwrap_or_else(|| key.to_owned()),
                stories: stories(&|row| row.issue.as_deref() == Some(key)),
            }
        })
        .collect();
    issues.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.key.cmp(&b.key)));
    issues.truncate(ISSUES);
    let names: BTreeSet<&str> = rows.iter().filter_map(of_party).collect();
    let mut holders: Vec<(usize, &str)> = names.into_iter().map(|name| (stories(&|row| of_party(row) == Some(name)), name)).collect();
    holders.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    holders.truncate(HOLDERS);
    let row = |(_, name): (usize, &str)| Holder {
        name: name.to_owned(),
        cells: issues.iter().map(|issue| cell(rows, name, &issue.key)).collect(),
    };
    let holders = holders.into_iter().map(row).collect();
    (issues, holders)
}

/// For whom a position is held: the party, else the holder.
fn of_party(row: &PositionRow) -> Option<&str> {
    row.party.as_deref().or(row.holder.as_deref())
}

/// Rows come with the latest first: the first is where the holder stands now.
fn cell(rows: &[PositionRow], holder: &str, issue: &str) -> Option<Cell> {
    let mine: Vec<&PositionRow> = rows.iter().filter(|row| of_party(row) == Some(holder) && row.issue.as_deref() == Some(issue)).collect();
    let latest = mine.first()?;
    let before = mine.iter().find(|row| row.stance != latest.stance).and_then(|row| row.stance.clone());
    Some(Cell {
        stance: latest.stance.clone().unwrap_or_default(),
        as_of: latest.as_of.clone(),
        stories: mine.iter().map(|row| row.story).collect::<BTreeSet<i64>>().len(),
        before,
        href: format!("/positions?holder={}&issue={}", encoded(holder), encoded(issue)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(holder: &str, issue: &str, stance: &str, as_of: &str, story: i64) -> PositionRow {
        let some = |text: &str| Some(text.to_owned());
        PositionRow {
            id: story,
            holder: some(holder),
            party: None,
            condition_kind: None,
            basis: None,
            told_by: None,
            verdict: None,
            issue: some(issue),
            label: None,
            stance: some(stance),
            condition: None,
            as_of: some(as_of),
            report: story,
            story,
            outlet: None,
            evidence: Vec::new(),
        }
    }

    #[test]
    fn a_cell_has_the_latest_stance_and_says_that_it_shifted() {
        let rows = [
            row("Dask", "leave(karim)", "accept-if", "2031-06-01", 3),
            row("Dask", "leave(karim)", "reject", "2031-05-01", 1),
            row("Dask", "leave(karim)", "reject", "2031-05-01", 1),
            row("Karim", "talk(front)", "support", "2031-05-02", 2),
        ];
        let (issues, holders) = matrix(&rows);
        assert_eq!(
            issues.iter().map(|issue| (issue.key.as_str(), issue.stories)).collect::<Vec<_>>(),
            [("leave(karim)", 2), ("talk(front)", 1)]
        );
        let cell = holders[0].cells[0].as_ref().unwrap();
        assert_eq!(
            (holders[0].name.as_str(), cell.stance.as_str(), cell.before.as_deref(), cell.stories),
            ("Dask", "accept-if", Some("reject"), 2)
        );
        assert!(holders[0].cells[1].is_none());
    }
}
