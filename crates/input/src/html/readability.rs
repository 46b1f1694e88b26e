//! What Readability takes for the article: the first opinion, which our own rules then better.

use super::outline::{self, Outline};
use dom_query::Document as Page;
use dom_smoothie::{Config, Readability};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Readability looks at the text inside an element again and again: beyond so many letters times
/// depth a page is left to the rules.
const MOST_WORK: usize = 40_000_000;
/// And beyond so many elements.
const MOST_ELEMENTS: usize = 60_000;

/// For each unit of `outline`, whether Readability keeps (most of) it. `page` has marked text nodes.
pub(crate) fn kept(page: Page, outline: &Outline) -> Vec<bool> {
    if outline.cost() > MOST_WORK || outline.elements.len() > MOST_ELEMENTS {
        return vec![false; outline.units.len()];
    }
    let config = Config { disable_json_ld: true, char_threshold: 250, ..Config::default() };
    // It is not ours: should it fail on a page that nobody thought of, the rules go on without it.
    let content = catch_unwind(AssertUnwindSafe(|| {
        Readability::with_document(page, None, Some(config)).ok().and_then(|mut readability| readability.parse().ok())
    }))
    .unwrap_or(None);
    let nodes = match content {
        Some(article) => outline::marked(&article.content, outline.texts),
        None => vec![false; outline.texts],
    };
    outline.units.iter().map(|unit| unit.nodes.iter().filter(|&&node| nodes[node]).count() * 2 > unit.nodes.len()).collect()
}
