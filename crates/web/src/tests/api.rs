//! What the endpoints give.

use super::*;
use std::collections::BTreeSet;

#[tokio::test]
async fn health_says_how_much_there_is() {
    let reply = get("/api/v1/health").await;
    assert_eq!(reply.status, StatusCode::OK);
    let health = reply.json();
    assert_eq!(health["status"], "ready");
    assert!(health["reports"].as_u64().unwrap() >= 8 && health["statements"].as_u64().unwrap() > 10, "{health}");
    assert!(health["stories"].as_u64() < health["reports"].as_u64(), "a copy makes no story: {health}");
}

#[tokio::test]
async fn a_posted_report_is_read_as_the_program_reads_it() {
    let text = "The minister of Varosia said on Monday that talks had failed.";
    let body = serde_json::json!({ "text": text, "date": "2031-05-06", "title": "Talks" }).to_string();
    let record = post("/api/v1/read", &body).await.json();
    assert_eq!((record["schema"].as_str(), record["text"].as_str()), (Some("rapporteur/1"), Some(text)));
    assert_eq!(record["doc"]["published"], "2031-05-06");
    assert_eq!(record["doc"]["title"], "Talks");
    assert_eq!(record["statements"][0]["said_on"], "2031-05-05");
    let bare = post("/api/v1/read", &serde_json::json!({ "text": text }).to_string()).await;
    assert_eq!(bare.status, StatusCode::OK);
    assert_eq!(bare.json()["doc"]["published"], Value::Null);
}

