//! Words that may be cues, each with the phrases and clauses around it that may be its source or
//! its content. Which of them are is for [`super::judge`] to say.

use super::grove::Tree;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{Cue, CueClass, Cues, Frame};
use rapporteur_record::Act;

/// How an argument hangs on the cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Link {
    /// It depends on the cue (or on the noun of a phrase).
    Below(Deprel),
    /// It is the subject of a verb that shares it with the cue; the relation leads from the cue up.
    Shared(Deprel),
    /// The cue depends on it by the relation.
    Above(Deprel),
}

/// A phrase or clause that may be source or content.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub link: Link,
    /// The head word.
    pub head: TokenId,
    /// The preposition or subordinator at its front, if any.
    pub marker: Option<TokenId>,
    /// The branch that leads from `head` to the cue, left out of the argument's words.
    pub without: Option<TokenId>,
}

impl Argument {
    /// The argument's words, in order.
    pub fn tokens(&self, tree: &Tree<'_>) -> Vec<TokenId> {
        tree.subtree(self.head, self.without.as_slice())
    }

    /// Whether it is a clause: it has a verb for head, or a subject or copula.
    pub fn is_clause(&self, tree: &Tree<'_>) -> bool {
        is_clause(tree, self.head)
    }
}

/// Whether a clause hangs on the word.
pub(super) fn is_clause(tree: &Tree<'_>, head: TokenId) -> bool {
    tree.upos(head) == Upos::Verb
        || tree.children(head).any(|kid| {
            let deprel = tree.deprel(kid);
            deprel.is_nominal_subject() || matches!(deprel, Deprel::Cop | Deprel::Csubj)
        })
}

/// A word that may be a cue.
pub(super) struct Candidate<'c> {
    /// The word that carries it.
    pub head: TokenId,
    /// The noun or adjective of a phrase ("concern" in "voiced concern").
    pub word: Option<TokenId>,
    /// Its row in the lexicon, if it has one.
    pub row: Option<&'c Cue>,
    pub class: CueClass,
    pub arguments: Vec<Argument>,
    /// Whether it is a passive verb form.
    pub passive: bool,
}

/// Most arguments that a cue is given: prose never reaches it.
const MOST: usize = 24;

/// Every word of the sentence that may be a cue.
pub(super) fn candidates<'c>(tree: &Tree<'_>, cues: &'c Cues) -> Vec<Candidate<'c>> {
    let mut found: Vec<Candidate<'c>> = Vec::new();
    // Nouns that a phrase has used up ("concern" in "voiced concern") are no cues of their own.
    let mut used = vec![false; tree.len()];
    for id in tree.ids() {
        let lemma = tree.lemma(id);
        match tree.upos(id) {
            Upos::Verb if !is_in_name(tree, id) => {
                let phrase = phrase(tree, id, cues);
                if let Some((word, _)) = phrase {
                    used[word.index()] = true;
                }
                found.push(verb(tree, id, phrase, cues));
            }
            Upos::Noun => {
                if let Some(row) = cues.noun(lemma).filter(|_| !used[id.index()]) {
                    found.push(noun(tree, id, row, cues));
                }
            }
            Upos::Adj => {
                if let Some(row) = cues.adjective(lemma) {
                    found.push(Candidate {
                        head: id,
                        word: None,
                        row: Some(row),
                        class: CueClass::Adjective,
                        arguments: around(tree, id, None, None),
                        passive: false,
                    });
                }
            }
            Upos::Adv => {
                if let Some(row) = cues.adverb(&tree.form(id).to_lowercase())
                    && let Some(head) = tree.head(id)
                {
                    let above = Argument { link: Link::Above(tree.deprel(id)), head, marker: None, without: Some(id) };
                    found.push(Candidate {
                        head: id,
                        word: None,
                        row: Some(row),
                        class: CueClass::Adverb,
                        arguments: vec![above],
                        passive: false,
                    });
                }
            }
            _ => {}
        }
    }
    found.retain(|candidate| !(matches!(candidate.class, CueClass::Noun | CueClass::Adjective) && used[candidate.head.index()]));
    found
}

