//! The reading of one text: sentence by sentence from the trees, then the quotations that no
//! tree has given to anybody.

use super::candidates::{Candidate, Link};
use super::company;
use super::deeds;
use super::ends;
use super::grove::{LONGEST, Tree};
use super::judge::{self, Roles};
use super::marks::Quotation;
use super::mend::mended;
use super::model::StatementModel;
use super::nominal;
use super::spans::{self, Draft, Page};
use super::weigh;
use super::words::Words;
use super::{Attribution, WordAt};
use rapporteur_language::{Analysis, Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Cues, Frame};
use rapporteur_record::{Act, ByteSpan};
use std::collections::{BTreeMap, BTreeSet};

/// So far below the threshold a verb may be that goes on with the speaker of one before it.
const JOINED: f32 = -1.0;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) analysis: &'a Analysis,
    pub(super) cues: &'a Cues,
    pub(super) quotations: &'a [Quotation],
    model: Option<&'a StatementModel>,
    pub found: Vec<Attribution>,
    /// Cues that are statements inside what another says too: what tells or takes a stand, not what merely feels or names.
    pub clausal: BTreeSet<WordAt>,
    /// Cues that are statements only inside what another says: the model takes them for none.
    pub inward: BTreeSet<WordAt>,
    /// Cues that the lexicon does not know: a word that is set off ("posed a “greater threat”") makes none of them a statement inside another.
    pub unknown: BTreeSet<WordAt>,
    /// Cues by which somebody's words are told whom another cites, each with the cue of that one.
    pub cited: BTreeMap<WordAt, WordAt>,
}

impl<'a> Reader<'a> {
    pub fn new(
        text: &'a str,
        analysis: &'a Analysis,
        cues: &'a Cues,
        quotations: &'a [Quotation],
        model: Option<&'a StatementModel>,
    ) -> Self {
        Self {
            text,
            analysis,
            cues,
            quotations,
            model,
            found: Vec::new(),
            clausal: BTreeSet::new(),
            inward: BTreeSet::new(),
            unknown: BTreeSet::new(),
            cited: BTreeMap::new(),
        }
    }

    /// Reads every sentence by its tree.
    pub fn sentences(&mut self) {
        let spoken: Vec<bool> = self.quotations.iter().map(|quotation| judge::is_speech(self.text, quotation)).collect();
        for at in 0..self.analysis.sentences.len() {
            if self.analysis.sentences[at].tokens.len() > LONGEST {
                continue;
            }
            let (tree, known) = (Tree::new(self.text, self.analysis, at), self.found.len());
            match self.model {
                Some(model) => self.by_model(&tree, model, &spoken),
                None => self.by_frames(&tree),
            }
            self.citing(&tree, known);
            self.colon(&tree);
        }
    }

    /// What the frames of the lexicon say.
    fn by_frames(&mut self, tree: &Tree<'_>) {
        let page = self.page();
        let known = self.found.len();
        let all = weigh::proposed(page, tree);
        for proposed in &all {
            if let Some(roles) = &proposed.by_rule {
                let draft = spans::draft(page, tree, &proposed.candidate, roles, proposed.cue);
                self.take(tree, &proposed.candidate, roles, draft);
            }
        }
        self.speakers(tree, known, &all);
    }

