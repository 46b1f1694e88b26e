//! JSON Feed (jsonfeed.org, version 1.1): an item a report.

use super::{Reports, Row, Taken, no_text};
use crate::{Options, encoding, html};
use rapporteur_lexicon::News;
use rapporteur_record::{Code, Diagnostic, Document};
use serde_json::Value;

/// Whether `text` begins with an object that calls itself a JSON feed.
pub(crate) fn is_json_feed(text: &str) -> bool {
    let end = text.char_indices().nth(2000).map_or(text.len(), |(at, _)| at);
    text.starts_with('{') && text[..end].contains("\"version\"") && text[..end].contains("jsonfeed.org/version/")
}

/// The reports of a feed.
pub(crate) fn read<'a>(
    uri: &str,
    bytes: &[u8],
    options: &'a Options,
    news: &'a News,
) -> Box<dyn Iterator<Item = Result<Document, Diagnostic>> + 'a> {
    let (rows, mut diagnostics) = match rows(bytes, options, news) {
        Ok(found) => found,
        Err(diagnostic) => return Box::new(std::iter::once(Err(diagnostic))),
    };
    let rows = rows.map(move |row| {
        let row =
            if row.text.is_some() { Ok((row, std::mem::take(&mut diagnostics))) } else { Err(no_text(["items"].into_iter(), options)) };
        Taken { line: None, row, last: false }
    });
    Box::new(Reports::new(uri, rows, options, news))
}

/// The items of a feed, and what was noticed in decoding it.
///
/// # Errors
/// When it is no JSON.
pub(crate) fn rows<'a>(
    bytes: &[u8],
    options: &Options,
    news: &'a News,
) -> Result<(impl Iterator<Item = Row> + use<'a>, Vec<Diagnostic>), Diagnostic> {
    let decoded = encoding::decode(bytes, options, false, None);
    let mut feed: Value = serde_json::from_str(&decoded.text).map_err(|error| {
        Diagnostic::new(Code::InputBadRow, format!("the feed is no JSON from line {}, column {} on", error.line(), error.column()))
    })?;
    let publisher = word(&feed, "title");
    let items = match feed.get_mut("items").map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    Ok((items.into_iter().map(move |item| row(&item, publisher.as_deref(), news)), decoded.diagnostics))
}

fn word(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn row(item: &Value, publisher: Option<&str>, news: &News) -> Row {
    let title = word(item, "title");
    let page = || word(item, "content_html").map(|page| html::plain(&page, news));
    Row {
        text: word(item, "content_text").or_else(page).or_else(|| word(item, "summary")).or_else(|| title.clone()),
        date: word(item, "date_published").or_else(|| word(item, "date_modified")),
        url: word(item, "url").or_else(|| word(item, "external_url")),
        title,
        publisher: publisher.map(str::to_owned),
        id: word(item, "id"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_json_feed_are_reports() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Kelm Courier", "description": "News of the coast, every day",
            "items": [{"id": 7, "url": "https://courier.example/7", "title": "Rebels leave", "date_published": "2031-05-06T10:00:00Z",
            "content_html": "<p>Rebels left Kelm.</p><p>Nobody was hurt.</p>"}, {"id": "8", "content_text": "A ferry sank."}, {"id": "9"}]}"#;
        assert!(is_json_feed(feed));
        let (options, news) = (Options::default(), News::embedded());
        let found: Vec<_> = read("f", feed.as_bytes(), &options, &news).collect();
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.text.as_str(), first.key.as_deref()), ("Rebels left Kelm.\n\nNobody was hurt.", Some("7")));
        assert_eq!(first.publisher.as_ref().map(|name| name.text.as_str()), Some("The Kelm Courier"));
        assert_eq!(first.date_clues[0].raw, "2031-05-06T10:00:00Z");
        assert_eq!(found[1].as_ref().unwrap().text, "A ferry sank.");
        assert!(found[2].is_err() && found.len() == 3);
    }
}
