//! Which candidates are attributions, and which of their arguments are source and content: by
//! the frames of the lexicon.

use super::candidates::{Argument, Candidate, Link, accused};
use super::grove::Tree;
use super::marks::Quotation;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{Cue, CueClass, Cues, Frame};
use rapporteur_record::Act;

/// Source and content of a candidate, as indexes into its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles {
    pub source: Option<usize>,
    pub content: Vec<usize>,
}

/// What the frames of the lexicon make of the candidate; `None` where it is no cue.
///
/// A verb without a row gets roles too when `any` is set: the trained model weighs it then.
pub(super) fn roles(tree: &Tree<'_>, candidate: &Candidate<'_>, cues: &Cues, any: bool) -> Option<Roles> {
    match candidate.class {
        CueClass::Verb | CueClass::Phrase => verb_roles(tree, candidate, cues, any),
        CueClass::Noun => noun_roles(tree, candidate),
        CueClass::Adjective => adjective_roles(tree, candidate),
        CueClass::Adverb => Some(Roles { source: None, content: vec![0] }),
        CueClass::Preposition => None,
    }
}

fn below(candidate: &Candidate<'_>, wanted: &[Deprel]) -> Option<usize> {
    candidate.arguments.iter().position(|argument| matches!(argument.link, Link::Below(deprel) if wanted.contains(&deprel)))
}

