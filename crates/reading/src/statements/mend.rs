//! Labels decide word by word; where they cut a phrase in two, the tree mends the cut.

use super::ends;
use super::grove::Tree;
use super::spans::Page;
use super::tagger::Tagged;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{Cues, Frame};

type Run = (TokenId, TokenId);

/// How far the end of a cut phrase may be.
const REACH: u32 = 4;

/// The labelled runs with their ends where phrases end.
pub(super) fn mended(page: Page<'_>, tree: &Tree<'_>, tagged: &Tagged) -> Tagged {
    let mut found = tagged.clone();
    // "the union's opposition": the mark of the holder is no part of what is held.
    if found.cue.0 < found.cue.1 && tree.deprel(found.cue.0) == Deprel::Case && tree.upos(found.cue.0) == Upos::Part {
        found.cue.0 = TokenId(found.cue.0.0 + 1);
    }
    own_cue(tree, &mut found);
    ends::whole_start(page.cues, tree, &mut found);
    first_verb(tree, &mut found);
    own_clause(tree, &mut found);
    whole_citation(tree, &mut found);
    whole_object(page.cues, tree, &mut found);
    drop_outer(tree, &mut found);
    own_subject(tree, &mut found);
    own_name(tree, &mut found);
    whole_request(page.cues, tree, &mut found);
    end_with_relative(tree, &mut found);
    end_with_quotation(tree, &mut found);
    drop_fronted(tree, &mut found);
    ends::whole_front(tree, &mut found);
    ends::whole_dashes(tree, &mut found);
    found.source = found.source.map(|source| without_tail(tree, without_cut_clause(tree, last_part(tree, source))));
    let taken = |id: TokenId, source: Option<Run>| [source, Some(tagged.cue)].into_iter().flatten().any(|run| run.0 <= id && id <= run.1);
    for at in 0..found.content.len() {
        let limit = found.content.get(at + 1).map_or(tree.len() as u32, |next| next.0.0);
        let free = |id: TokenId| id.0 < limit && !taken(id, found.source);
        found.content[at] = without_conjunction(tree, whole(tree, from_that(tree, found.content[at], found.cue), &free));
    }
    if found.source.is_some() {
        drop_stray_nouns(tree, &mut found);
    }
    drop_addressee(page.cues, tree, &mut found);
    found
}

/// "told Telmarkian Premier Ilan Moreau that …": words of his name and title are no part of what he is told.
fn drop_addressee(cues: &Cues, tree: &Tree<'_>, found: &mut Tagged) {
    let cue = found.cue;
    let told = cues.verb(tree.lemma(cue.1)).is_some_and(|row| row.takes(&Frame::WhomThat));
    if !told {
        return;
    }
    let said = |run: &Run| tree.is(run.0, "that") || run.0.0 > 0 && tree.is(TokenId(run.0.0 - 1), "that");
    let Some(clause) = found.content.iter().find(|run| run.0 > cue.1 && said(run)).copied() else { return };
    let nominal = |id: TokenId| !matches!(tree.upos(id), Upos::Verb | Upos::Aux | Upos::Punct | Upos::Sconj);
    found.content.retain(|run| !(run.0 > cue.1 && run.1 < clause.0 && (run.0.0..=run.1.0).map(TokenId).all(nominal)));
}

/// "denied having said that …": the verb above says something of its own.
fn own_cue(tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let own = |verb: TokenId| tree.upos(verb) == Upos::Verb && tree.deprel(verb) == Deprel::Ccomp;
    let above = |verb: TokenId| tree.head(verb).filter(|&head| first <= head && head < verb && tree.upos(head) == Upos::Verb);
    if let Some(head) = (first.0..=last.0).map(TokenId).filter(|&verb| own(verb)).find_map(above) {
        found.cue.0 = TokenId(head.0 + 1);
    }
}

/// "“…,” she said and added that …": the verb behind the conjunction says something of its own.
fn first_verb(tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let joint = (first.0 + 1..last.0).map(TokenId).find(|&id| tree.is(id, "and") && tree.upos(TokenId(id.0 - 1)) == Upos::Verb);
    let own = joint.and_then(|joint| tree.head(joint)).filter(|&verb| verb <= last && tree.deprel(verb) == Deprel::Conj);
    if let (Some(joint), Some(_)) = (joint, own.filter(|_| found.content.iter().any(|run| run.1 < first))) {
        found.cue.1 = TokenId(joint.0 - 1);
        found.content.retain(|run| run.1 < first);
    }
}

