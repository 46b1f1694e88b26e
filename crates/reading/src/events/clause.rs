//! What stands beside a verb: who does it, to what, and in which phrases.

use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Ontology;
use rapporteur_lexicon::ontology::Link;

/// How far subjects are looked for up the tree.
const DEPTH: usize = 6;

/// A phrase on a verb or noun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase<'a> {
    /// Its preposition in small letters as printed (most are), empty where there is none.
    pub preposition: &'a str,
    /// The head of its noun.
    pub head: TokenId,
}

/// A verb with its arguments, in the order of an active clause.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clause<'a> {
    /// Who does it.
    pub subjects: Vec<TokenId>,
    /// To whom or what it is done.
    pub objects: Vec<TokenId>,
    /// Its phrases, then those of its objects.
    pub phrases: Vec<Phrase<'a>>,
    /// Words beside it without a preposition: particles, "hostage", "guilty".
    pub bare: Vec<TokenId>,
    /// Whether it is passive.
    pub passive: bool,
}

/// The dictionary form by which tables know a noun: "troops" is there as "troop".
pub(crate) fn lemma<'a>(tree: &Tree<'a>, id: TokenId) -> &'a str {
    let lemma = tree.lemma(id);
    let is_plural = || matches!(tree.token(id).feats.get("Number"), Some("Ptan" | "Plur"));
    match lemma.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s') && is_plural()) {
        Some(stem) => stem,
        None => lemma,
    }
}

/// The particle of a verb: "off" of "called off".
pub(crate) fn particle(tree: &Tree<'_>, ontology: &Ontology, verb: TokenId) -> Option<TokenId> {
    let small = |kid: &TokenId| matches!(tree.deprel(*kid), Deprel::Advmod) && *kid == TokenId(verb.0 + 1) && tree.form(*kid).len() < 8;
    let next = TokenId(verb.0 + 1);
    let case = (next.index() < tree.len()).then_some(next).filter(|&next| {
        let verbal = tree.head(next).is_some_and(|noun| tree.head(noun) == Some(verb));
        tree.deprel(next) == Deprel::Case && verbal && ontology.is_link(tree.form(next), Link::Particle)
    });
    tree.child(verb, Deprel::CompoundPrt).or_else(|| tree.children(verb).find(small)).or(case)
}

/// A token and those coordinated with it.
pub(crate) fn conjuncts(tree: &Tree<'_>, head: TokenId) -> Vec<TokenId> {
    let mut all = vec![head];
    all.extend(tree.children(head).filter(|&kid| tree.deprel(kid) == Deprel::Conj && is_nominal(tree, kid)));
    all
}

/// Whether a noun is one that the reader knows of: "the invitation", "that offer".
pub(super) fn is_definite(tree: &Tree<'_>, noun: TokenId) -> bool {
    tree.children(noun).any(|kid| {
        tree.deprel(kid) == Deprel::Det && (tree.token(kid).feats.is("Definite", "Def") || tree.token(kid).feats.is("PronType", "Dem"))
    })
}

pub(crate) fn is_nominal(tree: &Tree<'_>, id: TokenId) -> bool {
    matches!(tree.upos(id), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det | Upos::Adj | Upos::Sym | Upos::X)
}

fn is_participle(tree: &Tree<'_>, id: TokenId, tense: &str) -> bool {
    let feats = tree.token(id).feats;
    feats.is("VerbForm", "Part") && feats.is("Tense", tense)
}

/// Whether a verb is passive.
pub(crate) fn is_passive(tree: &Tree<'_>, verb: TokenId) -> bool {
    let marked = |id: TokenId| tree.children(id).any(|kid| matches!(tree.deprel(kid), Deprel::AuxPass | Deprel::NsubjPass));
    if marked(verb) {
        return true;
    }
    if tree.deprel(verb) == Deprel::Amod && tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Nsubj) {
        return false;
    }
    let aux = tree.children(verb).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::Nsubj));
    match tree.deprel(verb) {
        _ if aux => false,
        // "a town shelled by rebels".
        Deprel::Acl | Deprel::Advcl => is_participle(tree, verb, "Past") && tree.child(verb, Deprel::Obj).is_none(),
        // "was kidnapped and killed": the auxiliary stands once.
        Deprel::Conj => {
            is_participle(tree, verb, "Past") && tree.head(verb).is_some_and(|head| tree.upos(head) == Upos::Verb && is_passive(tree, head))
        }
        _ => tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::OblAgent) && tree.child(verb, Deprel::Obj).is_none(),
    }
}

