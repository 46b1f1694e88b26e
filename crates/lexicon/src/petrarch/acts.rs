//! What CAMEO calls an act that another verb governs: `lexicon/petrarch/acts.tsv`.

use crate::{Error, Table};
use std::collections::BTreeMap;

pub(super) const ACTS: &str = include_str!("../../../../lexicon/petrarch/acts.tsv");

const COLUMNS: [&str; 7] = ["act", "asked", "intended", "demanded", "threatened", "refused", "example"];

/// How an act is put by the verb above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mood {
    /// Asked for: CAMEO 02.
    Asked,
    /// Intended: 03.
    Intended,
    /// Demanded: 10.
    Demanded,
    /// Threatened: 13.
    Threatened,
    /// Refused, or negated.
    Refused,
}

/// The moods in order of the columns.
const MOODS: [(Mood, &str); 5] = [
    (Mood::Asked, "asked"),
    (Mood::Intended, "intended"),
    (Mood::Demanded, "demanded"),
    (Mood::Threatened, "threatened"),
    (Mood::Refused, "refused"),
];

impl Mood {
    /// The mood in which a verb with this code puts the act that it governs.
    pub fn of(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "02" => Some(Mood::Asked),
            "03" => Some(Mood::Intended),
            "10" => Some(Mood::Demanded),
            "12" => Some(Mood::Refused),
            "13" => Some(Mood::Threatened),
            _ => None,
        }
    }
}

/// The table.
#[derive(Clone, Debug, Default)]
pub struct Acts(BTreeMap<(String, Mood), String>);

impl Acts {
    /// The table that is part of the program.
    pub fn embedded() -> Self {
        Self::read("petrarch/acts.tsv", ACTS).expect("the tables that are part of the program are sound: a test reads them")
    }

    /// Reads a table.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut found = BTreeMap::new();
        for row in Table::parse(file, text, &COLUMNS)?.rows() {
            let act = row.get("act");
            let code = |code: &str| code.len() >= 2 && code.bytes().all(|b| b.is_ascii_digit());
            if !code(act) {
                return Err(row.error("act", format!("`{act}` is no code")));
            }
            for (mood, column) in MOODS {
                let made = row.get(column);
                if made.is_empty() {
                    continue;
                }
                if !code(made) {
                    return Err(row.error(column, format!("`{made}` is no code")));
                }
                found.insert((act.to_owned(), mood), made.to_owned());
            }
        }
        Ok(Self(found))
    }

    /// The code of an act in a mood: by the act's code, else by that code shortened.
    pub fn code(&self, act: &str, mood: Mood) -> Option<&str> {
        (2..=act.len()).rev().filter_map(|end| act.get(..end)).find_map(|short| self.0.get(&(short.to_owned(), mood))).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_found_by_its_code_and_then_by_shorter_ones() {
        let acts = Acts::embedded();
        for (act, mood, made) in [
            ("072", Mood::Intended, Some("0332")),
            ("060", Mood::Refused, Some("121")),
            ("190", Mood::Intended, Some("138")),
            ("1951", Mood::Threatened, Some("138")),
            ("110", Mood::Refused, Some("050")),
            ("110", Mood::Asked, None),
            ("9", Mood::Asked, None),
        ] {
            assert_eq!(acts.code(act, mood), made, "{act} {mood:?}");
        }
    }
}
