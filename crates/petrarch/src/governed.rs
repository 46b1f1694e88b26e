//! Coding along the tree, for dictionaries with transformations: what a verb says of the act it governs becomes one event.

use crate::clause::{self, Word};
use crate::coding::{Coding, Found, NOBODY, STATEMENT};
use crate::compile::Rule;
use crate::vocabulary::WordId;
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::petrarch::{Mood, Role};

/// An act: its code with who does it to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Act {
    verb: usize,
    /// Empty where the verb has none.
    code: String,
    /// Codes of those who do it; empty where there are none.
    sources: Vec<String>,
    /// Codes of those to whom it is done.
    targets: Vec<String>,
    /// Whether it has a subject of its own, though perhaps one without a code.
    own_subject: bool,
}

/// Verbs that govern others in chains longer than this are not followed.
const DEEPEST: usize = 12;

/// The first digits of the codes of cooperation and consultation, in which joined actors act with each other.
const MUTUAL: [&str; 4] = ["03", "04", "05", "06"];

impl Coding<'_> {
    /// The events of the main verbs; of any verb where these give none.
    pub fn along_the_tree(&self) -> Vec<Found> {
        let main = |at: &usize| self.is_main(*at);
        let verbs: Vec<usize> = (0..self.words.len()).filter(|&at| self.may_code(at)).collect();
        let mut found: Vec<Found> = Vec::new();
        for at in verbs.iter().copied().filter(main) {
            for act in self.acts(at, &Act::default(), 0) {
                found.append(&mut self.written(&act));
            }
        }
        found
    }

    /// Whether a verb is the root, or beside it.
    fn is_main(&self, at: usize) -> bool {
        let mut up = at;
        loop {
            let word = &self.words[up];
            match word.head {
                None => return true,
                // What was cut out governs nothing: "…, officials said".
                Some(head) if self.words[head].cut && matches!(word.deprel, Deprel::Ccomp | Deprel::Parataxis) => return true,
                Some(head) if matches!(word.deprel, Deprel::Conj | Deprel::Parataxis) => up = head,
                // "…, officials said" and copular roots: the clause beside is as good as main.
                Some(head) if !clause::is_verbal(&self.words[head]) && matches!(word.deprel, Deprel::Ccomp | Deprel::Xcomp) => up = head,
                _ => return false,
            }
        }
    }

    /// What a verb and those it governs come to.
    fn acts(&self, at: usize, above: &Act, depth: usize) -> Vec<Act> {
        let upper = self.act(at, above);
        if depth > DEEPEST {
            return vec![upper];
        }
        let mut found = Vec::new();
        for lower in self.governed(at) {
            for act in self.acts(lower, &upper, depth + 1) {
                found.extend(self.joined(&upper, &act));
            }
        }
        if found.is_empty() { vec![upper] } else { found }
    }

    /// The verbs that a verb governs, with those joined to them.
    fn governed(&self, at: usize) -> Vec<usize> {
        let governed = |word: &Word, head: usize| word.head == Some(head) && matches!(word.deprel, Deprel::Ccomp | Deprel::Xcomp);
        let first: Vec<usize> =
            (0..self.words.len()).filter(|&word| governed(&self.words[word], at) && clause::is_verbal(&self.words[word])).collect();
        let joined = |&lower: &usize| {
            let beside =
                (0..self.words.len()).filter(move |&word| self.words[word].head == Some(lower) && self.words[word].deprel == Deprel::Conj);
            std::iter::once(lower).chain(beside.filter(|&word| clause::is_verbal(&self.words[word])))
        };
        first.iter().flat_map(joined).filter(|&at| self.may_code(at)).collect()
    }

    /// What one verb says by itself.
    fn act(&self, at: usize, above: &Act) -> Act {
        let end = clause::end_of_phrase(self.words, at);
        let own = |word: usize| self.is_own(word, at);
        let subject = self.subject(at);
        let mut act = Act { verb: at, own_subject: subject.is_some(), ..Act::default() };
        let coded = self.code(at, end, Some(&own));
        let after: Vec<usize> = match &coded {
            Some((code, _, _, after)) => {
                act.code = code.clone();
                after.clone()
            }
            None => (at + 1..=end).filter(|&word| !self.words[word].cut && own(word)).collect(),
        };
        let coded_or_nothing = |codes: Vec<String>| if codes == [NOBODY] { Vec::new() } else { codes };
        let subject_codes = subject.map(|subject| self.subject_codes(subject, above)).unwrap_or_default();
        if self.is_passive_form(at) {
            act.targets = subject_codes;
            let agent = self.after_word(&after, self.coder.by).or_else(|| self.after_word(&after, self.coder.from));
            act.sources = agent.map(|phrase| coded_or_nothing(self.codes(phrase))).unwrap_or_default();
            if act.targets.is_empty() {
                act.targets = self.nearest(&after, &act.sources).map(|phrase| self.codes(phrase)).unwrap_or_default();
            }
        } else {
            act.sources = subject_codes;
            if subject.is_none() {
                act.sources = self.inherited(at, above);
            }
            let bound = coded.as_ref().map(|(_, bound, ..)| *bound).unwrap_or_default();
            act.targets = self.target(&after, &act.sources, bound).map(|phrase| self.codes(phrase)).unwrap_or_default();
        }
        if let Some((_, bound, ..)) = coded {
            if let Some(phrase) = bound.source {
                act.sources = coded_or_nothing(self.codes(phrase));
            }
            if let Some(phrase) = bound.target {
                act.targets = coded_or_nothing(self.codes(phrase));
            }
        }
        act
    }

    /// Who does a verb's act where it has no subject: the object of the verb above it ("asked Telmark to help"), else its subject.
    fn inherited(&self, at: usize, above: &Act) -> Vec<String> {
        match self.words[at].deprel {
            Deprel::Xcomp if !above.targets.is_empty() => above.targets.clone(),
            Deprel::Xcomp | Deprel::Ccomp => above.sources.clone(),
            Deprel::Conj => match self.words[at].head.and_then(|head| self.subject(head)) {
                Some(subject) => self.subject_codes(subject, above),
                None => above.sources.clone(),
            },
            _ => Vec::new(),
        }
    }

    /// As [`Coding::is_own`], with the verb of a governed clause itself and its "to": "failed (to leave)".
    pub fn is_in_clause(&self, word: usize, verb: usize) -> bool {
        let up = if self.words[word].deprel == Deprel::Mark { self.words[word].head.unwrap_or(word) } else { word };
        let governed = matches!(self.words[up].deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl) && clause::is_verbal(&self.words[up]);
        (governed && self.words[up].head == Some(verb)) || self.is_own(word, verb)
    }

    /// Whether a word belongs to a verb's own clause, not to one inside it.
    fn is_own(&self, word: usize, verb: usize) -> bool {
        for up in clause::above(self.words, word) {
            if up == verb {
                return true;
            }
            let clausal = match self.words[up].deprel {
                Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis | Deprel::AclRelcl | Deprel::AdvclRelcl | Deprel::Csubj => true,
                // "made Dask president" has no clause in it.
                Deprel::Xcomp => clause::is_verbal(&self.words[up]),
                _ => false,
            };
            if clausal {
                return false;
            }
        }
        false
    }

    fn subject(&self, at: usize) -> Option<usize> {
        let is = |word: &Word| word.head == Some(at) && matches!(word.deprel, Deprel::Nsubj | Deprel::NsubjPass);
        self.words.iter().position(is)
    }

    /// The codes of a subject; a pronoun stands for who does the act above.
    fn subject_codes(&self, subject: usize, above: &Act) -> Vec<String> {
        if self.words[subject].upos == Upos::Pron {
            return above.sources.clone();
        }
        let codes = self.phrases.of_word[subject].map(|phrase| self.codes(phrase)).unwrap_or_default();
        if codes == [NOBODY] { Vec::new() } else { codes }
    }

    fn is_passive_form(&self, at: usize) -> bool {
        self.words.iter().any(|word| word.head == Some(at) && matches!(word.deprel, Deprel::AuxPass | Deprel::NsubjPass))
    }

    /// The phrase behind a preposition.
    fn after_word(&self, after: &[usize], preposition: WordId) -> Option<usize> {
        let at = after.iter().position(|&word| self.words[word].form == preposition)?;
        self.first_phrase(&after[at + 1..])
    }

    /// What an act and the one it governs come to together; none where they say nothing.
    fn joined(&self, upper: &Act, lower: &Act) -> Vec<Act> {
        if lower.code.is_empty() {
            // "said the talks with Telmark had gone well": who is spoken of is the target.
            let mut act = upper.clone();
            if act.targets.is_empty() {
                act.targets = if lower.own_subject { lower.sources.clone() } else { lower.targets.clone() };
            }
            return vec![act];
        }
        if let Some(act) = self.coder.verbs.rules.iter().find_map(|rule| applied(rule, upper, lower)) {
            return vec![act];
        }
        let mut act = lower.clone();
        let others = !lower.sources.is_empty() && lower.sources != upper.sources;
        // A verb that the dictionary has no code for and that makes another one do something asks for it: "urged Telmark to help".
        let asks = upper.code.is_empty() && others && self.words[lower.verb].deprel == Deprel::Xcomp;
        let mood = Mood::of(&upper.code).or_else(|| self.mood(upper.verb)).or(asks.then_some(Mood::Asked));
        if let Some(mood) = mood {
            act.code = match self.coder.acts.code(&lower.code, mood) {
                Some(code) => code.to_owned(),
                None if mood == Mood::Refused => upper.code.clone(),
                None if upper.code.is_empty() => root(mood).to_owned(),
                None => upper.code.clone(),
            };
            if !upper.sources.is_empty() {
                act.sources = upper.sources.clone();
                act.targets = if others { lower.sources.clone() } else { lower.targets.clone() };
            }
        }
        vec![act]
    }

    /// The events of an act.
    fn written(&self, act: &Act) -> Vec<Found> {
        if act.code.is_empty() || act.code == STATEMENT || act.sources.is_empty() {
            return Vec::new();
        }
        if act.targets.is_empty() && act.sources.len() > 1 && MUTUAL.iter().any(|root| act.code.starts_with(root)) {
            return self.triples(act.verb, &act.code, &act.sources, &act.sources);
        }
        let nobody = [NOBODY.to_owned()];
        self.triples(act.verb, &act.code, &act.sources, if act.targets.is_empty() { &nobody } else { &act.targets })
    }
}

