//! Whether an event happened: auxiliaries, negation, what governs it, conditions.

use super::compose::is_negated;
use super::triggers::Hit;
use crate::statements::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::Ontology;
use rapporteur_lexicon::ontology::{Does, Modal};
use rapporteur_record::EventStatus;

/// How far governing words are looked for.
const HIGH: usize = 8;

/// What the words say of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub status: EventStatus,
    /// The head of the clause that it hangs on.
    pub condition: Option<TokenId>,
    /// Whether it was only attempted.
    pub tried: bool,
    /// Whether a promise not to do it makes it refused.
    pub refused: bool,
    /// Whether its own auxiliary puts it into the future.
    pub future: bool,
}

/// The status of an event by its words.
pub(super) fn standing(tree: &Tree<'_>, ontology: &Ontology, hits: &[Option<Hit<'_>>], hit: &Hit<'_>) -> Standing {
    let start = hit.verb.unwrap_or(hit.token);
    let mut standing = Standing { status: EventStatus::Happened, condition: None, tried: false, refused: false, future: false };
    if is_ongoing(tree, start) || is_state(tree, hit, start) {
        standing.status = EventStatus::Ongoing;
    }
    words(tree, ontology, start, &mut standing);
    if hit.nominal {
        beside_noun(tree, ontology, hit.token, &mut standing);
    }
    if hit.granted {
        return standing;
    }
    if let Some(does) = hit.lightly {
        governed(does, is_negated(tree, ontology, start), &mut standing);
    }
    climb(tree, ontology, hits, start, &mut standing);
    standing.condition = standing.condition.or_else(|| condition(tree, ontology, start));
    // "If …," may hang on another verb of the sentence.
    if standing.condition.is_none() && standing.future {
        let front = tree.ids().find(|&at| tree.deprel(at) == Deprel::Advcl && has_condition(tree, ontology, at).is_some());
        standing.condition =
            front.filter(|&front| tree.subtree(front, &[]).first().is_some_and(|first| first.index() < 2) && !tree.is_under(start, front));
    }
    if standing.condition.is_some() && matches!(standing.status, EventStatus::Planned | EventStatus::CalledFor) {
        standing.status = EventStatus::Possible;
    }
    standing
}

/// Auxiliaries, adverbs and negation at a verb.
fn words(tree: &Tree<'_>, ontology: &Ontology, verb: TokenId, standing: &mut Standing) {
    let mut planned = false;
    for kid in tree.children(verb) {
        if !matches!(tree.deprel(kid), Deprel::Aux | Deprel::Advmod) {
            continue;
        }
        match ontology.modal(&tree.form(kid).to_lowercase()) {
            Some(Modal::Planned) => {
                standing.status = EventStatus::Planned;
                standing.future = true;
                planned = true;
            }
            Some(Modal::Possible) => standing.status = EventStatus::Possible,
            Some(Modal::Required) => standing.status = EventStatus::CalledFor,
            _ => {}
        }
    }
    // "is to visit".
    let infinitive = is_infinitive(tree, verb);
    let copula = tree.head(verb).is_some_and(|head| tree.lemma(head) == "be")
        || tree.children(verb).any(|kid| {
            matches!(tree.deprel(kid), Deprel::Aux | Deprel::Cop) && tree.token(kid).feats.is("VerbForm", "Fin") && tree.lemma(kid) == "be"
        });
    if infinitive && copula {
        standing.status = EventStatus::Planned;
    }
    let nobody = tree.children(verb).any(|kid| {
        tree.deprel(kid).is_nominal_subject()
            && (is_negated(tree, ontology, kid) || ontology.modal(&tree.form(kid).to_lowercase()) == Some(Modal::Negated))
    });
    if is_negated(tree, ontology, verb) || nobody {
        standing.refused = planned;
        standing.status = EventStatus::Negated;
    }
}