fn verb_roles(tree: &Tree<'_>, candidate: &Candidate<'_>, cues: &Cues, any: bool) -> Option<Roles> {
    let takes = |frame: &Frame| any && candidate.row.is_none() || candidate.row.is_some_and(|row| row.takes(frame));
    let subject = subject(candidate);
    let agent = candidate.arguments.iter().position(|argument| is_agent(tree, candidate, argument));
    let above = candidate.arguments.iter().position(|argument| matches!(argument.link, Link::Above(_)));
    let source = if candidate.passive { agent } else { subject };
    let told = takes(&Frame::WhomThat);
    let finish = |mut content: Vec<usize>, source: Option<usize>| {
        content.sort_unstable();
        content.dedup();
        content.retain(|&at| Some(at) != source);
        (!content.is_empty()).then_some(Roles { source, content })
    };
    // A passive's subject is content, unless it is the one who is told.
    let raised = |content: Vec<usize>| {
        let mut content = content;
        // In "it was claimed that …" the subject is only there for the clause.
        let there =
            |&at: &usize| tree.is(candidate.arguments[at].head, "it") && content.iter().any(|&at| candidate.arguments[at].is_clause(tree));
        if candidate.passive && !told && !subject.as_ref().is_some_and(there) {
            content.extend(subject);
        }
        content
    };

    let clause = below(candidate, &[Deprel::Ccomp, Deprel::Csubj, Deprel::CsubjPass]);
    if let Some((noun, clause)) = told_of(tree, candidate, cues) {
        let by = agent.filter(|_| !candidate.passive);
        return finish([Some(noun), Some(clause), by].into_iter().flatten().collect(), source);
    }
    let spoken = takes(&Frame::That) || takes(&Frame::Whether) || takes(&Frame::Quote);
    if let Some(clause) = clause.filter(|_| spoken || takes(&Frame::WhomTo) || told) {
        return finish(raised(vec![clause]), source);
    }
    // "…, she said": the clause governs the cue, or hangs beside it in front of it.
    if let Some(above) = above.filter(|_| spoken) {
        let argument = &candidate.arguments[above];
        let beside = matches!(argument.link, Link::Above(Deprel::Parataxis | Deprel::Discourse | Deprel::Dep | Deprel::Dislocated));
        let as_clause = matches!(argument.link, Link::Above(Deprel::Advcl))
            && tree.marker(candidate.head).is_some_and(|mark| tree.is(mark, "as") && !is_measure(tree, mark))
            && below(candidate, &[Deprel::Obj]).is_none();
        if (beside && argument.is_clause(tree) && !has_comma_list(tree, candidate)) || as_clause {
            return finish(vec![above], source);
        }
    }
    if spoken && let Some(beside) = below(candidate, &[Deprel::Parataxis, Deprel::Dep, Deprel::Dislocated]) {
        let argument = &candidate.arguments[beside];
        if argument.is_clause(tree) {
            return finish(vec![beside], source);
        }
    }
    if let Some(open) = below(candidate, &[Deprel::Xcomp]) {
        let argument = &candidate.arguments[open];
        let to = argument.marker.is_some_and(|mark| tree.is(mark, "to"));
        let object = below(candidate, &[Deprel::Obj, Deprel::Iobj]);
        let gerund = tree.token(argument.head).feats.is("VerbForm", "Ger") || tree.form(argument.head).ends_with("ing");
        if takes(&Frame::Raise) && candidate.row.is_some() {
            return finish([subject, Some(open)].into_iter().flatten().collect(), None);
        }
        if to && object.is_some() && takes(&Frame::WhomTo) {
            return finish(object.into_iter().chain([open]).collect(), source);
        }
        // "was declared to be void"; "was declared to warn the towns" tells why.
        let is_so = || tree.lemma(argument.head) == "be" || tree.children(argument.head).any(|kid| tree.deprel(kid) == Deprel::Cop);
        if to && candidate.passive && (takes(&Frame::WhomTo) || takes(&Frame::To) || takes(&Frame::As) && (any || is_so())) {
            return finish(subject.into_iter().chain([open]).collect(), agent);
        }
        if to && object.is_none() && takes(&Frame::To) {
            return finish(vec![open], source);
        }
        if !to && takes(&Frame::As) {
            return finish(raised(object.into_iter().chain([open]).collect()), source);
        }
        if gerund && takes(&Frame::Ing) {
            return finish(vec![open], source);
        }
    }
    // "seems" without an open complement still joins subject and rest.
    let object = below(candidate, &[Deprel::Obj]);
    // "made a plea to the council: open the road".
    let called = |argument: &Argument| {
        argument.link == Link::Below(Deprel::Parataxis)
            && tree.subtree(argument.head, &[]).first().is_some_and(|&first| {
                let mark = if tree.is_mark(first) { Some(first) } else { first.0.checked_sub(1).map(TokenId) };
                first > candidate.head && mark.is_some_and(|mark| tree.is(mark, ":"))
            })
    };
    if let Some(told) = candidate.arguments.iter().position(called).filter(|_| candidate.class == CueClass::Phrase) {
        return finish(vec![told], source);
    }
    let prepositional = candidate.arguments.iter().position(|argument| {
        let Link::Below(deprel) = argument.link else {
            return false;
        };
        let hangs = matches!(deprel, Deprel::Obl | Deprel::Nmod | Deprel::Advcl | Deprel::Acl | Deprel::OblAgent);
        let word = argument.marker.map(|marker| tree.form(marker).to_lowercase());
        hangs
            && word.is_some_and(|word| {
                (word == "as" && takes(&Frame::As))
                    // "agreed to a truce", "objected to the map".
                    || word == "to"
                        && deprel == Deprel::Obl
                        && candidate.row.is_some_and(|row| matches!(row.act, Act::Accept | Act::Reject) && row.takes(&Frame::To))
                    || candidate.row.is_some_and(|row| {
                        row.takes(&Frame::With(word.as_str().into()))
                            || row.takes(&Frame::ThingWith(word.as_str().into()))
                            || candidate.class == CueClass::Phrase && row.takes_preposition(&word)
                    })
            })
    });
    if let Some(prepositional) = prepositional {
        let with_object = object.filter(|_| {
            let argument = &candidate.arguments[prepositional];
            let word = argument.marker.map(|marker| tree.form(marker).to_lowercase()).unwrap_or_default();
            takes(&Frame::ThingWith(word.as_str().into())) || word == "as"
        });
        let mut content = vec![prepositional];
        content.extend(with_object);
        return finish(raised(content), source);
    }
    if candidate.class == CueClass::Phrase {
        let clause = below(candidate, &[Deprel::Acl, Deprel::Ccomp, Deprel::Xcomp, Deprel::Advcl]);
        return finish(clause.into_iter().collect(), source);
    }
    if takes(&Frame::Thing) {
        if candidate.passive {
            // "a plan proposed by X": the noun above is content.
            if let Some(agent) = agent {
                let noun = above.filter(|&at| matches!(candidate.arguments[at].link, Link::Above(Deprel::Acl)));
                return finish(subject.or(noun).into_iter().collect(), Some(agent));
            }
            return None;
        }
        if let Some(object) = object {
            return finish(vec![object], source);
        }
        // "the plan that she rejected" without a pronoun: the noun above is the object.
        if let Some(above) = above
            && matches!(candidate.arguments[above].link, Link::Above(Deprel::AclRelcl))
            && source.is_some()
            && candidate.row.is_some()
        {
            return finish(vec![above], source);
        }
    }
    None
}

