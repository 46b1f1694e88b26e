//! Trees of names that the parser gets wrong at times and that no sentence has.

mod quoted;

use crate::analysis::{Token, TokenId};
use crate::labels::{Deprel, Upos};

/// Mends them, in the trees of Universal Dependencies.
///
/// Two words side by side as two subjects, objects or phrases of one word ("Irina" and "Dask" of "the arrest of Irina Dask") are one name, the
/// second flat on the first, or a noun and the name in apposition to it ("the broadcaster VTV"). Who stands behind "On Thursday," is no other
/// name of that Thursday, but the subject of the verb if it has none.
pub(crate) fn names(tokens: &mut [Token]) {
    for second in 1..tokens.len() {
        let (before, here) = (&tokens[second - 1], &tokens[second]);
        let twice = here.upos == Upos::Propn && before.head == here.head && before.deprel == here.deprel;
        let once = matches!(here.deprel.base(), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "appos" | "conj");
        let (first, own) = (TokenId(second as u32 - 1), TokenId(second as u32));
        if !(twice && once) {
            continue;
        }
        let deprel = match before.upos {
            Upos::Propn => Deprel::Flat,
            Upos::Noun => Deprel::Appos,
            _ => continue,
        };
        for token in tokens.iter_mut().filter(|token| token.head == Some(own) && token.deprel != Deprel::Flat) {
            token.head = Some(first);
        }
        tokens[second].head = Some(first);
        tokens[second].deprel = deprel;
    }
    for at in 0..tokens.len() {
        let Some(phrase) = tokens[at].head.filter(|&phrase| tokens[at].deprel == Deprel::Appos && phrase.index() < at) else { continue };
        // "During the opening of the port, Forsk spoke": the phrase is what the whole of it hangs from.
        let whole = std::iter::successors(Some(phrase.index()), |&at| head_of(tokens, at).filter(|_| tokens[at].deprel == Deprel::Nmod));
        let phrase = whole.take(6).last().unwrap_or(phrase.index());
        let Some(verb) = tokens[phrase].head.filter(|&verb| at < verb.index()) else { continue };
        let fronted = tokens[phrase].deprel.base() == "obl" && is_finite(tokens, verb.index());
        let comma = extent(tokens, at).0.checked_sub(1).is_some_and(|comma| tokens[comma].upos == Upos::Punct);
        let fronted = fronted && (comma || Some(TokenId(phrase as u32)) == tokens[at].head);
        let subject = |token: &Token| token.head == Some(verb) && matches!(token.deprel.base(), "nsubj" | "csubj" | "expl");
        if fronted && tokens[at].upos == Upos::Propn && !tokens.iter().any(subject) {
            let passive = tokens.iter().any(|token| token.head == Some(verb) && token.deprel == Deprel::AuxPass);
            tokens[at].head = Some(verb);
            tokens[at].deprel = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
        }
    }
}

/// "According to the daily Herald, the mayor, Irina Dask, said": the name right behind the noun is that noun's, and whom the tree takes for its
/// apposition is the subject.
fn named_before_comma(tokens: &mut [Token]) {
    for at in 1..tokens.len().saturating_sub(1) {
        let noun = at - 1;
        let named = tokens[at].upos == Upos::Propn && tokens[at].deprel == Deprel::Nsubj && tokens[noun].upos == Upos::Noun;
        let fronted =
            named && tokens[noun].deprel.base() == "obl" && tokens[noun].head == tokens[at].head && head_of(tokens, at) > Some(at);
        if !fronted || tokens[at + 1].upos != Upos::Punct {
            continue;
        }
        let Some(subject) = children(tokens, at).find(|&kid| kid > at && tokens[kid].deprel == Deprel::Appos) else { continue };
        (tokens[subject].head, tokens[subject].deprel) = (tokens[at].head, Deprel::Nsubj);
        (tokens[at].head, tokens[at].deprel) = (Some(TokenId(noun as u32)), Deprel::Appos);
    }
}