/// "no attack", "an alleged attack", "the threat of an attack".
fn beside_noun(tree: &Tree<'_>, ontology: &Ontology, noun: TokenId, standing: &mut Standing) {
    if is_negated(tree, ontology, noun) {
        standing.status = EventStatus::Negated;
    }
    let adjective = |made: Modal| {
        tree.children(noun).any(|kid| tree.deprel(kid) == Deprel::Amod && ontology.modal(&tree.form(kid).to_lowercase()) == Some(made))
    };
    let (unsure, planned) = (adjective(Modal::Possible), adjective(Modal::Planned));
    let hypothetical =
        tree.deprel(noun) == Deprel::Nmod && tree.head(noun).is_some_and(|head| ontology.is(tree.lemma(head), "hypothetical"));
    if planned {
        standing.status = EventStatus::Planned;
    } else if unsure || hypothetical {
        standing.status = EventStatus::Possible;
    }
}

fn is_ongoing(tree: &Tree<'_>, verb: TokenId) -> bool {
    let feats = tree.token(verb).feats;
    // "is being shelled".
    let being = tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::AuxPass && tree.is(kid, "being"));
    if being {
        return tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Aux && tree.token(kid).feats.is("Tense", "Pres"));
    }
    if !(feats.is("VerbForm", "Ger") || feats.is("VerbForm", "Part") && feats.is("Tense", "Pres")) {
        return false;
    }
    // "said that shelling was going on": the tense of the report, not of the deed.
    let told = tree.deprel(verb) == Deprel::Ccomp;
    tree.children(verb).any(|kid| {
        let present = tree.token(kid).feats.is("Tense", "Pres");
        tree.deprel(kid) == Deprel::Aux && (tree.lemma(kid) == "be" && (present || told) || tree.lemma(kid) == "have" && present)
    })
}

/// "is surrounded by the army", "is at war": what lasts is told in the present.
fn is_state(tree: &Tree<'_>, hit: &Hit<'_>, verb: TokenId) -> bool {
    let lasts = matches!(hit.cameo.as_str(), "191" | "192" | "181");
    let present = |kid: TokenId| match tree.deprel(kid) {
        Deprel::AuxPass => lasts && tree.token(kid).feats.is("Tense", "Pres"),
        Deprel::Cop => hit.nominal && hit.verb == Some(hit.token) && tree.token(kid).feats.is("Tense", "Pres"),
        _ => false,
    };
    tree.children(verb).any(present) && tree.child(verb, Deprel::Aux).is_none()
}

/// What a governing word makes of the event.
fn governed(does: Does, negated: bool, standing: &mut Standing) {
    use EventStatus::{CalledFor, Denied, Negated, Planned, Possible};
    let status = match (does, negated) {
        (Does::Plan | Does::Promise | Does::Threaten, false) => Planned,
        (Does::Consider | Does::Accuse, false) => Possible,
        (Does::Demand | Does::Appeal, false) => CalledFor,
        (Does::Fail | Does::Prevent | Does::Refuse, false) => Negated,
        (Does::Deny, false) => Denied,
        (Does::Plan | Does::Promise | Does::Consider | Does::Try, true) => Negated,
        (Does::Try, false) => {
            standing.tried = true;
            return;
        }
        _ => return,
    };
    // What is negated at the verb stays so: "plans not to attack".
    if standing.status != Negated || status == Denied {
        standing.status = status;
    }
}

