//! Places against gold: the measures of ../shared/data/geo/score.py, counted anew.
//!
//! Mentions count where their spans are equal, and where they overlap; of the gold mentions with a
//! point that were found, how many lie within 161 km (100 miles) of it, and the median error (Leidner
//! 2007; Gritta et al. 2019).

use crate::figures::Figure;
use anyhow::Context;
use rapporteur::{Options, Reader, Source};
use rapporteur_record::{Document, PlaceUse, Record};
use serde::Deserialize;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

/// The corpora: name, file below the folder of data.
pub const CORPORA: [(&str, &str); 3] =
    [("lgl", "geo/lgl.jsonl"), ("geovirus", "geo/geovirus.jsonl"), ("geowebnews", "geo/geowebnews.jsonl")];

/// Up to this many kilometres away a place counts as right.
pub const NEAR: f64 = 161.0;

/// A place of a gold document.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GoldPlace {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Degrees north, where they are known.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// What it is, in GeoWebNews.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
}

impl GoldPlace {
    /// Whether it counts: "Non_Toponym" marks what must not be found.
    pub fn counts(&self) -> bool {
        self.kind.as_deref() != Some("Non_Toponym")
    }

    /// Whether it is a name, not an expression such as "the area".
    pub fn is_name(&self) -> bool {
        self.counts() && !self.kind.as_deref().is_some_and(|kind| kind.ends_with("_Expression"))
    }

    /// Degrees north and east.
    pub fn point(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }

    /// What it is used for, where the corpus says.
    pub fn usage(&self) -> Option<PlaceUse> {
        match self.kind.as_deref()? {
            "Literal" => Some(PlaceUse::Literal),
            "Metonymic" => Some(PlaceUse::Actor),
            "Non_Literal_Modifier" | "Demonym" => Some(PlaceUse::Modifier),
            _ => None,
        }
    }
}

/// A document with its places.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldDocument {
    /// Its name in the corpus.
    #[serde(deserialize_with = "plain")]
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its places.
    pub toponyms: Vec<GoldPlace>,
}

/// An id, whether it is a string or a number there.
fn plain<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// A mention that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// What it is used for.
    pub usage: PlaceUse,
}

/// Reads a JSONL file of places.
///
/// # Errors
/// When the file cannot be read or a line is of another shape.
pub fn load(path: &Path) -> anyhow::Result<Vec<GoldDocument>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .enumerate()
        .map(|(at, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1)))
        .collect()
}

/// The documents of a file as reading takes them.
///
/// # Errors
/// When a row cannot be read.
pub fn documents(reader: &Reader, path: &Path) -> anyhow::Result<Vec<Document>> {
    let input = Box::new(std::io::Cursor::new(fs::read(path)?));
    let options = options();
    reader.documents("geo.jsonl", input, &options).map(|document| document.map_err(|error| anyhow::anyhow!(error.message))).collect()
}

fn options() -> Options {
    Options { text_field: Some("text".into()), date_field: Some("date".into()), id_field: Some("id".into()), ..Options::default() }
}

/// The mentions of a record in its order.
pub fn of_record(record: &Record) -> Vec<Found> {
    let of = |place: &rapporteur_record::Place| {
        let point = place.lat.zip(place.lon);
        place.mentions.iter().map(|one| Found { start: one.start, end: one.end, point, usage: one.usage }).collect::<Vec<_>>()
    };
    record.places.iter().flat_map(of).collect()
}

/// Kilometres between two points, on a globe.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |degrees: f64| libm::sin(degrees.to_radians() / 2.0);
    let (north, east) = (half(b.0 - a.0), half(b.1 - a.1));
    let square = north * north + libm::cos(a.0.to_radians()) * libm::cos(b.0.to_radians()) * east * east;
    12742.0 * libm::asin(square.sqrt().min(1.0))
}

