//! Positions against those that a reader found by hand: `eval/positions/`. What is right is said in its README.

mod gold;
mod pairing;
pub mod report;
mod wordings;

use crate::figures::Figure;
use anyhow::Context;
use gold::{Gold, Row};
use rapporteur::{Options, Reader, Source};
use rapporteur_record::{Position, Record, Stance};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

pub use report::score_report;

/// The parts of `eval/positions/` in the order in which they are told; what is not there is left out.
const PARTS: [&str; 11] = ["dev", "fresh-a", "fresh-b", "fresh-c", "fresh-d", "fresh-e", "fresh-f", "fresh-g", "fresh-h", "fresh-i", HELD];
/// The part, and the half of the wordings, that were there from the beginning and are never looked at.
const HELD: &str = "held";
/// Those of which only figures are ever told.
const UNREAD: [&str; 3] = [HELD, "fresh-h", "fresh-6"];

/// What was measured, and what differs.
#[derive(Default)]
pub struct Measure {
    /// The figures.
    pub figures: Vec<Figure>,
    /// What differs in the parts that are not held out, a line each.
    pub disagreements: Vec<String>,
}

/// Hits, what was expected, what was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub right: usize,
    pub expected: usize,
    pub read: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.expected += other.expected;
        self.read += other.read;
    }

    fn figures(self, name: &str) -> [Figure; 3] {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        [
            ("precision", share(self.right, self.read)),
            ("recall", share(self.right, self.expected)),
            ("F1", share(2 * self.right, self.expected + self.read)),
        ]
        .map(|(measure, value)| Figure::new("positions", format!("{name} {measure}"), value))
    }
}

/// Measures positions and condition links part by part, and pairs of wordings.
///
/// # Errors
/// When a file cannot be read or a row has another shape.
pub fn evaluate(reader: &Reader, folder: &Path) -> anyhow::Result<Measure> {
    let mut measure = Measure::default();
    for half in PARTS {
        let path = folder.join(format!("{half}.tsv"));
        if !path.exists() {
            continue;
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let rows = gold::rows(&text).with_context(|| path.display().to_string())?;
        let (mut positions, mut links, mut any, mut dates) = (Counts::default(), Counts::default(), Counts::default(), Counts::default());
        let mut stances: BTreeMap<Stance, Counts> = BTreeMap::new();
        for (name, rows) in rows {
            let record = read(reader, &folder.join(half).join(format!("{name}.txt")))?;
            let gold = Gold::new(&record, rows);
            let found = pairing::pair(&record, &gold);
            positions.add(found.positions);
            links.add(found.links);
            any.add(found.any_stance);
            dates.add(found.dates);
            for (stance, counts) in found.stances {
                stances.entry(stance).or_default().add(counts);
            }
            if !UNREAD.contains(&half) {
                measure.disagreements.extend(found.differ.iter().map(|line| format!("{name}\t{line}")));
            }
        }
        measure.figures.extend(positions.figures(half));
        measure.figures.extend(links.figures(&format!("{half}: conditions")));
        measure.figures.push(any.figures(&format!("{half}: holder and issue, any stance"))[2].clone());
        for (stance, counts) in stances {
            measure.figures.push(counts.figures(&format!("{half}: {}", stance.as_str()))[2].clone());
        }
        if dates.expected > 0 {
            let dated = 100.0 * dates.right as f64 / dates.expected as f64;
            measure.figures.push(Figure::new(
                "positions",
                format!("{half}: as_of right, where it is given and the position is read"),
                dated,
            ));
        }
    }
    let path = folder.join("wordings.tsv");
    if path.exists() {
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        wordings::evaluate(reader, &text, &mut measure)?;
    }
    Ok(measure)
}

/// The record of a file.
fn read(reader: &Reader, path: &Path) -> anyhow::Result<Record> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut record = None;
    let source = Source::bytes(path.display().to_string(), bytes);
    reader.read_many([source], &Options::default(), 1, &mut |outcome| {
        record = outcome.result.ok().map(|read| read.value);
        ControlFlow::Continue(())
    });
    record.with_context(|| format!("{} gives no record", path.display()))
}

/// A name to compare: small letters, without article.
fn norm(name: &str) -> String {
    let lower: String =
        name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c.to_lowercase().next().unwrap_or(c) } else { ' ' }).collect();
    let words = lower.split_whitespace().filter(|word| !matches!(*word, "the" | "a" | "an" | "s"));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether an actor of the record is the holder that a row names.
fn is_holder(record: &Record, id: &str, row: &Row) -> bool {
    let Some(actor) = record.actors.iter().find(|actor| actor.id == id) else { return false };
    let mut names: BTreeSet<String> = BTreeSet::new();
    names.insert(norm(&actor.name));
    for mention in &actor.mentions {
        if mention.kind != rapporteur_record::MentionKind::Pronoun {
            let words = rapporteur_record::Span { start: mention.start, end: mention.end };
            names.insert(norm(words.of(&record.text).unwrap_or_default()));
        }
    }
    let party = actor.party.as_ref().filter(|_| actor.kind != rapporteur_record::ActorKind::Person);
    if let Some(party) = party.and_then(|party| record.actors.iter().find(|other| other.id == *party)) {
        names.insert(norm(&party.name));
    }
    names.remove("");
    row.holders.iter().map(|name| norm(name)).any(|wanted| {
        names.iter().any(|name| {
            *name == wanted
                || (format!(" {wanted} ").contains(&format!(" {name} ")) || format!(" {name} ").contains(&format!(" {wanted} ")))
                    && !only_title(name)
        })
    })
}

/// A description that leads to many: it counts only where it is the whole name.
fn only_title(name: &str) -> bool {
    matches!(
        name,
        "president" | "minister" | "government" | "official" | "officials" | "spokesman" | "spokeswoman" | "party" | "group" | "people"
    )
}

/// A position as a line to read.
fn show(record: &Record, position: &Position) -> String {
    let name = |id: &str| record.actors.iter().find(|actor| actor.id == id).map_or("?", |actor| actor.name.as_str());
    let condition = match (&position.condition, position.condition_kind) {
        (Some(condition), Some(kind)) => format!(" [{} {condition}]", kind.as_str()),
        _ => String::new(),
    };
    format!(
        "{} | {} | {}{condition} | {} | {}",
        name(&position.holder),
        position.stance.as_str(),
        position.issue.key,
        position.issue.label,
        position.evidence.join(",")
    )
}