/// Looks at the words above the event.
fn climb(tree: &Tree<'_>, ontology: &Ontology, hits: &[Option<Hit<'_>>], start: TokenId, standing: &mut Standing) {
    let mut at = start;
    for _ in 0..HIGH {
        let Some(head) = tree.head(at) else {
            return;
        };
        let deprel = tree.deprel(at);
        if has_condition(tree, ontology, at).is_some() && matches!(deprel, Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp) {
            standing.status = EventStatus::Possible;
            return;
        }
        let passes = matches!(
            deprel,
            Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Acl
                | Deprel::Obj
                | Deprel::Obl
                | Deprel::Nmod
                | Deprel::Conj
                | Deprel::NsubjPass
                | Deprel::Advcl
        );
        if !passes {
            return;
        }
        let without = tree.children(at).any(|kid| matches!(tree.deprel(kid), Deprel::Mark | Deprel::Case) && tree.is(kid, "without"));
        if without {
            standing.status = EventStatus::Negated;
        }
        let adjective = hits[head.index()].as_ref().is_some_and(|hit| hit.does.is_some()) && tree.upos(head) == Upos::Adj;
        if is_purpose(tree, ontology, at) && !adjective && hits[head.index()].as_ref().is_none_or(|hit| hit.does.is_none()) {
            if standing.status == EventStatus::Happened {
                standing.status = EventStatus::Planned;
            }
            return;
        }
        if deprel == Deprel::Advcl && !is_complement(tree, at) && !adjective {
            return;
        }
        if let Some(governor) = hits[head.index()].as_ref().filter(|_| deprel != Deprel::Conj)
            && let Some(does) = governor.does
        {
            governed(does, is_negated(tree, ontology, head), standing);
            if matches!(does, Does::Aspect) && matches!(tree.lemma(head), "continue" | "keep") && standing.status == EventStatus::Happened {
                let present = tree.token(head).feats.is("Tense", "Pres") && !tree.token(head).feats.is("VerbForm", "Part");
                if present || is_ongoing(tree, head) {
                    standing.status = EventStatus::Ongoing;
                }
            }
        }
        // The auxiliaries of a verb hold for what it governs without a subject of its own.
        if matches!(deprel, Deprel::Xcomp) && tree.upos(head) == Upos::Verb || deprel == Deprel::Conj && shares_auxiliary(tree, at, head) {
            let mut above = Standing { status: EventStatus::Happened, ..*standing };
            words(tree, ontology, head, &mut above);
            if above.status != EventStatus::Happened && standing.status == EventStatus::Happened {
                standing.status = above.status;
                standing.refused = above.refused;
            }
        }
        standing.condition = standing.condition.or_else(|| condition(tree, ontology, head));
        if deprel == Deprel::Acl && tree.upos(head) == Upos::Noun && hits[head.index()].as_ref().is_none_or(|hit| hit.does.is_none()) {
            // "no way to persuade them to leave", "a chance to talk": what one may do with it.
            if is_infinitive(tree, at) && standing.status == EventStatus::Happened {
                if is_negated(tree, ontology, head) {
                    standing.status = EventStatus::Negated;
                } else if ontology.is(tree.lemma(head), "hypothetical") {
                    standing.status = EventStatus::Possible;
                } else if ontology.is(tree.lemma(head), "intended") {
                    standing.status = EventStatus::Planned;
                } else if tree.deprel(head) == Deprel::Obj
                    && let Some(verb) = tree.head(head)
                    && let Some(does) = hits[verb.index()].as_ref().and_then(|hit| hit.does)
                {
                    // "reversed the decision to close the port".
                    governed(does, is_negated(tree, ontology, verb), standing);
                }
            }
            return;
        }
        at = head;
    }
}

/// Whether a clause says what for: "to protest at the plan". "resorted to throwing stones" tells what was done.
fn is_purpose(tree: &Tree<'_>, ontology: &Ontology, clause: TokenId) -> bool {
    let light = || {
        let rows = tree.head(clause).map(|head| ontology.light(tree.lemma(head))).unwrap_or_default();
        rows.iter().any(|row| row.preposition.as_deref() == Some("to") && row.does.is_none() && !row.undergoes)
    };
    let done = || tree.token(clause).feats.is("VerbForm", "Ger") && light();
    tree.deprel(clause) == Deprel::Advcl && is_infinitive(tree, clause) && !done()
}

/// Whether a clause is one with "to".
fn is_infinitive(tree: &Tree<'_>, clause: TokenId) -> bool {
    tree.children(clause).any(|kid| tree.deprel(kid) == Deprel::Mark && tree.is(kid, "to"))
}

