//! Chains in running text of our own, as news writes it.
#![allow(clippy::unwrap_used)]

use rapporteur::Reader;
use rapporteur_language::coref::Quoted;
use rapporteur_language::{Analysis, paragraphs};
use rapporteur_record::ByteSpan;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::embedded().unwrap());

fn words<'t>(text: &'t str, analysis: &Analysis, mention: usize) -> &'t str {
    let mention = &analysis.mentions[mention];
    let sentence = &analysis.sentences[mention.sentence];
    sentence[mention.first].span.join(sentence[mention.last].span).of(text)
}

/// The words of each chain of several mentions.
fn chains(text: &str) -> Vec<Vec<&str>> {
    let analysis = READER.parse(text);
    let lists = analysis.chains.lists().into_iter().filter(|list| list.len() > 1);
    lists.map(|list| list.into_iter().map(|at| words(text, &analysis, at)).collect()).collect()
}

fn check(text: &str, wanted: &[&[&str]]) {
    let found = chains(text);
    for &chain in wanted {
        assert!(found.iter().any(|list| list == chain), "{chain:?} is no chain of `{text}`: {found:?}");
    }
}

#[test]
fn names_titles_and_pronouns_of_two_persons_are_two_chains() {
    check(
        "Foreign Minister Irina Dask met Anton Belmar on Monday. She told him that the talks had failed. Dask said her government would wait.",
        &[&["Foreign Minister Irina Dask", "She", "Dask", "her"], &["Anton Belmar", "him"]],
    );
}

#[test]
fn an_apposition_gives_a_name_its_role() {
    check(
        "Anton Belmar, the prime minister of Varosia, said he would resign. The prime minister left the room.",
        &[&["Anton Belmar", "the prime minister of Varosia", "he", "The prime minister"]],
    );
}

#[test]
fn a_pronoun_before_the_name_is_explained_by_the_subject() {
    check("In his speech, Belmar said the army would withdraw.", &[&["his", "Belmar"]]);
}

#[test]
fn a_seat_of_government_that_acts_is_its_state() {
    check("Moscow said that it would not negotiate. Russia has rejected the plan before.", &[&["Moscow", "it", "Russia"]]);
}

#[test]
fn initials_are_the_organisation_and_a_group_is_they() {
    check(
        "The League of Coastal States (LCS) met on Monday. The LCS said it would send observers.",
        &[&["The League of Coastal States", "LCS", "The LCS", "it"]],
    );
    check("The rebels attacked the town. They burned its market.", &[&["The rebels", "They"], &["the town", "its"]]);
}

#[test]
fn every_link_has_a_score_and_goes_to_another_mention() {
    let text = "Irina Dask met Anton Belmar. She told him that the talks had failed.";
    let analysis = READER.parse(text);
    assert_eq!(analysis.chains.of.len(), analysis.mentions.len());
    assert!(!analysis.chains.links.is_empty());
    for link in &analysis.chains.links {
        assert!(link.score > 0.0 && link.score <= 1.0 && link.mention != link.antecedent, "{link:?}");
        assert_eq!(analysis.chains.of[link.mention], analysis.chains.of[link.antecedent]);
    }
}

#[test]
fn whose_words_are_quoted_is_i_in_them() {
    let text = "Anton Belmar met Irina Dask. \"I will not resign,\" Dask said.";
    let analysis = READER.parse(text);
    let at = |wanted: &str| (0..analysis.mentions.len()).rfind(|&at| words(text, &analysis, at) == wanted).unwrap();
    let (i, speaker) = (at("I"), at("Dask"));
    let start = text.find("I will").unwrap();
    let quoted = Quoted { span: ByteSpan::new(start, start + "I will not resign,".len()), speaker };
    let chains = READER.models().chains(text, &analysis, &[quoted]);
    assert_eq!(chains.of[i], chains.of[speaker]);
    assert_eq!(paragraphs(text).len(), 1);
}
