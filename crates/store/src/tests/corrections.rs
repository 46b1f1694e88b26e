//! What people say of findings.

use super::{LIMIT, add, number, prose, report, sound};
use crate::{By, Cell, Finding, FindingKind, Store, Verdict};
use rapporteur_record::{
    Actor, ActorKind, ConditionKind, DateBasis, Event, EventStatus, Issue, Mention, MentionKind, Place, PlaceKind, PlaceMention, PlaceUse,
    Plover, Position, PositionBasis, Quantity, Record, Span, Stance, Timex, TimexType,
};
use std::path::Path;

/// The report of [`report`] with an event, a position, a place, a date and a quantity.
pub(super) fn full(words: &str, outlet: &str) -> Record {
    let mut record = report(&format!("The army shelled Kelm on Monday; 12 died. {words}"), outlet, "2031-05-06");
    let at = |word: &str| {
        let start = record.text.find(word).unwrap();
        Span { start, end: start + word.len() }
    };
    let (army, kelm, shelled, monday, died) = (at("The army"), at("Kelm"), at("shelled"), at("Monday"), at("12"));
    let mention = |span: Span, kind| Mention { start: span.start, end: span.end, kind };
    record.actors.push(Actor {
        id: "a2".to_owned(),
        name: "army".to_owned(),
        kind: ActorKind::Group,
        code: None,
        roles: Vec::new(),
        party: None,
        mentions: vec![mention(army, MentionKind::Nominal)],
    });
    record.events.push(Event {
        id: "e1".to_owned(),
        source: vec!["a2".to_owned()],
        target: Vec::new(),
        plover: Some(Plover { kind: "ASSAULT".to_owned(), mode: None, contexts: Vec::new() }),
        cameo: "194".to_owned(),
        date: Some("2031-05-05".to_owned()),
        date_basis: Some(DateBasis::Clause),
        time: None,
        place: Some("p1".to_owned()),
        evidence: vec![shelled],
        status: EventStatus::Happened,
        condition: None,
        score: 0.9,
        reported_by: None,
        same_as: None,
    });
    record.positions.push(Position {
        holder: "a1".to_owned(),
        issue: Issue { key: "talks".to_owned(), label: "Talks go on".to_owned(), codebook: None },
        stance: Stance::Reject,
        condition: Some("shelling".to_owned()),
        condition_kind: Some(ConditionKind::Requires),
        basis: PositionBasis::Own,
        told_by: None,
        evidence: vec!["s1".to_owned(), "e1".to_owned()],
        as_of: None,
        score: 0.5,
        words: Vec::new(),
    });
    record.timexes.push(Timex {
        start: monday.start,
        end: monday.end,
        kind: TimexType::Date,
        value: "2031-05-05".to_owned(),
        modifier: None,
        from: Some("2031-05-05".to_owned()),
        to: Some("2031-05-05".to_owned()),
    });
    record.places.push(Place {
        id: "p1".to_owned(),
        name: "Kelm".to_owned(),
        kind: PlaceKind::City,
        country: None,
        region: None,
        lat: None,
        lon: None,
        geonameid: None,
        mentions: vec![PlaceMention { start: kelm.start, end: kelm.end, usage: PlaceUse::Literal }],
    });
    record.quantities.push(Quantity {
        start: died.start,
        end: died.end,
        low: Some(rapporteur_record::Amount(12.0)),
        high: Some(rapporteur_record::Amount(12.0)),
        approximate: false,
        unit: Some("dead".to_owned()),
        currency: None,
        about: None,
        each: Vec::new(),
        baseline: None,
        of: Some("e1".to_owned()),
        conditional: false,
    });
    assert_eq!(rapporteur_record::validate(&record), Vec::<String>::new());
    record
}

pub(super) fn by(who: &str) -> By {
    By { who: who.to_owned(), at: "2031-06-01T10:00:00Z".to_owned(), note: None }
}

pub(super) fn change(field: &str, value: &str) -> Verdict {
    Verdict::Change { field: field.to_owned(), value: (!value.is_empty()).then(|| value.to_owned()) }
}

fn finding(kind: FindingKind, local: &str) -> Finding {
    Finding { kind, report: 1, local: local.to_owned() }
}

