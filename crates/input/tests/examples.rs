//! The files of `examples/packed/` hold the reports of `examples/`: the same text comes out, however it is packed.
#![allow(clippy::unwrap_used)]

use rapporteur_input::{Options, documents, file_parts};
use rapporteur_lexicon::News;
use rapporteur_record::{DateSource, Document};
use std::fs::File;
use std::path::Path;
use std::sync::LazyLock;

static NEWS: LazyLock<News> = LazyLock::new(News::embedded);

fn read(name: &str) -> Vec<Document> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    documents(name, Box::new(file), &Options::default(), &NEWS).map(Result::unwrap).collect()
}

fn texts(documents: &[Document]) -> Vec<&str> {
    documents.iter().map(|document| document.text.trim_end()).collect()
}

#[test]
fn archives_hold_the_reports_that_were_packed() {
    let plain: Vec<Document> = ["talks.txt", "ferry-page.html", "item.txt"].iter().flat_map(|name| read(name)).collect();
    for (name, folder) in [("packed/reports.zip", "!2031/"), ("packed/reports.tar.gz", "!")] {
        let found = read(name);
        for (found, plain) in found.iter().zip(&plain) {
            assert_eq!(found.uri, format!("{name}{folder}{}", plain.uri));
            assert_eq!(
                (&found.text, &found.blocks, &found.title, &found.date_clues),
                (&plain.text, &plain.blocks, &plain.title, &plain.date_clues)
            );
        }
        assert_eq!(found.len(), 3);
    }
    let crawl = read("packed/pages.warc.gz");
    assert_eq!(
        crawl.iter().map(|page| page.uri.as_str()).collect::<Vec<_>>(),
        ["https://courier.example/ferry", "https://courier.example/talks"]
    );
    assert_eq!((&crawl[0].text, &crawl[1].text), (&plain[1].text, &plain[0].text));
    assert!(crawl.iter().all(|page| page.date_clues.last().is_some_and(|clue| clue.source == DateSource::Fetched)));
}

#[test]
fn rows_are_the_same_in_every_kind_of_table_and_feed() {
    let plain = read("reports.jsonl");
    for name in ["packed/reports.jsonl.zst", "packed/reports.parquet", "packed/feed.rss", "packed/feed.json"] {
        let found = read(name);
        assert_eq!(texts(&found), texts(&plain), "{name}");
        for (found, plain) in found.iter().zip(&plain) {
            assert_eq!((&found.key, found.title.as_ref().map(|t| &t.text)), (&plain.key, plain.title.as_ref().map(|t| &t.text)), "{name}");
            assert_eq!(found.publisher, plain.publisher, "{name}");
            assert!(!found.date_clues.is_empty(), "{name}");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/packed/reports.parquet");
    let options = Options::default();
    let rows = file_parts("t", Box::new(File::open(path).unwrap()), &options, &NEWS);
    let rows: Vec<Document> = rows.map(|part| part.unwrap().document(&options, &NEWS).unwrap()).collect();
    assert_eq!(texts(&rows), texts(&plain), "a file in which one can go back");
}

#[test]
fn mails_are_the_reports_that_were_sent() {
    let plain = read("reports.jsonl");
    let mails = read("packed/mail.mbox");
    assert_eq!(texts(&mails), texts(&plain[..3]));
    assert_eq!(texts(&read("packed/mail.eml")), texts(&plain[..1]));
    for (mail, plain) in mails.iter().zip(&plain) {
        assert_eq!(mail.title.as_ref().map(|title| &title.text), plain.title.as_ref().map(|title| &title.text));
        assert_eq!(mail.key.as_deref(), plain.key.as_ref().map(|key| format!("{key}@cpa.example")).as_deref());
        let date = mail.date_clues.iter().find(|clue| clue.source == DateSource::Meta).unwrap();
        assert!(date.raw.starts_with(&plain.date_clues[0].raw), "{date:?}");
    }
}
