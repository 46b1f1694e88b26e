mod actors;
mod asking;
mod corrections;
mod rereading;

use crate::{Added, Cell, Error, Store};
use rapporteur_record::{
    Act, Actor, ActorKind, Certainty, Doc, MadeBy, Mention, MentionKind, PublishedBasis, Record, SCHEMA, Span, Statement, StatementKind,
    content_id,
};
use std::path::Path;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(5);

/// A report of an invented ministry; its first sentence is a statement.
fn report(words: &str, outlet: &str, published: &str) -> Record {
    let text = format!("Karim said talks had failed. {words}");
    let all = Span { start: 0, end: text.chars().count() };
    Record {
        schema: SCHEMA.to_owned(),
        doc: Doc {
            id: content_id(&text),
            key: None,
            uri: "report.txt".to_owned(),
            title: Some("Talks fail".to_owned()),
            title_span: None,
            agency: None,
            agency_span: None,
            byline: None,
            dateline: None,
            publisher: Some(outlet.to_owned()),
            language: Some("en".to_owned()),
            languages: vec!["en".to_owned()],
            published: Some(published.to_owned()),
            published_basis: PublishedBasis::Given,
            published_evidence: Vec::new(),
            published_candidates: Vec::new(),
            body: vec![all],
        },
        sentences: vec![all],
        actors: vec![Actor {
            id: "a1".to_owned(),
            name: "Karim".to_owned(),
            kind: ActorKind::Person,
            code: None,
            roles: Vec::new(),
            party: None,
            mentions: vec![Mention { start: 0, end: 5, kind: MentionKind::Name }],
        }],
        statements: vec![Statement {
            id: "s1".to_owned(),
            speakers: vec!["a1".to_owned()],
            addressees: Vec::new(),
            source: Some(Span { start: 0, end: 5 }),
            cue: Some(Span { start: 6, end: 10 }),
            content: vec![Span { start: 11, end: 27 }],
            kind: StatementKind::Indirect,
            within: None,
            act: Act::Say,
            certainty: Certainty::Asserted,
            medium: None,
            occasion: None,
            said_on: None,
            said_on_basis: None,
            said_at: None,
        }],
        events: Vec::new(),
        positions: Vec::new(),
        timexes: Vec::new(),
        places: Vec::new(),
        quantities: Vec::new(),
        diagnostics: Vec::new(),
        made_by: MadeBy { engine: "0".to_owned(), models: "m".to_owned(), lexicon: "l".to_owned() },
        text,
    }
}

/// Sentences about nothing, different for each number.
fn prose(from: usize, count: usize) -> String {
    let words = ["harbour", "convoy", "letter", "border", "river", "envoy", "market", "bridge", "council", "winter", "signal"];
    (from..from + count).map(|at| format!("{}{} ", words[at * 7 % words.len()], at * at % 983)).collect()
}

fn add(path: &Path, reports: &[(&str, &Record)]) -> Vec<Added> {
    let mut store = Store::open(path).unwrap();
    let batch = store.batch().unwrap();
    let added = reports.iter().map(|(address, record)| batch.add(address, record).unwrap()).collect();
    batch.commit().unwrap();
    added
}

fn number(path: &Path, sql: &str) -> i64 {
    let table = Store::open_to_read(path).unwrap().query(sql, LIMIT).unwrap();
    match table.rows[0][0] {
        Cell::Integer(number) => number,
        ref other => panic!("{sql}: {other:?}"),
    }
}

fn sound(path: &Path) {
    assert_eq!(Store::open_to_read(path).unwrap().check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
}

#[test]
fn the_same_report_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let record = report(&prose(0, 60), "Courier", "2031-05-06");
    assert_eq!(add(&path, &[("a", &record)]), [Added::New]);
    assert_eq!(add(&path, &[("a", &record), ("a", &record)]), [Added::Known, Added::Known]);
    assert_eq!((number(&path, "SELECT count(*) FROM reports"), number(&path, "SELECT count(*) FROM statements")), (1, 1));
    sound(&path);
}

#[test]
fn what_is_stored_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let record = report("Žižek’s “convoy” — 𝟡 trucks.", "Courier", "2031-05-06");
    add(&path, &[("a", &record)]);
    assert_eq!(Store::open_to_read(&path).unwrap().record(1).unwrap(), record);
}

