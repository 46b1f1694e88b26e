//! What stands around every endpoint: who may ask, how often, how long; and what every answer carries.

use crate::access::{Access, COOKIE, Keys};
use crate::app::App;
use crate::pages;
use crate::problem::Problem;
use crate::words::encoded;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// No script and no style but those of our own files; nothing of ours in another's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Marks an answer that comes in pieces: it has no tag, and its time is not limited.
#[derive(Clone, Copy, Debug)]
pub struct InPieces;

/// Marks what never changes under its address.
#[derive(Clone, Copy, Debug)]
pub struct ForEver;

/// Puts the guards around all routes.
pub fn around(router: Router<Arc<App>>, app: &Arc<App>) -> Router<Arc<App>> {
    let worth = SizeAbove::new(600).and(NotForContentType::const_new("image/png"));
    router
        .fallback(async || Problem::none("there is no page at this address").help("begin at /"))
        .layer(from_fn_with_state(Arc::clone(app), guard))
        .layer(CompressionLayer::new().compress_when(worth))
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| Problem::fault().into_response()))
}

/// The body of a request, whole: no longer than allowed and in no more time.
pub struct Payload(pub Bytes);

impl FromRequest<Arc<App>> for Payload {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        let limits = &app.options.limits;
        let most = limits.body_bytes;
        let too_long = || {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body is longer than {most} bytes"))
                .help("send one report at a time, or `rapporteur read` it")
        };
        let stated = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if stated.is_some_and(|length| length > most as u64) {
            return Err(too_long());
        }
        match tokio::time::timeout(limits.body, to_bytes(request.into_body(), most)).await {
            Ok(Ok(bytes)) => Ok(Self(bytes)),
            Ok(Err(error)) if std::error::Error::source(&error).is_some_and(|cause| cause.to_string().contains("length limit")) => {
                Err(too_long())
            }
            Ok(Err(_)) => Err(Problem::bad("the body broke off")),
            Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, format!("the body did not come within {} s", limits.body.as_secs()))),
        }
    }
}

async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let is_page = !uri.path().starts_with("/api/");
    let tags: Option<HeaderValue> = request.headers().get(header::IF_NONE_MATCH).cloned();
    let mut response = match refused(&app, &request) {
        Some(refusal) => refusal,
        None if method == Method::OPTIONS && app.options.cors.is_some() && !is_page => StatusCode::NO_CONTENT.into_response(),
        None if is_page && method == Method::GET && spare(&uri).is_some() => to(&spare(&uri).unwrap_or_default()),
        None => match tokio::time::timeout(app.options.limits.answer, next.run(request)).await {
            Ok(response) => response,
            Err(_) => {
                let seconds = app.options.limits.answer.as_secs();
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("there was no answer within {seconds} s")).into_response()
            }
        },
    };
    if response.status().is_client_error() || response.status().is_server_error() {
        response = explained(&app, response, &method, &uri, is_page);
    }
    if method == Method::GET && response.status() == StatusCode::OK && response.extensions().get::<InPieces>().is_none() {
        response = tagged(response, tags.as_ref()).await;
    }
    dress(&app, &mut response, is_page);
    response
}

/// The address without the empty fields of a form, where it has some: what is kept or sent is short.
fn spare(uri: &Uri) -> Option<String> {
    let query = uri.query()?;
    let is_idle = |pair: &&str| pair.is_empty() || pair.ends_with('=') || matches!(*pair, "order=newest" | "copies=no");
    if !query.split('&').any(|pair| is_idle(&pair)) {
        return None;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_idle(pair)).collect();
    Some(if kept.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), kept.join("&")) })
}

/// What is answered to a request that may not go on.
fn refused(app: &Arc<App>, request: &Request) -> Option<Response> {
    if !host_is_ours(app, request.headers()) {
        let problem = Problem::new(StatusCode::MISDIRECTED_REQUEST, "this server is not known under the name that was asked for");
        return Some(problem.help("ask for it by its address, or start it with --host NAME").into_response());
    }
    let client = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let cost = match (request.method(), request.uri().path()) {
        (&Method::POST, "/login") => f64::from(app.options.limits.rate) / 2.0,
        _ => 1.0,
    };
    if !app.rate.allows(client, cost, Instant::now()) {
        return Some(Problem::new(StatusCode::TOO_MANY_REQUESTS, "this client asks too often").help("wait a few seconds").into_response());
    }
    let Access::Closed(keys) = &app.options.access else { return None };
    let path = request.uri().path();
    if path.starts_with("/assets/") || path == "/login" || has_key(keys, request.headers()) {
        return None;
    }
    Some(closed(keys, request))
}

