//! What of a page must be cut before it is parsed, so that time and memory stay bounded: nesting,
//! attributes and elements in numbers that no real page has.
//!
//! The parser follows the standard, and the standard takes time that grows with the square of the
//! nesting, of the attributes of one tag, and of unclosed `<b>` and the like.

use rapporteur_record::{Code, Diagnostic};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Deepest nesting that is kept; what lies deeper stands at this depth. Real pages stay below 100.
const DEEPEST: usize = 400;
/// Most formatting elements (`<b>`, `<font>` …) open at once: the parser opens each again in
/// every paragraph.
const FORMATTED: usize = 12;
/// Most attributes of one tag.
const ATTRIBUTES: usize = 120;
/// Most tags of a page. Real pages stay below 30,000.
const TAGS: usize = 200_000;

/// Elements without an end tag, or whose end tag is mostly left out: they do not nest by themselves.
const FLAT: &[&str] = &[
    "area", "base", "basefont", "bgsound", "body", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "head", "hr", "html", "img",
    "input", "keygen", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th",
    "thead", "tr", "track", "wbr",
];

const FORMATTING: &[&str] = &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements whose inside is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// A tag as it stands in the page.
struct Tag<'h> {
    name: &'h str,
    closing: bool,
    /// One past its last byte.
    end: usize,
    /// Where its attributes become too many.
    cut: Option<usize>,
}

/// `html` with what is too much taken out, and what is to say of it.
pub(crate) fn tame(html: &str) -> (Cow<'_, str>, Vec<Diagnostic>) {
    let mut out: Option<String> = None;
    // All before this is in `out`, once there is one.
    let mut copied = 0;
    let mut take_out = |from: usize, to: usize, instead: &str, out: &mut Option<String>| {
        let out = out.get_or_insert_with(|| String::with_capacity(html.len()));
        out.push_str(&html[copied..from]);
        out.push_str(instead);
        copied = to;
    };
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut dropped: BTreeMap<String, usize> = BTreeMap::new();
    let (mut depth, mut formatted, mut tags, mut flattened, mut bare) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let mut diagnostics = Vec::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let Some(tag) = tag(html, start) else {
            at = past_other(html, start);
            continue;
        };
        at = tag.end;
        let name = tag.name.to_ascii_lowercase();
        tags += usize::from(!tag.closing);
        if tags > TAGS {
            take_out(start, html.len(), "", &mut out);
            diagnostics.push(
                Diagnostic::new(Code::InputCut, format!("the page has more than {TAGS} elements; the rest was left out"))
                    .help("a page of this size is no report; split it"),
            );
            break;
        }
        let formatting = FORMATTING.contains(&name.as_str());
        if FLAT.contains(&name.as_str()) {
            // Nothing to count.
        } else if tag.closing {
            if let Some(count) = dropped.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                take_out(start, tag.end, "", &mut out);
            } else if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
                formatted -= usize::from(formatting);
            }
            continue;
        } else if name == "a" && open.get("a").is_some_and(|count| *count > 0) {
            // A link closes the one before it.
        } else if html[..tag.end].ends_with("/>") && !is_common(&name) {
            // A drawing's element that closes itself.
        } else if depth >= DEEPEST || formatting && formatted >= FORMATTED {
            flattened += usize::from(depth >= DEEPEST);
            *dropped.entry(name).or_default() += 1;
            take_out(start, tag.end, "", &mut out);
            continue;
        } else {
            *open.entry(name.clone()).or_default() += 1;
            depth += 1;
            formatted += usize::from(formatting);
        }
        if let Some(cut) = tag.cut {
            bare += 1;
            take_out(cut, tag.end, ">", &mut out);
        }
        if !tag.closing && RAW.contains(&name.as_str()) {
            at = past_raw(html, at, &name);
        }
    }
    if flattened > 0 {
        diagnostics.push(
            Diagnostic::new(Code::HtmlTooDeep, format!("elements nest more than {DEEPEST} deep; {flattened} of them were flattened"))
                .help("the text is all there, but lists and tables inside may have run together"),
        );
    }
    if bare > 0 {
        diagnostics.push(Diagnostic::new(
            Code::InputCut,
            format!("{bare} elements have more than {ATTRIBUTES} attributes; the rest was left out"),
        ));
    }
    match out {
        None => (Cow::Borrowed(html), diagnostics),
        Some(mut out) => {
            out.push_str(&html[copied..]);
            (Cow::Owned(out), diagnostics)
        }
    }
}