pub(super) fn words(path: &Path, sql: &str) -> String {
    let table = Store::open_to_read(path).unwrap().query(sql, LIMIT).unwrap();
    table.rows.iter().map(|row| row.iter().map(Cell::to_string).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("/")
}

/// All that a store says, without what people said.
fn dump(path: &Path) -> String {
    let tables = [
        "SELECT * FROM statements ORDER BY id",
        "SELECT * FROM statement_actors",
        "SELECT * FROM events ORDER BY id",
        "SELECT * FROM event_actors",
        "SELECT * FROM positions ORDER BY id",
        "SELECT * FROM position_evidence",
        "SELECT * FROM report_actors",
        "SELECT * FROM timexes",
        "SELECT * FROM places",
        "SELECT * FROM quantities",
        "SELECT * FROM as_read",
    ];
    tables.map(|sql| words(path, sql)).join("\n")
}

#[test]
fn every_kind_of_finding_is_changed_beside_the_machines_reading_and_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &full(&prose(0, 40), "Courier"))]);
    let (before, record) = (dump(&path), Store::open_to_read(&path).unwrap().record(1).unwrap());
    let at = |word: &str| record.text.find(word).unwrap();
    let (monday, twelve) = (at("Monday"), at("12"));
    let cases: Vec<(FindingKind, String, &str, &str, &str, &str)> = vec![
        (FindingKind::Statement, "s1".into(), "act", "DENY", "SELECT act, verdict FROM statements_flat", "deny|changed"),
        (FindingKind::Statement, "s1".into(), "said_on", "2031-05-04", "SELECT said_on FROM statements_flat", "2031-05-04"),
        (FindingKind::Statement, "s1".into(), "speaker", "army", "SELECT speaker FROM statements_flat", "army"),
        (
            FindingKind::Statement,
            "s1".into(),
            "speaker",
            "Irina Dask [person]; Karim",
            "SELECT speaker FROM statements_flat",
            "Irina Dask; Karim",
        ),
        (FindingKind::Statement, "s1".into(), "addressee", "a2", "SELECT addressee FROM statements_flat", "army"),
        (
            FindingKind::Statement,
            "s1".into(),
            "content",
            "had failed",
            "SELECT content, \"start\", \"end\" FROM statements_flat",
            "had failed|0|27",
        ),
        (FindingKind::Event, "e1".into(), "type", "PROTEST", "SELECT type FROM events_flat", "PROTEST"),
        (FindingKind::Event, "e1".into(), "status", "denied", "SELECT status FROM events_flat", "denied"),
        (FindingKind::Event, "e1".into(), "target", "Karim", "SELECT source, target FROM events_flat", "army|Karim"),
        (FindingKind::Event, "e1".into(), "place", "", "SELECT place IS NULL FROM events_flat", "1"),
        (FindingKind::Position, "pos1".into(), "stance", "accept-if", "SELECT stance FROM positions_flat", "accept-if"),
        (FindingKind::Position, "pos1".into(), "holder", "army", "SELECT holder FROM positions_flat", "army"),
        (
            FindingKind::Actor,
            "a1".into(),
            "who",
            "Yusuf Karim [person]",
            "SELECT speaker, (SELECT holder FROM positions_flat) FROM statements_flat",
            "Yusuf Karim|Yusuf Karim",
        ),
        (FindingKind::Actor, "a2".into(), "party", "Karim", "SELECT p.name FROM report_actors x JOIN actors p ON p.id = x.party", "Karim"),
        (FindingKind::Place, "p1".into(), "country", "TM", "SELECT country FROM events_flat", "TM"),
        (FindingKind::Place, "p1".into(), "lat", "41.5", "SELECT lat FROM places", "41.5"),
        (FindingKind::Timex, format!("t{monday}-{}", monday + 6), "value", "2031-04-28", "SELECT value FROM timexes", "2031-04-28"),
        (FindingKind::Quantity, format!("q{twelve}-{}", twelve + 2), "high", "20", "SELECT low, high FROM quantities", "12|20"),
    ];
    for (kind, local, field, value, sql, expected) in cases {
        let mut store = Store::open(&path).unwrap();
        let id = store.correct(&finding(kind, &local), &change(field, value), &by("ik")).unwrap();
        assert_eq!(words(&path, sql), expected, "{field}={value}");
        assert_eq!(store.record(1).unwrap(), record, "the machine's reading is as it was");
        sound(&path);
        store.undo(id, &by("mq")).unwrap();
        assert_eq!(dump(&path), before, "{field}={value} undone");
        sound(&path);
    }
    assert_eq!(number(&path, "SELECT count(*) FROM corrections WHERE undone_by = 'mq'"), 18);
}

#[test]
fn questions_take_the_corrected_value_and_can_take_the_machines() {
    use crate::{Filter, Subject};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &full(&prose(0, 40), "Courier"))]);
    let mut store = Store::open(&path).unwrap();
    store.correct(&finding(FindingKind::Statement, "s1"), &change("act", "deny"), &by("ik")).unwrap();
    store.correct(&finding(FindingKind::Statement, "s1"), &change("content", "talks"), &by("ik")).unwrap();
    store.correct(&finding(FindingKind::Event, "e1"), &Verdict::Reject, &by("ik")).unwrap();
    let some = |word: &str| Some(word.to_owned());
    let mut count = |subject, filter: Filter| store.ask(subject, &filter, LIMIT).unwrap().rows.len();
    assert_eq!(count(Subject::Statements, Filter { act: some("deny"), ..Filter::default() }), 1);
    assert_eq!(count(Subject::Statements, Filter { act: some("say"), ..Filter::default() }), 0);
    assert_eq!(count(Subject::Statements, Filter { act: some("say"), as_read: true, ..Filter::default() }), 1);
    assert_eq!(count(Subject::Statements, Filter { text: some("failed"), ..Filter::default() }), 0);
    assert_eq!(count(Subject::Events, Filter::default()), 0);
    assert_eq!(count(Subject::Events, Filter { as_read: true, ..Filter::default() }), 1);
    assert_eq!(words(&path, "SELECT act, content, speaker FROM statements_as_read"), "say|talks had failed|Karim");
    // Said again, the later holds; a finding that was rejected is confirmed again.
    let mut store = Store::open(&path).unwrap();
    store.correct(&finding(FindingKind::Statement, "s1"), &change("act", "warn"), &by("mq")).unwrap();
    store.correct(&finding(FindingKind::Event, "e1"), &Verdict::Confirm, &by("mq")).unwrap();
    assert_eq!(words(&path, "SELECT act FROM statements_flat"), "warn");
    assert_eq!(words(&path, "SELECT verdict FROM events_flat"), "confirmed");
    assert_eq!(words(&path, "SELECT was FROM corrections WHERE value = 'warn'"), "say");
    sound(&path);
}