/// A page of another site may reach a server on loopback under a name of its own (DNS rebinding): it is then not
/// asked for by a name of ours.
fn host_is_ours(app: &App, headers: &HeaderMap) -> bool {
    if app.options.hosts.is_empty() {
        return true;
    }
    let Some(host) = headers.get(header::HOST) else { return true };
    let Ok(host) = host.to_str() else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let loopback = name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    loopback || app.options.hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The secret of the session that a request's cookie carries.
pub fn session(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, COOKIE)
}

fn has_key(keys: &Keys, headers: &HeaderMap) -> bool {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    bearer.is_some_and(|token| keys.is_token(token.trim())) || session(headers).is_some_and(|secret| keys.is_open(secret))
}

/// What one without a key gets: a page leads to the door, and a token in its address opens it.
fn closed(keys: &Keys, request: &Request) -> Response {
    let uri = request.uri();
    if uri.path().starts_with("/api/") {
        let problem = Problem::new(StatusCode::UNAUTHORIZED, "this server is closed").help("send authorization: Bearer TOKEN");
        let mut response = problem.into_response();
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    let query = uri.query().unwrap_or_default();
    let (tokens, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| pair.starts_with("token="));
    let others = others.join("&");
    let target = if others.is_empty() { uri.path().to_owned() } else { format!("{}?{others}", uri.path()) };
    let token = tokens.first().and_then(|pair| pair.strip_prefix("token="));
    if token.is_some_and(|token| keys.is_token(token)) {
        return match keys.begin() {
            Ok(secret) => enter(&secret, &target),
            Err(_) => Problem::fault().into_response(),
        };
    }
    to(&format!("/login?next={}", encoded(&target)))
}

/// Leads on to a page with the cookie of a new session.
pub fn enter(secret: &str, target: &str) -> Response {
    let mut response = to(target);
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Leads on to a page of ours; to `/` where the target is anything else.
pub fn to(target: &str) -> Response {
    let ours = target.starts_with('/') && !target.starts_with("//") && !target.contains('\\');
    let target = HeaderValue::from_str(if ours { target } else { "/" }).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
}

/// Every error has the one shape, or is a page that says the same.
fn explained(app: &App, response: Response, method: &Method, uri: &Uri, is_page: bool) -> Response {
    let status = response.status();
    let problem = response.extensions().get::<Problem>().cloned().unwrap_or_else(|| match status {
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(status, format!("{method} is not answered at {}", uri.path())),
        _ => Problem::new(status, "the request cannot be understood"),
    });
    let mut answer = if is_page { pages::error_page(app, &problem) } else { problem.into_response() };
    for name in [header::ALLOW, header::WWW_AUTHENTICATE, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

/// The answer with a tag of its content; 304 where the client has it.
async fn tagged(response: Response, known: Option<&HeaderValue>) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Problem::fault().into_response() };
    let tag = format!("W/\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
    let has =
        known.and_then(|known| known.to_str().ok()).is_some_and(|known| known.split(',').any(|one| one.trim() == tag || one.trim() == "*"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if has {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// What every answer carries.
fn dress(app: &App, response: &mut Response, is_page: bool) {
    let for_ever = response.extensions().get::<ForEver>().is_some();
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        (header::CACHE_CONTROL, if for_ever { "public, max-age=31536000, immutable" } else { "private, no-cache" }),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(origin) = app.options.cors.as_deref().filter(|_| !is_page).and_then(|origin| HeaderValue::from_str(origin).ok()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type, if-none-match"));
        headers.append(header::VARY, HeaderValue::from_static("origin"));
    } else {
        headers.insert(header::HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    }
}
