//! The report as positions are read from it: trees, who the words are, in which statement they stand.

use super::At;
use crate::actors::ActorDraft;
use crate::events::who::Who;
use crate::events::{EventDraft, Told, clause};
use crate::statements::grove::Tree;
use rapporteur_language::{Analysis, Deprel, TokenId, Upos};
use rapporteur_lexicon::Lexicon;
use rapporteur_lexicon::actors::{Known, RoleClass};
use rapporteur_record::{ActorKind, ByteSpan, MentionKind};

/// Everything at hand.
pub(super) struct Scene<'a> {
    pub trees: Vec<Tree<'a>>,
    pub told: Told<'a>,
    pub events: &'a [EventDraft],
    pub lexicon: &'a Lexicon,
    text: &'a str,
    /// All mentions in order: start, end, actor.
    mentions: Vec<(usize, usize, usize)>,
    longest: usize,
    /// For each sentence the attributions whose cue's head stands in it.
    cues: Vec<Vec<(TokenId, usize)>>,
    /// For each sentence and token the innermost attribution in whose content it stands.
    inside: Vec<Vec<Option<usize>>>,
    /// For each attribution who says it.
    sources: Vec<Vec<usize>>,
    /// For each person whom the record gives no party the body that is named in a description of him.
    described: Vec<Option<usize>>,
    /// For each person without a name the one whose name stands beside a description of him.
    beside: Vec<Option<usize>>,
}

impl<'a> Scene<'a> {
    pub fn new(text: &'a str, analysis: &'a Analysis, told: Told<'a>, events: &'a [EventDraft], lexicon: &'a Lexicon) -> Self {
        let trees: Vec<Tree<'a>> = (0..analysis.sentences.len()).map(|at| Tree::new(text, analysis, at)).collect();
        let mut mentions: Vec<(usize, usize, usize)> = Vec::new();
        for (at, actor) in told.actors.actors.iter().enumerate() {
            mentions.extend(actor.mentions.iter().map(|(span, _)| (span.start, span.end, at)));
        }
        mentions.sort_unstable();
        let longest = mentions.iter().map(|(start, end, _)| end - start).max().unwrap_or(0);
        let mut cues = vec![Vec::new(); trees.len()];
        let mut inside: Vec<Vec<Option<usize>>> = trees.iter().map(|tree| vec![None; tree.len()]).collect();
        let mut order: Vec<usize> = (0..told.attributions.len()).collect();
        let length = |at: usize| told.attributions[at].content.iter().map(|content| content.len()).sum::<usize>();
        order.sort_by_key(|&at| (std::cmp::Reverse(length(at)), at));
        for &at in &order {
            let attribution = &told.attributions[at];
            if let Some(list) = attribution.cue_head.and_then(|head| cues.get_mut(head.sentence)) {
                list.push((attribution.cue_head.map_or(TokenId(0), |head| head.token), at));
            }
            for content in &attribution.content {
                let from = trees.partition_point(|tree| tree.sentence.span.end <= content.start);
                for tree in trees[from..].iter().take_while(|tree| tree.sentence.span.start < content.end) {
                    for id in tree.sentence.tokens_in(*content) {
                        inside[tree.at][id.index()] = Some(at);
                    }
                }
            }
        }
        let mut scene = Self {
            text,
            trees,
            told,
            events,
            lexicon,
            mentions,
            longest,
            cues,
            inside,
            sources: Vec::new(),
            described: Vec::new(),
            beside: Vec::new(),
        };
        let actors = 0..told.actors.actors.len();
        scene.beside = actors.clone().map(|actor| scene.name_beside(actor)).collect();
        scene.described = actors.map(|actor| scene.body_within(actor)).collect();
        scene.sources = told.attributions.iter().map(|one| one.source.map(|words| told.actors.at(words)).unwrap_or_default()).collect();
        // What stands within another is longer to tell: the outer ones are known first.
        for at in order {
            let found = scene.source(at);
            scene.sources[at] = found;
        }
        scene
    }

    /// "Her challenger, Karim Dask, said": the name that stands between commas behind a description.
    fn name_beside(&self, actor: usize) -> Option<usize> {
        let draft = self.draft(actor).filter(|draft| draft.kind == ActorKind::Person && !self.has_name(actor))?;
        draft.mentions.iter().filter(|(_, kind)| *kind != MentionKind::Pronoun).find_map(|(span, _)| {
            let rest = self.text.get(span.end..)?;
            let name = span.end + rest.strip_prefix(", ").map(|_| 2)?;
            let &(_, end, other) =
                self.mentions.iter().find(|&&(start, _, other)| start == name && self.is_person(other) && self.has_name(other))?;
            self.text.get(end..)?.starts_with(',').then_some(other)
        })
    }

