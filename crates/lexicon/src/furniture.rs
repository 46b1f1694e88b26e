//! What surrounds a report: field names of files with many reports, and the furniture of pages.

use crate::{Error, Table};
use std::collections::BTreeMap;

const FIELDS: &str = include_str!("../../../lexicon/furniture/fields.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[("furniture/fields.tsv", FIELDS)];

/// What a field of a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The report itself.
    Text,
    /// The date of publication.
    Date,
    /// The address.
    Url,
    /// The title.
    Title,
    /// Who published it.
    Publisher,
    /// An id.
    Id,
}

impl Field {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "text" => Field::Text,
            "date" => Field::Date,
            "url" => Field::Url,
            "title" => Field::Title,
            "publisher" => Field::Publisher,
            "id" => Field::Id,
            _ => return None,
        })
    }
}

/// Knowledge of what surrounds a report.
#[derive(Clone, Debug, Default)]
pub struct Furniture {
    fields: BTreeMap<String, (Field, u32)>,
}

impl Furniture {
    /// The tables in the binary.
    pub fn embedded() -> Self {
        Self::parse(FIELDS).expect("a test reads the embedded tables")
    }

    /// Reads the table of field names.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(fields: &str) -> Result<Self, Error> {
        let mut furniture = Self::default();
        for row in Table::parse("furniture/fields.tsv", fields, &["field", "name", "rank"])?.rows() {
            let field = Field::from_word(row.get("field")).ok_or_else(|| row.error("field", "not a field"))?;
            let rank = row.get("rank").parse().map_err(|_| row.error("rank", "not a number"))?;
            if furniture.fields.insert(row.get("name").to_owned(), (field, rank)).is_some() {
                return Err(row.error("name", "stands in another row too"));
            }
        }
        Ok(furniture)
    }

    /// What a field of this name holds, by its name alone, and its rank (lower is better).
    pub fn field(&self, name: &str) -> Option<(Field, u32)> {
        if name.len() > 64 {
            return None;
        }
        let small = name.trim().to_lowercase();
        let key: String = small.chars().filter(|c| !" _-.".contains(*c)).collect();
        self.fields.get(small.as_str()).or_else(|| self.fields.get(&key)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_in_any_way_of_writing() {
        let furniture = Furniture::embedded();
        assert_eq!(furniture.field("articleBody"), Some((Field::Text, 2)));
        assert_eq!(furniture.field("Publication Date").map(|f| f.0), Some(Field::Date));
        assert_eq!(furniture.field("pub_date").map(|f| f.0), Some(Field::Date));
        assert_eq!(furniture.field("colour"), None);
    }
}
