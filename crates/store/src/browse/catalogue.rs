//! The catalogue: what filters and counts need of every finding, as numbers in memory.
//!
//! SQLite counts a million rows by five facets in seconds; a page must have them in hundredths. So the columns
//! by which one filters are read once. Findings lie in order of story, then report: whether a count has met a
//! report or a story before is then seen from the last one it met.

use super::Browser;
use super::facets::Facet;
use super::people::NameIndex;
use super::position::Positions;
use super::tables::{Finding, NONE, Part, Table, Who};
use crate::Error;
use crate::findings::{Hashed, Names, put};
use rapporteur_record::{Act, Certainty, EventStatus};
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A report that is current.
#[derive(Clone, Copy, Debug)]
pub struct ReportEntry {
    /// `reports.id`.
    pub id: i64,
    /// `reports.story`.
    pub story: i64,
    /// Its number among the stories, in order.
    pub story_at: u32,
    /// Its outlet, [`NONE`] where unnamed.
    pub outlet: u32,
    /// Day of publication as YYYYMMDD, 0 where unknown.
    pub day: u32,
    /// The hour of that as in [`Finding::minute`].
    pub minute: u16,
    /// Words of the body.
    pub words: u32,
    /// Where its places begin in [`Catalogue::report_places`].
    pub(super) places: u32,
}

/// One who acts or speaks.
#[derive(Clone, Debug)]
pub struct ActorEntry {
    /// `actors.id`.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What sort.
    pub kind: String,
    /// Statements it makes.
    pub statements: u32,
    /// Events it is the source or target of.
    pub events: u32,
    /// The first actor of the same name: a name is what one narrows by.
    pub same_name: u32,
}

/// A place, the same for all reports that mean it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceEntry {
    /// The name.
    pub name: String,
    /// Country code.
    pub country: Option<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The first place of the same name.
    pub same_name: u32,
}

/// The columns in memory.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Current reports, in order of story, then publication.
    pub reports: Vec<ReportEntry>,
    /// All actors.
    pub actors: Vec<ActorEntry>,
    /// All places.
    pub places: Vec<PlaceEntry>,
    /// Names of outlets.
    pub outlets: Vec<String>,
    /// Number of stories.
    pub stories: u32,
    /// Who said what: `kind` is the act, `state` the certainty.
    pub statements: Table,
    /// Who did what: `kind` is the type, `state` the status.
    pub events: Table,
    /// The reports themselves.
    pub articles: Table,
    /// Who stands where.
    pub positions: Positions,
    pub(super) names: NameIndex,
    /// Counts of all findings of each sort, once somebody has asked for them.
    pub(super) whole: [OnceLock<Vec<Facet>>; 3],
    pub(super) report_places: Vec<u32>,
    /// The number of each report and actor, by its id: these are dense.
    pub(super) report_at: Vec<u32>,
    pub(super) actor_at: Vec<u32>,
    /// The actor of each form.
    pub(super) form_at: Vec<u32>,
}

impl Browser {
    /// Changes whenever another program has written to the store since this connection was opened.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn data_version(&self) -> Result<i64, Error> {
        Ok(self.store.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Reads the catalogue: about a second for each 500,000 statements.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn catalogue(&self) -> Result<Catalogue, Error> {
        // What is read once, from one end to the other, need not stay in memory.
        self.store.connection.pragma_update(None, "mmap_size", 0)?;
        // One snapshot: a report that is stored meanwhile is in all columns or in none.
        let snapshot = self.store.connection.unchecked_transaction()?;
        let mut catalogue = Catalogue::default();
        catalogue.load_actors(&snapshot)?;
        catalogue.load_reports(&snapshot)?;
        let place_of = catalogue.load_places(&snapshot)?;
        let parties = catalogue.load_parties(&snapshot)?;
        catalogue.load_statements(&snapshot, &parties)?;
        catalogue.load_events(&snapshot, &parties, &place_of)?;
        catalogue.load_positions(&snapshot, &parties)?;
        catalogue.articles = catalogue.table_of_reports();
        catalogue.count_actors();
        catalogue.names = NameIndex::new(&catalogue.actors);
        Ok(catalogue)
    }
}

/// The party of an actor in a report, both as numbers of the catalogue.
pub(super) type Parties = Hashed<(u32, u32), u32>;
/// The place that a report means by each number that it gives to one.
type Places = Hashed<(u32, u32), u32>;

/// What a list of dense numbers says of one.
fn at(list: &[u32], id: i64) -> Option<u32> {
    usize::try_from(id).ok().and_then(|id| list.get(id)).copied().filter(|&at| at != NONE)
}

/// The numbers of words of the contract, as they stand in rows, among those of a table.
pub(super) struct WordsOf<'c> {
    look: rusqlite::Statement<'c>,
    known: Hashed<Option<i64>, u8>,
}

