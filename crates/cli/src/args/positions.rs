//! Options of `positions` and `codebook`.

use super::InputArgs;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `rapporteur positions`.
#[derive(ClapArgs)]
pub struct PositionsArgs {
    /// Files, folders, patterns, or - for standard input
    #[arg(value_name = "PATH", required_unless_present = "store", conflicts_with = "store")]
    pub paths: Vec<String>,
    /// A store instead of files
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// The date of publication (YYYY-MM-DD) of files; wins over what the report says
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// A codebook: only its issues are shown, under its keys and towards its poles
    #[arg(long, value_name = "FILE")]
    pub codebook: Option<PathBuf>,
    /// Part of the name of who holds the position, or of the party
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Part of the key or label of the issue
    #[arg(long, visible_alias = "about", value_name = "WORDS")]
    pub issue: Option<String>,
    /// support, reject, demand, accept-if, assert, deny or neutral
    #[arg(long, visible_alias = "act", value_name = "STANCE")]
    pub stance: Option<String>,
    /// First day: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Last day: YYYY, YYYY-MM or YYYY-MM-DD, all of it
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Part of the name of a place that the report names, or its country (SY)
    #[arg(long, value_name = "NAME", requires = "store")]
    pub place: Option<String>,
    /// Part of the name of the outlet
    #[arg(long, value_name = "NAME", requires = "store")]
    pub outlet: Option<String>,
    /// Full text of the report: 'weapons NEAR supplies', 'cease*', '\"no talks\"'
    #[arg(long, value_name = "QUERY", requires = "store")]
    pub text: Option<String>,
    /// Count the positions of reports instead, by these: year, month, day, holder, party, issue, stance, outlet, story
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "store")]
    pub count_by: Vec<String>,
    /// A row for each position of a report, with its words in their paragraph, between » and «
    #[arg(long, requires = "store")]
    pub evidence: bool,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Longest time for an answer of the store, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub timeout: u64,
    /// Leave out positions whose score is below this, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    pub min_score: f64,
    /// What to print
    #[arg(long, value_enum, default_value_t = PositionsFormat::Table)]
    pub format: PositionsFormat,
    /// Write there instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl PositionsArgs {
    /// How its files are read.
    pub fn input(&self) -> InputArgs {
        InputArgs { paths: self.paths.clone(), date: self.date.clone(), ..InputArgs::default() }
    }
}

/// Forms of what `positions` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PositionsFormat {
    /// Columns for people, then what changed or contradicts itself.
    Table,
    /// An array of objects.
    Json,
    /// Comma-separated, a row a position.
    Csv,
    /// Tab-separated, a row a position.
    Tsv,
    /// An object a line.
    Jsonl,
    /// A Markdown table.
    Markdown,
    /// Apache Parquet, with types.
    Parquet,
    /// Arrow IPC file (Feather 2), with types.
    Arrow,
    /// Comma-separated: a row a holder, a column an issue.
    Matrix,
}

/// `rapporteur codebook`.
#[derive(ClapArgs)]
pub struct CodebookArgs {
    /// What to do
    #[command(subcommand)]
    pub command: CodebookCommand,
}

/// What `codebook` does.
#[derive(Subcommand)]
pub enum CodebookCommand {
    /// Draft a codebook from the issues of a store, the most frequent first
    Suggest {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// Leave out issues with fewer positions
        #[arg(long, value_name = "N", default_value_t = 2)]
        at_least: usize,
        /// Write there instead of to standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Check a codebook and run its examples
    Check {
        /// The codebook
        #[arg(value_name = "FILE")]
        codebook: PathBuf,
    },
}
