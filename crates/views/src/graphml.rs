//! GraphML 1.0 (<http://graphml.graphdrawing.org>), as Gephi, visone, igraph and networkx read it: every network that is written in this form
//! is written here.

use crate::xml::Xml;
use std::io::{self, Write};

/// What an attribute is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of nodes.
    Node,
    /// Of edges.
    Edge,
}

impl Of {
    fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Edge => "edge",
        }
    }
}

/// An attribute that nodes or edges may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// What values name; no two keys share it.
    pub id: &'a str,
    /// What has it.
    pub of: Of,
    /// What people see.
    pub name: &'a str,
    /// `string`, `int`, `long` or `double`.
    pub kind: &'static str,
    /// What it means; may be empty.
    pub about: &'a str,
}

/// A network in the making: first all nodes, then all edges.
pub struct GraphMl<'w> {
    xml: Xml<'w>,
    edges: usize,
}

impl<'w> GraphMl<'w> {
    /// Begins a network. `about`, where it is not empty, tells people what it shows.
    ///
    /// # Errors
    /// When it cannot be written; so for all that follows.
    pub fn begin(out: &'w mut dyn Write, directed: bool, about: &str, keys: &[Key<'_>]) -> io::Result<Self> {
        let mut xml = Xml::indented(out)?;
        xml.start("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
        for key in keys {
            let attributes = [("id", key.id), ("for", key.of.name()), ("attr.name", key.name), ("attr.type", key.kind)];
            if key.about.is_empty() {
                xml.empty("key", &attributes)?;
            } else {
                xml.start("key", &attributes)?;
                xml.element("desc", &[], key.about)?;
                xml.end("key")?;
            }
        }
        xml.start("graph", &[("id", "network"), ("edgedefault", if directed { "directed" } else { "undirected" })])?;
        if !about.is_empty() {
            xml.element("desc", &[], about)?;
        }
        Ok(Self { xml, edges: 0 })
    }

    /// A node with its values, each beside the id of its key.
    pub fn node<'v>(&mut self, id: &str, values: impl IntoIterator<Item = (&'v str, String)>) -> io::Result<()> {
        self.xml.start("node", &[("id", id)])?;
        self.values(values)?;
        self.xml.end("node")
    }

    /// An edge between two nodes, by their ids, with its values.
    pub fn edge<'v>(&mut self, source: &str, target: &str, values: impl IntoIterator<Item = (&'v str, String)>) -> io::Result<()> {
        self.edges += 1;
        self.xml.start("edge", &[("id", &format!("e{}", self.edges)), ("source", source), ("target", target)])?;
        self.values(values)?;
        self.xml.end("edge")
    }

    /// Ends the document.
    pub fn end(mut self) -> io::Result<()> {
        self.xml.end("graph")?;
        self.xml.end("graphml")?;
        self.xml.line()
    }

    fn values<'v>(&mut self, values: impl IntoIterator<Item = (&'v str, String)>) -> io::Result<()> {
        values.into_iter().try_for_each(|(key, value)| self.xml.element("data", &[("key", key)], &value))
    }
}