impl<'c> WordsOf<'c> {
    pub fn new(from: &'c Connection) -> Result<Self, Error> {
        Ok(Self { look: from.prepare("SELECT word FROM words WHERE id = ?1")?, known: Hashed::default() })
    }

    /// The number of a word, where `number` gives one by the word; nothing is `missing`.
    pub fn number(&mut self, word: Option<i64>, missing: &str, number: impl FnOnce(&str) -> u8) -> Result<u8, Error> {
        if let Some(&known) = self.known.get(&word) {
            return Ok(known);
        }
        let name: Option<String> = word.map(|id| self.look.query_row([id], |row| row.get(0))).transpose()?;
        let found = number(name.as_deref().unwrap_or(missing));
        self.known.insert(word, found);
        Ok(found)
    }
}

impl Catalogue {
    /// The number of the report with this id, if it is current.
    pub fn report(&self, id: i64) -> Option<u32> {
        at(&self.report_at, id)
    }

    /// The number of the actor with this id.
    pub fn actor(&self, id: i64) -> Option<u32> {
        at(&self.actor_at, id)
    }

    /// The actors of this name, whatever their sort.
    pub fn actors_named(&self, name: &str) -> Vec<u32> {
        (0..).zip(&self.actors).filter(|(_, actor)| actor.name == name).map(|(at, _)| at).collect()
    }

    /// The places that a report names, of those of one name the first.
    pub fn places_of(&self, report: u32) -> &[u32] {
        let at = report as usize;
        let end = self.reports.get(at + 1).map_or(self.report_places.len(), |next| next.places as usize);
        &self.report_places[self.reports[at].places as usize..end]
    }

