//! The columns of each layout.

use super::{Codes, Layout, Pair, Site};
use crate::export::error::Error;
use std::io::Write;

/// What PETRARCH writes.
pub const PETRARCH_COLUMNS: [&str; 6] = ["date", "source", "target", "code", "issues", "id"];

/// What phoenix_pipeline writes.
pub const PHOENIX_COLUMNS: [&str; 26] = [
    "EventID",
    "Date",
    "Year",
    "Month",
    "Day",
    "SourceActorFull",
    "SourceActorEntity",
    "SourceActorRole",
    "SourceActorAttribute",
    "TargetActorFull",
    "TargetActorEntity",
    "TargetActorRole",
    "TargetActorAttribute",
    "EventCode",
    "EventRootCode",
    "PentaClass",
    "GoldsteinScore",
    "Issues",
    "Lat",
    "Lon",
    "LocationName",
    "StateName",
    "CountryCode",
    "SentenceID",
    "URLs",
    "NewsSources",
];

/// GDELT 1.0's event table, as of April 2013 (with SOURCEURL).
pub const GDELT_COLUMNS: [&str; 58] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// The event files of ICEWS.
pub const ICEWS_COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// Writes events in a layout, a line each; a header only where the original has one (ICEWS).
///
/// # Errors
/// When they cannot be written.
pub fn write(layout: Layout, pairs: &[Pair], codes: &dyn Codes, out: &mut dyn Write) -> Result<(), Error> {
    if layout == Layout::Icews {
        line(&ICEWS_COLUMNS.map(str::to_owned), out)?;
    }
    for pair in pairs {
        match layout {
            Layout::Petrarch => line(&petrarch(pair), out)?,
            Layout::Phoenix => line(&phoenix(pair, codes), out)?,
            Layout::Gdelt => line(&gdelt(pair, codes), out)?,
            Layout::Icews => line(&icews(pair, codes), out)?,
        }
    }
    Ok(())
}

/// None of these layouts has quotation marks that protect: a tab or line break in a cell becomes a blank.
fn line(cells: &[String], out: &mut dyn Write) -> Result<(), Error> {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
    Ok(writeln!(out, "{}", cells.join("\t"))?)
}

fn code(actor: &(String, Option<String>)) -> &str {
    actor.1.as_deref().unwrap_or_default()
}

fn digits(pair: &Pair) -> String {
    pair.day.replace('-', "")
}

/// As PETRARCH names a sentence: story, sentence.
fn sentence_id(pair: &Pair) -> String {
    format!("{}_{}", pair.report.0, pair.sentence)
}

fn petrarch(pair: &Pair) -> [String; 6] {
    [digits(pair), code(&pair.source).to_owned(), code(&pair.target).to_owned(), pair.cameo.clone(), String::new(), sentence_id(pair)]
}

/// The three-letter parts of an actor code.
fn parts(code: &str) -> Vec<&str> {
    (0..code.len()).step_by(3).filter_map(|at| code.get(at..(at + 3).min(code.len()))).collect()
}

/// Actors without a country, which stand where one would.
const ROOTS: [&str; 4] = ["IGO", "NGO", "IMG", "MNC"];
/// The agents that Phoenix calls roles; all others are attributes.
const ROLES: [&str; 13] = ["GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL"];

fn phoenix_actor(code: &str, codes: &dyn Codes) -> [String; 4] {
    let all = parts(code);
    let entity = all.first().filter(|part| ROOTS.contains(part) || codes.country(part).is_some()).copied().unwrap_or_default();
    let role = all.get(1).filter(|part| ROLES.contains(part)).copied().unwrap_or_default();
    let others = all.get(if role.is_empty() { 1 } else { 2 }..).unwrap_or_default().join(";");
    [code.to_owned(), entity.to_owned(), role.to_owned(), others]
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// With one decimal, as these files have it.
fn scale(cameo: &str, codes: &dyn Codes) -> String {
    codes.goldstein(cameo).map_or_else(String::new, |value| format!("{value:.1}"))
}

fn listed(all: &std::collections::BTreeSet<String>) -> String {
    all.iter().cloned().collect::<Vec<_>>().join(";")
}

fn phoenix(pair: &Pair, codes: &dyn Codes) -> Vec<String> {
    let cameo = pair.cameo.as_str();
    let mut row = vec![pair.number.to_string(), digits(pair)];
    row.extend(pair.day.split('-').map(str::to_owned));
    row.extend(phoenix_actor(code(&pair.source), codes));
    row.extend(phoenix_actor(code(&pair.target), codes));
    row.extend([
        cameo.to_owned(),
        cameo.get(..2).unwrap_or(cameo).to_owned(),
        shown(codes.penta(cameo)),
        scale(cameo, codes),
        String::new(),
    ]);
    let Site { name, country, lat, lon } = pair.place.clone().unwrap_or_default();
    row.extend([shown(lat), shown(lon), name, String::new(), country.unwrap_or_default()]);
    row.extend([sentence_id(pair), listed(&pair.addresses), listed(&pair.outlets)]);
    row
}

/// Code, name, country, known group, ethnic group, two religions, three types.
fn gdelt_actor((name, code): &(String, Option<String>), codes: &dyn Codes) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    let code = code.clone().unwrap_or_default();
    let (mut religions, mut types) = (5..7, 7..10);
    for (at, part) in parts(&code).into_iter().enumerate() {
        let cell = if at == 0 && codes.country(part).is_some() {
            Some(2)
        } else if codes.religion(part) {
            religions.next()
        } else if codes.sector(part).is_some() {
            types.next()
        } else {
            Some(3).filter(|&group| cells[group].is_empty())
        };
        if let Some(cell) = cell {
            cells[cell] = part.to_owned();
        }
    }
    cells[0] = code;
    cells[1] = name.to_uppercase();
    cells
}