/// The words of an event's clause: all below its verb or noun but other statements and clauses of their own.
pub(crate) fn extent(tree: &Tree<'_>, token: TokenId, verb: Option<TokenId>, words: &[TokenId]) -> Vec<TokenId> {
    let top = verb.unwrap_or(token);
    let mut found = Vec::new();
    let mut open = vec![top];
    while let Some(id) = open.pop() {
        found.push(id);
        for kid in tree.children(id) {
            let own = matches!(
                tree.deprel(kid),
                Deprel::Advcl | Deprel::AclRelcl | Deprel::Acl | Deprel::Ccomp | Deprel::Xcomp | Deprel::Parataxis | Deprel::Conj
            );
            // "rebels and soldiers" is one clause, "shelled and took" are two; the governed act belongs to it.
            let other = own && (tree.deprel(kid) != Deprel::Conj || tree.upos(kid) == Upos::Verb);
            if !other || words.iter().any(|&word| tree.is_under(word, kid)) {
                open.push(kid);
            }
        }
    }
    found.extend(words.iter().copied());
    found
}

/// What the verbs that an event's word governs have beside them, and what its verb has where a noun tells the event.
/// `why` asks for purposes as well: "marched to protest against the minister's decision".
pub(crate) fn governed(tree: &Tree<'_>, ontology: &Ontology, token: TokenId, words: &[TokenId], why: bool) -> Vec<TokenId> {
    let mut verbs: Vec<TokenId> = words.iter().copied().filter(|&word| tree.upos(word) == Upos::Verb && word != token).collect();
    for &word in words {
        let inner = tree.children(word).filter(|&kid| match tree.deprel(kid) {
            Deprel::Xcomp => true,
            Deprel::Advcl | Deprel::Acl => why,
            _ => false,
        });
        verbs.extend(inner.filter(|&kid| tree.upos(kid) == Upos::Verb));
    }
    let mut found = Vec::new();
    for verb in verbs {
        let inner = clause(tree, ontology, verb);
        found.extend(inner.objects.iter().copied().filter(|object| !words.contains(object)));
        let against = |phrase: &&Phrase<'_>| !ontology.is_link(phrase.preposition, Link::Around);
        found.extend(inner.phrases.iter().filter(against).map(|phrase| phrase.head));
    }
    found
}

/// The noun that a relative clause hangs on.
fn antecedent(tree: &Tree<'_>, verb: TokenId) -> Option<TokenId> {
    let top = tree.ancestors_of(verb).take(DEPTH).find(|&at| matches!(tree.deprel(at), Deprel::AclRelcl | Deprel::Acl))?;
    tree.head(top)
}

fn is_relative(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.token(id).feats.is("PronType", "Rel")
        || tree.upos(id) == Upos::Pron && ["who", "whom", "which", "that"].iter().any(|word| tree.is(id, word))
}

