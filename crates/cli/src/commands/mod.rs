//! One file a subcommand.

mod actors;
mod ask;
mod check;
mod chronicle;
mod code;
mod codebook;
mod correct;
mod eval;
mod explain;
mod export;
mod follow;
mod import;
mod ingest;
mod lexicon;
mod network;
mod parse;
mod positions;
mod read;
mod records;
mod reread;
mod serve;
mod settle;
mod shell;
mod sql;
mod stories;
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
        Command::Follow(follow) => follow::run(&follow, quiet),
        Command::Statements(asked) => ask::run(Subject::Statements, asked),
        Command::Events(asked) => ask::run(Subject::Events, asked),
        Command::Quotes(asked) => ask::run(Subject::Quotes, asked),
        Command::Actors(actors) => actors::run(actors, quiet),
        Command::Stories(stories) => stories::run(stories),
        Command::Timeline(timeline) => chronicle::timeline(timeline),
        Command::Compare(compare) => chronicle::compare(compare),
        Command::Network(network) => network::run(network),
        Command::Positions(positions) => positions::run(&positions, quiet),
        Command::Codebook(codebook) => codebook::run(&codebook),
        Command::Sql(sql) => sql::run(&sql),
        Command::Correct(correct) => correct::run(correct, quiet),
        Command::Reread(reread) => reread::run(&reread, quiet),
        Command::Check(check) => check::run(&check, quiet),
        Command::Export(export) => export::run(&export, quiet),
        Command::Import(import) => import::run(&import, quiet),
        Command::Serve(serve) => serve::run(&serve, quiet),
        Command::Settle(settle) => settle::run(&settle, quiet),
        Command::Parse(parse) => parse::run(&parse, quiet),
        Command::Code(code) => code::run(&code, quiet),
        Command::Eval(eval) => eval::run(&eval),
        Command::Train(train) => train::run(&train, quiet),
        Command::Explain(explain) => explain::run(&explain),
        Command::Lexicon(lexicon) => lexicon::run(&lexicon, quiet),
        Command::Completions(completions) => shell::completions(&completions),
        Command::Man(man) => shell::man(&man),
    }
}
