//! The same input gives the same bytes, at any number of threads and in a second run.
#![allow(clippy::unwrap_used)]

use rapporteur::{Options, Reader, Row, Source};
use rapporteur_tests::root;
use std::ops::ControlFlow;

/// All reports under examples/, several times over so that threads have something to do.
fn records(reader: &Reader, threads: usize) -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir(root().join("examples")).unwrap().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let sources = (0..3).flat_map(|_| paths.clone()).filter(|path| path.is_file()).map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Source::bytes(name, std::fs::read(path).unwrap())
    });
    let mut lines = Vec::new();
    reader.read_many(sources, &Options::default(), threads, &mut |outcome| {
        lines.push(match outcome.result {
            Ok(read) => serde_json::to_string(&read.value).unwrap(),
            Err(diagnostic) => format!("{}: {}", outcome.uri, diagnostic.message),
        });
        ControlFlow::Continue(())
    });
    lines
}

#[test]
fn one_two_and_seven_threads_and_a_second_run_write_the_same_bytes() {
    let reader = Reader::embedded().unwrap();
    let first = records(&reader, 1);
    assert!(first.len() > 10, "the examples are there");
    assert_eq!(first, records(&reader, 2));
    assert_eq!(first, records(&reader, 7));
    assert_eq!(first, records(&Reader::embedded().unwrap(), 1), "a second reader");
}

#[test]
fn strings_that_a_program_hands_over_are_read_as_the_rows_of_a_file_are() {
    let reader = Reader::embedded().unwrap();
    let bytes = std::fs::read(root().join("examples/reports.jsonl")).unwrap();
    let mut of_file = Vec::new();
    reader.read_many([Source::bytes("-", bytes.clone())], &Options::default(), 2, &mut |outcome| {
        of_file.push(outcome.result.unwrap().value);
        ControlFlow::Continue(())
    });
    let documents = of_file.iter().enumerate().map(|(at, record)| {
        let row = Row {
            text: Some(record.text.clone()),
            date: record.doc.published.clone(),
            title: record.doc.title.clone(),
            publisher: record.doc.publisher.clone(),
            id: record.doc.key.clone(),
            url: None,
        };
        (at, reader.report(row, format!("-#{}", at + 1), &Options::default()).unwrap())
    });
    let mut handed = Vec::new();
    reader.read_documents(documents, 2, &mut |at, read| {
        assert_eq!(at, handed.len(), "in their order");
        handed.push(read.unwrap().value);
        ControlFlow::Continue(())
    });
    assert!(!handed.is_empty());
    for (ours, theirs) in handed.iter().zip(&of_file) {
        assert_eq!((&ours.statements, &ours.events, &ours.doc.uri), (&theirs.statements, &theirs.events, &theirs.doc.uri));
    }
}
