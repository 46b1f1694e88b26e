//! One position for each holder, issue and stance of a report, with all that shows it.

use super::scene::Scene;
use super::{PositionDraft, Raw, Topic};
use rapporteur_record::{ConditionKind, Stance};
use std::collections::BTreeMap;

/// Gathers the stands into positions, in order of their first words.
pub(super) fn gather(scene: &Scene<'_>, raws: &[Raw], topics: &[Topic]) -> Vec<PositionDraft> {
    let mut found: Vec<PositionDraft> = Vec::new();
    let mut firm: BTreeMap<&str, Vec<&Raw>> = BTreeMap::new();
    for raw in raws {
        firm.entry(topics[raw.topic].key.as_str()).or_default().push(raw);
    }
    for raw in raws {
        let topic = &topics[raw.topic];
        // A bare assertion or deed counts where somebody else stands elsewhere on it.
        if raw.bare {
            // What its holder stands for is no claim of his as well: "don't hold them".
            let firmer = |other: &&Raw| !other.bare && other.at == raw.at && shares(scene, raw, other);
            if firm[topic.key.as_str()].iter().any(firmer) {
                continue;
            }
            let fact = matches!(raw.stance, Stance::Assert | Stance::Deny);
            let contested = firm[topic.key.as_str()]
                .iter()
                .any(|other| !other.bare && !shares(scene, raw, other) && (!fact || side(raw) * side(other) < 0));
            if !contested {
                continue;
            }
        }
        let condition = raw.condition.map(|(topic, kind)| (topics[topic].key.clone(), kind));
        if condition.as_ref().is_some_and(|(key, _)| *key == topic.key) {
            continue;
        }
        // What neither a statement nor an event shows is shown by its own words.
        if raw.statement.is_none() && raw.event.is_none() && raw.words.is_none() {
            continue;
        }
        let stance = towards(raw.stance, raw.sign, condition.is_some());
        for holder in raw.holders.iter().map(|&holder| scene.holder(holder)) {
            let same = found.iter_mut().find(|other| {
                (other.holder == holder
                    || scene.same_side(other.holder, holder) && (scene.is_person(other.holder) || scene.is_person(holder)))
                    && other.key == topic.key
                    && other.stance == stance
                    && (other.condition == condition || other.condition.is_none() || condition.is_none())
            });
            let as_of = day(scene, raw);
            match same {
                Some(other) => {
                    // Where the words name the party, it is the party's; who says so for it stands in the evidence.
                    if scene.is_person(other.holder) && !scene.is_person(holder) && raw.told_by.is_none() {
                        other.holder = holder;
                    }
                    add(other, raw, condition.clone(), as_of);
                }
                None => found.push(PositionDraft {
                    holder,
                    key: topic.key.clone(),
                    label: topic.label.clone(),
                    stance,
                    condition: condition.clone(),
                    basis: raw.basis,
                    told_by: raw.told_by,
                    statements: raw.statement.into_iter().collect(),
                    events: raw.event.into_iter().collect(),
                    as_of,
                    score: raw.score,
                    words: raw.words.into_iter().collect(),
                }),
            }
        }
    }
    weaker(&mut found);
    found
}

/// On which side of its topic a stand is: for it or for its truth (1), against (-1), neither.
fn side(raw: &Raw) -> i8 {
    match towards(raw.stance, raw.sign, raw.condition.is_some()) {
        Stance::Support | Stance::Demand | Stance::AcceptIf | Stance::Assert => 1,
        Stance::Reject | Stance::Deny => -1,
        Stance::Neutral => 0,
    }
}

/// Whether two stands are taken by the same side.
fn shares(scene: &Scene<'_>, one: &Raw, other: &Raw) -> bool {
    one.holders.iter().any(|&holder| other.holders.iter().any(|&also| scene.same_side(holder, also)))
}

/// Another stand that shows the same position: the holder's own words outweigh what others say.
fn add(position: &mut PositionDraft, raw: &Raw, condition: Option<(String, ConditionKind)>, as_of: Option<String>) {
    position.statements.extend(raw.statement.filter(|statement| !position.statements.contains(statement)));
    position.events.extend(raw.event.filter(|event| !position.events.contains(event)));
    if raw.basis < position.basis {
        position.basis = raw.basis;
        position.told_by = raw.told_by;
    }
    position.condition = position.condition.take().or(condition);
    position.as_of = position.as_of.take().max(as_of);
    position.score = (position.score.max(raw.score) + 5).min(95);
    if let Some(words) = raw.words.filter(|words| !position.words.contains(words)) {
        position.words.push(words);
        position.words.sort_unstable();
    }
}

/// A stance towards the positive pole of what it is about.
pub(super) fn towards(stance: Stance, sign: i8, conditional: bool) -> Stance {
    if sign > 0 {
        return stance;
    }
    match stance {
        Stance::Support | Stance::Demand => Stance::Reject,
        Stance::AcceptIf => Stance::Reject,
        Stance::Reject if conditional => Stance::AcceptIf,
        Stance::Reject => Stance::Support,
        Stance::Assert => Stance::Deny,
        Stance::Deny => Stance::Assert,
        Stance::Neutral => Stance::Neutral,
    }
}

/// The day of a stand; none of one that is only told to have been before.
fn day(scene: &Scene<'_>, raw: &Raw) -> Option<String> {
    if raw.past {
        return None;
    }
    let said = raw.statement.and_then(|at| scene.told.said_on[at].as_ref().map(|said| said.day.clone()));
    let done = || raw.event.and_then(|at| scene.events[at].date.as_ref().map(|(day, _)| day.clone()));
    said.or_else(done).or_else(|| scene.told.published.map(|day| day.get(..10).unwrap_or(day).to_owned()))
}

/// A support beside a demand, or a refusal beside a condition, by the same holder in the same statement says nothing more.
fn weaker(found: &mut Vec<PositionDraft>) {
    let weak: Vec<bool> = found
        .iter()
        .map(|one| {
            found.iter().any(|other| {
                other.holder == one.holder
                    && other.key == one.key
                    && match (one.stance, other.stance) {
                        (Stance::Support, Stance::Demand | Stance::AcceptIf) => true,
                        (Stance::Reject, Stance::AcceptIf) => {
                            other.statements.iter().any(|at| one.statements.contains(at)) && one.condition.is_none()
                        }
                        (Stance::Neutral, stance) => stance != Stance::Neutral,
                        _ => false,
                    }
            })
        })
        .collect();
    let mut keep = weak.iter().map(|weak| !weak);
    found.retain(|_| keep.next().unwrap_or(true));
}