/// "According to the agency Orbis, the judge of the case, Ivo Marsh, said": of what stands between commas in front of the subject the first name is
/// the agency's, what follows tells who the subject is.
fn described_behind_name(tokens: &mut [Token]) {
    for at in 2..tokens.len() {
        let apposed = tokens[at].deprel == Deprel::Appos && tokens[at].upos == Upos::Noun;
        let Some(noun) = head_of(tokens, at).filter(|&noun| apposed && noun < at && tokens[noun].deprel.base() == "obl") else { continue };
        let (first, last) = extent(tokens, at);
        let named = children(tokens, noun).any(|kid| kid > noun && kid < first && tokens[kid].upos == Upos::Propn);
        let comma = |at: usize| tokens.get(at).is_some_and(|token| token.upos == Upos::Punct);
        let subject = tokens.get(last + 2).is_some_and(|token| token.deprel == Deprel::Nsubj && token.head == tokens[noun].head);
        if named && subject && first > 0 && comma(first - 1) && comma(last + 1) && tokens[last + 2].upos == Upos::Propn {
            tokens[at].head = Some(TokenId(last as u32 + 2));
        }
    }
}

/// How far the ends of a second subject's phrase are looked for, in words.
const REACH: usize = 60;

/// Gives a verb its one subject where the parser found two.
///
/// Of "Pell said Dask, the envoy, was ill" the second is the subject of what is said; behind "and" it is joined to the first ("schools, the
/// zoo, and courts have shut"); between marks it is its apposition ("the judge of the case, Ivo Marsh, said").
pub(crate) fn subjects(tokens: &mut [Token]) {
    let subject = |token: &Token| matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass);
    let mut first = vec![None; tokens.len()];
    for second in 0..tokens.len() {
        let Some(verb) = tokens[second].head.filter(|_| subject(&tokens[second])).map(TokenId::index) else { continue };
        let Some(before) = first[verb] else {
            first[verb] = Some(second);
            continue;
        };
        // "“The deal was a trap,” Dask said": who stands before what is said is its subject, not who says it.
        let quoted = (before + 1..second).find(|&at| tokens[at].deprel == Deprel::Ccomp && tokens[at].head == Some(TokenId(verb as u32)));
        if let Some(said) = quoted.filter(|&said| second < verb && !has_subject(tokens, said)) {
            make_subject(tokens, before, said);
            first[verb] = Some(second);
            continue;
        }
        if before < verb && verb < second {
            let said = |&at: &usize| tokens[at].deprel == Deprel::Ccomp && tokens[at].head == Some(TokenId(verb as u32));
            let Some(said) = (second + 1..tokens.len()).find(said) else { continue };
            let mut parts = tokens.iter().filter(|token| token.head == Some(TokenId(said as u32)));
            if parts.clone().any(subject) {
                continue;
            }
            let passive = parts.any(|token| token.deprel == Deprel::AuxPass);
            tokens[second].head = Some(TokenId(said as u32));
            tokens[second].deprel = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
        } else if second < verb && [before, second].iter().all(|&at| matches!(tokens[at].upos, Upos::Noun | Upos::Propn)) {
            let mark = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|token| token.upos == Upos::Punct);
            let inside = |&at: &usize| within(tokens, at, second);
            let start = (second.saturating_sub(REACH)..second).rev().take_while(inside).last().unwrap_or(second);
            let end = (second + 1..tokens.len().min(second + REACH)).take_while(inside).last().unwrap_or(second);
            let joined = tokens.iter().any(|token| token.head == Some(TokenId(second as u32)) && token.deprel == Deprel::Cc);
            let apart = (mark(Some(start)) || mark(start.checked_sub(1))) && (mark(Some(end)) || mark(Some(end + 1)));
            let deprel = match (joined, apart) {
                (true, _) => Deprel::Conj,
                (false, true) => Deprel::Appos,
                _ => continue,
            };
            tokens[second].head = Some(TokenId(before as u32));
            tokens[second].deprel = deprel;
        }
    }
}

