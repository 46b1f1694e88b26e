//! What event data sets say beside CAMEO's codes: scales of events, sectors and religions of actors, names of countries.

use crate::{Error, Table};
use std::collections::BTreeMap;

const SCALES: &str = include_str!("../../../lexicon/codes/scales.tsv");
const SECTORS: &str = include_str!("../../../lexicon/codes/sectors.tsv");
const CAMEO: &str = include_str!("../../../lexicon/ontology/cameo.tsv");
const ACTOR_COUNTRIES: &str = include_str!("../../../lexicon/actors/countries.tsv");
const PLACE_COUNTRIES: &str = include_str!("../../../lexicon/places/countries.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[("codes/scales.tsv", SCALES), ("codes/sectors.tsv", SECTORS)];

/// What is said of an event's code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    /// Goldstein's scale, from -10 (conflict) to 10 (cooperation).
    pub goldstein: f64,
    /// GDELT's QuadClass: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Phoenix's PentaClass: 0 neutral, then as the quad class.
    pub penta: u8,
}

/// What sort of thing a part of an actor's code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectorClass {
    /// A role or sector: government, military, media.
    Sector,
    /// A kind of international actor.
    International,
    /// A religion or denomination.
    Religion,
}

/// Codes of event data sets.
#[derive(Clone, Debug, Default)]
pub struct EventCodes {
    scales: BTreeMap<String, Scales>,
    sectors: BTreeMap<String, (SectorClass, String)>,
    names: BTreeMap<String, String>,
    countries: BTreeMap<String, String>,
    by_iso: BTreeMap<String, String>,
}

impl EventCodes {
    /// The files in the binary.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        Self::parse(SCALES, SECTORS).expect("the embedded files are checked by a test")
    }

    /// Reads the two files of [`FILES`].
    ///
    /// # Errors
    /// When a row cannot be used: a value off its scale, an unknown class, a code that CAMEO has not.
    pub fn parse(scales: &str, sectors: &str) -> Result<Self, Error> {
        let mut read = Self::default();
        for row in Table::parse("ontology/cameo.tsv", CAMEO, &["code", "name", "plover", "mode"])?.rows() {
            read.names.insert(row.get("code").to_owned(), row.get("name").to_owned());
        }
        for row in Table::parse("codes/scales.tsv", scales, &["code", "goldstein", "quad", "penta"])?.rows() {
            if !read.names.contains_key(row.get("code")) {
                return Err(row.error("code", format!("`{}` is no CAMEO code", row.get("code"))));
            }
            let goldstein = row.get("goldstein").parse().ok().filter(|value: &f64| (-10.0..=10.0).contains(value));
            let class = |column, least| row.get(column).parse().ok().filter(|value: &u8| (least..=4).contains(value));
            let goldstein = goldstein.ok_or_else(|| row.error("goldstein", "the scale runs from -10 to 10"))?;
            let quad = class("quad", 1).ok_or_else(|| row.error("quad", "the classes are 1 to 4"))?;
            let penta = class("penta", 0).ok_or_else(|| row.error("penta", "the classes are 0 to 4"))?;
            read.scales.insert(row.get("code").to_owned(), Scales { goldstein, quad, penta });
        }
        for row in Table::parse("codes/sectors.tsv", sectors, &["code", "class", "name"])?.rows() {
            let class = match row.get("class") {
                "sector" => SectorClass::Sector,
                "international" => SectorClass::International,
                "religion" => SectorClass::Religion,
                other => return Err(row.error("class", format!("`{other}` is neither sector nor international nor religion"))),
            };
            read.sectors.insert(row.get("code").to_owned(), (class, row.get("name").to_owned()));
        }
        let columns = ["name", "code", "alias", "demonym", "capital", "metonym"];
        for row in Table::parse("actors/countries.tsv", ACTOR_COUNTRIES, &columns)?.rows().filter(|row| !row.get("code").is_empty()) {
            read.countries.entry(row.get("code").to_owned()).or_insert_with(|| row.get("name").to_owned());
        }
        let columns = ["name", "iso", "iso3", "lat", "lon", "geonameid", "capital"];
        for row in Table::parse("places/countries.tsv", PLACE_COUNTRIES, &columns)?.rows().filter(|row| !row.get("iso").is_empty()) {
            read.by_iso.insert(row.get("iso").to_owned(), row.get("name").to_owned());
        }
        Ok(read)
    }

    /// The scales of a CAMEO code; of one that CAMEO has not, those of the code above it.
    pub fn scales(&self, cameo: &str) -> Option<Scales> {
        (2..=cameo.len()).rev().find_map(|end| self.scales.get(cameo.get(..end)?)).copied()
    }

    /// The name of a CAMEO code.
    pub fn event(&self, cameo: &str) -> Option<&str> {
        self.names.get(cameo).map(String::as_str)
    }

    /// What a part of an actor's code names, if no country.
    pub fn sector(&self, part: &str) -> Option<(SectorClass, &str)> {
        self.sectors.get(part).map(|(class, name)| (*class, name.as_str()))
    }

    /// The country of a CAMEO actor code.
    pub fn country(&self, code: &str) -> Option<&str> {
        self.countries.get(code).map(String::as_str)
    }

    /// The country of an ISO 3166-1 alpha-2 code.
    pub fn country_by_iso(&self, iso: &str) -> Option<&str> {
        self.by_iso.get(iso).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cameo_code_has_its_scales() {
        let codes = EventCodes::embedded();
        for code in codes.names.keys() {
            assert!(codes.scales.contains_key(code), "codes/scales.tsv lacks {code}");
        }
        assert_eq!(codes.scales("0874"), Some(Scales { goldstein: 10.0, quad: 2, penta: 2 }));
        assert_eq!(codes.scales("1411").map(|scales| scales.goldstein), Some(-6.5));
        assert_eq!(codes.scales("160").map(|scales| (scales.quad, scales.penta)), Some((4, 3)));
        assert_eq!(codes.scales("1999"), codes.scales("19"));
        assert_eq!(codes.scales("99"), None);
    }

    #[test]
    fn parts_of_actor_codes_are_named() {
        let codes = EventCodes::embedded();
        assert_eq!(codes.sector("MIL"), Some((SectorClass::Sector, "Military")));
        assert_eq!((codes.country("ALB"), codes.country_by_iso("AL"), codes.sector("ALB")), (Some("Albania"), Some("Albania"), None));
    }

    #[test]
    fn a_value_off_its_scale_is_named() {
        let error = EventCodes::parse("code\tgoldstein\tquad\tpenta\n01\t11\t1\t0\n", "code\tclass\tname\n").unwrap_err();
        assert_eq!((error.line, error.column), (2, 2));
        assert!(EventCodes::parse("code\tgoldstein\tquad\tpenta\n99\t1\t1\t0\n", "code\tclass\tname\n").is_err());
    }
}
