//! Who held which office when: a large table that is looked up by surname and indexed at its first
//! use, so that starting the program costs nothing.

use crate::{Error, Table};
use std::borrow::Cow;
use std::sync::OnceLock;

const OFFICES: &str = include_str!("../../../lexicon/actors/offices.tsv");
const OFFICES_PETRARCH: &str = include_str!("../../../lexicon/actors/offices-petrarch.tsv");

/// The files of this table: path in `lexicon/`, text. A person of the first is not looked up in the second.
pub(crate) const FILES: &[(&str, &str)] = &[("actors/offices-petrarch.tsv", OFFICES_PETRARCH), ("actors/offices.tsv", OFFICES)];

/// The columns of both files.
pub const COLUMNS: [&str; 8] = ["name", "alias", "office", "of", "code", "from", "to", "source"];

/// How many years after its source's an end that is left open is still believed.
const BELIEVED: u32 = 2;

/// One row: somebody held an office for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding<'t> {
    /// The name as English reports print it.
    pub name: &'t str,
    /// Other spellings, apart by `|`.
    aliases: &'t str,
    /// The office in small letters as in `roles.tsv`; empty where the source does not tell.
    pub office: &'t str,
    /// The state or organisation, by its name in `countries.tsv` or `organisations.tsv`; may be empty.
    pub of: &'t str,
    /// CAMEO actor and agent code.
    pub code: &'t str,
    /// First and last day, as YYYYMMDD.
    from: u32,
    to: u32,
}

impl<'t> Holding<'t> {
    /// The name and its other spellings.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        std::iter::once(self.name).chain(self.aliases.split('|').filter(|alias| !alias.is_empty()))
    }

    /// Whether the office was held on a day (YYYYMMDD).
    pub fn on(&self, day: u32) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether the office was given up before a day (YYYYMMDD).
    pub fn before(&self, day: u32) -> bool {
        self.to < day
    }

    fn read(line: &'t str) -> Option<Self> {
        let mut cells = line.split('\t').map(str::trim);
        let mut next = || cells.next();
        let (name, aliases, office, of, code) = (next()?, next()?, next()?, next()?, next()?);
        let (from, to, source) = (next()?, next()?, next()?);
        let known = source.rsplit(' ').next().and_then(|year| year.parse::<u32>().ok()).unwrap_or(9999 - BELIEVED);
        let to = if to.is_empty() { (known + BELIEVED) * 10_000 + 1231 } else { bound(to, true)? };
        let from = if from.is_empty() { 0 } else { bound(from, false)? };
        Some(Self { name, aliases, office, of, code, from, to })
    }
}

/// The first or last day of a date of any precision: 2012, 2012-06, 2012-06-30.
fn bound(date: &str, last: bool) -> Option<u32> {
    let mut parts = date.split('-').map(|part| part.parse::<u32>().ok());
    let year = parts.next()??;
    let month = parts.next().unwrap_or(Some(if last { 12 } else { 1 }))?;
    let day = parts.next().unwrap_or(Some(if last { 31 } else { 1 }))?;
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && (1000..9999).contains(&year) && parts.next().is_none();
    fits.then_some(year * 10_000 + month * 100 + day)
}

/// The table of offices.
#[derive(Clone, Debug, Default)]
pub struct Offices {
    texts: Vec<Cow<'static, str>>,
    /// Skeleton of a name's last word → place of the row: text, byte.
    index: OnceLock<Vec<(u32, u8, u32)>>,
}

impl Offices {
    /// The tables in the binary. They are not checked: a test does that.
    pub(crate) fn embedded() -> Self {
        Self { texts: FILES.iter().map(|&(_, text)| Cow::Borrowed(text)).collect(), index: OnceLock::new() }
    }

    /// Adds a file after checking each of its rows. A person of a later file hides the same person
    /// (by name) of an earlier one.
    pub(crate) fn add(&mut self, path: &str, text: &str) -> Result<(), Error> {
        check(path, text)?;
        self.texts.push(Cow::Owned(text.to_owned()));
        self.index = OnceLock::new();
        Ok(())
    }

