//! What drawings show: findings over time, between actors, on the map.

use super::catalogue::{Catalogue, iso};
use super::search::Sort;
use super::tables::NONE;
use serde::Serialize;
use std::collections::BTreeMap;

/// The length of a step on the axis of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Years.
    Year,
    /// Months.
    Month,
    /// Days.
    Day,
}

impl Step {
    /// A day cut to this step: 20310506 by months is 20310500.
    pub fn cut(self, day: u32) -> u32 {
        match self {
            Self::Year => day / 10_000 * 10_000,
            Self::Month => day / 100 * 100,
            Self::Day => day,
        }
    }

    /// Whether a day is known well enough for this step: "2031" is in no month.
    pub fn holds(self, day: u32) -> bool {
        match self {
            Self::Year => day > 0,
            Self::Month => !(day / 100).is_multiple_of(100),
            Self::Day => !day.is_multiple_of(100),
        }
    }

    /// The step that shows these days in some dozens of bars.
    pub fn fitting(first: u32, last: u32) -> Self {
        let months = |day: u32| day / 10_000 * 12 + day / 100 % 100;
        match months(last) - months(first).min(months(last)) {
            0..=2 => Self::Day,
            3..=72 => Self::Month,
            _ => Self::Year,
        }
    }
}

/// How many findings one step has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bar {
    /// The day, month or year.
    pub when: String,
    /// How many.
    pub rows: u32,
}

/// One party or all together, along the axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    /// The party; `None` for all together.
    pub party: Option<String>,
    /// Statements by step, steps without any left out.
    pub statements: Vec<Bar>,
    /// Events by step.
    pub events: Vec<Bar>,
    /// How many in all.
    pub rows: u32,
}

/// One actor in a network.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Node {
    /// `actors.id`.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What sort.
    pub kind: String,
    /// Findings that join it to others.
    pub weight: u32,
}

/// Who speaks to or acts on whom, how often.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edge {
    /// Place of who does it among the nodes.
    pub from: u32,
    /// Place of to whom it is done.
    pub to: u32,
    /// How often.
    pub rows: u32,
}

/// Actors and what joins them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Graph {
    /// The actors, the most joined first.
    pub nodes: Vec<Node>,
    /// What joins them.
    pub edges: Vec<Edge>,
    /// How many more actors there are.
    pub more: usize,
}

/// A place with what happened there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// The name.
    pub name: String,
    /// Country code.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How many events.
    pub rows: u32,
}

/// So many parties have a lane of their own.
const LANES: usize = 6;

impl Catalogue {
    /// First and last day of some findings: of those whose day is known, else of those with a month or a year.
    pub fn extent(&self, sort: Sort, found: &[u32]) -> Option<(u32, u32)> {
        let of = |step: Step| {
            let days = found.iter().map(|&at| self.table(sort).findings[at as usize].day).filter(|&day| step.holds(day));
            days.clone().min().zip(days.max())
        };
        of(Step::Day).or_else(|| of(Step::Month)).or_else(|| of(Step::Year))
    }