    /// "the observer of the Northern Front": the body whose name stands in a description of a person, or of the one of whom it is told.
    fn body_within(&self, actor: usize) -> Option<usize> {
        let told = |one: usize| {
            let draft = self.draft(one).filter(|draft| draft.kind == ActorKind::Person && draft.party.is_none())?;
            draft.mentions.iter().filter(|(_, kind)| *kind != MentionKind::Pronoun).find_map(|(span, _)| {
                let inside = |&&(start, end, other): &&(usize, usize, usize)| {
                    start > span.start && end <= span.end && !self.is_person(other) && self.has_name(other)
                };
                let &(start, _, body) = self.mentions.iter().find(inside)?;
                let before = self.text.get(span.start..start)?.trim_end_matches("the ").trim_end();
                (before.ends_with(" of") || before.ends_with(" for")).then_some(body)
            })
        };
        told(actor).or_else(|| (0..self.beside.len()).filter(|&other| self.beside[other] == Some(actor)).find_map(told))
    }

    /// Who says it, where the words for him name nobody: "his government said".
    fn source(&self, attribution: usize) -> Vec<usize> {
        let known = &self.sources[attribution];
        let one = &self.told.attributions[attribution];
        // "KELM, Varosia (INA) - The government …": the town of the dateline says nothing.
        if let Some(head) = one.source_head.filter(|head| head.sentence < self.trees.len())
            && is_dateline(&self.trees[head.sentence], head.token)
        {
            let tree = &self.trees[head.sentence];
            let subject = subjects(tree, tree.head(head.token).unwrap_or(head.token)).first().copied();
            return subject.map(|subject| self.meant(tree, subject, &[])).unwrap_or_default();
        }
        if let Some(head) = one.source_head.filter(|head| head.sentence < self.trees.len())
            && known.iter().all(|&actor| !self.has_name(actor) || self.is_one_word(actor))
        {
            let around = one.within.map(|at| self.speakers(at)).unwrap_or_default();
            let party = self.party_at(&self.trees[head.sentence], head.token, around);
            if !party.is_empty() {
                return party;
            }
        }
        known.clone()
    }

