//! `/timeline`: statements and events on one axis, by party; each step leads nearer, down to the words of a day.

use super::{Frame, html};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{Asked, Pairs, link};
use crate::problem::Problem;
use crate::words::{count, date};
use askama::Template;
use axum::extract::{Query as Parameters, State};
use rapporteur_store::browse::{Bar, Catalogue, Finding, Lane, Query, Sort, Step};
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;

/// What the page draws.
#[derive(Debug, Serialize)]
pub struct Timeline {
    /// The length of a step.
    pub step: Step,
    /// All steps from the first to the last, also those with nothing.
    pub steps: Vec<String>,
    /// All together, then the parties with most.
    pub lanes: Vec<Lane>,
    /// Findings without a day, or with one that is not known as well as the steps ask.
    pub undated: usize,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    frame: Frame,
    drawing: String,
    drawn: Timeline,
    query: Query,
    span: String,
    out: Option<String>,
    lists: Vec<(&'static str, String)>,
    rows: Vec<(String, u32, u32, String)>,
}

/// So many steps are drawn; a stretch with more is drawn from its end.
const STEPS: usize = 150;

/// `GET /timeline`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let query = Asked::parse(&pairs, 0, &[])?.query;
    let drawn = drawn(&app, query.clone()).await?;
    let frame = Frame::new(&app, "Timeline", "/timeline", Some(link("/api/v1/timeline", &query)));
    let with = |sort, path| link(path, &Query { sort, ..query.clone() });
    let lists = vec![
        ("Statements of this stretch", with(Sort::Statements, "/")),
        ("Events of this stretch", with(Sort::Events, "/")),
        ("Network of this stretch", with(Sort::Statements, "/network")),
        ("Map of this stretch", with(Sort::Statements, "/map")),
    ];
    let span = match (drawn.steps.first(), drawn.steps.last()) {
        (Some(first), Some(last)) if first == last => date(first),
        (Some(first), Some(last)) => format!("{} to {}", date(first), date(last)),
        _ => String::new(),
    };
    let is_narrowed = query.since.is_some() || query.until.is_some();
    let out = is_narrowed.then(|| link("/timeline", &wider(&query)));
    let rows = match drawn.lanes.first() {
        Some(all) => drawn
            .steps
            .iter()
            .map(|step| (step.clone(), at(&all.statements, step), at(&all.events, step), into(&query, drawn.step, step)))
            .collect(),
        None => Vec::new(),
    };
    Ok(html(&TimelinePage { frame, drawing: draw(&drawn, &query), span, out, lists, rows, query, drawn }))
}

/// Counts the findings that a question takes by time.
///
/// # Errors
/// When the store cannot be read in time.
pub async fn drawn(app: &Arc<App>, query: Query) -> Result<Timeline, Problem> {
    let limit = app.options.limits.question;
    app.ask(move |browser, catalogue| {
        let statements =
            browser.matching(catalogue, &Query { sort: Sort::Statements, kind: None, status: None, ..query.clone() }, limit)?.found;
        let events = browser.matching(catalogue, &Query { sort: Sort::Events, act: None, certainty: None, ..query.clone() }, limit)?.found;
        let both = [catalogue.extent(Sort::Statements, &statements), catalogue.extent(Sort::Events, &events)];
        let first = both.iter().flatten().map(|(first, _)| *first).min();
        let last = both.iter().flatten().map(|(_, last)| *last).max();
        let Some((first, last)) = first.zip(last) else {
            return Ok(Timeline { step: Step::Year, steps: Vec::new(), lanes: Vec::new(), undated: statements.len() + events.len() });
        };
        let hour = |sort, found: &[u32]| found.iter().any(|&at| catalogue.table(sort).findings[at as usize].minute != Finding::NO_HOUR);
        let hours = first == last && (hour(Sort::Statements, &statements) || hour(Sort::Events, &events));
        let step = Step::fitting(first, last, hours);
        let undated = undated(catalogue, Sort::Statements, &statements, step) + undated(catalogue, Sort::Events, &events, step);
        Ok(Timeline { step, steps: steps(first, last, step), lanes: catalogue.lanes(&statements, &events, step), undated })
    })
    .await
}

