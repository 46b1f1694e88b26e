//! Where a content begins and ends: words that labels gave to the cue though they are told, and words behind what is told that only
//! tell of the saying.

use super::candidates::Candidate;
use super::grove::Tree;
use super::spans::{self, Page};
use super::tagger::Tagged;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{Circumstance, CueClass, Cues, Frame};
use rapporteur_record::{Act, ByteSpan};

/// How far the second of two dashes may be.
const BETWEEN: usize = 25;

/// "urging [firms to leave]", "say [about nine people have left]", "voted along guild lines [to send it]": what labels took for a part of the cue.
pub(super) fn whole_start(cues: &Cues, tree: &Tree<'_>, found: &mut Tagged) {
    let (first, last) = found.cue;
    // "Fears [are growing] that the dam will burst".
    if let Some(run) = found.content.iter_mut().find(|run| run.0.0 == last.0 + 1 && tree.upos(last) == Upos::Noun) {
        let verbal = |id: &TokenId| matches!(tree.upos(*id), Upos::Verb | Upos::Aux | Upos::Adv);
        let that = (run.0.0..=run.1.0.min(run.0.0 + 4)).map(TokenId).find(|id| !verbal(id)).filter(|&id| id > run.0);
        run.0 = that.filter(|&id| tree.is(id, "that") && tree.deprel(id) == Deprel::Mark).unwrap_or(run.0);
    }
    let known = |id: TokenId| tree.upos(id) == Upos::Verb && cues.verb(tree.lemma(id)).is_some();
    let Some(verb) = (first.0..=last.0).map(TokenId).find(|&id| known(id)) else { return };
    let Some(row) = cues.verb(tree.lemma(verb)) else { return };
    let Some(run) = found.content.iter_mut().find(|run| run.0 > last) else { return };
    let infinitive = |id: TokenId| tree.is(id, "to") && tree.deprel(id) == Deprel::Mark;
    // Whom one urges, and the "to" of what he is urged to do.
    let whom = row.takes(&Frame::WhomTo) && !row.takes(&Frame::WhomThat) && run.0.0 == last.0 + 1;
    let nominal = |id: TokenId| matches!(tree.upos(id), Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron | Upos::Num);
    let words = if infinitive(last) { verb.0 + 1..last.0 } else { verb.0 + 1..last.0 + 1 };
    if whom && verb < last && (infinitive(last) || infinitive(run.0)) && words.map(TokenId).all(nominal) {
        (found.cue.1, run.0) = (verb, TokenId(verb.0 + 1));
        return;
    }
    let counts = |id: TokenId| ["about", "around", "over"].iter().any(|word| tree.is(id, word)) && tree.upos(run.0) == Upos::Num;
    if verb < last && counts(last) && run.0.0 == last.0 + 1 && tree.children(verb).any(|kid| tree.deprel(kid) == Deprel::Ccomp) {
        (found.cue.1, run.0) = (TokenId(last.0 - 1), last);
        return;
    }
    // "complained to the council [about noise]", "voted 9-4 [against it]": whom one told, and how many did.
    let own = |id: TokenId| tree.deprel(id) == Deprel::Case && row.takes(&Frame::With(tree.form(id).to_lowercase().into()));
    let to = run
        .0
        .0
        .checked_sub(1)
        .map(TokenId)
        .is_some_and(|to| tree.is(to, "to") && !own(to) && to > last || tree.is(to, "to") && to == last && !own(to));
    if to || tree.upos(run.0) == Upos::Num {
        let nominal = |id: TokenId| !matches!(tree.upos(id), Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Adp);
        let led = (run.0.0..=run.1.0).map(TokenId).find(|&id| !nominal(id)).filter(|&id| own(id) && id > run.0);
        run.0 = led.unwrap_or(run.0);
        return;
    }
    let foreign = tree.upos(last) == Upos::Adp && verb < last && !row.takes_preposition(tree.form(last));
    let deed = |mark: &TokenId| {
        let clause = tree.head(*mark).filter(|&clause| infinitive(*mark) && tree.head(clause) == Some(verb));
        clause.is_some_and(|clause| matches!(tree.deprel(clause), Deprel::Xcomp | Deprel::Advcl))
    };
    if let Some(mark) = (run.0.0..=run.1.0).map(TokenId).find(deed).filter(|_| foreign && row.takes(&Frame::To)) {
        (found.cue.1, run.0) = (verb, mark);
    }
}

