//! Small words that say how others belong to an event.

use crate::{Error, Table};

/// For what a word of `links.tsv` serves; the file says what each use means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A phrase that says when or amid what.
    Around,
    /// A verb behind whose passive "from" says who does it.
    Expels,
    /// Behind a noun: whose it is or against whom.
    Inside,
    /// Behind an event's noun: who does it.
    NounDoer,
    /// Behind an event's noun: to whom.
    NounTarget,
    /// An event's noun: "of" says who does it.
    OfDoes,
    /// A class of what one sends, moves and withdraws.
    OwnClass,
    /// A verb whose subject does what it governs, though an object stands between.
    OwnSubject,
    /// An event's noun: whose it is undergoes it.
    OwnerUndergoes,
    /// A particle that may be taken for a preposition.
    Particle,
    /// An event's noun behind it is only where or when another took place.
    Setting,
    /// Behind a verb: to whom, the likeliest first.
    Target,
    /// Behind a verb: who does what the subject undergoes.
    Undergone,
}

impl Link {
    const WORDS: [(&'static str, Link); 13] = [
        ("around", Link::Around),
        ("expels", Link::Expels),
        ("inside", Link::Inside),
        ("noun_doer", Link::NounDoer),
        ("noun_target", Link::NounTarget),
        ("of_does", Link::OfDoes),
        ("own_class", Link::OwnClass),
        ("own_subject", Link::OwnSubject),
        ("owner_undergoes", Link::OwnerUndergoes),
        ("particle", Link::Particle),
        ("setting", Link::Setting),
        ("target", Link::Target),
        ("undergone", Link::Undergone),
    ];
}

/// The words of each use in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Links([Vec<String>; Link::WORDS.len()]);

impl Links {
    pub(super) fn parse((path, text): (&str, &str)) -> Result<Self, Error> {
        let mut links = Self::default();
        for row in Table::parse(path, text, &["use", "word", "example"])?.rows() {
            let known = Link::WORDS.iter().find(|(word, _)| *word == row.get("use"));
            let (_, link) = known.ok_or_else(|| row.error("use", format!("`{}` is no use of this file", row.get("use"))))?;
            links.0[*link as usize].push(row.get("word").to_owned());
        }
        Ok(links)
    }

    pub(super) fn of(&self, link: Link) -> &[String] {
        &self.0[link as usize]
    }
}
