//! What looks like an attribution and is none: things done ("signed the decree"), and what sources ask for themselves ("asked not to
//! be named").

use super::candidates::Candidate;
use super::grove::Tree;
use super::judge::Roles;
use super::spans::{Draft, Page};
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Frame};
use rapporteur_record::ByteSpan;

/// Whether the candidate tells of a deed or of how a source wants to be named, by the lexicon.
pub(super) fn is_deed(page: Page<'_>, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, draft: &Draft) -> bool {
    let unsaid = || {
        does(page, tree, candidate, draft)
            || hides(page, tree, draft)
            || is_unsaid(tree, candidate)
            || is_sight(tree, candidate, roles) && !is_quoted(page, &draft.content)
            || is_only_told(tree, candidate, roles, draft) && !is_quoted(page, &draft.content)
            || is_feeling(tree, candidate)
            || says_by(page, tree, draft)
            || asks_reader(page, tree, draft)
    };
    // "denounced the guild's claims as a shame": the verb says it.
    let judged = candidate.class == CueClass::Noun && tree.is(draft.cue.1, "as");
    judged
        || is_only_dated(tree, candidate, draft)
        || is_called(tree, candidate, roles)
        || is_unheld(tree, candidate, roles)
        || is_impression(tree, candidate, draft)
        || is_mood(tree, candidate, draft)
        || candidate.class == CueClass::Verb && unsaid()
}

/// "the act, also known as the Harbour Law, bans tolls", "was named as the best of her year", "a song called the Bells of Kelm": a name is no view.
fn is_called(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let as_name = |kid: TokenId| kid > candidate.head && tree.marker(kid).is_some_and(|mark| tree.is(mark, "as"));
    let named = matches!(tree.lemma(candidate.head), "know" | "name") && tree.children(candidate.head).any(as_name);
    let bears = tree.is(candidate.head, "called") && tree.deprel(candidate.head) == Deprel::Acl && roles.source.is_none();
    candidate.passive && named || bears
}

/// "The alert was issued Tuesday": when it was said is not what was said.
fn is_only_dated(tree: &Tree<'_>, candidate: &Candidate<'_>, draft: &Draft) -> bool {
    let [content] = draft.content[..] else { return false };
    let inside = |id: TokenId| content.contains(tree.token(id).span);
    let top = tree.ids().find(|&id| inside(id) && tree.head(id).is_some_and(|head| !inside(head)));
    let when = |id: TokenId| {
        let since = tree
            .children(id)
            .any(|kid| tree.deprel(kid) == Deprel::Case && ["as", "on", "since", "until"].iter().any(|word| tree.is(kid, word)));
        tree.deprel(id) == Deprel::OblUnmarked || tree.deprel(id) == Deprel::Obl && since
    };
    let own = |top: TokenId| candidate.passive && tree.head(top) == Some(candidate.head) || candidate.class == CueClass::Noun;
    top.is_some_and(|top| own(top) && when(top))
}

/// "What do you think of it?": a question asks for the answer of whom it is put to.
fn asks_reader(page: Page<'_>, tree: &Tree<'_>, draft: &Draft) -> bool {
    let you = draft.source.is_some_and(|source| source.of(page.text).eq_ignore_ascii_case("you"));
    you && tree.ids().last().is_some_and(|last| tree.is(last, "?"))
}

/// "it seems that the road is shut": nobody is named to whom it seems so.
fn is_impression(tree: &Tree<'_>, candidate: &Candidate<'_>, draft: &Draft) -> bool {
    let raised = candidate.class == CueClass::Verb && !candidate.passive && candidate.row.is_some_and(|row| row.takes(&Frame::Raise));
    let nobody = |kid: TokenId| tree.is(kid, "it") && (tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::Expl);
    // "it is unclear whether the road is open".
    let clause = tree.children(candidate.head).any(|kid| matches!(tree.deprel(kid), Deprel::Csubj | Deprel::Ccomp));
    let judged = candidate.class == CueClass::Adjective && clause && tree.child(candidate.head, Deprel::Expl).is_some();
    raised && draft.content.len() == 1 && tree.children(candidate.head).any(nobody) || judged
}

