use super::*;
use rapporteur_record::Record;
use rapporteur_store::Store;
use std::path::Path;
use std::time::Duration;

#[test]
fn a_list_is_read_with_its_evidence() {
    let found = example();
    let first = &found[0];
    assert_eq!((found.len(), first.holder.as_str(), first.unit()), (17, "Anton Moreau", "Northern Front"));
    assert_eq!(first.link(), Some(("leave(karim)", "hold-talks(varosia,northern front)")));
    let evidence = &first.evidence[0];
    assert_eq!((evidence.id.as_str(), evidence.story.as_str(), evidence.span), ("s2", "st1", Some((120, 170))));
}

#[test]
fn the_bare_shape_of_the_contract_is_enough() {
    let json = r#"[{"holder": "Karim", "issue": "leave(karim)", "stance": "reject", "condition": null, "evidence": ["s1", "s4"], "as_of": null},
        {"holder": "Front", "issue": {"key": "leave(karim)", "label": "Karim leaves"}, "stance": "demand", "condition": "talks", "evidence": []}]"#;
    let found = from_json(json).unwrap();
    assert_eq!(found[0].evidence.iter().map(|piece| piece.id.as_str()).collect::<Vec<_>>(), ["s1", "s4"]);
    assert_eq!((found[0].label.as_str(), found[1].label.as_str(), found[0].is_first_hand()), ("leave(karim)", "Karim leaves", true));
    assert_eq!(found[1].link(), Some(("leave(karim)", "talks")), "what is demanded for something is to be first");
    assert_eq!(found[1].evidence.len(), 1);
    assert_eq!(from_json(&format!("{{\"positions\": {json}}}")).unwrap(), found);
}

#[test]
fn ids_may_name_their_report_and_words_may_stand_beside_them() {
    let json = r#"[{"holder": "A", "issue": "x", "label": "X", "stance": "support", "evidence": ["4/s1", "7/s2"], "words": ["yes", "again yes"], "stories": 2}]"#;
    let evidence = &from_json(json).unwrap()[0].evidence;
    let told: Vec<(&str, &str, &str)> =
        evidence.iter().map(|piece| (piece.report.as_str(), piece.story.as_str(), piece.words.as_str())).collect();
    assert_eq!(told, [("4", "4", "yes"), ("7", "7", "again yes")]);
}

#[test]
fn keys_of_a_codebook_stand_for_what_falls_under_them_in_conditions_too() {
    let json = r#"[{"holder": "A", "issue": {"key": "leave(karim)", "label": "x", "codebook": "departure"}, "stance": "reject", "evidence": ["s1"]},
        {"holder": "B", "issue": {"key": "talks", "label": "y", "codebook": null}, "stance": "accept-if", "condition": "leave(karim)", "evidence": ["s2"]}]"#;
    let found = from_json(json).unwrap();
    assert_eq!((found[0].issue.as_str(), found[1].link()), ("departure", Some(("departure", "talks"))));
}

#[test]
fn what_is_no_position_is_named_by_its_place() {
    for (json, said) in [
        ("{", "cannot be read"),
        ("3", "no list of positions"),
        ("{}", "no list of positions"),
        (r#"[{"issue": "x", "stance": "reject"}]"#, "position 1: it has no holder"),
        (r#"[{"holder": "A", "stance": "reject"}]"#, "position 1: it has no issue"),
        (
            r#"[{"holder": "A", "issue": "x", "stance": "support"}, {"holder": "A", "issue": "x", "stance": "maybe"}]"#,
            "position 2: `maybe` is no stance",
        ),
        ("[3]", "no holder"),
    ] {
        let error = from_json(json).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains("help:"), "{json}: {error}");
    }
    assert_eq!(from_json("[]").unwrap(), []);
}

/// A record whose positions point at a statement and an event.
fn record() -> Record {
    let text = "Karim will not leave, Dask said. The army shelled Kelm.";
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        serde_json::json!({"start": start, "end": start + words.len()})
    };
    let actor = |id: &str, name: &str, party: Option<&str>| serde_json::json!({"id": id, "name": name, "kind": "person", "code": null, "roles": [], "party": party, "mentions": []});
    let position = |holder: &str, stance: &str, evidence: &[&str]| {
        serde_json::json!({"holder": holder, "issue": {"key": "leave(karim)", "label": "Karim leaves office", "codebook": null}, "stance": stance,
            "condition": null, "condition_kind": null, "basis": "own", "told_by": null, "evidence": evidence, "as_of": "2031-05-05", "score": 0.8})
    };
    serde_json::from_value(serde_json::json!({
        "schema": "rapporteur/1", "text": text, "sentences": [],
        "doc": {"id": "d1", "key": null, "uri": "a.txt", "title": "No leave", "title_span": null, "agency": null, "agency_span": null, "byline": null,
            "dateline": null, "publisher": "Kelm Courier", "language": "en", "languages": ["en"], "published": "2031-05-06",
            "published_basis": "given", "published_evidence": [], "published_candidates": [], "body": [{"start": 0, "end": text.len()}]},
        "actors": [actor("a1", "Irina Dask", Some("a2")), actor("a2", "Varosia", None)],
        "statements": [{"id": "s1", "speakers": ["a1"], "addressees": [], "source": null, "cue": null, "content": [span("Karim will not leave")],
            "kind": "indirect", "within": null, "act": "say", "certainty": "asserted", "medium": null, "occasion": null, "said_on": "2031-05-05", "said_on_basis": null}],
        "events": [], "positions": [position("a1", "reject", &["s1"]), position("a2", "deny", &["e7"])],
        "timexes": [], "places": [], "quantities": [], "diagnostics": [], "made_by": {"engine": "0", "models": "0", "lexicon": "0"}
    }))
    .unwrap()
}

#[test]
fn a_store_gives_holder_party_words_and_place() {
    let mut store = Store::open(Path::new(":memory:")).unwrap();
    let batch = store.batch().unwrap();
    batch.add("https://kelm-courier.example/1", &record()).unwrap();
    batch.commit().unwrap();
    let found = from_store(&mut store, Duration::from_secs(10)).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].holder.as_str(), found[0].party.as_deref(), found[0].stance), ("Irina Dask", Some("Varosia"), Stance::Reject));
    let piece = &found[0].evidence[0];
    assert_eq!((piece.words.as_str(), piece.span), ("Karim will not leave", Some((0, 20))));
    assert_eq!((piece.title.as_deref(), piece.address.as_deref()), (Some("No leave"), Some("https://kelm-courier.example/1")));
    assert_eq!((found[1].party.as_deref(), found[1].evidence[0].id.as_str(), found[1].evidence[0].words.as_str()), (None, "e7", ""));
    let mut empty = Store::open(Path::new(":memory:")).unwrap();
    assert_eq!(from_store(&mut empty, Duration::from_secs(10)).unwrap(), []);
}
