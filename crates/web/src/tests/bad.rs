//! What is asked wrongly, or with bad intent.

use super::*;

fn is_problem(reply: &Reply, status: StatusCode) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert_eq!(reply.header(header::CONTENT_TYPE), "application/problem+json", "{}", reply.text());
    let problem = reply.json();
    assert_eq!(problem["status"], status.as_u16());
    assert!(!problem["title"].as_str().unwrap().is_empty() && !problem["detail"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn what_cannot_be_answered_is_a_problem_that_says_so() {
    for (address, status) in [
        ("/api/v1/nothing", StatusCode::NOT_FOUND),
        ("/api/v1/reports/0", StatusCode::BAD_REQUEST),
        ("/api/v1/reports/999999", StatusCode::NOT_FOUND),
        ("/api/v1/reports/x", StatusCode::BAD_REQUEST),
        ("/api/v1/reports/9223372036854775808", StatusCode::BAD_REQUEST),
        ("/api/v1/reports/%2e%2e%2f%2e%2e%2fetc%2fpasswd", StatusCode::BAD_REQUEST),
        ("/api/v1/reports/1/why/s999", StatusCode::NOT_FOUND),
        ("/api/v1/actors/999999", StatusCode::NOT_FOUND),
        ("/api/v1/stories/999999", StatusCode::NOT_FOUND),
        ("/api/v1/search?in=places", StatusCode::BAD_REQUEST),
        ("/api/v1/search?colour=red", StatusCode::BAD_REQUEST),
        ("/api/v1/search?since=31.12.2031", StatusCode::BAD_REQUEST),
        ("/api/v1/statements?limit=501", StatusCode::BAD_REQUEST),
        ("/api/v1/statements?after=../../x", StatusCode::BAD_REQUEST),
        ("/api/v1/actors?after=-1", StatusCode::BAD_REQUEST),
        ("/api/v1/actors?colour=red", StatusCode::BAD_REQUEST),
        ("/api/v1/corrections?report=x", StatusCode::BAD_REQUEST),
        ("/api/v1/network?kind=cities", StatusCode::BAD_REQUEST),
        ("/api/v1/export/statements.exe", StatusCode::NOT_FOUND),
        ("/api/v1/export/..%2f..%2fs.csv", StatusCode::NOT_FOUND),
        ("/api/v1/search?q=%ff%fe", StatusCode::OK),
        ("/api/v1/sql", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let reply = get(address).await;
        match status {
            StatusCode::OK => assert_eq!(reply.status, status, "{address}"),
            _ => is_problem(&reply, status),
        }
    }
    let long = format!("/api/v1/search?q={}", "x".repeat(500));
    is_problem(&get(&long).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_page_that_is_not_there_is_a_page_that_says_so() {
    for address in [
        "/nothing",
        "/reports/999999",
        "/reports/x",
        "/assets/..%2fCargo.toml",
        "/assets/nothing.js",
        "/?since=soon",
        "/map?view=moon",
        "/%2e%2e/%2e%2e/etc/passwd",
    ] {
        let reply = get(address).await;
        assert!(reply.status.is_client_error(), "{address}: {}", reply.status);
        assert_eq!(reply.header(header::CONTENT_TYPE), "text/html; charset=utf-8", "{address}");
        assert!(reply.text().contains("<h1>") && reply.text().contains("href=\"/\""), "{address}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_report_is_a_problem() {
    for (body, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("{", StatusCode::BAD_REQUEST),
        ("[]", StatusCode::BAD_REQUEST),
        ("{\"text\":1}", StatusCode::BAD_REQUEST),
        ("{\"date\":\"2031-05-06\"}", StatusCode::BAD_REQUEST),
        ("{\"text\":\"x\",\"colour\":\"red\"}", StatusCode::BAD_REQUEST),
        ("{\"text\":\"\"}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"text\":\" \\n \"}", StatusCode::UNPROCESSABLE_ENTITY),
        ("{\"text\":\"a\\ud800\"}", StatusCode::BAD_REQUEST),
    ] {
        is_problem(&post("/api/v1/read", body).await, status);
    }
    let deep = format!("{{\"text\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    is_problem(&post("/api/v1/read", &deep).await, StatusCode::BAD_REQUEST);
    let form = Request::post("/api/v1/read").header(header::CONTENT_TYPE, "text/plain").body(Body::from("{\"text\":\"x\"}")).unwrap();
    is_problem(&send(router(Arc::clone(&APP)), form).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let not_utf8 =
        Request::post("/api/v1/read").header(header::CONTENT_TYPE, "application/json").body(Body::from(vec![b'{', 0xff, b'}'])).unwrap();
    is_problem(&send(router(Arc::clone(&APP)), not_utf8).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn odd_texts_and_dates_are_read_or_refused_but_break_nothing() {
    for text in [
        "a",
        "\u{0}\u{1}",
        "日本語のニュース。",
        "قال المتحدث إن المحادثات ستستمر.",
        "\u{202e}said",
        "said said said",
        "\"\"\"\"\"",
        "<html><body>x</body></html>",
    ] {
        for date in ["2031-05-06", "soon", "", "9999-99-99"] {
            let body = serde_json::json!({ "text": text, "date": date }).to_string();
            let reply = post("/api/v1/read", &body).await;
            assert!(
                reply.status == StatusCode::OK || reply.status == StatusCode::UNPROCESSABLE_ENTITY,
                "{text:?} {date}: {} {}",
                reply.status,
                reply.text()
            );
        }
    }
    assert_eq!(get("/api/v1/health").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_before_it_is_read() {
    let app = app_with(|options| options.limits.body_bytes = 1_000);
    let long = format!("{{\"text\":\"{}\"}}", "x ".repeat(1_000));
    let stated = Request::post("/api/v1/read")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, long.len())
        .body(Body::from(long.clone()))
        .unwrap();
    is_problem(&send(router(Arc::clone(&app)), stated).await, StatusCode::PAYLOAD_TOO_LARGE);
    let unstated = Request::post("/api/v1/read").header(header::CONTENT_TYPE, "application/json").body(Body::new(http_body(long))).unwrap();
    is_problem(&send(router(Arc::clone(&app)), unstated).await, StatusCode::PAYLOAD_TOO_LARGE);
}

/// A body whose length is not known beforehand.
fn http_body(text: String) -> Body {
    struct Unstated(Option<axum::body::Bytes>);
    impl axum::body::HttpBody for Unstated {
        type Data = axum::body::Bytes;
        type Error = std::convert::Infallible;
        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
            std::task::Poll::Ready(self.0.take().map(|bytes| Ok(hyper::body::Frame::data(bytes))))
        }
    }
    Body::new(Unstated(Some(text.into())))
}

#[tokio::test]
async fn too_many_reports_at_once_are_turned_away() {
    let app = app_with(|options| {
        options.limits.readers = 1;
        options.limits.waiting = 2;
    });
    let text = "The envoy of the League said that talks with the Northern Front had failed. ".repeat(200);
    let body = serde_json::json!({ "text": text }).to_string();
    let one = || {
        let request =
            Request::post("/api/v1/read").header(header::CONTENT_TYPE, "application/json").body(Body::from(body.clone())).unwrap();
        tokio::spawn(send(router(Arc::clone(&app)), request))
    };
    let all: Vec<_> = (0..6).map(|_| one()).collect();
    let mut statuses = Vec::new();
    for reply in all {
        statuses.push(reply.await.unwrap().status);
    }
    let count = |status| statuses.iter().filter(|one| **one == status).count();
    assert!(count(StatusCode::OK) >= 2 && count(StatusCode::SERVICE_UNAVAILABLE) >= 1, "{statuses:?}");
}

#[tokio::test]
async fn one_who_asks_too_often_is_told_to_wait() {
    let app = app_with(|options| options.limits.rate = 1);
    let ask = || send(router(Arc::clone(&app)), Request::get("/api/v1/health").body(Body::empty()).unwrap());
    for _ in 0..5 {
        assert_eq!(ask().await.status, StatusCode::OK);
    }
    let reply = ask().await;
    is_problem(&reply, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.header(header::RETRY_AFTER), "2");
}

#[tokio::test]
async fn another_site_s_name_for_this_server_is_refused() {
    let app = app_with(|options| options.hosts = vec!["127.0.0.1".to_owned(), "reader.example.org".to_owned()]);
    for (host, status) in [
        ("127.0.0.1:7077", StatusCode::OK),
        ("localhost:7077", StatusCode::OK),
        ("[::1]:7077", StatusCode::OK),
        ("reader.example.org", StatusCode::OK),
        ("evil.example.com", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1.evil.example.com", StatusCode::MISDIRECTED_REQUEST),
    ] {
        let request = Request::get("/api/v1/health").header(header::HOST, host).body(Body::empty()).unwrap();
        assert_eq!(send(router(Arc::clone(&app)), request).await.status, status, "{host}");
    }
}

#[tokio::test]
async fn other_sites_may_use_the_api_only_where_that_is_said() {
    assert_eq!(get("/api/v1/health").await.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "");
    let app = app_with(|options| options.cors = Some("https://example.org".to_owned()));
    let send_to =
        |method: &str, path: &str| send(router(Arc::clone(&app)), Request::builder().method(method).uri(path).body(Body::empty()).unwrap());
    assert_eq!(send_to("GET", "/api/v1/health").await.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "https://example.org");
    assert_eq!(send_to("OPTIONS", "/api/v1/read").await.status, StatusCode::NO_CONTENT);
    assert_eq!(send_to("GET", "/").await.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "", "pages are not the API");
}

#[tokio::test]
async fn every_answer_carries_the_guards() {
    for address in ["/", "/nothing", "/api/v1/health", "/api/v1/nothing", "/assets/style.css"] {
        let reply = get(address).await;
        assert!(reply.header(header::CONTENT_SECURITY_POLICY).contains("frame-ancestors 'none'"), "{address}");
        assert!(!reply.header(header::CONTENT_SECURITY_POLICY).contains("unsafe"), "{address}");
        assert_eq!(reply.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{address}");
    }
    assert!(get("/assets/style.css").await.header(header::CACHE_CONTROL).contains("immutable"));
}
