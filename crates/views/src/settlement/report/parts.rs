//! The sections of a report as headings and lines, which each form prints in its way.

use crate::settlement::doubt::Doubt;
use crate::settlement::moves::Division;
use crate::settlement::sensitivity::Piece;
use crate::settlement::{Deadlock, Settlement, words};

/// A section: a heading and its items.
pub struct Section {
    pub title: &'static str,
    pub items: Vec<Item>,
    /// What to say where there are none; empty: leave the section out.
    pub none: &'static str,
}

/// A line with the positions that show it, and lines below it.
pub struct Item {
    pub text: String,
    /// Positions, by their place.
    pub stands: Vec<usize>,
    pub doubts: Vec<Doubt>,
    pub below: Vec<Item>,
}

impl Item {
    fn new(text: String, stands: Vec<usize>, doubts: &[Doubt]) -> Self {
        Self { text, stands, doubts: doubts.to_vec(), below: Vec::new() }
    }

    fn plain(text: String) -> Self {
        Self::new(text, Vec::new(), &[])
    }
}

/// All sections but the matrix, the map and the quotations.
pub fn sections(found: &Settlement) -> Vec<Section> {
    let labels = found.labels();
    let label = |key: &str| labels.get(key).copied().unwrap_or(key).to_owned();
    let mut all = Vec::new();
    if let Some(verdict) = &found.verdict {
        all.push(verdict_section(verdict));
    }
    let (blocked, refused) = deadlocks(found);
    all.push(Section { title: "What is blocked, and why", items: blocked, none: "Nothing that somebody wants is blocked." });
    all.push(Section { title: "Smallest changes that unblock", items: changes(found, &label), none: "" });
    all.push(Section {
        title: "Positions that exclude each other",
        items: found
            .incompatible
            .iter()
            .map(|pair| {
                Item::new(
                    words::opposed(pair, &found.stands, &label),
                    pair.one.stands.iter().chain(&pair.other.stands).copied().collect(),
                    &pair.doubts,
                )
            })
            .collect(),
        none: "No positions exclude each other.",
    });
    all.push(Section { title: "Preconditions", items: preconditions(found, &label), none: "No preconditions are set." });
    all.push(Section {
        title: "What all who spoke agree on",
        items: found
            .agreed
            .iter()
            .map(|agreed| {
                let stands = agreed.parties.iter().flat_map(|side| side.stands.iter().copied()).collect();
                Item::new(words::agreement(agreed), stands, &agreed.doubts)
            })
            .collect(),
        none: "On nothing did two parties take the same side alone.",
    });
    all.push(Section { title: "Who moved", items: moved(found), none: "Nobody moved." });
    all.push(Section { title: "Disagreement and contradiction within parties", items: divided(found), none: "" });
    all.push(Section { title: "Refused, and nobody was read who wants it", items: refused, none: "" });
    if found.sensitivity.is_some() {
        all.push(Section {
            title: "What hangs on a single piece of evidence",
            items: hangs(found),
            none: "No conclusion hangs on a single piece.",
        });
    }
    all.retain(|section| !section.items.is_empty() || !section.none.is_empty());
    all
}

fn verdict_section(verdict: &crate::settlement::Verdict) -> Section {
    let mut items = vec![Item::plain(words::verdict(verdict))];
    let mut known: Vec<_> = verdict.ballots.iter().filter(|ballot| !ballot.stands.is_empty()).collect();
    known.sort_by_key(|ballot| (ballot.vote, !ballot.permanent, &ballot.member));
    items.extend(known.iter().map(|ballot| {
        let seat = if ballot.permanent { " (permanent)" } else { "" };
        Item::new(format!("{}{seat}: {}", ballot.member, words::vote(ballot.vote)), ballot.stands.clone(), &ballot.doubts)
    }));
    let silent: Vec<String> =
        verdict.ballots.iter().filter(|ballot| ballot.stands.is_empty()).map(|ballot| ballot.member.clone()).collect();
    if !silent.is_empty() {
        items.push(Item::plain(format!("unknown: {}", words::list(&silent))));
    }
    if verdict.unnamed > 0 {
        items.push(Item::plain(format!("and {} more votes that nobody was read to speak for", verdict.unnamed)));
    }
    if verdict.changes.blocked {
        let mut change = Item::plain(words::changes_summary(&verdict.changes));
        change.below = sets(&verdict.changes, &|key| key.to_owned());
        items.push(change);
    }
    items.extend(verdict.notes.iter().map(|note| Item::plain(note.clone())));
    items.push(Item::plain(format!("rule: {}", verdict.source)));
    Section { title: "The vote", items, none: "" }
}

/// What is blocked, and what is only refused.
fn deadlocks(found: &Settlement) -> (Vec<Item>, Vec<Item>) {
    let known = found.cells();
    let refusing = |issue: &str, party: &str| -> Vec<usize> {
        known.get(&(party, issue)).into_iter().flat_map(|cell| &cell.now).copied().filter(|&at| found.stands[at].refuses()).collect()
    };
    let item = |deadlock: &Deadlock| {
        let mut item = Item::new(deadlock.label.clone(), Vec::new(), &deadlock.doubts);
        let refused = (!deadlock.refused_by.is_empty())
            .then(|| deadlock.refused_by.iter().flat_map(|party| refusing(&deadlock.issue, party)).collect());
        let waits = deadlock.preconditions.iter().map(|&at| {
            let precondition = &found.preconditions[at];
            let others = precondition.refused_by.iter().flat_map(|party| refusing(&precondition.first, party));
            precondition.stands.iter().copied().chain(others).collect::<Vec<usize>>()
        });
        let stands = refused.into_iter().chain(waits);
        item.below = deadlock.because.iter().zip(stands).map(|(why, stands)| Item::new(why.clone(), stands, &[])).collect();
        item
    };
    let (blocked, refused): (Vec<&Deadlock>, Vec<&Deadlock>) = found.deadlocks.iter().partition(|deadlock| !deadlock.wanted_by.is_empty());
    (blocked.into_iter().map(item).collect(), refused.into_iter().map(item).collect())
}

