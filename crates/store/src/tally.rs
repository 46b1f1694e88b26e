//! How many findings there are by what: names of what one counts by, and the counts over most of a store, in memory from
//! [`crate::findings`].

use crate::chronicle::Period;
use crate::findings::{Finding, Findings, Hashed, NONE, Names, numbered};
use crate::{Cell, Error, Store, Subject};
use rusqlite::Connection;
use std::cmp::Ordering;

/// What findings are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A stretch of time.
    Time(Period),
    /// Who speaks, acts or holds.
    Who,
    /// To whom; of a position the issue.
    Whom,
    /// For whom one speaks; of events, as `Who`.
    Party,
    /// The issue of a position.
    Issue,
    /// The act, type or stance.
    Act,
    /// The kind of a statement, else as `Act`.
    Kind,
    /// The certainty or status; of a position the stance.
    State,
    /// The story.
    Story,
    /// The outlet.
    Outlet,
    /// The place of an event.
    Place,
}

/// The names by which users ask for them.
const NAMES: [(&str, By); 16] = [
    ("year", By::Time(Period::Year)),
    ("month", By::Time(Period::Month)),
    ("day", By::Time(Period::Day)),
    ("speaker", By::Who),
    ("source", By::Who),
    ("target", By::Whom),
    ("party", By::Party),
    ("holder", By::Who),
    ("issue", By::Issue),
    ("stance", By::Act),
    ("story", By::Story),
    ("act", By::Act),
    ("type", By::Kind),
    ("status", By::State),
    ("outlet", By::Outlet),
    ("place", By::Place),
];

impl By {
    /// What names mean.
    ///
    /// # Errors
    /// When a name means nothing, or the subject is not counted.
    pub fn named<'n>(subject: Subject, names: &'n [String]) -> Result<Vec<(&'n str, Self)>, Error> {
        let counted = !matches!(subject, Subject::Actors | Subject::Stories);
        let one = |name: &'n String| {
            let known = NAMES.iter().find(|(known, _)| known == name).filter(|_| counted);
            known.map(|(_, by)| (name.as_str(), *by)).ok_or_else(|| {
                let all: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                Error::Query(format!(
                    "cannot count by `{name}`\n  help: statements, events and positions are counted by {}",
                    all.join(", ")
                ))
            })
        };
        names.iter().map(one).collect()
    }

    /// The same in SQL, over the view of the subject.
    pub fn sql(self, subject: Subject) -> String {
        let [statements, events, positions] = match self {
            Self::Time(period) => return period.of("day"),
            Self::Who => ["speaker", "source", "holder"],
            Self::Whom => ["addressee", "target", "issue"],
            Self::Party => ["coalesce(party, speaker)", "source", "coalesce(party, holder)"],
            Self::Issue => ["NULL", "NULL", "issue"],
            Self::Act => ["act", "type", "stance"],
            Self::Kind => ["kind", "type", "stance"],
            Self::State => ["certainty", "status", "stance"],
            Self::Story => ["story"; 3],
            Self::Outlet => ["outlet"; 3],
            Self::Place => ["NULL", "place", "NULL"],
        };
        match subject {
            Subject::Events => events,
            Subject::Positions => positions,
            _ => statements,
        }
        .to_owned()
    }
}

/// Letters of a day that is known to the day.
const WHOLE: usize = 10;

/// Counts of one group.
#[derive(Debug, PartialEq)]
pub(crate) struct Group {
    /// What it is, in the order of what was counted by.
    pub values: Vec<Cell>,
    pub rows: i64,
    /// Those of copies in one story counted once.
    pub independent: i64,
    /// First and last of the whole days.
    pub days: Option<(String, String)>,
}

/// A group while it is counted: its numbers, and those of its first and last day.
struct Counted {
    key: Vec<u32>,
    rows: i64,
    days: Option<(u32, u32)>,
}