    /// Statements and events along an axis of time: all together, then the parties with most of them.
    pub fn lanes(&self, statements: &[u32], events: &[u32], step: Step) -> Vec<Lane> {
        type Bars = [BTreeMap<u32, u32>; 2];
        let mut all: Bars = Bars::default();
        let mut by_party: BTreeMap<u32, (u32, Bars)> = BTreeMap::new();
        for (which, (sort, found)) in [(Sort::Statements, statements), (Sort::Events, events)].into_iter().enumerate() {
            let table = self.table(sort);
            for finding in found.iter().map(|&at| &table.findings[at as usize]).filter(|finding| step.holds(finding.day)) {
                let when = step.cut(finding.day);
                *all[which].entry(when).or_default() += 1;
                let by = table.by(finding);
                for (nth, who) in by.iter().enumerate() {
                    if who.party != NONE && !by[..nth].iter().any(|other| other.party == who.party) {
                        let (rows, bars) = by_party.entry(who.party).or_default();
                        *rows += 1;
                        *bars[which].entry(when).or_default() += 1;
                    }
                }
            }
        }
        let bars =
            |bars: BTreeMap<u32, u32>| bars.into_iter().filter_map(|(when, rows)| iso(when).map(|when| Bar { when, rows })).collect();
        let lane = |party, rows, [statements, events]: Bars| Lane { party, statements: bars(statements), events: bars(events), rows };
        let mut parties: Vec<(u32, (u32, Bars))> = by_party.into_iter().collect();
        parties.sort_by_key(|(at, (rows, _))| (std::cmp::Reverse(*rows), *at));
        let mut lanes = vec![lane(None, (statements.len() + events.len()) as u32, all)];
        lanes.extend(
            parties.into_iter().take(LANES).map(|(at, (rows, bars))| lane(Some(self.actors[at as usize].name.clone()), rows, bars)),
        );
        lanes
    }

    /// Who does some findings and to whom (or, of statements, whom they name), the `most` most joined actors.
    pub fn graph(&self, sort: Sort, found: &[u32], of: bool, most: usize) -> Graph {
        let table = self.table(sort);
        let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for finding in found.iter().map(|&at| &table.findings[at as usize]) {
            for by in table.by(finding) {
                let others = if of { table.of(finding) } else { table.to(finding) };
                for to in others.iter().filter(|to| to.actor != by.actor) {
                    *pairs.entry((by.actor, to.actor)).or_default() += 1;
                }
            }
        }
        let mut weights: BTreeMap<u32, u32> = BTreeMap::new();
        for (&(from, to), &rows) in &pairs {
            *weights.entry(from).or_default() += rows;
            *weights.entry(to).or_default() += rows;
        }
        let mut order: Vec<(u32, u32)> = weights.into_iter().collect();
        order.sort_by_key(|&(actor, weight)| (std::cmp::Reverse(weight), actor));
        let more = order.len().saturating_sub(most);
        order.truncate(most);
        let places: BTreeMap<u32, u32> = (0..).zip(&order).map(|(place, (actor, _))| (*actor, place)).collect();
        let nodes = order.iter().map(|&(at, weight)| {
            let actor = &self.actors[at as usize];
            Node { id: actor.id, name: actor.name.clone(), kind: actor.kind.clone(), weight }
        });
        let edges =
            pairs.into_iter().filter_map(|((from, to), rows)| Some(Edge { from: *places.get(&from)?, to: *places.get(&to)?, rows }));
        Graph { nodes: nodes.collect(), edges: edges.collect(), more }
    }

    /// Places of some events, those with most events first; and how many events have no known point.
    pub fn spots(&self, events: &[u32]) -> (Vec<Spot>, usize) {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        let mut nowhere = 0;
        for &at in events {
            let place = self.events.findings[at as usize].place;
            match self.places.get(place as usize).and_then(|place| place.point) {
                Some(_) => *counts.entry(place).or_default() += 1,
                None => nowhere += 1,
            }
        }
        let mut spots: Vec<Spot> = counts
            .into_iter()
            .filter_map(|(at, rows)| {
                let place = &self.places[at as usize];
                place.point.map(|(lat, lon)| Spot { name: place.name.clone(), country: place.country.clone(), lat, lon, rows })
            })
            .collect();
        spots.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name.cmp(&b.name)));
        (spots, nowhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_fits_the_stretch() {
        for (first, last, step) in [
            (20_310_501, 20_310_620, Step::Day),
            (20_310_101, 20_311_231, Step::Month),
            (20_200_101, 20_311_231, Step::Year),
            (20_310_500, 20_310_500, Step::Day),
        ] {
            assert_eq!(Step::fitting(first, last), step);
        }
        assert_eq!([Step::Year, Step::Month, Step::Day].map(|step| step.cut(20_310_506)), [20_310_000, 20_310_500, 20_310_506]);
    }
}
