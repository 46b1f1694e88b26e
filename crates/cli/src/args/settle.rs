//! Options of `settle`.

use clap::{ArgGroup, Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// `rapporteur settle`.
#[derive(ClapArgs)]
#[command(group(ArgGroup::new("from-what").required(true).args(["paths", "store", "positions", "model"])))]
pub struct SettleArgs {
    /// Reports to read positions from: files, folders, patterns, or - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// A store with positions
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// Positions as `rapporteur positions --format json` prints them, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub positions: Option<PathBuf>,
    /// A model for the Graph Model for Conflict Resolution, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// The issue: its key, its words, or a part of them that no other issue has
    #[arg(long, value_name = "ISSUE")]
    pub issue: Option<String>,
    /// The day of the vote (YYYY-MM-DD); later positions do not count
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// At most so many changes together
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=8))]
    pub changes: u8,
    /// Also leave out each statement, report and story in turn and say what hangs on it
    #[arg(long)]
    pub sensitivity: bool,
    /// Decide the issue by a rule: unsc, unga, unga-simple, eu-unanimity, eu-qualified, eu-qualified-own, arab-league,
    /// arab-league-majority, au-psc, consensus
    #[arg(long, value_name = "RULE", help_heading = "Votes")]
    pub rule: Option<String>,
    /// Who decides, instead of the members of the body: names apart by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Votes", requires = "rule")]
    pub members: Vec<String>,
    /// Print a network of positions, as CSV or GraphML
    #[arg(long, value_enum, value_name = "KIND", help_heading = "Networks")]
    pub network: Option<NetworkName>,
    /// By what to divide its weights; two-mode networks take none, activity or prominence, others none, average, jaccard or cosine
    #[arg(long, value_enum, value_name = "HOW", default_value_t = NormalName::None, hide_possible_values = true, help_heading = "Networks", requires = "network")]
    pub normalize: NormalName,
    /// Its nodes; issues are nodes of one-mode networks only
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = NodesName::Parties, help_heading = "Networks", requires = "network")]
    pub nodes: NodesName,
    /// How often a position counts that an actor takes again: each time, once a report, once a story
    #[arg(long, value_enum, value_name = "HOW", default_value_t = RepeatsName::Story, help_heading = "Networks", requires = "network")]
    pub repeats: RepeatsName,
    /// Draft a model from the positions there; it is not written over a file that is there
    #[arg(long, value_name = "FILE", help_heading = "Models")]
    pub draft_model: Option<PathBuf>,
    /// Also print the ways from the status quo to what lasts (with --model)
    #[arg(long, help_heading = "Models", requires = "model")]
    pub routes: bool,
    /// The state where the ways begin, such as NNYN [default: the model's status_quo, else nothing done]
    #[arg(long, value_name = "STATE", help_heading = "Models", requires = "routes")]
    pub from: Option<String>,
    /// Moves that several parties make together, too
    #[arg(long, help_heading = "Models", requires = "routes")]
    pub coalitions: bool,
    /// What to print
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
    /// All findings with the positions and their words; of a model the feasible states and the equilibria.
    Json,
    /// A line a finding, or a network as a matrix.
    Csv,
    /// Parties by issues, as CSV.
    Matrix,
    /// A printable report: one file without scripts.
    Html,
    /// The same as Markdown.
    Markdown,
    /// The map of what blocks what.
    Svg,
    /// A network for other programs.
    Graphml,
}

/// Networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NetworkName {
    /// Actors by issues: how often each spoke on it.
    TwoMode,
    /// Actors by issues: agreement less disagreement.
    TwoModeSubtract,
    /// Who says the same.
    Congruence,
    /// Who says the contrary.
    Conflict,
    /// Congruence less conflict.
    Subtract,
}

/// By what weights are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NormalName {
    /// Nothing.
    None,
    /// The mean number of positions of the two.
    Average,
    /// The positions of both together.
    Jaccard,
    /// The product of their numbers.
    Cosine,
    /// The positions of the actor.
    Activity,
    /// The positions on the issue.
    Prominence,
}

/// What the nodes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NodesName {
    /// Parties: those for whom somebody speaks.
    Parties,
    /// Those who hold the positions.
    Holders,
    /// Issues.
    Issues,
}

/// How often what is said again counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RepeatsName {
    /// Each time.
    Include,
    /// Once a report.
    Report,
    /// Once a story.
    Story,
}