/// Whether a word with a capital stands in somebody's name: "Karim Said bin Dask", "Omar Al Said".
fn is_in_name(tree: &Tree<'_>, id: TokenId) -> bool {
    let large = |id: TokenId| {
        let mut letters = tree.form(id).chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    let Some(before) = id.0.checked_sub(1).map(TokenId).filter(|_| large(id)) else { return false };
    let particle = ["bin", "ibn", "al", "el", "abu"].iter().any(|word| tree.is(before, word));
    // In a line of capitals a capital says nothing.
    let small = |id: TokenId| tree.form(id).starts_with(char::is_lowercase) && tree.form(id).len() > 3;
    (large(before) || particle) && tree.ids().any(small)
}

/// Whether the verb only tells how the verb below it goes on: "began to criticize".
pub(super) fn is_aspect(tree: &Tree<'_>, candidate: &Candidate<'_>, cues: &Cues) -> bool {
    cues.is_aspect(tree.lemma(candidate.head))
        && tree.children(candidate.head).any(|kid| {
            matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Advcl)
                && kid > candidate.head
                && kid.0 <= candidate.head.0 + 4
                && cues.verb(tree.lemma(kid)).is_some()
        })
}

/// The word that makes a phrase with the verb, and the phrase.
fn phrase<'c>(tree: &Tree<'_>, verb: TokenId, cues: &'c Cues) -> Option<(TokenId, &'c Cue)> {
    tree.children(verb)
        .filter(|&kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::Xcomp | Deprel::NsubjPass | Deprel::Advmod))
        .find_map(|kid| Some((kid, cues.phrase(tree.lemma(verb), tree.lemma(kid))?)))
}

/// A clause with "that" which the tree hangs elsewhere though it follows a verb that takes one: on
/// the noun between ("wrote in his blog that …") or on a verb above ("while admitting that …").
fn stray_clause(tree: &Tree<'_>, id: TokenId) -> Option<TokenId> {
    if tree.child(id, Deprel::Ccomp).is_some() {
        return None;
    }
    let opens = |mark: TokenId| (tree.is(mark, "that") || tree.is(mark, "whether")) && tree.deprel(mark) == Deprel::Mark;
    let next = TokenId(id.0 + 1);
    if next.index() < tree.len() && opens(next) {
        return tree.head(next).filter(|&clause| clause > next && !tree.is_under(id, clause));
    }
    let phrase = |&kid: &TokenId| {
        kid > id && matches!(tree.deprel(kid), Deprel::Obl | Deprel::OblAgent | Deprel::Obj | Deprel::Iobj | Deprel::OblUnmarked)
    };
    let near = tree.children(id).filter(phrase).find_map(|noun| {
        tree.children(noun).find(|&clause| {
            clause > noun
                && matches!(tree.deprel(clause), Deprel::Acl | Deprel::AclRelcl)
                && (tree.children(clause).next().is_some_and(|mark| opens(mark) || is_needless(tree, mark, clause))
                    || tells_whom(tree, id, noun, clause))
        })
    });
    // "told him in private, during a visit to Kelm, that …": no relative clause has a comma before its "that".
    near.or_else(|| {
        let set_off = |mark: TokenId| mark.0 > 0 && opens(mark) && tree.is(TokenId(mark.0 - 1), ",");
        let mut clauses = tree.ids().skip(id.index() + 1).filter(|&mark| set_off(mark)).filter_map(|mark| tree.head(mark));
        let hangs = |&clause: &TokenId| {
            let path = std::iter::successors(tree.head(clause), |&at| tree.head(at).filter(|_| at != id)).take(6);
            matches!(tree.deprel(clause), Deprel::Acl | Deprel::AclRelcl)
                && path.clone().any(|at| at == id)
                && path.take_while(|&at| at != id).all(|at| tree.upos(at) != Upos::Verb)
        };
        clauses.find(hangs)
    })
}

