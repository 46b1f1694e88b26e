//! JSON-LD: what a page says of its article in `<script type="application/ld+json">`.

use serde_json::{Map, Value};

/// What JSON-LD says of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub headline: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub language: Option<String>,
}

/// Scripts longer than this are data, not metadata.
const LONGEST: usize = 2 << 20;
/// Most objects that are looked at.
const MOST: usize = 5000;

/// Adds what one script says to what others said; the first word stands.
pub(crate) fn read(script: &str, said: &mut Said) {
    if script.len() > LONGEST {
        return;
    }
    let value = parse(script);
    let found = match &value {
        Some(value) => from_value(value),
        None => by_words(script),
    };
    said.headline = said.headline.take().or(found.headline);
    said.publisher = said.publisher.take().or(found.publisher);
    said.published = said.published.take().or(found.published);
    said.language = said.language.take().or(found.language);
    if said.authors.is_empty() {
        said.authors = found.authors;
    }
}

/// JSON as pages write it: in comments, with line ends inside strings, with commas too many.
fn parse(script: &str) -> Option<Value> {
    let bare = script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let bare = bare.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(bare) {
        return Some(value);
    }
    let mut mended = String::with_capacity(bare.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in bare.chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            if c.is_control() {
                mended.push(' ');
                escaped = false;
                continue;
            }
        } else {
            in_string = c == '"';
            if matches!(c, '}' | ']') {
                let end = mended.trim_end().trim_end_matches(',').len();
                if mended[end..].contains(',') {
                    mended.truncate(end);
                }
            }
        }
        mended.push(c);
    }
    serde_json::from_str(&mended).ok()
}

fn from_value(value: &Value) -> Said {
    // An explicit queue: breadth first, so that the page's own article comes before what it lists.
    let mut objects: Vec<&Map<String, Value>> = Vec::new();
    let mut queue = std::collections::VecDeque::from([value]);
    while let Some(value) = queue.pop_front() {
        if objects.len() >= MOST {
            break;
        }
        match value {
            Value::Array(list) => queue.extend(list.iter().take(MOST)),
            Value::Object(object) => {
                objects.push(object);
                // What else a page lists (related articles, breadcrumbs) is not looked into.
                queue.extend(["@graph", "mainEntity", "mainEntityOfPage", "@list"].iter().filter_map(|key| object.get(*key)));
            }
            _ => {}
        }
    }
    let is = |object: &Map<String, Value>, test: fn(&str) -> bool| match object.get("@type") {
        Some(Value::String(name)) => test(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(test),
        _ => false,
    };
    let article = objects.iter().find(|object| {
        is(object, |name| name.ends_with("Article") || name.ends_with("BlogPosting") || matches!(name, "Report" | "Review" | "NewsItem"))
    });
    let page = objects.iter().find(|object| is(object, |name| name.ends_with("Page")));
    let organisation = objects.iter().find(|object| is(object, |name| name.ends_with("Organization") || name == "WebSite"));
    let mut said = Said::default();
    for object in article.into_iter().chain(page) {
        said.headline = said.headline.or_else(|| text(object, &["headline", "name"]).filter(|_| article.is_some()));
        said.published = said.published.or_else(|| text(object, &["datePublished", "dateCreated"]));
        said.language = said.language.or_else(|| text(object, &["inLanguage"]));
        said.publisher = said.publisher.or_else(|| names(object, &["publisher", "sourceOrganization"]).into_iter().next());
        if said.authors.is_empty() && article.is_some() {
            said.authors = names(object, &["author", "creator"]);
            if said.authors.is_empty() {
                // Written as one string in many pages.
                said.authors = text(object, &["author", "creator"]).into_iter().collect();
            }
            // The names of people by their `@id`.
            if said.authors.is_empty()
                && let Some(id) = object.get("author").and_then(|author| author.get("@id")).and_then(Value::as_str)
            {
                let person = objects.iter().find(|object| object.get("@id").and_then(Value::as_str) == Some(id));
                said.authors.extend(person.and_then(|person| text(person, &["name"])));
            }
        }
    }
    said.publisher = said.publisher.or_else(|| organisation.and_then(|object| text(object, &["name"])));
    said
}

fn clean(text: &str) -> Option<String> {
    let text = unescape(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty() && text.len() < 2000).then(|| words.join(" "))
}

/// Entities that a page wrote into its JSON.
fn unescape(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, plain) in [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&#8211;", "–"),
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        if text.contains('&') {
            text = text.replace(entity, plain);
        }
    }
    text
}