#[tokio::test]
async fn a_list_comes_in_pages_that_neither_repeat_nor_miss() {
    for path in ["statements", "events", "reports", "actors", "stories"] {
        let all = get(&format!("/api/v1/{path}?limit=500")).await.json();
        let ids = |page: &Value| page["rows"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect::<Vec<i64>>();
        let (mut paged, mut after) = (Vec::new(), String::new());
        loop {
            let page = get(&format!("/api/v1/{path}?limit=3&after={after}")).await.json();
            paged.extend(ids(&page));
            match page["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(paged, ids(&all), "{path}");
        assert!(paged.len() > 3, "{path}");
    }
}

#[tokio::test]
async fn a_search_counts_findings_reports_and_stories() {
    let once = get("/api/v1/search?q=shelled+harbour").await.json();
    let each = get("/api/v1/search?q=shelled+harbour&copies=yes").await.json();
    assert_eq!(once["total"].as_i64().unwrap() * 2, each["total"].as_i64().unwrap(), "{once} {each}");
    assert_eq!((each["reports"].as_i64(), each["stories"].as_i64()), (Some(2), Some(1)));
    assert_eq!(once["rows"][0]["printings"], 2);
    let facet = |name: &str| once["facets"].as_array().unwrap().iter().find(|facet| facet["name"] == name).cloned().unwrap_or_default();
    assert!(!facet("act")["values"].as_array().unwrap().is_empty());
    assert_eq!(facet("speaker")["values"][0]["value"], "Orsa Velin");
}

#[tokio::test]
async fn each_facet_narrows_to_what_it_counted() {
    for kind in ["statements", "events", "reports"] {
        let all = get(&format!("/api/v1/search?in={kind}&copies=yes")).await.json();
        for facet in all["facets"].as_array().unwrap() {
            let name = facet["name"].as_str().unwrap();
            for value in facet["values"].as_array().unwrap() {
                let word = crate::words::encoded(value["value"].as_str().unwrap());
                let narrowed = if name == "time" { format!("since={word}&until={word}") } else { format!("{name}={word}") };
                let found = get(&format!("/api/v1/search?in={kind}&copies=yes&{narrowed}")).await.json();
                assert_eq!(found["total"], value["rows"], "{kind} {narrowed}");
                assert_eq!((&found["reports"], &found["stories"]), (&value["reports"], &value["stories"]), "{kind} {narrowed}");
            }
        }
    }
}

#[tokio::test]
async fn a_search_finds_words_names_and_days() {
    let total = |address: &'static str| async move { get(address).await.json()["total"].as_u64().unwrap() };
    assert!(total("/api/v1/search?q=velin").await >= 2, "what she says is found by her name");
    assert_eq!(total("/api/v1/search?q=nosuchword").await, 0);
    assert_eq!(total("/api/v1/search?q=-*()").await, 0);
    assert_eq!(total("/api/v1/search?speaker=Nobody+Known").await, 0);
    assert_eq!(total("/api/v1/search?since=2099").await, 0);
    assert!(total("/api/v1/search?since=2031-05&until=2031-05&copies=yes").await > 0);
    assert!(total("/api/v1/search?in=events&type=ASSAULT").await > 0);
    assert!(total("/api/v1/search?in=reports&speaker=Orsa+Velin").await == 1);
}

#[tokio::test]
async fn one_report_actor_story_and_statement_are_given() {
    let (report, story, actor) = awkward().await;
    let whole = get(&format!("/api/v1/reports/{report}")).await.json();
    assert_eq!(whole["record"]["schema"], "rapporteur/1");
    let statement = &whole["record"]["statements"][0];
    let why = get(&format!("/api/v1/reports/{report}/why/{}", statement["id"].as_str().unwrap())).await;
    assert_eq!(why.status, StatusCode::OK, "{}", why.text());
    assert_eq!(why.json()["speakers"][0]["name"], "Orsa Velin");
    let dask = get(&format!("/api/v1/actors/{actor}")).await.json();
    assert_eq!((dask["name"].as_str(), dask["stories"].as_i64(), dask["reports"].as_i64()), (Some("Orsa Velin"), Some(1), Some(2)));
    assert!(dask["roles"].as_array().unwrap().iter().any(|role| role["name"] == "foreign minister"), "{dask}");
    let copies = get(&format!("/api/v1/stories/{story}?beside={report}")).await.json();
    assert_eq!(copies["copies"].as_array().unwrap().len(), 2, "{copies}");
}

#[tokio::test]
async fn drawings_have_their_numbers() {
    let time = get("/api/v1/timeline").await.json();
    assert!(!time["steps"].as_array().unwrap().is_empty() && !time["lanes"].as_array().unwrap().is_empty());
    let sum: u64 = time["lanes"][0]["statements"].as_array().unwrap().iter().map(|bar| bar["rows"].as_u64().unwrap()).sum();
    let total = get("/api/v1/search").await.json()["total"].as_u64().unwrap();
    assert!(sum > 0 && sum <= total, "{sum} of {total}");
    let network = get("/api/v1/network?kind=to").await.json();
    assert!(network["edges"].as_array().unwrap().iter().any(|edge| edge["rows"].as_u64() >= Some(1)), "{network}");
    let nodes = network["nodes"].as_array().unwrap().len() as u64;
    assert!(
        network["edges"]
            .as_array()
            .unwrap()
            .iter()
            .all(|edge| edge["from"].as_u64().unwrap() < nodes && edge["to"].as_u64().unwrap() < nodes)
    );
    let map = get("/api/v1/map").await.json();
    assert!(map["spots"].is_array() && map["nowhere"].is_u64());
}

#[tokio::test]
async fn an_export_has_all_that_the_search_takes() {
    let total = get("/api/v1/search?copies=yes").await.json()["total"].as_u64().unwrap() as usize;
    let lines = get("/api/v1/export/statements.jsonl?copies=yes").await;
    assert_eq!(lines.text().lines().count(), total);
    assert!(lines.text().lines().all(|line| serde_json::from_str::<Value>(line).unwrap()["content"].is_string()));
    let table = get("/api/v1/export/statements.csv?copies=yes").await;
    assert_eq!(table.header(header::CONTENT_DISPOSITION), "attachment; filename=\"statements.csv\"");
    let rows = csv_rows(table.text());
    assert_eq!(rows.len(), total + 1);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "each row has the columns of the head");
    for file in ["events.csv", "reports.jsonl"] {
        assert_eq!(get(&format!("/api/v1/export/{file}")).await.status, StatusCode::OK);
    }
}

/// Rows of a CSV text, by RFC 4180.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    rows
}

#[tokio::test]
async fn an_answer_has_a_tag_and_is_not_sent_twice() {
    let first = get("/api/v1/search?q=talks").await;
    let tag = first.header(header::ETAG).to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = Request::get("/api/v1/search?q=talks").header(header::IF_NONE_MATCH, &tag).body(Body::empty()).unwrap();
    let again = send(router(Arc::clone(&APP)), again).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = Request::get("/api/v1/search?q=ferry").header(header::IF_NONE_MATCH, &tag).body(Body::empty()).unwrap();
    assert_eq!(send(router(Arc::clone(&APP)), other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_is_packed_where_that_is_asked_for() {
    for way in ["gzip", "zstd"] {
        let request = Request::get("/api/v1/statements").header(header::ACCEPT_ENCODING, way).body(Body::empty()).unwrap();
        let reply = send(router(Arc::clone(&APP)), request).await;
        assert_eq!(reply.header(header::CONTENT_ENCODING), way);
        assert!(reply.bytes.len() < get("/api/v1/statements").await.bytes.len());
    }
}

#[tokio::test]
async fn the_document_and_the_routes_agree() {
    let document = get("/api/v1/openapi.json").await.json();
    let (report, story, actor) = awkward().await;
    let mut names = BTreeSet::new();
    for endpoint in ENDPOINTS {
        let operation = &document["paths"][endpoint.path][endpoint.method];
        assert_eq!(operation["summary"], endpoint.summary, "{}", endpoint.path);
        assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{}: two operations of one name", endpoint.path);
        let schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
            .as_str()
            .unwrap_or("#/components/schemas/Problem");
        let schema = &document["components"]["schemas"][schema.rsplit('/').next().unwrap()];
        assert!(schema.is_object(), "{}", endpoint.path);
        let id = if endpoint.path.contains("stories") {
            story
        } else if endpoint.path.contains("actors") {
            actor
        } else {
            report
        };
        let address = endpoint.path.replace("{id}", &id.to_string()).replace("{finding}", "s1").replace("{file}", "events.csv");
        let reply = match endpoint.method {
            "get" => get(&address).await,
            _ => post(&address, r#"{"text":"The envoy said that talks had failed."}"#).await,
        };
        if endpoint.path.ends_with("/sql") {
            assert_eq!(reply.status, StatusCode::FORBIDDEN);
            continue;
        }
        assert_eq!(reply.status, StatusCode::OK, "{address}: {}", reply.text());
        for field in schema["required"].as_array().into_iter().flatten().filter(|_| !endpoint.path.contains("export")) {
            assert!(reply.json().get(field.as_str().unwrap()).is_some(), "{address} has no {field}");
        }
    }
    assert_eq!(document["paths"].as_object().unwrap().len(), ENDPOINTS.iter().map(|endpoint| endpoint.path).collect::<BTreeSet<_>>().len());
}

#[tokio::test]
async fn another_program_s_reports_are_seen_after_a_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    drop(Store::open(&path).unwrap());
    let app = App::new(Options::new(&path)).unwrap();
    let reports = |app: &Arc<App>| {
        let router = router(Arc::clone(app));
        async move { send(router, Request::get("/api/v1/health").body(Body::empty()).unwrap()).await.json()["reports"].as_u64() }
    };
    assert_eq!(reports(&app).await, Some(0));
    assert!(app.look_again().unwrap().is_none());
    let mut store = Store::open(&path).unwrap();
    let batch = store.batch().unwrap();
    let text = "The envoy said that talks had failed.";
    let document = Reader::embedded().unwrap();
    document.read_many([Source::bytes("one.txt", text.into())], &rapporteur::Options::default(), 1, &mut |outcome| {
        batch.add(&outcome.uri, &outcome.result.unwrap().value).unwrap();
        ControlFlow::Continue(())
    });
    batch.commit().unwrap();
    assert!(app.look_again().unwrap().is_some());
    assert_eq!(reports(&app).await, Some(1));
}

#[tokio::test]
async fn sql_is_answered_where_it_is_on_and_changes_nothing() {
    let app = app_with(|options| options.sql = true);
    let ask = |sql: &str| {
        let body = serde_json::json!({ "sql": sql }).to_string();
        let request = Request::post("/api/v1/sql").header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
        send(router(Arc::clone(&app)), request)
    };
    let reply = ask("select count(*) as reports from reports -- all of them\n;").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.json()["columns"][0], "reports");
    for wrong in [
        "delete from reports",
        "select 1) ; delete from reports; select * from (select 1",
        "pragma query_only = 0",
        "attach 'x.db' as x",
        "select load_extension('x')",
        "select",
        "",
        "select zeroblob(900000000)",
        "with recursive n(i) as (select 1 union all select i + 1 from n) select * from n",
    ] {
        let reply = ask(wrong).await;
        assert!(
            reply.status.is_client_error() || reply.status == StatusCode::SERVICE_UNAVAILABLE,
            "{wrong}: {} {}",
            reply.status,
            reply.text()
        );
    }
    assert!(ask("select count(*) from reports").await.json()["rows"][0][0].as_i64() > Some(5));
}