impl Store {
    /// Counts findings of a subject: those in `taken`, or all. The groups are in order of their values.
    pub(crate) fn tally(&self, subject: Subject, by: &[By], taken: Option<&[i64]>) -> Result<Vec<Group>, Error> {
        let mut findings = Findings::new(&self.connection, subject)?;
        let people = subject != Subject::Positions && by.iter().any(|by| matches!(by, By::Who | By::Whom | By::Party));
        let mut values = Values::new(&self.connection, subject, by)?;
        let mut groups: Hashed<Vec<u32>, u32> = Hashed::default();
        let mut found: Vec<Counted> = Vec::new();
        let mut told: Vec<(u32, u64)> = Vec::new();
        let mut key = Vec::new();
        findings.each(taken, people, &mut |finding| {
            key.clear();
            for &by in by {
                key.push(values.number(by, finding)?);
            }
            let group = match groups.get(&key) {
                Some(&group) => group,
                None => {
                    groups.insert(key.clone(), found.len() as u32);
                    found.push(Counted { key: key.clone(), rows: 0, days: None });
                    (found.len() - 1) as u32
                }
            };
            let counted = &mut found[group as usize];
            counted.rows += 1;
            let (day, name) = (finding.day, |day: u32| finding.days.get(day as usize).filter(|name| name.len() == WHOLE));
            if name(day).is_some() {
                let (first, last) = counted.days.unwrap_or((day, day));
                counted.days = Some((if name(day) < name(first) { day } else { first }, if name(day) > name(last) { day } else { last }));
            }
            told.push((group, finding.told));
            Ok(())
        })?;
        told.sort_unstable();
        told.dedup();
        let mut independent = vec![0; found.len()];
        told.iter().for_each(|(group, _)| independent[*group as usize] += 1);
        let (outlets, days) = (&findings.outlets.names, &findings.days.names);
        let mut counted = Vec::with_capacity(found.len());
        for (one, independent) in found.into_iter().zip(independent) {
            let cells = by.iter().zip(one.key).map(|(by, number)| values.cell(*by, number, outlets));
            let days = one.days.map(|(first, last)| (days[first as usize].clone(), days[last as usize].clone()));
            counted.push(Group { values: cells.collect::<Result<_, _>>()?, rows: one.rows, independent, days });
        }
        counted.sort_by(|one, other| in_order(&one.values, &other.values));
        Ok(counted)
    }
}

