//! From words of a tree to spans of the text: what a cue, a source and a content take along.

use super::candidates::{Argument, Candidate, Link, resumes};
use super::grove::Tree;
use super::judge::{Roles, is_infinitive_to};
use super::marks::Quotation;
use super::tagger::Tagged;
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Cues};
use rapporteur_record::ByteSpan;

/// What stays the same for a whole text.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub text: &'a str,
    pub quotations: &'a [Quotation],
    pub cues: &'a Cues,
}

/// The words of an attribution as the frames of the lexicon have them.
pub(super) struct Draft {
    pub source: Option<ByteSpan>,
    /// The first and the last word of the cue.
    pub cue: (TokenId, TokenId),
    pub content: Vec<ByteSpan>,
}

impl Draft {
    /// The cue's bytes.
    pub fn cue_span(&self, tree: &Tree<'_>) -> ByteSpan {
        tree.token(self.cue.0).span.join(tree.token(self.cue.1).span)
    }
}

/// Makes spans of the roles; `words` are the cue's where they are known.
pub(super) fn draft(page: Page<'_>, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, words: Option<(TokenId, TokenId)>) -> Draft {
    let cue = words.unwrap_or_else(|| cue(tree, candidate, &roles.content));
    let argument = roles.source.map(|at| &candidate.arguments[at]);
    let source = argument.and_then(|argument| source(tree, argument, cue));
    let source = speaker_beside(page.text, tree, cue, page.quotations).or(source);
    let content = content(page, tree, candidate, &roles.content, cue, source);
    Draft { source, cue, content }
}

/// Makes spans of labelled words.
pub(super) fn tagged(page: Page<'_>, tree: &Tree<'_>, tagged: &Tagged) -> Draft {
    let span = |(first, last): (TokenId, TokenId)| tree.token(first).span.join(tree.token(last).span);
    let source = tagged.source.map(span);
    let pieces = tagged.content.iter().map(|&run| span(run)).collect();
    let content = tidy(page.text, pieces, span(tagged.cue), source, page.quotations);
    let content = spoken_only(page.text, content, span(tagged.cue), source, page.quotations);
    Draft { source, cue: tagged.cue, content }
}

/// "quoted the general as saying that …": the object speaks.
pub(super) fn quoted_person(tree: &Tree<'_>, candidate: &Candidate<'_>) -> Option<ByteSpan> {
    let quoting = tree.head(candidate.head).filter(|&head| matches!(tree.lemma(head), "quote" | "cite") && head < candidate.head)?;
    tree.marker(candidate.head).filter(|&mark| tree.is(mark, "as"))?;
    let person = tree
        .children(quoting)
        .find(|&kid| matches!(tree.deprel(kid), Deprel::Obj | Deprel::NsubjPass) && kid < candidate.head && !tree.is_mark(kid))?;
    let argument = Argument { link: Link::Shared(Deprel::Advcl), head: person, marker: None, without: Some(candidate.head) };
    source(tree, &argument, (candidate.head, candidate.head))
}

/// The words of a cue below a verb that only tells how it goes on ("began to criticize"): both make one.
pub(super) fn with_aspect(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, cues: &Cues) -> Option<(TokenId, TokenId)> {
    let head = tree.head(candidate.head)?;
    let one = matches!(tree.deprel(candidate.head), Deprel::Xcomp | Deprel::Advcl)
        && cues.is_aspect(tree.lemma(head))
        && head < candidate.head
        && candidate.head.0 <= head.0 + 4;
    if !one {
        return None;
    }
    let first = Candidate { head, word: None, row: None, class: CueClass::Verb, arguments: Vec::new(), passive: false };
    let (first, _) = cue(tree, &first, &[]);
    let (_, last) = cue(tree, candidate, &roles.content);
    Some((first, last))
}

