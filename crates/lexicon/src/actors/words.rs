//! What single words of names tell.

use crate::{Error, Row, Table};

/// The words of a table that has nothing but words with their examples.
pub(super) fn listed(path: &str, text: &str) -> Result<Vec<String>, Error> {
    Ok(Table::parse(path, text, &["word", "example"])?.rows().map(|row| row.get("word").to_owned()).collect())
}

/// Whom a noun may call again that has been named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Epithet {
    /// A human being.
    Person,
    /// An organisation.
    Body,
}

/// The rows of `epithets.tsv`.
pub(super) fn epithets(path: &str, text: &str) -> Result<Vec<(String, Epithet)>, Error> {
    let table = Table::parse(path, text, &["word", "sort", "example"])?;
    let sort = |row: &Row<'_, '_>| match row.get("sort") {
        "person" => Ok(Epithet::Person),
        "body" => Ok(Epithet::Body),
        other => Err(row.error("sort", format!("unknown sort `{other}`"))),
    };
    table.rows().map(|row| Ok((row.get("word").to_owned(), sort(&row)?))).collect()
}

/// A capitalised word that makes a name an organisation's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationWord {
    /// Whether it names the body ("Council"), not its field ("Affairs").
    pub head: bool,
    /// CAMEO agent code.
    pub code: Option<String>,
}

/// Why a capitalised word names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CapitalKind {
    /// A day, month, feast or zone.
    Time,
    /// A month that is a surname behind a given name: "Theresa May".
    TimeOrSurname,
    /// An adjective of a region or faith.
    Adjective,
    /// Another.
    Other,
}

impl CapitalKind {
    /// Whether the word tells a time where nothing says that it is a name.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Time | Self::TimeOrSurname)
    }
}

/// A small word inside names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Particle {
    /// Between given name and surname: "van".
    Inner,
    /// Part of the surname, often left out: "al-".
    Fused,
}

/// What the last letters of a word tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// A human being.
    Person,
    /// A thing.
    Thing,
    /// A state's people.
    People,
    /// Neither: what a word before a noun tells of it ("London-based").
    Describing,
}

/// How surely an office or body is a state's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statehood {
    /// A firm may have one too.
    Likely,
    /// Only a state has one.
    Sure,
}
