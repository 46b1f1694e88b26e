//! Mentions in running text of our own, as news writes it.
#![allow(clippy::unwrap_used)]

use rapporteur::Reader;
use rapporteur_language::mentions::{EntityType, Mention, MentionForm};
use rapporteur_language::{Sentence, paragraphs, segmentation, trees, trees_with_vectors};
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::embedded().unwrap());

/// The words of every mention, with type and form.
fn mentions(text: &str) -> Vec<(String, EntityType, MentionForm)> {
    let analysis = READER.parse(text);
    let words = |mention: &Mention| {
        let sentence: &Sentence = &analysis.sentences[mention.sentence];
        sentence[mention.first].span.join(sentence[mention.last].span).of(text).to_owned()
    };
    analysis.mentions.iter().map(|mention| (words(mention), mention.kind, mention.form)).collect()
}

/// The type of the mention with exactly these words; the first of them.
fn kind(text: &str, words: &str) -> Option<EntityType> {
    mentions(text).into_iter().find(|(found, ..)| found == words).map(|(_, kind, _)| kind)
}

fn assert_kinds(text: &str, wanted: &[(&str, EntityType)]) {
    for &(words, wanted) in wanted {
        assert_eq!(kind(text, words), Some(wanted), "`{words}` in `{text}`: {:?}", mentions(text));
    }
}

#[test]
fn names_and_descriptions_of_persons_are_mentions() {
    let text = "Anna Holm met the envoy in the city on Tuesday. She told reporters that she would return.";
    assert_kinds(text, &[("Anna Holm", EntityType::Person), ("the envoy", EntityType::Person), ("Tuesday", EntityType::Time)]);
    assert!(
        mentions(text).iter().any(|(words, kind, form)| words == "She" && *kind == EntityType::Person && *form == MentionForm::Pronoun)
    );
}

#[test]
fn states_are_told_from_places_by_the_tables() {
    let text = "France and Germany signed the treaty in Geneva. The Kremlin said that Russia would not.";
    assert_kinds(text, &[("France", EntityType::State), ("The Kremlin", EntityType::State), ("Russia", EntityType::State)]);
    assert_eq!(kind(text, "Geneva"), Some(EntityType::Place));
}

#[test]
fn a_capital_is_a_state_where_it_acts_and_a_place_where_things_happen() {
    assert_eq!(kind("Moscow said that the talks had failed.", "Moscow"), Some(EntityType::State));
    assert_eq!(kind("Karim was arrested in Moscow on Friday.", "Moscow"), Some(EntityType::Place));
}

#[test]
fn an_abbreviation_has_the_type_of_the_name_that_its_brackets_follow() {
    let text = "The League of Coastal States (LCS) condemned the attack. Ministers of the LCS will meet on Monday.";
    let kinds: Vec<EntityType> =
        mentions(text).into_iter().filter(|(words, ..)| words == "LCS" || words == "the LCS").map(|(_, kind, _)| kind).collect();
    assert!(kinds.len() >= 2 && kinds.iter().all(|&kind| kind == EntityType::Organisation), "{:?}", mentions(text));
}

#[test]
fn the_same_body_has_the_same_type_in_full_and_abbreviated() {
    let text = "The United Nations sent a team to the town. The U.N. said that it would stay.";
    assert_kinds(text, &[("The United Nations", EntityType::Organisation), ("The U.N.", EntityType::Organisation)]);
}

#[test]
fn a_possessor_is_a_mention_inside_what_is_owned() {
    let text = "President Karim's spokesman rejected the report.";
    let found = mentions(text);
    assert!(found.iter().any(|(words, kind, _)| words.starts_with("President Karim") && *kind == EntityType::Person), "{found:?}");
    assert_eq!(kind(text, "President Karim's spokesman"), Some(EntityType::Person));
}

#[test]
fn headlines_in_title_case_have_mentions_too() {
    let text = "Moreau Meets Rebels in Paris as Talks Resume";
    assert_kinds(text, &[("Moreau", EntityType::Person), ("Paris", EntityType::Place)]);
}

#[test]
fn mentions_are_in_order_and_inside_their_sentences() {
    let text = "The minister of Varosia, Elena Dask, said that the army's base near Kelm was safe.\n\n(a) – “the” 's 5% of $3 million";
    let analysis = READER.parse(text);
    let keys: Vec<_> = analysis.mentions.iter().map(|m| (m.sentence, m.first, std::cmp::Reverse(m.last))).collect();
    assert!(keys.is_sorted() && !keys.is_empty());
    for mention in &analysis.mentions {
        assert!(mention.first <= mention.head && mention.head <= mention.last);
        assert!(mention.last.index() < analysis.sentences[mention.sentence].tokens.len());
        assert!((0.0..=1.0).contains(&mention.score));
    }
}

#[test]
fn hostile_text_gives_no_panic() {
    for text in ["", "((((((((", "'s 's 's", "A (B (C (D", "the the the the", &"Karim, ".repeat(3000), &"x".repeat(50_000)] {
        READER.parse(text);
    }
}

#[test]
fn a_text_that_is_parsed_in_blocks_has_the_mentions_of_one_that_is_parsed_at_once() {
    // The last paragraph alone shows that Tarvo is a person; every block must know.
    let mut text = String::new();
    for day in 1..=400 {
        text.push_str(&format!("Tarvo met {day} rebels of the Northern Front in Belmar and told the envoy of Telmark to wait.\n\n"));
    }
    text.push_str("The minister, Ilse Tarvo, spoke for the League of Coastal States.");
    let models = READER.models();
    let segmentation = segmentation(&text, &paragraphs(&text), models, &mut Vec::new());
    let (sentences, vectors) = trees_with_vectors(&text, &segmentation, models);
    assert!(segmentation.pieces.len() > 6_000, "the text fills more than one block");
    let analysis = READER.parse(&text);
    assert_eq!(analysis.sentences, sentences);
    assert_eq!(trees(&text, &segmentation, models), sentences);
    assert_eq!(analysis.mentions, models.mentions(&text, &sentences, &vectors));
}