/// "boasted to a friend that he had bought the vote": where the verb has its object, "that" is none, whatever the tree takes it for.
fn is_needless(tree: &Tree<'_>, that: TokenId, clause: TokenId) -> bool {
    let own = |kid: TokenId| kid > that && tree.deprel(kid).is_nominal_subject();
    let object = |kid: TokenId| kid > that && matches!(tree.deprel(kid), Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp | Deprel::Cop);
    tree.is(that, "that") && tree.children(clause).any(own) && tree.children(clause).any(object)
}

/// "told the governor we needed a road": a clause right behind whom one tells, with a subject and an object of its own, is what he is told.
fn tells_whom(tree: &Tree<'_>, verb: TokenId, whom: TokenId, clause: TokenId) -> bool {
    let words = tree.subtree(clause, &[]);
    let begins = words.first().filter(|first| first.0 == whom.0 + 1 && tree.deprel(**first) != Deprel::Mark);
    let subject = begins.is_some_and(|_| tree.children(clause).any(|kid| kid < clause && tree.deprel(kid).is_nominal_subject()));
    let relative = |kid: TokenId| ["who", "whom", "which", "that", "whose", "where"].iter().any(|word| tree.is(kid, word));
    let object = |kid: TokenId| kid > clause && matches!(tree.deprel(kid), Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp | Deprel::Cop);
    tree.lemma(verb) == "tell" && subject && !words.iter().any(|&id| id < clause && relative(id)) && tree.children(clause).any(object)
}

/// The verb whose speaker a trailing participle goes on with: "said that …, adding that …",
/// "rejected the claim that …, saying that …". Trees hang such a participle on the nearest clause; it
/// belongs to the nearest cue above that has a subject.
pub(super) fn resumes(tree: &Tree<'_>, id: TokenId, cues: &Cues) -> Option<TokenId> {
    let speaks = |id: TokenId| cues.verb(tree.lemma(id)).is_some_and(|row| row.takes(&Frame::That));
    let participle = tree.upos(id) == Upos::Verb
        && tree.form(id).ends_with("ing")
        && matches!(tree.deprel(id), Deprel::Advcl | Deprel::Acl | Deprel::Conj | Deprel::Xcomp | Deprel::Parataxis)
        && speaks(id)
        && (tree.child(id, Deprel::Ccomp).is_some_and(|clause| clause > id) || stray_clause(tree, id).is_some())
        && !tree.children(id).any(|kid| tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::Aux);
    if !participle || id.0 == 0 {
        return None;
    }
    // "called the plan “a trap,” adding that …": the comma may stand inside the marks.
    let before = (0..id.0).rev().map(TokenId).find(|&at| !matches!(tree.form(at), "\"" | "”" | "’" | "''")).unwrap_or(TokenId(0));
    let apart = tree.is(before, ",") || ["while", "before", "after", "when"].iter().any(|word| tree.is(before, word));
    if !apart {
        return None;
    }
    tree.ancestors_of(id).skip(1).find(|&above| {
        above < id
            && tree.upos(above) == Upos::Verb
            && cues.verb(tree.lemma(above)).is_some()
            && tree.children(above).any(|kid| tree.deprel(kid).is_nominal_subject() && kid < above)
    })
}

fn verb<'c>(tree: &Tree<'_>, id: TokenId, phrase: Option<(TokenId, &'c Cue)>, cues: &'c Cues) -> Candidate<'c> {
    let word = phrase.map(|(word, _)| word);
    let mut arguments = around(tree, id, word, resumes(tree, id, cues));
    let takes_clause = cues.verb(tree.lemma(id)).is_some_and(|row| row.takes(&Frame::That) || row.takes(&Frame::WhomThat));
    // After a noun that is a cue itself ("made the claim that …") the clause is the noun's.
    let stray = stray_clause(tree, id).filter(|&clause| {
        takes_clause && word.is_none() && tree.head(clause).is_none_or(|noun| noun < id || cues.noun(tree.lemma(noun)).is_none())
    });
    if let Some(clause) = stray {
        for argument in &mut arguments {
            if tree.head(clause) == Some(argument.head) && argument.without.is_none() {
                argument.without = Some(clause);
            }
        }
        arguments.push(Argument { link: Link::Below(Deprel::Ccomp), head: clause, marker: tree.marker(clause), without: None });
    }
    Candidate {
        head: id,
        word,
        row: phrase.map(|(_, row)| row).or_else(|| with_particle(tree, id, cues)).or_else(|| cues.verb(tree.lemma(id))),
        class: if word.is_some() { CueClass::Phrase } else { CueClass::Verb },
        arguments,
        passive: is_passive(tree, id),
    }
}

