//! `/network`: who speaks to whom, who acts on whom.

use super::timeline::attribute;
use super::{Frame, html, layout};
use crate::api::Answer;
use crate::app::App;
use crate::asked::{Asked, Pairs, address, link, value};
use crate::problem::Problem;
use crate::words::count;
use askama::Template;
use axum::extract::{Query as Parameters, State};
use rapporteur_store::browse::{Edge, Node, Query, Sort};
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;

/// What the page draws.
#[derive(Debug, Serialize)]
pub struct Network {
    /// `of`, `to` or `on`.
    pub kind: &'static str,
    /// The actors.
    pub nodes: Vec<Placed>,
    /// What joins them.
    pub edges: Vec<Edge>,
    /// How many more actors there are.
    pub more: usize,
}

/// An actor with its place in the drawing, from 0 to 1.
#[derive(Debug, Serialize)]
pub struct Placed {
    /// The actor.
    #[serde(flatten)]
    pub node: Node,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

#[derive(Template)]
#[template(path = "network.html")]
struct NetworkPage {
    frame: Frame,
    query: Query,
    kind: Kind,
    drawing: String,
    data: String,
    rows: Vec<Row>,
    tally: String,
    tabs: Vec<(&'static str, String, bool)>,
}

struct Row {
    from: Node,
    to: Node,
    rows: u32,
    href: String,
}

/// So many actors are drawn without scripts, and with them.
const DRAWN: usize = 120;
const FLUID: usize = 2_000;

/// What joins actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One speaks to the other.
    To,
    /// One speaks of the other.
    Of,
    /// One acts on the other.
    On,
}

impl Kind {
    const ALL: [(Self, &'static str, &'static str); 3] =
        [(Self::Of, "of", "Who speaks of whom"), (Self::To, "to", "Who speaks to whom"), (Self::On, "on", "Who acts on whom")];

    fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    fn sort(self) -> Sort {
        if self == Self::On { Sort::Events } else { Sort::Statements }
    }
}

/// What joins actors, by the parameter `kind`.
pub fn kind(pairs: &Pairs) -> Result<Kind, Problem> {
    let named = value(pairs, "kind").unwrap_or("of");
    let found = Kind::ALL.iter().find(|(_, name, _)| *name == named);
    found.map(|(kind, ..)| *kind).ok_or_else(|| Problem::bad(format!("`kind` cannot be `{named}`")).help("it is of, to or on"))
}

/// `GET /network`.
pub async fn page(State(app): State<Arc<App>>, Parameters(pairs): Parameters<Pairs>) -> Answer {
    let query = Asked::parse(&pairs, DRAWN, &["kind"])?.query;
    let kind = kind(&pairs)?;
    let drawn = drawn(&app, query.clone(), kind, DRAWN).await?;
    let with = |kind: Kind| {
        format!(
            "/network?kind={}{}",
            kind.as_str(),
            Some(address(&query)).filter(|pairs| !pairs.is_empty()).map(|pairs| format!("&{pairs}")).unwrap_or_default()
        )
    };
    let data = with(kind).replacen("/network?", "/api/v1/network?", 1);
    let mut edges: Vec<&Edge> = drawn.edges.iter().collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.rows), edge.from, edge.to));
    let node = |at: u32| &drawn.nodes[at as usize].node;
    let row = |edge: &&Edge| Row {
        from: node(edge.from).clone(),
        to: node(edge.to).clone(),
        rows: edge.rows,
        href: evidence(&query, kind, node(edge.from), node(edge.to)),
    };
    let rows = edges.iter().take(40).map(row).collect();
    let tally = format!(
        "{} and {}{}",
        count(drawn.nodes.len(), "actor", "actors"),
        count(drawn.edges.len(), "tie", "ties"),
        if drawn.more > 0 { format!(", {} more actors not drawn", drawn.more) } else { String::new() }
    );
    let frame = Frame::new(&app, "Network", "/network", Some(data.clone()));
    let tabs = Kind::ALL.iter().map(|&(one, _, label)| (label, with(one), one == kind)).collect();
    let drawing = draw(&drawn, &query, kind);
    Ok(html(&NetworkPage { frame, query, kind, drawing, data: format!("{data}&limit=500"), rows, tally, tabs }))
}