/// Hangs clauses where they belong, by what stands right beside their first words.
///
/// "after Varosia accused Telmark": who stands between a conjunction and its verb is that verb's subject. "adding Dask would go": who stands before
/// the verb of what is added is its subject. "officials close to Dask said": they say it. "held that the ban, which …, stands": the clause behind
/// "that" is what is held, and no other deed. "named two men thought to have fled and demanded a trial": who named them demands it.
pub(crate) fn clauses(tokens: &mut [Token]) {
    participle_above(tokens);
    named_before_comma(tokens);
    described_behind_name(tokens);
    for at in 0..tokens.len() {
        judged_noun(tokens, at);
        subject_behind_conjunction(tokens, at);
        subject_of_told(tokens, at);
        subject_behind_and(tokens, at);
        subject_behind_day(tokens, at);
        described_subject(tokens, at);
        told_behind_that(tokens, at);
        finite_conjunct(tokens, at);
        quoted::telling(tokens, at);
    }
}

/// "Premier Ilan Moreau speaking to the guild called the plan a trap": in a sentence without a finite verb above, a participle with a subject is about
/// that subject, and the verb behind it, with an object of its own, is what the subject does.
fn participle_above(tokens: &mut [Token]) {
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else { return };
    let present = tokens[root].upos == Upos::Verb && tokens[root].feats.is("VerbForm", "Part") && tokens[root].feats.is("Tense", "Pres");
    let gerund = tokens[root].feats.is("VerbForm", "Ger");
    let helped = children(tokens, root).any(|kid| matches!(tokens[kid].deprel.base(), "aux" | "cop"));
    let Some(who) = children(tokens, root).find(|&kid| tokens[kid].deprel == Deprel::Nsubj && kid < root).filter(|_| !helped) else {
        return;
    };
    let deed = |&at: &usize| {
        let object = |kid: usize| matches!(tokens[kid].deprel.base(), "obj" | "xcomp" | "ccomp") && kid > at;
        tokens[at].upos == Upos::Verb && tokens[at].deprel == Deprel::Acl && children(tokens, at).any(object)
    };
    let Some(verb) = (root + 1..tokens.len()).find(deed).filter(|_| present || gerund) else { return };
    if tokens[verb].feats.is("Tense", "Pres") || tokens[verb].feats.is("VerbForm", "Inf") {
        return;
    }
    (tokens[verb].head, tokens[verb].deprel) = (None, Deprel::Root);
    (tokens[root].head, tokens[root].deprel) = (Some(TokenId(who as u32)), Deprel::Acl);
    (tokens[who].head, tokens[who].deprel) = (Some(TokenId(verb as u32)), Deprel::Nsubj);
    // What stands in front of the subject and the last full stop belong to the sentence.
    for at in (0..who).chain(tokens.len() - 1..tokens.len()) {
        if head_of(tokens, at) == Some(root) {
            tokens[at].head = Some(TokenId(verb as u32));
        }
    }
}

fn head_of(tokens: &[Token], at: usize) -> Option<usize> {
    tokens[at].head.map(TokenId::index)
}

fn children(tokens: &[Token], top: usize) -> impl Iterator<Item = usize> + '_ {
    (0..tokens.len()).filter(move |&at| head_of(tokens, at) == Some(top))
}

fn has_subject(tokens: &[Token], verb: usize) -> bool {
    children(tokens, verb).any(|kid| matches!(tokens[kid].deprel.base(), "nsubj" | "csubj" | "expl"))
}

/// The first and the last word of a subtree that stands around its top without a gap.
fn extent(tokens: &[Token], top: usize) -> (usize, usize) {
    let inside = |&at: &usize| within(tokens, at, top);
    let first = (top.saturating_sub(REACH)..top).rev().take_while(inside).last().unwrap_or(top);
    let last = (top + 1..tokens.len().min(top + REACH)).take_while(inside).last().unwrap_or(top);
    (first, last)
}

/// Whether a verb or predicate has a finite form of its own or a finite auxiliary.
fn is_finite(tokens: &[Token], at: usize) -> bool {
    let own = |at: usize| tokens[at].feats.is("VerbForm", "Fin");
    own(at) || children(tokens, at).any(|kid| matches!(tokens[kid].deprel.base(), "aux" | "cop") && own(kid))
}

fn is_nominal(token: &Token) -> bool {
    matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Pron)
}

fn make_subject(tokens: &mut [Token], at: usize, verb: usize) {
    let passive = children(tokens, verb).any(|kid| tokens[kid].deprel == Deprel::AuxPass);
    tokens[at].head = Some(TokenId(verb as u32));
    tokens[at].deprel = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
}

