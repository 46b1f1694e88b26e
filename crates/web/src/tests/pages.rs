//! What the pages show, without scripts.

use super::*;

/// A page, with what every page must have.
async fn page(address: &str) -> String {
    let reply = get(address).await;
    assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.text());
    assert_eq!(reply.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
    let text = reply.text().to_owned();
    assert!(text.starts_with("<!doctype html>") && text.contains("<main id=\"main\"") && text.contains("<h1"), "{address}");
    assert!(reply.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'; script-src 'self'; style-src 'self'"));
    for forbidden in ["style=\"", "<style", "onclick", "javascript:", "<img src=x", "<script>"] {
        assert!(!text.contains(forbidden), "{address} has {forbidden}");
    }
    balanced(address, &text);
    text
}

/// Every element that is opened is closed, in order: what a browser would mend is a fault of ours.
fn balanced(address: &str, html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').unwrap_or_else(|| panic!("{address}: a tag is open at {:.80}", &rest[at..]));
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
        match name {
            "!doctype" | "meta" | "link" | "input" | "img" | "br" => {}
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "{address}: at {rest:.120}"),
            _ if tag.ends_with('/') => {}
            _ => open.push(name),
        }
    }
    assert!(open.is_empty(), "{address}: {open:?}");
}

#[tokio::test]
async fn every_page_works_and_has_its_twin() {
    let (report, story, actor) = awkward().await;
    let addresses = [
        "/".to_owned(),
        "/?q=talks".to_owned(),
        "/?in=events".to_owned(),
        "/?in=reports&q=ferry".to_owned(),
        "/?speaker=Orsa+Velin&act=warn&since=2031&copies=yes".to_owned(),
        format!("/reports/{report}"),
        format!("/reports/{report}/why/s1"),
        "/actors".to_owned(),
        "/actors?q=velin&kind=person".to_owned(),
        format!("/actors/{actor}"),
        "/stories".to_owned(),
        format!("/stories/{story}"),
        format!("/stories/{story}?beside={report}"),
        "/timeline".to_owned(),
        "/timeline?since=2031-05&until=2031-05".to_owned(),
        "/network".to_owned(),
        "/network?kind=on".to_owned(),
        "/positions".to_owned(),
        "/positions?holder=Orsa+Velin".to_owned(),
        "/map".to_owned(),
        "/map?view=europe&since=2031".to_owned(),
        "/corrections".to_owned(),
        "/help".to_owned(),
    ];
    for address in &addresses {
        let text = page(address).await;
        let twin = text
            .split("type=\"application/json\" href=\"")
            .nth(1)
            .unwrap_or_else(|| panic!("{address} has no twin"))
            .split('"')
            .next()
            .unwrap();
        let twin = twin.replace("&#38;", "&").replace("&amp;", "&");
        let reply = get(&twin).await;
        assert_eq!(reply.status, StatusCode::OK, "{address} → {twin}: {}", reply.text());
        reply.json();
    }
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere() {
    let mut known = std::collections::BTreeSet::from(["/".to_owned()]);
    let mut todo = vec!["/".to_owned()];
    while let Some(address) = todo.pop() {
        let reply = get(&address).await;
        assert!(reply.status.is_success(), "{address}: {} {}", reply.status, reply.text());
        if !reply.header(header::CONTENT_TYPE).starts_with("text/html") {
            continue;
        }
        let text = reply.text();
        for link in text.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let link = link.replace("&#38;", "&").replace("&amp;", "&");
            let (path, place) = link.split_once('#').unwrap_or((&link, ""));
            if path.is_empty() {
                assert!(text.contains(&format!("id=\"{place}\"")), "{address} has no place #{place}");
            // Facets multiply: two conditions show what three would.
            } else if path.starts_with('/') && path.matches('&').count() < 2 && known.len() < 700 && known.insert(path.to_owned()) {
                todo.push(path.to_owned());
            }
        }
    }
    assert!(known.len() > 150, "{}", known.len());
}

#[tokio::test]
async fn a_report_s_markup_is_words() {
    let (report, ..) = awkward().await;
    let text = page(&format!("/reports/{report}")).await;
    assert!(text.contains("&lt;script&gt;") && text.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!text.contains("<script>alert") && !text.contains("<img"));
    let list = page("/?q=wait&party=Varosia").await;
    assert!(list.contains("leave &amp; we will not") && !list.contains("leave & we"), "{list}");
}

#[tokio::test]
async fn a_question_s_markup_is_words() {
    for address in [
        "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/?speaker=%3Cscript%3Ealert(1)%3C/script%3E&to=%27%22",
        "/actors?q=%3Cscript%3E",
        "/stories?q=%3Cscript%3E",
        "/timeline?party=%3Cscript%3E",
        "/network?party=%22%3E%3Cscript%3E",
        "/map?q=%3Cscript%3E",
        "/positions?holder=%3Cscript%3E",
    ] {
        let text = page(address).await;
        assert!(!text.contains("<script>"), "{address}");
    }
}

#[tokio::test]
async fn a_report_shows_every_finding_and_each_can_be_linked_to() {
    let (report, ..) = awkward().await;
    let record = get(&format!("/api/v1/reports/{report}")).await.json()["record"].clone();
    let text = page(&format!("/reports/{report}")).await;
    for layer in ["statements", "events", "places"] {
        for finding in record[layer].as_array().unwrap() {
            let id = finding["id"].as_str().unwrap();
            assert_eq!(text.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
            assert!(text.contains(&format!("id=\"{id}-card\"")), "{id}");
        }
    }
    assert!(record["statements"].as_array().unwrap().iter().any(|statement| statement["within"].is_string()), "one is told in another");
    // The text is all there, in order.
    let paper = text.split("<div class=\"paper\"").nth(1).unwrap().split("<aside").next().unwrap();
    let mut plain = String::new();
    let mut rest = &paper[paper.find('>').unwrap() + 1..];
    while let Some(at) = rest.find('<') {
        plain += &rest[..at];
        let end = at + rest[at..].find('>').unwrap();
        let is_sign = rest[at..end].starts_with("<a class=\"k\"");
        rest = &rest[end + 1..];
        if is_sign {
            rest = &rest[rest.find("</a>").unwrap() + 4..];
        }
    }
    let plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&plain), words(record["text"].as_str().unwrap()));
}

#[tokio::test]
async fn an_empty_store_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.db");
    drop(Store::open(&path).unwrap());
    let app = App::new(Options::new(&path)).unwrap();
    for address in ["/", "/?q=talks", "/actors", "/stories", "/timeline", "/network", "/positions", "/settlement", "/map", "/corrections"] {
        let reply = send(router(Arc::clone(&app)), Request::get(address).body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.text());
        balanced(address, reply.text());
    }
    let start = send(router(Arc::clone(&app)), Request::get("/").body(Body::empty()).unwrap()).await;
    assert!(start.text().contains("rapporteur ingest --store"));
}
