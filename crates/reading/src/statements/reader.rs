//! The reading of one text: sentence by sentence from the trees, then the quotations that no
//! tree has given to anybody.

use super::candidates::{Argument, Candidate, Link, candidates, is_aspect};
use super::company;
use super::features::View;
use super::grove::{LONGEST, Tree};
use super::judge::{self, Roles};
use super::marks::Quotation;
use super::model::StatementModel;
use super::{Attribution, WordAt, spans};
use rapporteur_language::{Analysis, Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Cues};
use rapporteur_record::{Act, ByteSpan, Certainty};
use std::collections::BTreeSet;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) analysis: &'a Analysis,
    pub(super) cues: &'a Cues,
    pub(super) quotations: &'a [Quotation],
    model: Option<&'a StatementModel>,
    pub found: Vec<Attribution>,
    /// Cues whose content is a clause of its own: what tells, not what merely wants or names.
    pub clausal: BTreeSet<WordAt>,
}

impl<'a> Reader<'a> {
    pub fn new(
        text: &'a str,
        analysis: &'a Analysis,
        cues: &'a Cues,
        quotations: &'a [Quotation],
        model: Option<&'a StatementModel>,
    ) -> Self {
        Self { text, analysis, cues, quotations, model, found: Vec::new(), clausal: BTreeSet::new() }
    }

    /// Reads every sentence by its tree.
    pub fn sentences(&mut self) {
        for at in 0..self.analysis.sentences.len() {
            if self.analysis.sentences[at].tokens.len() > LONGEST {
                continue;
            }
            let tree = Tree::new(self.text, self.analysis, at);
            self.introduced(&tree);
            for candidate in candidates(&tree, self.cues) {
                if is_aspect(&tree, &candidate, self.cues) {
                    continue;
                }
                if let Some(roles) = self.judge(&tree, &candidate) {
                    let words = self.with_aspect(&tree, &candidate, &roles);
                    self.take(&tree, &candidate, &roles, words);
                }
            }
            self.colon(&tree);
        }
    }

