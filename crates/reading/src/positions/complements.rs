//! What stands where a word may govern it: objects, phrases, clauses, also those that the sentence's order puts elsewhere.

use super::content::{IDIOM, is_adjectival, is_doing};
use super::issue::class_at;
use super::scene::Scene;
use crate::events::clause::{self, conjuncts, lemma, preposition};
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Frame;
use rapporteur_lexicon::issues::{Effect, Hangs, Refers};

/// Whether a clause is an infinitive with "to".
pub(super) fn is_infinitive(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.children(id).any(|kid| matches!(tree.deprel(kid), Deprel::Mark | Deprel::Aux) && kid < id && is_to(tree, kid))
}

/// Whether a mark is "to"; in "offered instead to pay" the adverb is taken for it.
fn is_to(tree: &Tree<'_>, mark: TokenId) -> bool {
    tree.is(mark, "to") || tree.children(mark).any(|inner| tree.deprel(inner) == Deprel::Fixed && tree.is(inner, "to"))
}

/// The preposition or subordinator in front of a clause.
fn mark<'a>(tree: &Tree<'a>, id: TokenId) -> &'a str {
    let mark = tree.children(id).find(|&kid| matches!(tree.deprel(kid), Deprel::Mark | Deprel::Case) && kid < id && !is_to(tree, kid));
    mark.map(|mark| tree.form(mark)).unwrap_or_default()
}