/// The grammatical subjects of a verb, also those that it shares with another verb.
fn surface_subjects(tree: &Tree<'_>, ontology: &Ontology, verb: TokenId, depth: usize) -> Vec<TokenId> {
    if depth > DEPTH {
        return Vec::new();
    }
    if let Some(subject) = tree.children(verb).find(|&kid| tree.deprel(kid).is_nominal_subject()) {
        let resolved = if is_relative(tree, subject) { antecedent(tree, verb).unwrap_or(subject) } else { subject };
        return conjuncts(tree, resolved);
    }
    if let Some(subject) = hidden_subject(tree, verb) {
        return conjuncts(tree, subject);
    }
    let Some(head) = tree.head(verb) else {
        return Vec::new();
    };
    match tree.deprel(verb) {
        // "rebels and the army clashed" may hang on a noun: only verbs and predicates share.
        Deprel::Conj if tree.upos(head) == Upos::Verb || tree.children(head).any(|kid| tree.deprel(kid) == Deprel::Cop) => {
            if is_passive(tree, verb) == is_passive(tree, head) || is_passive(tree, head) {
                surface_subjects(tree, ontology, head, depth + 1)
            } else {
                doers(tree, ontology, head, depth + 1)
            }
        }
        Deprel::Xcomp | Deprel::Ccomp => {
            let object = tree.child(head, Deprel::Obj).or_else(|| tree.child(head, Deprel::Iobj));
            match object {
                // "urged the rebels to surrender"; "promised the rebels to surrender" has its own.
                Some(object) if !ontology.is_link(tree.lemma(head), Link::OwnSubject) => conjuncts(tree, object),
                _ => surface_subjects(tree, ontology, head, depth + 1),
            }
        }
        Deprel::Advcl if matches!(tree.upos(head), Upos::Verb | Upos::Adj) => match misplaced_subject(tree, verb, head) {
            Some(subject) => conjuncts(tree, subject),
            None if tree.token(verb).feats.is("VerbForm", "Fin") => Vec::new(),
            None => doers_or_subjects(tree, ontology, head, depth + 1),
        },
        Deprel::Acl if is_nominal(tree, head) => {
            let infinitive = tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Mark);
            if infinitive { holder(tree, ontology, head, depth + 1) } else { conjuncts(tree, head) }
        }
        Deprel::AclRelcl if is_nominal(tree, head) => Vec::new(),
        Deprel::Parataxis if tree.upos(head) == Upos::Verb => Vec::new(),
        _ => Vec::new(),
    }
}

/// A subject that was taken for something else: "During the rally, President Holm called for calm" for an apposition,
/// "adding Telmark will attack" for an object.
fn hidden_subject(tree: &Tree<'_>, verb: TokenId) -> Option<TokenId> {
    let aux = |&kid: &TokenId| kid < verb && matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass | Deprel::Advmod);
    let before = TokenId(tree.children(verb).filter(aux).min().unwrap_or(verb).0.checked_sub(1)?);
    let adding = tree.children(verb).find(|&kid| tree.deprel(kid) == Deprel::Csubj && tree.token(kid).feats.is("VerbForm", "Ger"));
    if let Some(object) = adding.and_then(|adding| tree.child(adding, Deprel::Obj)) {
        return (tree.is_under(before, object) && !tree.token(verb).feats.is("VerbForm", "Inf") || object == before).then_some(object);
    }
    if tree.deprel(verb) != Deprel::Root || !tree.token(verb).feats.is("VerbForm", "Fin") {
        return None;
    }
    let name = tree.ancestors_of(before).take(DEPTH).find(|&at| tree.deprel(at) == Deprel::Appos)?;
    let words = tree.subtree(name, &[]);
    let comma = words.iter().find(|&&word| !tree.is_mark(word)).and_then(|first| first.0.checked_sub(1)).map(TokenId)?;
    let fronted =
        tree.ancestors_of(name).take(DEPTH).find(|&at| tree.head(at) == Some(verb)).is_some_and(|at| tree.deprel(at) == Deprel::Obl);
    (words.last() == Some(&before) && tree.is(comma, ",") && fronted).then_some(name)
}

