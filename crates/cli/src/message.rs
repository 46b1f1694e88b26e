//! Errors and warnings on standard error, in one form.

use anstyle::{AnsiColor, Color, Style};
use rapporteur_record::{ByteSpan, Code, Diagnostic, Severity};
use std::collections::BTreeMap;

const RED: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Red))).bold();
const YELLOW: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Yellow))).bold();

/// Prints why the run could not be done, with its causes.
pub fn error(error: &anyhow::Error) {
    anstream::eprintln!("{RED}error{RED:#}: {error}");
    for cause in error.chain().skip(1) {
        anstream::eprintln!("  because: {cause}");
    }
}

/// Prints a diagnostic about `uri`; its line and column are counted in `text`, if that is known.
fn diagnostic(diagnostic: &Diagnostic, uri: &str, text: Option<&str>) {
    let (style, word) = match diagnostic.code.severity() {
        Severity::Error => (RED, "error"),
        Severity::Warning => (YELLOW, "warning"),
    };
    let place = match (diagnostic.span, text) {
        (Some(span), Some(text)) => line_and_column(text, span),
        _ => String::new(),
    };
    let help = diagnostic.help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
    anstream::eprintln!("{style}{word}{style:#}: {} [{}]\n  --> {uri}{place}{help}", diagnostic.message, diagnostic.code);
}

fn line_and_column(text: &str, span: ByteSpan) -> String {
    let before = &text[..span.start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    format!(":{line}:{column}")
}

/// Warnings of one kind that are printed before they are only counted.
const SHOWN: usize = 5;

/// Prints diagnostics; after the first few of one kind it only counts warnings.
pub struct Messages {
    quiet: bool,
    counts: BTreeMap<Code, usize>,
}

impl Messages {
    /// No warning is printed when `quiet`.
    pub fn new(quiet: bool) -> Self {
        Self { quiet, counts: BTreeMap::new() }
    }

    /// Prints what there is to say of `uri`.
    pub fn print(&mut self, diagnostics: &[Diagnostic], uri: &str, text: Option<&str>) {
        for one in diagnostics {
            let warning = one.code.severity() == Severity::Warning;
            let count = self.counts.entry(one.code).or_default();
            *count += 1;
            if !warning || (!self.quiet && *count <= SHOWN) {
                diagnostic(one, uri, text);
            }
        }
    }

    /// Says how many there were of those that were not all printed.
    pub fn summary(&self) {
        for (code, &count) in &self.counts {
            if count > SHOWN && !self.quiet && code.severity() == Severity::Warning {
                anstream::eprintln!("… {code}: {count} in all; `rapporteur explain {code}` says what it means");
            }
        }
    }
}
