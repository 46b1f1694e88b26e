//! Quotations and the words right beside them: "…," X said; X said, "…". A quotation stands in the way of a
//! tree, so that the words alone tell better who says it.

use super::candidates::{Candidate, Link, candidates, is_passive};
use super::company;
use super::grove::{LONGEST, Tree};
use super::judge::{self, Roles};
use super::marks::Quotation;
use super::reader::{Reader, head_of};
use super::speech::insert;
use super::{Attribution, WordAt, spans};
use rapporteur_language::{Analysis, Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Cues, Frame};
use rapporteur_record::ByteSpan;

/// How many words may stand between a quotation and the verb behind it.
const BEHIND: usize = 30;
/// How many words may stand between the verb and a quotation that it introduces.
const AHEAD: usize = 12;
/// How many words may name the speaker in a sentence of its own behind a question or a cry.
const APART: usize = 8;

/// What says a quotation.
struct Saying {
    sentence: usize,
    /// The verb.
    verb: TokenId,
    /// Who says it, where the words beside the verb tell.
    source: Option<ByteSpan>,
    /// Whether it stands before the quotation.
    introduces: bool,
}

impl<'a> Reader<'a> {
    /// Gives every spoken quotation to what says it right beside it, and takes it from whom the trees gave it to.
    pub fn beside(&mut self, signed: usize) {
        let mut last: Option<Saying> = None;
        for quotation in self.quotations.iter().filter(|quotation| judge::is_speech(self.text, quotation)) {
            if self.is_turn(quotation) {
                continue;
            }
            if let Some(at) = (0..signed).find(|&at| self.found[at].content.contains(&quotation.span)) {
                self.take_from_others(quotation, at);
            } else if let Some(saying) = self.said_behind(quotation).or_else(|| self.introduced(quotation)) {
                self.give(quotation, &saying);
                last = Some(saying);
            } else if let Some(saying) = last.as_ref().filter(|saying| !saying.introduces && self.goes_on(quotation, saying.sentence)) {
                self.give(quotation, saying);
            }
        }
    }

    /// Whether the quotation opens a turn of a transcript ("DASK: We go."), which has its speaker.
    fn is_turn(&self, quotation: &Quotation) -> bool {
        let opens = |source: ByteSpan| source.start == quotation.span.start || source.start == quotation.inner.start;
        self.found.iter().any(|found| found.cue.is_some_and(|cue| cue.of(self.text) == ":") && found.source.is_some_and(opens))
    }

    /// "…," X said, smiling, "…": the sentence that X broke goes on.
    fn goes_on(&self, quotation: &Quotation, sentence: usize) -> bool {
        let small = quotation.inner.of(self.text).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
        let whole = self.analysis.sentences[sentence].span;
        small && whole.contains(quotation.span) && self.text[..quotation.span.start].trim_end().ends_with(',')
    }

