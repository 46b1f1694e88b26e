//! `rapporteur code`: texts in, events as PETRARCH writes them out.

use crate::args::{CodeArgs, CodeFormat};
use crate::output::Output;
use crate::progress::Progress;
use crate::{ExitStatus, sources};
use rapporteur::Reader;
use rapporteur_lexicon::petrarch::Day;
use rapporteur_petrarch::{Coded, Coder};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

/// A line of input.
#[derive(Deserialize)]
struct Story {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    date: Option<String>,
}

/// A line of output.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a serde_json::Value,
    events: Vec<Triple<'a>>,
}

/// An event in it.
#[derive(Serialize)]
struct Triple<'a> {
    source_code: &'a str,
    cameo: &'a str,
    target_code: &'a str,
}

/// How many broken lines of dictionaries are told before they are only counted.
const TOLD: usize = 5;

/// Codes all that the command line names.
pub fn run(args: &CodeArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let dictionary = sources::petrarch(&args.petrarch)?;
    if !quiet {
        for error in dictionary.broken.iter().take(TOLD) {
            anstream::eprintln!("warning: {error}");
        }
        if dictionary.broken.len() > TOLD {
            let (folder, more) = (args.petrarch.display(), dictionary.broken.len() - TOLD);
            anstream::eprintln!("… {more} more; `rapporteur lexicon check --petrarch {folder}` names them all");
        }
    }
    let reader = Reader::embedded()?;
    let coder = Coder::new(&dictionary);
    let coder = if args.one_actor { coder.with_one_actor() } else { coder };
    let mut out = Output::open(args.output.as_deref())?;
    let progress = Progress::new(args.paths.len(), quiet);
    let mut status = ExitStatus::Done;
    let mut stories = 0;
    let mut fault = |message: &str| {
        progress.suspend(|| anstream::eprintln!("error: {message}"));
        status = ExitStatus::Faults;
    };
    for path in &args.paths {
        let input: Box<dyn BufRead> = match path.as_str() {
            "-" => Box::new(BufReader::new(io::stdin())),
            _ => match File::open(path) {
                Ok(file) => Box::new(BufReader::new(file)),
                Err(error) => {
                    fault(&format!("cannot read {path}: {}", error.to_string().to_lowercase()));
                    continue;
                }
            },
        };
        for (at, line) in input.split(b'\n').enumerate() {
            let place = format!("\n  --> {path}:{}:1", at + 1);
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    fault(&format!("the rest cannot be read: {}{place}", error.to_string().to_lowercase()));
                    break;
                }
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let story: Story = match serde_json::from_slice(&line) {
                Ok(story) => story,
                Err(error) => {
                    fault(&format!(
                        "the line is no story: {error}{place}\n  help: a line is {{\"id\": …, \"text\": \"…\", \"date\": \"YYYY-MM-DD\"}}"
                    ));
                    continue;
                }
            };
            let day = match &story.date {
                Some(date) => match day(date) {
                    Some(day) => Some(day),
                    None => {
                        fault(&format!("`{date}` is no date; the story is coded without one{place}\n  help: write YYYY-MM-DD"));
                        None
                    }
                },
                None => None,
            };
            let coded = coder.code(&story.text, &reader.parse(&story.text), day);
            match args.format {
                CodeFormat::Jsonl => jsonl(&mut out, &story, &coded)?,
                CodeFormat::Tsv => tsv(&mut out, &story, day, &coded)?,
            }
            stories += 1;
            progress.report(stories, false);
        }
        progress.report(stories, true);
    }
    progress.finish();
    out.finish()?;
    Ok(status)
}

/// YYYY-MM-DD (and what follows it, a time) or YYYYMMDD.
fn day(date: &str) -> Option<Day> {
    let digits: String = date.trim().split('T').next().unwrap_or_default().chars().filter(|&c| c != '-').collect();
    (digits.len() == 8).then(|| Day::parse(&digits)).flatten().map(|(day, _)| day)
}

fn jsonl(out: &mut Output, story: &Story, coded: &Coded) -> anyhow::Result<()> {
    let events = coded.events.iter().map(|event| Triple { source_code: &event.source, cameo: &event.code, target_code: &event.target });
    serde_json::to_writer(&mut *out, &Line { id: &story.id, events: events.collect() })?;
    writeln!(out)?;
    Ok(())
}

/// As PETRARCH2 writes them: date, source, target, code, issues with their counts, id of the sentence. What happens twice in a story is
/// one line, with the ids of all its sentences.
fn tsv(out: &mut Output, story: &Story, day: Option<Day>, coded: &Coded) -> anyhow::Result<()> {
    let id = story.id.as_str().map_or_else(|| story.id.to_string(), str::to_owned).replace(['\t', '\n', '\r'], " ");
    let date = day.map(|day| day.to_string().replace('-', "")).unwrap_or_default();
    let mut done: Vec<(&str, &str, &str)> = Vec::new();
    for event in &coded.events {
        let triple = (event.source.as_str(), event.code.as_str(), event.target.as_str());
        if done.contains(&triple) {
            continue;
        }
        done.push(triple);
        let same = || coded.events.iter().filter(|other| (other.source.as_str(), other.code.as_str(), other.target.as_str()) == triple);
        let ids: Vec<String> = same().map(|other| format!("{id}_{}", other.sentence + 1)).collect();
        let mut issues: Vec<(&str, usize)> = Vec::new();
        for (issue, count) in same().flat_map(|other| coded.issues(other.sentence)) {
            match issues.iter_mut().find(|(other, _)| other == issue) {
                Some((_, sum)) => *sum += count,
                None => issues.push((issue, *count)),
            }
        }
        let issues: Vec<String> = issues.iter().map(|(issue, count)| format!("{issue},{count}")).collect();
        writeln!(out, "{date}\t{}\t{}\t{}\t{}\t{}", event.source, event.target, event.code, issues.join(";"), ids.join(";"))?;
    }
    Ok(())
}
