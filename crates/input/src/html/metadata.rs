//! What a page says of its report: JSON-LD, Open Graph, `<meta>`, `<time>`, `<title>`.

use super::jsonld::{self, Said};
use dom_query::Document as Page;
use rapporteur_lexicon::{Furniture, MetaField};
use rapporteur_record::{DateClue, DateSource};

/// Metadata of a page, the best word for each field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metadata {
    /// Titles, best first, the site's name taken off.
    pub titles: Vec<String>,
    /// Names of those who wrote it.
    pub authors: Vec<String>,
    /// Site or outlet.
    pub publisher: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Clues to the date, best first.
    pub dates: Vec<DateClue>,
}

/// Most `<meta>`, `<script>` and `<time>` elements that are looked at.
const MOST: usize = 2000;
/// The longest value that is taken for a field.
const LONGEST: usize = 1000;

/// Reads the metadata of `page`.
pub(crate) fn read(page: &Page, furniture: &Furniture) -> Metadata {
    let mut said = Said::default();
    for script in page.select("script[type*='ld+json']").nodes().iter().take(MOST) {
        jsonld::read(&script.text(), &mut said);
    }
    let mut meta: Vec<(MetaField, u32, String)> = Vec::new();
    for node in page.select("meta").nodes().iter().take(MOST) {
        let content = node.attr("content").map(|value| one_line(&value)).unwrap_or_default();
        if content.is_empty() || content.len() > LONGEST {
            continue;
        }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some((field, rank)) = node.attr(key).and_then(|name| furniture.meta(&name)) {
                meta.push((field, rank, content.clone()));
            }
        }
    }
    // A stable sort: of the same rank the first stands.
    meta.sort_by_key(|(field, rank, _)| (*field, *rank));
    let all = |wanted: MetaField| meta.iter().filter(move |(field, _, _)| *field == wanted).map(|(_, _, value)| value.as_str());
    let first = |wanted| all(wanted).next();

    let publisher = first(MetaField::Publisher).map(str::to_owned).or_else(|| said.publisher.clone());
    let title_tag = page.select("head title").nodes().first().map(|node| one_line(&node.text())).unwrap_or_default();
    let mut titles: Vec<String> = Vec::new();
    for title in said.headline.as_deref().into_iter().chain(all(MetaField::Title)).chain([title_tag.as_str()]) {
        let title = without_site(title, publisher.as_deref());
        if !title.is_empty() && title.len() <= LONGEST && !titles.contains(&title) {
            titles.push(title);
        }
    }
    let authors = if said.authors.is_empty() { all(MetaField::Byline).take(1).map(str::to_owned).collect() } else { said.authors };
    let authors = authors.into_iter().map(|name| without_by(&name)).filter(|name| is_name(name, publisher.as_deref())).collect();

    let clue = |source, raw: &str| DateClue { source, raw: raw.to_owned(), span: None };
    let mut dates: Vec<DateClue> = said.published.iter().map(|raw| clue(DateSource::JsonLd, raw)).collect();
    for source in [DateSource::OpenGraph, DateSource::Meta] {
        dates.extend(first(MetaField::Date(source)).map(|raw| clue(source, raw)));
    }
    let address = page.select("link[rel='canonical']").nodes().first().and_then(|node| node.attr("href")).map(|href| href.to_string());
    let address = address.as_deref().into_iter().chain(all(MetaField::Url)).find_map(crate::rows::date_in_address);
    dates.extend(address.map(|raw| clue(DateSource::Address, &raw)));

    let html = page.select("html").nodes().first().and_then(|node| node.attr("lang").or_else(|| node.attr("xml:lang")));
    let language = html.map(|value| value.to_string()).or(said.language).or_else(|| first(MetaField::Language).map(str::to_owned));
    Metadata { titles, authors, publisher, language: language.as_deref().and_then(code), dates }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `en-GB`, `en_GB` and `EN` → `en`.
fn code(language: &str) -> Option<String> {
    let first = language.trim().split(['-', '_', ',', ' ']).next()?.to_lowercase();
    (first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(first)
}

/// "Rebels leave Kelm | The Kelm Courier" → "Rebels leave Kelm".
fn without_site(title: &str, site: Option<&str>) -> String {
    let title = one_line(title);
    for mark in [" | ", " - ", " — ", " – ", " :: ", " » ", " · ", " • "] {
        let Some(at) = title.rfind(mark) else { continue };
        let (before, after) = (title[..at].trim(), title[at + mark.len()..].trim());
        let named = site.is_some_and(|site| {
            super::article::key(site).contains(&super::article::key(after))
                || super::article::key(after).contains(&super::article::key(site))
        });
        // A stroke apart from the title is the site's even where no other word names it.
        let short = mark == " | " && after.split_whitespace().count() <= 4;
        if before.split_whitespace().count() >= 2 && (named || short) {
            return without_site(before, site);
        }
    }
    title
}

fn without_by(name: &str) -> String {
    let name = one_line(name);
    let bare = name.strip_prefix("By ").or_else(|| name.strip_prefix("by ")).or_else(|| name.strip_prefix("BY ")).unwrap_or(&name);
    bare.trim().to_owned()
}

/// Whether this could be someone's name: no address, no mere site, not a sentence.
fn is_name(name: &str, publisher: Option<&str>) -> bool {
    let words = name.split_whitespace().count();
    !name.contains("://")
        && !name.contains('@')
        && !name.starts_with('/')
        && (1..=20).contains(&words)
        && name.len() <= 200
        && publisher != Some(name)
        && !matches!(
            name.to_lowercase().as_str(),
            "admin" | "administrator" | "editor" | "staff" | "none" | "null" | "unknown" | "web desk"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_page(html: &str) -> Metadata {
        read(&Page::from(html), &Furniture::embedded())
    }

    #[test]
    fn fields_come_from_the_best_source() {
        let metadata = read_page(
            "<html lang='en-GB'><head><title>Rebels leave Kelm | The Kelm Courier</title>
             <meta property='og:title' content='Rebels leave Kelm - The Kelm Courier'><meta property='og:site_name' content='The Kelm Courier'>
             <meta name='author' content='By Ana Ruiz'><meta property='article:author' content='https://social.example/ana'>
             <meta property='article:published_time' content='2031-05-06T10:00:00Z'><meta name='pubdate' content='20310506'>
             <link rel='canonical' href='https://courier.example/2031/05/06/rebels'></head>",
        );
        assert_eq!(metadata.titles, ["Rebels leave Kelm"]);
        assert_eq!(metadata.authors, ["Ana Ruiz"]);
        assert_eq!(metadata.publisher.as_deref(), Some("The Kelm Courier"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
        let dates: Vec<_> = metadata.dates.iter().map(|clue| (clue.source, clue.raw.as_str())).collect();
        assert_eq!(
            dates,
            [(DateSource::OpenGraph, "2031-05-06T10:00:00Z"), (DateSource::Meta, "20310506"), (DateSource::Address, "2031-05-06")]
        );
    }

    #[test]
    fn a_hyphen_in_a_title_is_no_end_of_it() {
        assert_eq!(without_site("Kelm - Sund ferry sinks", Some("The Courier")), "Kelm - Sund ferry sinks");
        assert_eq!(without_site("Ferry sinks off Sund | Courier Online | World", None), "Ferry sinks off Sund");
    }
}
