//! Reading anew, and stores of earlier versions.

use super::corrections::{by, change, full, words};
use super::{add, number, prose, sound};
use crate::{Finding, FindingKind, Store, Verdict};
use rapporteur_record::{Act, MadeBy, Span, Stance};
use std::path::Path;

fn replace(path: &Path, report: i64, record: &rapporteur_record::Record) {
    let mut store = Store::open(path).unwrap();
    let batch = store.batch().unwrap();
    batch.replace(report, record).unwrap();
    batch.forget_idle_forms().unwrap();
    batch.commit().unwrap();
}

#[test]
fn a_new_reading_replaces_findings_and_keeps_what_people_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let old = full(&prose(0, 40), "Courier");
    add(&path, &[("a", &old)]);
    let mut store = Store::open(&path).unwrap();
    let finding = |kind, local: &str| Finding { kind, report: 1, local: local.to_owned() };
    store.correct(&finding(FindingKind::Statement, "s1"), &change("act", "deny"), &by("ik")).unwrap();
    store.correct(&finding(FindingKind::Event, "e1"), &change("type", "PROTEST"), &by("ik")).unwrap();
    store.correct(&finding(FindingKind::Position, "pos1"), &Verdict::Confirm, &by("ik")).unwrap();
    drop(store);
    // Newer models: another statement comes first, the old one has other ends, and the event is gone.
    let mut new = old.clone();
    new.made_by.models = "m2".to_owned();
    new.events.clear();
    new.positions[0].evidence = vec!["s2".to_owned()];
    new.positions[0].stance = Stance::Demand;
    new.quantities[0].of = None;
    let mut second = new.statements[0].clone();
    second.id = "s2".to_owned();
    second.content = vec![Span { start: 11, end: 20 }];
    new.statements[0].content = vec![Span { start: 0, end: 3 }];
    new.statements[0].cue = None;
    second.act = Act::Claim;
    new.statements.push(second);
    replace(&path, 1, &new);
    assert_eq!(words(&path, "SELECT local, act, verdict FROM statements ORDER BY local"), "s1|say|/s2|deny|changed");
    assert_eq!(words(&path, "SELECT kind, finding FROM corrections ORDER BY id"), "statement|s2/event|/position|");
    let store = Store::open_to_read(&path).unwrap();
    assert_eq!(store.unfit_corrections().unwrap().len(), 2);
    assert!(store.stale(&MadeBy { models: "m2".to_owned(), ..old.made_by.clone() }).unwrap().is_empty());
    assert_eq!(store.stale(&old.made_by).unwrap(), [1]);
    drop(store);
    sound(&path);
    // Back to the old reading: everything fits again.
    replace(&path, 1, &old);
    assert_eq!(words(&path, "SELECT act FROM statements"), "deny");
    assert_eq!(words(&path, "SELECT type, verdict FROM events"), "PROTEST|changed");
    assert_eq!(words(&path, "SELECT verdict FROM positions"), "confirmed");
    assert!(Store::open_to_read(&path).unwrap().unfit_corrections().unwrap().is_empty());
    sound(&path);
}

#[test]
fn the_same_reading_again_changes_no_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let (one, two) = (full(&prose(0, 40), "Courier"), full(&prose(500, 40), "Gazette"));
    add(&path, &[("a", &one), ("b", &two)]);
    let all = || {
        ["statements", "events", "positions", "report_actors", "actors", "actor_forms", "statement_actors", "reports", "stories"]
            .map(|table| words(&path, &format!("SELECT * FROM {table}")))
    };
    let before = all();
    replace(&path, 1, &one);
    replace(&path, 2, &two);
    assert_eq!(all(), before);
}

#[test]
fn a_store_of_the_first_version_opens_and_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("s.db"), folder.path().join("fresh.db"));
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/compat/store-1.db"), &old).unwrap();
    let said = Store::open_to_read(&old).unwrap_err().to_string();
    assert!(said.contains("schema 1 is an older one"), "{said}");
    drop(Store::open(&old).unwrap());
    sound(&old);
    assert_eq!(number(&old, "SELECT user_version FROM pragma_user_version"), 5);
    assert_eq!((number(&old, "SELECT count(*) FROM reports"), number(&old, "SELECT count(*) FROM statements")), (10, 87));
    // It is as if its records had come into a store of today.
    let store = Store::open(&old).unwrap();
    let records: Vec<_> = (1..=10).map(|report| store.record(report).unwrap()).collect();
    let names: Vec<String> = (0..10).map(|at| words(&old, &format!("SELECT address FROM reports WHERE id = {}", at + 1))).collect();
    add(&new, &names.iter().map(String::as_str).zip(&records).collect::<Vec<_>>());
    for table in ["stories", "statements", "statement_actors", "events", "event_actors", "positions", "report_actors", "actors"] {
        let sql = format!("SELECT * FROM {table}");
        assert!(words(&old, &sql) == words(&new, &sql), "{table}");
    }
    let heads = "SELECT id, story, doc, address, version, current, title, outlet, published, reader FROM reports";
    assert_eq!(words(&old, heads), words(&new, heads));
    // Nothing was kept of what it was read from; it is worked out.
    let document = Store::open_to_read(&old).unwrap().document(1).unwrap();
    assert_eq!(document.text, records[0].text);
    assert_eq!(document.body().count(), records[0].doc.body.len());
}