/// "ruled out", "ruled it out", "brushed aside": the row of the verb with its particle, or with the adverb right behind it.
fn with_particle<'c>(tree: &Tree<'_>, id: TokenId, cues: &'c Cues) -> Option<&'c Cue> {
    let near = |kid: &TokenId| *kid > id && tree.deprel(*kid) == Deprel::Advmod && kid.0 == id.0 + 1;
    let particle = tree.child(id, Deprel::CompoundPrt).or_else(|| tree.children(id).find(near))?;
    cues.verb_with(tree.lemma(id), tree.lemma(particle))
}

/// "Our position is that the treaty stands": the clause that tells what a noun in front of it is. Trees hang the noun below the clause.
fn is_clause_of(tree: &Tree<'_>, noun: TokenId) -> Option<(TokenId, TokenId)> {
    let mut clause = tree.head(noun).filter(|&clause| clause > noun && tree.deprel(noun).is_nominal_subject())?;
    if matches!(tree.lemma(clause), "be" | "remain") {
        clause = tree.child(clause, Deprel::Ccomp)?;
    }
    let that = tree.children(clause).find(|&mark| mark > noun && tree.deprel(mark) == Deprel::Mark && tree.is(mark, "that"))?;
    let own = tree.children(clause).any(|kid| kid > that && tree.deprel(kid).is_nominal_subject());
    let before = that.0.checked_sub(1).map(TokenId).filter(|&before| before > noun && own)?;
    matches!(tree.lemma(before), "be" | "remain").then_some((that, clause))
}

fn noun<'c>(tree: &Tree<'_>, id: TokenId, row: &'c Cue, cues: &Cues) -> Candidate<'c> {
    let mut arguments = around(tree, id, None, None);
    let own = arguments.iter().any(|argument| {
        let that = argument.marker.is_some_and(|mark| mark > id && tree.is(mark, "that"));
        that && matches!(argument.link, Link::Below(Deprel::Acl | Deprel::Ccomp))
    });
    let stray = if own || !row.takes(&Frame::That) { None } else { clause_of(tree, id, cues) };
    if let Some((that, clause)) = is_clause_of(tree, id).filter(|_| !own && stray.is_none() && row.takes(&Frame::That)) {
        arguments.retain(|argument| !matches!(argument.link, Link::Above(_)));
        arguments.push(Argument { link: Link::Below(Deprel::Ccomp), head: clause, marker: Some(that), without: Some(id) });
    }
    if let Some((that, clause)) = stray {
        for argument in &mut arguments {
            if argument.head != clause && tree.is_under(clause, argument.head) && matches!(argument.link, Link::Below(_)) {
                argument.without = Some(clause);
            }
        }
        arguments.retain(|argument| argument.head != clause || !matches!(argument.link, Link::Below(_)));
        arguments.push(Argument { link: Link::Below(Deprel::Ccomp), head: clause, marker: Some(that), without: None });
    }
    // "denied accusations by Karim that …": trees hang him on the verb.
    if let (Some((that, _)), Some(verb)) = (stray, tree.head(id)) {
        let by = TokenId(id.0 + 1);
        let holder = tree.children(verb).find(|&kid| {
            matches!(tree.deprel(kid), Deprel::OblAgent | Deprel::Obl) && kid < that && tree.marker(kid) == Some(by) && tree.is(by, "by")
        });
        let away = |holder: &TokenId| !is_passive_but_agent(tree, verb, *holder);
        if let Some(holder) = holder.filter(away) {
            arguments.push(Argument { link: Link::Below(Deprel::Nmod), head: holder, marker: Some(by), without: None });
        }
    }
    // "the idea put forward by Karim that …": who is behind the participle holds it, unless it tells who denies it.
    let voiced = tree.children(id).filter(|&kid| kid > id && tree.deprel(kid) == Deprel::Acl && is_passive(tree, kid)).find_map(|kid| {
        let denied = cues.verb(tree.lemma(kid)).is_some_and(|row| matches!(row.act, Act::Deny | Act::Reject | Act::Accuse));
        let by = |&agent: &TokenId| {
            matches!(tree.deprel(agent), Deprel::OblAgent | Deprel::Obl) && tree.marker(agent).is_some_and(|mark| tree.is(mark, "by"))
        };
        tree.children(kid).filter(|_| !denied).find(by)
    });
    if let Some(agent) = voiced {
        let without = stray.map(|(_, clause)| clause).filter(|&clause| tree.is_under(clause, agent));
        arguments.push(Argument { link: Link::Below(Deprel::Nmod), head: agent, marker: tree.marker(agent), without });
    }
    let held = arguments.iter().any(|argument| argument.link == Link::Below(Deprel::NmodPoss));
    if let Some((verb, maker)) = made_by(tree, id, cues).filter(|_| !held) {
        let without = stray.map(|(_, clause)| clause).filter(|&clause| tree.is_under(clause, verb));
        arguments.retain(|argument| argument.head != verb);
        arguments.push(Argument { link: Link::Below(Deprel::NmodPoss), head: maker, marker: None, without });
    }
    Candidate { head: id, word: None, row: Some(row), class: CueClass::Noun, arguments, passive: false }
}

