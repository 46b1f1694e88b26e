//! HTML → [`Document`]: the article of a news page and what the page says of itself.

mod outline;
mod readability;

use dom_query::Document as Page;
use rapporteur_lexicon::News;
use rapporteur_record::{Block, BlockKind, ByteSpan, Diagnostic, Document};

/// The report of a page.
///
/// # Errors
/// When the page has no text at all.
pub(crate) fn document(uri: &str, html: &str, _news: &News) -> Result<Document, Diagnostic> {
    let page = Page::from(html);
    let outline = outline::outline(&page, true);
    let kept = readability::kept(page, &outline);
    let debug = std::env::var_os("UNITS").is_some();
    let mut document = Document { uri: uri.to_owned(), ..Document::default() };
    for (unit, kept) in outline.units.iter().zip(&kept) {
        if debug {
            let path: Vec<String> = outline.around(unit.element).map(|(_, e)| format!("{}.{}", e.name, e.names.join("."))).take(12).collect();
            println!("{}\t{}\t{}\t{}\t{}", u8::from(*kept), unit.linked * 100 / unit.letters.max(1), unit.marked * 100 / unit.letters.max(1), path.join(" < "), unit.text.replace(['\n', '\t'], " "));
        }
        if *kept {
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            let start = document.text.len();
            document.text.push_str(&unit.text);
            document.blocks.push(Block { span: ByteSpan::new(start, document.text.len()), kind: BlockKind::Body });
        }
    }
    Ok(document)
}