/// Whether words only judge an act, or tell of whoever may do it: "it is illegal to insult the king", "insulting the
/// king is a crime", "anyone who insults the king".
pub(super) fn is_general(tree: &Tree<'_>, ontology: &Ontology, hit: &Hit<'_>) -> bool {
    let Some(verb) = hit.verb else {
        return false;
    };
    let head = tree.head(verb).unwrap_or(verb);
    let present = |of: TokenId| {
        let now = |id: TokenId| tree.token(id).feats.is("Tense", "Pres") && tree.token(id).feats.is("VerbForm", "Fin");
        now(of) || tree.children(of).any(|kid| matches!(tree.deprel(kid), Deprel::Cop | Deprel::Aux | Deprel::AuxPass) && now(kid))
    };
    // "anyone", "any soldier"; "nobody", "no soldier".
    let is = |id: TokenId, made: Modal| {
        let word = |id: TokenId| ontology.modal(&tree.form(id).to_lowercase()) == Some(made);
        word(id) || tree.children(id).any(|kid| tree.deprel(kid) == Deprel::Det && word(kid))
    };
    if tree.deprel(verb) == Deprel::AclRelcl {
        return present(verb) && is(head, Modal::Possible);
    }
    // "no person shall be held": so a law speaks.
    let shall = tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Aux && tree.is(kid, "shall"));
    let mut subjects = tree.children(verb).filter(|&kid| tree.deprel(kid).is_nominal_subject());
    if shall && subjects.any(|subject| is(subject, Modal::Negated) || is(subject, Modal::Possible)) {
        return true;
    }
    if tree.children(verb).any(|kid| tree.deprel(kid).is_nominal_subject()) || !present(head) {
        return false;
    }
    let predicate = tree.children(head).any(|kid| tree.deprel(kid) == Deprel::Cop);
    let gerund = tree.deprel(verb) == Deprel::Csubj && !is_infinitive(tree, verb);
    let it = tree.children(head).any(|kid| tree.deprel(kid) == Deprel::Expl || tree.deprel(kid).is_nominal_subject() && tree.is(kid, "it"));
    let clause = matches!(tree.deprel(verb), Deprel::Csubj | Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl);
    predicate && (gerund || it && clause && is_infinitive(tree, verb))
}

/// The verb of whose condition or purpose an event is a part.
pub(super) fn conditioned(tree: &Tree<'_>, ontology: &Ontology, hit: &Hit<'_>) -> Option<TokenId> {
    let clause = tree
        .ancestors_of(hit.verb.unwrap_or(hit.token))
        .take(HIGH)
        .find(|&at| tree.deprel(at) == Deprel::Advcl && has_condition(tree, ontology, at).is_some() || is_purpose(tree, ontology, at))?;
    tree.head(clause)
}

/// An adverbial clause that is what the verb is about: "accused of attacking".
pub(super) fn is_complement(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.children(id).any(|kid| {
        tree.deprel(kid) == Deprel::Mark && ["of", "to", "from", "for", "against", "in", "on"].iter().any(|word| tree.is(kid, word))
    })
}

/// Whether a coordinated verb has no auxiliary and no subject of its own: "will arrest and try them".
fn shares_auxiliary(tree: &Tree<'_>, verb: TokenId, first: TokenId) -> bool {
    let own =
        tree.children(verb).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass) || tree.deprel(kid).is_nominal_subject());
    let finite = tree.token(verb).feats.is("Tense", "Past") && tree.token(verb).feats.is("VerbForm", "Fin");
    tree.upos(verb) == Upos::Verb && tree.upos(first) == Upos::Verb && !own && !finite
}

/// Whether the clause opens with a word of condition.
fn has_condition(tree: &Tree<'_>, ontology: &Ontology, clause: TokenId) -> Option<bool> {
    tree.children(clause).filter(|&kid| matches!(tree.deprel(kid), Deprel::Mark | Deprel::Advmod)).find_map(|kid| {
        let word = tree.form(kid).to_lowercase();
        let mut phrase = word.clone();
        for part in tree.children(kid).filter(|&part| tree.deprel(part) == Deprel::Fixed) {
            phrase = format!("{phrase} {}", tree.form(part).to_lowercase());
        }
        ontology.condition(&phrase).or_else(|| ontology.condition(&word))
    })
}

/// The clause of condition on a verb.
fn condition(tree: &Tree<'_>, ontology: &Ontology, verb: TokenId) -> Option<TokenId> {
    tree.children(verb).find(|&kid| tree.deprel(kid) == Deprel::Advcl && has_condition(tree, ontology, kid).is_some())
}