/// "cited Jana Petrov, the mayor, as saying that …": what she says is cited too.
fn whole_citation(tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let Some(verb) = (first.0..=last.0).map(TokenId).find(|&id| matches!(tree.lemma(id), "quote" | "cite")) else { return };
    // "[quoted Dask as saying] that …": he is cited too, and the cue is the first verb.
    let within = tree.children(verb).find(|&kid| kid > verb && kid < last && tree.deprel(kid) == Deprel::Obj);
    let person = within.map(|person| tree.subtree(person, &[])).and_then(|words| words.into_iter().find(|&word| word > verb));
    if let Some(run) = person.and_then(|person| Some((person, found.content.iter_mut().find(|run| run.0 > last)?))) {
        (run.1.0, found.cue.1) = (run.0, verb);
    }
    let last = found.cue.1;
    let saying = tree
        .children(verb)
        .find(|&kid| kid > last && tree.form(kid).ends_with("ing") && tree.marker(kid).is_some_and(|mark| tree.is(mark, "as")));
    let Some(end) = saying.and_then(|kid| tree.subtree(kid, &[]).into_iter().rfind(|&word| !tree.is_mark(word))) else { return };
    if let Some(run) = found.content.iter_mut().rfind(|run| run.0 > last && Some(run.0) <= saying) {
        run.1 = run.1.max(end);
    }
}

/// "denied accusations by Karim that …": the accusations are denied, and who denies them stands in front.
fn whole_object(cues: &Cues, tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let Some(verb) = (first.0..=last.0).map(TokenId).find(|&id| tree.upos(id) == Upos::Verb) else { return };
    let noun = tree.child(verb, Deprel::Obj).filter(|&noun| noun > last);
    let tells = |noun: &TokenId| cues.noun(tree.lemma(*noun)).is_some_and(|row| row.takes(&Frame::That));
    let Some(noun) = noun.filter(tells) else { return };
    let clause = tree.children(verb).find(|&kid| tree.deprel(kid) == Deprel::Ccomp && kid > noun);
    let that =
        clause.and_then(|clause| tree.marker(clause)).filter(|&mark| tree.is(mark, "that") && mark > noun && mark.0 - noun.0 <= REACH);
    let (Some(that), Some(&start)) = (that, tree.subtree(noun, &[]).first()) else { return };
    let Some(run) = found.content.iter_mut().find(|run| run.0 > last && run.0 <= TokenId(that.0 + 1)) else { return };
    run.0 = start.min(run.0);
    let subject = tree.children(verb).find(|&kid| kid < first && tree.deprel(kid) == Deprel::Nsubj);
    if let (Some(subject), true) = (subject, found.source.is_some_and(|source| source.0 > last && source.0 < that)) {
        let words = tree.subtree(subject, &[]);
        found.source = words.first().zip(words.last()).map(|(&from, &to)| (from, to));
    }
}

/// "The office confirmed that he had written": the words of the office are no part of what he wrote.
fn drop_outer(tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let Some(verb) = (first.0..=last.0).map(TokenId).find(|&id| tree.upos(id) == Upos::Verb) else { return };
    let mut below = verb;
    while let Some(above) = tree.head(below) {
        if tree.deprel(below) == Deprel::Ccomp && that(tree, below) && above < first {
            found.content.retain(|run| run.1 >= first || !(run.0 <= above && above <= run.1));
        }
        below = above;
    }
}

/// "with Dask calling it a crime and Moreau insisting that …": who stands right before the verb as its subject does it, nobody before.
fn own_subject(tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let (Some(verb), Some(source)) = ((first.0..=last.0).map(TokenId).find(|&id| tree.upos(id) == Upos::Verb), found.source) else {
        return;
    };
    let subject = tree.child(verb, Deprel::Nsubj).filter(|&kid| kid < first && matches!(tree.upos(kid), Upos::Propn | Upos::Noun));
    let words = subject.map(|kid| tree.subtree(kid, &[])).unwrap_or_default();
    // What such a verb is joined to takes its subject for an object.
    if let Some(joint) = found.content.iter().position(|run| name_before(tree, TokenId(run.1.0 + 1)).is_some_and(|name| name.0 > run.0)) {
        let next = TokenId(found.content[joint].1.0 + 1);
        if let Some((name, _)) = name_before(tree, next).filter(|_| tree.head(next) == Some(verb)) {
            found.content[joint].1 = TokenId(name.0.saturating_sub(2));
        }
    }
    let named = subject.is_none().then(|| name_before(tree, first)).flatten();
    let Some((from, to)) = words.first().zip(words.last()).map(|(&from, &to)| (from, to)).or(named) else { return };
    if to.0 + 1 == first.0 && source.1 < from {
        found.source = Some((from, to));
        found.content.retain(|run| run.1 < from || run.0 > last);
    }
}

