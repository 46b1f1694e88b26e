//! Places that tables of cities lack, states as places, short forms, words that say what a place is.

use crate::hashed::{Hashed, HashedSet};
use crate::{Error, Row, Table};
use rapporteur_record::PlaceKind;
use unicode_normalization::UnicodeNormalization;

const ABBREVIATIONS: &str = include_str!("../../../lexicon/places/abbreviations.tsv");
const COUNTRIES: &str = include_str!("../../../lexicon/places/countries.tsv");
const DISPUTED: &str = include_str!("../../../lexicon/places/disputed.tsv");
const FEATURES: &str = include_str!("../../../lexicon/places/features.tsv");
const SPELLINGS: &str = include_str!("../../../lexicon/places/spellings.tsv");
const WORDS: &str = include_str!("../../../lexicon/places/words.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[
    ("places/abbreviations.tsv", ABBREVIATIONS),
    ("places/countries.tsv", COUNTRIES),
    ("places/disputed.tsv", DISPUTED),
    ("places/features.tsv", FEATURES),
    ("places/spellings.tsv", SPELLINGS),
    ("places/words.tsv", WORDS),
];

/// A place of the tables.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// The name that records show.
    pub name: String,
    /// What sort.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2, `None` where it lies in no country, in several, or its owner is disputed.
    pub country: Option<String>,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// Its number in GeoNames.
    pub geonameid: Option<u32>,
    /// The seat of government, of a country.
    pub capital: Option<String>,
}

/// How a word stands for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceName {
    /// It is its name, or another name.
    Name,
    /// It is the adjective, or its people.
    Demonym,
}

/// What a short form stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortForm {
    /// The whole name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Whether it is read only behind a place and a comma.
    pub after_comma: bool,
}

/// Where a word that says what a place is stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeSide {
    /// "Kelm County".
    After,
    /// "Lake Kelm".
    Before,
    /// "the town of Kelm".
    Of,
}

/// Knowledge of places.
#[derive(Clone, Debug, Default)]
pub struct Places {
    rows: Vec<PlaceRow>,
    /// GeoNames' code of a division → country of the disputed area that it lies in.
    disputed: Hashed<String, Option<String>>,
    /// Countries, ISO 3166-1 alpha-2.
    spelt_in_many_ways: Vec<String>,
    /// Key of a name → rows that have it.
    names: Hashed<String, Vec<(usize, PlaceName)>>,
    /// The words that longer names begin with, one or several, as keys.
    begins: HashedSet<String>,
    /// Name of a state as the table of actors has it, code of it → row.
    states: Hashed<String, usize>,
    short: Hashed<String, ShortForm>,
    words: Hashed<String, Vec<(TypeSide, PlaceKind)>>,
}

