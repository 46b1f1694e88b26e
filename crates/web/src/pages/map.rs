//! `/map`: where events happened, on outlines of Natural Earth; near places are one circle until one looks closer.

use super::timeline::attribute;
use super::{Frame, html};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{Asked, Pairs, address, link, value};
use crate::problem::Problem;
use crate::words::count;
use askama::Template;
use axum::extract::{Query as Parameters, State};
use rapporteur_store::browse::{Query, Sort, Spot};
use serde::Serialize;
use std::f64::consts::PI;
use std::fmt::Write;
use std::sync::Arc;

/// What the page draws.
#[derive(Debug, Serialize)]
pub struct Points {
    /// Places with the number of events there, the most first.
    pub spots: Vec<Spot>,
    /// Events of which no point is known.
    pub nowhere: usize,
}

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    frame: Frame,
    query: Query,
    drawing: String,
    spots: Vec<(Spot, String)>,
    tally: String,
    views: Vec<(&'static str, String, bool)>,
    zoom: &'static str,
}

/// Outlines of land and of borders: see web/vendor/README.md.
const WORLD: &str = include_str!("../../../../web/vendor/world.txt");
/// The same with more detail, for a part of the world.
const WORLD_NEAR: &str = include_str!("../../../../web/vendor/world-50m.txt");
/// A window no wider than this is drawn with more detail.
const NEAR: f64 = 500.0;
/// The drawing, in the units of `world.txt`.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 520.0;

/// Parts of the world that can be looked at: name, west, north, east, south.
const VIEWS: [(&str, &str, [f64; 4]); 7] = [
    ("world", "World", [-180.0, 84.0, 180.0, -60.0]),
    ("europe", "Europe", [-12.0, 71.0, 42.0, 34.0]),
    ("middle-east", "Middle East", [24.0, 43.0, 64.0, 11.0]),
    ("africa", "Africa", [-20.0, 38.0, 53.0, -36.0]),
    ("asia", "Asia", [58.0, 56.0, 148.0, -10.0]),
    ("north-america", "North America", [-170.0, 74.0, -50.0, 8.0]),
    ("south-america", "South America", [-84.0, 14.0, -33.0, -56.0]),
];

/// `GET /map`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let query = Asked::parse(&pairs, 0, &["view"])?.query;
    let points = points(&app, query.clone()).await?;
    let zoom = value(&pairs, "view").unwrap_or("");
    let is_fitting = zoom.is_empty();
    let known = VIEWS.iter().find(|(name, ..)| *name == zoom);
    if known.is_none() && !is_fitting {
        return Err(Problem::bad(format!("there is no part of the world called `{zoom}`")).help("begin at /map"));
    }
    let window = known.map_or_else(|| fitting(&points.spots), |(.., bounds)| framed(*bounds));
    let question = Some(address(&query)).filter(|pairs| !pairs.is_empty());
    let with = |name: &str| format!("/map?view={name}{}", question.as_ref().map(|pairs| format!("&{pairs}")).unwrap_or_default());
    let mut views = vec![("Where things happened", link("/map", &query), is_fitting)];
    views.extend(VIEWS.iter().map(|(name, label, _)| (*label, with(name), *name == zoom)));
    let events: u32 = points.spots.iter().map(|spot| spot.rows).sum();
    let tally = format!(
        "{} at {}{}",
        count(events, "event", "events"),
        count(points.spots.len(), "place", "places"),
        if points.nowhere > 0 { format!("; {} without a known point", points.nowhere) } else { String::new() }
    );
    let drawing = draw(&points.spots, &query, window);
    let spots = points.spots.into_iter().take(60).map(|spot| (spot.clone(), at_place(&query, &spot))).collect();
    let zoom = known.map_or("", |(name, ..)| name);
    let frame = Frame::new(&app, "Map", "/map", Some(link("/api/v1/map", &query)));
    Ok(html(&MapPage { frame, query, drawing, spots, tally, views, zoom }))
}

/// Counts the events that a question takes by place.
///
/// # Errors
/// When the store cannot be read in time.
pub async fn points(app: &Arc<App>, query: Query) -> Result<Points, Problem> {
    let limit = app.options.limits.question;
    app.ask(move |browser, catalogue| {
        let query = Query { sort: Sort::Events, act: None, certainty: None, ..query };
        let found = browser.matching(catalogue, &query, limit)?.found;
        let (spots, nowhere) = catalogue.spots(&found);
        Ok(Points { spots, nowhere })
    })
    .await
}