/// The name between "and" and a participle that is joined to a verb before it: "and Moreau insisting".
fn name_before(tree: &Tree<'_>, verb: TokenId) -> Option<Run> {
    let joined = verb.index() < tree.len() && tree.upos(verb) == Upos::Verb && tree.deprel(verb) == Deprel::Conj;
    if !joined || !tree.form(verb).ends_with("ing") || tree.child(verb, Deprel::Cc).is_some_and(|cc| cc.0 + 1 == verb.0) {
        return None;
    }
    let from = (0..verb.0).rev().take_while(|&at| tree.upos(TokenId(at)) == Upos::Propn).last()?;
    let after_and = from.checked_sub(1).is_some_and(|before| tree.is(TokenId(before), "and"));
    after_and.then(|| (TokenId(from), TokenId(verb.0 - 1)))
}

/// "…, Varosian Councillor and Foreign Minister Irina Dask said in Kelm": where nobody speaks, the title and name right before the verb do,
/// though the tree has not seen it, and they are no part of what is said.
fn own_name(tree: &Tree<'_>, found: &mut Tagged) {
    const LONGEST_NAME: u32 = 14;
    let verb = found.cue.0;
    let told = tree.upos(verb) == Upos::Verb && tree.form(verb).ends_with("ed") || tree.is(verb, "said") || tree.is(verb, "told");
    if found.source.is_some() || !told || verb.0 < 2 {
        return;
    }
    let named = |id: TokenId| {
        matches!(tree.upos(id), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Adp | Upos::Part) || tree.is(id, "and") || tree.is(id, "the")
    };
    let is_propn = |at: u32| tree.upos(TokenId(at)) == Upos::Propn;
    let Some(from) = (verb.0.saturating_sub(LONGEST_NAME)..verb.0).rev().take_while(|&at| named(TokenId(at))).last() else { return };
    let capital = tree.form(TokenId(from)).starts_with(char::is_uppercase) || tree.is(TokenId(from), "the");
    let opens = from == 0 || tree.is(TokenId(from - 1), ",");
    if !opens || !capital || from + 1 >= verb.0 || !is_propn(verb.0 - 1) || !is_propn(verb.0 - 2) {
        return;
    }
    let before = found.content.iter().position(|run| run.0.0 < from && run.1.0 + 1 >= from);
    match before {
        Some(at) if from > 1 => found.content[at].1 = TokenId(found.content[at].1.0.min(from - 2)),
        // Whoever has nothing before him says what follows.
        None if from == 0 && found.content.iter().any(|run| run.0 > verb) => found.content.retain(|run| run.0 > verb),
        _ => return,
    }
    found.source = Some((TokenId(from), TokenId(verb.0 - 1)));
}

/// "urged people to stay": who is urged belongs to what he is urged to do.
fn whole_request(cues: &Cues, tree: &Tree<'_>, found: &mut Tagged) {
    let last = found.cue.1;
    let urges = tree.upos(last) == Upos::Verb
        && cues.verb(tree.lemma(last)).is_some_and(|row| row.takes(&Frame::WhomTo) && !row.takes(&Frame::WhomThat));
    let person = tree.child(last, Deprel::Iobj).filter(|_| urges);
    let words = person.map(|person| tree.subtree(person, &[])).unwrap_or_default();
    let (Some(&from), Some(&to)) = (words.first(), words.last()) else { return };
    let next = |run: &&mut Run| run.0.0 == to.0 + 1 && tree.is(run.0, "to");
    if let Some(run) = found.content.iter_mut().find(next).filter(|_| from.0 == last.0 + 1) {
        run.0 = from;
    }
}

