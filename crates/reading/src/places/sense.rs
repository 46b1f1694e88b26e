//! Which place a name stands for: the same one throughout a report, weighed by how well known it
//! is, by what stands beside it, and by the other places of the report.
//!
//! *Source*: one sense a discourse, Gale, Church and Yarowsky, HLT 1992; containment and neighbours,
//! Leidner 2007. Distances are chords through the earth, so that no arc is needed.

use super::model::PlaceModel;
use super::spot::{Origin, Reading};
use rapporteur_record::PlaceKind;
use std::collections::BTreeMap;

/// Names whose places are looked at as neighbours of the others: more say nothing more.
const NEIGHBOURS: usize = 300;

/// Features of a reading.
pub const COUNT: usize = 26;

/// All mentions of one name.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Its candidates, as numbers.
    pub members: Vec<usize>,
    pub readings: Vec<Reading>,
    /// Groups that stand behind a comma after it ("Kelm, Dask").
    pub within: Vec<usize>,
    /// Groups that stand close by in a sentence.
    pub near: Vec<usize>,
    pub hint: Option<PlaceKind>,
    /// Whether the dateline names it.
    pub dateline: bool,
    /// Where each reading lies on a globe of radius one.
    vectors: Vec<[f64; 3]>,
}

impl Group {
    pub fn new(readings: Vec<Reading>) -> Self {
        let vectors = readings.iter().map(|reading| on_globe(reading.point)).collect();
        Self { members: Vec::new(), readings, within: Vec::new(), near: Vec::new(), hint: None, dateline: false, vectors }
    }
}

fn on_globe((north, east): (f64, f64)) -> [f64; 3] {
    let (north, east) = (north.to_radians(), east.to_radians());
    let (flat, up) = (libm::cos(north), libm::sin(north));
    [flat * libm::cos(east), flat * libm::sin(east), up]
}

/// How close two points are: one at the same place, a half at 100 km.
fn closeness(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let square: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    // The earth's radius is 63.7 times 100 km.
    1.0 / (1.0 + square * (63.7 * 63.7))
}

/// For each group the reading that it stands for, `None` where it has none.
pub(super) fn choose(groups: &[Group], model: &PlaceModel) -> Vec<Option<usize>> {
    let mut picks = first_guess(groups);
    for again in [false, true] {
        picks = refine(groups, &picks, |features| model.fit(again, features));
    }
    picks
}

/// The best reading of each group beside those that were picked, by the weights.
pub(super) fn refine(groups: &[Group], picks: &[Option<usize>], fit: impl Fn(&[f32; COUNT]) -> f32) -> Vec<Option<usize>> {
    let report = Report::new(groups, picks);
    (0..groups.len())
        .map(|at| {
            let scores = (0..groups[at].readings.len()).map(|reading| fit(&report.features(at, reading)));
            // The first of equals: the better known.
            scores.enumerate().fold(None, |best: Option<(usize, f32)>, (at, score)| match best {
                Some((_, most)) if score <= most => best,
                _ => Some((at, score)),
            })
        })
        .map(|best| best.map(|(at, _)| at))
        .collect()
}

/// The best known reading, or the one that lies in what stands behind the comma.
pub(super) fn first_guess(groups: &[Group]) -> Vec<Option<usize>> {
    let inside = |group: &Group, reading: &Reading| {
        group.within.iter().any(|&other| groups[other].readings.iter().any(|outer| lies_in(reading, outer)))
    };
    groups
        .iter()
        .map(|group| {
            let hinted = |reading: &Reading| group.hint.is_none_or(|hint| hint == reading.kind);
            let best = group.readings.iter().enumerate().max_by_key(|(at, reading)| {
                (inside(group, reading), hinted(reading), reading.weight, !reading.alias, std::cmp::Reverse(*at))
            });
            best.map(|(at, _)| at)
        })
        .collect()
}

/// Whether one place lies in the other: a city in its region or country, a region in its country.
fn lies_in(inner: &Reading, outer: &Reading) -> bool {
    match outer.kind {
        PlaceKind::Country => inner.kind != PlaceKind::Country && inner.country.is_some() && inner.country == outer.country,
        PlaceKind::Region if outer.region.is_some() => {
            inner.kind != PlaceKind::Region && inner.kind != PlaceKind::Country && inner.region == outer.region
        }
        PlaceKind::Region => inner.kind != PlaceKind::Region && inner.country == outer.country && near(inner, outer, 900.0),
        PlaceKind::District => inner.kind == PlaceKind::City && inner.region == outer.region && near(inner, outer, 100.0),
        PlaceKind::City | PlaceKind::Area | PlaceKind::Island => inner.origin != outer.origin && near(inner, outer, 60.0),
        _ => false,
    }
}

/// Whether two places are less than about so many kilometres apart.
fn near(a: &Reading, b: &Reading, kilometres: f64) -> bool {
    let (a, b) = (on_globe(a.point), on_globe(b.point));
    let square: f64 = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum();
    square < (kilometres / 6371.0) * (kilometres / 6371.0)
}

/// What the places that were picked say together.
pub(super) struct Report<'g> {
    groups: &'g [Group],
    picks: &'g [Option<usize>],
    /// Country → how much of the report is about it.
    countries: BTreeMap<[u8; 2], f32>,
    regions: BTreeMap<u16, f32>,
    total: f32,
    total_regions: f32,
    dateline: Option<usize>,
}