/// "denied accusations that …": the object that is a cue itself and the clause that tells what it is about, where the tree hangs both on
/// the verb.
fn told_of(tree: &Tree<'_>, candidate: &Candidate<'_>, cues: &Cues) -> Option<(usize, usize)> {
    let object = below(candidate, &[Deprel::Obj])?;
    let clause = below(candidate, &[Deprel::Ccomp])?;
    let (noun, told) = (&candidate.arguments[object], &candidate.arguments[clause]);
    let that = told.marker.filter(|&mark| tree.is(mark, "that") && mark > noun.head)?;
    let tells = cues.noun(tree.lemma(noun.head)).is_some_and(|row| row.takes(&Frame::That));
    (candidate.class == CueClass::Verb && noun.head > candidate.head && tells && that.0 - noun.head.0 <= 6).then_some((object, clause))
}

/// The subject of the verb, its own or a shared one; of a participle, the noun it modifies.
fn subject(candidate: &Candidate<'_>) -> Option<usize> {
    let own = candidate.arguments.iter().position(|argument| matches!(argument.link, Link::Below(deprel) if deprel.is_nominal_subject()));
    own.or_else(|| candidate.arguments.iter().position(|argument| matches!(argument.link, Link::Shared(_))))
        .or_else(|| candidate.arguments.iter().position(|argument| !candidate.passive && matches!(argument.link, Link::Above(Deprel::Acl))))
}

fn is_agent(tree: &Tree<'_>, candidate: &Candidate<'_>, argument: &Argument) -> bool {
    match argument.link {
        Link::Below(Deprel::OblAgent) => true,
        Link::Below(Deprel::Obl) => candidate.passive && argument.marker.is_some_and(|marker| tree.is(marker, "by")),
        _ => false,
    }
}

/// A parataxis that only lists ("He came, he saw, he said nothing"): the cue has an object.
fn has_comma_list(tree: &Tree<'_>, candidate: &Candidate<'_>) -> bool {
    tree.children(candidate.head).any(|kid| tree.deprel(kid) == Deprel::Obj && tree.upos(kid) != Upos::Pron)
}