/// The words of the cue: the verb group with auxiliaries, negation and adverbs before it, its
/// particle, and a preposition after it that leads to the content.
pub(super) fn cue(tree: &Tree<'_>, candidate: &Candidate<'_>, content: &[usize]) -> (TokenId, TokenId) {
    let (mut first, mut last) = (candidate.head, candidate.head);
    if let Some(word) = candidate.word {
        first = first.min(word);
        last = last.max(word);
    }
    if candidate.class == CueClass::Adjective {
        // "is not sure": the copula and its company.
        for kid in tree.children(candidate.head) {
            if kid < first && matches!(tree.deprel(kid), Deprel::Cop | Deprel::Aux) {
                first = kid;
            }
        }
    }
    let belongs = |id: TokenId| {
        tree.head(id).is_some_and(|head| head == candidate.head || Some(head) == candidate.word)
            && match tree.deprel(id) {
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => true,
                Deprel::Advmod => matches!(tree.upos(id), Upos::Adv | Upos::Part),
                _ => false,
            }
    };
    while first.0 > 0 && belongs(TokenId(first.0 - 1)) && candidate.class != CueClass::Noun {
        first = TokenId(first.0 - 1);
    }
    for kid in tree.children(candidate.head) {
        if tree.deprel(kid) == Deprel::CompoundPrt && kid.0 == last.0 + 1 {
            last = kid;
        }
    }
    let next = TokenId(last.0 + 1);
    let leads = |argument: &Argument| {
        argument.marker == Some(next)
            && !is_infinitive_to(tree, next)
            && matches!(tree.deprel(next), Deprel::Case | Deprel::Mark)
            && tree.upos(next) == Upos::Adp
            && !tree.is(next, "by")
    };
    if next.index() < tree.len() && content.iter().any(|&at| leads(&candidate.arguments[at])) {
        last = next;
        while let Some(fixed) = tree.children(next).find(|&kid| tree.deprel(kid) == Deprel::Fixed && kid.0 == last.0 + 1) {
            last = fixed;
        }
    }
    (first, last)
}

/// The words of a source: its phrase without what leads to the cue; an apposition keeps its
/// closing comma.
pub(super) fn source(tree: &Tree<'_>, argument: &Argument, cue: (TokenId, TokenId)) -> Option<ByteSpan> {
    let mut ids = argument.tokens(tree);
    ids.retain(|&id| id < cue.0 || id > cue.1);
    // Before the cue or after it, never on both sides.
    if argument.head < cue.0 {
        ids.retain(|&id| id < cue.0);
    } else {
        ids.retain(|&id| id > cue.1);
    }
    let skip = |id: TokenId| {
        tree.is_mark(id) && !matches!(tree.form(id), "%" | "$" | "(" | ")")
            || matches!(tree.deprel(id), Deprel::Case | Deprel::Cc | Deprel::Mark) && tree.head(id) == Some(argument.head)
    };
    let start = ids.iter().position(|&id| !skip(id))?;
    let stop = ids.iter().rposition(|&id| !tree.is_mark(id) || tree.form(id) == ")" || tree.form(id) == "%")?;
    let ids = run(&ids[start..=stop.max(start)], argument.head);
    let span = tree.span(ids)?;
    let last = *ids.last()?;
    let next = TokenId(last.0 + 1);
    let apposed = ids.iter().any(|&id| tree.is(id, ","));
    if apposed && next.index() < tree.len() && tree.is(next, ",") && TokenId(next.0 + 1) == cue.0 {
        return Some(span.join(tree.token(next).span));
    }
    Some(span)
}

/// The speaker between a spoken quotation and its cue ("…," X said), read off the words alone: trees
/// go wrong there.
pub(super) fn speaker_beside(text: &str, tree: &Tree<'_>, cue: (TokenId, TokenId), quotations: &[Quotation]) -> Option<ByteSpan> {
    let start = tree.token(cue.0).span.start;
    let said = quotations.partition_point(|quotation| quotation.span.end <= start).checked_sub(1)?;
    let quotation = &quotations[said];
    if !super::judge::is_speech(text, quotation) || !super::judge::leads_on(text, quotation) {
        return None;
    }
    let ids: Vec<TokenId> =
        tree.ids().filter(|&id| id < cue.0 && tree.token(id).span.start >= quotation.span.end).skip_while(|&id| tree.is_mark(id)).collect();
    let (&first, &last) = ids.first().zip(ids.last())?;
    // A name with an apposition between commas may hold a clause.
    let apposed = ids.iter().take(8).any(|&id| tree.is(id, ",")) && tree.is(last, ",") && ids.len() <= 60;
    let nominal = matches!(tree.upos(first), Upos::Propn | Upos::Det | Upos::Pron | Upos::Noun | Upos::Adj)
        && ids.iter().any(|&id| matches!(tree.upos(id), Upos::Propn | Upos::Pron | Upos::Noun))
        && (apposed || ids.len() <= 20 && !ids.iter().any(|&id| matches!(tree.upos(id), Upos::Verb | Upos::Sconj | Upos::Cconj)))
        && !ids.iter().any(|&id| tree.is(id, ";"))
        && ids.len() as u32 == last.0 - first.0 + 1;
    nominal.then(|| tree.token(first).span.join(tree.token(last).span))
}

