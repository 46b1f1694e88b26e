//! The examples of the tables of issues, read by the whole pipeline.
#![allow(clippy::unwrap_used)]

use rapporteur::Reader;
use rapporteur_lexicon::{Table, issues};
use rapporteur_record::{Block, BlockKind, ByteSpan, Document, Record};

/// Reads an example as somebody's: who demands or says it has a name.
fn read(reader: &Reader, example: &str) -> Record {
    let sentence = match example.strip_prefix("They ") {
        Some(rest) if !rest.starts_with("must") => format!("Irina Dask {rest}"),
        _ => format!("Irina Dask said that {example}"),
    };
    plainly(reader, &sentence)
}

/// Reads an example as the reporter's.
fn plainly(reader: &Reader, sentence: &str) -> Record {
    let body = Block { kind: BlockKind::Body, span: ByteSpan::new(0, sentence.len()) };
    let document = Document { text: sentence.to_owned(), blocks: vec![body], language: Some("en".into()), ..Document::default() };
    reader.read(&document).unwrap().value
}

/// The cells of a row by the names of their columns.
type Cells<'r> = &'r dyn Fn(&str) -> String;

fn rows(name: &str, columns: &[&str], check: &dyn Fn(Cells<'_>) -> bool) -> (usize, Vec<String>) {
    let (path, text) = issues::FILES.iter().find(|(path, _)| path.ends_with(name)).copied().unwrap();
    let table = Table::parse(path, text, columns).unwrap();
    let (mut all, mut failed) = (0, Vec::new());
    for row in table.rows() {
        all += 1;
        let cell = |column: &str| row.get(column).to_owned();
        if !check(&cell) {
            failed.push(format!("{name} {}: {}", row.get(columns[0]), row.get("example")));
        }
    }
    (all, failed)
}

/// Most examples are read as their row says; the rest, where the parser misses, must not grow.
fn mostly((all, failed): (usize, Vec<String>), least: usize) {
    println!("{} of {all} examples are read", all - failed.len());
    assert!(100 * (all - failed.len()) >= least * all, "{} of {all} examples are not read:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_class_is_raised_by_the_examples_of_its_words() {
    let reader = Reader::embedded().unwrap();
    let raised = |cell: &dyn Fn(&str) -> String| {
        let class = cell("class");
        let is = |key: &str| key.split('(').next() == Some(class.as_str());
        read(&reader, &cell("example")).positions.iter().any(|position| is(&position.issue.key))
    };
    mostly(rows("words.tsv", &["words", "part", "beside", "class", "pole", "args", "example"], &raised), 60);
}

#[test]
fn somebody_takes_a_stand_in_the_examples_of_attitudes() {
    let reader = Reader::embedded().unwrap();
    // What makes no position of what it governs, or only leaves it as it is, has none to show.
    let silent = ["drop", "warn", "threaten", "keep", "light", "end", "cut", "propose", "good", "bad", "deny", "neutral"];
    let stands = |cell: &dyn Fn(&str) -> String| {
        silent.contains(&cell("effect").as_str()) || !plainly(&reader, &cell("example")).positions.is_empty()
    };
    mostly(rows("attitudes.tsv", &["words", "part", "effect", "where", "example"], &stands), 75);
}
