//! Noun phrases that say who somebody is: "the U.N.'s envoy for the crisis", "coalition leader".

use super::words::Line;
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::actors::{CapitalKind, GroupWord, RoleClass, RoleWord};
use rapporteur_lexicon::{ActorTable, lower};
use std::borrow::Cow;
use std::ops::Range;

/// Verbs that take "of" behind whom they concern.
const CHARGING: [&str; 12] =
    ["accuse", "acquit", "assure", "clear", "convict", "deprive", "inform", "notify", "remind", "rob", "suspect", "warn"];

/// How a phrase is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    /// None at all.
    Bare,
    /// "the", "this".
    Definite,
    /// "a", "some", "another".
    Indefinite,
    /// "his", "Russia's".
    Possessive,
    /// "both", "the two".
    Both,
    /// "neither", "either".
    Either,
}

/// What a noun phrase says of the one it describes.
#[derive(Clone, Debug)]
pub(super) struct Description<'a> {
    /// The tokens of the phrase.
    pub tokens: Range<usize>,
    /// The words of the role or body itself.
    pub role_words: Range<usize>,
    /// The head in the singular, in small letters.
    pub noun: String,
    /// The role that it names.
    pub role: Option<&'a RoleWord>,
    /// The body that it names.
    pub group: Option<&'a GroupWord>,
    /// Whether it means several.
    pub plural: bool,
    /// Its determiner.
    pub determiner: Determiner,
    /// The token that says whose: "Russia" in "Russia's minister", "opposition" in "opposition leader".
    pub of: Option<usize>,
    /// The other words in front, in small letters.
    pub modifiers: Vec<String>,
    /// The role with the words in front of it, without whose it is: "deputy foreign minister".
    pub title: String,
    /// The descriptive words without article.
    pub words: String,
}

impl Description<'_> {
    /// Whether it describes one human being.
    pub fn is_person(&self) -> bool {
        self.role.is_some() && !self.plural
    }
}

/// A role or body found in a table.
pub(super) struct Noun<'a> {
    /// How many words it has.
    pub count: usize,
    pub role: Option<&'a RoleWord>,
    pub group: Option<&'a GroupWord>,
    pub plural: bool,
    /// The last word in the singular, in small letters.
    pub singular: String,
}

/// The role or body that the words up to `word` end in.
pub(super) fn noun<'a>(line: &Line<'_>, word: usize, table: &'a ActorTable) -> Option<Noun<'a>> {
    let token = line.words[word].tokens.end - 1;
    let form = lower(line.form(token));
    let marked = line.sentence.tokens[token].feats.is("Number", "Plur");
    let lemma = &line.sentence.tokens[token].lemma;
    for (at, singular) in singulars(&form, lemma).into_iter().enumerate() {
        // Of a compound with a hyphen only the whole is in the tables.
        let whole = match line.words[word].tokens.len() {
            1 => singular,
            _ => lower(line.words[word].text),
        };
        if !table.ends_role_or_group(&whole) {
            continue;
        }
        let mut words = line.texts(word.saturating_sub(3)..word);
        words.push(&whole);
        let plural = at > 0 || marked && whole != form;
        let role = table.role(&words).filter(|(_, role)| role.class != RoleClass::Honorific);
        if let Some((count, role)) = role {
            return Some(Noun { count, role: Some(role), group: None, plural, singular: whole.into_owned() });
        }
        if let Some((count, group)) = table.group(&words) {
            let plural = plural || group.plural;
            return Some(Noun { count, role: None, group: Some(group), plural, singular: whole.into_owned() });
        }
    }
    None
}

/// The forms that may be the singular of a noun, the form itself first.
fn singulars<'w>(form: &'w str, lemma: &'w str) -> Vec<Cow<'w, str>> {
    let mut all = vec![Cow::Borrowed(form)];
    let lemma = lower(lemma);
    let mut add = |word: Cow<'w, str>| {
        if !all.contains(&word) {
            all.push(word);
        }
    };
    if lemma != form && !lemma.is_empty() {
        add(lemma);
    }
    if let Some(stem) = form.strip_suffix("men") {
        add(format!("{stem}man").into());
    }
    if let Some(stem) = form.strip_suffix("ies") {
        add(format!("{stem}y").into());
    }
    if let Some(stem) = form.strip_suffix('s').filter(|stem| stem.len() > 3 && !stem.ends_with('s')) {
        add(stem.into());
    }
    all
}

