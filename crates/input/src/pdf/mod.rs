//! PDF → text and blocks: reading order, columns, running heads, words split at line ends.

use rapporteur_record::{Block, Code, Diagnostic};

/// The text of a PDF, its paragraphs and what was noticed.
///
/// # Errors
/// When the file cannot be read at all.
pub(crate) fn extract(_bytes: &[u8]) -> Result<(String, Vec<Block>, Vec<Diagnostic>), Diagnostic> {
    Err(Diagnostic::new(Code::PdfBroken, "PDF is not read by this build"))
}
