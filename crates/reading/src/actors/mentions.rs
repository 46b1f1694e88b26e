//! Everything in a report that may mention an actor: names, descriptions, pronouns, in order.

use super::describe::{Description, Determiner, describe, noun};
use super::names::{self, Name, NameKind, Seen};
use super::speech::Heads;
use super::words::Line;
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::{Gender, RoleClass};
use std::ops::Range;

/// Which pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// "he", "him", "his".
    He,
    /// "she", "her".
    She,
    /// "it", "its".
    It,
    /// "they", "them", "their".
    They,
    /// "I", "me", "my".
    I,
    /// "we", "us", "our".
    We,
    /// "who", and "which", "that" as a relative.
    Who,
    /// "both", "neither" alone.
    Both,
}

/// What a mention is.
#[derive(Clone, Debug)]
pub(super) enum What<'a> {
    /// A name, with the words of the name and the title in front.
    Name(NameKind, Vec<String>),
    /// A description.
    Described,
    /// A pronoun.
    Pronoun(Pronoun, std::marker::PhantomData<&'a ()>),
}

/// Words that may mention an actor.
#[derive(Clone, Debug)]
pub(super) struct Mention<'a> {
    /// The sentence.
    pub line: usize,
    /// The tokens of the whole phrase, title and determiner included.
    pub tokens: Range<usize>,
    /// The first token of the name itself or the noun.
    pub own: usize,
    /// The token that the phrase hangs from.
    pub head: usize,
    /// What it is.
    pub what: What<'a>,
    /// Descriptions that hold of it: its own, a title's, that of an apposition.
    pub described: Vec<Description<'a>>,
    /// Whether it means several.
    pub plural: bool,
    /// "Mr.", "he".
    pub gender: Option<Gender>,
    /// Whether it acts, speaks or is spoken to, and is no mere place or modifier.
    pub active: bool,
    /// Whether it is the subject of a clause.
    pub subject: bool,
    /// Whether it is the source of a statement.
    pub source: bool,
    /// The mention that it is one with by grammar: an apposition's, a relative's head.
    pub tied: Option<usize>,
}

/// The mentions of a report.
pub(super) struct Mentions<'a> {
    pub all: Vec<Mention<'a>>,
    /// For each sentence and token the mention that it belongs to, innermost.
    pub cover: Vec<Vec<Option<usize>>>,
}

impl Mentions<'_> {
    /// The mention to which a token belongs.
    pub fn of(&self, line: usize, token: usize) -> Option<usize> {
        *self.cover.get(line)?.get(token)?
    }
}

/// Gathers the mentions; `speaks` holds the (sentence, token) of sources and addressees.
pub(super) fn gather<'a>(lines: &[Line<'a>], table: &'a ActorTable, sources: &Heads, spoken_to: &Heads) -> Mentions<'a> {
    let mut seen = Seen::new();
    for line in lines {
        names::see(line, table, &mut seen);
    }
    let mut found = Mentions { all: Vec::new(), cover: Vec::new() };
    for (at, line) in lines.iter().enumerate() {
        let first = found.all.len();
        found.cover.push(vec![None; line.sentence.tokens.len()]);
        let mut gatherer = Gatherer { line, at, table, sources, spoken_to, found: &mut found };
        for name in names::find(line, table, &seen).into_iter().filter(|name| !is_label(line, &name.words)) {
            gatherer.name(&name);
        }
        gatherer.titles(first);
        gatherer.descriptions();
        gatherer.pronouns();
        super::ties::tie(line, table, &mut found, first);
    }
    found
}

/// The "Q" of a question and the "A" of an answer name nobody.
fn is_label(line: &Line<'_>, words: &Range<usize>) -> bool {
    words.start == 0
        && words.len() == 1
        && line.form(0).chars().count() == 1
        && line.sentence.tokens.len() > 1
        && [":", "."].contains(&line.form(1))
}

struct Gatherer<'g, 'a> {
    line: &'g Line<'a>,
    at: usize,
    table: &'a ActorTable,
    sources: &'g Heads,
    spoken_to: &'g Heads,
    found: &'g mut Mentions<'a>,
}

