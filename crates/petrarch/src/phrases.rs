//! Noun phrases in text order, with the codes of the actors in them, and the rows of phrases that are joined.

use crate::actors::Actors;
use crate::clause::Word;
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::petrarch::Day;

/// A noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its first word.
    pub start: usize,
    /// The word after its last one.
    pub end: usize,
    /// Its head: the last word of its first part.
    pub head: usize,
    /// Its code; empty where there is none.
    pub code: String,
}

/// Phrases that are joined by commas and "and".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first of them.
    pub first: usize,
    /// The phrase after the last of them.
    pub end: usize,
}

/// The phrases of a sentence.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// In text order, apart from each other.
    pub phrases: Vec<Phrase>,
    /// Rows of two or more phrases.
    pub rows: Vec<Row>,
    /// The phrase of each word.
    pub of_word: Vec<Option<usize>>,
}

fn nominal(word: &Word) -> bool {
    matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X)
}

/// Whether the relation is that of a whole phrase to its verb.
fn of_clause(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblUnmarked | Deprel::OblAgent)
}

/// Whether a word may be part of a noun phrase where it stands.
fn belongs(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    // Strange names are taken for anything; their place in the clause tells.
    if word.capital && of_clause(word.deprel) {
        return true;
    }
    match word.upos {
        Upos::Noun | Upos::Propn | Upos::Det | Upos::Num | Upos::Sym | Upos::X => true,
        Upos::Pron => true,
        Upos::Adj => word.deprel != Deprel::Root || words.get(at + 1).is_some_and(nominal),
        // "'s" and "'".
        Upos::Part => word.deprel == Deprel::Case,
        Upos::Verb | Upos::Adv => matches!(word.deprel, Deprel::Amod | Deprel::Compound) || modifies_adjective(words, at),
        // "awful and evil minister"
        Upos::Cconj => {
            at > 0
                && words[at - 1].upos == Upos::Adj
                && words.get(at + 1).is_some_and(|next| next.upos == Upos::Adj)
                && words.get(at + 2).is_some_and(|noun| matches!(noun.upos, Upos::Noun | Upos::Propn | Upos::Adj))
        }
        _ => false,
    }
}

/// "really pleasant place"
fn modifies_adjective(words: &[Word], at: usize) -> bool {
    words[at].upos == Upos::Adv
        && words[at].deprel == Deprel::Advmod
        && words[at].head == Some(at + 1)
        && words[at + 1].upos == Upos::Adj
        && words[at + 1].deprel == Deprel::Amod
}

/// Whether a new phrase begins at `at` though the word before belongs to one too.
fn begins(words: &[Word], at: usize) -> bool {
    let (before, word) = (&words[at - 1], &words[at]);
    if word.upos == Upos::Part || before.upos == Upos::Part {
        return false;
    }
    let determiner = word.upos == Upos::Det || (word.upos == Upos::Pron && word.deprel == Deprel::NmodPoss);
    if determiner && nominal(before) {
        return true;
    }
    if matches!(before.upos, Upos::Pron) && before.deprel != Deprel::NmodPoss && before.deprel != Deprel::Det {
        return true;
    }
    // "gave Telmark permission": the first noun is a part of the clause, not of the second one.
    let apart = word.head != Some(at - 1) && before.head != Some(at);
    nominal(before) && of_clause(before.deprel) && apart && !words[at].head.is_some_and(|head| head < at && nominal(&words[head]))
}

/// The noun phrases of a sentence, with their codes on a day.
pub fn find(words: &[Word], actors: &Actors, day: Option<Day>) -> Phrases {
    let mut chunks: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !belongs(words, at) {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < words.len() && belongs(words, at) && !begins(words, at) {
            at += 1;
        }
        let mut end = at;
        // Trailing adjectives and determiners are no noun phrase; nor are adverbs.
        while end > start
            && !nominal(&words[end - 1])
            && !of_clause(words[end - 1].deprel)
            && words[end - 1].upos != Upos::Part
            && words[end - 1].upos != Upos::Adj
        {
            end -= 1;
        }
        if (start..end)
            .any(|at| nominal(&words[at]) || of_clause(words[at].deprel) || words[at].upos == Upos::Adj && words[at].deprel != Deprel::Amod)
        {
            chunks.push((start, end));
        }
    }
    let phrases = joined(words, &chunks, actors, day);
    let mut of_word = vec![None; words.len()];
    for (place, phrase) in phrases.iter().enumerate() {
        of_word[phrase.start..phrase.end].fill(Some(place));
    }
    let rows = rows(words, &phrases);
    Phrases { phrases, rows, of_word }
}