/// What stands where a word may govern it: head and place.
pub(super) fn complements<'a>(scene: &Scene<'_>, tree: &Tree<'a>, token: TokenId) -> Vec<(TokenId, &'a str)> {
    let mut found: Vec<(TokenId, &'a str)> = Vec::new();
    let idiom = super::idioms::figure(scene, tree, token).and_then(|figure| figure.about);
    found.extend(idiom.into_iter().flat_map(|id| conjuncts(tree, id)).map(|id| (id, IDIOM)));
    let clausal = |id: TokenId| {
        if is_infinitive(tree, id) {
            "to+"
        } else if tree.token(id).feats.is("VerbForm", "Ger") || tree.upos(id) == Upos::Verb && tree.form(id).ends_with("ing") {
            "ing"
        } else {
            "that"
        }
    };
    let verbal = matches!(tree.upos(token), Upos::Verb | Upos::Aux) && !is_adjectival(scene, tree, token);
    if verbal {
        let clause = clause::clause(tree, &scene.lexicon.ontology, token);
        // "called for the bill to be dropped": the bill, not who called.
        let asked = asked_for(tree, token).filter(|_| clause.passive);
        // "would allow it" with the pronoun taken for whom it is given.
        let it = |&kid: &TokenId| tree.deprel(kid) == Deprel::Iobj && ["it", "that", "this"].iter().any(|word| tree.is(kid, word));
        if clause.objects.is_empty() && !tree.children(token).any(|kid| matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Ccomp)) {
            found.extend(tree.children(token).find(it).map(|id| (id, "obj")));
        }
        match asked {
            Some(noun) => found.extend(conjuncts(tree, noun).into_iter().map(|id| (id, "obj"))),
            None => found.extend(clause.objects.iter().map(|&id| (id, "obj"))),
        }
        if !clause.passive {
            // "wants the project scrapped".
            let raised = tree.deprel(token) == Deprel::Xcomp
                && tree.token(token).feats.is("VerbForm", "Part")
                && !tree.form(token).ends_with("ing")
                && tree.child(token, Deprel::Aux).is_none();
            let place = if raised && clause.objects.is_empty() { "obj" } else { "subj" };
            found.extend(clause.subjects.iter().map(|&id| (id, place)));
        }
    }
    let urges = verbal && scene.lexicon.cues.verb(tree.lemma(token)).is_some_and(|cue| cue.takes(&Frame::WhomTo));
    for kid in tree.children(token) {
        if super::conditions::is_terms(tree, kid) {
            continue;
        }
        if super::conditions::opens(scene, tree, kid).is_some_and(|(hangs, ..)| hangs != Hangs::When)
            && !matches!(tree.deprel(kid), Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass)
        {
            continue;
        }
        let apart = has_colon(tree, token, kid);
        match tree.deprel(kid) {
            // What stands behind a colon explains, it is not governed; "ruled that out: …" has the pronoun for its mark.
            Deprel::Ccomp if apart => found.extend(before_particle(tree, token).map(|id| (id, "obj"))),
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => {
                let place = if tree.deprel(kid) != Deprel::Ccomp && !verbal { "subj" } else { clausal(kid) };
                found.push((kid, place));
            }
            // "called this unacceptable": what it is called is not what is asked for.
            // "denies being a party".
            Deprel::Xcomp if tree.child(kid, Deprel::Cop).is_some_and(|cop| tree.is(cop, "being")) => found.push((kid, "ing")),
            Deprel::Xcomp if tree.upos(kid) != Upos::Verb && !is_infinitive(tree, kid) => found.push((kid, "as")),
            Deprel::Xcomp => found.push((kid, if clausal(kid) == "ing" { "ing" } else { "to+" })),
            Deprel::Obl | Deprel::Nmod => {
                // "agreed to talks" with the preposition taken for a mark.
                let place = match preposition(tree, kid) {
                    "" if verbal && tree.child(kid, Deprel::Mark).is_some_and(|mark| mark < kid && tree.is(mark, "to")) => "to",
                    place => place,
                };
                // "the refusal of the army to leave": whose it is.
                if place == "of" && !verbal && is_possessor(scene, tree, token, kid) {
                    continue;
                }
                // "urged them to hand over the arms" with the verb taken for a noun.
                if place == "to" && urges && is_bare(tree, kid) {
                    found.push((kid, "to+"));
                } else if !place.is_empty() {
                    found.extend(conjuncts(tree, kid).into_iter().map(|id| (id, place)));
                } else if verbal && is_put_off(tree, token, kid) {
                    found.push((kid, "obj"));
                }
            }
            Deprel::Advcl | Deprel::Acl => {
                let marked = mark(tree, kid);
                // "rejects as unfounded the claim that …": the object is hung on what it is called.
                if marked == "as" && verbal && tree.child(token, Deprel::Obj).is_none() {
                    found.extend(tree.child(kid, Deprel::Obj).map(|object| (object, "obj")));
                }
                match marked {
                    // "To end the war, they called for talks": what stands before the verb says what for.
                    "" if is_infinitive(tree, kid) => found.extend((kid > token).then_some((kid, "to+"))),
                    "" | "as" | "because" | "while" | "although" | "though" | "since" => {}
                    "that" => found.push((kid, "that")),
                    // "carry on striking": the particle is taken for a mark.
                    _ if clausal(kid) == "ing" && tree.marker(kid) == Some(TokenId(token.0 + 1)) => {
                        found.extend([(kid, marked), (kid, "ing")]);
                    }
                    other => found.push((kid, other)),
                }
            }
            Deprel::Nsubj if !verbal => found.extend(conjuncts(tree, kid).into_iter().map(|id| (id, "subj"))),
            _ => {}
        }
    }
    if verbal {
        found.extend(coordinated(tree, token, &found));
    }
    // "accused the Front of recruiting children" with the gerund taken for a noun.
    if verbal && scene.lexicon.issues.attitudes(tree.lemma(token)).iter().any(|row| row.effect == Effect::Accuse) {
        let accused: Vec<TokenId> =
            found.iter().filter(|(id, place)| *place == "obj" && scene.is_actor(tree, *id)).map(|(id, _)| *id).collect();
        let of = |id: TokenId| {
            tree.children(id).rfind(|&kid| tree.deprel(kid) == Deprel::Nmod && (preposition(tree, kid) == "of" || mark(tree, kid) == "of"))
        };
        let of = accused.into_iter().filter_map(of).filter(|&kid| !scene.is_actor(tree, kid));
        found.extend(of.map(|kid| (kid, "of")).collect::<Vec<_>>());
    }
    // "her appeal to the League for arms": what is asked is often hung on those who are asked.
    for (id, _) in found.clone().into_iter().filter(|&(id, place)| place == "to" && scene.is_actor(tree, id)) {
        let asked = tree.children(id).filter(|&kid| tree.deprel(kid) == Deprel::Nmod && preposition(tree, kid) == "for");
        found.extend(asked.map(|kid| (kid, "for")));
    }
    // "called on the rebels to come": the infinitive is often hung on those who are called.
    for (id, place) in found.clone() {
        // "wants the meeting to go ahead".
        let object = place == "obj" && matches!(tree.lemma(token), "want" | "ask" | "expect" | "like" | "allow" | "permit" | "need");
        // "accuses Mirval of having begun": the clause is often hung on who is accused.
        if place == "obj" && scene.is_actor(tree, id) {
            let of = tree.children(id).filter(|&kid| tree.deprel(kid) == Deprel::Acl && matches!(mark(tree, kid), "of" | "for"));
            found.extend(of.map(|kid| (kid, mark(tree, kid))));
        }
        // "pleaded for the mission to stay", "wants the line settled by a court".
        let wished = place == "for" && clause::is_nominal(tree, id);
        // "wants to see the rebels leaving".
        let seen = |kid: TokenId| place == "obj" && tree.lemma(token) == "see" && tree.form(kid).ends_with("ing");
        let done = |kid: TokenId| seen(kid) || object && tree.token(kid).feats.is("VerbForm", "Part") && !tree.form(kid).ends_with("ing");
        if scene.is_actor(tree, id) || tree.lemma(token) == "see" || object && class_at(scene, tree, id).is_none() || wished {
            let acl = tree.children(id).filter(|&kid| {
                matches!(tree.deprel(kid), Deprel::Acl | Deprel::Xcomp | Deprel::Advcl) && (is_infinitive(tree, kid) || done(kid))
            });
            found.extend(acl.map(|kid| (kid, "to+")));
        }
    }
    // "voiced opposition to the plan" hung on the verb; "is a precondition" has its subject.
    if tree.upos(token) == Upos::Noun {
        if let Some(head) =
            tree.head(token).filter(|&head| tree.upos(head) == Upos::Verb && matches!(tree.deprel(token), Deprel::Obj | Deprel::NsubjPass))
            && !found.iter().any(|(_, place)| *place != "of" || tree.upos(token) != Upos::Noun)
        {
            for kid in tree.children(head).filter(|&kid| kid > token) {
                match tree.deprel(kid) {
                    Deprel::Obl if !preposition(tree, kid).is_empty() => found.push((kid, preposition(tree, kid))),
                    Deprel::Xcomp | Deprel::Advcl if is_infinitive(tree, kid) => found.push((kid, "to+")),
                    Deprel::Ccomp => found.push((kid, "that")),
                    _ => {}
                }
            }
        }
        // "a report that he had offered to resign" with "that" taken for what he offered.
        found.extend(tree.children(token).filter(|&kid| is_report(scene, tree, kid)).map(|kid| (kid, "that")));
        // "claims in the elders' statement that it dried out".
        if !found.iter().any(|(_, place)| matches!(*place, "that" | "to+")) {
            for inner in
                tree.children(token).filter(|&kid| tree.deprel(kid) == Deprel::Nmod && matches!(preposition(tree, kid), "in" | "by" | "of"))
            {
                let said = |kid: &TokenId| matches!(tree.deprel(*kid), Deprel::Acl | Deprel::Ccomp) && mark(tree, *kid) == "that";
                found.extend(tree.children(inner).filter(said).map(|kid| (kid, "that")));
            }
        }
        if let Some(subject) = tree.children(token).find(|&kid| tree.deprel(kid).is_nominal_subject()) {
            found.push((subject, "pred"));
        }
        found.extend(listed(tree, token).into_iter().map(|id| (id, "for")));
    }
    if verbal {
        found.extend(cleft(tree, token));
        // "asked for two things: a truce and an amnesty": what they are.
        for (id, place) in found.clone().into_iter().filter(|&(id, place)| matches!(place, "obj" | "for") && tree.upos(id) == Upos::Noun) {
            let list = told_behind_colon(tree, token, id).into_iter().filter(|&kid| is_doing(scene, tree, kid));
            found.extend(list.map(|kid| (kid, place)).collect::<Vec<_>>());
        }
    }
    for (id, place) in found.clone() {
        let raised =
            tree.subtree(id, &[]).into_iter().filter(|&kid| is_raised(scene, tree, kid) && !found.iter().any(|(known, _)| *known == kid));
        let raised: Vec<TokenId> = if clause::is_nominal(tree, id) { raised.collect() } else { Vec::new() };
        found.extend(raised.into_iter().map(|kid| (kid, place)));
    }
    found
}

