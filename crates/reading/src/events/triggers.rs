//! Words that tell of events: verbs, nouns on their own, and nouns with a verb that says little.

use super::clause::{Clause, Phrase, clause, lemma, particle, phrases};
use super::compose::is_negated;
use super::light::light;
use super::root;
use super::who::Who;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Ontology;
use rapporteur_lexicon::ontology::{self, Does, Frame, Link, Object, Word};

/// A word that tells of an event, with what stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Hit<'a> {
    /// The verb or noun.
    pub token: TokenId,
    /// CAMEO code; empty for what only governs.
    pub cameo: String,
    /// The PLOVER type, where it is not that of the code.
    pub kind: Option<&'a str>,
    /// What it does to the events that it governs.
    pub does: Option<Does>,
    /// The clause: the verb's own, or that of the light verb.
    pub clause: Clause<'a>,
    /// Who does it.
    pub sources: Vec<TokenId>,
    /// To whom it is done.
    pub targets: Vec<TokenId>,
    /// The words of the event.
    pub words: Vec<TokenId>,
    /// The verb whose tense and auxiliaries count.
    pub verb: Option<TokenId>,
    /// What the light verb does to the event.
    pub lightly: Option<Does>,
    /// Whether a noun tells it.
    pub nominal: bool,
    /// Whether it was made part of another event.
    pub taken: bool,
    /// Whether its row asks for words beside it, and they are there.
    pub asked: bool,
    /// Whether a noun's doer stands as its owner: "Telmark's refusal", "the Telmarkian refusal", "the refusal by Telmark".
    pub owned: bool,
    /// Whether the words take for granted that it happened: "rejected Telmark's offer", "condemned the army's attack".
    pub granted: bool,
}

/// All hits of a sentence, by token.
///
/// `report`: the trees of all its sentences, since what it is about tells one kind of strike from the other.
pub(super) fn hits<'a>(tree: &Tree<'a>, report: &[Tree<'_>], who: &Who<'_>, ontology: &'a Ontology) -> Vec<Option<Hit<'a>>> {
    let mut found: Vec<Option<Hit<'a>>> = vec![None; tree.len()];
    for id in tree.ids() {
        let hit = match tree.upos(id) {
            Upos::Verb => verb(tree, who, ontology, id),
            Upos::Noun | Upos::Propn => noun(tree, report, who, ontology, id),
            Upos::Adj => adjective(tree, ontology, id),
            _ => None,
        };
        // A hit is large, and most words are none.
        if hit.is_some() {
            found[id.index()] = hit;
        }
    }
    light(tree, who, ontology, &mut found);
    found
}

fn verb<'a>(tree: &Tree<'a>, who: &Who<'_>, ontology: &'a Ontology, id: TokenId) -> Option<Hit<'a>> {
    let verb = tree.lemma(id);
    // "the occupied town" tells of no event by itself.
    if tree.deprel(id) == Deprel::Amod && !tree.children(id).any(|kid| tree.deprel(kid) == Deprel::Nsubj)
        || tree.deprel(id) == Deprel::Compound
        // "evacuated the wounded".
        || tree.children(id).any(|kid| tree.deprel(kid) == Deprel::Det && tree.is(kid, "the") && TokenId(kid.0 + 1) == id)
    {
        return None;
    }
    let particle = particle(tree, ontology, id);
    let with_particle = particle.map(|word| (ontology.verb(&format!("{verb} {}", tree.lemma(word))), word));
    let (frames, particle) = match with_particle.filter(|(frames, _)| !frames.is_empty()) {
        Some((frames, word)) => (frames, Some(word)),
        None => (ontology.verb(verb), None),
    };
    // The lemmatiser cuts one letter too many: "freed" becomes "fre".
    let longer = if frames.is_empty() { format!("{verb}e") } else { String::new() };
    let frames = if longer.is_empty() { frames } else { ontology.verb(&longer) };
    if frames.is_empty() {
        return None;
    }
    let mut clause = clause(tree, ontology, id);
    // "envoys expelled from Telmark": it is Telmark that expels them.
    if clause.passive && clause.subjects.is_empty() && ontology.is_link(verb, Link::Expels) {
        let acts = |head: TokenId| who.is_actor(tree, head) || who.state(tree, head).is_some();
        let (from, others): (Vec<_>, Vec<_>) =
            clause.phrases.iter().copied().partition(|phrase| phrase.preposition == "from" && acts(phrase.head));
        clause.phrases = others;
        clause.subjects = from.iter().map(|phrase| phrase.head).collect();
    }
    // "cordoned off the town": the particle was taken for a preposition.
    if let Some(particle) = particle.filter(|&particle| tree.deprel(particle) == Deprel::Case)
        && let Some(head) = tree.head(particle)
        && let Some(at) = clause.phrases.iter().position(|phrase| phrase.head == head)
    {
        let second = tree.children(head).find(|&kid| tree.deprel(kid) == Deprel::Case && kid > particle);
        match second {
            Some(second) => clause.phrases[at].preposition = tree.form(second),
            None => {
                clause.phrases.remove(at);
                clause.objects.push(head);
            }
        }
    }
    let (frame, used) = frames.iter().find_map(|frame| Some((frame, fits(tree, who, ontology, frame, id, &clause)?)))?;
    let mut words: Vec<TokenId> = vec![id];
    words.extend(particle);
    words.extend(used);
    // The object belongs to the event's words where the row asked for it, and the auxiliaries where there are any.
    let sources = clause.subjects.clone();
    let mut hit = Hit {
        token: id,
        cameo: frame.cameo.clone(),
        kind: frame.kind.as_deref(),
        does: frame.does,
        sources,
        targets: Vec::new(),
        words,
        verb: Some(id),
        lightly: None,
        nominal: false,
        taken: false,
        asked: false,
        owned: false,
        granted: false,
        clause,
    };
    hit.targets = sent_away(tree, who, &hit, frame).unwrap_or_else(|| targets(tree, who, &hit.clause, frame));
    if hit.targets.is_empty() && hit.clause.objects.is_empty() && is_done_to(&hit.cameo) {
        hit.targets = shared(tree, ontology, id).into_iter().filter(|&object| who.is_actor(tree, object)).collect();
    }
    Some(hit)
}

