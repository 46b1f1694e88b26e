//! `rapporteur completions` and `man`: made from the definition of the command line, so that they cannot differ from it.

use crate::ExitStatus;
use crate::args::{Args, CompletionsArgs, ManArgs};
use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;
use std::io::Write;

/// Prints the completions for a shell.
pub fn completions(args: &CompletionsArgs) -> anyhow::Result<ExitStatus> {
    // It panics where it cannot write: a reader that goes away must not see that.
    let mut page = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "rapporteur", &mut page);
    std::io::stdout().write_all(&page)?;
    Ok(ExitStatus::Done)
}

/// Prints the manual page, or writes those of all commands.
pub fn man(args: &ManArgs) -> anyhow::Result<ExitStatus> {
    let Some(folder) = &args.out else {
        let mut page = Vec::new();
        Man::new(Args::command()).render(&mut page)?;
        std::io::stdout().write_all(&page)?;
        return Ok(ExitStatus::Done);
    };
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    clap_mangen::generate_to(Args::command(), folder).with_context(|| format!("cannot write into {}", folder.display()))?;
    Ok(ExitStatus::Done)
}