/// Describes the phrase whose head is the last token of `word`; `top` is the token whose subtree
/// its words belong to, `named` gives for a token the first token of the name that it belongs to.
pub(super) fn describe<'a>(
    line: &Line<'_>,
    word: usize,
    top: usize,
    table: &'a ActorTable,
    named: &dyn Fn(usize) -> Option<usize>,
) -> Description<'a> {
    let head = line.words[word].tokens.end - 1;
    let found = noun(line, word, table).unwrap_or_else(|| {
        let token = &line.sentence.tokens[head];
        let form = line.form(head).to_lowercase();
        let plural = token.feats.is("Number", "Plur") || form.ends_with('s') && *token.lemma != *form;
        // "the 60-year-old" is one word of several tokens.
        let whole = line.words[word].tokens.len() > 1;
        let singular = if whole { line.words[word].text.to_lowercase() } else { token.lemma.to_lowercase() };
        Noun { count: 1, role: None, group: None, plural, singular }
    });
    let Noun { count, role, group, plural, singular } = found;
    let first_of_role = word + 1 - count.min(word + 1);
    let mut walk = Walk {
        line,
        table,
        top,
        named,
        determiner: Determiner::Bare,
        two: false,
        counted: false,
        of: None,
        modifiers: Vec::new(),
        start: first_of_role,
        text: first_of_role,
    };
    walk.left(first_of_role);
    let Walk { mut determiner, two, counted, of, mut modifiers, start, text, .. } = walk;
    modifiers.reverse();
    determiner = match determiner {
        Determiner::Definite | Determiner::Both if two => Determiner::Both,
        // "30 rebels" are not those of before.
        Determiner::Bare if counted => Determiner::Indefinite,
        known => known,
    };
    let mut of = of.map(|(token, _)| token);
    let mut end = line.words[word].tokens.end;
    let mut shown = end;
    let inner = line.top(line.tokens(&(first_of_role..word + 1)));
    if let Some((object, case)) = object(line, inner).filter(|&(object, _)| object > head) {
        let belongs = match case.as_str() {
            "of" => true,
            "for" | "from" | "at" | "with" | "within" | "to" | "in" => role.is_some() || named(object).is_some(),
            _ => false,
        };
        if belongs {
            of = of.or(Some(object));
            end = phrase_end(line, head, object);
            // "a reporter for USA Today": a name is taken whole.
            let name = named(object);
            while end < line.sentence.tokens.len() && name.is_some() && named(end) == name {
                end += 1;
            }
            if matches!(case.as_str(), "of" | "for") && end - shown <= 12 {
                shown = end;
            }
        }
    }
    let role_words: Vec<String> = line.texts(first_of_role..word + 1).iter().map(|word| small(word)).collect();
    let title = modifiers.iter().map(String::as_str).chain(role_words.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
    let words = plain(line, line.words[text].tokens.start..shown);
    Description {
        tokens: line.words[start].tokens.start..end,
        role_words: first_of_role..word + 1,
        noun: singular,
        role,
        group,
        plural,
        determiner,
        of,
        modifiers: modifiers.iter().map(|word| word.to_lowercase()).collect(),
        title,
        words,
    }
}

/// A word in small letters, unless its capitals are its own ("CEO", "U.N.").
fn small(word: &str) -> String {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if capitals > 1 && word.len() < 6 { word.to_owned() } else { word.to_lowercase() }
}

