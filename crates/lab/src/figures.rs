//! Figures of accuracy and speed: measured now, committed before, aimed at.
//!
//! `eval/figures.tsv` holds the last committed ones, `eval/targets.tsv` floors, aims and what
//! peers reach. EVAL.md shows them between two marks for each task, made by [`renew`].

use std::fmt::Write;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was measured: `language`, `statements`, …
    pub task: String,
    /// Which measure.
    pub measure: String,
    /// Its value, in the unit that the measure names; accuracy is in per cent.
    pub value: f64,
}

impl Figure {
    /// A figure of `task`.
    pub fn new(task: &str, measure: impl Into<String>, value: f64) -> Self {
        Self { task: task.to_owned(), measure: measure.into(), value }
    }

    fn print(&self) -> String {
        number(self.value)
    }
}

/// Two decimals below a hundred and one, none above: accuracy and rates read well.
fn number(value: f64) -> String {
    if value.abs() < 101.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}

/// What a measure should reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Which task.
    pub task: String,
    /// Which measure.
    pub measure: String,
    /// The least that counts as done.
    pub floor: String,
    /// What is aimed at.
    pub aim: String,
    /// What others reach, with their names.
    pub peers: String,
    /// Its name in the short table of README.md; empty where it stands in EVAL.md only.
    pub summary: String,
}

/// Reads `task`, `measure`, `value` rows; lines that begin with `#` and the header are skipped.
///
/// # Errors
/// When a row has no number.
pub fn read_figures(tsv: &str) -> anyhow::Result<Vec<Figure>> {
    rows(tsv)
        .map(|(line, cells)| {
            let value = cells.get(2).and_then(|cell| cell.parse().ok());
            let value = value.ok_or_else(|| anyhow::anyhow!("eval/figures.tsv:{line}: no number in the third column"))?;
            Ok(Figure::new(cells[0], cells[1], value))
        })
        .collect()
}

/// Reads `task`, `measure`, `floor`, `aim`, `peers`, `summary` rows.
pub fn read_targets(tsv: &str) -> Vec<Target> {
    rows(tsv)
        .map(|(_, cells)| {
            let cell = |at: usize| cells.get(at).unwrap_or(&"").to_string();
            Target { task: cell(0), measure: cell(1), floor: cell(2), aim: cell(3), peers: cell(4), summary: cell(5) }
        })
        .collect()
}

fn rows(tsv: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    tsv.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|(at, line)| (at + 1, line.split('\t').collect()))
}

/// The figures as TSV.
pub fn write_figures(figures: &[Figure]) -> String {
    let mut out = String::from("# Made by `rapporteur eval --update`; EVAL.md shows it.\ntask\tmeasure\tvalue\n");
    for figure in figures {
        let _ = writeln!(out, "{}\t{}\t{}", figure.task, figure.measure, figure.print());
    }
    out
}

/// A table for the terminal: each figure of `now` beside the committed one and the targets.
pub fn compare(now: &[Figure], before: &[Figure], targets: &[Target]) -> String {
    let mut out = String::new();
    let width = now.iter().map(|figure| figure.measure.chars().count()).max().unwrap_or(0).max(7);
    let mut task = "";
    for figure in now {
        if figure.task != task {
            task = &figure.task;
            let _ = writeln!(out, "\n{task}\n  {:width$}  {:>9}  {:>9}  {:>7}  {:>7}", "measure", "now", "committed", "floor", "aim");
        }
        let same = |other: &&Figure| other.task == figure.task && other.measure == figure.measure;
        let committed = before.iter().find(same).map_or("-".to_owned(), Figure::print);
        let target = targets.iter().find(|target| target.task == figure.task && target.measure == figure.measure);
        let (floor, aim) = target.map_or(("", ""), |target| (&target.floor, &target.aim));
        let _ = writeln!(out, "  {:width$}  {:>9}  {committed:>9}  {floor:>7}  {aim:>7}", figure.measure, figure.print());
    }
    out
}

