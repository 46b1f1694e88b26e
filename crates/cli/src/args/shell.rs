//! Options of the commands that make the program at home on a machine.

use clap::Args as ClapArgs;
use clap_complete::Shell;
use std::path::PathBuf;

/// `rapporteur completions`.
#[derive(ClapArgs)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// `rapporteur man`.
#[derive(ClapArgs)]
pub struct ManArgs {
    /// A folder to write a page for each command into; made where there is none
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
