//! What marks a statement: verbs, nouns, adjectives, phrases and other words, with what the
//! speaker does by them and in which shape the content comes. The files lie in `lexicon/cues/`.

use crate::hashed::{Hashed, HashedSet, by_key};
use crate::{Error, Row, Table};
use rapporteur_record::{Act, Certainty};

/// The words of a phrase after its first, and what the phrase marks.
type Phrase = (Vec<Box<str>>, Cue);

/// The files of the subject: path and text.
pub const FILES: &[(&str, &str)] = &[
    ("cues/adjectives.tsv", include_str!("../../../lexicon/cues/adjectives.tsv")),
    ("cues/adverbs.tsv", include_str!("../../../lexicon/cues/adverbs.tsv")),
    ("cues/anonymity.tsv", include_str!("../../../lexicon/cues/anonymity.tsv")),
    ("cues/aspects.tsv", include_str!("../../../lexicon/cues/aspects.tsv")),
    ("cues/circumstances.tsv", include_str!("../../../lexicon/cues/circumstances.tsv")),
    ("cues/deeds.tsv", include_str!("../../../lexicon/cues/deeds.tsv")),
    ("cues/modals.tsv", include_str!("../../../lexicon/cues/modals.tsv")),
    ("cues/nouns.tsv", include_str!("../../../lexicon/cues/nouns.tsv")),
    ("cues/phrases.tsv", include_str!("../../../lexicon/cues/phrases.tsv")),
    ("cues/prepositions.tsv", include_str!("../../../lexicon/cues/prepositions.tsv")),
    ("cues/settings.tsv", include_str!("../../../lexicon/cues/settings.tsv")),
    ("cues/stances.tsv", include_str!("../../../lexicon/cues/stances.tsv")),
    ("cues/verbs.tsv", include_str!("../../../lexicon/cues/verbs.tsv")),
];

/// In which shape the content of a cue comes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frame {
    /// A clause: "said (that) it is late", "asked whether it is late".
    That,
    /// A question only: "wondered whether …".
    Whether,
    /// A quotation or a clause before or around the cue: "…," she said.
    Quote,
    /// An infinitive whose subject is the speaker: "promised to go".
    To,
    /// A gerund: "denied having gone".
    Ing,
    /// An object and an infinitive, both content: "urged Moscow to go".
    WhomTo,
    /// An object that is spoken to, and a clause: "told reporters that …".
    WhomThat,
    /// A noun phrase: "rejected the offer".
    Thing,
    /// A noun phrase and a predicate: "called the offer fair".
    As,
    /// The subject is content too: "the offer seems fair".
    Raise,
    /// A noun phrase with a preposition: "called for a truce".
    With(Box<str>),
    /// An object and a noun phrase with a preposition, both content: "accused X of Y".
    ThingWith(Box<str>),
}

impl Frame {
    fn from_words(words: &str) -> Self {
        match words {
            "that" => Self::That,
            "whether" => Self::Whether,
            "quote" => Self::Quote,
            "to" => Self::To,
            "ing" => Self::Ing,
            "whom to" => Self::WhomTo,
            "whom that" => Self::WhomThat,
            "thing" => Self::Thing,
            "as" => Self::As,
            "raise" => Self::Raise,
            other => match other.strip_prefix("thing ") {
                Some(preposition) => Self::ThingWith(preposition.into()),
                None => Self::With(other.into()),
            },
        }
    }
}

/// Whether the speaker is for or against what the content names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// He wants or supports it.
    For,
    /// He rejects or deplores it.
    Against,
    /// Neither.
    Neutral,
}

/// What sort of word carries a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueClass {
    /// A verb: "said".
    Verb,
    /// A noun: "the claim that".
    Noun,
    /// An adjective: "is sure that".
    Adjective,
    /// A verb and a word: "voiced concern".
    Phrase,
    /// Words that hang a clause on its source: "according to".
    Preposition,
    /// An adverb: "reportedly".
    Adverb,
}

/// One row: a cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// What sort of word carries it.
    pub class: CueClass,
    /// Dictionary form; of a phrase, the noun's or adjective's.
    pub lemma: Box<str>,
    /// What the speaker does.
    pub act: Act,
    /// In which shapes the content comes.
    pub frames: Vec<Frame>,
    /// Whether the speaker is for or against the content.
    pub polarity: Polarity,
    /// A sentence in which it is a cue.
    pub example: Box<str>,
}

impl Cue {
    /// Whether the content may come in this shape.
    pub fn takes(&self, frame: &Frame) -> bool {
        self.frames.contains(frame)
    }

