//! Acts that are only promised, threatened, demanded, refused: one event of both words.

use super::clause::{conjuncts, preposition};
use super::root;
use super::status::is_complement;
use super::triggers::Hit;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Ontology;
use rapporteur_lexicon::ontology::{Does, Link, Modal};

/// How many words deep the governed act is looked for.
const DEEP: usize = 4;

/// Puts governing words and the acts that they govern together.
pub(super) fn compose<'a>(tree: &Tree<'a>, ontology: &'a Ontology, hits: &mut [Option<Hit<'a>>]) {
    for id in tree.ids() {
        let Some(hit) = hits[id.index()].clone().filter(|hit| !hit.taken) else {
            continue;
        };
        let Some(does) = hit.does else {
            take_noun(tree, ontology, hits, id);
            continue;
        };
        match does {
            Does::Say => {
                take_noun(tree, ontology, hits, id);
                required(tree, ontology, hits, id);
            }
            Does::Promise | Does::Threaten | Does::Demand | Does::Appeal | Does::Refuse | Does::Accuse => {
                let content = content(tree, hits, id);
                together(tree, ontology, hits, id, does, content);
            }
            Does::Aspect | Does::Consider | Does::Deny | Does::Fail | Does::Plan | Does::Prevent | Does::Try => {}
        }
    }
}

/// A verb that tells an event with its object takes the noun's own event with it: "signed an agreement", and so does
/// a noun that asks for one: "the lifting of the embargo".
fn take_noun(tree: &Tree<'_>, ontology: &Ontology, hits: &mut [Option<Hit<'_>>], id: TokenId) {
    if hits[id.index()].as_ref().is_some_and(|hit| hit.nominal && hit.asked) {
        let whole = |&kid: &TokenId| {
            tree.deprel(kid) == Deprel::Nmod
                && preposition(tree, kid).eq_ignore_ascii_case("of")
                && tree.child(kid, Deprel::NmodPoss).is_none()
        };
        for kid in tree.children(id).filter(whole) {
            let Some(inner) = hits[kid.index()].as_mut().filter(|inner| inner.nominal) else {
                continue;
            };
            inner.taken = true;
            // "the lifting of the embargo by Telmark": whose words hang on the last noun.
            let doers = inner.sources.clone();
            if let Some(outer) = hits[id.index()].as_mut().filter(|outer| outer.sources.is_empty()) {
                outer.sources = doers;
            }
        }
    }
    let Some(hit) = hits[id.index()].clone().filter(|hit| !hit.nominal && !hit.cameo.is_empty()) else {
        return;
    };
    let nouns: Vec<TokenId> = hit.words.iter().chain(&hit.clause.objects).copied().filter(|&word| word != id).collect();
    for noun in nouns {
        // "expelled envoys over the attack": why is an event of its own.
        let within = |&kid: &TokenId| {
            let preposition = preposition(tree, kid).to_lowercase();
            tree.deprel(kid) == Deprel::Nmod && preposition != "over" && !ontology.is_link(&preposition, Link::Around)
        };
        let nouns: Vec<TokenId> = std::iter::once(noun).chain(tree.children(noun).filter(within)).collect();
        for noun in nouns {
            let Some(other) =
                hits[noun.index()].as_mut().filter(|other| (other.nominal || tree.deprel(noun) == Deprel::Obj) && !other.taken)
            else {
                continue;
            };
            let judged = hit.cameo.starts_with("11") || hit.cameo.starts_with("05");
            if judged && other.owned && !other.sources.iter().any(|source| hit.sources.contains(source)) {
                other.granted = true;
            } else {
                other.taken = true;
            }
            let (sources, targets) = (other.sources.clone(), other.targets.clone());
            if let Some(hit) = hits[id.index()].as_mut()
                && hit.targets.is_empty()
            {
                hit.targets = if targets.is_empty() || judged && !sources.is_empty() { sources } else { targets };
                hit.targets.retain(|target| !hit.sources.contains(target));
            }
        }
    }
}

