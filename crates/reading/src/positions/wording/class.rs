//! Which class of `lexicon/issues/` the head of a wording raises, by what stands beside it.

use super::Wording;
use super::head::Head;
use rapporteur_language::Upos;
use rapporteur_lexicon::concepts::{Kind, Naming};
use rapporteur_lexicon::issues::{Beside, IssueWord, Part, What};

/// How a class is asked for.
#[derive(Clone, Copy)]
struct Asked<'n> {
    head: Head,
    lo: usize,
    /// What the head names besides, as a concept.
    named: Option<&'n Naming>,
    /// Where what it names ends.
    last: Option<usize>,
    /// Only rows of the head's part of speech.
    strict: bool,
    /// Rows that ask for something beside the head, or those that do not.
    beside: bool,
}

impl<'a> Wording<'_, 'a> {
    /// The class that the head raises, and the places of the words by which.
    /// `strict`: where the row's part of speech is the head's.
    pub(super) fn class(
        &self,
        head: Head,
        lo: usize,
        named: Option<&(&Naming, Vec<usize>)>,
        strict: bool,
    ) -> Option<(&'a IssueWord, Vec<usize>)> {
        let issues = &self.scene.lexicon.issues;
        let last = named.and_then(|(_, used)| used.last().copied());
        let named = named.map(|(naming, _)| *naming);
        // What asks for more goes first.
        for beside in [true, false] {
            let asked = Asked { head, lo, named, last, strict, beside };
            for first in self.firsts(head.at, head.verbal) {
                for (place, key) in self.words[first].keys.iter().enumerate() {
                    let mut rows = issues.composed(key).iter().chain(issues.words(key));
                    let found = rows.find_map(|row| self.raised(asked, first, place, row).map(|used| (row, used)));
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// The class that the words raise whatever is done, and their places.
    pub(super) fn open_class(&self, head: Head, lo: usize) -> Option<(&'a IssueWord, Vec<usize>)> {
        let issues = &self.scene.lexicon.issues;
        for more in [true, false] {
            for (at, word) in self.words.iter().enumerate() {
                let concept = if word.name.is_none() { self.kind(at).map(|(_, key)| key) } else { None };
                let keys = word.keys[..word.own].iter().map(String::as_str).chain(concept);
                let rows = keys.flat_map(|key| issues.open(key)).filter(|row| row.also.is_empty() != more);
                let mut found = rows.filter_map(|row| {
                    let mut used = Vec::new();
                    self.fits(head, lo, row, &mut used).then_some((row, used))
                });
                if let Some(found) = found.next() {
                    return Some(found);
                }
            }
        }
        None
    }

    /// The places of the words by which a row whose first word stands at `first`, by its key of that place, is raised.
    fn raised(&self, asked: Asked<'_>, first: usize, place: usize, row: &IssueWord) -> Option<Vec<usize>> {
        let (head, word) = (asked.head, &self.words[first]);
        let asks = !row.beside.is_empty() || row.alone;
        // "go on" is no going, "give up" no giving.
        let longest = asked.named.map_or(0, |naming| naming.rest.len());
        // "go on selling it".
        let on = |at: usize| self.words[at].is(&["on"]) && self.words.get(at + 1).is_some_and(super::Word::is_gerund);
        let goes_on = asked.last.is_some_and(on);
        let other = row.rest.len() < longest && (row.beside.is_empty() || goes_on || leaves_particle(asked.named, row.rest.len()));
        if asks != asked.beside || row.rest.len() < head.at - first || other {
            return None;
        }
        let verb = row.part == Part::Verb;
        // "felling in Arden" is a noun of a row.
        let noun = !verb && !head.verbal && place < word.own && word.is_plain(&word.keys[place]);
        let agrees = noun || verb == (head.verbal || place >= word.own || word.is_gerund());
        let loose = !asked.strict && verb && place < word.own && !head.verbal && !asks;
        if asked.strict && !agrees || loose || verb && first < head.at {
            return None;
        }
        if row.rest.is_empty() && row.beside.iter().any(|beside| beside.what == What::Person) && self.is_freed_from(head, asked) {
            return None;
        }
        let mut used = self.rest(first, &row.rest, verb)?;
        // "go on sending it to Orsk" is no going to Orsk.
        let nearer = longest == row.rest.len() && asked.last.is_some_and(|last| used.last().is_some_and(|&at| at > last));
        if longest > 0 && nearer {
            return None;
        }
        let end = used.iter().max().map_or(head.at, |&last| last.max(head.at)) + 1;
        // "barred from travelling" keeps nobody out.
        let from = row.rest.last().is_some_and(|last| &**last == "from");
        let doing = |&at: &usize| self.words.get(at + 1).is_some_and(super::Word::is_gerund);
        if from && row.beside.is_empty() && used.last().is_some_and(doing) {
            return None;
        }
        if !(used.contains(&head.at) && self.fits(head, asked.lo, row, &mut used)) {
            return None;
        }
        (!self.is_of_doing(asked, end, &used)).then_some(used)
    }

    /// Whether somebody is rid of what holds nobody in a cell: "Orsk be freed from curfew".
    fn is_freed_from(&self, head: Head, asked: Asked<'_>) -> bool {
        let Some([of]) = asked.named.map(|naming| &*naming.rest) else { return false };
        let of_all = |kind: Kind| matches!(kind, Kind::Goods | Kind::Amount | Kind::Whole) || &**of == "of";
        let place = matches!(&**of, "from" | "of").then(|| self.phrase(head, of));
        place.and_then(|place| self.top(&place)).and_then(|at| self.kind(at)).is_some_and(|(kind, _)| of_all(kind))
    }

    /// Whether what is refused or given up is a doing behind it, of which the row says nothing: "the refusal to ban it", "give up testing it".
    fn is_of_doing(&self, asked: Asked<'_>, end: usize, used: &[usize]) -> bool {
        let being = asked.named.is_some_and(|naming| self.scene.lexicon.issues.concepts.concept(naming.concept).kind == Kind::Being);
        let doing = |at: usize| {
            let word = self.words.get(at);
            !used.contains(&at) && word.is_some_and(|word| word.name.is_none() && !word.inner) && self.is_verb_at(at)
        };
        let to = self.words.get(end).is_some_and(|word| word.is(&["to"]));
        being && (to && doing(end + 1) || doing(end) && self.words[end].is_gerund())
    }

    fn fits(&self, head: Head, lo: usize, row: &IssueWord, used: &mut Vec<usize>) -> bool {
        if row.beside.is_empty() && !row.alone {
            return true;
        }
        // Who stands before a verb is whom it concerns only in the passive, where the row asks for an object too.
        let object = row.beside.iter().chain(&row.also).any(|beside| &*beside.place == "obj");
        let intransitive = |used: &[usize]| {
            let behind = self.region(head, lo, "obj");
            !behind.iter().any(|at| !used.contains(at) && (self.words[*at].name.is_some() || self.is_content(*at)))
        };
        let idle = |beside: &Beside, used: &[usize]| {
            let nominal = head.verbal && row.part == Part::Verb && object && matches!(&*beside.place, "of" | "poss" | "for");
            // "Karim come home" has no object but its own words.
            let subject = object && &*beside.place == "subj" && !head.passive && !intransitive(used);
            (nominal || subject) && !matches!(beside.what, What::Words(_))
        };
        let mut any = |conditions: &[Beside], itself: bool| {
            let mut found = false;
            // All that is there belongs to the row's words, not only the first.
            for beside in conditions {
                if idle(beside, used) {
                    continue;
                }
                found |= self.stands(head, lo, beside, used, itself);
            }
            found
        };
        let stands = any(&row.beside, false) && (row.also.is_empty() || any(&row.also, true));
        if stands || !row.alone {
            return stands;
        }
        let object = self.region(head, lo, if head.verbal { "obj" } else { "of" });
        let person = Beside { place: "subj".into(), what: What::Person };
        let somebody = row.part != Part::Verb || row.slots.is_empty() || self.stands(head, lo, &person, used, false);
        // "stay under curfew" is no staying.
        let under = self.region(head, lo, "under").iter().any(|&at| self.is_content(at));
        somebody && !under && (head.passive || !object.iter().any(|&at| self.words[at].name.is_some() || self.is_content(at)))
    }

    /// The concept of a word: that of "fewer" is "less".
    fn concept_at(&self, at: usize) -> Option<&'a str> {
        let (kind, key) = self.kind(at)?;
        let says_how = matches!(self.words[at].upos, Upos::Adj | Upos::Det | Upos::Adv);
        let less = kind == Kind::Degree && says_how && self.naming(at, false).is_some_and(|(naming, _)| !naming.positive);
        Some(if less { "less" } else { key })
    }

    /// Whether who leaves leaves a thing: "Telmark's exit from coal".
    fn is_from_thing(&self, head: Head, lo: usize) -> bool {
        let from = self.region(head, lo, "from");
        let thing = |kind: Kind| matches!(kind, Kind::Goods | Kind::Thing | Kind::Amount | Kind::Act | Kind::Whole);
        self.top(&from).and_then(|at| self.kind(at)).is_some_and(|(kind, _)| thing(kind))
    }

    /// `itself`: whether the head counts as well.
    fn stands(&self, head: Head, lo: usize, beside: &Beside, used: &mut Vec<usize>, itself: bool) -> bool {
        if beside.what == What::Goods {
            return (0..self.words.len()).any(|at| at != head.at && self.kind(at).is_some_and(|(kind, _)| kind == Kind::Goods));
        }
        if let What::Words(words) = &beside.what {
            let mut found = false;
            for (at, word) in self.words.iter().enumerate() {
                if self.is_preposition(at) {
                    continue;
                }
                let known = word.keys.iter().any(|key| words.contains(key.as_str()))
                    || words.contains(word.lower.as_str())
                    || word.name.is_none() && self.concept_at(at).is_some_and(|key| words.contains(key));
                // An "army chief" is no army.
                let inside = at + 1 != head.at
                    && word.upos == Upos::Noun
                    && self.words.get(at + 1).is_some_and(|next| next.upos == Upos::Noun && next.name.is_none())
                    && self.kind(at).is_some_and(|(kind, _)| kind == Kind::People);
                if known && !inside && (itself || !(at == head.at && used.contains(&at))) {
                    used.push(at);
                    found = true;
                }
            }
            return found;
        }
        // "set Brandt free": the row's own words are nobody.
        let mut region = self.region(head, lo, &beside.place);
        region.retain(|at| *at == head.at || !used.contains(at));
        let Some(top) = self.top(&region) else { return false };
        let word = &self.words[top];
        // "the Front" is nobody, "the editor Dorn" is.
        let start = (0..top).rev().find(|&at| !self.words[at].inner);
        let article = start.is_some_and(|at| self.words[at].is(&["the"]));
        let state = word.name.is_some() && self.scene.lexicon.actors.known(&[word.form]).is_some();
        let pronoun = word.upos == Upos::Pron;
        match beside.what {
            What::Actor => {
                word.name.is_some() || pronoun || self.is_people(top) || self.kind(top).is_some_and(|(kind, _)| kind == Kind::People)
            }
            // "Telmark's exit from coal".
            What::Person if &*beside.place == "poss" && self.is_from_thing(head, lo) => false,
            What::Person => {
                // "Rook Island" is nobody.
                let thing = |naming: &Naming| {
                    !naming.verb && naming.rest.is_empty() && matches!(self.concept_kind(naming), Kind::Thing | Kind::Place)
                };
                word.name.is_some() && !article && !state && !self.scene.lexicon.issues.concepts.words(&word.lower).iter().any(thing)
                    || word.is(&["he", "she", "him", "her", "his"])
                    || word.keys.first().is_some_and(|key| *key == word.lower && self.scene.lexicon.actors.role_word(key).is_some())
            }
            What::Place | What::Body => word.name.is_some(),
            What::Words(_) | What::Goods => false,
        }
    }
}

/// Whether the word of a longer naming that a row leaves out makes another verb of it.
fn leaves_particle(named: Option<&Naming>, at: usize) -> bool {
    let word = named.and_then(|naming| naming.rest.get(at)).map_or("", |word| word);
    // "hold on to", not "vote on".
    let on = word == "on" && named.and_then(|naming| naming.rest.get(at + 1)).is_some_and(|next| &**next == "to");
    on || matches!(word, "up" | "out" | "off" | "back" | "down" | "over" | "away" | "ahead")
}