/// "after Telmark accused Varosia": the noun between the conjunction and the verb, taken for a phrase of the verb above.
fn misplaced_subject(tree: &Tree<'_>, verb: TokenId, head: TokenId) -> Option<TokenId> {
    let opens = |of: TokenId| {
        let marks = |&kid: &TokenId| {
            matches!(tree.deprel(kid), Deprel::Mark | Deprel::Case)
                && ["after", "before", "since", "until", "once", "while", "as", "because"].iter().any(|word| tree.is(kid, word))
        };
        tree.children(of).find(marks)
    };
    let noun = tree.children(head).rfind(|&kid| kid < verb && tree.deprel(kid) == Deprel::Obl && is_nominal(tree, kid))?;
    if tree.upos(noun) == Upos::Num || tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Mark && kid > noun) {
        return None;
    }
    let mark = opens(noun).or_else(|| opens(verb)).filter(|&mark| mark < noun)?;
    let joined = (noun.0 + 1..verb.0).map(TokenId).all(|id| tree.is_under(id, noun) || tree.is_under(id, verb) && !tree.is_mark(id));
    let near = (mark.0 + 1..noun.0).map(TokenId).all(|id| tree.is_under(id, noun));
    let active = tree.child(verb, Deprel::Obj).is_some() || tree.token(verb).feats.is("VerbForm", "Fin");
    (joined && near && active).then_some(noun)
}

/// Whose plan or refusal it is: "Telmark's plan to attack", "Telmark made an offer to talk".
pub(super) fn holder(tree: &Tree<'_>, ontology: &Ontology, noun: TokenId, depth: usize) -> Vec<TokenId> {
    if let Some(owner) = tree.child(noun, Deprel::NmodPoss) {
        return conjuncts(tree, owner);
    }
    // "the Telmark plan to attack", "the Telmarkian decision to close the port".
    let named = |&kid: &TokenId| {
        kid < noun && matches!(tree.deprel(kid), Deprel::Compound | Deprel::Amod) && tree.form(kid).starts_with(char::is_uppercase)
    };
    if let Some(owner) = tree.children(noun).find(named) {
        return vec![owner];
    }
    // "voted on a bill to close the port".
    let decided = tree.deprel(noun) == Deprel::Obl && ["on", "for"].iter().any(|word| preposition(tree, noun).eq_ignore_ascii_case(word));
    match tree.head(noun) {
        Some(verb)
            if tree.upos(verb) == Upos::Verb
                && (tree.deprel(noun) == Deprel::Obj || decided && ontology.is(tree.lemma(noun), "intended")) =>
        {
            doers_or_subjects(tree, ontology, verb, depth)
        }
        _ => Vec::new(),
    }
}

fn doers_or_subjects(tree: &Tree<'_>, ontology: &Ontology, verb: TokenId, depth: usize) -> Vec<TokenId> {
    let subjects = surface_subjects(tree, ontology, verb, depth);
    if subjects.is_empty() { doers(tree, ontology, verb, depth) } else { subjects }
}

/// Those who do what a verb tells: its subjects, or in the passive those after "by".
fn doers(tree: &Tree<'_>, ontology: &Ontology, verb: TokenId, depth: usize) -> Vec<TokenId> {
    if is_passive(tree, verb) { agents(tree, verb) } else { surface_subjects(tree, ontology, verb, depth) }
}

fn agents(tree: &Tree<'_>, verb: TokenId) -> Vec<TokenId> {
    let agent = tree.children(verb).find(|&kid| {
        tree.deprel(kid) == Deprel::OblAgent || tree.deprel(kid) == Deprel::Obl && preposition(tree, kid).eq_ignore_ascii_case("by")
    });
    agent.map(|agent| conjuncts(tree, agent)).unwrap_or_default()
}

/// The preposition of a phrase as printed.
pub(crate) fn preposition<'a>(tree: &Tree<'a>, head: TokenId) -> &'a str {
    let case = |of: TokenId| tree.children(of).find(|&kid| tree.deprel(kid) == Deprel::Case && !tree.is(kid, "'s") && !tree.is(kid, "’s"));
    // "with Varosian President Ilan Moreau": it may hang on the title.
    let title = |&kid: &TokenId| kid < head && matches!(tree.deprel(kid), Deprel::NmodDesc | Deprel::Compound);
    let case = case(head).or_else(|| tree.children(head).filter(title).find_map(case));
    case.map(|case| tree.form(case)).unwrap_or_default()
}