fn at_place(query: &Query, spot: &Spot) -> String {
    link("/", &Query { sort: Sort::Events, place: Some(spot.name.clone()), act: None, certainty: None, ..query.clone() })
}

/// The Natural Earth projection (Šavrič and others 2011), in the units of the drawing.
fn projected(lat: f64, lon: f64) -> (f64, f64) {
    let (lambda, phi) = (lon * PI / 180.0, lat * PI / 180.0);
    let (p2, scale) = (phi * phi, WIDTH / (2.0 * 0.8707 * PI));
    let p4 = p2 * p2;
    let x = lambda * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)));
    let y = phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)));
    (WIDTH / 2.0 + x * scale, HEIGHT / 2.0 - y * scale)
}

/// A window of the drawing: left, top, width, height.
type Window = [f64; 4];

fn framed([west, north, east, south]: [f64; 4]) -> Window {
    let corners =
        [(north, west), (north, east), (south, west), (south, east), ((north + south) / 2.0, west), ((north + south) / 2.0, east)];
    let points: Vec<(f64, f64)> = corners.iter().map(|&(lat, lon)| projected(lat, lon)).collect();
    around(&points, 0.0)
}

/// The window in which all places lie, with some of what is around them.
fn fitting(spots: &[Spot]) -> Window {
    let points: Vec<(f64, f64)> = spots.iter().map(|spot| projected(spot.lat, spot.lon)).collect();
    if points.is_empty() { [0.0, 0.0, WIDTH, HEIGHT] } else { around(&points, 25.0) }
}

fn around(points: &[(f64, f64)], margin: f64) -> Window {
    let low = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min) - margin;
    let high = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max) + margin;
    let (left, right, top, bottom) = (low(|at| at.0), high(|at| at.0), low(|at| at.1), high(|at| at.1));
    let ratio = WIDTH / HEIGHT;
    let wide = (right - left).max((bottom - top) * ratio).clamp(60.0, WIDTH);
    let tall = wide / ratio;
    let inside = |middle: f64, size: f64, most: f64| (middle - size / 2.0).clamp(0.0, (most - size).max(0.0));
    [inside((left + right) / 2.0, wide, WIDTH), inside((top + bottom) / 2.0, tall, HEIGHT), wide, tall]
}

/// Places that would touch each other in this window.
struct Cluster {
    x: f64,
    y: f64,
    rows: u32,
    members: Vec<usize>,
}

/// Joins each place to the first larger one that is near, in order of size: the same for the same window.
fn clusters(spots: &[Spot], wide: f64) -> Vec<Cluster> {
    let near = wide / 40.0;
    let mut found: Vec<Cluster> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        let (x, y) = projected(spot.lat, spot.lon);
        let touches = |cluster: &&mut Cluster| (cluster.x - x) * (cluster.x - x) + (cluster.y - y) * (cluster.y - y) < near * near;
        match found.iter_mut().find(touches) {
            Some(cluster) => {
                cluster.rows += spot.rows;
                cluster.members.push(at);
            }
            None => found.push(Cluster { x, y, rows: spot.rows, members: vec![at] }),
        }
    }
    found
}

/// The pieces of a path (each begins with `M`) that touch a window. A piece is taken whole, so that land stays closed.
fn within(path: &str, [left, top, wide, tall]: Window) -> String {
    let mut kept = String::new();
    for piece in path.split('M').filter(|piece| !piece.is_empty()) {
        let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        for point in piece.trim_end_matches('Z').split('L') {
            let Some((x, y)) = point.split_once(',') else { continue };
            let (Ok(x), Ok(y)) = (x.parse::<f64>(), y.parse::<f64>()) else { continue };
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
        }
        if bounds[0] <= left + wide && bounds[2] >= left && bounds[1] <= top + tall && bounds[3] >= top {
            kept.push('M');
            kept.push_str(piece);
        }
    }
    kept
}

