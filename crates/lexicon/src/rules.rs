//! How bodies decide: their rules, who sits in them when, how many people stand behind a vote.

use crate::{Error, Row, Table};

const ASSEMBLY: &str = include_str!("../../../lexicon/rules/assembly.tsv");
const MEMBERS: &str = include_str!("../../../lexicon/rules/members.tsv");
const OUTSIDE: &str = include_str!("../../../lexicon/rules/outside.tsv");
const RULES: &str = include_str!("../../../lexicon/rules/rules.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] =
    &[("rules/assembly.tsv", ASSEMBLY), ("rules/members.tsv", MEMBERS), ("rules/outside.tsv", OUTSIDE), ("rules/rules.tsv", RULES)];

/// Whose vote against ends a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Veto {
    /// Nobody's.
    None,
    /// A permanent member's.
    Permanent,
    /// Any member's: unanimity.
    All,
}

/// A part of a whole that has to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// So many …
    pub numerator: u64,
    /// … of so many.
    pub denominator: u64,
    /// Whether it has to be passed rather than reached.
    pub more: bool,
}

impl Share {
    /// Whether `part` of `whole` is enough.
    pub fn reached(self, part: u64, whole: u64) -> bool {
        let (have, want) = (part * self.denominator, whole * self.numerator);
        if self.more { have > want } else { have >= want && whole > 0 }
    }

    fn read(cell: &str) -> Option<Self> {
        let (more, rest) = cell.strip_prefix('>').map_or((false, cell), |rest| (true, rest));
        let (numerator, denominator) = rest.split_once('/')?;
        let share = Self { numerator: numerator.parse().ok()?, denominator: denominator.parse().ok()?, more };
        (share.denominator > 0 && share.numerator <= share.denominator).then_some(share)
    }
}

/// Of what a share is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// All members.
    Members,
    /// Those that vote for or against.
    Voting,
}

/// How a body decides, for a time.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What a user calls it.
    pub key: String,
    /// The body's name and which of its rules.
    pub name: String,
    /// Whose members decide.
    pub body: String,
    /// Seats, where their number is fixed.
    pub size: Option<u32>,
    /// Votes for it that are needed.
    pub needed: Option<u32>,
    /// The share of states for it that is needed.
    pub share: Option<(Share, Whole)>,
    /// The share of the people whose states must be for it.
    pub population: Option<Share>,
    /// Members that a minority must have to block it.
    pub blocking: Option<u32>,
    /// Whose vote against ends it.
    pub veto: Veto,
    /// The article that says so.
    pub source: String,
    time: Time,
}

/// Somebody's seat in a body, for a time.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The state, by the name of `actors/countries.tsv` where it is there.
    pub state: String,
    /// Whether the seat is a permanent one.
    pub permanent: bool,
    /// Other names under which it sat.
    pub aliases: Vec<String>,
    /// Thousands of people, and in which year, where a rule counts them.
    pub people: Option<(u64, u32)>,
    body: String,
    time: Time,
}

/// First and last day as ISO dates; empty: without end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Time {
    from: String,
    to: String,
}

impl Time {
    fn has(&self, day: &str) -> bool {
        (self.from.is_empty() || self.from.as_str() <= day) && (self.to.is_empty() || day <= self.to.as_str())
    }

    fn read(row: &Row<'_, '_>) -> Result<Self, Error> {
        let day = |name: &str| -> Result<String, Error> {
            let cell = row.get(name);
            if cell.is_empty() || is_day(cell) { Ok(cell.to_owned()) } else { Err(row.error(name, format!("`{cell}` is no day"))) }
        };
        let time = Self { from: day("from")?, to: day("to")? };
        if !time.to.is_empty() && time.to < time.from {
            return Err(row.error("to", "the last day lies before the first"));
        }
        Ok(time)
    }
}

/// Whether it is `YYYY-MM-DD`, so that days compare as texts.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, length: usize, most: u32| {
        parts[at].len() == length
            && parts[at].bytes().all(|b| b.is_ascii_digit())
            && parts[at].parse().is_ok_and(|n: u32| n >= 1 && n <= most)
    };
    parts.len() == 3 && number(0, 4, 9999) && number(1, 2, 12) && number(2, 2, 31)
}

/// All decision rules and who sits where.
#[derive(Clone, Debug)]
pub struct Rules {
    rules: Vec<Rule>,
    seats: Vec<Seat>,
    assembly: Vec<(String, u32)>,
    outside: Vec<(String, Time)>,
}

impl Rules {
    /// The tables in the binary.
    ///
    /// # Panics
    /// Never: a test parses them.
    pub fn embedded() -> Self {
        Self::parse(FILES).expect("the tables of the program are tested")
    }

