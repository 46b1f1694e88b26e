//! The examples of tables that say who speaks where a document or a part of several is the subject, read by the whole pipeline.
#![allow(clippy::unwrap_used)]

use rapporteur::Reader;
use rapporteur_lexicon::{Table, actors};
use rapporteur_record::Record;
use std::io::Cursor;

fn read(reader: &Reader, example: &str) -> Record {
    let row = serde_json::json!({ "text": example, "date": "2031-05-06" }).to_string();
    let options =
        rapporteur::Options { text_field: Some("text".into()), date_field: Some("date".into()), ..rapporteur::Options::default() };
    let document = reader.documents("example.jsonl", Box::new(Cursor::new(row.into_bytes())), &options).next().unwrap().unwrap();
    reader.read(&document).unwrap().value
}

/// Rows in whose example nobody of that name speaks.
fn failures(reader: &Reader, file: &str, speaker: &str) -> Vec<String> {
    let (path, text) = actors::FILES.iter().find(|(path, _)| path.ends_with(file)).unwrap();
    let table = Table::parse(path, text, &["word", "example"]).unwrap();
    let failed = table.rows().filter(|row| {
        let record = read(reader, row.get("example"));
        let named = |id: &String| record.actors.iter().any(|actor| actor.id == *id && actor.name == speaker);
        !record.statements.iter().any(|statement| statement.speakers.iter().any(named))
    });
    failed.map(|row| row.get("example").to_owned()).collect()
}

#[test]
fn who_issued_a_document_speaks_through_it() {
    let reader = Reader::embedded().unwrap();
    assert_eq!(failures(&reader, "documents.tsv", "Dockers' Union"), [""; 0]);
}

#[test]
fn those_behind_of_speak_where_their_number_is_the_subject() {
    let reader = Reader::embedded().unwrap();
    assert_eq!(failures(&reader, "partitives.tsv", "residents"), [""; 0]);
}

#[test]
fn a_noun_calls_again_him_or_what_was_named() {
    let reader = Reader::embedded().unwrap();
    let (path, text) = actors::FILES.iter().find(|(path, _)| path.ends_with("epithets.tsv")).unwrap();
    let table = Table::parse(path, text, &["word", "sort", "example"]).unwrap();
    let failed = table.rows().filter(|row| {
        let (named, before) = match row.get("sort") {
            "person" => ("A. Belmar", "A. Belmar came to Kelm."),
            _ => ("Brightmetal Inc", "Brightmetal Inc opened a plant in Kelm."),
        };
        let record = read(&reader, &format!("{before} {}", row.get("example")));
        let same = |id: &String| record.actors.iter().any(|actor| actor.id == *id && actor.name == named);
        !record.statements.iter().any(|statement| statement.speakers.iter().any(same))
    });
    assert_eq!(failed.map(|row| row.get("example")).collect::<Vec<_>>(), [""; 0]);
}
