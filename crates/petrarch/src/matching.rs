//! Patterns against the words round a verb.

use crate::clause::Word;
use crate::compile::{Pattern, Piece, Set, Step};
use crate::phrases::Phrases;
use crate::vocabulary::WordId;
use rapporteur_language::Upos;
use rapporteur_lexicon::petrarch::Style;

/// More steps than this are not tried for one pattern, so that no text can make matching slow.
const MOST_STEPS: usize = 4_000;

/// What a pattern says of the actors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// The phrase marked `$`.
    pub source: Option<usize>,
    /// The phrase marked `+`.
    pub target: Option<usize>,
    /// A phrase of the row marked `%`.
    pub both: Option<usize>,
    /// The first phrase behind the verb that a word of the pattern stands in.
    pub used: Option<usize>,
}

/// The words round a verb.
pub struct Around<'a> {
    /// The sentence's words.
    pub words: &'a [Word],
    /// Its phrases.
    pub phrases: &'a Phrases,
    /// Words before the verb, from the verb to the beginning.
    pub before: &'a [usize],
    /// Words after it.
    pub after: &'a [usize],
    /// How patterns are to be understood.
    pub style: Style,
    /// Whether a word may also stand by its lemma.
    pub lemmas: bool,
}

/// One side of the verb.
struct Side<'a> {
    around: &'a Around<'a>,
    sequence: &'a [usize],
    /// Whether it goes back.
    back: bool,
    steps: usize,
    /// How many prepositional phrases of the pattern are being matched.
    inside_prep: usize,
}