    /// Whether the content may hang on the preposition, with or without an object before it.
    pub fn takes_preposition(&self, preposition: &str) -> bool {
        self.frames.iter().any(|frame| match frame {
            Frame::With(word) | Frame::ThingWith(word) => &**word == preposition,
            Frame::To => preposition == "to" && self.class != CueClass::Verb,
            _ => false,
        })
    }
}

/// Whether a noun names a medium or an occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// "in his blog".
    Medium,
    /// "after a meeting with …".
    Occasion,
}

/// What a word behind the content tells of the saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Circumstance {
    /// How near a time it was: "shortly before dawn".
    Measure,
    /// What the reporter takes it for: "in a blow to the league".
    Comment,
    /// How many were for it: "by 90 votes to 50".
    Count,
}

/// The cue lexicon.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    verbs: Hashed<Box<str>, Cue>,
    nouns: Hashed<Box<str>, Cue>,
    adjectives: Hashed<Box<str>, Cue>,
    adverbs: Hashed<Box<str>, Cue>,
    phrases: Hashed<Box<str>, Vec<Phrase>>,
    prepositions: Vec<(Vec<Box<str>>, Cue)>,
    settings: Hashed<Box<str>, (Setting, Vec<Box<str>>)>,
    modals: Hashed<Box<str>, Certainty>,
    aspects: HashedSet<Box<str>>,
    stances: Hashed<Box<str>, Vec<CueClass>>,
    /// Verbs with the objects by which they are deeds; none: any.
    deeds: Hashed<Box<str>, Vec<Box<str>>>,
    anonymity: Vec<Vec<Box<str>>>,
    circumstances: Hashed<Box<str>, Circumstance>,
}

impl Cues {
    /// The lexicon that ships with the program.
    ///
    /// # Panics
    /// Never: a test parses the embedded files.
    pub fn embedded() -> Self {
        Self::parse(FILES).expect("the embedded cue lexicon is sound")
    }