/// Whether an act of this code is done to somebody: a verb of it takes an object.
fn is_done_to(cameo: &str) -> bool {
    matches!(root(cameo), "05" | "06" | "07" | "11" | "12" | "13" | "16" | "17" | "18" | "19" | "20")
}

/// "criticised and threatened Telmark": the objects of the verb that is joined right behind.
fn shared(tree: &Tree<'_>, ontology: &Ontology, verb: TokenId) -> Vec<TokenId> {
    let next = tree.children(verb).find(|&kid| tree.deprel(kid) == Deprel::Conj && tree.upos(kid) == Upos::Verb && kid > verb);
    let near = |&next: &TokenId| {
        let between = (verb.0 + 1..next.0).map(TokenId).all(|id| matches!(tree.deprel(id), Deprel::Cc | Deprel::Advmod | Deprel::Aux));
        between && !tree.children(next).any(|kid| tree.deprel(kid).is_nominal_subject())
    };
    next.filter(near).map(|next| clause(tree, ontology, next)).filter(|next| !next.passive).map(|next| next.objects).unwrap_or_default()
}

/// The words that a frame asks for, if they are all there.
fn fits(tree: &Tree<'_>, who: &Who<'_>, ontology: &Ontology, frame: &Frame, verb: TokenId, clause: &Clause<'_>) -> Option<Vec<TokenId>> {
    let mut used = Vec::new();
    match &frame.object {
        Object::Any => {}
        Object::None if clause.objects.is_empty() => {}
        Object::Some if !clause.objects.is_empty() => {}
        Object::OneOf(words) => {
            let object = clause.objects.iter().copied().find(|&object| words.iter().any(|word| is(tree, who, ontology, object, word)))?;
            used.push(object);
        }
        _ => return None,
    }
    if let Some(phrase) = &frame.phrase {
        let asked = |head: TokenId| match &phrase.object {
            Object::OneOf(words) => words.iter().any(|word| is(tree, who, ontology, head, word)),
            _ => true,
        };
        let found = phrase.prepositions.iter().find_map(|asked_for| match asked_for.as_str() {
            "to+" => tree.children(verb).find(|&kid| {
                matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp)
                    && tree.children(kid).any(|mark| tree.deprel(mark) == Deprel::Mark && tree.is(mark, "to"))
                    && asked(kid)
            }),
            "that" => tree.child(verb, Deprel::Ccomp),
            "by" => clause.subjects.iter().copied().find(|&subject| asked(subject)),
            word => clause
                .phrases
                .iter()
                .find(|phrase| phrase.preposition.eq_ignore_ascii_case(word) && asked(phrase.head))
                .map(|phrase| phrase.head)
                .or_else(|| {
                    let beside = clause.bare.iter().copied().chain(clause.phrases.iter().map(|phrase| phrase.head));
                    // "found him not guilty".
                    let named = |&bare: &TokenId| (tree.lemma(bare) == word || tree.is(bare, word)) && !is_negated(tree, ontology, bare);
                    beside.chain(clause.objects.iter().copied()).find(named)
                })
                // "took action to protect" is no "took to the streets": a row that asks for a noun has it in a phrase; a
                // reason is told in either form ("attacked Dask for lying").
                .or_else(|| {
                    let any = word == "for" || !matches!(phrase.object, Object::OneOf(_));
                    tree.children(verb).filter(|_| any).find(|&kid| {
                        matches!(tree.deprel(kid), Deprel::Advcl)
                            && tree.children(kid).any(|mark| tree.deprel(mark) == Deprel::Mark && tree.is(mark, word))
                    })
                }),
        })?;
        // What is alleged is an event of its own.
        used.extend(Some(found).filter(|_| !phrase.prepositions.iter().any(|asked| asked == "that")));
    }
    Some(used)
}

