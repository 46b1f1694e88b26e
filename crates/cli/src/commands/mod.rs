//! One file a subcommand.

mod code;
mod eval;
mod explain;
mod lexicon;
mod parse;
mod read;
mod train;

use crate::ExitStatus;
use crate::args::{Args, Command};

/// Does what the command line asks for.
pub fn run(args: Args) -> anyhow::Result<ExitStatus> {
    let quiet = args.quiet;
    match args.command {
        Command::Read(read) => read::run(&read, quiet),
        Command::Parse(parse) => parse::run(&parse, quiet),
        Command::Code(code) => code::run(&code, quiet),
        Command::Eval(eval) => eval::run(&eval),
        Command::Train(train) => train::run(&train, quiet),
        Command::Explain(explain) => explain::run(&explain),
        Command::Lexicon(lexicon) => lexicon::run(&lexicon, quiet),
    }
}