    /// The holdings of all whose name, or another spelling of it, ends in a word like `surname`:
    /// one that has the same consonants. The caller compares the whole names.
    pub fn of_surname(&self, surname: &str) -> Vec<Holding<'_>> {
        let index = self.index.get_or_init(|| self.build());
        let key = skeleton(surname);
        let first = index.partition_point(|&(known, ..)| known < key);
        let mut found: Vec<(u8, Holding<'_>)> = Vec::new();
        for &(known, text, at) in &index[first..] {
            if known != key {
                break;
            }
            let line = self.texts[text as usize][at as usize..].lines().next().unwrap_or_default();
            found.extend(Holding::read(line).map(|holding| (text, holding)));
        }
        // Ours hides the other source's rows of the same person.
        let hidden = |text: u8, name: &str| found.iter().any(|(later, holding)| *later > text && holding.name == name);
        found.iter().filter(|(text, holding)| !hidden(*text, holding.name)).map(|(_, holding)| *holding).collect()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.texts.iter().map(|text| rows(text).count()).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn build(&self) -> Vec<(u32, u8, u32)> {
        let mut index = Vec::with_capacity(32_768);
        for (number, text) in self.texts.iter().enumerate() {
            for (at, line) in rows(text) {
                let mut cells = line.split('\t');
                let names = cells.next().into_iter().chain(cells.next().unwrap_or_default().split('|'));
                let from = index.len();
                for name in names.filter(|name| !name.is_empty()) {
                    let entry = (skeleton(name.rsplit(' ').next().unwrap_or(name)), number as u8, at as u32);
                    if !index[from..].contains(&entry) {
                        index.push(entry);
                    }
                }
            }
        }
        index.sort_unstable();
        index
    }
}

/// The rows of a file with their bytes: without the lines on top and the header.
fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    });
    lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()).skip(1)
}

/// Checks every row of a file of offices.
pub(crate) fn check(path: &str, text: &str) -> Result<(), Error> {
    for row in Table::parse(path, text, &COLUMNS)?.rows() {
        for (column, last) in [("from", false), ("to", true)] {
            if !row.get(column).is_empty() && bound(row.get(column), last).is_none() {
                return Err(row.error(column, format!("`{}` is no date; write YYYY, YYYY-MM or YYYY-MM-DD", row.get(column))));
            }
        }
        let (from, to) = (bound(row.get("from"), false), bound(row.get("to"), true));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(row.error("to", "the office ends before it begins"));
        }
        let code = row.get("code");
        if code.len() < 3 || !code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            return Err(row.error("code", format!("`{code}` is no CAMEO code")));
        }
        if row.get("name").is_empty() {
            return Err(row.error("name", "a name is missing"));
        }
        let year = row.get("source").rsplit(' ').next().and_then(|year| year.parse::<u32>().ok());
        if year.is_none_or(|year| !(1900..3000).contains(&year)) {
            return Err(row.error("source", "the source must end in the year in which it was true, such as `hand 2025`"));
        }
    }
    Ok(())
}

/// A number that is the same for words with the same consonants, spellings of one sound taken as
/// one: a coarse form of the comparison that names get.
fn skeleton(word: &str) -> u32 {
    let word = ["al-", "el-", "ad-", "as-", "ash-", "an-", "ar-", "at-", "az-"]
        .iter()
        .find_map(|article| word.get(..article.len()).filter(|head| head.eq_ignore_ascii_case(article)).map(|_| &word[article.len()..]))
        .unwrap_or(word);
    let mut hash: u32 = 0x811c_9dc5;
    let mut last = ' ';
    let mut put = |c: char| {
        if last != c {
            hash = (hash ^ c as u32).wrapping_mul(0x0100_0193);
            last = c;
        }
    };
    let mut letters = word.chars().flat_map(char::to_lowercase).map(plain).filter(|c| c.is_alphanumeric()).peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        match (letter, next) {
            ('k', 'h') | ('c', 'k') => {}
            ('p', 'h') => put('f'),
            ('d', 'z') => {
                // "dzh" is a "j", which does not count.
                letters.next();
                if letters.peek() != Some(&'h') {
                    put('d');
                    put('z');
                }
            }
            ('x', _) => {
                put('k');
                put('s');
            }
            ('q', _) => put('k'),
            ('w', _) => put('v'),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'h', _) => {}
            (other, _) => put(other),
        }
    }
    hash
}

