//! What a report tells twice is one happening.

use super::EventDraft;
use rapporteur_record::{DateBasis, EventStatus};

/// Links each event to an earlier one that is the same happening: same act, same status, parties that
/// fit with at least one in common, and no two days that the text itself sets apart.
///
/// *Limits*: two attacks of one army on one town on a day count as one.
pub(super) fn link(events: &mut [EventDraft]) {
    for at in 1..events.len() {
        let (before, rest) = events.split_at(at);
        let event = &rest[0];
        let same = before.iter().rposition(|other| is_same(other, event));
        // The first record of a happening is the one that others point to.
        let first = same.map(|same| before[same].same_as.unwrap_or(same));
        events[at].same_as = first;
    }
}

fn is_same(one: &EventDraft, other: &EventDraft) -> bool {
    let code = |event: &EventDraft| event.cameo.get(..3).unwrap_or(&event.cameo).to_owned();
    let took_place = |event: &EventDraft| matches!(event.status, EventStatus::Happened | EventStatus::Ongoing);
    let spoken = one.cameo.starts_with("01");
    if spoken || code(one) != code(other) || !(one.status == other.status || took_place(one) && took_place(other)) {
        return false;
    }
    let fits = |a: &[usize], b: &[usize]| a.is_empty() || b.is_empty() || a.iter().any(|actor| b.contains(actor));
    let shared = |a: &[usize], b: &[usize]| a.iter().any(|actor| b.contains(actor));
    let straight = fits(&one.sources, &other.sources) && fits(&one.targets, &other.targets);
    let common = shared(&one.sources, &other.sources) || shared(&one.targets, &other.targets);
    // Those who meet meet each other.
    let mutual = one.cameo.starts_with("04") && shared(&one.sources, &other.targets) && shared(&one.targets, &other.sources);
    let dated = |event: &EventDraft| event.date.as_ref().filter(|(_, basis)| *basis == DateBasis::Clause).map(|(day, _)| day.clone());
    let apart = dated(one).zip(dated(other)).is_some_and(|(a, b)| !a.starts_with(&b) && !b.starts_with(&a));
    !apart && (straight && common || mutual)
}