/// The code of an act of which only the mood is known.
fn root(mood: Mood) -> &'static str {
    match mood {
        Mood::Asked => "020",
        Mood::Intended => "030",
        Mood::Demanded => "100",
        Mood::Threatened => "130",
        Mood::Refused => "120",
    }
}

/// What a transformation makes of two acts, if it fits.
fn applied(rule: &Rule, upper: &Act, lower: &Act) -> Option<Act> {
    let begins = |prefix: &Option<String>, code: &str| prefix.as_ref().is_none_or(|prefix| code.starts_with(prefix.as_str()));
    if !begins(&rule.lower, &lower.code) || !begins(&rule.upper, &upper.code) || upper.code.is_empty() {
        return None;
    }
    let mut bound: Vec<(char, &Vec<String>)> = Vec::new();
    for (role, codes) in [(rule.upper_source, &upper.sources), (rule.lower_source, &lower.sources), (rule.lower_target, &lower.targets)] {
        let fits = match role {
            Role::Any => true,
            // The act has no doer of its own: "wants to attack".
            Role::None => !lower.own_subject,
            Role::Actor(letter) => match bound.iter().find(|(other, _)| *other == letter) {
                Some((_, known)) => *known == codes,
                None => {
                    let new = !codes.is_empty() && bound.iter().all(|(_, known)| *known != codes);
                    bound.push((letter, codes));
                    new
                }
            },
        };
        if !fits {
            return None;
        }
    }
    let of = |letter: char| bound.iter().find(|(other, _)| *other == letter).map(|(_, codes)| (*codes).clone());
    Some(Act {
        verb: lower.verb,
        code: rule.code.clone().unwrap_or_else(|| lower.code.clone()),
        sources: of(rule.roles.0)?,
        targets: of(rule.roles.1)?,
        own_subject: true,
    })
}
