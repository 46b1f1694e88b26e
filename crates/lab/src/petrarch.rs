//! PETRARCH's own test records, each suite with its own dictionaries: exact triples of source, code and target.

use crate::figures::Figure;
use anyhow::Context;
use rapporteur::Reader;
use rapporteur_lexicon::petrarch::{Day, Dictionary, File, Kind};
use rapporteur_petrarch::Coder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A record: a text, and every event that is to be coded in it.
#[derive(Deserialize)]
struct Case {
    suite: String,
    text: String,
    date: Option<String>,
    dictionaries: String,
    events: Vec<Triple>,
}

/// An event as the records and the output of `rapporteur code` have it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Triple {
    source_code: Option<String>,
    cameo: String,
    target_code: Option<String>,
}

/// Counts over the cases of a suite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    expected: usize,
    coded: usize,
    right: usize,
}

impl Counts {
    fn add(&mut self, expected: &[Compared], coded: &[Compared]) {
        self.expected += expected.len();
        self.coded += coded.len();
        self.right += coded.iter().filter(|event| expected.contains(event)).count();
    }

    fn figures(&self, suite: &str) -> [Figure; 3] {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let figure = |measure: &str, value: f64| Figure::new("events", format!("petrarch {suite} {measure}"), value);
        [
            figure("F1", share(2 * self.right, self.expected + self.coded)),
            figure("precision", share(self.right, self.coded)),
            figure("recall", share(self.right, self.expected)),
        ]
    }
}

/// Source, code, target as they are compared.
type Compared = (String, String, String);

/// No actor is written `---`, and an agent without a country `---REB`, however the record has them.
fn actor(code: Option<&str>) -> String {
    let code = code.unwrap_or_default().trim().to_uppercase();
    match code.as_str() {
        "" | "~" | "---" => "---".to_owned(),
        _ => code.strip_prefix('~').map_or_else(|| code.clone(), |agent| format!("---{agent}")),
    }
}

fn compared(triples: impl Iterator<Item = Triple>) -> Vec<Compared> {
    let mut found: Vec<Compared> = Vec::new();
    for triple in triples {
        let one = (actor(triple.source_code.as_deref()), triple.cameo.trim().to_uppercase(), actor(triple.target_code.as_deref()));
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn coder(folder: &Path) -> anyhow::Result<Coder> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if Kind::of(&name).is_some() {
            files.push(File { name, bytes: std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))? });
        }
    }
    Ok(Coder::new(&Dictionary::read(&files)))
}

/// F1, precision and recall of exact triples of each suite with more than one case, from raw text; `None` where the records are not
/// there. What differs is added to `disagreements`, a line a case.
///
/// # Errors
/// When records or dictionaries are there but cannot be read.
pub fn figures(reader: &Reader, data: &Path, disagreements: &mut Vec<String>) -> anyhow::Result<Option<Vec<Figure>>> {
    let path = data.join("events/petrarch-dev.jsonl");
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut coders: BTreeMap<String, Coder> = BTreeMap::new();
    let mut suites: BTreeMap<String, (usize, Counts)> = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let case: Case = serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1))?;
        if !coders.contains_key(&case.dictionaries) {
            coders.insert(case.dictionaries.clone(), coder(&data.join("events").join(&case.dictionaries))?);
        }
        let day = case.date.as_deref().and_then(|date| Day::parse(&date.replace('-', ""))).map(|(day, _)| day);
        let coded = coders[&case.dictionaries].code(&case.text, &reader.parse(&case.text), day).events;
        let coded = compared(coded.into_iter().map(|event| Triple {
            source_code: Some(event.source),
            cameo: event.code,
            target_code: Some(event.target),
        }));
        let expected = compared(case.events.iter().cloned());
        let (cases, counts) = suites.entry(case.suite.clone()).or_default();
        *cases += 1;
        counts.add(&expected, &coded);
        let print =
            |events: &[Compared]| events.iter().map(|(from, code, to)| format!("{from} {code} {to}")).collect::<Vec<_>>().join(" | ");
        if expected.iter().any(|event| !coded.contains(event)) || coded.iter().any(|event| !expected.contains(event)) {
            disagreements.push(format!("{}\t{}\t{}\t{}", case.suite, case.text, print(&expected), print(&coded)));
        }
    }
    Ok(Some(suites.iter().filter(|(_, (cases, _))| *cases > 1).flat_map(|(suite, (_, counts))| counts.figures(suite)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_without_a_country_are_compared_alike_and_repeated_events_count_once() {
        let triple = |source: &str, target: Option<&str>| Triple {
            source_code: Some(source.into()),
            cameo: "190".into(),
            target_code: target.map(str::to_owned),
        };
        let expected = compared([triple("~REB", None), triple("---REB", Some("~"))].into_iter());
        assert_eq!(expected, [("---REB".to_owned(), "190".to_owned(), "---".to_owned())]);
        let mut counts = Counts::default();
        counts.add(&expected, &compared([triple("---reb", Some("---")), triple("VAR", Some("TLM"))].into_iter()));
        assert_eq!(counts, Counts { expected: 1, coded: 2, right: 1 });
    }
}