    /// What the model says.
    fn by_model(&mut self, tree: &Tree<'_>, model: &StatementModel, spoken: &[bool]) {
        let page = self.page();
        let words = Words::new(tree, self.quotations, spoken, model.clusters());
        let all = weigh::proposed(page, tree);
        let considered = weigh::consider(page, tree, &words, &all, model);
        let (mut taken, known) = (vec![false; all.len()], self.found.len());
        for (at, one) in considered.iter().enumerate() {
            let candidate = &one.proposed.candidate;
            let margin = model.margin(&weigh::features(page, tree, &words, &considered, at));
            // Where labels know the shape too little the frames decide on the words.
            let fixed = one.held
                && (is_put(candidate) || has_far_clause(candidate) || is_joined(candidate) || weigh::is_answered(page, tree, one.proposed))
                && one.proposed.by_rule.is_some();
            if !fixed && (margin >= 0.0 || margin >= JOINED && self.joins(tree, known, one.proposed)) {
                let labelled = spans::tagged(page, tree, &mended(page, tree, &one.tagged));
                // "According to Premier Ilan Moreau, …": these words always name somebody.
                let named = one.proposed.by_rule.as_ref().filter(|_| labelled.source.is_none() && candidate.class == CueClass::Preposition);
                let mut draft = named.map_or(labelled, |roles| spans::draft(page, tree, candidate, roles, one.proposed.cue));
                // "accepted Orlan's view that …": the clause stands behind the noun, wherever labels look for it.
                if let Some(ruled) = one.proposed.by_rule.as_ref().filter(|_| one.held && candidate.class == CueClass::Noun) {
                    let by_frames = spans::draft(page, tree, candidate, ruled, one.proposed.cue);
                    let behind = |draft: &Draft| draft.content.iter().any(|piece| piece.start > tree.token(candidate.head).span.start);
                    if behind(&by_frames) && !behind(&draft) {
                        draft = by_frames;
                    }
                }
                // Inside what another says labels name few sources: there the frames do.
                if let Some(ruled) = one.proposed.by_rule.as_ref().filter(|_| one.held && draft.source.is_none()) {
                    let outer = self.told_before(tree, known);
                    if outer.iter().any(|content| content.contains(tree.token(candidate.head).span)) {
                        draft.source = spans::draft(page, tree, candidate, ruled, one.proposed.cue).source;
                    }
                }
                draft.source = spans::quoted_person(tree, candidate).or(draft.source);
                let own =
                    |ruled: &&Roles| draft.source.is_none() && has_own_speaker(tree, candidate, ruled) || is_led(tree, candidate, ruled);
                if let Some(ruled) = one.proposed.by_rule.as_ref().filter(own) {
                    draft.source = spans::draft(page, tree, candidate, ruled, one.proposed.cue).source;
                }
                let before = self.found.len();
                self.take(tree, candidate, &one.roles, draft);
                // Labels may leave nothing of what is told inside what another says.
                if let Some(ruled) = one.proposed.by_rule.as_ref().filter(|_| one.held && self.found.len() == before) {
                    let draft = spans::draft(page, tree, candidate, ruled, one.proposed.cue);
                    self.take(tree, candidate, ruled, draft);
                }
                if let (Some(ruled), true) = (&one.proposed.by_rule, self.found.len() > before) {
                    self.by_frame(tree, candidate, ruled);
                }
                taken[one.place] = true;
            } else if let Some(roles) = one.proposed.by_rule.as_ref().filter(|_| one.held) {
                let mut draft = spans::draft(page, tree, candidate, roles, one.proposed.cue);
                draft.source = spans::quoted_person(tree, candidate).or(draft.source);
                self.take(tree, candidate, roles, draft);
                taken[one.place] = true;
            }
        }
        let rejected = all.iter().zip(&taken).filter(|&(_, &taken)| !taken).map(|(proposed, _)| proposed);
        self.reported(tree, known, rejected);
        self.speakers(tree, known, &all);
    }

    /// Whether the verb goes on with the speaker of one before it that was found: "accused Dask and promised to go".
    fn joins(&self, tree: &Tree<'_>, known: usize, proposed: &weigh::Proposed<'_>) -> bool {
        let candidate = &proposed.candidate;
        let joined = |head: &TokenId| *head < candidate.head && tree.deprel(candidate.head) == Deprel::Conj;
        let Some(head) = tree.head(candidate.head).filter(joined) else {
            return false;
        };
        let own = tree.children(candidate.head).any(|kid| tree.deprel(kid).is_nominal_subject());
        let place = WordAt { sentence: tree.at, token: head };
        let before = self.found[known..].iter().any(|found| found.cue_head == Some(place) && found.source.is_some());
        candidate.class == CueClass::Verb && candidate.row.is_some() && proposed.by_rule.is_some() && !own && before
    }