#[test]
fn copies_are_one_story_whatever_their_order() {
    let agency = report(&prose(0, 120), "Agency", "2031-05-06");
    let shorter = report(&prose(0, 70), "Courier", "2031-05-07");
    let longer = report(&format!("{}{}", prose(0, 120), prose(500, 90)), "Gazette", "2031-05-07");
    let other = report(&prose(2000, 120), "Courier", "2031-05-06");
    let all = [("a", &agency), ("b", &shorter), ("c", &longer), ("d", &other)];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 2, 0], [2, 1, 0, 3]] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        add(&path, &order.map(|at| all[at]));
        assert_eq!(number(&path, "SELECT count(*) FROM stories"), 2, "{order:?}");
        assert_eq!(number(&path, "SELECT count(DISTINCT story) FROM reports WHERE address IN ('a', 'b', 'c')"), 1, "{order:?}");
        assert_eq!(number(&path, "SELECT max(outlets) FROM stories"), 3);
        assert_eq!(number(&path, "SELECT r.words > 200 FROM stories s JOIN reports r ON r.id = s.fullest WHERE s.reports = 3"), 1);
        // What stands in the shared words is one statement, in three reports.
        assert_eq!(number(&path, "SELECT count(DISTINCT story || same) FROM statements_flat"), 2);
        sound(&path);
    }
}

#[test]
fn a_late_copy_may_join_two_stories() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let (one, two) = (report(&prose(0, 90), "Courier", "2031-05-06"), report(&prose(300, 90), "Gazette", "2031-05-06"));
    let both = report(&format!("{}{}", prose(0, 90), prose(300, 90)), "Agency", "2031-05-05");
    assert_eq!(add(&path, &[("a", &one), ("b", &two)]), [Added::New, Added::New]);
    assert_eq!(add(&path, &[("c", &both)]), [Added::Copy]);
    assert_eq!((number(&path, "SELECT count(*) FROM stories"), number(&path, "SELECT reports FROM stories")), (1, 3));
    assert_eq!(number(&path, "SELECT earliest FROM stories"), 3);
    sound(&path);
}

#[test]
fn a_changed_report_is_a_new_version_beside_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let (old, new) = (report(&prose(0, 60), "Courier", "2031-05-06"), report(&prose(0, 61), "Courier", "2031-05-06"));
    assert_eq!(add(&path, &[("a", &old), ("a", &new)]), [Added::New, Added::Version]);
    assert_eq!(number(&path, "SELECT version FROM reports WHERE current = 1"), 2);
    assert_eq!((number(&path, "SELECT count(*) FROM reports"), number(&path, "SELECT count(*) FROM statements_flat")), (2, 1));
    assert_eq!(add(&path, &[("a", &old)]), [Added::Known]);
    assert_eq!(number(&path, "SELECT version FROM reports WHERE current = 1"), 1);
    sound(&path);
}

#[test]
fn what_is_not_committed_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let batch = store.batch().unwrap();
    batch.add("a", &report("x", "Courier", "2031-05-06")).unwrap();
    drop(batch);
    drop(store);
    assert_eq!(number(&path, "SELECT count(*) FROM reports"), 0);
    sound(&path);
}

#[test]
fn words_are_found_and_names_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &report(&prose(0, 20), "Courier", "2031-05-06"))]);
    assert_eq!(number(&path, "SELECT count(*) FROM reports_text WHERE reports_text MATCH 'NEAR(talks failed, 3)'"), 1);
    assert_eq!(number(&path, "SELECT count(*) FROM statements_text WHERE statements_text MATCH 'failed'"), 1);
    let table = Store::open_to_read(&path).unwrap().query("SELECT speaker, cue, content, outlet FROM statements_flat", LIMIT).unwrap();
    let words: Vec<String> = table.rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(words, ["Karim", "said", "talks had failed", "Courier"]);
}

#[test]
fn a_question_changes_nothing_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &report("x", "Courier", "2031-05-06"))]);
    let mut store = Store::open_to_read(&path).unwrap();
    let mut said = |sql: &str, limit| store.query(sql, limit).unwrap_err().to_string();
    for sql in
        ["DELETE FROM reports", "DROP TABLE reports", "ATTACH 'x.db' AS x", "PRAGMA user_version = 7", "SELECT 1; SELECT 2", "SELEC", ""]
    {
        let said = said(sql, LIMIT);
        assert!(said.contains("help:"), "{sql}: {said}");
    }
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
    assert!(said(endless, Duration::from_millis(50)).contains("longer than"));
    assert_eq!(number(&path, "SELECT count(*) FROM reports"), 1);
}

#[test]
fn what_is_no_store_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (missing, text, other, newer) =
        (folder.path().join("missing.db"), folder.path().join("text.db"), folder.path().join("other.db"), folder.path().join("newer.db"));
    std::fs::write(&text, "This is a report, not a store; it is longer than a header of SQLite would be, for good measure.").unwrap();
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    drop(Store::open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open_to_read(&missing), Err(Error::Missing(_))));
    for path in [&text, &other] {
        assert!(matches!(Store::open(path), Err(Error::NoStore { .. })), "{}", path.display());
        assert!(matches!(Store::open_to_read(path), Err(Error::NoStore { .. })), "{}", path.display());
    }
    assert!(matches!(Store::open(&newer), Err(Error::Newer { found: 99, .. })));
}