/// "Holm, who asked the army to go, said she would stay": what is said in a clause about somebody ends with the clause.
fn end_with_relative(tree: &Tree<'_>, found: &mut Tagged) {
    let last = found.cue.1;
    let Some((pronoun, to)) = found.source else { return };
    let clause = tree.head(pronoun).filter(|&verb| {
        pronoun == to && verb <= last && tree.deprel(verb) == Deprel::AclRelcl && ["who", "which"].iter().any(|word| tree.is(pronoun, word))
    });
    let Some(end) = clause.and_then(|verb| tree.subtree(verb, &[]).last().copied()) else { return };
    let quoted = |to: TokenId| (end.0..=to.0).any(|at| matches!(tree.form(TokenId(at)), "\"" | "“" | "”" | "''" | "``"));
    for run in found.content.iter_mut().filter(|run| run.0 > last && run.0 <= end && run.1 > end && !quoted(run.1)) {
        run.1 = end;
    }
}

/// "shouting “Down with Hagen!” and holding flags": what else is done behind a quotation is no part of it.
fn end_with_quotation(tree: &Tree<'_>, found: &mut Tagged) {
    let last = found.cue.1;
    let mark = |at: u32| matches!(tree.form(TokenId(at)), "\"" | "“" | "”" | "''" | "``");
    for run in found.content.iter_mut().filter(|run| run.0 > last && mark(run.0.0)) {
        let closed = (run.0.0 + 1..run.1.0).find(|&at| mark(at));
        let done = |close: u32| {
            let verb = TokenId(close + 2);
            verb <= run.1 && tree.is(TokenId(close + 1), "and") && tree.form(verb).ends_with("ing") && tree.upos(verb) == Upos::Verb
        };
        if let Some(close) = closed.filter(|&close| done(close)) {
            run.1 = TokenId(close);
        }
    }
}

/// "Holm, the mayor; she urged": who acts behind a semicolon is named behind it.
fn last_part(tree: &Tree<'_>, (first, last): Run) -> Run {
    let mark = (first.0..last.0).rev().map(TokenId).find(|&id| tree.is(id, ";"));
    (mark.map_or(first, |mark| TokenId(mark.0 + 1)), last)
}

/// What stands in front of speaker and verb and is no part of what was said: where and when it was ("While in Kelm to attend the
/// talks, Holm said, …"), what was asked ("Asked whether …, Holm said …"), a clause that the verb is only joined to ("The
/// first reports were of drones, but Holm said …").
fn drop_fronted(tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let front = found.source.map_or(first, |source| source.0.min(first));
    if !found.content.iter().any(|run| run.0 > last) {
        return;
    }
    let quoted = |run: &Run| (run.0.0..=run.1.0).map(TokenId).any(|id| matches!(tree.form(id), "\"" | "“" | "”" | "''" | "``"));
    let verb = (first.0..=last.0).map(TokenId).find(|&id| tree.upos(id) == Upos::Verb);
    let below = |run: &Run, top: TokenId| tree.is_under(run.0, top) && tree.is_under(run.1, top);
    let set_off = |run: &Run| {
        let Some(verb) = verb else { return false };
        // "If they leave, Holm said, we stay": a condition is said.
        let condition = |top: TokenId| tree.marker(top).is_some_and(|mark| tree.is(mark, "if") || tree.is(mark, "unless"));
        let phrase = tree.children(verb).any(|kid| {
            kid < front && matches!(tree.deprel(kid), Deprel::Obl | Deprel::Advcl) && below(run, kid) && run.0 > kid && !condition(kid)
        });
        let asked = ["asked", "pressed", "questioned"].iter().any(|word| tree.is(run.0, word)) && run.0.0 == 0;
        let joined = tree.deprel(verb) == Deprel::Conj
            && tree.children(verb).any(|kid| kid < front && kid > run.1 && matches!(tree.form(kid), "but" | "and" | "while"))
            && tree.head(verb).is_some_and(|head| run.0 <= head && head <= run.1)
            && tree.children(verb).any(|kid| kid > verb && tree.deprel(kid) == Deprel::Ccomp);
        phrase || asked || joined
    };
    found.content.retain(|run| run.1 >= front || quoted(run) || !set_off(run));
}

