//! Who acts: states with their people and capitals, organisations, the words for offices and
//! groups, given names.

use crate::hashed::{Hashed, HashedSet};
use crate::{Error, Offices, Row, Table, lower};
use std::borrow::Cow;

mod bodies;
#[cfg(test)]
mod tests;
mod words;

pub use bodies::CalledBy;
pub use words::{CapitalKind, Ending, Epithet, OrganisationWord, Particle, Statehood};

const CAPITALS: &str = include_str!("../../../lexicon/actors/capitals.tsv");
const COUNTRIES: &str = include_str!("../../../lexicon/actors/countries.tsv");
const DOCUMENTS: &str = include_str!("../../../lexicon/actors/documents.tsv");
const EPITHETS: &str = include_str!("../../../lexicon/actors/epithets.tsv");
const ENDINGS: &str = include_str!("../../../lexicon/actors/endings.tsv");
const GIVEN_NAMES: &str = include_str!("../../../lexicon/actors/given_names.tsv");
const GROUPS: &str = include_str!("../../../lexicon/actors/groups.tsv");
const BODIES: &str = include_str!("../../../lexicon/actors/bodies.tsv");
const ORGANISATION_WORDS: &str = include_str!("../../../lexicon/actors/organisation_words.tsv");
const ORGANISATIONS: &str = include_str!("../../../lexicon/actors/organisations.tsv");
const ORGANISATIONS_PETRARCH: &str = include_str!("../../../lexicon/actors/organisations-petrarch.tsv");
const PARTICLES: &str = include_str!("../../../lexicon/actors/particles.tsv");
const PARTITIVES: &str = include_str!("../../../lexicon/actors/partitives.tsv");
const ROLES: &str = include_str!("../../../lexicon/actors/roles.tsv");
const STATEHOOD: &str = include_str!("../../../lexicon/actors/statehood.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[
    ("actors/bodies.tsv", BODIES),
    ("actors/capitals.tsv", CAPITALS),
    ("actors/countries.tsv", COUNTRIES),
    ("actors/documents.tsv", DOCUMENTS),
    ("actors/endings.tsv", ENDINGS),
    ("actors/epithets.tsv", EPITHETS),
    ("actors/given_names.tsv", GIVEN_NAMES),
    ("actors/groups.tsv", GROUPS),
    ("actors/organisation_words.tsv", ORGANISATION_WORDS),
    ("actors/organisations.tsv", ORGANISATIONS),
    // After ours, which win where both have a name.
    ("actors/organisations-petrarch.tsv", ORGANISATIONS_PETRARCH),
    ("actors/particles.tsv", PARTICLES),
    ("actors/partitives.tsv", PARTITIVES),
    ("actors/roles.tsv", ROLES),
    ("actors/statehood.tsv", STATEHOOD),
];

/// The most words that a name in the tables has.
const LONGEST: usize = 9;

/// The gender of whom a word or name is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// "he".
    Masculine,
    /// "she".
    Feminine,
}

/// A state or territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// The short name that records show.
    pub name: String,
    /// CAMEO actor code.
    pub code: Option<String>,
}

/// An organisation known by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The name that records show.
    pub name: String,
    /// CAMEO actor code.
    pub code: Option<String>,
    /// Common nouns by which reports call it: "alliance".
    pub called: Vec<String>,
}

/// What a name in the tables stands for; the number is the place in
/// [`ActorTable::country`] or [`ActorTable::organisation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// A state by name.
    Country(usize),
    /// Its seat of government.
    Capital(usize),
    /// A building or office that stands for its government.
    Metonym(usize),
    /// The adjective, or its people.
    Demonym(usize),
    /// An organisation.
    Organisation(usize),
}

/// What kind of relation a role is, and so for whom its holder speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleClass {
    /// Holds a post of a state or organisation.
    Office,
    /// Sent to speak or negotiate.
    Envoy,
    /// Speaks for.
    Spokes,
    /// Leads.
    Leader,
    /// Military or police rank.
    Officer,
    /// Serves without a stated post.
    Official,
    /// Belongs to.
    Member,
    /// Knows; speaks for himself.
    Expert,
    /// A human being of some sort.
    Person,
    /// A relative.
    Kin,
    /// Known by another's role: "his counterpart".
    Counterpart,
    /// Known only as one who tells ("a source"): an actor where it speaks, a mere thing elsewhere.
    Informant,
    /// A form of address, no role.
    Honorific,
}

