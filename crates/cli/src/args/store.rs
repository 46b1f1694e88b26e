//! Options of the commands that work on a store, and of `settle`.

use super::InputArgs;
use clap::{Args as ClapArgs, ValueEnum};
use std::net::IpAddr;
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

/// `rapporteur serve`.
#[derive(ClapArgs)]
pub struct ServeArgs {
    /// The store
    #[arg(value_name = "STORE", required_unless_present_any = ["store", "hash_password"])]
    pub path: Option<PathBuf>,
    /// The store, named as in the other commands
    #[arg(long, value_name = "FILE", conflicts_with = "path")]
    pub store: Option<PathBuf>,
    /// Port to listen on; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 7077)]
    pub port: u16,
    /// Address to listen on. One that others reach asks for a token, which is printed, or for the password
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Let everybody in who reaches the address
    #[arg(long, conflicts_with = "password_file")]
    pub public: bool,
    /// Ask for the password whose hash is in this file, on loopback too
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Print the hash of the password on standard input, for --password-file, and end
    #[arg(long)]
    pub hash_password: bool,
    /// A name under which the server is reached, beside localhost; may be given several times
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Let pages of this origin use the API, such as https://example.org, or * for all
    #[arg(long, value_name = "ORIGIN")]
    pub cors: Option<String>,
    /// Answer questions in SQL, to read only
    #[arg(long)]
    pub sql: bool,
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
