//! Makes a load of reports to measure `ingest` with: JSON lines of some 600 words, the same for the same count and seed.
//!
//! ```text
//! cargo run --release -p rapporteur-tests --example load -- --count 20000 --wikinews ../shared/data/wikinews --out /tmp/load.jsonl
//! ```
//!
//! Of ten reports five are mixed of paragraphs of the Wikinews articles in that folder, three are of the invented press
//! (`press.rs`), two are copies of one of the last hundred by the edits that desks make. In mixed paragraphs every third
//! longer word, name and number is another of the same shape, since a few hundred articles would else make one huge
//! story of all. Without the folder all are of the invented press. What is made quotes Wikinews: it stays out of the project.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use rapporteur_tests::press::{self, Dice, Report};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Words of a mixed report.
const WORDS: usize = 520;
/// Copies are of one of the last so many reports.
const RECENT: usize = 100;

struct Options {
    count: usize,
    seed: u64,
    wikinews: Option<PathBuf>,
    out: PathBuf,
}

fn options() -> Options {
    let mut found = Options { count: 1000, seed: 1, wikinews: None, out: PathBuf::from("load.jsonl") };
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value = args.next().unwrap_or_else(|| panic!("{name} needs a value"));
        match name.as_str() {
            "--count" => found.count = value.parse().unwrap(),
            "--seed" => found.seed = value.parse().unwrap(),
            "--wikinews" => found.wikinews = Some(value.into()),
            "--out" => found.out = value.into(),
            other => panic!("{other} is no option: --count, --seed, --wikinews, --out"),
        }
    }
    found
}

/// Real paragraphs, and words of one shape.
#[derive(Default)]
struct Stock {
    paragraphs: Vec<String>,
    shapes: BTreeMap<String, Vec<String>>,
}

impl Stock {
    fn of(folder: &Path) -> Self {
        let mut stock = Self::default();
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "csv")) {
            let mut rows = csv::Reader::from_path(file).unwrap();
            let column = rows.headers().unwrap().iter().position(|name| name == "text").unwrap();
            for row in rows.records() {
                let row = row.unwrap();
                let lines = row[column].split('\n').map(str::trim).filter(|line| (20..=120).contains(&line.split(' ').count()));
                stock.paragraphs.extend(lines.map(str::to_owned));
            }
        }
        for word in stock.paragraphs.iter().flat_map(|paragraph| paragraph.split_whitespace()) {
            if let Some(shape) = shape(word) {
                stock.shapes.entry(shape).or_default().push(word.to_owned());
            }
        }
        for words in stock.shapes.values_mut() {
            words.sort();
            words.dedup();
        }
        stock
    }

    fn paragraph(&self, dice: &mut Dice) -> String {
        let words = self.paragraphs[dice.roll(self.paragraphs.len())].split_whitespace().enumerate();
        let other = |at: usize, word: &str, dice: &mut Dice| {
            // Names and numbers always: what is alike in two reports are then turns of phrase.
            let always = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && at > 0;
            let list = shape(word).filter(|_| always || dice.roll(3) == 0).and_then(|shape| self.shapes.get(&shape))?;
            Some(list[dice.roll(list.len())].clone())
        };
        words.map(|(at, word)| other(at, word, dice).unwrap_or_else(|| word.to_owned())).collect::<Vec<String>>().join(" ")
    }

    fn report(&self, dice: &mut Dice) -> Report {
        let mut report = press::report(dice.roll(1 << 40) as u64);
        report.title = self.paragraph(dice).split(' ').take(9).collect::<Vec<_>>().join(" ");
        report.paragraphs.clear();
        let mut words = 0;
        while words < WORDS {
            let paragraph = self.paragraph(dice);
            words += paragraph.split(' ').count();
            report.paragraphs.push(paragraph);
        }
        report
    }
}

/// What a word may be exchanged for: a capitalised one, a number, or a longer word with the same end. Short words,
/// words with marks, and those of saying stay.
fn shape(word: &str) -> Option<String> {
    let letters = word.chars().count();
    if word.chars().all(|c| c.is_ascii_digit()) {
        return Some(format!("#{letters}"));
    }
    if letters < 4 || !word.chars().all(char::is_alphabetic) || matches!(word, "said" | "told" | "says" | "stated" | "Monday" | "Tuesday") {
        return None;
    }
    let capital = word.starts_with(char::is_uppercase);
    let end: String = word.chars().skip(letters - 2).collect();
    (capital || letters > 5).then(|| if capital { "Name".to_owned() } else { format!("-{end}") })
}

fn main() {
    let options = options();
    let stock = options.wikinews.as_deref().map(Stock::of);
    let mut out = BufWriter::new(std::fs::File::create(&options.out).unwrap());
    let mut dice = Dice::new(options.seed);
    let mut recent: Vec<Report> = Vec::new();
    let mut bytes = 0;
    for at in 0..options.count {
        let report = match (at % 10, &stock) {
            (0 | 5, _) if !recent.is_empty() => {
                let of = &recent[dice.roll(recent.len())];
                let mut copies = press::copies(of, dice.roll(1 << 40) as u64);
                copies.swap_remove(dice.roll(copies.len())).1
            }
            (1 | 3 | 6 | 7 | 9, Some(stock)) => stock.report(&mut dice),
            _ => long(&mut dice),
        };
        let text = report.paragraphs.join("\n\n");
        bytes += text.len();
        let row = serde_json::json!({
            "id": format!("r{at:06}"), "title": report.title, "date": report.date, "publisher": report.outlet, "text": text,
        });
        writeln!(out, "{row}").unwrap();
        recent.push(report);
        if recent.len() > RECENT {
            recent.remove(0);
        }
    }
    out.flush().unwrap();
    eprintln!("{} reports, {bytes} bytes of text", options.count);
}

/// A report of the invented press with the length of the others: its background is that of a second event.
fn long(dice: &mut Dice) -> Report {
    let mut report = press::report(dice.roll(1 << 40) as u64);
    let other = press::report(dice.roll(1 << 40) as u64);
    report.paragraphs.extend(other.paragraphs.into_iter().skip(1));
    report
}
