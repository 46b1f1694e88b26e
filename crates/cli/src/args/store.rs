//! Options of the commands that work on a store, and of `settle`.

use super::InputArgs;
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// `rapporteur ingest`.
#[derive(ClapArgs)]
pub struct IngestArgs {
    /// What to read, and how
    #[command(flatten)]
    pub input: InputArgs,
    /// The store; made where there is none
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
}

/// `rapporteur follow`.
#[derive(ClapArgs)]
pub struct FollowArgs {
    /// The list of feeds: a line each, its address and, if you like, the name of the outlet
    #[arg(value_name = "FEEDS")]
    pub feeds: PathBuf,
    /// The store; made where there is none
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// Ask each feed that is due once, and end
    #[arg(long)]
    pub once: bool,
    /// Ask also feeds that are not due yet
    #[arg(long, requires = "once")]
    pub now: bool,
    /// Minutes between two polls of a feed
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    pub interval: u64,
    /// At most so many requests a minute to one host
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub per_minute: u32,
    /// Whom the owners of a site may write to, told to servers: an address of a page or mailbox
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
}

/// `rapporteur statements`, `events`, `actors`, `stories`.
#[derive(ClapArgs)]
pub struct AskArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// Part of the name of who speaks or acts, or of the party
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Part of the name of the addressee or target
    #[arg(long, value_name = "NAME")]
    pub to: Option<String>,
    /// Words that the content or evidence holds
    #[arg(long, value_name = "WORDS")]
    pub about: Option<String>,
    /// The act of a statement (deny), or the type, mode or CAMEO code of an event (ASSAULT, 19)
    #[arg(long, value_name = "ACT")]
    pub act: Option<String>,
    /// The status of an event (happened), or the certainty of a statement (negated)
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// First day: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Last day: YYYY, YYYY-MM or YYYY-MM-DD, all of it
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Part of the name of the place of an event, or its country (SY)
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Part of the name of the outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Full text: 'weapons NEAR supplies', 'cease*', '\"no talks\"'
    #[arg(long, value_name = "QUERY")]
    pub text: Option<String>,
    /// Count by these: year, month, day, speaker, party, act, type, status, target, outlet, place
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub count_by: Vec<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to print and how long to wait
    #[command(flatten)]
    pub table: TableArgs,
}

/// `rapporteur sql`.
#[derive(ClapArgs)]
pub struct SqlArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// The question, or - for standard input
    #[arg(value_name = "SQL")]
    pub sql: String,
    /// How to print and how long to wait
    #[command(flatten)]
    pub table: TableArgs,
}

/// How a table is printed.
#[derive(ClapArgs)]
pub struct TableArgs {
    /// What to print
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub format: TableFormat,
    /// Write there instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Longest time for an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub timeout: u64,
}

/// Forms of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Columns for people, long cells cut.
    Table,
    /// Comma-separated, with a header.
    Csv,
    /// Tab-separated, with a header.
    Tsv,
    /// An array of objects.
    Json,
    /// An object a line.
    Jsonl,
    /// A Markdown table.
    Markdown,
}

/// `rapporteur check`.
#[derive(ClapArgs)]
pub struct CheckArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
}

/// `rapporteur settle`.
#[derive(ClapArgs)]
pub struct SettleArgs {
    /// The model, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub model: PathBuf,
    /// A view for people, or JSON
    #[arg(long, value_enum, default_value_t = SettleFormat::Text)]
    pub format: SettleFormat,
    /// Write there instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Forms of what `settle` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SettleFormat {
    /// A view for people.
    Text,
    /// An object with the feasible states and the equilibria.
    Json,
}