fn text(object: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) => clean(text),
        Value::Array(list) => list.iter().find_map(Value::as_str).and_then(clean),
        _ => None,
    })
}

/// The names under `keys`: a string, an object with a name, or a list of them.
fn names(object: &Map<String, Value>, keys: &[&str]) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::String(text) => clean(text),
        Value::Object(object) => text(object, &["name", "legalName"]),
        _ => None,
    };
    for key in keys {
        let found: Vec<String> = match object.get(*key) {
            Some(Value::Array(list)) => list.iter().take(20).filter_map(name).collect(),
            Some(value) => name(value).into_iter().collect(),
            None => Vec::new(),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// What can be read off JSON that no parser takes: the string after a key.
fn by_words(script: &str) -> Said {
    let after = |key: &str| {
        let rest = &script[script.find(&format!("\"{key}\""))? + key.len() + 2..];
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let end = rest.find(['"', '\n'])?;
        clean(&rest[..end])
    };
    let name_in = |key: &str| {
        let rest = &script[script.find(&format!("\"{key}\""))? + key.len() + 2..];
        let object = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('{')?;
        let object = &object[..object.find('}')?];
        let rest = &object[object.find("\"name\"")? + 6..];
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        clean(&rest[..rest.find('"')?])
    };
    Said {
        headline: after("headline"),
        authors: name_in("author").into_iter().collect(),
        publisher: name_in("publisher"),
        published: after("datePublished"),
        language: after("inLanguage"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, wanted: [&str; 4]) {
        let mut said = Said::default();
        read(script, &mut said);
        let got = [
            said.headline.unwrap_or_default(),
            said.authors.join("; "),
            said.publisher.unwrap_or_default(),
            said.published.unwrap_or_default(),
        ];
        assert_eq!(got, wanted, "{script}");
    }

    #[test]
    fn articles_are_read_in_the_forms_that_pages_write() {
        let plain = r#"{"@type":"NewsArticle","headline":"Rebels leave Kelm","author":{"@type":"Person","name":"Ana Ruiz"},
            "publisher":{"name":"The Kelm Courier"},"datePublished":"2031-05-06T10:00:00Z"}"#;
        check(plain, ["Rebels leave Kelm", "Ana Ruiz", "The Kelm Courier", "2031-05-06T10:00:00Z"]);
        let graph = r##"{"@graph":[{"@type":"WebSite","name":"Kelm Courier Online"},{"@type":["Article","Thing"],"headline":"Rebels &quot;leave&quot;",
            "author":{"@id":"#p"},"datePublished":"2031-05-06"},{"@type":"Person","@id":"#p","name":"Ana Ruiz"}]}"##;
        check(graph, ["Rebels \"leave\"", "Ana Ruiz", "Kelm Courier Online", "2031-05-06"]);
        let list = r#"[{"@type":"BreadcrumbList","name":"Home"},{"@type":"ReportageNewsArticle","headline":"H","author":["A B",{"name":"C D"}],"dateCreated":"2031"}]"#;
        check(list, ["H", "A B; C D", "", "2031"]);
    }

    #[test]
    fn broken_json_is_mended_or_read_by_its_words() {
        check("<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Two\nlines\",} -->", ["Two lines", "", "", ""]);
        check(
            "{\"@type\":\"NewsArticle\",\"headline\":\"A \"quoted\" one\",\"datePublished\":\"2031-05-06\",\"author\":{\"@type\":\"Person\",\"name\":\"Ana Ruiz\"}",
            ["A", "Ana Ruiz", "", "2031-05-06"],
        );
        check("", ["", "", "", ""]);
        check(&"[".repeat(100_000), ["", "", "", ""]);
    }
}
