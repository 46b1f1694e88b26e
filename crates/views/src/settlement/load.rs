//! Positions in: from JSON in the shape of `positions --format json`, and from a store.

use super::analysis::{listed, only_issue};
use super::stand::{Condition, Evidence, Stand};
use rapporteur_record::{ConditionKind, PositionBasis, Stance};
use rapporteur_store::{Filter, Held, IssueTie, Store};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Why positions cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// It is no JSON.
    #[error("the positions cannot be read: {0}\n  help: give what `rapporteur positions --format json` prints: a list of objects")]
    Json(#[from] serde_json::Error),
    /// A position that lacks something, by its place in the list, from 1.
    #[error("position {at}: {what}\n  help: each has holder, issue, stance and evidence; docs/settle.md shows one")]
    Position {
        /// Which, from 1.
        at: usize,
        /// What is wrong.
        what: String,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] rapporteur_store::Error),
    /// No issue is meant plainly.
    #[error("no position is about `{asked}`\n  help: {known}")]
    Issue {
        /// As asked for.
        asked: String,
        /// Issues like it, or some there are.
        known: String,
    },
    /// There are too many to be weighed together.
    #[error("the store has {positions} positions, more than can be weighed together\n  help: name an issue; {known}")]
    Many {
        /// How many.
        positions: usize,
        /// Some issues.
        known: String,
    },
}

/// Positions of a store that are weighed together at most, unless they are all on one issue.
const MOST: usize = 10_000;
/// Positions that are weighed where no issue is named.
const MOST_IN_ALL: usize = 50_000;

/// Positions of a store.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The positions.
    pub stands: Vec<Stand>,
    /// Issues that hang together with the one that was asked for only by way of others, and were left out: with them there would be more
    /// positions than can be weighed.
    pub left_out: usize,
}

/// Positions from a list in JSON.
///
/// An issue is an object with `key` and `label`, or a text; evidence is a list of objects (`id`, `report`, `story`, `title`,
/// `address`, `outlet`, `published`, `words`, `start`, `end`), or of ids (`s4`, or `7/s4` of the report 7), and then report and
/// words may stand beside the position.
///
/// # Errors
/// When it is no such list, or a position has no holder, issue or known stance.
pub fn from_json(json: &str) -> Result<Vec<Stand>, LoadError> {
    let value: Value = serde_json::from_str(json)?;
    let list = match &value {
        Value::Array(list) => list,
        Value::Object(object) => match object.get("positions") {
            Some(Value::Array(list)) => list,
            _ => return Err(LoadError::Position { at: 1, what: "there is no list of positions".to_owned() }),
        },
        _ => return Err(LoadError::Position { at: 1, what: "there is no list of positions".to_owned() }),
    };
    let books = list.iter().map(|value| value.get("issue").and_then(|issue| text(issue, &["codebook"]))).collect();
    let stands = list.iter().enumerate().map(|(at, value)| position(value, at + 1)).collect::<Result<_, _>>()?;
    Ok(by_codebook(stands, books))
}

/// Issues and conditions by the keys of the user's codebook, where one was used.
fn by_codebook(mut stands: Vec<Stand>, books: Vec<Option<String>>) -> Vec<Stand> {
    let pairs = stands.iter().zip(books).filter_map(|(stand, book)| Some((stand.issue.clone(), book?)));
    let names: BTreeMap<String, String> = pairs.collect();
    for stand in &mut stands {
        let condition = stand.condition.as_mut().map(|condition| &mut condition.issue);
        for key in condition.into_iter().chain([&mut stand.issue]) {
            if let Some(name) = names.get(key) {
                key.clone_from(name);
            }
        }
    }
    stands
}

/// The text of the first of some fields that has one.
fn text(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match value.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(_) => text(value.get(name)?, &["name", "key", "id"]),
        _ => None,
    })
}

