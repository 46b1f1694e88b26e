//! The coder: dictionaries and a parsed text in, events out.

use crate::actors::Actors;
use crate::clause;
use crate::coding::{Coding, Found};
use crate::commas;
use crate::compile::Verbs;
use crate::discard::{Discards, Issues, Verdict};
use crate::phrases;
use crate::vocabulary::{Vocabulary, WordId};
use rapporteur_language::{Analysis, Deprel, Sentence, Upos};
use rapporteur_lexicon::petrarch::{Acts, Day, Dictionary};
use rapporteur_record::ByteSpan;

/// An event as PETRARCH writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Code of who acts; `---` where the dictionaries have none.
    pub source: String,
    /// Code of the act, as in the verb dictionary.
    pub code: String,
    /// Code of whom it is done to.
    pub target: String,
    /// The sentence, from 0.
    pub sentence: usize,
    /// The verb in the text.
    pub verb: ByteSpan,
}

/// What was coded in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// In order of the text, each triple once a sentence.
    pub events: Vec<Event>,
    /// Whether the discard list drops the whole story.
    pub discarded: bool,
    /// The issues of each sentence that has events: sentence, code and how often it is touched.
    issues: Vec<(usize, Vec<(String, usize)>)>,
}

impl Coded {
    /// What a sentence is about, with how often each issue is touched.
    pub fn issues(&self, sentence: usize) -> &[(String, usize)] {
        self.issues.iter().find(|(at, _)| *at == sentence).map_or(&[], |(_, issues)| issues)
    }
}

/// Dictionaries made ready for coding. Sharing one between threads is safe.
#[derive(Clone, Debug)]
pub struct Coder {
    vocabulary: Vocabulary,
    actors: Actors,
    pub(crate) verbs: Verbs,
    pub(crate) acts: Acts,
    discards: Discards,
    issues: Issues,
    pub(crate) be: WordId,
    pub(crate) by: WordId,
    pub(crate) from: WordId,
    pub(crate) never: WordId,
    pub(crate) neither: WordId,
    pub(crate) one_actor: bool,
}

/// Longer sentences are lists or damage, and are not coded.
const MOST_WORDS: usize = 300;

impl Coder {
    /// Makes dictionaries ready.
    pub fn new(dictionary: &Dictionary) -> Self {
        let mut vocabulary = Vocabulary::default();
        let actors = Actors::new(&dictionary.actors, &dictionary.agents, &mut vocabulary);
        let verbs = Verbs::new(&dictionary.verbs, &mut vocabulary);
        let discards = Discards::new(&dictionary.discards, &mut vocabulary);
        let issues = Issues::new(&dictionary.issues, &mut vocabulary);
        let [be, by, from, never, neither] = ["BE", "BY", "FROM", "NEVER", "NEITHER"].map(|word| vocabulary.add(word));
        Self { vocabulary, actors, verbs, acts: Acts::embedded(), discards, issues, be, by, from, never, neither, one_actor: false }
    }

    /// The same, but events with only one known actor are written too: PETRARCH's `require_dyad = False`.
    pub fn with_one_actor(self) -> Self {
        Self { one_actor: true, ..self }
    }

    /// Codes a text as of a day.
    pub fn code(&self, text: &str, analysis: &Analysis, day: Option<Day>) -> Coded {
        let mut coded = Coded::default();
        for (at, sentence) in analysis.sentences.iter().enumerate() {
            match self.sentence(text, sentence, at, day) {
                Ok(mut events) => {
                    if !events.is_empty() {
                        let words = clause::words_of(text, sentence, &self.vocabulary);
                        coded.issues.push((at, self.issues.of(&words)));
                    }
                    coded.events.append(&mut events);
                }
                Err(Verdict::Story) => return Coded { discarded: true, ..Coded::default() },
                Err(_) => {}
            }
        }
        coded
    }

    /// Codes a sentence; the error says that it is not to be coded.
    fn sentence(&self, text: &str, sentence: &Sentence, number: usize, day: Option<Day>) -> Result<Vec<Event>, Verdict> {
        if sentence.tokens.len() > MOST_WORDS {
            return Ok(Vec::new());
        }
        let mut words = clause::words_of(text, sentence, &self.vocabulary);
        match self.discards.verdict(&words) {
            Verdict::Keep => {}
            verdict => return Err(verdict),
        }
        let phrases = phrases::find(&words, &self.actors, day);
        commas::cut(&mut words, &phrases);
        let coding = Coding { coder: self, words: &words, phrases: &phrases };
        let mut found = coding.events();
        if found.is_empty() {
            found = self.mistaken(&coding, day);
        }
        let mut events: Vec<Event> = Vec::new();
        for (verb, source, code, target) in found {
            let event = Event { source, code, target, sentence: number, verb: sentence[words[verb].token].span };
            let same = |other: &Event| (&other.source, &other.code, &other.target) == (&event.source, &event.code, &event.target);
            if !events.iter().any(same) {
                events.push(event);
            }
        }
        Ok(events)
    }

    /// The events of a sentence in which nothing was coded, if one of its words is taken for the verb that it may be: tags and trees err,
    /// most of all where names are strange.
    fn mistaken(&self, coding: &Coding, day: Option<Day>) -> Vec<Found> {
        for at in coding.mistaken() {
            let mut words = coding.words.to_vec();
            let verb = &mut words[at];
            (verb.upos, verb.deprel, verb.head) = (Upos::Verb, Deprel::Root, None);
            let phrases = phrases::find(&words, &self.actors, day);
            let found = Coding { coder: self, words: &words, phrases: &phrases }.as_verb(at);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}