fn noun_roles(tree: &Tree<'_>, candidate: &Candidate<'_>) -> Option<Roles> {
    let row = candidate.row?;
    let mut source = None;
    let mut content = Vec::new();
    let mut clausal = false;
    let told = row.takes(&Frame::That)
        && candidate.arguments.iter().any(|argument| {
            matches!(argument.link, Link::Below(Deprel::Acl | Deprel::Ccomp)) && argument.marker.is_some_and(|mark| tree.is(mark, "that"))
        });
    for (at, argument) in candidate.arguments.iter().enumerate() {
        let Link::Below(deprel) = argument.link else {
            continue;
        };
        let word = argument.marker.map(|marker| tree.form(marker).to_lowercase());
        match deprel {
            Deprel::NmodPoss => source = Some(at),
            Deprel::Compound | Deprel::Amod | Deprel::NmodUnmarked | Deprel::NmodDesc
                if source.is_none() && matches!(tree.upos(argument.head), Upos::Noun | Upos::Propn) =>
            {
                source = Some(at);
            }
            Deprel::Nmod | Deprel::Obl => match word.as_deref() {
                Some("by" | "from") if source.is_none() => source = Some(at),
                // "the demand of the rebels that Belmar leave".
                Some("of") if source.is_none() && told => source = Some(at),
                Some(word) if row.takes_preposition(word) && content.is_empty() => content.push(at),
                _ => {}
            },
            Deprel::Acl | Deprel::Ccomp | Deprel::Advcl | Deprel::Xcomp => {
                let fits = match word.as_deref() {
                    Some("to") => row.takes(&Frame::To),
                    Some("that" | "whether") => row.takes(&Frame::That) || row.takes(&Frame::Whether),
                    Some(word) => row.takes_preposition(word),
                    None => deprel != Deprel::Acl && row.takes(&Frame::That),
                };
                if fits {
                    clausal = true;
                    content = vec![at];
                }
            }
            _ => {}
        }
    }
    // Without a holder only a clause makes the noun an attribution ("the claim that …").
    (!content.is_empty() && (source.is_some() || clausal && row.takes(&Frame::That))).then_some(Roles { source, content })
}

fn adjective_roles(tree: &Tree<'_>, candidate: &Candidate<'_>) -> Option<Roles> {
    let row = candidate.row?;
    let source = subject(candidate)?;
    let content = candidate.arguments.iter().position(|argument| {
        let Link::Below(deprel) = argument.link else {
            return false;
        };
        let word = argument.marker.map(|marker| tree.form(marker).to_lowercase());
        match deprel {
            Deprel::Ccomp => row.takes(&Frame::That),
            Deprel::Xcomp => row.takes(&Frame::To),
            Deprel::Advcl | Deprel::Obl | Deprel::Acl => word.is_some_and(|word| match word.as_str() {
                "that" | "whether" => row.takes(&Frame::That),
                word => row.takes_preposition(word),
            }),
            _ => false,
        }
    })?;
    (content != source).then_some(Roles { source: Some(source), content: vec![content] })
}

/// Whether the content tells something: a clause with a subject of its own, or what stands around a
/// verb of saying; no infinitive, no mere noun.
pub(super) fn tells(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    roles.content.iter().any(|&at| {
        let argument = &candidate.arguments[at];
        let finite = tree
            .children(argument.head)
            .any(|kid| tree.deprel(kid).is_nominal_subject() || matches!(tree.deprel(kid), Deprel::Csubj | Deprel::Expl));
        let that = argument.marker.is_some_and(|mark| tree.is(mark, "that") || tree.is(mark, "whether"));
        match argument.link {
            // "made a plea to the council: open the road".
            Link::Below(Deprel::Parataxis) if candidate.class == CueClass::Phrase => true,
            // "shells that residents say fell on a school": what is said lacks the words that it tells of.
            Link::Below(Deprel::Ccomp | Deprel::Parataxis) => finite || that || is_gapped(tree, candidate.head, argument.head),
            Link::Below(Deprel::Acl | Deprel::Advcl) => that,
            Link::Above(deprel) => {
                matches!(deprel, Deprel::Parataxis | Deprel::Obl | Deprel::Advcl | Deprel::Advmod) && candidate.class != CueClass::Noun
                    || deprel == Deprel::AclRelcl
                        && tree.children(candidate.head).any(|kid| matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Xcomp))
            }
            _ => false,
        }
    })
}

/// Whether a finite clause lacks its subject because the verb above it tells something of the noun before: "a plan which he said is late".
fn is_gapped(tree: &Tree<'_>, verb: TokenId, clause: TokenId) -> bool {
    let finite = |id: TokenId| tree.token(id).feats.is("VerbForm", "Fin");
    let helped = || tree.children(clause).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && finite(kid));
    tree.deprel(verb) == Deprel::AclRelcl && clause > verb && (finite(clause) || helped())
}