    fn load_actors(&mut self, from: &Connection) -> Result<(), Error> {
        let mut names = HashMap::new();
        let mut look = from.prepare("SELECT id, name, kind FROM actors ORDER BY id")?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let (name, at): (String, u32) = (row.get(1)?, self.actors.len() as u32);
            let same_name = *names.entry(name.clone()).or_insert(at);
            let actor = ActorEntry { id: row.get(0)?, name, kind: row.get(2)?, statements: 0, events: 0, same_name };
            put(&mut self.actor_at, actor.id, self.actors.len() as u32, NONE);
            self.actors.push(actor);
        }
        let mut look = from.prepare("SELECT id, actor FROM actor_forms")?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(actor) = self.actor(row.get(1)?) {
                put(&mut self.form_at, row.get(0)?, actor, NONE);
            }
        }
        Ok(())
    }

    /// The actor of a form.
    pub(super) fn of_form(&self, form: i64) -> Option<u32> {
        at(&self.form_at, form)
    }

    fn load_reports(&mut self, from: &Connection) -> Result<(), Error> {
        let mut outlets = Names::default();
        let mut look = from.prepare("SELECT id, story, outlet, published, words FROM reports WHERE current = 1")?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let outlet = row.get_ref(2)?.as_str_or_null().unwrap_or_default().map_or(NONE, |name| outlets.number(name));
            let published = row.get_ref(3)?.as_str_or_null().unwrap_or_default();
            let (day, minute) = (published.map_or(0, day), minute(published.and_then(clock)));
            let words: i64 = row.get(4)?;
            self.reports.push(ReportEntry {
                id: row.get(0)?,
                story: row.get(1)?,
                story_at: 0,
                outlet,
                day,
                minute,
                words: u32::try_from(words).unwrap_or(u32::MAX),
                places: 0,
            });
        }
        self.reports.sort_unstable_by_key(|report| (report.story, report.day, report.id));
        let mut last = None;
        for (at, report) in (0..).zip(&mut self.reports) {
            if last != Some(report.story) {
                last = Some(report.story);
                self.stories += 1;
            }
            report.story_at = self.stories - 1;
            put(&mut self.report_at, report.id, at, NONE);
        }
        self.outlets = outlets.names;
        Ok(())
    }

    /// Gives the place that each report means by each of its `local` ids.
    fn load_places(&mut self, from: &Connection) -> Result<Places, Error> {
        let mut known: HashMap<(Box<str>, Option<i64>, u64), u32> = HashMap::new();
        let (mut place_of, mut pairs, mut names, mut entries) = (Places::default(), Vec::new(), HashMap::new(), Vec::new());
        let mut look = from.prepare("SELECT report, local, entry FROM place_rows WHERE verdict IS NOT 'rejected'")?;
        let mut one = from.prepare("SELECT name, country, lat, lon, geonameid FROM place_entries WHERE id = ?1")?;
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let Some(report) = self.report(row.get(0)?) else { continue };
            let entry: i64 = row.get(2)?;
            if at(&entries, entry).is_none() {
                let mut rows = one.query([entry])?;
                let Some(row) = rows.next()? else { continue };
                let Some(name) = row.get::<_, Option<String>>(0)? else { continue };
                let point = row.get::<_, Option<f64>>(2)?.zip(row.get::<_, Option<f64>>(3)?);
                let bits = point.map_or(0, |(lat, lon)| lat.to_bits() ^ lon.to_bits().rotate_left(21));
                let next = self.places.len() as u32;
                let place = *known.entry((name.as_str().into(), row.get(4)?, bits)).or_insert(next);
                if place == next {
                    let same_name = *names.entry(name.clone()).or_insert(next);
                    self.places.push(PlaceEntry { name, country: row.get(1)?, point, same_name });
                }
                put(&mut entries, entry, place, NONE);
            }
            let Some(place) = at(&entries, entry) else { continue };
            pairs.push((report, self.places[place as usize].same_name));
            place_of.insert((report, row.get(1)?), place);
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut next = pairs.iter().peekable();
        for (at, report) in (0..).zip(&mut self.reports) {
            report.places = self.report_places.len() as u32;
            while let Some((_, place)) = next.next_if(|(of, _)| *of == at) {
                self.report_places.push(*place);
            }
        }
        Ok(place_of)
    }

    fn load_parties(&self, from: &Connection) -> Result<Parties, Error> {
        let mut look = from.prepare(
            "SELECT report, local, form, party_form FROM report_actor_rows INDEXED BY report_actor_rows_for
             WHERE party_form IS NOT NULL AND verdict IS NOT 'rejected'",
        )?;
        let mut rows = look.query([])?;
        let mut found: Vec<(i64, i64, i64, i64)> = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        }
        found.sort_unstable();
        let mut parties = Parties::default();
        for (report, _, form, party) in found {
            let (report, actor, party) = (self.report(report), self.of_form(form), self.of_form(party));
            if let (Some(report), Some(actor), Some(party)) = (report, actor, party) {
                parties.entry((report, actor)).or_insert(party);
            }
        }
        Ok(parties)
    }

    fn load_statements(&mut self, from: &Connection, parties: &Parties) -> Result<(), Error> {
        let mut table = Table::new(Act::ALL.iter().map(|act| act.as_str()), Certainty::ALL.iter().map(|word| word.as_str()));
        let mut look =
            from.prepare("SELECT id, report, said_on, act, certainty, same, said_at FROM statement_rows WHERE verdict IS NOT 'rejected'")?;
        let (mut acts, mut certainties) = (WordsOf::new(from)?, WordsOf::new(from)?);
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let Some(report) = self.report(row.get(1)?) else { continue };
            let said = row.get_ref(2)?.as_str_or_null().unwrap_or_default().map(day);
            let day = said.unwrap_or(self.reports[report as usize].day);
            let kind = acts.number(row.get(3)?, "", |word| table.kind(word))?;
            let state = certainties.number(row.get(4)?, "", |word| table.state(word))?;
            let finding = Finding { id: row.get(0)?, report, day, kind, state, minute: minute(row.get(6)?), ..Finding::EMPTY };
            table.push(finding, row.get(5)?);
        }
        let mut who = self.load_who(from, "SELECT statement, role, form FROM statement_actor_rows ORDER BY statement, role, place")?;
        table.close(&mut who, self.actors.len(), &self.reports, |report, actor| self.party(parties, report, actor));
        self.statements = table;
        Ok(())
    }

    fn load_events(&mut self, from: &Connection, parties: &Parties, places: &Places) -> Result<(), Error> {
        let mut table = Table::new(std::iter::empty(), EventStatus::ALL.iter().map(|status| status.as_str()));
        let mut look = from.prepare(
            "SELECT id, report, date, type, status, same, place, time FROM event_rows WHERE same_as IS NULL AND verdict IS NOT 'rejected'",
        )?;
        let (mut types, mut statuses) = (WordsOf::new(from)?, WordsOf::new(from)?);
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            let Some(report) = self.report(row.get(1)?) else { continue };
            let happened = row.get_ref(2)?.as_str_or_null().unwrap_or_default().map(day);
            let day = happened.unwrap_or(self.reports[report as usize].day);
            // An event without a type of PLOVER's is a mere statement: CAMEO's root 01.
            let kind = types.number(row.get(3)?, "STATEMENT", |word| table.kind(word))?;
            let state = statuses.number(row.get(4)?, "", |word| table.state(word))?;
            let local: Option<u32> = row.get(6)?;
            let place = local.and_then(|local| places.get(&(report, local))).copied().unwrap_or(NONE);
            let finding = Finding { id: row.get(0)?, report, day, kind, state, place, minute: minute(row.get(7)?), ..Finding::EMPTY };
            table.push(finding, row.get(5)?);
        }
        let mut who = self.load_who(from, "SELECT event, role, form FROM event_actor_rows ORDER BY event, role, place")?;
        table.close(&mut who, self.actors.len(), &self.reports, |report, actor| self.party(parties, report, actor));
        self.events = table;
        Ok(())
    }

    /// Rows of finding, what the actor has to do with it, actor; in order of finding.
    fn load_who(&self, from: &Connection, sql: &str) -> Result<Vec<(i64, Part, Who)>, Error> {
        let (mut found, mut look) = (Vec::new(), from.prepare(sql)?);
        let mut rows = look.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(actor) = self.of_form(row.get(2)?) {
                let part = [Part::By, Part::To, Part::Of][usize::from(row.get::<_, u8>(1)?.min(2))];
                found.push((row.get(0)?, part, Who { actor, party: NONE }));
            }
        }
        Ok(found)
    }

    /// For whom one speaks or acts in a report: a state, an organisation or a group without a party is one.
    fn party(&self, parties: &Parties, report: u32, actor: u32) -> Option<u32> {
        let stated = parties.get(&(report, actor)).copied();
        stated.or_else(|| (self.actors[actor as usize].kind != "person").then_some(actor))
    }

    fn table_of_reports(&self) -> Table {
        let mut table = Table::new(std::iter::empty(), std::iter::empty());
        for (at, report) in (0..).zip(&self.reports) {
            // Reports of one story are copies of each other.
            table.push(Finding { id: report.id, report: at, day: report.day, minute: report.minute, ..Finding::EMPTY }, 0);
        }
        table.close(&mut Vec::new(), 0, &self.reports, |_, _| None);
        table
    }

    fn count_actors(&mut self) {
        for finding in &self.statements.findings {
            for who in self.statements.by(finding) {
                self.actors[who.actor as usize].statements += 1;
            }
        }
        for finding in &self.events.findings {
            for who in self.events.by(finding).iter().chain(self.events.to(finding)) {
                self.actors[who.actor as usize].events += 1;
            }
        }
    }
}

