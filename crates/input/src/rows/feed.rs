//! Feeds: RSS and Atom, an item a report.

use crate::Options;
use rapporteur_lexicon::News;
use rapporteur_record::{Code, Diagnostic, Document};

/// The reports of a feed.
pub(crate) fn read<'a>(
    _uri: &str,
    _bytes: &[u8],
    _options: &'a Options,
    _news: &'a News,
) -> Box<dyn Iterator<Item = Result<Document, Diagnostic>> + 'a> {
    Box::new(std::iter::once(Err(Diagnostic::new(Code::InputNotText, "feeds are not read yet"))))
}