/// The first event among what a word governs.
fn content(tree: &Tree<'_>, hits: &[Option<Hit<'_>>], id: TokenId) -> Option<TokenId> {
    let hit = hits[id.index()].as_ref()?;
    let carrier = hit.verb.filter(|_| hit.nominal);
    let mut open: Vec<(TokenId, usize)> = Vec::new();
    let governed = |at: TokenId, top: bool, open: &mut Vec<(TokenId, usize)>, depth: usize| {
        for kid in tree.children(at) {
            let clausal = matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl);
            let thing = matches!(tree.deprel(kid), Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::NsubjPass | Deprel::OblUnmarked);
            let adverbial = tree.deprel(kid) == Deprel::Advcl && top && is_complement(tree, kid);
            if clausal || adverbial || thing && (top || tree.deprel(kid) != Deprel::Obl) {
                open.push((kid, depth));
            }
        }
    };
    governed(id, true, &mut open, 1);
    if let Some(carrier) = carrier {
        governed(carrier, true, &mut open, 2);
    }
    open.sort_by_key(|&(kid, depth)| (depth, !is_clausal(tree, kid), kid));
    let mut at = 0;
    while at < open.len() {
        let (kid, depth) = open[at];
        at += 1;
        if kid == id {
            continue;
        }
        if let Some(found) = hits[kid.index()].as_ref()
            && !found.taken
            && !found.cameo.is_empty()
        {
            return Some(kid);
        }
        if depth < DEEP {
            let mut next = Vec::new();
            governed(kid, false, &mut next, depth + 1);
            next.extend(
                tree.children(kid)
                    .filter(|&other| tree.deprel(other) == Deprel::Conj && tree.upos(other) == Upos::Verb)
                    .map(|other| (other, depth + 1)),
            );
            open.extend(next);
        }
    }
    None
}

fn is_clausal(tree: &Tree<'_>, id: TokenId) -> bool {
    matches!(tree.deprel(id), Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Acl)
}

/// Whether "not" stands at a word.
pub(super) fn is_negated(tree: &Tree<'_>, ontology: &Ontology, id: TokenId) -> bool {
    tree.children(id).any(|kid| {
        matches!(
            tree.deprel(kid),
            Deprel::Advmod | Deprel::Det | Deprel::Aux | Deprel::Cc | Deprel::CcPreconj | Deprel::Mark | Deprel::Case
        ) && ontology.modal(&tree.form(kid).to_lowercase()) == Some(Modal::Negated)
    })
}

/// Makes one event of a governing word and what it governs.
fn together<'a>(tree: &Tree<'a>, ontology: &Ontology, hits: &mut [Option<Hit<'a>>], id: TokenId, does: Does, content: Option<TokenId>) {
    let inner = content.and_then(|content| hits[content.index()].clone());
    // A demand that is accepted, a call that is threatened with: the noun only says to what.
    let spoken = |inner: &Hit<'_>| matches!(root(&inner.cameo), "01" | "02" | "03" | "10" | "11" | "12" | "13");
    let inner = inner.filter(|inner| !(spoken(inner) && inner.nominal && matches!(does, Does::Promise | Does::Threaten)));
    let Some(outer) = hits[id.index()].as_mut() else {
        return;
    };
    let Some(inner) = inner else {
        // "ready" alone tells nothing, "ready to act" an intent.
        let intent = does == Does::Promise && tree.children(id).any(|kid| is_clausal(tree, kid));
        if outer.cameo.is_empty() && intent {
            outer.cameo = "030".to_owned();
            outer.kind = None;
        }
        outer.taken |= outer.cameo.is_empty();
        // "demanded that the rebels renounce violence": whoever is to do it.
        let asked = matches!(does, Does::Demand | Does::Appeal) && outer.targets.is_empty();
        if let Some(clause) = tree.child(id, Deprel::Ccomp).filter(|_| asked) {
            let subject = tree.children(clause).find(|&kid| tree.deprel(kid).is_nominal_subject());
            outer.targets = subject.map(|subject| conjuncts(tree, subject)).unwrap_or_default();
        }
        if let Some(noun) = content.filter(|_| !outer.taken)
            && let Some(noun) = hits[noun.index()].as_mut()
        {
            noun.taken = true;
        }
        return;
    };
    let negated = inner.verb.is_some_and(|verb| is_negated(tree, ontology, verb));
    let hostile = inner.cameo.as_str() >= "14" && inner.cameo.as_str() != "";
    outer.cameo = match (does, negated) {
        (Does::Promise, true) if hostile => "035".to_owned(),
        (Does::Promise, true) => "120".to_owned(),
        (Does::Accuse, _) => outer.cameo.clone(),
        _ => ontology.composed(does, &inner.cameo).unwrap_or(&outer.cameo).to_owned(),
    };
    outer.kind = None;
    outer.words.extend(inner.words.iter().copied());
    if outer.sources.is_empty() && !matches!(does, Does::Demand | Does::Appeal | Does::Accuse) {
        outer.sources = inner.sources.clone();
    }
    // "demanding that the president give up his plan": whoever is to do it, whatever is named behind.
    let clause = tree.children(id).find(|&kid| matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Acl));
    let doer = clause.and_then(|clause| tree.children(clause).find(|&kid| tree.deprel(kid).is_nominal_subject()));
    if let Some(doer) = doer.filter(|&doer| {
        matches!(does, Does::Demand | Does::Appeal) && outer.targets.is_empty() && matches!(tree.upos(doer), Upos::Noun | Upos::Propn)
    }) {
        let acting = tree.deprel(doer) == Deprel::Nsubj;
        outer.targets = if acting && inner.sources.is_empty() { conjuncts(tree, doer) } else { Vec::new() };
    }
    // "condemned Belmar's attack on the town": Belmar, whatever is named behind.
    let blamed = does == Does::Accuse && inner.nominal && inner.owned && !inner.sources.is_empty() && inner.sources != outer.sources;
    if blamed {
        outer.targets.clear();
    }
    // "condemned the murder of Dask": nobody is named whom that accuses.
    let victims = does == Does::Accuse && inner.nominal && inner.sources.is_empty() && inner.cameo.as_str() >= "14";
    if victims {
        outer.targets.retain(|target| !inner.targets.contains(target));
        outer.clause.objects.clear();
        outer.clause.phrases.retain(|phrase| !inner.targets.contains(&phrase.head));
    } else if outer.targets.is_empty() {
        outer.targets = match does {
            Does::Demand | Does::Appeal | Does::Accuse => {
                let named = if inner.sources.is_empty() || inner.sources == outer.sources { &inner.targets } else { &inner.sources };
                named.clone()
            }
            _ => inner.targets.clone(),
        };
        let sources = outer.sources.clone();
        outer.targets.retain(|target| !sources.contains(target));
    }
    let refusers = if does == Does::Refuse { outer.sources.clone() } else { Vec::new() };
    if let Some(content) = content
        && let Some(taken) = hits[content.index()].as_mut()
    {
        // What one rejects another has offered, asked for or demanded before.
        let spoken = matches!(root(&taken.cameo), "02" | "03" | "10");
        if blamed {
            // What somebody is blamed for is told all the same.
            taken.granted = true;
        } else if spoken && taken.nominal && taken.owned && !refusers.is_empty() && !taken.sources.iter().any(|one| refusers.contains(one))
        {
            taken.granted = true;
            if taken.targets.is_empty() {
                taken.targets = refusers;
            }
        } else {
            taken.taken = true;
        }
    }
}