fn gdelt(pair: &Pair, codes: &dyn Codes) -> Vec<String> {
    let (day, cameo) = (digits(pair), pair.cameo.as_str());
    let number = |range: std::ops::Range<usize>| day.get(range).and_then(|part| part.parse::<f64>().ok()).unwrap_or(0.0);
    // The codebook's own formula: months of thirty days in a year of 365.
    let fraction = number(0..4) + (number(4..6) * 30.0 + number(6..8)) / 365.0;
    let mut row = vec![pair.number.to_string(), day.clone(), day[..6].to_owned(), day[..4].to_owned(), format!("{fraction:.4}")];
    row.extend(gdelt_actor(&pair.source, codes));
    row.extend(gdelt_actor(&pair.target, codes));
    row.extend([
        u8::from(pair.leads).to_string(),
        cameo.to_owned(),
        cameo.get(..3).unwrap_or(cameo).to_owned(),
        cameo.get(..2).unwrap_or(cameo).to_owned(),
        shown(codes.quad(cameo)),
        scale(cameo, codes),
        pair.told.0.to_string(),
        pair.told.1.to_string(),
        pair.told.2.to_string(),
        // The tone of a report is not read.
        String::new(),
    ]);
    row.extend(std::iter::repeat_n(String::new(), 14));
    let place = pair.place.clone().map(|Site { name, country, lat, lon }| {
        let country = country.and_then(|iso| codes.country_by_iso(&iso));
        let full = country.filter(|country| *country != name).map_or_else(|| name.clone(), |country| format!("{name}, {country}"));
        [String::new(), full, String::new(), String::new(), shown(lat), shown(lon), String::new()]
    });
    row.extend(place.unwrap_or_default());
    let added = pair.published.as_deref().unwrap_or(&pair.day).replace('-', "");
    row.extend([added, pair.report.1.clone()]);
    row
}

fn icews_actor((name, code): &(String, Option<String>), codes: &dyn Codes) -> [String; 3] {
    let all = code.as_deref().map(parts).unwrap_or_default();
    let country = all.first().and_then(|part| codes.country(part)).unwrap_or_default();
    let sectors: Vec<String> = all.iter().filter_map(|part| codes.sector(part)).collect();
    [name.clone(), sectors.join(","), country]
}

