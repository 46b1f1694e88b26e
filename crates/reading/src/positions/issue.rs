//! The normal form of what words are about: a class of `lexicon/issues/`, else the head word and what stands with it.

use super::complements::is_infinitive;
use super::content::governs;
use super::scene::{Scene, slug};
use super::wording::Form;
use super::{At, Topic};
use crate::events::clause::{self, conjuncts, lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::issues::{Beside, Effect, IssueWord, Part, Slot, What};
use rapporteur_record::ByteSpan;

/// How far behind a verb its particle or fixed noun may stand.
const FAR: u32 = 4;

/// A class that a word names.
pub(super) struct Match<'l> {
    pub word: &'l IssueWord,
}

/// The class that a word raises, if it raises one.
pub(super) fn class_at<'l>(scene: &Scene<'l>, tree: &Tree<'_>, token: TokenId) -> Option<Match<'l>> {
    let issues = &scene.lexicon.issues;
    let part = match tree.upos(token) {
        Upos::Verb | Upos::Aux => Part::Verb,
        Upos::Noun | Upos::Propn | Upos::Adj => Part::Noun,
        _ => return None,
    };
    let lower = tree.form(token).to_lowercase();
    let known = [lemma(tree, token), lower.as_str(), lower.strip_suffix('s').unwrap_or(&lower)];
    for (at, first) in known.iter().enumerate() {
        if known[..at].contains(first) {
            continue;
        }
        let row = issues.words(first).iter().find(|word| {
            // A verb with its particle is known by the words even where the tagger took it for a noun.
            (word.part == part || !word.rest.is_empty())
                && follows(tree, token, &word.rest, word.part)
                && !(word.rest.last().is_some_and(|last| &**last == "on") && stands_on(tree, token))
                && fits(scene, tree, token, word)
        });
        if let Some(word) = row {
            return Some(Match { word });
        }
    }
    None
}

/// Whether the "on" behind a verb says where: "stay on the bridge", not "stay on".
fn stands_on(tree: &Tree<'_>, verb: TokenId) -> bool {
    tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Obl && kid > verb && preposition(tree, kid) == "on")
}

/// Whether the further words of a row stand behind the first.
pub(super) fn follows(tree: &Tree<'_>, token: TokenId, rest: &[Box<str>], part: Part) -> bool {
    let mut at = token.0 + 1;
    for (place, word) in rest.iter().enumerate() {
        let far = if part == Part::Verb && place == 0 { FAR } else { 1 };
        let found = (at..(at + far).min(tree.len() as u32)).map(TokenId).find(|&id| tree.is(id, word) || tree.lemma(id) == &**word);
        match found {
            Some(id) if id == TokenId(at) || tree.head(id) == Some(token) => at = id.0 + 1,
            _ => return false,
        }
    }
    true
}

fn fits(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, word: &IssueWord) -> bool {
    if word.beside.is_empty() && !word.alone {
        return true;
    }
    if word.beside.iter().any(|beside| stands(scene, tree, token, beside)) {
        return true;
    }
    if !word.alone {
        return false;
    }
    if word.part == Part::Noun {
        return !tree
            .children(token)
            .any(|kid| matches!(tree.deprel(kid), Deprel::Nmod | Deprel::NmodPoss | Deprel::Acl | Deprel::Compound));
    }
    // "must go": neither an object nor a phrase but of time or an adverb, and somebody in front of it.
    let object = |kid: TokenId| {
        matches!(tree.deprel(kid), Deprel::Obj | Deprel::Xcomp | Deprel::Ccomp | Deprel::CompoundPrt | Deprel::NsubjPass)
            || tree.deprel(kid) == Deprel::Obl
                && match preposition(tree, kid) {
                    "before" | "after" | "until" | "" => false,
                    // "stay on Monday", but not "stay on the bridge".
                    "by" | "on" | "at" => !scene.is_in_time(tree.token(kid).span),
                    _ => true,
                }
    };
    !tree.children(token).any(object)
        && (word.slots.is_empty()
            || slot_tokens(scene, tree, token, &word.slots[0].0).first().is_some_and(|&who| scene.is_person_word(tree, who)))
}

