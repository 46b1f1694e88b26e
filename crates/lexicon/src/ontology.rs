//! What happens between actors: the codes of PLOVER and CAMEO, and the words that tell of such events.

mod frames;
mod links;
#[cfg(test)]
mod tests;

pub use frames::{Does, Frame, Light, Object, Phrase, Word};
pub use links::Link;

use crate::hashed::{Hashed, rows};
use crate::{Error, Table};
use links::Links;
use std::collections::BTreeMap;

const ADJECTIVES: &str = include_str!("../../../lexicon/ontology/adjectives.tsv");
const CAMEO: &str = include_str!("../../../lexicon/ontology/cameo.tsv");
const CLASSES: &str = include_str!("../../../lexicon/ontology/classes.tsv");
const COMPOSED: &str = include_str!("../../../lexicon/ontology/composed.tsv");
const CONDITIONS: &str = include_str!("../../../lexicon/ontology/conditions.tsv");
const CONTEXTS: &str = include_str!("../../../lexicon/ontology/contexts.tsv");
const DISCARDS: &str = include_str!("../../../lexicon/ontology/discards.tsv");
const LIGHT: &str = include_str!("../../../lexicon/ontology/light.tsv");
const LINKS: &str = include_str!("../../../lexicon/ontology/links.tsv");
const MODALS: &str = include_str!("../../../lexicon/ontology/modals.tsv");
const NOUNS: &str = include_str!("../../../lexicon/ontology/nouns.tsv");
const PLOVER: &str = include_str!("../../../lexicon/ontology/plover.tsv");
const VERBS: &str = include_str!("../../../lexicon/ontology/verbs.tsv");

/// The files of this subject: path in `lexicon/`, text.
pub const FILES: &[(&str, &str)] = &[
    ("ontology/adjectives.tsv", ADJECTIVES),
    ("ontology/cameo.tsv", CAMEO),
    ("ontology/classes.tsv", CLASSES),
    ("ontology/composed.tsv", COMPOSED),
    ("ontology/conditions.tsv", CONDITIONS),
    ("ontology/contexts.tsv", CONTEXTS),
    ("ontology/discards.tsv", DISCARDS),
    ("ontology/light.tsv", LIGHT),
    ("ontology/links.tsv", LINKS),
    ("ontology/modals.tsv", MODALS),
    ("ontology/nouns.tsv", NOUNS),
    ("ontology/plover.tsv", PLOVER),
    ("ontology/verbs.tsv", VERBS),
];

/// A CAMEO code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameoCode {
    /// What it means.
    pub name: String,
    /// The PLOVER type; none for root 01.
    pub kind: Option<String>,
    /// The PLOVER mode.
    pub mode: Option<String>,
}

/// A PLOVER type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PloverType {
    /// What it means.
    pub meaning: String,
    /// Its modes with their meaning.
    pub modes: BTreeMap<String, String>,
}

/// What an auxiliary makes of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modal {
    /// "will".
    Planned,
    /// "may".
    Possible,
    /// "must".
    Required,
    /// "not".
    Negated,
}

/// What a sentence or report about something else than politics is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discard {
    /// `sport`, `business`, `weather`, …
    pub domain: String,
    /// For what the word counts.
    pub scope: Scope,
}

/// For what a word of another domain counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One such word decides for its sentence.
    Sentence,
    /// Several decide for their sentence or report.
    Report,
    /// Several in the first sentences of a report say what it is about.
    Lead,
}

/// Codes and words of events.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    plover: BTreeMap<String, PloverType>,
    cameo: BTreeMap<String, CameoCode>,
    /// Word in dictionary form → its classes.
    classes: Hashed<String, Vec<String>>,
    verbs: Hashed<String, Vec<Frame>>,
    nouns: Hashed<String, Vec<Frame>>,
    adjectives: Hashed<String, Does>,
    light: Hashed<String, Vec<Light>>,
    composed: BTreeMap<(Does, String), String>,
    modals: Hashed<String, Modal>,
    conditions: Hashed<String, bool>,
    contexts: Hashed<String, Vec<String>>,
    discards: Hashed<String, Discard>,
    /// First word of two in dictionary form → the second with what both speak for.
    pairs: Hashed<String, Vec<(String, Discard)>>,
    links: Links,
}

