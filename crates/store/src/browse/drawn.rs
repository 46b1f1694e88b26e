//! What drawings show: findings over time, between actors, on the map.

use super::catalogue::Catalogue;
use super::search::Sort;
use super::tables::{Finding, NONE, Who};
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
    /// Hours.
    Hour,
}

impl Step {
    /// Whether the time of a finding is known well enough for this step: "2031" is in no month.
    pub fn holds(self, finding: &Finding) -> bool {
        match self {
            Self::Hour => finding.minute != Finding::NO_HOUR,
            _ => self.holds_day(finding.day),
        }
    }

    fn holds_day(self, day: u32) -> bool {
        match self {
            Self::Year => day > 0,
            Self::Month => !(day / 100).is_multiple_of(100),
            Self::Day | Self::Hour => !day.is_multiple_of(100),
        }
    }

    /// The number of the step in which a time lies, which counts on from step to step; days go on as if each month had 31.
    fn number(self, day: u32, minute: u16) -> u32 {
        let month = day / 10_000 * 12 + (day / 100 % 100).saturating_sub(1);
        let days = month * 31 + (day % 100).saturating_sub(1);
        match self {
            Self::Year => day / 10_000,
            Self::Month => month,
            Self::Day => days,
            Self::Hour => days * 24 + u32::from(minute / 60),
        }
    }

    /// A step as one writes it: "2031", "2031-05", "2031-05-06", "2031-05-06T15:00".
    fn name(self, number: u32) -> String {
        let month = |number: u32| format!("{:04}-{:02}", number / 12, number % 12 + 1);
        let day = |number: u32| format!("{}-{:02}", month(number / 31), number % 31 + 1);
        match self {
            Self::Year => format!("{number:04}"),
            Self::Month => month(number),
            Self::Day => day(number),
            Self::Hour => format!("{}T{:02}:00", day(number / 24), number % 24),
        }
    }

    /// All steps from the one day to the other, also those in which nothing is.
    pub fn all(self, first: u32, last: u32) -> Vec<String> {
        let (from, to) = (self.number(first, 0), self.number(last, 24 * 60 - 1));
        let is_day = |number: &u32| match self {
            Self::Day | Self::Hour => {
                let days = if self == Self::Hour { number / 24 } else { *number };
                days % 31 < length_of_month(days / 31)
            }
            _ => true,
        };
        (from..=to).filter(is_day).map(|number| self.name(number)).collect()
    }

    /// The step that shows these days in some dozens of bars: hours of a single day if any is known.
    pub fn fitting(first: u32, last: u32, hours: bool) -> Self {
        let months = |day: u32| day / 10_000 * 12 + day / 100 % 100;
        match months(last) - months(first).min(months(last)) {
            0 if first == last && hours => Self::Hour,
            0..=2 => Self::Day,
            3..=72 => Self::Month,
            _ => Self::Year,
        }
    }
}