/// The measures of one document or the sum of many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    gold: usize,
    found: usize,
    exact: usize,
    /// Gold mentions that overlap one that was found, and the other way round.
    gold_met: usize,
    found_met: usize,
    /// Kilometres between gold and found, of those that have points.
    errors: Vec<f64>,
    with_point: usize,
    /// Mentions of gold use that were found, and those whose use is right.
    used: usize,
    used_right: usize,
}

impl Scores {
    /// Adds a document.
    pub fn add(&mut self, gold: &[GoldPlace], found: &[Found]) {
        let gold: Vec<&GoldPlace> = gold.iter().filter(|one| one.counts()).collect();
        let meets = |one: &GoldPlace, other: &Found| other.start < one.end && one.start < other.end;
        self.gold += gold.len();
        self.found += found.len();
        for one in &gold {
            let exact = found.iter().find(|other| (other.start, other.end) == (one.start, one.end));
            self.exact += usize::from(exact.is_some());
            self.gold_met += usize::from(found.iter().any(|other| meets(one, other)));
            if let (Some(exact), Some(usage)) = (exact, one.usage()) {
                self.used += 1;
                self.used_right += usize::from(exact.usage == usage);
            }
            let Some(point) = one.point() else { continue };
            self.with_point += 1;
            let there = found.iter().filter(|other| meets(one, other)).find_map(|other| other.point);
            self.errors.extend(there.map(|there| kilometres(point, there)));
        }
        self.found_met += found.iter().filter(|other| gold.iter().any(|one| meets(one, other))).count();
    }

    fn within(&self) -> usize {
        self.errors.iter().filter(|&&error| error <= NEAR).count()
    }

    /// F1 of equal spans, as a share.
    pub fn f1(&self) -> f64 {
        2.0 * self.exact as f64 / (self.gold + self.found).max(1) as f64
    }

    /// The figures; `name` stands before the measures.
    pub fn figures(&self, name: &str) -> Vec<Figure> {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let (precision, recall) = (share(self.found_met, self.found), share(self.gold_met, self.gold));
        let mut errors = self.errors.clone();
        errors.sort_by(f64::total_cmp);
        let median = errors.get(errors.len() / 2).copied().unwrap_or_default();
        let mut figures: Vec<(&str, f64)> = vec![
            ("mention precision", share(self.exact, self.found)),
            ("mention recall", share(self.exact, self.gold)),
            ("mention F1", 100.0 * self.f1()),
            ("overlapping mention F1", 2.0 * precision * recall / (precision + recall).max(1e-9)),
            ("within 161 km, of the found", share(self.within(), self.errors.len())),
            ("within 161 km, of all", share(self.within(), self.with_point)),
            ("median error, km", median),
        ];
        if self.used > 0 {
            figures.push(("use right, of the found", share(self.used_right, self.used)));
        }
        figures.into_iter().map(|(measure, value)| Figure::new("places", format!("{name} {measure}"), value)).collect()
    }
}