/// The stretch of `ids` around `head` without a hole of more than two tokens.
fn run(ids: &[TokenId], head: TokenId) -> &[TokenId] {
    let at = ids.iter().position(|&id| id >= head).unwrap_or(0);
    let mut start = at;
    while start > 0 && ids[start].0 - ids[start - 1].0 <= 2 {
        start -= 1;
    }
    let mut stop = at;
    while stop + 1 < ids.len() && ids[stop + 1].0 - ids[stop].0 <= 2 {
        stop += 1;
    }
    &ids[start..=stop]
}

/// The pieces of a content: the words of its arguments in runs, without what belongs to cue,
/// source and addressee; quotations whole; no comma, colon or full stop at an end unless it is quoted.
pub(super) fn content(
    page: Page<'_>,
    tree: &Tree<'_>,
    candidate: &Candidate<'_>,
    chosen: &[usize],
    cue: (TokenId, TokenId),
    source: Option<ByteSpan>,
) -> Vec<ByteSpan> {
    let Page { text, quotations, cues } = page;
    let mut inside = vec![false; tree.len()];
    for &at in chosen {
        let argument = &candidate.arguments[at];
        let before = foreword(tree, argument);
        let tokens = argument.tokens(tree);
        for &id in &tokens {
            inside[id.index()] = before.is_none_or(|that| id >= that);
        }
        // The "that" of a noun's clause may hang elsewhere.
        let that = argument.marker.filter(|that| candidate.class == CueClass::Noun && tokens.first() == Some(&TokenId(that.0 + 1)));
        if let Some(that) = that.filter(|&that| tree.is(that, "that")) {
            inside[that.index()] = true;
        }
    }
    // "says Karim “has a gift”": a clause without a subject takes the noun that the tree leaves between.
    for &at in chosen {
        let argument = &candidate.arguments[at];
        let clause = argument.head;
        let bare = matches!(argument.link, Link::Below(Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::Parataxis))
            && argument.marker.is_none()
            && tree.upos(clause) == Upos::Verb
            && tree.token(clause).feats.is("VerbForm", "Fin")
            && !tree.children(clause).any(|kid| tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::Csubj);
        let between = candidate
            .arguments
            .iter()
            .find(|other| other.link == Link::Below(Deprel::Obj) && other.marker.is_none() && other.head > cue.1 && other.head < clause);
        if let Some(object) = between.filter(|_| bare) {
            let ids = object.tokens(tree);
            let adjoins = ids.first().is_some_and(|&id| id == TokenId(cue.1.0 + 1))
                && ids.last().is_some_and(|last| (last.0 + 1..clause.0).all(|id| inside[id as usize] || tree.is_mark(TokenId(id))));
            for id in ids.into_iter().filter(|_| adjoins) {
                inside[id.index()] = true;
            }
        }
    }
    // ", adding that …" goes on with the speaker; it is no part of what was said before.
    for id in tree.ids() {
        let trails = id > candidate.head
            && tree.form(id).ends_with("ing")
            // Who is cited for all of it is cited for that too.
            && candidate.class != CueClass::Preposition
            && resumes(tree, id, cues).is_some_and(|above| tree.is_under(candidate.head, above));
        if inside[id.index()] && trails {
            // Its "while" goes with it, and the clause that the tree hangs beside it.
            let clause = tree.ids().skip(id.index() + 1).find(|&that| tree.is(that, "that")).and_then(|that| tree.head(that));
            for below in clause.into_iter().flat_map(|clause| tree.subtree(clause, &[])).filter(|&below| below > id) {
                inside[below.index()] = false;
            }
            for below in tree.subtree(id, &[]) {
                inside[below.index()] = false;
            }
        }
    }
    for &at in chosen {
        for id in afterthought(tree, candidate, &candidate.arguments[at], quotations) {
            inside[id.index()] = false;
        }
    }
    let cue_span = tree.token(cue.0).span.join(tree.token(cue.1).span);
    for id in tree.ids() {
        let span = tree.token(id).span;
        if (id >= cue.0 && id <= cue.1) || source.is_some_and(|source| source.contains(span)) {
            inside[id.index()] = false;
        }
    }
    // A mark between two words of the content is content too.
    for at in 1..tree.len().saturating_sub(1) {
        if !inside[at] && inside[at - 1] && inside[at + 1] && tree.is_mark(TokenId(at as u32)) {
            inside[at] = true;
        }
    }
    let mut pieces: Vec<ByteSpan> = Vec::new();
    let mut at = 0;
    while at < tree.len() {
        if !inside[at] {
            at += 1;
            continue;
        }
        let start = at;
        while at < tree.len() && inside[at] {
            at += 1;
        }
        let ids: Vec<TokenId> = (start..at).map(|i| TokenId(i as u32)).collect();
        if let Some(piece) = tree.span(&ids) {
            pieces.push(piece);
        }
    }
    // The conjunction before "according to Karim" joins what he says.
    pieces
        .retain(|piece| candidate.class != CueClass::Preposition || !matches!(piece.of(text).trim_end_matches(','), "and" | "but" | "or"));
    let pieces = tidy(text, pieces, cue_span, source, quotations);
    spoken_only(text, pieces, cue_span, source, quotations)
}