fn icews(pair: &Pair, codes: &dyn Codes) -> Vec<String> {
    let cameo = pair.cameo.as_str();
    let [source, source_sectors, source_country] = icews_actor(&pair.source, codes);
    let [target, target_sectors, target_country] = icews_actor(&pair.target, codes);
    let Site { name: place, country, lat, lon } = pair.place.clone().unwrap_or_default();
    let country = country.and_then(|iso| codes.country_by_iso(&iso)).unwrap_or_default();
    vec![
        pair.number.to_string(),
        pair.day.clone(),
        source,
        source_sectors,
        source_country,
        codes.event(cameo).unwrap_or_default(),
        cameo.to_owned(),
        scale(cameo, codes),
        target,
        target_sectors,
        target_country,
        pair.report.0.to_string(),
        pair.sentence.to_string(),
        pair.report.2.clone().unwrap_or_default(),
        if place == country { String::new() } else { place },
        String::new(),
        String::new(),
        country,
        shown(lat),
        shown(lon),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    struct Few;

    impl Codes for Few {
        fn goldstein(&self, cameo: &str) -> Option<f64> {
            (cameo == "190").then_some(-10.0)
        }
        fn quad(&self, _: &str) -> Option<u8> {
            Some(4)
        }
        fn penta(&self, _: &str) -> Option<u8> {
            Some(4)
        }
        fn event(&self, _: &str) -> Option<String> {
            Some("Use conventional military force".to_owned())
        }
        fn country(&self, part: &str) -> Option<String> {
            (part == "VAR").then(|| "Varosia".to_owned())
        }
        fn sector(&self, part: &str) -> Option<String> {
            match part {
                "MIL" => Some("Military".to_owned()),
                "REB" => Some("Rebel".to_owned()),
                _ => None,
            }
        }
        fn religion(&self, part: &str) -> bool {
            part == "BUD"
        }
        fn country_by_iso(&self, iso: &str) -> Option<String> {
            (iso == "VA").then(|| "Varosia".to_owned())
        }
    }

    fn pair() -> Pair {
        Pair {
            number: 1,
            event: 7,
            day: "2031-05-06".to_owned(),
            published: Some("2031-05-07".to_owned()),
            source: ("Varosian army".to_owned(), Some("VARMIL".to_owned())),
            target: ("Northern Front".to_owned(), Some("VARREBNFRBUD".to_owned())),
            cameo: "190".to_owned(),
            place: Some(Site { name: "Kelm".to_owned(), country: Some("VA".to_owned()), lat: Some(10.5), lon: Some(-3.0) }),
            evidence: ("the army\nshelled".to_owned(), 4, 20),
            report: (3, "reports/a.txt".to_owned(), Some("Courier".to_owned())),
            sentence: 2,
            leads: false,
            told: (3, 2, 2),
            addresses: BTreeSet::from(["reports/a.txt".to_owned(), "reports/b.txt".to_owned()]),
            outlets: BTreeSet::from(["Courier".to_owned(), "Tribune".to_owned()]),
        }
    }

    fn written(layout: Layout) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        write(layout, &[pair()], &Few, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    }

    fn named<'r>(columns: &[&str], row: &'r [String], name: &str) -> &'r str {
        &row[columns.iter().position(|column| *column == name).unwrap()]
    }

    #[test]
    fn gdelt_has_58_columns_and_every_value_in_its_own() {
        let row = &written(Layout::Gdelt)[0];
        assert_eq!(row.len(), 58);
        for (name, value) in [
            ("SQLDATE", "20310506"),
            ("MonthYear", "203105"),
            ("FractionDate", "2031.4274"),
            ("Actor1CountryCode", "VAR"),
            ("Actor1Type1Code", "MIL"),
            ("Actor2Code", "VARREBNFRBUD"),
            ("Actor2KnownGroupCode", "NFR"),
            ("Actor2Religion1Code", "BUD"),
            ("Actor2Type1Code", "REB"),
            ("Actor2Type2Code", ""),
            ("EventRootCode", "19"),
            ("GoldsteinScale", "-10.0"),
            ("NumMentions", "3"),
            ("NumSources", "2"),
            ("NumArticles", "2"),
            ("AvgTone", ""),
            ("ActionGeo_FullName", "Kelm, Varosia"),
            ("ActionGeo_Lat", "10.5"),
            ("ActionGeo_Long", "-3"),
            ("DATEADDED", "20310507"),
            ("SOURCEURL", "reports/a.txt"),
        ] {
            assert_eq!(named(&GDELT_COLUMNS, row, name), value, "{name}");
        }
    }

    #[test]
    fn phoenix_has_26_columns_and_splits_actors_as_its_pipeline_does() {
        let row = &written(Layout::Phoenix)[0];
        assert_eq!(row.len(), PHOENIX_COLUMNS.len());
        for (name, value) in [
            ("TargetActorEntity", "VAR"),
            ("TargetActorRole", "REB"),
            ("TargetActorAttribute", "NFR;BUD"),
            ("PentaClass", "4"),
            ("SentenceID", "3_2"),
            ("URLs", "reports/a.txt;reports/b.txt"),
            ("NewsSources", "Courier;Tribune"),
        ] {
            assert_eq!(named(&PHOENIX_COLUMNS, row, name), value, "{name}");
        }
    }

    #[test]
    fn icews_has_a_header_and_20_columns() {
        let rows = written(Layout::Icews);
        assert_eq!(rows[0], ICEWS_COLUMNS);
        assert_eq!(rows[1].len(), 20);
        assert_eq!(named(&ICEWS_COLUMNS, &rows[1], "Target Sectors"), "Rebel");
        assert_eq!(named(&ICEWS_COLUMNS, &rows[1], "City"), "Kelm");
        assert_eq!(named(&ICEWS_COLUMNS, &rows[1], "Intensity"), "-10.0");
    }

    #[test]
    fn petrarch_has_date_source_target_code_issues_and_id() {
        assert_eq!(written(Layout::Petrarch)[0], ["20310506", "VARMIL", "VARREBNFRBUD", "190", "", "3_2"]);
    }
}