impl Around<'_> {
    /// The pattern that fits, of patterns in order of what they demand, and the actors that it names. Of those that demand alike one
    /// whose very forms stand there goes before one that has their lemmas.
    pub fn first<'p>(&mut self, patterns: &'p [Pattern]) -> Option<(&'p Pattern, Bound)> {
        for alike in patterns.chunk_by(|one, other| one.weight == other.weight) {
            for lemmas in [false, true] {
                if lemmas && self.style == Style::Words {
                    break;
                }
                self.lemmas = lemmas;
                if let Some(found) = alike.iter().find_map(|pattern| self.fits(pattern).map(|bound| (pattern, bound))) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Whether a pattern fits, and which actors it names.
    fn fits(&self, pattern: &Pattern) -> Option<Bound> {
        let mut bound = Bound::default();
        let mut after = Side { around: self, sequence: self.after, back: false, steps: 0, inside_prep: 0 };
        if !after.run(&pattern.after, 0, &mut bound) {
            return None;
        }
        let mut before = Side { around: self, sequence: self.before, back: true, steps: 0, inside_prep: 0 };
        before.run(&pattern.before, 0, &mut bound).then_some(bound)
    }
}

impl Side<'_> {
    /// Whether the steps fit from a place on.
    fn run(&mut self, steps: &[Step], at: usize, bound: &mut Bound) -> bool {
        let Some((step, rest)) = steps.split_first() else { return true };
        let last = if step.at_once { self.next_heavy(at, &step.piece) } else { self.sequence.len() };
        for from in at..self.sequence.len().min(last + usize::from(step.at_once)) {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return false;
            }
            let kept = *bound;
            for end in self.stands(&step.piece, from, bound) {
                if !self.back && bound.used.is_none() && matches!(step.piece, Piece::Words(_) | Piece::Phrase(_)) {
                    bound.used = self.around.phrases.of_word[self.sequence[from]];
                }
                if self.run(rest, end, bound) {
                    return true;
                }
            }
            *bound = kept;
        }
        false
    }

    /// The last place at which a step that must follow at once may begin: light words are passed over.
    fn next_heavy(&self, at: usize, piece: &Piece) -> usize {
        if matches!(piece, Piece::Source | Piece::Target | Piece::Both | Piece::Skip) {
            return at;
        }
        (at..self.sequence.len()).find(|&place| !self.word(place).light).unwrap_or(at)
    }

    fn word(&self, place: usize) -> &Word {
        &self.around.words[self.sequence[place]]
    }

    /// Where the piece ends if it begins at a place; none where it does not stand there.
    fn stands(&mut self, piece: &Piece, from: usize, bound: &mut Bound) -> Vec<usize> {
        match piece {
            Piece::Words(set) => self.words(set, from),
            Piece::Phrase(words) => self.phrase(words, from).into_iter().collect(),
            Piece::Prep(preposition, inside) => self.prepositional(preposition, inside, from, bound).into_iter().collect(),
            Piece::Source => self.actor(from, &mut bound.source).into_iter().collect(),
            Piece::Target => self.actor(from, &mut bound.target).into_iter().collect(),
            Piece::Skip => self.actor(from, &mut None).into_iter().collect(),
            Piece::Both => {
                let found = self.around.phrases.of_word[self.sequence[from]]
                    .and_then(|phrase| self.around.phrases.row_of(phrase).map(|row| (phrase, row)));
                let Some((phrase, row)) = found else { return Vec::new() };
                bound.both = Some(phrase);
                let phrases = &self.around.phrases.phrases;
                vec![self.after_span(phrases[row.first].start, phrases[row.end - 1].end, from)]
            }
        }
    }

    /// The first place behind the words of a span, going on from `from`.
    fn after_span(&self, start: usize, end: usize, from: usize) -> usize {
        (from..self.sequence.len()).find(|&place| !(start..end).contains(&self.sequence[place])).unwrap_or(self.sequence.len())
    }

    /// A noun phrase at the place.
    fn actor(&self, from: usize, named: &mut Option<usize>) -> Option<usize> {
        let phrase = self.around.phrases.of_word[self.sequence[from]]?;
        *named = Some(phrase);
        let span = &self.around.phrases.phrases[phrase];
        Some(self.after_span(span.start, span.end, from))
    }

    fn same(&self, place: usize, id: WordId) -> bool {
        let word = self.word(place);
        id != crate::vocabulary::UNKNOWN && (word.form == id || (self.around.lemmas && word.lemma == id))
    }

    /// Where a run of words ends that begins at the place, in the direction of going.
    fn run_of(&self, run: &[WordId], from: usize) -> Option<usize> {
        let mut at = from;
        for step in 0..run.len() {
            let id = run[if self.back { run.len() - 1 - step } else { step }];
            while at > from && at < self.sequence.len() && self.word(at).light && !self.same(at, id) {
                at += 1;
            }
            if at >= self.sequence.len() || !self.same(at, id) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    fn words(&self, set: &Set, from: usize) -> Vec<usize> {
        let mut ends: Vec<usize> = set.runs().iter().filter_map(|run| self.run_of(run, from)).collect();
        let word = self.word(from);
        if set.has(word.form) || (self.around.lemmas && set.has(word.lemma)) {
            ends.push(from + 1);
        }
        if self.around.style == Style::Phrases {
            ends.retain(|&end| self.heads(from, end));
        }
        ends
    }

    /// Whether the words from a place to an end hold the head of a phrase, or are in no phrase.
    fn heads(&self, from: usize, end: usize) -> bool {
        let last = self.sequence[if self.back { from } else { end - 1 }];
        match self.around.phrases.of_word[last] {
            Some(phrase) => {
                let phrase = &self.around.phrases.phrases[phrase];
                let head = phrase.head == last || phrase.end == last + 1 || self.around.words[last].upos == Upos::Adj;
                head && !self.is_governed(phrase.start)
            }
            // Behind the verb adverbs, particles and verbs may be meant; before it only the subject's nouns.
            None => !self.back,
        }
    }

    /// Whether a preposition stands before the phrase that begins there: then a pattern has to name it.
    fn is_governed(&self, start: usize) -> bool {
        // A particle of the verb stands before the sequence.
        let before = start.checked_sub(1).filter(|&before| self.sequence.first().is_some_and(|&first| before >= first));
        !self.back && self.inside_prep == 0 && before.is_some_and(|before| self.around.words[before].upos == Upos::Adp)
    }

    /// `{MOD HEAD}`: the phrase at the place has all the words, the last one as its head.
    fn phrase(&self, sets: &[Set], from: usize) -> Option<usize> {
        let phrase = &self.around.phrases.phrases[self.around.phrases.of_word[self.sequence[from]]?];
        if self.is_governed(phrase.start) {
            return None;
        }
        let ids = &self.around.words[phrase.start..phrase.end];
        let (head, others) = sets.split_last()?;
        let lemma = self.around.lemmas;
        let has = |set: &Set, word: &Word| set.has(word.form) || (lemma && set.has(word.lemma));
        let run_at = |set: &Set, at: usize| {
            set.runs().iter().any(|run| run.len() <= ids.len() - at && run.iter().zip(&ids[at..]).all(|(&id, word)| word.form == id))
        };
        let mut at = 0;
        for set in others {
            at = (at..ids.len()).find(|&place| has(set, &ids[place]) || run_at(set, place))? + 1;
        }
        let stands = (at..ids.len()).any(|place| (has(head, &ids[place]) && self.is_head(phrase.start + place)) || run_at(head, place));
        stands.then(|| self.after_span(phrase.start, phrase.end, from))
    }

    /// Whether a word is the head of its phrase.
    fn is_head(&self, word: usize) -> bool {
        self.around.phrases.of_word[word].is_some_and(|phrase| {
            let phrase = &self.around.phrases.phrases[phrase];
            phrase.head == word || phrase.end == word + 1
        })
    }

    /// `(PREP …)`.
    fn prepositional(&mut self, preposition: &Set, inside: &[Piece], from: usize, bound: &mut Bound) -> Option<usize> {
        if self.back {
            return self.prepositional_before(preposition, inside, from, bound);
        }
        let starts = self.words(preposition, from);
        let start = *starts.first()?;
        let mut at = start;
        let limit = (start + REACH).min(self.sequence.len());
        self.inside_prep += 1;
        for piece in inside {
            let found = (at..limit).find_map(|place| self.stands(piece, place, bound).first().copied());
            at = match found {
                Some(end) => end,
                None => {
                    self.inside_prep -= 1;
                    return None;
                }
            };
        }
        self.inside_prep -= 1;
        Some(at)
    }

    /// A preposition alone, whatever phrase it belongs to; "to" before a verb is none.
    fn preposition(&self, set: &Set, from: usize) -> Option<usize> {
        let word = self.word(from);
        let runs = || set.runs().iter().find_map(|run| self.run_of(run, from));
        if set.has(word.form) { (word.upos != Upos::Part).then_some(from + 1) } else { runs() }
    }

    /// Going back, the preposition comes after what it governs.
    fn prepositional_before(&mut self, preposition: &Set, inside: &[Piece], from: usize, bound: &mut Bound) -> Option<usize> {
        let mut at = from;
        for piece in inside.iter().rev() {
            at = *self.stands(piece, at, bound).first()?;
        }
        let limit = (at + REACH).min(self.sequence.len());
        if inside.is_empty() {
            return self.preposition(preposition, at);
        }
        (at..limit).find_map(|place| self.preposition(preposition, place))
    }
}

/// So many words a prepositional phrase may have that a pattern describes.
const REACH: usize = 7;