    fn tree(&self, sentence: usize) -> Option<Tree<'a>> {
        (self.analysis.sentences[sentence].tokens.len() <= LONGEST).then(|| Tree::new(self.text, self.analysis, sentence))
    }

    fn row_quotes(&self, tree: &Tree<'_>, verb: TokenId) -> bool {
        self.cues.verb(tree.lemma(verb)).is_some_and(|row| row.takes(&Frame::Quote))
    }

    /// "…," X said; "…?" asked X.
    fn said_behind(&self, quotation: &Quotation) -> Option<Saying> {
        let inner = quotation.inner.of(self.text).trim_end().trim_end_matches(['\'', '’', '"', '”']);
        let goes_on = inner.ends_with([',', ';', '—', '–', '…']);
        let stops = inner.ends_with('.');
        if !quotation.closed || !(goes_on || stops || inner.ends_with(['?', '!'])) || !judge::begins(self.text, quotation) {
            return None;
        }
        let rest = &self.text[quotation.span.end..];
        let next = quotation.span.end + (rest.len() - rest.trim_start().len());
        if self.text[quotation.span.end..next].contains('\n') {
            return None;
        }
        let sentence = self.sentence_at(next + 1)?;
        let tree = self.tree(sentence)?;
        let ids: Vec<TokenId> = tree.ids().filter(|&id| tree.token(id).span.start >= next).collect();
        let (verb, speaker) = speaks(&tree, &ids)?;
        let apart = tree.sentence.span.start >= quotation.span.end;
        // "“…,” he said, “…”": the second half is no clause of its own.
        let quoted = |id: TokenId| self.quotations.iter().any(|other| other.span.overlaps(tree.token(id).span));
        let busy = tree.children(verb).any(|kid| kid > verb && matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Xcomp) && !quoted(kid));
        // "While he stressed that it "went well," he added that …": the first clause says it, the second says something else.
        let before = |found: &Attribution| {
            found.cue.is_some_and(|cue| cue.end <= quotation.span.start && tree.sentence.span.contains(cue))
                && found.content.iter().any(|piece| piece.overlaps(quotation.span))
        };
        if busy && !apart && self.found.iter().any(before) {
            return None;
        }
        let sure = goes_on || self.row_quotes(&tree, verb) && (!apart || !busy && verb.0 - ids[0].0 <= APART as u32);
        // "“We won.” Holm said.": behind a full stop only a sentence that says nothing of its own.
        let sure = sure && (!stops || apart && self.only_says(&tree, verb));
        let source = speaker.map(|(first, last)| tree.token(first).span.join(tree.token(last).span));
        // "…," the daily quoted the mayor as saying: it is the mayor who says it.
        if let Some((verb, source)) = quoted_as_saying(&tree, verb).filter(|_| sure) {
            return Some(Saying { sentence, verb, source: Some(source), introduces: false });
        }
        sure.then_some(Saying { sentence, verb, source, introduces: false })
    }

    /// Whether a sentence is nothing but a speaker, a verb of saying, and when, where or to whom.
    fn only_says(&self, tree: &Tree<'_>, verb: TokenId) -> bool {
        let light = |kid: TokenId| {
            let deprel = tree.deprel(kid);
            deprel.is_nominal_subject()
                || matches!(deprel, Deprel::Punct | Deprel::Advmod | Deprel::Obl | Deprel::OblUnmarked | Deprel::Aux | Deprel::Iobj)
                    && !matches!(tree.form(kid), ":" | "so")
        };
        let quotes = |id: TokenId| self.quotations.iter().any(|other| other.span.overlaps(tree.token(id).span));
        tree.deprel(verb) == Deprel::Root && tree.children(verb).all(light) && tree.ids().skip(verb.index()).all(|id| !quotes(id))
    }

    /// X said, "…"; X cried "…!"; X had this answer: "…".
    fn introduced(&self, quotation: &Quotation) -> Option<Saying> {
        let mut sentence = self.sentence_at(quotation.span.start + 1)?;
        let mut tree = self.tree(sentence)?;
        let mut before: Vec<TokenId> = tree.ids().take_while(|&id| tree.token(id).span.end <= quotation.span.start).collect();
        let paragraph_before = before.is_empty();
        if paragraph_before {
            // "X had this answer:" may end the paragraph before.
            sentence = sentence.checked_sub(1)?;
            let end = self.analysis.sentences[sentence].span.end;
            tree = self.tree(sentence)?;
            if self.text[..end].ends_with(':') && self.text.get(end..quotation.span.start)?.trim().is_empty() {
                before = tree.ids().collect();
            }
        }
        let at = before.iter().rposition(|&id| tree.upos(id) == Upos::Verb)?;
        let (verb, between) = (before[at], &before[at + 1..]);
        let word = tree.token(verb).span;
        let around = self.quotations.partition_point(|other| other.span.end <= word.start);
        if between.len() > AHEAD || self.quotations.get(around).is_some_and(|other| other.inner.contains(word)) {
            return None;
        }
        let quotes = self.row_quotes(&tree, verb);
        let large = quotation.inner.of(self.text).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let fits = match between.last().map(|&id| tree.form(id)) {
            None => quotes && large,
            Some(":") if paragraph_before => quotes || matches!(tree.deprel(verb), Deprel::Root | Deprel::Conj),
            Some(":") => quotes || !self.is_placed(quotation),
            Some(",") => quotes && large,
            Some(_) => false,
        };
        // "Holm", "the two officials": the words right before the verb group.
        let group = before[..at].iter().rposition(|&id| !matches!(tree.upos(id), Upos::Aux | Upos::Adv | Upos::Part));
        let stop = group.map_or(0, |group| group + 1);
        let named = |id: &TokenId| is_name_part(&tree, *id);
        let start = before[..stop].iter().rposition(|id| !named(id)).map_or(0, |at| at + 1);
        // They begin a clause: "…, Holm said", "although Holm said".
        let clause = start.checked_sub(1).is_none_or(|at| {
            tree.is_mark(before[at]) && tree.form(before[at]) != "-" || matches!(tree.upos(before[at]), Upos::Sconj | Upos::Cconj)
        });
        let active = !is_participle(&tree, verb) && !is_passive(&tree, verb) && before[start..stop].iter().any(|&id| is_nominal(&tree, id));
        let source = (start < stop && clause && active).then(|| tree.token(before[start]).span.join(tree.token(before[stop - 1]).span));
        // "Said Holm: “…”": the words behind a verb that begins its sentence.
        let behind = &between[..between.len() - usize::from(between.last().is_some_and(|&id| tree.is_mark(id)))];
        let inverted = stop == 0 && quotes && behind.iter().all(named) && behind.iter().any(|&id| is_nominal(&tree, id));
        let source = source.or_else(|| {
            let (&first, &last) = behind.first().zip(behind.last()).filter(|_| inverted)?;
            Some(tree.token(first).span.join(tree.token(last).span))
        });
        fits.then_some(Saying { sentence, verb, source, introduces: true })
    }

    /// Makes the quotation the content of the saying.
    fn give(&mut self, quotation: &Quotation, saying: &Saying) {
        let place = WordAt { sentence: saying.sentence, token: saying.verb };
        let Some(tree) = self.tree(saying.sentence) else { return };
        let word = tree.token(saying.verb).span;
        let known = self.found.iter().position(|found| found.cue_head == Some(place));
        let known = known.or_else(|| self.found.iter().position(|found| found.cue.is_some_and(|cue| cue.contains(word))));
        let at = known.or_else(|| {
            let all = candidates(&tree, self.cues);
            let candidate = all.iter().find(|one| one.head == saying.verb && matches!(one.class, CueClass::Verb | CueClass::Phrase))?;
            let made = self.spoken(&tree, candidate, quotation.span);
            self.found.push(made);
            Some(self.found.len() - 1)
        });
        let Some(at) = at else { return };
        let found = &mut self.found[at];
        if let Some(words) = saying.source.filter(|words| found.source.is_none_or(|source| !source.overlaps(*words))) {
            found.source = Some(words);
            found.source_head = head_of(&tree, words, None);
            let (text, quotations) = (self.text, self.quotations);
            let apart = |piece: &ByteSpan| {
                let front = ByteSpan::new(piece.start, words.start.clamp(piece.start, piece.end));
                let back = ByteSpan::new(words.end.clamp(piece.start, piece.end), piece.end);
                let parts = if piece.overlaps(words) { vec![front, back] } else { vec![*piece] };
                parts
                    .into_iter()
                    .map(|part| spans::trim(text, part, quotations))
                    .filter(|part| part.of(text).chars().any(char::is_alphanumeric))
            };
            found.content = found.content.iter().flat_map(apart).collect();
        }
        // "Holm was pleased: “We won,” she said": what stands before the colon is not hers.
        if !saying.introduces && self.text[..quotation.span.start].trim_end().ends_with(':') {
            for piece in found.content.iter_mut().filter(|piece| piece.contains(quotation.span)) {
                *piece = ByteSpan::new(quotation.span.start, piece.end);
            }
        }
        insert(&mut found.content, quotation.span);
        let ends = quotation.inner.of(self.text).trim_end().ends_with([',', '.', '?', '!']);
        if saying.introduces && quotation.closed && ends {
            // What follows a quotation that ends is the reporter's, unless it is quoted too.
            for piece in &mut found.content {
                if piece.start <= quotation.span.start && piece.end > quotation.span.end {
                    *piece = ByteSpan::new(piece.start, quotation.span.end);
                }
            }
        }
        found.kind = company::kind(self.text, &found.content, self.quotations);
        self.take_from_others(quotation, at);
    }

    /// Leaves the quotation to the attribution at `at` alone, to what stands inside it, and to those who report that attribution.
    fn take_from_others(&mut self, quotation: &Quotation, at: usize) {
        let Some(cue) = self.found[at].cue else { return };
        let said = self.found[at].source.filter(|source| source.start >= quotation.span.end).map_or(cue, |source| source.join(cue));
        let clause = self.found[at].source.map_or(cue, |source| source.join(cue));
        let (text, quotations) = (self.text, self.quotations);
        let mut emptied = false;
        for other in (0..self.found.len()).filter(|&other| other != at) {
            let found = &mut self.found[other];
            let around = found.content.iter().find(|piece| piece.contains(cue));
            let touches = found.content.iter().any(|piece| piece.overlaps(quotation.span));
            if around.is_none() && !touches || found.cue.is_some_and(|own| quotation.span.contains(own)) {
                continue;
            }
            let preposition = found.cue.is_some_and(|own| {
                let first = own.of(text).split_whitespace().next().unwrap_or_default();
                self.cues.prepositions().any(|(words, _)| words.first().is_some_and(|word| word.eq_ignore_ascii_case(first)))
            });
            let behind = cue.start >= quotation.span.end && found.cue.is_some_and(|own| own.start > cue.start);
            if preposition && behind && found.content.contains(&quotation.span) {
                // "…," Holm said, according to the paper: the paper reports that Holm said so.
                found.content.retain(|&piece| piece != quotation.span);
                insert(&mut found.content, quotation.span.join(said));
                continue;
            }
            if let Some(&around) = around {
                // "told the guild that it erred: “We saw it,” he said": what stands before the colon is told by itself.
                let front = ByteSpan::new(around.start, quotation.span.start.max(around.start));
                let apart = front.of(text).trim_end().ends_with([':', ';']) && found.cue.is_some_and(|own| own.end <= around.start);
                if apart {
                    let kept = spans::trim(text, ByteSpan::new(front.start, front.start + front.of(text).trim_end().len() - 1), quotations);
                    found.content.retain(|piece| piece.end <= front.end);
                    insert(&mut found.content, kept);
                    found.kind = company::kind(text, &found.content, quotations);
                    continue;
                }
                // "The film has a scene of Holm saying, “…”": only Holm says it.
                let most = found.content.iter().map(|piece| piece.len()).sum::<usize>() < 2 * quotation.span.len();
                if most && !preposition && !reports(text, self.analysis, self.cues, found, around, clause) {
                    found.content.clear();
                    emptied = true;
                }
                continue;
            }
            let mut rest = Vec::new();
            for &piece in &found.content {
                if piece.overlaps(quotation.span) {
                    let front = ByteSpan::new(piece.start, quotation.span.start.max(piece.start));
                    let back = ByteSpan::new(quotation.span.end.min(piece.end), piece.end);
                    let kept = [front, back].map(|part| spans::trim(text, part, quotations));
                    let own = |part: &ByteSpan| part.of(text).chars().any(char::is_alphanumeric) && !part.overlaps(clause);
                    rest.extend(kept.into_iter().filter(own));
                } else {
                    rest.push(piece);
                }
            }
            emptied |= rest.is_empty();
            found.content = rest;
            found.kind = company::kind(text, &found.content, quotations);
        }
        // Nothing goes on with another yet, so that places may change.
        if emptied {
            self.found.retain(|found| !found.content.is_empty());
        }
    }

    /// An attribution of a verb with a quotation for its content.
    pub(super) fn spoken(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, content: ByteSpan) -> Attribution {
        let source = candidate.arguments.iter().position(|argument| {
            let subject = matches!(argument.link, Link::Below(deprel) if deprel.is_nominal_subject());
            !candidate.passive && (subject || matches!(argument.link, Link::Shared(_)))
        });
        let roles = Roles { source, content: Vec::new() };
        let cue = spans::cue(tree, candidate, &[]);
        let span = source.and_then(|at| spans::source(tree, &candidate.arguments[at], cue));
        let company = company::company(self.text, tree, candidate, &roles, self.cues);
        let content = vec![content];
        Attribution {
            source: span,
            source_head: span.and(source).map(|at| WordAt { sentence: tree.at, token: candidate.arguments[at].head }),
            cue: Some(tree.token(cue.0).span.join(tree.token(cue.1).span)),
            cue_head: Some(WordAt { sentence: tree.at, token: candidate.head }),
            kind: company::kind(self.text, &content, self.quotations),
            content,
            act: company::act(tree, candidate, &roles),
            certainty: company::certainty(tree, candidate, &roles, self.cues),
            stance: false,
            within: None,
            addressees: company.addressees,
            medium: company.medium,
            occasion: company.occasion,
            circumstances: company.circumstances,
            continues: None,
        }
    }
}

