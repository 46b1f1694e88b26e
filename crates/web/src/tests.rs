//! The router without a socket: every endpoint, every page, and what is asked wrongly.

use crate::app::{App, Options};
use crate::{Access, ENDPOINTS, router};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use rapporteur::{Reader, Source};
use rapporteur_store::Store;
use serde_json::Value;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use tower::ServiceExt;

mod api;
mod bad;
mod closed;
mod edit;
mod pages;
mod socket;

/// A store of the reports under examples/, and a report of our own with everything that is awkward in it.
static STORE: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = std::env::temp_dir().join(format!("rapporteur-web-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let reader = Reader::embedded().unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<PathBuf> = std::fs::read_dir(examples).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut sources: Vec<Source> = files
        .iter()
        .filter(|path| {
            path.is_file() && matches!(path.extension().and_then(|name| name.to_str()), Some("txt" | "html" | "pdf" | "jsonl" | "csv"))
        })
        .map(|path| Source::bytes(path.file_name().unwrap().to_string_lossy(), std::fs::read(path).unwrap()))
        .collect();
    sources.push(Source::bytes("awkward.txt", AWKWARD.as_bytes().to_vec()));
    sources.push(Source::bytes("copy.txt", AWKWARD.replace("<b>Kelm</b>", "Kelm").as_bytes().to_vec()));
    let mut store = Store::open(&path).unwrap();
    let batch = store.batch().unwrap();
    reader.read_many(sources, &rapporteur::Options::default(), 2, &mut |outcome| {
        if let Ok(read) = outcome.result {
            batch.add(&outcome.uri, &read.value).unwrap();
        }
        ControlFlow::Continue(())
    });
    batch.commit().unwrap();
    path
});

/// Markup, a script, quotation marks and right-to-left words in a report: they are words.
const AWKWARD: &str = "Talks <script>alert(1)</script> in <b>Kelm</b>

May 6, 2031

\"We will not leave & we will not wait,\" said Orsa Velin, the foreign minister of Varosia. She told Tomas Karim on Monday that
the Northern Front had shelled the harbour of Kelm, and warned the rebels that \"<img src=x onerror=alert(1)>\" was no answer.

قال المتحدث إن المحادثات ستستمر.

Government troops attacked three villages near Kelm late on Tuesday, killing 12 people, the army said. Karim denied that fighters of
the Northern Front had fired at the ferry. A spokesman said that he had told the envoy that the ships would not sail.
";

fn app_with(change: impl FnOnce(&mut Options)) -> Arc<App> {
    let mut options = Options::new(STORE.clone());
    change(&mut options);
    App::new(options).unwrap()
}

static APP: LazyLock<Arc<App>> = LazyLock::new(|| app_with(|_| {}));

struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Reply {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn send(router: Router, request: Request<Body>) -> Reply {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Reply { status: parts.status, headers: parts.headers, bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
}

async fn get(address: &str) -> Reply {
    send(router(Arc::clone(&APP)), Request::get(address).body(Body::empty()).unwrap()).await
}

async fn post(address: &str, body: &str) -> Reply {
    let request = Request::post(address).header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_owned())).unwrap();
    send(router(Arc::clone(&APP)), request).await
}

/// Ids of the awkward report, of its story, and of Orsa Velin.
async fn awkward() -> (i64, i64, i64) {
    let found = get("/api/v1/reports?q=onerror").await.json();
    let row = found["rows"].as_array().unwrap().iter().find(|row| row["address"] == "awkward.txt").unwrap().clone();
    let actors = get("/api/v1/actors?q=velin").await.json();
    (row["id"].as_i64().unwrap(), row["story"].as_i64().unwrap(), actors["rows"][0]["id"].as_i64().unwrap())
}
