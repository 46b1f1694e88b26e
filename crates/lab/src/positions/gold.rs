//! The rows of `eval/positions/*.tsv`, and where their words stand in a report.

use anyhow::{Context, bail};
use rapporteur_record::{ConditionKind, Record, Stance};

/// A stance by hand.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Right names of the holder.
    pub holders: Vec<String>,
    pub issue: String,
    pub wordings: Vec<(String, bool)>,
    pub stance: Stance,
    pub condition: Option<(String, ConditionKind)>,
    pub evidence: Vec<String>,
    pub as_of: Option<String>,
    pub optional: bool,
}

/// The rows of each report, in order.
pub(super) fn rows(text: &str) -> anyhow::Result<Vec<(String, Vec<Row>)>> {
    let mut reports: Vec<(String, Vec<Row>)> = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [report, holder, also, issue, _label, wordings, stance, condition, kind, evidence, as_of, _told_by, optional] = cells[..]
        else {
            bail!("line {}: the row has {} cells, not 13", at + 1, cells.len());
        };
        let list = |cell: &str| cell.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let mut holders = vec![holder.to_owned()];
        holders.extend(list(also));
        let wordings = list(wordings).into_iter().map(|words| match words.strip_prefix('!') {
            Some(words) => (words.to_owned(), true),
            None => (words, false),
        });
        let kind = match kind {
            "" => None,
            "requires" => Some(ConditionKind::Requires),
            "precondition-for" => Some(ConditionKind::PreconditionFor),
            other => bail!("line {}: `{other}` is no kind of condition", at + 1),
        };
        let row = Row {
            holders,
            issue: issue.to_owned(),
            wordings: wordings.collect(),
            stance: Stance::from_word(stance).with_context(|| format!("line {}: `{stance}` is no stance", at + 1))?,
            condition: kind.map(|kind| (condition.trim_start_matches('!').to_owned(), kind)),
            evidence: list(evidence),
            as_of: Some(as_of.to_owned()).filter(|day| !day.is_empty()),
            optional: optional == "yes",
        };
        match reports.last_mut() {
            Some((name, rows)) if name == report => rows.push(row),
            _ => reports.push((report.to_owned(), vec![row])),
        }
    }
    Ok(reports)
}

/// A stretch of the text in code points.
pub(super) type Range = (usize, usize);

/// The rows of a report with the places of their words.
pub(super) struct Gold {
    pub rows: Vec<Row>,
    /// For each row where its evidence stands.
    pub evidence: Vec<Vec<Range>>,
    /// For each row where the wordings of its issue stand, and whether they name the opposite pole.
    pub wordings: Vec<Vec<(Range, bool)>>,
}

impl Gold {
    pub fn new(record: &Record, rows: Vec<Row>) -> Self {
        let evidence = rows.iter().map(|row| row.evidence.iter().flat_map(|words| places(&record.text, words)).collect()).collect();
        let wordings = rows
            .iter()
            .map(|row| {
                row.wordings
                    .iter()
                    .flat_map(|(words, opposite)| places(&record.text, words).into_iter().map(|range| (range, *opposite)))
                    .collect()
            })
            .collect();
        Self { rows, evidence, wordings }
    }
}

/// Where words stand in a text, in code points.
fn places(text: &str, words: &str) -> Vec<Range> {
    let found = text.match_indices(words).map(|(at, words)| {
        let start = text[..at].chars().count();
        (start, start + words.chars().count())
    });
    found.collect()
}

pub(super) fn overlap(one: Range, other: Range) -> bool {
    one.0 < other.1 && other.0 < one.1
}
