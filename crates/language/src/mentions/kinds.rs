//! Types that tables tell: states, and quantities.

use super::EntityType;
use super::candidates::Candidate;
use crate::analysis::{Sentence, TokenId};
use crate::labels::{Deprel, Upos};
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::Known;

/// The type of a mention after the tables were asked.
///
/// A name is a state's if it is all of a state's name, of its adjective or people, or of what stands
/// for its government; the name of a seat of government is a state's where it acts or owns
/// ("Moscow said", not "in Moscow"). Numbers and sums are quantities.
pub(super) fn refine(kind: EntityType, text: &str, sentence: &Sentence, candidate: &Candidate, actors: &ActorTable) -> EntityType {
    use EntityType::{Organisation, Other, Person, Place, Quantity, State};
    let head = &sentence[candidate.head];
    match kind {
        Person | Organisation | Place if matches!(head.upos, Upos::Propn | Upos::Adj | Upos::Noun | Upos::X) => {
            match known(text, sentence, candidate, actors) {
                Some(Known::Country(_) | Known::Metonym(_)) => State,
                Some(Known::Demonym(_)) => State,
                Some(Known::Capital(_)) if acts(sentence, candidate.head) => State,
                _ => kind,
            }
        }
        Other if matches!(head.upos, Upos::Num | Upos::Sym) || is_sum(text, sentence, candidate) => Quantity,
        _ => kind,
    }
}

/// What the tables know under the whole of this name, article and possessive mark left out.
fn known(text: &str, sentence: &Sentence, candidate: &Candidate, actors: &ActorTable) -> Option<Known> {
    let mut words: Vec<&str> = (candidate.first.0..=candidate.last.0).take(12).map(|at| sentence.form(TokenId(at), text)).collect();
    if words.first().is_some_and(|first| first.eq_ignore_ascii_case("the")) {
        words.remove(0);
    }
    if words.last().is_some_and(|last| matches!(*last, "'s" | "’s" | "'" | "’")) {
        words.pop();
    }
    actors.known(&words).filter(|(count, _)| *count == words.len()).map(|(_, known)| known)
}

/// Whether a seat of government stands where someone acts or owns.
fn acts(sentence: &Sentence, head: TokenId) -> bool {
    match sentence[head].deprel {
        Deprel::Nsubj | Deprel::OblAgent => sentence[head].head.is_some_and(|above| sentence[above].upos == Upos::Verb),
        _ => false,
    }
}

/// Whether a number with a sign or unit of money is the head: "$5", "5%", "five percent".
fn is_sum(text: &str, sentence: &Sentence, candidate: &Candidate) -> bool {
    let form = sentence.form(candidate.head, text);
    let counted = sentence.child(candidate.head, Deprel::Nummod).is_some();
    counted && matches!(form.to_lowercase().as_str(), "percent" | "per" | "%" | "dollars" | "euros" | "pounds" | "$" | "€" | "£")
}