    /// Reads the files of the subject, given as path and text; a path's last part tells which it is.
    ///
    /// # Errors
    /// When a file has other columns than it should or a row cannot be used.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut cues = Self::default();
        for &(path, text) in files {
            match path.rsplit('/').next().unwrap_or(path) {
                "verbs.tsv" => words(path, text, CueClass::Verb, &mut cues.verbs)?,
                "nouns.tsv" => words(path, text, CueClass::Noun, &mut cues.nouns)?,
                "adjectives.tsv" => words(path, text, CueClass::Adjective, &mut cues.adjectives)?,
                "adverbs.tsv" => {
                    for row in Table::parse(path, text, &["lemma", "act", "example"])?.rows() {
                        let cue = cue(&row, CueClass::Adverb, row.get("lemma"), Vec::new(), Polarity::Neutral)?;
                        cues.adverbs.insert(row.get("lemma").into(), cue);
                    }
                }
                "aspects.tsv" => {
                    for row in Table::parse(path, text, &["lemma", "example"])?.rows() {
                        cues.aspects.insert(row.get("lemma").into());
                    }
                }
                "stances.tsv" => {
                    for row in Table::parse(path, text, &["lemma", "class", "example"])?.rows() {
                        let class = match row.get("class") {
                            "verb" => CueClass::Verb,
                            "noun" => CueClass::Noun,
                            other => return Err(row.error("class", format!("`{other}` is neither `verb` nor `noun`"))),
                        };
                        cues.stances.entry(row.get("lemma").into()).or_default().push(class);
                    }
                }
                "deeds.tsv" => {
                    for row in Table::parse(path, text, &["lemma", "objects", "example"])?.rows() {
                        cues.deeds.insert(row.get("lemma").into(), row.list("objects").map(Into::into).collect());
                    }
                }
                "circumstances.tsv" => {
                    for row in Table::parse(path, text, &["lemma", "kind", "example"])?.rows() {
                        let kind = match row.get("kind") {
                            "measure" => Circumstance::Measure,
                            "comment" => Circumstance::Comment,
                            "count" => Circumstance::Count,
                            other => return Err(row.error("kind", format!("`{other}` is neither `measure`, `comment` nor `count`"))),
                        };
                        cues.circumstances.insert(row.get("lemma").into(), kind);
                    }
                }
                "anonymity.tsv" => {
                    for row in Table::parse(path, text, &["words", "example"])?.rows() {
                        cues.anonymity.push(row.get("words").split(' ').map(Into::into).collect());
                    }
                }
                "phrases.tsv" => cues.parse_phrases(path, text)?,
                "prepositions.tsv" => {
                    for row in Table::parse(path, text, &["words", "act", "example"])?.rows() {
                        let parts: Vec<Box<str>> = row.get("words").split(' ').map(Into::into).collect();
                        if parts.iter().filter(|part| &***part == "X").count() != 1 {
                            return Err(row.error("words", "`X` must stand once, for the source"));
                        }
                        let cue = cue(&row, CueClass::Preposition, row.get("words"), Vec::new(), Polarity::Neutral)?;
                        cues.prepositions.push((parts, cue));
                    }
                }
                "settings.tsv" => {
                    for row in Table::parse(path, text, &["lemma", "kind", "prepositions"])?.rows() {
                        let kind = match row.get("kind") {
                            "medium" => Setting::Medium,
                            "occasion" => Setting::Occasion,
                            other => {
                                return Err(row.error("kind", format!("`{other}` is neither `medium` nor `occasion`")));
                            }
                        };
                        let prepositions = row.list("prepositions").map(Into::into).collect();
                        cues.settings.insert(row.get("lemma").into(), (kind, prepositions));
                    }
                }
                "modals.tsv" => {
                    for row in Table::parse(path, text, &["lemma", "certainty", "example"])?.rows() {
                        let certainty = Certainty::from_word(row.get("certainty"))
                            .ok_or_else(|| row.error("certainty", format!("`{}` is no certainty", row.get("certainty"))))?;
                        cues.modals.insert(row.get("lemma").into(), certainty);
                    }
                }
                other => {
                    return Err(Error {
                        message: format!("`{other}` is no file of the cue lexicon"),
                        file: path.to_owned(),
                        line: 1,
                        column: 1,
                        help: Some(
                            "its files are adjectives, adverbs, anonymity, aspects, circumstances, deeds, modals, nouns, phrases, \
                             prepositions, settings, stances and verbs"
                                .into(),
                        ),
                    });
                }
            }
        }
        Ok(cues)
    }

    fn parse_phrases(&mut self, path: &str, text: &str) -> Result<(), Error> {
        let columns = ["verbs", "word", "act", "frames", "polarity", "example"];
        for row in Table::parse(path, text, &columns)?.rows() {
            let frames = row.list("frames").map(Frame::from_words).collect();
            let polarity = polarity(&row)?;
            let cue = cue(&row, CueClass::Phrase, row.get("word"), frames, polarity)?;
            let verbs = row.list("verbs").map(Into::into).collect();
            self.phrases.entry(row.get("word").into()).or_default().push((verbs, cue));
        }
        Ok(())
    }

    /// The verb of this dictionary form.
    pub fn verb(&self, lemma: &str) -> Option<&Cue> {
        self.verbs.get(lemma)
    }

    /// The verb of this dictionary form with the particle right behind it: "rule out".
    pub fn verb_with(&self, lemma: &str, particle: &str) -> Option<&Cue> {
        self.verbs.get(format!("{lemma} {particle}").as_str())
    }

    /// The noun of this dictionary form.
    pub fn noun(&self, lemma: &str) -> Option<&Cue> {
        self.nouns.get(lemma)
    }

    /// The adjective of this dictionary form.
    pub fn adjective(&self, lemma: &str) -> Option<&Cue> {
        self.adjectives.get(lemma)
    }

    /// The adverb of this dictionary form.
    pub fn adverb(&self, lemma: &str) -> Option<&Cue> {
        self.adverbs.get(lemma)
    }

    /// The phrase of this verb and this noun or adjective, each in dictionary form.
    pub fn phrase(&self, verb: &str, word: &str) -> Option<&Cue> {
        let rows = self.phrases.get(word)?;
        rows.iter().find(|(verbs, _)| verbs.iter().any(|known| &**known == verb)).map(|(_, cue)| cue)
    }

    /// The words that hang a clause on its source, each with `X` where the source stands.
    pub fn prepositions(&self) -> impl Iterator<Item = (&[Box<str>], &Cue)> {
        self.prepositions.iter().map(|(words, cue)| (words.as_slice(), cue))
    }

    /// What the noun names when it stands after the preposition (both in dictionary form).
    pub fn setting(&self, preposition: &str, noun: &str) -> Option<Setting> {
        let (kind, prepositions) = self.settings.get(noun)?;
        prepositions.iter().any(|known| &**known == preposition).then_some(*kind)
    }

    /// How far a speaker who uses the word commits to what he says.
    pub fn modal(&self, lemma: &str) -> Option<Certainty> {
        self.modals.get(lemma).copied()
    }

    /// Whether the verb only tells how the next verb goes on ("continues to believe").
    pub fn is_aspect(&self, lemma: &str) -> bool {
        self.aspects.contains(lemma)
    }

    /// Whether somebody takes a stand by the verb or noun ("refused to go", "his offer to go"): told by somebody else it is a
    /// statement of its own.
    pub fn is_stance(&self, lemma: &str, class: CueClass) -> bool {
        self.stances.get(lemma).is_some_and(|classes| classes.contains(&class))
    }

    /// The objects with which the verb does something rather than says it ("signed a decree"), in dictionary form; empty: any object. `None`
    /// where it is no verb of deeds.
    pub fn deed(&self, lemma: &str) -> Option<&[Box<str>]> {
        self.deeds.get(lemma).map(Vec::as_slice)
    }

    /// What a word behind the content tells of the saying, in dictionary form.
    pub fn circumstance(&self, lemma: &str) -> Option<Circumstance> {
        self.circumstances.get(lemma).copied()
    }

    /// Whether the words tell that a source wants no name: "not to be identified".
    pub fn hides(&self, words: &[&str]) -> bool {
        let stands = |row: &Vec<Box<str>>| {
            words.windows(row.len().max(1)).any(|window| window.iter().zip(row).all(|(word, known)| word.eq_ignore_ascii_case(known)))
        };
        self.anonymity.iter().any(stands)
    }

    /// Every cue, file by file.
    pub fn all(&self) -> impl Iterator<Item = &Cue> {
        let maps = [&self.verbs, &self.nouns, &self.adjectives, &self.adverbs];
        maps.into_iter()
            .flat_map(by_key)
            .chain(by_key(&self.phrases).into_iter().flatten().map(|(_, cue)| cue))
            .chain(self.prepositions.iter().map(|(_, cue)| cue))
    }
}