/// Whether a relative clause on a noun of speech is what was said, its "that" taken for what it is about: "a report that he had offered to resign".
pub(super) fn is_report(scene: &Scene<'_>, tree: &Tree<'_>, clause: TokenId) -> bool {
    let that = |kid: TokenId| tree.is(kid, "that") && tree.deprel(kid) == Deprel::Obj;
    tree.deprel(clause) == Deprel::AclRelcl
        && tree.head(clause).is_some_and(|noun| scene.lexicon.issues.refers(lemma(tree, noun)) == Some(Refers::Claim))
        && tree.children(clause).any(that)
        && tree.children(clause).any(|kid| matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Ccomp))
}

/// Whether a doing is coordinated with a thing inside another doing, whose fellow it is: "an amnesty for its members, higher wages and the resignation
/// of Karim", "the release of prisoners and the lifting of the ban".
pub(super) fn is_raised(scene: &Scene<'_>, tree: &Tree<'_>, id: TokenId) -> bool {
    let inner =
        tree.head(id).filter(|_| tree.deprel(id) == Deprel::Conj && tree.upos(id) == Upos::Noun && preposition(tree, id).is_empty());
    inner.is_some_and(|inner| {
        tree.deprel(inner) == Deprel::Nmod
            && matches!(tree.upos(inner), Upos::Noun | Upos::Propn)
            && is_doing(scene, tree, id)
            && !is_doing(scene, tree, inner)
            && tree.head(inner).is_some_and(|outer| is_doing(scene, tree, outer))
    })
}