fn position(value: &Value, at: usize) -> Result<Stand, LoadError> {
    let wrong = |what: String| LoadError::Position { at, what };
    let holder = text(value, &["holder", "holder_name"]).ok_or_else(|| wrong("it has no holder".to_owned()))?;
    let issue = value.get("issue").unwrap_or(&Value::Null);
    let key = text(issue, &["key"]).or_else(|| text(value, &["issue"]));
    let key = key.ok_or_else(|| wrong("it has no issue".to_owned()))?;
    let label = text(issue, &["label"]).or_else(|| text(value, &["label", "issue_label"])).unwrap_or_else(|| key.clone());
    let word = text(value, &["stance"]).unwrap_or_default();
    let stance = stance(&word).map_err(wrong)?;
    let condition = condition(text(value, &["condition"]), text(value, &["condition_kind"]).as_deref(), stance);
    let report = Evidence { report: "input".to_owned(), ..report(value) };
    let report = Evidence { report: text(value, &["report", "doc"]).unwrap_or(report.report.clone()), ..report };
    let listed = value.get("evidence").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut pieces: Vec<Evidence> = listed.iter().enumerate().map(|(place, one)| piece(one, &report, place)).collect();
    // The words may stand beside the position, for each piece in turn or for its only one.
    let beside = match value.get("words").or_else(|| value.get("quote")) {
        Some(Value::Array(all)) => all.iter().map(|words| words.as_str().unwrap_or_default().to_owned()).collect(),
        Some(Value::String(words)) => vec![words.clone()],
        _ => Vec::new(),
    };
    if beside.len() == pieces.len() {
        for (piece, words) in pieces.iter_mut().zip(&beside).filter(|(piece, _)| piece.words.is_empty()) {
            piece.words.clone_from(words);
        }
    } else if let Some(first) = pieces.first_mut().filter(|first| first.words.is_empty()) {
        first.words = beside.join(" … ");
    }
    if pieces.is_empty() {
        pieces.push(Evidence { id: format!("p{at}"), words: beside.join(" … "), ..report });
    }
    for piece in pieces.iter_mut().filter(|piece| piece.story.is_empty()) {
        piece.story.clone_from(&piece.report);
    }
    let told_by = text(value, &["told_by"]);
    let basis = text(value, &["basis"]).and_then(|word| PositionBasis::from_word(&word));
    Ok(Stand {
        party: text(value, &["party", "holder_party"]).filter(|party| *party != holder),
        holder,
        issue: key,
        label,
        stance,
        condition,
        basis: basis.unwrap_or(if told_by.is_some() { PositionBasis::Reported } else { PositionBasis::Own }),
        told_by,
        as_of: text(value, &["as_of", "date"]).or_else(|| day_of(&pieces)),
        score: value.get("score").and_then(Value::as_f64).unwrap_or(1.0),
        evidence: pieces,
    })
}

/// The last day on which one of the reports was published, for a position whose own day is not known.
fn day_of(evidence: &[Evidence]) -> Option<String> {
    evidence.iter().filter_map(|piece| piece.published.as_deref()?.get(..10)).max().map(str::to_owned)
}

fn stance(word: &str) -> Result<Stance, String> {
    Stance::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = Stance::ALL.iter().map(|stance| stance.as_str()).collect();
        format!("`{word}` is no stance; stances are {}", known.join(", "))
    })
}

/// Where the way is not said: what is demanded is a precondition of the other, all else hangs on it.
fn condition(issue: Option<String>, kind: Option<&str>, stance: Stance) -> Option<Condition> {
    let usual = if stance == Stance::Demand { ConditionKind::PreconditionFor } else { ConditionKind::Requires };
    Some(Condition { issue: issue?, kind: kind.and_then(ConditionKind::from_word).unwrap_or(usual) })
}

/// What a position or a piece of evidence says of the report.
fn report(value: &Value) -> Evidence {
    Evidence {
        report: text(value, &["report", "doc"]).unwrap_or_default(),
        story: text(value, &["story"]).unwrap_or_default(),
        title: text(value, &["title"]),
        address: text(value, &["address", "uri", "url"]),
        outlet: text(value, &["outlet", "publisher"]),
        published: text(value, &["published"]),
        ..Evidence::default()
    }
}

