//! `rapporteur ingest --records`: records that were read elsewhere, on a cluster or another machine, into a store as they are.

use crate::args::IngestArgs;
use crate::sources;
use anyhow::{Context, bail};
use rapporteur::Reader;
use rapporteur_record::{Record, validate};
use rapporteur_store::{Added, Store};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

/// Records that are stored together.
const TOGETHER: usize = 256;
/// The column that holds a record where a row holds more than that, unless `--text-field` names another.
const COLUMN: &str = "record";
/// Faults of records that are told; the others are counted.
const TOLD: usize = 5;

/// What takes each record, or why there is none, with where it stands.
type Sink<'s> = &'s mut dyn FnMut(String, Result<Record, String>) -> anyhow::Result<()>;

/// Stores all records of the inputs. Gives what became of each, and how many were none.
pub fn store(args: &IngestArgs, reader: &Reader, store: &mut Store, quiet: bool) -> anyhow::Result<(Vec<Added>, usize)> {
    let (mut added, mut failed) = (Vec::new(), 0);
    let mut open: Vec<(String, Record)> = Vec::new();
    let mut keep = |open: &mut Vec<(String, Record)>| -> anyhow::Result<()> {
        let batch = store.batch()?;
        for (address, record) in open.drain(..) {
            added.push(batch.add(&address, &record)?);
        }
        batch.commit()?;
        Ok(())
    };
    for input in sources::expand(&args.input.paths) {
        each(args, reader, input.uri(), &mut |place, record| {
            match record {
                Ok(record) => {
                    open.push((sources::address(&record.doc.uri, record.doc.key.as_deref(), &record.doc.id), record));
                    if open.len() >= TOGETHER {
                        keep(&mut open)?;
                    }
                }
                Err(reason) => {
                    failed += 1;
                    if failed <= TOLD && !quiet {
                        anstream::eprintln!("error: {reason}\n  --> {place}");
                    }
                }
            }
            Ok(())
        })?;
    }
    keep(&mut open)?;
    Ok((added, failed))
}

/// The records of one input: lines that are records, as `read --format jsonl` prints them, or rows with a column that holds one.
fn each(args: &IngestArgs, reader: &Reader, uri: &str, sink: Sink<'_>) -> anyhow::Result<()> {
    let mut input: Box<dyn BufRead> = match uri {
        "-" => Box::new(BufReader::new(io::stdin())),
        path => Box::new(BufReader::new(File::open(path).with_context(|| format!("cannot read {path}"))?)),
    };
    let mut first = Vec::new();
    // A Parquet table is no text: its beginning is looked at before a line is.
    let binary = input.fill_buf()?.first().is_none_or(|&byte| byte != b'{');
    if !binary {
        input.read_until(b'\n', &mut first)?;
    }
    if !binary && record(&first).is_ok() {
        let mut line = first;
        for number in 1.. {
            if !line.trim_ascii().is_empty() {
                sink(format!("{uri}:{number}"), record(&line))?;
            }
            line.clear();
            if input.read_until(b'\n', &mut line)? == 0 {
                break;
            }
        }
        return Ok(());
    }
    let mut options = sources::options(&args.input)?;
    options.text_field.get_or_insert_with(|| COLUMN.to_owned());
    let whole = io::Cursor::new(first).chain(input);
    let mut count = 0;
    for row in reader.documents(uri, Box::new(whole), &options) {
        count += 1;
        match row {
            Ok(document) => sink(document.uri.clone(), record(document.text.as_bytes()))?,
            Err(diagnostic) => sink(uri.to_owned(), Err(diagnostic.message))?,
        }
    }
    if count == 0 {
        bail!("{uri} holds no record\n  help: give what `read --format jsonl` prints, or a table with a column `{COLUMN}`");
    }
    Ok(())
}

/// A record that keeps the contract.
fn record(json: &[u8]) -> Result<Record, String> {
    let record: Record = serde_json::from_slice(json).map_err(|error| format!("this is no record: {error}"))?;
    match validate(&record).into_iter().next() {
        Some(fault) => Err(format!("the record does not keep the contract: {fault}")),
        None => Ok(record),
    }
}