    /// The words of a span.
    pub fn words(&self, span: ByteSpan) -> &'a str {
        span.of(self.text)
    }

    /// The text before a span, of the same line.
    pub fn ahead(&self, span: ByteSpan) -> &'a str {
        let before = self.text.get(..span.start).unwrap_or_default();
        &before[before.rfind('\n').map_or(0, |end| end + 1)..]
    }

    /// Who the words are; it takes note of those who have no actor yet.
    pub fn cast(&self) -> Who<'a> {
        Who::new(self.text, self.lexicon, self.told.actors, self.told.places)
    }

    /// An actor that the record has already; not one that only a position knows.
    fn draft(&self, actor: usize) -> Option<&'a ActorDraft> {
        self.told.actors.actors.get(actor)
    }

    /// The attribution that the word is the cue of.
    pub fn cue(&self, at: At) -> Option<usize> {
        self.cues[at.sentence].iter().find(|(token, _)| *token == at.token).map(|(_, attribution)| *attribution)
    }

    /// The attribution whose cue's words hold the word, though another word is their head.
    pub fn cue_with(&self, at: At) -> Option<usize> {
        let span = self.trees[at.sentence].token(at.token).span;
        let holds = |attribution: usize| self.told.attributions[attribution].cue.is_some_and(|cue| cue.contains(span));
        self.cues[at.sentence].iter().map(|(_, attribution)| *attribution).find(|&attribution| holds(attribution))
    }

    /// The innermost attribution in whose content the word stands.
    pub fn statement(&self, at: At) -> Option<usize> {
        self.inside[at.sentence][at.token.index()]
    }

    /// Who says it.
    pub fn speakers(&self, attribution: usize) -> &[usize] {
        &self.sources[attribution]
    }

    /// The actors whose shortest mention holds the word.
    pub fn actors_at(&self, tree: &Tree<'_>, token: TokenId) -> Vec<usize> {
        let span = tree.token(token).span;
        let from = self.mentions.partition_point(|&(start, ..)| start + self.longest < span.start);
        let to = self.mentions.partition_point(|&(start, ..)| start <= span.start);
        let holding: Vec<&(usize, usize, usize)> = self.mentions[from..to].iter().filter(|(_, end, _)| *end >= span.end).collect();
        let shortest = holding.iter().map(|(start, end, _)| end - start).min();
        holding.iter().filter(|(start, end, _)| Some(end - start) == shortest).map(|(.., actor)| *actor).collect()
    }

    /// The actors that an argument's head names: not those only named inside its words.
    pub fn named(&self, tree: &Tree<'_>, token: TokenId) -> Vec<usize> {
        if is_dateline(tree, token) {
            return Vec::new();
        }
        let found = self.actors_at(tree, token);
        if !found.is_empty() {
            return found;
        }
        // "All three deny it": the three of whom was told.
        if tree.upos(token) == Upos::Num
            && tree.children(token).any(|kid| {
                matches!(tree.deprel(kid), Deprel::Det | Deprel::DetPredet) && ["all", "the"].iter().any(|word| tree.is(kid, word))
            })
            && !tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Nmod)
        {
            return self.so_many(tree, token);
        }
        // "none of the rebels", "several hundred of its members", "the ambassador of Hesper".
        if tree.upos(token) == Upos::Num || matches!(tree.lemma(token), "none" | "all" | "most" | "some" | "dozen" | "hundred" | "both") {
            let of = tree
                .children(token)
                .find(|&kid| tree.deprel(kid) == Deprel::Nmod && clause::preposition(tree, kid).eq_ignore_ascii_case("of"));
            return of.map(|of| self.actors_at(tree, of)).unwrap_or_default();
        }
        Vec::new()
    }

    /// The actors that an argument in a statement means: "it" and "they" without a chain are who speaks, as far as that fits.
    pub fn meant(&self, tree: &Tree<'_>, token: TokenId, speakers: &[usize]) -> Vec<usize> {
        let named = self.named(tree, token);
        if self.is_who_speaks(tree, token, &named, speakers) {
            return speakers.to_vec();
        }
        // "The Government" alone is no name of its own.
        if named.iter().all(|&actor| !self.has_name(actor) || self.is_one_word(actor)) {
            let party = self.party_at(tree, token, speakers);
            if !party.is_empty() {
                return party;
            }
            // "The employer of the captives, Doctors for Peace, …".
            let beside = tree.child(token, Deprel::Appos).map(|name| self.named(tree, name)).unwrap_or_default();
            if !beside.is_empty() && beside.iter().all(|&actor| self.has_name(actor)) {
                return beside;
            }
        }
        // "Both sides reaffirm their support": who the sides are.
        if tree.upos(token) == Upos::Pron && !named.is_empty() && named.iter().all(|&actor| !self.has_name(actor)) {
            let noun = tree.ids().take(token.index()).filter(|&id| tree.upos(id) == Upos::Noun && self.named(tree, id) == named).last();
            let party = noun.map(|noun| self.party_at(tree, noun, speakers)).unwrap_or_default();
            if !party.is_empty() {
                return party;
            }
        }
        if !named.is_empty() || tree.upos(token) != Upos::Pron {
            return named;
        }
        let person = match tree.form(token).to_lowercase().as_str() {
            "he" | "she" => Some(true),
            "it" | "they" => Some(false),
            "i" | "we" | "us" | "me" | "ours" => None,
            _ => return Vec::new(),
        };
        let fits = |speaker: &&usize| person.is_none_or(|person| self.is_person(**speaker) == person);
        speakers.iter().filter(fits).copied().collect()
    }

    /// "The Brigades say they will let them go": who speaks, whatever else the pronoun was taken for.
    fn is_who_speaks(&self, tree: &Tree<'_>, token: TokenId, named: &[usize], speakers: &[usize]) -> bool {
        let plain = tree.is(token, "it") || tree.is(token, "they");
        if !plain
            || speakers.is_empty()
            || named.iter().any(|one| speakers.contains(one))
            || speakers.iter().any(|&one| self.is_person(one))
        {
            return false;
        }
        let Some(verb) = tree.head(token).filter(|_| tree.deprel(token) == Deprel::Nsubj) else { return false };
        let cue =
            tree.head(verb).filter(|_| tree.deprel(verb) == Deprel::Ccomp).and_then(|up| self.cue(At { sentence: tree.at, token: up }));
        cue.is_some_and(|cue| self.speakers(cue) == speakers) && !named.is_empty()
    }

    /// Whether what somebody says of another is said for that other: an official for the state, a leader for the movement.
    pub fn speaks_for(&self, speaker: usize, subject: usize) -> bool {
        if self.same_side(speaker, subject) {
            return true;
        }
        if !self.is_person(speaker) || self.is_person(subject) {
            return false;
        }
        // An expert speaks for himself, a minister for no movement.
        let roles = self.draft(speaker).map_or(&[][..], |draft| &draft.roles);
        let classes: Vec<RoleClass> = roles.iter().filter_map(|(role, _)| self.role_class(role)).collect();
        if classes.iter().any(|class| matches!(class, RoleClass::Expert | RoleClass::Kin)) {
            return false;
        }
        // But for "parliament" or "the army" he does.
        if classes.contains(&RoleClass::Office) && self.is_called_body(subject) && !self.is_one_word(subject) {
            return false;
        }
        // Only who is known to speak for another by name does not.
        match self.party(speaker) {
            None => !roles.is_empty() || self.has_name(speaker),
            Some(party) => !self.has_name(party) || self.is_person(party),
        }
    }

    /// What sort a role is: of "senior analyst at the Harbour Institute" the analyst's.
    fn role_class(&self, role: &str) -> Option<RoleClass> {
        let words = role.split([' ', ',']).take_while(|word| !matches!(*word, "of" | "with" | "at" | "for" | "on" | "in"));
        Some(self.lexicon.actors.role_word(&words.last()?.to_lowercase())?.class)
    }

    /// Whether a name says that its bearer is an organisation and no state: "Northern Front".
    fn is_called_body(&self, actor: usize) -> bool {
        self.draft(actor).is_some_and(|draft| draft.name.split(' ').any(|word| self.lexicon.actors.organisation_word(word).is_some()))
    }

    /// Who stands where an actor says so: of somebody without a name, who holds a post or speaks for others, the party that is named.
    pub fn holder(&self, actor: usize) -> usize {
        // "The Government" of a text of the Government of Corvane, where "it" is said as well.
        if self.is_one_word(actor)
            && let Some(draft) = self.draft(actor)
            && let [party] = self.called(&draft.name.trim_start_matches("the ").trim_start_matches("The ").to_lowercase())[..]
        {
            return party;
        }
        let Some(draft) = self.draft(actor).filter(|draft| draft.kind == ActorKind::Person && !self.has_name(actor)) else { return actor };
        if let Some(&Some(named)) = self.beside.get(actor) {
            return named;
        }
        let speaks = |class: RoleClass| {
            matches!(
                class,
                RoleClass::Office | RoleClass::Envoy | RoleClass::Spokes | RoleClass::Leader | RoleClass::Officer | RoleClass::Official
            )
        };
        let party = self.party(actor).filter(|&party| self.has_name(party) && !self.is_person(party));
        // "a government spokesman": of the body that was named last.
        let unnamed = || draft.roles.iter().filter_map(|(role, _)| self.role_class(role)).any(|class| matches!(class, RoleClass::Spokes));
        let party = party.or_else(|| self.body_before(draft).filter(|_| unnamed()));
        match party {
            Some(party) if draft.roles.iter().filter_map(|(role, _)| self.role_class(role)).any(speaks) => party,
            _ => actor,
        }
    }

    /// The body with a name that was mentioned last before somebody, near enough.
    fn body_before(&self, draft: &ActorDraft) -> Option<usize> {
        const NEAR: usize = 300;
        let first = draft.mentions.iter().map(|(span, _)| span.start).min()?;
        let of_state = ["government", "ministry", "cabinet", "presidential"].iter().any(|word| draft.name.to_lowercase().contains(word));
        let body = |&&(_, end, actor): &&(usize, usize, usize)| {
            let kind = self.draft(actor).map(|draft| draft.kind);
            let fits = if of_state {
                matches!(kind, Some(ActorKind::State))
            } else {
                matches!(kind, Some(ActorKind::State | ActorKind::Organisation))
            };
            end <= first && fits && self.has_name(actor)
        };
        let to = self.mentions.partition_point(|&(start, ..)| start < first);
        self.mentions[..to].iter().rev().take_while(|&&(start, ..)| start + NEAR > first).find(body).map(|&(.., actor)| actor)
    }

    /// The party for whom an actor speaks.
    pub fn party(&self, actor: usize) -> Option<usize> {
        self.draft(actor)?.party.or_else(|| self.described.get(actor).copied().flatten())
    }

    /// Whether one is the other or speaks for it, or both speak for one.
    pub fn same_side(&self, one: usize, other: usize) -> bool {
        one == other || self.party(one) == Some(other) || self.party(other) == Some(one)
    }

    /// Whether an actor is a person.
    pub fn is_person(&self, actor: usize) -> bool {
        self.draft(actor).is_some_and(|draft| draft.kind == ActorKind::Person)
    }

    /// Whether somebody is only asked for what he thinks will come: an analyst, "experts".
    pub fn is_expert(&self, actor: usize) -> bool {
        let Some(draft) = self.draft(actor) else { return false };
        // "of the Institute for Coastal Studies", with no post told.
        let house =
            self.party(actor).and_then(|party| self.draft(party)).filter(|_| draft.kind == ActorKind::Person && draft.roles.is_empty());
        if house.is_some_and(|house| house.name.split(' ').any(|word| self.lexicon.issues.is_learned(&word.to_lowercase()))) {
            return true;
        }
        let last = draft.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let called = || self.role_class(last.strip_suffix('s').unwrap_or(&last)) == Some(RoleClass::Expert) && !self.has_name(actor);
        if self.has_name(actor) && draft.kind != ActorKind::Person {
            return false;
        }
        let mut roles = draft.roles.iter().filter_map(|(role, _)| self.role_class(role)).peekable();
        if roles.peek().is_none() { called() } else { roles.all(|class| class == RoleClass::Expert) }
    }

    /// Whether a word can only be a person.
    pub fn is_person_word(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        let named = self.actors_at(tree, token);
        if !named.is_empty() {
            return named.iter().any(|&actor| self.is_person(actor));
        }
        let lemma = tree.lemma(token).to_lowercase();
        matches!(lemma.as_str(), "he" | "she" | "his" | "her" | "i" | "my") || self.lexicon.actors.role_word(&lemma).is_some()
    }

    /// Whether a noun is of somebody who stands for a side: "the government", "the minister", "the commander".
    pub fn is_party_word(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        let noun = clause::lemma(tree, token);
        let posts = [RoleClass::Office, RoleClass::Leader, RoleClass::Officer, RoleClass::Official, RoleClass::Envoy];
        self.lexicon.issues.is_own_body(noun) || self.lexicon.actors.role_word(noun).is_some_and(|role| posts.contains(&role.class))
    }

    /// Whether a word can act.
    pub fn is_actor(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        !self.named(tree, token).is_empty()
            || match tree.upos(token) {
                Upos::Propn => true,
                Upos::Noun => {
                    let lemma = clause::lemma(tree, token);
                    self.lexicon.actors.role_word(lemma).is_some()
                        || self.lexicon.actors.group(&[lemma]).is_some()
                        || self.lexicon.quantities.is_person(lemma)
                }
                _ => false,
            }
    }

    /// The name of the state that a word stands for by itself: "Syrian", "Damascus".
    pub fn state(&self, tree: &Tree<'_>, token: TokenId) -> Option<&str> {
        if !tree.form(token).starts_with(char::is_uppercase) {
            return None;
        }
        let words: Vec<&str> = (token.0..(token.0 + 4).min(tree.len() as u32)).map(|at| tree.form(TokenId(at))).collect();
        match self.lexicon.actors.known(&words)?.1 {
            Known::Country(state) | Known::Demonym(state) | Known::Capital(state) | Known::Metonym(state) => {
                Some(self.lexicon.actors.country(state).name.as_str())
            }
            Known::Organisation(_) => None,
        }
    }

    /// The short form of a word as an argument of an issue; none for what names nothing.
    pub fn argument(&self, tree: &Tree<'_>, token: TokenId) -> Option<String> {
        if let Some(&actor) = self.named(tree, token).first()
            && (self.has_name(actor) || tree.upos(token) != Upos::Noun)
        {
            return Some(self.actor_key(actor));
        }
        if let Some(state) = self.state(tree, token) {
            return Some(slug(state));
        }
        match tree.upos(token) {
            Upos::Propn => Some(slug(&self.name_at(tree, token))),
            Upos::Noun => Some(slug(clause::lemma(tree, token))),
            Upos::Verb => Some(slug(tree.lemma(token))),
            _ => None,
        }
    }

    /// Whether an actor is called by one word that is a noun of a body: "the Government".
    fn is_one_word(&self, actor: usize) -> bool {
        self.draft(actor).is_some_and(|draft| {
            let name = draft.name.strip_prefix("the ").or_else(|| draft.name.strip_prefix("The ")).unwrap_or(&draft.name);
            self.lexicon.issues.is_own_body(&name.to_lowercase())
        })
    }

    /// Whether the record knows an actor, not only a position.
    pub fn is_known(&self, actor: usize) -> bool {
        self.draft(actor).is_some()
    }

    /// Whether the report calls an actor by a name.
    pub fn has_name(&self, actor: usize) -> bool {
        self.draft(actor).is_some_and(|draft| draft.mentions.iter().any(|(_, kind)| *kind == MentionKind::Name))
    }

    /// An actor's short form: the last word of a name ("Northern Front" is the Front, "League of Coastal States" the League), else the words.
    pub fn actor_key(&self, actor: usize) -> String {
        let Some(draft) = self.draft(actor) else { return String::new() };
        let name = draft.name.as_str();
        if !self.has_name(actor) || draft.kind == ActorKind::State {
            return slug(name);
        }
        let head = [" of ", " for ", " in "].iter().filter_map(|word| name.find(word)).min().map_or(name, |end| &name[..end]);
        slug(head.rsplit(' ').next().unwrap_or(head))
    }

    /// A name as it is printed around its head.
    fn name_at(&self, tree: &Tree<'_>, token: TokenId) -> String {
        let part = |kid: &TokenId| matches!(tree.deprel(*kid), Deprel::Flat | Deprel::Compound) && tree.upos(*kid) == Upos::Propn;
        let mut ids: Vec<TokenId> = tree.children(token).filter(part).collect();
        ids.push(token);
        ids.sort_unstable();
        ids.iter().map(|&id| tree.form(id)).collect::<Vec<_>>().join(" ")
    }

    /// Whether words overlap an expression of time.
    pub fn is_in_time(&self, span: ByteSpan) -> bool {
        let times = self.told.timexes;
        let from = times.partition_point(|timex| timex.span.end <= span.start);
        times.get(from).is_some_and(|timex| timex.span.overlaps(span))
    }

    /// Whether a word is part of a time.
    pub fn is_time(&self, tree: &Tree<'_>, token: TokenId) -> bool {
        tree.upos(token) != Upos::Verb && self.is_in_time(tree.token(token).span)
    }

    /// The first event whose evidence holds the word.
    pub fn event(&self, at: At) -> Option<usize> {
        let span = self.trees[at.sentence].token(at.token).span;
        let from = self.events.partition_point(|event| event.evidence.first().is_some_and(|words| words.end + 400 < span.start));
        let near = self
            .events
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, event)| event.evidence.first().is_some_and(|words| words.start <= span.end));
        near.filter(|(_, event)| event.evidence.iter().any(|words| words.overlaps(span))).map(|(at, _)| at).next()
    }
}