fn subject_behind_conjunction(tokens: &mut [Token], at: usize) {
    let bare = tokens[at].deprel == Deprel::Obl && is_nominal(&tokens[at]);
    if !bare || children(tokens, at).any(|kid| tokens[kid].deprel == Deprel::Case) {
        return;
    }
    let (first, last) = extent(tokens, at);
    let mark = first.checked_sub(1).filter(|&mark| tokens[mark].deprel == Deprel::Mark);
    let Some(verb) = mark.and_then(|mark| head_of(tokens, mark)).filter(|&verb| last < verb) else { return };
    let adjoins = (last + 1..verb).all(|between| matches!(tokens[between].upos, Upos::Aux | Upos::Adv | Upos::Part));
    if adjoins && is_finite(tokens, verb) && !has_subject(tokens, verb) && !within(tokens, verb, at) {
        make_subject(tokens, at, verb);
    }
}

/// "reported on Monday an official, whom nobody named, said the ban stands": a bare noun behind the day, before a verb without a subject.
fn subject_behind_day(tokens: &mut [Token], at: usize) {
    let bare =
        tokens[at].deprel == Deprel::Obl && is_nominal(&tokens[at]) && children(tokens, at).all(|kid| tokens[kid].deprel != Deprel::Case);
    let Some(telling) = head_of(tokens, at).filter(|&verb| bare && verb < at && tokens[verb].upos == Upos::Verb) else { return };
    let (first, last) = extent(tokens, at);
    let day = |&kid: &usize| matches!(tokens[kid].deprel, Deprel::Obl | Deprel::OblUnmarked);
    let between = first > telling + 1
        && (telling + 1..first).all(|place| children(tokens, telling).filter(day).any(|kid| within(tokens, place, kid)));
    let mark = |at: usize| tokens.get(at).is_some_and(|token| token.upos == Upos::Punct);
    let told = if mark(last + 1) { last + 2 } else { last + 1 };
    let Some(next) = tokens.get(told).filter(|next| between && next.upos == Upos::Verb && next.feats.is("VerbForm", "Fin")) else { return };
    let hangs = matches!(next.deprel, Deprel::Parataxis | Deprel::Ccomp | Deprel::Conj) && next.head == Some(TokenId(telling as u32));
    if hangs && !has_subject(tokens, told) {
        make_subject(tokens, at, told);
        tokens[told].deprel = Deprel::Ccomp;
    }
}