    /// Corpora mark outermost attributions only, so that a model has learned to leave out what is told inside
    /// others: there the frames of the lexicon decide. `known` were found before this sentence.
    fn reported<'p>(&mut self, tree: &Tree<'_>, known: usize, rejected: impl Iterator<Item = &'p weigh::Proposed<'p>>) {
        let page = self.page();
        let outer = self.told_before(tree, known);
        if outer.is_empty() {
            return;
        }
        for proposed in rejected {
            let candidate = &proposed.candidate;
            // "went to see who was there": what somebody is to think is no thought of his.
            let purpose = tree.marker(candidate.head).is_some_and(|mark| judge::is_infinitive_to(tree, mark))
                && candidate.row.is_some_and(|row| matches!(row.act, Act::Believe | Act::Hope));
            if purpose {
                continue;
            }
            let told = |roles: &&Roles| {
                roles.source.is_some() && self.is_statement(tree, candidate, roles) || judge::is_told(tree, candidate, roles)
            };
            let Some(roles) = proposed.by_rule.as_ref().filter(told) else {
                continue;
            };
            let mut draft = spans::draft(page, tree, candidate, roles, proposed.cue);
            draft.source = spans::quoted_person(tree, candidate).or(draft.source);
            let head = tree.token(candidate.head).span;
            let words = draft.source.map_or(head, |source| source.join(head));
            if outer.iter().any(|content| content.contains(words)) {
                self.inward.insert(WordAt { sentence: tree.at, token: candidate.head });
                self.take(tree, candidate, roles, draft);
            }
        }
    }

    /// What was said in this sentence, and the quotations that reach into it: those of several sentences have their speaker in the last.
    fn told_before(&self, tree: &Tree<'_>, known: usize) -> Vec<ByteSpan> {
        let mut outer: Vec<ByteSpan> = self.found[known..].iter().flat_map(|found| found.content.iter().copied()).collect();
        let from = self.quotations.partition_point(|quotation| quotation.span.end <= tree.sentence.span.start);
        let reach = self.quotations[from..].iter().take_while(|quotation| quotation.span.start < tree.sentence.span.end);
        outer.extend(reach.filter(|quotation| judge::is_speech(self.text, quotation)).map(|quotation| quotation.inner));
        outer
    }

    /// What the frames know of the last attribution, whose words labels gave: whether it is a statement inside others, and its act.
    fn by_frame(&mut self, tree: &Tree<'_>, candidate: &Candidate<'_>, ruled: &Roles) {
        if self.is_statement(tree, candidate, ruled) {
            self.clausal.insert(WordAt { sentence: tree.at, token: candidate.head });
        }
        let (told, act) = (self.is_told(tree, candidate, ruled), company::act(tree, candidate, ruled));
        if let Some(last) = self.found.last_mut() {
            last.stance &= !told;
            // "told his men to leave" demands, "asked for help" urges.
            if act == Act::Demand || last.act == Act::Ask && act == Act::Urge {
                last.act = act;
            }
        }
    }

    /// Whether it tells something or does something by being said.
    fn is_told(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
        judge::tells(tree, candidate, roles)
            || judge::performs(candidate)
            || judge::asks(tree, candidate, roles)
            || match company::act(tree, candidate, roles) {
                Act::Demand => true,
                // "called for a boycott"; "her advice" is given by no word of asking, and what "would call for" it has not called.
                act => act == Act::Urge && candidate.class != CueClass::Noun && !judge::has_modal(tree, candidate.head),
            }
    }

    /// Whether it is a statement even inside what another says: it tells something, does something or takes a stand.
    fn is_statement(&self, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
        !judge::is_empty(tree, candidate, roles)
            && (self.is_told(tree, candidate, roles) || judge::stands(tree, candidate, roles, self.cues))
    }

    pub(super) fn page(&self) -> Page<'a> {
        Page { text: self.text, quotations: self.quotations, cues: self.cues }
    }

    /// Makes an attribution of a candidate, its roles and its words.
    pub(super) fn take(&mut self, tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles, draft: Draft) {
        // "the promise she gave that …": the noun tells it, whatever the verb is.
        let noun = tree.head(candidate.head).filter(|_| candidate.row.is_none() && tree.deprel(candidate.head) == Deprel::AclRelcl);
        if noun.and_then(|noun| self.cues.noun(tree.lemma(noun))).is_some_and(|row| row.takes(&Frame::That)) {
            return;
        }
        if deeds::is_deed(self.page(), tree, candidate, roles, &draft) {
            return self.behind_hidden(tree, candidate, &draft);
        }
        let cue_span = draft.cue_span(tree);
        let Draft { source, mut content, .. } = draft;
        nominal::without_predicate(self.text, tree, candidate, &mut content);
        let mut content = self.inside(content, cue_span);
        ends::cut_circumstances(self.page(), tree, candidate, cue_span, &mut content);
        let source_argument = roles.source.map(|at| &candidate.arguments[at]);
        let source = source.filter(|&source| self.may_speak(source, cue_span));
        if content.is_empty() {
            return;
        }
        let mut company = company::company(self.text, tree, candidate, roles, self.cues);
        company.end_before(self.text, &content);
        let place = WordAt { sentence: tree.at, token: candidate.head };
        if self.is_statement(tree, candidate, roles) {
            self.clausal.insert(place);
        }
        let speech = |piece: &ByteSpan| spans::touching(self.quotations, *piece).any(|other| judge::is_speech(self.text, other));
        if candidate.row.is_none() && !content.iter().any(speech) {
            self.unknown.insert(place);
        }
        self.found.push(Attribution {
            source,
            source_head: source.and_then(|source| head_of(tree, source, source_argument.map(|argument| argument.head))),
            cue: Some(cue_span),
            cue_head: Some(WordAt { sentence: tree.at, token: candidate.head }),
            kind: company::kind(self.text, &content, self.quotations),
            act: company::act(tree, candidate, roles),
            certainty: company::certainty(tree, candidate, roles, self.cues),
            stance: !self.is_told(tree, candidate, roles),
            within: None,
            addressees: company.addressees,
            medium: company.medium,
            occasion: company.occasion,
            circumstances: company.circumstances,
            continues: None,
            content,
        });
    }

    /// "officials who asked not to be named said …": trees hang the last verb on the clause about the officials, who say it.
    fn behind_hidden(&mut self, tree: &Tree<'_>, candidate: &Candidate<'_>, draft: &Draft) {
        let Some((verb, first, last)) = deeds::said_behind(self.page(), tree, candidate, draft) else { return };
        let all = super::candidates::candidates(tree, self.cues);
        let Some(said) = all.iter().find(|one| one.head == verb && one.class == CueClass::Verb) else { return };
        let Some(roles) = judge::roles(tree, said, self.cues, false) else { return };
        let roles = Roles { source: None, ..roles };
        let mut draft = spans::draft(self.page(), tree, said, &roles, None);
        draft.source = Some(tree.token(first).span.join(tree.token(last).span));
        self.take(tree, said, &roles, draft);
    }

    /// What is told inside a spoken quotation ends with it.
    fn inside(&self, content: Vec<ByteSpan>, cue: ByteSpan) -> Vec<ByteSpan> {
        let at = self.quotations.partition_point(|quotation| quotation.span.end <= cue.start);
        let Some(around) = self.quotations.get(at).filter(|around| around.inner.contains(cue) && judge::is_speech(self.text, around))
        else {
            return content;
        };
        let clipped = content.into_iter().map(|piece| {
            let start = piece.start.max(around.inner.start);
            ByteSpan::new(start, piece.end.min(around.inner.end).max(start))
        });
        let trimmed = clipped.map(|piece| spans::trim(self.text, piece, self.quotations));
        trimmed.filter(|piece| piece.of(self.text).chars().any(char::is_alphanumeric)).collect()
    }

    /// Words inside a spoken quotation name nobody who speaks outside it.
    fn may_speak(&self, source: ByteSpan, cue: ByteSpan) -> bool {
        let at = self.quotations.partition_point(|quotation| quotation.span.end <= source.start);
        self.quotations.get(at).is_none_or(|quotation| {
            !quotation.span.contains(source) || quotation.span.contains(cue) || !judge::is_speech(self.text, quotation)
        })
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
        // "2. Moren: “We are ready.”"
        let counts = |id: &TokenId| matches!(tree.upos(*id), Upos::Num | Upos::Punct | Upos::Sym | Upos::X);
        let before: Vec<TokenId> = tree.ids().take_while(|&id| id < colon).skip_while(counts).collect();
        let named = before.iter().any(|&id| tree.upos(id) == Upos::Propn)
            && before.iter().all(|&id| !matches!(tree.upos(id), Upos::Verb | Upos::Aux | Upos::Num));
        let Some(next) = tree.ids().nth(colon.index() + 1) else {
            return;
        };
        let quoted = self.quotations.iter().any(|quotation| quotation.span.start == tree.token(next).span.start);
        let loud = before.iter().all(|&id| tree.form(id).chars().all(|c| !c.is_lowercase()));
        let line = || self.analysis.sentences[tree.at..].iter().take_while(|later| later.paragraph == sentence.paragraph);
        // "MR. DASK: Good morning. We have agreed."
        let speaks = tree.ids().skip(next.index()).any(|id| matches!(tree.upos(id), Upos::Verb | Upos::Aux)) || loud && line().count() > 1;
        let Some(source) = tree.span(&before) else {
            return;
        };
        // In an interview the names before the turns come back.
        let again = || self.text.matches(&format!("\n{}:", source.of(self.text))).count() > 1;
        if !opens || !named || !speaks || !(quoted || loud || tree.at == 0 || again()) {
            return;
        }
        let cue = tree.token(colon).span;
        // A speaker's turn runs to the end of the paragraph. Where no turns come back, the words before the colon are a headline's, or tell
        // where the report was written ("Sund: Officials ordered …"), if more stands behind them in the same paragraph.
        if !(quoted || loud || again()) && line().count() > 1 {
            return;
        }
        let end = line().last().map_or(sentence.span.end, |last| last.span.end);
        let turn = ByteSpan::new(tree.token(next).span.start, end);
        let mut content = spans::tidy(self.text, vec![turn], cue, Some(source), self.quotations);
        if content.is_empty() {
            return;
        }
        // Whole sentences keep their last stop.
        if let Some(last) = content.last_mut().filter(|last| self.text[last.end..turn.end].trim_end() == ".") {
            *last = ByteSpan::new(last.start, last.end + 1);
        }
        let said = self.said(content);
        self.found.push(Attribution {
            source: Some(source),
            source_head: before.last().map(|&token| WordAt { sentence: tree.at, token }),
            cue: Some(cue),
            cue_head: Some(WordAt { sentence: tree.at, token: colon }),
            ..said
        });
    }

    /// The sentence that holds the byte, or the next one.
    pub(super) fn sentence_at(&self, at: usize) -> Option<usize> {
        let found = self.analysis.sentences.partition_point(|sentence| sentence.span.end < at);
        (found < self.analysis.sentences.len()).then_some(found)
    }
}

