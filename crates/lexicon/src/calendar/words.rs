//! What the words of time mean, and the words themselves as numbers, so that they are looked up
//! once.

use super::{Month, Slot};
use crate::hashed::Hashed;

/// A length of time that calendars count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Second.
    Second,
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Day.
    Day,
    /// Night.
    Night,
    /// Week, Monday to Sunday.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// Two weeks.
    Fortnight,
    /// Month.
    Month,
    /// Quarter of a year.
    Quarter,
    /// Year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Unit {
    /// The unit by its name in words.tsv.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "night" => Self::Night,
            "week" => Self::Week,
            "weekend" => Self::Weekend,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }
}

/// From where a shift counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// The day of publication.
    Now,
    /// The last day of the story.
    Story,
}

/// A word that belongs to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberWord {
    /// Zero to nineteen.
    Unit(u32),
    /// Twenty to ninety.
    Ten(u32),
    /// Multiplies what stands before it.
    Scale(u32),
    /// A number by another name.
    Exact(u32),
    /// One half.
    Half,
    /// No number can be given.
    Vague,
}

/// How the day of a holiday is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feast {
    /// The same day of a month each year.
    Fixed {
        /// Month, 1 to 12.
        month: i8,
        /// Day, 1 to 31.
        day: i8,
    },
    /// The n-th weekday of a month.
    Nth {
        /// Which; -1 is the last.
        nth: i8,
        /// Monday is 1.
        weekday: i8,
        /// Month, 1 to 12.
        month: i8,
        /// So many days later.
        later: i8,
    },
    /// Days after Easter Sunday of the western churches.
    Easter(i8),
}

/// What a word or a phrase of time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// A month by name.
    Month(Month),
    /// A weekday, Monday is 1.
    Weekday(i8),
    /// A weekday in the plural.
    Weekdays(i8),
    /// A length of time, singular.
    Unit(Unit),
    /// A length of time, plural.
    Units(Unit),
    /// An ordinal; -1 is the last.
    Ordinal(i8),
    /// A season as TIMEX3 writes it.
    Season(&'static str),
    /// A part of the day as TIMEX3 writes it.
    Daypart(&'static str),
    /// A part of the day in the plural.
    Dayparts(&'static str),
    /// Noon or midnight: the hour.
    Noon(i8),
    /// So many units from a base.
    Shift(Base, i8),
    /// Minutes east of Greenwich.
    Zone(i16),
    /// Whether it is the half of the day after noon.
    Meridiem(bool),
    /// The unit between two times.
    Frequency(Unit),
    /// A decade of the last century: its first year, 20 to 90.
    Decade(i16),
    /// A day by name.
    Holiday(Feast),
    /// A part of a number.
    Number(NumberWord),
    /// What the word says of the direction of time: after publication, or before.
    Tense(bool),
}

impl Meaning {
    /// The part of a pattern that a word of this meaning fills.
    pub fn slot(self) -> Option<Slot> {
        Some(match self {
            Self::Month(_) => Slot::Month,
            Self::Weekday(_) => Slot::Weekday,
            Self::Weekdays(_) => Slot::Weekdays,
            Self::Unit(_) => Slot::Unit,
            Self::Units(_) => Slot::Units,
            Self::Ordinal(_) => Slot::Ordinal,
            Self::Season(_) => Slot::Season,
            Self::Daypart(_) => Slot::Daypart,
            Self::Dayparts(_) => Slot::Dayparts,
            Self::Noon(_) => Slot::Noon,
            Self::Shift(..) => Slot::Shift,
            Self::Zone(_) => Slot::Zone,
            Self::Meridiem(_) => Slot::Meridiem,
            Self::Frequency(_) => Slot::Frequency,
            Self::Decade(_) => Slot::Decade,
            Self::Holiday(_) => Slot::Holiday,
            Self::Number(_) | Self::Tense(_) => return None,
        })
    }
}

/// The number of a word; the same word has the same number as long as the calendar lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u16);

/// The words that patterns and tables use, numbered.
#[derive(Clone, Debug, Default)]
pub struct Words {
    ids: Hashed<Box<[u8]>, WordId>,
    meanings: Vec<Vec<Meaning>>,
    phrases: Hashed<WordId, Vec<(Vec<WordId>, Meaning)>>,
    longest: usize,
}

impl Words {
    /// The number of a word in small letters.
    pub fn id(&self, word: &[u8]) -> Option<WordId> {
        if word.len() > self.longest { None } else { self.ids.get(word).copied() }
    }

    /// What the single word means.
    pub fn meanings(&self, id: WordId) -> &[Meaning] {
        &self.meanings[usize::from(id.0)]
    }

    /// The phrases that begin with the word, each with the words that follow.
    pub fn phrases(&self, id: WordId) -> &[(Vec<WordId>, Meaning)] {
        self.phrases.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The length in bytes of the longest word.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// How many words there are.
    pub fn count(&self) -> usize {
        self.meanings.len()
    }

    /// The number of a word, given now if it has none.
    pub(super) fn number(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word.as_bytes()) {
            return id;
        }
        let id = WordId(u16::try_from(self.meanings.len()).expect("the calendar has fewer than 65536 words"));
        self.ids.insert(word.as_bytes().into(), id);
        self.meanings.push(Vec::new());
        self.longest = self.longest.max(word.len());
        id
    }

    /// Gives a word or a phrase a meaning.
    pub(super) fn add(&mut self, form: &str, meaning: Meaning) {
        let words: Vec<WordId> = pieces(form).iter().map(|piece| self.number(piece)).collect();
        match words.as_slice() {
            [] => {}
            [word] => {
                let known = &mut self.meanings[usize::from(word.0)];
                if !known.contains(&meaning) {
                    known.push(meaning);
                }
            }
            [first, rest @ ..] => self.phrases.entry(*first).or_default().push((rest.to_vec(), meaning)),
        }
    }
}

/// The words of a form, as the reader cuts text: hyphens and blanks part them, `'s` is a word.
pub(super) fn pieces(form: &str) -> Vec<String> {
    form.split([' ', '-'])
        .filter(|piece| !piece.is_empty())
        .flat_map(|piece| match piece.strip_suffix("'s").or_else(|| piece.strip_suffix('\'')) {
            Some(stem) if !stem.is_empty() => {
                vec![stem.to_owned(), piece[stem.len()..].to_owned()]
            }
            _ => vec![piece.to_owned()],
        })
        .collect()
}