    /// The words of a cue below such a verb: both make one.
    fn with_aspect(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> Option<(TokenId, TokenId)> {
        let head = tree.head(candidate.head)?;
        let one = matches!(tree.deprel(candidate.head), Deprel::Xcomp | Deprel::Advcl)
            && self.cues.is_aspect(tree.lemma(head))
            && head < candidate.head
            && candidate.head.0 <= head.0 + 4;
        if !one {
            return None;
        }
        let first = Candidate { head, word: None, row: None, class: CueClass::Verb, arguments: Vec::new(), passive: false };
        let (first, _) = spans::cue(tree, &first, &[]);
        let (_, last) = spans::cue(tree, candidate, &roles.content);
        Some((first, last))
    }

    /// The roles of the candidate if it is an attribution: by the model, or without one by the
    /// lexicon's frames.
    fn judge(&self, tree: &Tree<'_>, candidate: &Candidate<'_>) -> Option<Roles> {
        let Some(model) = self.model else {
            return judge::roles(tree, candidate, false);
        };
        let view = View::new(self.text, tree, candidate, self.quotations);
        // Corpora mark outermost attributions only, so a model knows little of "his claim that …".
        let held = candidate.class == CueClass::Noun
            && view.by_rule.as_ref().is_some_and(|roles| roles.source.is_some() && judge::tells(tree, candidate, roles));
        if held {
            return view.by_rule.clone();
        }
        let roles = model.roles(&view, candidate)?;
        (model.margin(&view, &roles) >= 0.0).then_some(roles)
    }

    /// Makes an attribution of a candidate and its roles; `words` are the cue's where they are known.
    fn take(&mut self, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, words: Option<(TokenId, TokenId)>) {
        let cue = words.unwrap_or_else(|| spans::cue(tree, candidate, &roles.content));
        let cue_span = tree.token(cue.0).span.join(tree.token(cue.1).span);
        let source_argument = roles.source.map(|at| &candidate.arguments[at]);
        let source = source_argument.and_then(|argument| spans::source(tree, argument, cue));
        let page = spans::Page { text: self.text, quotations: self.quotations, cues: self.cues };
        let source = spans::speaker_beside(self.text, tree, cue, self.quotations).or(source);
        let source = source.filter(|&source| self.may_speak(source, cue_span));
        let content = spans::content(page, tree, candidate, &roles.content, cue, source);
        if content.is_empty() {
            return;
        }
        let company = company::company(self.text, tree, candidate, roles, self.cues);
        if judge::tells(tree, candidate, roles) {
            self.clausal.insert(WordAt { sentence: tree.at, token: candidate.head });
        }
        self.found.push(Attribution {
            source,
            source_head: source.and_then(|source| head_of(tree, source, source_argument.map(|argument| argument.head))),
            cue: Some(cue_span),
            cue_head: Some(WordAt { sentence: tree.at, token: candidate.head }),
            kind: company::kind(self.text, &content, self.quotations),
            act: company::act(tree, candidate, roles),
            certainty: company::certainty(tree, candidate, roles, self.cues),
            within: None,
            addressees: company.addressees,
            medium: company.medium,
            occasion: company.occasion,
            circumstances: company.circumstances,
            continues: None,
            content,
        });
    }

    /// Words inside a spoken quotation name nobody who speaks outside it.
    fn may_speak(&self, source: ByteSpan, cue: ByteSpan) -> bool {
        let at = self.quotations.partition_point(|quotation| quotation.span.end <= source.start);
        self.quotations.get(at).is_none_or(|quotation| {
            !quotation.span.contains(source) || quotation.span.contains(cue) || !judge::is_speech(self.text, quotation)
        })
    }

    /// "According to X, …", "in X's view, …": words that hang a clause on its source.
    fn introduced(&mut self, tree: &Tree<'_>) {
        for start in 0..tree.len() {
            let matched = self.cues.prepositions().find_map(|(words, row)| {
                let (first, last, source) = match_words(tree, start, words)?;
                Some((first, last, source, row))
            });
            let Some((first, last, head, row)) = matched else {
                continue;
            };
            // The phrase hangs on the clause that is said: by its noun ("view") or by the source.
            let top = tree
                .ids()
                .skip(first.index())
                .take_while(|&id| id <= last)
                .find(|&id| tree.upos(id) == Upos::Noun && tree.is_under(head, id));
            let top = top.unwrap_or(head);
            let Some(mut clause) = tree.head(top) else {
                continue;
            };
            // At an end of the sentence it is about the whole clause, not the phrase it hangs on.
            while !matches!(tree.deprel(clause), Deprel::Root | Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj) {
                let Some(above) = tree.head(clause) else {
                    break;
                };
                clause = above;
            }
            let arguments = vec![
                Argument { link: Link::Below(Deprel::Obl), head, marker: None, without: None },
                Argument { link: Link::Above(tree.deprel(top)), head: clause, marker: None, without: Some(top) },
            ];
            let candidate = Candidate { head: first, word: None, row: Some(row), class: CueClass::Preposition, arguments, passive: false };
            let roles = Roles { source: Some(0), content: vec![1] };
            // In "in X's view" the source stands inside the words: the noun alone is the cue.
            let words = if head > first && head < last { (top, top) } else { (first, last) };
            self.take(tree, &candidate, &roles, Some(words));
            if let Some(found) = self.found.last_mut().filter(|found| found.cue_head.is_some_and(|cue| cue.token == first)) {
                found.act = row.act;
            }
        }
    }

    /// "Minister: the war is over": a name and a colon before a clause, in a headline or a transcript.
    fn colon(&mut self, tree: &Tree<'_>) {
        let sentence = tree.sentence;
        let opens = tree
            .at
            .checked_sub(1)
            .is_none_or(|before| self.text[self.analysis.sentences[before].span.end..sentence.span.start].contains('\n'));
        let Some(colon) = tree.ids().take(12).find(|&id| tree.is(id, ":")) else {
            return;
        };
        let before: Vec<TokenId> = tree.ids().take_while(|&id| id < colon).collect();
        let named = before.iter().any(|&id| tree.upos(id) == Upos::Propn)
            && before.iter().all(|&id| !matches!(tree.upos(id), Upos::Verb | Upos::Aux | Upos::Num));
        let Some(next) = tree.ids().nth(colon.index() + 1) else {
            return;
        };
        let quoted = self.quotations.iter().any(|quotation| quotation.span.start == tree.token(next).span.start);
        let loud = before.iter().all(|&id| tree.form(id).chars().all(|c| !c.is_lowercase()));
        let speaks = tree.ids().skip(next.index()).any(|id| matches!(tree.upos(id), Upos::Verb | Upos::Aux));
        if !opens || !named || !(quoted || loud || tree.at == 0) || !speaks {
            return;
        }
        let Some(source) = tree.span(&before) else {
            return;
        };
        let cue = tree.token(colon).span;
        // A speaker's turn runs to the end of the paragraph.
        let end = self.analysis.sentences[tree.at..]
            .iter()
            .take_while(|later| !self.text[sentence.span.start..later.span.start].contains('\n'))
            .last()
            .map_or(sentence.span.end, |last| last.span.end);
        let turn = ByteSpan::new(tree.token(next).span.start, end);
        let mut content = spans::tidy(self.text, vec![turn], cue, Some(source), self.quotations);
        if content.is_empty() {
            return;
        }
        // Whole sentences keep their last stop.
        if let Some(last) = content.last_mut().filter(|last| self.text[last.end..turn.end].trim_end() == ".") {
            *last = ByteSpan::new(last.start, last.end + 1);
        }
        self.found.push(Attribution {
            source: Some(source),
            source_head: before.last().map(|&token| WordAt { sentence: tree.at, token }),
            cue: Some(cue),
            cue_head: Some(WordAt { sentence: tree.at, token: colon }),
            kind: company::kind(self.text, &content, self.quotations),
            content,
            act: Act::Say,
            certainty: Certainty::Asserted,
            within: None,
            addressees: Vec::new(),
            medium: None,
            occasion: None,
            circumstances: Vec::new(),
            continues: None,
        });
    }

    /// The sentence that holds the byte, or the next one.
    pub(super) fn sentence_at(&self, at: usize) -> Option<usize> {
        let found = self.analysis.sentences.partition_point(|sentence| sentence.span.end < at);
        (found < self.analysis.sentences.len()).then_some(found)
    }
}

/// The head word of a source: the one its argument has, if it lies inside, else the one that
/// stands highest in the tree.
fn head_of(tree: &Tree<'_>, source: ByteSpan, known: Option<TokenId>) -> Option<WordAt> {
    let inside = |id: &TokenId| source.contains(tree.token(*id).span);
    let token = known
        .filter(inside)
        .or_else(|| tree.ids().filter(inside).find(|&id| tree.head(id).is_none_or(|head| !inside(&head)) && !tree.is_mark(id)))?;
    Some(WordAt { sentence: tree.at, token })
}

/// Whether the words stand at `start`; `X` takes the phrase whose head follows. Gives the first
/// and the last word of the pattern (without `X`) and the head of the source.
fn match_words(tree: &Tree<'_>, start: usize, words: &[Box<str>]) -> Option<(TokenId, TokenId, TokenId)> {
    let x = words.iter().position(|word| &**word == "X")?;
    let fits = |id: TokenId, word: &str| tree.is(id, word) || (word == "'s" && (tree.is(id, "’s") || tree.is(id, "'") || tree.is(id, "’")));
    for (offset, word) in words[..x].iter().enumerate() {
        let id = TokenId((start + offset) as u32);
        if id.index() >= tree.len() || !fits(id, word) {
            return None;
        }
    }
    let first = TokenId(start as u32);
    let next = TokenId((start + x) as u32);
    if next.index() >= tree.len() {
        return None;
    }
    let tail = &words[x + 1..];
    if tail.is_empty() {
        // The source is what the last word before it marks.
        let last = TokenId(next.0 - 1);
        let head = tree.ancestors_of(last).find(|&id| id >= next && tree.upos(id) != Upos::Adp)?;
        return Some((first, last, head));
    }
    // "in X 's view": the tail's last word, a possessor below it.
    let last_word = tail.last()?;
    let noun = tree.ids().skip(next.index()).take(10).find(|&id| fits(id, last_word))?;
    let owner = tree.child(noun, Deprel::NmodPoss)?;
    (owner >= next && owner < noun).then_some((first, noun, owner))
}