/// Whether the subject of a verb of the lexicon tells who says it: a name or a noun in front of it, or a name right behind ("…” tweeted Dask “…").
fn has_own_speaker(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let subject = roles.source.map(|at| &candidate.arguments[at]);
    let named = subject.is_some_and(|argument| {
        let next =
            || tree.upos(argument.head) == Upos::Propn && tree.subtree(argument.head, &[]).first() == Some(&TokenId(candidate.head.0 + 1));
        argument.link == Link::Below(Deprel::Nsubj)
            && (argument.head < candidate.head || next())
            && matches!(tree.upos(argument.head), Upos::Propn | Upos::Noun)
    });
    named && candidate.class == CueClass::Verb && candidate.row.is_some() && !candidate.passive
}

/// "said the company was fined despite assuring the council that …": who was fined assured it.
fn is_led(tree: &Tree<'_>, candidate: &Candidate<'_>, roles: &Roles) -> bool {
    let mark = tree.child(candidate.head, Deprel::Mark).filter(|mark| mark.0 > 0 && mark.0 + 1 == candidate.head.0);
    let led = mark.is_some_and(|mark| !tree.is_mark(TokenId(mark.0 - 1)) && !judge::is_infinitive_to(tree, mark) && !tree.is(mark, "as"));
    let shared = roles.source.is_some_and(|at| candidate.arguments[at].link == Link::Shared(Deprel::Advcl));
    led && shared && tree.form(candidate.head).ends_with("ing")
}

