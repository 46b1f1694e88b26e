//! Options of `export` and `import`.

use super::store::FilterArgs;
use clap::{Args as ClapArgs, ValueEnum};
use rapporteur_views::export::columns::TableName;
use rapporteur_views::export::graph::Network;
use std::path::PathBuf;

/// `rapporteur export`.
#[derive(ClapArgs)]
pub struct ExportArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// What to write
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// Where to: a file, - for standard output (not for folders and databases), a folder for brat, timeml and datapackage
    #[arg(long, short, visible_alias = "output", value_name = "PATH")]
    pub out: PathBuf,
    /// Which table (csv, tsv, json, jsonl, markdown, parquet, arrow)
    #[arg(long, value_enum, default_value_t = TableChoice::Statements)]
    pub table: TableChoice,
    /// Which network (graphml, gexf)
    #[arg(long, value_enum, default_value_t = NetworkChoice::Speech)]
    pub network: NetworkChoice,
    /// Which rows, reports or ties
    #[command(flatten)]
    pub choose: FilterArgs,
    /// Write over what is there
    #[arg(long)]
    pub force: bool,
    /// Put an apostrophe before words that a spreadsheet would take for a formula (csv, tsv)
    #[arg(long)]
    pub escape_formulas: bool,
    /// Begin with a byte-order mark, for spreadsheets that take UTF-8 for another encoding (csv, tsv)
    #[arg(long)]
    pub bom: bool,
    /// Leave the texts of reports out (table reports, datapackage): they belong to who wrote them
    #[arg(long)]
    pub without_text: bool,
    /// Title of the data package
    #[arg(long, value_name = "WORDS")]
    pub title: Option<String>,
    /// Licence under which the data package is published: an SPDX name, CC-BY-4.0
    #[arg(long, value_name = "NAME")]
    pub licence: Option<String>,
    /// Longest time for a single question to the store, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub timeout: u64,
}

/// Forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated table, for spreadsheets, R, pandas.
    Csv,
    /// Tab-separated table.
    Tsv,
    /// Table as an array of objects.
    Json,
    /// Table as an object a line.
    Jsonl,
    /// Table in Markdown, for a report.
    Markdown,
    /// Table with types, for pandas, R (arrow), DuckDB, Spark.
    Parquet,
    /// Table as Arrow IPC file (Feather 2), for pyarrow, polars, R (arrow).
    Arrow,
    /// Network, for Gephi, visone, igraph, networkx.
    Graphml,
    /// Network in time, for Gephi.
    Gexf,
    /// Database for Discourse Network Analyzer and rDNA.
    Dna,
    /// Events as PETRARCH writes them.
    Petrarch,
    /// Events in Phoenix's 26 columns.
    Phoenix,
    /// Events in the 58 columns of GDELT 1.0.
    Gdelt,
    /// Events in ICEWS's 20 columns.
    Icews,
    /// Findings as W3C Web Annotations (JSON-LD).
    Webannotation,
    /// Folder of reports with standoff annotations, for brat.
    Brat,
    /// Folder of reports with time expressions and events marked in place.
    Timeml,
    /// Sentences, tokens and trees of the reports.
    Conllu,
    /// Folder or .zip: all tables with their description (Frictionless).
    Datapackage,
}

/// A table, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableChoice {
    /// Who said what.
    Statements,
    /// Who did what to whom.
    Events,
    /// Who stands where.
    Positions,
    /// Who acts or speaks.
    Actors,
    /// Reports that are copies of each other.
    Stories,
    /// The reports.
    Reports,
}

impl TableChoice {
    /// The table.
    pub fn table(self) -> TableName {
        match self {
            Self::Statements => TableName::Statements,
            Self::Events => TableName::Events,
            Self::Positions => TableName::Positions,
            Self::Actors => TableName::Actors,
            Self::Stories => TableName::Stories,
            Self::Reports => TableName::Reports,
        }
    }
}

/// A network, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NetworkChoice {
    /// Who speaks to whom, and about whom.
    Speech,
    /// Who does what to whom.
    Events,
    /// Who stands where on which issue.
    Issues,
}

impl NetworkChoice {
    /// The network.
    pub fn network(self) -> Network {
        match self {
            Self::Speech => Network::Speech,
            Self::Events => Network::Events,
            Self::Issues => Network::Issues,
        }
    }
}

/// `rapporteur import`.
#[derive(ClapArgs)]
pub struct ImportArgs {
    /// A database of Discourse Network Analyzer 3
    #[arg(long, value_name = "FILE")]
    pub dna: PathBuf,
    /// The store that its documents go into; made where there is none
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// Write what coders marked there, a JSON object a line: place, words, variables, and the statement read at that place
    #[arg(long, value_name = "FILE")]
    pub statements: Option<PathBuf>,
    /// Write over what is there
    #[arg(long)]
    pub force: bool,
    /// Threads to read with [default: one for each core]
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<usize>,
}
