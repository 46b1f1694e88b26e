//! `rapporteur network`: networks of actors.

use crate::args::{NetworkArgs, NetworkKind, TableFormat};
use crate::commands::ask;
use crate::output::Output;
use crate::{ExitStatus, table};
use rapporteur_store::{Graph, Network, Store};
use rapporteur_views::graphml::{GraphMl, Key, Of};
use std::io::{self, Write};
use std::time::Duration;

/// Prints a network: its edges as a table, or the graph.
pub fn run(args: NetworkArgs) -> anyhow::Result<ExitStatus> {
    let (store, filter, table) = ask::taken_apart(args.ask)?;
    let network = match args.kind {
        NetworkKind::Speech => Network::Speech,
        NetworkKind::Deeds => Network::Deeds,
        NetworkKind::Issues => Network::Issues,
    };
    let graph = Store::open_to_read(&store)?.network(network, &filter, args.all, Duration::from_secs(table.timeout))?;
    match table.format {
        TableFormat::Graphml => {
            let mut out = Output::open(table.output.as_deref())?;
            graphml(&graph, &mut out)?;
            out.finish()?;
        }
        TableFormat::Json => {
            let mut out = Output::open(table.output.as_deref())?;
            serde_json::to_writer_pretty(&mut out, &graph)?;
            writeln!(out)?;
            out.finish()?;
        }
        _ => table::print(&graph.table(), &table)?,
    }
    Ok(ExitStatus::Done)
}

/// The network as GraphML: names, kinds, relations and counts as attributes.
fn graphml(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let key = |id, of, kind| Key { id, of, name: id, kind, about: "" };
    let of_edges = ["relation", "weight", "independent", "first", "last"];
    let mut keys = vec![key("label", Of::Node, "string"), key("kind", Of::Node, "string")];
    keys.extend(of_edges.map(|id| key(id, Of::Edge, if matches!(id, "weight" | "independent") { "int" } else { "string" })));
    let mut written = GraphMl::begin(out, true, "", &keys)?;
    for node in &graph.nodes {
        written.node(&node.id.to_string(), [("label", node.name.clone()), ("kind", node.kind.clone())])?;
    }
    for edge in &graph.edges {
        let days = [("first", &edge.first), ("last", &edge.last)].into_iter().filter_map(|(key, day)| Some((key, day.clone()?)));
        let counts =
            [("relation", edge.relation.clone()), ("weight", edge.rows.to_string()), ("independent", edge.independent.to_string())];
        written.edge(&edge.source.to_string(), &edge.target.to_string(), counts.into_iter().chain(days))?;
    }
    written.end()
}