/// What is asked for where the demand is the subject: "their demands include an amnesty", "the main demand is an end to the war"; or where it is
/// told behind a colon: "has three demands: an amnesty, elections and a new court".
pub(super) fn listed(tree: &Tree<'_>, noun: TokenId) -> Vec<TokenId> {
    let behind_colon = |kid: &TokenId| *kid > noun && is_set_off(tree, *kid, &[":"]);
    let around = tree.children(noun).chain(tree.head(noun).into_iter().flat_map(|head| tree.children(head)));
    let part = |kid: &TokenId| matches!(tree.deprel(*kid), Deprel::Appos | Deprel::Parataxis | Deprel::Ccomp | Deprel::Acl);
    if let Some(first) = around.filter(part).find(behind_colon) {
        return conjuncts(tree, first);
    }
    let Some(head) = tree.head(noun).filter(|_| tree.deprel(noun).is_nominal_subject()) else { return Vec::new() };
    let object = |kid: &TokenId| matches!(tree.deprel(*kid), Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp);
    if tree.upos(head) == Upos::Verb && matches!(tree.lemma(head), "include" | "comprise" | "be") {
        // What is listed first may be a clause beside the verb.
        let more = |id: TokenId| tree.children(id).filter(|&kid| tree.deprel(kid) == Deprel::Conj && kid > id).collect::<Vec<_>>();
        return tree.children(head).filter(|kid| *kid > head && object(kid)).flat_map(|id| [vec![id], more(id)].concat()).collect();
    }
    let copula = tree.children(head).any(|kid| tree.deprel(kid) == Deprel::Cop);
    if copula && head > noun && (clause::is_nominal(tree, head) && tree.upos(head) != Upos::Adj || tree.upos(head) == Upos::Verb) {
        return vec![head];
    }
    Vec::new()
}

/// What stands behind a colon that follows a noun of a verb: its apposition, or what hangs beside the verb.
fn told_behind_colon(tree: &Tree<'_>, verb: TokenId, noun: TokenId) -> Vec<TokenId> {
    let part = |&kid: &TokenId| {
        kid > noun
            && matches!(tree.deprel(kid), Deprel::Appos | Deprel::Parataxis | Deprel::Obj)
            && clause::is_nominal(tree, kid)
            && is_set_off(tree, kid, &[":"])
    };
    tree.children(noun).chain(tree.children(verb)).find(part).map(|first| conjuncts(tree, first)).unwrap_or_default()
}

/// "called for the bill to be dropped": the noun that is to undergo what an infinitive behind it says.
pub(super) fn asked_for(tree: &Tree<'_>, verb: TokenId) -> Option<TokenId> {
    let head = tree.head(verb).filter(|_| is_infinitive(tree, verb) && tree.child(verb, Deprel::NsubjPass).is_none())?;
    match tree.deprel(verb) {
        Deprel::Acl => (preposition(tree, head) == "for").then_some(head),
        Deprel::Advcl | Deprel::Xcomp => {
            tree.children(head).find(|&kid| kid < verb && kid > head && tree.deprel(kid) == Deprel::Obl && preposition(tree, kid) == "for")
        }
        _ => None,
    }
}