/// "said that Telmark must free the hostages": a demand of the speaker's.
fn required<'a>(tree: &Tree<'a>, ontology: &Ontology, hits: &mut [Option<Hit<'a>>], id: TokenId) {
    let Some(clause) = tree.child(id, Deprel::Ccomp) else {
        return;
    };
    let must = tree
        .children(clause)
        .any(|kid| tree.deprel(kid) == Deprel::Aux && ontology.modal(&tree.form(kid).to_lowercase()) == Some(Modal::Required));
    let Some(subject) = tree.children(clause).find(|&kid| tree.deprel(kid).is_nominal_subject()) else {
        return;
    };
    // "insisted that the company pay".
    let asked = hits[id.index()].as_ref().is_some_and(|hit| hit.cameo == "010")
        && tree.token(subject).feats.is("Number", "Sing")
        && tree.upos(clause) == Upos::Verb
        && tree.token(clause).feats.is("Number", "Plur")
        && tree.token(clause).feats.is("Tense", "Pres");
    if !must && !asked {
        return;
    }
    // "must face charges" asks nothing of him.
    let borne = hits[clause.index()].as_ref().is_some_and(|hit| hit.cameo.is_empty() && hit.does == Some(Does::Aspect));
    if tree.upos(subject) == Upos::Pron || borne {
        return;
    }
    let inner = hits[clause.index()].clone().filter(|inner| !inner.cameo.is_empty());
    let deeper = if inner.is_none() { content(tree, hits, clause).and_then(|at| hits[at.index()].clone()) } else { None };
    let Some(outer) = hits[id.index()].as_mut() else {
        return;
    };
    let inner = inner.or(deeper);
    outer.does = Some(Does::Demand);
    outer.kind = None;
    outer.cameo = inner.as_ref().and_then(|inner| ontology.composed(Does::Demand, &inner.cameo)).unwrap_or("100").to_owned();
    outer.targets = conjuncts(tree, subject);
    outer.words.push(clause);
    outer.words.extend(tree.children(clause).filter(|&kid| tree.deprel(kid) == Deprel::Aux));
    if let Some(inner) = inner {
        outer.words.extend(inner.words.iter().copied());
        if let Some(taken) = hits[inner.token.index()].as_mut() {
            taken.taken = true;
        }
    }
}
