//! Finding: which findings a question takes, how many by what, and the page of them that is asked for.

use super::Browser;
use super::catalogue::{Catalogue, clock, day};
use super::facets::{Facet, Tally};
use super::tables::{Finding, Table};
use super::words;
use crate::Error;
use rusqlite::params;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

/// What is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Who said what.
    #[default]
    Statements,
    /// Who did what to whom.
    Events,
    /// Whole reports.
    Reports,
}

impl Sort {
    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Events => "events",
            Self::Reports => "reports",
        }
    }
}

/// What is asked; an empty question takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// What is looked for.
    pub sort: Sort,
    /// Words, as people type them: see [`words::question`].
    pub text: Option<String>,
    /// The exact name of who speaks or acts.
    pub speaker: Option<String>,
    /// The exact name of whom it is said or done to.
    pub to: Option<String>,
    /// The exact name of whom a statement names in what is said.
    pub of: Option<String>,
    /// The exact name of the party for whom he speaks or acts.
    pub party: Option<String>,
    /// The act of a statement.
    pub act: Option<String>,
    /// The certainty of a statement.
    pub certainty: Option<String>,
    /// The type of an event.
    pub kind: Option<String>,
    /// The status of an event.
    pub status: Option<String>,
    /// The exact name of a place: of an event, or one that the report names.
    pub place: Option<String>,
    /// The exact name of the outlet.
    pub outlet: Option<String>,
    /// First day: YYYY, YYYY-MM or YYYY-MM-DD, or the first hour: YYYY-MM-DDTHH:00. Then what has no hour is left out.
    pub since: Option<String>,
    /// Last day or hour, the whole of it.
    pub until: Option<String>,
    /// A story, by its id.
    pub story: Option<i64>,
    /// A report, by its id.
    pub report: Option<i64>,
    /// Each printing of what stands in copies of a story, not only the first.
    pub copies: bool,
    /// The oldest first.
    pub oldest: bool,
}

/// Which page of what was found.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Where the page before ended, as [`Found::next`] gave it.
    pub after: Option<String>,
    /// How many at most.
    pub size: usize,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How much in all.
    pub total: Tally,
    /// Whether only the newest findings with these words were looked at, because there are very many.
    pub capped: bool,
    /// Counts by value; empty where none were asked for.
    pub facets: Vec<Facet>,
    /// Ids of the page's findings, in order.
    pub ids: Vec<i64>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// So many findings by words are looked at, the last stored first.
pub const MOST_BY_WORDS: usize = 200_000;

impl Browser {
    /// Answers a question: totals, facets if asked for, and one page in order of day.
    ///
    /// # Errors
    /// When the store cannot be read, or its full text takes longer than `limit`.
    pub fn search(&mut self, catalogue: &Catalogue, query: &Query, page: &Page, facets: bool, limit: Duration) -> Result<Found, Error> {
        let taken = self.matching(catalogue, query, limit)?;
        let table = catalogue.table(query.sort);
        let mut found = Found { capped: taken.capped, ..Found::default() };
        for &at in &taken.found {
            let finding = &table.findings[at as usize];
            found.total.add(finding.report, catalogue.reports[finding.report as usize].story_at);
        }
        if facets {
            let is_all = Query { oldest: false, ..query.clone() } == Query { sort: query.sort, ..Query::default() };
            found.facets = match is_all {
                // The first page of all shows the same counts to everybody.
                true => catalogue.whole[query.sort as usize].get_or_init(|| catalogue.facets(query, &taken.found)).clone(),
                false => catalogue.facets(query, &taken.found),
            };
        }
        turn(table, query, page, &taken.found, &mut found);
        Ok(found)
    }

    /// The findings that a question takes, in order of the catalogue.
    ///
    /// # Errors
    /// As [`Browser::search`].
    pub fn matching(&mut self, catalogue: &Catalogue, query: &Query, limit: Duration) -> Result<Taken, Error> {
        let Some(plan) = self.plan(catalogue, query, limit)? else { return Ok(Taken::default()) };
        let table = catalogue.table(query.sort);
        let mut seen = if query.copies { Bits::default() } else { Bits::new(table.copies.len()) };
        let mut found = Vec::new();
        let mut look = |at: u32| {
            let finding = &table.findings[at as usize];
            if plan.takes(catalogue, table, finding) && (query.copies || seen.add(finding.group)) {
                found.push(at);
            }
        };
        match &plan.candidates {
            Some(candidates) => candidates.iter().copied().for_each(&mut look),
            // What is asked of reports is asked of each once.
            None => (0..catalogue.reports.len() as u32)
                .filter(|&report| plan.takes_report(catalogue, report))
                .flat_map(|report| table.of_report(report))
                .for_each(&mut look),
        }
        Ok(Taken { found, capped: plan.capped })
    }