/// Codes for the chunks. A chunk takes in the prepositional phrase behind it where a name or an agent of the dictionaries goes on into it
/// ("Ministry of Truth"), and where it has an agent without an actor that the phrase has: "soldiers from Varosia".
fn joined(words: &[Word], chunks: &[(usize, usize)], actors: &Actors, day: Option<Day>) -> Vec<Phrase> {
    let meaning = |start: usize, end: usize| actors.meaning(&words[start..end], day);
    let mut found: Vec<Phrase> = Vec::new();
    let mut at = 0;
    while at < chunks.len() {
        let (start, mut end) = chunks[at];
        let head = end - 1;
        let mut known = meaning(start, end);
        let mut taken = 0;
        while let Some(&(next, next_end)) = chunks.get(at + 1).filter(|_| taken < MOST_JOINED) {
            if next != end + 1 || words[end].upos != Upos::Adp {
                break;
            }
            let whole = meaning(start, next_end);
            let spans = spans(actors, words, start, end, next_end, day);
            let completes = actors.is_of(words[end].form) && known.actor.is_empty() && !known.code.is_empty() && !whole.actor.is_empty();
            if !spans && !completes {
                break;
            }
            (known, end) = (whole, next_end);
            at += 1;
            taken += 1;
        }
        found.push(Phrase { start, end, head, code: known.code });
        at += 1;
    }
    shared(words, &mut found, actors, day);
    found
}

/// "Ministers from Varosia, Telmark and Belmar": what stands before the first name of a row is meant of each.
fn shared(words: &[Word], phrases: &mut [Phrase], actors: &Actors, day: Option<Day>) {
    for row in rows(words, phrases) {
        let first = &phrases[row.first];
        // The first one took in a prepositional phrase.
        if first.head + 1 >= first.end || words[first.head + 1].upos != Upos::Adp {
            continue;
        }
        let office: Vec<Word> = words[first.start..=first.head].to_vec();
        for phrase in &mut phrases[row.first + 1..row.end] {
            let alone = actors.meaning(&words[phrase.start..phrase.end], day);
            if !alone.actor.is_empty() && alone.actor == alone.code {
                let together = [office.as_slice(), &words[phrase.start..phrase.end]].concat();
                phrase.code = actors.meaning(&together, day).code;
            }
        }
    }
}

/// So many prepositional phrases a chunk takes in.
const MOST_JOINED: usize = 3;

/// Whether a name or an agent begins before `end` and ends behind it.
fn spans(actors: &Actors, words: &[Word], start: usize, end: usize, next_end: usize, day: Option<Day>) -> bool {
    (start..end).any(|from| actors.begins(&words[from..next_end], day).is_some_and(|length| from + length > end + 1))
}

/// Rows: phrases with nothing between them but commas and a conjunction, the last one joined by a conjunction.
fn rows(words: &[Word], phrases: &[Phrase]) -> Vec<Row> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < phrases.len() {
        let mut end = first + 1;
        let mut last_joined = first + 1;
        while end < phrases.len() {
            let between = &words[phrases[end - 1].end..phrases[end].start];
            let conjunction = between.iter().any(|word| word.upos == Upos::Cconj);
            let clean = !between.is_empty() && between.len() <= 2 && between.iter().all(|word| word.comma || word.upos == Upos::Cconj);
            let subject = matches!(words[phrases[end].head].deprel, Deprel::Nsubj | Deprel::NsubjPass) && conjunction;
            if !clean || subject {
                break;
            }
            end += 1;
            if conjunction {
                last_joined = end;
                break;
            }
        }
        if last_joined > first + 1 {
            found.push(Row { first, end: last_joined });
            first = last_joined;
        } else {
            first += 1;
        }
    }
    found
}

impl Phrases {
    /// The row that a phrase belongs to.
    pub fn row_of(&self, phrase: usize) -> Option<&Row> {
        self.rows.iter().find(|row| (row.first..row.end).contains(&phrase))
    }

    /// Whether a word stands inside a row, commas and conjunction included.
    pub fn in_row(&self, word: usize) -> bool {
        self.rows.iter().any(|row| (self.phrases[row.first].start..self.phrases[row.end - 1].end).contains(&word))
    }
}
