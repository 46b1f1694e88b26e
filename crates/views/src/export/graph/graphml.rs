//! GraphML, as Gephi, visone, igraph and networkx read it.

use super::{Graph, edge_columns, node_columns};
use crate::export::columns::{Column, Type};
use crate::export::error::Error;
use crate::export::xml::Xml;
use rapporteur_store::Cell;
use std::io::Write;

/// Writes a network.
///
/// # Errors
/// When it cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> Result<(), Error> {
    let mut xml = Xml::indented(out)?;
    xml.start("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
    xml.empty("key", &[("id", "label"), ("for", "node"), ("attr.name", "label"), ("attr.type", "string")])?;
    xml.empty("key", &[("id", "weight"), ("for", "edge"), ("attr.name", "weight"), ("attr.type", "double")])?;
    let (nodes, edges) = (node_columns(), edge_columns());
    for (columns, of) in [(&nodes, "node"), (&edges, "edge")] {
        for column in columns {
            let kind = if column.kind == Type::Integer { "long" } else { "string" };
            let id = format!("{of}.{}", column.name);
            xml.start("key", &[("id", &id), ("for", of), ("attr.name", &column.name), ("attr.type", kind)])?;
            xml.element("desc", &[], &column.about)?;
            xml.end("key")?;
        }
    }
    xml.start("graph", &[("id", "network"), ("edgedefault", "directed")])?;
    xml.element("desc", &[], graph.about)?;
    for node in &graph.nodes {
        xml.start("node", &[("id", &node.id)])?;
        xml.element("data", &[("key", "label")], &node.label)?;
        values(&mut xml, "node", &nodes, &node.values)?;
        xml.end("node")?;
    }
    for (at, edge) in graph.edges.iter().enumerate() {
        let ends = (&graph.nodes[edge.source].id, &graph.nodes[edge.target].id);
        xml.start("edge", &[("id", &format!("t{}", at + 1)), ("source", ends.0), ("target", ends.1)])?;
        xml.element("data", &[("key", "weight")], &edge.weight.to_string())?;
        values(&mut xml, "edge", &edges, &edge.values)?;
        xml.end("edge")?;
    }
    xml.end("graph")?;
    xml.end("graphml")?;
    Ok(out.write_all(b"\n")?)
}

fn values(xml: &mut Xml<'_>, of: &str, columns: &[Column], cells: &[Cell]) -> Result<(), Error> {
    for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| **cell != Cell::Null) {
        xml.element("data", &[("key", &format!("{of}.{}", column.name))], &cell.to_string())?;
    }
    Ok(())
}
