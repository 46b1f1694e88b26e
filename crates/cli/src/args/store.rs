//! Options of the commands that work on a store.

use super::InputArgs;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use rapporteur_store::Filter;
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
    /// The inputs hold records that were read elsewhere: lines as `read --format jsonl` prints them, or a column `record`
    /// of a table (Parquet, CSV, JSONL), as the Spark package writes it. They are stored as they are
    #[arg(long)]
    pub records: bool,
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
    /// Which rows
    #[command(flatten)]
    pub choose: FilterArgs,
    /// Count by these: year, month, day, speaker, party, act, type, status, target, outlet, place
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub count_by: Vec<String>,
    /// Show the words with their paragraph, between » and «
    #[arg(long)]
    pub evidence: bool,
    /// How to print and how long to wait
    #[command(flatten)]
    pub table: TableArgs,
}

/// Filters that read like speech.
#[derive(ClapArgs)]
pub struct FilterArgs {
    /// Part of the name of who speaks or acts, of his office or party, or the beginning of a CAMEO code (RUSGOV)
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub by: Option<String>,
    /// Part of the name of the addressee or target
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub to: Option<String>,
    /// A word that the content or evidence holds, the beginning of one, part of the name of who is named there; an issue
    #[arg(long, value_name = "WORDS", help_heading = "Filters")]
    pub about: Option<String>,
    /// The act of a statement (deny), or the type, mode or CAMEO code of an event (ASSAULT, 19)
    #[arg(long, value_name = "ACT", help_heading = "Filters")]
    pub act: Option<String>,
    /// The status of an event (happened), or the certainty of a statement (negated)
    #[arg(long, value_name = "STATUS", help_heading = "Filters")]
    pub status: Option<String>,
    /// First day: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub since: Option<String>,
    /// Last day: YYYY, YYYY-MM or YYYY-MM-DD, all of it
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub until: Option<String>,
    /// Part of the name of the place of an event, or its country (SY); of a statement or position, one that its report names
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub place: Option<String>,
    /// Part of the name of the outlet
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub outlet: Option<String>,
    /// Full text: 'weapons NEAR supplies', 'cease*', '\"no talks\"'
    #[arg(long, value_name = "QUERY", help_heading = "Filters")]
    pub text: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "N", help_heading = "Filters")]
    pub limit: Option<usize>,
    /// What the machine read, whatever people said of it (`rapporteur correct`)
    #[arg(long, help_heading = "Filters", help_heading = "Filters")]
    pub as_read: bool,
}

impl FilterArgs {
    /// The filter as the store has it.
    pub fn filter(&self) -> Filter {
        let Self { by, to, about, act, status, since, until, place, outlet, text, limit, as_read } = self;
        Filter {
            by: by.clone(),
            to: to.clone(),
            about: about.clone(),
            act: act.clone(),
            status: status.clone(),
            since: since.clone(),
            until: until.clone(),
            place: place.clone(),
            outlet: outlet.clone(),
            text: text.clone(),
            count_by: Vec::new(),
            limit: *limit,
            as_read: *as_read,
            evidence: false,
        }
    }
}

/// `rapporteur stories`.
#[derive(ClapArgs)]
pub struct StoriesArgs {
    /// A story's number: show its reports, which of them each copies, what it adds and drops
    #[arg(value_name = "STORY")]
    pub story: Option<i64>,
    /// With STORY, also the paragraphs that are changed, added or dropped
    #[arg(long, requires = "story")]
    pub paragraphs: bool,
    /// Which stories
    #[command(flatten)]
    pub ask: AskArgs,
}

/// `rapporteur actors`.
#[derive(ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ActorsArgs {
    /// What to do with actors
    #[command(subcommand)]
    pub command: Option<ActorsCommand>,
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// Part of one of their names
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to print and how long to wait
    #[command(flatten)]
    pub table: TableArgs,
}

/// What `actors` does beside listing them.
#[derive(Subcommand)]
pub enum ActorsCommand {
    /// Show under which names, in which offices and when reports know an actor
    Show {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// His number or whole name
        #[arg(value_name = "ACTOR")]
        actor: String,
        /// How to print
        #[command(flatten)]
        table: TableArgs,
    },
    /// Make two actors one, for later reports too
    Merge {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// The number or whole name of the one
        #[arg(value_name = "ACTOR")]
        one: String,
        /// And of the other
        #[arg(value_name = "OTHER")]
        other: String,
        /// Who decides
        #[command(flatten)]
        by: ByArgs,
    },
    /// Part some forms of an actor from it: they become an actor of their own
    Split {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// The actor's number or whole name
        #[arg(value_name = "ACTOR")]
        actor: String,
        /// Names, or numbers of forms as `actors show` lists them
        #[arg(required = true, value_name = "FORM")]
        forms: Vec<String>,
        /// Who decides
        #[command(flatten)]
        by: ByArgs,
    },
    /// Take a merge or split back
    Undo {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// The decision's number
        #[arg(value_name = "NUMBER")]
        decision: i64,
        /// Who takes it back
        #[command(flatten)]
        by: ByArgs,
    },
    /// List what was decided
    Decisions {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// How to print
        #[command(flatten)]
        table: TableArgs,
    },
}