/// Whether the attribution tells that somebody said something: its verb takes a clause, and the clause of the one who
/// said it, `said` with its speaker, begins the content or a "that" does.
fn reports(text: &str, analysis: &Analysis, cues: &Cues, found: &Attribution, content: ByteSpan, said: ByteSpan) -> bool {
    let Some(word) = found.cue_head else { return true };
    let token = &analysis.sentences[word.sentence].tokens[word.token.index()];
    let Some(row) = cues.verb(&token.lemma).filter(|_| token.upos == Upos::Verb) else {
        return token.upos != Upos::Verb;
    };
    let clause = [Frame::That, Frame::WhomThat, Frame::Quote, Frame::Whether].iter().any(|frame| row.takes(frame));
    let ahead = text.get(content.start..said.start).unwrap_or_default();
    clause && (ahead.split_whitespace().any(|word| word == "that") || ahead.split_whitespace().count() <= 4)
}

fn is_nominal(tree: &Tree<'_>, id: TokenId) -> bool {
    matches!(tree.upos(id), Upos::Propn | Upos::Pron | Upos::Noun | Upos::Num)
}

/// Whether the word may stand in a name or a plain noun phrase.
fn is_name_part(tree: &Tree<'_>, id: TokenId) -> bool {
    is_nominal(tree, id) && !tree.is(id, "who") && !tree.is(id, "that") && !tree.is(id, "which")
        || matches!(tree.upos(id), Upos::Det | Upos::Adj)
        || matches!(tree.form(id), "'s" | "’s" | "." | "(" | ")" | "-")
}