/// Joins the actors of the findings that a question takes, and gives each its place.
///
/// # Errors
/// When the store cannot be read in time.
pub async fn drawn(app: &Arc<App>, query: Query, kind: Kind, most: usize) -> Result<Network, Problem> {
    let limit = app.options.limits.question;
    app.ask(move |browser, catalogue| {
        let query = Query { sort: kind.sort(), ..query };
        let found = browser.matching(catalogue, &query, limit)?.found;
        let graph = catalogue.graph(kind.sort(), &found, kind == Kind::Of, most.min(FLUID));
        let edges: Vec<(u32, u32, u32)> = graph.edges.iter().map(|edge| (edge.from, edge.to, edge.rows)).collect();
        let places = layout::places(graph.nodes.len(), &edges);
        let round = |number: f64| (number * 10_000.0).round() / 10_000.0;
        let nodes = graph.nodes.into_iter().zip(places).map(|(node, (x, y))| Placed { node, x: round(x), y: round(y) }).collect();
        Ok(Network { kind: kind.as_str(), nodes, edges: graph.edges, more: graph.more })
    })
    .await
}

/// The words behind a tie.
fn evidence(query: &Query, kind: Kind, from: &Node, to: &Node) -> String {
    let other = Some(to.name.clone());
    let (to, of) = if kind == Kind::Of { (None, other) } else { (other, None) };
    link("/", &Query { sort: kind.sort(), speaker: Some(from.name.clone()), to, of, ..query.clone() })
}

const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 620.0;

fn draw(drawn: &Network, query: &Query, kind: Kind) -> String {
    let mut out = String::new();
    let place = |at: usize| (40.0 + drawn.nodes[at].x * (WIDTH - 160.0), 25.0 + drawn.nodes[at].y * (HEIGHT - 50.0));
    let heaviest = drawn.nodes.first().map_or(1, |node| node.node.weight.max(1));
    let _ = write!(out, "<svg class=\"drawing\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"group\" aria-label=\"Network of actors\">");
    for edge in &drawn.edges {
        let (from, to) = (&drawn.nodes[edge.from as usize].node, &drawn.nodes[edge.to as usize].node);
        let ((x1, y1), (x2, y2)) = (place(edge.from as usize), place(edge.to as usize));
        let wide = (1.0 + f64::from(edge.rows)).sqrt().min(7.0);
        let label = attribute(&format!("{} → {}: {}", from.name, to.name, edge.rows));
        // Links for pointers; the table below has the same for keyboards.
        let _ = write!(
            out,
            "<a href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\"><title>{label}</title><path class=\"edge\" stroke-width=\"{wide:.1}\" d=\"M{x1:.1} {y1:.1}Q{:.1} {:.1} {x2:.1} {y2:.1}\"/></a>",
            attribute(&evidence(query, kind, from, to)),
            (x1 + x2) / 2.0 + (y1 - y2) * 0.08,
            (y1 + y2) / 2.0 + (x2 - x1) * 0.08,
        );
    }
    for (nth, node) in drawn.nodes.iter().enumerate() {
        let (x, y) = place(nth);
        let size = 4.0 + 12.0 * (f64::from(node.node.weight) / f64::from(heaviest)).sqrt();
        let name = attribute(&node.node.name);
        let _ = write!(
            out,
            "<a href=\"/actors/{}\"{}><title>{name}, {}</title><circle class=\"node {}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{size:.1}\"/>",
            node.node.id,
            if nth < 30 { "" } else { " tabindex=\"-1\"" },
            node.node.kind,
            attribute(&node.node.kind),
        );
        if nth < 40 {
            let _ = write!(out, "<text class=\"label\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>", x + size + 3.0, y + 4.0);
        }
        out.push_str("</a>");
    }
    out.push_str("</svg>");
    out
}