    /// Reads the four tables.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let text = |name: &str| files.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text);
        Ok(Self {
            rules: rules("rules/rules.tsv", text("rules/rules.tsv"))?,
            seats: seats("rules/members.tsv", text("rules/members.tsv"))?,
            assembly: assembly("rules/assembly.tsv", text("rules/assembly.tsv"))?,
            outside: outside("rules/outside.tsv", text("rules/outside.tsv"))?,
        })
    }

    /// The keys of all rules, sorted, each once.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.rules.iter().map(|rule| rule.key.as_str()).collect();
        keys.dedup();
        keys
    }

    /// The rule of a key as it was on a day (`YYYY-MM-DD`); none where there was none.
    pub fn rule(&self, key: &str, day: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.key == key && rule.time.has(day))
    }

    /// Who sat in a body on a day, in order of name.
    pub fn members(&self, body: &str, day: &str) -> Vec<&Seat> {
        self.seats.iter().filter(|seat| seat.body == body && seat.time.has(day)).collect()
    }

    /// How many members the General Assembly had on a day.
    pub fn assembly(&self, day: &str) -> Option<u32> {
        self.assembly.iter().rev().find(|(from, _)| from.as_str() <= day).map(|&(_, members)| members)
    }

    /// Whether a state or territory had no vote in the General Assembly on a day.
    pub fn outside(&self, state: &str, day: &str) -> bool {
        self.outside.iter().any(|(name, time)| name == state && time.has(day))
    }
}

fn number<T: std::str::FromStr>(row: &Row<'_, '_>, name: &str) -> Result<Option<T>, Error> {
    let cell = row.get(name);
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| row.error(name, format!("`{cell}` is no number")))
}

fn share(row: &Row<'_, '_>, name: &str) -> Result<Option<Share>, Error> {
    let cell = row.get(name);
    if cell.is_empty() {
        return Ok(None);
    }
    Share::read(cell).map(Some).ok_or_else(|| row.error(name, format!("`{cell}` is no share such as 2/3 or >1/2")))
}

fn rules(file: &str, text: &str) -> Result<Vec<Rule>, Error> {
    let columns = ["key", "name", "body", "from", "to", "size", "needed", "share", "of", "population", "blocking", "veto", "source"];
    let table = Table::parse(file, text, &columns)?;
    let mut found: Vec<Rule> = Vec::new();
    for row in table.rows() {
        let of = match row.get("of") {
            "members" => Some(Whole::Members),
            "voting" => Some(Whole::Voting),
            "" => None,
            other => return Err(row.error("of", format!("`{other}` is neither members nor voting"))),
        };
        let veto = match row.get("veto") {
            "" => Veto::None,
            "permanent" => Veto::Permanent,
            "all" => Veto::All,
            other => return Err(row.error("veto", format!("`{other}` is neither permanent nor all"))),
        };
        let share_of = match (share(&row, "share")?, of) {
            (Some(share), Some(of)) => Some((share, of)),
            (None, None) => None,
            _ => return Err(row.error("of", "a share needs its whole, and the whole a share")),
        };
        let rule = Rule {
            key: row.get("key").to_owned(),
            name: row.get("name").to_owned(),
            body: row.get("body").to_owned(),
            size: number(&row, "size")?,
            needed: number(&row, "needed")?,
            share: share_of,
            population: share(&row, "population")?,
            blocking: number(&row, "blocking")?,
            veto,
            source: row.get("source").to_owned(),
            time: Time::read(&row)?,
        };
        if rule.needed.is_none() && rule.share.is_none() && rule.veto == Veto::None {
            return Err(row.error("needed", "the rule lets everything pass: it needs votes, a share or a veto"));
        }
        if rule.key.is_empty() || rule.source.is_empty() {
            return Err(row.error("source", "a rule needs a key and its source"));
        }
        found.push(rule);
    }
    Ok(found)
}

fn seats(file: &str, text: &str) -> Result<Vec<Seat>, Error> {
    let table = Table::parse(file, text, &["body", "state", "seat", "from", "to", "alias", "population", "year"])?;
    table
        .rows()
        .map(|row| {
            let permanent = match row.get("seat") {
                "permanent" => true,
                "elected" | "member" => false,
                other => return Err(row.error("seat", format!("`{other}` is none of permanent, elected, member"))),
            };
            let people = match (number(&row, "population")?, number(&row, "year")?) {
                (Some(people), Some(year)) => Some((people, year)),
                (None, None) => None,
                _ => return Err(row.error("year", "people are counted in a year")),
            };
            Ok(Seat {
                state: row.get("state").to_owned(),
                permanent,
                aliases: row.list("alias").map(str::to_owned).collect(),
                people,
                body: row.get("body").to_owned(),
                time: Time::read(&row)?,
            })
        })
        .collect()
}

fn assembly(file: &str, text: &str) -> Result<Vec<(String, u32)>, Error> {
    let table = Table::parse(file, text, &["from", "members"])?;
    table
        .rows()
        .map(|row| {
            let day = row.get("from");
            let members = number(&row, "members")?.ok_or_else(|| row.error("members", "no number"))?;
            if is_day(day) { Ok((day.to_owned(), members)) } else { Err(row.error("from", format!("`{day}` is no day"))) }
        })
        .collect()
}

