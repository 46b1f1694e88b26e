//! Verbs that go on with the speaker of the verb before them: "said that A would go, and accused B". Trees hang
//! such a verb on the nearest clause, which is what was said; its form tells that it belongs to the speaker.

use super::grove::{LONGEST, Tree};
use super::judge::{self, is_modal};
use super::reader::Reader;
use super::spans;
use super::weigh::Proposed;
use super::{Attribution, WordAt};
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Frame};
use rapporteur_record::{Act, ByteSpan};

impl Reader<'_> {
    /// Sets right who says what in the attributions of a sentence, those found since `known`; `all` are its candidates.
    pub(super) fn speakers(&mut self, tree: &Tree<'_>, known: usize, all: &[Proposed<'_>]) {
        self.shared(tree, known);
        self.joined(tree, known, all);
        self.insisting(tree, known);
        self.inverted(tree, all);
        self.told_at_end(tree, all);
        self.trailing(tree, known);
        self.parenthetical(tree, known);
        self.contrasted(tree, known);
        self.cited(tree, known);
        self.nearer(known);
        self.once(known);
    }

    /// "tried to make the case that …": a verb that the lexicon does not know, in front of a cue with the very same content, is a part of that cue.
    fn once(&mut self, known: usize) {
        let alike = |one: &Attribution, around: &Attribution| {
            let held = one.cue.zip(around.cue).is_some_and(|(own, around)| around.contains(own) && own != around);
            let unknown = around.cue_head.is_some_and(|place| self.unknown.contains(&place));
            held && unknown && one.content == around.content && (one.source.is_none() || one.source == around.source)
        };
        let pair = (known..self.found.len()).find_map(|at| {
            let around = (known..self.found.len()).find(|&other| other != at && alike(&self.found[at], &self.found[other]))?;
            Some((at, around))
        });
        if let Some((at, around)) = pair {
            let Attribution { cue, source, source_head, .. } = self.found[around];
            (self.found[at].cue, self.found[at].source, self.found[at].source_head) = (cue, source, source_head);
            self.found.remove(around);
        }
    }

    /// "accused Holm, and promised to go": a joined verb without a speaker has that of the verb it is joined to.
    fn shared(&mut self, tree: &Tree<'_>, known: usize) {
        for at in known..self.found.len() {
            let Some(head) = self.found[at].cue_head.filter(|_| self.found[at].source.is_none()) else { continue };
            let own = tree.children(head.token).any(|kid| tree.deprel(kid).is_nominal_subject() || tree.deprel(kid) == Deprel::AuxPass);
            // "…, she said, asking Dask to wait": what she does in saying it.
            let beside = tree.deprel(head.token) == Deprel::Advcl && tree.form(head.token).ends_with("ing");
            let beside = beside && tree.child(head.token, Deprel::Mark).is_none_or(|mark| judge::is_infinitive_to(tree, mark));
            let above = tree.head(head.token).filter(|_| !own && (beside || tree.deprel(head.token) == Deprel::Conj));
            let Some(above) = above.map(|token| WordAt { sentence: tree.at, token }) else { continue };
            let first = self.found[known..].iter().find(|found| found.cue_head == Some(above));
            let speaker = first.and_then(|found| Some((found.source?, found.source_head)));
            if let Some((source, source_head)) =
                speaker.filter(|(source, _)| !self.found[at].content.iter().any(|piece| piece.overlaps(*source)))
            {
                self.found[at].source = Some(source);
                self.found[at].source_head = source_head;
            }
        }
    }

    /// Cuts off what goes on with the speaker, in the attributions found since `known`, and reads it as an attribution
    /// of its own. `all` are the candidates of the sentence.
    fn joined(&mut self, tree: &Tree<'_>, known: usize, all: &[Proposed<'_>]) {
        let mut at = known;
        while at < self.found.len() {
            let found = &self.found[at];
            let (source, source_head) = (found.source, found.source_head);
            let (cue, head) = match (found.cue, found.cue_head) {
                (Some(cue), Some(head)) if source.is_some() && tree.upos(head.token) == Upos::Verb => (cue, head.token),
                _ => {
                    at += 1;
                    continue;
                }
            };
            let cut = found.content.iter().position(|piece| piece.start > cue.end).and_then(|place| {
                let piece = self.found[at].content[place];
                self.goes_on_in(tree, piece, head).map(|(joint, verb)| (place, joint, verb))
            });
            let cut = cut.or_else(|| self.same_speaker(tree, known, at));
            if let Some((place, joint, verb)) = cut {
                let piece = self.found[at].content[place];
                let kept = spans::trim(self.text, ByteSpan::new(piece.start, tree.token(joint).span.start), self.quotations);
                if kept.of(self.text).chars().any(char::is_alphanumeric) {
                    self.found[at].content.truncate(place);
                    self.found[at].content.push(kept);
                    let place = WordAt { sentence: tree.at, token: verb };
                    self.inward.remove(&place);
                    if !self.found[known..].iter().any(|found| found.cue_head == Some(place)) {
                        let proposed = all.iter().find(|one| one.candidate.head == verb);
                        if let Some((proposed, roles)) = proposed.and_then(|one| Some((one, one.by_rule.as_ref()?))) {
                            let draft = spans::draft(self.page(), tree, &proposed.candidate, roles, proposed.cue);
                            self.take(tree, &proposed.candidate, roles, draft);
                        }
                    }
                    for found in self.found[known..].iter_mut().filter(|found| found.cue_head == Some(place)) {
                        found.source = source;
                        found.source_head = source_head;
                        found.content.retain(|piece| source.is_none_or(|source| !source.overlaps(*piece)));
                    }
                }
            }
            at += 1;
        }
        let rest = self.found.split_off(known);
        self.found.extend(rest.into_iter().filter(|found| !found.content.is_empty()));
    }

    /// "Dask claimed she wrote it by herself, insisting she was alone": where what is said is about the speaker herself, or where labels name her, a
    /// participle behind it goes on with her and is no part of it.
    fn insisting(&mut self, tree: &Tree<'_>, known: usize) {
        for at in known..self.found.len() {
            let (Some(source), Some(cue), Some(head)) = (self.found[at].source, self.found[at].cue, self.found[at].cue_head) else {
                continue;
            };
            let subject = |clause: TokenId| tree.child(clause, Deprel::Expl).or_else(|| tree.child(clause, Deprel::Nsubj));
            let Some(about) = tree.child(head.token, Deprel::Ccomp).and_then(subject) else { continue };
            let spans_about = tree.token(about).span;
            let again = is_told_of(tree, about);
            let named =
                self.found[at].source_head.is_some_and(|speaker| tree.upos(speaker.token) != Upos::Pron && speaker.sentence == tree.at);
            if !named || about < head.token {
                continue;
            }
            for other in known..self.found.len() {
                let (Some(verb), Some(words)) = (self.found[other].cue_head.map(|place| place.token), self.found[other].cue) else {
                    continue;
                };
                let comma = tree.ids().take_while(|&id| tree.token(id).span.end <= words.start).last().filter(|&id| tree.is(id, ","));
                let Some(comma) = comma.map(|id| tree.token(id).span).filter(|comma| comma.start > cue.end) else { continue };
                let goes_on = other != at
                    && tree.form(verb).ends_with("ing")
                    && tree.deprel(verb) == Deprel::Advcl
                    && self.found[other].source.map_or(again, |known| again && known == spans_about || known == source);
                let Some(place) = self.found[at].content.iter().position(|piece| piece.start < comma.start && piece.contains(words)) else {
                    continue;
                };
                let quoted = self.quotations.iter().any(|quotation| quotation.span.contains(comma));
                if goes_on && !quoted {
                    let kept = ByteSpan::new(self.found[at].content[place].start, comma.start);
                    self.found[at].content.truncate(place);
                    self.found[at].content.push(spans::trim(self.text, kept, self.quotations));
                    (self.found[other].source, self.found[other].source_head) = (Some(source), self.found[at].source_head);
                    self.inward.remove(&WordAt { sentence: tree.at, token: verb });
                }
            }
        }
    }

    /// "confirmed that he had spoken but accused the envoy": a verb behind a conjunction in a content, read with the
    /// very source of that content, goes on with it. Gives the piece, the conjunction and the verb.
    fn same_speaker(&self, tree: &Tree<'_>, known: usize, at: usize) -> Option<(usize, TokenId, TokenId)> {
        let found = &self.found[at];
        let (source, cue) = (found.source?, found.cue?);
        self.found[known..].iter().filter(|other| other.source == Some(source)).find_map(|other| {
            let (own, verb) = (other.cue?, other.cue_head?.token);
            let place = found.content.iter().position(|piece| piece.start > cue.end && piece.contains(own))?;
            if tree.children(verb).any(|kid| matches!(tree.deprel(kid), Deprel::Aux | Deprel::AuxPass)) {
                return None;
            }
            let before = (0..verb.0).rev().map(TokenId).find(|&id| !matches!(tree.upos(id), Upos::Adv | Upos::Part))?;
            if !matches!(tree.form(before), "and" | "but") {
                return None;
            }
            let comma = before.0.checked_sub(1).map(TokenId).filter(|&id| tree.is(id, ","));
            let joint = comma.unwrap_or(before);
            (tree.token(joint).span.start > found.content[place].start).then_some((place, joint, verb))
        })
    }

    /// The conjunction in a content and the verb behind it that can only go on with the speaker of the verb `cue`.
    fn goes_on_in(&self, tree: &Tree<'_>, content: ByteSpan, cue: TokenId) -> Option<(TokenId, TokenId)> {
        let feats = |id: TokenId| &tree.token(id).feats;
        let quoted = |id: TokenId| {
            let span = tree.token(id).span;
            let at = self.quotations.partition_point(|quotation| quotation.span.end <= span.start);
            self.quotations.get(at).is_some_and(|quotation| quotation.span.overlaps(span))
        };
        // "had been misled and claimed that": the second is no participle.
        let passive =
            |id: TokenId| tree.head(id).is_some_and(|head| tree.deprel(id) == Deprel::Aux && tree.child(head, Deprel::AuxPass).is_some());
        let past = |id: TokenId| tense(tree, id) == Some("Past");
        let now = |id: TokenId| tense(tree, id) == Some("Pres");
        let ids: Vec<TokenId> = tree.ids().filter(|&id| content.contains(tree.token(id).span)).collect();
        let alike: &dyn Fn(TokenId) -> bool = if past(cue) {
            &past
        } else if now(cue) {
            &now
        } else {
            return None;
        };
        // Whether only "it was so" stands before: what does something by saying it is hardly joined to that.
        let mut copula = false;
        // A finite verb before it, to which the later one may be joined too.
        let mut first: Option<TokenId> = None;
        let mut several = false;
        for (place, &joint) in ids.iter().enumerate() {
            // A finite verb before it may be what the later one is joined to.
            if alike(joint) && !quoted(joint) {
                if tree.deprel(joint) != Deprel::Cop && !passive(joint) {
                    several |= first.is_some();
                    first = first.or(Some(joint));
                } else {
                    copula = true;
                }
            }
            if !matches!(tree.form(joint), "and" | "but") || quoted(joint) || place == 0 {
                continue;
            }
            let verb = ids[place + 1..].iter().copied().find(|&id| !matches!(tree.upos(id), Upos::Adv | Upos::Part))?;
            let own = tree.children(verb).any(|kid| {
                let deprel = tree.deprel(kid);
                deprel.is_nominal_subject() || matches!(deprel, Deprel::Expl | Deprel::Aux)
            });
            let clause = tree.child(verb, Deprel::Ccomp).is_some();
            let says = self.cues.verb(tree.lemma(verb)).is_some_and(|row| !copula || clause || judge::is_performed(row));
            // Trees take a past form for a participle there.
            let participle = feats(verb).is("VerbForm", "Part") && feats(verb).is("Tense", "Past") && past(cue);
            let active = !tree.children(verb).any(|kid| matches!(tree.deprel(kid), Deprel::AuxPass | Deprel::OblAgent))
                && tree
                    .children(verb)
                    .any(|kid| kid > verb && matches!(tree.deprel(kid), Deprel::Ccomp | Deprel::Xcomp | Deprel::Obj | Deprel::Obl));
            // "deny they are losing and say that …": trees take the form for an infinitive there.
            let bare = now(cue) && feats(verb).is("VerbForm", "Inf") && tree.child(verb, Deprel::Mark).is_none();
            let bare = bare && !ids[..place].iter().any(|&id| judge::is_infinitive_to(tree, id));
            let form = alike(verb) || bare || participle && active && (!copula || clause);
            let free = first.is_none_or(|first| !several && self.is_apart(tree, first, joint, verb));
            if tree.upos(verb) == Upos::Verb && form && !own && says && !quoted(verb) && free {
                // Its comma goes with it.
                let first = place.checked_sub(1).map(|before| ids[before]).filter(|&before| tree.is(before, ","));
                return Some((first.unwrap_or(joint), verb));
            }
        }
        None
    }

    /// Whether a verb behind a conjunction goes on with the speaker though a finite verb stands before it, to which it might be joined: "said
    /// he had won and said that …" (of one who is told of by a pronoun), "said the clerk erred and asked him to leave" (nobody asks himself),
    /// "noted that the council had not agreed, and mentioned a way out" (behind a comma, a verb of saying).
    fn is_apart(&self, tree: &Tree<'_>, first: TokenId, joint: TokenId, verb: TokenId) -> bool {
        let top = if tree.upos(first) == Upos::Aux { tree.head(first).unwrap_or(first) } else { first };
        let Some(row) = self.cues.verb(tree.lemma(verb)) else { return false };
        let subject = tree.children(top).find(|&kid| tree.deprel(kid).is_nominal_subject());
        let pronoun = |id: TokenId| tree.upos(id) == Upos::Pron;
        let clause = tree.children(verb).any(|kid| kid > verb && tree.deprel(kid) == Deprel::Ccomp);
        let object = tree.children(verb).find(|&kid| kid > verb && matches!(tree.deprel(kid), Deprel::Obj | Deprel::Iobj));
        let again = subject.is_some_and(|id| is_told_of(tree, id));
        let other = object.is_some_and(|id| pronoun(id) && ["him", "her", "it", "them"].iter().any(|word| tree.is(id, word)));
        let same = |id: TokenId| match tree.form(id).to_ascii_lowercase().as_str() {
            "it" => subject.is_some_and(|who| !pronoun(who) && !tree.token(who).feats.is("Number", "Plur")),
            "them" => subject.is_some_and(|who| !pronoun(who) && tree.token(who).feats.is("Number", "Plur")),
            _ => subject.is_some_and(|who| !pronoun(who)),
        };
        // "found the boy and told him to leave": he is the one who was found.
        let before = tree.children(top).find(|&kid| kid < joint && matches!(tree.deprel(kid), Deprel::Obj | Deprel::Iobj));
        let many = |id: TokenId| tree.is(id, "them") || tree.token(id).feats.is("Number", "Plur");
        let found = before
            .zip(object)
            .is_some_and(|(before, id)| tree.form(before) == tree.form(id) || !pronoun(before) && many(before) == many(id));
        let asked = other && !found && object.is_some_and(same) && row.takes(&Frame::WhomTo);
        let comma = joint.0 > 0 && tree.is(TokenId(joint.0 - 1), ",");
        let says = row.takes(&Frame::That) && row.takes(&Frame::Quote);
        let tells = clause && says || object.is_some_and(|id| !pronoun(id)) && says && row.takes(&Frame::Thing);
        again && says && (clause || object.is_some()) || asked || comma && tells
    }

    /// "Orlan insists that …, while Brask maintains that …", "Orlan said …, though she admitted …": what is said behind a conjunction, in the same tense, is
    /// no part of what the first says.
    fn contrasted(&mut self, tree: &Tree<'_>, known: usize) {
        let begins: Vec<(ByteSpan, TokenId, bool)> = self.found[known..]
            .iter()
            .filter_map(|other| {
                let (source, verb) = (other.source?, other.cue_head?.token);
                let first = tree.ids().find(|&id| source.contains(tree.token(id).span)).filter(|&first| first < verb)?;
                let joint = first.0.checked_sub(1).map(TokenId)?;
                // "…; the firm has offered four": of one who is named.
                let named = tree.upos(first) != Upos::Pron && tree.upos(verb) == Upos::Verb;
                if tree.is(joint, ";") && named && tree.children(verb).any(|kid| kid < verb && tree.deprel(kid) == Deprel::Nsubj) {
                    return Some((tree.token(joint).span, verb, true));
                }
                let joins = ["while", "whereas", "but"].iter().any(|word| tree.is(joint, word));
                // Of one who is told of by a pronoun: the speaker.
                let again = ["though", "although"].iter().any(|word| tree.is(joint, word)) && is_told_of(tree, first);
                let joins = joins || again && self.cues.verb(tree.lemma(verb)).is_some_and(|row| row.takes(&Frame::Quote));
                let clause = tree.child(verb, Deprel::Ccomp).is_some_and(|clause| clause > verb);
                (joins && clause).then_some((tree.token(joint).span, verb, false))
            })
            .collect();
        for at in known..self.found.len() {
            let (Some(cue), Some(head)) = (self.found[at].cue, self.found[at].cue_head) else { continue };
            let own = tense(tree, head.token);
            for piece in self.found[at].content.iter_mut().filter(|piece| piece.start > cue.end) {
                let cut = begins.iter().find(|(joint, verb, apart)| {
                    let alike = own.is_some() && tense(tree, *verb) == own;
                    piece.start < joint.start && piece.contains(*joint) && (*apart || alike)
                });
                let quoted = |joint: &ByteSpan| self.quotations.iter().any(|quotation| quotation.span.contains(*joint));
                if let Some((joint, verb, _)) = cut.filter(|(joint, _, _)| !quoted(joint)) {
                    self.inward.remove(&WordAt { sentence: tree.at, token: *verb });
                    *piece = spans::trim(self.text, ByteSpan::new(piece.start, joint.start), self.quotations);
                }
            }
        }
    }

    /// "He vowed to retake the town, according to the agency": who is cited at the end tells all of it and stands in nothing that is said.
    fn cited(&mut self, tree: &Tree<'_>, known: usize) {
        let behind = |found: &Attribution| {
            let (cue, source) = (found.cue?, found.source?);
            let first = tree.ids().find(|&id| tree.token(id).span.start == cue.start)?;
            let words = self.cues.prepositions().any(|(words, _)| words.first().is_some_and(|word| tree.is(first, word)));
            let all = found.content.iter().all(|piece| piece.end <= cue.start) && source.start >= cue.end;
            (words && all && tree.upos(first) != Upos::Noun).then(|| cue.join(source))
        };
        let tails: Vec<ByteSpan> = self.found[known..].iter().filter_map(behind).collect();
        for found in &mut self.found[known..] {
            for piece in &mut found.content {
                let tail = tails.iter().find(|tail| piece.start < tail.start && piece.contains(**tail) && piece.end <= tail.end + 1);
                if let Some(tail) = tail {
                    *piece = spans::trim(self.text, ByteSpan::new(piece.start, tail.start), self.quotations);
                }
            }
        }
    }

    /// "denied this, saying Dask “should go”": of two verbs that have the same words for content the nearer one keeps them.
    fn nearer(&mut self, known: usize) {
        for at in known..self.found.len() {
            let Some(cue) = self.found[at].cue else { continue };
            let taken = |piece: &ByteSpan| {
                self.found[known..].iter().enumerate().any(|(other, found)| {
                    let between = found.cue.is_some_and(|own| own.start > cue.end && own.end < piece.start);
                    let held = found.cue.is_some_and(|own| self.found[at].content.iter().any(|content| content.contains(own)));
                    // "criticized the plan, not only …, but also asking for time": nor is the nearer one's own verb what the first says.
                    let own = found.cue.is_some_and(|own| own.start > cue.end && own.start <= piece.start && piece.start < own.end);
                    let alike = found.source_head.is_some() && found.source_head == self.found[at].source_head;
                    let first = between && found.content.iter().any(|content| content.contains(*piece));
                    known + other != at && (!held && first || own && alike)
                })
            };
            let kept: Vec<ByteSpan> = self.found[at].content.iter().copied().filter(|piece| !taken(piece)).collect();
            if !kept.is_empty() {
                self.found[at].content = kept;
            }
        }
    }

    /// "The envoy noted that he had taught law, and added: “…”", "She said, “a plan which failed,” adding, “…”": who is named inside
    /// what was said does not go on with a verb outside it; who said it does. "Adding, “…”" goes on with the speaker before it.
    pub(super) fn outside(&mut self) {
        for at in 0..self.found.len() {
            self.right_behind(at);
            let one = &self.found[at];
            let (Some(source), Some(cue), Some(head)) = (one.source, one.cue, one.cue_head) else { continue };
            if self.analysis.sentences[head.sentence].tokens.len() > LONGEST {
                continue;
            }
            let holds = |found: &Attribution, words: ByteSpan| found.content.iter().any(|piece| piece.contains(words));
            let earlier =
                |found: &&Attribution| found.cue.is_some_and(|own| own.end <= cue.start) && found.source.is_some_and(|own| own != source);
            let said = self.found.iter().filter(earlier).find(|found| {
                found.cue_head.is_some_and(|own| own.sentence == head.sentence) && holds(found, source) && !holds(found, cue)
            });
            let paragraph = self.analysis.sentences[head.sentence].paragraph;
            let before = || {
                let near =
                    |found: &&Attribution| found.cue_head.is_some_and(|own| self.analysis.sentences[own.sentence].paragraph == paragraph);
                self.found.iter().filter(earlier).filter(near).max_by_key(|found| found.cue.map(|own| own.start))
            };
            let said = said.or_else(|| before().filter(|_| holds(one, source) && !holds(one, cue)));
            let Some((speaker, speaker_head)) = said.and_then(|said| Some((said.source?, said.source_head))) else { continue };
            let tree = Tree::new(self.text, self.analysis, head.sentence);
            let own = tree.children(head.token).any(|kid| tree.deprel(kid).is_nominal_subject());
            // "cited Jana Petrov, the mayor, as saying": it is she who says it.
            let cited = tree.marker(head.token).is_some_and(|mark| tree.is(mark, "as")) && tree.form(head.token).ends_with("ing");
            if !own && !cited && tree.upos(head.token) == Upos::Verb && !holds(one, speaker) {
                self.found[at].source = Some(speaker);
                self.found[at].source_head = speaker_head;
            }
        }
    }

    /// "“…,” she said, asking Dask to wait": a participle right behind the verb that quotes her goes on with her.
    fn right_behind(&mut self, at: usize) {
        let one = &self.found[at];
        let (None, Some(cue)) = (one.source, one.cue) else { return };
        let first = cue.of(self.text).split_whitespace().next();
        let next = |found: &&Attribution| {
            found.source.is_some() && found.cue.is_some_and(|before| self.text.get(before.end..cue.start) == Some(", "))
        };
        let said = self.found.iter().find(next).filter(|_| first.is_some_and(|word| word.ends_with("ing")));
        if let Some((source, source_head)) = said.map(|said| (said.source, said.source_head)) {
            (self.found[at].source, self.found[at].source_head) = (source, source_head);
        }
    }

    /// "They had, his father says, paid the smugglers": the words between a comma and a verb before another comma name who says what
    /// stands around them.
    fn parenthetical(&mut self, tree: &Tree<'_>, known: usize) {
        for at in known..self.found.len() {
            let (Some(cue), Some(head)) = (self.found[at].cue, self.found[at].cue_head) else { continue };
            let says = self.cues.verb(tree.lemma(head.token)).is_some_and(|row| row.takes(&Frame::Quote) && row.takes(&Frame::That));
            let before: Vec<TokenId> = tree.ids().filter(|&id| tree.token(id).span.end <= cue.start).collect();
            let after: Vec<TokenId> = tree.ids().filter(|&id| tree.token(id).span.start >= cue.end).collect();
            let Some(comma) = before.iter().rposition(|&id| tree.is(id, ",")).filter(|_| says) else { continue };
            let closed = after.first().is_some_and(|&id| tree.is(id, ",")) && after.len() > 2;
            let words = &before[comma + 1..];
            if !closed || comma == 0 || !is_speaker(tree, words) {
                continue;
            }
            let Some(source) = tree.span(words) else { continue };
            // A clause behind the second comma is whole by itself: "It was over, Holm said, and he left."
            let Some(&behind) = after.get(1) else { continue };
            let part = matches!(tree.upos(behind), Upos::Verb | Upos::Aux) && tree.upos(before[comma - 1]) != Upos::Punct;
            // The speaker's words were taken from the front, or only one of the two halves for what he said.
            let ahead = tree.token(before[comma - 1]).span;
            let wrong = self.found[at].source.is_none_or(|known| known.start < ahead.end)
                || !self.found[at].content.iter().any(|piece| piece.contains(ahead));
            if !part || !wrong {
                continue;
            }
            // A clause that a comma ends in front is whole by itself: "She led the vote, a step which, Holm noted, was rare."
            let whole = |at: usize| before[..at].iter().any(|&id| tree.token(id).feats.is("VerbForm", "Fin"));
            let ends = |at: usize| tree.is(before[at], ";") || tree.is(before[at], ":") || tree.is(before[at], ",") && whole(at);
            let first = (0..comma).rev().find(|&at| ends(at)).map_or(0, |mark| mark + 1);
            let last = tree.ids().next_back().filter(|&id| tree.is_mark(id)).map_or(tree.sentence.span.end, |id| tree.token(id).span.start);
            let front = ByteSpan::new(tree.token(before[first]).span.start, tree.token(before[comma]).span.start);
            let back = ByteSpan::new(tree.token(behind).span.start, last.max(tree.token(behind).span.end));
            if self.quotations.iter().any(|quotation| quotation.span.overlaps(front.join(back))) {
                continue;
            }
            self.found[at].source = Some(source);
            self.found[at].source_head = super::reader::head_of(tree, source, None);
            self.found[at].content = vec![spans::trim(self.text, front, self.quotations), spans::trim(self.text, back, self.quotations)];
        }
    }

    /// "Prices went up, said the guild.": who stands behind a verb of saying at the end of a sentence says all that stands before its comma, which trees
    /// may take for a mere list of names.
    fn inverted(&mut self, tree: &Tree<'_>, all: &[Proposed<'_>]) {
        let says = |id: &TokenId| self.cues.verb(tree.lemma(*id)).is_some_and(|row| row.takes(&Frame::Quote) && row.takes(&Frame::That));
        let words: Vec<TokenId> = tree.ids().filter(|&id| id.index() + 1 < tree.len() || !tree.is_mark(id)).collect();
        let Some(at) = words.iter().rposition(|id| tree.upos(*id) == Upos::Verb).filter(|&at| at > 3) else { return };
        let (verb, comma, behind) = (words[at], words[at - 1], &words[at + 1..]);
        let subject = behind.iter().any(|&id| tree.head(id) == Some(verb) && tree.deprel(id).is_nominal_subject());
        if !says(&verb) || !tree.is(comma, ",") || !subject || !is_speaker(tree, behind) || tree.token(verb).feats.is("VerbForm", "Inf") {
            return;
        }
        let place = WordAt { sentence: tree.at, token: verb };
        let front = ByteSpan::new(tree.sentence.span.start, tree.token(comma).span.start);
        let known =
            self.found.iter().any(|found| found.cue_head == Some(place) && found.content.iter().any(|piece| piece.start < front.end));
        if known || self.quotations.iter().any(|quotation| quotation.span.overlaps(tree.sentence.span)) {
            return;
        }
        let Some(proposed) = all.iter().find(|one| one.candidate.head == verb && one.candidate.class == CueClass::Verb) else { return };
        let made = self.spoken(tree, &proposed.candidate, spans::trim(self.text, front, self.quotations));
        let source = tree.span(behind);
        let source_head = source.and_then(|source| super::reader::head_of(tree, source, None));
        self.found.retain(|found| found.cue_head != Some(place));
        self.found.push(Attribution { source, source_head, ..made });
    }

    /// "The road is shut, the envoy told the guild.": who tells it to somebody at the end of a sentence tells all that stands before his comma.
    fn told_at_end(&mut self, tree: &Tree<'_>, all: &[Proposed<'_>]) {
        let words: Vec<TokenId> = tree.ids().filter(|&id| id.index() + 1 < tree.len() || !tree.is_mark(id)).collect();
        let Some(at) = words.iter().rposition(|id| matches!(tree.upos(*id), Upos::Verb | Upos::Aux)).filter(|&at| at > 4) else { return };
        let verb = words[at];
        let Some(row) = self.cues.verb(tree.lemma(verb)).filter(|row| row.takes(&Frame::WhomThat) && row.takes(&Frame::Quote)) else {
            return;
        };
        let Some(comma) = words[..at].iter().rposition(|&id| tree.is(id, ",")).filter(|&comma| comma > 2) else { return };
        let whom = words.get(at + 1).is_some_and(|&next| tree.head(next).is_some_and(|head| head >= verb));
        let place = WordAt { sentence: tree.at, token: verb };
        let finite = |id: &TokenId| tree.token(*id).feats.is("VerbForm", "Fin");
        // A clause by itself: "As the crowd grew, Holm told a joke" tells none.
        let whole = words[..comma].iter().any(finite) && !matches!(tree.upos(words[0]), Upos::Sconj | Upos::Adp | Upos::Verb);
        let known = self.found.iter().any(|found| found.cue_head == Some(place));
        let quoted = self.quotations.iter().any(|quotation| quotation.span.overlaps(tree.sentence.span));
        let person = words.get(at + 1..).is_some_and(|rest| is_addressee(tree, rest));
        if !whole
            || !whom
            || !person
            || known
            || quoted
            || !finite(&verb)
            || row.act != Act::Say
            || !is_speaker(tree, &words[comma + 1..at])
        {
            return;
        }
        let Some(proposed) = all.iter().find(|one| one.candidate.head == verb && one.candidate.class == CueClass::Verb) else { return };
        let front = ByteSpan::new(tree.sentence.span.start, tree.token(words[comma]).span.start);
        let made = self.spoken(tree, &proposed.candidate, spans::trim(self.text, front, self.quotations));
        let source = tree.span(&words[comma + 1..at]);
        let source_head = source.and_then(|source| super::reader::head_of(tree, source, None));
        self.found.push(Attribution { source, source_head, ..made });
    }

    /// "The truce will fail, the envoy said.": at the end of a sentence the words between comma and verb name who says it.
    fn trailing(&mut self, tree: &Tree<'_>, known: usize) {
        for at in known..self.found.len() {
            let (Some(cue), Some(head)) = (self.found[at].cue, self.found[at].cue_head) else { continue };
            let quotes = self.cues.verb(tree.lemma(head.token)).is_some_and(|row| row.takes(&Frame::Quote) && row.takes(&Frame::That));
            // Behind it nothing stands, or a time and a place: "on Friday, in what …".
            let mut rest = tree.ids().filter(|&id| tree.token(id).span.start >= cue.end).skip_while(|&id| tree.is_mark(id));
            let ends = rest.next().is_none_or(|id| tree.upos(id) == Upos::Adp || tree.deprel(id) == Deprel::OblUnmarked);
            let clause = tree.children(head.token).any(|kid| kid > head.token && tree.deprel(kid) == Deprel::Ccomp);
            // "a claim denied by the palace": the words before the verb name what is denied.
            let denied =
                tree.deprel(head.token) == Deprel::Acl && tree.children(head.token).any(|kid| tree.deprel(kid) == Deprel::OblAgent);
            let ends = ends && !clause && !denied && self.found[at].content.iter().all(|piece| piece.end <= cue.start);
            let before: Vec<TokenId> = tree.ids().filter(|&id| tree.token(id).span.end <= cue.start).collect();
            let Some(comma) = before.iter().rposition(|&id| tree.is(id, ",")).filter(|_| quotes && ends) else { continue };
            let words = &before[comma + 1..];
            let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
            let nominal = is_speaker(tree, words) && comma > 0;
            let source = tree.token(first).span.join(tree.token(last).span);
            if !nominal || self.found[at].source.is_some_and(|known| known.overlaps(source)) {
                continue;
            }
            let whole = ByteSpan::new(tree.sentence.span.start, tree.token(before[comma]).span.start);
            if self.quotations.iter().any(|quotation| quotation.span.overlaps(whole)) {
                continue;
            }
            self.found[at].source = Some(source);
            self.found[at].source_head = super::reader::head_of(tree, source, None);
            self.found[at].content = vec![spans::trim(self.text, whole, self.quotations)];
            // "Telmark wants that the road be opened, the envoy said": nor is the envoy a part of what Telmark wants.
            for piece in self.found[known..].iter_mut().flat_map(|other| &mut other.content) {
                if piece.start < whole.end && piece.overlaps(source) {
                    *piece = spans::trim(self.text, ByteSpan::new(piece.start, whole.end), self.quotations);
                }
            }
        }
    }
}