fn words(path: &str, text: &str, class: CueClass, into: &mut Hashed<Box<str>, Cue>) -> Result<(), Error> {
    for row in Table::parse(path, text, &["lemma", "act", "frames", "polarity", "example"])?.rows() {
        let frames: Vec<Frame> = row.list("frames").map(Frame::from_words).collect();
        if frames.is_empty() {
            return Err(row.error("frames", "a cue needs a frame"));
        }
        let polarity = polarity(&row)?;
        let cue = cue(&row, class, row.get("lemma"), frames, polarity)?;
        if into.insert(row.get("lemma").into(), cue).is_some() {
            return Err(row.error("lemma", format!("`{}` stands here twice", row.get("lemma"))));
        }
    }
    Ok(())
}

fn cue(row: &Row<'_, '_>, class: CueClass, lemma: &str, frames: Vec<Frame>, polarity: Polarity) -> Result<Cue, Error> {
    let act = row.get("act");
    let act = Act::from_word(act).ok_or_else(|| row.error("act", format!("`{act}` is no act")))?;
    if row.get("example").is_empty() {
        return Err(row.error("example", "a row that judges has an example"));
    }
    Ok(Cue { class, lemma: lemma.into(), act, frames, polarity, example: row.get("example").into() })
}

fn polarity(row: &Row<'_, '_>) -> Result<Polarity, Error> {
    match row.get("polarity") {
        "" => Ok(Polarity::Neutral),
        "for" => Ok(Polarity::For),
        "against" => Ok(Polarity::Against),
        other => Err(row.error("polarity", format!("`{other}` is neither `for` nor `against` nor empty"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_are_sound() {
        let cues = Cues::embedded();
        assert!(cues.verb("urge").unwrap().takes(&Frame::WhomTo));
        assert!(cues.verb("accuse").unwrap().takes_preposition("of"));
        assert_eq!(cues.phrase("voice", "concern").unwrap().act, Act::Warn);
        assert_eq!(cues.setting("in", "blog"), Some(Setting::Medium));
        assert_eq!(cues.modal("must"), Some(Certainty::Required));
        assert!(cues.phrase("eat", "concern").is_none());
    }

    #[test]
    fn the_rows_are_sorted_so_that_one_finds_them() {
        for &(path, text) in FILES {
            let keys: Vec<Vec<&str>> =
                text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').take(2).collect()).collect();
            assert!(keys.is_sorted(), "{path} is not sorted");
        }
    }

    #[test]
    fn an_unknown_act_is_an_error_with_its_place() {
        let text = "lemma\tact\tframes\tpolarity\texample\nsay\tsing\tthat\t\tHe said so.\n";
        let error = Cues::parse(&[("verbs.tsv", text)]).unwrap_err();
        assert_eq!((error.line, error.column, error.message.as_str()), (2, 2, "`sing` is no act"));
    }
}
