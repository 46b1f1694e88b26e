//! Form, part of speech and features → dictionary form.
//!
//! Two learned tables of word endings decide: one how the ending changes ("-ies" → "-y"), one
//! which capitals stay ("States" → "State", "Talks" → "talk"). Whole words stand in the same
//! tables where their ending would mislead ("went" → "go").

mod contractions;
mod endings;
mod place;
mod regular;
mod script;

pub use contractions::settle_contractions;
pub use endings::{Endings, class};
pub use place::{Place, places};
pub use regular::fold;
pub use script::{Letters, Script, Shape};

use crate::container::{Container, ModelError};
use crate::kept::{Circumstances, Kept};
use crate::labels::{Feats, Upos};

/// Kind of the model file.
pub const KIND: &str = "lemma";
/// Version of its sections.
pub const VERSION: u32 = 2;

/// Words whose dictionary form is kept: some hundred bytes each.
const KEPT: usize = 16_384;

impl Circumstances for (Upos, Feats, Place) {
    fn mark(self) -> u64 {
        let (upos, feats, place) = self;
        (feats.as_str().len() as u64) << 16 | (upos as u64) << 8 | place as u64
    }

    fn same(self, other: Self) -> bool {
        // Nearly all features that are equal are the same words of one table.
        let feats = || std::ptr::eq(self.1.as_str(), other.1.as_str()) || self.1 == other.1;
        self.0 == other.0 && self.2 == other.2 && feats()
    }
}

/// Finds dictionary forms.
#[derive(Clone, Debug)]
pub struct Lemmatizer {
    scripts: Vec<Script>,
    changes: Endings,
    letters: Endings,
    kept: Kept<(Upos, Feats, Place), Box<str>>,
}

impl Lemmatizer {
    /// Reads the model from its file.
    ///
    /// # Errors
    /// When the file is no model of this kind and version.
    pub fn from_container(container: &Container) -> Result<Self, ModelError> {
        let scripts: Vec<Script> = container
            .text("scripts")?
            .lines()
            .map(|line| Script::parse(line).ok_or_else(|| ModelError::bad_section("scripts", format!("line `{line}`"))))
            .collect::<Result<_, _>>()?;
        let changes = Endings::from_container(container, "change", scripts.len())?;
        let letters = Endings::from_container(container, "letters", Letters::ALL.len())?;
        Ok(Self { scripts, changes, letters, kept: Kept::new(KEPT) })
    }

    /// The dictionary form of `form`. `place` says what its capitals may mean where it stands.
    ///
    /// *Limits*: 98 of 100 words of EWT dev are right when part of speech and features are; see
    /// MODELS.md.
    pub fn lemma(&self, form: &str, upos: Upos, feats: Feats, place: Place) -> Box<str> {
        let key = (upos, feats, place);
        if let Some(lemma) = self.kept.find(form, key) {
            return lemma.clone();
        }
        let lemma = self.worked_out(form, upos, feats, place);
        self.kept.keep(form, key, || lemma.clone());
        lemma
    }

    fn worked_out(&self, form: &str, upos: Upos, feats: Feats, place: Place) -> Box<str> {
        let folded = fold(form, upos);
        let changed = change_classes(upos, feats.as_str())
            .into_iter()
            .find_map(|class| self.changes.find(class, &folded))
            .and_then(|script| self.scripts[script].apply(&folded));
        let shape = Shape::of(form);
        let letters = letter_classes(upos, shape, place)
            .into_iter()
            .find_map(|class| self.letters.find(class, &folded))
            .map_or(Letters::Small, |letters| Letters::ALL[letters]);
        letters.apply(changed.as_deref().unwrap_or(&folded), form).into()
    }
}

/// The classes that decide the change of ending, the most telling first.
pub fn change_classes(upos: Upos, feats: &str) -> [u64; 3] {
    // In the past all persons are alike, and participles come from the same verb as the past; so
    // do gerunds and participles in "-ing".
    let has = |pair: &str| feats.split('|').any(|other| other == pair);
    let past = upos == Upos::Verb && has("Tense=Past");
    let ing = has("VerbForm=Ger") || has("VerbForm=Part") && has("Tense=Pres");
    let base = class(0, upos.as_str());
    let (mut all, mut plain) = (base, base);
    for pair in feats.split('|') {
        let Some((name, _)) = pair.split_once('=') else { continue };
        let odd = match name {
            "Number" | "Person" if past => continue,
            "VerbForm" if past || ing => continue,
            "Tense" if ing => continue,
            "Case" | "Degree" | "NumForm" | "Number" | "Person" | "Poss" | "PronType" | "Tense" | "VerbForm" => false,
            "Abbr" | "Style" | "Typo" => true,
            _ => continue,
        };
        all = class(all, pair);
        if !odd {
            plain = class(plain, pair);
        }
    }
    if ing {
        (all, plain) = (class(all, "ing"), class(plain, "ing"));
    }
    [all, plain, class(1, upos.as_str())]
}

/// The classes that decide which capitals stay, the most telling first.
pub fn letter_classes(upos: Upos, shape: Shape, place: Place) -> [u64; 2] {
    let base = class(class(2, upos.as_str()), shape.as_str());
    [class(base, place.as_str()), base]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::ContainerWriter;

    fn sample() -> Lemmatizer {
        let mut writer = ContainerWriter::new(KIND, VERSION);
        writer.text("scripts", "0\t\n3\ty\n4\tgo\n");
        let noun = change_classes(Upos::Noun, "Number=Plur");
        Endings::new(vec![
            (Endings::ending(noun[0], "", false), 0),
            (Endings::ending(noun[0], "ies", false), 1),
            (Endings::ending(change_classes(Upos::Verb, "")[2], "went", true), 2),
        ])
        .write(&mut writer, "change");
        let kept = Letters::ALL.iter().position(|&letters| letters == Letters::Kept).unwrap() as u16;
        let propn = letter_classes(Upos::Propn, Shape::Capital, Place::Inside)[1];
        Endings::new(vec![(Endings::ending(propn, "", false), kept)]).write(&mut writer, "letters");
        Lemmatizer::from_container(&Container::parse(writer.finish()).unwrap()).unwrap()
    }

    #[test]
    fn the_longest_known_ending_decides() {
        let lemmatizer = sample();
        let plural = Feats::new("Number=Plur");
        assert_eq!(&*lemmatizer.lemma("Allies", Upos::Noun, plural, Place::First), "ally");
        assert_eq!(&*lemmatizer.lemma("talks", Upos::Noun, plural, Place::Inside), "talks");
        assert_eq!(&*lemmatizer.lemma("went", Upos::Verb, Feats::new("Tense=Past"), Place::Inside), "go");
        assert_eq!(&*lemmatizer.lemma("Kelm", Upos::Propn, Feats::new("Number=Sing"), Place::Inside), "Kelm");
    }

    #[test]
    fn forms_that_share_their_verb_share_their_class() {
        let class = |feats| change_classes(Upos::Verb, feats)[1];
        assert_eq!(class("VerbForm=Ger"), class("Tense=Pres|VerbForm=Part"));
        assert_eq!(class("Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"), class("Tense=Past|VerbForm=Part|Voice=Pass"));
        assert_ne!(class("Tense=Past|VerbForm=Part"), class("VerbForm=Inf"));
    }

    #[test]
    fn a_script_that_is_longer_than_the_word_leaves_it() {
        let plural = Feats::new("Number=Plur");
        assert_eq!(&*sample().lemma("\u{130}ies", Upos::Noun, plural, Place::Inside), "i\u{307}y");
        assert_eq!(Script::parse("4\tgo").unwrap().apply("so"), None);
    }
}
