//! Tables for spreadsheets: parties by issues, and all findings.

use crate::settlement::{Pole, Settlement, Stand, pole, words};
use std::collections::BTreeMap;

/// Parties that have a column of their own in a report for people.
const MOST_COLUMNS: usize = 12;

/// The parties that have a column of their own in a report for people: those with most positions, in order of name; and the others.
pub fn columns(found: &Settlement) -> (Vec<&str>, Vec<&str>) {
    let mut count: BTreeMap<&str, usize> = found.parties.iter().map(|party| (party.as_str(), 0)).collect();
    for cell in &found.matrix {
        *count.entry(&cell.party).or_default() += cell.now.len() + cell.before.len();
    }
    let mut order: Vec<(&str, usize)> = count.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let most = MOST_COLUMNS.min(order.len());
    let mut shown: Vec<&str> = order[..most].iter().map(|(party, _)| *party).collect();
    let mut others: Vec<&str> = order[most..].iter().map(|(party, _)| *party).collect();
    shown.sort_unstable();
    others.sort_unstable();
    (shown, others)
}

/// A line of CSV.
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let quoted = |cell: &T| {
        let text = cell.as_ref();
        if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

/// Parties by issues as CSV: in each cell the stances that hold now with their days, "reject (2031-05-05)"; several are apart by " | ".
pub fn matrix(found: &Settlement) -> String {
    let header: Vec<&str> = std::iter::once("party").chain(found.issues.iter().map(|issue| issue.label.as_str())).collect();
    let mut text = line(&header);
    let known = found.cells();
    for party in &found.parties {
        let cell = |issue: &str| {
            let mut stances: Vec<String> =
                known.get(&(party.as_str(), issue)).into_iter().flat_map(|cell| &cell.now).map(|&at| stance(&found.stands[at])).collect();
            stances.dedup();
            stances.join(" | ")
        };
        let cells: Vec<String> = std::iter::once(party.clone()).chain(found.issues.iter().map(|issue| cell(&issue.key))).collect();
        text.push_str(&line(&cells));
    }
    text
}

fn stance(stand: &Stand) -> String {
    let day = stand.as_of.as_deref().map(|day| format!(" ({day})")).unwrap_or_default();
    format!("{}{day}", stand.stance.as_str())
}

/// All findings as CSV: finding, issue, label, party, other party, detail, date, doubts, evidence (report and id of each piece).
pub fn findings(found: &Settlement) -> String {
    let mut table = Rows {
        found,
        labels: found.labels(),
        text: line(&["finding", "issue", "label", "party", "other", "detail", "date", "doubts", "evidence"]),
    };
    for cell in &found.matrix {
        for &at in &cell.now {
            let stand = &found.stands[at];
            table.row("position", &cell.issue, &cell.party, "", stand.stance.as_str(), &[at], &[]);
        }
    }
    for pair in &found.incompatible {
        let stands: Vec<usize> = pair.one.stands.iter().chain(&pair.other.stands).copied().collect();
        let what = if pair.of_fact { "assert against deny" } else { "for against against" };
        let what = pair.precondition_for.as_ref().map_or(what.to_owned(), |then| format!("as a precondition of {then}"));
        table.row("incompatible", &pair.issue, &pair.one.party, &pair.other.party, &what, &stands, &pair.doubts);
    }
    for one in &found.preconditions {
        table.row(
            "precondition",
            &one.first,
            &one.party,
            &words::list(&one.refused_by),
            &format!("before {}", one.then),
            &one.stands,
            &one.doubts,
        );
    }
    for deadlock in &found.deadlocks {
        table.row(
            "blocked",
            &deadlock.issue,
            &words::list(&deadlock.refused_by),
            &words::list(&deadlock.wanted_by),
            &deadlock.because.join("; "),
            &[],
            &deadlock.doubts,
        );
    }
    for agreed in &found.agreed {
        let names: Vec<String> = agreed.parties.iter().map(|side| side.party.clone()).collect();
        let stands: Vec<usize> = agreed.parties.iter().flat_map(|side| side.stands.iter().copied()).collect();
        let side = if agreed.side == Pole::For { "for" } else { "against" };
        table.row("agreed", &agreed.issue, &words::list(&names), "", side, &stands, &agreed.doubts);
    }
    for one in &found.moves {
        let change = format!("{} to {}", found.stands[one.from].stance.as_str(), found.stands[one.to].stance.as_str());
        table.row(words::moved(one), &one.issue, &one.party, &one.holder, &change, &[one.from, one.to], &[]);
    }
    for one in &found.divided {
        let holders = |side: Pole| -> Vec<usize> {
            let sides = if side == Pole::For { &one.one } else { &one.other };
            sides.iter().flat_map(|side| side.stands.iter().copied()).collect()
        };
        let all: Vec<usize> = holders(Pole::For).into_iter().chain(holders(Pole::Against)).collect();
        table.row("divided", &one.issue, &one.party, "", "", &all, &[]);
    }
    for one in &found.contradictions {
        let all: Vec<usize> = one.one.iter().chain(&one.other).copied().collect();
        table.row("contradiction", &one.issue, &one.party, &one.holder, "", &all, &[]);
    }
    for changes in &found.changes {
        for set in &changes.sets {
            let steps: Vec<String> = set.changes.iter().map(|change| words::change(change, &str::to_owned)).collect();
            table.row("change", &changes.issue, "", "", &steps.join("; "), &[], &[]);
        }
    }
    if let Some(verdict) = &found.verdict {
        table.row("vote", &verdict.issue, &words::list(&verdict.blocked_by), "", &words::verdict(verdict), &[], &[]);
        for ballot in &verdict.ballots {
            table.row("ballot", &verdict.issue, &ballot.member, "", words::vote(ballot.vote), &ballot.stands, &ballot.doubts);
        }
    }
    table.text
}

struct Rows<'f> {
    found: &'f Settlement,
    labels: BTreeMap<&'f str, &'f str>,
    text: String,
}

impl Rows<'_> {
    #[expect(clippy::too_many_arguments, reason = "a row has as many cells")]
    fn row(
        &mut self,
        finding: &str,
        issue: &str,
        party: &str,
        other: &str,
        detail: &str,
        stands: &[usize],
        doubts: &[crate::settlement::Doubt],
    ) {
        let of = |at: &usize| &self.found.stands[*at];
        let label = self.labels.get(issue).copied().unwrap_or_default();
        let date = stands.iter().filter_map(|at| of(at).as_of.as_deref()).max().unwrap_or_default();
        let doubts: Vec<&str> = doubts.iter().map(|doubt| doubt.words()).collect();
        let pieces = stands.iter().flat_map(|at| &of(at).evidence);
        let mut evidence: Vec<String> =
            pieces.map(|piece| format!("{}#{}", piece.address.as_deref().unwrap_or(&piece.report), piece.id)).collect();
        evidence.dedup();
        self.text.push_str(&line(&[finding, issue, label, party, other, detail, date, &doubts.join("; "), &evidence.join(" ")]));
    }
}

/// Whether a stance is for, against, conditional or open, in a sign that needs no colour.
pub fn sign(stand: &Stand) -> &'static str {
    match pole(stand.stance) {
        _ if stand.condition.is_some() && !stand.refuses_link() && stand.link().is_some_and(|(_, then)| then == stand.issue) => "◐",
        Pole::For => "✓",
        Pole::Against => "✗",
        Pole::Open => "○",
    }
}
