//! Which positions that were read are which of those by hand.

use super::gold::{Gold, Range, overlap};
use super::{Counts, is_holder, show};
use rapporteur_record::{ConditionKind, Position, Record, Stance};
use std::collections::{BTreeMap, BTreeSet};

/// What came out for one report.
#[derive(Default)]
pub(super) struct Found {
    pub positions: Counts,
    pub any_stance: Counts,
    pub links: Counts,
    pub dates: Counts,
    pub stances: BTreeMap<Stance, Counts>,
    pub differ: Vec<String>,
}

/// A position by hand: rows of one holder, issue and stance.
struct Unit {
    rows: Vec<usize>,
    optional: bool,
}

/// Pairs what was read with what was found by hand, each once.
pub(super) fn pair(record: &Record, gold: &Gold) -> Found {
    let mut found = Found::default();
    let units = units(gold);
    let match_ = Matching::new(record, gold);
    let fits = |at: usize, unit: &Unit, stance: bool| unit.rows.iter().any(|&row| match_.fits(at, row, stance));
    let (pairs, used) = assign(record.positions.len(), &units, &|at, unit| fits(at, unit, true));
    found.positions = counts(record.positions.len(), &units, &pairs, &used);
    let (loose, loosely) = assign(record.positions.len(), &units, &|at, unit| fits(at, unit, false));
    found.any_stance = counts(record.positions.len(), &units, &loose, &loosely);
    for (at, unit) in units.iter().enumerate() {
        let row = &gold.rows[unit.rows[0]];
        if !unit.optional {
            let counts = found.stances.entry(row.stance).or_default();
            counts.expected += 1;
            counts.right += usize::from(pairs.contains_key(&at));
        }
        match pairs.get(&at) {
            Some(&position) => {
                if let Some(day) = &row.as_of {
                    found.dates.expected += 1;
                    found.dates.right += usize::from(record.positions[position].as_of.as_ref() == Some(day));
                }
            }
            None if !unit.optional => {
                let other = loose.get(&at).map(|&position| format!(" (read: {})", show(record, &record.positions[position])));
                let condition = row.condition.as_ref().map(|(issue, kind)| format!(" [{} {issue}]", kind.as_str())).unwrap_or_default();
                found.differ.push(format!(
                    "missed\t{} | {} | {}{condition} | {}{}",
                    row.holders[0],
                    row.stance.as_str(),
                    row.issue,
                    row.evidence.join(" … "),
                    other.unwrap_or_default()
                ));
            }
            None => {}
        }
    }
    for (at, position) in record.positions.iter().enumerate() {
        let optional = used.get(&at).is_some_and(|&unit| units[unit].optional);
        if !optional {
            // What is paired was read as the stance that it is paired with: to deny one pole is to assert the other.
            let stance = used.get(&at).map_or(position.stance, |&unit| gold.rows[units[unit].rows[0]].stance);
            found.stances.entry(stance).or_default().read += 1;
        }
        if !used.contains_key(&at) {
            let near: BTreeSet<&str> =
                (0..gold.rows.len()).filter(|&row| match_.issue(at, row).is_some()).map(|row| gold.rows[row].issue.as_str()).collect();
            found.differ.push(format!("too much\t{} | {}", show(record, position), near.into_iter().collect::<Vec<_>>().join(",")));
        }
    }
    links(record, gold, &match_, &mut found);
    found
}

fn units(gold: &Gold) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (at, row) in gold.rows.iter().enumerate() {
        let same = |unit: &&mut Unit| {
            let first = &gold.rows[unit.rows[0]];
            first.holders[0] == row.holders[0] && first.issue == row.issue && first.stance == row.stance
        };
        match units.iter_mut().find(same) {
            Some(unit) => {
                unit.rows.push(at);
                unit.optional &= row.optional;
            }
            None => units.push(Unit { rows: vec![at], optional: row.optional }),
        }
    }
    units
}

