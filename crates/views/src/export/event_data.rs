//! Events as event-data programs have them: PETRARCH's lines, Phoenix's, GDELT 1.0's and ICEWS's columns.
//!
//! *Source*: PETRARCH2's output; openeventdata's phoenix_pipeline (26 columns); the GDELT 1.0 event codebook (58 columns,
//! no header); the ICEWS event files on Dataverse (20 columns, with a header). A column that we have nothing for stays
//! empty, as it does in those files.
//!
//! These layouts cannot say that an event did not happen: unless a status is asked for, only happened and ongoing events
//! are written. An event between several is one for each pair, as the field has it. What copies of one story tell is one
//! event. Each row's number leads to its words in [`write_evidence`].

mod layout;

pub use layout::{GDELT_COLUMNS, ICEWS_COLUMNS, PETRARCH_COLUMNS, PHOENIX_COLUMNS, write};

use super::columns::TableName;
use super::error::Error;
use super::rows::{Selection, day, integer, words};
use rapporteur_store::{Cell, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// A layout of event data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// Date, source, target, code, issues, id: what PETRARCH writes.
    Petrarch,
    /// The 26 columns of Phoenix.
    Phoenix,
    /// The 58 columns of GDELT 1.0.
    Gdelt,
    /// The 20 columns of ICEWS.
    Icews,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Petrarch, Self::Phoenix, Self::Gdelt, Self::Icews];

    /// Whether a row needs the codes of both actors, as that program's rows have them.
    fn needs_both(self) -> bool {
        matches!(self, Self::Petrarch | Self::Phoenix)
    }
}

/// What the codes mean: from the knowledge files, which this crate does not read.
pub trait Codes {
    /// Goldstein's scale of a CAMEO code, from -10 (conflict) to 10 (cooperation).
    fn goldstein(&self, cameo: &str) -> Option<f64>;
    /// GDELT's quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    fn quad(&self, cameo: &str) -> Option<u8>;
    /// Phoenix's penta class: 0 neutral, then as the quad class.
    fn penta(&self, cameo: &str) -> Option<u8>;
    /// The name of a CAMEO event code.
    fn event(&self, cameo: &str) -> Option<String>;
    /// The country that a part of an actor code names.
    fn country(&self, part: &str) -> Option<String>;
    /// The name of the sector or role that a part of an actor code names.
    fn sector(&self, part: &str) -> Option<String>;
    /// Whether the part names a religion.
    fn religion(&self, part: &str) -> bool;
    /// The name of a country by its ISO 3166-1 alpha-2 code.
    fn country_by_iso(&self, iso: &str) -> Option<String>;
}

/// An event between two, told once or many times.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Its number in this export, from 1.
    pub number: u64,
    /// The first event of the store that tells it.
    pub event: i64,
    /// The day; of an event that only has a month or year, or none, that of publication is taken as the field does.
    pub day: String,
    /// The day of publication of the first report, if known.
    pub published: Option<String>,
    /// Name and code of who does it.
    pub source: (String, Option<String>),
    /// Name and code of to whom.
    pub target: (String, Option<String>),
    /// CAMEO code.
    pub cameo: String,
    /// Where.
    pub place: Option<Site>,
    /// The words, where they begin and end.
    pub evidence: (String, i64, i64),
    /// The first report: number, address, outlet.
    pub report: (i64, String, Option<String>),
    /// The sentence of the report, from 1.
    pub sentence: usize,
    /// Whether the sentence is one of the lead: what GDELT calls a root event.
    pub leads: bool,
    /// How often it is told, by how many outlets, in how many reports.
    pub told: (usize, usize, usize),
    /// Addresses of all reports.
    pub addresses: BTreeSet<String>,
    /// All outlets.
    pub outlets: BTreeSet<String>,
}

/// Where an event happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// The name of the place.
    pub name: String,
    /// Its country: ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// Events between two, in order of day and number in the store.