/// The verb of a relative clause that tells who made what a noun names, and that one: "the pledge they made", "the assurance he had from Orlan".
fn made_by(tree: &Tree<'_>, noun: TokenId, cues: &Cues) -> Option<(TokenId, TokenId)> {
    let told = |id: TokenId| cues.verb(tree.lemma(id)).is_some_and(|row| row.takes(&Frame::That));
    let relative = |&id: &TokenId| id > noun && tree.upos(id) == Upos::Verb && matches!(tree.deprel(id), Deprel::AclRelcl | Deprel::Acl);
    // Right behind the noun, without a "that" of its own: "the claim that they lied" tells what is claimed.
    let own = |id: TokenId| tree.marker(id).is_none_or(|mark| !tree.is(mark, "that") && !tree.is(mark, "to"));
    let then = |id: TokenId| tree.ids().skip(id.index() + 1).take(AWAY).any(|word| tree.is(word, "that"));
    tree.children(noun).filter(relative).filter(|&id| own(id) && then(id)).filter(|&id| !told(id) && !is_passive(tree, id)).find_map(
        |verb| {
            let subject = tree.children(verb).find(|&kid| kid < verb && tree.deprel(kid) == Deprel::Nsubj)?;
            let who = !["who", "which", "that"].iter().any(|word| tree.is(subject, word));
            let from = |&kid: &TokenId| tree.deprel(kid) == Deprel::Obl && tree.marker(kid).is_some_and(|mark| tree.is(mark, "from"));
            let from = tree.children(verb).find(from);
            let object = tree.child(verb, Deprel::Obj).is_some_and(|object| !tree.is(object, "that") && !tree.is(object, "which"));
            (who && !object).then_some((verb, from.unwrap_or(subject)))
        },
    )
}

/// Whether the verb is a passive by more than this agent.
fn is_passive_but_agent(tree: &Tree<'_>, verb: TokenId, agent: TokenId) -> bool {
    tree.children(verb).any(|kid| kid != agent && matches!(tree.deprel(kid), Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass))
}

/// How many words may stand between a noun and the "that" of its clause.
const AWAY: usize = 12;