fn subject_of_told(tokens: &mut [Token], at: usize) {
    let part = matches!(tokens[at].deprel, Deprel::Obl | Deprel::Obj | Deprel::Iobj) && is_nominal(&tokens[at]);
    let Some(telling) = head_of(tokens, at).filter(|&verb| part && verb < at && tokens[verb].upos == Upos::Verb) else { return };
    let (first, last) = extent(tokens, at);
    let participle = tokens[telling].feats.is("VerbForm", "Part") || tokens[telling].feats.is("VerbForm", "Ger");
    // "only implying approval would be given".
    let before = (0..telling).rev().find(|&at| !matches!(tokens[at].upos, Upos::Adv | Upos::Part));
    let free = before.is_some_and(|before| tokens[before].upos == Upos::Punct) || telling > 1 && tokens[telling].deprel == Deprel::Advcl;
    let apart = free && participle;
    // "said and added the road was shut": what is told hangs on the verb itself.
    let joined = tokens[telling].head.filter(|_| tokens[telling].deprel == Deprel::Conj);
    let own = |told: &Token| {
        told.deprel == Deprel::Ccomp && (told.head == Some(TokenId(telling as u32)) || joined.is_some() && told.head == joined)
    };
    let apart = apart || !matches!(tokens[telling].deprel.base(), "csubj" | "acl" | "advcl") && tokens[last + 1..].iter().any(own);
    let alone = apart && first == telling + 1 && !children(tokens, at).any(|kid| tokens[kid].deprel == Deprel::Case);
    let Some(next) = tokens.get(last + 1).filter(|next| alone && next.feats.is("VerbForm", "Fin")) else { return };
    let told = match next.deprel.base() {
        "aux" | "cop" => head_of(tokens, last + 1),
        _ => Some(last + 1),
    };
    let Some(told) = told.filter(|&told| told > last) else { return };
    // What stands before the first verb is no subject of the second.
    let subject = |kid: usize| matches!(tokens[kid].deprel.base(), "nsubj" | "csubj" | "expl") && kid > telling;
    if within(tokens, telling, told) || children(tokens, told).any(subject) {
        return;
    }
    if matches!(tokens[told].deprel.base(), "ccomp" | "conj" | "parataxis" | "advcl" | "xcomp") {
        let strays: Vec<usize> = children(tokens, told).filter(|&kid| kid < telling).collect();
        for stray in strays {
            tokens[stray].head = Some(TokenId(telling as u32));
            if tokens[stray].deprel.is_nominal_subject() {
                tokens[stray].deprel = Deprel::OblUnmarked;
            }
        }
        // "implying it would be given, but also asking for more": participles are joined.
        let present = |kid: usize| tokens[kid].feats.is("VerbForm", "Part") && tokens[kid].feats.is("Tense", "Pres");
        let ing = |kid: usize| tokens[kid].feats.is("VerbForm", "Ger") || present(kid);
        let gerund = |kid: &usize| tokens[*kid].deprel == Deprel::Conj && *kid > told && ing(*kid);
        let joined = children(tokens, told).find(gerund).filter(|_| participle && is_finite(tokens, told));
        if let Some(joined) = joined {
            tokens[joined].head = Some(TokenId(telling as u32));
        }
        make_subject(tokens, at, told);
        tokens[told].head = Some(TokenId(telling as u32));
        tokens[told].deprel = Deprel::Ccomp;
    }
}

/// "expelled nine of the envoys and Varosia has left": the last of a list right before a finite auxiliary is the subject of its verb, which
/// has none, if that verb is joined to the one above the list.
fn subject_behind_and(tokens: &mut [Token], at: usize) {
    if tokens[at].deprel != Deprel::Conj || !matches!(tokens[at].upos, Upos::Propn | Upos::Noun) {
        return;
    }
    let (first, last) = extent(tokens, at);
    let and = tokens[first].deprel == Deprel::Cc && head_of(tokens, first) == Some(at);
    let helps = |next: &&Token| next.deprel.base() == "aux" && next.feats.is("VerbForm", "Fin");
    let Some(verb) = tokens.get(last + 1).filter(helps).and_then(|next| next.head).map(TokenId::index).filter(|_| and) else { return };
    let joined = tokens[verb].deprel == Deprel::Conj && !has_subject(tokens, verb) && verb > last;
    let above = head_of(tokens, verb).is_some_and(|above| above < at && tokens[above].upos == Upos::Verb && within(tokens, at, above));
    if joined && above && !within(tokens, verb, at) {
        tokens[first].head = Some(TokenId(verb as u32));
        make_subject(tokens, at, verb);
    }
}

fn described_subject(tokens: &mut [Token], at: usize) {
    let who = at.checked_sub(1).filter(|&who| head_of(tokens, who) == Some(at) && tokens[who].deprel == Deprel::Nsubj);
    let copula = |tokens: &[Token]| children(tokens, at).any(|kid| tokens[kid].deprel.base() == "cop");
    let Some(who) = who.filter(|_| tokens[at].upos == Upos::Adj && !copula(tokens)) else { return };
    // The verb is taken for the clause above or below.
    let above = head_of(tokens, at).filter(|&verb| tokens[at].deprel == Deprel::Ccomp && at < verb && extent(tokens, at).1 + 1 == verb);
    let below = |&verb: &usize| {
        let clause = matches!(tokens[verb].deprel.base(), "advcl" | "ccomp" | "parataxis" | "conj");
        let bare = (at + 1..verb)
            .all(|between| within(tokens, between, at) && !within(tokens, between, verb) || tokens[between].upos == Upos::Aux);
        clause && verb > at + 2 && bare && is_finite(tokens, verb)
    };
    let below = || children(tokens, at).find(below);
    let Some(verb) = above.or_else(below).filter(|&verb| !has_subject(tokens, verb)) else { return };
    if head_of(tokens, verb) == Some(at) {
        (tokens[verb].head, tokens[verb].deprel) = (tokens[at].head, tokens[at].deprel);
    }
    (tokens[at].head, tokens[at].deprel) = (Some(TokenId(who as u32)), Deprel::Amod);
    make_subject(tokens, who, verb);
}