/// `rapporteur timeline`.
#[derive(ClapArgs)]
pub struct TimelineArgs {
    /// What to list: statements, events, positions
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Of::Statements, Of::Events, Of::Positions], value_name = "WHAT")]
    pub of: Vec<Of>,
    /// Count in each day, week, month or year instead
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub per: Option<PerPeriod>,
    /// Which rows
    #[command(flatten)]
    pub ask: AskArgs,
}

/// What stands in a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// What was said.
    Statements,
    /// What was done.
    Events,
    /// What was held.
    Positions,
}

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PerPeriod {
    /// A day.
    Day,
    /// A week of ISO 8601.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// `rapporteur network`.
#[derive(ClapArgs)]
pub struct NetworkArgs {
    /// Who speaks to or about whom, who does what to whom, or who stands where on which issue
    #[arg(value_enum, value_name = "KIND", default_value_t = NetworkKind::Speech)]
    pub kind: NetworkKind,
    /// Take in those who are known by a description only ("rebels")
    #[arg(long)]
    pub all: bool,
    /// Which rows; --limit counts edges
    #[command(flatten)]
    pub ask: AskArgs,
}

/// Which network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NetworkKind {
    /// Who speaks to whom and about whom.
    Speech,
    /// Who does what to whom: what happened or goes on, unless --status names another.
    Deeds,
    /// Who stands where on which issue.
    Issues,
}

/// `rapporteur compare`.
#[derive(ClapArgs)]
pub struct CompareArgs {
    /// The name of an outlet, or a part that no other has
    #[arg(value_name = "OUTLET")]
    pub one: String,
    /// Another
    #[arg(value_name = "OTHER")]
    pub other: String,
    /// Which statements
    #[command(flatten)]
    pub ask: AskArgs,
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
    /// Apache Parquet, with types.
    Parquet,
    /// Arrow IPC file (Feather 2), with types.
    Arrow,
    /// A graph (Gephi, visone, igraph); of `network` only.
    Graphml,
}

/// `rapporteur check`.
#[derive(ClapArgs)]
pub struct CheckArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
}

/// `rapporteur reread`.
#[derive(ClapArgs)]
pub struct RereadArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// Read all reports anew, also those that today's models and knowledge have read
    #[arg(long)]
    pub all: bool,
    /// A folder with tables of your own, as for `ingest`
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Threads to read with [default: one for each core]
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<usize>,
}

/// `rapporteur correct`.
#[derive(ClapArgs)]
pub struct CorrectArgs {
    /// What to do
    #[command(subcommand)]
    pub command: CorrectCommand,
}

/// What `correct` does.
#[derive(Subcommand)]
pub enum CorrectCommand {
    /// Say that a finding is right
    Confirm {
        /// Which finding
        #[command(flatten)]
        finding: FindingArgs,
        /// Who says it
        #[command(flatten)]
        by: ByArgs,
    },
    /// Put another value in a field of a finding
    #[command(
        after_help = "Actors are named as in the report, or as any report names them; somebody new with what he is: 'Irina Dask [person]'. \
Several are apart by \"; \". Words of the report are given as they stand there, or by their place: 120-126.

Examples:
  rapporteur correct change --store /tmp/talks.db --who ik statement 1 act=deny 'speaker=Irina Dask [person]'
  rapporteur correct change --store /tmp/talks.db --who ik --note 'the deputy' statement 1/s1 said_on="
    )]
    Change {
        /// Which finding
        #[command(flatten)]
        finding: FindingArgs,
        /// FIELD=VALUE; without a value the field is emptied
        #[arg(required = true, value_name = "FIELD=VALUE")]
        values: Vec<String>,
        /// Who says it
        #[command(flatten)]
        by: ByArgs,
    },
    /// Say that a finding is none
    Reject {
        /// Which finding
        #[command(flatten)]
        finding: FindingArgs,
        /// Who says it
        #[command(flatten)]
        by: ByArgs,
    },
    /// Take a correction back; the machine's reading holds again
    Undo {
        /// The correction's number
        #[arg(value_name = "NUMBER")]
        correction: i64,
        /// The store, and who says it
        #[command(flatten)]
        by: ByArgs,
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
    },
    /// List corrections
    List {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// Only those of one report
        #[arg(long, value_name = "NUMBER")]
        report: Option<i64>,
        /// Only those that fit nothing that is read in their report today
        #[arg(long)]
        unfit: bool,
        /// How to print
        #[command(flatten)]
        table: TableArgs,
    },
    /// Write the corrections that hold as JSON lines, with the sentence and what was read: data to train with
    Export {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// Write there instead of to standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Take corrections from JSON lines that `export` wrote
    Import {
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// The lines, or - for standard input
        #[arg(value_name = "FILE")]
        path: String,
    },
}

/// Which finding of which store.
#[derive(ClapArgs)]
pub struct FindingArgs {
    /// The store
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
    /// Statement, event, position, actor, timex, place or quantity
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Its number (statements, events, positions), or report and name: 12/s4, 12/a3, 12/t120-126
    #[arg(value_name = "FINDING")]
    pub name: String,
}

/// Who says something, and why.
#[derive(ClapArgs)]
pub struct ByArgs {
    /// Who says it [default: the user's name on this machine]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
    /// Why, or what else there is to say
    #[arg(long, value_name = "WORDS")]
    pub note: Option<String>,
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
    /// Let findings be corrected
    #[arg(long)]
    pub edit: bool,
}
