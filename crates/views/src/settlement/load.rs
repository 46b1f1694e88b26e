//! Positions in: from JSON in the shape of `positions --format json`, and from a store.

use super::stand::{Condition, Evidence, Stand};
use rapporteur_record::{ConditionKind, PositionBasis, Stance};
use rapporteur_store::{Cell, Store, Table};
use serde_json::Value;
use std::collections::BTreeMap;
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
/// Only the columns that `positions_flat` has had since the first schema are needed; more are used where they are there.
///
/// # Errors
/// When the store cannot be read within `limit` a question.
pub fn from_store(store: &mut Store, limit: Duration) -> Result<Vec<Stand>, LoadError> {
    let positions = store.query("SELECT * FROM positions_flat ORDER BY id", limit)?;
    let parties = store.query(
        "SELECT p.id, x.name FROM positions p JOIN report_actors y ON y.report = p.report AND y.actor = p.holder JOIN actors x ON x.id = y.party",
        limit,
    )?;
    let parties: BTreeMap<String, String> = parties.rows.iter().map(|row| (row[0].to_string(), row[1].to_string())).collect();
    let mut words: Words = BTreeMap::new();
    for (table, column) in [("statements", "content"), ("events", "evidence")] {
        let sql = format!(
            "SELECT report, local, {column}, \"start\", \"end\" FROM {table} WHERE report IN (SELECT report FROM positions) AND local IS NOT NULL"
        );
        for row in store.query(&sql, limit)?.rows {
            let span = number(&row[3]).zip(number(&row[4]));
            words.insert((row[0].to_string(), row[1].to_string()), (row[2].to_string(), span));
        }
    }
    let reports =
        store.query("SELECT id, title, outlet, published, address FROM reports WHERE id IN (SELECT report FROM positions)", limit)?;
    let text = |cell: &Cell| Some(cell.to_string()).filter(|text| !text.is_empty());
    let report = |row: &Vec<Cell>| Evidence {
        report: row[0].to_string(),
        title: text(&row[1]),
        outlet: text(&row[2]),
        published: text(&row[3]),
        address: text(&row[4]),
        ..Evidence::default()
    };
    let reports = reports.rows.iter().map(|row| (row[0].to_string(), report(row))).collect();
    let rows = Rows { table: &positions, parties, words, reports };
    let mut found: (Vec<Stand>, Vec<Option<String>>) = Default::default();
    for (at, row) in positions.rows.iter().enumerate() {
        if let Some(stand) = rows.stand(row, at + 1)? {
            found.0.push(stand);
            found.1.push(rows.text(row, "codebook"));
        }
    }
    Ok(by_codebook(found.0, found.1))
}

fn number(cell: &Cell) -> Option<usize> {
    match cell {
        Cell::Integer(number) => usize::try_from(*number).ok(),
        _ => None,
    }
}

/// Words and place of what a report's record calls by an id: by report and id.
type Words = BTreeMap<(String, String), (String, Option<(usize, usize)>)>;

struct Rows<'t> {
    table: &'t Table,
    /// The holder's party for the id of a position.
    parties: BTreeMap<String, String>,
    words: Words,
    /// What is known of a report, by its number.
    reports: BTreeMap<String, Evidence>,
}

impl Rows<'_> {
    fn cell<'r>(&self, row: &'r [Cell], name: &str) -> Option<&'r Cell> {
        self.table.columns.iter().position(|column| column == name).map(|at| &row[at])
    }

    fn text(&self, row: &[Cell], name: &str) -> Option<String> {
        self.cell(row, name).map(Cell::to_string).filter(|text| !text.is_empty())
    }

    /// None for a row without a holder or an issue: the record had an actor that nobody could name.
    fn stand(&self, row: &[Cell], at: usize) -> Result<Option<Stand>, LoadError> {
        let (Some(holder), Some(key)) = (self.text(row, "holder"), self.text(row, "issue")) else { return Ok(None) };
        let stance = stance(&self.text(row, "stance").unwrap_or_default()).map_err(|what| LoadError::Position { at, what })?;
        let report = self.text(row, "report").unwrap_or_default();
        let known = self.reports.get(&report).cloned().unwrap_or_default();
        let base = Evidence { story: self.text(row, "story").unwrap_or_else(|| report.clone()), report, ..known };
        let ids = self.text(row, "evidence").unwrap_or_default();
        let mut evidence: Vec<Evidence> = ids
            .split([';', ',', ' '])
            .filter(|id| !id.is_empty())
            .map(|id| {
                let (words, span) = self.words.get(&(base.report.clone(), id.to_owned())).cloned().unwrap_or_default();
                Evidence { id: id.to_owned(), words, span, ..base.clone() }
            })
            .collect();
        if evidence.is_empty() {
            evidence.push(Evidence { id: format!("p{at}"), ..base });
        }
        let party = self.text(row, "party").or_else(|| self.parties.get(&self.text(row, "id")?).cloned());
        let told_by = self.text(row, "told_by");
        let basis = self.text(row, "basis").and_then(|word| PositionBasis::from_word(&word));
        let score = match self.cell(row, "score") {
            Some(Cell::Real(score)) => *score,
            _ => 1.0,
        };
        Ok(Some(Stand {
            party: party.filter(|party| *party != holder),
            holder,
            label: self.text(row, "label").unwrap_or_else(|| key.clone()),
            issue: key,
            stance,
            condition: condition(self.text(row, "condition"), self.text(row, "condition_kind").as_deref(), stance),
            basis: basis.unwrap_or(if told_by.is_some() { PositionBasis::Reported } else { PositionBasis::Own }),
            told_by,
            as_of: self.text(row, "as_of").or_else(|| day_of(&evidence)),
            score,
            evidence,
        }))
    }
}
