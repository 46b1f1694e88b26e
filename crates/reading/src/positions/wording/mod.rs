//! The normal form of a wording from the order of its words: which doing or thing it names, with which pole, and whose.
//!
//! A clause whose verb stands bare ("that Telmark free the sailors") or a phrase without a verb is often parsed wrong, and one act is a verb in
//! one report, a noun in the next. So trees are not asked here: words are known by tables whatever part of speech they were taken for
//! (`lexicon/issues/`), the head is looked for from the left ([`head`]), what only says that a thing is, begins or ends is passed by and
//! may turn the pole, and the rest is the issue ([`form`], [`class`]); who is concerned stands where prepositions say ([`place`]).

mod class;
mod form;
mod head;
mod place;

use super::issue::country_of;
use super::scene::{Scene, slug};
use crate::events::clause::lemma;
use crate::statements::grove::Tree;
use rapporteur_language::{TokenId, Upos};
use rapporteur_lexicon::concepts::{Kind, Naming};
use rapporteur_lexicon::issues::Part;
use std::cell::OnceCell;

/// An issue as its words name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// The class of `lexicon/issues/classes.tsv`.
    pub class: Option<usize>,
    /// The predicate of the key.
    pub predicate: String,
    /// Its arguments in order.
    pub args: Vec<String>,
    /// Whether the words name the positive pole.
    pub positive: bool,
}

/// A word of a wording.
pub(super) struct Word<'t> {
    pub id: TokenId,
    pub form: &'t str,
    pub lower: String,
    /// Dictionary forms that it may have, likelier ones first; from `own` on verbs whose doing it may name.
    pub keys: Vec<String>,
    pub own: usize,
    pub upos: Upos,
    /// Whom or what it names, in short form.
    pub name: Option<String>,
    /// It belongs to the name behind it.
    pub inner: bool,
}

impl Word<'_> {
    fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }

    fn is_plain(&self, key: &str) -> bool {
        self.lower == key
    }

    fn is_gerund(&self) -> bool {
        self.lower.ends_with("ing") && (self.lower.len() > 5 || self.is(&["doing", "going", "using", "suing", "axing"]))
    }

    fn is_participle(&self) -> bool {
        !self.lower.ends_with('s')
            && (self.lower.ends_with("ed")
                || self.lower.ends_with("en")
                || self.upos == Upos::Verb && !self.is_gerund() && self.keys.first().is_some_and(|key| *key != self.lower))
    }
}

/// The words of a wording in order.
pub(super) struct Wording<'p, 'a> {
    pub scene: &'p Scene<'a>,
    pub words: Vec<Word<'a>>,
    /// What the words name, as far as it was asked: rows of tables ask it of every word again and again.
    kinds: Vec<OnceCell<Option<(Kind, &'a str)>>>,
}

/// The normal form of words that are a wording of their own.
pub(super) fn of_words(scene: &Scene<'_>, tree: &Tree<'_>, ids: &[TokenId]) -> Option<Form> {
    Wording::new(scene, tree, ids).read()
}

/// The normal form of what is about `token`, with its words.
pub(super) fn of_topic(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, ids: &[TokenId]) -> Option<Form> {
    let wording = Wording::new(scene, tree, ids);
    let at = wording.words.iter().position(|word| word.id == token)?;
    wording.read_at(at)
}

impl<'p, 'a> Wording<'p, 'a> {
    fn new(scene: &'p Scene<'a>, tree: &Tree<'a>, ids: &[TokenId]) -> Self {
        let mut words: Vec<Word<'a>> = Vec::new();
        let mut hyphen = false;
        for &id in ids {
            let form = tree.form(id);
            if form == "-" && joins(tree, id, ids) && words.last().is_some_and(|word| word.name.is_none()) {
                hyphen = true;
                continue;
            }
            if matches!(tree.upos(id), Upos::Punct | Upos::Sym) || !form.contains(char::is_alphanumeric) {
                if matches!(form, "'" | "’") {
                    words.extend(marker(id, form));
                }
                continue;
            }
            if matches!(form, "'s" | "’s") {
                words.extend(marker(id, form));
                continue;
            }
            // "Kesh and Orsk exchange their captives": both of them.
            let both = tree.upos(id) == Upos::Pron && form.eq_ignore_ascii_case("their") && words.iter().any(|word| word.is(&["and"]));
            let name = if both { None } else { name_of(scene, tree, id) };
            let inner = name.is_none() && is_capital(tree, id) && is_capital_at(tree, id.0 + 1);
            let mut lower = form.to_lowercase();
            // "duty-free" is one word.
            if std::mem::take(&mut hyphen)
                && name.is_none()
                && !inner
                && let Some(first) = words.pop()
            {
                lower = format!("{}-{lower}", first.lower);
                let (keys, own) = keys(scene, &format!("{}-{}", first.lower, lemma(tree, id)), &lower);
                words.push(Word { id, form, lower, keys, own, upos: tree.upos(id), name, inner });
                continue;
            }
            let (keys, own) = if name.is_some() || inner { (Vec::new(), 0) } else { keys(scene, lemma(tree, id), &lower) };
            words.push(Word { id, form, lower, keys, own, upos: tree.upos(id), name, inner });
        }
        let kinds = vec![OnceCell::new(); words.len()];
        Self { scene, words, kinds }
    }