fn undated(catalogue: &Catalogue, sort: Sort, found: &[u32], step: Step) -> usize {
    found.iter().filter(|&&at| !step.holds(&catalogue.table(sort).findings[at as usize])).count()
}

/// The last steps between two days.
fn steps(first: u32, last: u32, step: Step) -> Vec<String> {
    let mut found = step.all(first, last);
    let surplus = found.len().saturating_sub(STEPS);
    found.split_off(surplus)
}

fn at(bars: &[Bar], step: &str) -> u32 {
    bars.iter().find(|bar| bar.when == step).map_or(0, |bar| bar.rows)
}

/// Where a step leads: a year to its months, a month to its days, a day to its hours. An hour, or a day of which no hour is known, leads to
/// its statements.
fn into(query: &Query, step: Step, when: &str) -> String {
    let narrowed = Query { since: Some(when.to_owned()), until: Some(when.to_owned()), ..query.clone() };
    let is_all = query.since == narrowed.since && query.until == narrowed.until;
    link(if step == Step::Hour || is_all { "/" } else { "/timeline" }, &narrowed)
}

/// The stretch one step wider: of an hour its day, of a day its month, of a month its year, of anything else all.
fn wider(query: &Query) -> Query {
    // Both ends lie in one year, month or day: the narrowest of these that is wider than what they are.
    let common = |length: usize| {
        let (since, until) = (query.since.as_deref()?.get(..length)?, query.until.as_deref()?.get(..length)?);
        (since == until && (query.since.as_deref() != Some(since) || query.until.as_deref() != Some(until))).then(|| since.to_owned())
    };
    let wide = [10, 7, 4].into_iter().find_map(common);
    Query { since: wide.clone(), until: wide, ..query.clone() }
}

const LEFT: f64 = 170.0;
const WIDTH: f64 = 1_000.0;
const TALL: f64 = 130.0;
const LOW: f64 = 56.0;

