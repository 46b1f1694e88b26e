//! Who the words of an argument are: an actor of the record, or one that is added here.

use super::clause::{conjuncts, is_nominal, lemma, preposition};
use crate::actors::{ActorDraft, Actors};
use crate::places::Places;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::actors::{BodyKind, Known};
use rapporteur_lexicon::ontology::Link;
use rapporteur_lexicon::{ActorTable, Calendar, Lexicon, Ontology, Quantities};
use rapporteur_record::{ActorKind, ByteSpan, MentionKind, PlaceUse};
use std::collections::BTreeMap;

/// Actors by their words.
pub(crate) struct Who<'a> {
    pub text: &'a str,
    pub table: &'a ActorTable,
    pub ontology: &'a Ontology,
    quantities: &'a Quantities,
    calendar: &'a Calendar,
    /// All mentions in order: start, end, actor.
    mentions: Vec<(usize, usize, usize)>,
    /// The length of the longest mention.
    longest: usize,
    /// Names of places that mean nothing but the place, in order.
    places: Vec<ByteSpan>,
    /// How many actors there are before any is added.
    known: usize,
    /// Actors that are added, and the one for each name.
    pub added: Vec<ActorDraft>,
    by_name: BTreeMap<String, usize>,
}

impl<'a> Who<'a> {
    pub fn new(text: &'a str, lexicon: &'a Lexicon, actors: &Actors, places: &Places) -> Self {
        let mut mentions: Vec<(usize, usize, usize)> = Vec::new();
        let mut by_name = BTreeMap::new();
        for (at, actor) in actors.actors.iter().enumerate() {
            mentions.extend(actor.mentions.iter().map(|(span, _)| (span.start, span.end, at)));
            by_name.entry(actor.name.clone()).or_insert(at);
        }
        mentions.sort_unstable();
        let longest = mentions.iter().map(|(start, end, _)| end - start).max().unwrap_or(0);
        let literal = places.places.iter().flat_map(|place| &place.mentions).filter(|(_, usage)| *usage == PlaceUse::Literal);
        let mut places: Vec<ByteSpan> = literal.map(|&(words, _)| words).collect();
        places.sort_unstable();
        Self {
            text,
            table: &lexicon.actors,
            ontology: &lexicon.ontology,
            quantities: &lexicon.quantities,
            calendar: &lexicon.calendar,
            mentions,
            longest,
            places,
            known: actors.actors.len(),
            added: Vec::new(),
            by_name,
        }
    }

    /// The actors whose shortest mention holds the token.
    fn mentioned(&self, tree: &Tree<'_>, token: TokenId) -> Vec<usize> {
        let span = tree.token(token).span;
        let from = self.mentions.partition_point(|&(start, ..)| start + self.longest < span.start);
        let to = self.mentions.partition_point(|&(start, ..)| start <= span.start);
        let holding: Vec<&(usize, usize, usize)> = self.mentions[from..to].iter().filter(|(_, end, _)| *end >= span.end).collect();
        let shortest = holding.iter().map(|(start, end, _)| end - start).min();
        holding.iter().filter(|(start, end, _)| Some(end - start) == shortest).map(|(.., actor)| *actor).collect()
    }

    /// The word that says who they are: "rebels" of "dozens of rebels".
    pub fn core(&self, tree: &Tree<'_>, token: TokenId) -> TokenId {
        // "One of these guilds, the Dockers' Union": the record knows which one.
        let known = tree.is(token, "one") && !self.mentioned(tree, token).is_empty();
        let partitive = !known && (self.ontology.is(lemma(tree, token), "partitive") || tree.upos(token) == Upos::Num);
        let of = || tree.children(token).find(|&kid| tree.deprel(kid) == Deprel::Nmod && preposition(tree, kid).eq_ignore_ascii_case("of"));
        if partitive { of().unwrap_or(token) } else { token }
    }

    /// Whether the words can act: a name, a group, a person, or what the record has as an actor.
    pub fn is_actor(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        let token = self.core(tree, token);
        if !self.mentioned(tree, token).is_empty() {
            return true;
        }
        if self.named(tree, token).is_some() {
            return true;
        }
        match tree.upos(token) {
            Upos::Propn => self.table.capital(tree.form(token)).is_none(),
            Upos::Noun | Upos::Adj | Upos::Num => self.is_human(tree, token),
            _ => false,
        }
    }