impl<'g> Report<'g> {
    pub fn new(groups: &'g [Group], picks: &'g [Option<usize>]) -> Self {
        let mut report = Self {
            groups,
            picks,
            countries: BTreeMap::new(),
            regions: BTreeMap::new(),
            total: 0.0,
            total_regions: 0.0,
            dateline: groups.iter().position(|group| group.dateline),
        };
        for (group, pick) in groups.iter().zip(picks) {
            let Some(reading) = pick.map(|pick| &group.readings[pick]) else { continue };
            let mass = mass(group, reading);
            if let Some(country) = reading.country {
                *report.countries.entry(country).or_default() += mass;
                report.total += mass;
            }
            if let Some(region) = reading.region {
                *report.regions.entry(region).or_default() += mass;
                report.total_regions += mass;
            }
        }
        report
    }

    /// Features of a reading of a group beside the others.
    pub fn features(&self, at: usize, reading: usize) -> [f32; COUNT] {
        let group = &self.groups[at];
        let own = self.picks[at].map(|pick| &group.readings[pick]);
        let one = &group.readings[reading];
        let mut features = [0.0; COUNT];
        let weight = f32::from(one.weight) / 100.0;
        features[0] = weight;
        features[1] = flag(one.kind == PlaceKind::Country);
        features[2] = flag(one.kind == PlaceKind::Region);
        features[3] = flag(one.kind == PlaceKind::District);
        features[4] = flag(one.kind == PlaceKind::City);
        features[5] = flag(matches!(one.origin, Origin::Row(_)) && one.kind != PlaceKind::Country);
        features[6] = flag(one.alias);
        features[7] = flag(one.capital);
        features[8] = flag(group.hint == Some(one.kind));
        features[9] = flag(group.hint.is_some_and(|hint| hint != one.kind));
        let contained = |others: &[usize]| others.iter().any(|&other| self.contained(one, other));
        features[10] = flag(contained(&group.within));
        features[11] = flag(!group.within.is_empty() && !contained(&group.within));
        features[12] = flag(contained(&group.near));
        let without = |mass_of: Option<f32>, mine: bool| {
            let mine = own.filter(|_| mine).map_or(0.0, |own| mass(group, own));
            (mass_of.unwrap_or(0.0) - mine).max(0.0)
        };
        let own_mass = own.map_or(0.0, |own| mass(group, own));
        let country = one
            .country
            .map_or(0.0, |country| without(self.countries.get(&country).copied(), own.is_some_and(|own| own.country == Some(country))));
        let rest = self.total - own.filter(|own| own.country.is_some()).map_or(0.0, |_| own_mass);
        features[13] = if rest > 0.0 { country / rest } else { 0.0 };
        features[14] = flag(country > 0.0);
        let region =
            one.region.map_or(0.0, |region| without(self.regions.get(&region).copied(), own.is_some_and(|own| own.region == Some(region))));
        let rest = self.total_regions - own.filter(|own| own.region.is_some()).map_or(0.0, |_| own_mass);
        features[15] = if rest > 0.0 { region / rest } else { 0.0 };
        features[16] = flag(region > 0.0);
        if let Some(dateline) = self.dateline.filter(|&dateline| dateline != at)
            && let Some(pick) = self.picks[dateline]
        {
            let there = &self.groups[dateline].readings[pick];
            features[17] = flag(there.country.is_some() && there.country == one.country);
            features[18] = closeness(&group.vectors[reading], &self.groups[dateline].vectors[pick]) as f32;
        }
        self.neighbours(at, reading, &mut features);
        features[21] = flag(reading == 0);
        features[22] = if one.kind == PlaceKind::City { weight } else { 0.0 };
        features[23] = if one.alias { weight } else { 0.0 };
        features[24] = flag(one.country.is_none());
        features[25] = features[13] * weight;
        features
    }

    /// Whether a reading lies in what another group stands for.
    fn contained(&self, inner: &Reading, other: usize) -> bool {
        let outer = &self.groups[other];
        match self.picks[other] {
            Some(pick) => {
                lies_in(inner, &outer.readings[pick])
                    || outer.readings.iter().any(|one| one.kind == PlaceKind::Region && lies_in(inner, one))
            }
            None => false,
        }
    }

    /// How close the nearest other place is, and the others together.
    fn neighbours(&self, at: usize, reading: usize, features: &mut [f32; COUNT]) {
        let here = &self.groups[at].vectors[reading];
        let (mut nearest, mut sum, mut count) = (0.0_f64, 0.0, 0.0);
        for (other, group) in self.groups.iter().enumerate().take(NEIGHBOURS).filter(|(other, _)| *other != at) {
            let Some(pick) = self.picks[other] else { continue };
            let there = &group.readings[pick];
            if !matches!(there.kind, PlaceKind::City | PlaceKind::District | PlaceKind::Site | PlaceKind::Camp) {
                continue;
            }
            let close = closeness(here, &group.vectors[pick]);
            nearest = nearest.max(close);
            sum += close;
            count += 1.0;
        }
        features[19] = nearest as f32;
        features[20] = if count > 0.0 { (sum / count) as f32 } else { 0.0 };
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// How much a group says of where the report is: states and regions more than cities, which may be meant otherwise.
fn mass(group: &Group, reading: &Reading) -> f32 {
    let each = match reading.kind {
        PlaceKind::Country | PlaceKind::Region => 2.0,
        _ if group.readings.len() == 1 => 1.5,
        _ => 1.0,
    };
    each * (group.members.len().min(4) as f32)
}
