//! What stands in for the reading of PDF in a build without it.

use rapporteur_record::{Block, Code, Diagnostic};

/// Says that this build does not read PDF.
///
/// # Errors
/// Always.
pub(crate) fn extract(_bytes: &[u8]) -> Result<(String, Vec<Block>, Vec<Diagnostic>), Diagnostic> {
    Err(Diagnostic::new(Code::PdfBroken, "this build does not read PDF").help("build with the feature `pdf`, or save the report as text"))
}