    /// `None` where nothing can match.
    fn plan(&mut self, catalogue: &Catalogue, query: &Query, limit: Duration) -> Result<Option<Plan>, Error> {
        let mut plan = Plan { sort: query.sort, until: u32::MAX, ..Plan::default() };
        let named = |name: &Option<String>| name.as_ref().map(|name| catalogue.actors_named(name));
        let table = catalogue.table(query.sort);
        (plan.speaker, plan.to, plan.party) = (named(&query.speaker), named(&query.to), named(&query.party));
        plan.of = named(&query.of).filter(|_| query.sort == Sort::Statements);
        let (kind, state) = match query.sort {
            Sort::Statements => (&query.act, &query.certainty),
            Sort::Events => (&query.kind, &query.status),
            Sort::Reports => (&None, &None),
        };
        if !find(&mut plan.kind, kind, &table.kinds) || !find(&mut plan.state, state, &table.states) {
            return Ok(None);
        }
        if let Some(outlet) = &query.outlet {
            let Some(at) = catalogue.outlets.iter().position(|known| known == outlet) else { return Ok(None) };
            plan.outlet = Some(at as u32);
        }
        if let Some(place) = &query.place {
            let named = (0..).zip(&catalogue.places).filter(|(_, known)| known.name == *place);
            plan.places = Some(named.map(|(at, _)| at).collect());
        }
        if let Some(report) = query.report {
            let Some(at) = catalogue.report(report) else { return Ok(None) };
            plan.report = Some(at);
        }
        plan.story = query.story;
        plan.since = query.since.as_deref().map_or(0, day);
        plan.until = query.until.as_deref().map_or(u32::MAX, last_day);
        let hours = [&query.since, &query.until].map(|end| end.as_deref().and_then(clock));
        if hours.iter().any(Option::is_some) {
            plan.hours = Some((hours[0].unwrap_or(0), hours[1].map_or(Finding::NO_HOUR - 1, |hour| hour + 59)));
        }
        if query.sort == Sort::Reports {
            plan.reports = self.reports_with(catalogue, query, limit)?;
        }
        if let Some(typed) = &query.text {
            let Some(question) = words::question(typed) else { return Ok(None) };
            self.add_words(catalogue, query, &question, &mut plan, limit)?;
        } else if query.sort != Sort::Reports {
            // Whoever is named has part in few of all findings.
            let named = [&plan.speaker, &plan.to, &plan.of].into_iter().flatten().map(|named| table.people.of_any(named));
            let for_party = plan.party.iter().map(|named| table.parties.of_any(named));
            plan.candidates = named.chain(for_party).min_by_key(Vec::len);
        }
        Ok(Some(plan))
    }

    /// For reports: those with a statement of the speaker, party or act asked for.
    fn reports_with(&mut self, catalogue: &Catalogue, query: &Query, limit: Duration) -> Result<Option<Bits>, Error> {
        if query.speaker.is_none()
            && query.party.is_none()
            && query.to.is_none()
            && query.of.is_none()
            && query.act.is_none()
            && query.certainty.is_none()
        {
            return Ok(None);
        }
        let inside = Query { sort: Sort::Statements, text: None, place: None, since: None, until: None, copies: true, ..query.clone() };
        let mut reports = Bits::new(catalogue.reports.len());
        for at in self.matching(catalogue, &inside, limit)?.found {
            reports.add(catalogue.statements.findings[at as usize].report);
        }
        Ok(Some(reports))
    }

