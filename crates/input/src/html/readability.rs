//! What Readability takes for the article: the first opinion, which our own rules then better.

use super::outline::{self, Outline};
use dom_query::Document as Page;
use dom_smoothie::{Config, Readability};

/// For each unit of `outline`, whether Readability keeps (most of) it. `page` has marked text nodes.
pub(crate) fn kept(page: Page, outline: &Outline) -> Vec<bool> {
    let config = Config { disable_json_ld: true, char_threshold: 250, ..Config::default() };
    let content = Readability::with_document(page, None, Some(config)).ok().and_then(|mut readability| readability.parse().ok());
    let nodes = match content {
        Some(article) => outline::marked(&article.content, outline.texts),
        None => vec![false; outline.texts],
    };
    outline.units.iter().map(|unit| unit.nodes.iter().filter(|&&node| nodes[node]).count() * 2 > unit.nodes.len()).collect()
}
