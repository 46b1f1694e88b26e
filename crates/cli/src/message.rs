//! Errors and warnings on standard error, in one form.

use anstyle::{AnsiColor, Color, Style};
use rapporteur_record::{ByteSpan, Diagnostic, Severity};

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
pub fn diagnostic(diagnostic: &Diagnostic, uri: &str, text: Option<&str>) {
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