impl RoleClass {
    const WORDS: &'static [(&'static str, RoleClass)] = &[
        ("office", RoleClass::Office),
        ("envoy", RoleClass::Envoy),
        ("spokes", RoleClass::Spokes),
        ("leader", RoleClass::Leader),
        ("officer", RoleClass::Officer),
        ("official", RoleClass::Official),
        ("member", RoleClass::Member),
        ("expert", RoleClass::Expert),
        ("person", RoleClass::Person),
        ("kin", RoleClass::Kin),
        ("counterpart", RoleClass::Counterpart),
        ("informant", RoleClass::Informant),
        ("honorific", RoleClass::Honorific),
    ];

    /// Whether such a one speaks for the body he belongs to.
    pub fn speaks_for(self) -> bool {
        use RoleClass::{Envoy, Leader, Member, Office, Officer, Official, Spokes};
        matches!(self, Office | Envoy | Spokes | Leader | Officer | Official | Member)
    }
}

/// A word for what a person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleWord {
    /// As in the table.
    pub word: String,
    /// What sort of role.
    pub class: RoleClass,
    /// Set where the word tells it.
    pub gender: Option<Gender>,
    /// CAMEO agent code.
    pub code: Option<String>,
    /// Other words for the same person.
    pub is: Vec<String>,
}

/// What a common noun for a body names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyKind {
    /// A state or its government.
    State,
    /// An organisation.
    Organisation,
    /// A group.
    Group,
}

/// A common noun for a body that acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupWord {
    /// Dictionary form.
    pub word: String,
    /// What it names.
    pub kind: BodyKind,
    /// Whether only several of them are a group.
    pub plural: bool,
    /// CAMEO agent code.
    pub code: Option<String>,
}

/// Knowledge of actors.
#[derive(Clone, Debug, Default)]
pub struct ActorTable {
    countries: Vec<Country>,
    organisations: Vec<Organisation>,
    known: Hashed<String, Known>,
    /// First word of a known name → most words of a name that begins so.
    begins: Hashed<String, usize>,
    roles: Hashed<String, RoleWord>,
    groups: Hashed<String, GroupWord>,
    /// Last word of a role or of a body → most words of one that ends so: most words end none.
    role_ends: Hashed<String, usize>,
    group_ends: Hashed<String, usize>,
    given: Hashed<String, Option<Gender>>,
    organisation_words: Hashed<String, OrganisationWord>,
    /// Common noun → words in names of bodies that it may stand for.
    bodies: Hashed<String, Vec<String>>,
    capitals: Hashed<String, CapitalKind>,
    documents: HashedSet<String>,
    epithets: Hashed<String, Epithet>,
    /// Nouns that stand for persons or organizations, sorted.
    beings: Vec<&'static str>,
    particles: Hashed<String, Particle>,
    partitives: HashedSet<String>,
    endings: Hashed<String, Ending>,
    statehood: Hashed<String, Statehood>,
    offices: Offices,
}

