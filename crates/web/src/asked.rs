//! Addresses and the questions they stand for: each page of results can be kept as its address.

use crate::problem::Problem;
use crate::words::encoded;
use rapporteur_store::browse::{Page, Query, Sort, clock, day, is_cursor, iso};

/// Parameters of an address, in its order.
pub type Pairs = Vec<(String, String)>;

/// A question with the page of it that is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The question.
    pub query: Query,
    /// The page.
    pub page: Page,
}

/// Longest value of a parameter, in letters.
const LONGEST: usize = 400;
/// Most findings on one page.
const MOST: usize = 500;

/// The parameters that narrow a search, as [`Asked::parse`] knows them.
pub const FILTERS: [&str; 19] = [
    "q",
    "in",
    "speaker",
    "to",
    "of",
    "party",
    "act",
    "certainty",
    "type",
    "status",
    "place",
    "outlet",
    "since",
    "until",
    "story",
    "report",
    "copies",
    "order",
    "after",
];

impl Asked {
    /// Reads parameters; `size` is the page's where none is given. Those named in `others` are left to the caller.
    ///
    /// # Errors
    /// 400 for a parameter that is not known or a value that cannot be.
    pub fn parse(pairs: &Pairs, size: usize, others: &[&str]) -> Result<Self, Problem> {
        let mut asked = Self { page: Page { after: None, size }, ..Self::default() };
        for (name, value) in pairs {
            let value = value.trim();
            if value.chars().count() > LONGEST {
                return Err(Problem::bad(format!("`{name}` is longer than {LONGEST} letters")));
            }
            if others.contains(&name.as_str()) {
                continue;
            }
            if value.is_empty() {
                // An empty field of a form asks for nothing.
                if !FILTERS.contains(&name.as_str()) && name != "limit" {
                    return Err(unknown(name));
                }
                continue;
            }
            asked.set(name, value)?;
        }
        Ok(asked)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let query = &mut self.query;
        let text = Some(value.to_owned());
        match name {
            "q" => query.text = text,
            "in" => query.sort = sort(value)?,
            "speaker" => query.speaker = text,
            "to" => query.to = text,
            "of" => query.of = text,
            "party" => query.party = text,
            "act" => query.act = text,
            "certainty" => query.certainty = text,
            "type" => query.kind = text,
            "status" => query.status = text,
            "place" => query.place = text,
            "outlet" => query.outlet = text,
            "since" => query.since = Some(date(name, value)?),
            "until" => query.until = Some(date(name, value)?),
            "story" => query.story = Some(id(name, value)?),
            "report" => query.report = Some(id(name, value)?),
            "copies" => query.copies = one_of(name, value, &["no", "yes"])? == 1,
            "order" => query.oldest = one_of(name, value, &["newest", "oldest"])? == 1,
            "after" if is_cursor(value) => self.page.after = text,
            "after" => return Err(Problem::bad(format!("`{value}` is no place in a list")).help("take `next` of the answer before")),
            "limit" => self.page.size = limit(value)?,
            _ => return Err(unknown(name)),
        }
        Ok(())
    }
}

/// How many findings a page is to have.
pub fn limit(value: &str) -> Result<usize, Problem> {
    let number = value.parse().ok().filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| Problem::bad(format!("`{value}` is no number of findings")).help(format!("limit lies between 1 and {MOST}")))
}

/// The value of one parameter, if it is there and not empty.
pub fn value<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// An id: a whole number from 1.
pub fn id(name: &str, value: &str) -> Result<i64, Problem> {
    let number = value.parse().ok().filter(|number: &i64| *number > 0);
    number.ok_or_else(|| Problem::bad(format!("`{value}` is no id of a {name}")).help("ids are whole numbers from 1"))
}

fn sort(value: &str) -> Result<Sort, Problem> {
    let sorts = [Sort::Statements, Sort::Events, Sort::Reports];
    one_of("in", value, &sorts.map(Sort::as_str)).map(|at| sorts[at])
}

fn one_of(name: &str, value: &str, known: &[&str]) -> Result<usize, Problem> {
    let place = known.iter().position(|known| *known == value);
    place.ok_or_else(|| Problem::bad(format!("`{name}` cannot be `{value}`")).help(format!("it is one of {}", known.join(", "))))
}