/// What the reporter adds at the end of an indirect content: ", which would …", ", putting …".
fn afterthought(tree: &Tree<'_>, candidate: &Candidate<'_>, argument: &Argument, quotations: &[Quotation]) -> Vec<TokenId> {
    let ids = argument.tokens(tree);
    let found = ids
        .iter()
        .filter(|&&id| id > argument.head && id > candidate.head)
        .filter(|&&id| match tree.deprel(id) {
            Deprel::AclRelcl => true,
            Deprel::Advcl => tree.form(id).ends_with("ing"),
            _ => false,
        })
        .map(|&id| tree.subtree(id, &[]))
        .find(|added| {
            let apart = added.first().is_some_and(|&first| tree.is(first, ",") || first.0 > 0 && tree.is(TokenId(first.0 - 1), ","));
            apart && added.last() == ids.last()
        });
    let quoted = |added: &[TokenId]| added.iter().any(|&id| touching(quotations, tree.token(id).span).next().is_some());
    found.filter(|added| !quoted(added)).unwrap_or_default()
}

/// X said, "we need them", while leaving: behind the comma the reporter goes on.
fn introduced_only(text: &str, mut pieces: Vec<ByteSpan>, cue: ByteSpan, quotations: &[Quotation]) -> Vec<ByteSpan> {
    for piece in pieces.iter_mut().filter(|piece| piece.start >= cue.end) {
        let Some(first) = touching(quotations, *piece).next().filter(|first| first.span.start == piece.start && first.closed) else {
            continue;
        };
        let set_off = matches!(text[cue.end..piece.start].trim(), "," | ":");
        let rest = text[first.span.end..piece.end.max(first.span.end)].trim_start();
        if set_off
            && rest.starts_with(',')
            && touching(quotations, ByteSpan::new(first.span.end, piece.end.max(first.span.end))).next().is_none()
        {
            *piece = first.span;
        }
    }
    pieces
}

/// Where a spoken quotation ends in a comma or the like just before source and cue ("…," X said),
/// it is what was said: of the words after them only quotations are.
fn spoken_only(text: &str, pieces: Vec<ByteSpan>, cue: ByteSpan, source: Option<ByteSpan>, quotations: &[Quotation]) -> Vec<ByteSpan> {
    let pieces = introduced_only(text, pieces, cue, quotations);
    let front = source.map_or(cue.start, |source| source.start.min(cue.start));
    let back = source.map_or(cue.end, |source| source.end.max(cue.end));
    let Some(said) = quotations.partition_point(|quotation| quotation.span.end <= front).checked_sub(1) else {
        return pieces;
    };
    let quotation = &quotations[said];
    let near = text[quotation.span.end..front].chars().filter(|c| c.is_alphanumeric()).count() < 30;
    if !near || !super::judge::is_speech(text, quotation) || !super::judge::leads_on(text, quotation) {
        return pieces;
    }
    let is_quoted = |piece: &ByteSpan| quotations.iter().any(|quotation| quotation.span.contains(*piece));
    if !pieces.iter().any(|piece| piece.overlaps(quotation.span)) {
        return pieces;
    }
    pieces
        .into_iter()
        .filter_map(|piece| {
            if piece.overlaps(quotation.span) {
                Some(ByteSpan::new(piece.start, quotation.span.end.max(piece.start)))
            } else if piece.start >= back {
                is_quoted(&piece).then_some(piece)
            } else {
                Some(piece)
            }
        })
        .collect()
}