///
/// # Errors
/// When the filter has no meaning for events, or the store cannot be asked.
pub fn pairs(store: &mut Store, selection: &Selection, layout: Layout) -> Result<Vec<Pair>, Error> {
    selection.only_as_corrected("event data")?;
    let ids = selection.ids(store, TableName::Events)?;
    let (condition, numbers) = match &ids {
        Some(ids) => ("e.id IN (SELECT value FROM json_each(?1))", serde_json::to_string(ids)?),
        None => ("?1 IS NOT NULL", String::new()),
    };
    let told = if selection.filter.status.is_some() { "" } else { "AND e.status IN ('happened', 'ongoing')" };
    let code = |alias: &str| format!("(SELECT max(z.code) FROM report_actors z WHERE z.report = e.report AND z.actor = {alias}.id)");
    let sql = format!(
        "SELECT e.id, coalesce(e.date, e.published), e.published, a.name, {}, b.name, {}, e.cameo, p.name, p.country, p.lat, p.lon,
           e.evidence, e.\"start\", e.\"end\", e.report, e.address, e.outlet, e.story || ' ' || e.same
         FROM events_flat e JOIN events o ON o.id = e.id
         LEFT JOIN event_actors x ON x.event = e.id AND x.role = 'source' LEFT JOIN actors a ON a.id = x.actor
         LEFT JOIN event_actors y ON y.event = e.id AND y.role = 'target' LEFT JOIN actors b ON b.id = y.actor
         LEFT JOIN places p ON p.report = e.report AND p.local = o.place
         WHERE {condition} AND e.cameo IS NOT NULL {told} ORDER BY e.id, x.place, y.place",
        code("a"),
        code("b")
    );
    let answer = store.query_with(&sql, &[&numbers], selection.patience)?;
    let mut found: Vec<Pair> = Vec::new();
    let mut known: BTreeMap<(String, String, String), (usize, BTreeSet<i64>)> = BTreeMap::new();
    for row in &answer.rows {
        let Some((same, pair)) = read(row) else { continue };
        if layout.needs_both() && (pair.source.1.is_none() || pair.target.1.is_none()) {
            continue;
        }
        if pair.source.0.is_empty() && pair.target.0.is_empty() {
            continue;
        }
        let key = (same, pair.source.0.clone(), pair.target.0.clone());
        match known.get_mut(&key) {
            Some((at, reports)) => {
                let first = &mut found[*at];
                reports.insert(pair.report.0);
                first.told.0 += 1;
                first.addresses.insert(pair.report.1);
                first.outlets.extend(pair.report.2);
                first.told = (first.told.0, first.outlets.len().max(1), reports.len());
            }
            None => {
                known.insert(key, (found.len(), BTreeSet::from([pair.report.0])));
                found.push(pair);
            }
        }
    }
    found.sort_by(|a, b| (&a.day, a.event, &a.source.0, &a.target.0).cmp(&(&b.day, b.event, &b.source.0, &b.target.0)));
    place_in_reports(store, &mut found)?;
    for (at, pair) in found.iter_mut().enumerate() {
        pair.number = at as u64 + 1;
    }
    Ok(found)
}

fn read(row: &[Cell]) -> Option<(String, Pair)> {
    let text = |at: usize| words(&row[at]);
    let real = |at: usize| match row[at] {
        Cell::Real(number) => Some(number),
        Cell::Integer(number) => Some(number as f64),
        _ => None,
    };
    let published = text(2).as_deref().and_then(day).map(str::to_owned);
    let date = text(1)?;
    // Without any day a row cannot be placed in time: such layouts have no cell for that.
    let when = day(&date).map(str::to_owned).or_else(|| published.clone())?;
    let place = text(8).map(|name| Site { name, country: text(9), lat: real(10), lon: real(11) });
    let report = (integer(&row[15])?, text(16).unwrap_or_default(), text(17));
    let pair = Pair {
        number: 0,
        event: integer(&row[0])?,
        day: when,
        published,
        source: (text(3).unwrap_or_default(), text(4)),
        target: (text(5).unwrap_or_default(), text(6)),
        cameo: text(7)?,
        place,
        evidence: (text(12).unwrap_or_default(), integer(&row[13])?, integer(&row[14])?),
        sentence: 1,
        leads: false,
        told: (1, 1, 1),
        addresses: BTreeSet::from([report.1.clone()]),
        outlets: report.2.iter().cloned().collect(),
        report,
    };
    Some((row[18].to_string(), pair))
}

/// The sentence in which each event stands.
fn place_in_reports(store: &mut Store, pairs: &mut [Pair]) -> Result<(), Error> {
    let mut of_report: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        of_report.entry(pair.report.0).or_default().push(at);
    }
    for (report, places) in of_report {
        let record = store.record(report)?;
        let title = record.doc.title_span;
        let body: Vec<_> = record
            .sentences
            .iter()
            .filter(|sentence| title.is_none_or(|title| sentence.start < title.start || sentence.end > title.end))
            .collect();
        for at in places {
            let start = pairs[at].evidence.1 as usize;
            let sentence = body.partition_point(|sentence| sentence.end <= start);
            pairs[at].sentence = sentence + 1;
            pairs[at].leads = sentence == 0;
        }
    }
    Ok(())
}

/// Writes what each row rests on: number of the row, event in the store, report, address, where the words begin and end, the words.
///
/// # Errors
/// When it cannot be written.
pub fn write_evidence(pairs: &[Pair], out: &mut dyn Write) -> Result<(), Error> {
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(out);
    writer.write_record(["row", "event", "report", "address", "start", "end", "evidence"])?;
    for pair in pairs {
        writer.write_record([
            &pair.number.to_string(),
            &pair.event.to_string(),
            &pair.report.0.to_string(),
            &pair.report.1,
            &pair.evidence.1.to_string(),
            &pair.evidence.2.to_string(),
            &pair.evidence.0,
        ])?;
    }
    Ok(writer.flush()?)
}
