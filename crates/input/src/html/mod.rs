//! HTML → [`Document`]: the article of a news page and what the page says of itself.

use rapporteur_lexicon::Furniture;
use rapporteur_record::{Diagnostic, Document};

/// The report of a page.
///
/// # Errors
/// When the page has no text at all.
pub(crate) fn document(uri: &str, page: &str, _furniture: &Furniture) -> Result<Document, Diagnostic> {
    Ok(crate::text::document(uri.to_owned(), page.to_owned(), Vec::new()))
}