/// "remained confident despite the raid": what only stands beside a mood is not what it is about.
fn is_mood(tree: &Tree<'_>, candidate: &Candidate<'_>, draft: &Draft) -> bool {
    let last = draft.cue.1;
    let led = last > candidate.head && tree.upos(last) == Upos::Adp;
    let adjective = (draft.cue.0.0..=last.0).map(TokenId).find(|&id| tree.upos(id) == Upos::Adj);
    let beside = adjective.filter(|&adjective| led && tree.deprel(adjective) == Deprel::Xcomp && last > adjective);
    beside.is_some() && ["despite", "amid", "during"].iter().any(|word| tree.is(last, word))
}

/// "was told of the leak": who tells it is not named, nor what he says of it.
fn is_only_told(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, draft: &Draft) -> bool {
    let told = candidate.passive && roles.source.is_none() && candidate.row.is_some_and(|row| row.takes(&Frame::WhomThat));
    let clause = |&at: &usize| candidate.arguments[at].is_clause(tree);
    told && draft.source.is_none() && !roles.content.iter().any(clause)
}

/// "were seen leaving the hall": what nobody named saw is no view that anybody holds. "The guards saw the letter", "the year saw a war": a sight.
fn is_sight(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let thing = tree.child(candidate.head, Deprel::Obj).is_some();
    let view = |kid: TokenId| matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Obl | Deprel::Xcomp);
    let saw = !candidate.passive && ["saw", "seen"].iter().any(|form| tree.is(candidate.head, form));
    if saw && thing && !tree.children(candidate.head).any(view) {
        return true;
    }
    let doing = |kid: TokenId| {
        matches!(tree.deprel(kid), Deprel::Xcomp | Deprel::Advcl) && tree.form(kid).ends_with("ing") && tree.marker(kid).is_none()
    };
    candidate.passive && roles.source.is_none() && tree.lemma(candidate.head) == "see" && tree.children(candidate.head).any(doing)
}

/// "feel left out": how somebody feels is no view of his.
fn is_feeling(tree: &Tree<'_>, candidate: &Candidate<'_>) -> bool {
    let own = |kid: TokenId| tree.deprel(kid) == Deprel::Xcomp && !tree.children(kid).any(|word| tree.deprel(word).is_nominal_subject());
    let clause = tree.child(candidate.head, Deprel::Ccomp).is_some();
    tree.lemma(candidate.head) == "feel" && !clause && tree.children(candidate.head).any(own)
}

/// "protested by shouting “…”": the second verb says it.
fn says_by(page: Page<'_>, tree: &Tree<'_>, draft: &Draft) -> bool {
    let Some(content) = draft.content.first() else { return false };
    let Some(first) = tree.ids().find(|&id| content.contains(tree.token(id).span)).filter(|first| first.0 > 0) else { return false };
    let says = page.cues.verb(tree.lemma(first)).is_some_and(|row| row.takes(&Frame::Quote));
    says && tree.form(first).ends_with("ing") && tree.is(TokenId(first.0 - 1), "by")
}

/// "support for the ruling party has dwindled": a noun that nobody holds, with a mere thing behind it.
fn is_unheld(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let clause = |&at: &usize| candidate.arguments[at].is_clause(tree);
    candidate.class == CueClass::Noun && roles.source.is_none() && !roles.content.iter().any(clause)
}

/// "left without saying when", "without mentioning Telmark": nobody says it.
fn is_unsaid(tree: &Tree<'_>, candidate: &Candidate<'_>) -> bool {
    tree.form(candidate.head).ends_with("ing") && tree.marker(candidate.head).is_some_and(|mark| tree.is(mark, "without"))
}

