//! Options of the commands that measure and train.

use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// `rapporteur eval`.
#[derive(ClapArgs)]
pub struct EvalArgs {
    /// What to measure; all where none is named
    #[arg(value_enum, value_name = "TASK")]
    pub tasks: Vec<Task>,
    /// The folder with the corpora
    #[arg(long, value_name = "DIR", default_value = "../shared/data")]
    pub data: PathBuf,
    /// Also print, for tags and relations, the ten labels that cost most words and what they are taken for (language)
    #[arg(long)]
    pub confusion: bool,
    /// Write the figures to eval/figures.tsv and renew the tables of EVAL.md and README.md
    #[arg(long)]
    pub update: bool,
    /// Write what differs from gold there: statements as Markdown, the costliest first; time, places and quantities a line each. It quotes the
    /// corpora: keep it to yourself
    #[arg(long, value_name = "FILE")]
    pub disagreements: Option<PathBuf>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// Sentences, tokens, tags, lemmas, trees.
    Language,
    /// Who said what.
    Statements,
    /// Pronouns and who they mean.
    Actors,
    /// Time expressions.
    Time,
    /// Which places are named, and where they lie.
    Places,
    /// How much or how many of what.
    Quantities,
    /// Who did what to whom.
    Events,
    /// Who stands where on what.
    Positions,
    /// Bodies of HTML pages.
    Pages,
    /// Reports and tokens a second, memory.
    Speed,
}

/// `rapporteur train`.
#[derive(ClapArgs)]
pub struct TrainArgs {
    /// Which model
    #[arg(value_enum)]
    pub model: ModelName,
    /// Corpora to learn from
    #[arg(long, required = true, value_name = "FILE")]
    pub train: Vec<PathBuf>,
    /// Corpora to measure on after each epoch
    #[arg(long, value_name = "FILE")]
    pub dev: Vec<PathBuf>,
    /// Word clusters (form, path, log-probability; tab-separated, gzipped or not)
    #[arg(long, value_name = "FILE")]
    pub clusters: Option<PathBuf>,
    /// Word vectors, a word and its numbers a line, the commonest word first (parser)
    #[arg(long, value_name = "FILE")]
    pub vectors: Option<PathBuf>,
    /// State after each epoch; a run that was stopped goes on from it to the same file (parser, mentions, coref)
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Recurrent layers of the network, to compare architectures (parser) [default: 3]
    #[arg(long, value_name = "N")]
    pub layers: Option<usize>,
    /// Numbers to which a word is drawn together before every layer but the first (parser); fewer are faster [default: all]
    #[arg(long, value_name = "N")]
    pub narrow: Option<usize>,
    /// A trained parser whose words and embeddings stay and on whose other numbers training begins (parser)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["clusters", "vectors"])]
    pub base: Option<PathBuf>,
    /// Passes over the corpora
    #[arg(long, value_name = "N")]
    pub epochs: Option<usize>,
    /// Before that, report how well models do on parts of the corpora that they have not learned from, each part in turn (statements, places)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=20))]
    pub folds: Option<u8>,
    /// The model file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// The models that can be trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModelName {
    /// Sentence boundaries.
    Segment,
    /// Dictionary forms.
    Lemma,
    /// Names and mentions with their types; a treebank with GUM's entities, read by the models that are part of the program.
    Mentions,
    /// Tags, features and trees, learned together in one network (`tagger` is another name of it).
    #[value(alias = "tagger")]
    Parser,
    /// Which mentions mean the same; treebanks with GUM's layer of entities, read by the models that are part of the program.
    Coref,
    /// Who said what; corpora as JSONL, read by the models that are part of the program.
    Statements,
    /// Which words name a place, and which place; corpora of toponyms as JSONL, read by the models that are part of the program.
    Places,
}