/// Unit → position and position → unit; what counts goes first, and moves others aside where that makes room.
fn assign(positions: usize, units: &[Unit], fits: &dyn Fn(usize, &Unit) -> bool) -> (BTreeMap<usize, usize>, BTreeMap<usize, usize>) {
    let (mut of_unit, mut of_position) = (BTreeMap::new(), BTreeMap::new());
    let order = (0..units.len()).filter(|&unit| !units[unit].optional).chain((0..units.len()).filter(|&unit| units[unit].optional));
    for unit in order {
        let mut seen = BTreeSet::new();
        seek(unit, positions, units, fits, &mut seen, &mut of_unit, &mut of_position);
    }
    (of_unit, of_position)
}

#[allow(clippy::too_many_arguments)]
fn seek(
    unit: usize,
    positions: usize,
    units: &[Unit],
    fits: &dyn Fn(usize, &Unit) -> bool,
    seen: &mut BTreeSet<usize>,
    of_unit: &mut BTreeMap<usize, usize>,
    of_position: &mut BTreeMap<usize, usize>,
) -> bool {
    for position in 0..positions {
        if !fits(position, &units[unit]) || !seen.insert(position) {
            continue;
        }
        let other = of_position.get(&position).copied();
        if other.is_none_or(|other| seek(other, positions, units, fits, seen, of_unit, of_position)) {
            of_unit.insert(unit, position);
            of_position.insert(position, unit);
            return true;
        }
    }
    false
}

fn counts(positions: usize, units: &[Unit], pairs: &BTreeMap<usize, usize>, used: &BTreeMap<usize, usize>) -> Counts {
    let optional = used.values().filter(|&&unit| units[unit].optional).count();
    Counts {
        right: pairs.keys().filter(|&&unit| !units[unit].optional).count(),
        expected: units.iter().filter(|unit| !unit.optional).count(),
        read: positions - optional,
    }
}

/// Which read issue is which issue by hand.
struct Matching<'r> {
    record: &'r Record,
    gold: &'r Gold,
    /// For each position the words that show it.
    evidence: Vec<Vec<Range>>,
    /// For each read key and issue by hand: whether the poles are opposite.
    keys: BTreeMap<(String, String), bool>,
}

impl<'r> Matching<'r> {
    fn new(record: &'r Record, gold: &'r Gold) -> Self {
        let evidence = record.positions.iter().map(|position| evidence(record, position)).collect();
        let mut keys: BTreeMap<(String, String), bool> = BTreeMap::new();
        for position in &record.positions {
            for (at, row) in gold.rows.iter().enumerate() {
                if let Some(opposite) = named(position, &gold.wordings[at]) {
                    keys.entry((position.issue.key.clone(), row.issue.clone())).or_insert(opposite);
                }
            }
        }
        Self { record, gold, evidence, keys }
    }

    /// Whether the position's issue is the row's, and whether their poles are opposite.
    fn issue(&self, at: usize, row: usize) -> Option<bool> {
        let position = &self.record.positions[at];
        if let Some(opposite) = named(position, &self.gold.wordings[row]) {
            return Some(opposite);
        }
        let elsewhere = self.keys.get(&(position.issue.key.clone(), self.gold.rows[row].issue.clone()))?;
        let shown = self.evidence[at].iter().any(|&words| self.gold.evidence[row].iter().any(|&gold| overlap(words, gold)));
        shown.then_some(*elsewhere)
    }

    fn fits(&self, at: usize, row: usize, stance: bool) -> bool {
        let position = &self.record.positions[at];
        let Some(opposite) = self.issue(at, row) else { return false };
        is_holder(self.record, &position.holder, &self.gold.rows[row])
            && (!stance || is_stance(position, opposite, self.gold.rows[row].stance))
    }
}

/// Whether the words of the position are one of the wordings, and whether they name the other pole of it.
fn named(position: &Position, wordings: &[(Range, bool)]) -> Option<bool> {
    let mut found = None;
    for words in &position.words {
        for &(range, opposite) in wordings {
            if overlap((words.start, words.end), range) {
                let turned = words.opposite != opposite;
                found = Some(found.map_or(turned, |before: bool| before && turned));
            }
        }
    }
    found
}