/// A page with the table of each task made anew between `<!-- figures:TASK -->` and `<!-- end -->`;
/// the task `summary` is the short table of the targets that have a name for it.
pub fn renew(markdown: &str, figures: &[Figure], targets: &[Target]) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in markdown.lines() {
        if inside && line.trim() == "<!-- end -->" {
            inside = false;
        }
        if !inside {
            let _ = writeln!(out, "{line}");
        }
        if let Some(task) = line.trim().strip_prefix("<!-- figures:").and_then(|rest| rest.strip_suffix(" -->")) {
            inside = true;
            out.push_str(&markdown_table(task, figures, targets));
        }
    }
    out
}

fn markdown_table(task: &str, figures: &[Figure], targets: &[Target]) -> String {
    if task == "summary" {
        return summary(figures, targets);
    }
    let mut out = String::from("| measure | figure | floor | aim | peers |\n| --- | ---: | ---: | ---: | --- |\n");
    for figure in figures.iter().filter(|figure| figure.task == task) {
        let target = targets.iter().find(|target| target.task == task && target.measure == figure.measure);
        let none = Target::default();
        let target = target.unwrap_or(&none);
        let _ = writeln!(out, "| {} | {} | {} | {} | {} |", figure.measure, figure.print(), target.floor, target.aim, target.peers);
    }
    out
}

fn summary(figures: &[Figure], targets: &[Target]) -> String {
    let mut out = String::from("| | here | others |\n| --- | ---: | --- |\n");
    for target in targets.iter().filter(|target| !target.summary.is_empty()) {
        let same = |figure: &&Figure| target.task == figure.task && target.measure == figure.measure;
        if let Some(figure) = figures.iter().find(same) {
            let _ = writeln!(out, "| {} | {} | {} |", target.summary, figure.print(), target.peers);
        }
    }
    out
}

/// The figures after a measurement, those of tasks that were not measured kept.
pub fn merged(now: &[Figure], before: &[Figure]) -> Vec<Figure> {
    let measured = |task: &str| now.iter().any(|figure| figure.task == task);
    let kept = before.iter().filter(|figure| !measured(&figure.task));
    let mut all: Vec<Figure> = kept.chain(now).cloned().collect();
    all.sort_by(|a, b| a.task.cmp(&b.task));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_made_anew_and_the_rest_stays() {
        let page = "# Eval\n<!-- figures:time -->\nold\n<!-- end -->\ntail\n";
        let targets = read_targets("task\tmeasure\tfloor\taim\tpeers\ntime\tvalue F1\t80\t85\tHeidelTime 74.7\n");
        let figures = read_figures("task\tmeasure\tvalue\ntime\tvalue F1\t81.25\n").unwrap();
        let renewed = renew(page, &figures, &targets);
        assert!(renewed.contains("| value F1 | 81.25 | 80 | 85 | HeidelTime 74.7 |"), "{renewed}");
        assert!(renewed.ends_with("<!-- end -->\ntail\n") && !renewed.contains("old"));
        assert_eq!(renew(&renewed, &figures, &targets), renewed);
    }

    #[test]
    fn the_summary_names_what_its_column_names() {
        let targets = read_targets("task\tmeasure\tfloor\taim\tpeers\tsummary\ntime\ta\t1\t2\tX 3\tdates\ntime\tb\t1\t2\tX 3\t\n");
        let figures = read_figures("task\tmeasure\tvalue\ntime\ta\t4\ntime\tb\t5\n").unwrap();
        let page = renew("<!-- figures:summary -->\n<!-- end -->\n", &figures, &targets);
        assert!(page.contains("| dates | 4.00 | X 3 |\n<!-- end -->"), "{page}");
    }

    #[test]
    fn tasks_that_were_not_measured_keep_their_figures() {
        let before = vec![Figure::new("pages", "F1", 97.0), Figure::new("time", "value F1", 80.0)];
        let now = vec![Figure::new("time", "value F1", 82.0)];
        let written = write_figures(&merged(&now, &before));
        assert!(written.contains("pages\tF1\t97.00") && written.contains("time\tvalue F1\t82.00"));
        assert_eq!(read_figures(&written).unwrap().len(), 2);
    }
}