/// Whether a phrase with "of" says whose attitude a noun tells: "the refusal of the army to leave", "objections of Lurgia to the fund".
pub(super) fn is_possessor(scene: &Scene<'_>, tree: &Tree<'_>, noun: TokenId, kid: TokenId) -> bool {
    matches!(tree.deprel(kid), Deprel::Nmod)
        && preposition(tree, kid) == "of"
        && scene.is_actor(tree, kid)
        && class_at(scene, tree, kid).is_none()
        && tree.children(noun).all(|other| tree.deprel(other) != Deprel::NmodPoss)
        && (tree.deprel(noun).is_nominal_subject()
            || tree.children(noun).any(|other| {
                other > kid
                    && (is_infinitive(tree, other)
                        || tree.deprel(other) == Deprel::Nmod && ["to", "for"].contains(&preposition(tree, other)))
            }))
}

/// "What we want is peace", "all they ask is to be heard": what stands behind the copula.
fn cleft<'a>(tree: &Tree<'a>, verb: TokenId) -> Option<(TokenId, &'a str)> {
    let what = tree.head(verb).filter(|_| matches!(tree.deprel(verb), Deprel::AclRelcl | Deprel::Acl))?;
    if !["what", "all", "thing"].iter().any(|word| tree.is(what, word)) {
        return None;
    }
    let outer = tree.head(what).filter(|_| tree.deprel(what).is_nominal_subject() || tree.deprel(what) == Deprel::Csubj)?;
    let copula = tree.children(outer).any(|kid| matches!(tree.deprel(kid), Deprel::Cop | Deprel::Aux) && tree.lemma(kid) == "be");
    let place = match tree.upos(outer) {
        Upos::Verb if is_infinitive(tree, outer) => "to+",
        Upos::Verb => "that",
        _ => "obj",
    };
    (copula && outer > verb).then_some((outer, place))
}

/// "dismissed as baseless the allegation that …": the object stands behind what it is called.
fn is_put_off(tree: &Tree<'_>, verb: TokenId, kid: TokenId) -> bool {
    let called = |other: TokenId| other < kid && tree.marker(other).is_some_and(|mark| tree.is(mark, "as"));
    kid > verb
        && tree.upos(kid) == Upos::Noun
        && tree.child(verb, Deprel::Obj).is_none()
        && tree.children(verb).any(|other| other > verb && called(other))
}

/// "failed to agree on a truce": that it came to nothing is told, not that they were for or against it.
pub(super) fn is_failed(tree: &Tree<'_>, token: TokenId) -> bool {
    let head = tree.head(token).filter(|_| matches!(tree.deprel(token), Deprel::Xcomp | Deprel::Acl));
    head.is_some_and(|head| matches!(tree.lemma(head), "fail" | "failure"))
}

/// "Let the people decide": nobody is named who lets them.
pub(super) fn is_let(tree: &Tree<'_>, token: TokenId) -> bool {
    tree.lemma(token) == "let"
        && tree.form(token).eq_ignore_ascii_case("let")
        && !tree.children(token).any(|kid| tree.deprel(kid).is_nominal_subject() || matches!(tree.deprel(kid), Deprel::Aux | Deprel::Mark))
        && !matches!(tree.deprel(token), Deprel::Xcomp | Deprel::Acl | Deprel::Advcl)
}

/// The adjective behind a noun: "considers the claim excessive".
pub(super) fn quality_behind(tree: &Tree<'_>, noun: TokenId) -> Option<TokenId> {
    tree.children(noun).find(|&kid| kid > noun && matches!(tree.deprel(kid), Deprel::Amod | Deprel::Appos) && tree.upos(kid) == Upos::Adj)
}

/// Whether a colon stands between a word and one behind it.
pub(super) fn has_colon(tree: &Tree<'_>, word: TokenId, behind: TokenId) -> bool {
    (word.0..behind.0).any(|at| tree.is(TokenId(at), ":"))
}

/// Whether the words of a phrase begin right behind one of some marks.
pub(super) fn is_set_off(tree: &Tree<'_>, phrase: TokenId, marks: &[&str]) -> bool {
    let first = tree.subtree(phrase, &[]).into_iter().find(|&id| !tree.is_mark(id)).unwrap_or(phrase);
    first.0 > 0 && marks.iter().any(|mark| tree.is(TokenId(first.0 - 1), mark))
}