/// The phrases on a noun.
pub(crate) fn phrases<'a>(tree: &Tree<'a>, head: TokenId, out: &mut Vec<Phrase<'a>>) {
    for kid in tree.children(head) {
        if matches!(tree.deprel(kid), Deprel::Nmod | Deprel::Obl | Deprel::OblAgent | Deprel::NmodUnmarked) {
            let preposition = preposition(tree, kid);
            out.extend(conjuncts(tree, kid).into_iter().map(|head| Phrase { preposition, head }));
        }
    }
}

/// A verb with its arguments.
pub(crate) fn clause<'a>(tree: &Tree<'a>, ontology: &Ontology, verb: TokenId) -> Clause<'a> {
    let passive = is_passive(tree, verb);
    let mut clause = Clause { passive, ..Clause::default() };
    for kid in tree.children(verb) {
        match tree.deprel(kid) {
            Deprel::Obj | Deprel::Iobj => {
                let resolved = if is_relative(tree, kid) { antecedent(tree, verb).unwrap_or(kid) } else { kid };
                clause.objects.extend(conjuncts(tree, resolved));
            }
            Deprel::Obl | Deprel::OblAgent | Deprel::Nmod => {
                let preposition = preposition(tree, kid);
                clause.phrases.extend(conjuncts(tree, kid).into_iter().map(|head| Phrase { preposition, head }));
            }
            Deprel::CompoundPrt | Deprel::Advmod | Deprel::Xcomp | Deprel::OblUnmarked => clause.bare.push(kid),
            _ => {}
        }
    }
    if passive {
        clause.objects.extend(surface_subjects(tree, ontology, verb, 0));
        clause.subjects = agents(tree, verb);
    } else {
        clause.subjects = surface_subjects(tree, ontology, verb, 0);
        // "Telmark voiced support" taken for a noun phrase.
        if tree.deprel(verb) == Deprel::Amod
            && clause.objects.is_empty()
            && tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Nsubj)
        {
            clause.objects.extend(tree.head(verb));
        }
        // "the soldiers they captured": a relative clause without a pronoun.
        let own = tree.deprel(verb) == Deprel::Acl && tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Nsubj);
        let relative = (tree.deprel(verb) == Deprel::AclRelcl || own) && clause.objects.is_empty();
        let unmarked = !tree.children(verb).any(|kid| is_relative(tree, kid));
        if relative && unmarked && !clause.subjects.is_empty() {
            clause.objects.extend(antecedent(tree, verb));
        }
    }
    // "attacked and occupied Telmark": the object stands behind both verbs and hangs on the first.
    if !passive
        && clause.objects.is_empty()
        && tree.deprel(verb) == Deprel::Conj
        && let Some(first) = tree.head(verb).filter(|&first| tree.upos(first) == Upos::Verb && !is_passive(tree, first))
    {
        let behind = tree.children(first).filter(|&kid| tree.deprel(kid) == Deprel::Obj && kid > verb);
        clause.objects = behind.flat_map(|object| conjuncts(tree, object)).collect();
    }
    // "called off talks": behind a particle the parser takes the object for something else at times.
    if !passive
        && clause.objects.is_empty()
        && let Some(particle) = tree.child(verb, Deprel::CompoundPrt).filter(|&particle| particle == TokenId(verb.0 + 1))
    {
        let bare = |kid: &TokenId| {
            *kid > particle
                && matches!(tree.deprel(*kid), Deprel::Obl | Deprel::Xcomp | Deprel::OblUnmarked)
                && matches!(tree.upos(*kid), Upos::Noun | Upos::Propn)
                && tree.marker(*kid).is_none()
                && !tree.children(*kid).any(|inner| tree.deprel(inner) == Deprel::Cop)
        };
        let object = tree.children(verb).find(bare);
        clause.objects = object.map(|object| conjuncts(tree, object)).unwrap_or_default();
    }
    for object in clause.objects.clone() {
        phrases(tree, object, &mut clause.phrases);
    }
    for word in clause.bare.iter().filter(|&&word| is_nominal(tree, word)).flat_map(|&word| conjuncts(tree, word)) {
        phrases(tree, word, &mut clause.phrases);
    }
    clause
}