    /// The name behind a noun: "former agent Ilan Moreau".
    fn named(&self, tree: &Tree<'_>, token: TokenId) -> Option<TokenId> {
        let name =
            |&kid: &TokenId| tree.deprel(kid) == Deprel::Appos && kid == TokenId(token.0 + 1) && !self.mentioned(tree, kid).is_empty();
        tree.children(token).find(name).filter(|_| tree.upos(token) == Upos::Noun)
    }

    /// Whether a common noun stands for people or a body.
    pub fn is_human(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        let lemma = lemma(tree, token);
        let words = [lemma];
        self.table.role_word(lemma).is_some()
            || self.table.group(&words).is_some()
            || self.quantities.is_person(lemma)
            || self.ontology.is(lemma, "person")
            || self.ontology.is(lemma, "leader")
            || self.ontology.is(lemma, "diplomat")
    }

    /// The actors that an argument means; one that nobody has named yet is added.
    pub fn of(&mut self, tree: &Tree<'_>, token: TokenId) -> Vec<usize> {
        let token = self.core(tree, token);
        let found = self.mentioned(tree, token);
        if !found.is_empty() {
            return found;
        }
        if tree.upos(token) == Upos::Pron || tree.upos(token) == Upos::Det {
            return Vec::new();
        }
        if let Some(name) = self.named(tree, token) {
            return self.mentioned(tree, name);
        }
        self.add(tree, token).into_iter().collect()
    }

    /// The states and other actors that the words beside a noun name: "Israeli" in "Israeli homes".
    pub fn beside(&mut self, tree: &Tree<'_>, noun: TokenId) -> Vec<usize> {
        let mut found = Vec::new();
        let kids: Vec<TokenId> = tree.children(noun).collect();
        for kid in kids {
            let fits = match tree.deprel(kid) {
                Deprel::NmodPoss => true,
                Deprel::Amod | Deprel::Compound => {
                    // "a police station" is theirs, "the police raid" is done by them.
                    let thing = self.ontology.noun(lemma(tree, noun)).is_empty();
                    let group = thing && tree.upos(kid) == Upos::Noun && self.is_human(tree, kid);
                    group || self.state(tree, kid).is_some() || !self.mentioned(tree, kid).is_empty()
                }
                Deprel::Nmod => self.ontology.is_link(preposition(tree, kid), Link::Inside) && self.is_actor(tree, kid),
                _ => false,
            };
            if fits {
                for head in conjuncts(tree, kid) {
                    found.extend(self.of(tree, head));
                }
            }
        }
        found
    }

    /// The state that an adjective or name stands for.
    pub fn state(&self, tree: &Tree<'_>, token: TokenId) -> Option<usize> {
        if !tree.form(token).starts_with(char::is_uppercase) {
            return None;
        }
        let words: Vec<&str> = (token.0..(token.0 + 4).min(tree.len() as u32)).map(|at| tree.form(TokenId(at))).collect();
        match self.table.known(&words)?.1 {
            Known::Country(state) | Known::Demonym(state) | Known::Capital(state) | Known::Metonym(state) => Some(state),
            Known::Organisation(_) => None,
        }
    }

    /// Whether a word is a name by which a place is meant that has no actor yet: "Kelm", a capital.
    pub fn is_named_place(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        tree.upos(token) == Upos::Propn && self.state(tree, token).is_some()
    }

    /// Whether a name means a place and nothing but that, not those who rule or live there.
    pub fn is_literal_place(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        let span = tree.token(token).span;
        let at = self.places.partition_point(|place| place.end <= span.start);
        tree.upos(token) == Upos::Propn && self.places.get(at).is_some_and(|place| place.contains(span))
    }