/// The letter without its accent.
fn plain(c: char) -> char {
    match c {
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'ğ' | 'ģ' => 'g',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ź' | 'ż' | 'ž' => 'z',
        c if c.is_ascii() => c,
        // Of other letters with accents those of Latin script are vowels.
        c if ('À'..='ʯ').contains(&c) || c == '\u{307}' => 'a',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = "# origin: ours\nname\talias\toffice\tof\tcode\tfrom\tto\tsource\n\
        Irina Dask\tIryna Dask\tforeign minister\tVarosia\tVARGOV\t2011-03\t2014-05-02\thand 2025\n\
        Yusuf al-Masri\t\t\t\tTLMREB\t2012\t\tpetrarch 2014\n";

    #[test]
    fn offices_hold_from_the_first_to_the_last_day_of_their_dates() {
        let mut offices = Offices::default();
        offices.add("offices.tsv", ROWS).unwrap();
        let dask = offices.of_surname("Dask");
        assert_eq!(dask.len(), 1);
        assert_eq!(dask[0].names().collect::<Vec<_>>(), ["Irina Dask", "Iryna Dask"]);
        for (day, on) in [(20110228, false), (20110301, true), (20140502, true), (20140503, false)] {
            assert_eq!(dask[0].on(day), on, "{day}");
        }
        // An open end is believed for two years after the source's.
        let masri = offices.of_surname("Masri");
        assert!(masri[0].on(20161231) && !masri[0].on(20170101) && masri[0].before(20170101));
        assert!(offices.of_surname("Belmar").is_empty());
    }

    #[test]
    fn spellings_of_one_surname_have_one_skeleton() {
        for (a, b) in [
            ("Gavrilov", "Gawrilow"),
            ("al-Khalil", "Halil"),
            ("Dzhabrailov", "Jabrailov"),
            ("Erdoğan", "Erdogan"),
            ("Aleksandr", "Alexander"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} and {b}");
        }
        assert_ne!(skeleton("Gavrilov"), skeleton("Gaurilent"));
    }

    #[test]
    fn a_later_file_hides_a_person_of_an_earlier_one() {
        let mut offices = Offices::default();
        offices.add("petrarch.tsv", ROWS).unwrap();
        offices.add("ours.tsv", &ROWS.replace("VARGOV", "VARLEG")).unwrap();
        let codes: Vec<&str> = offices.of_surname("Dask").iter().map(|holding| holding.code).collect();
        assert_eq!(codes, ["VARLEG"]);
    }

    #[test]
    fn a_row_that_cannot_be_used_is_an_error_with_its_place() {
        for (from, to, column) in [("2011-03", "soon", 6), ("2014-05-02", "2010", 7), ("VARGOV", "gov", 5), ("hand 2025", "hand", 8)] {
            let error = check("offices.tsv", &ROWS.replace(from, to)).unwrap_err();
            assert_eq!((error.line, error.column), (3, column), "{to}: {error}");
        }
    }

    #[test]
    fn the_embedded_tables_can_be_used() {
        for (path, text) in FILES {
            check(path, text).unwrap();
        }
        let offices = Offices::embedded();
        assert!(offices.len() > 3000, "{} rows", offices.len());
        let day = 20100601;
        let codes: Vec<&str> = offices.of_surname("Merkel").iter().filter(|holding| holding.on(day)).map(|holding| holding.code).collect();
        assert!(codes.contains(&"DEUGOV"), "{codes:?}");
    }
}
