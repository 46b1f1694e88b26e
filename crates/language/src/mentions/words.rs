//! What is known of each word before a candidate is looked at: its hashes, clusters and senses, and
//! what the tables of actors tell.

use crate::analysis::{Sentence, TokenId};
use crate::labels::Upos;
use crate::net::features::{Vocabulary, hash, normal};
use crate::tables::Tables;
use rapporteur_lexicon::actors::{BodyKind, CapitalKind, Known};

/// Facts of the tables about a capitalised word, as bits of [`Word::known`].
pub(crate) mod fact {
    /// In the name of a state.
    pub const COUNTRY: u32 = 1;
    /// In the name of a seat of government.
    pub const CAPITAL: u32 = 1 << 1;
    /// In the name of what stands for a government.
    pub const METONYM: u32 = 1 << 2;
    /// The adjective of a state, or its people.
    pub const DEMONYM: u32 = 1 << 3;
    /// In the name of an organisation.
    pub const ORGANISATION: u32 = 1 << 4;
    /// A given name.
    pub const GIVEN: u32 = 1 << 5;
    /// Makes a name an organisation's.
    pub const BODY: u32 = 1 << 6;
    /// What an organisation is about.
    pub const FIELD: u32 = 1 << 7;
    /// A particle of names.
    pub const PARTICLE: u32 = 1 << 8;
    /// A day, month, feast.
    pub const TIME: u32 = 1 << 9;
    /// An adjective of a region or faith.
    pub const ADJECTIVE: u32 = 1 << 10;
    /// An office, rank or form of address.
    pub const ROLE: u32 = 1 << 11;
    /// A common noun for a body.
    pub const GROUP: u32 = 1 << 12;
}

/// How many prefixes of a cluster's path are kept.
pub(crate) const CLUSTERS: usize = 3;

/// One word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// Hash of the form in small letters, digits alike.
    pub form: u64,
    /// Hash of the dictionary form in small letters.
    pub lemma: u64,
    /// Hashes of the last three and four letters.
    pub suffixes: [u64; 2],
    /// Hashes of the first six and ten branches of its cluster and of the whole path; 0 without one.
    pub clusters: [u64; CLUSTERS],
    /// Capitals, digits and other letters, runs drawn together.
    pub shape: u64,
    /// Class of its commonest sense, from 1; 0 where it is in no table.
    pub sense: u8,
    /// Classes of its further senses, as bits.
    pub senses: u32,
    /// Bits of [`fact`].
    pub known: u32,
    /// Class of role, kind of body or sense of ending, from 1; 0 for none.
    pub class: u8,
}

impl Tables {
    /// The words of a sentence.
    pub(super) fn words(&self, text: &str, sentence: &Sentence, vocabulary: &Vocabulary) -> Vec<Word> {
        let forms: Vec<&str> = sentence.ids().map(|id| sentence.form(id, text)).collect();
        let mut words: Vec<Word> =
            sentence.ids().map(|id| self.word(forms[id.index()], &sentence[id].lemma, sentence[id].upos, vocabulary)).collect();
        self.mark_names(&forms, &mut words);
        words
    }

    fn word(&self, form: &str, lemma: &str, upos: Upos, vocabulary: &Vocabulary) -> Word {
        let small = normal(form);
        let lemma = normal(lemma);
        let mut word = Word { form: hash(0, small.as_bytes()), lemma: hash(0, lemma.as_bytes()), ..Word::default() };
        if !matches!(upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num | Upos::X | Upos::Adv) {
            return word;
        }
        let mut ends = small.char_indices().rev().map(|(at, _)| at);
        word.suffixes = [ends.nth(2), ends.next()].map(|from| from.map_or(0, |from| hash(0, &small.as_bytes()[from..])));
        if let Some(path) = vocabulary.cluster(form) {
            let prefix = |length: usize| hash(length as u64, &path.as_bytes()[..path.len().min(length)]);
            word.clusters = [prefix(6), prefix(10), prefix(64)];
        }
        word.shape = shape(form);
        if matches!(upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X) {
            self.look_up(&lemma, upos, &mut word);
            let senses = self.senses(&lemma);
            (word.sense, word.senses) = (senses.first, senses.others);
        }
        word
    }