/// Whether a noun is what a row asks for.
fn is(tree: &Tree<'_>, who: &Who<'_>, ontology: &Ontology, head: TokenId, word: &Word) -> bool {
    let core = who.core(tree, head);
    let one = |token: TokenId| match word {
        Word::Actor => who.is_actor(tree, token),
        Word::Thing => !who.is_actor(tree, token),
        Word::State => who.state(tree, token).is_some(),
        Word::Class(class) => {
            let pair = |kid: TokenId| ontology.is(&format!("{} {}", tree.lemma(kid), lemma(tree, token)), class);
            let before = |kid: &TokenId| *kid < token && matches!(tree.deprel(*kid), Deprel::Compound | Deprel::Amod);
            ontology.is(lemma(tree, token), class) || ontology.is(tree.form(token), class) || tree.children(token).filter(before).any(pair)
        }
        Word::Lemma(word) => lemma(tree, token) == word || tree.is(token, word),
    };
    one(head) || core != head && one(core)
}

/// "expelled two Telmarkian envoys", "closed the Telmarkian embassy": the state whose they are, unless it is one's own.
fn sent_away(tree: &Tree<'_>, who: &Who<'_>, hit: &Hit<'_>, frame: &Frame) -> Option<Vec<TokenId>> {
    let mission = frame.object.words().any(|word| word.class() == Some("mission"));
    if !(hit.cameo.starts_with("161") && (mission || who.ontology.is_link(tree.lemma(hit.token), Link::Expels))) {
        return None;
    }
    let own: Vec<usize> = hit.sources.iter().filter_map(|&source| who.state(tree, source)).collect();
    let states = hit.clause.objects.iter().flat_map(|&object| tree.children(who.core(tree, object)));
    let foreign = states.filter(|&kid| {
        matches!(tree.deprel(kid), Deprel::Amod | Deprel::Compound | Deprel::NmodPoss)
            && who.state(tree, kid).is_some_and(|state| !own.contains(&state))
    });
    Some(foreign.collect::<Vec<_>>()).filter(|found| !found.is_empty())
}

