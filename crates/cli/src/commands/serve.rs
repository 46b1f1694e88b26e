//! `rapporteur serve`: pages and an API of a store.

use crate::ExitStatus;
use crate::args::ServeArgs;
use anyhow::{Context, bail};
use rapporteur_web::{Access, App, Options, bind, hash_password, serve};
use std::io::{BufRead, Write};
use std::path::PathBuf;

/// Serves until Ctrl-C.
pub fn run(args: &ServeArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    if args.hash_password {
        return print_hash();
    }
    let store: PathBuf = args.store.clone().or_else(|| args.path.clone()).context("no store is named")?;
    let is_loopback = args.bind.is_loopback();
    let mut options = Options::new(store);
    let mut token = None;
    options.access = match &args.password_file {
        Some(path) => Access::with_password_file(path)?,
        None if is_loopback || args.public => Access::Open,
        None => {
            let (access, made) = Access::with_new_token()?;
            token = Some(made);
            access
        }
    };
    options.sql = args.sql;
    options.edit = args.edit;
    options.cors.clone_from(&args.cors);
    // On loopback the names are known; elsewhere only the user knows them, and where none is given any will do.
    options.hosts = if is_loopback || !args.host.is_empty() { args.host.clone() } else { Vec::new() };
    if is_loopback || !args.host.is_empty() {
        options.hosts.push(args.bind.to_string());
    }
    let bound = bind(args.bind, args.port)?;
    let address = bound.address;
    let app = App::new(options)?;
    if !quiet {
        let key = token.as_ref().map(|token| format!("?token={token}")).unwrap_or_default();
        anstream::eprintln!("http://{address}/{key}\nCtrl-C ends it.");
    }
    serve(app, bound, None)?;
    Ok(ExitStatus::Done)
}

fn print_hash() -> anyhow::Result<ExitStatus> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("there is no password on standard input\n  help: `rapporteur serve --hash-password < FILE`");
    }
    writeln!(std::io::stdout(), "{}", hash_password(password)?)?;
    Ok(ExitStatus::Done)
}
