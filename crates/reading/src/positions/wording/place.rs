//! Who stands where beside the head of a wording: before it, behind it, behind which preposition.

use super::head::Head;
use super::{Form, Wording};
use rapporteur_language::Upos;
use rapporteur_lexicon::concepts::Kind;
use rapporteur_lexicon::issues::{IssueWord, Slot};

impl Wording<'_, '_> {
    /// The places of the words behind a preposition, up to the next; "of" goes on with what it belongs to.
    pub(super) fn phrase(&self, head: Head, preposition: &str) -> Vec<usize> {
        let size = self.words.len();
        let opens = |at: usize| self.is_preposition(at) && self.words[at].lower == preposition;
        // "the phasing out of the tax".
        let particle = preposition == "of"
            && head.at + 2 < size
            && opens(head.at + 2)
            && self.scene.lexicon.issues.is_particle(&self.words[head.at + 1].lower);
        let mut behind = head.at + if particle { 2 } else { 1 }..size;
        let start = if preposition == "of" && !head.verbal {
            // "withdrawal from the treaty of Porto": the second belongs to the first.
            // "the removal by Kesh of sanctions".
            behind.find(|&at| self.is_preposition(at) && self.words[at].lower != "by").filter(|&at| opens(at))
        } else {
            behind.find(|&at| opens(at)).or_else(|| (0..head.at).find(|&at| opens(at)))
        };
        let Some(start) = start else { return Vec::new() };
        // "the ring around Orsk be opened", not "the right to be heard".
        let clause = |at: usize| at > start + 1 && self.words[at].is(super::head::BE);
        let ends = |at: usize| at == head.at || self.is_preposition(at) && self.words[at].lower != "of" || clause(at);
        let end = (start + 1..size).find(|&at| ends(at)).unwrap_or(size);
        (start + 1..end).collect()
    }

    /// The places of the words that stand in a place of `words.tsv`.
    pub(super) fn region(&self, head: Head, lo: usize, place: &str) -> Vec<usize> {
        if head.verbal {
            let subject = || -> Vec<usize> {
                let before: Vec<usize> = (lo..head.at).collect();
                // "that Brandt be allowed to return".
                let ends = |at: usize| self.is_preposition(at) || self.words[at].is(super::head::BE);
                if before.is_empty() { (0..lo).take_while(|&at| !ends(at)).collect() } else { before }
            };
            let behind = || -> Vec<usize> {
                // "take in fewer".
                let issues = &self.scene.lexicon.issues;
                let inward = || self.words[head.at].keys.iter().any(|key| issues.takes_in(key));
                let named = |at: usize| self.words.get(at + 1).is_none_or(|next| next.name.is_some() || next.inner);
                let particle = |at: &usize| {
                    let own =
                        |word: &super::Word<'_>| if word.is(&["in"]) { !named(*at) && inward() } else { issues.is_particle(&word.lower) };
                    self.words.get(*at).is_some_and(own)
                };
                let start = if particle(&(head.at + 1)) { head.at + 2 } else { head.at + 1 };
                let end = (start..self.words.len()).find(|&at| self.is_preposition(at) && self.words[at].lower != "of");
                (start..end.unwrap_or(self.words.len()).max(start)).collect()
            };
            return match (place, head.passive) {
                ("subj", false) => subject(),
                ("subj", true) => self.phrase(head, "by"),
                ("obj" | "iobj" | "poss" | "adj" | "compound" | "amod", true) => subject(),
                ("obj" | "iobj" | "poss" | "adj" | "compound" | "amod", false) => behind(),
                ("of", _) => {
                    let of = self.phrase(head, "of");
                    if of.is_empty() { if head.passive { subject() } else { behind() } } else { of }
                }
                (other, _) => self.phrase(head, other),
            };
        }
        let owner = (0..head.at).rev().find(|&at| self.words[at].lower == "'s");
        match place {
            "subj" => [self.phrase(head, "by"), self.owned(lo, owner)].into_iter().find(|found| !found.is_empty()).unwrap_or_default(),
            "obj" => {
                let of = self.phrase(head, "of");
                if of.is_empty() { self.beside(head, lo, owner) } else { of }
            }
            "poss" => self.owned(lo, owner),
            "adj" | "compound" | "amod" => self.beside(head, lo, owner),
            other => self.phrase(head, other),
        }
    }

    fn owned(&self, lo: usize, owner: Option<usize>) -> Vec<usize> {
        owner.map(|end| (lo.min(end)..end).collect()).unwrap_or_default()
    }

    fn beside(&self, head: Head, lo: usize, owner: Option<usize>) -> Vec<usize> {
        let from = owner.map_or(lo, |at| at + 1);
        // "Orsk without wealth tax".
        let from = (from..head.at).rev().find(|&at| self.words[at].is(&["without"])).map_or(from, |at| at + 1);
        (from..head.at).collect()
    }