/// The order in which SQLite puts values: nothing first, then numbers, then words by their bytes.
fn in_order(one: &[Cell], other: &[Cell]) -> Ordering {
    let rank = |cell: &Cell| match cell {
        Cell::Null => (0, 0, ""),
        Cell::Integer(number) => (1, *number, ""),
        _ => (2, 0, ""),
    };
    let pair = |(one, other): (&Cell, &Cell)| match (one, other) {
        (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
        (one, other) => rank(one).cmp(&rank(other)),
    };
    one.iter().zip(other).map(pair).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Numbers for what findings are counted by, and the words of these.
struct Values<'c> {
    connection: &'c Connection,
    subject: Subject,
    /// The name of each actor, as a number of `names`.
    actors: Vec<u32>,
    /// Names, names joined, periods, issues, places.
    names: Names,
    /// Several actors together.
    lists: Hashed<Vec<u32>, u32>,
    /// The period of each day that was met.
    periods: Hashed<(Period, u32), u32>,
    /// Report, actor, the actor's number there, the party's actor; in order.
    parties: Vec<(u32, u32, u32, u32)>,
    /// Report, number there, name.
    places: Vec<(u32, u32, u32)>,
}

impl<'c> Values<'c> {
    /// Reads what is needed to count by these.
    fn new(connection: &'c Connection, subject: Subject, by: &[By]) -> Result<Self, Error> {
        let mut values = Self {
            connection,
            subject,
            actors: Vec::new(),
            names: Names::default(),
            lists: Hashed::default(),
            periods: Hashed::default(),
            parties: Vec::new(),
            places: Vec::new(),
        };
        if by.iter().any(|by| matches!(by, By::Who | By::Whom | By::Party)) {
            let mut look = connection.prepare("SELECT id, name FROM actors")?;
            let mut rows = look.query([])?;
            while let Some(row) = rows.next()? {
                let (at, name) =
                    (row.get::<_, i64>(0)? as usize, values.names.number(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?));
                values.actors.resize(values.actors.len().max(at + 1), NONE);
                values.actors[at] = name;
            }
        }
        if by.contains(&By::Party) && subject != Subject::Events {
            values.parties = parties(connection)?;
        }
        if by.contains(&By::Place) && subject == Subject::Events {
            let mut look =
                connection.prepare("SELECT x.report, x.local, g.name FROM place_rows x CROSS JOIN place_entries g ON g.id = x.entry")?;
            let mut rows = look.query([])?;
            while let Some(row) = rows.next()? {
                let name = row.get_ref(2)?.as_str_or_null().unwrap_or_default().map_or(NONE, |name| values.names.number(name));
                values.places.push((row.get(0)?, row.get(1)?, name));
            }
            values.places.sort_unstable();
        }
        Ok(values)
    }

    /// The number of what a finding is counted under; [`NONE`] where it has no such thing.
    fn number(&mut self, by: By, finding: &Finding<'_>) -> Result<u32, Error> {
        Ok(match by {
            By::Time(period) => self.period(period, finding)?,
            By::Who => self.people(finding, 0),
            By::Whom if self.subject != Subject::Positions => self.people(finding, 1),
            By::Whom | By::Issue => match self.subject {
                Subject::Positions => self.names.number(finding.issue.0),
                _ => NONE,
            },
            By::Party => match self.party(finding) {
                NONE => self.people(finding, 0),
                party => party,
            },
            By::Act => finding.sort.unwrap_or(NONE),
            By::Kind if matches!(self.subject, Subject::Statements | Subject::Quotes) => finding.kind.unwrap_or(NONE),
            By::Kind => finding.sort.unwrap_or(NONE),
            By::State => finding.state.unwrap_or(NONE),
            By::Story => u32::try_from(finding.of.story).unwrap_or(NONE),
            By::Outlet => finding.of.outlet,
            By::Place => self.place(finding),
        })
    }

    /// The words of a number.
    fn cell(&self, by: By, number: u32, outlets: &[String]) -> Result<Cell, Error> {
        if number == NONE {
            return Ok(Cell::Null);
        }
        Ok(match by {
            By::Act | By::Kind | By::State => {
                let mut look = self.connection.prepare_cached("SELECT word FROM words WHERE id = ?1")?;
                Cell::Text(look.query_row([number], |row| row.get(0))?)
            }
            By::Story => Cell::Integer(i64::from(number)),
            By::Outlet => Cell::Text(outlets[number as usize].clone()),
            _ => Cell::Text(self.names.names[number as usize].clone()),
        })
    }

    fn period(&mut self, period: Period, finding: &Finding<'_>) -> Result<u32, Error> {
        let Some(day) = finding.days.get(finding.day as usize) else { return Ok(NONE) };
        if let Some(&known) = self.periods.get(&(period, finding.day)) {
            return Ok(known);
        }
        let mut look = self.connection.prepare_cached(&format!("SELECT {}", period.of("?1")))?;
        let name: Option<String> = look.query_row([day], |row| row.get(0))?;
        let number = name.map_or(NONE, |name| self.names.number(&name));
        self.periods.insert((period, finding.day), number);
        Ok(number)
    }

    /// The names of those in a role, joined where there are several.
    fn people(&mut self, finding: &Finding<'_>, role: u8) -> u32 {
        let name = |actor: u32| self.actors.get(actor as usize).copied().unwrap_or(NONE);
        let mut here =
            finding.actors.iter().filter(|(in_role, _)| *in_role == role).map(|(_, actor)| name(*actor)).filter(|&name| name != NONE);
        let Some(first) = here.next() else { return NONE };
        let Some(second) = here.next() else { return first };
        let list: Vec<u32> = [first, second].into_iter().chain(here).collect();
        if let Some(&known) = self.lists.get(&list) {
            return known;
        }
        let joined = list.iter().map(|&name| self.names.names[name as usize].as_str()).collect::<Vec<_>>().join("; ");
        let number = self.names.number(&joined);
        self.lists.insert(list, number);
        number
    }

    /// For whom the first of those speaks who speaks for somebody.
    fn party(&self, finding: &Finding<'_>) -> u32 {
        let Ok(report) = u32::try_from(finding.report) else { return NONE };
        let of = |actor: u32| {
            let at = self.parties.partition_point(|&(in_report, who, ..)| (in_report, who) < (report, actor));
            self.parties.get(at).filter(|&&(in_report, who, ..)| (in_report, who) == (report, actor)).map(|&(.., party)| party)
        };
        let mut speakers = finding.actors.iter().filter(|(role, _)| *role == 0);
        let party = speakers.find_map(|&(_, actor)| of(actor));
        party.and_then(|party| self.actors.get(party as usize)).copied().unwrap_or(NONE)
    }

    fn place(&self, finding: &Finding<'_>) -> u32 {
        let Some((report, local)) = u32::try_from(finding.report).ok().zip(finding.place) else { return NONE };
        let at = self.places.partition_point(|&(in_report, place, _)| (in_report, place) < (report, local));
        self.places.get(at).filter(|&&(in_report, place, _)| (in_report, place) == (report, local)).map_or(NONE, |&(.., name)| name)
    }
}

/// For whom actors speak or act in reports, in order.
fn parties(connection: &Connection) -> Result<Vec<(u32, u32, u32, u32)>, Error> {
    let actor_of = numbered(connection, "SELECT id, actor FROM actor_forms")?;
    let mut look = connection.prepare("SELECT report, form, local, party_form FROM report_actor_rows WHERE party_form IS NOT NULL")?;
    let mut rows = look.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let actor = |form: i64| actor_of.get(form as usize).copied().unwrap_or(NONE);
        found.push((row.get(0)?, actor(row.get(1)?), row.get(2)?, actor(row.get(3)?)));
    }
    found.sort_unstable();
    Ok(found)
}
