//! One row for each holder, issue, stance and condition, over all reports that show it.

use rapporteur_record::Stance;
use rapporteur_store::Held;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A position over all reports that show it.
#[derive(Clone, Debug)]
pub struct Holding {
    pub holder: String,
    pub party: Option<String>,
    pub issue: String,
    pub label: String,
    pub stance: Stance,
    pub condition: Option<String>,
    pub condition_kind: Option<String>,
    pub basis: String,
    pub told_by: Option<String>,
    /// The last day on which it is held, and the first.
    pub as_of: Option<String>,
    pub since: Option<String>,
    pub score: f64,
    /// Reports that show it, and independent stories among them.
    pub reports: BTreeSet<i64>,
    pub stories: BTreeSet<i64>,
    /// The statements and events that show it.
    pub pieces: Vec<Piece>,
    /// Other stances of the holder on the issue, in order of days.
    pub earlier: Vec<Earlier>,
}

/// A statement or event that shows a position.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The number of its report.
    pub report: i64,
    /// Its id there.
    pub id: String,
    /// Its words, where they are not in a store.
    pub words: Vec<String>,
}

/// Another stance of the same holder on the same issue.
#[derive(Clone, Debug, Serialize)]
pub struct Earlier {
    pub stance: Stance,
    pub as_of: Option<String>,
}

impl Holding {
    /// A position of a store.
    pub fn of_store(held: Held) -> Self {
        let piece = |id: String| Piece { report: held.report, id, words: Vec::new() };
        Self {
            holder: held.holder,
            party: held.party,
            issue: held.issue,
            label: held.label,
            stance: Stance::from_word(&held.stance).unwrap_or(Stance::Neutral),
            condition: held.condition,
            condition_kind: held.condition_kind,
            basis: held.basis,
            told_by: held.told_by,
            since: held.as_of.clone(),
            as_of: held.as_of,
            score: held.score,
            reports: [held.report].into(),
            stories: [held.story].into(),
            pieces: held.evidence.into_iter().map(piece).collect(),
            earlier: Vec::new(),
        }
    }

    /// Whether its issue holds some words.
    pub fn is_on(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        self.issue.to_lowercase().contains(&words) || self.label.to_lowercase().contains(&words)
    }

    /// What tells it from others: holder, issue, stance, condition.
    fn key(&self) -> (&str, &str, &str, Option<&str>) {
        (&self.holder, &self.issue, self.stance.as_str(), self.condition.as_deref())
    }

    fn join(&mut self, other: Self) {
        self.as_of = self.as_of.take().max(other.as_of);
        self.since = match (self.since.take(), other.since) {
            (Some(known), Some(day)) => Some(known.min(day)),
            (known, day) => known.or(day),
        };
        self.score = self.score.max(other.score);
        self.reports.extend(other.reports);
        self.stories.extend(other.stories);
        self.pieces.extend(other.pieces);
    }
}

/// Holdings in order of first appearance.
#[derive(Debug, Default)]
pub struct Holdings {
    /// By a hash of what tells one from another.
    places: HashMap<u64, Vec<usize>>,
    all: Vec<Holding>,
    is_one_report: bool,
}

impl Holdings {
    /// Takes in another position.
    pub fn add(&mut self, holding: Holding) {
        let mut hasher = DefaultHasher::new();
        holding.key().hash(&mut hasher);
        let places = self.places.entry(hasher.finish()).or_default();
        match places.iter().find(|&&at| self.all[at].key() == holding.key()) {
            Some(&at) => self.all[at].join(holding),
            None => {
                places.push(self.all.len());
                self.all.push(holding);
            }
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Says that all are of a single report, whose number says nothing.
    pub fn one_report(&mut self, is_one: bool) {
        self.is_one_report = is_one;
    }

    /// All of them, each with the other stances of its holder on its issue that came before.
    pub fn finish(mut self) -> Vec<Holding> {
        let mut beside: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (at, one) in self.all.iter().enumerate() {
            beside.entry((&one.holder, &one.issue)).or_default().push(at);
        }
        let order = |at: usize| (&self.all[at].as_of, at);
        let mut earlier: Vec<Vec<Earlier>> = vec![Vec::new(); self.all.len()];
        for list in beside.into_values().filter(|list| list.len() > 1) {
            for &at in &list {
                let before = |&other: &usize| self.all[other].stance != self.all[at].stance && order(other) < order(at);
                let mut others: Vec<usize> = list.iter().copied().filter(before).collect();
                others.sort_by(|&one, &two| order(one).cmp(&order(two)));
                let told = |&other: &usize| Earlier { stance: self.all[other].stance, as_of: self.all[other].as_of.clone() };
                earlier[at] = others.iter().map(told).collect();
            }
        }
        let is_one = self.is_one_report;
        for (one, earlier) in self.all.iter_mut().zip(earlier) {
            one.earlier = earlier;
            one.pieces.iter_mut().filter(|_| is_one).for_each(|piece| piece.report = 0);
        }
        self.all
    }
}

impl Piece {
    /// Its id in one report, `report/id` where there are several.
    pub fn name(&self) -> String {
        if self.report == 0 { self.id.clone() } else { format!("{}/{}", self.report, self.id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(report: i64, stance: &str, as_of: &str) -> Holding {
        let text = str::to_owned;
        Holding::of_store(Held {
            id: report,
            place: 0,
            report,
            story: report / 2,
            holder: text("Irina Dask"),
            party: None,
            issue: text("leave(karim)"),
            label: text("Karim leaves office"),
            codebook: None,
            stance: text(stance),
            condition: None,
            condition_kind: None,
            basis: text("own"),
            told_by: None,
            as_of: Some(text(as_of)),
            score: 0.5,
            evidence: vec![text("s1")],
        })
    }

    #[test]
    fn a_holding_joins_reports_and_knows_what_came_before() {
        let mut holdings = Holdings::default();
        for one in [held(2, "demand", "2031-05-07"), held(4, "reject", "2031-05-09"), held(3, "demand", "2031-05-06")] {
            holdings.add(one);
        }
        let rows = holdings.finish();
        let [demand, reject] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((demand.since.as_deref(), demand.as_of.as_deref()), (Some("2031-05-06"), Some("2031-05-07")));
        assert_eq!((demand.reports.len(), demand.stories.len(), demand.earlier.len()), (2, 1, 0));
        assert_eq!(demand.pieces.iter().map(Piece::name).collect::<Vec<_>>(), ["2/s1", "3/s1"]);
        assert_eq!(reject.earlier.iter().map(|one| one.stance).collect::<Vec<_>>(), [Stance::Demand]);
    }
}