#[test]
fn what_makes_no_sense_is_refused_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &full(&prose(0, 40), "Courier"))]);
    let mut store = Store::open(&path).unwrap();
    for (kind, local, field, value, said) in [
        (FindingKind::Statement, "s1", "act", "shout", "it is one of say, claim"),
        (FindingKind::Statement, "s1", "act", "", "cannot be empty"),
        (FindingKind::Statement, "s1", "colour", "red", "it has speaker, addressee"),
        (FindingKind::Statement, "s1", "said_on", "2031-02-30", "YYYY-MM-DD"),
        (FindingKind::Statement, "s1", "speaker", "Nobody Known", "if this is somebody new"),
        (FindingKind::Statement, "s1", "speaker", "X [robot]", "it is one of person"),
        (FindingKind::Statement, "s1", "content", "never printed", "as they stand in the report"),
        (FindingKind::Statement, "s9", "act", "deny", "has no statement `s9`"),
        (FindingKind::Event, "e1", "place", "Orra", "the report names Kelm"),
        (FindingKind::Position, "pos1", "holder", "Karim; army", "it is one actor"),
        (FindingKind::Quantity, "q1-2", "high", "many", "has no quantity"),
    ] {
        let error = store.correct(&finding(kind, local), &change(field, value), &by("ik")).unwrap_err().to_string();
        assert!(error.contains(said), "{field}={value}: {error}");
    }
    assert!(store.undo(7, &by("ik")).is_err());
    assert_eq!(number(&path, "SELECT count(*) FROM corrections"), 0);
}

#[test]
fn a_correction_holds_for_every_report_with_the_text_also_for_later_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let record = full(&prose(0, 40), "Courier");
    add(&path, &[("a", &record), ("b", &record)]);
    Store::open(&path).unwrap().correct(&finding(FindingKind::Statement, "s1"), &change("act", "deny"), &by("ik")).unwrap();
    add(&path, &[("c", &record)]);
    assert_eq!(words(&path, "SELECT DISTINCT act, verdict FROM statements"), "deny|changed");
    assert_eq!(number(&path, "SELECT count(*) FROM statements"), 3);
    sound(&path);
}

#[test]
fn corrections_go_out_as_training_data_and_into_another_store() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("s.db"), folder.path().join("t.db"));
    let record = full(&prose(0, 40), "Courier");
    add(&path, &[("a", &record)]);
    add(&other, &[("z", &report(&prose(900, 40), "Gazette", "2031-05-06")), ("b", &record)]);
    let mut store = Store::open(&path).unwrap();
    store.correct(&finding(FindingKind::Statement, "s1"), &change("act", "deny"), &by("ik")).unwrap();
    store.correct(&finding(FindingKind::Statement, "s1"), &change("speaker", "Irina Dask [person]"), &by("ik")).unwrap();
    store.correct(&finding(FindingKind::Event, "e1"), &Verdict::Reject, &by("mq")).unwrap();
    let mut lines: Vec<String> = Vec::new();
    let mut keep = |line: &str| {
        lines.push(line.to_owned());
        Ok(())
    };
    store.export_corrections(&mut keep).unwrap();
    let first: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!(
        (&first["was"], &first["value"], &first["as_read"]["act"], &first["corrected"]["act"]),
        (&"say".into(), &"deny".into(), &"say".into(), &"deny".into())
    );
    assert!(first["context"]["text"].as_str().unwrap().contains("talks had failed"));
    lines.push("{}".to_owned());
    lines.push(lines[0].replace(&record.doc.id, "0000"));
    let mut to = Store::open(&other).unwrap();
    let done = to.import_corrections(&mut lines.clone().into_iter()).unwrap();
    assert_eq!((done.added, done.known, done.refused.len()), (3, 0, 2));
    assert_eq!(words(&other, "SELECT act, speaker FROM statements_flat WHERE verdict = 'changed'"), "deny|Irina Dask");
    let again = to.import_corrections(&mut lines.into_iter()).unwrap();
    assert_eq!((again.added, again.known), (0, 3));
    sound(&other);
}
