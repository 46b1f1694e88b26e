//! A closed server: token, password, sessions.

use super::*;

fn closed() -> Arc<App> {
    app_with(|options| options.access = Access::with_token("harbour"))
}

async fn ask(app: &Arc<App>, address: &str, name: header::HeaderName, value: &str) -> Reply {
    send(router(Arc::clone(app)), Request::get(address).header(name, value).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn nothing_is_shown_without_a_key() {
    let app = closed();
    for address in ["/", "/reports/1", "/map", "/help"] {
        let reply = ask(&app, address, header::ACCEPT, "*/*").await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{address}");
        assert!(reply.header(header::LOCATION).starts_with("/login?next=%2F"), "{address}");
    }
    for endpoint in ENDPOINTS {
        let request = Request::builder()
            .method(endpoint.method.to_uppercase().as_str())
            .uri(endpoint.path.replace(['{', '}'], ""))
            .body(Body::empty())
            .unwrap();
        let reply = send(router(Arc::clone(&app)), request).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{}", endpoint.path);
        assert_eq!(reply.header(header::WWW_AUTHENTICATE), "Bearer");
    }
    assert_eq!(ask(&app, "/assets/style.css", header::ACCEPT, "*/*").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_opens_the_api_and_a_wrong_one_does_not() {
    let app = closed();
    assert_eq!(ask(&app, "/api/v1/health", header::AUTHORIZATION, "Bearer harbour").await.status, StatusCode::OK);
    for wrong in ["Bearer harbou", "Bearer", "harbour", "Basic harbour", "Bearer harbour2"] {
        assert_eq!(ask(&app, "/api/v1/health", header::AUTHORIZATION, wrong).await.status, StatusCode::UNAUTHORIZED, "{wrong}");
    }
}

#[tokio::test]
async fn a_token_in_the_address_begins_a_session_and_leaves_the_address() {
    let app = closed();
    let reply = ask(&app, "/?q=talks&token=harbour", header::ACCEPT, "*/*").await;
    assert_eq!((reply.status, reply.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/?q=talks"));
    let cookie = reply.header(header::SET_COOKIE);
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    assert_eq!(ask(&app, "/?q=talks", header::COOKIE, &cookie).await.status, StatusCode::OK);
    assert_eq!(ask(&app, "/api/v1/health", header::COOKIE, &format!("other=1; {cookie}")).await.status, StatusCode::OK);
    let leave = Request::post("/logout").header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
    assert_eq!(send(router(Arc::clone(&app)), leave).await.status, StatusCode::SEE_OTHER);
    assert_eq!(ask(&app, "/?q=talks", header::COOKIE, &cookie).await.status, StatusCode::SEE_OTHER, "the session has ended");
}

#[tokio::test]
async fn the_door_opens_to_the_key_and_leads_on_to_our_own_pages_only() {
    let app = closed();
    let knock = |body: &str| send(router(Arc::clone(&app)), Request::post("/login").body(Body::from(body.to_owned())).unwrap());
    let wrong = knock("key=dusk&next=%2Fmap").await;
    assert!(wrong.status == StatusCode::OK && wrong.text().contains("does not open") && wrong.header(header::SET_COOKIE).is_empty());
    let right = knock("key=harbour&next=%2Fmap%3Fview%3Deurope").await;
    assert_eq!((right.status, right.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/map?view=europe"));
    for elsewhere in ["https%3A%2F%2Fevil.example.com", "%2F%2Fevil.example.com", "%2F%5Cevil.example.com", "%2Fx%0D%0ASet-Cookie%3A+a%3Db"]
    {
        let reply = knock(&format!("key=harbour&next={elsewhere}")).await;
        assert_eq!(reply.header(header::LOCATION), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn guessing_a_key_is_slow() {
    let app = closed();
    let knock = || send(router(Arc::clone(&app)), Request::post("/login").body(Body::from("key=x")).unwrap());
    let mut refused = 0;
    for _ in 0..12 {
        refused += usize::from(knock().await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused >= 1, "{refused}");
}