/// Whether the words behind a verb of telling begin with those to whom one tells: "the guild", "a news conference", "reporters".
fn is_addressee(tree: &Tree<'_>, words: &[TokenId]) -> bool {
    let noun = words.iter().find(|&&id| !matches!(tree.upos(id), Upos::Det | Upos::Adj | Upos::Pron | Upos::Num));
    !words.is_empty() && noun.is_none_or(|&noun| matches!(tree.upos(noun), Upos::Noun | Upos::Propn))
}

/// Whether a few words are nothing but a phrase that can name who speaks.
fn is_speaker(tree: &Tree<'_>, words: &[TokenId]) -> bool {
    let may =
        |upos: Upos| matches!(upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num | Upos::Adp | Upos::Part);
    // "State Secretary and Party Chief Ilan Moreau".
    let large = |at: usize| words.get(at).is_some_and(|&id| tree.form(id).starts_with(char::is_uppercase));
    let joins = |at: usize| tree.upos(words[at]) == Upos::Cconj && at > 0 && large(at - 1) && large(at + 1);
    words.len() <= 10
        && words.iter().any(|&id| matches!(tree.upos(id), Upos::Noun | Upos::Propn | Upos::Pron))
        && (0..words.len()).all(|at| may(tree.upos(words[at])) || joins(at))
        && words.first().is_some_and(|&first| !matches!(tree.upos(first), Upos::Adp | Upos::Part))
        && !words.iter().any(|&id| tree.is(id, "which") || tree.is(id, "who") || tree.is(id, "that"))
}

/// The tense of a finite verb or auxiliary; modal verbs have none here.
fn tense(tree: &Tree<'_>, id: TokenId) -> Option<&'static str> {
    let feats = &tree.token(id).feats;
    if !matches!(tree.upos(id), Upos::Verb | Upos::Aux) || !feats.is("VerbForm", "Fin") || is_modal(tree, id) {
        return None;
    }
    ["Past", "Pres"].into_iter().find(|tense| feats.is("Tense", tense))
}

/// Whether a subject is a pronoun for somebody who is told of.
fn is_told_of(tree: &Tree<'_>, subject: TokenId) -> bool {
    ["he", "she", "they", "it"].iter().any(|word| tree.is(subject, word))
}