impl Places {
    /// The tables in the binary.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        Self::parse(FILES).expect("the tables that ship are well-formed")
    }

    /// Reads the tables from (path, text) pairs.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut places = Self::default();
        for &(path, text) in files {
            match path.rsplit('/').next() {
                Some("countries.tsv") => places.read_countries(path, text)?,
                Some("features.tsv") => places.read_features(path, text)?,
                Some("disputed.tsv") => {}
                Some("spellings.tsv") => places.read_spellings(path, text)?,
                Some("abbreviations.tsv") => places.read_short(path, text)?,
                _ => places.read_words(path, text)?,
            }
        }
        // Last: it names areas of another table.
        for &(path, text) in files.iter().filter(|(path, _)| path.ends_with("disputed.tsv")) {
            places.read_disputed(path, text)?;
        }
        Ok(places)
    }

    fn read_countries(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["name", "iso", "iso3", "lat", "lon", "geonameid", "capital"])?.rows() {
            let at = self.rows.len();
            let name = row.get("name");
            self.rows.push(PlaceRow {
                name: name.to_owned(),
                kind: PlaceKind::Country,
                country: Some(code(&row, "iso")?),
                point: point(&row)?,
                geonameid: Some(row.get("geonameid").parse().map_err(|_| row.error("geonameid", "this is no number"))?),
                capital: Some(row.get("capital").to_owned()).filter(|capital| !capital.is_empty()),
            });
            self.states.insert(name.to_owned(), at);
            self.states.insert(row.get("iso").to_owned(), at);
            self.name(name, at, PlaceName::Name);
        }
        Ok(())
    }

    fn read_features(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["name", "kind", "country", "lat", "lon", "alias", "demonym"])?.rows() {
            let at = self.rows.len();
            let name = row.get("name");
            self.rows.push(PlaceRow {
                name: name.to_owned(),
                kind: kind(&row)?,
                country: if row.get("country").is_empty() { None } else { Some(code(&row, "country")?) },
                point: point(&row)?,
                geonameid: None,
                capital: None,
            });
            self.states.entry(name.to_owned()).or_insert(at);
            self.name(name, at, PlaceName::Name);
            row.list("alias").for_each(|alias| self.name(alias, at, PlaceName::Name));
            row.list("demonym").for_each(|demonym| self.name(demonym, at, PlaceName::Demonym));
        }
        Ok(())
    }

    fn read_short(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["short", "name", "country", "when"])?.rows() {
            let after_comma = match row.get("when") {
                "" => false,
                "comma" => true,
                other => return Err(row.error("when", format!("`{other}` is neither empty nor `comma`"))),
            };
            let form = ShortForm { name: row.get("name").to_owned(), country: code(&row, "country")?, after_comma };
            self.short.insert(row.get("short").to_owned(), form);
        }
        Ok(())
    }

    fn read_disputed(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["code", "area", "example"])?.rows() {
            let area = row.get("area");
            let known = self.rows.iter().find(|place| place.name == area && place.kind != PlaceKind::Country);
            let country = known.ok_or_else(|| row.error("area", format!("`{area}` is no place of features.tsv")))?.country.clone();
            self.disputed.insert(row.get("code").to_owned(), country);
        }
        Ok(())
    }

    fn read_spellings(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["iso", "name"])?.rows() {
            self.spelt_in_many_ways.push(code(&row, "iso")?);
        }
        Ok(())
    }

    fn read_words(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["word", "kind", "side"])?.rows() {
            let kind = kind(&row)?;
            let sides: &[TypeSide] = match row.get("side") {
                "after" => &[TypeSide::After],
                "before" => &[TypeSide::Before],
                "both" => &[TypeSide::After, TypeSide::Before],
                "of" => &[TypeSide::Of],
                other => return Err(row.error("side", format!("`{other}` is none of after, before, both, of"))),
            };
            let known = self.words.entry(row.get("word").to_owned()).or_default();
            known.extend(sides.iter().map(|&side| (side, kind)));
        }
        Ok(())
    }

    fn name(&mut self, name: &str, row: usize, how: PlaceName) {
        let key = place_key(name);
        self.begins.extend(key.match_indices(' ').map(|(end, _)| key[..end].to_owned()));
        let known = self.names.entry(key).or_default();
        if !known.iter().any(|&(other, _)| other == row) {
            known.push((row, how));
        }
    }

    /// A place by its number in the tables.
    pub fn row(&self, at: usize) -> &PlaceRow {
        &self.rows[at]
    }

    /// The places that a name, given as [`place_key`] makes it, stands for.
    pub fn named(&self, key: &str) -> &[(usize, PlaceName)] {
        self.names.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a longer name begins with the words of `key`.
    pub fn goes_on(&self, key: &str) -> bool {
        self.begins.contains(key)
    }

    /// A state by the name that the table of actors gives it, or by its two-letter code.
    pub fn state(&self, name: &str) -> Option<usize> {
        self.states.get(name).copied()
    }

    /// Where a division, by GeoNames' code ("UA.11"), lies in a disputed area: the area's country, `None` inside where its
    /// owner is disputed.
    pub fn disputed(&self, division: &str) -> Option<Option<&str>> {
        self.disputed.get(division).map(Option::as_deref)
    }

    /// Whether English reports spell the names of a country's places in many ways, by its two-letter code.
    pub fn is_spelt_in_many_ways(&self, country: &str) -> bool {
        self.spelt_in_many_ways.iter().any(|known| known == country)
    }

    /// What a short form, exactly as printed, stands for.
    pub fn short_form(&self, printed: &str) -> Option<&ShortForm> {
        self.short.get(printed)
    }

    /// What sort of place a word (in small letters) on a side of a name says that it is.
    pub fn type_word(&self, word: &str, side: TypeSide) -> Option<PlaceKind> {
        self.words.get(word)?.iter().find(|(known, _)| *known == side).map(|&(_, kind)| kind)
    }
}

fn code(row: &Row<'_, '_>, column: &str) -> Result<String, Error> {
    let code = row.get(column);
    let sound = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if sound { Ok(code.to_owned()) } else { Err(row.error(column, format!("`{code}` is no code of two capitals"))) }
}

fn kind(row: &Row<'_, '_>) -> Result<PlaceKind, Error> {
    PlaceKind::from_word(row.get("kind")).ok_or_else(|| row.error("kind", format!("`{}` is no kind of place", row.get("kind"))))
}

