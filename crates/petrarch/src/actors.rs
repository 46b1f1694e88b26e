//! Codes of noun phrases: actors as of a day, and the agents that are put to them.

use crate::vocabulary::{PhraseTable, Vocabulary, WordId};
use rapporteur_lexicon::petrarch::{ActorRecord, Agent, AgentPlace, DatedCode, Day, words};

/// An actor's name in the table: whose codes, and which of its words may stand apart.
#[derive(Clone, Debug)]
struct Name {
    record: usize,
    /// Whether other words may stand between its words.
    loose: bool,
}

/// An agent in the table.
#[derive(Clone, Debug)]
struct AgentCode {
    code: String,
    place: AgentPlace,
}

/// All actors and agents.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    names: PhraseTable<Name>,
    codes: Vec<Vec<DatedCode>>,
    agents: PhraseTable<AgentCode>,
}

/// What a noun phrase means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The code of the actor; empty where there is none.
    pub actor: String,
    /// The whole code; empty where the phrase has neither actor nor agent.
    pub code: String,
}

/// A code that stands for no actor.
const NOBODY: &str = "---";

impl Actors {
    /// Makes the tables. Where `apart`, words may stand between the words of a name that are parted by a blank.
    pub fn new(records: &[ActorRecord], agents: &[Agent], vocabulary: &mut Vocabulary) -> Self {
        let mut found = Self::default();
        for record in records {
            let at = found.codes.len();
            found.codes.push(record.codes.clone());
            for name in &record.names {
                let words: Vec<WordId> = words(name).iter().map(|word| vocabulary.add(word)).collect();
                found.names.add(words, Name { record: at, loose: true });
            }
        }
        for agent in agents {
            for phrase in [Some(&agent.words), agent.plural.as_ref()].into_iter().flatten() {
                let words: Vec<WordId> = words(phrase).iter().map(|word| vocabulary.add(word)).collect();
                found.agents.add(words, AgentCode { code: agent.code.clone(), place: agent.place });
            }
        }
        found.names.sort();
        found.agents.sort();
        found
    }

    /// The code of a phrase on a day: the first actor in it, then every agent outside the actor's words.
    pub fn meaning(&self, phrase: &[WordId], day: Option<Day>) -> Meaning {
        let (actor, taken) = self.actor(phrase, day).unwrap_or_default();
        let mut meaning = Meaning { code: actor.clone(), actor };
        let mut at = 0;
        while at < phrase.len() {
            if taken.contains(&at) {
                at += 1;
                continue;
            }
            let found = self.agents.beginning(phrase[at]).iter().find(|(words, _)| phrase[at..].starts_with(words));
            match found {
                Some((words, agent)) => {
                    meaning.put(agent);
                    at += words.len();
                }
                None => at += 1,
            }
        }
        meaning
    }

    /// The first name in the phrase that has a code on that day, with the places of its words.
    fn actor(&self, phrase: &[WordId], day: Option<Day>) -> Option<(String, Vec<usize>)> {
        for at in 0..phrase.len() {
            let candidates = self.names.beginning(phrase[at]);
            let Some(most) = candidates.first().map(|(words, _)| words.len()) else { continue };
            for length in (1..=most).rev() {
                let same = || candidates.iter().filter(move |(words, _)| words.len() == length);
                for name in same() {
                    let Some(places) = stands(&name.0, &phrase[at..], name.1.loose) else { continue };
                    // A name of several records has all their codes.
                    let codes = same().filter(|other| other.0 == name.0).flat_map(|other| &self.codes[other.1.record]);
                    if let Some(code) = code_on(codes, day) {
                        return Some((code.to_owned(), places.iter().map(|place| at + place).collect()));
                    }
                }
            }
        }
        None
    }
}

/// The places of a name's words in a phrase that begins with its first one.
fn stands(name: &[WordId], phrase: &[WordId], loose: bool) -> Option<Vec<usize>> {
    let mut places = vec![0];
    let mut at = 1;
    for word in &name[1..] {
        let next = if loose {
            (at..phrase.len()).find(|&place| phrase[place] == *word)?
        } else {
            Some(at).filter(|&place| phrase.get(place) == Some(word))?
        };
        places.push(next);
        at = next + 1;
    }
    Some(places)
}

/// The first dated code that holds, else the undated one.
fn code_on<'a>(codes: impl Iterator<Item = &'a DatedCode>, day: Option<Day>) -> Option<&'a str> {
    let mut undated = None;
    for code in codes {
        if code.is_dated() {
            if day.is_some_and(|day| code.holds(day)) {
                return usable(&code.code);
            }
        } else if undated.is_none() {
            undated = usable(&code.code);
        }
    }
    undated
}

fn usable(code: &str) -> Option<&str> {
    (code != NOBODY).then_some(code)
}

impl Meaning {
    /// Puts an agent's code to it, unless one of its groups of three letters is that already.
    fn put(&mut self, agent: &AgentCode) {
        if self.code.is_empty() {
            self.code = NOBODY.to_owned();
        }
        let length = agent.code.len().max(1);
        let there = (0..self.code.len()).step_by(3).any(|at| self.code.get(at..at + length) == Some(agent.code.as_str()));
        if there {
            return;
        }
        match agent.place {
            AgentPlace::After => self.code.push_str(&agent.code),
            AgentPlace::Before => self.code.insert_str(0, &agent.code),
        }
    }
}