fn stands(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, beside: &Beside) -> bool {
    place_tokens(scene, tree, token, &beside.place).into_iter().any(|id| match &beside.what {
        What::Words(words) => {
            words.contains(lemma(tree, id))
                || words.contains(tree.form(id).to_lowercase().as_str())
                || tree.children(id).any(|kid| {
                    // "300 of its fighters", "the rest of the troops".
                    tree.deprel(kid) == Deprel::Nmod && preposition(tree, kid) == "of" && words.contains(lemma(tree, kid))
                })
        }
        What::Actor => scene.is_actor(tree, id),
        What::Person => scene.is_person_word(tree, id),
        What::Place => tree.upos(id) == Upos::Propn && !scene.is_person_word(tree, id),
        What::Body => {
            tree.upos(id) == Upos::Propn && !scene.is_person_word(tree, id)
                || scene.named(tree, id).iter().any(|&actor| !scene.is_person(actor))
        }
        // Only wordings ask for it.
        What::Goods => false,
    })
}

/// The heads of what stands in a place beside a word.
pub(super) fn place_tokens(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, place: &str) -> Vec<TokenId> {
    let verbal = matches!(tree.upos(token), Upos::Verb | Upos::Aux);
    let kids = |wanted: &[Deprel]| -> Vec<TokenId> {
        tree.children(token).filter(|&kid| wanted.contains(&tree.deprel(kid))).flat_map(|kid| conjuncts(tree, kid)).collect()
    };
    match place {
        "subj" if verbal => clause::clause(tree, &scene.lexicon.ontology, token).subjects,
        // "held talks with": who holds them.
        "subj" => match tree.head(token) {
            Some(head) if tree.deprel(token) == Deprel::Obj && tree.upos(head) == Upos::Verb => {
                clause::clause(tree, &scene.lexicon.ontology, head).subjects
            }
            _ => Vec::new(),
        },
        "obj" if verbal => clause::clause(tree, &scene.lexicon.ontology, token).objects,
        "iobj" => kids(&[Deprel::Iobj]),
        "poss" => kids(&[Deprel::NmodPoss]),
        "amod" => kids(&[Deprel::Amod]),
        "compound" => kids(&[Deprel::Compound, Deprel::Amod]),
        "adj" => {
            let mut found = kids(&[Deprel::Amod, Deprel::Compound]);
            found.retain(|&kid| scene.state(tree, kid).is_some() || !scene.actors_at(tree, kid).is_empty() || tree.upos(kid) == Upos::Noun);
            found
        }
        "by" => {
            let mut found = kids(&[Deprel::OblAgent]);
            found.extend(phrase_tokens(tree, token, "by"));
            found
        }
        other => phrase_tokens(tree, token, other),
    }
}

fn phrase_tokens(tree: &Tree<'_>, token: TokenId, wanted: &str) -> Vec<TokenId> {
    let mut phrases = Vec::new();
    clause::phrases(tree, token, &mut phrases);
    // "sanctions on Varosia" hung on the verb: "impose sanctions on Varosia".
    if let Some(head) = tree.head(token)
        && matches!(tree.deprel(token), Deprel::Obj | Deprel::NsubjPass)
        && !phrases.iter().any(|phrase| phrase.preposition.eq_ignore_ascii_case(wanted))
    {
        clause::phrases(tree, head, &mut phrases);
    }
    phrases.iter().filter(|phrase| phrase.preposition.eq_ignore_ascii_case(wanted)).map(|phrase| phrase.head).collect()
}

