//! What surrounds a report: field names of files with many reports, and the furniture of pages.

use crate::{Error, Table};
use rapporteur_record::DateSource;
use std::collections::BTreeMap;

const ELEMENTS: &str = include_str!("../../../lexicon/furniture/elements.tsv");
const FIELDS: &str = include_str!("../../../lexicon/furniture/fields.tsv");
const META: &str = include_str!("../../../lexicon/furniture/meta.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[("furniture/elements.tsv", ELEMENTS), ("furniture/fields.tsv", FIELDS), ("furniture/meta.tsv", META)];

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

/// What a `<meta>` element of a page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MetaField {
    /// The title, perhaps with the site's name behind it.
    Title,
    /// The date of publication.
    Date(DateSource),
    /// Who wrote it.
    Byline,
    /// The site or outlet.
    Publisher,
    /// The language of the page.
    Language,
    /// The page's own address.
    Url,
}

/// What an element of a page holds, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementKind {
    /// The words of a picture, and who took it.
    Caption,
    /// Navigation, sharing, related links, advertisements, comments.
    Furniture,
    /// Who wrote the report.
    Byline,
    /// When it was published.
    Date,
    /// The summary between title and report.
    Deck,
    /// A message shown in the report, such as a post of a social network: part of it.
    Embed,
    /// Words that only a screen reader or a hovering pointer brings up.
    Hidden,
}

impl ElementKind {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "caption" => ElementKind::Caption,
            "furniture" => ElementKind::Furniture,
            "byline" => ElementKind::Byline,
            "date" => ElementKind::Date,
            "deck" => ElementKind::Deck,
            "embed" => ElementKind::Embed,
            "hidden" => ElementKind::Hidden,
            _ => return None,
        })
    }
}

/// Knowledge of what surrounds a report.
#[derive(Clone, Debug, Default)]
pub struct Furniture {
    /// First word of a name → all its words, what it holds.
    elements: BTreeMap<String, Vec<(Vec<String>, ElementKind)>>,
    fields: BTreeMap<String, (Field, u32)>,
    meta: BTreeMap<String, (MetaField, u32)>,
}

impl Furniture {
    /// The tables in the binary.
    pub fn embedded() -> Self {
        Self::parse(ELEMENTS, FIELDS, META).expect("a test reads the embedded tables")
    }

    /// Reads the tables of elements', fields' and `<meta>` names.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(elements: &str, fields: &str, meta: &str) -> Result<Self, Error> {
        let mut furniture = Self::default();
        for row in Table::parse("furniture/elements.tsv", elements, &["words", "kind", "example"])?.rows() {
            let kind = ElementKind::from_word(row.get("kind")).ok_or_else(|| row.error("kind", "not a kind of element"))?;
            let words: Vec<String> = row.get("words").split('-').map(str::to_owned).collect();
            let first = words.first().cloned().filter(|word| !word.is_empty()).ok_or_else(|| row.error("words", "there are none"))?;
            furniture.elements.entry(first).or_default().push((words, kind));
        }
        // The longest first, so that `article-meta` is not taken for `article`.
        furniture.elements.values_mut().for_each(|rows| rows.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
        for row in Table::parse("furniture/fields.tsv", fields, &["field", "name", "rank"])?.rows() {
            let field = Field::from_word(row.get("field")).ok_or_else(|| row.error("field", "not a field"))?;
            let rank = row.get("rank").parse().map_err(|_| row.error("rank", "not a number"))?;
            if furniture.fields.insert(row.get("name").to_owned(), (field, rank)).is_some() {
                return Err(row.error("name", "stands in another row too"));
            }
        }
        for row in Table::parse("furniture/meta.tsv", meta, &["name", "field", "source", "rank"])?.rows() {
            let field = match (row.get("field"), row.get("source")) {
                ("title", "") => MetaField::Title,
                ("byline", "") => MetaField::Byline,
                ("publisher", "") => MetaField::Publisher,
                ("language", "") => MetaField::Language,
                ("url", "") => MetaField::Url,
                ("date", "opengraph") => MetaField::Date(DateSource::OpenGraph),
                ("date", "meta") => MetaField::Date(DateSource::Meta),
                _ => return Err(row.error("field", "not a field, or a source that it cannot have")),
            };
            let rank = row.get("rank").parse().map_err(|_| row.error("rank", "not a number"))?;
            if furniture.meta.insert(row.get("name").to_owned(), (field, rank)).is_some() {
                return Err(row.error("name", "stands in another row too"));
            }
        }
        Ok(furniture)
    }

    /// What a `<meta>` element of this name says, and its rank (lower is better).
    pub fn meta(&self, name: &str) -> Option<(MetaField, u32)> {
        if name.len() > 64 {
            return None;
        }
        self.meta.get(&name.trim().to_lowercase()).copied()
    }

    /// What an element holds that has `name` among its classes or as its id, by its words alone.
    pub fn element(&self, name: &str) -> Option<ElementKind> {
        if name.len() > 120 {
            return None;
        }
        let words: Vec<String> = name_words(name);
        (0..words.len()).find_map(|at| {
            let rows = self.elements.get(&words[at])?;
            rows.iter().find(|(wanted, _)| words[at..].starts_with(wanted)).map(|(_, kind)| *kind)
        })
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

/// `relatedLinks`, `related_links` and `related-links` → `related`, `links`.
fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && before.is_lowercase();
        if (!c.is_alphanumeric() || begins) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_row_holds_for_its_example() {
        let furniture = Furniture::embedded();
        for row in Table::parse("elements", ELEMENTS, &["words", "kind", "example"]).unwrap().rows() {
            let kind = row.get("example").split(' ').find_map(|name| furniture.element(name));
            assert_eq!(kind, ElementKind::from_word(row.get("kind")), "{}", row.error("example", row.get("example")));
        }
        assert_eq!(furniture.element("article-body"), None);
        assert_eq!(furniture.element("shareholders"), None);
    }

    #[test]
    fn fields_are_known_in_any_way_of_writing() {
        let furniture = Furniture::embedded();
        assert_eq!(furniture.field("articleBody"), Some((Field::Text, 2)));
        assert_eq!(furniture.field("Publication Date").map(|f| f.0), Some(Field::Date));
        assert_eq!(furniture.field("pub_date").map(|f| f.0), Some(Field::Date));
        assert_eq!(furniture.field("colour"), None);
    }
}
