//! One file a subcommand.

mod ask;
mod check;
mod code;
mod codebook;
mod eval;
mod explain;
mod ingest;
mod lexicon;
mod parse;
mod positions;
mod read;
mod settle;
mod sql;
mod train;

use crate::ExitStatus;
use crate::args::{Args, Command};
use rapporteur_store::Subject;

/// Does what the command line asks for.
pub fn run(args: Args) -> anyhow::Result<ExitStatus> {
    let quiet = args.quiet;
    match args.command {
        Command::Read(read) => read::run(&read, quiet),
        Command::Ingest(ingest) => ingest::run(&ingest, quiet),
        Command::Statements(asked) => ask::run(Subject::Statements, asked),
        Command::Events(asked) => ask::run(Subject::Events, asked),
        Command::Actors(asked) => ask::run(Subject::Actors, asked),
        Command::Stories(asked) => ask::run(Subject::Stories, asked),
        Command::Positions(positions) => positions::run(&positions, quiet),
        Command::Codebook(codebook) => codebook::run(&codebook),
        Command::Sql(sql) => sql::run(&sql),
        Command::Check(check) => check::run(&check, quiet),
        Command::Settle(settle) => settle::run(&settle, quiet),
        Command::Parse(parse) => parse::run(&parse, quiet),
        Command::Code(code) => code::run(&code, quiet),
        Command::Eval(eval) => eval::run(&eval),
        Command::Train(train) => train::run(&train, quiet),
        Command::Explain(explain) => explain::run(&explain),
        Command::Lexicon(lexicon) => lexicon::run(&lexicon, quiet),
    }
}