fn is_participle(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.form(id).ends_with("ing") && !tree.children(id).any(|kid| tree.deprel(kid) == Deprel::Aux)
}

type Run = (TokenId, TokenId);

/// The participle by which somebody is quoted, and the words that name him: "quoted the mayor as saying".
fn quoted_as_saying(tree: &Tree<'_>, verb: TokenId) -> Option<(TokenId, ByteSpan)> {
    if !matches!(tree.lemma(verb), "quote" | "cite") {
        return None;
    }
    let person = tree.child(verb, Deprel::Obj).filter(|&person| person > verb)?;
    let saying = tree.ids().skip(person.index() + 1).find(|&id| tree.form(id).ends_with("ing") && tree.upos(id) == Upos::Verb)?;
    let led = saying.0.checked_sub(1).is_some_and(|before| tree.is(TokenId(before), "as"));
    let words: Vec<TokenId> = tree.subtree(person, &[saying]).into_iter().filter(|&id| id.0 + 1 < saying.0).collect();
    let stop = words.iter().rposition(|&id| !tree.is_mark(id))?;
    tree.span(&words[..=stop]).filter(|_| led).map(|span| (saying, span))
}

/// The verb of words that begin behind a quotation, and the words of its subject where they stand right beside
/// it: "Holm told reporters", "the envoy, who had been there, said", "said Holm".
fn speaks(tree: &Tree<'_>, ids: &[TokenId]) -> Option<(TokenId, Option<Run>)> {
    let verbal = |&id: &TokenId| matches!(tree.upos(id), Upos::Verb | Upos::Aux);
    let light = |&id: &TokenId| matches!(tree.upos(id), Upos::Adv | Upos::Part);
    let mut at = ids.iter().position(verbal)?;
    // A clause about the speaker ends with a comma: "Holm, who leads the party, said", "Holm, wearing a hat, said".
    let relative = ids[..at].iter().any(|&id| ["who", "which", "whose"].iter().any(|word| tree.is(id, word)));
    if relative || at > 1 && tree.is(ids[at - 1], ",") && is_participle(tree, ids[at]) {
        let after_comma = |at: usize| {
            let word = (0..at).rev().find(|&before| !light(&ids[before]));
            word.is_some_and(|word| tree.is(ids[word], ","))
        };
        at = (at + 1..ids.len().min(BEHIND)).find(|&later| verbal(&ids[later]) && after_comma(later))?;
    }
    let verb = *ids[at..].iter().find(|id| !(light(id) || tree.upos(**id) == Upos::Aux))?;
    if at > BEHIND || tree.upos(verb) != Upos::Verb || is_participle(tree, verb) || is_passive(tree, verb) {
        return None;
    }
    let stop = ids[..at].iter().rposition(|id| !light(id)).map_or(0, |last| last + 1);
    if stop == 0 {
        // "said Holm": the words right behind the verb.
        let place = ids.iter().position(|&id| id == verb)?;
        let named = ids[place + 1..].iter().take_while(|&&id| is_name_part(tree, id)).count();
        let words = &ids[place + 1..place + 1 + named];
        let run = words.first().zip(words.last()).map(|(&first, &last)| (first, last));
        return words.iter().any(|&id| is_nominal(tree, id)).then_some((verb, run));
    }
    let words = &ids[..stop];
    let apposed = words.iter().any(|&id| tree.is(id, ","));
    let opens = is_name_part(tree, words[0]) && tree.form(words[0]).chars().any(char::is_alphanumeric);
    let whole = words.iter().all(|&id| {
        let joins = matches!(tree.upos(id), Upos::Sconj) || tree.is(id, ";") || tree.is(id, ":");
        !joins && (apposed || !tree.is(id, "but"))
    });
    // A list of commas that does not come back to the verb is no speaker.
    let closed = !apposed || words.last().is_some_and(|&id| tree.is(id, ","));
    (opens && whole && closed && words.iter().any(|&id| is_nominal(tree, id))).then(|| (verb, Some((words[0], words[stop - 1]))))
}