/// The "that" and the verb of the clause that tells what a noun is about: "the demand of the rebels that Belmar leave". Trees
/// hang such a clause on the last noun before it, as if it told of that, or its "that" on a verb further on.
fn clause_of(tree: &Tree<'_>, noun: TokenId, cues: &Cues) -> Option<(TokenId, TokenId)> {
    // "denied accusations by Karim that the army fired": all of it may hang on the verb above.
    let above = tree.head(noun).filter(|&verb| verb < noun && tree.deprel(noun) == Deprel::Obj && tree.upos(verb) == Upos::Verb);
    let told = |id: TokenId| tree.head(id) == above && matches!(tree.deprel(id), Deprel::Ccomp | Deprel::OblAgent | Deprel::Obl);
    let below = |id: TokenId| {
        tree.is_under(id, noun) || above.is_some() && tree.ancestors_of(id).take_while(|&at| Some(at) != above).last().is_some_and(told)
    };
    let that = tree.ids().skip(noun.index() + 1).take(AWAY).find(|&id| tree.is(id, "that"))?;
    let between = (noun.0 + 1..that.0).map(TokenId);
    // Only what belongs to the noun stands between: its holder, or a participle with one.
    let holder = |id: TokenId| {
        let upos = tree.upos(id);
        let participle = upos == Upos::Verb && tree.deprel(id) == Deprel::Acl;
        // "the pledge they made that the army would leave".
        let made = made_by(tree, noun, cues).is_some_and(|(verb, _)| tree.is_under(id, verb));
        participle
            || made
            || matches!(upos, Upos::Adp | Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adv | Upos::Part | Upos::Pron)
    };
    let held = between.clone().all(|id| below(id) && holder(id));
    // "Karim's demand that the army leave is a trap", "the claim by Karim that it left is false": the "that" went to the verb behind.
    let begun = tree.ids().skip(that.index() + 1).filter(|_| held).find(|&id| {
        let clausal = matches!(tree.deprel(id), Deprel::Acl | Deprel::AclRelcl | Deprel::Ccomp);
        clausal
            && tree.head(id).is_some_and(|head| head < that && below(head))
            && tree.subtree(id, &[]).first() == Some(&TokenId(that.0 + 1))
    });
    let clause = begun.or_else(|| tree.head(that).filter(|&head| head > that && below(head)))?;
    let subject = tree.children(clause).find(|&kid| tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::Expl)?;
    // "the demand of those that had fled": a relative clause, in which "that" has a part of its own.
    let part = tree.head(that) == Some(clause) && tree.deprel(that) != Deprel::Mark;
    let doubled = tree.children(clause).filter(|&kid| tree.deprel(kid) == Deprel::Obj).count() > 1;
    (held && subject > that && (!part || doubled)).then_some((that, clause))
}

/// Whether the verb stands in the passive: by its auxiliary or subject, or as a participle
/// after its noun.
pub(super) fn is_passive(tree: &Tree<'_>, id: TokenId) -> bool {
    // "Dask denied claims by Karim that …": with a subject of its own an agent makes no passive.
    let active = tree.children(id).any(|kid| tree.deprel(kid) == Deprel::Nsubj);
    let marked = tree.children(id).any(|kid| match tree.deprel(kid) {
        Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass => true,
        Deprel::OblAgent => !active,
        _ => false,
    });
    let feats = tree.token(id).feats;
    let participle = feats.is("VerbForm", "Part") && feats.is("Tense", "Past");
    marked
        || participle
            && matches!(tree.deprel(id), Deprel::Acl | Deprel::Advcl)
            && !tree.children(id).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::Nsubj))
}