/// "signed a decree": a verb that does something to a thing. What tells something with it ("signed a letter saying that …") makes it a saying.
fn does(page: Page<'_>, tree: &Tree<'_>, candidate: &Candidate<'_>, draft: &Draft) -> bool {
    let lemma = candidate.row.filter(|row| row.lemma.contains(' ')).map_or(tree.lemma(candidate.head), |row| &*row.lemma);
    let Some(objects) = page.cues.deed(lemma) else { return false };
    // Only of certain things is one with a preposition an object as well: "agreed on a truce".
    let plain = |kid: TokenId| {
        matches!(tree.deprel(kid), Deprel::Obj | Deprel::NsubjPass) || !objects.is_empty() && tree.deprel(kid) == Deprel::Obl
    };
    let listed = |object: TokenId| objects.is_empty() || objects.iter().any(|word| word.eq_ignore_ascii_case(tree.lemma(object)));
    let plain: Vec<TokenId> = tree.children(candidate.head).filter(|&kid| plain(kid)).collect();
    let object = plain.iter().copied().find(|&kid| listed(kid)).or(plain.first().copied());
    let object =
        object.or_else(|| tree.head(candidate.head).filter(|_| matches!(tree.deprel(candidate.head), Deprel::Acl | Deprel::AclRelcl)));
    let fits = object.is_some_and(listed);
    let clause = tree.children(candidate.head).any(|kid| matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Parataxis))
        // "called the vote a mistake", which some trees hang below "vote".
        || object.is_some_and(|object| {
            let second = |kid: TokenId| tree.deprel(kid).base() == "nmod" && tree.child(kid, Deprel::Det).is_some() && tree.child(kid, Deprel::Case).is_none();
            tree.children(candidate.head).any(|kid| tree.deprel(kid) == Deprel::Xcomp && tree.upos(kid) != Upos::Verb) || tree.children(object).any(second)
        })
        // "cited an official as saying that …"
        || tree.children(candidate.head).any(|kid| tree.deprel(kid) == Deprel::Advcl && tree.marker(kid).is_some_and(|mark| tree.is(mark, "as")))
        || draft.content.first().is_some_and(|piece| piece.of(page.text).starts_with("that "));
    let (first, last) = draft.cue;
    let says = (first.0..=last.0).map(TokenId).any(|id| id != candidate.head && tree.upos(id) == Upos::Verb);
    fits && !clause && !says && !is_quoted(page, &draft.content)
}

/// Whether what was said stands between quotation marks, or a part of it that is longer than a name.
fn is_quoted(page: Page<'_>, content: &[ByteSpan]) -> bool {
    page.quotations.iter().any(|quotation| {
        let words = || quotation.inner.of(page.text).split_whitespace();
        // "known as the “Act on Lakes and Canals”": a title.
        let titled = words().filter(|word| word.len() > 3).all(|word| word.starts_with(char::is_uppercase));
        words().count() > 3 && !titled && content.iter().any(|piece| piece.overlaps(quotation.span))
    })
}

/// "asked not to be named", "spoke on condition of anonymity": not what the source tells.
fn hides(page: Page<'_>, tree: &Tree<'_>, draft: &Draft) -> bool {
    let Some(first) = draft.content.first() else { return false };
    let begins = |id: &TokenId| first.contains(tree.token(*id).span);
    let ids: Vec<TokenId> = tree.ids().filter(begins).take(HIDDEN).collect();
    let words: Vec<&str> = ids.iter().map(|&id| tree.form(id)).collect();
    page.cues.hides(&words)
}

/// In how many words of a content it stands that somebody wants no name: "not to be identified by name".
const HIDDEN: usize = 5;

/// The verb by which somebody who wants no name says something, where the tree hangs it below what tells so, and the first and the last word
/// that name him: "officials who asked not to be named said …".
pub(super) fn said_behind(
    page: Page<'_>,
    tree: &Tree<'_>,
    candidate: &Candidate<'_>,
    draft: &Draft,
) -> Option<(TokenId, TokenId, TokenId)> {
    let who = tree.head(candidate.head).filter(|_| tree.deprel(candidate.head) == Deprel::AclRelcl && hides(page, tree, draft))?;
    let says = |&id: &TokenId| {
        let row = page.cues.verb(tree.lemma(id)).is_some_and(|row| row.takes(&Frame::That) && row.takes(&Frame::Quote));
        let own = tree.children(id).any(|kid| tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::Aux);
        row && !own && tree.upos(id) == Upos::Verb && tree.child(id, Deprel::Ccomp).is_some()
    };
    let verb = tree.ids().skip(candidate.head.index() + 1).find(says).filter(|&verb| tree.is_under(verb, candidate.head))?;
    let first = tree.subtree(who, &[candidate.head]).first().copied()?;
    (first <= who).then_some((verb, first, who))
}