/// Whether saying it does something, whatever the shape of the content: to promise, to accuse, to threaten.
pub(super) fn performs(candidate: &Candidate<'_>) -> bool {
    matches!(candidate.class, CueClass::Verb) && candidate.row.is_some_and(is_performed)
}

/// Whether somebody takes a stand by it on what he will or will not do, or on a thing: "refused to go", "agreed to meet", "rejected the plan", "his
/// offer to resign". What one should or might do, and "those agreeing to meet", is no stand taken.
pub(super) fn stands(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, cues: &Cues) -> bool {
    let relative = |id: TokenId| ["which", "that", "this", "what"].iter().any(|word| tree.is(id, word));
    let Some(source) = roles.source.map(|at| candidate.arguments[at].head) else { return false };
    if relative(source) {
        return false;
    }
    if candidate.class == CueClass::Noun {
        return cues.is_stance(tree.lemma(candidate.head), CueClass::Noun);
    }
    let deed = roles.content.iter().any(|&at| is_deed(tree, &candidate.arguments[at]));
    let thing = roles.content.iter().any(|&at| {
        let argument = &candidate.arguments[at];
        // "they rejected it": what it is stands in another sentence.
        let object = argument.link == Link::Below(Deprel::Obj);
        // "agreed to the plan", "believes in talks".
        let led = argument.link == Link::Below(Deprel::Obl) && argument.marker.is_some_and(|mark| mark.0 == candidate.head.0 + 1);
        (object || led) && tree.upos(argument.head) != Upos::Pron
    });
    let charged = tree.head(candidate.head).is_some_and(|above| accused(tree, candidate.head, above) == Some(source));
    let helped = tree.children(candidate.head).any(|kid| tree.deprel(kid) == Deprel::Aux);
    let bare = tree.form(candidate.head).ends_with("ing") && !charged && !helped;
    // "demanded that they refuse to go": what one should do again.
    let asked = tree.head(candidate.head).and_then(|above| cues.verb(tree.lemma(above)));
    let asked = asked.is_some_and(|row| matches!(row.act, Act::Demand | Act::Urge | Act::Hope));
    // "voiced concern", "claimed responsibility": what such words tell is said.
    let known = candidate.class == CueClass::Phrase
        || candidate.class == CueClass::Verb && cues.is_stance(tree.lemma(candidate.head), CueClass::Verb);
    // "called the police" claims nothing, "called the plan a trap" does.
    let claims = candidate.class == CueClass::Verb && candidate.row.is_some_and(|row| row.act == Act::Claim);
    let thing = if claims { roles.content.len() > 1 } else { thing || candidate.class == CueClass::Phrase };
    // "will refuse to go": what somebody is sure to do.
    let will = tree.child(candidate.head, Deprel::Aux).is_some_and(|kid| tree.is(kid, "will"));
    known && !asked && (deed || thing) && (will || !has_modal(tree, candidate.head)) && !bare
}

/// Whether all that is told is a pronoun: what it is stands elsewhere.
pub(super) fn is_empty(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let pronoun = |&at: &usize| {
        let Argument { link, head, .. } = candidate.arguments[at];
        matches!(link, Link::Below(Deprel::Obj)) && tree.upos(head) == Upos::Pron && !tree.children(head).any(|kid| kid > head)
    };
    candidate.class == CueClass::Verb && roles.content.iter().all(pronoun)
}

/// Whether an argument is what its verb's object or subject is to do: "to wait".
fn is_deed(tree: &Tree<'_>, argument: &Argument) -> bool {
    argument.link == Link::Below(Deprel::Xcomp) && argument.marker.is_some_and(|mark| is_infinitive_to(tree, mark))
}

pub(super) fn has_modal(tree: &Tree<'_>, verb: TokenId) -> bool {
    tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Aux && is_modal(tree, kid))
}