/// The "that" of a clause with a few words in front of it: those belong to the cue ("said Saturday
/// that …").
pub(super) fn foreword(tree: &Tree<'_>, argument: &Argument) -> Option<TokenId> {
    if !matches!(argument.link, Link::Below(Deprel::Ccomp)) {
        return None;
    }
    let that = argument.marker.filter(|&mark| tree.deprel(mark) == Deprel::Mark && (tree.is(mark, "that") || tree.is(mark, "whether")))?;
    let ahead = argument.tokens(tree).into_iter().filter(|&id| id < that).count();
    (ahead > 0).then_some(that)
}

/// Fits pieces to the quotations they touch, trims their ends and drops empty ones.
pub(super) fn tidy(text: &str, pieces: Vec<ByteSpan>, cue: ByteSpan, source: Option<ByteSpan>, quotations: &[Quotation]) -> Vec<ByteSpan> {
    let mut fitted: Vec<ByteSpan> = Vec::new();
    for piece in pieces {
        let mut piece = piece;
        for quotation in touching(quotations, piece) {
            let spoils = quotation.span.overlaps(cue) || source.is_some_and(|source| quotation.span.overlaps(source));
            if !spoils {
                piece = piece.join(quotation.span);
            } else if quotation.inner.contains(cue) {
                // Said inside the quotation: its marks belong to the one who is quoted.
                let start = piece.start.max(quotation.inner.start);
                piece = ByteSpan::new(start.min(piece.end), piece.end.min(quotation.inner.end).max(start.min(piece.end)));
                break;
            }
        }
        let piece = trim(text, piece, quotations);
        if !piece.of(text).chars().any(char::is_alphanumeric) {
            continue;
        }
        match fitted.last_mut() {
            Some(last) if last.overlaps(piece) || (last.end <= piece.start && text[last.end..piece.start].trim().is_empty()) => {
                *last = last.join(piece);
            }
            _ => fitted.push(piece),
        }
    }
    fitted
}

/// The quotations that share a byte with the span.
pub(super) fn touching(quotations: &[Quotation], span: ByteSpan) -> impl Iterator<Item = &Quotation> {
    let from = quotations.partition_point(|quotation| quotation.span.end <= span.start);
    quotations[from..].iter().take_while(move |quotation| quotation.span.start < span.end)
}

/// Cuts white space and loose marks off both ends; a mark that stands in or closes a quotation stays.
pub(super) fn trim(text: &str, piece: ByteSpan, quotations: &[Quotation]) -> ByteSpan {
    let mut piece = piece.trim(text);
    loop {
        let words = piece.of(text);
        let Some(last) = words.chars().next_back() else {
            break;
        };
        let loose = matches!(last, ',' | '.' | ';' | ':' | '—' | '–' | '-' | '(')
            && !(last == '.' && is_abbreviation(words))
            && !touching(quotations, ByteSpan::new(piece.end - last.len_utf8(), piece.end))
                .next()
                .is_some_and(|quotation| piece.start <= quotation.span.start || quotation.inner.end < piece.end);
        if !loose {
            break;
        }
        piece = ByteSpan::new(piece.start, piece.end - last.len_utf8()).trim(text);
    }
    while let Some(first) = piece.of(text).chars().next().filter(|c| matches!(c, ',' | ';' | ':' | '—' | '–' | '-' | ')' | '.')) {
        piece = ByteSpan::new(piece.start + first.len_utf8(), piece.end).trim(text);
    }
    piece
}

/// Whether the full stop at the end belongs to an abbreviation: "U.S.", "Jr.", "p.m.".
fn is_abbreviation(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or(words);
    let stem = &last[..last.len() - 1];
    stem.contains('.') && stem.len() <= 5 || matches!(stem, "Jr" | "Sr" | "Inc" | "Co" | "Corp" | "Ltd")
}
