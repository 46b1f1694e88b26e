//! HTML → [`Document`]: the article of a news page and what the page says of itself.
//!
//! A page is tamed ([`guard`]), parsed, laid flat into units of text ([`outline`]), and each unit
//! judged ([`article`]) with the opinion of [`readability`] as a start. The text of the document
//! is what was kept, a unit a paragraph: title, byline and date lines where they are shown, the
//! body, and what the part of the page that holds the article has beside it, as captions and furniture.

mod article;
mod guard;
mod jsonld;
mod metadata;
mod outline;
mod readability;

use dom_query::Document as Page;
use metadata::Metadata;
use outline::Outline;
use rapporteur_lexicon::News;
use rapporteur_record::{Block, BlockKind, ByteSpan, Code, DateClue, DateSource, Diagnostic, Document, Words};

/// The report of a page.
///
/// # Errors
/// When the page has no text at all.
pub(crate) fn document(uri: &str, html: &str, news: &News) -> Result<Document, Diagnostic> {
    let (html, mut diagnostics) = guard::tame(html);
    let page = Page::from(html.as_ref());
    drop(html);
    let metadata = metadata::read(&page, &news.furniture);
    let outline = outline::outline(&page, true, &news.furniture);
    let mut kept = readability::kept(page, &outline);
    if !kept.contains(&true) {
        kept = article::by_form(&outline);
    }
    let mut kinds = article::judge(&outline, &kept, &metadata.titles, news);
    if !outline.units.is_empty() && !kinds.contains(&Some(BlockKind::Body)) {
        diagnostics.push(Diagnostic::new(Code::HtmlNoArticle, "no article was found on the page; all its text is kept"));
        kinds.iter_mut().for_each(|kind| *kind = kind.or(Some(BlockKind::Furniture)));
    }
    let mut document = Document { uri: uri.to_owned(), diagnostics, ..Document::default() };
    for (unit, kind) in outline.units.iter().zip(&kinds) {
        let Some(kind) = *kind else { continue };
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        document.text.push_str(&unit.text);
        // A unit keeps the no-break spaces it begins with; a block has no white space at its edges.
        let span = ByteSpan::new(start, document.text.len()).trim(&document.text);
        document.blocks.push(Block { span, kind });
    }
    fill(&mut document, metadata, &outline, &kinds, news);
    Ok(document)
}

/// All words of a piece of markup, a unit a paragraph.
pub(crate) fn plain(markup: &str, news: &News) -> String {
    let (markup, _) = guard::tame(markup);
    let outline = outline::outline(&Page::from(markup.as_ref()), false, &news.furniture);
    let units: Vec<&str> = outline.units.iter().map(|unit| unit.text.as_str()).collect();
    units.join("\n\n")
}

/// Puts the page's metadata into the document, with their places where they stand in its text.
fn fill(document: &mut Document, metadata: Metadata, outline: &Outline, kinds: &[Option<BlockKind>], news: &News) {
    let words_of = |document: &Document, kind| document.blocks.iter().find(|block| block.kind == kind).map(|block| block.span);
    document.title = match words_of(document, BlockKind::Title) {
        Some(span) => Some(Words { text: one_line(span.of(&document.text)), span: Some(span) }),
        None => metadata.titles.first().map(|title| Words { text: title.clone(), span: None }),
    };
    // An agency that is named as the author is the agency.
    let (agencies, authors): (Vec<String>, Vec<String>) = metadata.authors.into_iter().partition(|name| news.agency(name).is_some());
    let place = |document: &Document, name: &str| {
        document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Byline | BlockKind::DateLine)).find_map(|block| {
            let at = block.span.start + block.span.of(&document.text).find(name)?;
            Some(ByteSpan::new(at, at + name.len()))
        })
    };
    if let Some(name) = agencies.first() {
        let full = news.agency(name).unwrap_or(name).to_owned();
        document.agency = Some(Words { text: full, span: place(document, name) });
    }
    if !authors.is_empty() {
        let text = authors.join(", ");
        let span = authors.first().and_then(|name| place(document, name)).filter(|_| authors.len() == 1);
        document.byline = Some(Words { text, span });
    }
    document.publisher = metadata.publisher.map(|text| {
        let span = None;
        Words { text, span }
    });
    document.language = metadata.language;
    document.date_clues = metadata.dates;
    document.date_clues.extend(time_element(outline, kinds, document));
}

/// The date of the first `<time>` of the article, or of the page's head.
fn time_element(outline: &Outline, kinds: &[Option<BlockKind>], document: &Document) -> Option<DateClue> {
    let of_unit = |at: usize| {
        let value =
            outline.around(outline.units[at].inner).take(4).find_map(|(_, element)| element.value.clone().filter(|_| element.held_date()));
        value.filter(|value| value.len() <= 100)
    };
    let at =
        (0..outline.units.len()).find(|&at| matches!(kinds[at], Some(BlockKind::DateLine | BlockKind::Byline)) && of_unit(at).is_some())?;
    let number = kinds[..at].iter().filter(|kind| kind.is_some()).count();
    let span = document.blocks.get(number).map(|block| block.span);
    Some(DateClue { source: DateSource::TimeElement, raw: of_unit(at)?, span })
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The blocks of a page after the frame was read: what the page's own form tells stands, and of
/// the frame's only that a piece at the head is a date, a name or an agency.
pub(crate) fn settle(own: Vec<Block>, framed: &[Block]) -> Vec<Block> {
    let mut head = true;
    own.into_iter()
        .map(|mut block| {
            let inside: Vec<BlockKind> = framed.iter().filter(|other| block.span.contains(other.span)).map(|other| other.kind).collect();
            let line = |kind: &BlockKind| matches!(kind, BlockKind::DateLine | BlockKind::Byline | BlockKind::Agency | BlockKind::Title);
            if block.kind == BlockKind::Body {
                if head && !inside.is_empty() && inside.iter().all(line) {
                    block.kind = inside[0];
                } else {
                    head = false;
                }
            }
            block
        })
        .collect()
}