fn outside(file: &str, text: &str) -> Result<Vec<(String, Time)>, Error> {
    Table::parse(file, text, &["state", "from", "to"])?.rows().map(|row| Ok((row.get("state").to_owned(), Time::read(&row)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ActorTable;
    use crate::actors::Known;

    #[test]
    fn the_security_council_has_all_its_seats_in_every_year() {
        let rules = Rules::embedded();
        for year in 1946..=2026 {
            for day in [format!("{year}-01-01"), format!("{year}-12-31")] {
                let members = rules.members("unsc", &day);
                let permanent = members.iter().filter(|seat| seat.permanent).count();
                let size = rules.rule("unsc", &day).and_then(|rule| rule.size).unwrap() as usize;
                assert_eq!((permanent, members.len()), (5, size), "{day}");
                let mut states: Vec<&str> = members.iter().map(|seat| seat.state.as_str()).collect();
                states.dedup();
                assert_eq!(states.len(), size, "no state sits twice on {day}");
            }
        }
    }

    #[test]
    fn a_seat_passes_to_the_successor() {
        let rules = Rules::embedded();
        let permanent = |day: &str| -> Vec<String> {
            rules.members("unsc", day).into_iter().filter(|seat| seat.permanent).map(|seat| seat.state.clone()).collect()
        };
        assert_eq!(permanent("1971-10-24"), ["France", "Soviet Union", "Taiwan", "United Kingdom", "United States"]);
        assert_eq!(permanent("1971-10-25"), ["China", "France", "Soviet Union", "United Kingdom", "United States"]);
        assert_eq!(permanent("1991-12-24"), ["China", "France", "Russia", "United Kingdom", "United States"]);
    }

    #[test]
    fn unions_grow_and_shrink_on_the_day() {
        let rules = Rules::embedded();
        let count = |body: &str, day: &str| rules.members(body, day).len();
        let days =
            ["1958-01-01", "1973-01-01", "1981-01-01", "1986-01-01", "1995-01-01", "2004-05-01", "2007-01-01", "2013-07-01", "2020-02-01"];
        assert_eq!(days.map(|day| count("eu", day)), [6, 9, 10, 12, 15, 25, 27, 28, 27]);
        assert!(rules.members("eu", "2022-06-01").iter().all(|seat| seat.people.is_some()));
        assert_eq!(
            (count("arab-league", "2010-01-01"), count("arab-league", "2012-01-01"), count("arab-league", "2024-01-01")),
            (22, 21, 22)
        );
        assert_eq!((rules.assembly("1945-12-01"), rules.assembly("2012-12-29"), rules.assembly("1940-01-01")), (Some(51), Some(193), None));
        assert!(rules.outside("Kosovo", "2012-12-29") && !rules.outside("Switzerland", "2012-12-29"));
    }

    #[test]
    fn states_bear_the_names_that_actors_bear() {
        let (rules, actors) = (Rules::embedded(), ActorTable::embedded());
        let gone = ["Czechoslovakia", "East Germany"];
        let names = rules.seats.iter().map(|seat| &seat.state).chain(rules.outside.iter().map(|(state, _)| state));
        for name in names.filter(|name| !gone.contains(&name.as_str())) {
            let words: Vec<&str> = name.split(' ').collect();
            let known = actors.known(&words);
            let country = known.and_then(|(count, known)| match known {
                Known::Country(at) if count == words.len() => Some(actors.country(at).name.as_str()),
                _ => None,
            });
            assert_eq!(country, Some(name.as_str()));
        }
    }

    #[test]
    fn a_share_is_reached_or_passed() {
        let two_thirds = Share::read("2/3").unwrap();
        assert!(two_thirds.reached(2, 3) && !two_thirds.reached(127, 193) && two_thirds.reached(129, 193) && !two_thirds.reached(0, 0));
        let half = Share::read(">1/2").unwrap();
        assert!(!half.reached(2, 4) && half.reached(3, 4));
        for wrong in ["", "2", "3/2", "1/0", "x/2"] {
            assert_eq!(Share::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rule_that_lets_everything_pass_is_named_with_its_place() {
        let file =
            |cells: &str| format!("key\tname\tbody\tfrom\tto\tsize\tneeded\tshare\tof\tpopulation\tblocking\tveto\tsource\n{cells}\n");
        let error = |cells: &str| Rules::parse(&[("rules/rules.tsv", &file(cells))]).unwrap_err();
        let open = error("x\tX\tx\t\t\t\t\t\t\t\t\t\thand");
        assert_eq!((open.line, open.column), (2, 7), "{open}");
        assert!(error("x\tX\tx\t2031\t\t\t\t\t\t\t\tall\thand").message.contains("`2031` is no day"));
        assert!(error("x\tX\tx\t\t\t\t\t2/3\t\t\t\tall\thand").message.contains("needs its whole"));
    }
}