/// What stands below, beside and above the word.
fn around(tree: &Tree<'_>, id: TokenId, word: Option<TokenId>, resumed: Option<TokenId>) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut has_subject = false;
    for top in [Some(id), word].into_iter().flatten() {
        for kid in tree.children(top) {
            let deprel = tree.deprel(kid);
            if Some(kid) == word || kid == id || found.len() >= MOST {
                continue;
            }
            let skipped = matches!(
                deprel,
                Deprel::Aux
                    | Deprel::AuxPass
                    | Deprel::Punct
                    | Deprel::Cc
                    | Deprel::CcPreconj
                    | Deprel::Mark
                    | Deprel::Case
                    | Deprel::CompoundPrt
                    | Deprel::Cop
                    | Deprel::Det
                    | Deprel::Fixed
                    | Deprel::Conj
                    | Deprel::Discourse
                    | Deprel::Goeswith
            );
            if skipped || tree.is_mark(kid) {
                continue;
            }
            has_subject |= deprel.is_nominal_subject();
            found.push(Argument { link: Link::Below(deprel), head: kid, marker: tree.marker(kid), without: None });
        }
    }
    let resumed = resumed.and_then(|above| tree.children(above).find(|&kid| tree.deprel(kid).is_nominal_subject()));
    if let Some(subject) = resumed {
        found.push(Argument { link: Link::Shared(Deprel::Advcl), head: subject, marker: None, without: None });
        return found;
    }
    if !has_subject && let Some(shared) = shared_subject(tree, id) {
        found.push(shared);
    }
    if let Some(head) = tree.head(id) {
        found.push(Argument { link: Link::Above(tree.deprel(id)), head, marker: tree.marker(head), without: Some(id) });
    }
    found
}

/// The subject that the word shares with a verb above it: of a coordinated verb, of the verb that
/// governs it, of the main verb beside an adverbial clause; else the noun it modifies.
fn shared_subject(tree: &Tree<'_>, id: TokenId) -> Option<Argument> {
    let mut at = id;
    let first = tree.deprel(id);
    for _ in 0..6 {
        let head = tree.head(at)?;
        let deprel = tree.deprel(at);
        match deprel {
            Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Parataxis => {}
            Deprel::AclRelcl => return listed_subject(tree, at, head),
            _ => return None,
        }
        if deprel == Deprel::Advcl
            && let Some(accused) = accused(tree, at, head)
        {
            return Some(Argument { link: Link::Shared(Deprel::Xcomp), head: accused, marker: None, without: None });
        }
        if deprel == Deprel::Xcomp
            && let Some(object) = tree.child(head, Deprel::Obj).or_else(|| tree.child(head, Deprel::Iobj))
        {
            return Some(Argument { link: Link::Shared(deprel), head: object, marker: None, without: None });
        }
        let subject = tree.children(head).find(|&kid| kid != at && tree.deprel(kid).is_nominal_subject());
        if let Some(subject) = subject {
            return Some(Argument { link: Link::Shared(first), head: subject, marker: None, without: None });
        }
        // A verb that modifies a noun hands that noun down to its coordinated verbs.
        if matches!(tree.deprel(head), Deprel::Acl) && deprel == Deprel::Conj {
            return Some(Argument { link: Link::Shared(Deprel::Acl), head: tree.head(head)?, marker: None, without: Some(head) });
        }
        at = head;
    }
    None
}

/// "who insulted the judge, threatened the guild and …": the subject of the first of several verbs that tell of one noun.
fn listed_subject(tree: &Tree<'_>, verb: TokenId, noun: TokenId) -> Option<Argument> {
    let comma = verb.0.checked_sub(1).is_some_and(|before| tree.is(TokenId(before), ","));
    let first = tree.children(noun).filter(|_| comma).find(|&kid| tree.deprel(kid) == Deprel::AclRelcl && noun < kid && kid < verb)?;
    let subject = tree.children(first).find(|&kid| tree.deprel(kid).is_nominal_subject() && kid < first)?;
    let who = ["who", "which", "that"].iter().any(|word| tree.is(subject, word));
    who.then_some(Argument { link: Link::Shared(Deprel::Conj), head: subject, marker: None, without: None })
}

/// Who is said to do what a participle behind "of" or "for" tells: Holm in "accused Holm of refusing to go".
pub(super) fn accused(tree: &Tree<'_>, participle: TokenId, above: TokenId) -> Option<TokenId> {
    let led = tree.marker(participle).is_some_and(|mark| mark > above && (tree.is(mark, "of") || tree.is(mark, "for")));
    let object = tree.children(above).find(|&kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::NsubjPass))?;
    (led && tree.form(participle).ends_with("ing") && object < participle).then_some(object)
}