    /// Whether a table knows the word as a verb in its plain form.
    fn is_verb(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.keys[..word.own].iter().any(|key| word.is_plain(key) && is_verb(self.scene, key))
    }

    /// Whether a table knows the word as a verb in any form.
    fn is_verb_at(&self, at: usize) -> bool {
        self.words[at].keys[..self.words[at].own].iter().any(|key| is_verb(self.scene, key))
    }

    /// What the words at a place mean: of those that agree in part of speech first, the longest; a noun may end them.
    fn naming(&self, at: usize, verbal: bool) -> Option<(&'a Naming, Vec<usize>)> {
        let concepts = &self.scene.lexicon.issues.concepts;
        for strict in [2, 1, 0] {
            let mut best: Option<(&'a Naming, Vec<usize>)> = None;
            for first in self.firsts(at, verbal) {
                let word = &self.words[first];
                for (place, key) in word.keys.iter().enumerate() {
                    for naming in concepts.words(key) {
                        if place >= word.own && !naming.verb {
                            continue;
                        }
                        // "a vote in Kesh" votes nobody in.
                        let inside = !verbal && naming.verb && matches!(&*naming.rest, [only] if &**only == "in");
                        if inside && self.words.get(first + 2).is_some_and(|next| next.name.is_some() || next.inner) {
                            continue;
                        }
                        let same = naming.verb == (verbal || place >= word.own);
                        let agrees = strict == 0 || same || strict == 1 && word.is_gerund();
                        let longer = |(known, _): &(&Naming, Vec<usize>)| known.rest.len() > naming.rest.len();
                        let short = best.as_ref().is_some_and(|best| naming.rest.is_empty() || longer(best));
                        if !agrees || short || first < at && (naming.rest.len() < at - first || naming.verb) {
                            continue;
                        }
                        // Of those that are as long the one whose words stand together: "go on sending it to Orsk" is no going to Orsk.
                        let nearer = |used: &Vec<usize>| {
                            best.as_ref().is_none_or(|(known, other)| known.rest.len() < naming.rest.len() || used.last() < other.last())
                        };
                        best = self
                            .rest(first, &naming.rest, naming.verb)
                            .filter(|used| used.contains(&at) && nearer(used))
                            .map(|used| (naming, used))
                            .or(best);
                    }
                }
            }
            if best.is_some() {
                return best;
            }
        }
        None
    }

    /// Where words may begin that end in this one or begin with it.
    fn firsts(&self, at: usize, verbal: bool) -> impl Iterator<Item = usize> + use<> {
        let back = if verbal { 0 } else { 3 };
        (at.saturating_sub(back)..=at).rev()
    }

    /// The places of the further words of a row behind the first, articles left out; the first of a verb's may stand apart.
    fn rest(&self, at: usize, rest: &[Box<str>], apart: bool) -> Option<Vec<usize>> {
        let mut used = vec![at];
        let mut next = at + 1;
        for (place, wanted) in rest.iter().enumerate() {
            let far = if apart && place == 0 { FAR } else { 1 };
            let (mut left, mut from) = (far, next);
            let found = loop {
                let word = self.words.get(from)?;
                if word.lower == **wanted || word.keys[..word.own].iter().any(|key| **key == **wanted) {
                    // "let girls in", not "let girls wear it in school".
                    let open =
                        |next: &Word<'_>| next.name.is_some() || matches!(next.upos, Upos::Noun | Upos::Propn | Upos::Det | Upos::Adj);
                    let particle = from > next && word.is(&["in", "on", "up", "down"]);
                    // "be allowed in Kesh".
                    let place_of = from == next
                        && word.lower == "in"
                        && self.words[at].is_participle()
                        && (at > 0 && self.words[at - 1].is(head::BE))
                        && self.words.get(from + 1).is_some_and(|next| next.name.is_some() || next.inner);
                    // "stop buying grain from Kesh" keeps nobody from anything.
                    let source = from > next
                        && word.lower == "from"
                        && self.words.get(from + 1).is_some_and(|next| next.name.is_some() || next.inner);
                    if place + 1 == rest.len() && apart && (place_of || source) {
                        return None;
                    }
                    if particle && place + 1 == rest.len() && self.words.get(from + 1).is_some_and(open) {
                        return None;
                    }
                    // "keep the peace talks" keeps no peace.
                    let compound = |next: &Word<'_>| next.name.is_none() && next.upos == Upos::Noun && word.upos == Upos::Noun;
                    if place + 1 == rest.len() && apart && self.words.get(from + 1).is_some_and(compound) {
                        return None;
                    }
                    break from;
                }
                // What stands apart has but a noun phrase between.
                if from > next && (word.is(head::BE) || self.is_preposition(from) && !self.is_where(from)) {
                    return None;
                }
                let small = matches!(word.upos, Upos::Det) || word.is(&["the", "a", "an", "its", "their", "his", "her"]);
                if !small {
                    left -= 1;
                }
                if left == 0 {
                    return None;
                }
                from += 1;
            };
            used.push(found);
            next = found + 1;
        }
        Some(used)
    }

    /// Whether a preposition only hangs something on the noun before it: "of", "in Orsk".
    fn is_where(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.lower == "of" || word.is(&["in", "at"]) && self.words.get(at + 1).is_some_and(|next| next.name.is_some() || next.inner)
    }

    fn kind(&self, at: usize) -> Option<(Kind, &'a str)> {
        *self.kinds[at].get_or_init(|| {
            let (naming, _) = self.naming(at, false)?;
            let concept = self.scene.lexicon.issues.concepts.concept(naming.concept);
            Some((concept.kind, &*concept.key))
        })
    }
}

/// Whether a hyphen stands between two words without a blank.
fn joins(tree: &Tree<'_>, id: TokenId, ids: &[TokenId]) -> bool {
    let (Some(before), next) = (id.0.checked_sub(1).map(TokenId), TokenId(id.0 + 1)) else { return false };
    let span = tree.token(id).span;
    ids.contains(&before)
        && ids.contains(&next)
        && tree.token(before).span.end == span.start
        && span.end == tree.token(next).span.start
        && !is_capital(tree, next)
}

/// How far behind a verb its last word may stand: "hand the captain over".
const FAR: usize = 5;

fn is_verb(scene: &Scene<'_>, key: &str) -> bool {
    let issues = &scene.lexicon.issues;
    issues.concepts.words(key).iter().any(|naming| naming.verb)
        || issues.words(key).iter().chain(issues.composed(key)).any(|row| row.part == Part::Verb)
        || issues.attitudes(key).iter().any(|row| row.part == Part::Verb)
        || !scene.lexicon.ontology.verb(key).is_empty()
}

fn marker(id: TokenId, form: &str) -> Option<Word<'_>> {
    Some(Word { id, form, lower: "'s".to_owned(), keys: Vec::new(), own: 0, upos: Upos::Part, name: None, inner: false })
}

fn is_capital(tree: &Tree<'_>, id: TokenId) -> bool {
    let form = tree.form(id);
    let may = matches!(tree.upos(id), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Verb | Upos::X);
    may && form.starts_with(char::is_uppercase) && (id.0 > 0 || tree.upos(id) == Upos::Propn)
}

fn is_capital_at(tree: &Tree<'_>, at: u32) -> bool {
    (at as usize) < tree.len() && is_capital(tree, TokenId(at))
}

/// Whom a word names, in short form: of a name of several words the last one tells.
fn name_of(scene: &Scene<'_>, tree: &Tree<'_>, id: TokenId) -> Option<String> {
    let span = tree.token(id).span;
    let times = scene.told.timexes;
    let from = times.partition_point(|timex| timex.span.end <= span.start);
    if times.get(from).is_some_and(|timex| timex.span.overlaps(span)) {
        return None;
    }
    if tree.upos(id) == Upos::Pron {
        return scene.actors_at(tree, id).first().filter(|&&actor| scene.has_name(actor)).map(|&actor| scene.actor_key(actor));
    }
    if !is_capital(tree, id) || is_capital_at(tree, id.0 + 1) && tree.upos(TokenId(id.0 + 1)) != Upos::Verb && !follows_land(tree, id) {
        return None;
    }
    if let Some(state) = scene.state(tree, id) {
        return Some(slug(state));
    }
    let form = tree.form(id);
    // "shops open on Sundays": a day is nobody.
    let day = |name: &str| name.ends_with("day") && scene.lexicon.calendar.weekday(name).is_some();
    if day(form.trim_end_matches('s')) {
        return None;
    }
    // "VAT" is a word that a table knows.
    let capitals = form.len() > 1 && form.chars().all(char::is_uppercase);
    if capitals && !scene.lexicon.issues.concepts.words(&form.to_lowercase()).is_empty() {
        return None;
    }
    let adjective = tree.upos(id) == Upos::Adj
        || matches!(tree.deprel(id), rapporteur_language::Deprel::Amod | rapporteur_language::Deprel::Compound)
        || ["ian", "ians", "ese"].iter().any(|end| form.ends_with(end))
        || tree.upos(id) == Upos::Noun && form.ends_with("ans");
    // "Telmarker" is of Telmark, "Hesper" a land.
    let short = form.ends_with("er") && form.len() < 8;
    Some(if adjective && !short { slug(&country_of(form)) } else { slug(form) })
}

/// Whether a hyphen or a word of another name stands between: "the Varosian-Telmarker border".
fn follows_land(tree: &Tree<'_>, id: TokenId) -> bool {
    let next = TokenId(id.0 + 1);
    tree.form(next).starts_with('-') || tree.token(id).span.end < tree.token(next).span.start && tree.form(id).ends_with("ian")
}

/// Dictionary forms that a word may have, and how many of them are its own; the rest are verbs whose doing it may name.
fn keys(scene: &Scene<'_>, lemma: &str, lower: &str) -> (Vec<String>, usize) {
    let mut keys: Vec<String> = vec![lemma.to_lowercase()];
    let add = |keys: &mut Vec<String>, key: String| {
        if key.len() > 1 && !keys.contains(&key) {
            keys.push(key);
        }
    };
    add(&mut keys, lower.to_owned());
    for ending in ["s", "es", "ed", "ing", "d", "en", "n"] {
        let Some(stem) = lower
            .strip_suffix(ending)
            .filter(|stem| (stem.len() > 2 || matches!(*stem, "do" | "go")) && !stem.ends_with(['s', 'u']) || ending == "es")
        else {
            continue;
        };
        if let Some(stem) = stem.strip_suffix('i').filter(|_| matches!(ending, "es" | "ed")) {
            add(&mut keys, format!("{stem}y"));
        }
        // "a united land" has no unit.
        if !matches!(ending, "ed" | "ing") || is_verb(scene, stem) {
            add(&mut keys, stem.to_owned());
        }
        if matches!(ending, "ed" | "ing" | "en") {
            add(&mut keys, format!("{stem}e"));
            let mut letters = stem.chars().rev();
            let (last, before) = (letters.next(), letters.next());
            if last == before {
                add(&mut keys, stem[..stem.len() - last.map_or(0, char::len_utf8)].to_owned());
            }
        }
    }
    // "16-year-olds", "sixteen-year-old".
    if let Some((_, age)) = lower.trim_end_matches('s').split_once("-year-old").or_else(|| lower.split_once("-years-old"))
        && age.is_empty()
    {
        add(&mut keys, "year-old".to_owned());
    }
    let own = keys.len();
    let issues = &scene.lexicon.issues;
    for at in 0..own {
        if let Some(verb) = issues.verb_of(&keys[at]) {
            add(&mut keys, verb.to_owned());
        }
    }
    let noun = keys[0].clone();
    for verb in issues.concepts.verbs_of(&noun) {
        if is_verb(scene, &verb) {
            add(&mut keys, verb);
        }
    }
    (keys, own)
}