fn date(name: &str, value: &str) -> Result<String, Problem> {
    let (date, hour) = value.split_once('T').map_or((value, None), |(date, hour)| (date, Some(hour)));
    let lengths: Vec<usize> = date.split('-').map(str::len).collect();
    let digits = date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let is_date = digits && matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2]) && iso(day(date)).as_deref() == Some(date);
    let is_hour = hour.is_none_or(|hour| lengths.len() == 3 && hour.len() == 5 && hour.ends_with(":00") && clock(value).is_some());
    if is_date && is_hour {
        return Ok(value.to_owned());
    }
    Err(Problem::bad(format!("`{value}` is no date for `{name}`")).help("write YYYY, YYYY-MM, YYYY-MM-DD or an hour as YYYY-MM-DDTHH:00"))
}

fn unknown(name: &str) -> Problem {
    Problem::bad(format!("`{name}` is not asked for here")).help(format!("known are {} and limit", FILTERS.join(", ")))
}

/// The parameters of a question, such as `q=talks&act=deny`; empty for the empty one.
pub fn address(query: &Query) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let words = [
        ("q", &query.text),
        ("speaker", &query.speaker),
        ("to", &query.to),
        ("of", &query.of),
        ("party", &query.party),
        ("act", &query.act),
        ("certainty", &query.certainty),
        ("type", &query.kind),
        ("status", &query.status),
        ("place", &query.place),
        ("outlet", &query.outlet),
        ("since", &query.since),
        ("until", &query.until),
    ];
    if query.sort != Sort::default() {
        pairs.push(("in", query.sort.as_str().to_owned()));
    }
    pairs.extend(words.into_iter().filter_map(|(name, value)| value.clone().map(|value| (name, value))));
    pairs.extend(query.story.map(|story| ("story", story.to_string())));
    pairs.extend(query.report.map(|report| ("report", report.to_string())));
    pairs.extend(query.copies.then(|| ("copies", "yes".to_owned())));
    pairs.extend(query.oldest.then(|| ("order", "oldest".to_owned())));
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

/// A path with a question.
pub fn link(path: &str, query: &Query) -> String {
    let address = address(query);
    if address.is_empty() { path.to_owned() } else { format!("{path}?{address}") }
}

/// The field of a question that a facet narrows.
pub fn field<'q>(query: &'q mut Query, facet: &str) -> Option<&'q mut Option<String>> {
    Some(match facet {
        "q" => &mut query.text,
        "speaker" => &mut query.speaker,
        "to" => &mut query.to,
        "of" => &mut query.of,
        "party" => &mut query.party,
        "act" => &mut query.act,
        "certainty" => &mut query.certainty,
        "type" => &mut query.kind,
        "status" => &mut query.status,
        "place" => &mut query.place,
        "outlet" => &mut query.outlet,
        "since" => &mut query.since,
        "until" => &mut query.until,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(address: &str) -> Pairs {
        address.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.replace('+', " "))).collect()
    }

    #[test]
    fn an_address_comes_back_as_it_was() {
        for address_ in
            ["", "q=no+talks", "in=events&type=ASSAULT&status=happened&since=2031-05", "q=x&speaker=A+B&story=3&copies=yes&order=oldest"]
        {
            let asked = Asked::parse(&pairs(address_), 20, &[]).unwrap();
            assert_eq!(address(&asked.query), address_);
        }
    }

    #[test]
    fn what_cannot_be_is_said() {
        for (given, said) in [
            ("since=yesterday", "`yesterday` is no date for `since`"),
            ("since=2031-13", "`2031-13` is no date for `since`"),
            ("since=2031-05T10:00", "`2031-05T10:00` is no date for `since`"),
            ("until=2031-05-06T25:00", "`2031-05-06T25:00` is no date for `until`"),
            ("until=2031-05-06T10:30", "`2031-05-06T10:30` is no date for `until`"),
            ("in=places", "`in` cannot be `places`"),
            ("limit=0", "`0` is no number of findings"),
            ("limit=100000", "`100000` is no number of findings"),
            ("story=-1", "`-1` is no id of a story"),
            ("after=x", "`x` is no place in a list"),
            ("colour=red", "`colour` is not asked for here"),
            ("colour=", "`colour` is not asked for here"),
        ] {
            assert_eq!(Asked::parse(&pairs(given), 20, &[]).unwrap_err().detail, said, "{given}");
        }
        assert!(Asked::parse(&vec![("q".to_owned(), "x".repeat(401))], 20, &[]).is_err());
        assert!(Asked::parse(&pairs("q=&since=&act="), 20, &[]).unwrap().query == Query::default());
    }
}