impl ActorTable {
    /// The tables in the binary.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        Self::parse(&FILES.iter().map(|&(path, text)| (path, text)).collect::<Vec<_>>()).expect("the tables that ship are well-formed")
    }

    /// Reads the tables from (path, text) pairs; a table's subject is seen from its file name.
    ///
    /// # Errors
    /// When a row cannot be used.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut table = Self { offices: Offices::embedded(), beings: beings(), ..Self::default() };
        for &(path, text) in files {
            match path.rsplit('/').next() {
                Some("countries.tsv") => table.read_countries(path, text)?,
                Some("organisations.tsv" | "organisations-petrarch.tsv") => table.read_organisations(path, text)?,
                Some("roles.tsv") => table.read_roles(path, text)?,
                Some("groups.tsv") => table.read_groups(path, text)?,
                _ => table.read_words(path, text)?,
            }
        }
        Ok(table)
    }

    fn read_countries(&mut self, path: &str, text: &str) -> Result<(), Error> {
        let columns = ["name", "code", "alias", "demonym", "capital", "metonym"];
        for row in Table::parse(path, text, &columns)?.rows() {
            let at = self.countries.len();
            self.countries.push(Country { name: row.get("name").to_owned(), code: optional(row.get("code")) });
            self.name(row.get("name"), Known::Country(at));
            // A word that is name and adjective at once ("U.S.") is kept as the name.
            for (column, known) in [
                ("alias", Known::Country(at)),
                ("demonym", Known::Demonym(at)),
                ("capital", Known::Capital(at)),
                ("metonym", Known::Metonym(at)),
            ] {
                row.list(column).for_each(|name| self.name(name, known));
            }
        }
        Ok(())
    }

    fn read_organisations(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["name", "alias", "code", "called"])?.rows() {
            let at = self.organisations.len();
            self.organisations.push(Organisation {
                name: row.get("name").to_owned(),
                code: optional(row.get("code")),
                called: row.list("called").map(str::to_owned).collect(),
            });
            self.name(row.get("name"), Known::Organisation(at));
            row.list("alias").for_each(|name| self.name(name, Known::Organisation(at)));
        }
        Ok(())
    }

    fn name(&mut self, name: &str, known: Known) {
        let key = name_key(name.split_whitespace());
        let first = key.split(' ').next().unwrap_or_default().to_owned();
        let words = key.split(' ').count();
        let most = self.begins.entry(first).or_default();
        *most = words.max(*most);
        self.known.entry(key).or_insert(known);
    }

    fn read_roles(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["word", "class", "gender", "code", "is", "example"])?.rows() {
            let class = RoleClass::WORDS.iter().find(|(word, _)| *word == row.get("class"));
            let Some(&(_, class)) = class else {
                return Err(row.error("class", format!("unknown class `{}`", row.get("class"))));
            };
            let role = RoleWord {
                word: row.get("word").to_owned(),
                class,
                gender: gender(&row)?,
                code: optional(row.get("code")),
                is: row.list("is").map(str::to_lowercase).collect(),
            };
            let key = role.word.to_lowercase();
            note_end(&mut self.role_ends, &key);
            self.roles.insert(key, role);
        }
        Ok(())
    }

    fn read_groups(&mut self, path: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(path, text, &["word", "kind", "number", "code", "example"])?.rows() {
            let kind = match row.get("kind") {
                "state" => BodyKind::State,
                "organisation" => BodyKind::Organisation,
                "group" => BodyKind::Group,
                other => return Err(row.error("kind", format!("unknown kind `{other}`"))),
            };
            let plural = match row.get("number") {
                "plural" => true,
                "singular" => false,
                other => return Err(row.error("number", format!("unknown number `{other}`"))),
            };
            let word = row.get("word").to_owned();
            note_end(&mut self.group_ends, &word);
            self.groups.insert(word.clone(), GroupWord { word, kind, plural, code: optional(row.get("code")) });
        }
        Ok(())
    }

    fn read_words(&mut self, path: &str, text: &str) -> Result<(), Error> {
        match path.rsplit('/').next() {
            Some("given_names.tsv") => {
                for row in Table::parse(path, text, &["name", "gender"])?.rows() {
                    self.given.insert(row.get("name").to_owned(), gender(&row)?);
                }
            }
            Some("organisation_words.tsv") => {
                for row in Table::parse(path, text, &["word", "place", "code", "example"])?.rows() {
                    let head = match row.get("place") {
                        "head" => true,
                        "field" => false,
                        other => return Err(row.error("place", format!("unknown place `{other}`"))),
                    };
                    let word = OrganisationWord { head, code: optional(row.get("code")) };
                    self.organisation_words.insert(row.get("word").to_owned(), word);
                }
            }
            Some("bodies.tsv") => {
                for row in Table::parse(path, text, &["word", "names", "example"])?.rows() {
                    let names = row.get("names").split('|').map(str::to_owned).collect();
                    self.bodies.insert(row.get("word").to_owned(), names);
                }
            }
            Some("capitals.tsv") => {
                for row in Table::parse(path, text, &["word", "kind"])?.rows() {
                    let kind = match row.get("kind") {
                        "time" => CapitalKind::Time,
                        "time-or-surname" => CapitalKind::TimeOrSurname,
                        "adjective" => CapitalKind::Adjective,
                        "other" => CapitalKind::Other,
                        other => return Err(row.error("kind", format!("unknown kind `{other}`"))),
                    };
                    self.capitals.insert(row.get("word").to_owned(), kind);
                }
            }
            Some("endings.tsv") => {
                for row in Table::parse(path, text, &["ending", "sort", "example"])?.rows() {
                    let ending = match row.get("sort") {
                        "person" => Ending::Person,
                        "thing" => Ending::Thing,
                        "people" => Ending::People,
                        "describing" => Ending::Describing,
                        other => return Err(row.error("sort", format!("unknown sort `{other}`"))),
                    };
                    self.endings.insert(row.get("ending").to_owned(), ending);
                }
            }
            Some("documents.tsv") => self.documents.extend(words::listed(path, text)?),
            Some("epithets.tsv") => self.epithets.extend(words::epithets(path, text)?),
            Some("partitives.tsv") => self.partitives.extend(words::listed(path, text)?),
            Some("statehood.tsv") => {
                for row in Table::parse(path, text, &["word", "proof", "example"])?.rows() {
                    let proof = match row.get("proof") {
                        "sure" => Statehood::Sure,
                        "likely" => Statehood::Likely,
                        other => return Err(row.error("proof", format!("unknown proof `{other}`"))),
                    };
                    self.statehood.insert(row.get("word").to_owned(), proof);
                }
            }
            _ => {
                for row in Table::parse(path, text, &["word", "place"])?.rows() {
                    let particle = match row.get("place") {
                        "inner" => Particle::Inner,
                        "fused" => Particle::Fused,
                        other => return Err(row.error("place", format!("unknown place `{other}`"))),
                    };
                    self.particles.insert(row.get("word").to_owned(), particle);
                }
            }
        }
        Ok(())
    }

    /// The name of the state that has a CAMEO code.
    pub fn country_of(&self, code: &str) -> Option<&str> {
        self.countries.iter().find(|country| country.code.as_deref() == Some(code)).map(|country| country.name.as_str())
    }

    /// The name of the organisation that has a CAMEO code.
    pub fn organisation_of(&self, code: &str) -> Option<&str> {
        self.organisations.iter().find(|body| body.code.as_deref() == Some(code)).map(|body| body.name.as_str())
    }

    /// Who held which office when.
    pub fn offices(&self) -> &Offices {
        &self.offices
    }

    /// Takes other tables of offices, each checked.
    pub(crate) fn set_offices(&mut self, files: &[(&str, &str)]) -> Result<(), Error> {
        let mut offices = Offices::default();
        for &(path, text) in files {
            offices.add(path, text)?;
        }
        self.offices = offices;
        Ok(())
    }

    /// The country at a place that [`Known`] gives.
    pub fn country(&self, at: usize) -> &Country {
        &self.countries[at]
    }

    /// The organisation at a place that [`Known`] gives.
    pub fn organisation(&self, at: usize) -> &Organisation {
        &self.organisations[at]
    }

    /// The longest known name that `words` begin with: how many words it has, and whose it is.
    ///
    /// Capitals count: "us" is no state. An article in front must be left out.
    pub fn known(&self, words: &[&str]) -> Option<(usize, Known)> {
        let first = word_key(words.first()?);
        let most = (*self.begins.get(&*first)?).min(words.len()).min(LONGEST);
        (1..=most).rev().find_map(|count| {
            let known = if count == 1 { self.known.get(&*first) } else { self.known.get(&name_key(words[..count].iter().copied())) };
            known.map(|&known| (count, known))
        })
    }

    /// The longest role that `words` end with: how many words it has, and what it is. The last
    /// word must be in the singular; capitals do not count.
    pub fn role(&self, words: &[&str]) -> Option<(usize, &RoleWord)> {
        suffix(words, &self.role_ends, |key| self.roles.get(key))
    }

    /// The role that is this word (in the singular), if there is one.
    pub fn role_word(&self, word: &str) -> Option<&RoleWord> {
        self.roles.get(&*lower(word))
    }

    /// The longest word for a body that `words` end with. The last word must be in dictionary
    /// form; capitals do not count.
    pub fn group(&self, words: &[&str]) -> Option<(usize, &GroupWord)> {
        suffix(words, &self.group_ends, |key| self.groups.get(key))
    }

    /// Whether a role or a word for a body ends with this word, in small letters: most words end none.
    pub fn ends_role_or_group(&self, word: &str) -> bool {
        self.role_ends.contains_key(word) || self.group_ends.contains_key(word)
    }

    /// The gender of those who bear a given name; `None` where it is no given name we know.
    pub fn given_name(&self, name: &str) -> Option<Option<Gender>> {
        self.given.get(name).copied()
    }

    /// What a capitalised word tells about an organisation's name.
    pub fn organisation_word(&self, word: &str) -> Option<&OrganisationWord> {
        self.organisation_words.get(word)
    }

    /// Why a capitalised word names nobody.
    pub fn capital(&self, word: &str) -> Option<CapitalKind> {
        self.capitals.get(&*lower(word)).copied()
    }

    /// Whether a noun, in dictionary form, is what somebody issues and which then says something: "statement".
    pub fn is_document(&self, noun: &str) -> bool {
        self.documents.contains(noun)
    }

    /// Whether a noun, in small letters, calls again one who was named: "lawmaker", "republican", "60-year-old", "watchdog".
    pub fn epithet(&self, noun: &str) -> Option<Epithet> {
        self.epithets.get(noun).copied().or_else(|| noun.ends_with("-year-old").then_some(Epithet::Person))
    }

    /// Whether a noun, in dictionary form, stands for a person or an organization in its commonest sense: "guard", "committee".
    pub fn is_being(&self, noun: &str) -> bool {
        self.beings.binary_search(&noun).is_ok()
    }

    /// Whether a word, in dictionary form or as printed in small letters, tells how many of those behind "of": "dozens of residents".
    pub fn is_partitive(&self, word: &str) -> bool {
        self.partitives.contains(word)
    }

    /// What the longest known ending of a word tells; `None` where no ending is known.
    pub fn ending(&self, word: &str) -> Option<Ending> {
        let word = lower(word);
        // Endings are short: of a very long word only the last letters are looked at.
        let from = word.char_indices().rev().take(12).last()?.0;
        let last = &word[from..];
        last.char_indices().find_map(|(at, _)| self.endings.get(&last[at..]).copied())
    }

    /// Whether `adjective` is what `state` makes of its name: "Varosian" of "Varosia".
    pub fn adjective_of(&self, adjective: &str, state: &str) -> bool {
        let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        let stem = state.trim_end_matches(vowel);
        // "Orra" makes "Orri": three letters at least must be one.
        let rest = adjective.strip_prefix(stem).filter(|rest| stem.chars().count() > 2 && !rest.is_empty() && rest.len() < 5);
        adjective != state
            && rest.is_some_and(|rest| {
                rest.char_indices().any(|(at, _)| {
                    self.endings.get(&rest[at..]) == Some(&Ending::People) && rest[..at].chars().all(|c| vowel(c) || c == 'i')
                })
            })
    }

    /// How surely that of which this is the office or body is a state.
    pub fn statehood(&self, word: &str) -> Option<Statehood> {
        self.statehood.get(&*lower(word)).copied()
    }

    /// Whether a word is a particle of names.
    pub fn particle(&self, word: &str) -> Option<Particle> {
        self.particles.get(&*lower(word)).copied()
    }
}