/// How far before "that" the noun stands that the clause tells of.
const NEAR: usize = 12;

/// "the pledge they made that the army would leave was broken": of two finite verbs behind "that" with one subject between, the first is what the
/// noun before tells, and that noun is the subject of the second. Trees hang the "that" on the second.
fn judged_noun(tokens: &mut [Token], that: usize) {
    let opens = tokens[that].upos == Upos::Sconj && tokens[that].deprel == Deprel::Mark && &*tokens[that].lemma == "that";
    let Some(judging) = head_of(tokens, that).filter(|&judging| opens && judging > that) else { return };
    let starts = |&at: &usize| tokens[at].deprel.is_nominal_subject() && extent(tokens, at).0 == that + 1;
    let Some(subject) = (that + 1..judging).find(starts) else { return };
    // The finite words behind the subject, each with the predicate to which it belongs.
    let finite = |at: usize| {
        let predicate = if matches!(tokens[at].deprel.base(), "aux" | "cop") { head_of(tokens, at) } else { Some(at) };
        predicate.filter(|_| tokens[at].feats.is("VerbForm", "Fin"))
    };
    let behind = extent(tokens, subject).1 + 1;
    let Some(told) = (behind..judging).find_map(finite).filter(|&told| told != judging) else { return };
    let Some(second) = (told + 1..=judging).find(|&at| finite(at) == Some(judging)) else { return };
    let parts = |token: &Token| matches!(token.upos, Upos::Punct | Upos::Cconj | Upos::Sconj) || token.deprel.is_nominal_subject();
    if told > second || tokens[told + 1..second].iter().any(parts) {
        return;
    }
    let part = |&at: &usize| tokens[at].upos == Upos::Noun && matches!(tokens[at].deprel.base(), "obj" | "nsubj" | "obl");
    let clear = |&at: &usize| !matches!(tokens[at].upos, Upos::Punct | Upos::Cconj);
    let Some(noun) = (that.saturating_sub(NEAR)..that).rev().take_while(clear).find(part) else { return };
    let before: Vec<(Option<TokenId>, Deprel)> = tokens.iter().map(|token| (token.head, token.deprel)).collect();
    let start = extent(tokens, noun).0;
    // A verb between noun and "that" tells who made it.
    let made = (noun + 1..that).find(|&at| tokens[at].upos == Upos::Verb);
    let above = match (head_of(tokens, noun), made) {
        (Some(verb), Some(made)) if verb == made => before[made],
        (Some(verb), _) if verb < noun => (Some(TokenId(verb as u32)), Deprel::Ccomp),
        (Some(verb), Some(made)) if verb == judging && before[judging].0 == Some(TokenId(made as u32)) => before[made],
        _ => before[judging],
    };
    let place = |at: usize| Some(TokenId(at as u32));
    if let Some(made) = made {
        (tokens[made].head, tokens[made].deprel) = (place(noun), Deprel::AclRelcl);
    }
    (tokens[that].head, tokens[subject].head, tokens[told].head, tokens[told].deprel) =
        (place(told), place(told), place(noun), Deprel::Acl);
    (tokens[judging].head, tokens[judging].deprel) = above;
    make_subject(tokens, noun, judging);
    let up = |&at: &usize| head_of(tokens, at);
    let rooted = |at: usize| std::iter::successors(Some(at), up).take(tokens.len() + 1).count() <= tokens.len();
    if tokens.iter().filter(|token| token.head.is_none()).count() != 1 || ![noun, told, judging, that, start].into_iter().all(rooted) {
        for (token, (head, deprel)) in tokens.iter_mut().zip(before) {
            (token.head, token.deprel) = (head, deprel);
        }
    }
}

