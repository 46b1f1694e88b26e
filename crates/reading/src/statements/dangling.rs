//! Participles that say something and that nobody was given: "…," she said, asking the guild to wait. Who speaks beside them in the sentence does.

use super::Attribution;
use super::reader::Reader;
use rapporteur_language::Deprel;
use rapporteur_record::ByteSpan;
use std::collections::BTreeMap;

impl Reader<'_> {
    /// Gives a participle without a speaker that of the attribution before it in its sentence; one that opens the sentence, that of the next.
    pub(super) fn dangling(&mut self) {
        let spoken = self.by_sentence(|found| found.source.is_some());
        for at in 0..self.found.len() {
            let one = &self.found[at];
            let (None, Some(cue), Some(word)) = (one.source, one.cue, one.cue_head) else { continue };
            let Some(others) = spoken.get(&word.sentence).filter(|_| self.is_dangling(at)) else { continue };
            let opens = cue.start == self.analysis.sentences[word.sentence].span.start;
            let apart = |other: &usize| {
                let other = &self.found[*other];
                !other.content.iter().any(|piece| piece.contains(cue)) && other.cue.is_some_and(|said| (said.start > cue.start) == opens)
            };
            let place = |other: &usize| self.found[*other].cue.map(|said| said.start);
            let beside = others.iter().copied().filter(apart);
            let Some(who) = (if opens { beside.min_by_key(place) } else { beside.max_by_key(place) }) else { continue };
            let (source, head) = (self.found[who].source, self.found[who].source_head);
            self.found[at].source = source;
            self.found[at].source_head = head;
        }
    }

    /// "The land wants peace, Dask said": what somebody in the words of another is told to say ends where those words end.
    pub(super) fn sticking_out(&mut self) {
        for group in self.by_sentence(|_| true).values() {
            for &outer in group {
                let (Some(source), [said]) = (self.found[outer].source, &self.found[outer].content[..]) else { continue };
                let said = *said;
                // A comma stands between.
                if said.end > source.start || source.start > said.end + 3 {
                    continue;
                }
                for &inner in group.iter().filter(|&&inner| inner != outer) {
                    let one = &mut self.found[inner];
                    if one.cue.is_some_and(|cue| said.contains(cue)) {
                        let sticks = |piece: &&mut ByteSpan| piece.start < said.end && piece.contains(source);
                        one.content.iter_mut().filter(sticks).for_each(|piece| piece.end = said.end);
                    }
                }
            }
        }
    }

    /// The places of attributions with a cue that `fit`, by the sentence of the cue.
    fn by_sentence(&self, fit: impl Fn(&Attribution) -> bool) -> BTreeMap<usize, Vec<usize>> {
        let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, found) in self.found.iter().enumerate().filter(|(_, found)| fit(found)) {
            if let Some(cue) = found.cue_head {
                places.entry(cue.sentence).or_default().push(at);
            }
        }
        places
    }

    /// Whether the cue of an attribution is a participle that modifies a verb and has no subject.
    fn is_dangling(&self, at: usize) -> bool {
        let Some(word) = self.found[at].cue_head else { return false };
        let sentence = &self.analysis.sentences[word.sentence];
        let token = &sentence.tokens[word.token.index()];
        let clause =
            matches!(token.deprel, Deprel::Root | Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp | Deprel::Conj | Deprel::Parataxis);
        let helped =
            |kid: &rapporteur_language::Token| kid.deprel.is_nominal_subject() || matches!(kid.deprel, Deprel::Aux | Deprel::AuxPass);
        let below = || sentence.tokens.iter().filter(|kid| kid.head == Some(word.token));
        sentence.form(word.token, self.text).to_lowercase().ends_with("ing") && clause && !below().any(helped)
    }
}