/// Elements of HTML that a stray `/>` does not close.
fn is_common(name: &str) -> bool {
    FORMATTING.contains(&name)
        || matches!(
            name,
            "div" | "span" | "section" | "article" | "ul" | "ol" | "table" | "center" | "form" | "blockquote" | "label" | "button"
        )
}

/// The tag that begins at `start`, `None` for a comment, a declaration or a mere `<`.
fn tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    let closing = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(closing);
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
    let mut at = name_start;
    while at < bytes.len() && !space(bytes[at]) && !matches!(bytes[at], b'/' | b'>') {
        at += 1;
    }
    let name = &html[name_start..at];
    let (mut attributes, mut cut) = (0usize, None);
    // Attributes: names, each perhaps with a value, perhaps in quotation marks.
    while at < bytes.len() && bytes[at] != b'>' {
        if space(bytes[at]) || bytes[at] == b'/' {
            at += 1;
            continue;
        }
        attributes += 1;
        if attributes > ATTRIBUTES && cut.is_none() {
            cut = Some(at);
        }
        while at < bytes.len() && !space(bytes[at]) && !matches!(bytes[at], b'/' | b'>' | b'=') {
            at += 1;
        }
        let mut ahead = at;
        while ahead < bytes.len() && space(bytes[ahead]) {
            ahead += 1;
        }
        if bytes.get(ahead) == Some(&b'=') {
            at = ahead + 1;
            while at < bytes.len() && space(bytes[at]) {
                at += 1;
            }
            match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    at += 1;
                    while at < bytes.len() && bytes[at] != quote {
                        at += 1;
                    }
                    at = (at + 1).min(bytes.len());
                }
                _ => {
                    while at < bytes.len() && !space(bytes[at]) && bytes[at] != b'>' {
                        at += 1;
                    }
                }
            }
        }
    }
    let end = (at + 1).min(bytes.len());
    Some(Tag { name, closing, end, cut })
}

/// Past what begins with `<` at `start` and is no tag.
fn past_other(html: &str, start: usize) -> usize {
    let rest = &html[start..];
    let end = if rest.starts_with("<!--") {
        rest.find("-->").map(|at| at + 3)
    } else if rest.starts_with("<!") || rest.starts_with("<?") || rest.starts_with("</") {
        rest.find('>').map(|at| at + 1)
    } else {
        Some(1)
    };
    // An unclosed comment is read to the end by the parser too.
    end.map_or(html.len(), |end| start + end)
}

/// Past the inside of an element that holds no markup, to its end tag.
fn past_raw(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let end = at + found;
        let rest = &html.as_bytes()[end + 2..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return end;
        }
        at = end + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_ordinary_page_is_left_as_it_is() {
        let page = "<!DOCTYPE html><html><head><title>a < b</title><script>if (a<b) '</div>'</script></head>\
            <body><!-- <div> --><p class='x' title=\"a>b\">1 < 2 <b>bold</b><ul><li>a<li>b</ul></body></html>";
        let (tamed, diagnostics) = tame(page);
        assert!(matches!(tamed, Cow::Borrowed(_)));
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn deep_nesting_is_flattened_and_its_words_stay() {
        let page = format!("{}Kelm{}", "<div><b>".repeat(100_000), "</b></div>".repeat(100_000));
        let (tamed, diagnostics) = tame(&page);
        assert!(tamed.len() < 20_000 && tamed.contains("Kelm"), "{}", tamed.len());
        assert_eq!(diagnostics[0].code, Code::HtmlTooDeep);
    }

    #[test]
    fn a_tag_with_too_many_attributes_is_cut() {
        let attributes: String = (0..1000).map(|n| format!(" a{n}='>'")).collect();
        let page = format!("<p{attributes}>Kelm</p>");
        let (tamed, diagnostics) = tame(&page);
        assert!(tamed.ends_with(">Kelm</p>") && tamed.len() < 2000, "{tamed}");
        assert_eq!(diagnostics[0].code, Code::InputCut);
    }

    proptest! {
        #[test]
        fn no_page_makes_it_fail(page in "[<>/!a-c\"'= é-]{0,80}") {
            let (tamed, _) = tame(&page);
            prop_assert_eq!(tamed.as_ref(), page.as_str());
        }
    }
}
