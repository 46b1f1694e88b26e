//! Under which condition a quantity stands, and for whom.

use super::Reader;
use super::counted::Counted;
use super::numbers::Number;
use rapporteur_language::{Deprel, Sentence, TokenId, Upos};

/// What stands around a quantity.
pub(super) struct Setting {
    /// The names of those to each of whom it goes.
    pub each: Vec<String>,
    pub conditional: bool,
}

/// How many sentences back those are looked for to whom "each" goes.
const BACK: usize = 3;

impl Reader<'_> {
    pub(super) fn setting(&self, number: &Number, counted: &Counted, each: bool) -> Setting {
        Setting { each: if each { self.shared_by(number, counted) } else { Vec::new() }, conditional: self.is_conditional(counted.head) }
    }

    /// Whether a condition or mere possibility governs the word: "if 1 million leave", "40 could die".
    fn is_conditional(&self, head: TokenId) -> bool {
        let sentence = self.sentence;
        let if_clause = |clause: TokenId| {
            sentence.children(clause).any(|child| {
                let token = &sentence[child];
                token.deprel == Deprel::Mark && matches!(&*token.lemma, "if" | "unless" | "provided")
                    || token.deprel == Deprel::Advmod && &*token.lemma == "if"
            })
        };
        let mut nearest = true;
        for up in sentence.ancestors(head) {
            let token = &sentence[up];
            if if_clause(up) || sentence.children(up).any(|child| sentence[child].deprel == Deprel::Advcl && if_clause(child)) {
                return true;
            }
            if matches!(token.upos, Upos::Verb | Upos::Aux | Upos::Adj) && nearest && up != head {
                nearest = false;
                let modal = |child: TokenId| {
                    sentence[child].deprel == Deprel::Aux
                        && matches!(self.lower(child.index()), "would" | "could" | "might" | "may" | "'d" | "’d")
                };
                if sentence.children(up).any(modal) {
                    return true;
                }
            }
        }
        false
    }

    /// The names of those who take the quantity each: the subjects of its verb, else the names that
    /// were last joined by "and".
    fn shared_by(&self, number: &Number, counted: &Counted) -> Vec<String> {
        let subject = self.governing_verb(counted.head).and_then(|verb| {
            self.sentence.children(verb).find(|&child| matches!(self.sentence[child].deprel, Deprel::Nsubj | Deprel::NsubjPass))
        });
        if let Some(names) = subject.map(|subject| joined(self.sentence, subject, self.text)).filter(|names| names.len() > 1) {
            return names;
        }
        let here = joined_last(self.sentence, number.first, self.text);
        here.or_else(|| {
            let before = &self.analysis.sentences[self.at.saturating_sub(BACK)..self.at];
            before.iter().rev().find_map(|sentence| joined_last(sentence, sentence.tokens.len(), self.text))
        })
        .unwrap_or_default()
    }
}

/// The names joined with `first` by "and": itself and its conjuncts.
fn joined(sentence: &Sentence, first: TokenId, text: &str) -> Vec<String> {
    let conjuncts = sentence.children(first).filter(|&child| sentence[child].deprel == Deprel::Conj);
    std::iter::once(first).chain(conjuncts).filter(|&id| sentence[id].upos == Upos::Propn).map(|id| name(sentence, id, text)).collect()
}

/// The last names before the word `end` that are joined by "and".
fn joined_last(sentence: &Sentence, end: usize, text: &str) -> Option<Vec<String>> {
    let heads =
        (0..end).rev().map(|at| TokenId(at as u32)).filter(|&id| sentence[id].upos == Upos::Propn && sentence[id].deprel != Deprel::Conj);
    heads.map(|id| joined(sentence, id, text)).find(|names| names.len() > 1)
}

/// The words of a name: its head with what is compounded to it.
fn name(sentence: &Sentence, head: TokenId, text: &str) -> String {
    let part =
        |id: TokenId| id == head || sentence[id].head == Some(head) && matches!(sentence[id].deprel, Deprel::Compound | Deprel::Flat);
    let spans = sentence.ids().filter(|&id| part(id)).map(|id| sentence[id].span);
    spans.reduce(|a, b| a.join(b)).map(|span| span.of(text).to_owned()).unwrap_or_default()
}