/// An ISO date as YYYYMMDD, zeros for what it leaves open: "2031-05" is 20310500. 0 for what is no date.
pub fn day(iso: &str) -> u32 {
    let mut parts = iso.split(['-', 'T', ' ']);
    let mut number = |most: u32, default: u32| match parts.next() {
        None => Some(default),
        Some(part) => part.parse().ok().filter(|&number: &u32| number <= most),
    };
    match (number(9_999, 0), number(12, 0), number(31, 0)) {
        (Some(year), Some(month), Some(day)) => year * 10_000 + month * 100 + day,
        // A week or a season has no month.
        (Some(year), ..) => year * 10_000,
        _ => 0,
    }
}

/// Minutes after midnight of an ISO date-time, "2031-05-06T15:00"; none of a mere date.
pub fn clock(iso: &str) -> Option<u16> {
    let (_, clock) = iso.split_once(['T', ' '])?;
    let number = |at: usize, most: u16| clock.get(at..at + 2)?.parse().ok().filter(|&number: &u16| number <= most);
    Some(number(0, 23)? * 60 + number(3, 59)?)
}

fn minute(known: Option<u16>) -> u16 {
    known.unwrap_or(Finding::NO_HOUR)
}

/// YYYYMMDD as an ISO date, as far as it is known; `None` for 0.
pub fn iso(day: u32) -> Option<String> {
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    match (year, month, day) {
        (0, ..) => None,
        (_, 0, _) => Some(format!("{year:04}")),
        (_, _, 0) => Some(format!("{year:04}-{month:02}")),
        _ => Some(format!("{year:04}-{month:02}-{day:02}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_number_that_sorts_and_comes_back() {
        for (given, number, back) in [
            ("2031-05-06", 20_310_506, Some("2031-05-06")),
            ("2031-05-06T12:30", 20_310_506, Some("2031-05-06")),
            ("2031-05", 20_310_500, Some("2031-05")),
            ("2031", 20_310_000, Some("2031")),
            ("2031-W20", 20_310_000, Some("2031")),
            ("soon", 0, None),
            ("", 0, None),
        ] {
            assert_eq!(day(given), number, "{given}");
            assert_eq!(iso(number).as_deref(), back, "{given}");
        }
        for (given, minutes) in [("2031-05-06T12:30:00Z", Some(750)), ("2031-05-06", None), ("2031-05-06T", None), ("2031-05-06TEV", None)]
        {
            assert_eq!(clock(given), minutes, "{given}");
        }
    }
}