/// The days of a month, which is counted from the first of the year 0.
fn length_of_month(month: u32) -> u32 {
    let (year, month) = (month / 12, month % 12);
    match month {
        1 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

/// How many findings one step has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bar {
    /// The hour, day, month or year.
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

/// Takes a finding: 0 for a statement and 1 for an event, its step, who does it.
type Visit<'v> = &'v mut dyn FnMut(usize, u32, &[Who]);
/// So many parties have a lane of their own.
const LANES: usize = 6;

impl Catalogue {
    /// First and last day of some findings: of those whose day is known, else of those with a month or a year.
    pub fn extent(&self, sort: Sort, found: &[u32]) -> Option<(u32, u32)> {
        let of = |step: Step| {
            let days = found.iter().map(|&at| self.table(sort).findings[at as usize].day).filter(|&day| step.holds_day(day));
            days.fold(None, |ends: Option<(u32, u32)>, day| Some(ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day)))))
        };
        of(Step::Day).or_else(|| of(Step::Month)).or_else(|| of(Step::Year))
    }

    /// Statements and events along an axis of time: all together, then the parties with most of them.
    pub fn lanes(&self, statements: &[u32], events: &[u32], step: Step) -> Vec<Lane> {
        let both = [(&self.statements, statements), (&self.events, events)];
        let each = |visit: Visit<'_>| {
            for (which, (table, found)) in both.into_iter().enumerate() {
                for finding in found.iter().map(|&at| &table.findings[at as usize]).filter(|finding| step.holds(finding)) {
                    visit(which, step.number(finding.day, finding.minute), table.by(finding));
                }
            }
        };
        let (mut ends, mut rows): (Option<(u32, u32)>, Vec<u32>) = (None, vec![0; self.actors.len()]);
        each(&mut |_, at, by| {
            ends = Some(ends.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
            parties(by).for_each(|party| rows[party as usize] += 1);
        });
        let (first, last) = ends.unwrap_or((1, 0));
        let mut most: Vec<u32> = (0..).zip(&rows).filter(|(_, rows)| **rows > 0).map(|(at, _)| at).collect();
        most.sort_by_key(|&at| (std::cmp::Reverse(rows[at as usize]), at));
        most.truncate(LANES);
        // For all together, then for each party: statements and events of each step.
        let empty = || vec![0_u32; (last + 1).saturating_sub(first) as usize];
        let mut bars: Vec<[Vec<u32>; 2]> = (0..=most.len()).map(|_| [empty(), empty()]).collect();
        each(&mut |which, at, by| {
            let at = (at - first) as usize;
            bars[0][which][at] += 1;
            for lane in parties(by).filter_map(|party| most.iter().position(|known| *known == party)) {
                bars[lane + 1][which][at] += 1;
            }
        });
        let drawn = |counts: Vec<u32>| {
            let some = (first..).zip(counts).filter(|(_, rows)| *rows > 0);
            some.map(|(at, rows)| Bar { when: step.name(at), rows }).collect()
        };
        let names = std::iter::once((None, (statements.len() + events.len()) as u32))
            .chain(most.iter().map(|&at| (Some(self.actors[at as usize].name.clone()), rows[at as usize])));
        let lane = |((party, rows), [statements, events]): ((Option<String>, u32), [Vec<u32>; 2])| Lane {
            party,
            statements: drawn(statements),
            events: drawn(events),
            rows,
        };
        names.zip(bars).map(lane).collect()
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

/// The parties of those who do something, each once: two speakers of one party speak once for it.
fn parties(by: &[Who]) -> impl Iterator<Item = u32> + '_ {
    let is_first = |nth: usize, party: u32| !by[..nth].iter().any(|other| other.party == party);
    by.iter()
        .enumerate()
        .map(|(nth, who)| (nth, who.party))
        .filter(move |&(nth, party)| party != NONE && is_first(nth, party))
        .map(|(_, party)| party)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_fits_the_stretch() {
        for (first, last, hours, step) in [
            (20_310_501, 20_310_620, true, Step::Day),
            (20_310_101, 20_311_231, false, Step::Month),
            (20_200_101, 20_311_231, false, Step::Year),
            (20_310_500, 20_310_500, false, Step::Day),
            (20_310_506, 20_310_506, true, Step::Hour),
        ] {
            assert_eq!(Step::fitting(first, last, hours), step);
        }
    }

    #[test]
    fn steps_follow_the_calendar() {
        assert_eq!(Step::Day.all(20_310_227, 20_310_302), ["2031-02-27", "2031-02-28", "2031-03-01", "2031-03-02"]);
        assert_eq!(Step::Day.all(20_320_228, 20_320_301), ["2032-02-28", "2032-02-29", "2032-03-01"]);
        assert_eq!(Step::Day.all(20_311_231, 20_320_101), ["2031-12-31", "2032-01-01"]);
        assert_eq!(Step::Month.all(20_311_105, 20_320_201), ["2031-11", "2031-12", "2032-01", "2032-02"]);
        assert_eq!(Step::Year.all(20_290_000, 20_310_506), ["2029", "2030", "2031"]);
        let hours = Step::Hour.all(20_310_506, 20_310_506);
        assert_eq!((hours.len(), hours[0].as_str(), hours[23].as_str()), (24, "2031-05-06T00:00", "2031-05-06T23:00"));
    }
}