fn piece(value: &Value, beside: &Evidence, place: usize) -> Evidence {
    if let Value::String(id) = value {
        // "4/s1" is a statement of the fourth report.
        return match id.rsplit_once('/') {
            Some((report, id)) => Evidence { id: id.to_owned(), report: report.to_owned(), story: String::new(), ..beside.clone() },
            None => Evidence { id: id.clone(), ..beside.clone() },
        };
    }
    let own = report(value);
    let span = value.get("span").unwrap_or(value);
    let number = |name: &str| span.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    Evidence {
        id: text(value, &["id", "statement", "event"]).unwrap_or_else(|| format!("e{}", place + 1)),
        // A report that the piece names for itself is not in the story of the one beside it.
        story: if own.story.is_empty() && (own.report.is_empty() || own.report == beside.report) {
            beside.story.clone()
        } else {
            own.story
        },
        report: if own.report.is_empty() { beside.report.clone() } else { own.report },
        title: own.title.or_else(|| beside.title.clone()),
        address: own.address.or_else(|| beside.address.clone()),
        outlet: own.outlet.or_else(|| beside.outlet.clone()),
        published: own.published.or_else(|| beside.published.clone()),
        words: text(value, &["words", "text", "content", "quote"]).unwrap_or_default(),
        span: number("start").zip(number("end")),
    }
}

/// Positions of a store, with the words of the statements and events that show them.
///
/// # Errors
/// When there are very many, or the store cannot be read within `limit` a question.
pub fn from_store(store: &mut Store, limit: Duration) -> Result<Vec<Stand>, LoadError> {
    Ok(from_store_on(store, None, limit)?.stands)
}

/// The same, but only of the issue that is asked for, as [`super::settle`] takes it, and of those that hang together with it by
/// conditions, the nearest first, as many as can be weighed together.
///
/// # Errors
/// When it is not plain which issue is meant; else as [`from_store`].
pub fn from_store_on(store: &mut Store, asked: Option<&str>, limit: Duration) -> Result<Loaded, LoadError> {
    let ties = Ties::new(store.issue_ties(limit)?);
    let positions = ties.positions.values().sum();
    let (issues, left_out) = match asked {
        Some(_) if positions == 0 => (None, 0),
        Some(asked) => ties.around(asked).map(|(issues, left_out)| (Some(issues), left_out))?,
        None if positions > MOST_IN_ALL => return Err(LoadError::Many { positions, known: ties.some_issues() }),
        None => (None, 0),
    };
    let mut rows = Rows::default();
    store.positions(&Filter::default(), issues.as_deref(), limit, &mut |store, held| rows.add(store, held))?;
    let mut found = rows.found;
    found.sort_by_key(|(id, ..)| *id);
    let (stands, books) = found.into_iter().map(|(_, stand, book)| (stand, book)).unzip();
    Ok(Loaded { stands: by_codebook(stands, books), left_out })
}

/// How issues hang together, under the keys of a codebook where one was used.
#[derive(Default)]
struct Ties {
    /// The label that was read first.
    labels: BTreeMap<String, String>,
    beside: BTreeMap<String, BTreeSet<String>>,
    positions: BTreeMap<String, usize>,
    /// The keys in the store.
    keys: BTreeMap<String, BTreeSet<String>>,
}

impl Ties {
    fn new(ties: Vec<IssueTie>) -> Self {
        let books = ties.iter().filter_map(|tie| Some((tie.issue.clone(), tie.codebook.clone()?)));
        let books: BTreeMap<String, String> = books.collect();
        let name = |key: &String| books.get(key).unwrap_or(key).clone();
        let mut found = Self::default();
        for tie in ties {
            let issue = name(&tie.issue);
            if let Some(other) = tie.condition.as_ref().map(name) {
                found.beside.entry(issue.clone()).or_default().insert(other.clone());
                found.beside.entry(other).or_default().insert(issue.clone());
            }
            found.labels.entry(issue.clone()).or_insert(tie.label);
            found.keys.entry(issue.clone()).or_default().insert(tie.issue);
            *found.positions.entry(issue).or_default() += tie.positions;
        }
        found
    }