impl Ontology {
    /// The files in the binary.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        Self::parse(FILES).expect("the embedded files are checked by a test")
    }

    /// Reads the files of [`FILES`].
    ///
    /// # Errors
    /// When a row cannot be used: a code that no ontology has, an unknown class, a row that stands twice.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Error> {
        let file = |name: &str| {
            let path = FILES.iter().map(|(path, _)| *path).find(|path| path.ends_with(name)).unwrap_or_default();
            (path, files.iter().find(|(known, _)| *known == path).map_or("", |(_, text)| *text))
        };
        let mut read = Self::default();
        read.read_plover(file("/plover.tsv"))?;
        read.read_cameo(file("/cameo.tsv"))?;
        read.read_classes(file("/classes.tsv"))?;
        read.verbs = read.read_frames(file("/verbs.tsv"), "verb")?;
        read.nouns = read.read_frames(file("/nouns.tsv"), "noun")?;
        read.read_light(file("/light.tsv"))?;
        read.read_composed(file("/composed.tsv"))?;
        read.read_small(file("/adjectives.tsv"), file("/modals.tsv"), file("/conditions.tsv"))?;
        read.links = Links::parse(file("/links.tsv"))?;
        let (path, text) = file("/contexts.tsv");
        for row in Table::parse(path, text, &["context", "words"])?.rows() {
            for word in row.list("words") {
                read.contexts.entry(word.to_owned()).or_default().push(row.get("context").to_owned());
            }
        }
        let (path, text) = file("/discards.tsv");
        for row in Table::parse(path, text, &["word", "domain", "scope"])?.rows() {
            let scope = match row.get("scope") {
                "sentence" => Scope::Sentence,
                "report" => Scope::Report,
                "lead" => Scope::Lead,
                other => return Err(row.error("scope", format!("`{other}` is neither `sentence` nor `report` nor `lead`"))),
            };
            let discard = Discard { domain: row.get("domain").to_owned(), scope };
            match row.get("word").split_once(' ') {
                None => drop(read.discards.insert(row.get("word").to_owned(), discard)),
                Some((first, second)) => read.pairs.entry(first.to_owned()).or_default().push((second.to_owned(), discard)),
            }
        }
        Ok(read)
    }

    fn read_plover(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["type", "mode", "meaning"])?.rows() {
            let kind = self.plover.entry(row.get("type").to_owned()).or_default();
            match row.get("mode") {
                "" => kind.meaning = row.get("meaning").to_owned(),
                mode => {
                    kind.modes.insert(mode.to_owned(), row.get("meaning").to_owned());
                }
            }
        }
        Ok(())
    }

    fn read_cameo(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["code", "name", "plover", "mode"])?.rows() {
            let some = |column: &str| Some(row.get(column).to_owned()).filter(|cell| !cell.is_empty());
            let (kind, mode) = (some("plover"), some("mode"));
            let known = kind.as_ref().map(|kind| self.plover.get(kind));
            if known == Some(None) {
                return Err(row.error("plover", format!("`{}` is no PLOVER type", row.get("plover"))));
            }
            if let Some(mode) = &mode
                && !known.flatten().is_some_and(|kind| kind.modes.contains_key(mode))
            {
                return Err(row.error("mode", format!("{} has no mode `{mode}`", row.get("plover"))));
            }
            self.cameo.insert(row.get("code").to_owned(), CameoCode { name: row.get("name").to_owned(), kind, mode });
        }
        Ok(())
    }

    fn read_classes(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["class", "words"])?.rows() {
            for word in row.list("words") {
                self.classes.entry(word.to_owned()).or_default().push(row.get("class").to_owned());
            }
        }
        Ok(())
    }

    fn read_frames(&self, (path, text): (&str, &str), lemma: &str) -> Result<Hashed<String, Vec<Frame>>, Error> {
        let mut frames: Hashed<String, Vec<Frame>> = Hashed::default();
        for row in Table::parse(path, text, &[lemma, "object", "phrase", "cameo", "does", "example"])?.rows() {
            let frame = Frame::parse(&row)?;
            let code = &frame.cameo;
            if !code.is_empty() && !self.cameo.contains_key(code) {
                return Err(row.error("cameo", format!("`{code}` is no CAMEO code")));
            }
            if let Some(kind) = frame.kind.as_ref().filter(|kind| !self.plover.contains_key(*kind)) {
                return Err(row.error("cameo", format!("`{kind}` is no PLOVER type")));
            }
            if code.is_empty() && frame.does.is_none() {
                return Err(row.error("cameo", "a row without a code says what it does to the event it governs"));
            }
            let classes = frame.object.words().chain(frame.phrase.iter().flat_map(|phrase| phrase.object.words()));
            if let Some(unknown) = classes.filter_map(Word::class).find(|class| !self.has_class(class)) {
                return Err(row.error("object", format!("`@{unknown}` is no class of classes.tsv")));
            }
            let of_lemma = frames.entry(row.get(lemma).to_owned()).or_default();
            if of_lemma.iter().any(|other| (&other.object, &other.phrase) == (&frame.object, &frame.phrase)) {
                return Err(row.error(lemma, "this word stands here twice with the same object and phrase"));
            }
            of_lemma.push(frame);
        }
        // What asks for most is tried first; of two that ask alike, the one with fewer words.
        let size = |class: &str| self.classes.values().flatten().filter(|known| *known == class).count();
        let sizes: BTreeMap<&str, usize> = self
            .classes
            .values()
            .flatten()
            .map(|class| class.as_str())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(|class| (class, size(class)))
            .collect();
        frames.values_mut().for_each(|list| {
            list.sort_by_key(|frame| {
                let asked = frame.object.words().chain(frame.phrase.iter().flat_map(|phrase| phrase.object.words()));
                let words = asked.map(|word| word.class().map_or(1, |class| sizes.get(class).copied().unwrap_or(1))).sum::<usize>();
                (std::cmp::Reverse(frame.demands()), words)
            });
        });
        Ok(frames)
    }

    fn read_light(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["verb", "phrase", "role", "example"])?.rows() {
            let light = Light::parse(&row)?;
            self.light.entry(row.get("verb").to_owned()).or_default().push(light);
        }
        Ok(())
    }

    fn read_composed(&mut self, (path, text): (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(path, text, &["does", "content", "cameo"])?.rows() {
            let does = Does::from_word(row.get("does")).ok_or_else(|| row.error("does", format!("`{}` is unknown", row.get("does"))))?;
            if !self.cameo.contains_key(row.get("cameo")) {
                return Err(row.error("cameo", format!("`{}` is no CAMEO code", row.get("cameo"))));
            }
            self.composed.insert((does, row.get("content").to_owned()), row.get("cameo").to_owned());
        }
        Ok(())
    }

    fn read_small(&mut self, adjectives: (&str, &str), modals: (&str, &str), conditions: (&str, &str)) -> Result<(), Error> {
        for row in Table::parse(adjectives.0, adjectives.1, &["adjective", "does", "example"])?.rows() {
            let does = Does::from_word(row.get("does")).ok_or_else(|| row.error("does", format!("`{}` is unknown", row.get("does"))))?;
            self.adjectives.insert(row.get("adjective").to_owned(), does);
        }
        for row in Table::parse(modals.0, modals.1, &["word", "makes", "example"])?.rows() {
            let modal = match row.get("makes") {
                "planned" => Modal::Planned,
                "possible" => Modal::Possible,
                "required" => Modal::Required,
                "negated" => Modal::Negated,
                other => return Err(row.error("makes", format!("`{other}` is unknown: use planned, possible, required or negated"))),
            };
            self.modals.insert(row.get("word").to_owned(), modal);
        }
        for row in Table::parse(conditions.0, conditions.1, &["words", "negative", "example"])?.rows() {
            self.conditions.insert(row.get("words").to_owned(), row.get("negative") == "yes");
        }
        Ok(())
    }

    fn has_class(&self, class: &str) -> bool {
        self.classes.values().flatten().any(|known| known == class)
    }

    /// All codes of CAMEO, roots among them, ascending.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.cameo.keys().map(String::as_str)
    }

    /// The code with its meaning and its PLOVER type.
    pub fn cameo(&self, code: &str) -> Option<&CameoCode> {
        self.cameo.get(code)
    }

    /// The PLOVER type with its modes.
    pub fn plover(&self, kind: &str) -> Option<&PloverType> {
        self.plover.get(kind)
    }

    /// Every PLOVER type by name.
    pub fn plover_types(&self) -> impl Iterator<Item = (&str, &PloverType)> {
        self.plover.iter().map(|(name, kind)| (name.as_str(), kind))
    }

    /// The frames of a verb ("call", "call off"), those that ask for most first.
    pub fn verb(&self, lemma: &str) -> &[Frame] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The frames of a noun.
    pub fn noun(&self, lemma: &str) -> &[Frame] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// All frames with their words, verbs first.
    pub fn frames(&self) -> impl Iterator<Item = (&str, &Frame)> {
        rows(&self.verbs)
            .into_iter()
            .chain(rows(&self.nouns))
            .flat_map(|(lemma, frames)| frames.iter().map(move |frame| (lemma.as_str(), frame)))
    }

    /// What an adjective does to the event that it governs: "ready to talk".
    pub fn adjective(&self, lemma: &str) -> Option<Does> {
        self.adjectives.get(lemma).copied()
    }

    /// What a verb does for the noun that tells the event: "launch an attack".
    pub fn light(&self, verb: &str) -> &[Light] {
        self.light.get(verb).map_or(&[], Vec::as_slice)
    }

    /// The code of an act that promises, threatens, demands or refuses what has the code `content`.
    pub fn composed(&self, does: Does, content: &str) -> Option<&str> {
        (0..=content.len()).rev().find_map(|end| self.composed.get(&(does, content.get(..end)?.to_owned()))).map(String::as_str)
    }

    /// What an auxiliary makes of an event.
    pub fn modal(&self, word: &str) -> Option<Modal> {
        self.modals.get(word).copied()
    }

    /// Whether words open a condition, and if so whether a negative one ("unless").
    pub fn condition(&self, words: &str) -> Option<bool> {
        self.conditions.get(words).copied()
    }

    /// The contexts that a word speaks for.
    pub fn contexts(&self, lemma: &str) -> &[String] {
        self.contexts.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// What else than politics a word speaks for.
    pub fn discard(&self, lemma: &str) -> Option<&Discard> {
        self.discards.get(lemma)
    }

    /// What else than politics two words, one behind the other, speak for.
    pub fn discard_pair(&self, first: &str, second: &str) -> Option<&Discard> {
        self.pairs.get(first)?.iter().find(|(known, _)| known == second).map(|(_, discard)| discard)
    }

    /// The words that serve a use, in the order of the file.
    pub fn links(&self, link: Link) -> &[String] {
        self.links.of(link)
    }

    /// Whether a word, capitals apart, serves a use.
    pub fn is_link(&self, word: &str, link: Link) -> bool {
        self.links.of(link).iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    /// Whether a word in dictionary form belongs to a class.
    pub fn is(&self, lemma: &str, class: &str) -> bool {
        self.classes.get(lemma).is_some_and(|classes| classes.iter().any(|known| known == class))
    }
}
