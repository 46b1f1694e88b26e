//! `rapporteur network`: networks of actors.

use crate::args::{NetworkArgs, NetworkKind, TableFormat};
use crate::commands::ask;
use crate::output::Output;
use crate::{ExitStatus, table};
use rapporteur_store::{Graph, Network, Store};
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

/// GraphML 1.0: names, kinds, relations and counts as attributes.
fn graphml(graph: &Graph, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (of, name, kind) in [
        ("node", "label", "string"),
        ("node", "kind", "string"),
        ("edge", "relation", "string"),
        ("edge", "weight", "int"),
        ("edge", "independent", "int"),
        ("edge", "first", "string"),
        ("edge", "last", "string"),
    ] {
        writeln!(out, "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
    }
    writeln!(out, "  <graph id=\"network\" edgedefault=\"directed\">")?;
    let data = |out: &mut dyn Write, name: &str, value: &str| write!(out, "<data key=\"{name}\">{}</data>", escaped(value));
    for node in &graph.nodes {
        write!(out, "    <node id=\"{}\">", node.id)?;
        data(out, "label", &node.name)?;
        data(out, "kind", &node.kind)?;
        writeln!(out, "</node>")?;
    }
    for (at, edge) in graph.edges.iter().enumerate() {
        write!(out, "    <edge id=\"e{}\" source=\"{}\" target=\"{}\">", at + 1, edge.source, edge.target)?;
        data(out, "relation", &edge.relation)?;
        data(out, "weight", &edge.rows.to_string())?;
        data(out, "independent", &edge.independent.to_string())?;
        for (name, day) in [("first", &edge.first), ("last", &edge.last)] {
            if let Some(day) = day {
                data(out, name, day)?;
            }
        }
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// Words as XML 1.0 takes them: control characters, which it does not know, are left out.
fn escaped(words: &str) -> String {
    let mut found = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' => found.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => found.push(c),
        }
    }
    found
}