    fn add(&mut self, tree: &Tree<'_>, token: TokenId) -> Option<usize> {
        // "Monday's order" is nobody's.
        let day = || self.calendar.weekday(tree.form(token)).is_some() || self.calendar.month(tree.form(token)).is_some();
        if !is_nominal(tree, token) || day() {
            return None;
        }
        if let Some(state) = self.state(tree, token) {
            let country = self.table.country(state);
            let (name, code) = (country.name.clone(), country.code.clone());
            return Some(self.draft(name, ActorKind::State, code, tree.token(token).span, MentionKind::Name));
        }
        let inside = |kid: &TokenId| {
            matches!(
                tree.deprel(*kid),
                Deprel::Amod | Deprel::Compound | Deprel::Flat | Deprel::Nummod | Deprel::NmodPoss | Deprel::NmodDesc
            ) && (*kid < token || tree.deprel(*kid) == Deprel::Flat)
        };
        let mut tokens: Vec<TokenId> = tree.children(token).filter(inside).flat_map(|kid| tree.subtree(kid, &[])).collect();
        tokens.push(token);
        tokens.sort_unstable();
        // Only what stands together with the noun.
        let at = tokens.iter().position(|&id| id == token)?;
        let first = (0..=at).rev().take_while(|&place| tokens[place].0 + (at - place) as u32 == token.0).last()?;
        let last = (at..tokens.len()).take_while(|&place| tokens[place].0 == token.0 + (place - at) as u32).last()?;
        let mut words = &tokens[first..=last];
        while let [one, rest @ ..] = words
            && !rest.is_empty()
            && tree.is_mark(*one)
        {
            words = rest;
        }
        let span = tree.span(words)?;
        let name = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let (kind, code) = self.sort(tree, token, words);
        let mention = if tree.upos(token) == Upos::Propn { MentionKind::Name } else { MentionKind::Nominal };
        Some(self.draft(name, kind, code, span, mention))
    }

    /// What sort of actor the words are, and its code.
    fn sort(&self, tree: &Tree<'_>, token: TokenId, words: &[TokenId]) -> (ActorKind, Option<String>) {
        let mut forms: Vec<&str> = words.iter().map(|&id| tree.form(id)).collect();
        if let Some(last) = forms.last_mut()
            && words.last() == Some(&token)
        {
            *last = lemma(tree, token);
        }
        let state = words.iter().chain(&self.owner(tree, token)).find_map(|&id| self.state(tree, id));
        let base = state.and_then(|state| self.table.country(state).code.clone());
        let plural = tree.token(token).feats.is("Number", "Plur");
        let group = self.table.group(&forms).map(|(_, group)| group);
        let role = self.table.role(&forms).map(|(_, role)| role);
        let agent = role.and_then(|role| role.code.clone()).or_else(|| group.and_then(|group| group.code.clone()));
        let code = base.map(|base| if base.len() == 3 { base + agent.as_deref().unwrap_or_default() } else { base });
        let kind = match (role, group) {
            (Some(_), _) if plural => ActorKind::Group,
            (Some(_), _) => ActorKind::Person,
            (None, Some(group)) => match group.kind {
                BodyKind::State => ActorKind::State,
                BodyKind::Organisation => ActorKind::Organisation,
                BodyKind::Group => ActorKind::Group,
            },
            (None, None) if self.is_human(tree, token) => {
                if plural {
                    ActorKind::Group
                } else {
                    ActorKind::Person
                }
            }
            (None, None) if self.is_literal_place(tree, token) => ActorKind::Place,
            (None, None) if tree.upos(token) == Upos::Propn => ActorKind::Organisation,
            (None, None) if self.ontology.is(lemma(tree, token), "territory") => ActorKind::Place,
            (None, None) => ActorKind::Group,
        };
        (kind, code)
    }

    /// What stands behind "of", "in" or "from" the noun.
    fn owner(&self, tree: &Tree<'_>, token: TokenId) -> Vec<TokenId> {
        let near = |kid: &TokenId| tree.deprel(*kid) == Deprel::Nmod && matches!(preposition(tree, *kid), "of" | "in" | "from");
        tree.children(token).filter(near).collect()
    }

    fn draft(&mut self, name: String, kind: ActorKind, code: Option<String>, span: ByteSpan, mention: MentionKind) -> usize {
        if let Some(&at) = self.by_name.get(&name) {
            if let Some(draft) = at.checked_sub(self.known).and_then(|at| self.added.get_mut(at))
                && !draft.mentions.iter().any(|(words, _)| *words == span)
            {
                draft.mentions.push((span, mention));
            }
            return at;
        }
        let at = self.known + self.added.len();
        self.by_name.insert(name.clone(), at);
        self.added.push(ActorDraft { name, kind, code, roles: Vec::new(), party: None, mentions: vec![(span, mention)] });
        at
    }
}