fn told_behind_that(tokens: &mut [Token], at: usize) {
    if tokens[at].deprel != Deprel::Conj || !is_finite(tokens, at) || children(tokens, at).any(|kid| tokens[kid].deprel == Deprel::Cc) {
        return;
    }
    let Some(subject) = children(tokens, at).find(|&kid| tokens[kid].deprel.is_nominal_subject() && kid < at) else { return };
    // The "that" may hang on a clause about the subject: "that the toll, which …, stands".
    let is_that = |&that: &usize| tokens[that].upos == Upos::Sconj && &*tokens[that].lemma == "that";
    let first = extent(tokens, subject).0;
    let that = Some(first).filter(is_that).or_else(|| first.checked_sub(1).filter(is_that));
    let Some((that, telling)) = that.and_then(|that| Some((that, that.checked_sub(1)?))) else { return };
    let joined = head_of(tokens, at).is_some_and(|above| within(tokens, telling, above));
    if tokens[telling].upos == Upos::Verb && joined && !within(tokens, telling, at) {
        tokens[at].head = Some(TokenId(telling as u32));
        tokens[at].deprel = Deprel::Ccomp;
        tokens[that].head = Some(TokenId(at as u32));
        tokens[that].deprel = Deprel::Mark;
    }
}

fn finite_conjunct(tokens: &mut [Token], at: usize) {
    let own = tokens[at].upos == Upos::Verb && tokens[at].deprel == Deprel::Conj && tokens[at].feats.is("VerbForm", "Fin");
    if !own || has_subject(tokens, at) {
        return;
    }
    let up = |&at: &usize| head_of(tokens, at);
    let Some(first) = head_of(tokens, at).filter(|&first| tokens[first].upos == Upos::Verb && !is_finite(tokens, first)) else { return };
    let tense = |at: usize| ["Past", "Pres"].into_iter().find(|tense| tokens[at].feats.is("Tense", tense));
    let above = std::iter::successors(head_of(tokens, first), up).take(8).find(|&above| is_finite(tokens, above));
    if let Some(above) = above.filter(|&above| tokens[above].upos == Upos::Verb && above < at && tense(above) == tense(at)) {
        tokens[at].head = Some(TokenId(above as u32));
    }
}