impl<'a> Gatherer<'_, 'a> {
    /// Adds a mention and takes its tokens.
    fn push(&mut self, tokens: Range<usize>, own: Range<usize>, what: What<'a>) -> usize {
        let head = self.line.top(own.clone());
        let stands = self.whole_of(head);
        let deprel = self.line.sentence.tokens[stands].deprel;
        let id = self.found.all.len();
        let is = |set: &Heads| own.clone().any(|token| set.contains(&(self.at, token)));
        let (source, told) = (is(self.sources), is(self.spoken_to));
        let first = own.start;
        let chained = conjunct_of(self.line, stands);
        let subject =
            deprel.is_nominal_subject() || chained.is_some_and(|first| self.line.sentence.tokens[first].deprel.is_nominal_subject());
        for token in own {
            if self.found.cover[self.at][token].is_none() {
                self.found.cover[self.at][token] = Some(id);
            }
        }
        self.found.all.push(Mention {
            line: self.at,
            tokens,
            own: first,
            head,
            what,
            described: Vec::new(),
            plural: false,
            gender: None,
            active: source || told,
            subject,
            source,
            tied: None,
        });
        id
    }

    fn name(&mut self, name: &Name) {
        let own = self.line.tokens(&name.words);
        let words = self.line.texts(name.words.clone()).iter().map(|word| (*word).to_owned()).collect();
        let start = name.title.as_ref().map_or(own.start, |title| self.line.words[title.start].tokens.start);
        let id = self.push(start..own.end, own, What::Name(name.kind, words));
        let mention = &mut self.found.all[id];
        mention.active |= acts(self.line, mention.head, name.kind);
        if let NameKind::Demonym(_) = name.kind {
            mention.plural = true;
        }
        if let Some(title) = &name.title {
            // Kept as a range of words until all names of the sentence are known.
            let tokens = self.line.tokens(title);
            for token in tokens.clone() {
                self.found.cover[self.at][token] = Some(id);
            }
            self.found.all[id].tokens.start = tokens.start;
        }
    }

    /// Reads the titles in front of names, with what stands before them.
    fn titles(&mut self, first: usize) {
        for id in first..self.found.all.len() {
            let mention = &self.found.all[id];
            let What::Name(_, parts) = &mention.what else {
                continue;
            };
            let name = self.line.word_of[mention.tokens.end - 1] + 1 - parts.len();
            let start = self.line.word_of[mention.tokens.start];
            let (tokens_end, head) = (mention.tokens.end, mention.head);
            if start == name {
                if !matches!(mention.what, What::Name(NameKind::Demonym(_), _)) {
                    self.article(id);
                }
                continue;
            }
            let top = self.top_of(start, tokens_end, head);
            // "Ambassador to Varosia": the office stands before the land.
            let is_office = |&word: &usize| self.table.role(&self.line.texts(start..word + 1)).is_some();
            let office = (start..name).rev().find(is_office).unwrap_or(name - 1);
            let described = self.describe(office, top);
            let mut gender = None;
            for word in start..name {
                if let Some((1, role)) = self.table.role(&[self.line.words[word].text]) {
                    gender = gender.or(role.gender);
                }
            }
            let rank = self.table.role_word(self.line.words[office].text);
            let mention = &mut self.found.all[id];
            mention.gender = gender;
            // "Gen." is a role like "general"; "Mr." is none.
            let described = match rank.filter(|role| role.class == RoleClass::Honorific) {
                Some(role) => role.is.first().map(|word| Description {
                    noun: word.clone(),
                    title: word.clone(),
                    role: self.table.role_word(word),
                    ..described
                }),
                None => Some(described),
            };
            if let Some(described) = described {
                mention.tokens.start = mention.tokens.start.min(described.tokens.start);
                mention.described.push(described);
            }
        }
    }

    /// The token whose subtree the words before a title hang in.
    fn top_of(&self, start: usize, end: usize, head: usize) -> usize {
        let top = self.line.top(self.line.words[start].tokens.start..end);
        if self.line.within(head, top) { top } else { head }
    }

    /// A name's article belongs to its mention.
    fn article(&mut self, id: usize) {
        let start = self.found.all[id].tokens.start;
        if start > 0 && self.line.form(start - 1).eq_ignore_ascii_case("the") {
            self.found.all[id].tokens.start = start - 1;
        }
    }

    fn describe(&self, word: usize, top: usize) -> Description<'a> {
        let named = |token: usize| {
            let id = self.found.cover[self.at][token]?;
            let mention = &self.found.all[id];
            matches!(mention.what, What::Name(..)).then_some(mention.own)
        };
        describe(self.line, word, top, self.table, &named)
    }

    fn descriptions(&mut self) {
        for word in 0..self.line.words.len() {
            let token = self.line.words[word].tokens.end - 1;
            if self.found.cover[self.at][token].is_some() {
                continue;
            }
            let spoken = self.sources.contains(&(self.at, token)) || self.spoken_to.contains(&(self.at, token));
            let noun_like = match self.line.words[word].upos {
                Upos::Noun => true,
                // "The Sund senator said": beside a name a tagger takes the noun for one.
                Upos::Propn => self.line.words[word].capital || spoken,
                Upos::Adj => self.is_argument(token),
                _ => false,
            };
            let odd = matches!(self.line.words[word].upos, Upos::Adj | Upos::Num | Upos::X)
                || self.table.is_partitive(&self.line.words[word].text.to_lowercase());
            if !(noun_like || spoken && odd) {
                continue;
            }
            let found = noun(self.line, word, self.table);
            // The next word ends a role of which this one is a part: "attorney general".
            let part = word + 1 < self.line.words.len()
                && !self.covered(word + 1)
                && noun(self.line, word + 1, self.table).is_some_and(|noun| noun.count > 1);
            if part {
                continue;
            }
            let compound =
                self.line.sentence.tokens[token].deprel == Deprel::Compound && self.line.head(token).is_some_and(|head| head > token);
            // "the opposition claim" mentions the opposition; "the president post" mentions nobody.
            let names_body = found.as_ref().is_some_and(|noun| noun.group.is_some());
            if !spoken && (found.is_none() || compound && !names_body) {
                continue;
            }
            let mut described = self.describe(word, token);
            if compound {
                described.tokens = described.tokens.start..token + 1;
                // In "a League official" the article is the official's.
                if described.determiner != Determiner::Possessive {
                    described.determiner = Determiner::Definite;
                }
            }
            let own = self.line.tokens(&described.role_words);
            let described_by_owner = described.determiner == Determiner::Possessive;
            let id = self.push(described.tokens.clone(), own, What::Described);
            let head = self.found.all[id].head;
            // "Dask and her lawyers protested": who belongs to one who acts acts with her.
            let joined = described_by_owner && conjunct_of(self.line, head).is_some_and(|first| self.is_argument(first));
            let active = joined || self.is_argument(head);
            let mention = &mut self.found.all[id];
            mention.plural = described.plural;
            mention.gender = described.role.and_then(|role| role.gender);
            mention.active |= active;
            mention.described.push(described);
        }
    }

    fn covered(&self, word: usize) -> bool {
        self.found.cover[self.at][self.line.words[word].tokens.end - 1].is_some()
    }

    /// Where a noun stands that is told by its parts: "thousands" of "thousands of protesters".
    fn whole_of(&self, token: usize) -> usize {
        let part = |&at: &usize| {
            let above = self.line.head(at).filter(|_| self.line.case(at).as_deref() == Some("of"))?;
            let known = self.table.is_partitive(&self.line.sentence.tokens[above].lemma.to_lowercase());
            known.then_some(above)
        };
        std::iter::successors(Some(token), part).take(3).last().unwrap_or(token)
    }

    /// Whether a noun is a subject, an agent, an owner or the one acted on.
    fn is_argument(&self, token: usize) -> bool {
        let token = self.whole_of(token);
        let deprel = self.line.sentence.tokens[token].deprel;
        deprel.is_nominal_subject()
            || matches!(deprel, Deprel::OblAgent | Deprel::NmodPoss | Deprel::Obj | Deprel::Iobj | Deprel::Root)
            || self.line.case(token).is_some_and(|case| matches!(case.as_str(), "by" | "with" | "against" | "between"))
    }

    fn pronouns(&mut self) {
        for token in 0..self.line.sentence.tokens.len() {
            if self.found.cover[self.at][token].is_some() {
                continue;
            }
            let speaks = self.sources.contains(&(self.at, token));
            let Some(pronoun) = pronoun(self.line, token, speaks) else {
                continue;
            };
            let id = self.push(token..token + 1, token..token + 1, What::Pronoun(pronoun, std::marker::PhantomData));
            let mention = &mut self.found.all[id];
            mention.plural = matches!(pronoun, Pronoun::They | Pronoun::We | Pronoun::Both);
            mention.gender = match pronoun {
                Pronoun::He => Some(Gender::Masculine),
                Pronoun::She => Some(Gender::Feminine),
                _ => None,
            };
        }
    }
}