/// "A is the key to B and the way to C, Holm said", "Our view is that A, Holm said": what stands in front of a speaker is told up to the comma, and from
/// the beginning.
pub(super) fn whole_front(tree: &Tree<'_>, found: &mut Tagged) {
    let first = found.cue.0;
    let front = found.source.map_or(first, |source| source.0.min(first));
    let Some(comma) = front.0.checked_sub(1).map(TokenId).filter(|&comma| tree.is(comma, ",") && comma.0 > 1) else { return };
    let Some(run) = found.content.iter_mut().rfind(|run| run.1 < comma) else { return };
    let gap = run.1.0 + 1..comma.0;
    let quoted = |from: u32, to: u32| (from..to).map(TokenId).any(|id| matches!(tree.form(id), "\"" | "“" | "”" | "''" | "``" | ";" | ":"));
    let led = !gap.is_empty() && matches!(tree.upos(TokenId(gap.start)), Upos::Cconj | Upos::Adp | Upos::Part);
    if led && !quoted(run.0.0, comma.0) {
        run.1 = TokenId(comma.0 - 1);
    }
    let is = run.0.0.checked_sub(1).is_some_and(|before| before > 0 && tree.lemma(TokenId(before)) == "be");
    if is && tree.is(run.0, "that") && run.1.0 + 1 == comma.0 && !quoted(0, comma.0) {
        run.0 = TokenId(0);
    }
}

/// "According to Holm, it is common for mayors — she is one — to go": what two dashes set off is no end.
pub(super) fn whole_dashes(tree: &Tree<'_>, found: &mut Tagged) {
    let dash = |id: TokenId| matches!(tree.form(id), "—" | "–" | "--" | "-") && tree.is_mark(id);
    let last = tree.len() as u32;
    for run in found.content.iter_mut().filter(|run| run.0 > found.cue.1) {
        let open = TokenId(run.1.0 + 1);
        if open.0 + 2 >= last || !dash(open) {
            continue;
        }
        let close = tree.ids().skip(open.index() + 1).take(BETWEEN).find(|&id| dash(id));
        let Some(next) = close.map(|close| TokenId(close.0 + 1)).filter(|next| next.0 < last) else { continue };
        let top = (run.0.0..=run.1.0).map(TokenId).find(|&id| tree.head(id).is_none_or(|head| head < run.0 || head > run.1));
        let goes_on = tree.form(next).starts_with(char::is_lowercase) && top.is_some_and(|top| tree.is_under(next, top));
        let end = top.and_then(|top| tree.subtree(top, &[]).into_iter().rfind(|&id| !tree.is_mark(id)));
        if let Some(end) = end.filter(|&end| goes_on && end > next) {
            run.1 = end;
        }
    }
}

/// Cuts off what tells of the saying behind a thing or a deed that is told without a finite verb: "[announced] the truce | shortly before
/// dawn", "[urged] voters to stay | as she toured the coast", "[ordered] the port to close | on Friday in a blow to trade".
pub(super) fn cut_circumstances(page: Page<'_>, tree: &Tree<'_>, candidate: &Candidate<'_>, cue: ByteSpan, content: &mut [ByteSpan]) {
    let told = |id: TokenId| tree.token(id).feats.is("VerbForm", "Fin") && tree.token(id).feats.is("Tense", "Past");
    let helped = tree.child(candidate.head, Deprel::Aux).is_some_and(|kid| tree.lemma(kid) == "have");
    if !matches!(candidate.class, CueClass::Verb | CueClass::Phrase) || !told(candidate.head) && !helped {
        return;
    }
    let act = candidate.row.map_or(Act::Say, |row| row.act);
    let pictures = candidate.row.is_some_and(|row| row.takes(&Frame::As));
    for piece in content.iter_mut().filter(|piece| piece.start >= cue.end) {
        let ids: Vec<TokenId> = tree.ids().filter(|&id| piece.contains(tree.token(id).span)).collect();
        let open = ids.iter().position(|&id| tree.token(id).feats.is("VerbForm", "Fin")).unwrap_or(ids.len());
        let begins = |&at: &usize| {
            let bare = at <= open && (begins_circumstance(page.cues, tree, &ids, at, act) || !pictures && is_meanwhile(tree, &ids, at));
            bare || is_set_off(page.cues, tree, &ids, at)
        };
        let Some(at) = (1..ids.len()).find(begins) else { continue };
        let at = with_weekday(tree, &ids, at);
        let quoted = spans::touching(page.quotations, *piece).next().is_some();
        if at > 0 && !quoted {
            *piece = spans::trim(page.text, ByteSpan::new(piece.start, tree.token(ids[at]).span.start), page.quotations);
        }
    }
}