/// Whether a stance is the one by hand; `opposite`: what was read has the other pole as its positive one.
fn is_stance(position: &Position, opposite: bool, gold: Stance) -> bool {
    let conditional = position.condition_kind == Some(ConditionKind::Requires);
    match position.stance {
        // What is refused as it stands and taken on a condition is the condition's other pole.
        Stance::Reject if conditional => gold == Stance::AcceptIf,
        stance if !opposite => stance == gold,
        Stance::Support | Stance::Demand => gold == Stance::Reject,
        Stance::Reject => matches!(gold, Stance::Support | Stance::Demand),
        Stance::Assert => gold == Stance::Deny,
        Stance::Deny => gold == Stance::Assert,
        stance => stance == gold,
    }
}

fn evidence(record: &Record, position: &Position) -> Vec<Range> {
    let mut found: Vec<Range> = position.words.iter().map(|words| (words.start, words.end)).collect();
    for id in &position.evidence {
        if let Some(statement) = record.statements.iter().find(|statement| statement.id == *id) {
            let spans = statement.content.iter().copied().chain(statement.cue).chain(statement.source);
            found.extend(spans.map(|span| (span.start, span.end)));
        }
        if let Some(event) = record.events.iter().find(|event| event.id == *id) {
            found.extend(event.evidence.iter().map(|span| (span.start, span.end)));
        }
    }
    found
}

/// Links of conditions: holder, what is required, what hangs on it.
fn links(record: &Record, gold: &Gold, match_: &Matching<'_>, found: &mut Found) {
    let mut wanted: BTreeMap<(String, String, String), (Vec<usize>, bool)> = BTreeMap::new();
    for (at, row) in gold.rows.iter().enumerate() {
        let Some((other, kind)) = &row.condition else { continue };
        let (required, hangs) = match kind {
            ConditionKind::Requires => (other, &row.issue),
            ConditionKind::PreconditionFor => (&row.issue, other),
        };
        let entry = wanted.entry((row.holders[0].clone(), required.clone(), hangs.clone())).or_insert((Vec::new(), true));
        entry.0.push(at);
        entry.1 &= row.optional;
    }
    let mut read: BTreeMap<(&str, &str, &str), ()> = BTreeMap::new();
    for position in &record.positions {
        let (Some(other), Some(kind)) = (&position.condition, position.condition_kind) else { continue };
        let (required, hangs) = match kind {
            ConditionKind::Requires => (other.as_str(), position.issue.key.as_str()),
            ConditionKind::PreconditionFor => (position.issue.key.as_str(), other.as_str()),
        };
        read.insert((&position.holder, required, hangs), ());
    }
    let is = |key: &str, issue: &str| match_.keys.contains_key(&(key.to_owned(), issue.to_owned()));
    let mut used: BTreeSet<&(String, String, String)> = BTreeSet::new();
    let (mut right, mut optional) = (0, 0);
    for (holder, required, hangs) in read.keys() {
        let hit = wanted.iter().find(|(link, (rows, _))| {
            !used.contains(link)
                && is(required, &link.1)
                && is(hangs, &link.2)
                && rows.iter().any(|&row| is_holder(record, holder, &gold.rows[row]))
        });
        match hit {
            Some((link, (_, free))) => {
                used.insert(link);
                right += usize::from(!free);
                optional += usize::from(*free);
            }
            None => found.differ.push(format!("link too much\t{holder} | {hangs} requires {required}")),
        }
    }
    let expected = wanted.values().filter(|(_, free)| !free).count();
    for (link, (_, free)) in &wanted {
        if !used.contains(link) && !free {
            found.differ.push(format!("link missed\t{} | {} requires {}", link.0, link.2, link.1));
        }
    }
    found.links = Counts { right, expected, read: read.len() - optional };
}
