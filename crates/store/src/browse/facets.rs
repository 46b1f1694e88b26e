//! Counts by what one can narrow a search by.

use super::catalogue::Catalogue;
use super::search::{Query, Sort};
use super::tables::NONE;

/// So many values of a facet are listed.
const VALUES: usize = 12;

/// How often something occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings.
    pub rows: u32,
    /// Reports with one.
    pub reports: u32,
    /// Independent stories with one.
    pub stories: u32,
    last_report: u32,
    last_story: u32,
}

impl Tally {
    /// Counts one more; findings come in order of story and report.
    pub(super) fn add(&mut self, report: u32, story: u32) {
        self.add_all(1, report, story);
    }

    /// Counts so many more of one report.
    fn add_all(&mut self, rows: u32, report: u32, story: u32) {
        self.rows += rows;
        // One is added so that nought, the beginning, stands for none.
        self.reports += u32::from(self.last_report != report + 1);
        self.stories += u32::from(self.last_story != story + 1);
        (self.last_report, self.last_story) = (report + 1, story + 1);
    }
}

/// One value by which what was found can be narrowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The value.
    pub name: String,
    /// How often it occurs.
    pub tally: Tally,
}

/// The commonest values of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// Its name in addresses.
    pub name: &'static str,
    /// The commonest, by stories, then findings, then name; years in order.
    pub values: Vec<Value>,
    /// How many more there are.
    pub more: usize,
}

impl Catalogue {
    /// Counts of some findings by what one can narrow them by.
    pub(super) fn facets(&self, query: &Query, found: &[u32]) -> Vec<Facet> {
        let table = self.table(query.sort);
        let new = |length: usize| vec![Tally::default(); length];
        let (mut people, mut parties, mut places) = (new(self.actors.len()), new(self.actors.len()), new(self.places.len()));
        let (mut kinds, mut states) = (new(table.kinds.len()), new(table.states.len()));
        let (mut outlets, mut years) = (new(self.outlets.len()), std::collections::BTreeMap::<u32, Tally>::new());
        let by_month = found.iter().map(|&at| table.findings[at as usize].day / 10_000).filter(|&year| year > 0);
        let (first, last) = (by_month.clone().min().unwrap_or(0), by_month.max().unwrap_or(0));
        let name = |actor: u32| self.names.same.get(actor as usize).copied().unwrap_or(NONE);
        // What is known of the report alone is counted once for all its findings, which stand together.
        for here in found.chunk_by(|&one, &other| table.findings[one as usize].report == table.findings[other as usize].report) {
            let Some(at) = here.first().map(|&at| table.findings[at as usize].report) else { continue };
            let report = &self.reports[at as usize];
            if query.sort != Sort::Events {
                self.places_of(at).iter().for_each(|&place| places[place as usize].add_all(here.len() as u32, at, report.story_at));
            }
            if report.outlet != NONE {
                outlets[report.outlet as usize].add_all(here.len() as u32, at, report.story_at);
            }
        }
        for &at in found {
            let finding = &table.findings[at as usize];
            let (at, story) = (finding.report, self.reports[finding.report as usize].story_at);
            for (nth, who) in table.by(finding).iter().enumerate() {
                let (before, party) = (&table.by(finding)[..nth], name(who.party));
                // Two speakers of one party speak once for it, and so do two of one name.
                if !before.iter().any(|other| name(other.actor) == name(who.actor)) {
                    people[name(who.actor) as usize].add(at, story);
                }
                if party != NONE && !before.iter().any(|other| name(other.party) == party) {
                    parties[party as usize].add(at, story);
                }
            }
            if !kinds.is_empty() {
                kinds[usize::from(finding.kind)].add(at, story);
                states[usize::from(finding.state)].add(at, story);
            }
            if query.sort == Sort::Events && finding.place != NONE {
                places[self.places[finding.place as usize].same_name as usize].add(at, story);
            }
            // Within two years months tell more than years.
            let when = if last - first < 2 { finding.day / 100 } else { finding.day / 10_000 };
            if finding.day > 0 {
                years.entry(when).or_default().add(at, story);
            }
        }
        let named = |name: &'static str, tallies: &[Tally], of: &dyn Fn(usize) -> String| top(name, tallies, of);
        let actor = |at: usize| self.actors[at].name.clone();
        let mut facets = vec![
            named("speaker", &people, &actor),
            named("party", &parties, &actor),
            named(if query.sort == Sort::Events { "type" } else { "act" }, &kinds, &|at| table.kinds[at].clone()),
            named(if query.sort == Sort::Events { "status" } else { "certainty" }, &states, &|at| table.states[at].clone()),
            named("place", &places, &|at| self.places[at].name.clone()),
            named("outlet", &outlets, &|at| self.outlets[at].clone()),
        ];
        let values: Vec<Value> = years.into_iter().map(|(when, tally)| Value { name: period(when), tally }).collect();
        facets.push(Facet { name: "time", values, more: 0 });
        facets.retain(|facet| !facet.values.is_empty());
        facets
    }
}

/// A year or a month as one writes it: 2031, 203105.
fn period(when: u32) -> String {
    if when > 9_999 { format!("{:04}-{:02}", when / 100, when % 100) } else { format!("{when:04}") }.replace("-00", "")
}

fn top(name: &'static str, tallies: &[Tally], of: &dyn Fn(usize) -> String) -> Facet {
    let mut met: Vec<(usize, Tally)> = tallies.iter().copied().enumerate().filter(|(_, tally)| tally.rows > 0).collect();
    let count = met.len();
    let key = |(at, tally): &(usize, Tally)| (std::cmp::Reverse((tally.stories, tally.rows)), *at);
    if count > VALUES {
        met.select_nth_unstable_by_key(VALUES, key);
        met.truncate(VALUES);
    }
    met.sort_unstable_by_key(key);
    let values: Vec<Value> =
        met.into_iter().map(|(at, tally)| Value { name: of(at), tally }).filter(|value| !value.name.is_empty()).collect();
    let more = count.saturating_sub(values.len());
    Facet { name, values, more }
}
