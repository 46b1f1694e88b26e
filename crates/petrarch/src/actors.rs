//! Codes of noun phrases: actors as of a day, and the agents that are put to them.

use crate::clause::Word;
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
    /// The prepositions of where an agent belongs.
    of: [WordId; 3],
}

/// What a noun phrase means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The code of the actor; empty where there is none.
    pub actor: String,
    /// The whole code; empty where the phrase has neither actor nor agent.
    pub code: String,
    /// How many words of the phrase lie before the end of the last name or agent in it.
    pub reach: usize,
}

/// A code that stands for no actor.
const NOBODY: &str = "---";
/// The agent that gives way to every other.
const PEOPLE: &str = "PPL";

impl Actors {
    /// Makes the tables.
    pub fn new(records: &[ActorRecord], agents: &[Agent], vocabulary: &mut Vocabulary) -> Self {
        let mut found = Self { of: ["OF", "IN", "FROM"].map(|word| vocabulary.add(word)), ..Self::default() };
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
    pub fn meaning(&self, words: &[Word], day: Option<Day>) -> Meaning {
        let phrase: Vec<WordId> = words.iter().map(|word| word.form).collect();
        let phrase = phrase.as_slice();
        let (actor, taken) = self.actor(phrase, words, day).unwrap_or_default();
        let last = taken.last().copied();
        let mut meaning = Meaning { code: actor.clone(), actor, ..Meaning::default() };
        meaning.reach = last.map_or(0, |last| last + 1);
        let mut agents: Vec<&AgentCode> = Vec::new();
        let mut at = 0;
        while at < phrase.len() {
            if taken.contains(&at) {
                at += 1;
                continue;
            }
            let found = self
                .agents
                .beginning(phrase[at])
                .iter()
                .find(|(name, _)| phrase[at..].starts_with(name) && whole(words, at, at + name.len() - 1));
            match found {
                Some((name, agent)) => {
                    agents.push(agent);
                    at += name.len();
                    meaning.reach = meaning.reach.max(at);
                }
                None => at += 1,
            }
        }
        // Mere people say nothing where there is another agent.
        let more = agents.len() > 1;
        for agent in agents.into_iter().filter(|agent| !(more && agent.code == PEOPLE)) {
            meaning.put(agent);
        }
        meaning
    }

    /// Whether a preposition says where an agent belongs: "soldiers from Varosia", not "soldiers to Varosia".
    pub fn is_of(&self, preposition: WordId) -> bool {
        self.of.contains(&preposition)
    }

    /// How many words the longest name or agent has that stands without gaps at the beginning of these words.
    pub fn begins(&self, words: &[Word], day: Option<Day>) -> Option<usize> {
        let first = words.first()?.form;
        let fits =
            |name: &[WordId]| name.len() > 2 && name.len() <= words.len() && name.iter().zip(words).all(|(&id, word)| id == word.form);
        let agent = self.agents.beginning(first).iter().find(|(name, _)| fits(name)).map(|(name, _)| name.len());
        let named = |(name, of): &&(Vec<WordId>, Name)| fits(name) && code_on(self.codes[of.record].iter(), day).is_some();
        let actor = self.names.beginning(first).iter().find(named).map(|(name, _)| name.len());
        agent.max(actor)
    }

    /// The first name in the phrase that has a code on that day, with the places of its words.
    fn actor(&self, phrase: &[WordId], words: &[Word], day: Option<Day>) -> Option<(String, Vec<usize>)> {
        for at in 0..phrase.len() {
            let candidates = self.names.beginning(phrase[at]);
            let Some(most) = candidates.first().map(|(words, _)| words.len()) else { continue };
            for length in (1..=most).rev() {
                let same = || candidates.iter().filter(move |(words, _)| words.len() == length);
                for name in same() {
                    let Some(places) = stands(&name.0, &phrase[at..], name.1.loose) else { continue };
                    if !whole(words, at, at + places.last().copied().unwrap_or(0)) {
                        continue;
                    }
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

/// Whether the words from one to another begin and end where words tied by hyphens do: "government-held" has no government.
fn whole(words: &[Word], first: usize, last: usize) -> bool {
    (first == 0 || !words[first - 1].tied) && !words[last].tied
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