/// The drawing as SVG: statements grow up from a lane's line, events down.
fn draw(drawn: &Timeline, query: &Query) -> String {
    let mut out = String::new();
    if drawn.steps.is_empty() {
        return out;
    }
    let column = (WIDTH - LEFT) / drawn.steps.len() as f64;
    let height = 30.0 + TALL + LOW * drawn.lanes.len().saturating_sub(1) as f64 + 10.0;
    let _ = write!(
        out,
        "<svg class=\"lanes\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"group\" aria-label=\"Statements and events over time\" data-brush data-left=\"{LEFT}\" data-width=\"{WIDTH}\">"
    );
    for (nth, step) in drawn.steps.iter().enumerate() {
        let x = LEFT + column * nth as f64;
        let (said, done) = drawn.lanes.first().map_or((0, 0), |all| (at(&all.statements, step), at(&all.events, step)));
        let label = format!("{}: {}, {}", date(step), count(said, "statement", "statements"), count(done, "event", "events"));
        let _ = write!(
            out,
            "<a href=\"{}\" aria-label=\"{label}\" data-when=\"{step}\"><title>{label}</title>",
            attribute(&into(query, drawn.step, step))
        );
        let _ = write!(out, "<rect class=\"grip\" x=\"{x:.2}\" y=\"20\" width=\"{column:.2}\" height=\"{:.0}\"/>", height - 20.0);
        let mut top = 30.0;
        for (at_lane, lane) in drawn.lanes.iter().enumerate() {
            let tall = if at_lane == 0 { TALL } else { LOW };
            let most = lane.statements.iter().chain(&lane.events).map(|bar| bar.rows).max().unwrap_or(1).max(1);
            let (half, base) = (tall / 2.0 - 6.0, top + tall / 2.0);
            let (up, down) = (at(&lane.statements, step), at(&lane.events, step));
            let long = |rows: u32| if rows == 0 { 0.0 } else { (half * f64::from(rows) / f64::from(most)).max(1.5) };
            let (x, wide) = (x + column * 0.1, (column * 0.8).max(0.8));
            if up > 0 {
                let _ = write!(
                    out,
                    "<rect class=\"bar-st\" x=\"{x:.2}\" y=\"{:.2}\" width=\"{wide:.2}\" height=\"{:.2}\"/>",
                    base - long(up),
                    long(up)
                );
            }
            if down > 0 {
                let _ = write!(
                    out,
                    "<rect class=\"bar-ev\" x=\"{x:.2}\" y=\"{:.2}\" width=\"{wide:.2}\" height=\"{:.2}\"/>",
                    base + 1.0,
                    long(down)
                );
            }
            top += tall;
        }
        out.push_str("</a>");
    }
    let mut top = 30.0;
    for (nth, lane) in drawn.lanes.iter().enumerate() {
        let tall = if nth == 0 { TALL } else { LOW };
        let base = top + tall / 2.0;
        let _ = write!(out, "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{base:.1}\" y2=\"{base:.1}\"/>");
        match &lane.party {
            Some(party) => {
                let href = link("/timeline", &Query { party: Some(party.clone()), ..query.clone() });
                let _ = write!(
                    out,
                    "<a href=\"{}\"><text x=\"0\" y=\"{:.1}\" font-size=\"13\">{}</text></a>",
                    attribute(&href),
                    base + 4.0,
                    shortened(party)
                );
            }
            None => {
                let _ = write!(out, "<text x=\"0\" y=\"{:.1}\" font-size=\"13\" font-weight=\"600\">All together</text>", base + 4.0);
            }
        }
        top += tall;
    }
    let every = drawn.steps.len().div_ceil(9);
    for (nth, step) in drawn.steps.iter().enumerate().step_by(every) {
        let _ =
            write!(out, "<text class=\"faint\" x=\"{:.1}\" y=\"14\" font-size=\"12\">{}</text>", LEFT + column * nth as f64, date(step));
    }
    out.push_str("</svg>");
    out
}

/// A value in a quoted attribute.
pub fn attribute(value: &str) -> String {
    let mut out = String::new();
    crate::words::escape(value, &mut out);
    out
}

/// A name that fits beside a lane.
fn shortened(name: &str) -> String {
    let short: String = name.chars().take(22).collect();
    attribute(&if short.len() < name.len() { format!("{}…", short.trim_end()) } else { short })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_widened_step_by_step() {
        assert_eq!(steps(10_000, 20_310_506, Step::Year).len(), STEPS);
        let of = |since: &str, until: &str| Query { since: Some(since.to_owned()), until: Some(until.to_owned()), ..Query::default() };
        for (since, until, wide) in [
            ("2031-05-06T15:00", "2031-05-06T15:00", Some("2031-05-06")),
            ("2031-05-06", "2031-05-06", Some("2031-05")),
            ("2031-05-06", "2031-05-09", Some("2031-05")),
            ("2031-05", "2031-05", Some("2031")),
            ("2031-05", "2031-07", Some("2031")),
            ("2031", "2031", None),
            ("2030-05", "2031-05", None),
        ] {
            assert_eq!(wider(&of(since, until)).since.as_deref(), wide, "{since} {until}");
        }
        let day = of("2031-05-06", "2031-05-06");
        assert_eq!(into(&Query::default(), Step::Day, "2031-05-06"), "/timeline?since=2031-05-06&until=2031-05-06");
        assert_eq!(into(&day, Step::Day, "2031-05-06"), "/?since=2031-05-06&until=2031-05-06");
        assert_eq!(into(&day, Step::Hour, "2031-05-06T15:00"), "/?since=2031-05-06T15%3A00&until=2031-05-06T15%3A00");
    }
}
