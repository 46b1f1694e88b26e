//! `rapporteur settle`: which outcomes of a conflict are stable.

use crate::ExitStatus;
use crate::args::{SettleArgs, SettleFormat};
use crate::output::Output;
use anyhow::Context;
use rapporteur_views::gmcr::{Model, Solution, solve};
use std::io::{Read, Write};
use std::path::Path;

/// Analyses a model.
pub fn run(args: &SettleArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let mut text = String::new();
    let name = args.model.display();
    if args.model == Path::new("-") {
        std::io::stdin().read_to_string(&mut text)?;
    } else {
        text = std::fs::read_to_string(&args.model).with_context(|| format!("cannot read {name}"))?;
    }
    let model = Model::parse(&text).with_context(|| format!("cannot use {name}"))?;
    for party in model.parties.iter().filter(|party| party.by_hand && !quiet) {
        anstream::eprintln!(
            "warning: {name} ranks the states for {} otherwise than its priorities do; the ranks are followed\n  help: take `payoffs` out to follow the priorities",
            party.name
        );
    }
    let solution = solve(&model);
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        SettleFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &solution)?;
            writeln!(out)?;
        }
        SettleFormat::Text => write(&model, &solution, &mut out)?,
    }
    out.finish()?;
    Ok(ExitStatus::Done)
}

/// A line for each state that lasts in any sense, with a mark under each sense in which it does.
fn write(model: &Model, solution: &Solution, out: &mut impl Write) -> anyhow::Result<()> {
    for (at, option) in model.options.iter().enumerate() {
        let owner = model.parties.iter().find(|party| party.decides(at)).map_or("nobody", |party| party.name.as_str());
        writeln!(out, "{}  {option} ({owner})", at + 1)?;
    }
    let senses = [("Nash", &solution.nash), ("GMR", &solution.gmr), ("SEQ", &solution.seq), ("SIM", &solution.sim), ("SMR", &solution.smr)];
    let width = model.options.len().max(5);
    writeln!(out, "\n{} states can be; equilibria:\n\n{:width$}  Nash  GMR  SEQ  SIM  SMR", solution.feasible.len(), "state")?;
    for state in &solution.feasible {
        if senses.iter().any(|(_, stable)| stable.contains(state)) {
            let marks: Vec<String> = senses
                .iter()
                .map(|(name, stable)| format!("{:^wide$}", if stable.contains(state) { "✓" } else { "·" }, wide = name.len()))
                .collect();
            writeln!(out, "{state:width$}  {}", marks.join("  ").trim_end())?;
        }
    }
    Ok(())
}
