//! `rapporteur read`: reports in, records or a view out.

use crate::args::{ReadArgs, ReadFormat};
use crate::message::Messages;
use crate::output::Output;
use crate::progress::Progress;
use crate::{ExitStatus, sources, view};
use anyhow::{Context, bail};
use rapporteur::codebook::Coder;
use rapporteur::{Options, Outcome, Reader};
use rapporteur_record::{Record, Warned};
use std::fs::File;
use std::io::{self, Write};
use std::ops::ControlFlow;

/// Reads all that the command line names.
pub fn run(args: &ReadArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let options = sources::options(&args.input)?;
    let reader = sources::reader(&args.input)?;
    if let Some(id) = &args.why {
        return explain(&reader, args, &options, id);
    }
    if !(0.0..=1.0).contains(&args.min_score) {
        bail!("`{}` is no score\n  help: scores lie between 0 and 1", args.min_score);
    }
    let codebook = args.codebook.as_deref().map(super::codebook::load).transpose()?;
    let coder = codebook.as_ref().map(|codebook| Coder::new(&reader, codebook));
    let sources = sources::expand(&args.input.paths);
    let mut out = Output::open(args.output.as_deref())?;
    let width = out.width();
    let progress = Progress::new(sources.len(), quiet);
    let mut messages = Messages::new(quiet);
    let (mut reports, mut failed, mut written) = (0, 0, Ok(()));
    reader.read_many(sources, &options, sources::threads(&args.input), &mut |Outcome { uri, result, last }| {
        match result {
            Ok(Warned { value: mut record, diagnostics }) => {
                record.keep_events(args.min_score);
                if let Some(coder) = &coder {
                    coder.apply(&mut record);
                }
                reports += 1;
                progress.suspend(|| messages.print(&diagnostics, &uri, Some(&record.text)));
                written = progress_write(&progress, &mut out, &record, args.format, reports, width);
            }
            Err(diagnostic) => {
                failed += 1;
                progress.suspend(|| messages.print(&[diagnostic], &uri, None));
            }
        }
        progress.report(reports, last);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    progress.finish();
    written?;
    out.finish()?;
    messages.summary();
    Ok(if failed > 0 { ExitStatus::Faults } else { ExitStatus::Done })
}

/// Prints how one statement of the first report was read.
fn explain(reader: &Reader, args: &ReadArgs, options: &Options, id: &str) -> anyhow::Result<ExitStatus> {
    let [path] = args.input.paths.as_slice() else {
        bail!("--why takes one report\n  help: name one file, or - for standard input");
    };
    let input: Box<dyn io::Read> = match path.as_str() {
        "-" => Box::new(io::stdin()),
        path => Box::new(File::open(path).with_context(|| format!("cannot read {path}"))?),
    };
    let Some(document) = reader.documents(path, input, options).next() else {
        bail!("{path} holds no report");
    };
    let document = match document {
        Ok(document) => document,
        Err(diagnostic) => {
            Messages::new(false).print(&[diagnostic], path, None);
            return Ok(ExitStatus::Faults);
        }
    };
    let Some(why) = reader.explain(&document, id) else {
        bail!("the report has no statement `{id}`\n  help: `rapporteur read --format json {path}` lists the ids of its statements");
    };
    let mut out = Output::open(args.output.as_deref())?;
    out.write_all(view::why(&why, &document.text).as_bytes())?;
    out.finish()?;
    Ok(ExitStatus::Done)
}

fn progress_write(
    progress: &Progress,
    out: &mut Output,
    record: &Record,
    format: ReadFormat,
    number: usize,
    width: usize,
) -> io::Result<()> {
    // On a terminal the bar would stand between two reports.
    if out.is_terminal() {
        let mut result = Ok(());
        progress.suspend(|| result = write(out, record, format, number, width).and_then(|()| out.flush()));
        return result;
    }
    write(out, record, format, number, width)
}

fn write(out: &mut Output, record: &Record, format: ReadFormat, number: usize, width: usize) -> io::Result<()> {
    match format {
        ReadFormat::Text => {
            if number > 1 {
                writeln!(out)?;
            }
            out.write_all(view::record(record, width).as_bytes())
        }
        ReadFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, record)?;
            writeln!(out)
        }
        ReadFormat::Jsonl => {
            serde_json::to_writer(&mut *out, record)?;
            writeln!(out)
        }
    }
}