/// What gold and found do not agree in, a line each: what differs, gold, found, the words around.
fn disagreements(name: &str, document: &GoldDocument, record: &Record, found: &[Found]) -> Vec<String> {
    let letters: Vec<char> = document.text.chars().collect();
    let text = |start: usize, end: usize| -> String {
        let part: String = letters[start.min(letters.len())..end.min(letters.len())].iter().collect();
        part.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let around =
        |start: usize, end: usize| format!("{} [{}] {}", text(start.saturating_sub(60), start), text(start, end), text(end, end + 60));
    let named = |one: &Found| {
        let is = |place: &&rapporteur_record::Place| place.mentions.iter().any(|mention| mention.start == one.start);
        record.places.iter().find(is).map_or(String::new(), |place| {
            format!("{} {} {} {}", place.name, place.kind.as_str(), place.country.as_deref().unwrap_or("-"), one.usage.as_str())
        })
    };
    let mut lines = Vec::new();
    for one in document.toponyms.iter().filter(|one| one.is_name()) {
        let meeting: Vec<&Found> = found.iter().filter(|other| other.start < one.end && one.start < other.end).collect();
        let here = around(one.start, one.end);
        let kind = one.kind.as_deref().unwrap_or("-");
        let line = match meeting.first() {
            None => format!("missed\t{kind}\t-\t{here}"),
            Some(other) => {
                let far = one.point().zip(other.point).map(|(a, b)| kilometres(a, b));
                match far {
                    Some(far) if far > NEAR => {
                        format!("{far:.0} km\t{kind} {:?}\t{}\t{here}", one.point().unwrap_or_default(), named(other))
                    }
                    _ if (one.start, one.end) != (other.start, other.end) => {
                        format!("extent\t{kind}\t{}\t{here}", text(other.start, other.end))
                    }
                    _ if one.usage().is_some_and(|usage| usage != other.usage) => format!("use\t{kind}\t{}\t{here}", named(other)),
                    _ => continue,
                }
            }
        };
        lines.push(line);
    }
    for other in found {
        let met = document.toponyms.iter().any(|one| one.counts() && other.start < one.end && one.start < other.end);
        if !met {
            lines.push(format!("extra\t-\t{}\t{}", named(other), around(other.start, other.end)));
        }
    }
    lines.into_iter().map(|line| format!("{name}\t{}\t{line}", document.id)).collect()
}

/// Reads the documents of a file and scores their places; what differs is added to `differences`.
///
/// # Errors
/// When the file is not as it should be.
pub fn evaluate(reader: &Reader, path: &Path, name: &str, differences: &mut Vec<String>) -> anyhow::Result<Vec<Figure>> {
    let gold = load(path)?;
    let mut scores = Scores::default();
    let mut next = gold.iter();
    let source = Source::bytes("geo.jsonl", fs::read(path)?);
    let mut odd = None;
    reader.read_many([source], &options(), 2, &mut |outcome| {
        match (outcome.result, next.next()) {
            (Ok(read), Some(document)) => {
                let found = of_record(&read.value);
                scores.add(&document.toponyms, &found);
                differences.extend(disagreements(name, document, &read.value, &found));
            }
            (Err(error), _) => odd = Some(error.message),
            (Ok(_), None) => odd = Some("there are more records than documents".into()),
        }
        ControlFlow::Continue(())
    });
    match odd {
        Some(odd) => anyhow::bail!("{}: {odd}", path.display()),
        None => Ok(scores.figures(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(start: usize, end: usize, kind: &str) -> GoldPlace {
        GoldPlace { start, end, lat: Some(10.0), lon: Some(20.0), kind: Some(kind.into()) }
    }

    fn found(start: usize, end: usize, lat: f64, usage: PlaceUse) -> Found {
        Found { start, end, point: Some((lat, 20.0)), usage }
    }

    #[test]
    fn mentions_points_and_uses_are_counted_each_by_itself() {
        let mut scores = Scores::default();
        let all = [gold(0, 4, "Literal"), gold(10, 14, "Metonymic"), gold(20, 25, "Non_Toponym"), gold(30, 35, "Literal")];
        scores.add(&all, &[found(0, 4, 11.0, PlaceUse::Literal), found(9, 14, 15.0, PlaceUse::Actor), found(20, 25, 0.0, PlaceUse::Actor)]);
        let figures = scores.figures("kelm");
        let value = |measure: &str| figures.iter().find(|figure| figure.measure == format!("kelm {measure}")).unwrap().value;
        assert!((value("mention precision") - 100.0 / 3.0).abs() < 1e-9 && (value("mention recall") - 100.0 / 3.0).abs() < 1e-9);
        assert!((value("overlapping mention F1") - 200.0 / 3.0).abs() < 1e-6);
        // One degree north is 111 km, five are too many.
        assert!((value("within 161 km, of the found") - 50.0).abs() < 1e-9);
        assert!((value("use right, of the found") - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_degree_north_is_a_hundred_and_eleven_kilometres() {
        assert!((kilometres((10.0, 20.0), (11.0, 20.0)) - 111.2).abs() < 0.1);
        assert!((kilometres((60.0, 20.0), (60.0, 21.0)) - 55.6).abs() < 0.1);
    }
}