    /// Findings with the words, or by somebody whose name they are.
    fn add_words(&mut self, catalogue: &Catalogue, query: &Query, question: &str, plan: &mut Plan, limit: Duration) -> Result<(), Error> {
        let sql = match query.sort {
            Sort::Statements => "SELECT rowid FROM statements_text WHERE statements_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
            Sort::Events => "SELECT rowid FROM events_text WHERE events_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
            Sort::Reports => "SELECT rowid FROM reports_text WHERE reports_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
        };
        let ids = self.within(limit, |browser| {
            let mut look = browser.store.connection.prepare_cached(sql)?;
            let rows = look.query_map(params![question, MOST_BY_WORDS as i64], |row| row.get::<_, i64>(0))?;
            Ok(rows.collect::<Result<Vec<i64>, _>>()?)
        })?;
        plan.capped = ids.len() >= MOST_BY_WORDS;
        if query.sort != Sort::Reports {
            let table = catalogue.table(query.sort);
            let mut candidates: Vec<u32> = ids.iter().filter_map(|&id| table.at(id)).collect();
            let named = query.text.as_deref().and_then(words::plain).map(|words| catalogue.names.with_words(&words)).unwrap_or_default();
            let by = |at: &u32| table.by(&table.findings[*at as usize]).iter().any(|who| named.binary_search(&who.actor).is_ok());
            candidates.extend(table.people.of_any(&named).into_iter().filter(by));
            candidates.sort_unstable();
            candidates.dedup();
            plan.candidates = Some(candidates);
        } else {
            let mut reports = Bits::new(catalogue.reports.len());
            for at in ids.iter().filter_map(|&id| catalogue.report(id)) {
                if plan.reports.as_ref().is_none_or(|known| known.has(at)) {
                    reports.add(at);
                }
            }
            plan.reports = Some(reports);
        }
        Ok(())
    }

    /// Interrupts what takes longer than `limit`.
    pub(super) fn within<T>(&mut self, limit: Duration, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        let end = Instant::now() + limit;
        self.store.connection.progress_handler(10_000, Some(move || Instant::now() > end))?;
        let result = work(self);
        self.store.connection.progress_handler(0, None::<fn() -> bool>)?;
        result.map_err(|error| match error {
            Error::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => {
                Error::Query(format!("the question took longer than {} s\n  help: narrow it", limit.as_secs()))
            }
            other => other,
        })
    }
}

/// Findings that a question takes.
#[derive(Debug, Default)]
pub struct Taken {
    /// Their numbers in the table, in order.
    pub found: Vec<u32>,
    /// See [`Found::capped`].
    pub capped: bool,
}

impl Catalogue {
    /// Counts all findings by what one can narrow them by, so that the first who asks for them need not wait for that.
    pub fn count_whole(&self) {
        for sort in [Sort::Statements, Sort::Events, Sort::Reports] {
            let table = self.table(sort);
            let mut seen = Bits::new(table.copies.len());
            let found: Vec<u32> = (0..table.findings.len() as u32).filter(|&at| seen.add(table.findings[at as usize].group)).collect();
            self.whole[sort as usize].get_or_init(|| self.facets(&Query { sort, ..Query::default() }, &found));
        }
    }

    /// The table of one sort.
    pub fn table(&self, sort: Sort) -> &Table {
        match sort {
            Sort::Statements => &self.statements,
            Sort::Events => &self.events,
            Sort::Reports => &self.articles,
        }
    }
}

/// The last day that a date takes in: 2031-05 is 20310599.
fn last_day(iso: &str) -> u32 {
    match day(iso) {
        0 => u32::MAX,
        whole if whole % 10_000 == 0 => whole + 9_999,
        month if month % 100 == 0 => month + 99,
        day => day,
    }
}

/// Puts the page that is asked for into `found`: of very many findings the first few, without putting all in order.
fn turn(table: &Table, query: &Query, page: &Page, taken: &[u32], found: &mut Found) {
    let rank = |at: u32| {
        let rank = table.findings[at as usize].rank;
        if query.oldest { u32::MAX - rank } else { rank }
    };
    let after = page.after.as_deref().and_then(|after| place(table, query, after));
    let mut rest = 0;
    let mut first: BinaryHeap<(u32, u32)> = BinaryHeap::with_capacity(page.size.min(taken.len()) + 1);
    for &at in taken {
        let rank = rank(at);
        if after.is_some_and(|after| rank <= after) {
            continue;
        }
        rest += 1;
        if first.len() < page.size {
            first.push((rank, at));
        } else if let Some(mut last) = first.peek_mut().filter(|last| rank < last.0) {
            *last = (rank, at);
        }
    }
    let order = first.into_sorted_vec();
    if rest > page.size {
        found.next = order.last().map(|&(_, at)| {
            let last = &table.findings[at as usize];
            format!("{}-{}", last.day, last.id)
        });
    }
    found.ids = order.iter().map(|&(_, at)| table.findings[at as usize].id).collect();
}

