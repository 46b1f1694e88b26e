//! Quotations inside quotations: "I asked him, and he said, ‘We stay,’" Holm recalled. The words right before the inner one
//! tell who says it.

use super::candidates::candidates;
use super::grove::LONGEST;
use super::judge;
use super::marks;
use super::reader::Reader;
use super::{Attribution, WordAt, company};
use rapporteur_language::{TokenId, Upos};
use rapporteur_lexicon::{CueClass, Frame};
use rapporteur_record::ByteSpan;

/// How many words may stand between the verb and the quotation that it introduces: "told me on the phone:".
const AHEAD: usize = 6;

impl Reader<'_> {
    /// Gives each quotation inside a spoken one to the verb of saying right before it.
    pub(super) fn inner_quotations(&mut self) {
        for outer in self.quotations.iter().filter(|outer| judge::is_speech(self.text, outer)) {
            for inner in marks::inside(self.text, outer) {
                if inner.closed
                    && inner.inner.of(self.text).split_whitespace().count() > 1
                    && let Some(made) = self.said_inside(outer.inner, inner.span)
                {
                    self.take_inner(made);
                }
            }
        }
    }

    /// The attribution of an inner quotation to a verb with a subject of its own that introduces it.
    fn said_inside(&self, around: ByteSpan, inner: ByteSpan) -> Option<Attribution> {
        let sentence = self.sentence_at(inner.start + 1)?;
        if self.analysis.sentences[sentence].tokens.len() > LONGEST {
            return None;
        }
        let tree = super::grove::Tree::new(self.text, self.analysis, sentence);
        let before: Vec<TokenId> = tree
            .ids()
            .filter(|&id| {
                let span = tree.token(id).span;
                span.start >= around.start && span.end <= inner.start
            })
            .collect();
        let at = before.iter().rposition(|&id| tree.upos(id) == Upos::Verb)?;
        let (verb, between) = (before[at], &before[at + 1..]);
        let leads = between.last().is_none_or(|&id| matches!(tree.form(id), "," | ":"));
        let quotes = self.cues.verb(tree.lemma(verb)).is_some_and(|row| row.takes(&Frame::Quote));
        if !leads || !quotes || between.len() > AHEAD {
            return None;
        }
        let all = candidates(&tree, self.cues);
        let candidate = all.iter().find(|one| one.head == verb && one.class == CueClass::Verb)?;
        let made = self.spoken(&tree, candidate, inner);
        let own = made.source.is_some_and(|source| around.contains(source) && source.end <= inner.start);
        own.then_some(made)
    }

    /// Puts it in the place of what the tree made of the same verb.
    fn take_inner(&mut self, made: Attribution) {
        let place: Option<WordAt> = made.cue_head;
        match self.found.iter_mut().find(|found| found.cue_head == place) {
            Some(found) => {
                found.content = made.content;
                found.source = found.source.or(made.source);
                found.kind = company::kind(self.text, &found.content, self.quotations);
            }
            None => self.found.push(made),
        }
    }
}
