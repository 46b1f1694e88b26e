//! `rapporteur eval`: figures beside the committed ones.

use crate::ExitStatus;
use crate::args::{EvalArgs, Task};
use crate::output::Output;
use anyhow::Context;
use clap::ValueEnum;
use rapporteur::Reader;
use rapporteur_lab::disagreements::Disagreements;
use rapporteur_lab::figures::{self, Figure};
use rapporteur_lab::measure::{self, Measured};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const FIGURES: &str = "eval/figures.tsv";
const TARGETS: &str = "eval/targets.tsv";
/// The pages with tables of figures.
const PAGES: [&str; 2] = ["EVAL.md", "README.md"];

/// Measures each task whose corpus is there.
pub fn run(args: &EvalArgs) -> anyhow::Result<ExitStatus> {
    let reader = Reader::embedded()?;
    let mut tasks = if args.tasks.is_empty() { Task::value_variants().to_vec() } else { args.tasks.clone() };
    // Memory only grows: what speed needs is measured before the corpora of other tasks come in.
    tasks.sort_by_key(|&task| task != Task::Speed);
    let (language, statements) = (tasks.contains(&Task::Language), tasks.contains(&Task::Statements));
    let mut measured: Vec<Figure> = Vec::new();
    let mut disagreements: Vec<String> = Vec::new();
    let mut detail = Disagreements::default();
    let mut types = String::new();
    for task in tasks {
        let name = task.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let result = match task {
            Task::Language => measure::language(&reader, &args.data),
            Task::Statements => measure::statements(&reader, &args.data, &mut detail),
            Task::Events => measure::events(&reader, &args.data, &mut disagreements, &mut types),
            Task::Quantities => measure::quantities(&reader, &mut disagreements),
            Task::Positions => measure::positions(&reader, &args.data, &mut disagreements),
            Task::Places => measure::places(&reader, &args.data, &mut disagreements),
            Task::Time => measure::time(&reader, &args.data, &mut disagreements),
            Task::Actors => measure::actors(&reader, &args.data),
            Task::Pages => measure::pages(&reader, &args.data),
            Task::Speed => measure::speed(&reader, &args.data),
        };
        match result.with_context(|| format!("cannot measure {name}"))? {
            Measured::Figures(figures) => {
                measured.extend(figures);
                if task == Task::Speed {
                    measured.extend(start_up()?);
                }
            }
            Measured::Skipped(path) => anstream::eprintln!("{name}: skipped, {path} is not there"),
        }
    }
    // Outside a checkout there are no committed figures to set beside.
    let before = figures::read_figures(&fs::read_to_string(FIGURES).unwrap_or_default())?;
    let targets = figures::read_targets(&fs::read_to_string(TARGETS).unwrap_or_default());
    let mut out = Output::open(None)?;
    out.write_all(figures::compare(&measured, &before, &targets).as_bytes())?;
    if args.confusion && language {
        out.write_all(measure::confusion(&reader, &args.data)?.as_bytes())?;
    }
    if args.confusion {
        out.write_all(types.as_bytes())?;
    }
    if statements {
        out.write_all(detail.tables().as_bytes())?;
    }
    out.finish()?;
    if let Some(path) = &args.disagreements {
        let page = if statements { detail.page() } else { String::new() };
        write(path, &disagreements.iter().fold(page, |page, line| page + line + "\n"))?;
    }
    if args.update {
        let all = figures::merged(&measured, &before);
        for path in PAGES {
            let page = fs::read_to_string(path).with_context(|| format!("cannot read {path}; run this in the root of the repository"))?;
            write(Path::new(path), &figures::renew(&page, &all, &targets))?;
        }
        write(Path::new(FIGURES), &figures::write_figures(&all))?;
    }
    Ok(ExitStatus::Done)
}

/// Milliseconds from the start of the program to its end with one report read: the median of nine.
fn start_up() -> anyhow::Result<Option<Figure>> {
    let report = Path::new("examples/talks.txt");
    if !report.exists() {
        return Ok(None);
    }
    let program = std::env::current_exe().context("cannot find this program")?;
    let mut times = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        Command::new(&program).args(["read", "--quiet", "--format", "json"]).arg(report).stdout(Stdio::null()).status()?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(Some(Figure::new("speed", "start and one report, ms", times[times.len() / 2])))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