/// "While she stressed that it “ran on time”, she added that fares would rise": what stands in the clause in front was said there; what he added is
/// the clause behind.
fn own_clause(tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    let said = |verb: TokenId| {
        let behind = |kid: &TokenId| *kid > last && tree.deprel(*kid) == Deprel::Ccomp;
        let clause = tree.children(verb).find(|kid| behind(kid) && that(tree, *kid)).filter(|_| tree.upos(verb) == Upos::Verb)?;
        Some((verb, clause))
    };
    let Some((verb, clause)) = (first.0..=last.0).map(TokenId).find_map(said) else { return };
    let fronted = |&(from, to): &Run| {
        let mut at = Some(verb);
        while let Some(above) = at {
            // Not one in which the verb itself stands.
            let clause = |kid: TokenId| {
                let front = kid < first && tree.deprel(kid) == Deprel::Advcl && !tree.is_under(verb, kid);
                front && tree.is_under(from, kid) && tree.is_under(to, kid)
            };
            if tree.children(above).any(clause) {
                return true;
            }
            at = tree.head(above);
        }
        false
    };
    found.content.retain(|run| !fronted(run));
    if !found.content.is_empty() {
        return;
    }
    let words = tree.subtree(clause, &[]);
    let end = words.iter().rfind(|&&word| !tree.is_mark(word));
    if let (Some(&start), Some(&end)) = (words.first(), end) {
        found.content = vec![(start, end)];
    }
}

fn that(tree: &Tree<'_>, clause: TokenId) -> bool {
    tree.marker(clause).is_some_and(|mark| tree.is(mark, "that"))
}

/// A conjunction at the end joins what comes behind.
fn without_conjunction(tree: &Tree<'_>, (first, mut last): Run) -> Run {
    while last > first && (tree.upos(last) == Upos::Cconj || tree.is_mark(last) && tree.form(last) == ",") {
        last = TokenId(last.0 - 1);
    }
    (first, last)
}

/// "Dask neither confirmed nor denied": the conjunction is no part of her name.
fn without_tail(tree: &Tree<'_>, (first, mut last): Run) -> Run {
    while last > first && ["neither", "both", "either", "also"].iter().any(|word| tree.is(last, word)) {
        last = TokenId(last.0 - 1);
    }
    (first, last)
}

/// "Moreau, who flew to Sund from Kelm": a source that ends inside a clause about it ends before that clause.
fn without_cut_clause(tree: &Tree<'_>, (first, last): Run) -> Run {
    let inside = |id: TokenId| first <= id && id <= last;
    let cut = (first.0..=last.0).map(TokenId).find(|&id| {
        tree.deprel(id) == Deprel::AclRelcl && tree.head(id).is_some_and(inside) && tree.subtree(id, &[]).iter().any(|&word| word > last)
    });
    let Some(start) = cut.and_then(|clause| tree.subtree(clause, &[]).into_iter().filter(|&id| inside(id)).min()) else {
        return (first, last);
    };
    let end = (first.0..start.0).rev().map(TokenId).find(|&id| !tree.is_mark(id));
    end.map_or((first, last), |end| (first, end))
}

/// "e-mailed to reporters that …": a content behind its cue that begins with a participle and a "that" after it begins
/// with the "that".
fn from_that(tree: &Tree<'_>, (first, last): Run, cue: Run) -> Run {
    let participle = tree.upos(first) == Upos::Verb && tree.token(first).feats.is("VerbForm", "Part");
    // "demanded, among other things, that …"
    let aside = tree.upos(first) == Upos::Adp && first.0 == cue.1.0 + 2;
    // "has said openly and in private, also in his talk with Dask, that …": the comma may stand behind what is joined to the adverb.
    let joined = |id: TokenId| tree.is(id, ",") || tree.upos(id) == Upos::Cconj;
    let openly = tree.upos(first) == Upos::Adv && first.0 == cue.1.0 + 1 && first < last && joined(TokenId(first.0 + 1));
    // "told the meeting in Kelm that …": whom one told is no part of it.
    let told = tree.lemma(cue.1) == "tell" && first.0 == cue.1.0 + 1 && matches!(tree.upos(first), Upos::Det | Upos::Noun | Upos::Propn);
    if first < cue.1 || !participle && !aside && !openly && !told {
        return (first, last);
    }
    let reach = if openly { 24 } else { 8 };
    let that = (first.0..=last.0.min(first.0 + reach))
        .map(TokenId)
        .take_while(|&id| !tree.token(id).feats.is("VerbForm", "Fin"))
        .find(|&id| tree.is(id, "that") && tree.deprel(id) == Deprel::Mark);
    (that.unwrap_or(first), last)
}

/// In how many words behind an auxiliary what is set off ends: ", as he put it,".
const ASIDE: u32 = 9;

