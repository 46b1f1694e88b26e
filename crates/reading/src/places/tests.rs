//! What places are read from trees written by hand, with a small gazetteer of places that do not exist.

use super::gazetteer::{Gazetteer, PlaceEntry, write_gazetteer};
use super::sense::{Group, first_guess};
use super::spot::{Candidate, Tables, in_dateline, in_sentence};
use super::usage::usage;
use super::{PlaceDraft, Places, groups};
use crate::testing::{analysis, span};
use rapporteur_lexicon::{ActorTable, place_key};
use rapporteur_record::{ByteSpan, PlaceKind, PlaceUse};
use std::collections::BTreeMap;

fn entry(name: &str, geonameid: u32, kind: PlaceKind, people: u64, region: &str) -> PlaceEntry {
    PlaceEntry {
        key: place_key(name),
        others: Vec::new(),
        geonameid,
        point: (10.0, f64::from(geonameid)),
        kind,
        people,
        region: region.into(),
    }
}

fn gazetteer() -> Gazetteer {
    let places = vec![
        entry("Qelm", 1, PlaceKind::City, 900_000, "EG.01"),
        entry("Qelm", 2, PlaceKind::City, 5_000, "US.LA"),
        entry("Qelm Ford", 3, PlaceKind::City, 2_000, "US.LA"),
        entry("Louisiana", 4, PlaceKind::Region, 4_000_000, "US.LA"),
        entry("Dorv al-Hazim", 5, PlaceKind::City, 2_000, "EG.01"),
    ];
    let regions = BTreeMap::from([("US.LA".to_owned(), "Louisiana".to_owned())]);
    Gazetteer::from_bytes(write_gazetteer(places, &regions)).unwrap()
}

/// The candidates of trees, with the text.
fn candidates(trees: &str) -> (String, Vec<Candidate>) {
    let (text, analysis) = analysis(trees);
    let (places, actors, gazetteer) = (rapporteur_lexicon::Places::embedded(), ActorTable::embedded(), gazetteer());
    let tables = Tables { places: &places, actors: &actors, gazetteer: &gazetteer };
    let found = analysis.sentences.iter().enumerate().flat_map(|(at, sentence)| in_sentence(&text, at, sentence, tables)).collect();
    (text, found)
}

fn words<'t>(text: &'t str, found: &[Candidate]) -> Vec<&'t str> {
    found.iter().map(|candidate| candidate.span.of(text)).collect()
}

const CONTAINED: &str = "They they PRON 2 nsubj
    met meet VERB 0 root
    in in ADP 4 case
    Qelm Qelm PROPN 2 obl
    , , PUNCT 6 punct
    Louisiana Louisiana PROPN 4 appos
    . . PUNCT 2 punct";

#[test]
fn the_longest_name_wins_and_hyphens_do_not_break_it() {
    let (text, found) = candidates(
        "From from ADP 3 case
        Qelm Qelm PROPN 3 compound
        Ford Ford PROPN 0 root
        to to ADP 5 case
        Dorv Dorv PROPN 3 nmod
        al_ al PROPN 5 flat
        -_ - PUNCT 5 punct
        Hazim Hazim PROPN 5 flat",
    );
    assert_eq!(words(&text, &found), ["Qelm Ford", "Dorv al-Hazim"]);
}

#[test]
fn what_stands_behind_the_comma_decides_which_town_it_is() {
    let (text, found) = candidates(CONTAINED);
    assert_eq!(words(&text, &found), ["Qelm", "Louisiana"]);
    let groups: Vec<Group> = groups(&text, &found);
    let picks = first_guess(&groups);
    assert_eq!(groups[0].readings[picks[0].unwrap()].region, groups[1].readings[picks[1].unwrap()].region);
    assert_eq!(groups[0].readings.len(), 2, "both towns are weighed");
}

#[test]
fn an_unknown_name_is_a_place_where_a_word_says_so() {
    let (text, found) = candidates(
        "Gulf Gulf PROPN 0 root
        of of ADP 3 case
        Morvanne Morvanne PROPN 1 nmod

        the the DET 2 det
        village village NOUN 0 root
        of of ADP 4 case
        Tolk Tolk PROPN 2 nmod

        Belmar Belmar PROPN 2 nsubj
        spoke speak VERB 0 root",
    );
    assert_eq!(words(&text, &found), ["Gulf of Morvanne", "Tolk"]);
    assert_eq!(found.iter().map(|one| one.hint).collect::<Vec<_>>(), [Some(PlaceKind::Sea), Some(PlaceKind::City)]);
    assert!(found.iter().all(|one| one.readings.is_empty()));
}

#[test]
fn use_is_told_by_the_tree() {
    let sentences = "Qelm Qelm PROPN 2 nsubj
        accused accuse VERB 0 root
        troops troop NOUN 2 obj

        the the DET 3 det
        Qelm Qelm PROPN 3 compound
        talks talk NOUN 4 nsubj
        failed fail VERB 0 root
        in in ADP 6 case
        Qelm Qelm PROPN 4 obl
        . . PUNCT 4 punct";
    let (text, analysis) = analysis(sentences);
    let (_, found) = candidates(sentences);
    let uses: Vec<PlaceUse> =
        found.iter().map(|one| usage(&analysis.sentences[one.sentence.unwrap()], one, PlaceKind::City, false)).collect();
    assert_eq!(uses, [PlaceUse::Actor, PlaceUse::Modifier, PlaceUse::Literal], "{text}");
}

#[test]
fn any_dateline_is_looked_through_without_a_panic() {
    let (places, actors, gazetteer) = (rapporteur_lexicon::Places::embedded(), ActorTable::embedded(), gazetteer());
    let tables = Tables { places: &places, actors: &actors, gazetteer: &gazetteer };
    for (dateline, expected) in [
        ("QELM, Louisiana (CPA) —", vec!["QELM", "Louisiana"]),
        ("’’’—", vec![]),
        ("-", vec![]),
        ("", vec![]),
        ("12 May", vec![]),
        ("QELM, March 9 (CPA) —", vec!["QELM"]),
        ("العربية, Qelm", vec!["Qelm"]),
    ] {
        let found = in_dateline(dateline, ByteSpan::new(0, dateline.len()), tables);
        assert_eq!(words(dateline, &found), expected, "{dateline}");
    }
}

#[test]
fn what_a_span_tells_happens_at_the_most_exact_place_in_it() {
    let text = "in Qelm in Louisiana, Qelm Ford said";
    let draft = |name: &str, kind, usage| PlaceDraft {
        name: name.into(),
        kind,
        country: None,
        region: None,
        point: None,
        geonameid: None,
        mentions: vec![(span(text, name), usage)],
    };
    let places = Places {
        places: vec![
            draft("in Qelm", PlaceKind::City, PlaceUse::Literal),
            draft("Louisiana", PlaceKind::Region, PlaceUse::Literal),
            draft("Qelm Ford", PlaceKind::City, PlaceUse::Actor),
        ],
    };
    assert_eq!(places.literal_in(&[ByteSpan::new(0, text.len())]), Some(0));
    assert_eq!(places.literal_in(&[ByteSpan::new(8, text.len())]), Some(1));
    assert_eq!(places.literal_in(&[ByteSpan::new(21, text.len())]), None);
}