/// Which pronoun a token is. One that the tree holds for empty is none, unless it speaks: "in a statement, it added that …".
fn pronoun(line: &Line<'_>, token: usize, speaks: bool) -> Option<Pronoun> {
    let found = &line.sentence.tokens[token];
    let word = matches!(found.upos, Upos::Pron | Upos::Det | Upos::Cconj | Upos::Adv | Upos::Sconj);
    if !word || found.deprel == Deprel::Expl && !speaks {
        return None;
    }
    let alone = !matches!(found.deprel, Deprel::Det | Deprel::DetPredet | Deprel::Cc | Deprel::CcPreconj | Deprel::Advmod);
    let relative = || alone && line.head(token).is_some_and(|verb| line.ancestors_relative(verb)) && found.deprel.is_nominal_subject();
    Some(match line.form(token).to_lowercase().as_str() {
        "he" | "him" | "his" => Pronoun::He,
        "she" | "her" | "hers" => Pronoun::She,
        "it" | "its" => Pronoun::It,
        "they" | "them" | "their" | "theirs" => Pronoun::They,
        "i" | "me" | "my" | "mine" => Pronoun::I,
        "we" | "us" | "our" | "ours" => Pronoun::We,
        "who" | "whom" => Pronoun::Who,
        "which" | "that" if relative() => Pronoun::Who,
        "both" | "neither" if alone => Pronoun::Both,
        _ => return None,
    })
}