/// The subjects of a verb but the town of a dateline; who is hung on that town stands for it: "KELM (INA) - Rebels in the delta said".
pub(super) fn subjects(tree: &Tree<'_>, verb: TokenId) -> Vec<TokenId> {
    let all: Vec<TokenId> = tree.children(verb).filter(|&kid| tree.deprel(kid).is_nominal_subject()).collect();
    let own: Vec<TokenId> = all.iter().copied().filter(|&kid| !is_dateline(tree, kid)).collect();
    if !own.is_empty() {
        return own;
    }
    let dash = |kid: TokenId| super::complements::is_set_off(tree, kid, &["-", "–", "—"]);
    let behind = |&kid: &TokenId| matches!(tree.deprel(kid), Deprel::Appos | Deprel::Conj) && kid < verb && dash(kid);
    all.iter().filter_map(|&town| tree.children(town).rfind(behind)).collect()
}

/// Whether a word is the town of a dateline, or the day of an entry, that was parsed with its sentence: "VELDEN (Exchange Dispatch) - …", "June 4 - …".
pub(super) fn is_dateline(tree: &Tree<'_>, token: TokenId) -> bool {
    let form = tree.form(token);
    let next = TokenId(token.0 + 1);
    // "June 4 - The government says": the day of a chronology.
    if tree.upos(token) == Upos::Num {
        return token.0 < 4 && next.index() < tree.len() && ["-", "–", "—", ":"].iter().any(|mark| tree.is(next, mark));
    }
    let capitals = form.len() > 3 && form.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    capitals && token.0 < 3 && next.index() < tree.len() && [",", "("].iter().any(|mark| tree.is(next, mark))
}

/// Small letters and digits, with hyphens for what stands between.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        } else if letter != '\'' && letter != '’' && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
