use super::*;
use rapporteur_lexicon::{ActorTable, Rules};
use rapporteur_record::{ConditionKind, PositionBasis, Stance};

mod changes;
mod deadlock;
mod load;
mod network;
mod report;
mod rule;

/// The example that ships: a war between Varosia and the Northern Front.
fn example() -> Vec<Stand> {
    from_json(include_str!("../../../../docs/positions.json")).unwrap()
}

/// A position from words: "Front demand leave before talks 2031-05-02", "Varosia/Dask accept-if talks if cease-fire".
fn stand(words: &str) -> Stand {
    let parts: Vec<&str> = words.split(' ').collect();
    let (party, holder) = parts[0].split_once('/').map_or((None, parts[0]), |(party, holder)| (Some(party.to_owned()), holder));
    let after = |word: &str| parts.iter().position(|part| *part == word).map(|at| parts[at + 1].to_owned());
    let condition = |word: &str, kind: ConditionKind| after(word).map(|issue| Condition { issue, kind });
    let condition = condition("if", ConditionKind::Requires).or_else(|| condition("before", ConditionKind::PreconditionFor));
    Stand {
        holder: holder.to_owned(),
        party,
        issue: parts[2].to_owned(),
        label: parts[2].to_owned(),
        stance: Stance::from_word(parts[1]).unwrap(),
        condition,
        basis: if parts.contains(&"reported") { PositionBasis::Reported } else { PositionBasis::Own },
        told_by: None,
        as_of: parts.last().filter(|last| last.starts_with("20")).map(|day| (*day).to_owned()),
        score: 1.0,
        evidence: vec![Evidence {
            id: words.to_owned(),
            report: "r".to_owned(),
            story: "r".to_owned(),
            words: words.to_owned(),
            ..Evidence::default()
        }],
    }
}

fn stands(lines: &[&str]) -> Vec<Stand> {
    lines.iter().map(|line| stand(line)).collect()
}

fn question<'q>(issue: Option<&'q str>, rule: Option<&'q str>, on: Option<&'q str>) -> Question<'q> {
    Question { issue, on, most_changes: 3, rule, members: &[], sensitivity: false }
}

fn settled(stands: Vec<Stand>, question: &Question<'_>) -> Result<Settlement, SettleError> {
    settle(stands, question, Names { actors: &ActorTable::embedded() }, &Rules::embedded())
}
