//! From the head of a wording to its normal form.

use super::head::{BE, Head, Within};
use super::{Form, Wording};
use rapporteur_language::Upos;
use rapporteur_lexicon::concepts::{Kind, Naming};
use rapporteur_lexicon::issues::{Effect, IssueWord, Part};

/// How many words that pass on what they govern are followed.
const DEEP: usize = 6;

const NEGATIONS: &[&str] = &["no", "not", "n't", "n’t", "never", "neither", "nobody", "none", "nothing"];

/// Prepositions that say where or when rather than what.
const SETTINGS: &[&str] =
    &["in", "at", "before", "after", "by", "during", "until", "for", "over", "under", "without", "as", "through", "since", "near"];

/// Prepositions behind which stands what a noun governs.
const GOVERNED: &[&str] = &["of", "to", "from", "on", "against", "for", "with", "in", "into", "over", "between", "at", "about"];

/// Predicate of goods that are said to come from somewhere.
const BUY: &str = "buy";

/// Predicate of what is only said to be or not to be.
const EXISTS: &str = "be";

impl<'a> Wording<'_, 'a> {
    /// The form of all words.
    pub(super) fn read(&self) -> Option<Form> {
        self.part(0, self.words.len(), 0, Within::Nothing).map(|form| self.of_kin(form))
    }

    /// The issue that a form is also about: "no soldiers in Belmar" is the issue of soldiers sent there.
    fn of_kin(&self, form: Form) -> Form {
        let issues = &self.scene.lexicon.issues;
        let Some(kin) = issues.kin(&form.predicate).filter(|_| form.class.is_none()) else { return form };
        let kind = |key: &str| issues.concepts.kind(key);
        let keeps = |found: Kind| match kin.class {
            Some(class) => issues.class(class).keeps.contains(&found),
            None => kind(&kin.key) == Some(Kind::Act),
        };
        if !self.words.iter().any(|word| word.name.is_some()) {
            return form;
        }
        let own = Some(form.predicate.clone()).filter(|own| kind(own).is_some_and(keeps));
        let args = form.args.into_iter().filter(|arg| kind(arg).is_none_or(keeps)).chain(own).collect();
        Form { class: kin.class, predicate: kin.key.to_string(), args, positive: form.positive == kin.positive }
    }

    /// The form of the words whose head is known.
    pub(super) fn read_at(&self, at: usize) -> Option<Form> {
        let verbal = matches!(self.words[at].upos, Upos::Verb | Upos::Aux);
        let be = (at.saturating_sub(3)..at).any(|before| self.words[before].is(&["be", "been", "being", "is", "are", "was", "were"]));
        let head = Head { at, verbal, passive: verbal && be && self.words[at].is_participle() };
        self.at(head, 0, self.words.len(), 0).map(|form| self.of_kin(form))
    }

    /// What a place or thing is to be without: "a mine-free road".
    fn lacking(&self, lo: usize, hi: usize) -> Option<Form> {
        let concepts = &self.scene.lexicon.issues.concepts;
        let (free, without) =
            (lo..hi).map(|at| &self.words[at].lower).find_map(|word| word.strip_suffix("-free").map(|without| (word, without)))?;
        let noun = |word: &str| concepts.words(word).iter().find(|naming| naming.rest.is_empty() && !naming.verb);
        let (naming, positive) = noun(free).map(|naming| (naming, naming.positive)).or_else(|| Some((noun(without)?, false)))?;
        Some(self.generic(concepts.concept(naming.concept).key.to_string(), None, positive))
    }

    fn part(&self, lo: usize, hi: usize, depth: usize, within: Within) -> Option<Form> {
        let Some(head) = self.head(lo, hi, within) else {
            return self.lacking(lo, hi);
        };
        self.turned(self.at(head, lo, hi, depth), lo, head)
    }

    /// Negations before the head turn the pole.
    fn turned(&self, form: Option<Form>, lo: usize, head: Head) -> Option<Form> {
        // "be without judges", "without a vote".
        let bare =
            |at: usize| (lo..at).all(|at| self.words[at].name.is_some() || self.words[at].inner || self.words[at].is(&["the", "a", "an"]));
        let lacks = |at: usize| self.words[at].is(&["without"]) && (bare(at) || self.words[at - 1].is(BE));
        let negates = |at: usize| self.words[at].is(NEGATIONS) || lacks(at);
        let negations = (lo..head.at).filter(|&at| self.words[at].name.is_none() && negates(at)).count();
        form.map(|form| Form { positive: form.positive ^ (negations % 2 == 1), ..form })
    }

    fn at(&self, head: Head, lo: usize, hi: usize, depth: usize) -> Option<Form> {
        if depth > DEEP {
            return None;
        }
        let named = self.naming(head.at, head.verbal);
        let naming = named.as_ref().map(|(naming, _)| *naming);
        // "go on" is no going.
        if let Some((row, used)) = self.class(head, lo, named.as_ref(), true) {
            return Some(self.of_class(head, lo, row, &used));
        }
        if let Some(form) = self.lacking(lo, hi) {
            return Some(form);
        }
        // What is done to a thing that no table knows counts less than what the words are about.
        let thing = |naming: &Naming| matches!(self.concept_kind(naming), Kind::Thing | Kind::Amount | Kind::Goods);
        if naming.is_some_and(thing)
            && let Some((row, used)) = self.open_class(head, lo)
        {
            return Some(self.of_class(head, lo, row, &used));
        }
        if let Some((naming, used)) = named {
            return self.of_concept(head, (lo, hi), naming, &used, depth);
        }
        if let Some((row, used)) = self.class(head, lo, None, false) {
            return Some(self.of_class(head, lo, row, &used));
        }
        if let Some(positive) = self.passes(head) {
            let inner = self.governed(head, (lo, hi), &[head.at], depth, "");
            if let Some(form) = inner {
                return Some(Form { positive: form.positive == positive, ..form });
            }
        }
        if let Some((row, used)) = self.open_class(head, lo) {
            return Some(self.of_class(head, lo, row, &used));
        }
        let word = &self.words[head.at];
        if word.name.is_some() || word.inner {
            return None;
        }
        // "be able to return".
        let adjective = head.verbal && head.passive && word.upos == Upos::Adj && !word.is_participle();
        if adjective && head.at + 2 < hi && self.words[head.at + 1].is(&["to"]) && self.is_infinitive(head.at + 2) {
            return self.part(head.at + 2, hi, depth + 1, Within::Verb);
        }
        // "the signs be bilingual": how a thing is to be that no table knows.
        if adjective
            && let Some(be) = (lo..head.at).find(|&at| self.words[at].is(BE))
            && self.has_content(lo, be)
        {
            return self.part(lo, be, depth + 1, Within::Nothing);
        }
        let predicate = word.keys.get(word.own).or(word.keys.first())?.clone();
        let degree = self.degree(head, lo, &[]);
        let form = self.generic(predicate, self.thing(head, lo, &[head.at], true), true);
        Some(match degree {
            Some(more) if !head.verbal => Form { predicate: format!("more-{}", form.predicate), positive: more, ..form },
            _ => form,
        })
    }

    fn of_class(&self, head: Head, lo: usize, row: &IssueWord, used: &[usize]) -> Form {
        let args = self.arguments(head, lo, row, used);
        let key = self.scene.lexicon.issues.class(row.class).key.to_string();
        // "send more troops" is another issue than to send troops.
        let form = Form { class: Some(row.class), predicate: key, args, positive: row.positive };
        match self.degree(head, lo, used) {
            Some(more) if self.is_graded(&form) => Form { positive: more == row.positive, ..form },
            // Of a class that is about more and less its row has said which.
            Some(_) if self.scene.lexicon.issues.concepts.kind(&form.predicate) == Some(Kind::Amount) => form,
            Some(more) => Form { class: None, predicate: format!("more-{}", form.predicate), positive: more, ..form },
            None => form,
        }
    }

    fn of_concept(&self, head: Head, (lo, hi): (usize, usize), naming: &Naming, used: &[usize], depth: usize) -> Option<Form> {
        let concept = self.scene.lexicon.issues.concepts.concept(naming.concept);
        match concept.kind {
            Kind::Being | Kind::Idle => match self.governed(head, (lo, hi), used, depth, &concept.key) {
                Some(form) => {
                    let positive = self.means(head, naming, Kind::Degree).filter(|_| self.is_amount(&form)).unwrap_or(naming.positive);
                    Some(Form { positive: form.positive == positive, ..form })
                }
                None => Some(self.generic(EXISTS.to_owned(), None, naming.positive)),
            },
            Kind::Degree => match self.governed(head, (lo, hi), used, depth, &concept.key) {
                Some(form) if form.predicate.starts_with("more-") || self.is_amount(&form) || self.is_flow(&form) => {
                    Some(Form { positive: form.positive == naming.positive, ..form })
                }
                Some(form) => Some(match self.means(head, naming, Kind::Being) {
                    Some(positive) => Form { positive: form.positive == positive, ..form },
                    None if self.is_graded(&form) => Form { positive: form.positive == naming.positive, ..form },
                    None => Form {
                        class: None,
                        predicate: format!("more-{}", form.predicate),
                        positive: form.positive == naming.positive,
                        ..form
                    },
                }),
                None => Some(self.generic(concept.key.to_string(), None, naming.positive)),
            },
            Kind::Flow => match self.governed(head, (lo, hi), used, depth, &concept.key) {
                Some(form) if form.class.is_none() && self.is_carried(&form.predicate) => {
                    Some(Form { positive: form.positive == naming.positive, ..form })
                }
                _ => Some(self.generic(concept.key.to_string(), self.thing(head, lo, used, false), naming.positive)),
            },
            Kind::Act => {
                let thing = self.thing(head, lo, used, true).filter(|thing| **thing != *concept.key);
                let form = self.generic(concept.key.to_string(), thing, naming.positive);
                match self.degree(head, lo, used) {
                    Some(more) if self.is_graded(&form) => Some(Form { positive: more == naming.positive, ..form }),
                    Some(more) => Some(Form { predicate: format!("more-{}", form.predicate), positive: more, ..form }),
                    None => Some(form),
                }
            }
            Kind::Whole => Some(self.generic(concept.key.to_string(), None, naming.positive)),
            Kind::Amount => {
                let form = self.generic(concept.key.to_string(), None, true);
                Some(Form { positive: self.degree(head, lo, used).unwrap_or(naming.positive), ..form })
            }
            Kind::Thing | Kind::People | Kind::Goods | Kind::Place => {
                if let Some(form) = self.by_subject(head, lo, used, depth) {
                    return Some(form);
                }
                // "a court with foreign judges": what a thing is to have.
                let with = self.region(head, lo, "with");
                let has = self.top(&with).and_then(|at| self.kind(at)).is_some_and(|(kind, _)| matches!(kind, Kind::People | Kind::Goods));
                if has && !head.verbal && with[0] > head.at {
                    return self.part(with[0], hi, depth + 1, Within::Noun);
                }
                if concept.kind == Kind::Goods && !head.verbal && self.comes_from(head) {
                    return Some(self.generic(BUY.to_owned(), Some(concept.key.to_string()), true));
                }
                // Whose thing it is says more than of which sort.
                let named = self.words.iter().any(|word| word.name.is_some());
                let sort = self.thing(head, lo, used, false).filter(|_| !named).filter(|thing| **thing != *concept.key);
                let form = self.generic(concept.key.to_string(), sort, true);
                match self.degree(head, lo, used) {
                    Some(more) => Some(Form { predicate: format!("more-{}", form.predicate), positive: more, ..form }),
                    None => Some(form),
                }
            }
        }
    }

    /// "grain from Kesh": where goods come from, and no other name.
    fn comes_from(&self, head: Head) -> bool {
        // "cobalt exports from Orsk" are not from there as imports are.
        if !self.words.get(head.at + 1).is_some_and(|next| next.is(&["from"])) {
            return false;
        }
        let from = self.names(&self.phrase(head, "from"));
        !from.is_empty() && from == self.names(&(0..self.words.len()).collect::<Vec<_>>())
    }

    /// What a law or the like is about: "a dress law" is a law on dress.
    fn by_subject(&self, head: Head, lo: usize, used: &[usize], depth: usize) -> Option<Form> {
        let issues = &self.scene.lexicon.issues;
        let on = |naming: &Naming| {
            matches!(&*naming.rest, [on] if &**on == "on") && !naming.verb && issues.concepts.concept(naming.concept).kind == Kind::Being
        };
        let word = &self.words[head.at];
        if head.verbal || used != [head.at] || !word.keys[..word.own].iter().any(|key| issues.concepts.words(key).iter().any(on)) {
            return None;
        }
        let beside = self.region(head, lo, "compound");
        let known = |at: &usize| self.is_content(*at) && !matches!(self.kind(*at), Some((Kind::Being | Kind::Degree, _)));
        let last = beside.last().copied().filter(known).filter(|&at| matches!(self.words[at].upos, Upos::Noun | Upos::Propn))?;
        self.part(beside[0], last + 1, depth + 1, Within::Noun)
    }

    /// What the head means as a word of another kind: to lift a ban ends it, to lift a fare raises it.
    fn means(&self, head: Head, naming: &Naming, kind: Kind) -> Option<bool> {
        let concepts = &self.scene.lexicon.issues.concepts;
        let word = &self.words[head.at];
        let other = |other: &&Naming| {
            naming.rest.starts_with(&other.rest) && other.verb == naming.verb && concepts.concept(other.concept).kind == kind
        };
        word.keys[..word.own].iter().find_map(|key| concepts.words(key).iter().find(other)).map(|naming| naming.positive)
    }

    /// More of what flows is that it flows.
    fn is_flow(&self, form: &Form) -> bool {
        form.class.is_none() && self.scene.lexicon.issues.concepts.kind(&form.predicate) == Some(Kind::Flow)
    }

    /// Goods are in any case what they are traded for; other things and people where a name says whose or where.
    fn is_carried(&self, predicate: &str) -> bool {
        match self.scene.lexicon.issues.concepts.kind(predicate) {
            Some(Kind::Goods | Kind::Amount) => true,
            Some(Kind::Thing | Kind::People) => self.words.iter().any(|word| word.name.is_some()),
            _ => false,
        }
    }

    /// Whether more or less of what the words name are its poles.
    fn is_amount(&self, form: &Form) -> bool {
        let issues = &self.scene.lexicon.issues;
        let kept = form.class.is_some_and(|class| issues.class(class).keeps.contains(&Kind::Amount));
        kept || issues.concepts.kind(&form.predicate) == Some(Kind::Amount)
    }

    /// Whether a word for more or less tells the pole of it: of an amount, and of what is as it were more or less there, as a tax.
    fn is_graded(&self, form: &Form) -> bool {
        self.is_amount(form) || self.scene.lexicon.issues.is_graded(&form.predicate)
    }

    pub(super) fn concept_kind(&self, naming: &Naming) -> Kind {
        self.scene.lexicon.issues.concepts.concept(naming.concept).kind
    }

    /// Whether a word of attitude leaves what it governs as it is or turns it round.
    fn passes(&self, head: Head) -> Option<bool> {
        let word = &self.words[head.at];
        let part = if head.verbal { Part::Verb } else { Part::Noun };
        let rows = word.keys[..word.own].iter().flat_map(|key| self.scene.lexicon.issues.attitudes(key));
        let mut fitting: Vec<Effect> = Vec::new();
        for row in rows.filter(|row| row.part == part || row.part == Part::Verb && word.is_gerund()) {
            if self.rest(head.at, &row.rest, head.verbal).is_some() {
                fitting.push(row.effect);
            }
        }
        let effect = fitting.first()?;
        match effect {
            Effect::End | Effect::Cut | Effect::Reject | Effect::Deny => Some(false),
            Effect::Keep | Effect::Light | Effect::Support | Effect::Accept | Effect::Promise | Effect::Propose | Effect::Demand => {
                Some(true)
            }
            _ => None,
        }
    }

    /// The form of what a word passes on.
    /// `key`: the concept of what passes it on.
    fn governed(&self, head: Head, (lo, hi): (usize, usize), used: &[usize], depth: usize, key: &str) -> Option<Form> {
        let issues = &self.scene.lexicon.issues;
        let small = issues.is_small_clause(key);
        if !head.verbal {
            return self.governed_by_noun(head, (lo, hi), used, depth);
        }
        let before = |this: &Self| {
            let small = |word: &super::Word<'_>| {
                word.is(&["to", "be", "been", "being", "not", "is", "are", "was", "were", "will", "should", "must"])
                    || word.is(&["stay", "stays", "remain", "remains", "stand", "keep", "kept", "go", "lie", "left"]) && word.name.is_none()
            };
            let end = (lo..head.at).rev().find(|&at| !small(&this.words[at])).map_or(lo, |at| at + 1);
            if lo < end { this.part(lo, end, depth + 1, Within::Nothing) } else { None }
        };
        if head.passive {
            // "be allowed to broadcast".
            let next = used.iter().copied().max().unwrap_or(head.at).max(head.at) + 1;
            let doing = next + 1 < hi
                && (self.words[next].is(&["to"]) && (self.is_infinitive(next + 1) || self.is_verb(next + 1))
                    || self.words[next].is(&["from"]) && self.words[next + 1].is_gerund());
            // "be granted a lease", "be denied a pardon".
            let second = next < hi
                && !self.is_preposition(next)
                && !self.words[next].is(&["to"])
                && self.words[next].upos != Upos::Adv
                && self.has_content(next, hi)
                && issues.has_second_object(key);
            // "be put under curfew".
            let under = (next - 1..=next).find(|&at| at + 1 < hi && self.words[at].is(&["under"]));
            if let Some(at) = under.filter(|at| self.is_doing(at + 1, hi)) {
                return self.part(at + 1, hi, depth + 1, Within::Noun);
            }
            // "be rid of the tax", not "be disposed of in Orsk".
            let of = used.iter().copied().max().filter(|&last| last > head.at && self.words[last].is(&["of", "from"]));
            if let Some(last) =
                of.filter(|last| last + 1 < hi && !self.is_preposition(last + 1) && (last + 1..hi).any(|at| self.is_content(at)))
            {
                return self.part(last + 1, hi, depth + 1, Within::Verb);
            }
            return if doing && !issues.is_made_for(key) {
                // Behind "to" a word that might be a noun is the verb: "be allowed to mine".
                if self.words[next].is(&["to"]) && self.is_verb(next + 1) {
                    return self.at(Head { at: next + 1, verbal: true, passive: false }, next + 1, hi, depth + 1);
                }
                self.part(next + 1, hi, depth + 1, Within::Verb)
            } else if second {
                self.part(next, hi, depth + 1, Within::Noun)
            } else {
                before(self)
            };
        }
        let last = used.iter().copied().max().unwrap_or(head.at).max(head.at);
        // "call the strike off": the object stands between.
        let parted = used.iter().copied().find(|&at| at > head.at).filter(|&at| self.has_content(head.at + 1, at));
        let behind = parted.filter(|&at| issues.opens_object(&self.words[at].lower) && (last + 1..hi).any(|at| self.is_content(at)));
        if behind.is_some() {
            return self.part(last + 1, hi, depth + 1, Within::Noun);
        }
        let (mut from, end) = parted.map_or((last + 1, hi), |at| (head.at + 1, at));
        while from < end
            && (matches!(self.words[from].upos, Upos::Adv) && !self.is_preposition(from) && self.naming(from, true).is_none()
                || self.words[from].is(&["to"]))
        {
            from += 1;
        }
        if from < end && self.is_preposition(from) {
            // "stay under sanctions", "go without pay".
            if self.words[from].is(&["under", "without"]) && self.is_doing(from + 1, end) {
                let lacks = self.words[from].is(&["without"]);
                let form = self.part(from + 1, end, depth + 1, Within::Noun);
                return form.map(|form| Form { positive: form.positive ^ lacks, ..form });
            }
            if self.words[from].is(SETTINGS) && self.has_content(lo, head.at) {
                return before(self);
            }
            from += 1;
        }
        if !self.has_content(from, end) {
            return before(self);
        }
        // "stay shut": what stands before it is said to be so.
        let first = &self.words[from];
        let said = matches!(first.upos, Upos::Adj | Upos::Verb | Upos::Adv | Upos::Noun)
            && (from + 1 >= end || self.is_preposition(from + 1))
            && (first.upos == Upos::Adj || first.is_participle() || first.is(super::head::UNCHANGED))
            && lo < head.at;
        if said {
            return self.at(Head { at: from, verbal: true, passive: true }, lo, hi, depth + 1);
        }
        self.part(from, end, depth + 1, if small { Within::Small } else { Within::Verb }).or_else(|| before(self))
    }

    fn governed_by_noun(&self, head: Head, (lo, hi): (usize, usize), used: &[usize], depth: usize) -> Option<Form> {
        let last = used.iter().copied().max().unwrap_or(head.at).max(head.at);
        // "the right to enrich".
        if last + 2 < hi && self.words[last + 1].is(&["to"]) && self.words[last + 2].upos == Upos::Verb && self.is_verb(last + 2) {
            return self.part(last + 2, hi, depth + 1, Within::Verb);
        }
        // "a headscarf ban at schools".
        let beside = self.region(head, lo, "compound");
        let of = self.words.get(last + 1).filter(|_| last + 1 < hi).is_some_and(|next| next.is(&["of", "to", "on"]));
        let known = |at: &usize| {
            self.kind(*at).is_some_and(|(kind, _)| !matches!(kind, Kind::People | Kind::Being | Kind::Degree | Kind::Idle | Kind::Place))
        };
        // "a gas transit contract": the words of the head are not what it governs.
        if !of && let Some(at) = beside.iter().rev().find(|at| !used.contains(at)).filter(|at| known(at)) {
            // "no emission cuts": the negation is the head's.
            let start = beside.iter().copied().find(|&at| !self.words[at].is(NEGATIONS)).unwrap_or(*at);
            let form = self.part(start, at + 1, depth + 1, Within::Noun);
            if form.is_some() {
                return form;
            }
        }
        let mut regions: Vec<Vec<usize>> = GOVERNED.iter().map(|preposition| self.region(head, lo, preposition)).collect();
        regions.retain(|region| region.first().is_some_and(|&start| start > head.at) && region.iter().any(|&at| self.is_content(at)));
        if let Some(start) = regions.iter().map(|region| region[0]).min() {
            return self.part(start, hi, depth + 1, Within::Noun);
        }
        for place in ["compound", "poss"] {
            let region = self.region(head, lo, place);
            if region.iter().any(|&at| self.is_content(at)) {
                let (start, end) = (region[0], region[region.len() - 1] + 1);
                let form = self.part(start, end, depth + 1, Within::Noun);
                if form.is_some() {
                    return form;
                }
            }
        }
        None
    }

    /// Whether what stands here before a preposition names a doing or an issue of its own.
    fn is_doing(&self, lo: usize, hi: usize) -> bool {
        let issues = &self.scene.lexicon.issues;
        let end = (lo..hi).find(|&at| self.is_preposition(at)).unwrap_or(hi);
        self.top(&(lo..end).collect::<Vec<_>>()).is_some_and(|at| {
            let known = matches!(self.kind(at), Some((Kind::Act | Kind::Whole | Kind::Thing | Kind::People, _)));
            known || self.words[at].keys.iter().any(|key| !issues.words(key).is_empty() || !issues.composed(key).is_empty())
        })
    }

    /// Whether a word names a thing or doing and is no name.
    pub(super) fn is_content(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.name.is_none()
            && !word.inner
            && (matches!(word.upos, Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn) || self.naming(at, false).is_some())
            && !self.is_idle(at)
            && !self.is_preposition(at)
    }

    fn has_content(&self, lo: usize, hi: usize) -> bool {
        (lo..hi).any(|at| self.is_content(at) || self.words[at].name.is_some())
    }

    /// What it is done to, or what sort of thing it is.
    fn thing(&self, head: Head, lo: usize, used: &[usize], far: bool) -> Option<String> {
        let mut places: Vec<&str> = if head.verbal { vec!["obj", "of"] } else { vec!["of", "compound"] };
        if !matches!(self.kind(head.at), Some((Kind::Thing | Kind::Amount | Kind::Goods | Kind::People | Kind::Place, _))) || head.verbal {
            places.extend(["on", "for"]);
        }
        if far {
            places.extend(["to", "from", "poss"]);
        }
        places.iter().find_map(|place| {
            let region = self.region(head, lo, place);
            let at = self.top(&region).filter(|at| *at != head.at && !used.contains(at))?;
            // "an apology for the raid": why is not what.
            let issues = &self.scene.lexicon.issues;
            let doing = matches!(self.kind(at), Some((Kind::Act | Kind::Whole, _)))
                || self.words[at].keys.iter().any(|key| !issues.words(key).is_empty() || !issues.composed(key).is_empty());
            if !far && matches!(*place, "on" | "for") && doing {
                return None;
            }
            self.noun_key(at)
        })
    }

    fn noun_key(&self, at: usize) -> Option<String> {
        let word = &self.words[at];
        if word.name.is_some() || word.inner || word.upos == Upos::Pron {
            return None;
        }
        match self.kind(at) {
            Some((Kind::Place | Kind::Idle | Kind::Being | Kind::Degree, _)) => None,
            Some((_, key)) => Some(key.to_owned()),
            // "humane treatment": how is not what.
            None if matches!(word.upos, Upos::Adj | Upos::Adv | Upos::Verb) => None,
            None => word.keys.first().cloned(),
        }
    }

    /// Whether more or less of the head or its object is meant, by a word beside it.
    fn degree(&self, head: Head, lo: usize, used: &[usize]) -> Option<bool> {
        let region = self.region(head, lo, if head.verbal { "obj" } else { "compound" });
        let last = self.top(&region).unwrap_or(head.at);
        let near = region.iter().copied().filter(|at| !used.contains(at) && *at <= last);
        // "no more shells" are none.
        let none = |at: usize| at > 0 && self.words[at].is(&["more", "longer", "further"]) && self.words[at - 1].is(&["no", "any"]);
        near.filter(|&at| matches!(self.words[at].upos, Upos::Adj | Upos::Det | Upos::Adv) && !none(at)).find_map(|at| {
            let (naming, _) = self.naming(at, false)?;
            (self.scene.lexicon.issues.concepts.concept(naming.concept).kind == Kind::Degree).then_some(naming.positive)
        })
    }
}
