//! Feeds: RSS and Atom, an item a report.
//!
//! Feeds in the wild are not well-formed (bare `&`, HTML without CDATA), so items are cut out by
//! their tags, which no item has inside itself, and not by an XML parser that stops at the first fault.

use super::{Reports, Row, Taken, no_text};
use crate::{Options, encoding, html};
use rapporteur_lexicon::News;
use rapporteur_record::{Diagnostic, Document};

/// The reports of a feed.
pub(crate) fn read<'a>(
    uri: &str,
    bytes: &[u8],
    options: &'a Options,
    news: &'a News,
) -> Box<dyn Iterator<Item = Result<Document, Diagnostic>> + 'a> {
    let (rows, mut diagnostics) = rows(bytes, options, news);
    let rows = rows.map(move |row| {
        let row =
            if row.text.is_some() { Ok((row, std::mem::take(&mut diagnostics))) } else { Err(no_text(["title"].into_iter(), options)) };
        Taken { line: None, row, last: false }
    });
    Box::new(Reports::new(uri, rows, options, news))
}

/// The items of a feed, and what was noticed in decoding it.
pub(crate) fn rows<'a>(bytes: &[u8], options: &Options, news: &'a News) -> (impl Iterator<Item = Row> + use<'a>, Vec<Diagnostic>) {
    let decoded = encoding::decode(bytes, options, true, None);
    let feed = decoded.text;
    let mut at = 0;
    let channel = first_item(&feed).unwrap_or(feed.len());
    let publisher = ["title"].iter().find_map(|name| element(&feed[..channel], name)).map(|inside| plain(inside, news));
    let rows = std::iter::from_fn(move || {
        let (inside, end) = item(&feed, at)?;
        at = end;
        Some(row(inside, publisher.as_deref(), news))
    });
    (rows, decoded.diagnostics)
}

fn first_item(feed: &str) -> Option<usize> {
    ["item", "entry"].iter().filter_map(|name| open_tag(feed, name, 0)).map(|(start, _)| start).min()
}

/// The inside of the next item from `from`, and where it ends.
fn item(feed: &str, from: usize) -> Option<(&str, usize)> {
    ["item", "entry"]
        .iter()
        .filter_map(|name| {
            let (start, inside) = open_tag(feed, name, from)?;
            let close = format!("</{name}");
            let end = feed[inside..].find(&close).map_or(feed.len(), |at| inside + at);
            Some((start, inside, end))
        })
        .min()
        .map(|(_, inside, end)| (&feed[inside..end], end))
}

/// Where the next `<name …>` begins and where its inside does.
fn open_tag(text: &str, name: &str, from: usize) -> Option<(usize, usize)> {
    let wanted = format!("<{name}");
    let mut at = from;
    while let Some(found) = text[at..].find(&wanted) {
        let start = at + found;
        let after = start + wanted.len();
        if text[after..].starts_with([' ', '>', '\n', '\r', '\t', '/']) {
            let end = after + text[after..].find('>')? + 1;
            return Some((start, end));
        }
        at = after;
    }
    None
}

/// The inside of the first element `name`.
fn element<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (_, inside) = open_tag(text, name, 0)?;
    if text[..inside].ends_with("/>") {
        return None;
    }
    let end = text[inside..].find(&format!("</{name}"))?;
    Some(text[inside..inside + end].trim()).filter(|text| !text.is_empty())
}

/// The words of an element's inside: CDATA and entities resolved, markup laid out.
fn plain(inside: &str, news: &News) -> String {
    let markup = match inside.strip_prefix("<![CDATA[") {
        Some(rest) => rest.strip_suffix("]]>").unwrap_or(rest).to_owned(),
        // Escaped markup: its first layer of entities is the feed's.
        None if inside.contains("&lt;") => inside.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"),
        None => inside.to_owned(),
    };
    html::plain(&markup, news)
}

fn row(item: &str, publisher: Option<&str>, news: &News) -> Row {
    let first = |names: &[&str]| names.iter().find_map(|name| element(item, name)).map(|inside| plain(inside, news));
    let link = element(item, "link").map(|link| plain(link, news)).or_else(|| {
        // Atom: <link href="…"/>, the article's own among others.
        let mut at = 0;
        let tags = std::iter::from_fn(|| {
            let (start, end) = open_tag(item, "link", at)?;
            at = end;
            Some(&item[start..end])
        });
        let tags: Vec<&str> = tags.collect();
        let own = |tag: &&&str| !tag.contains("rel=") || tag.contains("alternate");
        let tag = tags.iter().find(own).or(tags.first())?;
        let rest = tag[tag.find("href=")? + 5..].trim_start_matches(['"', '\'']);
        Some(rest[..rest.find(['"', '\''])?].replace("&amp;", "&"))
    });
    let title = first(&["title"]);
    Row {
        text: first(&["content:encoded", "content", "description", "summary", "media:description"]).or_else(|| title.clone()),
        date: first(&["pubDate", "published", "dc:date", "updated"]),
        url: link,
        title,
        publisher: first(&["dc:publisher", "source"]).or_else(|| publisher.map(str::to_owned)),
        id: first(&["guid", "id"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(feed: &str, wanted: &[(&str, &str, &str)]) {
        let (options, news) = (Options::default(), News::embedded());
        let found: Vec<Document> = read("f", feed.as_bytes(), &options, &news).map(Result::unwrap).collect();
        let got: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|d| (d.text.as_str(), d.title.as_ref().map_or("", |t| &t.text), d.date_clues.first().map_or("", |c| &c.raw)))
            .collect();
        assert_eq!(got, wanted, "{feed}");
    }

    #[test]
    fn items_of_rss_and_atom_are_reports() {
        check(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>The Kelm Courier</title><item><title>Rebels leave Kelm</title>
             <pubDate>Tue, 06 May 2031 10:00:00 GMT</pubDate><description><![CDATA[<p>Rebels left Kelm.</p><p>Nobody was hurt.</p>]]></description></item>
             <item><title>Ferry &amp; bridge</title><description>A &lt;b&gt;ferry&lt;/b&gt; sank.</description></item></channel></rss>",
            &[("Rebels left Kelm.\n\nNobody was hurt.", "Rebels leave Kelm", "Tue, 06 May 2031 10:00:00 GMT"), ("A ferry sank.", "Ferry & bridge", "")],
        );
        check(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Courier</title><entry><title>T</title><link href='https://courier.example/2031/05/06/x'/>
             <content type='html'>Rebels left.</content></entry></feed>",
            &[("Rebels left.", "T", "2031-05-06")],
        );
    }
}