    /// The keys in the store of the issue that is meant and of those that hang together with it, and how many are left out.
    fn around(&self, asked: &str) -> Result<(Vec<String>, usize), LoadError> {
        let all: BTreeSet<&str> = self.labels.keys().chain(self.beside.keys()).map(String::as_str).collect();
        let named = all.into_iter().map(|key| (key, self.labels.get(key).map_or(key, String::as_str)));
        let meant = only_issue(named, asked).map_err(|several| LoadError::Issue {
            asked: asked.to_owned(),
            known: if several.is_empty() { self.some_issues() } else { format!("several are like it: {}", listed(&several)) },
        })?;
        let (mut known, mut edge) = (BTreeSet::from([meant.as_str()]), vec![meant.as_str()]);
        let (mut taken, mut left_out) = (Vec::new(), 0);
        let mut room = MOST;
        while !edge.is_empty() {
            let mut next = Vec::new();
            for &issue in &edge {
                let positions = self.positions.get(issue).copied().unwrap_or(0);
                // What is asked for is never left out.
                if positions > room && issue != meant {
                    left_out += 1;
                    continue;
                }
                room = room.saturating_sub(positions);
                taken.extend(self.keys.get(issue).into_iter().flatten().cloned());
                next.extend(self.beside.get(issue).into_iter().flatten().map(String::as_str).filter(|other| known.insert(other)));
            }
            edge = next;
        }
        Ok((taken, left_out))
    }

    fn some_issues(&self) -> String {
        let mut issues: Vec<(usize, &String)> = self.positions.iter().map(|(key, &positions)| (positions, key)).collect();
        issues.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        format!("those most spoken of are {}", listed(&issues.into_iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>()))
    }
}

/// Positions as they come from a store.
#[derive(Default)]
struct Rows {
    /// Number, position, key of the codebook.
    found: Vec<(i64, Stand, Option<String>)>,
    /// The report that came last.
    report: Option<Evidence>,
}

impl Rows {
    fn add(&mut self, store: &Store, held: Held) -> Result<(), rapporteur_store::Error> {
        let report = held.report.to_string();
        let known = match self.report.take().filter(|known| known.report == report) {
            Some(known) => known,
            None => {
                let line = store.report_line(held.report)?;
                Evidence {
                    report,
                    story: held.story.to_string(),
                    title: line.title,
                    address: Some(line.address),
                    outlet: line.outlet,
                    published: line.published,
                    ..Evidence::default()
                }
            }
        };
        let mut evidence = Vec::with_capacity(held.evidence.len().max(1));
        for id in &held.evidence {
            let shown = store.shown(held.report, id)?;
            let (words, span) = shown.map_or_else(Default::default, |shown| (shown.words, Some(shown.span)));
            evidence.push(Evidence { id: id.clone(), words, span, ..known.clone() });
        }
        if evidence.is_empty() {
            evidence.push(Evidence { id: format!("p{}", held.id), ..known.clone() });
        }
        self.report = Some(known);
        let stance = Stance::from_word(&held.stance).unwrap_or(Stance::Neutral);
        let stand = Stand {
            party: held.party.filter(|party| *party != held.holder),
            holder: held.holder,
            issue: held.issue,
            label: held.label,
            stance,
            condition: condition(held.condition, held.condition_kind.as_deref(), stance),
            basis: PositionBasis::from_word(&held.basis).unwrap_or(PositionBasis::Own),
            told_by: held.told_by,
            as_of: held.as_of.or_else(|| day_of(&evidence)),
            score: held.score,
            evidence,
        };
        self.found.push((held.id, stand, held.codebook));
        Ok(())
    }
}