fn draw(spots: &[Spot], query: &Query, [left, top, wide, tall]: Window) -> String {
    let world = if wide <= NEAR { WORLD_NEAR } else { WORLD };
    let (land, borders) = world.trim_end().split_once('\n').unwrap_or((world, ""));
    // One who moves the map sees as much again on each side.
    let shown = [left - wide, top - tall, 3.0 * wide, 3.0 * tall];
    let (land, borders) = if wide <= NEAR { (within(land, shown), within(borders, shown)) } else { (land.to_owned(), borders.to_owned()) };
    let mut out = String::with_capacity(land.len() + borders.len() + 4_000);
    let unit = wide / WIDTH;
    let _ = write!(
        out,
        "<svg class=\"drawing\" viewBox=\"{left:.1} {top:.1} {wide:.1} {tall:.1}\" role=\"group\" aria-label=\"Map of events\" data-map><path class=\"land\" d=\"{land}\"/><path class=\"borders\" d=\"{borders}\"/>"
    );
    let clusters = clusters(spots, wide);
    let most = clusters.iter().map(|cluster| cluster.rows).max().unwrap_or(1).max(1);
    for cluster in clusters.iter().filter(|cluster| inside(cluster, left, top, wide, tall)) {
        let first = &spots[cluster.members[0]];
        let size = (5.0 + 17.0 * (f64::from(cluster.rows) / f64::from(most)).sqrt()) * unit;
        let others = cluster.members.len() - 1;
        let name =
            if others == 0 { first.name.clone() } else { format!("{} and {} near it", first.name, count(others, "place", "places")) };
        let label = attribute(&format!("{name}: {}", count(cluster.rows, "event", "events")));
        let _ = write!(
            out,
            "<a href=\"{}\" aria-label=\"{label}\"><title>{label}</title><circle class=\"spot\" cx=\"{:.2}\" cy=\"{:.2}\" r=\"{size:.2}\" stroke-width=\"{:.2}\"/>",
            attribute(&at_place(query, first)),
            cluster.x,
            cluster.y,
            1.2 * unit
        );
        let _ = write!(
            out,
            "<text class=\"name\" x=\"{:.2}\" y=\"{:.2}\" font-size=\"{:.2}\" stroke-width=\"{:.2}\">{}</text></a>",
            cluster.x + size + 3.0 * unit,
            cluster.y + 4.0 * unit,
            12.0 * unit,
            3.0 * unit,
            attribute(&name)
        );
    }
    out.push_str("</svg>");
    out
}

fn inside(cluster: &Cluster, left: f64, top: f64, wide: f64, tall: f64) -> bool {
    (left..=left + wide).contains(&cluster.x) && (top..=top + tall).contains(&cluster.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(name: &str, lat: f64, lon: f64, rows: u32) -> Spot {
        Spot { name: name.to_owned(), country: None, lat, lon, rows }
    }

    #[test]
    fn the_projection_is_that_of_the_outlines() {
        assert_eq!(projected(0.0, 0.0), (500.0, 260.0));
        let (x, y) = projected(0.0, 180.0);
        assert!((x - 1_000.0).abs() < 1e-9 && (y - 260.0).abs() < 1e-9);
        let (x, y) = projected(90.0, 0.0);
        assert!((x - 500.0).abs() < 1e-9 && (0.0..2.0).contains(&y), "{y}");
    }

    #[test]
    fn near_places_are_one_until_one_looks_closer() {
        let spots = [spot("Kelm", 50.0, 10.0, 9), spot("Orra", 51.0, 11.0, 2), spot("Sund", -20.0, 120.0, 1)];
        assert_eq!(clusters(&spots, WIDTH).iter().map(|cluster| cluster.rows).collect::<Vec<_>>(), [11, 1]);
        assert_eq!(clusters(&spots, 60.0).len(), 3);
        let [left, top, wide, tall] = fitting(&spots);
        assert!(left >= 0.0 && top >= 0.0 && left + wide <= WIDTH + 1e-9 && top + tall <= HEIGHT + 1e-9);
    }

    #[test]
    fn a_part_of_the_world_has_its_own_outlines_only() {
        assert_eq!(within("M1,1L2,1L2,2ZM50,50L51,50L51,51ZM9,-4L30,7", [0.0, 0.0, 10.0, 10.0]), "M1,1L2,1L2,2ZM9,-4L30,7");
        let land = WORLD_NEAR.split_once('\n').unwrap().0;
        let [left, top, wide, tall] = framed(VIEWS[6].2);
        let south_america = within(land, [left, top, wide, tall]);
        assert!(!south_america.is_empty() && south_america.len() < land.len() / 2);
    }
}