fn point(row: &Row<'_, '_>) -> Result<(f64, f64), Error> {
    let degrees = |column: &str, most: f64| match row.get(column).parse::<f64>() {
        Ok(degrees) if degrees.abs() <= most => Ok(degrees),
        _ => Err(row.error(column, format!("`{}` is no number of degrees up to {most}", row.get(column)))),
    };
    Ok((degrees("lat", 90.0)?, degrees("lon", 180.0)?))
}

/// A name as places are looked up: small letters without accents, marks and full stops, words apart
/// by single blanks, hyphens among them; "saint", "mount" and "fort" are short.
pub fn place_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut word = 0;
    let end_word = |key: &mut String, word: &mut usize| {
        let short = match &key[*word..] {
            "saint" => Some("st"),
            "mount" => Some("mt"),
            "fort" => Some("ft"),
            _ => None,
        };
        if let Some(short) = short {
            key.truncate(*word);
            key.push_str(short);
        }
        if key.len() > *word {
            key.push(' ');
        }
        *word = key.len();
    };
    let mut push = |c: char| match c {
        'a'..='z' | '0'..='9' | '&' => key.push(c),
        'A'..='Z' => key.push(c.to_ascii_lowercase()),
        ' ' | '-' | '‐' | '‑' | '–' | '/' | '\t' | '\n' | '\r' | '\u{a0}' => end_word(&mut key, &mut word),
        'ı' => key.push('i'),
        'ł' | 'Ł' => key.push('l'),
        'ø' | 'Ø' => key.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
        'ə' | 'Ə' => key.push('a'),
        'æ' | 'Æ' => key.push_str("ae"),
        'œ' | 'Œ' => key.push_str("oe"),
        'ß' => key.push_str("ss"),
        'þ' | 'Þ' => key.push_str("th"),
        '\u{2b0}'..='\u{2ff}' => {}
        _ if c.is_alphanumeric() && !c.is_ascii() => key.extend(c.to_lowercase()),
        _ => {}
    };
    if name.is_ascii() {
        name.chars().for_each(&mut push);
    } else {
        name.nfd().for_each(&mut push);
    }
    end_word(&mut key, &mut word);
    key.truncate(key.trim_end().len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_any_spelling_of_its_letters() {
        for (printed, key) in [
            ("Deir al-Zor", "deir al zor"),
            ("Dar'ā", "dara"),
            ("São Paulo", "sao paulo"),
            ("Saint-Denis", "st denis"),
            ("St. Denis", "st denis"),
            ("  U.S. ", "us"),
            ("Łódź", "lodz"),
            ("", ""),
            ("...", ""),
        ] {
            assert_eq!(place_key(printed), key, "{printed}");
        }
    }

    #[test]
    fn the_tables_know_seas_states_and_short_forms() {
        let places = Places::embedded();
        let kinds = |name: &str| places.named(&place_key(name)).iter().map(|&(at, how)| (places.row(at).kind, how)).collect::<Vec<_>>();
        assert_eq!(kinds("Strait of Hormuz"), [(PlaceKind::Strait, PlaceName::Name)]);
        assert_eq!(kinds("Kurds"), [(PlaceKind::Area, PlaceName::Demonym)]);
        assert!(places.goes_on("strait of") && !places.goes_on("strait of hormuz"));
        assert_eq!(places.state("SY").map(|at| places.row(at).name.as_str()), Some("Syria"));
        assert!(places.short_form("Ala.").is_some_and(|form| form.after_comma));
        assert_eq!(places.type_word("river", TypeSide::Before), Some(PlaceKind::River));
    }

    #[test]
    fn no_disputed_place_has_an_owner() {
        let places = Places::embedded();
        for name in ["Golan Heights", "Crimea", "Abkhazia", "Nagorno-Karabakh", "Senkaku Islands", "Abyei", "East Jerusalem"] {
            let at = places.state(name).unwrap_or_else(|| panic!("{name} is not in the table"));
            assert_eq!(places.row(at).country, None, "{name}");
        }
    }

    #[test]
    fn a_row_that_cannot_be_used_is_named() {
        let text = "name\tkind\tcountry\tlat\tlon\talias\tdemonym\nKelm\ttown\t\t1\t1\t\t\n";
        let error = Places::parse(&[("places/features.tsv", text)]).unwrap_err();
        assert_eq!((error.line, error.column), (2, 2));
        let text = text.replace("town", "city").replace("\t1\t1", "\t91\t1");
        assert_eq!(Places::parse(&[("places/features.tsv", &text)]).unwrap_err().column, 4);
    }
}
