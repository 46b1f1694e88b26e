//! Which word of a wording says what it is about: its verb, else the noun that no preposition stands before.

use super::Wording;
use rapporteur_language::Upos;
use rapporteur_lexicon::concepts::Kind;
use rapporteur_lexicon::issues::Part;

/// The head of a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub at: usize,
    /// Whether it is a verb, or says something of what stands before it as one would.
    pub verbal: bool,
    /// Whether what it is done to stands before it.
    pub passive: bool,
}

pub(super) const PREPOSITIONS: &[&str] = &[
    "of", "on", "in", "at", "for", "to", "from", "by", "with", "without", "against", "between", "among", "over", "above", "into", "onto",
    "through", "under", "about", "as", "than", "behind", "before", "after", "until", "towards", "toward", "around", "along", "via",
    "across", "during", "since", "near", "within", "inside", "outside", "beyond", "upon", "despite", "per", "off", "out",
];

const ARTICLES: &[&str] = &[
    "the", "a", "an", "its", "their", "his", "her", "our", "my", "any", "all", "this", "that", "these", "those", "no", "every", "each",
    "some", "it", "them", "him",
];

pub(super) const BE: &[&str] = &["be", "being", "been", "is", "are", "was", "were"];

/// Participles that look as their verb does: "stay shut", "be set free".
pub(super) const UNCHANGED: &[&str] = &["cut", "shut", "put", "set", "split", "spread", "shed"];

const AUXILIARIES: &[&str] =
    &["will", "would", "should", "shall", "must", "may", "might", "can", "could", "have", "has", "had", "having", "do", "does", "did"];

const RELATIVES: &[&str] = &["which", "who", "whom", "whose", "what", "it", "they", "that", "where", "when", "if", "unless"];

/// What governs some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Nothing: they are the whole wording.
    Nothing,
    /// A noun: no verb opens them in its plain form.
    Noun,
    /// A verb.
    Verb,
    /// A verb that says how a thing is kept or left: "keep the gates open".
    Small,
}

impl Wording<'_, '_> {
    pub(super) fn is_preposition(&self, at: usize) -> bool {
        self.words[at].name.is_none() && self.words[at].is(PREPOSITIONS)
    }

    /// The head of the words from `lo` to `hi`; `within`: what governs them.
    pub(super) fn head(&self, lo: usize, hi: usize, within: Within) -> Option<Head> {
        let first = (lo..hi).find(|&at| !self.words[at].is(&["that", "not", "n't", "never"]))?;
        // "to let the convoy pass", "not to be held".
        if self.words[first].is(&["to"]) && first + 1 < hi && (self.is_verb(first + 1) || self.is_infinitive(first + 1)) {
            return self.main(first + 1, hi);
        }
        if self.opens_with_verb(first, hi, within) {
            return Some(Head { at: first, verbal: true, passive: false });
        }
        self.verb(first, hi, within).or_else(|| self.last_verb(first, hi)).or_else(|| self.noun(first, hi)).or_else(|| {
            // "an autonomous Orsk", "Orsk without wealth tax".
            let known = |at: &usize| self.words[*at].name.is_none() && !self.is_idle(*at) && !self.is_preposition(*at) && self.is_noun(*at);
            let at = (first..hi).find(known)?;
            self.noun(at, hi).or(Some(Head { at, verbal: false, passive: false }))
        })
    }

    /// A verb that no mark tells, at the end of a clause behind where its subject is: "the shooting in Orsk stop".
    fn last_verb(&self, lo: usize, hi: usize) -> Option<Head> {
        let at = hi.checked_sub(1).filter(|at| at - lo > 3)?;
        let (word, place) = (&self.words[at], &self.words[at - 1]);
        // "the fighting between Kesh and Orsk cease".
        let preposition = &self.words[(lo..at).rev().find(|&at| self.words[at].name.is_none() && !self.words[at].is(&["and"]))?];
        let clause = place.name.is_some()
            && preposition.name.is_none()
            && preposition.is(&["in", "at", "on", "near", "off", "of", "against", "between"]);
        let verb = word.name.is_none() && !word.inner && self.is_verb(at);
        (clause && verb).then_some(Head { at, verbal: true, passive: false })
    }

