//! Nouns of events with a verb that says little: "held talks", "came under attack", "is at war".

use super::clause::{Clause, Phrase, clause, lemma, particle, preposition};
use super::root;
use super::triggers::Hit;
use super::who::Who;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Ontology;
use rapporteur_lexicon::ontology::{Does, Light, Link};

/// Nouns whose verb only says that it happens, that somebody does it, or to whom.
pub(super) fn light<'a>(tree: &Tree<'a>, who: &Who<'_>, ontology: &'a Ontology, found: &mut [Option<Hit<'a>>]) {
    standing_in(tree, who, ontology, found);
    for id in tree.ids().filter(|&id| tree.upos(id) == Upos::Verb) {
        let lemma = tree.lemma(id);
        let second = particle(tree, ontology, id).or_else(|| tree.child(id, Deprel::Obj));
        let longer = second.map(|second| format!("{lemma} {}", tree.lemma(second))).map(|key| ontology.light(&key)).unwrap_or_default();
        // "called off a strike" is no "called a strike".
        let rows = match tree.child(id, Deprel::CompoundPrt) {
            _ if !longer.is_empty() => longer,
            Some(_) => continue,
            None => ontology.light(lemma),
        };
        if rows.is_empty() {
            continue;
        }
        let verb = clause(tree, ontology, id);
        for row in rows {
            for noun in governed(tree, row, &verb) {
                let core = who.core(tree, noun);
                let at = if found[noun.index()].as_ref().is_some_and(|hit| hit.nominal) { noun } else { core };
                // A verb that tells an event with this noun by itself, or does something to it, goes first.
                let own = found[id.index()].as_ref().is_some_and(|hit| !hit.cameo.is_empty() && hit.words.contains(&noun));
                let governs =
                    found[id.index()].as_ref().is_some_and(|hit| hit.does.is_some_and(|does| does != Does::Aspect && does != Does::Say));
                let Some(hit) = found[at.index()].as_mut().filter(|hit| hit.nominal && hit.verb.is_none() && !own) else {
                    continue;
                };
                if governs && !(hit.does.is_none() && hit.cameo.starts_with(['1', '2']) && lemma == "order") {
                    continue;
                }
                lift(tree, who, hit, row, &verb, id);
                if let Some(verb) = found[id.index()].as_mut() {
                    verb.taken = true;
                }
            }
        }
    }
}

/// "is at war with Varosia", "is under arrest": the noun is the predicate, and the verb its copula.
fn standing_in<'a>(tree: &Tree<'a>, who: &Who<'_>, ontology: &'a Ontology, found: &mut [Option<Hit<'a>>]) {
    for id in tree.ids() {
        let (Some(copula), Some(hit)) = (tree.child(id, Deprel::Cop), found[id.index()].as_mut()) else {
            continue;
        };
        let row = ontology
            .light(tree.lemma(copula))
            .iter()
            .find(|row| row.preposition.as_deref().is_some_and(|asked| preposition(tree, id).eq_ignore_ascii_case(asked)));
        if let Some(row) = row.filter(|_| hit.nominal) {
            lift(tree, who, hit, row, &clause(tree, ontology, id), id);
            // The noun is among the words already.
            hit.words.retain(|&word| word != id);
            hit.words.extend([copula, id]);
        }
    }
}

/// The nouns that stand where a light verb's row says.
fn governed(tree: &Tree<'_>, row: &Light, verb: &Clause<'_>) -> Vec<TokenId> {
    if row.subject {
        return if verb.passive { Vec::new() } else { verb.subjects.clone() };
    }
    match &row.preposition {
        None => verb.objects.clone(),
        Some(preposition) => {
            let of = |one: &&Phrase<'_>| one.preposition.eq_ignore_ascii_case(preposition);
            let bare = verb.bare.iter().copied().filter(|&word| is_under(tree, word, preposition));
            verb.phrases.iter().filter(of).map(|one| one.head).chain(bare).collect()
        }
    }
}