/// The first conjunct of the list that a token stands in.
pub(super) fn conjunct_of(line: &Line<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..20 {
        if line.sentence.tokens[at].deprel != Deprel::Conj {
            break;
        }
        at = line.head(at)?;
    }
    (at != token).then_some(at)
}

/// Whether a name acts where it stands, and is no mere place, modifier or date line.
fn acts(line: &Line<'_>, head: usize, kind: NameKind) -> bool {
    let first = conjunct_of(line, head).unwrap_or(head);
    let deprel = line.sentence.tokens[first].deprel;
    let case = line.case(first);
    let case = case.as_deref();
    match kind {
        NameKind::Person => true,
        NameKind::Organisation(_) => deprel != Deprel::Compound,
        NameKind::Demonym(_) => false,
        NameKind::Metonym(_) => !matches!(case, Some("in" | "at" | "near" | "outside" | "inside" | "around")) && deprel != Deprel::Compound,
        NameKind::State(_) => match deprel {
            Deprel::Compound | Deprel::Amod | Deprel::Appos | Deprel::NmodDesc => false,
            _ => match case {
                Some(case) => {
                    matches!(
                        case,
                        "with" | "against" | "between" | "by" | "to" | "for" | "among" | "of" | "from" | "on" | "toward" | "towards"
                    ) && !(matches!(case, "to" | "from" | "on" | "for") && deprel == Deprel::Obl && moves(line, first))
                }
                None => !matches!(deprel, Deprel::OblUnmarked | Deprel::NmodUnmarked | Deprel::List | Deprel::Dep),
            },
        },
        NameKind::Capital(_) => match deprel {
            Deprel::Nsubj => !place_clause(line, first),
            Deprel::NmodPoss => true,
            Deprel::OblAgent => true,
            Deprel::Obl | Deprel::Nmod => matches!(case, Some("with" | "against" | "between")),
            _ => false,
        },
        NameKind::Unknown => {
            deprel == Deprel::Nsubj && !place_clause(line, first)
                || matches!(deprel, Deprel::NmodPoss | Deprel::OblAgent)
                || matches!(case, Some("with" | "against"))
        }
    }
}

/// Whether the clause of this subject says what or where a place is: "Kelm is a city".
fn place_clause(line: &Line<'_>, subject: usize) -> bool {
    line.head(subject).is_some_and(|verb| {
        let has = |deprels: &[Deprel]| line.children(verb).iter().any(|&child| deprels.contains(&line.sentence.tokens[child].deprel));
        // "Kelm is eager to sell", "Kelm is adamant that": no place is.
        let minded = line.sentence.tokens[verb].upos == Upos::Adj && has(&[Deprel::Xcomp, Deprel::Ccomp]);
        has(&[Deprel::Cop]) && !minded
    })
}

/// Whether the verb of an oblique is one of moving: "travelled to Varosia" names a place.
fn moves(line: &Line<'_>, oblique: usize) -> bool {
    const MOVING: [&str; 17] = [
        "arrive", "come", "cross", "deport", "drive", "enter", "flee", "fly", "go", "head", "leave", "move", "return", "sail", "send",
        "spread", "travel",
    ];
    line.head(oblique).is_some_and(|verb| MOVING.contains(&&*line.sentence.tokens[verb].lemma))
}

/// Whether the description is of nobody in particular.
pub(super) fn vague(description: &Description<'_>) -> bool {
    description.determiner == Determiner::Indefinite
}