    fn opens_with_verb(&self, at: usize, hi: usize, within: Within) -> bool {
        let word = &self.words[at];
        if word.name.is_some() || word.inner || word.is(ARTICLES) || word.is(BE) || self.is_preposition(at) {
            return false;
        }
        let next = (at + 1 < hi).then(|| &self.words[at + 1]);
        let behind = next.is_some_and(|next| next.is(ARTICLES) || next.name.is_some() || next.inner);
        if word.is_gerund() && word.keys[..word.own].iter().any(|key| super::is_verb(self.scene, key)) {
            // "fishing quotas" has no verb, "lifting sanctions" has one.
            let issues = &self.scene.lexicon.issues;
            // "felling in Arden", not "barring pilgrims".
            let alone = next.is_none_or(|next| next.is(PREPOSITIONS));
            let doing = issues.concepts.words(&word.lower).iter().any(|naming| !naming.verb && naming.rest.is_empty())
                || alone && issues.composed(&word.lower).iter().any(|row| row.part != Part::Verb && row.rest.is_empty());
            if doing && !behind && matches!(within, Within::Nothing | Within::Noun) {
                return false;
            }
            return next.is_none_or(|next| !next.is(&["of", "by", "'s"]));
        }
        let plain = self.is_verb(at);
        let third = word.lower.ends_with('s') && word.keys.first().is_some_and(|key| *key != word.lower);
        if word.upos == Upos::Verb && !word.is_participle() && !third && (plain || within != Within::Noun) {
            return true;
        }
        // "import duties" are no importing.
        let compound = next.is_some_and(|next| {
            let issues = &self.scene.lexicon.issues;
            let second = |rest: &[Box<str>]| matches!(rest, [only] if next.keys[..next.own].iter().any(|key| **key == **only));
            let mut rows = issues.composed(&word.lower).iter().filter(|row| row.part != Part::Verb).map(|row| &row.rest);
            let mut namings = issues.concepts.words(&word.lower).iter().filter(|naming| !naming.verb).map(|naming| &naming.rest);
            rows.any(|rest| second(rest)) || namings.any(|rest| second(rest))
        });
        if compound {
            return false;
        }
        // "bar pilgrims from the shrine", not "gas deliveries".
        let thing =
            self.kind(at).is_some_and(|(kind, _)| matches!(kind, Kind::Thing | Kind::Amount | Kind::Goods | Kind::People | Kind::Place));
        let class = self.scene.lexicon.issues.words(&word.lower).iter().any(|row| row.part != Part::Verb);
        let several =
            next.is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Adj) && (next.lower.ends_with('s') || next.upos == Upos::Adj));
        let clause = (at..hi).any(|at| self.words[at].is(BE));
        // "swap captives", "hand power to the assembly".
        let several = several && (!class || self.kind(at + 1).is_some_and(|(kind, _)| kind == Kind::People));
        let phrase = next.is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Adj)) && self.is_phrase(at, 2);
        // "hand over Brandt".
        let named = self.words.get(at + 2).is_some_and(|word| word.name.is_some() || word.inner || word.is(ARTICLES));
        // "tax steel from Kesh".
        let goods = !thing && next.is_some() && self.kind(at + 1).is_some_and(|(kind, _)| kind == Kind::Goods);
        let goods = goods && (at + 2 >= hi || self.is_preposition(at + 2));
        let only = !self.is_noun(at) && next.is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Propn | Upos::Adj));
        plain
            && within != Within::Noun
            && ((several && !thing || phrase || goods || only) && !clause
                || behind
                || next.is_some_and(|next| next.is(&["on", "up", "out", "off", "over", "back", "down", "to", "with"]))
                    && (!self.is_noun(at) || self.is_phrase(at, 2) || named && self.is_phrasal(at)))
    }

    fn is_noun(&self, at: usize) -> bool {
        let issues = &self.scene.lexicon.issues;
        self.words[at].keys[..self.words[at].own].iter().any(|key| {
            issues.words(key).iter().chain(issues.composed(key)).any(|row| row.part != Part::Verb)
                || issues.concepts.words(key).iter().any(|naming| !naming.verb)
                || issues.verb_of(key).is_some()
        })
    }

    /// The verb of a clause: behind its subject.
    fn verb(&self, lo: usize, hi: usize, within: Within) -> Option<Head> {
        let small = within == Within::Small;
        let mut at = lo;
        while at < hi {
            let word = &self.words[at];
            if at > lo && word.name.is_none() && word.is(RELATIVES) && !word.is(&["it", "they"]) {
                // "those who fled be let back": the bare "be" is the clause's own.
                let own = |be: &usize| {
                    self.words[*be].is(&["be"]) && !self.words[*be - 1].is(AUXILIARIES) && !self.words[*be - 1].is(&["to", "not"])
                };
                return (at + 2..hi).find(own).and_then(|be| self.main(be, hi));
            }
            if at > lo && word.name.is_none() && word.is(&["it", "they", "he", "she", "we"]) {
                return None;
            }
            if word.is(BE) || word.is(AUXILIARIES) && at > lo {
                return self.main(at, hi);
            }
            if at > lo && word.is(&["to"]) && at + 1 < hi && self.is_infinitive(at + 1) {
                // "a refusal to talk": the noun turns what it governs.
                if self.kind(at - 1).is_some_and(|(kind, _)| kind == Kind::Being) {
                    return None;
                }
                // "a court to try them": what it is for.
                if self.words[lo].is(&["a", "an"]) && self.kind(at - 1).is_some_and(|(kind, _)| kind == Kind::Thing) {
                    return None;
                }
                return self.main(at + 1, hi);
            }
            let last = small && at + 1 == hi && self.is_verb(at) && !self.is_preposition(at - 1);
            // "those living abroad be heard": the gerund only says which.
            let which = word.is_gerund() && (at + 1..hi).any(|at| self.words[at].is(BE) && !self.words[at - 1].is(RELATIVES));
            // "keep the travel ban": what a verb governs is no clause.
            let noun = match within {
                Within::Verb | Within::Small => {
                    let ends = at + 1 == hi || self.is_preposition(at + 1);
                    self.words[lo].is(ARTICLES)
                        && self.is_noun(at)
                        && !self.words[at].is_gerund()
                        && ends
                        && !self.words[at - 1].lower.ends_with('s')
                }
                Within::Nothing | Within::Noun => false,
            };
            if at > lo && !which && (self.is_bare(at, lo, hi) && !noun || last) {
                return Some(Head { at, verbal: true, passive: false });
            }
            if at > lo && small && self.is_said_of(at, hi) {
                return Some(Head { at, verbal: true, passive: true });
            }
            at += 1;
        }
        None
    }

    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.name.is_none()
            && !word.inner
            && !word.is(ARTICLES)
            && (word.upos == Upos::Verb
                || word.upos == Upos::Aux
                || word.is(BE)
                || word.is(&["have"])
                || self.is_verb(at) && !self.is_noun(at))
    }

    /// The main verb from an auxiliary on.
    fn main(&self, from: usize, hi: usize) -> Option<Head> {
        let mut passive = false;
        let mut at = from;
        let mut have = None;
        while at < hi {
            let word = &self.words[at];
            have = Some(at).filter(|_| word.is(&["have", "has", "had", "having"])).or(have);
            // "do away with".
            let doing = word.is(&["do"]) && self.words.get(at + 1).is_some_and(|next| next.is(&["away"]));
            let longer = |at: usize| self.words.get(at).is_some_and(|word| word.is(&["longer"]));
            if word.is(BE) {
                passive = true;
            } else if word.is(&["no"]) && longer(at + 1) || word.is(&["longer"]) && self.words[at - 1].is(&["no"]) {
                // "be no longer cut off".
            } else if doing
                || !(word.is(AUXILIARIES) || word.is(&["to", "not", "n't", "never", "also"]) || word.upos == Upos::Adv && at + 1 < hi)
            {
                break;
            }
            at += 1;
        }
        let word = self.words.get(at).filter(|_| at < hi)?;
        // "the strike be over".
        if passive && word.is(&["over"]) && at + 1 == hi && self.words[at - 1].is(BE) {
            return Some(Head { at: at - 1, verbal: true, passive: true });
        }
        if word.is(ARTICLES) || word.name.is_some() || word.inner || self.is_preposition(at) {
            // "be an official language".
            return self.noun(at, hi).map(|head| Head { passive: false, ..head });
        }
        // "have rent controls".
        let owned = |at: &usize| !passive && !word.is_participle() && self.is_noun(*at) && !self.is_preposition(*at);
        if let Some(have) = have.filter(|_| owned(&at)) {
            return Some(Head { at: have, verbal: true, passive: false });
        }
        if passive && !word.is_participle() && !word.is_gerund() && !word.is(UNCHANGED) {
            // "be open", "be official language".
            let next = self.words.get(at + 1).filter(|_| at + 1 < hi);
            if next.is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Adj)) {
                return self.noun(at, hi);
            }
            return Some(Head { at, verbal: true, passive: true });
        }
        Some(Head { at, verbal: true, passive: passive && !word.is_gerund() })
    }

    /// A verb without mark behind its subject: "that Telmark free the sailors", "Karim leaving office".
    fn is_bare(&self, at: usize, lo: usize, hi: usize) -> bool {
        let word = &self.words[at];
        // "that Kesh not sign".
        let Some(last) = (lo..at).rev().find(|&at| !self.words[at].is(&["not", "never"])) else { return false };
        let before = &self.words[last];
        if word.name.is_some() || word.inner || word.is(ARTICLES) || word.is(&["not", "never"]) || self.is_preposition(at) {
            return false;
        }
        if before.name.is_none()
            && (before.is(ARTICLES) && !before.is(&["them", "it", "him"]) || before.is(PREPOSITIONS) || before.is(&["'s"]))
        {
            return false;
        }
        let named = before.name.is_some();
        let several = matches!(before.upos, Upos::Noun | Upos::Propn) && before.lower.ends_with('s') && before.keys.len() > 1;
        let subject = named
            || matches!(before.upos, Upos::Noun | Upos::Propn | Upos::Pron)
            || before.upos != Upos::Adj && self.is_noun(last)
            // "the military stay in power".
            || last > 0 && self.words[last - 1].is(&["the"]) && self.is_people(last);
        let next = self.words.get(at + 1).filter(|_| at + 1 < hi);
        let behind = next.is_none_or(|next| {
            next.is(ARTICLES)
                || next.name.is_some()
                || next.inner
                || matches!(next.upos, Upos::Adv | Upos::Adp | Upos::Part)
                || next.is(PREPOSITIONS)
        });
        if word.is_gerund() {
            let known = word.keys[..word.own].iter().any(|key| super::is_verb(self.scene, key));
            // "government spending" is a noun.
            let ends = next.is_none_or(|next| next.is(PREPOSITIONS));
            let noun = ends
                && before.name.is_none()
                && self.scene.lexicon.issues.concepts.words(&word.lower).iter().any(|naming| !naming.verb && naming.rest.is_empty());
            return known && subject && !noun && (word.upos == Upos::Verb || behind) && !next.is_some_and(|next| next.is(&["of"]));
        }
        // "they open the jails".
        if before.is(&["they", "he", "she", "we"]) && self.is_verb(at) && !word.lower.ends_with("ed") {
            return true;
        }
        // "families hit by the flood".
        if next.is_some_and(|next| next.is(&["by"])) && !self.is_phrasal(at) {
            return false;
        }
        let plural = word.lower.ends_with('s') && !self.is_verb(at) && self.is_noun(at);
        if word.upos == Upos::Verb && !word.is_participle() && subject && !plural {
            return true;
        }
        if !self.is_verb(at) || !subject {
            return false;
        }
        let opens = named
            && (lo..=last).all(|at| {
                self.words[at].name.is_some() || self.words[at].inner || self.words[at].is(ARTICLES) || self.words[at].is(&["and"])
            });
        if !self.is_noun(at) {
            return word.upos != Upos::Noun || opens;
        }
        let object = next.is_some_and(|next| {
            let more = next.is(&["more", "less", "fewer", "longer", "shorter"]);
            next.is(ARTICLES) || next.name.is_some() || next.inner || more || matches!(next.upos, Upos::Adv | Upos::Num)
        });
        let particle = next.is_some_and(|next| {
            let inward = next.is(&["in", "away"]) && self.is_phrasal(at);
            (inward || next.is(&["on", "up", "off", "out", "down", "over"])) && (at + 2 >= hi || self.is_phrasal(at))
        });
        // "Telmark tax steel": a phrase would have an owner there.
        let bare = opens && next.is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Adj));
        // "the guns at Orsk fall silent".
        let placed = named && last > lo + 1 && (lo..last).any(|at| self.is_preposition(at)) && self.is_phrase(at, 1) && next.is_some();
        let phrasal = (particle && before.upos == Upos::Noun || opens && !several || placed) && self.is_phrasal(at);
        phrasal || (named || several) && (object || particle || bare || word.upos == Upos::Adj && behind)
    }

    /// Whether a verb of several words begins here.
    fn is_phrasal(&self, at: usize) -> bool {
        self.is_phrase(at, 1)
    }

    /// Whether a verb begins here that has at least so many words behind it.
    fn is_phrase(&self, at: usize, least: usize) -> bool {
        let issues = &self.scene.lexicon.issues;
        self.words[at].keys[..self.words[at].own].iter().any(|key| {
            let rows = issues.words(key).iter().chain(issues.composed(key)).filter(|row| row.part == Part::Verb).map(|row| &row.rest);
            let namings = issues.concepts.words(key).iter().filter(|naming| naming.verb).map(|naming| &naming.rest);
            rows.chain(namings).any(|rest| rest.len() >= least && self.rest(at, rest, true).is_some())
        })
    }

    /// A word that says how something is kept or left.
    fn is_said_of(&self, at: usize, hi: usize) -> bool {
        let word = &self.words[at];
        let before = &self.words[at - 1];
        let subject = before.name.is_some() || matches!(before.upos, Upos::Noun | Upos::Propn);
        let prenominal = self
            .words
            .get(at + 1)
            .filter(|_| at + 1 < hi)
            .is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Propn) || next.inner || next.name.is_some());
        subject
            && !prenominal
            && matches!(word.upos, Upos::Adj | Upos::Verb | Upos::Adv)
            && (word.is_participle() || self.naming(at, true).is_some())
    }

    /// The head of a noun phrase: its last noun before a preposition or a clause.
    fn noun(&self, lo: usize, hi: usize) -> Option<Head> {
        let mut found = None;
        for at in lo..hi {
            let word = &self.words[at];
            if word.name.is_some() || word.inner || word.is(&["'s", "and", "or"]) || word.is(ARTICLES) {
                continue;
            }
            let opens = at == lo || found.is_none();
            if !opens && (self.is_preposition(at) || word.is(RELATIVES)) || self.is_preposition(at) && at > lo {
                break;
            }
            let next = self.words.get(at + 1).filter(|_| at + 1 < hi);
            let last = next.is_none_or(|next| next.is(PREPOSITIONS) || next.is(RELATIVES));
            // "sanctions imposed on Telmark", "sailors held there".
            if found.is_some() && word.is_participle() && word.upos != Upos::Noun && last {
                break;
            }
            let noun = matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::X) || self.is_noun(at) || word.is_gerund();
            if noun || found.is_none() && last {
                found = Some(at);
            }
        }
        found.map(|at| Head { at, verbal: false, passive: false })
    }
}