/// "as Karim put it": no labels are learned for it.
fn is_put(candidate: &Candidate<'_>) -> bool {
    let words = candidate.row.filter(|_| candidate.class == CueClass::Preposition).and_then(|row| row.lemma.split_once("X "));
    words.is_some_and(|(_, tail)| !tail.starts_with("'s"))
}

/// "and, according to Karim, …": only what is joined there is his.
fn is_joined(candidate: &Candidate<'_>) -> bool {
    candidate.class == CueClass::Preposition && candidate.arguments.iter().any(|argument| argument.link == Link::Above(Deprel::Conj))
}

/// A noun whose clause the tree has hung elsewhere: "the demand of the rebels that Belmar leave".
fn has_far_clause(candidate: &Candidate<'_>) -> bool {
    candidate.class == CueClass::Noun
        && candidate.arguments.iter().any(|argument| argument.link == Link::Below(Deprel::Ccomp) && argument.marker.is_some())
}

/// The head word of a source: the one its argument has, if it lies inside, else the one that
/// stands highest in the tree.
pub(super) fn head_of(tree: &Tree<'_>, source: ByteSpan, known: Option<TokenId>) -> Option<WordAt> {
    let inside = |id: &TokenId| source.contains(tree.token(*id).span);
    let token = known
        .filter(inside)
        .or_else(|| tree.ids().filter(inside).find(|&id| tree.head(id).is_none_or(|head| !inside(&head)) && !tree.is_mark(id)))?;
    Some(WordAt { sentence: tree.at, token })
}
