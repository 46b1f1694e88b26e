//! The quotations that no tree has given to anybody: signed ones, those with a verb of saying beside
//! them, and those that go on with the last speaker.

use super::candidates::{Argument, Candidate, Link, candidates};
use super::company;
use super::grove::{LONGEST, Tree};
use super::judge;
use super::marks::Quotation;
use super::reader::Reader;
use super::{Attribution, WordAt, spans};
use rapporteur_language::{Deprel, Upos};
use rapporteur_lexicon::Frame;
use rapporteur_record::{Act, ByteSpan, Certainty, StatementKind};

/// How many words may stand between a quotation and the verb that says it.
const REACH: usize = 40;
/// How many letters a name with its title has at most where it signs a quotation.
const LONGEST_SIGNATURE: usize = 200;

impl Reader<'_> {
    /// "“…” ― Irina Dask": a dash and a name behind a quotation, or on a line below it, sign it.
    pub fn signatures(&mut self) {
        for quotation in self.quotations {
            let rest = &self.text[quotation.span.end..];
            let dash_at = rest.len() - rest.trim_start().len();
            let rest = &rest[dash_at..];
            let dash = rest.len() - rest.trim_start_matches(['―', '—', '–', '-']).len();
            if dash == 0 {
                continue;
            }
            // No further than a name may reach: the line may be as long as the text.
            let reach = rest[dash..].char_indices().take_while(|&(_, c)| c != '\n').nth(LONGEST_SIGNATURE).map(|(at, _)| at);
            let line = rest[dash..].get(..reach.unwrap_or(usize::MAX)).or_else(|| rest[dash..].lines().next()).unwrap_or("");
            let name = line.split(',').next().unwrap_or(line).trim().trim_end_matches('.');
            let titled = |word: &str| word.chars().next().is_some_and(|first| !first.is_lowercase());
            let named =
                (1..=6).contains(&name.split_whitespace().count()) && name.split_whitespace().filter(|word| word.len() > 3).all(titled);
            if !named || !name.chars().any(char::is_uppercase) || !judge::is_speech(self.text, quotation) {
                continue;
            }
            let cue = ByteSpan::new(quotation.span.end + dash_at, quotation.span.end + dash_at + dash);
            let start = cue.end + (line.len() - line.trim_start().len());
            let source = ByteSpan::new(start, start + name.len());
            let word = |span: ByteSpan| {
                let sentence = self.sentence_at(span.end)?;
                let token = self.analysis.sentences[sentence].tokens_in(span).last()?;
                Some(WordAt { sentence, token })
            };
            let (source_head, cue_head) = (word(source), word(cue));
            let said = self.said(vec![quotation.span]);
            self.found.push(Attribution { source: Some(source), source_head, cue: Some(cue), cue_head, ..said });
        }
    }

    /// Gives every spoken quotation that no tree has placed to the one who says it.
    pub fn quotations(&mut self) {
        for quotation in self.quotations {
            if !judge::is_speech(self.text, quotation) || self.is_placed(quotation) {
                continue;
            }
            if !self.by_neighbour(quotation) {
                self.by_continuation(quotation);
            }
        }
    }

    /// Whether somebody outside the quotation has most of it for content.
    pub(super) fn is_placed(&self, quotation: &Quotation) -> bool {
        self.found.iter().filter(|found| found.cue.is_none_or(|cue| !quotation.inner.contains(cue))).flat_map(|found| &found.content).any(
            |piece| {
                let shared = piece.end.min(quotation.span.end).saturating_sub(piece.start.max(quotation.span.start));
                2 * shared > quotation.span.len()
            },
        )
    }

    /// A verb of saying with its subject after the quotation ("…," said X) or before it (X said, "…").
    fn by_neighbour(&mut self, quotation: &Quotation) -> bool {
        // The sentence of the next word: it may begin after the quotation.
        let rest = &self.text[quotation.span.end..];
        let skipped = rest.len() - rest.trim_start().len();
        let after = self.sentence_at(quotation.span.end + skipped + 1);
        let before = self.sentence_at(quotation.span.start);
        let own = before.map(|at| self.analysis.sentences[at].paragraph);
        let leads_on = judge::leads_on(self.text, quotation);
        let inner = quotation.inner.of(self.text).trim_end();
        let comma = inner.trim_end_matches(['\'', '’', '"', '”']).ends_with(',');
        let same_paragraph = |at: &usize| Some(self.analysis.sentences[*at].paragraph) == own;
        let after = after.filter(|at| leads_on && same_paragraph(at));
        // "He said:" may end the paragraph before.
        let introduced =
            before.and_then(|at| at.checked_sub(1)).filter(|&at| self.analysis.sentences[at].span.of(self.text).trim_end().ends_with(':'));
        for (sentence, later) in [(after, true), (before, false), (introduced, false)] {
            let Some(sentence) = sentence else { continue };
            if self.analysis.sentences[sentence].tokens.len() > LONGEST {
                continue;
            }
            let tree = Tree::new(self.text, self.analysis, sentence);
            // A quotation that is a sentence of its own is followed by its speaker at once; a comma at its end
            // says that the speaker is still to come.
            let apart = later && !comma && self.analysis.sentences[sentence].span.start >= quotation.span.end;
            let ends_sentence = apart && quotation.inner.of(self.text).trim_end().ends_with('.');
            let mut fitting: Vec<Candidate<'_>> = candidates(&tree, self.cues)
                .into_iter()
                .filter(|candidate| {
                    let span = tree.token(candidate.head).span;
                    candidate.row.is_some_and(|row| row.takes(&Frame::Quote))
                        && !self.quotations.iter().any(|other| other.inner.contains(span))
                        && (if later { span.start >= quotation.span.end } else { span.end <= quotation.span.start })
                })
                .collect();
            if !later {
                fitting.reverse();
            }
            let Some(candidate) = fitting.first() else {
                continue;
            };
            let near = tree
                .ids()
                .filter(|&id| {
                    let span = tree.token(id).span;
                    if later {
                        span.start >= quotation.span.end && id < candidate.head
                    } else {
                        span.end <= quotation.span.start && id > candidate.head
                    }
                })
                .count();
            let busy = apart
                && (ends_sentence
                    || candidate.arguments.iter().any(|argument| matches!(argument.link, Link::Below(Deprel::Ccomp | Deprel::Xcomp))));
            if near > REACH || apart && (near > 8 || busy) {
                continue;
            }
            let cue_head = Some(WordAt { sentence, token: candidate.head });
            if let Some(found) = self.found.iter_mut().find(|found| found.cue_head == cue_head) {
                insert(&mut found.content, quotation.span);
                found.kind = company::kind(self.text, &found.content, self.quotations);
                return true;
            }
            let made = self.spoken(&tree, candidate, quotation.span);
            self.found.push(made);
            return true;
        }
        false
    }

    /// A quotation that begins a sentence goes on with the one who spoke last: in the same
    /// paragraph as a further piece of what he said, in the next one as a statement without cue.
    fn by_continuation(&mut self, quotation: &Quotation) {
        let Some(sentence) = self.sentence_at(quotation.span.start) else {
            return;
        };
        let begins = self.analysis.sentences[sentence].span.start + 1 >= quotation.span.start;
        let paragraph = self.analysis.sentences[sentence].paragraph;
        if !begins {
            return;
        }
        let quotes = |found: &Attribution| found.source.is_some() && found.kind != StatementKind::Indirect;
        let place_of = |at: usize| self.sentence_at(at).map(|sentence| (sentence, self.analysis.sentences[sentence].paragraph));
        let last_of = |wanted: &dyn Fn(&Attribution) -> bool| {
            (0..self.found.len())
                .filter(|&at| end_of(&self.found[at]) <= quotation.span.start && wanted(&self.found[at]))
                .max_by_key(|&at| (end_of(&self.found[at]), std::cmp::Reverse(start_of(&self.found[at]))))
        };
        // "…," X said. "…": the paragraph has a speaker who is quoted; the nearest one goes on, else what stands
        // in the sentence before. Who is quoted from end to end goes on rather than who is reported beside that.
        let rank = |found: &Attribution| {
            let near = |at: usize| at + 1 >= sentence;
            let near = place_of(end_of(found)).is_some_and(|place| near(place.0)) || found.cue_head.is_some_and(|cue| near(cue.sentence));
            match (found.kind, near) {
                (StatementKind::Direct, true) => 5,
                (StatementKind::Mixed, true) => 4,
                (StatementKind::Direct, false) => 3,
                (StatementKind::Indirect, true) => 2,
                (StatementKind::Mixed, false) => 1,
                (StatementKind::Indirect, false) => 0,
            }
        };
        let here = |found: &Attribution| place_of(end_of(found)).is_some_and(|place| place.1 == paragraph);
        let spoken = (0..self.found.len())
            .filter(|&at| end_of(&self.found[at]) <= quotation.span.start && self.found[at].source.is_some())
            .filter(|&at| here(&self.found[at]) && rank(&self.found[at]) > 0)
            .max_by_key(|&at| {
                let found = &self.found[at];
                (rank(found), end_of(found), std::cmp::Reverse(start_of(found)))
            })
            .or_else(|| {
                // A paragraph that begins with a quotation goes on with the quotation that ends the one before,
                // unless it has a speaker to come.
                let last = last_of(&|found| found.source.is_some())?;
                let found = &self.found[last];
                let before = place_of(end_of(found))?.1 + 1 == paragraph;
                let first = self.analysis.sentences[..sentence].last().is_none_or(|before| before.paragraph != paragraph);
                let own = quotation.inner.of(self.text).trim_end().ends_with(',');
                (before && first && !own && quotes(found)).then_some(last)
            });
        if let Some(spoken) = spoken {
            insert(&mut self.found[spoken].content, quotation.span);
            self.found[spoken].kind = company::kind(self.text, &self.found[spoken].content, self.quotations);
            return;
        }
        let last = last_of(&|found| found.source.is_some());
        let silent = last.is_none_or(|last| !here(&self.found[last]));
        if let Some((source, head)) = self.subject_before(sentence).filter(|_| silent) {
            self.found.push(self.without_cue(quotation, Some(source), Some(head), None));
            return;
        }
        let Some(last) = last else { return };
        // A statement that goes on itself stands where its content stands.
        let from = match self.found[last].cue_head {
            Some(cue) => Some(cue.sentence),
            None => self.found[last].content.first().and_then(|piece| self.sentence_at(piece.start)),
        };
        let Some(at) = from else { return };
        let from = &self.analysis.sentences[at];
        if from.paragraph + 1 >= paragraph {
            let speaker = &self.found[last];
            let further = self.without_cue(quotation, speaker.source, speaker.source_head, Some(last));
            self.found.push(further);
        }
    }
}

