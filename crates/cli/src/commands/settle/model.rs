//! `rapporteur settle --model`: which outcomes of a conflict are stable, and how they are reached.

use crate::ExitStatus;
use crate::args::{SettleArgs, SettleFormat};
use crate::output::Output;
use anyhow::{Context, bail};
use rapporteur_views::gmcr::{Model, Routes, Solution, Step, routes, solve};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// What is printed as JSON.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    solution: Solution,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    routes: Option<Routes>,
}

/// Analyses a model.
pub fn run(file: &Path, args: &SettleArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let name = file.display();
    let model = Model::parse(&super::text_of(file)?).with_context(|| format!("cannot use {name}"))?;
    for party in model.parties.iter().filter(|party| party.by_hand && !quiet) {
        anstream::eprintln!(
            "warning: {name} ranks the states for {} otherwise than its priorities do; the ranks are followed\n  help: take `payoffs` out to follow the priorities",
            party.name
        );
    }
    let solution = solve(&model);
    let routes = args.routes.then(|| routes(&model, &solution, args.from.as_deref(), args.coalitions)).transpose()?;
    let mut out = Output::open(args.output.as_deref())?;
    match args.format {
        SettleFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &Answer { solution, routes })?;
            writeln!(out)?;
        }
        SettleFormat::Text => {
            write(&model, &solution, &mut out)?;
            if let Some(routes) = &routes {
                write_routes(routes, &mut out)?;
            }
        }
        _ => bail!("the analysis of a model is printed as text or json\n  help: other forms are of positions"),
    }
    out.finish()?;
    Ok(ExitStatus::Done)
}

/// A line for each state that lasts in any sense, with a mark under each sense in which it does.
fn write(model: &Model, solution: &Solution, out: &mut impl Write) -> anyhow::Result<()> {
    for (at, option) in model.options.iter().enumerate() {
        let owner = model.parties.iter().find(|party| party.decides(at)).map_or("nobody", |party| party.name.as_str());
        // A drafted option bears its owner's name.
        let owner = if option.ends_with(&format!("({owner})")) { String::new() } else { format!(" ({owner})") };
        writeln!(out, "{}  {option}{owner}", at + 1)?;
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

/// The ways to each equilibrium, a line a move.
fn write_routes(found: &Routes, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "\nways from {}:", found.from)?;
    for route in &found.routes {
        writeln!(out, "\n{} ({})", route.to, route.lasts.join(", "))?;
        if route.to == found.from {
            writeln!(out, "  is the status quo")?;
            continue;
        }
        let ways = [
            ("each move better for who makes it", &route.improving),
            ("coalitions too, each move better for all in it", &route.together),
            ("any moves", &route.any),
        ];
        let mut shown: Option<&Vec<Step>> = None;
        for (how, steps) in ways {
            match steps {
                Some(steps) if shown != Some(steps) => {
                    shown = Some(steps);
                    writeln!(out, "  {how}:")?;
                    for step in steps {
                        writeln!(out, "    {}  {}", step.to, said(step))?;
                    }
                }
                _ => {}
            }
        }
        if shown.is_none() {
            writeln!(out, "  no way leads there")?;
        }
    }
    if let Some(proof) = &found.coalition_proof {
        let list = if proof.is_empty() { "none".to_owned() } else { proof.join(", ") };
        writeln!(out, "\nstates that no coalition would leave: {list}")?;
    }
    Ok(())
}

fn said(step: &Step) -> String {
    let takes = step.takes.iter().map(|option| format!("takes up “{option}”"));
    let drops = step.drops.iter().map(|option| format!("drops “{option}”"));
    format!("{}: {}", step.movers.join(" and "), takes.chain(drops).collect::<Vec<_>>().join(", "))
}