/// Whether somebody asks another to do something: "asked the rebels to wait", "invited both sides to talk".
pub(super) fn asks(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let asked = candidate.class == CueClass::Verb && candidate.row.is_some_and(|row| row.act == Act::Ask && row.takes(&Frame::WhomTo));
    let deed = |&at: &usize| is_deed(tree, &candidate.arguments[at]);
    // "invited both sides to talk": trees may hang the deed on who is asked.
    let led = |kid: TokenId| tree.deprel(kid) == Deprel::Acl && tree.marker(kid).is_some_and(|mark| is_infinitive_to(tree, mark));
    let whom = |&at: &usize| {
        let argument = &candidate.arguments[at];
        argument.link == Link::Below(Deprel::Obj) && tree.children(argument.head).any(led)
    };
    let told = roles.content.len() > 1 && roles.content.iter().any(deed) || roles.content.iter().any(whom);
    asked && !has_modal(tree, candidate.head) && roles.source.is_some() && told
}

/// Whether "as" only measures: "as long as they refuse".
fn is_measure(tree: &Tree<'_>, mark: TokenId) -> bool {
    mark.0 > 1 && matches!(tree.upos(TokenId(mark.0 - 1)), Upos::Adv | Upos::Adj) && tree.is(TokenId(mark.0 - 2), "as")
}

/// Whether a word is a modal verb.
pub(super) fn is_modal(tree: &Tree<'_>, id: TokenId) -> bool {
    matches!(tree.lemma(id), "will" | "would" | "can" | "could" | "may" | "might" | "shall" | "should" | "must" | "ought")
}

/// Whether somebody is told something by nobody named: "he was told that the road was shut".
pub(super) fn is_told(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let told = candidate.row.is_some_and(|row| row.takes(&Frame::WhomThat));
    let who = candidate.arguments.iter().any(|argument| argument.link == Link::Below(Deprel::NsubjPass));
    candidate.passive && roles.source.is_none() && told && who && tells(tree, candidate, roles)
}

/// Whether a verb does something by being said aloud.
pub(super) fn is_performed(row: &Cue) -> bool {
    let aloud = [Frame::WhomThat, Frame::WhomTo, Frame::Quote].iter().any(|frame| row.takes(frame));
    match row.act {
        Act::Accuse | Act::Deny | Act::Threaten => true,
        Act::Promise | Act::Warn | Act::Demand | Act::Urge => aloud,
        _ => false,
    }
}

/// Whether the word is the "to" of an infinitive.
pub(super) fn is_infinitive_to(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.is(id, "to") && tree.deprel(id) == Deprel::Mark
}

/// Whether the quotation is said by somebody rather than set off: a sentence or a clause of some
/// length, or a short one that stands where a sentence begins; no title and no scare quote.
pub(super) fn is_speech(text: &str, quotation: &Quotation) -> bool {
    let inner = quotation.inner.of(text).trim();
    let words = inner.split_whitespace().count();
    // "“The Long Road,” a film": every word of weight begins large.
    let titled = words < 6
        && inner.ends_with([',', '.'])
        && inner.split_whitespace().filter(|word| word.len() > 3).all(|word| word.starts_with(char::is_uppercase))
        && inner.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    // "“It is,” she said.": one or two words.
    let long = words >= 3 || inner.ends_with([',', '?', '!']) && begins(text, quotation);
    long && !titled && inner.ends_with([',', '.', '?', '!', '…', '—', '-']) || words >= 6 || !quotation.closed
}

/// Whether a sentence may begin with the quotation: at the start of a paragraph, or after a stop.
pub(super) fn begins(text: &str, quotation: &Quotation) -> bool {
    let before = &text[..quotation.span.start];
    let words = before.trim_end();
    before[words.len()..].contains('\n') || words.ends_with(['.', '?', '!', ':', '"', '”', '’', '…']) || words.is_empty()
}

/// Whether the quotation ends as one does that its speaker follows: "…," or "…?".
pub(super) fn leads_on(text: &str, quotation: &Quotation) -> bool {
    let inner = quotation.inner.of(text).trim_end().trim_end_matches(['\'', '’', '"', '”']);
    quotation.closed && inner.ends_with([',', '?', '!', '—', '–', '-', '…', '.'])
}