/// Whether a token hangs in the subtree of another.
fn within(tokens: &[Token], at: usize, top: usize) -> bool {
    let up = |&at: &usize| tokens[at].head.map(TokenId::index);
    std::iter::successors(Some(at), up).take(REACH).any(|at| at == top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::Feats;
    use rapporteur_record::ByteSpan;

    /// Tokens of one letter: part of speech, head (0 is the root, as in CoNLL-U), relation.
    fn tokens(rows: &[(Upos, u32, Deprel)]) -> Vec<Token> {
        let token = |(at, &(upos, head, deprel)): (usize, &(Upos, u32, Deprel))| Token {
            span: ByteSpan::new(2 * at, 2 * at + 1),
            lemma: "x".into(),
            upos,
            feats: if upos == Upos::Verb { Feats::new("VerbForm=Fin") } else { Feats::default() },
            head: head.checked_sub(1).map(TokenId),
            deprel,
            joined: false,
        };
        rows.iter().enumerate().map(token).collect()
    }

    fn heads(tokens: &[Token]) -> Vec<(u32, Deprel)> {
        tokens.iter().map(|token| (token.head.map_or(0, |head| head.0 + 1), token.deprel)).collect()
    }

    #[test]
    fn two_subjects_side_by_side_are_one_name() {
        let mut found = tokens(&[(Upos::Propn, 3, Deprel::Nsubj), (Upos::Propn, 3, Deprel::Nsubj), (Upos::Verb, 0, Deprel::Root)]);
        names(&mut found);
        assert_eq!(heads(&found), [(3, Deprel::Nsubj), (1, Deprel::Flat), (0, Deprel::Root)]);
    }

    #[test]
    fn a_day_behind_the_speaker_is_that_of_the_saying() {
        // ” said Dask Tuesday: "sign" of the quotation is no word to hang a day on.
        let mut found = tokens(&[
            (Upos::Verb, 3, Deprel::Ccomp),
            (Upos::Punct, 1, Deprel::Punct),
            (Upos::Verb, 0, Deprel::Root),
            (Upos::Propn, 3, Deprel::Nsubj),
            (Upos::Propn, 1, Deprel::Obl),
        ]);
        clauses(&mut found);
        assert_eq!(found[4].head, Some(TokenId(0)), "no quotation is closed");
        found[1].lemma = "”".into();
        clauses(&mut found);
        assert_eq!(found[4].head, Some(TokenId(2)));
    }

    #[test]
    fn the_preposition_of_the_second_word_goes_to_the_first() {
        let mut found = tokens(&[
            (Upos::Noun, 0, Deprel::Root),
            (Upos::Adp, 4, Deprel::Case),
            (Upos::Propn, 1, Deprel::Nmod),
            (Upos::Propn, 1, Deprel::Nmod),
        ]);
        names(&mut found);
        assert_eq!(heads(&found), [(0, Deprel::Root), (3, Deprel::Case), (1, Deprel::Nmod), (3, Deprel::Flat)]);
    }

    #[test]
    fn a_name_behind_a_noun_is_the_nouns_apposition() {
        let mut found = tokens(&[
            (Upos::Det, 2, Deprel::Det),
            (Upos::Noun, 4, Deprel::Nsubj),
            (Upos::Propn, 4, Deprel::Nsubj),
            (Upos::Verb, 0, Deprel::Root),
        ]);
        names(&mut found);
        assert_eq!(heads(&found), [(2, Deprel::Det), (4, Deprel::Nsubj), (2, Deprel::Appos), (0, Deprel::Root)]);
    }

    #[test]
    fn who_is_told_of_is_the_subject_of_what_is_said() {
        // "Pell said Dask, envoy, ails".
        let mut found = tokens(&[
            (Upos::Propn, 2, Deprel::Nsubj),
            (Upos::Verb, 0, Deprel::Root),
            (Upos::Propn, 2, Deprel::Nsubj),
            (Upos::Noun, 3, Deprel::Appos),
            (Upos::Verb, 2, Deprel::Ccomp),
        ]);
        subjects(&mut found);
        assert_eq!(heads(&found)[2], (5, Deprel::Nsubj));
    }

    #[test]
    fn a_second_subject_between_commas_is_an_apposition_and_behind_and_it_is_joined() {
        let rows = [
            (Upos::Noun, 5, Deprel::Nsubj),
            (Upos::Punct, 3, Deprel::Punct),
            (Upos::Propn, 5, Deprel::Nsubj),
            (Upos::Punct, 3, Deprel::Punct),
            (Upos::Verb, 0, Deprel::Root),
        ];
        let mut found = tokens(&rows);
        subjects(&mut found);
        assert_eq!(heads(&found)[2], (1, Deprel::Appos));
        let mut found = tokens(&rows);
        (found[1].upos, found[1].deprel) = (Upos::Cconj, Deprel::Cc);
        subjects(&mut found);
        assert_eq!(heads(&found)[2], (1, Deprel::Conj));
    }

    #[test]
    fn two_subjects_that_nothing_parts_stay() {
        let mut found = tokens(&[
            (Upos::Noun, 4, Deprel::Nsubj),
            (Upos::Adv, 4, Deprel::Advmod),
            (Upos::Noun, 4, Deprel::Nsubj),
            (Upos::Verb, 0, Deprel::Root),
        ]);
        let before = heads(&found);
        subjects(&mut found);
        assert_eq!(heads(&found), before);
    }

    #[test]
    fn who_stands_behind_a_day_is_the_subject_where_there_is_none() {
        // "On Thursday, Forsk spoke", and the same with a subject.
        let rows = [
            (Upos::Adp, 2, Deprel::Case),
            (Upos::Propn, 4, Deprel::Obl),
            (Upos::Propn, 2, Deprel::Appos),
            (Upos::Verb, 0, Deprel::Root),
            (Upos::Pron, 4, Deprel::Nsubj),
        ];
        let mut found = tokens(&rows[..4]);
        names(&mut found);
        assert_eq!(heads(&found)[2], (4, Deprel::Nsubj));
        let mut found = tokens(&rows);
        names(&mut found);
        assert_eq!(heads(&found)[2], (2, Deprel::Appos));
    }
}
