//! HTML → [`Document`]: the article of a news page and what the page says of itself.

mod article;
mod outline;
mod readability;

use dom_query::Document as Page;
use rapporteur_lexicon::News;
use rapporteur_record::{Block, BlockKind, ByteSpan, Diagnostic, Document};

/// The report of a page.
///
/// # Errors
/// When the page has no text at all.
pub(crate) fn document(uri: &str, html: &str, news: &News) -> Result<Document, Diagnostic> {
    let page = Page::from(html);
    let outline = outline::outline(&page, true, &news.furniture);
    let kept = readability::kept(page, &outline);
    let debug = std::env::var_os("UNITS").is_some();
    let debug = std::env::var_os("UNITS").is_some();
    let titles: Vec<String> = outline
        .units
        .iter()
        .filter(|unit| outline.around(unit.inner).any(|(_, element)| element.name == "h1"))
        .map(|unit| unit.text.clone())
        .collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let kinds = article::judge(&outline, &kept, &titles, news);
    let mut document = Document { uri: uri.to_owned(), ..Document::default() };
    for (at, (unit, kept)) in outline.units.iter().zip(&kept).enumerate() {
        if debug {
            let path: Vec<String> = outline.around(unit.inner).map(|(_, e)| format!("{}.{}", e.name, e.names.join("."))).take(14).collect();
            println!("{}\t{:?}\tL{}\t{}\t{}", u8::from(*kept), kinds[at], unit.linked * 100 / unit.letters.max(1), path.join(" < "), unit.text.replace(['\n', '\t'], " "));
        }
    }
    for (unit, kind) in outline.units.iter().zip(&kinds) {
        if let Some(kind) = *kind {
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            let start = document.text.len();
            document.text.push_str(&unit.text);
            document.blocks.push(Block { span: ByteSpan::new(start, document.text.len()), kind });
        }
    }
    Ok(document)
}
