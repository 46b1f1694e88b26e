//! "The port will close, the Herald reported, citing two officials": who is cited says it, and the paper tells that he does.

use super::candidates::{Candidate, candidates};
use super::grove::Tree;
use super::reader::{Reader, head_of};
use super::{Attribution, WordAt, judge, spans};
use rapporteur_language::{Deprel, TokenId, Upos};
use rapporteur_lexicon::{CueClass, Frame};
use rapporteur_record::{Act, ByteSpan};

impl Reader<'_> {
    /// Gives what a saying tells also to those whom a participle beside it cites, in the attributions found since `known`.
    pub(super) fn citing(&mut self, tree: &Tree<'_>, known: usize) {
        for verb in tree.ids().filter(|&id| matches!(tree.lemma(id), "cite" | "quote") && tree.form(id).ends_with("ing")) {
            let Some(who) = self.cited_by(tree, verb) else { continue };
            let says = |found: &&Attribution| {
                let head = tree.head(verb);
                let beside = found.cue_head.is_some_and(|cue| cue.sentence == tree.at && Some(cue.token) == head);
                let about = found.source_head.is_some_and(|name| name.sentence == tree.at && Some(name.token) == head);
                let told = found.cue_head.is_some_and(|cue| cue.token != verb);
                told && (beside || about) && matches!(found.act, Act::Say | Act::Claim)
            };
            let words = tree.token(verb).span.join(who);
            if !self.found[known..].iter().any(|found| says(&found)) {
                self.saying(tree, tree.head(verb));
            }
            let Some(at) = self.found[known..].iter().position(|found| says(&found)) else { continue };
            // Who is cited stands in nothing that is said, in front of it or behind it.
            let text = self.text;
            let host = &mut self.found[known + at];
            for piece in host.content.iter_mut().filter(|piece| piece.contains(words) && piece.start < words.start) {
                *piece = spans::trim(text, ByteSpan::new(piece.start, words.start), self.quotations);
            }
            host.content.retain(|piece| !piece.overlaps(words));
            let host = host.clone();
            if host.content.is_empty() {
                continue;
            }
            let place = WordAt { sentence: tree.at, token: verb };
            let later = self.found.split_off(known);
            self.found.extend(later.into_iter().filter(|found| found.cue_head != Some(place)));
            if let Some(said) = host.cue_head {
                self.cited.insert(place, said);
                self.clausal.insert(place);
            }
            self.found.push(Attribution {
                source: Some(who),
                source_head: head_of(tree, who, None),
                cue: Some(tree.token(verb).span),
                cue_head: Some(place),
                act: Act::Say,
                addressees: Vec::new(),
                medium: None,
                occasion: None,
                circumstances: Vec::new(),
                continues: None,
                ..host
            });
        }
    }

    /// Reads a verb of saying by the frames of the lexicon.
    fn saying(&mut self, tree: &Tree<'_>, verb: Option<TokenId>) {
        let all = candidates(tree, self.cues);
        let says = |one: &&Candidate<'_>| {
            let row = one.row.is_some_and(|row| row.takes(&Frame::That) && row.takes(&Frame::Quote));
            Some(one.head) == verb && one.class == CueClass::Verb && row
        };
        let Some(said) = all.iter().find(says) else { return };
        if let Some(roles) = judge::roles(tree, said, self.cues, false).filter(|roles| roles.source.is_some()) {
            let draft = spans::draft(self.page(), tree, said, &roles, None);
            self.take(tree, said, &roles, draft);
        }
    }

    /// Those whom the participle cites: a name, or a noun that may say something. Nobody is cited "as saying" something here.
    fn cited_by(&self, tree: &Tree<'_>, verb: TokenId) -> Option<ByteSpan> {
        let who = tree.child(verb, Deprel::Obj).filter(|&who| who > verb)?;
        let people = self.cues.deed("cite").is_some_and(|objects| objects.iter().any(|word| &**word == tree.lemma(who)));
        let said = |kid: TokenId| tree.deprel(kid) == Deprel::Advcl && tree.marker(kid).is_some_and(|mark| tree.is(mark, "as"));
        let words = tree.subtree(who, &[]);
        let end = words.iter().rposition(|&id| !tree.is_mark(id))?;
        let speaks = people || tree.upos(who) == Upos::Propn;
        (speaks && !tree.children(verb).any(said)).then(|| tree.span(&words[..=end])).flatten()
    }
}
