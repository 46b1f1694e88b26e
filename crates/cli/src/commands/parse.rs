//! `rapporteur parse`: running text in, CoNLL-U, JSON or trees out.

use crate::args::{ParseArgs, ParseFormat};
use crate::message::Messages;
use crate::output::Output;
use crate::{ExitStatus, view};
use anyhow::Context;
use rapporteur::{Options, Reader};
use std::fs::File;
use std::io::{self, Read, Write};

/// Parses one text. Its paragraphs are apart by empty lines; nothing is taken for a masthead.
pub fn run(args: &ParseArgs, quiet: bool) -> anyhow::Result<ExitStatus> {
    let input: Box<dyn Read> = if args.path == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(&args.path).with_context(|| format!("cannot read {}", args.path))?)
    };
    let reader = Reader::embedded()?;
    let mut out = Output::open(args.output.as_deref())?;
    let mut messages = Messages::new(quiet);
    let mut status = ExitStatus::Done;
    for document in reader.documents(&args.path, input, &Options::default()) {
        let document = match document {
            Ok(document) => document,
            Err(diagnostic) => {
                messages.print(&[diagnostic], &args.path, None);
                status = ExitStatus::Faults;
                continue;
            }
        };
        let analysis = reader.parse(&document.text);
        messages.print(&analysis.diagnostics, &document.uri, Some(&document.text));
        match args.format {
            ParseFormat::Conllu => {
                for sentence in rapporteur_language::conllu_sentences(&document.text, &analysis) {
                    out.write_all(sentence.as_bytes())?;
                }
            }
            ParseFormat::Json => {
                view::analysis(&document.uri, &document.text, &analysis, &mut out)?;
                out.write_all(b"\n")?;
            }
            ParseFormat::Tree => out.write_all(view::trees(&document.text, &analysis, out.width()).as_bytes())?,
        }
    }
    out.finish()?;
    messages.summary();
    Ok(status)
}