fn slot_tokens(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, slots: &[Slot]) -> Vec<TokenId> {
    for slot in slots {
        let found = match slot {
            Slot::At(place, person) => {
                let mut found = place_tokens(scene, tree, token, place);
                found.retain(|&id| !person || scene.is_person_word(tree, id));
                found
            }
            Slot::Inside(outer, inner) => {
                place_tokens(scene, tree, token, outer).into_iter().flat_map(|id| place_tokens(scene, tree, id, inner)).collect()
            }
            Slot::Itself | Slot::Word(_) => vec![token],
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The arguments that a row's slots find; of a class with several parties all names that stand with the words.
fn arguments(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, word: &IssueWord, words: &[TokenId]) -> Vec<String> {
    let several = scene.lexicon.issues.class(word.class).several;
    let mut args: Vec<String> = Vec::new();
    for (slots, all) in &word.slots {
        if *all {
            for slot in slots {
                for id in slot_tokens(scene, tree, token, std::slice::from_ref(slot)) {
                    if scene.is_actor(tree, id) || scene.state(tree, id).is_some() {
                        args.extend(scene.argument(tree, id));
                    }
                }
            }
            args.sort();
            args.dedup();
            return args;
        }
        if several {
            break;
        }
        let found = slot_tokens(scene, tree, token, slots);
        // A name inside what stands there says whose it is: "the Front's prisoners".
        let own: Vec<String> = found.first().map(|&id| names(scene, tree, &tree.subtree(id, &[]))).unwrap_or_default();
        let named = found.first().is_some_and(|&id| !scene.named(tree, id).is_empty() || tree.upos(id) == Upos::Propn);
        match own.as_slice() {
            [] => args.extend(found.first().and_then(|&id| scene.argument(tree, id))),
            _ if named => args.extend(found.first().and_then(|&id| scene.argument(tree, id))),
            own => args.push(own.join("+")),
        }
    }
    if !several {
        return args;
    }
    let mut around: Vec<TokenId> = words.to_vec();
    if tree.upos(token) == Upos::Verb {
        let clause = clause::clause(tree, &scene.lexicon.ontology, token);
        around.extend(clause.subjects.iter().chain(&clause.objects).flat_map(|&id| tree.subtree(id, &[])));
    }
    names(scene, tree, &around)
}

/// The names among some words, in short form and alphabetical order.
fn names(scene: &Scene<'_>, tree: &Tree<'_>, words: &[TokenId]) -> Vec<String> {
    let is_name = |id: TokenId| tree.upos(id) == Upos::Propn || tree.upos(id) == Upos::Adj && tree.form(id).starts_with(char::is_uppercase);
    let mut found: Vec<String> = Vec::new();
    for &id in words {
        let span = tree.token(id).span;
        if scene.is_in_time(span) {
            continue;
        }
        if tree.upos(id) == Upos::Pron {
            let actor = scene.actors_at(tree, id).first().copied().filter(|&actor| scene.has_name(actor));
            found.extend(actor.map(|actor| scene.actor_key(actor)));
            continue;
        }
        // Of a name of several words the last one: "Northern Front" is the Front.
        let next = TokenId(id.0 + 1);
        if !is_name(id) || next.index() < tree.len() && is_name(next) && tree.upos(next) == Upos::Propn {
            continue;
        }
        let word = tree.form(id);
        let adjective = tree.upos(id) == Upos::Adj || matches!(tree.deprel(id), Deprel::Amod | Deprel::Compound);
        found.push(match scene.state(tree, id) {
            Some(state) => slug(state),
            None if adjective => slug(&country_of(word)),
            None => slug(word),
        });
    }
    found.sort();
    found.dedup();
    found
}

/// The land whose people or things an adjective names, by the endings that such adjectives have: for lands that no table knows.
pub(super) fn country_of(adjective: &str) -> String {
    for (ending, land) in [
        ("ians", "ia"),
        ("ian", "ia"),
        ("eans", "ea"),
        ("ean", "ea"),
        ("ans", "a"),
        ("an", "a"),
        ("ese", ""),
        ("ers", ""),
        ("er", ""),
        ("is", ""),
        ("i", ""),
    ] {
        if let Some(stem) = adjective.strip_suffix(ending).filter(|stem| stem.len() > 3) {
            return format!("{stem}{land}");
        }
    }
    adjective.to_owned()
}

/// What a word is about, with everything that belongs to it.
/// A fact is no issue of a class: that the army shelled a town is not where it stands on a ceasefire.
pub(super) fn topic(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId, fact: bool) -> (Topic, i8) {
    let words = extent(scene, tree, token);
    let span = tree.span(&words).unwrap_or(tree.token(token).span);
    let stems = stems(tree, &words);
    let at = At { sentence: tree.at, token };
    let by_tree = || {
        let word = class_at(scene, tree, token)?.word;
        let predicate = scene.lexicon.issues.class(word.class).key.to_string();
        Some(Form { class: Some(word.class), predicate, args: arguments(scene, tree, token, word, &words), positive: word.positive })
    };
    // Where the tree shows no class the order of the words may.
    let by_order =
        || super::wording::of_topic(scene, tree, token, &words).filter(|form| form.class.is_some() && !form.predicate.is_empty());
    let known = if fact { None } else { by_tree().or_else(by_order) };
    let form = known.unwrap_or_else(|| {
        let (predicate, args) = generic(scene, tree, token);
        Form { class: None, predicate, args, positive: true }
    });
    let (mut topic, pole) = of_form(form, at, span, stems);
    if topic.class.is_none() {
        topic.label = super::label::of_clause(scene, tree, token, &words);
    }
    name(scene, &mut topic);
    (topic, pole)
}

/// A topic of a normal form, without key and label, and the pole that its words name.
pub(super) fn of_form(form: Form, at: At, span: ByteSpan, stems: Vec<String>) -> (Topic, i8) {
    let Form { class, predicate, args, positive } = form;
    let topic = Topic { at, span, class, key: String::new(), predicate, args, label: String::new(), stems, refers: None, instead: None };
    (topic, if positive { 1 } else { -1 })
}

/// Whether only a pronoun says whose it is: "his dismissal".
pub(super) fn is_by_pronoun(scene: &Scene<'_>, topic: &Topic) -> bool {
    let tree = &scene.trees[topic.at.sentence];
    let slots = class_at(scene, tree, topic.at.token).and_then(|found| found.word.slots.first());
    let whose = slots.and_then(|(slots, _)| slot_tokens(scene, tree, topic.at.token, slots).first().copied());
    whose.is_some_and(|whose| tree.upos(whose) == Upos::Pron)
}

/// Writes the key, and the label of a class, from predicate and arguments.
pub(super) fn name(scene: &Scene<'_>, topic: &mut Topic) {
    topic.key = if topic.args.is_empty() { topic.predicate.clone() } else { format!("{}({})", topic.predicate, topic.args.join(",")) };
    if let Some(class) = topic.class {
        topic.label = super::label::of_class(scene, class, &topic.args);
    }
}

/// The words of an issue: all below its head but conditions, other clauses beside it, marks and what leads it in.
pub(super) fn extent(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> Vec<TokenId> {
    let mut found = Vec::new();
    let mut open = vec![token];
    while let Some(id) = open.pop() {
        found.push(id);
        for kid in tree.children(id) {
            let out = match tree.deprel(kid) {
                Deprel::Advcl | Deprel::AdvclRelcl => {
                    let purpose = tree.children(kid).any(|mark| tree.deprel(mark) == Deprel::Mark && tree.is(mark, "to"));
                    !purpose || super::conditions::opens(scene, tree, kid).is_some()
                }
                Deprel::AclRelcl | Deprel::Parataxis | Deprel::Discourse | Deprel::Appos => true,
                Deprel::Acl => scene.lexicon.issues.condition(tree.form(kid)).is_some(),
                Deprel::Conj => id == token || super::complements::is_raised(scene, tree, kid),
                Deprel::Obl | Deprel::Nmod | Deprel::Advmod => super::conditions::opens(scene, tree, kid).is_some(),
                Deprel::Punct | Deprel::Cc | Deprel::Mark | Deprel::Case | Deprel::Cop | Deprel::Aux | Deprel::AuxPass => id == token,
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl => id == token && tree.upos(kid) == Upos::Pron,
                _ => false,
            };
            if !out {
                open.push(kid);
            }
        }
    }
    found.sort_unstable();
    // Only what stands together with the head: a gap is where something was left out.
    found
}

fn stems(tree: &Tree<'_>, words: &[TokenId]) -> Vec<String> {
    let mut stems: Vec<String> = words
        .iter()
        .filter(|&&id| matches!(tree.upos(id), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num))
        .map(|&id| lemma(tree, id).to_lowercase())
        .filter(|stem| {
            !matches!(stem.as_str(), "be" | "have" | "do" | "make" | "take" | "give" | "other" | "such" | "own" | "any" | "last" | "next")
        })
        .collect();
    stems.sort();
    stems.dedup();
    stems
}

/// Who is to do what a verb says: its subject; of an infinitive behind a demand the one who is asked.
pub(super) fn doers(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> Vec<TokenId> {
    let own = tree.children(token).any(|kid| tree.deprel(kid).is_nominal_subject());
    // "accused Telmark of arming the rebels": Telmark arms them.
    let told_of = |mark: TokenId| ["of", "for", "with"].iter().any(|word| tree.is(mark, word));
    if let Some(head) = tree.head(token).filter(|_| !own && tree.deprel(token) == Deprel::Advcl && tree.marker(token).is_some_and(told_of))
        && governs(scene, tree, head).iter().any(|one| matches!(one.effect, Effect::Accuse | Effect::Reject))
    {
        let accused = clause::clause(tree, &scene.lexicon.ontology, head).objects;
        if accused.iter().any(|&id| scene.is_actor(tree, id)) {
            return accused;
        }
    }
    if let Some(head) = tree.head(token).filter(|_| is_infinitive(tree, token) && !own) {
        if tree.deprel(token) == Deprel::Acl && scene.is_actor(tree, head) {
            return vec![head];
        }
        let asks = matches!(tree.deprel(token), Deprel::Xcomp | Deprel::Advcl)
            && governs(scene, tree, head).iter().any(|one| one.effect == Effect::Demand);
        if asks {
            let objects = clause::clause(tree, &scene.lexicon.ontology, head).objects;
            let asked = |kid: &TokenId| {
                tree.deprel(*kid) == Deprel::Obl && matches!(preposition(tree, *kid), "on" | "upon" | "to" | "for") && *kid < token
            };
            let asked = objects.into_iter().chain(tree.children(head).filter(asked)).find(|&id| scene.is_actor(tree, id));
            if let Some(asked) = asked {
                return conjuncts(tree, asked);
            }
        }
    }
    clause::clause(tree, &scene.lexicon.ontology, token).subjects
}

/// Predicate and arguments where no class fits.
fn generic(scene: &Scene<'_>, tree: &Tree<'_>, token: TokenId) -> (String, Vec<String>) {
    let argument = |id: TokenId| scene.argument(tree, id);
    if matches!(tree.upos(token), Upos::Verb | Upos::Aux) {
        let clause = clause::clause(tree, &scene.lexicon.ontology, token);
        let asked = super::complements::asked_for(tree, token).filter(|_| clause.passive);
        let mut args: Vec<String> = asked.or(clause.objects.first().copied()).and_then(argument).into_iter().collect();
        if args.is_empty() {
            args.extend(doers(scene, tree, token).first().and_then(|&id| argument(id)));
            args.extend(clause.phrases.first().and_then(|phrase| argument(phrase.head)));
        }
        let mut predicate = slug(tree.lemma(token));
        if let Some(particle) = clause::particle(tree, &scene.lexicon.ontology, token)
            && tree.deprel(particle) == Deprel::CompoundPrt
        {
            predicate = format!("{predicate}-{}", slug(tree.form(particle)));
        }
        return (predicate, args);
    }
    let noun = lemma(tree, token);
    let has_cop = tree.children(token).any(|kid| tree.deprel(kid) == Deprel::Cop);
    if has_cop {
        let subject = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject());
        return (format!("be-{}", slug(noun)), subject.and_then(argument).into_iter().collect());
    }
    let mut args: Vec<String> = Vec::new();
    for place in ["of", "on", "for", "to", "against", "in", "with", "between"] {
        if let Some(&id) = phrase_tokens(tree, token, place).first()
            && tree.is_under(id, token)
        {
            args.extend(argument(id));
            break;
        }
    }
    if args.is_empty() {
        let beside = |kid: &TokenId| {
            matches!(tree.deprel(*kid), Deprel::Compound | Deprel::Amod) && !matches!(tree.lemma(*kid), "new" | "any" | "immediate")
        };
        args.extend(tree.children(token).rfind(beside).map(|kid| slug(&tree.lemma(kid).to_lowercase())));
    }
    if args.is_empty() {
        args.extend(
            tree.children(token).find(|&kid| tree.deprel(kid) == Deprel::NmodPoss && tree.upos(kid) != Upos::Pron).and_then(argument),
        );
    }
    match scene.lexicon.issues.verb_of(noun) {
        Some(verb) => (verb.to_owned(), args),
        None => (slug(noun), args),
    }
}
