//! Measures the store alone: records that were read once, altered until no two are alike, go in at known speed.
//!
//! ```text
//! rapporteur read --format jsonl … load.jsonl > records.jsonl
//! cargo run --release -p rapporteur-store --example grow -- --records records.jsonl --count 20000 --store /tmp/grow.db
//! ```
//!
//! All longer words in small letters give way to other words of the same length and number of bytes, drawn as
//! often as they are used, so that all places in the record stay right; every tenth report is a copy of one of the last hundred
//! but for its address. Prints, for each thousand, the processor time of this process a report.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

/// The dice of the invented press.
#[path = "../../../tests/src/press.rs"]
#[allow(dead_code)]
mod press;

use press::Dice;
use rapporteur_record::{Record, content_id};
use rapporteur_store::{Filter, Network, Store, Subject};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;
use std::time::Duration;

/// Reports that are stored together, as `ingest` does.
const TOGETHER: usize = 256;

fn main() {
    let (mut records, mut store, mut count, mut from) = (PathBuf::new(), PathBuf::new(), 1000, 0);
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value = args.next().unwrap_or_else(|| panic!("{name} needs a value"));
        match name.as_str() {
            "--records" => records = value.into(),
            "--store" => store = value.into(),
            "--count" => count = value.parse().unwrap(),
            "--from" => from = value.parse().unwrap(),
            other => panic!("{other} is no option: --records, --store, --count, --from"),
        }
    }
    let lines = std::io::BufReader::new(std::fs::File::open(records).unwrap()).lines();
    let records: Vec<Record> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    let mut stock: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for word in records.iter().flat_map(|record| record.text.split(' ')).filter(|word| plain(word)) {
        stock.entry(word.len()).or_default().push(word);
    }
    let path = store;
    let mut store = Store::open(&path).unwrap();
    let mut dice = Dice::new(7 + from as u64);
    let mut recent: Vec<Record> = Vec::new();
    let (mut spent, mut bytes) = (0.0, 0);
    let mut open: Vec<(String, Record)> = Vec::new();
    for at in from..from + count {
        let record = if at % 10 == 9 && !recent.is_empty() {
            recent[dice.roll(recent.len())].clone()
        } else {
            altered(&records[dice.roll(records.len())], &stock, &mut dice)
        };
        bytes += record.text.len();
        if recent.len() == 100 {
            recent.remove(0);
        }
        recent.push(record.clone());
        open.push((format!("report-{at}"), record));
        if open.len() == TOGETHER || at + 1 == from + count {
            let before = processor_time();
            let batch = store.batch().unwrap();
            for (address, record) in open.drain(..) {
                batch.add(&address, &record).unwrap();
            }
            batch.commit().unwrap();
            spent += processor_time() - before;
        }
        if (at + 1) % 1024 == 0 {
            println!("{} reports, {bytes} bytes of text, {:.2} ms a report", at + 1, spent / 1.024);
            spent = 0.0;
        }
    }
    println!("{} reports, {bytes} bytes of text, {} MB of memory at most", from + count, memory());
    drop(store);
    let mut store = Store::open_to_read(&path).unwrap();
    // The first look reads the file.
    for round in 0..2 {
        questions(&mut store, round == 1);
    }
}

/// How long questions take, in processor time.
fn questions(store: &mut Store, tell: bool) {
    let limit = Duration::from_secs(120);
    let some = |word: &str| Some(word.to_owned());
    let most = Some(100);
    let filters = [
        ("statements by a name", Subject::Statements, Filter { by: some("Irina Dask"), limit: most, ..Filter::default() }),
        (
            "statements by an office, an act, a year",
            Subject::Statements,
            Filter {
                by: some("foreign minister"),
                act: some("reject"),
                since: some("2032"),
                until: some("2032"),
                limit: most,
                ..Filter::default()
            },
        ),
        ("statements about somebody", Subject::Statements, Filter { about: some("Karim"), limit: most, ..Filter::default() }),
        (
            "events of a type in a month",
            Subject::Events,
            Filter { act: some("ASSAULT"), since: some("2033-05"), until: some("2033-05"), limit: most, ..Filter::default() },
        ),
        ("events at a place", Subject::Events, Filter { place: some("Kelm"), act: some("CONSULT"), limit: most, ..Filter::default() }),
        ("statements by text", Subject::Statements, Filter { text: some("talks NEAR prisoners"), limit: most, ..Filter::default() }),
        ("stories by text", Subject::Stories, Filter { text: some("ceasefire AND supplies"), limit: most, ..Filter::default() }),
        (
            "statements by month and party",
            Subject::Statements,
            Filter { count_by: vec!["month".to_owned(), "party".to_owned()], ..Filter::default() },
        ),
    ];
    let mut time = |name: &str, ask: &mut dyn FnMut(&mut Store) -> usize| {
        let before = processor_time();
        let rows = ask(store);
        if tell {
            println!("{:7.0} ms  {name}: {rows} rows", (processor_time() - before) * 1000.0);
        }
    };
    for (name, subject, filter) in &filters {
        time(name, &mut |store| store.ask(*subject, filter, limit).unwrap().rows.len());
    }
    for (name, network) in [("who speaks of whom", Network::Speech), ("who does what to whom", Network::Deeds)] {
        let all = Filter { limit: Some(500), ..Filter::default() };
        time(name, &mut |store| store.network(network, &all, false, limit).unwrap().edges.len());
        let one = Filter { by: some("Irina Dask"), limit: Some(500), ..Filter::default() };
        time(&format!("{name}, of one"), &mut |store| store.network(network, &one, false, limit).unwrap().edges.len());
    }
}

fn plain(word: &str) -> bool {
    word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn altered(record: &Record, stock: &BTreeMap<usize, Vec<&str>>, dice: &mut Dice) -> Record {
    let words = record.text.split(' ').map(|word| {
        if plain(word) {
            let list = &stock[&word.len()];
            list[dice.roll(list.len())]
        } else {
            word
        }
    });
    let text = words.collect::<Vec<&str>>().join(" ");
    let mut record = record.clone();
    record.doc.id = content_id(&text);
    record.text = text;
    record
}

/// Processor time of this process in seconds.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat.rsplit(')').next().unwrap_or("").split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // After the name: state is no number, so that user and system time are the 11th and 12th numbers.
    fields.get(10).zip(fields.get(11)).map_or(0.0, |(user, system)| (user + system) / 100.0)
}

/// The most memory that this process had, in megabytes.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
