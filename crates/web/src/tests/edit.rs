//! Correcting findings.

use super::*;

/// A copy of the store that may be written, with a server that lets it be.
fn editable() -> (tempfile::TempDir, Arc<App>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let batch = store.batch().unwrap();
    Reader::embedded().unwrap().read_many(
        [Source::bytes("awkward.txt", AWKWARD.into())],
        &rapporteur::Options::default(),
        1,
        &mut |outcome| {
            batch.add(&outcome.uri, &outcome.result.unwrap().value).unwrap();
            ControlFlow::Continue(())
        },
    );
    batch.commit().unwrap();
    let mut options = Options::new(path);
    options.edit = true;
    (folder, App::new(options).unwrap())
}

async fn ask(app: &Arc<App>, address: &str, cookie: &str) -> Reply {
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    send(router(Arc::clone(app)), request).await
}

async fn give(app: &Arc<App>, address: &str, cookie: &str, form: &str) -> Reply {
    let request = Request::post(address).header(header::COOKIE, cookie).body(Body::from(form.to_owned())).unwrap();
    send(router(Arc::clone(app)), request).await
}

/// The cookie and the token that a page gives.
async fn opened(app: &Arc<App>) -> (String, String) {
    let reply = ask(app, "/reports/1", "").await;
    let cookie = reply.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
    let token = reply.text().split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (cookie, token)
}

#[tokio::test]
async fn a_finding_is_rejected_shown_so_and_given_back() {
    let (_folder, app) = editable();
    let (cookie, token) = opened(&app).await;
    let total = || async { ask(&app, "/api/v1/search", "").await.json()["total"].as_u64().unwrap() };
    let before = total().await;
    let form = format!("csrf={token}&kind=statement&local=s1&card=s1&verdict=reject&who=A.+B.&note=it+is+a+headline");
    let reply = give(&app, "/reports/1/correct", &cookie, &form).await;
    assert_eq!((reply.status, reply.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/reports/1#s1-card"), "{}", reply.text());
    assert_eq!(total().await, before - 1, "lists follow what was said");
    let page = ask(&app, "/reports/1", &cookie).await;
    assert!(page.text().contains("card rejected") && page.text().contains("it is a headline"), "{}", page.text());
    let all = ask(&app, "/api/v1/corrections", "").await.json();
    assert_eq!((all["rows"][0]["verdict"].as_str(), all["rows"][0]["who"].as_str()), (Some("reject"), Some("A. B.")));
    assert_eq!(ask(&app, "/api/v1/export/corrections.jsonl", "").await.text().lines().count(), 1);
    let id = all["rows"][0]["id"].as_i64().unwrap();
    let undone = give(&app, &format!("/corrections/{id}/undo"), &cookie, &format!("csrf={token}&who=C.&back=%2Freports%2F1")).await;
    assert_eq!(undone.header(header::LOCATION), "/reports/1");
    assert_eq!(total().await, before);
    assert_eq!(ask(&app, "/corrections", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_field_is_changed_and_two_actors_are_made_one() {
    let (_folder, app) = editable();
    let (cookie, token) = opened(&app).await;
    let form = format!("csrf={token}&kind=statement&local=s1&card=s1&verdict=change&field=act&value=promise&who=A");
    assert_eq!(give(&app, "/reports/1/correct", &cookie, &form).await.status, StatusCode::SEE_OTHER);
    let row = ask(&app, "/api/v1/search?act=promise&speaker=Orsa+Velin", "").await.json();
    assert_eq!((row["total"].as_u64(), row["rows"][0]["verdict"].as_str()), (Some(1), Some("changed")), "{row}");
    let wrong = format!("csrf={token}&kind=statement&local=s1&card=s1&verdict=change&field=act&value=sing&who=A");
    assert_eq!(give(&app, "/reports/1/correct", &cookie, &wrong).await.status, StatusCode::BAD_REQUEST);
    let actors = ask(&app, "/api/v1/actors", "").await.json();
    let ids: Vec<i64> = actors["rows"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect();
    let reply = give(&app, &format!("/actors/{}/merge", ids[0]), &cookie, &format!("csrf={token}&other={}&who=A", ids[1])).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    let after = ask(&app, "/api/v1/actors", "").await.json();
    assert!(after["rows"].as_array().unwrap().len() < ids.len());
    let page = ask(&app, "/corrections", &cookie).await;
    let decision = page.text().split("/decisions/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let reply = give(&app, &format!("/decisions/{decision}/undo"), &cookie, &format!("csrf={token}&who=A")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    assert_eq!(ask(&app, "/api/v1/actors", "").await.json()["rows"].as_array().unwrap().len(), ids.len());
}

#[tokio::test]
async fn nobody_corrects_without_a_form_of_ours() {
    let (_folder, app) = editable();
    let (cookie, token) = opened(&app).await;
    let good = format!("csrf={token}&kind=statement&local=s1&card=s1&verdict=reject&who=A");
    for (cookie, form, status) in [
        ("", good.as_str(), StatusCode::FORBIDDEN),
        ("rapporteur-edit=other", good.as_str(), StatusCode::FORBIDDEN),
        (cookie.as_str(), "kind=statement&local=s1&verdict=reject&who=A", StatusCode::FORBIDDEN),
        (cookie.as_str(), &good.replace(&token, &token.chars().rev().collect::<String>()), StatusCode::FORBIDDEN),
        (cookie.as_str(), &good.replace("who=A", "who="), StatusCode::UNPROCESSABLE_ENTITY),
        (cookie.as_str(), &good.replace("local=s1", "local=s99"), StatusCode::BAD_REQUEST),
        (cookie.as_str(), &good.replace("kind=statement", "kind=song"), StatusCode::BAD_REQUEST),
        (cookie.as_str(), &good.replace("verdict=reject", "verdict=burn"), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(give(&app, "/reports/1/correct", cookie, form).await.status, status, "{cookie} {form}");
    }
    assert!(ask(&app, "/api/v1/corrections", "").await.json()["rows"].as_array().unwrap().is_empty());
    let reply = give(&APP, "/reports/1/correct", &cookie, &good).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN, "editing is off unless it is asked for");
    assert!(!get("/reports/1").await.text().contains("csrf"));
}
