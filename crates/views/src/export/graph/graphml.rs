//! A network of a store as GraphML.

use super::{Graph, edge_columns, node_columns};
use crate::export::columns::{Column, Type};
use crate::export::error::Error;
use crate::graphml::{GraphMl, Key, Of};
use rapporteur_store::Cell;
use std::io::Write;

/// Writes a network.
///
/// # Errors
/// When it cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> Result<(), Error> {
    let (nodes, edges) = (node_columns(), edge_columns());
    let ids = |columns: &[Column], of: &str| columns.iter().map(|column| format!("{of}.{}", column.name)).collect::<Vec<_>>();
    let (node_ids, edge_ids) = (ids(&nodes, "node"), ids(&edges, "edge"));
    let mut keys = vec![
        Key { id: "label", of: Of::Node, name: "label", kind: "string", about: "" },
        Key { id: "weight", of: Of::Edge, name: "weight", kind: "double", about: "" },
    ];
    for (of, columns, ids) in [(Of::Node, &nodes, &node_ids), (Of::Edge, &edges, &edge_ids)] {
        keys.extend(columns.iter().zip(ids).map(|(column, id)| Key {
            id,
            of,
            name: &column.name,
            kind: if column.kind == Type::Integer { "long" } else { "string" },
            about: &column.about,
        }));
    }
    let mut written = GraphMl::begin(out, true, graph.about, &keys)?;
    for node in &graph.nodes {
        written.node(&node.id, std::iter::once(("label", node.label.clone())).chain(values(&node_ids, &node.values)))?;
    }
    for edge in &graph.edges {
        let (source, target) = (&graph.nodes[edge.source].id, &graph.nodes[edge.target].id);
        written.edge(source, target, std::iter::once(("weight", edge.weight.to_string())).chain(values(&edge_ids, &edge.values)))?;
    }
    Ok(written.end()?)
}

fn values<'a>(ids: &'a [String], cells: &'a [Cell]) -> impl Iterator<Item = (&'a str, String)> {
    ids.iter().zip(cells).filter(|(_, cell)| **cell != Cell::Null).map(|(id, cell)| (id.as_str(), cell.to_string()))
}