/// A content that ends before the noun of its last preposition or article takes that noun; one that ends
/// before ", and that …" or, itself such a clause, before ", that …" takes that clause.
fn whole(tree: &Tree<'_>, (first, mut last): Run, free: &dyn Fn(TokenId) -> bool) -> Run {
    let all_free = |from: u32, to: u32| (from..=to).all(|at| free(TokenId(at)));
    for _ in 0..3 {
        let led = matches!(tree.upos(last), Upos::Adp | Upos::Det | Upos::Num | Upos::Adj | Upos::Part | Upos::Aux | Upos::Sconj)
            && matches!(
                tree.deprel(last),
                Deprel::Case
                    | Deprel::Det
                    | Deprel::Nummod
                    | Deprel::Amod
                    | Deprel::Mark
                    | Deprel::Aux
                    | Deprel::AuxPass
                    | Deprel::NmodPoss
            );
        match tree.head(last).filter(|&head| led && head > last && head.0 - last.0 <= REACH) {
            Some(head) if all_free(last.0 + 1, head.0) => last = head,
            _ => break,
        }
    }
    // "his resignation effective next Monday".
    let rest = tree.subtree(last, &[]).into_iter().rfind(|&word| !tree.is_mark(word));
    let predicate = tree.upos(last) == Upos::Adj && tree.deprel(last) == Deprel::Xcomp;
    last = rest.filter(|&rest| predicate && rest > last && rest.0 - last.0 <= 2 * REACH && all_free(last.0 + 1, rest.0)).unwrap_or(last);
    let further = (first.0..=last.0).map(TokenId).find_map(|id| {
        let conjunct = tree.children(id).find(|&kid| kid > last && tree.deprel(kid) == Deprel::Conj)?;
        let that = tree.marker(conjunct).is_some_and(|mark| mark > id && tree.is(mark, "that"));
        let own = |id: TokenId| tree.marker(id).is_some_and(|mark| tree.is(mark, "that"));
        let end = tree.subtree(conjunct, &[]).into_iter().rfind(|&word| !tree.is_mark(word))?;
        (that && own(id) && all_free(last.0 + 1, end.0)).then_some(end)
    });
    // "that A, that B, that, as he put it, C": a list of such clauses, the later ones wherever the tree hangs them.
    let listed = || {
        let (comma, that) = (TokenId(last.0 + 1), TokenId(last.0 + 2));
        let again = tree.is(first, "that")
            && that.index() < tree.len()
            && tree.is(comma, ",")
            && tree.is(that, "that")
            && tree.deprel(that) == Deprel::Mark;
        let clause = again.then(|| tree.head(that)).flatten().filter(|&clause| clause > that)?;
        let end_of = |top: TokenId| tree.subtree(top, &[]).into_iter().rfind(|&word| !tree.is_mark(word));
        // "that he will, as he put it, guard the harbour": the verb behind what is set off belongs to the auxiliary.
        let set_off = || {
            let opens = TokenId(clause.0 + 1);
            let reach = (opens.0 + ASIDE).min(tree.len() as u32 - 1);
            let close = (opens.0 + 1..reach).map(TokenId).find(|&id| tree.is(opens, ",") && tree.is(id, ","))?;
            let verb = TokenId(close.0 + 1);
            let bare = tree.upos(verb) == Upos::Verb && tree.form(verb) == tree.lemma(verb);
            bare.then(|| end_of(verb)).flatten()
        };
        let cut = tree.upos(clause) == Upos::Aux && clause.index() + 1 < tree.len();
        let end = cut.then(set_off).flatten().or_else(|| end_of(clause))?;
        (end > that && all_free(last.0 + 1, end.0)).then_some(end)
    };
    (first, further.or_else(listed).unwrap_or(last))
}

/// A bare noun phrase before the cue is no piece of what a named source says behind it.
fn drop_stray_nouns(tree: &Tree<'_>, found: &mut Tagged) {
    let behind = found.content.iter().any(|run| run.0 > found.cue.1);
    let verbless = |run: &Run| {
        (run.0.0..=run.1.0).map(TokenId).all(|id| {
            (!matches!(tree.upos(id), Upos::Verb | Upos::Aux) || tree.deprel(id) == Deprel::Amod)
                && !matches!(tree.form(id), "\"" | "“" | "”" | "''" | "``")
        })
    };
    if behind {
        let cue = found.cue;
        found.content.retain(|run| run.0 > cue.1 || !verbless(run));
    }
}
