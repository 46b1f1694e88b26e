//! The store with what reading gives it: copies of invented reports, questions of the manual.
#![allow(clippy::unwrap_used)]

use rapporteur::{Options, Reader, Source};
use rapporteur_record::Record;
use rapporteur_store::{Cell, Store};
use rapporteur_tests::press::{self, Report};
use rapporteur_tests::root;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(20);

/// Reads reports; the address is the number of each.
fn read(reports: &[String]) -> Vec<Record> {
    let reader = Reader::embedded().unwrap();
    let sources = reports.iter().map(|text| Source::bytes("report.txt", text.clone().into_bytes()));
    let mut records = Vec::new();
    reader.read_many(sources, &Options::default(), 2, &mut |outcome| {
        records.push(outcome.result.unwrap().value);
        ControlFlow::Continue(())
    });
    records
}

/// Stores records in an order; the address of each is its number.
fn store(path: &Path, records: &[Record], order: &[usize]) {
    let mut store = Store::open(path).unwrap();
    let batch = store.batch().unwrap();
    for &at in order {
        batch.add(&at.to_string(), &records[at]).unwrap();
    }
    batch.commit().unwrap();
}

/// The story of each report by its number.
fn stories(path: &Path) -> BTreeMap<usize, i64> {
    let table = Store::open_to_read(path).unwrap().query("SELECT address, story FROM reports", LIMIT).unwrap();
    let row = |row: &Vec<Cell>| match (&row[0], &row[1]) {
        (Cell::Text(address), Cell::Integer(story)) => (address.parse().unwrap(), *story),
        other => panic!("{other:?}"),
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn copies_are_joined_and_different_reports_about_one_event_stay_apart() {
    // For each event the agency's report, seven copies of it, and three reports by others.
    let mut reports: Vec<(u64, bool, Report)> = Vec::new();
    for event in 0..12 {
        let agency = press::report(event);
        reports.extend(press::copies(&agency, event).into_iter().map(|(_, copy)| (event, true, copy)));
        reports.push((event, true, agency));
        reports.extend((1..4).map(|writer| (event, false, press::other_report(event, writer))));
    }
    let records = read(&reports.iter().map(|(.., report)| report.text()).collect::<Vec<String>>());
    let order: Vec<usize> = (0..records.len()).collect();
    let mut shuffled = order.clone();
    let mut dice = press::Dice::new(5);
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, dice.roll(at + 1));
    }
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first.db"), folder.path().join("second.db"));
    store(&first, &records, &order);
    store(&second, &records, &shuffled);
    let (found, again) = (stories(&first), stories(&second));
    let (mut right, mut wrong, mut missed, mut apart) = (0, 0, 0, 0);
    for one in 0..reports.len() {
        for other in one + 1..reports.len() {
            let same = reports[one].0 == reports[other].0 && reports[one].1 && reports[other].1;
            let joined = found[&one] == found[&other];
            assert_eq!(joined, again[&one] == again[&other], "{one} and {other}: the order of input decides");
            match (same, joined) {
                (true, true) => right += 1,
                (true, false) => missed += 1,
                (false, true) => wrong += 1,
                (false, false) => apart += usize::from(reports[one].0 == reports[other].0),
            }
        }
    }
    println!("{right} pairs joined, {missed} missed, {wrong} joined wrongly, {apart} pairs about one event kept apart");
    assert!(f64::from(right) >= 0.97 * f64::from(right + missed), "{missed} of {} pairs missed", right + missed);
    assert!(f64::from(right) >= 0.99 * f64::from(right + wrong), "{wrong} pairs joined wrongly");
    assert!(apart >= 60, "{apart} pairs about one event");
    assert_eq!(Store::open_to_read(&second).unwrap().check(&mut |_, _| {}).unwrap(), Vec::<String>::new());
}

#[test]
fn the_questions_of_the_manual_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let records = read(&(0..6).map(|event| press::report(event).text()).collect::<Vec<String>>());
    store(&path, &records, &[0, 1, 2, 3, 4, 5]);
    let manual = std::fs::read_to_string(root().join("docs/store.md")).unwrap();
    let block = manual.split("```sql\n").nth(1).unwrap().split("```").next().unwrap();
    let mut store = Store::open_to_read(&path).unwrap();
    let questions: Vec<&str> = block.split(';').map(str::trim).filter(|question| !question.is_empty()).collect();
    assert_eq!(questions.len(), 10);
    for question in questions {
        let answer = store.query(question, LIMIT).unwrap_or_else(|error| panic!("{question}\n{error}"));
        if question.starts_with("-- 1.") || question.starts_with("-- 4.") || question.starts_with("-- 7.") {
            assert!(!answer.rows.is_empty(), "{question}");
        }
    }
}

#[test]
fn a_report_is_read_anew_as_it_was_read_first() {
    let reader = Reader::embedded().unwrap();
    let options = Options::default();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let mut first: Vec<Record> = Vec::new();
    let batch = store.batch().unwrap();
    for name in ["talks.txt", "item.txt", "ferry-page.html", "damaged-date.txt", "reports.csv", "two-columns.pdf", "windows-1252.txt"] {
        let bytes = std::fs::read(root().join("examples").join(name)).unwrap();
        for document in reader.documents(name, Box::new(std::io::Cursor::new(bytes)), &options) {
            let document = document.unwrap();
            let record = reader.read(&document).unwrap().value;
            batch.add_read(&document.uri, &document, &record).unwrap();
            first.push(record);
        }
    }
    batch.commit().unwrap();
    for (at, record) in first.iter().enumerate() {
        let report = at as i64 + 1;
        let again = reader.read(&store.document(report).unwrap()).unwrap().value;
        assert_eq!(serde_json::to_string(&again).unwrap(), serde_json::to_string(record).unwrap(), "{}", record.doc.uri);
    }
    // Without what was kept, from the record alone: the text, the body and the date are the same.
    let bare = folder.path().join("bare.db");
    let mut store = Store::open(&bare).unwrap();
    let batch = store.batch().unwrap();
    for record in &first {
        batch.add(&record.doc.uri, record).unwrap();
    }
    batch.commit().unwrap();
    for (at, record) in first.iter().enumerate() {
        let again = reader.read(&store.document(at as i64 + 1).unwrap()).unwrap().value;
        let head =
            |record: &Record| (record.doc.id.clone(), record.doc.body.clone(), record.doc.published.clone(), record.doc.title.clone());
        assert_eq!(head(&again), head(record), "{}", record.doc.uri);
        // A heading of a page counts as a paragraph, and may be taken for a statement.
        assert!(again.statements.len().abs_diff(record.statements.len()) <= 1, "{}", record.doc.uri);
    }
}
