//! The examples of the ontology's words, read by the whole program.

use rapporteur::Reader;
use rapporteur_lexicon::Table;
use rapporteur_lexicon::ontology::{self, Does};
use rapporteur_record::{Block, BlockKind, ByteSpan, Document, Event, Record};

fn read(reader: &Reader, sentence: &str) -> Record {
    let body = Block { kind: BlockKind::Body, span: ByteSpan::new(0, sentence.len()) };
    let document = Document { text: sentence.to_owned(), blocks: vec![body], language: Some("en".into()), ..Document::default() };
    reader.read(&document).expect("a sentence can be read").value
}

/// The types and codes that were read, for a message.
fn shown(record: &Record) -> String {
    let events: Vec<String> = record.events.iter().map(|event| format!("{} {}", event.cameo, event.status.as_str())).collect();
    if events.is_empty() { "nothing".to_owned() } else { events.join(", ") }
}

/// Rows of verbs.tsv and nouns.tsv with a code, and those whose example has no event of the code's root. A row that
/// governs another act may give the code of both.
fn failures(reader: &Reader) -> (usize, Vec<String>) {
    let (mut rows, mut failed) = (0, Vec::new());
    for &(path, text) in ontology::FILES {
        let lemma = match path {
            "ontology/verbs.tsv" => "verb",
            "ontology/nouns.tsv" => "noun",
            _ => continue,
        };
        for row in Table::parse(path, text, &[lemma, "object", "phrase", "cameo", "does", "example"]).expect("the lexicon is sound").rows()
        {
            let (code, does) = (row.get("cameo"), Does::from_word(row.get("does")));
            let record = read(reader, row.get("example"));
            let first = row.get(lemma).split(' ').next().unwrap_or_default().to_owned();
            let root = |event: &Event| event.cameo.get(..2).unwrap_or_default().to_owned();
            let right = match does {
                // What only governs must leave an event to govern.
                Some(Does::Aspect | Does::Say) if code.is_empty() => true,
                Some(_) if code.is_empty() => !record.events.is_empty(),
                Some(Does::Promise) => record.events.iter().any(|event| ["03", "05", "08", "13", "12"].contains(&root(event).as_str())),
                _ => record.events.iter().any(|event| event.cameo.starts_with(&code[..2])),
            };
            rows += 1;
            if !right {
                failed.push(format!(
                    "{lemma} {first} ({}|{}|{code}): {} → {}",
                    row.get("object"),
                    row.get("phrase"),
                    row.get("example"),
                    shown(&record)
                ));
            }
        }
    }
    (rows, failed)
}

/// How many rows may be read otherwise than they say, since the parser or another row goes first. To be made smaller, never larger.
const MOST: usize = 12;

#[test]
fn every_example_of_the_ontology_is_read_as_its_row_says() {
    let reader = Reader::embedded().unwrap();
    let (rows, failed) = failures(&reader);
    println!("{rows} examples, {} read otherwise", failed.len());
    assert!(rows > 900 && failed.len() <= MOST, "{} of {rows}\n{}", failed.len(), failed.join("\n"));
}