#[test]
fn stores_of_earlier_versions_open_and_keep_what_people_said() {
    for version in [2, 3, 4] {
        is_kept(version);
    }
}

fn is_kept(version: u32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    std::fs::copy(format!("{}/../../tests/compat/store-{version}.db", env!("CARGO_MANIFEST_DIR")), &path).unwrap();
    let old = rusqlite::Connection::open(&path).unwrap();
    let rows = |connection: &rusqlite::Connection, sql: &str| -> Vec<String> {
        let mut look = connection.prepare(sql).unwrap();
        let columns = look.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            Ok((0..columns).map(|at| format!("{:?}", row.get::<_, rusqlite::types::Value>(at).unwrap())).collect())
        };
        let mut found: Vec<Vec<String>> = look.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap();
        found.sort();
        found.into_iter().map(|row| row.join("|")).collect()
    };
    // `same` is half as long, and says the same; actors have other numbers.
    let tables = [
        "SELECT id, report, local, within, source, cue, content, kind, act, certainty, medium, occasion, said_on, \"start\", \"end\", verdict FROM statements",
        "SELECT x.statement, x.role, x.place, a.name, a.kind, x.form FROM statement_actors x JOIN actors a ON a.id = x.actor",
        "SELECT id, report, local, type, mode, contexts, cameo, status, date, date_basis, place, condition, score, reported_by, same_as, evidence,
           \"start\", \"end\", verdict FROM events",
        "SELECT x.event, x.role, x.place, a.name, x.form FROM event_actors x JOIN actors a ON a.id = x.actor",
        "SELECT id, report, local, (SELECT name FROM actors a WHERE a.id = holder), holder_form, issue, label, codebook, stance, condition, condition_kind, basis, (SELECT name FROM actors a WHERE a.id = told_by), told_by_form, as_of, score,
           evidence, words, \"start\", \"end\", verdict FROM positions",
        "SELECT * FROM position_evidence",
        "SELECT report, local, (SELECT name FROM actors a WHERE a.id = actor), form, code, (SELECT name FROM actors a WHERE a.id = party), party_form, roles,
           mentions, verdict FROM report_actors",
        "SELECT f.id, a.name, a.kind, a.named FROM actor_forms f JOIN actors a ON a.id = f.actor",
        "SELECT report, local, words, type, value, \"from\", \"to\", verdict FROM timexes",
        "SELECT report, local, name, kind, country, lat, lon, geonameid, mentions, verdict FROM places",
        "SELECT report, local, words, low, high, unit, currency, about, conditional, told_by, verdict FROM quantities",
        "SELECT * FROM corrections",
        "SELECT * FROM as_read",
        "SELECT id, speaker, party, addressee, about, day FROM statements_as_read",
        "SELECT rowid FROM statements_text WHERE statements_text MATCH 'harbour'",
    ];
    // Hours are there from the fourth version on.
    let hours = ["SELECT id, said_at FROM statements WHERE said_at IS NOT NULL", "SELECT id, time FROM events WHERE time IS NOT NULL"];
    let tables: Vec<&str> = tables.into_iter().chain(hours.into_iter().filter(|_| version > 3)).collect();
    let before: Vec<Vec<String>> = tables.iter().map(|sql| rows(&old, sql)).collect();
    assert!(before.iter().all(|rows| !rows.is_empty()));
    drop(old);
    drop(Store::open(&path).unwrap());
    sound(&path);
    let new = rusqlite::Connection::open(&path).unwrap();
    for (sql, before) in tables.iter().zip(before) {
        assert_eq!(rows(&new, sql), before, "{sql}");
    }
    assert_eq!(number(&path, "SELECT count(DISTINCT same) > 50 FROM statements"), 1);
    assert_eq!(number(&path, "SELECT count(*) FROM actors a WHERE a.id <> (SELECT min(id) FROM actor_forms f WHERE f.actor = a.id)"), 0);
    // A correction is taken back as before.
    let mut store = Store::open(&path).unwrap();
    let by = crate::By { who: "ik".to_owned(), at: "2031-05-06".to_owned(), note: None };
    for correction in store.corrections(None).unwrap() {
        store.undo(correction.id, &by).unwrap();
    }
    sound(&path);
    assert_eq!(number(&path, "SELECT count(*) FROM as_read"), 0);
}