fn changes(found: &Settlement, label: &dyn Fn(&str) -> String) -> Vec<Item> {
    found
        .changes
        .iter()
        .map(|changes| {
            let mut item = Item::plain(format!("{}: {}", changes.label, words::changes_summary(changes)));
            item.below = sets(changes, label);
            item
        })
        .collect()
}

fn sets(changes: &crate::settlement::Changes, label: &dyn Fn(&str) -> String) -> Vec<Item> {
    let set = |set: &crate::settlement::ChangeSet| {
        let words: Vec<String> = set.changes.iter().map(|change| words::change(change, label)).collect();
        let parties = if set.parties == 1 { "1 party moves".to_owned() } else { format!("{} parties move", set.parties) };
        Item::plain(format!("{} ({parties})", words.join("; and ")))
    };
    changes.sets.iter().map(set).collect()
}

fn preconditions(found: &Settlement, label: &dyn Fn(&str) -> String) -> Vec<Item> {
    let mut items: Vec<Item> = found
        .preconditions
        .iter()
        .map(|one| {
            let text = format!("{}: “{}” before “{}”", one.party, label(&one.first), label(&one.then));
            Item::new(text, one.stands.clone(), &one.doubts)
        })
        .collect();
    let path = |issues: &[String]| issues.iter().map(|issue| format!("“{}”", label(issue))).collect::<Vec<_>>().join(" → ");
    items.extend(found.chains.iter().map(|chain| Item::plain(format!("chain: {}", path(&chain.issues)))));
    items.extend(found.cycles.iter().map(|cycle| {
        let back = cycle.issues.first().map(|first| label(first)).unwrap_or_default();
        Item::plain(format!("cycle, each waiting for the one before: {} → “{back}”", path(&cycle.issues)))
    }));
    items
}

fn moved(found: &Settlement) -> Vec<Item> {
    let day = |at: usize| found.stands[at].as_of.as_deref().unwrap_or("undated");
    found
        .moves
        .iter()
        .map(|one| {
            let (from, to) = (&found.stands[one.from], &found.stands[one.to]);
            let who = if one.holder == one.party { one.party.clone() } else { format!("{} ({})", one.party, one.holder) };
            let condition = |stand: &crate::settlement::Stand| if stand.condition.is_some() { " on a condition" } else { "" };
            let text = format!(
                "{who} {}: {}; on {} {}{}, on {} {}{}",
                words::moved(one),
                one.label,
                day(one.from),
                from.stance.as_str(),
                condition(from),
                day(one.to),
                to.stance.as_str(),
                condition(to)
            );
            Item::new(text, vec![one.from, one.to], &[])
        })
        .collect()
}

fn divided(found: &Settlement) -> Vec<Item> {
    let names = |sides: &[crate::settlement::Side]| words::list(&sides.iter().map(|side| side.party.clone()).collect::<Vec<_>>());
    let both = |division: &Division| division.one.iter().chain(&division.other).flat_map(|side| side.stands.iter().copied()).collect();
    let divisions = found.divided.iter().map(|division| {
        let (one, other) = (names(&division.one), names(&division.other));
        let text = match &division.precondition {
            None => format!("{} is divided: {}; for it: {one}; against: {other}", division.party, division.label),
            Some(first) => {
                let first = found.issues.iter().find(|issue| issue.key == *first).map_or(first, |issue| &issue.label);
                format!("{} is divided: {}; only after “{first}”: {one}; without that: {other}", division.party, division.label)
            }
        };
        Item::new(text, both(division), &[])
    });
    let contradictions = found.contradictions.iter().map(|one| {
        let stands: Vec<usize> = one.one.iter().chain(&one.other).copied().collect();
        let day = stands.first().and_then(|&at| found.stands[at].as_of.as_deref()).unwrap_or("no known day");
        Item::new(format!("{} says both on {day}: {}", one.holder, one.label), stands, &[])
    });
    divisions.chain(contradictions).collect()
}

fn hangs(found: &Settlement) -> Vec<Item> {
    let Some(sensitivity) = &found.sensitivity else { return Vec::new() };
    if sensitivity.skipped {
        return vec![Item::plain(
            "There are too many positions to leave each out in turn; ask for fewer (a shorter time, fewer reports).".to_owned(),
        )];
    }
    sensitivity
        .hangs
        .iter()
        .map(|hang| {
            let title = hang.title.as_deref().unwrap_or(&hang.report);
            let words = hang.words.as_deref().map(|words| format!(" “{words}”")).unwrap_or_default();
            let what = match hang.piece {
                Piece::Statement => format!("{} of {title}:{words}", hang.id.as_deref().unwrap_or("a statement")),
                Piece::Report => format!("the report {title}"),
                Piece::Story => format!("the story {title}"),
            };
            let mut item = Item::plain(format!("without {}", what.trim_end_matches(':')));
            let lost = hang.lost.iter().map(|one| Item::plain(format!("not: {one}")));
            item.below = lost.chain(hang.gained.iter().map(|one| Item::plain(format!("but: {one}")))).collect();
            item
        })
        .collect()
}