fn is_under(tree: &Tree<'_>, word: TokenId, asked: &str) -> bool {
    preposition(tree, word).eq_ignore_ascii_case(asked)
}

/// Whether one has from others what a noun tells: "has the support of Varosia".
fn is_favour(tree: &Tree<'_>, hit: &Hit<'_>, verb: TokenId) -> bool {
    let from = hit.clause.phrases.iter().any(|one| one.preposition == "of" || one.preposition == "from");
    tree.lemma(verb) == "have" && matches!(root(&hit.cameo), "05" | "07") && from && !hit.cameo.starts_with("057")
}

/// Who undergoes what befalls a subject: it itself, but of "Dask's plan" and "the arrest" only whose it is.
fn bearers(tree: &Tree<'_>, who: &Who<'_>, subject: TokenId) -> Vec<TokenId> {
    let word = lemma(tree, subject);
    let told =
        !who.ontology.noun(word).is_empty() || ["law", "policy", "proposal", "statement"].iter().any(|class| who.ontology.is(word, class));
    if !told {
        return vec![subject];
    }
    tree.children(subject).filter(|&kid| tree.deprel(kid) == Deprel::NmodPoss && who.is_actor(tree, kid)).collect()
}

/// Gives a noun's event the arguments and words of its verb.
fn lift<'a>(tree: &Tree<'a>, who: &Who<'_>, hit: &mut Hit<'a>, row: &Light, verb: &Clause<'a>, id: TokenId) {
    hit.verb = Some(id);
    hit.lightly = row.does;
    hit.words.push(id);
    hit.words.extend(particle(tree, who.ontology, id));
    let towards = |hit: &Hit<'_>| {
        let away = |one: &&Phrase<'_>| one.head != hit.token && !tree.is_under(one.head, hit.token) && who.is_actor(tree, one.head);
        who.ontology.links(Link::Target).iter().find_map(|preposition| {
            let found: Vec<TokenId> = verb
                .phrases
                .iter()
                .filter(away)
                .filter(|one| one.preposition.eq_ignore_ascii_case(preposition))
                .map(|one| one.head)
                .collect();
            (!found.is_empty()).then_some(found)
        })
    };
    let of = |hit: &Hit<'_>| {
        let named = hit.clause.phrases.iter().filter(|one| one.preposition == "of" && who.is_actor(tree, one.head));
        named.map(|one| one.head).collect::<Vec<_>>()
    };
    if row.subject {
        if hit.targets.is_empty() {
            let objects: Vec<TokenId> = verb.objects.iter().copied().filter(|&object| who.is_actor(tree, object)).collect();
            hit.targets = if objects.is_empty() { towards(hit).unwrap_or_default() } else { objects };
        }
    } else if row.undergoes || is_favour(tree, hit, id) {
        // "won the support of Varosia": who gives it.
        if hit.sources.is_empty() {
            hit.sources = of(hit);
        }
        hit.targets = verb.subjects.iter().flat_map(|&subject| bearers(tree, who, subject)).collect();
        if hit.sources.is_empty() {
            let from = |one: &&Phrase<'_>| who.ontology.is_link(one.preposition, Link::Undergone) && who.is_actor(tree, one.head);
            hit.sources = verb.phrases.iter().filter(from).map(|one| one.head).collect();
        }
    } else {
        let doers = if verb.subjects.is_empty() { hit.sources.clone() } else { verb.subjects.clone() };
        // "gave the rebels support": who is given is no event's noun.
        let given: Vec<TokenId> = verb
            .objects
            .iter()
            .copied()
            .filter(|&object| object != hit.token && who.is_actor(tree, object) && !tree.is_under(hit.token, object))
            .collect();
        if hit.targets.is_empty() {
            let named = std::mem::take(&mut hit.sources);
            hit.targets = if given.is_empty() { towards(hit).unwrap_or(named) } else { given };
        }
        hit.sources = doers;
    }
    hit.clause = Clause { phrases: std::mem::take(&mut hit.clause.phrases), ..verb.clone() };
}