/// "as she toured the coast", "as the storm neared": what went on when a thing or a deed was told.
fn is_meanwhile(tree: &Tree<'_>, ids: &[TokenId], at: usize) -> bool {
    let past = |id: TokenId| tree.token(id).feats.is("VerbForm", "Fin") && tree.token(id).feats.is("Tense", "Past");
    let clause = tree.head(ids[at]).filter(|&clause| clause > ids[at] && tree.deprel(ids[at]) == Deprel::Mark);
    let went = |clause: TokenId| {
        let helped = tree.children(clause).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::Cop) && past(kid));
        (past(clause) || helped) && tree.children(clause).any(|kid| tree.deprel(kid).is_nominal_subject())
    };
    ["as", "while"].iter().any(|word| tree.is(ids[at], word)) && clause.is_some_and(went)
}

/// "…, hours after the raid", "… — a stance that split the guild": what is set off behind all that is told.
fn is_set_off(cues: &Cues, tree: &Tree<'_>, ids: &[TokenId], at: usize) -> bool {
    let is = |at: usize, words: &[&str]| ids.get(at).is_some_and(|&id| words.iter().any(|word| tree.is(id, word)));
    let lemma = |at: usize| ids.get(at).map(|&id| tree.lemma(id));
    if is(at, &[","]) {
        let measure = lemma(at + 1).and_then(|lemma| cues.circumstance(lemma)) == Some(Circumstance::Measure);
        return measure && is(at + 2, &["after"]);
    }
    let dash = |id: TokenId| matches!(tree.form(id), "—" | "–" | "--") && tree.is_mark(id);
    if !dash(ids[at]) || !is(at + 1, &["a", "an"]) || ids[at + 1..].iter().any(|&id| dash(id)) {
        return false;
    }
    let Some(noun) = (at + 2..ids.len().min(at + 5)).find(|&noun| tree.upos(ids[noun]) != Upos::Adj) else { return false };
    let comment = cues.circumstance(tree.lemma(ids[noun])) == Some(Circumstance::Comment) || cues.noun(tree.lemma(ids[noun])).is_some();
    comment && is(noun + 1, &["that", "which"])
}

/// Whether at that place of the words of a content begins what only tells of the saying.
fn begins_circumstance(cues: &Cues, tree: &Tree<'_>, ids: &[TokenId], at: usize, act: Act) -> bool {
    let is = |at: usize, words: &[&str]| ids.get(at).is_some_and(|&id| words.iter().any(|word| tree.is(id, word)));
    let lemma = |at: usize| ids.get(at).map(|&id| tree.lemma(id));
    // "in a rare rebuke to the league".
    if is(at, &["in"]) && is(at + 1, &["a", "an"]) {
        let noun = (at + 2..ids.len().min(at + 5)).find(|&noun| tree.upos(ids[noun]) != Upos::Adj);
        return noun.and_then(lemma).and_then(|lemma| cues.circumstance(lemma)) == Some(Circumstance::Comment);
    }
    // "by 90 votes to 50", "by a wide margin".
    if is(at, &["by"]) {
        let noun = (at + 1..ids.len().min(at + 5)).find(|&noun| tree.upos(ids[noun]) == Upos::Noun);
        return noun.and_then(lemma).and_then(|lemma| cues.circumstance(lemma)) == Some(Circumstance::Count);
    }
    // What is to come has its own time: "promised a vote within weeks".
    if matches!(act, Act::Promise | Act::Demand | Act::Urge | Act::Threaten | Act::Ask | Act::Hope)
        || ids[..at].iter().any(|&id| tree.upos(id) == Upos::Verb)
    {
        return false;
    }
    let measure = |at: usize| lemma(at).and_then(|lemma| cues.circumstance(lemma)) == Some(Circumstance::Measure);
    let unit = |at: usize| measure(at) && tree.upos(ids[at]) == Upos::Noun;
    let number = |at: usize| ids.get(at).is_some_and(|&id| tree.upos(id) == Upos::Num || is(at, &["a", "an"]));
    // "within (two) hours of".
    if is(at, &["within"]) {
        return unit(at + 1) || number(at + 1) && ids.len() > at + 2 && unit(at + 2);
    }
    let measured = at + usize::from(number(at) && ids.len() > at + 1 && unit(at + 1));
    // The piece may end before it: "the truce hours | after the raid".
    let next = ids.get(measured).map(|&id| TokenId(id.0 + 1)).filter(|next| next.index() < tree.len());
    measure(measured) && next.is_some_and(|next| ["before", "after", "on"].iter().any(|word| tree.is(next, word)))
}

/// The place from which a weekday right before the place stands: "on Friday as she left".
fn with_weekday(tree: &Tree<'_>, ids: &[TokenId], at: usize) -> usize {
    let day = at.checked_sub(1).filter(|&before| {
        let form = tree.form(ids[before]);
        form.ends_with("day") && form.starts_with(char::is_uppercase) && form.len() > 5
    });
    let Some(day) = day else { return at };
    day.checked_sub(1).filter(|&on| tree.is(ids[on], "on")).unwrap_or(day)
}
