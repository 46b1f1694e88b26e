//! One sentence: its verbs in the dictionary, the patterns that fit, source and target.

use crate::clause::{self, Word};
use crate::coder::Coder;
use crate::compile::Form;
use crate::matching::{Around, Bound};
use crate::phrases::Phrases;
use crate::vocabulary::WordId;
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::petrarch::{Mood, Style};

/// No actor.
pub const NOBODY: &str = "---";
/// The code of a mere statement.
pub const STATEMENT: &str = "010";

/// Verb, source, code, target.
pub type Found = (usize, String, String, String);

/// One sentence on its way.
pub struct Coding<'a> {
    /// The dictionaries.
    pub coder: &'a Coder,
    /// Its words.
    pub words: &'a [Word],
    /// Its phrases, with their codes.
    pub phrases: &'a Phrases,
}

impl Coding<'_> {
    /// The events in order: a verb that was coded hides those inside its phrase.
    pub fn events(&self) -> Vec<Found> {
        if !self.coder.verbs.rules.is_empty() {
            return self.along_the_tree();
        }
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let coded = if self.may_code(at) { self.verb(at) } else { None };
            match coded {
                Some((mut events, end)) => {
                    found.append(&mut events);
                    at = end + 1;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The words that may be verbs of the dictionary though tags or trees say otherwise.
    pub fn mistaken(&self) -> Vec<usize> {
        let clausal = |deprel: Deprel| {
            matches!(deprel, Deprel::Root | Deprel::Nsubj | Deprel::Ccomp | Deprel::Conj | Deprel::Parataxis | Deprel::Obj)
        };
        let candidate = |&at: &usize| {
            let word = &self.words[at];
            let taken = match word.upos {
                Upos::Verb => self.phrases.of_word[at].is_some(),
                Upos::Intj => true,
                Upos::Noun | Upos::Adj => clausal(word.deprel),
                _ => false,
            };
            taken && !word.cut && self.coder.verbs.is_form(word.form)
        };
        (1..self.words.len()).filter(candidate).collect()
    }

    /// The events of a word taken for a verb: a phrase with a code must end right before it, and its phrase is what follows up to a comma.
    pub fn as_verb(&self, at: usize) -> Vec<Found> {
        let subject = self.phrases.of_word[at - 1].is_some_and(|phrase| !self.phrases.phrases[phrase].code.is_empty());
        if !subject {
            return Vec::new();
        }
        let end = (at + 1..self.words.len()).find(|&place| self.parts(place)).unwrap_or(self.words.len()) - 1;
        match self.code(at, end, None) {
            Some((code, bound, before, after)) => self.actors(at, &code, bound, &before, &after),
            None => Vec::new(),
        }
    }

    /// Whether a word is a comma that parts clauses.
    fn parts(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.comma && !word.cut && self.phrases.of_word[at].is_none() && !self.phrases.in_row(at)
    }

    /// Whether the word is a verb that may be coded: not one of a relative clause, which is a part of its noun phrase.
    pub fn may_code(&self, at: usize) -> bool {
        let word = &self.words[at];
        if word.cut || !clause::is_verbal(word) || self.phrases.of_word[at].is_some() {
            return false;
        }
        !clause::above(self.words, at).any(|up| self.words[up].deprel == Deprel::AclRelcl)
    }

    /// The words before a verb from it to the last comma, and behind it to the end of its phrase.
    fn around(&self, first: usize, last: usize, end: usize) -> (Vec<usize>, Vec<usize>) {
        let usable = |at: &usize| !self.words[*at].cut && (self.words[*at].letters || self.words[*at].light);
        let before = (0..first).rev().take_while(|&at| !self.parts(at)).filter(usable).collect();
        let after = (last + 1..=end.max(last)).filter(usable).collect();
        (before, after)
    }

    /// The forms of the dictionary that stand at a verb, those with most words round them, with the first and last of their words.
    fn forms(&self, at: usize) -> Vec<(&Form, usize, usize)> {
        let word = &self.words[at];
        let all = self.coder.verbs.of(word.form, word.lemma).iter();
        let standing = all.filter_map(|form| {
            let last = form.after.iter().try_fold(at, |last, &id| self.next(last, id))?;
            let first = form.before.iter().rev().try_fold(at, |first, &id| self.previous(first, id))?;
            Some((form, first, last))
        });
        let found: Vec<_> = standing.collect();
        let most = found.first().map_or(0, |(form, ..)| form.before.len() + form.after.len());
        found.into_iter().take_while(|(form, ..)| form.before.len() + form.after.len() == most).collect()
    }

    fn next(&self, from: usize, id: WordId) -> Option<usize> {
        let mut places = from + 1..self.words.len();
        places.find(|&at| !self.words[at].light || self.words[at].form == id).filter(|&at| self.words[at].form == id)
    }

    fn previous(&self, from: usize, id: WordId) -> Option<usize> {
        (0..from).rev().find(|&at| !self.words[at].light || self.words[at].form == id).filter(|&at| self.words[at].form == id)
    }

    /// How a verb puts what it governs, by its block.
    pub fn mood(&self, at: usize) -> Option<Mood> {
        self.forms(at).iter().find_map(|(form, ..)| self.coder.verbs.blocks[form.block].mood)
    }

    /// The events of one verb, and the last word of its phrase; `None` where it gives no code.
    fn verb(&self, at: usize) -> Option<(Vec<Found>, usize)> {
        let end = clause::end_of_phrase(self.words, at);
        let (code, bound, before, after) = self.code(at, end, None)?;
        // "was seen to break": seeing is told only where nothing else is.
        if self.coder.verbs.style == Style::Phrases && code == STATEMENT && self.governs_act(at) {
            return None;
        }
        Some((self.actors(at, &code, bound, &before, &after), end))
    }

    /// Whether a verb governs another one, without a subject of its own, that has a code.
    fn governs_act(&self, at: usize) -> bool {
        let mut governed =
            (0..self.words.len()).filter(|&word| self.words[word].head == Some(at) && self.words[word].deprel == Deprel::Xcomp);
        governed.any(|word| self.may_code(word) && self.forms(word).iter().any(|(form, ..)| form.code != NOBODY))
    }

    /// The code of a verb, the actors that its pattern names, and the words before and behind it; `None` where it gives no code.
    /// Where `own` is given, patterns see only these words behind the verb.
    pub fn code(&self, at: usize, end: usize, own: Option<&dyn Fn(usize) -> bool>) -> Option<(String, Bound, Vec<usize>, Vec<usize>)> {
        let forms = self.forms(at);
        let (form, first, last) = *forms.first()?;
        let (before, mut after) = self.around(first, last, end);
        if let Some(own) = own {
            after.retain(|&word| own(word));
        }
        let style = self.coder.verbs.style;
        // Patterns of phrases mean the verb's own clause; flat ones all that follows.
        let seen: Vec<usize> = after.iter().copied().filter(|&word| style == Style::Words || self.is_in_clause(word, at)).collect();
        let mut around = Around { words: self.words, phrases: self.phrases, before: &before, after: &seen, style, lemmas: false };
        // A verb may stand in several blocks: the pattern that demands most decides, then the order of the file.
        let fitting = forms.iter().filter_map(|(form, ..)| around.first(&self.coder.verbs.blocks[form.block].patterns));
        let best = fitting.reduce(|best, other| if other.0.weight > best.0.weight { other } else { best });
        let plain = forms.iter().map(|(form, ..)| form.code.as_str()).find(|code| *code != NOBODY).unwrap_or(&form.code);
        let told_before = best.as_ref().is_some_and(|(pattern, _)| !pattern.before.is_empty());
        let (mut code, bound) = match best {
            Some((pattern, bound)) if pattern.code != NOBODY => (pattern.code.as_str(), bound),
            // A pattern without a code takes the verb's away, as "held a vote" is no arrest.
            _ => (plain, Bound::default()),
        };
        if code == NOBODY {
            return None;
        }
        if self.coder.verbs.style == Style::Phrases && (self.is_negated(at) || (!told_before && self.is_by_neither(at))) {
            // What has no name when it is refused did not happen and is nothing.
            code = self.coder.acts.code(code, Mood::Refused)?;
        }
        Some((code.to_owned(), bound, before, after))
    }

    pub fn is_negated(&self, at: usize) -> bool {
        let negates = |word: &Word| word.upos == Upos::Part || word.form == self.coder.never;
        self.words.iter().any(|word| word.head == Some(at) && word.deprel == Deprel::Advmod && negates(word))
    }

    /// Whether neither of its subjects did it: "neither Varosia nor Telmark attacked Belmar".
    fn is_by_neither(&self, at: usize) -> bool {
        let under = |word: usize| clause::above(self.words, word).skip(1).take(3).any(|up| up == at);
        (0..at).any(|word| self.words[word].form == self.coder.neither && under(word))
    }

    /// Source and target of a verb, as triples.
    fn actors(&self, at: usize, code: &str, bound: Bound, before: &[usize], after: &[usize]) -> Vec<Found> {
        if let Some(row) = bound.both {
            let codes = self.codes(row);
            return self.triples(at, code, &codes, &codes);
        }
        let target = bound.target.or_else(|| self.target(after, &[], bound));
        let Some(target) = target.or_else(|| self.first_phrase(after)) else { return Vec::new() };
        let targets = self.codes(target);
        let source = bound.source.or_else(|| self.nearest(before, &targets)).or_else(|| self.first_phrase(before));
        let Some(source) = source else { return Vec::new() };
        let sources = self.codes(source);
        let passive = bound.source.is_none() && bound.target.is_none() && self.is_passive(at, after);
        if passive { self.triples(at, code, &targets, &sources) } else { self.triples(at, code, &sources, &targets) }
    }

    pub fn is_passive(&self, at: usize, after: &[usize]) -> bool {
        let auxiliary = self.words.iter().any(|word| word.head == Some(at) && word.deprel == Deprel::AuxPass)
            || self.words[..at].iter().rev().take(3).any(|word| word.upos == Upos::Aux && word.lemma == self.coder.be);
        auxiliary && after.iter().any(|&at| self.words[at].form == self.coder.by)
    }

    /// The first phrase in a sequence that has a code, or that stands in a row with one; not one with these codes.
    pub fn nearest(&self, sequence: &[usize], not: &[String]) -> Option<usize> {
        sequence.iter().filter_map(|&at| self.phrases.of_word[at]).find(|&phrase| {
            let codes = self.codes(phrase);
            codes.iter().any(|code| code != NOBODY) && codes.as_slice() != not
        })
    }

    /// As [`Coding::nearest`], but a mere agent that the pattern speaks of ("sent troops to Telmark", "began a military offensive") is none, and
    /// an actor goes before another agent.
    pub fn target(&self, after: &[usize], not: &[String], bound: Bound) -> Option<usize> {
        let agent = |phrase: usize| self.phrases.phrases[phrase].code.starts_with(NOBODY);
        if let Some(used) = bound.used.filter(|&used| agent(used)) {
            let rest: Vec<usize> = after.iter().copied().filter(|&at| self.phrases.of_word[at] != Some(used)).collect();
            let other = self.nearest(&rest, not).filter(|&other| !agent(other));
            return other.or_else(|| self.nearest(&rest, not));
        }
        self.nearest(after, not)
    }

    pub fn first_phrase(&self, sequence: &[usize]) -> Option<usize> {
        sequence.iter().find_map(|&at| self.phrases.of_word[at])
    }

    /// The codes of a phrase, or of all phrases in its row; `---` where none has one.
    pub fn codes(&self, phrase: usize) -> Vec<String> {
        let all = self.phrases.row_of(phrase).map_or(phrase..phrase + 1, |row| row.first..row.end);
        let mut codes: Vec<String> = Vec::new();
        for phrase in &self.phrases.phrases[all] {
            if phrase.code.is_empty() {
                continue;
            }
            // PETRARCH 1 takes `A/B` for two actors; UniversalPetrarch writes it as it stands.
            match self.coder.verbs.style {
                Style::Words => codes.extend(phrase.code.split('/').map(str::to_owned)),
                Style::Phrases => codes.push(phrase.code.clone()),
            }
        }
        if codes.is_empty() { vec![NOBODY.to_owned()] } else { codes }
    }

    /// Every source with every target; two codes make an event each way.
    pub fn triples(&self, at: usize, code: &str, sources: &[String], targets: &[String]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut add = |code: &str, from: &[String], to: &[String]| {
            for source in from {
                for target in to.iter().filter(|target| *target != source) {
                    let nobody = usize::from(source == NOBODY) + usize::from(target == NOBODY);
                    if nobody == 0 || (nobody == 1 && self.coder.one_actor) {
                        found.push((at, source.clone(), code.to_owned(), target.clone()));
                    }
                }
            }
        };
        match code.split_once(':') {
            Some((forth, back)) => {
                let nobody = |codes: &[String]| codes.len() == 1 && codes[0] == NOBODY;
                let (sources, targets) = if nobody(targets) {
                    (sources, sources)
                } else if nobody(sources) {
                    (targets, targets)
                } else {
                    (sources, targets)
                };
                if !forth.is_empty() {
                    add(forth, sources, targets);
                }
                add(back, targets, sources);
            }
            None => add(code, sources, targets),
        }
        found
    }
}