impl Reader<'_> {
    /// The subject of the sentence before, of the same paragraph: of whom it tells.
    fn subject_before(&self, sentence: usize) -> Option<(ByteSpan, WordAt)> {
        let before = sentence.checked_sub(1)?;
        let sentences = &self.analysis.sentences;
        if sentences[before].paragraph != sentences[sentence].paragraph || sentences[before].tokens.len() > LONGEST {
            return None;
        }
        let tree = Tree::new(self.text, self.analysis, before);
        let root = tree.ids().find(|&id| tree.deprel(id) == Deprel::Root)?;
        let head = tree.children(root).find(|&kid| tree.deprel(kid) == Deprel::Nsubj)?;
        let who = tree.upos(head) == Upos::Propn || ["he", "she", "they"].iter().any(|word| tree.is(head, word));
        let argument = Argument { link: Link::Below(Deprel::Nsubj), head, marker: None, without: None };
        let source = spans::source(&tree, &argument, (root, root)).filter(|_| who)?;
        Some((source, WordAt { sentence: before, token: head }))
    }

    /// A quotation that nothing marks as said, by a speaker known from elsewhere.
    fn without_cue(
        &self,
        quotation: &Quotation,
        source: Option<ByteSpan>,
        source_head: Option<WordAt>,
        continues: Option<usize>,
    ) -> Attribution {
        Attribution { source, source_head, continues, ..self.said(vec![quotation.span]) }
    }

    /// Words that are plainly said, by whom is not told yet.
    pub(super) fn said(&self, content: Vec<ByteSpan>) -> Attribution {
        Attribution {
            source: None,
            source_head: None,
            cue: None,
            cue_head: None,
            kind: company::kind(self.text, &content, self.quotations),
            content,
            act: Act::Say,
            certainty: Certainty::Asserted,
            stance: false,
            within: None,
            addressees: Vec::new(),
            medium: None,
            occasion: None,
            circumstances: Vec::new(),
            continues: None,
        }
    }
}

/// Puts a piece in its place and joins it with a neighbour it overlaps.
pub(super) fn insert(content: &mut Vec<ByteSpan>, piece: ByteSpan) {
    let at = content.partition_point(|known| known.start < piece.start);
    content.insert(at, piece);
    let mut joined: Vec<ByteSpan> = Vec::new();
    for &piece in content.iter() {
        match joined.last_mut() {
            Some(last) if last.overlaps(piece) => *last = last.join(piece),
            _ => joined.push(piece),
        }
    }
    *content = joined;
}

/// Where the last word of the attribution ends.
fn end_of(found: &Attribution) -> usize {
    found.content.iter().chain(&found.source).chain(&found.cue).map(|span| span.end).max().unwrap_or(0)
}

/// Where its first word begins.
fn start_of(found: &Attribution) -> usize {
    found.content.iter().chain(&found.source).chain(&found.cue).map(|span| span.start).min().unwrap_or(0)
}
