//! What the tables of actors tell of a mention.

use super::EntityType;
use super::candidates::Candidate;
use crate::analysis::Sentence;
use crate::labels::Upos;
use rapporteur_lexicon::ActorTable;
use rapporteur_lexicon::actors::Known;

/// The type of a candidate as far as tables and the part of speech tell it.
pub(crate) fn kind_of(text: &str, sentence: &Sentence, candidate: &Candidate, actors: &ActorTable) -> EntityType {
    let words: Vec<&str> = (candidate.first.0..=candidate.last.0).map(|at| sentence.form(crate::TokenId(at), text)).collect();
    let named = words.first().map_or(words.as_slice(), |first| if first.eq_ignore_ascii_case("the") { &words[1..] } else { &words });
    let head = &sentence[candidate.head];
    match head.upos {
        Upos::Propn => match actors.known(named) {
            Some((_, Known::Organisation(_))) => EntityType::Organisation,
            Some((_, Known::Capital(_))) => EntityType::Place,
            Some(_) => EntityType::State,
            None if named.iter().any(|word| actors.organisation_word(word).is_some()) => EntityType::Organisation,
            None => EntityType::Person,
        },
        Upos::Pron => match &*head.lemma {
            "it" | "this" | "that" | "which" | "what" => EntityType::Other,
            _ => EntityType::Person,
        },
        Upos::Num => EntityType::Quantity,
        _ if actors.role_word(&head.lemma).is_some() => EntityType::Person,
        _ if actors.group(&[&head.lemma]).is_some() => EntityType::Organisation,
        _ => EntityType::Other,
    }
}