    /// Roles, bodies and telling endings.
    fn look_up(&self, lemma: &str, upos: Upos, word: &mut Word) {
        if let Some(role) = self.actors.role_word(lemma) {
            word.class = 1 + role.class as u8;
            word.known |= fact::ROLE;
        } else if let Some((1, group)) = self.actors.group(&[lemma]) {
            word.class = match group.kind {
                BodyKind::State => 20,
                BodyKind::Organisation => 21,
                BodyKind::Group => 22,
            };
            word.known |= fact::GROUP;
        } else if upos == Upos::Noun {
            word.class = self.actors.ending(lemma).map_or(0, |ending| 30 + ending as u8);
        }
    }

    /// Marks what the tables tell of capitalised words and of the names that they make.
    fn mark_names(&self, forms: &[&str], words: &mut [Word]) {
        let mut covered = 0;
        for at in 0..forms.len() {
            let form = forms[at];
            if !form.starts_with(char::is_uppercase) {
                if self.actors.particle(form).is_some() {
                    words[at].known |= fact::PARTICLE;
                }
                continue;
            }
            let mut bits = 0;
            bits |= if self.actors.given_name(form).is_some() { fact::GIVEN } else { 0 };
            bits |= match self.actors.organisation_word(form) {
                Some(body) if body.head => fact::BODY,
                Some(_) => fact::FIELD,
                None => 0,
            };
            bits |= match self.actors.capital(form) {
                Some(CapitalKind::Time | CapitalKind::TimeOrSurname) => fact::TIME,
                Some(CapitalKind::Adjective) => fact::ADJECTIVE,
                _ => 0,
            };
            words[at].known |= bits;
            if at < covered {
                continue;
            }
            if let Some((count, known)) = self.actors.known(&forms[at..]) {
                covered = at + count;
                let bit = fact_of(known);
                words[at..covered].iter_mut().for_each(|word| word.known |= bit);
            }
        }
    }
}

/// The bit for what a name stands for.
pub(crate) fn fact_of(known: Known) -> u32 {
    match known {
        Known::Country(_) => fact::COUNTRY,
        Known::Capital(_) => fact::CAPITAL,
        Known::Metonym(_) => fact::METONYM,
        Known::Demonym(_) => fact::DEMONYM,
        Known::Organisation(_) => fact::ORGANISATION,
    }
}

/// Kinds of characters with runs drawn together, and whether there are more than two.
fn shape(form: &str) -> u64 {
    let mut runs = [0_u8; 8];
    let mut length = 0;
    for (at, letter) in form.chars().take(24).enumerate() {
        let kind = match letter {
            _ if letter.is_lowercase() => b'x',
            _ if letter.is_uppercase() => b'X',
            _ if letter.is_numeric() => b'd',
            _ if letter.is_ascii() => letter as u8,
            _ => b'~',
        };
        if at == 0 || runs[length - 1] != kind {
            if length == runs.len() {
                break;
            }
            runs[length] = kind;
            length += 1;
        }
    }
    hash(u64::from(form.len() > 2), &runs[..length])
}

/// Bits for what the rest of the document tells of a name.
pub(crate) mod evidence {
    /// A given name or title stands before it, or a person's calling beside it.
    pub const PERSON: u8 = 1;
    /// It is in a name with a word for a body.
    pub const BODY: u8 = 1 << 1;
    /// Something happens in, at or near it.
    pub const PLACE: u8 = 1 << 2;
}

/// What a proper noun in the sentence shows about itself, for the other places where it stands.
pub(crate) fn shows(text: &str, sentence: &Sentence, words: &[Word], id: TokenId) -> u8 {
    use crate::labels::Deprel;
    let at = id.index();
    let token = &sentence[id];
    let mut bits = 0;
    if at > 0 && sentence.tokens[at - 1].upos == Upos::Propn && words[at - 1].known & (fact::GIVEN | fact::ROLE) != 0 {
        bits |= evidence::PERSON;
    }
    let within = |other: TokenId| matches!(sentence[other].deprel, Deprel::Flat | Deprel::Compound);
    let top = if within(id) { token.head.unwrap_or(id) } else { id };
    if words[at].known & fact::BODY != 0 || words[top.index()].known & fact::BODY != 0 {
        bits |= evidence::BODY;
    }
    // Only neighbours can tell; looking at a few words keeps this linear.
    let place = |before: usize| {
        let word = sentence.form(TokenId(before as u32), text);
        ["in", "at", "near", "outside", "across", "throughout"].iter().any(|place| word.eq_ignore_ascii_case(place))
    };
    if at > 0 && place(at - 1) && matches!(token.deprel, Deprel::Obl | Deprel::Nmod) {
        bits |= evidence::PLACE;
    }
    bits
}
