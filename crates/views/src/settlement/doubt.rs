//! What makes a conclusion doubtful.

use super::board::Board;
use super::stand::{Pole, pole};
use serde::Serialize;
use std::collections::BTreeSet;

/// Days after which a position is called old, beside the latest of all.
const OLD: i64 = 180;
/// Below this a reading is unsure.
const UNSURE: f64 = 0.5;

/// A reason to doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// A party's position hangs on one statement or event.
    OneStatement,
    /// All of it comes from one story.
    OneSource,
    /// A party's position is only told by others.
    OnlyReported,
    /// A party's latest word is half a year older than the latest of all.
    Old,
    /// Who speaks for a party contradicts himself or another who does.
    Contradicted,
    /// The reading of a position is unsure.
    Unsure,
}

impl Doubt {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::OneStatement => "hangs on one statement",
            Self::OneSource => "one source",
            Self::OnlyReported => "only reported by others",
            Self::Old => "old",
            Self::Contradicted => "contradicted",
            Self::Unsure => "unsure reading",
        }
    }
}

/// Why a conclusion from these positions may be doubted.
pub fn doubts(board: &Board<'_>, stands: &[usize]) -> Vec<Doubt> {
    let mut found = BTreeSet::new();
    let of = |at: &usize| &board.stands[*at];
    let parties: BTreeSet<&str> = stands.iter().map(|at| of(at).unit()).collect();
    for party in parties {
        let own: Vec<_> = stands.iter().map(of).filter(|stand| stand.unit() == party).collect();
        let pieces: BTreeSet<(&str, &str)> =
            own.iter().flat_map(|stand| &stand.evidence).map(|piece| (piece.report.as_str(), piece.id.as_str())).collect();
        if pieces.len() == 1 {
            found.insert(Doubt::OneStatement);
        }
        if own.iter().all(|stand| !stand.is_first_hand()) {
            found.insert(Doubt::OnlyReported);
        }
        let last = own.iter().filter_map(|stand| stand.as_of.as_deref()).max();
        if let Some((last, latest)) = last.and_then(day_number).zip(board.latest.and_then(day_number))
            && latest - last > OLD
        {
            found.insert(Doubt::Old);
        }
        if own.iter().all(|stand| stand.score < UNSURE) {
            found.insert(Doubt::Unsure);
        }
    }
    let stories: BTreeSet<&str> = stands.iter().flat_map(|at| &of(at).evidence).map(|piece| piece.story.as_str()).collect();
    if stories.len() == 1 {
        found.insert(Doubt::OneSource);
    }
    // Somebody of the same party takes the other side now.
    let sided = stands.iter().map(of).filter(|stand| pole(stand.stance) != Pole::Open && !stand.refuses_link());
    let cells: BTreeSet<(&str, &str)> = sided.map(|stand| (stand.issue.as_str(), stand.unit())).collect();
    let contradicted = cells.into_iter().any(|(issue, party)| {
        let cell = board.issue(issue).and_then(|issue| issue.cells.iter().find(|cell| cell.party == party));
        cell.is_some_and(|cell| cell.is_divided(board.stands))
    });
    if contradicted {
        found.insert(Doubt::Contradicted);
    }
    found.into_iter().collect()
}

/// Days since the first of March of the year 0, of an ISO date; for differences only.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.get(..10)?.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    Some(year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::day_number;

    #[test]
    fn days_are_counted_over_leap_years_and_turns_of_the_year() {
        let between = |a: &str, b: &str| day_number(b).unwrap() - day_number(a).unwrap();
        assert_eq!(between("2031-12-31", "2032-01-01"), 1);
        assert_eq!((between("2032-02-28", "2032-03-01"), between("2100-02-28", "2100-03-01")), (2, 1));
        assert_eq!(between("2000-01-01", "2400-01-01"), 146_097);
        assert_eq!(day_number("2031"), None);
    }
}