/// Whether a noun stands alone right behind its preposition, and more behind it: "to hand over the arms".
fn is_bare(tree: &Tree<'_>, noun: TokenId) -> bool {
    tree.upos(noun) == Upos::Noun
        && tree.token(noun).feats.is("Number", "Sing")
        && tree.marker(noun).is_some_and(|mark| mark.0 + 1 == noun.0)
        && tree.children(noun).any(|kid| kid > noun && tree.deprel(kid) != Deprel::Punct)
        && tree.children(noun).all(|kid| kid > noun || tree.marker(noun) == Some(kid))
}

/// "called the offers an insult", with what they are called hung on them.
pub(super) fn called_what(tree: &Tree<'_>, object: TokenId) -> Option<TokenId> {
    tree.children(object).find(|&kid| kid > object && tree.deprel(kid) == Deprel::Obj && tree.upos(object) == Upos::Noun)
}

/// The pronoun between a verb and its particle that is taken for the mark of a clause: "ruled that out: the men had fled".
fn before_particle(tree: &Tree<'_>, verb: TokenId) -> Option<TokenId> {
    let pronoun = TokenId(tree.child(verb, Deprel::CompoundPrt)?.0.checked_sub(1)?);
    (pronoun.0 == verb.0 + 1 && tree.is(pronoun, "that") && tree.head(pronoun) != Some(verb)).then_some(pronoun)
}

/// What stands in the same place as another phrase of a verb, but hangs elsewhere: "agreed to the fence without delay and to the quota", "could live
/// with the first but not with the second".
fn coordinated<'a>(tree: &Tree<'a>, verb: TokenId, found: &[(TokenId, &'a str)]) -> Vec<(TokenId, &'a str)> {
    let mut more = Vec::new();
    for inner in std::iter::once(verb).chain(found.iter().map(|(id, _)| *id)).chain(tree.children(verb)) {
        for kid in tree.children(inner).filter(|&kid| tree.deprel(kid) == Deprel::Conj && clause::is_nominal(tree, kid)) {
            let place = preposition(tree, kid);
            let own = place.is_empty() || inner != verb && preposition(tree, inner) == place;
            let known = |list: &[(TokenId, &str)]| list.iter().any(|(id, _)| *id == kid);
            if !own && found.iter().any(|(id, other)| *other == place && *id < kid) && !known(found) && !known(&more) {
                more.push((kid, place));
            }
        }
    }
    more
}

/// "nothing less than an amnesty", "nothing short of a recount": what is insisted on.
pub(super) fn nothing_less(tree: &Tree<'_>, object: TokenId) -> Option<TokenId> {
    let than = TokenId(object.0 + 2);
    let less = ["less", "short"].iter().any(|word| than.index() < tree.len() && tree.is(TokenId(object.0 + 1), word));
    if !tree.is(object, "nothing") || !less || !["than", "of"].iter().any(|word| tree.is(than, word)) {
        return None;
    }
    let nominal = |id: TokenId| matches!(tree.upos(id), Upos::Noun | Upos::Propn);
    tree.ids().find(|&id| id > than && nominal(id) && tree.head(id).is_none_or(|head| head < id || !nominal(head)))
}

/// "in favour".
pub(super) fn is_favour(tree: &Tree<'_>, noun: TokenId) -> bool {
    matches!(tree.lemma(noun), "favour" | "favor") && preposition(tree, noun).eq_ignore_ascii_case("in")
}

/// Whether a clause leaves open whether something is so: "whether they go".
pub(super) fn is_open(tree: &Tree<'_>, clause: TokenId) -> bool {
    tree.children(clause).take_while(|&kid| kid < clause).any(|mark| tree.is(mark, "whether"))
}

/// Whether a clause asks: "how they are freed", "whether to go".
pub(super) fn is_question(tree: &Tree<'_>, clause: TokenId) -> bool {
    let asks = |id: TokenId| ["whether", "how", "why", "when", "where", "who"].iter().any(|word| tree.is(id, word));
    tree.upos(clause) == Upos::Verb && tree.children(clause).take_while(|&kid| kid < clause).any(asks)
}

/// Whether a verb has a negation of its own beside it.
pub(super) fn is_negated_verb(tree: &Tree<'_>, verb: TokenId) -> bool {
    tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Advmod && matches!(tree.lemma(kid), "not" | "never" | "n't"))
}
