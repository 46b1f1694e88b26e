//! GEXF, Gephi's own: a network in time, in which a tie is there on the days of its findings.
//!
//! *Source*: GEXF 1.2draft, which networkx and every Gephi since 0.8 read; dynamics as spells of whole days, both ends
//! included.

use super::{Graph, edge_columns, node_columns};
use crate::export::columns::{Column, Type};
use crate::export::error::Error;
use crate::xml::Xml;
use rapporteur_store::Cell;
use std::collections::BTreeSet;
use std::io::Write;

/// Writes a network.
///
/// # Errors
/// When it cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> Result<(), Error> {
    let mut xml = Xml::indented(out)?;
    xml.start("gexf", &[("xmlns", "http://www.gexf.net/1.2draft"), ("version", "1.2")])?;
    xml.start("meta", &[])?;
    xml.element("creator", &[], concat!("rapporteur ", env!("CARGO_PKG_VERSION")))?;
    xml.element("description", &[], graph.about)?;
    xml.end("meta")?;
    xml.start("graph", &[("mode", "dynamic"), ("defaultedgetype", "directed"), ("timeformat", "date")])?;
    let (nodes, edges) = (node_columns(), edge_columns());
    for (columns, of) in [(&nodes, "node"), (&edges, "edge")] {
        xml.start("attributes", &[("class", of), ("mode", "static")])?;
        for (at, column) in columns.iter().enumerate() {
            let kind = if column.kind == Type::Integer { "long" } else { "string" };
            xml.empty("attribute", &[("id", &at.to_string()), ("title", &column.name), ("type", kind)])?;
        }
        xml.end("attributes")?;
    }
    xml.start("nodes", &[])?;
    for node in &graph.nodes {
        xml.start("node", &[("id", &node.id), ("label", &node.label)])?;
        values(&mut xml, &nodes, &node.values)?;
        spells(&mut xml, &node.days)?;
        xml.end("node")?;
    }
    xml.end("nodes")?;
    xml.start("edges", &[])?;
    for (at, edge) in graph.edges.iter().enumerate() {
        let ends = (&graph.nodes[edge.source].id, &graph.nodes[edge.target].id);
        let (id, weight, label) = (format!("t{}", at + 1), edge.weight.to_string(), edge.values[0].to_string());
        xml.start("edge", &[("id", &id), ("source", ends.0), ("target", ends.1), ("weight", &weight), ("label", &label)])?;
        values(&mut xml, &edges, &edge.values)?;
        spells(&mut xml, &edge.days)?;
        xml.end("edge")?;
    }
    xml.end("edges")?;
    xml.end("graph")?;
    xml.end("gexf")?;
    Ok(out.write_all(b"\n")?)
}

fn values(xml: &mut Xml<'_>, columns: &[Column], cells: &[Cell]) -> Result<(), Error> {
    xml.start("attvalues", &[])?;
    for (at, cell) in cells.iter().enumerate().take(columns.len()).filter(|(_, cell)| **cell != Cell::Null) {
        xml.empty("attvalue", &[("for", &at.to_string()), ("value", &cell.to_string())])?;
    }
    Ok(xml.end("attvalues")?)
}

/// Days that follow each other are one spell.
fn spells(xml: &mut Xml<'_>, days: &BTreeSet<String>) -> Result<(), Error> {
    if days.is_empty() {
        return Ok(());
    }
    xml.start("spells", &[])?;
    for (start, end) in runs(days) {
        xml.empty("spell", &[("start", start), ("end", end)])?;
    }
    Ok(xml.end("spells")?)
}

fn runs(days: &BTreeSet<String>) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let next = |day: &str| day.parse::<jiff::civil::Date>().ok()?.tomorrow().ok().map(|day| day.to_string());
    for day in days {
        match found.last_mut() {
            Some((_, end)) if next(end).as_deref() == Some(day) => *end = day,
            _ => found.push((day, day)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_follow_each_other_are_one_spell() {
        let days: BTreeSet<String> = ["2031-02-27", "2031-02-28", "2031-03-01", "2031-03-03"].map(str::to_owned).into();
        assert_eq!(runs(&days), [("2031-02-27", "2031-03-01"), ("2031-03-03", "2031-03-03")]);
    }
}