/// Whom it is done to: the phrase that the row asks for, else objects, else phrases by preposition,
/// else who is named beside the object.
fn targets(tree: &Tree<'_>, who: &Who<'_>, clause: &Clause<'_>, frame: &Frame) -> Vec<TokenId> {
    let acting = |list: &mut dyn Iterator<Item = TokenId>| list.filter(|&head| who.is_actor(tree, head)).collect::<Vec<_>>();
    // "took the port to court", "expelled Dask from the party": who is named before what the row asks for by name.
    let by_object = |phrase: &ontology::Phrase| {
        let mut asked = phrase.object.words().peekable();
        frame.object.words().any(|word| *word == Word::Actor) && asked.peek().is_some() && asked.all(|word| matches!(word, Word::Lemma(_)))
    };
    let to_whom = |phrase: &&ontology::Phrase| !phrase.prepositions.iter().any(|one| matches!(one.as_str(), "to+" | "by" | "as"));
    if let Some(phrase) = frame.phrase.as_ref().filter(to_whom).filter(|phrase| !by_object(phrase)) {
        let of = |one: &&Phrase<'_>| phrase.prepositions.iter().any(|asked| one.preposition.eq_ignore_ascii_case(asked));
        let found = acting(&mut clause.phrases.iter().filter(of).map(|one| one.head));
        if !found.is_empty() {
            return found;
        }
    }
    // Troops that are sent, envoys that are withdrawn are one's own.
    let own = |word: &Word| word.class().is_some_and(|class| who.ontology.is_link(class, Link::OwnClass));
    let sent = frame.object.words().any(own) && !matches!(root(&frame.cameo), "17" | "18" | "19" | "04");
    // "left office", "questioned the power of the president", "declared a state of emergency": a body by the word alone.
    let thing = |object: TokenId| {
        let word = lemma(tree, object);
        let asked = frame.object.words().any(|one| one.class() == Some("emergency") || *one == Word::Lemma(word.to_owned()));
        asked && who.ontology.is(word, "faculty") || frame.cameo == "0831" && who.ontology.is(word, "term")
    };
    let objects = acting(&mut clause.objects.iter().copied().filter(|&object| !sent && !thing(object)));
    if !objects.is_empty() {
        return objects;
    }
    for preposition in who.ontology.links(Link::Target) {
        // "the treaty was signed in Kelm": where nobody is named, the place stands for who met there.
        let scene = |one: &Phrase<'_>| !clause.subjects.is_empty() && is_scene(tree, who, &frame.cameo, one);
        let of = |one: &&Phrase<'_>| one.preposition.eq_ignore_ascii_case(preposition) && !scene(one);
        let found = acting(&mut clause.phrases.iter().filter(of).map(|one| one.head));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether a phrase only says where people speak with each other: "met in Kelm".
pub(super) fn is_scene(tree: &Tree<'_>, who: &Who<'_>, cameo: &str, phrase: &Phrase<'_>) -> bool {
    let words = matches!(root(cameo), "02" | "03" | "04" | "05" | "10" | "11" | "12") && !matches!(cameo, "042" | "043");
    words
        && ["in", "on", "at", "near"].iter().any(|word| phrase.preposition.eq_ignore_ascii_case(word))
        && who.is_literal_place(tree, phrase.head)
}

fn adjective<'a>(tree: &Tree<'a>, ontology: &'a Ontology, id: TokenId) -> Option<Hit<'a>> {
    let does = ontology.adjective(tree.lemma(id))?;
    let predicate =
        matches!(tree.deprel(id), Deprel::Root | Deprel::Ccomp | Deprel::Conj | Deprel::Xcomp | Deprel::Parataxis | Deprel::AclRelcl);
    if !predicate {
        return None;
    }
    let clause = clause(tree, ontology, id);
    let sources = clause.subjects.clone();
    Some(Hit {
        token: id,
        cameo: String::new(),
        kind: None,
        does: Some(does),
        clause,
        sources,
        targets: Vec::new(),
        words: vec![id],
        verb: Some(id),
        lightly: None,
        nominal: false,
        taken: false,
        asked: false,
        owned: false,
        granted: false,
    })
}

fn noun<'a>(tree: &Tree<'a>, report: &[Tree<'_>], who: &Who<'_>, ontology: &'a Ontology, id: TokenId) -> Option<Hit<'a>> {
    let frames = ontology.noun(lemma(tree, id));
    if frames.is_empty() || matches!(tree.deprel(id), Deprel::Compound | Deprel::Flat) {
        return None;
    }
    let mut own = Vec::new();
    phrases(tree, id, &mut own);
    let before: Vec<TokenId> = tree
        .children(id)
        .filter(|&kid| matches!(tree.deprel(kid), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc) && kid < id)
        .collect();
    // "Dask's trial" is the trial of Dask.
    let mut of = own.clone();
    if ontology.is_link(lemma(tree, id), Link::OwnerUndergoes) {
        let owners = tree.children(id).filter(|&kid| tree.deprel(kid) == Deprel::NmodPoss);
        of.extend(owners.map(|head| Phrase { preposition: "of", head }));
    }
    let (frame, used) = frames.iter().find_map(|frame| {
        let mut used = Vec::new();
        let beside =
            before.iter().copied().chain(of.iter().filter(|one| one.preposition == "of" || one.preposition == "to").map(|one| one.head));
        match &frame.object {
            Object::Any => {}
            Object::None => before.iter().all(|&kid| tree.deprel(kid) != Deprel::Compound).then_some(())?,
            Object::Some => used.push(beside.clone().next()?),
            Object::OneOf(words) => used.push(beside.clone().find(|&kid| words.iter().any(|word| is(tree, who, ontology, kid, word)))?),
        }
        if let Some(phrase) = frame.phrase.as_ref().filter(|phrase| !phrase.is_setting()) {
            let fits = |one: &&Phrase<'_>| {
                let asked = match &phrase.object {
                    Object::OneOf(words) => words.iter().any(|word| is(tree, who, ontology, one.head, word)),
                    _ => true,
                };
                asked && phrase.prepositions.iter().any(|preposition| one.preposition.eq_ignore_ascii_case(preposition))
            };
            // The phrase of the noun may hang on the verb.
            let verb = tree.head(id).filter(|&verb| tree.upos(verb) == Upos::Verb);
            let mut with_verb = of.clone();
            if let Some(verb) = verb {
                phrases(tree, verb, &mut with_verb);
            }
            used.push(with_verb.iter().find(fits)?.head);
        } else if let Some(setting) = &frame.phrase {
            let told = |one: &Tree<'_>, id: TokenId| setting.object.words().any(|word| is(one, who, ontology, id, word));
            report.iter().any(|one| one.ids().any(|id| told(one, id))).then_some(())?;
        }
        Some((frame, used))
    })?;
    let mut hit = Hit {
        token: id,
        cameo: frame.cameo.clone(),
        kind: frame.kind.as_deref(),
        does: frame.does,
        clause: Clause { phrases: own, ..Clause::default() },
        sources: Vec::new(),
        targets: Vec::new(),
        words: vec![id],
        verb: None,
        lightly: None,
        nominal: true,
        taken: false,
        asked: frame.phrase.as_ref().is_some_and(|phrase| !phrase.is_setting()) || !matches!(frame.object, Object::Any | Object::None),
        owned: false,
        granted: false,
    };
    hit.words.extend(used.into_iter().filter(|&word| before.contains(&word)));
    roles(tree, who, &mut hit);
    Some(hit)
}

/// Who and whom the words beside a noun name: "Telmark's attack on the town", "talks between A and B".
fn roles(tree: &Tree<'_>, who: &Who<'_>, hit: &mut Hit<'_>) {
    let mut of = Vec::new();
    // "Dask's arrest": he does nothing.
    let undergone = who.ontology.is_link(lemma(tree, hit.token), Link::OwnerUndergoes);
    let mut undergoing = Vec::new();
    // "Telmark's weapons deliveries": the possessor may hang on the word before.
    let before = tree
        .children(hit.token)
        .filter(|&kid| matches!(tree.deprel(kid), Deprel::Compound | Deprel::Amod))
        .flat_map(|kid| tree.children(kid));
    for kid in tree.children(hit.token).chain(before) {
        match tree.deprel(kid) {
            Deprel::NmodPoss if who.is_actor(tree, kid) || tree.upos(kid) == Upos::Pron => {
                let list = if undergone && who.state(tree, kid).is_none() { &mut undergoing } else { &mut hit.sources };
                list.push(kid);
            }
            Deprel::Amod | Deprel::Compound
                if tree.form(kid).starts_with(char::is_uppercase) && (who.is_actor(tree, kid) || who.state(tree, kid).is_some()) =>
            {
                hit.sources.push(kid)
            }
            _ => {}
        }
    }
    // "support for the president by Telmark": the doer may hang on the noun before it.
    let mut all = hit.clause.phrases.clone();
    for phrase in &hit.clause.phrases {
        let mut inner = Vec::new();
        phrases(tree, phrase.head, &mut inner);
        all.extend(inner.into_iter().filter(|one| who.ontology.is_link(one.preposition, Link::NounDoer)));
    }
    for phrase in all {
        if !who.is_actor(tree, phrase.head) {
            continue;
        }
        match phrase.preposition {
            doer if who.ontology.is_link(doer, Link::NounDoer) => hit.sources.push(phrase.head),
            "of" => of.push(phrase.head),
            "between" if hit.sources.is_empty() => hit.sources.push(phrase.head),
            // "the removal of the mayor from power": what he leaves.
            "from" if hit.cameo == "0831" => {}
            "from" if !hit.cameo.starts_with("087") && !hit.cameo.starts_with("16") => hit.sources.push(phrase.head),
            other if who.ontology.is_link(other, Link::NounTarget) => hit.targets.push(phrase.head),
            _ => {}
        }
    }
    // "the police's arrest of Dask"; in "Dask's extradition to Telmark" he is neither.
    if !of.is_empty() {
        hit.sources.extend(undergoing);
    } else if hit.targets.is_empty() {
        hit.targets = undergoing;
    }
    hit.owned = !hit.sources.is_empty();
    if hit.targets.is_empty() && !hit.owned && who.ontology.is_link(lemma(tree, hit.token), Link::OfDoes) {
        hit.sources = of;
    } else if hit.targets.is_empty() {
        hit.targets = of;
    } else if hit.sources.is_empty() && !undergone {
        hit.sources = of;
    }
}