#[test]
fn damage_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &report(&prose(0, 60), "Courier", "2031-05-06")), ("b", &report(&prose(900, 60), "Courier", "2031-05-06"))]);
    let damage = rusqlite::Connection::open(&path).unwrap();
    damage.execute_batch("PRAGMA foreign_keys = off; UPDATE reports SET text = 'Short.' WHERE id = 1; DELETE FROM statement_rows WHERE report = 2; UPDATE stories SET reports = 5 WHERE id = 2;").unwrap();
    drop(damage);
    let faults = Store::open_to_read(&path).unwrap().check(&mut |_, _| {}).unwrap();
    for part in ["report 1: its id is not that of its text", "report 2: statements has 0 rows", "story 2 counts 5", "leads nowhere"] {
        assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:#?}");
    }
}

#[test]
fn damage_of_findings_actors_and_corrections_is_found() {
    use corrections::{by, change, full};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    add(&path, &[("a", &full(&prose(0, 60), "Courier"))]);
    let finding = crate::Finding { kind: crate::FindingKind::Event, report: 1, local: "e1".to_owned() };
    Store::open(&path).unwrap().correct(&finding, &change("type", "PROTEST"), &by("ik")).unwrap();
    sound(&path);
    for (damage, said) in [
        ("UPDATE statements SET act = 'deny'", "s1 is not what its record says"),
        ("UPDATE statements SET \"end\" = 90000", "s1 of statements lies outside the text"),
        ("UPDATE report_actor_rows SET form = 77 WHERE local = 1", "a row of report_actor_rows leads nowhere"),
        ("UPDATE statement_rows SET content = 77 * 4096 + 5", "s1 is not what its record says"),
        ("DELETE FROM position_evidence", "position 1 has no evidence"),
        ("UPDATE corrections SET doc = 'x'", "correction 1 is of a text that is not there"),
        ("UPDATE events SET verdict = NULL", "correction 1 is of a finding that does not show it"),
        ("DELETE FROM as_read", "a finding of report 1 was changed"),
        ("DELETE FROM place_rows", "places has 0 rows"),
    ] {
        let copy = folder.path().join("damaged.db");
        let _ = std::fs::remove_file(&copy);
        rusqlite::Connection::open(&path).unwrap().execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
        rusqlite::Connection::open(&copy).unwrap().execute_batch(&format!("PRAGMA foreign_keys = off; {damage}")).unwrap();
        let faults = Store::open_to_read(&copy).unwrap().check(&mut |_, _| {}).unwrap();
        assert!(faults.iter().any(|fault| fault.contains(said)), "{damage}: {faults:#?}");
    }
}

#[test]
fn filters_read_like_speech() {
    use crate::{Filter, Subject};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let (one, copy) = (report(&prose(0, 90), "Courier", "2031-05-06"), report(&prose(0, 80), "Gazette", "2031-06-07"));
    add(&path, &[("a", &one), ("b", &copy), ("c", &report(&prose(700, 90), "Gazette", "2031-06-30"))]);
    let mut store = Store::open_to_read(&path).unwrap();
    let mut ask = |filter: Filter| store.ask(Subject::Statements, &filter, LIMIT).unwrap().rows.len();
    let some = |word: &str| Some(word.to_owned());
    assert_eq!(ask(Filter::default()), 3);
    assert_eq!(ask(Filter { by: some("karim"), outlet: some("gazette"), ..Filter::default() }), 2);
    assert_eq!(ask(Filter { by: some("k_rim"), ..Filter::default() }), 0);
    assert_eq!(ask(Filter { since: some("2031-06"), until: some("2031-06"), ..Filter::default() }), 2);
    assert_eq!(ask(Filter { text: some("talks NEAR failed"), act: some("SAY"), about: some("talks"), ..Filter::default() }), 3);
    assert_eq!(ask(Filter { act: some("deny"), ..Filter::default() }), 0);
    let counted = store.ask(Subject::Statements, &Filter { count_by: vec!["speaker".to_owned()], ..Filter::default() }, LIMIT).unwrap();
    assert_eq!(counted.columns, ["speaker", "rows", "independent"]);
    assert_eq!(counted.rows, [vec![Cell::Text("Karim".to_owned()), Cell::Integer(3), Cell::Integer(2)]]);
    for subject in [Subject::Events, Subject::Positions, Subject::Actors, Subject::Stories] {
        assert!(store.ask(subject, &Filter { limit: Some(9), ..Filter::default() }, LIMIT).is_ok(), "{subject:?}");
    }
    let wrong = store.ask(Subject::Statements, &Filter { count_by: vec!["colour".to_owned()], ..Filter::default() }, LIMIT);
    assert!(wrong.unwrap_err().to_string().contains("counted by year"));
    assert!(store.ask(Subject::Statements, &Filter { text: some("AND AND"), ..Filter::default() }, LIMIT).is_err());
}