/// Whether a cursor has the form that [`Found::next`] gives.
pub fn is_cursor(after: &str) -> bool {
    after.split_once('-').is_some_and(|(day, id)| day.parse::<u32>().is_ok() && id.parse::<i64>().is_ok())
}

/// The rank of the finding at which a page ended. It stays what it was when findings are added: day and id tell it.
fn place(table: &Table, query: &Query, after: &str) -> Option<u32> {
    let (day, id) = after.split_once('-')?;
    let (day, id): (u32, i64) = (day.parse().ok()?, id.parse().ok()?);
    let rank = match table.at(id).map(|at| &table.findings[at as usize]) {
        Some(finding) if finding.day == day => finding.rank,
        // The finding is gone: those before it are those of a later day, or of the same with a smaller id.
        _ => table.findings.iter().filter(|other| other.day > day || (other.day == day && other.id < id)).count().checked_sub(1)? as u32,
    };
    Some(if query.oldest { u32::MAX - rank } else { rank })
}

fn find(number: &mut Option<u8>, word: &Option<String>, words: &[String]) -> bool {
    let Some(word) = word else { return true };
    *number = words.iter().position(|known| known.eq_ignore_ascii_case(word)).map(|at| at as u8);
    number.is_some()
}

#[derive(Default)]
struct Plan {
    sort: Sort,
    candidates: Option<Vec<u32>>,
    capped: bool,
    reports: Option<Bits>,
    speaker: Option<Vec<u32>>,
    to: Option<Vec<u32>>,
    of: Option<Vec<u32>>,
    party: Option<Vec<u32>>,
    kind: Option<u8>,
    state: Option<u8>,
    outlet: Option<u32>,
    places: Option<Vec<u32>>,
    report: Option<u32>,
    story: Option<i64>,
    since: u32,
    until: u32,
    /// Of the first day the first minute, of the last the last.
    hours: Option<(u16, u16)>,
}

impl Plan {
    fn takes(&self, catalogue: &Catalogue, table: &Table, finding: &Finding) -> bool {
        finding.day >= self.since
            && finding.day <= self.until
            && self.hours.is_none_or(|(from, to)| {
                finding.minute != Finding::NO_HOUR
                    && (finding.day > self.since || finding.minute >= from)
                    && (finding.day < self.until || finding.minute <= to)
            })
            && self.kind.is_none_or(|kind| kind == finding.kind)
            && self.state.is_none_or(|state| state == finding.state)
            && (self.candidates.is_none() || self.takes_report(catalogue, finding.report))
            && (self.sort == Sort::Reports || self.people_fit(table, finding))
            && self.places.as_ref().is_none_or(|places| self.sort != Sort::Events || places.contains(&finding.place))
    }

    /// What is asked of a report. Where an event happened is among its places.
    fn takes_report(&self, catalogue: &Catalogue, at: u32) -> bool {
        let report = &catalogue.reports[at as usize];
        self.outlet.is_none_or(|outlet| outlet == report.outlet)
            && self.story.is_none_or(|story| story == report.story)
            && self.report.is_none_or(|one| one == at)
            && self.reports.as_ref().is_none_or(|reports| reports.has(at))
            && self.places.as_ref().is_none_or(|places| catalogue.places_of(at).iter().any(|place| places.contains(place)))
    }

    fn people_fit(&self, table: &Table, finding: &Finding) -> bool {
        self.speaker.as_ref().is_none_or(|named| table.by(finding).iter().any(|who| named.contains(&who.actor)))
            && self.to.as_ref().is_none_or(|named| table.to(finding).iter().any(|who| named.contains(&who.actor)))
            && self.of.as_ref().is_none_or(|named| table.of(finding).iter().any(|who| named.contains(&who.actor)))
            && self.party.as_ref().is_none_or(|named| table.by(finding).iter().any(|who| named.contains(&who.party)))
    }
}

/// A set of small numbers.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn new(length: usize) -> Self {
        Self(vec![0; length.div_ceil(64)])
    }

    fn has(&self, at: u32) -> bool {
        self.0.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Whether it was not in it before.
    fn add(&mut self, at: u32) -> bool {
        let word = &mut self.0[at as usize / 64];
        let fresh = *word >> (at % 64) & 1 == 0;
        *word |= 1 << (at % 64);
        fresh
    }
}