/// The words of a range of tokens with single blanks.
fn plain(line: &Line<'_>, tokens: Range<usize>) -> String {
    line.span(&tokens).of(line.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The way left from a head through the words of its phrase.
struct Walk<'l, 'a, 'n> {
    line: &'l Line<'a>,
    table: &'l ActorTable,
    top: usize,
    named: &'n dyn Fn(usize) -> Option<usize>,
    determiner: Determiner,
    two: bool,
    counted: bool,
    /// The token that says whose, and how strongly.
    of: Option<(usize, u8)>,
    /// From right to left.
    modifiers: Vec<String>,
    /// First word of the phrase, and of what is shown of it.
    start: usize,
    text: usize,
}

impl Walk<'_, '_, '_> {
    fn left(&mut self, from: usize) {
        let mut at = from;
        let mut possessed = false;
        while let Some(word) = at.checked_sub(1).filter(|_| from - at < 16) {
            let token = self.line.words[word].tokens.end - 1;
            let text = self.line.words[word].text;
            match self.line.words[word].upos {
                Upos::Part if matches!(text, "'s" | "’s" | "'" | "’") && word > 0 => {
                    possessed = true;
                    self.determiner = Determiner::Possessive;
                    self.whose(self.line.words[word - 1].tokens.end - 1, 3);
                }
                Upos::Det | Upos::Pron if !self.decides(text, token) => return,
                Upos::Det | Upos::Pron => {
                    self.start = word;
                    // "both the", "all these".
                    if word > 0 && matches!(self.line.word_text(word - 1).to_lowercase().as_str(), "both" | "all") {
                        self.start = word - 1;
                        if self.line.word_text(word - 1).eq_ignore_ascii_case("both") {
                            self.determiner = Determiner::Both;
                        }
                    }
                    return;
                }
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Verb | Upos::X | Upos::Adv => {
                    if !self.takes(token, possessed) {
                        return;
                    }
                    self.modify(word, token, possessed);
                    // A name is taken whole.
                    if let Some(first) = (self.named)(token).map(|first| self.line.word_of[first]).filter(|&first| first < word) {
                        at = first;
                        self.start = at;
                        self.text = at;
                        continue;
                    }
                }
                _ => return,
            }
            at = word;
            self.start = at;
            self.text = at;
        }
    }

    /// Takes a determiner; gives whether the word is one.
    fn decides(&mut self, text: &str, token: usize) -> bool {
        let lower = text.to_lowercase();
        let kind = match lower.as_str() {
            "the" | "this" | "that" | "these" | "those" => Determiner::Definite,
            "both" => Determiner::Both,
            "neither" | "either" => Determiner::Either,
            "my" | "your" | "his" | "her" | "its" | "our" | "their" | "whose" => {
                self.whose(token, 3);
                Determiner::Possessive
            }
            "a" | "an" | "some" | "any" | "another" | "no" | "several" | "many" | "each" | "every" | "all" | "few" | "such" => {
                Determiner::Indefinite
            }
            _ => return false,
        };
        // "the U.N.'s envoy" is possessive.
        if self.determiner == Determiner::Bare {
            self.determiner = kind;
        }
        true
    }

    /// Whether a word in front belongs to the phrase.
    fn takes(&self, token: usize, possessed: bool) -> bool {
        let found = &self.line.sentence.tokens[token];
        let word = &self.line.words[self.line.word_of[token]];
        if self.table.capital(word.text).is_some_and(CapitalKind::is_time) {
            return false;
        }
        match found.upos {
            Upos::Verb => matches!(found.deprel, Deprel::Amod | Deprel::Compound) && self.line.within(token, self.top),
            Upos::Adv => {
                let asks = matches!(word.text.to_lowercase().as_str(), "how" | "when" | "where" | "why");
                !asks
                    && found.deprel == Deprel::Advmod
                    && self.line.head(token).is_some_and(|head| head > token && self.line.sentence.tokens[head].upos == Upos::Adj)
            }
            _ => possessed || self.line.within(token, self.top),
        }
    }

    fn modify(&mut self, word: usize, token: usize, possessed: bool) {
        let text = self.line.words[word].text;
        if possessed {
            return;
        }
        self.two |= matches!(text, "two" | "Two");
        self.counted |= self.line.words[word].upos == Upos::Num;
        if (self.named)(token).is_some() {
            self.whose(token, 2);
        } else if self.line.words[word].upos != Upos::Adj && noun(self.line, word, self.table).is_some_and(|noun| noun.group.is_some()) {
            self.whose(token, 4);
        } else if self.of.is_none_or(|(_, strength)| strength < 4) && self.line.words[word].upos != Upos::Num {
            self.modifiers.push(if self.line.words[word].capital && !self.line.words[word].opens {
                text.to_owned()
            } else {
                text.to_lowercase()
            });
        }
    }

    fn whose(&mut self, token: usize, strength: u8) {
        if self.of.is_none_or(|(_, before)| strength > before) {
            self.of = Some((token, strength));
        }
    }
}

/// The noun that the first prepositional phrase after the head holds, with its preposition.
fn object(line: &Line<'_>, head: usize) -> Option<(usize, String)> {
    let modifier = |&&child: &&usize| {
        child > head && child < head + 12 && line.sentence.tokens[child].deprel.base() == "nmod" && line.case(child).is_some()
    };
    let child = *line.children(head).iter().find(modifier)?;
    // Nothing but the phrase itself may stand between.
    let comma = (head + 1..child).any(|at| line.form(at) == ",");
    // "accused the army of abuses": that belongs to the verb.
    let charged = matches!(line.sentence.tokens[head].deprel, Deprel::Obj | Deprel::Iobj | Deprel::NsubjPass)
        && line.case(child).as_deref() == Some("of")
        && line.head(head).is_some_and(|verb| CHARGING.contains(&&*line.sentence.tokens[verb].lemma));
    if comma || charged { None } else { line.case(child).map(|case| (child, case)) }
}

/// The token after the phrase: before a comma, a relative clause or the end of the object's subtree.
fn phrase_end(line: &Line<'_>, head: usize, object: usize) -> usize {
    let last = line.high(object).max(object);
    let stops = |&at: &usize| {
        let token = &line.sentence.tokens[at];
        token.upos == Upos::Punct && line.form(at) != "-"
            || token.upos == Upos::Verb
            || matches!(line.form(at), "who" | "which" | "that" | "whose")
    };
    (head + 1..=last).find(|at| *at > object && stops(at)).unwrap_or(last + 1)
}