/// Notes with which word a key ends and how many it has.
fn note_end(ends: &mut Hashed<String, usize>, key: &str) {
    let last = key.rsplit(' ').next().unwrap_or_default().to_owned();
    let most = ends.entry(last).or_default();
    *most = key.split(' ').count().max(*most);
}

/// The longest of the last four words, in small letters, that `get` knows.
fn suffix<'a, T>(words: &[&str], ends: &Hashed<String, usize>, get: impl Fn(&str) -> Option<&'a T>) -> Option<(usize, &'a T)> {
    let most = *ends.get(&*lower(words.last()?))?;
    (1..=words.len().min(most).min(4)).rev().find_map(|count| {
        let key = words[words.len() - count..].join(" ").to_lowercase();
        get(&key).map(|found| (count, found))
    })
}

/// A name as the table's keys are written: without "the", with plain apostrophes.
fn name_key<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let mut key = String::new();
    for (at, word) in words.into_iter().enumerate() {
        if at == 0 && word == "the" {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().map(|c| if c == '’' { '\'' } else { c }));
    }
    key
}

/// The key of a name of one word.
fn word_key(word: &str) -> Cow<'_, str> {
    if word == "the" || word.contains('’') { Cow::Owned(name_key([word])) } else { Cow::Borrowed(word) }
}

fn optional(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn gender(row: &Row<'_, '_>) -> Result<Option<Gender>, Error> {
    match row.get("gender") {
        "masculine" => Ok(Some(Gender::Masculine)),
        "feminine" => Ok(Some(Gender::Feminine)),
        "" | "either" => Ok(None),
        other => Err(row.error("gender", format!("unknown gender `{other}`"))),
    }
}

/// The nouns of `lexicon/nouns/senses.tsv` that stand for persons and organizations.
fn beings() -> Vec<&'static str> {
    let being = |noun: &crate::nouns::NounSenses| matches!(noun.first.as_str(), "person" | "organization");
    crate::nouns::senses().into_iter().filter(being).map(|noun| noun.lemma).collect()
}