    /// The last word of a noun phrase before what hangs on it.
    pub(super) fn top(&self, region: &[usize]) -> Option<usize> {
        let plain = |at: usize| !self.is_preposition(at) && self.words[at].lower != "'s";
        let start = region.iter().position(|&at| plain(at))?;
        // "the records of Sarn's police": an owner behind a preposition is not theirs.
        let stop = region[start..].iter().position(|&at| self.is_preposition(at)).map_or(region.len(), |stop| start + stop);
        let owned = region[..stop].iter().rposition(|&at| self.words[at].lower == "'s").map_or(start, |at| at + 1).max(start);
        let end = region[owned..].iter().position(|&at| self.is_preposition(at)).map_or(region.len(), |end| owned + end);
        region[owned..end].iter().rev().copied().find(|&at| {
            let word = &self.words[at];
            word.name.is_some() || matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron | Upos::Verb) && !self.is_idle(at)
        })
    }

    pub(super) fn is_idle(&self, at: usize) -> bool {
        self.kind(at).is_some_and(|(kind, _)| kind == Kind::Idle)
    }

    /// The names among some words, in alphabetical order.
    pub(super) fn names(&self, places: &[usize]) -> Vec<String> {
        let mut found: Vec<String> = places.iter().filter_map(|&at| self.words[at].name.clone()).collect();
        found.sort();
        found.dedup();
        found
    }

    /// Names of groups of people among some words, of other kinds as well.
    pub(super) fn kinds(&self, places: &[usize], kinds: &[Kind], used: &[usize]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for &at in places.iter().filter(|at| !used.contains(at)) {
            let word = &self.words[at];
            if word.name.is_some() || word.inner || !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Adv) {
                continue;
            }
            match self.kind(at) {
                Some((kind, key)) if kinds.contains(&kind) => found.push(key.to_owned()),
                // "a general strike" has no general.
                None if kinds.contains(&Kind::People) && !matches!(word.upos, Upos::Verb | Upos::Adj) && self.is_people(at) => {
                    found.push(word.keys[0].clone())
                }
                _ => {}
            }
        }
        found.sort();
        found.dedup();
        found
    }

    pub(super) fn is_people(&self, at: usize) -> bool {
        let lexicon = self.scene.lexicon;
        let key = &self.words[at].keys[0];
        lexicon.actors.role_word(key).is_some() || lexicon.actors.group(&[key]).is_some() || lexicon.quantities.is_person(key)
    }

    /// The arguments of a class: where its row looks for them, else all names, else people.
    pub(super) fn arguments(&self, head: Head, lo: usize, row: &IssueWord, used: &[usize]) -> Vec<String> {
        let all: Vec<usize> = (0..self.words.len()).collect();
        let class = self.scene.lexicon.issues.class(row.class);
        let mut args = Vec::new();
        if class.several {
            args = self.names(&all);
        } else {
            for (slots, _) in &row.slots {
                let found = slots.iter().find_map(|slot| match slot {
                    Slot::Word(word) => Some(vec![word.to_string()]),
                    Slot::Itself => None,
                    Slot::At(place, _) | Slot::Inside(place, _) => {
                        Some(self.names(&self.region(head, lo, place))).filter(|names| !names.is_empty())
                    }
                });
                args.extend(found.map(|names| names.join("+")));
            }
            if args.is_empty() {
                args = self.names(&all);
                // "Kesh grant Orsk recognition": who does it is not whom it concerns.
                if let [_] = *class.args
                    && head.verbal
                    && !head.passive
                {
                    let behind = self.names(&(head.at..self.words.len()).collect::<Vec<_>>());
                    args = if behind.is_empty() { args } else { behind };
                }
                // One argument holds all names wherever they are found.
                if let [_] = *class.args {
                    args = Some(args.join("+")).filter(|joined| !joined.is_empty()).into_iter().collect();
                }
            }
        }
        if args.is_empty() && class.keeps.iter().all(|kind| *kind == Kind::Amount) {
            args = self.kinds(&all, &[Kind::People], used);
        }
        let keeps: Vec<Kind> = class.keeps.iter().copied().filter(|kind| *kind != Kind::Amount).collect();
        // "the president pardon Dorn": who does it to somebody with a name is not whom it concerns.
        let named = head.verbal && !head.passive && !class.several && !self.names(&self.region(head, lo, "obj")).is_empty();
        let all: Vec<usize> = if named { (head.at..self.words.len()).collect() } else { all };
        // The row's own words are nobody: "immunity from prosecution".
        let own = if row.rest.is_empty() && !head.verbal { &[] } else { &used[..used.len().min(row.rest.len() + 1)] };
        let mut people = self.kinds(&all, &keeps, own);
        // Where a name says whose they are, anybody distinguishes nothing: "workers at Vant".
        if !args.is_empty() {
            people.retain(|key| !self.scene.lexicon.issues.is_anybody(key));
        }
        args.extend(people);
        args
    }

    /// The arguments where no class fits: all names, then what it is done to.
    pub(super) fn bag(&self, thing: Option<String>) -> Vec<String> {
        let all: Vec<usize> = (0..self.words.len()).collect();
        self.names(&all).into_iter().chain(thing).collect()
    }

    pub(super) fn generic(&self, predicate: String, thing: Option<String>, positive: bool) -> Form {
        Form { class: None, predicate, args: self.bag(thing), positive }
    }
}
